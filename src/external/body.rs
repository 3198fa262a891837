//! The body of a request to a server: what every framework's extractor does with it.

use crate::report::origin::Origin;
use crate::report::problem_details::ProblemDetails;
use crate::report::report::Report;
use crate::report::span::Position;
use crate::report::violation::Violation;
use crate::rules::syntax::SIZE;
use crate::rules::table::ViolationKind;
use crate::validate::object::Object;
use crate::validate::valid::Valid;
use crate::validate::validator::Validator;

const BAD_REQUEST: u16 = 400;
const CONTENT_TOO_LARGE: u16 = 413;
const UNSUPPORTED_MEDIA_TYPE: u16 = 415;
const UNPROCESSABLE_CONTENT: u16 = 422;

/// Checks that the body is JSON by its content type. Browsers send other types across origins without
/// asking the server first.
pub(super) fn check_content_type(
    validator: &Validator,
    content_type: Option<&[u8]>,
) -> Result<(), ProblemDetails> {
    if content_type.is_some_and(is_json) {
        return Ok(());
    }
    let reason = "its content type is not `application/json`";
    Err(unread(validator, UNSUPPORTED_MEDIA_TYPE, reason))
}

/// Whether a media type is `application/json` or has the suffix `+json` (RFC 6839 section 3.1).
fn is_json(content_type: &[u8]) -> bool {
    let essence = content_type.split(|byte| *byte == b';').next();
    let essence = essence
        .unwrap_or_default()
        .trim_ascii()
        .to_ascii_lowercase();
    let subtype = essence.strip_prefix(b"application/");
    subtype.is_some_and(|subtype| subtype == b"json" || subtype.ends_with(b"+json"))
}

/// The response to a body that the framework could not read, with the status that it chose.
pub(super) fn unreadable(validator: &Validator, status: u16) -> ProblemDetails {
    let reason = match status {
        CONTENT_TOO_LARGE => "it is longer than the server's limit",
        _ => "it could not be read to its end",
    };
    unread(validator, status, reason)
}

fn unread(validator: &Validator, status: u16, reason: &'static str) -> ProblemDetails {
    let origin = Origin::new(0, Position::new(1, 1));
    let report = validator.syntax_error("JSON", reason, origin);
    ProblemDetails::new(report).with_status(status)
}

/// Proves that a body is valid.
pub(super) fn accept<T: Object>(
    validator: &Validator,
    body: &[u8],
) -> Result<Valid<T>, ProblemDetails> {
    validator.accept_json(body).map_err(|report| {
        let status = if report.violations().is_empty() {
            // The validator lists no violations, so check again to get one.
            status_of(&validator.clone().max_violations(1).check_json::<T>(body))
        } else {
            status_of(&report)
        };
        ProblemDetails::new(report).with_status(status)
    })
}

/// The status of the response to an invalid body (RFC 9110 sections 15.5.1, 15.5.14 and 15.5.21).
fn status_of(report: &Report) -> u16 {
    match report.violations().first().map(Violation::kind) {
        Some(ViolationKind::Syntax(syntax)) if syntax.expected == SIZE => CONTENT_TOO_LARGE,
        Some(ViolationKind::Syntax(_)) => BAD_REQUEST,
        _ => UNPROCESSABLE_CONTENT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::object::CreateTaskRequest;

    #[test]
    fn json_is_recognized_by_its_media_type() {
        let table = [
            ("application/json", true),
            ("Application/JSON ; charset=utf-8", true),
            ("application/vnd.api+json", true),
            ("application/jsonx", false),
            ("application/json+xml", false),
            ("text/json", false),
            ("text/plain;application/json", false),
            ("application/x-www-form-urlencoded", false),
            ("json", false),
            ("", false),
        ];
        for (content_type, expected) in table {
            assert_eq!(is_json(content_type.as_bytes()), expected, "{content_type}");
        }
    }

    #[test]
    fn the_status_does_not_depend_on_what_is_listed() {
        let table = [("{", 400), ("[]", 422), (r#"{"name": "a b"}"#, 413)];
        for (body, status) in table {
            for violations in [0, 1] {
                let validator = Validator::new()
                    .max_input_bytes(9)
                    .max_violations(violations);
                let problem = accept::<CreateTaskRequest>(&validator, body.as_bytes());
                assert_eq!(problem.unwrap_err().status(), status, "{body}");
            }
        }
    }
}
