//! The path from the root of a document to a value that is being read or checked.

use std::cell::Cell;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use super::pointer::{Pointer, Pointers, Segment};
use crate::contract::member::Member;

/// An object or array, represented by the path to it from the root. It is on the reader's stack, and
/// costs nothing until something is recorded.
pub(crate) struct PathNode<'p> {
    within: Option<(&'p PathNode<'p>, Segment<'p>)>,
    fingerprint: Cell<Option<Fingerprint>>,
}

impl<'p> PathNode<'p> {
    pub(crate) fn root() -> Self {
        Self {
            within: None,
            fingerprint: Cell::new(None),
        }
    }

    pub(crate) fn child(&'p self, segment: Segment<'p>) -> Self {
        Self {
            within: Some((self, segment)),
            fingerprint: Cell::new(None),
        }
    }
}

impl PathNode<'_> {
    /// The pointer of a value inside.
    pub(crate) fn pointer(&self, step: Segment<'_>) -> Pointer {
        Pointer::owned(self.written(step))
    }

    /// The pointer of this value.
    pub(crate) fn own_pointer(&self) -> Pointer {
        let mut pointer = String::with_capacity(self.length());
        self.append_to(&mut pointer);
        Pointer::owned(pointer)
    }

    /// The outermost value around, or this one, that is never shown.
    pub(crate) fn secret(&self) -> Option<&Self> {
        let parents =
            std::iter::successors(Some(self), |node| node.within.map(|(parent, _)| parent));
        let is_secret = |node: &&Self| node.within.is_some_and(|(_, segment)| segment.is_secret());
        parents.filter(is_secret).last()
    }

    /// The keys and indices from the root to this value, and of a step from it.
    fn tokens(&self, step: Option<&str>) -> Vec<String> {
        let mut tokens = match &self.within {
            None => Vec::new(),
            Some((parent, segment)) => parent.tokens(Some(&segment.token())),
        };
        tokens.extend(step.map(str::to_owned));
        tokens
    }

    fn written(&self, step: Segment<'_>) -> String {
        let token = step.reference_token();
        let mut pointer = String::with_capacity(self.length() + token.length());
        self.append_to(&mut pointer);
        token.append_to(&mut pointer);
        pointer
    }

    /// The length of the pointer of this node.
    fn length(&self) -> usize {
        let ancestors = std::iter::successors(self.within, |(parent, _)| parent.within);
        ancestors
            .map(|(_, segment)| segment.reference_token().length())
            .sum()
    }

    /// Appends the pointer of this node. The depth of the recursion is that of the document.
    fn append_to(&self, pointer: &mut String) {
        if let Some((parent, segment)) = &self.within {
            parent.append_to(pointer);
            segment.reference_token().append_to(pointer);
        }
    }
}

/// Paths that were recorded. Most documents record none, and few more than one.
#[derive(Debug, Default)]
pub(crate) enum RecordedPaths {
    #[default]
    None,
    /// The keys and indices of the only one.
    One(Vec<String>),
    Many(Box<Fingerprints>),
}

impl RecordedPaths {
    /// Records a node, or a step from it. Returns whether it was not recorded before.
    pub(crate) fn insert(&mut self, node: &PathNode<'_>, step: Option<&str>) -> bool {
        let fingerprints = match self {
            Self::None => {
                *self = Self::One(node.tokens(step));
                return true;
            }
            Self::One(tokens) => {
                let mut fingerprints = Box::<Fingerprints>::default();
                fingerprints.insert_tokens(tokens);
                *self = Self::Many(fingerprints);
                return self.insert(node, step);
            }
            Self::Many(fingerprints) => fingerprints,
        };
        fingerprints.insert(node, step)
    }
}

/// Represents a path of any length in 16 bytes, where only equality matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Fingerprint(u64, u64);

/// The fingerprints of paths: two hashes with keys that no document can know, so that different paths
/// have the same fingerprint with a probability of 2 to the power of -128.
#[derive(Debug, Default)]
pub(crate) struct Fingerprints {
    recorded: HashSet<Fingerprint>,
    hashers: (RandomState, RandomState),
}

impl Fingerprints {
    fn insert_tokens(&mut self, tokens: &[String]) {
        let root = Fingerprint::default();
        let path = tokens
            .iter()
            .fold(root, |path, token| self.step(path, token));
        self.recorded.insert(path);
    }

