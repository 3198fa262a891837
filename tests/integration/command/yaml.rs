//! Tests of YAML documents, whose violations are located in the YAML.

use serde_json::{Value, json};

use super::{FORMATS, TestDir, locations, members, violations};

/// Checks a YAML text as the only input.
fn check(test: &str, yaml: impl AsRef<[u8]>) -> Vec<Value> {
    let dir = TestDir::new(test, &[("task.yaml", yaml.as_ref())]);
    let outcome = dir.run(&["check", "--format", "jsonl", "task.yaml"]);
    let documents = outcome.lines();
    let has_errors = documents.iter().any(|document| document["valid"] == false);
    outcome.assert_code(i32::from(has_errors));
    documents
}

/// The violations of a text: rule, pointer, source text, line and column.
fn located_violations(text: &str, document: &Value) -> Vec<Value> {
    let locate = |location: &Value| {
        let [start, end] =
            [2, 3].map(|index| usize::try_from(location[index].as_u64().unwrap()).unwrap());
        json!([
            location[0],
            location[1],
            &text[start..end],
            location[4],
            location[5]
        ])
    };
    locations(document).iter().map(locate).collect()
}

#[test]
fn yaml_violations_are_located() {
    let text = "# A request.\r\nname: größe x\r\nlanguage: typescript\r\nbrowserConfiguration:\r\n  proxy: {active: true, country_code: no, type: anchor_gov}\r\n---\nname: second\n";
    let dir = TestDir::new(
        "yaml_locations",
        &[("two.yaml", text.as_bytes()), ("text", text.as_bytes())],
    );
    let at = |piece: &str| text.find(piece).unwrap();
    let expected = [
        json!(["pattern", "/name", at("größe"), at("größe") + 9, 2, 7]),
        json!([
            "required",
            "/language",
            at("name: second"),
            text.len() - 1,
            7,
            1
        ]),
    ];
    for arguments in [&["two.yaml"][..], &["--input-format", "yaml", "text"]] {
        let outcome = dir.run(&[&["check", "--format", "json"], arguments].concat());
        outcome.assert_code(1);
        let report = outcome.json();
        let documents = report["documents"].as_array().unwrap();
        assert_eq!(documents.len(), 2);
        for (document, place) in documents.iter().zip(&expected) {
            assert_eq!(
                locations(document),
                std::slice::from_ref(place),
                "{document}"
            );
        }
        assert_eq!([&documents[0]["line"], &documents[1]["line"]], [2, 7]);
    }
}

#[test]
fn yaml_violations_are_in_source_order() {
    let text = "name: \"é\"   # é\nlanguage: é\ndescription: [1]\ncode: |\n  Y29k\n  ZQ==\n\nlangauge: x\nname: b\nbrowserConfiguration: {timeout: {idle_timeout: 0x10000000000000000, max_duration: 5.5}, live_view: ~}\n";
    let [document] = &check("yaml_in_order", text)[..] else {
        panic!("one document");
    };
    assert_eq!(
        located_violations(text, document),
        [
            json!(["enum", "/language", "é", 2, 11]),
            json!(["type", "/description", "[1]", 3, 14]),
            json!(["base64-alphabet", "/code", "Y29k\n  ZQ==", 5, 3]),
            json!(["unknown-property", "/langauge", "langauge", 8, 1]),
            json!(["duplicate-key", "/name", "name", 9, 1]),
            json!([
                "integer-range",
                "/browserConfiguration/timeout/idle_timeout",
                "0x10000000000000000",
                10,
                48
            ]),
            json!([
                "type",
                "/browserConfiguration/timeout/max_duration",
                "5.5",
                10,
                83
            ]),
            json!(["type", "/browserConfiguration/live_view", "~", 10, 100]),
        ]
    );
}

#[test]
fn yaml_1_1_booleans_are_strings() {
    // `no` is Norway, and `yes` is not a boolean.
    let text = "- ignored: here\n";
    assert_eq!(
        located_violations(text, &check("yaml_root", text)[0]),
        [json!(["type", "", "- ignored: here", 1, 1])]
    );
    let text = "name: on\nlanguage: typescript\nbrowserConfiguration:\n  proxy:\n    country_code: no\n    active: yes\n";
    let document = &check("yaml_norway", text)[0];
    assert_eq!(
        located_violations(text, document),
        [json!([
            "type",
            "/browserConfiguration/proxy/active",
            "yes",
            6,
            13
        ])]
    );
    assert_eq!(
        document["violations"][0]["params"],
        json!({"expected": "boolean", "found": "string"})
    );
}

