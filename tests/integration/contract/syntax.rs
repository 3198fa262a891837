//! `syntax`: reported alone, at the first byte that cannot continue a valid document.

use anchorbrowser_schema::{CreateTaskRequest, DocumentType, Origin, Position, Validator};

use crate::support::{DOCUMENT, check, check_request, expect, rules_at, start};

/// Marks the position of the violation in a document; removed before the check.
const MARK: char = '‸';

#[test]
fn syntax_errors_are_located_at_the_first_invalid_byte() {
    let table = [
        "‸",
        " \n‸",
        "‸\u{feff}{}",
        "{}‸\u{feff}",
        "‸\u{a0}{}",
        "{} ‸{}",
        "{}‸,",
        "{‸",
        "{‸,}",
        "{‸name: 1}",
        "{‸'name': 1}",
        "{‸// a comment\n}",
        r#"{"name"‸}"#,
        r#"{"name": ‸}"#,
        r#"{"name": "t"‸"#,
        r#"{"name": "t" ‸"language": 1}"#,
        r#"{"name": "t",‸}"#,
        r#"{"name": "t",‸,}"#,
        r#"{"name": "t"‸]"#,
        r#"{"name": [‸,]}"#,
        r#"{"name": [1,‸]}"#,
        r#"{"name": [1 ‸2]}"#,
        r#"{"name": [1‸}"#,
        r#"{"name": tru‸}"#,
        r#"{"name": n‸an}"#,
        r#"{"name": ‸NaN}"#,
        r#"{"name": ‸True}"#,
        r#"{"name": ‸undefined}"#,
        r#"{"name": ‸'t'}"#,
        "nul‸",
        "‸+1",
        "-‸",
        "-‸Infinity",
        "0‸1",
        "-0‸1",
        "1.‸",
        "1.‸e5",
        "‸.5",
        "1e‸",
        "1e+‸",
        "0‸x10",
        "1‸_000",
        r#""t‸"#,
        r#"{"name": "t‸"#,
        "{\"name\": \"a‸\nb\"}",
        "{\"name\": \"a‸\tb\"}",
        "{\"name\": \"a‸\0b\"}",
        r#"{"name": "\‸x41"}"#,
        r#"{"name": "\u00‸g1"}"#,
        r#"{"name": "‸\ud800"}"#,
        r#"{"name": "‸\ud800A"}"#,
        r#"{"name": "‸\ud800\u0041"}"#,
        r#"{"name": "‸\udc00"}"#,
        r#"{"‸\udc00": 1}"#,
        r#"{"unknown": {"name": [‸,]}}"#,
        // Violations of other rules are not reported.
        r#"{"name": 5, "name": "a b", "tags": 1, "code": "?", "language": ‸}"#,
        r#"{"name": "t", "language": "typescript"} ‸x"#,
    ];
    for document_type in DocumentType::all() {
        for marked in table {
            let at = marked.find(MARK).unwrap();
            let json = marked.replace(MARK, "");
            expect(document_type, &json, &[["syntax", "", ""]]);
            let report = check(document_type, &json);
            let span = report.violations()[0].span().unwrap();
            assert_eq!((span.start, span.end), (at, at), "{marked}");
        }
    }
}

