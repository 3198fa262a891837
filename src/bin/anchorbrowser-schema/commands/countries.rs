//! The `countries` command.

use std::process::ExitCode;

use anchorbrowser_schema::{CountryCode, ProxyType, Revision};
use serde::Serialize;

use super::print::{print_json, print_text};
use crate::cli::{CountriesArgs, ListFormat};

/// A country in JSON output.
#[derive(Debug, Serialize)]
struct CountryRow {
    code: CountryCode,
    name: &'static str,
    types: Vec<ProxyType>,
}

impl CountryRow {
    fn new(revision: Revision, code: CountryCode) -> Self {
        Self {
            name: code.name().unwrap_or_default(),
            types: revision.types_offering(&code).collect(),
            code,
        }
    }

    fn line(&self) -> String {
        let types: Vec<&str> = self.types.iter().map(ProxyType::as_str).collect();
        format!("{}  {:<26}{}\n", self.code, self.name, types.join(" "))
    }
}

pub(crate) fn run(arguments: &CountriesArgs) -> ExitCode {
    let revision = arguments.revision.revision;
    let countries = revision.countries(arguments.proxy_type.as_ref());
    let rows = countries.map(|code| CountryRow::new(revision, code));
    match arguments.format {
        ListFormat::Text => print_text(&rows.map(|row| row.line()).collect::<String>()),
        ListFormat::Json => print_json(&rows.collect::<Vec<_>>()),
    }
}
