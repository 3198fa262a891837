//! Values that one rule checks.

use super::sink::Sink;
use crate::contract::language::ListedLanguage;
use crate::contract::open_enum::OpenValue;
use crate::contract::proxy_type::AnchorType;
use crate::contract::revision::Value;
use crate::rules::city_requires_region::CityRequiresRegion;
use crate::rules::date_time::{DateTime, is_date_time};
use crate::rules::enumeration::Enum;
use crate::rules::proxy_server_format::{ProxyServerFormat, is_server};
use crate::rules::uuid::{Uuid, is_uuid};
use crate::string::json_string::JsonString;

/// Rule `enum` of a language.
#[inline]
pub(crate) fn language(value: impl OpenValue<ListedLanguage>, sink: &mut impl Sink) {
    one_of(&value.text(), sink.contract().languages, sink);
}

/// Rule `enum` of the type of an Anchor proxy.
#[inline]
pub(crate) fn proxy_type(value: impl OpenValue<AnchorType>, sink: &mut impl Sink) {
    let contract = sink.contract();
    if value
        .listed()
        .is_some_and(|listed| contract.anchor_types.contains(listed))
    {
        return;
    }
    // Where a custom proxy is allowed, `custom` would have made it one.
    let allowed = if sink.allows_custom_proxy() {
        contract.proxy_types
    } else {
        contract.anchor_type_values()
    };
    one_of(&value.text(), allowed, sink);
}

/// Rule `enum` of the type of a custom proxy.
pub(crate) fn custom_type(value: JsonString<'_>, sink: &mut impl Sink) {
    one_of(&value.decode(), sink.contract().custom_type_values(), sink);
}

#[inline]
fn one_of(found: &str, allowed: &'static [Value], sink: &mut impl Sink) {
    if !allowed.iter().any(|value| **value == *found) {
        sink.report(|| Enum::of(found, allowed));
    }
}

/// Rule `city-requires-region` of a city without a region.
pub(crate) fn city_requires_region(sink: &mut impl Sink) {
    sink.report(|| CityRequiresRegion {});
}

/// Rule `proxy-server-format`.
pub(crate) fn server(value: JsonString<'_>, sink: &mut impl Sink) {
    if !is_server(&value.decode()) {
        sink.report(|| ProxyServerFormat {});
    }
}

/// Rule `uuid`.
pub(crate) fn uuid(value: JsonString<'_>, sink: &mut impl Sink) {
    if !is_uuid(value.decode().as_bytes()) {
        sink.report(|| Uuid {});
    }
}

/// Rule `date-time`.
pub(crate) fn date_time(value: JsonString<'_>, sink: &mut impl Sink) {
    if !is_date_time(value.decode().as_bytes()) {
        sink.report(|| DateTime {});
    }
}
