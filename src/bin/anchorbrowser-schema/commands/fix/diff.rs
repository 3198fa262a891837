//! Streaming unified diffs: only a few lines of the input are kept in memory, and a large hunk is
//! spooled to a temporary file.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::{self, Seek, Write};

use tempfile::SpooledTempFile;

use super::mask;
use crate::escape::escape_invisible;
use crate::fixer::{Edit, apply_edits};

/// Number of unchanged lines before and after changed ones.
const CONTEXT: usize = 3;
/// Bytes of a hunk to keep in memory.
const IN_MEMORY: usize = 1024 * 1024;

/// How a diff is shown.
#[derive(Clone, Copy, Default)]
pub(super) struct DiffStyle {
    /// Mask values and escape control characters, for a terminal. Such a diff is not meant for
    /// `patch`.
    pub(super) masks: bool,
    pub(super) color: bool,
}

const RESET: &str = "\u{1b}[0m";
const BOLD: &str = "\u{1b}[1m";
const CYAN: &str = "\u{1b}[36m";

/// The diff of one file.
pub(super) struct Diff {
    name: String,
    style: DiffStyle,
    is_yaml: bool,
    has_header: bool,
    /// Number of the next line, from 1, in the old and in the new file.
    before: usize,
    after: usize,
    /// The last unchanged lines outside of a hunk.
    context: VecDeque<Vec<u8>>,
    hunk: Option<Hunk>,
}

/// Changed lines and their context.
struct Hunk {
    /// Number of the first line and number of lines, in the old and in the new file.
    before: (usize, usize),
    after: (usize, usize),
    lines: SpooledTempFile,
    /// Added lines, which follow the removed lines next to them.
    added: SpooledTempFile,
    /// Number of unchanged lines at the end.
    trailing: usize,
}

impl Hunk {
    /// Moves the added lines after the removed ones.
    fn flush_added(&mut self) -> io::Result<()> {
        if self.added.stream_position()? > 0 {
            self.added.rewind()?;
            io::copy(&mut self.added, &mut self.lines)?;
            self.added = SpooledTempFile::new(IN_MEMORY);
        }
        Ok(())
    }
}

impl Diff {
    pub(super) fn new(name: &str, style: DiffStyle, is_yaml: bool) -> Self {
        Self {
            name: quote_path(name),
            style,
            is_yaml,
            has_header: false,
            before: 1,
            after: 1,
            context: VecDeque::new(),
            hunk: None,
        }
    }

    /// Adds a sequence of whole lines and its edits.
    pub(super) fn add(
        &mut self,
        text: &[u8],
        edits: &[Edit],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut done = 0;
        let mut edits = edits;
        while let Some(first) = edits.first() {
            let start = line_start(text, first.span.start);
            let mut end = line_end(text, first.span.end);
            // Group the edits of the same lines.
            let mut count = 1;
            while let Some(next) = edits.get(count).filter(|next| next.span.start < end) {
                // Do not search the same line again for each of its edits.
                if next.span.end >= end {
                    end = line_end(text, next.span.end);
                }
                count += 1;
            }
            let (these, rest) = edits.split_at_checked(count).unwrap_or((edits, &[]));
            let shifted: Vec<_> = these
                .iter()
                .map(|edit| Edit {
                    span: edit.span.start - start..edit.span.end - start,
                    text: edit.text.clone(),
                })
                .collect();
            self.unchanged(text.get(done..start).unwrap_or_default(), out)?;
            let before = text.get(start..end).unwrap_or_default();
            self.changed(before, &apply_edits(before, &shifted), out)?;
            (done, edits) = (end, rest);
        }
        self.unchanged(text.get(done..).unwrap_or_default(), out)
    }

    /// Writes the pending hunk.
    pub(super) fn finish(mut self, out: &mut dyn Write) -> io::Result<()> {
        self.close(out)
    }

    fn changed(&mut self, before: &[u8], after: &[u8], out: &mut dyn Write) -> io::Result<()> {
        let (before, after): (Vec<_>, Vec<_>) = (lines(before).collect(), lines(after).collect());
        // A removed line is shown by itself, not together with its neighbors.
        let same = |(one, other): &(&&[u8], &&[u8])| one == other;
        let first = before.iter().zip(&after).take_while(same).count();
        let shorter = before.len().min(after.len()) - first;
        let reversed = before.iter().rev().zip(after.iter().rev());
        let last = reversed.take(shorter).take_while(same).count();
        for line in before.iter().take(first) {
            self.unchanged(line, out)?;
        }
        let changed = |lines: &[&[u8]]| first..lines.len() - last;
        self.open(out)?;
        for line in before.get(changed(&before)).unwrap_or_default() {
            self.line(b'-', line)?;
        }
        for line in after.get(changed(&after)).unwrap_or_default() {
            self.line(b'+', line)?;
        }
        for line in before.iter().skip(before.len() - last) {
            self.unchanged(line, out)?;
        }
        Ok(())
    }

