//! Rendered documents: items, each of which a run writes or leaves out.

use std::collections::HashMap;

/// What a reporter writes for some documents.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    text: Vec<u8>,
    items: Vec<Item>,
}

#[derive(Debug)]
struct Item {
    /// Where its text ends.
    end: usize,
    kind: ItemKind,
}

/// Whether an item can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemKind {
    /// A whole document, or a note.
    Required,
    /// One of many violations.
    Violation,
    /// A violation; others of the same identity repeat it.
    Repeatable(u64),
}

impl Rendered {
    /// Number of bytes.
    pub(crate) fn size(&self) -> usize {
        self.text.len()
    }

    /// Adds what `write` writes, if anything.
    pub(crate) fn add(&mut self, kind: ItemKind, write: impl FnOnce(&mut Vec<u8>)) {
        let start = self.text.len();
        write(&mut self.text);
        let end = self.text.len();
        if end > start {
            self.items.push(Item { end, kind });
        }
    }

    /// All items, one after the other.
    pub(crate) fn into_text(self) -> Vec<u8> {
        self.text
    }

    fn items(&self) -> impl Iterator<Item = (ItemKind, &[u8])> {
        let mut start = 0;
        self.items.iter().map(move |item| {
            let text = self.text.get(start..item.end).unwrap_or_default();
            start = item.end;
            (item.kind, text)
        })
    }
}

/// Maximum number of times that the same violation is written.
const MAX_REPETITIONS: usize = 5;
/// Maximum number of violations whose repetitions are counted, so that memory is bounded.
const MAX_COUNTED: usize = 10_000;

/// Which violations a run lists.
#[derive(Debug)]
pub(crate) struct Listing {
    /// The most violations to list.
    limit: usize,
    listed: usize,
    omitted: Omitted,
    /// By identity, the index of the violation and how often it was written.
    repeatable: HashMap<u64, Repetitions>,
}

#[derive(Debug, Default)]
struct Repetitions {
    written: usize,
    /// The index in [`Omitted::repetitions`].
    omitted: Option<usize>,
}

/// The violations that are not listed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Omitted {
    /// Number of violations beyond the limit.
    pub(crate) beyond_limit: usize,
    /// The first line of each violation that is repeated too often, and the number of repetitions
    /// that are not listed.
    pub(crate) repetitions: Vec<(String, usize)>,
}

impl Listing {
    pub(crate) fn new(limit: Option<usize>) -> Self {
        Self {
            limit: limit.unwrap_or(usize::MAX),
            listed: 0,
            omitted: Omitted::default(),
            repeatable: HashMap::new(),
        }
    }

    /// The items to write.
    pub(crate) fn select<'r>(&mut self, rendered: &'r Rendered) -> impl Iterator<Item = &'r [u8]> {
        let items = rendered.items();
        items.filter_map(|(kind, text)| self.takes(kind, text).then_some(text))
    }

    pub(crate) fn omitted(&self) -> &Omitted {
        &self.omitted
    }

    fn takes(&mut self, kind: ItemKind, text: &[u8]) -> bool {
        let repeats = match kind {
            ItemKind::Required => return true,
            ItemKind::Violation => false,
            ItemKind::Repeatable(identity) => self.repeats(identity, text),
        };
        if repeats {
            return false;
        }
        let takes = self.listed < self.limit;
        self.listed += usize::from(takes);
        self.omitted.beyond_limit += usize::from(!takes);
        takes
    }

    /// Whether a violation was written often enough.
    fn repeats(&mut self, identity: u64, text: &[u8]) -> bool {
        let is_full = self.repeatable.len() >= MAX_COUNTED;
        if is_full && !self.repeatable.contains_key(&identity) {
            return false;
        }
        let repetitions = self.repeatable.entry(identity).or_default();
        if repetitions.written < MAX_REPETITIONS {
            repetitions.written += 1;
            return false;
        }
        let all = &mut self.omitted.repetitions;
        let index = *repetitions.omitted.get_or_insert_with(|| {
            let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
            all.push((String::from_utf8_lossy(line).into_owned(), 0));
            all.len() - 1
        });
        if let Some((_, count)) = all.get_mut(index) {
            *count += 1;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(items: &[(ItemKind, &str)]) -> Rendered {
        let mut rendered = Rendered::default();
        for (kind, text) in items {
            rendered.add(*kind, |out| out.extend_from_slice(text.as_bytes()));
        }
        rendered
    }

    #[test]
    fn violations_beyond_the_limit_are_counted() {
        use ItemKind::{Required, Violation};
        let rendered = rendered(&[
            (Violation, "a"),
            (Required, "b"),
            (Required, ""),
            (Violation, "c"),
            (Violation, "d"),
            (Required, "e"),
        ]);
        for (limit, expected, omitted) in [
            (None, "abcde", 0),
            (Some(3), "abcde", 0),
            (Some(2), "abce", 1),
            (Some(0), "be", 3),
        ] {
            let mut listing = Listing::new(limit);
            let written: Vec<_> = listing.select(&rendered).collect();
            assert_eq!(written.concat(), expected.as_bytes());
            assert_eq!(listing.omitted().beyond_limit, omitted);
        }
    }

    #[test]
    fn repetitions_are_counted_after_a_few() {
        let repeated = [(ItemKind::Repeatable(1), "same\n at 1\n"); 7];
        let mut listing = Listing::new(Some(6));
        for _ in 0..2 {
            let rendered =
                rendered(&[&repeated[..], &[(ItemKind::Repeatable(2), "other\n")]].concat());
            let _ = listing.select(&rendered).count();
        }
        let expected = Omitted {
            beyond_limit: 1,
            repetitions: vec![("same".to_owned(), 9)],
        };
        assert_eq!(*listing.omitted(), expected);
        assert_eq!(listing.listed, 6);
    }
}
