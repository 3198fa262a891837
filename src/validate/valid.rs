//! The proof that a value is valid.

use std::ops::Deref;

use serde::{Serialize, Serializer};

use crate::contract::revision::Revision;

/// A value that is valid in a [revision](Self::revision) of the API: it has no error at the default
/// levels, even where the level of a rule was lowered for the report.
///
/// It can only be created by validation, and nothing can change it: it derefs to `&T`, never to
/// `&mut T`. It is returned by
///
/// - [`into_valid`](crate::Validate::into_valid) or [`Validator::accept`](crate::Validator::accept), of a typed value;
/// - [`from_json`](crate::Validate::from_json) or
///   [`Validator::accept_json`](crate::Validator::accept_json), of JSON text;
/// - [`Outcome::into_valid`](crate::Outcome::into_valid);
/// - its `Deserialize`, in any self-describing format, for the default revision.
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
/// assert_eq!(CreateTaskRequest::from_json(send(&task))?, task);
/// # Ok::<(), anchorbrowser_schema::Report>(())
/// ```
///
/// # As the body of a framework's request
///
/// Use it as the body type of a framework that reads JSON with serde; the rejection lists every
/// violation:
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
/// For a response of your own, such as [`ProblemDetails`](crate::ProblemDetails), pass the bytes of the
/// body to [`from_json`](crate::Validate::from_json) instead. That is also faster, and the report has
/// positions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Valid<T> {
    value: T,
    revision: Revision,
}

impl<T> Valid<T> {
    /// Of a value that a check has found valid in a revision.
    pub(crate) fn trust(value: T, revision: Revision) -> Self {
        Self { value, revision }
    }

    /// The revision in which the value is valid.
    ///
    /// To use it with another revision, validate it again:
    ///
    /// ```
    /// use anchorbrowser_schema::{AnchorProxy, Revision, Validate, Validator};
    ///
    /// let proxy = AnchorProxy::gov().into_valid()?;
    /// assert_eq!(proxy.revision(), Revision::V2025);
    /// let latest = Validator::new().revision(Revision::LATEST);
    /// assert!(latest.accept(proxy.into_inner()).is_err());
    /// # Ok::<(), anchorbrowser_schema::Report>(())
    /// ```
    #[must_use]
    pub const fn revision(&self) -> Revision {
        self.revision
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
        self.value
    }
}

impl<T> Deref for Valid<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> AsRef<T> for Valid<T> {
    fn as_ref(&self) -> &T {
        &self.value
    }
}

impl<T: Serialize> Serialize for Valid<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}
