//! Formats of reports, and where they are written.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command, Error, ValueEnum};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Diagnostics with source excerpts.
    Human,
    /// One line for each violation: `FILE:LINE:COLUMN: LEVEL[RULE] MESSAGE`.
    Concise,
    /// One JSON object for all documents.
    Json,
    /// One JSON object per line and document.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// GitHub Actions annotations.
    Github,
    /// GitLab Code Quality.
    Gitlab,
    /// JUnit XML, for test reports.
    Junit,
}

impl Format {
    /// Whether fixes are listed or counted.
    pub(crate) fn has_fixes(self) -> bool {
        matches!(self, Self::Human | Self::Json | Self::Jsonl)
    }
}

/// An output format, and the file to write it to; `None` is standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReportTarget {
    pub(crate) format: Format,
    pub(crate) file: Option<PathBuf>,
}

/// Parses an output format and the file to write it to.
#[derive(Clone, Debug)]
pub(crate) struct ReportTargetParser;

fn parse_report_target(text: &str) -> Result<ReportTarget, String> {
    let (format, file) = match text.split_once('=') {
        Some((_, "")) => return Err("missing file name after `=`".to_owned()),
        Some((format, "-")) => (format, None),
        Some((format, file)) => (format, Some(PathBuf::from(file))),
        None => (text, None),
    };
    let format = Format::from_str(format, false).map_err(|_| {
        let names = Format::value_variants()
            .iter()
            .filter_map(ValueEnum::to_possible_value)
            .map(|value| format!("`{}`", value.get_name()));
        let names: Vec<_> = names.collect();
        format!("the format must be one of {}", names.join(", "))
    })?;
    Ok(ReportTarget { format, file })
}

impl TypedValueParser for ReportTargetParser {
    type Value = ReportTarget;

    fn parse_ref(
        &self,
        cmd: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<ReportTarget, Error> {
        parse_report_target.parse_ref(cmd, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let formats = Format::value_variants().iter();
        Some(Box::new(formats.filter_map(ValueEnum::to_possible_value)))
    }
}
