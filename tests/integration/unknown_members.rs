//! Unknown members: typed values keep them exactly, and write them again after the known ones.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::fmt::Debug;
use std::hash::{Hash, Hasher};

use anchorbrowser_schema::{
    AnchorProxy, ApiError, CreateTaskRequest, CustomProxy, ErrorResponse, LiveView, Object,
    ProxyConfig, Recording, SessionConfig, Task, TaskResponse, Timeout, Valid, Validate, Validator,
};
use ciborium::Value as Cbor;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::support::{pointers, rules_at};

trait Kept: Object + Serialize + DeserializeOwned + Clone + Debug + Eq + Hash {}

impl<T: Object + Serialize + DeserializeOwned + Clone + Debug + Eq + Hash> Kept for T {}

/// Unknown members that are kept as they are: numbers that no double holds, numbers and strings in
/// an unusual spelling, and members in no particular order.
const EXACT: &str = r#""z":{"b":[1e400,2.50,-0,1E+2,123456789012345678901234567890],"a":null},"":"\u00e9\/","B":[true,[],{}]"#;

/// The same as [`EXACT`], with whitespace, and with keys that occur again inside the values.
const WITH_DUPLICATES: &str = r#""z" : { "a": 1, "b": [ 1e400,2.50, -0,1E+2 ,123456789012345678901234567890],
    "a": {"x": 0}, "a": null } , "": "\u00e9\/" ,"B":[ true , [ ],{ }]"#;

/// Unknown members with values that every self-describing format has.
const PLAIN: &str = r#""B":[true,null,[],{}],"z":{"a":-1,"b":"é"}"#;

