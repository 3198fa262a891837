//! Counts with their unit.

/// A count and its unit, in the plural unless the count is 1.
pub(crate) fn pluralize(count: usize, unit: &str) -> String {
    let suffix = match (count, unit.ends_with('x')) {
        (1, _) => "",
        (_, true) => "es",
        (_, false) => "s",
    };
    format!("{count} {unit}{suffix}")
}
