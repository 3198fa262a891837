//! Compares what two documents state about the endpoint.

use std::collections::{BTreeSet, HashMap, HashSet};

use anchorbrowser_schema::Revision;

use super::comparison::{Comparison, NoteKind};
use super::descriptions;
use super::difference::{Change, Subject};
use super::document::DocumentError;
use super::endpoint::Response;
use super::readings;
use super::schema::{Form, Keyword, Schema};
use super::side::Side;
use super::tree::{NodeId, Value};
use crate::failure::Failure;

/// Maximum number of values to compare with each other.
const MAX_PAIRS: usize = 100_000;
/// Maximum depth of a value: the nesting limit of a request.
const MAX_DEPTH: usize = 127;

/// Compares two documents. `revision` is that of the first one if it is built in.
pub(super) fn compare(
    before: &Side<'_>,
    after: &Side<'_>,
    revision: Option<Revision>,
) -> Result<Comparison, Failure> {
    let mut comparer = Comparer {
        before,
        after,
        revision,
        found: Comparison::default(),
        open: Vec::new(),
        seen: HashSet::new(),
        seen_members: HashSet::new(),
    };
    comparer.endpoints()?;
    while let Some(pair) = comparer.open.pop() {
        comparer.pair(&pair)?;
    }
    Ok(comparer.found.sorted())
}

/// Two schemas that describe the same value.
pub(super) struct Pair {
    pub(super) subject: Subject,
    depth: usize,
    before: Vec<NodeId>,
    after: Vec<NodeId>,
}

pub(super) struct Comparer<'c, 'd> {
    before: &'c Side<'d>,
    after: &'c Side<'d>,
    revision: Option<Revision>,
    found: Comparison,
    open: Vec<Pair>,
    /// Where the schemas are that were compared.
    seen: HashSet<(Vec<usize>, Vec<usize>)>,
    /// Where the members are that were compared: several members can contain the same object.
    seen_members: HashSet<(Vec<usize>, Vec<usize>)>,
}

impl Comparer<'_, '_> {
    pub(super) fn add(&mut self, subject: &Subject, at: NodeId, change: Change) {
        let reason = self
            .revision
            .and_then(|revision| readings::reason(revision, subject, &change));
        let (at, subject) = (self.after.start(at), subject.clone());
        self.found.add(at, subject, change, reason);
    }

    fn endpoints(&mut self) -> Result<(), Failure> {
        let (before, after) = (self.before, self.after);
        self.deprecation();
        let request = Self::root("CreateTaskRequest".to_owned(), true);
        self.push(
            request,
            0,
            vec![before.endpoint.request],
            vec![after.endpoint.request],
        );
        self.responses()?;
        // Compare the request first.
        self.open.reverse();
        Ok(())
    }

    /// Compares the responses by status.
    fn responses(&mut self) -> Result<(), Failure> {
        let (before, after) = (self.before, self.after);
        for old in &before.endpoint.responses {
            let subject = Self::response(before, old)?;
            if let Some(new) = after.endpoint.response(&old.status) {
                self.push(subject, 0, vec![old.schema], vec![new.schema]);
            } else {
                let status = old.status.clone();
                let at = after.endpoint.operation;
                self.add(&subject, at, Change::ResponseRemoved { status });
            }
        }
        for new in &after.endpoint.responses {
            if before.endpoint.response(&new.status).is_none() {
                let subject = Self::response(after, new)?;
                let status = new.status.clone();
                self.add(&subject, new.key, Change::ResponseAdded { status });
            }
        }
        Ok(())
    }

    /// The subject of a response.
    fn response(side: &Side<'_>, response: &Response) -> Result<Subject, Failure> {
        let name = side.read(&[response.schema])?.label();
        Ok(Self::root(
            name.unwrap_or_else(|| "response".to_owned()),
            false,
        ))
    }

    fn root(document_type: String, is_request: bool) -> Subject {
        Subject {
            pointer: String::new(),
            document_type,
            object: None,
            member: None,
            is_element: false,
            is_request,
        }
    }

