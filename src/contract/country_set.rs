//! Sets of countries: what a proxy type offers.

use super::country::{Country, List};

/// A set of countries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CountrySet([u64; WORDS]);

const WORDS: usize = Country::COUNT.div_ceil(64);

impl CountrySet {
    pub(crate) const NONE: Self = Self([0; WORDS]);

    /// The countries of a list.
    pub(crate) const fn of(list: List) -> Self {
        let (mut set, mut row) = (Self::NONE, 0);
        while row < Country::COUNT {
            if let Some(country) = Country::in_row(row, list) {
                set = set.with(country);
            }
            row += 1;
        }
        set
    }

    /// This set and a country.
    #[expect(
        clippy::indexing_slicing,
        reason = "evaluated at compile time, where a mistake is an error"
    )]
    pub(crate) const fn with(mut self, country: Country) -> Self {
        let row = country as usize;
        self.0[row / 64] |= 1 << (row % 64);
        self
    }

    /// The countries of either set.
    #[expect(
        clippy::indexing_slicing,
        reason = "evaluated at compile time, where a mistake is an error"
    )]
    pub(crate) const fn or(mut self, other: Self) -> Self {
        let mut word = 0;
        while word < WORDS {
            self.0[word] |= other.0[word];
            word += 1;
        }
        self
    }

    #[inline]
    pub(crate) fn contains(&self, country: Country) -> bool {
        let row = country as usize;
        self.0
            .get(row / 64)
            .is_some_and(|word| word & 1 << (row % 64) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_contains_what_was_added() {
        let all: Vec<_> = Country::all().collect();
        let some: Vec<_> = all.iter().copied().step_by(7).collect();
        let set = some
            .iter()
            .fold(CountrySet::NONE, |set, country| set.with(*country));
        for country in all {
            assert_eq!(
                set.contains(country),
                some.contains(&country),
                "{country:?}"
            );
        }
    }

    #[test]
    fn a_union_contains_both() {
        let (mobile, gov) = (CountrySet::of(List::Mobile), CountrySet::of(List::Gov));
        let both = mobile.or(gov);
        for country in Country::all() {
            let expected = mobile.contains(country) || gov.contains(country);
            assert_eq!(both.contains(country), expected, "{country:?}");
        }
    }
}
