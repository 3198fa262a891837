//! Faults: each violates one rule in a document that is otherwise valid.

/// Members that are set to a JSON text, or removed.
type Changes = &'static [(&'static str, Option<&'static str>)];

const NAME: &str = "/name";
const CODE: &str = "/code";
const LANGUAGE: &str = "/language";

const URL: &str = "/browserConfiguration/initial_url";
const TYPE: &str = "/browserConfiguration/proxy/type";
const COUNTRY: &str = "/browserConfiguration/proxy/country_code";
const REGION: &str = "/browserConfiguration/proxy/region";
const MAX: &str = "/browserConfiguration/timeout/max_duration";
const IDLE: &str = "/browserConfiguration/timeout/idle_timeout";
const PROXY: &str = "/browserConfiguration/proxy";

/// What each violates, and how. They are applied to documents with all members.
pub(crate) const FAULTS: &[(&str, Changes)] = &[
    ("type: integer for a string", &[(NAME, Some("12"))]),
    (
        "type: string for an object",
        &[("/browserConfiguration/recording", Some("\"yes\""))],
    ),
    (
        "type: string for a boolean",
        &[("/browserConfiguration/recording/active", Some("\"yes\""))],
    ),
    ("type: null", &[(REGION, Some("null"))]),
    ("type: fraction", &[(MAX, Some("20.5"))]),
    ("required: language", &[(LANGUAGE, None)]),
    (
        "required: active",
        &[("/browserConfiguration/proxy/active", None)],
    ),
    ("enum: language", &[(LANGUAGE, Some("\"javascript\""))]),
    (
        "enum: language, near",
        &[(LANGUAGE, Some("\"TypeScript\""))],
    ),
    ("enum: proxy type", &[(TYPE, Some("\"datacenter\""))]),
    (
        "enum: proxy type, near",
        &[(TYPE, Some("\"anchor-proxy\""))],
    ),
    ("min-length", &[(NAME, Some("\"\""))]),
    ("max-length: name", &[(NAME, Some(LONG_NAME))]),
    ("pattern", &[(NAME, Some("\"web scraper\""))]),
    ("base64-alphabet", &[(CODE, Some("\"cnVu!KCk7\""))]),
    (
        "base64-alphabet: line break",
        &[(CODE, Some("\"cnVu\\nKCk7\\n\""))],
    ),
    ("base64-padding", &[(CODE, Some("\"cnVuKCk\""))]),
    ("base64-trailing-bits", &[(CODE, Some("\"cnVuKCl=\""))]),
    ("uri: relative", &[(URL, Some("\"example.com/page\""))]),
    ("uri: space", &[(URL, Some("\"https://example.com/a b\""))]),
    (
        "invalid-url: port",
        &[(URL, Some("\"https://example.com:99999/\""))],
    ),
    (
        "invalid-url: address",
        &[(URL, Some("\"https://1.2.3.4.5/\""))],
    ),
    ("url-scheme", &[(URL, Some("\"ftp://example.com/list\""))]),
    ("url-scheme: about", &[(URL, Some("\"about:blank\""))]),
    (
        "url-credentials",
        &[(URL, Some("\"https://user:secret@example.com/\""))],
    ),
    ("country-unknown", &[(COUNTRY, Some("\"US\""))]),
    ("country-unknown: alias", &[(COUNTRY, Some("\"uk\""))]),
    ("country-unknown: name", &[(COUNTRY, Some("\"germany\""))]),
    ("country-unknown: other", &[(COUNTRY, Some("\"atlantis\""))]),
    ("country-not-allowed", &[(COUNTRY, Some("\"gb\""))]),
    ("city-requires-region", &[(REGION, None)]),
    ("city-unsupported", &[(TYPE, Some("\"anchor_gov\""))]),
    ("integer-range", &[(MAX, Some("1e400"))]),
    ("timeout-value", &[(MAX, Some("0"))]),
    ("timeout-order", &[(MAX, Some("5")), (IDLE, Some("6"))]),
    ("unknown-property", &[("/tag_list", Some("[]"))]),
    (
        "unknown-property: near",
        &[("/browser_configuration", Some("{}"))],
    ),
    (
        "unknown-property: proxy",
        &[("/browserConfiguration/proxy/countryCode", Some("\"de\""))],
    ),
    (
        "duplicate-key",
        &[(
            "/browserConfiguration/recording",
            Some("{\"active\":true,\"active\":true}"),
        )],
    ),
    (
        "duplicate-key and unknown-property",
        &[("/extra", Some("{\"a\":1,\"a\":2}"))],
    ),
    ("empty-code", &[(CODE, Some("\"\""))]),
    ("code-not-text", &[(CODE, Some("\"/w==\""))]),
    ("proxy-server-format", &[(PROXY, Some(CUSTOM))]),
    (
        "required: custom proxy",
        &[(PROXY, Some("{\"type\":\"custom\",\"active\":true}"))],
    ),
    ("syntax", &[(MAX, Some("01"))]),
];

const CUSTOM: &str =
    r#"{"type":"custom","active":true,"server":"proxy.example.com","username":"u","password":"p"}"#;

/// 256 characters.
const LONG_NAME: &str = concat!(
    "\"",
    "abcdefghijklmnopqrstuvwxyz-_0123abcdefghijklmnopqrstuvwxyz-_0123",
    "abcdefghijklmnopqrstuvwxyz-_0123abcdefghijklmnopqrstuvwxyz-_0123",
    "abcdefghijklmnopqrstuvwxyz-_0123abcdefghijklmnopqrstuvwxyz-_0123",
    "abcdefghijklmnopqrstuvwxyz-_0123abcdefghijklmnopqrstuvwxyz-_0123",
    "\""
);
