//! What reports tell, in the form that the tables of the other modules are written in.

use anchorbrowser_schema::{Report, Root, Severity, Validator, Violation};

/// The rules that are warnings; all others are errors.
const WARNINGS: [&str; 8] = [
    "unknown-property",
    "timeout-value",
    "timeout-order",
    "url-scheme",
    "url-credentials",
    "proxy-server-format",
    "empty-code",
    "code-not-text",
];

/// Whether a rule is an error by default.
pub(crate) fn is_error(rule: &str) -> bool {
    !WARNINGS.contains(&rule)
}

/// A violation of a table: the rule, the pointer, and the text that the span cuts out. The severity
/// is that of the rule.
pub(crate) type Row<'t> = [&'t str; 3];

/// Stands in a row for the text of the whole document, without the white space around it.
pub(crate) const ALL: &str = "(all)";

/// Checks that a text breaks exactly these rules, told in this order.
#[track_caller]
pub(crate) fn expect(root: Root, json: &str, rows: &[Row<'_>]) {
    let report = root.check_json(&Validator::new(), json);
    let found: Vec<[&str; 4]> = report
        .violations()
        .iter()
        .map(|violation| {
            let span = violation.span().unwrap();
            let text = match &json[span.start..span.end] {
                text if !text.is_empty() && text == json.trim() => ALL,
                text => text,
            };
            let [rule, pointer] = rule_at(violation);
            [violation.severity().name(), rule, pointer, text]
        })
        .collect();
    let severity = |rule| if is_error(rule) { "error" } else { "warning" };
    let expected: Vec<[&str; 4]> = rows
        .iter()
        .map(|[rule, pointer, text]| [severity(rule), rule, pointer, text])
        .collect();
    assert_eq!(found, expected, "{json}");
    expect_counts(&report);
}

/// Checks that a report in which nothing is omitted counts what it lists.
#[track_caller]
pub(crate) fn expect_counts(report: &Report) {
    let count = |severity| {
        let violations = report.violations().iter();
        violations.filter(|v| v.severity() == severity).count()
    };
    let errors = count(Severity::Error);
    assert_eq!(report.errors(), errors);
    assert_eq!(report.warnings(), count(Severity::Warning));
    assert_eq!(report.omitted(), 0);
    assert_eq!(report.is_valid(), errors == 0);
    assert_eq!(report.is_empty(), report.violations().is_empty());
}

/// The rule and the pointer of a violation.
pub(crate) fn rule_at(violation: &Violation) -> [&str; 2] {
    [violation.rule().name(), violation.pointer()]
}

/// The rules and pointers of all violations that are listed.
pub(crate) fn rules_at(report: &Report) -> Vec<[&str; 2]> {
    report.violations().iter().map(rule_at).collect()
}

/// A text for every rule, which breaks it: the rule, the root, the text.
pub(crate) fn broken() -> Vec<(&'static str, Root, String)> {
    let request = |members: &str| format!(r#"{{"language": "typescript", {members}}}"#);
    let (of_request, of_session) = (Root::CreateTaskRequest, Root::SessionConfig);
    let (of_anchor, of_task) = (Root::AnchorProxy, Root::Task);
    let name = |name: &str| request(&format!(r#""name": "{name}""#));
    let code = |code: &str| request(&format!(r#""name": "t", "code": "{code}""#));
    let url = |url: &str| format!(r#"{{"initial_url": "{url}"}}"#);
    let anchor = |members: &str| format!(r#"{{"active": true, {members}}}"#);
    let timeout = |members: &str| format!(r#"{{"timeout": {{{members}}}}}"#);
    let task = |id: &str, updated: &str| {
        format!(
            r#"{{"id": "{id}", "name": "t", "teamId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
                "latestVersion": "1", "code": "", "language": "typescript", "deleted": false,
                "createdAt": "2025-03-01T09:30:00Z", "updatedAt": "{updated}"}}"#
        )
    };
    let uuid = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
    let custom = |server: &str| {
        format!(
            r#"{{"type": "custom", "server": "{server}", "username": "u", "password": "p",
                "active": true}}"#
        )
    };
    vec![
        ("syntax", of_request, r#"{"name": }"#.into()),
        (
            "duplicate-key",
            of_request,
            request(r#""name": "s", "name": "t""#),
        ),
        ("type", of_anchor, r#"{"active": "yes"}"#.into()),
        ("required", of_request, r#"{"name": "t"}"#.into()),
        ("enum", of_anchor, anchor(r#""type": "residential""#)),
        ("min-length", of_request, name("")),
        ("max-length", of_request, name(&"a".repeat(257))),
        ("pattern", of_request, name("a b")),
        ("base64-alphabet", of_request, code(r"cnVu\nKCk7\n")),
        ("base64-padding", of_request, code("cnVuKCk")),
        ("base64-trailing-bits", of_request, code("QR==")),
        ("uri", of_session, url("https://example.com/a b")),
        ("invalid-url", of_session, url("https://example.com:99999/")),
        (
            "country-unknown",
            of_anchor,
            anchor(r#""country_code": "uk""#),
        ),
        (
            "country-not-allowed",
            of_anchor,
            anchor(r#""type": "anchor_gov", "country_code": "gb""#),
        ),
        ("city-requires-region", of_anchor, anchor(r#""city": "c""#)),
        (
            "city-unsupported",
            of_anchor,
            anchor(r#""type": "anchor_gov", "region": "r", "city": "c""#),
        ),
        (
            "integer-range",
            of_session,
            timeout(r#""max_duration": 1e400"#),
        ),
        ("uuid", of_task, task("{3c90c3cc}", "2025-03-01T09:30:00Z")),
        ("date-time", of_task, task(uuid, "2025-02-29T09:30:00Z")),
        (
            "unknown-property",
            of_anchor,
            anchor(r#""countryCode": "gb""#),
        ),
        ("timeout-value", of_session, timeout(r#""max_duration": 0"#)),
        (
            "timeout-order",
            of_session,
            timeout(r#""max_duration": 20, "idle_timeout": 21"#),
        ),
        ("url-scheme", of_session, url("ftp://example.com/")),
        (
            "url-credentials",
            of_session,
            url("https://u:p@example.com/"),
        ),
        (
            "proxy-server-format",
            Root::CustomProxy,
            custom("example.com"),
        ),
        ("empty-code", of_request, code("")),
        ("code-not-text", of_request, code("/w==")),
    ]
}

/// The violation of `rule` in its text of [`broken`].
pub(crate) fn violation_of(rule: &str) -> Violation {
    let broken = broken();
    let (_, root, json) = broken.iter().find(|(name, ..)| *name == rule).unwrap();
    let report = root.check_json(&Validator::new(), json);
    let found = report.violations().iter().find(|v| v.rule().name() == rule);
    found.unwrap_or_else(|| panic!("{rule}: {json}")).clone()
}

/// Evaluates `$body` with `$type` as the type of the root.
macro_rules! with_type {
    ($root:expr, $type:ident => $body:expr) => {
        $crate::support::with_type!(
            @ $root, $type => $body;
            CreateTaskRequest SessionConfig ProxyConfig AnchorProxy CustomProxy Task TaskResponse
            ErrorResponse
        )
    };
    (@ $root:expr, $type:ident => $body:expr; $($name:ident)*) => {
        match $root {
            $(::anchorbrowser_schema::Root::$name => {
                type $type = ::anchorbrowser_schema::$name;
                $body
            })*
            _ => unreachable!("all roots are above"),
        }
    };
}

pub(crate) use with_type;
