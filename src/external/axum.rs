//! An extractor and a response for axum.

use ::http::header::{CONTENT_TYPE, HeaderValue};
use axum_core::extract::{FromRef, FromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;

use super::body;
use crate::report::problem_details::ProblemDetails;
use crate::validate::object::Object;
use crate::validate::valid::Valid;
use crate::validate::validator::Validator;

impl<S, T> FromRequest<S> for Valid<T>
where
    S: Send + Sync,
    T: Object,
    Validator: FromRef<S>,
{
    /// Problem details, with the status
    ///
    /// - 422 if the document is not valid;
    /// - 400 if it is not JSON, or could not be read to its end;
    /// - 413 if it is longer than
    ///   [`max_input_bytes`](Validator::max_input_bytes) or axum's `DefaultBodyLimit`, which is 2 MB
    ///   unless the server sets another;
    /// - 415 if the request does not say that its body is JSON.
    type Rejection = ProblemDetails;

    /// Reads the body of a request with the [`Validator`] of the state: the default one if the state is
    /// `()`. For a state of your own, implement axum's `FromRef` for [`Validator`].
    ///
    /// [`Valid`] shows it in use.
    async fn from_request(request: Request, state: &S) -> Result<Self, ProblemDetails> {
        let validator = Validator::from_ref(state);
        let content_type = request.headers().get(CONTENT_TYPE);
        body::check_content_type(&validator, content_type.map(HeaderValue::as_bytes))?;
        match Bytes::from_request(request, state).await {
            Ok(body) => body::accept(&validator, &body),
            Err(rejection) => Err(body::unreadable(&validator, rejection.status().as_u16())),
        }
    }
}

impl FromRef<()> for Validator {
    /// The default validator, for a server without state.
    fn from_ref((): &()) -> Self {
        Self::new()
    }
}

impl IntoResponse for ProblemDetails {
    fn into_response(self) -> Response {
        Response::from(&self)
    }
}
