//! A difference between two documents, and its message.

use std::collections::BTreeSet;
use std::fmt;

use super::quote::{pointer_step, quoted, quoted_list, shown};
use crate::plural::pluralize;

/// Maximum number of characters of a name that is not quoted.
const LABEL: usize = 64;

/// Something that two documents state in different ways.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Difference {
    /// Offset in the document that is compared.
    pub(super) at: usize,
    pub(super) subject: Subject,
    pub(super) change: Change,
}

/// What a difference is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Subject {
    /// JSON Pointer from the root of the request or the response.
    pub(super) pointer: String,
    /// `CreateTaskRequest`, or the name of a response.
    pub(super) document_type: String,
    /// The object that has the member, if it has a name.
    pub(super) object: Option<String>,
    /// Name of the member, unless it is about a whole object.
    pub(super) member: Option<String>,
    /// Whether it is about the elements of the array.
    pub(super) is_element: bool,
    pub(super) is_request: bool,
}

/// The kinds of difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Change {
    MemberAdded {
        required: bool,
        types: BTreeSet<String>,
    },
    MemberRemoved {
        required: bool,
        types: BTreeSet<String>,
    },
    RequiredAdded,
    RequiredRemoved,
    TypeChanged {
        before: BTreeSet<String>,
        after: BTreeSet<String>,
    },
    /// Values as JSON; of one of several lists, if it has a name here.
    ValuesAdded {
        list: Option<String>,
        values: Vec<String>,
    },
    ValuesRemoved {
        list: Option<String>,
        values: Vec<String>,
    },
    ListAdded {
        list: String,
        count: usize,
    },
    ListRemoved {
        list: String,
        count: usize,
    },
    FormAdded {
        form: String,
    },
    FormRemoved {
        form: String,
    },
    /// Values as JSON.
    Keyword {
        keyword: String,
        before: Option<String>,
        after: Option<String>,
    },
    /// Texts, unless they are not known.
    Description {
        before: Option<String>,
        after: Option<String>,
    },
    ResponseAdded {
        status: String,
    },
    ResponseRemoved {
        status: String,
    },
}

impl Subject {
    /// The subject of a member of this object.
    pub(super) fn member(&self, object: Option<String>, name: &str) -> Self {
        Self {
            pointer: format!("{}/{}", self.pointer, pointer_step(name)),
            object,
            member: Some(name.to_owned()),
            is_element: false,
            ..self.clone()
        }
    }

    /// The subject of the elements of this array.
    pub(super) fn elements(&self) -> Self {
        Self {
            pointer: format!("{}/-", self.pointer),
            is_element: true,
            ..self.clone()
        }
    }

    /// `requests` or `responses`.
    pub(super) fn documents(&self) -> &'static str {
        if self.is_request {
            "requests"
        } else {
            "responses"
        }
    }

    /// The value in a sentence.
    pub(super) fn value(&self) -> String {
        match self.member.as_ref().or(self.object.as_ref()) {
            Some(name) if self.is_element => format!("element of {}", quoted(name)),
            Some(name) => quoted(name),
            None if self.is_element => "element".to_owned(),
            None => "body".to_owned(),
        }
    }
}

/// The pointer and the object, as in a sentence.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pointer.is_empty() {
            f.write_str(&quoted(&self.document_type))?;
        } else {
            write!(f, "`{}`", shown(&self.pointer, usize::MAX))?;
        }
        match &self.object {
            Some(object) => write!(f, " ({})", shown(object, LABEL)),
            None => Ok(()),
        }
    }
}

