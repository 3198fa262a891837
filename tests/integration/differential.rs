//! The reader compared to `serde_json` on random and mutated input.
//!
//! Both accept the same input, except for numbers outside the range of a double, which `serde_json`
//! rejects. They also read the same: the members of the typed value, and everything that the shape
//! of a document determines, which is the missing, unknown and duplicate members and the wrong types.
//!
//! Every run has the same input. `DIFFERENTIAL_TEXTS` sets the number of inputs and
//! `DIFFERENTIAL_SEED` the seed.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;

use anchorbrowser_schema::{CreateTaskRequest, Report, Rule, Validator};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::support::rule_of;

use Kind::{Boolean, Integer, Object, Proxy, Text};

/// The default number of inputs.
const INPUTS: u64 = 200_000;

#[test]
fn the_reader_agrees_with_serde_json() {
    let inputs = setting("DIFFERENTIAL_TEXTS", INPUTS);
    let mut random = Random(setting("DIFFERENTIAL_SEED", 0x5eed_5eed));
    let examples = examples();
    let mut totals = Totals::default();
    for _ in 0..inputs {
        totals.compare(&random.input(&examples));
    }
    println!("{inputs} inputs: {totals:?}");
    // Every kind of input is frequent enough.
    for share in [
        totals.accepted,
        totals.typed,
        totals.with_duplicates,
        totals.rejected,
    ] {
        assert!(share > inputs / 20, "{totals:?}");
    }
    assert!(
        totals.exempt < inputs / 20 && totals.rounded < inputs / 10,
        "{totals:?}"
    );
}

#[test]
fn the_reader_agrees_with_serde_json_on_every_prefix_of_an_example() {
    let mut totals = Totals::default();
    for example in examples() {
        for end in 0..=example.len() {
            totals.compare(&example[..end]);
        }
    }
    println!("{totals:?}");
    assert_eq!(totals.exempt, 0);
}

