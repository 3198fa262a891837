//! JSON text: read once, into raw objects and violations of the text itself.
//!
//! There are two layers. The [`scanner`] only knows JSON; the [`reader`] knows which member it is in,
//! and continues where a generic parser would stop.

pub(crate) mod elements;
mod escapes;
mod keys;
pub(crate) mod locate;
mod marks;
mod mask;
pub(crate) mod mistake;
mod number;
pub(crate) mod reader;
mod scanner;
