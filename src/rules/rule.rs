//! The table of rules.

use std::str::FromStr;

use serde::Serialize;
use strum::IntoStaticStr;

/// How grave a violation is.
///
/// ```
/// use anchorbrowser_schema::{Rule, Severity};
///
/// assert_eq!(Rule::Required.default_severity(), Severity::Error);
/// assert_eq!(Severity::Warning.name(), "warning");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr, Serialize)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Severity {
    /// The document will be, or must be, refused.
    Error,
    /// The API document allows it, yet it is almost surely a mistake.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    ///
    /// ```
    /// assert_eq!(anchorbrowser_schema::Severity::Error.name(), "error");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Declares the rules: `"name" Variant Severity levels, "summary", "source";`, in the order of the
/// contract. A rule's name is its variant in kebab-case, and `pages/` has a page of that name.
macro_rules! rules {
    ($($name:literal $rule:ident $severity:ident $levels:ident, $summary:literal, $source:literal;)*) => {
        /// A rule that a document can break.
        ///
        /// Its name is stable: it stands in reports, and levels are set by it.
        ///
        /// ```
        /// use anchorbrowser_schema::{Rule, Severity};
        ///
        /// let rule: Rule = "country-not-allowed".parse()?;
        /// assert_eq!(rule, Rule::CountryNotAllowed);
        /// assert_eq!(rule.default_severity(), Severity::Error);
        /// # Ok::<(), anchorbrowser_schema::UnknownRule>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr)]
        #[strum(serialize_all = "kebab-case")]
        #[non_exhaustive]
        pub enum Rule {
            $(
                #[doc = include_str!(concat!("pages/", $name, ".md"))]
                $rule,
            )*
        }

        impl Rule {
            /// How many rules there are.
            pub(crate) const COUNT: usize = [$(Self::$rule),*].len();

            /// All rules: first the errors, then the warnings.
            ///
            /// ```
            /// use anchorbrowser_schema::Rule;
            ///
            /// assert!(Rule::all().any(|rule| rule == Rule::Base64Padding));
            /// ```
            pub fn all() -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator + Clone {
                [$(Self::$rule),*].into_iter()
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
                match self {
                    $(Self::$rule => $name,)*
                }
            }

            /// What a violation of this rule is unless its level is set.
            ///
            /// ```
            /// use anchorbrowser_schema::{Rule, Severity};
            ///
            /// assert_eq!(Rule::UnknownProperty.default_severity(), Severity::Warning);
            /// ```
            #[must_use]
            pub const fn default_severity(self) -> Severity {
                match self {
                    $(Self::$rule => Severity::$severity,)*
                }
            }

            /// Whether the rule cannot be lowered: where it is broken there is no value to hand
            /// on.
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
                match self {
                    $(Self::$rule => rules!(@ $levels),)*
                }
            }

            /// When the rule is broken, in one line without a full stop.
            ///
            /// ```
            /// use anchorbrowser_schema::Rule;
            ///
            /// assert_eq!(Rule::EmptyCode.summary(), "the code is empty");
            /// ```
            #[must_use]
            pub const fn summary(self) -> &'static str {
                match self {
                    $(Self::$rule => $summary,)*
                }
            }

            /// Where the rule comes from: the API document, an RFC with its section, or another
            /// standard.
            ///
            /// ```
            /// use anchorbrowser_schema::Rule;
            ///
            /// assert_eq!(Rule::Uri.source(), "API document, `format: uri`; RFC 3986 section 3");
            /// ```
            #[must_use]
            pub const fn source(self) -> &'static str {
                match self {
                    $(Self::$rule => $source,)*
                }
            }

            /// A page about the rule, in Markdown: what it asks, why it matters, how to mend it,
            /// its source and its level, a document that breaks it and one that keeps it.
            ///
            /// The documentation of each rule shows its page.
            ///
            /// ```
            /// use anchorbrowser_schema::Rule;
            ///
            /// let page = Rule::CountryNotAllowed.explanation();
            /// assert!(page.starts_with("# country-not-allowed\n"));
            /// assert!(page.contains("\n## How to mend it\n"));
            /// ```
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self {
                    $(Self::$rule => include_str!(concat!("pages/", $name, ".md")),)*
                }
            }
        }
    };
    (@ fixed) => { true };
    (@ free) => { false };
}

