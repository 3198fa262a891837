//! A violation: one broken rule, where, and how to mend it.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::message::{append_message, help};
use crate::pointer::Pointer;
use crate::rules::{Detail, Rule, Severity};
use crate::span::{Origin, Position, Span};

/// One broken rule: what is wrong, where, and how to mend it.
///
/// It [serialises](Serialize) to an object of `rule`, `severity`, `pointer`, `message`, `help`,
/// `params`, `span`, `line` and `column`; the last three only where the document came as text.
///
/// ```
/// use anchorbrowser_schema::{AnchorProxy, CountryCode, Validate};
///
/// let report = AnchorProxy::gov().with_country(CountryCode::GB).check();
/// let violation = &report.violations()[0];
/// assert_eq!(violation.rule().name(), "country-not-allowed");
/// assert_eq!(violation.pointer(), "/country_code");
/// assert_eq!(
///     violation.to_string(),
///     "error[country-not-allowed]: `/country_code` must be a country that `anchor_gov` offers, \
///      but is `gb`"
/// );
/// assert_eq!(
///     violation.help().as_deref(),
///     Some("choose another country, or a type that offers `gb`: `anchor_residential` or `anchor_mobile`")
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub(crate) detail: Detail,
    pub(crate) severity: Severity,
    pub(crate) pointer: Pointer,
    pub(crate) place: Option<(Span, Position)>,
}

/// Bytes that are enough for nearly every message; a longer one allocates again.
const ROOM_FOR_MESSAGE: usize = 192;

impl Violation {
    /// The broken rule.
    ///
    /// [`Violation`] shows it in use, as it does for the other methods.
    #[must_use]
    pub fn rule(&self) -> Rule {
        self.detail.rule()
    }

    /// How grave it is, at the rule's level.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Where the value stands: a JSON Pointer (RFC 6901) from the root of the document; for a
    /// missing member, where it should stand.
    #[must_use]
    pub fn pointer(&self) -> &str {
        self.pointer.as_str()
    }

    /// The rule's parameters.
    #[must_use]
    pub fn detail(&self) -> &Detail {
        &self.detail
    }

    /// What is wrong, in one sentence: the place, what was expected, and what was found. Of a long
    /// key or value 64 characters are quoted; control and bidi characters are escaped.
    #[must_use]
    pub fn message(&self) -> String {
        let mut message = String::with_capacity(ROOM_FOR_MESSAGE);
        self.append_message(&mut message);
        message
    }

    /// Appends the [message](Self::message) to `text`. The messages of a whole report can be gathered
    /// in one text, or one text can be cleared and used again for each, without an allocation for
    /// every message.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    ///
    /// let report = CreateTaskRequest::new("").check();
    /// let mut text = String::new();
    /// for violation in report.violations() {
    ///     violation.append_message(&mut text);
    ///     text.push('\n');
    /// }
    /// assert_eq!(
    ///     text,
    ///     "`/name` must have at least 1 character, but has 0\n\
    ///      `/name` must match `^[a-zA-Z0-9_-]+$`, but is empty\n"
    /// );
    /// ```
    pub fn append_message(&self, text: &mut String) {
        text.reserve(ROOM_FOR_MESSAGE);
        append_message(text, &self.pointer, &self.detail);
    }

    /// How to mend it, in one sentence.
    #[must_use]
    pub fn help(&self) -> Option<Cow<'static, str>> {
        help(&self.detail, self.pointer())
    }

    /// Where it stands in the text, in bytes: the value; the key of an unknown or repeated member;
    /// the object that lacks a member; the first byte that cannot stand where it stands, as an
    /// empty span. None for a typed value.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.place.map(|(span, _)| span)
    }

    /// The line and column of the span's start. None for a typed value.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.place.map(|(_, position)| position)
    }

    /// The order of reports of texts: by start, then rule, then pointer. Those of typed values are
    /// equal.
    #[inline]
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let (Some(span), Some(other_span)) = (self.span(), other.span()) else {
            return Ordering::Equal;
        };
        let by_start = span.start.cmp(&other_span.start);
        by_start
            .then_with(|| self.rule().name().cmp(other.rule().name()))
            .then_with(|| self.pointer.cmp(&other.pointer))
    }

    pub(crate) fn shift(&mut self, origin: Origin) {
        self.place = self
            .place
            .map(|(span, position)| (origin.shift_span(span), origin.shift_position(position)));
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (severity, rule) = (self.severity.name(), self.rule());
        write!(f, "{severity}[{rule}]: {}", self.message())
    }
}

impl std::error::Error for Violation {}

impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("rule", self.rule().name())?;
        object.serialize_entry("severity", &self.severity)?;
        object.serialize_entry("pointer", self.pointer())?;
        object.serialize_entry("message", &self.message())?;
        if let Some(help) = self.help() {
            object.serialize_entry("help", &help)?;
        }
        object.serialize_entry("params", &self.detail)?;
        if let Some((span, position)) = &self.place {
            object.serialize_entry("span", span)?;
            object.serialize_entry("line", &position.line)?;
            object.serialize_entry("column", &position.column)?;
        }
        object.end()
    }
}

#[cfg(target_pointer_width = "64")]
const _: () = assert!(
    size_of::<Violation>() <= 128,
    "eight fit into what allocators keep at hand, 1 KiB"
);
