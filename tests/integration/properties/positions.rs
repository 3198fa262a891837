//! Spans of pointers in generated documents.

use anchorbrowser_schema::{DocumentType, Revision, Rule, Span, strategy};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use super::{any_json, cases, split_pointer};
use crate::support::{check_request, rule_of};

/// Asserts that every value of a document is located at its own text.
fn values_are_located(json: &str, value: &Value, pointer: &str) -> Result<(), TestCaseError> {
    let span = Span::locate(json, pointer);
    let text = span.map(|span| &json[span.start..span.end]);
    let located = text.map(|text| serde_json::from_str::<Value>(text).unwrap());
    prop_assert_eq!(located.as_ref(), Some(value), "{} {}", pointer, json);
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                values_are_located(json, value, &format!("{pointer}/{key}"))?;
            }
        }
        Value::Array(elements) => {
            for (index, value) in elements.iter().enumerate() {
                values_are_located(json, value, &format!("{pointer}/{index}"))?;
            }
        }
        _ => {}
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn a_violation_is_located_at_its_span(request in strategy::broken_request(Revision::default())) {
        let json = &request.json;
        for violation in check_request(json).violations() {
            let located = Span::locate(json, violation.pointer());
            match rule_of(violation) {
                Rule::Required => {
                    prop_assert_eq!(located, None);
                    let (object, _) = split_pointer(violation.pointer());
                    prop_assert_eq!(Span::locate(json, object), violation.span());
                }
                // Their spans are those of the key.
                Rule::UnknownProperty | Rule::DuplicateKey => {
                    let (key, value) = (violation.span().unwrap(), located.unwrap());
                    prop_assert!(key.end < value.start || rule_of(violation) == Rule::DuplicateKey);
                }
                _ => prop_assert_eq!(located, violation.span(), "{} {}", violation, json),
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn every_value_of_a_document_is_located(
        json in any_json().prop_flat_map(|value| strategy::json_text(value).unwrap())
    ) {
        let value: Value = serde_json::from_str(&json).unwrap();
        values_are_located(&json, &value, "")?;
    }

    #[test]
    fn every_member_of_a_valid_document_is_located(
        json in select(DocumentType::all().collect::<Vec<_>>()).prop_flat_map(|one| strategy::valid_json(Revision::default(), one))
    ) {
        let value: Value = serde_json::from_str(&json).unwrap();
        values_are_located(&json, &value, "")?;
    }

    #[test]
    fn nothing_is_located_in_a_malformed_document(request in strategy::malformed_request()) {
        prop_assert_eq!(Span::locate(&request.json, ""), None, "{}", request.json);
    }
}
