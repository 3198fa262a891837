//! Start URLs: RFC 3986 first, then the WHATWG URL standard, which is what a browser goes by.

use ::url::{ParseError, Url};
use fluent_uri::{ParseErrorKind, Uri};

use super::Detail;

/// Rules `uri`, `invalid-url`, `url-scheme` and `url-credentials`.
pub(crate) fn judge(text: &str, mut broken: impl FnMut(Detail)) {
    if is_ordinary(text.as_bytes()) {
        return;
    }
    if let Err(error) = Uri::parse(text) {
        let known = error.kind() != ParseErrorKind::InvalidIpv6Addr && error.index() < text.len();
        // All before the index is ASCII, so the index counts characters too.
        return broken(Detail::Uri {
            index: known.then(|| error.index()),
        });
    }
    match Url::parse(text) {
        Err(error) => broken(Detail::InvalidUrl {
            reason: reason(error),
        }),
        Ok(url) => judge_parsed(&url, text, broken),
    }
}

fn judge_parsed(url: &Url, text: &str, mut broken: impl FnMut(Detail)) {
    if has_credentials(url) {
        broken(Detail::UrlCredentials {});
    }
    if !matches!(url.scheme(), "http" | "https") {
        let scheme = is_shown(url, text).then(|| url.scheme().into());
        broken(Detail::UrlScheme { scheme });
    }
}

fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some_and(|password| !password.is_empty())
}

/// Whether what stands before the first colon may be told. In `user:password@example.com` and
/// `user://password@example.com` it is a user name, in `token:` it is all of the URL, and one longer
/// than schemes are that no address follows is more likely a secret.
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
        ParseError::InvalidIpv4Address => "its host ends like an IPv4 address, yet is none",
        ParseError::InvalidIpv6Address => "its host is not a valid IPv6 address",
        // What else can be wrong, RFC 3986 refuses already.
        _ => "it does not parse",
    }
}

/// The short way: a plain `http` or `https` URL that both judges surely accept, and that breaks no
/// rule. Most start URLs are such; parsing them twice costs ten times as much.
///
/// Sure are: labels of letters, digits and single hyphens, of which the last begins with a letter
/// (so the host is no IPv4 address) and none can be punycode; a port of up to four digits; and after the host
/// only what RFC 3986 allows there. Everything else goes to the judges. The tests hold
/// the short way to them.
fn is_ordinary(url: &[u8]) -> bool {
    let Some(rest) = url.strip_prefix(b"http") else {
        return false;
    };
    let rest = rest.strip_prefix(b"s").unwrap_or(rest);
    rest.strip_prefix(b"://")
        .and_then(after_ordinary_host)
        .is_some_and(|rest| is_ordinary_tail(after_port(rest)))
}

/// What follows the host, if that is an ordinary one: letters and digits, between which single dots
/// and hyphens stand, and of which those behind the last dot begin with a letter.
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

/// Path, query and fragment, of characters that stand for themselves or are percent-encoded.
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

/// Whether each `%` is followed by two hexadecimal digits, and all else stands for itself.
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

/// Whether all bytes stand for themselves. They are short, so all are looked at without a branch.
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

/// What each byte can be part of.
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "evaluated by the compiler, where a slip is an error"
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

    fn judged(url: &str) -> Vec<Detail> {
        let mut details = Vec::new();
        judge(url, |detail| details.push(detail));
        details
    }

    #[test]
    fn urls() {
        let uri = |index| Detail::Uri { index };
        let invalid = |reason| Detail::InvalidUrl { reason };
        let scheme = |scheme: &str| Detail::UrlScheme {
            scheme: Some(scheme.into()),
        };
        let credentials = Detail::UrlCredentials {};
        let table: [(&str, Vec<Detail>); 49] = [
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
            ("https://example.com/%zz", vec![uri(Some(20))]),
            ("https://example.com/#a#b", vec![uri(Some(22))]),
            ("https://[::1", vec![uri(None)]),
            (
                "https://example.com:99999/",
                vec![invalid("its port is not a number up to 65535")],
            ),
            (
                "http://1.2.3.4.5/",
                vec![invalid("its host ends like an IPv4 address, yet is none")],
            ),
            (
                "http://1.2.3.256/",
                vec![invalid("its host ends like an IPv4 address, yet is none")],
            ),
            (
                "http://xn--/",
                vec![invalid("its host is not a valid domain name")],
            ),
            ("http://", vec![invalid("its host is empty")]),
            (
                "https://%00/",
                vec![invalid("its host is not a valid domain name")],
            ),
            (
                "https://[v1.a]/",
                vec![invalid("its host is not a valid IPv6 address")],
            ),
            ("about:blank", vec![scheme("about")]),
            ("FTP://h/", vec![scheme("ftp")]),
            ("javascript:alert(1)", vec![scheme("javascript")]),
            ("mailto:u@h", vec![scheme("mailto")]),
            ("user:password@h", vec![Detail::UrlScheme { scheme: None }]),
            (
                "user:password%40h",
                vec![Detail::UrlScheme { scheme: None }],
            ),
            (
                "user://password@h",
                vec![credentials.clone(), Detail::UrlScheme { scheme: None }],
            ),
            ("token:", vec![Detail::UrlScheme { scheme: None }]),
            ("token:?#", vec![Detail::UrlScheme { scheme: None }]),
            ("token://", vec![Detail::UrlScheme { scheme: None }]),
            ("token://[::0]", vec![scheme("token")]),
            ("abcdefghijklmno:p", vec![scheme("abcdefghijklmno")]),
            (
                "abcdefghijklmnop:q",
                vec![Detail::UrlScheme { scheme: None }],
            ),
            (
                "com-eventbrite-attendee://x",
                vec![scheme("com-eventbrite-attendee")],
            ),
            ("chrome://settings/@x", vec![scheme("chrome")]),
            ("localhost:3000", vec![scheme("localhost")]),
            ("http://u@h/", vec![credentials.clone()]),
            ("http://:p@h/", vec![credentials.clone()]),
            ("http:u:p@h/", vec![credentials.clone()]),
            ("ftp://u:p@h/", vec![credentials, scheme("ftp")]),
        ];
        for (url, expected) in table {
            assert_eq!(judged(url), expected, "{url}");
        }
    }

    #[test]
    fn ordinary_urls_take_the_short_way() {
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
        fn the_short_way_is_sure_of_both_judges(
            url in prop_oneof![
                "https?://[a-zA-Z0-9.-]{0,12}(:[0-9]{0,6})?[/?#]?[ -~]{0,9}",
                "https?://([a-z0-9xn-]{0,6}\\.){0,3}[a-z0-9-]{0,6}(:[0-9]{0,4})?([/?][ -~]{0,4}){0,2}",
            ]
        ) {
            if is_ordinary(url.as_bytes()) {
                prop_assert!(Uri::parse(url.as_str()).is_ok());
                let parsed = Url::parse(&url).unwrap();
                prop_assert!(matches!(parsed.scheme(), "http" | "https"));
                prop_assert_eq!((parsed.username(), parsed.password()), ("", None));
            }
        }
    }
}
