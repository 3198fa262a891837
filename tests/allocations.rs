//! Allocations of the checks: none for a valid document, and a bounded multiple of the input for
//! hostile input, which grows linearly.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

use allocation_counter::{AllocationInfo, measure};
use anchorbrowser_schema::{CreateTaskRequest, Validate, Validator};

const FULL: &str = include_str!("../schemas/examples/valid/full.json");

/// Valid documents without escapes and without unknown members.
const VALID: &[(&str, &str)] = &[
    (
        "minimal",
        include_str!("../schemas/examples/valid/minimal.json"),
    ),
    ("full, an Anchor proxy with a city", FULL),
    (
        "residential proxy",
        include_str!("../schemas/examples/valid/residential-proxy.json"),
    ),
    (
        "mobile proxy",
        include_str!("../schemas/examples/valid/mobile-proxy.json"),
    ),
    (
        "gov proxy",
        include_str!("../schemas/examples/valid/gov-proxy.json"),
    ),
    (
        "custom proxy",
        include_str!("../schemas/examples/valid/custom-proxy.json"),
    ),
    (
        "city without type",
        include_str!("../schemas/examples/valid/city-without-type.json"),
    ),
    (
        "no time limit",
        include_str!("../schemas/examples/valid/no-time-limit.json"),
    ),
    (
        "description of many scripts",
        include_str!("../schemas/examples/valid/unicode-description.json"),
    ),
];

/// Documents with up to two unknown members, or with a repeated key.
const FEW_UNKNOWN: &[(&str, bool)] = &[
    (
        r#"{"name": "t", "language": "typescript", "a": 1, "b": {"c": 2}}"#,
        true,
    ),
    (
        r#"{"name": "t", "language": "typescript", "a": 1, "browserConfiguration": {"b": {"c": 2}}}"#,
        true,
    ),
    (
        r#"{"name": "t", "name": "u", "language": "typescript"}"#,
        false,
    ),
    (
        r#"{"name": "t", "language": "typescript", "a": {"b": 1, "b": 2}}"#,
        false,
    ),
];

#[test]
fn a_verdict_with_few_unknown_members_or_a_repeated_key_allocates_nothing() {
    for (text, is_valid) in FEW_UNKNOWN {
        let allocated = measure(|| {
            assert_eq!(
                Validator::new().is_valid_json::<CreateTaskRequest>(text),
                *is_valid
            );
        });
        assert_eq!(allocated.count_total, 0, "{text}");
    }
}

#[test]
fn the_verdict_on_valid_json_allocates_nothing() {
    let validator = Validator::new();
    for (name, text) in VALID {
        for text in [(*text).to_owned(), text.replace('/', r"\/")] {
            let allocated =
                measure(|| assert!(validator.is_valid_json::<CreateTaskRequest>(&text)));
            assert_eq!(allocated.count_total, 0, "{name}");
        }
    }
}

#[test]
fn the_verdict_on_long_code_allocates_nothing() {
    let text = format!(
        r#"{{"name": "t", "language": "typescript", "code": "{}", "description": "{}"}}"#,
        "cnVuKCk7".repeat(1 << 17),
        "日".repeat(1000),
    );
    let allocated = measure(|| assert!(Validator::new().is_valid_json::<CreateTaskRequest>(&text)));
    assert_eq!(allocated.count_total, 0);
}

#[test]
fn checking_a_valid_value_allocates_nothing() {
    for (name, text) in VALID {
        let task = CreateTaskRequest::from_json(text).unwrap().into_inner();
        let allocated = measure(|| assert!(task.validate().is_ok()));
        assert_eq!(allocated.count_total, 0, "{name}: validate");
        let allocated = measure(|| assert!(Validator::new().is_valid(&task)));
        assert_eq!(allocated.count_total, 0, "{name}: is_valid");
        let allocated = measure(|| assert!(task.into_valid().is_ok()));
        assert_eq!(allocated.count_total, 0, "{name}: into_valid");
    }
}

#[test]
fn reading_valid_json_allocates_only_the_value() {
    for (name, text) in VALID {
        let task = CreateTaskRequest::from_json(text).unwrap();
        let cloned = measure(|| drop(task.clone()));
        let read = measure(|| assert!(CreateTaskRequest::from_json(text).is_ok()));
        assert_eq!(read.count_total, cloned.count_total, "{name}");
        assert_eq!(read.bytes_total, cloned.bytes_total, "{name}");
    }
}

#[test]
fn a_report_allocates_its_list_and_quoted_values() {
    let text = r#"{"name":"a b","code":"Q","language":"x","description":1,"browserConfiguration":{
        "initial_url":"a.example","recording":{"active":"yes"},"timeout":[],"live_view":null}}"#;
    // The list, the report that contains it, and the quoted language. The pointers of known members
    // are created once, for the first violation.
    let report = || Validator::new().check_json::<CreateTaskRequest>(text);
    drop(report());
    let allocated = measure(|| assert_eq!(report().error_count(), 8));
    assert_eq!(allocated.count_total, 3, "{allocated:?}");
    let report = report();
    for violation in report.violations() {
        let allocated = measure(|| drop(violation.message()));
        assert_eq!(allocated.count_total, 1, "{violation}");
    }
    let mut message = String::new();
    let allocated = measure(|| {
        for violation in report.violations() {
            message.clear();
            violation.append_message(&mut message);
        }
    });
    assert_eq!(allocated.count_total, 1, "{allocated:?}");
}

