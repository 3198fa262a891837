//! What a difference does to the verdict on requests and responses.

use std::collections::BTreeSet;

use serde::Serialize;

use super::difference::{Change, Difference, is_named, plain_value, type_names};
use super::quote::quoted;
use super::schema::allows;

/// Which verdicts a difference changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Verdict {
    /// Valid documents become invalid.
    Stricter,
    /// Invalid documents become valid.
    Looser,
    /// Some valid documents become invalid, and some invalid documents become valid.
    Mixed,
    /// It is not known whether any verdict changes.
    Unknown,
    None,
}

/// Words for the two sides of a comparison.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wording {
    pass: &'static str,
    are_rejected: &'static str,
    would_pass: &'static str,
    would_be_rejected: &'static str,
    /// Appended to the sentence about a member that the revision does not have.
    unknown_member: &'static str,
}

/// For a revision and a document.
pub(super) const HERE_AND_THERE: Wording = Wording {
    pass: "pass here",
    are_rejected: "are rejected here",
    would_pass: "would pass there",
    would_be_rejected: "would be rejected there",
    unknown_member: "; with any value it violates `unknown-property` here",
};

/// For two documents.
pub(super) const BEFORE_AND_NOW: Wording = Wording {
    pass: "passed before",
    are_rejected: "were rejected before",
    would_pass: "pass now",
    would_be_rejected: "are rejected now",
    unknown_member: "",
};

impl Wording {
    pub(super) fn becomes_invalid(self, documents: &str) -> String {
        format!("{documents} {} and {}", self.pass, self.would_be_rejected)
    }

    pub(super) fn becomes_valid(self, documents: &str) -> String {
        format!("{documents} {} and {}", self.are_rejected, self.would_pass)
    }
}

/// Keywords that do not restrict values.
const WITHOUT_EFFECT: [&str; 6] = [
    "contentEncoding",
    "contentMediaType",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
];

/// Which verdicts a difference changes, and a sentence about it.
#[derive(Debug)]
pub(super) struct Effect {
    pub(super) verdict: Verdict,
    pub(super) sentence: String,
}

/// The effect of a difference.
pub(super) fn effect(difference: &Difference, wording: Wording) -> Effect {
    let context = Context {
        documents: difference.subject.documents(),
        value: difference.subject.value(),
        wording,
    };
    context.effect(&difference.change)
}

struct Context {
    /// `requests` or `responses`.
    documents: &'static str,
    /// The value that has changed.
    value: String,
    wording: Wording,
}

impl Context {
    fn effect(&self, change: &Change) -> Effect {
        let value = &self.value;
        match change {
            Change::MemberAdded { required: true, .. } | Change::RequiredAdded => {
                self.stricter(&format!("without {value}"))
            }
            Change::MemberRemoved { required: true, .. } | Change::RequiredRemoved => {
                self.looser(&format!("without {value}"))
            }
            Change::MemberAdded { types, .. } | Change::MemberRemoved { types, .. }
                if types.is_empty() =>
            {
                none(": any value is allowed")
            }
            Change::MemberAdded { types, .. } => {
                let mut effect = self.stricter(&self.of_other_type(types));
                effect.sentence += self.wording.unknown_member;
                effect
            }
            Change::MemberRemoved { types, .. } => self.looser(&self.of_other_type(types)),
            Change::TypeChanged { before, after } => self.type_changed(before, after),
            Change::ValuesAdded { list, values } => {
                self.looser(&with_values(values, list.as_ref()))
            }
            Change::ValuesRemoved { list, values } => {
                self.stricter(&with_values(values, list.as_ref()))
            }
            Change::ListAdded { .. } | Change::ListRemoved { .. } => {
                none(", except for values that are reported separately")
            }
            Change::FormAdded { form } | Change::FormRemoved { form } if !is_named(form) => {
                Effect {
                    verdict: Verdict::Unknown,
                    sentence: "the verdict can change; check with `--against`".into(),
                }
            }
            Change::FormAdded { form } => {
                self.looser(&format!("whose {value} is {}", quoted(form)))
            }
            Change::FormRemoved { form } => {
                self.stricter(&format!("whose {value} is {}", quoted(form)))
            }
            Change::Keyword {
                keyword,
                before,
                after,
            } => self.keyword(keyword, before.as_deref(), after.as_deref()),
            Change::Description { .. } => none(", unless the meaning has changed; read the text"),
            Change::ResponseAdded { .. } | Change::ResponseRemoved { .. } => none(" on requests"),
        }
    }

