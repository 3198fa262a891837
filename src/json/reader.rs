//! Reads raw objects from JSON text.
//!
//! A wrong type, an unknown or a repeated member is recorded, and reading goes on; only a syntax error
//! stops it. What a member must be, and whether it must be present, is not checked here.

use std::borrow::Cow;

use super::keys::Keys;
use super::number;
use super::scanner::{Result, Scanner, Stop, skip_whitespace};
use crate::contract::json_type::JsonType;
use crate::contract::member::Member;
use crate::raw::field::{Field, ObjectField};
use crate::raw::source::{FewUnknownMembers, Source, UnknownKeys, UnknownMember};
use crate::raw::strings::RawStrings;
use crate::raw::traits::{FieldReader, KnownMember, Next, RawObject};
use crate::report::diagnostics::Diagnostics;
use crate::report::path::PathNode;
use crate::report::pointer::Segment;
use crate::report::span::Span;
use crate::rules::syntax;
use crate::string::integer::Integer;
use crate::string::json_string::JsonString;
use crate::string::transcode::DEEPEST;

pub(crate) use super::scanner::SyntaxError;

/// A document: its root, and its text.
#[derive(Default)]
pub(crate) struct RawDocument<'a, O> {
    pub(crate) root: ObjectField<O>,
    pub(crate) source: Source<'a>,
}

/// The offsets of objects that a later member with the same key supersedes, in ascending order.
type Superseded = Vec<usize>;

/// Reads a document, and records violations of the text itself: the whole document, or up to a repeated key
/// that decides the verdict, if only that is asked for.
///
/// # Errors
///
/// If what is read is not JSON in UTF-8.
#[inline]
pub(crate) fn read<'a, O: RawObject<'a>>(
    text: &'a [u8],
    document: &mut RawDocument<'a, O>,
    diagnostics: &mut Diagnostics<'a>,
) -> std::result::Result<(), SyntaxError> {
    read_skipping(&[], text, document, diagnostics)
}

/// The same. Nothing is recorded in the objects that are known to be superseded, whose offsets are in ascending
/// order. It calls itself at most once; a loop would compute many addresses before the first is needed.
fn read_skipping<'a, O: RawObject<'a>>(
    superseded: &[usize],
    text: &'a [u8],
    document: &mut RawDocument<'a, O>,
    diagnostics: &mut Diagnostics<'a>,
) -> std::result::Result<(), SyntaxError> {
    let (valid, ill_formed) = well_formed(text);
    document.source.text = valid;
    let unknown = &mut document.source.unknown;
    let read = Reader::new(valid, unknown, diagnostics, superseded).read(&mut document.root);
    if diagnostics.is_decided() {
        // Neither the rest of the text nor an ill-formed byte in it changes the verdict.
        return Ok(());
    }
    let found = unless_ill_formed(read, ill_formed)?;
    if found.is_empty() || !superseded.is_empty() {
        return Ok(());
    }
    // A member that is an object was repeated. What was recorded inside the earlier one must not be
    // reported, but this shows too late; so the text is read again, now that it is known.
    diagnostics.clear();
    *document = RawDocument::default();
    read_skipping(&found, text, document, diagnostics)
}

/// What was read of a text, unless it ends at an ill-formed byte.
#[inline]
pub(super) fn unless_ill_formed<T>(
    read: std::result::Result<T, SyntaxError>,
    ill_formed: Option<usize>,
) -> std::result::Result<T, SyntaxError> {
    match ill_formed {
        // The text may already be invalid before the ill-formed byte.
        Some(at) if read.as_ref().map_or_else(|error| error.at == at, |_| true) => {
            Err(SyntaxError {
                at,
                expected: syntax::UTF_8,
            })
        }
        _ => read,
    }
}

