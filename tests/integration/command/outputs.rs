//! Where reports and rejects go: files, links, devices, standard output.

use std::fs::{self, File};
use std::process::Stdio;

use super::{Folder, INVALID, Outcome, VALID};

fn names(folder: &Folder) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(&folder.0)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The run is refused before anything is written: it would lose the input, or one of the outputs.
#[cfg(unix)]
#[test]
fn no_file_has_two_parts_in_a_run() {
    let folder = Folder::new("no_file_has_two_parts", &[("in.jsonl", b"{}\n")]);
    std::os::unix::fs::symlink("in.jsonl", folder.0.join("link")).unwrap();
    let table: [(&[&str], &str); 5] = [
        (
            &["filter", "in.jsonl", "--rejects", "in.jsonl"],
            "cannot read `in.jsonl`: it is also written to",
        ),
        (
            &["filter", "./in.jsonl", "--rejects", "link"],
            "cannot read `./in.jsonl`: it is also written to",
        ),
        (
            &["check", "in.jsonl", "--format", "json=./in.jsonl"],
            "cannot read `in.jsonl`: it is also written to",
        ),
        (
            &["check", "link", "--format", "json=in.jsonl"],
            "cannot read `link`: it is also written to",
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
            "`./new` is named for two formats; each needs a file of its own",
        ),
    ];
    for (arguments, told) in table {
        let outcome = folder.run(arguments);
        outcome.assert_code(2);
        assert_eq!(outcome.stderr, format!("error: {told}\n"), "{arguments:?}");
        assert_eq!(outcome.stdout, "");
        assert_eq!(names(&folder), ["in.jsonl", "link"]);
        assert_eq!(fs::read(folder.0.join("in.jsonl")).unwrap(), b"{}\n");
    }
}

