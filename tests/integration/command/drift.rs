//! Tests of the command `drift`, with documents that are made up.

use std::collections::BTreeSet;
use std::fs;

use anchorbrowser_schema::{
    CreateTaskRequest, Member, Object, ProxyType, Revision, Task, Validator,
};
use serde_json::{Value, json};

use super::{Outcome, TestDir, VALID, members};

/// A document whose request has these properties, from line 13 on.
fn document(properties: &str) -> String {
    request(&format!("properties:\n        {properties}"))
}

/// A document with this request schema, from line 12 on, and a component to refer to.
fn request(schema: &str) -> String {
    format!(
        "openapi: 3.1.0\n\
         paths:\n\
         \x20 /v1/task:\n\
         \x20   post:\n\
         \x20     requestBody:\n\
         \x20       content:\n\
         \x20         application/json:\n\
         \x20           schema: {{$ref: '#/components/schemas/CreateTaskRequest'}}\n\
         components:\n\
         \x20 schemas:\n\
         \x20   CreateTaskRequest:\n\
         \x20     {schema}\n\
         \x20   Text: {{type: string, maxLength: 5}}\n\
         \x20   Loop: {{$ref: '#/components/schemas/Loop'}}\n\
         \x20   Tree: {{type: object, properties: {{child: {{$ref: '#/components/schemas/Tree'}}}}}}\n"
    )
}

/// Compares `new.yaml` with `old.yaml`.
fn side_by_side(test: &str, old: &str, new: &str) -> Outcome {
    let files = [("old.yaml", old.as_bytes()), ("new.yaml", new.as_bytes())];
    let arguments = [
        "drift",
        "new.yaml",
        "--against-document",
        "old.yaml",
        "--format",
        "json",
    ];
    TestDir::new(test, &files).run(&arguments)
}

/// Change, pointer, verdict, parameters, line and column of each difference.
fn differences(outcome: &Outcome) -> Vec<Value> {
    let report = outcome.json();
    let differences = report["differences"].as_array().unwrap().iter();
    let row = |difference: &Value| {
        json!(members(
            difference,
            ["change", "pointer", "verdict", "params", "line", "column"]
        ))
    };
    differences.map(row).collect()
}

/// Change, pointer, line and column of each note.
fn notes(outcome: &Outcome) -> Vec<Value> {
    let report = outcome.json();
    let notes = report["notes"].as_array().unwrap().iter();
    let row = |note: &Value| json!(members(note, ["change", "pointer", "line", "column"]));
    notes.map(row).collect()
}

/// Compares properties of a request: the old ones, the new ones, and their differences.
fn assert_differences<const N: usize>(test: &str, table: [(&str, &str, Value); N]) {
    for (old, new, expected) in table {
        let outcome = side_by_side(test, &document(old), &document(new));
        outcome.assert_code(1);
        assert_eq!(json!(differences(&outcome)), expected, "{old} {new}");
    }
}

#[test]
fn types_and_keywords_are_compared() {
    let table = [
        (
            "x: {type: string}",
            "x: {type: integer}",
            json!([["type-changed", "/x", "mixed", {"before": ["string"], "after": ["integer"]}, 13, 12]]),
        ),
        (
            "x: {type: integer}",
            "x: {type: number}",
            json!([["type-changed", "/x", "looser", {"before": ["integer"], "after": ["number"]}, 13, 12]]),
        ),
        (
            "x: {type: number}",
            "x: {type: integer}",
            json!([["type-changed", "/x", "stricter", {"before": ["number"], "after": ["integer"]}, 13, 12]]),
        ),
        (
            "x: {type: string}",
            "x: {type: string, nullable: true}",
            json!([["type-changed", "/x", "looser", {"before": ["string"], "after": ["null", "string"]}, 13, 12]]),
        ),
        (
            "x: {}",
            "x: {type: string}",
            json!([["type-changed", "/x", "stricter", {"before": [], "after": ["string"]}, 13, 12]]),
        ),
        (
            "x: {type: string, maxLength: 5}",
            "x: {type: string, maxLength: 4}",
            json!([["keyword-changed", "/x", "stricter", {"keyword": "maxLength", "before": 5, "after": 4}, 13, 27]]),
        ),
        (
            "x: {type: string, minLength: 5}",
            "x: {type: string, minLength: 4}",
            json!([["keyword-changed", "/x", "looser", {"keyword": "minLength", "before": 5, "after": 4}, 13, 27]]),
        ),
        (
            "x: {type: string, pattern: a}",
            "x: {type: string, pattern: b}",
            json!([["keyword-changed", "/x", "unknown", {"keyword": "pattern", "before": "a", "after": "b"}, 13, 27]]),
        ),
        (
            "x: {type: string}",
            "x: {type: string, format: uri}",
            json!([["keyword-added", "/x", "stricter", {"keyword": "format", "before": null, "after": "uri"}, 13, 27]]),
        ),
        (
            "x: {type: string, format: uri}",
            "x: {type: string}",
            json!([["keyword-removed", "/x", "looser", {"keyword": "format", "before": "uri", "after": null}, 13, 12]]),
        ),
        (
            "x: {type: string}",
            "x: {type: string, if: {minLength: 1}, then: {format: uri}}",
            json!([["keyword-added", "/x", "stricter", {"keyword": "if", "before": null, "after": {"if": {"minLength": 1}, "then": {"format": "uri"}}}, 13, 27]]),
        ),
        (
            "x: {type: string, default: a}",
            "x: {type: string, default: b}",
            json!([["keyword-changed", "/x", "none", {"keyword": "default", "before": "a", "after": "b"}, 13, 27]]),
        ),
    ];
    assert_differences("drift_keywords", table);
}

