//! What the API document says of an object's members, as constant tables.

use super::country::CountryCode;
use super::json_type::JsonType;
use super::language::Language;
use super::password::Password;
use super::proxy_type::ProxyType;

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

    /// The member of this name on the wire.
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

    /// Whether its value is never shown: in no message, parameter, excerpt or `Debug` output.
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

    /// The objects that its value can be: one, two for a proxy, none if it is no object.
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
}
