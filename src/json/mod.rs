//! JSON text: read once, to facts and to everything that is wrong with the text itself.
//!
//! Two layers. The [`scanner`] knows JSON and nothing of tasks; the [`reader`] knows which member it
//! is in, and goes on where a generic parser would stop.

mod keys;
mod number;
mod reader;
mod scanner;
mod transcode;

pub(crate) use reader::{Syntax, read};
pub(crate) use transcode::transcode;
