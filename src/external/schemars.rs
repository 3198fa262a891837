//! The types of this crate in schemas that schemars derives.

use std::borrow::Cow;

use ::schemars::{JsonSchema, Schema as JsonSchemaOf, SchemaGenerator};
use serde_json::Value;

use super::component::{COMPONENTS, REFERENCE, Schema, components, schema};
use crate::contract::objects::object_names;
use crate::validate::valid::Valid;

macro_rules! json_schemas {
    ($($component:ident)*) => {
        $(
            /// The embedded schema of the default revision.
            impl JsonSchema for crate::$component {
                fn schema_name() -> Cow<'static, str> {
                    stringify!($component).into()
                }

                fn schema_id() -> Cow<'static, str> {
                    concat!(module_path!(), "::", stringify!($component)).into()
                }

                fn json_schema(generator: &mut SchemaGenerator) -> JsonSchemaOf {
                    resolved(schema(stringify!($component)), generator).into()
                }
            }
        )*

        /// The schema of a type, as the generator refers to it; `None` if no type has this schema.
        fn subschema(name: &str, generator: &mut SchemaGenerator) -> Option<JsonSchemaOf> {
            match name {
                $(stringify!($component) => Some(generator.subschema_for::<crate::$component>()),)*
                _ => None,
            }
        }
    };
}

components!(json_schemas);

/// The schema of the value.
impl<T: JsonSchema> JsonSchema for Valid<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> JsonSchemaOf {
        T::json_schema(generator)
    }
}

/// A schema that refers to those of other types as the generator does, and contains the others, which
/// are lists of countries.
fn resolved(schema_: Schema, generator: &mut SchemaGenerator) -> Schema {
    let mut resolved = Schema::new();
    for (keyword, value) in schema_ {
        let name = value
            .as_str()
            .and_then(|name| name.strip_prefix(COMPONENTS));
        match name {
            Some(name) if keyword == REFERENCE => {
                for (keyword, value) in target(name, generator) {
                    // What is beside a reference describes the member, and not its type.
                    resolved.entry(keyword).or_insert(value);
                }
            }
            _ => {
                resolved.insert(keyword, resolved_value(value, generator));
            }
        }
    }
    resolved
}

fn resolved_value(value: Value, generator: &mut SchemaGenerator) -> Value {
    match value {
        Value::Object(schema) => resolved(schema, generator).into(),
        Value::Array(values) => {
            let values = values.into_iter();
            values
                .map(|value| resolved_value(value, generator))
                .collect()
        }
        scalar => scalar,
    }
}

fn target(name: &str, generator: &mut SchemaGenerator) -> Schema {
    match subschema(name, generator) {
        Some(reference) => reference.as_object().cloned().unwrap_or_default(),
        None => resolved(schema(name), generator),
    }
}
