//! Normalizes base64 in JSON strings.

use std::fmt::Write;

use crate::plural::pluralize;

/// Normalizes a JSON string of base64 to RFC 4648 section 4, and describes the changes: removes
/// line breaks, replaces the URL-safe alphabet (section 5) with the standard one, and corrects the
/// padding. Other escape sequences are kept.
///
/// Returns `None` if that is not enough or the intended value is ambiguous: other invalid
/// characters, `=` before a symbol, or one symbol too many.
pub(super) fn normalize(literal: &str) -> Option<(String, String)> {
    let mut rest = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut standard = String::with_capacity(literal.len() + 2);
    standard.push('"');
    // How each `=` is written.
    let mut padding = Vec::new();
    let (mut symbols, mut line_breaks, mut url_safe) = (0, 0, 0);
    while !rest.is_empty() {
        let plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (run, after) = rest.split_at_checked(plain)?;
        if !run.is_empty() && !padding.is_empty() {
            return None;
        }
        symbols += run.len();
        standard.push_str(run);
        rest = after;
        let Some((character, escape)) = first_character(rest) else {
            break;
        };
        rest = rest.get(escape.len()..)?;
        match character {
            '\n' | '\r' => line_breaks += 1,
            '=' => padding.push(escape),
            _ => {
                let symbol = match character {
                    '-' => "+",
                    '_' => "/",
                    '+' | '/' => escape,
                    c if c.is_ascii_alphanumeric() => escape,
                    _ => return None,
                };
                if !padding.is_empty() {
                    return None;
                }
                url_safe += usize::from(matches!(character, '-' | '_'));
                symbols += 1;
                standard.push_str(symbol);
            }
        }
    }
    if !rest.is_empty() {
        return None;
    }
    let needed = match symbols % 4 {
        0 => 0,
        1 => return None,
        over => 4 - over,
    };
    let is_padded = padding.len() == needed;
    if is_padded {
        standard.extend(padding);
    } else {
        standard.extend((0..needed).map(|_| '='));
    }
    standard.push('"');
    Some((standard, describe_changes(line_breaks, url_safe, is_padded)))
}

/// The first character of the inside of a string, and how it is written; `None` if it is not a
/// complete character.
fn first_character(inside: &str) -> Option<(char, &str)> {
    let first = inside.chars().next()?;
    if first != '\\' {
        return Some((first, inside.get(..first.len_utf8())?));
    }
    let (character, length) = match inside.as_bytes().get(1)? {
        b'n' => ('\n', 2),
        b'r' => ('\r', 2),
        b'/' => ('/', 2),
        b'u' => {
            let unit = u32::from_str_radix(inside.get(2..6)?, 16).ok()?;
            (char::from_u32(unit)?, 6)
        }
        // No other escape sequence yields a base64 character.
        _ => return None,
    };
    Some((character, inside.get(..length)?))
}

/// Describes the changes without revealing the code.
fn describe_changes(line_breaks: usize, url_safe: usize, is_padded: bool) -> String {
    let mut description = String::new();
    let mut separator = "";
    let mut push = |change: &str| {
        // Writing to a string cannot fail.
        let _ = write!(description, "{separator}{change}");
        separator = ", ";
    };
    if line_breaks > 0 {
        push(&format!("{} removed", pluralize(line_breaks, "line break")));
    }
    if url_safe > 0 {
        push(&format!(
            "{} replaced",
            pluralize(url_safe, "URL-safe symbol")
        ));
    }
    if !is_padded {
        push("padding corrected");
    }
    description
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_normalized() {
        let table: [(&str, Option<&str>); 29] = [
            // Line breaks, however they are escaped.
            (r"QUJD\nREVG\n", Some("QUJDREVG")),
            (r"QUJD\r\nREVG\r\n", Some("QUJDREVG")),
            (r"QUJD\u000aREVG\u000D", Some("QUJDREVG")),
            (r"QQ=\n=\n", Some("QQ==")),
            // The URL-safe alphabet.
            ("a-_b", Some("a+/b")),
            (r"a\u002d\u005Fb", Some("a+/b")),
            (r"\u002d\u005f--", Some("+/++")),
            // Padding.
            ("QQ", Some("QQ==")),
            ("QUI", Some("QUI=")),
            ("QQ=", Some("QQ==")),
            ("QQ===", Some("QQ==")),
            ("QUI==", Some("QUI=")),
            ("QUJD=", Some("QUJD")),
            ("QUJD====", Some("QUJD")),
            (r"QQ\u003d", Some("QQ==")),
            // All of these together.
            (r"-_\nA\r\n", Some("+/A=")),
            // Other escape sequences are kept.
            (r"\/\u002b\u0041\/\n", Some(r"\/\u002b\u0041\/")),
            (r"\u0051Q\u003d\u003d\n", Some(r"\u0051Q\u003d\u003d")),
            // Ambiguous values.
            ("Q", None),
            ("QUJDR", None),
            ("QQ==QQ==", None),
            ("=QUJ", None),
            (r"QQ=\u0041", None),
            ("QU JD", None),
            (r"QU\tJD", None),
            ("QUJÖ", None),
            (r"QUJ\u00d6", None),
            (r"QUJ\ud83c\udf89", None),
            (r"QU\\n", None),
        ];
        for (code, expected) in table {
            let found = normalize(&format!("\"{code}\"")).map(|(literal, _)| literal);
            let expected = expected.map(|code| format!("\"{code}\""));
            assert_eq!(found, expected, "{code}");
        }
    }

    #[test]
    fn descriptions_do_not_reveal_the_code() {
        let table = [
            (r"QQ==\n", "1 line break removed"),
            (
                r"QUJ-\r\n",
                "2 line breaks removed, 1 URL-safe symbol replaced",
            ),
            ("_-A", "2 URL-safe symbols replaced, padding corrected"),
            ("QQ", "padding corrected"),
        ];
        for (code, expected) in table {
            let description = normalize(&format!("\"{code}\"")).map(|(_, description)| description);
            assert_eq!(description.as_deref(), Some(expected), "{code}");
        }
    }
}
