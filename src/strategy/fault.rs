//! The table of faults: what each changes in a request, and which rules it violates.

use std::ops::RangeInclusive;

use super::json::Json;
use crate::{Revision, Rule};

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

/// A value, as a constant.
#[derive(Debug)]
pub(super) enum Value {
    /// JSON text.
    Raw(&'static str),
    /// A string.
    Text(&'static str),
    /// A string that repeats another.
    Times(&'static str, usize),
}

use Change::{Precede, Remove, Set};
use Value::{Raw, Text, Times};

impl Change {
    pub(super) const fn pointer(&self) -> &'static str {
        match self {
            Set(pointer, _) | Remove(pointer) | Precede(pointer, _) => pointer,
        }
    }
}

impl Value {
    pub(super) fn json(&self) -> Json {
        match self {
            Raw(text) => Json::Raw((*text).into()),
            Text(text) => Json::Text((*text).to_owned()),
            Times(text, times) => Json::Text(text.repeat(*times)),
        }
    }
}

impl Fault {
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

/// The faults. Each is applied to a request with all members and without violations; an Anchor proxy has
/// the type `anchor_proxy`.
#[rustfmt::skip]
pub(super) static FAULTS: &[Fault] = faults! {
    // The document.
    Any [Set("", Raw("[]"))] => Type "";
    Any [Set("", Raw("null"))] => Type "";
    Any [Set("", Raw(r#"{"language":"typescript"}"#))] => Required NAME;
    Any [Set("", Raw("{}"))] => Required NAME, Required LANGUAGE;
    Any [Set("/tags", Raw("[]"))] => UnknownProperty "/tags";
    Any [Set("/browser_configuration", Raw(r#"{"timeout":"ten"}"#))] => UnknownProperty "/browser_configuration";
    Any [Set("/", Raw("1e400"))] => UnknownProperty "/";
    Any [Set("/a~1b~0c", Raw("null"))] => UnknownProperty "/a~1b~0c";
    Any [Set("/Name", Text("t"))] => UnknownProperty "/Name";
    Any [Set("/x", Raw(r#"[[],{"y":[{"z":1,"\u007a":2,"z":3}]}]"#))] => UnknownProperty "/x", DuplicateKey "/x/1/y/0/z";
    Any [Set("/u", Text("a")), Precede("/u", Text("b"))] => UnknownProperty "/u", DuplicateKey "/u";

    // The name.
    Any [Remove(NAME)] => Required NAME;
    Any [Set(NAME, Raw("null"))] => Type NAME;
    Any [Set(NAME, Raw("7"))] => Type NAME;
    Any [Set(NAME, Text(""))] => MinLength NAME, Pattern NAME;
    Any [Set(NAME, Text("web scraper"))] => Pattern NAME;
    Any [Set(NAME, Text("trailing\n"))] => Pattern NAME;
    Any [Set(NAME, Text("naïve"))] => Pattern NAME;
    Any [Set(NAME, Times("n", 256))] => MaxLength NAME;
    Any [Set(NAME, Times("n.", 128))] => MaxLength NAME, Pattern NAME;
    Any [Precede(NAME, Text(""))] => DuplicateKey NAME;

    // The code.
    Any [Set(CODE, Raw("null"))] => Type CODE;
    Any [Set(CODE, Raw(r#"{"a":[],"a":1}"#))] => Type CODE, DuplicateKey CODE;
    Any [Set(CODE, Text(""))] => EmptyCode CODE;
    Any [Set(CODE, Text("/w=="))] => CodeNotText CODE;
    Any [Set(CODE, Text("7aCA"))] => CodeNotText CODE;
    Any [Set(CODE, Text("cnVu\nKCk7\n"))] => Base64Alphabet CODE;
    Any [Set(CODE, Text("a-_b"))] => Base64Alphabet CODE;
    Any [Set(CODE, Text("run();\u{e9}!?"))] => Base64Alphabet CODE, Base64Padding CODE;
    Any [Set(CODE, Text("QQ"))] => Base64Padding CODE;
    Any [Set(CODE, Text("Q"))] => Base64Padding CODE;
    Any [Set(CODE, Text("QUI"))] => Base64Padding CODE;
    Any [Set(CODE, Text("QQ="))] => Base64Padding CODE;
    Any [Set(CODE, Text("QQ==QQ=="))] => Base64Padding CODE;
    Any [Set(CODE, Text("===="))] => Base64Padding CODE;
    Any [Set(CODE, Text("QUJD="))] => Base64Padding CODE;
    Any [Set(CODE, Text("QR=="))] => Base64TrailingBits CODE;
    Any [Set(CODE, Text("QUJ="))] => Base64TrailingBits CODE;
    Any [Set(CODE, Text("QR==\n"))] => Base64Alphabet CODE, Base64TrailingBits CODE;
    Any [Set(CODE, Text("Q_=="))] => Base64Alphabet CODE, Base64TrailingBits CODE;
    Any [Precede(CODE, Raw("[{}]"))] => DuplicateKey CODE;

    // The language and the description.
    Any [Remove(LANGUAGE)] => Required LANGUAGE;
    Any [Set(LANGUAGE, Raw("true"))] => Type LANGUAGE;
    Any [Set(LANGUAGE, Text("TypeScript"))] => Enum LANGUAGE;
    Any [Set(LANGUAGE, Text(""))] => Enum LANGUAGE;
    Any [Set(DESCRIPTION, Raw("[]"))] => Type DESCRIPTION;
    Any [Set(DESCRIPTION, Times("d", 1001))] => MaxLength DESCRIPTION;
    Any [Set(DESCRIPTION, Times("\u{1f389}", 1001))] => MaxLength DESCRIPTION;

    // The session.
    Any [Set(SESSION, Raw("null"))] => Type SESSION;
    Any [Set(SESSION, Raw(r#"[{"k":1,"k":1}]"#))] => Type SESSION, DuplicateKey "/browserConfiguration/0/k";
    Any [Set("/browserConfiguration/initialUrl", Text("https://example.com/"))] => UnknownProperty "/browserConfiguration/initialUrl";
    Any [Set(INITIAL_URL, Raw("0"))] => Type INITIAL_URL;
    Any [Set(INITIAL_URL, Text(""))] => Uri INITIAL_URL;
    Any [Set(INITIAL_URL, Text("example.com/page"))] => Uri INITIAL_URL;
    Any [Set(INITIAL_URL, Text("https://example.com/a b"))] => Uri INITIAL_URL;
    Any [Set(INITIAL_URL, Text("https://example.com/\n"))] => Uri INITIAL_URL;
    Any [Set(INITIAL_URL, Text("https://example.com/%zz"))] => Uri INITIAL_URL;
    Any [Set(INITIAL_URL, Text("https://example.com:99999/"))] => InvalidUrl INITIAL_URL;
    Any [Set(INITIAL_URL, Text("http://1.2.3.4.5/"))] => InvalidUrl INITIAL_URL;
    Any [Set(INITIAL_URL, Text("about:blank"))] => UrlScheme INITIAL_URL;
    Any [Set(INITIAL_URL, Text("localhost:3000"))] => UrlScheme INITIAL_URL;
    Any [Set(INITIAL_URL, Text("https://user:pass@example.com/"))] => UrlCredentials INITIAL_URL;
    Any [Set(INITIAL_URL, Text("http:u:p@example.com/"))] => UrlCredentials INITIAL_URL;
    Any [Set(INITIAL_URL, Text("ftp://user@example.com/"))] => UrlCredentials INITIAL_URL, UrlScheme INITIAL_URL;
    Any [Set(RECORDING, Raw("true"))] => Type RECORDING;
    Any [Set(RECORDING_ACTIVE, Raw("0"))] => Type RECORDING_ACTIVE;
    Any [Set("/browserConfiguration/recording/enabled", Raw("true"))] => UnknownProperty "/browserConfiguration/recording/enabled";
    Any [Precede(RECORDING, Raw(r#"{"active":"x","active":1,"x":2}"#))] => DuplicateKey RECORDING, DuplicateKey RECORDING_ACTIVE;
    Any [Set(LIVE_VIEW, Text("on"))] => Type LIVE_VIEW;
    Any [Set(READ_ONLY, Text("true"))] => Type READ_ONLY;
    Any until V2025 [Set(ONE_TIME_URL, Raw("{}"))] => UnknownProperty ONE_TIME_URL;
    Any since V2026 [Set(ONE_TIME_URL, Raw("{}"))] => Type ONE_TIME_URL;
    Any until V2025 [Set(TAGS, Raw(r#"["a",1]"#))] => UnknownProperty TAGS;
    Any since V2026 [Set(TAGS, Raw(r#"["a",1,{"b":2,"b":3}]"#))] => Type "/browserConfiguration/tags/1", Type "/browserConfiguration/tags/2", DuplicateKey "/browserConfiguration/tags/2/b";
    Any since V2026 [Set(TAGS, Text("a"))] => Type TAGS;
    Any until V2025 [Set(SCOPED_ACCESS, Raw(r#"{"active":1,"x":2}"#))] => UnknownProperty SCOPED_ACCESS;
    Any since V2026 [Set(SCOPED_ACCESS, Raw(r#"{"active":1,"x":2}"#))] => Type "/browserConfiguration/scoped_access/active", UnknownProperty "/browserConfiguration/scoped_access/x";
    Any until V2025 [Set(X402, Raw("true"))] => UnknownProperty X402;
    Any since V2026 [Set(X402, Raw("null"))] => Type X402;
    Any since V2026 [Precede(X402, Raw("{}"))] => DuplicateKey X402;

    // The timeouts.
    Any [Set(TIMEOUT, Raw("20"))] => Type TIMEOUT;
    Any [Set("/browserConfiguration/timeout/maxDuration", Raw("20"))] => UnknownProperty "/browserConfiguration/timeout/maxDuration";
    Any [Set(MAX_DURATION, Text("20"))] => Type MAX_DURATION;
    Any [Set(MAX_DURATION, Raw("20.5"))] => Type MAX_DURATION;
    Any [Set(MAX_DURATION, Raw("9223372036854775808"))] => IntegerRange MAX_DURATION;
    Any [Set(MAX_DURATION, Raw("1e400"))] => IntegerRange MAX_DURATION;
    Any [Set(MAX_DURATION, Raw("-0"))] => TimeoutValue MAX_DURATION;
    Any [Set(MAX_DURATION, Raw("-2"))] => TimeoutValue MAX_DURATION;
    Any [Set(IDLE_TIMEOUT, Raw("null"))] => Type IDLE_TIMEOUT;
    Any [Set(IDLE_TIMEOUT, Raw("1e-400"))] => Type IDLE_TIMEOUT;
    Any [Set(IDLE_TIMEOUT, Raw("1.00000000000000000000001"))] => Type IDLE_TIMEOUT;
    Any [Set(IDLE_TIMEOUT, Raw("-9223372036854775809"))] => IntegerRange IDLE_TIMEOUT;
    Any [Set(IDLE_TIMEOUT, Raw("-1e19"))] => IntegerRange IDLE_TIMEOUT;
    Any [Set(IDLE_TIMEOUT, Raw("0e9"))] => TimeoutValue IDLE_TIMEOUT;
    Any [Set(IDLE_TIMEOUT, Raw("-9223372036854775808"))] => TimeoutValue IDLE_TIMEOUT;
    Any [Set(MAX_DURATION, Raw("5")), Set(IDLE_TIMEOUT, Raw("6"))] => TimeoutOrder IDLE_TIMEOUT;
    Any [Set(MAX_DURATION, Raw("2e1")), Set(IDLE_TIMEOUT, Raw("21.0"))] => TimeoutOrder IDLE_TIMEOUT;

    // A proxy of either kind.
    Any [Set(PROXY, Raw("[]"))] => Type PROXY;
    Any [Set(PROXY, Raw("{}"))] => Required ACTIVE;
    Any [Set(PROXY, Raw(r#"{"type":"custom"}"#))] => Required ACTIVE, Required SERVER, Required USERNAME, Required PASSWORD;
    Any [Set(PROXY, Raw(r#"{"active":true,"server":"h:1","username":"u","password":"p"}"#))]
        => UnknownProperty SERVER, UnknownProperty USERNAME, UnknownProperty PASSWORD;
    Any [Set("/browserConfiguration/proxy/countryCode", Text("de"))] => UnknownProperty "/browserConfiguration/proxy/countryCode";
    Any [Remove(ACTIVE)] => Required ACTIVE;
    Any [Set(ACTIVE, Text("yes"))] => Type ACTIVE;
    Any [Precede(TYPE, Text("other"))] => DuplicateKey TYPE;

    // An Anchor proxy.
    Anchor [Set(TYPE, Raw("[\"custom\"]"))] => Type TYPE;
    Anchor [Set(TYPE, Text("residential"))] => Enum TYPE;
    Anchor [Set(TYPE, Text("Custom"))] => Enum TYPE;
    Anchor [Set(COUNTRY, Raw("49"))] => Type COUNTRY;
    Anchor [Set(COUNTRY, Text("US"))] => CountryUnknown COUNTRY;
    Anchor [Set(COUNTRY, Text("uk"))] => CountryUnknown COUNTRY;
    Anchor [Set(COUNTRY, Text(""))] => CountryUnknown COUNTRY;
    Anchor until V2025 [Set(TYPE, Text("anchor_proxy")), Set(COUNTRY, Text("gb"))] => CountryNotAllowed COUNTRY;
    Anchor until V2025 [Set(TYPE, Text("anchor_mobile")), Set(COUNTRY, Text("li")), Remove(CITY)] => CountryNotAllowed COUNTRY;
    Anchor since V2026 [Set(TYPE, Text("anchor_mobile")), Set(COUNTRY, Text("li"))] => Enum TYPE;
    Anchor until V2025 [Set(TYPE, Text("anchor_residential")), Set(COUNTRY, Text("bt"))] => CountryNotAllowed COUNTRY, CityUnsupported CITY;
    Anchor since V2026 [Set(TYPE, Text("anchor_residential")), Set(COUNTRY, Text("bt"))] => Enum TYPE, CountryUnknown COUNTRY;
    Anchor since V2026 [Set(COUNTRY, Text("ru"))] => CountryUnknown COUNTRY;
    Anchor until V2025 [Set(TYPE, Text("anchor_gov")), Set(COUNTRY, Text("de"))] => CityUnsupported CITY;
    Anchor since V2026 [Set(TYPE, Text("anchor_gov")), Set(COUNTRY, Text("de"))] => Enum TYPE;
    Anchor [Set(TYPE, Text("datacenter")), Set(COUNTRY, Text("uk"))] => Enum TYPE, CountryUnknown COUNTRY;
    Anchor [Set(REGION, Raw("{}"))] => Type REGION;
    Anchor [Remove(REGION)] => CityRequiresRegion CITY;
    Anchor [Set(CITY, Raw("false"))] => Type CITY;
    Anchor [Set(CITY, Raw("null")), Remove(REGION)] => Type CITY, CityRequiresRegion CITY;
    Anchor until V2025 [Set(TYPE, Text("anchor_gov")), Set(COUNTRY, Text("de")), Set(CITY, Raw("1"))] => Type CITY;
    Anchor [Set(SERVER, Text("proxy.example.com:8080"))] => UnknownProperty SERVER;

    // A custom proxy.
    Custom [Remove(SERVER)] => Required SERVER;
    Custom [Set(SERVER, Raw("8080"))] => Type SERVER;
    Custom [Set(SERVER, Text(""))] => ProxyServerFormat SERVER;
    Custom [Set(SERVER, Text("proxy.example.com"))] => ProxyServerFormat SERVER;
    Custom since V2026 [Set(SERVER, Text("proxy.example.com:8080"))] => ProxyServerFormat SERVER;
    Custom [Set(SERVER, Text("http://proxy.example.com:8080/"))] => ProxyServerFormat SERVER;
    Custom [Set(SERVER, Text("user:pass@proxy.example.com:8080"))] => ProxyServerFormat SERVER;
    Custom [Remove(USERNAME)] => Required USERNAME;
    Custom [Set(USERNAME, Raw("null"))] => Type USERNAME;
    Custom [Remove(PASSWORD)] => Required PASSWORD;
    Custom [Set(PASSWORD, Raw("123456"))] => Type PASSWORD;
    Custom [Set(COUNTRY, Text("de"))] => UnknownProperty COUNTRY;
    Custom [Set(CITY, Text("berlin"))] => UnknownProperty CITY;
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
