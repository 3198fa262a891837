//! Checks with a revision, levels and limits.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::object::Object;
use super::outcome::Outcome;
use super::valid::Valid;
use crate::contract::revision::Revision;
use crate::json::mistake;
use crate::json::reader::{RawDocument, SyntaxError, read};
use crate::raw::fast_path::FastPath;
use crate::raw::field::ObjectField;
use crate::raw::source::Source;
use crate::raw::traits::{Convert, RawObject, check_root};
use crate::raw::value::MemberValue;
use crate::report::allowed_members::AllowedMembers;
use crate::report::diagnostics::{Counts, Diagnostics, Order, Scope};
use crate::report::level::{FixedRule, Level, Levels};
use crate::report::origin::Origin;
use crate::report::report::Report;
use crate::rules::syntax::{SIZE, Syntax};
use crate::rules::table::Rule;
use crate::string::transcode::transcode;

/// Checks documents against a revision of the API, with levels and limits of your choice. The
/// methods of [`Validate`](crate::Validate) use the defaults.
///
/// A validator is small plain data: cheap to clone, `Send` and `Sync`, and a `const` unless it
/// changes levels. It can be read from configuration, and written to it: an object of `revision`,
/// `levels` (an object of rules and their levels), `allow-members` (an array of strings),
/// `max-violations`, `max-pointer-bytes` and `max-input-bytes`, none of which is required.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validator};
///
/// let validator = Validator::new().deny(Rule::UnknownProperty).allow(Rule::UrlScheme)?;
/// let json = r#"{"name": "t", "language": "typescript", "tags": []}"#;
/// let outcome = validator.read_json::<CreateTaskRequest>(json);
/// assert_eq!(outcome.report().error_count(), 1);
/// assert_eq!(outcome.value().map(|task| task.name.as_str()), Some("t"));
///
/// let configuration = r#"{"levels": {"unknown-property": "deny", "url-scheme": "allow"}}"#;
/// let configured: Validator = serde_json::from_str(configuration).unwrap();
/// assert_eq!(configured, validator);
/// # Ok::<(), anchorbrowser_schema::FixedRule>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validator {
    revision: Revision,
    levels: Levels,
    allowed_members: AllowedMembers,
    pub(super) max_violations: usize,
    pub(super) max_pointer_bytes: Option<usize>,
    max_input_bytes: usize,
}

/// Violations that a report lists by default.
const MAX_VIOLATIONS: usize = 1000;
/// Bytes of pointers that a report keeps by default, besides twice the input.
const POINTER_BYTES: usize = 64 * 1024;

