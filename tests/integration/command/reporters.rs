//! Tests of the output formats for other programs, each parsed by an independent reader.

use std::env;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use anchorbrowser_schema::Rule;
use jsonschema::Validator;
use proptest::prelude::*;
use regex::{Captures, Regex};
use roxmltree::{Document, Node};
use serde_json::{Value, json};

use super::check::is_unsafe;
use super::{FORMATS, INVALID, TestDir, VALID, violations};

/// The published SARIF schema, from a package that includes it.
static SARIF: LazyLock<Validator> = LazyLock::new(|| {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let metadata = Command::new(cargo)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["metadata", "--format-version", "1"])
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let mut packages = metadata["packages"].as_array().unwrap().iter();
    let package = packages.find(|p| p["name"] == "serde-sarif").unwrap();
    let manifest = Path::new(package["manifest_path"].as_str().unwrap());
    let schema = std::fs::read(manifest.with_file_name("src/schema.json")).unwrap();
    let mut schema: Value = serde_json::from_slice(&schema).unwrap();
    // These patterns are not valid ECMA-262 expressions, and apply to properties that are never
    // written.
    for object in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][object]["properties"]["language"];
        language.as_object_mut().unwrap().remove("pattern").unwrap();
    }
    assert_eq!(schema["properties"]["version"]["enum"], json!(["2.1.0"]));
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
});

/// The run of a log that conforms to the schema.
#[track_caller]
fn sarif_run(text: &str) -> Value {
    let mut log: Value = serde_json::from_str(text).unwrap();
    let errors: Vec<_> = SARIF.iter_errors(&log).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}: {text}");
    assert_eq!(log["runs"].as_array().unwrap().len(), 1);
    log["runs"][0].take()
}

fn sarif_results(text: &str) -> Vec<Value> {
    sarif_run(text)["results"].as_array().unwrap().clone()
}

/// The displayed text of a plain message (sections 3.11.5 and 3.11.6).
fn sarif_message(message: &Value) -> String {
    let text = message["text"].as_str().unwrap();
    let shown = text.replace("{{", "{").replace("}}", "}");
    let braces = |text: &str| text.matches(['{', '}']).count();
    assert_eq!(braces(text), 2 * braces(&shown), "a placeholder in {text}");
    assert!(!text.replace("\\](", "").contains("]("), "a link in {text}");
    shown.replace("\\](", "](")
}

/// A workflow command.
#[derive(Debug, PartialEq)]
struct Annotation {
    level: String,
    properties: Vec<(String, String)>,
    message: String,
}

impl Annotation {
    /// `::LEVEL NAME=VALUE,…::MESSAGE`, with percent-encoding in values and the message.
    #[track_caller]
    fn parse(line: &str) -> Self {
        let (head, message) = line
            .strip_prefix("::")
            .and_then(|rest| rest.split_once("::"))
            .unwrap_or_else(|| panic!("not a workflow command: {line:?}"));
        let (level, properties) = head.split_once(' ').unwrap();
        let property = |property: &str| {
            let (name, value) = property.split_once('=').unwrap();
            (name.to_owned(), percent_decoded(value, "%\r\n:,"))
        };
        Self {
            level: level.to_owned(),
            properties: properties.split(',').map(property).collect(),
            message: percent_decoded(message, "%\r\n"),
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        let mut properties = self.properties.iter();
        properties.find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// Decodes a text that contains only the escapes that GitHub knows.
#[track_caller]
fn percent_decoded(text: &str, escaped: &str) -> String {
    let mut percent_decoded = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        let (code, after) = after.split_at(2);
        let c = char::from(u8::from_str_radix(code, 16).unwrap());
        assert!(escaped.contains(c), "%{code} in {text:?}");
        assert_eq!(code, code.to_uppercase());
        percent_decoded += before;
        percent_decoded.push(c);
        rest = after;
    }
    percent_decoded + rest
}

fn annotations(text: &str) -> Vec<Annotation> {
    text.lines().map(Annotation::parse).collect()
}

fn elements<'a>(node: Node<'a, 'a>, name: &'static str) -> Vec<Node<'a, 'a>> {
    let children = node.children().filter(Node::is_element);
    children
        .inspect(|c| assert!(c.has_tag_name(name), "{c:?}"))
        .collect()
}

/// The only test case of each suite. Checks the counts of the suite, and that the elements are
/// those in the schema of Jenkins.
#[track_caller]
fn junit_cases<'a>(document: &'a Document<'a>) -> Vec<Node<'a, 'a>> {
    let root = document.root_element();
    assert!(root.has_tag_name("testsuites"));
    let case = |suite: Node<'a, 'a>| {
        let [case] = elements(suite, "testcase")[..] else {
            panic!("{suite:?}")
        };
        let count = |name| case.children().filter(|c| c.has_tag_name(name)).count();
        for (attribute, expected) in [
            ("tests", 1),
            ("failures", count("failure")),
            ("errors", count("error")),
        ] {
            assert_eq!(
                suite.attribute(attribute),
                Some(expected.to_string().as_str())
            );
        }
        assert!(count("failure") + count("error") <= 1);
        assert!(count("system-out") <= 1);
        assert_eq!(
            case.children().count(),
            ["failure", "error", "system-out"]
                .map(count)
                .iter()
                .sum::<usize>()
        );
        let names: Vec<_> = case.attributes().map(|a| a.name()).collect();
        assert_eq!(names, ["name", "classname", "time"]);
        case
    };
    elements(root, "testsuite").into_iter().map(case).collect()
}