/// The text up to the first ill-formed byte, and where that is.
pub(super) fn well_formed(text: &[u8]) -> (&str, Option<usize>) {
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

struct Reader<'r, 'a> {
    scanner: Scanner<'a>,
    depth: usize,
    diagnostics: &'r mut Diagnostics<'a>,
    keys: Keys,
    unknown: &'r mut FewUnknownMembers<'a>,
    /// The objects that turn out to be superseded.
    superseded: Superseded,
    /// Those that are known to be.
    to_skip: &'r [usize],
}

impl<'r, 'a> Reader<'r, 'a> {
    fn new(
        text: &'a str,
        unknown: &'r mut FewUnknownMembers<'a>,
        diagnostics: &'r mut Diagnostics<'a>,
        to_skip: &'r [usize],
    ) -> Self {
        Self {
            scanner: Scanner::new(text),
            depth: 0,
            diagnostics,
            keys: Keys::default(),
            unknown,
            superseded: Vec::new(),
            to_skip,
        }
    }

    /// Reads the document, and returns the objects that are superseded.
    fn read<O: RawObject<'a>>(
        mut self,
        root: &mut ObjectField<O>,
    ) -> std::result::Result<Superseded, SyntaxError> {
        let read = self.document(root);
        match self.scanner.into_error() {
            Some(error) if read.is_err() => Err(error),
            _ => {
                self.superseded.sort_unstable();
                Ok(self.superseded)
            }
        }
    }

    fn document<O: RawObject<'a>>(&mut self, root: &mut ObjectField<O>) -> Result<()> {
        let path = PathNode::root();
        let rest = skip_whitespace(self.scanner.start());
        let after = if let [b'{', ..] = rest {
            let after = self.members(rest, root.object.insert(O::default()), &path)?;
            root.field = Field::Present((), self.span(rest, after));
            after
        } else {
            let after = self.skip_value(rest, &path)?;
            root.field = Field::Mistyped(JsonType::of(rest), self.span(rest, after));
            after
        };
        match skip_whitespace(after) {
            [] => Ok(()),
            more => Err(self.scanner.error(more, syntax::END)),
        }
    }

    /// Reads an object of known members.
    fn members<O: RawObject<'a>>(
        &mut self,
        rest: &'a [u8],
        object: &mut O,
        path: &PathNode<'_>,
    ) -> Result<&'a [u8]> {
        let open = self.keys.open();
        let mut next = self.enter_object(rest)?;
        let rest = loop {
            let key = match next {
                Next::Key(key) => key,
                Next::End(rest) => break self.leave(rest),
            };
            next = object.read_in_order(self, path, key, |member, key| {
                key.strip_prefix(member.quoted.as_bytes())
            })?;
            // Nothing was read if the rest is the same.
            if let Next::Key(same) = next
                && same.len() == key.len()
            {
                next = self.unusual_member(key, object, path)?;
            }
        };
        if self.keys.any_since(open) {
            self.repeated_keys(open, path)?;
            object.set_unknown(self.unknown_members(open));
        }
        Ok(rest)
    }

    /// Keeps the unknown members since `open`, of repeated ones the last.
    #[cold]
    fn unknown_members(&mut self, open: usize) -> UnknownKeys<'a> {
        let start = self.unknown.len();
        for at in self.keys.offsets(open) {
            let (name, key) = self.scanner.key_at(at);
            self.unknown.push(UnknownMember { name, key });
        }
        self.keys.remove(open);
        let end = self.unknown.len();
        UnknownKeys::Read { start, end }
    }

    /// The span of what begins with `rest` and ends before `after`.
    fn span(&self, rest: &[u8], after: &[u8]) -> Span {
        Span::new(self.scanner.offset(rest), self.scanner.offset(after))
    }

    /// Reads a member that the object does not know, or whose key is written with escapes.
    fn unusual_member<O: RawObject<'a>>(
        &mut self,
        rest: &'a [u8],
        object: &mut O,
        path: &PathNode<'_>,
    ) -> Result<Next<'a>> {
        let (key, after) = self.key(rest)?;
        let decoded = |member: &'static Member, _| (*key == *member.name).then_some(after);
        let next = object.read_in_order(self, path, rest, decoded)?;
        match next {
            Next::Key(next) if next.len() == rest.len() => {
                self.keys.push(&key, self.scanner.offset(rest));
                let rest = self.skip_member(after, &key, path)?;
                self.next(rest)
            }
            _ => Ok(next),
        }
    }

    /// Skips what follows the key of a member that is not known.
    fn skip_member(&mut self, rest: &'a [u8], key: &str, path: &PathNode<'_>) -> Result<&'a [u8]> {
        let value = self.value(rest)?;
        let step = || Segment::unknown(key);
        self.skip_inside(value, path, step, syntax::VALUE)
    }

    /// Records the keys since `open` that occur again.
    fn repeated_keys(&mut self, open: usize, path: &PathNode<'_>) -> Result<()> {
        for same in self.keys.repeated(open, &self.scanner) {
            self.repeated_key(path, Segment::Key(&same.key), same.second)?;
        }
        Ok(())
    }

    /// Records a key that occurs again. Stops if that decides the verdict: whatever follows, the document
    /// is invalid.
    fn repeated_key(
        &mut self,
        object: &PathNode<'_>,
        key: Segment<'_>,
        second: Span,
    ) -> Result<()> {
        self.diagnostics.record_repeated(object, key, second);
        if self.diagnostics.is_decided() {
            return Err(Stop);
        }
        Ok(())
    }

    /// Goes from an opening brace to the first key, or to the end of the object.
    #[inline]
    fn enter_object(&mut self, rest: &'a [u8]) -> Result<Next<'a>> {
        match self.enter(rest)? {
            key @ [b'"', ..] => Ok(Next::Key(key)),
            [b'}', after @ ..] => Ok(Next::End(after)),
            wrong => Err(self.scanner.error(wrong, syntax::KEY_OR_END)),
        }
    }

    /// Reads a key, and returns what follows it.
    fn key(&mut self, rest: &'a [u8]) -> Result<(Cow<'a, str>, &'a [u8])> {
        let [b'"', inside @ ..] = rest else {
            return Err(self.scanner.error(rest, syntax::KEY));
        };
        let (text, rest) = self.scanner.string(inside)?;
        Ok((text.decode(), rest))
    }

    /// Goes from the end of a key to its value.
    #[inline]
    fn value(&mut self, rest: &'a [u8]) -> Result<&'a [u8]> {
        match skip_whitespace(rest) {
            [b':', after @ ..] => Ok(skip_whitespace(after)),
            wrong => Err(self.scanner.error(wrong, syntax::COLON)),
        }
    }

    /// Goes from the end of a value to the next key or the end of the object, where whitespace may come first,
    /// as before the brace of an indented object. It is not inlined, so that it needs no registers elsewhere.
    #[inline(never)]
    fn next_after_whitespace(&mut self, rest: &'a [u8]) -> Result<Next<'a>> {
        match skip_whitespace(rest) {
            [b',', after @ ..] => Ok(Next::Key(skip_whitespace(after))),
            [b'}', after @ ..] => Ok(Next::End(after)),
            wrong => Err(self.scanner.error(wrong, syntax::COMMA_OR_BRACE)),
        }
    }

    /// Skips an opening bracket and the whitespace after it.
    fn enter(&mut self, rest: &'a [u8]) -> Result<&'a [u8]> {
        if self.depth == DEEPEST {
            return Err(self.scanner.error(rest, syntax::DEPTH));
        }
        self.depth += 1;
        Ok(skip_whitespace(rest.get(1..).unwrap_or_default()))
    }

    /// Returns what follows a closing bracket.
    fn leave(&mut self, rest: &'a [u8]) -> &'a [u8] {
        self.depth -= 1;
        rest
    }

    /// Skips a value, of which only repeated keys are recorded.
    fn skip_value(&mut self, rest: &'a [u8], path: &PathNode<'_>) -> Result<&'a [u8]> {
        match rest {
            [b'{', ..] => self.skip_object(rest, path),
            [b'[', ..] => self.skip_array(rest, path),
            _ => self.scanner.skip_primitive(rest, syntax::VALUE),
        }
    }

    /// Skips a value inside the object or array at `path`. `expected` is what is expected if there is none.
    fn skip_inside<'s>(
        &mut self,
        rest: &'a [u8],
        path: &PathNode<'_>,
        step: impl FnOnce() -> Segment<'s>,
        expected: &'static str,
    ) -> Result<&'a [u8]> {
        match rest {
            [b'{' | b'[', ..] => self.skip_value(rest, &path.child(step())),
            _ => self.scanner.skip_primitive(rest, expected),
        }
    }

    fn skip_object(&mut self, rest: &'a [u8], path: &PathNode<'_>) -> Result<&'a [u8]> {
        let open = self.keys.open();
        let mut next = self.enter_object(rest)?;
        let rest = loop {
            let rest = match next {
                Next::Key(rest) => rest,
                Next::End(rest) => break self.leave(rest),
            };
            let (key, after) = self.key(rest)?;
            self.keys.push(&key, self.scanner.offset(rest));
            let after = self.skip_member(after, &key, path)?;
            next = self.next(after)?;
        };
        self.repeated_keys(open, path)?;
        self.keys.remove(open);
        Ok(rest)
    }

    fn skip_array(&mut self, rest: &'a [u8], path: &PathNode<'_>) -> Result<&'a [u8]> {
        self.array(rest, path, |_| {})
    }

    /// Skips an array, and calls a function with the type of each element.
    fn array(
        &mut self,
        rest: &'a [u8],
        path: &PathNode<'_>,
        mut each: impl FnMut(JsonType),
    ) -> Result<&'a [u8]> {
        let mut rest = self.enter(rest)?;
        if let [b']', after @ ..] = rest {
            return Ok(self.leave(after));
        }
        let mut expected = syntax::VALUE_OR_END;
        let mut index = 0;
        loop {
            let after = self.skip_inside(rest, path, || Segment::Index(index), expected)?;
            each(JsonType::of(rest));
            rest = match skip_whitespace(after) {
                [b',', after @ ..] => skip_whitespace(after),
                [b']', after @ ..] => return Ok(self.leave(after)),
                wrong => return Err(self.scanner.error(wrong, syntax::COMMA_OR_BRACKET)),
            };
            expected = syntax::VALUE;
            index += 1;
        }
    }

    /// Goes from the end of a known member's key to its value, and records if it is repeated.
    fn known_value(
        &mut self,
        rest: &'a [u8],
        is_repeated: bool,
        member: KnownMember<'_>,
    ) -> Result<&'a [u8]> {
        let value = self.value(rest)?;
        if is_repeated {
            let span = Source::key_before(self.scanner.text(), self.scanner.offset(value));
            let key = Segment::Key(member.member.name);
            self.repeated_key(member.object, key, span)?;
        }
        Ok(value)
    }

    /// Reads any member that must be a string. This and the other functions of `any_` are not inlined,
    /// so that the functions that read the common spelling need not save registers for them.
    #[inline(never)]
    fn any_string_member(
        &mut self,
        rest: &'a [u8],
        field: &mut Field<JsonString<'a>>,
        member: KnownMember<'_>,
    ) -> Result<&'a [u8]> {
        let value = self.known_value(rest, !field.is_absent(), member)?;
        match value {
            [b'"', inside @ ..] => self.any_string(inside, field),
            _ => self.mistyped(value, field, member),
        }
    }

    #[inline(never)]
    fn any_string(
        &mut self,
        inside: &'a [u8],
        field: &mut Field<JsonString<'a>>,
    ) -> Result<&'a [u8]> {
        let (text, after) = self.scanner.any_string(inside)?;
        *field = Field::Present(text, self.span_of_string(inside, after));
        Ok(after)
    }

    /// The span of a string with its quotes.
    fn span_of_string(&self, inside: &[u8], after: &[u8]) -> Span {
        Span::new(self.scanner.offset(inside) - 1, self.scanner.offset(after))
    }

    #[inline(never)]
    fn any_boolean(
        &mut self,
        rest: &'a [u8],
        field: &mut Field<bool>,
        member: KnownMember<'_>,
    ) -> Result<&'a [u8]> {
        let value = self.known_value(rest, !field.is_absent(), member)?;
        let Some((boolean, after)) = boolean(value) else {
            return self.mistyped(value, field, member);
        };
        *field = Field::Present(boolean, self.span(value, after));
        Ok(after)
    }

    #[inline(never)]
    fn any_integer(
        &mut self,
        rest: &'a [u8],
        field: &mut Field<Integer>,
        member: KnownMember<'_>,
    ) -> Result<&'a [u8]> {
        let value = self.known_value(rest, !field.is_absent(), member)?;
        let [b'-' | b'0'..=b'9', ..] = value else {
            return self.mistyped(value, field, member);
        };
        let after = self.scanner.skip_number(value)?;
        let span = self.span(value, after);
        *field = match number::integer(self.scanner.between(value, after)) {
            Some(integer) => Field::Present(integer, span),
            None => Field::Mistyped(JsonType::Number, span),
        };
        Ok(after)
    }

    /// Skips the value of a member that has another type than it must have.
    fn mistyped<T>(
        &mut self,
        rest: &'a [u8],
        field: &mut Field<T>,
        member: KnownMember<'_>,
    ) -> Result<&'a [u8]> {
        let step = || Segment::member(member.member);
        let after = self.skip_inside(rest, member.object, step, syntax::VALUE)?;
        *field = Field::Mistyped(JsonType::of(rest), self.span(rest, after));
        Ok(after)
    }
}

