//! What the API answers.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quiet;
use crate::secret::Elided;
use crate::session::{SessionConfig, integral};
use crate::task::Language;

/// A task as the API keeps it.
///
/// It is not built by clients but read from responses: `Deserialize` judges the shape alone, so
/// that a response of tomorrow reads. `Debug` shows the length of the code, not the code.
///
/// Source: schema `Task` of the API document.
///
/// ```
/// use anchorbrowser_schema::{Task, Validate};
///
/// let task = Task::from_json(r#"{
///     "id": "0b6f5a0e-3f0b-4c58-9d0c-5d2f3c1e7a11",
///     "name": "web-scraper",
///     "teamId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
///     "latestVersion": "draft",
///     "code": "",
///     "language": "typescript",
///     "deleted": false,
///     "createdAt": "2025-03-01T09:30:00Z",
///     "updatedAt": "2025-03-01T09:30:00.25+01:00"
/// }"#)?;
/// assert_eq!(task.latest_version, "draft");
/// # Ok::<(), anchorbrowser_schema::Report>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Task {
    /// The task's identifier: a UUID (RFC 9562 section 4).
    pub id: String,
    /// The task's name: 1 to 255 ASCII letters, digits, hyphens and underscores.
    pub name: String,
    /// The identifier of the team that owns the task: a UUID (RFC 9562 section 4).
    pub team_id: String,
    /// What the task does, for people: at most 1000 characters (Unicode code points).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The newest version: `draft`, `latest` or a version number.
    pub latest_version: String,
    /// The code. The API document sets no pattern here.
    pub code: String,
    /// The language of the code.
    pub language: Language,
    /// The browser session that the task runs in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub browser_configuration: Option<SessionConfig>,
    /// Whether the task was deleted, yet is still kept.
    pub deleted: bool,
    /// When the task was created (RFC 3339 section 5.6).
    pub created_at: String,
    /// When the task was last changed (RFC 3339 section 5.6).
    pub updated_at: String,
}

/// The answer to a request that was carried out (status 200).
///
/// Source: schema `TaskResponse` of the API document.
///
/// ```
/// use anchorbrowser_schema::TaskResponse;
///
/// let response: TaskResponse = serde_json::from_str("{}")?;
/// assert_eq!(response.data, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TaskResponse {
    /// The task. The API document does not require it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Task>,
}

/// The answer to a request that was refused (status 400, 409 or 500).
///
/// Source: schema `ErrorResponse` of the API document.
///
/// ```
/// use anchorbrowser_schema::ErrorResponse;
///
/// let response: ErrorResponse =
///     serde_json::from_str(r#"{"error": {"code": 409, "message": "name is taken"}}"#)?;
/// assert_eq!(response.error.and_then(|error| error.code), Some(409));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ErrorResponse {
    /// What went wrong. The API document does not require it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ApiError>,
}

/// What went wrong, inside an [`ErrorResponse`].
///
/// Source: schema `ErrorResponse` of the API document.
///
/// ```
/// use anchorbrowser_schema::ApiError;
///
/// // Nothing is required of it.
/// let error: ApiError = serde_json::from_str(r#"{"message": "name is taken"}"#)?;
/// assert_eq!((error.code, error.message.as_deref()), (None, Some("name is taken")));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ApiError {
    /// The error's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<i64>,
    /// The error in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

#[derive(Deserialize)]
#[serde(remote = "Task", rename_all = "camelCase")]
struct TaskMembers {
    id: String,
    name: String,
    team_id: String,
    description: Option<String>,
    latest_version: String,
    #[serde(deserialize_with = "quiet::text")]
    code: String,
    language: Language,
    browser_configuration: Option<SessionConfig>,
    deleted: bool,
    created_at: String,
    updated_at: String,
}

#[derive(Deserialize)]
#[serde(remote = "TaskResponse")]
struct TaskResponseMembers {
    data: Option<Task>,
}

#[derive(Deserialize)]
#[serde(remote = "ErrorResponse")]
struct ErrorResponseMembers {
    error: Option<ApiError>,
}

#[derive(Deserialize)]
#[serde(remote = "ApiError")]
struct ApiErrorMembers {
    #[serde(default, deserialize_with = "integral")]
    code: Option<i64>,
    message: Option<String>,
}

quiet::object_only! {
    Task: TaskMembers,
    TaskResponse: TaskResponseMembers,
    ErrorResponse: ErrorResponseMembers,
    ApiError: ApiErrorMembers,
}

impl ApiError {
    /// An error with a number, such as the status of the answer, and a message.
    ///
    /// ```
    /// use anchorbrowser_schema::{ApiError, ErrorResponse};
    ///
    /// let response = ErrorResponse::from(ApiError::new(409, "the name is taken"));
    /// assert_eq!(
    ///     serde_json::to_string(&response)?,
    ///     r#"{"error":{"code":409,"message":"the name is taken"}}"#
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn new(code: impl Into<i64>, message: impl Into<String>) -> Self {
        Self {
            code: Some(code.into()),
            message: Some(message.into()),
        }
    }
}

impl From<ApiError> for ErrorResponse {
    /// The answer that holds this error.
    ///
    /// [`ApiError::new`] shows it in use.
    fn from(error: ApiError) -> Self {
        Self { error: Some(error) }
    }
}

impl From<Task> for TaskResponse {
    /// The answer that holds this task.
    ///
    /// ```
    /// use anchorbrowser_schema::{Task, TaskResponse, Validate};
    ///
    /// let task = Task::from_json(include_str!("../schemas/examples/responses/task.json"))?;
    /// let response = TaskResponse::from(task.clone().into_inner());
    /// assert_eq!(response.data, Some(task.into_inner()));
    /// # Ok::<(), anchorbrowser_schema::Report>(())
    /// ```
    fn from(task: Task) -> Self {
        Self { data: Some(task) }
    }
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("team_id", &self.team_id)
            .field("description", &self.description)
            .field("latest_version", &self.latest_version)
            .field("code", &Elided(&self.code))
            .field("language", &self.language)
            .field("browser_configuration", &self.browser_configuration)
            .field("deleted", &self.deleted)
            .field("created_at", &self.created_at)
            .field("updated_at", &self.updated_at)
            .finish()
    }
}
