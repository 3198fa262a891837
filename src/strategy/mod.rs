//! Strategies for property tests with [proptest](https://docs.rs/proptest).
//!
//! - Valid values: one function a type, and one a kind of text ([`name`], [`initial_url`], …). They
//!   cover every member, every proxy type, every country that it offers and both ends of every
//!   length, and break no rule: no error, and no warning either.
//! - [`json_text`]: the JSON text of a value, with legal yet odd spacing, member order and escapes.
//! - [`broken_request`]: requests with faults in them, and the violations that a check must tell;
//!   [`malformed_request`]: texts that are no JSON at all.
//!
//! A server's test could look like this:
//!
//! ```
//! use anchorbrowser_schema::{CreateTaskRequest, Validate, strategy};
//! use proptest::prelude::*;
//!
//! /// Stands for the server's handler: the status that it answers with.
//! fn handle(body: &str) -> u16 {
//!     match CreateTaskRequest::from_json(body) {
//!         Ok(_task) => 200,
//!         Err(_report) => 400,
//!     }
//! }
//!
//! proptest!(|(task in strategy::create_task_request(), broken in strategy::broken_request())| {
//!     prop_assert_eq!(handle(&serde_json::to_string(&task)?), 200);
//!     prop_assert_eq!(handle(&broken.json), if broken.is_valid() { 200 } else { 400 });
//! });
//! ```

mod broken;
mod fault;
mod json;
mod text;
mod value;

pub use broken::{BrokenRequest, Expected, broken_request, malformed_request};
pub use json::json_text;
pub use text::{code, date_time, description, initial_url, name, server, uuid};
pub use value::{
    anchor_proxy, api_error, country_code, create_task_request, custom_proxy, error_response,
    language, live_view, proxy_config, proxy_type, recording, session_config, task, task_response,
    timeout,
};
