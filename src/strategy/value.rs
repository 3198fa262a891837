//! Valid values of every type.

use std::fmt::Debug;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::text::{
    characters, code, date_time, description, initial_url, name, server, short, uuid,
};
use crate::contract::member::ObjectType;
use crate::contract::unknown_members::UnknownMembers;
use crate::{
    AnchorProxy, ApiError, CountryCode, CreateTaskRequest, CustomProxy, ErrorResponse, Language,
    LiveView, Nullable, ProxyConfig, ProxyType, Recording, Revision, ScopedAccess, SessionConfig,
    Task, TaskResponse, Timeout,
};

/// A request that violates no rule.
///
/// ```
/// use anchorbrowser_schema::{Revision, Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(task in strategy::create_task_request(Revision::V2025))| {
///     prop_assert!(task.check().is_empty());
/// });
/// ```
pub fn create_task_request(revision: Revision) -> impl Strategy<Value = CreateTaskRequest> + Clone {
    (
        name(revision),
        option::of(code()),
        language(),
        option::of(description(revision)),
        option::weighted(0.8, session_config(revision)),
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

/// The language of a request: `typescript`.
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
/// use anchorbrowser_schema::{Revision, Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(session in strategy::session_config(Revision::V2025))| {
///     prop_assert!(session.check().is_empty());
/// });
/// ```
pub fn session_config(revision: Revision) -> impl Strategy<Value = SessionConfig> + Clone {
    (
        option::of(initial_url()),
        option::of(recording()),
        option::of(proxy_config(revision)),
        option::of(timeout()),
        option::of(live_view(revision)),
        since(revision, SessionConfig::OBJECT, "tags", vec(short(), 0..4)),
        since(revision, SessionConfig::OBJECT, "x402", any::<bool>()),
        since(
            revision,
            SessionConfig::OBJECT,
            "scoped_access",
            scoped_access(),
        ),
    )
        .prop_map(
            |(initial_url, recording, proxy, timeout, live_view, tags, x402, scoped_access)| {
                SessionConfig {
                    initial_url,
                    recording,
                    proxy,
                    timeout,
                    live_view,
                    tags,
                    x402,
                    scoped_access,
                    unknown: UnknownMembers::default(),
                }
            },
        )
        // The generators of all members in one value would be large on the stack.
        .boxed()
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
        unknown: UnknownMembers::default(),
    })
}

/// A live view with or without `read_only` and, if the revision has it, `one_time_url`.
///
/// ```
/// use anchorbrowser_schema::{Revision, Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(live_view in strategy::live_view(Revision::V2025))| {
///     prop_assert!(live_view.check().is_empty());
/// });
/// ```
pub fn live_view(revision: Revision) -> impl Strategy<Value = LiveView> + Clone {
    let one_time_url = since(revision, LiveView::OBJECT, "one_time_url", any::<bool>());
    (any::<Option<bool>>(), one_time_url).prop_map(|(read_only, one_time_url)| LiveView {
        read_only,
        one_time_url,
        unknown: UnknownMembers::default(),
    })
}

/// Limited access with or without `active`.
///
/// ```
/// use anchorbrowser_schema::{Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(access in strategy::scoped_access())| {
///     prop_assert!(access.check().is_empty());
/// });
/// ```
pub fn scoped_access() -> impl Strategy<Value = ScopedAccess> + Clone {
    any::<Option<bool>>().prop_map(|active| ScopedAccess {
        active,
        unknown: UnknownMembers::default(),
    })
}

/// The value of a member, or none; never one if the revision does not have the member.
fn since<T: Clone + Debug>(
    revision: Revision,
    object: &'static ObjectType,
    member: &str,
    value: impl Strategy<Value = T> + Clone,
) -> impl Strategy<Value = Option<T>> + Clone {
    let is_named = object.is_named(member, revision);
    option::of(value).prop_map(move |value| value.filter(|_| is_named))
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
            unknown: UnknownMembers::default(),
        }
    })
}

/// A proxy of either kind that violates no rule.
///
/// ```
/// use anchorbrowser_schema::{Revision, Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(proxy in strategy::proxy_config(Revision::V2025))| {
///     prop_assert!(proxy.check().is_empty());
/// });
/// ```
pub fn proxy_config(revision: Revision) -> impl Strategy<Value = ProxyConfig> + Clone {
    prop_oneof![
        3 => anchor_proxy(revision).prop_map(ProxyConfig::Anchor),
        1 => custom_proxy(revision).prop_map(ProxyConfig::Custom),
    ]
}

