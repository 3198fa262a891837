//! Helpers of the other modules: running checks, and stating the expected violations as tables.

use anchorbrowser_schema::{
    CreateTaskRequest, DocumentType, Level, Report, Revision, Rule, Severity, Validator, Violation,
};
use serde_json::Value;

/// The rules that are warnings by default; all others are errors.
const WARNINGS: &[&str] = &[
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

/// The severity of a rule that is set to `level`; `None` if the rule is allowed.
pub(crate) fn severity(level: Level) -> Option<Severity> {
    match level {
        Level::Deny => Some(Severity::Error),
        Level::Warn => Some(Severity::Warning),
        _ => None,
    }
}

/// Checks JSON text as a document of the given type, with default settings.
pub(crate) fn check(document_type: DocumentType, json: impl AsRef<[u8]>) -> Report {
    check_with(&Validator::new(), document_type, json)
}

/// Checks JSON text as a document of the given type, with the settings of `validator`.
pub(crate) fn check_with(
    validator: &Validator,
    document_type: DocumentType,
    json: impl AsRef<[u8]>,
) -> Report {
    validator.check_json_as(document_type, json)
}

/// Checks JSON text as a create-task request, with default settings.
pub(crate) fn check_request(json: impl AsRef<[u8]>) -> Report {
    Validator::new().check_json::<CreateTaskRequest>(json)
}

/// A configuration with this many cases, unless `PROPTEST_CASES` is set.
#[allow(
    dead_code,
    reason = "not all combinations of features have property tests"
)]
pub(crate) fn cases(cases: u32) -> proptest::prelude::ProptestConfig {
    let setting = std::env::var("PROPTEST_CASES").ok();
    let cases = setting
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(cases);
    proptest::prelude::ProptestConfig {
        cases,
        failure_persistence: None,
        // The number of rejected cases grows with their number.
        max_global_rejects: cases.saturating_add(1024),
        ..proptest::prelude::ProptestConfig::default()
    }
}

/// The error for `2024` as a revision.
pub(crate) fn unknown_revision() -> String {
    let names: Vec<_> = Revision::all().map(|name| format!("`{name}`")).collect();
    let (last, others) = names.split_last().unwrap();
    format!(
        "`2024` is not a revision; use {} or {last}",
        others.join(", ")
    )
}

/// An expected violation: the rule, the JSON Pointer, and the source text of the span. The severity
/// is the default severity of the rule.
pub(crate) type Row<'t> = [&'t str; 3];

/// In a [`Row`], the source text of the whole document, without surrounding whitespace.
pub(crate) const DOCUMENT: &str = "(document)";

