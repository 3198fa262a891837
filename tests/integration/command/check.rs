//! Tests of the `check` command.

use std::fs::File;
use std::process::Stdio;

use anchorbrowser_schema::DocumentType;
use serde_json::{Value, json};

use super::{
    FORMATS, INVALID, Outcome, TestDir, VALID, VALID_MEMBERS, locations, members, violations,
    write_input,
};

#[test]
fn several_files_in_json() {
    let dir = TestDir::new(
        "several_files_in_json",
        &[
            ("good.json", VALID.as_bytes()),
            ("bad.json", INVALID.as_bytes()),
        ],
    );
    let outcome = dir.run(&["check", "--format", "json", "good.json", "bad.json"]);
    outcome.assert_code(1);
    let actual = outcome.json();
    assert_eq!(actual.as_object().unwrap().len(), 2);
    assert_eq!(
        actual["summary"],
        json!({"documents": 2, "valid": 1, "errors": 2, "warnings": 1, "failed": 0})
    );
    let [good, bad] = actual["documents"].as_array().unwrap().as_slice() else {
        panic!("{actual}");
    };
    assert_eq!(
        *good,
        json!({"source": "good.json", "line": 1, "revision": "2025", "valid": true, "errors": 0, "warnings": 0, "omitted": 0, "violations": []})
    );
    let head = members(
        bad,
        ["source", "line", "valid", "errors", "warnings", "omitted"],
    );
    assert_eq!(
        head,
        [
            json!("bad.json"),
            json!(1),
            json!(false),
            json!(2),
            json!(1),
            json!(0)
        ]
    );
    assert_eq!(bad.as_object().unwrap().len(), 8);
    assert_eq!(
        locations(bad),
        [
            json!(["pattern", "/name", 8, 13, 1, 9]),
            json!(["enum", "/language", 27, 31, 2, 13]),
            json!(["unknown-property", "/tags", 33, 39, 2, 18]),
        ]
    );
    let severities: Vec<_> = violations(bad)
        .iter()
        .map(|v| v["severity"].clone())
        .collect();
    assert_eq!(severities, ["error", "error", "warning"]);
    for violation in violations(bad) {
        assert!(
            violation["message"].is_string() && violation["params"].is_object(),
            "{violation}"
        );
    }
}

#[test]
fn json_members_are_in_order() {
    let dir = TestDir::new(
        "json_members_are_in_order",
        &[("bad.json", INVALID.as_bytes())],
    );
    let document = [
        "source",
        "line",
        "valid",
        "errors",
        "warnings",
        "omitted",
        "violations",
    ];
    let violation = [
        "rule", "severity", "pointer", "message", "help", "params", "span", "start", "end", "line",
        "column",
    ];
    let summary = [
        "summary",
        "documents",
        "valid",
        "errors",
        "warnings",
        "failed",
    ];
    let in_document = [&document[..], &violation[..]].concat();
    let in_json = [&["documents"], &in_document[..], &summary[..]].concat();
    for (format, names) in [("jsonl", in_document), ("json", in_json)] {
        let outcome = dir.run(&[
            "check",
            "--format",
            format,
            "--max-violations",
            "1",
            "bad.json",
        ]);
        // `pattern` has parameters of its own, between `params` and `span`.
        let mut rest = outcome.stdout.as_str();
        for name in names {
            let member = format!("\"{name}\":");
            rest = rest
                .split_once(&member)
                .unwrap_or_else(|| panic!("{name}: {}", outcome.stdout))
                .1;
        }
    }
}

#[test]
fn several_files_in_jsonl() {
    let dir = TestDir::new(
        "several_files_in_jsonl",
        &[
            ("good.json", VALID.as_bytes()),
            ("bad.json", INVALID.as_bytes()),
        ],
    );
    let outcome = dir.run(&["check", "--format", "jsonl", "bad.json", "good.json"]);
    outcome.assert_code(1);
    let lines = outcome.lines();
    let actual: Vec<_> = lines
        .iter()
        .map(|line| members(line, ["source", "valid", "errors"]))
        .collect();
    let bad = [json!("bad.json"), json!(false), json!(2)];
    let good = [json!("good.json"), json!(true), json!(0)];
    assert_eq!(actual, [bad, good]);
    assert!(outcome.stdout.ends_with('\n'));

    // The same objects as in the format `json`.
    let json = dir
        .run(&["check", "--format", "json", "bad.json", "good.json"])
        .json();
    assert_eq!(json["documents"], Value::from(lines));
}

