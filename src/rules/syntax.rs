//! Rule `syntax`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};
use crate::string::push_fmt::push_fmt;

/// The parameters of rule [`syntax`](crate::Rule::Syntax).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Syntax {
    /// What is expected instead, in a few words; of a document in another notation, the name of the
    /// notation.
    pub expected: Cow<'static, str>,
    /// What was found. It only shapes the message, and is not serialized.
    #[serde(skip)]
    found: Found,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
enum Found {
    /// Another character, at the position of the violation.
    #[default]
    Character,
    /// The end of the document.
    End,
    /// The document is not in another notation, for this reason.
    NotInNotation(Cow<'static, str>),
}

impl Syntax {
    pub(crate) fn new(expected: &'static str, is_at_end: bool) -> Self {
        Self {
            expected: Cow::Borrowed(expected),
            found: if is_at_end {
                Found::End
            } else {
                Found::Character
            },
        }
    }

    pub(crate) fn not_in_notation(
        notation: impl Into<Cow<'static, str>>,
        reason: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            expected: notation.into(),
            found: Found::NotInNotation(reason.into()),
        }
    }
}

pub(crate) const VALUE: &str = "a value";
pub(crate) const KEY: &str = "a key in double quotes";
pub(crate) const KEY_OR_END: &str = "a key in double quotes or `}`";
pub(crate) const COLON: &str = "`:`";
pub(crate) const COMMA_OR_BRACE: &str = "`,` or `}`";
pub(crate) const COMMA_OR_BRACKET: &str = "`,` or `]`";
pub(crate) const VALUE_OR_END: &str = "a value or `]`";
pub(crate) const END: &str = "the end of the document";
pub(crate) const DIGIT: &str = "a digit";
pub(crate) const LITERAL: &str = "`true`, `false` or `null`";
pub(crate) const QUOTE: &str = "the string's closing `\"`";
pub(crate) const NO_CONTROL: &str = "no control character";
pub(crate) const ESCAPE: &str = "one of `\"\\/bfnrtu` after the backslash";
pub(crate) const HEX: &str = "four hexadecimal digits";
pub(crate) const PAIR: &str = "a surrogate pair";
pub(crate) const UTF_8: &str = "well-formed UTF-8";
pub(crate) const NO_BOM: &str = "no byte order mark";
pub(crate) const DEPTH: &str = "at most 127 levels of nesting";
pub(crate) const SIZE: &str = "no more bytes than the limit";

impl Definition for Syntax {
    const SEVERITY: Severity = Severity::Error;
    const IS_FIXED: bool = true;
    const SUMMARY: &'static str =
        "the document is not valid JSON in UTF-8, or is nested more than 127 levels deep";
    const SOURCE: &'static str = "RFC 8259 sections 2, 8.1 and 9";

    fn message(&self, text: &mut String) {
        let found = match &self.found {
            Found::NotInNotation(reason) => {
                return push_fmt!(text; " is not ", &*self.expected, ": ", &**reason);
            }
            Found::End => "the end of the document",
            Found::Character => "another character",
        };
        match &*self.expected {
            SIZE => text.push_str(" must not be longer than the limit, but is"),
            DEPTH => {
                text.push_str(" must be nested at most 127 levels deep, but is nested deeper here");
            }
            NO_BOM => text.push_str(" must not begin with a byte order mark, but does"),
            NO_CONTROL => {
                text.push_str(" is not JSON: a control character in a string is not escaped");
            }
            UTF_8 => {
                text.push_str(" is not JSON: expected well-formed UTF-8, found an ill-formed byte");
            }
            PAIR => {
                text.push_str(" is not JSON: expected a surrogate pair, found a lone surrogate");
            }
            expected => push_fmt!(text; " is not JSON: expected ", expected, ", found ", found),
        }
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        if self.found != Found::Character {
            return None;
        }
        let help = match &*self.expected {
            KEY => "remove a comma before `}`, and put each key in double quotes",
            KEY_OR_END => "put each key in double quotes",
            VALUE_OR_END | VALUE => {
                "put strings in double quotes, and remove comments and commas before `]`"
            }
            NO_CONTROL => "write it as an escape, such as `\\n` for a line break",
            PAIR => "write characters beyond U+FFFF as they are, or as two `\\u` escapes",
            UTF_8 => "save the document as UTF-8",
            NO_BOM => "save the document without a byte order mark",
            END => "put one document into a file; a stream has one on each line",
            _ => return None,
        };
        Some(help.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(syntax: &Syntax) -> (String, Option<Cow<'static, str>>) {
        let mut message = String::new();
        syntax.message(&mut message);
        (message, syntax.help(""))
    }

    #[test]
    fn each_expectation_has_its_words() {
        const STRINGS: &str =
            "put strings in double quotes, and remove comments and commas before `]`";
        let table = [
            (
                VALUE,
                "is not JSON: expected a value, found another character",
                Some(STRINGS),
            ),
            (
                VALUE_OR_END,
                "is not JSON: expected a value or `]`, found another character",
                Some(STRINGS),
            ),
            (
                KEY,
                "is not JSON: expected a key in double quotes, found another character",
                Some("remove a comma before `}`, and put each key in double quotes"),
            ),
            (
                KEY_OR_END,
                "is not JSON: expected a key in double quotes or `}`, found another character",
                Some("put each key in double quotes"),
            ),
            (
                LITERAL,
                "is not JSON: expected `true`, `false` or `null`, found another character",
                None,
            ),
            (
                NO_CONTROL,
                "is not JSON: a control character in a string is not escaped",
                Some("write it as an escape, such as `\\n` for a line break"),
            ),
            (
                PAIR,
                "is not JSON: expected a surrogate pair, found a lone surrogate",
                Some("write characters beyond U+FFFF as they are, or as two `\\u` escapes"),
            ),
            (
                UTF_8,
                "is not JSON: expected well-formed UTF-8, found an ill-formed byte",
                Some("save the document as UTF-8"),
            ),
            (
                NO_BOM,
                "must not begin with a byte order mark, but does",
                Some("save the document without a byte order mark"),
            ),
            (
                END,
                "is not JSON: expected the end of the document, found another character",
                Some("put one document into a file; a stream has one on each line"),
            ),
            (
                DEPTH,
                "must be nested at most 127 levels deep, but is nested deeper here",
                None,
            ),
            (SIZE, "must not be longer than the limit, but is", None),
        ];
        for (expected, message, help) in table {
            let (rendered, rendered_help) = rendered(&Syntax::new(expected, false));
            assert_eq!(rendered, format!(" {message}"));
            assert_eq!(rendered_help.as_deref(), help, "{expected}");
        }
    }

    #[test]
    fn there_is_no_help_at_the_end_or_in_another_notation() {
        let at_end = " is not JSON: expected a value, found the end of the document".to_owned();
        assert_eq!(rendered(&Syntax::new(VALUE, true)), (at_end, None));
        let yaml = Syntax::not_in_notation("YAML 1.2", "a mapping is not closed");
        assert_eq!(
            rendered(&yaml),
            (" is not YAML 1.2: a mapping is not closed".to_owned(), None)
        );
    }
}
