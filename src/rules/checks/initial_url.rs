//! Start URLs: RFC 3986 first, then the WHATWG URL standard, which browsers implement.

use std::borrow::Cow;

use ::url::{ParseError, Url};

use super::bytes::{self, ALPHANUMERIC, IN_PATH, IN_URI, is};
use super::sink::Sink;
use super::uri_grammar::first_invalid_character;
use crate::rules::invalid_url::InvalidUrl;
use crate::rules::uri::Uri;
use crate::rules::url_credentials::UrlCredentials;
use crate::rules::url_scheme::UrlScheme;
use crate::string::json_string::{Buffer, JsonString};

/// Rules `uri`, `invalid-url`, `url-credentials` and `url-scheme`.
pub(crate) fn initial_url(value: JsonString<'_>, sink: &mut impl Sink) {
    if !value
        .as_plain()
        .is_some_and(|url| is_ordinary(url.as_bytes()))
    {
        unusual_url(value, sink);
    }
}

/// The size of the buffer in which an escaped URL is decoded: few are longer.
const DECODED: usize = 256;

#[inline(never)]
fn unusual_url(value: JsonString<'_>, sink: &mut impl Sink) {
    if sink.is_decided() {
        return;
    }
    if value.as_plain().is_none() {
        // An ordinary one with escapes, such as `https:\/\/…`, is accepted without an allocation.
        let mut buffer = Buffer::<DECODED>::new();
        let rest = buffer.fill(value.written().as_bytes());
        if rest.is_empty() && is_ordinary(buffer.decoded()) {
            return;
        }
    }
    let text = &*value.decode();
    let not_uri = |index| {
        let lacks_only_scheme = is_ordinary_after_scheme(text.as_bytes());
        Uri::of(text, index, lacks_only_scheme)
    };
    if !bytes::all(text.as_bytes(), IN_URI) {
        // Such as a space: the most usual mistake.
        return sink.report(|| not_uri(first_invalid_character(text)));
    }
    if let Some(url) = common_url(text) {
        return report(url, text, sink);
    }
    // A usual mistake, which the scanner finds in less time than the parser.
    let index = first_invalid_character(text);
    if index.is_some() {
        return sink.report(|| not_uri(index));
    }
    let Ok(uri) = fluent_uri::Uri::parse(text) else {
        return sink.report(|| not_uri(None));
    };
    match Url::parse(text) {
        Err(error) => report(Err(error), text, sink),
        Ok(_) if lacks_host(&uri) => report(Err(ParseError::EmptyHost), text, sink),
        Ok(url) => report(Ok(UrlParts::of(&url)), text, sink),
    }
}

/// Whether the host is empty, although there is user info or a port. Browsers reject that for every
/// scheme, the parser only for some.
fn lacks_host(uri: &fluent_uri::Uri<&str>) -> bool {
    uri.authority().is_some_and(|authority| {
        authority.host().is_empty() && (authority.has_userinfo() || authority.has_port())
    })
}

/// What the rules check of a URL that parses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct UrlParts<'a> {
    scheme: &'a str,
    has_authority: bool,
    /// Whether a user name or a password is not empty.
    has_credentials: bool,
}

impl<'a> UrlParts<'a> {
    fn of(url: &'a Url) -> Self {
        Self {
            scheme: url.scheme(),
            has_authority: url.has_authority(),
            has_credentials: !url.username().is_empty()
                || url.password().is_some_and(|password| !password.is_empty()),
        }
    }
}

/// Reports the rules of a URI that the WHATWG parser accepts or rejects.
fn report(url: Result<UrlParts<'_>, ParseError>, text: &str, sink: &mut impl Sink) {
    let url = match url {
        Ok(url) => url,
        Err(error) => {
            return sink.report(|| InvalidUrl {
                reason: Cow::Borrowed(reason(error)),
            });
        }
    };
    if url.has_credentials {
        sink.report(|| UrlCredentials {});
    }
    if !matches!(url.scheme, "http" | "https") {
        sink.report(|| UrlScheme::of(text, url.scheme, is_shown(url, text)));
    }
}

/// Whether what precedes the first colon may be shown. In `user:password@example.com` and
/// `user://password@example.com` it is a user name, in `token:` it is the whole URL, and if it is
/// longer than schemes are and no address follows, it is more likely a secret.
fn is_shown(url: UrlParts<'_>, text: &str) -> bool {
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
    let scheme = url.scheme;
    let rest = text.get(scheme.len()..).unwrap_or_default();
    let has_rest = rest.bytes().any(|byte| byte.is_ascii_alphanumeric());
    let has_address = url.has_authority && !url.has_credentials;
    let is_plain = scheme.len() <= LONGEST && !rest.contains('@') && !rest.contains("%40");
    COMMON.contains(&scheme) || has_rest && (has_address || !url.has_authority && is_plain)
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
        .is_some_and(is_ordinary_after_scheme)
}

