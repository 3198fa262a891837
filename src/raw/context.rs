//! The context in which an object is checked.

use super::field::Field;
use super::source::{Source, UnknownKeys};
use crate::contract::json_type::JsonType;
use crate::contract::member::{Member, ObjectType};
use crate::contract::revision::{Contract, Revision};
use crate::report::diagnostics::Diagnostics;
use crate::report::path::ObjectPath;
use crate::report::span::Span;
use crate::rules::checks::Sink;
use crate::rules::required::Required;
use crate::rules::table::{Parameters, Rule};
use crate::rules::types::Type;
use crate::rules::unknown_property::{SCHEMA, UnknownProperty};

/// An object that is being checked.
pub(crate) struct ObjectContext<'c, 'a> {
    path: &'c ObjectPath<'c>,
    span: Span,
    pub(crate) source: &'c Source<'a>,
    diagnostics: &'c mut Diagnostics<'a>,
    /// Whether members that the revision does not name are reported.
    reports_unknown: bool,
    /// Whether the object, a proxy, could be a custom one.
    pub(crate) allows_custom_proxy: bool,
}

impl<'c, 'a> ObjectContext<'c, 'a> {
    pub(crate) fn new(
        path: &'c ObjectPath<'c>,
        span: Span,
        source: &'c Source<'a>,
        diagnostics: &'c mut Diagnostics<'a>,
    ) -> Self {
        Self {
            path,
            span,
            source,
            diagnostics,
            reports_unknown: true,
            allows_custom_proxy: false,
        }
    }

    /// Records a violation at a member.
    pub(crate) fn record<P: Parameters>(
        &mut self,
        member: &'static Member,
        span: Span,
        parameters: impl FnOnce() -> P,
    ) {
        let path = self.path;
        self.diagnostics
            .record(|| path.pointer(member), span, parameters);
    }

    /// The value of a member and its span, if it is present and has its type.
    #[inline]
    pub(crate) fn typed<T: Copy>(
        &mut self,
        member: &'static Member,
        field: &Field<T>,
    ) -> Option<(T, Span)> {
        match *field {
            Field::Present(value, span) => Some((value, span)),
            Field::Absent => {
                if member.is_required {
                    self.record(member, self.span, || Required {
                        property: member.name.into(),
                    });
                }
                None
            }
            Field::Mistyped(JsonType::Null, _) if member.is_nullable_in(self.revision()) => None,
            Field::Mistyped(found, span) => {
                self.record(member, span, || {
                    Type::new(member.json_type, found, !member.is_required)
                });
                None
            }
        }
    }

    /// Checks the object inside a member.
    #[inline]
    pub(crate) fn inside(
        &mut self,
        member: &'static Member,
        span: Span,
        check: impl FnOnce(&mut ObjectContext<'_, 'a>),
    ) {
        let path = self.path.member(member);
        check(&mut ObjectContext {
            reports_unknown: self.reports_unknown,
            ..ObjectContext::new(&path, span, self.source, self.diagnostics)
        });
    }

    /// Begins the check of an object of this type.
    #[inline]
    pub(crate) fn enter(&mut self, object: &'static ObjectType) {
        if object.is_open_in(self.revision()) {
            self.reports_unknown = false;
        }
    }

    pub(crate) fn revision(&self) -> Revision {
        self.diagnostics.contract().revision()
    }

    /// Rule `type` of an element of a member, which must be a string.
    #[cold]
    pub(crate) fn mistyped_element(
        &mut self,
        member: &'static Member,
        index: usize,
        span: Span,
        found: JsonType,
    ) {
        let path = self.path;
        let expected = JsonType::String;
        self.diagnostics.record(
            || path.element(member, index),
            span,
            || Type::new(expected, found, false),
        );
    }

    /// Where the checks of a member's value report violations.
    #[inline]
    pub(crate) fn sink(&mut self, member: &'static Member, span: Span) -> MemberSink<'_, 'c, 'a> {
        MemberSink {
            context: self,
            member,
            span,
        }
    }

    /// Rule `unknown-property` of the unknown members of an object.
    #[inline]
    pub(crate) fn unknown_members(&mut self, keys: UnknownKeys<'a>, object: &'static ObjectType) {
        if !matches!(keys, UnknownKeys::None) {
            self.any_unknown_members(keys, object);
        }
    }

    #[cold]
    fn any_unknown_members(&mut self, keys: UnknownKeys<'a>, object: &'static ObjectType) {
        match keys {
            UnknownKeys::None => {}
            UnknownKeys::Read { start, end } => {
                for member in self.source.members(start..end) {
                    self.unknown_member(&member.name, member.key, object);
                }
            }
            UnknownKeys::Typed(members) => {
                for (name, value) in members.iter() {
                    if object.is_named(name, self.revision()) {
                        // Its value has another type, which only reading it can report.
                        self.diagnostics.needs_text = true;
                    }
                    self.record_unknown(name, value.starts_with('{'), Span::default(), object);
                }
            }
        }
    }

    /// Rule `unknown-property` of a known member that the revision does not name, whose value has this
    /// span.
    #[cold]
    pub(crate) fn unnamed_member(
        &mut self,
        member: &'static Member,
        value: Span,
        object: &'static ObjectType,
    ) {
        let text = self.source.text;
        let key = Source::key_before(text, value.start);
        // A typed value has the type of its field.
        let is_object = if text.is_empty() {
            member.json_type == JsonType::Object
        } else {
            self.source.is_object_after(key.end)
        };
        self.record_unknown(member.name, is_object, key, object);
    }

    /// Rule `unknown-property` of a member with this key in the text.
    pub(crate) fn unknown_member(&mut self, name: &str, key: Span, object: &'static ObjectType) {
        let is_object = self.source.is_object_after(key.end);
        self.record_unknown(name, is_object, key, object);
    }

    /// Editors write `$schema` into the root, where it is not reported.
    fn record_unknown(
        &mut self,
        name: &str,
        is_object: bool,
        key: Span,
        object: &'static ObjectType,
    ) {
        let is_editors = name == SCHEMA && self.path.is_root();
        if !self.reports_unknown || is_editors {
            return;
        }
        let (path, revision) = (self.path, self.revision());
        if self.diagnostics.allows_member(name, || path.unknown(name)) {
            return;
        }
        self.diagnostics.record(
            || path.unknown(name),
            key,
            || UnknownProperty::of(name, is_object, object, revision),
        );
    }
}

/// Records the violations of a member's value.
pub(crate) struct MemberSink<'m, 'c, 'a> {
    context: &'m mut ObjectContext<'c, 'a>,
    member: &'static Member,
    span: Span,
}

impl Sink for MemberSink<'_, '_, '_> {
    fn contract(&self) -> &'static Contract {
        self.context.diagnostics.contract()
    }

    fn wants(&self, rule: Rule) -> bool {
        self.context.diagnostics.wants(rule)
    }

    fn is_decided(&self) -> bool {
        self.context.diagnostics.is_decided()
    }

    fn is_decided_by(&self, rule: Rule) -> bool {
        self.context.diagnostics.is_decided_by(rule)
    }

    fn allows_custom_proxy(&self) -> bool {
        self.context.allows_custom_proxy
    }

    fn report<P: Parameters>(&mut self, parameters: impl FnOnce() -> P) {
        let is_secret = self.member.is_secret;
        self.context.record(self.member, self.span, || {
            let mut parameters = parameters();
            if is_secret {
                parameters.conceal();
            }
            parameters
        });
    }
}
