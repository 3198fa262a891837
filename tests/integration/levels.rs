//! The settings of a validator: levels and limits.

use std::fs;

use anchorbrowser_schema::{
    AnchorProxy, CreateTaskRequest, DocumentType, Level, Report, Rule, Severity, Valid, Validate,
    Validator,
};

use crate::support::{
    check, check_request, check_with, counts, expect_counts, is_error, pointers, rule_of, rules_at,
    severity, start, violating_documents, with_type,
};

const LEVELS: [Level; 3] = [Level::Deny, Level::Warn, Level::Allow];
const FIXED: [Rule; 4] = [Rule::Syntax, Rule::Type, Rule::Required, Rule::IntegerRange];

/// Documents that together violate every rule, some of them many rules at once.
fn documents() -> Vec<(DocumentType, String)> {
    let many = [
        "invalid/many-errors.json",
        "invalid/wrong-types.json",
        "warnings/odd-url.json",
    ];
    let files = many.map(|file| {
        let json = fs::read_to_string(format!("schemas/examples/{file}")).unwrap();
        (DocumentType::CreateTaskRequest, json)
    });
    let documents = violating_documents()
        .into_iter()
        .map(|(_, document_type, json)| (document_type, json));
    documents.chain(files).collect()
}

/// For each violation: the rule, the severity, the pointer, the message, the start.
fn details(report: &Report) -> Vec<(Rule, Severity, String, String, usize)> {
    let violations = report.violations().iter();
    violations
        .map(|v| {
            let pointer = v.pointer().to_owned();
            (rule_of(v), v.severity(), pointer, v.message(), start(v))
        })
        .collect()
}

#[test]
fn fixed_rules_cannot_be_lowered() {
    for rule in Rule::all() {
        let is_fixed = FIXED.contains(&rule);
        assert_eq!(rule.is_fixed(), is_fixed);
        let attempts = [
            Validator::new().warn(rule).map(drop),
            Validator::new().allow(rule).map(drop),
            Validator::new().level(rule, Level::Warn).map(drop),
            Validator::new().level(rule, Level::Allow).map(drop),
        ];
        for attempt in attempts {
            assert_eq!(
                attempt.map_err(|error| error.rule()),
                if is_fixed { Err(rule) } else { Ok(()) }
            );
        }
        assert!(Validator::new().level(rule, Level::Deny).is_ok());
    }
}

#[test]
fn a_level_changes_only_its_own_rule() {
    for (document_type, json) in documents() {
        let default = details(&check(document_type, &json));
        for rule in Rule::all() {
            for level in LEVELS {
                let Ok(validator) = Validator::new().level(rule, level) else {
                    continue;
                };
                let mut expected = default.clone();
                expected.retain(|(violated, ..)| *violated != rule || level != Level::Allow);
                for (violated, expected_severity, ..) in &mut expected {
                    if *violated == rule {
                        *expected_severity = severity(level).unwrap();
                    }
                }
                let report = check_with(&validator, document_type, &json);
                assert_eq!(details(&report), expected, "{rule} {level}: {json}");
                expect_counts(&report);
            }
        }
    }
}

#[test]
fn deny_warn_and_allow_set_the_level() {
    let json = r#"{"name": "a b", "language": "typescript", "code": ""}"#;
    let new = Validator::new;
    let table = [
        (new(), (1, 1)),
        (new().deny(Rule::EmptyCode), (2, 0)),
        (new().warn(Rule::Pattern).unwrap(), (0, 2)),
        (new().allow(Rule::Pattern).unwrap(), (0, 1)),
        (
            new().allow(Rule::Pattern).unwrap().deny(Rule::Pattern),
            (1, 1),
        ),
        (new().deny(Rule::Type).deny(Rule::Syntax), (1, 1)),
        (
            new()
                .allow(Rule::EmptyCode)
                .unwrap()
                .allow(Rule::Pattern)
                .unwrap(),
            (0, 0),
        ),
    ];
    for (validator, (errors, warnings)) in table {
        let report = check_with(&validator, DocumentType::CreateTaskRequest, json);
        assert_eq!(counts(&report), (errors, warnings, 0));
        let verdict = errors == 0;
        assert_eq!(validator.is_valid_json::<CreateTaskRequest>(json), verdict);
        let task = CreateTaskRequest::new("a b").with_code("");
        assert_eq!(validator.is_valid(&task), verdict);
        assert_eq!(validator.check(&task).is_valid(), verdict);
    }
}