/// Strings, booleans and integers are read as most documents write them, in a few steps that stay in
/// registers: the first of its name, right after a colon and perhaps a space, a short string, a boolean
/// or a few digits. Everything else is left to the function of `any_` that reads any member of the
/// type; a test reads members in many spellings.
impl<'a> FieldReader<'a> for Reader<'_, 'a> {
    type Error = Stop;

    #[inline]
    fn next(&mut self, rest: &'a [u8]) -> Result<Next<'a>> {
        match rest {
            [b',', after @ ..] => Ok(Next::Key(skip_whitespace(after))),
            [b'}', after @ ..] => Ok(Next::End(after)),
            _ => self.next_after_whitespace(rest),
        }
    }

    fn string(
        &mut self,
        rest: &'a [u8],
        field: &mut Field<JsonString<'a>>,
        member: KnownMember<'_>,
    ) -> Result<&'a [u8]> {
        let ([b':', b'"', inside @ ..] | [b':', b' ', b'"', inside @ ..]) = rest else {
            return self.any_string_member(rest, field, member);
        };
        if !field.is_absent() {
            return self.any_string_member(rest, field, member);
        }
        let Some((text, after)) = self.scanner.short_string(inside) else {
            return self.any_string(inside, field);
        };
        *field = Field::Present(text, self.span_of_string(inside, after));
        Ok(after)
    }

