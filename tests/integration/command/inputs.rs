//! Tests of inputs: files, directories, standard input and input formats.

use std::fs;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::{INVALID, TestDir, VALID, locations, members};

/// The sources of all documents, in order.
fn sources(report: &Value) -> Vec<&str> {
    let documents = report["documents"].as_array().unwrap();
    documents
        .iter()
        .map(|document| document["source"].as_str().unwrap())
        .collect()
}

#[test]
fn directories_are_read_in_order_of_names() {
    let dir = TestDir::new(
        "directories_are_read",
        &[
            ("in/b.json", VALID.as_bytes()),
            ("in/a/z.yaml", b"name: t\nlanguage: typescript\n"),
            ("in/a/y.jsonl", format!("{VALID}\n{VALID}\n").as_bytes()),
            ("in/c.yml", b"name: t\nlanguage: typescript\n"),
            ("in/d.ndjson", VALID.as_bytes()),
            ("in/e.txt", b"not a document"),
            ("in/f", b"not a document"),
            ("in/.hidden.json", INVALID.as_bytes()),
            ("in/.ignore", b"skipped.json\nbuild/\n"),
            ("in/.git/HEAD", b""),
            ("in/.gitignore", b"git.json\n"),
            ("in/skipped.json", INVALID.as_bytes()),
            ("in/git.json", INVALID.as_bytes()),
            ("in/build/out.json", INVALID.as_bytes()),
        ],
    );
    let outcome = dir.run(&["check", "--format", "json", "in"]);
    outcome.assert_code(0);
    assert_eq!(
        sources(&outcome.json()),
        [
            "in/a/y.jsonl",
            "in/a/y.jsonl",
            "in/a/z.yaml",
            "in/b.json",
            "in/c.yml",
            "in/d.ndjson"
        ]
    );
    // A file that is named explicitly is read even if it is ignored.
    dir.run(&["check", "in/skipped.json"]).assert_code(1);
    let all = dir.run(&["check", "--format", "json", "--no-ignore", "in"]);
    all.assert_code(1);
    assert_eq!(sources(&all.json()).len(), 9);
}

#[test]
fn globs_select_files_in_directories() {
    let dir = TestDir::new(
        "globs",
        &[
            ("a.json", VALID.as_bytes()),
            ("b.txt", VALID.as_bytes()),
            ("sub/c.json", VALID.as_bytes()),
            ("sub/d.json", INVALID.as_bytes()),
        ],
    );
    let table: [(&[&str], &[&str], i32); 4] = [
        (&["--glob", "*.txt"], &["b.txt"], 0),
        (&["--glob", "!d.json"], &["a.json", "sub/c.json"], 0),
        (
            &["--glob", "sub/*.json", "--glob", "!d.*"],
            &["sub/c.json"],
            0,
        ),
        (
            &["--glob", "*.json"],
            &["a.json", "sub/c.json", "sub/d.json"],
            1,
        ),
    ];
    for (globs, expected, code) in table {
        let outcome = dir.run(&[&["check", "--format", "json"], globs, &["."]].concat());
        outcome.assert_code(code);
        assert_eq!(sources(&outcome.json()), expected, "{globs:?}");
    }
    let outcome = dir.run(&["check", "--glob", "a[", "."]);
    outcome.assert_code(2);
    assert!(
        outcome.stderr.starts_with("error: invalid glob: "),
        "{outcome:?}"
    );
}

