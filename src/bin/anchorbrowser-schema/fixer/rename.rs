//! Which names of members are so close that one was meant for the other.

/// Whether two names differ only in case and separators.
pub(super) fn is_same_name(name: &str, other: &str) -> bool {
    let folded = |name: &str| {
        let letters = name
            .bytes()
            .filter(|byte| !matches!(byte, b'_' | b'-' | b'.' | b' '));
        letters
            .map(|byte| byte.to_ascii_lowercase())
            .collect::<Vec<_>>()
    };
    folded(name) == folded(other)
}

/// Names with fewer letters have too many others one typing error away.
const SHORTEST: usize = 6;

/// Whether two names of at least six letters are one typing error apart: a letter inserted, left
/// out, replaced, or swapped with the next one.
pub(super) fn is_one_slip_away(name: &str, other: &str) -> bool {
    name.len().min(other.len()) >= SHORTEST && strsim::osa_distance(name, other) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_names_may_have_a_slip() {
        let table = [
            ("descripton", "description", true),
            ("descriiption", "description", true),
            ("langauge", "language", true),
            ("activ", "active", false),
            ("actixe", "active", true),
            ("actvie", "active", true),
            ("tpye", "type", false),
            ("node", "code", false),
            ("desciptoin", "description", false),
            ("timeout", "idle_timeout", false),
            ("description", "description", false),
        ];
        for (name, other, expected) in table {
            assert_eq!(is_one_slip_away(name, other), expected, "{name}");
        }
    }

    #[test]
    fn only_case_and_separators_are_ignored() {
        let table = [
            ("countryCode", "country_code", true),
            ("COUNTRY-CODE", "country_code", true),
            ("browser configuration", "browserConfiguration", true),
            ("browser.configuration", "browserConfiguration", true),
            ("Name", "name", true),
            ("name1", "name", false),
            ("nmae", "name", false),
            ("country", "country_code", false),
            ("script", "description", false),
            ("name!", "name", false),
            // The Kelvin sign is `k` in lower case.
            ("to\u{212a}en", "token", false),
        ];
        for (name, other, expected) in table {
            assert_eq!(is_same_name(name, other), expected, "{name}");
        }
    }
}
