//! The format of a document's source.

use crate::yaml::SourceScalar;

/// Format of the source text.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SourceFormat<'a> {
    Json,
    /// YAML, with its scalars.
    Yaml(&'a [SourceScalar]),
}
