//! Parser for arguments that accept a fixed set of names, so that completions can offer them.

use std::ffi::OsStr;
use std::marker::PhantomData;

use anchorbrowser_schema::{DocumentType, ProxyType, Revision, Rule};
use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command, Error};

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