#[test]
fn the_reader_and_serde_json_limit_nesting_alike() {
    let steps: [(&str, &str, usize); 3] = [
        ("[", "]", 1),
        ("{\"browserConfiguration\":", "}", 1),
        ("{\"a\":[", "]}", 2),
    ];
    for (start, end, levels) in steps {
        let mut totals = Totals::default();
        for half in 60..70 {
            let steps = half * 2 / levels;
            totals.compare(format!("{}1{}", start.repeat(steps), end.repeat(steps)).as_bytes());
        }
        assert_eq!((totals.accepted, totals.rejected), (4, 6), "{start}");
    }
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// The examples, as they are and without whitespace, so that mutations hit tokens.
fn examples() -> Vec<Vec<u8>> {
    let mut texts = Vec::new();
    for directory in ["valid", "invalid", "warnings", "beyond-schema"] {
        let entries = fs::read_dir(format!("schemas/examples/{directory}")).unwrap();
        let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files {
            let text = fs::read(file).unwrap();
            let value: Value = serde_json::from_slice(&text).unwrap();
            texts.push(serde_json::to_vec(&value).unwrap());
            texts.push(text);
        }
    }
    texts
}

/// The number of inputs by result.
#[derive(Debug, Default)]
struct Totals {
    accepted: u64,
    /// Accepted, with a typed value.
    typed: u64,
    /// Accepted, with a duplicate key.
    with_duplicates: u64,
    /// Accepted, with a number that a double may have rounded to an integer, so that its type cannot
    /// be compared.
    rounded: u64,
    rejected: u64,
    /// Rejected only by `serde_json`, for a number outside the range of a double.
    exempt: u64,
}

impl Totals {
    fn compare(&mut self, input: &[u8]) {
        let shown = || input.escape_ascii().to_string();
        let validator = Validator::new()
            .max_violations(usize::MAX)
            .max_pointer_bytes(usize::MAX);
        let (task, report) = validator.read_json::<CreateTaskRequest>(input).into_parts();
        assert_eq!(report.omitted(), 0, "{}", shown());
        let is_rejected = report.violations().iter().any(|v| v.rule() == Rule::Syntax);
        match serde_json::from_slice::<Value>(input) {
            Ok(value) => {
                assert!(!is_rejected, "{report}: {}", shown());
                self.compare_shapes(&report, &value, input);
                if let Some(task) = task {
                    assert_contained(&serde_json::to_value(task).unwrap(), &value, &shown);
                    self.typed += 1;
                }
                self.accepted += 1;
            }
            Err(_) if is_rejected => {
                assert_eq!(report.violations().len(), 1, "{report}: {}", shown());
                self.rejected += 1;
            }
            Err(error) => {
                assert!(
                    error.to_string().starts_with("number out of range"),
                    "{error}: {}",
                    shown()
                );
                self.exempt += 1;
            }
        }
    }

    fn compare_shapes(&mut self, report: &Report, value: &Value, input: &[u8]) {
        let mut expected = Shape::default();
        expected.check(value, Object(REQUEST), "");
        let tree: Tree = serde_json::from_slice(input).unwrap();
        tree.find_duplicates("", &mut expected.violations);
        self.with_duplicates += u64::from(
            expected
                .violations
                .iter()
                .any(|(rule, _)| *rule == Rule::DuplicateKey.name()),
        );
        self.rounded += u64::from(!expected.rounded.is_empty());

        let mut actual = BTreeSet::new();
        for violation in report.violations() {
            let (rule, pointer) = (rule_of(violation), violation.pointer());
            let by_shape = matches!(
                rule,
                Rule::DuplicateKey | Rule::Required | Rule::Type | Rule::UnknownProperty
            );
            if by_shape && !(rule == Rule::Type && expected.rounded.contains(pointer)) {
                let is_new = actual.insert((rule.name(), pointer.to_owned()));
                assert!(
                    is_new,
                    "{rule} at {pointer} twice: {}",
                    input.escape_ascii()
                );
            }
        }
        assert_eq!(actual, expected.violations, "{}", input.escape_ascii());
    }
}

/// Asserts that `value` has all members of `read`; it may have unknown members too.
fn assert_contained(read: &Value, value: &Value, shown: &impl Fn() -> String) {
    match (read, value) {
        (Value::Object(read), Value::Object(value)) => {
            for (key, read) in read {
                let value = value
                    .get(key)
                    .unwrap_or_else(|| panic!("{key}: {}", shown()));
                assert_contained(read, value, shown);
            }
        }
        (Value::Number(read), Value::Number(value)) if value.is_f64() => {
            assert_eq!(read.as_f64(), value.as_f64(), "{}", shown());
        }
        _ => assert_eq!(read, value, "{}", shown()),
    }
}

/// A member: its name, its kind, and whether it is required.
type Member = (&'static str, Kind, bool);

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Boolean,
    Integer,
    Object(&'static [Member]),
    Proxy,
}

const REQUEST: &[Member] = &[
    ("name", Text, true),
    ("code", Text, false),
    ("language", Text, true),
    ("description", Text, false),
    ("browserConfiguration", Object(SESSION), false),
];
const SESSION: &[Member] = &[
    ("initial_url", Text, false),
    ("recording", Object(&[("active", Boolean, false)]), false),
    ("proxy", Proxy, false),
    ("timeout", Object(TIMEOUT), false),
    ("live_view", Object(&[("read_only", Boolean, false)]), false),
];
const TIMEOUT: &[Member] = &[
    ("max_duration", Integer, false),
    ("idle_timeout", Integer, false),
];
const ANCHOR: &[Member] = &[
    ("active", Boolean, true),
    ("type", Text, false),
    ("country_code", Text, false),
    ("region", Text, false),
    ("city", Text, false),
];
const CUSTOM: &[Member] = &[
    ("type", Text, true),
    ("server", Text, true),
    ("username", Text, true),
    ("password", Text, true),
    ("active", Boolean, true),
];

/// What the shape of a document determines.
#[derive(Default)]
struct Shape {
    /// The violated rules and their pointers.
    violations: BTreeSet<(&'static str, String)>,
    /// The pointers of numbers that a double may have rounded to an integer.
    rounded: BTreeSet<String>,
}

impl Shape {
    fn check(&mut self, value: &Value, kind: Kind, pointer: &str) {
        let fits = match kind {
            Text => value.is_string(),
            Boolean => value.is_boolean(),
            Integer => match value.as_f64() {
                Some(number) if value.is_f64() && number.fract() == 0.0 => {
                    self.rounded.insert(pointer.to_owned());
                    true
                }
                _ => value.is_i64() || value.is_u64(),
            },
            Object(members) => self.check_members(value, members, pointer),
            Proxy if value.get("type").is_some_and(|text| text == "custom") => {
                self.check_members(value, CUSTOM, pointer)
            }
            Proxy => self.check_members(value, ANCHOR, pointer),
        };
        if !fits {
            self.violations
                .insert((Rule::Type.name(), pointer.to_owned()));
        }
    }

    /// Checks the members of an object; `false` if the value is not an object.
    fn check_members(&mut self, value: &Value, members: &[Member], pointer: &str) -> bool {
        let Some(object) = value.as_object() else {
            return false;
        };
        for (name, kind, is_required) in members {
            let pointer = step(pointer, name);
            match object.get(*name) {
                Some(value) => self.check(value, *kind, &pointer),
                None if *is_required => {
                    self.violations.insert((Rule::Required.name(), pointer));
                }
                None => {}
            }
        }
        let unknown = object
            .keys()
            .filter(|key| members.iter().all(|(name, ..)| name != key));
        let rule = Rule::UnknownProperty.name();
        self.violations
            .extend(unknown.map(|key| (rule, step(pointer, key))));
        true
    }
}

fn step(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// The pointer without what is inside a member that is never shown.
fn shown(pointer: &str) -> String {
    const SECRET: [&str; 5] = ["code", "initial_url", "password", "server", "username"];
    let mut steps = pointer.split_inclusive('/');
    let mut is_shown = true;
    let shown = steps.by_ref().take_while(|step| {
        let was_shown = is_shown;
        is_shown &= !SECRET.contains(&step.trim_end_matches('/'));
        was_shown
    });
    let shown: String = shown.collect();
    match pointer.strip_prefix(shown.as_str()) {
        Some("") => shown,
        _ => shown.trim_end_matches('/').to_owned(),
    }
}

/// A value with all its members, including duplicates.
enum Tree {
    Object(Vec<(String, Tree)>),
    Array(Vec<Tree>),
    Leaf,
}

impl Tree {
    /// Collects the pointers of duplicate keys.
    fn find_duplicates(&self, pointer: &str, found: &mut BTreeSet<(&'static str, String)>) {
        match self {
            Self::Object(members) => {
                let mut keys = BTreeSet::new();
                for (key, value) in members {
                    let inner = step(pointer, key);
                    value.find_duplicates(&inner, found);
                    if !keys.insert(key) {
                        found.insert((Rule::DuplicateKey.name(), shown(&inner)));
                    }
                }
            }
            Self::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    element.find_duplicates(&format!("{pointer}/{index}"), found);
                }
            }
            Self::Leaf => {}
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Tree::Object(members))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element()? {
            elements.push(element);
        }
        Ok(Tree::Array(elements))
    }

    fn visit_str<E>(self, _: &str) -> Result<Tree, E> {
        Ok(Tree::Leaf)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Tree, E> {
        Ok(Tree::Leaf)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Tree, E> {
        Ok(Tree::Leaf)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Tree, E> {
        Ok(Tree::Leaf)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Tree, E> {
        Ok(Tree::Leaf)
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Leaf)
    }
}

/// A generator of random input: xorshift, with a state that is not zero.
struct Random(u64);

const SPACES: &[&str] = &["", "", "", " ", "\n", "\t\r\n  "];
const TEXT_VALUES: &[&str] = &[
    r#""""#,
    r#""t""#,
    r#""typescript""#,
    r#""custom""#,
    r#""cust\u006fm""#,
    r#""anchor_gov""#,
    r#""de""#,
    r#""a b""#,
    r#""\ud83c\udf89\n""#,
    r#""é日🎉""#,
    r#""cnVuKCk7""#,
    r#""https://a.example/""#,
];
const INTEGER_VALUES: &[&str] = &[
    "0",
    "-0",
    "20",
    "5.0",
    "2e1",
    "-1",
    "1E2",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "9007199254740993.0",
    "100000000000000000000",
    "1e-400",
];
const OTHER_VALUES: &[&str] = &[
    "null",
    "20.5",
    "[]",
    "{}",
    "[[1,{\"a\":1,\"a\":2}]]",
    "1e400",
    "-1.5e-7",
    "{\"a/~\":0,\"a/~\":[]}",
];
const OTHER_KEYS: &[&str] = &[
    r#""x""#,
    r#""""#,
    r#""a/b~c""#,
    r#""Name""#,
    r#""n\u0061me""#,
    r#""t\u0079pe""#,
    r#""🎉""#,
    r#""\ud83c\udf89""#,
];
/// What mutations insert.
const TOKENS: &[&[u8]] = &[
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"",
    b"\\",
    b" ",
    b"\n",
    b"\0",
    b"\x1f",
    b"\x7f",
    b"0",
    b"-",
    b".",
    b"e",
    b"+",
    b"1",
    b"01",
    b"1.5",
    b"1e400",
    b"-1e-400",
    b"1e99999999999999999999",
    b"true",
    b"false",
    b"null",
    b"nul",
    b"\"name\":\"t\",",
    b"\"name\":",
    b"\"browserConfiguration\":{},",
    b"\"proxy\":{\"active\":true},",
    b"\"type\":\"custom\",",
    b"\"x\":[{}],",
    b"\"a\":1,\"a\":2,",
    b"\\u0061",
    b"\\ud83c\\udf89",
    b"\\ud83c",
    b"\\udf89",
    b"\\u00",
    b"\\/",
    b"\\x",
    b"//",
    b"/**/",
    b"'",
    b"\xc3\xa9",
    b"\xc3",
    b"\xa9",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xf0\x9f\x8e\x89",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xa8",
    b"[[[[[[[[[[[[[[[[",
    b"]]]]]]]]]]]]]]]]",
];

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from((self.next() >> 32) % bound as u64).unwrap()
    }

    fn one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    /// An example or a random document, usually mutated.
    fn input(&mut self, examples: &[Vec<u8>]) -> Vec<u8> {
        let mut text = if self.one_in(2) {
            examples[self.below(examples.len())].clone()
        } else {
            let mut text = String::new();
            self.value(Object(REQUEST), &mut text);
            text.into_bytes()
        };
        for _ in 0..self.below(3) {
            self.mutate(&mut text, examples);
        }
        text
    }

    /// A value of a kind, sometimes of another one.
    fn value(&mut self, kind: Kind, text: &mut String) {
        text.push_str(self.pick(SPACES));
        match kind {
            _ if self.one_in(16) => text.push_str(self.pick(OTHER_VALUES)),
            Text => text.push_str(self.pick(TEXT_VALUES)),
            Boolean => text.push_str(self.pick(&["true", "false"])),
            Integer => text.push_str(self.pick(INTEGER_VALUES)),
            Object(members) => self.object(members, text),
            Proxy => {
                let members = self.pick(&[ANCHOR, CUSTOM]);
                self.object(members, text);
            }
        }
        text.push_str(self.pick(SPACES));
    }

    /// An object with most of its members, in any order, sometimes with duplicate or other members.
    fn object(&mut self, members: &[Member], text: &mut String) {
        text.push('{');
        text.push_str(self.pick(SPACES));
        let start = text.len();
        let turn = self.below(members.len());
        for (name, kind, is_required) in members.iter().cycle().skip(turn).take(members.len()) {
            let times = match self.below(if *is_required { 32 } else { 8 }) {
                0 => 2,
                1 | 2 => 0,
                _ => 1,
            };
            for _ in 0..times {
                self.key(&format!("\"{name}\""), start, text);
                self.value(*kind, text);
            }
            if self.one_in(16) {
                let key = self.pick(OTHER_KEYS);
                self.key(key, start, text);
                self.value(Text, text);
            }
        }
        text.push('}');
    }

    fn key(&mut self, key: &str, start: usize, text: &mut String) {
        if text.len() > start {
            text.push(',');
            text.push_str(self.pick(SPACES));
        }
        text.push_str(key);
        text.push_str(self.pick(SPACES));
        text.push(':');
    }

    fn mutate(&mut self, text: &mut Vec<u8>, examples: &[Vec<u8>]) {
        if text.is_empty() {
            return;
        }
        let at = self.below(text.len());
        let end = (at + 1 + self.below(12)).min(text.len());
        match self.below(9) {
            0 => text[at] ^= 1 << self.below(8),
            1 => text[at] = self.pick(TOKENS)[0],
            2 => drop(text.drain(at..end)),
            3 => drop(text.remove(at)),
            4 => drop(text.splice(at..at, self.pick(TOKENS).iter().copied())),
            5 => drop(text.splice(at..end, self.pick(TOKENS).iter().copied())),
            6 => text.truncate(at),
            7 => text.extend_from_within(at..end),
            _ => {
                let other = &examples[self.below(examples.len())];
                let cut = self.below(other.len());
                text.truncate(at);
                text.extend_from_slice(&other[cut..]);
            }
        }
    }
}
