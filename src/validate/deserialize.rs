//! `Deserialize` of the plain types: only the shape is checked.
//!
//! Values are converted to JSON text and read by this crate's own reader, so that unknown members are
//! kept, `20.0` is an integer in every format, and errors name the member and never show a value.

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error};

use super::object::Object;
use super::valid::Valid;
use super::validator::{Validator, value_of};
use crate::contract::json_type::JsonType;
use crate::contract::objects::object_names;
use crate::contract::password::Password;
use crate::json::reader::RawDocument;
use crate::raw::traits::Convert;
use crate::report::violation::Violation;
use crate::rules::table::ViolationKind;
use crate::string::any_string::any_string;
use crate::string::transcode::transcode;

/// Reads a value whose shape is right: its known members have their types, and required ones are
/// present. `null` is accepted for an optional member, and the last of repeated members counts.
fn shaped<'de, T: Convert, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    static SHAPE: Validator = Validator::of_shape();
    let text = transcode(deserializer, usize::MAX)?;
    let mut document = RawDocument::default();
    let report = SHAPE.report::<T>(text.as_bytes(), &mut document);
    let invalid = |violation: &Violation| D::Error::custom(violation.message());
    if let Some(violation) = report
        .violations()
        .iter()
        .find(|violation| !is_null(violation))
    {
        return Err(invalid(violation));
    }
    value_of(&document).ok_or_else(|| match report.violations().first() {
        // A required member is `null`.
        Some(violation) => invalid(violation),
        None => D::Error::custom("`/type` must be `custom`, but is not"),
    })
}

/// Whether a member is `null`.
fn is_null(violation: &Violation) -> bool {
    let is_member = !violation.pointer().is_empty();
    is_member
        && matches!(violation.kind(), ViolationKind::Type(kind) if kind.found == JsonType::Null)
}

impl<'de> Deserialize<'de> for Password {
    /// # Errors
    ///
    /// If it is not a string. The message shows nothing of it.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        any_string(deserializer).map(Self::from)
    }
}

macro_rules! deserialize {
    ($($object:ident)*) => {$(
        /// Reads the shape only: rules are not applied. Unknown members, countries, types and languages
        /// are kept, and `null` is accepted for an optional member.
        impl<'de> Deserialize<'de> for crate::contract::object::$object {
            /// # Errors
            ///
            /// If a known member has another type, a required one is missing, or an integer is out of
            /// range. The message names the member, and shows no value.
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                shaped(deserializer)
            }
        }
    )*};
}

object_names!(deserialize ProxyConfig);

impl<'de, T: Object> Deserialize<'de> for Valid<T> {
    /// # Errors
    ///
    /// If a rule is violated that is an error by default. The message has a line for each violation, at
    /// most 100, and ends with their number, which a format may follow with the position where the value
    /// ends. Also if `deserializer` fails.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Valid};
    ///
    /// let json = r#"{"name": "a b", "language": "cobol"}"#;
    /// let error = serde_json::from_str::<Valid<CreateTaskRequest>>(json).unwrap_err().to_string();
    /// assert_eq!(
    ///     error,
    ///     "error[pattern]: `/name` must match `^[a-zA-Z0-9_-]+$`, but character 2 is ` `\n\
    ///      error[enum]: `/language` must be `typescript`, but is `cobol`\n\
    ///      2 errors, 0 warnings"
    /// );
    /// ```
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Validator::new().seed().deserialize(deserializer)
    }
}
