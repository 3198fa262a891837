//! Reads facts from JSON text.
//!
//! A wrong type, an unknown or a repeated member is recorded, and reading goes on; only what is no
//! JSON stops it. What a member must be, and whether it must be there, is not judged here.

use std::borrow::Cow;
use std::collections::HashMap;

use super::cursor::{Cursor, Result};
use super::number;
use crate::facts::{Member, Object, Slot, Source, State, Value};
use crate::findings::{self, Findings, Scope};
use crate::place::Place;
use crate::pointer::Segment;
use crate::rules::integer::Integer;
use crate::rules::{Detail, JsonType, syntax};
use crate::span::Span;

pub(crate) use super::cursor::Syntax;

/// The greatest depth of nesting; the root is level 1.
const DEEPEST: usize = 127;

/// Reads a document whose root is an object of facts `empty`, and tells of the text's own faults.
///
/// # Errors
///
/// If the text is not JSON in UTF-8.
pub(crate) fn read<'a, O: Object<'a>>(
    text: &'a [u8],
    empty: impl Fn() -> O,
    scope: Scope,
) -> Result<(Slot<O>, Findings<'a>)> {
    let (text, ill_formed) = well_formed(text);
    let read = read_text(text, empty, scope);
    match ill_formed {
        // What stands before the ill-formed byte may be wrong already.
        Some(at) if read.as_ref().map_or_else(|error| error.at == at, |_| true) => Err(Syntax {
            at,
            expected: syntax::UTF_8,
        }),
        _ => read,
    }
}

/// The text up to the first ill-formed byte, and where that is.
fn well_formed(text: &[u8]) -> (&str, Option<usize>) {
    if let Ok(text) = simdutf8::basic::from_utf8(text) {
        return (text, None);
    }
    match std::str::from_utf8(text) {
        Ok(text) => (text, None),
        Err(error) => {
            let end = error.valid_up_to();
            let text = text.get(..end).unwrap_or_default();
            (std::str::from_utf8(text).unwrap_or_default(), Some(end))
        }
    }
}

