//! Reports and violations read back, also from other versions and programs.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use super::fix::Fix;
use super::pointer::Pointer;
use super::report::{Contents, Report};
use super::span::{Position, Span};
use super::violation::{AsRead, Violation};
use crate::rules::definition::Severity;
use crate::rules::table::ViolationKind;
use crate::string::json_text::JsonText;

/// Declares what is read of an object: a field for each known member, and all others.
macro_rules! members {
    ($members:ident { $($field:ident: $type:ty,)* }) => {
        #[derive(Default)]
        struct $members {
            $($field: Option<$type>,)*
            rest: Vec<(Box<str>, JsonText)>,
        }

        impl<'de> Deserialize<'de> for $members {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Reader;

                impl<'de> Visitor<'de> for Reader {
                    type Value = $members;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<$members, A::Error> {
                        let mut members = $members::default();
                        while let Some(name) = map.next_key::<String>()? {
                            match name.as_str() {
                                $(stringify!($field) => members.$field = Some(map.next_value()?),)*
                                _ => set(&mut members.rest, name, map.next_value()?),
                            }
                        }
                        Ok(members)
                    }
                }

                deserializer.deserialize_map(Reader)
            }
        }
    };
}

members! {
    ReportMembers {
        source: Box<str>,
        line: usize,
        index: usize,
        revision: Box<str>,
        valid: bool,
        errors: usize,
        warnings: usize,
        omitted: usize,
        violations: Vec<Violation>,
    }
}

members! {
    ViolationMembers {
        rule: Box<str>,
        severity: Severity,
        pointer: String,
        message: String,
        help: String,
        params: JsonText,
        span: Span,
        line: usize,
        column: usize,
        end: Position,
        fix: JsonText,
    }
}

/// Sets a member; as everywhere, the last one of a name counts.
fn set(rest: &mut Vec<(Box<str>, JsonText)>, name: String, value: JsonText) {
    rest.retain(|(known, _)| **known != *name);
    rest.push((name.into(), value));
}

/// A fix, unless it has something that this version does not know.
fn read_fix(written: &JsonText) -> Option<Fix> {
    let fix: Fix = serde_json::from_str(written.as_str()).ok()?;
    let again = serde_json::to_string(&fix).ok()?;
    (JsonText::first_of(&again) == *written).then_some(fix)
}

fn required<T, E: Error>(member: Option<T>, name: &'static str) -> Result<T, E> {
    member.ok_or_else(|| E::missing_field(name))
}

impl<'de> Deserialize<'de> for Violation {
    /// # Errors
    ///
    /// If a member is missing or has an invalid value, such as a `severity` of `note`; if the pointer
    /// is not a JSON Pointer, a span or a position ends before it starts, or a line or column is 0. An
    /// unknown rule, parameter or member is kept.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = ViolationMembers::deserialize(deserializer)?;
        let params = members.params.unwrap_or_else(|| JsonText::first_of("{}"));
        if !params.is_object() {
            return Err(D::Error::custom("`params` must be an object"));
        }
        let rule: Box<str> = required(members.rule, "rule")?;
        let pointer: String = required(members.pointer, "pointer")?;
        if !Pointer::is_well_formed(&pointer) {
            return Err(D::Error::custom("`pointer` must be a JSON Pointer"));
        }
        let location = match (members.span, members.line, members.column, members.end) {
            (None, None, None, None) => None,
            (span, line, column, end) => {
                let position = Position::new(required(line, "line")?, required(column, "column")?);
                let span: Span = required(span, "span")?;
                if span.start > span.end {
                    return Err(D::Error::custom("`span` must not end before it starts"));
                }
                let is_positive = |position: &Position| position.line > 0 && position.column > 0;
                if !is_positive(&position) || !end.as_ref().is_none_or(is_positive) {
                    return Err(D::Error::custom("`line` and `column` must be at least 1"));
                }
                if end.is_some_and(|end| end < position) {
                    return Err(D::Error::custom(
                        "`end` must not be before `line` and `column`",
                    ));
                }
                Some((span, position, end))
            }
        };
        let mut rest = members.rest;
        let fix = members.fix.and_then(|written| {
            let fix = read_fix(&written);
            if fix.is_none() {
                set(&mut rest, "fix".to_owned(), written);
            }
            fix
        });
        Ok(Self::read(
            ViolationKind::read(&rule, params.clone()),
            required(members.severity, "severity")?,
            pointer,
            location,
            fix,
            AsRead {
                message: required(members.message, "message")?,
                help: members.help,
                params,
                rest,
            },
        ))
    }
}

impl<'de> Deserialize<'de> for Report {
    /// # Errors
    ///
    /// If a member is missing or has another type, or the counts contradict the list of violations.
    /// An unknown revision or member is kept.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = ReportMembers::deserialize(deserializer)?;
        let name: Box<str> = required(members.revision, "revision")?;
        let revision = name.parse().ok();
        let mut contents = Contents {
            violations: required(members.violations, "violations")?,
            errors: required(members.errors, "errors")?,
            warnings: required(members.warnings, "warnings")?,
            revision: revision.is_none().then_some(name),
            rest: members.rest,
            ..Contents::default()
        };
        contents.default_errors = contents.errors;
        contents.source.name = members.source;
        contents.source.line = members.line;
        contents.source.index = members.index;
        let valid = required(members.valid, "valid")?;
        let omitted = required(members.omitted, "omitted")?;
        let report = Self::read(revision.unwrap_or_default(), contents);
        let listed = |severity| {
            report
                .violations()
                .iter()
                .filter(|v| v.severity() == severity)
                .count()
        };
        let total = report.error_count().checked_add(report.warning_count());
        let is_consistent = total.is_some()
            && report.is_valid() == valid
            && report.omitted() == omitted
            && listed(Severity::Error) <= report.error_count()
            && listed(Severity::Warning) <= report.warning_count();
        if is_consistent {
            Ok(report)
        } else {
            Err(D::Error::custom(
                "the counts of the report contradict its violations",
            ))
        }
    }
}