#[test]
fn human_output_names_rules_and_locations() {
    let dir = TestDir::new(
        "human_output_names_rules_and_locations",
        &[
            ("good.json", VALID.as_bytes()),
            ("bad.json", INVALID.as_bytes()),
        ],
    );
    for arguments in [
        &["check", "good.json", "bad.json"][..],
        &["check", "--format", "human", "good.json", "bad.json"],
    ] {
        let outcome = dir.run(arguments);
        outcome.assert_code(1);
        let mut rest = outcome.stdout.as_str();
        for (place, rule) in [
            ("bad.json:1:9", "pattern"),
            ("bad.json:2:13", "enum"),
            ("bad.json:2:18", "unknown-property"),
        ] {
            assert!(rest.contains(place), "{place}: {}", outcome.stdout);
            rest = rest
                .split_once(rule)
                .unwrap_or_else(|| panic!("{rule}: {}", outcome.stdout))
                .1;
        }
        assert!(!outcome.stdout.contains("good.json:"), "{}", outcome.stdout);
    }
    dir.run(&["check", "good.json"]).assert_code(0);
}

#[test]
fn warnings_do_not_fail() {
    let text = r#"{"name":"t","language":"typescript","code":""}"#;
    let dir = TestDir::new("warnings_do_not_fail", &[("warning.json", text.as_bytes())]);
    for format in FORMATS {
        let outcome = dir.run(&["check", "--format", format, "warning.json"]);
        outcome.assert_code(0);
        assert!(outcome.stdout.contains("empty-code"), "{}", outcome.stdout);
    }
}

#[test]
fn streams_contain_one_document_per_line() {
    let lines: [&[u8]; 9] = [
        b"\n",
        br#"{"name":"t","language":"typescript"}"#,
        b"\r\n",
        b" \t\r\n",
        b"\"\xc3\xa9\"\r\n",
        b"{} {}\n",
        b"\n\n",
        br#" {"name":"t","language":"typescript","x":0}"#,
        b"\n[",
    ];
    let stream = lines.concat();
    let start = |text: &[u8]| {
        stream
            .windows(text.len())
            .position(|window| window == text)
            .unwrap()
    };
    let (string, two, cut) = (start(b"\"\xc3\xa9\""), start(b"{} {}"), stream.len());
    for name in ["tasks.jsonl", "tasks.ndjson"] {
        let dir = TestDir::new("streams_contain_one_document_per_line", &[(name, &stream)]);
        let outcome = dir.run(&["check", "--format", "jsonl", name]);
        outcome.assert_code(1);
        let actual: Vec<_> = outcome
            .lines()
            .iter()
            .map(|document| {
                let [source, line] = members(document, ["source", "line"]);
                assert_eq!(source, name);
                json!([line, locations(document)])
            })
            .collect();
        let key = cut - r#""x":0}"#.len() - 2;
        assert_eq!(
            actual,
            [
                json!([2, []]),
                json!([4, [["type", "", string, string + 4, 4, 1]]]),
                json!([5, [["syntax", "", two + 3, two + 3, 5, 4]]]),
                json!([8, [["unknown-property", "/x", key, key + 3, 8, 38]]]),
                json!([9, [["syntax", "", cut, cut, 9, 2]]]),
            ]
        );
        let summary = &dir.run(&["check", "--format", "json", name]).json()["summary"];
        assert_eq!(
            *summary,
            json!({"documents": 5, "valid": 2, "errors": 3, "warnings": 1, "failed": 0})
        );
    }
}

#[test]
fn other_files_contain_one_document() {
    let two = format!("{VALID}\n{VALID}\n");
    let dir = TestDir::new(
        "other_files_contain_one_document",
        &[
            ("two.json", two.as_bytes()),
            ("two", two.as_bytes()),
            ("jsonl", two.as_bytes()),
        ],
    );
    for name in ["two.json", "two", "jsonl"] {
        let outcome = dir.run(&["check", "--format", "jsonl", name]);
        outcome.assert_code(1);
        let at = VALID.len() + 1;
        let [document] = &outcome.lines()[..] else {
            panic!("{outcome:?}")
        };
        assert_eq!(locations(document), [json!(["syntax", "", at, at, 2, 1])]);
    }
}

