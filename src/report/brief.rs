//! Which violations are listed where there is little room: in logs and responses. A hostile document
//! can have one every few bytes.

use super::violation::Violation;
use crate::rules::definition::Severity;

/// The most violations in a log.
pub(crate) const IN_LOG: usize = 10;
/// The most violations in a response: more than a document can have without unknown members, repeated
/// keys and arrays.
pub(crate) const IN_RESPONSE: usize = 100;

/// The most bytes of pointers: keys in them can be long, and many pointers can share them.
const POINTER_BYTES: usize = 8 * 1024;

/// At most `limit` violations, in their order: errors rather than warnings.
pub(crate) fn most_important(
    violations: &[Violation],
    limit: usize,
) -> impl Iterator<Item = &Violation> {
    let is_error = |violation: &&Violation| violation.severity() == Severity::Error;
    let mut errors = limit;
    let mut warnings = limit.saturating_sub(violations.iter().filter(is_error).count());
    let mut pointer_bytes = POINTER_BYTES;
    violations
        .iter()
        .enumerate()
        .filter_map(move |(index, violation)| {
            let left = if is_error(&violation) {
                &mut errors
            } else {
                &mut warnings
            };
            let bytes_left = pointer_bytes.checked_sub(violation.pointer().len());
            // The first one is listed, however long its pointer.
            let bytes_left = bytes_left.or((index == 0).then_some(0))?;
            *left = left.checked_sub(1)?;
            pointer_bytes = bytes_left;
            Some(violation)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::pointer::Pointer;
    use crate::report::span::Span;
    use crate::rules::empty_code::EmptyCode;

    fn violation(severity: Severity, pointer: &str) -> Violation {
        let pointer = Pointer::owned(pointer.to_owned());
        Violation::new(EmptyCode {}.into(), severity, pointer, Span::default())
    }

    #[test]
    fn errors_are_more_important_than_warnings() {
        use Severity::{Error, Warning};
        let severities = [Warning, Error, Warning, Warning, Error];
        let violations: Vec<_> = severities
            .iter()
            .enumerate()
            .map(|(index, severity)| violation(*severity, &format!("/{index}")))
            .collect();
        let table: [(usize, &[&str]); 6] = [
            (0, &[]),
            (1, &["/1"]),
            (2, &["/1", "/4"]),
            (3, &["/0", "/1", "/4"]),
            (4, &["/0", "/1", "/2", "/4"]),
            (9, &["/0", "/1", "/2", "/3", "/4"]),
        ];
        for (limit, expected) in table {
            let listed = most_important(&violations, limit).map(Violation::pointer);
            assert_eq!(listed.collect::<Vec<_>>(), expected, "{limit}");
        }
    }

    #[test]
    fn pointers_have_a_limit() {
        let long = "/".repeat(POINTER_BYTES);
        let pointers = [&*long, "/a", &*long];
        let violations = pointers.map(|pointer| violation(Severity::Error, pointer));
        let count = |violations| most_important(violations, 9).count();
        assert_eq!(count(&violations), 1);
        assert_eq!(count(&violations[1..]), 1);
        assert_eq!(count(&[violation(Severity::Error, &long.repeat(2))]), 1);
    }
}
