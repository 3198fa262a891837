//! Proxies: constructors.

use super::country::CountryCode;
use super::object::{AnchorProxy, CustomProxy, ProxyConfig};
use super::password::Password;
use super::proxy_type::ProxyType;
use super::unknown_members::UnknownMembers;

impl AnchorProxy {
    /// What the API assumes if [`country_code`](Self::country_code) is missing. Nothing in this crate
    /// writes it on its own.
    ///
    /// Source: the `default` of `AnchorProxy.country_code` in the API document.
    ///
    /// ```
    /// assert_eq!(anchorbrowser_schema::AnchorProxy::DEFAULT_COUNTRY_CODE, "us");
    /// ```
    pub const DEFAULT_COUNTRY_CODE: CountryCode = CountryCode::US;

    /// An active proxy without type, country, region and city.
    ///
    /// ```
    /// use anchorbrowser_schema::AnchorProxy;
    ///
    /// assert_eq!(serde_json::to_string(&AnchorProxy::new())?, r#"{"active":true}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self {
            active: true,
            proxy_type: None,
            country_code: None,
            region: None,
            city: None,
            unknown: UnknownMembers::default(),
        }
    }

    /// An active proxy of the type `anchor_residential`.
    ///
    /// ```
    /// use anchorbrowser_schema::{AnchorProxy, ProxyType};
    ///
    /// assert_eq!(AnchorProxy::residential().proxy_type, Some(ProxyType::ANCHOR_RESIDENTIAL));
    /// ```
    #[must_use]
    pub fn residential() -> Self {
        Self::new().with_type(ProxyType::ANCHOR_RESIDENTIAL)
    }

    /// An active proxy of the type `anchor_mobile`.
    ///
    /// ```
    /// use anchorbrowser_schema::{AnchorProxy, ProxyType};
    ///
    /// assert_eq!(AnchorProxy::mobile().proxy_type, Some(ProxyType::ANCHOR_MOBILE));
    /// ```
    #[must_use]
    pub fn mobile() -> Self {
        Self::new().with_type(ProxyType::ANCHOR_MOBILE)
    }

    /// An active proxy of the type `anchor_gov`.
    ///
    /// ```
    /// use anchorbrowser_schema::{AnchorProxy, ProxyType};
    ///
    /// assert_eq!(AnchorProxy::gov().proxy_type, Some(ProxyType::ANCHOR_GOV));
    /// ```
    #[must_use]
    pub fn gov() -> Self {
        Self::new().with_type(ProxyType::ANCHOR_GOV)
    }

    /// An active proxy of the type `anchor_proxy`, the only one that supports a city.
    ///
    /// ```
    /// use anchorbrowser_schema::{AnchorProxy, ProxyType};
    ///
    /// assert_eq!(AnchorProxy::proxy().proxy_type, Some(ProxyType::ANCHOR_PROXY));
    /// ```
    #[must_use]
    pub fn proxy() -> Self {
        Self::new().with_type(ProxyType::ANCHOR_PROXY)
    }
}

impl Default for AnchorProxy {
    /// The same as [`AnchorProxy::new`].
    fn default() -> Self {
        Self::new()
    }
}

impl CustomProxy {
    /// An active proxy at this server.
    ///
    /// ```
    /// use anchorbrowser_schema::CustomProxy;
    ///
    /// let proxy = CustomProxy::new("proxy.example.com:8080", "user", "password");
    /// assert!(proxy.active);
    /// ```
    #[must_use]
    pub fn new(
        server: impl Into<String>,
        username: impl Into<String>,
        password: impl Into<Password>,
    ) -> Self {
        Self {
            server: server.into(),
            username: username.into(),
            password: password.into(),
            active: true,
            unknown: UnknownMembers::default(),
        }
    }
}

impl From<AnchorProxy> for ProxyConfig {
    fn from(proxy: AnchorProxy) -> Self {
        Self::Anchor(proxy)
    }
}

impl From<CustomProxy> for ProxyConfig {
    fn from(proxy: CustomProxy) -> Self {
        Self::Custom(proxy)
    }
}