/// Texts, the end of the message, and the help, of which `L:C` is a line and a column.
const MISTAKES: &[(&[u8], &str, &str)] = &[
    (b"", "is empty", ""),
    (b" \n", "is empty", ""),
    (
        b"{\"a\": 1,\n// b\n}",
        "key in double quotes, found a comment",
        "remove it: JSON has no comments",
    ),
    (
        b"{ # b\n}",
        "found a comment",
        "remove it: JSON has no comments",
    ),
    (
        b"{\"a\": 1 /* b */}",
        "`,` or `}`, found a comment",
        "remove it: JSON has no comments",
    ),
    (
        b"// a\n{}",
        "a value, found a comment",
        "remove it: JSON has no comments",
    ),
    (
        b"{} # a",
        "end of the document, found a comment",
        "remove it: JSON has no comments",
    ),
    (b"{'a': 1}", "found a single quote", "use double quotes"),
    (b"{\"a\": `b`}", "found a backquote", "use double quotes"),
    (
        "{“a”: 1}".as_bytes(),
        "found a typographic quotation mark",
        "use double quotes: `\"`",
    ),
    (
        b"{\"a\": 1,}",
        "found a closing bracket after a comma",
        "remove the comma before it",
    ),
    (
        b"[1, ]",
        "found a closing bracket after a comma",
        "remove the comma before it",
    ),
    (
        b"[1,,2]",
        "a value, found a comma",
        "remove one comma, or add what is missing before it",
    ),
    (
        b"{\"a\": 1 \"b\": 2}",
        ": a comma is missing",
        "add a comma before it",
    ),
    (b"[{} {}]", ": a comma is missing", "add a comma before it"),
    (b"[1 2]", ": a comma is missing", "add a comma before it"),
    (
        b"{\"a\" 1}",
        ": a colon is missing",
        "write `:` between the key and its value",
    ),
    (
        b"{\"a\", 1}",
        ": a colon is missing",
        "write `:` between the key and its value",
    ),
    (
        b"{\"a\" = 1}",
        "`:`, found an equals sign",
        "write `:` between the key and its value",
    ),
    (
        b"{\"a\": 1; \"b\": 2}",
        "found a semicolon",
        "write `,` between members",
    ),
    (
        b"[\"a\": 1]",
        "found a colon",
        "members are allowed only between `{` and `}`, and have one colon each",
    ),
    (
        b"{\"a\": }",
        ": a value is missing",
        "add the value, or remove the key",
    ),
    (
        b"{\"a\": , \"b\": 1}",
        ": a value is missing",
        "add the value, or remove the key",
    ),
    (
        b"{\"a\": True}",
        "found a boolean that is not in lower case",
        "write `true` or `false`",
    ),
    (
        b"{\"a\": None}",
        "found another language's null, such as `None`",
        "write `null`, or leave the member out",
    ),
    (
        b"{\"a\": undefined}",
        "found another language's null, such as `None`",
        "write `null`, or leave the member out",
    ),
    (
        b"{\"a\": NaN}",
        "found `NaN` or an infinity",
        "leave the member out: JSON has no NaN and no infinity",
    ),
    (
        b"{\"a\": -Infinity}",
        "found `NaN` or an infinity",
        "leave the member out: JSON has no NaN and no infinity",
    ),
    (
        b"{\"a\": nul}",
        "found text without quotes",
        "put strings in double quotes",
    ),
    (
        b"{\"a\": Noneself}",
        "found text without quotes",
        "put strings in double quotes",
    ),
    (
        b"{\"a\": 10s}",
        "found text without quotes",
        "put strings in double quotes",
    ),
    (
        b"{\"a\": 2025-01-01}",
        "found text without quotes",
        "put strings in double quotes",
    ),
    (
        b"{\"a\": <b>}",
        "found text without quotes",
        "put strings in double quotes",
    ),
    (
        b"{a: 1}",
        "found a key without quotes",
        "put the key in double quotes",
    ),
    (
        b"{\"a\": 012}",
        "found a number with a leading zero",
        "remove the zero, or put it in double quotes if it is not a number",
    ),
    (
        b"{\"a\": -007.5}",
        "found a number with a leading zero",
        "remove the zero, or put it in double quotes if it is not a number",
    ),
    (
        b"{\"a\": 0x10}",
        "found a number that is not decimal",
        "write it as a decimal number",
    ),
    (
        b"{\"a\": 1_000}",
        "found a number with `_`",
        "remove each `_`",
    ),
    (
        b"{\"a\": +1}",
        "found a number with a plus sign",
        "remove the `+`",
    ),
    (
        b"{\"a\": .5}",
        "found a number without digits on one side of the point",
        "add a `0` there",
    ),
    (
        b"{\"a\": 5.}",
        "found a number without digits on one side of the point",
        "add a `0` there",
    ),
    (
        b"{\"a\": \"b",
        "closing `\"`, found the end of the document",
        "the string at line 1, column 7 is not closed",
    ),
    (
        "{\"ä\": \"\\\"\",\n\"b\": \"c\n}".as_bytes(),
        ": a line break in a string is not escaped",
        "close the string at line 2, column 6, or write the line break as `\\n`",
    ),
    (
        b"{\"a\": \"b, \"c\": 1}",
        "found text directly after a string",
        "the string at line 1, column 7 ends too early: write quotes inside it as `\\\"`",
    ),
    (
        b"{\"a\": \"b\tc\"}",
        ": a tab in a string is not escaped",
        "write it as `\\t`",
    ),
    (
        b"{\"a\": \"b\x1bc\"}",
        ": a control character in a string is not escaped",
        "write it as an escape, such as `\\u001b`",
    ),
    (
        b"{\"a\": \"C:\\Users\"}",
        "found another character",
        "write a backslash itself as `\\\\`",
    ),
    (
        b"{\"a\": \"C:\\users\"}",
        "four hexadecimal digits, found another character",
        "write a backslash itself as `\\\\`",
    ),
    (
        b"{\"a\": \"\\ud83d\"}",
        "expected a surrogate pair, found half of one",
        "an emoji or another character beyond U+FFFF was cut in half: write all of it, or remove the half",
    ),
    (
        b"{\n \"a\": {\"b\": 1}\n",
        "`,` or `}`, found the end of the document",
        "the `{` at line 1, column 1 is not closed",
    ),
    (
        b"{\n \"a\": [1}",
        "found a closing bracket of the other kind",
        "the `[` at line 2, column 7 is not closed",
    ),
    (
        b"{\"a\": 1}}",
        "found another closing bracket",
        "remove it, or add the opening bracket",
    ),
    (
        b"{\n<<<<<<< HEAD\n}",
        "found a merge conflict marker",
        "resolve the conflict",
    ),
    (
        b"{\"a\": 1,\n=======\n}",
        "found a merge conflict marker",
        "resolve the conflict",
    ),
    (
        b"{\"a\": ${B}}",
        "found a template placeholder",
        "render the template first",
    ),
    (
        b"{{ a }}",
        "found a template placeholder",
        "render the template first",
    ),
    (
        b"{\"a\": 1, ...}",
        "found an ellipsis",
        "replace it with what it stands for",
    ),
    (
        b"{\"a\": 1}\n{\"b\": 2}\n",
        "end of the document, found another document",
        "put one document into a file, or check the file as a stream with one document on each line",
    ),
    (
        b"{} x",
        "found more text",
        "remove what follows the document",
    ),
    (
        "{\u{a0}\"a\": 1}".as_bytes(),
        "found whitespace that JSON does not allow",
        "use only spaces, tabs and line breaks outside strings",
    ),
    (b"{\"a\": 1\0}", "found a control character", "remove it"),
    (
        b"\x1f\x8b\x08\0",
        "is not JSON, but compressed data",
        "decompress it first",
    ),
    (
        b"PK\x03\x04",
        "is not JSON, but compressed data",
        "decompress it first",
    ),
    (
        b"\xff\xfe{\0}\0",
        "is not JSON, but text in UTF-16 or UTF-32",
        "save the document as UTF-8",
    ),
    (
        b"{\0}\0",
        "is not JSON, but text in UTF-16 or UTF-32",
        "save the document as UTF-8",
    ),
    (
        b"\0{\0}",
        "is not JSON, but text in UTF-16 or UTF-32",
        "save the document as UTF-8",
    ),
    (
        b"{\"a\": \"\xe9\"}",
        "well-formed UTF-8, found an ill-formed byte",
        "save the document as UTF-8",
    ),
    (
        b"\n<!DOCTYPE html>",
        "is not JSON, but HTML or XML",
        "check where the document comes from: it may be an error page",
    ),
    (
        b"---\na: 1\n",
        "is not JSON, but looks like YAML",
        "convert it to JSON",
    ),
    (
        b"# b\nname: t\n",
        "is not JSON, but looks like YAML",
        "convert it to JSON",
    ),
    (
        b"true: 1",
        "is not JSON, but looks like YAML",
        "convert it to JSON",
    ),
    (
        b"- a",
        "is not JSON, but looks like YAML",
        "convert it to JSON",
    ),
    (
        b"hello",
        "a value, found text without quotes",
        "put strings in double quotes",
    ),
];

