//! The types of Anchor proxy.

use super::open_enum::{Open, listed_values, open_enum};

/// The `type` of a custom proxy.
pub(crate) const CUSTOM: &str = "custom";

/// The type of an [`AnchorProxy`](crate::AnchorProxy): the kind of address that the session appears
/// to come from. It decides which countries are allowed.
///
/// There is a constant for each type that a revision of the API lists. It can also hold any other
/// string, which violates the rule [`enum`](crate::Rule::Enum).
///
/// Source: `AnchorProxy.type` of the API document, whose `oneOf` repeats one list four times; it is
/// read as "one of these four".
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

open_enum!(ProxyType of AnchorType, unless "is not a type of Anchor proxy; use `anchor_residential`, `anchor_mobile`, `anchor_gov` or `anchor_proxy`");

listed_values! {
    /// The listed types of Anchor proxy.
    AnchorType for ProxyType {
        /// `anchor_residential`: the address of a home computer in the country.
        Residential ANCHOR_RESIDENTIAL "anchor_residential";
        /// `anchor_mobile`: the address of a mobile device in the country.
        Mobile ANCHOR_MOBILE "anchor_mobile";
        /// `anchor_gov`: a residential address that government sites are less likely to block.
        Gov ANCHOR_GOV "anchor_gov";
        /// `anchor_proxy`: the address of a computer in the country; the only type that supports a
        /// city.
        Proxy ANCHOR_PROXY "anchor_proxy";
    }
}

impl ProxyType {
    pub(crate) const fn listed(listed: AnchorType) -> Self {
        Self(Open::Listed(listed))
    }

    pub(crate) fn anchor_type(&self) -> Option<AnchorType> {
        self.0.listed()
    }
}
