//! Values that one rule checks.

use super::sink::Sink;
use crate::contract::language::ListedLanguage;
use crate::contract::listed_set::{Element, ListedSet};
use crate::contract::open_enum::OpenValue;
use crate::contract::proxy_type::AnchorType;
use crate::contract::revision::{Contract, Value};
use crate::rules::city_requires_region::CityRequiresRegion;
use crate::rules::date_time::{DateTime, is_date_time};
use crate::rules::enumeration::Enum;
use crate::rules::proxy_server_format::{ProxyServerFormat, is_server};
use crate::rules::table::Rule;
use crate::rules::uuid::{Uuid, is_uuid};
use crate::string::json_string::JsonString;

/// Rule `enum` of the language of a request.
#[inline]
pub(crate) fn language(value: impl OpenValue<ListedLanguage>, sink: &mut impl Sink) {
    if !is_in(value, sink.contract().listed_languages) {
        one_of(&value.text(), |contract| contract.languages, sink);
    }
}

/// Rule `enum` of the language of a task in a response.
#[inline]
pub(crate) fn task_language(value: impl OpenValue<ListedLanguage>, sink: &mut impl Sink) {
    if !is_in(value, sink.contract().listed_task_languages) {
        one_of(&value.text(), |contract| contract.task_languages, sink);
    }
}

/// Rule `enum` of the type of an Anchor proxy.
#[inline]
pub(crate) fn proxy_type(value: impl OpenValue<AnchorType>, sink: &mut impl Sink) {
    if is_in(value, sink.contract().anchor_types) {
        return;
    }
    // Where a custom proxy is allowed, `custom` would have made it one.
    let allowed = if sink.allows_custom_proxy() {
        |contract: &Contract| contract.proxy_types
    } else {
        Contract::anchor_type_values
    };
    one_of(&value.text(), allowed, sink);
}

/// Rule `enum` of the type of a custom proxy.
pub(crate) fn custom_type(value: JsonString<'_>, sink: &mut impl Sink) {
    one_of(&value.decode(), Contract::custom_type_values, sink);
}

/// Whether a value is in a set.
#[inline]
fn is_in<K: Element>(value: impl OpenValue<K>, set: ListedSet<K>) -> bool {
    value.listed().is_some_and(|listed| set.contains(listed))
}

/// Rule `enum` of a value that a revision must list.
#[inline]
fn one_of(found: &str, listed: impl Fn(&Contract) -> &'static [Value], sink: &mut impl Sink) {
    let contract = sink.contract();
    let is_listed = |contract: &Contract| listed(contract).iter().any(|value| **value == *found);
    if !is_listed(contract) {
        sink.report(|| Enum::of(found, listed(contract), contract, is_listed));
    }
}

/// Rule `city-requires-region` of a city without a region.
pub(crate) fn city_requires_region(sink: &mut impl Sink) {
    sink.report(|| CityRequiresRegion {});
}

/// Rule `proxy-server-format`.
pub(crate) fn server(value: JsonString<'_>, sink: &mut impl Sink) {
    if !sink.wants(Rule::ProxyServerFormat) {
        return;
    }
    let requires_scheme = sink.contract().server_has_scheme;
    if !is_server(&value.decode(), requires_scheme) {
        sink.report(|| ProxyServerFormat { requires_scheme });
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