#[test]
fn messages_name_the_mistake() {
    for (text, message, help) in MISTAKES {
        let report = check_request(text);
        let violation = &report.violations()[0];
        let shown = text.escape_ascii();
        assert!(
            violation.message().ends_with(message),
            "{shown}: {}",
            violation.message()
        );
        assert_eq!(violation.help().unwrap_or_default(), *help, "{shown}");
    }
}

#[test]
fn positions_of_openings_move_with_the_document() {
    let report = check_request("{\"a\": {");
    let moved = report
        .clone()
        .with_origin(Origin::new(90, Position::new(7, 3)));
    let help = moved.violations()[0].help().unwrap();
    assert_eq!(help, "the `{` at line 7, column 9 is not closed");
    // In another text they are not known.
    let mapped = report.map_spans(|span| (span, Position::new(1, 1)..Position::new(1, 1)));
    assert_eq!(mapped.violations()[0].help(), None);
}

#[test]
fn invalid_utf_8_is_located_at_the_first_invalid_byte() {
    let table: [(&[u8], usize); 7] = [
        (b"\xff", 0),
        (b"{}\xff", 2),
        (b"{\"name\": \"\xff\"}", 10),
        (b"{\"name\": \"\xc0\xaf\"}", 10),
        (b"{\"\xc3\xa4\": \"\x80\"}", 8),
        (b"{\"unknown\": [\"\xfe\"]}", 14),
        // An earlier syntax error is reported instead.
        (b"{\"name\": } \xff", 9),
    ];
    for (json, at) in table {
        let report = check_request(json);
        assert_eq!(rules_at(&report), [["syntax", ""]], "{json:?}");
        assert_eq!(start(&report.violations()[0]), at, "{json:?}");
        let outcome = Validator::new().read_json::<CreateTaskRequest>(json);
        assert_eq!(outcome.value(), None);
    }
}

