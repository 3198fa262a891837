//! [`Arbitrary`] for every type: values generated from a fuzzer's bytes.
//!
//! Most of them are valid, because code that comes after validation would hardly be reached otherwise.

mod source;
mod values;

use arbitrary::{Arbitrary, Result, Unstructured};

use self::source::Source;
use crate::contract::member::ObjectType;
use crate::contract::objects::objects;
use crate::contract::unknown_members::UnknownMembers;
use crate::string::json_text::JsonText;
use crate::{
    CountryCode, Language, Nullable, Object, Password, ProxyConfig, ProxyType, Revision, Valid,
    Validator,
};

/// A value that can be generated for a revision of the API.
///
/// It is implemented for all types that [`Revision::arbitrary`] generates, and for their members. It
/// cannot be implemented for other types.
#[expect(private_bounds, reason = "the private trait seals this one")]
pub trait ArbitraryIn<'a>: Generate<'a> {
    /// Generates a value with members and listed values of the revision only.
    ///
    /// # Errors
    ///
    /// Those of `u`.
    fn arbitrary_in(revision: Revision, u: &mut Unstructured<'a>) -> Result<Self> {
        Self::generate(&mut Source {
            u,
            revision,
            mistakes: true,
        })
    }
}

impl<'a, T: Generate<'a>> ArbitraryIn<'a> for T {}

/// A value that can be generated.
trait Generate<'a>: Sized {
    /// The fewest bytes that tell two values apart.
    const BYTES: usize;

    fn generate(source: &mut Source<'_, 'a>) -> Result<Self>;
}

impl Revision {
    /// Generates a value with members and listed values of this revision only. Most values are valid, and
    /// others have a mistake or two.
    /// `Arbitrary` of the types chooses a revision first.
    ///
    /// # Errors
    ///
    /// Those of `u`. For a [`Valid`] value also if none could be generated.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Revision, SessionConfig, Valid};
    /// use arbitrary::Unstructured;
    ///
    /// let mut bytes = Unstructured::new(&[0xff; 64]);
    /// let session: SessionConfig = Revision::V2025.arbitrary(&mut bytes)?;
    /// assert_eq!(session.tags, None);
    ///
    /// let task: Valid<CreateTaskRequest> = Revision::LATEST.arbitrary(&mut bytes)?;
    /// assert_eq!(task.revision(), Revision::LATEST);
    /// # Ok::<(), arbitrary::Error>(())
    /// ```
    pub fn arbitrary<'a, T: ArbitraryIn<'a>>(self, u: &mut Unstructured<'a>) -> Result<T> {
        T::arbitrary_in(self, u)
    }
}

/// The value of a member, by its check, or by its type if it has none.
macro_rules! member {
    (required $source:ident $type:ty) => {
        <$type>::generate($source)?
    };
    (optional $source:ident $type:ty) => {
        Option::<$type>::generate($source)?
    };
    (optional $source:ident $type:ty, since $since:ident) => {
        if Revision::$since <= $source.revision {
            Option::<$type>::generate($source)?
        } else {
            None
        }
    };
    (required $source:ident $type:ty, rules $rules:ident($($sibling:ident),*)) => {
        values::$rules($source $(, $sibling.as_ref())*)?.into()
    };
    (optional $source:ident $type:ty $(, null since $null:ident)?, rules $rules:ident($($sibling:ident),*)) => {
        if $source.is_present()? {
            Some(values::$rules($source $(, $sibling.as_ref())*)?.into())
        } else {
            None
        }
    };
    (optional $source:ident $type:ty, dependent_required $dependency:ident, rules $rules:ident($($sibling:ident),*)) => {
        values::$rules($source, $dependency.as_ref() $(, $sibling.as_ref())*)?
    };
}

/// The bytes of a member.
macro_rules! bytes {
    (required $type:ty) => {
        <$type as Generate<'_>>::BYTES
    };
    ($presence:ident $type:ty $(, $rules:ident)?) => {
        1
    };
}

/// The type of a field.
macro_rules! field_type {
    (required $type:ty) => { $type };
    (optional $type:ty) => { Option<$type> };
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
    )*) => {
        use crate::{$($object),*};

        $(
        /// Most values are valid in their revision, others have a mistake or two, and every rule that a value
        /// can violate is violated by some. Use [`Valid`] as the type of the argument for valid values only.
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

            fn size_hint(_: usize) -> (usize, Option<usize>) {
                (1 + Self::BYTES, None)
            }
        }

        impl<'a> Generate<'a> for $object {
            const BYTES: usize = 1 $(+ bytes!($presence $type $(, $rules)?))*;

            fn generate(source: &mut Source<'_, 'a>) -> Result<Self> {
                $(
                    let $field: field_type!($presence $type) = member!(
                        $presence source $type
                        $(, since $since)?
                        $(, null since $null_since)?
                        $(, dependent_required $dependency)?
                        $(, rules $rules($($sibling),*))?
                    );
                )*
                let unknown = unknown_members(source, Self::OBJECT)?;
                Ok(Self { $($field,)* unknown })
            }
        }
    )*
    };
}

