//! The kinds of document that can be asked for by name.

use std::str::FromStr;

use strum::IntoStaticStr;

use crate::proxy::{AnchorProxy, CustomProxy, ProxyConfig};
use crate::quote::Quoted;
use crate::report::Report;
use crate::response::{ErrorResponse, Task, TaskResponse};
use crate::session::SessionConfig;
use crate::task::CreateTaskRequest;
use crate::validator::Validator;

/// A kind of document, for when it is known only at run time. Its names are those of the API
/// document; they are taken in kebab-case too.
///
/// ```
/// use anchorbrowser_schema::{Root, Validator};
///
/// let root: Root = "session-config".parse()?;
/// assert_eq!(root, Root::SessionConfig);
/// assert_eq!(root.name(), "SessionConfig");
/// assert!(root.check_json(&Validator::new(), "{}").is_valid());
/// # Ok::<(), anchorbrowser_schema::UnknownRoot>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, IntoStaticStr)]
#[non_exhaustive]
pub enum Root {
    /// [`CreateTaskRequest`], the default.
    #[default]
    CreateTaskRequest,
    /// [`SessionConfig`].
    SessionConfig,
    /// [`ProxyConfig`].
    ProxyConfig,
    /// [`AnchorProxy`]: a `type` of `custom` is an error.
    AnchorProxy,
    /// [`CustomProxy`]: any `type` but `custom` is an error.
    CustomProxy,
    /// [`Task`].
    Task,
    /// [`TaskResponse`].
    TaskResponse,
    /// [`ErrorResponse`].
    ErrorResponse,
}

impl Root {
    /// How many roots there are.
    #[cfg(feature = "jsonschema")]
    pub(crate) const COUNT: usize = 8;

    /// All roots, the default first.
    ///
    /// ```
    /// use anchorbrowser_schema::Root;
    ///
    /// assert_eq!(Root::all().next(), Some(Root::default()));
    /// ```
    #[must_use]
    pub fn all() -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator + Clone {
        [
            Self::CreateTaskRequest,
            Self::SessionConfig,
            Self::ProxyConfig,
            Self::AnchorProxy,
            Self::CustomProxy,
            Self::Task,
            Self::TaskResponse,
            Self::ErrorResponse,
        ]
        .into_iter()
    }

    /// The name in the API document.
    ///
    /// ```
    /// assert_eq!(anchorbrowser_schema::Root::Task.name(), "Task");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Checks JSON text that is to be a document of this kind.
    ///
    /// ```
    /// use anchorbrowser_schema::{Root, Validator};
    ///
    /// let report = Root::CustomProxy.check_json(&Validator::new(), r#"{"active": true}"#);
    /// let missing: Vec<_> = report.violations().iter().map(|v| v.pointer()).collect();
    /// assert_eq!(missing, ["/password", "/server", "/type", "/username"]);
    /// ```
    #[must_use]
    pub fn check_json(self, validator: &Validator, json: impl AsRef<[u8]>) -> Report {
        let json = json.as_ref();
        match self {
            Self::CreateTaskRequest => validator.report::<CreateTaskRequest>(json),
            Self::SessionConfig => validator.report::<SessionConfig>(json),
            Self::ProxyConfig => validator.report::<ProxyConfig>(json),
            Self::AnchorProxy => validator.report::<AnchorProxy>(json),
            Self::CustomProxy => validator.report::<CustomProxy>(json),
            Self::Task => validator.report::<Task>(json),
            Self::TaskResponse => validator.report::<TaskResponse>(json),
            Self::ErrorResponse => validator.report::<ErrorResponse>(json),
        }
    }

    /// The embedded JSON Schema (draft 2020-12) of this kind of document, as text. It is
    /// self-contained.
    ///
    /// ```
    /// use anchorbrowser_schema::Root;
    ///
    /// let schema: serde_json::Value = serde_json::from_str(Root::SessionConfig.schema())?;
    /// assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn schema(self) -> &'static str {
        crate::schema::text(self)
    }
}

impl std::fmt::Display for Root {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// A text that names no root.
///
/// ```
/// use anchorbrowser_schema::Root;
///
/// assert_eq!(
///     "createTask".parse::<Root>().unwrap_err().to_string(),
///     "`createTask` is not a root; it must be `CreateTaskRequest`, `SessionConfig`, `ProxyConfig`, \
///      `AnchorProxy`, `CustomProxy`, `Task`, `TaskResponse` or `ErrorResponse`"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} is not a root; it must be `CreateTaskRequest`, `SessionConfig`, `ProxyConfig`, \
     `AnchorProxy`, `CustomProxy`, `Task`, `TaskResponse` or `ErrorResponse`",
    Quoted(.name)
)]
pub struct UnknownRoot {
    name: String,
}

impl FromStr for Root {
    type Err = UnknownRoot;

    /// # Errors
    ///
    /// If no root has this name, as in the API document or in kebab-case.
    fn from_str(name: &str) -> Result<Self, UnknownRoot> {
        Self::all()
            .find(|root| root.name() == name || kebab_case(root.name()) == name)
            .ok_or_else(|| UnknownRoot {
                name: name.to_owned(),
            })
    }
}

fn kebab_case(name: &str) -> String {
    let mut kebab = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(character.to_ascii_lowercase());
    }
    kebab
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_have_two_names() {
        for root in Root::all() {
            assert_eq!(root.name().parse(), Ok(root));
            assert_eq!(kebab_case(root.name()).parse(), Ok(root));
        }
        assert_eq!("create-task-request".parse(), Ok(Root::CreateTaskRequest));
        for name in ["", "task-", "TASK", "createtaskrequest"] {
            assert!(name.parse::<Root>().is_err(), "{name}");
        }
    }
}
