//! The embedded OpenAPI schemas, one by one, for crates that collect schemas.

use serde_json::{Map, Value};

use crate::contract::revision::Revision;

/// The keyword by which a schema refers to another one.
pub(super) const REFERENCE: &str = "$ref";
/// The prefix of the name of that schema in a reference.
pub(super) const COMPONENTS: &str = "#/components/schemas/";

/// A JSON Schema (draft 2020-12) without its `$schema`.
pub(super) type Schema = Map<String, Value>;

/// Calls a macro with the types that have a schema.
macro_rules! components {
    ($expand:ident) => {
        $crate::contract::objects::object_names! { $expand CountryCode Language ProxyConfig ProxyType }
    };
}

pub(super) use components;

/// The schema with a name, in the default revision or else in the first one that has it.
pub(super) fn schema(name: &str) -> Schema {
    let mut revisions = [Revision::default()].into_iter().chain(Revision::all());
    let schema = revisions.find_map(|revision| {
        let mut openapi: Value = serde_json::from_str(revision.openapi()).ok()?;
        let reference = [COMPONENTS, name].concat();
        match openapi.pointer_mut(reference.strip_prefix('#')?)?.take() {
            Value::Object(schema) => Some(schema),
            _ => None,
        }
    });
    schema.unwrap_or_default()
}
