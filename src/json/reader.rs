//! Reads facts from JSON text.
//!
//! A wrong type, an unknown or a repeated member is recorded, and reading goes on; only what is no
//! JSON stops it. What a member must be, and whether it must be there, is not judged here.

use std::borrow::Cow;

use super::cursor::{Cursor, Result, Stop};
use super::keys::Keys;
use super::number;
use crate::facts::{Fact, Member, Nested, Object, Slot, Source, Spans};
use crate::findings::Findings;
use crate::place::Place;
use crate::pointer::{Name, Segment};
use crate::rules::integer::Integer;
use crate::rules::{Detail, JsonType, Rule, nearest, syntax};
use crate::span::Span;
use crate::text::Text;

pub(crate) use super::cursor::Syntax;

/// The greatest depth of nesting; the root is level 1.
pub(super) const DEEPEST: usize = 127;

/// Reads a document whose root is an object of the facts in `root`, and tells of the text's own
/// faults.
///
/// # Errors
///
/// If the text is not JSON in UTF-8.
pub(crate) fn read<'a, O: Object<'a>>(
    text: &'a [u8],
    root: &mut Nested<O>,
    empty: impl Fn() -> O,
    findings: &mut Findings,
) -> std::result::Result<(), Syntax> {
    let (text, ill_formed) = well_formed(text);
    let read = read_text(text, root, empty, findings);
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
    root: &mut Nested<O>,
    empty: impl Fn() -> O,
    findings: &mut Findings,
) -> std::result::Result<(), Syntax> {
    let mut superseded = Reader::new(text, findings, Vec::new()).read(root)?;
    if !superseded.is_empty() {
        // A member that is an object was repeated. What was told of the earlier one must not be
        // told, which shows too late; so the text is read once more, now that this is known.
        superseded.sort_unstable();
        findings.clear();
        *root = Nested::new(empty());
        Reader::new(text, findings, superseded).read(root)?;
    }
    Ok(())
}

struct Reader<'r, 'a> {
    cursor: Cursor<'a>,
    depth: usize,
    findings: &'r mut Findings,
    keys: Keys,
    /// Where objects start that turned out to be superseded by a later member of the same key.
    superseded: Vec<usize>,
    /// The same, of an earlier reading, in ascending order.
    to_skip: Vec<usize>,
}

impl<'r, 'a> Reader<'r, 'a> {
    fn new(text: &'a str, findings: &'r mut Findings, to_skip: Vec<usize>) -> Self {
        Self {
            cursor: Cursor::new(text),
            depth: 0,
            findings,
            keys: Keys::default(),
            superseded: Vec::new(),
            to_skip,
        }
    }

