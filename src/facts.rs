//! What is known of a document's members, whichever way it came in.
//!
//! Both JSON text and typed values become facts; the rules judge facts. So a rule is applied in one
//! place, and a wrong type or a missing member, which no typed value can have, is a fact like any
//! other.

use std::borrow::Cow;

use crate::place::Place;
use crate::proxy::CUSTOM;
use crate::rules::JsonType;
use crate::rules::integer::Integer;
use crate::span::Span;

/// A member of an object, as far as it is known.
#[derive(Debug)]
pub(crate) struct Slot<T> {
    pub(crate) state: State<T>,
    /// Where its key stands, if it came from text.
    pub(crate) key: Span,
    /// Where its value stands, if it came from text.
    pub(crate) value: Span,
}

#[derive(Debug)]
pub(crate) enum State<T> {
    Absent,
    /// It is there, but not of the type that it must have.
    Mistyped(JsonType),
    Present(T),
}

impl<T> State<T> {
    /// Makes it present, and gives it out to be filled in place.
    pub(crate) fn insert(&mut self, value: T) -> Option<&mut T> {
        *self = Self::Present(value);
        match self {
            Self::Present(value) => Some(value),
            _ => None,
        }
    }
}

impl<T> Slot<T> {
    pub(crate) fn is_absent(&self) -> bool {
        matches!(self.state, State::Absent)
    }

    pub(crate) fn get(&self) -> Option<&T> {
        match &self.state {
            State::Present(value) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn into_option(self) -> Option<T> {
        match self.state {
            State::Present(value) => Some(value),
            _ => None,
        }
    }
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self {
            state: State::Absent,
            key: Span::empty(0),
            value: Span::empty(0),
        }
    }
}

/// A text that facts are read from.
pub(crate) trait Source<'a> {
    /// Why reading cannot go on.
    type Error;

    /// Reads the member's value into its slot. If the slot is taken, the key is a repeated one.
    fn member<V: Value<'a>>(
        &mut self,
        slot: &mut Slot<V>,
        member: Member<'_, 'a>,
    ) -> Result<(), Self::Error>;

    fn text(
        &mut self,
        state: &mut State<Cow<'a, str>>,
        member: Member<'_, 'a>,
    ) -> Result<(), Self::Error>;

    fn boolean(
        &mut self,
        state: &mut State<bool>,
        member: Member<'_, 'a>,
    ) -> Result<(), Self::Error>;

    fn integer(
        &mut self,
        state: &mut State<Integer>,
        member: Member<'_, 'a>,
    ) -> Result<(), Self::Error>;

    fn object<O: Object<'a>>(
        &mut self,
        state: &mut State<O>,
        member: Member<'_, 'a>,
    ) -> Result<(), Self::Error>;
}

/// A key that was read, and the object that it stands in.
#[derive(Clone, Copy)]
pub(crate) struct Member<'p, 'a> {
    pub(crate) name: &'static str,
    pub(crate) key: Span,
    pub(crate) object: &'p Place<'p, 'a>,
}

/// A value that a member can have.
pub(crate) trait Value<'a>: Sized {
    const TYPE: JsonType;

    /// Reads the value in place: objects are too large to be handed around.
    fn read<S: Source<'a>>(
        state: &mut State<Self>,
        source: &mut S,
        member: Member<'_, 'a>,
    ) -> Result<(), S::Error>;
}

macro_rules! value {
    ($value:ty, $type:ident, $read:ident $(, $object:ident)?) => {
        impl<'a $(, $object: Object<'a>)?> Value<'a> for $value {
            const TYPE: JsonType = JsonType::$type;

            fn read<S: Source<'a>>(
                state: &mut State<Self>,
                source: &mut S,
                member: Member<'_, 'a>,
            ) -> Result<(), S::Error> {
                source.$read(state, member)
            }
        }
    };
}

value!(Cow<'a, str>, String, text);
value!(bool, Boolean, boolean);
value!(Integer, Integer, integer);
value!(O, Object, object, O);

/// An object whose members have names and types: what [`facts!`] declares.
pub(crate) trait Members<'a>: Default {
    /// The members' names on the wire.
    const NAMES: &'static [&'static str];

    /// Reads the value of the member `key` from `source`, or tells that there is no such member.
    fn read_member<S: Source<'a>>(
        &mut self,
        key: &str,
        span: Span,
        object: &Place<'_, 'a>,
        source: &mut S,
    ) -> Result<bool, S::Error>;
}

/// What a finished object knows of its members.
pub(crate) trait Object<'a>: Members<'a> {
    /// The names of the members that it knows.
    fn known(&self) -> &'static [&'static str] {
        Self::NAMES
    }

    /// Members that were read, yet turned out not to belong to it.
    fn unknown(&self) -> impl Iterator<Item = (&'static str, Span)> {
        std::iter::empty()
    }
}

