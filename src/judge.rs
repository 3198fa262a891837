//! Which rules apply to which member: facts in, findings out.
//!
//! This is the only place where rules are applied, to text and typed values alike. Members come in
//! the order of the API document, and the rules of a member in the order of their names: that is
//! the order of a report on a typed value.

use std::borrow::Cow;

use crate::facts::{
    ApiErrorFacts, ErrorResponseFacts, LiveViewFacts, Object, ProxyFacts, ProxyKind,
    RecordingFacts, RequestFacts, SessionFacts, Slot, State, TaskFacts, TaskResponseFacts,
    TimeoutFacts, Value,
};
use crate::findings::Findings;
use crate::open::Listed;
use crate::place::Place;
use crate::pointer::Segment;
use crate::proxy::CUSTOM;
use crate::proxy_type::{AnchorType, ProxyType};
use crate::rules::integer::Integer;
use crate::rules::{Detail, Rule, base64, country, date_time, integer, name, server, url, uuid};
use crate::span::Span;

const LANGUAGES: &[&str] = &["typescript"];
const ANCHOR_TYPES: &[&str] = &[
    "anchor_residential",
    "anchor_mobile",
    "anchor_gov",
    "anchor_proxy",
];
const CUSTOM_TYPES: &[&str] = &[CUSTOM];
const PROXY_TYPES: &[&str] = &[
    "anchor_residential",
    "anchor_mobile",
    "anchor_gov",
    "anchor_proxy",
    CUSTOM,
];

/// Facts that rules apply to.
pub(crate) trait Judge<'a>: Object<'a> {
    /// Tells all rules that the object's members break.
    fn judge<'f>(&'f self, judging: &mut Judging<'_, 'f>);
}

/// Judges a whole document, and adds what it finds to what reading has found.
pub(crate) fn judge<'a: 'f, 'f, F: Judge<'a>>(
    root: &'f Slot<F>,
    mut findings: Findings<'f>,
) -> Findings<'f> {
    match &root.state {
        State::Absent => {}
        State::Mistyped(found) => {
            let detail = Detail::Type {
                expected: F::TYPE,
                found: *found,
            };
            findings.tell_document(root.value, detail);
        }
        State::Present(facts) => {
            let place = Place::root();
            facts.judge(&mut Judging {
                place: &place,
                object: root.value,
                findings: &mut findings,
            });
        }
    }
    findings
}

/// An object that is being judged.
pub(crate) struct Judging<'j, 'f> {
    place: &'j Place<'j, 'f>,
    object: Span,
    findings: &'j mut Findings<'f>,
}

impl<'f> Judging<'_, 'f> {
    fn tell(&mut self, name: &'static str, span: Span, detail: Detail<'f>) {
        self.findings.tell_step(self.place, key(name), span, detail);
    }

    /// An optional member's value, if it is there and of the right type.
    fn optional<'a, V: Value<'a>>(
        &mut self,
        name: &'static str,
        slot: &'f Slot<V>,
    ) -> Option<&'f V> {
        match &slot.state {
            State::Absent => None,
            State::Mistyped(found) => {
                self.tell(
                    name,
                    slot.value,
                    Detail::Type {
                        expected: V::TYPE,
                        found: *found,
                    },
                );
                None
            }
            State::Present(value) => Some(value),
        }
    }

    /// A required member's value, if it is there and of the right type.
    fn required<'a, V: Value<'a>>(
        &mut self,
        name: &'static str,
        slot: &'f Slot<V>,
    ) -> Option<&'f V> {
        if slot.is_absent() {
            self.tell(name, self.object, Detail::Required { property: name });
        }
        self.optional(name, slot)
    }

    /// Judges an optional member that is an object.
    fn inside<'a, F: Judge<'a>>(&mut self, name: &'static str, slot: &'f Slot<F>) {
        if let Some(facts) = self.optional(name, slot) {
            let place = self.place.child(key(name));
            let object = slot.value;
            facts.judge(&mut Judging {
                place: &place,
                object,
                findings: self.findings,
            });
        }
    }

    /// Tells the one rule that a value breaks, if it breaks one.
    fn tell_any(&mut self, name: &'static str, span: Span, detail: Option<Detail<'f>>) {
        if let Some(detail) = detail {
            self.tell(name, span, detail);
        }
    }
}

