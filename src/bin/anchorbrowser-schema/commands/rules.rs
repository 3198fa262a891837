//! The `rules` command.

use std::process::ExitCode;

use anchorbrowser_schema::{Revision, Rule, Severity};
use serde::Serialize;

use super::print::{print_json, print_text};
use crate::cli::{ListFormat, RulesArgs};
use crate::fixer::{Safety, tiers};

/// A rule in JSON output.
#[derive(Debug, Serialize)]
pub(crate) struct RuleRow {
    rule: Rule,
    severity: Severity,
    fixed: bool,
    fixes: &'static [Safety],
    summary: &'static str,
    source: &'static str,
    /// The revisions in which it can be violated.
    revisions: Vec<Revision>,
}

impl RuleRow {
    pub(crate) fn new(rule: Rule) -> Self {
        Self {
            rule,
            severity: rule.default_severity(),
            fixed: rule.is_fixed(),
            fixes: tiers(rule),
            summary: rule.summary(),
            source: rule.source(),
            revisions: Revision::all()
                .filter(|revision| rule.applies_in(*revision))
                .collect(),
        }
    }

    fn line(&self) -> String {
        let level = match (self.severity, self.fixed) {
            (_, true) => "always error",
            (severity, false) => severity.name(),
        };
        format!("{:<22}{level:<14}{}\n", self.rule, self.summary)
    }
}

pub(crate) fn run(arguments: &RulesArgs) -> ExitCode {
    let revision = arguments.revision.revision;
    let rules = Rule::all().filter(|rule| rule.applies_in(revision));
    let rows = rules.map(RuleRow::new);
    match arguments.format {
        ListFormat::Text => print_text(&rows.map(|row| row.line()).collect::<String>()),
        ListFormat::Json => print_json(&rows.collect::<Vec<_>>()),
    }
}
