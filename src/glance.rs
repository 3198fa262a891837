//! Typed values that break no rule, told at a glance.
//!
//! Most values that are validated are right, and a typed value needs no facts to show it: it has no
//! wrong types, no missing members and no spans. This asks the same rules in half the time, and
//! leaves every value that is not clearly right to the one place where rules are applied to
//! members, `judge.rs`. The laws hold both to the same verdict.

use crate::proxy::{AnchorProxy, CustomProxy, ProxyConfig};
use crate::proxy_type::ProxyType;
use crate::response::{ApiError, ErrorResponse, Task, TaskResponse};
use crate::rules::{Detail, base64, integer, name, server, url};
use crate::session::{LiveView, Recording, SessionConfig, Timeout};
use crate::task::CreateTaskRequest;
use crate::text::Text;

/// A value that may show at a glance that it is right.
pub(crate) trait Glance {
    /// Whether it clearly breaks no rule, of whatever level, but perhaps `code-not-text`, which
    /// takes more than a glance. If not, it may be right all the same.
    fn is_clearly_right(&self) -> bool {
        false
    }
}

/// Responses are read, hardly ever validated: they go the common way.
impl Glance for Task {}
impl Glance for TaskResponse {}
impl Glance for ErrorResponse {}
impl Glance for ApiError {}

/// Whether the rules that `judge` applies are all kept.
fn keeps(judge: impl FnOnce(&mut dyn FnMut(Detail))) -> bool {
    let mut kept = true;
    judge(&mut |_| kept = false);
    kept
}

fn is_right<T: Glance>(member: Option<&T>) -> bool {
    member.is_none_or(T::is_clearly_right)
}

impl Glance for CreateTaskRequest {
    fn is_clearly_right(&self) -> bool {
        let is_code = |code: &str| keeps(|tell| base64::judge(Text::plain(code), false, tell));
        let is_description = |text: &str| name::judge_description(Text::plain(text)).is_none();
        keeps(|tell| name::judge_name(&self.name, tell))
            && self.code.as_deref().is_none_or(is_code)
            && self.language.is_known()
            && self.description.as_deref().is_none_or(is_description)
            && is_right(self.browser_configuration.as_ref())
    }
}

impl Glance for SessionConfig {
    fn is_clearly_right(&self) -> bool {
        let is_url = |text: &str| keeps(|tell| url::judge(text, tell));
        self.initial_url.as_deref().is_none_or(is_url)
            && is_right(self.recording.as_ref())
            && is_right(self.proxy.as_ref())
            && is_right(self.timeout.as_ref())
            && is_right(self.live_view.as_ref())
    }
}

impl Glance for Recording {
    fn is_clearly_right(&self) -> bool {
        true
    }
}

impl Glance for LiveView {
    fn is_clearly_right(&self) -> bool {
        true
    }
}

impl Glance for Timeout {
    fn is_clearly_right(&self) -> bool {
        let is_duration = |minutes: i64| integer::judge_duration(minutes).is_none();
        let members = (self.idle_timeout, self.max_duration);
        self.max_duration.is_none_or(is_duration)
            && self.idle_timeout.is_none_or(is_duration)
            && !matches!(members, (Some(idle), Some(max)) if integer::judge_order(idle, max).is_some())
    }
}

impl Glance for ProxyConfig {
    fn is_clearly_right(&self) -> bool {
        match self {
            Self::Anchor(proxy) => proxy.is_clearly_right(),
            Self::Custom(proxy) => proxy.is_clearly_right(),
        }
    }
}

impl Glance for AnchorProxy {
    fn is_clearly_right(&self) -> bool {
        let proxy_type = self.proxy_type.as_ref();
        let country = self.country_code.as_ref();
        let takes_city = proxy_type.is_none_or(|chosen| *chosen == ProxyType::ANCHOR_PROXY);
        proxy_type.is_none_or(ProxyType::is_known)
            && country.is_none_or(|country| match proxy_type {
                Some(chosen) => country.is_offered_by(chosen),
                None => country.is_known(),
            })
            && (self.city.is_none() || (self.region.is_some() && takes_city))
    }
}

impl Glance for CustomProxy {
    fn is_clearly_right(&self) -> bool {
        server::judge(&self.server).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CountryCode, Language};

    fn request(session: SessionConfig) -> CreateTaskRequest {
        CreateTaskRequest::new("t").with_browser(session)
    }

    fn with_proxy(proxy: impl Into<ProxyConfig>) -> CreateTaskRequest {
        request(SessionConfig::new().with_proxy(proxy))
    }

    #[test]
    fn what_is_right_shows_at_a_glance_and_what_is_not_does_not() {
        let (task, session) = (CreateTaskRequest::new("t"), SessionConfig::new());
        let (gov, proxy) = (AnchorProxy::gov(), AnchorProxy::proxy());
        let duration = |timeout: Timeout| request(SessionConfig::new().with_timeout(timeout));
        let table = [
            (task.clone(), true),
            (task.clone().with_code("QUI="), true),
            (task.clone().with_code("/w=="), true),
            (task.clone().with_code(""), false),
            (task.clone().with_code("QUJ="), false),
            (task.clone().with_language(Language::from("rust")), false),
            (task.clone().with_description("ä".repeat(1000)), true),
            (task.with_description("ä".repeat(1001)), false),
            (CreateTaskRequest::new("a b"), false),
            (
                request(session.clone().with_initial_url("https://a.example/")),
                true,
            ),
            (
                request(session.clone().with_initial_url("https://[::1]/")),
                true,
            ),
            (
                request(session.clone().with_initial_url("ftp://a.example/")),
                false,
            ),
            (
                request(
                    session
                        .clone()
                        .with_recording(true)
                        .with_live_view(LiveView::new()),
                ),
                true,
            ),
            (request(session.with_initial_url("a.example")), false),
            (
                duration(Timeout::new().with_max_duration(20).with_idle_timeout(20)),
                true,
            ),
            (
                duration(Timeout::new().with_max_duration(-1).with_idle_timeout(5)),
                true,
            ),
            (
                duration(Timeout::new().with_max_duration(20).with_idle_timeout(21)),
                false,
            ),
            (duration(Timeout::new().with_max_duration(0)), false),
            (duration(Timeout::new().with_idle_timeout(-2)), false),
            (
                with_proxy(AnchorProxy::new().with_country(CountryCode::GB)),
                true,
            ),
            (with_proxy(AnchorProxy::new().with_country("uk")), false),
            (with_proxy(AnchorProxy::new().with_type("custom")), false),
            (with_proxy(gov.clone().with_country(CountryCode::GB)), false),
            (with_proxy(gov.with_region("r").with_city("c")), false),
            (
                with_proxy(proxy.clone().with_region("r").with_city("c")),
                true,
            ),
            (with_proxy(proxy.with_city("c")), false),
            (with_proxy(CustomProxy::new("a.example:80", "u", "p")), true),
            (with_proxy(CustomProxy::new("a.example", "u", "p")), false),
        ];
        for (task, expected) in table {
            assert_eq!(task.is_clearly_right(), expected, "{task:?}");
        }
    }
}
