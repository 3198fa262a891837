//! Revisions: named states of the API's documents, as data.
//!
//! Rules take lists and limits from a [`Contract`], and from nowhere else.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::country::CountryCode;
use super::language::Language;
use super::proxy_type::{AnchorType, AnchorTypes, CUSTOM, ProxyType};
use crate::string::push_fmt::push_fmt;
use crate::string::quote::{OneOf, Quoted};

/// A named state of the API's documents. It decides what is allowed: values, countries, limits and
/// members.
///
/// ```
/// use anchorbrowser_schema::Revision;
///
/// let revision: Revision = "2025".parse()?;
/// assert_eq!(revision, Revision::default());
/// # Ok::<(), anchorbrowser_schema::UnknownRevision>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Revision {
    /// `2025`, the default: the API document of the create-task endpoint, as of 2025.
    #[default]
    V2025,
}

/// A value of an `enum`.
pub(crate) type Value = Cow<'static, str>;

/// The limits of a string's length, in characters (Unicode code points).
#[derive(Debug)]
pub(crate) struct Lengths {
    pub(crate) min: usize,
    pub(crate) max: usize,
}

/// What a revision allows.
#[derive(Debug)]
pub(crate) struct Contract {
    revision: Revision,
    /// The values of `language`.
    pub(crate) languages: &'static [Value],
    /// The values of a proxy's `type`: those of an Anchor proxy, then `custom`.
    pub(crate) proxy_types: &'static [Value],
    /// The types of Anchor proxy.
    pub(crate) anchor_types: AnchorTypes,
    /// The types of Anchor proxy that support a city.
    pub(crate) types_with_city: AnchorTypes,
    pub(crate) name: Lengths,
    pub(crate) description: Lengths,
}

const V2025: Contract = Contract {
    revision: Revision::V2025,
    languages: &[Cow::Borrowed("typescript")],
    proxy_types: &[
        Cow::Borrowed("anchor_residential"),
        Cow::Borrowed("anchor_mobile"),
        Cow::Borrowed("anchor_gov"),
        Cow::Borrowed("anchor_proxy"),
        Cow::Borrowed(CUSTOM),
    ],
    anchor_types: AnchorTypes::of(&[
        AnchorType::Residential,
        AnchorType::Mobile,
        AnchorType::Gov,
        AnchorType::Proxy,
    ]),
    types_with_city: AnchorTypes::of(&[AnchorType::Proxy]),
    name: Lengths { min: 1, max: 255 },
    description: Lengths { min: 0, max: 1000 },
};

impl Contract {
    pub(crate) const fn revision(&self) -> Revision {
        self.revision
    }

    /// The value of `type` of a custom proxy.
    pub(crate) fn custom_type_values(&self) -> &'static [Value] {
        self.proxy_types.last().map_or(&[], std::slice::from_ref)
    }

    /// The values of `type` of an Anchor proxy.
    pub(crate) fn anchor_type_values(&self) -> &'static [Value] {
        self.proxy_types
            .split_last()
            .map_or(&[], |(_, types)| types)
    }
}

impl Revision {
    /// The latest revision.
    ///
    /// ```
    /// use anchorbrowser_schema::Revision;
    ///
    /// assert_eq!(Revision::all().next_back(), Some(Revision::LATEST));
    /// ```
    pub const LATEST: Self = Self::V2025;

    /// All revisions, the oldest first.
    ///
    /// ```
    /// assert_eq!(anchorbrowser_schema::Revision::all().count(), 1);
    /// ```
    #[must_use]
    pub fn all() -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator + Clone {
        [Self::V2025].into_iter()
    }

