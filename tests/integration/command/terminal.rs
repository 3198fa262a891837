//! What the command does on a terminal, and does not do elsewhere.

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::{Folder, INVALID, VALID};

/// A terminal: what a program writes to the second comes out of the first.
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

/// Everything that came to a terminal, until all programs have left it.
fn screen(mut outer: File) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut screen = Vec::new();
        let mut part = [0; 4096];
        // The end of a terminal is an error.
        while let Ok(read @ 1..) = outer.read(&mut part) {
            screen.extend_from_slice(&part[..read]);
        }
        String::from_utf8(screen).unwrap()
    })
}

/// Without variables that tell about colours.
fn plain(command: &mut Command) -> &mut Command {
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI"] {
        command.env_remove(variable);
    }
    command.env("TERM", "xterm-256color")
}

#[test]
fn colours_are_for_terminals() {
    let folder = Folder::new("colours", &[("bad.json", INVALID.as_bytes())]);
    // Arguments, a variable, whether a terminal gets colours, whether a pipe does.
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
        let mut command = folder.command(&arguments);
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

/// Feeds standard input for longer than anybody likes to wait without a sign, and gives what
/// standard error shows on a terminal, and standard output in a pipe.
fn slow_run(folder: &Folder, arguments: &[&str]) -> (String, String) {
    let (outer, inner) = terminal();
    let screen = screen(outer);
    let mut command = folder.command(arguments);
    plain(&mut command)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(inner);
    let mut child = command.spawn().unwrap();
    drop(command);
    let mut input = child.stdin.take().unwrap();
    for _ in 0..12 {
        input.write_all(format!("{VALID}\n").as_bytes()).unwrap();
        thread::sleep(Duration::from_millis(100));
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    (
        screen.join().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
    )
}

#[test]
fn progress_is_shown_on_long_work() {
    let folder = Folder::new("progress", &[("good.json", VALID.as_bytes())]);
    let stream = ["check", "--input-format", "ndjson", "-"];
    let (shown, output) = slow_run(&folder, &stream);
    assert!(shown.contains(" B, ") && shown.contains("B/s"), "{shown:?}");
    assert_eq!(
        output,
        "0 of 12 documents have errors: 0 errors, 0 warnings\n"
    );

    let (shown, output) = slow_run(&folder, &[&stream[..], &["--quiet"]].concat());
    assert_eq!((shown.as_str(), output.as_str()), ("", ""));

    let (shown, output) = slow_run(&folder, &["filter"]);
    assert!(shown.contains("B/s"), "{shown:?}");
    assert!(
        shown.ends_with("12 of 12 documents passed, 0 refused\r\n"),
        "{shown:?}"
    );
    assert_eq!(output, format!("{VALID}\n").repeat(12));
}

/// Short work shows none.
#[test]
fn short_work_shows_no_progress() {
    let folder = Folder::new("no_progress", &[("good.json", VALID.as_bytes())]);
    let (outer, inner) = terminal();
    let screen = screen(outer);
    let mut command = folder.command(&["check", "good.json"]);
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
