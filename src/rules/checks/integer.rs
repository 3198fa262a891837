//! Integers: their range, and the meaning of durations.

use super::sink::Sink;
use crate::rules::integer_range::IntegerRange;
use crate::rules::timeout_order::TimeoutOrder;
use crate::rules::timeout_value::TimeoutValue;
use crate::string::integer::Integer;

/// Rule `integer-range`. Returns the integer if it is in range.
#[inline]
fn in_range(value: Integer, sink: &mut impl Sink) -> Option<i64> {
    let in_range = value.in_range();
    if in_range.is_none() {
        sink.report(|| IntegerRange {
            minimum: i64::MIN,
            maximum: i64::MAX,
        });
    }
    in_range
}

/// Rule `integer-range`.
#[inline]
pub(crate) fn integer(value: Integer, sink: &mut impl Sink) {
    in_range(value, sink);
}

/// Rules `integer-range` and `timeout-value`. -1 is no limit, or is tolerated.
#[inline]
pub(crate) fn duration(value: Integer, sink: &mut impl Sink) {
    match in_range(value, sink) {
        None | Some(-1 | 1..) => {}
        Some(minutes) => {
            let has_no_limit = sink.contract().has_no_limit;
            sink.report(|| TimeoutValue {
                minutes,
                has_no_limit,
            });
        }
    }
}

/// Rules `integer-range`, `timeout-order` and `timeout-value`.
#[inline]
pub(crate) fn idle_timeout(value: Integer, max_duration: Option<Integer>, sink: &mut impl Sink) {
    if let Some(idle_timeout) = value.in_range()
        && let Some(max_duration @ 1..) = max_duration.and_then(Integer::in_range)
        && idle_timeout > max_duration
    {
        sink.report(|| TimeoutOrder {
            idle_timeout,
            max_duration,
        });
    }
    duration(value, sink);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::checks::sink::collected::violations;

    const OUT_OF_RANGE: Integer = Integer::OutOfRange;

    #[test]
    fn integers_out_of_range() {
        for value in [i64::MIN, -1, 0, 1, 7, i64::MAX] {
            assert_eq!(
                violations(|sink| integer(Integer::InRange(value), sink)),
                []
            );
        }
        let expected = IntegerRange {
            minimum: i64::MIN,
            maximum: i64::MAX,
        };
        assert_eq!(
            violations(|sink| integer(OUT_OF_RANGE, sink)),
            [expected.clone().into()]
        );
        assert_eq!(
            violations(|sink| duration(OUT_OF_RANGE, sink)),
            [expected.into()]
        );
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
        for (minutes, violated) in table {
            let violations = violations(|sink| duration(Integer::InRange(minutes), sink));
            let expected = violated.then_some(
                TimeoutValue {
                    has_no_limit: false,
                    minutes,
                }
                .into(),
            );
            assert_eq!(violations, Vec::from_iter(expected), "{minutes}");
        }
    }

    #[test]
    fn the_idle_timeout_is_at_most_the_longest_duration() {
        let table = [
            (5, 20, false),
            (20, 20, false),
            (21, 20, true),
            (5, -1, false),
            (5, 0, false),
            (-1, -2, false),
        ];
        for (idle, max, violated) in table {
            let max_duration = Some(Integer::InRange(max));
            let violations =
                violations(|sink| idle_timeout(Integer::InRange(idle), max_duration, sink));
            let order = TimeoutOrder {
                idle_timeout: idle,
                max_duration: max,
            };
            let expected = violated.then_some(order.into());
            assert_eq!(violations, Vec::from_iter(expected), "{idle} {max}");
        }
        let max_duration = Some(OUT_OF_RANGE);
        assert_eq!(
            violations(|sink| idle_timeout(Integer::InRange(5), max_duration, sink)),
            []
        );
    }
}
