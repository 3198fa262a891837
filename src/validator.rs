//! Checks with other levels and bounds than the default ones.

use serde::Deserializer;

use crate::document;
use crate::facts::Nested;
use crate::findings::{Findings, Scope, Source};
use crate::json::{self, Syntax};
use crate::judge::judge;
use crate::level::{FixedRule, Level, Levels};
use crate::outcome::Outcome;
use crate::report::Report;
use crate::rules::{Detail, Rule, syntax};
use crate::span::Span;
use crate::valid::Valid;
use crate::validate::Validate;

/// Checks documents with levels and bounds of one's own. The methods of [`Validate`] use the
/// default ones.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validator};
///
/// let validator = Validator::new().deny(Rule::UnknownProperty).allow(Rule::UrlScheme)?;
/// let json = r#"{"name": "t", "language": "typescript", "tags": []}"#;
/// let outcome = validator.check_json::<CreateTaskRequest>(json);
/// assert_eq!(outcome.report().errors(), 1);
/// assert_eq!(outcome.value().map(|task| task.name.as_str()), Some("t"));
/// # Ok::<(), anchorbrowser_schema::FixedRule>(())
/// ```
#[derive(Clone, Debug)]
pub struct Validator {
    levels: Levels,
    max_violations: usize,
    max_pointer_bytes: Option<usize>,
    max_input_bytes: usize,
}

/// Violations that a report lists unless told otherwise.
const MAX_VIOLATIONS: usize = 1000;
/// Bytes of pointers that a report keeps unless told otherwise, beside twice the input.
const POINTER_BYTES: usize = 64 * 1024;

