//! The schemas in three engines: the crate `jsonschema`, ajv with ajv-formats, and Python's
//! jsonschema. They must give the same verdict with errors at the same places, whether they assert
//! formats or treat them as annotations, except for the values in the tables below.
//!
//! `.ci/engines` installs those of other languages, and runs the tests that need them.

use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

use anchorbrowser_schema::{DocumentType, Revision, strategy};
use proptest::strategy::{Strategy, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde::Deserialize;
use serde_json::{Value, json};

use super::tools::{here, script};
use crate::properties::schema::mutated_documents;

/// The result of an engine for one document: its verdicts with formats as annotations and with formats
/// asserted, or `None` if its parser rejects the document.
#[derive(Debug, Deserialize, PartialEq)]
struct Judged {
    annotated: Option<bool>,
    asserted: Option<bool>,
    /// Where the errors are, with formats asserted.
    places: BTreeSet<String>,
}

/// A schema and a document as JSON. The schema is given as a value, by its file name, or by its name in
/// the OpenAPI document (`2025/openapi.json#Task`).
type Asked = (Value, String);

fn of_root(root: DocumentType) -> Value {
    of_revision(Revision::default(), root)
}

fn of_revision(revision: Revision, root: DocumentType) -> Value {
    Value::from(format!("{revision}/{}", super::file(root)))
}

type Engine = fn(&[Asked]) -> Vec<Judged>;

fn judged_by(file: &str, asked: &[Asked]) -> Vec<Judged> {
    let lines = asked
        .iter()
        .map(|(schema, json)| json!({"schema": schema, "json": json}).to_string() + "\n");
    let printed = script(file, &[&here("schemas")], lines.collect()).stdout();
    let judged: Vec<Judged> = printed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(judged.len(), asked.len(), "{file}");
    judged
}

fn judged_by_ajv(asked: &[Asked]) -> Vec<Judged> {
    judged_by("judge.mjs", asked)
}

fn judged_by_python(asked: &[Asked]) -> Vec<Judged> {
    judged_by("judge.py", asked)
}

fn compile(schema: &Value, formats: bool) -> jsonschema::Validator {
    let schema = match schema {
        Value::String(file) => {
            let (file, component) = file.split_once('#').unwrap_or((file, ""));
            let text = fs::read_to_string(here("schemas").join(file)).unwrap();
            let text = text.replace("#/components/schemas/", "#/$defs/");
            let mut schema: Value = serde_json::from_str(&text).unwrap();
            if !component.is_empty() {
                let definitions = schema["components"]["schemas"].take();
                schema = json!({"$ref": format!("#/$defs/{component}"), "$defs": definitions});
            }
            schema
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

/// Values of a strategy, the same in each run.
fn generated<S: Strategy>(strategy: S, count: usize) -> Vec<S::Value> {
    let mut runner = TestRunner::deterministic();
    let mut generate = || strategy.new_tree(&mut runner).unwrap().current();
    (0..count).map(|_| generate()).collect()
}

fn examples() -> Vec<Asked> {
    let mut asked = Vec::new();
    for folder in ["valid", "invalid", "warnings", "beyond-schema", "responses"] {
        for entry in fs::read_dir(here("schemas/examples").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let file = path.file_name().unwrap().to_str().unwrap();
            let schema = match folder {
                "responses" => file.replace(".json", ".schema.json"),
                _ => super::file(DocumentType::CreateTaskRequest),
            };
            let text = fs::read_to_string(&path).unwrap();
            for revision in Revision::all() {
                let schema = Value::from(format!("{revision}/{schema}"));
                asked.push((schema, text.clone()));
            }
        }
    }
    asked
}

/// A document that is valid except for one member.
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
        "code" => (DocumentType::CreateTaskRequest, request.take()),
        "initial_url" => {
            return (
                of_root(DocumentType::SessionConfig),
                json!({member: value}).to_string(),
            );
        }
        "type" | "country_code" => {
            let proxy = json!({"active": true, member: value});
            return (of_root(DocumentType::AnchorProxy), proxy.to_string());
        }
        _ => (DocumentType::Task, task.take()),
    };
    document[member] = Value::from(value);
    (of_root(root), document.to_string())
}

/// Characters that some regex engine treats as the end of a line, or ignores.
const ENDINGS: &[&str] = &[
    "\n", "\r", "\r\n", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}", "\0", " ", "\u{a0}",
    "\u{feff}", "\u{200b}",
];

/// Values that are valid, but not with any of [`ENDINGS`] before or after them.
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

/// Numbers in different notations and at the limits of integers and doubles.
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

/// Whether a number of minutes is valid by the contract, and in the crate `jsonschema`, ajv and
/// Python. `None` means that the parser rejects it.
const ROUNDED: &[(&str, bool, [Option<bool>; 3])] = &[
    // Out of range by less than the precision of a double.
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
    // An integer, but not a double.
    ("1e400", false, [None, Some(false), Some(false)]),
    ("-1e400", false, [None, Some(false), Some(false)]),
    // Not integers until they are rounded to doubles.
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

/// Whether a value matches a format by the contract, and by the `format` of the crate `jsonschema`,
/// ajv-formats and Python, without the pattern beside it. With the pattern the engines agree on all
/// rows that are not marked.
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
    ("uri", "a:", true, [true, false, true]), // differs with the pattern too
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
    ), // differs with the pattern too
    (
        "date-time",
        "2017-01-01T00:59:60+01:00",
        true,
        [true, true, false],
    ), // differs with the pattern too
    (
        "date-time",
        "0000-01-01T00:00:00Z",
        true,
        [true, true, false],
    ), // differs with the pattern too
];

