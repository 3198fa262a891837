//! Where a value is in a text: spans of pointers, and positions as editors count them.

use anchorbrowser_schema::{Position, Span};

/// The text of the value at a pointer.
fn locate<'j>(json: &'j str, pointer: &str) -> Option<&'j str> {
    let span = Span::locate(json, pointer)?;
    Some(&json[span.start..span.end])
}

#[test]
fn values_are_located_by_their_pointers() {
    let json = r#" {"a": [1, {"b/c~d": "x,]}\"", "": {"é": tru\u0065}}, -1.5e3], "a/b": null, "0": true} "#;
    let json = json.replace(r"tru\u0065", "true");
    let table = [
        ("", Some(json.trim())),
        (
            "/a",
            Some(r#"[1, {"b/c~d": "x,]}\"", "": {"é": true}}, -1.5e3]"#),
        ),
        ("/a/0", Some("1")),
        ("/a/1/b~1c~0d", Some(r#""x,]}\"""#)),
        ("/a/1/", Some(r#"{"é": true}"#)),
        ("/a/1//é", Some("true")),
        ("/a/2", Some("-1.5e3")),
        ("/a~1b", Some("null")),
        ("/0", Some("true")),
        // No such value.
        ("/b", None),
        ("/a/3", None),
        ("/a/-", None),
        ("/a/00", None),
        ("/a/+1", None),
        ("/a/0/0", None),
        ("/a/1/b/c~0d", None),
        ("/A", None),
        ("/a/", None),
        // Not a pointer.
        ("a", None),
        ("/a/1/b~2c", None),
        ("#/a", None),
    ];
    for (pointer, expected) in table {
        assert_eq!(locate(&json, pointer), expected, "{pointer}");
    }
}

#[test]
fn escaped_keys_are_decoded_and_the_last_of_repeated_keys_counts() {
    let table = [
        (r#"{"n\u0061me": 1}"#, "/name", Some("1")),
        (r#"{"\ud83c\udf89\n": 1}"#, "/🎉\n", Some("1")),
        (r#"{"a": 1, "a": 2, "\u0061": 3}"#, "/a", Some("3")),
        (r#"{"a": {"b": 1}, "a": {"c": 2}}"#, "/a/b", None),
        (r#"{"a": {"b": 1}, "a": 5}"#, "/a/b", None),
        (r#"{"a": 5, "a": {"b": 1}}"#, "/a/b", Some("1")),
        (r#"{"a": [{"b": 1, "b": 2}]}"#, "/a/0/b", Some("2")),
    ];
    for (json, pointer, expected) in table {
        assert_eq!(locate(json, pointer), expected, "{json}");
    }
}

#[test]
fn nothing_is_located_in_text_that_is_not_json() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    for json in [
        "",
        "{",
        r#"{"a": 1"#,
        r#"{"a": 1} x"#,
        r#"{"a": 1}{"#,
        r#"{"a": 1,}"#,
        r#"{"a": 1, "b": "\ud800"}"#,
        r#"{"a": 1, "b": 01}"#,
        "\u{feff}{\"a\": 1}",
        &nested(128),
    ] {
        for pointer in ["", "/a", "/0"] {
            assert_eq!(locate(json, pointer), None, "{json} {pointer}");
        }
    }
    assert!(locate(&nested(127), &"/0".repeat(126)).is_some());
}

#[test]
fn columns_are_converted_to_utf_16_code_units() {
    let source = "aé日🎉b🎉\n\n🎉🎉\r\nx";
    // Line, column in code points, column in code units.
    let table = [
        (1, 1, 1),
        (1, 4, 4),
        (1, 5, 6),
        (1, 6, 7),
        (1, 7, 9),
        (2, 1, 1),
        (3, 1, 1),
        (3, 2, 3),
        (3, 3, 5),
        (4, 2, 2),
        // Beyond the end of the line, and of the source.
        (1, 9, 11),
        (9, 3, 3),
    ];
    for (line, column, expected) in table {
        assert_eq!(
            Position::new(line, column).to_utf16(source),
            Position::new(line, expected),
            "{line}:{column}"
        );
    }
    for (line, text) in (1..).zip(source.split('\n')) {
        for (column, character) in (1..).zip(text.chars()) {
            let before: String = text.chars().take(column - 1).collect();
            let units = before.encode_utf16().count();
            let position = Position::new(line, column).to_utf16(source);
            assert_eq!(position, Position::new(line, units + 1), "{character}");
        }
    }
}
