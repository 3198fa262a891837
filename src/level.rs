//! Levels: what a broken rule means for the report.

use strum::IntoStaticStr;

use crate::rules::{Rule, Severity};

/// What a broken rule means for the report.
///
/// ```
/// use anchorbrowser_schema::Level;
///
/// assert_eq!(Level::Deny.name(), "deny");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
#[non_exhaustive]
pub enum Level {
    /// It is an error.
    Deny,
    /// It is a warning.
    Warn,
    /// It is not told.
    Allow,
}

impl Level {
    /// `deny`, `warn` or `allow`.
    ///
    /// ```
    /// assert_eq!(anchorbrowser_schema::Level::Allow.name(), "allow");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The severity of a violation at this level; none where it is not told.
    pub(crate) fn severity(self) -> Option<Severity> {
        match self {
            Self::Deny => Some(Severity::Error),
            Self::Warn => Some(Severity::Warning),
            Self::Allow => None,
        }
    }
}

impl std::fmt::Display for Level {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// The attempt to lower a rule that is fixed: where it is broken there is no value to hand on.
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
    pub fn rule(&self) -> Rule {
        self.rule
    }
}

/// The level of each rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Levels([Level; Rule::COUNT]);

impl Levels {
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

impl Default for Levels {
    fn default() -> Self {
        let mut levels = [Level::Deny; Rule::COUNT];
        for (rule, level) in Rule::all().zip(&mut levels) {
            if rule.default_severity() == Severity::Warning {
                *level = Level::Warn;
            }
        }
        Self(levels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_have_names() {
        let table = [
            (Level::Deny, "deny"),
            (Level::Warn, "warn"),
            (Level::Allow, "allow"),
        ];
        for (level, name) in table {
            assert_eq!(level.name(), name);
            assert_eq!(format!("{level:>5}"), format!("{name:>5}"));
        }
    }
}
