//! Shared code of the fuzz targets: simple implementations of JSON parsing and checking, written
//! independently of those in the crate.

pub mod document_types;
pub mod number;
pub mod shape;
pub mod syntax;
pub mod tree;
