//! The published schemas and the OpenAPI document, which are generated from the definitions.
//!
//! `schemas/definitions.json` and `schemas/openapi.base.json` are written by hand. After a change
//! to either, [`COMMAND`] writes the files that are published; without `UPDATE` the test compares
//! them.

use std::collections::BTreeSet;
use std::fs;

use anchorbrowser_schema::{DocumentType, Revision};
// Unlike those of `serde_json`, its objects keep the order of their members.
use serde_yaml_ng::{Mapping, Value};

use super::pretty::pretty;

const COMMAND: &str = "UPDATE=1 cargo test --all-features --test integration schemas::generated";

const DEFINITIONS: &str = "definitions.json";
const OPENAPI_BASE: &str = "openapi.base.json";
const OPENAPI: &str = "openapi.json";
const REPORT: &str = "report.schema.json";
const CONFIGURATION: &str = "configuration.schema.json";

/// The bodies of the requests and responses that the OpenAPI document describes.
const ENDPOINT: [DocumentType; 3] = [
    DocumentType::CreateTaskRequest,
    DocumentType::TaskResponse,
    DocumentType::ErrorResponse,
];

fn read(file: &str) -> String {
    fs::read_to_string(format!("schemas/{file}")).unwrap()
}

fn parse(text: &str) -> Mapping {
    serde_json::from_str(text).unwrap()
}

/// Who a definition is published for.
#[derive(Clone, Copy, PartialEq)]
enum Audience {
    /// Validators and editors: the self-contained schemas.
    Validators,
    /// Generators of code and documentation: the OpenAPI document.
    Generators,
}

/// The definitions of a revision.
struct Definitions {
    revision: Revision,
    definitions: Mapping,
}

impl Definitions {
    fn read(revision: Revision) -> Self {
        let document = parse(&read(DEFINITIONS));
        match in_revision(document["$defs"].clone(), revision) {
            Value::Mapping(definitions) => Self {
                revision,
                definitions,
            },
            _ => panic!("{DEFINITIONS} has no `$defs`"),
        }
    }

    /// The types of Anchor proxy.
    fn proxy_types(&self) -> Vec<&str> {
        let types = self.get("ProxyType")["oneOf"].as_sequence().unwrap();
        types
            .iter()
            .map(|one| one["const"].as_str().unwrap())
            .collect()
    }

    /// The types of this revision that offer a country.
    fn offering(&self, country: &Value) -> Vec<String> {
        let types = country["x-offered-by"].as_sequence().unwrap().iter();
        let types = types.map(|one| one.as_str().unwrap());
        let listed = self.proxy_types();
        types
            .filter(|one| listed.contains(one))
            .map(str::to_owned)
            .collect()
    }

    fn get(&self, name: &str) -> &Mapping {
        self.definitions[name].as_mapping().unwrap()
    }

    /// A definition as it is published.
    fn publish(&self, name: &str, audience: Audience) -> Mapping {
        self.publish_schema(self.get(name), audience)
    }

    fn publish_schema(&self, schema: &Mapping, audience: Audience) -> Mapping {
        let mut published = Mapping::new();
        for (keyword, value) in self.with_scalar(schema) {
            let (keyword, value) = match (keyword.as_str().unwrap(), value) {
                ("oneOf", Value::Sequence(branches)) if is_enumeration(&branches) => {
                    self.enumeration(&branches, audience)
                }
                ("x-offered-by", Value::String(proxy_type)) => {
                    ("enum", self.countries_of(&proxy_type))
                }
                (keyword @ ("const" | "default" | "enum" | "examples"), value) => (keyword, value),
                (keyword, value) => (keyword, self.publish_value(value, audience)),
            };
            published.insert(keyword.into(), value);
        }
        match audience {
            Audience::Validators => published,
            Audience::Generators => with_alternatives(published),
        }
    }

    fn publish_value(&self, value: Value, audience: Audience) -> Value {
        match value {
            Value::Mapping(schema) => self.publish_schema(&schema, audience).into(),
            Value::Sequence(values) => {
                let values = values.into_iter();
                values.map(|v| self.publish_value(v, audience)).collect()
            }
            scalar => scalar,
        }
    }

    /// Replaces a reference to a string or an integer by its definition, so that the member of a
    /// generated client is a plain string or number. Only enumerations and lists stay references.
    fn with_scalar(&self, schema: &Mapping) -> Mapping {
        let Some(name) = reference(schema) else {
            return schema.clone();
        };
        let target = self.get(name);
        let is_named = target["type"] == "object"
            || target.contains_key("oneOf")
            || target.contains_key("x-offered-by");
        if is_named {
            return schema.clone();
        }
        let mut merged = Mapping::new();
        // Titles and descriptions first, whichever of the two has them.
        for keyword in ["title", "description"] {
            if let Some(text) = schema.get(keyword).or_else(|| target.get(keyword)) {
                merged.insert(keyword.into(), text.clone());
            }
        }
        for (keyword, value) in target {
            if !merged.contains_key(keyword) && !schema.contains_key(keyword) {
                merged.insert(keyword.clone(), value.clone());
            }
        }
        for (keyword, value) in schema {
            if keyword != "$ref" {
                assert!(
                    matches!(
                        keyword.as_str(),
                        Some("title" | "description" | "default" | "examples")
                    ),
                    "{keyword:?} beside a reference to {name}"
                );
                merged.insert(keyword.clone(), value.clone());
            }
        }
        merged
    }

