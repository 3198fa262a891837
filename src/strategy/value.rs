//! Valid values of every type.

use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::text::{
    characters, code, date_time, description, initial_url, name, server, short, uuid,
};
use crate::contract::unknown_members::UnknownMembers;
use crate::{
    AnchorProxy, ApiError, CountryCode, CreateTaskRequest, CustomProxy, ErrorResponse, Language,
    LiveView, ProxyConfig, ProxyType, Recording, Revision, SessionConfig, Task, TaskResponse,
    Timeout,
};

/// A request that violates no rule.
///
/// ```
/// use anchorbrowser_schema::{Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(task in strategy::create_task_request())| {
///     prop_assert!(task.check().is_empty());
/// });
/// ```
pub fn create_task_request() -> impl Strategy<Value = CreateTaskRequest> + Clone {
    (
        name(),
        option::of(code()),
        language(),
        option::of(description()),
        option::weighted(0.8, session_config()),
    )
        .prop_map(
            |(name, code, language, description, browser_configuration)| CreateTaskRequest {
                name,
                code,
                language,
                description,
                browser_configuration,
                unknown: UnknownMembers::default(),
            },
        )
}

/// A listed language: `typescript`.
///
/// ```
/// use anchorbrowser_schema::strategy;
/// use proptest::prelude::*;
///
/// proptest!(|(language in strategy::language())| {
///     prop_assert!(language.is_known());
/// });
/// ```
pub fn language() -> impl Strategy<Value = Language> + Clone {
    Just(Language::TYPESCRIPT)
}

/// A browser session that violates no rule.
///
/// ```
/// use anchorbrowser_schema::{Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(session in strategy::session_config())| {
///     prop_assert!(session.check().is_empty());
/// });
/// ```
pub fn session_config() -> impl Strategy<Value = SessionConfig> + Clone {
    (
        option::of(initial_url()),
        option::of(recording()),
        option::of(proxy_config()),
        option::of(timeout()),
        option::of(live_view()),
    )
        .prop_map(
            |(initial_url, recording, proxy, timeout, live_view)| SessionConfig {
                initial_url,
                recording,
                proxy,
                timeout,
                live_view,
                unknown: UnknownMembers::default(),
            },
        )
}

/// A recording with or without `active`.
///
/// ```
/// use anchorbrowser_schema::{Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(recording in strategy::recording())| {
///     prop_assert!(recording.check().is_empty());
/// });
/// ```
pub fn recording() -> impl Strategy<Value = Recording> + Clone {
    any::<Option<bool>>().prop_map(|active| Recording {
        active,
        ..Recording::default()
    })
}

/// A live view with or without `read_only`.
///
/// ```
/// use anchorbrowser_schema::{Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(live_view in strategy::live_view())| {
///     prop_assert!(live_view.check().is_empty());
/// });
/// ```
pub fn live_view() -> impl Strategy<Value = LiveView> + Clone {
    any::<Option<bool>>().prop_map(|read_only| LiveView {
        read_only,
        ..LiveView::default()
    })
}

/// Timeouts that violate no rule: positive or -1, and the idle timeout at most the longest duration.
///
/// ```
/// use anchorbrowser_schema::{Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(timeout in strategy::timeout())| {
///     prop_assert!(timeout.check().is_empty());
/// });
/// ```
pub fn timeout() -> impl Strategy<Value = Timeout> + Clone {
    let minutes =
        || prop_oneof![4 => 1..600_i64, 1 => Just(-1), 1 => 1..=i64::MAX, 1 => Just(i64::MAX)];
    (option::of(minutes()), option::of(minutes())).prop_map(|(max_duration, idle_timeout)| {
        let longest = max_duration
            .filter(|minutes| *minutes > 0)
            .unwrap_or(i64::MAX);
        Timeout {
            max_duration,
            idle_timeout: idle_timeout.map(|minutes| minutes.min(longest)),
            ..Timeout::default()
        }
    })
}

/// A proxy of either kind that violates no rule.
///
/// ```
/// use anchorbrowser_schema::{Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(proxy in strategy::proxy_config())| {
///     prop_assert!(proxy.check().is_empty());
/// });
/// ```
pub fn proxy_config() -> impl Strategy<Value = ProxyConfig> + Clone {
    prop_oneof![
        3 => anchor_proxy().prop_map(ProxyConfig::Anchor),
        1 => custom_proxy().prop_map(ProxyConfig::Custom),
    ]
}

