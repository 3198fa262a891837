//! Tests of where reports and rejects are written: files, links, devices, standard output.

use std::fs::{self, File};
use std::process::Stdio;

use super::{INVALID, Outcome, TestDir, VALID};

fn names(dir: &TestDir) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(&dir.0)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The run is rejected before it writes anything, since it would destroy the input or one of the
/// outputs.
#[cfg(unix)]
#[test]
fn conflicting_files_are_rejected() {
    let dir = TestDir::new("conflicting_files", &[("in.jsonl", b"{}\n")]);
    std::os::unix::fs::symlink("in.jsonl", dir.0.join("link")).unwrap();
    let table: [(&[&str], &str); 5] = [
        (
            &["filter", "in.jsonl", "--rejects", "in.jsonl"],
            "cannot read `in.jsonl`: it is also an output",
        ),
        (
            &["filter", "./in.jsonl", "--rejects", "link"],
            "cannot read `in.jsonl`: it is also an output",
        ),
        (
            &["check", "in.jsonl", "--format", "json=./in.jsonl"],
            "cannot read `in.jsonl`: it is also an output",
        ),
        (
            &["check", "link", "--format", "json=in.jsonl"],
            "cannot read `link`: it is also an output",
        ),
        (
            &[
                "check",
                "in.jsonl",
                "--format",
                "jsonl=new",
                "--format",
                "sarif=./new",
            ],
            "`new` is used for two formats; each format needs its own file",
        ),
    ];
    for (arguments, message) in table {
        let outcome = dir.run(arguments);
        outcome.assert_code(2);
        assert_eq!(
            outcome.stderr,
            format!("error: {message}\n"),
            "{arguments:?}"
        );
        assert_eq!(outcome.stdout, "");
        assert_eq!(names(&dir), ["in.jsonl", "link"]);
        assert_eq!(fs::read(dir.0.join("in.jsonl")).unwrap(), b"{}\n");
    }
}

