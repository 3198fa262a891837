//! The same request for other validators: types of their own, with equivalent rules.
//!
//! What serde's types and their attributes can say is said by them; URLs, base64, countries and
//! cities go by functions that both share, written as their users would write them.

use anchorbrowser_schema::{CountryCode, ProxyType};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

#[derive(Deserialize)]
#[expect(dead_code, reason = "read for its type alone")]
struct Recording {
    active: Option<bool>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read for its type alone")]
struct Timeout {
    max_duration: Option<i64>,
    idle_timeout: Option<i64>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read for its type alone")]
struct LiveView {
    read_only: Option<bool>,
}

/// Whether a code decodes, as the `base64` crate has it.
fn is_base64(code: &str) -> bool {
    STANDARD.decode(code).is_ok()
}

/// Whether a start URL is one of RFC 3986 and of the WHATWG standard.
fn is_url(text: &str) -> bool {
    fluent_uri::Uri::parse(text).is_ok() && url::Url::parse(text).is_ok()
}

fn is_offered(country: &str, proxy_type: Option<&str>) -> bool {
    let country = CountryCode::from(country);
    match proxy_type {
        Some(proxy_type) => country.is_offered_by(&ProxyType::from(proxy_type)),
        None => country.is_known(),
    }
}

/// What is wrong with a country or a city.
fn misfit(
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

/// By `garde`.
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
        #[expect(dead_code, reason = "read for its type alone")]
        recording: Option<Recording>,
        #[garde(dive)]
        proxy: Option<Proxy>,
        #[garde(skip)]
        #[expect(dead_code, reason = "read for its type alone")]
        timeout: Option<Timeout>,
        #[garde(skip)]
        #[expect(dead_code, reason = "read for its type alone")]
        live_view: Option<LiveView>,
    }

    #[derive(Deserialize, Validate)]
    #[garde(custom(check_proxy))]
    #[expect(clippy::struct_field_names, reason = "as on the wire")]
    struct Proxy {
        #[garde(skip)]
        #[expect(dead_code, reason = "read for its type alone")]
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

    fn told(is_right: bool, what: &str) -> garde::Result {
        if is_right {
            Ok(())
        } else {
            Err(garde::Error::new(what))
        }
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "garde hands out references"
    )]
    fn check_language(language: &str, (): &()) -> garde::Result {
        told(language == "typescript", "language")
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "garde hands out references"
    )]
    fn check_code(code: &str, (): &()) -> garde::Result {
        told(super::is_base64(code), "base64")
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "garde hands out references"
    )]
    fn check_url(url: &str, (): &()) -> garde::Result {
        told(super::is_url(url), "url")
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "garde hands out references"
    )]
    fn check_type(proxy_type: &str, (): &()) -> garde::Result {
        told(
            anchorbrowser_schema::ProxyType::from(proxy_type).is_known(),
            "type",
        )
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "garde hands out references"
    )]
    fn check_proxy(proxy: &Proxy, (): &()) -> garde::Result {
        let misfit = super::misfit(
            proxy.proxy_type.as_deref(),
            proxy.country_code.as_deref(),
            proxy.region.as_deref(),
            proxy.city.as_deref(),
        );
        misfit.map_or(Ok(()), |what| Err(garde::Error::new(what)))
    }
}

/// By `validator`.
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
        #[expect(dead_code, reason = "read for its type alone")]
        recording: Option<Recording>,
        #[validate(nested)]
        proxy: Option<Proxy>,
        #[expect(dead_code, reason = "read for its type alone")]
        timeout: Option<Timeout>,
        #[expect(dead_code, reason = "read for its type alone")]
        live_view: Option<LiveView>,
    }

    #[derive(Deserialize, Validate)]
    #[validate(schema(function = check_proxy))]
    #[expect(clippy::struct_field_names, reason = "as on the wire")]
    struct Proxy {
        #[expect(dead_code, reason = "read for its type alone")]
        active: bool,
        #[validate(custom(function = check_type))]
        #[serde(rename = "type")]
        proxy_type: Option<String>,
        country_code: Option<String>,
        region: Option<String>,
        city: Option<String>,
    }

    fn told(is_right: bool, what: &'static str) -> Result<(), ValidationError> {
        if is_right {
            Ok(())
        } else {
            Err(ValidationError::new(what))
        }
    }

    fn check_language(language: &str) -> Result<(), ValidationError> {
        told(language == "typescript", "language")
    }

    fn check_code(code: &str) -> Result<(), ValidationError> {
        told(super::is_base64(code), "base64")
    }

    fn check_url(url: &str) -> Result<(), ValidationError> {
        told(super::is_url(url), "url")
    }

    fn check_type(proxy_type: &str) -> Result<(), ValidationError> {
        told(
            anchorbrowser_schema::ProxyType::from(proxy_type).is_known(),
            "type",
        )
    }

    fn check_proxy(proxy: &Proxy) -> Result<(), ValidationError> {
        let misfit = super::misfit(
            proxy.proxy_type.as_deref(),
            proxy.country_code.as_deref(),
            proxy.region.as_deref(),
            proxy.city.as_deref(),
        );
        misfit.map_or(Ok(()), |what| Err(ValidationError::new(what)))
    }
}
