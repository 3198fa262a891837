//! A violation: a violated rule, where, and how to fix it.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::num::NonZeroUsize;
use std::ops::Range;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::fix::Fix;
use super::origin::Origin;
use super::pointer::Pointer;
use super::span::{Position, Span};
use crate::rules::definition::Severity;
use crate::rules::table::ViolationKind;
use crate::string::json_text::JsonText;
use crate::string::push_fmt::push_fmt;
use crate::string::quote::Escaped;

/// A violation of a rule: what is wrong, where, and how to fix it.
///
/// It [serializes](Serialize) to an object of `rule`, `severity`, `pointer`, `message`, `help` (if
/// there is one), `params`, for JSON text `span`, `line`, `column` and `end`, and `fix` (if there is
/// one). It can be read back, even if a newer version wrote it: a rule, a parameter or a member that
/// this version does not know is kept.
///
/// ```
/// use anchorbrowser_schema::{AnchorProxy, CountryCode, Rule, Validate};
///
/// let report = AnchorProxy::gov().with_country_code(CountryCode::GB).check();
/// let violation = &report.violations()[0];
/// assert_eq!(violation.rule(), Rule::CountryNotAllowed);
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
#[derive(Clone)]
pub struct Violation {
    kind: ViolationKind,
    severity: Severity,
    pointer: Pointer,
    location: Option<Location>,
    /// The number of lines from the start to the end of the span. It is not in [`Location`] because
    /// there is room for it here.
    lines: u32,
    /// One box, since most violations have neither.
    extra: Option<Box<Extra>>,
}

/// What few violations have.
#[derive(Clone, Debug, Default)]
struct Extra {
    fix: Option<Fix>,
    /// Help that replaces the rule's.
    help: Option<Cow<'static, str>>,
    as_read: Option<AsRead>,
}

/// Where a violation is in a text. The line is never 0, which makes room for `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Location {
    span: Span,
    line: NonZeroUsize,
    /// Columns have 4 bytes, so that a violation stays small: no editor has lines of 4 GiB.
    column: u32,
    /// The column of the end; 0 if it is unknown, as in a report of a version that did not write it.
    end_column: u32,
}

/// What was read of a violation and differs from what this version would write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AsRead {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) params: JsonText,
    /// Members that this version does not know.
    pub(crate) rest: Vec<(Box<str>, JsonText)>,
}

/// Enough bytes for nearly every message; a longer one allocates again.
const MESSAGE_CAPACITY: usize = 192;

impl Location {
    fn new(span: Span, start: Position, end: Option<Position>) -> Self {
        let narrow = |column| u32::try_from(column).unwrap_or(u32::MAX);
        Self {
            span,
            line: NonZeroUsize::new(start.line).unwrap_or(NonZeroUsize::MIN),
            column: narrow(start.column),
            end_column: end.map_or(0, |end| narrow(end.column)),
        }
    }

    fn position(self) -> Position {
        Position::new(self.line.get(), self.column as usize)
    }
}

impl Violation {
    /// A violation whose position is looked up later.
    pub(crate) fn new(
        kind: ViolationKind,
        severity: Severity,
        pointer: Pointer,
        span: Span,
    ) -> Self {
        Self {
            kind,
            severity,
            pointer,
            location: Some(Location::new(span, Position::new(1, 1), None)),
            lines: 0,
            extra: None,
        }
    }

    /// A violation that was read.
    pub(crate) fn read(
        kind: ViolationKind,
        severity: Severity,
        pointer: String,
        location: Option<(Span, Position, Option<Position>)>,
        fix: Option<Fix>,
        as_read: AsRead,
    ) -> Self {
        let mut violation = Self {
            kind,
            severity,
            pointer: Pointer::owned(pointer),
            location: None,
            lines: 0,
            extra: None,
        };
        if let Some((span, start, end)) = location {
            violation.set_location(span, start, end);
        }
        let as_read = (!violation.writes(&as_read)).then_some(as_read);
        if fix.is_some() || as_read.is_some() {
            violation.extra = Some(Box::new(Extra {
                fix,
                help: None,
                as_read,
            }));
        }
        violation
    }

    /// Whether this version writes what was read.
    fn writes(&self, as_read: &AsRead) -> bool {
        as_read.rest.is_empty()
            && self.message() == as_read.message
            && self.help().as_deref() == as_read.help.as_deref()
            && self.params() == as_read.params
    }

    /// The parameters as this version writes them.
    fn params(&self) -> JsonText {
        // Parameters can be represented in JSON.
        JsonText::first_of(&serde_json::to_string(&self.kind).unwrap_or_default())
    }

