//! What was probably meant.

/// No longer text is compared: a suggestion costs the same whatever the document holds.
const LONGEST: usize = 64;
/// Shorter texts are near to too much.
const SHORTEST: usize = 3;

/// The candidate that `text` most probably stands for, if any is near: the same but for case and
/// separators (`countryCode`), the only one that contains it (`residential`), or one that a few
/// slips of the keyboard turn into it (`tpye`).
pub(super) fn nearest(text: &str, candidates: &[&'static str]) -> Option<&'static str> {
    if !(SHORTEST..=LONGEST).contains(&text.len()) {
        return None;
    }
    let text = folded(text);
    let candidates: Vec<_> = candidates.iter().map(|c| (folded(c), *c)).collect();
    containing(&text, &candidates).or_else(|| few_slips_away(&text, &candidates))
}

/// A candidate, and what it is compared as.
type Candidate = (String, &'static str);

/// Letters and digits alone, in lower case.
fn folded(text: &str) -> String {
    if text.is_ascii() {
        let alphanumeric = text.chars().filter(char::is_ascii_alphanumeric);
        return alphanumeric.map(|c| c.to_ascii_lowercase()).collect();
    }
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// If there are several, the nearest is the one with the fewest slips.
fn containing(text: &str, candidates: &[Candidate]) -> Option<&'static str> {
    if text.len() < SHORTEST {
        return None;
    }
    let mut containing = candidates
        .iter()
        .filter(|(folded, _)| folded.contains(text));
    let (_, only) = containing.next()?;
    containing.next().is_none().then_some(only)
}

fn few_slips_away(text: &str, candidates: &[Candidate]) -> Option<&'static str> {
    let distances = candidates.iter().filter_map(|(folded, candidate)| {
        let tolerated = tolerated(text.len().min(candidate.len()));
        // A slip changes one character, so most candidates are found too far away by a glance.
        if surplus(text, folded) > tolerated || surplus(folded, text) > tolerated {
            return None;
        }
        let distance = strsim::osa_distance(text, folded);
        (distance <= tolerated).then_some((distance, *candidate))
    });
    let nearest = distances.min_by_key(|(distance, _)| *distance);
    nearest.map(|(_, candidate)| candidate)
}

/// How many characters of `text` have no counterpart in `other`, wherever they stand.
fn surplus(text: &str, other: &str) -> usize {
    let mut left: Vec<_> = other.chars().collect();
    let has_counterpart = |c: &char| match left.iter().position(|other| other == c) {
        Some(at) => {
            left.swap_remove(at);
            true
        }
        None => false,
    };
    text.chars().count() - text.chars().filter(has_counterpart).count()
}

/// How many slips are tolerated in a text of this length.
fn tolerated(length: usize) -> usize {
    (length / 3).clamp(1, 3)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let table: [(&str, &[&str], Option<&str>); 23] = [
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

    #[test]
    fn long_texts_are_not_compared() {
        assert_eq!(
            nearest(&"_".repeat(61).replacen('_', "city", 1), &["city"]),
            Some("city")
        );
        assert_eq!(nearest(&format!("city{}", "_".repeat(61)), &["city"]), None);
    }
}
