//! `schemas/openapi.json`: the endpoint, with the schemas as its components.
//!
//! All but the components is written by hand. The components are made from the schema files, text
//! for text; where they are behind, `UPDATE=1 cargo test --test integration openapi` renews them.

use std::fs;

use anchorbrowser_schema::{OPENAPI, Root};
use serde_json::{Value, json};

use super::parse;

const FILE: &str = "schemas/openapi.json";
const ENDPOINT: [Root; 3] = [
    Root::CreateTaskRequest,
    Root::TaskResponse,
    Root::ErrorResponse,
];
/// What the components stand between.
const START: &str = "\n    \"schemas\": {\n";
const END: &str = "    }\n  }\n}\n";

/// A schema's own members, as text, and its `$defs`.
fn parts(schema: &str) -> (&str, Option<&str>) {
    let own = schema.find("  \"title\"").unwrap();
    let schema = schema[own..].strip_suffix("\n}\n").unwrap();
    match schema.split_once(",\n  \"$defs\": {\n") {
        Some((own, definitions)) => (own, definitions.strip_suffix("\n  }")),
        None => (schema, None),
    }
}

fn indented(text: &str, by: usize) -> String {
    let lines: Vec<String> = text.lines().map(|line| " ".repeat(by) + line).collect();
    lines.join("\n")
}

fn components() -> String {
    let mut components: Vec<String> = ENDPOINT
        .iter()
        .map(|root| {
            let (own, _) = parts(root.schema());
            format!("      \"{root}\": {{\n{}\n      }}", indented(own, 6))
        })
        .collect();
    let (_, definitions) = parts(Root::TaskResponse.schema());
    components.push(indented(definitions.unwrap(), 2));
    components.join(",\n") + "\n"
}

fn with_components(openapi: &str) -> String {
    let (start, _) = openapi.split_once(START).unwrap();
    let components = components().replace("#/$defs/", "#/components/schemas/");
    format!("{start}{START}{components}{END}")
}

#[test]
fn its_components_are_the_schemas() {
    let openapi = fs::read_to_string(FILE).unwrap();
    let renewed = with_components(&openapi);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(FILE, &renewed).unwrap();
        return;
    }
    assert!(
        openapi == renewed,
        "{FILE} is behind the schemas; UPDATE=1 renews it"
    );
}

/// The same as JSON, whatever the text of the files looks like.
#[test]
fn each_component_is_a_definition_of_each_schema_that_has_it() {
    let openapi = parse(OPENAPI);
    let components = openapi["components"]["schemas"].as_object().unwrap();
    let rewritten = |schema: &Value| -> Value {
        let text = schema
            .to_string()
            .replace("#/$defs/", "#/components/schemas/");
        serde_json::from_str(&text).unwrap()
    };
    let mut seen = Vec::new();
    for root in Root::all() {
        let mut schema = parse(root.schema());
        let definitions = schema.remove("$defs").unwrap_or(json!({}));
        schema.remove("$schema");
        schema.remove("$id");
        assert_eq!(
            rewritten(&Value::Object(schema)),
            components[root.name()],
            "{root}"
        );
        for (name, definition) in definitions.as_object().unwrap() {
            assert_eq!(rewritten(definition), components[name], "{name} of {root}");
            seen.push(name.clone());
        }
        seen.push(root.name().to_owned());
    }
    assert!(components.keys().all(|name| seen.contains(name)));
}

#[test]
fn it_describes_the_endpoint() {
    let openapi = parse(OPENAPI);
    assert_eq!(openapi["info"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(openapi["servers"][0]["url"], "https://api.anchorbrowser.io");
    let key = &openapi["components"]["securitySchemes"]["apiKey"];
    assert_eq!(
        (&key["in"], &key["name"]),
        (&json!("header"), &json!("anchor-api-key"))
    );

    let post = &openapi["paths"]["/v1/task"]["post"];
    let schema = |body: &Value| body["content"]["application/json"]["schema"]["$ref"].clone();
    assert_eq!(
        schema(&post["requestBody"]),
        "#/components/schemas/CreateTaskRequest"
    );
    let responses: Vec<(&str, Value)> = post["responses"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(status, response)| (status.as_str(), schema(response)))
        .collect();
    let error = json!("#/components/schemas/ErrorResponse");
    assert_eq!(
        responses,
        [
            ("200", json!("#/components/schemas/TaskResponse")),
            ("400", error.clone()),
            ("409", error.clone()),
            ("500", error),
        ]
    );
}