rules! {
    "syntax" Syntax Error fixed,
        "the document is not valid JSON in UTF-8, or is nested more than 127 levels deep",
        "RFC 8259 sections 2, 8.1 and 9";
    "duplicate-key" DuplicateKey Error free,
        "an object contains the same key more than once",
        "RFC 8259 section 4; RFC 7493 section 2.3";
    "type" Type Error fixed,
        "a known member or the document itself has the wrong JSON type",
        "API document, `type`";
    "required" Required Error fixed,
        "a required member is missing",
        "API document, `required`";
    "enum" Enum Error free,
        "the language or the proxy type is not one of the allowed values",
        "API document, `enum`";
    "min-length" MinLength Error free,
        "the name is empty",
        "API document, `minLength`";
    "max-length" MaxLength Error free,
        "the name is longer than 255 characters or the description is longer than 1000",
        "API document, `maxLength`";
    "pattern" Pattern Error free,
        "the name does not match `^[a-zA-Z0-9_-]+$`",
        "API document, `pattern`";
    "base64-alphabet" Base64Alphabet Error free,
        "the code contains a character outside the base64 alphabet",
        "API document, `pattern`; RFC 4648 section 4";
    "base64-padding" Base64Padding Error free,
        "the base64 padding of the code is missing or incorrect",
        "RFC 4648 sections 3.2 and 4";
    "base64-trailing-bits" Base64TrailingBits Error free,
        "the unused bits of the last base64 symbol of the code are not zero",
        "RFC 4648 section 3.5";
    "uri" Uri Error free,
        "the initial URL is not a URI with a scheme",
        "API document, `format: uri`; RFC 3986 section 3";
    "invalid-url" InvalidUrl Error free,
        "the initial URL is a valid URI that browsers reject",
        "WHATWG URL standard, section 4.4";
    "country-unknown" CountryUnknown Error free,
        "no proxy type offers the country",
        "API document, `AnchorProxy.country_code`";
    "country-not-allowed" CountryNotAllowed Error free,
        "the selected proxy type does not offer the country",
        "API document, `AnchorProxy.country_code`";
    "city-requires-region" CityRequiresRegion Error free,
        "a city is specified without a region",
        "API document, `AnchorProxy.city`";
    "city-unsupported" CityUnsupported Error free,
        "a city is specified for a proxy type that does not support cities",
        "API document, `AnchorProxy.city`";
    "integer-range" IntegerRange Error fixed,
        "an integer is outside the range of a signed 64-bit integer",
        "API document, `type: integer`; RFC 8259 section 6";
    "uuid" Uuid Error free,
        "a task or team ID is not a UUID",
        "API document, `format: uuid`; RFC 9562 section 4";
    "date-time" DateTime Error free,
        "a timestamp is not a valid RFC 3339 date and time",
        "API document, `format: date-time`; RFC 3339 section 5.6";
    "unknown-property" UnknownProperty Warning free,
        "an object has a member that the API document does not define",
        "API document, `properties`";
    "timeout-value" TimeoutValue Warning free,
        "a timeout is 0 or less than -1",
        "API document, `SessionConfig.timeout`";
    "timeout-order" TimeoutOrder Warning free,
        "the idle timeout is longer than the maximum duration of the session",
        "API document, `SessionConfig.timeout`";
    "url-scheme" UrlScheme Warning free,
        "the scheme of the initial URL is neither `http` nor `https`",
        "API document, `SessionConfig.initial_url`";
    "url-credentials" UrlCredentials Warning free,
        "the initial URL contains a user name or a password",
        "WHATWG URL standard, section 4.1";
    "proxy-server-format" ProxyServerFormat Warning free,
        "a custom proxy's server is not `HOST:PORT`, optionally prefixed with `http://`, `https://` or `socks5://`",
        "API document, `CustomProxy.server`; RFC 3986 section 3.2.2";
    "empty-code" EmptyCode Warning free,
        "the code is an empty string",
        "API document, `CreateTaskRequest.code`";
    "code-not-text" CodeNotText Warning free,
        "the code does not decode to UTF-8 text",
        "API document, `CreateTaskRequest.code`; RFC 3629";
}

impl Rule {
    /// The rule's place in a table of [`COUNT`](Self::COUNT).
    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for Rule {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A text that names no rule.
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
        let names: Vec<&'static str> = Rule::all().map(Rule::name).collect();
        let near = super::suggest::nearest(&self.name, &names)?;
        Rule::all().find(|rule| rule.name() == near)
    }

    fn message(&self) -> String {
        let name = crate::quote::Quoted(&self.name);
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

    #[test]
    fn every_rule_is_found_by_its_name() {
        assert_eq!(Rule::all().len(), Rule::COUNT);
        for (index, rule) in Rule::all().enumerate() {
            assert_eq!(rule.index(), index);
            assert_eq!(rule.name().parse(), Ok(rule));
            assert_eq!(rule.name(), <&str>::from(rule), "its variant in kebab-case");
        }
        assert_eq!(
            "Syntax".parse::<Rule>(),
            Err(UnknownRule {
                name: "Syntax".into()
            })
        );
    }

    #[test]
    fn errors_stand_before_warnings() {
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

    #[test]
    fn names_with_digits_are_those_of_the_contract() {
        assert_eq!(Rule::Base64Alphabet.name(), "base64-alphabet");
        assert_eq!(Rule::Base64TrailingBits.name(), "base64-trailing-bits");
        assert_eq!(Rule::CodeNotText.name(), "code-not-text");
    }
}
