//! The command `explain`.

use std::process::ExitCode;

use anchorbrowser_schema::Rule;
use serde::Serialize;

use super::print::{print_json, print_text};
use super::rules::Row;
use crate::arguments::{Explain, Listing};

/// A rule with its page, on the wire.
#[derive(Debug, Serialize)]
struct Explained {
    #[serde(flatten)]
    row: Row,
    explanation: &'static str,
}

impl Explained {
    fn of(rule: Rule) -> Self {
        Self {
            row: Row::of(rule),
            explanation: rule.explanation(),
        }
    }
}

pub(crate) fn run(arguments: &Explain) -> ExitCode {
    match (arguments.format, arguments.rule) {
        (Listing::Text, Some(rule)) => print_text(rule.explanation()),
        (Listing::Text, None) => {
            let pages: Vec<&str> = Rule::all().map(Rule::explanation).collect();
            print_text(&pages.join("\n"))
        }
        (Listing::Json, Some(rule)) => print_json(&Explained::of(rule)),
        (Listing::Json, None) => {
            let all: Vec<Explained> = Rule::all().map(Explained::of).collect();
            print_json(&all)
        }
    }
}
