//! Rule `syntax`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity, formatted};
use crate::string::push_fmt::{PushFmt, push_fmt};

/// The parameters of rule [`syntax`](crate::Rule::Syntax).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Syntax {
    /// What is expected at the position of the violation, in a few words: for JSON such as `a value`,
    /// for a document in another notation such as `valid YAML 1.2`.
    pub expected: Cow<'static, str>,
    /// What was found. It only shapes the message and the help, and is not serialized.
    #[serde(skip)]
    found: Found,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
enum Found {
    /// Not known, as in a report that was read back.
    #[default]
    Unknown,
    Mistake(SyntaxMistake, Option<Box<Opening>>),
    /// The document is in another notation, such as YAML, and is not valid.
    Invalid(Box<OtherNotation>),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct OtherNotation {
    name: Cow<'static, str>,
    reason: Cow<'static, str>,
}

/// What is open where a document has a syntax error: a string or a bracket.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Opening {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) kind: OpeningKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum OpeningKind {
    String,
    Object,
    Array,
}

impl Syntax {
    /// For text that is not valid JSON, with the probable mistake in it.
    pub(crate) fn new(
        expected: &'static str,
        mistake: SyntaxMistake,
        opening: Option<Opening>,
    ) -> Self {
        Self {
            expected: Cow::Borrowed(expected),
            found: Found::Mistake(mistake, opening.map(Box::new)),
        }
    }

    /// For a document in another notation, such as YAML, that is not valid for this reason.
    pub(crate) fn not_in_notation(
        name: impl Into<Cow<'static, str>>,
        reason: impl Into<Cow<'static, str>>,
    ) -> Self {
        let (name, reason) = (name.into(), reason.into());
        Self {
            expected: ["valid ", &*name].concat().into(),
            found: Found::Invalid(Box::new(OtherNotation { name, reason })),
        }
    }

    /// The probable mistake in JSON. A report that was read back does not know it.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, SyntaxMistake, Validate, ViolationKind};
    ///
    /// let report = CreateTaskRequest::from_json(r#"{"name": "t",}"#).unwrap_err();
    /// let ViolationKind::Syntax(syntax) = report.violations()[0].kind() else { panic!() };
    /// assert_eq!(syntax.mistake(), Some(SyntaxMistake::TrailingComma));
    /// ```
    #[must_use]
    pub const fn mistake(&self) -> Option<SyntaxMistake> {
        match self.found {
            Found::Mistake(mistake, _) => Some(mistake),
            _ => None,
        }
    }

    /// Moves the position of what is open; none removes it.
    pub(crate) fn move_opening(&mut self, to: impl FnOnce(usize, usize) -> Option<(usize, usize)>) {
        let Found::Mistake(_, opening) = &mut self.found else {
            return;
        };
        *opening = opening.take().and_then(|mut opening| {
            (opening.line, opening.column) = to(opening.line, opening.column)?;
            Some(opening)
        });
    }
}

pub(crate) const VALUE: &str = "a value";
pub(crate) const KEY: &str = "a key in double quotes";
pub(crate) const KEY_OR_END: &str = "a key in double quotes or `}`";
pub(crate) const COLON: &str = "`:`";
pub(crate) const COMMA_OR_BRACE: &str = "`,` or `}`";
pub(crate) const COMMA_OR_BRACKET: &str = "`,` or `]`";
pub(crate) const VALUE_OR_END: &str = "a value or `]`";
pub(crate) const END: &str = "the end of the document";
pub(crate) const DIGIT: &str = "a digit";
pub(crate) const LITERAL: &str = "`true`, `false` or `null`";
pub(crate) const QUOTE: &str = "the string's closing `\"`";
pub(crate) const NO_CONTROL: &str = "no control character";
pub(crate) const ESCAPE: &str = "one of `\"\\/bfnrtu` after the backslash";
pub(crate) const HEX: &str = "four hexadecimal digits";
pub(crate) const PAIR: &str = "a surrogate pair";
pub(crate) const UTF_8: &str = "well-formed UTF-8";
pub(crate) const NO_BOM: &str = "no byte order mark";
pub(crate) const DEPTH: &str = "at most 127 levels of nesting";
pub(crate) const SIZE: &str = "no more bytes than the limit";

/// Declares the mistakes: for each what was found, and how to fix it.
macro_rules! mistakes {
    ($($(#[$doc:meta])* $mistake:ident: $shape:ident $found:literal $(, $help:literal)?;)*) => {
        /// The probable mistake in a document that is not valid JSON. It names the kind of mistake
        /// and contains no part of the document.
        ///
        /// See the example of [`Syntax::mistake`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum SyntaxMistake {
            $($(#[$doc])* $mistake,)*
        }

        impl SyntaxMistake {
            /// All of them.
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$mistake),*];

            const fn words(self) -> (Shape, &'static str, Option<&'static str>) {
                match self {
                    $(Self::$mistake => (Shape::$shape, $found, mistakes!(@help $($help)?)),)*
                }
            }
        }
    };
    (@help) => { None };
    (@help $help:literal) => { Some($help) };
}

/// How a message says what was found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// "… is not JSON: expected …, found …"
    Found,
    /// "… is not JSON: …"
    Because,
    /// "… is not JSON, but …"
    But,
    /// "… …"
    Plain,
}

