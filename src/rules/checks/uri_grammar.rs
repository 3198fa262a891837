//! Where a string stops being the start of a URI (RFC 3986).
//!
//! A string with a character that no URI can have there is not a URI; a property test compares this with the
//! parser. For all other strings, the parser decides. Its own error position can be far from the mistake:
//! `192.168.0.1/admin` is a relative reference up to a later character, but no scheme begins with a digit.

use std::net::Ipv6Addr;

/// The index of the first character that cannot continue any URI with a scheme; `None` if the
/// string is a URI or the start of one. All characters before it are ASCII, so that it counts
/// characters too.
pub(super) fn first_invalid_character(text: &str) -> Option<usize> {
    let mut scanner = Scanner { text, at: 0 };
    match scanner.uri() {
        Err(Stop::Invalid) => Some(scanner.at),
        Ok(()) | Err(Stop::End) => None,
    }
}

/// Why a component does not continue.
enum Stop {
    /// The text ends inside it.
    End,
    /// The next character cannot continue it.
    Invalid,
}

type Result<T = ()> = std::result::Result<T, Stop>;

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    /// `scheme ":" hier-part [ "?" query ] [ "#" fragment ]`
    fn uri(&mut self) -> Result {
        self.one(|byte| byte.is_ascii_alphabetic())?;
        self.skip(is_in_scheme)?;
        self.one(|byte| byte == b':')?;
        if self.rest().starts_with(b"//") {
            self.at += 2;
            self.authority()?;
        }
        self.skip(|byte| is_path_character(byte) || byte == b'/')?;
        let is_in_query = |byte| is_path_character(byte) || matches!(byte, b'/' | b'?');
        if self.next() == Some(b'?') {
            self.skip(is_in_query)?;
        }
        if self.next() == Some(b'#') {
            self.at += 1;
            self.skip(is_in_query)?;
        }
        self.end()
    }

    /// `[ userinfo "@" ] host [ ":" port ]`, and the delimiter after it.
    fn authority(&mut self) -> Result {
        if self.next() == Some(b'[') {
            return self.ip_literal();
        }
        let start = self.at;
        self.skip(|byte| is_in_name(byte) || byte == b':')?;
        if self.next() == Some(b'@') {
            self.at += 1;
            if self.next() == Some(b'[') {
                return self.ip_literal();
            }
            self.skip(is_in_name)?;
            return self.port();
        }
        // What follows the first colon is a port, unless an `@` makes it a password.
        let name = self.text.get(start..self.at).unwrap_or_default();
        let port = name.split_once(':').map_or("", |(_, port)| port);
        if port.bytes().all(|byte| byte.is_ascii_digit()) {
            self.delimiter()
        } else {
            self.end()
        }
    }

    /// `"[" ( IPv6address / IPvFuture ) "]"`, and the port after it.
    fn ip_literal(&mut self) -> Result {
        self.at += 1;
        if let Some(b'v' | b'V') = self.next() {
            self.at += 1;
            self.one(|byte| byte.is_ascii_hexdigit())?;
            self.skip(|byte| byte.is_ascii_hexdigit())?;
            self.one(|byte| byte == b'.')?;
            let is_in_address = |byte| is_in_name(byte) && byte != b'%' || byte == b':';
            self.one(is_in_address)?;
            self.skip(is_in_address)?;
        } else {
            self.ipv6_address()?;
        }
        self.one(|byte| byte == b']')?;
        self.port()
    }

    /// An IPv6 address: the longest prefix of one, and nothing after it that could belong to it.
    fn ipv6_address(&mut self) -> Result {
        /// One of them completes any prefix of an address.
        const ENDINGS: &[&str] = &["", ":", "::", "0", ".0", "0.0", ".0.0", "0.0.0"];

        let rest = self.text.get(self.at..).unwrap_or_default();
        // Most are complete, and need no search.
        let length = rest.bytes().take_while(|byte| *byte != b']').count();
        let literal = rest.get(..length).unwrap_or_default();
        if literal.parse::<Ipv6Addr>().is_ok() {
            self.at += length;
            return Ok(());
        }
        let is_address = |text: String| text.parse::<Ipv6Addr>().is_ok();
        let prefixes = (1..=rest.len()).map_while(|length| rest.get(..length));
        let is_prefix = |prefix: &&str| {
            let mut endings = ENDINGS.iter();
            endings.any(|ending| is_address([prefix, *ending].concat()))
        };
        let longest = prefixes.take_while(is_prefix).last().unwrap_or_default();
        self.at += longest.len();
        if is_address(longest.to_owned()) {
            Ok(())
        } else {
            self.end()
        }
    }

    /// `[ ":" port ]`, and the delimiter after it.
    fn port(&mut self) -> Result {
        if self.next() == Some(b':') {
            self.at += 1;
            self.skip(|byte| byte.is_ascii_digit())?;
        }
        self.delimiter()
    }

    /// The end of the authority.
    fn delimiter(&mut self) -> Result {
        match self.next() {
            Some(b'/' | b'?' | b'#') => Ok(()),
            _ => self.end(),
        }
    }

    fn rest(&self) -> &[u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn next(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    /// The end of the text, or a character that cannot continue it.
    fn end(&self) -> Result {
        match self.next() {
            None => Err(Stop::End),
            Some(_) => Err(Stop::Invalid),
        }
    }

    /// A character.
    fn one(&mut self, is_allowed: impl Fn(u8) -> bool) -> Result {
        match self.next() {
            Some(byte) if is_allowed(byte) => {
                self.at += 1;
                Ok(())
            }
            _ => self.end(),
        }
    }

    /// Characters, with two hexadecimal digits after each `%`.
    fn skip(&mut self, is_allowed: impl Fn(u8) -> bool) -> Result {
        while let Some(byte) = self.next().filter(|byte| is_allowed(*byte)) {
            self.at += 1;
            if byte == b'%' {
                self.one(|byte| byte.is_ascii_hexdigit())?;
                self.one(|byte| byte.is_ascii_hexdigit())?;
            }
        }
        Ok(())
    }
}

fn is_in_scheme(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

/// `unreserved / sub-delims`, and the `%` of `pct-encoded`.
fn is_in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=%".contains(&byte)
}

/// `pchar`
fn is_path_character(byte: u8) -> bool {
    is_in_name(byte) || matches!(byte, b':' | b'@')
}

#[cfg(test)]
mod tests {
    use fluent_uri::Uri;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_character_that_cannot_continue_a_uri() {
        // `^` precedes it; without one, the text is the start of a URI.
        let table = [
            "",
            "example.com",
            "example.com^/path",
            "^192.168.0.1/admin",
            "^-a",
            "^80",
            "^/path",
            "^<string>",
            "^ https://example.com",
            "https://example.com^ ",
            "https://exa^ mple.com",
            "https://example.com/^ü",
            "https://example.com/%^zz",
            "https://example.com/%a^z",
            "https://example.com/%",
            "https://example.com/%a",
            "https://example.com/?%^zz",
            "https://example.com/#a^#b",
            "https://example.com/^\\",
            "https://example.com/^[",
            // A port, unless an `@` follows.
            "https://a:b",
            "https://a:b^/@c",
            "https://a:80:^/",
            "https://a:b@c:80^d",
            "https://a@b^@c",
            "https://a^[::1]",
            "https://[",
            "https://[:",
            "https://[:^1",
            "https://[::1",
            "https://[::1]^a",
            "https://[::1]:80^a",
            "https://a@[::1]:80^a",
            "https://[::1^g]",
            "https://[1234^5",
            "https://[1:2:3:4:5:6:7:8^:",
            "https://[1:2:3:4:5:6:7:8",
            "https://[1:2:3:4:5:6:7^]",
            "https://[1:2:3:4:5:6:7::^8]",
            "https://[1::2:^:",
            "https://[::1.2.3.25^6]",
            "https://[::1.2.3^]",
            "https://[1:2^.",
            "https://[v^]",
            "https://[v1.^]",
            "https://[v1.a^%41]",
        ];
        for marked in table {
            let text = marked.replacen('^', "", 1);
            assert_eq!(first_invalid_character(&text), marked.find('^'), "{marked}");
        }
    }

    /// Whether some ending makes it a URI, by the parser.
    fn can_be_continued(text: &str) -> bool {
        const ADDRESSES: [&str; 8] = ["", ":", "::", "0", ".0", "0.0", ".0.0", "0.0.0"];
        let in_brackets = ADDRESSES.iter().map(|ending| format!("{ending}]"));
        ["", "a:", ":", "0", "00", "@", "0@", "00@", "v0.0]"]
            .map(str::to_owned)
            .into_iter()
            .chain(in_brackets)
            .any(|ending| Uri::parse([text, &*ending].concat()).is_ok())
    }

    fn texts() -> impl Strategy<Value = String> {
        const PIECES: &[&str] = &[
            "http",
            "://",
            "//",
            "/",
            ":",
            "::",
            "[",
            "]",
            "@",
            "?",
            "#",
            "%",
            "%4",
            "%4a",
            "a",
            "F",
            "g",
            "0",
            "1",
            "80",
            "255",
            "256",
            "1234",
            ".",
            "1.2.3",
            "1:2:3:4:5:6",
            "v1.",
            "+",
            "-",
            "_",
            "!",
            "\\",
            " ",
            "ü",
            "|",
        ];
        prop_oneof![
            "[a-z0-9.+-]{0,4}[ -~]{0,8}",
            "https?://[ -~]{0,12}",
            "a://(u(:p)?@)?\\[[0-9a-f:.v]{0,24}\\]?[ -~]{0,3}",
            proptest::collection::vec(proptest::sample::select(PIECES), 0..9)
                .prop_map(|pieces| pieces.concat()),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn the_parser_agrees(text in texts()) {
            let longest = text
                .char_indices()
                .map(|(start, c)| start + c.len_utf8())
                .take_while(|end| can_be_continued(&text[..*end]))
                .last()
                .unwrap_or_default();
            let expected = (longest < text.len()).then_some(longest);
            prop_assert_eq!(first_invalid_character(&text), expected);
            if expected.is_some() {
                prop_assert!(Uri::parse(text).is_err());
            }
        }
    }
}
