//! How reports are told.

use std::io::{self, Write};

use anchorbrowser_schema::Report;
use serde::Serialize;

use crate::arguments::Format;
use crate::visible::{VisibleJson, visible};

/// A document's report, and where the document stands.
#[derive(Debug, Serialize)]
pub(crate) struct Judged<'a> {
    pub(crate) source: &'a str,
    pub(crate) line: usize,
    #[serde(flatten)]
    pub(crate) report: &'a Report,
}

/// What all documents come to.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Summary {
    pub(crate) documents: usize,
    pub(crate) valid: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    /// Inputs that could not be read.
    pub(crate) failed: usize,
}

impl Summary {
    pub(crate) fn add(&mut self, report: &Report) {
        self.documents += 1;
        self.valid += usize::from(report.is_valid());
        self.errors += report.errors();
        self.warnings += report.warnings();
    }
}

/// Writes reports in one of the formats.
pub(crate) struct Output<W> {
    format: Format,
    writer: W,
    documents: usize,
}

impl<W: Write> Output<W> {
    pub(crate) fn new(format: Format, writer: W) -> Self {
        Self {
            format,
            writer,
            documents: 0,
        }
    }

    /// Tells one document's report.
    pub(crate) fn document(&mut self, judged: &Judged<'_>) -> io::Result<()> {
        match self.format {
            Format::Human => self.lines(judged)?,
            Format::Jsonl => {
                self.json(judged)?;
                self.writer.write_all(b"\n")?;
            }
            Format::Json => {
                let before: &[u8] = if self.documents == 0 {
                    b"{\"documents\":["
                } else {
                    b","
                };
                self.writer.write_all(before)?;
                self.json(judged)?;
            }
        }
        self.documents += 1;
        Ok(())
    }

    /// Ends the output.
    pub(crate) fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        match self.format {
            Format::Human => self.summary(summary)?,
            Format::Jsonl => {}
            Format::Json => {
                let before: &[u8] = if self.documents == 0 {
                    b"{\"documents\":["
                } else {
                    b""
                };
                self.writer.write_all(before)?;
                self.writer.write_all(b"],\"summary\":")?;
                self.json(summary)?;
                self.writer.write_all(b"}\n")?;
            }
        }
        self.writer.flush()
    }

    fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        let mut serializer = serde_json::Serializer::with_formatter(&mut self.writer, VisibleJson);
        Ok(value.serialize(&mut serializer)?)
    }

    fn lines(&mut self, judged: &Judged<'_>) -> io::Result<()> {
        let source = visible(judged.source);
        for violation in judged.report.violations() {
            if let Some(position) = violation.position() {
                write!(
                    self.writer,
                    "{source}:{}:{}: ",
                    position.line, position.column
                )?;
            }
            writeln!(self.writer, "{violation}")?;
            if let Some(help) = violation.help() {
                writeln!(self.writer, "  help: {help}")?;
            }
        }
        match judged.report.omitted() {
            0 => Ok(()),
            omitted => writeln!(
                self.writer,
                "{source}:{}: {omitted} more not listed",
                judged.line
            ),
        }
    }

    fn summary(&mut self, summary: &Summary) -> io::Result<()> {
        let Summary {
            documents,
            valid,
            errors,
            warnings,
            failed,
        } = *summary;
        write!(
            self.writer,
            "{} of {} {} errors: {}, {}",
            documents - valid,
            counted(documents, "document"),
            if documents == 1 { "has" } else { "have" },
            counted(errors, "error"),
            counted(warnings, "warning"),
        )?;
        if failed > 0 {
            write!(
                self.writer,
                "; {} could not be read",
                counted(failed, "input")
            )?;
        }
        writeln!(self.writer)
    }
}

/// A count with its unit, in the plural where it is not one.
fn counted(count: usize, unit: &str) -> String {
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}