#[test]
fn suppression_does_not_depend_on_levels() {
    let table: [(DocumentType, &str, Rule, &[[&str; 2]]); 6] = [
        // The rule that is allowed, and the remaining violations.
        (
            DocumentType::CreateTaskRequest,
            r#"{"name": "t", "language": "typescript", "code": "/x=="}"#,
            Rule::Base64TrailingBits,
            &[],
        ),
        (
            DocumentType::SessionConfig,
            r#"{"initial_url": "ftp://u:p@h:99999/"}"#,
            Rule::InvalidUrl,
            &[],
        ),
        (
            DocumentType::SessionConfig,
            r#"{"initial_url": "ftp://u:p@h/ "}"#,
            Rule::Uri,
            &[],
        ),
        (
            DocumentType::ProxyConfig,
            r#"{"active": true, "type": "datacenter", "country_code": "bt", "region": "r", "city": "c"}"#,
            Rule::Enum,
            &[],
        ),
        (
            DocumentType::AnchorProxy,
            r#"{"active": true, "type": "custom", "server": "h"}"#,
            Rule::Enum,
            &[["unknown-property", "/server"]],
        ),
        (
            DocumentType::ProxyConfig,
            r#"{"active": true, "type": "anchor_gov", "city": 5}"#,
            Rule::CityRequiresRegion,
            &[["type", "/city"]],
        ),
    ];
    for (document_type, json, allowed, rows) in table {
        let validator = Validator::new().allow(allowed).unwrap();
        let report = check_with(&validator, document_type, json);
        assert_eq!(rules_at(&report), rows, "{json}");
    }
}

/// Whether the outcome has a value, and whether it has a [`Valid`] one.
fn values(validator: &Validator, document_type: DocumentType, json: &str) -> (bool, bool) {
    with_type!(document_type, T => {
        let outcome = validator.read_json::<T>(json);
        let has_value = outcome.value().is_some();
        (has_value, outcome.into_valid().is_ok())
    })
}

#[test]
fn levels_do_not_weaken_valid_json() {
    for (name, document_type, json) in violating_documents() {
        let rule: Rule = name.parse().unwrap();
        let is_fixed = FIXED.contains(&rule);
        let default = values(&Validator::new(), document_type, &json);
        assert_eq!(default, (!is_fixed, !is_error(name)), "{name}");
        let denied = values(&Validator::new().deny(rule), document_type, &json);
        assert_eq!(denied, (!is_fixed, false), "{name}");
        for level in [Level::Warn, Level::Allow] {
            if let Ok(validator) = Validator::new().level(rule, level) {
                assert_eq!(
                    values(&validator, document_type, &json),
                    (true, !is_error(name)),
                    "{name}"
                );
            }
        }
    }
}

/// A verdict does not check what cannot decide it.
#[test]
fn a_verdict_agrees_with_the_report_at_each_level() {
    for (name, document_type, json) in violating_documents() {
        let rule: Rule = name.parse().unwrap();
        for level in [Level::Deny, Level::Warn, Level::Allow] {
            let Ok(validator) = Validator::new().level(rule, level) else {
                continue;
            };
            with_type!(document_type, T => {
                let is_valid = validator.check_json::<T>(&json).is_valid();
                let satisfies_contract = Validator::new().check_json::<T>(&json).is_valid();
                assert!(!is_valid || level != Level::Deny, "{name}");
                assert_eq!(validator.is_valid_json::<T>(&json), is_valid, "{name} {level:?}");
                let is_accepted = validator.accept_json::<T>(&json).is_ok();
                assert_eq!(is_accepted, is_valid && satisfies_contract, "{name} {level:?}");
            });
        }
    }
}

