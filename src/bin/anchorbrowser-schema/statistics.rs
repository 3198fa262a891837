//! How often each rule is violated.

use std::collections::BTreeMap;

use anchorbrowser_schema::{Report, Severity};
use serde::Serialize;

/// How often each rule is violated.
#[derive(Debug, Default)]
pub(crate) struct Statistics {
    by_rule: BTreeMap<String, Counts>,
    /// Violations that no report lists, so that their rules are not known.
    pub(crate) omitted: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    errors: usize,
    warnings: usize,
    fixable: usize,
    unsafely_fixable: usize,
}

/// A rule in JSON output.
#[derive(Debug, Serialize)]
pub(crate) struct RuleStatistics<'s> {
    pub(crate) rule: &'s str,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    /// Violations with a safe fix.
    pub(crate) fixable: usize,
    /// Violations with a fix that is not safe.
    pub(crate) unsafely_fixable: usize,
}

impl Statistics {
    pub(crate) fn add(&mut self, report: &Report) {
        self.omitted += report.omitted();
        for violation in report {
            let counts = match self.by_rule.get_mut(violation.rule()) {
                Some(counts) => counts,
                None => self.by_rule.entry(violation.rule().to_owned()).or_default(),
            };
            match violation.severity() {
                Severity::Warning => counts.warnings += 1,
                _ => counts.errors += 1,
            }
            if let Some(fix) = violation.fix() {
                counts.fixable += usize::from(fix.safe);
                counts.unsafely_fixable += usize::from(!fix.safe);
            }
        }
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.omitted += other.omitted;
        for (rule, counts) in other.by_rule {
            let sum = self.by_rule.entry(rule).or_default();
            sum.errors += counts.errors;
            sum.warnings += counts.warnings;
            sum.fixable += counts.fixable;
            sum.unsafely_fixable += counts.unsafely_fixable;
        }
    }

    /// The rules, the one that is violated most often first.
    pub(crate) fn rules(&self) -> Vec<RuleStatistics<'_>> {
        let rules = self.by_rule.iter().map(|(rule, counts)| RuleStatistics {
            rule,
            errors: counts.errors,
            warnings: counts.warnings,
            fixable: counts.fixable,
            unsafely_fixable: counts.unsafely_fixable,
        });
        let mut rules: Vec<_> = rules.collect();
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.errors + rule.warnings));
        rules
    }
}
