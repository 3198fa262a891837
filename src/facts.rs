//! What is known of a document's members, whichever way it came in.
//!
//! Both JSON text and typed values become facts; the rules judge facts. So a rule is applied in one
//! place, and a wrong type or a missing member, which no typed value can have, is a fact like any
//! other.

use crate::place::Place;
use crate::pointer::Name;
use crate::proxy::CUSTOM;
use crate::rules::JsonType;
use crate::rules::integer::Integer;
use crate::span::Span;
use crate::text::Text;

/// A member of an object, as far as it is known.
///
/// One that is there has the span of its value, if it came from text. An absent one is a mark
/// alone: most members are absent, and facts are made anew for each document.
#[derive(Debug, Default)]
pub(crate) enum Slot<T> {
    #[default]
    Absent,
    /// It is there, but not of the type that it must have.
    Mistyped(JsonType, Span),
    Present(T, Span),
}

/// A member that is an object: whether it is there, and what is known of its own members. They
/// stand beside its slot so that they are filled in where they are, never moved.
#[derive(Debug, Default)]
pub(crate) struct Nested<O> {
    pub(crate) slot: Slot<()>,
    pub(crate) facts: O,
}

impl<T> Slot<T> {
    /// A member of a typed value, which stands nowhere.
    pub(crate) fn typed(value: T) -> Self {
        Self::Present(value, Span::default())
    }

    pub(crate) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    pub(crate) fn get(&self) -> Option<&T> {
        match self {
            Self::Present(value, _) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn into_option(self) -> Option<T> {
        match self {
            Self::Present(value, _) => Some(value),
            _ => None,
        }
    }

    /// Where its value stands.
    pub(crate) fn span(&self) -> Option<Span> {
        match self {
            Self::Absent => None,
            Self::Mistyped(_, span) | Self::Present(_, span) => Some(*span),
        }
    }
}

impl<O> Nested<O> {
    pub(crate) fn new(facts: O) -> Self {
        Self {
            slot: Slot::Absent,
            facts,
        }
    }

    /// The object's facts, if it is there and an object.
    pub(crate) fn into_option(self) -> Option<O> {
        self.slot.into_option().map(|()| self.facts)
    }
}

/// A text that facts are read from: each function reads a member from what follows its key, and
/// hands back what follows its value.
pub(crate) trait Source<'a>: Sized {
    /// Why reading cannot go on.
    type Error;

    fn text(
        &mut self,
        rest: &'a [u8],
        slot: &mut Slot<Text<'a>>,
        member: Member<'_, 'a>,
    ) -> Result<&'a [u8], Self::Error>;

    fn boolean(
        &mut self,
        rest: &'a [u8],
        slot: &mut Slot<bool>,
        member: Member<'_, 'a>,
    ) -> Result<&'a [u8], Self::Error>;

    fn integer(
        &mut self,
        rest: &'a [u8],
        slot: &mut Slot<Integer>,
        member: Member<'_, 'a>,
    ) -> Result<&'a [u8], Self::Error>;

    fn object<O: Object<'a>>(
        &mut self,
        rest: &'a [u8],
        nested: &mut Nested<O>,
        member: Member<'_, 'a>,
    ) -> Result<&'a [u8], Self::Error>;
}

/// A known member whose key was found, and the object that it stands in.
///
/// Two pointers, so that it is handed on in registers: most values are read without a look at it.
#[derive(Clone, Copy)]
pub(crate) struct Member<'p, 'a> {
    pub(crate) name: &'static Name,
    pub(crate) object: &'p Place<'p, 'a>,
}

/// What can be known of a member.
pub(crate) trait Fact<'a> {
    /// The type that it must have.
    const TYPE: JsonType;

    /// Reads the member in place, from what follows its key to what follows its value: objects are
    /// too large to be handed around.
    fn read<S: Source<'a>>(
        &mut self,
        source: &mut S,
        rest: &'a [u8],
        member: Member<'_, 'a>,
    ) -> Result<&'a [u8], S::Error>;
}

