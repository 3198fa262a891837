//! Rule `unknown-property`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};
use super::definition::{did_you_mean, formatted};
use super::suggestion::nearest;
use crate::contract::member::ObjectType;
use crate::contract::revision::Revision;
use crate::string::push_fmt::push_fmt;

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
    misplaced: Option<&'static Misplaced>,
    /// The revision that has the member.
    #[serde(skip)]
    revision: Option<Revision>,
    /// Whether the value is an object, of which nothing is checked.
    #[serde(skip)]
    is_object: bool,
}

/// A common mistake: the member, one that the object must know for this to be one, and how to fix it.
type Misplaced = (&'static str, &'static str, &'static str);

const MISPLACED: &[Misplaced] = &[
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
    // There are two timeouts; neither is more likely.
    (
        "timeout",
        "max_duration",
        "use `max_duration` or `idle_timeout`",
    ),
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

/// Added to the help where the value is an object: its violations are not in the report.
const NOTHING_CHECKED: &str = "nothing inside it was checked";

impl UnknownProperty {
    /// Of a member of an object that a revision does not name; `is_object` says whether its value is
    /// an object.
    pub(crate) fn of(
        property: &str,
        is_object: bool,
        object: &'static ObjectType,
        revision: Revision,
    ) -> Self {
        let known = object
            .members
            .iter()
            .filter(|member| member.is_in(revision));
        let names = || known.clone().map(|member| member.name);
        let is_misplaced = |(member, beside, _): &&Misplaced| {
            *member == property && names().any(|name| name == *beside)
        };
        let misplaced = MISPLACED.iter().find(is_misplaced);
        let nearest = || nearest(property, names()).map(Cow::Borrowed);
        Self {
            property: property.into(),
            suggestion: if misplaced.is_some() { None } else { nearest() },
            misplaced,
            revision: object.member(property).and_then(|member| member.since),
            is_object,
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
        let help = match (self.revision, &self.suggestion) {
            (Some(revision), _) => Some(formatted(|help| {
                push_fmt!(help; "it is a member since revision `", revision.name(), "`: use that revision, or leave it out");
            })),
            (None, Some(suggestion)) => Some(did_you_mean(suggestion)),
            (None, None) => self.misplaced.map(|(.., help)| Cow::Borrowed(*help)),
        };
        if !self.is_object {
            return help;
        }
        Some(match help {
            None => NOTHING_CHECKED.into(),
            Some(help) => formatted(|text| {
                let separator = if help.ends_with('?') { " " } else { "; " };
                push_fmt!(text; &*help, separator, NOTHING_CHECKED);
            }),
        })
    }
}
