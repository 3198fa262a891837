//! An independent list of the members of each document type: their names and types, and whether they
//! are required.

use std::collections::BTreeSet;
use std::ops::Range;

use anchorbrowser_schema::DocumentType;

use super::tree::{Content, Node, step};

/// A violation of one of [`RULES`]: rule, pointer, and start and end of the span.
pub type ShapeViolation = (&'static str, String, usize, usize);

/// The type of a member.
#[derive(Clone, Copy)]
enum Kind {
    String,
    Boolean,
    Integer,
    Object(&'static [Member]),
    /// An Anchor proxy or a custom proxy, depending on its `type`.
    Proxy,
}

/// The name and type of a member, and whether it is required.
type Member = (&'static str, Kind, bool);

const REQUEST: &[Member] = &[
    ("name", Kind::String, true),
    ("code", Kind::String, false),
    ("language", Kind::String, true),
    ("description", Kind::String, false),
    ("browserConfiguration", Kind::Object(SESSION), false),
];

const SESSION: &[Member] = &[
    ("initial_url", Kind::String, false),
    (
        "recording",
        Kind::Object(&[("active", Kind::Boolean, false)]),
        false,
    ),
    ("proxy", Kind::Proxy, false),
    ("timeout", Kind::Object(TIMEOUT), false),
    (
        "live_view",
        Kind::Object(&[("read_only", Kind::Boolean, false)]),
        false,
    ),
];

const TIMEOUT: &[Member] = &[
    ("max_duration", Kind::Integer, false),
    ("idle_timeout", Kind::Integer, false),
];

const ANCHOR: &[Member] = &[
    ("active", Kind::Boolean, true),
    ("type", Kind::String, false),
    ("country_code", Kind::String, false),
    ("region", Kind::String, false),
    ("city", Kind::String, false),
];

const CUSTOM: &[Member] = &[
    ("type", Kind::String, true),
    ("server", Kind::String, true),
    ("username", Kind::String, true),
    ("password", Kind::String, true),
    ("active", Kind::Boolean, true),
];

const TASK: &[Member] = &[
    ("id", Kind::String, true),
    ("name", Kind::String, true),
    ("teamId", Kind::String, true),
    ("description", Kind::String, false),
    ("latestVersion", Kind::String, true),
    ("code", Kind::String, true),
    ("language", Kind::String, true),
    ("browserConfiguration", Kind::Object(SESSION), false),
    ("deleted", Kind::Boolean, true),
    ("createdAt", Kind::String, true),
    ("updatedAt", Kind::String, true),
];

const API_ERROR: &[Member] = &[
    ("code", Kind::Integer, false),
    ("message", Kind::String, false),
];

fn kind(document_type: DocumentType) -> Kind {
    match document_type {
        DocumentType::CreateTaskRequest => Kind::Object(REQUEST),
        DocumentType::SessionConfig => Kind::Object(SESSION),
        DocumentType::ProxyConfig => Kind::Proxy,
        DocumentType::AnchorProxy => Kind::Object(ANCHOR),
        DocumentType::CustomProxy => Kind::Object(CUSTOM),
        DocumentType::Task => Kind::Object(TASK),
        DocumentType::TaskResponse => Kind::Object(&[("data", Kind::Object(TASK), false)]),
        DocumentType::ErrorResponse => Kind::Object(&[("error", Kind::Object(API_ERROR), false)]),
        other => unreachable!("{other} has no shape"),
    }
}

/// The rules that depend only on the names and types of members.
pub const RULES: [&str; 4] = ["duplicate-key", "required", "type", "unknown-property"];

/// Members whose values are never shown. Keys inside are reported at the pointer of the member.
pub const SECRET: [&str; 5] = ["code", "initial_url", "password", "server", "username"];

/// All violations of [`RULES`] in a document. Its numbers must be exact as doubles.
#[must_use]
pub fn violations(document_type: DocumentType, json: &str) -> BTreeSet<ShapeViolation> {
    let tree = Node::parse(json);
    let mut checker = ShapeChecker {
        json,
        violations: BTreeSet::new(),
    };
    checker.check("", kind(document_type), &tree);
    for (pointer, span) in tree.repeated_keys(&SECRET) {
        checker.record("duplicate-key", pointer, &span);
    }
    checker.violations
}

struct ShapeChecker<'a> {
    json: &'a str,
    violations: BTreeSet<ShapeViolation>,
}

impl ShapeChecker<'_> {
    fn record(&mut self, rule: &'static str, pointer: String, span: &Range<usize>) {
        self.violations
            .insert((rule, pointer, span.start, span.end));
    }

    fn check(&mut self, pointer: &str, kind: Kind, node: &Node) {
        match (kind, &node.content) {
            (Kind::String, Content::String(_)) | (Kind::Boolean, Content::Boolean) => {}
            (Kind::Integer, Content::Number) if self.is_integral(node) => {}
            (Kind::Object(members), Content::Object(_)) => {
                self.check_members(pointer, members, node)
            }
            (Kind::Proxy, Content::Object(_)) => {
                let members = if is_custom(node) { CUSTOM } else { ANCHOR };
                self.check_members(pointer, members, node);
            }
            _ => self.record("type", pointer.to_owned(), &node.span),
        }
    }

    fn is_integral(&self, node: &Node) -> bool {
        let number = self.json[node.span.clone()].parse::<f64>();
        number.is_ok_and(|number| number.fract() == 0.0)
    }

    fn check_members(&mut self, pointer: &str, members: &[Member], node: &Node) {
        for &(name, kind, required) in members {
            match node.get(name) {
                Some(value) => self.check(&step(pointer, name), kind, value),
                None if required => self.record("required", step(pointer, name), &node.span),
                None => {}
            }
        }
        let Content::Object(present) = &node.content else {
            return;
        };
        for (index, member) in present.iter().enumerate() {
            let known = members.iter().any(|(name, ..)| *name == member.key);
            let superseded = present[index + 1..]
                .iter()
                .any(|later| later.key == member.key);
            if !known && !superseded {
                self.record(
                    "unknown-property",
                    step(pointer, &member.key),
                    &member.key_span,
                );
            }
        }
    }
}

fn is_custom(node: &Node) -> bool {
    let proxy_type = node.get("type").map(|node| &node.content);
    matches!(proxy_type, Some(Content::String(text)) if text == "custom")
}
