//! What a document states about a value, in one form for all the ways of writing it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::readings::Notation;
use super::tree::NodeId;

/// The keyword that a built-in revision uses for the hash of a description.
pub(super) const DESCRIPTION_HASH: &str = "x-description-hash";

/// What a document states about a value.
#[derive(Debug, Default)]
pub(super) struct Schema {
    /// Where the value is described.
    pub(super) at: NodeId,
    /// The name of the schema that a `$ref` refers to.
    pub(super) name: Option<String>,
    pub(super) title: Option<String>,
    /// The allowed types; empty if any type is allowed.
    pub(super) types: BTreeSet<String>,
    /// Lists of allowed values; empty if any value is allowed.
    pub(super) lists: Vec<List>,
    pub(super) members: Vec<Member>,
    /// Where the members are listed.
    pub(super) members_at: Option<NodeId>,
    /// Names of the required members, and where they are required.
    pub(super) required: BTreeMap<String, NodeId>,
    /// The schemas of an array's elements.
    pub(super) items: Vec<NodeId>,
    /// Alternatives that are not lists of values.
    pub(super) forms: Vec<Form>,
    /// The types of the alternatives; empty if one of them allows any type.
    pub(super) form_types: BTreeSet<String>,
    /// All other keywords.
    pub(super) keywords: BTreeMap<String, Keyword>,
    /// The texts that describe the value.
    pub(super) descriptions: Vec<NodeId>,
    pub(super) description_hash: Option<NodeId>,
    /// What was not read literally, and where.
    pub(super) notations: BTreeSet<(Notation, NodeId)>,
}

/// A list of allowed values.
#[derive(Debug)]
pub(super) struct List {
    pub(super) at: NodeId,
    /// What the list is for, such as a proxy type.
    pub(super) label: Option<String>,
    /// The values in the order of the document, as JSON.
    pub(super) values: Vec<(String, NodeId)>,
}

#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) key: NodeId,
    /// The schemas that all apply to its value.
    pub(super) schemas: Vec<NodeId>,
}

/// One of several alternatives.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) label: String,
    pub(super) schemas: Vec<NodeId>,
}

/// The values of a keyword, as JSON.
#[derive(Debug)]
pub(super) struct Keyword {
    pub(super) at: NodeId,
    pub(super) values: BTreeSet<String>,
}

impl Schema {
    /// The forms of the value: its alternatives, or the value itself.
    pub(super) fn forms(&self, schemas: &[NodeId]) -> Vec<Form> {
        if !self.forms.is_empty() {
            return self.forms.clone();
        }
        vec![Form {
            label: self.label().unwrap_or_default(),
            schemas: schemas.to_owned(),
        }]
    }

    /// What the schema is called.
    pub(super) fn label(&self) -> Option<String> {
        let title = || Some(self.title.as_ref()?.split_whitespace().collect());
        self.name.clone().or_else(title)
    }

    pub(super) fn list_label(&self) -> Option<String> {
        self.title.clone().or_else(|| self.name.clone())
    }

    /// Whether it states a list of values and nothing about members or forms.
    pub(super) fn is_list(&self) -> bool {
        !self.lists.is_empty() && self.members.is_empty() && self.forms.is_empty()
    }

    pub(super) fn is_null(&self) -> bool {
        self.types.len() == 1 && self.types.contains("null")
    }

    /// Adds lists; a value must also be in the lists that were added before.
    pub(super) fn add_lists(&mut self, lists: Vec<List>) {
        if self.lists.is_empty() {
            self.lists = lists;
            return;
        }
        let allowed: HashSet<&str> = values(&lists).collect();
        for list in &mut self.lists {
            list.values
                .retain(|(value, _)| allowed.contains(value.as_str()));
        }
    }

    pub(super) fn add_keyword(
        &mut self,
        name: &str,
        at: NodeId,
        values: impl IntoIterator<Item = String>,
    ) {
        let keyword = self.keywords.entry(name.to_owned()).or_insert(Keyword {
            at,
            values: BTreeSet::new(),
        });
        keyword.values.extend(values);
    }

    /// Adds types; a value must also have one of the types that were added before.
    pub(super) fn add_types(&mut self, at: NodeId, types: BTreeSet<String>) {
        if self.types.is_empty() || types.is_empty() {
            self.types.extend(types);
            return;
        }
        let narrow = |of: &BTreeSet<String>, other: &BTreeSet<String>| -> BTreeSet<String> {
            let narrowed = of.iter().filter(|name| allows(other, name));
            narrowed.cloned().collect()
        };
        let mut both = narrow(&self.types, &types);
        both.extend(narrow(&types, &self.types));
        if both.is_empty() {
            // No value has types that contradict each other.
            self.add_keyword("not", at, ["{}".to_owned()]);
        } else {
            self.types = both;
        }
    }
}

/// Whether a set of types allows all values of a type.
pub(super) fn allows(types: &BTreeSet<String>, name: &str) -> bool {
    types.contains(name) || (name == "integer" && types.contains("number"))
}

/// All values of some lists.
pub(super) fn values(lists: &[List]) -> impl Iterator<Item = &str> {
    let values = lists.iter().flat_map(|list| &list.values);
    values.map(|(value, _)| value.as_str())
}
