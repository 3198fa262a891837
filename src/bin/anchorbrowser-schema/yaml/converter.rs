//! A document's events, written as JSON.

use std::collections::HashMap;
use std::mem;
use std::ops::Range;

use granit_parser::{Event, ScalarStyle, Span};
use serde_json::Value;

use super::core_schema::{self, Kind, Scalar};
use super::{Converted, Node, YamlError, reason};

/// So many bytes of JSON may come from aliases in a stream of any length,
const FREE: usize = 64 * 1024;
/// and so many more for each byte of it, which keeps all work linear.
const PER_BYTE: usize = 2;

/// Writes the documents of a stream, one after the other.
pub(super) struct Converter<'t> {
    text: &'t str,
    /// How many bytes may still come from aliases.
    aliases_left: usize,
    document: Document,
}

/// The document that is being read.
#[derive(Default)]
struct Document {
    json: String,
    nodes: Vec<Node>,
    visible: Vec<Range<usize>>,
    /// The collections that are open, from the outermost.
    open: Vec<Collection>,
    /// By the parser's numbers.
    anchored: HashMap<usize, Anchored>,
    /// Where the last node ends in the source.
    last_end: usize,
}

/// A sequence or mapping that is being read.
struct Collection {
    /// Its node, by index.
    node: usize,
    anchor: usize,
    /// What comes next in it.
    next: Role,
}

/// What a node is to the collection around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Element,
    Key,
    Value,
}

/// A node that aliases can name.
#[derive(Clone, Debug)]
struct Anchored {
    /// Its JSON; of a key that is no string, without the quotes around it.
    json: Range<usize>,
    source: Range<usize>,
    /// The nodes within it, by index.
    inner: Range<usize>,
}

/// The parser's number for no anchor.
const NO_ANCHOR: usize = 0;

impl<'t> Converter<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            aliases_left: FREE + text.len() * PER_BYTE,
            document: Document::default(),
        }
    }

    /// Gives out the document, as far as it was read, and makes ready for the next.
    pub(super) fn finish(&mut self) -> Converted {
        let Document {
            json,
            nodes,
            visible,
            ..
        } = mem::take(&mut self.document);
        Converted {
            json,
            start: nodes.first().map_or(0, |root| root.source.start),
            nodes,
            visible,
        }
    }

    pub(super) fn take(&mut self, event: Event<'_>, span: &Span) -> Result<(), YamlError> {
        let source = bytes(span);
        let tag_start = span
            .tag_span()
            .map_or(source.start, |tag| bytes(&tag).start);
        let at_tag = |reason| YamlError {
            at: tag_start,
            reason,
        };
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain;
                let scalar = core_schema::scalar(text, plain, tag.as_deref()).map_err(at_tag)?;
                if plain && anchor == NO_ANCHOR && tag.is_none() {
                    self.refuse_bare_key(&source)?;
                }
                let source = self.as_seen(source, style);
                self.document.scalar(&scalar, source, anchor);
            }
            Event::SequenceStart(_, anchor, tag) => {
                core_schema::collection(Kind::Sequence, tag.as_deref()).map_err(at_tag)?;
                self.document.begin(Kind::Sequence, source, anchor)?;
            }
            Event::MappingStart(_, anchor, tag) => {
                core_schema::collection(Kind::Mapping, tag.as_deref()).map_err(at_tag)?;
                self.document.begin(Kind::Mapping, source, anchor)?;
            }
            Event::SequenceEnd => self.document.end(']', &source),
            Event::MappingEnd => self.document.end('}', &source),
            Event::Alias(anchor) => self.alias(anchor, source)?,
            _ => {}
        }
        Ok(())
    }

    /// Where a value is missing, and a colon too, the key is most likely a member without a space
    /// behind its colon. Told as a key, the value in it would be shown, which may be a secret.
    fn refuse_bare_key(&self, value: &Range<usize>) -> Result<(), YamlError> {
        let is_value = !self.document.open.is_empty() && self.document.next_role() == Role::Value;
        let next = self.text.as_bytes().get(value.start);
        if !is_value || !value.is_empty() || next == Some(&b':') {
            return Ok(());
        }
        let key = self.document.nodes.last();
        Err(YamlError {
            at: key.map_or(value.start, |key| key.source.start),
            reason: reason::BARE_KEY,
        })
    }

    /// The span of a scalar, but for the blank lines behind a block; a missing value stands behind
    /// its colon.
    fn as_seen(&self, source: Range<usize>, style: ScalarStyle) -> Range<usize> {
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        if is_block {
            let block = self.text.get(source.clone()).unwrap_or_default();
            let end = block.trim_end_matches([' ', '\t', '\r', '\n']).len();
            return source.start..source.start + end;
        }
        let is_value = self.document.next_role() == Role::Value;
        let is_missing = source.is_empty() && is_value;
        let next = self.text.as_bytes().get(source.start);
        let colon = usize::from(is_missing && next == Some(&b':'));
        source.start + colon..source.end + colon
    }

    /// Repeats what an anchor names.
    fn alias(&mut self, anchor: usize, alias: Range<usize>) -> Result<(), YamlError> {
        let error = |reason| YamlError {
            at: alias.start,
            reason,
        };
        // Until it has ended, it is not among them.
        let anchored = self.document.anchored.get(&anchor).cloned();
        let anchored = anchored.ok_or_else(|| error(reason::ENDLESS_ALIAS))?;
        let left = self.aliases_left.checked_sub(anchored.json.len());
        self.aliases_left = left.ok_or_else(|| error(reason::ALIASES))?;
        self.document.repeat(&anchored, alias)
    }
}

