//! Where a value stands, while a document is read.

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};

use crate::pointer::{Pointer, Segment};

/// An object or array, by the way to it from the root. It lives on the stack of the reader, and
/// costs nothing until something is told of it.
pub(crate) struct Place<'p, 'a> {
    within: Option<(&'p Place<'p, 'a>, Segment<'a>)>,
    fingerprint: Cell<Option<Fingerprint>>,
}

impl<'p, 'a> Place<'p, 'a> {
    pub(crate) fn root() -> Self {
        Self {
            within: None,
            fingerprint: Cell::new(None),
        }
    }

    pub(crate) fn child(&'p self, segment: Segment<'a>) -> Self {
        Self {
            within: Some((self, segment)),
            fingerprint: Cell::new(None),
        }
    }
}

impl Place<'_, '_> {
    /// The pointer of what is one step from here.
    pub(crate) fn pointer(&self, step: &Segment<'_>) -> Pointer {
        Pointer::made(self.written(step))
    }

    fn written(&self, step: &Segment<'_>) -> String {
        let mut pointer = String::with_capacity(self.length() + step.length());
        self.append_to(&mut pointer);
        step.append_to(&mut pointer);
        pointer
    }

    /// How long the pointer of this place is.
    fn length(&self) -> usize {
        let way_back =
            std::iter::successors(self.within.as_ref(), |(parent, _)| parent.within.as_ref());
        way_back.map(|(_, segment)| segment.length()).sum()
    }

    /// Appends the pointer of this place: first of all the way to where it stands, which is no
    /// deeper than documents nest.
    fn append_to(&self, pointer: &mut String) {
        if let Some((parent, segment)) = &self.within {
            parent.append_to(pointer);
            segment.append_to(pointer);
        }
    }
}

/// Stands for a pointer where only equality matters, in 16 bytes whatever its length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Fingerprint(u64, u64);

/// Makes fingerprints of pointers: two keyed hashes, with keys that no document can know, so that
/// different pointers have different ones but for one chance in 2 to the 128th.
#[derive(Debug, Default)]
pub(crate) struct Fingerprints(RandomState, RandomState);

impl Fingerprints {
    /// Of a step from a place.
    pub(crate) fn of(&self, place: &Place<'_, '_>, step: &str) -> Fingerprint {
        self.step(self.of_place(place), step)
    }

    fn of_place(&self, place: &Place<'_, '_>) -> Fingerprint {
        if let Some(fingerprint) = place.fingerprint.get() {
            return fingerprint;
        }
        let fingerprint = match &place.within {
            None => Fingerprint::default(),
            Some((parent, segment)) => self.step(self.of_place(parent), &segment.token()),
        };
        place.fingerprint.set(Some(fingerprint));
        fingerprint
    }

    fn step(&self, from: Fingerprint, step: &str) -> Fingerprint {
        let way = (from, step);
        Fingerprint(self.0.hash_one(way), self.1.hash_one(way))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_take_the_room_that_they_need() {
        let root = Place::root();
        let object = root.child(Segment::Key("code".into()));
        let array = object.child(Segment::Key("ä".into()));
        let table = [
            (&root, Segment::Key("code".into()), "/code"),
            (&array, Segment::Index(0), "/code/ä/0"),
            (&array, Segment::Index(9), "/code/ä/9"),
            (&array, Segment::Index(10), "/code/ä/10"),
            (&array, Segment::Index(12345), "/code/ä/12345"),
            (&array, Segment::Key("a~/b/".into()), "/code/ä/a~0~1b~1"),
        ];
        for (place, step, expected) in table {
            let pointer = place.written(&step);
            assert_eq!(
                (pointer.as_str(), pointer.capacity()),
                (expected, expected.len())
            );
        }
    }
}
