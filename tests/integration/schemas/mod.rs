//! The published schemas: how they are generated, how they are documented, and how validators, editors
//! and code generators of other languages process them.

use serde_json::{Map, Value};

mod clients;
#[cfg(all(feature = "schemars", feature = "utoipa", feature = "jsonschema"))]
mod derived;
mod documentation;
#[cfg(all(feature = "proptest", feature = "arbitrary", feature = "jsonschema"))]
mod engines;
mod generated;
mod openapi;
mod pretty;
mod report;
mod tools;

/// The file of the schema of a document type.
fn file(root: anchorbrowser_schema::DocumentType) -> String {
    let mut file = String::new();
    for letter in root.name().chars() {
        if letter.is_ascii_uppercase() && !file.is_empty() {
            file.push('-');
        }
        file.push(letter.to_ascii_lowercase());
    }
    file + ".schema.json"
}

fn parse(schema: &str) -> Map<String, Value> {
    serde_json::from_str(schema).unwrap()
}

/// Names in code font, in their order: `` `a`, `b` and `c` ``.
fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
