//! Rule `city-unsupported`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};
use crate::contract::proxy_type::ProxyType;
use crate::contract::revision::Contract;
use crate::string::push_fmt::push_fmt;

/// The parameters of rule [`city-unsupported`](crate::Rule::CityUnsupported).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CityUnsupported {
    /// The chosen type.
    #[serde(rename = "type")]
    pub proxy_type: ProxyType,
}

impl Definition for CityUnsupported {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str =
        "a city is specified for a proxy type that does not support cities";
    const SOURCE: &'static str = "API document, `AnchorProxy.city`";

    fn applies(contract: &Contract) -> bool {
        contract.types_with_city != contract.anchor_types
    }

    fn message(&self, text: &mut String) {
        push_fmt!(text; " is not supported by the type `", self.proxy_type.as_str(), "`");
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        Some("leave the city out, or use the type `anchor_proxy`".into())
    }
}