#[test]
fn aliased_violations_are_located_at_the_anchor() {
    let text = "x: &proxy\n  type: anchor_gov\n  country_code: &country GB\nname: *country\nlanguage: é\nbrowserConfiguration:\n  proxy: *proxy\n";
    let document = &check("yaml_aliases", text)[0];
    assert_eq!(
        located_violations(text, document),
        [
            json!(["unknown-property", "/x", "x", 1, 1]),
            json!([
                "required",
                "/browserConfiguration/proxy/active",
                "type: anchor_gov\n  country_code: &country GB",
                2,
                3
            ]),
            json!([
                "country-unknown",
                "/browserConfiguration/proxy/country_code",
                "GB",
                3,
                26
            ]),
            // Violations are in the order of the source.
            json!(["enum", "/language", "é", 5, 11]),
        ]
    );
}

/// Line of a document and, for a syntax error, its offset, column and reason.
type Expected = (usize, Option<(usize, usize, &'static str)>);

#[test]
fn yaml_syntax_errors_are_located() {
    let deep = format!("a: {}\n", "[".repeat(127));
    let laughs = "a: &a [x, x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n\
                  c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n\
                  e: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n";
    let valid = "name: t\nlanguage: typescript\n";
    let stream = format!("{valid}---\nname: \"hunter2\n---\n{valid}");
    let table: &[(&[u8], &[Expected])] = &[
        (b"", &[(1, Some((0, 1, "the input contains no document")))]),
        (
            b"# only\n",
            &[(1, Some((7, 7, "the input contains no document")))],
        ),
        (
            b"name: \xff\n",
            &[(1, Some((6, 7, "the input is not valid UTF-8")))],
        ),
        (
            "é: é\tü: x\n".as_bytes(),
            &[(
                1,
                Some((
                    9,
                    7,
                    "`:` is not allowed here; put strings that contain it in quotes",
                )),
            )],
        ),
        (
            laughs.as_bytes(),
            &[(
                5,
                Some((
                    laughs.find("*d").unwrap(),
                    5,
                    "the aliases expand to too much data",
                )),
            )],
        ),
        (
            stream.as_bytes(),
            &[
                (1, None),
                (
                    4,
                    Some((
                        39,
                        7,
                        "unexpected `---` or `...` at the start of a line inside a quoted value",
                    )),
                ),
                (6, None),
            ],
        ),
    ];
    for (text, expected) in table {
        let documents = check("yaml_syntax_errors", text);
        assert_eq!(documents.len(), expected.len(), "{documents:?}");
        for (document, (line, error)) in documents.iter().zip(*expected) {
            assert_eq!(document["line"], *line);
            let Some((at, column, reason)) = error else {
                assert_eq!(document["valid"], true);
                continue;
            };
            assert_eq!(
                locations(document),
                [json!(["syntax", "", at, at, line, column])]
            );
            let violation = &document["violations"][0];
            assert_eq!(violation["params"], json!({"expected": "valid YAML 1.2"}));
            assert_eq!(
                violation["message"],
                format!("the document is not YAML 1.2: {reason}")
            );
        }
    }
    // The reader counts the levels of blocks and brackets together.
    let deep = check("yaml_deep", deep + &"]".repeat(127));
    assert_eq!(
        locations(&deep[0]),
        [json!(["syntax", "", 129, 129, 1, 130])]
    );
}

#[test]
fn standard_input_can_be_yaml() {
    let dir = TestDir::new("yaml_input", &[]);
    for named in [["--stdin-filename", "a.yml"], ["--input-format", "yaml"]] {
        let arguments = [&["check", "--format", "jsonl", "-"], &named[..]].concat();
        let outcome = dir.run_with_input(&arguments, b"name: t\nlanguage: typescript\n");
        outcome.assert_code(0);
        assert_eq!(outcome.lines()[0]["valid"], true);
    }
}

/// Lines and columns of the start and the end of each violation.
#[test]
fn yaml_positions_are_where_editors_show_them() {
    let table: [(&str, &[[u64; 4]]); 4] = [
        // A byte order mark is no column.
        (
            "\u{feff}name: a b\nlanguage: typescript\n",
            &[[1, 7, 1, 10]],
        ),
        // An empty block is at its header, also with a comment.
        (
            "name: t\nlanguage: typescript\ncode: |- # none\ndescription: 5\n",
            &[[3, 7, 3, 8], [4, 14, 4, 15]],
        ),
        // A sequence starts at its first dash, also if it is not indented.
        (
            "name: t\nlanguage: typescript\nbrowserConfiguration:\n- -5\n",
            &[[4, 1, 4, 5]],
        ),
        (
            "name: t\nlanguage: typescript\nbrowserConfiguration:\n  - a\n",
            &[[4, 3, 4, 6]],
        ),
    ];
    for (text, expected) in table {
        let documents = check("yaml_positions", text.as_bytes());
        let positions: Vec<_> = violations(&documents[0])
            .iter()
            .map(|violation| {
                let [line, column, end] = members(violation, ["line", "column", "end"]);
                json!([line, column, end["line"], end["column"]])
            })
            .collect();
        assert_eq!(
            positions,
            expected.iter().map(|row| json!(row)).collect::<Vec<_>>(),
            "{text}"
        );
    }
}

#[test]
fn help_is_for_yaml_in_all_formats() {
    const DIGITS: &str =
        "write only decimal digits: numbers such as `1_000` and `1:30` are strings in YAML 1.2";
    const YES: &str =
        "write `true` or `false`: `yes`, `no`, `on` and `off` are strings in YAML 1.2";
    const BLOCK: &str = "write `|-` or `>-`: a block after `|` or `>` ends with a line break";
    const LINES: &str = "write one line: YAML keeps the line breaks of this value";
    const FOLDED: &str = "write one line: YAML joins the lines of this value with spaces";
    const ENCODE: &str = "encode the source code as standard base64 (RFC 4648 section 4)";
    const WRAPPED: &str = "remove the line breaks: encode without wrapping, as with `base64 -w0`";
    let table = [
        (
            "browserConfiguration: {timeout: {max_duration: 1_000}}",
            DIGITS,
        ),
        (
            "browserConfiguration: {timeout: {idle_timeout: 1:30}}",
            DIGITS,
        ),
        (
            "browserConfiguration: {timeout: {max_duration: many}}",
            "write an integer, such as `20`",
        ),
        (
            "browserConfiguration: {timeout: {max_duration: '5'}}",
            "write the number without quotes",
        ),
        ("browserConfiguration: {recording: {active: Yes}}", YES),
        ("browserConfiguration: {recording: {active: off}}", YES),
        (
            "browserConfiguration: {recording: {active: maybe}}",
            "write `true` or `false`",
        ),
        (
            "browserConfiguration: {recording: {active: 'yes'}}",
            "write `true` or `false` without quotes",
        ),
        ("code: |\n  YWJj\n", BLOCK),
        ("code: >\n  YWJj", BLOCK),
        ("code: |+\n  YWJj\n\n", BLOCK),
        ("code: |-\n  YWJj\n  YWJj\n", LINES),
        ("code: |\n  YWJj\n  YWJj\n", LINES),
        ("code: >\n  YWJj\n  YWJj\n", FOLDED),
        ("code: YWJj\n  YWJj\n", FOLDED),
        ("code: 'YWJj\n  YW=='\n", FOLDED),
        ("code: YW,j\n  YWJj\n", ENCODE),
        ("code: \"YWJj\\n\"", WRAPPED),
    ];
    for (yaml, help) in table {
        let yaml = format!("name: t\nlanguage: typescript\n{yaml}\n");
        let dir = TestDir::new("yaml_help", &[("task.yaml", yaml.as_bytes())]);
        for format in FORMATS.into_iter().filter(|format| *format != "concise") {
            let outcome = dir.run(&["check", "--format", format, "task.yaml"]);
            outcome.assert_code(1);
            let stdout = outcome.stdout.replace("&gt;", ">");
            assert!(stdout.contains(help), "{format} {yaml}: {}", outcome.stdout);
        }
        let documents = check("yaml_help", yaml);
        assert_eq!(violations(&documents[0])[0]["help"], help);
    }
    let documents = check(
        "yaml_help",
        "name: t\nlanguage: typescript\nbrowserConfiguration: {recording: {<<: {active: true}}}",
    );
    assert_eq!(
        violations(&documents[0])[0]["help"],
        "write the members out: YAML 1.2 has no merge keys"
    );
}

#[test]
fn a_block_at_the_end_has_the_line_break_of_the_source() {
    let documents = check(
        "yaml_no_break",
        "name: t\nlanguage: typescript\ncode: |\n  YWJj",
    );
    assert_eq!(violations(&documents[0]), [Value::Null; 0]);
}

#[test]
fn excerpts_of_a_line_mask_the_same() {
    let yaml =
        "{type: custom, active: HUNTER2, server: &a !!str h, username: [1], password: x} # z\n";
    let dir = TestDir::new("yaml_excerpts", &[("proxy.yaml", yaml.as_bytes())]);
    let outcome = dir.run(&["check", "--type", "CustomProxy", "proxy.yaml"]);
    outcome.assert_code(1);
    let lines: Vec<_> = outcome
        .stdout
        .lines()
        .filter(|line| line.starts_with("1 |"))
        .collect();
    assert_eq!(
        lines,
        [
            "1 | {type: …, active: …, server: … …, username: […], password: ……",
            "1 | {type: …, active: …, server: … …, username: […], password: ……",
            "1 | {type: …, active: …, server: … …, username: […], password: ……",
        ]
    );
}