#[test]
fn array_elements_are_documents() {
    let text = format!("[{VALID},\n  {INVALID} ,\n\t5]\n");
    let dir = TestDir::new(
        "array_documents",
        &[
            ("array.json", text.as_bytes()),
            ("empty.json", b" [ ]"),
            ("invalid.json", b"[{}, {]"),
            ("object.json", VALID.as_bytes()),
        ],
    );
    let array = ["check", "--format", "json", "--input-format", "array"];
    let run = |name| dir.run(&[&array[..], &[name]].concat());
    let outcome = run("array.json");
    outcome.assert_code(1);
    let report = outcome.json();
    let documents = report["documents"].as_array().unwrap();
    let heads: Vec<_> = documents
        .iter()
        .map(|document| json!(members(document, ["line", "index", "valid"])))
        .collect();
    assert_eq!(
        heads,
        [
            json!([1, 0, true]),
            json!([2, 1, false]),
            json!([4, 2, false])
        ]
    );
    let second = VALID.len() + 5;
    assert_eq!(
        locations(&documents[1]),
        [
            json!(["pattern", "/name", second + 8, second + 13, 2, 11]),
            json!(["enum", "/language", second + 27, second + 31, 3, 13]),
            json!(["unknown-property", "/tags", second + 33, second + 39, 3, 18]),
        ]
    );
    let third = text.len() - 3;
    assert_eq!(
        locations(&documents[2]),
        [json!(["type", "", third, third + 1, 4, 2])]
    );
    assert!(outcome.stdout.find("\"line\"") < outcome.stdout.find("\"index\""));

    assert_eq!(run("empty.json").json()["documents"], json!([]));
    // Invalid JSON, or a value that is not an array, is one document.
    let invalid = run("invalid.json").json();
    assert_eq!(
        locations(&invalid["documents"][0]),
        [json!(["syntax", "", 6, 6, 1, 7])]
    );
    assert_eq!(invalid["summary"]["documents"], 1);
    run("object.json").assert_code(0);
}

#[test]
fn compressed_files_are_read() {
    let lines = format!("{VALID}\n{INVALID}").replace(",\n ", ", ") + "\n";
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(lines.as_bytes()).unwrap();
    let mut gzip = gzip.finish().unwrap();
    // Two gzip members, as produced by `cat a.gz b.gz`.
    gzip.extend(gzip.clone());
    let zstandard = zstd::encode_all(lines.as_bytes(), 0).unwrap();
    let whole = zstd::encode_all(VALID.as_bytes(), 0).unwrap();
    let dir = TestDir::new(
        "compressed_files",
        &[
            ("a.jsonl.gz", &gzip),
            ("b.ndjson.zst", &zstandard),
            ("c.json.zst", &whole),
            ("cut.jsonl.gz", &gzip[..gzip.len() - 9]),
            ("no.jsonl.zst", b"not compressed"),
        ],
    );
    let outcome = dir.run(&[
        "check",
        "--format",
        "json",
        "a.jsonl.gz",
        "b.ndjson.zst",
        "c.json.zst",
    ]);
    outcome.assert_code(1);
    let report = outcome.json();
    assert_eq!(report["summary"]["documents"], 7);
    assert_eq!(report["summary"]["errors"], 6);
    assert_eq!(report["documents"][3]["line"], 4);
    // Documents before the error are reported.
    let cut = dir.run(&["check", "--format", "json", "cut.jsonl.gz", "no.jsonl.zst"]);
    cut.assert_code(2);
    assert_eq!(cut.json()["summary"]["failed"], 2);
    assert!(cut.json()["summary"]["documents"].as_u64().unwrap() >= 2);
}

#[test]
fn standard_input_can_be_named() {
    let dir = TestDir::new("standard_input_can_be_named", &[]);
    let two = format!("{VALID}\n\n{VALID}");
    let table: [(&[&str], &str, usize); 4] = [
        (&["--stdin-filename", "x/y.jsonl"], "x/y.jsonl", 2),
        (&["--input-format", "ndjson"], "-", 2),
        (
            &["--stdin-filename", "y.json", "--input-format", "ndjson"],
            "y.json",
            2,
        ),
        (&["--stdin-filename", "y.json"], "y.json", 1),
    ];
    for (arguments, source, documents) in table {
        let arguments = [&["check", "--format", "json"], arguments, &["-"]].concat();
        let outcome = dir.run_with_input(&arguments, two.as_bytes());
        let report = outcome.json();
        assert_eq!(sources(&report), vec![source; documents], "{arguments:?}");
    }
    let twice = dir.run_with_input(&["check", "--format", "json", "-", "-"], VALID.as_bytes());
    twice.assert_code(2);
    assert_eq!(twice.json()["summary"]["documents"], 1);
    assert_eq!(
        twice.stderr,
        "error: cannot read `-`: standard input can be read only once\n"
    );
}

