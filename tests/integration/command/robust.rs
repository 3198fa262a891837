//! What goes wrong around the documents, and documents that are far too large.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::json;

use super::{Folder, INVALID, Outcome, VALID};

#[test]
fn several_formats_are_written_in_one_run() {
    let folder = Folder::new("several_formats", &[("bad.json", INVALID.as_bytes())]);
    let outcome = folder.run(&[
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
    let alone = |format| {
        folder
            .run(&["check", "--format", format, "bad.json"])
            .stdout
    };
    assert_eq!(outcome.stdout, alone("human"));
    for (format, file) in [
        ("json", "out.json"),
        ("jsonl", "out.jsonl"),
        ("sarif", "out.sarif"),
        ("junit", "out.xml"),
        ("github", "out.txt"),
    ] {
        assert_eq!(
            fs::read_to_string(folder.0.join(file)).unwrap(),
            alone(format),
            "{format}"
        );
    }
    // Without a format for standard output, nothing goes there.
    let outcome = folder.run(&["check", "--format", "json=out.json", "bad.json"]);
    outcome.assert_code(1);
    assert_eq!(outcome.stdout, "");
    let outcome = folder.run(&["check", "--format", "human", "--format", "json", "bad.json"]);
    outcome.assert_code(2);
    assert!(
        outcome
            .stderr
            .contains("only one format can go to standard output"),
        "{outcome:?}"
    );
    for wrong in ["json=", "jsno=x", "=x"] {
        folder
            .run(&["check", "--format", wrong, "bad.json"])
            .assert_code(2);
    }
}

#[test]
fn files_are_written_whole_or_not_at_all() {
    let folder = Folder::new(
        "files_are_written_whole",
        &[("bad.json", INVALID.as_bytes()), ("out.json", b"before")],
    );
    folder
        .run(&["check", "--format", "json=out.json", "bad.json"])
        .assert_code(1);
    let after = fs::read_to_string(folder.0.join("out.json")).unwrap();
    assert!(after.starts_with("{\"documents\":[") && after.ends_with("}\n"));
    for unwritable in ["missing/out.json", "."] {
        let outcome = folder.run(&[
            "check",
            "--format",
            &format!("json={unwritable}"),
            "bad.json",
        ]);
        outcome.assert_code(2);
        assert!(
            outcome.stderr.starts_with("error: cannot write `"),
            "{outcome:?}"
        );
    }
    // Nothing is left beside them.
    let mut names: Vec<_> = fs::read_dir(&folder.0)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["bad.json", "out.json"]);
}

#[cfg(target_os = "linux")]
#[test]
fn one_output_that_fails_leaves_the_others() {
    let folder = Folder::new("one_output_that_fails", &[("bad.json", INVALID.as_bytes())]);
    let outcome = folder.run(&[
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
        "error: cannot write `/dev/full`: No space left on device (os error 28)\n"
    );
    assert_eq!(outcome.lines()[0]["errors"], 2);
}

#[test]
fn a_line_of_a_hundred_megabytes_is_judged() {
    let long = format!(
        "{{\"name\":\"t\",\"language\":\"typescript\",\"code\":\"{}\"}}",
        "QUJD".repeat(25 << 20)
    );
    let text = format!("{VALID}\n{long}\n{{}}\n");
    let folder = Folder::new(
        "a_line_of_a_hundred_megabytes",
        &[("long.jsonl", text.as_bytes())],
    );
    let outcome = folder.run(&["check", "--format", "jsonl", "long.jsonl"]);
    outcome.assert_code(1);
    let told: Vec<_> = outcome
        .lines()
        .iter()
        .map(|document| document["errors"].clone())
        .collect();
    assert_eq!(told, [0, 0, 2]);
    fs::remove_dir_all(&folder.0).unwrap();
}

/// What a file holds that is cut off, or ends without an end of its last line, is told all the same.
#[test]
fn what_was_read_before_a_failure_is_told() {
    let folder = Folder::new(
        "what_was_read_before",
        &[("bad.jsonl", format!("{{}}\n{VALID}").as_bytes())],
    );
    let outcome = folder.run(&[
        "check",
        "--format",
        "json",
        "bad.jsonl",
        "missing.json",
        "bad.jsonl",
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
fn many_files_are_judged_in_their_order() {
    let folder = Folder::new("many_files", &[]);
    for number in 0..3000 {
        let text = if number % 10 == 0 { "{}" } else { VALID };
        let name = format!("in/{}/{number:05}.json", number / 500);
        let path = folder.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    // A stream among files, which are read in groups.
    let stream = folder.0.join("in/2/01249-stream.jsonl");
    fs::write(stream, format!("{VALID}\n{VALID}")).unwrap();
    let outcome = folder.run(&["check", "--format", "jsonl", "--threads", "4", "in"]);
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
    fs::remove_dir_all(&folder.0).unwrap();
}

/// Files are read in groups, none of which waits for what is no file.
#[test]
fn files_are_told_while_a_pipe_behind_them_is_silent() {
    const FILES: usize = 400;
    let folder = Folder::new("a_silent_pipe", &[]);
    fs::create_dir_all(folder.0.join("in")).unwrap();
    for number in 0..FILES {
        fs::write(folder.0.join(format!("in/{number}.json")), "{}").unwrap();
    }
    let mut command = folder.command(&["check", "--format", "jsonl", "--threads", "2", "in", "-"]);
    command.args(["--stdin-filename", "later.jsonl"]);
    let streams = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = streams.spawn().unwrap();
    let pipe = child.stdin.take().unwrap();
    let told = BufReader::new(child.stdout.take().unwrap());
    let (tell, is_told) = mpsc::channel();
    let reader = thread::spawn(move || {
        for line in told.lines() {
            let _ = tell.send(line.unwrap());
        }
    });
    for number in 0..FILES {
        let line = is_told.recv_timeout(Duration::from_secs(60));
        assert!(line.is_ok(), "file {number} waits for the pipe");
    }
    drop(pipe);
    assert_eq!(child.wait().unwrap().code(), Some(1));
    reader.join().unwrap();
    assert_eq!(is_told.recv().ok(), None);
}

/// A closed standard error is nobody's failure either.
#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_error_changes_nothing() {
    let folder = Folder::new("a_full_standard_error", &[("good.json", VALID.as_bytes())]);
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = folder.command(&["check", "-v", "good.json", "missing.json"]);
    let outcome = Outcome::of(command.stdin(Stdio::null()).stderr(full).output().unwrap());
    assert_eq!(outcome.code, Some(2));
}
