//! The values of members that have rules, by the names of their checks: valid ones, and sometimes
//! mistakes, among which each rule of the member occurs.

use arbitrary::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::source::Source;
use crate::contract::open_enum::OpenValue;
use crate::contract::revision::Lengths;
use crate::{CountryCode, Language, ProxyType};

const NAME: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
const HOST: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
const HEXADECIMAL: &[u8] = b"0123456789abcdefABCDEF";
const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// The most characters of a string that has no rules.
pub(super) const SHORT: usize = 24;

pub(super) fn name(source: &mut Source<'_, '_>) -> Result<String> {
    let Lengths { min, max } = source.revision.contract().name;
    if source.is_mistaken()? {
        let mistakes = [
            "web scraper".to_owned(),
            String::new(),
            "n".repeat(max + 1),
            source.text(SHORT)?,
        ];
        return source.one_of(&mistakes);
    }
    // Sometimes the longest.
    let length = match source.u.int_in_range(0..=63_u8)? {
        63 => max,
        length => min + usize::from(length) % SHORT,
    };
    source.letters(NAME, length)
}

pub(super) fn description(source: &mut Source<'_, '_>) -> Result<String> {
    let Lengths { max, .. } = source.revision.contract().description;
    if source.is_mistaken()? {
        return Ok(source.one_of(&["d", "\u{1f389}"])?.repeat(max + 1));
    }
    source.text(2 * SHORT)
}

pub(super) fn code(source: &mut Source<'_, '_>) -> Result<String> {
    if source.is_mistaken()? {
        let mistakes = [
            "cnVuKCk".to_owned(),
            "cnVu\nKCk7\n".to_owned(),
            "QR==".to_owned(),
            "/w==".to_owned(),
            "Q_==".to_owned(),
            String::new(),
            source.text(SHORT)?,
            source.letters(BASE64, SHORT)?,
        ];
        return source.one_of(&mistakes);
    }
    Ok(STANDARD.encode(format!("run();{}", source.text(2 * SHORT)?)))
}

pub(super) fn language(source: &mut Source<'_, '_>) -> Result<Language> {
    let listed: Vec<Language> = source.revision.languages().collect();
    listed_value(source, &listed, &["workflow", "TypeScript", "python"])
}

pub(super) fn task_language(source: &mut Source<'_, '_>) -> Result<Language> {
    let listed = source.revision.contract().task_languages.iter();
    let listed: Vec<Language> = listed.map(|value| Language::from(&**value)).collect();
    listed_value(source, &listed, &["workflow", "TypeScript", "python"])
}

pub(super) fn proxy_type(source: &mut Source<'_, '_>) -> Result<ProxyType> {
    let listed: Vec<ProxyType> = source.revision.proxy_types().collect();
    listed_value(source, &listed, &["anchor_gov", "residential", "Custom"])
}

pub(super) fn country_code(
    source: &mut Source<'_, '_>,
    proxy_type: Option<&ProxyType>,
) -> Result<CountryCode> {
    if source.is_mistaken()? {
        let known: Vec<CountryCode> = CountryCode::all().collect();
        return match source.u.int_in_range(0..=3_u8)? {
            0 => Ok(CountryCode::from(source.text(3)?)),
            1 => Ok(CountryCode::from(source.one_of(&["US", "uk", "usa"])?)),
            _ => source.one_of(&known),
        };
    }
    let types: Vec<ProxyType> = source.revision.proxy_types().collect();
    let listed = proxy_type.filter(|one| types.contains(one));
    let offered: Vec<CountryCode> = source.revision.countries(listed).collect();
    source.one_of(&offered)
}

/// A city where it is supported, and sometimes where it is not.
pub(super) fn city(
    source: &mut Source<'_, '_>,
    region: Option<&String>,
    proxy_type: Option<&ProxyType>,
) -> Result<Option<String>> {
    let types = source.revision.contract().types_with_city;
    let has_city = |chosen: &ProxyType| chosen.listed().is_some_and(|one| types.contains(one));
    let is_supported = region.is_some() && proxy_type.is_none_or(has_city);
    let is_present = if is_supported {
        source.is_present()?
    } else {
        source.is_mistaken()?
    };
    is_present.then(|| source.text(SHORT)).transpose()
}

