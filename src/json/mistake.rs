//! Finds the probable mistake in text that is not JSON.
//!
//! The reader knows where a text stops being JSON, and what it expected there. What was found is only
//! looked at afterwards, so that valid text does not pay for it.

use super::scanner::SyntaxError;
use crate::report::positions::Positions;
use crate::rules::syntax::{self, Opening, OpeningKind, Syntax, SyntaxMistake};

/// The violation of a text that is not JSON.
#[cold]
pub(crate) fn syntax(text: &[u8], error: SyntaxError) -> Syntax {
    let end = Ending {
        text,
        at: error.at,
        expected: error.expected,
    };
    let mistake = end.mistake();
    let opening = end.opening(mistake).map(|(kind, offset)| {
        let position = Positions::new(text).at(offset);
        Opening {
            kind,
            line: position.line,
            column: position.column,
        }
    });
    Syntax::new(error.expected, mistake, opening)
}

/// What compressed data begins with: gzip, Zstandard, Zip, bzip2, xz.
const COMPRESSED: &[&[u8]] = &[
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
    b"PK\x03\x04",
    b"BZh",
    b"\xfd7zXZ\0",
];

/// Byte order marks of UTF-16, also those of UTF-32.
const UTF_16: &[&[u8]] = &[b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"];

/// Beginnings that are the same mistake in every position.
const STARTS: &[(&[u8], SyntaxMistake)] = &[
    (b"//", SyntaxMistake::Comment),
    (b"/*", SyntaxMistake::Comment),
    (b"#", SyntaxMistake::Comment),
    (b"'", SyntaxMistake::SingleQuote),
    (b"`", SyntaxMistake::Backquote),
    (b"${", SyntaxMistake::Template),
    (b"<%", SyntaxMistake::Template),
    (b"...", SyntaxMistake::Ellipsis),
    (b":", SyntaxMistake::ExtraColon),
];

/// Words of other languages.
const WORDS: &[(&[u8], SyntaxMistake)] = &[
    (b"True", SyntaxMistake::Boolean),
    (b"TRUE", SyntaxMistake::Boolean),
    (b"False", SyntaxMistake::Boolean),
    (b"FALSE", SyntaxMistake::Boolean),
    (b"None", SyntaxMistake::Null),
    (b"Null", SyntaxMistake::Null),
    (b"NULL", SyntaxMistake::Null),
    (b"nil", SyntaxMistake::Null),
    (b"undefined", SyntaxMistake::Null),
    (b"NaN", SyntaxMistake::NotFinite),
    (b"nan", SyntaxMistake::NotFinite),
    (b"Infinity", SyntaxMistake::NotFinite),
    (b"-Infinity", SyntaxMistake::NotFinite),
    (b"inf", SyntaxMistake::NotFinite),
    (b"-inf", SyntaxMistake::NotFinite),
];

/// A text, where it stops being JSON, and what was expected there.
struct Ending<'a> {
    text: &'a [u8],
    at: usize,
    expected: &'static str,
}

