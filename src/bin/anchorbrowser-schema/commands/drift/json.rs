//! Reports differences as JSON.

use std::borrow::Cow;
use std::collections::BTreeSet;

use anchorbrowser_schema::{Position, redact};
use serde::Serialize;
use serde_json::{Value, json};

use super::against::Outcome;
use super::comparison::{Note, NoteKind};
use super::difference::{Change, Difference, Subject};
use super::effect::{Effect, Verdict, effect};

use super::results::{Baseline, Located, Results};

/// The results of a run.
#[derive(Debug, Serialize)]
pub(super) struct Report<'r> {
    document: &'r str,
    #[serde(flatten)]
    baseline: BaselineName<'r>,
    same: bool,
    differences: Vec<Entry<'r>>,
    notes: Vec<Entry<'r>>,
    omitted: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<&'r Outcome>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum BaselineName<'r> {
    Revision(&'r str),
    AgainstDocument(&'r str),
}

impl<'r> Report<'r> {
    pub(super) fn new(results: &'r Results<'_>) -> Self {
        let differences = results.differences.iter();
        Self {
            document: results.document,
            baseline: match &results.baseline {
                Baseline::Revision(revision) | Baseline::DefaultRevision(revision) => {
                    BaselineName::Revision(revision.name())
                }
                Baseline::Document(name) => BaselineName::AgainstDocument(name),
            },
            same: !results.has_differences(),
            differences: differences
                .map(|found| difference(results, found))
                .collect(),
            notes: results.notes.iter().map(note).collect(),
            omitted: results.omitted,
            against: results.against.as_ref(),
        }
    }
}

/// A difference or a note.
#[derive(Debug, Serialize)]
struct Entry<'r> {
    change: &'static str,
    r#type: Cow<'r, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object: Option<Cow<'r, str>>,
    pointer: &'r str,
    #[serde(flatten)]
    text: Text,
    params: Value,
    line: usize,
    column: usize,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Text {
    Difference {
        message: String,
        verdict: Verdict,
        /// Which verdicts change, as a sentence.
        effect: String,
    },
    Note {
        reason: &'static str,
    },
}

fn difference<'r>(results: &Results<'_>, located: &'r Located<Difference>) -> Entry<'r> {
    let found = &located.item;
    let Effect { verdict, sentence } = effect(found, results.wording());
    let text = Text::Difference {
        message: found.message(),
        verdict,
        effect: sentence,
    };
    entry(
        located.position,
        &found.subject,
        found.change.name(),
        text,
        params(&found.change),
    )
}

fn note(located: &Located<Note>) -> Entry<'_> {
    let Note { subject, kind, .. } = &located.item;
    let (reason, params) = match kind {
        NoteKind::Notation(notation) => (notation.reason(), json!({})),
        NoteKind::Difference(change, reason) => (*reason, params(change)),
    };
    entry(
        located.position,
        subject,
        kind.name(),
        Text::Note { reason },
        params,
    )
}

fn entry<'r>(
    position: Position,
    subject: &'r Subject,
    change: &'static str,
    text: Text,
    params: Value,
) -> Entry<'r> {
    Entry {
        change,
        r#type: redact(&subject.document_type),
        object: subject.object.as_deref().map(redact),
        pointer: &subject.pointer,
        text,
        params: masked(params),
        line: position.line,
        column: position.column,
    }
}

/// What has changed.
fn params(change: &Change) -> Value {
    let values = |values: &[String]| -> Value {
        let values = values.iter().map(|value| parsed(value));
        values.collect()
    };
    let types = |types: &BTreeSet<String>| json!(types);
    match change {
        Change::MemberAdded {
            required,
            types: of,
        }
        | Change::MemberRemoved {
            required,
            types: of,
        } => {
            json!({"required": required, "types": types(of)})
        }
        Change::RequiredAdded | Change::RequiredRemoved => json!({}),
        Change::TypeChanged { before, after } => {
            json!({"before": types(before), "after": types(after)})
        }
        Change::ValuesAdded { list, values: of } | Change::ValuesRemoved { list, values: of } => {
            with_list(list.as_deref(), json!({"values": values(of)}))
        }
        Change::ListAdded { list, count } | Change::ListRemoved { list, count } => {
            json!({"list": list, "count": count})
        }
        Change::FormAdded { form } | Change::FormRemoved { form } => json!({"form": form}),
        Change::Keyword {
            keyword,
            before,
            after,
        } => {
            let value = |json: &Option<String>| json.as_deref().map(parsed);
            json!({"keyword": keyword, "before": value(before), "after": value(after)})
        }
        Change::Description { before, after } => json!({"before": before, "after": after}),
        Change::ResponseAdded { status } | Change::ResponseRemoved { status } => {
            json!({"status": status})
        }
    }
}

/// Names the list, if there are several.
fn with_list(list: Option<&str>, mut params: Value) -> Value {
    if let (Some(list), Value::Object(params)) = (list, &mut params) {
        params.insert("list".to_owned(), list.into());
    }
    params
}

/// A value that is kept as JSON; several values of a keyword are kept as text.
fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_else(|_| json.into())
}

/// Masks the user info of URLs in all strings. Values are not deeper than a document can be.
fn masked(value: Value) -> Value {
    match value {
        Value::String(text) => redact(&text).into(),
        Value::Array(elements) => elements.into_iter().map(masked).collect(),
        Value::Object(members) => {
            let members = members.into_iter();
            let masked = members.map(|(name, value)| (redact(&name).into(), masked(value)));
            Value::Object(masked.collect())
        }
        other => other,
    }
}
