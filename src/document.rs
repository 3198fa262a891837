//! Typed values and facts: each made from the other.

use crate::facts::{
    ApiErrorFacts, ErrorResponseFacts, LiveViewFacts, Nested, ProxyFacts, ProxyKind,
    RecordingFacts, RequestFacts, SessionFacts, Slot, TaskFacts, TaskResponseFacts, TimeoutFacts,
};
use crate::glance::Glance;
use crate::judge::Judge;
use crate::proxy::{AnchorProxy, CUSTOM, CustomProxy, ProxyConfig};
use crate::response::{ApiError, ErrorResponse, Task, TaskResponse};
use crate::rules::integer::Integer;
use crate::session::{LiveView, Recording, SessionConfig, Timeout};
use crate::task::CreateTaskRequest;
use crate::text::Text;

/// A typed value that can be read and judged.
pub(crate) trait Document: Glance + Sized {
    /// What is known of its members.
    type Facts<'a>: Judge<'a>;

    /// Facts of which nothing is known yet.
    fn no_facts<'a>() -> Self::Facts<'a> {
        Self::Facts::default()
    }

    /// Fills in the facts of this value.
    fn tell<'a>(&'a self, facts: &mut Self::Facts<'a>);

    /// The value of which these are the facts; none if a required member is not known.
    fn build(facts: Self::Facts<'_>) -> Option<Self>;
}

/// Fills in the facts of a value.
pub(crate) fn tell<'a, T: Document>(value: &'a T, nested: &mut Nested<T::Facts<'a>>) {
    nested.slot = Slot::typed(());
    value.tell(&mut nested.facts);
}

fn inside<'a, T: Document>(value: Option<&'a T>, nested: &mut Nested<T::Facts<'a>>) {
    if let Some(value) = value {
        tell(value, nested);
    }
}

fn text<'a>(value: &'a (impl AsRef<str> + ?Sized), slot: &mut Slot<Text<'a>>) {
    *slot = Slot::typed(Text::plain(value.as_ref()));
}

fn optional_text<'a>(value: Option<&'a (impl AsRef<str> + ?Sized)>, slot: &mut Slot<Text<'a>>) {
    if let Some(value) = value {
        text(value, slot);
    }
}

fn boolean(value: Option<bool>, slot: &mut Slot<bool>) {
    if let Some(value) = value {
        *slot = Slot::typed(value);
    }
}

fn optional_integer(value: Option<i64>, slot: &mut Slot<Integer>) {
    if let Some(value) = value {
        *slot = Slot::typed(Integer::InRange(value));
    }
}

fn string(slot: Slot<Text<'_>>) -> Option<String> {
    slot.into_option().map(|text| text.decode().into_owned())
}

/// A value that is listed or another text.
fn open<T: for<'t> From<&'t str>>(slot: &Slot<Text<'_>>) -> Option<T> {
    slot.get().map(|text| T::from(&text.decode()))
}

fn integer(slot: &Slot<Integer>) -> Option<i64> {
    slot.get().copied().and_then(Integer::in_range)
}

fn built<T: Document>(nested: Nested<T::Facts<'_>>) -> Option<T> {
    nested.into_option().and_then(T::build)
}

impl Document for CreateTaskRequest {
    type Facts<'a> = RequestFacts<'a>;

    fn tell<'a>(&'a self, facts: &mut RequestFacts<'a>) {
        text(&self.name, &mut facts.name);
        optional_text(self.code.as_ref(), &mut facts.code);
        text(&self.language, &mut facts.language);
        optional_text(self.description.as_ref(), &mut facts.description);
        inside(
            self.browser_configuration.as_ref(),
            &mut facts.browser_configuration,
        );
    }

    fn build(facts: RequestFacts<'_>) -> Option<Self> {
        Some(Self {
            name: string(facts.name)?,
            code: string(facts.code),
            language: open(&facts.language)?,
            description: string(facts.description),
            browser_configuration: built(facts.browser_configuration),
        })
    }
}

impl Document for SessionConfig {
    type Facts<'a> = SessionFacts<'a>;

    fn tell<'a>(&'a self, facts: &mut SessionFacts<'a>) {
        optional_text(self.initial_url.as_ref(), &mut facts.initial_url);
        inside(self.recording.as_ref(), &mut facts.recording);
        inside(self.proxy.as_ref(), &mut facts.proxy);
        inside(self.timeout.as_ref(), &mut facts.timeout);
        inside(self.live_view.as_ref(), &mut facts.live_view);
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

    fn tell(&self, facts: &mut RecordingFacts) {
        boolean(self.active, &mut facts.active);
    }

    fn build(facts: RecordingFacts) -> Option<Self> {
        Some(Self {
            active: facts.active.into_option(),
        })
    }
}

impl Document for Timeout {
    type Facts<'a> = TimeoutFacts;

