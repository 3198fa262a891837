//! JSON, one object for all documents or one a line.

use anchorbrowser_schema::Report;
use serde::Serialize;

use super::Form;
use crate::documents::Judged;
use crate::inputs::Failure;
use crate::summary::Summary;
use crate::visible::VisibleJson;

/// One object of all documents and the summary.
pub(crate) struct Json;

/// One object a line, one a document.
pub(crate) struct Jsonl;

/// A document on the wire.
#[derive(Debug, Serialize)]
pub(crate) struct Told<'a> {
    source: &'a str,
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
    #[serde(flatten)]
    report: &'a Report,
}

impl<'a> Told<'a> {
    pub(crate) fn new(judged: &'a Judged<'_>) -> Self {
        Self {
            source: judged.source,
            line: judged.line,
            index: judged.index,
            report: &judged.report,
        }
    }
}

impl Form for Json {
    fn head(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"documents\":[");
    }

    fn separator(&self) -> &'static [u8] {
        b","
    }

    fn document(&self, judged: &Judged<'_>, out: &mut Vec<u8>) {
        write(&Told::new(judged), out);
    }

    fn tail(&self, summary: &Summary, _: &[Failure], out: &mut Vec<u8>) {
        out.extend_from_slice(b"],\"summary\":");
        write(summary, out);
        out.extend_from_slice(b"}\n");
    }
}

impl Form for Jsonl {
    fn document(&self, judged: &Judged<'_>, out: &mut Vec<u8>) {
        write(&Told::new(judged), out);
        out.push(b'\n');
    }
}

/// Writes compact JSON in which nothing drives a terminal.
pub(crate) fn write(value: &impl Serialize, out: &mut Vec<u8>) {
    let mut serializer = serde_json::Serializer::with_formatter(out, VisibleJson);
    // Writing to memory cannot fail, and what is written has string keys alone.
    let _ = value.serialize(&mut serializer);
}