mistakes! {
    /// There is no document: only whitespace, or nothing.
    Empty: Plain "is empty";
    /// The text is compressed.
    Compressed: But "compressed data", "decompress it first";
    /// The text is UTF-16 or UTF-32.
    Utf16: But "text in UTF-16 or UTF-32", "save the document as UTF-8";
    /// The text is HTML or XML, such as an error page.
    Markup: But "HTML or XML", "check where the document comes from: it may be an error page";
    /// The text looks like YAML.
    Yaml: But "looks like YAML", "convert it to JSON";
    /// The text begins with a byte order mark.
    ByteOrderMark: Plain "must not begin with a byte order mark, but does", "save the document without a byte order mark";
    /// The text is not UTF-8.
    IllFormedUtf8: Found "an ill-formed byte", "save the document as UTF-8";
    /// The text is longer than the validator allows.
    TooLong: Plain "must not be longer than the limit, but is";
    /// The text is nested too deeply.
    TooDeep: Plain "must be nested at most 127 levels deep, but is nested deeper here";
    /// The document ends too early: a bracket or a string is not closed, or a value is missing.
    End: Found "the end of the document";
    /// Another document follows, as in JSON lines.
    AnotherDocument: Found "another document", "put one document into a file, or check the file as a stream with one document on each line";
    /// Something that is not a document follows.
    TextAfterDocument: Found "more text", "remove what follows the document";
    /// A bracket is closed that is not open.
    ExtraBracket: Found "another closing bracket", "remove it, or add the opening bracket";
    /// A bracket is closed by one of the other kind.
    WrongBracket: Found "a closing bracket of the other kind";
    /// A merge conflict was not resolved.
    MergeConflict: Found "a merge conflict marker", "resolve the conflict";
    /// A template was not rendered.
    Template: Found "a template placeholder", "render the template first";
    /// A part was left out, as in examples.
    Ellipsis: Found "an ellipsis", "replace it with what it stands for";
    /// A comment: `//`, `/*` or `#`.
    Comment: Found "a comment", "remove it: JSON has no comments";
    /// A comma before a closing bracket.
    TrailingComma: Found "a closing bracket after a comma", "remove the comma before it";
    /// A comma that follows another or an opening bracket.
    ExtraComma: Found "a comma", "remove one comma, or add what is missing before it";
    /// No comma between two values or members.
    MissingComma: Because "a comma is missing", "add a comma before it";
    /// No colon between a key and its value.
    MissingColon: Because "a colon is missing", "write `:` between the key and its value";
    /// No value after a colon.
    MissingValue: Because "a value is missing", "add the value, or remove the key";
    /// A colon where a comma or a bracket must be.
    ExtraColon: Found "a colon", "members are allowed only between `{` and `}`, and have one colon each";
    /// `=` or `=>`.
    Equals: Found "an equals sign", "write `:` between the key and its value";
    /// `;`
    Semicolon: Found "a semicolon", "write `,` between members";
    /// `'`
    SingleQuote: Found "a single quote", "use double quotes";
    /// `` ` ``
    Backquote: Found "a backquote", "use double quotes";
    /// A quotation mark of running text.
    TypographicQuote: Found "a typographic quotation mark", "use double quotes: `\"`";
    /// A key without quotes.
    UnquotedKey: Found "a key without quotes", "put the key in double quotes";
    /// A string without quotes.
    UnquotedString: Found "text without quotes", "put strings in double quotes";
    /// Text directly after a string: a quote inside it is not escaped, or its closing quote is missing.
    TextAfterString: Found "text directly after a string", "write quotes inside a string as `\\\"`";
    /// `True`, `FALSE` and the like.
    Boolean: Found "a boolean that is not in lower case", "write `true` or `false`";
    /// `None`, `nil`, `undefined` or `NULL`.
    Null: Found "another language's null, such as `None`", "write `null`, or leave the member out";
    /// `NaN` or `Infinity`.
    NotFinite: Found "`NaN` or an infinity", "leave the member out: JSON has no NaN and no infinity";
    /// A number with a leading zero.
    LeadingZero: Found "a number with a leading zero", "remove the zero, or put it in double quotes if it is not a number";
    /// A hexadecimal, octal or binary number.
    Radix: Found "a number that is not decimal", "write it as a decimal number";
    /// A number with `_` between digits.
    DigitSeparator: Found "a number with `_`", "remove each `_`";
    /// A number that begins with `+`.
    PlusSign: Found "a number with a plus sign", "remove the `+`";
    /// A number without digits before or after the point.
    MissingDigits: Found "a number without digits on one side of the point", "add a `0` there";
    /// A line break in a string.
    LineBreak: Because "a line break in a string is not escaped", "close the string, or write the line break as `\\n`";
    /// A tab in a string.
    Tab: Because "a tab in a string is not escaped", "write it as `\\t`";
    /// Another control character in a string.
    Control: Because "a control character in a string is not escaped", "write it as an escape, such as `\\u001b`";
    /// A backslash that does not begin an escape.
    Backslash: Found "another character", "write a backslash itself as `\\\\`";
    /// Half of a surrogate pair, of a cut emoji.
    LoneSurrogate: Found "half of one", "an emoji or another character beyond U+FFFF was cut in half: write all of it, or remove the half";
    /// Whitespace that JSON does not allow, such as a no-break space.
    Whitespace: Found "whitespace that JSON does not allow", "use only spaces, tabs and line breaks outside strings";
    /// A control character outside strings.
    StrayControl: Found "a control character", "remove it";
    /// Another character.
    Other: Found "another character";
}

