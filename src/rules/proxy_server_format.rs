//! Rule `proxy-server-format`.

use std::borrow::Cow;

use fluent_uri::UriRef;
use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};

/// The parameters of rule [`proxy-server-format`](crate::Rule::ProxyServerFormat).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProxyServerFormat {
    /// Whether the revision requires a scheme.
    #[serde(skip)]
    pub(crate) requires_scheme: bool,
}

impl Definition for ProxyServerFormat {
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "a custom proxy's server is not `HOST:PORT`, optionally prefixed with `http://`, `https://` or `socks5://`";
    const SOURCE: &'static str = "API document, `CustomProxy.server`; RFC 3986 section 3.2.2";

    fn message(&self, text: &mut String) {
        text.push_str(if self.requires_scheme {
            " must be `http://`, `https://` or `socks5://` and `HOST:PORT`, but is not"
        } else {
            " must be `HOST:PORT`, optionally after `http://`, `https://` or `socks5://`, but is not"
        });
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        let help = if self.requires_scheme {
            "use an address such as `http://proxy.example.com:8080`; credentials belong in `username` and `password`"
        } else {
            "use an address such as `proxy.example.com:8080`; credentials belong in `username` and `password`"
        };
        Some(help.into())
    }
}

/// The schemes that may precede the host, in any case.
const SCHEMES: [&str; 3] = ["http://", "https://", "socks5://"];

/// Whether it is `HOST:PORT` after a scheme, which can be optional, and nothing else.
pub(crate) fn is_server(server: &str, requires_scheme: bool) -> bool {
    let address = match after_scheme(server) {
        None if requires_scheme => return false,
        None => server,
        Some(address) => address,
    };
    address
        .rsplit_once(':')
        .is_some_and(|(host, port)| is_host(host) && is_port(port))
}

fn after_scheme(server: &str) -> Option<&str> {
    SCHEMES.iter().find_map(|scheme| {
        let (start, rest) = server.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    })
}

/// One to five digits, from 1 to 65535.
fn is_port(port: &str) -> bool {
    port.len() <= 5
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && port.parse::<u16>().is_ok_and(|port| port > 0)
}

/// A host of RFC 3986 section 3.2.2 that is not empty.
fn is_host(host: &str) -> bool {
    is_plain_host(host) || (!host.is_empty() && is_whole_authority(host))
}

/// The fast path: a host name or an IPv4 address.
fn is_plain_host(host: &str) -> bool {
    !host.is_empty()
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-')
}

fn is_whole_authority(host: &str) -> bool {
    UriRef::parse(format!("//{host}")).is_ok_and(|reference| {
        reference
            .authority()
            .is_some_and(|authority| authority.host() == host)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers() {
        let table = [
            ("proxy.example.com:8080", true),
            ("http://proxy.example.com:8080", true),
            ("https://proxy.example.com:443", true),
            ("socks5://proxy.example.com:1080", true),
            ("SOCKS5://PROXY:1080", true),
            ("10.0.0.1:1", true),
            ("[::1]:3128", true),
            ("[v1.a]:3128", true),
            ("a_b:65535", true),
            ("a%20b:80", true),
            ("a!$&'()*+,;=b:80", true),
            ("host:00080", true),
            ("", false),
            (":8080", false),
            ("http://:8080", false),
            ("host", false),
            ("host:", false),
            ("host:port", false),
            ("host:0", false),
            ("host:65536", false),
            ("host:000080", false),
            ("host:+80", false),
            ("host:80/", false),
            ("host:80?", false),
            ("host:80\n", false),
            (" host:80", false),
            ("user@host:80", false),
            ("user:pass@host:80", false),
            ("http://user:pass@host:80", false),
            ("a/b:80", false),
            ("a?b:80", false),
            ("a#b:80", false),
            ("a:b:80", false),
            ("::1:80", false),
            ("[::1]", false),
            ("[::g]:80", false),
            ("a%2:80", false),
            ("hö:80", false),
            ("socks4://host:80", false),
            ("socks5h://host:80", false),
            ("http:host:80", false),
            ("http://http://host:80", false),
        ];
        for (server, valid) in table {
            assert_eq!(is_server(server, false), valid, "{server}");
            let has_scheme = after_scheme(server).is_some();
            assert_eq!(is_server(server, true), valid && has_scheme, "{server}");
        }
    }
}
