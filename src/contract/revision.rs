//! Revisions: named states of the API's documents, as data.
//!
//! Rules take lists and limits from a [`Contract`], and from nowhere else.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::country::{Country, CountryCode, List};
use super::country_set::CountrySet;
use super::language::{Language, ListedLanguage};
use super::listed_set::ListedSet;
use super::proxy_type::{AnchorType, CUSTOM, ProxyType};
use super::revisions::revisions;
use crate::string::push_fmt::push_fmt;
use crate::string::quote::{OneOf, Quoted};

/// A value of an `enum`.
pub(crate) type Value = Cow<'static, str>;

/// The limits of a string's length, in characters (Unicode code points).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lengths {
    pub(crate) min: usize,
    pub(crate) max: usize,
}

/// What a revision allows. The members that a revision has are said by the declarations of the
/// objects.
#[derive(Debug)]
pub(crate) struct Contract {
    revision: Revision,
    /// The values of a request's `language`.
    pub(crate) languages: &'static [Value],
    /// The same values as a set.
    pub(crate) listed_languages: ListedSet<ListedLanguage>,
    /// The values of a task's `language`, in a response.
    pub(crate) task_languages: &'static [Value],
    /// The same values as a set.
    pub(crate) listed_task_languages: ListedSet<ListedLanguage>,
    /// The values of a proxy's `type`: those of an Anchor proxy, then `custom`.
    pub(crate) proxy_types: &'static [Value],
    /// The types of Anchor proxy.
    pub(crate) anchor_types: ListedSet<AnchorType>,
    /// The types of Anchor proxy that support a city.
    pub(crate) types_with_city: ListedSet<AnchorType>,
    /// The countries that each type offers.
    countries: [CountrySet; AnchorType::COUNT],
    /// The countries that any type offers.
    all_countries: CountrySet,
    /// What became of the proxy types that only earlier revisions have.
    pub(crate) removed_types: &'static str,
    pub(crate) name: Lengths,
    pub(crate) description: Lengths,
    /// Whether a timeout of -1 means no limit.
    pub(crate) has_no_limit: bool,
    /// Whether the server of a custom proxy must have a scheme.
    pub(crate) server_has_scheme: bool,
}

macro_rules! contracts {
    ($($(#[$doc:meta])* $revision:ident $name:literal {
        languages: [$($language:ident),*],
        task_languages: [$($task_language:ident),*],
        proxy_types: {$($type:ident: $countries:expr,)*},
        types_with_city: [$($with_city:ident),*],
        $($field:ident: $value:expr,)*
    })*) => {
        /// A named state of the API's documents. It determines what is allowed: values, countries,
        /// limits and members.
        ///
        /// Use [`LATEST`](Self::LATEST) for requests to the API of today. The default is
        /// [`V2025`](Self::V2025).
        ///
        /// ```
        /// use anchorbrowser_schema::Revision;
        ///
        /// let revision: Revision = "2026".parse()?;
        /// assert_eq!(revision, Revision::LATEST);
        /// # Ok::<(), anchorbrowser_schema::UnknownRevision>(())
        /// ```
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Revision {
            $($(#[$doc])* $revision,)*
        }

        impl Revision {
            /// All revisions, the oldest first.
            const ALL: &'static [Self] = &[$(Self::$revision),*];

            /// The number of revisions.
            #[cfg(feature = "jsonschema")]
            pub(crate) const COUNT: usize = Self::ALL.len();

            /// The revision's name.
            ///
            /// ```
            /// assert_eq!(anchorbrowser_schema::Revision::V2025.name(), "2025");
            /// ```
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$revision => $name,)*
                }
            }

            /// What this revision allows.
            pub(crate) const fn contract(self) -> &'static Contract {
                match self {
                    $(Self::$revision => {
                        static CONTRACT: Contract = Contract {
                            revision: Revision::$revision,
                            languages: &[$(Cow::Borrowed(ListedLanguage::$language.into_str())),*],
                            listed_languages: ListedSet::of(&[$(ListedLanguage::$language as u8),*]),
                            task_languages: &[$(Cow::Borrowed(ListedLanguage::$task_language.into_str())),*],
                            listed_task_languages: ListedSet::of(&[$(ListedLanguage::$task_language as u8),*]),
                            proxy_types: &[
                                $(Cow::Borrowed(AnchorType::$type.into_str()),)*
                                Cow::Borrowed(CUSTOM),
                            ],
                            anchor_types: ListedSet::of(&[$(AnchorType::$type as u8),*]),
                            types_with_city: ListedSet::of(&[$(AnchorType::$with_city as u8),*]),
                            countries: by_type(&[$((AnchorType::$type, $countries)),*]),
                            all_countries: CountrySet::NONE$(.or($countries))*,
                            $($field: $value,)*
                        };
                        &CONTRACT
                    })*
                }
            }
        }
    };
}

