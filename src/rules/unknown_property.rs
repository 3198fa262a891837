//! Rule `unknown-property`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};
use super::definition::{did_you_mean, formatted};
use super::suggestion::nearest;
use crate::contract::member::ObjectType;
use crate::contract::redact::redact;
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
    /// Where the member belongs, if it is a common mistake. This only shapes the message and the
    /// help, and is not serialized.
    #[serde(skip)]
    misplaced: Option<&'static Misplaced>,
    /// The revision that has the member.
    #[serde(skip)]
    revision: Option<Revision>,
    /// Whether the value is an object, of which nothing is checked.
    #[serde(skip)]
    is_object: bool,
}

/// A member that editors write into the root of a document. It is not reported there.
pub(crate) const SCHEMA: &str = "$schema";

/// A common mistake: the member, one that the object must know for this to be one, the message, and
/// how to fix it.
type Misplaced = (&'static str, &'static str, &'static str, &'static str);

const OF_OTHER_OBJECT: &str = " is not a member of this object";
const OF_OTHER_REQUEST: &str = " is a member of another request";
const OF_ANCHOR_PROXY: &str = " is a member of Anchor proxies, not of custom proxies";
const OF_CUSTOM_PROXY: &str = " is a member of custom proxies, not of Anchor proxies";

const INTO_SESSION: &str = "move it into `browserConfiguration`";
const INTO_TIMEOUT: &str = "move it into `timeout`";
const INTO_LIVE_VIEW: &str = "move it into `live_view`";
const INTO_PROXY: &str = "move it into `proxy`";
// There are two timeouts; neither is more likely.
const TIMEOUTS: &str = "use `max_duration` or `idle_timeout`";
const USE_CUSTOM: &str = "set the type to `custom` to use a proxy of your own";
const INPUTS: &str = "send it with the request that runs the task";
const SESSION: &str =
    "send it with the request that starts a session; a task has `browserConfiguration`";

const MISPLACED: &[Misplaced] = &[
    (
        "initial_url",
        "browserConfiguration",
        OF_OTHER_OBJECT,
        INTO_SESSION,
    ),
    (
        "recording",
        "browserConfiguration",
        OF_OTHER_OBJECT,
        INTO_SESSION,
    ),
    (
        "proxy",
        "browserConfiguration",
        OF_OTHER_OBJECT,
        INTO_SESSION,
    ),
    (
        "timeout",
        "browserConfiguration",
        OF_OTHER_OBJECT,
        INTO_SESSION,
    ),
    (
        "live_view",
        "browserConfiguration",
        OF_OTHER_OBJECT,
        INTO_SESSION,
    ),
    ("inputs", "browserConfiguration", OF_OTHER_REQUEST, INPUTS),
    ("session", "browserConfiguration", OF_OTHER_REQUEST, SESSION),
    ("browser", "browserConfiguration", OF_OTHER_REQUEST, SESSION),
    ("max_duration", "timeout", OF_OTHER_OBJECT, INTO_TIMEOUT),
    ("idle_timeout", "timeout", OF_OTHER_OBJECT, INTO_TIMEOUT),
    ("read_only", "live_view", OF_OTHER_OBJECT, INTO_LIVE_VIEW),
    ("timeout", "max_duration", OF_OTHER_OBJECT, TIMEOUTS),
    ("country_code", "proxy", OF_OTHER_OBJECT, INTO_PROXY),
    ("server", "country_code", OF_CUSTOM_PROXY, USE_CUSTOM),
    ("username", "country_code", OF_CUSTOM_PROXY, USE_CUSTOM),
    ("password", "country_code", OF_CUSTOM_PROXY, USE_CUSTOM),
    (
        "country_code",
        "server",
        OF_ANCHOR_PROXY,
        "leave it out: only an Anchor proxy has a country",
    ),
    (
        "region",
        "server",
        OF_ANCHOR_PROXY,
        "leave it out: only an Anchor proxy has a region",
    ),
    (
        "city",
        "server",
        OF_ANCHOR_PROXY,
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
        let is_misplaced = |(member, beside, ..): &&Misplaced| {
            *member == property && names().any(|name| name == *beside)
        };
        let misplaced = MISPLACED.iter().find(is_misplaced);
        let nearest = || nearest(property, names()).map(Cow::Borrowed);
        Self {
            property: redact(property).into(),
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
        text.push_str(match self.misplaced {
            Some((.., message, _)) => message,
            None => " is not a member that the API document defines",
        });
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
