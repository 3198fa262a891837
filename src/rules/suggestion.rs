//! Suggestions: what was probably meant.

use smallvec::SmallVec;

/// Longer strings are not compared, so that the cost of a suggestion is bounded.
const LONGEST: usize = 64;
/// Shorter strings are similar to too many candidates.
const SHORTEST: usize = 3;

/// The length from which the first letter may be a slip: shorter words that differ in it are mostly
/// other words (`node` and `code`).
const SAME_FIRST_LETTER_BELOW: usize = 6;

/// The candidate that was probably meant by `text`, if one is near: equal except for case and
/// separators (`countryCode`), the only one that begins or ends with its words (`residential`,
/// `country`), or a few typing errors away (`tpye`).
///
/// Parts of words are not compared: `script` is in `description`, and `time` in `idle_timeout`.
pub(crate) fn nearest(
    text: &str,
    candidates: impl Iterator<Item = &'static str>,
) -> Option<&'static str> {
    if !(SHORTEST..=LONGEST).contains(&text.len()) {
        return None;
    }
    let text = folded(text);
    let letters = Letters::of(&text);
    // Below that length, every match shares its first or its last letter.
    let is_perhaps_near = |candidate: &&'static str| {
        (text.len().min(candidate.len()) >= SAME_FIRST_LETTER_BELOW
            || share_an_end(&text, candidate))
            && letters.may_turn_into(candidate, text.len())
    };
    let candidates: SmallVec<[_; 8]> = candidates.filter(is_perhaps_near).collect();
    equal(&text, &candidates)
        .or_else(|| with_its_words(&text, &candidates))
        .or_else(|| few_slips_away(&text, &candidates))
}

/// The letters and digits of a string, in lower case.
type Folded = SmallVec<[u8; LONGEST]>;

/// Folds a string.
fn folded(text: &str) -> Folded {
    if text.is_ascii() {
        return ascii_folded(text).collect();
    }
    let alphanumeric = text.chars().filter(|c| c.is_alphanumeric());
    let folded: String = alphanumeric.flat_map(char::to_lowercase).collect();
    Folded::from_slice(folded.as_bytes())
}

/// Folds a string that is ASCII, as all candidates are.
fn ascii_folded(text: &str) -> impl Iterator<Item = u8> {
    let alphanumeric = text.bytes().filter(u8::is_ascii_alphanumeric);
    alphanumeric.map(|byte| byte.to_ascii_lowercase())
}

/// Whether a folded string begins or ends with the same letter as a candidate, which begins and ends with a
/// letter or a digit.
fn share_an_end(text: &[u8], candidate: &str) -> bool {
    let candidate = candidate.as_bytes();
    let is_equal = |one: Option<&u8>, other: Option<&u8>| {
        one.zip(other)
            .is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
    };
    is_equal(text.first(), candidate.first()) || is_equal(text.last(), candidate.last())
}