macro_rules! leaf {
    ($value:ty, $type:ident, $read:ident) => {
        impl<'a> Fact<'a> for Slot<$value> {
            const TYPE: JsonType = JsonType::$type;

            fn read<S: Source<'a>>(
                &mut self,
                source: &mut S,
                rest: &'a [u8],
                member: Member<'_, 'a>,
            ) -> Result<&'a [u8], S::Error> {
                source.$read(rest, self, member)
            }
        }
    };
}

leaf!(Text<'a>, String, text);
leaf!(bool, Boolean, boolean);
leaf!(Integer, Integer, integer);

impl<'a, O: Object<'a>> Fact<'a> for Nested<O> {
    const TYPE: JsonType = JsonType::Object;

    fn read<S: Source<'a>>(
        &mut self,
        source: &mut S,
        rest: &'a [u8],
        member: Member<'_, 'a>,
    ) -> Result<&'a [u8], S::Error> {
        source.object(rest, self, member)
    }
}

/// An object whose members have names and types: what [`facts!`] declares.
pub(crate) trait Members<'a>: Default {
    /// The members' names.
    const NAMES: &'static [&'static str];

    /// Reads the member whose key is the next one, and hands back what follows it; nothing if there
    /// is no such member. `after_key` tells what follows the next key, if it is this name.
    fn read_member<S: Source<'a>>(
        &mut self,
        source: &mut S,
        object: &Place<'_, 'a>,
        after_key: impl Fn(&'static Name) -> Option<&'a [u8]>,
    ) -> Result<Option<&'a [u8]>, S::Error>;
}

/// What a finished object knows of its members.
pub(crate) trait Object<'a>: Members<'a> {
    /// The names of the members that it knows.
    fn known(&self) -> &'static [&'static str] {
        Self::NAMES
    }

    /// Members that were read, yet turned out not to belong to it, and where their values stand.
    fn unknown(&self) -> impl Iterator<Item = (&'static Name, Span)> {
        std::iter::empty()
    }
}

/// Declares the facts of one kind of object, where it stands in the largest document that has one,
/// and a row a member in the order of the API document: its field, what can be known of it, and its
/// name, here and on the wire.
macro_rules! facts {
    (
        $(#[$doc:meta])*
        for $a:lifetime: $facts:ident $(<$b:lifetime>)? at $at:literal {
            $($field:ident: $fact:ty = $name:ident $text:literal,)*
        }
        $(with $extra:ident: $extra_type:ty)?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Default)]
        pub(crate) struct $facts $(<$b>)? {
            $(pub(crate) $field: $fact,)*
            $(pub(crate) $extra: $extra_type,)?
        }

        impl $(<$b>)? $facts $(<$b>)? {
            $(
                pub(crate) const $name: &'static Name = &Name {
                    text: $text,
                    quoted: concat!("\"", $text, "\""),
                    pointer: concat!($at, "/", $text),
                };
            )*
        }

        impl<$a> Members<$a> for $facts $(<$b>)? {
            const NAMES: &'static [&'static str] = &[$($text),*];

            // Names are compared one after the other, each in a step or two: objects have few members,
            // mostly written in this order, so a look-up would take longer.
            #[inline]
            fn read_member<S: Source<$a>>(
                &mut self,
                source: &mut S,
                object: &Place<'_, $a>,
                after_key: impl Fn(&'static Name) -> Option<&$a [u8]>,
            ) -> Result<Option<&$a [u8]>, S::Error> {
                $({
                    if let Some(rest) = after_key(Self::$name) {
                        let member = Member { name: Self::$name, object };
                        return self.$field.read(source, rest, member).map(Some);
                    }
                })*
                Ok(None)
            }
        }
    };
}

facts! {
    /// Of a [`CreateTaskRequest`](crate::CreateTaskRequest).
    for 'a: RequestFacts<'a> at "" {
        name: Slot<Text<'a>> = NAME "name",
        code: Slot<Text<'a>> = CODE "code",
        language: Slot<Text<'a>> = LANGUAGE "language",
        description: Slot<Text<'a>> = DESCRIPTION "description",
        browser_configuration: Nested<SessionFacts<'a>> = BROWSER_CONFIGURATION "browserConfiguration",
    }
}

