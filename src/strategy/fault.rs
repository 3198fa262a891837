//! The table of faults: what each changes in a request, and which rules it violates.

use std::ops::RangeInclusive;

use super::json::Json;
use crate::{CountryCode, ProxyType, Revision, Rule};

/// One fault.
#[derive(Debug)]
pub(super) struct Fault {
    /// The requests that it applies to.
    pub(super) within: Within,
    /// The revisions in which it violates these rules.
    pub(super) revisions: RangeInclusive<Revision>,
    pub(super) changes: &'static [Change],
    pub(super) violates: &'static [(Rule, &'static str)],
}

/// The kind of proxy that a request must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    Any,
    Anchor,
    Custom,
}

/// A change at a JSON Pointer.
#[derive(Debug)]
pub(super) enum Change {
    /// Sets a value, as a new member if need be.
    Set(&'static str, Value),
    /// Removes the member.
    Remove(&'static str),
    /// Repeats the member's key: inserts a member with this value before it.
    Precede(&'static str, Value),
}

/// A value, of which there are variants: 0 is the plainest.
#[derive(Debug)]
pub(super) enum Value {
    /// One of these JSON texts.
    Raw(&'static [&'static str]),
    /// One of these strings.
    Text(&'static [&'static str]),
    /// JSON text that depends on the variant.
    MakeRaw(Make),
    /// A string that depends on the variant.
    MakeText(Make),
}

/// Makes a variant of a value for a revision.
type Make = fn(Revision, usize) -> String;

use Change::{Precede, Remove, Set};
use Value::{MakeRaw, MakeText, Raw, Text};

impl Change {
    pub(super) const fn pointer(&self) -> &'static str {
        match self {
            Set(pointer, _) | Remove(pointer) | Precede(pointer, _) => pointer,
        }
    }
}

impl Value {
    pub(super) fn json(&self, revision: Revision, variant: usize) -> Json {
        match self {
            Raw(texts) => Json::Raw(one_of(texts, variant).into()),
            Text(texts) => Json::Text(one_of(texts, variant).to_owned()),
            MakeRaw(make) => Json::Raw(make(revision, variant).into()),
            MakeText(make) => Json::Text(make(revision, variant)),
        }
    }
}

fn one_of<T: Clone + Default>(values: &[T], variant: usize) -> T {
    let mut variants = values.iter().cycle().skip(variant % values.len().max(1));
    variants.next().cloned().unwrap_or_default()
}

impl Fault {
    /// Whether it violates fewer rules than another fault, and no other rules.
    pub(super) fn is_simpler_than(&self, other: &Self) -> bool {
        let is_shared = |rule: &Rule| other.violates.iter().any(|(violated, _)| violated == rule);
        self.violates.len() < other.violates.len()
            && self.violates.iter().all(|(rule, _)| is_shared(rule))
    }

    /// Whether both can be applied to a request, and violate together what each violates alone: neither
    /// changes a location where the other changes or violates something.
    pub(super) fn is_independent_of(&self, other: &Self) -> bool {
        let leaves_alone = |one: &Self, other: &Self| {
            one.changes.iter().all(|change| {
                let changed = other.changes.iter().map(Change::pointer);
                let broken = other.violates.iter().map(|(_, pointer)| *pointer);
                changed
                    .chain(broken)
                    .all(|pointer| !are_nested(change.pointer(), pointer))
            })
        };
        leaves_alone(self, other) && leaves_alone(other, self)
    }
}

/// Whether two pointers are equal, or one is inside the other.
fn are_nested(one: &str, other: &str) -> bool {
    let is_inside = |inner: &str, outer: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    is_inside(one, other) || is_inside(other, one)
}

