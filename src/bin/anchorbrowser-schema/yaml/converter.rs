//! Converts the events of a document to JSON.

use std::collections::HashMap;
use std::mem;
use std::ops::Range;

use granit_parser::{Event, ScalarStyle, Span};
use serde_json::Value;

use super::core_schema::{self, CollectionKind, Scalar};
use super::{Converted, Node, SourceScalar, YamlError, error_messages};
use crate::member_names::is_secret_name;

/// Number of JSON bytes that aliases may add to any stream, in addition to those that its size allows.
const ALIAS_BYTES_BASE: usize = 64 * 1024;
/// Number of JSON bytes that aliases may add for each byte of the stream: time and memory stay linear.
const ALIAS_BYTES_PER_BYTE: usize = 2;

/// Converts the documents of a stream one after the other.
pub(super) struct Converter<'t> {
    text: &'t str,
    /// Number of bytes that aliases may still add.
    aliases_left: usize,
    document: Document,
}

/// The document that is being converted.
#[derive(Default)]
struct Document {
    json: String,
    nodes: Vec<Node>,
    scalars: Vec<SourceScalar>,
    /// The open collections, outermost first.
    open: Vec<Collection>,
    /// Anchors by their number in the parser.
    anchored: HashMap<usize, Anchor>,
    /// End of the last node in the source.
    last_end: usize,
    /// The last key in the JSON.
    last_key: Range<usize>,
    /// Number of open collections around a value that is never shown, in which keys are masked.
    hidden: Option<usize>,
    /// Source spans of anchored values that an alias repeats where a value is never shown.
    secret: Vec<Range<usize>>,
}

/// A sequence or mapping that is being converted.
struct Collection {
    /// Index of its node.
    node: usize,
    anchor: usize,
    /// Role of the next node.
    next: Role,
}

/// Role of a node in its collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Element,
    Key,
    Value,
}

/// A node that aliases can refer to.
#[derive(Clone, Debug)]
struct Anchor {
    /// Its JSON; for a key that is not a string, without the quotes.
    json: Range<usize>,
    source: Range<usize>,
    /// Indices of the nodes inside it.
    inner: Range<usize>,
}

/// The parser's number for no anchor.
const NO_ANCHOR: usize = 0;