#[test]
fn levels_do_not_weaken_valid_values() {
    let lenient = Validator::new().allow(Rule::CountryNotAllowed).unwrap();
    let proxy = AnchorProxy::gov().with_country_code("gb");
    assert!(lenient.is_valid(&proxy));
    let report: Result<Valid<AnchorProxy>, Report> = lenient.accept(proxy.clone());
    assert!(report.is_err_and(|report| report.is_empty()));
    assert!(proxy.into_valid().is_err());
    let strict = Validator::new().deny(Rule::EmptyCode);
    let task = CreateTaskRequest::new("t").with_code("");
    assert!(strict.accept(task.clone()).is_err());
    assert!(Validator::new().accept(task).is_ok());
}

/// A request with this many unknown members, each with a duplicate key inside, and without
/// `language`: the first violation in the source, but the last that is found.
fn with_unknown_members(count: usize) -> String {
    let members = (0..count).map(|n| format!(r#""unknown-{n}": {{"a": 1, "a": 2}}, "#));
    format!(
        r#"{{{}"name": "a b", "code": "?"}}"#,
        members.collect::<String>()
    )
}

#[test]
fn the_first_violations_are_listed_and_the_rest_counted() {
    let json = with_unknown_members(40);
    let check =
        |validator: Validator| check_with(&validator, DocumentType::CreateTaskRequest, &json);
    let complete = check(Validator::new().max_violations(usize::MAX));
    assert_eq!(counts(&complete), (43, 40, 0));
    let all = details(&complete);
    assert_eq!(all[0].0, Rule::Required);
    assert!(all.is_sorted_by_key(|(rule, _, pointer, _, start)| (
        *start,
        rule.name(),
        pointer.clone()
    )));
    for limit in 0..=all.len() + 1 {
        let report = check(Validator::new().max_violations(limit));
        let listed = limit.min(all.len());
        assert_eq!(details(&report), all[..listed], "{limit}");
        assert_eq!(counts(&report), (43, 40, all.len() - listed));
        assert!(!report.is_valid());
    }
    // Violations of an allowed rule are neither listed nor counted, and displace no others.
    let table = [
        (
            Rule::DuplicateKey,
            ["unknown-property", "/unknown-0"],
            3,
            40,
        ),
        (
            Rule::UnknownProperty,
            ["duplicate-key", "/unknown-0/a"],
            43,
            0,
        ),
    ];
    for (allowed, second, errors, warnings) in table {
        let lenient = Validator::new().allow(allowed).unwrap().max_violations(2);
        let report = check(lenient);
        assert_eq!(counts(&report), (errors, warnings, errors + warnings - 2));
        assert_eq!(rules_at(&report), [["required", "/language"], second]);
    }
}

#[test]
fn a_thousand_violations_are_listed_by_default() {
    let report = check_request(with_unknown_members(1200));
    assert_eq!(report.violations().len(), 1000);
    assert_eq!(counts(&report), (1203, 1200, 1403));
    let is_listed = |rule| report.violations().iter().any(|v| v.rule() == rule);
    assert!(is_listed(Rule::Required) && !is_listed(Rule::Pattern));
}

#[test]
fn an_error_that_is_not_listed_is_counted() {
    let json = r#"{"x": 1, "y": 2, "initial_url": "?"}"#;
    let validator = Validator::new().max_violations(2);
    let report = check_with(&validator, DocumentType::SessionConfig, json);
    assert_eq!(
        rules_at(&report),
        [["unknown-property", "/x"], ["unknown-property", "/y"]]
    );
    assert!(!report.is_valid());
    assert_eq!(counts(&report), (1, 2, 1));
}

#[test]
fn typed_values_have_the_same_limits() {
    let task = CreateTaskRequest::new("")
        .with_code("?")
        .with_language("cobol");
    let all = ["/name", "/name", "/code", "/language"];
    for limit in 0..=5 {
        let report = Validator::new().max_violations(limit).check(&task);
        assert_eq!(pointers(&report), all[..limit.min(4)]);
        assert_eq!(counts(&report), (4, 0, 4 - limit.min(4)));
    }
}

/// Inner objects are checked before outer ones, so the first violations of the source are found
/// last.
#[test]
fn a_limited_list_is_a_prefix_of_the_complete_list() {
    let json = r#"{"a": 1, "b": 1, "timeout": {"cc": 1, "c": 1, "c": 2}, "dddd": 1,
        "proxy": {"active": 1, "eeeeeeee": {"x": 1, "x": 2, "y": 1, "y": 2}, "city": 5}, "f": 1}"#;
    let check = |validator: &Validator| check_with(validator, DocumentType::SessionConfig, json);
    let complete = check(&Validator::new());
    let lengths: Vec<usize> = pointers(&complete).iter().map(|p| p.len()).collect();
    assert_eq!(lengths.len(), 13);
    for violations in 0..=lengths.len() {
        for bytes in 0..=lengths.iter().sum() {
            let mut left = bytes;
            let fits = |length: &&usize| {
                let rest = left.checked_sub(**length);
                left = rest.unwrap_or_default();
                rest.is_some()
            };
            let listed = lengths.iter().take(violations).take_while(fits).count();
            let limits = Validator::new()
                .max_violations(violations)
                .max_pointer_bytes(bytes);
            let report = check(&limits);
            assert_eq!(
                report.violations(),
                &complete.violations()[..listed],
                "{violations} {bytes}"
            );
            assert_eq!(report.omitted(), lengths.len() - listed);
        }
    }
}

#[test]
fn pointers_are_never_cut() {
    let json = r#"{"aaaa": 1, "bb": 1, "cccccccc": 1, "d": 1}"#;
    let table: [(usize, &[&str]); 8] = [
        (0, &[]),
        (4, &[]),
        (5, &["/aaaa"]),
        (7, &["/aaaa"]),
        (8, &["/aaaa", "/bb"]),
        // The list ends at the first pointer that does not fit, even if a later one would.
        (16, &["/aaaa", "/bb"]),
        (17, &["/aaaa", "/bb", "/cccccccc"]),
        (19, &["/aaaa", "/bb", "/cccccccc", "/d"]),
    ];
    for (limit, expected) in table {
        let validator = Validator::new().max_pointer_bytes(limit);
        let report = check_with(&validator, DocumentType::SessionConfig, json);
        assert_eq!(pointers(&report), expected, "{limit}");
        assert_eq!(counts(&report), (0, 4, 4 - expected.len()));
    }
}

#[test]
fn pointers_are_limited_to_64_kib_plus_twice_the_input_by_default() {
    let key = "k".repeat(100_000);
    let repeated = (0..50)
        .map(|n| format!(r#""{n:02}": 1, "{n:02}": 2"#))
        .collect::<Vec<_>>();
    let json = format!(r#"{{"{key}": {{{}}}}}"#, repeated.join(", "));
    let report = check(DocumentType::SessionConfig, &json);
    let limit = 64 * 1024 + 2 * json.len();
    // The pointer of the key, then as many pointers of its members as fit.
    let (own, inner) = (key.len() + 1, key.len() + 4);
    let expected = 1 + (limit - own) / inner;
    assert_eq!(report.violations().len(), expected);
    assert!(pointers(&report).iter().all(|pointer| pointer.len() >= own));
    assert_eq!(counts(&report), (50, 1, 51 - expected));
}

#[test]
fn input_above_the_limit_is_a_syntax_error() {
    let json = r#"{"name": "t", "language": "typescript"}"#;
    for (limit, syntax_at) in [
        (0, Some(0)),
        (10, Some(10)),
        (38, Some(38)),
        (39, None),
        (40, None),
    ] {
        let validator = Validator::new().max_input_bytes(limit);
        let outcome = validator.read_json::<CreateTaskRequest>(json);
        let first = outcome.report().violations().first();
        assert_eq!(first.map(start), syntax_at, "{limit}");
        assert_eq!(outcome.value().is_some(), syntax_at.is_none());
        assert_eq!(
            validator.is_valid_json::<CreateTaskRequest>(json),
            syntax_at.is_none()
        );
        let rules: &[[&str; 2]] = if syntax_at.is_some() {
            &[["syntax", ""]]
        } else {
            &[]
        };
        assert_eq!(rules_at(outcome.report()), rules);
    }
}
