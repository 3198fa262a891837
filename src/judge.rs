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
use crate::pointer::{Name, Pointer};
use crate::proxy::CUSTOM;
use crate::proxy_type::{AnchorType, ProxyType};
use crate::rules::integer::Integer;
use crate::rules::{
    Detail, JsonType, Rule, base64, country, date_time, integer, name, nearest, server, url, uuid,
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
    fn judge(&self, judging: &mut Judging<'_>);
}

/// Judges a whole document, and adds what it finds to what reading has found.
pub(crate) fn judge<'a, F: Judge<'a>>(root: &Nested<F>, findings: &mut Findings) {
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
            root.facts.judge(&mut Judging {
                pointer_length: 0,
                object: *span,
                findings,
            });
        }
    }
}

/// An object that is being judged.
pub(crate) struct Judging<'j> {
    /// How many bytes the object's pointer has. All steps to it have names, so this tells which end of
    /// [`Name::pointer`] is a member's pointer.
    pointer_length: usize,
    object: Span,
    findings: &'j mut Findings,
}

impl Judging<'_> {
    /// Tells a broken rule. Its detail is asked for only if it is kept.
    fn tell(
        &mut self,
        name: &'static Name,
        span: Span,
        rule: Rule,
        detail: impl FnOnce() -> Detail,
    ) {
        let pointer = || Pointer::known(name.pointer_within(self.pointer_length));
        self.findings.tell(pointer, span, rule, detail);
    }

    fn tell_detail(&mut self, name: &'static Name, span: Span, detail: Detail) {
        self.tell(name, span, detail.rule(), || detail);
    }

    /// An optional member's value and its span, if it is there and of the right type.
    fn optional<'a, T: Copy>(&mut self, name: &'static Name, slot: &Slot<T>) -> Option<(T, Span)>
    where
        Slot<T>: Fact<'a>,
    {
        self.typed(name, slot, Slot::<T>::TYPE)
    }

    fn typed<T: Copy>(
        &mut self,
        name: &'static Name,
        slot: &Slot<T>,
        expected: JsonType,
    ) -> Option<(T, Span)> {
        match slot {
            Slot::Absent => None,
            Slot::Present(value, span) => Some((*value, *span)),
            Slot::Mistyped(found, span) => {
                let found = *found;
                self.tell_detail(name, *span, Detail::Type { expected, found });
                None
            }
        }
    }

    /// A required member's value and its span, if it is there and of the right type.
    fn required<'a, T: Copy>(&mut self, name: &'static Name, slot: &Slot<T>) -> Option<(T, Span)>
    where
        Slot<T>: Fact<'a>,
    {
        if slot.is_absent() {
            let property = name.text;
            self.tell_detail(name, self.object, Detail::Required { property });
        }
        self.optional(name, slot)
    }

    /// Judges an optional member that is an object.
    fn inside<'a, F: Judge<'a>>(&mut self, name: &'static Name, nested: &Nested<F>) {
        if let Some(((), object)) = self.typed(name, &nested.slot, JsonType::Object) {
            nested.facts.judge(&mut Judging {
                pointer_length: self.pointer_length + name.step_length(),
                object,
                findings: self.findings,
            });
        }
    }

    /// Tells the one rule that a value breaks, if it breaks one.
    #[inline]
    fn tell_any(&mut self, name: &'static Name, span: Span, detail: Option<Detail>) {
        if let Some(detail) = detail {
            self.tell_detail(name, span, detail);
        }
    }

    /// Rule `enum`.
    #[inline]
    fn judge_enum(
        &mut self,
        name: &'static Name,
        (text, span): (Text<'_>, Span),
        allowed: &'static [&'static str],
    ) {
        let found = text.decode();
        if !allowed.contains(&&*found) {
            self.tell(name, span, Rule::Enum, || Detail::Enum {
                allowed,
                suggestion: nearest(&found, allowed),
                found: found.into(),
            });
        }
    }
}

impl<'a> Judge<'a> for RequestFacts<'a> {
    fn judge(&self, at: &mut Judging<'_>) {
        judge_name(at, Self::NAME, &self.name);
        judge_code(at, Self::CODE, &self.code);
        judge_language(at, Self::LANGUAGE, &self.language);
        judge_description(at, Self::DESCRIPTION, &self.description);
        at.inside(Self::BROWSER_CONFIGURATION, &self.browser_configuration);
    }
}

