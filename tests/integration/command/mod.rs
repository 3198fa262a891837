//! The command, run as its users run it: what it prints, and how it exits.

mod check;
mod excerpts;
mod filter;
mod fix;
mod forms;
mod inputs;
mod levels;
mod listings;
mod outputs;
mod robust;
#[cfg(target_os = "linux")]
mod terminal;
mod yaml;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

pub(crate) const VALID: &str = r#"{"name":"t","language":"typescript"}"#;
/// Its members.
pub(crate) const VALID_MEMBERS: &str = r#""name":"t","language":"typescript""#;
/// Two errors, the second on the second line, and a warning.
pub(crate) const INVALID: &str = "{\"name\":\"a b\",\n \"language\":\"é\", \"tags\":[]}";

/// All ways to tell reports.
pub(crate) const FORMATS: [&str; 6] = ["human", "json", "jsonl", "sarif", "github", "junit"];

/// A folder of a test's own, which the command runs in.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(test: &str, files: &[(&str, &[u8])]) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        for (name, text) in files {
            let file = path.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        Self(path)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_anchorbrowser-schema"));
        command.current_dir(&self.0).args(arguments);
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        Outcome::of(
            self.command(arguments)
                .stdin(Stdio::null())
                .output()
                .unwrap(),
        )
    }

    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Outcome {
        let mut command = self.command(arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Outcome::of(child.wait_with_output().unwrap())
    }
}

/// What the command said and how it exited.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    pub(crate) fn assert_code(&self, code: i32) {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert_eq!(
            self.stderr.is_empty(),
            code < 2,
            "a failure alone is told on stderr: {self:?}"
        );
    }

    /// The output of the form `json`.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap()
    }

    /// The output of the form `jsonl`, one value a line.
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// The values of some members, in this order.
pub(crate) fn members<const N: usize>(object: &Value, names: [&str; N]) -> [Value; N] {
    names.map(|name| {
        object
            .get(name)
            .unwrap_or_else(|| panic!("{name}: {object}"))
            .clone()
    })
}

pub(crate) fn violations(document: &Value) -> &[Value] {
    document["violations"].as_array().unwrap()
}

/// A violation's rule, pointer, span, line and column.
pub(crate) fn places(document: &Value) -> Vec<Value> {
    let place = |violation: &Value| {
        let [rule, pointer, span, line, column] =
            members(violation, ["rule", "pointer", "span", "line", "column"]);
        json!([rule, pointer, span["start"], span["end"], line, column])
    };
    violations(document).iter().map(place).collect()
}
