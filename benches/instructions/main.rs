//! Counts the instructions for each document. Unlike times, the counts are reproducible.
//!
//! `cargo bench --bench instructions` counts them with valgrind's callgrind and reports which counts
//! differ by more than 2 % from those in `benches/instructions/counts.txt`; with `-- --save` it saves
//! the new counts. Counts depend on the compiler and the processor: save them before a change and
//! compare them after it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a bench may panic"
)]

#[path = "../documents/mod.rs"]
mod documents;
#[path = "../generator/mod.rs"]
#[allow(dead_code, reason = "the bench `kinds` uses more")]
mod generator;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::hint::black_box;
use std::process::Command;

use anchorbrowser_schema::{CreateTaskRequest, Outcome, Validate, Validator};

const COUNTS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/benches/instructions/counts.txt"
);
/// The number of calls in a run. The count of a run without calls is subtracted.
const CALLS: u64 = 100;
/// The number of documents in the stream.
const STREAM: u64 = 200;
/// The seed of the generated documents. It is fixed, unlike in the bench `kinds`.
const SEED: u64 = 1;
/// The tasks whose instructions are counted for generated documents.
const GENERATED: [&str; 2] = ["is_valid_json", "report only"];
/// The largest generated documents.
const LARGEST: usize = 10 * 1024;
/// Relative differences up to this value are noise.
const TOLERANCE: f64 = 0.02;

/// Processes a document the given number of times.
type Task = fn(&[u8], u64);

const TASKS: [(&str, Task); 6] = [
    ("is_valid_json", |json, calls| {
        for _ in 0..calls {
            black_box(Validator::new().is_valid_json::<CreateTaskRequest>(black_box(json)));
        }
    }),
    ("from_json", |json, calls| {
        for _ in 0..calls {
            black_box(CreateTaskRequest::from_json(black_box(json)).is_ok());
        }
    }),
    // The document is read only once. Documents without a value are not counted.
    ("validate()", |json, calls| {
        if let Some(task) = read(json).value() {
            for _ in 0..calls {
                black_box(black_box(task).validate().is_ok());
            }
        }
    }),
    ("report only", |json, calls| {
        for _ in 0..calls {
            black_box(Validator::new().check_json::<CreateTaskRequest>(black_box(json)));
        }
    }),
    // The report and the value.
    ("report", |json, calls| {
        for _ in 0..calls {
            black_box(read(black_box(json)).into_report());
        }
    }),
    ("report with messages", |json, calls| {
        let mut message = String::new();
        for _ in 0..calls {
            for violation in read(black_box(json)).report().violations() {
                message.clear();
                violation.append_message(&mut message);
                black_box((&message, &violation.help()));
            }
        }
    }),
];

fn read(json: &[u8]) -> Outcome<CreateTaskRequest> {
    Validator::new().read_json(json)
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["run", task, document, calls] => run(task, document, calls.parse().unwrap()),
        _ => compare(arguments.iter().any(|argument| argument == "--save")),
    }
}

/// Runs a task; this is the process whose instructions are counted.
fn run(task: &str, document: &str, calls: u64) {
    let is_named = |(name, _): &(String, _)| name == document;
    // The documents of the bench `verdict` are large: they are created only if they are needed.
    let (_, document) = generated()
        .find(is_named)
        .or_else(|| all_documents().into_iter().find(is_named))
        .unwrap();
    let (_, task) = TASKS.iter().find(|(name, _)| *name == task).unwrap();
    for json in &document {
        task(json, calls);
    }
}

/// The documents of the bench `verdict` and generated ones, with their names.
fn all_documents() -> Vec<(String, Vec<Vec<u8>>)> {
    let known = documents::all(STREAM).into_iter();
    let known = known.map(|document| (document.name.to_owned(), document.inputs));
    known.chain(generated()).collect()
}

fn generated() -> impl Iterator<Item = (String, Vec<Vec<u8>>)> {
    let kinds = generator::KINDS.iter().filter_map(|kind| {
        let size = *kind.sizes.iter().rfind(|size| **size <= LARGEST)?;
        let name = format!("{}: {}", kind.group, kind.name);
        let json = (kind.generate)(&mut generator::Random::new(SEED), size);
        Some((name, vec![json]))
    });
    let rules = generator::FAULTS.iter().map(|(name, changes)| {
        let document = generator::full(&mut generator::Random::new(SEED));
        let json = document.changed(changes).compact().into_bytes();
        (format!("violation: {name}"), vec![json])
    });
    kinds.chain(rules)
}

fn compare(save: bool) {
    let saved = saved_counts();
    let mut counts = String::new();
    let mut changed = 0;
    let known = documents::all(0).len();
    for (task, _) in TASKS {
        for (index, (document, inputs)) in all_documents().into_iter().enumerate() {
            if index >= known && !GENERATED.contains(&task) {
                continue;
            }
            let name = format!("{task}, {document}");
            let calls = if inputs.len() > 1 { 1 } else { CALLS };
            let count = (count(task, &document, calls) - count(task, &document, 0)) / calls;
            if count == 0 {
                continue;
            }
            writeln!(counts, "{count:>12} {name}").unwrap();
            changed += u32::from(print_change(&name, count, saved.get(&name).copied()));
        }
    }
    if save {
        std::fs::write(COUNTS, counts).unwrap();
    } else if changed > 0 {
        println!(
            "{changed} counts changed by more than {} %",
            TOLERANCE * 100.0
        );
        std::process::exit(1);
    }
}

/// Prints a count and how it differs from the saved one. Returns whether it changed.
fn print_change(name: &str, count: u64, saved: Option<u64>) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let change = saved.map(|saved| count as f64 / saved as f64 - 1.0);
    let is_changed = change.is_none_or(|change| change.abs() > TOLERANCE);
    let mark = if is_changed { " <" } else { "" };
    let change = change.map_or("new".to_owned(), |change| {
        format!("{:+.1} %", change * 100.0)
    });
    println!("{count:>12} {change:>9} {name}{mark}");
    is_changed
}

fn saved_counts() -> BTreeMap<String, u64> {
    let counts = std::fs::read_to_string(COUNTS).unwrap_or_default();
    let rows = counts
        .lines()
        .filter_map(|line| line.trim().split_once(' '));
    rows.map(|(count, name)| (name.to_owned(), count.parse().unwrap()))
        .collect()
}

/// The number of instructions of a process that makes the given number of calls.
fn count(task: &str, document: &str, calls: u64) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().unwrap())
        .args(["run", task, document, &calls.to_string()])
        .output()
        .unwrap_or_else(|error| {
            println!("cannot start valgrind: {error}");
            std::process::exit(0)
        });
    let log = String::from_utf8_lossy(&output.stderr);
    let collected = log.lines().find_map(|line| line.split_once("Collected : "));
    let (_, count) = collected.unwrap_or_else(|| panic!("valgrind: {log}"));
    count.trim().parse().unwrap()
}
