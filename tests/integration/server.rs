//! The server side: error responses, and checks through serde.

use anchorbrowser_schema::{
    CreateTaskRequest, ErrorResponse, Outcome, ProblemDetails, Report, Rule, SessionConfig,
    Timeout, Valid, Validate, Validator,
};
use ciborium::Value as Cbor;
use serde::Deserialize;
use serde::de::value::{
    Error as PlainError, MapAccessDeserializer, MapDeserializer, SeqDeserializer,
};
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Value, json};

use crate::support::{counts, rule_of, rules_at};

const INVALID: &str = r#"{
  "name": "web scraper",
  "language": "typescript",
  "tags/1 %": [],
  "browserConfiguration": {"proxy": {"active": true, "type": "anchor_gov", "country_code": "gb"}}
}"#;

#[test]
fn problem_details_have_this_json() {
    let report = CreateTaskRequest::from_json(INVALID).unwrap_err();
    let problem = serde_json::to_string_pretty(&ProblemDetails::from(report)).unwrap();
    let expected = r##"{
  "type": "https://docs.rs/anchorbrowser-schema/latest/anchorbrowser_schema/struct.ProblemDetails.html",
  "title": "The document is not valid",
  "status": 400,
  "detail": "2 errors, 1 warning: see `violations`",
  "violations": [
    {
      "rule": "pattern",
      "severity": "error",
      "pointer": "#/name",
      "line": 2,
      "column": 11,
      "detail": "`/name` must match `^[a-zA-Z0-9_-]+$`, but character 4 is ` `",
      "help": "use only ASCII letters, digits, hyphens and underscores",
      "params": {
        "pattern": "^[a-zA-Z0-9_-]+$",
        "index": 3,
        "character": " "
      }
    },
    {
      "rule": "unknown-property",
      "severity": "warning",
      "pointer": "#/tags~11%20%25",
      "line": 4,
      "column": 3,
      "detail": "`/tags~11 %` is not a member that the API document defines",
      "params": {
        "property": "tags/1 %"
      }
    },
    {
      "rule": "country-not-allowed",
      "severity": "error",
      "pointer": "#/browserConfiguration/proxy/country_code",
      "line": 5,
      "column": 92,
      "detail": "`/browserConfiguration/proxy/country_code` must be a country that `anchor_gov` offers, but is `gb`",
      "help": "choose another country, or a type that offers `gb`: `anchor_residential` or `anchor_mobile`",
      "params": {
        "country": "gb",
        "type": "anchor_gov",
        "offered_by": [
          "anchor_residential",
          "anchor_mobile"
        ]
      }
    }
  ],
  "omitted": 0
}"##;
    assert_eq!(problem, expected);
    assert_eq!(ProblemDetails::MEDIA_TYPE, "application/problem+json");
}

#[test]
fn problem_details_can_be_customized() {
    let report = Validator::new()
        .max_violations(1)
        .check_json::<CreateTaskRequest>("{");
    let problem = ProblemDetails::new(report.clone())
        .with_status(422)
        .with_type("about:blank", "Unprocessable Content")
        .with_instance("/v1/task#7");
    assert_eq!((problem.status(), problem.report()), (422, &report));
    assert_eq!(
        serde_json::to_string(&problem).unwrap(),
        concat!(
            r#"{"type":"about:blank","title":"Unprocessable Content","status":422,"#,
            r#""detail":"1 error, 0 warnings: see `violations`","instance":"/v1/task#7","#,
            r##""violations":[{"rule":"syntax","severity":"error","pointer":"#","##,
            r#""line":1,"column":2,"#,
            r#""detail":"the document is not JSON: expected a key in double quotes or `}`, found the end of the document","#,
            r#""help":"the `{` at line 1, column 1 is not closed","#,
            r#""params":{"expected":"a key in double quotes or `}`"}}],"omitted":0}"#,
        )
    );
    // A typed value has no lines and columns; violations that are not listed are counted.
    let report = Validator::new()
        .max_violations(1)
        .check(&CreateTaskRequest::new("").with_code("?"));
    let problem = serde_json::to_value(ProblemDetails::new(report)).unwrap();
    assert_eq!(problem["detail"], "3 errors, 0 warnings: see `violations`");
    assert_eq!(problem["omitted"], 2);
    let entry = problem["violations"][0].as_object().unwrap();
    assert!(!entry.contains_key("line") && !entry.contains_key("column"));
}

