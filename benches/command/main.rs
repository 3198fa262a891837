//! Compares the command with other command-line validators: streams of 100,000 documents, 20,000
//! files, memory usage and startup time.
//!
//! `cargo bench --features cli --bench command` prints tables in Markdown. Other commands are included
//! if they are on the `PATH`: `jsonschema` from `@sourcemeta/jsonschema` (C++), `jsonschema-cli` (Rust),
//! `ajv` from ajv-cli with `ajv-formats` (Node) and `check-jsonschema` (Python). They validate with the
//! schema of this crate: the first one the stream, if its name ends in `.jsonl`, with `--fast`, which
//! stops at the first error and ignores `format`; the others the files, because they do not support
//! streams.

#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "a bench may panic, and rounds what it prints"
)]

#[path = "../documents/mod.rs"]
#[allow(dead_code, reason = "only the stream is used")]
mod documents;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anchorbrowser_schema::{CreateTaskRequest, Validator};

const COMMAND: &str = env!("CARGO_BIN_EXE_anchorbrowser-schema");
const SCHEMA: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/schemas/2025/create-task-request.schema.json"
);

/// The number of documents in a stream.
const STREAM: usize = 100_000;
const FILES: usize = 20_000;
const ROUNDS: usize = 5;
/// Commands that take longer than this are run only once.
const LONG: Duration = Duration::from_secs(5);

fn main() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command");
    let inputs = Inputs::write(&directory);
    let runs = runs(&inputs);
    let mut best = vec![Duration::MAX; runs.len()];
    // Interleave the commands, so that load on the machine affects all of them.
    for round in 0..ROUNDS {
        for (run, best) in runs.iter().zip(&mut best) {
            if round == 0 || *best < LONG {
                *best = run.time().unwrap().min(*best);
            }
        }
    }
    println!("{}", table(&runs, &best));
    println!("{}", memory(&inputs.valid));
    fs::remove_dir_all(&directory).unwrap();
}

/// The input files.
struct Inputs {
    directory: PathBuf,
    valid: PathBuf,
    mixed: PathBuf,
}

impl Inputs {
    fn write(directory: &Path) -> Self {
        let _ = fs::remove_dir_all(directory);
        fs::create_dir_all(directory.join("files")).unwrap();
        let mixed = documents::stream(STREAM as u64);
        // Documents without errors and warnings.
        let validator = Validator::new();
        let check = |document: &&Vec<u8>| validator.check_json::<CreateTaskRequest>(document);
        let valid: Vec<_> = mixed
            .iter()
            .filter(|document| check(document).is_empty())
            .collect();
        for (number, document) in valid.iter().take(FILES).enumerate() {
            let name = format!("files/{number:05}.json");
            fs::write(directory.join(name), document).unwrap();
        }
        let valid: Vec<_> = valid
            .iter()
            .copied()
            .cycle()
            .take(STREAM)
            .cloned()
            .collect();
        let inputs = Self {
            directory: directory.to_owned(),
            valid: directory.join("valid.jsonl"),
            mixed: directory.join("mixed.jsonl"),
        };
        fs::write(&inputs.valid, valid.join(&b'\n')).unwrap();
        fs::write(&inputs.mixed, mixed.join(&b'\n')).unwrap();
        inputs
    }

    fn files() -> Vec<String> {
        (0..FILES)
            .map(|number| format!("files/{number:05}.json"))
            .collect()
    }
}

/// A command and its input.
struct Run {
    name: &'static str,
    command: PathBuf,
    arguments: Vec<String>,
    directory: PathBuf,
    documents: usize,
    bytes: u64,
    exit_code: i32,
}

impl Run {
    /// `None` if the command exits with another code than expected: it is another command, or finds
    /// errors in valid documents.
    fn time(&self) -> Option<Duration> {
        let start = Instant::now();
        let status = Command::new(&self.command)
            .args(&self.arguments)
            .current_dir(&self.directory)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        let time = start.elapsed();
        (status.code() == Some(self.exit_code)).then_some(time)
    }
}

/// A name, a command, its arguments, and the documents and bytes of its input.
type Peer<'a> = (&'static str, &'a str, Vec<&'a str>, (usize, u64));

