//! Raw objects: the members of a document as they are, whatever their types.
//!
//! JSON text and typed values both become raw objects, and rules are applied to them. So a rule is
//! applied in one place, and a wrong type or a missing member, which no typed value can have, is
//! checked like any other violation.

pub(crate) mod context;
pub(crate) mod fast_path;
pub(crate) mod field;
pub(crate) mod object;
pub(crate) mod proxy;
pub(crate) mod source;
pub(crate) mod strings;
pub(crate) mod traits;
pub(crate) mod value;
