//! The README and the guide agree with the library and the command.

use std::fs;
#[cfg(all(unix, feature = "cli"))]
use std::io::Write;
#[cfg(all(unix, feature = "cli"))]
use std::path::Path;

use anchorbrowser_schema::Rule;

#[test]
fn the_guide_lists_all_rules() {
    let rows: Vec<String> = Rule::all()
        .map(|rule| {
            format!(
                "| `{rule}` | {} | {} |",
                rule.default_severity().name(),
                rule.summary()
            )
        })
        .collect();
    let page = include_str!("../../src/guide/rules.md");
    let table: Vec<&str> = page
        .lines()
        .skip_while(|line| !line.starts_with("| rule |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .collect();
    assert_eq!(table, rows);
}

/// The lines of all code blocks in a language.
#[cfg(all(unix, feature = "cli"))]
fn code<'a>(markdown: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}");
    let mut lines = markdown.lines();
    let mut code = Vec::new();
    while lines.by_ref().any(|line| line == fence) {
        code.extend(lines.by_ref().take_while(|line| *line != "```"));
    }
    code
}

#[test]
fn the_readme_is_short_and_agrees_with_the_guide() {
    let readme = include_str!("../../README.md");
    assert!(readme.lines().count() <= 200);
    let rows = |page: &'static str, first: &str| -> Vec<&str> {
        let lines = page.lines().skip_while(|line| !line.starts_with(first));
        lines.take_while(|line| line.starts_with('|')).collect()
    };
    let tables = [
        ("| tier |", include_str!("../../src/guide/versions.md")),
        ("| revision |", include_str!("../../src/guide/revisions.md")),
    ];
    for (first, page) in tables {
        assert_eq!(rows(readme, first), rows(page, first));
    }
    for link in readme.split("anchorbrowser_schema/guide/").skip(1) {
        let page = link.split('/').next().unwrap();
        assert!(
            fs::exists(format!("src/guide/{page}.md")).unwrap(),
            "{page}"
        );
    }
}

/// Commands of the README that do not run here: the first two run in `.ci/run`, and the others
/// require that a version is published.
#[cfg(all(unix, feature = "cli"))]
const NOT_RUN: [&str; 6] = [
    "cargo run ",
    "cargo test ",
    "cargo add ",
    "cargo binstall ",
    "cargo install ",
    "pip install ",
];

/// All other commands of the README, with their exit codes.
#[cfg(all(unix, feature = "cli"))]
const COMMANDS: [(&str, i32); 8] = [
    (
        "anchorbrowser-schema check --revision 2026 requests/ more.ndjson.gz",
        1,
    ),
    ("cat request.json | anchorbrowser-schema check -", 0),
    (
        "anchorbrowser-schema check --format human --format sarif=problems.sarif requests/",
        1,
    ),
    (
        "anchorbrowser-schema filter --rejects rejected.ndjson < all.ndjson > valid.ndjson",
        1,
    ),
    ("anchorbrowser-schema fix --diff requests/", 1),
    ("anchorbrowser-schema explain country-not-allowed", 0),
    ("anchorbrowser-schema init", 0),
    (
        "anchorbrowser-schema schema CreateTaskRequest --revision 2026 > create-task-request.schema.json",
        0,
    ),
];

#[cfg(all(unix, feature = "cli"))]
#[test]
fn all_commands_of_the_readme_run() {
    use std::process::Command;

    use crate::command::{Outcome, TestDir, VALID};

    let readme = include_str!("../../README.md");
    let mut commands = code(readme, "sh");
    commands.retain(|command| !NOT_RUN.iter().any(|start| command.starts_with(start)));
    assert_eq!(commands, COMMANDS.map(|(command, _)| command));

    let fixable = br#"{"name":"t","language":"typescript","description":null}"#;
    let all = format!("{VALID}\n{{}}\n");
    let directory = TestDir::new(
        "readme",
        &[
            ("request.json", VALID.as_bytes()),
            ("requests/fixable.json", fixable),
            ("all.ndjson", all.as_bytes()),
        ],
    );
    let path = directory.0.join("more.ndjson.gz");
    let mut file = flate2::write::GzEncoder::new(
        fs::File::create(path).unwrap(),
        flate2::Compression::default(),
    );
    file.write_all(all.as_bytes()).unwrap();
    file.finish().unwrap();

    let binary = Path::new(env!("CARGO_BIN_EXE_anchorbrowser-schema"));
    let path = format!(
        "{}:{}",
        binary.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    let shell = |command: &str, directory: &Path| {
        let mut shell = Command::new("sh");
        shell.args(["-c", command]).env("PATH", &path);
        Outcome::of(shell.current_dir(directory).output().unwrap())
    };
    for (command, code) in COMMANDS {
        let outcome = shell(command, &directory.0);
        assert_eq!(outcome.code, Some(code), "{command}: {outcome:?}");
    }
    let written = |name: &str| fs::read_to_string(directory.0.join(name)).unwrap();
    assert_eq!(written("valid.ndjson"), format!("{VALID}\n"));
    assert!(written("problems.sarif").contains(r#""ruleId":"type""#));

    // The first example shows the output.
    let example = code(readme, "text").join("\n");
    let (command, expected) = example
        .strip_prefix("$ ")
        .unwrap()
        .split_once('\n')
        .unwrap();
    let outcome = shell(command, Path::new(env!("CARGO_MANIFEST_DIR")));
    outcome.assert_code(1);
    assert_eq!(outcome.stdout.trim_end(), expected);
}