    /// The name of the violated rule, which equals the [`Rule`](crate::Rule). It can be another name
    /// in a report that a newer version wrote.
    ///
    /// [`Violation`] shows it in use, as it does for the other methods.
    #[must_use]
    pub fn rule(&self) -> &str {
        match &self.kind {
            ViolationKind::Other(other) => other.rule(),
            kind => kind.rule().map_or("", |rule| rule.name()),
        }
    }

    /// The violated rule with its parameters.
    #[must_use]
    pub const fn kind(&self) -> &ViolationKind {
        &self.kind
    }

    /// The severity, by the level of the rule.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// A JSON Pointer (RFC 6901) from the root of the document to the value, or to where a missing
    /// member should be.
    #[must_use]
    pub fn pointer(&self) -> &str {
        self.pointer.as_str()
    }

    /// What is wrong, in one sentence: the location, what was expected, and what was found. At most 64
    /// characters of a key or value are quoted; control and bidi characters are escaped.
    #[must_use]
    pub fn message(&self) -> String {
        let mut message = String::with_capacity(MESSAGE_CAPACITY);
        self.append_message(&mut message);
        message
    }

    /// Appends the [message](Self::message) to `text`, so that the messages of a report need not be
    /// allocated one by one.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    ///
    /// let report = CreateTaskRequest::new("").check();
    /// let mut text = String::new();
    /// for violation in &report {
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
        if let Some(as_read) = self.as_read() {
            push_fmt!(text; Escaped(&as_read.message));
            return;
        }
        text.reserve(MESSAGE_CAPACITY);
        push_fmt!(text; &self.pointer);
        self.kind.message(text);
    }

    /// How to fix it, in one sentence.
    #[must_use]
    pub fn help(&self) -> Option<Cow<'_, str>> {
        if let Some(help) = self.replaced_help() {
            return Some(Cow::Borrowed(help));
        }
        match self.as_read() {
            Some(as_read) => {
                let help = as_read.help.as_deref()?;
                Some(Escaped(help).to_string().into())
            }
            None => self.kind.help(self.pointer()),
        }
    }

    /// Help that replaces the rule's.
    fn replaced_help(&self) -> Option<&str> {
        self.extra.as_ref()?.help.as_deref()
    }

    pub(crate) fn set_help(&mut self, help: Cow<'static, str>) {
        self.extra.get_or_insert_default().help = Some(help);
    }

    /// The message and the help to write: of a violation that was read exactly what was read.
    fn written(&self) -> (Cow<'_, str>, Option<Cow<'_, str>>) {
        match self.as_read() {
            Some(as_read) => {
                let help = self.replaced_help().or(as_read.help.as_deref());
                (Cow::Borrowed(&as_read.message), help.map(Cow::Borrowed))
            }
            None => (Cow::Owned(self.message()), self.help()),
        }
    }

    /// The location in the source, in bytes: the value; the key of an unknown or repeated member;
    /// the object that lacks a member; for `syntax` an empty span at the first byte that cannot
    /// continue a valid document. None for a typed value.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.location.map(|location| location.span)
    }

    /// The position of the span's start. None for a typed value.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.location.map(Location::position)
    }

    /// The position after the last character of the span. None for a typed value, and in a report
    /// of a version that did not write it.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Position, Validate};
    ///
    /// let report = CreateTaskRequest::from_json(r#"{"name": "a b"}"#).unwrap_err();
    /// let name = report.violations().last().unwrap();
    /// assert_eq!(name.position(), Some(Position::new(1, 10)));
    /// assert_eq!(name.end(), Some(Position::new(1, 15)));
    /// ```
    #[must_use]
    pub fn end(&self) -> Option<Position> {
        let location = self.location.filter(|location| location.end_column > 0)?;
        let line = location.line.get().saturating_add(self.lines as usize);
        Some(Position::new(line, location.end_column as usize))
    }

    /// The order of reports on JSON text: by start, then rule, then pointer. Violations of typed values
    /// are equal.
    #[inline]
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let (Some(span), Some(other_span)) = (self.span(), other.span()) else {
            return Ordering::Equal;
        };
        let by_start = span.start.cmp(&other_span.start);
        by_start
            .then_with(|| self.rule().cmp(other.rule()))
            .then_with(|| self.pointer.cmp(&other.pointer))
    }

    /// The change that fixes it, in a report that the command wrote or that
    /// [`Report::with_fixes`](crate::Report::with_fixes) returned.
    ///
    /// [`Fix`] shows it in use.
    #[must_use]
    pub fn fix(&self) -> Option<&Fix> {
        self.extra.as_ref()?.fix.as_ref()
    }

    pub(crate) fn set_fix(&mut self, fix: Option<Fix>) {
        if fix.is_some() || self.extra.is_some() {
            self.extra.get_or_insert_default().fix = fix;
        }
    }

    fn as_read(&self) -> Option<&AsRead> {
        self.extra.as_ref()?.as_read.as_ref()
    }

    /// Sets the span and the positions of its start and end.
    pub(crate) fn set_positions(&mut self, span: Span, positions: Range<Position>) {
        self.set_location(span, positions.start, Some(positions.end));
    }

    pub(crate) fn remove_location(&mut self) {
        self.location = None;
    }

    /// Replaces the location, if there is one.
    pub(crate) fn map_location(&mut self, map: impl FnOnce(Span) -> (Span, Range<Position>)) {
        // Its edits are of the other text.
        self.set_fix(None);
        if let Some(location) = self.location {
            let (span, positions) = map(location.span);
            self.set_positions(span, positions);
        }
    }

    fn set_location(&mut self, span: Span, start: Position, end: Option<Position>) {
        self.location = Some(Location::new(span, start, end));
        let lines = end.map_or(0, |end| end.line.saturating_sub(start.line));
        self.lines = u32::try_from(lines).unwrap_or(u32::MAX);
    }

    /// Moves the location to where the document begins.
    pub(crate) fn shift(&mut self, origin: Origin) {
        let end = self.end();
        if let Some(location) = self.location {
            self.set_location(
                origin.shift_span(location.span),
                origin.shift_position(location.position()),
                end.map(|end| origin.shift_position(end)),
            );
        }
        if let ViolationKind::Syntax(syntax) = &mut self.kind {
            syntax.move_opening(|line, column| {
                let position = origin.shift_position(Position::new(line, column));
                Some((position.line, position.column))
            });
        }
        let fix = self.extra.as_mut().and_then(|extra| extra.fix.as_mut());
        for edit in fix.into_iter().flat_map(|fix| &mut fix.edits) {
            edit.span = origin.shift_span(edit.span);
        }
    }

    /// Removes the position of the bracket or string that a syntax error leaves open, because it refers
    /// to another text.
    pub(crate) fn forget_opening(&mut self) {
        if let ViolationKind::Syntax(syntax) = &mut self.kind {
            syntax.move_opening(|_, _| None);
        }
    }

    /// Prefixes the pointer.
    pub(crate) fn prefix(&mut self, prefix: &str) {
        self.pointer = Pointer::owned([prefix, self.pointer()].concat());
    }
}

