//! JSON text of values that no type describes, kept exactly.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use super::json_string::{JsonString, code_unit};
use super::transcode::{DEEPEST, transcode};

/// The JSON text of a value, without whitespace. Numbers and strings are as they were written, and
/// so is the order of members; of a repeated key only the last member is kept.
///
/// Two are equal if their values are: the order of members and the spelling of strings do not
/// matter. Numbers are compared as text.
#[derive(Clone)]
pub(crate) struct JsonText(Box<str>);

impl JsonText {
    /// The value at the start of `json`, which is valid JSON text. What follows the value is
    /// ignored.
    pub(crate) fn first_of(json: &str) -> Self {
        Self(copied(json, Form::Written).into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn is_object(&self) -> bool {
        self.0.starts_with('{')
    }

    fn canonical(&self) -> String {
        copied(&self.0, Form::Canonical)
    }
}

impl PartialEq for JsonText {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.canonical() == other.canonical()
    }
}

impl Eq for JsonText {}

impl Hash for JsonText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.canonical().hash(state);
    }
}

impl fmt::Debug for JsonText {
    /// Reveals nothing of the value: it may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }
}

/// How a value is copied.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Members in their order, strings as they are written.
    Written,
    /// The same text for equal values: members sorted by their keys, strings in one spelling.
    Canonical,
}

/// A member of an object that was copied.
struct Copied<'j> {
    key: Cow<'j, str>,
    /// Key and value in the copy.
    range: Range<usize>,
}

fn copied(json: &str, form: Form) -> String {
    let mut copy = String::new();
    copy_value(json, form, &mut copy);
    copy
}

/// Copies the value at the start of `json`, and returns what follows it. The depth of the recursion
/// is that of the value, at most 127.
fn copy_value<'j>(json: &'j str, form: Form, copy: &mut String) -> &'j str {
    let json = trimmed(json);
    match json.as_bytes().first() {
        Some(b'{') => copy_object(json, form, copy),
        Some(b'[') => copy_array(json, form, copy),
        Some(b'"') => {
            let (string, rest) = split_string(json);
            push_string(string, form, copy);
            rest
        }
        _ => {
            let ends = |byte: u8| matches!(byte, b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t');
            let end = json.bytes().position(ends).unwrap_or(json.len());
            let (literal, rest) = json.split_at_checked(end).unwrap_or((json, ""));
            copy.push_str(literal);
            rest
        }
    }
}

fn copy_array<'j>(json: &'j str, form: Form, copy: &mut String) -> &'j str {
    copy.push('[');
    let mut rest = after_first(json);
    if let Some(after) = rest.strip_prefix(']') {
        copy.push(']');
        return after;
    }
    loop {
        rest = trimmed(copy_value(rest, form, copy));
        let is_last = !rest.starts_with(',');
        copy.push(if is_last { ']' } else { ',' });
        rest = after_first(rest);
        if is_last {
            return rest;
        }
    }
}

fn copy_object<'j>(json: &'j str, form: Form, copy: &mut String) -> &'j str {
    copy.push('{');
    let mut members: Vec<Copied<'j>> = Vec::new();
    let mut rest = after_first(json);
    while rest.starts_with('"') {
        let start = copy.len();
        let (key, after) = split_string(rest);
        push_string(key, form, copy);
        copy.push(':');
        rest = trimmed(copy_value(after_first(trimmed(after)), form, copy));
        let range = start..copy.len();
        members.push(Copied {
            key: key.decode(),
            range,
        });
        if rest.starts_with(',') {
            copy.push(',');
            rest = after_first(rest);
        }
    }
    rearrange(members, form, copy);
    copy.push('}');
    rest.strip_prefix('}').unwrap_or_default()
}

/// Removes members that a later one supersedes, and sorts the others if the form is canonical.
fn rearrange(mut members: Vec<Copied<'_>>, form: Form, copy: &mut String) {
    let Some(start) = members.first().map(|first| first.range.start) else {
        return;
    };
    let count = members.len();
    let mut seen = HashSet::with_capacity(count);
    members.reverse();
    members.retain(|member| seen.insert(member.key.clone()));
    if form == Form::Canonical {
        members.sort_unstable_by(|one, other| one.key.cmp(&other.key));
    } else if members.len() == count {
        return;
    } else {
        members.reverse();
    }
    let pieces = members
        .iter()
        .filter_map(|member| copy.get(member.range.clone()));
    let rearranged = pieces.collect::<Vec<_>>().join(",");
    copy.truncate(start);
    copy.push_str(&rearranged);
}

fn push_string(string: JsonString<'_>, form: Form, copy: &mut String) {
    match form {
        Form::Written => {
            copy.push('"');
            copy.push_str(string.written());
            copy.push('"');
        }
        // A string can be represented in JSON.
        Form::Canonical => {
            copy.push_str(&serde_json::to_string(&string.decode()).unwrap_or_default());
        }
    }
}

