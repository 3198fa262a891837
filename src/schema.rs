//! The embedded JSON Schemas.
//!
//! They state the contract a second time, independently of the rules: neither is generated from the
//! other, and tests compare them.

use crate::contract::revision::Revision;
use crate::contract::revisions::revisions;
use crate::validate::document_type::{DocumentType, document_types};

macro_rules! schemas {
    ($($(#[$doc:meta])* $revision:ident $name:literal { $($facts:tt)* })*) => {
        impl DocumentType {
            /// The embedded JSON Schema (draft 2020-12) of this type of document in a revision, as text.
            /// It is self-contained.
            ///
            /// ```
            /// use anchorbrowser_schema::{DocumentType, Revision};
            ///
            /// let schema = DocumentType::SessionConfig.schema(Revision::V2026);
            /// let schema: serde_json::Value = serde_json::from_str(schema)?;
            /// assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
            /// assert_eq!(schema["properties"]["tags"]["type"], "array");
            /// # Ok::<(), serde_json::Error>(())
            /// ```
            #[must_use]
            pub const fn schema(self, revision: Revision) -> &'static str {
                match revision {
                    $(Revision::$revision => {
                        document_types!(schemas_of $name;);
                        schema(self)
                    })*
                }
            }
        }

        impl Revision {
            /// The endpoint `POST /v1/task` as an OpenAPI 3.1 document, in JSON: for servers to publish,
            /// and for other tools.
            ///
            /// Its components are the embedded schemas, the corrected reading of the API document.
            ///
            /// ```
            /// use anchorbrowser_schema::Revision;
            ///
            /// let openapi: serde_json::Value = serde_json::from_str(Revision::V2025.openapi())?;
            /// let create = &openapi["paths"]["/v1/task"]["post"];
            /// assert_eq!(create["operationId"], "createTask");
            /// assert!(openapi["components"]["schemas"]["CreateTaskRequest"].is_object());
            /// # Ok::<(), serde_json::Error>(())
            /// ```
            #[must_use]
            pub const fn openapi(self) -> &'static str {
                match self {
                    $(Self::$revision => {
                        include_str!(concat!("../schemas/", $name, "/openapi.json"))
                    })*
                }
            }
        }
    };
}

macro_rules! schemas_of {
    ($name:literal; $($(#[$doc:meta])* $document:ident $kebab:literal;)*) => {
        const fn schema(document_type: DocumentType) -> &'static str {
            match document_type {
                $(DocumentType::$document => {
                    include_str!(concat!("../schemas/", $name, "/", $kebab, ".schema.json"))
                })*
            }
        }
    };
}

revisions!(schemas);

#[cfg(feature = "jsonschema")]
pub(crate) mod accepts {
    //! Whether a schema accepts a value.

    use once_cell::sync::OnceCell;
    use serde::Serialize;

    use crate::contract::revision::Revision;
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
        /// Whether the embedded schema of this document type in a revision accepts a value, with
        /// formats. The schema is compiled at the first call, and kept.
        ///
        /// A schema cannot express every rule; the guide lists those that it cannot (page `schemas`).
        ///
        /// # Errors
        ///
        /// If the schema rejects the value, or the value cannot be represented in JSON.
        ///
        /// ```
        /// use anchorbrowser_schema::{DocumentType, Revision};
        /// use serde_json::json;
        ///
        /// let accepts = |value| DocumentType::CreateTaskRequest.schema_accepts(Revision::LATEST, &value);
        /// assert!(accepts(json!({"name": "t", "language": "typescript"})).is_ok());
        /// let errors = accepts(json!({"name": 5, "language": "typescript"})).unwrap_err();
        /// let pointers: Vec<_> = errors.iter().map(|(pointer, _)| pointer).collect();
        /// assert_eq!(pointers, ["/name"]);
        /// ```
        pub fn schema_accepts<V: Serialize + ?Sized>(
            self,
            revision: Revision,
            value: &V,
        ) -> Result<(), SchemaErrors> {
            let value = serde_json::to_value(value).map_err(|error| SchemaErrors {
                errors: vec![(String::new(), error.to_string())],
            })?;
            let errors: Vec<_> = compiled(self, revision)
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

    fn compiled(document_type: DocumentType, revision: Revision) -> &'static jsonschema::Validator {
        const TYPES: usize = DocumentType::COUNT;
        const REVISIONS: usize = Revision::COUNT;
        static COMPILED: [[OnceCell<jsonschema::Validator>; TYPES]; REVISIONS] =
            [const { [const { OnceCell::new() }; TYPES] }; REVISIONS];
        #[expect(
            clippy::indexing_slicing,
            reason = "there is a cell for each revision and document type"
        )]
        COMPILED[revision as usize][document_type as usize]
            .get_or_init(|| compile(document_type.schema(revision)))
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
            for revision in Revision::all() {
                for document_type in DocumentType::all() {
                    let schema = serde_json::from_str(document_type.schema(revision)).unwrap();
                    assert!(
                        jsonschema::draft202012::meta::is_valid(&schema),
                        "{revision} {document_type}"
                    );
                    let array = serde_json::json!([]);
                    assert!(
                        document_type.schema_accepts(revision, &array).is_err(),
                        "{revision} {document_type}"
                    );
                }
            }
        }
    }
}
