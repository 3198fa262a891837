//! JSON reports: one object for all documents, or one object per line.

use anchorbrowser_schema::Report;
use serde::Serialize;

use super::{Ending, Reporter};
use crate::documents::CheckedDocument;
use crate::escape::EscapedJson;
use crate::rendered::{ItemKind, Rendered};

/// One object with all documents and the summary.
pub(crate) struct JsonReporter;

/// One object per line and document.
pub(crate) struct JsonlReporter;

/// A document with its report.
#[derive(Debug, Serialize)]
pub(crate) struct DocumentReport<'a> {
    source: &'a str,
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
    #[serde(flatten)]
    report: &'a Report,
}

impl<'a> DocumentReport<'a> {
    pub(crate) fn new(checked: &'a CheckedDocument<'_>) -> Self {
        Self {
            source: checked.source,
            line: checked.line,
            index: checked.index,
            report: &checked.report,
        }
    }
}

impl Reporter for JsonReporter {
    fn write_header(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"documents\":[");
    }

    fn separator(&self) -> &'static [u8] {
        b","
    }

    fn write_document(&self, checked: &CheckedDocument<'_>, out: &mut Rendered) {
        out.add(ItemKind::Required, |text| {
            write_json(&DocumentReport::new(checked), text);
        });
    }

    fn write_footer(&self, ending: &Ending<'_>, out: &mut Vec<u8>) {
        out.extend_from_slice(b"],\"summary\":");
        write_json(ending.summary, out);
        out.extend_from_slice(b"}\n");
    }
}

impl Reporter for JsonlReporter {
    fn write_document(&self, checked: &CheckedDocument<'_>, out: &mut Rendered) {
        out.add(ItemKind::Required, |text| {
            write_json(&DocumentReport::new(checked), text);
            text.push(b'\n');
        });
    }
}

/// Writes compact JSON without characters that control a terminal.
pub(crate) fn write_json(value: &impl Serialize, out: &mut Vec<u8>) {
    let mut serializer = serde_json::Serializer::with_formatter(out, EscapedJson);
    // Writing to memory cannot fail, and all keys are strings.
    let _ = value.serialize(&mut serializer);
}