#[test]
fn outputs_are_not_read_as_inputs() {
    let dir = TestDir::new(
        "outputs_are_not_inputs",
        &[
            ("in.jsonl", b"{}\n"),
            // A file left by a killed run.
            (".old.json.anchorbrowser-schema-a1B2c3", b"{}"),
        ],
    );
    for globs in [&[][..], &["--glob", "*"]] {
        let reports = [(); 2].map(|()| {
            let arguments = ["check", ".", "--format", "json=report.json"];
            dir.run(&[&arguments, globs].concat()).assert_code(1);
            fs::read_to_string(dir.0.join("report.json")).unwrap()
        });
        assert_eq!(reports[0], reports[1]);
        assert!(
            reports[1].contains(r#""summary":{"documents":1,"valid":0,"#),
            "{globs:?}: {}",
            reports[1]
        );
    }
    for _ in 0..2 {
        let outcome = dir.run(&["filter", ".", "--rejects", "rejects.ndjson"]);
        assert_eq!(outcome.stderr, "0 of 1 document passed, 1 rejected\n");
    }
}

/// The name of a file left by a killed run shows its origin.
#[cfg(unix)]
#[test]
fn temporary_files_are_recognizable() {
    let dir = TestDir::new("temporary_files", &[]);
    let mut command = dir.command(&["filter", "--rejects", "rejects.ndjson"]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let start = std::time::Instant::now();
    while names(&dir).is_empty() && start.elapsed().as_secs() < 30 {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let names = names(&dir);
    assert!(
        names.len() == 1 && names[0].starts_with(".rejects.ndjson.anchorbrowser-schema-"),
        "{names:?}"
    );
    // The longest possible file names are supported.
    let long = "é".repeat(127);
    let outcome = dir.run_with_input(&["filter", "--rejects", &long], b"{}");
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(dir.0.join(long).exists());
}

/// An open file is appended to, not replaced.
#[cfg(target_os = "linux")]
#[test]
fn open_files_are_not_replaced() {
    use std::os::unix::fs::{MetadataExt, symlink};

    let dir = TestDir::new(
        "open_files",
        &[("bad.json", INVALID.as_bytes()), ("out", b"")],
    );
    symlink("/dev/stdout", dir.0.join("link")).unwrap();
    let path = dir.0.join("out");
    let report = dir.run(&["check", "--format", "json", "bad.json"]).stdout;
    for name in [
        "/dev/stdout",
        "/dev/stderr",
        "/dev/fd/1",
        "/proc/self/fd/1",
        "link",
    ] {
        fs::write(&path, "before\n").unwrap();
        let inode = fs::metadata(&path).unwrap().ino();
        let out = || File::options().append(true).open(&path).unwrap();
        let mut command = dir.command(&["check", "--format", &format!("json={name}"), "bad.json"]);
        let status = command
            .stdin(Stdio::null())
            .stdout(out())
            .stderr(out())
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(1), "{name}");
        let after = fs::read_to_string(&path).unwrap();
        assert_eq!(after, format!("before\n{report}"), "{name}");
        assert_eq!(fs::metadata(&path).unwrap().ino(), inode, "{name}");
    }
    assert_eq!(names(&dir), ["bad.json", "link", "out"]);
}

#[test]
fn a_dash_is_standard_output() {
    let dir = TestDir::new("a_dash_is_standard_output", &[("bad.json", b"{}")]);
    let run = |formats: &[&str]| dir.run(&[&["check", "bad.json"], formats].concat());
    let named = run(&["--format", "json=-"]);
    named.assert_code(1);
    assert_eq!(named.stdout, run(&["--format", "json"]).stdout);
    let twice = run(&["--format", "json=-", "--format", "human"]);
    twice.assert_code(2);
    assert!(
        twice
            .stderr
            .starts_with("error: only one format can be written to standard output"),
        "{twice:?}"
    );
    let rejects = dir.run(&["filter", "bad.json", "--rejects", "-"]);
    rejects.assert_code(2);
    assert_eq!(
        rejects.stderr,
        "error: rejects cannot be written to standard output, which receives the valid documents; \
         specify a file\n"
    );
    assert_eq!(names(&dir), ["bad.json"]);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_of_outputs_are_preserved() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let dir = TestDir::new(
        "permissions_of_outputs",
        &[("in.jsonl", b"{}\n"), ("old", b""), ("report", b"")],
    );
    let mode = |name: &str| {
        let found = fs::metadata(dir.0.join(name)).unwrap();
        found.permissions().mode() & 0o7777
    };
    for name in ["old", "report"] {
        let private = fs::Permissions::from_mode(0o620);
        fs::set_permissions(dir.0.join(name), private).unwrap();
    }
    // The first link leads to a file that does not exist yet, the others lead nowhere.
    for (name, to) in [
        ("link", "new-report"),
        ("one", "two"),
        ("two", "one"),
        ("no", "none/at/all"),
    ] {
        symlink(to, dir.0.join(name)).unwrap();
    }
    for rejects in ["new", "old"] {
        dir.run(&["filter", "--quiet", "in.jsonl", "--rejects", rejects])
            .assert_code(1);
    }
    for report in ["json=report", "json=link"] {
        dir.run(&["check", "in.jsonl", "--format", report])
            .assert_code(1);
    }
    assert_eq!(
        ["new", "old", "report"].map(mode),
        [0o600, 0o620, 0o620],
        "new rejects are private; existing files keep their permissions"
    );
    let link = dir.0.join("link");
    assert!(fs::symlink_metadata(link).unwrap().is_symlink());
    assert_eq!(
        fs::read(dir.0.join("new-report")).unwrap(),
        fs::read(dir.0.join("report")).unwrap()
    );
    for (nowhere, reason) in [
        ("one", "too many levels of symbolic links"),
        ("no", "No such file or directory (os error 2)"),
        ("none/x", "No such file or directory (os error 2)"),
    ] {
        let outcome = dir.run(&["check", "in.jsonl", "--format", &format!("json={nowhere}")]);
        outcome.assert_code(2);
        assert_eq!(
            outcome.stderr,
            format!("error: cannot write to `{nowhere}`: {reason}\n")
        );
    }
}

/// The system cannot create threads, because their stack would exceed the address space.
#[cfg(target_os = "linux")]
#[test]
fn one_thread_is_enough() {
    let dir = TestDir::new("one_thread", &[("good.json", VALID.as_bytes())]);
    let mut command = dir.command(&["check", "--threads", "4", "good.json"]);
    command.env("RUST_MIN_STACK", (1_u64 << 47).to_string());
    let outcome = Outcome::of(command.stdin(Stdio::null()).output().unwrap());
    outcome.assert_code(0);
}
