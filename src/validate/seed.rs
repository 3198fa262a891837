//! Validation where serde asks for a seed.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error};

use super::object::Object;
use super::valid::Valid;
use super::validator::Validator;

impl Validator {
    /// A seed that deserializes a [`Valid`] value with the revision, the levels and the limits of this
    /// validator, whereas `Deserialize` of [`Valid`] uses the defaults.
    ///
    /// To get the report of each value, or values that are not valid, call
    /// [`read_deserializer`](Self::read_deserializer) instead.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validator};
    /// use serde::de::DeserializeSeed;
    ///
    /// let strict = Validator::new().deny(Rule::UnknownProperty);
    /// let read = |json| {
    ///     let mut deserializer = serde_json::Deserializer::from_str(json);
    ///     strict.seed::<CreateTaskRequest>().deserialize(&mut deserializer)
    /// };
    /// assert!(read(r#"{"name": "t", "language": "typescript"}"#).is_ok());
    /// assert!(read(r#"{"name": "t", "language": "typescript", "tags": []}"#).is_err());
    /// ```
    #[must_use]
    pub const fn seed<T: Object>(&self) -> ValidSeed<'_, T> {
        ValidSeed {
            validator: self,
            value: PhantomData,
        }
    }
}

/// Deserializes a [`Valid`] value with a [`Validator`]; made by [`Validator::seed`].
///
/// It is passed where serde asks for a [`DeserializeSeed`], such as for each element of an array:
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Revision, Valid, Validator};
/// use serde::de::{Deserializer, SeqAccess, Visitor};
///
/// struct Tasks(Validator);
///
/// impl<'de> Visitor<'de> for Tasks {
///     type Value = Vec<Valid<CreateTaskRequest>>;
///
///     fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
///         f.write_str("an array of tasks")
///     }
///
///     fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
///         let mut tasks = Vec::new();
///         while let Some(task) = elements.next_element_seed(self.0.seed())? {
///             tasks.push(task);
///         }
///         Ok(tasks)
///     }
/// }
///
/// let json = r#"[{"name": "s", "language": "typescript"}, {"name": "t", "language": "typescript"}]"#;
/// let latest = Validator::new().revision(Revision::LATEST);
/// let tasks = serde_json::Deserializer::from_str(json).deserialize_seq(Tasks(latest))?;
/// assert_eq!((tasks.len(), tasks[1].revision()), (2, Revision::LATEST));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub struct ValidSeed<'v, T> {
    validator: &'v Validator,
    value: PhantomData<fn() -> T>,
}

impl<T> Clone for ValidSeed<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ValidSeed<'_, T> {}

impl<T> fmt::Debug for ValidSeed<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ValidSeed").field(self.validator).finish()
    }
}

impl<'de, T: Object> DeserializeSeed<'de> for ValidSeed<'_, T> {
    type Value = Valid<T>;

    /// # Errors
    ///
    /// If the value has an error at the levels of the validator or at the default ones: the message
    /// lists the violations of the [`Report`](crate::Report). Also if `deserializer` fails.
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Valid<T>, D::Error> {
        let outcome = self.validator.read_deserializer(deserializer)?;
        outcome
            .into_valid()
            .map_err(|report| D::Error::custom(report.to_error_message()))
    }
}
