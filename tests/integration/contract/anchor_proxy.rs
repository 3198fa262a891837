//! `AnchorProxy`: its type, the countries of each type, and the conditions for a city.

use anchorbrowser_schema::DocumentType;
use serde_json::Value;

use super::expect_all;
use crate::support::{Row, check, expect, rules_at};

#[test]
fn active_is_required() {
    expect_all(
        r"
            AnchorProxy {}
            - required /active (document)
        ",
    );
}

#[test]
fn type_must_not_be_custom() {
    expect_all(
        r#"
            AnchorProxy {"type": "custom", "active": true, "server": "h", "country_code": "bt", "city": "c"}
            - enum /type "custom"
            - unknown-property /server "server"
            - city-requires-region /city "c"
        "#,
    );
}

/// Asserts that a proxy with this type and country, given as JSON and as a string, violates exactly
/// these rules.
#[track_caller]
fn expect_country(proxy_type: &str, country: &str, rules: &[&str]) {
    let country = Value::from(country).to_string();
    let json = format!(r#"{{"active": true, "type": {proxy_type}, "country_code": {country}}}"#);
    let rows: Vec<Row<'_>> = rules
        .iter()
        .map(|rule| match *rule {
            "enum" | "type" => [*rule, "/type", proxy_type],
            _ => [*rule, "/country_code", &country],
        })
        .collect();
    expect(DocumentType::AnchorProxy, &json, &rows);
    expect(DocumentType::ProxyConfig, &json, &rows);
}

#[test]
fn the_country_must_be_in_the_list_of_the_type() {
    let (unknown, not_allowed) = ("country-unknown", "country-not-allowed");
    // The lists: bt in mobile; gb in residential and mobile; ae in all but residential; hk in
    // residential; as in gov and proxy; de in all.
    let table: [(&str, &str, &[&str]); 17] = [
        ("anchor_residential", "de", &[]),
        ("anchor_residential", "hk", &[]),
        ("anchor_residential", "ae", &[not_allowed]),
        ("anchor_residential", "bt", &[not_allowed]),
        ("anchor_mobile", "bt", &[]),
        ("anchor_mobile", "gb", &[]),
        ("anchor_mobile", "as", &[not_allowed]),
        ("anchor_gov", "ae", &[]),
        ("anchor_gov", "as", &[]),
        ("anchor_gov", "gb", &[not_allowed]),
        ("anchor_proxy", "as", &[]),
        ("anchor_proxy", "hk", &[not_allowed]),
        ("anchor_gov", "uk", &[unknown]),
        ("anchor_mobile", "US", &[unknown]),
        ("anchor_mobile", "", &[unknown]),
        ("anchor_mobile", "de\n", &[unknown]),
        ("anchor_mobile", "usa", &[unknown]),
    ];
    for (proxy_type, country, rules) in table {
        expect_country(&format!("\"{proxy_type}\""), country, rules);
    }
}

#[test]
fn without_a_valid_type_the_country_may_be_in_any_list() {
    let unknown = "country-unknown";
    let table: [(&str, &str, &[&str]); 7] = [
        (r#""datacenter""#, "bt", &["enum"]),
        (r#""datacenter""#, "hk", &["enum"]),
        (r#""Anchor_Gov""#, "gb", &["enum"]),
        (r#""datacenter""#, "uk", &["enum", unknown]),
        ("5", "gb", &["type"]),
        ("null", "as", &["type"]),
        ("[]", "uk", &["type", unknown]),
    ];
    for (proxy_type, country, rules) in table {
        expect_country(proxy_type, country, rules);
    }
    for country in ["de", "bt", "hk", "as"] {
        let json = format!(r#"{{"country_code": "{country}", "active": true}}"#);
        expect(DocumentType::ProxyConfig, &json, &[]);
    }
    expect_all(
        r#"
            ProxyConfig {"country_code": "uk", "active": true}
            - country-unknown /country_code "uk"
        "#,
    );
}

/// Asserts that a city, given as JSON, violates exactly these rules next to other members.
#[track_caller]
fn expect_city(members: &str, city: &str, expected: &[&str]) {
    let json = format!(r#"{{"active": 1, {members}, "city": {city}}}"#);
    let report = check(DocumentType::ProxyConfig, &json);
    let rules: Vec<&str> = rules_at(&report)
        .iter()
        .filter(|[_, pointer]| *pointer == "/city")
        .map(|[rule, _]| *rule)
        .collect();
    assert_eq!(rules, expected, "{json}");
}

#[test]
fn a_city_requires_a_region() {
    let requires_region = "city-requires-region";
    let table: [(&str, &str, &[&str]); 8] = [
        (r#""region": "r""#, r#""c""#, &[]),
        (r#""region": """#, r#""""#, &[]),
        (r#""country_code": "us""#, r#""c""#, &[requires_region]),
        (r#""type": "anchor_proxy""#, r#""c""#, &[requires_region]),
        (r#""type": "datacenter""#, r#""c""#, &[requires_region]),
        (r#""country_code": "uk""#, r#""c""#, &[requires_region]),
        // A region of a wrong type is present.
        (r#""region": 5"#, r#""c""#, &[]),
        (r#""region": null"#, r#""c""#, &[]),
    ];
    for (members, city, rules) in table {
        expect_city(members, city, rules);
    }
}

#[test]
fn three_types_do_not_support_a_city() {
    let (requires_region, unsupported) = ("city-requires-region", "city-unsupported");
    let table: [(&str, &[&str]); 7] = [
        (r#""type": "anchor_proxy", "region": "r""#, &[]),
        (
            r#""type": "anchor_residential", "region": "r""#,
            &[unsupported],
        ),
        (r#""type": "anchor_mobile", "region": "r""#, &[unsupported]),
        (r#""type": "anchor_gov", "region": "r""#, &[unsupported]),
        (r#""type": "anchor_gov""#, &[requires_region, unsupported]),
        (
            r#""type": "anchor_mobile", "country_code": "as""#,
            &[requires_region, unsupported],
        ),
        (r#""type": 5, "region": "r""#, &[]),
    ];
    for (members, rules) in table {
        expect_city(members, r#""c""#, rules);
    }
}

#[test]
fn a_city_of_a_wrong_type_still_requires_a_region() {
    let requires_region = "city-requires-region";
    let table: [(&str, &str, &[&str]); 5] = [
        (r#""country_code": "us""#, "5", &[requires_region, "type"]),
        (
            r#""country_code": "us""#,
            "null",
            &[requires_region, "type"],
        ),
        (r#""type": "anchor_gov""#, "{}", &[requires_region, "type"]),
        (r#""type": "anchor_gov", "region": "r""#, "5", &["type"]),
        (r#""region": null"#, "null", &["type"]),
    ];
    for (members, city, rules) in table {
        expect_city(members, city, rules);
    }
    expect_all(
        r#"
            AnchorProxy {"city": 5, "type": 6}
            - required /active (document)
            - city-requires-region /city 5
            - type /city 5
            - type /type 6
        "#,
    );
}
