//! Typed values and facts: each made from the other.

use std::borrow::Cow;

use crate::facts::{
    ApiErrorFacts, ErrorResponseFacts, LiveViewFacts, ProxyFacts, ProxyKind, RecordingFacts,
    RequestFacts, SessionFacts, Slot, TaskFacts, TaskResponseFacts, TimeoutFacts,
};
use crate::judge::Judge;
use crate::proxy::{AnchorProxy, CUSTOM, CustomProxy, ProxyConfig};
use crate::response::{ApiError, ErrorResponse, Task, TaskResponse};
use crate::rules::integer::Integer;
use crate::session::{LiveView, Recording, SessionConfig, Timeout};
use crate::task::CreateTaskRequest;

/// A typed value that can be read and judged.
pub(crate) trait Document: Sized {
    /// What is known of its members.
    type Facts<'a>: Judge<'a>;

    /// Facts of which nothing is known yet.
    fn no_facts<'a>() -> Self::Facts<'a> {
        Self::Facts::default()
    }

    /// The facts of this value.
    fn facts(&self) -> Self::Facts<'_>;

    /// The value of which these are the facts; none if a required member is not known.
    fn build(facts: Self::Facts<'_>) -> Option<Self>;
}

fn text(value: &(impl AsRef<str> + ?Sized)) -> Slot<Cow<'_, str>> {
    Slot::typed(Cow::Borrowed(value.as_ref()))
}

fn optional_text(value: Option<&(impl AsRef<str> + ?Sized)>) -> Slot<Cow<'_, str>> {
    Slot::optional(value.map(|value| Cow::Borrowed(value.as_ref())))
}

fn optional_integer(value: Option<i64>) -> Slot<Integer> {
    Slot::optional(value.map(Integer::InRange))
}

fn inside<T: Document>(value: Option<&T>) -> Slot<T::Facts<'_>> {
    Slot::optional(value.map(T::facts))
}

fn string(slot: Slot<Cow<'_, str>>) -> Option<String> {
    slot.into_option().map(Cow::into_owned)
}

fn integer(slot: &Slot<Integer>) -> Option<i64> {
    slot.get().copied().and_then(Integer::in_range)
}

fn built<T: Document>(slot: Slot<T::Facts<'_>>) -> Option<T> {
    slot.into_option().and_then(T::build)
}

impl Document for CreateTaskRequest {
    type Facts<'a> = RequestFacts<'a>;

    fn facts(&self) -> RequestFacts<'_> {
        RequestFacts {
            name: text(&self.name),
            code: optional_text(self.code.as_ref()),
            language: text(&self.language),
            description: optional_text(self.description.as_ref()),
            browser_configuration: inside(self.browser_configuration.as_ref()),
        }
    }

    fn build(facts: RequestFacts<'_>) -> Option<Self> {
        Some(Self {
            name: string(facts.name)?,
            code: string(facts.code),
            language: string(facts.language)?.into(),
            description: string(facts.description),
            browser_configuration: built(facts.browser_configuration),
        })
    }
}

impl Document for SessionConfig {
    type Facts<'a> = SessionFacts<'a>;

    fn facts(&self) -> SessionFacts<'_> {
        SessionFacts {
            initial_url: optional_text(self.initial_url.as_ref()),
            recording: inside(self.recording.as_ref()),
            proxy: inside(self.proxy.as_ref()),
            timeout: inside(self.timeout.as_ref()),
            live_view: inside(self.live_view.as_ref()),
        }
    }

    fn build(facts: SessionFacts<'_>) -> Option<Self> {
        Some(Self {
            initial_url: string(facts.initial_url),
            recording: built(facts.recording),
            proxy: built(facts.proxy),
            timeout: built(facts.timeout),
            live_view: built(facts.live_view),
        })
    }
}

impl Document for Recording {
    type Facts<'a> = RecordingFacts;

    fn facts(&self) -> RecordingFacts {
        RecordingFacts {
            active: Slot::optional(self.active),
        }
    }

    fn build(facts: RecordingFacts) -> Option<Self> {
        Some(Self {
            active: facts.active.into_option(),
        })
    }
}

impl Document for Timeout {
    type Facts<'a> = TimeoutFacts;

    fn facts(&self) -> TimeoutFacts {
        TimeoutFacts {
            max_duration: optional_integer(self.max_duration),
            idle_timeout: optional_integer(self.idle_timeout),
        }
    }

    fn build(facts: TimeoutFacts) -> Option<Self> {
        Some(Self {
            max_duration: integer(&facts.max_duration),
            idle_timeout: integer(&facts.idle_timeout),
        })
    }
}

impl Document for LiveView {
    type Facts<'a> = LiveViewFacts;

    fn facts(&self) -> LiveViewFacts {
        LiveViewFacts {
            read_only: Slot::optional(self.read_only),
        }
    }

    fn build(facts: LiveViewFacts) -> Option<Self> {
        Some(Self {
            read_only: facts.read_only.into_option(),
        })
    }
}

impl Document for ProxyConfig {
    type Facts<'a> = ProxyFacts<'a>;