facts! {
    /// Of a [`SessionConfig`](crate::SessionConfig).
    for 'a: SessionFacts<'a> at "/data/browserConfiguration" {
        initial_url: Slot<Text<'a>> = INITIAL_URL "initial_url",
        recording: Nested<RecordingFacts> = RECORDING "recording",
        proxy: Nested<ProxyFacts<'a>> = PROXY "proxy",
        timeout: Nested<TimeoutFacts> = TIMEOUT "timeout",
        live_view: Nested<LiveViewFacts> = LIVE_VIEW "live_view",
    }
}

facts! {
    /// Of a [`Recording`](crate::Recording).
    for 'a: RecordingFacts at "/data/browserConfiguration/recording" {
        active: Slot<bool> = ACTIVE "active",
    }
}

facts! {
    /// Of a [`Timeout`](crate::Timeout).
    for 'a: TimeoutFacts at "/data/browserConfiguration/timeout" {
        max_duration: Slot<Integer> = MAX_DURATION "max_duration",
        idle_timeout: Slot<Integer> = IDLE_TIMEOUT "idle_timeout",
    }
}

facts! {
    /// Of a [`LiveView`](crate::LiveView).
    for 'a: LiveViewFacts at "/data/browserConfiguration/live_view" {
        read_only: Slot<bool> = READ_ONLY "read_only",
    }
}

facts! {
    /// Of a [`ProxyConfig`](crate::ProxyConfig), [`AnchorProxy`](crate::AnchorProxy) or
    /// [`CustomProxy`](crate::CustomProxy). Which kind it is shows only when all its members are
    /// read, so it has those of both.
    for 'a: ProxyFacts<'a> at "/data/browserConfiguration/proxy" {
        active: Slot<bool> = ACTIVE "active",
        proxy_type: Slot<Text<'a>> = TYPE "type",
        country_code: Slot<Text<'a>> = COUNTRY_CODE "country_code",
        region: Slot<Text<'a>> = REGION "region",
        city: Slot<Text<'a>> = CITY "city",
        server: Slot<Text<'a>> = SERVER "server",
        username: Slot<Text<'a>> = USERNAME "username",
        password: Slot<Text<'a>> = PASSWORD "password",
    }
    with asked: ProxyKind
}

facts! {
    /// Of a [`Task`](crate::Task).
    for 'a: TaskFacts<'a> at "/data" {
        id: Slot<Text<'a>> = ID "id",
        name: Slot<Text<'a>> = NAME "name",
        team_id: Slot<Text<'a>> = TEAM_ID "teamId",
        description: Slot<Text<'a>> = DESCRIPTION "description",
        latest_version: Slot<Text<'a>> = LATEST_VERSION "latestVersion",
        code: Slot<Text<'a>> = CODE "code",
        language: Slot<Text<'a>> = LANGUAGE "language",
        browser_configuration: Nested<SessionFacts<'a>> = BROWSER_CONFIGURATION "browserConfiguration",
        deleted: Slot<bool> = DELETED "deleted",
        created_at: Slot<Text<'a>> = CREATED_AT "createdAt",
        updated_at: Slot<Text<'a>> = UPDATED_AT "updatedAt",
    }
}

facts! {
    /// Of a [`TaskResponse`](crate::TaskResponse).
    for 'a: TaskResponseFacts<'a> at "" {
        data: Nested<TaskFacts<'a>> = DATA "data",
    }
}

facts! {
    /// Of an [`ErrorResponse`](crate::ErrorResponse).
    for 'a: ErrorResponseFacts<'a> at "" {
        error: Nested<ApiErrorFacts<'a>> = ERROR "error",
    }
}

facts! {
    /// Of an [`ApiError`](crate::ApiError).
    for 'a: ApiErrorFacts<'a> at "/error" {
        code: Slot<Integer> = CODE "code",
        message: Slot<Text<'a>> = MESSAGE "message",
    }
}

impl<'a> Object<'a> for RequestFacts<'a> {}
impl<'a> Object<'a> for SessionFacts<'a> {}
impl Object<'_> for RecordingFacts {}
impl Object<'_> for TimeoutFacts {}
impl Object<'_> for LiveViewFacts {}
impl<'a> Object<'a> for TaskFacts<'a> {}
impl<'a> Object<'a> for TaskResponseFacts<'a> {}
impl<'a> Object<'a> for ErrorResponseFacts<'a> {}
impl<'a> Object<'a> for ApiErrorFacts<'a> {}

