//! The members of each kind of document, written down once more: what they are called, of what
//! type they are, and which must be there.

use std::collections::BTreeSet;
use std::ops::Range;

use anchorbrowser_schema::Root;

use crate::tree::{Content, Node, step};

/// A violation, as far as the shape of a document tells it: rule, pointer and span.
pub type Told = (&'static str, String, usize, usize);

/// What a member must be.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Boolean,
    Integer,
    Object(&'static [Member]),
    /// Of one of two kinds, by its type.
    Proxy,
}

/// A member's name and kind, and whether it must be there.
type Member = (&'static str, Kind, bool);

const REQUEST: &[Member] = &[
    ("name", Kind::Text, true),
    ("code", Kind::Text, false),
    ("language", Kind::Text, true),
    ("description", Kind::Text, false),
    ("browserConfiguration", Kind::Object(SESSION), false),
];

const SESSION: &[Member] = &[
    ("initial_url", Kind::Text, false),
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
    ("type", Kind::Text, false),
    ("country_code", Kind::Text, false),
    ("region", Kind::Text, false),
    ("city", Kind::Text, false),
];

const CUSTOM: &[Member] = &[
    ("type", Kind::Text, true),
    ("server", Kind::Text, true),
    ("username", Kind::Text, true),
    ("password", Kind::Text, true),
    ("active", Kind::Boolean, true),
];

const TASK: &[Member] = &[
    ("id", Kind::Text, true),
    ("name", Kind::Text, true),
    ("teamId", Kind::Text, true),
    ("description", Kind::Text, false),
    ("latestVersion", Kind::Text, true),
    ("code", Kind::Text, true),
    ("language", Kind::Text, true),
    ("browserConfiguration", Kind::Object(SESSION), false),
    ("deleted", Kind::Boolean, true),
    ("createdAt", Kind::Text, true),
    ("updatedAt", Kind::Text, true),
];

const API_ERROR: &[Member] = &[
    ("code", Kind::Integer, false),
    ("message", Kind::Text, false),
];

fn kind(root: Root) -> Kind {
    match root {
        Root::CreateTaskRequest => Kind::Object(REQUEST),
        Root::SessionConfig => Kind::Object(SESSION),
        Root::ProxyConfig => Kind::Proxy,
        Root::AnchorProxy => Kind::Object(ANCHOR),
        Root::CustomProxy => Kind::Object(CUSTOM),
        Root::Task => Kind::Object(TASK),
        Root::TaskResponse => Kind::Object(&[("data", Kind::Object(TASK), false)]),
        Root::ErrorResponse => Kind::Object(&[("error", Kind::Object(API_ERROR), false)]),
        other => unreachable!("{other} has no shape"),
    }
}

/// The rules that the shape of a document tells.
pub const RULES: [&str; 4] = ["duplicate-key", "required", "type", "unknown-property"];

/// All violations of [`RULES`] in a document, whose numbers must be exact in a double.
#[must_use]
pub fn violations(root: Root, json: &str) -> BTreeSet<Told> {
    let tree = Node::read(json);
    let mut shape = Shape {
        json,
        told: BTreeSet::new(),
    };
    shape.judge("", kind(root), &tree);
    for (pointer, span) in tree.repeated_keys() {
        shape.tell("duplicate-key", pointer, &span);
    }
    shape.told
}

struct Shape<'a> {
    json: &'a str,
    told: BTreeSet<Told>,
}

impl Shape<'_> {
    fn tell(&mut self, rule: &'static str, pointer: String, span: &Range<usize>) {
        self.told.insert((rule, pointer, span.start, span.end));
    }

    fn judge(&mut self, pointer: &str, kind: Kind, node: &Node) {
        match (kind, &node.content) {
            (Kind::Text, Content::Text(_)) | (Kind::Boolean, Content::Boolean) => {}
            (Kind::Integer, Content::Number) if self.is_integral(node) => {}
            (Kind::Object(members), Content::Object(_)) => self.members(pointer, members, node),
            (Kind::Proxy, Content::Object(_)) => {
                let members = if is_custom(node) { CUSTOM } else { ANCHOR };
                self.members(pointer, members, node);
            }
            _ => self.tell("type", pointer.to_owned(), &node.span),
        }
    }

    fn is_integral(&self, node: &Node) -> bool {
        let number = self.json[node.span.clone()].parse::<f64>();
        number.is_ok_and(|number| number.fract() == 0.0)
    }

    fn members(&mut self, pointer: &str, members: &[Member], node: &Node) {
        for &(name, kind, required) in members {
            match node.get(name) {
                Some(value) => self.judge(&step(pointer, name), kind, value),
                None if required => self.tell("required", step(pointer, name), &node.span),
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
                self.tell(
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
    matches!(proxy_type, Some(Content::Text(text)) if text == "custom")
}
