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

/// At most `limit` violations, in their order; errors take precedence over warnings.
pub(crate) fn most_important(
    violations: &[Violation],
    limit: usize,
) -> impl Iterator<Item = &Violation> {
    let mut listed = vec![false; violations.len()];
    let mut room = Room {
        violations: limit,
        pointer_bytes: POINTER_BYTES,
        is_empty: true,
    };
    // Warnings only have the room that errors leave.
    for severity in [Severity::Error, Severity::Warning] {
        for (violation, listed) in violations.iter().zip(&mut listed) {
            *listed |= violation.severity() == severity && room.take(violation);
        }
    }
    let listed = violations.iter().zip(listed);
    listed.filter_map(|(violation, is_listed)| is_listed.then_some(violation))
}

/// The room that is left.
struct Room {
    violations: usize,
    pointer_bytes: usize,
    is_empty: bool,
}

impl Room {
    /// Whether a violation still fits. The first one does, however long its pointer.
    fn take(&mut self, violation: &Violation) -> bool {
        let bytes = self.pointer_bytes.checked_sub(violation.pointer().len());
        let bytes = bytes.or(self.is_empty.then_some(0));
        let (Some(violations), Some(bytes)) = (self.violations.checked_sub(1), bytes) else {
            return false;
        };
        *self = Self {
            violations,
            pointer_bytes: bytes,
            is_empty: false,
        };
        true
    }
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

    #[test]
    fn long_warnings_leave_room_for_errors() {
        use Severity::{Error, Warning};
        let long = "/".repeat(POINTER_BYTES + 1);
        let violations = [violation(Warning, &long), violation(Error, "/name")];
        let listed = most_important(&violations, 9).map(Violation::pointer);
        assert_eq!(listed.collect::<Vec<_>>(), ["/name"]);

        let mut violations: Vec<_> = (0..100).map(|_| violation(Warning, &long[..82])).collect();
        violations.push(violation(Error, "/name"));
        let listed: Vec<_> = most_important(&violations, 100)
            .map(Violation::pointer)
            .collect();
        assert_eq!(
            (listed.len(), listed.last()),
            (POINTER_BYTES / 82 + 1, Some(&"/name"))
        );
    }
}
