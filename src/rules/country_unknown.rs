//! Rule `country-unknown`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};
use super::definition::{did_you_mean, formatted};
use crate::contract::revision::Revision;
use crate::string::push_fmt::push_fmt;
use crate::string::quote::IsFound;

/// The parameters of rule [`country-unknown`](crate::Rule::CountryUnknown).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CountryUnknown {
    /// The value.
    pub country: Box<str>,
    /// The code that was probably meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<Cow<'static, str>>,
    /// Another revision in which a proxy type offers the country.
    #[serde(skip)]
    pub(crate) revision: Option<Revision>,
}

impl CountryUnknown {
    /// Whether it has the form of a code.
    fn is_code(&self) -> bool {
        self.country.len() == 2 && self.country.bytes().all(|byte| byte.is_ascii_lowercase())
    }
}

impl Definition for CountryUnknown {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "no proxy type offers the country";
    const SOURCE: &'static str = "API document, `AnchorProxy.country_code`";

    fn conceal(&mut self) {
        self.country = Box::default();
        self.suggestion = None;
        self.revision = None;
    }

    fn message(&self, text: &mut String) {
        push_fmt!(
            text;
            " must be the code of a country that a proxy type offers, but ",
            IsFound(&self.country),
        );
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        if let Some(revision) = self.revision {
            return Some(formatted(|help| {
                push_fmt!(help; "only revision `", revision.name(), "` has a proxy type that offers it; choose another country");
            }));
        }
        Some(match &self.suggestion {
            Some(suggestion) => did_you_mean(suggestion),
            None if self.is_code() => {
                "no proxy type offers it; `anchorbrowser-schema countries` lists those \
                 that are offered"
                    .into()
            }
            None => "use an ISO 3166-1 alpha-2 code in lower case, such as `us`; \
                 `anchorbrowser-schema countries` lists those that are offered"
                .into(),
        })
    }
}