/// Many chunks, processed by several threads.
#[test]
fn stream_reports_are_in_order() {
    let mut text = String::new();
    for number in 0..30_000 {
        match number % 1000 {
            17 => text.push_str("{\"name\":\"a b\"}\n"),
            500 => text.push('\n'),
            _ => text.push_str(VALID),
        }
        text.push('\n');
    }
    // The last line has no line break.
    text.push_str("{}");
    let dir = TestDir::new("stream_order", &[("long.ndjson", text.as_bytes())]);
    let mut outputs = Vec::new();
    for threads in ["1", "2", "7"] {
        let outcome = dir.run(&[
            "check",
            "--format",
            "jsonl",
            "--threads",
            threads,
            "long.ndjson",
        ]);
        outcome.assert_code(1);
        outputs.push(outcome.stdout);
    }
    assert!(outputs[0] == outputs[1] && outputs[0] == outputs[2]);
    let (mut offset, mut line) = (0, 0);
    let mut expected = text.split('\n').filter_map(|document| {
        line += 1;
        let start = offset;
        offset += document.len() + 1;
        (!document.is_empty()).then_some((line, start, document.len()))
    });
    let documents = outputs[0]
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    for document in documents {
        let (line, start, length) = expected.next().unwrap();
        assert_eq!(document["line"], line);
        if document["valid"] == json!(false) {
            let first = &document["violations"][0];
            assert_eq!(first["rule"], "required");
            assert_eq!(
                first["span"],
                json!({"start": start, "end": start + length})
            );
        }
    }
    assert_eq!(expected.next(), None);
}

#[cfg(unix)]
#[test]
fn pipes_and_links_are_read() {
    use std::os::unix::fs::symlink;
    let dir = TestDir::new("pipes_and_links", &[("real.json", VALID.as_bytes())]);
    symlink("real.json", dir.0.join("link.json")).unwrap();
    dir.run(&["check", "link.json"]).assert_code(0);
    let pipe = dir.0.join("pipe.jsonl");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::write(pipe, format!("{VALID}\n{VALID}\n")).unwrap()
    });
    let outcome = dir.run(&["check", "--format", "json", "pipe.jsonl"]);
    writer.join().unwrap();
    outcome.assert_code(0);
    assert_eq!(outcome.json()["summary"]["documents"], 2);
}

/// An error inside a directory is reported once, and the rest is read.
#[cfg(target_os = "linux")]
#[test]
fn unreadable_directories_are_reported() {
    let dir = TestDir::new("unreadable_directories", &[("z.json", VALID.as_bytes())]);
    // Deeper than the maximum length of a path.
    let name = "d".repeat(250);
    let script = "for i in $(seq 17); do mkdir \"$0\" && cd -P \"$0\" || exit; done";
    let made = std::process::Command::new("sh")
        .current_dir(&dir.0)
        .args(["-c", script, &name])
        .status();
    assert!(made.unwrap().success());
    let outcome = dir.run(&["check", "--format", "json", "."]);
    outcome.assert_code(2);
    let deepest = vec![name.as_str(); 17].join("/");
    assert_eq!(
        outcome.stderr,
        format!("error: cannot read `{deepest}`: File name too long (os error 36)\n")
    );
    assert_eq!(sources(&outcome.json()), ["z.json"]);
    fs::remove_dir_all(&dir.0).unwrap();
}

/// The sources that are read from these files and links with these arguments, and the exit code.
#[cfg(unix)]
fn found(dir: &TestDir, arguments: &[&str]) -> (Vec<String>, Option<i32>) {
    let outcome = dir.run(&[&["check", "--format", "json"], arguments].concat());
    let report = outcome.json();
    let sources = sources(&report).into_iter().map(str::to_owned);
    (sources.collect(), outcome.code)
}

