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
//! # In a client
//!
//! Build a request, validate it and send it. A [`Valid`] value is proof of validation: accept it as
//! a parameter, and callers cannot forget to validate.
//!
//! ```
//! use anchorbrowser_schema::{
//!     AnchorProxy, CountryCode, CreateTaskRequest, SessionConfig, Valid, Validate,
//! };
//!
//! fn send(task: &Valid<CreateTaskRequest>) -> String {
//!     serde_json::to_string(task).unwrap()
//! }
//!
//! let task = CreateTaskRequest::new("web-scraper")
//!     .with_source_code("console.log(await page.title());")
//!     .with_browser_configuration(
//!         SessionConfig::new()
//!             .with_initial_url("https://example.com/")
//!             .with_proxy(AnchorProxy::residential().with_country_code(CountryCode::DE)),
//!     );
//! let body = send(&task.into_valid()?);
//! assert!(body.contains(r#""country_code":"de""#));
//! # Ok::<(), anchorbrowser_schema::Report>(())
//! ```
//!
//! Members that are not set are not written. The API then uses its defaults, such as
//! [`Timeout::DEFAULT_MAX_DURATION`].
//!
//! The API responds with a [`TaskResponse`] or an [`ErrorResponse`]. Read them with serde:
//! `Deserialize` of all types checks only that required members are present and that known members
//! have the right type. It accepts unknown members, countries, proxy types and languages, and
//! `null` for an optional member. Its errors name the member by its JSON Pointer and contain no
//! values:
//!
//! ```
//! use anchorbrowser_schema::CreateTaskRequest;
//!
//! let error = serde_json::from_str::<CreateTaskRequest>(r#"{"name": "t"}"#).unwrap_err();
//! assert_eq!(error.to_string(), "`/language` is required, but missing");
//! ```
//!
//! # On a server
//!
//! Parse the body of a request with [`from_json`](Validate::from_json), or use
//! `Valid<CreateTaskRequest>` as the body type of a framework. Respond with the report as
//! [`ProblemDetails`] (RFC 9457) or as the API's own [`ErrorResponse`]:
//!
//! ```
//! use anchorbrowser_schema::{CreateTaskRequest, ProblemDetails, Validate};
//!
//! /// Returns the status, the media type and the body of the response.
//! fn create(body: &[u8]) -> (u16, &'static str, String) {
//!     match CreateTaskRequest::from_json(body) {
//!         Ok(task) => (200, "text/plain", format!("created {}", task.name)),
//!         Err(report) => {
//!             let problem = ProblemDetails::from(report);
//!             let body = serde_json::to_string(&problem).unwrap();
//!             (problem.status(), ProblemDetails::MEDIA_TYPE, body)
//!         }
//!     }
//! }
//!
//! let (status, media_type, body) = create(br#"{"name": "a b", "language": "typescript"}"#);
//! assert_eq!((status, media_type), (400, "application/problem+json"));
//! assert!(body.contains(r##""pointer":"#/name""##));
//! ```
//!
//! # Several documents in one body
//!
//! [`check_json_array`](Validator::check_json_array) and
//! [`accept_json_array`](Validator::accept_json_array) read a JSON array of documents. Reports of
//! other batches are combined with [`extend`](Report::extend) or `collect`, after each got its
//! [pointer prefix](Report::with_pointer_prefix) and its [origin](Report::with_origin): one response then
//! has the violations of all parts.
//!
//! # In a gateway
//!
//! A gateway checks requests and passes them on, and has two ways to do so: to forward the bytes that it
//! received, or to serialize the value that it read.
//!
//! | | the bytes | the value |
//! | --- | --- | --- |
//! | whitespace, escapes, order of known members | as received | normalized; known members come first |
//! | an integer such as `2e1` | as received | `20` |
//! | unknown members | as received | kept in their order, without whitespace; numbers keep their digits |
//! | a repeated key, if [`duplicate-key`](Rule::DuplicateKey) was lowered | each reader decides which value counts | the last value, which was checked |
//! | edits, such as a default of your own | not possible | possible; [validate](Validate) again |
//! | signatures and checksums of the body | stay valid | must be computed again |
//!
//! The bytes of a [`Valid`] value are safe to forward: they are JSON in UTF-8 without repeated keys, so
//! that all conforming readers read the same value. If `duplicate-key` is lowered, they are not: forward
//! the value. Either way the API receives the same members and values.
//!
//! ```
//! use anchorbrowser_schema::{CreateTaskRequest, Validate};
//!
//! let body = r#"{ "priority": 2.50, "language": "typescript", "name": "\u0074",
//!     "browserConfiguration": {"timeout": {"max_duration": 2e1}} }"#;
//! let task = CreateTaskRequest::from_json(body)?;
//! // Forward `body`, or this:
//! let forwarded = serde_json::to_string(&task).unwrap();
//! assert_eq!(
//!     forwarded,
//!     r#"{"name":"t","language":"typescript","browserConfiguration":{"timeout":{"max_duration":20}},"priority":2.50}"#
//! );
//! assert_eq!(CreateTaskRequest::from_json(forwarded)?, task);
//! # Ok::<(), anchorbrowser_schema::Report>(())
//! ```
//!
//! A response is read as tolerantly as possible: with serde, which keeps countries, languages and
//! members that were added later, and forwarded in the same two ways.
//!
//! # In a data pipeline
//!
//! A [`Validator`] sets the level of each rule.
//!
//! | method | result |
//! | --- | --- |
//! | [`is_valid_json`](Validator::is_valid_json) | whether a document has no errors |
//! | [`check_json`](Validator::check_json) | a report, including warnings |
//! | [`read_json`](Validator::read_json) | a report, and the value if there is one |
//! | [`accept_json`](Validator::accept_json) | a [`Valid`] value, or a report |
//!
//! The corresponding methods for typed values are [`is_valid`](Validator::is_valid),
//! [`check`](Validator::check), [`validate`](Validator::validate) and
//! [`accept`](Validator::accept). If the type of the documents is only known at run time, use
//! [`check_json_as`](Validator::check_json_as) with a [`DocumentType`]. For formats other than
//! JSON, use [`read_deserializer`](Validator::read_deserializer).
//!
//! Each [`Violation`] has the name of its rule, a severity, a JSON Pointer, a message, a help text
//! if there is advice to give, and typed parameters ([`ViolationKind`]). Violations in JSON also
//! have a span, a line and a column.
//!
//! ```
//! use anchorbrowser_schema::{CreateTaskRequest, Rule, Validator};
//!
//! let validator = Validator::new().deny(Rule::UnknownProperty).max_violations(100);
//! let report = validator.check_json::<CreateTaskRequest>(
//!     r#"{"name": "t", "language": "typescript", "descripton": "typo"}"#,
//! );
//! let violation = report.errors().next().unwrap();
//! assert_eq!(violation.rule(), Rule::UnknownProperty);
//! assert_eq!(violation.position().unwrap().column, 41);
//! assert_eq!(violation.help().as_deref(), Some("did you mean `description`?"));
//! ```
//!
//! The command `anchorbrowser-schema`, enabled by the feature `cli`, does the same for files,
//! directories and streams.
//!
//! # In a fuzz target or a property test
//!
//! With the feature `proptest`, the module `strategy` generates valid requests, and invalid ones
//! with the violations to expect. With the feature `arbitrary`, all types implement `Arbitrary`: most
//! values are valid, so that a fuzzer reaches what comes after validation, and others have a mistake or
//! two. `Valid<CreateTaskRequest>` generates only valid ones.
//!
//! ```
//! # #[cfg(feature = "proptest")] {
//! use anchorbrowser_schema::{CreateTaskRequest, Revision, Validate, strategy};
//! use proptest::prelude::*;
//!
//! proptest!(|(broken in strategy::broken_request(Revision::V2025))| {
//!     let is_accepted = CreateTaskRequest::from_json(&broken.json).is_ok();
//!     prop_assert_eq!(is_accepted, broken.is_valid());
//! });
//! # }
//! ```
//!
//! # Rules
//!
//! An error means that the API rejects the document, or should. A warning means that the document
//! is allowed, but almost certainly contains a mistake. All violations are reported at once: a
//! wrong type in one member does not hide a violation in another. The exception is `syntax`, which
//! is always reported alone.
//!
//! JSON and typed values are checked by the same rules. Each [`Rule`] has a page that explains what
//! it checks, why, and how to fix a violation. The embedded JSON Schemas ([`DocumentType::schema`],
//! [`Revision::openapi`]) describe the same contract for other tools.
//!
//! # Levels and bounds
//!
//! [`deny`](Validator::deny) makes violations of a rule errors, [`warn`](Validator::warn) makes
//! them warnings, and [`allow`](Validator::allow) disables the rule. `syntax`, `type`, `required`
//! and `integer-range` are always errors, because there is no value to return if one of them is
//! violated. A value is [`Valid`] only if it has no errors at the default levels either.
//!
//! A report lists up to 1,000 violations unless [`max_violations`](Validator::max_violations) sets
//! another limit. Further violations are counted but not listed.
//! [`max_pointer_bytes`](Validator::max_pointer_bytes) limits the memory for JSON Pointers, and
//! [`max_input_bytes`](Validator::max_input_bytes) the size of a document.
//!
//! A validator can be deserialized from a configuration file:
//!
//! ```
//! use anchorbrowser_schema::{Rule, Validator};
//!
//! let json = r#"{"levels": {"unknown-property": "deny"}, "max-violations": 100}"#;
//! let validator: Validator = serde_json::from_str(json)?;
//! assert_eq!(validator, Validator::new().deny(Rule::UnknownProperty).max_violations(100));
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! # Unknown members
//!
//! The API may add members at any time. Typed values keep the members that this crate does not
//! know, with their exact values, and write them back after the known ones. The trait [`Object`]
//! reads, sets and removes them:
//!
//! ```
//! use anchorbrowser_schema::{CreateTaskRequest, Object, Validate};
//!
//! let json = r#"{"name":"t","language":"typescript","tags":["a","b"]}"#;
//! let mut task: CreateTaskRequest = serde_json::from_str(json)?;
//! assert_eq!(task.unknown_members().get("tags"), Some(r#"["a","b"]"#));
//!
//! task.set_unknown_member("priority", &5).unwrap();
//! task.remove_unknown_member("tags");
//! assert_eq!(serde_json::to_string(&task)?, r#"{"name":"t","language":"typescript","priority":5}"#);
//!
//! let report = task.check();
//! assert_eq!(report.violations()[0].rule(), "unknown-property");
//! assert_eq!(report.violations()[0].pointer(), "/priority");
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! Each unknown member violates the rule `unknown-property`, in JSON and in typed values. This is a
//! warning by default. `$schema` is an unknown member, too.
//!
//! # Revisions
//!
//! A [`Revision`] is a named state of the API's documents: it decides which members, values, countries
//! and limits are allowed. Use [`Revision::LATEST`] for requests to the API of today. The default of a
//! validator is [`Revision::V2025`], the API document of the create-task endpoint as of 2025. Every
//! report contains the name of its revision, and a [`Valid`] value knows in which it is valid.
//!
//! What differs in `2026`:
//!
//! - `anchor_proxy` is the only type of Anchor proxy. Its countries are those of `2025` and `gb`; they
//!   also apply if there is no type.
//! - [`SessionConfig`] has the members `tags`, `x402` and `scoped_access`, and [`LiveView`] has
//!   `one_time_url`.
//! - A timeout of -1 means no limit, and the server of a custom proxy must have a scheme.
//! - The description of a [`Task`] can be `null`, its language can be `workflow`, and members in it that
//!   no document names are not reported.
//!
//! The types hold the members of all revisions. A member that the revision does not name is reported
//! as unknown, not checked, and written back as it was read.
//!
//! ```
//! use anchorbrowser_schema::{AnchorProxy, CountryCode, ProxyType, Revision, Validate, Validator};
//!
//! let types: Vec<_> = Revision::V2025.types_offering(&CountryCode::GB).collect();
//! assert_eq!(types, [ProxyType::ANCHOR_RESIDENTIAL, ProxyType::ANCHOR_MOBILE]);
//!
//! let proxy = AnchorProxy::mobile();
//! assert!(proxy.is_valid());
//! let latest = Validator::new().revision(Revision::LATEST);
//! assert_eq!(latest.check(&proxy).violations()[0].pointer(), "/type");
//! ```
//!
//! # Reading reports back
//!
//! A [`Report`] serializes to JSON and can be deserialized. This includes the lines that the
//! command writes with `--format jsonl`, with the source of each document, and reports that were
//! written by a newer version of this crate: rules, revisions and members that this version does
//! not know are kept and written back.
//!
//! ```
//! use anchorbrowser_schema::{CreateTaskRequest, Report, Validate, ViolationKind};
//!
//! let report = CreateTaskRequest::new("a b").check().with_source("tasks.jsonl", 7);
//! let json = serde_json::to_string(&report)?;
//!
//! let report: Report = serde_json::from_str(&json)?;
//! assert_eq!((report.source_name(), report.line()), (Some("tasks.jsonl"), Some(7)));
//! let ViolationKind::Pattern(pattern) = report.violations()[0].kind() else { panic!() };
//! assert_eq!(pattern.character, Some(' '));
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! # Secrets
//!
//! The values of `password`, `username`, `code`, `server` and `initial_url` never appear in
//! messages, reports, `Debug` or `Display` output. The only exception is the scheme of an initial
//! URL that is neither `http` nor `https`. The values are written only when a request is
//! serialized, and returned by fields and accessors such as [`Password::expose`].
//!
//! # Performance
//!
//! JSON is read once, in place, and strings are borrowed. Validating a typical document allocates
//! no memory, and reading a valid one allocates only the value. Time and memory are linear in the
//! size of the document. The README compares the performance with that of other validators.
//!
//! # Features
//!
//! No feature is enabled by default.
//!
//! - `cli`: the command `anchorbrowser-schema`; enables `proptest`, which generates the output of
//!   `sample`.
//! - `jsonschema`: `DocumentType::schema_accepts`, which checks a value against an embedded schema
//!   with the `jsonschema` crate.
//! - `proptest`: the module `strategy`, with valid and invalid requests and responses for property
//!   tests.
//! - `arbitrary`: implementations of `Arbitrary` for all types, for fuzzing.
//!
//! # Platforms
//!
//! The library runs wherever the standard library does, with equal verdicts and reports; SIMD is used on
//! targets that have it. It is checked for `wasm32-unknown-unknown` and tested on 32-bit and big-endian
//! targets. On `wasm32-unknown-unknown`, the features `proptest` and `jsonschema` require the feature
//! `wasm_js` of the crate `getrandom`.
//!
//! # Features of `serde_json`
//!
//! Another crate of a build can enable features of `serde_json` for all crates. With
//! `arbitrary_precision`, `float_roundtrip`, `preserve_order` and `raw_value` the same documents are
//! read, and the same values. With `arbitrary_precision`, two things cannot be helped:
//!
//! - A `serde_json::Value` writes exponents in one form, so that an unknown `1e400` that comes from one
//!   becomes `1e+400`.
//! - In `#[serde(flatten)]`, untagged and internally tagged enums, the object by which `serde_json`
//!   represents a number (its only member is `$serde_json::private::Number`) is read as that number, even
//!   if the document contains such an object.
//!
//! # Versions
//!
//! The names of rules, document types, revisions and parameters, JSON Pointers, and the format of
//! serialized reports and problem details are as stable as the functions. The wording of messages
//! and help texts may change in any release. A new rule that is a warning is added in a minor
//! release. A new rule that is an error is added in a major release, unless the API already rejects
//! such documents.
//!
//! The minimum supported Rust version is 1.88. It may be raised in a minor release. The items that
//! the features `proptest` and `arbitrary` expose from the crates of the same names follow the
//! versions of those crates.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "arbitrary")]
mod arbitrary;
mod contract;
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
pub use report::fix::{Edit, Fix};
pub use report::level::{FixedRule, Level, UnknownLevel};
pub use report::pointer::InvalidPointer;
pub use report::problem_details::ProblemDetails;
pub use report::report::Report;
pub use report::span::{Origin, Position, Span};
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
pub use validate::valid::Valid;
pub use validate::validate::Validate;
pub use validate::validator::Validator;
pub use validate::{InvalidCode, InvalidProxyUrl};

/// The examples of the README, which run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
