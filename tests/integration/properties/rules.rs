//! Rules of single texts, against the published patterns and the crates that are their judges.

use anchorbrowser_schema::strategy;
use anchorbrowser_schema::{
    CreateTaskRequest, CustomProxy, Rule, SessionConfig, Validate, Violation,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use regex::Regex;

use super::cases;

fn rules<T: Validate>(value: &T) -> Vec<Rule> {
    value
        .check()
        .violations()
        .iter()
        .map(Violation::rule)
        .collect()
}

#[test]
fn a_name_is_what_the_published_pattern_and_lengths_take() {
    // `$` is the end of the text here, not of a line.
    let pattern = Regex::new("^[a-zA-Z0-9_-]+$").unwrap();
    let names = prop_oneof![
        4 => strategy::name(),
        4 => "[a-zA-Z0-9_. \n-]{0,8}",
        1 => "[a-c]{0,4}\n?",
        1 => "[a-z]{250,260}",
        1 => "[aé\u{ff21}🎉]{250,260}",
        1 => any::<String>(),
    ];
    proptest!(cases(4000), |(name in names)| {
        let length = name.chars().count();
        let broken = [
            (length < 1, Rule::MinLength),
            (length > 255, Rule::MaxLength),
            (!pattern.is_match(&name), Rule::Pattern),
        ];
        let expected: Vec<Rule> = broken.into_iter().filter(|(broken, _)| *broken).map(|(_, rule)| rule).collect();
        let mut found = rules(&CreateTaskRequest::new(name));
        found.sort();
        prop_assert_eq!(found, expected);
    });
}

#[test]
fn a_description_has_at_most_1000_characters() {
    let descriptions = prop_oneof![strategy::description(), "[aé🎉]{995,1005}", any::<String>()];
    proptest!(cases(1000), |(description in descriptions)| {
        let too_long = description.chars().count() > 1000;
        let task = CreateTaskRequest::new("t").with_description(description);
        prop_assert_eq!(rules(&task) == [Rule::MaxLength], too_long);
    });
}

#[test]
fn a_code_is_what_the_published_pattern_and_a_strict_decoder_take() {
    let pattern = Regex::new("^[A-Za-z0-9+/]*={0,2}$").unwrap();
    let alphabet = Regex::new("^[A-Za-z0-9+/=]*$").unwrap();
    let codes = prop_oneof![
        4 => strategy::code(),
        4 => "[A-DQgw048+/=_\n -]{0,9}",
        4 => "([A-Z]{4}){0,40}[A-Za-z0-9+/]{0,3}={0,3}",
        1 => "([A-Za-z0-9+/]{4}){0,40}[=\n ]?[A-Za-z0-9+/]{0,4}={0,2}\n?",
        1 => any::<String>(),
    ];
    proptest!(cases(6000), |(code in codes)| {
        let decoded = STANDARD.decode(&code);
        let found = rules(&CreateTaskRequest::new("t").with_code(&*code));
        let broken = found.iter().any(|rule| rule.name().starts_with("base64"));
        prop_assert_eq!(broken, !(pattern.is_match(&code) && decoded.is_ok()), "{:?} {:?}", code, found);
        prop_assert_eq!(found.contains(&Rule::Base64Alphabet), !alphabet.is_match(&code));
        prop_assert_eq!(found.contains(&Rule::EmptyCode), code.is_empty());
        let is_text = decoded.map_or(true, |bytes| String::from_utf8(bytes).is_ok());
        prop_assert_eq!(found.contains(&Rule::CodeNotText), !is_text);
    });
}

#[test]
fn padding_and_trailing_bits_are_judged_on_the_symbols_that_are_left() {
    let codes = prop_oneof!["[AQR/_\n =é-]{0,9}", "[A-Za-z_-]{0,7}[ \n]?={0,3}"];
    proptest!(cases(4000), |(code in codes)| {
        let left: String = code.chars().filter(|c| c.is_ascii_alphanumeric() || "+/-_=".contains(*c)).collect();
        let symbols = left.trim_end_matches('=');
        let padding = left.len() - symbols.len();
        let wrong = symbols.contains('=') || padding > 2 || !left.len().is_multiple_of(4);
        let found = rules(&CreateTaskRequest::new("t").with_code(&*code));
        prop_assert_eq!(found.contains(&Rule::Base64Padding), wrong, "{:?}", code);
        let standard = left.replace('-', "+").replace('_', "/");
        let trailing = !wrong && STANDARD.decode(standard).is_err();
        prop_assert_eq!(found.contains(&Rule::Base64TrailingBits), trailing, "{:?}", code);
    });
}

/// The rules of a start URL, by its two judges.
fn rules_of_url(text: &str) -> Vec<Rule> {
    if fluent_uri::Uri::parse(text).is_err() {
        return vec![Rule::Uri];
    }
    let Ok(url) = url::Url::parse(text) else {
        return vec![Rule::InvalidUrl];
    };
    let credentials = !url.username().is_empty() || url.password().is_some_and(|p| !p.is_empty());
    let scheme = !["http", "https"].contains(&url.scheme());
    let broken = [
        (credentials, Rule::UrlCredentials),
        (scheme, Rule::UrlScheme),
    ];
    let mut rules: Vec<Rule> = broken
        .into_iter()
        .filter(|(broken, _)| *broken)
        .map(|(_, rule)| rule)
        .collect();
    rules.sort();
    rules
}

#[test]
fn a_start_url_is_what_rfc_3986_and_whatwg_take() {
    let urls = prop_oneof![
        4 => strategy::initial_url(),
        4 => "(https?|HTTP|ftp|x\\+y|about|file)?:?/{0,3}([a-z%]{0,4}(:[a-z]{0,2})?@)?[a-z0-9.%\\[\\]:-]{0,10}(:[0-9]{0,6})?[/?#]?[ -~]{0,6}",
        2 => "https?://([a-z0-9xn-]{0,6}\\.){0,3}[a-z0-9-]{0,6}(:[0-9]{0,6})?([/?#][ -~]{0,4}){0,2}",
        1 => "https?://[0-9x.]{0,14}/?",
        1 => "https?://\\[[0-9a-fv:.]{0,12}\\]?/?",
        1 => any::<String>(),
    ];
    proptest!(cases(6000), |(url in urls)| {
        let mut found = rules(&SessionConfig::new().with_initial_url(&*url));
        found.sort();
        prop_assert_eq!(found, rules_of_url(&url), "{}", url);
    });
}

#[test]
fn a_server_is_a_host_and_a_port_and_nothing_else() {
    let servers = prop_oneof![
        2 => strategy::server(),
        4 => "((http|https|socks5|SOCKS5|ftp)://)?([a-z]@)?([a-z0-9._-]{0,8}|\\[[0-9a-f:.]{0,8}\\]|[!%4a]{0,5})(:[0-9]{0,6})?[/?#]?",
        1 => any::<String>(),
    ];
    let form = Regex::new(r"^(?i:http://|https://|socks5://)?(.+):([0-9]{1,5})$").unwrap();
    proptest!(cases(3000), |(server in servers)| {
        let is_server = form.captures(&server).is_some_and(|parts| {
            let is_host = fluent_uri::UriRef::parse(format!("//{}", &parts[1]))
                .is_ok_and(|uri| uri.authority().is_some_and(|a| a.host() == &parts[1]));
            is_host && parts[2].parse::<u16>().is_ok_and(|port| port > 0)
        });
        let found = rules(&CustomProxy::new(&*server, "u", "p"));
        prop_assert_eq!(found.is_empty(), is_server, "{}", server);
    });
}
