//! Commands that print what is known, and read no document.

pub(crate) mod completions;
pub(crate) mod countries;
pub(crate) mod explain;
pub(crate) mod man;
mod print;
pub(crate) mod rules;
pub(crate) mod sample;
pub(crate) mod schema;
