//! Finds the create-task endpoint in a document.
//!
//! A document is OpenAPI, or what documentation pages of Mintlify embed: a single endpoint in a
//! notation of its own, with `schemaArray` for a schema, and the components of OpenAPI.

use super::document::{Document, DocumentError};
use super::quote::quoted;
use super::tree::{NodeId, Tree, Value};

const PATH: &str = "/v1/task";
const METHOD: &str = "post";
const VERSIONS: [&str; 2] = ["3.0", "3.1"];
const MEDIA_TYPE: &str = "application/json";
/// Maximum number of `$ref`s that lead to a value.
const MAX_REFERENCES: usize = 64;

/// The endpoint `POST /v1/task` of a document.
#[derive(Debug)]
pub(super) struct Endpoint {
    /// The object with its description.
    pub(super) operation: NodeId,
    /// The schema of the request's body.
    pub(super) request: NodeId,
    pub(super) responses: Vec<Response>,
}

/// A response with a body.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: String,
    pub(super) key: NodeId,
    /// The schema of its body.
    pub(super) schema: NodeId,
}

impl Endpoint {
    /// The response with this status.
    pub(super) fn response(&self, status: &str) -> Option<&Response> {
        self.responses
            .iter()
            .find(|response| response.status == status)
    }

    pub(super) fn find(document: &Document) -> Result<Self, DocumentError> {
        let tree = &document.tree;
        let is_page = tree.at(Tree::ROOT, &["paths", "method"]).is_some();
        let notation = if is_page {
            Notation::Page
        } else {
            Notation::OpenApi
        };
        Finder { tree, notation }.find()
    }
}

/// Follows `$ref`s until they lead to something else.
pub(super) fn resolve(tree: &Tree, node: NodeId) -> Result<NodeId, DocumentError> {
    let mut found = node;
    for _ in 0..MAX_REFERENCES {
        match tree.get(found, "$ref") {
            Some(reference) => found = target(tree, reference)?,
            None => return Ok(found),
        }
    }
    Err(endless(tree, node))
}

pub(super) fn endless(tree: &Tree, node: NodeId) -> DocumentError {
    let reason = "the `$ref`s of this value form a cycle or a chain of more than 64";
    DocumentError::new(tree.start(node), reason)
}

/// The value that a `$ref` refers to.
pub(super) fn target(tree: &Tree, reference: NodeId) -> Result<NodeId, DocumentError> {
    let error = |reason: String| DocumentError::new(tree.start(reference), reason);
    let Some(uri) = tree.string(reference) else {
        let found = tree.describe(reference);
        return Err(error(format!("`$ref` must be a string, but is {found}")));
    };
    let Some(pointer) = uri.strip_prefix('#') else {
        return Err(error(format!(
            "{} is in another document; bundle the documents into one first",
            quoted(uri)
        )));
    };
    let pointer = percent_encoding::percent_decode_str(pointer).decode_utf8_lossy();
    let mut node = Tree::ROOT;
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let found = match tree.value(node) {
            Value::Array(elements) => step
                .parse::<usize>()
                .ok()
                .and_then(|index| elements.get(index).copied()),
            _ => tree.get(node, &step),
        };
        node = found.ok_or_else(|| error(format!("{} is not in the document", quoted(uri))))?;
    }
    Ok(node)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Notation {
    OpenApi,
    Page,
}

struct Finder<'t> {
    tree: &'t Tree,
    notation: Notation,
}