    fn facts(&self) -> ProxyFacts<'_> {
        match self {
            // An Anchor proxy stays one, even if its type says otherwise.
            Self::Anchor(proxy) if proxy.proxy_type.as_ref().is_some_and(|t| *t == CUSTOM) => {
                proxy.facts()
            }
            Self::Anchor(proxy) => ProxyFacts {
                asked: ProxyKind::Either,
                ..proxy.facts()
            },
            Self::Custom(proxy) => proxy.facts(),
        }
    }

    fn build(facts: ProxyFacts<'_>) -> Option<Self> {
        if facts.is_custom() {
            CustomProxy::build(facts).map(Self::Custom)
        } else {
            AnchorProxy::build(facts).map(Self::Anchor)
        }
    }
}

impl Document for AnchorProxy {
    type Facts<'a> = ProxyFacts<'a>;

    fn no_facts<'a>() -> ProxyFacts<'a> {
        ProxyFacts::asked(ProxyKind::Anchor)
    }

    fn facts(&self) -> ProxyFacts<'_> {
        ProxyFacts {
            active: Slot::typed(self.active),
            proxy_type: optional_text(self.proxy_type.as_ref()),
            country_code: optional_text(self.country_code.as_ref()),
            region: optional_text(self.region.as_ref()),
            city: optional_text(self.city.as_ref()),
            ..Self::no_facts()
        }
    }

    fn build(facts: ProxyFacts<'_>) -> Option<Self> {
        Some(Self {
            active: facts.active.into_option()?,
            proxy_type: string(facts.proxy_type).map(Into::into),
            country_code: string(facts.country_code).map(Into::into),
            region: string(facts.region),
            city: string(facts.city),
        })
    }
}

impl Document for CustomProxy {
    type Facts<'a> = ProxyFacts<'a>;

    fn no_facts<'a>() -> ProxyFacts<'a> {
        ProxyFacts::asked(ProxyKind::Custom)
    }

    fn facts(&self) -> ProxyFacts<'_> {
        ProxyFacts {
            proxy_type: text(CUSTOM),
            server: text(&self.server),
            username: text(&self.username),
            password: text(self.password.expose()),
            active: Slot::typed(self.active),
            ..Self::no_facts()
        }
    }

    fn build(facts: ProxyFacts<'_>) -> Option<Self> {
        // Another type cannot be held; where it was let pass, there is still no value.
        if facts.proxy_type.get().is_none_or(|text| text != CUSTOM) {
            return None;
        }
        Some(Self {
            server: string(facts.server)?,
            username: string(facts.username)?,
            password: string(facts.password)?.into(),
            active: facts.active.into_option()?,
        })
    }
}

impl Document for Task {
    type Facts<'a> = TaskFacts<'a>;

    fn facts(&self) -> TaskFacts<'_> {
        TaskFacts {
            id: text(&self.id),
            name: text(&self.name),
            team_id: text(&self.team_id),
            description: optional_text(self.description.as_ref()),
            latest_version: text(&self.latest_version),
            code: text(&self.code),
            language: text(&self.language),
            browser_configuration: inside(self.browser_configuration.as_ref()),
            deleted: Slot::typed(self.deleted),
            created_at: text(&self.created_at),
            updated_at: text(&self.updated_at),
        }
    }

    fn build(facts: TaskFacts<'_>) -> Option<Self> {
        Some(Self {
            id: string(facts.id)?,
            name: string(facts.name)?,
            team_id: string(facts.team_id)?,
            description: string(facts.description),
            latest_version: string(facts.latest_version)?,
            code: string(facts.code)?,
            language: string(facts.language)?.into(),
            browser_configuration: built(facts.browser_configuration),
            deleted: facts.deleted.into_option()?,
            created_at: string(facts.created_at)?,
            updated_at: string(facts.updated_at)?,
        })
    }
}

impl Document for TaskResponse {
    type Facts<'a> = TaskResponseFacts<'a>;

    fn facts(&self) -> TaskResponseFacts<'_> {
        TaskResponseFacts {
            data: inside(self.data.as_ref()),
        }
    }

    fn build(facts: TaskResponseFacts<'_>) -> Option<Self> {
        Some(Self {
            data: built(facts.data),
        })
    }
}

impl Document for ErrorResponse {
    type Facts<'a> = ErrorResponseFacts<'a>;

    fn facts(&self) -> ErrorResponseFacts<'_> {
        ErrorResponseFacts {
            error: inside(self.error.as_ref()),
        }
    }

    fn build(facts: ErrorResponseFacts<'_>) -> Option<Self> {
        Some(Self {
            error: built(facts.error),
        })
    }
}

impl Document for ApiError {
    type Facts<'a> = ApiErrorFacts<'a>;

    fn facts(&self) -> ApiErrorFacts<'_> {
        ApiErrorFacts {
            code: optional_integer(self.code),
            message: optional_text(self.message.as_ref()),
        }
    }

    fn build(facts: ApiErrorFacts<'_>) -> Option<Self> {
        Some(Self {
            code: integer(&facts.code),
            message: string(facts.message),
        })
    }
}
