//! The layers of the library: a module imports only from its own layer and from the layers above it
//! in the table. The command is a separate crate and sees only the public API.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// The modules of each layer. A new module has to be added here.
const LAYERS: &[(&str, &[&str])] = &[
    (
        "strings and positions in them",
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
        "reports: diagnostics, levels and messages",
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
        "checks: the rules applied to a document",
        &["facts", "judge"],
    ),
    ("json: the reader", &["json"]),
    (
        "validation of JSON text and typed values",
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
        "conversions, schemas and generators",
        &["answer", "arbitrary", "root", "schema", "strategy"],
    ),
];

/// The layer of a module, counted from the top.
fn layer(module: &str) -> usize {
    LAYERS
        .iter()
        .position(|(_, modules)| modules.contains(&module))
        .unwrap_or_else(|| panic!("the module `{module}` is not in the table of layers"))
}

fn source_files(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The code of a file, without comments and unit tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The items that the crate root re-exports, with the module of each.
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

/// The modules that code imports: the `a` of each `crate::a::…` and `crate::{a::…, …}`.
fn imported_names(code: &str) -> Vec<String> {
    let path = Regex::new(r"\bcrate::(?:(\w+)|\{([^;]*)\};)").unwrap();
    let inner_group = Regex::new(r"\{[^{}]*\}").unwrap();
    let first = |path: &str| path.split("::").next().unwrap().trim().to_owned();
    let mut names = Vec::new();
    for found in path.captures_iter(code) {
        if let Some(one) = found.get(1) {
            names.push(one.as_str().to_owned());
        } else {
            let group = inner_group.replace_all(&found[2], "");
            names.extend(group.split(',').map(first).filter(|name| !name.is_empty()));
        }
    }
    names
}

#[test]
fn modules_import_only_from_their_own_layer_and_those_above() {
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
        for name in imported_names(&code(&file)) {
            let imported = reexported.get(&name).unwrap_or(&name);
            assert!(
                layer(imported) <= layer(module),
                "{} imports `{imported}` from a lower layer",
                file.display()
            );
            imports += 1;
        }
    }
    assert!(imports > 100, "{imports}");
}
