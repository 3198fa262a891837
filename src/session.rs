//! The browser session that a task runs in.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::proxy::ProxyConfig;
use crate::quiet;
use crate::secret::elided;

/// The browser session that a task runs in. Every member is optional.
///
/// `Debug` shows the length of the start URL, not the URL: it may hold credentials.
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
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SessionConfig {
    /// Where the browser goes first: an absolute URL, usually `http` or `https`. Without it the
    /// API opens an empty page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_url: Option<String>,
    /// Whether the session is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recording: Option<Recording>,
    /// The proxy that the session's traffic goes through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy: Option<ProxyConfig>,
    /// When the session ends by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Timeout>,
    /// How the session can be watched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live_view: Option<LiveView>,
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Recording {
    /// Whether the session is recorded. Without it [it is](Self::DEFAULT_ACTIVE).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
}

/// When a session ends by itself. Durations are whole minutes; newer revisions of the API read
/// `-1` as [no limit](Self::NO_LIMIT).
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Timeout {
    /// Minutes until the session ends, whatever happens. Without it the API takes
    /// [20](Self::DEFAULT_MAX_DURATION).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_duration: Option<i64>,
    /// Minutes that the session waits for a new connection once the last one has closed. Without
    /// it the API takes [5](Self::DEFAULT_IDLE_TIMEOUT).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle_timeout: Option<i64>,
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LiveView {
    /// Whether viewers can only watch. Without it they [can also act](Self::DEFAULT_READ_ONLY).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_only: Option<bool>,
}

#[derive(Deserialize)]
#[serde(remote = "SessionConfig")]
struct SessionConfigMembers {
    #[serde(default, deserialize_with = "quiet::optional_text")]
    initial_url: Option<String>,
    recording: Option<Recording>,
    proxy: Option<ProxyConfig>,
    timeout: Option<Timeout>,
    live_view: Option<LiveView>,
}

#[derive(Deserialize)]
#[serde(remote = "Recording")]
struct RecordingMembers {
    active: Option<bool>,
}

#[derive(Deserialize)]
#[serde(remote = "Timeout")]
struct TimeoutMembers {
    #[serde(default, deserialize_with = "integral")]
    max_duration: Option<i64>,
    #[serde(default, deserialize_with = "integral")]
    idle_timeout: Option<i64>,
}

#[derive(Deserialize)]
#[serde(remote = "LiveView")]
struct LiveViewMembers {
    read_only: Option<bool>,
}

quiet::object_only! {
    SessionConfig: SessionConfigMembers,
    Recording: RecordingMembers,
    Timeout: TimeoutMembers,
    LiveView: LiveViewMembers,
}

/// Gives a type of optional members a `new` and a setter for each member, shown with an example of
/// a value.
macro_rules! setters {
    ($type:ident { $($setter:ident($member:ident: $value:ty) $what:literal, $example:literal;)* }) => {
        impl $type {
            #[doc = concat!("A `", stringify!($type), "` with every member absent.")]
            ///
            /// ```
            #[doc = concat!("use anchorbrowser_schema::", stringify!($type), ";")]
            ///
            #[doc = concat!("assert_eq!(serde_json::to_string(&", stringify!($type), "::new())?, \"{}\");")]
            /// # Ok::<(), serde_json::Error>(())
            /// ```
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            $(
                #[doc = concat!("Sets ", $what, ".")]
                ///
                /// ```
                /// use anchorbrowser_schema::*;
                ///
                #[doc = concat!("let ", stringify!($member), " = ", $example, ";")]
                #[doc = concat!("let built = ", stringify!($type), "::new().", stringify!($setter), "(", stringify!($member), ");")]
                #[doc = concat!("assert_eq!(built.", stringify!($member), ", Some(", $example, ".into()));")]
                /// ```
                #[must_use]
                pub fn $setter(mut self, $member: impl Into<$value>) -> Self {
                    self.$member = Some($member.into());
                    self
                }
            )*
        }
    };
}

setters!(SessionConfig {
    with_initial_url(initial_url: String) "where the browser goes first", "\"https://example.com/\"";
    with_recording(recording: Recording) "whether the session is recorded", "false";
    with_proxy(proxy: ProxyConfig) "the proxy, an [`AnchorProxy`](crate::AnchorProxy) or a [`CustomProxy`](crate::CustomProxy)", "AnchorProxy::mobile()";
    with_timeout(timeout: Timeout) "when the session ends by itself", "Timeout::new().with_max_duration(30)";
    with_live_view(live_view: LiveView) "how the session can be watched", "LiveView::new().with_read_only(true)";
});

setters!(Recording {
    with_active(active: bool) "whether the session is recorded", "false";
});

setters!(Timeout {
    with_max_duration(max_duration: i64) "the minutes until the session ends, whatever happens", "30";
    with_idle_timeout(idle_timeout: i64) "the minutes that the session waits for a new connection", "10";
});

setters!(LiveView {
    with_read_only(read_only: bool) "whether viewers can only watch", "true";
});

/// What the API takes where a member is absent. Nothing here writes it unasked.
impl Recording {
    /// The API records: without [`active`](Self::active), the session is recorded.
    ///
    /// Source: the `default` of `SessionConfig.recording.active` in the API document.
    ///
    /// ```
    /// assert!(anchorbrowser_schema::Recording::DEFAULT_ACTIVE);
    /// ```
    pub const DEFAULT_ACTIVE: bool = true;
}

/// What the API takes where a member is absent, and what it takes as no limit. Nothing here writes
/// it unasked.
impl Timeout {
    /// Minutes: without [`max_duration`](Self::max_duration), the session ends after 20.
    ///
    /// Source: the `default` of `SessionConfig.timeout.max_duration` in the API document.
    ///
    /// ```
    /// assert_eq!(anchorbrowser_schema::Timeout::DEFAULT_MAX_DURATION, 20);
    /// ```
    pub const DEFAULT_MAX_DURATION: i64 = 20;

    /// Minutes: without [`idle_timeout`](Self::idle_timeout), the session waits for 5.
    ///
    /// Source: the `default` of `SessionConfig.timeout.idle_timeout` in the API document.
    ///
    /// ```
    /// assert_eq!(anchorbrowser_schema::Timeout::DEFAULT_IDLE_TIMEOUT, 5);
    /// ```
    pub const DEFAULT_IDLE_TIMEOUT: i64 = 5;

    /// What newer revisions of the API read as "no limit".
    ///
    /// Source: newer revisions of the API document; the one at hand asks for an integer alone.
    ///
    /// ```
    /// use anchorbrowser_schema::{Timeout, Validate};
    ///
    /// assert!(Timeout::new().with_idle_timeout(Timeout::NO_LIMIT).check().is_empty());
    /// ```
    pub const NO_LIMIT: i64 = -1;
}

/// What the API takes where a member is absent. Nothing here writes it unasked.
impl LiveView {
    /// Viewers can act: without [`read_only`](Self::read_only), the view is not read-only.
    ///
    /// Source: the `default` of `SessionConfig.live_view.read_only` in the API document.
    ///
    /// ```
    /// assert!(!anchorbrowser_schema::LiveView::DEFAULT_READ_ONLY);
    /// ```
    pub const DEFAULT_READ_ONLY: bool = false;
}

impl From<bool> for Recording {
    /// Whether the session is recorded.
    fn from(active: bool) -> Self {
        Self::new().with_active(active)
    }
}

impl fmt::Debug for SessionConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionConfig")
            .field("initial_url", &elided(self.initial_url.as_ref()))
            .field("recording", &self.recording)
            .field("proxy", &self.proxy)
            .field("timeout", &self.timeout)
            .field("live_view", &self.live_view)
            .finish()
    }
}

