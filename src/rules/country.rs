//! Countries of a proxy.

use super::{Detail, Rule};
use crate::country::CountryCode;
use crate::proxy_type::{AnchorType, ProxyType};

/// Texts in common use that are no ISO 3166-1 alpha-2 codes, with the codes that they mean.
const ALIASES: &[(&str, &str)] = &[("uk", "gb"), ("el", "gr"), ("usa", "us"), ("gbr", "gb")];

/// Rules `country-unknown` and `country-not-allowed`, for the chosen type: `None` where there is
/// none, or one that is not listed; then any type may offer the country.
#[inline]
pub(crate) fn judge(country: &str, proxy_type: Option<AnchorType>) -> Option<Rule> {
    if CountryCode::is_listed(country, proxy_type) {
        None
    } else if proxy_type.is_some() && CountryCode::is_listed(country, None) {
        Some(Rule::CountryNotAllowed)
    } else {
        Some(Rule::CountryUnknown)
    }
}

/// What is wrong with a country that breaks one of the two.
pub(crate) fn detail(country: &str, proxy_type: Option<AnchorType>) -> Detail {
    let code = CountryCode::from(country);
    match proxy_type {
        Some(proxy_type) if code.is_known() => Detail::CountryNotAllowed {
            offered_by: code.types(),
            country: code,
            proxy_type: ProxyType::of(proxy_type),
        },
        _ => Detail::CountryUnknown {
            suggestion: suggestion(country),
            country: country.into(),
        },
    }
}

/// The code that a text probably stands for: the same in lower case, an alias, or the country's
/// name.
fn suggestion(country: &str) -> Option<&'static str> {
    let country = country.trim();
    let alias = ALIASES
        .iter()
        .find(|(alias, _)| alias.eq_ignore_ascii_case(country));
    alias.map(|(_, code)| *code).or_else(|| {
        CountryCode::listed()
            .find(|(code, name)| {
                code.eq_ignore_ascii_case(country) || name.eq_ignore_ascii_case(country)
            })
            .map(|(code, _)| code)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESIDENTIAL_AND_MOBILE: &[ProxyType] =
        &[ProxyType::ANCHOR_RESIDENTIAL, ProxyType::ANCHOR_MOBILE];
    const MOBILE: &[ProxyType] = &[ProxyType::ANCHOR_MOBILE];
    const GOV_AND_PROXY: &[ProxyType] = &[ProxyType::ANCHOR_GOV, ProxyType::ANCHOR_PROXY];

    #[test]
    fn countries_by_type() {
        use AnchorType::{Gov, Mobile, Proxy, Residential};

        let unknown = |country: &str, suggestion| {
            Some(Detail::CountryUnknown {
                country: country.into(),
                suggestion,
            })
        };
        let not_allowed = |country, proxy_type, offered_by| {
            Some(Detail::CountryNotAllowed {
                country,
                proxy_type: ProxyType::of(proxy_type),
                offered_by,
            })
        };
        let (gb, bt, li) = (CountryCode::GB, CountryCode::BT, CountryCode::LI);
        let table = [
            ("gb", None, None),
            ("gb", Some(Residential), None),
            (
                "gb",
                Some(Gov),
                not_allowed(gb, Gov, RESIDENTIAL_AND_MOBILE),
            ),
            (
                "bt",
                Some(Residential),
                not_allowed(bt, Residential, MOBILE),
            ),
            ("li", Some(Mobile), not_allowed(li, Mobile, GOV_AND_PROXY)),
            ("uk", Some(Proxy), unknown("uk", Some("gb"))),
            ("US", None, unknown("US", Some("us"))),
            ("", None, unknown("", None)),
        ];
        for (country, proxy_type, expected) in table {
            let broken = judge(country, proxy_type);
            assert_eq!(broken, expected.as_ref().map(Detail::rule), "{country}");
            if let Some(expected) = expected {
                assert_eq!(detail(country, proxy_type), expected);
            }
        }
    }

    #[test]
    fn suggestions() {
        let table = [
            ("uk", Some("gb")),
            ("UK", Some("gb")),
            ("US", Some("us")),
            (" de ", Some("de")),
            ("Germany", Some("de")),
            ("USA", Some("us")),
            ("xx", None),
            ("", None),
        ];
        for (country, expected) in table {
            assert_eq!(suggestion(country), expected, "{country}");
        }
    }
}
