//! Tests of the command: its output and its exit codes.

mod check;
mod configuration;
mod drift;
mod excerpts;
mod filter;
mod fix;
#[cfg(target_os = "linux")]
mod fix_files;
mod inputs;
mod levels;
mod listing;
mod listings;
mod outputs;
mod reporters;
mod revisions;
mod robustness;
#[cfg(target_os = "linux")]
mod terminal;
mod yaml;

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Output, Stdio};

use anchorbrowser_schema::Revision;
use serde_json::{Value, json};

pub(crate) const VALID: &str = r#"{"name":"t","language":"typescript"}"#;
/// The members of [`VALID`].
pub(crate) const VALID_MEMBERS: &str = r#""name":"t","language":"typescript""#;
/// Two errors, the second one on the second line, and a warning.
pub(crate) const INVALID: &str = "{\"name\":\"a b\",\n \"language\":\"é\", \"tags\":[]}";

/// All output formats.
pub(crate) const FORMATS: [&str; 8] = [
    "human", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit",
];

/// What a summary says of the revision if none is chosen.
pub(crate) fn default_revision() -> String {
    format!(
        "revision 2025, the default (latest: `--revision {}`)",
        Revision::LATEST
    )
}

/// A directory for one test, in which the command runs.
pub(crate) struct TestDir(pub(crate) PathBuf);

impl TestDir {
    pub(crate) fn new(test: &str, files: &[(&str, &[u8])]) -> Self {
        Self::at(Path::new(env!("CARGO_TARGET_TMPDIR")).join(test), files)
    }

    fn at(path: PathBuf, files: &[(&str, &[u8])]) -> Self {
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        for (name, text) in files {
            let file = path.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        Self(path)
    }

    /// A directory that no repository contains.
    pub(crate) fn outside_repositories(test: &str, files: &[(&str, &[u8])]) -> Self {
        let name = format!("anchorbrowser-schema-{test}-{}", std::process::id());
        Self::at(std::env::temp_dir().join(name), files)
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
        write_input(child.stdin.take().unwrap(), input);
        Outcome::of(child.wait_with_output().unwrap())
    }
}

/// Writes input, of which a command that exits early need not read all.
pub(crate) fn write_input(mut stdin: ChildStdin, input: &[u8]) {
    if let Err(error) = stdin.write_all(input) {
        assert_eq!(error.kind(), ErrorKind::BrokenPipe, "{error}");
    }
}

/// Exit code and output of the command.
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
            "standard error is for failures only: {self:?}"
        );
    }

    /// The output in the format `json`.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap()
    }

    /// The output in the format `jsonl`, one value per line.
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// The values of these members.
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

/// The rule, pointer, span, line and column of each violation.
pub(crate) fn locations(document: &Value) -> Vec<Value> {
    let place = |violation: &Value| {
        let [rule, pointer, span, line, column] =
            members(violation, ["rule", "pointer", "span", "line", "column"]);
        json!([rule, pointer, span["start"], span["end"], line, column])
    };
    violations(document).iter().map(place).collect()
}
