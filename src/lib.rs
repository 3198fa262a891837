//! Validates create-task requests for the [Anchor Browser](https://anchorbrowser.io) API and
//! reports every problem at once: what is wrong, where, and how to fix it.
//!
//! # Why
//!
//! A create-task request contains a name, a language, base64-encoded code and a browser
//! configuration with a proxy, timeouts and more. Mistakes in it surface late, and one at a time; a
//! misspelled member is silently ignored. This crate finds all of them before a request is sent or
//! stored:
//!
//! ```
//! use anchorbrowser_schema::{CreateTaskRequest, Validate};
//!
//! let report = CreateTaskRequest::from_json(
//!     r#"{
//!         "name": "web scraper",
//!         "code": "cnVuKCk",
//!         "browserConfiguration": {"proxy": {"active": true, "city": "Berlin"}}
//!     }"#,
//! )
//! .unwrap_err();
//! let violations: Vec<_> = report.violations().iter().map(|v| (v.rule(), v.pointer())).collect();
//! assert_eq!(
//!     violations,
//!     [
//!         ("required", "/language"),
//!         ("pattern", "/name"),
//!         ("base64-padding", "/code"),
//!         ("city-requires-region", "/browserConfiguration/proxy/city"),
//!     ]
//! );
//! ```
//!
//! The crate makes no network requests.
//!
//! # Guide
//!
//! | page | contents |
//! | --- | --- |
//! | [client](guide::client) | build requests, validate them and read responses |
//! | [server](guide::server) | validate bodies and answer with all problems |
//! | [gateway](guide::gateway) | check requests and forward them unchanged; unknown members |
//! | [pipeline](guide::pipeline) | files and streams, levels, reports as JSON, Spark, `jq` |
//! | [fuzzer](guide::fuzzer) | generate valid and invalid requests |
//! | [command](guide::command) | inputs, outputs, settings, fixes and drift |
//! | [ci](guide::ci) | installation, GitHub Actions, other CI systems, pre-commit |
//! | [schemas](guide::schemas) | JSON Schemas for editors and other languages |
//! | [rules](guide::rules) | all rules and their levels |
//! | [revisions](guide::revisions) | the states of the API's documents |
//! | [secrets](guide::secrets) | what never appears in output |
//! | [performance](guide::performance) | measurements |
//! | [versions](guide::versions) | what is promised; supported platforms |
//!
//! # Overview
//!
//! | item | purpose |
//! | --- | --- |
//! | [`CreateTaskRequest`], [`SessionConfig`], [`ProxyConfig`] | the objects of a request, with the exact names of the JSON members |
//! | [`Task`], [`TaskResponse`], [`ErrorResponse`] | the objects of a response |
//! | [`Validate`] | validates with default settings: `check`, `is_valid`, `into_valid`, `from_json` |
//! | [`Validator`] | validates with a revision, levels and limits of your choice |
//! | [`Valid`] | a value that was validated; a function that takes one cannot be called without validation |
//! | [`Report`], [`Violation`] | the violations of a document, with rule, pointer, position, message and help |
//! | [`Rule`] | the rules, each with a page that explains it |
//! | [`Revision`] | the states of the API's documents |
//! | [`DocumentType`] | the document types, with their JSON Schemas, for types that are known at run time |
//!
//! JSON and typed values are checked by the same rules.
//!
//! # Features
//!
//! No feature is enabled by default.
//!
//! | feature | provides |
//! | --- | --- |
//! | `cli` | the command `anchorbrowser-schema`; enables `proptest`, which generates the output of `sample` |
//! | `jsonschema` | `DocumentType::schema_accepts`: checks a value against an embedded schema, with the `jsonschema` crate |
//! | `proptest` | the module `strategy`: valid and invalid requests and responses for property tests |
//! | `arbitrary` | implementations of `Arbitrary` for all types, for fuzzing |
//! | `axum`, `actix-web` | [`Valid`] as an extractor, and [`ProblemDetails`] as a response |
//! | `http` | responses of the `http` crate from [`ProblemDetails`] |
//! | `miette` | `Report::into_diagnostic`: a report and its masked source as a diagnostic |
//! | `schemars`, `utoipa` | the types in JSON Schemas and OpenAPI documents that these crates derive |
//!
//! The minimum supported Rust version is 1.88. It may be raised in a minor release.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "arbitrary")]
mod arbitrary;
mod contract;
mod external;
#[cfg(any(doc, doctest))]
pub mod guide;
mod json;
mod raw;
mod report;
pub mod rules;
mod schema;
#[cfg(feature = "proptest")]
pub mod strategy;
mod string;
mod validate;

#[cfg(feature = "arbitrary")]
pub use arbitrary::ArbitraryIn;
pub use contract::country::CountryCode;
pub use contract::into_optional::IntoOptional;
pub use contract::json_type::JsonType;
pub use contract::language::Language;
pub use contract::member::{Member, ObjectType};
pub use contract::nullable::Nullable;
pub use contract::object::{
    AnchorProxy, ApiError, CreateTaskRequest, CustomProxy, ErrorResponse, LiveView, ProxyConfig,
    Recording, ScopedAccess, SessionConfig, Task, TaskResponse, Timeout,
};
pub use contract::open_enum::UnknownValue;
pub use contract::password::Password;
pub use contract::proxy_type::ProxyType;
pub use contract::redact::redact;
pub use contract::revision::{Revision, UnknownRevision};
pub use contract::session::NotWholeMinutes;
pub use contract::unknown_members::UnknownMembers;
#[cfg(feature = "miette")]
pub use external::miette::ReportDiagnostic;
pub use report::fix::{Edit, Fix};
pub use report::level::{FixedRule, Level, UnknownLevel};
pub use report::origin::Origin;
pub use report::pointer::InvalidPointer;
pub use report::problem_details::ProblemDetails;
pub use report::report::Report;
pub use report::span::{Position, Span};
pub use report::violation::Violation;
pub use rules::base64_alphabet::InvalidCharacters;
pub use rules::definition::Severity;
pub use rules::syntax::SyntaxMistake;
pub use rules::table::{Rule, UnknownRule, ViolationKind};
#[cfg(feature = "jsonschema")]
pub use schema::accepts::SchemaErrors;
pub use validate::document_type::{Document, DocumentType, UnknownDocumentType};
pub use validate::object::{InvalidMember, Object};
pub use validate::outcome::Outcome;
pub use validate::seed::ValidSeed;
pub use validate::valid::Valid;
pub use validate::validate::Validate;
pub use validate::validator::Validator;
pub use validate::{InvalidCode, InvalidProxyUrl};

/// The examples of the README, which run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
