//! Removes what other notations add to JSON: a byte order mark, comments and trailing commas.

use std::ops::Range;

use super::edit_buffer::Edit;
use crate::json_array::string_end;
use crate::plural::pluralize;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The edits that remove a byte order mark, comments and trailing commas, and a list of what they
/// remove; `None` if there is none of these. The result may still not be JSON.
pub(super) fn removals(text: &str) -> Option<(Vec<Edit>, String)> {
    let mut scanner = Scanner::new(text);
    scanner.scan();
    let Scanner {
        mut removed,
        has_mark,
        comments,
        commas,
        ..
    } = scanner;
    removed.sort_by_key(|span| span.start);
    let mut list = Vec::new();
    if has_mark {
        list.push("the byte order mark".to_owned());
    }
    for (count, unit) in [(comments, "comment"), (commas, "trailing comma")] {
        if count > 0 {
            list.push(pluralize(count, unit));
        }
    }
    let edits = removed.into_iter().map(|span| Edit::new(span, ""));
    (!list.is_empty()).then(|| (edits.collect(), list.join(", ")))
}

struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
    removed: Vec<Range<usize>>,
    /// The last comma, if nothing but whitespace and comments follows it.
    comma: Option<usize>,
    has_mark: bool,
    comments: usize,
    commas: usize,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        let has_mark = text.starts_with(BYTE_ORDER_MARK);
        let at = if has_mark { BYTE_ORDER_MARK.len() } else { 0 };
        let mark = has_mark.then_some(0..at);
        Self {
            text: text.as_bytes(),
            at,
            removed: mark.into_iter().collect(),
            comma: None,
            has_mark,
            comments: 0,
            commas: 0,
        }
    }

    fn scan(&mut self) {
        while let Some(rest @ [first, ..]) = self.text.get(self.at..) {
            match first {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                b'/' if rest.starts_with(b"//") => self.comment(comment_end(rest)),
                b'/' if rest.starts_with(b"/*") => {
                    let inside = rest.get(2..).unwrap_or_default();
                    match memchr::memmem::find(inside, b"*/") {
                        Some(end) => self.comment(2 + end + 2),
                        None => return,
                    }
                }
                b'"' => {
                    self.comma = None;
                    match string_end(self.text, self.at + 1) {
                        Some(end) => self.at = end,
                        None => return,
                    }
                }
                b']' | b'}' => {
                    if let Some(comma) = self.comma.take() {
                        self.removed.push(comma..comma + 1);
                        self.commas += 1;
                    }
                    self.at += 1;
                }
                other => {
                    self.comma = (*other == b',').then_some(self.at);
                    self.at += 1;
                }
            }
        }
    }

    /// Removes a comment with the spaces before it if it ends its line, and with the line if there is
    /// nothing else on it.
    fn comment(&mut self, length: usize) {
        let mut span = self.at..self.at + length;
        self.at = span.end;
        self.comments += 1;
        let after = self.text.get(span.end..).unwrap_or_default();
        let ends_line = matches!(after, [] | [b'\n', ..] | [b'\r', b'\n', ..]);
        if ends_line {
            let before = self.text.get(..span.start).unwrap_or_default();
            let spaces = before
                .iter()
                .rev()
                .take_while(|byte| matches!(byte, b' ' | b'\t'));
            span.start -= spaces.count();
            let starts_line = matches!(self.text.get(..span.start), Some([] | [.., b'\n']));
            if starts_line {
                span.end += line_end(after) + usize::from(line_end(after) < after.len());
                self.at = span.end;
            }
        }
        self.removed.push(span);
    }
}

/// The length of the line without its line feed.
fn line_end(text: &[u8]) -> usize {
    memchr::memchr(b'\n', text).unwrap_or(text.len())
}

/// The length of the line without its line break.
fn comment_end(text: &[u8]) -> usize {
    let end = line_end(text);
    let before = end.saturating_sub(1);
    if text.get(before) == Some(&b'\r') {
        before
    } else {
        end
    }
}

#[cfg(test)]
mod tests {
    use super::super::edit_buffer::apply_edits;
    use super::*;

    #[test]
    fn additions_to_json_are_removed() {
        let table = [
            ("\u{feff}{}", "{}", "the byte order mark"),
            ("{} // x", "{}", "1 comment"),
            ("// x\n{}\n", "{}\n", "1 comment"),
            ("// x\r\n{} // x\r\n", "{}\r\n", "2 comments"),
            ("{\n  // x\n  \"a\": 1\n}", "{\n  \"a\": 1\n}", "1 comment"),
            ("{\"a\": /* x */ 1}", "{\"a\":  1}", "1 comment"),
            (
                "{\"a\": 1, /* x\ny */\n}",
                "{\"a\": 1\n}",
                "1 comment, 1 trailing comma",
            ),
            ("[1, 2,]", "[1, 2]", "1 trailing comma"),
            ("{\"a\":[1,],}", "{\"a\":[1]}", "2 trailing commas"),
            (
                "{\"a\": 1, // x\n}",
                "{\"a\": 1\n}",
                "1 comment, 1 trailing comma",
            ),
            (
                "{\"a\": \"// x\", \"b\": \"/*\\\"\",}",
                "{\"a\": \"// x\", \"b\": \"/*\\\"\"}",
                "1 trailing comma",
            ),
        ];
        for (before, after, removed) in table {
            let (edits, list) = removals(before).unwrap();
            let text = String::from_utf8(apply_edits(before.as_bytes(), &edits)).unwrap();
            assert_eq!((text.as_str(), list.as_str()), (after, removed), "{before}");
        }
    }

    #[test]
    fn nothing_else_is_removed() {
        for text in [
            "{}",
            "[1,,2]",
            "{\"a\": \"",
            "/* x",
            "{\"a\": \"\u{feff}\"}",
            "a / b",
        ] {
            assert!(removals(text).is_none(), "{text}");
        }
    }
}