/// As in git: the ignore files of the repository that contains a file, and none above it.
#[cfg(unix)]
#[test]
fn ignore_files_apply_within_their_repository() {
    let dir = TestDir::outside_repositories(
        "ignore_files",
        &[
            (".gitignore", b"*\n"),
            ("repo/.git/info/exclude", b"/private.json\n"),
            (
                "repo/.gitignore",
                "\u{feff}build/\n*.tmp.json\n!keep.tmp.json\n".as_bytes(),
            ),
            ("repo/.ignore", b"/in/other.json\n"),
            ("repo/a.json", VALID.as_bytes()),
            ("repo/private.json", VALID.as_bytes()),
            ("repo/build/b.json", VALID.as_bytes()),
            ("repo/in/c.json", VALID.as_bytes()),
            ("repo/in/d.tmp.json", VALID.as_bytes()),
            ("repo/in/keep.tmp.json", VALID.as_bytes()),
            ("repo/in/other.json", VALID.as_bytes()),
            ("repo/in/private.json", VALID.as_bytes()),
            ("repo/nested/.git", b"gitdir: ../.git/modules/nested\n"),
            ("repo/nested/e.tmp.json", VALID.as_bytes()),
            ("repo/nested/f.json", VALID.as_bytes()),
            ("repo/.git/modules/nested/info/exclude", b"f.json\n"),
            ("outside/.gitignore", b"g.json\n"),
            ("outside/g.json", VALID.as_bytes()),
        ],
    );
    let table: [(&str, &[&str]); 5] = [
        (
            "repo",
            &[
                "repo/a.json",
                "repo/in/c.json",
                "repo/in/keep.tmp.json",
                "repo/in/private.json",
                "repo/nested/e.tmp.json",
            ],
        ),
        (
            "repo/in",
            &[
                "repo/in/c.json",
                "repo/in/keep.tmp.json",
                "repo/in/private.json",
            ],
        ),
        ("repo/build", &["repo/build/b.json"]),
        ("repo/nested", &["repo/nested/e.tmp.json"]),
        ("outside", &["outside/g.json"]),
    ];
    for (path, expected) in table {
        let (found, code) = found(&dir, &[path]);
        assert_eq!(
            (found, code),
            (
                expected.iter().map(|name| (*name).to_owned()).collect(),
                Some(0)
            ),
            "{path}"
        );
    }
    fs::remove_dir_all(&dir.0).unwrap();
}

/// Kubernetes mounts a `ConfigMap` as links to files in a hidden directory.
#[cfg(unix)]
#[test]
fn each_file_is_read_once_also_through_links() {
    use std::os::unix::fs::symlink;
    let dir = TestDir::new(
        "links_to_files",
        &[
            ("map/..v1/req.json", VALID.as_bytes()),
            ("dir/a.json", VALID.as_bytes()),
        ],
    );
    let link = |target: &str, link: &str| symlink(target, dir.0.join(link)).unwrap();
    link("..v1", "map/..data");
    link("..data/req.json", "map/req.json");
    link("a.json", "dir/b.json");
    link("../map", "dir/c");
    link("../dir", "dir/d.json");
    let table: [(&[&str], &[&str]); 6] = [
        (&["map"], &["map/req.json"]),
        (&["dir"], &["dir/a.json"]),
        (&["dir", "dir/a.json", "./dir/b.json"], &["dir/a.json"]),
        (&["dir/b.json", "."], &["dir/b.json", "map/req.json"]),
        (&["dir/c"], &["dir/c/req.json"]),
        (&["map/req.json", "map/req.json"], &["map/req.json"]),
    ];
    for (paths, expected) in table {
        let (found, code) = found(&dir, paths);
        assert_eq!(
            (found, code),
            (
                expected.iter().map(|name| (*name).to_owned()).collect(),
                Some(0)
            ),
            "{paths:?}"
        );
    }
    // A link without a target is not skipped silently.
    link("missing.json", "dir/e.json");
    let outcome = dir.run(&["check", "--format", "json", "dir"]);
    outcome.assert_code(2);
    assert_eq!(
        outcome.stderr,
        "error: cannot read `dir/e.json`: No such file or directory (os error 2)\n"
    );
}

