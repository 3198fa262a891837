//! Applies fixes to YAML: changes scalars, keys and members, and nothing around them.

use std::ops::Range;

use super::edit_buffer::{Edit, EditBuffer, apply_edits};
use super::fixes::Action;
use super::member::{self, Move};
use super::reason::Reason;
use super::yaml_move;
use crate::yaml::{self, Converted};

/// A YAML document that is being edited.
#[derive(Clone)]
pub(super) struct YamlText {
    source: EditBuffer,
    converted: Converted,
}

impl YamlText {
    /// `None` if the text is not a single document.
    pub(super) fn new(text: &str) -> Option<Self> {
        Some(Self {
            source: EditBuffer::new(text),
            converted: convert_one(text)?,
        })
    }

    pub(super) fn json(&self) -> &str {
        &self.converted.json
    }

    pub(super) fn source(&self) -> &EditBuffer {
        &self.source
    }

    pub(super) fn source_span(&self, json: Range<usize>) -> Range<usize> {
        self.converted.source_span(json)
    }

    /// Applies a change of the JSON to the source. The result has to be exactly the changed JSON:
    /// otherwise a value has a tag, or aliases share it.
    pub(super) fn apply(&mut self, action: &Action) -> Result<(), Reason> {
        let edits = action.edits(self.json()).unwrap_or_default();
        let expected = apply_edits(self.json().as_bytes(), &edits);
        let source_edits = self.edits(action).ok_or(Reason::Yaml)?;
        let mut source = self.source.clone();
        source.apply(&source_edits);
        match convert_one(source.text()) {
            Some(converted) if converted.json.as_bytes() == expected => {
                *self = Self { source, converted };
                Ok(())
            }
            _ => Err(Reason::Yaml),
        }
    }

    /// The change as sorted edits of the source that do not overlap.
    fn edits(&self, action: &Action) -> Option<Vec<Edit>> {
        let source = |json: &Range<usize>| self.source_span(json.clone());
        let edit = match action {
            Action::Replace { value, json } => self.replaced_value(source(value), json),
            Action::Rename { key, name } => self.replaced(source(key), &format!("\"{name}\"")),
            Action::Remove { value } => {
                let key = member::key_of(self.json(), value.start)?;
                removed(self.source.text(), &source(&(key..key + 1)), &source(value))
            }
            Action::Move(moved) => {
                let moved = Move {
                    key: source(&moved.key),
                    value: source(&moved.value),
                    into: moved.into,
                    object: moved.object.as_ref().map(source),
                };
                return yaml_move::edits(self.source.text(), &moved);
            }
            Action::Clean(_) => None,
        };
        Some(vec![edit?])
    }

    /// Replaces a scalar, which keeps its quotes, or a block, which keeps its header.
    fn replaced_value(&self, span: Range<usize>, json: &str) -> Option<Edit> {
        match self.block_header(span.start) {
            Some(header) => self.replaced_block(header, span, string_of(json)?),
            None => self.replaced(span, json),
        }
    }

    /// Replaces a scalar, which keeps its quotes.
    fn replaced(&self, span: Range<usize>, json: &str) -> Option<Edit> {
        let text = self.source.text().get(span.clone())?;
        let scalar = match (text.as_bytes().first()?, string_of(json)) {
            (b'*', _) => return None,
            (_, None) | (b'"', _) => json.to_owned(),
            // Only an escape in the JSON could need one here.
            (_, Some(string)) if string.contains(['\\', '\'']) => return None,
            (b'\'', Some(string)) => format!("'{string}'"),
            (_, Some(string)) if is_plain(string) => string.to_owned(),
            (_, Some(_)) => json.to_owned(),
        };
        Some(Edit::new(span, scalar))
    }

    /// The end of the `|` or `>` of a block scalar whose text begins at an offset.
    fn block_header(&self, text: usize) -> Option<usize> {
        let before = self.source.text().get(..text)?.trim_end();
        let header = before.trim_end_matches(is_block_indicator);
        header.ends_with(['|', '>']).then_some(header.len())
    }

