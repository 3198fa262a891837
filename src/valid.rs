//! The proof that a value was checked.

use std::ops::Deref;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::proxy::{AnchorProxy, CustomProxy, ProxyConfig};
use crate::report::Report;
use crate::response::{ApiError, ErrorResponse, Task, TaskResponse};
use crate::session::{LiveView, Recording, SessionConfig, Timeout};
use crate::task::CreateTaskRequest;
use crate::validate::Validate;
use crate::validator::Validator;

/// A value that was checked and keeps the contract: it has no error at the default levels, even
/// where a rule was lowered for the report.
///
/// Only a check makes one, and nothing can change it: it gives out `&T`, never `&mut T`. A check is
/// behind each way to get one:
///
/// - [`into_valid`](Validate::into_valid) and `TryFrom` of a typed value;
/// - [`from_json`](Validate::from_json), `FromStr` and `TryFrom` of JSON text;
/// - its `Deserialize`, of whatever serde reads.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Valid, Validate};
///
/// fn send(task: &Valid<CreateTaskRequest>) -> String {
///     serde_json::to_string(task).unwrap()
/// }
///
/// let task = CreateTaskRequest::new("t").into_valid()?;
/// assert_eq!(send(&task), r#"{"name":"t","language":"typescript"}"#);
/// let same: Valid<CreateTaskRequest> = send(&task).parse()?;
/// assert_eq!(same, task);
/// # Ok::<(), anchorbrowser_schema::Report>(())
/// ```
///
/// # As the body of a framework's request
///
/// What reads JSON bodies by serde takes it as it stands, and its error tells all that is wrong:
///
/// ```ignore
/// use anchorbrowser_schema::{CreateTaskRequest, Valid};
/// use axum::Json;
///
/// async fn create(Json(task): Json<Valid<CreateTaskRequest>>) -> String {
///     format!("{} is valid", task.name)
/// }
/// ```
///
/// To answer in a form of one's own, such as [`ProblemDetails`](crate::ProblemDetails), hand the
/// body's bytes to [`from_json`](Validate::from_json) instead. That is also faster, and tells more:
/// see [`Validator::check_deserializer`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Valid<T>(T);

impl<T> Valid<T> {
    /// Of a value that was just found to keep the contract.
    pub(crate) fn trust(value: T) -> Self {
        Self(value)
    }

    /// The value, without the proof.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    ///
    /// let mut task = CreateTaskRequest::new("t").into_valid()?.into_inner();
    /// task.name.push('!');
    /// assert!(task.validate().is_err());
    /// # Ok::<(), anchorbrowser_schema::Report>(())
    /// ```
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Valid<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> AsRef<T> for Valid<T> {
    fn as_ref(&self) -> &T {
        &self.0
    }
}

impl<T: Serialize> Serialize for Valid<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Validate> Deserialize<'de> for Valid<T> {
    /// # Errors
    ///
    /// If a rule is broken that is an error by default: the message is the [`Report`], which tells
    /// all violations. Also if `deserializer` fails.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Valid};
    ///
    /// let json = r#"{"name": "a b", "language": "cobol"}"#;
    /// let error = serde_json::from_str::<Valid<CreateTaskRequest>>(json).unwrap_err().to_string();
    /// assert!(error.starts_with("2 errors, 0 warnings\nerror[pattern]: `/name` must match"));
    /// assert!(error.contains("\nerror[enum]: `/language` must be `typescript`, but is `cobol`"));
    /// ```
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let outcome = Validator::new().check_deserializer(deserializer)?;
        outcome.into_valid().map_err(D::Error::custom)
    }
}

impl<T: Validate> FromStr for Valid<T> {
    type Err = Report;

    /// Reads JSON text.
    ///
    /// # Errors
    ///
    /// Those of [`from_json`](Validate::from_json).
    fn from_str(json: &str) -> Result<Self, Report> {
        T::from_json(json)
    }
}

impl<T: Validate> TryFrom<&str> for Valid<T> {
    type Error = Report;

    /// Reads JSON text.
    ///
    /// # Errors
    ///
    /// Those of [`from_json`](Validate::from_json).
    fn try_from(json: &str) -> Result<Self, Report> {
        T::from_json(json)
    }
}

impl<T: Validate> TryFrom<&[u8]> for Valid<T> {
    type Error = Report;

    /// Reads JSON text.
    ///
    /// # Errors
    ///
    /// Those of [`from_json`](Validate::from_json).
    fn try_from(json: &[u8]) -> Result<Self, Report> {
        T::from_json(json)
    }
}

/// The conversions that Rust lets stand for one type at a time only.
macro_rules! conversions {
    ($($type:ident),*) => {$(
        impl TryFrom<$type> for Valid<$type> {
            type Error = Report;

            /// # Errors
            ///
            /// Those of [`into_valid`](Validate::into_valid).
            fn try_from(value: $type) -> Result<Self, Report> {
                value.into_valid()
            }
        }

        impl From<Valid<$type>> for $type {
            /// The same as [`into_inner`](Valid::into_inner).
            fn from(valid: Valid<$type>) -> Self {
                valid.0
            }
        }
    )*};
}

conversions!(
    CreateTaskRequest,
    SessionConfig,
    Recording,
    Timeout,
    LiveView,
    ProxyConfig,
    AnchorProxy,
    CustomProxy,
    Task,
    TaskResponse,
    ErrorResponse,
    ApiError
);
