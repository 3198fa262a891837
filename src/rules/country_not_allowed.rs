//! Rule `country-not-allowed`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::formatted;
use super::definition::{Definition, Severity};
use crate::contract::country::CountryCode;
use crate::contract::proxy_type::ProxyType;
use crate::contract::revision::Contract;
use crate::string::push_fmt::push_fmt;
use crate::string::quote::OneOf;

/// The parameters of rule [`country-not-allowed`](crate::Rule::CountryNotAllowed).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CountryNotAllowed {
    /// The country.
    pub country: CountryCode,
    /// The chosen type.
    #[serde(rename = "type")]
    pub proxy_type: ProxyType,
    /// The types that offer the country.
    pub offered_by: Box<[ProxyType]>,
}

impl Definition for CountryNotAllowed {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "the selected proxy type does not offer the country";
    const SOURCE: &'static str = "API document, `AnchorProxy.country_code`";

    fn applies(contract: &Contract) -> bool {
        contract.anchor_types.iter().count() > 1
    }

    fn conceal(&mut self) {
        self.country = CountryCode::from("");
        self.offered_by = Box::default();
    }

    fn message(&self, text: &mut String) {
        push_fmt!(
            text;
            " must be a country that `",
            self.proxy_type.as_str(),
            "` offers, but is `",
            self.country.as_str(),
            "`",
        );
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        let (country, types) = (self.country.as_str(), OneOf(&self.offered_by));
        Some(formatted(|help| {
            push_fmt!(help; "choose another country, or a type that offers `", country, "`: ", types);
        }))
    }
}