impl<'a> Ending<'a> {
    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn before(&self) -> &'a [u8] {
        self.text.get(..self.at).unwrap_or_default()
    }

    /// The last character before it that is not whitespace.
    fn last(&self) -> Option<u8> {
        self.before().trim_ascii_end().last().copied()
    }

    fn expects(&self, any_of: &[&str]) -> bool {
        any_of.contains(&self.expected)
    }

    fn expects_key(&self) -> bool {
        self.expects(&[syntax::KEY, syntax::KEY_OR_END])
    }

    fn expects_value(&self) -> bool {
        self.expects(&[syntax::VALUE, syntax::VALUE_OR_END])
    }

    fn expects_separator(&self) -> bool {
        self.expects(&[syntax::COMMA_OR_BRACE, syntax::COMMA_OR_BRACKET])
    }

    fn mistake(&self) -> SyntaxMistake {
        let found = self.by_expectation().or_else(|| self.of_document());
        found.unwrap_or_else(|| match self.rest() {
            [] => SyntaxMistake::End,
            _ if self.expects(&[syntax::DIGIT, syntax::LITERAL]) => self.at_word(),
            rest => self
                .at_known(rest)
                .or_else(|| self.at_punctuation(rest))
                .unwrap_or_else(|| self.at_word()),
        })
    }

    /// Where what was expected says what was found.
    fn by_expectation(&self) -> Option<SyntaxMistake> {
        Some(match (self.expected, self.rest()) {
            (syntax::SIZE, _) => SyntaxMistake::TooLong,
            (syntax::DEPTH, _) => SyntaxMistake::TooDeep,
            (syntax::NO_BOM, _) => SyntaxMistake::ByteOrderMark,
            (syntax::PAIR, _) => SyntaxMistake::LoneSurrogate,
            (syntax::NO_CONTROL, [b'\n' | b'\r', ..]) => SyntaxMistake::LineBreak,
            (syntax::NO_CONTROL, [b'\t', ..]) => SyntaxMistake::Tab,
            (syntax::NO_CONTROL, _) => SyntaxMistake::Control,
            (syntax::ESCAPE | syntax::HEX, [_, ..]) => SyntaxMistake::Backslash,
            _ => return None,
        })
    }

    /// What the document is instead, by its first bytes.
    fn of_document(&self) -> Option<SyntaxMistake> {
        let text = self.text.trim_ascii_start();
        let starts_with = |any_of: &[&[u8]]| any_of.iter().any(|start| text.starts_with(start));
        let is_json = matches!(text.first(), Some(b'{' | b'[' | b'"'));
        if text.is_empty() {
            Some(SyntaxMistake::Empty)
        } else if starts_with(COMPRESSED) {
            Some(SyntaxMistake::Compressed)
        } else if starts_with(UTF_16) || text.iter().take(2).any(|byte| *byte == 0) {
            Some(SyntaxMistake::Utf16)
        } else if self.expected == syntax::UTF_8 {
            Some(SyntaxMistake::IllFormedUtf8)
        } else if is_markup(text) {
            Some(SyntaxMistake::Markup)
        } else if !is_json && is_yaml(text) {
            Some(SyntaxMistake::Yaml)
        } else {
            None
        }
    }

    /// A beginning that is known in every position.
    fn at_known(&self, rest: &[u8]) -> Option<SyntaxMistake> {
        let is_first_of_line = self.before().last().is_none_or(|byte| *byte == b'\n');
        if is_first_of_line && is_conflict_marker(rest) {
            return Some(SyntaxMistake::MergeConflict);
        }
        if let [b'{' | b'%', ..] = rest
            && self.expects_key()
            && self.before().ends_with(b"{")
        {
            return Some(SyntaxMistake::Template);
        }
        let mut starts = STARTS.iter();
        starts
            .find(|(start, _)| rest.starts_with(start))
            .map(|(_, mistake)| *mistake)
            .or_else(|| unicode_mistake(rest))
    }

    /// Punctuation, or any character that no word begins with.
    fn at_punctuation(&self, rest: &[u8]) -> Option<SyntaxMistake> {
        let is_first_object = self.text.trim_ascii_start().starts_with(b"{");
        let after_document = || match rest {
            [b'{', ..] if is_first_object => SyntaxMistake::AnotherDocument,
            [b'}' | b']', ..] => SyntaxMistake::ExtraBracket,
            _ => SyntaxMistake::TextAfterDocument,
        };
        match rest {
            _ if self.expected == syntax::END => Some(after_document()),
            [b'=', ..] if self.expected == syntax::COLON => Some(SyntaxMistake::Equals),
            _ if self.expected == syntax::COLON => Some(SyntaxMistake::MissingColon),
            [b'}' | b']', ..] => Some(self.at_closing_bracket()),
            [b',', ..] if self.last() == Some(b':') => Some(SyntaxMistake::MissingValue),
            [b',', ..] => Some(SyntaxMistake::ExtraComma),
            [b';', ..] if self.expects_separator() => Some(SyntaxMistake::Semicolon),
            [b'{' | b'[' | b'"', ..] if self.expects_separator() => {
                Some(SyntaxMistake::MissingComma)
            }
            _ if self.expects_separator() && self.before().ends_with(b"\"") => {
                Some(SyntaxMistake::TextAfterString)
            }
            [first, ..] if is_in_word(*first) => None,
            _ if self.expects_key() => Some(SyntaxMistake::UnquotedKey),
            _ if self.expects_value() => Some(SyntaxMistake::UnquotedString),
            _ => Some(SyntaxMistake::Other),
        }
    }

    fn at_closing_bracket(&self) -> SyntaxMistake {
        match self.last() {
            Some(b',') => SyntaxMistake::TrailingComma,
            Some(b':') => SyntaxMistake::MissingValue,
            _ => SyntaxMistake::WrongBracket,
        }
    }

    /// The word, number or literal that the text stops in or before.
    fn at_word(&self) -> SyntaxMistake {
        if self.expects_key() {
            return SyntaxMistake::UnquotedKey;
        }
        let before = self.before().iter().rev();
        let inside = before.take_while(|byte| is_in_word(**byte)).count();
        let word = self.text.get(self.at - inside..).unwrap_or_default();
        let end = word.iter().position(|byte| !is_in_word(*byte));
        let word = word.get(..end.unwrap_or(word.len())).unwrap_or_default();
        if let Some((_, mistake)) = WORDS.iter().find(|(known, _)| *known == word) {
            return *mistake;
        }
        if let Some(mistake) = number_mistake(word) {
            return mistake;
        }
        if self.expects_separator() && inside == 0 {
            return SyntaxMistake::MissingComma;
        }
        SyntaxMistake::UnquotedString
    }

    /// What is open there, if that helps to find the mistake.
    fn opening(&self, mistake: SyntaxMistake) -> Option<(OpeningKind, usize)> {
        if !matches!(
            mistake,
            SyntaxMistake::End
                | SyntaxMistake::WrongBracket
                | SyntaxMistake::LineBreak
                | SyntaxMistake::TextAfterString
        ) {
            return None;
        }
        let open = Open::at_end_of(self.before());
        let of_string = |start| (OpeningKind::String, start);
        match mistake {
            SyntaxMistake::TextAfterString => open.last_string.map(of_string),
            SyntaxMistake::LineBreak => open.string.map(of_string),
            _ => open.string.map(of_string).or(open.brackets.last().copied()),
        }
    }
}

