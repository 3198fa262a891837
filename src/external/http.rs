//! Responses of the `http` crate.

use ::http::header::{CONTENT_TYPE, HeaderValue};
use ::http::{Response, StatusCode};

use crate::report::problem_details::ProblemDetails;

impl<B: From<String>> From<&ProblemDetails> for Response<B> {
    /// A response with the status, the media type and the JSON of problem details. The status is 500 if
    /// that of the problem details is not one of HTTP.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, ProblemDetails, Validate};
    ///
    /// let problem = ProblemDetails::from(CreateTaskRequest::new("a b").check()).with_status(422);
    /// let response = http::Response::<String>::from(&problem);
    /// assert_eq!(response.status(), http::StatusCode::UNPROCESSABLE_ENTITY);
    /// assert_eq!(response.headers()["content-type"], ProblemDetails::MEDIA_TYPE);
    /// assert_eq!(response.body(), &serde_json::to_string(&problem)?);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    fn from(problem: &ProblemDetails) -> Self {
        let mut response = Self::new(problem.to_json().into());
        let status = StatusCode::from_u16(problem.status());
        *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let media_type = HeaderValue::from_static(ProblemDetails::MEDIA_TYPE);
        response.headers_mut().insert(CONTENT_TYPE, media_type);
        response
    }
}

impl<B: From<String>> From<ProblemDetails> for Response<B> {
    /// The same as for a reference.
    fn from(problem: ProblemDetails) -> Self {
        Self::from(&problem)
    }
}