    fn stricter(&self, which: &str) -> Effect {
        let documents = format!("{} {which}", self.documents);
        Effect {
            verdict: Verdict::Stricter,
            sentence: self.wording.becomes_invalid(&documents),
        }
    }

    fn looser(&self, which: &str) -> Effect {
        let documents = format!("{} {which}", self.documents);
        Effect {
            verdict: Verdict::Looser,
            sentence: self.wording.becomes_valid(&documents),
        }
    }

    fn of_other_type(&self, types: &BTreeSet<String>) -> String {
        format!("whose {} is not {}", self.value, type_names(types))
    }

    fn type_changed(&self, before: &BTreeSet<String>, after: &BTreeSet<String>) -> Effect {
        let any = || format!("whose {} has another type", self.value);
        if before.is_empty() {
            return self.stricter(&any());
        }
        if after.is_empty() {
            return self.looser(&any());
        }
        match (self.only_of(before, after), self.only_of(after, before)) {
            (Some(removed), Some(added)) => Effect {
                verdict: Verdict::Mixed,
                sentence: [self.stricter(&removed), self.looser(&added)]
                    .map(|effect| effect.sentence)
                    .join("; "),
            },
            (Some(removed), None) => self.stricter(&removed),
            (None, Some(added)) => self.looser(&added),
            (None, None) => none(""),
        }
    }

    /// Describes the documents whose value has one of `types` that `other` does not allow.
    fn only_of(&self, types: &BTreeSet<String>, other: &BTreeSet<String>) -> Option<String> {
        let only = types.iter().filter(|name| !allows(other, name));
        let only: BTreeSet<String> = only.cloned().collect();
        if only.is_empty() {
            return None;
        }
        let is_fraction = only.contains("number") && other.contains("integer");
        let with = if is_fraction { " with a fraction" } else { "" };
        Some(format!(
            "whose {} is {}{with}",
            self.value,
            type_names(&only)
        ))
    }

    fn keyword(&self, keyword: &str, before: Option<&str>, after: Option<&str>) -> Effect {
        if WITHOUT_EFFECT.contains(&keyword) {
            return none("");
        }
        let violates = |limit: &str| {
            let (keyword, limit) = (quoted(keyword), quoted(limit));
            format!("whose {} violates {keyword} {limit}", self.value)
        };
        match (before, after, tightens(keyword, before, after)) {
            (_, Some(after), Some(true)) => self.stricter(&violates(after)),
            (Some(before), _, Some(false)) => self.looser(&violates(before)),
            _ => Effect {
                verdict: Verdict::Unknown,
                sentence: format!(
                    "the verdict on {} with {} can change; check recorded ones with `--against`",
                    self.documents, self.value
                ),
            },
        }
    }
}

fn none(reason: &str) -> Effect {
    Effect {
        verdict: Verdict::None,
        sentence: format!("no verdict changes{reason}"),
    }
}

fn with_values(values: &[String], list: Option<&String>) -> String {
    let values = match values {
        [value] => quoted(&plain_value(value)),
        _ => "one of these values".to_owned(),
    };
    match list {
        Some(list) => format!("with {values} for {}", quoted(list)),
        None => format!("with {values}"),
    }
}

/// Whether a keyword allows fewer values than before; `None` if that is not known.
fn tightens(keyword: &str, before: Option<&str>, after: Option<&str>) -> Option<bool> {
    let (before, after) = match (before, after) {
        (None, _) => return Some(true),
        (_, None) => return Some(false),
        (Some(before), Some(after)) => (before, after),
    };
    let (before, after): (f64, f64) = (before.parse().ok()?, after.parse().ok()?);
    match keyword {
        "maxLength" | "maximum" | "exclusiveMaximum" | "maxItems" | "maxProperties" => {
            Some(after < before)
        }
        "minLength" | "minimum" | "exclusiveMinimum" | "minItems" | "minProperties" => {
            Some(after > before)
        }
        _ => None,
    }
}