/// What is open at the end of a text that a JSON text begins with.
#[derive(Default)]
struct Open {
    /// Brackets that are not closed, outermost first.
    brackets: Vec<(OpeningKind, usize)>,
    /// The string that is not closed.
    string: Option<usize>,
    /// The last string that is closed.
    last_string: Option<usize>,
}

impl Open {
    fn at_end_of(text: &[u8]) -> Self {
        let mut open = Self::default();
        let mut rest = text;
        while let [first, after @ ..] = rest {
            let at = text.len() - rest.len();
            rest = match first {
                b'"' => open.skip_string(at, after),
                b'{' => open.open_bracket((OpeningKind::Object, at), after),
                b'[' => open.open_bracket((OpeningKind::Array, at), after),
                b'}' | b']' => {
                    open.brackets.pop();
                    after
                }
                _ => after,
            };
        }
        open
    }

    /// Adds a bracket, and returns what follows it.
    fn open_bracket<'a>(&mut self, opening: (OpeningKind, usize), after: &'a [u8]) -> &'a [u8] {
        self.brackets.push(opening);
        after
    }

    /// Skips a string that starts at an offset, and returns what follows it.
    fn skip_string<'a>(&mut self, start: usize, inside: &'a [u8]) -> &'a [u8] {
        let mut rest = inside;
        while let Some(mark) = memchr::memchr2(b'"', b'\\', rest) {
            match rest.get(mark..).unwrap_or_default() {
                [b'"', after @ ..] => {
                    self.last_string = Some(start);
                    return after;
                }
                escape => rest = escape.get(2..).unwrap_or_default(),
            }
        }
        self.string = Some(start);
        &[]
    }
}

