//! Levels and bounds: what is told of a broken rule, how much is listed, and what is promised.

use std::fs;

use anchorbrowser_schema::{
    AnchorProxy, CreateTaskRequest, Level, Report, Root, Rule, Severity, Valid, Validate,
    Validator, Violation,
};

use crate::support::{broken, expect_counts, is_error, rules_at, with_type};

const LEVELS: [Level; 3] = [Level::Deny, Level::Warn, Level::Allow];
const FIXED: [Rule; 4] = [Rule::Syntax, Rule::Type, Rule::Required, Rule::IntegerRange];

fn severity(level: Level) -> Option<Severity> {
    match level {
        Level::Deny => Some(Severity::Error),
        Level::Warn => Some(Severity::Warning),
        _ => None,
    }
}

/// Texts that break every rule, some of them many rules at once.
fn texts() -> Vec<(Root, String)> {
    let many = [
        "invalid/many-errors.json",
        "invalid/wrong-types.json",
        "warnings/odd-url.json",
    ];
    let files = many.map(|file| {
        let json = fs::read_to_string(format!("schemas/examples/{file}")).unwrap();
        (Root::CreateTaskRequest, json)
    });
    let broken = broken().into_iter().map(|(_, root, json)| (root, json));
    broken.chain(files).collect()
}

