//! The elements of a JSON array, each of which is a document of its own.

use super::locate::Locator;
use super::reader::{unless_ill_formed, well_formed};
use super::scanner::{Result, Stop, SyntaxError, skip_whitespace};
use crate::contract::json_type::JsonType;
use crate::report::span::Span;
use crate::rules::syntax;

/// What JSON text contains.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Elements {
    /// An array with these elements.
    Of(Vec<Span>),
    /// Another value.
    Not(JsonType, Span),
}

/// Finds the elements. Each can be nested as deeply as a document.
///
/// # Errors
///
/// If the text is not JSON in UTF-8.
pub(crate) fn elements(text: &[u8]) -> std::result::Result<Elements, SyntaxError> {
    let (text, ill_formed) = well_formed(text);
    let mut locator = Locator::new(text);
    let read = read(&mut locator);
    // The scanner keeps the reason whenever it stops.
    let error = locator.scanner.into_error().unwrap_or(SyntaxError {
        at: text.len(),
        expected: syntax::VALUE,
    });
    unless_ill_formed(read.map_err(|Stop| error), ill_formed)
}

fn read(locator: &mut Locator<'_>) -> Result<Elements> {
    let start = skip_whitespace(locator.scanner.start());
    let (found, after) = if let [b'[', inside @ ..] = start {
        let (spans, after) = array(locator, skip_whitespace(inside))?;
        (Elements::Of(spans), after)
    } else {
        let after = locator.value(start, None, 1, syntax::VALUE)?;
        let found = Elements::Not(JsonType::of(start), span(locator, start, after));
        (found, after)
    };
    match skip_whitespace(after) {
        [] => Ok(found),
        rest => Err(locator.scanner.error(rest, syntax::END)),
    }
}

/// The elements of an array, and what follows it.
fn array<'j>(locator: &mut Locator<'j>, mut rest: &'j [u8]) -> Result<(Vec<Span>, &'j [u8])> {
    let mut spans = Vec::new();
    if let [b']', after @ ..] = rest {
        return Ok((spans, after));
    }
    let mut expected = syntax::VALUE_OR_END;
    loop {
        let after = locator.value(rest, None, 1, expected)?;
        expected = syntax::VALUE;
        spans.push(span(locator, rest, after));
        match skip_whitespace(after) {
            [b',', after @ ..] => rest = skip_whitespace(after),
            [b']', after @ ..] => return Ok((spans, after)),
            rest => return Err(locator.scanner.error(rest, syntax::COMMA_OR_BRACKET)),
        }
    }
}

fn span(locator: &Locator<'_>, start: &[u8], after: &[u8]) -> Span {
    Span::new(locator.scanner.offset(start), locator.scanner.offset(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_exclude_whitespace() {
        let table: [(&str, &[&str]); 4] = [
            ("[]", &[]),
            (" [ \n ] ", &[]),
            ("[1]", &["1"]),
            (
                " [ 1 ,\t[2, {}] , {\"a]\": [3,\",\"]}\r\n] ",
                &["1", "[2, {}]", "{\"a]\": [3,\",\"]}"],
            ),
        ];
        for (json, expected) in table {
            let Ok(Elements::Of(spans)) = elements(json.as_bytes()) else {
                panic!("{json}");
            };
            let found = spans.iter().map(|span| &json[span.start..span.end]);
            assert_eq!(found.collect::<Vec<_>>(), expected, "{json}");
        }
        let not = Elements::Not(JsonType::Object, Span::new(1, 3));
        assert_eq!(elements(b" {} "), Ok(not));
    }

    #[test]
    fn an_element_is_nested_as_deeply_as_a_document() {
        let nested = |levels| format!("[1,{}{}]", "[".repeat(levels), "]".repeat(levels));
        assert!(elements(nested(127).as_bytes()).is_ok());
        let error = elements(nested(128).as_bytes()).unwrap_err();
        assert_eq!((error.at, error.expected), (3 + 127, syntax::DEPTH));
    }
}
