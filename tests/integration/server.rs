//! What servers answer, and what they read by serde.

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

use crate::support::rules_at;

const BROKEN: &str = r#"{
  "name": "web scraper",
  "language": "typescript",
  "tags/1 %": [],
  "browserConfiguration": {"proxy": {"active": true, "type": "anchor_gov", "country_code": "gb"}}
}"#;

#[test]
fn problem_details_have_one_form() {
    let report = CreateTaskRequest::from_json(BROKEN).unwrap_err();
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
      "detail": "`/name` must match `^[a-zA-Z0-9_-]+$`, but its character 4 is ` `",
      "help": "use ASCII letters, digits, hyphens and underscores alone",
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
      "detail": "`/tags~11 %` is not a member that the API document names",
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
fn problem_details_can_be_told_otherwise() {
    let report = Validator::new()
        .max_violations(1)
        .check_json::<CreateTaskRequest>("{")
        .into_report();
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
            r#""detail":"the document is not JSON: expected a key in double quotes or `}`, found the end of the text","#,
            r#""params":{"expected":"a key in double quotes or `}`"}}],"omitted":0}"#,
        )
    );
    // Of a typed value there are no lines; what is not listed is counted.
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
fn the_apis_own_answer_has_one_form() {
    let report = CreateTaskRequest::from_json(BROKEN).unwrap_err();
    let answer = ErrorResponse::from(&report);
    assert_eq!(
        serde_json::to_value(&answer).unwrap(),
        json!({"error": {
            "code": 400,
            "message": "2 errors, 1 warning\n\
                error[pattern]: `/name` must match `^[a-zA-Z0-9_-]+$`, but its character 4 is ` `\n\
                warning[unknown-property]: `/tags~11 %` is not a member that the API document names\n\
                error[country-not-allowed]: `/browserConfiguration/proxy/country_code` must be a \
                country that `anchor_gov` offers, but is `gb`",
        }})
    );
    assert!(answer.check().is_empty());
    assert_eq!(ErrorResponse::from(report), answer);
}

/// A body with more than one document.
#[derive(Debug, Deserialize)]
struct Batch {
    tasks: Vec<Valid<CreateTaskRequest>>,
    session: Option<Valid<SessionConfig>>,
}

#[test]
fn the_error_of_a_body_tells_all_violations() {
    let error = serde_json::from_str::<Valid<CreateTaskRequest>>(BROKEN).unwrap_err();
    let report = CreateTaskRequest::from_json(BROKEN).unwrap_err();
    assert_eq!(error.to_string(), report.to_string());

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
        "1 error, 0 warnings\n\
         error[type]: the document must be an object, but is an array"
    );
}

/// The report on whatever a format's reader holds.
#[derive(Debug)]
struct Checked(Outcome<CreateTaskRequest>);

impl<'de> Deserialize<'de> for Checked {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Validator::new().check_deserializer(deserializer).map(Self)
    }
}

#[track_caller]
fn expect_rules(report: &Report, rows: &[[&str; 2]]) {
    assert_eq!(rules_at(report), rows);
    for violation in report.violations() {
        assert_eq!((violation.span(), violation.position()), (None, None));
    }
}

#[test]
fn values_are_checked_with_the_levels_that_were_set() {
    let value: Value = serde_json::from_str(BROKEN).unwrap();
    let validator = Validator::new()
        .deny(Rule::UnknownProperty)
        .allow(Rule::Pattern)
        .unwrap();
    let check = |value: &Value| validator.check_deserializer::<CreateTaskRequest, _>(value);
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
    assert_eq!(outcome.report().errors(), 2);
    assert_eq!(outcome.value().unwrap().name, "web scraper");
}