objects!(arbitrary_objects);

/// Names and values of unknown members. A `serde_json::Value` holds the values as they are written.
const UNKNOWN_NAMES: &[&str] = &[
    "extra",
    "",
    "timeoutMinutes",
    "countryCode",
    "tags",
    "a/b~c",
];
const UNKNOWN_VALUES: &[&str] = &["null", "7", "[]", r#"{"a":[2.5]}"#, r#""t""#];

/// By mistake an unknown member.
fn unknown_members(source: &mut Source<'_, '_>, object: &ObjectType) -> Result<UnknownMembers> {
    let mut unknown = UnknownMembers::default();
    if source.is_mistaken()? {
        let name = source.one_of(UNKNOWN_NAMES)?;
        let value = source.one_of(UNKNOWN_VALUES)?;
        if object.member(name).is_none() {
            unknown.set(name, JsonText::first_of(value));
        }
    }
    Ok(unknown)
}

/// Values that mostly are listed ones.
macro_rules! open_values {
    ($($name:ident by $generate:expr;)*) => {$(
        impl<'a> Arbitrary<'a> for $name {
            fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
                Self::arbitrary_in(u.choose_iter(Revision::all())?, u)
            }

            fn size_hint(_: usize) -> (usize, Option<usize>) {
                (1 + Self::BYTES, None)
            }
        }

        impl<'a> Generate<'a> for $name {
            const BYTES: usize = 1;

            fn generate(source: &mut Source<'_, 'a>) -> Result<Self> {
                let generate: fn(&mut Source<'_, 'a>) -> Result<Self> = $generate;
                generate(source)
            }
        }
    )*};
}

open_values! {
    Language by values::language;
    ProxyType by values::proxy_type;
    CountryCode by |source| values::country_code(source, None);
}

/// Values without rules.
macro_rules! plain_values {
    ($($type:ty = $generate:expr;)*) => {$(
        impl<'a> Generate<'a> for $type {
            const BYTES: usize = 1;

            fn generate(source: &mut Source<'_, 'a>) -> Result<Self> {
                let generate: fn(&mut Source<'_, 'a>) -> Result<Self> = $generate;
                generate(source)
            }
        }
    )*};
}

plain_values! {
    bool = |source| source.u.arbitrary();
    i64 = |source| source.u.arbitrary();
    String = |source| source.text(values::SHORT);
    Password = |source| source.text(values::SHORT).map(Self::from);
    Vec<String> = |source| {
        let length = source.u.int_in_range(0..=3)?;
        (0..length).map(|_| source.text(values::SHORT)).collect()
    };
}

impl<'a, T: Generate<'a>> Generate<'a> for Option<T> {
    const BYTES: usize = 1;

    fn generate(source: &mut Source<'_, 'a>) -> Result<Self> {
        let is_present = source.is_present()?;
        is_present.then(|| T::generate(source)).transpose()
    }
}

/// Valid in the default revision; [`Revision::arbitrary`] chooses another.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Valid, Validate};
/// use arbitrary::{Arbitrary, Unstructured};
///
/// /// Is called by the fuzzer with its bytes.
/// fn fuzz(task: Valid<CreateTaskRequest>) {
///     let body = serde_json::to_string(&task).unwrap();
///     assert_eq!(CreateTaskRequest::from_json(&body), Ok(task));
/// }
///
/// fuzz(Valid::arbitrary(&mut Unstructured::new(b"the bytes of a fuzzer"))?);
/// # Ok::<(), arbitrary::Error>(())
/// ```
impl<'a, T: Object + ArbitraryIn<'a>> Arbitrary<'a> for Valid<T> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Self::arbitrary_in(Revision::default(), u)
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (T::BYTES, None)
    }
}

impl<'a, T: Object + ArbitraryIn<'a>> Generate<'a> for Valid<T> {
    const BYTES: usize = T::BYTES;

    fn generate(source: &mut Source<'_, 'a>) -> Result<Self> {
        let value = T::generate(&mut Source {
            u: &mut *source.u,
            revision: source.revision,
            mistakes: false,
        })?;
        let validator = Validator::new().revision(source.revision);
        validator
            .accept(value)
            .map_err(|_| arbitrary::Error::IncorrectFormat)
    }
}

impl<'a> Arbitrary<'a> for ProxyConfig {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Self::arbitrary_in(u.choose_iter(Revision::all())?, u)
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (1 + Self::BYTES, None)
    }
}

impl<'a> Generate<'a> for ProxyConfig {
    const BYTES: usize = 1 + AnchorProxy::BYTES;

    fn generate(source: &mut Source<'_, 'a>) -> Result<Self> {
        // An Anchor proxy where the bytes are used up.
        if source.u.arbitrary()? {
            CustomProxy::generate(source).map(Self::Custom)
        } else {
            AnchorProxy::generate(source).map(Self::Anchor)
        }
    }
}

impl<'a> Arbitrary<'a> for Password {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        u.arbitrary::<String>().map(Self::from)
    }

    fn size_hint(depth: usize) -> (usize, Option<usize>) {
        <String as Arbitrary>::size_hint(depth)
    }
}
