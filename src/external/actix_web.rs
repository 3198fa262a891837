//! An extractor and a response for actix-web.

use std::pin::Pin;

use ::actix_web::dev::Payload;
use ::actix_web::http::StatusCode;
use ::actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use ::actix_web::web::{Bytes, Data};
use ::actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError};

use super::body;
use crate::report::problem_details::ProblemDetails;
use crate::validate::object::Object;
use crate::validate::valid::Valid;
use crate::validate::validator::Validator;

impl<T: Object> FromRequest for Valid<T> {
    /// Problem details, with the status
    ///
    /// - 422 if the document is not valid;
    /// - 400 if it is not JSON, or could not be read to its end;
    /// - 413 if it is longer than
    ///   [`max_input_bytes`](Validator::max_input_bytes) or actix-web's `PayloadConfig`, which is 256
    ///   KiB unless the server sets another;
    /// - 415 if the request does not say that its body is JSON.
    type Error = ProblemDetails;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ProblemDetails>>>>;

    /// Reads the body of a request with the [`Validator`] in the application's data, as it is or in
    /// `Data`, or with the default one.
    ///
    /// [`Valid`] shows it in use.
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let shared = || request.app_data::<Data<Validator>>().map(|data| &***data);
        let validator = request.app_data::<Validator>().or_else(shared);
        let validator = validator.cloned().unwrap_or_default();
        let content_type = request.headers().get(CONTENT_TYPE);
        let content_type = content_type.map(HeaderValue::as_bytes);
        let is_json = body::check_content_type(&validator, content_type);
        let body = Bytes::from_request(request, payload);
        Box::pin(async move {
            is_json?;
            match body.await {
                Ok(body) => body::accept(&validator, &body),
                Err(error) => {
                    let status = error.as_response_error().status_code();
                    Err(body::unreadable(&validator, status.as_u16()))
                }
            }
        })
    }
}

impl ResponseError for ProblemDetails {
    /// The status, or 500 if it is not one of HTTP.
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status_code())
            .content_type(Self::MEDIA_TYPE)
            .body(self.to_json())
    }
}
