//! The types of document that can be chosen by name.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::object::Object;
use super::validator::Validator;
use crate::contract::member::{Member, ObjectType};
use crate::contract::object::{
    AnchorProxy, CreateTaskRequest, CustomProxy, ErrorResponse, ProxyConfig, SessionConfig, Task,
    TaskResponse,
};
use crate::report::report::Report;
use crate::string::push_fmt::push_fmt;
use crate::string::quote::{OneOf, Quoted};

/// A document that can be checked on its own: an object with a [`DocumentType`].
pub trait Document: Object {
    /// The type of document.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Document, DocumentType};
    ///
    /// assert_eq!(CreateTaskRequest::TYPE, DocumentType::CreateTaskRequest);
    /// ```
    const TYPE: DocumentType;
}

/// Calls a macro with the document types, the default first: name, name in kebab-case and
/// documentation. What follows the name of the macro is passed to it first.
macro_rules! document_types {
    ($expand:ident $($first:tt)*) => {
        $expand! {
            $($first)*
            /// [`CreateTaskRequest`], the default.
            CreateTaskRequest "create-task-request";
            /// [`SessionConfig`].
            SessionConfig "session-config";
            /// [`ProxyConfig`].
            ProxyConfig "proxy-config";
            /// [`AnchorProxy`]: a `type` of `custom` is an error.
            AnchorProxy "anchor-proxy";
            /// [`CustomProxy`]: any `type` but `custom` is an error.
            CustomProxy "custom-proxy";
            /// [`Task`].
            Task "task";
            /// [`TaskResponse`].
            TaskResponse "task-response";
            /// [`ErrorResponse`].
            ErrorResponse "error-response";
        }
    };
}

macro_rules! types {
    ($($(#[$doc:meta])* $document:ident $kebab:literal;)*) => {
        /// A type of document, for types that are known only at run time. The names are those of
        /// the API document; kebab-case is also accepted.
        ///
        /// ```
        /// use anchorbrowser_schema::{DocumentType, Validator};
        ///
        /// let document_type: DocumentType = "session-config".parse()?;
        /// assert_eq!(document_type, DocumentType::SessionConfig);
        /// assert_eq!(document_type.name(), "SessionConfig");
        /// assert!(Validator::new().check_json_as(document_type, "{}").is_valid());
        /// # Ok::<(), anchorbrowser_schema::UnknownDocumentType>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum DocumentType {
            $(
                $(#[$doc])*
                $document,
            )*
        }

        impl DocumentType {
            /// The number of document types.
            #[cfg(feature = "jsonschema")]
            pub(crate) const COUNT: usize = [$($kebab),*].len();

            /// All document types, the default first.
            ///
            /// ```
            /// use anchorbrowser_schema::DocumentType;
            ///
            /// assert_eq!(DocumentType::all().next(), Some(DocumentType::default()));
            /// ```
            #[must_use]
            pub fn all() -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator + Clone {
                [$(Self::$document),*].into_iter()
            }

            /// The name in the API document.
            ///
            /// ```
            /// assert_eq!(anchorbrowser_schema::DocumentType::Task.name(), "Task");
            /// ```
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$document => stringify!($document),)*
                }
            }

            /// The name in kebab-case.
            const fn kebab_case(self) -> &'static str {
                match self {
                    $(Self::$document => $kebab,)*
                }
            }

            /// The objects that a document of this type can be: two for a proxy, otherwise one.
            ///
            /// ```
            /// use anchorbrowser_schema::DocumentType;
            ///
            /// assert_eq!(DocumentType::ProxyConfig.objects().len(), 2);
            /// ```
            #[must_use]
            pub const fn objects(self) -> &'static [&'static ObjectType] {
                match self {
                    $(Self::$document => <$document as Object>::OBJECTS,)*
                }
            }
        }

        $(
            impl Document for $document {
                const TYPE: DocumentType = DocumentType::$document;
            }
        )*

        impl Validator {
            /// All violations of JSON text, which must be a document of this type.
            ///
            /// ```
            /// use anchorbrowser_schema::{DocumentType, Validator};
            ///
            /// let report = Validator::new().check_json_as(DocumentType::CustomProxy, r#"{"active": true}"#);
            /// let missing: Vec<_> = report.violations().iter().map(|v| v.pointer()).collect();
            /// assert_eq!(missing, ["/password", "/server", "/type", "/username"]);
            /// ```
            #[must_use]
            pub fn check_json_as(&self, document_type: DocumentType, json: impl AsRef<[u8]>) -> Report {
                match document_type {
                    $(DocumentType::$document => self.check_json::<$document>(json),)*
                }
            }
        }
    };
}

