//! `type`: the JSON type of every known member.

use anchorbrowser_schema::DocumentType;
use serde_json::json;

use crate::support::{DOCUMENT, check, columns, expect, params};

/// All known members except those of a task, one on each line: the document type, the pointer, the
/// expected type, and a document with `@` in place of the member's value.
const MEMBERS: &str = r#"
    CreateTaskRequest /name string {"language": "typescript", "name": @}
    CreateTaskRequest /language string {"name": "t", "language": @}
    CreateTaskRequest /code string {"name": "t", "language": "typescript", "code": @}
    CreateTaskRequest /description string {"name": "t", "language": "typescript", "description": @}
    CreateTaskRequest /browserConfiguration object {"name": "t", "language": "typescript", "browserConfiguration": @}
    SessionConfig /initial_url string {"initial_url": @}
    SessionConfig /recording object {"recording": @}
    SessionConfig /recording/active boolean {"recording": {"active": @}}
    SessionConfig /proxy object {"proxy": @}
    SessionConfig /timeout object {"timeout": @}
    SessionConfig /timeout/max_duration integer {"timeout": {"max_duration": @, "idle_timeout": 5}}
    SessionConfig /timeout/idle_timeout integer {"timeout": {"max_duration": 1, "idle_timeout": @}}
    SessionConfig /live_view object {"live_view": @}
    SessionConfig /live_view/read_only boolean {"live_view": {"read_only": @}}
    ProxyConfig /active boolean {"active": @}
    ProxyConfig /type string {"type": @, "active": true}
    AnchorProxy /active boolean {"active": @}
    AnchorProxy /type string {"active": true, "type": @}
    AnchorProxy /country_code string {"active": true, "country_code": @}
    AnchorProxy /region string {"active": true, "region": @, "city": "c"}
    AnchorProxy /city string {"active": true, "type": "anchor_gov", "region": "r", "city": @}
    CustomProxy /type string {"type": @, "server": "h:1", "username": "u", "password": "p", "active": true}
    CustomProxy /server string {"type": "custom", "server": @, "username": "u", "password": "p", "active": true}
    CustomProxy /username string {"type": "custom", "server": "h:1", "username": @, "password": "p", "active": true}
    CustomProxy /password string {"type": "custom", "server": "h:1", "username": "u", "password": @, "active": true}
    CustomProxy /active boolean {"type": "custom", "server": "h:1", "username": "u", "password": "p", "active": @}
    TaskResponse /data object {"data": @}
    ErrorResponse /error object {"error": @}
    ErrorResponse /error/code integer {"error": {"code": @}}
    ErrorResponse /error/message string {"error": {"message": @}}
"#;

/// A value of each JSON type, with the name of the type.
const VALUES: [(&str, &str); 7] = [
    ("null", "null"),
    ("false", "boolean"),
    ("{}", "object"),
    (r#"["custom"]"#, "array"),
    ("1.5", "number"),
    ("-7", "number"),
    (r#""""#, "string"),
];

/// Asserts that a value in place of `@` violates only `type`, unless it has the expected type.
#[track_caller]
fn expect_type(document_type: DocumentType, template: &str, pointer: &str, expected: &str) {
    for (value, found) in VALUES {
        if expected == found || (expected == "integer" && value == "-7") {
            continue;
        }
        let json = template.replace('@', value);
        let text = if json == value { DOCUMENT } else { value };
        expect(document_type, &json, &[["type", pointer, text]]);
        let report = check(document_type, &json);
        let violation = &report.violations()[0];
        assert_eq!(
            params(violation),
            json!({"expected": expected, "found": found}),
            "{json}"
        );
        if value == "null" {
            let is_optional = document_type
                .member(pointer)
                .is_some_and(|member| !member.is_required());
            let help = match pointer {
                "" => None,
                _ if is_optional => {
                    Some("leave the member out instead of setting it to `null`".to_owned())
                }
                _ => {
                    let article = if expected.starts_with(['i', 'o']) {
                        "an"
                    } else {
                        "a"
                    };
                    Some(format!("replace `null` with {article} {expected}"))
                }
            };
            assert_eq!(violation.help().as_deref(), help.as_deref(), "{json}");
        }
    }
}

#[test]
fn a_wrong_type_suppresses_the_other_rules_of_its_member() {
    for document_type in DocumentType::all() {
        expect_type(document_type, "@", "", "object");
    }
    let lines = MEMBERS.lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty()) {
        let [document_type, pointer, expected, template] = columns(line);
        expect_type(document_type.parse().unwrap(), template, pointer, expected);
    }
}

#[test]
fn every_member_of_a_task_has_a_type() {
    let members = [
        ("id", r#""3c90c3cc-0d44-4b50-8888-8dd25736052a""#, "string"),
        ("name", r#""t""#, "string"),
        (
            "teamId",
            r#""3c90c3cc-0d44-4b50-8888-8dd25736052a""#,
            "string",
        ),
        ("description", r#""d""#, "string"),
        ("latestVersion", r#""""#, "string"),
        ("code", r#""""#, "string"),
        ("language", r#""typescript""#, "string"),
        ("browserConfiguration", "{}", "object"),
        ("deleted", "true", "boolean"),
        ("createdAt", r#""2025-03-01T09:30:00Z""#, "string"),
        ("updatedAt", r#""2025-03-01T09:30:00Z""#, "string"),
    ];
    let task = |with: &str| {
        let members = members.map(|(member, value, _)| {
            let value = if member == with { "@" } else { value };
            format!("\"{member}\": {value}")
        });
        format!("{{{}}}", members.join(", "))
    };
    expect(DocumentType::Task, &task(""), &[]);
    for (member, _, expected) in members {
        expect_type(
            DocumentType::Task,
            &task(member),
            &format!("/{member}"),
            expected,
        );
    }
}
