//! All wording of violations.

use std::borrow::Cow;
use std::fmt;

use crate::piece::{Piece, append};
use crate::pointer::Pointer;
use crate::quote::{Quoted, QuotedPointer};
use crate::rules::{Detail, Foreign, JsonType, syntax};

/// Appends what is wrong, in one plain sentence: the place, what was expected, and what was found.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a rule: the wording stands in one place"
)]
pub(crate) fn append_message(text: &mut String, pointer: &Pointer, detail: &Detail) {
    append!(text; QuotedPointer(pointer));
    match detail {
        Detail::Syntax {
            expected,
            reason: Some(reason),
            ..
        } => append!(text; " is not ", *expected, ": ", *reason),
        Detail::Syntax {
            expected, ended, ..
        } => append!(text; " ", &*syntax::sentence(expected, *ended)),
        Detail::DuplicateKey { .. } => {
            append!(text; " occurs again in its object, where each key must be unique");
        }
        Detail::Type { expected, found } => {
            append!(text; " must be ", Typed(*expected), ", but is ", Typed(*found));
        }
        Detail::Required { .. } => append!(text; " is required, but missing"),
        Detail::Enum { allowed, found, .. } => {
            append!(text; " must be ", OneOf(allowed), ", but is ", Quoted(found));
        }
        Detail::MinLength { limit, actual } => {
            append!(text; " must have at least ", Count(*limit, "character"), ", but has ", *actual);
        }
        Detail::MaxLength { limit, actual } => {
            append!(text; " must have at most ", Count(*limit, "character"), ", but has ", *actual);
        }
        Detail::Pattern {
            pattern,
            index,
            character,
        } => {
            append!(text; " must match `", *pattern, "`, but ");
            match (index, character) {
                (Some(index), Some(character)) => {
                    let mut buffer = [0; 4];
                    let character = Quoted(character.encode_utf8(&mut buffer));
                    append!(text; "its character ", index + 1, " is ", character);
                }
                _ => append!(text; "is empty"),
            }
        }
        Detail::Base64Alphabet { index, count, .. } => append!(
            text;
            " must be base64, but has ",
            Count(*count, "character"),
            " that base64 does not have, the first as its character ",
            index + 1,
        ),
        Detail::Base64Padding { symbols, padding } => append!(
            text;
            " must be base64 in groups of four, padded with `=` at its end alone, but has ",
            Count(*symbols, "symbol"),
            " and ",
            *padding,
            " `=`",
        ),
        Detail::Base64TrailingBits {} => append!(
            text;
            " must be canonical base64, but its last symbol has unused bits that are not zero",
        ),
        Detail::Uri { index } => {
            append!(text; " must be a URI with a scheme, but ");
            match index {
                Some(index) => {
                    append!(text; "its character ", index + 1, " cannot stand there");
                }
                None => append!(text; "is not"),
            }
        }
        Detail::InvalidUrl { reason } => {
            append!(text; " must be a URL that a browser opens, but ", *reason);
        }
        Detail::CountryUnknown { country, .. } => append!(
            text;
            " must be the code of a country that a proxy type offers, but is ",
            Quoted(country),
        ),
        Detail::CountryNotAllowed {
            country,
            proxy_type,
            ..
        } => append!(
            text;
            " must be a country that `",
            proxy_type.as_str(),
            "` offers, but is `",
            country.as_str(),
            "`",
        ),
        Detail::CityRequiresRegion {} => {
            append!(text; " needs `region` beside it, which is missing");
        }
        Detail::CityUnsupported { proxy_type } => {
            append!(text; " must be absent where the type is `", proxy_type.as_str(), "`");
        }
        Detail::IntegerRange { minimum, maximum } => append!(
            text;
            " must be from ",
            *minimum,
            " to ",
            *maximum,
            ", but is outside that range",
        ),
        Detail::Uuid {} => append!(
            text;
            " must be a UUID of 8-4-4-4-12 hexadecimal digits, but is another text",
        ),
        Detail::DateTime {} => append!(
            text;
            " must be a date and time such as `2025-03-01T09:30:00Z`, but is another text",
        ),
        Detail::UnknownProperty { .. } => {
            append!(text; " is not a member that the API document names");
        }
        Detail::TimeoutValue { minutes } => append!(
            text;
            " must be a positive number of minutes, or -1 for no limit, but is ",
            *minutes,
        ),
        Detail::TimeoutOrder {
            idle_timeout,
            max_duration,
        } => append!(
            text;
            " must be at most `max_duration`, ",
            Count(*max_duration, "minute"),
            ", to have an effect, but is ",
            *idle_timeout,
        ),
        Detail::UrlScheme { scheme } => {
            append!(text; " must have the scheme `http` or `https`, but has ");
            match scheme {
                Some(scheme) => append!(text; Quoted(scheme)),
                None => append!(text; "another"),
            }
        }
        Detail::UrlCredentials {} => {
            append!(text; " must hold no user name and no password, but does");
        }
        Detail::ProxyServerFormat {} => append!(
            text;
            " must be `HOST:PORT`, optionally after `http://`, `https://` or `socks5://`, but \
             is another text",
        ),
        Detail::EmptyCode {} => append!(text; " must hold code to run, but is empty"),
        Detail::CodeNotText {} => {
            append!(text; " must decode to UTF-8 text, but decodes to other bytes");
        }
    }
}

