//! The checks of member values: which rules a value violates.
//!
//! They are pure functions over values. They know neither whether a value comes from JSON or from a
//! typed value, nor where it is. Each function here is named in the `rules` of the members that it
//! checks, in `contract/objects.rs`.

mod alpha3;
mod bytes;
mod census;
mod class_counts;
mod code;
mod code_text;
mod country;
mod initial_url;
mod integer;
mod name;
mod sink;
mod symbols;
mod uri_grammar;
mod values;

pub(crate) use code::{code, leading_symbols};
pub(crate) use country::{city, country_code};
pub(crate) use initial_url::initial_url;
pub(crate) use integer::{duration, idle_timeout, integer};
pub(crate) use name::{description, name};
pub(crate) use sink::Sink;
pub(crate) use values::{
    city_requires_region, custom_type, date_time, language, proxy_type, server, task_language, uuid,
};
