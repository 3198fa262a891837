//! The examples in `schemas/examples`, compared to the tables in their README.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anchorbrowser_schema::{DocumentType, Report, Severity};

use crate::support::{check, count, rules_at};

/// The violations that the README lists for each file, as `rule at pointer`.
fn documented_violations() -> BTreeMap<String, Vec<String>> {
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

fn violations(report: &Report) -> Vec<String> {
    let violations = rules_at(report).into_iter();
    violations
        .map(|[rule, pointer]| format!("{rule} at {pointer}"))
        .collect()
}

fn document_type(file: &str) -> DocumentType {
    match file {
        "responses/task.json" => DocumentType::Task,
        "responses/task-response.json" => DocumentType::TaskResponse,
        "responses/error-response.json" => DocumentType::ErrorResponse,
        _ => DocumentType::CreateTaskRequest,
    }
}

#[test]
fn each_example_has_the_documented_violations() {
    let documented = documented_violations();
    for (file, expected) in &documented {
        let json = fs::read(Path::new("schemas/examples").join(file)).unwrap();
        let report = check(document_type(file), json);
        assert_eq!(&violations(&report), expected, "{file}");
        let has_error = count(&report, Severity::Error) > 0;
        let is_invalid = file.starts_with("invalid/") || file.starts_with("beyond-schema/");
        assert_eq!(has_error, is_invalid, "{file}");
    }
}

#[test]
fn each_example_is_documented() {
    let documented = documented_violations();
    let directories = fs::read_dir("schemas/examples")
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files: Vec<String> = directories
        .filter(|path| path.is_dir())
        .flat_map(|directory| {
            fs::read_dir(directory)
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
    assert_eq!(files.len(), documented.len());
    for file in files {
        assert!(documented.contains_key(&file), "{file}");
    }
}
