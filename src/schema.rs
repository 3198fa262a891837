//! The embedded JSON Schemas.
//!
//! They state the contract a second time, independently of the rules: neither is made from the
//! other, and the tests hold them against each other.

use crate::root::Root;

/// The endpoint `POST /v1/task` as an OpenAPI 3.1 document, in JSON: what a server can publish, and
/// what other tools can go by.
///
/// Its components are the embedded schemas, the corrected reading of the API document: a proxy's
/// type is one of four, and its country must stand in the list of that type.
///
/// ```
/// let openapi: serde_json::Value = serde_json::from_str(anchorbrowser_schema::OPENAPI)?;
/// let create = &openapi["paths"]["/v1/task"]["post"];
/// assert_eq!(create["operationId"], "createTask");
/// assert!(openapi["components"]["schemas"]["CreateTaskRequest"].is_object());
/// # Ok::<(), serde_json::Error>(())
/// ```
pub const OPENAPI: &str = include_str!("../schemas/openapi.json");

/// The schema of a root, as text.
pub(crate) fn text(root: Root) -> &'static str {
    macro_rules! embedded {
        ($name:literal) => {
            include_str!(concat!("../schemas/", $name, ".schema.json"))
        };
    }
    match root {
        Root::CreateTaskRequest => embedded!("create-task-request"),
        Root::SessionConfig => embedded!("session-config"),
        Root::ProxyConfig => embedded!("proxy-config"),
        Root::AnchorProxy => embedded!("anchor-proxy"),
        Root::CustomProxy => embedded!("custom-proxy"),
        Root::Task => embedded!("task"),
        Root::TaskResponse => embedded!("task-response"),
        Root::ErrorResponse => embedded!("error-response"),
    }
}

#[cfg(feature = "jsonschema")]
impl Root {
    /// The embedded schema of this kind of document, compiled, with formats judged. It is compiled
    /// at the first call, and kept.
    ///
    /// A schema cannot state every rule; the README names those that it cannot.
    ///
    /// ```
    /// use anchorbrowser_schema::Root;
    ///
    /// let compiled = Root::CreateTaskRequest.compiled_schema();
    /// assert!(compiled.is_valid(&serde_json::json!({"name": "t", "language": "typescript"})));
    /// assert!(!compiled.is_valid(&serde_json::json!({"name": "t"})));
    /// ```
    #[must_use]
    pub fn compiled_schema(self) -> &'static jsonschema::Validator {
        use once_cell::sync::OnceCell;

        static COMPILED: [OnceCell<jsonschema::Validator>; Root::COUNT] =
            [const { OnceCell::new() }; Root::COUNT];
        #[expect(clippy::indexing_slicing, reason = "there is a cell for each root")]
        COMPILED[self as usize].get_or_init(|| compile(text(self)))
    }
}

#[cfg(feature = "jsonschema")]
#[expect(
    clippy::expect_used,
    reason = "the schemas are embedded, and a test compiles each"
)]
fn compile(schema: &str) -> jsonschema::Validator {
    let schema = serde_json::from_str(schema).expect("an embedded schema is JSON");
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("an embedded schema is a JSON Schema")
}

#[cfg(all(test, feature = "jsonschema"))]
mod tests {
    use super::*;

    #[test]
    fn each_schema_keeps_the_metaschema_and_compiles() {
        for root in Root::all() {
            let schema: serde_json::Value = serde_json::from_str(root.schema()).unwrap();
            assert!(jsonschema::draft202012::meta::is_valid(&schema), "{root}");
            assert!(
                !root.compiled_schema().is_valid(&serde_json::json!([])),
                "{root}"
            );
        }
    }
}
