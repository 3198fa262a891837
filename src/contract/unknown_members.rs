//! Members that no declaration names.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::redact::redact;
use crate::string::json_text::JsonText;

/// The members of an object that the API document does not define, in the order of the document.
///
/// They are kept when an object is read and written after the known members, so that reading and
/// writing a document loses nothing. They include a member that only a later revision names if its
/// value does not have the type of the field. Values are JSON text: exact through this crate's own
/// reader and `serde_json` (`1e400` and `2.50` stay what they are), and as exact as the format through
/// others.
///
/// Two are equal if they have equal members, in any order; numbers are compared as text. `Debug`
/// prints only the names: a misspelled `passwd` holds a secret.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Object, Validate};
///
/// let json = r#"{"name":"t","language":"typescript","x":{"y":[1e400,2.50]}}"#;
/// let task = CreateTaskRequest::from_json(json)?;
/// assert_eq!(task.unknown_members().get("x"), Some(r#"{"y":[1e400,2.50]}"#));
/// assert_eq!(serde_json::to_string(&task).unwrap(), json);
/// # Ok::<(), anchorbrowser_schema::Report>(())
/// ```
#[derive(Clone, Default)]
pub struct UnknownMembers(
    // Requests have mostly none, and each object has this field.
    #[expect(
        clippy::box_collection,
        reason = "a vector is as large as three pointers"
    )]
    Option<Box<Vec<Entry>>>,
);

/// A name, and the value.
type Entry = (Box<str>, JsonText);

impl UnknownMembers {
    /// The number of members.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Object};
    ///
    /// assert_eq!(CreateTaskRequest::new("t").unknown_members().len(), 0);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries().len()
    }

    /// Whether there are no unknown members.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Object};
    ///
    /// assert!(CreateTaskRequest::new("t").unknown_members().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The JSON text of a member's value, without whitespace.
    ///
    /// See the example of [`UnknownMembers`].
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(known, _)| *known == name)
            .map(|(_, json)| json)
    }

    /// Names, and the JSON text of the values.
    ///
    /// ```
    /// use anchorbrowser_schema::{LiveView, Object};
    ///
    /// let mut view = LiveView::new();
    /// view.set_unknown_member("quality", &"high")?;
    /// assert!(view.unknown_members().iter().eq([("quality", r#""high""#)]));
    /// # Ok::<(), anchorbrowser_schema::InvalidMember>(())
    /// ```
    #[must_use]
    pub fn iter(
        &self,
    ) -> impl ExactSizeIterator<Item = (&str, &str)> + DoubleEndedIterator + Clone {
        self.entries()
            .iter()
            .map(|(name, json)| (&**name, json.as_str()))
    }

    /// Names and values, to be serialized.
    pub(crate) fn entries(&self) -> &[Entry] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }

    /// Appends a member, which must not be present yet.
    pub(crate) fn push(&mut self, name: Box<str>, json: JsonText) {
        self.0.get_or_insert_default().push((name, json));
    }

    /// Sets a member.
    pub(crate) fn set(&mut self, name: &str, json: JsonText) {
        let mut entries = self.0.iter_mut().flat_map(|entries| entries.iter_mut());
        match entries.find(|(known, _)| **known == *name) {
            Some((_, value)) => *value = json,
            None => self.push(name.into(), json),
        }
    }

    /// Removes a member, and returns the JSON text of its value.
    pub(crate) fn remove(&mut self, name: &str) -> Option<String> {
        let entries = self.0.as_deref_mut()?;
        let at = entries.iter().position(|(known, _)| **known == *name)?;
        let (_, json) = entries.remove(at);
        if entries.is_empty() {
            self.0 = None;
        }
        Some(json.as_str().to_owned())
    }

    fn sorted(&self) -> BTreeMap<&str, &JsonText> {
        self.entries()
            .iter()
            .map(|(name, json)| (&**name, json))
            .collect()
    }
}

impl PartialEq for UnknownMembers {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && (self.is_empty() || self.sorted() == other.sorted())
    }
}

impl Eq for UnknownMembers {}

impl Hash for UnknownMembers {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.sorted().hash(state);
    }
}

impl fmt::Debug for UnknownMembers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.iter().map(|(name, _)| redact(name)))
            .finish()
    }
}
