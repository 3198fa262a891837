//! Which rules apply to which member: facts in, findings out.
//!
//! This is the only place that tells what rules are broken, of text and typed values alike;
//! `glance.rs` asks the same rules only whether a typed value clearly keeps them all. Members come in
//! the order of the API document, and the rules of a member in the order of their names: that is
//! the order of a report on a typed value.

use crate::facts::{
    ApiErrorFacts, ErrorResponseFacts, Fact, LiveViewFacts, Nested, Object, ProxyFacts, ProxyKind,
    RecordingFacts, RequestFacts, SessionFacts, Slot, TaskFacts, TaskResponseFacts, TimeoutFacts,
};
use crate::findings::Findings;
use crate::open::Listed;
use crate::place::Place;
use crate::pointer::Segment;
use crate::proxy::CUSTOM;
use crate::proxy_type::{AnchorType, ProxyType};
use crate::rules::integer::Integer;
use crate::rules::{
    Detail, JsonType, Rule, base64, country, date_time, integer, name, server, url, uuid,
};
use crate::span::Span;
use crate::text::Text;

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
    fn judge(&self, judging: &mut Judging<'_, 'a>);
}

/// Judges a whole document, and adds what it finds to what reading has found.
pub(crate) fn judge<'a, F: Judge<'a>>(root: &Nested<F>, findings: &mut Findings<'a>) {
    match &root.slot {
        Slot::Absent => {}
        Slot::Mistyped(found, span) => {
            let detail = Detail::Type {
                expected: JsonType::Object,
                found: *found,
            };
            findings.tell_document(*span, detail);
        }
        Slot::Present((), span) => {
            let place = Place::root();
            root.facts.judge(&mut Judging {
                place: &place,
                object: *span,
                findings,
            });
        }
    }
}

/// An object that is being judged.
pub(crate) struct Judging<'j, 'a> {
    place: &'j Place<'j, 'a>,
    object: Span,
    findings: &'j mut Findings<'a>,
}

impl<'a> Judging<'_, 'a> {
    fn tell(&mut self, name: &'static str, span: Span, detail: Detail<'a>) {
        self.findings.tell_step(self.place, key(name), span, detail);
    }

    /// An optional member's value and its span, if it is there and of the right type.
    fn optional<T: Copy>(&mut self, name: &'static str, slot: &Slot<T>) -> Option<(T, Span)>
    where
        Slot<T>: Fact<'a>,
    {
        self.typed(name, slot, Slot::<T>::TYPE)
    }

    fn typed<T: Copy>(
        &mut self,
        name: &'static str,
        slot: &Slot<T>,
        expected: JsonType,
    ) -> Option<(T, Span)> {
        match slot {
            Slot::Absent => None,
            Slot::Present(value, span) => Some((*value, *span)),
            Slot::Mistyped(found, span) => {
                let found = *found;
                self.tell(name, *span, Detail::Type { expected, found });
                None
            }
        }
    }

    /// A required member's value and its span, if it is there and of the right type.
    fn required<T: Copy>(&mut self, name: &'static str, slot: &Slot<T>) -> Option<(T, Span)>
    where
        Slot<T>: Fact<'a>,
    {
        if slot.is_absent() {
            self.tell(name, self.object, Detail::Required { property: name });
        }
        self.optional(name, slot)
    }

    /// Judges an optional member that is an object.
    fn inside<F: Judge<'a>>(&mut self, name: &'static str, nested: &Nested<F>) {
        if let Some(((), object)) = self.typed(name, &nested.slot, JsonType::Object) {
            let place = self.place.child(key(name));
            nested.facts.judge(&mut Judging {
                place: &place,
                object,
                findings: self.findings,
            });
        }
    }

    /// Tells the one rule that a value breaks, if it breaks one.
    #[inline]
    fn tell_any(&mut self, name: &'static str, span: Span, detail: Option<Detail<'a>>) {
        if let Some(detail) = detail {
            self.tell(name, span, detail);
        }
    }
}

fn key<'a>(name: &'static str) -> Segment<'a> {
    Segment::Name(name)
}

impl<'a> Judge<'a> for RequestFacts<'a> {
    fn judge(&self, at: &mut Judging<'_, 'a>) {
        judge_name(at, &self.name);
        judge_code(at, &self.code);
        judge_language(at, &self.language);
        judge_description(at, &self.description);
        at.inside("browserConfiguration", &self.browser_configuration);
    }
}

fn judge_name<'a>(at: &mut Judging<'_, 'a>, slot: &Slot<Text<'a>>) {
    if let Some((text, span)) = at.required("name", slot) {
        name::judge_name(&text.decode(), |detail| at.tell("name", span, detail));
    }
}

fn judge_code<'a>(at: &mut Judging<'_, 'a>, slot: &Slot<Text<'a>>) {
    if let Some((text, span)) = at.optional("code", slot) {
        let wants_text = at.findings.wants(Rule::CodeNotText);
        base64::judge(text, wants_text, |detail| at.tell("code", span, detail));
    }
}

fn judge_language<'a>(at: &mut Judging<'_, 'a>, slot: &Slot<Text<'a>>) {
    if let Some((language, span)) = at.required("language", slot) {
        at.tell_any("language", span, judge_enum(language, LANGUAGES));
    }
}

fn judge_description<'a>(at: &mut Judging<'_, 'a>, slot: &Slot<Text<'a>>) {
    if let Some((description, span)) = at.optional("description", slot) {
        at.tell_any("description", span, name::judge_description(description));
    }
}