/// A check that checks nothing must not pass.
#[test]
fn a_path_without_inputs_is_an_error() {
    let dir = TestDir::new(
        "without_inputs",
        &[
            ("empty/readme.txt", b""),
            ("empty/.hidden.json", VALID.as_bytes()),
            ("in/a.json", VALID.as_bytes()),
            ("repo/.git/HEAD", b""),
            ("repo/.gitignore", b"*.json\n"),
            ("repo/a.json", VALID.as_bytes()),
            (
                "config/anchorbrowser-schema.toml",
                b"include = [\"b.json\"]\n",
            ),
            ("config/a.json", VALID.as_bytes()),
            ("stream.jsonl", b"\n"),
            ("list", b""),
        ],
    );
    let names = "files ending in `.json`, `.jsonl`, `.ndjson`, `.yaml` or `.yml`";
    let table = [
        (
            &["check", "empty"][..],
            "empty",
            format!("{names}; found only 1 path hidden, 1 path not selected"),
        ),
        (
            &["check", "in", "--glob", "*.jsno"],
            "in",
            "files with `--glob *.jsno`; found only 1 path not selected".to_owned(),
        ),
        (
            &["check", "repo"],
            "repo",
            format!(
                "{names}; found only 1 path ignored by ignore files (see `--no-ignore`), 2 paths hidden"
            ),
        ),
        (
            &["check", "config"],
            "config",
            "files that `include` in the configuration selects; found only 2 paths not selected"
                .to_owned(),
        ),
        (
            &["fix", "empty"],
            "empty",
            format!("{names}; found only 1 path hidden, 1 path not selected"),
        ),
        (
            &["filter", "in"],
            "in",
            "files ending in `.jsonl` or `.ndjson`; found only 1 path not selected".to_owned(),
        ),
    ];
    for (arguments, path, reason) in table {
        let outcome = dir.run(&[arguments, &["--quiet"]].concat());
        outcome.assert_code(2);
        let expected = format!(
            "error: no input found in `{path}`: looked for {reason}; use `--allow-empty` if this is intended\n"
        );
        assert_eq!(outcome.stderr, expected, "{arguments:?}");
        dir.run(&[arguments, &["--quiet", "--allow-empty"]].concat())
            .assert_code(0);
    }
    // The other inputs are checked, and this is not an input that could not be read.
    let outcome = dir.run(&["check", "--format", "json", "empty", "in"]);
    outcome.assert_code(2);
    assert_eq!(outcome.json()["summary"]["failed"], 0);
    assert_eq!(sources(&outcome.json()), ["in/a.json"]);
    for arguments in [
        &["check", "stream.jsonl"][..],
        &["check", "--file-list", "list"],
        &["check", "--force-exclude", "config/a.json"],
    ] {
        dir.run(arguments).assert_code(0);
    }
}

#[test]
fn names_of_inputs_have_one_form() {
    let dir = TestDir::new("names_of_inputs", &[("in/a.json", b"{}")]);
    for path in [".", "./in", "in/.", "in//", "./in/a.json", "in//a.json"] {
        let outcome = dir.run(&["check", "--format", "github", path]);
        assert!(
            outcome.stdout.starts_with("::error file=in/a.json,line=1,"),
            "{outcome:?}"
        );
        let outcome = dir.run(&["check", "--format", "json", path]);
        assert_eq!(sources(&outcome.json()), ["in/a.json"]);
        let outcome = dir.run(&["check", path]);
        assert!(
            outcome.stdout.contains(" --> in/a.json:1:1\n"),
            "{outcome:?}"
        );
    }
    let outcome = dir.run_with_input(&["check", "--format", "github", "-"], b"{}");
    assert!(
        outcome.stdout.starts_with("::error title=required::"),
        "{outcome:?}"
    );
}

