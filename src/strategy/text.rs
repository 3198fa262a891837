//! Strings that satisfy the rules of their members.

use std::net::{Ipv4Addr, Ipv6Addr};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::char;
use proptest::collection::{SizeRange, vec};
use proptest::prelude::*;
use proptest::sample::select;

use crate::Revision;
use crate::contract::revision::Lengths;

const NAME: &str = "abcxyzABCXYZ0189_-";
const LABEL: &str = "abcxyz0189_";
const HEXADECIMAL: &str = "0123456789abcdefABCDEF";
/// Plain and percent-encoded pieces of a URL's path, query or fragment.
const URL_PIECES: &[&str] = &[
    "a",
    "Z",
    "0",
    "-",
    ".",
    "_",
    "~",
    "!",
    "$",
    "&",
    "'",
    "(",
    ")",
    "*",
    "+",
    ",",
    ";",
    "=",
    ":",
    "@",
    "/",
    "%20",
    "%c3%bc",
    "%00",
    "%F0%9F%8E%89",
];
/// Valid URLs in unusual forms.
const ODD_URLS: &[&str] = &[
    "http:example.com",
    "https:/example.com/",
    "http://@example.com/",
    "http://:@example.com/",
    "https://example.com:/",
    "https://ex%61mple.com/",
    "https://xn--bcher-kva.example/",
    "http://[::ffff:192.0.2.1]/",
    "http://0x7f.1/",
    "https://localhost",
    "https://example.com?",
    "https://example.com#",
    "https://example.com.",
];

/// Characters of an alphabet, `length` of them.
pub(super) fn letters(
    alphabet: &'static str,
    length: impl Into<SizeRange>,
) -> impl Strategy<Value = String> + Clone {
    let alphabet: Vec<char> = alphabet.chars().collect();
    vec(select(alphabet), length).prop_map(String::from_iter)
}

/// Any characters, `length` of them, from every plane of Unicode.
pub(super) fn characters(length: impl Into<SizeRange>) -> impl Strategy<Value = String> + Clone {
    let any_plane = (0..=16_u32, 0..=0xffff_u32).prop_map(|(plane, character)| {
        std::char::from_u32(plane << 16 | character).unwrap_or(std::char::REPLACEMENT_CHARACTER)
    });
    let character = prop_oneof![
        4 => char::range(' ', '~'),
        1 => char::range('\0', '\x1f'),
        1 => select(vec!['"', '\\', '/', '\u{7f}', '\u{feff}', '\u{2028}', '\u{202e}', '\u{1b}']),
        4 => any_plane,
    ];
    vec(character, length).prop_map(String::from_iter)
}

/// A short string of any characters.
pub(super) fn short() -> impl Strategy<Value = String> + Clone {
    characters(0..12)
}

/// A task's name: ASCII letters, digits, hyphens and underscores, of both lengths that the revision
/// allows and others.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Revision, Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(name in strategy::name(Revision::V2025))| {
///     prop_assert!((1..=255).contains(&name.len()));
///     prop_assert!(CreateTaskRequest::new(name).check().is_empty());
/// });
/// ```
pub fn name(revision: Revision) -> impl Strategy<Value = String> + Clone {
    let Lengths { min, max } = revision.contract().name;
    prop_oneof![
        10 => letters(NAME, min..24),
        1 => letters(NAME, min),
        1 => letters(NAME, max - 1..=max),
    ]
}

/// A description: characters from every plane of Unicode, at most as many as the revision allows.
///
/// ```
/// use anchorbrowser_schema::{Revision, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(description in strategy::description(Revision::V2025))| {
///     prop_assert!(description.chars().count() <= 1000);
/// });
/// ```
pub fn description(revision: Revision) -> impl Strategy<Value = String> + Clone {
    let Lengths { min, max } = revision.contract().description;
    prop_oneof![
        20 => characters(min..24),
        1 => characters(min),
        1 => characters(max - 1..=max),
    ]
}

/// Code: the base64 of a string that is not empty.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(code in strategy::code())| {
///     prop_assert!(CreateTaskRequest::new("t").with_code(code).check().is_empty());
/// });
/// ```
pub fn code() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        10 => characters(1..16),
        1 => characters(60..200),
    ]
    .prop_map(|source| STANDARD.encode(source))
}

