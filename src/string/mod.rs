//! Strings: how JSON writes them, and how messages quote them.

pub(crate) mod any_string;
pub(crate) mod block;
pub(crate) mod characters;
pub(crate) mod integer;
pub(crate) mod json_string;
pub(crate) mod json_text;
pub(crate) mod mask;
pub(crate) mod push_fmt;
pub(crate) mod quote;
pub(crate) mod simd;
pub(crate) mod transcode;
