//! Resolves scalars by the core schema of YAML 1.2.2 (section 10.3).

use std::borrow::Cow;

use granit_parser::Tag;

use super::error_messages;

/// A scalar as JSON.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Scalar<'a> {
    String(Cow<'a, str>),
    /// A number, boolean or null in JSON syntax.
    Token(Cow<'static, str>),
}

/// Kinds of collections that tags apply to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CollectionKind {
    Sequence,
    Mapping,
}

/// The tag `!`, which makes a scalar a string and has no effect on other nodes.
const NON_SPECIFIC: &str = "!";

/// Resolves a scalar; `plain` means neither quoted nor a block.
pub(super) fn scalar<'a>(
    text: Cow<'a, str>,
    plain: bool,
    tag: Option<&Tag>,
) -> Result<Scalar<'a>, &'static str> {
    let core = || core(&text).ok_or(error_messages::TAG_MISMATCH);
    match tag.map(known).transpose()? {
        None if plain => match core() {
            Ok(core) => core.token(),
            Err(_) => Ok(Scalar::String(text)),
        },
        None | Some(NON_SPECIFIC | "str") => Ok(Scalar::String(text)),
        Some("null") if text.is_empty() => CoreValue::Null.token(),
        Some(tag) => {
            let core = core()?;
            if core.has(tag) {
                core.token()
            } else {
                Err(error_messages::TAG_MISMATCH)
            }
        }
    }
}

/// Rejects a tag that does not apply to the collection.
pub(super) fn collection(kind: CollectionKind, tag: Option<&Tag>) -> Result<(), &'static str> {
    match (tag.map(known).transpose()?, kind) {
        (None | Some(NON_SPECIFIC), _)
        | (Some("seq"), CollectionKind::Sequence)
        | (Some("map"), CollectionKind::Mapping) => Ok(()),
        _ => Err(error_messages::TAG_MISMATCH),
    }
}

/// The name of a tag in the core schema. The meaning of any other tag is unknown.
fn known(tag: &Tag) -> Result<&str, &'static str> {
    if tag.handle().is_empty() && tag.suffix() == NON_SPECIFIC {
        return Ok(NON_SPECIFIC);
    }
    tag.core_suffix().ok_or(error_messages::UNKNOWN_TAG)
}

/// The value of a plain scalar that is not a string.
enum CoreValue {
    Null,
    Bool(bool),
    Integer(String),
    Float(String),
    /// `.inf`, `-.inf` or `.nan`.
    NotFinite,
}

fn core(text: &str) -> Option<CoreValue> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Some(CoreValue::Null),
        "true" | "True" | "TRUE" => Some(CoreValue::Bool(true)),
        "false" | "False" | "FALSE" => Some(CoreValue::Bool(false)),
        ".nan" | ".NaN" | ".NAN" => Some(CoreValue::NotFinite),
        _ => number(text),
    }
}

impl CoreValue {
    /// Whether the tag with this name applies to the value.
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
            Self::NotFinite => return Err(error_messages::NOT_FINITE),
        }))
    }
}

/// A number with all its digits. JSON has no `+`, no leading zeros and no point without digits on
/// both sides.
fn number(text: &str) -> Option<CoreValue> {
    if let Some(digits) = text.strip_prefix("0o") {
        return radix_integer(digits, 8);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return radix_integer(digits, 16);
    }
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    if let ".inf" | ".Inf" | ".INF" = unsigned {
        return Some(CoreValue::NotFinite);
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
        CoreValue::Integer(number)
    } else {
        CoreValue::Float(number)
    })
}

/// An octal or hexadecimal integer. Values of more than 128 bits are out of every range, so the
/// largest 128-bit integer represents them.
fn radix_integer(digits: &str, radix: u32) -> Option<CoreValue> {
    is_digits(digits, radix).then(|| {
        let integer = u128::from_str_radix(digits, radix).unwrap_or(u128::MAX);
        CoreValue::Integer(integer.to_string())
    })
}

fn split_digits(text: &str) -> (&str, &str) {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    text.split_at(text.len() - rest.len())
}

fn is_digits(text: &str, radix: u32) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_digit(radix))
}
