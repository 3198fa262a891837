//! Start URLs: RFC 3986 first, then the WHATWG URL standard, which browsers implement.

use std::borrow::Cow;

use ::url::{ParseError, Url};

use super::sink::Sink;
use super::uri_grammar::first_invalid_character;
use crate::rules::invalid_url::InvalidUrl;
use crate::rules::uri::Uri;
use crate::rules::url_credentials::UrlCredentials;
use crate::rules::url_scheme::UrlScheme;
use crate::string::json_string::JsonString;

/// Rules `uri`, `invalid-url`, `url-credentials` and `url-scheme`.
pub(crate) fn initial_url(value: JsonString<'_>, sink: &mut impl Sink) {
    let url = value.decode();
    if !is_ordinary(url.as_bytes()) {
        unusual_url(&url, sink);
    }
}

#[inline(never)]
fn unusual_url(text: &str, sink: &mut impl Sink) {
    let Ok(uri) = fluent_uri::Uri::parse(text) else {
        return sink.report(|| Uri::of(text, first_invalid_character(text)));
    };
    match Url::parse(text) {
        Err(error) => invalid_url(error, sink),
        Ok(_) if lacks_host(&uri) => invalid_url(ParseError::EmptyHost, sink),
        Ok(url) => parsed_url(&url, text, sink),
    }
}

fn invalid_url(error: ParseError, sink: &mut impl Sink) {
    sink.report(|| InvalidUrl {
        reason: Cow::Borrowed(reason(error)),
    });
}

/// Whether the host is empty, although there is user info or a port. Browsers reject that for every
/// scheme, the parser only for some.
fn lacks_host(uri: &fluent_uri::Uri<&str>) -> bool {
    uri.authority().is_some_and(|authority| {
        authority.host().is_empty() && (authority.has_userinfo() || authority.has_port())
    })
}

fn parsed_url(url: &Url, text: &str, sink: &mut impl Sink) {
    if has_credentials(url) {
        sink.report(|| UrlCredentials {});
    }
    if !matches!(url.scheme(), "http" | "https") {
        sink.report(|| UrlScheme::of(text, url.scheme(), is_shown(url, text)));
    }
}

fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some_and(|password| !password.is_empty())
}

/// Whether what precedes the first colon may be shown. In `user:password@example.com` and
/// `user://password@example.com` it is a user name, in `token:` it is the whole URL, and if it is
/// longer than schemes are and no address follows, it is more likely a secret.
fn is_shown(url: &Url, text: &str) -> bool {
    const COMMON: &[&str] = &[
        "about",
        "blob",
        "data",
        "file",
        "ftp",
        "javascript",
        "mailto",
        "ws",
        "wss",
    ];
    const LONGEST: usize = 15;
    let scheme = url.scheme();
    let rest = text.get(scheme.len()..).unwrap_or_default();
    let has_rest = rest.bytes().any(|byte| byte.is_ascii_alphanumeric());
    let has_address = url.has_authority() && !has_credentials(url);
    let is_plain = scheme.len() <= LONGEST && !rest.contains('@') && !rest.contains("%40");
    COMMON.contains(&scheme) || has_rest && (has_address || !url.has_authority() && is_plain)
}

fn reason(error: ParseError) -> &'static str {
    match error {
        ParseError::EmptyHost => "its host is empty",
        ParseError::IdnaError => "its host is not a valid domain name",
        ParseError::InvalidPort => "its port is not a number up to 65535",
        ParseError::InvalidIpv4Address => "its host ends like an IPv4 address, but is not one",
        ParseError::InvalidIpv6Address => "its host is not a valid IPv6 address",
        // All other errors are those of RFC 3986.
        _ => "it does not parse",
    }
}

/// The fast path: a plain `http` or `https` URL that both parsers are certain to accept, and that
/// violates no rule. Most initial URLs are; parsing them twice takes ten times as long.
///
/// Certain are labels of letters, digits and single hyphens, of which the last begins with a letter
/// (so that the host is not an IPv4 address) and none can be punycode; a port of up to four digits;
/// and after the host only what RFC 3986 allows there. Everything else is parsed. A property test and
/// a fuzz target compare the fast path with both parsers.
fn is_ordinary(url: &[u8]) -> bool {
    let Some(rest) = url.strip_prefix(b"http") else {
        return false;
    };
    let rest = rest.strip_prefix(b"s").unwrap_or(rest);
    rest.strip_prefix(b"://")
        .and_then(after_ordinary_host)
        .is_some_and(|rest| is_ordinary_tail(after_port(rest)))
}

/// What follows the host, if that is an ordinary one: letters and digits, separated by single dots
/// and hyphens, with a letter after the last dot.
fn after_ordinary_host(url: &[u8]) -> Option<&[u8]> {
    let mut rest = url;
    let mut label = rest.first()?;
    loop {
        let after = after_alphanumerics(rest);
        if after.len() == rest.len() {
            return None;
        }
        let [sign @ (b'.' | b'-'), after @ ..] = after else {
            return Some(after).filter(|_| label.is_ascii_alphabetic());
        };
        rest = after;
        if *sign == b'.' {
            label = rest.first()?;
        }
    }
}