/// The elements of an array, which is valid JSON text: where each is in it.
pub(crate) struct Elements<'j> {
    json: &'j str,
    /// What follows the last element, or the opening bracket; empty at the end.
    rest: &'j str,
}

impl<'j> Elements<'j> {
    pub(crate) fn of(json: &'j str) -> Self {
        let rest = after_first(json);
        Self { json, rest }
    }

    fn offset(&self, rest: &str) -> usize {
        self.json.len() - rest.len()
    }
}

impl Iterator for Elements<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let element = self.rest;
        let after = match element.as_bytes().first()? {
            b']' => return None,
            b'"' => split_string(element).1,
            _ => copy_value(element, Form::Written, &mut String::new()),
        };
        let end = self.offset(after);
        self.rest = match trimmed(after) {
            more if more.starts_with(',') => after_first(more),
            _ => "",
        };
        Some(self.offset(element)..end)
    }
}

/// The string at the start of `json`.
pub(crate) fn first_string(json: &str) -> JsonString<'_> {
    split_string(json).0
}

/// The string at the start of `json`, and what follows it.
fn split_string(json: &str) -> (JsonString<'_>, &str) {
    let inside = json.strip_prefix('"').unwrap_or(json);
    let (bytes, mut end, mut is_escaped) = (inside.as_bytes(), 0, false);
    while let Some(at) = memchr::memchr2(b'"', b'\\', bytes.get(end..).unwrap_or_default()) {
        end += at;
        if bytes.get(end) == Some(&b'"') {
            break;
        }
        (end, is_escaped) = (end + 2, true);
    }
    let (string, rest) = inside.split_at_checked(end).unwrap_or((inside, ""));
    let string = if is_escaped {
        JsonString::escaped(string)
    } else {
        JsonString::plain(string)
    };
    (string, rest.strip_prefix('"').unwrap_or_default())
}

/// What follows a bracket, comma or colon and whitespace.
fn after_first(json: &str) -> &str {
    trimmed(json.get(1..).unwrap_or_default())
}

fn trimmed(json: &str) -> &str {
    json.trim_start_matches([' ', '\n', '\r', '\t'])
}

impl Serialize for JsonText {
    /// Exact through the serializers of `serde_json`, otherwise as exact as the format.
    ///
    /// # Errors
    ///
    /// If the value has a number that the format cannot hold, and those of the serializer.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(S::Error::custom)?;
        Node(raw).serialize(serializer)
    }
}

/// A value inside a [`JsonText`].
struct Node<'j>(&'j RawValue);

/// The members of an object, in their order.
struct Members<'j>(Vec<(String, Node<'j>)>);

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = self.0.get();
        if keeps_raw_values::<S>() {
            return self.0.serialize(serializer);
        }
        match json.as_bytes().first() {
            Some(b'{') => {
                let Members(members) = read(json)?;
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in &members {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
            Some(b'[') => {
                let elements: Vec<&RawValue> = read(json)?;
                serializer.collect_seq(elements.into_iter().map(Node))
            }
            Some(b'"') => serializer.serialize_str(&read::<String, _>(json)?),
            Some(b't') => serializer.serialize_bool(true),
            Some(b'f') => serializer.serialize_bool(false),
            Some(b'n') => serializer.serialize_unit(),
            _ => serialize_number(json, serializer),
        }
    }
}

fn read<'j, T: Deserialize<'j>, E: Error>(json: &'j str) -> Result<T, E> {
    serde_json::from_str(json).map_err(E::custom)
}

fn serialize_number<S: Serializer>(number: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(number) = number.parse() {
        return serializer.serialize_i64(number);
    }
    if let Ok(number) = number.parse() {
        return serializer.serialize_u64(number);
    }
    match number.parse::<f64>() {
        Ok(number) if number.is_finite() => serializer.serialize_f64(number),
        _ => Err(S::Error::custom(
            "an unknown member has a number that this format cannot represent",
        )),
    }
}

/// Whether a serializer writes a `RawValue` as it is: those of `serde_json`, also where another
/// serializer wraps them. Every other would write an object with a private name.
fn keeps_raw_values<S>() -> bool {
    let name = std::any::type_name::<S>();
    name.contains("serde_json::ser::Serializer<")
        || name.contains("serde_json::value::ser::Serializer")
}

impl<'j> Deserialize<'j> for Members<'j> {
    fn deserialize<D: Deserializer<'j>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'j> Visitor<'j> for Reader {
            type Value = Members<'j>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'j>>(self, mut map: A) -> Result<Members<'j>, A::Error> {
                let mut members = Vec::new();
                while let Some((key, value)) = map.next_entry()? {
                    members.push((key, Node(value)));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Reader)
    }
}

