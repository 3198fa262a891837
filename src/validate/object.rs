//! Objects: their members as data, and members that are not known.

use serde::Serialize;

use crate::contract::member::ObjectType;
use crate::contract::object::ProxyConfig;
use crate::contract::objects::object_names;
use crate::contract::unknown_members::UnknownMembers;
use crate::raw::traits::Convert;
use crate::string::json_text::JsonText;
use crate::string::quote::Quoted;

/// An object of the API: its members as data, and its unknown members.
///
/// It is implemented for all requests, configurations and responses of this crate, and cannot be
/// implemented for other types.
#[expect(private_bounds, reason = "the private trait seals this one")]
pub trait Object: Convert {
    /// What the API document says of the object: its name and its members. A
    /// [`ProxyConfig`] can be one of two.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Object};
    ///
    /// let [request] = CreateTaskRequest::OBJECTS else { panic!() };
    /// let required = request.members().iter().filter(|member| member.is_required());
    /// assert!(required.map(|member| member.name()).eq(["name", "language"]));
    /// ```
    const OBJECTS: &'static [&'static ObjectType];

    /// The members that the API document does not define.
    ///
    /// See the example of [`UnknownMembers`].
    fn unknown_members(&self) -> &UnknownMembers;

    /// Sets a member that the API document does not define, such as one that the API has just
    /// added.
    ///
    /// # Errors
    ///
    /// If the object has a known member of this name, or the value cannot be represented in JSON.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Object};
    ///
    /// let mut task = CreateTaskRequest::new("t");
    /// task.set_unknown_member("priority", &5)?;
    /// assert_eq!(serde_json::to_value(&task).unwrap()["priority"], 5);
    /// let error = task.set_unknown_member("name", &"u").unwrap_err();
    /// assert_eq!(error.to_string(), "`name` is a known member of `CreateTaskRequest`, so it cannot be set as an unknown one");
    /// # Ok::<(), anchorbrowser_schema::InvalidMember>(())
    /// ```
    fn set_unknown_member<V: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &V,
    ) -> Result<(), InvalidMember>;

    /// Removes a member that the API document does not define, and returns the JSON text of its
    /// value.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Object};
    ///
    /// let mut task = CreateTaskRequest::new("t");
    /// task.set_unknown_member("priority", &5)?;
    /// assert_eq!(task.remove_unknown_member("priority").as_deref(), Some("5"));
    /// # Ok::<(), anchorbrowser_schema::InvalidMember>(())
    /// ```
    fn remove_unknown_member(&mut self, name: &str) -> Option<String>;
}

/// Why an unknown member cannot be set.
///
/// See the example of [`Object::set_unknown_member`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct InvalidMember {
    name: String,
    reason: Reason,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Reason {
    Known(&'static str),
    NotJson(String),
}

impl InvalidMember {
    fn message(&self) -> String {
        let name = Quoted(&self.name);
        match &self.reason {
            Reason::Known(object) => {
                format!(
                    "{name} is a known member of `{object}`, so it cannot be set as an unknown one"
                )
            }
            Reason::NotJson(reason) => {
                format!("the value of {name} cannot be represented in JSON: {reason}")
            }
        }
    }
}

/// The JSON text of an unknown member's value.
fn value_of<V: Serialize + ?Sized>(
    object: &'static ObjectType,
    name: &str,
    value: &V,
) -> Result<JsonText, InvalidMember> {
    let invalid = |reason| InvalidMember {
        name: name.to_owned(),
        reason,
    };
    if object.member(name).is_some() {
        return Err(invalid(Reason::Known(object.name)));
    }
    let not_json = |error: serde_json::Error| invalid(Reason::NotJson(error.to_string()));
    let json = serde_json::to_string(value).map_err(not_json)?;
    serde_json::from_str(&json).map_err(not_json)
}

macro_rules! object_traits {
    ($($object:ident)*) => {$(
        impl Object for crate::contract::object::$object {
            const OBJECTS: &'static [&'static ObjectType] = &[Self::OBJECT];

            fn unknown_members(&self) -> &UnknownMembers {
                &self.unknown
            }

            fn set_unknown_member<V: Serialize + ?Sized>(
                &mut self,
                name: &str,
                value: &V,
            ) -> Result<(), InvalidMember> {
                self.unknown.set(name, value_of(Self::OBJECT, name, value)?);
                Ok(())
            }

            fn remove_unknown_member(&mut self, name: &str) -> Option<String> {
                self.unknown.remove(name)
            }
        }
    )*};
}

object_names!(object_traits);

impl Object for ProxyConfig {
    const OBJECTS: &'static [&'static ObjectType] = Self::OBJECTS;

    fn unknown_members(&self) -> &UnknownMembers {
        match self {
            Self::Anchor(proxy) => proxy.unknown_members(),
            Self::Custom(proxy) => proxy.unknown_members(),
        }
    }

    fn set_unknown_member<V: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &V,
    ) -> Result<(), InvalidMember> {
        match self {
            Self::Anchor(proxy) => proxy.set_unknown_member(name, value),
            Self::Custom(proxy) => proxy.set_unknown_member(name, value),
        }
    }

    fn remove_unknown_member(&mut self, name: &str) -> Option<String> {
        match self {
            Self::Anchor(proxy) => proxy.remove_unknown_member(name),
            Self::Custom(proxy) => proxy.remove_unknown_member(name),
        }
    }
}
