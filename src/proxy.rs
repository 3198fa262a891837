//! The proxy that a session's traffic goes through.

use std::fmt;

use serde::de::{Error as _, IgnoredAny};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::country::CountryCode;
use crate::proxy_type::ProxyType;
use crate::quiet;
use crate::secret::{Elided, Password};

/// The `type` of a custom proxy.
pub(crate) const CUSTOM: &str = "custom";

/// A proxy: one of Anchor Browser's, or one of the client's own.
///
/// On the wire it is a custom proxy when its `type` is `custom`, otherwise an Anchor proxy.
///
/// Source: schema `ProxyConfig` of the API document, whose `oneOf` is read by the type.
///
/// ```
/// use anchorbrowser_schema::{AnchorProxy, ProxyConfig};
///
/// let proxy = ProxyConfig::from(AnchorProxy::mobile());
/// assert!(matches!(proxy, ProxyConfig::Anchor(_)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum ProxyConfig {
    /// One of Anchor Browser's own proxies.
    Anchor(AnchorProxy),
    /// A proxy of the client's own.
    Custom(CustomProxy),
}

/// One of Anchor Browser's own proxies.
///
/// Source: schema `AnchorProxy` of the API document.
///
/// ```
/// use anchorbrowser_schema::{AnchorProxy, CountryCode, Validate};
///
/// let proxy = AnchorProxy::proxy()
///     .with_country(CountryCode::US)
///     .with_region("ca")
///     .with_city("los-angeles");
/// proxy.validate()?;
/// # Ok::<(), anchorbrowser_schema::Report>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AnchorProxy {
    /// Whether the proxy is used.
    pub active: bool,
    /// The kind of address that the session appears to come from.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub proxy_type: Option<ProxyType>,
    /// The country that the session appears to come from. Which ones are allowed depends on the
    /// type. Without it the API takes [`us`](Self::DEFAULT_COUNTRY).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<CountryCode>,
    /// A region within the country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// A city within the region, which must be given too. Only
    /// [`ANCHOR_PROXY`](ProxyType::ANCHOR_PROXY) takes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
}

/// A proxy of the client's own.
///
/// `Debug` shows neither user name, nor password, nor server.
///
/// Source: schema `CustomProxy` of the API document.
///
/// ```
/// use anchorbrowser_schema::{CustomProxy, Validate};
///
/// let proxy = CustomProxy::new("https://proxy.example.com:443", "user", "password");
/// proxy.validate()?;
/// assert_eq!(serde_json::to_value(&proxy).unwrap()["type"], "custom");
/// # Ok::<(), anchorbrowser_schema::Report>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CustomProxy {
    /// Where the proxy listens: `HOST:PORT`, optionally after `http://`, `https://` or `socks5://`.
    pub server: String,
    /// The user name that the proxy asks for.
    pub username: String,
    /// The password that the proxy asks for.
    pub password: Password,
    /// Whether the proxy is used.
    pub active: bool,
}

impl AnchorProxy {
    /// The country that the API takes where [`country_code`](Self::country_code) is absent. Nothing
    /// here writes it unasked.
    ///
    /// Source: the `default` of `AnchorProxy.country_code` in the API document.
    ///
    /// ```
    /// assert_eq!(anchorbrowser_schema::AnchorProxy::DEFAULT_COUNTRY, "us");
    /// ```
    pub const DEFAULT_COUNTRY: CountryCode = CountryCode::US;

    /// An active proxy that leaves type, country and place to the API.
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

    /// An active proxy of the type `anchor_proxy`, the only one that takes a city.
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

    /// Sets whether the proxy is used.
    ///
    /// ```
    /// assert!(!anchorbrowser_schema::AnchorProxy::new().with_active(false).active);
    /// ```
    #[must_use]
    pub fn with_active(mut self, active: bool) -> Self {
        self.active = active;
        self
    }

    /// Sets the type. On change, see that it still offers the country.
    ///
    /// ```
    /// use anchorbrowser_schema::AnchorProxy;
    ///
    /// assert_eq!(AnchorProxy::new().with_type("anchor_gov"), AnchorProxy::gov());
    /// ```
    #[must_use]
    pub fn with_type(mut self, proxy_type: impl Into<ProxyType>) -> Self {
        self.proxy_type = Some(proxy_type.into());
        self
    }

    /// Sets the country. On change, see that the type offers it.
    ///
    /// ```
    /// use anchorbrowser_schema::{AnchorProxy, CountryCode};
    ///
    /// let proxy = AnchorProxy::mobile().with_country(CountryCode::JP);
    /// assert_eq!(proxy.country_code, Some(CountryCode::JP));
    /// ```
    #[must_use]
    pub fn with_country(mut self, country: impl Into<CountryCode>) -> Self {
        self.country_code = Some(country.into());
        self
    }

