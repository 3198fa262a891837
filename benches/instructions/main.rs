//! How many instructions each document takes: unlike times, these repeat.
//!
//! `cargo bench --bench instructions` counts them by valgrind's callgrind, and tells which differ
//! by more than 2 % from those kept in `benches/instructions/counts.txt`; with `-- --save` it keeps
//! the new ones. The counts are those of one compiler on one kind of processor: save them before a
//! change, and compare after it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a bench may stop at once"
)]

#[path = "../verdict/documents.rs"]
mod documents;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::hint::black_box;
use std::process::Command;

use anchorbrowser_schema::{CreateTaskRequest, Outcome, Validate, Validator};

const COUNTS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/benches/instructions/counts.txt"
);
/// Calls in one run, beside one of none, which is subtracted.
const CALLS: u64 = 100;
/// Documents in the stream.
const STREAM: u64 = 200;
/// Differences up to this share are noise.
const TOLERATED: f64 = 0.02;

/// Something that is done so many times with a text.
type Task = fn(&[u8], u64);

const TASKS: [(&str, Task); 5] = [
    ("verdict", |text, calls| {
        for _ in 0..calls {
            black_box(Validator::new().is_valid_json::<CreateTaskRequest>(black_box(text)));
        }
    }),
    ("typed value", |text, calls| {
        for _ in 0..calls {
            black_box(CreateTaskRequest::from_json(black_box(text)).is_ok());
        }
    }),
    // Read once, whatever the calls; of a text that has no value nothing is counted.
    ("validate()", |text, calls| {
        if let Some(task) = check(text).value() {
            for _ in 0..calls {
                black_box(black_box(task).validate().is_ok());
            }
        }
    }),
    ("report", |text, calls| {
        for _ in 0..calls {
            black_box(check(black_box(text)).into_report());
        }
    }),
    ("report with messages", |text, calls| {
        let mut message = String::new();
        for _ in 0..calls {
            for violation in check(black_box(text)).report().violations() {
                message.clear();
                violation.append_message(&mut message);
                black_box((&message, &violation.help()));
            }
        }
    }),
];

fn check(text: &[u8]) -> Outcome<CreateTaskRequest> {
    Validator::new().check_json(text)
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["run", task, document, calls] => run(task, document, calls.parse().unwrap()),
        _ => compare(arguments.iter().any(|argument| argument == "--save")),
    }
}

/// What is counted, in a process of its own.
fn run(task: &str, document: &str, calls: u64) {
    let documents = documents::all(STREAM);
    let document = documents
        .iter()
        .find(|known| known.name == document)
        .unwrap();
    let (_, task) = TASKS.iter().find(|(name, _)| *name == task).unwrap();
    for text in &document.texts {
        task(text, calls);
    }
}

fn compare(save: bool) {
    let kept = kept();
    let mut counts = String::new();
    let mut changed = 0;
    for (task, _) in TASKS {
        for document in documents::all(STREAM) {
            let name = format!("{task}, {}", document.name);
            let calls = if document.texts.len() > 1 { 1 } else { CALLS };
            let count = (count(task, document.name, calls) - count(task, document.name, 0)) / calls;
            if count == 0 {
                continue;
            }
            writeln!(counts, "{count:>12} {name}").unwrap();
            changed += u32::from(tell(&name, count, kept.get(&name).copied()));
        }
    }
    if save {
        std::fs::write(COUNTS, counts).unwrap();
    } else if changed > 0 {
        println!("{changed} changed by more than {} %", TOLERATED * 100.0);
        std::process::exit(1);
    }
}

/// Prints a count beside the one that was kept, and tells whether it changed.
fn tell(name: &str, count: u64, kept: Option<u64>) -> bool {
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts are far below 2 to the 52nd"
    )]
    let change = kept.map(|kept| count as f64 / kept as f64 - 1.0);
    let is_changed = change.is_none_or(|change| change.abs() > TOLERATED);
    let mark = if is_changed { " <" } else { "" };
    let change = change.map_or("new".to_owned(), |change| {
        format!("{:+.1} %", change * 100.0)
    });
    println!("{count:>12} {change:>9} {name}{mark}");
    is_changed
}

fn kept() -> BTreeMap<String, u64> {
    let counts = std::fs::read_to_string(COUNTS).unwrap_or_default();
    let rows = counts
        .lines()
        .filter_map(|line| line.trim().split_once(' '));
    rows.map(|(count, name)| (name.to_owned(), count.parse().unwrap()))
        .collect()
}

/// The instructions of so many calls, and of all that comes before them.
fn count(task: &str, document: &str, calls: u64) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().unwrap())
        .args(["run", task, document, &calls.to_string()])
        .output()
        .unwrap_or_else(|error| {
            println!("valgrind is needed, and does not start: {error}");
            std::process::exit(0)
        });
    let told = String::from_utf8_lossy(&output.stderr);
    let collected = told
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    let (_, count) = collected.unwrap_or_else(|| panic!("valgrind: {told}"));
    count.trim().parse().unwrap()
}
