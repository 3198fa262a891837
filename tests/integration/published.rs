//! The schema of the API document, read literally.
//!
//! `published.schema.json` is what the document publishes, including its two `oneOf`s. These tests
//! record what a generic validator accepts and rejects with it, and so why this crate reads the
//! document differently.

use std::fs;

use anchorbrowser_schema::{CountryCode, CreateTaskRequest, Revision, Validate};
use serde_json::{Value, json};

fn published() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(include_str!("published.schema.json")).unwrap();
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
}

fn with_proxy(proxy: &Value) -> Value {
    let session = json!({"proxy": proxy});
    json!({"name": "t", "language": "typescript", "browserConfiguration": session})
}

fn with_code(code: &str) -> Value {
    json!({"name": "t", "language": "typescript", "code": code})
}

/// Whether this crate accepts a request.
fn is_valid(request: &Value) -> bool {
    CreateTaskRequest::from_json(request.to_string()).is_ok()
}

#[test]
fn the_published_schema_rejects_examples_with_a_proxy_type_or_a_common_country() {
    let published = published();
    let mut rejected: Vec<String> = fs::read_dir("schemas/examples/valid")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let request = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
            !published.is_valid(&request)
        })
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    rejected.sort();
    assert_eq!(
        rejected,
        [
            "anchor-proxy.json",
            "country-without-type.json",
            "full.json",
            "gov-proxy.json",
            "mobile-proxy.json",
            "residential-proxy.json",
        ]
    );
}

#[test]
fn the_published_schema_rejects_every_anchor_proxy_with_a_type() {
    let published = published();
    for proxy_type in Revision::V2025.proxy_types() {
        let bare = with_proxy(&json!({"active": true, "type": proxy_type}));
        assert!(
            !published.is_valid(&bare) && is_valid(&bare),
            "{proxy_type}"
        );
        for country in Revision::V2025.countries(Some(&proxy_type)) {
            let proxy = json!({"active": true, "type": proxy_type, "country_code": country});
            let request = with_proxy(&proxy);
            assert!(
                !published.is_valid(&request) && is_valid(&request),
                "{proxy}"
            );
        }
    }
}

#[test]
fn the_published_schema_accepts_18_of_193_countries() {
    let published = published();
    let accepted: Vec<CountryCode> = CountryCode::all()
        .filter(|country| {
            let request = with_proxy(&json!({"active": true, "country_code": country}));
            assert!(is_valid(&request), "{country}");
            published.is_valid(&request)
        })
        .collect();
    assert_eq!(accepted.len(), 18, "{accepted:?}");
    assert!(
        accepted
            .iter()
            .all(|country| Revision::V2025.types_offering(country).count() == 1)
    );
}

#[test]
fn the_published_schema_accepts_custom_proxies() {
    let proxy = json!({
        "type": "custom",
        "server": "proxy.example:8080",
        "username": "u",
        "password": "p",
        "active": true,
    });
    let request = with_proxy(&proxy);
    assert!(published().is_valid(&request) && is_valid(&request));
}

#[test]
fn the_published_schema_accepts_invalid_base64() {
    let published = published();
    for code in ["Q", "QQ", "QUI", "QQ=", "QUJD=", "QR==", "QUJ=", "=", "=="] {
        let request = with_code(code);
        assert!(
            published.is_valid(&request) && !is_valid(&request),
            "{code}"
        );
    }
    for code in ["Q-==", "QQ===", "QUJD\n", "QQ==QQ=="] {
        assert!(!published.is_valid(&with_code(code)), "{code}");
    }
}

#[test]
fn the_published_schema_accepts_misspelt_members() {
    let published = published();
    for example in ["misspelt-members.json", "mixed-proxy.json"] {
        let json = fs::read(format!("schemas/examples/warnings/{example}")).unwrap();
        let request: Value = serde_json::from_slice(&json).unwrap();
        assert!(published.is_valid(&request), "{example}");
        assert!(CreateTaskRequest::from_json(&json).is_ok(), "{example}");
    }
    let request = json!({"name": "t", "language": "typescript", "browser_configuration": 5});
    assert!(published.is_valid(&request));
}

#[test]
fn the_published_schema_accepts_a_city_without_a_region() {
    let published = published();
    let request = with_proxy(&json!({"active": true, "city": "munich"}));
    assert!(published.is_valid(&request) && !is_valid(&request));
}
