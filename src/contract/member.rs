//! What the API document says of an object's members, as constant tables.

use super::country::CountryCode;
use super::json_type::JsonType;
use super::language::Language;
use super::nullable::Nullable;
use super::password::Password;
use super::proxy_type::ProxyType;
use super::revision::Revision;

/// An object of the API: its name and its members.
///
/// ```
/// use anchorbrowser_schema::{LiveView, Object};
///
/// let [live_view] = LiveView::OBJECTS else { panic!() };
/// assert_eq!(live_view.name(), "LiveView");
/// assert_eq!(live_view.members()[0].name(), "read_only");
/// ```
#[derive(Debug)]
pub struct ObjectType {
    pub(crate) name: &'static str,
    pub(crate) members: &'static [Member],
    /// Since when it, and everything inside it, can have members that no document names.
    pub(crate) open_since: Option<Revision>,
}

/// A member of an object of the API, as the API document declares it.
///
/// ```
/// use anchorbrowser_schema::{CustomProxy, JsonType, Object};
///
/// let password = CustomProxy::OBJECTS[0].member("password").unwrap();
/// assert_eq!((password.name(), password.json_type()), ("password", JsonType::String));
/// assert!(password.is_required() && password.is_secret());
/// ```
#[derive(Debug)]
pub struct Member {
    pub(crate) name: &'static str,
    /// The name as a JSON string, as most documents write it.
    pub(crate) quoted: &'static str,
    pub(crate) json_type: JsonType,
    pub(crate) is_required: bool,
    /// The first revision that has it, unless all do.
    pub(crate) since: Option<Revision>,
    /// The first revision in which it can be `null`, if there is one.
    pub(crate) null_since: Option<Revision>,
    pub(crate) is_secret: bool,
    pub(crate) default: Option<&'static str>,
    pub(crate) objects: &'static [&'static ObjectType],
}

impl ObjectType {
    /// The name of the type in this crate.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The members, in the order of the API document.
    #[must_use]
    pub const fn members(&self) -> &'static [Member] {
        self.members
    }

    /// Whether a revision accepts members that it does not name, here and everywhere inside.
    #[inline]
    pub(crate) fn is_open_in(&self, revision: Revision) -> bool {
        self.open_since.is_some_and(|since| since <= revision)
    }

    /// Whether a revision names a member.
    pub(crate) fn is_named(&self, name: &str, revision: Revision) -> bool {
        self.member(name)
            .is_some_and(|member| member.is_in(revision))
    }

    /// The member of this name on the wire, in any revision.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&'static Member> {
        self.members.iter().find(|member| member.name == name)
    }
}

impl Member {
    /// The name on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The type of its value.
    #[must_use]
    pub const fn json_type(&self) -> JsonType {
        self.json_type
    }

    /// Whether it must be present.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        self.is_required
    }

    /// Whether a revision of the API's documents has the member.
    ///
    /// ```
    /// use anchorbrowser_schema::{Object, Revision, SessionConfig};
    ///
    /// let tags = SessionConfig::OBJECTS[0].member("tags").unwrap();
    /// assert!(!tags.is_in(Revision::V2025) && tags.is_in(Revision::V2026));
    /// ```
    #[inline]
    #[must_use]
    pub fn is_in(&self, revision: Revision) -> bool {
        self.since.is_none_or(|since| since <= revision)
    }

    /// Whether its value can be `null` in a revision.
    ///
    /// ```
    /// use anchorbrowser_schema::{Object, Revision, Task};
    ///
    /// let description = Task::OBJECTS[0].member("description").unwrap();
    /// assert!(!description.is_nullable_in(Revision::V2025));
    /// assert!(description.is_nullable_in(Revision::V2026));
    /// ```
    #[inline]
    #[must_use]
    pub fn is_nullable_in(&self, revision: Revision) -> bool {
        self.null_since.is_some_and(|since| since <= revision)
    }

    /// Whether its value is a secret, which never appears in messages, parameters, excerpts or
    /// `Debug` output.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        self.is_secret
    }

    /// What the API assumes if the member is missing, as JSON text.
    ///
    /// ```
    /// use anchorbrowser_schema::{Object, Timeout};
    ///
    /// assert_eq!(Timeout::OBJECTS[0].member("max_duration").unwrap().default(), Some("20"));
    /// ```
    #[must_use]
    pub const fn default(&self) -> Option<&'static str> {
        self.default
    }

    /// The objects that its value can be: one, two for a proxy, none if it is not an object.
    ///
    /// ```
    /// use anchorbrowser_schema::{Object, SessionConfig};
    ///
    /// let proxy = SessionConfig::OBJECTS[0].member("proxy").unwrap();
    /// let names: Vec<_> = proxy.objects().iter().map(|object| object.name()).collect();
    /// assert_eq!(names, ["AnchorProxy", "CustomProxy"]);
    /// ```
    #[must_use]
    pub const fn objects(&self) -> &'static [&'static ObjectType] {
        self.objects
    }
}

/// A type of member values.
pub(crate) trait MemberType {
    const JSON_TYPE: JsonType;
    const OBJECTS: &'static [&'static ObjectType] = &[];
}

macro_rules! member_types {
    ($($type:ty: $json_type:ident;)*) => {$(
        impl MemberType for $type {
            const JSON_TYPE: JsonType = JsonType::$json_type;
        }
    )*};
}

member_types! {
    bool: Boolean;
    i64: Integer;
    String: String;
    Password: String;
    Language: String;
    ProxyType: String;
    CountryCode: String;
    Vec<String>: Array;
    Nullable<String>: String;
}
