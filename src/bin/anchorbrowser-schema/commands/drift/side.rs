//! One side of a comparison.

use super::descriptions;
use super::document::Document;
use super::endpoint::Endpoint;
use super::schema::Schema;
use super::schema_reader::SchemaReader;
use super::tree::NodeId;
use crate::failure::Failure;

/// A document and its endpoint.
#[derive(Debug)]
pub(super) struct Side<'d> {
    pub(super) reader: SchemaReader<'d>,
    pub(super) endpoint: Endpoint,
}

impl<'d> Side<'d> {
    pub(super) fn new(document: &'d Document) -> Result<Self, Failure> {
        let endpoint = Endpoint::find(document).map_err(|error| document.failure(&error))?;
        Ok(Self {
            reader: SchemaReader::new(document),
            endpoint,
        })
    }

    pub(super) fn read(&self, schemas: &[NodeId]) -> Result<Schema, Failure> {
        let schema = self.reader.read(schemas);
        schema.map_err(|error| self.reader.document.failure(&error))
    }

    /// Offset of a value or key.
    pub(super) fn start(&self, node: NodeId) -> usize {
        self.reader.document.tree.start(node)
    }

    pub(super) fn starts(&self, nodes: &[NodeId]) -> Vec<usize> {
        nodes.iter().map(|node| self.start(*node)).collect()
    }

    /// Offsets of an object's members.
    pub(super) fn members(&self, schema: &Schema) -> Vec<usize> {
        let keys = schema.members.iter().map(|member| self.start(member.key));
        let required = schema.required.values().map(|node| self.start(*node));
        keys.chain(required).collect()
    }

    /// The text that describes a value.
    pub(super) fn description(&self, schema: &Schema) -> String {
        let tree = &self.reader.document.tree;
        let texts = schema.descriptions.iter();
        let texts = texts.filter_map(|node| Some(descriptions::normalize(tree.string(*node)?)));
        texts.collect::<Vec<_>>().join(" ")
    }
}
