//! The tools of other languages, which `.ci/engines` installs.
//!
//! Tests that need one are ignored unless they are asked for, and then fail where it is missing.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, thread};

/// A path in this project.
pub(super) fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A path in the directory that `.ci/engines` installs into.
pub(super) fn installed(path: &str) -> PathBuf {
    let tools = Path::new(env!("CARGO_TARGET_TMPDIR")).join("engines");
    assert!(
        tools.exists(),
        "{} is missing; `.ci/engines` installs it",
        tools.display()
    );
    tools.join(path)
}

/// An empty directory for what a test generates, among the installed packages.
pub(super) fn scratch(name: &str) -> PathBuf {
    let path = installed(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// What a tool printed, and whether it succeeded.
pub(super) struct Ran {
    pub(super) success: bool,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Ran {
    /// What it printed, if it succeeded.
    #[track_caller]
    pub(super) fn stdout(self) -> String {
        assert!(self.success, "{}{}", self.stdout, self.stderr);
        self.stdout
    }
}

/// Runs a script of `tests/engines`, by its language.
pub(super) fn script(file: &str, arguments: &[&Path], input: String) -> Ran {
    let interpreter = if Path::new(file).extension().is_some_and(|e| e == "py") {
        installed("python/bin/python")
    } else {
        PathBuf::from("node")
    };
    let mut command = Command::new(interpreter);
    command
        .arg(here("tests/engines").join(file))
        .args(arguments);
    run(command, input)
}

/// A program that npm installed.
pub(super) fn node_program(name: &str) -> Command {
    Command::new(installed("node_modules/.bin").join(name))
}

/// A program that pip installed.
pub(super) fn python_program(name: &str) -> Command {
    Command::new(installed("python/bin").join(name))
}

pub(super) fn run(mut command: Command, input: String) -> Ran {
    let mut child = command
        .current_dir(installed(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}; `.ci/engines` installs the tools"));
    let mut stdin = child.stdin.take().unwrap();
    let writer = thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    // A tool that reads no input may end before the input is written.
    drop(writer.join().unwrap());
    Ran {
        success: output.status.success(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
