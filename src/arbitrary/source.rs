//! Where values come from: a fuzzer's bytes, and how often to make a mistake.

use arbitrary::{Result, Unstructured};

use crate::Revision;

/// One of so many choices is a mistake: a request has about 15 of them, so that most requests are valid,
/// and most others have one or two mistakes.
const CHOICES: u8 = 32;

/// A source of values for a revision. Where its bytes are used up, all values are valid and plain.
pub(crate) struct Source<'s, 'a> {
    pub(super) u: &'s mut Unstructured<'a>,
    pub(super) revision: Revision,
    /// Whether values can be mistaken.
    pub(super) mistakes: bool,
}

impl Source<'_, '_> {
    /// Whether the next value is a mistake.
    pub(super) fn is_mistaken(&mut self) -> Result<bool> {
        Ok(self.mistakes && self.u.int_in_range(0..=CHOICES - 1)? == CHOICES - 1)
    }

    /// Whether an optional member is present.
    pub(super) fn is_present(&mut self) -> Result<bool> {
        self.u.arbitrary()
    }

    /// One of these values, the first one where the bytes are used up.
    pub(super) fn one_of<T: Clone>(&mut self, values: &[T]) -> Result<T> {
        self.u.choose(values).cloned()
    }

    /// So many characters of an alphabet.
    pub(super) fn letters(&mut self, alphabet: &[u8], length: usize) -> Result<String> {
        (0..length)
            .map(|_| Ok(char::from(self.one_of(alphabet)?)))
            .collect()
    }

    /// Any characters, at most so many, half of them ASCII.
    pub(super) fn text(&mut self, longest: usize) -> Result<String> {
        let length = self.u.int_in_range(0..=longest)?;
        let length = length.min(self.u.len());
        (0..length).map(|_| self.character()).collect()
    }

    fn character(&mut self) -> Result<char> {
        let byte: u8 = self.u.arbitrary()?;
        if byte.is_ascii() {
            return Ok(char::from(byte));
        }
        self.u.arbitrary()
    }
}
