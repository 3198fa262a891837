//! Excerpts of YAML.

use std::ops::Range;

use super::{CONTEXT, ELLIPSIS, Excerpt, MASK, SCAN_LIMIT, Visibility, quote};
use crate::yaml::SourceScalar;

/// The line around a key or value. Scalars are masked unless they may be shown, and so is everything
/// between them except for indentation and plain punctuation: comments and the names of anchors.
pub(super) fn excerpt(
    yaml: &[u8],
    scalars: &[SourceScalar],
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
        scalars,
        span.start..span.end.min(line_end),
        visibility,
    );
    // A key or value begins where it is marked, unless it is missing.
    let before = if span.is_empty() {
        Gap::AtEnd
    } else {
        Gap::BeforeScalar
    };
    let pieces = |part, last| render_pieces(yaml, part, scalars, last);

    let mut line = take_context(pieces(line_start..span.start, before).into_iter().rev());
    line.reverse();
    let mut line = line.concat();
    let marked = line.len()..line.len() + value.len();
    line += &value;
    line += &take_context(pieces(marked_end..line_end, Gap::AtEnd).into_iter()).concat();
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
    scalars: &[SourceScalar],
    span: Range<usize>,
    visibility: Visibility,
) -> (String, usize) {
    let text = yaml.get(span.clone()).unwrap_or_default();
    if visibility == Visibility::Shown {
        return (quote(text.trim_ascii_end()), span.end);
    }
    // A mapping in a block begins with its first key.
    let scalar = scalars.binary_search_by_key(&span.start, |scalar| scalar.span.start);
    if let Some(scalar) = scalar.ok().and_then(|index| scalars.get(index)) {
        let end = scalar.span.end.min(span.end);
        return (render_scalar(yaml, scalar), end);
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
fn render_pieces(
    yaml: &[u8],
    part: Range<usize>,
    scalars: &[SourceScalar],
    last: Gap,
) -> Vec<String> {
    let first = scalars.partition_point(|scalar| scalar.span.end <= part.start);
    let scalars = scalars.get(first..).unwrap_or_default().iter();
    let mut pieces = Vec::new();
    let mut at = part.start;
    for scalar in scalars.take_while(|scalar| scalar.span.start < part.end) {
        pieces.push(render_gap(yaml, at..scalar.span.start, Gap::BeforeScalar));
        pieces.push(render_scalar(yaml, scalar));
        at = scalar.span.end.min(part.end);
    }
    pieces.push(render_gap(yaml, at..part.end, last));
    pieces
}

fn render_scalar(yaml: &[u8], scalar: &SourceScalar) -> String {
    if scalar.is_shown {
        quote(yaml.get(scalar.span.clone()).unwrap_or_default())
    } else {
        MASK.to_owned()
    }
}

/// A part of a line without scalars.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    BeforeScalar,
    AtEnd,
}

/// Renders the text between scalars: plain punctuation is kept, anything else, such as an anchor or a
/// comment, is masked except for the punctuation around it.
fn render_gap(yaml: &[u8], gap: Range<usize>, position: Gap) -> String {
    let gap = String::from_utf8_lossy(yaml.get(gap).unwrap_or_default()).replace('\t', " ");
    let gap = gap.trim_end_matches('\r');
    let is_bracket = |c| matches!(c, ',' | '{' | '}' | '[' | ']');
    if gap.chars().all(|c| matches!(c, ' ' | ':') || is_bracket(c)) {
        return gap.to_owned();
    }
    let rest = gap.trim_start_matches([' ', '-', ':', '?']);
    let lead = gap.get(..gap.len() - rest.len()).unwrap_or_default();
    let is_end = |c: char| c == ' ' || position == Gap::BeforeScalar && is_bracket(c);
    let masked = rest.trim_end_matches(is_end);
    let end = rest.get(masked.len()..).unwrap_or_default();
    let mask = if masked.is_empty() { "" } else { MASK };
    [lead, mask, end].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_not_known_to_be_safe_is_masked() {
        // `‹` and `›` enclose scalars that may be shown, `⟨` and `⟩` others, `«` and `»` the marked
        // part.
        let table = [
            (
                "a: 1\n  ‹name›: «a b» # remark\n",
                Visibility::Shown,
                "  name: «a b» …",
            ),
            (
                "- ‹password›: «⟨hunter2⟩»\r\n  x: y",
                Visibility::Masked,
                "- password: «…»",
            ),
            (
                "‹proxy›: {‹active›: ‹true›, ‹server›: ⟨secret:1⟩, ‹country_code›: «⟨'uk'⟩»}\n",
                Visibility::Shown,
                "proxy: {active: true, server: …, country_code: «'uk'»}",
            ),
            // The same line, with another part marked.
            (
                "‹proxy›: {‹active›: ‹true›, ‹server›: «⟨secret:1⟩», ‹country_code›: ⟨'uk'⟩}\n",
                Visibility::Masked,
                "proxy: {active: true, server: «…», country_code: …}",
            ),
            (
                "‹x›: &a {«‹active›»: ‹true›, ‹b›: &b ⟨secret⟩, ‹c›: !t [⟨1⟩]} # {",
                Visibility::Shown,
                "x: … {«active»: true, b: … …, c: … [……",
            ),
            // Scalars of several lines.
            (
                "‹a›: ⟨'secret\n {, }'⟩, ‹b›: «⟨1⟩»",
                Visibility::Masked,
                "…, b: «…»",
            ),
            (
                "‹proxy›: «{‹active›: ‹true›, ‹username›: ⟨\"me\"⟩}»\n",
                Visibility::Masked,
                "proxy: «{»active: true, username: …}",
            ),
            (
                "- &anchor\n  «‹name›: t\n  ‹x›: y\n»",
                Visibility::Masked,
                "  «name»: …",
            ),
            ("‹code›: |\n  «⟨QUJD⟩»\n", Visibility::Masked, "  «…»"),
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
            let (mut scalars, mut start, mut span) = (Vec::new(), 0, 0..0);
            for c in text.chars() {
                match c {
                    '‹' | '⟨' => start = yaml.len(),
                    '›' | '⟩' => scalars.push(SourceScalar {
                        span: start..yaml.len(),
                        is_shown: c == '›',
                    }),
                    '«' => span.start = yaml.len(),
                    '»' => span.end = yaml.len(),
                    c => yaml.push(c),
                }
            }
            let Excerpt { line, marked } = excerpt(yaml.as_bytes(), &scalars, span, visibility);
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
