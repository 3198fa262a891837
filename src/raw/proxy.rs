//! Raw proxies: which of the two kinds one is shows only when all its members are read.

use std::sync::OnceLock;

use super::context::ObjectContext;
use super::fast_path::FastPath;
use super::object::{RawAnchorProxy, RawCustomProxy};
use super::source::{Source, UnknownKeys};
use super::traits::{Convert, FieldReader, Next, RawObject};
use crate::contract::member::{Member, ObjectType};
use crate::contract::object::{AnchorProxy, CustomProxy, ProxyConfig};
use crate::contract::proxy_type::CUSTOM;
use crate::report::path::PathNode;
use crate::report::pointer::Pointers;
use crate::report::span::Span;

/// The members that both kinds have.
const SHARED: [&str; 2] = ["active", "type"];

/// A proxy as it is in a document: the members of both kinds.
#[derive(Default)]
pub(crate) struct RawProxyConfig<'a> {
    /// Also has the members that both kinds have; those of `custom` are not used.
    anchor: RawAnchorProxy<'a>,
    custom: RawCustomProxy<'a>,
    /// A typed Anchor proxy stays one, even if its type is `custom`.
    is_typed_anchor: bool,
    unknown: UnknownKeys<'a>,
}

impl<'a> RawProxyConfig<'a> {
    fn is_custom(&self) -> bool {
        !self.is_typed_anchor
            && self
                .anchor
                .proxy_type
                .value()
                .is_some_and(|value| value == *CUSTOM)
    }

    /// The members of a custom proxy, with those that both kinds have.
    fn to_custom(&self) -> RawCustomProxy<'a> {
        RawCustomProxy {
            proxy_type: self.anchor.proxy_type,
            active: self.anchor.active,
            server: self.custom.server,
            username: self.custom.username,
            password: self.custom.password,
            unknown: UnknownKeys::None,
        }
    }

    /// Calls a function with the members that only the other kind has, and the spans of their values.
    fn for_each_misplaced(&self, is_custom: bool, mut each: impl FnMut(&'static Member, Span)) {
        let known = known(is_custom);
        let if_misplaced = |member: &'static Member, span| {
            if known.member(member.name).is_none() {
                each(member, span);
            }
        };
        if is_custom {
            self.anchor.for_each_present(if_misplaced);
        } else {
            self.custom.for_each_present(if_misplaced);
        }
    }
}

/// The members of a kind.
fn known(is_custom: bool) -> &'static ObjectType {
    if is_custom {
        CustomProxy::OBJECT
    } else {
        AnchorProxy::OBJECT
    }
}

impl<'a> RawObject<'a> for RawProxyConfig<'a> {
    const OBJECTS: &'static [&'static ObjectType] = ProxyConfig::OBJECTS;

    fn pointers() -> &'static Pointers {
        static POINTERS: OnceLock<Pointers> = OnceLock::new();
        POINTERS.get_or_init(|| Pointers::new("", Self::OBJECTS))
    }

    #[inline]
    fn read_in_order<R: FieldReader<'a>>(
        &mut self,
        reader: &mut R,
        object: &PathNode<'_>,
        key: &'a [u8],
        after_key: impl Fn(&'static Member, &'a [u8]) -> Option<&'a [u8]>,
    ) -> Result<Next<'a>, R::Error> {
        match self.anchor.read_in_order(reader, object, key, &after_key)? {
            Next::Key(key) => {
                // Those that both kinds have are read into `anchor`.
                let after_other_key = |member: &'static Member, key| {
                    if SHARED.contains(&member.name) {
                        return None;
                    }
                    after_key(member, key)
                };
                self.custom
                    .read_in_order(reader, object, key, after_other_key)
            }
            end @ Next::End(_) => Ok(end),
        }
    }

    fn set_unknown(&mut self, keys: UnknownKeys<'a>) {
        self.unknown = keys;
    }

    fn check(&self, context: &mut ObjectContext<'_, 'a>) {
        let is_custom = self.is_custom();
        if is_custom {
            self.to_custom().check_known(context);
        } else {
            context.allows_custom_proxy = !self.is_typed_anchor;
            self.anchor.check_known(context);
        }
        let known = known(is_custom);
        self.for_each_misplaced(is_custom, |member, value| {
            context.unnamed_member(member, value, known);
        });
        context.unknown_members(self.unknown, known);
    }

    fn fits(&self) -> bool {
        if self.is_custom() {
            self.to_custom().fits()
        } else {
            self.anchor.fits()
        }
    }
}

impl Convert for ProxyConfig {
    type Raw<'a> = RawProxyConfig<'a>;

    fn to_raw<'a>(&'a self, raw: &mut RawProxyConfig<'a>) {
        match self {
            Self::Anchor(proxy) => {
                proxy.to_raw(&mut raw.anchor);
                raw.is_typed_anchor = raw.is_custom();
                raw.unknown = raw.anchor.unknown;
            }
            Self::Custom(proxy) => {
                proxy.to_raw(&mut raw.custom);
                raw.anchor.proxy_type = raw.custom.proxy_type;
                raw.anchor.active = raw.custom.active;
                raw.unknown = raw.custom.unknown;
            }
        }
    }

    fn from_raw(raw: &RawProxyConfig<'_>, source: &Source<'_>) -> Option<Self> {
        let is_custom = raw.is_custom();
        let misplaced = || {
            let mut misplaced = Vec::new();
            raw.for_each_misplaced(is_custom, |member, value| {
                misplaced.push((member.name, value));
            });
            misplaced
        };
        if is_custom {
            let custom = raw.to_custom();
            let unknown = || custom.unknown_members(raw.unknown, source, misplaced());
            CustomProxy::from_raw_with(&custom, source, unknown).map(Self::Custom)
        } else {
            let unknown = || raw.anchor.unknown_members(raw.unknown, source, misplaced());
            AnchorProxy::from_raw_with(&raw.anchor, source, unknown).map(Self::Anchor)
        }
    }

    #[inline]
    fn check_fast(&self, fast_path: &mut FastPath<'_>) {
        match self {
            Self::Anchor(proxy) => proxy.check_fast(fast_path),
            Self::Custom(proxy) => proxy.check_fast(fast_path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_have_the_members_that_are_shared() {
        let names = |object: &'static ObjectType| object.members.iter().map(|member| member.name);
        let shared: Vec<_> = names(AnchorProxy::OBJECT)
            .filter(|name| names(CustomProxy::OBJECT).any(|other| other == *name))
            .collect();
        assert_eq!(shared, SHARED);
    }
}