    /// Sets the region.
    ///
    /// ```
    /// use anchorbrowser_schema::AnchorProxy;
    ///
    /// assert_eq!(AnchorProxy::proxy().with_region("ca").region.as_deref(), Some("ca"));
    /// ```
    #[must_use]
    pub fn with_region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets the city, which needs the region and the type `anchor_proxy`.
    ///
    /// ```
    /// use anchorbrowser_schema::{AnchorProxy, Rule, Validate};
    ///
    /// let report = AnchorProxy::proxy().with_city("los-angeles").check();
    /// assert_eq!(report.violations()[0].rule(), Rule::CityRequiresRegion);
    /// ```
    #[must_use]
    pub fn with_city(mut self, city: impl Into<String>) -> Self {
        self.city = Some(city.into());
        self
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
        }
    }

    /// Sets whether the proxy is used.
    ///
    /// ```
    /// use anchorbrowser_schema::CustomProxy;
    ///
    /// let proxy = CustomProxy::new("proxy.example.com:8080", "user", "password");
    /// assert!(!proxy.with_active(false).active);
    /// ```
    #[must_use]
    pub fn with_active(mut self, active: bool) -> Self {
        self.active = active;
        self
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

impl fmt::Debug for CustomProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomProxy")
            .field("server", &Elided(&self.server))
            .field("username", &Elided(&self.username))
            .field("password", &self.password)
            .field("active", &self.active)
            .finish()
    }
}

impl Serialize for CustomProxy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("CustomProxy", 5)?;
        object.serialize_field("type", CUSTOM)?;
        object.serialize_field("server", &self.server)?;
        object.serialize_field("username", &self.username)?;
        object.serialize_field("password", &self.password)?;
        object.serialize_field("active", &self.active)?;
        object.end()
    }
}

/// The members of both kinds of proxy, each kept only if it has the type that its kind asks for:
/// which kind it is shows at the end, wherever `type` stands.
#[derive(Deserialize)]
struct Members {
    active: Option<Kept<bool>>,
    #[serde(rename = "type")]
    proxy_type: Option<Kept<String>>,
    country_code: Option<Kept<String>>,
    region: Option<Kept<String>>,
    city: Option<Kept<String>>,
    server: Option<Kept<String>>,
    username: Option<Kept<String>>,
    password: Option<Kept<String>>,
}

impl<'de> quiet::Derived<'de> for Members {
    fn derived<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

/// A value of the type asked for, or the fact that it was another.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kept<T> {
    Right(T),
    Wrong(IgnoredAny),
}

fn optional<T, E: serde::de::Error>(
    name: &'static str,
    member: Option<Kept<T>>,
) -> Result<Option<T>, E> {
    match member {
        None => Ok(None),
        Some(Kept::Right(value)) => Ok(Some(value)),
        Some(Kept::Wrong(_)) => Err(E::custom(format_args!("`{name}` has a wrong type"))),
    }
}

fn required<T, E: serde::de::Error>(name: &'static str, member: Option<Kept<T>>) -> Result<T, E> {
    optional(name, member)?.ok_or_else(|| E::missing_field(name))
}

impl Members {
    fn is_custom(&self) -> bool {
        matches!(&self.proxy_type, Some(Kept::Right(text)) if text == CUSTOM)
    }

    fn into_custom<E: serde::de::Error>(self) -> Result<CustomProxy, E> {
        Ok(CustomProxy {
            server: required("server", self.server)?,
            username: required("username", self.username)?,
            password: required::<String, E>("password", self.password)?.into(),
            active: required("active", self.active)?,
        })
    }

    fn into_anchor<E: serde::de::Error>(self) -> Result<AnchorProxy, E> {
        Ok(AnchorProxy {
            active: required("active", self.active)?,
            proxy_type: optional("type", self.proxy_type)?.map(ProxyType::from),
            country_code: optional("country_code", self.country_code)?.map(CountryCode::from),
            region: optional("region", self.region)?,
            city: optional("city", self.city)?,
        })
    }
}

impl<'de> Deserialize<'de> for ProxyConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members: Members = quiet::object(deserializer)?;
        if members.is_custom() {
            members.into_custom().map(Self::Custom)
        } else {
            members.into_anchor().map(Self::Anchor)
        }
    }
}

impl<'de> Deserialize<'de> for AnchorProxy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members: Members = quiet::object(deserializer)?;
        members.into_anchor()
    }
}

impl<'de> Deserialize<'de> for CustomProxy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members: Members = quiet::object(deserializer)?;
        if members.is_custom() {
            members.into_custom()
        } else {
            Err(D::Error::custom("`type` must be `custom`"))
        }
    }
}
