//! `CustomProxy`: its required members, and the format of `server`.

use anchorbrowser_schema::DocumentType;

use super::{Member, expect_all};

const SERVER: Member = Member {
    document_type: DocumentType::CustomProxy,
    pointer: "/server",
    template: r#"{"type": "custom", "username": "u", "password": "p", "active": true, "server": @}"#,
};

#[test]
fn all_five_members_are_required() {
    expect_all(
        r"
            CustomProxy {}
            - required /active (document)
            - required /password (document)
            - required /server (document)
            - required /type (document)
            - required /username (document)
        ",
    );
}

#[test]
fn type_must_be_custom() {
    expect_all(
        r#"
            CustomProxy {"type": "anchor_gov", "active": true, "server": "h:1", "username": "", "password": "", "country_code": "zz"}
            - enum /type "anchor_gov"
            - unknown-property /country_code "country_code"
            CustomProxy {"type": "", "active": true, "server": "h:1", "username": "", "password": ""}
            - enum /type ""
        "#,
    );
}

#[test]
fn server_is_a_host_and_a_port() {
    SERVER.expect_strings(&[
        ("proxy.example.com:8080", &[]),
        ("HTTPS://proxy.example.com:443", &[]),
        ("Socks5://10.0.0.1:1", &[]),
        ("proxy.example.com", &["proxy-server-format"]),
        ("host:８０", &["proxy-server-format"]),
    ]);
    // Escapes are decoded first.
    SERVER.expect_values(&[(r#""http:\/\/proxy.example.com:8080""#, &[])]);
}