revisions!(contracts);

/// The countries of each type; those of types that are not listed are none.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated at compile time, where a mistake is an error"
)]
const fn by_type(types: &[(AnchorType, CountrySet)]) -> [CountrySet; AnchorType::COUNT] {
    let (mut countries, mut index) = ([CountrySet::NONE; AnchorType::COUNT], 0);
    while index < types.len() {
        let (listed, offered) = types[index];
        countries[listed as usize] = offered;
        index += 1;
    }
    countries
}

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

    /// Whether a type offers a country; without a type, whether any does.
    #[inline]
    pub(crate) fn offers(&self, listed: Option<AnchorType>, country: Country) -> bool {
        match listed {
            Some(listed) => {
                let countries = self.countries.get(listed as usize);
                countries.is_some_and(|countries| countries.contains(country))
            }
            None => self.all_countries.contains(country),
        }
    }

    /// The types that offer a country.
    pub(crate) fn types_offering(
        &self,
        country: Option<Country>,
    ) -> impl Iterator<Item = AnchorType> + Clone {
        let offers = move |listed: &AnchorType| {
            country.is_some_and(|country| self.offers(Some(*listed), country))
        };
        self.anchor_types.iter().filter(offers)
    }

    /// Another revision of which something is true: the next one, otherwise the last one before.
    pub(crate) fn other(&self, is_true: impl Fn(&Self) -> bool) -> Option<Revision> {
        let mut later = Revision::all().filter(|other| *other > self.revision);
        let mut earlier = Revision::all().rev().filter(|other| *other < self.revision);
        let is_true = |revision: &Revision| is_true(revision.contract());
        later.find(is_true).or_else(|| earlier.find(is_true))
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
    pub const LATEST: Self = match Self::ALL.last() {
        Some(last) => *last,
        None => Self::V2025,
    };

    /// All revisions, the oldest first.
    ///
    /// ```
    /// assert_eq!(anchorbrowser_schema::Revision::all().count(), 2);
    /// ```
    #[must_use]
    pub fn all() -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator + Clone {
        Self::ALL.iter().copied()
    }

    /// The languages that this revision lists for requests. That of a task in a response can be
    /// another one.
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
        let listed = proxy_type.map(ProxyType::anchor_type);
        let offers = move |country: &Country| match listed {
            Some(listed) => listed.is_some_and(|listed| contract.offers(Some(listed), *country)),
            None => contract.offers(None, *country),
        };
        Country::all().filter(offers).map(CountryCode::listed)
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
        let types = self.contract().types_offering(country.country());
        types.map(ProxyType::listed)
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
/// assert_eq!(error.to_string(), "`2024` is not a revision; use `2025` or `2026`");
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
    use crate::contract::listed_set::Element;
    use crate::contract::open_enum::Listed;

    #[test]
    fn revisions_are_found_by_their_names() {
        for revision in Revision::all() {
            assert_eq!(revision.name().parse(), Ok(revision));
            assert_eq!(revision.contract().revision(), revision);
        }
    }

    fn expect_values<K: Element + Listed>(set: ListedSet<K>, values: &[Value]) {
        let texts = set.iter().map(Listed::text);
        assert!(texts.eq(values.iter().map(|value| &**value)), "{values:?}");
    }

    #[test]
    fn values_are_those_of_the_sets() {
        for revision in Revision::all() {
            let contract = revision.contract();
            expect_values(contract.anchor_types, contract.anchor_type_values());
            expect_values(contract.listed_languages, contract.languages);
            expect_values(contract.listed_task_languages, contract.task_languages);
            assert_eq!(
                contract.proxy_types.last().map(|value| &**value),
                Some(CUSTOM)
            );
        }
    }
}
