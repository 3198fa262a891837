//! Repairs of base64 code.

use std::fmt::Write;

use crate::summary::counted;

/// A JSON string of base64 in the form that RFC 4648 section 4 asks for, and what was changed in
/// it: line breaks are removed, the URL-safe alphabet (section 5) is replaced by the standard one,
/// and padding is added or taken away. What is written with escapes otherwise stays so.
///
/// None where that is not enough, or what was meant is not certain: other foreign characters, `=`
/// before a symbol, a symbol too many.
pub(super) fn standard(literal: &str) -> Option<(String, String)> {
    let mut rest = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut standard = String::with_capacity(literal.len() + 2);
    standard.push('"');
    // How each `=` is written.
    let mut padding = Vec::new();
    let (mut symbols, mut line_breaks, mut url_safe) = (0, 0, 0);
    while !rest.is_empty() {
        let plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (run, behind) = rest.split_at_checked(plain)?;
        if !run.is_empty() && !padding.is_empty() {
            return None;
        }
        symbols += run.len();
        standard.push_str(run);
        rest = behind;
        let Some((character, written)) = first_character(rest) else {
            break;
        };
        rest = rest.get(written.len()..)?;
        match character {
            '\n' | '\r' => line_breaks += 1,
            '=' => padding.push(written),
            _ => {
                let symbol = match character {
                    '-' => "+",
                    '_' => "/",
                    '+' | '/' => written,
                    c if c.is_ascii_alphanumeric() => written,
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
    Some((standard, changes(line_breaks, url_safe, is_padded)))
}

/// The first character of a string's inside, and how it is written; none if that is no character
/// on its own.
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
        // No other escape stands for anything that base64 has.
        _ => return None,
    };
    Some((character, inside.get(..length)?))
}

/// Tells what was changed, and nothing of the code.
fn changes(line_breaks: usize, url_safe: usize, is_padded: bool) -> String {
    let mut told = "rewritten as standard base64".to_owned();
    let mut separator = ": ";
    let mut tell = |change: &str| {
        // Writing to a string cannot fail.
        let _ = write!(told, "{separator}{change}");
        separator = ", ";
    };
    if line_breaks > 0 {
        tell(&format!("{} removed", counted(line_breaks, "line break")));
    }
    if url_safe > 0 {
        tell(&format!(
            "{} replaced",
            counted(url_safe, "URL-safe symbol")
        ));
    }
    if !is_padded {
        tell("padding corrected");
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_becomes_standard_base64() {
        let table: [(&str, Option<&str>); 29] = [
            // Line breaks, however they are written.
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
            // Everything at once.
            (r"-_\nA\r\n", Some("+/A=")),
            // Other escapes stay.
            (r"\/\u002b\u0041\/\n", Some(r"\/\u002b\u0041\/")),
            (r"\u0051Q\u003d\u003d\n", Some(r"\u0051Q\u003d\u003d")),
            // What is not certain.
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
            let found = standard(&format!("\"{code}\"")).map(|(literal, _)| literal);
            let expected = expected.map(|code| format!("\"{code}\""));
            assert_eq!(found, expected, "{code}");
        }
    }

    #[test]
    fn changes_are_told_without_the_code() {
        let table = [
            (r"QQ==\n", ": 1 line break removed"),
            (
                r"QUJ-\r\n",
                ": 2 line breaks removed, 1 URL-safe symbol replaced",
            ),
            ("_-A", ": 2 URL-safe symbols replaced, padding corrected"),
            ("QQ", ": padding corrected"),
        ];
        for (code, expected) in table {
            let told = standard(&format!("\"{code}\"")).map(|(_, told)| told);
            let expected = format!("rewritten as standard base64{expected}");
            assert_eq!(told, Some(expected), "{code}");
        }
    }
}
