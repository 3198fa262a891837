//! Whether a create-task request for the Anchor Browser API is right, and if not, everything that
//! is wrong with it, where, and how to mend it.

mod country;
mod document;
mod facts;
mod findings;
mod json;
mod judge;
mod level;
mod message;
mod open;
mod place;
mod pointer;
mod proxy;
mod proxy_type;
mod quote;
mod report;
mod response;
mod root;
mod rules;
mod schema;
mod secret;
mod session;
mod span;
mod task;
mod validate;
mod validator;
mod violation;

pub use country::CountryCode;
pub use level::{FixedRule, Level};
pub use pointer::InvalidPointer;
pub use proxy::{AnchorProxy, CustomProxy, ProxyConfig};
pub use proxy_type::ProxyType;
pub use report::Report;
pub use response::{ApiError, ErrorResponse, Task, TaskResponse};
pub use root::{Root, UnknownRoot};
pub use rules::{Detail, Foreign, JsonType, Rule, Severity, UnknownRule};
pub use secret::Password;
pub use session::{LiveView, Recording, SessionConfig, Timeout};
pub use span::{Origin, Position, Span};
pub use task::{CreateTaskRequest, Language};
pub use validate::{Outcome, Valid, Validate};
pub use validator::Validator;
pub use violation::Violation;
