//! Masks the values in lines of documents, for terminals.

use anchorbrowser_schema::{CountryCode, Language, ProxyType};

use crate::json_array::string_end;

const MASK: &str = "…";

/// A line with masked strings and numbers. Keys, punctuation, booleans and `null` are shown, and so are
/// values that the contract lists, such as countries, in members that have such values.
pub(super) fn line(line: &[u8], is_yaml: bool) -> String {
    let line = String::from_utf8_lossy(line);
    if is_yaml { yaml(&line) } else { json(&line) }
}

/// A string of JSON does not extend beyond its line, so that each line can be masked by itself.
fn json(line: &str) -> String {
    let mut masked = String::with_capacity(line.len());
    let (mut rest, mut key) = (line, "");
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_end(rest.as_bytes(), 1).unwrap_or(rest.len()),
            c if is_punctuation(c) => c.len_utf8(),
            _ => rest
                .find(|c| is_punctuation(c) || c == '"')
                .unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        let is_key = first == '"' && after.trim_start().starts_with(':');
        let inside = token.trim_matches('"');
        if is_key {
            key = inside;
        }
        if is_key || is_punctuation(first) || is_literal(token) || is_listed(key, inside) {
            masked.push_str(token);
        } else if first == '"' {
            masked.push_str("\"…\"");
        } else {
            masked.push_str(MASK);
        }
        rest = after;
    }
    masked
}

/// Shows only the key of the line, and a value that may be shown: strings extend over lines, and a
/// line may be text that looks like a member.
fn yaml(line: &str) -> String {
    let content = line.trim_end_matches('\r');
    let start = content.len() - content.trim_start_matches([' ', '-', '\t']).len();
    let (indentation, member) = content.split_at_checked(start).unwrap_or((content, ""));
    let is_name = |key: &str| {
        let key = key.trim_matches(['"', '\'']);
        let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
        !key.is_empty() && key.chars().all(is_letter)
    };
    match member.split_once(':') {
        Some((key, value)) if is_name(key) => {
            let written = value.trim();
            let inside = written.trim_matches(['"', '\'']);
            let key_name = key.trim_matches(['"', '\'']);
            let is_shown = written.is_empty() || is_literal(written) || is_listed(key_name, inside);
            let value = if is_shown {
                value.to_owned()
            } else {
                format!(" {MASK}")
            };
            format!("{indentation}{key}:{value}")
        }
        _ if member.is_empty() || member == "..." => content.to_owned(),
        _ => format!("{indentation}{MASK}"),
    }
}

fn is_punctuation(c: char) -> bool {
    c.is_whitespace() || matches!(c, '{' | '}' | '[' | ']' | ',' | ':')
}

fn is_literal(token: &str) -> bool {
    matches!(token, "true" | "false" | "null" | "~")
}

/// Whether the contract lists the value of a member, in any case.
fn is_listed(key: &str, value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    match key {
        "country_code" => CountryCode::from(value.as_str()).is_known(),
        "language" => Language::from(value.as_str()).is_known(),
        "type" => value == "custom" || ProxyType::from(value.as_str()).is_known(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_masked() {
        let table = [
            (
                r#"{"password": "hunter2", "active":true}"#,
                r#"{"password": "…", "active":true}"#,
            ),
            (
                r#""password": "a\"b: c", "x": 12.5e3"#,
                r#""password": "…", "x": …"#,
            ),
            (
                r#""country_code": "US", "password": "us""#,
                r#""country_code": "US", "password": "…""#,
            ),
            (
                r#""type": "custom", "type": "hunter2""#,
                r#""type": "custom", "type": "…""#,
            ),
            (
                r#"  "language": "typescript","#,
                r#"  "language": "typescript","#,
            ),
            (r#"["a", null, "b"]"#, r#"["…", null, "…"]"#),
            // Not JSON: a comment, and a string without an end.
            (r#"// the "password: hunter2"#, r#"… … "…""#),
            ("\"hunter2", "\"…\""),
        ];
        for (before, expected) in table {
            assert_eq!(line(before.as_bytes(), false), expected, "{before}");
        }
    }

    #[test]
    fn values_of_yaml_are_masked() {
        let table = [
            ("password: hunter2 # x", "password: …"),
            ("  - active: true", "  - active: true"),
            ("'country_code': \"US\"", "'country_code': \"US\""),
            ("proxy: {password: hunter2}", "proxy: …"),
            ("proxy:", "proxy:"),
            ("  hunter2", "  …"),
            ("hunter 2: x", "…"),
            ("# password: hunter2", "…"),
            ("---", "---"),
            ("", ""),
        ];
        for (before, expected) in table {
            assert_eq!(line(before.as_bytes(), true), expected, "{before}");
        }
    }
}
