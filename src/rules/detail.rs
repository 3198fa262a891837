//! What exactly is wrong: a rule with its parameters.

use serde::Serialize;

use super::json_type::JsonType;
use super::rule::Rule;
use crate::country::CountryCode;
use crate::proxy_type::ProxyType;

/// A broken rule with its parameters, which [serialize](Serialize) as the `params` object of a
/// report. It holds nothing of the document but what a report may show: keys, and values of the
/// members `language`, `type` and `country_code`.
///
/// Counts and indexes are in characters (Unicode code points), from zero.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Detail, Validate};
///
/// let report = CreateTaskRequest::new("web scraper").check();
/// let Detail::Pattern { index, character, .. } = report.violations()[0].detail() else { panic!() };
/// assert_eq!((*index, *character), (Some(3), Some(' ')));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
#[expect(
    missing_docs,
    reason = "the fields are the rule's parameters, told at each variant"
)]
pub enum Detail {
    /// [`Rule::Syntax`]: what could have stood there, in a few words, and whether the text ends
    /// there, and for a text in another notation why it cannot be read (not serialised: these only
    /// shape the message).
    #[non_exhaustive]
    Syntax {
        expected: &'static str,
        #[serde(skip)]
        ended: bool,
        #[serde(skip)]
        reason: Option<&'static str>,
    },
    /// [`Rule::DuplicateKey`]: the key that occurs again.
    #[non_exhaustive]
    DuplicateKey { key: Box<str> },
    /// [`Rule::Type`]: the type asked for, and the one that stands there.
    #[non_exhaustive]
    Type { expected: JsonType, found: JsonType },
    /// [`Rule::Required`]: the missing member.
    #[non_exhaustive]
    Required { property: &'static str },
    /// [`Rule::Enum`]: the values to choose from, the one that stands there, and the one that was
    /// probably meant.
    #[non_exhaustive]
    Enum {
        allowed: &'static [&'static str],
        found: Box<str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        suggestion: Option<&'static str>,
    },
    /// [`Rule::MinLength`]: the least length, and the length found.
    #[non_exhaustive]
    MinLength { limit: usize, actual: usize },
    /// [`Rule::MaxLength`]: the greatest length, and the length found.
    #[non_exhaustive]
    MaxLength { limit: usize, actual: usize },
    /// [`Rule::Pattern`]: the pattern, and the first character that it does not allow.
    #[non_exhaustive]
    Pattern {
        pattern: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        index: Option<usize>,
        #[serde(skip_serializing_if = "Option::is_none")]
        character: Option<char>,
    },
    /// [`Rule::Base64Alphabet`]: where the first foreign character stands, how many there are,
    /// and what they have in common (not serialised: it only shapes the help).
    #[non_exhaustive]
    Base64Alphabet {
        index: usize,
        count: usize,
        #[serde(skip)]
        foreign: Foreign,
    },
    /// [`Rule::Base64Padding`]: how many symbols and how many `=` there are.
    #[non_exhaustive]
    Base64Padding { symbols: usize, padding: usize },
    /// [`Rule::Base64TrailingBits`].
    #[non_exhaustive]
    Base64TrailingBits {},
    /// [`Rule::Uri`]: the first character that cannot continue a URI, where it is known.
    #[non_exhaustive]
    Uri {
        #[serde(skip_serializing_if = "Option::is_none")]
        index: Option<usize>,
    },
    /// [`Rule::InvalidUrl`]: why a browser refuses it.
    #[non_exhaustive]
    InvalidUrl { reason: &'static str },
    /// [`Rule::CountryUnknown`]: the text, and the code that was probably meant.
    #[non_exhaustive]
    CountryUnknown {
        country: Box<str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        suggestion: Option<&'static str>,
    },
    /// [`Rule::CountryNotAllowed`]: the country, the chosen type, and the types that offer it.
    #[non_exhaustive]
    CountryNotAllowed {
        country: CountryCode,
        #[serde(rename = "type")]
        proxy_type: ProxyType,
        offered_by: &'static [ProxyType],
    },
    /// [`Rule::CityRequiresRegion`].
    #[non_exhaustive]
    CityRequiresRegion {},
    /// [`Rule::CityUnsupported`]: the chosen type.
    #[non_exhaustive]
    CityUnsupported {
        #[serde(rename = "type")]
        proxy_type: ProxyType,
    },
    /// [`Rule::IntegerRange`]: the least and the greatest integer.
    #[non_exhaustive]
    IntegerRange { minimum: i64, maximum: i64 },
    /// [`Rule::Uuid`].
    #[non_exhaustive]
    Uuid {},
    /// [`Rule::DateTime`].
    #[non_exhaustive]
    DateTime {},
    /// [`Rule::UnknownProperty`]: the member's key, the members that the object knows (not
    /// serialised), and the one that was probably meant.
    #[non_exhaustive]
    UnknownProperty {
        property: Box<str>,
        #[serde(skip)]
        known: &'static [&'static str],
        #[serde(skip_serializing_if = "Option::is_none")]
        suggestion: Option<&'static str>,
    },
    /// [`Rule::TimeoutValue`]: the duration, in minutes.
    #[non_exhaustive]
    TimeoutValue { minutes: i64 },
    /// [`Rule::TimeoutOrder`]: both durations, in minutes.
    #[non_exhaustive]
    TimeoutOrder {
        idle_timeout: i64,
        max_duration: i64,
    },
    /// [`Rule::UrlScheme`]: the URL's scheme, in lower case; none where it may be a secret: the user
    /// name of `user:password@example.com`, all of `token:`, or more than 15 characters that no
    /// `//` follows.
    #[non_exhaustive]
    UrlScheme {
        #[serde(skip_serializing_if = "Option::is_none")]
        scheme: Option<Box<str>>,
    },
    /// [`Rule::UrlCredentials`].
    #[non_exhaustive]
    UrlCredentials {},
    /// [`Rule::ProxyServerFormat`].
    #[non_exhaustive]
    ProxyServerFormat {},
    /// [`Rule::EmptyCode`].
    #[non_exhaustive]
    EmptyCode {},
    /// [`Rule::CodeNotText`].
    #[non_exhaustive]
    CodeNotText {},
}

