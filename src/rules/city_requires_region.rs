//! Rule `city-requires-region`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};

/// The parameters of rule [`city-requires-region`](crate::Rule::CityRequiresRegion).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CityRequiresRegion {}

impl Definition for CityRequiresRegion {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "a city is specified without a region";
    const SOURCE: &'static str = "API document, `AnchorProxy.city`";

    fn message(&self, text: &mut String) {
        text.push_str(" requires `region`, which is missing");
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        Some("add `region`, or leave the city out".into())
    }
}