impl Validator {
    /// A validator with the default revision, levels and limits.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    ///
    /// const VALIDATOR: Validator = Validator::new();
    /// assert!(VALIDATOR.check(&CreateTaskRequest::new("t")).is_empty());
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self {
            revision: Revision::V2025,
            levels: Levels::DEFAULT,
            allowed_members: AllowedMembers::NONE,
            max_violations: MAX_VIOLATIONS,
            max_pointer_bytes: None,
            max_input_bytes: usize::MAX,
        }
    }

    /// Sets the revision of the API that documents are checked against; [`Revision::V2025`] by
    /// default.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Revision, Validator};
    ///
    /// let validator = Validator::new().revision(Revision::LATEST);
    /// assert_eq!(validator.check(&CreateTaskRequest::new("t")).revision(), Revision::LATEST);
    /// ```
    #[must_use]
    pub const fn revision(mut self, revision: Revision) -> Self {
        self.revision = revision;
        self
    }

    /// Makes violations of a rule errors.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validator};
    ///
    /// let task = CreateTaskRequest::new("t").with_code("");
    /// assert!(!Validator::new().deny(Rule::EmptyCode).check(&task).is_valid());
    /// ```
    #[must_use]
    pub fn deny(mut self, rule: Rule) -> Self {
        // The level of every rule can be raised.
        let _ = self.levels.set(rule, Level::Deny);
        self
    }

    /// Makes violations of a rule warnings.
    ///
    /// # Errors
    ///
    /// If the rule is fixed: `syntax`, `type`, `required` and `integer-range` are always errors.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, FixedRule, Rule, Validator};
    ///
    /// let validator = Validator::new().warn(Rule::Pattern)?;
    /// assert!(validator.check(&CreateTaskRequest::new("a b")).is_valid());
    /// # Ok::<(), FixedRule>(())
    /// ```
    pub fn warn(self, rule: Rule) -> Result<Self, FixedRule> {
        self.level(rule, Level::Warn)
    }

    /// Disables a rule: its violations are neither reported nor counted.
    ///
    /// # Errors
    ///
    /// If the rule is fixed: `syntax`, `type`, `required` and `integer-range` are always errors.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, FixedRule, Rule, Validator};
    ///
    /// let validator = Validator::new().allow(Rule::EmptyCode)?;
    /// assert!(validator.check(&CreateTaskRequest::new("t").with_code("")).is_empty());
    /// # Ok::<(), FixedRule>(())
    /// ```
    pub fn allow(self, rule: Rule) -> Result<Self, FixedRule> {
        self.level(rule, Level::Allow)
    }

    /// Sets the level of a rule.
    ///
    /// # Errors
    ///
    /// If the rule is fixed and the level is not [`Level::Deny`].
    ///
    /// ```
    /// use anchorbrowser_schema::{Level, Rule, Validator};
    ///
    /// assert!(Validator::new().level(Rule::Uri, Level::Warn).is_ok());
    /// assert!(Validator::new().level(Rule::Required, Level::Warn).is_err());
    /// ```
    pub fn level(mut self, rule: Rule, level: Level) -> Result<Self, FixedRule> {
        self.levels.set(rule, level)?;
        Ok(self)
    }

    /// Turns all warnings into errors: sets all rules whose level is [`Level::Warn`] to
    /// [`Level::Deny`].
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    ///
    /// let task = CreateTaskRequest::new("t").with_code("");
    /// assert!(Validator::new().check(&task).is_valid());
    /// assert!(!Validator::new().deny_warnings().check(&task).is_valid());
    /// ```
    #[must_use]
    pub fn deny_warnings(mut self) -> Self {
        for rule in Rule::all() {
            if self.level_of(rule) == Level::Warn {
                self = self.deny(rule);
            }
        }
        self
    }

    /// The level of a rule.
    ///
    /// ```
    /// use anchorbrowser_schema::{Level, Rule, Validator};
    ///
    /// assert_eq!(Validator::new().level_of(Rule::EmptyCode), Level::Warn);
    /// ```
    #[must_use]
    pub fn level_of(&self, rule: Rule) -> Level {
        self.levels.of(rule)
    }

    /// Sets the unknown members that the rule [`unknown-property`](Rule::UnknownProperty) does not
    /// report. Each is a JSON Pointer from the root of the document, in which the token `-` matches
    /// any element of an array, or a name, which matches in any object. A pointer that no member can
    /// have matches nothing; only the command rejects it. Replaces those that were set before.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    ///
    /// let json = r#"{"name": "t", "language": "typescript", "x": 1, "browserConfiguration": {"y": 2}}"#;
    /// let validator = Validator::new().allow_members(["x", "/browserConfiguration/y"]);
    /// assert!(validator.check_json::<CreateTaskRequest>(json).is_empty());
    ///
    /// let validator = Validator::new().allow_members(["/x", "/y"]);
    /// assert_eq!(validator.check_json::<CreateTaskRequest>(json).warning_count(), 1);
    /// ```
    #[must_use]
    pub fn allow_members<S: Into<Box<str>>>(
        mut self,
        members: impl IntoIterator<Item = S>,
    ) -> Self {
        self.allowed_members = members.into_iter().collect();
        self
    }

    /// Sets the maximum number of violations that a report lists; 1,000 by default. Further
    /// violations are counted but not listed.
    ///
    /// See the example of [`Report::omitted`].
    #[must_use]
    pub const fn max_violations(mut self, violations: usize) -> Self {
        self.max_violations = violations;
        self
    }

    /// Sets the maximum number of bytes that the JSON Pointers of a report occupy; 64 KiB plus
    /// twice the size of the input by default. Pointers are never cut: the first violation whose
    /// pointer does not fit is only counted, and so are all after it.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    ///
    /// let report = Validator::new().max_pointer_bytes(5).check(&CreateTaskRequest::new(""));
    /// assert_eq!((report.violations().len(), report.omitted()), (1, 1));
    /// ```
    #[must_use]
    pub const fn max_pointer_bytes(mut self, bytes: usize) -> Self {
        self.max_pointer_bytes = Some(bytes);
        self
    }

    /// Sets the maximum size of the input in bytes; unlimited by default. A longer input is not
    /// read, and violates the rule `syntax` at the first byte over the limit, as RFC 8259 section 9
    /// allows parsers to limit their input.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validator};
    ///
    /// let report = Validator::new().max_input_bytes(10).check_json::<CreateTaskRequest>("[0,1,2,3,4]");
    /// let violation = &report.violations()[0];
    /// assert_eq!(violation.rule(), Rule::Syntax);
    /// assert_eq!(violation.span().map(|span| span.start), Some(10));
    /// ```
    #[must_use]
    pub const fn max_input_bytes(mut self, bytes: usize) -> Self {
        self.max_input_bytes = bytes;
        self
    }

    /// All violations of a typed value.
    ///
    /// ```
    /// use anchorbrowser_schema::{Timeout, Validator};
    ///
    /// let report = Validator::new().check(&Timeout::new().with_max_duration(0));
    /// assert_eq!(report.warning_count(), 1);
    /// ```
    #[must_use]
    pub fn check<T: Object>(&self, value: &T) -> Report {
        let mut root = ObjectField::default();
        MemberValue::to_field(value, &mut root);
        let mut diagnostics = Diagnostics::new(self.scope(Depth::Report, 0), Order::Value);
        check_root(&root, &Source::default(), &mut diagnostics);
        if diagnostics.needs_text {
            // All values have a form in JSON.
            let text = serde_json::to_string(value).unwrap_or_default();
            return self.report::<T>(text.as_bytes(), &mut RawDocument::default());
        }
        Report::new(diagnostics, None)
    }

    /// All violations of JSON text, which must be a document of type `T`. The value is not built: see
    /// [`read_json`](Self::read_json).
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    ///
    /// let report = Validator::new().check_json::<CreateTaskRequest>(r#"{"name": "a b"}"#);
    /// let rules: Vec<_> = report.violations().iter().map(|violation| violation.rule()).collect();
    /// assert_eq!(rules, ["required", "pattern"]);
    /// ```
    #[must_use]
    pub fn check_json<T: Object>(&self, json: impl AsRef<[u8]>) -> Report {
        let text = json.as_ref();
        Report::new(
            self.diagnostics::<T>(text, &mut RawDocument::default()),
            Some(text),
        )
    }

    /// Reads JSON text. The outcome has the report, and the typed value if there can be one: unless
    /// `syntax`, `type`, `required` or `integer-range` is violated.
    ///
    /// See the example of [`Validator`].
    #[must_use]
    pub fn read_json<T: Object>(&self, json: impl AsRef<[u8]>) -> Outcome<T> {
        let text = json.as_ref();
        self.outcome(text, Some(text))
    }

    /// Reads what serde can deserialize: a `serde_json::Value`, or any self-describing format.
    ///
    /// It is converted to JSON without whitespace and read as by [`read_json`](Self::read_json),
    /// with the same limits, but violations have no locations. What the format or its parser has
    /// already lost cannot be reported: a `serde_json::Value` has neither repeated keys nor numbers
    /// such as `1e400`. Numbers from `serde_json`'s own deserializers are
    /// exact unless [`max_input_bytes`](Self::max_input_bytes) is set: then they are read one by one, as
    /// `serde_json` rounds them.
    ///
    /// # Errors
    ///
    /// Those of the deserializer. Also if a value cannot be represented in JSON: bytes, a number that is not
    /// finite, a key that is not a string.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    /// use serde_json::json;
    ///
    /// let value = json!({"name": "a b", "language": "typescript", "tags": []});
    /// let outcome = Validator::new().read_deserializer::<CreateTaskRequest, _>(&value)?;
    /// let pointers: Vec<_> = outcome.report().violations().iter().map(|v| v.pointer()).collect();
    /// assert_eq!(pointers, ["/name", "/tags"]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn read_deserializer<'de, T: Object, D: Deserializer<'de>>(
        &self,
        deserializer: D,
    ) -> Result<Outcome<T>, D::Error> {
        let text = transcode(deserializer, self.max_input_bytes)?;
        Ok(self.outcome(text.as_bytes(), None))
    }

    /// Whether a typed value has no error. Nothing is allocated for a valid value, unless its initial URL
    /// is unusual, such as one with an IPv6 address, or its proxy's server is and its format is denied.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    ///
    /// assert!(!Validator::new().is_valid(&CreateTaskRequest::new("a b")));
    /// ```
    #[must_use]
    pub fn is_valid<T: Object>(&self, value: &T) -> bool {
        !self.fast_path(value).has_errors
            // The fast path has no pointers, by which members are allowed.
            || (!self.allowed_members.is_empty() && self.check(value).is_valid())
    }

    /// Whether JSON text is a document of type `T` without errors: the fastest check, without a
    /// report. Nothing is allocated for a valid document whose members are all known and have no
    /// escapes, unless its initial URL is unusual, such as one with an IPv6 address, or its proxy's server
    /// is and its format is denied.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    ///
    /// let json = r#"{"name": "t", "language": "typescript"}"#;
    /// assert!(Validator::new().is_valid_json::<CreateTaskRequest>(json));
    /// ```
    #[must_use]
    pub fn is_valid_json<T: Object>(&self, json: impl AsRef<[u8]>) -> bool {
        let text = json.as_ref();
        if text.len() > self.max_input_bytes {
            return false;
        }
        let mut document = RawDocument::<T::Raw<'_>>::default();
        let mut diagnostics = Diagnostics::new(self.scope(Depth::Verdict, 0), Order::Text);
        if read(text, &mut document, &mut diagnostics).is_err() || diagnostics.is_decided() {
            return false;
        }
        check_document(&document, &mut diagnostics);
        diagnostics.counts().errors == 0
    }

    /// Checks that a typed value has no error.
    ///
    /// # Errors
    ///
    /// If the value has an error at the levels of this validator. The report also contains warnings.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validator};
    ///
    /// let task = CreateTaskRequest::new("t").with_code("");
    /// assert!(Validator::new().validate(&task).is_ok());
    /// assert!(Validator::new().deny(Rule::EmptyCode).validate(&task).is_err());
    /// ```
    pub fn validate<T: Object>(&self, value: &T) -> Result<(), Report> {
        if self.fast_path(value).has_errors {
            let report = self.check(value);
            // The fast path has no pointers, by which members are allowed.
            if !report.is_valid() {
                return Err(report);
            }
        }
        Ok(())
    }

    /// Validates a typed value and returns it as a [`Valid`] value.
    ///
    /// # Errors
    ///
    /// If the value has an error, at the levels of this validator or at the default ones: see
    /// [`Valid`].
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validator};
    ///
    /// let strict = Validator::new().deny(Rule::EmptyCode);
    /// assert!(strict.accept(CreateTaskRequest::new("t")).is_ok());
    /// assert!(strict.accept(CreateTaskRequest::new("t").with_code("")).is_err());
    /// ```
    pub fn accept<T: Object>(&self, value: T) -> Result<Valid<T>, Report> {
        let FastPath {
            has_errors,
            has_default_errors,
            ..
        } = self.fast_path(&value);
        if has_errors || has_default_errors {
            let report = self.check(&value);
            // The fast path has no pointers, by which members are allowed.
            if !report.satisfies_contract() {
                return Err(report);
            }
        }
        Ok(Valid::trust(value, self.revision))
    }

    /// Parses and validates JSON text.
    ///
    /// # Errors
    ///
    /// If the text is not JSON, or the document has an error at the levels of this validator or at the
    /// default ones: see [`Valid`]. The report also contains warnings.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validator};
    ///
    /// let strict = Validator::new().deny(Rule::UnknownProperty);
    /// let json = r#"{"name": "t", "language": "typescript", "tags": []}"#;
    /// assert!(strict.accept_json::<CreateTaskRequest>(json).is_err());
    /// ```
    pub fn accept_json<T: Object>(&self, json: impl AsRef<[u8]>) -> Result<Valid<T>, Report> {
        let text = json.as_ref();
        let mut document = RawDocument::default();
        // A valid document is the common case, and needs no report.
        match self.verdict::<T>(text, &mut document) {
            Ok(true) => {
                if let Some(value) = value_of::<T>(&document) {
                    return Ok(Valid::trust(value, self.revision));
                }
            }
            Ok(false) => {}
            Err(error) => return Err(Report::new(self.syntax(error, text), Some(text))),
        }
        // The text is read again, with all violations.
        let report = self.check_json::<T>(text);
        debug_assert!(!report.satisfies_contract());
        Err(report)
    }

    /// The report of a document in another notation, such as YAML, that could not be converted to
    /// JSON: it violates the rule `syntax` at `origin`. `reason` is a few words without a full stop,
    /// and must reveal nothing of the document.
    ///
    /// ```
    /// use anchorbrowser_schema::{Origin, Position, Rule, Validator};
    ///
    /// let origin = Origin::new(12, Position::new(2, 1));
    /// let report = Validator::new().syntax_error("YAML 1.2", "a mapping is not closed", origin);
    /// let violation = &report.violations()[0];
    /// assert_eq!(violation.rule(), Rule::Syntax);
    /// assert_eq!(violation.message(), "the document is not YAML 1.2: a mapping is not closed");
    /// ```
    #[must_use]
    pub fn syntax_error(
        &self,
        notation: impl Into<Cow<'static, str>>,
        reason: impl Into<Cow<'static, str>>,
        origin: Origin,
    ) -> Report {
        Report::of_syntax(
            self.revision,
            Syntax::not_in_notation(notation, reason),
            origin,
        )
    }

    /// A validator of the shape only: all rules are disabled except those that are fixed.
    pub(super) const fn of_shape() -> Self {
        let mut validator = Self::new();
        validator.levels = Levels::FIXED;
        validator
    }

    /// The report of JSON text, read into `document`, without locations.
    pub(super) fn report<'a, T: Convert>(
        &'a self,
        text: &'a [u8],
        document: &mut RawDocument<'a, T::Raw<'a>>,
    ) -> Report {
        Report::new(self.diagnostics::<T>(text, document), None)
    }

    /// The verdict on a typed value, without the members that are allowed.
    fn fast_path<T: Object>(&self, value: &T) -> FastPath<'_> {
        let mut fast_path = FastPath::new(self.revision.contract(), &self.levels, T::OBJECTS);
        value.check_fast(&mut fast_path);
        fast_path
    }

    /// The outcome of JSON text; `shown` is the text in which violations have their locations.
    fn outcome<T: Object>(&self, text: &[u8], shown: Option<&[u8]>) -> Outcome<T> {
        let mut document = RawDocument::default();
        let diagnostics = self.diagnostics::<T>(text, &mut document);
        let is_fatal = diagnostics.counts().fatal > 0;
        let report = Report::new(diagnostics, shown);
        if is_fatal {
            return Outcome::new(None, report);
        }
        Outcome::new(value_of(&document), report)
    }

    /// Reads JSON text into `document`, and returns all violations.
    #[inline]
    fn diagnostics<'a, T: Convert>(
        &'a self,
        text: &'a [u8],
        document: &mut RawDocument<'a, T::Raw<'a>>,
    ) -> Diagnostics<'a> {
        if let Err(error) = self.check_length(text) {
            return self.syntax(error, text);
        }
        let mut diagnostics = Diagnostics::new(self.scope(Depth::Report, text.len()), Order::Text);
        match read(text, document, &mut diagnostics) {
            Ok(()) => {
                check_document(document, &mut diagnostics);
                diagnostics
            }
            Err(error) => self.syntax(error, text),
        }
    }

    /// Whether a document is valid at the levels of this validator and at the default ones.
    fn verdict<'a, T: Object>(
        &'a self,
        text: &'a [u8],
        document: &mut RawDocument<'a, T::Raw<'a>>,
    ) -> Result<bool, SyntaxError> {
        self.check_length(text)?;
        let mut diagnostics = Diagnostics::new(self.scope(Depth::Verdict, 0), Order::Text);
        read(text, document, &mut diagnostics)?;
        if diagnostics.is_decided() {
            return Ok(false);
        }
        check_document(document, &mut diagnostics);
        let Counts {
            errors,
            default_errors,
            ..
        } = diagnostics.counts();
        Ok(errors == 0 && default_errors == 0)
    }

    pub(super) fn check_length(&self, text: &[u8]) -> Result<(), SyntaxError> {
        if text.len() <= self.max_input_bytes {
            return Ok(());
        }
        Err(SyntaxError {
            at: self.max_input_bytes,
            expected: SIZE,
        })
    }

    /// The most bytes of pointers that are kept of a text of so many bytes.
    pub(super) fn pointer_bytes(&self, input: usize) -> usize {
        let default = POINTER_BYTES.saturating_add(input.saturating_mul(2));
        self.max_pointer_bytes.unwrap_or(default)
    }

    /// What is collected of a text of so many bytes.
    pub(super) fn scope(&self, depth: Depth, input: usize) -> Scope<'_> {
        let keep = match depth {
            Depth::Verdict => 0,
            Depth::Report => self.max_violations,
        };
        Scope {
            contract: self.revision.contract(),
            levels: &self.levels,
            allowed_members: &self.allowed_members,
            keep,
            pointer_bytes: self.pointer_bytes(input),
            errors_only: depth == Depth::Verdict,
        }
    }

    /// `syntax` is the only rule that is reported alone.
    pub(super) fn syntax(&self, error: SyntaxError, text: &[u8]) -> Diagnostics<'_> {
        let mut diagnostics = Diagnostics::new(self.scope(Depth::Report, text.len()), Order::Text);
        diagnostics.record_syntax(error.at, mistake::syntax(text, error));
        diagnostics
    }
}