#[test]
fn lists_forms_and_objects_are_compared() {
    let table = [
        (
            "x: {type: string, enum: [a, b]}",
            "x: {type: string, enum: [b, c]}",
            json!([
                ["values-added", "/x", "looser", {"values": ["c"]}, 13, 27],
                ["values-removed", "/x", "stricter", {"values": ["a"]}, 13, 27],
            ]),
        ),
        (
            "x: {type: string}",
            "x: {type: string, enum: [a, b]}",
            json!([["keyword-added", "/x", "stricter", {"keyword": "enum", "before": null, "after": ["a", "b"]}, 13, 27]]),
        ),
        // Lists with names are compared one by one.
        (
            "x: {oneOf: [{title: p, enum: [a, b]}, {title: q, enum: [b, c]}]}",
            "x: {oneOf: [{title: p, enum: [a]}, {title: q, enum: [b, c, d]}]}",
            json!([
                ["values-removed", "/x", "stricter", {"values": ["b"], "list": "p"}, 13, 21],
                ["values-added", "/x", "looser", {"values": ["d"], "list": "q"}, 13, 44],
            ]),
        ),
        (
            "x: {oneOf: [{title: p, enum: [a, b]}, {title: q, enum: [b, c]}]}",
            "x: {title: p, enum: [b, a]}",
            json!([
                ["list-removed", "/x", "none", {"list": "q", "count": 2}, 13, 23],
                ["values-removed", "/x", "stricter", {"values": ["c"]}, 13, 23],
            ]),
        ),
        (
            "x: {title: p, enum: [a, b]}",
            "x: {oneOf: [{title: p, enum: [a, b]}, {title: q, enum: [b, c]}]}",
            json!([
                ["values-added", "/x", "looser", {"values": ["c"]}, 13, 21],
                ["list-added", "/x", "none", {"list": "q", "count": 2}, 13, 47],
            ]),
        ),
        (
            "x: {oneOf: [{title: A, type: object}, {title: B C, type: object}]}",
            "x: {oneOf: [{title: BC, type: object}, {title: D, type: object}]}",
            json!([
                ["form-removed", "/x", "stricter", {"form": "A"}, 13, 12],
                ["form-added", "/x", "looser", {"form": "D"}, 13, 48],
            ]),
        ),
        // Nothing is known of forms without names.
        (
            "x: {type: string}",
            "x: {anyOf: [{type: string}, {type: integer}]}",
            json!([
                ["form-removed", "/x", "unknown", {"form": ""}, 13, 12],
                ["form-added", "/x", "unknown", {"form": "#0"}, 13, 21],
                ["form-added", "/x", "unknown", {"form": "#1"}, 13, 37],
            ]),
        ),
        // What is beside the forms applies to each of them.
        (
            "x: {oneOf: [{title: A, type: object}, {title: B, type: object}]}",
            "x: {oneOf: [{title: A, type: object}, {title: B, type: object}], properties: {a: {type: string}}}",
            json!([["member-added", "/x/a", "stricter", {"required": false, "types": ["string"]}, 13, 87]]),
        ),
        (
            "x: {type: string}",
            "x: {type: string, allOf: [{type: integer}]}",
            json!([["keyword-added", "/x", "stricter", {"keyword": "not", "before": null, "after": {}}, 13, 36]]),
        ),
        (
            "x: {type: string, description: a  b}",
            "x: {type: string, description: a c}",
            json!([["description-changed", "/x", "none", {"before": "a b", "after": "a c"}, 13, 40]]),
        ),
        (
            "x: {type: array, items: {type: string}}",
            "x: {type: array, items: {type: boolean}}",
            json!([["type-changed", "/x/-", "mixed", {"before": ["string"], "after": ["boolean"]}, 13, 33]]),
        ),
        (
            "x: {type: object, properties: {a/b: {type: string}}, required: [a/b]}",
            "x: {type: object, properties: {a/b: {type: string}, c: {type: boolean}}, additionalProperties: false}",
            json!([
                ["required-removed", "/x/a~1b", "looser", {}, 13, 40],
                ["member-added", "/x/c", "stricter", {"required": false, "types": ["boolean"]}, 13, 61],
                ["keyword-added", "/x", "stricter", {"keyword": "additionalProperties", "before": null, "after": false}, 13, 82],
            ]),
        ),
        // What a `$ref` refers to is where the difference is.
        (
            "x: {type: string, maxLength: 6}",
            "x: {$ref: '#/components/schemas/Text'}",
            json!([["keyword-changed", "/x", "stricter", {"keyword": "maxLength", "before": 6, "after": 5}, 14, 26]]),
        ),
    ];
    assert_differences("drift_lists", table);
}

#[test]
fn members_are_added_removed_and_required() {
    let old = request("{properties: {a: {type: string}, b: {type: string}, c: {}}, required: [a]}");
    let new = request(
        "{properties: {b: {type: string}, c: {}, d: {type: boolean}}, required: [b, d, e]}",
    );
    let outcome = side_by_side("drift_members", &old, &new);
    outcome.assert_code(1);
    assert_eq!(
        differences(&outcome),
        [
            json!(["member-removed", "/a", "looser", {"required": true, "types": ["string"]}, 12, 8]),
            json!(["member-added", "/d", "stricter", {"required": true, "types": ["boolean"]}, 12, 47]),
            json!(["required-added", "/b", "stricter", {}, 12, 79]),
            json!(["required-added", "/e", "stricter", {}, 12, 85]),
        ]
    );
}

#[test]
fn ways_of_writing_the_same_are_equal() {
    let table: [&[&str]; 9] = [
        &[
            "x: {type: string, nullable: true}",
            "x: {type: [string, 'null']}",
            "x: {anyOf: [{type: string}, {type: 'null'}]}",
            "x: {oneOf: [{type: 'null'}, {type: string}]}",
        ],
        &[
            "x: {type: string, maxLength: 5}",
            "x: {$ref: '#/components/schemas/Text'}",
            "x: {allOf: [{$ref: '#/components/schemas/Text'}]}",
            "x: {allOf: [{type: string}, {maxLength: 5}]}",
            "x: {oneOf: [{$ref: '#/components/schemas/Text'}]}",
            "x: {$ref: '#/components/schemas/Text', title: T, example: a, x-y: 1}",
        ],
        &[
            "x: {type: string, maxLength: 5, description: a b}",
            "x: {$ref: '#/components/schemas/Text', description: \"a\\n  b\"}",
            "x: {allOf: [{$ref: '#/components/schemas/Text', description: a b}]}",
        ],
        &[
            "x: {type: string, enum: [a, b]}",
            "x: {enum: [b, a]}",
            "x: {oneOf: [{const: a, description: ''}, {const: b}]}",
            "x: {oneOf: [{enum: [a, b]}, {enum: [a, b], title: t}], type: string}",
            "x: {anyOf: [{enum: [a]}, {enum: [b]}]}",
        ],
        &["x: {type: string, enum: [a]}", "x: {const: a}"],
        &[
            "x: {type: integer}",
            "x: {allOf: [{type: number}, {type: integer}]}",
            "x: {type: [integer, string], allOf: [{type: number}]}",
        ],
        &[
            "x: {type: string, enum: [nl, 'no']}",
            "x: {type: string, enum: [nl, no]}",
            "x: {type: string, enum: [nl, false]}",
        ],
        &[
            "x: {type: object}",
            "x: {type: object, additionalProperties: true, minProperties: 0, deprecated: false}",
        ],
        &[
            "x: {$ref: '#/components/schemas/Tree'}",
            "x: {type: object, properties: {child: {$ref: '#/components/schemas/Tree'}}}",
        ],
    ];
    for equal in table {
        for new in equal {
            let outcome = side_by_side("drift_equal", &document(equal[0]), &document(new));
            assert_eq!(differences(&outcome), [Value::Null; 0], "{new}");
            outcome.assert_code(0);
        }
    }
}