fn after_alphanumerics(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| !is(*byte, ALPHANUMERIC));
    end.and_then(|end| bytes.get(end..)).unwrap_or_default()
}

/// What follows the port, if there is one of one to four digits.
fn after_port(rest: &[u8]) -> &[u8] {
    let Some(port) = rest.strip_prefix(b":") else {
        return rest;
    };
    let digits = port.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if (1..=4).contains(&digits) {
        port.get(digits..).unwrap_or(rest)
    } else {
        rest
    }
}

/// Path, query and fragment, of plain or percent-encoded characters.
fn is_ordinary_tail(tail: &[u8]) -> bool {
    matches!(tail.first(), None | Some(b'/' | b'?' | b'#'))
        && (is_plain(tail) || is_encoded_tail(tail))
}

/// A tail with a fragment or with percent-encoded characters.
fn is_encoded_tail(tail: &[u8]) -> bool {
    let mut parts = tail.split(|byte| *byte == b'#');
    let (before, fragment) = (parts.next(), parts.next());
    parts.next().is_none() && before.into_iter().chain(fragment).all(is_encoded)
}

/// Whether two hexadecimal digits follow each `%`, and all other bytes are plain.
fn is_encoded(part: &[u8]) -> bool {
    let mut pieces = part.split(|byte| *byte == b'%');
    pieces.next().is_none_or(is_plain)
        && pieces.all(|piece| match piece {
            [high, low, rest @ ..] => {
                high.is_ascii_hexdigit() && low.is_ascii_hexdigit() && is_plain(rest)
            }
            _ => false,
        })
}

/// Whether all bytes are plain. URLs are short, so all bytes are checked without a branch.
fn is_plain(bytes: &[u8]) -> bool {
    bytes.iter().fold(IN_PATH, |all, byte| all & classes(*byte)) == IN_PATH
}

/// Letters and digits.
const ALPHANUMERIC: u8 = 1;
/// `pchar` of RFC 3986 without percent-encoding, `/` and `?`.
const IN_PATH: u8 = 2;

fn is(byte: u8, class: u8) -> bool {
    classes(byte) & class != 0
}

fn classes(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or_default()
}

