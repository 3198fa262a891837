//! Reads what a document states about a value.
//!
//! `$ref`s, with or without siblings, and `allOf` are replaced by what they refer to, and a `oneOf`
//! or `anyOf` of lists of values by the lists. The values of a list are read as a union, since a
//! literal `oneOf` of overlapping lists would reject each value that is in two of them.

use std::cell::Cell;
use std::collections::{BTreeSet, HashSet};

use super::document::{Document, DocumentError};
use super::endpoint::{endless, target};
use super::readings::Notation;
use super::schema::{DESCRIPTION_HASH, Form, Keyword, List, Member, Schema, values};
use super::tree::{NodeId, Value};

/// Maximum number of `$ref`s and combinators inside each other.
const MAX_NESTING: usize = 64;
/// Maximum number of schemas to read, each as often as it is referred to.
const MAX_STEPS: usize = 1_000_000;
/// Number of bytes of a value or a description that count as one schema.
const BYTES_PER_STEP: usize = 64;
/// Maximum number of an object's members.
const MAX_MEMBERS: usize = 1000;
/// Maximum number of alternatives of a value.
const MAX_ALTERNATIVES: usize = 1000;
/// Maximum length of a member's name.
const MAX_NAME: usize = 256;

/// Keywords that annotate a schema, or that are read in another way.
const ANNOTATIONS: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$id",
    "$schema",
    "definitions",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "title",
    "xml",
];

/// Keywords whose values, as JSON, mean the same as no keyword.
const NEUTRAL: &[(&str, &str)] = &[
    ("additionalProperties", "true"),
    ("additionalProperties", "{}"),
    ("deprecated", "false"),
    ("exclusiveMaximum", "false"),
    ("exclusiveMinimum", "false"),
    ("minItems", "0"),
    ("minLength", "0"),
    ("minProperties", "0"),
    ("readOnly", "false"),
    ("uniqueItems", "false"),
    ("writeOnly", "false"),
];

/// Reads the schemas of a document.
#[derive(Debug)]
pub(super) struct SchemaReader<'d> {
    pub(super) document: &'d Document,
    steps: Cell<usize>,
}

/// The schemas that lead to the current one.
#[derive(Default)]
struct Progress {
    path: Vec<NodeId>,
    seen: HashSet<NodeId>,
    is_nullable: bool,
}

