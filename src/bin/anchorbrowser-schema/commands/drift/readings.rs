//! Where this project does not read the API's documents literally, or reads them together with the
//! API's documentation pages.
//!
//! The resulting differences between a document and a built-in revision are intended. They are
//! reported as notes and are not counted.

use anchorbrowser_schema::Revision;

use super::difference::{Change, Subject};

/// A way of writing that is not read literally.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Notation {
    /// `oneOf` of lists with common values.
    OverlappingLists,
    /// Alternatives that are not lists.
    Forms,
    /// A string in YAML that is not quoted, but a boolean in YAML 1.1.
    BareBoolean,
    /// A boolean in a list of strings.
    FalseForNo,
}

impl Notation {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::OverlappingLists => "overlapping-lists",
            Self::Forms => "forms",
            Self::BareBoolean => "bare-boolean",
            Self::FalseForNo => "false-for-no",
        }
    }

    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::OverlappingLists => {
                "is a `oneOf` of lists with common values; read as any of the lists, because a \
                 literal `oneOf` rejects values that are in two of them"
            }
            Self::Forms => {
                "has several forms; its `type` decides which one applies, so that errors are those \
                 of one form"
            }
            Self::BareBoolean => {
                "lists a string without quotes that YAML 1.1 reads as a boolean; read as a string"
            }
            Self::FalseForNo => {
                "lists `false` among strings; read as `no`, which a YAML 1.1 parser has misread"
            }
        }
    }
}

/// A known difference between a revision and a document.
struct Reading {
    /// Names of the revisions; empty for all.
    revisions: &'static [&'static str],
    /// Name of the object; empty for any.
    object: &'static str,
    /// Name of the member; empty for any, or for the object itself.
    member: &'static str,
    change: Known,
    reason: &'static str,
}

/// What a document states instead.
enum Known {
    /// Another value of a keyword, as JSON, or none.
    Keyword(&'static str, Option<&'static str>),
    /// It does not have the member.
    NoMember,
    /// It does not list exactly these values, as JSON.
    NoValues(&'static [&'static str]),
    /// It does not allow `null`.
    NotNullable,
}

const READINGS: &[Reading] = &[
    Reading {
        revisions: &[],
        object: "CreateTaskRequest",
        member: "code",
        change: Known::Keyword("pattern", Some(r#""^[A-Za-z0-9+/]*={0,2}$""#)),
        reason: "the pattern allows strings that are not base64; checked by `base64-alphabet`, \
                 `base64-padding` and `base64-trailing-bits`",
    },
    Reading {
        revisions: &[],
        object: "AnchorProxy",
        member: "",
        change: Known::Keyword("dependentRequired", None),
        reason: "the description of `city` requires `region`; checked by `city-requires-region`",
    },
    Reading {
        revisions: &[],
        object: "",
        member: "",
        change: Known::Keyword("minimum", None),
        reason: "integers are signed 64-bit integers; checked by `integer-range`",
    },
    Reading {
        revisions: &[],
        object: "",
        member: "",
        change: Known::Keyword("maximum", None),
        reason: "integers are signed 64-bit integers; checked by `integer-range`",
    },
    Reading {
        revisions: &[],
        object: "",
        member: "",
        change: Known::Keyword("format", Some("\"int64\"")),
        reason: "integers are signed 64-bit integers; checked by `integer-range`",
    },
    Reading {
        revisions: &[],
        object: "",
        member: "",
        change: Known::Keyword("default", None),
        reason: "the default is stated in the description",
    },
    Reading {
        revisions: &["2026"],
        object: "AnchorProxy",
        member: "country_code",
        change: Known::NoValues(&["\"gb\""]),
        reason: "the documentation's table of countries has it",
    },
    Reading {
        revisions: &["2026"],
        object: "SessionConfig",
        member: "scoped_access",
        change: Known::NoMember,
        reason: "only the documentation pages describe it",
    },
    Reading {
        revisions: &["2026"],
        object: "Task",
        member: "language",
        change: Known::NoValues(&["\"workflow\""]),
        reason: "only the documentation pages describe it",
    },
    Reading {
        revisions: &["2026"],
        object: "Task",
        member: "description",
        change: Known::NotNullable,
        reason: "the API responds with `null` where a task has no description",
    },
];

/// Why a revision states something else than a document, if that is intended.
pub(super) fn reason(
    revision: Revision,
    subject: &Subject,
    change: &Change,
) -> Option<&'static str> {
    let found = READINGS.iter().find(|reading| {
        let is_same =
            |name: &str, found: &Option<String>| name.is_empty() || found.as_deref() == Some(name);
        reading.applies_to(revision)
            && is_same(reading.object, &subject.object)
            && is_same(reading.member, &subject.member)
            && reading.change.is(change)
    });
    found.map(|reading| reading.reason)
}

/// The values, as JSON, that a revision intentionally allows for a member beyond those of a document.
pub(super) fn additional_values(
    revision: Revision,
    object: &str,
    member: &str,
) -> &'static [&'static str] {
    let mut readings = READINGS
        .iter()
        .filter(|reading| reading.object == object && reading.member == member)
        .filter(|reading| reading.applies_to(revision));
    let values = readings.find_map(|reading| match reading.change {
        Known::NoValues(values) => Some(values),
        _ => None,
    });
    values.unwrap_or_default()
}

impl Reading {
    fn applies_to(&self, revision: Revision) -> bool {
        self.revisions.is_empty() || self.revisions.iter().any(|name| *name == revision)
    }
}

impl Known {
    fn is(&self, change: &Change) -> bool {
        match (self, change) {
            (Self::Keyword(name, value), Change::Keyword { keyword, after, .. }) => {
                name == keyword && after.as_deref() == *value
            }
            (Self::NoMember, Change::MemberRemoved { .. }) => true,
            (
                Self::NoValues(values),
                Change::ValuesRemoved {
                    values: removed, ..
                },
            ) => removed == values,
            (Self::NotNullable, Change::TypeChanged { before, after }) => {
                let rest = before.iter().filter(|name| *name != "null");
                before.contains("null") && rest.eq(after)
            }
            _ => false,
        }
    }
}