    /// The countries that a proxy type offers.
    fn countries_of(&self, proxy_type: &str) -> Value {
        let countries = self.get("CountryCode")["oneOf"].as_sequence().unwrap();
        let offered = countries
            .iter()
            .filter(|country| self.offering(country).iter().any(|one| one == proxy_type));
        offered.map(|country| country["const"].clone()).collect()
    }

    /// An enumeration: for editors each value with its description, for generators the values.
    fn enumeration(&self, branches: &[Value], audience: Audience) -> (&'static str, Value) {
        let is_offered = |branch: &&Value| {
            branch.get("x-offered-by").is_none() || !self.offering(branch).is_empty()
        };
        let branches = branches.iter().filter(is_offered);
        match audience {
            Audience::Validators => {
                let described = branches.map(|branch| {
                    let constant = ("const".into(), branch["const"].clone());
                    Value::Mapping(Mapping::from_iter([
                        constant,
                        ("description".into(), self.description(branch)),
                    ]))
                });
                ("oneOf", described.collect())
            }
            Audience::Generators => (
                "enum",
                branches.map(|branch| branch["const"].clone()).collect(),
            ),
        }
    }

    /// The description of a value. That of a country consists of its name and the types that offer
    /// it.
    fn description(&self, branch: &Value) -> Value {
        if branch.get("x-offered-by").is_none() {
            return branch["description"].clone();
        }
        let name = branch["title"].as_str().unwrap();
        let types = super::listed(&self.offering(branch));
        format!("{name}, offered by {types}.").into()
    }

    /// The names of some definitions and of all that these refer to, in the order of the file.
    fn closure<'a>(&'a self, roots: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        let mut wanted: Vec<String> = roots.into_iter().map(str::to_owned).collect();
        let mut reached = BTreeSet::new();
        while let Some(name) = wanted.pop() {
            let published = Value::Mapping(self.publish(&name, Audience::Validators));
            if reached.insert(name) {
                references(&published, &mut wanted);
            }
        }
        let names = self.definitions.keys().map(|name| name.as_str().unwrap());
        names.filter(|name| reached.contains(*name)).collect()
    }

    /// The self-contained schema of a document type.
    fn schema(&self, root: DocumentType) -> Mapping {
        let file = super::file(root);
        let id = file.strip_suffix(".schema.json").unwrap();
        let revision = self.revision;
        let mut schema = parse(&format!(
            r#"{{
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$id": "urn:anchorbrowser-schema:{revision}:{id}"
            }}"#
        ));
        schema.extend(self.publish(root.name(), Audience::Validators));
        let used = self.closure([root.name()]);
        let others = used.into_iter().filter(|name| *name != root.name());
        let definitions: Mapping = others
            .map(|name| (name.into(), self.publish(name, Audience::Validators).into()))
            .collect();
        if !definitions.is_empty() {
            schema.insert("$defs".into(), definitions.into());
        }
        schema
    }

    /// The OpenAPI document: what is written by hand, and the schemas as its components.
    fn openapi(&self) -> Mapping {
        let components: Mapping = self
            .closure(ENDPOINT.iter().map(|root| root.name()))
            .into_iter()
            .map(|name| (name.into(), self.publish(name, Audience::Generators).into()))
            .collect();
        let components = serde_json::to_string(&components)
            .unwrap()
            .replace("#/$defs/", "#/components/schemas/");
        let mut document = parse(&read(OPENAPI_BASE));
        let all = document["components"].as_mapping_mut().unwrap();
        all.insert("schemas".into(), parse(&components).into());
        document
    }
}

/// A schema as it is in a revision: with the changes of all revisions up to this one.
fn in_revision(schema: Value, revision: Revision) -> Value {
    match schema {
        Value::Mapping(mut schema) => {
            let changes = schema.remove("x-revisions");
            for known in Revision::all().filter(|known| *known <= revision) {
                if let Some(patch) = changes
                    .as_ref()
                    .and_then(|changes| changes.get(known.name()))
                {
                    merge(&mut schema, patch.as_mapping().unwrap());
                }
            }
            let schema = schema.into_iter();
            Value::Mapping(
                schema
                    .map(|(name, value)| (name, in_revision(value, revision)))
                    .collect(),
            )
        }
        Value::Sequence(values) => values
            .into_iter()
            .map(|value| in_revision(value, revision))
            .collect(),
        scalar => scalar,
    }
}