    fn insert(&mut self, node: &PathNode<'_>, step: Option<&str>) -> bool {
        let node = self.of(node);
        self.recorded
            .insert(step.map_or(node, |step| self.step(node, step)))
    }

    fn of(&self, node: &PathNode<'_>) -> Fingerprint {
        if let Some(fingerprint) = node.fingerprint.get() {
            return fingerprint;
        }
        let fingerprint = match &node.within {
            None => Fingerprint::default(),
            Some((parent, segment)) => self.step(self.of(parent), &segment.token()),
        };
        node.fingerprint.set(Some(fingerprint));
        fingerprint
    }

    fn step(&self, from: Fingerprint, step: &str) -> Fingerprint {
        let path = (from, step);
        Fingerprint(self.hashers.0.hash_one(path), self.hashers.1.hash_one(path))
    }
}

/// An object of known members, by the chain of the members that lead to it. It is on the stack of the
/// check, and costs nothing until something is recorded.
pub(crate) struct ObjectPath<'p> {
    within: Within<'p>,
    /// The pointers of the members inside, once they are looked up.
    inside: Cell<Option<&'static Pointers>>,
}

#[derive(Clone, Copy)]
enum Within<'p> {
    /// The root of the document, and the pointers of all members inside.
    Root(fn() -> &'static Pointers),
    Member(&'p ObjectPath<'p>, &'static Member),
}

impl<'p> ObjectPath<'p> {
    pub(crate) fn root(pointers: fn() -> &'static Pointers) -> Self {
        Self {
            within: Within::Root(pointers),
            inside: Cell::new(None),
        }
    }

    pub(crate) fn member(&'p self, member: &'static Member) -> Self {
        Self {
            within: Within::Member(self, member),
            inside: Cell::new(None),
        }
    }

    /// The pointer of a member of the object.
    pub(crate) fn pointer(&self, member: &'static Member) -> Pointer {
        let known = self.pointers().and_then(|inside| inside.of(member));
        known.map_or(Pointer::ROOT, |(pointer, _)| Pointer::known(pointer))
    }

    /// The pointer of an element of a member.
    pub(crate) fn element(&self, member: &'static Member, index: usize) -> Pointer {
        self.pointer(member).child(Segment::Index(index))
    }

    pub(crate) fn is_root(&self) -> bool {
        matches!(self.within, Within::Root(_))
    }

    /// The pointer of a member that is not known.
    pub(crate) fn unknown(&self, name: &str) -> Pointer {
        let object = match self.within {
            Within::Root(_) => Pointer::ROOT,
            Within::Member(parent, member) => parent.pointer(member),
        };
        object.child(Segment::Key(name))
    }

    fn pointers(&self) -> Option<&'static Pointers> {
        if self.inside.get().is_none() {
            self.inside.set(match self.within {
                Within::Root(pointers) => Some(pointers()),
                Within::Member(parent, member) => {
                    let (_, inside) = parent.pointers()?.of(member)?;
                    Some(inside)
                }
            });
        }
        self.inside.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_allocated_exactly() {
        let root = PathNode::root();
        let object = root.child(Segment::Key("code"));
        let array = object.child(Segment::Key("ä"));
        let table = [
            (&root, Segment::Key("code"), "/code"),
            (&array, Segment::Index(0), "/code/ä/0"),
            (&array, Segment::Index(9), "/code/ä/9"),
            (&array, Segment::Index(10), "/code/ä/10"),
            (&array, Segment::Index(12345), "/code/ä/12345"),
            (&array, Segment::Key("a~/b/"), "/code/ä/a~0~1b~1"),
        ];
        for (node, step, expected) in table {
            let pointer = node.written(step);
            assert_eq!(
                (pointer.as_str(), pointer.capacity()),
                (expected, expected.len())
            );
        }
    }

    #[test]
    fn each_path_is_recorded_once() {
        let root = PathNode::root();
        let object = root.child(Segment::Key("a"));
        let array = object.child(Segment::Key("b"));
        let element = array.child(Segment::Index(0));
        let mut recorded = RecordedPaths::default();
        let table = [
            (&object, Some("b"), true),
            (&array, None, false),
            (&object, Some("b"), false),
            (&array, Some("0"), true),
            (&element, None, false),
            (&root, Some("b"), true),
            (&object, Some("b"), false),
            (&root, None, true),
        ];
        for (node, step, is_new) in table {
            assert_eq!(recorded.insert(node, step), is_new, "{step:?}");
        }
    }
}
