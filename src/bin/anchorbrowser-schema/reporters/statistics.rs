//! Statistics instead of reports: how often each rule is violated.

use serde::Serialize;

use super::json::write_json;
use super::{Ending, Reporter, ReporterOptions};
use crate::documents::CheckedDocument;
use crate::rendered::Rendered;
use crate::statistics::RuleStatistics;
use crate::summary::Summary;

/// A table for people.
pub(crate) struct StatisticsReporter(pub(crate) ReporterOptions);

/// One JSON object.
pub(crate) struct JsonStatisticsReporter;

#[derive(Debug, Serialize)]
struct JsonStatistics<'s> {
    rules: Vec<RuleStatistics<'s>>,
    /// Violations that are not counted by rule.
    omitted: usize,
    summary: &'s Summary,
}

impl Reporter for StatisticsReporter {
    fn write_document(&self, _: &CheckedDocument<'_>, _: &mut Rendered) {}

    fn write_footer(&self, ending: &Ending<'_>, out: &mut Vec<u8>) {
        let rules = ending.statistics.rules();
        let name_width = rules.iter().map(|rule| rule.rule.len()).max().unwrap_or(0);
        for rule in &rules {
            let (count, severity) = match (rule.errors, rule.warnings) {
                (errors, 0) => (errors, "error"),
                (0, warnings) => (warnings, "warning"),
                (errors, warnings) => (errors + warnings, "error, warning"),
            };
            let mut line = format!("{count:>8}  {:<name_width$}  {severity}", rule.rule);
            for (fixable, command) in [
                (rule.fixable, "fix"),
                (rule.unsafely_fixable, "fix --unsafe"),
            ] {
                if fixable > 0 {
                    let part = format!("; {fixable} fixable with `{command}`");
                    line += &part;
                }
            }
            line.push('\n');
            out.extend_from_slice(line.as_bytes());
        }
        if let omitted @ 1.. = ending.statistics.omitted {
            let line = format!("{omitted:>8}  more, whose rules are not counted\n");
            out.extend_from_slice(line.as_bytes());
        }
        if !self.0.quiet {
            out.extend_from_slice(ending.summary.summary_line().as_bytes());
            out.push(b'\n');
        }
    }
}

impl Reporter for JsonStatisticsReporter {
    fn write_document(&self, _: &CheckedDocument<'_>, _: &mut Rendered) {}

    fn write_footer(&self, ending: &Ending<'_>, out: &mut Vec<u8>) {
        let statistics = JsonStatistics {
            rules: ending.statistics.rules(),
            omitted: ending.statistics.omitted,
            summary: ending.summary,
        };
        write_json(&statistics, out);
        out.push(b'\n');
    }
}
