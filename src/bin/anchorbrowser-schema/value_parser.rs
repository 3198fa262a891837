//! Parser for arguments that accept a fixed set of names, so that completions can offer them.

use std::ffi::OsStr;
use std::marker::PhantomData;
use std::path::PathBuf;

use anchorbrowser_schema::{DocumentType, Level, ProxyType, Revision, Rule, Validator};
use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command, Error, ValueEnum};

use crate::cli::{Format, LevelTarget, ReportTarget};

/// A value that is selected by name.
pub(crate) trait NamedValue: Clone + Send + Sync + 'static {
    /// All accepted names.
    fn possible_values() -> impl Iterator<Item = PossibleValue>;

    /// # Errors
    ///
    /// If no value has this name; the message suggests or lists valid names.
    fn from_name(name: &str) -> Result<Self, String>;
}

/// Parses a name; the errors of [`NamedValue`] give better suggestions than those of clap.
#[derive(Clone, Debug)]
pub(crate) struct NamedValueParser<T>(PhantomData<fn() -> T>);

impl<T> NamedValueParser<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: NamedValue> TypedValueParser for NamedValueParser<T> {
    type Value = T;

    fn parse_ref(&self, cmd: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<T, Error> {
        T::from_name.parse_ref(cmd, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(T::possible_values()))
    }
}

impl NamedValue for Rule {
    fn possible_values() -> impl Iterator<Item = PossibleValue> {
        Self::all().map(|rule| PossibleValue::new(rule.name()))
    }

    fn from_name(name: &str) -> Result<Self, String> {
        name.parse()
            .map_err(|error: anchorbrowser_schema::UnknownRule| error.to_string())
    }
}

impl NamedValue for DocumentType {
    fn possible_values() -> impl Iterator<Item = PossibleValue> {
        Self::all().map(|document_type| PossibleValue::new(document_type.name()))
    }

    fn from_name(name: &str) -> Result<Self, String> {
        name.parse()
            .map_err(|error: anchorbrowser_schema::UnknownDocumentType| error.to_string())
    }
}

impl NamedValue for Revision {
    fn possible_values() -> impl Iterator<Item = PossibleValue> {
        Self::all().map(|revision| PossibleValue::new(revision.name()))
    }

    fn from_name(name: &str) -> Result<Self, String> {
        name.parse()
            .map_err(|error: anchorbrowser_schema::UnknownRevision| error.to_string())
    }
}

impl NamedValue for ProxyType {
    fn possible_values() -> impl Iterator<Item = PossibleValue> {
        Self::all().map(|proxy_type| PossibleValue::new(proxy_type.as_str().to_owned()))
    }

    fn from_name(name: &str) -> Result<Self, String> {
        Self::all().find(|known| known == name).ok_or_else(|| {
            let known: Vec<_> = Self::all().map(|known| format!("`{known}`")).collect();
            format!("the type must be one of {}", known.join(", "))
        })
    }
}

/// Parses a rule whose level can be set to this level, or `warnings`.
#[derive(Clone, Debug)]
pub(crate) struct LevelTargetParser(pub(crate) Level);

impl LevelTargetParser {
    /// The name of all rules that are warnings.
    const WARNINGS: &str = "warnings";

    fn accepts_warnings(&self) -> bool {
        self.0 != Level::Warn
    }

    fn parse(&self, name: &str) -> Result<LevelTarget, String> {
        if name == Self::WARNINGS && self.accepts_warnings() {
            return Ok(LevelTarget::Warnings);
        }
        let rule = Rule::from_name(name)?;
        match Validator::new().level(rule, self.0) {
            Ok(_) => Ok(LevelTarget::Rule(rule)),
            Err(error) => Err(error.to_string()),
        }
    }
}

impl TypedValueParser for LevelTargetParser {
    type Value = LevelTarget;

    fn parse_ref(
        &self,
        cmd: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<LevelTarget, Error> {
        let parser = self.clone();
        let parse = move |name: &str| parser.parse(name);
        parse.parse_ref(cmd, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let warnings = self.accepts_warnings().then_some(Self::WARNINGS);
        let rules = Rule::all().filter(|rule| self.0 == Level::Deny || !rule.is_fixed());
        let names = warnings.into_iter().chain(rules.map(Rule::name));
        Some(Box::new(names.map(PossibleValue::new)))
    }
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
