//! The embedded JSON Schemas.
//!
//! They state the contract a second time, independently of the rules: neither is generated from the
//! other, and tests compare them.

/// The endpoint `POST /v1/task` as an OpenAPI 3.1 document, in JSON: for servers to publish, and for
/// other tools.
///
/// Its components are the embedded schemas, the corrected reading of the API document: a proxy's type
/// is one of four, and its country must be in the list of that type.
///
/// ```
/// let openapi: serde_json::Value = serde_json::from_str(anchorbrowser_schema::OPENAPI)?;
/// let create = &openapi["paths"]["/v1/task"]["post"];
/// assert_eq!(create["operationId"], "createTask");
/// assert!(openapi["components"]["schemas"]["CreateTaskRequest"].is_object());
/// # Ok::<(), serde_json::Error>(())
/// ```
pub const OPENAPI: &str = include_str!("../schemas/openapi.json");

#[cfg(feature = "jsonschema")]
pub(crate) mod accepts {
    //! Whether a schema accepts a value.

    use once_cell::sync::OnceCell;
    use serde::Serialize;

    use crate::string::quote::Count;
    use crate::validate::document_type::DocumentType;

    /// A value that the embedded schema of a document type rejects: where, and why.
    ///
    /// The reasons do not quote values, which can be secret.
    ///
    /// See the example of [`DocumentType::schema_accepts`].
    #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
    #[error("{} against the schema, the first at `{}`", Count(.errors.len(), "error"), self.first())]
    pub struct SchemaErrors {
        errors: Vec<(String, String)>,
    }

    impl SchemaErrors {
        /// JSON Pointers to the rejected values, and the reasons.
        ///
        /// See the example of [`DocumentType::schema_accepts`].
        #[must_use]
        pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
            let errors = self.errors.iter();
            errors.map(|(pointer, reason)| (pointer.as_str(), reason.as_str()))
        }

        fn first(&self) -> &str {
            self.errors.first().map_or("", |(pointer, _)| pointer)
        }
    }

    impl DocumentType {
        /// Whether the embedded schema of this document type accepts a value, with formats. The
        /// schema is compiled at the first call, and kept.
        ///
        /// A schema cannot state every rule; the README lists those that it cannot.
        ///
        /// # Errors
        ///
        /// If the schema rejects the value, or the value cannot be represented in JSON.
        ///
        /// ```
        /// use anchorbrowser_schema::DocumentType;
        /// use serde_json::json;
        ///
        /// let request = DocumentType::CreateTaskRequest;
        /// assert!(request.schema_accepts(&json!({"name": "t", "language": "typescript"})).is_ok());
        /// let errors = request.schema_accepts(&json!({"name": 5, "language": "typescript"})).unwrap_err();
        /// let pointers: Vec<_> = errors.iter().map(|(pointer, _)| pointer).collect();
        /// assert_eq!(pointers, ["/name"]);
        /// ```
        pub fn schema_accepts<V: Serialize + ?Sized>(self, value: &V) -> Result<(), SchemaErrors> {
            let value = serde_json::to_value(value).map_err(|error| SchemaErrors {
                errors: vec![(String::new(), error.to_string())],
            })?;
            let errors: Vec<_> = compiled(self)
                .iter_errors(&value)
                .map(|error| {
                    (
                        error.instance_path().to_string(),
                        error.masked().to_string(),
                    )
                })
                .collect();
            if errors.is_empty() {
                Ok(())
            } else {
                Err(SchemaErrors { errors })
            }
        }
    }

    fn compiled(document_type: DocumentType) -> &'static jsonschema::Validator {
        const COUNT: usize = DocumentType::COUNT;
        static COMPILED: [OnceCell<jsonschema::Validator>; COUNT] =
            [const { OnceCell::new() }; COUNT];
        #[expect(
            clippy::indexing_slicing,
            reason = "there is a cell for each document type"
        )]
        COMPILED[document_type as usize].get_or_init(|| compile(document_type.schema()))
    }

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

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn each_schema_satisfies_the_metaschema_and_compiles() {
            for document_type in DocumentType::all() {
                let schema = serde_json::from_str(document_type.schema()).unwrap();
                assert!(
                    jsonschema::draft202012::meta::is_valid(&schema),
                    "{document_type}"
                );
                let array = serde_json::json!([]);
                assert!(
                    document_type.schema_accepts(&array).is_err(),
                    "{document_type}"
                );
            }
        }
    }
}
