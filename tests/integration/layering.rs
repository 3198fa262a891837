//! The layers of the library, and that no files import each other in a circle. The command is a
//! separate crate and sees only the public API.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The top-level modules, the lowest layer first: a module imports only from its own layer and from
/// those before it. A new module has to be added here.
const LAYERS: &[&[&str]] = &[
    &["string"],
    &["contract"],
    &["rules"],
    &["report"],
    &["raw"],
    &["json"],
    &["validate"],
    &["arbitrary", "external", "guide", "schema", "strategy"],
];

const LIBRARY: &str = "src";
const COMMAND: &str = "src/bin/anchorbrowser-schema";

/// The modules of a crate, by their paths in it (`a::b`; the root's is empty), with their code.
struct Modules(BTreeMap<String, String>);

/// The modules that each module imports from.
type Imports = BTreeMap<String, BTreeSet<String>>;

impl Modules {
    /// Reads a crate from its directory of source files.
    fn read(directory: &str) -> Self {
        let mut files = Vec::new();
        source_files(Path::new(directory), &mut files);
        let modules = files.into_iter().map(|file| {
            let inside = file.strip_prefix(directory).unwrap().with_extension("");
            let mut path: Vec<&str> = inside.iter().map(|name| name.to_str().unwrap()).collect();
            if ["lib", "main", "mod"].contains(path.last().unwrap()) {
                path.pop();
            }
            (path.join("::"), fs::read_to_string(&file).unwrap())
        });
        Self(modules.map(|(path, text)| (path, code(&text))).collect())
    }

    /// The modules that each module imports from, by its paths that begin with `crate`, `super` or a
    /// module of its own. The root is left out: it only declares modules and re-exports items.
    fn imports(&self) -> Imports {
        let modules = self.0.iter().filter(|(module, _)| !module.is_empty());
        let imports = modules.map(|(module, code)| {
            let paths = paths(code).into_iter();
            let mut imported: BTreeSet<String> = paths
                .filter_map(|path| self.resolve(module, &path))
                .collect();
            imported.remove(module);
            imported.remove("");
            (module.clone(), imported)
        });
        imports.collect()
    }

    /// The module in which the last item of a path is defined, or the last module of the path. `None`
    /// if the path does not begin with a module of this crate.
    fn resolve(&self, from: &str, path: &[String]) -> Option<String> {
        let mut module = from.to_owned();
        let mut rest = path;
        match path.first()?.as_str() {
            "crate" => {
                module.clear();
                rest = &path[1..];
            }
            "super" | "self" => {}
            child => {
                self.0.get(&inside(from, child))?;
            }
        }
        while let Some((name, after)) = rest.split_first() {
            match name.as_str() {
                "self" => {}
                "super" => module = parent(&module).into(),
                _ if self.0.contains_key(&inside(&module, name)) => {
                    module = inside(&module, name);
                }
                _ => {
                    let reexported = self.reexported(&module, name);
                    return Some(reexported.unwrap_or(module));
                }
            }
            rest = after;
        }
        Some(module)
    }

    /// The module in which an item that another one re-exports is defined.
    fn reexported(&self, module: &str, name: &str) -> Option<String> {
        let uses = self.0[module].split("pub").skip(1);
        let uses = uses.filter_map(|text| {
            let text = text.trim_start();
            let text = match text.strip_prefix('(') {
                Some(scope) => scope.split_once(')')?.1.trim_start(),
                None => text,
            };
            text.strip_prefix("use ")
        });
        let mut paths = uses.flat_map(|text| {
            let mut paths = Vec::new();
            parse_path(text, &[], &mut paths);
            paths
        });
        let path =
            paths.find(|path| path.len() > 1 && path.last().is_some_and(|last| last == name))?;
        self.resolve(module, &path)
    }
}

