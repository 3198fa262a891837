//! The objects of the API: one declaration each, from which everything else follows.
//!
//! `objects!` passes all declarations to a macro; each layer defines its own: `contract/object.rs`
//! makes the types, `raw/object.rs` reads, checks and converts them, `validate/` checks and
//! deserializes them, `arbitrary/` generates them.
//!
//! An object is declared as `struct Type as RawType, new "…" { … }`, with an expression that makes
//! one for the examples of its setters; `, open since V2026` says in which revisions members that no
//! document names are accepted in it and everything inside. A member is declared as
//!
//! ```text
//! required|optional field: Type = "name", since V2026, null since V2026, default "20", secret true,
//!     dependent_required field(rule), rules function(fields), setter with_field("example");
//! ```
//!
//! of which only `required|optional field: Type = "name"` is required:
//!
//! - `since`: the first revision that has the member, which must be optional.
//! - `null since`: the first revision in which its value, a `Nullable`, can be `null`.
//! - `default`: the JSON text of what the API assumes if the member is missing.
//! - `secret`: the value is never shown.
//! - `dependent_required`: the member that must be present too, and the rule that says so.
//! - `rules`: the function in `rules/checks/` that checks the value, and the other fields that it
//!   reads.
//! - `setter`: the name of the setter and an example of its argument, for the documentation.
//!
//! `@constant` is a required member with one possible value, which is not a field of the type.

