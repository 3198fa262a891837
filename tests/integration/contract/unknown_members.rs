//! `unknown-property`: members that the API document does not name.

use super::expect_all;

#[test]
fn unknown_members_of_every_object_are_warnings() {
    expect_all(
        r#"
            CreateTaskRequest {"name": "t", "language": "typescript", "x": 1}
            - unknown-property /x "x"
            SessionConfig {"x": 1, "recording": {"x": 1}, "timeout": {"x": 1}, "live_view": {"x": 1}, "proxy": {"active": true, "x": 1}}
            - unknown-property /x "x"
            - unknown-property /recording/x "x"
            - unknown-property /timeout/x "x"
            - unknown-property /live_view/x "x"
            - unknown-property /proxy/x "x"
            AnchorProxy {"active": true, "x": null}
            - unknown-property /x "x"
            CustomProxy {"type": "custom", "server": "h:1", "username": "u", "password": "p", "active": true, "x": {}}
            - unknown-property /x "x"
            TaskResponse {"x": 1}
            - unknown-property /x "x"
            ErrorResponse {"x": 1, "error": {"x": 1}}
            - unknown-property /x "x"
            - unknown-property /error/x "x"
            SessionConfig {"live_view": {"one_time_url": true}}
            - unknown-property /live_view/one_time_url "one_time_url"
        "#,
    );
}

#[test]
fn no_rule_is_checked_inside_an_unknown_member() {
    expect_all(
        r#"
            SessionConfig {"x": {"proxy": {"type": 5}, "initial_url": "?"}}
            - unknown-property /x "x"
        "#,
    );
}

#[test]
fn names_of_members_are_case_sensitive() {
    expect_all(
        r#"
            SessionConfig {"Timeout": {}, "TIMEOUT": {}, "time\u006fut": {}}
            - unknown-property /Timeout "Timeout"
            - unknown-property /TIMEOUT "TIMEOUT"
        "#,
    );
}

#[test]
fn pointers_of_unknown_members_are_escaped() {
    expect_all(
        r#"
            SessionConfig {"": 1, "a/b~c": 1, "ü": 1}
            - unknown-property / ""
            - unknown-property /a~1b~0c "a/b~c"
            - unknown-property /ü "ü"
        "#,
    );
}
