//! Rule `unknown-property`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::did_you_mean;
use super::definition::{Definition, Severity};
use super::suggestion::nearest;
use crate::contract::member::Member;

/// The parameters of rule [`unknown-property`](crate::Rule::UnknownProperty).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnknownProperty {
    /// The name of the member.
    pub property: Box<str>,
    /// The known member that was probably meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<Cow<'static, str>>,
    /// Where the member belongs, if it is a common mistake.
    #[serde(skip)]
    misplaced: Option<&'static str>,
}

/// Members that are often in the wrong object: the member, one that the object must know for this
/// to be so, and how to fix it.
const MISPLACED: &[(&str, &str, &str)] = &[
    (
        "initial_url",
        "browserConfiguration",
        "move it into `browserConfiguration`",
    ),
    (
        "recording",
        "browserConfiguration",
        "move it into `browserConfiguration`",
    ),
    (
        "proxy",
        "browserConfiguration",
        "move it into `browserConfiguration`",
    ),
    (
        "timeout",
        "browserConfiguration",
        "move it into `browserConfiguration`",
    ),
    (
        "live_view",
        "browserConfiguration",
        "move it into `browserConfiguration`",
    ),
    ("max_duration", "timeout", "move it into `timeout`"),
    ("idle_timeout", "timeout", "move it into `timeout`"),
    ("read_only", "live_view", "move it into `live_view`"),
    ("country_code", "proxy", "move it into `proxy`"),
    (
        "server",
        "country_code",
        "set the type to `custom` to use a proxy of your own",
    ),
    (
        "username",
        "country_code",
        "set the type to `custom` to use a proxy of your own",
    ),
    (
        "password",
        "country_code",
        "set the type to `custom` to use a proxy of your own",
    ),
    (
        "country_code",
        "server",
        "leave it out: only an Anchor proxy has a country",
    ),
    (
        "region",
        "server",
        "leave it out: only an Anchor proxy has a region",
    ),
    (
        "city",
        "server",
        "leave it out: only an Anchor proxy has a city",
    ),
];

impl UnknownProperty {
    /// Of a member of an object that knows other members.
    pub(crate) fn of(property: &str, known: &'static [Member]) -> Self {
        let names = || known.iter().map(|member| member.name);
        let is_misplaced = |(member, beside, _): &&(&str, &str, &str)| {
            *member == property && names().any(|name| name == *beside)
        };
        let suggestion = nearest(property, names()).map(Cow::Borrowed);
        Self {
            property: property.into(),
            misplaced: MISPLACED.iter().find(is_misplaced).map(|(.., help)| *help),
            suggestion,
        }
    }
}

impl Definition for UnknownProperty {
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "an object has a member that the API document does not define";
    const SOURCE: &'static str = "API document, `properties`";

    fn message(&self, text: &mut String) {
        text.push_str(" is not a member that the API document names");
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        match &self.suggestion {
            Some(suggestion) => Some(did_you_mean(suggestion)),
            None => self.misplaced.map(Cow::Borrowed),
        }
    }
}