impl<'d> SchemaReader<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self {
            document,
            steps: Cell::new(0),
        }
    }

    /// What schemas that all apply to a value state about it.
    pub(super) fn read(&self, schemas: &[NodeId]) -> Result<Schema, DocumentError> {
        self.read_at(schemas, &[])
    }

    fn read_at(&self, schemas: &[NodeId], path: &[NodeId]) -> Result<Schema, DocumentError> {
        let mut schema = Schema {
            at: schemas.first().copied().unwrap_or_default(),
            ..Schema::default()
        };
        let mut progress = Progress {
            path: path.to_owned(),
            ..Progress::default()
        };
        for node in schemas {
            self.expand(*node, &mut schema, &mut progress)?;
        }
        self.complete(&mut schema, progress.is_nullable);
        Ok(schema)
    }

    fn count(&self, steps: usize) {
        self.steps.set(self.steps.get().saturating_add(steps));
    }

    fn error(&self, node: NodeId, reason: impl Into<String>) -> DocumentError {
        DocumentError::new(self.document.tree.start(node), reason)
    }

    fn expand(
        &self,
        node: NodeId,
        schema: &mut Schema,
        progress: &mut Progress,
    ) -> Result<(), DocumentError> {
        let tree = &self.document.tree;
        if progress.path.contains(&node) || progress.path.len() >= MAX_NESTING {
            return Err(endless(tree, node));
        }
        self.count(1);
        if self.steps.get() > MAX_STEPS {
            return Err(self.error(node, "the schemas refer to each other too often to compare"));
        }
        if !progress.seen.insert(node) {
            return Ok(());
        }
        match tree.value(node) {
            Value::Object(_) => {}
            Value::Bool(true) => return Ok(()),
            Value::Bool(false) => {
                schema.add_keyword("not", node, ["{}".to_owned()]);
                return Ok(());
            }
            _ => {
                let found = tree.describe(node);
                return Err(self.error(node, format!("expected a schema, found {found}")));
            }
        }
        progress.path.push(node);
        for (name, key, value) in tree.entries(node) {
            self.keyword(name, key, value, schema, progress)?;
        }
        progress.path.pop();
        Ok(())
    }

    fn keyword(
        &self,
        name: &str,
        key: NodeId,
        value: NodeId,
        schema: &mut Schema,
        progress: &mut Progress,
    ) -> Result<(), DocumentError> {
        let tree = &self.document.tree;
        match name {
            "$ref" => {
                let uri = tree.string(value).unwrap_or_default();
                set_once(&mut schema.name, uri);
                self.expand(target(tree, value)?, schema, progress)?;
            }
            "refIdentifier" => set_once(&mut schema.name, tree.string(value).unwrap_or_default()),
            "allOf" => {
                for element in tree.elements(value) {
                    self.expand(*element, schema, progress)?;
                }
            }
            "oneOf" | "anyOf" => self.alternatives(name, key, value, schema, progress)?,
            "type" => schema.add_types(key, self.types(value)?),
            "nullable" => progress.is_nullable |= matches!(tree.value(value), Value::Bool(true)),
            "properties" => {
                schema.members_at.get_or_insert(key);
                self.members(value, schema)?;
            }
            // `required: true` belongs to a body, not to its schema.
            "required" | "requiredProperties" => self.required(value, schema),
            "enum" => schema.add_lists(vec![self.list(key, tree.elements(value))]),
            "const" => schema.add_lists(vec![self.list(key, &[value])]),
            "if" => schema.add_keyword(name, key, self.condition(progress)),
            // Part of the condition.
            "then" | "else" => {}
            "items" => schema.items.push(value),
            "description" => {
                let text = tree.string(value).unwrap_or_default();
                self.count(text.len() / BYTES_PER_STEP);
                schema.descriptions.push(value);
            }
            DESCRIPTION_HASH => schema.description_hash = Some(value),
            "title" if schema.title.is_none() => {
                schema.title = tree.string(value).map(str::to_owned);
            }
            _ if ANNOTATIONS.contains(&name) || name.starts_with("x-") => {}
            _ => {
                let json = self.json(value);
                if !NEUTRAL.contains(&(name, json.as_str())) {
                    schema.add_keyword(name, key, [json]);
                }
            }
        }
        Ok(())
    }

    fn required(&self, names: NodeId, schema: &mut Schema) {
        let tree = &self.document.tree;
        let names = tree.elements(names);
        self.count(names.len());
        for node in names {
            let name = tree.string(*node).unwrap_or_default();
            schema.required.entry(name.to_owned()).or_insert(*node);
        }
    }

    fn list(&self, at: NodeId, values: &[NodeId]) -> List {
        let values = values.iter().map(|node| (self.json(*node), *node));
        List {
            at,
            label: None,
            values: values.collect(),
        }
    }

    /// The `if` of the current schema, with its `then` and `else`.
    fn condition(&self, progress: &Progress) -> Option<String> {
        let schema = *progress.path.last()?;
        let parts = ["if", "then", "else"].into_iter().filter_map(|name| {
            let part = self.document.tree.get(schema, name)?;
            Some(format!("\"{name}\":{}", self.json(part)))
        });
        Some(format!("{{{}}}", parts.collect::<Vec<_>>().join(",")))
    }

    /// A value as JSON.
    fn json(&self, node: NodeId) -> String {
        let json = self.document.tree.to_json(node).to_string();
        self.count(1 + json.len() / BYTES_PER_STEP);
        json
    }

    fn types(&self, node: NodeId) -> Result<BTreeSet<String>, DocumentError> {
        let tree = &self.document.tree;
        let nodes = match tree.value(node) {
            Value::Array(nodes) => nodes.as_slice(),
            _ => std::slice::from_ref(&node),
        };
        let name = |node: &NodeId| {
            let found = tree.describe(*node);
            let name = tree.string(*node).map(str::to_owned);
            name.ok_or_else(|| {
                self.error(*node, format!("a type must be a string, but is {found}"))
            })
        };
        nodes.iter().map(name).collect()
    }

    fn members(&self, node: NodeId, schema: &mut Schema) -> Result<(), DocumentError> {
        for (name, key, value) in self.document.tree.entries(node) {
            self.count(1);
            if name.len() > MAX_NAME {
                return Err(self.error(key, "the name of a member has more than 256 bytes"));
            }
            if schema.members.len() >= MAX_MEMBERS {
                return Err(self.error(key, "an object has more than 1,000 members"));
            }
            let known = schema.members.iter_mut().find(|known| known.name == name);
            match known {
                Some(member) => member.schemas.push(value),
                None => schema.members.push(Member {
                    name: name.to_owned(),
                    key,
                    schemas: vec![value],
                }),
            }
        }
        Ok(())
    }

    fn alternatives(
        &self,
        keyword: &str,
        key: NodeId,
        value: NodeId,
        schema: &mut Schema,
        progress: &mut Progress,
    ) -> Result<(), DocumentError> {
        let mut alternatives = Vec::new();
        let nodes = self.document.tree.elements(value);
        if nodes.len() > MAX_ALTERNATIVES {
            return Err(self.error(key, "there are more than 1,000 alternatives"));
        }
        for node in nodes {
            alternatives.push((*node, self.read_at(&[*node], &progress.path)?));
        }
        let count = alternatives.len();
        alternatives.retain(|(_, alternative)| !alternative.is_null());
        progress.is_nullable |= alternatives.len() < count;
        if let [(node, _)] = alternatives.as_slice() {
            return self.expand(*node, schema, progress);
        }
        if alternatives
            .iter()
            .all(|(_, alternative)| alternative.is_list())
        {
            let alternatives = alternatives.into_iter().map(|(_, alternative)| alternative);
            add_list_alternatives(keyword, key, alternatives, schema);
        } else if schema.forms.is_empty() {
            schema.notations.insert((Notation::Forms, key));
            let form = |(index, (node, alternative)): (usize, (NodeId, Schema))| Form {
                label: alternative.label().unwrap_or_else(|| format!("#{index}")),
                schemas: vec![node],
            };
            schema.form_types = form_types(&alternatives);
            schema.forms = alternatives.into_iter().enumerate().map(form).collect();
        } else {
            schema.add_keyword(keyword, key, [self.json(value)]);
        }
        Ok(())
    }

    /// What follows from all schemas of a value together.
    fn complete(&self, schema: &mut Schema, is_nullable: bool) {
        if schema.types.is_empty() {
            schema.types = implied_types(schema);
        }
        if schema.types.is_empty() {
            schema.types = std::mem::take(&mut schema.form_types);
        }
        for list in &mut schema.lists {
            list.values.retain(|(value, _)| value != "null");
        }
        if is_nullable && !schema.types.is_empty() {
            schema.types.insert("null".to_owned());
        }
        let is_string = schema.types.contains("string");
        if !is_string {
            return;
        }
        for list in &mut schema.lists {
            for (value, node) in &mut list.values {
                if value == "false" {
                    "\"no\"".clone_into(value);
                    schema.notations.insert((Notation::FalseForNo, *node));
                } else if self.is_yaml_1_1_boolean(value, *node) {
                    schema.notations.insert((Notation::BareBoolean, *node));
                }
            }
        }
    }

    /// Whether a string is not quoted in YAML although YAML 1.1 takes it for a boolean.
    fn is_yaml_1_1_boolean(&self, value: &str, node: NodeId) -> bool {
        let span = self.document.tree.span(node);
        let source = self.document.source(span);
        let booleans = ["y", "n", "yes", "no", "on", "off"];
        booleans
            .iter()
            .any(|boolean| source.eq_ignore_ascii_case(boolean.as_bytes()))
            && value.starts_with('"')
    }
}

