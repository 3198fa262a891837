//! Rules whose level an option sets.

use std::ffi::OsStr;

use anchorbrowser_schema::{Level, Rule, Validator};
use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command, Error};

use crate::value_parser::NamedValue;

/// A rule, or all rules that are warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LevelTarget {
    Warnings,
    Rule(Rule),
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
