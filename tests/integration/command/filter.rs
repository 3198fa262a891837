//! Tests of the `filter` command.

use std::fs::{self, File};
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Outcome, TestDir, VALID};

/// Unusual lines of a stream, and whether they are valid.
fn stream() -> Vec<(Vec<u8>, bool)> {
    let spaced = format!(" {VALID}\t\r");
    vec![
        (VALID.into(), true),
        (b"{}".into(), false),
        (spaced.into(), true),
        (b"\xff\xfe \x00".into(), false),
        (
            br#"{"name":"t","language":"typescript","tags":[]}"#.into(),
            true,
        ),
        (b"\"\xf0\x9f\x8e\x89\"\r".into(), false),
        (b"not JSON".into(), false),
    ]
}

fn joined(lines: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    lines
        .into_iter()
        .flat_map(|mut line| {
            line.push(b'\n');
            line
        })
        .collect()
}

#[test]
fn every_document_is_passed_or_rejected() {
    let lines = stream();
    // With blank lines in between, and without a final line break.
    let mut text: Vec<u8> = lines
        .iter()
        .flat_map(|(line, _)| [line.as_slice(), b"\n \n"].concat())
        .collect();
    text.truncate(text.len() - 3);
    let dir = TestDir::new("every_document_is_passed_or_rejected", &[("in.txt", &text)]);
    let mut command = dir.command(&["filter", "--rejects", "rejects.ndjson", "in.txt"]);
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "3 of 7 documents passed, 4 rejected\n"
    );
    let passed = lines.iter().filter(|(_, valid)| *valid);
    assert_eq!(output.stdout, joined(passed.map(|(line, _)| line.clone())));

    let rejects = fs::read_to_string(dir.0.join("rejects.ndjson")).unwrap();
    let rejects: Vec<Value> = rejects
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let raw = rejects.iter().map(|reject| {
        STANDARD
            .decode(reject["raw_base64"].as_str().unwrap())
            .unwrap()
    });
    let rejected = lines.iter().filter(|(_, valid)| !*valid);
    assert!(raw.eq(rejected.map(|(line, _)| line.clone())));
    let reports: Vec<_> = rejects
        .iter()
        .map(|reject| {
            let report = &reject["report"];
            json!([
                report["source"],
                report["line"],
                report["valid"],
                report["violations"][0]["rule"]
            ])
        })
        .collect();
    assert_eq!(
        reports,
        [
            json!(["in.txt", 3, false, "required"]),
            json!(["in.txt", 7, false, "syntax"]),
            json!(["in.txt", 11, false, "type"]),
            json!(["in.txt", 13, false, "syntax"]),
        ]
    );
}

#[test]
fn levels_apply_to_standard_input() {
    let dir = TestDir::new("levels_apply_to_stdin", &[]);
    let text = joined(stream().into_iter().map(|(line, _)| line));
    let table: [(&[&str], &str, i32); 4] = [
        (&[], "3 of 7 documents passed, 4 rejected\n", 1),
        (
            &["--exit-zero", "-"],
            "3 of 7 documents passed, 4 rejected\n",
            0,
        ),
        (
            &["--deny", "unknown-property"],
            "2 of 7 documents passed, 5 rejected\n",
            1,
        ),
        (&["--type", "SessionConfig", "--quiet"], "", 1),
    ];
    for (arguments, message, code) in table {
        let outcome = dir.run_with_input(&[&["filter"], arguments].concat(), &text);
        assert_eq!(
            (outcome.stderr.as_str(), outcome.code),
            (message, Some(code)),
            "{arguments:?}"
        );
    }
    assert!(fs::read_dir(&dir.0).unwrap().next().is_none());
}

#[test]
fn filter_keeps_the_order() {
    let mut text = String::new();
    for number in 0..20_000 {
        let language = if number % 3 > 0 { "typescript" } else { "?" };
        let line = format!("{{\"name\":\"t{number}\",\"language\":\"{language}\"}}\n");
        text.push_str(&line);
    }
    let dir = TestDir::new("filter_keeps_the_order", &[("in.jsonl", text.as_bytes())]);
    let outcome = dir.run(&["filter", "--threads", "5", "--rejects", "out", "in.jsonl"]);
    assert_eq!(outcome.code, Some(1));
    let expected: String = text
        .lines()
        .filter(|line| line.contains("typescript"))
        .flat_map(|line| [line, "\n"])
        .collect();
    assert!(outcome.stdout == expected);
    let rejects = fs::read_to_string(dir.0.join("out")).unwrap();
    assert_eq!(rejects.lines().count() + expected.lines().count(), 20_000);
}

#[cfg(target_os = "linux")]
#[test]
fn failing_outputs_are_reported() {
    let dir = TestDir::new(
        "failing_outputs",
        &[("in.jsonl", format!("{VALID}\n{{}}\n").as_bytes())],
    );
    let full = || File::options().write(true).open("/dev/full").unwrap();
    let mut command = dir.command(&["filter", "in.jsonl"]);
    let outcome = Outcome::of(
        command
            .stdin(Stdio::null())
            .stdout(full())
            .output()
            .unwrap(),
    );
    assert_eq!(outcome.code, Some(2));
    assert_eq!(
        outcome.stderr,
        "error: cannot write to standard output: No space left on device (os error 28)\n\
         1 of 2 documents passed, 1 rejected; standard output is incomplete\n",
    );
    for rejects in ["/dev/full", "missing/dir/file", "."] {
        let outcome = dir.run(&["filter", "--rejects", rejects, "in.jsonl"]);
        assert_eq!(outcome.code, Some(2), "{rejects}");
        assert!(
            outcome
                .stderr
                .starts_with("error: cannot write to the rejects file: "),
            "{outcome:?}"
        );
    }
    let missing = dir.run(&["filter", "in.jsonl", "missing.jsonl"]);
    assert_eq!(missing.code, Some(2));
    assert_eq!(missing.stdout, format!("{VALID}\n"));
}