const NAME: &str = "/name";
const CODE: &str = "/code";
const LANGUAGE: &str = "/language";
const DESCRIPTION: &str = "/description";
const SESSION: &str = "/browserConfiguration";
const INITIAL_URL: &str = "/browserConfiguration/initial_url";
const RECORDING: &str = "/browserConfiguration/recording";
const RECORDING_ACTIVE: &str = "/browserConfiguration/recording/active";
const PROXY: &str = "/browserConfiguration/proxy";
const ACTIVE: &str = "/browserConfiguration/proxy/active";
const TYPE: &str = "/browserConfiguration/proxy/type";
const COUNTRY: &str = "/browserConfiguration/proxy/country_code";
const REGION: &str = "/browserConfiguration/proxy/region";
const CITY: &str = "/browserConfiguration/proxy/city";
const SERVER: &str = "/browserConfiguration/proxy/server";
const USERNAME: &str = "/browserConfiguration/proxy/username";
const PASSWORD: &str = "/browserConfiguration/proxy/password";
const TIMEOUT: &str = "/browserConfiguration/timeout";
const MAX_DURATION: &str = "/browserConfiguration/timeout/max_duration";
const IDLE_TIMEOUT: &str = "/browserConfiguration/timeout/idle_timeout";
const LIVE_VIEW: &str = "/browserConfiguration/live_view";
const READ_ONLY: &str = "/browserConfiguration/live_view/read_only";
const ONE_TIME_URL: &str = "/browserConfiguration/live_view/one_time_url";
const TAGS: &str = "/browserConfiguration/tags";
const X402: &str = "/browserConfiguration/x402";
const SCOPED_ACCESS: &str = "/browserConfiguration/scoped_access";

/// Lists faults, one in each row: `requests [changes] => rules and pointers;`, with the first or the last
/// revision for which that is so.
macro_rules! faults {
    ($($within:ident $(since $since:ident)? $(until $until:ident)? [$($change:expr),+] => $($rule:ident $pointer:expr),+;)*) => {
        &[$(Fault {
            within: Within::$within,
            revisions: faults!(@ V2025 $($since)?)..=faults!(@ LATEST $($until)?),
            changes: &[$($change),+],
            violates: &[$((Rule::$rule, $pointer)),+],
        }),*]
    };
    (@ $default:ident) => { Revision::$default };
    (@ $default:ident $revision:ident) => { Revision::$revision };
}

