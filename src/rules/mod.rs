//! The rules: what is asked of a value, as pure functions over values.
//!
//! Nothing here knows where a value came from, JSON text or a typed value, nor where it stands.

pub(crate) mod base64;
pub(crate) mod country;
pub(crate) mod date_time;
mod detail;
pub(crate) mod integer;
mod json_type;
pub(crate) mod name;
mod rule;
pub(crate) mod server;
mod suggest;
pub(crate) mod syntax;
pub(crate) mod url;
pub(crate) mod uuid;

pub use detail::{Detail, Foreign};
pub use json_type::JsonType;
pub use rule::{Rule, Severity, UnknownRule};
pub(crate) use suggest::nearest;
