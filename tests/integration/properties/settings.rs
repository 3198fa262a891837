//! Levels and bounds.

use anchorbrowser_schema::strategy;
use anchorbrowser_schema::{
    CreateTaskRequest, Level, Report, Rule, Severity, Validator, Violation,
};
use proptest::prelude::*;
use proptest::sample::select;

use super::{cases, check_request};

fn check_by(validator: &Validator, json: &str) -> Report {
    validator
        .check_json::<CreateTaskRequest>(json)
        .into_report()
}

fn severity(level: Level) -> Option<Severity> {
    match level {
        Level::Deny => Some(Severity::Error),
        Level::Warn => Some(Severity::Warning),
        _ => None,
    }
}

/// Everything that is told of a violation but its severity.
fn told(violation: &Violation) -> impl PartialEq + std::fmt::Debug + use<> {
    let place = (
        violation.pointer().to_owned(),
        violation.span(),
        violation.position(),
    );
    (violation.detail().clone(), place)
}

fn count(report: &Report, severity: Severity) -> usize {
    report
        .violations()
        .iter()
        .filter(|v| v.severity() == severity)
        .count()
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn a_level_changes_its_own_rule_and_nothing_else(
        broken in strategy::broken_request(),
        rule in select(Rule::all().collect::<Vec<_>>()),
        level in select(vec![Level::Deny, Level::Warn, Level::Allow]),
    ) {
        let Ok(validator) = Validator::new().level(rule, level) else {
            prop_assert!(rule.is_fixed() && level != Level::Deny);
            return Ok(());
        };
        let report = check_by(&validator, &broken.json);
        let default = check_request(&broken.json);
        let expected: Vec<_> = default
            .violations()
            .iter()
            .filter_map(|v| {
                let severity = if v.rule() == rule { severity(level) } else { Some(v.severity()) };
                severity.map(|severity| (severity, told(v)))
            })
            .collect();
        let found: Vec<_> = report.violations().iter().map(|v| (v.severity(), told(v))).collect();
        prop_assert_eq!(found, expected);
        prop_assert_eq!(report.errors(), count(&report, Severity::Error));
        prop_assert_eq!(report.warnings(), count(&report, Severity::Warning));
        prop_assert_eq!(report.is_valid(), report.errors() == 0);
        let verdict = validator.is_valid_json::<CreateTaskRequest>(&broken.json);
        prop_assert_eq!(verdict, report.is_valid());
    }

    #[test]
    fn lowering_rules_never_makes_a_broken_document_valid(
        broken in strategy::broken_request(),
        rules in proptest::sample::subsequence(Rule::all().collect::<Vec<_>>(), 0..20),
    ) {
        let mut validator = Validator::new();
        for rule in rules {
            validator = validator.clone().allow(rule).unwrap_or(validator);
        }
        let outcome = validator.check_json::<CreateTaskRequest>(&broken.json);
        prop_assert_eq!(outcome.into_valid().is_ok(), broken.is_valid());
    }

    #[test]
    fn the_bounds_keep_the_first_and_count_the_rest(
        broken in strategy::broken_request(),
        violations in 0..12_usize,
        bytes in prop_oneof![Just(usize::MAX), 0..300_usize],
    ) {
        let whole = check_request(&broken.json);
        let validator = Validator::new().max_violations(violations).max_pointer_bytes(bytes);
        let report = check_by(&validator, &broken.json);
        let mut left = bytes;
        let kept = whole.violations().iter().take(violations).take_while(|v| {
            let fits = left.checked_sub(v.pointer().len());
            left = fits.unwrap_or(0);
            fits.is_some()
        });
        let kept: Vec<Violation> = kept.cloned().collect();
        prop_assert_eq!(report.violations(), &kept[..]);
        prop_assert_eq!(report.omitted(), whole.violations().len() - kept.len());
        prop_assert_eq!((report.errors(), report.warnings()), (whole.errors(), whole.warnings()));
        prop_assert_eq!(report.is_valid(), whole.is_valid());
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn many_violations_are_counted_beyond_what_is_kept(members in 0..1500_usize, violations in prop_oneof![Just(1000), 0..1500_usize]) {
        let members: Vec<String> = (0..members).map(|index| format!(",\"x{index}\":{index}")).collect();
        let members = members.concat();
        let json = format!("{{\"name\":\"t\",\"language\":\"typescript\"{members}}}");
        let report = check_by(&Validator::new().max_violations(violations), &json);
        let total = members.matches(',').count();
        prop_assert_eq!(report.warnings(), total);
        prop_assert_eq!(report.violations().len(), total.min(violations));
        prop_assert_eq!(report.omitted(), total.saturating_sub(violations));
        for (index, violation) in report.violations().iter().enumerate() {
            prop_assert_eq!(violation.pointer(), format!("/x{index}"));
        }
    }
}