/// The classes of each byte.
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "evaluated at compile time, where a mistake is an error"
)]
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < classes.len() {
        if (byte as u8).is_ascii_alphanumeric() {
            classes[byte] = ALPHANUMERIC | IN_PATH;
        }
        byte += 1;
    }
    let signs = b"-._~!$&'()*+,;=:@/?";
    let mut sign = 0;
    while sign < signs.len() {
        classes[signs[sign] as usize] = IN_PATH;
        sign += 1;
    }
    classes
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rules::checks::sink::collected::violations;
    use crate::rules::table::ViolationKind;

    /// The violated rules with their parameters.
    fn check(url: &str) -> Vec<String> {
        let kinds = violations(|sink| initial_url(JsonString::plain(url), sink));
        kinds
            .iter()
            .map(|kind| match kind {
                ViolationKind::Uri(uri) => format!("uri {:?}", uri.index),
                ViolationKind::InvalidUrl(invalid) => format!("invalid-url {}", invalid.reason),
                ViolationKind::UrlScheme(url) => format!("url-scheme {:?}", url.scheme),
                other => format!("{:?}", other.rule()),
            })
            .collect()
    }

    #[test]
    fn urls() {
        let uri = |index: Option<usize>| format!("uri {index:?}");
        let invalid = |reason: &str| format!("invalid-url {reason}");
        let scheme = |scheme: Option<&str>| format!("url-scheme {scheme:?}");
        let credentials = "Some(UrlCredentials)".to_owned();
        let table: [(&str, Vec<String>); 57] = [
            ("https://example.com", vec![]),
            ("http://example.com:8080/a/b?c=d", vec![]),
            ("HTTPS://EXAMPLE.COM/", vec![]),
            ("https://example.com/#top", vec![]),
            ("https://example.com/%20", vec![]),
            ("https://127.0.0.1/", vec![]),
            ("https://[::1]:80/", vec![]),
            ("https://a_b.example.com/", vec![]),
            ("http:example.com", vec![]),
            ("http://@h/", vec![]),
            ("http://:@h/", vec![]),
            ("", vec![uri(None)]),
            ("example.com", vec![uri(None)]),
            ("/path", vec![uri(Some(0))]),
            ("<string>", vec![uri(Some(0))]),
            (" https://example.com", vec![uri(Some(0))]),
            ("https://example.com ", vec![uri(Some(19))]),
            ("https://exa mple.com", vec![uri(Some(11))]),
            ("https://example.com/ü", vec![uri(Some(20))]),
            ("https://example.com/%zz", vec![uri(Some(21))]),
            ("https://example.com/#a#b", vec![uri(Some(22))]),
            ("https://[::1", vec![uri(None)]),
            ("192.168.0.1/admin", vec![uri(Some(0))]),
            ("example.com/path", vec![uri(Some(11))]),
            (
                "https://example.com:99999/",
                vec![invalid("its port is not a number up to 65535")],
            ),
            (
                "http://1.2.3.4.5/",
                vec![invalid(
                    "its host ends like an IPv4 address, but is not one",
                )],
            ),
            (
                "http://1.2.3.256/",
                vec![invalid(
                    "its host ends like an IPv4 address, but is not one",
                )],
            ),
            (
                "http://xn--/",
                vec![invalid("its host is not a valid domain name")],
            ),
            ("http://", vec![invalid("its host is empty")]),
            ("foo://@", vec![invalid("its host is empty")]),
            ("foo://:@/x", vec![invalid("its host is empty")]),
            ("foo://u:p@?", vec![invalid("its host is empty")]),
            ("foo://:80/", vec![invalid("its host is empty")]),
            (
                "file://@/x",
                vec![invalid("its host is not a valid domain name")],
            ),
            ("file:///x", vec![scheme(Some("file"))]),
            (
                "https://%00/",
                vec![invalid("its host is not a valid domain name")],
            ),
            (
                "https://[v1.a]/",
                vec![invalid("its host is not a valid IPv6 address")],
            ),
            ("about:blank", vec![scheme(Some("about"))]),
            ("FTP://h/", vec![scheme(Some("ftp"))]),
            ("javascript:alert(1)", vec![scheme(Some("javascript"))]),
            ("mailto:u@h", vec![scheme(Some("mailto"))]),
            ("user:password@h", vec![scheme(None)]),
            ("user:password%40h", vec![scheme(None)]),
            ("user://password@h", vec![credentials.clone(), scheme(None)]),
            ("token:", vec![scheme(None)]),
            ("token:?#", vec![scheme(None)]),
            ("token://", vec![scheme(None)]),
            ("token://[::0]", vec![scheme(Some("token"))]),
            ("abcdefghijklmno:p", vec![scheme(Some("abcdefghijklmno"))]),
            ("abcdefghijklmnop:q", vec![scheme(None)]),
            (
                "com-eventbrite-attendee://x",
                vec![scheme(Some("com-eventbrite-attendee"))],
            ),
            ("chrome://settings/@x", vec![scheme(Some("chrome"))]),
            ("localhost:3000", vec![scheme(Some("localhost"))]),
            ("http://u@h/", vec![credentials.clone()]),
            ("http://:p@h/", vec![credentials.clone()]),
            ("http:u:p@h/", vec![credentials.clone()]),
            ("ftp://u:p@h/", vec![credentials, scheme(Some("ftp"))]),
        ];
        for (url, expected) in table {
            assert_eq!(check(url), expected, "{url}");
        }
    }

    #[test]
    fn ordinary_urls_take_the_fast_path() {
        let table = [
            ("https://example.com", true),
            ("http://example.com/", true),
            (
                "https://a-b.c1.example.com/x-y_z~/?q=1&r=%20%C3%BC#top",
                true,
            ),
            ("https://localhost:3000", true),
            ("https://example.com:8/a", true),
            ("https://example.com?q", true),
            ("https://example.com#top", true),
            ("https://example.com/a#", true),
            ("https://example.com:", false),
            ("https://example.com:65536/", false),
            ("https://example.com:a/", false),
            ("https://example.com/%2", false),
            ("https://example.com/%zz", false),
            ("https://example.com/#%", false),
            ("https://example.com/#a#b", false),
            ("https://example.com/ ", false),
            ("https://user@example.com/", false),
            ("https://xn--a.com/", false),
            ("https://a--b.com/", false),
            ("https://a..com/", false),
            ("https://.com/", false),
            ("https://a.com./", false),
            ("https://a-.com/", false),
            ("https://1.2.3.4/", false),
            ("https://a.1b/", false),
            ("https://", false),
            ("ftp://example.com/", false),
            ("https:example.com", false),
        ];
        for (url, ordinary) in table {
            assert_eq!(is_ordinary(url.as_bytes()), ordinary, "{url}");
        }
    }

    proptest! {
        #[test]
        fn both_parsers_accept_what_the_fast_path_accepts(
            url in prop_oneof![
                "https?://[a-zA-Z0-9.-]{0,12}(:[0-9]{0,6})?[/?#]?[ -~]{0,9}",
                "https?://([a-z0-9xn-]{0,6}\\.){0,3}[a-z0-9-]{0,6}(:[0-9]{0,4})?([/?][ -~]{0,4}){0,2}",
            ]
        ) {
            if is_ordinary(url.as_bytes()) {
                prop_assert!(fluent_uri::Uri::parse(url.as_str()).is_ok());
                let parsed = Url::parse(&url).unwrap();
                prop_assert!(matches!(parsed.scheme(), "http" | "https"));
                prop_assert_eq!((parsed.username(), parsed.password()), ("", None));
            }
        }
    }
}