/// Reads an optional integer; `20.0` is one too, as in JSON Schema.
pub(crate) fn integral<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<i64>, D::Error> {
    struct Integral;

    impl serde::de::Visitor<'_> for Integral {
        type Value = i64;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an integer from -9223372036854775808 to 9223372036854775807")
        }

        fn visit_i64<E>(self, value: i64) -> Result<i64, E> {
            Ok(value)
        }

        fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<i64, E> {
            i64::try_from(value)
                .map_err(|_| E::invalid_value(serde::de::Unexpected::Unsigned(value), &self))
        }

        fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<i64, E> {
            /// 2 to the 63rd: the first integer above `i64`, exact as a double.
            const BOUND: f64 = 9_223_372_036_854_775_808.0;
            if value.fract() == 0.0 && (-BOUND..BOUND).contains(&value) {
                #[expect(clippy::cast_possible_truncation, reason = "integral and within i64")]
                return Ok(value as i64);
            }
            Err(E::invalid_value(serde::de::Unexpected::Float(value), &self))
        }
    }

    /// `Some` and an integer; `Option` itself reads `null`.
    struct Integer(i64);

    impl<'de> Deserialize<'de> for Integer {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_any(Integral).map(Integer)
        }
    }

    Ok(Option::<Integer>::deserialize(deserializer)?.map(|Integer(value)| value))
}
