//! A validator from configuration.

use anchorbrowser_schema::{CreateTaskRequest, Level, Revision, Rule, Validator};
use serde::Deserialize;
use serde::de::value::{Error as PlainError, MapDeserializer};
use serde_json::{Value, json};

use crate::support::{counts, rules_at, unknown_revision};

fn read(configuration: &Value) -> Result<Validator, String> {
    let of_value: Result<Validator, String> =
        serde_json::from_value(configuration.clone()).map_err(|error| error.to_string());
    let of_text: Result<Validator, _> = serde_json::from_str(&configuration.to_string());
    assert_eq!(of_text.is_ok(), of_value.is_ok(), "{configuration}");
    of_value
}

#[test]
fn a_validator_is_read_from_configuration() {
    let new = Validator::new;
    let table = [
        (json!({}), new()),
        (json!({"revision": "2025"}), new().revision(Revision::V2025)),
        (json!({"revision": "2026"}), new().revision(Revision::V2026)),
        (json!({"levels": {}}), new()),
        (
            json!({"levels": {"unknown-property": "deny", "pattern": "warn", "empty-code": "allow"}}),
            new()
                .deny(Rule::UnknownProperty)
                .warn(Rule::Pattern)
                .unwrap()
                .allow(Rule::EmptyCode)
                .unwrap(),
        ),
        // A fixed rule can be set to what it is.
        (json!({"levels": {"type": "deny"}}), new()),
        (json!({"max-violations": 0}), new().max_violations(0)),
        (json!({"max-pointer-bytes": 7}), new().max_pointer_bytes(7)),
        (json!({"max-pointer-bytes": null}), new()),
        (json!({"max-input-bytes": 10}), new().max_input_bytes(10)),
        (
            json!({
                "max-input-bytes": 1000,
                "max-pointer-bytes": 100,
                "max-violations": 10,
                "levels": {"uri": "warn"},
                "revision": "2025",
            }),
            new()
                .warn(Rule::Uri)
                .unwrap()
                .max_violations(10)
                .max_pointer_bytes(100)
                .max_input_bytes(1000),
        ),
    ];
    for (configuration, expected) in table {
        assert_eq!(
            read(&configuration).as_ref(),
            Ok(&expected),
            "{configuration}"
        );
    }
}

#[test]
fn every_rule_can_be_set_to_every_level_unless_it_is_fixed() {
    for rule in Rule::all() {
        for level in [Level::Deny, Level::Warn, Level::Allow] {
            let actual = read(&json!({"levels": {rule.name(): level.name()}}));
            match Validator::new().level(rule, level) {
                Ok(validator) => assert_eq!(actual, Ok(validator)),
                Err(error) => {
                    assert!(rule.is_fixed());
                    assert_eq!(actual, Err(error.to_string()));
                }
            }
        }
    }
}

#[test]
fn errors_name_what_is_wrong() {
    let table = [
        (
            json!({"levels": {"unknown-proprety": "deny"}}),
            "`unknown-proprety` is not a rule; did you mean `unknown-property`?",
        ),
        (
            json!({"levels": {"type": "warn"}}),
            "rule `type` is always an error; it cannot be set to `warn`",
        ),
        (
            json!({"levels": {"required": "allow"}}),
            "rule `required` is always an error; it cannot be set to `allow`",
        ),
        (
            json!({"levels": {"uri": "error"}}),
            "`error` is not a level; use `deny`, `warn` or `allow`",
        ),
        (json!({"revision": "2024"}), &unknown_revision()),
        (
            json!({"max_violations": 1}),
            "unknown field `max_violations`, expected one of `revision`, `levels`, \
             `allow-members`, `max-violations`, `max-pointer-bytes`, `max-input-bytes`",
        ),
        (
            json!({"max-violations": -1}),
            "a limit must be 0 or more, but is `-1`",
        ),
        (
            json!({"max-input-bytes": "10"}),
            "invalid type: string \"10\", expected i64",
        ),
    ];
    for (configuration, message) in table {
        assert_eq!(
            read(&configuration),
            Err(message.to_owned()),
            "{configuration}"
        );
    }
}

#[test]
fn a_validator_is_read_from_other_formats() {
    let limits = MapDeserializer::<_, PlainError>::new([("max-violations", 5_u64)].into_iter());
    assert_eq!(
        Validator::deserialize(limits),
        Ok(Validator::new().max_violations(5))
    );
    let mut bytes = Vec::new();
    let configuration = json!({"levels": {"uri": "allow"}, "revision": "2025"});
    ciborium::into_writer(&configuration, &mut bytes).unwrap();
    let validator: Validator = ciborium::from_reader(&bytes[..]).unwrap();
    assert_eq!(validator, Validator::new().allow(Rule::Uri).unwrap());
}

#[test]
fn the_configuration_applies() {
    let validator = read(&json!({
        "levels": {"unknown-property": "deny", "pattern": "allow", "required": "deny"},
        "max-violations": 2,
    }))
    .unwrap();
    let json = r#"{"x": 1, "name": "a b", "y": 2}"#;
    let report = validator.check_json::<CreateTaskRequest>(json);
    assert_eq!(
        rules_at(&report),
        [["required", "/language"], ["unknown-property", "/x"]]
    );
    assert_eq!(counts(&report), (3, 0, 1));
}