#[test]
fn empty_files_are_invalid_and_empty_streams_are_valid() {
    let files: [(&str, &[u8]); 4] = [
        ("empty.json", b""),
        ("empty.jsonl", b""),
        ("blank.jsonl", b"\n \r\n\n"),
        ("blank.ndjson", b" "),
    ];
    let dir = TestDir::new("empty_files_are_invalid", &files);
    let outcome = dir.run(&["check", "--format", "json", "empty.json"]);
    outcome.assert_code(1);
    assert_eq!(
        locations(&outcome.json()["documents"][0]),
        [json!(["syntax", "", 0, 0, 1, 1])]
    );

    for name in ["empty.jsonl", "blank.jsonl", "blank.ndjson"] {
        let outcome = dir.run(&["check", "--format", "json", name]);
        outcome.assert_code(0);
        let summary = json!({"documents": 0, "valid": 0, "errors": 0, "warnings": 0, "failed": 0});
        assert_eq!(
            outcome.json(),
            json!({"documents": [], "summary": summary}),
            "{name}"
        );
        let outcome = dir.run(&["check", "--format", "jsonl", name]);
        outcome.assert_code(0);
        assert_eq!(outcome.stdout, "", "{name}");
        dir.run(&["check", name]).assert_code(0);
    }
}

#[test]
fn standard_input_contains_one_document() {
    let dir = TestDir::new(
        "standard_input_contains_one_document",
        &[("good.json", VALID.as_bytes())],
    );
    let check = ["check", "--format", "jsonl", "-"];
    dir.run_with_input(&check, VALID.as_bytes()).assert_code(0);
    let outcome = dir.run_with_input(&check, INVALID.as_bytes());
    outcome.assert_code(1);
    assert_eq!(violations(&outcome.lines()[0]).len(), 3);
    let outcome = dir.run_with_input(&check, b"");
    outcome.assert_code(1);
    assert_eq!(
        locations(&outcome.lines()[0]),
        [json!(["syntax", "", 0, 0, 1, 1])]
    );
    // Not a stream, whatever it contains.
    let outcome = dir.run_with_input(&check, format!("{VALID}\n{VALID}").as_bytes());
    outcome.assert_code(1);
    assert_eq!(outcome.lines().len(), 1);
    // Together with files.
    let outcome = dir.run_with_input(
        &["check", "--format", "jsonl", "good.json", "-"],
        INVALID.as_bytes(),
    );
    outcome.assert_code(1);
    assert_eq!(outcome.lines().len(), 2);
}

#[test]
fn unreadable_inputs_do_not_hide_others() {
    let dir = TestDir::new(
        "unreadable_inputs",
        &[
            ("good.json", VALID.as_bytes()),
            ("bad.json", INVALID.as_bytes()),
        ],
    );
    let mut unreadable = vec!["missing.json", "missing.jsonl"];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("loop.json", dir.0.join("loop.json")).unwrap();
        unreadable.push("loop.json");
    }
    for name in unreadable {
        let single = dir.run(&["check", "--format", "json", name]);
        single.assert_code(2);
        assert!(single.stderr.contains(name), "{single:?}");
        let summary = json!({"documents": 0, "valid": 0, "errors": 0, "warnings": 0, "failed": 1});
        assert_eq!(single.json(), json!({"documents": [], "summary": summary}));

        // Exit code 2 takes precedence over 1, and the other inputs are still checked.
        let mixed = dir.run(&["check", "--format", "json", "good.json", name, "bad.json"]);
        mixed.assert_code(2);
        let actual = mixed.json();
        assert_eq!(
            actual["summary"],
            json!({"documents": 2, "valid": 1, "errors": 2, "warnings": 1, "failed": 1})
        );
        let sources: Vec<_> = actual["documents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|d| d["source"].clone())
            .collect();
        assert_eq!(sources, ["good.json", "bad.json"]);
        for format in FORMATS {
            let mixed = dir.run(&["check", "--format", format, "bad.json", name, "good.json"]);
            mixed.assert_code(2);
            assert!(mixed.stdout.contains("pattern"), "{mixed:?}");
        }
    }
}

