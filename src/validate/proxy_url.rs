//! Custom proxies from URLs with credentials.

use std::borrow::Cow;

use fluent_uri::Uri;
use fluent_uri::pct_enc::EStr;
use fluent_uri::pct_enc::encoder::Userinfo;

use crate::contract::object::CustomProxy;
use crate::rules::proxy_server_format::is_server;

impl CustomProxy {
    /// The active proxy of a URL with credentials, as in the environment variable `HTTPS_PROXY`. A `%` in
    /// the user name and the password begins an encoded byte.
    ///
    /// # Errors
    ///
    /// If it is not a URL of the form `SCHEME://USER:PASSWORD@HOST:PORT`, where the scheme is `http`,
    /// `https` or `socks5`; a final `/` is ignored. Also if the user name or the password is not UTF-8 when
    /// it is decoded. The error shows nothing of the URL.
    ///
    /// ```
    /// use anchorbrowser_schema::CustomProxy;
    ///
    /// let proxy = CustomProxy::from_url("http://user:p%40ss@proxy.example.com:8080")?;
    /// assert_eq!(proxy, CustomProxy::new("http://proxy.example.com:8080", "user", "p@ss"));
    ///
    /// let error = CustomProxy::from_url("http://proxy.example.com:8080").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "a proxy's URL must be `SCHEME://USER:PASSWORD@HOST:PORT`, but has no user name and password"
    /// );
    /// # Ok::<(), anchorbrowser_schema::InvalidProxyUrl>(())
    /// ```
    pub fn from_url(url: &str) -> Result<Self, InvalidProxyUrl> {
        let invalid = |reason| InvalidProxyUrl { reason };
        let uri = Uri::parse(url).map_err(|_| invalid("is not a URI"))?;
        let authority = uri.authority().ok_or(invalid("has no host"))?;
        let credentials = authority.userinfo().and_then(|info| info.split_once(':'));
        let (username, password) = credentials.ok_or(invalid("has no user name and password"))?;
        let has_more = uri.query().is_some() || uri.fragment().is_some();
        if has_more || !matches!(uri.path().as_str(), "" | "/") {
            return Err(invalid("has a path, a query or a fragment"));
        }
        let port = authority.port().map_or("", EStr::as_str);
        let server = format!("{}://{}:{port}", uri.scheme(), authority.host());
        if !is_server(&server, true) {
            return Err(invalid("has another scheme, no host or no port"));
        }
        let not_utf8 = || invalid("has a user name or a password that is not UTF-8");
        let username = decode(username).ok_or_else(not_utf8)?;
        let password = decode(password).ok_or_else(not_utf8)?;
        Ok(Self::new(server, username, password))
    }
}

/// A part of the credentials; `None` if it is not UTF-8.
fn decode(text: &EStr<Userinfo>) -> Option<String> {
    text.decode().to_string().ok().map(Cow::into_owned)
}

/// A URL that is not that of a proxy with credentials. It reveals nothing of the URL.
///
/// See the example of [`CustomProxy::from_url`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a proxy's URL must be `SCHEME://USER:PASSWORD@HOST:PORT`, but {reason}")]
pub struct InvalidProxyUrl {
    reason: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_of_proxies() {
        let table = [
            ("http://u:p@h:1", Ok(("http://h:1", "u", "p"))),
            ("HTTPS://u:p@H:443/", Ok(("HTTPS://H:443", "u", "p"))),
            ("socks5://:@[::1]:1080", Ok(("socks5://[::1]:1080", "", ""))),
            ("http://u:p:q@h:1", Ok(("http://h:1", "u", "p:q"))),
            (
                "http://u%3a1:%40%2F%C3%A9@h:1",
                Ok(("http://h:1", "u:1", "@/\u{e9}")),
            ),
            ("http://u:p@h:1#", Err("has a path, a query or a fragment")),
            ("http://u:p@h:1/x", Err("has a path, a query or a fragment")),
            ("http://u:p@h:1?", Err("has a path, a query or a fragment")),
            ("http://h:1", Err("has no user name and password")),
            ("http://u@h:1", Err("has no user name and password")),
            (
                "http://u:p@h",
                Err("has another scheme, no host or no port"),
            ),
            (
                "http://u:p@h:0",
                Err("has another scheme, no host or no port"),
            ),
            (
                "http://u:p@:1",
                Err("has another scheme, no host or no port"),
            ),
            (
                "ftp://u:p@h:1",
                Err("has another scheme, no host or no port"),
            ),
            ("http:u:p@h:1", Err("has no host")),
            ("u:p@h:1", Err("has no host")),
            ("http://u:p%zz@h:1", Err("is not a URI")),
            ("", Err("is not a URI")),
            (
                "http://u:%ff@h:1",
                Err("has a user name or a password that is not UTF-8"),
            ),
        ];
        for (url, expected) in table {
            let expected = expected
                .map(|(server, username, password)| CustomProxy::new(server, username, password))
                .map_err(|reason| InvalidProxyUrl { reason });
            assert_eq!(CustomProxy::from_url(url), expected, "{url}");
        }
    }
}