impl Change {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::MemberAdded { .. } => "member-added",
            Self::MemberRemoved { .. } => "member-removed",
            Self::RequiredAdded => "required-added",
            Self::RequiredRemoved => "required-removed",
            Self::TypeChanged { .. } => "type-changed",
            Self::ValuesAdded { .. } => "values-added",
            Self::ValuesRemoved { .. } => "values-removed",
            Self::ListAdded { .. } => "list-added",
            Self::ListRemoved { .. } => "list-removed",
            Self::FormAdded { .. } => "form-added",
            Self::FormRemoved { .. } => "form-removed",
            Self::Keyword { before: None, .. } => "keyword-added",
            Self::Keyword { after: None, .. } => "keyword-removed",
            Self::Keyword { .. } => "keyword-changed",
            Self::Description { .. } => "description-changed",
            Self::ResponseAdded { .. } => "response-added",
            Self::ResponseRemoved { .. } => "response-removed",
        }
    }

    /// A phrase without the subject.
    fn phrase(&self) -> String {
        let of_list = |list: &Option<String>| match list {
            Some(list) => format!(" for {}", quoted(list)),
            None => String::new(),
        };
        let values = |values: &[String], list: &Option<String>| {
            format!("{}{}", quoted_list(&plain(values)), of_list(list))
        };
        match self {
            Self::MemberAdded { required: true, .. } => "required member added".to_owned(),
            Self::MemberAdded { .. } => "optional member added".to_owned(),
            Self::MemberRemoved { .. } => "member removed".to_owned(),
            Self::RequiredAdded => "now required".to_owned(),
            Self::RequiredRemoved => "no longer required".to_owned(),
            Self::TypeChanged { before, after } => {
                let (before, after) = (type_names(before), type_names(after));
                format!("type changed from {before} to {after}")
            }
            Self::ValuesAdded { list, values: of } => format!("values added: {}", values(of, list)),
            Self::ValuesRemoved { list, values: of } => {
                format!("values removed: {}", values(of, list))
            }
            Self::ListAdded { list, count } => {
                format!(
                    "list for {} added, of {}",
                    quoted(list),
                    pluralize(*count, "value")
                )
            }
            Self::ListRemoved { list, count } => {
                format!(
                    "list for {} removed, of {}",
                    quoted(list),
                    pluralize(*count, "value")
                )
            }
            Self::FormAdded { form } => format!("form added: {}", form_name(form)),
            Self::FormRemoved { form } => format!("form removed: {}", form_name(form)),
            Self::Keyword {
                keyword,
                before,
                after,
            } => keyword_phrase(keyword, before.as_deref(), after.as_deref()),
            Self::Description { before, after } => match (before.as_deref(), after.as_deref()) {
                (_, Some("")) => "description removed".to_owned(),
                (Some(""), _) => "description added".to_owned(),
                _ => "description changed".to_owned(),
            },
            Self::ResponseAdded { status } => format!("response {} added", quoted(status)),
            Self::ResponseRemoved { status } => format!("response {} removed", quoted(status)),
        }
    }
}

impl Difference {
    /// One sentence.
    pub(super) fn message(&self) -> String {
        format!("{}: {}", self.subject, self.change.phrase())
    }
}

fn keyword_phrase(keyword: &str, before: Option<&str>, after: Option<&str>) -> String {
    let keyword = quoted(keyword);
    let value = |json: &str| quoted(&plain_value(json));
    match (before, after) {
        (Some(before), Some(after)) => {
            format!(
                "{keyword} changed from {} to {}",
                value(before),
                value(after)
            )
        }
        (None, Some(after)) => format!("{keyword} added: {}", value(after)),
        (Some(before), None) => format!("{keyword} removed: {}", value(before)),
        (None, None) => format!("{keyword} changed"),
    }
}

/// Types with their articles.
pub(super) fn type_names(types: &BTreeSet<String>) -> String {
    if types.is_empty() {
        return "of any type".to_owned();
    }
    let name = |name: &String| match name.as_str() {
        "null" => "null".to_owned(),
        "array" | "integer" | "object" => format!("an {name}"),
        _ => format!("a {}", shown(name, LABEL)),
    };
    let names: Vec<_> = types.iter().map(name).collect();
    names.join(" or ")
}

/// Values as JSON, but strings without quotes.
fn plain(values: &[String]) -> Vec<String> {
    values.iter().map(|value| plain_value(value)).collect()
}

pub(super) fn plain_value(json: &str) -> String {
    serde_json::from_str(json).unwrap_or_else(|_| json.to_owned())
}

/// Whether a form has a name, by a title or a reference, and not only a number.
pub(super) fn is_named(form: &str) -> bool {
    !form.is_empty() && !form.starts_with('#')
}

fn form_name(form: &str) -> String {
    if is_named(form) {
        quoted(form)
    } else {
        "one without a name".to_owned()
    }
}