    fn unchanged(&mut self, text: &[u8], out: &mut dyn Write) -> io::Result<()> {
        let mut rest = text;
        while !rest.is_empty() {
            let (line, after) = rest
                .split_at_checked(line_end(rest, 0))
                .unwrap_or((rest, &[]));
            match &self.hunk {
                Some(hunk) if hunk.trailing < CONTEXT => self.line(b' ', line)?,
                Some(_) if self.context.len() == CONTEXT => {
                    self.close(out)?;
                    continue;
                }
                Some(_) => self.context.push_back(line.to_vec()),
                None => {
                    self.skip(rest);
                    return Ok(());
                }
            }
            rest = after;
        }
        Ok(())
    }

    /// Skips lines outside of hunks.
    fn skip(&mut self, text: &[u8]) {
        let kept = lines_reversed(text).take(CONTEXT).collect::<Vec<_>>();
        for line in kept.into_iter().rev() {
            if self.context.len() == CONTEXT {
                self.context.pop_front();
            }
            self.context.push_back(line.to_vec());
        }
        let count = lines(text).count();
        self.before += count;
        self.after += count;
    }

    /// Opens a hunk, or continues the open one.
    fn open(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if !self.has_header {
            for sign in ["---", "+++"] {
                writeln!(
                    out,
                    "{}",
                    self.colored(BOLD, &format!("{sign} {}", self.name))
                )?;
            }
            self.has_header = true;
        }
        let context = std::mem::take(&mut self.context);
        if self.hunk.is_none() {
            self.before -= context.len();
            self.after -= context.len();
            self.hunk = Some(Hunk {
                before: (self.before, 0),
                after: (self.after, 0),
                lines: SpooledTempFile::new(IN_MEMORY),
                added: SpooledTempFile::new(IN_MEMORY),
                trailing: 0,
            });
        }
        for line in context {
            self.line(b' ', &line)?;
        }
        Ok(())
    }

    /// Adds a line to the hunk.
    fn line(&mut self, sign: u8, line: &[u8]) -> io::Result<()> {
        let Some(hunk) = &mut self.hunk else {
            return Ok(());
        };
        if sign != b'+' {
            self.before += 1;
            hunk.before.1 += 1;
        }
        if sign != b'-' {
            self.after += 1;
            hunk.after.1 += 1;
        }
        hunk.trailing = if sign == b' ' { hunk.trailing + 1 } else { 0 };
        if sign == b' ' {
            hunk.flush_added()?;
        }
        let out = if sign == b'+' {
            &mut hunk.added
        } else {
            &mut hunk.lines
        };
        let (content, end) = match line.strip_suffix(b"\n") {
            Some(content) => (content, "\n"),
            None => (line, "\n\\ No newline at end of file\n"),
        };
        let color = match sign {
            b'-' => "\u{1b}[31m",
            b'+' => "\u{1b}[32m",
            _ => "",
        };
        let color = if self.style.color { color } else { "" };
        out.write_all(color.as_bytes())?;
        out.write_all(&[sign])?;
        if self.style.masks {
            out.write_all(
                escape_line(&mask::line(content, self.is_yaml, sign != b' ')).as_bytes(),
            )?;
        } else {
            out.write_all(content)?;
        }
        if !color.is_empty() {
            out.write_all(RESET.as_bytes())?;
        }
        out.write_all(end.as_bytes())
    }

    fn colored(&self, color: &str, text: &str) -> String {
        if self.style.color {
            format!("{color}{text}{RESET}")
        } else {
            text.to_owned()
        }
    }

    /// Writes the open hunk.
    fn close(&mut self, out: &mut dyn Write) -> io::Result<()> {
        // Context lines that were held back in case the hunk continues.
        let held = self.context.len();
        let Some(mut hunk) = self.hunk.take() else {
            return Ok(());
        };
        self.before += held;
        self.after += held;
        let range = |(start, count): (usize, usize)| format!("{start},{count}");
        let ranges = format!("@@ -{} +{} @@", range(hunk.before), range(hunk.after));
        writeln!(out, "{}", self.colored(CYAN, &ranges))?;
        hunk.flush_added()?;
        hunk.lines.rewind()?;
        io::copy(&mut hunk.lines, out)?;
        Ok(())
    }
}