fn judge_name(at: &mut Judging<'_>, name: &'static Name, slot: &Slot<Text<'_>>) {
    if let Some((text, span)) = at.required(name, slot) {
        name::judge_name(&text.decode(), |detail| at.tell_detail(name, span, detail));
    }
}

fn judge_code(at: &mut Judging<'_>, name: &'static Name, slot: &Slot<Text<'_>>) {
    if let Some((text, span)) = at.optional(name, slot) {
        let wants_text = at.findings.wants(Rule::CodeNotText);
        base64::judge(text, wants_text, |detail| {
            at.tell_detail(name, span, detail);
        });
    }
}

fn judge_language(at: &mut Judging<'_>, name: &'static Name, slot: &Slot<Text<'_>>) {
    if let Some(language) = at.required(name, slot) {
        at.judge_enum(name, language, LANGUAGES);
    }
}

fn judge_description(at: &mut Judging<'_>, name: &'static Name, slot: &Slot<Text<'_>>) {
    if let Some((description, span)) = at.optional(name, slot) {
        at.tell_any(name, span, name::judge_description(description));
    }
}

impl<'a> Judge<'a> for SessionFacts<'a> {
    fn judge(&self, at: &mut Judging<'_>) {
        if let Some((text, span)) = at.optional(Self::INITIAL_URL, &self.initial_url) {
            url::judge(&text.decode(), |detail| {
                at.tell_detail(Self::INITIAL_URL, span, detail);
            });
        }
        at.inside(Self::RECORDING, &self.recording);
        at.inside(Self::PROXY, &self.proxy);
        at.inside(Self::TIMEOUT, &self.timeout);
        at.inside(Self::LIVE_VIEW, &self.live_view);
    }
}

impl Judge<'_> for RecordingFacts {
    fn judge(&self, at: &mut Judging<'_>) {
        at.optional(Self::ACTIVE, &self.active);
    }
}

impl Judge<'_> for LiveViewFacts {
    fn judge(&self, at: &mut Judging<'_>) {
        at.optional(Self::READ_ONLY, &self.read_only);
    }
}

impl Judge<'_> for TimeoutFacts {
    fn judge(&self, at: &mut Judging<'_>) {
        let max_duration = judge_integer(at, Self::MAX_DURATION, &self.max_duration);
        judge_duration(at, Self::MAX_DURATION, max_duration);
        let idle_timeout = judge_integer(at, Self::IDLE_TIMEOUT, &self.idle_timeout);
        if let (Some((idle_timeout, span)), Some((max_duration, _))) = (idle_timeout, max_duration)
        {
            let detail = integer::judge_order(idle_timeout, max_duration);
            at.tell_any(Self::IDLE_TIMEOUT, span, detail);
        }
        judge_duration(at, Self::IDLE_TIMEOUT, idle_timeout);
    }
}

fn judge_duration(at: &mut Judging<'_>, name: &'static Name, minutes: Option<(i64, Span)>) {
    if let Some((minutes, span)) = minutes {
        at.tell_any(name, span, integer::judge_duration(minutes));
    }
}

/// The value of an optional integer that can be held.
fn judge_integer(
    at: &mut Judging<'_>,
    name: &'static Name,
    slot: &Slot<Integer>,
) -> Option<(i64, Span)> {
    let (integer, span) = at.optional(name, slot)?;
    at.tell_any(name, span, integer::judge_range(integer));
    Some((integer.in_range()?, span))
}

impl<'a> Judge<'a> for ProxyFacts<'a> {
    fn judge(&self, at: &mut Judging<'_>) {
        if self.is_custom() {
            self.judge_custom(at);
        } else {
            self.judge_anchor(at);
        }
    }
}

