//! Browser sessions: constructors and defaults.

use std::time::Duration;

use super::object::{LiveView, Recording, ScopedAccess, SessionConfig, Timeout};

/// Implements `new` for objects whose members are all optional.
macro_rules! constructors {
    ($($object:ident)*) => {$(
        impl $object {
            #[doc = concat!("A `", stringify!($object), "` without any member.")]
            ///
            /// ```
            #[doc = concat!("use anchorbrowser_schema::", stringify!($object), ";")]
            ///
            #[doc = concat!("assert_eq!(serde_json::to_string(&", stringify!($object), "::new())?, \"{}\");")]
            /// # Ok::<(), serde_json::Error>(())
            /// ```
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }
        }
    )*};
}

constructors! { SessionConfig Recording Timeout LiveView ScopedAccess }

impl SessionConfig {
    /// Without [`x402`](Self::x402), the session cannot pay.
    ///
    /// Source: the `default` of `SessionConfig.x402` in the API document of 2026.
    ///
    /// ```
    /// assert!(!anchorbrowser_schema::SessionConfig::DEFAULT_X402);
    /// ```
    pub const DEFAULT_X402: bool = false;

    /// Sets [`tags`](Self::tags).
    ///
    /// ```
    /// use anchorbrowser_schema::SessionConfig;
    ///
    /// let session = SessionConfig::new().with_tags(["nightly", "prices"]);
    /// assert_eq!(serde_json::to_string(&session)?, r#"{"tags":["nightly","prices"]}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn with_tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.tags = Some(tags.into_iter().map(Into::into).collect());
        self
    }
}

/// What the API assumes if a member is missing. This crate never writes it.
impl Recording {
    /// Without [`active`](Self::active), the session is recorded.
    ///
    /// Source: the `default` of `SessionConfig.recording.active` in the API document.
    ///
    /// ```
    /// assert!(anchorbrowser_schema::Recording::DEFAULT_ACTIVE);
    /// ```
    pub const DEFAULT_ACTIVE: bool = true;
}

/// What the API assumes if a member is missing. This crate never writes it.
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

    /// No limit, since revision `2026`.
    ///
    /// Source: API document of 2026. That of 2025 allows any integer and does not define -1.
    ///
    /// ```
    /// use anchorbrowser_schema::{Timeout, Validate};
    ///
    /// assert!(Timeout::new().with_idle_timeout(Timeout::NO_LIMIT).check().is_empty());
    /// ```
    pub const NO_LIMIT: i64 = -1;
}

/// What the API assumes if a member is missing. This crate never writes it.
impl LiveView {
    /// Viewers can act: without [`read_only`](Self::read_only), the view is not read-only.
    ///
    /// Source: the `default` of `SessionConfig.live_view.read_only` in the API document.
    ///
    /// ```
    /// assert!(!anchorbrowser_schema::LiveView::DEFAULT_READ_ONLY);
    /// ```
    pub const DEFAULT_READ_ONLY: bool = false;

    /// Without [`one_time_url`](Self::one_time_url), the link works for all viewers.
    ///
    /// Source: the `default` of `SessionConfig.live_view.one_time_url` in the API document of 2026.
    ///
    /// ```
    /// assert!(!anchorbrowser_schema::LiveView::DEFAULT_ONE_TIME_URL);
    /// ```
    pub const DEFAULT_ONE_TIME_URL: bool = false;
}

impl Timeout {
    /// A duration in whole minutes, the unit of the members.
    ///
    /// # Errors
    ///
    /// If it is not a number of whole minutes, such as 90 seconds.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use anchorbrowser_schema::{NotWholeMinutes, Timeout};
    ///
    /// let hour = Timeout::whole_minutes(Duration::from_secs(3600))?;
    /// assert_eq!(Timeout::new().with_max_duration(hour).max_duration, Some(60));
    /// let error = Timeout::whole_minutes(Duration::from_secs(90)).unwrap_err();
    /// assert_eq!(error.to_string(), "a timeout must be whole minutes, but is 90s");
    /// # Ok::<(), NotWholeMinutes>(())
    /// ```
    pub fn whole_minutes(duration: Duration) -> Result<i64, NotWholeMinutes> {
        let seconds = duration.as_secs();
        match i64::try_from(seconds / 60) {
            Ok(minutes) if seconds.is_multiple_of(60) && duration.subsec_nanos() == 0 => {
                Ok(minutes)
            }
            _ => Err(NotWholeMinutes { duration }),
        }
    }
}

/// A duration that is not a number of whole minutes.
///
/// See the example of [`Timeout::whole_minutes`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a timeout must be whole minutes, but is {duration:?}")]
pub struct NotWholeMinutes {
    duration: Duration,
}

impl From<bool> for Recording {
    /// Whether the session is recorded.
    fn from(active: bool) -> Self {
        Self::new().with_active(active)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_whole_minutes() {
        let table = [
            (Duration::ZERO, Some(0)),
            (Duration::from_secs(60), Some(1)),
            (Duration::from_secs(59), None),
            (Duration::from_secs(61), None),
            (Duration::new(60, 1), None),
            (
                Duration::from_secs(u64::MAX - 15),
                Some(307_445_734_561_825_860),
            ),
            (Duration::MAX, None),
        ];
        for (duration, minutes) in table {
            assert_eq!(
                Timeout::whole_minutes(duration).ok(),
                minutes,
                "{duration:?}"
            );
        }
    }
}
