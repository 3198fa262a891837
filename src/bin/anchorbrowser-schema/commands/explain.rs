//! The `explain` command.

use std::process::ExitCode;

use anchorbrowser_schema::Rule;
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

pub(crate) fn run(arguments: &ExplainArgs) -> ExitCode {
    match (arguments.format, arguments.rule) {
        (ListFormat::Text, Some(rule)) => print_text(rule.explanation()),
        (ListFormat::Text, None) => {
            let pages: Vec<&str> = Rule::all().map(Rule::explanation).collect();
            print_text(&pages.join("\n"))
        }
        (ListFormat::Json, Some(rule)) => print_json(&RuleExplanation::new(rule)),
        (ListFormat::Json, None) => {
            let all: Vec<RuleExplanation> = Rule::all().map(RuleExplanation::new).collect();
            print_json(&all)
        }
    }
}
