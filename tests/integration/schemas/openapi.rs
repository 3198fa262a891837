//! `openapi.json` of the default revision: the endpoint, with the schemas as its components.

use anchorbrowser_schema::Revision;
use serde_json::{Value, json};

use super::parse;

#[test]
fn its_references_are_components_and_each_component_is_used() {
    let openapi = Value::Object(parse(Revision::default().openapi()));
    let mut used = std::collections::BTreeSet::new();
    references(&openapi, &mut used);
    let components = openapi["components"]["schemas"].as_object().unwrap();
    let paths = components
        .keys()
        .map(|name| format!("#/components/schemas/{name}"));
    assert_eq!(used, paths.collect());
}

fn references(value: &Value, found: &mut std::collections::BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            found.extend(
                members
                    .get("$ref")
                    .map(|path| path.as_str().unwrap().to_owned()),
            );
            members.values().for_each(|value| references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[test]
fn it_describes_the_endpoint() {
    let openapi = parse(Revision::default().openapi());
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
