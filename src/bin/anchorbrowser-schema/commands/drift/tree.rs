//! A parsed document: its values, and where each of them is in the source.

use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::{Deserializer, de};
use serde_json::{Number, Value as Json};

use crate::yaml::Converted;

/// Index of a value or key, in the order of the document.
pub(super) type NodeId = usize;

/// A value, or a key as a string.
#[derive(Debug)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    Array(Vec<NodeId>),
    Object(Object),
}

#[derive(Debug, Default)]
pub(super) struct Object {
    /// Keys and values in the order of the document.
    entries: Vec<(NodeId, NodeId)>,
    /// Indices of the entries, sorted by key.
    sorted: Vec<usize>,
}

/// The values of a document.
#[derive(Debug)]
pub(super) struct Tree {
    values: Vec<Value>,
    spans: Vec<Range<usize>>,
}

/// Why a document cannot be represented as a tree, and where in the source.
#[derive(Debug)]
pub(super) struct TreeError {
    pub(super) at: usize,
    pub(super) reason: String,
}

impl Tree {
    /// The root is value 0.
    pub(super) const ROOT: NodeId = 0;

    /// Reads the JSON of a document that begins at an offset of its source.
    pub(super) fn new(document: &Converted, offset: usize) -> Result<Self, TreeError> {
        let span = |node| {
            let span = document.node_span(node).unwrap_or_default();
            offset + span.start..offset + span.end
        };
        let mut builder = Builder::default();
        let mut json = serde_json::Deserializer::from_str(&document.json);
        let read = Seed(&mut builder).deserialize(&mut json);
        if let Some((key, first)) = builder.repeated {
            return Err(TreeError {
                at: span(key).start,
                reason: format!(
                    "the key {} is repeated; a document must have each key once",
                    super::quote::quoted(&first)
                ),
            });
        }
        if read.is_err() {
            // It is JSON, so only its depth or a number can be out of range.
            let reason = if builder.depth >= MAX_DEPTH {
                "values are nested more than 127 levels deep"
            } else {
                "the number is out of range"
            };
            return Err(TreeError {
                at: span(builder.values.len()).start,
                reason: reason.to_owned(),
            });
        }
        let spans = (0..builder.values.len()).map(span).collect();
        Ok(Self {
            values: builder.values,
            spans,
        })
    }

    pub(super) fn value(&self, node: NodeId) -> &Value {
        self.values.get(node).unwrap_or(&Value::Null)
    }

    /// Span in the source. The values of an alias are where its anchor is.
    pub(super) fn span(&self, node: NodeId) -> Range<usize> {
        self.spans.get(node).cloned().unwrap_or_default()
    }

    /// Start in the source.
    pub(super) fn start(&self, node: NodeId) -> usize {
        self.span(node).start
    }

    pub(super) fn string(&self, node: NodeId) -> Option<&str> {
        match self.value(node) {
            Value::String(string) => Some(string),
            _ => None,
        }
    }

    /// The elements of an array; none if it is not one.
    pub(super) fn elements(&self, node: NodeId) -> &[NodeId] {
        match self.value(node) {
            Value::Array(elements) => elements,
            _ => &[],
        }
    }

    /// The names, keys and values of an object; none if it is not one.
    pub(super) fn entries(&self, node: NodeId) -> impl Iterator<Item = (&str, NodeId, NodeId)> {
        let entries = match self.value(node) {
            Value::Object(object) => object.entries.as_slice(),
            _ => &[],
        };
        entries
            .iter()
            .map(|(key, value)| (self.string(*key).unwrap_or_default(), *key, *value))
    }

    /// A member of an object.
    pub(super) fn get(&self, node: NodeId, name: &str) -> Option<NodeId> {
        self.entry(node, name).map(|(_, value)| value)
    }