#[test]
fn what_is_not_read_literally_is_a_note() {
    let table = [
        (
            "x: {oneOf: [{title: p, enum: [a, b]}, {title: q, enum: [b]}]}",
            json!([["overlapping-lists", "/x", 13, 13]]),
        ),
        ("x: {anyOf: [{enum: [a, b]}, {enum: [b]}]}", json!([])),
        (
            "x: {enum: [nl, no, 'on', Off]}",
            json!([["bare-boolean", "/x", 13, 24]]),
        ),
        (
            "x: {type: string, enum: [nl, false]}",
            json!([["false-for-no", "/x", 13, 38]]),
        ),
        ("x: {type: boolean, enum: [false]}", json!([])),
        (
            "x: {oneOf: [{type: object, properties: {}}, {type: string}]}",
            json!([["forms", "/x", 13, 13]]),
        ),
    ];
    for (properties, expected) in table {
        let document = document(properties);
        let outcome = side_by_side("drift_notes", &document, &document);
        outcome.assert_code(0);
        assert_eq!(json!(notes(&outcome)), expected, "{properties}");
    }
}

/// The same endpoint as JSON, as YAML with a byte order mark, and in a documentation page.
#[test]
fn documents_have_several_formats() {
    let yaml = document("x: {$ref: '#/components/schemas/Text'}");
    let json = r##"{
	"openapi": "3.0.3",
	"paths": {"/v1/task": {"$ref": "#/components/pathItems/task"}},
	"components": {
		"pathItems": {"task": {"post": {"requestBody": {"$ref": "#/components/requestBodies/t%7E1a"}}}},
		"requestBodies": {"t/a": {"content": {"Application/JSON; charset=utf-8": {"schema": {
			"type": "object", "properties": {"x": {"type": "string", "maxLength": 5}}
		}}}}}
	}
}"##;
    let page = "# Create Task\n\n```json\n{\"x\": \"a\"}\n```\n\n````yaml tasks.yaml post /v1/task\n\
                paths:\n  path: /v1/task\n  method: post\n  request:\n    body:\n      application/json:\n\
                \x20       schemaArray:\n          - type: object\n            required: true\n\
                \x20           refIdentifier: '#/components/schemas/CreateTaskRequest'\n\
                \x20           requiredProperties: []\n            properties:\n              x:\n\
                \x20               allOf:\n                  - $ref: '#/components/schemas/Text'\n\
                components:\n  schemas:\n    Text: {type: string, maxLength: 5}\n````\n\nEnd\n";
    let marked = format!("\u{feff}{yaml}");
    for other in [json, page, &marked] {
        let outcome = side_by_side("drift_formats", &yaml, other);
        assert_eq!(differences(&outcome), [Value::Null; 0], "{other}");
        outcome.assert_code(0);
    }
    // Positions are those in the page.
    let changed = page.replace("maxLength: 5", "maxLength: 4");
    let outcome = side_by_side("drift_formats", &yaml, &changed);
    let expected = json!(["keyword-changed", "/x", "stricter", {"keyword": "maxLength", "before": 5, "after": 4}, 25, 26]);
    assert_eq!(differences(&outcome), [expected]);
}

/// Schemas that refer to the next one twice, so that the last one is referred to 2^`count` times.
fn doubled(count: usize) -> String {
    let schema = |number: usize| {
        let next = format!("{{$ref: '#/components/schemas/S{}'}}", number + 1);
        format!("    S{number}: {{oneOf: [{next}, {next}]}}\n")
    };
    let schemas: Vec<_> = (0..count).map(schema).collect();
    let document = document("x: {$ref: '#/components/schemas/S0'}");
    format!(
        "{document}{}    S{count}: {{type: object}}\n",
        schemas.concat()
    )
}

/// 1001 values between brackets; `$` is their number.
fn many(open: &str, value: &str, close: &str) -> String {
    let values: Vec<_> = (0..=1000)
        .map(|number| value.replace('$', &format!("{number:04}")))
        .collect();
    format!("{open}{}{close}", values.join(", "))
}

/// Reads documents that are not valid. The message contains the expected text.
fn assert_unreadable(test: &str, rows: &[(Vec<u8>, &str)]) {
    for (text, expected) in rows {
        let outcome = TestDir::new(test, &[("bad.yaml", text)]).run(&["drift", "bad.yaml"]);
        outcome.assert_code(2);
        assert_eq!(outcome.stdout, "");
        let message = outcome
            .stderr
            .strip_prefix("error: cannot read `bad.yaml`: ")
            .unwrap();
        assert!(message.contains(expected), "{message}{expected}");
        assert_eq!(message.lines().count(), 1);
    }
}

