//! Integers as they are written in JSON text.

/// An integer of a document, which may be out of range of `i64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Integer {
    InRange(i64),
    OutOfRange,
}

impl Integer {
    pub(crate) fn in_range(self) -> Option<i64> {
        match self {
            Self::InRange(value) => Some(value),
            Self::OutOfRange => None,
        }
    }
}