/// Checks a document that was read.
pub(super) fn check_document<'a, O: RawObject<'a>>(
    document: &RawDocument<'a, O>,
    diagnostics: &mut Diagnostics<'a>,
) {
    check_root(&document.root, &document.source, diagnostics);
}

/// The value of a document that was read; `None` if a required member is missing or has another
/// type.
pub(super) fn value_of<T: Convert>(document: &RawDocument<'_, T::Raw<'_>>) -> Option<T> {
    T::from_raw(document.root.object()?, &document.source)
}

/// How much a check finds out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Whether there is an error.
    Verdict,
    /// All violations, warnings included.
    Report,
}

impl Default for Validator {
    /// The same as [`Validator::new`].
    fn default() -> Self {
        Self::new()
    }
}

/// The form of a validator in configuration.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Options {
    revision: Revision,
    levels: BTreeMap<Rule, Level>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allow_members: Vec<String>,
    #[serde(deserialize_with = "limit")]
    max_violations: usize,
    #[serde(
        deserialize_with = "some_limit",
        skip_serializing_if = "Option::is_none"
    )]
    max_pointer_bytes: Option<usize>,
    #[serde(
        deserialize_with = "some_limit",
        skip_serializing_if = "Option::is_none"
    )]
    max_input_bytes: Option<usize>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            revision: Revision::default(),
            levels: BTreeMap::new(),
            allow_members: Vec::new(),
            max_violations: MAX_VIOLATIONS,
            max_pointer_bytes: None,
            max_input_bytes: None,
        }
    }
}