/// Rule `enum`.
#[inline]
fn judge_enum<'a>(text: Text<'a>, allowed: &'static [&'static str]) -> Option<Detail<'a>> {
    let found = text.decode();
    if allowed.contains(&&*found) {
        return None;
    }
    Some(Detail::Enum {
        allowed,
        found,
        suggestion: None,
    })
}

impl<'a> Judge<'a> for SessionFacts<'a> {
    fn judge(&self, at: &mut Judging<'_, 'a>) {
        if let Some((text, span)) = at.optional("initial_url", &self.initial_url) {
            url::judge(&text.decode(), |detail| {
                at.tell("initial_url", span, detail);
            });
        }
        at.inside("recording", &self.recording);
        at.inside("proxy", &self.proxy);
        at.inside("timeout", &self.timeout);
        at.inside("live_view", &self.live_view);
    }
}

impl<'a> Judge<'a> for RecordingFacts {
    fn judge(&self, at: &mut Judging<'_, 'a>) {
        at.optional("active", &self.active);
    }
}

impl<'a> Judge<'a> for LiveViewFacts {
    fn judge(&self, at: &mut Judging<'_, 'a>) {
        at.optional("read_only", &self.read_only);
    }
}

impl<'a> Judge<'a> for TimeoutFacts {
    fn judge(&self, at: &mut Judging<'_, 'a>) {
        let max_duration = judge_integer(at, "max_duration", &self.max_duration);
        judge_duration(at, "max_duration", max_duration);
        let idle_timeout = judge_integer(at, "idle_timeout", &self.idle_timeout);
        if let (Some((idle_timeout, span)), Some((max_duration, _))) = (idle_timeout, max_duration)
        {
            let detail = integer::judge_order(idle_timeout, max_duration);
            at.tell_any("idle_timeout", span, detail);
        }
        judge_duration(at, "idle_timeout", idle_timeout);
    }
}

fn judge_duration(at: &mut Judging<'_, '_>, name: &'static str, minutes: Option<(i64, Span)>) {
    if let Some((minutes, span)) = minutes {
        at.tell_any(name, span, integer::judge_duration(minutes));
    }
}

/// The value of an optional integer that can be held.
fn judge_integer(
    at: &mut Judging<'_, '_>,
    name: &'static str,
    slot: &Slot<Integer>,
) -> Option<(i64, Span)> {
    let (integer, span) = at.optional(name, slot)?;
    at.tell_any(name, span, integer::judge_range(integer));
    Some((integer.in_range()?, span))
}

impl<'a> Judge<'a> for ProxyFacts<'a> {
    fn judge(&self, at: &mut Judging<'_, 'a>) {
        if self.is_custom() {
            self.judge_custom(at);
        } else {
            self.judge_anchor(at);
        }
    }
}

impl<'a> ProxyFacts<'a> {
    fn judge_anchor(&self, at: &mut Judging<'_, 'a>) {
        at.required("active", &self.active);
        let chosen = self.judge_type(at);
        if let Some((country, span)) = at.optional("country_code", &self.country_code) {
            at.tell_any("country_code", span, country::judge(country, chosen));
        }
        at.optional("region", &self.region);
        self.judge_city(at, chosen);
    }

    /// The chosen type, where it is one of the four.
    fn judge_type(&self, at: &mut Judging<'_, 'a>) -> Option<AnchorType> {
        let (text, span) = at.optional("type", &self.proxy_type)?;
        let chosen = AnchorType::from_text(&text.decode());
        if chosen.is_none() {
            // Where either kind may stand, `custom` would have been right too.
            let either = self.asked == ProxyKind::Either;
            let allowed = if either { PROXY_TYPES } else { ANCHOR_TYPES };
            at.tell_any("type", span, judge_enum(text, allowed));
        }
        chosen
    }

    fn judge_city(&self, at: &mut Judging<'_, 'a>, chosen: Option<AnchorType>) {
        let Some(span) = self.city.span() else {
            return;
        };
        if self.region.is_absent() {
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

    fn judge_custom(&self, at: &mut Judging<'_, 'a>) {
        if let Some((text, span)) = at.required("type", &self.proxy_type) {
            at.tell_any("type", span, judge_enum(text, CUSTOM_TYPES));
        }
        if let Some((server, span)) = at.required("server", &self.server) {
            at.tell_any("server", span, server::judge(&server.decode()));
        }
        at.required("username", &self.username);
        at.required("password", &self.password);
        at.required("active", &self.active);
    }
}

impl<'a> Judge<'a> for TaskFacts<'a> {
    fn judge(&self, at: &mut Judging<'_, 'a>) {
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

fn judge_uuid<'a>(at: &mut Judging<'_, 'a>, name: &'static str, slot: &Slot<Text<'a>>) {
    if let Some((text, span)) = at.required(name, slot) {
        at.tell_any(name, span, uuid::judge(&text.decode()));
    }
}

fn judge_date_time<'a>(at: &mut Judging<'_, 'a>, name: &'static str, slot: &Slot<Text<'a>>) {
    if let Some((text, span)) = at.required(name, slot) {
        at.tell_any(name, span, date_time::judge(&text.decode()));
    }
}

impl<'a> Judge<'a> for TaskResponseFacts<'a> {
    fn judge(&self, at: &mut Judging<'_, 'a>) {
        at.inside("data", &self.data);
    }
}

impl<'a> Judge<'a> for ErrorResponseFacts<'a> {
    fn judge(&self, at: &mut Judging<'_, 'a>) {
        at.inside("error", &self.error);
    }
}

impl<'a> Judge<'a> for ApiErrorFacts<'a> {
    fn judge(&self, at: &mut Judging<'_, 'a>) {
        judge_integer(at, "code", &self.code);
        at.optional("message", &self.message);
    }
}
