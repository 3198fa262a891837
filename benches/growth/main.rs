//! Whether cost grows in a straight line: the time for each kibibyte of documents of 1 KiB to
//! 64 MiB, which must stay the same or fall.
//!
//! `cargo bench --bench growth` prints the table.

#![allow(missing_docs, reason = "a bench")]

use std::hint::black_box;
use std::time::Instant;

use anchorbrowser_schema::{CreateTaskRequest, Validator};

const KIB: usize = 1024;
const SIZES: [usize; 5] = [KIB, 16 * KIB, 256 * KIB, 4 * KIB * KIB, 64 * KIB * KIB];
/// How often the smallest document is read; larger ones less often, but three times at least.
const MOST_ROUNDS: usize = 400;
/// Bytes that are read between two looks at the clock, at least.
const ROUND: usize = 64 * KIB;

/// Makes a document of about so many bytes.
type Grow = fn(usize) -> String;

/// What grows in it.
const KINDS: [(&str, Grow); 5] = [
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
    println!("nanoseconds a KiB: verdict / full report; first, for comparison: memchr / a copy");
    print!("{:16}", "");
    for size in SIZES {
        print!("{:>18}", format!("{} KiB", size / KIB));
    }
    println!();
    // What memory itself takes: one pass over the text, and what owning it costs.
    row(
        "memory",
        code,
        [
            |text| {
                black_box(memchr::memchr(0, text.as_bytes()));
            },
            |text| drop(black_box(text.to_owned())),
        ],
    );
    for (name, document) in KINDS {
        row(
            name,
            document,
            [
                |text| {
                    black_box(Validator::new().is_valid_json::<CreateTaskRequest>(text));
                },
                |text| {
                    black_box(Validator::new().check_json::<CreateTaskRequest>(text));
                },
            ],
        );
    }
}

fn row(name: &str, document: Grow, calls: [fn(&str); 2]) {
    print!("{name:16}");
    for size in SIZES {
        let text = document(size);
        let rounds = (MOST_ROUNDS * KIB / size).max(3);
        let [first, second] = calls.map(|call| best(rounds, text.len(), || call(black_box(&text))));
        print!("{:>18}", format!("{first:.1} / {second:.1}"));
    }
    println!();
}

fn code(size: usize) -> String {
    let code = "QUJD".repeat(size / 4);
    format!(r#"{{"name":"t","language":"typescript","code":"{code}"}}"#)
}

/// The best time of some rounds, in nanoseconds for each KiB. A round of small documents is of as
/// many calls as make up [`ROUND`], so that the clock does not count.
fn best(rounds: usize, bytes: usize, mut call: impl FnMut()) -> f64 {
    let calls = u32::try_from((ROUND / bytes).max(1)).unwrap_or(1);
    let times = (0..rounds).map(|_| {
        let start = Instant::now();
        (0..calls).for_each(|_| call());
        start.elapsed().as_secs_f64() / f64::from(calls)
    });
    let best = times.fold(f64::INFINITY, f64::min);
    #[expect(
        clippy::cast_precision_loss,
        reason = "sizes are far below 2 to the 52nd"
    )]
    let kibibytes = bytes as f64 / KIB as f64;
    best * 1e9 / kibibytes
}
