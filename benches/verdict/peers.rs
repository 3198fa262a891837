//! The same request for other validators: separate types with equivalent rules.
//!
//! Rules are expressed with types and attributes where possible. URLs, base64, countries and cities are
//! checked by shared functions, written as users of these crates would write them.

use anchorbrowser_schema::{CountryCode, ProxyType, Revision};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

#[derive(Deserialize)]
#[expect(dead_code, reason = "only its type is checked")]
struct Recording {
    active: Option<bool>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only its type is checked")]
struct Timeout {
    max_duration: Option<i64>,
    idle_timeout: Option<i64>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only its type is checked")]
struct LiveView {
    read_only: Option<bool>,
}

/// Whether the `base64` crate can decode the code.
fn is_base64(code: &str) -> bool {
    STANDARD.decode(code).is_ok()
}

/// Whether an initial URL is valid by RFC 3986 and by the WHATWG URL Standard.
fn is_url(input: &str) -> bool {
    fluent_uri::Uri::parse(input).is_ok() && url::Url::parse(input).is_ok()
}

fn is_offered(country: &str, proxy_type: Option<&str>) -> bool {
    let country = CountryCode::from(country);
    match proxy_type {
        Some(proxy_type) => {
            let proxy_type = ProxyType::from(proxy_type);
            Revision::V2025
                .types_offering(&country)
                .any(|offering| offering == proxy_type)
        }
        None => country.is_known(),
    }
}

/// Returns the problem with the country or the city, if there is one.
fn location_problem(
    proxy_type: Option<&str>,
    country: Option<&str>,
    region: Option<&str>,
    city: Option<&str>,
) -> Option<&'static str> {
    if country.is_some_and(|country| !is_offered(country, proxy_type)) {
        return Some("country");
    }
    if city.is_some() && region.is_none() {
        return Some("city without region");
    }
    let takes_city = proxy_type.is_none_or(|proxy_type| proxy_type == "anchor_proxy");
    (city.is_some() && !takes_city).then_some("city")
}

/// The request for `garde`.
pub(crate) mod garde {
    use garde::Validate;

    use super::{Deserialize, LiveView, Recording, Timeout};

    #[derive(Deserialize, Validate)]
    pub(crate) struct Task {
        #[garde(length(min = 1, max = 255), pattern("^[a-zA-Z0-9_-]+$"))]
        name: String,
        #[garde(custom(check_language))]
        language: String,
        #[garde(inner(custom(check_code)))]
        code: Option<String>,
        #[garde(length(chars, max = 1000))]
        description: Option<String>,
        #[garde(dive)]
        #[serde(rename = "browserConfiguration")]
        browser_configuration: Option<Session>,
    }

    #[derive(Deserialize, Validate)]
    struct Session {
        #[garde(inner(custom(check_url)))]
        initial_url: Option<String>,
        #[garde(skip)]
        #[expect(dead_code, reason = "only its type is checked")]
        recording: Option<Recording>,
        #[garde(dive)]
        proxy: Option<Proxy>,
        #[garde(skip)]
        #[expect(dead_code, reason = "only its type is checked")]
        timeout: Option<Timeout>,
        #[garde(skip)]
        #[expect(dead_code, reason = "only its type is checked")]
        live_view: Option<LiveView>,
    }

    #[derive(Deserialize, Validate)]
    #[garde(custom(check_proxy))]
    #[expect(clippy::struct_field_names, reason = "the names of the JSON members")]
    struct Proxy {
        #[garde(skip)]
        #[expect(dead_code, reason = "only its type is checked")]
        active: bool,
        #[garde(inner(custom(check_type)))]
        #[serde(rename = "type")]
        proxy_type: Option<String>,
        #[garde(skip)]
        country_code: Option<String>,
        #[garde(skip)]
        region: Option<String>,
        #[garde(skip)]
        city: Option<String>,
    }