    /// The revision's name.
    ///
    /// ```
    /// assert_eq!(anchorbrowser_schema::Revision::V2025.name(), "2025");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V2025 => "2025",
        }
    }

    /// What this revision allows.
    pub(crate) const fn contract(self) -> &'static Contract {
        match self {
            Self::V2025 => &V2025,
        }
    }

    /// The languages that this revision lists.
    ///
    /// ```
    /// use anchorbrowser_schema::{Language, Revision};
    ///
    /// assert!(Revision::V2025.languages().eq([Language::TYPESCRIPT]));
    /// ```
    #[must_use]
    pub fn languages(self) -> impl ExactSizeIterator<Item = Language> + Clone {
        self.contract()
            .languages
            .iter()
            .map(|value| Language::from(&**value))
    }

    /// The types of Anchor proxy that this revision lists.
    ///
    /// ```
    /// use anchorbrowser_schema::Revision;
    ///
    /// let names: Vec<_> = Revision::V2025.proxy_types().map(|t| t.to_string()).collect();
    /// assert_eq!(names, ["anchor_residential", "anchor_mobile", "anchor_gov", "anchor_proxy"]);
    /// ```
    pub fn proxy_types(self) -> impl Iterator<Item = ProxyType> + Clone {
        self.contract().anchor_types.iter().map(ProxyType::listed)
    }

    /// The countries that a proxy type offers in this revision, in alphabetical order of their
    /// codes; without a type, the countries of all types. A type that the revision does not list
    /// offers none.
    ///
    /// ```
    /// use anchorbrowser_schema::{ProxyType, Revision};
    ///
    /// let revision = Revision::V2025;
    /// assert_eq!(revision.countries(Some(&ProxyType::ANCHOR_MOBILE)).count(), 147);
    /// assert_eq!(revision.countries(None).count(), 193);
    /// ```
    #[must_use]
    pub fn countries(
        self,
        proxy_type: Option<&ProxyType>,
    ) -> impl DoubleEndedIterator<Item = CountryCode> + Clone + use<> {
        let contract = self.contract();
        let types = match proxy_type {
            Some(proxy_type) => contract.anchor_types.only(proxy_type.anchor_type()),
            None => contract.anchor_types,
        };
        CountryCode::all().filter(move |country| country.lists().intersects(types))
    }

    /// The proxy types that offer a country in this revision.
    ///
    /// ```
    /// use anchorbrowser_schema::{CountryCode, ProxyType, Revision};
    ///
    /// let types: Vec<_> = Revision::V2025.types_offering(&CountryCode::GB).collect();
    /// assert_eq!(types, [ProxyType::ANCHOR_RESIDENTIAL, ProxyType::ANCHOR_MOBILE]);
    /// ```
    pub fn types_offering(
        self,
        country: &CountryCode,
    ) -> impl Iterator<Item = ProxyType> + Clone + use<> {
        let types = country.lists().and(self.contract().anchor_types);
        types.iter().map(ProxyType::listed)
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A string that is not the name of a revision.
///
/// ```
/// use anchorbrowser_schema::Revision;
///
/// let error = "2024".parse::<Revision>().unwrap_err();
/// assert_eq!(error.to_string(), "`2024` is not a revision; use `2025`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct UnknownRevision {
    name: String,
}

impl UnknownRevision {
    fn message(&self) -> String {
        let names: Vec<_> = Revision::all().map(Revision::name).collect();
        let mut message = String::new();
        push_fmt!(&mut message; Quoted(&self.name), " is not a revision; use ", OneOf(&names));
        message
    }
}

impl FromStr for Revision {
    type Err = UnknownRevision;

    /// # Errors
    ///
    /// If no revision has this name, as for `2024` and `v2025`.
    fn from_str(name: &str) -> Result<Self, UnknownRevision> {
        Self::all()
            .find(|revision| revision.name() == name)
            .ok_or_else(|| UnknownRevision {
                name: name.to_owned(),
            })
    }
}

impl Serialize for Revision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Revision {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Cow::<str>::deserialize(deserializer)?;
        name.parse().map_err(de::Error::custom)
    }
}

impl PartialEq<Revision> for str {
    fn eq(&self, revision: &Revision) -> bool {
        self == revision.name()
    }
}

impl PartialEq<Revision> for &str {
    fn eq(&self, revision: &Revision) -> bool {
        *self == revision.name()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::open_enum::Listed;

    #[test]
    fn revisions_are_found_by_their_names() {
        for revision in Revision::all() {
            assert_eq!(revision.name().parse(), Ok(revision));
            assert_eq!(revision.contract().revision(), revision);
        }
    }

    #[test]
    fn values_are_those_of_the_sets() {
        for revision in Revision::all() {
            let contract = revision.contract();
            let types = contract.anchor_types.iter().map(Listed::text);
            assert!(types.eq(contract.anchor_type_values().iter().map(|value| &**value)));
            assert_eq!(
                contract.proxy_types.last().map(|value| &**value),
                Some(CUSTOM)
            );
        }
    }
}