    fn tell(&self, facts: &mut TimeoutFacts) {
        optional_integer(self.max_duration, &mut facts.max_duration);
        optional_integer(self.idle_timeout, &mut facts.idle_timeout);
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

    fn tell(&self, facts: &mut LiveViewFacts) {
        boolean(self.read_only, &mut facts.read_only);
    }

    fn build(facts: LiveViewFacts) -> Option<Self> {
        Some(Self {
            read_only: facts.read_only.into_option(),
        })
    }
}

impl Document for ProxyConfig {
    type Facts<'a> = ProxyFacts<'a>;

    fn tell<'a>(&'a self, facts: &mut ProxyFacts<'a>) {
        match self {
            Self::Anchor(proxy) => {
                proxy.tell(facts);
                // An Anchor proxy stays one, even if its type says otherwise.
                if facts.is_custom() {
                    facts.asked = ProxyKind::Anchor;
                }
            }
            Self::Custom(proxy) => proxy.tell(facts),
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

    fn tell<'a>(&'a self, facts: &mut ProxyFacts<'a>) {
        boolean(Some(self.active), &mut facts.active);
        optional_text(self.proxy_type.as_ref(), &mut facts.proxy_type);
        optional_text(self.country_code.as_ref(), &mut facts.country_code);
        optional_text(self.region.as_ref(), &mut facts.region);
        optional_text(self.city.as_ref(), &mut facts.city);
    }

    fn build(facts: ProxyFacts<'_>) -> Option<Self> {
        Some(Self {
            active: facts.active.into_option()?,
            proxy_type: open(&facts.proxy_type),
            country_code: open(&facts.country_code),
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

    fn tell<'a>(&'a self, facts: &mut ProxyFacts<'a>) {
        text(CUSTOM, &mut facts.proxy_type);
        text(&self.server, &mut facts.server);
        text(&self.username, &mut facts.username);
        text(self.password.expose(), &mut facts.password);
        boolean(Some(self.active), &mut facts.active);
    }

    fn build(facts: ProxyFacts<'_>) -> Option<Self> {
        // Another type cannot be held; where it was let pass, there is still no value.
        if facts.proxy_type.get().is_none_or(|text| *text != *CUSTOM) {
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

    fn tell<'a>(&'a self, facts: &mut TaskFacts<'a>) {
        text(&self.id, &mut facts.id);
        text(&self.name, &mut facts.name);
        text(&self.team_id, &mut facts.team_id);
        optional_text(self.description.as_ref(), &mut facts.description);
        text(&self.latest_version, &mut facts.latest_version);
        text(&self.code, &mut facts.code);
        text(&self.language, &mut facts.language);
        inside(
            self.browser_configuration.as_ref(),
            &mut facts.browser_configuration,
        );
        boolean(Some(self.deleted), &mut facts.deleted);
        text(&self.created_at, &mut facts.created_at);
        text(&self.updated_at, &mut facts.updated_at);
    }

    fn build(facts: TaskFacts<'_>) -> Option<Self> {
        Some(Self {
            id: string(facts.id)?,
            name: string(facts.name)?,
            team_id: string(facts.team_id)?,
            description: string(facts.description),
            latest_version: string(facts.latest_version)?,
            code: string(facts.code)?,
            language: open(&facts.language)?,
            browser_configuration: built(facts.browser_configuration),
            deleted: facts.deleted.into_option()?,
            created_at: string(facts.created_at)?,
            updated_at: string(facts.updated_at)?,
        })
    }
}

impl Document for TaskResponse {
    type Facts<'a> = TaskResponseFacts<'a>;

    fn tell<'a>(&'a self, facts: &mut TaskResponseFacts<'a>) {
        inside(self.data.as_ref(), &mut facts.data);
    }

    fn build(facts: TaskResponseFacts<'_>) -> Option<Self> {
        Some(Self {
            data: built(facts.data),
        })
    }
}

impl Document for ErrorResponse {
    type Facts<'a> = ErrorResponseFacts<'a>;

    fn tell<'a>(&'a self, facts: &mut ErrorResponseFacts<'a>) {
        inside(self.error.as_ref(), &mut facts.error);
    }

    fn build(facts: ErrorResponseFacts<'_>) -> Option<Self> {
        Some(Self {
            error: built(facts.error),
        })
    }
}

impl Document for ApiError {
    type Facts<'a> = ApiErrorFacts<'a>;

    fn tell<'a>(&'a self, facts: &mut ApiErrorFacts<'a>) {
        optional_integer(self.code, &mut facts.code);
        optional_text(self.message.as_ref(), &mut facts.message);
    }

    fn build(facts: ApiErrorFacts<'_>) -> Option<Self> {
        Some(Self {
            code: integer(&facts.code),
            message: string(facts.message),
        })
    }
}