    fn result(is_valid: bool, problem: &str) -> garde::Result {
        if is_valid {
            Ok(())
        } else {
            Err(garde::Error::new(problem))
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "garde passes references")]
    fn check_language(language: &str, (): &()) -> garde::Result {
        result(language == "typescript", "language")
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "garde passes references")]
    fn check_code(code: &str, (): &()) -> garde::Result {
        result(super::is_base64(code), "base64")
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "garde passes references")]
    fn check_url(url: &str, (): &()) -> garde::Result {
        result(super::is_url(url), "url")
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "garde passes references")]
    fn check_type(proxy_type: &str, (): &()) -> garde::Result {
        result(
            anchorbrowser_schema::ProxyType::from(proxy_type).is_known(),
            "type",
        )
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "garde passes references")]
    fn check_proxy(proxy: &Proxy, (): &()) -> garde::Result {
        let problem = super::location_problem(
            proxy.proxy_type.as_deref(),
            proxy.country_code.as_deref(),
            proxy.region.as_deref(),
            proxy.city.as_deref(),
        );
        problem.map_or(Ok(()), |problem| Err(garde::Error::new(problem)))
    }
}

/// The request for `validator`.
pub(crate) mod validator {
    use std::sync::LazyLock;

    use regex::Regex;
    use validator::{Validate, ValidationError};

    use super::{Deserialize, LiveView, Recording, Timeout};

    static NAME: LazyLock<Regex> = LazyLock::new(|| Regex::new("^[a-zA-Z0-9_-]+$").unwrap());

    #[derive(Deserialize, Validate)]
    pub(crate) struct Task {
        #[validate(length(min = 1, max = 255), regex(path = *NAME))]
        name: String,
        #[validate(custom(function = check_language))]
        language: String,
        #[validate(custom(function = check_code))]
        code: Option<String>,
        #[validate(length(max = 1000))]
        description: Option<String>,
        #[validate(nested)]
        #[serde(rename = "browserConfiguration")]
        browser_configuration: Option<Session>,
    }

    #[derive(Deserialize, Validate)]
    struct Session {
        #[validate(custom(function = check_url))]
        initial_url: Option<String>,
        #[expect(dead_code, reason = "only its type is checked")]
        recording: Option<Recording>,
        #[validate(nested)]
        proxy: Option<Proxy>,
        #[expect(dead_code, reason = "only its type is checked")]
        timeout: Option<Timeout>,
        #[expect(dead_code, reason = "only its type is checked")]
        live_view: Option<LiveView>,
    }

    #[derive(Deserialize, Validate)]
    #[validate(schema(function = check_proxy))]
    #[expect(clippy::struct_field_names, reason = "the names of the JSON members")]
    struct Proxy {
        #[expect(dead_code, reason = "only its type is checked")]
        active: bool,
        #[validate(custom(function = check_type))]
        #[serde(rename = "type")]
        proxy_type: Option<String>,
        country_code: Option<String>,
        region: Option<String>,
        city: Option<String>,
    }

    fn result(is_valid: bool, problem: &'static str) -> Result<(), ValidationError> {
        if is_valid {
            Ok(())
        } else {
            Err(ValidationError::new(problem))
        }
    }

    fn check_language(language: &str) -> Result<(), ValidationError> {
        result(language == "typescript", "language")
    }

    fn check_code(code: &str) -> Result<(), ValidationError> {
        result(super::is_base64(code), "base64")
    }

    fn check_url(url: &str) -> Result<(), ValidationError> {
        result(super::is_url(url), "url")
    }

    fn check_type(proxy_type: &str) -> Result<(), ValidationError> {
        result(
            anchorbrowser_schema::ProxyType::from(proxy_type).is_known(),
            "type",
        )
    }

    fn check_proxy(proxy: &Proxy) -> Result<(), ValidationError> {
        let problem = super::location_problem(
            proxy.proxy_type.as_deref(),
            proxy.country_code.as_deref(),
            proxy.region.as_deref(),
            proxy.city.as_deref(),
        );
        problem.map_or(Ok(()), |problem| Err(ValidationError::new(problem)))
    }
}