fn read_text<'a, O: Object<'a>>(
    text: &'a str,
    empty: impl Fn() -> O,
    scope: Scope,
) -> Result<(Slot<O>, Findings<'a>)> {
    let mut reader = Reader::new(text, scope, Vec::new());
    let root = reader.document(empty())?;
    if reader.superseded.is_empty() {
        return Ok((root, reader.findings));
    }
    // A member that is an object was repeated. What was told of the earlier one must not be told,
    // which shows too late; so the text is read once more, now that this is known.
    let mut superseded = reader.superseded;
    superseded.sort_unstable();
    let mut reader = Reader::new(text, scope, superseded);
    let root = reader.document(empty())?;
    Ok((root, reader.findings))
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    depth: usize,
    findings: Findings<'a>,
    /// Where objects start that turned out to be superseded by a later member of the same key.
    superseded: Vec<usize>,
    /// The same, of an earlier reading, in ascending order.
    to_skip: Vec<usize>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, scope: Scope, to_skip: Vec<usize>) -> Self {
        Self {
            cursor: Cursor::new(text),
            depth: 0,
            findings: Findings::new(scope, findings::Source::Text),
            superseded: Vec::new(),
            to_skip,
        }
    }

    fn document<O: Object<'a>>(&mut self, mut facts: O) -> Result<Slot<O>> {
        let place = Place::root();
        self.cursor.skip_whitespace();
        let start = self.cursor.offset();
        let state = if self.cursor.peek() == Some(b'{') {
            self.members(&mut facts, &place)?;
            State::Present(facts)
        } else {
            State::Mistyped(self.skip_value(&place)?)
        };
        let value = Span::new(start, self.cursor.offset());
        self.cursor.skip_whitespace();
        if self.cursor.peek().is_some() {
            return Err(self.cursor.error(syntax::END));
        }
        Ok(Slot {
            state,
            key: Span::empty(start),
            value,
        })
    }

    /// Reads an object of known members.
    fn members<O: Object<'a>>(&mut self, facts: &mut O, place: &Place<'_, 'a>) -> Result<()> {
        let mut strangers = Keys::default();
        self.object(|reader, key, span| {
            if !facts.read_member(&key, span, place, reader)? {
                reader.stranger(key, span, place, &mut strangers)?;
            }
            Ok(())
        })?;
        let known = facts.known();
        for (key, span) in strangers.0 {
            self.unknown_property(key, span, place, known);
        }
        for (name, span) in facts.unknown() {
            self.unknown_property(Cow::Borrowed(name), span, place, known);
        }
        Ok(())
    }

    /// Reads a member that the object does not know.
    fn stranger(
        &mut self,
        key: Cow<'a, str>,
        span: Span,
        place: &Place<'_, 'a>,
        strangers: &mut Keys<'a>,
    ) -> Result<()> {
        if strangers.is_repeated(key.clone(), span) {
            self.findings.tell_repeated(place, key.clone(), span);
        }
        self.skip_inside(place, || Segment::Key(key))?;
        Ok(())
    }

    fn unknown_property(
        &mut self,
        key: Cow<'a, str>,
        span: Span,
        place: &Place<'_, 'a>,
        known: &'static [&'static str],
    ) {
        let detail = Detail::UnknownProperty {
            property: key.clone(),
            known,
            suggestion: None,
        };
        self.findings
            .tell_step(place, Segment::Key(key), span, detail);
    }

    /// Reads an object, each value by `member`, which is handed the key and its span.
    fn object(
        &mut self,
        mut member: impl FnMut(&mut Self, Cow<'a, str>, Span) -> Result<()>,
    ) -> Result<()> {
        self.enter()?;
        self.cursor.skip_whitespace();
        if !self.cursor.eat(b'}') {
            let mut expected = syntax::KEY_OR_END;
            loop {
                let (key, span) = self.key(expected)?;
                member(self, key, span)?;
                self.cursor.skip_whitespace();
                if !self.cursor.eat(b',') {
                    break;
                }
                self.cursor.skip_whitespace();
                expected = syntax::KEY;
            }
            self.cursor.expect(b'}', syntax::COMMA_OR_BRACE)?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// A key, and all up to its value.
    fn key(&mut self, expected: &'static str) -> Result<(Cow<'a, str>, Span)> {
        if self.cursor.peek() != Some(b'"') {
            return Err(self.cursor.error(expected));
        }
        let start = self.cursor.offset();
        let key = self.cursor.string()?;
        let span = Span::new(start, self.cursor.offset());
        self.cursor.skip_whitespace();
        self.cursor.expect(b':', syntax::COLON)?;
        self.cursor.skip_whitespace();
        Ok((key.decode(), span))
    }

    /// Steps over an opening bracket.
    fn enter(&mut self) -> Result<()> {
        if self.depth == DEEPEST {
            return Err(self.cursor.error(syntax::DEPTH));
        }
        self.depth += 1;
        self.cursor.bump();
        Ok(())
    }

    /// Steps over a value, of which only repeated keys are told.
    fn skip_value(&mut self, place: &Place<'_, 'a>) -> Result<JsonType> {
        let Some(first) = self.cursor.peek() else {
            return Err(self.cursor.error(syntax::VALUE));
        };
        Ok(match first {
            b'{' => {
                self.skip_object(place)?;
                JsonType::Object
            }
            b'[' => {
                self.skip_array(place)?;
                JsonType::Array
            }
            b'"' => {
                self.cursor.string()?;
                JsonType::String
            }
            b'-' | b'0'..=b'9' => {
                self.cursor.number()?;
                JsonType::Number
            }
            b't' => {
                self.cursor.literal("true")?;
                JsonType::Boolean
            }
            b'f' => {
                self.cursor.literal("false")?;
                JsonType::Boolean
            }
            b'n' => {
                self.cursor.literal("null")?;
                JsonType::Null
            }
            // The first byte of U+FEFF; elsewhere than at the start it is just no value.
            0xef if self.cursor.offset() == 0 && self.cursor.starts_with("\u{feff}") => {
                return Err(self.cursor.error(syntax::NO_BOM));
            }
            _ => return Err(self.cursor.error(syntax::VALUE)),
        })
    }

    /// Steps over a value one step inside `place`.
    fn skip_inside(
        &mut self,
        place: &Place<'_, 'a>,
        step: impl FnOnce() -> Segment<'a>,
    ) -> Result<JsonType> {
        match self.cursor.peek() {
            Some(b'{' | b'[') => self.skip_value(&place.child(step())),
            _ => self.skip_value(place),
        }
    }

    fn skip_object(&mut self, place: &Place<'_, 'a>) -> Result<()> {
        let mut keys = Keys::default();
        self.object(|reader, key, span| {
            if keys.is_repeated(key.clone(), span) {
                reader.findings.tell_repeated(place, key.clone(), span);
            }
            reader.skip_inside(place, || Segment::Key(key)).map(drop)
        })
    }

    fn skip_array(&mut self, place: &Place<'_, 'a>) -> Result<()> {
        self.enter()?;
        self.cursor.skip_whitespace();
        if !self.cursor.eat(b']') {
            let mut index = 0;
            loop {
                self.element(place, index)?;
                self.cursor.skip_whitespace();
                if !self.cursor.eat(b',') {
                    break;
                }
                self.cursor.skip_whitespace();
                index += 1;
            }
            self.cursor.expect(b']', syntax::COMMA_OR_BRACKET)?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn element(&mut self, place: &Place<'_, 'a>, index: usize) -> Result<()> {
        self.skip_inside(place, || Segment::Index(index))
            .map(drop)
            .map_err(|error| {
                let first = index == 0 && error == self.cursor.error(syntax::VALUE);
                if first {
                    Syntax {
                        expected: syntax::VALUE_OR_END,
                        ..error
                    }
                } else {
                    error
                }
            })
    }

    /// Steps over a member's value that is not of the type asked for.
    fn mistyped<T>(&mut self, member: Member<'_, 'a>) -> Result<State<T>> {
        self.skip_inside(member.object, || Segment::Key(Cow::Borrowed(member.name)))
            .map(State::Mistyped)
    }
}

impl<'a> Source<'a> for Reader<'a> {
    type Error = Syntax;

    fn member<V: Value<'a>>(&mut self, slot: &mut Slot<V>, member: Member<'_, 'a>) -> Result<()> {
        if !slot.is_absent() {
            let key = Cow::Borrowed(member.name);
            self.findings.tell_repeated(member.object, key, member.key);
            if V::TYPE == JsonType::Object {
                self.superseded.push(slot.value.start);
            }
        }
        let start = self.cursor.offset();
        slot.state = V::read(self, member)?;
        slot.key = member.key;
        slot.value = Span::new(start, self.cursor.offset());
        Ok(())
    }

    fn text(&mut self, member: Member<'_, 'a>) -> Result<State<Cow<'a, str>>> {
        match self.cursor.peek() {
            Some(b'"') => Ok(State::Present(self.cursor.string()?.decode())),
            _ => self.mistyped(member),
        }
    }

    fn boolean(&mut self, member: Member<'_, 'a>) -> Result<State<bool>> {
        let value = match self.cursor.peek() {
            Some(b't') => true,
            Some(b'f') => false,
            _ => return self.mistyped(member),
        };
        self.cursor.literal(if value { "true" } else { "false" })?;
        Ok(State::Present(value))
    }

    fn integer(&mut self, member: Member<'_, 'a>) -> Result<State<Integer>> {
        match self.cursor.peek() {
            Some(b'-' | b'0'..=b'9') => {
                let integer = number::integer(self.cursor.number()?);
                Ok(integer.map_or(State::Mistyped(JsonType::Number), State::Present))
            }
            _ => self.mistyped(member),
        }
    }

    fn object<O: Object<'a>>(&mut self, member: Member<'_, 'a>) -> Result<State<O>> {
        let skipped = self.to_skip.binary_search(&self.cursor.offset()).is_ok();
        if skipped || self.cursor.peek() != Some(b'{') {
            return self.mistyped(member);
        }
        let mut facts = O::default();
        let place = member
            .object
            .child(Segment::Key(Cow::Borrowed(member.name)));
        self.members(&mut facts, &place)?;
        Ok(State::Present(facts))
    }
}

/// The keys of an object that are not known beforehand, with the span of the last of each.
#[derive(Default)]
struct Keys<'a>(HashMap<Cow<'a, str>, Span>);

impl<'a> Keys<'a> {
    /// Adds a key, and tells whether it was there already.
    fn is_repeated(&mut self, key: Cow<'a, str>, span: Span) -> bool {
        self.0.insert(key, span).is_some()
    }
}