fn text_of<'a>(case: Node<'a, 'a>, name: &str) -> Option<&'a str> {
    let element = case.children().find(|c| c.has_tag_name(name))?;
    Some(element.text().unwrap_or_default())
}

/// The message and help of a violation.
fn message_and_help(violation: &Value) -> String {
    let message = violation["message"].as_str().unwrap().to_owned();
    match violation.get("help") {
        Some(help) => message + "\nhelp: " + help.as_str().unwrap(),
        None => message,
    }
}

const LINES: &str = "\n{\"name\":\"t\",\"language\":\"typescript\"}\n{\"name\":\"x y\",\"language\":\"typescript\"}\r\n";
const INCOMPLETE: &str = "{\n \"name\":\"t\"\n}\n";
const ARRAY: &str = "[{\"name\":\"t\",\"language\":\"typescript\"},\n  {\"name\":\"é\",\"language\":\"typescript\"}]";

/// A violation: file, rule, level, pointer, lines and columns, bytes.
type Row = (
    &'static str,
    Rule,
    &'static str,
    &'static str,
    [usize; 4],
    [usize; 2],
);

/// The violations of [`INVALID`], [`LINES`] and [`INCOMPLETE`].
const ROWS: [Row; 5] = [
    (
        "bad.json",
        Rule::Pattern,
        "error",
        "/name",
        [1, 9, 1, 14],
        [8, 5],
    ),
    (
        "bad.json",
        Rule::Enum,
        "error",
        "/language",
        [2, 13, 2, 16],
        [27, 4],
    ),
    (
        "bad.json",
        Rule::UnknownProperty,
        "warning",
        "/tags",
        [2, 18, 2, 24],
        [33, 6],
    ),
    (
        "in/lines.jsonl",
        Rule::Pattern,
        "error",
        "/name",
        [3, 9, 3, 14],
        [46, 5],
    ),
    (
        "in/incomplete.json",
        Rule::Required,
        "error",
        "/language",
        [1, 1, 3, 2],
        [0, 15],
    ),
];

const INPUTS: [&str; 4] = [
    "bad.json",
    "in/lines.jsonl",
    "gone.json",
    "in/incomplete.json",
];

fn test_dir(test: &str) -> TestDir {
    TestDir::new(
        test,
        &[
            ("bad.json", INVALID.as_bytes()),
            ("in/lines.jsonl", LINES.as_bytes()),
            ("in/incomplete.json", INCOMPLETE.as_bytes()),
            ("array.json", ARRAY.as_bytes()),
            ("good.json", VALID.as_bytes()),
        ],
    )
}

