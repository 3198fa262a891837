//! Countries of a proxy.

use super::Detail;
use crate::country::CountryCode;
use crate::proxy_type::{AnchorType, ProxyType};
use crate::text::Text;

/// Texts in common use that are no ISO 3166-1 alpha-2 codes, with the codes that they mean.
const ALIASES: &[(&str, &str)] = &[("uk", "gb"), ("el", "gr"), ("usa", "us"), ("gbr", "gb")];

/// Rules `country-unknown` and `country-not-allowed`, for the chosen type: `None` where there is
/// none, or one that is not listed; then any type may offer the country.
#[inline]
pub(crate) fn judge(text: Text<'_>, proxy_type: Option<AnchorType>) -> Option<Detail<'_>> {
    let country = text.decode();
    if CountryCode::is_listed(&country, proxy_type) {
        return None;
    }
    let code = CountryCode::from(&*country);
    match proxy_type {
        Some(proxy_type) if code.is_known() => Some(Detail::CountryNotAllowed {
            country,
            proxy_type: ProxyType::of(proxy_type),
            offered_by: Vec::new(),
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
    use std::borrow::Cow;

    use super::*;

    #[test]
    fn countries_by_type() {
        use AnchorType::{Gov, Mobile, Proxy, Residential};

        let unknown = |country| {
            Some(Detail::CountryUnknown {
                country: Cow::Borrowed(country),
                suggestion: None,
            })
        };
        let not_allowed = |country, proxy_type| {
            Some(Detail::CountryNotAllowed {
                country: Cow::Borrowed(country),
                proxy_type: ProxyType::of(proxy_type),
                offered_by: Vec::new(),
            })
        };
        let table = [
            ("gb", None, None),
            ("gb", Some(Residential), None),
            ("gb", Some(Gov), not_allowed("gb", Gov)),
            ("bt", Some(Residential), not_allowed("bt", Residential)),
            ("li", Some(Mobile), not_allowed("li", Mobile)),
            ("uk", Some(Proxy), unknown("uk")),
            ("US", None, unknown("US")),
            ("", None, unknown("")),
        ];
        for (country, proxy_type, expected) in table {
            assert_eq!(
                judge(Text::plain(country), proxy_type),
                expected,
                "{country}"
            );
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