    /// Replaces the text of a block scalar with one line that does not end with a line break.
    fn replaced_block(&self, header: usize, text: Range<usize>, line: &str) -> Option<Edit> {
        let rest = self.source.text().get(header..text.start)?;
        let line_start = rest.trim_start_matches(is_block_indicator);
        let indicators = rest.strip_suffix(line_start)?;
        let digits = indicators.trim_matches(['-', '+']);
        let has_line_break = self.source.text().get(text.clone())?.ends_with('\n');
        let line_break = if has_line_break { "\n" } else { "" };
        let block = format!("-{digits}{line_start}{line}{line_break}");
        Some(Edit::new(header..text.end, block))
    }
}

/// The inside of a JSON string; `None` for another value.
fn string_of(json: &str) -> Option<&str> {
    json.strip_prefix('"')?.strip_suffix('"')
}

/// Whether the header of a block scalar may contain a character after its `|` or `>`: how its last
/// line breaks are read, and how far its lines are indented.
fn is_block_indicator(c: char) -> bool {
    matches!(c, '-' | '+') || c.is_ascii_digit()
}

/// The only document of a text.
fn convert_one(text: &str) -> Option<Converted> {
    let documents = yaml::convert(text.as_bytes());
    let [document] = <[_; 1]>::try_from(documents).ok()?;
    document.ok()
}

/// Whether a string needs no quotes in any version of YAML. In YAML 1.1, `no` is a boolean.
fn is_plain(string: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let is_word = |word: &str| word.eq_ignore_ascii_case(string);
    string.starts_with(|c: char| c.is_ascii_alphabetic())
        && string
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !WORDS.iter().any(|word| is_word(word))
}

