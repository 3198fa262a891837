//! Compares lists of allowed values.

use std::collections::{BTreeSet, HashSet};

use super::compare::{Comparer, Pair};
use super::difference::Change;
use super::schema::Schema;
use super::tree::NodeId;

impl Comparer<'_, '_> {
    pub(super) fn lists(&mut self, pair: &Pair, before: &Schema, after: &Schema) {
        let (mut old, mut new) = (named_lists(before), named_lists(after));
        // Lists that are equal today are compared one by one if there are several on both sides.
        if old.len() < 2 || new.len() < 2 {
            merge_equal(&mut old);
            merge_equal(&mut new);
        }
        let at = new.first().map_or(after.at, |list| list.at);
        match (old.as_slice(), new.as_slice()) {
            ([], []) => {}
            ([], _) | (_, []) => {
                let json = |lists: &[NamedList<'_>]| {
                    let values: Vec<_> = lists
                        .iter()
                        .flat_map(|list| &list.values)
                        .copied()
                        .collect();
                    (!values.is_empty()).then(|| format!("[{}]", values.join(", ")))
                };
                let change = Change::Keyword {
                    keyword: "enum".to_owned(),
                    before: json(&old),
                    after: json(&new),
                };
                self.add(&pair.subject, at, change);
            }
            ([old], [new]) => self.values(pair, None, (&old.values, &new.values), at),
            _ => self.several_lists(pair, &old, &new, at),
        }
    }

    /// Compares lists by their names, such as those of countries by proxy type.
    fn several_lists(
        &mut self,
        pair: &Pair,
        old: &[NamedList<'_>],
        new: &[NamedList<'_>],
        at: NodeId,
    ) {
        let all = |lists: &[NamedList<'_>]| -> BTreeSet<String> {
            let values = lists.iter().flat_map(|list| &list.values);
            values.map(|value| (*value).to_owned()).collect()
        };
        let mut explained = HashSet::new();
        for list in old {
            let label = list.label.clone();
            let Some(other) = new.iter().find(|other| other.label == label) else {
                let count = list.values.len();
                self.add(
                    &pair.subject,
                    at,
                    Change::ListRemoved { list: label, count },
                );
                continue;
            };
            explained.extend(list.values.iter().chain(&other.values).copied());
            self.values(pair, Some(label), (&list.values, &other.values), other.at);
        }
        for list in new {
            if !old.iter().any(|other| other.label == list.label) {
                let (label, count) = (list.label.clone(), list.values.len());
                self.add(
                    &pair.subject,
                    list.at,
                    Change::ListAdded { list: label, count },
                );
            }
        }
        // Values of lists that only one side has.
        let (old, new) = (all(old), all(new));
        let rest = |of: &BTreeSet<String>, than: &BTreeSet<String>| -> Vec<String> {
            let only = of
                .difference(than)
                .filter(|value| !explained.contains(value.as_str()));
            only.cloned().collect()
        };
        let (removed, added) = (rest(&old, &new), rest(&new, &old));
        self.changed_values(pair, None, removed, added, at);
    }

    fn values(
        &mut self,
        pair: &Pair,
        list: Option<String>,
        (old, new): (&[&str], &[&str]),
        at: NodeId,
    ) {
        let only = |of: &[&str], than: &[&str]| -> Vec<String> {
            let than: HashSet<&str> = than.iter().copied().collect();
            let only = of.iter().filter(|value| !than.contains(*value));
            only.map(|value| (*value).to_owned()).collect()
        };
        self.changed_values(pair, list, only(old, new), only(new, old), at);
    }

    fn changed_values(
        &mut self,
        pair: &Pair,
        list: Option<String>,
        removed: Vec<String>,
        added: Vec<String>,
        at: NodeId,
    ) {
        if !removed.is_empty() {
            let list = list.clone();
            let values = removed;
            self.add(&pair.subject, at, Change::ValuesRemoved { list, values });
        }
        if !added.is_empty() {
            let values = added;
            self.add(&pair.subject, at, Change::ValuesAdded { list, values });
        }
    }
}

/// A list and what it is for.
struct NamedList<'s> {
    at: NodeId,
    label: String,
    values: Vec<&'s str>,
}

/// The lists of a value; those with the same name, or without one, are one list.
fn named_lists(schema: &Schema) -> Vec<NamedList<'_>> {
    let mut named: Vec<NamedList<'_>> = Vec::new();
    for list in &schema.lists {
        let label = list.label.as_ref().or(schema.title.as_ref());
        let label = label.or(schema.name.as_ref()).cloned().unwrap_or_default();
        let values = list.values.iter().map(|(value, _)| value.as_str());
        match named.iter_mut().find(|known| known.label == label) {
            Some(known) => known.values.extend(values),
            None => named.push(NamedList {
                at: list.at,
                label,
                values: values.collect(),
            }),
        }
    }
    named
}

/// Replaces equal lists by one of them.
fn merge_equal(lists: &mut Vec<NamedList<'_>>) {
    let sets = lists
        .iter()
        .map(|list| list.values.iter().copied().collect());
    let sets: BTreeSet<BTreeSet<&str>> = sets.collect();
    if sets.len() == 1 {
        lists.truncate(1);
    }
}
