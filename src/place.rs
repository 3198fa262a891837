//! Where a value stands, while a document is read or judged.

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};

use crate::pointer::{Name, Pointer, Segment};

/// An object or array, by the way to it from the root. It lives on the stack of whoever walks the
/// document, and costs nothing until something is told of it.
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
        let known = match step {
            Segment::Name(name) => self.known_pointer(name),
            _ => None,
        };
        match known {
            Some(pointer) => Pointer::known(pointer),
            None => Pointer::made(self.written(step)),
        }
    }

    /// The pointer of a member, where the API document names all the steps to it.
    fn known_pointer(&self, name: &'static Name) -> Option<&'static str> {
        let mut length = 1 + name.text.len();
        for segment in self.way_back() {
            let Segment::Name(name) = segment else {
                return None;
            };
            length += 1 + name.text.len();
        }
        let start = name.pointer.len().checked_sub(length)?;
        name.pointer.get(start..)
    }

    fn written(&self, step: &Segment<'_>) -> String {
        let steps = self.way_back().map(Segment::length).sum::<usize>();
        let mut pointer = String::with_capacity(steps + step.length());
        self.append_to(&mut pointer);
        step.append_to(&mut pointer);
        pointer
    }

    /// Appends the pointer of this place: first of all the way to where it stands, which is no
    /// deeper than documents nest.
    fn append_to(&self, pointer: &mut String) {
        if let Some((parent, segment)) = &self.within {
            parent.append_to(pointer);
            segment.append_to(pointer);
        }
    }

    /// The steps to this place, from the last one to the first.
    fn way_back(&self) -> impl Iterator<Item = &Segment<'_>> {
        let mut within = self.within.as_ref();
        std::iter::from_fn(move || {
            let (parent, segment) = within?;
            within = parent.within.as_ref();
            Some(segment)
        })
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

    const CODE: &Name = &Name {
        text: "code",
        quoted: "\"code\"",
        pointer: "/data/code",
    };
    const DATA: &Name = &Name {
        text: "data",
        quoted: "\"data\"",
        pointer: "/data",
    };

    #[test]
    fn pointers_of_known_members_are_known() {
        let root = Place::root();
        let data = root.child(Segment::Name(DATA));
        let stranger = root.child(Segment::Key("x".into()));
        let table = [
            (&root, CODE, Some("/code"), "/code"),
            (&data, CODE, Some("/data/code"), "/data/code"),
            (&root, DATA, Some("/data"), "/data"),
            (&stranger, CODE, None, "/x/code"),
            // Nested as no document is.
            (&data, DATA, None, "/data/data"),
        ];
        for (within, name, known, pointer) in table {
            assert_eq!(within.known_pointer(name), known);
            assert_eq!(within.pointer(&Segment::Name(name)).as_str(), pointer);
        }
    }

    #[test]
    fn pointers_take_the_room_that_they_need() {
        let root = Place::root();
        let object = root.child(Segment::Name(CODE));
        let array = object.child(Segment::Key("ä".into()));
        let table = [
            (&root, Segment::Name(CODE), "/code"),
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