/// An initial URL that violates no rule: `http` or `https`, and without credentials.
///
/// ```
/// use anchorbrowser_schema::{SessionConfig, Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(url in strategy::initial_url())| {
///     prop_assert!(SessionConfig::new().with_initial_url(url).check().is_empty());
/// });
/// ```
pub fn initial_url() -> impl Strategy<Value = String> + Clone {
    let scheme = select(vec!["http", "https", "HTTP", "HTTPS", "hTtPs"]);
    let port = prop_oneof![
        Just(String::new()),
        any::<u16>().prop_map(|p| format!(":{p}"))
    ];
    let after = |mark: char| {
        let pieces = vec(select(URL_PIECES), 0..8).prop_map(|pieces| pieces.concat());
        prop_oneof![
            Just(String::new()),
            pieces.prop_map(move |text| format!("{mark}{text}"))
        ]
    };
    let built = (scheme, host(), port, after('/'), after('?'), after('#')).prop_map(
        |(scheme, host, port, path, query, fragment)| {
            format!("{scheme}://{host}{port}{path}{query}{fragment}")
        },
    );
    prop_oneof![
        8 => built,
        1 => select(ODD_URLS).prop_map(str::to_owned),
    ]
}

/// A custom proxy's server: `HOST:PORT` after a scheme, which is optional if the revision says so.
///
/// ```
/// use anchorbrowser_schema::{CustomProxy, Revision, Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(server in strategy::server(Revision::V2025))| {
///     prop_assert!(CustomProxy::new(server, "user", "password").check().is_empty());
/// });
/// ```
pub fn server(revision: Revision) -> impl Strategy<Value = String> + Clone {
    let mut schemes = vec!["http://", "https://", "socks5://", "HTTP://", "Socks5://"];
    if !revision.contract().server_has_scheme {
        schemes.extend(["", ""]);
    }
    let scheme = select(schemes);
    let port = prop_oneof![1..=u16::MAX, Just(1), Just(u16::MAX)];
    (scheme, host(), port).prop_map(|(scheme, host, port)| format!("{scheme}{host}:{port}"))
}

/// The host of a URL: a name whose last label begins with a letter, or an IP address.
fn host() -> impl Strategy<Value = String> + Clone {
    let label =
        (letters("abcxyz", 1), letters(LABEL, 0..8)).prop_map(|(first, rest)| first + &rest);
    prop_oneof![
        6 => vec(label, 1..4).prop_map(|labels| labels.join(".")),
        1 => any::<Ipv4Addr>().prop_map(|address| address.to_string()),
        1 => any::<Ipv6Addr>().prop_map(|address| format!("[{address}]")),
    ]
}

/// A UUID in text form, in upper, lower or mixed case.
///
/// ```
/// use anchorbrowser_schema::strategy;
/// use proptest::prelude::*;
///
/// proptest!(|(uuid in strategy::uuid())| {
///     let lengths: Vec<_> = uuid.split('-').map(str::len).collect();
///     prop_assert_eq!(lengths, [8, 4, 4, 4, 12]);
/// });
/// ```
pub fn uuid() -> impl Strategy<Value = String> + Clone {
    let digits = |count: usize| letters(HEXADECIMAL, count);
    (digits(8), digits(4), digits(4), digits(4), digits(12))
        .prop_map(|(a, b, c, d, e)| format!("{a}-{b}-{c}-{d}-{e}"))
}

/// A date and time of RFC 3339: every month and leap day, offsets and fractions of any length, and
/// leap seconds at 23:59 UTC.
///
/// ```
/// use anchorbrowser_schema::strategy;
/// use proptest::prelude::*;
///
/// proptest!(|(date_time in strategy::date_time())| {
///     prop_assert!(date_time.len() >= "2025-03-01T09:30:00Z".len());
/// });
/// ```
pub fn date_time() -> impl Strategy<Value = String> + Clone {
    let date = (0..=9999_u16, 1..=12_u16, 1..=31_u16)
        .prop_map(|(year, month, day)| (year, month, day.min(days_in(month, year))));
    let fraction = prop_oneof![
        Just(String::new()),
        letters("0159", 1..10).prop_map(|f| format!(".{f}"))
    ];
    let utc = select(vec!["Z", "z", "-00:00"]).prop_map(|text| (text.to_owned(), 0));
    let ahead = (select(vec![('+', 1), ('-', -1)]), 0..24_i16, 0..60_i16).prop_map(
        |((sign, factor), hours, minutes)| {
            (
                format!("{sign}{hours:02}:{minutes:02}"),
                factor * (hours * 60 + minutes),
            )
        },
    );
    let offset = prop_oneof![utc, ahead];
    let minute_of_day = 0..24 * 60_i16;
    let second = prop_oneof![9 => 0..60_u16, 1 => Just(60)];
    (date, select(vec!['T', 't']), minute_of_day, second, fraction, offset).prop_map(
        |((year, month, day), t, minute_of_day, second, fraction, (offset, ahead))| {
            // A leap second is the last one of a day in UTC.
            let minute_of_day = match second {
                60 => (23 * 60 + 59 + ahead).rem_euclid(24 * 60),
                _ => minute_of_day,
            };
            let (hour, minute) = (minute_of_day / 60, minute_of_day % 60);
            format!("{year:04}-{month:02}-{day:02}{t}{hour:02}:{minute:02}:{second:02}{fraction}{offset}")
        },
    )
}

fn days_in(month: u16, year: u16) -> u16 {
    let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
