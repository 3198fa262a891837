//! The embedded JSON Schemas.
//!
//! They state the contract a second time, independently of the rules: neither is made from the
//! other, and the tests hold them against each other.

use crate::root::Root;

/// The schema of a root, as text.
pub(crate) fn text(root: Root) -> &'static str {
    macro_rules! embedded {
        ($name:literal) => {
            include_str!(concat!("../schemas/", $name, ".schema.json"))
        };
    }
    match root {
        Root::CreateTaskRequest => embedded!("create-task-request"),
        Root::SessionConfig => embedded!("session-config"),
        Root::ProxyConfig => embedded!("proxy-config"),
        Root::AnchorProxy => embedded!("anchor-proxy"),
        Root::CustomProxy => embedded!("custom-proxy"),
        Root::Task => embedded!("task"),
        Root::TaskResponse => embedded!("task-response"),
        Root::ErrorResponse => embedded!("error-response"),
    }
}
