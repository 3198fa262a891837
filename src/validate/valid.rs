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
/// # As the body of a request to a server
///
/// With the feature `axum` or `actix-web`, `Valid` is an extractor. An invalid body is rejected with
/// [`ProblemDetails`](crate::ProblemDetails): all violations with their positions and help, and the
/// status 422, or 400 if it is not JSON, 413 if it is too long, and 415 if it has another content type.
/// A handler can return `Result<_, ProblemDetails>` itself. In axum, the state decides the
/// [`Validator`](crate::Validator):
///
/// ```
/// # #[cfg(feature = "axum")] {
/// use anchorbrowser_schema::{CreateTaskRequest, Rule, Valid, Validator};
/// use axum::Router;
/// use axum::extract::FromRef;
/// use axum::routing::post;
///
/// #[derive(Clone)]
/// struct AppState {
///     validator: Validator,
/// }
///
/// impl FromRef<AppState> for Validator {
///     fn from_ref(state: &AppState) -> Self {
///         state.validator.clone()
///     }
/// }
///
/// async fn create(task: Valid<CreateTaskRequest>) -> String {
///     format!("created {}", task.name)
/// }
///
/// let validator = Validator::new().deny(Rule::UnknownProperty);
/// let app: Router = Router::new().route("/tasks", post(create)).with_state(AppState { validator });
/// # }
/// ```
///
/// A server without state, or with a [`Validator`](crate::Validator) as its state, needs no `FromRef`.
/// In actix-web, the validator is part of the application's data:
///
/// ```
/// # #[cfg(feature = "actix-web")] {
/// use actix_web::{App, web};
/// use anchorbrowser_schema::{CreateTaskRequest, Rule, Valid, Validator};
///
/// async fn create(task: Valid<CreateTaskRequest>) -> String {
///     format!("created {}", task.name)
/// }
///
/// let validator = Validator::new().deny(Rule::UnknownProperty);
/// let app = App::new().app_data(validator).route("/tasks", web::post().to(create));
/// # }
/// ```
///
/// With another framework, take the bytes of the body, and pass them to
/// [`accept_json`](crate::Validator::accept_json). Do not use `Json<Valid<T>>`: it validates, but the
/// response is the framework's. It has no help, parameters or positions, and the levels are the
/// default ones:
///
/// | `Json<Valid<T>>` in | status | body |
/// | --- | --- | --- |
/// | axum 0.8 | 422 | text, with the message of each violation |
/// | actix-web 4 | 400 | text, with the message of each violation |
/// | poem 3 | 400 | text, with the message of each violation |
/// | rocket 0.5 | 422 | the status only; **rocket logs the body with its secrets** |
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Valid<T> {
    value: T,
    revision: Revision,
}

impl<T> Valid<T> {
    /// Wraps a value that was checked and is valid in a revision.
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