fn is_ordinary_after_scheme(url: &[u8]) -> bool {
    after_ordinary_host(url).is_some_and(|rest| is_ordinary_tail(after_port(rest)))
}

/// What both parsers make of a URL, if that is certain without them: another scheme, user information,
/// an IPv4 address or any port before or after an ordinary host. They are the usual mistakes, and take a
/// tenth of the time of two parsers. The same tests compare it with both.
fn common_url(text: &str) -> Option<Result<UrlParts<'_>, ParseError>> {
    let (scheme, rest) = split_at_byte(text, b':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_lowercase())
        && scheme
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'+' | b'-' | b'.'));
    if !is_scheme || scheme == "file" {
        return None;
    }
    let is_special = matches!(scheme, "http" | "https" | "ws" | "wss" | "ftp");
    let mut parts = UrlParts {
        scheme,
        has_authority: false,
        has_credentials: false,
    };
    let Some(rest) = rest.strip_prefix("//") else {
        let is_path = !is_special && is_encoded_tail(rest.as_bytes());
        return is_path.then_some(Ok(parts));
    };
    let end = rest.bytes().position(|byte| b"/?#".contains(&byte));
    let end = end.unwrap_or(rest.len());
    let (authority, tail) = rest.split_at_checked(end)?;
    let (user, host) = split_at_byte(authority, b'@').unwrap_or(("", authority));
    let (user_name, password) = split_at_byte(user, b':').unwrap_or((user, ""));
    parts.has_authority = true;
    parts.has_credentials = !user_name.is_empty() || !password.is_empty();
    let (host, port) =
        split_at_byte(host, b':').map_or((host, None), |(host, port)| (host, Some(port)));
    if !is_plain(user.as_bytes()) || !is_ordinary_tail(tail.as_bytes()) {
        return None;
    }
    let port = match port {
        Some(port) if port.bytes().all(|digit| digit.is_ascii_digit()) => {
            port.parse::<u32>().ok()?
        }
        Some(_) => return None,
        None => 0,
    };
    let is_host = match ipv4_parts(host) {
        Some(4) => true,
        Some(5..) if is_special => return Some(Err(ParseError::InvalidIpv4Address)),
        Some(_) => false,
        None => after_ordinary_host(host.as_bytes()).is_some_and(<[u8]>::is_empty),
    };
    match (is_host, u16::try_from(port)) {
        (false, _) => None,
        (true, Ok(_)) => Some(Ok(parts)),
        (true, Err(_)) => Some(Err(ParseError::InvalidPort)),
    }
}

/// The number of parts of a host of decimal numbers up to 255 without leading zeros.
fn ipv4_parts(host: &str) -> Option<usize> {
    let is_number = |part: &[u8]| match part {
        [b'0'] => true,
        [b'1'..=b'9', ..] if part.len() <= 3 && part.iter().all(u8::is_ascii_digit) => {
            let number = |before: u16, digit: &u8| before * 10 + u16::from(digit - b'0');
            part.iter().fold(0, number) <= 255
        }
        _ => false,
    };
    let mut parts = host.as_bytes().split(|byte| *byte == b'.');
    parts.try_fold(0, |count, part| is_number(part).then_some(count + 1))
}

/// The parts of a short string before and after the first occurrence of a byte. `str::split_once` only pays
/// off for long strings: with it, a verdict on a URL with credentials takes a tenth more instructions.
fn split_at_byte(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|other| other == byte)?;
    let (before, after) = text.split_at_checked(at)?;
    Some((before, after.get(1..)?))
}