#[test]
fn repeated_keys_are_told_where_the_format_keeps_them() {
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
fn strings_stay_what_they_are() {
    let mut every: String = (0..=0x2ff).filter_map(char::from_u32).collect();
    every.push_str("\u{2028}\u{feff}\u{10ffff}🎉\"\\");
    for text in [&every, "", "\"", "\\", "a\"", "\0b", "\n\n"] {
        let value = json!({"name": "t", "language": "typescript", "description": text});
        let Checked(outcome) = serde_json::from_value(value).unwrap();
        assert_eq!(outcome.value().unwrap().description.as_deref(), Some(text));
    }
    let value = json!({"name": "t", "language": "typescript", every.clone(): 1});
    let Checked(outcome) = serde_json::from_value(value).unwrap();
    let pointer = format!("/{}", every.replace('~', "~0").replace('/', "~1"));
    expect_rules(outcome.report(), &[["unknown-property", &pointer]]);
}

fn check_timeout(minutes: impl Into<Value>) -> Outcome<Timeout> {
    let value = json!({"max_duration": minutes.into()});
    Validator::new().check_deserializer(&value).unwrap()
}

#[test]
fn numbers_stay_what_they_are() {
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

/// What `serde_json` rounds is judged as rounded; the text itself is judged exactly.
#[test]
fn doubles_lose_what_digits_tell() {
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
    for (digits, exact, rounded) in table {
        let json = format!(r#"{{"max_duration": {digits}}}"#);
        let validator = Validator::new();
        let of_text = validator.check_json::<Timeout>(&json);
        assert_eq!(rules_at(of_text.report()), exact, "{digits}");
        let mut deserializer = serde_json::Deserializer::from_str(&json);
        let read = validator.check_deserializer::<Timeout, _>(&mut deserializer);
        expect_rules(read.unwrap().report(), rounded);
    }
}

/// What formats hand on in other ways than `serde_json`.
#[derive(Clone, Copy)]
enum Handed {
    Some(i64),
    Newtype(i64),
    I128(i128),
    U128(u128),
}

impl<'de> Deserializer<'de> for Handed {
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

impl IntoDeserializer<'_, PlainError> for Handed {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[test]
fn what_is_wrapped_or_wide_stays_what_it_is() {
    let check = |minutes: Handed| {
        let timeout = MapDeserializer::new([("max_duration", minutes)].into_iter());
        Validator::new()
            .check_deserializer::<Timeout, _>(timeout)
            .unwrap()
    };
    for handed in [
        Handed::Some(20),
        Handed::Newtype(20),
        Handed::I128(20),
        Handed::U128(20),
    ] {
        assert_eq!(check(handed).value().unwrap().max_duration, Some(20));
    }
    for handed in [Handed::I128(i128::MIN), Handed::U128(u128::MAX)] {
        expect_rules(
            check(handed).report(),
            &[["integer-range", "/max_duration"]],
        );
    }
}

/// Numbers as `serde_json` hands them on with its feature `arbitrary_precision`: as objects, which
/// nothing but the name of this type tells from others.
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
    Validator::new().check_deserializer(timeout)
}

#[test]
fn digits_of_any_length_are_taken_as_a_number() {
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
            "invalid value: a number of other digits than those of JSON, expected a value that \
             JSON has a form for"
        );
    }
}

/// The bytes that a server hands on say what was judged.
#[test]
fn an_object_never_passes_for_a_number() {
    let json = r#"{"max_duration": {"$serde_json::private::Number": "20"}}"#;
    let rows = [["type", "/max_duration"]];
    assert_eq!(rules_at(&Timeout::from_json(json).unwrap_err()), rows);
    let error = serde_json::from_str::<Valid<Timeout>>(json).unwrap_err();
    let expected = "1 error, 0 warnings\n\
                    error[type]: `/max_duration` must be an integer, but is an object";
    assert!(error.to_string().starts_with(expected), "{error}");
    expect_rules(
        check_timeout(json!({"$serde_json::private::Number": "20"})).report(),
        &rows,
    );
}

/// A value that never ends is read until the limit is passed.
#[test]
fn a_limit_of_bytes_stops_the_reading() {
    let validator = Validator::new().max_input_bytes(10);
    let read = std::cell::Cell::new(0);
    let endless = std::iter::repeat_with(|| {
        read.set(read.get() + 1);
        assert!(read.get() < 100);
        7
    });
    let elements = SeqDeserializer::<_, PlainError>::new(endless);
    let outcome = validator.check_deserializer::<Timeout, _>(elements);
    let report = outcome.unwrap().into_valid().unwrap_err();
    expect_rules(&report, &[["syntax", ""]]);
    assert_eq!(
        report.violations()[0].message(),
        "the document must be no longer than the limit that was set, but is"
    );
    // `[7,7,7,7,7`
    assert_eq!(read.get(), 5);

    let check = |json: &str| {
        let value: Value = serde_json::from_str(json).unwrap();
        let of_text = validator.check_json::<Timeout>(json);
        let outcome = validator.check_deserializer::<Timeout, _>(&value).unwrap();
        assert_eq!(rules_at(outcome.report()), rules_at(of_text.report()));
        outcome.report().violations()[0].rule()
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

/// A request in CBOR with one member more.
fn cbor_with(key: impl Into<Cbor>, value: impl Into<Cbor>) -> Cbor {
    Cbor::Map(vec![
        ("name".into(), "t".into()),
        ("language".into(), "typescript".into()),
        (key.into(), value.into()),
    ])
}

#[test]
fn other_formats_are_judged_alike() {
    let session = Cbor::Map(vec![(
        "timeout".into(),
        Cbor::Map(vec![("max_duration".into(), 30.into())]),
    )]);
    let task: Valid<CreateTaskRequest> =
        read_cbor(&cbor_with("browserConfiguration", session)).unwrap();
    let session = SessionConfig::new().with_timeout(Timeout::new().with_max_duration(30));
    assert_eq!(*task, CreateTaskRequest::new("t").with_browser(session));

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
    for (key, value, rows) in table {
        let Checked(outcome) = read_cbor(&cbor_with(key, value)).unwrap();
        let mut told = rules_at(outcome.report());
        told.sort_unstable();
        assert_eq!(told, rows, "{key}");
    }
}

#[test]
fn what_json_has_no_form_for_is_refused() {
    let expected = "expected a value that JSON has a form for";
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
fn keys_are_strings() {
    let numbered = MapDeserializer::<_, PlainError>::new([(7, "x")].into_iter());
    let read = Validator::new().check_deserializer::<Timeout, _>(numbered);
    assert_eq!(
        read.unwrap_err().to_string(),
        "invalid type: integer `7`, expected a key that is a string"
    );
}

/// `levels` objects, each inside the one before; the document is the first.
fn nested(levels: usize) -> Value {
    let (mut inner, mut request) = (json!(1), json!({"name": "t", "language": "typescript"}));
    for _ in 1..levels {
        inner = json!({ "x": inner });
    }
    request["x"] = inner;
    request
}

#[test]
fn nesting_has_the_bound_of_texts() {
    let check = |levels| {
        let value = nested(levels);
        let Checked(outcome) = serde_json::from_value(value.clone()).unwrap();
        let of_text = Validator::new().check_json::<CreateTaskRequest>(value.to_string());
        assert_eq!(rules_at(outcome.report()), rules_at(of_text.report()));
        assert_eq!(outcome.value(), of_text.value());
        outcome
    };
    expect_rules(check(127).report(), &[["unknown-property", "/x"]]);
    // What is closed is no level any more.
    let wide = json!({"name": "t", "language": "typescript", "x": vec![json!([{}]); 200]});
    let Checked(outcome) = serde_json::from_value(wide).unwrap();
    expect_rules(outcome.report(), &[["unknown-property", "/x"]]);
    for levels in [128, 129, 200] {
        let outcome = check(levels);
        expect_rules(outcome.report(), &[["syntax", ""]]);
        assert_eq!(
            outcome.report().violations()[0].message(),
            "the document must be nested at most 127 levels deep, but goes deeper here"
        );
        let error = serde_json::from_value::<Valid<CreateTaskRequest>>(nested(levels));
        let error = error.unwrap_err().to_string();
        assert_eq!(error, outcome.report().to_string());
    }
}

#[test]
fn errors_of_the_format_are_its_own() {
    let error = serde_json::from_str::<Checked>(r#"{"name": "t","#).unwrap_err();
    assert!(error.is_eof());
    let error = serde_json::from_str::<Checked>(r#"{"x": 1e400}"#).unwrap_err();
    assert_eq!(error.to_string(), "number out of range at line 1 column 11");
    let pairs = MapDeserializer::<_, PlainError>::new([("name", "t")].into_iter());
    let outcome = Validator::new().check_deserializer::<CreateTaskRequest, _>(pairs);
    expect_rules(outcome.unwrap().report(), &[["required", "/language"]]);
}
