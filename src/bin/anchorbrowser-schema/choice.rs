//! Arguments that are one of a known set, which completions then offer.

use std::ffi::OsStr;
use std::marker::PhantomData;

use anchorbrowser_schema::{ProxyType, Root, Rule};
use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command, Error};

/// What is chosen by its name.
pub(crate) trait Named: Clone + Send + Sync + 'static {
    /// All that can be chosen.
    fn all() -> impl Iterator<Item = PossibleValue>;

    /// # Errors
    ///
    /// If nothing has this name; the message says what was probably meant, or may stand there.
    fn named(name: &str) -> Result<Self, String>;
}

/// Reads a choice by its own errors, which suggest better than clap's.
#[derive(Clone, Debug)]
pub(crate) struct Choice<T>(PhantomData<fn() -> T>);

impl<T> Choice<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: Named> TypedValueParser for Choice<T> {
    type Value = T;

    fn parse_ref(&self, cmd: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<T, Error> {
        T::named.parse_ref(cmd, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(T::all()))
    }
}

impl Named for Rule {
    fn all() -> impl Iterator<Item = PossibleValue> {
        Self::all().map(|rule| PossibleValue::new(rule.name()))
    }

    fn named(name: &str) -> Result<Self, String> {
        name.parse()
            .map_err(|error: anchorbrowser_schema::UnknownRule| error.to_string())
    }
}

impl Named for Root {
    fn all() -> impl Iterator<Item = PossibleValue> {
        Self::all().map(|root| PossibleValue::new(root.name()))
    }

    fn named(name: &str) -> Result<Self, String> {
        name.parse()
            .map_err(|error: anchorbrowser_schema::UnknownRoot| error.to_string())
    }
}

impl Named for ProxyType {
    fn all() -> impl Iterator<Item = PossibleValue> {
        Self::all().map(|proxy_type| PossibleValue::new(proxy_type.as_str().to_owned()))
    }

    fn named(name: &str) -> Result<Self, String> {
        Self::all().find(|known| known == name).ok_or_else(|| {
            let known: Vec<_> = Self::all().map(|known| format!("`{known}`")).collect();
            format!("the type must be one of {}", known.join(", "))
        })
    }
}