fn source_files(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("src/bin") {
                source_files(&path, files);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn inside(module: &str, name: &str) -> String {
    if module.is_empty() {
        name.to_owned()
    } else {
        format!("{module}::{name}")
    }
}

fn parent(module: &str) -> &str {
    module.rsplit_once("::").map_or("", |(parent, _)| parent)
}

/// The code of a file, without comments and unit tests.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The paths in code that begin with `crate` or `super`, and those of `use` declarations.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    // The indentations of the inline modules that the line is in.
    let mut inline: Vec<usize> = Vec::new();
    let mut offset = 0;
    for line in code.split_inclusive('\n') {
        let indentation = line.len() - line.trim_start().len();
        if line.trim() == "}" && inline.last() == Some(&indentation) {
            inline.pop();
        }
        let mut before = ' ';
        for (at, character) in line.char_indices() {
            let rest = &code[offset + at..];
            let count = paths.len();
            if !is_word(before) && before != ':' {
                if rest.starts_with("crate::") || rest.starts_with("super::") {
                    parse_path(rest, &[], &mut paths);
                } else if let Some(declared) = rest.strip_prefix("use ") {
                    parse_path(declared, &[], &mut paths);
                }
            }
            // The parent of an inline module is in the same file.
            for path in &mut paths[count..] {
                let outward = path.iter_mut().take(inline.len());
                for name in outward.take_while(|name| *name == "super") {
                    "self".clone_into(name);
                }
            }
            before = character;
        }
        let declaration = line.trim().strip_suffix('{').unwrap_or_default();
        if declaration.split_whitespace().rev().nth(1) == Some("mod") {
            inline.push(indentation);
        }
        offset += line.len();
    }
    paths
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Appends the paths of a tree such as `a::{b, c::d}`, with the names before it, and returns what
/// follows the tree.
fn parse_path<'t>(text: &'t str, before: &[String], paths: &mut Vec<Vec<String>>) -> &'t str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
            if let Some(after) = rest.strip_prefix('}') {
                return after;
            }
            let length = rest.len();
            rest = parse_path(rest, before, paths);
            if let Some(renamed) = rest.strip_prefix(" as ") {
                rest = renamed.trim_start_matches(is_word);
            }
            if rest.len() == length {
                return rest;
            }
        }
    }
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let mut path = before.to_vec();
    if !name.is_empty() {
        path.push(name.to_owned());
    }
    if let Some(rest) = rest.strip_prefix("::") {
        return parse_path(rest, &path, paths);
    }
    if !path.is_empty() {
        paths.push(path);
    }
    rest.strip_prefix('*').unwrap_or(rest)
}

/// A circle of imports, with its first module at the end again.
fn find_circle(imports: &Imports) -> Option<Vec<&str>> {
    let mut finished = BTreeSet::new();
    let mut circles = imports
        .keys()
        .filter_map(|module| circle_from(module, imports, &mut Vec::new(), &mut finished));
    circles.next()
}

fn circle_from<'i>(
    module: &'i str,
    imports: &'i Imports,
    path: &mut Vec<&'i str>,
    finished: &mut BTreeSet<&'i str>,
) -> Option<Vec<&'i str>> {
    if let Some(start) = path.iter().position(|earlier| *earlier == module) {
        return Some([&path[start..], &[module]].concat());
    }
    if finished.contains(module) {
        return None;
    }
    path.push(module);
    for imported in imports.get(module).into_iter().flatten() {
        if let Some(circle) = circle_from(imported, imports, path, finished) {
            return Some(circle);
        }
    }
    path.pop();
    finished.insert(module);
    None
}

/// The layer of a module, counted from the lowest.
fn layer(module: &str) -> usize {
    let top = module.split("::").next().unwrap();
    let layer = LAYERS.iter().position(|modules| modules.contains(&top));
    layer.unwrap_or_else(|| panic!("the module `{top}` is not in the table of layers"))
}

#[test]
fn modules_import_only_from_their_own_layer_and_those_before() {
    let imports = Modules::read(LIBRARY).imports();
    for (module, imported) in &imports {
        for imported in imported {
            assert!(
                layer(imported) <= layer(module),
                "{module} imports from {imported}, which is in a later layer"
            );
        }
    }
    let count: usize = imports.values().map(BTreeSet::len).sum();
    assert!(count > 200, "{count}");
}