fn limit<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    let limit = i64::deserialize(deserializer)?;
    usize::try_from(limit)
        .map_err(|_| de::Error::custom(format_args!("a limit must be 0 or more, but is `{limit}`")))
}

fn some_limit<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<usize>, D::Error> {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Limit(#[serde(deserialize_with = "limit")] usize);

    Ok(Option::<Limit>::deserialize(deserializer)?.map(|Limit(limit)| limit))
}

impl Serialize for Validator {
    /// Writes all options, with the level of every rule.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let options = Options {
            revision: self.revision,
            levels: Rule::all()
                .map(|rule| (rule, self.level_of(rule)))
                .collect(),
            allow_members: self.allowed_members.iter().map(str::to_owned).collect(),
            max_violations: self.max_violations,
            max_pointer_bytes: self.max_pointer_bytes,
            max_input_bytes: Some(self.max_input_bytes).filter(|bytes| *bytes != usize::MAX),
        };
        options.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Validator {
    /// # Errors
    ///
    /// If a member is unknown or has another type, a revision, rule or level is unknown, or a fixed
    /// rule would be lowered.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let options = Options::deserialize(deserializer)?;
        let mut validator = Self {
            revision: options.revision,
            allowed_members: options.allow_members.into_iter().collect(),
            max_violations: options.max_violations,
            max_pointer_bytes: options.max_pointer_bytes,
            max_input_bytes: options.max_input_bytes.unwrap_or(usize::MAX),
            ..Self::new()
        };
        for (rule, level) in options.levels {
            validator = validator.level(rule, level).map_err(de::Error::custom)?;
        }
        Ok(validator)
    }
}
