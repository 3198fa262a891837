//! Excerpts of YAML.

use std::ops::Range;

use super::{CONTEXT, ELLIPSIS, Excerpt, MASK, SCAN_LIMIT, Visibility, quote};

/// The line around a key or value. `unmasked` are the sorted spans that may be shown. Everything
/// else except indentation and plain punctuation is masked: values, comments and names of anchors.
pub(super) fn excerpt(
    yaml: &[u8],
    unmasked: &[Range<usize>],
    span: Range<usize>,
    visibility: Visibility,
) -> Excerpt {
    let near = span.start.saturating_sub(SCAN_LIMIT)..yaml.len().min(span.start + SCAN_LIMIT);
    let line_start = yaml
        .get(near.start..span.start)
        .and_then(|before| memchr::memrchr(b'\n', before))
        .map_or(near.start, |line_end| near.start + line_end + 1);
    let line_end = yaml
        .get(span.start..near.end)
        .and_then(|after| memchr::memchr(b'\n', after))
        .map_or(near.end, |length| span.start + length);
    // A value with an anchor may be used by any member.
    let visibility = if has_anchor(yaml.get(line_start..span.start).unwrap_or_default()) {
        Visibility::Masked
    } else {
        visibility
    };
    let (value, marked_end) = render_marked(
        yaml,
        unmasked,
        span.start..span.end.min(line_end),
        visibility,
    );

    let first = unmasked.partition_point(|known| known.start < line_start);
    let at = unmasked.partition_point(|known| known.start < span.start);
    let after = unmasked.partition_point(|known| known.start < marked_end);
    let last = unmasked.partition_point(|known| known.start < line_end);
    let pieces = |from, to, spans: Range<usize>| {
        render_pieces(yaml, from..to, unmasked.get(spans).unwrap_or_default())
    };

    let mut line = take_context(pieces(line_start, span.start, first..at).into_iter().rev());
    line.reverse();
    let mut line = line.concat();
    let marked = line.len()..line.len() + value.len();
    line += &value;
    line += &take_context(pieces(marked_end, line_end, after..last).into_iter()).concat();
    line.truncate(line.trim_end().len().max(marked.end));
    Excerpt { line, marked }
}

/// Whether this part of a line ends with an anchor, optionally followed by a tag.
fn has_anchor(before: &[u8]) -> bool {
    let properties = before.split(u8::is_ascii_whitespace).rev();
    let mut properties = properties.filter(|property| !property.is_empty()).take(2);
    properties.any(|property| property.starts_with(b"&"))
}

/// The text to mark, and its end in the source.
fn render_marked(
    yaml: &[u8],
    unmasked: &[Range<usize>],
    span: Range<usize>,
    visibility: Visibility,
) -> (String, usize) {
    let text = yaml.get(span.clone()).unwrap_or_default();
    if visibility == Visibility::Shown {
        return (quote(text.trim_ascii_end()), span.end);
    }
    let known = unmasked.binary_search_by_key(&span.start, |known| known.start);
    if let Some(known) = known.ok().and_then(|index| unmasked.get(index)) {
        // A mapping begins with its first key.
        let key = yaml.get(known.clone()).unwrap_or_default();
        return (quote(key), known.end);
    }
    match text.first() {
        Some(bracket @ (b'{' | b'[')) => (char::from(*bracket).to_string(), span.start + 1),
        Some(_) => (MASK.to_owned(), span.end),
        None => (String::new(), span.end),
    }
}

/// Takes pieces of the line, starting with the nearest, until there are enough.
fn take_context(pieces: impl Iterator<Item = String>) -> Vec<String> {
    let mut taken = Vec::new();
    let mut width = 0;
    for piece in pieces {
        if width >= CONTEXT {
            taken.push(ELLIPSIS.to_owned());
            break;
        }
        width += piece.chars().count();
        taken.push(piece);
    }
    taken
}

/// Splits a part of a line into shown and masked pieces.
fn render_pieces(yaml: &[u8], part: Range<usize>, unmasked: &[Range<usize>]) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut at = part.start;
    for known in unmasked {
        pieces.push(render_gap(yaml, at..known.start));
        pieces.push(quote(yaml.get(known.clone()).unwrap_or_default()));
        at = known.end;
    }
    pieces.push(render_gap(yaml, at..part.end));
    pieces
}

/// Renders the text between two shown pieces: plain punctuation is kept, anything else is masked
/// except for leading punctuation.
fn render_gap(yaml: &[u8], gap: Range<usize>) -> String {
    let gap = String::from_utf8_lossy(yaml.get(gap).unwrap_or_default());
    let gap = gap.trim_end_matches('\r');
    let rest = gap.trim_start_matches([' ', '\t', '-', ':', '?']);
    let lead = gap.get(..gap.len() - rest.len()).unwrap_or_default();
    let is_plain = rest
        .chars()
        .all(|c| matches!(c, ' ' | '\t' | ',' | ':' | '{' | '}' | '[' | ']'));
    let mut visibility = lead.replace('\t', " ");
    if is_plain {
        visibility += &rest.replace('\t', " ");
    } else {
        visibility += MASK;
        if gap.ends_with(' ') {
            visibility.push(' ');
        }
    }
    visibility
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_not_known_to_be_safe_is_masked() {
        // `‹` and `›` enclose unmasked spans, `«` and `»` the marked part.
        let table = [
            (
                "a: 1\n  ‹name›: «a b» # remark\n",
                Visibility::Shown,
                "  name: «a b» …",
            ),
            (
                "- ‹password›: «hunter2»\r\n  x: y",
                Visibility::Masked,
                "- password: «…»",
            ),
            (
                "‹proxy›: {‹active›: ‹true›, ‹server›: secret:1, ‹country_code›: «'uk'»}\n",
                Visibility::Shown,
                "proxy: {active: true, server: … country_code: «'uk'»}",
            ),
            (
                "‹proxy›: «{‹active›: ‹true›, ‹username›: \"me\"}»\n",
                Visibility::Masked,
                "proxy: «{»active: true, username: …",
            ),
            (
                "- &anchor\n  «‹name›: t\n  ‹x›: y\n»",
                Visibility::Masked,
                "  «name»: …",
            ),
            ("‹code›: «|\n  QUJD\n»", Visibility::Masked, "code: «…»"),
            ("# secret «»", Visibility::Masked, "… «»"),
            ("«tags»: []", Visibility::Shown, "«tags»: []"),
            (
                "‹password›: &p «hunter 2»",
                Visibility::Shown,
                "password: … «…»",
            ),
            (
                "‹password›: &p !!str «'hunter'»",
                Visibility::Shown,
                "password: … «…»",
            ),
        ];
        for (text, visibility, expected) in table {
            let mut yaml = String::new();
            let (mut unmasked, mut start, mut span) = (Vec::new(), 0, 0..0);
            for c in text.chars() {
                match c {
                    '‹' => start = yaml.len(),
                    '›' => unmasked.push(start..yaml.len()),
                    '«' => span.start = yaml.len(),
                    '»' => span.end = yaml.len(),
                    c => yaml.push(c),
                }
            }
            let Excerpt { line, marked } = excerpt(yaml.as_bytes(), &unmasked, span, visibility);
            let render = format!(
                "{}«{}»{}",
                &line[..marked.start],
                &line[marked.clone()],
                &line[marked.end..]
            );
            assert_eq!(render, expected, "{text}");
        }
    }
}
