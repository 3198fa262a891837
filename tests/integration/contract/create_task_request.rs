//! `CreateTaskRequest`: its required members, and the rules of `name`, `language`, `description` and
//! `code`.

use anchorbrowser_schema::DocumentType;

use super::{Member, expect_all};
use crate::support::{DOCUMENT, expect};

const NAME: Member = Member {
    document_type: DocumentType::CreateTaskRequest,
    pointer: "/name",
    template: r#"{"language": "typescript", "name": @}"#,
};
const LANGUAGE: Member = Member {
    document_type: DocumentType::CreateTaskRequest,
    pointer: "/language",
    template: r#"{"name": "t", "language": @}"#,
};
const DESCRIPTION: Member = Member {
    document_type: DocumentType::CreateTaskRequest,
    pointer: "/description",
    template: r#"{"name": "t", "language": "typescript", "description": @}"#,
};
const CODE: Member = Member {
    document_type: DocumentType::CreateTaskRequest,
    pointer: "/code",
    template: r#"{"name": "t", "language": "typescript", "code": @}"#,
};

#[test]
fn name_and_language_are_required() {
    expect_all(
        r#"
            CreateTaskRequest {}
            - required /language (document)
            - required /name (document)
            CreateTaskRequest {"name": "t"}
            - required /language (document)
            CreateTaskRequest {"language": "typescript"}
            - required /name (document)
        "#,
    );
    // The span is that of the object, without surrounding whitespace.
    expect(
        DocumentType::CreateTaskRequest,
        "\n {}\n",
        &[
            ["required", "/language", DOCUMENT],
            ["required", "/name", DOCUMENT],
        ],
    );
}

#[test]
fn name_violates_length_and_pattern_at_once() {
    NAME.expect_strings(&[
        (&"a".repeat(255), &[]),
        (&"a".repeat(256), &["max-length"]),
        ("", &["min-length", "pattern"]),
        ("a b", &["pattern"]),
        (&"日".repeat(255), &["pattern"]),
        (&"日".repeat(256), &["max-length", "pattern"]),
    ]);
    // Escapes are decoded first.
    NAME.expect_values(&[
        (r#""\u0061\u002db""#, &[]),
        (r#""\u0061\u002eb""#, &["pattern"]),
    ]);
}

#[test]
fn language_is_one_of_the_list() {
    LANGUAGE.expect_strings(&[
        ("typescript", &[]),
        ("TypeScript", &["enum"]),
        ("javascript", &["enum"]),
        ("", &["enum"]),
        ("typescript\n", &["enum"]),
    ]);
}

#[test]
fn description_length_counts_code_points() {
    DESCRIPTION.expect_strings(&[
        (&"🎉".repeat(1000), &[]),
        (&"🎉".repeat(1001), &["max-length"]),
        (&"e\u{301}".repeat(500), &[]),
        (&"e\u{301}".repeat(501), &["max-length"]),
    ]);
    // Escapes are decoded first.
    let escaped = |count: usize| format!("\"{}\"", r"\ud83c\udf89".repeat(count));
    DESCRIPTION.expect_values(&[(&escaped(1000), &[]), (&escaped(1001), &["max-length"])]);
}

#[test]
fn code_is_canonical_base64_of_utf_8() {
    let (alphabet, padding) = ("base64-alphabet", "base64-padding");
    CODE.expect_strings(&[
        ("cnVuKCk7", &[]),
        ("w6k=", &[]),
        ("AA==", &[]),
        ("", &["empty-code"]),
        ("QQ==\n", &[alphabet]),
        ("Q Q==", &[alphabet]),
        ("QQQ-", &[alphabet]),
        ("QUJD==", &[padding]),
        ("QQ=Q", &[padding]),
        ("QR==", &["base64-trailing-bits"]),
        ("/w==", &["code-not-text"]),
        ("wyg=", &["code-not-text"]),
        ("7aCA", &["code-not-text"]),
    ]);
    // Escapes are decoded first.
    CODE.expect_values(&[
        (r#""cnVu\u004bCk7""#, &[]),
        (r#""cnVuK\/k7""#, &["code-not-text"]),
    ]);
}

#[test]
fn padding_and_trailing_bits_are_reported_with_the_alphabet() {
    let (alphabet, padding) = ("base64-alphabet", "base64-padding");
    let trailing_bits = "base64-trailing-bits";
    CODE.expect_strings(&[
        ("cnVü", &[alphabet, padding]),
        ("Q Q", &[alphabet, padding]),
        ("QR\n==", &[alphabet, trailing_bits]),
        ("Q_==", &[alphabet, trailing_bits]),
        ("QQ-=", &[alphabet, trailing_bits]),
    ]);
}

#[test]
fn trailing_bits_require_valid_padding() {
    CODE.expect_strings(&[("QR=", &["base64-padding"])]);
}

#[test]
fn invalid_base64_is_not_decoded_as_text() {
    CODE.expect_strings(&[
        ("/w=", &["base64-padding"]),
        ("/x==", &["base64-trailing-bits"]),
        ("/w==\n", &["base64-alphabet"]),
    ]);
}
