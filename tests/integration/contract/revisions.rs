//! What differs between the revisions of the API's documents.

use anchorbrowser_schema::{
    AnchorProxy, CountryCode, CreateTaskRequest, DocumentType, LiveView, Nullable, Object, Outcome,
    ProxyType, Report, Revision, ScopedAccess, SessionConfig, Task, TaskResponse, Validate,
    Validator,
};

use crate::support::{Row, columns, expect_in};

/// Asserts the violations of a table of documents in all revisions. A document is a line with its type
/// and its JSON text, followed by a line for each violation: `revision rule pointer text`, as in
/// [`expect_all`](super::expect_all). `2026..` is all revisions from `2026` on.
#[track_caller]
fn expect_revisions(table: &str) {
    type Document<'t> = (DocumentType, &'t str, Vec<(&'t str, Row<'t>)>);
    let mut documents: Vec<Document<'_>> = Vec::new();
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.starts_with("20") {
            let [revision, rule, pointer, text] = columns(line);
            let violations = &mut documents.last_mut().unwrap().2;
            violations.push((revision, [rule, pointer, text]));
        } else {
            let [document_type, json] = columns(line);
            documents.push((document_type.parse().unwrap(), json, Vec::new()));
        }
    }
    for (document_type, json, violations) in documents {
        for revision in Revision::all() {
            let applies = |first: &str| match first.strip_suffix("..") {
                Some(first) => revision >= first.parse().unwrap(),
                None => revision == first.parse().unwrap(),
            };
            let expected = violations.iter().filter(|(first, _)| applies(first));
            let expected: Vec<Row<'_>> = expected.map(|(_, row)| *row).collect();
            expect_in(revision, document_type, json, &expected);
        }
    }
}

#[test]
fn proxy_types() {
    expect_revisions(
        r#"
            AnchorProxy {"active": true, "type": "anchor_proxy"}
            AnchorProxy {"active": true, "type": "anchor_residential"}
            2026.. enum /type "anchor_residential"
            AnchorProxy {"active": true, "type": "anchor_mobile"}
            2026.. enum /type "anchor_mobile"
            AnchorProxy {"active": true, "type": "anchor_gov"}
            2026.. enum /type "anchor_gov"
            AnchorProxy {"active": true, "type": "datacenter"}
            2025.. enum /type "datacenter"
            ProxyConfig {"type": "custom", "active": true, "server": "http://h:1", "username": "u", "password": "p"}
        "#,
    );
}

#[test]
fn countries() {
    expect_revisions(
        r#"
            AnchorProxy {"active": true, "type": "anchor_proxy", "country_code": "gb"}
            2025 country-not-allowed /country_code "gb"
            AnchorProxy {"active": true, "country_code": "gb"}
            AnchorProxy {"active": true, "country_code": "ru"}
            2026.. country-unknown /country_code "ru"
            AnchorProxy {"active": true, "type": "anchor_mobile", "country_code": "ru"}
            2026.. enum /type "anchor_mobile"
            2026.. country-unknown /country_code "ru"
            AnchorProxy {"active": true, "type": "anchor_gov", "country_code": "de"}
            2026.. enum /type "anchor_gov"
            AnchorProxy {"active": true, "type": "x", "country_code": "xx"}
            2025.. enum /type "x"
            2025.. country-unknown /country_code "xx"
        "#,
    );
    let proxy = Revision::V2026.countries(Some(&ProxyType::ANCHOR_PROXY));
    assert_eq!(proxy.clone().count(), 146);
    assert!(Revision::V2026.countries(None).eq(proxy.clone()));
    let old = Revision::V2025.countries(Some(&ProxyType::ANCHOR_PROXY));
    assert!(old.eq(proxy.filter(|country| *country != CountryCode::GB)));
    assert_eq!(
        Revision::V2026
            .countries(Some(&ProxyType::ANCHOR_GOV))
            .count(),
        0
    );
}

#[test]
fn cities() {
    expect_revisions(
        r#"
            AnchorProxy {"active": true, "type": "anchor_gov", "region": "r", "city": "c"}
            2025 city-unsupported /city "c"
            2026.. enum /type "anchor_gov"
            AnchorProxy {"active": true, "type": "anchor_proxy", "region": "r", "city": "c"}
            AnchorProxy {"active": true, "type": "anchor_gov", "city": 1}
            2025 city-requires-region /city 1
            2025 type /city 1
            2026.. enum /type "anchor_gov"
            2026.. city-requires-region /city 1
            2026.. type /city 1
        "#,
    );
}