impl Validator {
    /// A validator with the default levels and bounds.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    ///
    /// assert!(Validator::new().check(&CreateTaskRequest::new("t")).is_empty());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self {
            levels: Levels::default(),
            max_violations: MAX_VIOLATIONS,
            max_pointer_bytes: None,
            max_input_bytes: usize::MAX,
        }
    }

    /// Makes a broken rule an error.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validator};
    ///
    /// let task = CreateTaskRequest::new("t").with_code("");
    /// assert!(!Validator::new().deny(Rule::EmptyCode).check(&task).is_valid());
    /// ```
    #[must_use]
    pub fn deny(mut self, rule: Rule) -> Self {
        // Every rule can be raised.
        let _ = self.levels.set(rule, Level::Deny);
        self
    }

    /// Makes a broken rule a warning.
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

    /// Lets a broken rule pass without a word.
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

    /// Sets a rule's level.
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

    /// Sets how many violations a report lists at most; 1,000 by default. Those behind are
    /// counted.
    ///
    /// [`Report::omitted`] shows it in use.
    #[must_use]
    pub fn max_violations(mut self, violations: usize) -> Self {
        self.max_violations = violations;
        self
    }

    /// Sets how many bytes of pointers a report keeps at most; 64 KiB and twice the size of the
    /// text by default. Pointers are never cut: the first violation whose pointer does not fit is
    /// counted only, as are all behind it.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    ///
    /// let report = Validator::new().max_pointer_bytes(5).check(&CreateTaskRequest::new(""));
    /// assert_eq!((report.violations().len(), report.omitted()), (1, 1));
    /// ```
    #[must_use]
    pub fn max_pointer_bytes(mut self, bytes: usize) -> Self {
        self.max_pointer_bytes = Some(bytes);
        self
    }

    /// Sets how many bytes a text may have at most; without limit by default. A longer one is not
    /// read, and breaks the rule `syntax` at the first byte too many, as RFC 8259 section 9 lets a
    /// reader limit what it takes.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validator};
    ///
    /// let outcome = Validator::new().max_input_bytes(10).check_json::<CreateTaskRequest>("[0,1,2,3,4]");
    /// let violation = &outcome.report().violations()[0];
    /// assert_eq!((violation.rule(), violation.span().unwrap().start), (Rule::Syntax, 10));
    /// ```
    #[must_use]
    pub fn max_input_bytes(mut self, bytes: usize) -> Self {
        self.max_input_bytes = bytes;
        self
    }

    /// Checks JSON text. What comes back holds the report, and the typed value where nothing
    /// forbids one: it is there unless `syntax`, `type`, `required` or `integer-range` is broken.
    ///
    /// [`Validator`] shows it in use.
    #[must_use]
    pub fn check_json<T: Validate>(&self, json: impl AsRef<[u8]>) -> Outcome<T> {
        let text = json.as_ref();
        self.outcome(text, Some(text))
    }

    /// Checks what serde can read: a `serde_json::Value`, or the reader of any format that tells the
    /// types of its values.
    ///
    /// It is written as JSON text first, without white space, and that is checked as
    /// [`check_json`](Self::check_json) does, with the same bounds; only that violations have no
    /// places. What the format's reader has
    /// lost before cannot be told. `serde_json` itself refuses what is not JSON, and numbers beyond a
    /// double such as `1e400`; it rounds others, so that `1.00000000000000000000001` is an integer;
    /// and its `Value` keeps one of repeated keys and, with the feature `arbitrary_precision`, takes
    /// an object of the one member `$serde_json::private::Number` for a number.
    ///
    /// Once the value is nested too deeply, or the text that is written has grown longer than
    /// [`max_input_bytes`](Self::max_input_bytes), nothing more is read: `deserializer` may be left
    /// in the middle of the value.
    ///
    /// # Errors
    ///
    /// If `deserializer` fails, or the value has no form in JSON: it holds bytes, a number that is not
    /// finite, or a key that is no string.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    /// use serde_json::json;
    ///
    /// let value = json!({"name": "a b", "language": "typescript", "tags": []});
    /// let outcome = Validator::new().check_deserializer::<CreateTaskRequest, _>(&value)?;
    /// let told: Vec<_> = outcome.report().violations().iter().map(|v| v.pointer()).collect();
    /// assert_eq!(told, ["/name", "/tags"]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn check_deserializer<'de, T: Validate, D: Deserializer<'de>>(
        &self,
        deserializer: D,
    ) -> Result<Outcome<T>, D::Error> {
        let text = json::transcode(deserializer, self.max_input_bytes)?;
        Ok(self.outcome(text.as_bytes(), None))
    }

    /// What comes of JSON text; `shown` is the text in which violations have their places.
    fn outcome<T: Validate>(&self, text: &[u8], shown: Option<&[u8]>) -> Outcome<T> {
        let mut root = Nested::new(T::no_facts());
        let findings = self.findings::<T>(text, &mut root);
        let fatal = findings.tally().fatal > 0;
        let report = Report::new(findings, shown);
        let value = if fatal {
            None
        } else {
            root.into_option().and_then(T::build)
        };
        Outcome::new(value, report)
    }

    /// The report of JSON text alone, without the value.
    pub(crate) fn report<T: Validate>(&self, text: &[u8]) -> Report {
        let findings = self.findings::<T>(text, &mut Nested::new(T::no_facts()));
        Report::new(findings, Some(text))
    }

    /// Reads JSON text into `root`, and tells all that is wrong with it.
    fn findings<'a, T: Validate>(
        &self,
        text: &'a [u8],
        root: &mut Nested<T::Facts<'a>>,
    ) -> Findings {
        let mut findings = Findings::new(self.scope(Depth::Everything, text.len()), Source::Text);
        match self.read::<T>(text, root, &mut findings) {
            Ok(()) => {
                judge(root, &mut findings);
                findings
            }
            Err(error) => self.syntax(error, text),
        }
    }

    /// Reads JSON text, given as bytes or as a string.
    ///
    /// # Errors
    ///
    /// If the text is not JSON, or the document has an error at the levels of this validator or at
    /// the default ones: see [`Valid`]. The report tells the warnings too.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validator};
    ///
    /// let strict = Validator::new().deny(Rule::UnknownProperty);
    /// let json = r#"{"name": "t", "language": "typescript", "tags": []}"#;
    /// assert!(strict.from_json::<CreateTaskRequest>(json).is_err());
    /// ```
    pub fn from_json<T: Validate>(&self, json: impl AsRef<[u8]>) -> Result<Valid<T>, Report> {
        let text = json.as_ref();
        // A right document is the common case, and needs no report.
        match self.read_valid(text) {
            Some(valid) => Ok(valid),
            None => self.check_json(text).into_valid(),
        }
    }

    fn read_valid<T: Validate>(&self, text: &[u8]) -> Option<Valid<T>> {
        let mut root = Nested::new(T::no_facts());
        let mut findings = Findings::new(self.scope(Depth::Verdict, 0), Source::Text);
        self.read::<T>(text, &mut root, &mut findings).ok()?;
        judge(&root, &mut findings);
        let tally = findings.tally();
        let keeps_contract = tally.errors == 0 && tally.breaches == 0;
        let facts = root.into_option().filter(|_| keeps_contract)?;
        T::build(facts).map(Valid::trust)
    }

    /// Checks a typed value.
    ///
    /// ```
    /// use anchorbrowser_schema::{Timeout, Validator};
    ///
    /// let report = Validator::new().check(&Timeout::new().with_max_duration(0));
    /// assert_eq!(report.warnings(), 1);
    /// ```
    #[must_use]
    pub fn check<T: Validate>(&self, value: &T) -> Report {
        let mut root = Nested::new(T::no_facts());
        document::tell(value, &mut root);
        let mut findings = Findings::new(self.scope(Depth::Everything, 0), Source::Value);
        judge(&root, &mut findings);
        Report::new(findings, None)
    }

    /// Whether a typed value has no error at the levels of this validator. Nothing is allocated for
    /// a valid value, unless its start URL or its proxy's server is an unusual one, such as one with
    /// an IPv6 address.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    ///
    /// assert!(!Validator::new().is_valid(&CreateTaskRequest::new("a b")));
    /// ```
    #[must_use]
    pub fn is_valid<T: Validate>(&self, value: &T) -> bool {
        // Twice as fast where the value is right: `typed::a_glance_errs_on_the_safe_side`
        // among the laws proves it.
        if self.levels.of(Rule::CodeNotText) != Level::Deny && value.is_clearly_right() {
            return true;
        }
        let mut root = Nested::new(T::no_facts());
        document::tell(value, &mut root);
        let mut findings = Findings::new(self.scope(Depth::Verdict, 0), Source::Value);
        judge(&root, &mut findings);
        findings.tally().errors == 0
    }

    /// Whether JSON text is a document of this type without an error at the levels of this
    /// validator: the verdict alone, in the least time. Nothing is allocated for a valid text
    /// whose members are all known and hold no escapes, unless its start URL or its proxy's server is
    /// an unusual one, such as one with an IPv6 address.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    ///
    /// let json = r#"{"name": "t", "language": "typescript"}"#;
    /// assert!(Validator::new().is_valid_json::<CreateTaskRequest>(json));
    /// ```
    #[must_use]
    pub fn is_valid_json<T: Validate>(&self, json: impl AsRef<[u8]>) -> bool {
        let mut root = Nested::new(T::no_facts());
        let mut findings = Findings::new(self.scope(Depth::Verdict, 0), Source::Text);
        if self
            .read::<T>(json.as_ref(), &mut root, &mut findings)
            .is_err()
        {
            return false;
        }
        judge(&root, &mut findings);
        findings.tally().errors == 0
    }

    /// The proof that a typed value was checked, or everything that is wrong with it.
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
    /// assert!(strict.into_valid(CreateTaskRequest::new("t")).is_ok());
    /// assert!(strict.into_valid(CreateTaskRequest::new("t").with_code("")).is_err());
    /// ```
    pub fn into_valid<T: Validate>(&self, value: T) -> Result<Valid<T>, Report> {
        let report = self.check(&value);
        if report.keeps_contract() {
            Ok(Valid::trust(value))
        } else {
            Err(report)
        }
    }

    fn read<'a, T: Validate>(
        &self,
        text: &'a [u8],
        root: &mut Nested<T::Facts<'a>>,
        findings: &mut Findings,
    ) -> Result<(), Syntax> {
        if text.len() > self.max_input_bytes {
            return Err(Syntax {
                at: self.max_input_bytes,
                expected: syntax::SIZE,
            });
        }
        json::read(text, root, T::no_facts, findings)
    }

    /// What is asked for of a text of so many bytes.
    fn scope(&self, depth: Depth, input: usize) -> Scope {
        let keep = match depth {
            Depth::Verdict => 0,
            Depth::Everything => self.max_violations,
        };
        let pointer_bytes = POINTER_BYTES.saturating_add(input.saturating_mul(2));
        Scope {
            levels: self.levels,
            keep,
            pointer_bytes: self.max_pointer_bytes.unwrap_or(pointer_bytes),
            errors_only: depth == Depth::Verdict,
        }
    }

    /// `syntax` stands alone.
    fn syntax(&self, error: Syntax, text: &[u8]) -> Findings {
        let mut findings = Findings::new(self.scope(Depth::Everything, text.len()), Source::Text);
        let detail = Detail::Syntax {
            expected: error.expected,
            ended: error.at == text.len(),
            reason: None,
        };
        findings.tell_document(Span::empty(error.at), detail);
        findings
    }
}

/// What is asked of a check.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// Whether there is an error.
    Verdict,
    /// All that is wrong, warnings included.
    Everything,
}

impl Default for Validator {
    /// The same as [`Validator::new`].
    fn default() -> Self {
        Self::new()
    }
}
