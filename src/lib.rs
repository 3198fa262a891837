//! Knows whether a create-task request for the [Anchor Browser](https://anchorbrowser.io) API is
//! right, and if not, everything that is wrong with it, where, and how to mend it.
//!
//! Three ways in, one set of [rules](Rule):
//!
//! - JSON text: [`from_json`](Validate::from_json) and [`Validator::check_json`], and by serde
//!   any other notation: `Deserialize` of [`Valid`] and [`Validator::check_deserializer`];
//! - typed values: [`check`](Validate::check), [`validate`](Validate::validate) and
//!   [`into_valid`](Validate::into_valid);
//! - the embedded JSON Schemas, for other tools: [`Root::schema`].
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
//! let told: Vec<_> = report.violations().iter().map(|v| (v.rule().name(), v.pointer())).collect();
//! assert_eq!(
//!     told,
//!     [
//!         ("required", "/language"),
//!         ("pattern", "/name"),
//!         ("base64-padding", "/code"),
//!         ("city-requires-region", "/browserConfiguration/proxy/city"),
//!     ]
//! );
//! ```
//!
//! # Types
//!
//! [`CreateTaskRequest`] with [`SessionConfig`] and [`ProxyConfig`] is what a client sends;
//! [`TaskResponse`] with [`Task`], and [`ErrorResponse`], are what the API answers. They are plain
//! data, and serialise to exactly what the API takes: a member that was not set is not written, and
//! left to the API's defaults, such as [`Timeout::DEFAULT_MAX_DURATION`]. Their own `Deserialize`
//! takes what the API may add: unknown members, countries, types and languages, and `null` for an
//! optional member. [`Valid`] is the proof that a value was checked: ask for it where a value must be
//! right.
//!
//! # Reports
//!
//! A [`Report`] tells all violations at once. Each [`Violation`] has its rule, its severity, a JSON
//! Pointer, a message, help, typed parameters and, in text, a span. A wrong type in one member
//! never hides a broken rule in another.
//!
//! A server answers with one as the API's own [`ErrorResponse`], or as [`ProblemDetails`]:
//!
//! ```
//! use anchorbrowser_schema::{CreateTaskRequest, ProblemDetails, Validate};
//!
//! /// Status, media type and body of the answer.
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
//! # Levels and bounds
//!
//! A [`Validator`] sets the level of each rule, how much a report keeps, and how large a text may
//! be. Work and memory are linear in the text, whatever it holds.
//!
//! # Secrets
//!
//! Nothing of passwords, user names, code, servers and start URLs is shown, in no message, report,
//! `Debug` or `Display`, but for a start URL's scheme where it is neither `http` nor `https`. They
//! are written only where that is asked for by name: when a request is serialised, and by
//! accessors.
//!
//! # Features
//!
//! None is on by default.
//!
//! - `cli`: the command `anchorbrowser-schema`.
//! - `jsonschema`: `Root::compiled_schema`, the embedded schemas compiled.
//! - `proptest`: the module `strategy`, requests and responses for property tests.
//! - `arbitrary`: `Arbitrary` for every type.
//!
//! # Versions
//!
//! The names of rules, roots and parameters, JSON Pointers, and the form of serialised reports are
//! as stable as the functions. Messages and help may be reworded at any time. A new rule that is a
//! warning comes with a minor release; a new error with a major one, unless the API itself refuses
//! more than before. The lowest Rust is 1.88, raised only in a minor release. What the features
//! `jsonschema`, `proptest` and `arbitrary` hand out of the crates they are named for follows the
//! versions of those.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
#[cfg(feature = "arbitrary")]
mod arbitrary;
mod code;
mod country;
mod document;
mod facts;
mod findings;
mod json;
mod judge;
mod level;
mod message;
mod open;
mod outcome;
mod place;
mod pointer;
mod proxy;
mod proxy_type;
mod quiet;
mod quote;
mod report;
mod response;
mod root;
mod rules;
mod schema;
mod secret;
mod session;
mod span;
#[cfg(feature = "proptest")]
pub mod strategy;
mod task;
mod text;
mod valid;
mod validate;
mod validator;
mod violation;

pub use answer::ProblemDetails;
pub use code::InvalidCode;
pub use country::CountryCode;
pub use level::{FixedRule, Level};
pub use outcome::Outcome;
pub use pointer::InvalidPointer;
pub use proxy::{AnchorProxy, CustomProxy, ProxyConfig};
pub use proxy_type::ProxyType;
pub use report::Report;
pub use response::{ApiError, ErrorResponse, Task, TaskResponse};
pub use root::{Root, UnknownRoot};
pub use rules::{Detail, Foreign, JsonType, Rule, Severity, UnknownRule};
pub use schema::OPENAPI;
pub use secret::Password;
pub use session::{LiveView, Recording, SessionConfig, Timeout};
pub use span::{Origin, Position, Span};
pub use task::{CreateTaskRequest, Language};
pub use valid::Valid;
pub use validate::Validate;
pub use validator::Validator;
pub use violation::Violation;

/// The examples of the README, which run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