/// What the characters that base64 does not have are, all of them.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Detail, Foreign, Validate};
///
/// let report = CreateTaskRequest::new("t").with_code("cnVu\nKCk7\n").check();
/// assert!(matches!(
///     report.violations()[0].detail(),
///     Detail::Base64Alphabet { count: 2, foreign: Foreign::LineBreaks, .. }
/// ));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Foreign {
    /// Line breaks, as tools that wrap base64 insert them.
    LineBreaks,
    /// `-` and `_`, of the URL-safe alphabet (RFC 4648 section 5).
    UrlSafe,
    /// Others, or a mixture.
    Other,
}

impl Detail {
    /// The rule that is broken.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validate};
    ///
    /// let report = CreateTaskRequest::new("").check();
    /// let rules: Vec<_> = report.violations().iter().map(|v| v.detail().rule()).collect();
    /// assert_eq!(rules, [Rule::MinLength, Rule::Pattern]);
    /// ```
    #[must_use]
    pub fn rule(&self) -> Rule {
        match self {
            Self::Syntax { .. } => Rule::Syntax,
            Self::DuplicateKey { .. } => Rule::DuplicateKey,
            Self::Type { .. } => Rule::Type,
            Self::Required { .. } => Rule::Required,
            Self::Enum { .. } => Rule::Enum,
            Self::MinLength { .. } => Rule::MinLength,
            Self::MaxLength { .. } => Rule::MaxLength,
            Self::Pattern { .. } => Rule::Pattern,
            Self::Base64Alphabet { .. } => Rule::Base64Alphabet,
            Self::Base64Padding { .. } => Rule::Base64Padding,
            Self::Base64TrailingBits {} => Rule::Base64TrailingBits,
            Self::Uri { .. } => Rule::Uri,
            Self::InvalidUrl { .. } => Rule::InvalidUrl,
            Self::CountryUnknown { .. } => Rule::CountryUnknown,
            Self::CountryNotAllowed { .. } => Rule::CountryNotAllowed,
            Self::CityRequiresRegion {} => Rule::CityRequiresRegion,
            Self::CityUnsupported { .. } => Rule::CityUnsupported,
            Self::IntegerRange { .. } => Rule::IntegerRange,
            Self::Uuid {} => Rule::Uuid,
            Self::DateTime {} => Rule::DateTime,
            Self::UnknownProperty { .. } => Rule::UnknownProperty,
            Self::TimeoutValue { .. } => Rule::TimeoutValue,
            Self::TimeoutOrder { .. } => Rule::TimeoutOrder,
            Self::UrlScheme { .. } => Rule::UrlScheme,
            Self::UrlCredentials {} => Rule::UrlCredentials,
            Self::ProxyServerFormat {} => Rule::ProxyServerFormat,
            Self::EmptyCode {} => Rule::EmptyCode,
            Self::CodeNotText {} => Rule::CodeNotText,
        }
    }
}
