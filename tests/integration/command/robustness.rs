//! Tests of failures outside of documents, and of very large inputs.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::json;

use super::{INVALID, Outcome, TestDir, VALID};

#[test]
fn several_formats_are_written_in_one_run() {
    let dir = TestDir::new("several_formats", &[("bad.json", INVALID.as_bytes())]);
    let outcome = dir.run(&[
        "check",
        "--format",
        "human",
        "--format",
        "json=out.json",
        "--format",
        "jsonl=out.jsonl",
        "--format",
        "sarif=out.sarif",
        "--format",
        "junit=out.xml",
        "--format",
        "github=out.txt",
        "bad.json",
    ]);
    outcome.assert_code(1);
    let single = |format| dir.run(&["check", "--format", format, "bad.json"]).stdout;
    assert_eq!(outcome.stdout, single("human"));
    for (format, file) in [
        ("json", "out.json"),
        ("jsonl", "out.jsonl"),
        ("sarif", "out.sarif"),
        ("junit", "out.xml"),
        ("github", "out.txt"),
    ] {
        assert_eq!(
            fs::read_to_string(dir.0.join(file)).unwrap(),
            single(format),
            "{format}"
        );
    }
    // Without a format for standard output, nothing is written to it.
    let outcome = dir.run(&["check", "--format", "json=out.json", "bad.json"]);
    outcome.assert_code(1);
    assert_eq!(outcome.stdout, "");
    let outcome = dir.run(&["check", "--format", "human", "--format", "json", "bad.json"]);
    outcome.assert_code(2);
    assert!(
        outcome
            .stderr
            .contains("only one format can be written to standard output"),
        "{outcome:?}"
    );
    for invalid in ["json=", "jsno=x", "=x"] {
        dir.run(&["check", "--format", invalid, "bad.json"])
            .assert_code(2);
    }
}

#[test]
fn files_are_written_atomically() {
    let dir = TestDir::new(
        "files_are_atomic",
        &[("bad.json", INVALID.as_bytes()), ("out.json", b"before")],
    );
    dir.run(&["check", "--format", "json=out.json", "bad.json"])
        .assert_code(1);
    let after = fs::read_to_string(dir.0.join("out.json")).unwrap();
    assert!(after.starts_with("{\"documents\":[") && after.ends_with("}\n"));
    for unwritable in ["missing/out.json", "."] {
        let outcome = dir.run(&[
            "check",
            "--format",
            &format!("json={unwritable}"),
            "bad.json",
        ]);
        outcome.assert_code(2);
        assert!(
            outcome.stderr.starts_with("error: cannot write to `"),
            "{outcome:?}"
        );
    }
    // No other files remain.
    let mut names: Vec<_> = fs::read_dir(&dir.0)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["bad.json", "out.json"]);
}

#[cfg(target_os = "linux")]
#[test]
fn failing_outputs_do_not_affect_others() {
    let dir = TestDir::new("one_failing_output", &[("bad.json", INVALID.as_bytes())]);
    let outcome = dir.run(&[
        "check",
        "--format",
        "json=/dev/full",
        "--format",
        "jsonl",
        "bad.json",
    ]);
    outcome.assert_code(2);
    assert_eq!(
        outcome.stderr,
        "error: cannot write to `/dev/full`: No space left on device (os error 28)\n"
    );
    assert_eq!(outcome.lines()[0]["errors"], 2);
}

#[test]
fn lines_of_a_hundred_megabytes_are_checked() {
    let long = format!(
        "{{\"name\":\"t\",\"language\":\"typescript\",\"code\":\"{}\"}}",
        "QUJD".repeat(25 << 20)
    );
    let text = format!("{VALID}\n{long}\n{{}}\n");
    let dir = TestDir::new("hundred_megabyte_line", &[("long.jsonl", text.as_bytes())]);
    let outcome = dir.run(&["check", "--format", "jsonl", "long.jsonl"]);
    outcome.assert_code(1);
    let errors: Vec<_> = outcome
        .lines()
        .iter()
        .map(|document| document["errors"].clone())
        .collect();
    assert_eq!(errors, [0, 0, 2]);
    fs::remove_dir_all(&dir.0).unwrap();
}

