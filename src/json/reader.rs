//! Reads facts from JSON text.
//!
//! A wrong type, an unknown or a repeated member is recorded, and reading goes on; only what is no
//! JSON stops it. What a member must be, and whether it must be there, is not judged here.

use std::borrow::Cow;

use super::keys::Keys;
use super::number;
use super::scanner::{Result, Scanner, Stop, skip_whitespace};
use crate::facts::{Member, Nested, Object, Slot, Source};
use crate::findings::Findings;
use crate::place::Place;
use crate::pointer::{Name, Segment};
use crate::rules::integer::Integer;
use crate::rules::{Detail, JsonType, Rule, nearest, syntax};
use crate::span::Span;
use crate::text::Text;

pub(crate) use super::scanner::Syntax;

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
    scanner: Scanner<'a>,
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
            scanner: Scanner::new(text),
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
        match self.scanner.into_error() {
            Some(error) if read.is_err() => Err(error),
            _ => Ok(self.superseded),
        }
    }

    fn document<O: Object<'a>>(&mut self, root: &mut Nested<O>) -> Result<()> {
        let place = Place::root();
        let rest = skip_whitespace(self.scanner.start());
        let after = if let [b'{', ..] = rest {
            let after = self.members(rest, &mut root.facts, &place)?;
            root.slot = Slot::Present((), self.span(rest, after));
            after
        } else {
            let (found, after) = self.skip_value(rest, &place, syntax::VALUE)?;
            root.slot = Slot::Mistyped(found, self.span(rest, after));
            after
        };
        match skip_whitespace(after) {
            [] => Ok(()),
            more => Err(self.scanner.error(more, syntax::END)),
        }
    }

    /// Reads an object of known members.
    fn members<O: Object<'a>>(
        &mut self,
        rest: &'a [u8],
        facts: &mut O,
        place: &Place<'_, 'a>,
    ) -> Result<&'a [u8]> {
        let open = self.keys.open();
        let rest = self.object(rest, |reader, rest| {
            let as_written = |name: &'static Name| rest.strip_prefix(name.quoted.as_bytes());
            match facts.read_member(reader, place, as_written)? {
                Some(rest) => Ok(rest),
                None => reader.odd_member(rest, facts, place),
            }
        })?;
        let known = facts.known();
        if self.keys.any_since(open) {
            self.repeated_keys(open, place);
            for at in self.keys.close(open) {
                let (key, span) = self.scanner.key_at(at);
                self.unknown_property(&Segment::Key(key), span, place, known);
            }
        }
        for (name, value) in facts.unknown() {
            let span = self.scanner.known_key_before(value.start);
            self.unknown_property(&Segment::name(name), span, place, known);
        }
        Ok(rest)
    }

    /// Where that stands which begins with `rest` and ends before `after`.
    fn span(&self, rest: &[u8], after: &[u8]) -> Span {
        Span::new(self.scanner.offset(rest), self.scanner.offset(after))
    }

    /// Reads a member that the object does not know, or whose key is written with escapes.
    fn odd_member<O: Object<'a>>(
        &mut self,
        rest: &'a [u8],
        facts: &mut O,
        place: &Place<'_, 'a>,
    ) -> Result<&'a [u8]> {
        let (key, after) = self.key(rest)?;
        let decoded = |name: &'static Name| (*key == *name.text).then_some(after);
        if let Some(rest) = facts.read_member(self, place, decoded)? {
            return Ok(rest);
        }
        self.keys.push(&key, self.scanner.offset(rest));
        self.stranger(after, key, place)
    }

    /// Steps over what follows the key of a member that is not known.
    fn stranger(
        &mut self,
        rest: &'a [u8],
        key: Cow<'a, str>,
        place: &Place<'_, 'a>,
    ) -> Result<&'a [u8]> {
        let value = self.value(rest)?;
        let step = || Segment::Key(key);
        let (_, rest) = self.skip_inside(value, place, step, syntax::VALUE)?;
        Ok(rest)
    }

    /// Tells of the keys since `open` that occur again.
    fn repeated_keys(&mut self, open: usize, place: &Place<'_, 'a>) {
        for same in self.keys.repeated(open, &self.scanner) {
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
        let pointer = || place.pointer(key);
        self.findings
            .tell(pointer, span, rule, || Detail::UnknownProperty {
                suggestion: nearest(&property, known),
                property: (*property).into(),
                known,
            });
    }

    /// Reads an object, each member by `member`, which is handed what begins with its key.
    #[inline]
    fn object(
        &mut self,
        rest: &'a [u8],
        mut member: impl FnMut(&mut Self, &'a [u8]) -> Result<&'a [u8]>,
    ) -> Result<&'a [u8]> {
        let mut rest = self.enter(rest)?;
        match rest {
            [b'"', ..] => {}
            [b'}', after @ ..] => return Ok(self.leave(after)),
            _ => return Err(self.scanner.error(rest, syntax::KEY_OR_END)),
        }
        loop {
            rest = match skip_whitespace(member(self, rest)?) {
                [b',', after @ ..] => skip_whitespace(after),
                [b'}', after @ ..] => return Ok(self.leave(after)),
                wrong => return Err(self.scanner.error(wrong, syntax::COMMA_OR_BRACE)),
            }
        }
    }

    /// Reads a key, and hands back what follows it.
    fn key(&mut self, rest: &'a [u8]) -> Result<(Cow<'a, str>, &'a [u8])> {
        let [b'"', inside @ ..] = rest else {
            return Err(self.scanner.error(rest, syntax::KEY));
        };
        let (text, rest) = self.scanner.string(inside)?;
        Ok((text.decode(), rest))
    }

    /// Steps from the end of a key to its value.
    #[inline]
    fn value(&mut self, rest: &'a [u8]) -> Result<&'a [u8]> {
        match skip_whitespace(rest) {
            [b':', after @ ..] => Ok(skip_whitespace(after)),
            wrong => Err(self.scanner.error(wrong, syntax::COLON)),
        }
    }

    /// Steps over an opening bracket, and to what follows it.
    fn enter(&mut self, rest: &'a [u8]) -> Result<&'a [u8]> {
        if self.depth == DEEPEST {
            return Err(self.scanner.error(rest, syntax::DEPTH));
        }
        self.depth += 1;
        Ok(skip_whitespace(rest.get(1..).unwrap_or_default()))
    }

    /// Hands back what follows a closing bracket.
    fn leave(&mut self, rest: &'a [u8]) -> &'a [u8] {
        self.depth -= 1;
        rest
    }

    /// Steps over a value, of which only repeated keys are told, and tells its type.
    /// `expected` is what could stand there if it is none.
    fn skip_value(
        &mut self,
        rest: &'a [u8],
        place: &Place<'_, 'a>,
        expected: &'static str,
    ) -> Result<(JsonType, &'a [u8])> {
        Ok(match rest {
            [b'{', ..] => (JsonType::Object, self.skip_object(rest, place)?),
            [b'[', ..] => (JsonType::Array, self.skip_array(rest, place)?),
            [b'"', inside @ ..] => (JsonType::String, self.scanner.string(inside)?.1),
            [b'-' | b'0'..=b'9', ..] => (JsonType::Number, self.scanner.number(rest)?.1),
            [b't', ..] => (JsonType::Boolean, self.scanner.literal(rest, "true")?),
            [b'f', ..] => (JsonType::Boolean, self.scanner.literal(rest, "false")?),
            [b'n', ..] => (JsonType::Null, self.scanner.literal(rest, "null")?),
            // U+FEFF; elsewhere than at the start it is just no value.
            [0xef, 0xbb, 0xbf, ..] if self.scanner.offset(rest) == 0 => {
                return Err(self.scanner.error(rest, syntax::NO_BOM));
            }
            _ => return Err(self.scanner.error(rest, expected)),
        })
    }

    /// Steps over a value one step inside `place`.
    fn skip_inside(
        &mut self,
        rest: &'a [u8],
        place: &Place<'_, 'a>,
        step: impl FnOnce() -> Segment<'a>,
        expected: &'static str,
    ) -> Result<(JsonType, &'a [u8])> {
        match rest {
            [b'{' | b'[', ..] => self.skip_value(rest, &place.child(step()), expected),
            _ => self.skip_value(rest, place, expected),
        }
    }

    fn skip_object(&mut self, rest: &'a [u8], place: &Place<'_, 'a>) -> Result<&'a [u8]> {
        let open = self.keys.open();
        let rest = self.object(rest, |reader, rest| {
            let (key, after) = reader.key(rest)?;
            reader.keys.push(&key, reader.scanner.offset(rest));
            reader.stranger(after, key, place)
        })?;
        self.repeated_keys(open, place);
        self.keys.forget(open);
        Ok(rest)
    }

    fn skip_array(&mut self, rest: &'a [u8], place: &Place<'_, 'a>) -> Result<&'a [u8]> {
        let mut rest = self.enter(rest)?;
        if let [b']', after @ ..] = rest {
            return Ok(self.leave(after));
        }
        let mut expected = syntax::VALUE_OR_END;
        let mut index = 0;
        loop {
            let (_, after) = self.skip_inside(rest, place, || Segment::Index(index), expected)?;
            rest = match skip_whitespace(after) {
                [b',', after @ ..] => skip_whitespace(after),
                [b']', after @ ..] => return Ok(self.leave(after)),
                wrong => return Err(self.scanner.error(wrong, syntax::COMMA_OR_BRACKET)),
            };
            expected = syntax::VALUE;
            index += 1;
        }
    }

    /// Steps from the end of a known member's key to its value, and tells if it is repeated.
    fn known_value(
        &mut self,
        rest: &'a [u8],
        is_repeated: bool,
        member: Member<'_, 'a>,
    ) -> Result<&'a [u8]> {
        let value = self.value(rest)?;
        if is_repeated {
            let span = self.scanner.known_key_before(self.scanner.offset(value));
            let key = Segment::name(member.name);
            self.findings.tell_repeated(member.object, &key, span);
        }
        Ok(value)
    }

    /// Reads any member that must be a text. This and its like are calls of their own, so that the
    /// functions that read the common spelling need not save registers for them.
    #[inline(never)]
    fn any_text(
        &mut self,
        rest: &'a [u8],
        slot: &mut Slot<Text<'a>>,
        member: Member<'_, 'a>,
    ) -> Result<&'a [u8]> {
        let value = self.known_value(rest, !slot.is_absent(), member)?;
        match value {
            [b'"', inside @ ..] => self.any_string(inside, slot),
            _ => self.mistyped(value, slot, member),
        }
    }

    #[inline(never)]
    fn any_string(&mut self, inside: &'a [u8], slot: &mut Slot<Text<'a>>) -> Result<&'a [u8]> {
        let (text, after) = self.scanner.any_string(inside)?;
        *slot = Slot::Present(text, self.span_of_string(inside, after));
        Ok(after)
    }

    /// Where a string stands, its quotes included.
    fn span_of_string(&self, inside: &[u8], after: &[u8]) -> Span {
        Span::new(self.scanner.offset(inside) - 1, self.scanner.offset(after))
    }

    #[inline(never)]
    fn any_boolean(
        &mut self,
        rest: &'a [u8],
        slot: &mut Slot<bool>,
        member: Member<'_, 'a>,
    ) -> Result<&'a [u8]> {
        let value = self.known_value(rest, !slot.is_absent(), member)?;
        let Some((boolean, after)) = boolean(value) else {
            return self.mistyped(value, slot, member);
        };
        *slot = Slot::Present(boolean, self.span(value, after));
        Ok(after)
    }

    #[inline(never)]
    fn any_integer(
        &mut self,
        rest: &'a [u8],
        slot: &mut Slot<Integer>,
        member: Member<'_, 'a>,
    ) -> Result<&'a [u8]> {
        let value = self.known_value(rest, !slot.is_absent(), member)?;
        let [b'-' | b'0'..=b'9', ..] = value else {
            return self.mistyped(value, slot, member);
        };
        let (number, after) = self.scanner.number(value)?;
        let span = self.span(value, after);
        *slot = match number::integer(number) {
            Some(integer) => Slot::Present(integer, span),
            None => Slot::Mistyped(JsonType::Number, span),
        };
        Ok(after)
    }

    /// Steps over a member's value that is not of the type asked for.
    fn mistyped<T>(
        &mut self,
        rest: &'a [u8],
        slot: &mut Slot<T>,
        member: Member<'_, 'a>,
    ) -> Result<&'a [u8]> {
        let step = || Segment::name(member.name);
        let (found, after) = self.skip_inside(rest, member.object, step, syntax::VALUE)?;
        *slot = Slot::Mistyped(found, self.span(rest, after));
        Ok(after)
    }
}