/// Whether a document contains a value on which the engines differ by the tables above.
fn is_disputed(document: &Value) -> bool {
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
        Value::Array(values) => values.iter().any(is_disputed),
        Value::Object(members) => members.values().any(is_disputed),
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
    for revision in Revision::all() {
        let request = of_revision(revision, DocumentType::CreateTaskRequest);
        for broken in generated(strategy::broken_request(revision), 500) {
            asked.push((request.clone(), broken.json));
        }
        for (root, document) in generated(mutated_documents(revision), 500) {
            asked.push((of_revision(revision, root), document.to_string()));
        }
    }
    for (member, value) in WHOLE {
        asked.push(with(member, value));
    }
    asked.retain(|(_, json)| {
        serde_json::from_str(json).is_ok_and(|document| !is_disputed(&document))
    });
    asked
}

#[track_caller]
fn assert_agrees(engine: Engine, asked: &[Asked]) {
    let by_rust = judged_by_rust(asked);
    for ((asked, rust), other) in asked.iter().zip(&by_rust).zip(engine(asked)) {
        assert_eq!(other, *rust, "{asked:?}");
    }
}

fn agrees_on_verdicts_and_places(engine: Engine) {
    assert_agrees(engine, &documents());
}

#[test]
fn documents_are_a_mixture_of_valid_and_invalid_ones() {
    let judged = judged_by_rust(&documents());
    let valid = judged.iter().filter(|j| j.asserted == Some(true)).count();
    assert!(judged.len() > 1500, "{}", judged.len());
    assert!(
        valid > 300 && valid < judged.len() - 300,
        "{valid} of {}",
        judged.len()
    );
}

fn rejects_line_breaks_around_patterns(engine: Engine) {
    let mut asked = Vec::new();
    for (member, value) in WHOLE {
        for ending in ENDINGS {
            asked.push(with(member, &format!("{value}{ending}")));
            asked.push(with(member, &format!("{ending}{value}")));
        }
    }
    for (asked, judged) in asked.iter().zip(engine(&asked)) {
        let verdicts = (judged.annotated, judged.asserted);
        assert_eq!(verdicts, (Some(false), Some(false)), "{asked:?}");
    }
    assert_agrees(engine, &asked);
}

#[track_caller]
fn assert_verdicts(engine: Engine, asked: &[Asked], expected: &[Option<bool>]) {
    assert_eq!(asked.len(), expected.len());
    for ((judged, expected), asked) in engine(asked).iter().zip(expected).zip(asked) {
        assert_eq!(judged.asserted, *expected, "{asked:?}");
    }
}

/// The column of an engine in the tables.
fn column(engine: Engine) -> usize {
    let engines: [Engine; 3] = [judged_by_rust, judged_by_ajv, judged_by_python];
    let is_same = |other: &Engine| std::ptr::fn_addr_eq(*other, engine);
    engines.iter().position(is_same).unwrap()
}

