//! The types of this crate in OpenAPI documents that utoipa derives.
//!
//! `Valid` is not among them: only types that utoipa itself defines or derives can be generic.

use std::borrow::Cow;

use ::utoipa::openapi::extensions::Extensions;
use ::utoipa::openapi::schema::{ObjectBuilder, SchemaType};
use ::utoipa::openapi::{RefOr, Schema as OpenApiSchema};
use ::utoipa::{PartialSchema, ToSchema};
use serde_json::Value;

use super::component::{COMPONENTS, REFERENCE, Schema, components, schema};
use crate::contract::objects::object_names;

macro_rules! to_schemas {
    ($($component:ident)*) => {$(
        /// The embedded schema of the default revision.
        impl PartialSchema for crate::$component {
            fn schema() -> RefOr<OpenApiSchema> {
                as_written(schema(stringify!($component)))
            }
        }

        impl ToSchema for crate::$component {
            fn name() -> Cow<'static, str> {
                stringify!($component).into()
            }

            fn schemas(schemas: &mut Vec<(String, RefOr<OpenApiSchema>)>) {
                collect(&schema(stringify!($component)).into(), schemas);
            }
        }
    )*};
}

components!(to_schemas);

/// A schema with all its keywords. utoipa knows only some of them, so they are added as extensions,
/// which are written unchanged.
fn as_written(schema: Schema) -> RefOr<OpenApiSchema> {
    let keywords = Extensions::from_iter(schema);
    let object = ObjectBuilder::new().schema_type(SchemaType::AnyValue);
    object.extensions(Some(keywords)).into()
}

/// Collects the schemas that a schema refers to, each once.
fn collect(value: &Value, schemas: &mut Vec<(String, RefOr<OpenApiSchema>)>) {
    match value {
        Value::Object(keywords) => {
            let reference = keywords.get(REFERENCE).and_then(Value::as_str);
            let name = reference.and_then(|reference| reference.strip_prefix(COMPONENTS));
            if let Some(name) = name
                && schemas.iter().all(|(collected, _)| collected != name)
            {
                let target = schema(name);
                schemas.push((name.to_owned(), as_written(target.clone())));
                collect(&target.into(), schemas);
            }
            for value in keywords.values() {
                collect(value, schemas);
            }
        }
        Value::Array(values) => {
            for value in values {
                collect(value, schemas);
            }
        }
        _ => {}
    }
}
