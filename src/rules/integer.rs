//! Integers: the range, and what durations mean.

use super::Detail;

/// An integer of a document, which may be greater than any that can be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Integer {
    InRange(i64),
    OutOfRange,
}

impl Integer {
    pub(crate) fn in_range(self) -> Option<i64> {
        match self {
            Self::InRange(value) => Some(value),
            Self::OutOfRange => None,
        }
    }
}

/// Rule `integer-range`.
#[inline]
pub(crate) fn judge_range(integer: Integer) -> Option<Detail> {
    match integer {
        Integer::InRange(_) => None,
        Integer::OutOfRange => Some(Detail::IntegerRange {
            minimum: i64::MIN,
            maximum: i64::MAX,
        }),
    }
}

/// Rule `timeout-value`: newer revisions of the API read -1 as "no limit".
#[inline]
pub(crate) fn judge_duration(minutes: i64) -> Option<Detail> {
    match minutes {
        -1 | 1.. => None,
        _ => Some(Detail::TimeoutValue { minutes }),
    }
}

/// Rule `timeout-order`.
#[inline]
pub(crate) fn judge_order(idle_timeout: i64, max_duration: i64) -> Option<Detail> {
    if idle_timeout <= max_duration || max_duration <= 0 {
        return None;
    }
    Some(Detail::TimeoutOrder {
        idle_timeout,
        max_duration,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_held_is_in_range() {
        for value in [i64::MIN, -1, 0, 1, 7, i64::MAX] {
            let integer = Integer::InRange(value);
            assert_eq!(
                (integer.in_range(), judge_range(integer)),
                (Some(value), None)
            );
        }
        let expected = Detail::IntegerRange {
            minimum: i64::MIN,
            maximum: i64::MAX,
        };
        assert_eq!(Integer::OutOfRange.in_range(), None);
        assert_eq!(judge_range(Integer::OutOfRange), Some(expected));
    }

    #[test]
    fn durations() {
        let table = [
            (i64::MIN, true),
            (-2, true),
            (-1, false),
            (0, true),
            (1, false),
        ];
        for (minutes, broken) in table {
            let expected = broken.then_some(Detail::TimeoutValue { minutes });
            assert_eq!(judge_duration(minutes), expected, "{minutes}");
        }
    }

    #[test]
    fn the_idle_timeout_is_at_most_the_whole_duration() {
        let table = [
            (5, 20, false),
            (20, 20, false),
            (21, 20, true),
            (5, -1, false),
            (5, 0, false),
            (-1, -2, false),
        ];
        for (idle_timeout, max_duration, broken) in table {
            let expected = broken.then_some(Detail::TimeoutOrder {
                idle_timeout,
                max_duration,
            });
            assert_eq!(
                judge_order(idle_timeout, max_duration),
                expected,
                "{idle_timeout} {max_duration}"
            );
        }
    }
}
