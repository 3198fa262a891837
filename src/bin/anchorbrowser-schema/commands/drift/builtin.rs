//! What a built-in revision states, as an OpenAPI document.
//!
//! Objects, members and lists are those of the library's tables; limits, patterns and formats are
//! those of the embedded schemas. So a document is compared with a revision in the same way as with
//! another document.

use std::collections::{BTreeMap, BTreeSet};

use anchorbrowser_schema::{DocumentType, Member, ObjectType, Revision};
use serde_json::{Map, Value, json};

use super::descriptions;
use super::schema::DESCRIPTION_HASH;

/// The documents of the endpoint: its request and its responses.
const DOCUMENTS: [DocumentType; 3] = [
    DocumentType::CreateTaskRequest,
    DocumentType::TaskResponse,
    DocumentType::ErrorResponse,
];

/// The keywords of a member that OpenAPI documents and the embedded schemas state in the same way.
const KEYWORDS: [&str; 7] = [
    "format",
    "items",
    "maxLength",
    "maximum",
    "minLength",
    "minimum",
    "pattern",
];
/// The keywords of an object that both state in the same way.
const OBJECT_KEYWORDS: [&str; 1] = ["dependentRequired"];

/// A revision as an OpenAPI document in JSON.
pub(super) fn document(revision: Revision) -> String {
    let builder = Builder {
        revision,
        definitions: definitions(revision),
        hashes: descriptions::of_revision(revision),
    };
    let paths = endpoint(revision);
    let schemas = builder.schemas();
    json!({"openapi": "3.1.0", "paths": paths, "components": {"schemas": schemas}}).to_string()
}

/// The endpoint with its statuses.
fn endpoint(revision: Revision) -> Value {
    let openapi: Value = serde_json::from_str(revision.openapi()).unwrap_or_default();
    openapi.get("paths").cloned().unwrap_or_default()
}

/// The definitions of the embedded schemas by the names of their objects and values.
fn definitions(revision: Revision) -> BTreeMap<String, Value> {
    let mut definitions = BTreeMap::new();
    for document_type in DOCUMENTS {
        let mut schema: Value =
            serde_json::from_str(document_type.schema(revision)).unwrap_or_default();
        if let Some(Value::Object(inner)) = schema.get_mut("$defs").map(Value::take) {
            definitions.extend(inner);
        }
        definitions.insert(document_type.name().to_owned(), schema);
    }
    definitions
}

struct Builder {
    revision: Revision,
    definitions: BTreeMap<String, Value>,
    hashes: BTreeMap<&'static str, &'static str>,
}

impl Builder {
    /// The schemas of all objects.
    fn schemas(&self) -> Map<String, Value> {
        let mut schemas = Map::new();
        let objects = DOCUMENTS.iter().flat_map(|document| document.objects());
        let mut open: Vec<&'static ObjectType> = objects.copied().collect();
        while let Some(object) = open.pop() {
            if !schemas.contains_key(object.name()) {
                schemas.insert(object.name().to_owned(), self.object(object));
                open.extend(self.members(object).flat_map(Member::objects));
            }
        }
        schemas
    }

