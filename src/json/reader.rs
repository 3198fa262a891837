//! Reads facts from JSON text.
//!
//! A wrong type, an unknown or a repeated member is recorded, and reading goes on; only what is no
//! JSON stops it. What a member must be, and whether it must be there, is not judged here.

use std::borrow::Cow;
use std::collections::HashMap;

use super::cursor::{Cursor, Result};
use super::number;
use crate::facts::{Member, Object, Slot, Source, State, Value};
use crate::findings::Findings;
use crate::place::Place;
use crate::pointer::Segment;
use crate::rules::integer::Integer;
use crate::rules::{Detail, JsonType, syntax};
use crate::span::Span;

pub(crate) use super::cursor::Syntax;

/// The greatest depth of nesting; the root is level 1.
const DEEPEST: usize = 127;

/// Reads a document whose root is an object of the facts in `root`, and tells of the text's own
/// faults.
///
/// # Errors
///
/// If the text is not JSON in UTF-8.
pub(crate) fn read<'a, O: Object<'a>>(
    text: &'a [u8],
    empty: impl Fn() -> O,
    root: &mut Slot<O>,
    findings: &mut Findings<'a>,
) -> Result<()> {
    let (text, ill_formed) = well_formed(text);
    let read = read_text(text, empty, root, findings);
    match ill_formed {
        // What stands before the ill-formed byte may be wrong already.
        Some(at) if read.map_or_else(|error| error.at == at, |()| true) => Err(Syntax {
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
    root: &mut Slot<O>,
    findings: &mut Findings<'a>,
) -> Result<()> {
    let mut reader = Reader::new(text, findings, Vec::new());
    reader.document(empty(), root)?;
    if reader.superseded.is_empty() {
        return Ok(());
    }
    // A member that is an object was repeated. What was told of the earlier one must not be told,
    // which shows too late; so the text is read once more, now that this is known.
    let mut superseded = reader.superseded;
    superseded.sort_unstable();
    findings.clear();
    Reader::new(text, findings, superseded).document(empty(), root)
}

struct Reader<'r, 'a> {
    cursor: Cursor<'a>,
    depth: usize,
    findings: &'r mut Findings<'a>,
    /// Where objects start that turned out to be superseded by a later member of the same key.
    superseded: Vec<usize>,
    /// The same, of an earlier reading, in ascending order.
    to_skip: Vec<usize>,
}

impl<'r, 'a> Reader<'r, 'a> {
    fn new(text: &'a str, findings: &'r mut Findings<'a>, to_skip: Vec<usize>) -> Self {
        Self {
            cursor: Cursor::new(text),
            depth: 0,
            findings,
            superseded: Vec::new(),
            to_skip,
        }
    }

    fn document<O: Object<'a>>(&mut self, empty: O, root: &mut Slot<O>) -> Result<()> {
        let place = Place::root();
        self.cursor.skip_whitespace();
        let start = self.cursor.offset();
        if self.cursor.peek() == Some(b'{') {
            self.members(&mut root.state, empty, &place)?;
        } else {
            root.state = State::Mistyped(self.skip_value(&place)?);
        }
        root.value = Span::new(start, self.cursor.offset());
        self.cursor.skip_whitespace();
        if self.cursor.peek().is_some() {
            return Err(self.cursor.error(syntax::END));
        }
        Ok(())
    }

    /// Reads an object of known members.
    fn members<O: Object<'a>>(
        &mut self,
        state: &mut State<O>,
        empty: O,
        place: &Place<'_, 'a>,
    ) -> Result<()> {
        let Some(facts) = state.insert(empty) else {
            return Ok(());
        };
        let mut strangers = Keys::default();
        self.object(|reader, key, span| {
            if !facts.read_member(&key, span, place, reader)? {
                reader.stranger(key, span, place, &mut strangers)?;
            }
            Ok(())
        })?;
        let known = facts.known();
        for (key, span) in strangers.0.into_iter().flatten() {
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
        let start = self.cursor.offset();
        let read = self.skip_inside(place, || Segment::Index(index)).map(drop);
        read.map_err(|error| {
            // Where no value begins, the array could also have ended.
            let none = index == 0
                && error
                    == Syntax {
                        at: start,
                        expected: syntax::VALUE,
                    };
            if none {
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
    fn mistyped<T>(&mut self, state: &mut State<T>, member: Member<'_, 'a>) -> Result<()> {
        let key = || Segment::Key(Cow::Borrowed(member.name));
        *state = State::Mistyped(self.skip_inside(member.object, key)?);
        Ok(())
    }
}

impl<'a> Source<'a> for Reader<'_, 'a> {
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
        V::read(&mut slot.state, self, member)?;
        slot.key = member.key;
        slot.value = Span::new(start, self.cursor.offset());
        Ok(())
    }

    fn text(&mut self, state: &mut State<Cow<'a, str>>, member: Member<'_, 'a>) -> Result<()> {
        if self.cursor.peek() != Some(b'"') {
            return self.mistyped(state, member);
        }
        *state = State::Present(self.cursor.string()?.decode());
        Ok(())
    }

    fn boolean(&mut self, state: &mut State<bool>, member: Member<'_, 'a>) -> Result<()> {
        let value = match self.cursor.peek() {
            Some(b't') => true,
            Some(b'f') => false,
            _ => return self.mistyped(state, member),
        };
        self.cursor.literal(if value { "true" } else { "false" })?;
        *state = State::Present(value);
        Ok(())
    }

    fn integer(&mut self, state: &mut State<Integer>, member: Member<'_, 'a>) -> Result<()> {
        let Some(b'-' | b'0'..=b'9') = self.cursor.peek() else {
            return self.mistyped(state, member);
        };
        let integer = number::integer(self.cursor.number()?);
        *state = integer.map_or(State::Mistyped(JsonType::Number), State::Present);
        Ok(())
    }

    fn object<O: Object<'a>>(
        &mut self,
        state: &mut State<O>,
        member: Member<'_, 'a>,
    ) -> Result<()> {
        let skipped = self.to_skip.binary_search(&self.cursor.offset()).is_ok();
        if skipped || self.cursor.peek() != Some(b'{') {
            return self.mistyped(state, member);
        }
        let place = member
            .object
            .child(Segment::Key(Cow::Borrowed(member.name)));
        self.members(state, O::default(), &place)
    }
}

/// The keys of an object that are not known beforehand, with the span of the last of each. Most
/// objects have none.
#[derive(Default)]
struct Keys<'a>(Option<HashMap<Cow<'a, str>, Span>>);

impl<'a> Keys<'a> {
    /// Adds a key, and tells whether it was there already.
    fn is_repeated(&mut self, key: Cow<'a, str>, span: Span) -> bool {
        self.0.get_or_insert_default().insert(key, span).is_some()
    }
}
