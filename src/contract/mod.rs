//! The contract as data: objects, members, values, countries and revisions.

pub(crate) mod country;
pub(crate) mod country_set;
pub(crate) mod into_optional;
pub(crate) mod json_type;
pub(crate) mod language;
pub(crate) mod listed_set;
pub(crate) mod member;
pub(crate) mod nullable;
pub(crate) mod object;
pub(crate) mod objects;
pub(crate) mod open_enum;
pub(crate) mod password;
mod proxy;
pub(crate) mod proxy_type;
pub(crate) mod redact;
mod request;
mod response;
pub(crate) mod revision;
pub(crate) mod revisions;
pub(crate) mod session;
pub(crate) mod unknown_members;