#[test]
fn members() {
    expect_revisions(
        r#"
            SessionConfig {"tags": ["a", ""]}
            2025 unknown-property /tags "tags"
            SessionConfig {"tags": []}
            2025 unknown-property /tags "tags"
            SessionConfig {"tags": ["a", 1, null, {"k": 2}]}
            2025 unknown-property /tags "tags"
            2026.. type /tags/1 1
            2026.. type /tags/2 null
            2026.. type /tags/3 {"k": 2}
            SessionConfig {"tags": "a"}
            2025 unknown-property /tags "tags"
            2026.. type /tags "a"
            SessionConfig {"tags": null}
            2025 unknown-property /tags "tags"
            2026.. type /tags null
            SessionConfig {"tags": [[{"k":1,"k":2}]]}
            2025 unknown-property /tags "tags"
            2025 duplicate-key /tags/0/0/k "k"
            2026.. type /tags/0 [{"k":1,"k":2}]
            2026.. duplicate-key /tags/0/0/k "k"
            SessionConfig {"x402": true}
            2025 unknown-property /x402 "x402"
            SessionConfig {"x402": 1, "x402": 2}
            2025 duplicate-key /x402 "x402"
            2025 unknown-property /x402 "x402"
            2026.. duplicate-key /x402 "x402"
            2026.. type /x402 2
            SessionConfig {"scoped_access": {}}
            2025 unknown-property /scoped_access "scoped_access"
            SessionConfig {"scoped_access": {"active": "yes", "actve": 1}}
            2025 unknown-property /scoped_access "scoped_access"
            2026.. type /scoped_access/active "yes"
            2026.. unknown-property /scoped_access/actve "actve"
            SessionConfig {"live_view": {"one_time_url": true}}
            2025 unknown-property /live_view/one_time_url "one_time_url"
            SessionConfig {"live_view": {"one_time_url": 0}}
            2025 unknown-property /live_view/one_time_url "one_time_url"
            2026.. type /live_view/one_time_url 0
            SessionConfig {"taggs": []}
            2025.. unknown-property /taggs "taggs"
        "#,
    );
}

#[test]
fn timeouts_and_servers() {
    expect_revisions(
        r#"
            SessionConfig {"timeout": {"max_duration": -1, "idle_timeout": 0}}
            2025.. timeout-value /timeout/idle_timeout 0
            CustomProxy {"type": "custom", "active": true, "server": "h:1", "username": "u", "password": "p"}
            2026.. proxy-server-format /server "h:1"
            CustomProxy {"type": "custom", "active": true, "server": "SOCKS5://h:1", "username": "u", "password": "p"}
            CustomProxy {"type": "custom", "active": true, "server": "http://h", "username": "u", "password": "p"}
            2025.. proxy-server-format /server "http://h"
        "#,
    );
}

/// A task as the API answers in 2026.
const ANSWER: &str = r#"{"data":{"id":"0b6f5a0e-3f0b-4c58-9d0c-5d2f3c1e7a11","name":"web-scraper","teamId":"7c9e6679-7425-40de-944b-e07fc1f90ae7","description":null,"latestVersion":"draft","code":"","language":"workflow","browserConfiguration":{"live_view":{"one_time_url":false,"quality":1},"tags":["a"]},"deleted":false,"createdAt":"2026-03-01T09:30:00Z","updatedAt":"2026-03-01T09:30:00Z","applicationId":null,"taskVersionId":"v","selectedTaskVersion":{"a":1e400},"isDraft":true,"outputFileOnly":false,"humanIntervention":false,"aiFallbackEnabled":true}}"#;

fn rules(report: &Report) -> Vec<(&str, &str)> {
    let violations = report.violations().iter();
    violations
        .map(|violation| (violation.rule(), violation.pointer()))
        .collect()
}

