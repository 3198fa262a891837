//! The create-task request: its constructor and its code.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::language::Language;
use super::object::CreateTaskRequest;
use super::unknown_members::UnknownMembers;

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
            unknown: UnknownMembers::default(),
        }
    }

    /// Sets the code from source text, which it encodes as base64.
    ///
    /// ```
    /// use anchorbrowser_schema::CreateTaskRequest;
    ///
    /// let task = CreateTaskRequest::new("t").with_source_code("run();");
    /// assert_eq!(task.code.as_deref(), Some("cnVuKCk7"));
    /// ```
    #[must_use]
    pub fn with_source_code(self, source: impl AsRef<[u8]>) -> Self {
        self.with_code(STANDARD.encode(source))
    }
}
