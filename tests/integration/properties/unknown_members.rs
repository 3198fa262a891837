//! Unknown members of typed values.

use anchorbrowser_schema::{
    DocumentType, Object, Revision, Rule, Validate, Validator, redact, strategy,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{any_json, any_key, cases, json_of, rule_set};
use crate::support::with_type;

/// The pointers of the known objects in a document.
fn object_pointers(
    document_type: DocumentType,
    value: &Value,
    pointer: &str,
    found: &mut Vec<String>,
) {
    let is_object = pointer.is_empty()
        || document_type
            .member(pointer)
            .is_some_and(|member| !member.objects().is_empty());
    if let (true, Value::Object(members)) = (is_object, value) {
        found.push(pointer.to_owned());
        for (key, value) in members {
            object_pointers(document_type, value, &format!("{pointer}/{key}"), found);
        }
    }
}

/// Valid documents of all types with more members in their objects, in unusual notation.
fn documents() -> impl Strategy<Value = (DocumentType, String)> {
    let document_types = select(DocumentType::all().collect::<Vec<_>>());
    let valid = document_types.prop_flat_map(|document_type| {
        (
            Just(document_type),
            strategy::valid_json(Revision::default(), document_type),
        )
    });
    let keys = prop_oneof![
        any_key(),
        select(vec![
            "countryCode",
            "server",
            "city",
            "passwd",
            "tags",
            "a/b~c",
            ""
        ])
        .prop_map(str::to_owned),
    ];
    let members = vec((any::<Index>(), keys, any_json()), 0..5);
    let extended = (valid, members).prop_map(|((document_type, json), members)| {
        let mut document: Value = serde_json::from_str(&json).unwrap();
        let mut objects = Vec::new();
        object_pointers(document_type, &document, "", &mut objects);
        for (at, key, value) in members {
            let object = document.pointer_mut(at.get::<String>(&objects)).unwrap();
            // A known member that is present keeps its value.
            object.as_object_mut().unwrap().entry(key).or_insert(value);
        }
        (document_type, document)
    });
    extended.prop_flat_map(|(document_type, document)| {
        (Just(document_type), strategy::json_text(document).unwrap())
    })
}

fn is_kept_and_reported<T>(json: &str) -> Result<(), TestCaseError>
where
    T: Object + Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let (value, report) = Validator::new().read_json::<T>(json).into_parts();
    let Some(value) = value else { return Ok(()) };
    prop_assert_eq!(rule_set(&value.check()), rule_set(&report), "{}", json);
    prop_assert_eq!(value.is_valid(), report.is_valid());
    // Nothing is lost, and what is written is read as the same value.
    let written = json_of(&value);
    let tree: Value = serde_json::from_str(json).unwrap();
    prop_assert_eq!(&serde_json::from_str::<Value>(&written).unwrap(), &tree);
    prop_assert_eq!(&serde_json::from_str::<T>(json).unwrap(), &value);
    prop_assert_eq!(&serde_json::from_str::<T>(&written).unwrap(), &value);
    let of_text = Validator::new().check_json::<T>(&written);
    prop_assert_eq!(rule_set(&of_text), rule_set(&report));
    let is_unknown = |rule: &Rule| *rule == Rule::UnknownProperty;
    let unknown = rule_set(&report)
        .into_iter()
        .filter(|(rule, _)| is_unknown(rule));
    let of_root = unknown.filter_map(|(_, pointer)| {
        let name = pointer
            .strip_prefix('/')
            .filter(|name| !name.contains('/'))?;
        Some(name.replace("~1", "/").replace("~0", "~"))
    });
    // A member of a later revision may be in its field.
    let is_known = |name: &str| {
        T::OBJECTS
            .iter()
            .any(|object| object.member(name).is_some())
    };
    let (known, others): (Vec<String>, Vec<String>) = of_root.partition(|name| is_known(name));
    for name in &others {
        let mut names = value.unknown_members().iter().map(|(name, _)| redact(name));
        prop_assert!(names.any(|known| known == *name), "{}", name);
    }
    prop_assert!(value.unknown_members().len() <= known.len() + others.len());
    Ok(())
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn unknown_members_are_kept_and_reported_as_in_json_text((document_type, json) in documents()) {
        with_type!(document_type, T => is_kept_and_reported::<T>(&json)?);
    }
}