fn rounds_numbers_as_in_the_table(engine: Engine) {
    let session = |number: &str| {
        let json = format!(r#"{{"timeout":{{"max_duration":{number}}}}}"#);
        (of_root(DocumentType::SessionConfig), json)
    };
    let validator = anchorbrowser_schema::Validator::new();
    let mut asked = Vec::new();
    let mut expected = Vec::new();
    for number in NUMBERS {
        let question = session(number);
        let contract = validator
            .check_json_as(DocumentType::SessionConfig, &question.1)
            .is_valid();
        let row = ROUNDED.iter().find(|(rounded, ..)| rounded == number);
        if let Some((_, by_contract, _)) = row {
            assert_eq!(contract, *by_contract, "{number}");
        }
        expected.push(row.map_or(Some(contract), |(.., by)| by[column(engine)]));
        asked.push(question);
    }
    assert_verdicts(engine, &asked, &expected);
}

fn asserts_formats_as_in_the_table(engine: Engine) {
    let column = column(engine);
    let without_pattern = FORMATS.iter().map(|(format, value, ..)| {
        let schema = json!({"type": "string", "format": format});
        (schema, Value::from(*value).to_string())
    });
    let expected = FORMATS.iter().map(|(.., by)| Some(by[column]));
    assert_verdicts(
        engine,
        &without_pattern.collect::<Vec<_>>(),
        &expected.collect::<Vec<_>>(),
    );

    // With their patterns, formats only matter where an engine rejects a valid value.
    let members = FORMATS.iter().map(|(format, value, ..)| match *format {
        "uri" => with("initial_url", value),
        "uuid" => with("id", value),
        _ => with("createdAt", value),
    });
    let rows = FORMATS.iter();
    let expected = rows.map(|(.., contract, by)| Some(*contract && by[column]));
    assert_verdicts(
        engine,
        &members.collect::<Vec<_>>(),
        &expected.collect::<Vec<_>>(),
    );
}

/// The schemas of the OpenAPI document are made for generators of code. They must give the same
/// verdicts as the schemas for validators.
fn gives_the_same_verdicts_by_the_openapi_document(engine: Engine) {
    let mut asked = documents();
    asked.extend(proxies());
    let expected: Vec<_> = judged_by_rust(&asked).iter().map(|j| j.asserted).collect();
    for (schema, _) in &mut asked {
        let (revision, file) = schema.as_str().unwrap().split_once('/').unwrap();
        let root = DocumentType::all().find(|root| super::file(*root) == file);
        *schema = format!("{revision}/openapi.json#{}", root.unwrap()).into();
    }
    assert_verdicts(engine, &asked, &expected);
}

/// Proxies with all combinations of some types with other members.
fn proxies() -> Vec<Asked> {
    let types = [
        json!(null),
        json!(7),
        json!("custom"),
        json!("anchor_gov"),
        json!("anchor_proxy"),
        json!("unknown"),
    ];
    let others = [
        json!({"active": true}),
        json!({"active": "true"}),
        json!({"active": true, "country_code": "gb", "region": 7}),
        json!({"active": true, "country_code": "us", "region": "california", "city": "oakland"}),
        json!({"active": true, "server": "h:1", "username": "u", "password": "p"}),
        json!({"active": true, "server": "h:1", "username": "u"}),
        json!({"active": true, "server": "h:1", "username": "u", "password": "p", "city": "c"}),
        json!({"server": 7, "username": "u", "password": "p"}),
    ];
    let mut asked = Vec::new();
    for revision in Revision::all() {
        let schema = of_revision(revision, DocumentType::ProxyConfig);
        for other in &others {
            asked.push((schema.clone(), other.to_string()));
            for proxy_type in &types {
                let mut proxy = other.clone();
                proxy["type"] = proxy_type.clone();
                asked.push((schema.clone(), proxy.to_string()));
            }
        }
    }
    asked
}

/// Generates the tests: each property for all engines, and each comparison with the crate `jsonschema`
/// for the other engines.
macro_rules! tests {
    ($($property:ident),+; $($comparison:ident),+) => {
        mod rust {
            $(#[test]
            fn $property() {
                super::$property(super::judged_by_rust);
            })+
        }
        tests!(ajv, judged_by_ajv, "needs Node; run .ci/engines", $($property),+, $($comparison),+);
        tests!(python, judged_by_python, "needs Python; run .ci/engines", $($property),+, $($comparison),+);
    };
    ($engine:ident, $judge:ident, $reason:literal, $($property:ident),+) => {
        mod $engine {
            $(#[test]
            #[ignore = $reason]
            fn $property() {
                super::$property(super::$judge);
            })+
        }
    };
}

tests!(
    rejects_line_breaks_around_patterns,
    rounds_numbers_as_in_the_table,
    asserts_formats_as_in_the_table,
    gives_the_same_verdicts_by_the_openapi_document;
    agrees_on_verdicts_and_places
);

#[test]
#[ignore = "needs Node; run .ci/engines"]
fn an_editor_completes_and_shows_the_descriptions() {
    let printed = script("editor.mjs", &[&here("schemas/2025")], String::new()).stdout();
    assert_eq!(printed, "20 checks passed\n");
}