fn key<'a>(name: &'static str) -> Segment<'a> {
    Segment::Key(Cow::Borrowed(name))
}

impl<'a> Judge<'a> for RequestFacts<'a> {
    fn judge<'f>(&'f self, at: &mut Judging<'_, 'f>) {
        judge_name(at, &self.name);
        judge_code(at, &self.code);
        judge_language(at, &self.language);
        judge_description(at, &self.description);
        at.inside("browserConfiguration", &self.browser_configuration);
    }
}

fn judge_name<'f>(at: &mut Judging<'_, 'f>, slot: &'f Slot<Cow<'_, str>>) {
    if let Some(value) = at.required("name", slot) {
        name::judge_name(value, |detail| at.tell("name", slot.value, detail));
    }
}

fn judge_code<'f>(at: &mut Judging<'_, 'f>, slot: &'f Slot<Cow<'_, str>>) {
    if let Some(code) = at.optional("code", slot) {
        base64::judge(code, |detail| at.tell("code", slot.value, detail));
        if at.findings.wants(Rule::CodeNotText) {
            at.tell_any("code", slot.value, base64::judge_text(code));
        }
    }
}

fn judge_language<'f>(at: &mut Judging<'_, 'f>, slot: &'f Slot<Cow<'_, str>>) {
    if let Some(language) = at.required("language", slot) {
        at.tell_any("language", slot.value, judge_enum(language, LANGUAGES));
    }
}

fn judge_description<'f>(at: &mut Judging<'_, 'f>, slot: &'f Slot<Cow<'_, str>>) {
    if let Some(description) = at.optional("description", slot) {
        at.tell_any(
            "description",
            slot.value,
            name::judge_description(description),
        );
    }
}

/// Rule `enum`.
fn judge_enum<'f>(found: &'f str, allowed: &'static [&'static str]) -> Option<Detail<'f>> {
    let found = Cow::Borrowed(found);
    (!allowed.contains(&&*found)).then_some(Detail::Enum {
        allowed,
        found,
        suggestion: None,
    })
}

impl<'a> Judge<'a> for SessionFacts<'a> {
    fn judge<'f>(&'f self, at: &mut Judging<'_, 'f>) {
        if let Some(initial_url) = at.optional("initial_url", &self.initial_url) {
            let span = self.initial_url.value;
            url::judge(initial_url, |detail| at.tell("initial_url", span, detail));
        }
        at.inside("recording", &self.recording);
        at.inside("proxy", &self.proxy);
        at.inside("timeout", &self.timeout);
        at.inside("live_view", &self.live_view);
    }
}

impl Judge<'_> for RecordingFacts {
    fn judge<'f>(&'f self, at: &mut Judging<'_, 'f>) {
        at.optional("active", &self.active);
    }
}

impl Judge<'_> for LiveViewFacts {
    fn judge<'f>(&'f self, at: &mut Judging<'_, 'f>) {
        at.optional("read_only", &self.read_only);
    }
}

impl Judge<'_> for TimeoutFacts {
    fn judge<'f>(&'f self, at: &mut Judging<'_, 'f>) {
        let max_duration = judge_integer(at, "max_duration", &self.max_duration);
        judge_duration(at, "max_duration", self.max_duration.value, max_duration);
        let idle_timeout = judge_integer(at, "idle_timeout", &self.idle_timeout);
        let span = self.idle_timeout.value;
        if let (Some(idle_timeout), Some(max_duration)) = (idle_timeout, max_duration) {
            let detail = integer::judge_order(idle_timeout, max_duration);
            at.tell_any("idle_timeout", span, detail);
        }
        judge_duration(at, "idle_timeout", span, idle_timeout);
    }
}

fn judge_duration(at: &mut Judging<'_, '_>, name: &'static str, span: Span, minutes: Option<i64>) {
    at.tell_any(name, span, minutes.and_then(integer::judge_duration));
}

/// The value of an optional integer that can be held.
fn judge_integer<'f>(
    at: &mut Judging<'_, 'f>,
    name: &'static str,
    slot: &'f Slot<Integer>,
) -> Option<i64> {
    let integer = *at.optional(name, slot)?;
    at.tell_any(name, slot.value, integer::judge_range(integer));
    integer.in_range()
}