fn check(dir: &TestDir, format: &str, code: i32, arguments: &[&str]) -> String {
    let outcome = dir.run(&[&["check", "--format", format], arguments].concat());
    outcome.assert_code(code);
    outcome.stdout
}

/// The messages of violations in the format `jsonl`, in order.
fn messages(dir: &TestDir, code: i32, arguments: &[&str]) -> Vec<String> {
    let lines = check(dir, "jsonl", code, arguments);
    let documents = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    documents
        .flat_map(|document: Value| {
            violations(&document)
                .iter()
                .map(message_and_help)
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn sarif_locates_each_violation() {
    let dir = test_dir("sarif_violations");
    let run = sarif_run(&check(&dir, "sarif", 2, &INPUTS));
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let results = run["results"].as_array().unwrap();
    let messages = messages(&dir, 2, &INPUTS);
    assert_eq!(results.len(), ROWS.len());
    assert_eq!(messages.len(), ROWS.len());
    for ((result, row), message) in results.iter().zip(ROWS).zip(messages) {
        let (uri, rule, level, pointer, [line, column, end_line, end_column], [offset, length]) =
            row;
        let index = Rule::all().position(|other| other == rule).unwrap();
        assert_eq!(sarif_message(&result["message"]), message);
        let mut rest = result.clone();
        rest.as_object_mut().unwrap().remove("message");
        assert_eq!(
            rest,
            json!({
                "ruleId": rule.name(),
                "ruleIndex": index,
                "level": level,
                "locations": [{
                    "physicalLocation": {
                        "artifactLocation": {"uri": uri},
                        "region": {
                            "startLine": line,
                            "startColumn": column,
                            "endLine": end_line,
                            "endColumn": end_column,
                            "byteOffset": offset,
                            "byteLength": length,
                        },
                    },
                    "logicalLocations": [{"fullyQualifiedName": pointer}],
                }],
                "properties": {},
            })
        );
    }
    let [invocation] = run["invocations"].as_array().unwrap().as_slice() else {
        panic!("{run}")
    };
    assert_eq!(invocation["executionSuccessful"], false);
    let [notification] = invocation["toolExecutionNotifications"]
        .as_array()
        .unwrap()
        .as_slice()
    else {
        panic!("{invocation}")
    };
    assert_eq!(
        *notification,
        json!({
            "level": "error",
            "message": {"text": "cannot read `gone.json`: No such file or directory (os error 2)"},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": "gone.json"}}}],
        })
    );
    assert_eq!(
        run["properties"],
        json!({"documents": 4, "valid": 1, "errors": 4, "warnings": 1, "failed": 1})
    );
}

#[test]
fn sarif_describes_all_rules() {
    let dir = test_dir("sarif_describes_all_rules");
    let run = sarif_run(&check(&dir, "sarif", 0, &["good.json"]));
    assert_eq!(run["results"], json!([]));
    assert_eq!(
        run["invocations"],
        json!([{"executionSuccessful": true, "toolExecutionNotifications": []}])
    );
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "anchorbrowser-schema");
    assert_eq!(driver["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(driver["semanticVersion"], env!("CARGO_PKG_VERSION"));
    let rules = driver["rules"].as_array().unwrap();
    let names: Vec<_> = rules
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    assert!(Rule::all().map(Rule::name).eq(names));
    for (described, rule) in rules.iter().zip(Rule::all()) {
        assert_eq!(
            described["defaultConfiguration"]["level"],
            rule.default_severity().name()
        );
        let short = described["shortDescription"]["text"].as_str().unwrap();
        assert!(short.contains(rule.summary()), "{described}");
        for text in [
            &described["fullDescription"]["text"],
            &described["help"]["text"],
        ] {
            let text = text.as_str().unwrap();
            assert!(text.contains(rule.summary()) && text.contains(rule.source()));
        }
        assert_eq!(described["help"]["markdown"], rule.explanation());
        assert!(
            !described["properties"]["tags"]
                .as_array()
                .unwrap()
                .is_empty()
        );
    }
    // A configured level applies to the result, not to the rule.
    let denied = check(
        &dir,
        "sarif",
        1,
        &["--deny", "unknown-property", "bad.json"],
    );
    assert_eq!(sarif_results(&denied)[2]["level"], "error");
}

#[test]
fn array_elements_have_an_index() {
    let dir = test_dir("array_indices");
    let arguments = ["--input-format", "array", "array.json"];
    let sarif = check(&dir, "sarif", 1, &arguments);
    let [result] = &sarif_results(&sarif)[..] else {
        panic!("{sarif}")
    };
    assert_eq!(result["properties"], json!({"index": 1}));
    assert_eq!(
        result["locations"][0]["physicalLocation"]["region"],
        json!({
            "startLine": 2, "startColumn": 11, "endLine": 2, "endColumn": 14,
            "byteOffset": 49, "byteLength": 4,
        })
    );
    let junit = check(&dir, "junit", 1, &arguments);
    let document = Document::parse(&junit).unwrap();
    let cases = junit_cases(&document);
    let names: Vec<_> = cases.iter().map(|case| case.attribute("name")).collect();
    assert_eq!(names, [Some("array.json[0]"), Some("array.json[1]")]);
    assert!(
        text_of(cases[1], "failure")
            .unwrap()
            .starts_with("array.json:2:11: error[pattern]: ")
    );
}

#[test]
fn github_annotations() {
    let dir = test_dir("github_annotations");
    let annotations = annotations(&check(&dir, "github", 2, &INPUTS));
    let [violations @ .., failure] = &annotations[..] else {
        panic!("nothing is message_and_help")
    };
    let messages = messages(&dir, 2, &INPUTS);
    assert_eq!(violations.len(), ROWS.len());
    for ((annotation, row), message) in violations.iter().zip(ROWS).zip(messages) {
        let (file, rule, level, _, [line, column, end_line, end_column], _) = row;
        let mut expected = vec![
            ("file".to_owned(), file.to_owned()),
            ("line".to_owned(), line.to_string()),
            ("endLine".to_owned(), end_line.to_string()),
        ];
        // GitHub rejects columns in ranges of several lines.
        if line == end_line {
            expected.push(("col".to_owned(), column.to_string()));
            expected.push(("endColumn".to_owned(), end_column.to_string()));
        }
        expected.push(("title".to_owned(), rule.name().to_owned()));
        assert_eq!(annotation.properties, expected);
        assert_eq!(
            (annotation.level.as_str(), &annotation.message),
            (level, &message)
        );
    }
    assert_eq!(failure.level, "error");
    assert_eq!(failure.get("file"), Some("gone.json"));
    assert_eq!(
        failure.message,
        "cannot read `gone.json`: No such file or directory (os error 2)"
    );
    assert_eq!(check(&dir, "github", 0, &["good.json"]), "");
}

#[test]
fn junit_has_one_case_per_document() {
    let dir = test_dir("junit_cases");
    let junit = check(&dir, "junit", 2, &INPUTS);
    let document = Document::parse(&junit).unwrap();
    let cases: Vec<_> = junit_cases(&document)
        .into_iter()
        .map(|case| {
            let suite = case.parent().unwrap().attribute("name").unwrap();
            let failure = case
                .children()
                .find(|c| c.has_tag_name("failure") || c.has_tag_name("error"))
                .map(|c| {
                    let attribute = |name| c.attribute(name).unwrap();
                    (c.tag_name().name(), attribute("type"), attribute("message"))
                });
            (suite, case.attribute("name").unwrap(), failure)
        })
        .collect();
    let pattern = "`/name` must match `^[a-zA-Z0-9_-]+$`, but character 2 is ` `";
    assert_eq!(
        cases,
        [
            (
                "bad.json",
                "bad.json:1",
                Some(("failure", "enum pattern", "2 errors"))
            ),
            ("in/lines.jsonl", "in/lines.jsonl:2", None),
            (
                "in/lines.jsonl",
                "in/lines.jsonl:3",
                Some(("failure", "pattern", pattern))
            ),
            (
                "in/incomplete.json",
                "in/incomplete.json:1",
                Some((
                    "failure",
                    "required",
                    "`/language` is required, but missing"
                ))
            ),
            (
                "gone.json",
                "gone.json",
                Some((
                    "error",
                    "cannot-be-read",
                    "cannot read `gone.json`: No such file or directory (os error 2)"
                ))
            ),
        ]
    );
    // One failure with all errors, for consumers that show only the first; warnings are separate.
    let first = junit_cases(&document)[0];
    let messages = messages(&dir, 1, &["bad.json"]);
    assert_eq!(
        text_of(first, "failure"),
        Some(
            format!(
                "bad.json:1:9: error[pattern]: {}\nbad.json:2:13: error[enum]: {}\n",
                messages[0], messages[1]
            )
            .as_str()
        )
    );
    assert_eq!(
        text_of(first, "system-out"),
        Some(
            format!(
                "bad.json:2:18: warning[unknown-property]: {}\n",
                messages[2]
            )
            .as_str()
        )
    );
}

#[test]
fn omitted_violations_are_counted() {
    let dir = test_dir("omitted_violations");
    let arguments = ["--max-violations", "1", "bad.json"];
    let run = sarif_run(&check(&dir, "sarif", 1, &arguments));
    assert_eq!(run["results"].as_array().unwrap().len(), 1);
    assert_eq!(
        run["properties"],
        json!({"documents": 1, "valid": 0, "errors": 2, "warnings": 1, "failed": 0})
    );
    let github = annotations(&check(&dir, "github", 1, &arguments));
    let [_, more] = &github[..] else {
        panic!("{github:?}")
    };
    assert_eq!(
        (more.level.as_str(), more.message.as_str()),
        ("notice", "2 more not listed")
    );
    for limit in ["0", "1"] {
        let junit = check(&dir, "junit", 1, &["--max-violations", limit, "bad.json"]);
        let document = Document::parse(&junit).unwrap();
        let failure = text_of(junit_cases(&document)[0], "failure").unwrap();
        let more = if limit == "0" { "3" } else { "2" };
        assert!(
            failure.ends_with(&format!("{more} more not listed\n")),
            "{failure}"
        );
    }
}

#[test]
fn empty_reports_are_valid() {
    let dir = TestDir::new("empty_reports", &[("empty.jsonl", b"")]);
    assert_eq!(
        sarif_results(&check(&dir, "sarif", 0, &["empty.jsonl"])),
        [] as [Value; 0]
    );
    assert_eq!(check(&dir, "github", 0, &["empty.jsonl"]), "");
    let junit = check(&dir, "junit", 0, &["empty.jsonl"]);
    assert!(junit_cases(&Document::parse(&junit).unwrap()).is_empty());
}

#[test]
fn standard_input_is_named_in_all_formats() {
    let dir = TestDir::new("standard_input_is_named_in_all_formats", &[]);
    for (arguments, name, uri) in [
        (&["-"][..], "-", "-"),
        (
            &["--stdin-filename", "in/a b.json", "-"],
            "in/a b.json",
            "in/a%20b.json",
        ),
    ] {
        let run = |format| {
            let arguments = [&["check", "--format", format], arguments].concat();
            let outcome = dir.run_with_input(&arguments, INVALID.as_bytes());
            outcome.assert_code(1);
            outcome.stdout
        };
        let location = &sarif_results(&run("sarif"))[0]["locations"][0]["physicalLocation"];
        assert_eq!(location["artifactLocation"]["uri"], uri);
        let file = Some(name).filter(|name| *name != "-");
        assert_eq!(annotations(&run("github"))[0].get("file"), file);
        let junit = run("junit");
        let document = Document::parse(&junit).unwrap();
        let suite = junit_cases(&document)[0].parent().unwrap();
        assert_eq!(suite.attribute("name"), Some(name));
    }
}

#[cfg(unix)]
#[test]
fn file_names_are_escaped_for_each_format() {
    // The name, its URI, and its human-readable form.
    let table = [
        (
            "a,b:c=d::e.json",
            "a%2Cb%3Ac%3Dd%3A%3Ae.json",
            "a,b:c=d::e.json",
        ),
        ("100%0A.json", "100%250A.json", "100%0A.json"),
        (
            "]]>&<\"'.json",
            "%5D%5D%3E%26%3C%22%27.json",
            "]]>&<\"'.json",
        ),
        (
            "é\u{1b}\n\u{202e}.json",
            "%C3%A9%1B%0A%E2%80%AE.json",
            "é\\u{1b}\\n\\u{202e}.json",
        ),
        ("./in//../in/x.json", "in/../in/x.json", "in/../in/x.json"),
    ];
    let files = table.map(|(name, ..)| (name, INVALID.as_bytes()));
    let dir = TestDir::new("file_names", &[&[("in/y", &b""[..])], &files[..]].concat());
    for (name, uri, shown) in table {
        let location = &sarif_results(&check(&dir, "sarif", 1, &[name]))[0]["locations"][0];
        assert_eq!(location["physicalLocation"]["artifactLocation"]["uri"], uri);
        let github = annotations(&check(&dir, "github", 1, &[name]));
        assert_eq!(github[0].get("file"), Some(shown));
        let junit = check(&dir, "junit", 1, &[name]);
        let document = Document::parse(&junit).unwrap();
        let suite = junit_cases(&document)[0].parent().unwrap();
        assert_eq!(suite.attribute("name"), Some(&*without_commands(shown)));
    }
    // Only a path that is given as absolute is reported as absolute.
    let path = dir.0.join("in/x.json");
    let path = path.to_str().unwrap();
    let location = &sarif_results(&check(&dir, "sarif", 1, &[path]))[0]["locations"][0];
    assert_eq!(
        location["physicalLocation"]["artifactLocation"]["uri"],
        format!("file://{path}")
    );
}

/// A text in which CI systems find no commands.
fn without_commands(text: &str) -> String {
    let colons = Regex::new("::([A-Za-z])").unwrap();
    let hashes = Regex::new("#(#+)").unwrap();
    let text = colons.replace_all(text, r":\u{3a}$1");
    let escaped = |found: &Captures<'_>| format!("#{}", r"\u{23}".repeat(found[1].len()));
    hashes.replace_all(&text, escaped).into_owned()
}

/// Characters with a special meaning in a format, in a terminal or in a browser.
const SPECIAL: [&str; 18] = [
    "]]>",
    "<!--",
    "&amp;",
    "%0A",
    "::error::",
    "\r\n::warning::x",
    "\"'",
    "\\",
    "{0}",
    "}}",
    "[here](https://a.example)",
    "\\](",
    "\u{0}\u{b}",
    "\u{1b}[31m",
    "\u{fffe}\u{ffff}\u{1fffe}",
    "\u{202e}\u{2066}\u{feff}",
    "\u{85}\u{2028}",
    "🎉é",
];

/// A JSON string.
fn special_string() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(&SPECIAL[..]).prop_map(|special| json!(special).to_string()),
        1 => any::<String>().prop_map(|any| json!(any).to_string()),
        // Escapes; an unpaired surrogate violates `syntax`.
        1 => prop::sample::select(&[r#""\u001b\ufffe""#, r#""\ud83c\udf89""#, r#""\ud800""#][..])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 1..4).prop_map(|pieces| {
        let inner = pieces.iter().map(|piece| &piece[1..piece.len() - 1]);
        format!("\"{}\"", inner.collect::<String>())
    })
}

fn document_with_special_strings() -> impl Strategy<Value = String> {
    prop::collection::vec(special_string(), 6).prop_map(|special| {
        format!(
            r#"{{"name":{},"language":{},{}:{},{}:0,"browserConfiguration":{{"initial_url":{},"proxy":{{"active":true,"type":{},"country_code":{}}}}}}}"#,
            special[0], special[1], special[2], special[2], special[2], special[3], special[4], special[5]
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..Default::default() })]

    #[test]
    fn all_formats_carry_the_same_messages(
        documents in prop::collection::vec(document_with_special_strings(), 1..20)
    ) {
        let stream = documents.join("\n");
        let dir = TestDir::new("same_messages", &[("special.jsonl", stream.as_bytes())]);
        let run = |format| check(&dir, format, 1, &["special.jsonl"]);
        let documents: Vec<Value> = run("jsonl")
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let all: Vec<_> = documents.iter().flat_map(violations).collect();
        let messages: Vec<_> = all.iter().map(|violation| message_and_help(violation)).collect();

        let sarif = run("sarif");
        let results = sarif_results(&sarif);
        let messages_in_format: Vec<_> = results.iter().map(|r| sarif_message(&r["message"])).collect();
        prop_assert_eq!(&messages_in_format, &messages);
        for (result, violation) in results.iter().zip(&all) {
            let location = &result["locations"][0];
            let pointer = &location["logicalLocations"][0]["fullyQualifiedName"];
            prop_assert_eq!(pointer, &violation["pointer"]);
            let region = &location["physicalLocation"]["region"];
            let (line, column) = (&violation["line"], &violation["column"]);
            prop_assert_eq!((&region["startLine"], &region["startColumn"]), (line, column));
            // Documents of a stream are on one line, where the columns span as many characters.
            let span = |end: &str| usize::try_from(violation["span"][end].as_u64().unwrap()).unwrap();
            let characters = stream[span("start")..span("end")].chars().count() as u64;
            prop_assert_eq!(&region["endLine"], line);
            prop_assert_eq!(
                region["endColumn"].as_u64().unwrap(),
                column.as_u64().unwrap() + characters
            );
        }

        let github = run("github");
        let messages_in_format: Vec<_> = annotations(&github).into_iter().map(|a| a.message).collect();
        prop_assert_eq!(&messages_in_format, &messages);

        let junit = run("junit");
        let xml = Document::parse(&junit).unwrap();
        let cases = junit_cases(&xml);
        prop_assert_eq!(cases.len(), documents.len());
        for (case, document) in cases.into_iter().zip(&documents) {
            for (element, severity) in [("failure", "error"), ("system-out", "warning")] {
                let line = |violation: &Value| {
                    let (line, column) = (&violation["line"], &violation["column"]);
                    let rule = violation["rule"].as_str().unwrap();
                    let text = without_commands(&message_and_help(violation));
                    format!("special.jsonl:{line}:{column}: {severity}[{rule}]: {text}\n")
                };
                let violations = violations(document).iter();
                let lines: Vec<_> = violations
                    .filter(|violation| violation["severity"] == severity)
                    .map(line)
                    .collect();
                prop_assert_eq!(text_of(case, element).unwrap_or_default(), lines.concat());
            }
        }

        for output in [sarif, github, junit] {
            prop_assert!(!output.contains(is_unsafe), "{:?}", output);
        }
    }
}

/// For all kinds of violations of values that must never be shown.
#[test]
fn no_format_reveals_secrets() {
    const SECRET: &str = "kZ8vQ3xR7mW2pL5tJ9hD";
    let table = [
        r#"{"name":"t","language":"typescript","code":"@!"}"#,
        r#"{"name":"t","language":"typescript","browserConfiguration":{"initial_url":"https://u:@@h:99999/@"}}"#,
        r#"{"name":"t","language":"typescript","browserConfiguration":{"initial_url":"http://u:@@h/"}}"#,
        r#"{"name":"t","language":"typescript","browserConfiguration":{"proxy":{"active":0,"type":"custom","server":"@","username":["@"],"password":{"@":"@"}}}}"#,
        r#"{"name":"t","language":"typescript","code":"@" "@"}"#,
    ];
    // A key of an object that should be a string is not secret.
    let stream = table
        .join("\n")
        .replace(r#"{"@":"@"}"#, r#""@","password":["@"]"#);
    let stream = stream.replace('@', SECRET);
    let dir = TestDir::new(
        "no_format_reveals_secrets",
        &[("in.jsonl", stream.as_bytes())],
    );
    for format in FORMATS {
        let shown = check(&dir, format, 1, &["in.jsonl"]).to_lowercase();
        let secret = SECRET.to_lowercase();
        for start in 0..=secret.len() - 5 {
            let run = &secret[start..start + 5];
            assert!(!shown.contains(run), "{format} shows {run}: {shown}");
        }
    }
}
