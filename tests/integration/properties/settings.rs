//! Levels and limits.

use anchorbrowser_schema::strategy;
use anchorbrowser_schema::{
    CreateTaskRequest, DocumentType, Level, Report, Revision, Rule, Severity, Validator, Violation,
};
use proptest::prelude::*;
use proptest::sample::select;

use super::cases;
use crate::support::{check_request, check_with, count, severity};

fn check(validator: &Validator, json: &str) -> Report {
    check_with(validator, DocumentType::CreateTaskRequest, json)
}

/// Everything about a violation except its severity.
fn details(violation: &Violation) -> impl PartialEq + std::fmt::Debug + use<> {
    let location = (
        violation.pointer().to_owned(),
        violation.span(),
        violation.position(),
    );
    (violation.kind().clone(), location)
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn a_level_changes_only_its_own_rule(
        request in strategy::broken_request(Revision::default()),
        rule in select(Rule::all().collect::<Vec<_>>()),
        level in select(vec![Level::Deny, Level::Warn, Level::Allow]),
    ) {
        let Ok(validator) = Validator::new().level(rule, level) else {
            prop_assert!(rule.is_fixed() && level != Level::Deny);
            return Ok(());
        };
        let report = check(&validator, &request.json);
        let default = check_request(&request.json);
        let expected: Vec<_> = default
            .violations()
            .iter()
            .filter_map(|v| {
                let severity = if v.rule() == rule { severity(level) } else { Some(v.severity()) };
                severity.map(|severity| (severity, details(v)))
            })
            .collect();
        let actual: Vec<_> = report.violations().iter().map(|v| (v.severity(), details(v))).collect();
        prop_assert_eq!(actual, expected);
        prop_assert_eq!(report.error_count(), count(&report, Severity::Error));
        prop_assert_eq!(report.warning_count(), count(&report, Severity::Warning));
        prop_assert_eq!(report.is_valid(), report.error_count() == 0);
        let verdict = validator.is_valid_json::<CreateTaskRequest>(&request.json);
        prop_assert_eq!(verdict, report.is_valid());
    }

    #[test]
    fn allowing_rules_never_makes_an_invalid_document_valid(
        request in strategy::broken_request(Revision::default()),
        rules in proptest::sample::subsequence(Rule::all().collect::<Vec<_>>(), 0..20),
    ) {
        let mut validator = Validator::new();
        for rule in rules {
            validator = validator.clone().allow(rule).unwrap_or(validator);
        }
        let outcome = validator.read_json::<CreateTaskRequest>(&request.json);
        prop_assert_eq!(outcome.into_valid().is_ok(), request.is_valid());
    }

    #[test]
    fn limits_keep_the_first_violations_and_count_the_rest(
        request in strategy::broken_request(Revision::default()),
        violations in 0..12_usize,
        bytes in prop_oneof![Just(usize::MAX), 0..300_usize],
    ) {
        let complete = check_request(&request.json);
        let validator = Validator::new().max_violations(violations).max_pointer_bytes(bytes);
        let report = check(&validator, &request.json);
        let mut left = bytes;
        let listed = complete.violations().iter().take(violations).take_while(|v| {
            let fits = left.checked_sub(v.pointer().len());
            left = fits.unwrap_or(0);
            fits.is_some()
        });
        let listed: Vec<Violation> = listed.cloned().collect();
        prop_assert_eq!(report.violations(), &listed[..]);
        prop_assert_eq!(report.omitted(), complete.violations().len() - listed.len());
        prop_assert_eq!((report.error_count(), report.warning_count()), (complete.error_count(), complete.warning_count()));
        prop_assert_eq!(report.is_valid(), complete.is_valid());
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn violations_that_are_not_listed_are_counted(members in 0..1500_usize, violations in prop_oneof![Just(1000), 0..1500_usize]) {
        let members: Vec<String> = (0..members).map(|index| format!(",\"x{index}\":{index}")).collect();
        let members = members.concat();
        let json = format!("{{\"name\":\"t\",\"language\":\"typescript\"{members}}}");
        let report = check(&Validator::new().max_violations(violations), &json);
        let total = members.matches(',').count();
        prop_assert_eq!(report.warning_count(), total);
        prop_assert_eq!(report.violations().len(), total.min(violations));
        prop_assert_eq!(report.omitted(), total.saturating_sub(violations));
        for (index, violation) in report.violations().iter().enumerate() {
            prop_assert_eq!(violation.pointer(), format!("/x{index}"));
        }
    }
}
