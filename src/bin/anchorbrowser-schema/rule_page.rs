//! Where the page of a rule is.

use anchorbrowser_schema::Rule;

/// The URL of a rule's page in the documentation of this version.
pub(crate) fn rule_page(rule: Rule) -> String {
    // Items of the documentation are named as in the code.
    format!(
        "https://docs.rs/anchorbrowser-schema/{}/anchorbrowser_schema/enum.Rule.html#variant.{rule:?}",
        env!("CARGO_PKG_VERSION")
    )
}
