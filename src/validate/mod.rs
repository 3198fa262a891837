//! Validation: JSON text and typed values in, reports and valid values out.

mod array;
mod code;
mod deserialize;
pub(crate) mod document_type;
pub(crate) mod object;
pub(crate) mod outcome;
mod proxy_url;
pub(crate) mod seed;
pub(crate) mod valid;
#[expect(
    clippy::module_inception,
    reason = "the trait is one of the concepts of validation"
)]
pub(crate) mod validate;
pub(crate) mod validator;

pub use code::InvalidCode;
pub use proxy_url::InvalidProxyUrl;