fn runs(inputs: &Inputs) -> Vec<Run> {
    let run = |name, command: &Path, arguments: &[&str], documents, bytes| Run {
        name,
        command: command.to_owned(),
        arguments: arguments
            .iter()
            .map(|&argument| argument.to_owned())
            .collect(),
        directory: inputs.directory.clone(),
        documents,
        bytes,
        // Only the mixed stream has invalid documents.
        exit_code: i32::from(arguments.contains(&"mixed.jsonl")),
    };
    let own = Path::new(COMMAND);
    let size = |path: &Path| fs::metadata(path).unwrap().len();
    let files: u64 = Inputs::files()
        .iter()
        .map(|file| size(&inputs.directory.join(file)))
        .sum();
    let (valid, mixed) = (size(&inputs.valid), size(&inputs.mixed));
    let mut runs = vec![
        run(
            "`check`, stream of valid documents",
            own,
            &["check", "valid.jsonl"],
            STREAM,
            valid,
        ),
        run(
            "`check --threads 1`, the same stream",
            own,
            &["check", "--threads", "1", "valid.jsonl"],
            STREAM,
            valid,
        ),
        run(
            "`filter`, the same stream",
            own,
            &["filter", "valid.jsonl"],
            STREAM,
            valid,
        ),
        run(
            "`check --format jsonl`, stream with many invalid documents",
            own,
            &["check", "--format", "jsonl", "mixed.jsonl"],
            STREAM,
            mixed,
        ),
        run(
            "`check`, the same stream",
            own,
            &["check", "mixed.jsonl"],
            STREAM,
            mixed,
        ),
        run(
            "`check`, directory of files",
            own,
            &["check", "files"],
            FILES,
            files,
        ),
    ];
    let named = Inputs::files();
    let named: Vec<_> = named.iter().map(String::as_str).collect();
    let peers: [Peer<'_>; 4] = [
        (
            "jsonschema (C++), the stream of valid documents",
            "jsonschema",
            vec!["validate", SCHEMA, "valid.jsonl", "--fast"],
            (STREAM, valid),
        ),
        (
            "jsonschema-cli (Rust), the same files",
            "jsonschema-cli",
            [
                &["validate", SCHEMA][..],
                &named
                    .iter()
                    .flat_map(|file| ["-i", file])
                    .collect::<Vec<_>>(),
            ]
            .concat(),
            (FILES, files),
        ),
        (
            "ajv-cli (Node), the same files",
            "ajv",
            vec![
                "validate",
                "--spec=draft2020",
                "-c",
                "ajv-formats",
                "-s",
                SCHEMA,
                "-d",
                "files/*.json",
            ],
            (FILES, files),
        ),
        (
            "check-jsonschema (Python), the same files",
            "check-jsonschema",
            [&["--schemafile", SCHEMA][..], &named].concat(),
            (FILES, files),
        ),
    ];
    for (name, command, arguments, (documents, bytes)) in peers {
        let found = on_path(command);
        let run = found.map(|command| run(name, &command, &arguments, documents, bytes));
        // Different commands are called `jsonschema`.
        match run.filter(|run| run.time().is_some()) {
            Some(run) => runs.push(run),
            None => println!("{name}: skipped, because {command} is not on the PATH or fails"),
        }
    }
    let first = named.first().copied().unwrap_or_default();
    runs.push(run("`check`, one file", own, &["check", first], 1, 0));
    runs
}

fn on_path(command: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|directory| directory.join(command))
        .find(|file| file.is_file())
}

fn table(runs: &[Run], best: &[Duration]) -> String {
    let mut table =
        "| command | time | documents/s | MB/s |\n| --- | --- | --- | --- |\n".to_owned();
    for (run, time) in runs.iter().zip(best) {
        let seconds = time.as_secs_f64();
        let rate = |count: f64| {
            if run.bytes > 0 {
                format!("{:.0}", count / seconds)
            } else {
                String::new()
            }
        };
        writeln!(
            table,
            "| {} | {:.1} ms | {} | {} |",
            run.name,
            seconds * 1e3,
            rate(run.documents as f64),
            rate(run.bytes as f64 / 1e6),
        )
        .unwrap();
    }
    table
}

/// The peak memory usage for a stream from a pipe, and for the same stream repeated many times.
fn memory(stream: &Path) -> String {
    let input = [fs::read(stream).unwrap(), b"\n".to_vec()].concat();
    let mut table = "| stream from a pipe | time | peak memory |\n| --- | --- | --- |\n".to_owned();
    for times in [1, 25] {
        let mut child = Command::new(COMMAND)
            .args(["check", "--input-format", "ndjson", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let (mut stdin, id) = (child.stdin.take().unwrap(), child.id());
        let start = Instant::now();
        let peak = thread::scope(|scope| {
            let input = &input;
            scope.spawn(move || (0..times).for_each(|_| stdin.write_all(input).unwrap()));
            let mut peak = None;
            while child.try_wait().unwrap().is_none() {
                peak = peak_memory(id).or(peak);
                thread::sleep(Duration::from_millis(2));
            }
            peak
        });
        writeln!(
            table,
            "| {} MB | {:.1} ms | {} |",
            times * input.len() / 1_000_000,
            start.elapsed().as_secs_f64() * 1e3,
            peak.unwrap_or_else(|| "unknown on this system".to_owned()),
        )
        .unwrap();
    }
    table
}

/// The peak memory usage of a process so far; only on Linux.
fn peak_memory(id: u32) -> Option<String> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}
