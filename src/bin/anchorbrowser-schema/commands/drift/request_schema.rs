//! The request schema of a document as a JSON Schema, as this project reads it.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use anchorbrowser_schema::Revision;
use jsonschema::{PatternOptions, Validator};
use serde_json::{Map, Value, json};

use super::quote::shown;
use super::readings;
use super::schema::{List, Member, Schema, values};
use super::side::Side;
use super::tree::{NodeId, Tree};
use crate::failure::Failure;

/// Keywords that are copied; other ones do not restrict values.
pub(super) const KEYWORDS: &[&str] = &[
    "additionalProperties",
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "if",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "pattern",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
];

/// Maximum number of steps back that matching a pattern may take; the document is untrusted.
const MAX_BACKTRACKS: usize = 100_000;
/// Maximum number of characters of the reason why a schema is invalid.
const MAX_REASON: usize = 200;

/// Compiles the request schema of a document. Against a revision, values that only the revision has
/// are allowed where that is intended.
pub(super) fn compile(side: &Side<'_>, revision: Option<Revision>) -> Result<Validator, Failure> {
    let mut schemas = Schemas {
        side,
        revision,
        numbers: HashMap::new(),
        open: VecDeque::new(),
    };
    let root = schemas.reference(&[side.endpoint.request]);
    let mut definitions = Map::new();
    while let Some((number, nodes)) = schemas.open.pop_front() {
        let schema = side.read(&nodes)?;
        definitions.insert(number.to_string(), schemas.schema(&schema)?);
    }
    let tree = &side.reader.document.tree;
    let components = tree.get(Tree::ROOT, "components");
    let schema = json!({
        "allOf": [root],
        "$defs": definitions,
        // Keywords that are copied can refer to them.
        "components": components.map(|node| tree.to_json(node)),
    });
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .should_ignore_unknown_formats(true)
        // Patterns are those of ECMA 262, which have lookarounds.
        .with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(MAX_BACKTRACKS))
        .build(&schema)
        .map_err(|error| {
            let reason = shown(&error.masked().to_string(), MAX_REASON);
            let reason = format!("the request schema cannot be compiled: {reason}");
            Failure::unreadable(side.reader.document.name.as_str(), &reason)
        })
}

struct Schemas<'s, 'd> {
    side: &'s Side<'d>,
    revision: Option<Revision>,
    /// The number of each converted schema in `$defs`, by the nodes that it is read from.
    numbers: HashMap<Vec<NodeId>, usize>,
    /// The schemas that are not converted yet.
    open: VecDeque<(usize, Vec<NodeId>)>,
}

/// A member whose value decides which form applies.
struct Discriminator {
    name: String,
    /// Its values in each form, as JSON.
    values: Vec<Vec<String>>,
}

impl Schemas<'_, '_> {
    fn reference(&mut self, nodes: &[NodeId]) -> Value {
        let next = self.numbers.len();
        let number = *self.numbers.entry(nodes.to_owned()).or_insert(next);
        if number == next {
            self.open.push_back((number, nodes.to_owned()));
        }
        json!({"$ref": format!("#/$defs/{number}")})
    }

    fn member(&mut self, object: &Schema, member: &Member) -> Value {
        let schema = self.reference(&member.schemas);
        let (Some(revision), Some(object)) = (self.revision, object.label()) else {
            return schema;
        };
        match readings::additional_values(revision, &object, &member.name) {
            [] => schema,
            values => {
                let values: Vec<_> = values.iter().map(|value| parsed(value)).collect();
                json!({"anyOf": [schema, {"enum": values}]})
            }
        }
    }

    fn schema(&mut self, schema: &Schema) -> Result<Value, Failure> {
        let mut all = Vec::new();
        let mut json = Map::new();
        // Keywords that have one value.
        let mut beside = Map::new();
        let mut set = |name: &str, value: Value| json.insert(name.to_owned(), value);
        if !schema.types.is_empty() {
            set("type", json!(schema.types));
        }
        if !schema.lists.is_empty() {
            set("enum", allowed(schema));
        }
        if !schema.members.is_empty() {
            let members = schema.members.iter();
            let members = members.map(|member| (member.name.clone(), self.member(schema, member)));
            set("properties", Value::Object(members.collect()));
        }
        if !schema.required.is_empty() {
            set("required", schema.required.keys().cloned().collect());
        }
        for nodes in &schema.items {
            set("items", self.reference(&[*nodes]));
        }
        for (name, keyword) in &schema.keywords {
            let values = keyword
                .values
                .iter()
                .filter(|_| KEYWORDS.contains(&name.as_str()));
            for value in values {
                let Some(Value::Object(keywords)) = keyword_schema(name, &parsed(value), schema)
                else {
                    continue;
                };
                // Keywords such as `additionalProperties` depend on those beside them.
                if keywords.keys().any(|keyword| beside.contains_key(keyword)) {
                    all.push(Value::Object(keywords));
                } else {
                    beside.extend(keywords);
                }
            }
        }
        all.extend(self.forms(schema)?);
        all.extend(self.lists_by_type(schema)?);
        if !all.is_empty() {
            set("allOf", Value::Array(all));
        }
        for (keyword, value) in beside {
            json.entry(keyword).or_insert(value);
        }
        Ok(Value::Object(json))
    }

