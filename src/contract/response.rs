//! Responses: constructors and conversions.

use super::nullable::Nullable;
use super::object::{ApiError, CreateTaskRequest, ErrorResponse, Task, TaskResponse};
use super::unknown_members::UnknownMembers;

impl Task {
    /// The task that a server creates from a request: its latest version is `draft`, it is not deleted,
    /// and it was last changed when it was created. A request without code becomes a task with empty
    /// code. Unknown members of the request are not members of the task.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Task, TaskResponse, Validate};
    ///
    /// let request = CreateTaskRequest::new("web-scraper").with_source_code("run();").into_valid()?;
    /// let task = Task::new(
    ///     "3c90c3cc-0d44-4b50-8888-8dd25736052a",
    ///     "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    ///     request.into_inner(),
    ///     "2025-03-01T09:30:00Z",
    /// );
    /// assert_eq!((task.name.as_str(), task.latest_version.as_str()), ("web-scraper", "draft"));
    /// TaskResponse::new(task).validate()?;
    /// # Ok::<(), anchorbrowser_schema::Report>(())
    /// ```
    #[must_use]
    pub fn new(
        id: impl Into<String>,
        team_id: impl Into<String>,
        request: CreateTaskRequest,
        created_at: impl Into<String>,
    ) -> Self {
        let created_at = created_at.into();
        Self {
            id: id.into(),
            name: request.name,
            team_id: team_id.into(),
            description: request.description.map(Nullable::Value),
            latest_version: "draft".to_owned(),
            code: request.code.unwrap_or_default(),
            language: request.language,
            browser_configuration: request.browser_configuration,
            deleted: false,
            updated_at: created_at.clone(),
            created_at,
            unknown: UnknownMembers::default(),
        }
    }
}

impl From<Task> for CreateTaskRequest {
    /// The request that updates the task, to edit and send. Members that only a task has are left out,
    /// and so are its unknown members and a description that is `null`.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Task, Validate};
    ///
    /// # const JSON: &str = include_str!(concat!(
    /// #     env!("CARGO_MANIFEST_DIR"),
    /// #     "/schemas/examples/responses/task.json"
    /// # ));
    /// let task: Task = serde_json::from_str(JSON).unwrap();
    /// let request = CreateTaskRequest::from(&task).with_description("collects prices");
    /// assert_eq!(request.name, task.name);
    /// # assert_eq!(CreateTaskRequest::from(task).code, request.code);
    /// ```
    fn from(task: Task) -> Self {
        Self {
            name: task.name,
            code: Some(task.code),
            language: task.language,
            description: task.description.and_then(Nullable::into_value),
            browser_configuration: task.browser_configuration,
            unknown: UnknownMembers::default(),
        }
    }
}

impl From<&Task> for CreateTaskRequest {
    /// The same as for a value.
    fn from(task: &Task) -> Self {
        task.clone().into()
    }
}

impl TaskResponse {
    /// The response with this task.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Task, TaskResponse};
    ///
    /// let task = Task::new("", "", CreateTaskRequest::new("t"), "");
    /// assert_eq!(TaskResponse::new(task.clone()).data, Some(task));
    /// ```
    #[must_use]
    pub fn new(task: Task) -> Self {
        task.into()
    }
}

impl From<Task> for TaskResponse {
    /// The same as [`TaskResponse::new`].
    fn from(task: Task) -> Self {
        Self {
            data: Some(task),
            ..Self::default()
        }
    }
}

impl ErrorResponse {
    /// The response with an error that has a number, such as the status of the response, and a message.
    ///
    /// ```
    /// use anchorbrowser_schema::ErrorResponse;
    ///
    /// let response = ErrorResponse::new(409, "the name is taken");
    /// assert_eq!(
    ///     serde_json::to_string(&response)?,
    ///     r#"{"error":{"code":409,"message":"the name is taken"}}"#
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn new(code: impl Into<i64>, message: impl Into<String>) -> Self {
        ApiError::new(code, message).into()
    }
}

impl ApiError {
    /// An error with a number, such as the status of the response, and a message.
    ///
    /// ```
    /// use anchorbrowser_schema::{ApiError, ErrorResponse};
    ///
    /// let error = ApiError::new(409, "the name is taken");
    /// assert_eq!(ErrorResponse::from(error), ErrorResponse::new(409, "the name is taken"));
    /// ```
    #[must_use]
    pub fn new(code: impl Into<i64>, message: impl Into<String>) -> Self {
        Self {
            code: Some(code.into()),
            message: Some(message.into()),
            ..Self::default()
        }
    }
}

impl From<ApiError> for ErrorResponse {
    /// The response with this error.
    ///
    /// See the example of [`ApiError::new`].
    fn from(error: ApiError) -> Self {
        Self {
            error: Some(error),
            ..Self::default()
        }
    }
}
