//! Source text with everything masked that may be secret.

use anchorbrowser_schema::{CreateTaskRequest, Origin, Position, Report, Validate, Validator};

/// Asserts that what is masked occupies the same bytes and columns, and returns it.
#[track_caller]
fn mask(report: &Report, source: &str) -> String {
    let masked = report.mask(source);
    let shape = |text: &str| -> Vec<(usize, bool)> {
        let characters = text.char_indices();
        characters.map(|(at, c)| (at, c == '\n')).collect()
    };
    assert_eq!(shape(&masked), shape(source), "{masked}");
    masked
}

#[track_caller]
fn expect_masked(table: &[(&str, &str)]) {
    for (json, expected) in table {
        let report = Validator::new().check_json::<CreateTaskRequest>(json);
        assert_eq!(mask(&report, json), *expected);
    }
}

#[test]
fn only_values_of_violations_are_shown() {
    expect_masked(&[
        // Valid values and unknown ones.
        (
            r#"{"name": "t", "language":"typescript", "x": [-1.5e3, {"y": "é日🎉"}, null]}"#,
            r#"{"name": "*", "language":"**********", "x": [******, {"y": "·•𐄁"}, null]}"#,
        ),
        // Invalid ones.
        (
            "{\n\t\"name\": \"a\\u0020é\",\r\n\"language\": \"ts\"}",
            "{\n\t\"name\": \"a\\u0020é\",\r\n\"language\": \"ts\"}",
        ),
        (
            r#"{"browserConfiguration": {"timeout": {"max_duration": 0, "idle_timeout": 7}}}"#,
            r#"{"browserConfiguration": {"timeout": {"max_duration": 0, "idle_timeout": *}}}"#,
        ),
        // A wrong type can be anything.
        (
            r#"{"name": 12, "language": ["ts"]}"#,
            r#"{"name": **, "language": ["**"]}"#,
        ),
        // The last of repeated members is the one that is invalid.
        (
            r#"{"name": "a b", "name": "c d"}"#,
            r#"{"name": "***", "name": "c d"}"#,
        ),
    ]);
}

#[test]
fn secrets_are_masked_with_all_inside() {
    expect_masked(&[
        (r#"{"code": "c2VjcmV0?"}"#, r#"{"code": "*********"}"#),
        (
            r#"{"code": {"secret": [true, 5, "s"]}, "name": "!"}"#,
            r#"{"code": {"******": [true, *, "*"]}, "name": "!"}"#,
        ),
        // However a key is written, and wherever it is.
        (
            r#"{"x": {"pass\u0077ord": "hunter2"}, "username":5}"#,
            r#"{"x": {"pass\u0077ord": "*******"}, "username":*}"#,
        ),
        (
            r#"{"browserConfiguration": {"initial_url": "hunter2", "proxy": {"server": "hunter 2"}}}"#,
            r#"{"browserConfiguration": {"initial_url": "*******", "proxy": {"server": "********"}}}"#,
        ),
        // User info in a key, and in a value that is invalid.
        (
            r#"{"https://u:p@h": 1, "https:\/\/u:p\u0040h": 2, "password:x": 3, "name": "//u:p@h"}"#,
            r#"{"*************": *, "********************": *, "**********": *, "name": "*******"}"#,
        ),
    ]);
}

#[test]
fn invisible_characters_are_masked() {
    expect_masked(&[(
        "{\"name\": \"\u{202e}\u{7f}a\", \"\u{9b}[31m\u{e0001}\": 1}",
        "{\"name\": \"•*a\", \"·[31m𐄁\": *}",
    )]);
}

#[test]
fn carriage_returns_inside_lines_are_masked() {
    expect_masked(&[("{\r\"x\": 1,\r\n\"y\": 2}\r", "{*\"x\": *,\r\n\"y\": *}*")]);
}

/// An earlier document of the source ends in a string, so that later quotes cannot be trusted.
#[test]
fn nothing_is_shown_after_the_first_error_of_the_source() {
    let source = "{\"a\": \"b\n{\"password\": \"a,b:c\"}\n{]\n";
    let offset = source.find("{]").unwrap();
    let report = Validator::new().check_json::<CreateTaskRequest>("{]");
    let report = report.with_origin(Origin::new(offset, Position::new(3, 1)));
    assert_eq!(
        mask(&report, source),
        "{\"*\": \"*\n************ ********\n**\n"
    );
}

#[test]
fn of_text_that_is_not_json_only_structure_is_shown() {
    expect_masked(&[
        (
            "{\"code\": \"a, b\",\n \"x\" \"hunter 2\": [true]} é",
            "{\"****\": \"** *\",\n \"*\" ******* *** ******* ·",
        ),
        (
            r#"{"password": "it"s, "x": 1}"#,
            r#"{"********": "**"** **** **"#,
        ),
        ("{\"name\": \"a\\\"b", "{\"****\": \"****"),
        ("password: hunter2", "********* *******"),
        ("\u{feff}{}", "•**"),
        ("", ""),
    ]);
    // A report that does not know of the error.
    let report = CreateTaskRequest::new("a b").check();
    assert_eq!(
        mask(&report, r#"{"name" "hunter2"}"#),
        r#"{"****" **********"#
    );
    // A document that is too long is not read.
    let json = r#"{"name": "a b"}"#;
    let report = Validator::new()
        .max_input_bytes(9)
        .check_json::<CreateTaskRequest>(json);
    assert_eq!(mask(&report, json), r#"{"****": ** ***"#);
}

#[test]
fn a_source_can_contain_other_documents() {
    let source = "{\"name\": \"a b\", \"password\": 1}\n{\"name\": \"c d\", \"password\": 2}\n";
    let document = source.lines().nth(1).unwrap();
    let report = Validator::new().check_json::<CreateTaskRequest>(document);
    let report = report.with_origin(Origin::new(source.len() / 2, Position::new(2, 1)));
    assert_eq!(
        mask(&report, source),
        "{\"name\": \"***\", \"password\": *}\n{\"name\": \"c d\", \"password\": *}\n"
    );
}

/// A document with a secret wherever a value is never shown, in some of them with escapes.
const SECRETS: &str = r#"{
  "name": "a b",
  "description": "see https://hunter2:hunter2@example.com/ or https:\/\/hunter2\u0040example.com",
  "code": "hunter2",
  "passwd": "hunter2",
  "browserConfiguration": {
    "initial_url": "https://hunter2@hunter2/",
    "proxy": {
      "type": "custom",
      "server": "hunter2 ",
      "username": ["hunter2", {"x": "hunter2"}],
      "password": "hunter2"
    }
  }
}"#;

#[test]
fn secrets_are_masked_wherever_the_document_is_cut_or_broken() {
    let check = |json: &str| {
        let report = Validator::new().check_json::<CreateTaskRequest>(json);
        let masked = mask(&report, json);
        assert!(!masked.contains("hunter2"), "{masked}");
    };
    check(SECRETS);
    for at in 0..SECRETS.len() {
        let (before, after) = SECRETS.split_at(at);
        check(before);
        check(after);
        for inserted in ["\"", "\\", ",", ":", "{", "]", "\n"] {
            check(&[before, inserted, after].concat());
        }
    }
}