    /// Reads the document, and tells where objects start that were superseded.
    fn read<O: Object<'a>>(
        mut self,
        root: &mut Nested<O>,
    ) -> std::result::Result<Vec<usize>, Syntax> {
        let read = self.document(root);
        match self.cursor.into_error() {
            Some(error) if read.is_err() => Err(error),
            _ => Ok(self.superseded),
        }
    }

    fn document<O: Object<'a>>(&mut self, root: &mut Nested<O>) -> Result<()> {
        let place = Place::root();
        self.cursor.skip_whitespace();
        let start = self.cursor.offset();
        if self.cursor.peek() == Some(b'{') {
            self.members(&mut root.facts, &place)?;
            root.slot = Slot::Present((), self.spans(Span::empty(start), start));
        } else {
            let found = self.skip_value(&place, syntax::VALUE)?;
            root.slot = Slot::Mistyped(found, self.spans(Span::empty(start), start));
        }
        self.cursor.skip_whitespace();
        if self.cursor.peek().is_some() {
            return Err(self.cursor.error(syntax::END));
        }
        Ok(())
    }

    /// Reads an object of known members.
    fn members<O: Object<'a>>(&mut self, facts: &mut O, place: &Place<'_, 'a>) -> Result<()> {
        let open = self.keys.open();
        self.object(|reader, expected| {
            let (start, rest) = (reader.cursor.offset(), reader.cursor.rest());
            let as_written = |Name { quoted, .. }: &'static Name| {
                let is_next = rest.starts_with(quoted.as_bytes());
                is_next.then(|| Span::new(start, start + quoted.len()))
            };
            if facts.read_member(reader, place, as_written)? {
                return Ok(());
            }
            reader.odd_member(facts, expected, place)
        })?;
        let known = facts.known();
        if self.keys.any_since(open) {
            self.repeated_keys(open, place);
            for at in self.keys.close(open) {
                let (key, span) = self.cursor.key_at(at);
                self.unknown_property(&Segment::Key(key), span, place, known);
            }
        }
        for (name, span) in facts.unknown() {
            self.unknown_property(&Segment::Name(name), span, place, known);
        }
        Ok(())
    }

    /// Where a member stands whose value began at `start` and has just been read.
    fn spans(&self, key: Span, start: usize) -> Spans {
        Spans {
            key,
            value: Span::new(start, self.cursor.offset()),
        }
    }

    /// Reads a member that the object does not know, or whose key is written with escapes.
    fn odd_member<O: Object<'a>>(
        &mut self,
        facts: &mut O,
        expected: &'static str,
        place: &Place<'_, 'a>,
    ) -> Result<()> {
        let (key, span) = self.key(expected)?;
        let decoded = |name: &'static Name| (*key == *name.text).then_some(span);
        if facts.read_member(self, place, decoded)? {
            return Ok(());
        }
        self.stranger(key, span, place)
    }

    /// Reads what follows the key of a member that is not known.
    fn stranger(&mut self, key: Cow<'a, str>, span: Span, place: &Place<'_, 'a>) -> Result<()> {
        self.keys.push(&key, span.start);
        self.reach_value()?;
        self.skip_inside(place, || Segment::Key(key), syntax::VALUE)?;
        Ok(())
    }

    /// Tells of the keys since `open` that occur again.
    fn repeated_keys(&mut self, open: usize, place: &Place<'_, 'a>) {
        for same in self.keys.repeated(open, &self.cursor) {
            let key = Segment::Key(same.key);
            self.findings.tell_repeated(place, &key, same.second);
        }
    }

    fn unknown_property(
        &mut self,
        key: &Segment<'a>,
        span: Span,
        place: &Place<'_, 'a>,
        known: &'static [&'static str],
    ) {
        let rule = Rule::UnknownProperty;
        let property = key.token();
        self.findings
            .tell(place, key, span, rule, || Detail::UnknownProperty {
                suggestion: nearest(&property, known),
                property: (*property).into(),
                known,
            });
    }

    /// Reads an object, each member by `member`, which is handed what is expected instead of it.
    #[inline]
    fn object(
        &mut self,
        mut member: impl FnMut(&mut Self, &'static str) -> Result<()>,
    ) -> Result<()> {
        self.enter()?;
        self.cursor.skip_whitespace();
        if !self.cursor.eat(b'}') {
            let mut expected = syntax::KEY_OR_END;
            loop {
                member(self, expected)?;
                if !self.cursor.eat_token(b',') {
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

    fn key(&mut self, expected: &'static str) -> Result<(Cow<'a, str>, Span)> {
        if self.cursor.peek() != Some(b'"') {
            return Err(self.cursor.error(expected));
        }
        let start = self.cursor.offset();
        let text = self.cursor.string()?;
        Ok((text.decode(), Span::new(start, self.cursor.offset())))
    }

    /// Steps from the end of a key to its value.
    #[inline]
    fn reach_value(&mut self) -> Result<()> {
        self.cursor.expect(b':', syntax::COLON)?;
        self.cursor.skip_whitespace();
        Ok(())
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
    /// `expected` is what could stand there if it is none.
    fn skip_value(&mut self, place: &Place<'_, 'a>, expected: &'static str) -> Result<JsonType> {
        let Some(first) = self.cursor.peek() else {
            return Err(self.cursor.error(expected));
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
            _ => return Err(self.cursor.error(expected)),
        })
    }

    /// Steps over a value one step inside `place`.
    fn skip_inside(
        &mut self,
        place: &Place<'_, 'a>,
        step: impl FnOnce() -> Segment<'a>,
        expected: &'static str,
    ) -> Result<JsonType> {
        match self.cursor.peek() {
            Some(b'{' | b'[') => self.skip_value(&place.child(step()), expected),
            _ => self.skip_value(place, expected),
        }
    }

    fn skip_object(&mut self, place: &Place<'_, 'a>) -> Result<()> {
        let open = self.keys.open();
        self.object(|reader, expected| {
            let (key, span) = reader.key(expected)?;
            reader.stranger(key, span, place)
        })?;
        self.repeated_keys(open, place);
        self.keys.forget(open);
        Ok(())
    }

    fn skip_array(&mut self, place: &Place<'_, 'a>) -> Result<()> {
        self.enter()?;
        self.cursor.skip_whitespace();
        if !self.cursor.eat(b']') {
            let mut expected = syntax::VALUE_OR_END;
            let mut index = 0;
            loop {
                self.skip_inside(place, || Segment::Index(index), expected)?;
                if !self.cursor.eat_token(b',') {
                    break;
                }
                self.cursor.skip_whitespace();
                expected = syntax::VALUE;
                index += 1;
            }
            self.cursor.expect(b']', syntax::COMMA_OR_BRACKET)?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// Steps over a member's value that is not of the type asked for.
    fn mistyped<T>(&mut self, slot: &mut Slot<T>, member: Member<'_, 'a>) -> Result<()> {
        let start = self.cursor.offset();
        let key = || Segment::Name(member.name);
        let found = self.skip_inside(member.object, key, syntax::VALUE)?;
        *slot = Slot::Mistyped(found, self.spans(member.key, start));
        Ok(())
    }
}

impl<'a> Source<'a> for Reader<'_, 'a> {
    type Error = Stop;

    #[expect(
        clippy::inline_always,
        reason = "this and `Cursor::string`, as calls, cost 7 % of a typical document"
    )]
    #[inline(always)]
    fn member(&mut self, fact: &mut impl Fact<'a>, member: Member<'_, 'a>) -> Result<()> {
        self.cursor.jump(member.key.end);
        self.reach_value()?;
        if !fact.is_unread() {
            let key = Segment::Name(member.name);
            self.findings.tell_repeated(member.object, &key, member.key);
        }
        fact.read(self, member)
    }

    fn text(&mut self, slot: &mut Slot<Text<'a>>, member: Member<'_, 'a>) -> Result<()> {
        let start = self.cursor.offset();
        if self.cursor.peek() != Some(b'"') {
            return self.mistyped(slot, member);
        }
        let text = self.cursor.string()?;
        *slot = Slot::Present(text, self.spans(member.key, start));
        Ok(())
    }

    fn boolean(&mut self, slot: &mut Slot<bool>, member: Member<'_, 'a>) -> Result<()> {
        let start = self.cursor.offset();
        let value = match self.cursor.peek() {
            Some(b't') => true,
            Some(b'f') => false,
            _ => return self.mistyped(slot, member),
        };
        if value {
            self.cursor.literal("true")?;
        } else {
            self.cursor.literal("false")?;
        }
        *slot = Slot::Present(value, self.spans(member.key, start));
        Ok(())
    }

    fn integer(&mut self, slot: &mut Slot<Integer>, member: Member<'_, 'a>) -> Result<()> {
        let start = self.cursor.offset();
        let Some(b'-' | b'0'..=b'9') = self.cursor.peek() else {
            return self.mistyped(slot, member);
        };
        let integer = number::integer(self.cursor.number()?);
        let spans = self.spans(member.key, start);
        *slot = match integer {
            Some(integer) => Slot::Present(integer, spans),
            None => Slot::Mistyped(JsonType::Number, spans),
        };
        Ok(())
    }

    fn object<O: Object<'a>>(
        &mut self,
        nested: &mut Nested<O>,
        member: Member<'_, 'a>,
    ) -> Result<()> {
        let start = self.cursor.offset();
        if let Some(earlier) = nested.slot.spans() {
            self.superseded.push(earlier.value.start);
            nested.facts = O::default();
        }
        let skipped = self.to_skip.binary_search(&start).is_ok();
        if skipped || self.cursor.peek() != Some(b'{') {
            return self.mistyped(&mut nested.slot, member);
        }
        let place = member.object.child(Segment::Name(member.name));
        self.members(&mut nested.facts, &place)?;
        nested.slot = Slot::Present((), self.spans(member.key, start));
        Ok(())
    }
}
