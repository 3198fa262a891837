//! A JSON syntax tree that keeps spans and repeated keys.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A value and its span.
#[derive(Debug)]
pub struct Node {
    pub span: Range<usize>,
    pub content: Content,
}

#[derive(Debug)]
pub enum Content {
    Null,
    Boolean,
    Number,
    String(String),
    Array(Vec<Node>),
    Object(Vec<Member>),
}

/// A member of an object and the span of its key.
#[derive(Debug)]
pub struct Member {
    pub key: String,
    pub key_span: Range<usize>,
    pub value: Node,
}

/// The spans of a member or element. Elements and the document itself have no key.
#[derive(Clone, Debug)]
pub struct Spans {
    pub key: Option<Range<usize>>,
    pub value: Range<usize>,
}

impl Node {
    /// Parses a valid JSON document.
    ///
    /// # Panics
    ///
    /// If the document is not valid JSON.
    #[must_use]
    pub fn parse(json: &str) -> Self {
        Parser { json, at: 0 }.value()
    }

    /// The value of a member; the last one if the key is repeated.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.content {
            Content::Object(members) => {
                let found = members.iter().rfind(|member| member.key == key);
                found.map(|member| &member.value)
            }
            _ => None,
        }
    }

    /// The spans of each value, by pointer; those of the last value if a key is repeated.
    #[must_use]
    pub fn spans(&self) -> BTreeMap<String, Spans> {
        let mut spans = BTreeMap::new();
        self.add_spans("", None, &mut spans);
        spans
    }

    fn add_spans(
        &self,
        pointer: &str,
        key: Option<Range<usize>>,
        spans: &mut BTreeMap<String, Spans>,
    ) {
        let value = self.span.clone();
        spans.insert(pointer.to_owned(), Spans { key, value });
        match &self.content {
            Content::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    element.add_spans(&format!("{pointer}/{index}"), None, spans);
                }
            }
            Content::Object(members) => {
                let last: BTreeMap<_, _> = members.iter().map(|m| (&m.key, m)).collect();
                for (key, member) in last {
                    let key_span = Some(member.key_span.clone());
                    member.value.add_spans(&step(pointer, key), key_span, spans);
                }
            }
            _ => {}
        }
    }

    /// The span of the first repeated key of each pointer, at any depth. Those inside members with
    /// these names have the pointer of the member.
    #[must_use]
    pub fn repeated_keys(&self, secret: &[&str]) -> BTreeMap<String, Range<usize>> {
        let mut repeated = BTreeMap::new();
        self.add_repeated_keys("", secret, &mut repeated);
        repeated
    }

    fn add_repeated_keys(
        &self,
        pointer: &str,
        secret: &[&str],
        repeated: &mut BTreeMap<String, Range<usize>>,
    ) {
        let is_secret = pointer
            .rsplit_once('/')
            .is_some_and(|(_, name)| secret.contains(&name));
        let inner = |name: &str| {
            if is_secret {
                pointer.to_owned()
            } else {
                step(pointer, name)
            }
        };
        match &self.content {
            Content::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    element.add_repeated_keys(&inner(&index.to_string()), secret, repeated);
                }
            }
            Content::Object(members) => {
                let mut seen = BTreeSet::new();
                for Member {
                    key,
                    key_span,
                    value,
                } in members
                {
                    let pointer = inner(key);
                    if !seen.insert(key) {
                        repeated.entry(pointer.clone()).or_insert(key_span.clone());
                    }
                    value.add_repeated_keys(&pointer, secret, repeated);
                }
            }
            _ => {}
        }
    }
}

/// Appends a key to a JSON Pointer (RFC 6901).
#[must_use]
pub fn step(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

struct Parser<'a> {
    json: &'a str,
    at: usize,
}

impl Parser<'_> {
    /// Skips white space and returns the next byte without consuming it.
    fn peek(&mut self) -> u8 {
        let rest = &self.json.as_bytes()[self.at..];
        self.at += rest
            .iter()
            .take_while(|byte| b" \t\r\n".contains(byte))
            .count();
        self.json.as_bytes()[self.at]
    }

    fn value(&mut self) -> Node {
        let first = self.peek();
        let start = self.at;
        let content = match first {
            b'{' => Content::Object(self.items(b'}', Self::member)),
            b'[' => Content::Array(self.items(b']', Self::value)),
            b'"' => Content::String(self.string()),
            letter => {
                let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
                let rest = &self.json.as_bytes()[start..];
                self.at += rest.iter().take_while(|byte| is_part(byte)).count();
                match letter {
                    b'n' => Content::Null,
                    b't' | b'f' => Content::Boolean,
                    _ => Content::Number,
                }
            }
        };
        let span = start..self.at;
        Node { span, content }
    }

    /// Parses the comma-separated items of an array or object.
    fn items<T>(&mut self, close: u8, mut item: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let mut items = Vec::new();
        self.at += 1;
        while self.peek() != close {
            items.push(item(self));
            if self.peek() == b',' {
                self.at += 1;
            }
        }
        self.at += 1;
        items
    }

    fn member(&mut self) -> Member {
        self.peek();
        let start = self.at;
        let key = self.string();
        let key_span = start..self.at;
        assert_eq!(self.peek(), b':');
        self.at += 1;
        let value = self.value();
        Member {
            key,
            key_span,
            value,
        }
    }

    fn string(&mut self) -> String {
        let start = self.at;
        self.at += 1;
        while self.json.as_bytes()[self.at] != b'"' {
            self.at += 1 + usize::from(self.json.as_bytes()[self.at] == b'\\');
        }
        self.at += 1;
        serde_json::from_str(&self.json[start..self.at]).expect("a string")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_repeated_keys() {
        let json = r#"{"a": [1, {"b": {}, "b": {"c": 1, "\u0063": 2}}], "d/~": null, "d": [{"e": 1, "e": {}}], "a": "x\"]"}"#;
        let tree = Node::parse(json);
        let text = |span: &Range<usize>| &json[span.clone()];
        let spans = tree.spans();
        let values: Vec<_> = spans
            .iter()
            .map(|(pointer, spans)| (pointer.as_str(), text(&spans.value)))
            .collect();
        assert_eq!(
            values,
            [
                ("", json),
                ("/a", r#""x\"]""#),
                ("/d", r#"[{"e": 1, "e": {}}]"#),
                ("/d/0", r#"{"e": 1, "e": {}}"#),
                ("/d/0/e", "{}"),
                ("/d~1~0", "null")
            ]
        );
        let repeated = tree.repeated_keys(&["d"]);
        let keys: Vec<_> = repeated
            .iter()
            .map(|(pointer, span)| (pointer.as_str(), text(span)))
            .collect();
        assert_eq!(
            keys,
            [
                ("/a", r#""a""#),
                ("/a/1/b", r#""b""#),
                ("/a/1/b/c", r#""\u0063""#),
                ("/d", r#""e""#)
            ]
        );
    }
}
