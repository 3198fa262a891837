//! The languages of a task's code.

use super::open_enum::{Open, listed_values, open_enum};

/// The language that a task's code is written in.
///
/// There is a constant for each language that a revision of the API lists. It can also hold any
/// other string, which violates the rule [`enum`](crate::Rule::Enum).
///
/// Source: `CreateTaskRequest.language` of the API document.
///
/// ```
/// use anchorbrowser_schema::Language;
///
/// assert_eq!(Language::default().as_str(), "typescript");
/// assert!(!Language::from("TypeScript").is_known());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Open<ListedLanguage>);

open_enum!(Language of ListedLanguage, unless "is not a language; use `typescript`");

listed_values! {
    /// The listed languages.
    ListedLanguage for Language {
        /// `typescript`.
        Typescript TYPESCRIPT "typescript";
        /// `workflow`: the language of a task that was built without code. It occurs in responses,
        /// never in requests.
        Workflow WORKFLOW "workflow";
    }
}

impl Default for Language {
    /// [`TYPESCRIPT`](Self::TYPESCRIPT). On the wire the member is required all the same.
    fn default() -> Self {
        Self::TYPESCRIPT
    }
}