fn equal(text: &[u8], candidates: &[&'static str]) -> Option<&'static str> {
    let mut candidates = candidates.iter().copied();
    candidates.find(|candidate| ascii_folded(candidate).eq(text.iter().copied()))
}

/// The only candidate that begins or ends with the words of a folded string.
fn with_its_words(text: &[u8], candidates: &[&'static str]) -> Option<&'static str> {
    let mut with_its_words = candidates.iter().copied().filter(|candidate| {
        word_boundaries(candidate).any(|boundary| {
            let (before, after) = candidate.split_at_checked(boundary).unwrap_or_default();
            let mut parts = [before, after].into_iter();
            parts.any(|part| ascii_folded(part).eq(text.iter().copied()))
        })
    });
    let only = with_its_words.next()?;
    with_its_words.next().is_none().then_some(only)
}

/// Where words of a name begin, except the first one: at a capital letter, or after a separator.
fn word_boundaries(name: &str) -> impl Iterator<Item = usize> {
    let bytes = name.bytes().enumerate().skip(1);
    bytes.filter_map(|(at, byte)| {
        (byte.is_ascii_uppercase() || !byte.is_ascii_alphanumeric()).then_some(at)
    })
}

/// If several candidates are near, the one with the fewest typing errors is the nearest.
fn few_slips_away(text: &[u8], candidates: &[&'static str]) -> Option<&'static str> {
    let distances = candidates.iter().filter_map(|candidate| {
        let folded = folded(candidate);
        let shorter = text.len().min(folded.len());
        if shorter < SAME_FIRST_LETTER_BELOW && text.first() != folded.first() {
            return None;
        }
        let (text, folded) = (str::from_utf8(text).ok()?, str::from_utf8(&folded).ok()?);
        let distance = strsim::osa_distance(text, folded);
        (distance <= tolerated(shorter)).then_some((distance, *candidate))
    });
    let nearest = distances.min_by_key(|(distance, _)| *distance);
    nearest.map(|(_, candidate)| candidate)
}

/// The characters of a string that are compared: a bit for each ASCII letter in either case and for
/// each digit, and one for all characters that are not ASCII, which no candidate has.
#[derive(Clone, Copy, Default)]
struct Letters {
    /// Those that it has.
    once: u64,
    /// Those that it has more than once.
    twice: u64,
}

impl Letters {
    fn of(text: &[u8]) -> Self {
        text.iter().fold(Self::default(), |letters, byte| {
            let letter = LETTERS.get(usize::from(*byte)).copied().unwrap_or_default();
            Self {
                once: letters.once | letter,
                twice: letters.twice | (letters.once & letter),
            }
        })
    }

    /// Whether a string of these letters, and of this length, may be contained in a candidate
    /// or be a few typing errors away from it. Most are not, which saves the comparison.
    fn may_turn_into(self, candidate: &str, length: usize) -> bool {
        let letters = Self::of(candidate.as_bytes());
        // A typing error changes one character.
        let slips = tolerated(length.min(candidate.len()));
        let surplus = self.surplus(letters);
        surplus == 0 || (surplus <= slips && letters.surplus(self) <= slips)
    }

    /// The number of characters without a counterpart in the other string, in any position, or fewer:
    /// at most two of each letter are counted.
    fn surplus(self, other: Self) -> usize {
        let missing = |letters: u64, other: u64| (letters & !other).count_ones() as usize;
        missing(self.once, other.once) + missing(self.twice, other.twice)
    }
}

/// The bit of each byte; none for a byte that is not compared, or is not the first of its character.
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "evaluated at compile time, where a mistake is an error"
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

/// The number of typing errors tolerated in a string of this length. With more, another product would
/// be near: `anchor_mob` is two replacements away from `anchor_gov`.
fn tolerated(length: usize) -> usize {
    match length {
        0..10 => 1,
        10..16 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_are_distinguished() {
        let surplus = |text: &str, other: &str| {
            Letters::of(text.as_bytes()).surplus(Letters::of(other.as_bytes()))
        };
        let each = || "abcdefghijklmnopqrstuvwxyz0123456789ä".char_indices();
        for ((at, one), (other_at, other)) in each().flat_map(|one| each().map(move |o| (one, o))) {
            let actual = surplus(&one.to_string(), &other.to_string());
            assert_eq!(actual, usize::from(at != other_at), "{one} {other}");
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
    fn distant_strings_are_excluded_early() {
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
            let actual = Letters::of(text.as_bytes()).may_turn_into("type", text.len());
            assert_eq!(actual, expected, "{text}");
        }
    }

    #[test]
    fn near_strings_find_their_candidate() {
        let members = &["active", "type", "country_code", "region", "city"];
        let types = &[
            "anchor_residential",
            "anchor_mobile",
            "anchor_gov",
            "anchor_proxy",
        ];
        let task = &[
            "name",
            "code",
            "language",
            "description",
            "browserConfiguration",
        ];
        let timeout = &["max_duration", "idle_timeout"];
        let custom = &["type", "server", "username", "password", "active"];
        let session = &["initial_url", "recording", "proxy", "timeout", "live_view"];
        let table: [(&str, &[&str], Option<&str>); 44] = [
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
            // Two letters are left to compare; only one candidate has them.
            ("-ci", members, None),
            // Words of one candidate.
            ("url", session, Some("initial_url")),
            ("live", session, Some("live_view")),
            ("configuration", task, Some("browserConfiguration")),
            ("Browser", task, Some("browserConfiguration")),
            ("max", timeout, Some("max_duration")),
            // Parts of words.
            ("liv", session, None),
            ("config", task, None),
            ("script", task, None),
            ("time", timeout, None),
            ("name", custom, None),
            ("pass", custom, None),
            // Near to one, the same as the other.
            ("name", &["nam", "name"], Some("name")),
            // Another first letter: in a short name another word, in a long one a slip.
            ("node", task, None),
            ("mode", task, None),
            ("cod", task, Some("code")),
            ("kanguage", task, Some("language")),
            ("javascript", &["typescript"], None),
            ("", members, None),
            ("---", members, None),
            ("value", members, None),
            ("tags", members, None),
            ("residential", types, Some("anchor_residential")),
            ("AnchorGov", types, Some("anchor_gov")),
            ("anchor_mobil", types, Some("anchor_mobile")),
            ("anchor", types, None),
            ("anchor_proxi", types, Some("anchor_proxy")),
            ("anchor_gob", types, Some("anchor_gov")),
            ("gov", types, Some("anchor_gov")),
            // Other products.
            ("anchor_mob", types, None),
            ("anchor_isp", types, None),
            ("anchor_vpn", types, None),
            ("datacenter", types, None),
            // The capital dotted I is two characters in lower case, which makes four slips.
            ("ountr_codİe", members, None),
        ];
        for (text, candidates, expected) in table {
            assert_eq!(
                nearest(text, candidates.iter().copied()),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn longer_strings_may_have_more_slips() {
        for (length, slips) in [(3, 1), (9, 1), (10, 2), (15, 2), (16, 3), (30, 3)] {
            assert_eq!(tolerated(length), slips, "{length}");
        }
    }

    proptest! {
        #[test]
        fn no_near_candidate_is_excluded_early(
            name in prop_oneof![
                proptest::sample::select(NAMES),
                proptest::sample::select(&["country", "url", "configuration", "user"][..]),
            ],
            slips in proptest::collection::vec((any::<proptest::sample::Index>(), "[a-zA-Z0-9_äKİ]?", 0..3_usize), 0..5),
        ) {
            let mut text: Vec<_> = name.chars().map(String::from).collect();
            for (at, put, taken) in slips {
                let at = at.index(text.len() + 1);
                text.splice(at..text.len().min(at + taken), [put]);
            }
            let text = text.concat();
            prop_assume!((SHORTEST..=LONGEST).contains(&text.len()));
            let folded = folded(&text);
            let expected = equal(&folded, NAMES)
                .or_else(|| with_its_words(&folded, NAMES))
                .or_else(|| few_slips_away(&folded, NAMES));
            prop_assert_eq!(nearest(&text, NAMES.iter().copied()), expected, "{}", text);
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
    fn long_strings_are_not_compared() {
        assert_eq!(
            nearest(
                &"_".repeat(61).replacen('_', "city", 1),
                ["city"].into_iter()
            ),
            Some("city")
        );
        assert_eq!(
            nearest(&format!("city{}", "_".repeat(61)), ["city"].into_iter()),
            None
        );
    }
}