/// An Anchor proxy that violates no rule: of any type or none, in a country that the type offers,
/// with a city only where it is supported.
///
/// ```
/// use anchorbrowser_schema::{Revision, Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(proxy in strategy::anchor_proxy(Revision::V2025))| {
///     prop_assert!(proxy.check().is_empty());
/// });
/// ```
pub fn anchor_proxy(revision: Revision) -> impl Strategy<Value = AnchorProxy> + Clone {
    let typed = proxy_type(revision).prop_flat_map(move |proxy_type| {
        let country = option::weighted(0.8, country_code(revision, Some(&proxy_type)));
        (Just(Some(proxy_type)), country)
    });
    let untyped = (
        Just(None),
        option::weighted(0.8, country_code(revision, None)),
    );
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
/// use anchorbrowser_schema::{Revision, Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(proxy in strategy::custom_proxy(Revision::V2025))| {
///     prop_assert!(proxy.check().is_empty());
/// });
/// ```
pub fn custom_proxy(revision: Revision) -> impl Strategy<Value = CustomProxy> + Clone {
    (server(revision), short(), short(), any::<bool>()).prop_map(
        |(server, username, password, active)| CustomProxy {
            server,
            username,
            password: password.into(),
            active,
            unknown: UnknownMembers::default(),
        },
    )
}

/// A type of Anchor proxy that the revision lists.
///
/// ```
/// use anchorbrowser_schema::{Revision, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(proxy_type in strategy::proxy_type(Revision::V2025))| {
///     prop_assert!(proxy_type.is_known());
/// });
/// ```
pub fn proxy_type(revision: Revision) -> impl Strategy<Value = ProxyType> + Clone {
    select(revision.proxy_types().collect::<Vec<_>>())
}

/// A country that `proxy_type` offers; without a listed type, a country that any type offers.
///
/// ```
/// use anchorbrowser_schema::{ProxyType, Revision, strategy};
/// use proptest::prelude::*;
///
/// let (revision, mobile) = (Revision::V2025, ProxyType::ANCHOR_MOBILE);
/// proptest!(|(country in strategy::country_code(revision, Some(&mobile)))| {
///     prop_assert!(revision.countries(Some(&mobile)).any(|offered| offered == country));
/// });
/// ```
pub fn country_code(
    revision: Revision,
    proxy_type: Option<&ProxyType>,
) -> impl Strategy<Value = CountryCode> + Clone + use<> {
    let listed = proxy_type.filter(|one| revision.proxy_types().any(|listed| listed == **one));
    select(revision.countries(listed).collect::<Vec<_>>())
}

/// A task that violates no rule.
///
/// ```
/// use anchorbrowser_schema::{Revision, Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(task in strategy::task(Revision::V2025))| {
///     prop_assert!(task.check().is_empty());
/// });
/// ```
pub fn task(revision: Revision) -> impl Strategy<Value = Task> + Clone {
    let is_nullable = Task::OBJECT
        .member("description")
        .is_some_and(|m| m.is_nullable_in(revision));
    let description = description(revision).prop_map(Nullable::Value);
    let description = if is_nullable {
        prop_oneof![3 => description, 1 => Just(Nullable::Null)].boxed()
    } else {
        description.boxed()
    };
    let labels = (uuid(), name(revision), uuid(), option::of(description));
    let languages = revision.contract().task_languages.iter();
    let language = select(
        languages
            .map(|value| Language::from(&**value))
            .collect::<Vec<_>>(),
    );
    // A task's code need not be base64.
    let content = (short(), prop_oneof![code(), characters(0..24)], language);
    let state = (
        option::of(session_config(revision)),
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
/// use anchorbrowser_schema::{Revision, Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(response in strategy::task_response(Revision::V2025))| {
///     prop_assert!(response.check().is_empty());
/// });
/// ```
pub fn task_response(revision: Revision) -> impl Strategy<Value = TaskResponse> + Clone {
    option::weighted(0.9, task(revision)).prop_map(|data| TaskResponse {
        data,
        unknown: UnknownMembers::default(),
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
        unknown: UnknownMembers::default(),
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
        unknown: UnknownMembers::default(),
    })
}
