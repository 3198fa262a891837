//! Valid documents of every type, as JSON text.

use proptest::prelude::*;
use serde::Serialize;

use super::value::{
    anchor_proxy, create_task_request, custom_proxy, error_response, proxy_config, session_config,
    task, task_response,
};
use crate::validate::document_type::document_types;
use crate::{
    AnchorProxy, CreateTaskRequest, CustomProxy, DocumentType, ErrorResponse, ProxyConfig,
    Revision, SessionConfig, Task, TaskResponse,
};

/// A type of which valid values can be generated.
trait Generate: Serialize + std::fmt::Debug + Sized + 'static {
    fn valid(revision: Revision) -> impl Strategy<Value = Self> + Clone + 'static;
}

/// Responses with an error are the same in all revisions.
fn any_error_response(_: Revision) -> impl Strategy<Value = ErrorResponse> + Clone + 'static {
    error_response()
}

macro_rules! generate {
    ($($document:ident $strategy:ident;)*) => {$(
        impl Generate for $document {
            fn valid(revision: Revision) -> impl Strategy<Value = Self> + Clone + 'static {
                $strategy(revision)
            }
        }
    )*};
}

generate! {
    CreateTaskRequest create_task_request;
    SessionConfig session_config;
    ProxyConfig proxy_config;
    AnchorProxy anchor_proxy;
    CustomProxy custom_proxy;
    Task task;
    TaskResponse task_response;
    ErrorResponse any_error_response;
}

macro_rules! valid_json {
    ($($(#[$doc:meta])* $document:ident $kebab:literal;)*) => {
        /// The JSON text of a document of this type that violates no rule of a revision.
        ///
        /// ```
        /// use anchorbrowser_schema::{DocumentType, Revision, Validator, strategy};
        /// use proptest::prelude::*;
        ///
        /// let (revision, task) = (Revision::LATEST, DocumentType::Task);
        /// let validator = Validator::new().revision(revision);
        /// proptest!(|(json in strategy::valid_json(revision, task))| {
        ///     prop_assert!(validator.check_json_as(task, json).is_empty());
        /// });
        /// ```
        pub fn valid_json(revision: Revision, document_type: DocumentType) -> BoxedStrategy<String> {
            match document_type {
                $(DocumentType::$document => json_of($document::valid(revision)),)*
            }
        }
    };
}

document_types!(valid_json);

fn json_of<T: Generate>(values: impl Strategy<Value = T> + 'static) -> BoxedStrategy<String> {
    // Generated values have no unknown members, and all others have a form in JSON.
    values
        .prop_map(|value| serde_json::to_string(&value).unwrap_or_default())
        .boxed()
}