impl ProxyFacts<'_> {
    fn judge_anchor(&self, at: &mut Judging<'_>) {
        at.required(Self::ACTIVE, &self.active);
        let chosen = self.judge_type(at);
        self.judge_country(at, chosen);
        at.optional(Self::REGION, &self.region);
        self.judge_city(at, chosen);
    }

    /// The chosen type, where it is one of the four.
    fn judge_type(&self, at: &mut Judging<'_>) -> Option<AnchorType> {
        let (text, span) = at.optional(Self::TYPE, &self.proxy_type)?;
        let chosen = AnchorType::from_text(&text.decode());
        if chosen.is_none() {
            // Where either kind may stand, `custom` would have been right too.
            let either = self.asked == ProxyKind::Either;
            let allowed = if either { PROXY_TYPES } else { ANCHOR_TYPES };
            at.judge_enum(Self::TYPE, (text, span), allowed);
        }
        chosen
    }

    fn judge_country(&self, at: &mut Judging<'_>, chosen: Option<AnchorType>) {
        if let Some((text, span)) = at.optional(Self::COUNTRY_CODE, &self.country_code) {
            let country = text.decode();
            if let Some(rule) = country::judge(&country, chosen) {
                at.tell(Self::COUNTRY_CODE, span, rule, || {
                    country::detail(&country, chosen)
                });
            }
        }
    }

    fn judge_city(&self, at: &mut Judging<'_>, chosen: Option<AnchorType>) {
        let Some(span) = self.city.span() else {
            return;
        };
        if self.region.is_absent() {
            at.tell_detail(Self::CITY, span, Detail::CityRequiresRegion {});
        }
        let city = at.optional(Self::CITY, &self.city);
        match chosen {
            Some(chosen) if city.is_some() && chosen != AnchorType::Proxy => {
                let proxy_type = ProxyType::of(chosen);
                at.tell_detail(Self::CITY, span, Detail::CityUnsupported { proxy_type });
            }
            _ => {}
        }
    }

    fn judge_custom(&self, at: &mut Judging<'_>) {
        if let Some(custom) = at.required(Self::TYPE, &self.proxy_type) {
            at.judge_enum(Self::TYPE, custom, CUSTOM_TYPES);
        }
        if let Some((server, span)) = at.required(Self::SERVER, &self.server) {
            at.tell_any(Self::SERVER, span, server::judge(&server.decode()));
        }
        at.required(Self::USERNAME, &self.username);
        at.required(Self::PASSWORD, &self.password);
        at.required(Self::ACTIVE, &self.active);
    }
}

impl<'a> Judge<'a> for TaskFacts<'a> {
    fn judge(&self, at: &mut Judging<'_>) {
        judge_uuid(at, Self::ID, &self.id);
        judge_name(at, Self::NAME, &self.name);
        judge_uuid(at, Self::TEAM_ID, &self.team_id);
        judge_description(at, Self::DESCRIPTION, &self.description);
        at.required(Self::LATEST_VERSION, &self.latest_version);
        at.required(Self::CODE, &self.code);
        judge_language(at, Self::LANGUAGE, &self.language);
        at.inside(Self::BROWSER_CONFIGURATION, &self.browser_configuration);
        at.required(Self::DELETED, &self.deleted);
        judge_date_time(at, Self::CREATED_AT, &self.created_at);
        judge_date_time(at, Self::UPDATED_AT, &self.updated_at);
    }
}

fn judge_uuid(at: &mut Judging<'_>, name: &'static Name, slot: &Slot<Text<'_>>) {
    if let Some((text, span)) = at.required(name, slot) {
        at.tell_any(name, span, uuid::judge(&text.decode()));
    }
}

fn judge_date_time(at: &mut Judging<'_>, name: &'static Name, slot: &Slot<Text<'_>>) {
    if let Some((text, span)) = at.required(name, slot) {
        at.tell_any(name, span, date_time::judge(&text.decode()));
    }
}

impl<'a> Judge<'a> for TaskResponseFacts<'a> {
    fn judge(&self, at: &mut Judging<'_>) {
        at.inside(Self::DATA, &self.data);
    }
}

impl<'a> Judge<'a> for ErrorResponseFacts<'a> {
    fn judge(&self, at: &mut Judging<'_>) {
        at.inside(Self::ERROR, &self.error);
    }
}

impl<'a> Judge<'a> for ApiErrorFacts<'a> {
    fn judge(&self, at: &mut Judging<'_>) {
        judge_integer(at, Self::CODE, &self.code);
        at.optional(Self::MESSAGE, &self.message);
    }
}
