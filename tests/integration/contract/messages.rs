//! The message and the help of every rule.

use std::borrow::Cow;

use anchorbrowser_schema::{DocumentType, Rule};

use crate::support::{check, params, rule_at, violation_of};

/// For each rule its violation of [`violation_of`]: the rule, the message, the help.
const MESSAGES: &[(&str, &str, Option<&str>)] = &[
    (
        "syntax",
        "the document is not JSON: a value is missing",
        Some("add the value, or remove the key"),
    ),
    (
        "duplicate-key",
        "`/name` occurs more than once in its object",
        Some("keep one of them; parsers that accept repeated keys keep the last"),
    ),
    (
        "type",
        "`/active` must be a boolean, but is a string",
        Some("write `true` or `false` without quotes"),
    ),
    (
        "required",
        "`/language` is required, but missing",
        Some("add the member `language`"),
    ),
    (
        "enum",
        "`/type` must be `anchor_residential`, `anchor_mobile`, `anchor_gov` or `anchor_proxy`, \
         but is `residential`",
        Some("did you mean `anchor_residential`?"),
    ),
    (
        "min-length",
        "`/name` must have at least 1 character, but has 0",
        Some("give it a name"),
    ),
    (
        "max-length",
        "`/name` must have at most 255 characters, but has 257",
        Some("shorten it by 2 characters"),
    ),
    (
        "pattern",
        "`/name` must match `^[a-zA-Z0-9_-]+$`, but character 2 is ` `",
        Some("use only ASCII letters, digits, hyphens and underscores"),
    ),
    (
        "base64-alphabet",
        "`/code` is not base64: 2 invalid characters, the first at character 5",
        Some("remove the line breaks: encode without wrapping, as with `base64 -w0`"),
    ),
    (
        "base64-padding",
        "`/code` must be base64 in groups of four, padded with `=` only at the end, but has 7 \
         symbols and 0 `=`",
        Some("append `=`, or encode the source code again if the code was cut off"),
    ),
    (
        "base64-trailing-bits",
        "`/code` must be canonical base64, but its last symbol has unused bits that are not zero",
        Some("encode the source code again: the code was edited, or its encoder is faulty"),
    ),
    (
        "uri",
        "`/initial_url` must be a URI with a scheme, but character 22 is invalid",
        Some("percent-encode characters that a URI does not allow, such as `%20` for a space"),
    ),
    (
        "invalid-url",
        "`/initial_url` must be a URL that browsers accept, but its port is not a number up to \
         65535",
        None,
    ),
    (
        "country-unknown",
        "`/country_code` must be the code of a country that a proxy type offers, but is `uk`",
        Some("did you mean `gb`?"),
    ),
    (
        "country-not-allowed",
        "`/country_code` must be a country that `anchor_gov` offers, but is `gb`",
        Some(
            "choose another country, or a type that offers `gb`: `anchor_residential` or \
             `anchor_mobile`",
        ),
    ),
    (
        "city-requires-region",
        "`/city` requires `region`, which is missing",
        Some("add `region`, or leave the city out"),
    ),
    (
        "city-unsupported",
        "`/city` is not supported by the type `anchor_gov`",
        Some("leave the city out, or use the type `anchor_proxy`"),
    ),
    (
        "integer-range",
        "`/timeout/max_duration` must be from -9223372036854775808 to 9223372036854775807, but is \
         out of range",
        None,
    ),
    (
        "uuid",
        "`/id` must be a UUID of 8-4-4-4-12 hexadecimal digits, but is not",
        None,
    ),
    (
        "date-time",
        "`/updatedAt` must be a date and time such as `2025-03-01T09:30:00Z`, but is not",
        None,
    ),
    // The message does not claim that the API rejects the member, which is not known.
    (
        "unknown-property",
        "`/countryCode` is not a member that the API document defines",
        Some("did you mean `country_code`?"),
    ),
    (
        "timeout-value",
        "`/timeout/max_duration` must be a positive number of minutes, but is \
         0",
        None,
    ),
    (
        "timeout-order",
        "`/timeout/idle_timeout` must be at most `max_duration` (20 minutes) to have an effect, \
         but is 21",
        Some("lower it, or raise `max_duration`: the session ends before it can be idle that long"),
    ),
    (
        "url-scheme",
        "`/initial_url` must have the scheme `http` or `https`, but has `ftp`",
        Some("use an absolute URL that begins with `https://`"),
    ),
    (
        "url-credentials",
        "`/initial_url` must not have a user name or a password, but does",
        Some("remove them from the URL, and log in from the code of the task"),
    ),
    (
        "proxy-server-format",
        "`/server` must be `HOST:PORT`, optionally after `http://`, `https://` or `socks5://`, \
         but is not",
        Some(
            "use an address such as `proxy.example.com:8080`; credentials belong in `username` and \
             `password`",
        ),
    ),
    (
        "empty-code",
        "`/code` must contain code, but is empty",
        Some("leave the member out, or add code"),
    ),
    (
        "code-not-text",
        "`/code` must decode to UTF-8 text, but does not",
        Some("encode the source code as UTF-8 before base64"),
    ),
];

