//! The subcommands, one module each.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod countries;
pub(crate) mod drift;
pub(crate) mod explain;
pub(crate) mod filter;
pub(crate) mod fix;
pub(crate) mod init;
pub(crate) mod man;
mod print;
pub(crate) mod rules;
pub(crate) mod sample;
pub(crate) mod schema;
mod show;