/// Asserts that a document has exactly these violations, in this order.
#[track_caller]
pub(crate) fn expect(document_type: DocumentType, json: &str, rows: &[Row<'_>]) {
    expect_in(Revision::default(), document_type, json, rows);
}

/// [`expect`] in a revision.
#[track_caller]
pub(crate) fn expect_in(
    revision: Revision,
    document_type: DocumentType,
    json: &str,
    rows: &[Row<'_>],
) {
    let validator = Validator::new().revision(revision);
    let report = validator.check_json_as(document_type, json);
    assert_eq!(report.revision(), revision);
    let actual: Vec<[&str; 4]> = report
        .violations()
        .iter()
        .map(|violation| {
            let span = violation.span().unwrap();
            let text = match &json[span.start..span.end] {
                text if !text.is_empty() && text == json.trim() => DOCUMENT,
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
    assert_eq!(actual, expected, "{revision} {json}");
    expect_counts(&report);
}

/// Asserts that the counts of a report match its violations, none of which is omitted.
#[track_caller]
pub(crate) fn expect_counts(report: &Report) {
    let errors = count(report, Severity::Error);
    let warnings = count(report, Severity::Warning);
    assert_eq!(counts(report), (errors, warnings, 0));
    assert_eq!(report.errors().count(), errors);
    assert_eq!(report.warnings().count(), warnings);
    assert_eq!(report.is_valid(), errors == 0);
    assert_eq!(report.is_empty(), report.violations().is_empty());
}

/// The number of listed violations of a severity.
pub(crate) fn count(report: &Report, severity: Severity) -> usize {
    let violations = report.violations().iter();
    violations.filter(|v| v.severity() == severity).count()
}

/// The counts of a report: errors, warnings, and violations that are not listed.
pub(crate) fn counts(report: &Report) -> (usize, usize, usize) {
    (
        report.error_count(),
        report.warning_count(),
        report.omitted(),
    )
}

/// The rule of a violation.
pub(crate) fn rule_of(violation: &Violation) -> Rule {
    violation.kind().rule().unwrap()
}

/// The rule and the pointer of a violation.
pub(crate) fn rule_at(violation: &Violation) -> [&str; 2] {
    [violation.rule(), violation.pointer()]
}

/// The rules and pointers of all listed violations.
pub(crate) fn rules_at(report: &Report) -> Vec<[&str; 2]> {
    report.violations().iter().map(rule_at).collect()
}

/// The pointers of all listed violations.
pub(crate) fn pointers(report: &Report) -> Vec<&str> {
    let violations = report.violations().iter();
    violations.map(Violation::pointer).collect()
}

/// The first byte of a violation's span.
pub(crate) fn start(violation: &Violation) -> usize {
    violation.span().unwrap().start
}

/// The parameters of a violation, as in its JSON.
pub(crate) fn params(violation: &Violation) -> Value {
    serde_json::to_value(violation).unwrap()["params"].take()
}

/// For each rule a document that violates it, one on each line: the rule, the document type, the
/// JSON text.
const VIOLATING_DOCUMENTS: &str = r#"
    syntax CreateTaskRequest {"name": }
    duplicate-key CreateTaskRequest {"language": "typescript", "name": "s", "name": "t"}
    type AnchorProxy {"active": "yes"}
    required CreateTaskRequest {"name": "t"}
    enum AnchorProxy {"active": true, "type": "residential"}
    min-length CreateTaskRequest {"language": "typescript", "name": ""}
    max-length CreateTaskRequest {"language": "typescript", "name": "(257 characters)"}
    pattern CreateTaskRequest {"language": "typescript", "name": "a b"}
    base64-alphabet CreateTaskRequest {"language": "typescript", "name": "t", "code": "cnVu\nKCk7\n"}
    base64-padding CreateTaskRequest {"language": "typescript", "name": "t", "code": "cnVuKCk"}
    base64-trailing-bits CreateTaskRequest {"language": "typescript", "name": "t", "code": "QR=="}
    uri SessionConfig {"initial_url": "https://example.com/a b"}
    invalid-url SessionConfig {"initial_url": "https://example.com:99999/"}
    country-unknown AnchorProxy {"active": true, "country_code": "uk"}
    country-not-allowed AnchorProxy {"active": true, "type": "anchor_gov", "country_code": "gb"}
    city-requires-region AnchorProxy {"active": true, "city": "c"}
    city-unsupported AnchorProxy {"active": true, "type": "anchor_gov", "region": "r", "city": "c"}
    integer-range SessionConfig {"timeout": {"max_duration": 1e400}}
    uuid Task {"id": "{3c90c3cc}", "name": "t", "teamId": "7c9e6679-7425-40de-944b-e07fc1f90ae7", "latestVersion": "1", "code": "", "language": "typescript", "deleted": false, "createdAt": "2025-03-01T09:30:00Z", "updatedAt": "2025-03-01T09:30:00Z"}
    date-time Task {"id": "3c90c3cc-0d44-4b50-8888-8dd25736052a", "name": "t", "teamId": "7c9e6679-7425-40de-944b-e07fc1f90ae7", "latestVersion": "1", "code": "", "language": "typescript", "deleted": false, "createdAt": "2025-03-01T09:30:00Z", "updatedAt": "2025-02-29T09:30:00Z"}
    unknown-property AnchorProxy {"active": true, "countryCode": "gb"}
    timeout-value SessionConfig {"timeout": {"max_duration": 0}}
    timeout-order SessionConfig {"timeout": {"max_duration": 20, "idle_timeout": 21}}
    url-scheme SessionConfig {"initial_url": "ftp://example.com/"}
    url-credentials SessionConfig {"initial_url": "https://u:p@example.com/"}
    proxy-server-format CustomProxy {"type": "custom", "server": "example.com", "username": "u", "password": "p", "active": true}
    empty-code CreateTaskRequest {"language": "typescript", "name": "t", "code": ""}
    code-not-text CreateTaskRequest {"language": "typescript", "name": "t", "code": "/w=="}
"#;

/// For each rule a document that violates it: the rule, the document type, the JSON text.
pub(crate) fn violating_documents() -> Vec<(&'static str, DocumentType, String)> {
    let lines = VIOLATING_DOCUMENTS.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(|line| {
            let [rule, document_type, json] = columns(line);
            let json = json.replace("(257 characters)", &"a".repeat(257));
            (rule, document_type.parse().unwrap(), json)
        })
        .collect()
}

/// Splits a line at spaces into `N` columns; the last one may contain spaces.
pub(crate) fn columns<const N: usize>(line: &str) -> [&str; N] {
    let columns: Vec<&str> = line.splitn(N, ' ').collect();
    columns.try_into().unwrap_or_else(|_| panic!("{line}"))
}

/// The violation of `rule` in its document of [`violating_documents`].
pub(crate) fn violation_of(rule: &str) -> Violation {
    let documents = violating_documents();
    let (_, document_type, json) = documents.iter().find(|(name, ..)| *name == rule).unwrap();
    find_violation(&check(*document_type, json), rule)
}

/// The first violation of `rule` in a report.
#[track_caller]
pub(crate) fn find_violation(report: &Report, rule: &str) -> Violation {
    let mut violations = report.violations().iter();
    let violation = violations.find(|v| v.rule() == rule);
    violation
        .unwrap_or_else(|| panic!("{rule} is not violated: {report}"))
        .clone()
}

/// Evaluates `$body` with `$type` as the Rust type of the document type.
macro_rules! with_type {
    ($document_type:expr, $type:ident => $body:expr) => {
        $crate::support::with_type!(
            @ $document_type, $type => $body;
            CreateTaskRequest SessionConfig ProxyConfig AnchorProxy CustomProxy Task TaskResponse
            ErrorResponse
        )
    };
    (@ $document_type:expr, $type:ident => $body:expr; $($name:ident)*) => {
        match $document_type {
            $(::anchorbrowser_schema::DocumentType::$name => {
                type $type = ::anchorbrowser_schema::$name;
                $body
            })*
            _ => unreachable!("all document types are listed"),
        }
    };
}

pub(crate) use with_type;
