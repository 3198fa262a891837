//! The documents for the benches.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A document, or a stream of them.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) name: &'static str,
    pub(crate) inputs: Vec<Vec<u8>>,
}

/// All documents, with `stream_length` documents in the stream.
pub(crate) fn all(stream_length: u64) -> Vec<Document> {
    let one = |name, json: String| Document {
        name,
        inputs: vec![json.into_bytes()],
    };
    vec![
        one("small", small()),
        one("typical", typical(&code(350))),
        one("64 KiB", typical(&code(48 * 1024))),
        one("1 MiB", typical(&code(768 * 1024))),
        one("escapes", escapes()),
        one("invalid", invalid()),
        Document {
            name: "stream",
            inputs: stream(stream_length),
        },
    ]
}

/// Base64-encoded source code of the given length.
fn code(length: usize) -> String {
    let line = "const page = await browser.newPage(); // go on\n";
    STANDARD.encode(line.chars().cycle().take(length).collect::<String>())
}

fn small() -> String {
    r#"{"name":"web-scraper","language":"typescript","browserConfiguration":{"initial_url":"https://example.com/"}}"#
        .to_owned()
}

/// A request with all members.
fn typical(code: &str) -> String {
    format!(
        r#"{{
  "name": "web-scraper",
  "language": "typescript",
  "description": "Collects product names, prices and pictures from shops",
  "code": "{code}",
  "browserConfiguration": {{
    "initial_url": "https://example.com/products?page=1&sort=price",
    "recording": {{"active": true}},
    "proxy": {{
      "active": true,
      "type": "anchor_proxy",
      "country_code": "us",
      "region": "ca",
      "city": "los-angeles"
    }},
    "timeout": {{"max_duration": 30, "idle_timeout": 5}},
    "live_view": {{"read_only": true}}
  }}
}}"#
    )
}

/// A description full of escapes, as written by tools that only emit ASCII.
fn escapes() -> String {
    let description = r"\u0142\u00f3d\u017a \ud83c\udf89 \u201cquoted\u201d\n\t".repeat(15);
    format!(r#"{{"name":"web-scraper","language":"typescript","description":"{description}"}}"#)
}

/// A request with eight errors.
fn invalid() -> String {
    r#"{
  "name": "web scraper",
  "language": "javascript",
  "description": 12,
  "code": "Y29uc3QgYW5jaG9yID0gcmVxdWlyZS",
  "browserConfiguration": {
    "initial_url": "example.com",
    "recording": {"active": "yes"},
    "proxy": {"active": true, "type": "anchor_gov", "country_code": "gb", "city": "london", "region": "eng"},
    "timeout": {"max_duration": 30, "idle_timeout": 5}
  }
}"#
    .to_owned()
}

/// Various documents; the result is deterministic.
pub(crate) fn stream(count: u64) -> Vec<Vec<u8>> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |bound: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % bound
    };
    let countries = ["us", "de", "fr", "gb", "uk", "jp"];
    let types = [
        "anchor_residential",
        "anchor_mobile",
        "anchor_gov",
        "anchor_proxy",
    ];
    (0..count)
        .map(|number| {
            let length = usize::try_from(next(900)).unwrap_or_default();
            let pick = |list: &[&'static str], at: u64| {
                list.get(usize::try_from(at).unwrap_or_default()).copied().unwrap_or_default()
            };
            let (country, proxy) = (pick(&countries, next(6)), pick(&types, next(4)));
            let (limit, idle) = (next(120) + 1, next(60) + 1);
            format!(
                r#"{{"name":"task-{number}","language":"typescript","code":"{}","browserConfiguration":{{"initial_url":"https://shop-{number}.example.com/list","proxy":{{"active":true,"type":"{proxy}","country_code":"{country}"}},"timeout":{{"max_duration":{limit},"idle_timeout":{idle}}}}}}}"#,
                code(length)
            )
            .into_bytes()
        })
        .collect()
}
