//! Sets of listed values: what a revision allows.

use std::marker::PhantomData;

/// A listed value of a kind that has at most eight.
pub(crate) trait Element: Copy + 'static {
    /// All values.
    const ALL: &'static [Self];

    /// The position in [`ALL`](Self::ALL).
    fn position(self) -> u8;
}

/// A set of listed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ListedSet<K>(u8, PhantomData<K>);

impl<K: Element> ListedSet<K> {
    /// The set of the values at these positions of [`Element::ALL`].
    #[expect(
        clippy::indexing_slicing,
        reason = "evaluated at compile time, where a mistake is an error"
    )]
    pub(crate) const fn of(positions: &[u8]) -> Self {
        let (mut bits, mut index) = (0, 0);
        while index < positions.len() {
            bits |= 1 << positions[index];
            index += 1;
        }
        Self(bits, PhantomData)
    }

    pub(crate) fn contains(self, value: K) -> bool {
        const { assert!(K::ALL.len() <= u8::BITS as usize) };
        self.0 & 1 << value.position() != 0
    }

    /// The values of the set, in the order of [`Element::ALL`].
    pub(crate) fn iter(self) -> impl Iterator<Item = K> + Clone {
        K::ALL
            .iter()
            .copied()
            .filter(move |value| self.contains(*value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::proxy_type::AnchorType;

    #[test]
    fn a_set_contains_the_values_that_it_was_made_of() {
        let all = AnchorType::ALL;
        for bits in 0..1_u8 << all.len() {
            let is_in = |value: &AnchorType| bits & 1 << *value as u8 != 0;
            let values: Vec<_> = all.iter().copied().filter(is_in).collect();
            let positions: Vec<_> = values.iter().map(|value| *value as u8).collect();
            let set = ListedSet::of(&positions);
            assert!(set.iter().eq(values), "{bits}");
            assert!(all.iter().all(|value| set.contains(*value) == is_in(value)));
        }
    }
}
