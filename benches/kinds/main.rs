//! Measures documents of many kinds, generated from a seed, relative to skipping them with
//! `serde_json`'s `IgnoredAny`.
//!
//! `cargo bench --bench kinds` prints a row for each kind and size, and the median and the worst ratio
//! of each group; `-- --seed N` generates other documents, `-- TEXT` measures only kinds whose names
//! contain the text. Rounds of all contenders are interleaved, so that load on the machine affects all
//! of them.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a bench may panic"
)]

#[path = "../generator/mod.rs"]
mod generator;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use anchorbrowser_schema::{CreateTaskRequest, Validate, Validator};
use generator::{FAULTS, KINDS, Random, full, padded, stream};
use serde::de::IgnoredAny;

/// The minimum duration of a round.
const ROUND: Duration = Duration::from_micros(500);
const ROUNDS: usize = 30;
/// Documents of a kind and size.
const SAMPLES: usize = 5;
const STREAM: usize = 20_000;

/// Processes a document.
type Run = fn(&[u8]);

/// What is measured, by column.
const CONTENDERS: [(&str, Run); 5] = [
    ("skip", |json| {
        black_box(serde_json::from_slice::<IgnoredAny>(json).is_ok());
    }),
    ("verdict", |json| {
        black_box(Validator::new().is_valid_json::<CreateTaskRequest>(json));
    }),
    ("report", |json| {
        black_box(Validator::new().check_json::<CreateTaskRequest>(json));
    }),
    ("messages", |json| {
        let mut message = String::new();
        for violation in &Validator::new().check_json::<CreateTaskRequest>(json) {
            message.clear();
            violation.append_message(&mut message);
            black_box((&message, &violation.help()));
        }
    }),
    ("from_json", |json| {
        black_box(CreateTaskRequest::from_json(json).is_ok());
    }),
];
const VERDICT: usize = 1;
const REPORT: usize = 2;

type Times = [f64; CONTENDERS.len()];

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|one| one != "--bench")
        .collect();
    let seed_at = arguments.iter().position(|argument| argument == "--seed");
    let seed = seed_at.map_or(1, |at| arguments[at + 1].parse().unwrap());
    let is_name = |at: &usize| seed_at.is_none_or(|seed| *at != seed && *at != seed + 1);
    let filter = (0..arguments.len())
        .find(is_name)
        .map_or("", |at| &arguments[at]);
    println!("seed {seed}; the median of {SAMPLES} documents, relative to skipping them\n");
    print!("{:54}{:>9}{:>11}", "", "bytes", "skip");
    CONTENDERS[1..]
        .iter()
        .for_each(|(name, _)| print!("{name:>11}"));
    println!();
    let mut groups = BTreeMap::<&str, Vec<Times>>::new();
    for kind in KINDS {
        for size in kind.sizes {
            let name = format!("{}: {}", kind.group, kind.name);
            if !name.contains(filter) {
                continue;
            }
            let mut random = Random::new(seed);
            let mut samples: Vec<(usize, Times)> = (0..SAMPLES)
                .map(|_| {
                    let json = (kind.generate)(&mut random, *size);
                    (json.len(), time(&[json]))
                })
                .collect();
            samples.sort_by(|(_, one), (_, other)| {
                ratio(one, VERDICT).total_cmp(&ratio(other, VERDICT))
            });
            let (bytes, times) = samples[SAMPLES / 2];
            row(&name, bytes, &times);
            groups.entry(kind.group).or_default().push(times);
        }
    }
    if "stream".contains(filter) {
        let documents = stream(&mut Random::new(seed), STREAM);
        row(
            "stream",
            documents.iter().map(Vec::len).sum(),
            &time(&documents),
        );
    }
    println!("\nmedian and worst of each group");
    for (group, times) in groups {
        for (column, (name, _)) in CONTENDERS.iter().enumerate().skip(1) {
            let mut ratios: Vec<f64> = times.iter().map(|times| ratio(times, column)).collect();
            ratios.sort_by(f64::total_cmp);
            println!(
                "{group:10}{name:12}{:8.2}{:8.2}",
                ratios[ratios.len() / 2],
                ratios[ratios.len() - 1]
            );
        }
    }
    if "rules".contains(filter) {
        rules(seed);
    }
}

/// Compares documents that violate one rule with the same documents without the violation.
fn rules(seed: u64) {
    println!("\none violation, relative to the same document without it, at 900 B and 4 KiB");
    println!(
        "{:40}{:>10}{:>10}{:>10}{:>10}",
        "", "verdict", "report", "verdict", "report"
    );
    let mut worst = [0.0_f64; 2];
    for (name, changes) in FAULTS {
        print!("{name:40}");
        for size in [0, 4000] {
            let mut random = Random::new(seed);
            let valid = if size == 0 {
                full(&mut random)
            } else {
                padded(&mut random, size)
            };
            let broken = valid.clone().changed(changes).compact().into_bytes();
            let [valid, broken] = time_pair(&valid.compact().into_bytes(), &broken);
            for (worst, column) in worst.iter_mut().zip([VERDICT, REPORT]) {
                let ratio = broken[column] / valid[column];
                *worst = worst.max(ratio);
                print!("{ratio:10.2}");
            }
        }
        println!();
    }
    println!("{:40}{:10.2}{:10.2}", "worst", worst[0], worst[1]);
}

fn ratio(times: &Times, column: usize) -> f64 {
    times[column] / times[0]
}

fn row(name: &str, bytes: usize, times: &Times) {
    print!("{name:54}{bytes:>9}{:>11.0}", times[0]);
    for column in 1..CONTENDERS.len() {
        print!("{:>11.2}", ratio(times, column));
    }
    println!();
}

/// The best time of each contender for all documents, in nanoseconds.
fn time(inputs: &[Vec<u8>]) -> Times {
    let mut best = [f64::INFINITY; CONTENDERS.len()];
    for _ in 0..ROUNDS {
        for ((_, run), best) in CONTENDERS.iter().zip(&mut best) {
            *best = best.min(round(|| {
                for json in inputs {
                    run(black_box(json));
                }
            }));
        }
    }
    best
}

/// The best times of two documents, interleaved.
fn time_pair(one: &[u8], other: &[u8]) -> [Times; 2] {
    let mut best = [[f64::INFINITY; CONTENDERS.len()]; 2];
    for _ in 0..ROUNDS {
        for (json, best) in [one, other].iter().zip(&mut best) {
            for ((_, run), best) in CONTENDERS.iter().zip(best).skip(1).take(2) {
                *best = best.min(round(|| run(black_box(json))));
            }
        }
    }
    best
}

/// The mean time of one call, in nanoseconds.
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
