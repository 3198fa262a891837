//! [`Arbitrary`] for every type: values generated from a fuzzer's bytes.

use arbitrary::{Arbitrary, Result, Unstructured};

use crate::contract::objects::objects;
use crate::contract::unknown_members::UnknownMembers;
use crate::{
    AnchorProxy, ApiError, CountryCode, CreateTaskRequest, CustomProxy, ErrorResponse, Language,
    LiveView, Nullable, Password, ProxyConfig, ProxyType, Recording, Revision, ScopedAccess,
    SessionConfig, Task, TaskResponse, Timeout,
};

/// A value that can be generated for a revision of the API.
///
/// It is implemented for all types that [`Revision::arbitrary`] generates, and for their members.
pub trait ArbitraryIn<'a>: Sized {
    /// Generates a value with members and listed values of the revision only.
    ///
    /// # Errors
    ///
    /// Those of `u`.
    fn arbitrary_in(revision: Revision, u: &mut Unstructured<'a>) -> Result<Self>;
}

impl Revision {
    /// Generates a value, valid or not, with members and listed values of this revision only.
    /// `Arbitrary` of the types chooses a revision first.
    ///
    /// # Errors
    ///
    /// Those of `u`.
    ///
    /// ```
    /// use anchorbrowser_schema::{Revision, SessionConfig};
    /// use arbitrary::Unstructured;
    ///
    /// let mut bytes = Unstructured::new(&[0xff; 64]);
    /// let session: SessionConfig = Revision::V2025.arbitrary(&mut bytes)?;
    /// assert_eq!(session.tags, None);
    /// # Ok::<(), arbitrary::Error>(())
    /// ```
    pub fn arbitrary<'a, T: ArbitraryIn<'a>>(self, u: &mut Unstructured<'a>) -> Result<T> {
        T::arbitrary_in(self, u)
    }
}

/// The value of a member; none if it is a member of later revisions.
macro_rules! member {
    ($revision:ident, $u:ident) => {
        ArbitraryIn::arbitrary_in($revision, $u)?
    };
    ($revision:ident, $u:ident, $since:ident) => {
        if Revision::$since <= $revision {
            ArbitraryIn::arbitrary_in($revision, $u)?
        } else {
            None
        }
    };
}

/// Generates an object member by member, without unknown members.
macro_rules! arbitrary_objects {
    ($(
        $(#[$meta:meta])*
        struct $object:ident as $raw:ident, new $new:literal $(, open since $open_since:ident)? {
            $(@constant $constant:ident = $constant_name:literal: $constant_value:literal, rules $constant_rules:ident();)?
            $(
                $(#[$doc:meta])*
                $presence:ident $field:ident: $type:ty = $name:literal
                    $(, since $since:ident)?
                    $(, null since $null_since:ident)?
                    $(, default $default:literal)?
                    $(, secret $secret:tt)?
                    $(, dependent_required $dependency:ident($dependency_rule:ident))?
                    $(, rules $rules:ident($($sibling:ident),*))?
                    $(, setter $setter:ident($example:literal))?
                ;
            )*
        }
    )*) => {$(
        /// Any value, valid or not: strings are any strings, and half of the languages, proxy types and
        /// countries are listed ones.
        ///
        /// The fuzz target of a server could look like this:
        ///
        /// ```
        /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
        /// use arbitrary::{Arbitrary, Unstructured};
        ///
        /// /// A placeholder for the server's handler: the status of its response.
        /// fn handle(body: &str) -> u16 {
        ///     match CreateTaskRequest::from_json(body) {
        ///         Ok(_task) => 200,
        ///         Err(_report) => 400,
        ///     }
        /// }
        ///
        /// /// Is called by the fuzzer with its bytes.
        /// fn fuzz(task: CreateTaskRequest) {
        ///     let body = serde_json::to_string(&task).unwrap();
        ///     let expected = if task.validate().is_ok() { 200 } else { 400 };
        ///     assert_eq!(handle(&body), expected);
        /// }
        ///
        /// let bytes = b"the more bytes there are, the more members the request has";
        /// fuzz(CreateTaskRequest::arbitrary(&mut Unstructured::new(bytes))?);
        /// # Ok::<(), arbitrary::Error>(())
        /// ```
        impl<'a> Arbitrary<'a> for $object {
            fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
                Self::arbitrary_in(u.choose_iter(Revision::all())?, u)
            }
        }

        impl<'a> ArbitraryIn<'a> for $object {
            fn arbitrary_in(revision: Revision, u: &mut Unstructured<'a>) -> Result<Self> {
                Ok(Self {
                    $($field: member!(revision, u $(, $since)?),)*
                    unknown: UnknownMembers::default(),
                })
            }
        }
    )*};
}

objects!(arbitrary_objects);

/// Generates a listed value, or any other string.
macro_rules! open_values {
    ($($name:ident from $all:expr, in a revision $listed:expr;)*) => {$(
        impl<'a> Arbitrary<'a> for $name {
            fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
                any_of($all.collect(), u)
            }
        }

        impl<'a> ArbitraryIn<'a> for $name {
            fn arbitrary_in(revision: Revision, u: &mut Unstructured<'a>) -> Result<Self> {
                let listed: fn(Revision) -> Vec<Self> = $listed;
                any_of(listed(revision), u)
            }
        }
    )*};
}

fn any_of<'a, T: From<&'a str>>(listed: Vec<T>, u: &mut Unstructured<'a>) -> Result<T> {
    if u.arbitrary()? {
        u.choose_iter(listed)
    } else {
        Ok(T::from(u.arbitrary::<&str>()?))
    }
}

open_values! {
    Language from Self::all(), in a revision |revision| revision.languages().collect();
    ProxyType from Self::all(), in a revision |revision| revision.proxy_types().collect();
    CountryCode from Self::all(), in a revision |revision| revision.countries(None).collect();
}

/// Values that are the same in all revisions.
macro_rules! values {
    ($($type:ty)*) => {$(
        impl<'a> ArbitraryIn<'a> for $type {
            fn arbitrary_in(_: Revision, u: &mut Unstructured<'a>) -> Result<Self> {
                u.arbitrary()
            }
        }
    )*};
}

values! { bool i64 String Password Vec<String> Nullable<String> }

impl<'a, T: ArbitraryIn<'a>> ArbitraryIn<'a> for Option<T> {
    fn arbitrary_in(revision: Revision, u: &mut Unstructured<'a>) -> Result<Self> {
        let is_present: bool = u.arbitrary()?;
        is_present.then(|| T::arbitrary_in(revision, u)).transpose()
    }
}

impl<'a> Arbitrary<'a> for ProxyConfig {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Self::arbitrary_in(u.choose_iter(Revision::all())?, u)
    }
}

impl<'a> ArbitraryIn<'a> for ProxyConfig {
    fn arbitrary_in(revision: Revision, u: &mut Unstructured<'a>) -> Result<Self> {
        if u.arbitrary()? {
            AnchorProxy::arbitrary_in(revision, u).map(Self::Anchor)
        } else {
            CustomProxy::arbitrary_in(revision, u).map(Self::Custom)
        }
    }
}

impl<'a> Arbitrary<'a> for Password {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        u.arbitrary::<String>().map(Self::from)
    }
}
