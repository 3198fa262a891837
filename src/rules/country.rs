//! Countries of a proxy.

use std::borrow::Cow;

use super::Detail;
use crate::country::CountryCode;
use crate::proxy_type::ProxyType;

/// Codes that are in common use, yet not in ISO 3166-1, with the ones that are.
const ALIASES: &[(&str, &str)] = &[("uk", "gb"), ("el", "gr"), ("usa", "us"), ("gbr", "gb")];

/// Rules `country-unknown` and `country-not-allowed`, for the chosen type: `None` where there is
/// none, or one that is not listed; then any type may offer the country.
pub(crate) fn judge<'a>(country: &'a str, proxy_type: Option<&ProxyType>) -> Option<Detail<'a>> {
    if CountryCode::is_listed(country, proxy_type) {
        return None;
    }
    let code = CountryCode::from(country);
    let country = Cow::Borrowed(country);
    match proxy_type {
        Some(proxy_type) if code.is_known() => Some(Detail::CountryNotAllowed {
            country,
            proxy_type: proxy_type.clone(),
            offered_by: code.offered_by().collect(),
        }),
        _ => Some(Detail::CountryUnknown {
            country,
            suggestion: None,
        }),
    }
}

/// The code that a text probably stands for: the same in lower case, an alias, or the country's
/// name.
pub(super) fn suggestion(country: &str) -> Option<&'static str> {
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

    #[test]
    fn countries_by_type() {
        let unknown = |country| {
            Some(Detail::CountryUnknown {
                country: Cow::Borrowed(country),
                suggestion: None,
            })
        };
        let not_allowed = |country, proxy_type, offered_by| {
            let country = Cow::Borrowed(country);
            Some(Detail::CountryNotAllowed {
                country,
                proxy_type,
                offered_by,
            })
        };
        let [residential, mobile, gov, proxy] = [
            ProxyType::ANCHOR_RESIDENTIAL,
            ProxyType::ANCHOR_MOBILE,
            ProxyType::ANCHOR_GOV,
            ProxyType::ANCHOR_PROXY,
        ];
        let table = [
            ("gb", None, None),
            ("gb", Some(residential.clone()), None),
            (
                "gb",
                Some(gov.clone()),
                not_allowed("gb", gov.clone(), vec![residential.clone(), mobile.clone()]),
            ),
            (
                "bt",
                Some(residential.clone()),
                not_allowed("bt", residential.clone(), vec![mobile.clone()]),
            ),
            (
                "li",
                Some(mobile.clone()),
                not_allowed("li", mobile, vec![gov, proxy.clone()]),
            ),
            ("uk", Some(proxy), unknown("uk")),
            ("US", None, unknown("US")),
            ("", None, unknown("")),
        ];
        for (country, proxy_type, expected) in table {
            assert_eq!(judge(country, proxy_type.as_ref()), expected, "{country}");
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