impl Definition for Syntax {
    const SEVERITY: Severity = Severity::Error;
    const IS_FIXED: bool = true;
    const SUMMARY: &'static str =
        "the document is not valid JSON in UTF-8, or is nested more than 127 levels deep";
    const SOURCE: &'static str = "RFC 8259 sections 2, 8.1 and 9";

    fn message(&self, text: &mut String) {
        let expected = &*self.expected;
        let mistake = match &self.found {
            Found::Invalid(other) => {
                return push_fmt!(text; " is not ", &*other.name, ": ", &*other.reason);
            }
            Found::Unknown => return push_fmt!(text; " is not valid: expected ", expected),
            Found::Mistake(mistake, _) => *mistake,
        };
        let (shape, found, _) = mistake.words();
        match shape {
            Shape::Found => {
                push_fmt!(text; " is not JSON: expected ", expected, ", found ", found);
            }
            Shape::Because => push_fmt!(text; " is not JSON: ", found),
            Shape::But => push_fmt!(text; " is not JSON, but ", found),
            Shape::Plain => push_fmt!(text; " ", found),
        }
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        let Found::Mistake(mistake, opening) = &self.found else {
            return None;
        };
        let (.., help) = mistake.words();
        let Some(opening) = opening else {
            return help.map(Cow::Borrowed);
        };
        Some(formatted(|text| match mistake {
            SyntaxMistake::LineBreak => {
                push_fmt!(text; "close ", opening, ", or write the line break as `\\n`");
            }
            SyntaxMistake::TextAfterString => {
                push_fmt!(text; opening, " ends too early: write quotes inside it as `\\\"`");
            }
            _ => push_fmt!(text; opening, " is not closed"),
        }))
    }
}

impl PushFmt for &Box<Opening> {
    fn push_to(&self, text: &mut String) {
        let what = match self.kind {
            OpeningKind::String => "the string",
            OpeningKind::Object => "the `{`",
            OpeningKind::Array => "the `[`",
        };
        push_fmt!(text; what, " at line ", self.line, ", column ", self.column);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(syntax: &Syntax) -> (String, Option<Cow<'static, str>>) {
        let mut message = String::new();
        syntax.message(&mut message);
        (message, syntax.help(""))
    }

    #[test]
    fn each_shape_has_its_sentence() {
        let table = [
            (
                SyntaxMistake::Comment,
                "is not JSON: expected a value, found a comment",
                Some("remove it: JSON has no comments"),
            ),
            (
                SyntaxMistake::Tab,
                "is not JSON: a tab in a string is not escaped",
                Some("write it as `\\t`"),
            ),
            (
                SyntaxMistake::Compressed,
                "is not JSON, but compressed data",
                Some("decompress it first"),
            ),
            (SyntaxMistake::Empty, "is empty", None),
        ];
        for (mistake, message, help) in table {
            let (rendered, rendered_help) = rendered(&Syntax::new(VALUE, mistake, None));
            assert_eq!(rendered, format!(" {message}"));
            assert_eq!(rendered_help.as_deref(), help);
        }
    }

    #[test]
    fn helps_are_fragments() {
        for mistake in SyntaxMistake::ALL {
            let (_, found, help) = mistake.words();
            for text in [Some(found), help].into_iter().flatten() {
                assert!(
                    !text.ends_with(['.', ' ']) && !text.contains(". "),
                    "{text}"
                );
                assert!(
                    !text.starts_with(char::is_uppercase) || text.starts_with("HTML"),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn other_notations_give_a_reason() {
        let yaml = Syntax::not_in_notation("YAML 1.2", "a mapping is not closed".to_owned());
        assert_eq!(yaml.expected, "valid YAML 1.2");
        let message = " is not YAML 1.2: a mapping is not closed".to_owned();
        assert_eq!(rendered(&yaml), (message, None));
    }
}