/// An Anchor proxy that violates no rule: of any type or none, in a country that the type offers,
/// with a city only where it is supported.
///
/// ```
/// use anchorbrowser_schema::{Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(proxy in strategy::anchor_proxy())| {
///     prop_assert!(proxy.check().is_empty());
/// });
/// ```
pub fn anchor_proxy() -> impl Strategy<Value = AnchorProxy> + Clone {
    let typed = proxy_type().prop_flat_map(|proxy_type| {
        let country = option::weighted(0.8, country_code(Some(&proxy_type)));
        (Just(Some(proxy_type)), country)
    });
    let untyped = (Just(None), option::weighted(0.8, country_code(None)));
    (
        any::<bool>(),
        prop_oneof![4 => typed, 1 => untyped],
        option::of(short()),
        option::of(short()),
    )
        .prop_map(|(active, (proxy_type, country_code), region, city)| {
            let takes_city = proxy_type
                .as_ref()
                .is_none_or(|t| *t == ProxyType::ANCHOR_PROXY);
            let city = city.filter(|_| takes_city && region.is_some());
            AnchorProxy {
                active,
                proxy_type,
                country_code,
                region,
                city,
                unknown: UnknownMembers::default(),
            }
        })
}

/// A custom proxy that violates no rule, with any user name and password.
///
/// ```
/// use anchorbrowser_schema::{Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(proxy in strategy::custom_proxy())| {
///     prop_assert!(proxy.check().is_empty());
/// });
/// ```
pub fn custom_proxy() -> impl Strategy<Value = CustomProxy> + Clone {
    (server(), short(), short(), any::<bool>()).prop_map(|(server, username, password, active)| {
        CustomProxy {
            server,
            username,
            password: password.into(),
            active,
            unknown: UnknownMembers::default(),
        }
    })
}

/// One of the four listed types of Anchor proxy.
///
/// ```
/// use anchorbrowser_schema::strategy;
/// use proptest::prelude::*;
///
/// proptest!(|(proxy_type in strategy::proxy_type())| {
///     prop_assert!(proxy_type.is_known());
/// });
/// ```
pub fn proxy_type() -> impl Strategy<Value = ProxyType> + Clone {
    select(Revision::default().proxy_types().collect::<Vec<_>>())
}

/// A country that `proxy_type` offers; without a listed type, a country that any type offers.
///
/// ```
/// use anchorbrowser_schema::{ProxyType, Revision, strategy};
/// use proptest::prelude::*;
///
/// let mobile = ProxyType::ANCHOR_MOBILE;
/// proptest!(|(country in strategy::country_code(Some(&mobile)))| {
///     prop_assert!(Revision::V2025.countries(Some(&mobile)).any(|offered| offered == country));
/// });
/// ```
pub fn country_code(
    proxy_type: Option<&ProxyType>,
) -> impl Strategy<Value = CountryCode> + Clone + use<> {
    let revision = Revision::default();
    let listed = proxy_type.filter(|proxy_type| proxy_type.is_known());
    select(revision.countries(listed).collect::<Vec<_>>())
}

/// A task that violates no rule.
///
/// ```
/// use anchorbrowser_schema::{Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(task in strategy::task())| {
///     prop_assert!(task.check().is_empty());
/// });
/// ```
pub fn task() -> impl Strategy<Value = Task> + Clone {
    let labels = (uuid(), name(), uuid(), option::of(description()));
    // A task's code need not be base64.
    let content = (short(), prop_oneof![code(), characters(0..24)], language());
    let state = (
        option::of(session_config()),
        any::<bool>(),
        date_time(),
        date_time(),
    );
    (labels, content, state).prop_map(
        |(
            (id, name, team_id, description),
            (latest_version, code, language),
            (browser_configuration, deleted, created_at, updated_at),
        )| Task {
            id,
            name,
            team_id,
            description,
            latest_version,
            code,
            language,
            browser_configuration,
            deleted,
            created_at,
            updated_at,
            unknown: UnknownMembers::default(),
        },
    )
}

/// A response with a task or without one.
///
/// ```
/// use anchorbrowser_schema::{Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(response in strategy::task_response())| {
///     prop_assert!(response.check().is_empty());
/// });
/// ```
pub fn task_response() -> impl Strategy<Value = TaskResponse> + Clone {
    option::weighted(0.9, task()).prop_map(|data| TaskResponse {
        data,
        ..TaskResponse::default()
    })
}

/// A response with an error or without one.
///
/// ```
/// use anchorbrowser_schema::{Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(response in strategy::error_response())| {
///     prop_assert!(response.check().is_empty());
/// });
/// ```
pub fn error_response() -> impl Strategy<Value = ErrorResponse> + Clone {
    option::weighted(0.9, api_error()).prop_map(|error| ErrorResponse {
        error,
        ..ErrorResponse::default()
    })
}

/// An error with or without a number and a message.
///
/// ```
/// use anchorbrowser_schema::{Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(error in strategy::api_error())| {
///     prop_assert!(error.check().is_empty());
/// });
/// ```
pub fn api_error() -> impl Strategy<Value = ApiError> + Clone {
    (any::<Option<i64>>(), option::of(short())).prop_map(|(code, message)| ApiError {
        code,
        message,
        ..ApiError::default()
    })
}
