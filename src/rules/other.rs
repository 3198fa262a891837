//! Rules that this version does not know.

use serde::{Serialize, Serializer};

use crate::string::json_text::JsonText;
use crate::string::push_fmt::push_fmt;
use crate::string::quote::Quoted;

/// A violated rule that this version does not know, or whose parameters it does not understand, in
/// a report that was written by another version or program.
///
/// ```
/// use anchorbrowser_schema::{Report, ViolationKind};
///
/// let json = r#"{"revision":"2025","valid":false,"errors":1,"warnings":0,"omitted":0,"violations":[
///     {"rule":"policy","severity":"error","pointer":"/name","message":"no","params":{"a":1.50}}]}"#;
/// let report: Report = serde_json::from_str(json)?;
/// let ViolationKind::Other(other) = report.violations()[0].kind() else { panic!() };
/// assert_eq!((other.rule(), other.params()), ("policy", r#"{"a":1.50}"#));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OtherRule {
    rule: Box<str>,
    params: JsonText,
}

impl OtherRule {
    pub(crate) fn new(rule: &str, params: JsonText) -> Self {
        Self {
            rule: rule.into(),
            params,
        }
    }

    /// The name of the rule.
    ///
    /// See the example of [`OtherRule`].
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// The parameters, as the JSON text of an object.
    ///
    /// See the example of [`OtherRule`].
    #[must_use]
    pub fn params(&self) -> &str {
        self.params.as_str()
    }

    /// Appends what follows the quoted pointer in the message, if the report has none.
    pub(crate) fn message(&self, text: &mut String) {
        push_fmt!(text; " violates ", Quoted(&self.rule));
    }
}

impl Serialize for OtherRule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.params.serialize(serializer)
    }
}
