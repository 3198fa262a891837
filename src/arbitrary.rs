//! [`Arbitrary`] for every type: values drawn from a fuzzer's bytes.

use arbitrary::{Arbitrary, Result, Unstructured};

use crate::{
    AnchorProxy, ApiError, CountryCode, CreateTaskRequest, CustomProxy, ErrorResponse, Language,
    LiveView, Password, ProxyConfig, ProxyType, Recording, SessionConfig, Task, TaskResponse,
    Timeout,
};

/// Draws a structure member by member.
macro_rules! structures {
    ($($(#[$doc:meta])* $name:ident { $($member:ident)* })*) => {$(
        $(#[$doc])*
        impl<'a> Arbitrary<'a> for $name {
            fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
                Ok(Self { $($member: u.arbitrary()?),* })
            }
        }
    )*};
}

structures! {
    /// Any request, right or wrong: strings are any strings, and a language, a proxy type or a
    /// country is a listed one half of the time. The other types are drawn likewise.
    ///
    /// A server's fuzz target could look like this:
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    /// use arbitrary::{Arbitrary, Unstructured};
    ///
    /// /// Stands for the server's handler: the status that it answers with.
    /// fn handle(body: &str) -> u16 {
    ///     match CreateTaskRequest::from_json(body) {
    ///         Ok(_task) => 200,
    ///         Err(_report) => 400,
    ///     }
    /// }
    ///
    /// /// What a fuzzer calls with bytes of its own.
    /// fn fuzz(task: CreateTaskRequest) {
    ///     let body = serde_json::to_string(&task).unwrap();
    ///     let expected = if task.validate().is_ok() { 200 } else { 400 };
    ///     assert_eq!(handle(&body), expected);
    /// }
    ///
    /// let bytes = b"any bytes will do, and the more there are the richer is the request";
    /// fuzz(CreateTaskRequest::arbitrary(&mut Unstructured::new(bytes))?);
    /// # Ok::<(), arbitrary::Error>(())
    /// ```
    CreateTaskRequest { name code language description browser_configuration }
    SessionConfig { initial_url recording proxy timeout live_view }
    Recording { active }
    Timeout { max_duration idle_timeout }
    LiveView { read_only }
    AnchorProxy { active proxy_type country_code region city }
    CustomProxy { server username password active }
    Task {
        id name team_id description latest_version code language browser_configuration deleted
        created_at updated_at
    }
    TaskResponse { data }
    ErrorResponse { error }
    ApiError { code message }
}

/// Draws a value from a list, or any other text.
macro_rules! open_values {
    ($($name:ident from $listed:expr;)*) => {$(
        impl<'a> Arbitrary<'a> for $name {
            fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
                if u.arbitrary()? {
                    u.choose_iter($listed)
                } else {
                    Ok(Self::from(u.arbitrary::<&str>()?))
                }
            }
        }
    )*};
}

open_values! {
    Language from [Self::TYPESCRIPT];
    ProxyType from Self::all();
    CountryCode from Self::all();
}

impl<'a> Arbitrary<'a> for ProxyConfig {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        if u.arbitrary()? {
            u.arbitrary().map(Self::Anchor)
        } else {
            u.arbitrary().map(Self::Custom)
        }
    }
}

impl<'a> Arbitrary<'a> for Password {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        u.arbitrary::<String>().map(Self::from)
    }
}
