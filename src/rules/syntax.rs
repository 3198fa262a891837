//! What a text that is not JSON should have had: the `expected` parameter of rule `syntax`.

pub(crate) const VALUE: &str = "a value";
pub(crate) const KEY: &str = "a key in double quotes";
pub(crate) const KEY_OR_END: &str = "a key in double quotes or `}`";
pub(crate) const COLON: &str = "`:`";
pub(crate) const COMMA_OR_BRACE: &str = "`,` or `}`";
pub(crate) const COMMA_OR_BRACKET: &str = "`,` or `]`";
pub(crate) const VALUE_OR_END: &str = "a value or `]`";
pub(crate) const END: &str = "the end of the text";
pub(crate) const DIGIT: &str = "a digit";
pub(crate) const LITERAL: &str = "`true`, `false` or `null`";
pub(crate) const QUOTE: &str = "the string's closing `\"`";
pub(crate) const NO_CONTROL: &str = "no control character as it is";
pub(crate) const ESCAPE: &str = "one of `\"\\/bfnrtu` after the backslash";
pub(crate) const HEX: &str = "four hexadecimal digits";
pub(crate) const PAIR: &str = "a surrogate with its pair";
pub(crate) const UTF_8: &str = "well-formed UTF-8";
pub(crate) const NO_BOM: &str = "no byte order mark";
pub(crate) const DEPTH: &str = "at most 127 levels of nesting";
pub(crate) const SIZE: &str = "no more bytes than the limit that was set";

/// What stood there instead, as far as it can be told without showing it.
pub(crate) fn found(expected: &str, ended: bool) -> &'static str {
    match expected {
        _ if ended => "the end of the text",
        UTF_8 => "an ill-formed byte",
        NO_BOM | NO_CONTROL => "one",
        PAIR => "one alone",
        DEPTH => "one more",
        SIZE => "more",
        _ => "another character",
    }
}

/// How to mend it, where that is not plain from what was expected.
pub(crate) fn help(expected: &str) -> Option<&'static str> {
    Some(match expected {
        KEY => "take away a comma before `}`, and write each key in double quotes",
        KEY_OR_END => "write each key in double quotes",
        VALUE_OR_END | VALUE => {
            "write strings in double quotes, and take away comments and commas before `]`"
        }
        NO_CONTROL => "write it as an escape, such as `\\n` for a line break",
        PAIR => "write characters beyond U+FFFF as they are, or as two `\\u` escapes",
        UTF_8 => "save the text as UTF-8",
        NO_BOM => "save the text without a byte order mark",
        END => "put one document into a text; a stream has one a line",
        _ => return None,
    })
}