/// Declares the facts of one kind of object, a row a member in the order of the API document: its
/// field, its value, its name on the wire.
macro_rules! facts {
    (
        $(#[$doc:meta])*
        for $a:lifetime: $facts:ident $(<$b:lifetime>)? {
            $($field:ident: $value:ty = $name:literal,)*
        }
        $(with $extra:ident: $extra_type:ty)?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Default)]
        pub(crate) struct $facts $(<$b>)? {
            $(pub(crate) $field: Slot<$value>,)*
            $(pub(crate) $extra: $extra_type,)?
        }

        impl<$a> Members<$a> for $facts $(<$b>)? {
            const NAMES: &'static [&'static str] = &[$($name),*];

            fn read_member<S: Source<$a>>(
                &mut self,
                key: &str,
                span: Span,
                object: &Place<'_, $a>,
                source: &mut S,
            ) -> Result<bool, S::Error> {
                match key {
                    $($name => source.member(
                        &mut self.$field,
                        Member { name: $name, key: span, object },
                    ),)*
                    _ => return Ok(false),
                }
                .map(|()| true)
            }
        }
    };
}

facts! {
    /// Of a [`CreateTaskRequest`](crate::CreateTaskRequest).
    for 'a: RequestFacts<'a> {
        name: Cow<'a, str> = "name",
        code: Cow<'a, str> = "code",
        language: Cow<'a, str> = "language",
        description: Cow<'a, str> = "description",
        browser_configuration: SessionFacts<'a> = "browserConfiguration",
    }
}

facts! {
    /// Of a [`SessionConfig`](crate::SessionConfig).
    for 'a: SessionFacts<'a> {
        initial_url: Cow<'a, str> = "initial_url",
        recording: RecordingFacts = "recording",
        proxy: ProxyFacts<'a> = "proxy",
        timeout: TimeoutFacts = "timeout",
        live_view: LiveViewFacts = "live_view",
    }
}

facts! {
    /// Of a [`Recording`](crate::Recording).
    for 'a: RecordingFacts {
        active: bool = "active",
    }
}

facts! {
    /// Of a [`Timeout`](crate::Timeout).
    for 'a: TimeoutFacts {
        max_duration: Integer = "max_duration",
        idle_timeout: Integer = "idle_timeout",
    }
}

facts! {
    /// Of a [`LiveView`](crate::LiveView).
    for 'a: LiveViewFacts {
        read_only: bool = "read_only",
    }
}

facts! {
    /// Of a [`ProxyConfig`](crate::ProxyConfig), [`AnchorProxy`](crate::AnchorProxy) or
    /// [`CustomProxy`](crate::CustomProxy). Which kind it is shows only when all its members are
    /// read, so it has those of both.
    for 'a: ProxyFacts<'a> {
        active: bool = "active",
        proxy_type: Cow<'a, str> = "type",
        country_code: Cow<'a, str> = "country_code",
        region: Cow<'a, str> = "region",
        city: Cow<'a, str> = "city",
        server: Cow<'a, str> = "server",
        username: Cow<'a, str> = "username",
        password: Cow<'a, str> = "password",
    }
    with asked: ProxyKind
}

facts! {
    /// Of a [`Task`](crate::Task).
    for 'a: TaskFacts<'a> {
        id: Cow<'a, str> = "id",
        name: Cow<'a, str> = "name",
        team_id: Cow<'a, str> = "teamId",
        description: Cow<'a, str> = "description",
        latest_version: Cow<'a, str> = "latestVersion",
        code: Cow<'a, str> = "code",
        language: Cow<'a, str> = "language",
        browser_configuration: SessionFacts<'a> = "browserConfiguration",
        deleted: bool = "deleted",
        created_at: Cow<'a, str> = "createdAt",
        updated_at: Cow<'a, str> = "updatedAt",
    }
}

facts! {
    /// Of a [`TaskResponse`](crate::TaskResponse).
    for 'a: TaskResponseFacts<'a> {
        data: TaskFacts<'a> = "data",
    }
}

facts! {
    /// Of an [`ErrorResponse`](crate::ErrorResponse).
    for 'a: ErrorResponseFacts<'a> {
        error: ApiErrorFacts<'a> = "error",
    }
}

facts! {
    /// Of an [`ApiError`](crate::ApiError).
    for 'a: ApiErrorFacts<'a> {
        code: Integer = "code",
        message: Cow<'a, str> = "message",
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
            ProxyKind::Either => self.proxy_type.get().is_some_and(|text| text == CUSTOM),
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

    fn unknown(&self) -> impl Iterator<Item = (&'static str, Span)> {
        let known = self.known();
        [
            ("country_code", &self.country_code),
            ("region", &self.region),
            ("city", &self.city),
            ("server", &self.server),
            ("username", &self.username),
            ("password", &self.password),
        ]
        .into_iter()
        .filter(move |(name, slot)| !slot.is_absent() && !known.contains(name))
        .map(|(name, slot)| (name, slot.key))
    }
}