impl<'a> Judge<'a> for ProxyFacts<'a> {
    fn judge<'f>(&'f self, at: &mut Judging<'_, 'f>) {
        if self.is_custom() {
            self.judge_custom(at);
        } else {
            self.judge_anchor(at);
        }
    }
}

impl ProxyFacts<'_> {
    fn judge_anchor<'f>(&'f self, at: &mut Judging<'_, 'f>) {
        at.required("active", &self.active);
        let chosen = self.judge_type(at);
        if let Some(country) = at.optional("country_code", &self.country_code) {
            let detail = country::judge(country, chosen);
            at.tell_any("country_code", self.country_code.value, detail);
        }
        at.optional("region", &self.region);
        self.judge_city(at, chosen);
    }

    /// The chosen type, where it is one of the four.
    fn judge_type<'f>(&'f self, at: &mut Judging<'_, 'f>) -> Option<AnchorType> {
        let text = at.optional("type", &self.proxy_type)?;
        let chosen = AnchorType::from_text(text);
        if chosen.is_none() {
            // Where either kind may stand, `custom` would have been right too.
            let either = self.asked == ProxyKind::Either;
            let allowed = if either { PROXY_TYPES } else { ANCHOR_TYPES };
            at.tell_any("type", self.proxy_type.value, judge_enum(text, allowed));
        }
        chosen
    }

    fn judge_city<'f>(&'f self, at: &mut Judging<'_, 'f>, chosen: Option<AnchorType>) {
        let span = self.city.value;
        if !self.city.is_absent() && self.region.is_absent() {
            at.tell("city", span, Detail::CityRequiresRegion {});
        }
        let city = at.optional("city", &self.city);
        match chosen {
            Some(chosen) if city.is_some() && chosen != AnchorType::Proxy => {
                let proxy_type = ProxyType::of(chosen);
                at.tell("city", span, Detail::CityUnsupported { proxy_type });
            }
            _ => {}
        }
    }

    fn judge_custom<'f>(&'f self, at: &mut Judging<'_, 'f>) {
        if let Some(text) = at.required("type", &self.proxy_type) {
            at.tell_any(
                "type",
                self.proxy_type.value,
                judge_enum(text, CUSTOM_TYPES),
            );
        }
        if let Some(server) = at.required("server", &self.server) {
            at.tell_any("server", self.server.value, server::judge(server));
        }
        at.required("username", &self.username);
        at.required("password", &self.password);
        at.required("active", &self.active);
    }
}

impl<'a> Judge<'a> for TaskFacts<'a> {
    fn judge<'f>(&'f self, at: &mut Judging<'_, 'f>) {
        judge_uuid(at, "id", &self.id);
        judge_name(at, &self.name);
        judge_uuid(at, "teamId", &self.team_id);
        judge_description(at, &self.description);
        at.required("latestVersion", &self.latest_version);
        at.required("code", &self.code);
        judge_language(at, &self.language);
        at.inside("browserConfiguration", &self.browser_configuration);
        at.required("deleted", &self.deleted);
        judge_date_time(at, "createdAt", &self.created_at);
        judge_date_time(at, "updatedAt", &self.updated_at);
    }
}

fn judge_uuid<'f>(at: &mut Judging<'_, 'f>, name: &'static str, slot: &'f Slot<Cow<'_, str>>) {
    if let Some(text) = at.required(name, slot) {
        at.tell_any(name, slot.value, uuid::judge(text));
    }
}

fn judge_date_time<'f>(at: &mut Judging<'_, 'f>, name: &'static str, slot: &'f Slot<Cow<'_, str>>) {
    if let Some(text) = at.required(name, slot) {
        at.tell_any(name, slot.value, date_time::judge(text));
    }
}

impl<'a> Judge<'a> for TaskResponseFacts<'a> {
    fn judge<'f>(&'f self, at: &mut Judging<'_, 'f>) {
        at.inside("data", &self.data);
    }
}

impl<'a> Judge<'a> for ErrorResponseFacts<'a> {
    fn judge<'f>(&'f self, at: &mut Judging<'_, 'f>) {
        at.inside("error", &self.error);
    }
}

impl<'a> Judge<'a> for ApiErrorFacts<'a> {
    fn judge<'f>(&'f self, at: &mut Judging<'_, 'f>) {
        judge_integer(at, "code", &self.code);
        at.optional("message", &self.message);
    }
}
