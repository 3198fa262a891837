//! Schemas that other crates derive for types that contain those of this crate.

use std::fs;

use anchorbrowser_schema::{
    CountryCode, CreateTaskRequest, DocumentType, Revision, ScopedAccess, SessionConfig, Task,
    Valid,
};
use serde_json::{Value, json};

/// A type of a server that contains types of this crate.
#[derive(schemars::JsonSchema, utoipa::ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Job {
    #[schema(value_type = CreateTaskRequest)]
    task: Valid<CreateTaskRequest>,
    session: Option<SessionConfig>,
    access: Option<ScopedAccess>,
    country: Option<CountryCode>,
}

#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(Job, Task)))]
struct Api;

fn read(path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The examples of requests.
fn examples() -> impl Iterator<Item = Value> {
    let directories = ["valid", "invalid", "warnings"];
    let files = directories.into_iter().flat_map(|directory| {
        let files = fs::read_dir(format!("schemas/examples/{directory}")).unwrap();
        files.map(|file| file.unwrap().path())
    });
    files.map(|file| read(file.to_str().unwrap()))
}

#[track_caller]
fn expect_same_verdicts(schema: &Value, settings: &str) {
    let validator = jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .build(schema)
        .unwrap();
    let accepts = |request: &Value| {
        let accepted = DocumentType::CreateTaskRequest.schema_accepts(Revision::V2025, request);
        accepted.is_ok()
    };
    let (mut accepted, mut rejected) = (0, 0);
    for request in examples() {
        let expected = accepts(&request);
        *(if expected {
            &mut accepted
        } else {
            &mut rejected
        }) += 1;
        let job = json!({"task": request});
        assert_eq!(validator.is_valid(&job), expected, "{settings}: {request}");
        let session = &request["browserConfiguration"];
        if session.is_object() {
            let request =
                json!({"name": "t", "language": "typescript", "browserConfiguration": session});
            let job = json!({"task": {"name": "t", "language": "typescript"}, "session": session});
            assert_eq!(
                validator.is_valid(&job),
                accepts(&request),
                "{settings}: {session}"
            );
        }
    }
    assert!(accepted > 10 && rejected > 10, "{accepted} {rejected}");
}

#[test]
fn schemas_of_schemars_have_the_same_verdicts() {
    let schema = schemars::schema_for!(Job);
    let definitions = schema.get("$defs").and_then(Value::as_object).unwrap();
    let names: Vec<&str> = definitions.keys().map(String::as_str).collect();
    // Lists of countries by type have no type in Rust, and are part of the schemas that refer to them.
    let expected = [
        "AnchorProxy",
        "CountryCode",
        "CreateTaskRequest",
        "CustomProxy",
        "Language",
        "LiveView",
        "ProxyConfig",
        "ProxyType",
        "Recording",
        "ScopedAccess",
        "SessionConfig",
        "Timeout",
    ];
    assert_eq!(names, expected);
    expect_same_verdicts(schema.as_value(), "references");

    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let inlined = settings.with(|settings| settings.inline_subschemas = true);
    let schema = inlined.into_generator().into_root_schema_for::<Job>();
    assert_eq!(schema.get("$defs"), None);
    expect_same_verdicts(schema.as_value(), "inlined");
}

#[test]
fn schemas_of_utoipa_are_the_embedded_ones() {
    let api = serde_json::to_value(<Api as utoipa::OpenApi>::openapi()).unwrap();
    let schemas = api["components"]["schemas"].as_object().unwrap();
    let embedded: Value = serde_json::from_str(Revision::V2025.openapi()).unwrap();
    let mut embedded = embedded["components"]["schemas"]
        .as_object()
        .unwrap()
        .clone();
    for unused in ["TaskResponse", "ErrorResponse", "ApiError"] {
        assert!(embedded.remove(unused).is_some());
    }
    for (name, schema) in &embedded {
        assert_eq!(schemas.get(name), Some(schema), "{name}");
    }
    let others: Vec<_> = schemas
        .keys()
        .filter(|name| !embedded.contains_key(*name))
        .collect();
    assert_eq!(others, ["Job", "ScopedAccess"]);
    assert_eq!(
        schemas["Job"]["properties"]["task"]["$ref"],
        "#/components/schemas/CreateTaskRequest"
    );
}