/// Each of these but `object` reads, in a few steps that stay in registers, a member as most
/// documents write it: the first of its name, right behind a colon and perhaps a space, a short
/// string, a boolean or a few digits. All else is left to the function of `any_` that reads any
/// member of its type; a test reads members in many spellings. This took a tenth off the
/// instructions of a typical document.
impl<'a> Source<'a> for Reader<'_, 'a> {
    type Error = Stop;

    fn text(
        &mut self,
        rest: &'a [u8],
        slot: &mut Slot<Text<'a>>,
        member: Member<'_, 'a>,
    ) -> Result<&'a [u8]> {
        let inside = match near_value(rest) {
            Some([b'"', inside @ ..]) if slot.is_absent() => inside,
            _ => return self.any_text(rest, slot, member),
        };
        let Some((text, after)) = self.scanner.short_string(inside) else {
            return self.any_string(inside, slot);
        };
        *slot = Slot::Present(text, self.span_of_string(inside, after));
        Ok(after)
    }

    fn boolean(
        &mut self,
        rest: &'a [u8],
        slot: &mut Slot<bool>,
        member: Member<'_, 'a>,
    ) -> Result<&'a [u8]> {
        if slot.is_absent()
            && let Some(value) = near_value(rest)
            && let Some((boolean, after)) = boolean(value)
        {
            *slot = Slot::Present(boolean, self.span(value, after));
            return Ok(after);
        }
        self.any_boolean(rest, slot, member)
    }

    fn integer(
        &mut self,
        rest: &'a [u8],
        slot: &mut Slot<Integer>,
        member: Member<'_, 'a>,
    ) -> Result<&'a [u8]> {
        if slot.is_absent()
            && let Some(value) = near_value(rest)
            && let Some((integer, after)) = number::short_integer(value)
        {
            *slot = Slot::Present(Integer::InRange(integer), self.span(value, after));
            return Ok(after);
        }
        self.any_integer(rest, slot, member)
    }

    fn object<O: Object<'a>>(
        &mut self,
        rest: &'a [u8],
        nested: &mut Nested<O>,
        member: Member<'_, 'a>,
    ) -> Result<&'a [u8]> {
        let is_first = nested.slot.is_absent();
        let value = match near_value(rest) {
            Some(value @ [b'{', ..]) if is_first => value,
            _ => self.known_value(rest, !is_first, member)?,
        };
        if let Some(earlier) = nested.slot.span() {
            self.superseded.push(earlier.start);
            nested.facts = O::default();
        }
        let skipped = self
            .to_skip
            .binary_search(&self.scanner.offset(value))
            .is_ok();
        if skipped || !value.starts_with(b"{") {
            return self.mistyped(value, &mut nested.slot, member);
        }
        let place = member.object.child(Segment::name(member.name));
        let after = self.members(value, &mut nested.facts, &place)?;
        nested.slot = Slot::Present((), self.span(value, after));
        Ok(after)
    }
}

