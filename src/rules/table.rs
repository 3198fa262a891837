//! The table of rules.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::base64_alphabet::Base64Alphabet;
use super::base64_padding::Base64Padding;
use super::base64_trailing_bits::Base64TrailingBits;
use super::city_requires_region::CityRequiresRegion;
use super::city_unsupported::CityUnsupported;
use super::code_not_text::CodeNotText;
use super::country_not_allowed::CountryNotAllowed;
use super::country_unknown::CountryUnknown;
use super::date_time::DateTime;
use super::definition::{Definition, Severity};
use super::duplicate_key::DuplicateKey;
use super::empty_code::EmptyCode;
use super::enumeration::Enum;
use super::integer_range::IntegerRange;
use super::invalid_url::InvalidUrl;
use super::max_length::MaxLength;
use super::min_length::MinLength;
use super::other::OtherRule;
use super::pattern::Pattern;
use super::proxy_server_format::ProxyServerFormat;
use super::required::Required;
use super::suggestion::nearest;
use super::syntax::Syntax;
use super::timeout_order::TimeoutOrder;
use super::timeout_value::TimeoutValue;
use super::types::Type;
use super::unknown_property::UnknownProperty;
use super::uri::Uri;
use super::url_credentials::UrlCredentials;
use super::url_scheme::UrlScheme;
use super::uuid::Uuid;
use crate::contract::revision::{Contract, Revision};
use crate::string::json_text::JsonText;
use crate::string::quote::Quoted;

/// Declares the rules: in each row its name, of which `pages/` has a page, and its parameters, which
/// define everything else.
macro_rules! rules {
    ($($name:literal $rule:ident;)*) => {
        /// A rule that a document can violate.
        ///
        /// Its name is stable: reports contain it, and levels are set by it.
        ///
        /// ```
        /// use anchorbrowser_schema::{Rule, Severity};
        ///
        /// let rule: Rule = "country-not-allowed".parse()?;
        /// assert_eq!(rule, Rule::CountryNotAllowed);
        /// assert_eq!(rule.default_severity(), Severity::Error);
        /// # Ok::<(), anchorbrowser_schema::UnknownRule>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(
                #[doc = include_str!(concat!("pages/", $name, ".md"))]
                $rule,
            )*
        }

        /// A violated rule with its parameters, which [serialize](Serialize) as the `params` object
        /// of a report.
        ///
        /// Parameters contain no secrets of the document. Counts and indexes are in characters
        /// (Unicode code points), indexes from 0.
        ///
        /// ```
        /// use anchorbrowser_schema::{CreateTaskRequest, Validate, ViolationKind};
        ///
        /// let report = CreateTaskRequest::new("web scraper").check();
        /// let ViolationKind::Pattern(pattern) = report.violations()[0].kind() else { panic!() };
        /// assert_eq!((pattern.index, pattern.character), (Some(3), Some(' ')));
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum ViolationKind {
            $(
                #[doc = concat!("[`Rule::", stringify!($rule), "`].")]
                $rule($rule),
            )*
            /// A rule that this version does not know, in a report that was read back.
            Other(OtherRule),
        }

        $(
            impl From<$rule> for ViolationKind {
                fn from(parameters: $rule) -> Self {
                    Self::$rule(parameters)
                }
            }

            impl Parameters for $rule {
                const RULE: Rule = Rule::$rule;
            }
        )*

        /// What the rules define, in the order of [`Rule::all`].
        const DEFINED: [Defined; Rule::COUNT] = [
            $(Defined {
                name: $name,
                severity: $rule::SEVERITY,
                is_fixed: $rule::IS_FIXED,
                summary: $rule::SUMMARY,
                source: $rule::SOURCE,
                applies: $rule::applies,
                page: include_str!(concat!("pages/", $name, ".md")),
            },)*
        ];

        impl Rule {
            /// The number of rules.
            pub(crate) const COUNT: usize = Self::LISTED.len();

            pub(crate) const LISTED: &'static [Self] = &[$(Self::$rule),*];
        }

        impl ViolationKind {
            /// The violated rule; `None` if this version does not know it.
            ///
            /// ```
            /// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validate};
            ///
            /// let report = CreateTaskRequest::new("").check();
            /// let rules: Vec<_> = report.violations().iter().map(|v| v.kind().rule()).collect();
            /// assert_eq!(rules, [Some(Rule::MinLength), Some(Rule::Pattern)]);
            /// ```
            #[must_use]
            pub const fn rule(&self) -> Option<Rule> {
                match self {
                    $(Self::$rule(_) => Some(Rule::$rule),)*
                    Self::Other(_) => None,
                }
            }

            /// Of a rule's name and its `params`.
            pub(crate) fn read(rule: &str, params: JsonText) -> Self {
                let read = match rule {
                    $($name => serde_json::from_str(params.as_str()).ok().map(Self::$rule),)*
                    _ => None,
                };
                read.unwrap_or_else(|| Self::Other(OtherRule::new(rule, params)))
            }

            /// Appends what follows the quoted pointer in the message.
            pub(crate) fn message(&self, text: &mut String) {
                match self {
                    $(Self::$rule(parameters) => parameters.message(text),)*
                    Self::Other(other) => other.message(text),
                }
            }

            /// How to fix it.
            pub(crate) fn help(&self, pointer: &str) -> Option<Cow<'static, str>> {
                match self {
                    $(Self::$rule(parameters) => parameters.help(pointer),)*
                    Self::Other(_) => None,
                }
            }
        }
    };
}