    /// The members that the revision has.
    fn members(&self, object: &'static ObjectType) -> impl Iterator<Item = &'static Member> {
        let members = object.members().iter();
        members.filter(|member| member.is_in(self.revision))
    }

    fn object(&self, object: &'static ObjectType) -> Value {
        let properties: Map<_, _> = self
            .members(object)
            .map(|member| (member.name().to_owned(), self.member(object, member)))
            .collect();
        let required: Vec<_> = self
            .members(object)
            .filter(|member| member.is_required())
            .map(Member::name)
            .collect();
        let mut schema = json!({
            "type": "object",
            "properties": properties,
            "required": required,
        });
        if let Some(definition) = self.definitions.get(object.name()) {
            copy(definition, &OBJECT_KEYWORDS, &mut schema);
        }
        self.describe(&mut schema, object.name());
        schema
    }

    fn member(&self, object: &ObjectType, member: &Member) -> Value {
        let mut schema = match member.objects() {
            [] => self.value(object, member),
            [only] => json!({"$ref": reference(only)}),
            several => {
                let alternatives = several
                    .iter()
                    .map(|object| json!({"$ref": reference(object)}));
                json!({"oneOf": alternatives.collect::<Vec<_>>()})
            }
        };
        if let (Some(default), Value::Object(schema)) = (member.default(), &mut schema) {
            let default = serde_json::from_str(default).unwrap_or_default();
            schema.insert("default".to_owned(), default);
        }
        let name = format!("{}.{}", object.name(), member.name());
        self.describe(&mut schema, &name);
        schema
    }

    /// The schema of a member that is not an object.
    fn value(&self, object: &ObjectType, member: &Member) -> Value {
        let definition = self.definitions.get(object.name());
        let definition = definition
            .and_then(|definition| definition.get("properties")?.get(member.name()))
            .map(|property| self.resolve(property))
            .unwrap_or_default();
        let mut schema = json!({"type": member.json_type()});
        copy(&definition, &KEYWORDS, &mut schema);
        if member.is_nullable_in(self.revision) {
            copy(&json!({"nullable": true}), &["nullable"], &mut schema);
        }
        let Value::Object(fields) = &mut schema else {
            return schema;
        };
        if fields.contains_key("format") {
            // The embedded schema spells the format out, for engines that do not check formats.
            fields.remove("pattern");
        }
        let allowed = allowed_values(&definition);
        let countries: BTreeSet<_> = self.revision.countries(None).map(String::from).collect();
        if allowed.iter().eq(&countries) {
            fields.insert("oneOf".to_owned(), self.countries());
        } else if !allowed.is_empty() {
            fields.insert("enum".to_owned(), json!(allowed));
        }
        schema
    }

    /// The countries of each proxy type.
    fn countries(&self) -> Value {
        let list = |proxy_type| {
            let countries: Vec<_> = self.revision.countries(Some(&proxy_type)).collect();
            json!({"title": proxy_type, "type": "string", "enum": countries})
        };
        self.revision.proxy_types().map(list).collect()
    }

    /// A definition with the keywords of all definitions that it refers to. If it is nullable, these
    /// include the keywords of the alternative to `null`. The embedded schemas have no reference cycles.
    fn resolve(&self, definition: &Value) -> Value {
        let mut resolved = definition.clone();
        let mut next = definition;
        while let Some(found) = self.referred(next) {
            if let (Value::Object(resolved), Value::Object(found)) = (&mut resolved, found) {
                for (keyword, value) in found {
                    resolved.entry(keyword).or_insert_with(|| value.clone());
                }
            }
            next = found;
        }
        resolved
    }

    fn referred<'v>(&'v self, definition: &'v Value) -> Option<&'v Value> {
        if let Some(name) = definition.get("$ref") {
            let name = name.as_str()?.trim_start_matches("#/$defs/");
            return self.definitions.get(name);
        }
        let mut alternatives = definition.get("anyOf")?.as_array()?.iter();
        alternatives.find(|alternative| alternative.get("type") != Some(&json!("null")))
    }

    /// Adds the hash of the published description, if it is known.
    fn describe(&self, schema: &mut Value, name: &str) {
        if let (Some(hash), Value::Object(schema)) = (self.hashes.get(name), schema) {
            schema.insert(DESCRIPTION_HASH.to_owned(), json!(hash));
        }
    }
}

fn reference(object: &ObjectType) -> String {
    format!("#/components/schemas/{}", object.name())
}

fn copy(from: &Value, keywords: &[&str], to: &mut Value) {
    let Value::Object(to) = to else { return };
    for keyword in keywords {
        if let Some(value) = from.get(keyword) {
            to.insert((*keyword).to_owned(), value.clone());
        }
    }
}

/// The values that a definition allows, sorted; empty if it allows any.
fn allowed_values(definition: &Value) -> BTreeSet<String> {
    let array = |name| {
        definition
            .get(name)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    };
    let described = array("oneOf").filter_map(|alternative| alternative.get("const"));
    let values = array("enum")
        .chain(described)
        .chain(definition.get("const"));
    values
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}
