//! Measures validation, compared with other parsers and validators on the same documents.
//!
//! For each document, short rounds of all contenders are interleaved, so that load on the machine
//! affects all of them. The table shows the best round of each contender, as a time and relative to
//! parsing into a `serde_json::Value`. Before measuring, the bench checks that all validators agree.
//!
//! `cargo bench --manifest-path benches/verdict/Cargo.toml` prints the table; with `-- --markdown`, in
//! Markdown.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a bench may panic"
)]

#[path = "../documents/mod.rs"]
mod documents;
mod peers;

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use anchorbrowser_schema::{CreateTaskRequest, DocumentType, Revision, Validate, Validator};
use serde::de::IgnoredAny;
use serde_json::Value;

/// The minimum duration of a round.
const ROUND: Duration = Duration::from_millis(4);
const ROUNDS: usize = 40;
/// The maximum duration of all rounds for one document, if each contender has at least
/// [`MIN_ROUNDS`].
const BUDGET: Duration = Duration::from_secs(30);
const MIN_ROUNDS: usize = 5;
/// The number of documents in the stream.
const STREAM: u64 = 100_000;
/// The contender to which the others are compared.
const REFERENCE: &str = "serde_json Value";

/// The compiled schema of the request.
static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema =
        serde_json::from_str(DocumentType::CreateTaskRequest.schema(Revision::default())).unwrap();
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
});

/// A parser or validator.
struct Contender {
    name: &'static str,
    /// Whether a document is valid; `None` for a parser.
    is_valid: Option<fn(&[u8]) -> bool>,
    run: fn(&[u8]),
}

/// A contender that validates documents.
macro_rules! validator {
    ($name:literal, $is_valid:expr) => {
        Contender {
            name: $name,
            is_valid: Some($is_valid),
            run: |json| {
                let is_valid: fn(&[u8]) -> bool = $is_valid;
                black_box(is_valid(json));
            },
        }
    };
}

/// A contender that only parses documents.
macro_rules! parser {
    ($name:literal, $run:expr) => {
        Contender {
            name: $name,
            is_valid: None,
            run: $run,
        }
    };
}

const CONTENDERS: &[Contender] = &[
    parser!("memchr", |json| {
        black_box(memchr::memchr(0, json));
    }),
    parser!("serde_json IgnoredAny", |json| {
        black_box(serde_json::from_slice::<IgnoredAny>(json).is_ok());
    }),
    parser!("serde_json Value", |json| {
        black_box(serde_json::from_slice::<Value>(json).is_ok());
    }),
    parser!("serde_json typed", |json| {
        black_box(serde_json::from_slice::<CreateTaskRequest>(json).is_ok());
    }),
    parser!("sonic-rs, skipping", |json| {
        black_box(sonic_rs::from_slice::<IgnoredAny>(json).is_ok());
    }),
    parser!("sonic-rs typed", |json| {
        black_box(sonic_rs::from_slice::<CreateTaskRequest>(json).is_ok());
    }),
    parser!("simd-json typed", |json| {
        // It changes its input: the time of a copy is included.
        black_box(simd_json::from_slice::<CreateTaskRequest>(&mut json.to_vec()).is_ok());
    }),
    validator!("serde_json, then garde", |json| {
        serde_json::from_slice::<peers::garde::Task>(json)
            .is_ok_and(|task| garde::Validate::validate(&task).is_ok())
    }),
    validator!("serde_json, then validator", |json| {
        serde_json::from_slice::<peers::validator::Task>(json)
            .is_ok_and(|task| validator::Validate::validate(&task).is_ok())
    }),
    validator!("Value, then jsonschema, all errors", |json| {
        serde_json::from_slice::<Value>(json)
            .is_ok_and(|value| SCHEMA.iter_errors(&value).count() == 0)
    }),
    validator!("is_valid_json", |json| Validator::new()
        .is_valid_json::<CreateTaskRequest>(json)),
    validator!("from_json", |json| CreateTaskRequest::from_json(json)
        .is_ok()),
    validator!("from_json, then validate()", |json| {
        CreateTaskRequest::from_json(json).is_ok_and(|task| task.validate().is_ok())
    }),
    validator!("full report", |json| {
        let report = Validator::new()
            .read_json::<CreateTaskRequest>(json)
            .into_report();
        let mut message = String::new();
        for violation in report.violations() {
            message.clear();
            violation.append_message(&mut message);
            black_box((&message, &violation.help()));
        }
        report.is_valid()
    }),
];