impl<'t> Converter<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            aliases_left: ALIAS_BYTES_BASE + text.len() * ALIAS_BYTES_PER_BYTE,
            document: Document::default(),
        }
    }

    /// Begins a document whose content is after this offset.
    pub(super) fn begin(&mut self, start: usize) {
        self.document.last_end = start;
    }

    /// Returns the document, as far as it was converted, and prepares for the next one.
    pub(super) fn finish(&mut self) -> Converted {
        let Document {
            json,
            nodes,
            mut scalars,
            secret,
            ..
        } = mem::take(&mut self.document);
        mask_inside(&mut scalars, secret);
        Converted {
            json,
            start: nodes.first().map_or(0, |root| root.source.start),
            document: 0..0,
            nodes,
            scalars,
        }
    }

    pub(super) fn handle(&mut self, event: Event<'_>, span: &Span) -> Result<(), YamlError> {
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
                let scalar = self.without_added_line_break(scalar, style, &source);
                if plain && anchor == NO_ANCHOR && tag.is_none() {
                    self.reject_bare_key(&source)?;
                }
                let source = self.visible_span(source, style);
                self.document.scalar(&scalar, source, anchor);
            }
            Event::SequenceStart(_, anchor, tag) => {
                core_schema::collection(CollectionKind::Sequence, tag.as_deref())
                    .map_err(at_tag)?;
                let source = self.sequence_start(source);
                self.document
                    .begin(CollectionKind::Sequence, source, anchor)?;
            }
            Event::MappingStart(_, anchor, tag) => {
                core_schema::collection(CollectionKind::Mapping, tag.as_deref()).map_err(at_tag)?;
                self.document
                    .begin(CollectionKind::Mapping, source, anchor)?;
            }
            Event::SequenceEnd => self.document.end(']', &source),
            Event::MappingEnd => self.document.end('}', &source),
            Event::Alias(anchor) => self.alias(anchor, source)?,
            _ => {}
        }
        Ok(())
    }

    /// Rejects a key without colon and value. It is most likely a member without a space after the
    /// colon; treating it as a key would show the value in it, which may be a secret.
    fn reject_bare_key(&self, value: &Range<usize>) -> Result<(), YamlError> {
        let is_value = !self.document.open.is_empty() && self.document.next_role() == Role::Value;
        let next = self.text.as_bytes().get(value.start);
        if !is_value || !value.is_empty() || next == Some(&b':') {
            return Ok(());
        }
        let key = self.document.nodes.last();
        Err(YamlError {
            at: key.map_or(value.start, |key| key.source.start),
            reason: error_messages::BARE_KEY,
        })
    }

    /// Removes the line break that the parser adds to a block scalar at the end of a text without a
    /// final line break.
    fn without_added_line_break<'s>(
        &self,
        scalar: Scalar<'s>,
        style: ScalarStyle,
        source: &Range<usize>,
    ) -> Scalar<'s> {
        let is_last_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded)
            && source.end >= self.text.len();
        match scalar {
            Scalar::String(text) if is_last_block && !self.last_line_is_blank() => {
                let whole = text.strip_suffix('\n').unwrap_or(&text).to_owned();
                Scalar::String(whole.into())
            }
            other => other,
        }
    }

    fn last_line_is_blank(&self) -> bool {
        let last_line = self.text.rsplit(['\n', '\r']).next().unwrap_or_default();
        last_line.trim_matches([' ', '\t']).is_empty()
    }

    /// The span of a scalar without the blank lines after a block. A missing value is located after
    /// its colon.
    fn visible_span(&self, source: Range<usize>, style: ScalarStyle) -> Range<usize> {
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        if is_block {
            let block = self.text.get(source.clone()).unwrap_or_default();
            let end = block.trim_end_matches([' ', '\t', '\r', '\n']).len();
            if end == 0 {
                return self.block_header(source.start);
            }
            return source.start..source.start + end;
        }
        let is_value = self.document.next_role() == Role::Value;
        let is_missing = source.is_empty() && is_value;
        let next = self.text.as_bytes().get(source.start);
        let colon = usize::from(is_missing && next == Some(&b':'));
        source.start + colon..source.end + colon
    }

    /// The `|` or `>` of an empty block, which ends before `end`.
    fn block_header(&self, end: usize) -> Range<usize> {
        let start = self.document.last_end;
        let before = self.text.get(start..end).unwrap_or_default();
        let header = before.match_indices(['|', '>']).map(|(at, _)| start + at);
        let is_first = |at: &usize| {
            let previous = self
                .text
                .get(..*at)
                .and_then(|before| before.chars().last());
            previous.is_none_or(|previous| matches!(previous, ' ' | '\t' | '\n' | '-' | ':'))
        };
        header
            .into_iter()
            .find(is_first)
            .map_or(end..end, |at| at..at + 1)
    }

    /// The start of a sequence: its bracket or its first dash, also if it is not indented.
    fn sequence_start(&self, source: Range<usize>) -> Range<usize> {
        let before = self.text.get(..source.start).unwrap_or_default().trim_end();
        let is_at_indicator = match self.text.as_bytes().get(source.start..) {
            Some([b'[', ..] | [b'-']) => true,
            Some([b'-', next, ..]) => next.is_ascii_whitespace(),
            _ => false,
        };
        if !is_at_indicator && before.ends_with('-') {
            let dash = before.len() - 1;
            return dash..source.end.max(dash);
        }
        source
    }

    /// Expands an alias.
    fn alias(&mut self, anchor: usize, alias: Range<usize>) -> Result<(), YamlError> {
        let error = |reason| YamlError {
            at: alias.start,
            reason,
        };
        // An anchor is recorded when its node ends.
        let anchored = self.document.anchored.get(&anchor).cloned();
        let anchored = anchored.ok_or_else(|| error(error_messages::ENDLESS_ALIAS))?;
        let left = self.aliases_left.checked_sub(anchored.json.len());
        self.aliases_left = left.ok_or_else(|| error(error_messages::ALIASES))?;
        self.document.expand_alias(&anchored, alias)
    }
}

