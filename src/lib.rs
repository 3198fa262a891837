//! Knows whether a create-task request for the [Anchor Browser](https://anchorbrowser.io) API is
//! right, and if not, everything that is wrong with it, where, and how to mend it.
//!
//! # Why
//!
//! A client posts a name, a language, base64 code and a session configuration with proxy, timeouts
//! and more. What is wrong with it is found out late, and one error at a time; a misspelt member is
//! dropped in silence. This crate tells all of it before anything is sent or stored:
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
//! It does no networking.
//!
//! # As a client
//!
//! Build, check, send. [`Valid`] is the proof that a value was checked: ask for it where a value
//! must be right, and nobody can forget.
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
//!     .with_source("console.log(await page.title());")
//!     .with_browser(
//!         SessionConfig::new()
//!             .with_initial_url("https://example.com/")
//!             .with_proxy(AnchorProxy::residential().with_country(CountryCode::DE)),
//!     );
//! let body = send(&task.into_valid()?);
//! assert!(body.contains(r#""country_code":"de""#));
//! # Ok::<(), anchorbrowser_schema::Report>(())
//! ```
//!
//! A member that was not set is not written, and left to the API's defaults, such as
//! [`Timeout::DEFAULT_MAX_DURATION`]. What the API answers is a [`TaskResponse`] or an
//! [`ErrorResponse`]. All types' own `Deserialize` takes what the API may add: unknown members,
//! countries, types and languages, and `null` for an optional member.
//!
//! # As a server
//!
//! Take bytes with [`from_json`](Validate::from_json), or `Valid<CreateTaskRequest>` as the body
//! type of a framework, and answer a report as [`ProblemDetails`] or as the API's own
//! [`ErrorResponse`]:
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
//! # In a pipeline
//!
//! A [`Validator`] sets the level of each rule; its outcome has the report, warnings included, and
//! the value where there is one. Each [`Violation`] has its rule, its severity, a JSON Pointer, a
//! message, help, typed parameters and, in text, a span with line and column.
//!
//! ```
//! use anchorbrowser_schema::{CreateTaskRequest, Rule, Validator};
//!
//! let validator = Validator::new().deny(Rule::UnknownProperty).max_violations(100);
//! let outcome = validator.check_json::<CreateTaskRequest>(
//!     r#"{"name": "t", "language": "typescript", "descripton": "typo"}"#,
//! );
//! let violation = &outcome.report().violations()[0];
//! assert_eq!(violation.position().unwrap().column, 41);
//! assert_eq!(violation.help().as_deref(), Some("did you mean `description`?"));
//! ```
//!
//! The command `anchorbrowser-schema`, behind the feature `cli`, does this for files, folders and
//! streams.
//!
//! # In a fuzzing harness or a property test
//!
//! Behind the feature `proptest`, the module `strategy` draws requests, right ones and ones broken
//! on purpose with the violations that a check must tell; behind `arbitrary`, every type has
//! `Arbitrary`.
//!
//! ```
//! # #[cfg(feature = "proptest")] {
//! use anchorbrowser_schema::{CreateTaskRequest, Validate, strategy};
//! use proptest::prelude::*;
//!
//! proptest!(|(broken in strategy::broken_request())| {
//!     let refused = CreateTaskRequest::from_json(&broken.json).is_err();
//!     prop_assert_eq!(refused, !broken.is_valid());
//! });
//! # }
//! ```
//!
//! # Rules
//!
//! Each [`Rule`] has a page: what it asks, why, and how to mend it. Errors will be, or must be,
//! refused; warnings are allowed by the API document, yet almost surely a mistake. All violations
//! are told at once: a wrong type in one member never hides a broken rule in another. JSON text and
//! typed values are judged alike. The embedded JSON Schemas ([`Root::schema`], [`OPENAPI`]) state
//! the same contract for other tools.
//!
//! # Levels and bounds
//!
//! `deny` makes a broken rule an error, `warn` a warning, and `allow` does not tell of it. `syntax`,
//! `type`, `required` and `integer-range` are always errors: there would be no value to hand on. A
//! report keeps a thousand violations unless told otherwise, and counts the rest.
//!
//! # Secrets
//!
//! Nothing of passwords, user names, code, servers and start URLs is shown, in no message, report,
//! `Debug` or `Display`, but for a start URL's scheme where it is neither `http` nor `https`. They
//! are written only where that is asked for by name: when a request is serialised, and by
//! accessors.
//!
//! # Performance
//!
//! Text is read once, in place, and strings are borrowed; a right document costs no allocation but
//! the result's own. Work and memory are linear in the text, whatever it holds. The README has
//! measurements beside other validators.
//!
//! # Features
//!
//! None is on by default.
//!
//! - `cli`: the command `anchorbrowser-schema`; turns on `proptest`, from which it draws samples.
//! - `jsonschema`: `Root::compiled_schema`, the embedded schemas compiled.
//! - `proptest`: the module `strategy`, requests and responses for property tests.
//! - `arbitrary`: `Arbitrary` for every type.
//!
//! # Versions
//!
//! The names of rules, roots and parameters, JSON Pointers, and the form of serialised reports and
//! problem details are as stable as the functions. Messages and help may be reworded at any time. A new rule that is a
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
mod glance;
mod json;
mod judge;
mod level;
mod message;
mod open;
mod outcome;
mod piece;
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
