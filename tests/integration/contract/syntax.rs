//! `syntax`: reported alone, at the first byte that cannot continue a valid document.

use anchorbrowser_schema::{CreateTaskRequest, DocumentType, Validator};

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
