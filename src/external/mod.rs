//! Integrations with other crates, each with the feature of the crate's name.

#[cfg(feature = "actix-web")]
mod actix_web;
#[cfg(feature = "axum")]
mod axum;
#[cfg(any(feature = "actix-web", feature = "axum"))]
mod body;
#[cfg(any(feature = "schemars", feature = "utoipa"))]
mod component;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "miette")]
pub(crate) mod miette;
#[cfg(feature = "schemars")]
mod schemars;
#[cfg(feature = "utoipa")]
mod utoipa;
