//! The rooms of the library, and that no import runs back up: a module imports from its own room
//! and from those above it in the table. The command sees the library's public face alone, for it
//! is a crate of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// The modules of each room. A module that is added needs a place here.
const ROOMS: &[(&str, &[&str])] = &[
    (
        "texts and places in them",
        &["open", "piece", "place", "pointer", "quote", "span", "text"],
    ),
    (
        "types: plain data",
        &[
            "country",
            "proxy",
            "proxy_type",
            "quiet",
            "response",
            "secret",
            "session",
            "task",
        ],
    ),
    ("rules: pure functions over values", &["rules"]),
    (
        "reports: what is told, at what level, in what words",
        &[
            "code",
            "findings",
            "level",
            "message",
            "report",
            "violation",
        ],
    ),
    (
        "judges: the rules, put to the facts of a document",
        &["facts", "judge"],
    ),
    ("json: the reader", &["json"]),
    (
        "checking: texts and typed values in, reports out",
        &[
            "document",
            "glance",
            "outcome",
            "valid",
            "validate",
            "validator",
        ],
    ),
    (
        "what is offered besides",
        &["answer", "arbitrary", "root", "schema", "strategy"],
    ),
];

/// The room of a module, counted from the top.
fn room(module: &str) -> usize {
    ROOMS
        .iter()
        .position(|(_, modules)| modules.contains(&module))
        .unwrap_or_else(|| panic!("the module `{module}` stands in no room of the table"))
}

fn source_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// A file's code, without its comments and its unit tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The items that the crate's root takes from its modules, with the module of each.
fn reexported() -> BTreeMap<String, String> {
    let list = Regex::new(r"pub use (\w+)::(?:\{([^}]*)\}|(\w+));").unwrap();
    let root = code(Path::new("src/lib.rs"));
    let mut reexported = BTreeMap::new();
    for found in list.captures_iter(&root) {
        let items = found.get(2).or(found.get(3)).unwrap().as_str();
        for item in items.split(',') {
            reexported.insert(item.trim().to_owned(), found[1].to_owned());
        }
    }
    reexported
}

/// What code names of its crate: the `a` of each `crate::a::…` and `crate::{a::…, …}`.
fn named(code: &str) -> Vec<String> {
    let path = Regex::new(r"\bcrate::(?:(\w+)|\{([^;]*)\};)").unwrap();
    let inner_group = Regex::new(r"\{[^{}]*\}").unwrap();
    let first = |path: &str| path.split("::").next().unwrap().trim().to_owned();
    let mut named = Vec::new();
    for found in path.captures_iter(code) {
        if let Some(one) = found.get(1) {
            named.push(one.as_str().to_owned());
        } else {
            let group = inner_group.replace_all(&found[2], "");
            named.extend(group.split(',').map(first).filter(|name| !name.is_empty()));
        }
    }
    named
}

#[test]
fn no_import_runs_back_up_the_rooms() {
    let reexported = reexported();
    let mut files = Vec::new();
    source_files(Path::new("src"), &mut files);
    let mut imports = 0;
    for file in files {
        let inside = file.strip_prefix("src").unwrap();
        let top = Path::new(inside.iter().next().unwrap());
        let module = top.file_stem().unwrap().to_str().unwrap();
        if module == "bin" || module == "lib" {
            continue;
        }
        for name in named(&code(&file)) {
            let imported = reexported.get(&name).unwrap_or(&name);
            assert!(
                room(imported) <= room(module),
                "{} imports `{imported}` from a room further down",
                file.display()
            );
            imports += 1;
        }
    }
    assert!(imports > 100, "{imports}");
}