#[test]
fn unreadable_documents_are_errors_with_a_position() {
    let nested = format!("{}{}", "[".repeat(128), "]".repeat(128));
    let doubled = |number| format!("a{number}: &a{number} [*a{0}, *a{0}]\n", number - 1);
    let bomb: Vec<_> = (1..30).map(doubled).collect();
    let rows: Vec<(Vec<u8>, &str)> = vec![
        (
            Vec::new(),
            "line 1, column 1: invalid YAML or JSON: the input contains no document",
        ),
        (
            "a: 'b".into(),
            "line 1, column 4: invalid YAML or JSON: a quote is not closed",
        ),
        (
            "# Page\n\n```sh\ncurl\n```\n".into(),
            "line 1, column 1: no code block of the page is an OpenAPI document in YAML or JSON",
        ),
        (
            "{\"openapi\": \"3.1.0\",".into(),
            "line 1, column 1: invalid YAML or JSON: a `[` or `{` is not closed",
        ),
        (
            "a: 1\n---\nb: 2\n".into(),
            "line 1, column 1: found 2 YAML documents; expected one",
        ),
        (
            "[]".into(),
            "line 1, column 1: the document is not OpenAPI: it has no `openapi` with a version",
        ),
        (
            "swagger: '2.0'\npaths: {}".into(),
            "line 1, column 1: the document is Swagger; expected OpenAPI 3.0 or 3.1",
        ),
        (
            "openapi: 4.0.0\npaths: {}".into(),
            "line 1, column 10: the version of OpenAPI is `4.0.0`; expected 3.0 or 3.1",
        ),
        (
            "openapi: 3.1.0\npaths: {/v1/tasks: {}}".into(),
            "line 2, column 8: the document has no endpoint `POST /v1/task`",
        ),
        (
            "openapi: 3.1.0\npaths: {/v1/task: {get: {}}}".into(),
            "line 2, column 19: the document has no endpoint `POST /v1/task`",
        ),
        (
            "openapi: 3.1\npaths: {/v1/task: {post: {}}}".into(),
            "line 2, column 26: the endpoint has no `requestBody`",
        ),
        (
            "openapi: 3.1.0\npaths: {/v1/task: {post: {requestBody: {content: {text/plain: {}}}}}}"
                .into(),
            "line 2, column 40: the request body has no `application/json` with a schema",
        ),
        (
            "paths: {path: /v1/run, method: get}".into(),
            "line 1, column 8: the page describes `GET /v1/run`; expected `POST /v1/task`",
        ),
        (
            "a: 1\nb: 2\na: 3\n".into(),
            "line 3, column 1: the key `a` is repeated; a document must have each key once",
        ),
        (
            "a: 1e400".into(),
            "line 1, column 4: the number is out of range",
        ),
        (
            nested.into(),
            "line 1, column 128: invalid YAML or JSON: values are nested more than 127 levels deep",
        ),
        (
            b"\x7fELF\x02\x01\x01\0".to_vec(),
            "line 1, column 1: invalid YAML or JSON: ",
        ),
        (
            b"a: \xff".to_vec(),
            "line 1, column 4: invalid YAML or JSON: the input is not valid UTF-8",
        ),
        (
            format!("a0: &a0 [x]\n{}", bomb.concat()).into(),
            "invalid YAML or JSON: the aliases expand to too much data",
        ),
    ];
    assert_unreadable("drift_unreadable", &rows);
}

#[test]
fn invalid_schemas_are_errors_with_a_position() {
    let long = format!("{}: {{}}", "a".repeat(257));
    let rows = [
        (
            document("x: {$ref: '#/components/schemas/None'}"),
            "line 13, column 19: `#/components/schemas/None` is not in the document",
        ),
        (
            document("x: {$ref: 'other.yaml#/Text'}"),
            "line 13, column 19: `other.yaml#/Text` is in another document; bundle the documents into one first",
        ),
        (
            document("x: {$ref: 5}"),
            "line 13, column 19: `$ref` must be a string, but is a number",
        ),
        (
            document("x: {$ref: '#/components/schemas/Loop'}"),
            "line 15, column 11: the `$ref`s of this value form a cycle or a chain of more than 64",
        ),
        (
            document(
                "x: {allOf: [{oneOf: [{$ref: '#/components/schemas/CreateTaskRequest/properties/x'}]}]}",
            ),
            "line 13, column 12: the `$ref`s of this value form a cycle or a chain of more than 64",
        ),
        (
            document("x: string"),
            "line 13, column 12: expected a schema, found a string",
        ),
        (
            document("x: {type: 5}"),
            "line 13, column 19: a type must be a string, but is a number",
        ),
        (
            document(&long),
            "line 13, column 9: the name of a member has more than 256 bytes",
        ),
        (
            request(&many("{properties: {", "a$: {}", "}}")),
            "line 12, column 11021: an object has more than 1,000 members",
        ),
        (
            document(&many("x: {oneOf: [", "{}", "]}")),
            "line 13, column 13: there are more than 1,000 alternatives",
        ),
        (
            doubled(25),
            "the schemas refer to each other too often to compare",
        ),
        (
            doubled(60),
            "the `$ref`s of this value form a cycle or a chain of more than 64",
        ),
        (
            document("\"\\e]0;x\\a\": {$ref: \"#/\\e[31m\\u202e\"}"),
            "line 13, column 28: `#/\\u{1b}[31m\\u{202e}` is not in the document",
        ),
    ];
    let rows = rows.map(|(text, expected)| (text.into_bytes(), expected));
    assert_unreadable("drift_invalid", &rows);
}

#[test]
fn unreadable_files_are_errors() {
    let (new, big) = (document("x: {}"), vec![b'['; 8 * 1024 * 1024 + 1]);
    let files = [
        ("old.yaml", &b"a: b"[..]),
        ("new.yaml", new.as_bytes()),
        ("big.json", &big),
    ];
    let dir = TestDir::new("drift_unreadable_files", &files);
    let table = [
        (
            vec!["drift", "new.yaml", "--against-document", "old.yaml"],
            "error: cannot read `old.yaml`: line 1, column 1: the document is not OpenAPI: it has no `openapi` with a version\n",
        ),
        (
            vec!["drift", "big.json"],
            "error: cannot read `big.json`: it is larger than 8 MiB\n",
        ),
    ];
    for (arguments, expected) in table {
        let outcome = dir.run(&arguments);
        outcome.assert_code(2);
        assert_eq!(outcome.stderr, expected);
    }
}

