//! The text of a document that is being fixed, and the JSON that it contains.

use std::ops::Range;

use super::edit_buffer::{Edit, EditBuffer};
use super::fixes::Fix;
use super::reason::Reason;
use super::yaml_text::YamlText;
use crate::source_format::SourceFormat;

/// The text of a document. Fixes are found in its JSON and applied to its source.
#[derive(Clone)]
pub(super) enum DocumentText {
    Json(EditBuffer),
    Yaml(YamlText),
}

impl DocumentText {
    /// `None` if the text is not UTF-8, or not a single document.
    pub(super) fn new(text: &[u8], format: SourceFormat<'_>) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?;
        Some(match format {
            SourceFormat::Json => Self::Json(EditBuffer::new(text)),
            SourceFormat::Yaml(_) => Self::Yaml(YamlText::new(text)?),
        })
    }

    pub(super) fn json(&self) -> &str {
        match self {
            Self::Json(source) => source.text(),
            Self::Yaml(yaml) => yaml.json(),
        }
    }

    pub(super) fn source(&self) -> &EditBuffer {
        match self {
            Self::Json(source) => source,
            Self::Yaml(yaml) => yaml.source(),
        }
    }

    /// Maps a span of the JSON to the current source.
    pub(super) fn source_span(&self, json: Range<usize>) -> Range<usize> {
        match self {
            Self::Json(_) => json,
            Self::Yaml(yaml) => yaml.source_span(json),
        }
    }

    /// The change of a fix, as sorted edits of the source that do not overlap.
    pub(super) fn source_edits(&self, fix: &Fix) -> Result<Vec<Edit>, Reason> {
        match self {
            Self::Json(source) => Ok(fix.action.edits(source.text()).unwrap_or_default()),
            Self::Yaml(yaml) => {
                let mut fixed = yaml.clone();
                fixed.apply(&fix.action)?;
                Ok(fixed.source().edits().to_vec())
            }
        }
    }

    /// Applies a fix.
    pub(super) fn apply(&mut self, fix: &Fix) -> Result<(), Reason> {
        match self {
            Self::Json(source) => {
                let edits = fix.action.edits(source.text());
                source.apply(&edits.unwrap_or_default());
                Ok(())
            }
            Self::Yaml(yaml) => yaml.apply(&fix.action),
        }
    }
}