impl Document {
    fn next_role(&self) -> Role {
        self.open
            .last()
            .map_or(Role::Value, |collection| collection.next)
    }

    /// Begins a node of the collection that is open.
    fn begin_node(&mut self, source: Range<usize>) -> Role {
        let role = self.next_role();
        if role != Role::Value && !self.json.ends_with(['[', '{']) {
            self.json.push(',');
        }
        self.nodes.push(Node {
            json: self.json.len(),
            source,
        });
        role
    }

    /// Ends a node that began at this place of the JSON.
    fn end_node(&mut self) {
        let Some(collection) = self.open.last_mut() else {
            return;
        };
        match collection.next {
            Role::Element => {}
            Role::Value => collection.next = Role::Key,
            Role::Key => {
                collection.next = Role::Value;
                self.json.push(':');
            }
        }
    }

    fn scalar(&mut self, scalar: &Scalar<'_>, source: Range<usize>, anchor: usize) {
        let role = self.begin_node(source.clone());
        let start = self.json.len();
        let json = match scalar {
            Scalar::String(text) => {
                self.json += &Value::from(text.as_ref()).to_string();
                start..self.json.len()
            }
            Scalar::Token(token) => self.token(token, role),
        };
        // A number may be a secret, and what has an anchor the value of any member.
        let is_visible = match scalar {
            Scalar::Token(token) => matches!(token.as_ref(), "true" | "false" | "null"),
            Scalar::String(_) => false,
        };
        if (is_visible || role == Role::Key) && anchor == NO_ANCHOR && !source.is_empty() {
            self.visible.push(source.clone());
        }
        self.last_end = source.end;
        self.anchor(anchor, json, source, self.nodes.len());
        self.end_node();
    }

    /// Writes a number, a boolean or null: as a key in quotes, as all that write JSON do.
    fn token(&mut self, token: &str, role: Role) -> Range<usize> {
        let quote = if role == Role::Key { "\"" } else { "" };
        self.json += quote;
        let start = self.json.len();
        self.json += token;
        let end = self.json.len();
        self.json += quote;
        start..end
    }

    fn begin(&mut self, kind: Kind, source: Range<usize>, anchor: usize) -> Result<(), YamlError> {
        if self.next_role() == Role::Key {
            return Err(collection_as_key(source.start));
        }
        self.begin_node(source);
        let (bracket, next) = match kind {
            Kind::Sequence => ('[', Role::Element),
            Kind::Mapping => ('{', Role::Key),
        };
        self.json.push(bracket);
        self.open.push(Collection {
            node: self.nodes.len() - 1,
            anchor,
            next,
        });
        Ok(())
    }

    /// Ends a collection: with its bracket, or where there is none with its last node.
    fn end(&mut self, bracket: char, source: &Range<usize>) {
        self.json.push(bracket);
        if !source.is_empty() {
            self.last_end = source.end;
        }
        let Some(collection) = self.open.pop() else {
            return;
        };
        let Some(node) = self.nodes.get_mut(collection.node) else {
            return;
        };
        node.source.end = self.last_end.max(node.source.start);
        let Node { json, source } = node.clone();
        let written = json..self.json.len();
        self.anchor(collection.anchor, written, source, collection.node + 1);
        self.end_node();
    }

    fn anchor(
        &mut self,
        anchor: usize,
        json: Range<usize>,
        source: Range<usize>,
        first_inner: usize,
    ) {
        if anchor != NO_ANCHOR {
            let inner = first_inner..self.nodes.len();
            let anchored = Anchored {
                json,
                source,
                inner,
            };
            self.anchored.insert(anchor, anchored);
        }
    }

    /// A value is told where its text stands, behind the anchor; a key where it is one, which is
    /// the alias.
    fn repeat(&mut self, anchored: &Anchored, alias: Range<usize>) -> Result<(), YamlError> {
        let repeated = self.json.get(anchored.json.clone()).unwrap_or_default();
        let repeated = repeated.to_owned();
        self.last_end = alias.end;
        let is_key = self.next_role() == Role::Key;
        if is_key && repeated.starts_with(['[', '{']) {
            return Err(collection_as_key(alias.start));
        }
        let source = if is_key {
            alias
        } else {
            anchored.source.clone()
        };
        let role = self.begin_node(source);
        let start = self.json.len();
        if repeated.starts_with('"') {
            self.json += &repeated;
        } else {
            self.token(&repeated, role);
        }
        for index in anchored.inner.clone() {
            if let Some(mut node) = self.nodes.get(index).cloned() {
                node.json = node.json - anchored.json.start + start;
                self.nodes.push(node);
            }
        }
        self.end_node();
        Ok(())
    }
}

fn collection_as_key(at: usize) -> YamlError {
    YamlError {
        at,
        reason: reason::COLLECTION_AS_KEY,
    }
}

/// A parser of a string knows the offsets of all bytes.
fn bytes(span: &Span) -> Range<usize> {
    span.byte_range().unwrap_or_default()
}
