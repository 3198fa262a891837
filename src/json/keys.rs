//! The keys of the objects that are being read, to find repeated ones.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};

use super::scanner::Scanner;
use crate::report::span::Span;

/// The keys of all open objects that are not those of known members, inner objects' after those of
/// the objects around them.
///
/// A key is kept as its hash and its offset. At the end of the object they are sorted, which, unlike a
/// hash table, accesses memory in order, so that a member costs about the same in an object of ten
/// members and of millions. The hash is keyed: no document can provoke collisions.
#[derive(Debug, Default)]
pub(super) struct Keys {
    seen: Vec<Seen>,
    hasher: Option<RandomState>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    hash: u64,
    /// The offset of its opening quote.
    at: usize,
}

/// A key that occurs more than once in its object.
pub(super) struct Repeated<'a> {
    pub(super) key: Cow<'a, str>,
    /// Where it occurs for the second time.
    pub(super) second: Span,
}

impl Keys {
    /// Where the keys of an object that starts now begin.
    pub(super) fn open(&self) -> usize {
        self.seen.len()
    }

    pub(super) fn any_since(&self, open: usize) -> bool {
        self.seen.len() > open
    }

    pub(super) fn push(&mut self, key: &str, at: usize) {
        let hasher = self.hasher.get_or_insert_default();
        let hash = hasher.hash_one(key);
        self.seen.push(Seen { hash, at });
    }

    /// Finds the keys since `open` that occur more than once, in the order of the text, and removes all
    /// but the last of each.
    pub(super) fn repeated<'a>(&mut self, open: usize, text: &Scanner<'a>) -> Vec<Repeated<'a>> {
        let since = self.seen.get_mut(open..).unwrap_or_default();
        since.sort_unstable();
        let share_hash = |one: &Seen, other: &Seen| one.hash == other.hash;
        if since
            .windows(2)
            .all(|pair| !matches!(pair, [one, other] if share_hash(one, other)))
        {
            return Vec::new();
        }
        let mut repeated = Vec::new();
        let mut last = Vec::new();
        for run in since.chunk_by(share_hash) {
            if let [only] = run {
                last.push(*only);
                continue;
            }
            let mut left = run.to_vec();
            while let Some(first) = left.first().copied() {
                let (key, _) = text.key_at(first.at);
                let is_same = |seen: &mut Seen| text.key_at(seen.at).0 == key;
                let same: Vec<_> = left.extract_if(.., is_same).collect();
                last.extend(same.last().copied());
                if let [_, second, ..] = same[..] {
                    let (_, second) = text.key_at(second.at);
                    repeated.push(Repeated { key, second });
                }
            }
        }
        // The first ones of the text are kept, so they come first.
        repeated.sort_unstable_by_key(|one| one.second.start);
        self.seen.truncate(open);
        self.seen.append(&mut last);
        repeated
    }

    /// Removes the keys since `open`, and returns their offsets in the order of the text.
    pub(super) fn close(&mut self, open: usize) -> Vec<usize> {
        let since = self.seen.get(open..).unwrap_or_default();
        let mut offsets: Vec<_> = since.iter().map(|seen| seen.at).collect();
        offsets.sort_unstable();
        self.remove(open);
        offsets
    }

    /// Removes the keys since `open`.
    pub(super) fn remove(&mut self, open: usize) {
        self.seen.truncate(open);
    }
}