/// Whether a sentence begins in lower case or with code, and does not end with a full stop.
fn is_fragment(sentence: &str) -> bool {
    let starts_well = sentence.starts_with(|c: char| c == '`' || c.is_lowercase());
    starts_well && !sentence.ends_with(['.', ' ', '\n']) && !sentence.contains(". ")
}

#[test]
fn every_rule_has_its_message_and_help() {
    assert_eq!(MESSAGES.len(), Rule::all().len());
    let mut failures = Vec::new();
    for (rule, message, help) in MESSAGES {
        let violation = violation_of(rule);
        let actual = (violation.message(), violation.help());
        let expected = ((*message).to_owned(), help.map(Cow::Borrowed));
        let are_fragments = is_fragment(&actual.0) && actual.1.as_deref().is_none_or(is_fragment);
        if actual != expected || !are_fragments {
            failures.push(format!(
                "{rule}:\n  actual {actual:?}\nexpected {expected:?}"
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn messages_can_be_appended_to_one_string() {
    let mut appended = String::from("all:");
    let mut expected = appended.clone();
    for (rule, message, _) in MESSAGES {
        violation_of(rule).append_message(&mut appended);
        expected.push_str(message);
    }
    assert_eq!(appended, expected);
}

#[test]
fn quoted_strings_are_cut_and_escaped() {
    let long = "ä".repeat(65);
    let cut = "ä".repeat(64);
    let table = [
        (
            format!(r#"{{"active": true, "type": "{long}"}}"#),
            format!("but is `{cut}…`"),
        ),
        (
            format!(r#"{{"active": true, "country_code": "{long}"}}"#),
            format!("but is `{cut}…`"),
        ),
        (
            r#"{"active": true, "type": "\u001b[31m\u202e\u0000"}"#.to_owned(),
            r"but is `\u{1b}[31m\u{202e}\0`".to_owned(),
        ),
        (
            r#"{"active": true, "\u001b[2J\u2066\u009b": 1}"#.to_owned(),
            r"`/\u{1b}[2J\u{2066}\u{9b}`".to_owned(),
        ),
        (
            format!(r#"{{"active": true, "{long}": 1}}"#),
            format!("`…{cut}`"),
        ),
    ];
    for (json, part) in table {
        let report = check(DocumentType::AnchorProxy, &json);
        let violation = &report.violations()[0];
        for text in [
            violation.message(),
            violation.to_string(),
            report.to_string(),
        ] {
            assert!(text.contains(&part), "{text}");
            assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{2066}', '\u{9b}', '\0']));
        }
    }
}

#[test]
fn pointers_and_parameters_are_not_cut() {
    let key = "ä".repeat(65);
    let json = format!(r#"{{"active": true, "{key}": 1}}"#);
    let report = check(DocumentType::AnchorProxy, json);
    let violation = &report.violations()[0];
    assert_eq!(rule_at(violation), ["unknown-property", &format!("/{key}")]);
    assert_eq!(params(violation)["property"], key);
}
