//! What the setters of optional members take.

/// A value for an optional member, or an `Option` of one: what setters take. `None` leaves the member
/// out.
///
/// It is implemented for everything that converts into the type of the member, and cannot be implemented
/// for other types. `As` distinguishes the two cases and is always inferred.
///
/// ```
/// use anchorbrowser_schema::CreateTaskRequest;
///
/// // For instance an argument of a command.
/// let description: Option<String> = None;
/// let task = CreateTaskRequest::new("t").with_code("cnVuKCk7").with_description(description);
/// assert_eq!(serde_json::to_string(&task)?, r#"{"name":"t","code":"cnVuKCk7","language":"typescript"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait IntoOptional<T, As>: sealed::Sealed<T, As> {
    /// The value, if there is one.
    fn into_optional(self) -> Option<T>;
}

impl<T, U: Into<T>> IntoOptional<T, T> for U {
    fn into_optional(self) -> Option<T> {
        Some(self.into())
    }
}

impl<T, U: Into<T>> IntoOptional<T, Option<T>> for Option<U> {
    fn into_optional(self) -> Option<T> {
        self.map(Into::into)
    }
}

mod sealed {
    pub trait Sealed<T, As> {}

    impl<T, U: Into<T>> Sealed<T, T> for U {}

    impl<T, U: Into<T>> Sealed<T, Option<T>> for Option<U> {}
}
