//! Levels: what a violation of a rule means for the report.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::rules::definition::Severity;
use crate::rules::table::Rule;
use crate::string::quote::Quoted;

/// What a violation of a rule means for the report.
///
/// ```
/// use anchorbrowser_schema::Level;
///
/// assert_eq!("deny".parse(), Ok(Level::Deny));
/// assert_eq!(Level::Deny.to_string(), "deny");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Level {
    /// It is neither reported nor counted.
    Allow,
    /// It is a warning.
    Warn,
    /// It is an error.
    Deny,
}

impl Level {
    /// `deny`, `warn` or `allow`.
    ///
    /// ```
    /// assert_eq!(anchorbrowser_schema::Level::Allow.name(), "allow");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }

    /// The severity of a violation at this level; `None` if it is not reported.
    pub(crate) const fn severity(self) -> Option<Severity> {
        match self {
            Self::Deny => Some(Severity::Error),
            Self::Warn => Some(Severity::Warning),
            Self::Allow => None,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl<'de> Deserialize<'de> for Level {
    /// # Errors
    ///
    /// If no level has this name.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Cow::<str>::deserialize(deserializer)?;
        name.parse().map_err(de::Error::custom)
    }
}

/// A string that is not the name of a level.
///
/// ```
/// use anchorbrowser_schema::Level;
///
/// let error = "error".parse::<Level>().unwrap_err();
/// assert_eq!(error.to_string(), "`error` is not a level; use `deny`, `warn` or `allow`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a level; use `deny`, `warn` or `allow`", Quoted(.name))]
pub struct UnknownLevel {
    name: String,
}

impl FromStr for Level {
    type Err = UnknownLevel;

    /// # Errors
    ///
    /// If no level has this name, as for `error` and `Deny`.
    fn from_str(name: &str) -> Result<Self, UnknownLevel> {
        [Self::Deny, Self::Warn, Self::Allow]
            .into_iter()
            .find(|level| level.name() == name)
            .ok_or_else(|| UnknownLevel {
                name: name.to_owned(),
            })
    }
}

/// The error of lowering the level of a rule that is always an error, because there is no value to
/// return if it is violated.
///
/// ```
/// use anchorbrowser_schema::{Rule, Validator};
///
/// let error = Validator::new().warn(Rule::Type).unwrap_err();
/// assert_eq!(error.rule(), Rule::Type);
/// assert_eq!(error.to_string(), "rule `type` is always an error; it cannot be set to `warn`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("rule `{rule}` is always an error; it cannot be set to `{level}`")]
pub struct FixedRule {
    rule: Rule,
    level: Level,
}

impl FixedRule {
    /// The rule.
    ///
    /// ```
    /// use anchorbrowser_schema::{Rule, Validator};
    ///
    /// let error = Validator::new().allow(Rule::Syntax).unwrap_err();
    /// assert_eq!(error.rule(), Rule::Syntax);
    /// ```
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }
}

/// The level of each rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Levels([Level; Rule::COUNT]);

impl Levels {
    /// An error or a warning, as each rule defines.
    pub(crate) const DEFAULT: Self = Self(levels(false));

    /// All rules are disabled except those that are fixed.
    pub(crate) const FIXED: Self = Self(levels(true));

    pub(crate) fn of(&self, rule: Rule) -> Level {
        self.0.get(rule.index()).copied().unwrap_or(Level::Deny)
    }

    pub(crate) fn set(&mut self, rule: Rule, level: Level) -> Result<(), FixedRule> {
        if rule.is_fixed() && level != Level::Deny {
            return Err(FixedRule { rule, level });
        }
        if let Some(slot) = self.0.get_mut(rule.index()) {
            *slot = level;
        }
        Ok(())
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "evaluated at compile time, where a mistake is an error"
)]
const fn levels(only_fixed: bool) -> [Level; Rule::COUNT] {
    let mut levels = [Level::Deny; Rule::COUNT];
    let mut index = 0;
    while index < levels.len() {
        let rule = Rule::LISTED[index];
        if only_fixed && !rule.is_fixed() {
            levels[index] = Level::Allow;
        } else if matches!(rule.default_severity(), Severity::Warning) {
            levels[index] = Level::Warn;
        }
        index += 1;
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_have_names() {
        for (level, name) in [
            (Level::Deny, "deny"),
            (Level::Warn, "warn"),
            (Level::Allow, "allow"),
        ] {
            assert_eq!(name.parse(), Ok(level));
            assert_eq!(format!("{level:>5}"), format!("{name:>5}"));
            assert_eq!(serde_json::to_value(level).unwrap(), name);
        }
    }

    #[test]
    fn default_levels_are_those_of_the_rules() {
        for rule in Rule::all() {
            assert_eq!(
                Levels::DEFAULT.of(rule).severity(),
                Some(rule.default_severity())
            );
        }
    }
}