pub(crate) use document_types;

document_types!(types);

impl Default for DocumentType {
    /// [`CreateTaskRequest`](Self::CreateTaskRequest).
    fn default() -> Self {
        Self::CreateTaskRequest
    }
}

impl DocumentType {
    /// The known member at a JSON Pointer, such as that of a violation; none for the document itself,
    /// an unknown member, and a value inside a member that is not an object of the API.
    ///
    /// ```
    /// use anchorbrowser_schema::DocumentType;
    ///
    /// let member = |pointer| DocumentType::SessionConfig.member(pointer);
    /// assert!(member("/proxy/password").is_some_and(|member| member.is_secret()));
    /// assert!(member("/proxy").is_some_and(|member| !member.is_secret()));
    /// assert!(member("/proxi").is_none());
    /// ```
    #[must_use]
    pub fn member(self, pointer: &str) -> Option<&'static Member> {
        let (mut objects, mut found) = (self.objects(), None);
        for step in pointer.split('/').skip(1) {
            // No known name has a character that is escaped.
            let member = objects.iter().find_map(|object| object.member(step))?;
            (objects, found) = (member.objects, Some(member));
        }
        found
    }
}

impl fmt::Display for DocumentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A string that is not the name of a document type.
///
/// ```
/// use anchorbrowser_schema::DocumentType;
///
/// assert_eq!(
///     "createTask".parse::<DocumentType>().unwrap_err().to_string(),
///     "`createTask` is not a document type; use `CreateTaskRequest`, `SessionConfig`, \
///      `ProxyConfig`, `AnchorProxy`, `CustomProxy`, `Task`, `TaskResponse` or `ErrorResponse`"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct UnknownDocumentType {
    name: String,
}

impl UnknownDocumentType {
    fn message(&self) -> String {
        let names: Vec<_> = DocumentType::all().map(DocumentType::name).collect();
        let mut message = String::new();
        let name = Quoted(&self.name);
        push_fmt!(&mut message; name, " is not a document type; use ", OneOf(&names));
        message
    }
}

impl FromStr for DocumentType {
    type Err = UnknownDocumentType;

    /// # Errors
    ///
    /// If no document type has this name, as in the API document or in kebab-case.
    fn from_str(name: &str) -> Result<Self, UnknownDocumentType> {
        Self::all()
            .find(|known| known.name() == name || known.kebab_case() == name)
            .ok_or_else(|| UnknownDocumentType {
                name: name.to_owned(),
            })
    }
}

impl Serialize for DocumentType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for DocumentType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<str>::deserialize(deserializer)?;
        name.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_types_have_two_names() {
        for document_type in DocumentType::all() {
            assert_eq!(document_type.name().parse(), Ok(document_type));
            assert_eq!(document_type.kebab_case().parse(), Ok(document_type));
            let words = document_type.kebab_case().split('-');
            let camel = words.map(|word| word[..1].to_uppercase() + &word[1..]);
            assert_eq!(camel.collect::<String>(), document_type.name());
        }
        assert_eq!(
            "create-task-request".parse(),
            Ok(DocumentType::CreateTaskRequest)
        );
        for name in ["", "task-", "TASK", "createtaskrequest"] {
            assert!(name.parse::<DocumentType>().is_err(), "{name}");
        }
    }

    #[test]
    fn members_are_found_by_their_pointers() {
        let table = [
            (DocumentType::CreateTaskRequest, "", None),
            (
                DocumentType::CreateTaskRequest,
                "/code",
                Some(("code", true)),
            ),
            (
                DocumentType::CreateTaskRequest,
                "/browserConfiguration/proxy/server",
                Some(("server", true)),
            ),
            (
                DocumentType::TaskResponse,
                "/data/code",
                Some(("code", true)),
            ),
            (
                DocumentType::TaskResponse,
                "/data/browserConfiguration/proxy/type",
                Some(("type", false)),
            ),
            (
                DocumentType::ErrorResponse,
                "/error/code",
                Some(("code", false)),
            ),
            (DocumentType::ErrorResponse, "/error/code/x", None),
            (DocumentType::AnchorProxy, "/server", None),
        ];
        for (document_type, pointer, expected) in table {
            let member = document_type.member(pointer);
            let found = member.map(|member| (member.name(), member.is_secret()));
            assert_eq!(found, expected, "{pointer}");
        }
    }
}
