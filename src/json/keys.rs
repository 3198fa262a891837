//! The keys of the objects that are being read, to find repeated ones.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::scanner::Scanner;
use crate::report::span::Span;

/// The keys of all open objects that are not those of known members, inner objects' after those of
/// the objects around them.
///
/// A key is kept as a summary and its offset. At the end of the object they are sorted, which, unlike a
/// hash table, accesses memory in order, so that a member costs about the same in an object of ten
/// members and of millions. Keys with the same summary are sorted by their text, so that no document
/// can make the search quadratic; computing a keyed hash of each key takes five times as long.
#[derive(Debug, Default)]
pub(super) struct Keys {
    seen: SmallVec<[Seen; FEW]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    summary: u64,
    /// The offset of its opening quote.
    at: usize,
}

/// A key that occurs more than once in its object.
pub(super) struct Repeated<'a> {
    pub(super) key: Cow<'a, str>,
    /// Where it occurs for the second time.
    pub(super) second: Span,
}

/// Keys that are kept without an allocation. Most documents have fewer unknown members.
const FEW: usize = 8;

impl Keys {
    /// Where the keys of an object that starts now begin.
    pub(super) fn open(&self) -> usize {
        self.seen.len()
    }

    pub(super) fn any_since(&self, open: usize) -> bool {
        self.seen.len() > open
    }

    pub(super) fn push(&mut self, key: &str, at: usize) {
        let summary = summary(key.as_bytes());
        self.seen.push(Seen { summary, at });
    }

    /// Finds the keys since `open` that occur more than once, in the order of the text, and removes all
    /// but the last of each.
    #[inline]
    pub(super) fn repeated<'a>(
        &mut self,
        open: usize,
        text: &Scanner<'a>,
    ) -> SmallVec<[Repeated<'a>; 1]> {
        let since = self.seen.get_mut(open..).unwrap_or_default();
        since.sort_unstable_by_key(|seen| seen.summary);
        // Strictly ascending: no two are equal.
        if since.is_sorted_by(|one, other| one.summary < other.summary) {
            return SmallVec::new();
        }
        self.remove_repeated(open, text)
    }

    /// The same for keys that are sorted by their summaries, of which some are equal.
    #[cold]
    fn remove_repeated<'a>(
        &mut self,
        open: usize,
        text: &Scanner<'a>,
    ) -> SmallVec<[Repeated<'a>; 1]> {
        let mut repeated = SmallVec::<[Repeated<'a>; 1]>::new();
        let since = self.seen.get(open..).unwrap_or_default();
        let mut last = SmallVec::<[Seen; FEW]>::new();
        for run in since.chunk_by(|one, other| one.summary == other.summary) {
            if let [only] = run {
                last.push(*only);
                continue;
            }
            // In the order of the text, among equal ones.
            let mut keys: SmallVec<[_; 4]> = run
                .iter()
                .map(|seen| (text.key_at(seen.at).0, seen))
                .collect();
            keys.sort();
            for same in keys.chunk_by(|(one, _), (other, _)| one == other) {
                last.extend(same.last().map(|(_, seen)| **seen));
                if let [_, (key, second), ..] = same {
                    let (_, second) = text.key_at(second.at);
                    let key = key.clone();
                    repeated.push(Repeated { key, second });
                }
            }
        }
        // The first ones of the text are kept, so they come first.
        repeated.sort_unstable_by_key(|one| one.second.start);
        self.seen.truncate(open);
        self.seen.extend_from_slice(&last);
        repeated
    }

    /// The offsets of the keys since `open`, in the order of the text.
    pub(super) fn offsets(&mut self, open: usize) -> impl Iterator<Item = usize> {
        let since = self.seen.get_mut(open..).unwrap_or_default();
        since.sort_unstable_by_key(|seen| seen.at);
        since.iter().map(|seen| seen.at)
    }

    /// Removes the keys since `open`.
    pub(super) fn remove(&mut self, open: usize) {
        self.seen.truncate(open);
    }
}

/// A number that is equal for equal keys, and different for most others: of the first and the last eight
/// bytes, and the length.
fn summary(key: &[u8]) -> u64 {
    /// An odd number of random bits.
    const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
    let (first, last) = match (key.first_chunk(), key.last_chunk()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => (
            0,
            key.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)),
        ),
    };
    let mixed = first.wrapping_mul(MULTIPLIER) ^ last.rotate_left(29);
    mixed
        .wrapping_add(key.len() as u64)
        .wrapping_mul(MULTIPLIER)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn repeated_keys_are_found_as_by_a_map(
            keys in proptest::collection::vec(
                prop_oneof![
                    "[ab]{0,2}",
                    // They have the same summary.
                    "prefix__[ab]{2}__suffix__",
                    Just("\\u0061".to_owned()),
                ],
                0..40,
            )
        ) {
            let text = keys.iter().map(|key| format!("\"{key}\"")).collect::<Vec<_>>().concat();
            let scanner = Scanner::new(&text);
            let (mut found, mut at) = (Keys::default(), 0);
            let mut expected = BTreeMap::<Cow<'_, str>, Vec<usize>>::new();
            for _ in &keys {
                let (key, span) = scanner.key_at(at);
                found.push(&key, at);
                expected.entry(key).or_default().push(at);
                at = span.end;
            }
            let repeated: Vec<_> = found.repeated(0, &scanner).into_iter()
                .map(|one| (one.second.start, one.key))
                .collect();
            let mut seconds: Vec<_> = expected.iter()
                .filter_map(|(key, at)| Some((*at.get(1)?, key.clone())))
                .collect();
            seconds.sort();
            prop_assert_eq!(repeated, seconds);
            let mut last: Vec<_> = expected.values().filter_map(|at| at.last().copied()).collect();
            last.sort_unstable();
            prop_assert!(found.offsets(0).eq(last));
        }
    }
}
