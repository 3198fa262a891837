//! What was probably meant.

use std::borrow::Cow;

/// No longer text is compared: a suggestion costs the same whatever the document holds.
const LONGEST: usize = 64;
/// Shorter texts are near to too much.
const SHORTEST: usize = 3;

/// The candidate that `text` most probably stands for, if any is near: the same but for case and
/// separators (`countryCode`), the only one that contains it (`residential`), or one that a few
/// slips of the keyboard turn into it (`tpye`).
pub(crate) fn nearest(text: &str, candidates: &[&'static str]) -> Option<&'static str> {
    if !(SHORTEST..=LONGEST).contains(&text.len()) {
        return None;
    }
    // Letters of ASCII count whatever their case, and separators do not count: only another text
    // must be folded for it.
    let text = if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(folded(text))
    };
    let letters = Letters::of(&text);
    let is_perhaps_near = |candidate: &&'static str| letters.may_turn_into(candidate, text.len());
    let candidates: Vec<_> = candidates.iter().copied().filter(is_perhaps_near).collect();
    if candidates.is_empty() {
        return None;
    }
    let text = match text {
        Cow::Borrowed(text) => folded(text),
        Cow::Owned(folded) => folded,
    };
    containing(&text, &candidates).or_else(|| few_slips_away(&text, &candidates))
}

/// Letters and digits alone, in lower case.
fn folded(text: &str) -> String {
    let alphanumeric = text.chars().filter(|c| c.is_alphanumeric());
    alphanumeric.flat_map(char::to_lowercase).collect()
}

/// If there are several, the nearest is the one with the fewest slips.
fn containing(text: &str, candidates: &[&'static str]) -> Option<&'static str> {
    if text.len() < SHORTEST {
        return None;
    }
    let mut containing = candidates
        .iter()
        .filter(|candidate| folded(candidate).contains(text));
    let only = containing.next()?;
    containing.next().is_none().then_some(only)
}

fn few_slips_away(text: &str, candidates: &[&'static str]) -> Option<&'static str> {
    let distances = candidates.iter().filter_map(|candidate| {
        let tolerated = tolerated(text.len().min(candidate.len()));
        let distance = strsim::osa_distance(text, &folded(candidate));
        (distance <= tolerated).then_some((distance, *candidate))
    });
    let nearest = distances.min_by_key(|(distance, _)| *distance);
    nearest.map(|(_, candidate)| candidate)
}

/// Which characters a text has, of those that are compared: a bit for each letter of ASCII in either
/// case and each digit, and one for all that is no ASCII, of which no candidate has any.
#[derive(Clone, Copy, Default)]
struct Letters {
    /// Those that it has.
    once: u64,
    /// Those that it has more than once.
    twice: u64,
}

impl Letters {
    fn of(text: &str) -> Self {
        text.bytes().fold(Self::default(), |letters, byte| {
            let letter = LETTERS.get(usize::from(byte)).copied().unwrap_or_default();
            Self {
                once: letters.once | letter,
                twice: letters.twice | (letters.once & letter),
            }
        })
    }

    /// Whether a text of these letters, and at most so long, is perhaps contained in a candidate or
    /// a few slips away from it. Most are not, which costs a glance instead of a comparison.
    fn may_turn_into(self, candidate: &str, length: usize) -> bool {
        let letters = Self::of(candidate);
        // A slip changes one character.
        let slips = tolerated(length.min(candidate.len()));
        let surplus = self.surplus(letters);
        surplus == 0 || (surplus <= slips && letters.surplus(self) <= slips)
    }

    /// How many characters have no counterpart in the other text, wherever they stand, or fewer: of
    /// each letter two are counted at most.
    fn surplus(self, other: Self) -> usize {
        let missing = |letters: u64, other: u64| (letters & !other).count_ones() as usize;
        missing(self.once, other.once) + missing(self.twice, other.twice)
    }
}

/// The bit of each byte; none of one that is not compared, or is not the first of its character.
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "evaluated by the compiler, where a slip is an error"
)]
const LETTERS: [u64; 256] = {
    let mut letters = [0; 256];
    let mut byte = 0;
    while byte < letters.len() {
        letters[byte] = match byte as u8 {
            letter if letter.is_ascii_alphabetic() => 1 << (letter.to_ascii_lowercase() - b'a'),
            digit @ b'0'..=b'9' => 1 << (26 + (digit - b'0')),
            0b1100_0000.. => 1 << (26 + 10),
            _ => 0,
        };
        byte += 1;
    }
    letters
};

/// How many slips are tolerated in a text of this length.
fn tolerated(length: usize) -> usize {
    (length / 3).clamp(1, 3)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_are_told_apart() {
        let surplus = |text: &str, other: &str| Letters::of(text).surplus(Letters::of(other));
        let each = || "abcdefghijklmnopqrstuvwxyz0123456789ä".char_indices();
        for ((at, one), (other_at, other)) in each().flat_map(|one| each().map(move |o| (one, o))) {
            let found = surplus(&one.to_string(), &other.to_string());
            assert_eq!(found, usize::from(at != other_at), "{one} {other}");
        }
        let table = [
            ("aab", "ab", 1),
            ("ab", "aab", 0),
            ("A-_ b\u{7f}@[`{/:", "ab", 0),
            ("äö日", "é", 1),
            ("aaaa", "", 2),
            ("aaa", "a", 1),
            ("aaa", "aa", 0),
        ];
        for (text, other, expected) in table {
            assert_eq!(surplus(text, other), expected, "{text}");
        }
    }

    #[test]
    fn a_glance_passes_over_what_is_far() {
        let table = [
            ("type", true),
            ("tpye", true),
            ("e", true),
            ("tyqe", true),
            ("xqz", false),
            ("typeabcdefg", false),
            ("teeeeee", false),
        ];
        for (text, expected) in table {
            let found = Letters::of(text).may_turn_into("type", text.len());
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn near_texts_find_their_candidate() {
        let members = &["active", "type", "country_code", "region", "city"];
        let types = &[
            "anchor_residential",
            "anchor_mobile",
            "anchor_gov",
            "anchor_proxy",
        ];
        let session = &["initial_url", "recording", "proxy", "timeout", "live_view"];
        let table: [(&str, &[&str], Option<&str>); 24] = [
            ("countryCode", members, Some("country_code")),
            ("COUNTRY-CODE", members, Some("country_code")),
            ("country", members, Some("country_code")),
            ("tpye", members, Some("type")),
            ("actve", members, Some("active")),
            ("regoin", members, Some("region")),
            // As many slips as are tolerated: a character too many, too few, another.
            ("tyype", members, Some("type")),
            ("tpe", members, Some("type")),
            ("tyqe", members, Some("type")),
            ("ci", members, None),
            // Two letters are left to compare, and stand in one candidate alone.
            ("-ci", members, None),
            ("url", session, Some("initial_url")),
            ("liv", session, Some("live_view")),
            // Contained in two; the same as one of them.
            ("name", &["username", "name"], Some("name")),
            ("", members, None),
            ("---", members, None),
            ("value", members, None),
            ("tags", members, None),
            ("residential", types, Some("anchor_residential")),
            ("AnchorGov", types, Some("anchor_gov")),
            ("anchor_mobil", types, Some("anchor_mobile")),
            ("anchor", types, None),
            ("anchor_proxi", types, Some("anchor_proxy")),
            // The capital dotted I is two characters in lower case, which makes four slips.
            ("ountr_codİe", members, None),
        ];
        for (text, candidates, expected) in table {
            assert_eq!(nearest(text, candidates), expected, "{text}");
        }
    }

    #[test]
    fn a_third_of_the_characters_may_be_slips_up_to_three() {
        for (length, slips) in [(3, 1), (5, 1), (6, 2), (8, 2), (9, 3), (11, 3), (30, 3)] {
            assert_eq!(tolerated(length), slips, "{length}");
        }
    }

    proptest! {
        #[test]
        fn a_glance_passes_over_no_near_candidate(
            candidate in 0..NAMES.len(),
            slips in proptest::collection::vec((any::<proptest::sample::Index>(), "[a-zA-Z0-9_äKİ]?", 0..3_usize), 0..5),
        ) {
            let mut text: Vec<_> = NAMES[candidate].chars().map(String::from).collect();
            for (at, put, taken) in slips {
                let at = at.index(text.len() + 1);
                text.splice(at..text.len().min(at + taken), [put]);
            }
            let text = text.concat();
            prop_assume!((SHORTEST..=LONGEST).contains(&text.len()));
            let folded = folded(&text);
            let expected = containing(&folded, NAMES).or_else(|| few_slips_away(&folded, NAMES));
            prop_assert_eq!(nearest(&text, NAMES), expected, "{}", text);
        }
    }

    const NAMES: &[&str] = &[
        "name",
        "username",
        "country_code",
        "initial_url",
        "browserConfiguration",
    ];

    #[test]
    fn long_texts_are_not_compared() {
        assert_eq!(
            nearest(&"_".repeat(61).replacen('_', "city", 1), &["city"]),
            Some("city")
        );
        assert_eq!(nearest(&format!("city{}", "_".repeat(61)), &["city"]), None);
    }
}