/// Values of other types than the one that a member must have.
const NOT_OBJECT: Value = Raw(&["null", "[]", "20", "true", r#""on""#, "[{}]", "-0.5"]);
const NOT_STRING: Value = Raw(&["null", "7", "[]", "true", "{}", r#"["a"]"#, "1e400"]);
const NOT_BOOLEAN: Value = Raw(&["null", "0", "[]", r#""true""#, "{}", r#""""#]);
const NOT_INTEGER: Value = Raw(&[
    "null",
    "20.5",
    "[]",
    r#""20""#,
    "{}",
    "true",
    "1e-400",
    "1.00000000000000000000001",
]);
/// Any values.
const ANY: Value = Raw(&[
    "null",
    "1e400",
    "[]",
    r#""t""#,
    r#"{"timeout":"ten"}"#,
    "true",
    "[[{}]]",
]);

/// `text` with one of these characters at any position.
fn with_character(text: &str, characters: &[char], variant: usize) -> String {
    let at = variant / characters.len() % (text.len() + 1);
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    format!("{before}{}{after}", one_of(characters, variant))
}

fn invalid_name(_: Revision, variant: usize) -> String {
    let characters = [' ', '.', '\n', 'ï', '/', '\u{1f389}', '@', '\0', '\u{ff21}'];
    with_character("scraper", &characters, variant)
}

fn long_name(_: Revision, variant: usize) -> String {
    "n".repeat(256 + variant % 300)
}

fn long_description(_: Revision, variant: usize) -> String {
    one_of(&["d", "\u{1f389}", "\n"], variant).repeat(1001 + variant % 100)
}

fn code_with_foreign_character(_: Revision, variant: usize) -> String {
    let characters = ['\n', ' ', '\r', '!', 'é', '\u{1f389}', '\0', '.'];
    with_character("cnVuKCk7", &characters, variant)
}

fn unpadded_code(_: Revision, variant: usize) -> String {
    "Q".repeat(1 + variant % 3 + variant / 3 % 100 * 4)
}

fn url_with_invalid_character(_: Revision, variant: usize) -> String {
    let characters = [
        ' ',
        '"',
        '\n',
        '<',
        '>',
        '\\',
        '^',
        '`',
        '{',
        '|',
        '}',
        'é',
        '\u{1f389}',
        '%',
    ];
    format!("https://example.com/{}", one_of(&characters, variant))
}

fn url_with_invalid_port(_: Revision, variant: usize) -> String {
    format!("https://example.com:{}/", 65_536 + variant)
}

fn url_with_credentials(_: Revision, variant: usize) -> String {
    let credentials = ["user:pass", "user", ":p", "u%20v:p%40ss", "us-er:", "a:b:c"];
    format!("https://{}@example.com/", one_of(&credentials, variant))
}

fn short_duration(_: Revision, variant: usize) -> String {
    (1 + variant % 100).to_string()
}

/// More minutes than the [`short_duration`] of the same variant.
fn longer_duration(_: Revision, variant: usize) -> String {
    (2 + variant % 100 + variant / 100).to_string()
}

fn negative_duration(_: Revision, variant: usize) -> String {
    format!("-{}", 2 + variant)
}

/// A string that no revision has as a country: two letters, or a listed one in upper case.
fn unlisted_country(_: Revision, variant: usize) -> String {
    let letters = || (b'a'..=b'z').map(char::from);
    let pairs = letters().flat_map(|first| letters().map(move |second| format!("{first}{second}")));
    let codes = pairs.map(|code| {
        if CountryCode::from(code.as_str()).is_known() {
            code.to_uppercase()
        } else {
            code
        }
    });
    one_of(&codes.collect::<Vec<_>>(), variant)
}

/// A country that only other revisions have.
fn removed_country(revision: Revision, variant: usize) -> String {
    let is_removed = |country: &CountryCode| revision.types_offering(country).next().is_none();
    let removed = CountryCode::all().filter(is_removed);
    one_of(&removed.map(String::from).collect::<Vec<_>>(), variant)
}

/// A country that some types offer, but not this one.
fn country_not_offered(revision: Revision, proxy_type: &ProxyType, variant: usize) -> String {
    let is_offered = |country: &CountryCode| {
        let mut types = revision.types_offering(country);
        types.all(|offering| offering != *proxy_type)
    };
    let others = revision.countries(None).filter(is_offered);
    one_of(&others.map(String::from).collect::<Vec<_>>(), variant)
}

fn country_without_proxy(revision: Revision, variant: usize) -> String {
    country_not_offered(revision, &ProxyType::ANCHOR_PROXY, variant)
}

/// The types that do not support a city.
const WITHOUT_CITY: [&str; 3] = ["anchor_residential", "anchor_mobile", "anchor_gov"];

fn type_without_city(_: Revision, variant: usize) -> String {
    one_of(&WITHOUT_CITY, variant).to_owned()
}

/// A country that the [`type_without_city`] of the same variant does not offer.
fn country_without_type(revision: Revision, variant: usize) -> String {
    let proxy_type = ProxyType::from(type_without_city(revision, variant));
    country_not_offered(revision, &proxy_type, variant / WITHOUT_CITY.len())
}

/// A country that the [`type_without_city`] of the same variant offers.
fn country_of_type(revision: Revision, variant: usize) -> String {
    let proxy_type = ProxyType::from(type_without_city(revision, variant));
    let countries: Vec<_> = revision
        .countries(Some(&proxy_type))
        .map(String::from)
        .collect();
    one_of(&countries, variant / WITHOUT_CITY.len())
}

/// The faults. Each is applied to a request with all members and without violations; an Anchor proxy has
/// the type `anchor_proxy`.
#[rustfmt::skip]
pub(super) static FAULTS: &[Fault] = faults! {
    // The document.
    Any [Set("", NOT_OBJECT)] => Type "";
    Any [Set("", Raw(&[r#"{"language":"typescript"}"#]))] => Required NAME;
    Any [Set("", Raw(&["{}"]))] => Required NAME, Required LANGUAGE;
    Any [Set("/tags", ANY)] => UnknownProperty "/tags";
    Any [Set("/browser_configuration", ANY)] => UnknownProperty "/browser_configuration";
    Any [Set("/", ANY)] => UnknownProperty "/";
    Any [Set("/a~1b~0c", ANY)] => UnknownProperty "/a~1b~0c";
    Any [Set("/Name", ANY)] => UnknownProperty "/Name";
    Any [Set("/x", Raw(&[r#"[[],{"y":[{"z":1,"\u007a":2,"z":3}]}]"#]))] => UnknownProperty "/x", DuplicateKey "/x/1/y/0/z";
    Any [Set("/u", ANY), Precede("/u", ANY)] => UnknownProperty "/u", DuplicateKey "/u";

    // The name.
    Any [Remove(NAME)] => Required NAME;
    Any [Set(NAME, NOT_STRING)] => Type NAME;
    Any [Set(NAME, Text(&[""]))] => MinLength NAME, Pattern NAME;
    Any [Set(NAME, MakeText(invalid_name))] => Pattern NAME;
    Any [Set(NAME, Text(&["web scraper", "trailing\n", "\u{feff}t"]))] => Pattern NAME;
    Any [Set(NAME, MakeText(long_name))] => MaxLength NAME;
    Any [Set(NAME, MakeText(|_, variant| "n.".repeat(128 + variant % 100)))] => MaxLength NAME, Pattern NAME;
    Any [Precede(NAME, ANY)] => DuplicateKey NAME;

    // The code.
    Any [Set(CODE, NOT_STRING)] => Type CODE;
    Any [Set(CODE, Raw(&[r#"{"a":[],"a":1}"#]))] => Type CODE, DuplicateKey CODE;
    Any [Set(CODE, Text(&[""]))] => EmptyCode CODE;
    Any [Set(CODE, Text(&["/w==", "7aCA", "gICA", "w6k/wyg="]))] => CodeNotText CODE;
    Any [Set(CODE, MakeText(code_with_foreign_character))] => Base64Alphabet CODE;
    Any [Set(CODE, Text(&["a-_b", "cnVu\nKCk7\n", "____"]))] => Base64Alphabet CODE;
    Any [Set(CODE, Text(&["run();\u{e9}!?", "Q\n", "-"]))] => Base64Alphabet CODE, Base64Padding CODE;
    Any [Set(CODE, MakeText(unpadded_code))] => Base64Padding CODE;
    Any [Set(CODE, Text(&["Q", "QQ=", "QQ==QQ==", "====", "QUJD="]))] => Base64Padding CODE;
    Any [Set(CODE, Text(&["QR==", "QUJ=", "QUJDQR==", "/x=="]))] => Base64TrailingBits CODE;
    Any [Set(CODE, Text(&["QR==\n", "Q_==", "QU-="]))] => Base64Alphabet CODE, Base64TrailingBits CODE;
    Any [Precede(CODE, Raw(&["[{}]", "null", r#""?""#]))] => DuplicateKey CODE;

    // The language and the description.
    Any [Remove(LANGUAGE)] => Required LANGUAGE;
    Any [Set(LANGUAGE, NOT_STRING)] => Type LANGUAGE;
    Any [Set(LANGUAGE, Text(&["TypeScript", "", "ts", "workflow", "javascript", "typescript ", "\u{1f389}"]))] => Enum LANGUAGE;
    Any [Set(DESCRIPTION, NOT_STRING)] => Type DESCRIPTION;
    Any [Set(DESCRIPTION, MakeText(long_description))] => MaxLength DESCRIPTION;

    // The session.
    Any [Set(SESSION, NOT_OBJECT)] => Type SESSION;
    Any [Set(SESSION, Raw(&[r#"[{"k":1,"k":1}]"#]))] => Type SESSION, DuplicateKey "/browserConfiguration/0/k";
    Any [Set("/browserConfiguration/initialUrl", ANY)] => UnknownProperty "/browserConfiguration/initialUrl";
    Any [Set(INITIAL_URL, NOT_STRING)] => Type INITIAL_URL;
    Any [Set(INITIAL_URL, MakeText(url_with_invalid_character))] => Uri INITIAL_URL;
    Any [Set(INITIAL_URL, Text(&["", "example.com/page", "https://example.com/\n", "https://example.com/%zz", "//example.com", "1http://example.com"]))] => Uri INITIAL_URL;
    Any [Set(INITIAL_URL, MakeText(url_with_invalid_port))] => InvalidUrl INITIAL_URL;
    Any [Set(INITIAL_URL, Text(&["http://1.2.3.4.5/", "http://256.0.0.1/", "https://", "http://a%00b/", "https://xn--/"]))] => InvalidUrl INITIAL_URL;
    Any [Set(INITIAL_URL, Text(&["about:blank", "localhost:3000", "ftp://example.com/", "file:///etc/hosts", "data:text/html,x", "chrome://version", "ws://example.com/"]))] => UrlScheme INITIAL_URL;
    Any [Set(INITIAL_URL, MakeText(url_with_credentials))] => UrlCredentials INITIAL_URL;
    Any [Set(INITIAL_URL, Text(&["http:u:p@example.com/", "https:///u@example.com"]))] => UrlCredentials INITIAL_URL;
    Any [Set(INITIAL_URL, Text(&["ftp://user@example.com/", "ws://u:p@example.com/"]))] => UrlCredentials INITIAL_URL, UrlScheme INITIAL_URL;
    Any [Set(RECORDING, NOT_OBJECT)] => Type RECORDING;
    Any [Set(RECORDING_ACTIVE, NOT_BOOLEAN)] => Type RECORDING_ACTIVE;
    Any [Set("/browserConfiguration/recording/enabled", ANY)] => UnknownProperty "/browserConfiguration/recording/enabled";
    Any [Precede(RECORDING, Raw(&[r#"{"active":"x","active":1,"x":2}"#]))] => DuplicateKey RECORDING, DuplicateKey RECORDING_ACTIVE;
    Any [Set(LIVE_VIEW, NOT_OBJECT)] => Type LIVE_VIEW;
    Any [Set(READ_ONLY, NOT_BOOLEAN)] => Type READ_ONLY;
    Any until V2025 [Set(ONE_TIME_URL, ANY)] => UnknownProperty ONE_TIME_URL;
    Any since V2026 [Set(ONE_TIME_URL, NOT_BOOLEAN)] => Type ONE_TIME_URL;
    Any until V2025 [Set(TAGS, Raw(&[r#"["a",1]"#, r#"["a"]"#, "null"]))] => UnknownProperty TAGS;
    Any since V2026 [Set(TAGS, Raw(&[r#"["a",1,{"b":2,"b":3}]"#]))] => Type "/browserConfiguration/tags/1", Type "/browserConfiguration/tags/2", DuplicateKey "/browserConfiguration/tags/2/b";
    Any since V2026 [Set(TAGS, Raw(&[r#"["a",1]"#, r#"["",null,"b"]"#, r#"["a",[]]"#]))] => Type "/browserConfiguration/tags/1";
    Any since V2026 [Set(TAGS, Raw(&[r#""a""#, "{}", "null", "true"]))] => Type TAGS;
    Any until V2025 [Set(SCOPED_ACCESS, Raw(&[r#"{"active":1,"x":2}"#, "{}", "true"]))] => UnknownProperty SCOPED_ACCESS;
    Any since V2026 [Set(SCOPED_ACCESS, Raw(&[r#"{"active":1,"x":2}"#]))] => Type "/browserConfiguration/scoped_access/active", UnknownProperty "/browserConfiguration/scoped_access/x";
    Any until V2025 [Set(X402, Raw(&["true", "null", "402"]))] => UnknownProperty X402;
    Any since V2026 [Set(X402, NOT_BOOLEAN)] => Type X402;
    Any since V2026 [Precede(X402, ANY)] => DuplicateKey X402;

    // The timeouts.
    Any [Set(TIMEOUT, NOT_OBJECT)] => Type TIMEOUT;
    Any [Set("/browserConfiguration/timeout/maxDuration", ANY)] => UnknownProperty "/browserConfiguration/timeout/maxDuration";
    Any [Set(MAX_DURATION, NOT_INTEGER)] => Type MAX_DURATION;
    Any [Set(MAX_DURATION, Raw(&["9223372036854775808", "1e400", "1e19", "-9223372036854775809"]))] => IntegerRange MAX_DURATION;
    Any [Set(MAX_DURATION, Raw(&["0", "-0", "-2", "0e9", "-0.0", "-2e0"]))] => TimeoutValue MAX_DURATION;
    Any [Set(MAX_DURATION, MakeRaw(negative_duration))] => TimeoutValue MAX_DURATION;
    Any [Set(IDLE_TIMEOUT, NOT_INTEGER)] => Type IDLE_TIMEOUT;
    Any [Set(IDLE_TIMEOUT, Raw(&["-9223372036854775809", "-1e19", "9223372036854775808", "1e400"]))] => IntegerRange IDLE_TIMEOUT;
    Any [Set(IDLE_TIMEOUT, Raw(&["0", "0e9", "-9223372036854775808", "-2"]))] => TimeoutValue IDLE_TIMEOUT;
    Any [Set(IDLE_TIMEOUT, MakeRaw(negative_duration))] => TimeoutValue IDLE_TIMEOUT;
    Any [Set(MAX_DURATION, MakeRaw(short_duration)), Set(IDLE_TIMEOUT, MakeRaw(longer_duration))] => TimeoutOrder IDLE_TIMEOUT;
    Any [Set(MAX_DURATION, Raw(&["2e1"])), Set(IDLE_TIMEOUT, Raw(&["21.0", "9223372036854775807", "21"]))] => TimeoutOrder IDLE_TIMEOUT;

    // A proxy of either kind.
    Any [Set(PROXY, NOT_OBJECT)] => Type PROXY;
    Any [Set(PROXY, Raw(&["{}"]))] => Required ACTIVE;
    Any [Set(PROXY, Raw(&[r#"{"type":"custom"}"#]))] => Required ACTIVE, Required SERVER, Required USERNAME, Required PASSWORD;
    Any [Set(PROXY, Raw(&[r#"{"active":true,"server":"h:1","username":"u","password":"p"}"#]))]
        => UnknownProperty SERVER, UnknownProperty USERNAME, UnknownProperty PASSWORD;
    Any [Set("/browserConfiguration/proxy/countryCode", ANY)] => UnknownProperty "/browserConfiguration/proxy/countryCode";
    Any [Remove(ACTIVE)] => Required ACTIVE;
    Any [Set(ACTIVE, NOT_BOOLEAN)] => Type ACTIVE;
    Any [Precede(TYPE, ANY)] => DuplicateKey TYPE;

    // An Anchor proxy.
    Anchor [Set(TYPE, Raw(&["[\"custom\"]", "null", "1", "{}"]))] => Type TYPE;
    Anchor [Set(TYPE, Text(&["residential", "Custom", "", "anchor", "ANCHOR_PROXY", "anchor-proxy", "datacenter"]))] => Enum TYPE;
    Anchor [Set(COUNTRY, NOT_STRING)] => Type COUNTRY;
    Anchor [Set(COUNTRY, MakeText(unlisted_country))] => CountryUnknown COUNTRY;
    Anchor [Set(COUNTRY, Text(&["US", "uk", "", "usa", "Germany", "de ", "\u{1f1e9}\u{1f1ea}"]))] => CountryUnknown COUNTRY;
    Anchor since V2026 [Set(COUNTRY, MakeText(removed_country))] => CountryUnknown COUNTRY;
    Anchor until V2025 [Set(TYPE, Text(&["anchor_proxy"])), Set(COUNTRY, MakeText(country_without_proxy))] => CountryNotAllowed COUNTRY;
    Anchor until V2025 [Set(TYPE, MakeText(type_without_city)), Set(COUNTRY, MakeText(country_without_type)), Remove(CITY)] => CountryNotAllowed COUNTRY;
    Anchor until V2025 [Set(TYPE, MakeText(type_without_city)), Set(COUNTRY, MakeText(country_without_type))] => CountryNotAllowed COUNTRY, CityUnsupported CITY;
    Anchor until V2025 [Set(TYPE, MakeText(type_without_city)), Set(COUNTRY, MakeText(country_of_type))] => CityUnsupported CITY;
    Anchor until V2025 [Set(TYPE, MakeText(type_without_city)), Set(COUNTRY, MakeText(country_of_type)), Set(CITY, NOT_STRING)] => Type CITY;
    Anchor since V2026 [Set(TYPE, MakeText(type_without_city))] => Enum TYPE;
    Anchor since V2026 [Set(TYPE, MakeText(type_without_city)), Set(COUNTRY, MakeText(removed_country))] => Enum TYPE, CountryUnknown COUNTRY;
    Anchor [Set(TYPE, Text(&["datacenter", "residential"])), Set(COUNTRY, Text(&["uk", "US"]))] => Enum TYPE, CountryUnknown COUNTRY;
    Anchor [Set(REGION, NOT_STRING)] => Type REGION;
    Anchor [Remove(REGION)] => CityRequiresRegion CITY;
    Anchor [Set(CITY, NOT_STRING)] => Type CITY;
    Anchor [Set(CITY, NOT_STRING), Remove(REGION)] => Type CITY, CityRequiresRegion CITY;
    Anchor [Set(SERVER, ANY)] => UnknownProperty SERVER;

    // A custom proxy.
    Custom [Remove(SERVER)] => Required SERVER;
    Custom [Set(SERVER, NOT_STRING)] => Type SERVER;
    Custom [Set(SERVER, Text(&["", "proxy.example.com", "http://proxy.example.com:8080/", "user:pass@proxy.example.com:8080", "h:0", "h:65536", "ftp://h:1", ":1", "h:1 "]))] => ProxyServerFormat SERVER;
    Custom since V2026 [Set(SERVER, Text(&["proxy.example.com:8080", "[::1]:1"]))] => ProxyServerFormat SERVER;
    Custom [Remove(USERNAME)] => Required USERNAME;
    Custom [Set(USERNAME, NOT_STRING)] => Type USERNAME;
    Custom [Remove(PASSWORD)] => Required PASSWORD;
    Custom [Set(PASSWORD, NOT_STRING)] => Type PASSWORD;
    Custom [Set(COUNTRY, ANY)] => UnknownProperty COUNTRY;
    Custom [Set(CITY, ANY)] => UnknownProperty CITY;
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_rule_of_a_request_has_a_fault() {
        for revision in Revision::all() {
            let violated: BTreeSet<Rule> = FAULTS
                .iter()
                .filter(|fault| fault.revisions.contains(&revision))
                .flat_map(|fault| fault.violates)
                .map(|(rule, _)| *rule)
                .collect();
            let others = Rule::all().filter(|rule| !violated.contains(rule));
            let mut expected = vec![Rule::Syntax, Rule::Uuid, Rule::DateTime];
            if revision >= Revision::V2026 {
                // There is one type of Anchor proxy, which supports a city.
                expected.extend([Rule::CountryNotAllowed, Rule::CityUnsupported]);
            }
            expected.sort_unstable();
            assert_eq!(others.collect::<Vec<_>>(), expected, "{revision}");
        }
    }

    #[test]
    fn faults_at_nested_pointers_depend_on_each_other() {
        assert!(are_nested("/a", "/a/b"));
        assert!(are_nested("/a/b", "/a"));
        assert!(are_nested("", "/a"));
        assert!(!are_nested("/a", "/ab"));
    }
}