    /// Compares whether the endpoint is deprecated.
    fn deprecation(&mut self) {
        let deprecated = |side: &Side<'_>| {
            let tree = &side.reader.document.tree;
            let value = tree.get(side.endpoint.operation, "deprecated");
            value.is_some_and(|node| matches!(tree.value(node), Value::Bool(true)))
        };
        let json = |is_deprecated: bool| is_deprecated.then(|| "true".to_owned());
        let (before, after) = (deprecated(self.before), deprecated(self.after));
        if before != after {
            let subject = Self::root("POST /v1/task".to_owned(), true);
            let change = Change::Keyword {
                keyword: "deprecated".to_owned(),
                before: json(before),
                after: json(after),
            };
            self.add(&subject, self.after.endpoint.operation, change);
        }
    }

    fn push(&mut self, subject: Subject, depth: usize, before: Vec<NodeId>, after: Vec<NodeId>) {
        self.open.push(Pair {
            subject,
            depth,
            before,
            after,
        });
    }

    fn pair(&mut self, pair: &Pair) -> Result<(), Failure> {
        let places = (
            self.before.starts(&pair.before),
            self.after.starts(&pair.after),
        );
        if pair.depth > MAX_DEPTH || !self.seen.insert(places) {
            return Ok(());
        }
        if self.seen.len() > MAX_PAIRS {
            let at = pair.after.first().map_or(0, |node| self.after.start(*node));
            let error = DocumentError::new(at, "the schemas have too many members to compare");
            return Err(self.after.reader.document.failure(&error));
        }
        let before = self.before.read(&pair.before)?;
        let after = self.after.read(&pair.after)?;
        for (notation, at) in &after.notations {
            let kind = NoteKind::Notation(*notation);
            let at = self.after.start(*at);
            self.found.note(at, kind, pair.subject.clone());
        }
        self.descriptions(pair, &before, &after);
        self.forms(pair, &before, &after);
        if before.forms.is_empty() != after.forms.is_empty() {
            // The value itself is one of the forms.
            return Ok(());
        }
        self.types(pair, &before, &after);
        self.lists(pair, &before, &after);
        self.keywords(pair, &before, &after);
        self.items(pair, &before, &after);
        self.members(pair, &before, &after)
    }

    /// Compares alternatives by their names.
    fn forms(&mut self, pair: &Pair, before: &Schema, after: &Schema) {
        if before.forms.is_empty() && after.forms.is_empty() {
            return;
        }
        let (old, new) = (before.forms(&pair.before), after.forms(&pair.after));
        let same = |form: &Form, others: &[Form]| {
            let other = others.iter().find(|other| other.label == form.label);
            other.cloned()
        };
        for form in &old {
            let subject = Subject {
                object: Some(form.label.clone()),
                member: None,
                ..pair.subject.clone()
            };
            if let Some(other) = same(form, &new) {
                self.push(subject, pair.depth + 1, form.schemas.clone(), other.schemas);
            } else {
                let form = form.label.clone();
                self.add(&pair.subject, after.at, Change::FormRemoved { form });
            }
        }
        for form in &new {
            if same(form, &old).is_none() {
                let at = form.schemas.first().copied().unwrap_or(after.at);
                let form = form.label.clone();
                self.add(&pair.subject, at, Change::FormAdded { form });
            }
        }
    }

    fn types(&mut self, pair: &Pair, before: &Schema, after: &Schema) {
        if before.types != after.types {
            let change = Change::TypeChanged {
                before: before.types.clone(),
                after: after.types.clone(),
            };
            self.add(&pair.subject, after.at, change);
        }
    }

    fn keywords(&mut self, pair: &Pair, before: &Schema, after: &Schema) {
        let names: BTreeSet<_> = before
            .keywords
            .keys()
            .chain(after.keywords.keys())
            .collect();
        for name in names {
            let (old, new) = (before.keywords.get(name), after.keywords.get(name));
            let json = |keyword: Option<&Keyword>| {
                keyword.map(|keyword| {
                    let values: Vec<_> = keyword.values.iter().map(String::as_str).collect();
                    values.join(" and ")
                })
            };
            let (old, at, new) = (json(old), new.map_or(after.at, |new| new.at), json(new));
            if old != new {
                let change = Change::Keyword {
                    keyword: name.clone(),
                    before: old,
                    after: new,
                };
                let mut subject = pair.subject.clone();
                if !after.members.is_empty() && subject.member.is_some() {
                    // It is about the object, not about the member that contains it.
                    subject.object = before.label().or_else(|| after.label());
                }
                self.add(&subject, at, change);
            }
        }
    }

    fn descriptions(&mut self, pair: &Pair, before: &Schema, after: &Schema) {
        let text = self.after.description(after);
        let Subject {
            object,
            member,
            document_type,
            ..
        } = &pair.subject;
        let name = match (object, member) {
            (Some(object), Some(member)) => format!("{object}.{member}"),
            (Some(object), None) => object.clone(),
            _ => document_type.clone(),
        };
        let hash = descriptions::hash(&text);
        let at = after.descriptions.first().copied().unwrap_or(after.at);
        let change = if self.revision.is_some() {
            let known = before.description_hash;
            let known = known.and_then(|node| self.before.reader.document.tree.string(node));
            let known = known.unwrap_or(&hash);
            (known != hash).then(|| Change::Description {
                before: (known == descriptions::NONE).then(String::new),
                after: Some(text.clone()),
            })
        } else {
            let old = self.before.description(before);
            (old != text).then(|| Change::Description {
                before: Some(old),
                after: Some(text.clone()),
            })
        };
        self.found.descriptions.entry(name).or_insert(hash);
        if let Some(change) = change {
            self.add(&pair.subject, at, change);
        }
    }

    /// Compares the elements of arrays.
    fn items(&mut self, pair: &Pair, before: &Schema, after: &Schema) {
        let stated = |items: &[NodeId]| (!items.is_empty()).then(|| "a schema".to_owned());
        match (stated(&before.items), stated(&after.items)) {
            (None, None) => {}
            (Some(_), Some(_)) => self.push(
                pair.subject.elements(),
                pair.depth + 1,
                before.items.clone(),
                after.items.clone(),
            ),
            (old, new) => {
                let change = Change::Keyword {
                    keyword: "items".to_owned(),
                    before: old,
                    after: new,
                };
                self.add(&pair.subject, after.at, change);
            }
        }
    }

    fn members(&mut self, pair: &Pair, before: &Schema, after: &Schema) -> Result<(), Failure> {
        let places = (self.before.members(before), self.after.members(after));
        if !self.seen_members.insert(places) {
            return Ok(());
        }
        let object = pair.object(before, after);
        let after_members: HashMap<&str, _> = by_name(after);
        let before_members: HashMap<&str, _> = by_name(before);
        let mut common = Vec::new();
        for member in &before.members {
            let name = member.name.as_str();
            let subject = pair.subject.member(object.clone(), name);
            if let Some(other) = after_members.get(name) {
                self.required(&subject, name, other.key, (before, after));
                common.push((subject, member.schemas.clone(), other.schemas.clone()));
            } else {
                let change = Change::MemberRemoved {
                    required: before.required.contains_key(name),
                    types: self.before.read(&member.schemas)?.types,
                };
                self.add(&subject, after.members_at.unwrap_or(after.at), change);
            }
        }
        for member in &after.members {
            let name = member.name.as_str();
            if !before_members.contains_key(name) {
                let subject = pair.subject.member(object.clone(), name);
                let change = Change::MemberAdded {
                    required: after.required.contains_key(name),
                    types: self.after.read(&member.schemas)?.types,
                };
                self.add(&subject, member.key, change);
            }
        }
        // Names that are required, but are not members on both sides.
        let is_member =
            |name: &str| before_members.contains_key(name) || after_members.contains_key(name);
        let names: BTreeSet<_> = before
            .required
            .keys()
            .chain(after.required.keys())
            .collect();
        for name in names.into_iter().filter(|name| !is_member(name)) {
            let subject = pair.subject.member(object.clone(), name);
            let at = after.required.get(name).copied().unwrap_or(after.at);
            self.required(&subject, name, at, (before, after));
        }
        for (subject, before, after) in common.into_iter().rev() {
            self.push(subject, pair.depth + 1, before, after);
        }
        Ok(())
    }

    fn required(
        &mut self,
        subject: &Subject,
        name: &str,
        key: NodeId,
        (before, after): (&Schema, &Schema),
    ) {
        let old = before.required.contains_key(name);
        match (old, after.required.get(name)) {
            (false, Some(at)) => self.add(subject, *at, Change::RequiredAdded),
            (true, None) => self.add(subject, key, Change::RequiredRemoved),
            _ => {}
        }
    }
}

impl Pair {
    /// The name of the object that has the members.
    fn object(&self, before: &Schema, after: &Schema) -> Option<String> {
        let is_form = self.subject.member.is_none() && self.subject.object.is_some();
        let form = || self.subject.object.clone().filter(|_| is_form);
        before.label().or_else(form).or_else(|| after.label())
    }
}

fn by_name(schema: &Schema) -> HashMap<&str, &super::schema::Member> {
    let members = schema.members.iter();
    members
        .map(|member| (member.name.as_str(), member))
        .collect()
}
