//! Deserializing without showing values.
//!
//! The errors of serde quote what they did not expect. Where that could be a secret, such as a URL
//! with a password where an object should stand, these readers name its type alone.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Reads a text.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Quiet::<String>::deserialize(deserializer).map(|Quiet(text)| text)
}

/// Reads an optional text.
pub(crate) fn optional_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    Ok(Option::<Quiet<String>>::deserialize(deserializer)?.map(|Quiet(text)| text))
}

/// Reads an object.
pub(crate) fn object<'de, T: Derived<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Quiet::<Object<T>>::deserialize(deserializer).map(|Quiet(Object(value))| value)
}

/// A type whose members serde's derive reads. What is derived takes an array too, as the members in
/// their order, and quotes what it finds; by [`object`] it is read from an object alone.
pub(crate) trait Derived<'de>: Sized {
    fn derived<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Lets types be read from objects alone, each by a private struct of the same members that stands
/// for it (`#[serde(remote = "…")]`). On the type itself the derive would leave a public function
/// `deserialize`, which wins over the trait's.
macro_rules! object_only {
    ($($type:ident: $members:ident,)*) => {$(
        impl<'de> $crate::quiet::Derived<'de> for $type {
            fn derived<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $members::deserialize(deserializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::quiet::object(deserializer)
            }
        }
    )*};
}

pub(crate) use object_only;

/// A value whose reader never quotes what it finds.
struct Quiet<T>(T);

/// A value that is read from an object, and from nothing else.
struct Object<T>(T);

/// What can be read quietly.
trait Expected<'de>: Sized {
    const NAME: &'static str;

    fn from_text<E: Error>(_text: &str) -> Result<Self, E> {
        Err(refused::<Self, E>("a string"))
    }

    fn from_map<M: MapAccess<'de>>(_map: M) -> Result<Self, M::Error> {
        Err(refused::<Self, M::Error>("an object"))
    }
}

impl Expected<'_> for String {
    const NAME: &'static str = "a string";

    fn from_text<E: Error>(text: &str) -> Result<Self, E> {
        Ok(text.to_owned())
    }
}

impl<'de, T: Derived<'de>> Expected<'de> for Object<T> {
    const NAME: &'static str = "an object";

    fn from_map<M: MapAccess<'de>>(map: M) -> Result<Self, M::Error> {
        T::derived(MapAccessDeserializer::new(map)).map(Object)
    }
}

fn refused<'de, T: Expected<'de>, E: Error>(found: &str) -> E {
    E::custom(format_args!("expected {}, found {found}", T::NAME))
}

impl<'de, T: Expected<'de>> Deserialize<'de> for Quiet<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_any(QuietVisitor(PhantomData))
            .map(Quiet)
    }
}

struct QuietVisitor<T>(PhantomData<T>);

impl<'de, T: Expected<'de>> Visitor<'de> for QuietVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::NAME)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::from_text(text)
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<T, M::Error> {
        T::from_map(map)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, _: S) -> Result<T, S::Error> {
        Err(refused::<T, S::Error>("an array"))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<T, E> {
        Err(refused::<T, E>("a boolean"))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<T, E> {
        Err(refused::<T, E>("a number"))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<T, E> {
        Err(refused::<T, E>("a number"))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<T, E> {
        Err(refused::<T, E>("a number"))
    }

    fn visit_bytes<E: Error>(self, _: &[u8]) -> Result<T, E> {
        Err(refused::<T, E>("bytes"))
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Err(refused::<T, E>("null"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{
        AnchorProxy, ApiError, CreateTaskRequest, CustomProxy, ErrorResponse, LiveView, Password,
        ProxyConfig, Recording, SessionConfig, Task, TaskResponse, Timeout,
    };

    fn refusal<T: serde::de::DeserializeOwned>(json: &str) -> String {
        let Err(error) = serde_json::from_str::<T>(json) else {
            panic!("{json} was read")
        };
        error.to_string()
    }

    #[test]
    fn errors_name_types_alone() {
        let secret = "https://user:hunter2@example.com/";
        let table = [
            (
                refusal::<SessionConfig>(&format!(r#"{{"proxy":"{secret}"}}"#)),
                "expected an object, found a string",
            ),
            (
                refusal::<SessionConfig>(r#"{"proxy":["hunter2"]}"#),
                "expected an object, found an array",
            ),
            (
                refusal::<SessionConfig>(r#"{"initial_url":["hunter2"]}"#),
                "expected a string, found an array",
            ),
            (
                refusal::<SessionConfig>(r#"{"initial_url":{"hunter2":1}}"#),
                "expected a string, found an object",
            ),
            (
                refusal::<CreateTaskRequest>(r#"{"code":31337}"#),
                "expected a string, found a number",
            ),
            (
                refusal::<CreateTaskRequest>(&format!(r#"{{"browserConfiguration":"{secret}"}}"#)),
                "expected an object, found a string",
            ),
            (
                refusal::<Task>(r#"{"code":-31337.5}"#),
                "expected a string, found a number",
            ),
            (
                refusal::<ProxyConfig>(&format!("\"{secret}\"")),
                "expected an object, found a string",
            ),
            (
                refusal::<ProxyConfig>("[true]"),
                "expected an object, found an array",
            ),
            (
                refusal::<Password>("31337"),
                "expected a string, found a number",
            ),
            (
                refusal::<Password>(r#"["hunter2"]"#),
                "expected a string, found an array",
            ),
        ];
        for (refusal, expected) in table {
            assert!(refusal.starts_with(expected), "{refusal}");
            assert!(
                !refusal.contains("hunter2") && !refusal.contains("31337"),
                "{refusal}"
            );
        }
    }

    /// Calls a macro for each type that is read from objects alone.
    macro_rules! for_each_object {
        ($each:ident) => {
            $each!(CreateTaskRequest);
            $each!(SessionConfig);
            $each!(Recording);
            $each!(Timeout);
            $each!(LiveView);
            $each!(ProxyConfig);
            $each!(AnchorProxy);
            $each!(CustomProxy);
            $each!(Task);
            $each!(TaskResponse);
            $each!(ErrorResponse);
            $each!(ApiError);
        };
    }

    #[test]
    fn the_path_of_a_concrete_type_leads_to_the_quiet_reader() {
        use serde::Deserialize;

        let table = [
            (json!("https://user:hunter2@example.com/"), "a string"),
            (json!([1, 2]), "an array"),
            (json!([]), "an array"),
        ];
        macro_rules! refuses {
            ($type:ident) => {
                for (value, found) in &table {
                    let error = $type::deserialize(value).map(|_| ()).unwrap_err();
                    let expected = format!("expected an object, found {found}");
                    assert_eq!(error.to_string(), expected, stringify!($type));
                }
            };
        }
        for_each_object!(refuses);
    }

    /// Functions of a type itself win over those of a trait: with them this does not compile.
    #[test]
    fn only_the_traits_read_and_write() {
        trait Fallback: Sized {
            fn deserialize() {}
            fn serialize() {}
        }
        impl<T> Fallback for T {}

        macro_rules! has_neither {
            ($type:ident) => {
                $type::deserialize();
                $type::serialize();
            };
        }
        for_each_object!(has_neither);
        has_neither!(Password);
    }
}
