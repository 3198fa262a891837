//! The examples of `schemas/examples`, by the table in its README.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anchorbrowser_schema::{Report, Root, Severity, Validator};

/// The violations that the README demands of each file, as `rule` at `pointer`.
fn demanded() -> BTreeMap<String, Vec<String>> {
    let readme = fs::read_to_string("schemas/examples/README.md").unwrap();
    let rows = readme.lines().filter_map(|line| {
        let mut cells = line.split('|').map(str::trim).skip(1);
        let file = cells.next()?.strip_prefix('`')?.strip_suffix('`')?;
        let violations = cells.nth(1)?;
        let violations = match violations {
            "none" => Vec::new(),
            _ => violations
                .split("<br>")
                .map(|v| v.replace('`', ""))
                .collect(),
        };
        Some((file.to_owned(), violations))
    });
    rows.collect()
}

fn found(report: &Report) -> Vec<String> {
    let tell = |v: &anchorbrowser_schema::Violation| format!("{} at {}", v.rule(), v.pointer());
    report.violations().iter().map(tell).collect()
}

fn root_of(file: &str) -> Root {
    match file {
        "responses/task.json" => Root::Task,
        "responses/task-response.json" => Root::TaskResponse,
        "responses/error-response.json" => Root::ErrorResponse,
        _ => Root::CreateTaskRequest,
    }
}

#[test]
fn each_example_breaks_the_rules_that_its_row_tells() {
    let demanded = demanded();
    for (file, violations) in &demanded {
        let json = fs::read(Path::new("schemas/examples").join(file)).unwrap();
        let report = root_of(file).check_json(&Validator::new(), json);
        assert_eq!(&found(&report), violations, "{file}");
        let is_error = |v: &anchorbrowser_schema::Violation| v.severity() == Severity::Error;
        let has_error = report.violations().iter().any(is_error);
        let refused = file.starts_with("invalid/") || file.starts_with("beyond-schema/");
        assert_eq!(has_error, refused, "{file}");
    }
}

#[test]
fn each_example_has_a_row() {
    let demanded = demanded();
    let folders = fs::read_dir("schemas/examples")
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files: Vec<String> = folders
        .filter(|path| path.is_dir())
        .flat_map(|folder| {
            fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().path())
        })
        .map(|path| {
            path.strip_prefix("schemas/examples")
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(files.len(), demanded.len());
    for file in files {
        assert!(demanded.contains_key(&file), "{file}");
    }
}
