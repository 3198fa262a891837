//! Where a value stands, while a document is read or judged.

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};

use crate::pointer::Segment;

/// An object or array, by the way to it from the root. It lives on the stack of whoever walks the
/// document, and costs nothing until something is told of it.
pub(crate) struct Place<'p, 'a> {
    within: Option<(&'p Place<'p, 'a>, Segment<'a>)>,
    id: Cell<Option<PlaceId>>,
    fingerprint: Cell<Option<Fingerprint>>,
}

impl<'p, 'a> Place<'p, 'a> {
    pub(crate) fn root() -> Self {
        Self {
            within: None,
            id: Cell::new(Some(ROOT)),
            fingerprint: Cell::new(None),
        }
    }

    pub(crate) fn child(&'p self, segment: Segment<'a>) -> Self {
        Self {
            within: Some((self, segment)),
            id: Cell::new(None),
            fingerprint: Cell::new(None),
        }
    }
}

/// A place that something was told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PlaceId(usize);

const ROOT: PlaceId = PlaceId(0);

/// The places that findings are kept of.
#[derive(Debug, Default)]
pub(crate) struct Places<'a> {
    /// The way from the parent, of all but the root.
    ways: Vec<(PlaceId, Segment<'a>)>,
}

impl<'a> Places<'a> {
    pub(crate) fn id(&mut self, place: &Place<'_, 'a>) -> PlaceId {
        if let Some(id) = place.id.get() {
            return id;
        }
        let id = match &place.within {
            None => ROOT,
            Some((parent, segment)) => {
                let way = (self.id(parent), segment.clone());
                self.ways.push(way);
                PlaceId(self.ways.len())
            }
        };
        place.id.set(Some(id));
        id
    }

    /// The pointer of a place and a step from there.
    pub(crate) fn pointer(&self, id: PlaceId, step: Option<&Segment<'a>>) -> String {
        let last = step.map_or(0, Segment::length);
        let mut pointer = String::with_capacity(self.length(id) + last);
        self.append_to(&mut pointer, id);
        if let Some(step) = step {
            step.append_to(&mut pointer);
        }
        pointer
    }

    /// About as many bytes as the pointer of a place has.
    fn length(&self, mut id: PlaceId) -> usize {
        let mut length = 0;
        while let Some((parent, segment)) = self.way(id) {
            length += segment.length();
            id = *parent;
        }
        length
    }

    /// Appends the pointer of a place: first of all the way to where it stands, which is no deeper
    /// than documents nest.
    fn append_to(&self, pointer: &mut String, id: PlaceId) {
        if let Some((parent, segment)) = self.way(id) {
            self.append_to(pointer, *parent);
            segment.append_to(pointer);
        }
    }

    fn way(&self, PlaceId(id): PlaceId) -> Option<&(PlaceId, Segment<'a>)> {
        self.ways.get(id.checked_sub(1)?)
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
        let (mut places, root) = (Places::default(), Place::root());
        let object = root.child(Segment::Name("browserConfiguration"));
        let stranger = object.child(Segment::Key("ä".into()));
        let array = places.id(&stranger);
        let table = [
            (ROOT, None, ""),
            (ROOT, Some(Segment::Name("code")), "/code"),
            (array, None, "/browserConfiguration/ä"),
            (array, Some(Segment::Index(0)), "/browserConfiguration/ä/0"),
            (array, Some(Segment::Index(9)), "/browserConfiguration/ä/9"),
            (
                array,
                Some(Segment::Index(10)),
                "/browserConfiguration/ä/10",
            ),
            (
                array,
                Some(Segment::Index(12345)),
                "/browserConfiguration/ä/12345",
            ),
        ];
        for (place, step, expected) in table {
            let pointer = places.pointer(place, step.as_ref());
            assert_eq!(
                (pointer.as_str(), pointer.capacity()),
                (expected, expected.len())
            );
        }
    }
}