/// Which kind of proxy was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ProxyKind {
    /// Either: its type tells.
    #[default]
    Either,
    Anchor,
    Custom,
}

const ANCHOR_MEMBERS: &[&str] = &["active", "type", "country_code", "region", "city"];
const CUSTOM_MEMBERS: &[&str] = &["type", "server", "username", "password", "active"];

impl ProxyFacts<'_> {
    pub(crate) fn asked(asked: ProxyKind) -> Self {
        Self {
            asked,
            ..Self::default()
        }
    }

    pub(crate) fn is_custom(&self) -> bool {
        match self.asked {
            ProxyKind::Either => self.proxy_type.get().is_some_and(|text| *text == *CUSTOM),
            ProxyKind::Anchor => false,
            ProxyKind::Custom => true,
        }
    }
}

impl<'a> Object<'a> for ProxyFacts<'a> {
    fn known(&self) -> &'static [&'static str] {
        if self.is_custom() {
            CUSTOM_MEMBERS
        } else {
            ANCHOR_MEMBERS
        }
    }

    fn unknown(&self) -> impl Iterator<Item = (&'static Name, Span)> {
        let members = if self.is_custom() {
            [
                (Self::COUNTRY_CODE, &self.country_code),
                (Self::REGION, &self.region),
                (Self::CITY, &self.city),
            ]
        } else {
            [
                (Self::SERVER, &self.server),
                (Self::USERNAME, &self.username),
                (Self::PASSWORD, &self.password),
            ]
        };
        members
            .into_iter()
            .filter_map(|(name, slot)| Some((name, slot.span()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_where_members_stand() {
        use super::{
            ApiErrorFacts as ApiError, ErrorResponseFacts as ErrorResponse, ProxyFacts as Proxy,
            RequestFacts as Request, SessionFacts as Session, TaskFacts as Task,
            TaskResponseFacts as TaskResponse, TimeoutFacts as Timeout,
        };

        let session = "/data/browserConfiguration";
        let [recording, proxy, timeout, live_view] =
            ["recording", "proxy", "timeout", "live_view"].map(|name| format!("{session}/{name}"));
        let table: [(&str, &[&Name]); 8] = [
            (
                "",
                &[
                    Request::NAME,
                    Request::CODE,
                    Request::LANGUAGE,
                    Request::DESCRIPTION,
                    Request::BROWSER_CONFIGURATION,
                    TaskResponse::DATA,
                    ErrorResponse::ERROR,
                ],
            ),
            ("/error", &[ApiError::CODE, ApiError::MESSAGE]),
            (
                "/data",
                &[
                    Task::ID,
                    Task::NAME,
                    Task::TEAM_ID,
                    Task::DESCRIPTION,
                    Task::LATEST_VERSION,
                    Task::CODE,
                    Task::LANGUAGE,
                    Task::BROWSER_CONFIGURATION,
                    Task::DELETED,
                    Task::CREATED_AT,
                    Task::UPDATED_AT,
                ],
            ),
            (
                session,
                &[
                    Session::INITIAL_URL,
                    Session::RECORDING,
                    Session::PROXY,
                    Session::TIMEOUT,
                    Session::LIVE_VIEW,
                ],
            ),
            (&recording, &[RecordingFacts::ACTIVE]),
            (&live_view, &[LiveViewFacts::READ_ONLY]),
            (&timeout, &[Timeout::MAX_DURATION, Timeout::IDLE_TIMEOUT]),
            (
                &proxy,
                &[
                    Proxy::ACTIVE,
                    Proxy::TYPE,
                    Proxy::COUNTRY_CODE,
                    Proxy::REGION,
                    Proxy::CITY,
                    Proxy::SERVER,
                    Proxy::USERNAME,
                    Proxy::PASSWORD,
                ],
            ),
        ];
        for (object, names) in table {
            for name in names {
                let text = name.text;
                assert_eq!(name.quoted, format!("\"{text}\""));
                assert_eq!(name.pointer, format!("{object}/{text}"));
                assert_eq!(name.pointer_within(object.len()), name.pointer);
                assert_eq!(name.pointer_within(0), format!("/{text}"));
            }
        }
    }
}