/// How to mend it, in one plain sentence; none where the message leaves no question. What is at
/// `pointer` is a member, or the document.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a rule: the wording stands in one place"
)]
pub(crate) fn help(detail: &Detail, pointer: &str) -> Option<Cow<'static, str>> {
    Some(match detail {
        Detail::Syntax {
            expected, ended, ..
        } => syntax::help(expected, *ended)?.into(),
        Detail::DuplicateKey { .. } => {
            "keep one of them; readers that take repeated keys keep the last".into()
        }
        Detail::Type {
            found: JsonType::Null,
            ..
        } if !pointer.is_empty() => {
            "leave the member out instead of setting it to `null`, if it is optional".into()
        }
        Detail::Type { expected, found } => retype(*expected, *found)?.into(),
        Detail::Required { property } => {
            written(|help| append!(help; "add the member `", *property, "`"))
        }
        Detail::Enum {
            suggestion,
            allowed,
            ..
        } => match (suggestion, allowed) {
            (Some(suggestion), _) => did_you_mean(suggestion),
            (None, [only]) => written(|help| append!(help; "write `", *only, "`")),
            (None, _) => return None,
        },
        Detail::MinLength { .. } => "give it a name".into(),
        Detail::MaxLength { limit, actual } => {
            let surplus = Count(actual - limit, "character");
            written(|help| append!(help; "shorten it by ", surplus))
        }
        Detail::Pattern { .. } => "use ASCII letters, digits, hyphens and underscores alone".into(),
        Detail::Base64Alphabet { foreign, .. } => match foreign {
            Foreign::LineBreaks => {
                "remove the line breaks: encode without wrapping, as with `base64 -w0`"
            }
            Foreign::UrlSafe => {
                "this is the URL-safe alphabet: write `+` for each `-`, and `/` for each `_`"
            }
            Foreign::Other => "encode the source text to standard base64 (RFC 4648 section 4)",
        }
        .into(),
        Detail::Base64Padding { symbols, padding } => match (symbols % 4, padding) {
            (2, 0) => "end it with `==`, unless it was cut off: then encode the source text again",
            (3, 0) => "end it with `=`, unless it was cut off: then encode the source text again",
            _ => "encode the source text again: the code was cut off or put together",
        }
        .into(),
        Detail::Base64TrailingBits {} => {
            "encode the source text again: the code was changed or made by a faulty encoder".into()
        }
        Detail::Uri { .. } => {
            "write an absolute URL such as `https://example.com/`, with other characters \
             percent-encoded"
                .into()
        }
        Detail::CountryUnknown { suggestion, .. } => match suggestion {
            Some(suggestion) => did_you_mean(suggestion),
            None => "use an ISO 3166-1 alpha-2 code in lower case, such as `us`".into(),
        },
        Detail::CountryNotAllowed {
            offered_by,
            country,
            ..
        } => {
            let (country, types) = (country.as_str(), OneOf(offered_by));
            written(|help| {
                append!(help; "choose another country, or a type that offers `", country, "`: ", types);
            })
        }
        Detail::CityRequiresRegion {} => "add `region`, or leave the city out".into(),
        Detail::CityUnsupported { .. } => {
            "leave the city out, or use the type `anchor_proxy`".into()
        }
        Detail::UnknownProperty {
            suggestion,
            property,
            known,
        } => match suggestion {
            Some(suggestion) => did_you_mean(suggestion),
            None => misplaced(property, known)?,
        },
        Detail::TimeoutOrder { .. } => {
            "lower it, or raise `max_duration`: the session ends before it can be idle that long"
                .into()
        }
        Detail::UrlScheme { .. } => "write a whole address, beginning with `https://`".into(),
        Detail::UrlCredentials {} => {
            "take them out of the URL, and log in from the task's code".into()
        }
        Detail::ProxyServerFormat {} => {
            "write for example `proxy.example.com:8080`; credentials go into `username` and \
             `password`"
                .into()
        }
        Detail::EmptyCode {} => "leave the member out, or put code into it".into(),
        Detail::CodeNotText {} => "encode the source as UTF-8 before base64".into(),
        Detail::InvalidUrl { .. }
        | Detail::IntegerRange { .. }
        | Detail::Uuid {}
        | Detail::DateTime {}
        | Detail::TimeoutValue { .. } => return None,
    })
}

