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

/// A type whose members serde's derive reads. What it derives takes an array too, as the members
/// in their order; by [`object`] it is read from an object alone.
pub(crate) trait Derived<'de>: Sized {
    fn derived<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Lets types be read from objects alone. What serde derives must stand beside the traits, by
/// `#[serde(remote = "Self")]`.
macro_rules! object_only {
    ($($type:ident),*) => {$(
        impl<'de> $crate::quiet::Derived<'de> for $type {
            fn derived<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $type::deserialize(deserializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::quiet::object(deserializer)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $type::serialize(self, serializer)
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
    use crate::{CreateTaskRequest, ProxyConfig, SessionConfig, Task};

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
        ];
        for (refusal, expected) in table {
            assert!(refusal.starts_with(expected), "{refusal}");
            assert!(
                !refusal.contains("hunter2") && !refusal.contains("31337"),
                "{refusal}"
            );
        }
    }
}
