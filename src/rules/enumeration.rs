//! Rule `enum`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};
use super::definition::{did_you_mean, formatted};
use super::suggestion::nearest;
use crate::contract::redact::redact;
use crate::contract::revision::{Contract, Revision};
use crate::string::push_fmt::push_fmt;
use crate::string::quote::{IsFound, OneOf};

/// The parameters of rule [`enum`](crate::Rule::Enum).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Enum {
    /// The allowed values.
    pub allowed: Cow<'static, [Cow<'static, str>]>,
    /// The value.
    pub found: Box<str>,
    /// The value that was probably meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<Box<str>>,
    /// The revision that does not list it.
    #[serde(skip)]
    revision: Revision,
    /// Another revision that does.
    #[serde(skip)]
    other: Option<Revision>,
}

/// Abbreviations of allowed values.
const ALIASES: &[(&str, &str)] = &[("ts", "typescript")];

impl Enum {
    /// Of a value that is not allowed. `is_listed` is whether a revision lists it.
    pub(crate) fn of(
        found: &str,
        allowed: &'static [Cow<'static, str>],
        contract: &Contract,
        is_listed: impl Fn(&Contract) -> bool,
    ) -> Self {
        let other = contract.other(is_listed);
        Self {
            allowed: Cow::Borrowed(allowed),
            found: redact(found).into(),
            suggestion: if other.is_none() {
                suggestion(found, allowed).map(Box::from)
            } else {
                None
            },
            revision: contract.revision(),
            other,
        }
    }
}

fn suggestion(found: &str, allowed: &'static [Cow<'static, str>]) -> Option<&'static str> {
    let values = || allowed.iter().map(|value| &**value);
    let alias = ALIASES.iter().find(|(alias, value)| {
        alias.eq_ignore_ascii_case(found) && values().any(|allowed| allowed == *value)
    });
    match alias {
        Some((_, value)) => Some(value),
        None => nearest(found, values()),
    }
}

impl Definition for Enum {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "the language or the proxy type is not one of the allowed values";
    const SOURCE: &'static str = "API document, `enum`";

    fn conceal(&mut self) {
        self.found = Box::default();
        self.suggestion = None;
        self.other = None;
    }

    fn message(&self, text: &mut String) {
        push_fmt!(text; " must be ", OneOf(&self.allowed), ", but ", IsFound(&self.found));
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        if let Some(other) = self.other {
            return Some(formatted(|help| {
                push_fmt!(help; "`", &*self.found, "` ");
                if other > self.revision {
                    push_fmt!(help; "is allowed since revision `", other.name(), "`");
                } else {
                    help.push_str(self.revision.contract().removed_types);
                }
            }));
        }
        match (&self.suggestion, &*self.allowed) {
            (Some(suggestion), _) => Some(did_you_mean(suggestion)),
            (None, [only]) => Some(formatted(|help| push_fmt!(help; "use `", &**only, "`"))),
            (None, _) => None,
        }
    }
}
