//! Strategies for property tests with [proptest](https://docs.rs/proptest).
//!
//! - Valid values: one function for each type, and one for each kind of string ([`name`],
//!   [`initial_url`], …). They cover every member, every proxy type, every country that it offers and
//!   the minimum and the maximum of every length, and violate no rule, not even one that is a warning.
//! - [`valid_json`]: valid documents of a type that is known only at run time.
//! - [`json_text`]: the JSON text of a value, with varying whitespace, member order and escapes.
//! - [`broken_request`]: requests with faults, and the violations that a check must report;
//!   [`malformed_request`]: inputs that are not JSON.
//!
//! Functions whose values depend on the revision of the API take it as an argument.
//!
//! The test of a server could look like this:
//!
//! ```
//! use anchorbrowser_schema::{CreateTaskRequest, Revision, Validate, strategy};
//! use proptest::prelude::*;
//!
//! /// A placeholder for the server's handler: the status of its response.
//! fn handle(body: &str) -> u16 {
//!     match CreateTaskRequest::from_json(body) {
//!         Ok(_task) => 200,
//!         Err(_report) => 400,
//!     }
//! }
//!
//! let valid = strategy::create_task_request(Revision::V2025);
//! proptest!(|(task in valid, broken in strategy::broken_request(Revision::V2025))| {
//!     prop_assert_eq!(handle(&serde_json::to_string(&task)?), 200);
//!     prop_assert_eq!(handle(&broken.json), if broken.is_valid() { 200 } else { 400 });
//! });
//! ```

mod broken;
mod document;
mod fault;
mod faults;
mod json;
mod text;
mod value;

pub use broken::{BrokenRequest, Expected, broken_request, malformed_request};
pub use document::valid_json;
pub use json::json_text;
pub use text::{code, date_time, description, initial_url, name, server, uuid};
pub use value::{
    anchor_proxy, api_error, country_code, create_task_request, custom_proxy, error_response,
    language, live_view, proxy_config, proxy_type, recording, scoped_access, session_config, task,
    task_response, timeout,
};
