//! The reader compared with `serde_json`: both accept the same inputs and read the same values.

#![no_main]

use std::fmt::Debug;

use anchorbrowser_schema::{CustomProxy, Rule, Validate, Validator};
use anchorbrowser_schema_fuzz::{document_types, number, syntax, with_type_of};
use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    if let Some((&selector, document)) = input.split_first() {
        with_type_of!(document_types::selected(selector), T => check::<T>(document));
    }
});

fn check<T: Validate + Serialize + DeserializeOwned + PartialEq + Debug + 'static>(
    document: &[u8],
) {
    let (value, report) = Validator::new().read_json::<T>(document).into_parts();
    let violates = |rule| {
        report
            .violations()
            .iter()
            .any(|violation| violation.rule() == rule)
    };
    assert_eq!(
        syntax::is_json(document),
        !violates(Rule::Syntax),
        "{report}"
    );

    // `CustomProxy` cannot represent a proxy of another type.
    let is_custom = std::any::type_name::<T>() == std::any::type_name::<CustomProxy>();
    let fatal = Rule::all().any(|rule| rule.is_fixed() && violates(rule))
        || (is_custom && violates(Rule::Enum));
    if report.omitted() == 0 {
        assert_eq!(
            value.is_none(),
            fatal,
            "there is a value unless a fatal rule is violated: {report}"
        );
    }

    // `serde_json` rejects numbers outside the range of doubles.
    let (Some(value), Ok(theirs)) = (value, serde_json::from_slice::<Value>(document)) else {
        return;
    };
    let ours = serde_json::to_value(&value).expect("the value can be serialized");
    match T::deserialize(&theirs) {
        Ok(theirs) => {
            let theirs = serde_json::to_value(&theirs).expect("the value can be serialized");
            assert!(is_equal(&ours, &theirs), "{ours} and {theirs}");
        }
        // For example, 9223372036854775807.0 is rounded to a double that is out of range.
        Err(error) => assert!(!number::are_exact(document), "{error}"),
    }
    assert!(is_equal(&ours, &theirs), "{ours} and {theirs}");

    let again = serde_json::to_vec(&value).expect("the value can be serialized");
    let (again, _) = Validator::new().read_json::<T>(&again).into_parts();
    assert_eq!(again, Some(value), "writing and reading again");
}

/// Whether two values are equal. Numbers are compared as doubles.
fn is_equal(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            let is_in_both = |(key, value)| {
                let other: Option<&Value> = theirs.get(key);
                other.is_some_and(|other| is_equal(value, other))
            };
            ours.len() == theirs.len() && ours.iter().all(is_in_both)
        }
        (Value::Number(ours), Value::Number(theirs)) => ours.as_f64() == theirs.as_f64(),
        _ => ours == theirs,
    }
}