/// What the revision `2025` lists, as a document without descriptions.
fn published(types: &[&str], extra: &str) -> String {
    let lists = types.iter().map(|name| {
        let countries: Vec<_> = Revision::V2025
            .countries(Some(&ProxyType::from(*name)))
            .map(|country| format!("'{country}'"))
            .collect();
        format!(
            "{{title: {name}, type: string, enum: [{}], default: us}}",
            countries.join(", ")
        )
    });
    let lists = lists.collect::<Vec<_>>().join(", ");
    let types = types.join(", ");
    let task_members: Vec<_> = ["id", "teamId"]
        .map(|name| format!("{name}: {{type: string, format: uuid}}"))
        .into_iter()
        .chain(
            ["createdAt", "updatedAt"]
                .map(|name| format!("{name}: {{type: string, format: date-time}}")),
        )
        .collect();
    let task_members = task_members.join(", ");
    let required: Vec<_> = Task::OBJECTS[0]
        .members()
        .iter()
        .filter(|member| member.is_required())
        .map(Member::name)
        .collect();
    let required = required.join(", ");
    format!(
        "openapi: 3.0.3
paths:
  /v1/task:
    post:
      requestBody:
        content: {{application/json: {{schema: {{$ref: '#/components/schemas/CreateTaskRequest'}}}}}}
      responses:
        '200': {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/TaskResponse'}}}}}}}}
        '400': {{$ref: '#/components/responses/Error'}}
        '409': {{$ref: '#/components/responses/Error'}}
        '500': {{$ref: '#/components/responses/Error'}}
components:
  responses:
    Error: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/ErrorResponse'}}}}}}}}
  schemas:
    CreateTaskRequest:
      type: object
      required: [name, language]
      properties:
        name: &name {{type: string, pattern: '^[a-zA-Z0-9_-]+$', minLength: 1, maxLength: 255}}
        code: {{type: string, pattern: '^[A-Za-z0-9+/]*={{0,2}}$'}}
        language: &language {{type: string, enum: [typescript]}}
        description: &description {{type: string, maxLength: 1000}}
        browserConfiguration: {{$ref: '#/components/schemas/SessionConfig'}}
    SessionConfig:
      type: object
      properties:
        initial_url: {{type: string, format: uri}}
        recording: {{type: object, properties: {{active: {{type: boolean}}}}}}
        proxy: {{type: object, oneOf: [{{$ref: '#/components/schemas/AnchorProxy'}}, {{$ref: '#/components/schemas/CustomProxy'}}]}}
        timeout: {{type: object, properties: {{max_duration: {{type: integer}}, idle_timeout: {{type: integer}}}}}}
        live_view: {{type: object, properties: {{read_only: {{type: boolean}}}}}}
{extra}
    AnchorProxy:
      type: object
      required: [active]
      properties:
        active: {{type: boolean}}
        type: {{type: string, oneOf: [{{enum: [{types}]}}, {{enum: [{types}]}}]}}
        country_code: {{oneOf: [{lists}]}}
        region: {{type: string}}
        city: {{type: string}}
    CustomProxy:
      type: object
      required: [type, server, username, password, active]
      properties: {{type: {{type: string, enum: [custom]}}, server: {{type: string}}, username: {{type: string}}, password: {{type: string}}, active: {{type: boolean}}}}
    TaskResponse: {{type: object, properties: {{data: {{$ref: '#/components/schemas/Task'}}}}}}
    Task:
      type: object
      required: [{required}]
      properties: {{{task_members}, name: *name, description: *description, latestVersion: {{type: string}}, code: {{type: string}}, language: *language, browserConfiguration: {{$ref: '#/components/schemas/SessionConfig'}}, deleted: {{type: boolean}}}}
    ErrorResponse: {{type: object, properties: {{error: {{type: object, properties: {{code: {{type: integer}}, message: {{type: string}}}}}}}}}}
"
    )
}

const TYPES: [&str; 4] = [
    "anchor_residential",
    "anchor_mobile",
    "anchor_gov",
    "anchor_proxy",
];

/// The differences other than those of descriptions, which are not part of this project.
fn against_revision(document: &str, arguments: &[&str]) -> (Outcome, Vec<Value>) {
    let all = [&["drift", "api.yaml", "--format", "json"], arguments].concat();
    let outcome = TestDir::new("drift_revision", &[("api.yaml", document.as_bytes())]).run(&all);
    outcome.assert_code(1);
    let mut found = differences(&outcome);
    found.retain(|difference| difference[0] != "description-changed");
    let found = found
        .into_iter()
        .map(|row| json!([row[0], row[1], row[2], row[3]]))
        .collect();
    (outcome, found)
}

#[test]
fn a_revision_is_its_document_as_this_project_reads_it() {
    let (outcome, found) = against_revision(&published(&TYPES, ""), &["--revision", "2025"]);
    assert_eq!(found, [Value::Null; 0]);
    let notes: BTreeSet<_> = notes(&outcome)
        .iter()
        .map(|note| {
            format!(
                "{} {}",
                note[0].as_str().unwrap(),
                note[1].as_str().unwrap()
            )
        })
        .collect();
    let session = "/browserConfiguration";
    let expected = [
        "forms /browserConfiguration/proxy".to_owned(),
        "keyword-changed /code".to_owned(),
        format!("keyword-removed {session}/live_view/read_only"),
        format!("keyword-removed {session}/proxy"),
        format!("keyword-removed {session}/recording/active"),
        format!("keyword-removed {session}/timeout/idle_timeout"),
        format!("keyword-removed {session}/timeout/max_duration"),
        "keyword-removed /error/code".to_owned(),
        format!("overlapping-lists {session}/proxy/country_code"),
        format!("overlapping-lists {session}/proxy/type"),
    ];
    assert_eq!(notes, BTreeSet::from(expected));
}

#[test]
fn the_summary_says_which_revision_is_the_default() {
    let document = published(&TYPES, "");
    let dir = TestDir::new("drift_default", &[("api.yaml", document.as_bytes())]);
    let table = [
        (
            vec![],
            format!(
                "from revision `2025` (the default; latest: `--revision {}`), 15 notes",
                Revision::LATEST
            ),
        ),
        (
            vec!["--revision", "2025"],
            "from revision `2025`, 15 notes".to_owned(),
        ),
    ];
    for (arguments, expected) in table {
        let outcome = dir.run(&[vec!["drift", "api.yaml"], arguments].concat());
        let last = outcome.stdout.lines().last().unwrap();
        assert!(last.ends_with(&expected), "{last}");
    }
}

#[test]
fn what_only_documentation_pages_state_is_a_note() {
    let members =
        "        tags: {type: array, items: {type: string}}\n        x402: {type: boolean}";
    let document = published(&["anchor_proxy"], members).replace(
        "{read_only: {type: boolean}}",
        "{read_only: {type: boolean}, one_time_url: {type: boolean}}",
    );
    let (outcome, found) = against_revision(&document, &["--revision", "2026"]);
    assert_eq!(found, [Value::Null; 0]);
    let report = outcome.json();
    let notes = report["notes"].as_array().unwrap().iter();
    let notes: Vec<_> = notes
        .filter(|note| !note["change"].as_str().unwrap().starts_with("keyword"))
        .map(|note| json!([note["change"], note["pointer"], note["params"]]))
        .collect();
    let proxy = "/browserConfiguration/proxy";
    let expected = [
        json!(["member-removed", "/browserConfiguration/scoped_access", {"required": false, "types": ["object"]}]),
        json!(["forms", proxy, {}]),
        json!(["overlapping-lists", format!("{proxy}/type"), {}]),
        json!(["values-removed", format!("{proxy}/country_code"), {"values": ["gb"]}]),
        json!(["type-changed", "/data/description", {"before": ["null", "string"], "after": ["string"]}]),
        json!(["values-removed", "/data/language", {"values": ["workflow"]}]),
    ];
    for note in &expected {
        assert!(notes.contains(note), "{note} {notes:?}");
    }
    assert_eq!(notes.len(), expected.len(), "{notes:?}");
}

#[test]
fn differences_from_a_revision_are_reported_by_list() {
    let proxy = "/browserConfiguration/proxy";
    let tags = "        tags: {type: array, items: {type: string}}";
    let document = published(&TYPES[..2], tags)
        .replace("maxLength: 1000", "maxLength: 500")
        .replace(", language]", "]")
        .replace(", 'us']", ", 'us', 'xx']");
    let (_, found) = against_revision(&document, &[]);
    let list = |name: &str| json!(["list-removed", format!("{proxy}/country_code"), "none", {"list": name, "count": 145}]);
    let only_there: Vec<_> = Revision::V2025
        .countries(None)
        .filter(|country| {
            Revision::V2025
                .types_offering(country)
                .all(|name| !TYPES[..2].contains(&name.as_str()))
        })
        .collect();
    let mut expected = vec![
        json!(["keyword-changed", "/description", "stricter", {"keyword": "maxLength", "before": 1000, "after": 500}]),
        json!(["keyword-changed", "/data/description", "stricter", {"keyword": "maxLength", "before": 1000, "after": 500}]),
        json!(["required-removed", "/language", "looser", {}]),
        json!(["member-added", "/browserConfiguration/tags", "stricter", {"required": false, "types": ["array"]}]),
        json!(["values-removed", format!("{proxy}/type"), "stricter", {"values": ["anchor_gov", "anchor_proxy"]}]),
        json!(["values-removed", format!("{proxy}/country_code"), "stricter", {"values": only_there}]),
        list("anchor_gov"),
        list("anchor_proxy"),
    ];
    let mut found = found;
    found.sort_by_key(Value::to_string);
    expected.sort_by_key(Value::to_string);
    assert_eq!(found, expected);
}

#[test]
fn recorded_requests_whose_verdict_changes_are_listed() {
    let document = published(&["anchor_residential", "anchor_proxy"], "")
        .replace("maxLength: 255", "maxLength: 300");
    let proxy = |proxy: Value| json!({"name": "t", "language": "typescript", "browserConfiguration": {"proxy": proxy}});
    let anchor = |name: &str, country: &str| {
        proxy(json!({"active": true, "type": name, "country_code": country}))
    };
    let gov = anchor("anchor_gov", "us").to_string();
    let long = json!({"name": "a".repeat(256), "language": "typescript"}).to_string();
    let stream = [
        VALID.to_owned(),
        gov.clone(),
        // Rejected on both sides.
        anchor("anchor_proxy", "gb").to_string(),
        proxy(json!({"type": "custom", "active": true})).to_string(),
        json!({"name": "a".repeat(256), "language": "typescript", "code": "QQ"}).to_string(),
        "{".to_owned(),
        String::new(),
        long,
    ]
    .join("\n");
    let files = [
        ("api.yaml", document.as_bytes()),
        ("requests/stream.ndjson", stream.as_bytes()),
        ("requests/one.yaml", gov.as_bytes()),
        // Levels are those of the API.
        (
            "requests/anchorbrowser-schema.toml",
            b"[levels]\nunknown-property = \"deny\"\n",
        ),
    ];
    let dir = TestDir::new("drift_against", &files);
    let arguments = [
        "drift",
        "api.yaml",
        "--against",
        "requests",
        "--format",
        "json",
    ];
    let outcome = dir.run(&arguments);
    outcome.assert_code(1);
    let proxy_type = "/browserConfiguration/proxy/type";
    assert_eq!(
        outcome.json()["against"],
        json!({
            "requests": 8,
            "changed": [
                {"source": "requests/one.yaml", "line": 1, "was_valid": true, "reasons": [{"rule": "enum", "pointer": proxy_type}]},
                {"source": "requests/stream.ndjson", "line": 2, "was_valid": true, "reasons": [{"rule": "enum", "pointer": proxy_type}]},
                {"source": "requests/stream.ndjson", "line": 8, "was_valid": false, "reasons": [{"rule": "max-length", "pointer": "/name"}]},
            ],
            "omitted": 0,
            "invalid": 4,
            "failed": 0,
        })
    );
    // Two documents: the rules that no document states apply on both sides.
    let old = published(&TYPES, "");
    let dir = TestDir::new(
        "drift_against_document",
        &[
            ("old.yaml", old.as_bytes()),
            ("api.yaml", document.as_bytes()),
            ("requests.ndjson", stream.as_bytes()),
        ],
    );
    let arguments = [
        "drift",
        "api.yaml",
        "--against-document",
        "old.yaml",
        "--against",
        "requests.ndjson",
        "none.json",
    ];
    let outcome = dir.run(&arguments);
    outcome.assert_code(2);
    assert!(
        outcome
            .stderr
            .starts_with("error: cannot read `none.json`: "),
        "{outcome:?}"
    );
    let verdicts: Vec<_> = outcome
        .stdout
        .split("\n\n")
        .filter(|part| part.starts_with("verdict"))
        .collect();
    assert_eq!(
        verdicts,
        [
            "verdict: requests like this passed before and are rejected now\n --> requests.ndjson:2\n  = `enum` at `/browserConfiguration/proxy/type`",
            "verdict: requests like this were rejected before and pass now\n --> requests.ndjson:8\n  = `maxLength` at `/name`",
        ]
    );
    let last = outcome.stdout.lines().last().unwrap();
    assert!(
        last.ends_with(
            "the verdict changes for 2 of 7 requests, 4 stay invalid; 1 input could not be read"
        ),
        "{last}"
    );
}

#[test]
fn differences_are_printed_with_their_effect() {
    let old = document("x: {type: string, maxLength: 5, description: 'Old \u{1b}[31m text.'}");
    let new =
        document("x: {type: string, maxLength: 4, description: New text., enum: ['a\u{202e}']}");
    let files = [("old.yaml", old.as_bytes()), ("new.yaml", new.as_bytes())];
    let dir = TestDir::new("drift_human", &files);
    let arguments = ["drift", "new.yaml", "--against-document", "old.yaml"];
    let outcome = dir.run(&arguments);
    outcome.assert_code(2);
    // An escape character is not allowed in YAML unless it is escaped.
    let old = old.replace("'Old \u{1b}[31m text.'", "\"Old \\e[31m text.\"");
    let files = [("old.yaml", old.as_bytes()), ("new.yaml", new.as_bytes())];
    let dir = TestDir::new("drift_human", &files);
    let outcome = dir.run(&arguments);
    outcome.assert_code(1);
    let differences = "\
difference[keyword-changed]: `/x` (CreateTaskRequest): `maxLength` changed from `5` to `4`
 --> new.yaml:13:27
  = requests whose `x` violates `maxLength` `4` passed before and are rejected now

difference[description-changed]: `/x` (CreateTaskRequest): description changed
 --> new.yaml:13:54
  - Old \\u{1b}[31m text.
  + New text.
  = no verdict changes, unless the meaning has changed; read the text

difference[keyword-added]: `/x` (CreateTaskRequest): `enum` added: `[\"a\\u{202e}\"]`
 --> new.yaml:13:65
  = requests whose `x` violates `enum` `[\"a\\u{202e}\"]` passed before and are rejected now

";
    assert_eq!(
        outcome.stdout,
        format!("{differences}3 differences from `old.yaml`, 0 notes\n")
    );
    assert_eq!(
        dir.run(&[&arguments[..], &["--quiet"]].concat()).stdout,
        differences
    );
    let from_stdin = dir.run_with_input(
        &["drift", "-", "--against-document", "new.yaml"],
        new.as_bytes(),
    );
    from_stdin.assert_code(0);
    assert_eq!(
        from_stdin.stdout,
        "no difference from `new.yaml`, 0 notes\n"
    );
}

#[test]
fn deprecation_and_responses_are_compared() {
    let with = |status: &str, deprecated: bool| {
        let schema = "{content: {application/json: {schema: {type: object}}}}";
        let endpoint =
            format!("      responses: {{'{status}': {schema}}}\n      deprecated: {deprecated}\n");
        let body = "      requestBody:\n";
        document("x: {}").replace(body, &(endpoint + body))
    };
    let outcome = side_by_side("drift_responses", &with("200", false), &with("422", true));
    outcome.assert_code(1);
    assert_eq!(
        differences(&outcome),
        [
            json!(["keyword-added", "", "none", {"keyword": "deprecated", "before": null, "after": true}, 5, 7]),
            json!(["response-removed", "", "none", {"status": "200"}, 5, 7]),
            json!(["response-added", "", "none", {"status": "422"}, 5, 19]),
        ]
    );
}

/// A value that only the API's documentation pages list is not a changed verdict.
#[test]
fn intended_differences_change_no_verdict() {
    let document = published(&["anchor_proxy"], "");
    let request = |country: &str| {
        let proxy = json!({"active": true, "country_code": country});
        json!({"name": "t", "language": "typescript", "browserConfiguration": {"proxy": proxy}})
            .to_string()
    };
    let requests = [request("gb"), request("us")].join("\n");
    let files = [
        ("api.yaml", document.as_bytes()),
        ("requests.ndjson", requests.as_bytes()),
    ];
    let outcome = TestDir::new("drift_intended", &files).run(&[
        "drift",
        "api.yaml",
        "--revision",
        "2026",
        "--format",
        "json",
        "--against",
        "requests.ndjson",
    ]);
    assert_eq!(
        outcome.json()["against"],
        json!({"requests": 2, "changed": [], "omitted": 0, "invalid": 0, "failed": 0})
    );
}

#[test]
fn the_documents_of_this_project_give_the_same_verdicts() {
    let root = env!("CARGO_MANIFEST_DIR");
    let examples = ["valid", "invalid"].map(|name| format!("{root}/schemas/examples/{name}"));
    let files = examples
        .iter()
        .map(|directory| fs::read_dir(directory).unwrap());
    let texts: Vec<_> = files
        .flatten()
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .collect();
    for revision in Revision::all() {
        let document = format!("{root}/schemas/{revision}/openapi.json");
        let outcome = TestDir::new("drift_examples", &[]).run(&[
            "drift",
            &document,
            "--revision",
            revision.name(),
            "--format",
            "json",
            "--against",
            &examples[0],
            &examples[1],
        ]);
        let validator = Validator::new().revision(revision);
        let is_invalid = |text: &&Vec<u8>| !validator.is_valid_json::<CreateTaskRequest>(text);
        let invalid = texts.iter().filter(is_invalid).count();
        let expected = json!({"requests": texts.len(), "changed": [], "omitted": 0, "invalid": invalid, "failed": 0});
        assert_eq!(outcome.json()["against"], expected);
    }
}

/// The user info of URLs and what CI systems read as a command.
#[test]
fn secrets_and_commands_are_not_shown() {
    let old = document("x: {type: string, description: Old.}");
    let new = document(
        "x: {type: string, description: 'At https://u:hunter2@h/ ##vso[x]', default: //u:hunter2@h},\n\
         \x20       '//u:hunter2@h': {type: string}",
    )
    .replace("properties:\n        x: ", "properties: {\n        x: ")
    .replace("'//u:hunter2@h': {type: string}\n", "'//u:hunter2@h': {type: string}}\n");
    let files = [("old.yaml", old.as_bytes()), ("new.yaml", new.as_bytes())];
    let dir = TestDir::new("drift_secrets", &files);
    let arguments = ["drift", "new.yaml", "--against-document", "old.yaml"];
    let outcome = dir.run(&arguments);
    outcome.assert_code(1);
    let expected = "\
difference[description-changed]: `/x` (CreateTaskRequest): description changed
 --> new.yaml:13:40
  - Old.
  + At https://…@h/ #\\u{23}vso[x]
  = no verdict changes, unless the meaning has changed; read the text

difference[keyword-added]: `/x` (CreateTaskRequest): `default` added: `//…@h`
 --> new.yaml:13:76
  = no verdict changes

difference[member-added]: `/~1~1…@h` (CreateTaskRequest): optional member added
 --> new.yaml:14:9
  = requests whose `//…@h` is not a string passed before and are rejected now

3 differences from `old.yaml`, 0 notes
";
    assert_eq!(outcome.stdout, expected);
    let outcome = dir.run(&[&arguments[..], &["--format", "json"]].concat());
    assert!(!outcome.stdout.contains("hunter2"), "{outcome:?}");
}

/// Keys inside a member that is never shown are secret, too.
#[test]
fn pointers_of_requests_end_at_a_secret_member() {
    let with_username = |schema: &str| {
        let proxy = format!("{{type: object, properties: {{username: {schema}}}}}");
        document(&format!(
            "browserConfiguration: {{type: object, properties: {{proxy: {proxy}}}}}"
        ))
    };
    let old = with_username("{}");
    let new = with_username("{type: object, additionalProperties: {type: integer}}");
    let request =
        r#"{"browserConfiguration": {"proxy": {"type": "custom", "username": {"hunter2": "a"}}}}"#;
    let files = [
        ("old.yaml", old.as_bytes()),
        ("new.yaml", new.as_bytes()),
        ("request.json", request.as_bytes()),
    ];
    let outcome = TestDir::new("drift_pointers", &files).run(&[
        "drift",
        "new.yaml",
        "--against-document",
        "old.yaml",
        "--format",
        "json",
        "--against",
        "request.json",
    ]);
    outcome.assert_code(1);
    let reason = json!({"rule": "type", "pointer": "/browserConfiguration/proxy/username"});
    assert_eq!(
        outcome.json()["against"]["changed"],
        json!([{"source": "request.json", "line": 1, "was_valid": true, "reasons": [reason]}])
    );
}

/// A missing member has a pointer, as in a report, and each keyword its name in JSON Schema.
#[test]
fn reasons_are_keywords_and_pointers() {
    let old = document("{name: {}, language: {}, x: {}}");
    let table = [
        (
            "{required: [team]}",
            r#""name":"t""#,
            "`required` at `/team`",
        ),
        ("{properties: {x: false}}", r#""x":1"#, "`not` at `/x`"),
        (
            "{properties: {x: {prefixItems: [false]}}}",
            r#""x":[1]"#,
            "`prefixItems` at `/x/0`",
        ),
        (
            "{additionalProperties: false}",
            r#""y":1"#,
            "`additionalProperties` at the document",
        ),
        // A pattern of ECMA 262.
        (
            "{properties: {x: {pattern: '^(?!a)'}}}",
            r#""x":"a""#,
            "`pattern` at `/x`",
        ),
        (
            "{properties: {x: {pattern: '(a+)+$'}}}",
            r#""x":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab""#,
            "`pattern` at `/x`",
        ),
    ];
    for (schema, members, reason) in table {
        let new = request(schema);
        let files = [
            ("old.yaml", old.as_bytes()),
            ("new.yaml", new.as_bytes()),
            ("in.json", format!("{{{members}}}").as_bytes()),
        ]
        .map(|(name, text)| (name, text.to_vec()));
        let files = files.each_ref().map(|(name, text)| (*name, &text[..]));
        let outcome = TestDir::new("drift_reasons", &files).run(&[
            "drift",
            "new.yaml",
            "--against-document",
            "old.yaml",
            "--against",
            "in.json",
        ]);
        outcome.assert_code(1);
        let reasons = outcome
            .stdout
            .lines()
            .filter(|line| line.starts_with("  = `"));
        assert_eq!(
            reasons.collect::<Vec<_>>(),
            [format!("  = {reason}")],
            "{schema}"
        );
    }
}

/// The differences are printed all the same.
#[test]
fn a_schema_that_cannot_be_compiled_is_an_error() {
    let new = document("x: {pattern: '('}");
    let files = [
        ("old.yaml", document("x: {}").into_bytes()),
        ("new.yaml", new.into_bytes()),
        ("in.json", VALID.into()),
    ];
    let files = files.each_ref().map(|(name, text)| (*name, &text[..]));
    let dir = TestDir::new("drift_uncompilable", &files);
    let against = ["--against-document", "old.yaml", "--against", "in.json"];
    let outcome = dir.run(&[&["drift", "new.yaml"], &against[..]].concat());
    outcome.assert_code(2);
    assert!(
        outcome
            .stderr
            .starts_with("error: cannot read `new.yaml`: the request schema cannot be compiled: "),
        "{outcome:?}"
    );
    assert!(
        outcome
            .stdout
            .starts_with("difference[keyword-added]: `/x`"),
        "{outcome:?}"
    );
}

#[test]
fn standard_input_is_read_once() {
    let dir = TestDir::new("drift_stdin_twice", &[]);
    for arguments in [
        ["drift", "-", "--against", "-"],
        ["drift", "-", "--against-document", "-"],
    ] {
        let outcome = dir.run(&arguments);
        outcome.assert_code(2);
        assert_eq!(
            outcome.stderr,
            "error: cannot read `-`: standard input can be read only once\n"
        );
    }
}

/// Keywords that depend on those beside them stay beside them, and OpenAPI 3.0 has boolean limits.
#[test]
fn requests_are_compared_by_closed_objects_and_boolean_limits() {
    let schema = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "language"],
        "properties": {
            "name": {"type": "string"},
            "language": {"enum": ["typescript"]},
            "x": {"type": "integer", "maximum": 5, "exclusiveMaximum": true},
        },
    });
    let api = json!({
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {"/v1/task": {"post": {
            "requestBody": {"content": {"application/json": {"schema": schema}}},
            "responses": {},
        }}},
    });
    let request = |members: &str| format!(r#"{{"name":"t","language":"typescript"{members}}}"#);
    let dir = TestDir::new(
        "drift_closed_objects",
        &[
            ("api.json", api.to_string().as_bytes()),
            ("in/closed.json", request(r#","y":1"#).as_bytes()),
            ("in/four.json", request(r#","x":4"#).as_bytes()),
            ("in/five.json", request(r#","x":5"#).as_bytes()),
            ("in/plain.json", request("").as_bytes()),
        ],
    );
    let outcome = dir.run(&["drift", "api.json", "--against", "in"]);
    outcome.assert_code(1);
    let verdicts = outcome
        .stdout
        .lines()
        .filter(|line| line.starts_with(" --> in/"));
    let verdicts: Vec<_> = verdicts.collect();
    assert_eq!(verdicts, [" --> in/closed.json:1", " --> in/five.json:1"]);
}
