//! Names and descriptions: lengths and the pattern.

use super::Detail;
use crate::text::Text;

/// The pattern of a task's name, as the API document has it. `$` means the end of the string: a
/// trailing line break does not pass.
pub(crate) const PATTERN: &str = "^[a-zA-Z0-9_-]+$";
/// The least length of a name, in characters.
const SHORTEST_NAME: usize = 1;
/// The greatest length of a name, in characters.
const LONGEST_NAME: usize = 255;
/// The greatest length of a description, in characters.
const LONGEST_DESCRIPTION: usize = 1000;

/// Rules `max-length`, `min-length` and `pattern` of a task's name.
pub(crate) fn judge_name(name: &str, mut broken: impl FnMut(Detail)) {
    if is_plain(name) {
        return;
    }
    if let Some(detail) = longer_than(LONGEST_NAME, name) {
        broken(detail);
    }
    if name.is_empty() {
        broken(Detail::MinLength {
            limit: SHORTEST_NAME,
            actual: 0,
        });
    }
    let foreign = name
        .chars()
        .enumerate()
        .find(|(_, c)| !is_name_character(*c));
    if name.is_empty() || foreign.is_some() {
        let (index, character) = foreign.unzip();
        broken(Detail::Pattern {
            pattern: PATTERN,
            index,
            character,
        });
    }
}

/// Rule `max-length` of a description.
///
/// It is decoded only where there may be too many characters: none is written in less than a byte.
#[inline]
pub(crate) fn judge_description(description: Text<'_>) -> Option<Detail> {
    if description.written().len() <= LONGEST_DESCRIPTION {
        return None;
    }
    longer_than(LONGEST_DESCRIPTION, &description.decode())
}

/// Whether the name breaks no rule. All its characters are ASCII then, so bytes count them.
fn is_plain(name: &str) -> bool {
    (SHORTEST_NAME..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(is_name_byte)
}

fn is_name_character(c: char) -> bool {
    u8::try_from(c).is_ok_and(is_name_byte)
}

fn is_name_byte(byte: u8) -> bool {
    NAME_BYTES.get(usize::from(byte)).is_some_and(|is| *is)
}

/// The bytes that the pattern allows.
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "evaluated by the compiler, where a slip is an error"
)]
const NAME_BYTES: [bool; 256] = {
    let mut allowed = [false; 256];
    let mut byte = 0;
    while byte < allowed.len() {
        allowed[byte] = matches!(byte as u8, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-');
        byte += 1;
    }
    allowed
};

/// Characters are counted only where there may be too many: none takes less than a byte.
fn longer_than(limit: usize, text: &str) -> Option<Detail> {
    if text.len() <= limit {
        return None;
    }
    let actual = text.chars().count();
    (actual > limit).then_some(Detail::MaxLength { limit, actual })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(name: &str) -> Vec<Detail> {
        let mut details = Vec::new();
        judge_name(name, |detail| details.push(detail));
        details
    }

    fn pattern(index: usize, character: char) -> Detail {
        Detail::Pattern {
            pattern: PATTERN,
            index: Some(index),
            character: Some(character),
        }
    }

    #[test]
    fn names() {
        let max = |actual| Detail::MaxLength { limit: 255, actual };
        let table = [
            ("a".into(), vec![]),
            ("Web-Scraper_2".into(), vec![]),
            ("-".repeat(255), vec![]),
            ("a".repeat(256), vec![max(256)]),
            (
                String::new(),
                vec![
                    Detail::MinLength {
                        limit: 1,
                        actual: 0,
                    },
                    Detail::Pattern {
                        pattern: PATTERN,
                        index: None,
                        character: None,
                    },
                ],
            ),
            ("a b".into(), vec![pattern(1, ' ')]),
            ("ab\n".into(), vec![pattern(2, '\n')]),
            ("né".into(), vec![pattern(1, 'é')]),
            ("\0".into(), vec![pattern(0, '\0')]),
            ("a.b.c".into(), vec![pattern(1, '.')]),
            ("日".repeat(255), vec![pattern(0, '日')]),
            (
                format!("{}é", "a".repeat(255)),
                vec![max(256), pattern(255, 'é')],
            ),
        ];
        for (name, expected) in table {
            assert_eq!(judged(&name), expected, "{name:?}");
        }
    }

    #[test]
    fn descriptions_count_characters() {
        assert_eq!(judge_description(Text::plain(&"🎉".repeat(1000))), None);
        assert_eq!(
            judge_description(Text::plain(&"🎉".repeat(1001))),
            Some(Detail::MaxLength {
                limit: 1000,
                actual: 1001
            })
        );
        assert_eq!(judge_description(Text::plain("")), None);
    }
}
