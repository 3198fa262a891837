//! The country and the city of an Anchor proxy.

use std::borrow::Cow;

use super::alpha3::alpha2_of_alpha3;
use super::sink::Sink;
use crate::contract::country::{Country, CountryCode};
use crate::contract::open_enum::{Listed, OpenValue};
use crate::contract::proxy_type::{AnchorType, ProxyType};
use crate::contract::redact::redact;
use crate::contract::revision::Contract;
use crate::rules::city_unsupported::CityUnsupported;
use crate::rules::country_not_allowed::CountryNotAllowed;
use crate::rules::country_unknown::CountryUnknown;

/// Common names that are not ISO 3166-1 alpha-2 codes, and the codes that they mean.
const ALIASES: &[(&str, &str)] = &[
    ("uk", "gb"),
    ("el", "gr"),
    ("great britain", "gb"),
    ("united states of america", "us"),
];

/// Rules `country-unknown` and `country-not-allowed`, for the chosen type. Without a type that the
/// revision lists, any type may offer the country.
#[inline]
pub(crate) fn country_code(
    value: impl OpenValue<Country>,
    proxy_type: Option<impl OpenValue<AnchorType>>,
    sink: &mut impl Sink,
) {
    let contract = sink.contract();
    let chosen = chosen_type(proxy_type, contract);
    match (value.listed(), chosen) {
        (Some(country), chosen) if contract.offers(chosen, country) => {}
        (Some(country), Some(chosen)) if contract.offers(None, country) => {
            sink.report(|| not_allowed(country, chosen, contract));
        }
        (country, _) => sink.report(|| unknown(&value.text(), country, contract)),
    }
}

/// Rule `city-unsupported`, for the chosen type.
#[inline]
pub(crate) fn city<V>(
    _value: V,
    proxy_type: Option<impl OpenValue<AnchorType>>,
    sink: &mut impl Sink,
) {
    let contract = sink.contract();
    if let Some(chosen) = chosen_type(proxy_type, contract)
        && !contract.types_with_city.contains(chosen)
    {
        sink.report(|| CityUnsupported {
            proxy_type: ProxyType::listed(chosen),
        });
    }
}

fn chosen_type(
    proxy_type: Option<impl OpenValue<AnchorType>>,
    contract: &Contract,
) -> Option<AnchorType> {
    let listed = proxy_type?.listed()?;
    contract.anchor_types.contains(listed).then_some(listed)
}

fn not_allowed(country: Country, chosen: AnchorType, contract: &Contract) -> CountryNotAllowed {
    let types = contract.types_offering(Some(country));
    // Allocated once: the size hint of a filtered iterator is zero.
    let mut offered_by = Vec::with_capacity(types.clone().count());
    offered_by.extend(types.map(ProxyType::listed));
    CountryNotAllowed {
        offered_by: offered_by.into(),
        country: CountryCode::listed(country),
        proxy_type: ProxyType::listed(chosen),
    }
}

fn unknown(text: &str, listed: Option<Country>, contract: &Contract) -> CountryUnknown {
    let meant = listed.or_else(|| meant(text));
    let is_offered = |contract: &Contract| meant.is_some_and(|meant| contract.offers(None, meant));
    // A country that the revision does not have is not suggested.
    let suggestion = meant.filter(|_| is_offered(contract)).map(Country::text);
    CountryUnknown {
        country: redact(text).into(),
        revision: match suggestion {
            Some(_) => None,
            None => contract.other(is_offered),
        },
        suggestion: suggestion.map(Cow::Borrowed),
    }
}