/// What follows the host, if that is an ordinary one: letters and digits, separated by single dots
/// and hyphens, with a letter after the last dot.
fn after_ordinary_host(url: &[u8]) -> Option<&[u8]> {
    let mut rest = url;
    let mut label = rest.first()?;
    loop {
        let after = after_class(rest, ALPHANUMERIC);
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

/// What follows the bytes of a class.
fn after_class(bytes: &[u8], class: u8) -> &[u8] {
    let end = bytes.iter().position(|byte| !is(*byte, class));
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
    let (mut rest, mut is_fragment) = (tail, false);
    while !rest.is_empty() {
        rest = match after_class(rest, IN_PATH) {
            [] => &[],
            [b'#', after @ ..] if !is_fragment => {
                is_fragment = true;
                after
            }
            [b'%', high, low, after @ ..]
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                after
            }
            _ => return false,
        };
    }
    true
}

/// Whether all bytes are plain.
fn is_plain(bytes: &[u8]) -> bool {
    bytes::all(bytes, IN_PATH)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rules::checks::sink::collected::violations;
    use crate::rules::table::ViolationKind;

    /// The violated rules with their parameters, which are the same if slashes are escaped.
    fn check(url: &str) -> Vec<String> {
        let kinds = violations(|sink| initial_url(JsonString::plain(url), sink));
        let json = serde_json::to_string(url).unwrap().replace('/', r"\/");
        let written = JsonString::escaped(&json[1..json.len() - 1]);
        assert_eq!(violations(|sink| initial_url(written, sink)), kinds);
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
    fn long_urls_are_checked_to_their_end() {
        for length in [DECODED / 2, DECODED, 2 * DECODED] {
            let url = format!("https://example.com/{}", "a".repeat(length));
            assert_eq!(check(&url), Vec::<String>::new());
            let expected = format!("uri {:?}", Some(url.len()));
            assert_eq!(check(&(url + " ")), [expected]);
        }
    }

    #[test]
    fn common_urls_need_no_parser() {
        let parts = |scheme, has_authority, has_credentials| {
            Some(Ok(UrlParts {
                scheme,
                has_authority,
                has_credentials,
            }))
        };
        let table = [
            ("ftp://example.com/list", parts("ftp", true, false)),
            ("about:blank", parts("about", false, false)),
            ("mailto:a@b.example", parts("mailto", false, false)),
            ("https://user:pass@example.com/", parts("https", true, true)),
            ("https://:@example.com/", parts("https", true, false)),
            ("http://127.0.0.1:50000/", parts("http", true, false)),
            (
                "http://1.2.3.4.5/",
                Some(Err(ParseError::InvalidIpv4Address)),
            ),
            (
                "https://example.com:99999/",
                Some(Err(ParseError::InvalidPort)),
            ),
            (
                "http://1.2.3.4.5:99999/",
                Some(Err(ParseError::InvalidIpv4Address)),
            ),
            ("http://1.2.3.4.5:.1/", None),
            ("http:u:p@h/", None),
            ("file:///a", None),
            ("http://1.2.3/", None),
            ("http://1.2.3.04/", None),
            ("http://[::1]/", None),
            ("https://xn--a.com/", None),
            ("FTP://example.com/", None),
            ("example.com", None),
        ];
        for (url, expected) in table {
            assert_eq!(common_url(url), expected, "{url}");
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

    #[test]
    fn percent_encoding_and_fragments_may_be_anywhere_in_a_tail() {
        let table = [
            ("%41", true),
            ("%c3%BC", true),
            ("%4", false),
            ("%", false),
            ("%4g", false),
            ("%g4", false),
            ("#", true),
            ("#a#", false),
            ("#%2f?", true),
            (" ", false),
            ("[", false),
        ];
        for (end, is_valid) in table {
            for length in 0..40 {
                let tail = format!("/{}{end}", "b".repeat(length));
                assert_eq!(is_ordinary_tail(tail.as_bytes()), is_valid, "{tail}");
                let tail = format!("{tail}_");
                assert_eq!(is_ordinary_tail(tail.as_bytes()), is_valid, "{tail}");
            }
        }
        assert!(!is_ordinary_tail(
            format!("/#{}#", "b".repeat(40)).as_bytes()
        ));
        assert!(!is_ordinary_tail(b"a"));
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

        #[test]
        fn common_urls_are_parsed_as_by_both_parsers(
            url in prop_oneof![
                "(https?|ftp|wss?|file|about|a[a-z0-9+.-]{0,3}):(//)?[ -~]{0,12}",
                "(https?|ftp|ab)://([a-z:%]{0,3}@)?[a-z0-9.-]{0,6}(:[0-9]{0,6})?([/?#][ -~]{0,4})?",
                "(https?|ws|ab)://(:@)?([0-9]{1,3}\\.){0,5}[0-9a]{1,3}(:[0-9]{0,6}[.a-]?)?(/@?)?",
                "(https?|ab)://([0-9]\\.){3,4}[0-9](:[0-9]{0,6}[.a]?)?/?",
            ]
        ) {
            if let Some(parts) = common_url(&url) {
                prop_assert!(fluent_uri::Uri::parse(url.as_str()).is_ok());
                let parsed = Url::parse(&url);
                prop_assert_eq!(parts, parsed.as_ref().map(UrlParts::of).map_err(|error| *error));
            }
        }
    }
}
