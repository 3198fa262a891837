//! Where the value of a JSON Pointer is in a text.

use super::scanner::{Result, Scanner, after_first, skip_whitespace};
use crate::report::pointer::{self, Segment};
use crate::report::span::Span;
use crate::rules::syntax;
use crate::string::transcode::DEEPEST;

impl Span {
    /// Where the value of a JSON Pointer (RFC 6901) is in JSON text; `None` if there is no such
    /// value, or the text is not JSON. Of repeated keys the last one counts.
    ///
    /// ```
    /// use anchorbrowser_schema::Span;
    ///
    /// let json = r#"{"browserConfiguration": {"proxy": [1, {"a/b": "c"}]}}"#;
    /// let span = Span::locate(json, "/browserConfiguration/proxy/1/a~1b").unwrap();
    /// assert_eq!(&json[span.start..span.end], r#""c""#);
    /// assert_eq!(Span::locate(json, "/browserConfiguration/timeout"), None);
    /// ```
    #[must_use]
    pub fn locate(json: &str, pointer: &str) -> Option<Self> {
        let pointer = pointer::parse(pointer).ok()?;
        let steps = pointer.split('/').skip(1);
        let steps: Vec<_> = steps
            .map(|step| step.replace("~1", "/").replace("~0", "~"))
            .collect();
        let mut locator = Locator::new(json);
        let rest = skip_whitespace(locator.scanner.start());
        let after = locator.value(rest, Some(&steps), 1, syntax::VALUE).ok()?;
        locator
            .located
            .filter(|_| skip_whitespace(after).is_empty())
    }
}

pub(super) struct Locator<'j> {
    pub(super) scanner: Scanner<'j>,
    located: Option<Span>,
}

impl<'j> Locator<'j> {
    pub(super) fn new(json: &'j str) -> Self {
        Self {
            scanner: Scanner::new(json),
            located: None,
        }
    }

    /// Skips a value, and remembers it if no steps remain. Without steps it is not on the way. `expected`
    /// is what is expected if there is no value.
    pub(super) fn value(
        &mut self,
        rest: &'j [u8],
        steps: Option<&[String]>,
        depth: usize,
        expected: &'static str,
    ) -> Result<&'j [u8]> {
        let after = match rest {
            [b'{' | b'[', ..] if depth > DEEPEST => {
                return Err(self.scanner.error(rest, syntax::DEPTH));
            }
            [b'{', ..] => self.object(rest, steps, depth)?,
            [b'[', ..] => self.array(rest, steps, depth)?,
            _ => self.scanner.skip_primitive(rest, expected)?,
        };
        if steps.is_some_and(<[String]>::is_empty) {
            let (start, end) = (self.scanner.offset(rest), self.scanner.offset(after));
            self.located = Some(Span::new(start, end));
        }
        Ok(after)
    }

    fn object(
        &mut self,
        rest: &'j [u8],
        steps: Option<&[String]>,
        depth: usize,
    ) -> Result<&'j [u8]> {
        let step = steps.and_then(<[String]>::split_first);
        let mut rest = after_first(rest);
        if let [b'}', after @ ..] = rest {
            return Ok(after);
        }
        let mut expected = syntax::KEY_OR_END;
        loop {
            let [b'"', inside @ ..] = rest else {
                return Err(self.scanner.error(rest, expected));
            };
            expected = syntax::KEY;
            let (key, after) = self.scanner.string(inside)?;
            let [b':', after @ ..] = skip_whitespace(after) else {
                return Err(self.scanner.error(after, syntax::COLON));
            };
            let inner = step
                .filter(|(step, _)| key == ***step)
                .map(|(_, inner)| inner);
            if inner.is_some() {
                // It supersedes an earlier member with the same key.
                self.located = None;
            }
            let after = self.value(skip_whitespace(after), inner, depth + 1, syntax::VALUE)?;
            match skip_whitespace(after) {
                [b',', after @ ..] => rest = skip_whitespace(after),
                [b'}', after @ ..] => return Ok(after),
                rest => return Err(self.scanner.error(rest, syntax::COMMA_OR_BRACE)),
            }
        }
    }

    fn array(
        &mut self,
        rest: &'j [u8],
        steps: Option<&[String]>,
        depth: usize,
    ) -> Result<&'j [u8]> {
        let step = steps.and_then(<[String]>::split_first);
        let mut rest = after_first(rest);
        if let [b']', after @ ..] = rest {
            return Ok(after);
        }
        let mut expected = syntax::VALUE_OR_END;
        let mut index = 0_usize;
        loop {
            let is_next = |step: &str| step == Segment::Index(index).token();
            let inner = step
                .filter(|(step, _)| is_next(step))
                .map(|(_, inner)| inner);
            let after = self.value(rest, inner, depth + 1, expected)?;
            expected = syntax::VALUE;
            match skip_whitespace(after) {
                [b',', after @ ..] => rest = skip_whitespace(after),
                [b']', after @ ..] => return Ok(after),
                rest => return Err(self.scanner.error(rest, syntax::COMMA_OR_BRACKET)),
            }
            index += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_located_by_their_pointers() {
        let json =
            r#" {"a": [10, {"b": "x"}], "c": 1, "": {"~/": null}, "a": [{}, [ 7 ]], "\u0064": 2} "#;
        let table = [
            ("", Some(json.trim())),
            ("/a", Some("[{}, [ 7 ]]")),
            ("/a/1/0", Some("7")),
            ("/a/0", Some("{}")),
            ("/a/1/b", None),
            ("/a/01", None),
            ("/c", Some("1")),
            ("/d", Some("2")),
            ("//~0~1", Some("null")),
            ("/x", None),
            ("c", None),
        ];
        for (pointer, expected) in table {
            let located = Span::locate(json, pointer).map(|span| &json[span.start..span.end]);
            assert_eq!(located, expected, "{pointer}");
        }
        for json in ["", "{", "[1 2]", r#"{"a" 1}"#, &"[".repeat(10_000)] {
            assert_eq!(Span::locate(json, ""), None, "{json}");
        }
    }
}