/// Two violations are equal if the same is written of them: a report that was written and read back
/// equals the original.
impl PartialEq for Violation {
    fn eq(&self, other: &Self) -> bool {
        let params = |violation: &Self| match violation.as_read() {
            Some(as_read) => as_read.params.clone(),
            None => violation.params(),
        };
        let rest = |violation: &Self| match violation.as_read() {
            Some(as_read) => as_read.rest.clone(),
            None => Vec::new(),
        };
        let is_same_kind = self.kind == other.kind
            && self.as_read() == other.as_read()
            && self.replaced_help() == other.replaced_help();
        self.severity == other.severity
            && self.pointer == other.pointer
            && (self.location, self.lines) == (other.location, other.lines)
            && self.fix() == other.fix()
            && (is_same_kind
                || self.rule() == other.rule()
                    && self.written() == other.written()
                    && params(self) == params(other)
                    && rest(self) == rest(other))
    }
}

impl Eq for Violation {}

impl Hash for Violation {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.rule(), self.severity, self.pointer(), self.span()).hash(state);
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = Escaped(self.rule());
        write!(f, "{}[{rule}]: {}", self.severity, self.message())
    }
}

/// The same as `Display`, and the position.
impl fmt::Debug for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        match self.position() {
            Some(Position { line, column }) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Violation {}

impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("rule", self.rule())?;
        object.serialize_entry("severity", &self.severity)?;
        object.serialize_entry("pointer", self.pointer())?;
        let (message, help) = self.written();
        object.serialize_entry("message", &message)?;
        if let Some(help) = help {
            object.serialize_entry("help", &help)?;
        }
        match self.as_read() {
            Some(as_read) => object.serialize_entry("params", &as_read.params)?,
            None => object.serialize_entry("params", &self.kind)?,
        }
        if let Some(location) = &self.location {
            object.serialize_entry("span", &location.span)?;
            object.serialize_entry("line", &location.line)?;
            object.serialize_entry("column", &location.column)?;
            if let Some(end) = self.end() {
                object.serialize_entry("end", &end)?;
            }
        }
        if let Some(fix) = self.fix() {
            object.serialize_entry("fix", fix)?;
        }
        for (name, value) in self.as_read().into_iter().flat_map(|as_read| &as_read.rest) {
            object.serialize_entry(name, value)?;
        }
        object.end()
    }
}

#[cfg(target_pointer_width = "64")]
const _: () = assert!(
    size_of::<Violation>() <= 128,
    "eight fit into what allocators keep at hand, 1 KiB"
);
