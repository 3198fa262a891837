//! The reader against `serde_json`: both take the same texts, and read the same values from them.

#![no_main]

use std::fmt::Debug;

use anchorbrowser_schema::{CustomProxy, Rule, Validate, Validator};
use anchorbrowser_schema_fuzz::{number, roots, syntax, with_type_of};
use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    if let Some((&selector, text)) = input.split_first() {
        with_type_of!(roots::selected(selector), T => check::<T>(text));
    }
});

fn check<T: Validate + Serialize + DeserializeOwned + PartialEq + Debug + 'static>(text: &[u8]) {
    let (value, report) = Validator::new().check_json::<T>(text).into_parts();
    let breaks = |rule| {
        report
            .violations()
            .iter()
            .any(|violation| violation.rule() == rule)
    };
    assert_eq!(syntax::is_json(text), !breaks(Rule::Syntax), "{report}");

    // A custom proxy of another type cannot be held either.
    let is_custom = std::any::type_name::<T>() == std::any::type_name::<CustomProxy>();
    let fatal = Rule::all().any(|rule| rule.is_fixed() && breaks(rule))
        || (is_custom && breaks(Rule::Enum));
    if report.omitted() == 0 {
        assert_eq!(
            value.is_none(),
            fatal,
            "there is a value where one can be: {report}"
        );
    }

    // `serde_json` refuses numbers that a double cannot hold.
    let (Some(value), Ok(theirs)) = (value, serde_json::from_slice::<Value>(text)) else {
        return;
    };
    let ours = serde_json::to_value(&value).expect("a value serialises");
    match T::deserialize(&theirs) {
        Ok(theirs) => {
            let theirs = serde_json::to_value(&theirs).expect("a value serialises");
            assert!(agree(&ours, &theirs), "{ours} and {theirs}");
        }
        // 9223372036854775807.0, say, is rounded to a double that is too great.
        Err(error) => assert!(!number::are_exact(text), "{error}"),
    }
    assert!(stands_in(&ours, &theirs), "{ours} in {theirs}");

    let again = serde_json::to_vec(&value).expect("a value serialises");
    let (again, _) = Validator::new().check_json::<T>(&again).into_parts();
    assert_eq!(
        again,
        Some(value),
        "what was read is written and read again"
    );
}

/// Whether two values are equal, numbers as doubles.
fn agree(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) => a.len() == b.len() && stands_in(ours, theirs),
        _ => stands_in(ours, theirs),
    }
}

/// Whether all that one value holds, the other holds too; numbers as doubles.
fn stands_in(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => ours
            .iter()
            .all(|(key, value)| theirs.get(key).is_some_and(|other| stands_in(value, other))),
        (Value::Number(ours), Value::Number(theirs)) => ours.as_f64() == theirs.as_f64(),
        _ => ours == theirs,
    }
}