/// Calls a macro with its further arguments, followed by the declarations of all objects.
macro_rules! objects {
    ($expand:ident $($first:tt)*) => {
        $expand! {
            $($first)*
            /// The body of `POST /v1/task`, which creates a task, or updates the task of the same
            /// name.
            ///
            /// Missing members are left out when it is serialized, never written as `null`.
            /// `Deserialize` checks the shape only (required members and types);
            /// [`from_json`](crate::Validate::from_json) and [`check`](crate::Validate::check) apply
            /// the rules.
            ///
            /// `Debug` prints the length of the code, not the code.
            ///
            /// Source: schema `CreateTaskRequest` of the API document.
            ///
            /// ```
            /// use anchorbrowser_schema::{AnchorProxy, CountryCode, CreateTaskRequest, SessionConfig, Validate};
            ///
            /// let task = CreateTaskRequest::new("web-scraper")
            ///     .with_source_code("console.log('hello');")
            ///     .with_browser_configuration(
            ///         SessionConfig::new()
            ///             .with_initial_url("https://example.com/")
            ///             .with_proxy(AnchorProxy::residential().with_country_code(CountryCode::DE)),
            ///     );
            /// task.validate()?;
            /// # Ok::<(), anchorbrowser_schema::Report>(())
            /// ```
            struct CreateTaskRequest as RawCreateTaskRequest, new "CreateTaskRequest::new(\"t\")" {
                /// The name of the task: 1 to 255 ASCII letters, digits, hyphens and underscores.
                required name: String = "name", rules name(), setter with_name("\"web-scraper\"");
                /// The code in canonical base64 (RFC 4648 section 4, padded).
                optional code: String = "code", secret true, rules code(), setter with_code("\"cnVuKCk7\"");
                /// The language of the code.
                required language: Language = "language", rules language(), setter with_language("Language::TYPESCRIPT");
                /// What the task does, for people: at most 1000 characters (Unicode code points).
                optional description: String = "description", rules description(), setter with_description("\"collects prices\"");
                /// The browser session that the task runs in.
                optional browser_configuration: SessionConfig = "browserConfiguration", setter with_browser_configuration("SessionConfig::new()");
            }

            /// The browser session that a task runs in. Every member is optional.
            ///
            /// `Debug` prints the length of the initial URL, not the URL: it may hold credentials.
            ///
            /// Source: schema `SessionConfig` of the API document.
            ///
            /// ```
            /// use anchorbrowser_schema::{LiveView, SessionConfig, Timeout};
            ///
            /// let session = SessionConfig::new()
            ///     .with_initial_url("https://example.com/")
            ///     .with_recording(false)
            ///     .with_timeout(Timeout::new().with_max_duration(30))
            ///     .with_live_view(LiveView::new().with_read_only(true));
            /// assert_eq!(
            ///     serde_json::to_value(&session)?,
            ///     serde_json::json!({
            ///         "initial_url": "https://example.com/",
            ///         "recording": {"active": false},
            ///         "timeout": {"max_duration": 30},
            ///         "live_view": {"read_only": true},
            ///     })
            /// );
            /// # Ok::<(), serde_json::Error>(())
            /// ```
            #[derive(Default)]
            struct SessionConfig as RawSessionConfig, new "SessionConfig::new()" {
                /// The URL that the browser opens first: an absolute URL, usually `http` or `https`.
                /// If it is missing, the API opens an empty page.
                optional initial_url: String = "initial_url", secret true, rules initial_url(), setter with_initial_url("\"https://example.com/\"");
                /// Whether the session is recorded.
                optional recording: Recording = "recording", setter with_recording("false");
                /// The proxy that the session's traffic goes through: an
                /// [`AnchorProxy`](crate::AnchorProxy) or a [`CustomProxy`](crate::CustomProxy).
                optional proxy: ProxyConfig = "proxy", setter with_proxy("AnchorProxy::mobile()");
                /// When the session ends automatically.
                optional timeout: Timeout = "timeout", setter with_timeout("Timeout::new().with_max_duration(30)");
                /// How the session can be watched.
                optional live_view: LiveView = "live_view", setter with_live_view("LiveView::new().with_read_only(true)");
                /// Labels of the session.
                optional tags: Vec<String> = "tags", since V2026;
                /// Whether the session can pay for content by the protocol x402. If it is missing, it
                /// [cannot](Self::DEFAULT_X402).
                optional x402: bool = "x402", since V2026, default "false", setter with_x402("true");
                /// Access that is limited to the session.
                optional scoped_access: ScopedAccess = "scoped_access", since V2026, setter with_scoped_access("ScopedAccess::new().with_active(true)");
            }

            /// Access that is limited to a session.
            ///
            /// Source: documentation of `SessionConfig.scoped_access`, since revision `2026`.
            ///
            /// ```
            /// use anchorbrowser_schema::ScopedAccess;
            ///
            /// assert_eq!(ScopedAccess::new().with_active(true).active, Some(true));
            /// ```
            #[derive(Default)]
            struct ScopedAccess as RawScopedAccess, new "ScopedAccess::new()" {
                /// Whether access is limited.
                optional active: bool = "active", setter with_active("true");
            }

            /// Video recording of a session.
            ///
            /// Source: `SessionConfig.recording` of the API document.
            ///
            /// ```
            /// use anchorbrowser_schema::Recording;
            ///
            /// assert_eq!(Recording::new().with_active(true).active, Some(true));
            /// ```
            #[derive(Default)]
            struct Recording as RawRecording, new "Recording::new()" {
                /// Whether the session is recorded. If it is missing, the session
                /// [is](Self::DEFAULT_ACTIVE).
                optional active: bool = "active", default "true", setter with_active("false");
            }

            /// When a session ends automatically. Durations are whole minutes. Later revisions of the API
            /// define `-1` as [no limit](Self::NO_LIMIT).
            ///
            /// Source: `SessionConfig.timeout` of the API document.
            ///
            /// ```
            /// use anchorbrowser_schema::Timeout;
            ///
            /// let timeout = Timeout::new().with_max_duration(60).with_idle_timeout(10);
            /// assert_eq!(serde_json::to_string(&timeout)?, r#"{"max_duration":60,"idle_timeout":10}"#);
            /// # Ok::<(), serde_json::Error>(())
            /// ```
            #[derive(Default)]
            struct Timeout as RawTimeout, new "Timeout::new()" {
                /// Minutes until the session ends in any case. If it is missing, the API assumes
                /// [20](Self::DEFAULT_MAX_DURATION).
                optional max_duration: i64 = "max_duration", default "20", rules duration(), setter with_max_duration("30");
                /// Minutes that the session waits for a new connection after the last one has closed.
                /// If it is missing, the API assumes [5](Self::DEFAULT_IDLE_TIMEOUT).
                optional idle_timeout: i64 = "idle_timeout", default "5", rules idle_timeout(max_duration), setter with_idle_timeout("10");
            }

            /// Live view of a session.
            ///
            /// Source: `SessionConfig.live_view` of the API document.
            ///
            /// ```
            /// use anchorbrowser_schema::LiveView;
            ///
            /// assert_eq!(LiveView::new().with_read_only(true).read_only, Some(true));
            /// ```
            #[derive(Default)]
            struct LiveView as RawLiveView, new "LiveView::new()" {
                /// Whether viewers can only watch. If it is missing, they
                /// [can also act](Self::DEFAULT_READ_ONLY).
                optional read_only: bool = "read_only", default "false", setter with_read_only("true");
                /// Whether the link to the live view works for the first viewer only. It requires a
                /// browser that is not headless. If it is missing, the link
                /// [works for all](Self::DEFAULT_ONE_TIME_URL).
                optional one_time_url: bool = "one_time_url", since V2026, default "false", setter with_one_time_url("true");
            }

            /// A proxy of Anchor Browser.
            ///
            /// Source: schema `AnchorProxy` of the API document.
            ///
            /// ```
            /// use anchorbrowser_schema::{AnchorProxy, CountryCode, Validate};
            ///
            /// let proxy = AnchorProxy::proxy()
            ///     .with_country_code(CountryCode::US)
            ///     .with_region("ca")
            ///     .with_city("los-angeles");
            /// proxy.validate()?;
            /// # Ok::<(), anchorbrowser_schema::Report>(())
            /// ```
            struct AnchorProxy as RawAnchorProxy, new "AnchorProxy::new()" {
                /// Whether the proxy is used.
                required active: bool = "active", setter with_active("false");
                /// The kind of address that the session appears to come from.
                optional proxy_type: ProxyType = "type", rules proxy_type(), setter with_type("ProxyType::ANCHOR_GOV");
                /// The country that the session appears to come from. The type decides which countries
                /// are allowed. If it is missing, the API assumes [`us`](Self::DEFAULT_COUNTRY_CODE).
                optional country_code: CountryCode = "country_code", default "\"us\"", rules country_code(proxy_type), setter with_country_code("CountryCode::JP");
                /// A region within the country.
                optional region: String = "region", setter with_region("\"ca\"");
                /// A city within the region, which is required then. Only
                /// [`ANCHOR_PROXY`](ProxyType::ANCHOR_PROXY) supports one.
                optional city: String = "city", dependent_required region(city_requires_region), rules city(proxy_type), setter with_city("\"los-angeles\"");
            }

            /// A proxy which is the client's own.
            ///
            /// `Debug` shows neither user name, nor password, nor server.
            ///
            /// Source: schema `CustomProxy` of the API document.
            ///
            /// ```
            /// use anchorbrowser_schema::{CustomProxy, Validate};
            ///
            /// let proxy = CustomProxy::new("https://proxy.example.com:443", "user", "password");
            /// proxy.validate()?;
            /// assert_eq!(serde_json::to_value(&proxy).unwrap()["type"], "custom");
            /// # Ok::<(), anchorbrowser_schema::Report>(())
            /// ```
            struct CustomProxy as RawCustomProxy, new "CustomProxy::new(\"proxy.example.com:8080\", \"user\", \"password\")" {
                @constant proxy_type = "type": "custom", rules custom_type();
                /// Where the proxy listens: `HOST:PORT`, optionally after `http://`, `https://` or
                /// `socks5://`.
                required server: String = "server", secret true, rules server(), setter with_server("\"proxy.example.com:1080\"");
                /// The user name that the proxy asks for.
                required username: String = "username", secret true, setter with_username("\"user\"");
                /// The password that the proxy asks for.
                required password: Password = "password", secret true, setter with_password("\"password\"");
                /// Whether the proxy is used.
                required active: bool = "active", setter with_active("false");
            }

            /// A task as the API stores it.
            ///
            /// Clients read it from responses: `Deserialize` checks the shape
            /// only, so that responses of later versions can be read. Servers make it with
            /// [`new`](Self::new). `Debug` prints the length of the code,
            /// not the code.
            ///
            /// Source: schema `Task` of the API document.
            ///
            /// ```
            /// use anchorbrowser_schema::{Task, Validate};
            ///
            /// let task = Task::from_json(r#"{
            ///     "id": "0b6f5a0e-3f0b-4c58-9d0c-5d2f3c1e7a11",
            ///     "name": "web-scraper",
            ///     "teamId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            ///     "latestVersion": "draft",
            ///     "code": "",
            ///     "language": "typescript",
            ///     "deleted": false,
            ///     "createdAt": "2025-03-01T09:30:00Z",
            ///     "updatedAt": "2025-03-01T09:30:00.25+01:00"
            /// }"#)?;
            /// assert_eq!(task.latest_version, "draft");
            /// # Ok::<(), anchorbrowser_schema::Report>(())
            /// ```
            struct Task as RawTask, new "Task::new(\"3c90c3cc-0d44-4b50-8888-8dd25736052a\", \"7c9e6679-7425-40de-944b-e07fc1f90ae7\", CreateTaskRequest::new(\"t\"), \"2025-03-01T09:30:00Z\")", open since V2026 {
                /// The identifier of the task: a UUID (RFC 9562 section 4).
                required id: String = "id", rules uuid();
                /// The name of the task: 1 to 255 ASCII letters, digits, hyphens and underscores.
                required name: String = "name", rules name();
                /// The identifier of the team that owns the task: a UUID (RFC 9562 section 4).
                required team_id: String = "teamId", rules uuid();
                /// What the task does, for people: at most 1000 characters (Unicode code points).
                optional description: Nullable<String> = "description", null since V2026, rules description();
                /// The latest version: `draft`, `latest` or a version number.
                required latest_version: String = "latestVersion", setter with_latest_version("\"3\"");
                /// The code. The API document sets no pattern here.
                required code: String = "code", secret true;
                /// The language of the code.
                required language: Language = "language", rules task_language();
                /// The browser session that the task runs in.
                optional browser_configuration: SessionConfig = "browserConfiguration";
                /// Whether the task is marked as deleted.
                required deleted: bool = "deleted", setter with_deleted("true");
                /// When the task was created (RFC 3339 section 5.6).
                required created_at: String = "createdAt", rules date_time();
                /// When the task was last changed (RFC 3339 section 5.6).
                required updated_at: String = "updatedAt", rules date_time(), setter with_updated_at("\"2025-03-02T09:30:00Z\"");
            }

            /// The response to a successful request (status 200).
            ///
            /// Source: schema `TaskResponse` of the API document.
            ///
            /// ```
            /// use anchorbrowser_schema::TaskResponse;
            ///
            /// let response: TaskResponse = serde_json::from_str("{}")?;
            /// assert_eq!(response.data, None);
            /// # Ok::<(), serde_json::Error>(())
            /// ```
            #[derive(Default)]
            struct TaskResponse as RawTaskResponse, new "" {
                /// The task. The API document does not require it.
                optional data: Task = "data";
            }

            /// The response to a rejected request (status 400, 409 or 500).
            ///
            /// Source: schema `ErrorResponse` of the API document.
            ///
            /// ```
            /// use anchorbrowser_schema::ErrorResponse;
            ///
            /// let response: ErrorResponse =
            ///     serde_json::from_str(r#"{"error": {"code": 409, "message": "name is taken"}}"#)?;
            /// assert_eq!(response.error.and_then(|error| error.code), Some(409));
            /// # Ok::<(), serde_json::Error>(())
            /// ```
            #[derive(Default)]
            struct ErrorResponse as RawErrorResponse, new "" {
                /// The error. The API document does not require it.
                optional error: ApiError = "error";
            }

            /// The error in an [`ErrorResponse`].
            ///
            /// Source: schema `ErrorResponse` of the API document.
            ///
            /// ```
            /// use anchorbrowser_schema::ApiError;
            ///
            /// // Neither member is required.
            /// let error: ApiError = serde_json::from_str(r#"{"message": "name is taken"}"#)?;
            /// assert_eq!((error.code, error.message.as_deref()), (None, Some("name is taken")));
            /// # Ok::<(), serde_json::Error>(())
            /// ```
            #[derive(Default)]
            struct ApiError as RawApiError, new "" {
                /// The number of the error.
                optional code: i64 = "code", rules integer();
                /// The error message.
                optional message: String = "message";
            }
        }
    };
}

/// Calls a macro with its further arguments, followed by the names of all objects.
macro_rules! object_names {
    ([$expand:ident $($first:ident)*] $($(#[$meta:meta])* struct $object:ident as $raw:ident, new $new:literal $(, open since $open_since:ident)? { $($members:tt)* })*) => {
        $expand! { $($first)* $($object)* }
    };
    ($expand:ident $($first:ident)*) => {
        $crate::contract::objects::objects! { object_names [$expand $($first)*] }
    };
}

pub(crate) use {object_names, objects};