#[test]
fn what_a_run_writes_is_no_input_of_its_folder() {
    let folder = Folder::new(
        "what_a_run_writes",
        &[
            ("in.jsonl", b"{}\n"),
            // What a run leaves that is killed.
            (".old.json.anchorbrowser-schema-a1B2c3", b"{}"),
        ],
    );
    for globs in [&[][..], &["--glob", "*"]] {
        let reports = [(); 2].map(|()| {
            let arguments = ["check", ".", "--format", "json=report.json"];
            folder.run(&[&arguments, globs].concat()).assert_code(1);
            fs::read_to_string(folder.0.join("report.json")).unwrap()
        });
        assert_eq!(reports[0], reports[1]);
        assert!(
            reports[1].contains(r#""summary":{"documents":1,"valid":0,"#),
            "{globs:?}: {}",
            reports[1]
        );
    }
    for _ in 0..2 {
        let outcome = folder.run(&["filter", ".", "--rejects", "rejects.ndjson"]);
        assert_eq!(outcome.stderr, "0 of 1 document passed, 1 refused\n");
    }
}

/// A run that is killed leaves a file that tells where it comes from.
#[cfg(unix)]
#[test]
fn temporary_files_tell_what_they_are() {
    let folder = Folder::new("temporary_files_tell", &[]);
    let mut command = folder.command(&["filter", "--rejects", "rejects.ndjson"]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let start = std::time::Instant::now();
    while names(&folder).is_empty() && start.elapsed().as_secs() < 30 {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let names = names(&folder);
    assert!(
        names.len() == 1 && names[0].starts_with(".rejects.ndjson.anchorbrowser-schema-"),
        "{names:?}"
    );
    // No name that a file can have is too long.
    let long = "é".repeat(127);
    let outcome = folder.run_with_input(&["filter", "--rejects", &long], b"{}");
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(folder.0.join(long).exists());
}

/// A file that is open is written on, not replaced.
#[cfg(target_os = "linux")]
#[test]
fn files_that_are_open_stay() {
    use std::os::unix::fs::{MetadataExt, symlink};

    let folder = Folder::new(
        "files_that_are_open",
        &[("bad.json", INVALID.as_bytes()), ("out", b"")],
    );
    symlink("/dev/stdout", folder.0.join("link")).unwrap();
    let path = folder.0.join("out");
    let report = folder
        .run(&["check", "--format", "json", "bad.json"])
        .stdout;
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
        let mut command =
            folder.command(&["check", "--format", &format!("json={name}"), "bad.json"]);
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
    assert_eq!(names(&folder), ["bad.json", "link", "out"]);
}

#[test]
fn a_dash_is_standard_output() {
    let folder = Folder::new("a_dash_is_standard_output", &[("bad.json", b"{}")]);
    let run = |formats: &[&str]| folder.run(&[&["check", "bad.json"], formats].concat());
    let named = run(&["--format", "json=-"]);
    named.assert_code(1);
    assert_eq!(named.stdout, run(&["--format", "json"]).stdout);
    let twice = run(&["--format", "json=-", "--format", "human"]);
    twice.assert_code(2);
    assert!(
        twice
            .stderr
            .starts_with("error: only one format can go to standard output"),
        "{twice:?}"
    );
    let rejects = folder.run(&["filter", "bad.json", "--rejects", "-"]);
    rejects.assert_code(2);
    assert_eq!(
        rejects.stderr,
        "error: the rejects cannot go to standard output, where the documents go that pass; name \
         a file for them\n"
    );
    assert_eq!(names(&folder), ["bad.json"]);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_of_outputs_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = Folder::new(
        "permissions_of_outputs",
        &[("in.jsonl", b"{}\n"), ("old", b""), ("report", b"")],
    );
    let mode = |name: &str| {
        let found = fs::metadata(folder.0.join(name)).unwrap();
        found.permissions().mode() & 0o7777
    };
    for name in ["old", "report"] {
        let private = fs::Permissions::from_mode(0o620);
        fs::set_permissions(folder.0.join(name), private).unwrap();
    }
    // The second leads to a file that does not exist yet, the last two nowhere.
    for (name, to) in [
        ("link", "new-report"),
        ("one", "two"),
        ("two", "one"),
        ("no", "none/at/all"),
    ] {
        symlink(to, folder.0.join(name)).unwrap();
    }
    for rejects in ["new", "old"] {
        folder
            .run(&["filter", "--quiet", "in.jsonl", "--rejects", rejects])
            .assert_code(1);
    }
    for report in ["json=report", "json=link"] {
        folder
            .run(&["check", "in.jsonl", "--format", report])
            .assert_code(1);
    }
    assert_eq!(
        ["new", "old", "report"].map(mode),
        [0o600, 0o620, 0o620],
        "new rejects hold whole documents; what is there keeps its permissions"
    );
    let link = folder.0.join("link");
    assert!(fs::symlink_metadata(link).unwrap().is_symlink());
    assert_eq!(
        fs::read(folder.0.join("new-report")).unwrap(),
        fs::read(folder.0.join("report")).unwrap()
    );
    for (nowhere, reason) in [
        ("one", "its links lead round in a circle"),
        ("no", "No such file or directory (os error 2)"),
        ("none/x", "No such file or directory (os error 2)"),
    ] {
        let outcome = folder.run(&["check", "in.jsonl", "--format", &format!("json={nowhere}")]);
        outcome.assert_code(2);
        assert_eq!(
            outcome.stderr,
            format!("error: cannot write `{nowhere}`: {reason}\n")
        );
    }
}

/// The system gives no thread: a stack larger than all memory that there can be.
#[cfg(target_os = "linux")]
#[test]
fn a_run_needs_no_second_thread() {
    let folder = Folder::new("a_run_needs_no_second", &[("good.json", VALID.as_bytes())]);
    let mut command = folder.command(&["check", "--threads", "4", "good.json"]);
    command.env("RUST_MIN_STACK", (1_u64 << 47).to_string());
    let outcome = Outcome::of(command.stdin(Stdio::null()).output().unwrap());
    outcome.assert_code(0);
}