impl<'de> Deserialize<'de> for JsonText {
    /// Exact from the deserializers of `serde_json`, otherwise as exact as the format.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = transcode(deserializer, usize::MAX)?;
        if is_sound(&json) {
            Ok(Self::first_of(&json))
        } else {
            Err(serde::de::Error::custom(format_args!(
                "a value is nested more than {DEEPEST} levels deep, or has a surrogate without its pair"
            )))
        }
    }
}

/// Whether JSON text has what `serde_json` does not check in a `RawValue`: at most 127 levels of
/// nesting, and surrogates in pairs.
fn is_sound(json: &str) -> bool {
    let (mut depth, mut rest) = (0_usize, json);
    while let Some(at) = rest.find(['{', '[', '}', ']', '"']) {
        rest = rest.get(at..).unwrap_or_default();
        match rest.as_bytes().first() {
            Some(b'{' | b'[') => depth += 1,
            Some(b'"') => {
                let (string, after) = split_string(rest);
                if !has_paired_surrogates(string.written()) {
                    return false;
                }
                rest = after;
                continue;
            }
            _ => depth = depth.saturating_sub(1),
        }
        if depth > DEEPEST {
            return false;
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    true
}

fn has_paired_surrogates(written: &str) -> bool {
    // An escaped backslash is not the start of an escape, but separates two of them.
    let written = written.replace("\\\\", "__");
    let units = written.split("\\u").skip(1).map(|after| {
        let unit = after.as_bytes().first_chunk().copied().and_then(code_unit);
        // Whether the next escape follows at once.
        (unit.unwrap_or_default(), after.len() == 4)
    });
    let mut expects_low = false;
    for (unit, is_followed) in units {
        let is_low = (0xdc00..0xe000).contains(&unit);
        if is_low != expects_low {
            return false;
        }
        let is_high = (0xd800..0xdc00).contains(&unit);
        if is_high && !is_followed {
            return false;
        }
        expects_low = is_high;
    }
    !expects_low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_copied_without_whitespace_and_superseded_members() {
        let table = [
            ("1e400", "1e400"),
            ("2.50,", "2.50"),
            (" [ ] ]", "[]"),
            (
                r#"{ "b" : [ 1 , { } , -0.0 ] , "a" : null } x"#,
                r#"{"b":[1,{},-0.0],"a":null}"#,
            ),
            (
                r#"{"a":1,"b":2,"\u0061":{"c":1,"c":2}}"#,
                r#"{"b":2,"\u0061":{"c":2}}"#,
            ),
            (r#""a \" ] \\" ,"#, r#""a \" ] \\""#),
            ("true}", "true"),
        ];
        for (json, expected) in table {
            assert_eq!(JsonText::first_of(json).as_str(), expected, "{json}");
        }
    }

    #[test]
    fn elements_of_an_array() {
        let table: [(&str, &[&str]); 5] = [
            ("[]", &[]),
            ("[ ]", &[]),
            (r#"["a"]"#, &[r#""a""#]),
            (
                r#"[ "]" , 1.5 ,null,{ "a" : [","] } , [ ] ] , 2"#,
                &[r#""]""#, "1.5", "null", r#"{ "a" : [","] }"#, "[ ]"],
            ),
            ("[\n1\n]", &["1"]),
        ];
        for (json, expected) in table {
            let elements = Elements::of(json).map(|element| &json[element]);
            assert_eq!(elements.collect::<Vec<_>>(), expected, "{json}");
        }
    }

    #[test]
    fn depth_and_surrogates_are_checked() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let table = [
            (nested(127), true),
            (nested(128), false),
            (r#"["[[[", {"a": "]"}]"#.to_owned(), true),
            (r#""\ud83c\udf89 \\ud83c \n\u0041""#.to_owned(), true),
            (r#""\ud83c""#.to_owned(), false),
            (r#""\ud83c \udf89""#.to_owned(), false),
            (r#""\ud83c\\\udf89""#.to_owned(), false),
            (r#""\\\ud83c\udf89""#.to_owned(), true),
            (r#""\udf89""#.to_owned(), false),
            (r#"{"\ud83c\u0041": 1}"#.to_owned(), false),
        ];
        for (json, sound) in table {
            assert_eq!(is_sound(&json), sound, "{json}");
        }
    }

    #[test]
    fn equal_values_are_equal() {
        let table = [
            (r#"{"a":1,"b":[2]}"#, r#"{ "b": [2], "\u0061": 1 }"#, true),
            (r#""\u00e9""#, r#""é""#, true),
            ("[1,2]", "[2,1]", false),
            ("2.50", "2.5", false),
            ("{}", "[]", false),
        ];
        for (one, other, equal) in table {
            let [one, other] = [one, other].map(JsonText::first_of);
            assert_eq!(one == other, equal, "{one:?} {other:?}");
            assert_eq!(one.canonical() == other.canonical(), equal);
        }
    }
}
