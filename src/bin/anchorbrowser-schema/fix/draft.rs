//! A text that is changed here and there, and what has become of each of its places.

use std::ops::Range;

/// Other text for a piece of the original.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Edit {
    /// Where the piece stands in the original, in bytes.
    pub(super) span: Range<usize>,
    pub(super) text: String,
}

impl Edit {
    /// The same in a larger text, in which the original begins at `offset`.
    pub(super) fn shifted(self, offset: usize) -> Self {
        Self {
            span: self.span.start + offset..self.span.end + offset,
            text: self.text,
        }
    }
}

/// The text with edits, which stand in order and do not overlap.
pub(super) fn edited(original: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut text = Vec::with_capacity(original.len());
    let mut done = 0;
    for edit in edits {
        text.extend_from_slice(original.get(done..edit.span.start).unwrap_or_default());
        text.extend_from_slice(edit.text.as_bytes());
        done = edit.span.end;
    }
    text.extend_from_slice(original.get(done..).unwrap_or_default());
    text
}

/// A text that is being edited.
#[derive(Clone)]
pub(super) struct Draft {
    text: String,
    /// What leads from the original to the text, in order; no two overlap.
    edits: Vec<Edit>,
}

impl Draft {
    pub(super) fn new(original: &str) -> Self {
        Self {
            text: original.to_owned(),
            edits: Vec::new(),
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Replaces a piece of the text as it stands.
    pub(super) fn replace(&mut self, span: Range<usize>, text: &str) {
        let (mut start, mut end) = (span.start, span.end);
        let mut replacement = text.to_owned();
        let mut edits = Vec::with_capacity(self.edits.len() + 1);
        // What the edits before have added to the length of the text, and taken from it.
        let (mut added, mut taken) = (0, 0);
        let (mut added_before, mut taken_before) = (0, 0);
        let (mut added_within, mut taken_within) = (0, 0);
        let mut behind = Vec::new();
        for edit in self.edits.drain(..) {
            let edit_start = edit.span.start + added - taken;
            let edit_end = edit_start + edit.text.len();
            added += edit.text.len();
            taken += edit.span.len();
            if edit_end <= span.start {
                (added_before, taken_before) = (added, taken);
                (added_within, taken_within) = (added, taken);
                edits.push(edit);
            } else if edit_start >= span.end {
                behind.push(edit);
            } else {
                // It overlaps the new one: both become one.
                (added_within, taken_within) = (added, taken);
                if edit_start < start {
                    let kept = edit.text.get(..span.start - edit_start);
                    replacement.insert_str(0, kept.unwrap_or_default());
                    start = edit_start;
                }
                if edit_end > end {
                    let kept = edit.text.get(edit.text.len() - (edit_end - span.end)..);
                    replacement.push_str(kept.unwrap_or_default());
                    end = edit_end;
                }
            }
        }
        edits.push(Edit {
            span: start + taken_before - added_before..end + taken_within - added_within,
            text: replacement,
        });
        edits.append(&mut behind);
        self.edits = edits;
        self.text.replace_range(span, text);
    }

    /// Where a place of the text stands in the original: for one inside an edit, where that begins.
    pub(super) fn original(&self, at: usize) -> usize {
        let (mut added, mut taken) = (0, 0);
        for edit in &self.edits {
            let start = edit.span.start + added - taken;
            if at < start {
                break;
            }
            if at < start + edit.text.len() {
                return edit.span.start;
            }
            added += edit.text.len();
            taken += edit.span.len();
        }
        at + taken - added
    }

    /// Where a place of the original stands in the text: for one inside an edit, where that begins.
    pub(super) fn current(&self, at: usize) -> usize {
        let (mut added, mut taken) = (0, 0);
        for edit in &self.edits {
            if at < edit.span.start {
                break;
            }
            if at < edit.span.end {
                return edit.span.start + added - taken;
            }
            added += edit.text.len();
            taken += edit.span.len();
        }
        at + added - taken
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::Index;

    use super::*;

    fn draft(original: &str, edits: &[(Range<usize>, &str)]) -> Draft {
        let mut draft = Draft::new(original);
        for (span, text) in edits {
            draft.replace(span.clone(), text);
        }
        draft
    }

    #[test]
    fn edits_that_overlap_become_one() {
        type Replacements<'a> = &'a [(Range<usize>, &'a str)];
        let table: [(Replacements<'_>, &str, Replacements<'_>); 7] = [
            (&[(2..4, "X")], "01X456789", &[(2..4, "X")]),
            // Apart, the later one first.
            (
                &[(6..8, "YYY"), (2..4, "")],
                "0145YYY89",
                &[(2..4, ""), (6..8, "YYY")],
            ),
            // Apart, the earlier one first.
            (
                &[(2..4, "XXX"), (7..9, "Y")],
                "01XXX45Y89",
                &[(2..4, "XXX"), (6..8, "Y")],
            ),
            // Side by side.
            (
                &[(2..4, "X"), (3..6, ""), (1..2, "")],
                "0X789",
                &[(1..2, ""), (2..4, "X"), (4..7, "")],
            ),
            // Inside, around and across.
            (
                &[(2..4, "XXX"), (3..4, "y")],
                "01XyX456789",
                &[(2..4, "XyX")],
            ),
            (&[(2..4, "XXX"), (1..6, "")], "056789", &[(1..5, "")]),
            (
                &[(2..4, "XX"), (6..8, "YY"), (3..7, "-")],
                "01X-Y89",
                &[(2..8, "X-Y")],
            ),
        ];
        for (replacements, text, edits) in table {
            let draft = draft("0123456789", replacements);
            let expected: Vec<_> = edits
                .iter()
                .map(|(span, text)| Edit {
                    span: span.clone(),
                    text: (*text).to_owned(),
                })
                .collect();
            assert_eq!((draft.text(), draft.edits()), (text, &expected[..]));
        }
    }

    #[test]
    fn places_are_found_on_both_sides() {
        let draft = draft("0123456789", &[(2..4, "XXX"), (7..9, "")]);
        assert_eq!(draft.text(), "01XXX4589");
        let table = [
            (0, 0),
            (1, 1),
            (2, 2),
            (5, 4),
            (6, 5),
            (7, 8),
            (8, 9),
            (9, 10),
        ];
        for (current, original) in table {
            assert_eq!(draft.original(current), original, "{current}");
            assert_eq!(draft.current(original), current, "{original}");
        }
        // Inside of edits.
        assert_eq!((draft.original(3), draft.original(4)), (2, 2));
        assert_eq!(
            (draft.current(3), draft.current(6), draft.current(7)),
            (2, 7, 7)
        );
    }

    proptest! {
        /// However a text was edited, the edits lead from the original to it, in order.
        #[test]
        fn edits_lead_to_the_text(
            original in "[a-z]{0,20}",
            replacements in vec((any::<Index>(), any::<Index>(), "[A-Z]{0,3}"), 0..8),
        ) {
            let mut draft = Draft::new(&original);
            for (one, other, text) in replacements {
                let length = draft.text().len() + 1;
                let (one, other) = (one.index(length), other.index(length));
                draft.replace(one.min(other)..one.max(other), &text);
            }
            prop_assert_eq!(edited(original.as_bytes(), draft.edits()), draft.text().as_bytes());
            let are_apart = draft.edits().windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
            prop_assert!(are_apart);
            for (at, c) in draft.text().char_indices().filter(|(_, c)| c.is_ascii_lowercase()) {
                let there = draft.original(at);
                prop_assert_eq!(original[there..].chars().next(), Some(c));
                prop_assert_eq!(draft.current(there), at);
            }
        }
    }
}
