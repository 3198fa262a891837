//! Decoding the code of a task.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::contract::object::{CreateTaskRequest, Task};
use crate::contract::revision::{Contract, Revision};
use crate::rules::base64_trailing_bits::Base64TrailingBits;
use crate::rules::checks::{self, Sink};
use crate::rules::table::{Parameters, Rule, ViolationKind};
use crate::string::json_string::JsonString;

impl CreateTaskRequest {
    /// The decoded code, which [`with_source_code`](Self::with_source_code) encodes; `None` if
    /// there is no code.
    ///
    /// # Errors
    ///
    /// If the code is not canonical base64 (RFC 4648 section 4, padded): if it has line breaks, `-` or
    /// other invalid characters, lacks its `=`, or has unused bits that are not zero.
    ///
    /// ```
    /// use anchorbrowser_schema::CreateTaskRequest;
    ///
    /// let task = CreateTaskRequest::new("t").with_source_code("run();");
    /// assert_eq!(task.decode_code()?.as_deref(), Some(&b"run();"[..]));
    /// assert_eq!(CreateTaskRequest::new("t").decode_code()?, None);
    /// # Ok::<(), anchorbrowser_schema::InvalidCode>(())
    /// ```
    pub fn decode_code(&self) -> Result<Option<Vec<u8>>, InvalidCode> {
        self.code.as_deref().map(decode).transpose()
    }
}

impl Task {
    /// The decoded code.
    ///
    /// # Errors
    ///
    /// If the code is not canonical base64 (RFC 4648 section 4, padded). No rule forbids that: the
    /// API document calls the code of a response base64, but sets no pattern.
    ///
    /// ```
    /// use anchorbrowser_schema::{Task, Validate};
    ///
    /// # const JSON: &str = include_str!(concat!(
    /// #     env!("CARGO_MANIFEST_DIR"),
    /// #     "/schemas/examples/responses/task.json"
    /// # ));
    /// let task = Task::from_json(JSON).unwrap();
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

/// The error of decoding code that is not canonical base64. It contains no part of the code.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Rule};
///
/// let error = CreateTaskRequest::new("t").with_code("cnVuKCk").decode_code().unwrap_err();
/// assert_eq!(error.rule(), Rule::Base64Padding);
/// assert_eq!(
///     error.to_string(),
///     "`/code` must be base64 in groups of four, padded with `=` only at the end, but has \
///      7 symbols and 0 `=`"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidCode {
    rule: Rule,
    kind: ViolationKind,
}

impl InvalidCode {
    /// Of a code that a strict decoder rejects: the first rule that it violates.
    fn of(code: &str) -> Self {
        let mut first = First(None);
        checks::code(JsonString::plain(code), &mut first);
        // The rules are violated by each code that the decoder rejects, which a property test shows.
        debug_assert!(first.0.is_some());
        first.0.unwrap_or(Self {
            rule: Rule::Base64TrailingBits,
            kind: Base64TrailingBits {}.into(),
        })
    }

    /// The first rule that the code violates: `base64-alphabet`, `base64-padding` or
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
    pub const fn rule(&self) -> Rule {
        self.rule
    }

    /// The violated rule with its parameters.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, ViolationKind};
    ///
    /// let error = CreateTaskRequest::new("t").with_code("cn\nVu").decode_code().unwrap_err();
    /// let ViolationKind::Base64Alphabet(alphabet) = error.kind() else { panic!() };
    /// assert_eq!((alphabet.index, alphabet.count), (2, 1));
    /// ```
    #[must_use]
    pub const fn kind(&self) -> &ViolationKind {
        &self.kind
    }
}

/// Keeps the first violation.
struct First(Option<InvalidCode>);

impl Sink for First {
    fn contract(&self) -> &'static Contract {
        Revision::default().contract()
    }

    fn wants(&self, _: Rule) -> bool {
        false
    }

    fn is_decided(&self) -> bool {
        false
    }

    fn is_decided_by(&self, _: Rule) -> bool {
        false
    }

    fn allows_custom_proxy(&self) -> bool {
        false
    }

    fn report<P: Parameters>(&mut self, parameters: impl FnOnce() -> P) {
        self.0.get_or_insert_with(|| InvalidCode {
            rule: P::RULE,
            kind: parameters().into(),
        });
    }
}

impl fmt::Display for InvalidCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut message = "`/code`".to_owned();
        self.kind.message(&mut message);
        f.write_str(&message)
    }
}

impl std::error::Error for InvalidCode {}