#[test]
fn invalid_usage_is_reported() {
    let dir = TestDir::new(
        "invalid_usage_is_reported",
        &[("good.json", VALID.as_bytes())],
    );
    let table: [&[&str]; 10] = [
        &[],
        &["chekc", "good.json"],
        &["check"],
        &["check", "--quite", "good.json"],
        &["check", "--format", "yaml", "good.json"],
        &["check", "--type", "Taks", "good.json"],
        &["check", "--type", "createtaskrequest", "good.json"],
        &["check", "--type", "", "good.json"],
        &["check", "--max-violations", "many", "good.json"],
        &["check", "--max-violations", "-1", "good.json"],
    ];
    for arguments in table {
        let outcome = dir.run(arguments);
        outcome.assert_code(2);
        assert_eq!(outcome.stdout, "", "{arguments:?}");
    }
    for arguments in [&["--help"][..], &["--version"], &["check", "--help"]] {
        let outcome = dir.run(arguments);
        outcome.assert_code(0);
        assert!(!outcome.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn types_have_two_names() {
    let dir = TestDir::new(
        "types_have_two_names",
        &[
            ("empty-object.json", b"{}"),
            ("task.json", VALID.as_bytes()),
        ],
    );
    // The number of members that an empty object lacks.
    let table = [
        (
            DocumentType::CreateTaskRequest,
            "CreateTaskRequest",
            "create-task-request",
            2,
        ),
        (
            DocumentType::SessionConfig,
            "SessionConfig",
            "session-config",
            0,
        ),
        (DocumentType::ProxyConfig, "ProxyConfig", "proxy-config", 1),
        (DocumentType::AnchorProxy, "AnchorProxy", "anchor-proxy", 1),
        (DocumentType::CustomProxy, "CustomProxy", "custom-proxy", 5),
        (DocumentType::Task, "Task", "task", 9),
        (
            DocumentType::TaskResponse,
            "TaskResponse",
            "task-response",
            0,
        ),
        (
            DocumentType::ErrorResponse,
            "ErrorResponse",
            "error-response",
            0,
        ),
    ];
    assert!(DocumentType::all().eq(table.map(|(root, ..)| root)));
    for (_, name, kebab_case, missing) in table {
        for name in [name, kebab_case] {
            let outcome = dir.run(&[
                "check",
                "--type",
                name,
                "--format",
                "jsonl",
                "empty-object.json",
            ]);
            outcome.assert_code(i32::from(missing > 0));
            assert_eq!(outcome.lines()[0]["errors"], missing, "{name}");
        }
    }
    // The default type.
    dir.run(&["check", "task.json"]).assert_code(0);
}

#[test]
fn violations_beyond_the_limit_are_counted() {
    let unknown: Vec<_> = (0..1500).map(|i| format!(r#""k{i}":0"#)).collect();
    let text = format!("{{{}}}", unknown.join(","));
    let dir = TestDir::new(
        "violations_beyond_the_limit",
        &[("many.json", text.as_bytes())],
    );
    let table: [(&[&str], usize); 5] = [
        (&[], 1000),
        (&["--max-violations", "0"], 0),
        (&["--max-violations", "3"], 3),
        (&["--max-violations=1502"], 1502),
        (&["--max-violations", "100000"], 1502),
    ];
    for (limit, listed) in table {
        let outcome = dir.run(&[&["check", "--format", "jsonl"], limit, &["many.json"]].concat());
        outcome.assert_code(1);
        let document = &outcome.lines()[0];
        let counts = members(document, ["valid", "errors", "warnings", "omitted"]);
        assert_eq!(
            counts,
            [json!(false), json!(2), json!(1500), json!(1502 - listed)],
            "{limit:?}"
        );
        assert_eq!(violations(document).len(), listed, "{limit:?}");
    }
    let first = &dir
        .run(&[
            "check",
            "--format",
            "jsonl",
            "--max-violations",
            "3",
            "many.json",
        ])
        .lines()[0];
    let pointers: Vec<_> = violations(first)
        .iter()
        .map(|v| v["pointer"].clone())
        .collect();
    assert_eq!(pointers, ["/language", "/name", "/k0"]);
}

/// The reader may close the pipe early, as `head` does, at any time.
#[test]
fn closed_pipes_are_not_errors() {
    let unknown: Vec<_> = (0..1000).map(|i| format!(r#""k{i}":0"#)).collect();
    let long = format!("{{{VALID_MEMBERS},{}}}\n", unknown.join(",")).repeat(20);
    let dir = TestDir::new(
        "closed_pipes_are_not_errors",
        &[("long.jsonl", long.as_bytes())],
    );
    for format in FORMATS {
        for (files, input) in [
            (["-"].as_slice(), INVALID),
            (&["long.jsonl", "-"], INVALID),
            (&["long.jsonl", "-"], VALID),
        ] {
            let mut command = dir.command(&[&["check", "--format", format], files].concat());
            command
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped());
            let mut child = command.spawn().unwrap();
            drop(child.stdout.take());
            write_input(child.stdin.take().unwrap(), input.as_bytes());
            let outcome = Outcome::of(child.wait_with_output().unwrap());
            assert_eq!(outcome.stderr, "", "{format} {files:?}");
            assert!(
                matches!(outcome.code, Some(0 | 1)),
                "{format} {files:?}: {outcome:?}"
            );
            if files.len() == 1 {
                assert_eq!(outcome.code, Some(1), "the checked document has an error");
            }
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn full_disks_are_errors() {
    let dir = TestDir::new(
        "full_disks_are_errors",
        &[
            ("good.json", VALID.as_bytes()),
            ("bad.json", INVALID.as_bytes()),
        ],
    );
    // The human format may print nothing for a valid file.
    let cases = [
        ("human", "bad.json"),
        ("json", "bad.json"),
        ("json", "good.json"),
        ("jsonl", "good.json"),
        ("sarif", "good.json"),
        ("github", "bad.json"),
        ("concise", "bad.json"),
        ("gitlab", "good.json"),
        ("junit", "good.json"),
    ];
    for (format, name) in cases {
        let mut command = dir.command(&["check", "--format", format, name]);
        let full = File::options().write(true).open("/dev/full").unwrap();
        Outcome::of(command.stdin(Stdio::null()).stdout(full).output().unwrap()).assert_code(2);
    }
}

/// Characters that control a terminal or reorder a line.
pub(crate) fn is_unsafe(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn control_characters_are_escaped() {
    let evil = "\u{1b}[31m\u{7}\u{202e}\u{2066}\u{200f}\u{9b}\u{7f}";
    let key = json!(evil).to_string();
    let text = format!(
        r#"{{"name":{key},"language":{key},{key}:[{{{key}:1,{key}:2}}],"browserConfiguration":{{"proxy":{{"active":true,"type":{key},"country_code":{key}}}}}}}"#
    );
    let name = format!("{evil}.json");
    let file: &str = if cfg!(windows) { "evil.json" } else { &name };
    let dir = TestDir::new("control_characters", &[(file, text.as_bytes())]);
    for format in FORMATS {
        let outcome = dir.run(&["check", "--format", format, file]);
        outcome.assert_code(1);
        assert!(
            !outcome.stdout.contains(is_unsafe),
            "{format}: {:?}",
            outcome.stdout
        );
    }
    // In JSON, parsers read the original text.
    let document = &dir.run(&["check", "--format", "jsonl", file]).lines()[0];
    assert_eq!(document["source"], *file);
    let pointers: Vec<_> = violations(document)
        .iter()
        .map(|v| v["pointer"].as_str().unwrap())
        .collect();
    assert!(
        pointers.contains(&format!("/{evil}").as_str()),
        "{pointers:?}"
    );
    assert!(
        pointers.contains(&format!("/{evil}/0/{evil}").as_str()),
        "{pointers:?}"
    );
    for violation in violations(document) {
        assert!(
            !violation["message"].as_str().unwrap().contains(is_unsafe),
            "{violation}"
        );
    }

    let missing = dir.run(&["check", &format!("{evil}.missing")]);
    missing.assert_code(2);
    assert!(!missing.stderr.contains(is_unsafe), "{:?}", missing.stderr);
}

#[test]
fn levels_of_an_element_count_from_its_root() {
    let deep = |levels: usize| {
        format!(
            "{{\"x\": {}{}}}",
            "[".repeat(levels - 1),
            "]".repeat(levels - 1)
        )
    };
    let valid = format!("[{}, 5]", deep(127));
    let invalid = format!("[{}, 5]", deep(128));
    let truncated = format!("[{}, 5", deep(127));
    let files = [
        ("valid.json", valid.as_bytes()),
        ("invalid.json", invalid.as_bytes()),
        ("truncated.json", truncated.as_bytes()),
    ];
    let dir = TestDir::new("levels_of_an_element", &files);
    let table = [
        (
            "valid.json",
            vec![json!(["unknown-property"]), json!(["type"])],
        ),
        ("invalid.json", vec![json!(["syntax"]), json!(["type"])]),
        ("truncated.json", vec![json!(["syntax"])]),
    ];
    for (file, expected) in table {
        let arguments = [
            "check",
            "--type",
            "SessionConfig",
            "--input-format",
            "array",
            "--format",
            "jsonl",
            file,
        ];
        let outcome = dir.run(&arguments);
        outcome.assert_code(1);
        let rules = |document: &Value| {
            let violations = document["violations"].as_array().unwrap();
            violations
                .iter()
                .map(|violation| violation["rule"].clone())
                .collect::<Value>()
        };
        let found: Vec<_> = outcome.lines().iter().map(rules).collect();
        assert_eq!(found, expected, "{file}");
    }
}