/// The report's violations: rule, severity, pointer, message, start.
fn told(report: &Report) -> Vec<(Rule, Severity, String, String, usize)> {
    let violations = report.violations().iter();
    violations
        .map(|v| {
            let start = v.span().unwrap().start;
            (
                v.rule(),
                v.severity(),
                v.pointer().to_owned(),
                v.message(),
                start,
            )
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
fn a_level_changes_its_own_rule_alone() {
    for (root, json) in texts() {
        let default = told(&root.check_json(&Validator::new(), &json));
        for rule in Rule::all() {
            for level in LEVELS {
                let Ok(validator) = Validator::new().level(rule, level) else {
                    continue;
                };
                let mut expected = default.clone();
                expected.retain(|(broken, ..)| *broken != rule || level != Level::Allow);
                for (broken, told, ..) in &mut expected {
                    if *broken == rule {
                        *told = severity(level).unwrap();
                    }
                }
                let report = root.check_json(&validator, &json);
                assert_eq!(told(&report), expected, "{rule} {level}: {json}");
                expect_counts(&report);
            }
        }
    }
}

#[test]
fn each_way_to_set_a_level_does() {
    let json = r#"{"name": "a b", "language": "typescript", "code": ""}"#;
    let report = |validator: &Validator| {
        let report = Root::CreateTaskRequest.check_json(validator, json);
        (report.errors(), report.warnings())
    };
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
    for (validator, counts) in table {
        assert_eq!(report(&validator), counts);
        let verdict = counts.0 == 0;
        assert_eq!(validator.is_valid_json::<CreateTaskRequest>(json), verdict);
        let task = CreateTaskRequest::new("a b").with_code("");
        assert_eq!(validator.is_valid(&task), verdict);
        assert_eq!(validator.check(&task).is_valid(), verdict);
    }
}

#[test]
fn suppression_does_not_depend_on_levels() {
    let table: [(Root, &str, Rule, &[[&str; 2]]); 6] = [
        // The rule that is let pass; what is told nevertheless.
        (
            Root::CreateTaskRequest,
            r#"{"name": "t", "language": "typescript", "code": "/x=="}"#,
            Rule::Base64TrailingBits,
            &[],
        ),
        (
            Root::SessionConfig,
            r#"{"initial_url": "ftp://u:p@h:99999/"}"#,
            Rule::InvalidUrl,
            &[],
        ),
        (
            Root::SessionConfig,
            r#"{"initial_url": "ftp://u:p@h/ "}"#,
            Rule::Uri,
            &[],
        ),
        (
            Root::ProxyConfig,
            r#"{"active": true, "type": "datacenter", "country_code": "bt", "region": "r", "city": "c"}"#,
            Rule::Enum,
            &[],
        ),
        (
            Root::AnchorProxy,
            r#"{"active": true, "type": "custom", "server": "h"}"#,
            Rule::Enum,
            &[["unknown-property", "/server"]],
        ),
        (
            Root::ProxyConfig,
            r#"{"active": true, "type": "anchor_gov", "city": 5}"#,
            Rule::CityRequiresRegion,
            &[["type", "/city"]],
        ),
    ];
    for (root, json, lowered, rows) in table {
        let validator = Validator::new().allow(lowered).unwrap();
        assert_eq!(rules_at(&root.check_json(&validator, json)), rows, "{json}");
    }
}

/// Whether there is a value, and whether there is a [`Valid`] one.
fn values(validator: &Validator, root: Root, json: &str) -> (bool, bool) {
    with_type!(root, T => {
        let outcome = validator.check_json::<T>(json);
        let has_value = outcome.value().is_some();
        (has_value, outcome.into_valid().is_ok())
    })
}

#[test]
fn a_valid_value_keeps_the_contract_whatever_was_lowered() {
    for (name, root, json) in broken() {
        let rule: Rule = name.parse().unwrap();
        let is_fixed = FIXED.contains(&rule);
        let default = values(&Validator::new(), root, &json);
        assert_eq!(default, (!is_fixed, !is_error(name)), "{name}");
        let denied = values(&Validator::new().deny(rule), root, &json);
        assert_eq!(denied, (!is_fixed, false), "{name}");
        for level in [Level::Warn, Level::Allow] {
            if let Ok(validator) = Validator::new().level(rule, level) {
                assert_eq!(
                    values(&validator, root, &json),
                    (true, !is_error(name)),
                    "{name}"
                );
            }
        }
    }
}

#[test]
fn a_typed_value_is_held_to_the_same_promise() {
    let lenient = Validator::new().allow(Rule::CountryNotAllowed).unwrap();
    let proxy = AnchorProxy::gov().with_country("gb");
    assert!(lenient.is_valid(&proxy));
    let report: Result<Valid<AnchorProxy>, Report> = lenient.into_valid(proxy.clone());
    assert!(report.is_err_and(|report| report.is_empty()));
    assert!(proxy.into_valid().is_err());
    let strict = Validator::new().deny(Rule::EmptyCode);
    let task = CreateTaskRequest::new("t").with_code("");
    assert!(strict.into_valid(task.clone()).is_err());
    assert!(Validator::new().into_valid(task).is_ok());
}

/// A request whose strangers are told before what the request lacks, which stands before them.
fn crowded(strangers: usize) -> String {
    let members = (0..strangers).map(|n| format!(r#""stranger-{n}": {{"a": 1, "a": 2}}, "#));
    format!(
        r#"{{{}"name": "a b", "code": "?"}}"#,
        members.collect::<String>()
    )
}

#[test]
fn the_first_violations_are_kept_and_the_rest_counted() {
    let json = crowded(40);
    let check = |validator: Validator| Root::CreateTaskRequest.check_json(&validator, &json);
    let whole = check(Validator::new().max_violations(usize::MAX));
    assert_eq!(
        (whole.errors(), whole.warnings(), whole.omitted()),
        (43, 40, 0)
    );
    let all = told(&whole);
    assert_eq!(all[0].0, Rule::Required);
    assert!(all.is_sorted_by_key(|(rule, _, pointer, _, start)| (
        *start,
        rule.name(),
        pointer.clone()
    )));
    for most in 0..=all.len() + 1 {
        let report = check(Validator::new().max_violations(most));
        let kept = most.min(all.len());
        assert_eq!(told(&report), all[..kept], "{most}");
        assert_eq!((report.errors(), report.warnings()), (43, 40));
        assert_eq!(report.omitted(), all.len() - kept);
        assert!(!report.is_valid());
    }
    // What is let pass is neither kept nor counted, and takes no other's place.
    let table = [
        (
            Rule::DuplicateKey,
            ["unknown-property", "/stranger-0"],
            3,
            40,
        ),
        (
            Rule::UnknownProperty,
            ["duplicate-key", "/stranger-0/a"],
            43,
            0,
        ),
    ];
    for (allowed, second, errors, warnings) in table {
        let lenient = Validator::new().allow(allowed).unwrap().max_violations(2);
        let report = check(lenient);
        assert_eq!((report.errors(), report.warnings()), (errors, warnings));
        assert_eq!(report.omitted(), errors + warnings - 2);
        assert_eq!(rules_at(&report), [["required", "/language"], second]);
    }
}

#[test]
fn a_thousand_violations_are_listed_by_default() {
    let report = Root::CreateTaskRequest.check_json(&Validator::new(), crowded(1200));
    assert_eq!(report.violations().len(), 1000);
    assert_eq!(
        (report.errors(), report.warnings(), report.omitted()),
        (1203, 1200, 1403)
    );
    let is_listed = |rule| report.violations().iter().any(|v| v.rule() == rule);
    assert!(is_listed(Rule::Required) && !is_listed(Rule::Pattern));
}

#[test]
fn an_error_that_is_not_listed_still_counts() {
    let json = r#"{"x": 1, "y": 2, "initial_url": "?"}"#;
    let report = Root::SessionConfig.check_json(&Validator::new().max_violations(2), json);
    assert_eq!(
        rules_at(&report),
        [["unknown-property", "/x"], ["unknown-property", "/y"]]
    );
    assert!(!report.is_valid());
    assert_eq!(
        (report.errors(), report.warnings(), report.omitted()),
        (1, 2, 1)
    );
}

#[test]
fn typed_values_have_the_same_bounds() {
    let task = CreateTaskRequest::new("")
        .with_code("?")
        .with_language("cobol");
    let all = ["/name", "/name", "/code", "/language"];
    for most in 0..=5 {
        let report = Validator::new().max_violations(most).check(&task);
        let found: Vec<&str> = report.violations().iter().map(Violation::pointer).collect();
        assert_eq!(found, all[..most.min(4)]);
        assert_eq!((report.errors(), report.omitted()), (4, 4 - most.min(4)));
    }
}

/// Objects inside are told of before those around them, so that the first ones come last.
#[test]
fn whatever_the_bounds_the_list_is_the_beginning_of_the_whole_one() {
    let json = r#"{"a": 1, "b": 1, "timeout": {"cc": 1, "c": 1, "c": 2}, "dddd": 1,
        "proxy": {"active": 1, "eeeeeeee": {"x": 1, "x": 2, "y": 1, "y": 2}, "city": 5}, "f": 1}"#;
    let check = |validator: &Validator| Root::SessionConfig.check_json(validator, json);
    let whole = check(&Validator::new());
    let lengths: Vec<_> = whole
        .violations()
        .iter()
        .map(|v| v.pointer().len())
        .collect();
    assert_eq!(lengths.len(), 13);
    for most in 0..=lengths.len() {
        for bytes in 0..=lengths.iter().sum() {
            let mut left = bytes;
            let fits = |length: &&usize| {
                let rest = left.checked_sub(**length);
                left = rest.unwrap_or_default();
                rest.is_some()
            };
            let listed = lengths.iter().take(most).take_while(fits).count();
            let bounds = Validator::new()
                .max_violations(most)
                .max_pointer_bytes(bytes);
            let report = check(&bounds);
            assert_eq!(
                report.violations(),
                &whole.violations()[..listed],
                "{most} {bytes}"
            );
            assert_eq!(report.omitted(), lengths.len() - listed);
        }
    }
}

#[test]
fn pointers_are_whole_or_not_listed() {
    let json = r#"{"aaaa": 1, "bb": 1, "cccccccc": 1, "d": 1}"#;
    let table: [(usize, &[&str]); 8] = [
        (0, &[]),
        (4, &[]),
        (5, &["/aaaa"]),
        (7, &["/aaaa"]),
        (8, &["/aaaa", "/bb"]),
        // The first that does not fit ends the list, even if the next one would fit.
        (16, &["/aaaa", "/bb"]),
        (17, &["/aaaa", "/bb", "/cccccccc"]),
        (19, &["/aaaa", "/bb", "/cccccccc", "/d"]),
    ];
    for (most, pointers) in table {
        let report =
            Root::SessionConfig.check_json(&Validator::new().max_pointer_bytes(most), json);
        let found: Vec<&str> = report.violations().iter().map(Violation::pointer).collect();
        assert_eq!(found, pointers, "{most}");
        assert_eq!(
            (report.warnings(), report.omitted()),
            (4, 4 - pointers.len())
        );
    }
}

#[test]
fn pointers_take_no_more_than_64_kib_and_twice_the_input_by_default() {
    let key = "k".repeat(100_000);
    let repeated = (0..50)
        .map(|n| format!(r#""{n:02}": 1, "{n:02}": 2"#))
        .collect::<Vec<_>>();
    let json = format!(r#"{{"{key}": {{{}}}}}"#, repeated.join(", "));
    let report = Root::SessionConfig.check_json(&Validator::new(), &json);
    let bound = 64 * 1024 + 2 * json.len();
    // The key's own pointer, then as many of its members' as fit.
    let (own, inner) = (key.len() + 1, key.len() + 4);
    let expected = 1 + (bound - own) / inner;
    assert_eq!(report.violations().len(), expected);
    assert!(report.violations().iter().all(|v| v.pointer().len() >= own));
    assert_eq!(
        (report.errors(), report.warnings(), report.omitted()),
        (50, 1, 51 - expected)
    );
}

#[test]
fn texts_that_are_too_long_are_not_read() {
    let json = r#"{"name": "t", "language": "typescript"}"#;
    for (most, syntax_at) in [
        (0, Some(0)),
        (10, Some(10)),
        (38, Some(38)),
        (39, None),
        (40, None),
    ] {
        let validator = Validator::new().max_input_bytes(most);
        let outcome = validator.check_json::<CreateTaskRequest>(json);
        let span = outcome
            .report()
            .violations()
            .first()
            .and_then(Violation::span);
        assert_eq!(span.map(|span| span.start), syntax_at, "{most}");
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
