//! The schemas in three engines: the crate `jsonschema`, ajv with ajv-formats, and Python's
//! jsonschema. They must come to the same verdict at the same places, whether they assert formats
//! or take them for annotations, but for what the tables below tell.
//!
//! `.ci/engines` installs the two of other languages. A test that does not find one says so and
//! goes on; with `ENGINES=required` it fails.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::{fs, io, thread};

use anchorbrowser_schema::{Root, strategy};
use proptest::strategy::{Strategy, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::properties::schema::mutated_documents;

/// An engine's judgement of one document. The verdicts are those with formats as annotations, and
/// with formats asserted; there is none where its parser takes no such text.
#[derive(Debug, Deserialize, PartialEq)]
struct Judged {
    annotated: Option<bool>,
    asserted: Option<bool>,
    /// Where the errors are, with formats asserted.
    places: BTreeSet<String>,
}

/// A schema, by its file or written out, and a document as JSON text.
type Asked = (Value, String);

fn of_root(root: Root) -> Value {
    Value::from(super::file(root))
}

/// The folder of a file of this project.
fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The folder that `.ci/engines` installs into.
fn installed(path: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("engines")
        .join(path)
}

/// Runs a script of `tests/engines` on lines of input; nothing where it is not installed.
fn run(script: &str, argument: &str, input: String) -> Option<String> {
    let (program, needed) = if Path::new(script).extension().is_some_and(|e| e == "py") {
        let python = installed("python/bin/python");
        (python.clone(), python)
    } else {
        (PathBuf::from("node"), installed("node_modules/ajv"))
    };
    if !needed.exists() {
        let missing = format!("{script} has not run: {} is missing", needed.display());
        assert!(std::env::var_os("ENGINES").is_none(), "{missing}");
        // Past the test runner, which shows what is printed of failed tests alone.
        let line = format!("{missing}; .ci/engines installs it\n");
        io::stderr().write_all(line.as_bytes()).unwrap();
        return None;
    }
    let mut child = Command::new(program)
        .arg(here("tests/engines").join(script))
        .arg(here(argument))
        .current_dir(installed(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    // A script that reads no input is done before it is written.
    drop(writer.join().unwrap());
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{script}: {printed}");
    Some(printed)
}

fn judged_by(script: &str, asked: &[Asked]) -> Option<Vec<Judged>> {
    let lines = asked
        .iter()
        .map(|(schema, json)| json!({"schema": schema, "json": json}).to_string() + "\n");
    let printed = run(script, "schemas", lines.collect())?;
    let judged: Vec<Judged> = printed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(judged.len(), asked.len(), "{script}");
    Some(judged)
}

fn judged_by_ajv(asked: &[Asked]) -> Option<Vec<Judged>> {
    judged_by("judge.mjs", asked)
}

fn judged_by_python(asked: &[Asked]) -> Option<Vec<Judged>> {
    judged_by("judge.py", asked)
}

fn compile(schema: &Value, formats: bool) -> jsonschema::Validator {
    let schema = match schema {
        Value::String(file) => {
            let text = fs::read_to_string(here("schemas").join(file)).unwrap();
            serde_json::from_str(&text).unwrap()
        }
        schema => schema.clone(),
    };
    jsonschema::draft202012::options()
        .should_validate_formats(formats)
        .build(&schema)
        .unwrap()
}

fn judged_by_rust(asked: &[Asked]) -> Vec<Judged> {
    let mut compiled = std::collections::HashMap::new();
    let mut judge = |schema: &Value, json: &str| {
        let (annotating, asserting) = compiled
            .entry(schema.to_string())
            .or_insert_with(|| (compile(schema, false), compile(schema, true)));
        let document: Option<Value> = serde_json::from_str(json).ok();
        let errors = document
            .iter()
            .flat_map(|document| asserting.iter_errors(document));
        Judged {
            annotated: document
                .as_ref()
                .map(|document| annotating.is_valid(document)),
            asserted: document
                .as_ref()
                .map(|document| asserting.is_valid(document)),
            places: errors
                .map(|error| error.instance_path().to_string())
                .collect(),
        }
    };
    asked
        .iter()
        .map(|(schema, json)| judge(schema, json))
        .collect()
}

/// Values of a strategy, the same at each run.
fn drawn<S: Strategy>(strategy: S, count: usize) -> Vec<S::Value> {
    let mut runner = TestRunner::deterministic();
    let mut draw = || strategy.new_tree(&mut runner).unwrap().current();
    (0..count).map(|_| draw()).collect()
}

fn examples() -> Vec<Asked> {
    let mut asked = Vec::new();
    for folder in ["valid", "invalid", "warnings", "beyond-schema", "responses"] {
        for entry in fs::read_dir(here("schemas/examples").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let file = path.file_name().unwrap().to_str().unwrap();
            let schema = match folder {
                "responses" => file.replace(".json", ".schema.json"),
                _ => super::file(Root::CreateTaskRequest),
            };
            asked.push((Value::from(schema), fs::read_to_string(&path).unwrap()));
        }
    }
    asked
}

/// A document, right but for one member.
fn with(member: &str, value: &str) -> Asked {
    let mut task = json!({
        "id": "0b9d3f0e-5a51-4c0e-9d0a-3f1c2e7a6b54",
        "name": "t",
        "teamId": "0b9d3f0e-5a51-4c0e-9d0a-3f1c2e7a6b54",
        "latestVersion": "1",
        "code": "",
        "language": "typescript",
        "deleted": false,
        "createdAt": "2025-03-14T09:26:53Z",
        "updatedAt": "2025-03-14T09:26:53Z",
    });
    let mut request = json!({"name": "t", "language": "typescript"});
    let (root, mut document) = match member {
        "code" => (Root::CreateTaskRequest, request.take()),
        "initial_url" => {
            return (
                of_root(Root::SessionConfig),
                json!({member: value}).to_string(),
            );
        }
        "type" | "country_code" => {
            let proxy = json!({"active": true, member: value});
            return (of_root(Root::AnchorProxy), proxy.to_string());
        }
        _ => (Root::Task, task.take()),
    };
    document[member] = Value::from(value);
    (of_root(root), document.to_string())
}

/// Characters that some regex engine takes for the end of a line, or for nothing.
const ENDINGS: &[&str] = &[
    "\n", "\r", "\r\n", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}", "\0", " ", "\u{a0}",
    "\u{feff}", "\u{200b}",
];

/// Values that are right as they stand, yet wrong with any of [`ENDINGS`] behind or before them.
const WHOLE: &[(&str, &str)] = &[
    ("name", "web-scraper"),
    ("code", "QUJD"),
    ("code", "QQ=="),
    ("code", ""),
    ("initial_url", "https://shop.example/"),
    ("initial_url", "https://shop.example"),
    ("initial_url", "https://shop.example/?q#f"),
    ("initial_url", "data:"),
    ("id", "0b9d3f0e-5a51-4c0e-9d0a-3f1c2e7a6b54"),
    ("teamId", "0b9d3f0e-5a51-4c0e-9d0a-3f1c2e7a6b54"),
    ("createdAt", "2025-03-14T09:26:53Z"),
    ("updatedAt", "2025-03-14T09:26:53.5+01:00"),
    ("language", "typescript"),
    ("type", "anchor_gov"),
    ("country_code", "us"),
];

/// Numbers, where engines are known to differ.
const NUMBERS: &[&str] = &[
    "20",
    "20.0",
    "2e1",
    "-0",
    "20.5",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "-9223372036854775809",
    "1e19",
    "1e400",
    "-1e400",
    "1e-400",
    "1.00000000000000000000001",
    "9007199254740993.5",
    "18446744073709551616",
];

/// How each engine judges a duration of so many minutes: the contract, then the crate
/// `jsonschema`, ajv, Python. None stands for a text that the parser refuses.
const ROUNDED: &[(&str, bool, [Option<bool>; 3])] = &[
    // Beyond 64 bits by less than a double tells.
    (
        "9223372036854775808",
        false,
        [Some(false), Some(true), Some(false)],
    ),
    (
        "-9223372036854775809",
        false,
        [Some(true), Some(true), Some(false)],
    ),
    // An integer, yet no double.
    ("1e400", false, [None, Some(false), Some(false)]),
    ("-1e400", false, [None, Some(false), Some(false)]),
    // No integers, until they are made doubles.
    ("1e-400", false, [Some(true), Some(true), Some(true)]),
    (
        "1.00000000000000000000001",
        false,
        [Some(true), Some(true), Some(true)],
    ),
    (
        "9007199254740993.5",
        false,
        [Some(true), Some(true), Some(true)],
    ),
];

/// What the engines' own `format`s make of a value, without the pattern beside it: the contract,
/// then the crate `jsonschema`, ajv-formats, Python. The patterns level all but the rows that are
/// marked.
const FORMATS: &[(&str, &str, bool, [bool; 3])] = &[
    ("uri", "https://shop.example/", true, [true, true, true]),
    ("uri", "shop.example/", false, [false, false, false]),
    (
        "uri",
        "https://shop.example/ü",
        false,
        [false, false, false],
    ),
    (
        "uri",
        "https://shop.example/%zz",
        false,
        [false, false, false],
    ),
    ("uri", "https://[:::1]/", false, [false, false, false]),
    (
        "uri",
        "https://shop.example/\n",
        false,
        [false, false, true],
    ),
    ("uri", "a:", true, [true, false, true]), // unlevelled
    (
        "uuid",
        "7E2A9C14-86D3-4B7F-A1E5-0D94C3B2F618",
        true,
        [true, true, true],
    ),
    (
        "uuid",
        "7E2A9C1486D34B7FA1E50D94C3B2F618",
        false,
        [false, false, false],
    ),
    (
        "uuid",
        "urn:uuid:0b9d3f0e-5a51-4c0e-9d0a-3f1c2e7a6b54",
        false,
        [false, true, false],
    ),
    (
        "date-time",
        "2025-03-14T09:26:53Z",
        true,
        [true, true, true],
    ),
    (
        "date-time",
        "2025-03-14t09:26:53.5z",
        true,
        [true, true, true],
    ),
    (
        "date-time",
        "2025-02-29T00:00:00Z",
        false,
        [false, false, false],
    ),
    (
        "date-time",
        "2025-03-14T24:00:00Z",
        false,
        [false, false, false],
    ),
    (
        "date-time",
        "2025-03-14 09:26:53Z",
        false,
        [false, true, false],
    ),
    (
        "date-time",
        "2025-03-14T09:26:53+0100",
        false,
        [false, true, false],
    ),
    (
        "date-time",
        "2025-03-14T09:26:53+01",
        false,
        [false, true, false],
    ),
    (
        "date-time",
        "2025-03-14T09:26:53Z\n",
        false,
        [false, false, true],
    ),
    (
        "date-time",
        "2016-12-31T23:59:60Z",
        true,
        [true, true, false],
    ), // unlevelled
    (
        "date-time",
        "2017-01-01T00:59:60+01:00",
        true,
        [true, true, false],
    ), // unlevelled
    (
        "date-time",
        "0000-01-01T00:00:00Z",
        true,
        [true, true, false],
    ), // unlevelled
];

/// Whether a document has what only the tables above speak of.
fn is_told_apart(document: &Value) -> bool {
    match document {
        Value::Number(number) => {
            let bits = |number: f64| number.abs().to_bits();
            number.as_f64().map(bits) == Some(bits(2_f64.powi(63)))
        }
        Value::String(text) => {
            let is_time = text
                .get(10..11)
                .is_some_and(|t| t.eq_ignore_ascii_case("t"));
            let is_leap_second = is_time && text.get(16..19) == Some(":60");
            let is_year_0 = is_time && text.starts_with("0000-");
            is_leap_second || is_year_0 || is_scheme_alone(text)
        }
        Value::Array(values) => values.iter().any(is_told_apart),
        Value::Object(members) => members.values().any(is_told_apart),
        _ => false,
    }
}

fn is_scheme_alone(text: &str) -> bool {
    static SCHEME: LazyLock<regex::Regex> =
        LazyLock::new(|| regex::Regex::new("^[A-Za-z][A-Za-z0-9+.-]*:[?#]?").unwrap());
    SCHEME
        .find(text)
        .is_some_and(|scheme| scheme.end() == text.len())
}

fn documents() -> Vec<Asked> {
    let mut asked = examples();
    for broken in drawn(strategy::broken_request(), 1000) {
        asked.push((of_root(Root::CreateTaskRequest), broken.json));
    }
    for (root, document) in drawn(mutated_documents(), 1000) {
        asked.push((of_root(root), document.to_string()));
    }
    for (member, value) in WHOLE {
        asked.push(with(member, value));
    }
    asked.retain(|(_, json)| {
        serde_json::from_str(json).is_ok_and(|document| !is_told_apart(&document))
    });
    asked
}

#[track_caller]
fn assert_agree(asked: &[Asked], by_rust: &[Judged], others: Option<Vec<Judged>>) {
    for ((asked, rust), other) in asked.iter().zip(by_rust).zip(others.into_iter().flatten()) {
        assert_eq!(other, *rust, "{asked:?}");
    }
}

#[test]
fn engines_agree_on_verdicts_and_places() {
    let asked = documents();
    let by_rust = judged_by_rust(&asked);
    let valid = by_rust
        .iter()
        .filter(|judged| judged.asserted == Some(true))
        .count();
    assert!(asked.len() > 1500, "{}", asked.len());
    assert!(
        valid > 300 && valid < asked.len() - 300,
        "{valid} of {}",
        asked.len()
    );
    assert_agree(&asked, &by_rust, judged_by_ajv(&asked));
    assert_agree(&asked, &by_rust, judged_by_python(&asked));
}

#[test]
fn no_engine_lets_a_pattern_pass_a_line_break() {
    let mut asked = Vec::new();
    for (member, value) in WHOLE {
        for ending in ENDINGS {
            asked.push(with(member, &format!("{value}{ending}")));
            asked.push(with(member, &format!("{ending}{value}")));
        }
    }
    let by_rust = judged_by_rust(&asked);
    for (asked, judged) in asked.iter().zip(&by_rust) {
        let verdicts = (judged.annotated, judged.asserted);
        assert_eq!(verdicts, (Some(false), Some(false)), "{asked:?}");
    }
    assert_agree(&asked, &by_rust, judged_by_ajv(&asked));
    assert_agree(&asked, &by_rust, judged_by_python(&asked));
}

#[track_caller]
fn assert_table<const N: usize>(asked: &[Asked], expected: [Vec<Option<bool>>; N]) {
    let engines = [
        Some(judged_by_rust(asked)),
        judged_by_ajv(asked),
        judged_by_python(asked),
    ];
    for (engine, (judged, expected)) in engines.into_iter().zip(expected).enumerate() {
        for ((judged, expected), asked) in judged.iter().flatten().zip(expected).zip(asked) {
            assert_eq!(judged.asserted, expected, "engine {engine}: {asked:?}");
        }
    }
}

#[test]
fn engines_round_numbers_as_the_table_tells() {
    let session = |number: &&str| {
        let json = format!(r#"{{"timeout":{{"max_duration":{number}}}}}"#);
        (of_root(Root::SessionConfig), json)
    };
    let asked: Vec<Asked> = NUMBERS.iter().map(session).collect();
    let by_contract: Vec<Option<bool>> = asked
        .iter()
        .map(|(_, json)| {
            let report =
                Root::SessionConfig.check_json(&anchorbrowser_schema::Validator::new(), json);
            Some(report.is_valid())
        })
        .collect();
    for (number, contract) in NUMBERS.iter().zip(&by_contract) {
        if let Some((_, told, _)) = ROUNDED.iter().find(|(rounded, ..)| rounded == number) {
            assert_eq!(*contract, Some(*told), "{number}");
        }
    }
    let of_engine = |engine: usize| {
        let row = |number: &&str| ROUNDED.iter().find(|(rounded, ..)| rounded == number);
        let verdicts = NUMBERS.iter().zip(&by_contract);
        verdicts
            .map(|(number, contract)| row(number).map_or(*contract, |(.., by)| by[engine]))
            .collect()
    };
    assert_table(&asked, [of_engine(0), of_engine(1), of_engine(2)]);
}

#[test]
fn engines_assert_formats_as_the_table_tells() {
    let alone = FORMATS.iter().map(|(format, value, ..)| {
        let schema = json!({"type": "string", "format": format});
        (schema, Value::from(*value).to_string())
    });
    let of_engine = |engine: usize| FORMATS.iter().map(|(.., by)| Some(by[engine])).collect();
    assert_table(
        &alone.collect::<Vec<_>>(),
        [of_engine(0), of_engine(1), of_engine(2)],
    );

    // Beside their patterns the formats decide nothing but where an engine refuses what is right.
    let members = FORMATS.iter().map(|(format, value, ..)| match *format {
        "uri" => with("initial_url", value),
        "uuid" => with("id", value),
        _ => with("createdAt", value),
    });
    let levelled = |engine: usize| {
        let rows = FORMATS.iter();
        rows.map(|(.., contract, by)| Some(*contract && by[engine]))
            .collect()
    };
    assert_table(
        &members.collect::<Vec<_>>(),
        [levelled(0), levelled(1), levelled(2)],
    );
}

#[test]
fn the_openapi_document_is_valid() {
    if let Some(printed) = run("openapi.mjs", "schemas/openapi.json", String::new()) {
        let verdict: Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(verdict, json!({"valid": true, "version": "3.1"}));
    }
}

#[test]
fn an_editor_completes_and_shows_what_stands_in_them() {
    if let Some(printed) = run("editor.mjs", "schemas", String::new()) {
        assert_eq!(printed, "20 questions answered\n");
    }
}