    /// Requires one of several forms. If the values of a member decide which one, only that form
    /// applies, so that its errors are reported.
    fn forms(&mut self, schema: &Schema) -> Result<Vec<Value>, Failure> {
        let mut forms = Vec::new();
        for form in &schema.forms {
            let reference = self.reference(&form.schemas);
            forms.push((reference, self.side.read(&form.schemas)?));
        }
        let references = || forms.iter().map(|(reference, _)| reference.clone());
        let Some(Discriminator { name, values }) = self.discriminator(&forms)? else {
            let any =
                (!forms.is_empty()).then(|| json!({"anyOf": references().collect::<Vec<_>>()}));
            return Ok(any.into_iter().collect());
        };
        // A value without the member, or with an unknown one, has the form that does not require it.
        let is_default = |form: &&(Value, Schema)| !form.1.required.contains_key(&name);
        let default = forms.iter().position(|form| is_default(&form));
        let default = default.unwrap_or(forms.len() - 1);
        let has = |values: &[String]| {
            let values = values.iter().map(|value| parsed(value));
            let values: Vec<_> = values.collect();
            json!({"properties": {&name: {"enum": values}}, "required": [&name]})
        };
        let mut conditions = Vec::new();
        let mut others = Vec::new();
        for (index, (reference, values)) in references().zip(&values).enumerate() {
            if index != default {
                conditions.push(json!({"if": has(values), "then": reference}));
                others.extend(values.iter().cloned());
            }
        }
        let reference = references().nth(default);
        conditions.push(json!({"if": has(&others), "else": reference}));
        Ok(conditions)
    }

    /// A member that has other values in each form.
    fn discriminator(&self, forms: &[(Value, Schema)]) -> Result<Option<Discriminator>, Failure> {
        let Some(((_, first), others)) = forms.split_first() else {
            return Ok(None);
        };
        for member in &first.members {
            let mut lists = vec![self.listed(&member.schemas)?];
            for (_, form) in others {
                let same = form.members.iter().find(|other| other.name == member.name);
                let schemas = same.map_or(&[][..], |other| &other.schemas);
                lists.push(self.listed(schemas)?);
            }
            let mut seen = HashSet::new();
            let is_disjoint = lists
                .iter()
                .flatten()
                .all(|value| seen.insert(value.as_str()));
            if is_disjoint && lists.iter().all(|list| !list.is_empty()) {
                return Ok(Some(Discriminator {
                    name: member.name.clone(),
                    values: lists,
                }));
            }
        }
        Ok(None)
    }

    /// The different values of all lists.
    fn listed(&self, schemas: &[NodeId]) -> Result<Vec<String>, Failure> {
        let schema = self.side.read(schemas)?;
        let values: BTreeSet<_> = values(&schema.lists).map(str::to_owned).collect();
        Ok(values.into_iter().collect())
    }

    /// Where the lists of a member are named after the values of another one, such as the lists of
    /// countries after proxy types, the list of the chosen value applies.
    fn lists_by_type(&self, schema: &Schema) -> Result<Vec<Value>, Failure> {
        let mut conditions = Vec::new();
        let mut members = Vec::new();
        for member in &schema.members {
            members.push((member, self.side.read(&member.schemas)?));
        }
        for (member, lists) in members.iter().filter(|(_, schema)| schema.lists.len() > 1) {
            let labels: Vec<_> = lists
                .lists
                .iter()
                .filter_map(|list| list.label.as_deref())
                .collect();
            let decides = |schema: &Schema| {
                let known: Vec<_> = values(&schema.lists).collect();
                !labels.is_empty()
                    && labels
                        .iter()
                        .all(|label| known.contains(&json!(label).to_string().as_str()))
            };
            let Some((deciding, _)) = members
                .iter()
                .find(|(other, schema)| other.name != member.name && decides(schema))
            else {
                continue;
            };
            for list in &lists.lists {
                conditions.push(condition(&deciding.name, &member.name, list));
            }
        }
        Ok(conditions)
    }
}

/// The values of all lists.
fn allowed(schema: &Schema) -> Value {
    let null = schema.types.contains("null").then_some("null");
    let values = values(&schema.lists).chain(null);
    values.map(parsed).collect()
}

/// Requires a value of a list if the deciding member has the name of the list.
fn condition(deciding: &str, member: &str, list: &List) -> Value {
    let values = list.values.iter();
    let allowed: Vec<Value> = values.map(|(value, _)| parsed(value)).collect();
    json!({
        "if": {"properties": {deciding: {"const": list.label}}, "required": [deciding]},
        "then": {"properties": {member: {"enum": allowed}}},
    })
}

/// A keyword in JSON Schema 2020-12. OpenAPI 3.0 has boolean exclusive limits.
fn keyword_schema(name: &str, value: &Value, schema: &Schema) -> Option<Value> {
    let limit = match name {
        "exclusiveMaximum" => "maximum",
        "exclusiveMinimum" => "minimum",
        // Includes `then` and `else`.
        "if" => return Some(value.clone()),
        _ => return Some(json!({name: value})),
    };
    match value {
        Value::Bool(false) => None,
        Value::Bool(true) => {
            // An `allOf` can state several limits; only the first one is used.
            let limit = schema.keywords.get(limit)?.values.iter().next()?;
            Some(json!({name: parsed(limit)}))
        }
        _ => Some(json!({name: value})),
    }
}

/// A value of a [`Schema`], which is JSON.
fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}
