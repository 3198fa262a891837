//! Tests of the public API: against the contract and against independent implementations.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod batch;
mod client;
#[cfg(feature = "cli")]
mod command;
mod configuration;
mod conformance;
mod contract;
#[cfg(feature = "miette")]
mod diagnostic;
mod differential;
mod examples;
#[cfg(all(feature = "axum", feature = "actix-web"))]
mod frameworks;
mod hostile;
mod layering;
mod levels;
mod mask;
mod members;
mod pages;
mod positions;
#[cfg(all(feature = "proptest", feature = "arbitrary", feature = "jsonschema"))]
mod properties;
mod published;
mod read_back;
mod readme;
mod schemas;
mod secrets;
mod serde;
mod server;
mod support;
mod typed;
mod unknown_members;
mod wire;

/// The directory of the crate.
const ROOT: &str = env!("CARGO_MANIFEST_DIR");
