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
/// use anchorbrowser_schema::{LiveView, Recording, SessionConfig, Timeout};
///
/// let session = SessionConfig::new()
///     .with_initial_url("https://example.com/")
///     .with_recording(Recording::new().with_active(false))
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
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct SessionConfig {
    /// Where the browser goes first: an absolute URL, usually `http` or `https`. Without it the
    /// API opens an empty page.
    #[serde(
        default,
        deserialize_with = "quiet::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub initial_url: Option<String>,
    /// Whether the session is recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<Recording>,
    /// The proxy that the session's traffic goes through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<ProxyConfig>,
    /// When the session ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Timeout>,
    /// How the session can be watched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Recording {
    /// Whether the session is recorded. Without it the API records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
}

/// When a session ends by itself. Durations are whole minutes; newer revisions of the API read
/// `-1` as "no limit".
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Timeout {
    /// Minutes until the session ends, whatever happens. Without it the API takes 20.
    #[serde(
        default,
        deserialize_with = "integral",
        skip_serializing_if = "Option::is_none"
    )]
    pub max_duration: Option<i64>,
    /// Minutes that the session waits for a new connection once the last one has closed. Without
    /// it the API takes 5.
    #[serde(
        default,
        deserialize_with = "integral",
        skip_serializing_if = "Option::is_none"
    )]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct LiveView {
    /// Whether viewers can only watch. Without it they can also act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_only: Option<bool>,
}

quiet::object_only!(SessionConfig, Recording, Timeout, LiveView);

/// Gives a type of optional members a `new` and a setter for each member.
macro_rules! setters {
    ($type:ident { $($setter:ident($member:ident: $value:ty) $what:literal;)* }) => {
        impl $type {
            #[doc = concat!("A `", stringify!($type), "` with every member absent.")]
            ///
            /// ```
            #[doc = concat!("use anchorbrowser_schema::", stringify!($type), ";")]
            ///
            #[doc = concat!("assert_eq!(", stringify!($type), "::new(), ", stringify!($type), "::default());")]
            /// ```
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            $(
                #[doc = concat!("Sets ", $what, ".")]
                ///
                #[doc = concat!("[`", stringify!($type), "`] shows it in use.")]
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
    with_initial_url(initial_url: String) "where the browser goes first";
    with_recording(recording: Recording) "whether the session is recorded";
    with_proxy(proxy: ProxyConfig) "the proxy, an [`AnchorProxy`](crate::AnchorProxy) or a [`CustomProxy`](crate::CustomProxy)";
    with_timeout(timeout: Timeout) "when the session ends by itself";
    with_live_view(live_view: LiveView) "how the session can be watched";
});

setters!(Recording {
    with_active(active: bool) "whether the session is recorded";
});

setters!(Timeout {
    with_max_duration(max_duration: i64) "the minutes until the session ends, whatever happens";
    with_idle_timeout(idle_timeout: i64) "the minutes that the session waits for a new connection";
});

setters!(LiveView {
    with_read_only(read_only: bool) "whether viewers can only watch";
});

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
