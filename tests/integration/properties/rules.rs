//! Rules of single strings, compared to the published patterns and to independent parsers.

use anchorbrowser_schema::strategy;
use anchorbrowser_schema::{
    CreateTaskRequest, CustomProxy, Revision, Rule, SessionConfig, Validate,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use regex::Regex;

use super::cases;
use crate::support::rule_of;

fn rules_violated_by<T: Validate>(value: &T) -> Vec<Rule> {
    value.check().violations().iter().map(rule_of).collect()
}

#[test]
fn a_name_is_valid_if_it_satisfies_the_published_pattern_and_lengths() {
    // In this crate `$` is the end of the string, not of a line.
    let pattern = Regex::new("^[a-zA-Z0-9_-]+$").unwrap();
    let names = prop_oneof![
        4 => strategy::name(Revision::default()),
        4 => "[a-zA-Z0-9_. \n-]{0,8}",
        1 => "[a-c]{0,4}\n?",
        1 => "[a-z]{250,260}",
        1 => "[aé\u{ff21}🎉]{250,260}",
        1 => any::<String>(),
    ];
    proptest!(cases(4000), |(name in names)| {
        let length = name.chars().count();
        let violated = [
            (length < 1, Rule::MinLength),
            (length > 255, Rule::MaxLength),
            (!pattern.is_match(&name), Rule::Pattern),
        ];
        let expected: Vec<Rule> = violated.into_iter().filter(|(violated, _)| *violated).map(|(_, rule)| rule).collect();
        let mut actual = rules_violated_by(&CreateTaskRequest::new(name));
        actual.sort();
        prop_assert_eq!(actual, expected);
    });
}

#[test]
fn a_description_has_at_most_1000_characters() {
    let descriptions = prop_oneof![
        strategy::description(Revision::default()),
        "[aé🎉]{995,1005}",
        any::<String>()
    ];
    proptest!(cases(1000), |(description in descriptions)| {
        let too_long = description.chars().count() > 1000;
        let task = CreateTaskRequest::new("t").with_description(description);
        prop_assert_eq!(rules_violated_by(&task) == [Rule::MaxLength], too_long);
    });
}

#[test]
fn code_is_valid_if_it_matches_the_published_pattern_and_decodes_strictly() {
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
        let actual = rules_violated_by(&CreateTaskRequest::new("t").with_code(&*code));
        let is_invalid = actual.iter().any(|rule| rule.name().starts_with("base64"));
        prop_assert_eq!(is_invalid, !(pattern.is_match(&code) && decoded.is_ok()), "{:?} {:?}", code, actual);
        prop_assert_eq!(actual.contains(&Rule::Base64Alphabet), !alphabet.is_match(&code));
        prop_assert_eq!(actual.contains(&Rule::EmptyCode), code.is_empty());
        let is_text = decoded.map_or(true, |bytes| String::from_utf8(bytes).is_ok());
        prop_assert_eq!(actual.contains(&Rule::CodeNotText), !is_text);
    });
}

#[test]
fn padding_and_trailing_bits_ignore_characters_outside_both_alphabets() {
    let codes = prop_oneof!["[AQR/_\n =é-]{0,9}", "[A-Za-z_-]{0,7}[ \n]?={0,3}"];
    proptest!(cases(4000), |(code in codes)| {
        let kept: String = code.chars().filter(|c| c.is_ascii_alphanumeric() || "+/-_=".contains(*c)).collect();
        let symbols = kept.trim_end_matches('=');
        let padding = kept.len() - symbols.len();
        let has_invalid_padding = symbols.contains('=') || padding > 2 || !kept.len().is_multiple_of(4);
        let actual = rules_violated_by(&CreateTaskRequest::new("t").with_code(&*code));
        prop_assert_eq!(actual.contains(&Rule::Base64Padding), has_invalid_padding, "{:?}", code);
        let standard = kept.replace('-', "+").replace('_', "/");
        let has_trailing_bits = !has_invalid_padding && STANDARD.decode(standard).is_err();
        prop_assert_eq!(actual.contains(&Rule::Base64TrailingBits), has_trailing_bits, "{:?}", code);
    });
}

/// The rules that an initial URL violates by the two independent parsers.
fn rules_by_parsers(url: &str) -> Vec<Rule> {
    let Ok(uri) = fluent_uri::Uri::parse(url) else {
        return vec![Rule::Uri];
    };
    // Browsers reject an empty host after user info; the parser accepts it in schemes that are not
    // special.
    let lacks_host = uri
        .authority()
        .is_some_and(|authority| authority.userinfo().is_some() && authority.host().is_empty());
    let Some(url) = url::Url::parse(url).ok().filter(|_| !lacks_host) else {
        return vec![Rule::InvalidUrl];
    };
    let credentials = !url.username().is_empty() || url.password().is_some_and(|p| !p.is_empty());
    let scheme = !["http", "https"].contains(&url.scheme());
    let violated = [
        (credentials, Rule::UrlCredentials),
        (scheme, Rule::UrlScheme),
    ];
    let mut rules: Vec<Rule> = violated
        .into_iter()
        .filter(|(violated, _)| *violated)
        .map(|(_, rule)| rule)
        .collect();
    rules.sort();
    rules
}

#[test]
fn an_initial_url_is_valid_if_rfc_3986_and_whatwg_parsers_accept_it() {
    let urls = prop_oneof![
        4 => strategy::initial_url(),
        4 => "(https?|HTTP|ftp|x\\+y|about|file)?:?/{0,3}([a-z%]{0,4}(:[a-z]{0,2})?@)?[a-z0-9.%\\[\\]:-]{0,10}(:[0-9]{0,6})?[/?#]?[ -~]{0,6}",
        2 => "https?://([a-z0-9xn-]{0,6}\\.){0,3}[a-z0-9-]{0,6}(:[0-9]{0,6})?([/?#][ -~]{0,4}){0,2}",
        1 => "https?://[0-9x.]{0,14}/?",
        1 => "https?://\\[[0-9a-fv:.]{0,12}\\]?/?",
        1 => any::<String>(),
    ];
    proptest!(cases(6000), |(url in urls)| {
        let mut actual = rules_violated_by(&SessionConfig::new().with_initial_url(&*url));
        actual.sort();
        prop_assert_eq!(actual, rules_by_parsers(&url), "{}", url);
    });
}

#[test]
fn a_server_is_valid_if_it_is_only_a_host_and_a_port() {
    let servers = prop_oneof![
        2 => strategy::server(Revision::default()),
        4 => "((http|https|socks5|SOCKS5|ftp)://)?([a-z]@)?([a-z0-9._-]{0,8}|\\[[0-9a-f:.]{0,8}\\]|[!%4a]{0,5})(:[0-9]{0,6})?[/?#]?",
        1 => any::<String>(),
    ];
    let format = Regex::new(r"^(?i:http://|https://|socks5://)?(.+):([0-9]{1,5})$").unwrap();
    proptest!(cases(3000), |(server in servers)| {
        let is_server = format.captures(&server).is_some_and(|parts| {
            let is_host = fluent_uri::UriRef::parse(format!("//{}", &parts[1]))
                .is_ok_and(|uri| uri.authority().is_some_and(|a| a.host() == &parts[1]));
            is_host && parts[2].parse::<u16>().is_ok_and(|port| port > 0)
        });
        let actual = rules_violated_by(&CustomProxy::new(&*server, "u", "p"));
        prop_assert_eq!(actual.is_empty(), is_server, "{}", server);
    });
}