pub(super) fn initial_url(source: &mut Source<'_, '_>) -> Result<String> {
    if source.is_mistaken()? {
        let mistakes = [
            "example.com/page".to_owned(),
            "https://example.com/a b".to_owned(),
            "https://example.com:99999/".to_owned(),
            "http://1.2.3.4.5/".to_owned(),
            "about:blank".to_owned(),
            "ftp://example.com/".to_owned(),
            "https://user:password@example.com/".to_owned(),
            source.text(SHORT)?,
        ];
        return source.one_of(&mistakes);
    }
    let scheme = source.one_of(&["https", "http", "HTTPS"])?;
    let port = source.one_of(&["", "", ":8080", ":"])?;
    let path = source.one_of(&["", "/", "/a%20b", "/?q=1", "/#top", "/a/../b"])?;
    Ok(format!("{scheme}://{}{port}{path}", host(source)?))
}

pub(super) fn server(source: &mut Source<'_, '_>) -> Result<String> {
    if source.is_mistaken()? {
        let mistakes = [
            "proxy.example.com".to_owned(),
            "ftp://proxy.example.com:21".to_owned(),
            "http://user:password@proxy.example.com:8080".to_owned(),
            source.text(SHORT)?,
        ];
        return source.one_of(&mistakes);
    }
    let scheme = source.one_of(&["http://", "https://", "socks5://", ""])?;
    let scheme = if scheme.is_empty() && source.revision.contract().server_has_scheme {
        "http://"
    } else {
        scheme
    };
    let port = source.u.int_in_range(1..=u16::MAX)?;
    Ok(format!("{scheme}{}:{port}", host(source)?))
}

/// A host name or an IP address.
fn host(source: &mut Source<'_, '_>) -> Result<String> {
    Ok(match source.u.int_in_range(0..=15_u8)? {
        14 => "[2001:db8::1]".to_owned(),
        15 => "192.0.2.1".to_owned(),
        length => source.letters(HOST, usize::from(length) + 1)? + ".example",
    })
}

pub(super) fn duration(source: &mut Source<'_, '_>) -> Result<i64> {
    if source.is_mistaken()? {
        return match source.u.int_in_range(0..=2_u8)? {
            0 => Ok(0),
            1 => source.u.arbitrary(),
            _ => Ok(-2),
        };
    }
    Ok(match source.u.int_in_range(0..=7_u8)? {
        6 => -1,
        7 => i64::MAX,
        _ => source.u.int_in_range(1..=600)?,
    })
}

/// At most the other timeout, except by mistake.
pub(super) fn idle_timeout(source: &mut Source<'_, '_>, longest: Option<&i64>) -> Result<i64> {
    let minutes = duration(source)?;
    match longest {
        Some(longest @ 1..) if minutes > *longest && !source.is_mistaken()? => Ok(*longest),
        _ => Ok(minutes),
    }
}

pub(super) fn integer(source: &mut Source<'_, '_>) -> Result<i64> {
    source.u.arbitrary()
}

pub(super) fn uuid(source: &mut Source<'_, '_>) -> Result<String> {
    if source.is_mistaken()? {
        return source.text(SHORT);
    }
    let mut digits = |count| source.letters(HEXADECIMAL, count);
    let parts = [digits(8)?, digits(4)?, digits(4)?, digits(4)?, digits(12)?];
    Ok(parts.join("-"))
}

pub(super) fn date_time(source: &mut Source<'_, '_>) -> Result<String> {
    if source.is_mistaken()? {
        let mistakes = ["2025-02-29T09:30:00Z".to_owned(), source.text(SHORT)?];
        return source.one_of(&mistakes);
    }
    let (year, month, day) = (
        source.u.int_in_range(0..=9999_u16)?,
        source.u.int_in_range(1..=12_u8)?,
        source.u.int_in_range(1..=28_u8)?,
    );
    let (hour, minute, second) = (
        source.u.int_in_range(0..=23_u8)?,
        source.u.int_in_range(0..=59_u8)?,
        source.u.int_in_range(0..=59_u8)?,
    );
    let offset = source.one_of(&["Z", "z", "+01:00", ".25Z", "-00:00"])?;
    Ok(format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{offset}"
    ))
}

/// One of the listed values, or by mistake another.
fn listed_value<T: Clone + for<'s> From<&'s str>>(
    source: &mut Source<'_, '_>,
    listed: &[T],
    mistakes: &[&str],
) -> Result<T> {
    if !source.is_mistaken()? {
        return source.one_of(listed);
    }
    if source.u.arbitrary()? {
        return Ok(T::from(&source.text(SHORT)?));
    }
    Ok(T::from(source.one_of(mistakes)?))
}