/// Calls a function for each object with a document, in which `@` is in place of unknown members,
/// and with the document as it is written.
macro_rules! for_each_object {
    ($check:ident) => {
        $check::<CreateTaskRequest>(
            r#"{"language":"typescript",@,"name":"t"}"#,
            r#"{"name":"t","language":"typescript",@}"#,
        );
        $check::<SessionConfig>(
            r#"{@,"timeout":{},"recording":{}}"#,
            r#"{"recording":{},"timeout":{},@}"#,
        );
        $check::<Recording>(r#"{@,"active":false}"#, r#"{"active":false,@}"#);
        $check::<Timeout>(
            r#"{"idle_timeout":1,@,"max_duration":2.0}"#,
            r#"{"max_duration":2,"idle_timeout":1,@}"#,
        );
        $check::<LiveView>(r"{@}", r"{@}");
        $check::<AnchorProxy>(
            r#"{"server":"h",@,"active":true}"#,
            r#"{"active":true,"server":"h",@}"#,
        );
        $check::<ProxyConfig>(
            r#"{"server":"h",@,"active":true}"#,
            r#"{"active":true,"server":"h",@}"#,
        );
        $check::<CustomProxy>(
            r#"{"active":true,"city":"c",@,"password":"p","username":"u","server":"h:1","type":"custom"}"#,
            r#"{"type":"custom","server":"h:1","username":"u","password":"p","active":true,"city":"c",@}"#,
        );
        $check::<ProxyConfig>(
            r#"{"active":true,"city":"c",@,"password":"p","username":"u","server":"h:1","type":"custom"}"#,
            r#"{"type":"custom","server":"h:1","username":"u","password":"p","active":true,"city":"c",@}"#,
        );
        $check::<Task>(
            r#"{"id":"3c90c3cc-0d44-4b50-8888-8dd25736052a",@,"name":"t","teamId":"7c9e6679-7425-40de-944b-e07fc1f90ae7","latestVersion":"1","code":"","language":"typescript","deleted":false,"createdAt":"2025-03-01T09:30:00Z","updatedAt":"2025-03-02T09:30:00Z"}"#,
            r#"{"id":"3c90c3cc-0d44-4b50-8888-8dd25736052a","name":"t","teamId":"7c9e6679-7425-40de-944b-e07fc1f90ae7","latestVersion":"1","code":"","language":"typescript","deleted":false,"createdAt":"2025-03-01T09:30:00Z","updatedAt":"2025-03-02T09:30:00Z",@}"#,
        );
        $check::<TaskResponse>(r"{@}", r"{@}");
        $check::<ErrorResponse>(r#"{@,"error":{}}"#, r#"{"error":{},@}"#);
        $check::<ApiError>(
            r#"{"message":"m",@,"code":1}"#,
            r#"{"code":1,"message":"m",@}"#,
        );
    };
}

fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

fn from_str<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// The value that is read from JSON text, in every way that reads text.
#[track_caller]
fn read_text<T: Kept>(json: &str) -> T {
    let read: T = from_str(json);
    let others: [T; 4] = [
        serde_json::from_slice(json.as_bytes()).unwrap(),
        serde_json::from_reader(json.as_bytes()).unwrap(),
        Validator::new().read_json(json).into_parts().0.unwrap(),
        Validator::new()
            .read_deserializer(&mut serde_json::Deserializer::from_str(json))
            .unwrap()
            .into_parts()
            .0
            .unwrap(),
    ];
    for other in others {
        assert_eq!(other, read, "{json}");
        assert_eq!(to_json(&other), to_json(&read));
    }
    read
}

#[test]
fn unknown_members_are_kept_exactly_and_written_after_the_known_ones() {
    fn check<T: Kept>(read: &str, written: &str) {
        let (json, written) = (read.replace('@', EXACT), written.replace('@', EXACT));
        let value: T = read_text(&json);
        assert_eq!(to_json(&value), written);
        assert_eq!(to_json(&*T::from_json(&json).unwrap()), written);
        assert_eq!(from_str::<T>(&written), value);
        assert_eq!(*T::from_json(&written).unwrap(), value);
        let names: Vec<&str> = value
            .unknown_members()
            .iter()
            .map(|(name, _)| name)
            .collect();
        assert!(names.ends_with(&["z", "", "B"]), "{names:?}");
        assert_eq!(value.unknown_members().get(""), Some(r#""\u00e9\/""#));
        assert_eq!(value.unknown_members().get("x"), None);
        // Without an unknown member the value is another one.
        let mut other = value.clone();
        assert_eq!(
            other.remove_unknown_member("B").as_deref(),
            Some("[true,[],{}]")
        );
        assert_ne!(other, value);
    }
    for_each_object!(check);
}

#[test]
fn of_keys_that_occur_again_the_last_value_is_kept() {
    fn check<T: Kept>(read: &str, written: &str) {
        let json = read.replace('@', WITH_DUPLICATES);
        let value: T = read_text(&json);
        assert_eq!(to_json(&value), written.replace('@', EXACT));
    }
    for_each_object!(check);
}

#[test]
fn superseded_members_are_not_kept() {
    let request = |members: &str| format!(r#"{{"name":"t","language":"typescript",{members}}}"#);
    let table = [
        (r#""x":1,"y":2,"x":3"#, r#""y":2,"x":3"#),
        (r#""x":1,"\u0078":{"a":1},"x":[]"#, r#""x":[]"#),
        (
            r#""browserConfiguration":{"a":1,"live_view":{"b":2}},"browserConfiguration":{"c":3}"#,
            r#""browserConfiguration":{"c":3}"#,
        ),
        (
            r#""browserConfiguration":{"live_view":{"b":2},"live_view":{"read_only":true}}"#,
            r#""browserConfiguration":{"live_view":{"read_only":true}}"#,
        ),
    ];
    for (read, written) in table {
        let task: CreateTaskRequest = read_text(&request(read));
        assert_eq!(to_json(&task), request(written));
    }
}

#[test]
fn members_that_only_another_kind_of_proxy_has_are_unknown() {
    let anchor = r#"{"active":true,"server":{"a":1.0},"username":"u","password":1e400,"x":1}"#;
    let proxy: AnchorProxy = read_text(anchor);
    assert_eq!(to_json(&proxy), anchor);
    let names: Vec<&str> = proxy
        .unknown_members()
        .iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["server", "username", "password", "x"]);
    let custom = r#"{"type":"custom","server":"h:1","username":"u","password":"p","active":true,"x":1,"city":{"a":1.0},"region":1e400,"country_code":null}"#;
    let proxy: ProxyConfig = read_text(custom);
    assert_eq!(to_json(&proxy), custom);
    // The type may come last, and may occur again.
    let late = r#"{"country_code":5,"active":true,"type":"anchor_gov","server":"h:1","username":"u","password":"p","type":"custom"}"#;
    let proxy: ProxyConfig = read_text(late);
    assert_eq!(
        to_json(&proxy),
        r#"{"type":"custom","server":"h:1","username":"u","password":"p","active":true,"country_code":5}"#
    );
}

#[test]
fn unknown_members_are_kept_at_every_level() {
    let json = r#"{"data":{"id":"3c90c3cc-0d44-4b50-8888-8dd25736052a","name":"t","teamId":"7c9e6679-7425-40de-944b-e07fc1f90ae7","latestVersion":"1","code":"","language":"typescript","browserConfiguration":{"recording":{"active":true,"x":1.10},"proxy":{"active":true,"x":1.20},"timeout":{"max_duration":20,"x":1.30},"live_view":{"x":1.40},"x":1.50},"deleted":false,"createdAt":"2025-03-01T09:30:00Z","updatedAt":"2025-03-02T09:30:00Z","x":1.60},"x":1.70}"#;
    let response: TaskResponse = read_text(json);
    assert_eq!(to_json(&response), json);
    assert_eq!(to_json(&*TaskResponse::from_json(json).unwrap()), json);
    let expected = [
        "/data/browserConfiguration/recording/x",
        "/data/browserConfiguration/proxy/x",
        "/data/browserConfiguration/timeout/x",
        "/data/browserConfiguration/live_view/x",
        "/data/browserConfiguration/x",
        "/data/x",
        "/x",
    ];
    let report = response.check();
    assert_eq!(pointers(&report), expected);
    assert_eq!(
        rules_at(&report),
        expected.map(|pointer| ["unknown-property", pointer])
    );
    let in_text = Validator::new().check_json::<TaskResponse>(json);
    let (mut sorted, mut expected) = (pointers(&in_text), expected);
    sorted.sort_unstable();
    expected.sort_unstable();
    assert_eq!(sorted, expected);
}

#[test]
fn typed_values_report_unknown_members_after_the_known_ones_of_their_object() {
    let json = r#"{"x":1,"nmae":2,"name":"a b","language":"typescript","browserConfiguration":{"y":3,"timeout":{"max_duration":0}},"code":""}"#;
    let task: CreateTaskRequest = read_text(json);
    let report = task.check();
    assert_eq!(
        rules_at(&report),
        [
            ["pattern", "/name"],
            ["empty-code", "/code"],
            [
                "timeout-value",
                "/browserConfiguration/timeout/max_duration"
            ],
            ["unknown-property", "/browserConfiguration/y"],
            ["unknown-property", "/x"],
            ["unknown-property", "/nmae"],
        ]
    );
    let helps: Vec<_> = report.violations()[3..]
        .iter()
        .map(anchorbrowser_schema::Violation::help)
        .collect();
    assert_eq!(helps, [None, None, Some("did you mean `name`?".into())]);
    assert!(task.is_valid() == report.is_valid());
}

#[test]
fn a_value_keeps_what_a_format_holds() {
    fn check<T: Kept>(read: &str, written: &str) {
        let (json, written) = (read.replace('@', PLAIN), written.replace('@', PLAIN));
        let tree: Value = from_str(&json);
        let expected: T = from_str(&json);
        let from_value: T = serde_json::from_value(tree.clone()).unwrap();
        assert_eq!(from_value, expected, "{json}");
        assert_eq!(to_json(&expected), written);
        let written: Value = from_str(&written);
        assert_eq!(serde_json::to_value(&expected).unwrap(), written);

        let mut bytes = Vec::new();
        ciborium::into_writer(&expected, &mut bytes).unwrap();
        let from_cbor: T = ciborium::from_reader(&bytes[..]).unwrap();
        assert_eq!(from_cbor, expected, "{json}");
        let as_cbor: Cbor = ciborium::from_reader(&bytes[..]).unwrap();
        assert_eq!(as_cbor.deserialized::<Value>().unwrap(), written);
        let valid: Valid<T> = as_cbor.deserialized().unwrap();
        assert_eq!(*valid, expected, "{json}");
    }
    for_each_object!(check);
}

#[test]
fn numbers_are_as_exact_as_the_format() {
    // The number in the text, after `serde_json::Value`, and after CBOR.
    let table = [
        ("2.50", "2.5e0", "2.5e0"),
        ("1e2", "1e2", "1e2"),
        ("-0", "-0e0", "-0e0"),
        ("-7", "-7", "-7"),
        (
            "18446744073709551615",
            "18446744073709551615",
            "18446744073709551615",
        ),
        (
            "18446744073709551616",
            "1.8446744073709552e19",
            "1.8446744073709552e19",
        ),
    ];
    for (number, after_value, after_cbor) in table {
        let json = format!(r#"{{"x":{number}}}"#);
        let view: LiveView = read_text(&json);
        assert_eq!(view.unknown_members().get("x"), Some(number));
        let tree: Value = from_str(&json);
        let view_of_tree: LiveView = serde_json::from_value(tree).unwrap();
        let kept = view_of_tree.unknown_members().get("x").unwrap();
        let double = |number: &str| number.parse::<f64>().unwrap();
        assert_eq!(
            double(kept).partial_cmp(&double(after_value)),
            Some(Ordering::Equal),
            "{number}: {kept}"
        );
        let mut bytes = Vec::new();
        ciborium::into_writer(&view, &mut bytes).unwrap();
        let view_of_cbor: LiveView = ciborium::from_reader(&bytes[..]).unwrap();
        let kept = view_of_cbor.unknown_members().get("x").unwrap();
        assert_eq!(
            double(kept).partial_cmp(&double(after_cbor)),
            Some(Ordering::Equal),
            "{number}: {kept}"
        );
    }
}

#[test]
fn a_number_that_the_format_cannot_hold_is_an_error() {
    let message = "an unknown member has a number that this format cannot represent";
    for json in [r#"{"x":1e400}"#, r#"{"x":[{"y":-1e400}]}"#] {
        let session: SessionConfig = read_text(&format!(r#"{{"live_view":{json}}}"#));
        let error = ciborium::into_writer(&session, Vec::new()).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
        let error = serde_json::to_value(&session).unwrap_err();
        assert!(error.to_string().contains("number out of range"), "{error}");
        // JSON text holds it.
        assert_eq!(to_json(&session), format!(r#"{{"live_view":{json}}}"#));
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn equality_and_hash_ignore_order_and_spelling_but_not_the_text_of_numbers() {
    let table = [
        (
            r#"{"a":1,"b":[2,{"c":3,"d":4}]}"#,
            r#"{"b":[2,{"d":4,"c":3}],"a":1}"#,
            true,
        ),
        (r#"{"a":"é/"}"#, r#"{"\u0061":"\u00E9\/"}"#, true),
        (r#"{"a": [ 1 , 2 ]}"#, r#"{"a":[1,2]}"#, true),
        (r#"{"a":1,"a":2}"#, r#"{"a":2}"#, true),
        (r#"{"a":{"b":1,"b":2}}"#, r#"{"a":{"b":2}}"#, true),
        (r#"{"a":[1,2]}"#, r#"{"a":[2,1]}"#, false),
        (r#"{"a":1}"#, r#"{"a":1.0}"#, false),
        (r#"{"a":2.5}"#, r#"{"a":2.50}"#, false),
        (r#"{"a":1e2}"#, r#"{"a":1E2}"#, false),
        (r#"{"a":[0]}"#, r#"{"a":[-0]}"#, false),
        (r#"{"a":"1"}"#, r#"{"a":1}"#, false),
        (r#"{"a":null}"#, "{}", false),
        (r#"{"a":1}"#, r#"{"b":1}"#, false),
        (r#"{"a":1}"#, r#"{"a":1,"b":1}"#, false),
    ];
    for (one, other, is_equal) in table {
        let (one, other): (LiveView, LiveView) = (read_text(one), read_text(other));
        assert_eq!(one == other, is_equal, "{one:?} {other:?}");
        assert_eq!(one.unknown_members() == other.unknown_members(), is_equal);
        assert_eq!(hash(&one) == hash(&other), is_equal);
        assert_eq!(
            hash(one.unknown_members()) == hash(other.unknown_members()),
            is_equal
        );
    }
}

#[test]
fn debug_prints_only_names() {
    let view: LiveView = read_text(r#"{"passwd":"kZ8vQ3xR7m","read_only":true,"x":{"kZ8vQ3":1}}"#);
    assert_eq!(
        format!("{view:?}"),
        r#"LiveView { read_only: Some(true), one_time_url: None, unknown_members: ["passwd", "x"] }"#
    );
    assert_eq!(
        format!("{:?}", view.unknown_members()),
        r#"["passwd", "x"]"#
    );
    assert!(!format!("{view:#?}").contains("kZ8"));
    assert_eq!(
        format!("{:?}", LiveView::new()),
        "LiveView { read_only: None, one_time_url: None }"
    );
}

#[test]
fn unknown_members_can_be_set_and_removed() {
    let mut view = LiveView::new();
    view.set_unknown_member("b", &json!({"z": [1, "é"], "a": null}))
        .unwrap();
    view.set_unknown_member("a", &1).unwrap();
    view.set_unknown_member("c", &None::<bool>).unwrap();
    view.set_unknown_member("", "text").unwrap();
    assert_eq!(view.unknown_members().len(), 4);
    assert_eq!(
        to_json(&view),
        r#"{"b":{"a":null,"z":[1,"é"]},"a":1,"c":null,"":"text"}"#
    );
    // A member that is set again keeps its position.
    view.set_unknown_member("a", &[2.5]).unwrap();
    assert_eq!(
        view.remove_unknown_member("b").as_deref(),
        Some(r#"{"a":null,"z":[1,"é"]}"#)
    );
    assert_eq!(view.remove_unknown_member("b"), None);
    assert_eq!(view.remove_unknown_member("read_only"), None);
    assert_eq!(to_json(&view), r#"{"a":[2.5],"c":null,"":"text"}"#);
    let members = view.unknown_members();
    assert!(!members.is_empty());
    assert!(
        members
            .iter()
            .rev()
            .eq([("", r#""text""#), ("c", "null"), ("a", "[2.5]")])
    );
}

#[test]
fn known_members_cannot_be_set_as_unknown_ones() {
    fn check<T: Kept>(read: &str, _: &str) {
        let mut value: T = from_str(&read.replace('@', PLAIN));
        let before = value.clone();
        // The members of the object that the value is: a proxy can be one of two.
        let mut known = 0;
        for object in T::OBJECTS {
            for member in object.members() {
                let name = member.name();
                if let Err(error) = value.set_unknown_member(name, &1) {
                    let message = error.to_string();
                    assert!(
                        message.starts_with(&format!("`{name}` is a known member of `")),
                        "{message}"
                    );
                    known += 1;
                } else {
                    assert_eq!(value.unknown_members().get(name), Some("1"));
                    value.remove_unknown_member(name);
                }
            }
        }
        assert!(
            T::OBJECTS
                .iter()
                .any(|object| known >= object.members().len())
        );
        for (name, json) in before.unknown_members().iter() {
            let json: Value = from_str(json);
            value.set_unknown_member(name, &json).unwrap();
        }
        assert_eq!(value, before);
    }
    for_each_object!(check);
    let mut task = CreateTaskRequest::new("t");
    let error = task.set_unknown_member("name", "u").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`name` is a known member of `CreateTaskRequest`, so it cannot be set as an unknown one"
    );
    assert_eq!(task, CreateTaskRequest::new("t"));
}

#[test]
fn a_value_without_a_json_form_cannot_be_set() {
    let mut view = LiveView::new();
    let by_pair = BTreeMap::from([((1, 2), "x")]);
    let error = view.set_unknown_member("x", &by_pair).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the value of `x` cannot be represented in JSON: key must be a string"
    );
    assert_eq!(view, LiveView::new());
    // A document with such a value could not be read again.
    let mut deep = json!(1);
    for _ in 0..130 {
        deep = json!([deep]);
    }
    assert!(view.set_unknown_member("x", &deep).is_err());
    assert_eq!(view, LiveView::new());
}
