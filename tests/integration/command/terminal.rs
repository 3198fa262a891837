//! Tests of behavior that depends on a terminal.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::{INVALID, TestDir, VALID, VALID_MEMBERS, default_revision};

/// A pseudo-terminal: what is written to the second file can be read from the first.
fn terminal() -> (File, File) {
    let outer = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&outer).unwrap();
    unlockpt(&outer).unwrap();
    let name = ptsname(&outer, Vec::new()).unwrap();
    let inner = File::options()
        .read(true)
        .write(true)
        .open(name.to_str().unwrap())
        .unwrap();
    (File::from(outer), inner)
}

/// Reads everything written to a terminal until all programs have closed it.
fn screen(mut outer: File) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut screen = Vec::new();
        let mut part = [0; 4096];
        // Reading at the end of a terminal fails.
        while let Ok(read @ 1..) = outer.read(&mut part) {
            screen.extend_from_slice(&part[..read]);
        }
        String::from_utf8(screen).unwrap()
    })
}

/// Removes variables that control colors.
fn plain(command: &mut Command) -> &mut Command {
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI"] {
        command.env_remove(variable);
    }
    command.env("TERM", "xterm-256color")
}

#[test]
fn colors_are_for_terminals() {
    let dir = TestDir::new("colors", &[("bad.json", INVALID.as_bytes())]);
    // Arguments, a variable, whether output to a terminal is colored, whether output to a pipe is.
    let table: [(&[&str], Option<&str>, bool, bool); 7] = [
        (&[], None, true, false),
        (&[], Some("NO_COLOR"), false, false),
        (&[], Some("CLICOLOR_FORCE"), true, true),
        (&["--color", "never"], None, false, false),
        (&["--color", "never"], Some("CLICOLOR_FORCE"), false, false),
        (&["--color", "always"], None, true, true),
        (&["--color=always"], Some("NO_COLOR"), true, true),
    ];
    for (arguments, variable, on_terminal, in_pipe) in table {
        let arguments = [&["check"], arguments, &["bad.json"]].concat();
        let case = format!("{arguments:?} {variable:?}");
        let mut command = dir.command(&arguments);
        plain(&mut command).stdin(Stdio::null());
        if let Some(variable) = variable {
            command.env(variable, "1");
        }
        let piped = String::from_utf8(command.output().unwrap().stdout).unwrap();
        assert_eq!(piped.contains("\u{1b}["), in_pipe, "{case}: {piped}");

        let (outer, inner) = terminal();
        let screen = screen(outer);
        let status = command.stdout(inner).status().unwrap();
        assert_eq!(status.code(), Some(1), "{case}");
        drop(command);
        let shown = screen.join().unwrap();
        assert_eq!(shown.contains("\u{1b}["), on_terminal, "{case}: {shown}");
        if !on_terminal {
            assert_eq!(shown.replace("\r\n", "\n"), piped, "{case}");
        }
    }
}

/// Feeds standard input slowly enough to show progress, and returns the standard error of a
/// terminal and the standard output of a file.
fn slow_run(dir: &TestDir, arguments: &[&str]) -> (String, String) {
    let output = File::create(dir.0.join("output")).unwrap();
    let shown = slow_run_into(output, dir, arguments, None);
    (shown, fs::read_to_string(dir.0.join("output")).unwrap())
}

/// Feeds standard input slowly enough to show progress, with `CI` set to this, and returns the
/// standard error of a terminal.
fn slow_run_into(
    output: impl Into<Stdio>,
    dir: &TestDir,
    arguments: &[&str],
    ci: Option<&str>,
) -> String {
    let (outer, inner) = terminal();
    let screen = screen(outer);
    let mut command = dir.command(arguments);
    plain(&mut command)
        .envs(ci.map(|value| ("CI", value)))
        .stdin(Stdio::piped())
        .stdout(output)
        .stderr(inner);
    let mut child = command.spawn().unwrap();
    drop(command);
    let mut input = child.stdin.take().unwrap();
    for _ in 0..12 {
        input.write_all(format!("{VALID}\n").as_bytes()).unwrap();
        thread::sleep(Duration::from_millis(100));
    }
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    screen.join().unwrap()
}