impl Document {
    fn next_role(&self) -> Role {
        self.open
            .last()
            .map_or(Role::Value, |collection| collection.next)
    }

    /// Whether the next node is the value of a member that is never shown.
    fn is_secret_value(&self) -> bool {
        let key = self.json.get(self.last_key.clone()).unwrap_or_default();
        self.next_role() == Role::Value
            && serde_json::from_str::<String>(key).is_ok_and(|key| is_secret_name(&key))
    }

    /// Begins a node in the current collection.
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

    /// Ends a node in the current collection.
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
        // A number may be a secret, and a node with an anchor may be the value of any member.
        let is_visible = match scalar {
            Scalar::Token(token) => matches!(token.as_ref(), "true" | "false" | "null"),
            Scalar::String(_) => false,
        };
        if role == Role::Key {
            self.last_key = start..self.json.len();
        }
        let is_shown = is_visible || role == Role::Key && self.hidden.is_none();
        self.add_scalar(source.clone(), is_shown && anchor == NO_ANCHOR);
        self.last_end = source.end;
        self.anchor(anchor, json, source, self.nodes.len());
        self.end_node();
    }

    fn add_scalar(&mut self, span: Range<usize>, is_shown: bool) {
        if !span.is_empty() {
            self.scalars.push(SourceScalar { span, is_shown });
        }
    }

    /// Writes a number, boolean or null; as a key, in quotes.
    fn token(&mut self, token: &str, role: Role) -> Range<usize> {
        let quote = if role == Role::Key { "\"" } else { "" };
        self.json += quote;
        let start = self.json.len();
        self.json += token;
        let end = self.json.len();
        self.json += quote;
        start..end
    }

    fn begin(
        &mut self,
        kind: CollectionKind,
        source: Range<usize>,
        anchor: usize,
    ) -> Result<(), YamlError> {
        if self.next_role() == Role::Key {
            return Err(collection_as_key(source.start));
        }
        if self.is_secret_value() {
            self.hidden.get_or_insert(self.open.len());
        }
        self.begin_node(source);
        let (bracket, next) = match kind {
            CollectionKind::Sequence => ('[', Role::Element),
            CollectionKind::Mapping => ('{', Role::Key),
        };
        self.json.push(bracket);
        self.open.push(Collection {
            node: self.nodes.len() - 1,
            anchor,
            next,
        });
        Ok(())
    }

    /// Ends a collection: at its bracket in the source, or else at the end of its last node.
    fn end(&mut self, bracket: char, source: &Range<usize>) {
        self.json.push(bracket);
        if !source.is_empty() {
            self.last_end = source.end;
        }
        let Some(collection) = self.open.pop() else {
            return;
        };
        self.hidden = self.hidden.filter(|depth| *depth < self.open.len());
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
            let anchored = Anchor {
                json,
                source,
                inner,
            };
            self.anchored.insert(anchor, anchored);
        }
    }

    /// Repeats an anchored node. A value has the span of the anchored text; a key has the span of
    /// the alias.
    fn expand_alias(&mut self, anchored: &Anchor, alias: Range<usize>) -> Result<(), YamlError> {
        let repeated = self.json.get(anchored.json.clone()).unwrap_or_default();
        let repeated = repeated.to_owned();
        self.last_end = alias.end;
        self.add_scalar(alias.clone(), false);
        if self.is_secret_value() {
            self.secret.push(anchored.source.clone());
        }
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

/// Masks the scalars inside of spans.
fn mask_inside(scalars: &mut [SourceScalar], mut spans: Vec<Range<usize>>) {
    spans.sort_unstable_by_key(|span| span.start);
    let mut spans = spans.into_iter().peekable();
    let mut end = 0;
    for scalar in scalars {
        while let Some(span) = spans.next_if(|span| span.start <= scalar.span.start) {
            end = end.max(span.end);
        }
        scalar.is_shown &= end < scalar.span.end;
    }
}

fn collection_as_key(at: usize) -> YamlError {
    YamlError {
        at,
        reason: error_messages::COLLECTION_AS_KEY,
    }
}

/// When parsing a string, all byte offsets are known.
fn bytes(span: &Span) -> Range<usize> {
    span.byte_range().unwrap_or_default()
}