fn did_you_mean(suggestion: &str) -> Cow<'static, str> {
    written(|help| append!(help; "did you mean `", suggestion, "`?"))
}

/// A help that is put together.
fn written(write: impl FnOnce(&mut String)) -> Cow<'static, str> {
    const TYPICAL: usize = 128;
    let mut help = String::with_capacity(TYPICAL);
    write(&mut help);
    Cow::Owned(help)
}

/// Members that are often put where they do not belong: the member, one that the object must know
/// for this to be so, and the way to mend it.
const MISPLACED: &[(&str, &str, &str)] = &[
    (
        "initial_url",
        "browserConfiguration",
        "move it into `browserConfiguration`",
    ),
    (
        "recording",
        "browserConfiguration",
        "move it into `browserConfiguration`",
    ),
    (
        "proxy",
        "browserConfiguration",
        "move it into `browserConfiguration`",
    ),
    (
        "timeout",
        "browserConfiguration",
        "move it into `browserConfiguration`",
    ),
    (
        "live_view",
        "browserConfiguration",
        "move it into `browserConfiguration`",
    ),
    ("max_duration", "timeout", "move it into `timeout`"),
    ("idle_timeout", "timeout", "move it into `timeout`"),
    ("read_only", "live_view", "move it into `live_view`"),
    ("country_code", "proxy", "move it into `proxy`"),
    (
        "server",
        "country_code",
        "set the type to `custom` to use a proxy of your own",
    ),
    (
        "username",
        "country_code",
        "set the type to `custom` to use a proxy of your own",
    ),
    (
        "password",
        "country_code",
        "set the type to `custom` to use a proxy of your own",
    ),
    (
        "country_code",
        "server",
        "leave it out: only an Anchor proxy has a country",
    ),
    (
        "region",
        "server",
        "leave it out: only an Anchor proxy has a region",
    ),
    (
        "city",
        "server",
        "leave it out: only an Anchor proxy has a city",
    ),
];

fn misplaced(property: &str, known: &[&str]) -> Option<Cow<'static, str>> {
    MISPLACED
        .iter()
        .find(|(member, beside, _)| *member == property && known.contains(beside))
        .map(|(_, _, help)| Cow::Borrowed(*help))
}

fn retype(expected: JsonType, found: JsonType) -> Option<&'static str> {
    Some(match (expected, found) {
        (JsonType::String, JsonType::Number | JsonType::Boolean) => "put it in double quotes",
        (JsonType::Boolean, JsonType::String) => "write `true` or `false` without quotes",
        (JsonType::Boolean, _) => "write `true` or `false`",
        (JsonType::Integer, JsonType::String) => "write the number without quotes",
        (JsonType::Integer, JsonType::Number) => "round it to a whole number",
        _ => return None,
    })
}

/// A type with its article.
struct Typed(JsonType);

impl Piece for Typed {
    fn append_to(&self, text: &mut String) {
        match self.0 {
            JsonType::Null => text.push_str("null"),
            JsonType::Boolean => text.push_str("a boolean"),
            JsonType::Integer => text.push_str("an integer"),
            JsonType::Number => text.push_str("a number"),
            JsonType::String => text.push_str("a string"),
            JsonType::Array => text.push_str("an array"),
            JsonType::Object => text.push_str("an object"),
        }
    }
}

/// Things to choose from: `` `a`, `b` or `c` ``.
struct OneOf<'a, T>(&'a [T]);

impl<T: AsRef<str>> Piece for OneOf<'_, T> {
    fn append_to(&self, text: &mut String) {
        let last = self.0.len().saturating_sub(1);
        for (index, item) in self.0.iter().enumerate() {
            match index {
                0 => text.push('`'),
                _ if index == last => text.push_str(" or `"),
                _ => text.push_str(", `"),
            }
            append!(text; item.as_ref(), "`");
        }
    }
}

/// A number with its unit, in the plural where there is not one.
pub(crate) struct Count<'a, N>(pub(crate) N, pub(crate) &'a str);

impl<N: Piece + PartialEq + From<u8>> Piece for Count<'_, N> {
    #[inline]
    fn append_to(&self, text: &mut String) {
        append!(text; self.0, " ", self.1);
        if self.0 != N::from(1) {
            text.push('s');
        }
    }
}

impl<N> fmt::Display for Count<'_, N>
where
    Self: Piece,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.display(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_by_their_names() {
        let table = [
            (JsonType::Null, "null"),
            (JsonType::Boolean, "a boolean"),
            (JsonType::Integer, "an integer"),
            (JsonType::Number, "a number"),
            (JsonType::String, "a string"),
            (JsonType::Array, "an array"),
            (JsonType::Object, "an object"),
        ];
        for (json_type, expected) in table {
            let mut text = String::new();
            Typed(json_type).append_to(&mut text);
            assert_eq!(text, expected);
            assert!(text.ends_with(json_type.name()));
        }
    }
}
