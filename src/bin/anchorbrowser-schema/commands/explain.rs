//! The `explain` command.

use std::process::ExitCode;

use anchorbrowser_schema::{Revision, Rule};
use serde::Serialize;

use super::print::{print_json, print_text};
use super::rules::RuleRow;
use crate::cli::{ExplainArgs, ListFormat};

/// A rule with its explanation, in JSON output.
#[derive(Debug, Serialize)]
struct RuleExplanation {
    #[serde(flatten)]
    row: RuleRow,
    explanation: &'static str,
}

impl RuleExplanation {
    fn new(rule: Rule) -> Self {
        Self {
            row: RuleRow::new(rule),
            explanation: rule.explanation(),
        }
    }
}

/// The page of a rule, with a note if the rule cannot be violated in a revision.
fn page(rule: Rule, revision: Revision) -> String {
    let page = rule.explanation();
    if rule.applies_in(revision) {
        return page.to_owned();
    }
    format!(
        "{page}\n## Revision {revision}\n\nThis rule cannot be violated in revision `{revision}`.\n"
    )
}

pub(crate) fn run(arguments: &ExplainArgs) -> ExitCode {
    let revision = arguments.revision.revision;
    match (arguments.format, arguments.rule) {
        (ListFormat::Text, Some(rule)) => print_text(&page(rule, revision)),
        (ListFormat::Text, None) => {
            let pages: Vec<String> = Rule::all().map(|rule| page(rule, revision)).collect();
            print_text(&pages.join("\n"))
        }
        (ListFormat::Json, Some(rule)) => print_json(&RuleExplanation::new(rule)),
        (ListFormat::Json, None) => {
            let all: Vec<RuleExplanation> = Rule::all().map(RuleExplanation::new).collect();
            print_json(&all)
        }
    }
}
