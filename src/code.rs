//! The code of a task, from base64 back to bytes.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::message::append_message;
use crate::pointer::Pointer;
use crate::response::Task;
use crate::rules::{Detail, Rule, base64::judge};
use crate::task::CreateTaskRequest;
use crate::text::Text;

impl CreateTaskRequest {
    /// The bytes that the code stands for, as [`with_source`](Self::with_source) takes them; none if
    /// there is no code.
    ///
    /// # Errors
    ///
    /// If the code is not canonical base64 (RFC 4648 section 4, padded): it holds line breaks, `-`
    /// or other characters that are not base64, lacks its `=`, or has unused bits that are not zero.
    ///
    /// ```
    /// use anchorbrowser_schema::CreateTaskRequest;
    ///
    /// let task = CreateTaskRequest::new("t").with_source("run();");
    /// assert_eq!(task.decode_code()?.as_deref(), Some(&b"run();"[..]));
    /// assert_eq!(CreateTaskRequest::new("t").decode_code()?, None);
    /// # Ok::<(), anchorbrowser_schema::InvalidCode>(())
    /// ```
    pub fn decode_code(&self) -> Result<Option<Vec<u8>>, InvalidCode> {
        self.code.as_deref().map(decode).transpose()
    }
}

impl Task {
    /// The bytes that the code stands for.
    ///
    /// # Errors
    ///
    /// If the code is not canonical base64 (RFC 4648 section 4, padded). No rule forbids that: the
    /// API document calls the code of a response base64, yet sets no pattern.
    ///
    /// ```
    /// use anchorbrowser_schema::{Task, Validate};
    ///
    /// let json = include_str!("../schemas/examples/responses/task.json");
    /// let task = Task::from_json(json).unwrap();
    /// assert!(task.decode_code().is_ok());
    /// ```
    pub fn decode_code(&self) -> Result<Vec<u8>, InvalidCode> {
        decode(&self.code)
    }
}

fn decode(code: &str) -> Result<Vec<u8>, InvalidCode> {
    // The decoder's own error would show a character of the code.
    STANDARD.decode(code).map_err(|_| InvalidCode::of(code))
}

/// A code that is not canonical base64, and so stands for no bytes.
///
/// It shows nothing of the code.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Rule};
///
/// let error = CreateTaskRequest::new("t").with_code("cnVuKCk").decode_code().unwrap_err();
/// assert_eq!(error.rule(), Rule::Base64Padding);
/// assert_eq!(
///     error.to_string(),
///     "`/code` must be base64 in groups of four, padded with `=` at its end alone, but has \
///      7 symbols and 0 `=`"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidCode {
    detail: Detail,
}

impl InvalidCode {
    /// Of a code that a strict decoder refuses: the first rule that it breaks.
    fn of(code: &str) -> Self {
        let mut first = None;
        judge(Text::plain(code), false, |detail| {
            first.get_or_insert(detail);
        });
        Self {
            // The judge tells of each code that the decoder refuses, as a property proves: only the
            // types ask for another detail.
            detail: first.unwrap_or(Detail::Base64TrailingBits {}),
        }
    }

    /// The first rule that the code breaks: `base64-alphabet`, `base64-padding` or
    /// `base64-trailing-bits`.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Rule};
    ///
    /// let rule = |code| CreateTaskRequest::new("t").with_code(code).decode_code().unwrap_err().rule();
    /// assert_eq!(rule("cn\nVu"), Rule::Base64Alphabet);
    /// assert_eq!(rule("cnV"), Rule::Base64Padding);
    /// assert_eq!(rule("cnV="), Rule::Base64TrailingBits);
    /// ```
    #[must_use]
    pub fn rule(&self) -> Rule {
        self.detail.rule()
    }

    /// The rule's parameters.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Detail};
    ///
    /// let error = CreateTaskRequest::new("t").with_code("cn\nVu").decode_code().unwrap_err();
    /// assert!(matches!(error.detail(), Detail::Base64Alphabet { index: 2, count: 1, .. }));
    /// ```
    #[must_use]
    pub fn detail(&self) -> &Detail {
        &self.detail
    }
}

impl fmt::Display for InvalidCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut message = String::new();
        append_message(&mut message, &Pointer::known("/code"), &self.detail);
        f.write_str(&message)
    }
}

impl std::error::Error for InvalidCode {}
