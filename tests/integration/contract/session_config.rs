//! `SessionConfig`: its members, and the rules of `initial_url`.

use anchorbrowser_schema::DocumentType;

use super::{Member, expect_all};

const INITIAL_URL: Member = Member {
    document_type: DocumentType::SessionConfig,
    pointer: "/initial_url",
    template: r#"{"initial_url": @}"#,
};

#[test]
fn no_member_is_required() {
    expect_all(
        r#"
            SessionConfig {}
            SessionConfig {"recording": {}, "timeout": {}, "live_view": {}}
            SessionConfig {"proxy": { }}
            - required /proxy/active { }
        "#,
    );
}

#[test]
fn initial_url_is_a_uri_that_browsers_open() {
    INITIAL_URL.expect_strings(&[
        ("https://example.com/", &[]),
        ("http://localhost:3000?q=1#top", &[]),
        ("https://[2001:db8::1]:8443/a;b?c=d/e", &[]),
        ("http:///example.com", &[]),
        ("https://example.com/@user:password", &[]),
        ("example.com", &["uri"]),
        ("//example.com/", &["uri"]),
        ("1http://example.com/", &["uri"]),
        ("https://example.com/a b", &["uri"]),
        ("https://example.com/\n", &["uri"]),
        ("https://example.com/100%", &["uri"]),
        ("https://example.com\\", &["uri"]),
        ("https://example.com:port/", &["uri"]),
        ("https://exämple.com/", &["uri"]),
        ("https://example.com:99999/", &["invalid-url"]),
        ("https://", &["invalid-url"]),
        ("about:blank", &["url-scheme"]),
        ("https://user:password@example.com/", &["url-credentials"]),
        ("https://user@example.com/", &["url-credentials"]),
    ]);
    // Escapes are decoded first.
    INITIAL_URL.expect_values(&[(r#""https:\/\/example.com\/""#, &[])]);
}

#[test]
fn scheme_and_credentials_are_reported_together() {
    INITIAL_URL.expect_strings(&[(
        "ftp://user:password@example.com/",
        &["url-credentials", "url-scheme"],
    )]);
}

#[test]
fn an_invalid_url_has_no_scheme_or_credentials_warning() {
    INITIAL_URL.expect_strings(&[
        ("ftp://example.com:99999/", &["invalid-url"]),
        ("https://u:p@example.com:99999/", &["invalid-url"]),
        ("https://u:p@example.com/a b", &["uri"]),
    ]);
}
