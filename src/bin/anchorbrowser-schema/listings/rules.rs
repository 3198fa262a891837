//! The command `rules`.

use std::process::ExitCode;

use anchorbrowser_schema::{Rule, Severity};
use serde::Serialize;

use super::print::{print_json, print_text};
use crate::arguments::{Listing, Rules};

/// A rule on the wire.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    rule: Rule,
    severity: Severity,
    fixed: bool,
    summary: &'static str,
    source: &'static str,
}

impl Row {
    pub(crate) fn of(rule: Rule) -> Self {
        Self {
            rule,
            severity: rule.default_severity(),
            fixed: rule.is_fixed(),
            summary: rule.summary(),
            source: rule.source(),
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

pub(crate) fn run(arguments: &Rules) -> ExitCode {
    let rows = Rule::all().map(Row::of);
    match arguments.format {
        Listing::Text => print_text(&rows.map(|row| row.line()).collect::<String>()),
        Listing::Json => print_json(&rows.collect::<Vec<_>>()),
    }
}
