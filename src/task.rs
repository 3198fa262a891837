//! The request that creates a task.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::open::{Listed, Open, open_value};
use crate::quiet;
use crate::secret::elided;
use crate::session::SessionConfig;

/// The listed languages.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum ListedLanguage {
    Typescript,
}

impl Listed for ListedLanguage {
    fn from_text(text: &str) -> Option<Self> {
        (text == Self::Typescript.text()).then_some(Self::Typescript)
    }

    fn text(self) -> &'static str {
        match self {
            Self::Typescript => "typescript",
        }
    }
}

/// The language that a task's code is written in.
///
/// The API document lists one, [`TYPESCRIPT`](Self::TYPESCRIPT); any other text can be held too,
/// and breaks the rule [`enum`](crate::Rule::Enum).
///
/// ```
/// use anchorbrowser_schema::Language;
///
/// assert_eq!(Language::default().as_str(), "typescript");
/// assert!(!Language::from("TypeScript").is_known());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Open<ListedLanguage>);

open_value!(Language);

impl Language {
    /// `typescript`: the only language that the API document lists.
    pub const TYPESCRIPT: Self = Self(Open::Listed(ListedLanguage::Typescript));

    /// Whether the API document lists this language.
    ///
    /// ```
    /// assert!(anchorbrowser_schema::Language::TYPESCRIPT.is_known());
    /// ```
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.0.listed().is_some()
    }
}

impl Default for Language {
    /// [`TYPESCRIPT`](Self::TYPESCRIPT). On the wire the member is required all the same.
    fn default() -> Self {
        Self::TYPESCRIPT
    }
}

/// The body of `POST /v1/task`: creates a task, or updates the one of the same name.
///
/// Absent members are left out when it is serialised, never written as `null`. `Deserialize` judges
/// the shape alone; [`from_json`](crate::Validate::from_json) and
/// [`check`](crate::Validate::check) apply the rules.
///
/// `Debug` shows the length of the code, not the code.
///
/// Source: schema `CreateTaskRequest` of the API document.
///
/// ```
/// use anchorbrowser_schema::{AnchorProxy, CountryCode, CreateTaskRequest, SessionConfig, Validate};
///
/// let task = CreateTaskRequest::new("web-scraper")
///     .with_source("console.log('hello');")
///     .with_browser(
///         SessionConfig::new()
///             .with_initial_url("https://example.com/")
///             .with_proxy(AnchorProxy::residential().with_country(CountryCode::DE)),
///     );
/// task.validate()?;
/// # Ok::<(), anchorbrowser_schema::Report>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CreateTaskRequest {
    /// The task's name: 1 to 255 ASCII letters, digits, hyphens and underscores.
    pub name: String,
    /// The code in canonical base64 (RFC 4648 section 4, padded).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The language of the code.
    pub language: Language,
    /// What the task does, for people: at most 1000 characters (Unicode code points).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The browser session that the task runs in.
    #[serde(
        rename = "browserConfiguration",
        skip_serializing_if = "Option::is_none"
    )]
    pub browser_configuration: Option<SessionConfig>,
}

#[derive(Deserialize)]
#[serde(remote = "CreateTaskRequest")]
struct CreateTaskRequestMembers {
    name: String,
    #[serde(default, deserialize_with = "quiet::optional_text")]
    code: Option<String>,
    language: Language,
    description: Option<String>,
    #[serde(rename = "browserConfiguration")]
    browser_configuration: Option<SessionConfig>,
}

quiet::object_only! {
    CreateTaskRequest: CreateTaskRequestMembers,
}

impl CreateTaskRequest {
    /// A request for a TypeScript task of this name, without code.
    ///
    /// ```
    /// use anchorbrowser_schema::CreateTaskRequest;
    ///
    /// let json = serde_json::to_string(&CreateTaskRequest::new("scraper"))?;
    /// assert_eq!(json, r#"{"name":"scraper","language":"typescript"}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            code: None,
            language: Language::TYPESCRIPT,
            description: None,
            browser_configuration: None,
        }
    }

    /// Sets the language.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Language};
    ///
    /// let task = CreateTaskRequest::new("t").with_language(Language::TYPESCRIPT);
    /// assert_eq!(task.language, Language::TYPESCRIPT);
    /// ```
    #[must_use]
    pub fn with_language(mut self, language: impl Into<Language>) -> Self {
        self.language = language.into();
        self
    }

    /// Sets the description.
    ///
    /// ```
    /// use anchorbrowser_schema::CreateTaskRequest;
    ///
    /// let task = CreateTaskRequest::new("t").with_description("collects prices");
    /// assert_eq!(task.description.as_deref(), Some("collects prices"));
    /// ```
    #[must_use]
    pub fn with_description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Sets the code from source text, which is encoded to base64 here.
    ///
    /// ```
    /// use anchorbrowser_schema::CreateTaskRequest;
    ///
    /// let task = CreateTaskRequest::new("t").with_source("run();");
    /// assert_eq!(task.code.as_deref(), Some("cnVuKCk7"));
    /// ```
    #[must_use]
    pub fn with_source(self, source: impl AsRef<[u8]>) -> Self {
        self.with_code(STANDARD.encode(source))
    }

    /// Sets the code, already encoded to base64.
    ///
    /// ```
    /// use anchorbrowser_schema::CreateTaskRequest;
    ///
    /// let task = CreateTaskRequest::new("t").with_code("cnVuKCk7");
    /// assert_eq!(task.code.as_deref(), Some("cnVuKCk7"));
    /// ```
    #[must_use]
    pub fn with_code(mut self, base64: impl Into<String>) -> Self {
        self.code = Some(base64.into());
        self
    }

    /// Sets the browser session.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, SessionConfig};
    ///
    /// let task = CreateTaskRequest::new("t").with_browser(SessionConfig::new());
    /// assert_eq!(task.browser_configuration, Some(SessionConfig::new()));
    /// ```
    #[must_use]
    pub fn with_browser(mut self, session: SessionConfig) -> Self {
        self.browser_configuration = Some(session);
        self
    }
}

impl fmt::Debug for CreateTaskRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateTaskRequest")
            .field("name", &self.name)
            .field("code", &elided(self.code.as_ref()))
            .field("language", &self.language)
            .field("description", &self.description)
            .field("browser_configuration", &self.browser_configuration)
            .finish()
    }
}
