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

#[cfg(test)]
mod tests {
    use super::*;

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
