//! [`Arbitrary`] for every type: values generated from a fuzzer's bytes.

use arbitrary::{Arbitrary, Result, Unstructured};

use crate::contract::objects::objects;
use crate::contract::unknown_members::UnknownMembers;
use crate::{
    AnchorProxy, ApiError, CountryCode, CreateTaskRequest, CustomProxy, ErrorResponse, Language,
    LiveView, Password, ProxyConfig, ProxyType, Recording, ScopedAccess, SessionConfig, Task,
    TaskResponse, Timeout,
};

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
                Ok(Self {
                    $($field: u.arbitrary()?,)*
                    unknown: UnknownMembers::default(),
                })
            }
        }
    )*};
}

objects!(arbitrary_objects);

/// Generates a listed value, or any other string.
macro_rules! open_values {
    ($($name:ident from $listed:expr;)*) => {$(
        impl<'a> Arbitrary<'a> for $name {
            fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
                if u.arbitrary()? {
                    u.choose_iter($listed)
                } else {
                    Ok(Self::from(u.arbitrary::<&str>()?))
                }
            }
        }
    )*};
}

open_values! {
    Language from Self::all();
    ProxyType from Self::all();
    CountryCode from Self::all();
}

impl<'a> Arbitrary<'a> for ProxyConfig {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        if u.arbitrary()? {
            u.arbitrary().map(Self::Anchor)
        } else {
            u.arbitrary().map(Self::Custom)
        }
    }
}

impl<'a> Arbitrary<'a> for Password {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        u.arbitrary::<String>().map(Self::from)
    }
}