#[test]
fn a_response_of_2026_is_read_without_loss() {
    let validator = Validator::new().revision(Revision::V2026);
    let outcome: Outcome<TaskResponse> = validator.read_json(ANSWER);
    assert_eq!(rules(outcome.report()), []);
    let response = outcome.into_valid().unwrap();
    assert_eq!(response.revision(), Revision::V2026);
    assert_eq!(serde_json::to_string(&response).unwrap(), ANSWER);
    let task = response.data.as_ref().unwrap();
    assert_eq!(task.description, Some(Nullable::Null));
    assert_eq!(task.unknown_members().len(), 7);
    assert!(validator.check(&*response).is_empty());
    assert!(validator.is_valid(&*response) && validator.is_valid_json::<TaskResponse>(ANSWER));

    // Members outside the task are still reported.
    let report = validator.check_json::<TaskResponse>(r#"{"data": null, "meta": 1}"#);
    assert_eq!(
        rules(&report),
        [("type", "/data"), ("unknown-property", "/meta")]
    );
}

#[test]
fn a_response_of_2026_violates_2025() {
    let expected = [
        ("type", "/data/description"),
        ("enum", "/data/language"),
        (
            "unknown-property",
            "/data/browserConfiguration/live_view/one_time_url",
        ),
        (
            "unknown-property",
            "/data/browserConfiguration/live_view/quality",
        ),
        ("unknown-property", "/data/browserConfiguration/tags"),
        ("unknown-property", "/data/applicationId"),
        ("unknown-property", "/data/taskVersionId"),
        ("unknown-property", "/data/selectedTaskVersion"),
        ("unknown-property", "/data/isDraft"),
        ("unknown-property", "/data/outputFileOnly"),
        ("unknown-property", "/data/humanIntervention"),
        ("unknown-property", "/data/aiFallbackEnabled"),
    ];
    let report = Validator::new().check_json::<TaskResponse>(ANSWER);
    assert_eq!(rules(&report), expected);
    // Reading the shape keeps everything.
    let response: TaskResponse = serde_json::from_str(ANSWER).unwrap();
    assert_eq!(serde_json::to_string(&response).unwrap(), ANSWER);
    assert!(!response.is_valid());
    assert_eq!(rules(&response.check()), expected);
}

#[test]
fn a_typed_value_is_checked_in_the_revision_that_is_asked() {
    let session = SessionConfig::new()
        .with_tags(["a"])
        .with_x402(true)
        .with_live_view(LiveView::new().with_one_time_url(true));
    let strict = Validator::new().deny_warnings();
    let expected = [
        ("unknown-property", "/live_view/one_time_url"),
        ("unknown-property", "/tags"),
        ("unknown-property", "/x402"),
    ];
    assert_eq!(rules(&session.check()), expected);
    assert!(session.is_valid() && !strict.is_valid(&session));
    let latest = strict.revision(Revision::V2026);
    assert!(latest.check(&session).is_empty() && latest.is_valid(&session));

    // The help does not depend on where the value comes from.
    for session in [
        SessionConfig::new().with_scoped_access(ScopedAccess::new()),
        SessionConfig::new().with_tags(["a"]),
    ] {
        let json = serde_json::to_string(&session).unwrap();
        let of_json = Validator::new().check_json::<SessionConfig>(&json);
        let help = |report: &Report| report.violations()[0].help().unwrap().into_owned();
        assert_eq!(help(&session.check()), help(&of_json), "{json}");
    }

    let proxy = AnchorProxy::gov().into_valid().unwrap();
    assert_eq!(proxy.revision(), Revision::V2025);
    let rejected = latest.accept(proxy.into_inner()).unwrap_err();
    assert_eq!(rules(&rejected), [("enum", "/type")]);
}

/// A member that the revision does not name goes into its typed field if it fits, otherwise among the
/// unknown members, and is written back as it was read.
#[test]
fn members_of_later_revisions_lose_nothing() {
    let table = [
        (r#"{"tags":["a","\u00e9"]}"#, true),
        (r#"{"tags":["a",1]}"#, false),
        (r#"{"tags":null}"#, false),
        (r#"{"a":1,"x402":"yes","b":2.50}"#, false),
        (r#"{"scoped_access":{"active":true,"x":1e400}}"#, true),
        (r#"{"scoped_access":{"active":null}}"#, false),
        (r#"{"scoped_access":[]}"#, false),
    ];
    for (json, fits) in table {
        let outcome = Validator::new().read_json::<SessionConfig>(json);
        assert!(outcome.report().is_valid(), "{json}");
        let read: SessionConfig = serde_json::from_str(json).unwrap();
        assert_eq!(outcome.value(), Some(&read), "{json}");
        let is_typed = read.tags.is_some() || read.x402.is_some() || read.scoped_access.is_some();
        assert_eq!(is_typed, fits, "{json}");
        let written = serde_json::to_string(&read).unwrap();
        let again: SessionConfig = serde_json::from_str(&written).unwrap();
        assert_eq!(again, read, "{json}");
        assert_eq!(
            written.len(),
            json.replace("\\u00e9", "é").len(),
            "{written}"
        );
        // The next revision checks what could not be held, too.
        let latest = Validator::new().revision(Revision::V2026);
        let expected = latest.check_json::<SessionConfig>(json);
        assert_eq!(rules(&latest.check(&read)), rules(&expected), "{json}");
        assert_eq!(latest.is_valid(&read), expected.is_valid(), "{json}");
        assert_eq!(latest.accept(read).is_ok(), expected.is_valid(), "{json}");
    }
}

#[test]
fn a_field_that_is_set_replaces_a_value_that_did_not_fit() {
    let mut session: SessionConfig = serde_json::from_str(r#"{"tags":5,"x":1}"#).unwrap();
    session = session.with_tags(["a"]);
    assert_eq!(
        serde_json::to_string(&session).unwrap(),
        r#"{"tags":["a"],"x":1}"#
    );
    let error = session.set_unknown_member("x402", &1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`x402` is a known member of `SessionConfig`, so it cannot be set as an unknown one"
    );
}

/// Asserts the help of the only violation.
#[track_caller]
fn expect_help<T: Object>(revision: Revision, json: &str, expected: &str) {
    let report = Validator::new().revision(revision).check_json::<T>(json);
    let [violation] = report.violations() else {
        panic!("{report}");
    };
    assert_eq!(violation.help().as_deref(), Some(expected), "{json}");
}

#[test]
fn helps_name_the_other_revision() {
    expect_help::<AnchorProxy>(
        Revision::V2026,
        r#"{"active": true, "type": "anchor_gov"}"#,
        "`anchor_gov` was removed from the API's documents in February 2026: leave the type out, or use `anchor_proxy`",
    );
    expect_help::<AnchorProxy>(
        Revision::V2026,
        r#"{"active": true, "country_code": "ru"}"#,
        "only revision `2025` has a proxy type that offers it; choose another country",
    );
    // What is meant is not suggested if the revision does not have it.
    for country in ["RU", "Russia", "rus"] {
        let json = format!(r#"{{"active": true, "country_code": "{country}"}}"#);
        expect_help::<AnchorProxy>(Revision::V2025, &json, "did you mean `ru`?");
        expect_help::<AnchorProxy>(
            Revision::V2026,
            &json,
            "only revision `2025` has a proxy type that offers it; choose another country",
        );
    }
    expect_help::<SessionConfig>(
        Revision::V2025,
        r#"{"tags": ["a"]}"#,
        "it is a member since revision `2026`: use that revision, or leave it out",
    );
    expect_help::<SessionConfig>(
        Revision::V2026,
        r#"{"timeout": {"max_duration": 0}}"#,
        "use `-1` for no limit",
    );
    let task = ANSWER.replace(r#""description":null,"#, "");
    let task: TaskResponse = serde_json::from_str(&task).unwrap();
    let report = task.check();
    let language = report.errors().next().unwrap();
    assert_eq!(
        language.help().as_deref(),
        Some("`workflow` is allowed since revision `2026`")
    );
    // A request's language is `typescript` in all revisions.
    expect_help::<CreateTaskRequest>(
        Revision::V2026,
        r#"{"name": "t", "language": "workflow"}"#,
        "use `typescript`",
    );
}

#[test]
fn null_is_kept_apart_from_absence() {
    let task = |description: &str| {
        let json = format!(
            r#"{{"id":"i","name":"n","teamId":"t",{description}"latestVersion":"1","code":"","language":"typescript","deleted":false,"createdAt":"","updatedAt":""}}"#
        );
        (serde_json::from_str::<Task>(&json).unwrap(), json)
    };
    let table = [
        ("", None),
        (r#""description":null,"#, Some(Nullable::Null)),
        (r#""description":"d","#, Some(Nullable::from("d"))),
    ];
    for (member, expected) in table {
        let (task, json) = task(member);
        assert_eq!(task.description, expected);
        assert_eq!(serde_json::to_string(&task).unwrap(), json);
    }
}