#[test]
fn file_lists_name_inputs() {
    let dir = TestDir::new(
        "file_lists",
        &[
            ("a b.json", VALID.as_bytes()),
            ("c.json", VALID.as_bytes()),
            ("d.txt", VALID.as_bytes()),
            ("-", VALID.as_bytes()),
            ("anchorbrowser-schema.toml", b"include = [\"*.json\"]\n"),
        ],
    );
    let table: [(&[u8], &[&str], &[&str]); 5] = [
        (b"a b.json\0c.json\0", &[], &["a b.json", "c.json"]),
        (b"c.json\na b.json", &[], &["c.json", "a b.json"]),
        (b"d.txt\0-\0", &[], &["d.txt", "./-"]),
        (b"d.txt\0-\0c.json\0", &["--force-exclude"], &["c.json"]),
        (b"", &["c.json"], &["c.json"]),
    ];
    for (list, arguments, expected) in table {
        let arguments = [
            &["check", "--format", "json", "--file-list", "-"],
            arguments,
        ]
        .concat();
        let outcome = dir.run_with_input(&arguments, list);
        outcome.assert_code(0);
        assert_eq!(sources(&outcome.json()), expected, "{arguments:?}");
    }
}

/// A document or line that is too large is reported, and the rest is checked.
#[test]
fn large_inputs_are_not_read() {
    let large = format!("{{\"name\":\"{}\"}}", "x".repeat(100));
    let stream = format!("{VALID}\n{large}\n{{}}\n");
    let bomb = zstd::encode_all(&vec![b' '; 10_000_000][..], 0).unwrap();
    let dir = TestDir::new(
        "large_inputs",
        &[
            ("a.ndjson", stream.as_bytes()),
            ("b.json", large.as_bytes()),
            ("c.json.zst", &bomb),
            ("d.yaml", large.as_bytes()),
            ("e.json", VALID.as_bytes()),
        ],
    );
    let limit = "--max-input-bytes=100";
    let outcome = dir.run(&["check", limit, "--format", "json", "."]);
    outcome.assert_code(2);
    let failure = |name| {
        format!(
            "error: cannot read `{name}`: it is larger than 100 bytes; see `--max-input-bytes`\n"
        )
    };
    let failures = ["a.ndjson:2", "b.json", "c.json.zst", "d.yaml"].map(failure);
    assert_eq!(outcome.stderr, failures.concat());
    let lines: Vec<_> = outcome.json()["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|document| json!(members(document, ["source", "line", "errors"])))
        .collect();
    assert_eq!(
        lines,
        [
            json!(["a.ndjson", 1, 0]),
            json!(["a.ndjson", 3, 2]),
            json!(["e.json", 1, 0])
        ]
    );
    assert_eq!(outcome.json()["summary"]["failed"], 4);

    fs::write(
        dir.0.join("anchorbrowser-schema.toml"),
        "max-input-bytes = 100",
    )
    .unwrap();
    dir.run(&["check", "b.json"]).assert_code(2);
    dir.run(&[
        "check",
        "--max-input-bytes=1000",
        "--type=SessionConfig",
        "b.json",
    ])
    .assert_code(0);

    let outcome = dir.run(&["filter", limit, "--rejects", "rejects", "a.ndjson"]);
    outcome.assert_code(2);
    assert_eq!(outcome.stdout, format!("{VALID}\n"));
    assert_eq!(
        outcome.stderr,
        failure("a.ndjson:2") + "1 of 2 documents passed, 1 rejected; 1 input could not be read\n"
    );
    let rejects = fs::read_to_string(dir.0.join("rejects")).unwrap();
    let rejects: Vec<Value> = rejects
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let summary: Vec<_> = rejects
        .iter()
        .map(|reject| {
            let report = &reject["report"];
            json!([
                reject["raw_base64"],
                report["line"],
                report["violations"][0]["rule"]
            ])
        })
        .collect();
    assert_eq!(
        summary,
        [json!([null, 2, "syntax"]), json!(["e30=", 3, "required"])]
    );
}
