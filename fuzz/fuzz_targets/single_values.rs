//! The rules for the code and the initial URL, compared with independent implementations.

#![no_main]

use std::collections::BTreeMap;

use anchorbrowser_schema::{CreateTaskRequest, Report, Rule, SessionConfig, Validate};
use base64::engine::general_purpose::{GeneralPurpose, PAD, STANDARD};
use base64::{Engine, alphabet};
use fluent_uri::Uri;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use url::Url;

fuzz_target!(|text: &str| {
    check_code(text);
    check_initial_url(text);
});

/// The parameters of each violated rule.
fn violations(report: &Report) -> BTreeMap<Rule, Value> {
    report
        .violations()
        .iter()
        .map(|violation| {
            let params =
                serde_json::to_value(violation.kind()).expect("parameters can be serialized");
            (violation.kind().rule().expect("a known rule"), params)
        })
        .collect()
}

/// Asserts whether a rule is violated.
#[track_caller]
fn assert_violated(violations: &BTreeMap<Rule, Value>, rule: Rule, expected: bool) {
    let actual = violations.contains_key(&rule);
    assert_eq!(actual, expected, "{rule}: {violations:?}");
}

fn check_code(text: &str) {
    let violations = violations(&CreateTaskRequest::new("t").with_code(text).check());
    let decoded = STANDARD.decode(text);
    let errors = [
        Rule::Base64Alphabet,
        Rule::Base64Padding,
        Rule::Base64TrailingBits,
    ];
    let is_invalid = errors
        .into_iter()
        .any(|rule| violations.contains_key(&rule));
    assert_eq!(is_invalid, decoded.is_err(), "{violations:?}");
    assert_violated(&violations, Rule::EmptyCode, text.is_empty());
    let is_not_text = decoded.is_ok_and(|bytes| String::from_utf8(bytes).is_err());
    assert_violated(&violations, Rule::CodeNotText, is_not_text);

    let is_foreign = |c: &char| !c.is_ascii_alphanumeric() && !"+/=".contains(*c);
    let foreign = text.chars().filter(is_foreign).count();
    let alphabet = text
        .chars()
        .position(|c| is_foreign(&c))
        .map(|index| json!({"index": index, "count": foreign}));
    assert_eq!(violations.get(&Rule::Base64Alphabet), alphabet.as_ref());

    // Convert to the standard alphabet, and remove characters that are in neither alphabet.
    let kept: String = text.replace('-', "+").replace('_', "/");
    let kept: String = kept.chars().filter(|c| !is_foreign(c)).collect();
    let lenient = GeneralPurpose::new(
        &alphabet::STANDARD,
        PAD.with_decode_allow_trailing_bits(true),
    );
    let (padded, canonical) = (
        lenient.decode(&kept).is_ok(),
        STANDARD.decode(&kept).is_ok(),
    );
    assert_violated(&violations, Rule::Base64Padding, !padded);
    assert_violated(&violations, Rule::Base64TrailingBits, padded && !canonical);
    if let Some(params) = violations.get(&Rule::Base64Padding) {
        let padding = kept.matches('=').count();
        assert_eq!(
            params,
            &json!({"symbols": kept.len() - padding, "padding": padding})
        );
    }
}

/// Whether the part before the colon may be a secret instead of a scheme: the user name in
/// `user:password@host`, the whole of `token:`, or a string longer than common schemes.
fn may_be_secret(text: &str) -> bool {
    let (scheme, rest) = text.split_once(':').unwrap_or((text, ""));
    let has_rest = rest.contains(|c: char| c.is_ascii_alphanumeric());
    rest.contains('@') || rest.contains("%40") || scheme.len() > 15 || !has_rest
}

fn check_initial_url(text: &str) {
    let violations = violations(&SessionConfig::new().with_initial_url(text).check());
    let uri = Uri::parse(text);
    let is_uri = uri.is_ok();
    // Browsers reject an empty host after user info; the parser accepts it in schemes that are not special.
    let authority = uri.as_ref().ok().and_then(|uri| uri.authority());
    let lacks_host = authority.is_some_and(|it| it.userinfo().is_some() && it.host().is_empty());
    let parsed = Url::parse(text).ok().filter(|_| !lacks_host);
    assert_violated(&violations, Rule::Uri, !is_uri);
    assert_violated(&violations, Rule::InvalidUrl, is_uri && parsed.is_none());
    let (mut other_scheme, mut credentials) = (None, false);
    if let (true, Some(url)) = (is_uri, &parsed) {
        other_scheme = Some(url.scheme()).filter(|scheme| !matches!(*scheme, "http" | "https"));
        credentials =
            !url.username().is_empty() || url.password().is_some_and(|text| !text.is_empty());
    }
    assert_violated(&violations, Rule::UrlScheme, other_scheme.is_some());
    if let Some(params) = violations.get(&Rule::UrlScheme) {
        let shown = params.get("scheme").and_then(Value::as_str);
        let hidden = shown.is_none() && may_be_secret(text);
        assert!(shown == other_scheme || hidden, "{params}");
        // The longest of the common schemes is `javascript`.
        let is_all = text.len() > "javascript:".len() && text.find(':') == Some(text.len() - 1);
        assert!(!is_all || hidden, "{params}");
    }
    assert_violated(&violations, Rule::UrlCredentials, credentials);
    if let Some(index) = violations
        .get(&Rule::Uri)
        .and_then(|params| params["index"].as_u64())
    {
        let index = usize::try_from(index).expect("an index");
        let before: String = text.chars().take(index).collect();
        assert!(
            before.is_ascii() && before.len() < text.len(),
            "{index} of {text:?}"
        );
    }
}
