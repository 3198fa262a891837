//! The embedded OpenAPI schemas, one by one, for crates that collect schemas.

use serde_json::{Map, Value};

use crate::contract::country::CountryCode;
use crate::contract::language::Language;
use crate::contract::object::{
    AnchorProxy, ApiError, CreateTaskRequest, CustomProxy, ErrorResponse, LiveView, ProxyConfig,
    Recording, ScopedAccess, SessionConfig, Task, TaskResponse, Timeout,
};
use crate::contract::proxy_type::ProxyType;
use crate::contract::revision::Revision;

/// Where a schema refers to another one.
pub(super) const REFERENCE: &str = "$ref";
/// What precedes the name of that.
pub(super) const COMPONENTS: &str = "#/components/schemas/";

/// A JSON Schema (draft 2020-12) without its `$schema`.
pub(super) type Schema = Map<String, Value>;

/// A type with a schema of its own.
pub(super) trait Component {
    /// The name of the schema.
    const NAME: &'static str;
}

/// Calls a macro with the types that have a schema.
macro_rules! components {
    ($expand:ident) => {
        $expand! {
            AnchorProxy ApiError CountryCode CreateTaskRequest CustomProxy ErrorResponse Language LiveView
            ProxyConfig ProxyType Recording ScopedAccess SessionConfig Task TaskResponse Timeout
        }
    };
}

macro_rules! names {
    ($($component:ident)*) => {$(
        impl Component for $component {
            const NAME: &'static str = stringify!($component);
        }
    )*};
}

components!(names);
pub(super) use components;

/// The schema with a name, in the default revision or else in the first one that has it.
pub(super) fn schema(name: &str) -> Schema {
    let mut revisions = [Revision::default()].into_iter().chain(Revision::all());
    let schema = revisions.find_map(|revision| {
        let mut openapi: Value = serde_json::from_str(revision.openapi()).ok()?;
        match openapi
            .pointer_mut(&["/components/schemas/", name].concat())?
            .take()
        {
            Value::Object(schema) => Some(schema),
            _ => None,
        }
    });
    schema.unwrap_or_default()
}
