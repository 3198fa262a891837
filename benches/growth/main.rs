//! Checks that time is linear in the size of the document: prints the time per KiB for documents of
//! 1 KiB to 64 MiB, which must not increase.
//!
//! Run it with `cargo bench --bench growth`; with `-- TEXT`, only documents whose names contain the text are
//! measured, besides the first row.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a bench may panic"
)]

#[path = "../generator/mod.rs"]
#[allow(dead_code, reason = "the bench `kinds` uses more")]
mod generator;

use std::hint::black_box;
use std::time::Instant;

use anchorbrowser_schema::{CreateTaskRequest, Validator};

const KIB: usize = 1024;
const SIZES: [usize; 5] = [KIB, 16 * KIB, 256 * KIB, 4 * KIB * KIB, 64 * KIB * KIB];
/// The number of rounds for the smallest document. Larger documents have fewer rounds, but at least
/// three.
const MAX_ROUNDS: usize = 400;
/// The minimum number of bytes that are read in one round.
const ROUND: usize = 64 * KIB;

/// Generates a document of about the given number of bytes.
type Generate = fn(usize) -> String;

/// Documents, by the part that grows.
const DOCUMENTS: [(&str, Generate); 5] = [
    ("code", code),
    ("description", |size| {
        let words = "word ".repeat(size / 5);
        format!(r#"{{"name":"t","language":"typescript","description":"{words}"}}"#)
    }),
    ("unknown members", |size| {
        let members: Vec<_> = (0..size / 16)
            .map(|n| format!(r#""k{n:07}":{}"#, n % 1000))
            .collect();
        let members = members.join(",");
        format!(r#"{{"name":"t","language":"typescript","tags":{{{members}}}}}"#)
    }),
    ("one repeated key", |size| {
        let members: Vec<_> = (0..size / 16)
            .map(|n| format!(r#""k{n:07}":{}"#, n % 1000))
            .collect();
        let members = members.join(",");
        format!(r#"{{"name":"t","language":"typescript","tags":{{{members},"k0000000":0}}}}"#)
    }),
    ("violations", |size| {
        let members: Vec<_> = (0..size / 16)
            .map(|n| format!(r#""k{n:07}":{}"#, n % 1000))
            .collect();
        let members = members.join(",");
        format!(r#"{{"name":"t","language":"typescript",{members}}}"#)
    }),
];

fn main() {
    println!("ns per KiB: validity only / full report; first row, for comparison: memchr / copy");
    print!("{:40}", "");
    for size in SIZES {
        print!("{:>18}", format!("{} KiB", size / KIB));
    }
    println!();
    // The cost of memory access: one pass over the document, and a copy of it.
    row(
        "memory",
        |size| code(size).into_bytes(),
        [
            |json| {
                black_box(memchr::memchr(0, json));
            },
            |json| drop(black_box(json.to_vec())),
        ],
    );
    let calls: [fn(&[u8]); 2] = [
        |json| {
            black_box(Validator::new().is_valid_json::<CreateTaskRequest>(json));
        },
        |json| {
            black_box(Validator::new().read_json::<CreateTaskRequest>(json));
        },
    ];
    let filter = std::env::args().skip(1).find(|one| one != "--bench");
    let filter = filter.unwrap_or_default();
    let is_wanted = |name: &str| name.contains(&*filter);
    for (name, document) in DOCUMENTS.iter().filter(|(name, _)| is_wanted(name)) {
        row(name, |size| document(size).into_bytes(), calls);
    }
    // Kinds of which there are large documents, valid or not.
    for kind in generator::KINDS.iter().filter(|kind| kind.sizes.len() > 1) {
        let name = format!("{}: {}", kind.group, kind.name);
        if !is_wanted(&name) {
            continue;
        }
        let generate = |size| (kind.generate)(&mut generator::Random::new(1), size);
        row(&name, generate, calls);
    }
}

fn row(name: &str, document: impl Fn(usize) -> Vec<u8>, calls: [fn(&[u8]); 2]) {
    print!("{name:40}");
    for size in SIZES {
        let json = document(size);
        let rounds = (MAX_ROUNDS * KIB / size).max(3);
        let [first, second] = calls.map(|call| best(rounds, json.len(), || call(black_box(&json))));
        print!("{:>18}", format!("{first:.1} / {second:.1}"));
    }
    println!();
}

fn code(size: usize) -> String {
    let code = "QUJD".repeat(size / 4);
    format!(r#"{{"name":"t","language":"typescript","code":"{code}"}}"#)
}

/// The best time of all rounds, in nanoseconds per KiB. For small documents, a round makes as many
/// calls as are needed to read [`ROUND`] bytes, so that the resolution of the clock does not matter.
fn best(rounds: usize, bytes: usize, mut call: impl FnMut()) -> f64 {
    let calls = u32::try_from((ROUND / bytes).max(1)).unwrap_or(1);
    let times = (0..rounds).map(|_| {
        let start = Instant::now();
        (0..calls).for_each(|_| call());
        start.elapsed().as_secs_f64() / f64::from(calls)
    });
    let best = times.fold(f64::INFINITY, f64::min);
    #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
    let kibibytes = bytes as f64 / KIB as f64;
    best * 1e9 / kibibytes
}