/// The key decides a verdict, but a report is of the whole text.
#[test]
fn a_syntax_error_after_a_repeated_key_is_reported_alone() {
    let table: [(&[u8], usize); 4] = [
        (br#"{"name": "a", "name": "b","#, 26),
        (br#"{"x": {"a": 1, "a": 2}, "name": }"#, 32),
        (b"{\"x\": {\"a\": 1, \"a\": 2}, \"\xff\": 1}", 25),
        (br#"{"recording": {}, "recording": {}} 1"#, 35),
    ];
    for (json, at) in table {
        let validator = Validator::new();
        assert!(!validator.is_valid_json::<CreateTaskRequest>(json));
        let accepted = validator.accept_json::<CreateTaskRequest>(json);
        for report in [check_request(json), accepted.unwrap_err()] {
            assert_eq!(rules_at(&report), [["syntax", ""]], "{json:?}");
            assert_eq!(start(&report.violations()[0]), at, "{json:?}");
        }
    }
}

#[test]
fn nesting_is_limited_to_127_levels() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let in_member = |levels: usize| format!(r#"{{"unknown": {}}}"#, nested(levels));
    let syntax_error_at = |json: &str| {
        let report = check(DocumentType::SessionConfig, json);
        assert_eq!(rules_at(&report), [["syntax", ""]], "{json}");
        start(&report.violations()[0])
    };
    expect(
        DocumentType::SessionConfig,
        &nested(127),
        &[["type", "", DOCUMENT]],
    );
    assert_eq!(syntax_error_at(&nested(128)), 127);
    let unknown_member = ["unknown-property", "/unknown", r#""unknown""#];
    expect(
        DocumentType::SessionConfig,
        &in_member(126),
        &[unknown_member],
    );
    assert_eq!(
        syntax_error_at(&in_member(127)),
        r#"{"unknown": "#.len() + 126
    );
    // Level 128 is reported even if its bracket is never closed.
    assert_eq!(syntax_error_at(&"[".repeat(100_000)), 127);
}

#[test]
fn all_json_syntax_is_accepted() {
    let request =
        |members: &str| format!(r#"{{"name": "t", "language": "typescript", {members}}}"#);
    let documents = [
        "\t\r\n {\n\"name\" : \"t\" ,\r\n\"language\":\"typescript\"}\r\n\t ".to_owned(),
        r#"{"n\u0061me": "\u0074", "language": "typ\u0065script"}"#.to_owned(),
        request(r#""description": "\ud83d\udE00\/\"\\\b\f\n\r\t""#),
        request("\"description\": \"\u{feff}\u{7f}\u{2028}\""),
    ];
    for json in documents {
        expect(DocumentType::CreateTaskRequest, &json, &[]);
    }
    let json = request(r#""x": [1, -0, 1.5E+3, [], {}, true, false, null, ""]"#);
    expect(
        DocumentType::CreateTaskRequest,
        &json,
        &[["unknown-property", "/x", "\"x\""]],
    );
}
