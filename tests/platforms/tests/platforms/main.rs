//! Tests of the library in builds that differ from its own: with the features of `serde_json` that any
//! crate can enable for all others, and for platforms of other word sizes and byte orders.

// The tests of these modules run here, because `fuzz` has many dependencies, which would all be built
// for them.
#[allow(dead_code, unreachable_pub, reason = "the fuzz targets use the rest")]
#[path = "../../../../fuzz/src/lib.rs"]
mod fuzz;
#[path = "../../../integration/properties/mod.rs"]
mod properties;
#[path = "../../../integration/serde.rs"]
mod serde;
mod serde_json_features;
#[allow(dead_code, reason = "what the other tests share")]
#[path = "../../../integration/support.rs"]
mod support;

/// The directory of the crate.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
