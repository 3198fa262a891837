//! Shared code of the fuzz targets: simple implementations of JSON parsing and checking, written
//! independently of those in the crate.

pub mod number;
pub mod roots;
pub mod shape;
pub mod syntax;
pub mod tree;