rules! {
    "syntax" Syntax;
    "duplicate-key" DuplicateKey;
    "type" Type;
    "required" Required;
    "enum" Enum;
    "min-length" MinLength;
    "max-length" MaxLength;
    "pattern" Pattern;
    "base64-alphabet" Base64Alphabet;
    "base64-padding" Base64Padding;
    "base64-trailing-bits" Base64TrailingBits;
    "uri" Uri;
    "invalid-url" InvalidUrl;
    "country-unknown" CountryUnknown;
    "country-not-allowed" CountryNotAllowed;
    "city-requires-region" CityRequiresRegion;
    "city-unsupported" CityUnsupported;
    "integer-range" IntegerRange;
    "uuid" Uuid;
    "date-time" DateTime;
    "unknown-property" UnknownProperty;
    "timeout-value" TimeoutValue;
    "timeout-order" TimeoutOrder;
    "url-scheme" UrlScheme;
    "url-credentials" UrlCredentials;
    "proxy-server-format" ProxyServerFormat;
    "empty-code" EmptyCode;
    "code-not-text" CodeNotText;
}

/// What a rule defines besides its parameters.
struct Defined {
    name: &'static str,
    severity: Severity,
    is_fixed: bool,
    summary: &'static str,
    source: &'static str,
    applies: fn(&Contract) -> bool,
    page: &'static str,
}

/// The parameters of a rule in the table.
pub(crate) trait Parameters: Definition + Into<ViolationKind> {
    const RULE: Rule;
}

impl Rule {
    /// All rules: first the errors, then the warnings.
    ///
    /// ```
    /// use anchorbrowser_schema::Rule;
    ///
    /// assert!(Rule::all().any(|rule| rule == Rule::Base64Padding));
    /// ```
    #[must_use]
    pub fn all() -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator + Clone {
        Self::LISTED.iter().copied()
    }

    #[expect(clippy::indexing_slicing, reason = "there is a row for each rule")]
    const fn defined(self) -> &'static Defined {
        &DEFINED[self.index()]
    }

    /// The rule's name in kebab-case.
    ///
    /// ```
    /// use anchorbrowser_schema::Rule;
    ///
    /// assert_eq!(Rule::Base64TrailingBits.name(), "base64-trailing-bits");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.defined().name
    }

    /// The severity of a violation unless the rule's level is set.
    ///
    /// ```
    /// use anchorbrowser_schema::{Rule, Severity};
    ///
    /// assert_eq!(Rule::UnknownProperty.default_severity(), Severity::Warning);
    /// ```
    #[must_use]
    pub const fn default_severity(self) -> Severity {
        self.defined().severity
    }

    /// Whether the rule's level cannot be lowered, because there is no value to return if it is violated.
    ///
    /// ```
    /// use anchorbrowser_schema::Rule;
    ///
    /// let fixed: Vec<_> = Rule::all().filter(|rule| rule.is_fixed()).collect();
    /// assert_eq!(
    ///     fixed,
    ///     [Rule::Syntax, Rule::Type, Rule::Required, Rule::IntegerRange]
    /// );
    /// ```
    #[must_use]
    pub const fn is_fixed(self) -> bool {
        self.defined().is_fixed
    }

    /// When the rule is violated, in one line without a full stop.
    ///
    /// ```
    /// use anchorbrowser_schema::Rule;
    ///
    /// assert_eq!(Rule::EmptyCode.summary(), "the code is an empty string");
    /// ```
    #[must_use]
    pub const fn summary(self) -> &'static str {
        self.defined().summary
    }

    /// Where the rule comes from: the API document, an RFC with its section, or another standard.
    ///
    /// ```
    /// use anchorbrowser_schema::Rule;
    ///
    /// assert_eq!(Rule::Uri.source(), "API document, `format: uri`; RFC 3986 section 3");
    /// ```
    #[must_use]
    pub const fn source(self) -> &'static str {
        self.defined().source
    }

    /// Whether the rule can be violated in a revision.
    ///
    /// ```
    /// use anchorbrowser_schema::{Revision, Rule};
    ///
    /// // Every type of proxy that revision `2026` lists supports a city.
    /// assert!(Rule::CityUnsupported.applies_in(Revision::V2025));
    /// assert!(!Rule::CityUnsupported.applies_in(Revision::V2026));
    /// ```
    #[must_use]
    pub fn applies_in(self, revision: Revision) -> bool {
        (self.defined().applies)(revision.contract())
    }

    /// The rule's page, in Markdown: what it does, why violations are bad, how to fix them, its
    /// source and its level, an invalid and a valid example.
    ///
    /// It is also the documentation of the rule's variant.
    ///
    /// ```
    /// use anchorbrowser_schema::Rule;
    ///
    /// assert!(Rule::CountryNotAllowed.explanation().starts_with("# country-not-allowed\n"));
    /// ```
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        self.defined().page
    }

    /// The URL of the rule's page in the documentation of this version.
    ///
    /// ```
    /// use anchorbrowser_schema::Rule;
    ///
    /// assert!(Rule::InvalidUrl.url().ends_with("/anchorbrowser_schema/enum.Rule.html#variant.InvalidUrl"));
    /// ```
    #[must_use]
    pub fn url(self) -> String {
        // Items of the documentation are named as in the code.
        format!(
            "https://docs.rs/anchorbrowser-schema/{}/anchorbrowser_schema/enum.Rule.html#variant.{self:?}",
            env!("CARGO_PKG_VERSION")
        )
    }

    /// The rule's position in a table of [`COUNT`](Self::COUNT).
    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A rule equals its name, which is what [`Violation::rule`](crate::Violation::rule) returns.
