//! Excerpts as `annotate-snippets` renders them.

/// Removes the line that `annotate-snippets` puts between the location and the excerpt when they
/// have different origins. The location is a separate element because its column counts in the
/// source, not in the excerpt.
pub(crate) fn without_origin_separator(rendered: &str) -> impl Iterator<Item = &str> {
    const SEPARATOR: usize = 3;
    let lines = rendered.lines().enumerate();
    lines.filter_map(|(number, line)| (number != SEPARATOR).then_some(line))
}
