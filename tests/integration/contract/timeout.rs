//! `Timeout`: the integers of both members, and their order.

use anchorbrowser_schema::DocumentType;

use super::{Member, expect_all};

const MAX_DURATION: Member = Member {
    document_type: DocumentType::SessionConfig,
    pointer: "/timeout/max_duration",
    template: r#"{"timeout": {"max_duration": @}}"#,
};

#[test]
fn no_member_is_required() {
    expect_all(
        r#"
            SessionConfig {"timeout": {}}
        "#,
    );
}

#[test]
fn integers_are_exact_decimals() {
    MAX_DURATION.expect_values(&[
        ("20", &[]),
        ("20.0", &[]),
        ("2e1", &[]),
        ("-1", &[]),
        ("-1.0", &[]),
        ("9223372036854775807", &[]),
        ("20.5", &["type"]),
        ("1e-400", &["type"]),
        ("9223372036854775807.5", &["type"]),
    ]);
}

#[test]
fn zero_and_less_than_minus_one_are_warnings() {
    MAX_DURATION.expect_values(&[
        ("0", &["timeout-value"]),
        ("-0", &["timeout-value"]),
        ("-0.0e5", &["timeout-value"]),
        ("-2", &["timeout-value"]),
        ("-9223372036854775808", &["timeout-value"]),
    ]);
}

#[test]
fn integers_out_of_range_are_not_timeout_warnings() {
    MAX_DURATION.expect_values(&[
        ("9223372036854775808", &["integer-range"]),
        ("-9223372036854775809", &["integer-range"]),
        ("9.223372036854775808e18", &["integer-range"]),
        ("1e400", &["integer-range"]),
        ("-1e400", &["integer-range"]),
    ]);
}

#[test]
fn idle_timeout_above_max_duration_is_a_warning() {
    expect_all(
        r#"
            SessionConfig {"timeout": {"max_duration": 20, "idle_timeout": 20}}
            SessionConfig {"timeout": {"max_duration": 20, "idle_timeout": 21}}
            - timeout-order /timeout/idle_timeout 21
            SessionConfig {"timeout": {"idle_timeout": 2.1e1, "max_duration": 20}}
            - timeout-order /timeout/idle_timeout 2.1e1
            # The API's default for a missing member is not compared.
            SessionConfig {"timeout": {"idle_timeout": 500}}
            # Violations elsewhere do not suppress it.
            SessionConfig {"recording": 5, "x": 1, "timeout": {"max_duration": 1, "y": 2, "idle_timeout": 2}, "live_view": []}
            - type /recording 5
            - unknown-property /x "x"
            - unknown-property /timeout/y "y"
            - timeout-order /timeout/idle_timeout 2
            - type /live_view []
        "#,
    );
}

#[test]
fn only_two_positive_integers_are_compared() {
    expect_all(
        r#"
            SessionConfig {"timeout": {"max_duration": -1, "idle_timeout": 5}}
            SessionConfig {"timeout": {"max_duration": 5, "idle_timeout": -1}}
            SessionConfig {"timeout": {"max_duration": 0, "idle_timeout": 5}}
            - timeout-value /timeout/max_duration 0
            SessionConfig {"timeout": {"max_duration": -3, "idle_timeout": -2}}
            - timeout-value /timeout/max_duration -3
            - timeout-value /timeout/idle_timeout -2
            SessionConfig {"timeout": {"max_duration": 1e400, "idle_timeout": 5}}
            - integer-range /timeout/max_duration 1e400
            SessionConfig {"timeout": {"max_duration": 5, "idle_timeout": 1e400}}
            - integer-range /timeout/idle_timeout 1e400
            SessionConfig {"timeout": {"max_duration": "1", "idle_timeout": 5}}
            - type /timeout/max_duration "1"
        "#,
    );
}