/// The documents of other inputs are reported, including a last line without a line break.
#[test]
fn documents_before_a_failure_are_reported() {
    let dir = TestDir::new(
        "before_a_failure",
        &[
            ("bad.jsonl", format!("{{}}\n{VALID}").as_bytes()),
            ("more.jsonl", format!("{{}}\n{VALID}").as_bytes()),
        ],
    );
    let outcome = dir.run(&[
        "check",
        "--format",
        "json",
        "bad.jsonl",
        "missing.json",
        "more.jsonl",
    ]);
    outcome.assert_code(2);
    assert_eq!(
        outcome.json()["summary"],
        json!({"documents": 4, "valid": 2, "errors": 4, "warnings": 0, "failed": 1})
    );
    assert_eq!(
        outcome.stderr,
        "error: cannot read `missing.json`: No such file or directory (os error 2)\n"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn many_files_are_reported_in_order() {
    let dir = TestDir::new("many_files", &[]);
    for number in 0..3000 {
        let text = if number % 10 == 0 { "{}" } else { VALID };
        let name = format!("in/{}/{number:05}.json", number / 500);
        let path = dir.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    // A stream among files, which are processed in groups.
    let stream = dir.0.join("in/2/01249-stream.jsonl");
    fs::write(stream, format!("{VALID}\n{VALID}")).unwrap();
    let outcome = dir.run(&["check", "--format", "jsonl", "--threads", "4", "in"]);
    outcome.assert_code(1);
    let sources: Vec<_> = outcome
        .lines()
        .iter()
        .map(|document| document["source"].as_str().unwrap().to_owned())
        .collect();
    let mut expected: Vec<_> = (0..3000)
        .map(|number| format!("in/{}/{number:05}.json", number / 500))
        .collect();
    let lines = ["in/2/01249-stream.jsonl"; 2].map(str::to_owned);
    expected.splice(1249..1249, lines);
    assert_eq!(sources, expected);
    fs::remove_dir_all(&dir.0).unwrap();
}

/// Groups of files do not wait for inputs that are not files.
#[test]
fn files_before_a_silent_pipe_are_reported() {
    const FILES: usize = 400;
    let dir = TestDir::new("a_silent_pipe", &[]);
    fs::create_dir_all(dir.0.join("in")).unwrap();
    for number in 0..FILES {
        fs::write(dir.0.join(format!("in/{number}.json")), "{}").unwrap();
    }
    let mut command = dir.command(&["check", "--format", "jsonl", "--threads", "2", "in", "-"]);
    command.args(["--stdin-filename", "later.jsonl"]);
    let streams = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = streams.spawn().unwrap();
    let pipe = child.stdin.take().unwrap();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let (sender, receiver) = mpsc::channel();
    let reader = thread::spawn(move || {
        for line in stdout.lines() {
            let _ = sender.send(line.unwrap());
        }
    });
    for number in 0..FILES {
        let line = receiver.recv_timeout(Duration::from_secs(60));
        assert!(line.is_ok(), "file {number} waits for the pipe");
    }
    drop(pipe);
    assert_eq!(child.wait().unwrap().code(), Some(1));
    reader.join().unwrap();
    assert_eq!(receiver.recv().ok(), None);
}

/// A full standard error is not an error.
#[cfg(target_os = "linux")]
#[test]
fn full_standard_error_is_ignored() {
    let dir = TestDir::new("full_standard_error", &[("good.json", VALID.as_bytes())]);
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = dir.command(&["check", "-v", "good.json", "missing.json"]);
    let outcome = Outcome::of(command.stdin(Stdio::null()).stderr(full).output().unwrap());
    assert_eq!(outcome.code, Some(2));
}