/// What follows a colon and perhaps a space.
fn near_value(rest: &[u8]) -> Option<&[u8]> {
    rest.strip_prefix(b": ").or_else(|| rest.strip_prefix(b":"))
}

/// A literal that is a boolean, and what follows it.
fn boolean(value: &[u8]) -> Option<(bool, &[u8])> {
    if let Some(after) = value.strip_prefix(b"true") {
        return Some((true, after));
    }
    let after = value.strip_prefix(b"false")?;
    Some((false, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{ApiErrorFacts, SessionFacts};
    use crate::findings::{Scope, Source};
    use crate::level::Levels;

    /// What may stand around a colon.
    const GAPS: [&str; 6] = ["", " ", "  ", "\n", "\t ", "\r\n          "];

    fn read_facts<'a, O: Object<'a>>(text: &'a str) -> Nested<O> {
        let scope = Scope {
            levels: Levels::default(),
            keep: 0,
            pointer_bytes: usize::MAX,
            errors_only: false,
        };
        let mut findings = Findings::new(scope, Source::Text);
        let mut root = Nested::new(O::default());
        read(text.as_bytes(), &mut root, O::default, &mut findings).unwrap();
        assert_eq!(findings.tally().total, 0, "{text}");
        root
    }

    /// Asserts what a member is and how it is written.
    fn assert_slot<T: PartialEq>(text: &str, slot: &Slot<T>, value: Option<&T>, written: &str) {
        let span = slot.span().unwrap();
        assert_eq!(&text[span.start..span.end], written, "{text}");
        assert!(slot.get() == value, "{text}");
    }

    #[test]
    fn members_are_read_alike_however_they_are_spelled() {
        let long = "a".repeat(1000);
        let long_quoted = format!("\"{long}\"");
        let strings = [
            (r#""""#, Some("")),
            (r#""a: \"""#, Some("a: \"")),
            (r#""ä\u00e4""#, Some("ää")),
            (&long_quoted, Some(&long)),
            ("null", None),
        ];
        let integers = [
            ("0", Some(0)),
            ("7", Some(7)),
            ("30", Some(30)),
            ("-1", Some(-1)),
            ("2e1", Some(20)),
            ("5.0", Some(5)),
            ("5.5", None),
            ("1234567890123", Some(1_234_567_890_123)),
            (r#""5""#, None),
        ];
        for (before, after) in GAPS.iter().flat_map(|gap| GAPS.map(|other| (gap, other))) {
            for (string, value) in strings {
                for (integer, number) in integers {
                    let text = format!(
                        r#"{{"message"{before}:{after}{string},"code"{before}:{after}{integer}}}"#
                    );
                    let facts = read_facts::<ApiErrorFacts<'_>>(&text).facts;
                    let message = facts.message.get().map(|text| text.decode());
                    assert_eq!(message.as_deref(), value, "{text}");
                    let span = facts.message.span().unwrap();
                    assert_eq!(&text[span.start..span.end], string, "{text}");
                    assert_slot(
                        &text,
                        &facts.code,
                        number.map(Integer::InRange).as_ref(),
                        integer,
                    );
                }
            }
            for (boolean, value) in [("true", Some(true)), ("false", Some(false)), ("1", None)] {
                let object = format!(r#"{{ "active"{before}:{after}{boolean} }}"#);
                let text = format!(r#"{{"recording"{before}:{after}{object}}}"#);
                let recording = read_facts::<SessionFacts<'_>>(&text).facts.recording;
                assert_slot(&text, &recording.slot, Some(&()), &object);
                assert_slot(&text, &recording.facts.active, value.as_ref(), boolean);
            }
        }
    }
}