/// Removes a member that is alone on its line, or in a mapping in braces, without a comment.
fn removed(text: &str, key: &Range<usize>, value: &Range<usize>) -> Option<Edit> {
    let end = value.end.max(key.end);
    if yaml_move::is_in_braces(text, &(key.start..end)) {
        let span = member::removal_between(text, key.start, end)?;
        return (!text.get(span.clone())?.contains('#')).then(|| Edit::new(span, ""));
    }
    let before = text.get(..key.start)?.trim_end_matches([' ', '\t']);
    let start = before.len();
    if !(start == 0 || before.ends_with('\n')) {
        return None;
    }
    let after = text.get(key.end..)?;
    let line = after.split('\n').next()?;
    let is_alone = line.trim_start().strip_prefix(':')?.trim();
    let written = text.get(value.clone())?;
    if is_alone != written {
        return None;
    }
    let end = key.end + line.strip_suffix('\r').unwrap_or(line).len();
    Some(Edit::new(yaml_move::whole_lines(text, start..end), ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The YAML after a value, key or member of the JSON was changed; `None` if it cannot be changed.
    fn apply(yaml: &str, action: impl Fn(&str) -> Action) -> Option<String> {
        let mut text = YamlText::new(yaml)?;
        let action = action(text.json());
        text.apply(&action).ok()?;
        assert_eq!(
            apply_edits(yaml.as_bytes(), text.source().edits()),
            text.source().text().as_bytes()
        );
        Some(text.source().text().to_owned())
    }

    fn range(span: anchorbrowser_schema::Span) -> Range<usize> {
        span.start..span.end
    }

    fn find(json: &str, what: &str) -> Range<usize> {
        let start = json
            .find(what)
            .unwrap_or_else(|| panic!("{what} in {json}"));
        start..start + what.len()
    }

    #[test]
    fn scalars_keep_their_style() {
        let table: [(&str, &str, &str, Option<&str>); 19] = [
            ("a: US # x\n", "\"US\"", "\"us\"", Some("a: us # x\n")),
            ("a: 'US'\n", "\"US\"", "\"us\"", Some("a: 'us'\n")),
            ("a: \"\\x55S\"", "\"US\"", "\"us\"", Some("a: \"us\"")),
            ("{a: US, b: 1}", "\"US\"", "\"us\"", Some("{a: us, b: 1}")),
            ("a: NO\n", "\"NO\"", "\"no\"", Some("a: \"no\"\n")),
            ("a: \"true\"", "\"true\"", "true", Some("a: true")),
            ("a: '20'", "\"20\"", "20", Some("a: 20")),
            (
                "a: |\n  QQ==\n",
                "\"QQ==\\n\"",
                "\"QQ==\"",
                Some("a: |-\n  QQ==\n"),
            ),
            (
                "a: |2\n  QQ==\n",
                "\"QQ==\\n\"",
                "\"QQ==\"",
                Some("a: |-2\n  QQ==\n"),
            ),
            (
                "a: |  \n  Q\n  Q==\nb: 1\n",
                "\"Q\\nQ==\\n\"",
                "\"QQ==\"",
                Some("a: |-  \n  QQ==\nb: 1\n"),
            ),
            (
                "a: |+\n  QQ==\n\nb: 1\n",
                "\"QQ==\\n\\n\"",
                "\"QQ==\"",
                Some("a: |-\n  QQ==\n\nb: 1\n"),
            ),
            (
                "a: >+1\r\n QQ==\r\n\r\n",
                "\"QQ==\\n\\n\"",
                "\"QQ==\"",
                Some("a: >-1\r\n QQ==\r\n\r\n"),
            ),
            (
                "a: |- # x\n  US\n",
                "\"US\"",
                "\"us\"",
                Some("a: |- # x\n  us\n"),
            ),
            ("a: |\n  1\n", "\"1\\n\"", "1", None),
            // Shared or tagged.
            ("a: &x US\n", "\"US\"", "\"us\"", Some("a: &x us\n")),
            ("a: &x US\nb: *x\n", "\"US\"", "\"us\"", None),
            ("a: !!str US\n", "\"US\"", "\"us\"", Some("a: !!str us\n")),
            ("a: !!str 20\n", "\"20\"", "20", None),
            ("a:\n", "null", "1", None),
        ];
        for (yaml, from, to, expected) in table {
            let found = apply(yaml, |json| Action::Replace {
                value: find(json, from),
                json: to.to_owned(),
            });
            assert_eq!(found.as_deref(), expected, "{yaml}");
        }
    }

    #[test]
    fn keys_keep_their_style() {
        let table = [
            ("aA: {b: 1} # x\n", Some("a_a: {b: 1} # x\n")),
            ("\"aA\" : 1", Some("\"a_a\" : 1")),
            ("? 'aA'\n: 1\n", Some("? 'a_a'\n: 1\n")),
            ("b: &x aA\n*x : 1\n", None),
            ("b: |\naA: 1\n", Some("b: |\na_a: 1\n")),
            ("b: c >\naA: 1\n", Some("b: c >\na_a: 1\n")),
        ];
        for (yaml, expected) in table {
            let found = apply(yaml, |json| Action::Rename {
                key: find(json, "\"aA\":").start..find(json, "\"aA\":").end - 1,
                name: "a_a".to_owned(),
            });
            assert_eq!(found.as_deref(), expected, "{yaml}");
        }
    }

    #[test]
    fn members_are_moved_with_their_lines() {
        let table = [
            // Into a new mapping.
            ("x: 1\n", Some("o:\n  x: 1\n")),
            ("a: 2\nx: 1 # c", Some("a: 2\no:\n  x: 1 # c")),
            (
                "x:\n  - 1\n\n  # c\n  - {b: 2}\na: 2\n",
                Some("o:\n  x:\n    - 1\n\n    # c\n    - {b: 2}\na: 2\n"),
            ),
            (
                "x:\r\n- 1\r\na: 2\r\n",
                Some("o:\r\n  x:\r\n  - 1\r\na: 2\r\n"),
            ),
            ("x: 1\r\na: 2", Some("o:\r\n  x: 1\r\na: 2")),
            ("a: 2\r\nx: 1", Some("a: 2\r\no:\r\n  x: 1")),
            // Not in braces, although a comma is before it.
            ("# c,\nx: 1\na: 2,\n", Some("# c,\no:\n  x: 1\na: 2,\n")),
            ("a: b,\nx: 1\n", Some("a: b,\no:\n  x: 1\n")),
            ("o: {}\n# c,\nx: 1\n", Some("o: {x: 1}\n# c,\n")),
            // Into a mapping before it and after it.
            (
                "o:\r\n  a: 2\r\nx: 1\r\n",
                Some("o:\r\n  a: 2\r\n  x: 1\r\n"),
            ),
            ("x: 1\r\no:\r\n  a: 2", Some("o:\r\n  a: 2\r\n  x: 1")),
            (
                "o:\n    a: 2 # c\n\nx: 1\nb: 3\n",
                Some("o:\n    a: 2 # c\n    x: 1\n\nb: 3\n"),
            ),
            ("x: |-\n  1\no:\n  a: 2", Some("o:\n  a: 2\n  x: |-\n    1")),
            (
                "x: \"a\nb\"\no:\n  a: 2\n",
                Some("o:\n  a: 2\n  x: \"a\n  b\"\n"),
            ),
            ("{x: 1, o: {a: 2}}\n", Some("{o: {a: 2, x: 1}}\n")),
            ("{x: 1, b: 2}\n", Some("{o: {x: 1}, b: 2}\n")),
            ("o: {a: 2}\nx: 1\n", Some("o: {a: 2, x: 1}\n")),
            ("o: {}\nx: 'a b'\n", Some("o: {x: 'a b'}\n")),
            // Lines that cannot be moved as they are.
            ("? x\n: 1\n", None),
            ("o: {a: 2}\nx: 1 # c\n", None),
            ("{x: 1, # c\no: {}}\n", None),
            ("x: |\n  1\no:\n  a: 2", None),
            ("o: {a: 2}\nx:\n  b: 1\n", None),
            ("o: &o\n  a: 2\nx: *o\n", None),
        ];
        for (yaml, expected) in table {
            let found = apply(yaml, |json| {
                let span =
                    |pointer| Some(range(anchorbrowser_schema::Span::locate(json, pointer)?));
                let value = span("/x").unwrap();
                let key = member::key_of(json, value.start).unwrap();
                Action::Move(Move {
                    key: key..key + 3,
                    value,
                    into: "o",
                    object: span("/o"),
                })
            });
            assert_eq!(found.as_deref(), expected, "{yaml}");
        }
    }

    #[test]
    fn members_are_removed_with_their_line() {
        let table = [
            ("a: 1\nb: null\nc: 2\n", Some("a: 1\nc: 2\n")),
            ("a: 1\nb:\nc: 2\n", Some("a: 1\nc: 2\n")),
            ("b: ~\r\nc: 2\r\n", Some("c: 2\r\n")),
            ("a: 1\r\nb: null", Some("a: 1")),
            ("{a: 1, b: null}", Some("{a: 1}")),
            ("{b: null, a: 1}", Some("{a: 1}")),
            ("{\n  a: 1,\n  b: null\n}", Some("{\n  a: 1\n}")),
            // The comment stays, and the comma before it is allowed.
            ("{\n  a: 1, # x\n  b: null\n}", Some("{\n  a: 1, # x\n}")),
            ("a: 1\nb: null # x\n", None),
            ("- b: null\n  a: 1\n", None),
            ("b: null\n", None),
            ("a: {b: null} # x\n", Some("a: {} # x\n")),
        ];
        for (yaml, expected) in table {
            let found = apply(yaml, |json| {
                let member = find(json, "\"b\":");
                Action::Remove {
                    value: member.end..member.end + 4,
                }
            });
            assert_eq!(found.as_deref(), expected, "{yaml}");
        }
    }
}