#[test]
fn no_files_of_the_library_import_each_other_in_a_circle() {
    let imports = Modules::read(LIBRARY).imports();
    assert_eq!(find_circle(&imports), None);
}

#[test]
fn no_files_of_the_command_import_each_other_in_a_circle() {
    let imports = Modules::read(COMMAND).imports();
    assert!(imports.values().any(|imported| imported.len() > 3));
    assert_eq!(find_circle(&imports), None);
}

/// A crate of its own can see no more than the public API, unless it includes a file of the library.
#[test]
fn the_command_includes_no_file_of_the_library() {
    for (module, code) in Modules::read(COMMAND).0 {
        for include in ["#[path", "include!(", "#[cfg_attr(path"] {
            assert!(!code.contains(include), "{module}: {include}");
        }
    }
}

#[track_caller]
fn expect_circle(modules: &[(&str, &str)], expected: Option<&[&str]>) {
    let modules = modules
        .iter()
        .map(|(path, text)| ((*path).to_owned(), code(text)));
    let imports = Modules(modules.collect()).imports();
    assert_eq!(find_circle(&imports).as_deref(), expected, "{imports:?}");
}

#[test]
fn circles_are_found() {
    const A_B_A: Option<&[&str]> = Some(&["a", "b", "a"]);
    let root = ("", "mod a;\nmod b;\npub use a::{A, Other};\nmod c;");
    expect_circle(
        &[root, ("a", "use crate::b::B;"), ("b", "use super::a::A;")],
        A_B_A,
    );
    // Through a re-export of the root, in a group, and in a path inside a function.
    expect_circle(
        &[root, ("a", "use crate::b::B;"), ("b", "use crate::A;")],
        A_B_A,
    );
    expect_circle(
        &[
            root,
            ("a", "use crate::{c, b::{self, B}};"),
            ("b", "use crate::A;"),
            ("c", ""),
        ],
        A_B_A,
    );
    expect_circle(
        &[
            root,
            ("a", "fn f() { crate::b::f() }"),
            ("b", "fn f() { crate::a::f() }"),
        ],
        A_B_A,
    );
    // Of three modules, and of a module with one inside it.
    expect_circle(
        &[
            root,
            ("a", "use super::b::B;"),
            ("b", "use super::c::C;"),
            ("c", "use super::a::A as B;"),
        ],
        Some(&["a", "b", "c", "a"]),
    );
    expect_circle(
        &[
            root,
            ("a", "mod d;\npub(crate) use d::D;"),
            ("a::d", "use super::Other;"),
        ],
        Some(&["a", "a::d", "a"]),
    );
    // No circles: each imports from what does not import from it.
    expect_circle(
        &[
            root,
            ("a", "use crate::b::B;\n// use crate::c::C;"),
            ("b", ""),
            ("c", "use crate::A;"),
        ],
        None,
    );
    expect_circle(
        &[
            root,
            ("a", "mod d;\nmod e;"),
            ("a::d", "use super::e::E;"),
            ("a::e", "use std::fmt;"),
        ],
        None,
    );
    // An item is imported from where it is defined, not from what re-exports it.
    expect_circle(
        &[
            root,
            ("a", "mod d;\npub use d::D;"),
            ("a::d", ""),
            ("b", "use crate::a::D;"),
        ],
        None,
    );
    // The parent of an inline module is in the same file.
    let inline = |path: &str| format!("mod e {{\n    use {path};\n}}\n");
    expect_circle(
        &[
            root,
            ("a", "mod d;\npub use d::D;"),
            ("a::d", &inline("super::D")),
        ],
        None,
    );
    expect_circle(
        &[
            root,
            ("a", "mod d;\npub use d::D;"),
            ("a::d", &inline("super::super::Other")),
        ],
        Some(&["a", "a::d", "a"]),
    );
    // Unit tests may import anything.
    let tests = "use crate::b::B;\n#[cfg(test)]\nmod tests {\n    use crate::c::C;\n}";
    expect_circle(
        &[root, ("a", tests), ("b", ""), ("c", "use crate::a::A;")],
        None,
    );
}