/// Hostile input: its name, and a document of about `n` members.
type Hostile = (&'static str, fn(usize) -> String);

/// The maximum number of bytes in use at a time, for each byte of input.
const MAX_BYTES_IN_USE: f64 = 20.0;
/// The maximum number of bytes allocated in total, for each byte of input. The worst case has
/// duplicate keys at every level below a long key: the violations of inner objects are recorded
/// first, and their pointers are dropped when outer objects have as many violations.
const MAX_BYTES_IN_TOTAL: f64 = 400.0;
/// The number of members of such a document. A hash table of this size has just grown and is half
/// empty.
const MEMBERS: usize = 28_700;
/// The maximum growth when the size of the input doubles.
const MAX_GROWTH: f64 = 2.2;

const HOSTILE: &[Hostile] = &[
    ("unknown members", |n| {
        object(n, |i| format!(r#""unknown-{i}":{i}"#))
    }),
    ("short unknown members", |n| {
        object(n, |i| format!(r#""{i:x}":0"#))
    }),
    ("misspelt members", |n| {
        object(n, |i| format!(r#""browser_configuration{i}":0"#))
    }),
    ("unknown members with escapes", |n| {
        object(n, |i| format!(r#""\u0061\n{i}":0"#))
    }),
    ("a duplicate key", |n| object(n, |_| r#""a":0"#.to_owned())),
    ("a duplicate key with escapes", |n| {
        object(n, |_| r#""\u0061\n":0"#.to_owned())
    }),
    ("a duplicate known key", |n| {
        object(n, |_| r#""name":"t""#.to_owned())
    }),
    ("pairs of duplicate keys", |n| {
        object(n, |i| format!(r#""{i}":0,"{i}":0"#))
    }),
    ("pairs of duplicate keys in a member", |n| {
        format!(
            r#"{{"x":{}}}"#,
            object(n, |i| format!(r#""{i}":0,"{i}":0"#))
        )
    }),
    ("pairs of duplicate keys in many objects", |n| {
        format!(
            r#"{{"x":[{}]}}"#,
            list(n, |_| r#"{"a":0,"a":0}"#.to_owned())
        )
    }),
    ("many objects with a member", |n| {
        format!(r#"{{"x":[{}]}}"#, list(n, |_| r#"{"a":0}"#.to_owned()))
    }),
    ("empty objects", |n| {
        format!(r#"{{"x":[{}]}}"#, list(n, |_| "{}".to_owned()))
    }),
    ("duplicate objects", |n| {
        object(n, |i| {
            format!(r#""browserConfiguration":{{"recording":{i},"a":0,"a":1}}"#)
        })
    }),
    ("duplicate empty objects", |n| {
        object(n, |_| r#""browserConfiguration":{}"#.to_owned())
    }),
    ("duplicate objects in duplicate objects", |n| {
        object(n / 16, |_| {
            let timeouts = object(16, |i| format!(r#""timeout":{{"a{i}":0}}"#));
            format!(r#""browserConfiguration":{timeouts}"#)
        })
    }),
    ("deep objects", |n| {
        format!(
            r#"{{"x":[{}]}}"#,
            list(n / 100, |_| format!(
                "{}0{}",
                r#"{"a":"#.repeat(100),
                "}".repeat(100)
            ))
        )
    }),
    ("deeply nested pairs of duplicate keys", |n| {
        let pairs = object(n, |i| format!(r#""{i}":0,"{i}":0"#));
        format!("{}{pairs}{}", r#"{"a":"#.repeat(120), "}".repeat(120))
    }),
    ("a long key above pairs of duplicate keys", |n| {
        format!(
            r#"{{"{}":{}}}"#,
            "k".repeat(10 * n),
            object(n / 100, |i| format!(r#""{i}":0,"{i}":0"#))
        )
    }),
    ("a long key", |n| {
        format!(r#"{{"{}":0}}"#, "k".repeat(10 * n))
    }),
    ("a long key with escapes", |n| {
        format!(r#"{{"{}":0}}"#, r"\n/~".repeat(2 * n))
    }),
    ("a long duplicate key", |n| {
        let key = "k".repeat(5 * n);
        format!(r#"{{"{key}":0,"{key}":0}}"#)
    }),
    ("a long number", |n| timeout(&"9".repeat(10 * n))),
    ("a long exponent", |n| {
        timeout(&format!("1e{}", "9".repeat(10 * n)))
    }),
    ("a long fraction", |n| {
        timeout(&format!("1.{}", "9".repeat(10 * n)))
    }),
    ("a long name", |n| {
        format!(r#"{{"name":"{}"}}"#, "ä".repeat(5 * n))
    }),
    ("a long name with escapes", |n| {
        format!(r#"{{"name":"{}"}}"#, r"\u0000".repeat(2 * n))
    }),
    ("a long type", |n| {
        format!(
            r#"{{"browserConfiguration":{{"proxy":{{"type":"{}","country_code":"{}"}}}}}}"#,
            "x".repeat(5 * n),
            "y".repeat(5 * n)
        )
    }),
    ("long code that is not base64", |n| {
        format!(r#"{{"code":"{}"}}"#, "?".repeat(10 * n))
    }),
    ("a long URL", |n| {
        format!(
            r#"{{"browserConfiguration":{{"initial_url":"https://a.example:99999/{}"}}}}"#,
            "x".repeat(10 * n)
        )
    }),
    ("a URL with a long host", |n| {
        format!(
            r#"{{"browserConfiguration":{{"initial_url":"https://{}/"}}}}"#,
            "ü.".repeat(3 * n)
        )
    }),
    ("brackets", |n| "[".repeat(10 * n)),
    ("a truncated string", |n| {
        format!(r#"{{"name":"{}"#, "t".repeat(10 * n))
    }),
    ("line breaks", |n| format!("{}{{}}", "\n".repeat(10 * n))),
    (
        "pairs of duplicate keys at each level below a long key",
        |n| {
            let pairs = list(n / 1000, |i| format!(r#""{i}":0,"{i}":0"#));
            let level = format!(r#"{{{pairs},"a":"#);
            format!(
                r#"{{"{}":{}0{}}}"#,
                "k".repeat(10 * n),
                level.repeat(120),
                "}".repeat(120)
            )
        },
    ),
    ("pairs of duplicate keys in deep arrays", |n| {
        let deep = format!("{}{}{}", "[".repeat(100), r#"{"":0,"":0}"#, "]".repeat(100));
        format!(r#"{{"x":[{}]}}"#, list(n / 10, |_| deep.clone()))
    }),
    ("pairs of duplicate keys in deep objects", |n| {
        let deep = format!(
            "{}{}{}",
            r#"{"":"#.repeat(100),
            r#"{"":0,"":0}"#,
            "}".repeat(100)
        );
        format!(r#"{{"x":[{}]}}"#, list(n / 10, |_| deep.clone()))
    }),
];

fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

fn object(count: usize, member: impl Fn(usize) -> String) -> String {
    format!("{{{}}}", list(count, member))
}

fn timeout(number: &str) -> String {
    format!(r#"{{"browserConfiguration":{{"timeout":{{"max_duration":{number}}}}}}}"#)
}

/// The allocations of a check, including the report.
fn allocated_by_check(text: &str) -> AllocationInfo {
    measure(|| {
        let report = Validator::new().check_json::<CreateTaskRequest>(text);
        assert!(!report.is_valid());
    })
}

#[expect(clippy::cast_precision_loss, reason = "a ratio of small numbers")]
fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

#[track_caller]
fn assert_multiple(name: &str, text: &str, allocated: AllocationInfo) {
    let multiple = |bytes| ratio(bytes, text.len() as u64);
    let (in_use, in_total) = (
        multiple(allocated.bytes_max),
        multiple(allocated.bytes_total),
    );
    println!("{in_use:6.2} {in_total:6.2} {name}");
    assert!(
        in_use <= MAX_BYTES_IN_USE && in_total <= MAX_BYTES_IN_TOTAL,
        "{name}: {in_use:.2} bytes in use for each byte of input, {in_total:.2} in total"
    );
}

#[test]
fn hostile_input_allocates_a_bounded_multiple_of_its_size() {
    for (name, text) in HOSTILE {
        let text = text(MEMBERS);
        assert_multiple(name, &text, allocated_by_check(&text));
        let verdict = measure(|| {
            assert!(!Validator::new().is_valid_json::<CreateTaskRequest>(&text));
        });
        assert_multiple(name, &text, verdict);
    }
}

#[test]
fn allocations_grow_linearly_with_hostile_input() {
    /// The maximum size of the list of violations, which does not grow with the input.
    const FIXED: u64 = 1 << 20;
    const FEW: u64 = 1000;
    for (name, text) in HOSTILE {
        let sizes = [14, 15, 16].map(|bits| allocated_by_check(&text(1 << bits)));
        for pair in sizes.windows(2) {
            let bytes = ratio(
                pair[1].bytes_total.max(FIXED),
                pair[0].bytes_total.max(FIXED),
            );
            assert!(bytes <= MAX_GROWTH, "{name}: {bytes:.2} times the bytes");
            let count = ratio(pair[1].count_total.max(FEW), pair[0].count_total.max(FEW));
            assert!(
                count <= MAX_GROWTH,
                "{name}: {count:.2} times the allocations"
            );
        }
    }
}
