//! What the fuzz targets share: readings of JSON text that are plain rather than fast, and made
//! without a look at those of the crate.

pub mod number;
pub mod roots;
pub mod shape;
pub mod syntax;
pub mod tree;