/// The bytes of unquoted words and of numbers, right or wrong.
fn is_in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-+.$".contains(&byte) || !byte.is_ascii()
}

/// Seven equal characters, as git marks a conflict.
fn is_conflict_marker(text: &[u8]) -> bool {
    match text.first_chunk::<7>() {
        Some(marker @ [b'<' | b'=' | b'>' | b'|', ..]) => {
            marker.iter().all(|byte| byte == &marker[0])
        }
        _ => false,
    }
}

fn is_markup(text: &[u8]) -> bool {
    matches!(text, [b'<', first, ..] if first.is_ascii_alphabetic() || matches!(first, b'!' | b'?'))
}

/// Whether the first line that is not a comment starts a YAML document, a sequence or a mapping.
fn is_yaml(text: &[u8]) -> bool {
    let lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with(b"#"));
    let line = lines.next().unwrap_or_default();
    let key = line.split(|byte| *byte == b':').next().unwrap_or_default();
    let after_key = line.get(key.len()..).unwrap_or_default();
    line == b"---"
        || [&b"--- "[..], b"- ", b"%YAML"]
            .iter()
            .any(|start| line.starts_with(start))
        || (!key.is_empty()
            && key.iter().all(|byte| is_in_word(*byte))
            && (after_key == b":" || after_key.starts_with(b": ")))
}

/// A quotation mark, whitespace or an ellipsis of Unicode.
fn unicode_mistake(rest: &[u8]) -> Option<SyntaxMistake> {
    // A character has at most four bytes.
    let start = rest.get(..4).unwrap_or(rest);
    let first = start.utf8_chunks().next()?.valid().chars().next()?;
    match first {
        '\u{2018}'..='\u{201f}' | '«' | '»' | '‹' | '›' => {
            Some(SyntaxMistake::TypographicQuote)
        }
        '…' => Some(SyntaxMistake::Ellipsis),
        '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' => Some(SyntaxMistake::Whitespace),
        c if c.is_whitespace() => Some(SyntaxMistake::Whitespace),
        c if c.is_control() => Some(SyntaxMistake::StrayControl),
        _ => None,
    }
}

/// What is wrong with a number.
fn number_mistake(word: &[u8]) -> Option<SyntaxMistake> {
    let (sign, unsigned) = match word {
        [sign @ (b'+' | b'-'), unsigned @ ..] => (Some(*sign), unsigned),
        _ => (None, word),
    };
    let is_number = |byte: &u8| byte.is_ascii_digit() || b"_.eE+-".contains(byte);
    match unsigned {
        [b'0', b'x' | b'X' | b'o' | b'O' | b'b' | b'B', ..] => Some(SyntaxMistake::Radix),
        [b'0'..=b'9' | b'.', ..] if !unsigned.iter().all(is_number) => None,
        [b'0', b'0'..=b'9', ..] => Some(SyntaxMistake::LeadingZero),
        [b'0'..=b'9', ..] if unsigned.contains(&b'_') => Some(SyntaxMistake::DigitSeparator),
        [b'.', b'0'..=b'9', ..] | [b'0'..=b'9', .., b'.'] => Some(SyntaxMistake::MissingDigits),
        [b'0'..=b'9', ..] if sign == Some(b'+') => Some(SyntaxMistake::PlusSign),
        [] => Some(SyntaxMistake::Other),
        _ => None,
    }
}