    /// The key and the value of a member of an object.
    pub(super) fn entry(&self, node: NodeId, name: &str) -> Option<(NodeId, NodeId)> {
        let Value::Object(object) = self.value(node) else {
            return None;
        };
        let found = object.sorted.binary_search_by_key(&name, |entry| {
            let key = object.entries.get(*entry).map(|(key, _)| *key);
            key.and_then(|key| self.string(key)).unwrap_or_default()
        });
        let entry = object.sorted.get(found.ok()?)?;
        object.entries.get(*entry).copied()
    }

    /// The value at the end of a path of members.
    pub(super) fn at(&self, node: NodeId, path: &[&str]) -> Option<NodeId> {
        path.iter()
            .try_fold(node, |node, name| self.get(node, name))
    }

    /// What a value is, in a message.
    pub(super) fn describe(&self, node: NodeId) -> &'static str {
        match self.value(node) {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }

    /// A copy as JSON, with sorted keys.
    pub(super) fn to_json(&self, node: NodeId) -> Json {
        match self.value(node) {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(number) => Json::Number(number.clone()),
            Value::String(string) => Json::String(string.clone()),
            // The parser has limited the depth.
            Value::Array(elements) => elements.iter().map(|node| self.to_json(*node)).collect(),
            Value::Object(_) => self
                .entries(node)
                .map(|(name, _, value)| (name.to_owned(), self.to_json(value)))
                .collect(),
        }
    }
}

/// The nesting limit of `serde_json`.
const MAX_DEPTH: usize = 127;

#[derive(Debug, Default)]
struct Builder {
    values: Vec<Value>,
    /// Number of arrays and objects that are open.
    depth: usize,
    /// The second occurrence of a key, and its name.
    repeated: Option<(NodeId, String)>,
}

impl Builder {
    fn push(&mut self, value: Value) -> NodeId {
        self.values.push(value);
        self.values.len() - 1
    }

    /// Begins an array or object.
    fn open(&mut self) -> NodeId {
        self.depth += 1;
        self.push(Value::Null)
    }

    /// Ends an array or object.
    fn close(&mut self, node: NodeId, value: Value) -> NodeId {
        self.depth -= 1;
        if let Some(opened) = self.values.get_mut(node) {
            *opened = value;
        }
        node
    }

    fn object(&mut self, entries: Vec<(NodeId, NodeId)>) -> Object {
        let name = |entry: usize| match entries
            .get(entry)
            .and_then(|(key, _)| self.values.get(*key))
        {
            Some(Value::String(name)) => name.as_str(),
            _ => "",
        };
        let mut sorted: Vec<usize> = (0..entries.len()).collect();
        sorted.sort_by_key(|entry| name(*entry));
        let repeated = sorted.windows(2).find_map(|pair| match pair {
            [first, second] if name(*first) == name(*second) => {
                Some((entries.get(*second)?.0, name(*second).to_owned()))
            }
            _ => None,
        });
        self.repeated = self.repeated.take().or(repeated);
        Object { entries, sorted }
    }
}

/// Reads a value. Nodes are numbered like those of [`Converted`].
struct Seed<'b>(&'b mut Builder);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = NodeId;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<NodeId, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = NodeId;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<NodeId, E> {
        Ok(self.0.push(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<NodeId, E> {
        Ok(self.0.push(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<NodeId, E> {
        Ok(self.0.push(Value::Number(value.into())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<NodeId, E> {
        Ok(self.0.push(Value::Number(value.into())))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<NodeId, E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom("not a finite number"))?;
        Ok(self.0.push(Value::Number(number)))
    }

    fn visit_str<E>(self, value: &str) -> Result<NodeId, E> {
        Ok(self.0.push(Value::String(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<NodeId, A::Error> {
        let node = self.0.open();
        let mut elements = Vec::new();
        while let Some(element) = array.next_element_seed(Seed(self.0))? {
            elements.push(element);
        }
        Ok(self.0.close(node, Value::Array(elements)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<NodeId, A::Error> {
        let node = self.0.open();
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(Seed(self.0))? {
            entries.push((key, map.next_value_seed(Seed(self.0))?));
        }
        let object = self.0.object(entries);
        Ok(self.0.close(node, Value::Object(object)))
    }
}