impl PartialEq<Rule> for str {
    fn eq(&self, rule: &Rule) -> bool {
        self == rule.name()
    }
}

/// A rule equals its name, which is what [`Violation::rule`](crate::Violation::rule) returns.
impl PartialEq<Rule> for &str {
    fn eq(&self, rule: &Rule) -> bool {
        *self == rule.name()
    }
}

impl PartialEq<str> for Rule {
    fn eq(&self, name: &str) -> bool {
        self.name() == name
    }
}

impl PartialEq<&str> for Rule {
    fn eq(&self, name: &&str) -> bool {
        self.name() == *name
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Rule {
    /// # Errors
    ///
    /// If no rule has this name.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// A string that is not the name of a rule.
///
/// ```
/// use anchorbrowser_schema::Rule;
///
/// let error = "unknown-proprety".parse::<Rule>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`unknown-proprety` is not a rule; did you mean `unknown-property`?"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct UnknownRule {
    name: String,
}

impl UnknownRule {
    /// The rule that was probably meant.
    ///
    /// ```
    /// use anchorbrowser_schema::Rule;
    ///
    /// let error = "timeout".parse::<Rule>().unwrap_err();
    /// assert_eq!(error.suggestion(), None);
    /// ```
    #[must_use]
    pub fn suggestion(&self) -> Option<Rule> {
        let near = nearest(&self.name, Rule::all().map(Rule::name))?;
        Rule::all().find(|rule| rule.name() == near)
    }

    fn message(&self) -> String {
        let name = Quoted(&self.name);
        match self.suggestion() {
            Some(rule) => format!("{name} is not a rule; did you mean `{rule}`?"),
            None => format!("{name} is not a rule"),
        }
    }
}

impl FromStr for Rule {
    type Err = UnknownRule;

    /// # Errors
    ///
    /// If no rule has this name: names are exact, in lower case.
    fn from_str(name: &str) -> Result<Self, UnknownRule> {
        Self::all()
            .find(|rule| rule.name() == name)
            .ok_or_else(|| UnknownRule {
                name: name.to_owned(),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name of a variant in kebab-case.
    fn kebab_case(variant: &str) -> String {
        let mut name = String::new();
        for character in variant.chars() {
            if character.is_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.extend(character.to_lowercase());
        }
        name
    }

    #[test]
    fn every_rule_is_found_by_its_name() {
        for (index, rule) in Rule::all().enumerate() {
            assert_eq!(rule.index(), index);
            assert_eq!(rule.name().parse(), Ok(rule));
            assert_eq!(rule.name(), kebab_case(&format!("{rule:?}")));
            assert_eq!(rule.name(), rule);
        }
        assert_eq!(
            "Syntax".parse::<Rule>(),
            Err(UnknownRule {
                name: "Syntax".into()
            })
        );
    }

    #[test]
    fn errors_precede_warnings() {
        let errors = Rule::all().take_while(|rule| rule.default_severity() == Severity::Error);
        assert_eq!(errors.count(), 20);
        assert_eq!(Rule::COUNT, 28);
    }

    #[test]
    fn an_unknown_name_gets_the_nearest_rule() {
        let unknown = |name: &str| name.parse::<Rule>().unwrap_err();
        let near = unknown("unknown-proprety");
        assert_eq!(near.suggestion(), Some(Rule::UnknownProperty));
        assert_eq!(
            near.to_string(),
            "`unknown-proprety` is not a rule; did you mean `unknown-property`?"
        );
        let far = unknown("timeout");
        assert_eq!(far.suggestion(), None);
        assert_eq!(far.to_string(), "`timeout` is not a rule");
    }
}