#[test]
fn error_responses_have_this_json() {
    let report = CreateTaskRequest::from_json(INVALID).unwrap_err();
    let response = ErrorResponse::from(&report);
    assert_eq!(
        serde_json::to_value(&response).unwrap(),
        json!({"error": {
            "code": 400,
            "message": "2 errors, 1 warning\n\
                error[pattern]: `/name` must match `^[a-zA-Z0-9_-]+$`, but character 4 is ` `\n\
                warning[unknown-property]: `/tags~11 %` is not a member that the API document defines\n\
                error[country-not-allowed]: `/browserConfiguration/proxy/country_code` must be a \
                country that `anchor_gov` offers, but is `gb`",
        }})
    );
    assert!(response.check().is_empty());
    assert_eq!(ErrorResponse::from(report), response);
}

/// A body with more than one document.
#[derive(Debug, Deserialize)]
struct Batch {
    tasks: Vec<Valid<CreateTaskRequest>>,
    session: Option<Valid<SessionConfig>>,
}

#[test]
fn the_error_of_deserializing_a_valid_value_lists_every_violation() {
    let error = serde_json::from_str::<Valid<CreateTaskRequest>>(INVALID).unwrap_err();
    let report = CreateTaskRequest::from_json(INVALID).unwrap_err();
    assert_eq!(error.to_string(), counts_last(&report));

    let batch: Batch = serde_json::from_value(json!({
        "tasks": [{"name": "s", "language": "typescript"}, {"name": "t", "language": "typescript"}],
        "session": {"timeout": {"max_duration": 30}},
    }))
    .unwrap();
    let names: Vec<&str> = batch.tasks.iter().map(|task| task.name.as_str()).collect();
    assert_eq!(names, ["s", "t"]);
    let session = SessionConfig::new().with_timeout(Timeout::new().with_max_duration(30));
    assert_eq!(*batch.session.unwrap(), session);
    let error = serde_json::from_value::<Batch>(json!({"tasks": [["t", "typescript"]]}));
    assert_eq!(
        error.unwrap_err().to_string(),
        "error[type]: the document must be an object, but is an array\n1 error, 0 warnings"
    );
    // The position that `serde_json` appends is the end of the value.
    let error = serde_json::from_str::<Batch>(r#"{"tasks": [{"name": "a b", "language": "x"}]}"#);
    assert_eq!(
        error.unwrap_err().to_string(),
        "error[pattern]: `/name` must match `^[a-zA-Z0-9_-]+$`, but character 2 is ` `\n\
         error[enum]: `/language` must be `typescript`, but is `x`\n\
         2 errors, 0 warnings at line 1 column 44"
    );
}

/// The text of a report, with the numbers of errors and warnings at its end.
fn counts_last(report: &Report) -> String {
    let report = report.to_string();
    let (counts, violations) = report.split_once('\n').unwrap();
    format!("{violations}\n{counts}")
}

/// A body of 7 KB, all of it keys that are not known.
fn hostile() -> String {
    let members: Vec<String> = (0..1000).map(|key| format!("\"{key:03x}\":0")).collect();
    format!("{{{}}}", members.join(","))
}

#[test]
fn responses_to_a_hostile_body_are_a_small_multiple_of_it() {
    let body = hostile();
    let report = CreateTaskRequest::from_json(&body).unwrap_err();
    assert_eq!(counts(&report), (2, 1000, 2));
    let problem = ProblemDetails::from(report.clone());
    let value = serde_json::to_value(&problem).unwrap();
    assert_eq!(value["violations"].as_array().unwrap().len(), 100);
    assert_eq!(value["omitted"], 902);
    // Errors are listed before warnings.
    let first: Vec<&Value> = (0..3)
        .map(|index| &value["violations"][index]["rule"])
        .collect();
    assert_eq!(first, ["required", "required", "unknown-property"]);
    let responses = [
        serde_json::to_string(&problem).unwrap(),
        serde_json::to_string(&ErrorResponse::from(&report)).unwrap(),
        serde_json::from_str::<Valid<CreateTaskRequest>>(&body)
            .unwrap_err()
            .to_string(),
    ];
    for response in responses {
        let length = response.len();
        assert!(length < 3 * body.len(), "{length} of {}", body.len());
    }

    // Many pointers share a long key.
    let inner = vec![r#"{"a":0,"a":0}"#; 250].join(",");
    let body = format!(r#"{{"{}":[{inner}]}}"#, "k".repeat(3500));
    let problem = ProblemDetails::from(CreateTaskRequest::from_json(&body).unwrap_err());
    let length = serde_json::to_string(&problem).unwrap().len();
    assert!(length < 4 * body.len(), "{length} of {}", body.len());
}

#[test]
fn debug_output_of_a_report_is_short() {
    let json = "{\n\"name\": \"a b\", \"language\": \"typescript\", \"x\": 1}";
    let report = CreateTaskRequest::from_json(json).unwrap_err();
    let expected = "1 error, 1 warning\n\
        error[pattern]: `/name` must match `^[a-zA-Z0-9_-]+$`, but character 2 is ` ` (line 2, column 9)\n\
        warning[unknown-property]: `/x` is not a member that the API document defines (line 2, column 42)";
    assert_eq!(format!("{report:?}"), expected);
    assert_eq!(format!("{report:#?}"), expected);
    let typed = CreateTaskRequest::new("").check();
    assert_eq!(format!("{typed:?}"), typed.to_string());

    let report = CreateTaskRequest::from_json(hostile()).unwrap_err();
    let debug = format!("{report:?}");
    assert_eq!(debug.lines().count(), 1 + 10 + 1);
    assert!(
        debug.contains("error[required]: `/language` is required"),
        "{debug}"
    );
    assert!(debug.ends_with("\n992 more not listed"), "{debug}");
    assert!(debug.len() < 1200, "{}", debug.len());
}

/// The outcome of checking whatever a deserializer holds.
#[derive(Debug)]
struct Checked(Outcome<CreateTaskRequest>);

impl<'de> Deserialize<'de> for Checked {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Validator::new().read_deserializer(deserializer).map(Self)
    }
}

#[track_caller]
fn expect_rules(report: &Report, expected: &[[&str; 2]]) {
    assert_eq!(rules_at(report), expected);
    for violation in report.violations() {
        assert_eq!((violation.span(), violation.position()), (None, None));
    }
}

#[test]
fn the_levels_of_the_validator_apply() {
    let value: Value = serde_json::from_str(INVALID).unwrap();
    let validator = Validator::new()
        .deny(Rule::UnknownProperty)
        .allow(Rule::Pattern)
        .unwrap();
    let check = |value: &Value| validator.read_deserializer::<CreateTaskRequest, _>(value);
    let outcome = check(&value).unwrap();
    expect_rules(
        outcome.report(),
        &[
            [
                "country-not-allowed",
                "/browserConfiguration/proxy/country_code",
            ],
            ["unknown-property", "/tags~11 %"],
        ],
    );
    assert_eq!(outcome.report().error_count(), 2);
    assert_eq!(outcome.value().unwrap().name, "web scraper");
}

#[test]
fn the_settings_of_the_validator_apply_to_its_seed() {
    let json = r#"[{"name": "t", "language": "typescript", "tags": []}]"#;
    // The settings, and the message of the error.
    let table = [
        (Validator::new(), None),
        (
            Validator::new().deny(Rule::UnknownProperty),
            Some(
                "error[unknown-property]: `/tags` is not a member that the API document defines\n\
                 1 error, 0 warnings",
            ),
        ),
        (
            Validator::new()
                .deny(Rule::UnknownProperty)
                .max_violations(0),
            Some("1 more not listed\n1 error, 0 warnings"),
        ),
        (
            Validator::new().max_input_bytes(10),
            Some(
                "error[syntax]: the document must not be longer than the limit, but is\n\
                 1 error, 0 warnings",
            ),
        ),
    ];
    for (validator, expected) in table {
        let elements: Vec<Value> = serde_json::from_str(json).unwrap();
        let read = validator
            .seed::<CreateTaskRequest>()
            .deserialize(&elements[0]);
        let error = read.map(drop).map_err(|error| error.to_string());
        assert_eq!(error.err().as_deref(), expected);
    }
    // A default error stays one where its rule was lowered.
    let lenient = Validator::new().allow(Rule::Pattern).unwrap();
    let task = json!({"name": "a b", "language": "typescript"});
    assert!(
        lenient
            .seed::<CreateTaskRequest>()
            .deserialize(task)
            .is_err()
    );
}

#[test]
fn duplicate_keys_are_reported_if_the_deserializer_yields_them() {
    let json = r#"{"name": 5, "name": "t", "language": "typescript", "x": {"k": 1, "k": 2}}"#;
    let Checked(outcome) = serde_json::from_str(json).unwrap();
    let rows = [
        ["duplicate-key", "/name"],
        ["unknown-property", "/x"],
        ["duplicate-key", "/x/k"],
    ];
    expect_rules(outcome.report(), &rows);
    assert_eq!(outcome.value().unwrap().name, "t");
}

#[test]
fn strings_are_preserved() {
    let mut every_character: String = (0..=0x2ff).filter_map(char::from_u32).collect();
    every_character.push_str("\u{2028}\u{feff}\u{10ffff}🎉\"\\");
    for string in [&every_character, "", "\"", "\\", "a\"", "\0b", "\n\n"] {
        let value = json!({"name": "t", "language": "typescript", "description": string});
        let Checked(outcome) = serde_json::from_value(value).unwrap();
        assert_eq!(
            outcome.value().unwrap().description.as_deref(),
            Some(string)
        );
    }
    let value = json!({"name": "t", "language": "typescript", every_character.clone(): 1});
    let Checked(outcome) = serde_json::from_value(value).unwrap();
    let pointer = format!("/{}", every_character.replace('~', "~0").replace('/', "~1"));
    expect_rules(outcome.report(), &[["unknown-property", &pointer]]);
}

fn check_timeout(minutes: impl Into<Value>) -> Outcome<Timeout> {
    let value = json!({"max_duration": minutes.into()});
    Validator::new().read_deserializer(&value).unwrap()
}

#[test]
fn numbers_are_preserved() {
    for minutes in [-1, 1, 20, i64::MAX, i64::MIN + 1] {
        let outcome = check_timeout(minutes);
        assert_eq!(outcome.value().unwrap().max_duration, Some(minutes));
    }
    for (minutes, expected) in [(20.0, 20), (-1.0, -1), (1e18, 1_000_000_000_000_000_000)] {
        let outcome = check_timeout(minutes);
        assert_eq!(outcome.value().unwrap().max_duration, Some(expected));
    }
    let rows = |rule| [[rule, "/max_duration"]];
    expect_rules(check_timeout(20.5).report(), &rows("type"));
    expect_rules(check_timeout(1e-300).report(), &rows("type"));
    expect_rules(check_timeout(u64::MAX).report(), &rows("integer-range"));
    expect_rules(check_timeout(1e300).report(), &rows("integer-range"));
    expect_rules(check_timeout(-0.0).report(), &rows("timeout-value"));
}

/// `serde_json::Value` rounds numbers to doubles before the check. The deserializers of `serde_json`
/// are checked as exactly as JSON text, unless the size of the input is limited.
#[test]
fn numbers_are_checked_as_the_deserializer_rounds_them() {
    type Rows = &'static [[&'static str; 2]];
    let table: [(&str, Rows, Rows); 3] = [
        (
            "1e-400",
            &[["type", "/max_duration"]],
            &[["timeout-value", "/max_duration"]],
        ),
        (
            "1.00000000000000000000001",
            &[["type", "/max_duration"]],
            &[],
        ),
        (
            "9223372036854775807.0",
            &[],
            &[["integer-range", "/max_duration"]],
        ),
    ];
    for (number, exact, rounded) in table {
        let json = format!(r#"{{"max_duration": {number}}}"#);
        let validator = Validator::new();
        let of_json = validator.read_json::<Timeout>(&json);
        assert_eq!(rules_at(of_json.report()), exact, "{number}");
        let mut deserializer = serde_json::Deserializer::from_str(&json);
        let read = validator.read_deserializer::<Timeout, _>(&mut deserializer);
        expect_rules(read.unwrap().report(), exact);
        let value: Value = serde_json::from_str(&json).unwrap();
        let read = validator.read_deserializer::<Timeout, _>(&value);
        expect_rules(read.unwrap().report(), rounded);
        let limited = Validator::new().max_input_bytes(1000);
        let mut deserializer = serde_json::Deserializer::from_str(&json);
        let read = limited.read_deserializer::<Timeout, _>(&mut deserializer);
        expect_rules(read.unwrap().report(), rounded);
    }
}

/// Integers as other formats than `serde_json` pass them to a visitor.
#[derive(Clone, Copy)]
enum PassedInteger {
    Some(i64),
    Newtype(i64),
    I128(i128),
    U128(u128),
}

impl<'de> Deserializer<'de> for PassedInteger {
    type Error = PlainError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PlainError> {
        match self {
            Self::Some(value) => visitor.visit_some(value.into_deserializer()),
            Self::Newtype(value) => visitor.visit_newtype_struct(value.into_deserializer()),
            Self::I128(value) => visitor.visit_i128(value),
            Self::U128(value) => visitor.visit_u128(value),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, PlainError> for PassedInteger {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[test]
fn options_newtypes_and_128_bit_integers_are_accepted() {
    let check = |minutes: PassedInteger| {
        let timeout = MapDeserializer::new([("max_duration", minutes)].into_iter());
        Validator::new()
            .read_deserializer::<Timeout, _>(timeout)
            .unwrap()
    };
    for minutes in [
        PassedInteger::Some(20),
        PassedInteger::Newtype(20),
        PassedInteger::I128(20),
        PassedInteger::U128(20),
    ] {
        assert_eq!(check(minutes).value().unwrap().max_duration, Some(20));
    }
    for minutes in [
        PassedInteger::I128(i128::MIN),
        PassedInteger::U128(u128::MAX),
    ] {
        expect_rules(
            check(minutes).report(),
            &[["integer-range", "/max_duration"]],
        );
    }
}

/// A number as `serde_json` passes it with its feature `arbitrary_precision`: as an object that is
/// recognized by the name of this type.
struct NumberDeserializer(Option<String>);

impl<'de> MapAccess<'de> for NumberDeserializer {
    type Error = PlainError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, PlainError> {
        let key = "$serde_json::private::Number".into_deserializer();
        self.0.as_ref().map(|_| seed.deserialize(key)).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, PlainError> {
        seed.deserialize(self.0.take().unwrap().into_deserializer())
    }
}

fn check_digits(digits: &str) -> Result<Outcome<Timeout>, PlainError> {
    let number = MapAccessDeserializer::new(NumberDeserializer(Some(digits.to_owned())));
    let timeout = MapDeserializer::new([("max_duration", number)].into_iter());
    Validator::new().read_deserializer(timeout)
}

#[test]
fn numbers_of_arbitrary_precision_are_accepted() {
    for digits in ["20", "2e1", "20.0"] {
        let outcome = check_digits(digits).unwrap();
        assert_eq!(outcome.value().unwrap().max_duration, Some(20));
    }
    let rows = |rule| [[rule, "/max_duration"]];
    expect_rules(
        check_digits("1e400").unwrap().report(),
        &rows("integer-range"),
    );
    expect_rules(
        check_digits("1.00000000000000000000001").unwrap().report(),
        &rows("type"),
    );
    for digits in ["", "20,\"a\":1", "NaN", "20 ", "\"", "+1", "01"] {
        assert_eq!(
            check_digits(digits).unwrap_err().to_string(),
            "invalid value: a number that is not valid in JSON, expected a value that JSON can \
             represent"
        );
    }
}

/// `serde_json` passes numbers of arbitrary precision as objects of this form. In a document, it is an
/// object like any other: a server may forward the body.
#[test]
fn an_object_is_not_a_number_of_arbitrary_precision() {
    let json = r#"{"max_duration": {"$serde_json::private::Number": "20"}}"#;
    let rows = [["type", "/max_duration"]];
    assert_eq!(rules_at(&Timeout::from_json(json).unwrap_err()), rows);
    let error = serde_json::from_str::<Valid<Timeout>>(json).unwrap_err();
    assert_eq!(
        error.to_string(),
        "error[type]: `/max_duration` must be an integer, but is an object\n1 error, 0 warnings"
    );
    expect_rules(
        check_timeout(json!({"$serde_json::private::Number": "20"})).report(),
        &rows,
    );
}

#[test]
fn an_endless_value_is_read_only_up_to_the_input_limit() {
    let validator = Validator::new().max_input_bytes(10);
    let read = std::cell::Cell::new(0);
    let endless = std::iter::repeat_with(|| {
        read.set(read.get() + 1);
        assert!(read.get() < 100);
        7
    });
    let elements = SeqDeserializer::<_, PlainError>::new(endless);
    let outcome = validator.read_deserializer::<Timeout, _>(elements);
    let report = outcome.unwrap().into_valid().unwrap_err();
    expect_rules(&report, &[["syntax", ""]]);
    assert_eq!(
        report.violations()[0].message(),
        "the document must not be longer than the limit, but is"
    );
    // `[7,7,7,7,7`
    assert_eq!(read.get(), 5);

    let check = |json: &str| {
        let value: Value = serde_json::from_str(json).unwrap();
        let of_json = validator.read_json::<Timeout>(json);
        let outcome = validator.read_deserializer::<Timeout, _>(&value).unwrap();
        assert_eq!(rules_at(outcome.report()), rules_at(of_json.report()));
        rule_of(&outcome.report().violations()[0])
    };
    for fitting in ["[0,1,2,34]", "[0,[1,23]]", r#"{"a":"bc"}"#] {
        assert_ne!(check(fitting), Rule::Syntax, "{fitting}");
    }
    for too_long in ["[0,1,2,345]", "[0,[1,234]]", r#"{"a":"bcd"}"#] {
        assert_eq!(check(too_long), Rule::Syntax, "{too_long}");
    }
}

fn read_cbor<T: for<'de> Deserialize<'de>>(value: &Cbor) -> Result<T, String> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    ciborium::from_reader(&bytes[..]).map_err(|error| match error {
        ciborium::de::Error::Semantic(_, message) => message,
        other => panic!("{other:?}"),
    })
}

/// A CBOR request with one more member.
fn cbor_with(key: impl Into<Cbor>, value: impl Into<Cbor>) -> Cbor {
    Cbor::Map(vec![
        ("name".into(), "t".into()),
        ("language".into(), "typescript".into()),
        (key.into(), value.into()),
    ])
}

#[test]
fn other_formats_are_checked_by_the_same_rules() {
    let session = Cbor::Map(vec![(
        "timeout".into(),
        Cbor::Map(vec![("max_duration".into(), 30.into())]),
    )]);
    let task: Valid<CreateTaskRequest> =
        read_cbor(&cbor_with("browserConfiguration", session)).unwrap();
    let session = SessionConfig::new().with_timeout(Timeout::new().with_max_duration(30));
    assert_eq!(
        *task,
        CreateTaskRequest::new("t").with_browser_configuration(session)
    );

    let table: [(&str, Cbor, &[[&str; 2]]); 5] = [
        (
            "name",
            5.into(),
            &[["duplicate-key", "/name"], ["type", "/name"]],
        ),
        ("description", Cbor::Null, &[["type", "/description"]]),
        ("code", true.into(), &[["type", "/code"]]),
        ("code", 1.5.into(), &[["type", "/code"]]),
        (
            "tags",
            Cbor::Array(vec![]),
            &[["unknown-property", "/tags"]],
        ),
    ];
    for (key, value, expected) in table {
        let Checked(outcome) = read_cbor(&cbor_with(key, value)).unwrap();
        let mut rules = rules_at(outcome.report());
        rules.sort_unstable();
        assert_eq!(rules, expected, "{key}");
    }
}

#[test]
fn values_without_a_json_form_are_rejected() {
    let expected = "expected a value that JSON can represent";
    let table = [
        (
            cbor_with("x", f64::NAN),
            format!("invalid value: a number that is not finite, {expected}"),
        ),
        (
            cbor_with("x", f64::NEG_INFINITY),
            format!("invalid value: a number that is not finite, {expected}"),
        ),
        (
            cbor_with("code", Cbor::Bytes(b"hunter2".to_vec())),
            format!("invalid type: byte array, {expected}"),
        ),
        (
            cbor_with(7, "x"),
            "invalid type: integer `7`, expected str".to_owned(),
        ),
    ];
    for (value, message) in table {
        assert_eq!(read_cbor::<Checked>(&value).unwrap_err(), message);
        let valid = read_cbor::<Valid<CreateTaskRequest>>(&value);
        assert_eq!(valid.unwrap_err(), message);
    }
}

#[test]
fn keys_that_are_not_strings_are_rejected() {
    let numbered = MapDeserializer::<_, PlainError>::new([(7, "x")].into_iter());
    let result = Validator::new().read_deserializer::<Timeout, _>(numbered);
    assert_eq!(
        result.unwrap_err().to_string(),
        "invalid type: integer `7`, expected a key that is a string"
    );
}

/// A document of `levels` nested objects.
fn nested(levels: usize) -> Value {
    let (mut inner, mut request) = (json!(1), json!({"name": "t", "language": "typescript"}));
    for _ in 1..levels {
        inner = json!({ "x": inner });
    }
    request["x"] = inner;
    request
}

#[test]
fn nesting_is_limited_as_in_json_text() {
    let check = |levels| {
        let value = nested(levels);
        let Checked(outcome) = serde_json::from_value(value.clone()).unwrap();
        let of_json = Validator::new().read_json::<CreateTaskRequest>(value.to_string());
        assert_eq!(rules_at(outcome.report()), rules_at(of_json.report()));
        assert_eq!(outcome.value(), of_json.value());
        outcome
    };
    expect_rules(check(127).report(), &[["unknown-property", "/x"]]);
    // Siblings do not add levels.
    let wide = json!({"name": "t", "language": "typescript", "x": vec![json!([{}]); 200]});
    let Checked(outcome) = serde_json::from_value(wide).unwrap();
    expect_rules(outcome.report(), &[["unknown-property", "/x"]]);
    for levels in [128, 129, 200] {
        let outcome = check(levels);
        expect_rules(outcome.report(), &[["syntax", ""]]);
        assert_eq!(
            outcome.report().violations()[0].message(),
            "the document must be nested at most 127 levels deep, but is nested deeper here"
        );
        let error = serde_json::from_value::<Valid<CreateTaskRequest>>(nested(levels));
        let error = error.unwrap_err().to_string();
        assert_eq!(error, counts_last(outcome.report()));
    }
}

#[test]
fn errors_of_the_deserializer_are_passed_on() {
    let error = serde_json::from_str::<Checked>(r#"{"name": "t","#).unwrap_err();
    assert!(error.is_eof());
    let validator = Validator::new().max_input_bytes(1 << 20);
    let mut deserializer = serde_json::Deserializer::from_str(r#"{"x": 1e400}"#);
    let error = validator.read_deserializer::<CreateTaskRequest, _>(&mut deserializer);
    assert_eq!(
        error.unwrap_err().to_string(),
        "number out of range at line 1 column 11"
    );
    let pairs = MapDeserializer::<_, PlainError>::new([("name", "t")].into_iter());
    let outcome = Validator::new().read_deserializer::<CreateTaskRequest, _>(pairs);
    expect_rules(outcome.unwrap().report(), &[["required", "/language"]]);
}