fn main() {
    let markdown = std::env::args().any(|argument| argument == "--markdown");
    let documents = documents::all(STREAM);
    for document in &documents {
        check_agreement(document);
    }
    let times: Vec<Vec<f64>> = documents
        .iter()
        .map(|document| time(&document.inputs))
        .collect();
    print(&documents, &times, markdown);
    validate_typed();
}

/// Asserts that all validators agree.
fn check_agreement(document: &documents::Document) {
    for json in &document.inputs {
        let validators = CONTENDERS.iter().filter_map(|contender| contender.is_valid);
        let results: Vec<bool> = validators.map(|is_valid| is_valid(json)).collect();
        let agree = results.windows(2).all(|pair| pair.first() == pair.last());
        assert!(
            agree,
            "{}: {results:?}: {}",
            document.name,
            String::from_utf8_lossy(json)
        );
    }
}

/// The best time of each contender for all documents, in nanoseconds.
fn time(inputs: &[Vec<u8>]) -> Vec<f64> {
    let mut best = vec![f64::INFINITY; CONTENDERS.len()];
    let start = Instant::now();
    for done in 0..ROUNDS {
        if done >= MIN_ROUNDS && start.elapsed() > BUDGET {
            break;
        }
        for (contender, best) in CONTENDERS.iter().zip(&mut best) {
            *best = best.min(round(|| {
                for json in inputs {
                    (contender.run)(black_box(json));
                }
            }));
        }
    }
    best
}

/// The mean time of one call, in nanoseconds. A round makes as many calls as are needed to fill its
/// duration, because reading the clock takes longer than the shortest call.
fn round(mut call: impl FnMut()) -> f64 {
    let mut calls = 1_u32;
    loop {
        let start = Instant::now();
        (0..calls).for_each(|_| call());
        let time = start.elapsed();
        if time >= ROUND {
            return time.as_secs_f64() * 1e9 / f64::from(calls);
        }
        calls *= 2;
    }
}

fn print(documents: &[documents::Document], times: &[Vec<f64>], markdown: bool) {
    let (edge, rule) = if markdown { ("| ", "| --- ") } else { ("", "") };
    let between = if markdown { " | " } else { "  " };
    print!("{edge}{:34}", "");
    for document in documents {
        print!("{between}{:>18}", document.name);
    }
    println!("{edge}");
    if markdown {
        println!("{}|", rule.repeat(documents.len() + 1));
    }
    let reference = CONTENDERS
        .iter()
        .position(|contender| contender.name == REFERENCE)
        .unwrap();
    for (index, contender) in CONTENDERS.iter().enumerate() {
        print!("{edge}{:34}", contender.name);
        for times in times {
            let (time, reference) = (times.get(index).unwrap(), times.get(reference).unwrap());
            print!(
                "{between}{:>18}",
                format!("{} ({:.2})", duration(*time), time / reference)
            );
        }
        println!("{edge}");
    }
}

/// Formats a time with three significant digits.
fn duration(nanoseconds: f64) -> String {
    match nanoseconds {
        time if time < 1e3 => format!("{time:.0} ns"),
        time if time < 1e6 => format!("{:.2} µs", time / 1e3),
        time => format!("{:.2} ms", time / 1e6),
    }
}

/// Measures `validate()` on existing typed values, without parsing.
fn validate_typed() {
    let documents = documents::all(0);
    let typical = documents.iter().find(|document| document.name == "typical");
    let json = typical
        .and_then(|document| document.inputs.first())
        .unwrap();
    let ours = CreateTaskRequest::from_json(json).unwrap().into_inner();
    let garde: peers::garde::Task = serde_json::from_slice(json).unwrap();
    let validator: peers::validator::Task = serde_json::from_slice(json).unwrap();
    let calls: [(&str, &dyn Fn() -> bool); 3] = [
        ("ours", &|| black_box(&ours).validate().is_ok()),
        ("garde", &|| {
            garde::Validate::validate(black_box(&garde)).is_ok()
        }),
        ("validator", &|| {
            validator::Validate::validate(black_box(&validator)).is_ok()
        }),
    ];
    let mut best = [f64::INFINITY; 3];
    for _ in 0..ROUNDS {
        for ((_, call), best) in calls.iter().zip(&mut best) {
            *best = best.min(round(|| assert!(black_box(call()))));
        }
    }
    println!("\nvalidate() of the existing typical value:");
    for ((name, _), time) in calls.iter().zip(best) {
        println!("{name:12}{:>10}  {:.1}", duration(time), time / best[0]);
    }
}