/// Nobody would look at the bar, or it would disturb what a pager shows.
#[test]
fn progress_is_not_shown_in_ci_and_beside_pagers() {
    let dir = TestDir::new("no_progress_bar", &[]);
    let table = [
        (None, Stdio::null(), true),
        (Some("false"), Stdio::null(), true),
        (Some("true"), Stdio::null(), false),
        // A pager reads from a pipe.
        (None, Stdio::piped(), false),
    ];
    for (ci, output, is_shown) in table {
        let check = ["check", "--input-format", "ndjson", "-"];
        let shown = slow_run_into(output, &dir, &check, ci);
        assert_eq!(shown.contains("B/s"), is_shown, "{ci:?} {shown:?}");
    }
}

#[test]
fn long_runs_show_progress() {
    let dir = TestDir::new("progress", &[("good.json", VALID.as_bytes())]);
    let stream = ["check", "--input-format", "ndjson", "-"];
    let (shown, output) = slow_run(&dir, &stream);
    assert!(shown.contains(" B, ") && shown.contains("B/s"), "{shown:?}");
    assert_eq!(
        output,
        format!(
            "0 of 12 documents have errors: 0 errors, 0 warnings; {}\n",
            default_revision()
        )
    );

    let (shown, output) = slow_run(&dir, &[&stream[..], &["--quiet"]].concat());
    assert_eq!((shown.as_str(), output.as_str()), ("", ""));

    let (shown, output) = slow_run(&dir, &["filter"]);
    assert!(shown.contains("B/s"), "{shown:?}");
    assert!(
        shown.ends_with("12 of 12 documents passed, 0 rejected\r\n"),
        "{shown:?}"
    );
    assert_eq!(output, format!("{VALID}\n").repeat(12));
}

/// Short runs show no progress bar.
#[test]
fn short_runs_show_no_progress() {
    let dir = TestDir::new("no_progress", &[("good.json", VALID.as_bytes())]);
    let (outer, inner) = terminal();
    let screen = screen(outer);
    let mut command = dir.command(&["check", "good.json"]);
    let status = plain(&mut command)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(inner)
        .status()
        .unwrap();
    drop(command);
    assert_eq!(status.code(), Some(0));
    assert_eq!(screen.join().unwrap(), "");
}

/// A diff shows lines that are not changed, which may contain secrets.
#[test]
fn diffs_on_terminals_mask_values() {
    let text = format!(
        "{{\n\"country_code\": \"US\", \"description\": null,\n{VALID_MEMBERS},\n\
         \"browserConfiguration\": {{\"proxy\": {{\"type\": \"custom\", \"active\": true, \
         \"server\": \"h:1\", \"username\": \"me\", \"password\": \"hunter2\"}}}}}}\n"
    );
    let dir = TestDir::new("diffs_on_terminals", &[("a.json", text.as_bytes())]);
    let mut command = dir.command(&["--color", "never", "fix", "--diff", "a.json"]);
    plain(&mut command)
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    let (outer, inner) = terminal();
    let screen = screen(outer);
    let status = command.stdout(inner).status().unwrap();
    assert_eq!(status.code(), Some(1));
    drop(command);
    assert_eq!(
        screen.join().unwrap().replace("\r\n", "\n"),
        "--- a.json\n+++ a.json\n@@ -1,4 +1,4 @@\n {\n\
         -\"country_code\": \"US\", \"description\": null,\n\
         +\"country_code\": \"US\",\n \
         \"name\":\"…\",\"language\":\"typescript\",\n \
         \"browserConfiguration\": {\"proxy\": {\"type\": \"custom\", \"active\": true, \
         \"server\": \"…\", \"username\": \"…\", \"password\": \"…\"}}}\n"
    );
    let piped = dir.run(&["fix", "--diff", "a.json"]);
    assert!(piped.stdout.contains("hunter2"), "{piped:?}");
}