/// Its rejects exceed the capacity of a pipe and the disk quota of a test.
#[cfg(target_os = "linux")]
fn many_rejected() -> String {
    format!("{VALID}\n{}", "{}\n".repeat(2000))
}

/// Incomplete rejects do not replace those of an earlier run.
#[cfg(target_os = "linux")]
#[test]
fn rejects_are_written_atomically() {
    let many = many_rejected();
    let table = [
        (
            "exec \"$0\" filter in.jsonl --rejects out",
            "error: cannot write to the rejects file: File too large (os error 27)\n",
        ),
        (
            "exec \"$0\" filter in.jsonl --rejects out > /dev/full",
            "error: cannot write to standard output: No space left on device (os error 28)\n",
        ),
    ];
    for (script, message) in table {
        let dir = TestDir::new(
            "rejects_are_atomic",
            &[("in.jsonl", many.as_bytes()), ("out", b"before")],
        );
        let mut command = Command::new("sh");
        command
            .current_dir(&dir.0)
            .args(["-c", &format!("trap '' XFSZ; ulimit -f 100; {script}")])
            .arg(env!("CARGO_BIN_EXE_anchorbrowser-schema"))
            .stdin(Stdio::null());
        let outcome = Outcome::of(command.output().unwrap());
        assert_eq!(outcome.code, Some(2), "{outcome:?}");
        assert!(outcome.stderr.starts_with(message), "{outcome:?}");
        let end = if script.ends_with("/dev/full") {
            "; standard output is incomplete\n"
        } else {
            "; the rejects file could not be written\n"
        };
        assert!(outcome.stderr.ends_with(end), "{outcome:?}");
        assert!(
            fs::read(dir.0.join("out")).unwrap() == b"before",
            "{script}"
        );
        assert_eq!(fs::read_dir(&dir.0).unwrap().count(), 2);
    }
}

/// Rejects are incomplete if the reader of the valid documents stops early, as `head` does.
#[cfg(target_os = "linux")]
#[test]
fn rejects_are_kept_if_the_reader_stops_early() {
    let many = format!("{VALID}\n{{}}\n").repeat(20_000);
    let dir = TestDir::new(
        "rejects_and_head",
        &[("in.jsonl", many.as_bytes()), ("out", b"before")],
    );
    let mut command = dir.command(&["filter", "--rejects", "out", "in.jsonl"]);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let outcome = Outcome::of(child.wait_with_output().unwrap());
    outcome.assert_code(2);
    let message = "error: cannot write to standard output: Broken pipe (os error 32)\n";
    assert!(outcome.stderr.starts_with(message), "{outcome:?}");
    assert_eq!(fs::read(dir.0.join("out")).unwrap(), b"before");
}

/// Nothing can be written to a descriptor that is open for reading only.
#[cfg(target_os = "linux")]
#[test]
fn standard_output_that_cannot_be_written_is_an_error() {
    let dir = TestDir::new("read_only_output", &[("in.jsonl", VALID.as_bytes())]);
    let table: [&[&str]; 3] = [
        &["filter", "in.jsonl"],
        &["check", "--format=json", "in.jsonl"],
        &["rules"],
    ];
    for arguments in table {
        let mut command = dir.command(arguments);
        let null = File::open("/dev/null").unwrap();
        let outcome = Outcome::of(command.stdin(Stdio::null()).stdout(null).output().unwrap());
        outcome.assert_code(2);
        assert!(
            outcome.stderr.starts_with(
                "error: cannot write to standard output: Bad file descriptor (os error 9)\n"
            ),
            "{arguments:?}: {outcome:?}"
        );
    }
}

/// The reader of valid documents may stop early, but no reject may be lost.
#[cfg(target_os = "linux")]
#[test]
fn closed_rejects_pipes_are_errors() {
    let dir = TestDir::new(
        "closed_rejects_pipes",
        &[("in.jsonl", many_rejected().as_bytes())],
    );
    let pipe = dir.0.join("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let reader = std::thread::spawn(move || drop(File::open(pipe).unwrap()));
    let outcome = dir.run(&["filter", "--rejects", "pipe", "in.jsonl"]);
    reader.join().unwrap();
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
    let message = "error: cannot write to the rejects file: Broken pipe (os error 32)\n";
    assert!(outcome.stderr.starts_with(message), "{outcome:?}");
    assert_eq!(outcome.stdout, format!("{VALID}\n"));
}

/// In a directory, only streams are read, since other files do not contain one document per line.
#[test]
fn directories_are_searched_for_streams() {
    let compressed = zstd::encode_all(VALID.as_bytes(), 0).unwrap();
    let dir = TestDir::new(
        "directories_are_searched_for_streams",
        &[
            ("in/a.jsonl", VALID.as_bytes()),
            ("in/b.ndjson.zst", &compressed),
            ("in/c.json", b"{}"),
            ("in/d.yaml", b"name: t"),
            ("in/e.json.zst", b"not compressed"),
        ],
    );
    let outcome = dir.run(&["filter", "in"]);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!(outcome.stderr, "2 of 2 documents passed, 0 rejected\n");
    assert_eq!(outcome.stdout, format!("{VALID}\n{VALID}\n"));
}
