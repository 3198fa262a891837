//! Rule `timeout-value`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};
use crate::string::push_fmt::push_fmt;

/// The parameters of rule [`timeout-value`](crate::Rule::TimeoutValue).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TimeoutValue {
    /// The duration, in minutes.
    pub minutes: i64,
    /// Whether -1 means no limit in the revision.
    #[serde(skip)]
    pub(crate) has_no_limit: bool,
}

impl Definition for TimeoutValue {
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "a timeout is 0 or less than -1";
    const SOURCE: &'static str = "API document, `SessionConfig.timeout`";

    fn message(&self, text: &mut String) {
        push_fmt!(text; " must be a positive number of minutes, but is ", self.minutes);
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        self.has_no_limit.then(|| "use `-1` for no limit".into())
    }
}
