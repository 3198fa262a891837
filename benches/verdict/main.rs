//! How long a verdict takes, beside others who read the same documents.
//!
//! All contenders take turns on each document, in short rounds, so that a noisy machine is noisy
//! for all of them; the table shows the best round of each, as a time and as a multiple of
//! `serde_json::Value`. Before anything is timed, all that give a verdict must agree on it.
//!
//! `cargo bench --features jsonschema --bench verdict` prints the table; with `-- --markdown` as
//! Markdown.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a bench may stop at once"
)]

mod documents;
mod peers;

use std::hint::black_box;
use std::time::{Duration, Instant};

use anchorbrowser_schema::{CreateTaskRequest, Root, Validate, Validator};
use serde::de::IgnoredAny;
use serde_json::Value;

/// How long one contender is timed at a stretch.
const ROUND: Duration = Duration::from_millis(4);
const ROUNDS: usize = 40;
/// How long all rounds of one document may take; each has five at least.
const BUDGET: Duration = Duration::from_secs(30);
const LEAST_ROUNDS: usize = 5;
/// Documents in the stream.
const STREAM: u64 = 100_000;
/// The contender that the others are compared with.
const REFERENCE: &str = "serde_json Value";

/// Someone who reads a text, and may give a verdict.
struct Contender {
    name: &'static str,
    verdict: Option<fn(&[u8]) -> bool>,
    run: fn(&[u8]),
}

/// A contender whose run is its verdict.
macro_rules! judge {
    ($name:literal, $verdict:expr) => {
        Contender {
            name: $name,
            verdict: Some($verdict),
            run: |text| {
                let verdict: fn(&[u8]) -> bool = $verdict;
                black_box(verdict(text));
            },
        }
    };
}

/// A contender that gives no verdict.
macro_rules! reader {
    ($name:literal, $run:expr) => {
        Contender {
            name: $name,
            verdict: None,
            run: $run,
        }
    };
}

const CONTENDERS: &[Contender] = &[
    reader!("memchr", |text| {
        black_box(memchr::memchr(0, text));
    }),
    reader!("serde_json IgnoredAny", |text| {
        black_box(serde_json::from_slice::<IgnoredAny>(text).is_ok());
    }),
    reader!("serde_json Value", |text| {
        black_box(serde_json::from_slice::<Value>(text).is_ok());
    }),
    reader!("serde_json typed", |text| {
        black_box(serde_json::from_slice::<CreateTaskRequest>(text).is_ok());
    }),
    judge!("serde_json typed, then garde", |text| {
        serde_json::from_slice::<peers::garde::Task>(text)
            .is_ok_and(|task| garde::Validate::validate(&task).is_ok())
    }),
    judge!("serde_json typed, then validator", |text| {
        serde_json::from_slice::<peers::validator::Task>(text)
            .is_ok_and(|task| validator::Validate::validate(&task).is_ok())
    }),
    judge!("Value, then jsonschema, all errors", |text| {
        serde_json::from_slice::<Value>(text).is_ok_and(|value| {
            Root::CreateTaskRequest
                .compiled_schema()
                .iter_errors(&value)
                .count()
                == 0
        })
    }),
    judge!("verdict", |text| Validator::new()
        .is_valid_json::<CreateTaskRequest>(text)),
    judge!("typed value", |text| CreateTaskRequest::from_json(text)
        .is_ok()),
    judge!("typed value, validate() again", |text| {
        CreateTaskRequest::from_json(text).is_ok_and(|task| task.validate().is_ok())
    }),
    judge!("full report", |text| {
        let report = Validator::new()
            .check_json::<CreateTaskRequest>(text)
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
        agree(document);
    }
    let times: Vec<Vec<f64>> = documents
        .iter()
        .map(|document| time(&document.texts))
        .collect();
    print(&documents, &times, markdown);
    validate_typed();
}

/// All who give a verdict must agree on it.
fn agree(document: &documents::Document) {
    for text in &document.texts {
        let verdicts = CONTENDERS.iter().filter_map(|contender| contender.verdict);
        let verdicts: Vec<bool> = verdicts.map(|verdict| verdict(text)).collect();
        let agreed = verdicts.windows(2).all(|pair| pair.first() == pair.last());
        assert!(
            agreed,
            "{}: {verdicts:?}: {}",
            document.name,
            String::from_utf8_lossy(text)
        );
    }
}

/// The best time of each contender for all texts, in nanoseconds.
fn time(texts: &[Vec<u8>]) -> Vec<f64> {
    let mut best = vec![f64::INFINITY; CONTENDERS.len()];
    let start = Instant::now();
    for done in 0..ROUNDS {
        if done >= LEAST_ROUNDS && start.elapsed() > BUDGET {
            break;
        }
        for (contender, best) in CONTENDERS.iter().zip(&mut best) {
            *best = best.min(round(|| {
                for text in texts {
                    (contender.run)(black_box(text));
                }
            }));
        }
    }
    best
}

/// The mean time of one call, in nanoseconds. So many calls as fill a round are made between two
/// looks at the clock, which takes longer than the shortest call.
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

/// A time with three digits.
fn duration(nanoseconds: f64) -> String {
    match nanoseconds {
        time if time < 1e3 => format!("{time:.0} ns"),
        time if time < 1e6 => format!("{:.2} µs", time / 1e3),
        time => format!("{:.2} ms", time / 1e6),
    }
}

/// `validate()` of typed values, as no reading comes before it.
fn validate_typed() {
    let documents = documents::all(0);
    let typical = documents.iter().find(|document| document.name == "typical");
    let text = typical.and_then(|document| document.texts.first()).unwrap();
    let ours = CreateTaskRequest::from_json(text).unwrap().into_inner();
    let garde: peers::garde::Task = serde_json::from_slice(text).unwrap();
    let validator: peers::validator::Task = serde_json::from_slice(text).unwrap();
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
    println!("\nvalidate() of the typical value, already read:");
    for ((name, _), time) in calls.iter().zip(best) {
        println!("{name:12}{:>10}  {:.1}", duration(time), time / best[0]);
    }
}