/// JSON Merge Patch (RFC 7396) of an object.
fn merge(target: &mut Mapping, patch: &Mapping) {
    for (name, change) in patch {
        match (change, target.get_mut(name)) {
            (Value::Null, _) => {
                target.shift_remove(name);
            }
            (Value::Mapping(change), Some(Value::Mapping(target))) => merge(target, change),
            _ => {
                target.insert(name.clone(), change.clone());
            }
        }
    }
}

/// The name of the definition that a schema refers to.
fn reference(schema: &Mapping) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/$defs/")
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Mapping(schema) => {
            found.extend(reference(schema).map(str::to_owned));
            schema.values().for_each(|value| references(value, found));
        }
        Value::Sequence(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

fn is_enumeration(branches: &[Value]) -> bool {
    branches.iter().all(|branch| branch.get("const").is_some())
}

/// Adds both alternatives of a condition as `anyOf`, because generators ignore `if`. No verdict
/// changes: whatever satisfies one of the two satisfies `anyOf`. The `properties` beside them only
/// repeat for editors what the alternatives say, and would weaken the generated types.
///
/// The schemas for validators do without `anyOf`, which reports each error of an alternative a
/// second time, at the whole value.
fn with_alternatives(schema: Mapping) -> Mapping {
    let (Some(then), Some(otherwise)) = (schema.get("then"), schema.get("else")) else {
        return schema;
    };
    let alternatives = Value::Sequence(vec![otherwise.clone(), then.clone()]);
    let mut published = Mapping::new();
    for (keyword, value) in schema {
        if keyword == "if" {
            published.insert("anyOf".into(), alternatives.clone());
        }
        if keyword != "properties" {
            published.insert(keyword, value);
        }
    }
    published
}

/// The generated files, with what belongs in them.
fn generated() -> Vec<(String, String)> {
    let of_revision = |revision| {
        let definitions = Definitions::read(revision);
        let schemas = DocumentType::all().map(|root| (super::file(root), definitions.schema(root)));
        let mut files: Vec<(String, Mapping)> = schemas.collect();
        files.push((OPENAPI.to_owned(), definitions.openapi()));
        let text = move |(file, document): (String, Mapping)| {
            (format!("{revision}/{file}"), pretty(&document.into()))
        };
        files.into_iter().map(text)
    };
    Revision::all().flat_map(of_revision).collect()
}

/// The files that are written by hand, in the layout that they must have.
fn written() -> Vec<(String, String)> {
    let files = [DEFINITIONS, OPENAPI_BASE, REPORT, CONFIGURATION];
    let laid_out = |file: &str| (file.to_owned(), pretty(&parse(&read(file)).into()));
    files.into_iter().map(laid_out).collect()
}

#[test]
fn the_files_are_up_to_date() {
    let mut files = generated();
    files.extend(written());
    for (file, text) in &files {
        let path = format!("schemas/{file}");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(path, text).unwrap();
        } else {
            let current = fs::read_to_string(&path).unwrap_or_default();
            assert!(current == *text, "{path} is out of date; run `{COMMAND}`");
        }
    }
    let mut expected: Vec<&str> = files.iter().map(|(file, _)| file.as_str()).collect();
    expected.sort_unstable();
    let directories = Revision::all().map(|revision| format!("{revision}/"));
    let mut present: Vec<String> = std::iter::once(String::new())
        .chain(directories)
        .flat_map(|directory| {
            let names = fs::read_dir(format!("schemas/{directory}")).unwrap();
            let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
            names
                .filter(|name| {
                    std::path::Path::new(name)
                        .extension()
                        .is_some_and(|ext| ext == "json")
                })
                .map(move |name| format!("{directory}{name}"))
        })
        .collect();
    present.sort_unstable();
    assert_eq!(present, expected);
}

#[test]
fn the_definitions_are_a_schema() {
    let document: serde_json::Value = serde_json::from_str(&read(DEFINITIONS)).unwrap();
    assert!(jsonschema::draft202012::meta::is_valid(&document));
}

#[test]
fn each_definition_is_used() {
    let mut used: Vec<String> = DocumentType::all()
        .map(|root| root.name().to_owned())
        .collect();
    for revision in Revision::all() {
        for schema in Definitions::read(revision).definitions.values() {
            references(schema, &mut used);
        }
    }
    let Definitions { definitions, .. } = Definitions::read(Revision::default());
    for name in definitions.keys() {
        let name = name.as_str().unwrap();
        assert!(used.iter().any(|used| used == name), "{name}");
    }
    for name in used {
        assert!(definitions.contains_key(&name), "{name} is not defined");
    }
}

#[test]
fn values_are_joined_to_a_line_where_they_fit() {
    let document = parse(
        r#"{"a": {"const": 1}, "b": {"c": [], "d": {}}, "e": [{"f": 1, "g": ["ü"]}, {"h": {"i": 2}}]}"#,
    );
    let expected = r#"{
  "a": { "const": 1 },
  "b": {
    "c": [],
    "d": {}
  },
  "e": [
    { "f": 1, "g": ["ü"] },
    {
      "h": { "i": 2 }
    }
  ]
}
"#;
    assert_eq!(pretty(&document.into()), expected);
}
