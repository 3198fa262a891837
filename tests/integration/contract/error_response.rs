//! `ErrorResponse`: no member is required, and `code` is an integer.

use anchorbrowser_schema::DocumentType;

use super::{Member, expect_all};

const CODE: Member = Member {
    document_type: DocumentType::ErrorResponse,
    pointer: "/error/code",
    template: r#"{"error": {"code": @}}"#,
};

#[test]
fn no_member_is_required() {
    expect_all(
        r#"
            ErrorResponse {}
            ErrorResponse {"error": {}}
        "#,
    );
}

#[test]
fn code_is_any_64_bit_integer() {
    CODE.expect_values(&[
        ("20", &[]),
        ("20.0", &[]),
        ("0", &[]),
        ("-0", &[]),
        ("-2", &[]),
        ("9.223372036854775807e18", &[]),
        ("-9223372036854775808", &[]),
        ("9223372036854775808", &["integer-range"]),
        ("9.223372036854775808e18", &["integer-range"]),
        ("-1e400", &["integer-range"]),
        ("20.5", &["type"]),
        ("1e-400", &["type"]),
    ]);
}
