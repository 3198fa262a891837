//! Rule `timeout-order`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};
use crate::string::push_fmt::push_fmt;
use crate::string::quote::Count;

/// The parameters of rule [`timeout-order`](crate::Rule::TimeoutOrder).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TimeoutOrder {
    /// The idle timeout, in minutes.
    pub idle_timeout: i64,
    /// The longest duration of the session, in minutes.
    pub max_duration: i64,
}

impl Definition for TimeoutOrder {
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "the idle timeout is longer than the maximum duration of the session";
    const SOURCE: &'static str = "API document, `SessionConfig.timeout`";

    fn message(&self, text: &mut String) {
        push_fmt!(
            text;
            " must be at most `max_duration` (",
            Count(self.max_duration, "minute"),
            ") to have an effect, but is ",
            self.idle_timeout,
        );
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        Some(
            "lower it, or raise `max_duration`: the session ends before it can be idle that long"
                .into(),
        )
    }
}
