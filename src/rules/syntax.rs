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

/// What is wrong, after the place: what was expected, and what was found, as far as that can be told
/// without showing it.
pub(crate) fn sentence(expected: &str, ended: bool) -> String {
    match expected {
        SIZE => "must be no longer than the limit that was set, but is".to_owned(),
        DEPTH => "must be nested at most 127 levels deep, but goes deeper here".to_owned(),
        NO_BOM => "must not begin with a byte order mark, but does".to_owned(),
        NO_CONTROL => {
            "is not JSON: a control character in a string must be escaped, but stands as it is"
                .to_owned()
        }
        UTF_8 => "is not JSON: expected well-formed UTF-8, found an ill-formed byte".to_owned(),
        PAIR => "is not JSON: expected a surrogate with its pair, found one alone".to_owned(),
        _ if ended => format!("is not JSON: expected {expected}, found the end of the text"),
        _ => format!("is not JSON: expected {expected}, found another character"),
    }
}

/// How to mend it, where that is not plain from what was expected.
pub(crate) fn help(expected: &str, ended: bool) -> Option<&'static str> {
    Some(match expected {
        _ if ended => return None,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_expectation_has_its_words() {
        const STRINGS: &str =
            "write strings in double quotes, and take away comments and commas before `]`";
        const LITERALS: &str =
            "is not JSON: expected `true`, `false` or `null`, found another character";
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
                Some("take away a comma before `}`, and write each key in double quotes"),
            ),
            (
                KEY_OR_END,
                "is not JSON: expected a key in double quotes or `}`, found another character",
                Some("write each key in double quotes"),
            ),
            (LITERAL, LITERALS, None),
            (
                NO_CONTROL,
                "is not JSON: a control character in a string must be escaped, but stands as it is",
                Some("write it as an escape, such as `\\n` for a line break"),
            ),
            (
                PAIR,
                "is not JSON: expected a surrogate with its pair, found one alone",
                Some("write characters beyond U+FFFF as they are, or as two `\\u` escapes"),
            ),
            (
                UTF_8,
                "is not JSON: expected well-formed UTF-8, found an ill-formed byte",
                Some("save the text as UTF-8"),
            ),
            (
                NO_BOM,
                "must not begin with a byte order mark, but does",
                Some("save the text without a byte order mark"),
            ),
            (
                END,
                "is not JSON: expected the end of the text, found another character",
                Some("put one document into a text; a stream has one a line"),
            ),
            (
                DEPTH,
                "must be nested at most 127 levels deep, but goes deeper here",
                None,
            ),
            (
                SIZE,
                "must be no longer than the limit that was set, but is",
                None,
            ),
        ];
        for (expected, told, mended) in table {
            assert_eq!(sentence(expected, false), told);
            assert_eq!(help(expected, false), mended, "{expected}");
        }
    }

    #[test]
    fn where_a_text_ends_too_early_nothing_else_is_told() {
        assert_eq!(
            sentence(VALUE, true),
            "is not JSON: expected a value, found the end of the text"
        );
        assert_eq!(help(VALUE, true), None);
    }
}
