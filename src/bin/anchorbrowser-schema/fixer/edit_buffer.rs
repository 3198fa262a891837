//! A text with edits, and the mapping of offsets between the original and the edited text.

use std::ops::Range;

/// A replacement of a part of the original.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Edit {
    /// Byte range in the original.
    pub(crate) span: Range<usize>,
    pub(crate) text: String,
}

impl Edit {
    pub(crate) fn new(span: Range<usize>, text: impl Into<String>) -> Self {
        Self {
            span,
            text: text.into(),
        }
    }

    /// The same edit in a larger text that contains the original at `offset`.
    pub(crate) fn shifted(self, offset: usize) -> Self {
        Self {
            span: self.span.start + offset..self.span.end + offset,
            text: self.text,
        }
    }
}

/// Applies sorted edits that do not overlap.
pub(crate) fn apply_edits(original: &[u8], edits: &[Edit]) -> Vec<u8> {
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
pub(crate) struct EditBuffer {
    text: String,
    /// Sorted edits that turn the original into the text; no two overlap.
    edits: Vec<Edit>,
}

impl EditBuffer {
    pub(crate) fn new(original: &str) -> Self {
        Self {
            text: original.to_owned(),
            edits: Vec::new(),
        }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Applies sorted edits of the current text that do not overlap.
    pub(crate) fn apply(&mut self, edits: &[Edit]) {
        if self.edits.is_empty() {
            // In linear time: a text may contain as many comments as fit in it.
            let text = apply_edits(self.text.as_bytes(), edits);
            self.text = String::from_utf8_lossy(&text).into_owned();
            self.edits = edits.to_vec();
            return;
        }
        for edit in edits.iter().rev() {
            self.replace(edit.span.clone(), &edit.text);
        }
    }

    /// Replaces a range of the current text.
    pub(crate) fn replace(&mut self, span: Range<usize>, text: &str) {
        let (mut start, mut end) = (span.start, span.end);
        let mut replacement = text.to_owned();
        let mut edits = Vec::with_capacity(self.edits.len() + 1);
        // Number of bytes that the preceding edits have added and removed.
        let (mut added, mut removed) = (0, 0);
        let (mut added_before, mut removed_before) = (0, 0);
        let (mut added_within, mut removed_within) = (0, 0);
        let mut after = Vec::new();
        for edit in self.edits.drain(..) {
            let edit_start = edit.span.start + added - removed;
            let edit_end = edit_start + edit.text.len();
            added += edit.text.len();
            removed += edit.span.len();
            if edit_end <= span.start {
                (added_before, removed_before) = (added, removed);
                (added_within, removed_within) = (added, removed);
                edits.push(edit);
            } else if edit_start >= span.end {
                after.push(edit);
            } else {
                // Merge an overlapping edit into the new one.
                (added_within, removed_within) = (added, removed);
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
            span: start + removed_before - added_before..end + removed_within - added_within,
            text: replacement,
        });
        edits.append(&mut after);
        self.edits = edits;
        self.text.replace_range(span, text);
    }

    /// Maps an offset of the text to the original; inside an edit, to the start of the edit.
    pub(crate) fn original_offset(&self, at: usize) -> usize {
        let (mut added, mut removed) = (0, 0);
        for edit in &self.edits {
            let start = edit.span.start + added - removed;
            if at < start {
                break;
            }
            if at < start + edit.text.len() {
                return edit.span.start;
            }
            added += edit.text.len();
            removed += edit.span.len();
        }
        at + removed - added
    }

    /// Maps an offset of the original to the text; inside an edit, to the start of the edit.
    pub(crate) fn current_offset(&self, at: usize) -> usize {
        let (mut added, mut removed) = (0, 0);
        for edit in &self.edits {
            if at < edit.span.start {
                break;
            }
            if at < edit.span.end {
                return edit.span.start + added - removed;
            }
            added += edit.text.len();
            removed += edit.span.len();
        }
        at + added - removed
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::Index;

    use super::*;

    fn buffer(original: &str, edits: &[(Range<usize>, &str)]) -> EditBuffer {
        let mut buffer = EditBuffer::new(original);
        for (span, text) in edits {
            buffer.replace(span.clone(), text);
        }
        buffer
    }

    #[test]
    fn overlapping_edits_are_merged() {
        type Replacements<'a> = &'a [(Range<usize>, &'a str)];
        let table: [(Replacements<'_>, &str, Replacements<'_>); 7] = [
            (&[(2..4, "X")], "01X456789", &[(2..4, "X")]),
            // Separate, the later one first.
            (
                &[(6..8, "YYY"), (2..4, "")],
                "0145YYY89",
                &[(2..4, ""), (6..8, "YYY")],
            ),
            // Separate, the earlier one first.
            (
                &[(2..4, "XXX"), (7..9, "Y")],
                "01XXX45Y89",
                &[(2..4, "XXX"), (6..8, "Y")],
            ),
            // Adjacent.
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
            let buffer = buffer("0123456789", replacements);
            let expected: Vec<_> = edits
                .iter()
                .map(|(span, text)| Edit {
                    span: span.clone(),
                    text: (*text).to_owned(),
                })
                .collect();
            assert_eq!((buffer.text(), buffer.edits()), (text, &expected[..]));
        }
    }

    #[test]
    fn offsets_map_in_both_directions() {
        let buffer = buffer("0123456789", &[(2..4, "XXX"), (7..9, "")]);
        assert_eq!(buffer.text(), "01XXX4589");
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
            assert_eq!(buffer.original_offset(current), original, "{current}");
            assert_eq!(buffer.current_offset(original), current, "{original}");
        }
        // Inside edits.
        assert_eq!(
            (buffer.original_offset(3), buffer.original_offset(4)),
            (2, 2)
        );
        assert_eq!(
            (
                buffer.current_offset(3),
                buffer.current_offset(6),
                buffer.current_offset(7)
            ),
            (2, 7, 7)
        );
    }

    proptest! {
        /// Applying the recorded edits to the original always yields the text, and they are sorted.
        #[test]
        fn recorded_edits_produce_the_text(
            original in "[a-z]{0,20}",
            replacements in vec((any::<Index>(), any::<Index>(), "[A-Z]{0,3}"), 0..8),
        ) {
            let mut buffer = EditBuffer::new(&original);
            for (one, other, text) in replacements {
                let length = buffer.text().len() + 1;
                let (one, other) = (one.index(length), other.index(length));
                buffer.replace(one.min(other)..one.max(other), &text);
            }
            prop_assert_eq!(apply_edits(original.as_bytes(), buffer.edits()), buffer.text().as_bytes());
            let are_apart = buffer.edits().windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
            prop_assert!(are_apart);
            for (at, c) in buffer.text().char_indices().filter(|(_, c)| c.is_ascii_lowercase()) {
                let source = buffer.original_offset(at);
                prop_assert_eq!(original[source..].chars().next(), Some(c));
                prop_assert_eq!(buffer.current_offset(source), at);
            }
        }
    }
}