/// The country that was probably meant: by its code in another case, an alias, its alpha-3 code or
/// its name.
fn meant(text: &str) -> Option<Country> {
    let text = text.trim();
    let alias = ALIASES
        .iter()
        .find(|(alias, _)| alias.eq_ignore_ascii_case(text));
    let code = match (alias, text.len()) {
        (Some((_, code)), _) => code,
        (None, 2) => &*text.to_ascii_lowercase(),
        (None, 3) => alpha2_of_alpha3(text)?,
        // A name: all are longer.
        _ => {
            let mut names = Country::names();
            names.find(|(_, name)| name.eq_ignore_ascii_case(text))?.0
        }
    };
    Country::from_text(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::checks::sink::collected::violations;
    use crate::rules::table::ViolationKind;
    use crate::string::json_string::JsonString;

    fn check(country: &str, proxy_type: Option<&str>) -> Vec<ViolationKind> {
        let proxy_type = proxy_type.map(JsonString::plain);
        violations(|sink| country_code(JsonString::plain(country), proxy_type, sink))
    }

    #[test]
    fn countries_by_type() {
        const RESIDENTIAL: ProxyType = ProxyType::ANCHOR_RESIDENTIAL;
        const MOBILE: ProxyType = ProxyType::ANCHOR_MOBILE;
        const GOV: ProxyType = ProxyType::ANCHOR_GOV;
        const PROXY: ProxyType = ProxyType::ANCHOR_PROXY;
        let unknown = |country: &str, suggestion: Option<&'static str>| {
            let (country, suggestion) = (country.into(), suggestion.map(Cow::Borrowed));
            vec![
                CountryUnknown {
                    country,
                    suggestion,
                    revision: None,
                }
                .into(),
            ]
        };
        let not_allowed = |country, proxy_type, offered_by: &[ProxyType]| {
            let offered_by = offered_by.into();
            vec![
                CountryNotAllowed {
                    country,
                    proxy_type,
                    offered_by,
                }
                .into(),
            ]
        };
        let (gb, bt, li) = (CountryCode::GB, CountryCode::BT, CountryCode::LI);
        let table = [
            ("gb", None, vec![]),
            ("gb", Some("datacenter"), vec![]),
            ("gb", Some("anchor_residential"), vec![]),
            (
                "gb",
                Some("anchor_gov"),
                not_allowed(gb, GOV, &[RESIDENTIAL, MOBILE]),
            ),
            (
                "bt",
                Some("anchor_residential"),
                not_allowed(bt, RESIDENTIAL, &[MOBILE]),
            ),
            (
                "li",
                Some("anchor_mobile"),
                not_allowed(li, MOBILE, &[GOV, PROXY]),
            ),
            ("uk", Some("anchor_proxy"), unknown("uk", Some("gb"))),
            ("US", None, unknown("US", Some("us"))),
            ("", None, unknown("", None)),
        ];
        for (country, proxy_type, expected) in table {
            assert_eq!(check(country, proxy_type), expected, "{country}");
        }
    }

    #[test]
    fn countries_that_are_meant() {
        let table = [
            ("uk", Some("gb")),
            ("UK", Some("gb")),
            ("US", Some("us")),
            (" de ", Some("de")),
            ("Germany", Some("de")),
            ("USA", Some("us")),
            ("DEU", Some("de")),
            ("united states of america", Some("us")),
            ("xx", None),
            ("", None),
        ];
        for (country, expected) in table {
            assert_eq!(meant(country).map(Country::text), expected, "{country}");
        }
        for (code, name) in Country::names() {
            for text in [
                code,
                name,
                &*code.to_ascii_uppercase(),
                &name.to_ascii_uppercase(),
            ] {
                assert_eq!(meant(text).map(Country::text), Some(code), "{text}");
            }
        }
    }

    #[test]
    fn only_anchor_proxy_supports_a_city() {
        let table = [
            (None, None),
            (Some("datacenter"), None),
            (Some("anchor_proxy"), None),
            (Some("anchor_gov"), Some(ProxyType::ANCHOR_GOV)),
            (Some("anchor_mobile"), Some(ProxyType::ANCHOR_MOBILE)),
            (
                Some("anchor_residential"),
                Some(ProxyType::ANCHOR_RESIDENTIAL),
            ),
        ];
        for (chosen, unsupported) in table {
            let proxy_type = chosen.map(JsonString::plain);
            let violations = violations(|sink| city((), proxy_type, sink));
            let expected = unsupported.map(|proxy_type| CityUnsupported { proxy_type }.into());
            assert_eq!(violations, Vec::from_iter(expected), "{chosen:?}");
        }
    }
}
