//! What a YAML scalar means: the core schema of YAML 1.2.2 (section 10.3), as JSON has it.

use std::borrow::Cow;

use granit_parser::Tag;

use super::reason;

/// A scalar in JSON.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Scalar<'a> {
    String(Cow<'a, str>),
    /// A number, a boolean or null, as JSON writes it.
    Token(Cow<'static, str>),
}

/// The kinds of nodes that tags are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Sequence,
    Mapping,
}

/// The tag `!`, which makes a scalar a string, and says nothing about others.
const NON_SPECIFIC: &str = "!";

/// The value of a scalar; `plain` are those that are neither quoted nor a block.
pub(super) fn scalar<'a>(
    text: Cow<'a, str>,
    plain: bool,
    tag: Option<&Tag>,
) -> Result<Scalar<'a>, &'static str> {
    let core = || core(&text).ok_or(reason::WRONG_TAG);
    match tag.map(known).transpose()? {
        None if plain => match core() {
            Ok(core) => core.token(),
            Err(_) => Ok(Scalar::String(text)),
        },
        None | Some(NON_SPECIFIC | "str") => Ok(Scalar::String(text)),
        Some("null") if text.is_empty() => Core::Null.token(),
        Some(tag) => {
            let core = core()?;
            if core.has(tag) {
                core.token()
            } else {
                Err(reason::WRONG_TAG)
            }
        }
    }
}

/// Refuses a tag that is not for such a collection.
pub(super) fn collection(kind: Kind, tag: Option<&Tag>) -> Result<(), &'static str> {
    match (tag.map(known).transpose()?, kind) {
        (None | Some(NON_SPECIFIC), _)
        | (Some("seq"), Kind::Sequence)
        | (Some("map"), Kind::Mapping) => Ok(()),
        _ => Err(reason::WRONG_TAG),
    }
}

/// The name of a tag of the core schema. Any other means what only its program knows.
fn known(tag: &Tag) -> Result<&str, &'static str> {
    if tag.handle().is_empty() && tag.suffix() == NON_SPECIFIC {
        return Ok(NON_SPECIFIC);
    }
    tag.core_suffix().ok_or(reason::UNKNOWN_TAG)
}

/// What a plain scalar is, unless it is a string.
enum Core {
    Null,
    Bool(bool),
    Integer(String),
    Float(String),
    /// `.inf`, `-.inf` or `.nan`.
    NotFinite,
}

fn core(text: &str) -> Option<Core> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Some(Core::Null),
        "true" | "True" | "TRUE" => Some(Core::Bool(true)),
        "false" | "False" | "FALSE" => Some(Core::Bool(false)),
        ".nan" | ".NaN" | ".NAN" => Some(Core::NotFinite),
        _ => number(text),
    }
}

impl Core {
    /// Whether the tag of this name is for it.
    fn has(&self, tag: &str) -> bool {
        match self {
            Self::Null => tag == "null",
            Self::Bool(_) => tag == "bool",
            Self::Integer(_) => matches!(tag, "int" | "float"),
            Self::Float(_) | Self::NotFinite => tag == "float",
        }
    }

    fn token(self) -> Result<Scalar<'static>, &'static str> {
        Ok(Scalar::Token(match self {
            Self::Null => Cow::Borrowed("null"),
            Self::Bool(true) => Cow::Borrowed("true"),
            Self::Bool(false) => Cow::Borrowed("false"),
            Self::Integer(number) | Self::Float(number) => Cow::Owned(number),
            Self::NotFinite => return Err(reason::NOT_FINITE),
        }))
    }
}

/// A number with all its digits. JSON has no `+`, no leading zeros and no bare point.
fn number(text: &str) -> Option<Core> {
    if let Some(digits) = text.strip_prefix("0o") {
        return based(digits, 8);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return based(digits, 16);
    }
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    if let ".inf" | ".Inf" | ".INF" = unsigned {
        return Some(Core::NotFinite);
    }
    let (integer, rest) = split_digits(unsigned);
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => split_digits(rest),
        None => ("", rest),
    };
    let is_exponent = || {
        let exponent = rest.strip_prefix(['e', 'E'])?;
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        Some(is_digits(digits, 10))
    };
    if integer.is_empty() && fraction.is_empty() || !rest.is_empty() && is_exponent() != Some(true)
    {
        return None;
    }
    let significant = integer.trim_start_matches('0');
    let integer_part = if significant.is_empty() {
        "0"
    } else {
        significant
    };
    let point = if fraction.is_empty() { "" } else { "." };
    let number = [sign, integer_part, point, fraction, rest].concat();
    Some(if integer.len() == unsigned.len() {
        Core::Integer(number)
    } else {
        Core::Float(number)
    })
}

/// An octal or hexadecimal integer. One of more than 128 bits is far out of every range, so that
/// the largest of 128 bits may stand for it.
fn based(digits: &str, radix: u32) -> Option<Core> {
    is_digits(digits, radix).then(|| {
        let integer = u128::from_str_radix(digits, radix).unwrap_or(u128::MAX);
        Core::Integer(integer.to_string())
    })
}

fn split_digits(text: &str) -> (&str, &str) {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    text.split_at(text.len() - rest.len())
}

fn is_digits(text: &str, radix: u32) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_digit(radix))
}