/// The last step of a URI that refers to a schema.
fn set_once(name: &mut Option<String>, uri: &str) {
    let last = uri.rsplit('/').next().unwrap_or_default();
    if name.is_none() && !last.is_empty() {
        *name = Some(last.to_owned());
    }
}

/// The types of a schema that states none: those of the values in its lists, or an object if it has
/// members.
fn implied_types(schema: &Schema) -> BTreeSet<String> {
    let of_value = |value: &str| match value.as_bytes().first() {
        Some(b'"') => "string",
        Some(b't' | b'f') => "boolean",
        Some(b'n') => "null",
        Some(b'{') => "object",
        Some(b'[') => "array",
        _ => "number",
    };
    let mut types: BTreeSet<String> = values(&schema.lists)
        .map(|value| of_value(value).to_owned())
        .collect();
    if !schema.members.is_empty() {
        types.insert("object".to_owned());
    }
    types
}

/// The types of all alternatives; empty if one of them allows any type.
fn form_types(alternatives: &[(NodeId, Schema)]) -> BTreeSet<String> {
    if alternatives.iter().any(|(_, form)| form.types.is_empty()) {
        return BTreeSet::new();
    }
    let types = alternatives.iter().flat_map(|(_, form)| &form.types);
    types.cloned().collect()
}

/// Adds alternatives that are lists of values.
fn add_list_alternatives(
    keyword: &str,
    key: NodeId,
    alternatives: impl Iterator<Item = Schema>,
    schema: &mut Schema,
) {
    let (mut lists, mut types) = (Vec::new(), BTreeSet::new());
    for mut alternative in alternatives {
        let label = alternative.list_label();
        let mut values = Vec::new();
        for list in alternative.lists.drain(..) {
            values.extend(list.values);
        }
        lists.push(List {
            at: alternative.at,
            label,
            values,
        });
        types.append(&mut alternative.types);
        schema.descriptions.append(&mut alternative.descriptions);
        schema.notations.append(&mut alternative.notations);
        for (name, Keyword { at, values }) in alternative.keywords {
            schema.add_keyword(&name, at, values);
        }
    }
    let mut seen = HashSet::new();
    let overlap = values(&lists).any(|value| !seen.insert(value.to_owned()));
    if keyword == "oneOf" && overlap {
        schema.notations.insert((Notation::OverlappingLists, key));
    }
    // Some documents write each value as an alternative of its own, in order to describe it.
    if lists.iter().all(|list| list.values.len() == 1) && !overlap {
        let values = lists.drain(..).flat_map(|list| list.values).collect();
        lists.push(List {
            at: key,
            label: None,
            values,
        });
    }
    schema.add_types(key, types);
    schema.add_lists(lists);
}