fn line_start(text: &[u8], at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    memchr::memrchr(b'\n', before).map_or(0, |end| end + 1)
}

/// The end of the line that contains the byte at `at`.
fn line_end(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(text.len(), |end| at + end + 1)
}

/// The lines of a text, including line breaks.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (line, after) = rest.split_at_checked(line_end(rest, 0))?;
        rest = after;
        (!line.is_empty()).then_some(line)
    })
}

/// The lines of a text, including line breaks, in reverse order.
fn lines_reversed(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let inside = rest.len().checked_sub(1)?;
        let (before, line) = rest.split_at_checked(line_start(rest, inside))?;
        rest = before;
        Some(line)
    })
}

/// Escapes invisible characters except tabs.
fn escape_line(line: &str) -> String {
    let pieces: Vec<_> = line.split('\t').map(escape_invisible).collect();
    pieces.join("\t")
}

/// Quotes a file name the way git and GNU patch expect it, if it contains special characters.
fn quote_path(name: &str) -> String {
    let is_plain = |c: char| {
        !matches!(c, '"' | '\\')
            && escape_invisible(c.encode_utf8(&mut [0; 4])).len() == c.len_utf8()
    };
    if !name.is_empty() && name.chars().all(is_plain) {
        // A tab terminates a name that contains spaces.
        let end = if name.contains(' ') { "\t" } else { "" };
        return format!("{name}{end}");
    }
    let mut quoted = "\"".to_owned();
    for c in name.chars() {
        if is_plain(c) {
            quoted.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\{byte:03o}");
            }
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words and their replacements.
    type Words<'a> = &'a [(&'a str, &'a str)];

    /// The diff of a text in which words are replaced, added in pieces of `lines_per_piece` lines.
    fn diff(text: &str, words: Words<'_>, lines_per_piece: usize) -> String {
        let mut edits: Vec<Edit> = words
            .iter()
            .map(|(word, other)| {
                let start = text.find(word).unwrap();
                Edit {
                    span: start..start + word.len(),
                    text: (*other).to_owned(),
                }
            })
            .collect();
        let (mut diff, mut out) = (Diff::new("f", DiffStyle::default(), false), Vec::new());
        let all: Vec<&str> = text.split_inclusive('\n').collect();
        let mut offset = 0;
        for piece in all.chunks(lines_per_piece).map(<[&str]>::concat) {
            let end = offset + piece.len();
            let after = edits.iter().position(|edit| edit.span.start >= end);
            let rest = edits.split_off(after.unwrap_or(edits.len()));
            let shifted: Vec<_> = edits
                .iter()
                .map(|edit| Edit {
                    span: edit.span.start - offset..edit.span.end - offset,
                    text: edit.text.clone(),
                })
                .collect();
            diff.add(piece.as_bytes(), &shifted, &mut out).unwrap();
            (edits, offset) = (rest, end);
        }
        diff.finish(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// Lines that contain their own number.
    fn numbers(lines: usize) -> String {
        let lines = (1..=lines).map(|line| format!("<{line}>\n"));
        lines.collect::<Vec<_>>().concat()
    }

    #[test]
    fn hunks_have_three_lines_of_context() {
        let head = "--- f\n+++ f\n";
        let table: [(usize, Words<'_>, &str); 5] = [
            (3, &[], ""),
            (
                9,
                &[("<5>", "5")],
                "@@ -2,7 +2,7 @@\n <2>\n <3>\n <4>\n-<5>\n+5\n <6>\n <7>\n <8>\n",
            ),
            // Six lines between changes: one hunk.
            (
                9,
                &[("<1>", "1"), ("<8>", "8")],
                "@@ -1,9 +1,9 @@\n-<1>\n+1\n <2>\n <3>\n <4>\n <5>\n <6>\n <7>\n-<8>\n+8\n <9>\n",
            ),
            // Seven: two hunks.
            (
                9,
                &[("<1>", "1"), ("<9>", "9")],
                "@@ -1,4 +1,4 @@\n-<1>\n+1\n <2>\n <3>\n <4>\n\
                 @@ -6,4 +6,4 @@\n <6>\n <7>\n <8>\n-<9>\n+9\n",
            ),
            // Removed lines shift the following ones.
            (
                12,
                &[("<2>\n", ""), ("<11>", "11")],
                "@@ -1,5 +1,4 @@\n <1>\n-<2>\n <3>\n <4>\n <5>\n\
                 @@ -8,5 +7,5 @@\n <8>\n <9>\n <10>\n-<11>\n+11\n <12>\n",
            ),
        ];
        for (lines, words, expected) in table {
            let expected = if expected.is_empty() {
                String::new()
            } else {
                format!("{head}{expected}")
            };
            for lines_per_piece in [1, 2, 5, 100] {
                assert_eq!(diff(&numbers(lines), words, lines_per_piece), expected);
            }
        }
    }

    #[test]
    fn missing_final_newlines_and_several_edits_per_line() {
        let none = "\n\\ No newline at end of file\n";
        let table: [(&str, Words<'_>, String); 4] = [
            (
                "a b\r\nc",
                &[("a", "A"), ("b", "B")],
                format!("@@ -1,2 +1,2 @@\n-a b\r\n+A B\r\n c{none}"),
            ),
            (
                "a\nb",
                &[("b", "B")],
                format!("@@ -1,2 +1,2 @@\n a\n-b{none}+B{none}"),
            ),
            (
                "a",
                &[("a", "A")],
                format!("@@ -1,1 +1,1 @@\n-a{none}+A{none}"),
            ),
            // An edit that removes a line break joins two lines.
            (
                "a,\n  b\n}\n",
                &[(",\n  b", "")],
                "@@ -1,3 +1,2 @@\n-a,\n-  b\n+a\n }\n".to_owned(),
            ),
        ];
        for (text, words, expected) in table {
            let expected = format!("--- f\n+++ f\n{expected}");
            assert_eq!(diff(text, words, 100), expected, "{text}");
        }
    }

    #[test]
    fn adjacent_changes_are_grouped() {
        let expected = "--- f\n+++ f\n@@ -1,5 +1,5 @@\n-<1>\n-<2>\n+1\n+2\n <3>\n-<4>\n+4\n <5>\n";
        for lines_per_piece in [1, 2, 5] {
            let words = [("<1>", "1"), ("<2>", "2"), ("<4>", "4")];
            assert_eq!(diff(&numbers(5), &words, lines_per_piece), expected);
        }
    }

    #[test]
    fn values_are_masked_and_control_characters_escaped_for_terminals() {
        let table = [
            (
                DiffStyle {
                    masks: true,
                    color: false,
                },
                "--- f\n+++ f\n@@ -1,2 +1,2 @@\n \"name\":\t\"…\"\n-\"\\u{202e}\": …, \"country_code\": \"US\",\\r\n\
                 +\"\\u{202e}\": …, \"country_code\": \"us\",\\r\n",
            ),
            (
                DiffStyle {
                    masks: true,
                    color: true,
                },
                "\u{1b}[1m--- f\u{1b}[0m\n\u{1b}[1m+++ f\u{1b}[0m\n\u{1b}[36m@@ -1,2 +1,2 @@\u{1b}[0m\n\
                 \u{20}\"name\":\t\"…\"\n\u{1b}[31m-\"\\u{202e}\": …, \"country_code\": \"US\",\\r\u{1b}[0m\n\
                 \u{1b}[32m+\"\\u{202e}\": …, \"country_code\": \"us\",\\r\u{1b}[0m\n",
            ),
        ];
        let text = "\"name\":\t\"secret\"\n\"\u{202e}\": 1, \"country_code\": \"US\",\r\n";
        let start = text.find("US").unwrap();
        let edit = Edit::new(start..start + 2, "us");
        for (style, expected) in table {
            let (mut diff, mut out) = (Diff::new("f", style, false), Vec::new());
            diff.add(text.as_bytes(), std::slice::from_ref(&edit), &mut out)
                .unwrap();
            diff.finish(&mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    #[test]
    fn special_file_names_are_quoted() {
        let table = [
            ("a/b.json", "a/b.json"),
            ("größe.json", "größe.json"),
            ("a b.json", "a b.json\t"),
            ("a\"b\\.json", r#""a\042b\134.json""#),
            ("a\n\u{1b}\u{202e}", r#""a\012\033\342\200\256""#),
        ];
        for (name, expected) in table {
            assert_eq!(quote_path(name), expected, "{name}");
        }
    }
}
