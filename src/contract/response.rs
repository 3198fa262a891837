//! Responses: constructors.

use super::object::{ApiError, ErrorResponse, Task, TaskResponse};

impl ApiError {
    /// An error with a number, such as the status of the response, and a message.
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

impl From<Task> for TaskResponse {
    /// The response with this task.
    ///
    /// ```
    /// use anchorbrowser_schema::{Task, TaskResponse, Validate};
    ///
    /// # const JSON: &str = include_str!(concat!(
    /// #     env!("CARGO_MANIFEST_DIR"),
    /// #     "/schemas/examples/responses/task.json"
    /// # ));
    /// let task = Task::from_json(JSON)?;
    /// let response = TaskResponse::from(task.clone().into_inner());
    /// assert_eq!(response.data, Some(task.into_inner()));
    /// # Ok::<(), anchorbrowser_schema::Report>(())
    /// ```
    fn from(task: Task) -> Self {
        Self {
            data: Some(task),
            ..Self::default()
        }
    }
}
