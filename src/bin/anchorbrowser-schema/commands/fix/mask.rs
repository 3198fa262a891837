//! Masks the values in lines of documents, for terminals.

use anchorbrowser_schema::{CountryCode, Language, ProxyType};

use crate::excerpt::redact_source;
use crate::json_array::string_end;
use crate::member_names::{is_known_name, is_secret_name};

const MASK: &str = "…";

/// A line with masked strings and numbers. Keys, punctuation, booleans and `null` are shown, and so are
/// values that the contract lists, such as countries, in members that have such values. In unchanged
/// lines, only keys that the contract knows are shown, since other keys may be inside a secret.
pub(super) fn line(line: &[u8], is_yaml: bool, is_changed: bool) -> String {
    let line = String::from_utf8_lossy(line);
    if is_yaml {
        yaml(&line, is_changed)
    } else {
        json(&line, is_changed)
    }
}

/// A string of JSON does not extend beyond its line, so that each line can be masked by itself.
fn json(line: &str, is_changed: bool) -> String {
    let mut masked = String::with_capacity(line.len());
    let (mut rest, mut key) = (line, "");
    let mut depth = 0_usize;
    // The depth around the value of a member that is never shown.
    let mut secret = None;
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
        match first {
            '{' | '[' => {
                if is_secret_name(key) {
                    secret = secret.or(Some(depth));
                }
                depth += 1;
                key = "";
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                secret = secret.filter(|around| *around < depth);
            }
            _ => {}
        }
        let is_shown_key = is_key && secret.is_none() && (is_changed || is_known_name(inside));
        if is_shown_key {
            masked.push_str(&redact_source(token, false));
        } else if is_punctuation(first) || is_literal(token) || !is_key && is_listed(key, inside) {
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
fn yaml(line: &str, is_changed: bool) -> String {
    let content = line.trim_end_matches('\r');
    let start = content.len() - content.trim_start_matches([' ', '-', '\t']).len();
    let (indentation, member) = content.split_at_checked(start).unwrap_or((content, ""));
    let is_shown_key = |key: &str| {
        let key = key.trim_matches(['"', '\'']);
        let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
        is_known_name(key) || is_changed && !key.is_empty() && key.chars().all(is_letter)
    };
    match member.split_once(':') {
        Some((key, value)) if is_shown_key(key) => {
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
            assert_eq!(line(before.as_bytes(), false, true), expected, "{before}");
        }
    }

    #[test]
    fn keys_that_may_be_secrets_are_masked() {
        let table = [
            // Changed or not.
            (
                r#""password": {"hunter2": [{"k": 1}]}, "active": {"x": 1}"#,
                r#""password": {"…": [{"…": …}]}, "active": {"x": …}"#,
                r#""password": {"…": [{"…": …}]}, "active": {"…": …}"#,
            ),
            (
                r#""https:\/\/hunter2\u0040h": 1, "name": 2"#,
                r#""https://…@h": …, "name": …"#,
                r#""…": …, "name": …"#,
            ),
        ];
        for (before, changed, unchanged) in table {
            assert_eq!(line(before.as_bytes(), false, true), changed);
            assert_eq!(line(before.as_bytes(), false, false), unchanged);
        }
        assert_eq!(line(b"  hunter2: x", true, false), "  …");
        assert_eq!(line(b"  countryCode: x", true, true), "  countryCode: …");
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
            assert_eq!(line(before.as_bytes(), true, true), expected, "{before}");
        }
    }
}
