//! The kinds of Anchor proxy.

use crate::open::{Listed, Open, open_value};

/// The four listed types. Their order is that of [`ProxyType::all`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum AnchorType {
    Residential,
    Mobile,
    Gov,
    Proxy,
}

impl AnchorType {
    const ALL: [Self; 4] = [Self::Residential, Self::Mobile, Self::Gov, Self::Proxy];

    /// This type's bit in a set of types.
    pub(crate) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl Listed for AnchorType {
    fn from_text(text: &str) -> Option<Self> {
        match text {
            "anchor_residential" => Some(Self::Residential),
            "anchor_mobile" => Some(Self::Mobile),
            "anchor_gov" => Some(Self::Gov),
            "anchor_proxy" => Some(Self::Proxy),
            _ => None,
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Residential => "anchor_residential",
            Self::Mobile => "anchor_mobile",
            Self::Gov => "anchor_gov",
            Self::Proxy => "anchor_proxy",
        }
    }
}

/// The type of an [`AnchorProxy`](crate::AnchorProxy): what kind of address the session appears
/// to come from. It decides which countries are allowed.
///
/// There is a constant for each type that the API document lists; any other text can be held too,
/// and breaks the rule [`enum`](crate::Rule::Enum).
///
/// Source: `AnchorProxy.type` of the API document, whose `oneOf` repeats one list four times; read
/// as "one of these four".
///
/// ```
/// use anchorbrowser_schema::ProxyType;
///
/// assert_eq!(ProxyType::ANCHOR_GOV.as_str(), "anchor_gov");
/// assert_eq!(ProxyType::from("anchor_gov"), ProxyType::ANCHOR_GOV);
/// assert!(!ProxyType::from("datacenter").is_known());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProxyType(Open<AnchorType>);

open_value!(ProxyType);

/// Every set of listed types, by its bits.
const SETS: [&[ProxyType]; 16] = {
    const R: ProxyType = ProxyType::ANCHOR_RESIDENTIAL;
    const M: ProxyType = ProxyType::ANCHOR_MOBILE;
    const G: ProxyType = ProxyType::ANCHOR_GOV;
    const P: ProxyType = ProxyType::ANCHOR_PROXY;
    [
        &[],
        &[R],
        &[M],
        &[R, M],
        &[G],
        &[R, G],
        &[M, G],
        &[R, M, G],
        &[P],
        &[R, P],
        &[M, P],
        &[R, M, P],
        &[G, P],
        &[R, G, P],
        &[M, G, P],
        &[R, M, G, P],
    ]
};

impl ProxyType {
    /// `anchor_residential`: a home computer's address in the country.
    pub const ANCHOR_RESIDENTIAL: Self = Self(Open::Listed(AnchorType::Residential));
    /// `anchor_mobile`: a mobile device's address in the country.
    pub const ANCHOR_MOBILE: Self = Self(Open::Listed(AnchorType::Mobile));
    /// `anchor_gov`: a residential address that governmental sites are less likely to block.
    pub const ANCHOR_GOV: Self = Self(Open::Listed(AnchorType::Gov));
    /// `anchor_proxy`: a computer's address in the country; the only type that takes a city.
    pub const ANCHOR_PROXY: Self = Self(Open::Listed(AnchorType::Proxy));

    /// The four types that the API document lists.
    ///
    /// ```
    /// use anchorbrowser_schema::ProxyType;
    ///
    /// let names: Vec<_> = ProxyType::all().map(|t| t.to_string()).collect();
    /// assert_eq!(names, ["anchor_residential", "anchor_mobile", "anchor_gov", "anchor_proxy"]);
    /// ```
    #[must_use]
    pub fn all() -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator + Clone {
        AnchorType::ALL.into_iter().map(Self::of)
    }

    /// Whether the API document lists this type.
    ///
    /// ```
    /// use anchorbrowser_schema::ProxyType;
    ///
    /// assert!(ProxyType::ANCHOR_PROXY.is_known());
    /// assert!(!ProxyType::from("custom").is_known());
    /// ```
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.0.listed().is_some()
    }

    /// The type that is listed.
    pub(crate) const fn of(listed: AnchorType) -> Self {
        Self(Open::Listed(listed))
    }

    /// The types of a set of bits, in the order of [`all`](Self::all).
    pub(crate) fn set(bits: u8) -> &'static [Self] {
        SETS.get(usize::from(bits)).copied().unwrap_or_default()
    }

    /// This type's bit in a set of types; no bit for a type that is not listed.
    pub(crate) fn bit(&self) -> u8 {
        self.0.listed().map_or(0, AnchorType::bit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_the_types_of_its_bits() {
        for bits in 0..=u8::MAX {
            let types: Vec<_> = match bits {
                0..16 => ProxyType::all()
                    .filter(|one| bits & one.bit() != 0)
                    .collect(),
                _ => Vec::new(),
            };
            assert_eq!(ProxyType::set(bits), types, "{bits}");
        }
    }
}