    fn boolean(
        &mut self,
        rest: &'a [u8],
        field: &mut Field<bool>,
        member: KnownMember<'_>,
    ) -> Result<&'a [u8]> {
        if field.is_absent()
            && let Some(value) = near_value(rest)
            && let Some((boolean, after)) = boolean(value)
        {
            *field = Field::Present(boolean, self.span(value, after));
            return Ok(after);
        }
        self.any_boolean(rest, field, member)
    }

    fn integer(
        &mut self,
        rest: &'a [u8],
        field: &mut Field<Integer>,
        member: KnownMember<'_>,
    ) -> Result<&'a [u8]> {
        if field.is_absent()
            && let Some(value) = near_value(rest)
            && let Some((integer, after)) = number::short_integer(value)
        {
            *field = Field::Present(Integer::InRange(integer), self.span(value, after));
            return Ok(after);
        }
        self.any_integer(rest, field, member)
    }

    fn object<O: RawObject<'a>>(
        &mut self,
        rest: &'a [u8],
        field: &mut ObjectField<O>,
        member: KnownMember<'_>,
    ) -> Result<&'a [u8]> {
        let is_first = field.field.is_absent();
        let value = match near_value(rest) {
            Some(value @ [b'{', ..]) if is_first => value,
            _ => self.known_value(rest, !is_first, member)?,
        };
        if let Some(earlier) = field.field.span() {
            self.superseded.push(earlier.start);
        }
        let skipped = self
            .to_skip
            .binary_search(&self.scanner.offset(value))
            .is_ok();
        if skipped || !value.starts_with(b"{") {
            return self.mistyped(value, &mut field.field, member);
        }
        let path = member.object.child(Segment::Key(member.member.name));
        let after = self.members(value, field.object.insert(O::default()), &path)?;
        field.field = Field::Present((), self.span(value, after));
        Ok(after)
    }

    fn strings(
        &mut self,
        rest: &'a [u8],
        field: &mut Field<RawStrings<'a>>,
        member: KnownMember<'_>,
    ) -> Result<&'a [u8]> {
        let value = self.known_value(rest, !field.is_absent(), member)?;
        if !value.starts_with(b"[") {
            return self.mistyped(value, field, member);
        }
        let path = member.object.child(Segment::Key(member.member.name));
        let mut are_strings = true;
        let after = self.array(value, &path, |found| {
            are_strings &= found == JsonType::String;
        })?;
        let json = self.scanner.between(value, after);
        let strings = RawStrings::Read { json, are_strings };
        *field = Field::Present(strings, self.span(value, after));
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
    use crate::contract::revision::Revision;
    use crate::raw::object::{RawApiError, RawSessionConfig};
    use crate::report::allowed_members::AllowedMembers;
    use crate::report::diagnostics::{Order, Scope};
    use crate::report::level::Levels;

    /// Whitespace around a colon.
    const GAPS: [&str; 6] = ["", " ", "  ", "\n", "\t ", "\r\n          "];

    fn read_object<'a, O: RawObject<'a>>(text: &'a str) -> O {
        let scope = Scope {
            contract: Revision::default().contract(),
            allowed_members: &AllowedMembers::NONE,
            levels: &Levels::DEFAULT,
            keep: 0,
            pointer_bytes: usize::MAX,
            errors_only: false,
        };
        let mut diagnostics = Diagnostics::new(scope, Order::Text);
        let mut document = RawDocument::default();
        read(text.as_bytes(), &mut document, &mut diagnostics).unwrap();
        assert_eq!(diagnostics.counts().total, 0, "{text}");
        document.root.object.unwrap()
    }

    /// Asserts the value of a member and how it is written.
    fn assert_field<T: Copy + PartialEq>(
        text: &str,
        field: &Field<T>,
        value: Option<T>,
        written: &str,
    ) {
        let span = field.span().unwrap();
        assert_eq!(&text[span.start..span.end], written, "{text}");
        assert!(field.value() == value, "{text}");
    }

    #[test]
    fn members_are_read_equally_in_all_spellings() {
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
                    let error = read_object::<RawApiError<'_>>(&text);
                    let message = error.message.value().map(JsonString::decode);
                    assert_eq!(message.as_deref(), value, "{text}");
                    let span = error.message.span().unwrap();
                    assert_eq!(&text[span.start..span.end], string, "{text}");
                    assert_field(&text, &error.code, number.map(Integer::InRange), integer);
                }
            }
            for (boolean, value) in [("true", Some(true)), ("false", Some(false)), ("1", None)] {
                let object = format!(r#"{{ "active"{before}:{after}{boolean} }}"#);
                let text = format!(r#"{{"recording"{before}:{after}{object}}}"#);
                let recording = read_object::<RawSessionConfig<'_>>(&text).recording;
                assert_field(&text, &recording.field, Some(()), &object);
                assert_field(&text, &recording.object.unwrap().active, value, boolean);
            }
        }
    }
}