impl Finder<'_> {
    fn find(&self) -> Result<Endpoint, DocumentError> {
        let operation = match self.notation {
            Notation::OpenApi => {
                self.check_version()?;
                self.operation()?
            }
            Notation::Page => self.page()?,
        };
        let (body, responses) = match self.notation {
            Notation::OpenApi => (&["requestBody"][..], "responses"),
            Notation::Page => (&["request", "body"][..], "response"),
        };
        let body = body.iter().try_fold(operation, |node, name| {
            self.member(node, name, "the endpoint")
        })?;
        Ok(Endpoint {
            operation,
            request: self.request(body)?,
            responses: match self.tree.get(operation, responses) {
                Some(responses) => self.responses(responses)?,
                None => Vec::new(),
            },
        })
    }

    fn error(&self, node: NodeId, reason: impl Into<String>) -> DocumentError {
        DocumentError::new(self.tree.start(node), reason)
    }

    /// A member of an object, or an error that says what is missing.
    fn member(&self, node: NodeId, name: &str, what: &str) -> Result<NodeId, DocumentError> {
        let node = resolve(self.tree, node)?;
        let member = self.tree.get(node, name);
        member.ok_or_else(|| self.error(node, format!("{what} has no {}", quoted(name))))
    }

    fn check_version(&self) -> Result<(), DocumentError> {
        let Some(node) = self.tree.get(Tree::ROOT, "openapi") else {
            let reason = match self.tree.get(Tree::ROOT, "swagger") {
                Some(_) => "the document is Swagger; expected OpenAPI 3.0 or 3.1",
                None => "the document is not OpenAPI: it has no `openapi` with a version",
            };
            return Err(self.error(Tree::ROOT, reason));
        };
        let version = match self.tree.value(node) {
            Value::String(version) => version.clone(),
            Value::Number(version) => version.to_string(),
            _ => String::new(),
        };
        let is_supported = VERSIONS.iter().any(|known| {
            let patch = version.strip_prefix(known);
            patch.is_some_and(|patch| patch.is_empty() || patch.starts_with('.'))
        });
        if is_supported {
            return Ok(());
        }
        let found = quoted(&version);
        let reason = format!("the version of OpenAPI is {found}; expected 3.0 or 3.1");
        Err(self.error(node, reason))
    }

    /// The endpoint of OpenAPI.
    fn operation(&self) -> Result<NodeId, DocumentError> {
        let missing = |node| self.error(node, "the document has no endpoint `POST /v1/task`");
        let paths = self.tree.get(Tree::ROOT, "paths");
        let paths = paths.ok_or_else(|| missing(Tree::ROOT))?;
        let path = self.tree.get(paths, PATH).ok_or_else(|| missing(paths))?;
        let path = resolve(self.tree, path)?;
        self.tree.get(path, METHOD).ok_or_else(|| missing(path))
    }

    /// The endpoint of a page.
    fn page(&self) -> Result<NodeId, DocumentError> {
        let page = self.member(Tree::ROOT, "paths", "the page")?;
        let string = |name| {
            let node = self.tree.get(page, name);
            node.and_then(|node| self.tree.string(node))
                .unwrap_or_default()
        };
        let (path, method) = (string("path"), string("method"));
        if (path, method) == (PATH, METHOD) {
            return Ok(page);
        }
        let found = quoted(&format!("{} {path}", method.to_ascii_uppercase()));
        let reason = format!("the page describes {found}; expected `POST /v1/task`");
        Err(self.error(page, reason))
    }

    /// The schema of the request body.
    fn request(&self, body: NodeId) -> Result<NodeId, DocumentError> {
        let body = resolve(self.tree, body)?;
        let schema = self.json_schema(body)?;
        schema.ok_or_else(|| {
            let reason = format!("the request body has no `{MEDIA_TYPE}` with a schema");
            self.error(body, reason)
        })
    }

    /// The responses with a body in JSON.
    fn responses(&self, responses: NodeId) -> Result<Vec<Response>, DocumentError> {
        let mut found = Vec::new();
        for (status, key, response) in self.tree.entries(responses) {
            let response = resolve(self.tree, response)?;
            if let Some(schema) = self.json_schema(response)? {
                found.push(Response {
                    status: status.to_owned(),
                    key,
                    schema,
                });
            }
        }
        Ok(found)
    }

    /// The schema of a request body or a response in JSON.
    fn json_schema(&self, body: NodeId) -> Result<Option<NodeId>, DocumentError> {
        let content = match self.notation {
            Notation::OpenApi => self.tree.get(body, "content"),
            Notation::Page => Some(body),
        };
        let Some(json) = content.and_then(|content| self.json_body(content)) else {
            return Ok(None);
        };
        if self.notation == Notation::OpenApi {
            return Ok(self.tree.get(json, "schema"));
        }
        let Some(schemas) = self.tree.get(json, "schemaArray") else {
            return Ok(None);
        };
        match self.tree.elements(schemas) {
            [schema] => Ok(Some(*schema)),
            _ => Err(self.error(schemas, "`schemaArray` must be an array of one schema")),
        }
    }

    /// The value for JSON in an object by media types, which can have parameters.
    fn json_body(&self, content: NodeId) -> Option<NodeId> {
        let is_json = |name: &str| {
            let media_type = name.split(';').next().unwrap_or_default().trim();
            media_type.eq_ignore_ascii_case(MEDIA_TYPE)
        };
        let mut entries = self.tree.entries(content);
        entries
            .find(|(name, ..)| is_json(name))
            .map(|(.., value)| value)
    }
}
