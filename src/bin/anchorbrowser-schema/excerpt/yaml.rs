//! Excerpts of YAML.

use std::ops::Range;

use super::{CONTEXT, CUT, Excerpt, HIDDEN, NEAR, Shown, quoted};

/// The line around a key or a value. `visible` are the spans, in their order, of what may be shown
/// beside it; all else but indentation and plain punctuation is masked: values, comments, names of
/// anchors.
pub(super) fn excerpt(
    yaml: &[u8],
    visible: &[Range<usize>],
    span: Range<usize>,
    shown: Shown,
) -> Excerpt {
    let near = span.start.saturating_sub(NEAR)..yaml.len().min(span.start + NEAR);
    let line_start = yaml
        .get(near.start..span.start)
        .and_then(|before| memchr::memrchr(b'\n', before))
        .map_or(near.start, |line_end| near.start + line_end + 1);
    let line_end = yaml
        .get(span.start..near.end)
        .and_then(|behind| memchr::memchr(b'\n', behind))
        .map_or(near.end, |length| span.start + length);
    // What has an anchor may be the value of any member.
    let shown = if has_anchor(yaml.get(line_start..span.start).unwrap_or_default()) {
        Shown::Masked
    } else {
        shown
    };
    let (value, marked_end) = marked(yaml, visible, span.start..span.end.min(line_end), shown);

    let first = visible.partition_point(|known| known.start < line_start);
    let at = visible.partition_point(|known| known.start < span.start);
    let behind = visible.partition_point(|known| known.start < marked_end);
    let last = visible.partition_point(|known| known.start < line_end);
    let pieces = |from, to, spans: Range<usize>| {
        pieces(yaml, from..to, visible.get(spans).unwrap_or_default())
    };

    let mut line = fitting(pieces(line_start, span.start, first..at).into_iter().rev());
    line.reverse();
    let mut line = line.concat();
    let marked = line.len()..line.len() + value.len();
    line += &value;
    line += &fitting(pieces(marked_end, line_end, behind..last).into_iter()).concat();
    line.truncate(line.trim_end().len().max(marked.end));
    Excerpt { line, marked }
}

/// Whether what stands directly behind this part of a line has an anchor, perhaps with a tag.
fn has_anchor(before: &[u8]) -> bool {
    let properties = before.split(u8::is_ascii_whitespace).rev();
    let mut properties = properties.filter(|property| !property.is_empty()).take(2);
    properties.any(|property| property.starts_with(b"&"))
}

/// What to mark, and where that ends in the source.
fn marked(
    yaml: &[u8],
    visible: &[Range<usize>],
    span: Range<usize>,
    shown: Shown,
) -> (String, usize) {
    let text = yaml.get(span.clone()).unwrap_or_default();
    if shown == Shown::Plain {
        return (quoted(text.trim_ascii_end()), span.end);
    }
    let known = visible.binary_search_by_key(&span.start, |known| known.start);
    if let Some(known) = known.ok().and_then(|index| visible.get(index)) {
        // A mapping begins with its first key.
        let key = yaml.get(known.clone()).unwrap_or_default();
        return (quoted(key), known.end);
    }
    match text.first() {
        Some(bracket @ (b'{' | b'[')) => (char::from(*bracket).to_string(), span.start + 1),
        Some(_) => (HIDDEN.to_owned(), span.end),
        None => (String::new(), span.end),
    }
}

/// Pieces of the line, from the nearest on, until there are enough.
fn fitting(pieces: impl Iterator<Item = String>) -> Vec<String> {
    let mut fitting = Vec::new();
    let mut width = 0;
    for piece in pieces {
        if width >= CONTEXT {
            fitting.push(CUT.to_owned());
            break;
        }
        width += piece.chars().count();
        fitting.push(piece);
    }
    fitting
}

/// A part of a line, in pieces of what is shown and what is masked.
fn pieces(yaml: &[u8], part: Range<usize>, visible: &[Range<usize>]) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut at = part.start;
    for known in visible {
        pieces.push(between(yaml, at..known.start));
        pieces.push(quoted(yaml.get(known.clone()).unwrap_or_default()));
        at = known.end;
    }
    pieces.push(between(yaml, at..part.end));
    pieces
}

/// What stands between two pieces that are shown: punctuation as it is; of all else only what leads
/// up to it.
fn between(yaml: &[u8], gap: Range<usize>) -> String {
    let gap = String::from_utf8_lossy(yaml.get(gap).unwrap_or_default());
    let gap = gap.trim_end_matches('\r');
    let rest = gap.trim_start_matches([' ', '\t', '-', ':', '?']);
    let lead = gap.get(..gap.len() - rest.len()).unwrap_or_default();
    let is_plain = rest
        .chars()
        .all(|c| matches!(c, ' ' | '\t' | ',' | ':' | '{' | '}' | '[' | ']'));
    let mut shown = lead.replace('\t', " ");
    if is_plain {
        shown += &rest.replace('\t', " ");
    } else {
        shown += HIDDEN;
        if gap.ends_with(' ') {
            shown.push(' ');
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_to_be_plain_is_masked() {
        // Visible spans stand between `‹` and `›`, what is marked between `«` and `»`.
        let table = [
            (
                "a: 1\n  ‹name›: «a b» # remark\n",
                Shown::Plain,
                "  name: «a b» …",
            ),
            (
                "- ‹password›: «hunter2»\r\n  x: y",
                Shown::Masked,
                "- password: «…»",
            ),
            (
                "‹proxy›: {‹active›: ‹true›, ‹server›: secret:1, ‹country_code›: «'uk'»}\n",
                Shown::Plain,
                "proxy: {active: true, server: … country_code: «'uk'»}",
            ),
            (
                "‹proxy›: «{‹active›: ‹true›, ‹username›: \"me\"}»\n",
                Shown::Masked,
                "proxy: «{»active: true, username: …",
            ),
            (
                "- &anchor\n  «‹name›: t\n  ‹x›: y\n»",
                Shown::Masked,
                "  «name»: …",
            ),
            ("‹code›: «|\n  QUJD\n»", Shown::Masked, "code: «…»"),
            ("# secret «»", Shown::Masked, "… «»"),
            ("«tags»: []", Shown::Plain, "«tags»: []"),
            ("‹password›: &p «hunter 2»", Shown::Plain, "password: … «…»"),
            (
                "‹password›: &p !!str «'hunter'»",
                Shown::Plain,
                "password: … «…»",
            ),
        ];
        for (text, shown, expected) in table {
            let mut yaml = String::new();
            let (mut visible, mut start, mut span) = (Vec::new(), 0, 0..0);
            for c in text.chars() {
                match c {
                    '‹' => start = yaml.len(),
                    '›' => visible.push(start..yaml.len()),
                    '«' => span.start = yaml.len(),
                    '»' => span.end = yaml.len(),
                    c => yaml.push(c),
                }
            }
            let Excerpt { line, marked } = excerpt(yaml.as_bytes(), &visible, span, shown);
            let told = format!(
                "{}«{}»{}",
                &line[..marked.start],
                &line[marked.clone()],
                &line[marked.end..]
            );
            assert_eq!(told, expected, "{text}");
        }
    }
}
