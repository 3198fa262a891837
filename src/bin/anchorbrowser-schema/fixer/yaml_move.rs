//! Moves members of mappings in YAML text.

use std::ops::Range;

use super::edit_buffer::Edit;
use super::member::{Move, removal_between};

/// Spaces by which the members of a new mapping are indented.
const INDENTATION: usize = 2;

/// The change as sorted edits that do not overlap. `None` if other text is on the lines of the
/// member.
pub(super) fn edits(text: &str, moved: &Move) -> Option<Vec<Edit>> {
    let mut edits = if is_in_braces(text, &(moved.key.start..moved.value.end)) {
        edits_in_braces(text, moved)?
    } else {
        edits_of_lines(text, moved)?
    };
    edits.sort_by_key(|edit| edit.span.start);
    Some(edits)
}

/// Whether a member is in a mapping in braces, without comments next to it.
pub(super) fn is_in_braces(text: &str, member: &Range<usize>) -> bool {
    let (before, after) = (text.get(..member.start), text.get(member.end..));
    before.is_some_and(|before| before.trim_end().ends_with(['{', ',']))
        && after.is_some_and(|after| after.trim_start().starts_with([',', '}']))
}

fn edits_in_braces(text: &str, moved: &Move) -> Option<Vec<Edit>> {
    let span = moved.key.start..moved.value.end;
    let member = text.get(span.clone())?;
    let Some(object) = &moved.object else {
        return Some(vec![Edit::new(
            span,
            format!("{}: {{{member}}}", moved.into),
        )]);
    };
    let removal = removal_between(text, span.start, span.end)?;
    Some(vec![
        insertion_in_braces(text, object, member)?,
        Edit::new(removal, ""),
    ])
}

fn edits_of_lines(text: &str, moved: &Move) -> Option<Vec<Edit>> {
    let member = Lines::of(text, &moved.key, &moved.value)?;
    let Some(object) = &moved.object else {
        let key = format!("{}{}:", " ".repeat(member.indentation), moved.into);
        let lines = member.indented(member.indentation + INDENTATION)?;
        let mapping = format!("{key}{}{lines}", member.line_break);
        return Some(vec![Edit::new(member.span, mapping)]);
    };
    let insertion = if text.get(object.start..)?.starts_with('{') {
        insertion_in_braces(text, object, member.without_comment()?)?
    } else {
        insertion_of_lines(text, object, &member)?
    };
    let removal = whole_lines(text, member.span);
    Some(vec![insertion, Edit::new(removal, "")])
}

/// Inserts a member at the end of a mapping in braces.
fn insertion_in_braces(text: &str, object: &Range<usize>, member: &str) -> Option<Edit> {
    let inside = text.get(object.clone())?.strip_prefix('{')?;
    let inside = inside.strip_suffix('}')?.trim_end();
    if member.contains('\n') || inside.contains('#') {
        return None;
    }
    let comma = if inside.is_empty() { "" } else { ", " };
    let end = object.start + 1 + inside.len();
    Some(Edit::new(end..end, format!("{comma}{member}")))
}

/// Inserts a member after the lines of a mapping.
fn insertion_of_lines(text: &str, object: &Range<usize>, member: &Lines<'_>) -> Option<Edit> {
    let (start, indentation) = line_at(text, object.start)?;
    if start + indentation != object.start {
        return None;
    }
    let end = text.get(..object.end)?.trim_end().len();
    let end = end_of_line(text, end)?;
    let lines = member.indented(indentation)?;
    Some(Edit::new(end..end, format!("{}{lines}", member.line_break)))
}

/// Lines with the line break after them, or with that before them if there is none.
pub(super) fn whole_lines(text: &str, lines: Range<usize>) -> Range<usize> {
    let after = text.get(lines.end..).unwrap_or_default();
    if let Some(line_break) = LINE_BREAKS.iter().find(|one| after.starts_with(**one)) {
        return lines.start..lines.end + line_break.len();
    }
    let before = text.get(..lines.start).unwrap_or_default();
    let line_break = LINE_BREAKS.iter().find(|one| before.ends_with(**one));
    lines.start - line_break.map_or(0, |line_break| line_break.len())..lines.end
}

/// The longer one first.
const LINE_BREAKS: [&str; 2] = ["\r\n", "\n"];

/// The lines of a member, without the line break of the last one.
struct Lines<'t> {
    text: &'t str,
    span: Range<usize>,
    indentation: usize,
    /// The end of the value in the text, before a comment.
    end: usize,
    /// The line break next to the lines.
    line_break: &'static str,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str, key: &Range<usize>, value: &Range<usize>) -> Option<Self> {
        let (start, indentation) = line_at(text, key.start)?;
        let is_first = start + indentation == key.start;
        let end = text.get(..value.end.max(key.end))?.trim_end().len();
        let line_end = end_of_line(text, end)?;
        let rest = text.get(end..line_end)?.trim_start();
        let is_alone = is_first && (rest.is_empty() || rest.starts_with('#'));
        is_alone.then_some(())?;
        let (before, after) = (text.get(..start)?, text.get(line_end..)?);
        let is_crlf = after.starts_with("\r\n") || after.is_empty() && before.ends_with("\r\n");
        Some(Self {
            text: text.get(start..line_end)?,
            span: start..line_end,
            indentation,
            end: end - start,
            line_break: if is_crlf { "\r\n" } else { "\n" },
        })
    }

    /// The member, from its key to its value; `None` if a comment follows, which would be lost.
    fn without_comment(&self) -> Option<&'t str> {
        let (member, comment) = self.text.split_at_checked(self.end)?;
        comment.trim().is_empty().then(|| member.trim_start())
    }

    /// The lines with another indentation of the key; `None` if one is indented less than the key.
    fn indented(&self, indentation: usize) -> Option<String> {
        let (old, new) = (" ".repeat(self.indentation), " ".repeat(indentation));
        let lines = self.text.split_inclusive('\n').map(|line| {
            if line.trim().is_empty() {
                return Some(line.to_owned());
            }
            Some(format!("{new}{}", line.strip_prefix(old.as_str())?))
        });
        lines.collect()
    }
}

/// The start of the line that contains an offset, and its indentation.
fn line_at(text: &str, offset: usize) -> Option<(usize, usize)> {
    let start = text.get(..offset)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?;
    Some((start, line.len() - line.trim_start_matches(' ').len()))
}

/// The end of the line that contains an offset, before its line break.
fn end_of_line(text: &str, offset: usize) -> Option<usize> {
    let rest = text.get(offset..)?;
    let line = rest.split('\n').next()?;
    Some(offset + line.strip_suffix('\r').unwrap_or(line).len())
}
