//! Why a violation is not fixed.

use std::fmt;

/// Why a violation is not fixed, although there is a fix for its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The fix is not safe.
    NeedsUnsafe,
    /// The fix would violate another rule.
    ViolatesAnotherRule,
    /// It is at or inside a duplicate key: it is unknown which value is meant.
    DuplicateKey,
    /// Several members would get this name.
    SameName(String),
    /// A member with this name is present.
    Present(String),
    /// Other YAML would have to be rewritten: the value has a tag, is shared by aliases, or other text
    /// is on its lines.
    Yaml,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeedsUnsafe => f.write_str("use `--unsafe` to fix it"),
            Self::ViolatesAnotherRule => f.write_str("the fix would violate another rule"),
            Self::DuplicateKey => f.write_str("it is unknown which duplicate is meant"),
            Self::SameName(name) => write!(f, "several members would be named `{name}`"),
            Self::Present(name) => write!(f, "`{name}` is also present"),
            Self::Yaml => f.write_str("it cannot be changed without rewriting other YAML"),
        }
    }
}
