//! The published schemas as a product: what they say to people, and what other engines make of
//! them.

use serde_json::{Map, Value};

mod documentation;
#[cfg(all(feature = "proptest", feature = "arbitrary", feature = "jsonschema"))]
mod engines;
mod openapi;
mod report;

/// The file of a root's schema.
fn file(root: anchorbrowser_schema::Root) -> String {
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
