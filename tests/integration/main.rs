//! Tests of the public face, by the contract and by independent judges.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod client;
#[cfg(feature = "cli")]
mod command;
mod conformance;
mod contract;
mod differential;
mod examples;
mod hostile;
#[cfg(all(feature = "proptest", feature = "arbitrary", feature = "jsonschema"))]
mod laws;
mod levels;
mod pages;
mod published;
mod readme;
mod rooms;
mod schemas;
mod secrets;
mod serde;
mod server;
mod told;
mod typed;
mod wire;
