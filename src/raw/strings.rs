//! Raw arrays of strings.

use std::ops::Range;

use crate::contract::json_type::JsonType;
use crate::string::json_text::{Elements, first_string};

/// An array whose elements must be strings.
#[derive(Clone, Copy)]
pub(crate) enum RawStrings<'a> {
    /// In JSON text, where it is read again for its elements; whether all are strings.
    Read { json: &'a str, are_strings: bool },
    /// Of a typed value.
    Typed(&'a [String]),
}

impl RawStrings<'_> {
    /// Whether all elements are strings.
    pub(crate) fn are_strings(&self) -> bool {
        match self {
            Self::Read { are_strings, .. } => *are_strings,
            Self::Typed(_) => true,
        }
    }

    /// The elements that are no strings: their indexes, where they are in the array, and their types.
    pub(crate) fn others(&self) -> impl Iterator<Item = (usize, Range<usize>, JsonType)> {
        let json = match self {
            Self::Read {
                json,
                are_strings: false,
            } => json,
            _ => "",
        };
        let elements = Elements::of(json).enumerate().map(|(index, element)| {
            let found = JsonType::of(json.as_bytes().get(element.clone()).unwrap_or_default());
            (index, element, found)
        });
        elements.filter(|(.., found)| *found != JsonType::String)
    }

    /// The strings.
    pub(crate) fn decode(&self) -> Vec<String> {
        match self {
            Self::Typed(strings) => strings.to_vec(),
            Self::Read { json, .. } => Elements::of(json)
                .filter_map(|element| json.get(element))
                .map(|element| first_string(element).decode().into_owned())
                .collect(),
        }
    }
}
