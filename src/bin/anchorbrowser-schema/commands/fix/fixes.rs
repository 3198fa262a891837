//! Finds violations that have exactly one sensible fix.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use anchorbrowser_schema::{JsonType, Report, Rule, Violation, ViolationKind};

use super::rename::is_same_name;
use super::{base64_literal, member};

/// A change to JSON text that fixes a violation.
pub(super) struct Fix {
    pub(super) rule: Rule,
    pub(super) pointer: String,
    /// Offset of the violation.
    pub(super) at: usize,
    /// Range of the text to replace with `replacement`.
    pub(super) span: Range<usize>,
    pub(super) replacement: String,
    /// What the fix does, in human-readable form.
    pub(super) description: String,
    /// The new pointer of a renamed member.
    pub(super) renamed_to: Option<String>,
}

/// Finds the fixes for the violations of a text, in order. They are certain to express what was
/// meant, but may violate other rules:
///
/// - Nothing at or inside a duplicate key is changed, since it is unknown which value is meant.
/// - A member is not renamed if another one has the same suggestion.
/// - Code whose last symbol has stray bits is not changed, since it may be corrupt or truncated.
///
/// Fixes are computed lazily, since code may be long.
pub(super) fn find_fixes(text: &str, report: &Report) -> impl Iterator<Item = Fix> {
    let duplicates = DuplicateKeys::new(report);
    let mut targets: HashMap<String, usize> = HashMap::new();
    for violation in report.violations() {
        if let Some((_, target)) = suggested_name(violation) {
            *targets.entry(target).or_default() += 1;
        }
    }
    let is_certain = move |violation: &&Violation| {
        if duplicates.contains(violation.pointer()) {
            return false;
        }
        match violation.kind() {
            ViolationKind::UnknownProperty(_) => {
                suggested_name(violation).is_some_and(|(_, target)| {
                    targets.get(&target) == Some(&1) && !duplicates.contains(&target)
                })
            }
            // One fix covers both; the violation of the alphabet is listed first.
            ViolationKind::Base64Padding(_) => {
                !has_violation(report, Rule::Base64Alphabet, violation.pointer())
            }
            _ => true,
        }
    };
    let violations = report.violations().iter().filter(is_certain);
    violations.filter_map(|violation| fix(text, report, violation))
}

fn fix(text: &str, report: &Report, violation: &Violation) -> Option<Fix> {
    let span = violation.span()?;
    let value = span.start..span.end;
    let mut renamed_to = None;
    let (span, replacement, description) = match violation.kind() {
        ViolationKind::CountryUnknown(unknown) => {
            let code = unknown.suggestion.as_deref()?;
            if !is_same_country(&unknown.country, code) {
                return None;
            }
            (value, json_string(code), format!("replaced with `{code}`"))
        }
        ViolationKind::Type(kind) if kind.found == JsonType::Null => (
            member::removal_span(text, value)?,
            String::new(),
            "removed because it was `null`".to_owned(),
        ),
        ViolationKind::UnknownProperty(_) => {
            let (name, target) = suggested_name(violation)?;
            renamed_to = Some(target);
            (value, json_string(name), format!("renamed to `{name}`"))
        }
        ViolationKind::Base64Alphabet(_) | ViolationKind::Base64Padding(_)
            if !has_violation(report, Rule::Base64TrailingBits, violation.pointer()) =>
        {
            let (literal, description) = base64_literal::normalize(text.get(value.clone())?)?;
            (value, literal, description)
        }
        _ => return None,
    };
    Some(Fix {
        rule: violation.kind().rule()?,
        pointer: violation.pointer().to_owned(),
        at: violation.span()?.start,
        span,
        replacement,
        description,
        renamed_to,
    })
}

/// The known name that differs from that of an unknown member only in case and separators, and the
/// pointer of the renamed member. A suggestion that is less close may mean another member.
fn suggested_name(violation: &Violation) -> Option<(&str, String)> {
    let ViolationKind::UnknownProperty(unknown) = violation.kind() else {
        return None;
    };
    let name = unknown.suggestion.as_deref()?;
    if !is_same_name(&unknown.property, name) {
        return None;
    }
    let (object, _) = violation.pointer().rsplit_once('/')?;
    // Known names contain no character that is escaped in pointers.
    Some((name, format!("{object}/{name}")))
}

/// Whether a country differs from the code only in case, or is `uk` for `gb`. Less certain
/// suggestions, such as for the name of a country, are not applied.
fn is_same_country(country: &str, code: &str) -> bool {
    country.eq_ignore_ascii_case(code) || code == "gb" && country.eq_ignore_ascii_case("uk")
}

/// A JSON string whose content needs no escapes.
fn json_string(text: &str) -> String {
    format!("\"{text}\"")
}

fn has_violation(report: &Report, rule: Rule, pointer: &str) -> bool {
    let mut violations = report.violations().iter();
    violations.any(|violation| violation.rule() == rule && violation.pointer() == pointer)
}

/// Pointers of duplicate keys.
struct DuplicateKeys<'r>(HashSet<&'r str>);

impl<'r> DuplicateKeys<'r> {
    fn new(report: &'r Report) -> Self {
        let duplicates = report.violations().iter();
        let duplicates = duplicates.filter(|violation| violation.rule() == Rule::DuplicateKey);
        Self(duplicates.map(Violation::pointer).collect())
    }

    /// Whether a pointer is that of a duplicate key or lies inside its value.
    fn contains(&self, pointer: &str) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let ends = pointer.match_indices('/').map(|(end, _)| end);
        let mut locations = ends.chain([pointer.len()]);
        locations.any(|end| {
            pointer
                .get(..end)
                .is_some_and(|prefix| self.0.contains(prefix))
        })
    }
}

#[cfg(test)]
mod tests {
    use anchorbrowser_schema::{DocumentType, Validator};

    use super::*;

    /// The fixes for a text, with their replacements and descriptions.
    fn fixes(document_type: DocumentType, text: &str) -> Vec<(String, String, String)> {
        let report = Validator::new().check_json_as(document_type, text);
        let fixes = find_fixes(text, &report);
        fixes
            .map(|fix| {
                let description = format!("{}: `{}` {}", fix.rule, fix.pointer, fix.description);
                (text[fix.span].to_owned(), fix.replacement, description)
            })
            .collect()
    }

    #[test]
    fn fixes_by_rule() {
        type Fixes<'a> = &'a [(&'a str, &'a str, &'a str)];
        let table: [(DocumentType, &str, Fixes<'_>); 8] = [
            (
                DocumentType::AnchorProxy,
                r#"{"active": true, "country_code": "US"}"#,
                &[(
                    r#""US""#,
                    r#""us""#,
                    "country-unknown: `/country_code` replaced with `us`",
                )],
            ),
            (
                DocumentType::AnchorProxy,
                r#"{"active": true, "country_code": "\u0055k"}"#,
                &[(
                    r#""\u0055k""#,
                    r#""gb""#,
                    "country-unknown: `/country_code` replaced with `gb`",
                )],
            ),
            (
                DocumentType::AnchorProxy,
                r#"{"active": true, "region": null, "type":null}"#,
                &[
                    (
                        r#", "region": null"#,
                        "",
                        "type: `/region` removed because it was `null`",
                    ),
                    (
                        r#", "type":null"#,
                        "",
                        "type: `/type` removed because it was `null`",
                    ),
                ],
            ),
            (
                DocumentType::AnchorProxy,
                r#"{"active": true, "country\u0043ode": "us"}"#,
                &[(
                    r#""country\u0043ode""#,
                    r#""country_code""#,
                    "unknown-property: `/countryCode` renamed to `country_code`",
                )],
            ),
            (
                DocumentType::CreateTaskRequest,
                r#"{"name": "t", "language": "typescript", "code": "Q-\n"}"#,
                &[(
                    r#""Q-\n""#,
                    r#""Q+==""#,
                    "base64-alphabet: `/code` rewritten as standard base64: 1 line break removed, \
                     1 URL-safe symbol replaced, padding corrected",
                )],
            ),
            (
                DocumentType::CreateTaskRequest,
                r#"{"name": "t", "language": "typescript", "code": "QQ"}"#,
                &[(
                    r#""QQ""#,
                    r#""QQ==""#,
                    "base64-padding: `/code` rewritten as standard base64: padding corrected",
                )],
            ),
            // Violations that have several possible fixes.
            (
                DocumentType::CreateTaskRequest,
                r#"{"name": "a b", "language": "TypeScript", "code": "Q", "tags": 1}"#,
                &[],
            ),
            // Invalid JSON.
            (DocumentType::AnchorProxy, r#"{"active": null, "#, &[]),
        ];
        for (document_type, text, expected) in table {
            let expected: Vec<_> = expected
                .iter()
                .map(|(from, to, description)| {
                    ((*from).into(), (*to).into(), (*description).into())
                })
                .collect();
            assert_eq!(fixes(document_type, text), expected, "{text}");
        }
    }

    #[test]
    fn ambiguous_violations_have_no_fix() {
        let table = [
            // Names of countries, and other abbreviations.
            (
                DocumentType::AnchorProxy,
                r#"{"active": true, "country_code": "Germany"}"#,
            ),
            (
                DocumentType::AnchorProxy,
                r#"{"active": true, "country_code": "USA"}"#,
            ),
            (
                DocumentType::AnchorProxy,
                r#"{"active": true, "country_code": " us"}"#,
            ),
            // Names that differ in more than case and separators.
            (DocumentType::AnchorProxy, r#"{"active": true, "tpye": 1}"#),
            (
                DocumentType::AnchorProxy,
                r#"{"active": true, "country": "us"}"#,
            ),
            (DocumentType::CreateTaskRequest, r#"{"script": ""}"#),
            (DocumentType::CreateTaskRequest, r#"{"config": {}}"#),
            // Two members with the same suggestion.
            (
                DocumentType::Task,
                r#"{"Description": "a", "DESCRIPTION": "b"}"#,
            ),
            // Duplicate keys: the member itself, before it, after it, and around it.
            (
                DocumentType::AnchorProxy,
                r#"{"active": true, "type": null, "type": null}"#,
            ),
            (
                DocumentType::AnchorProxy,
                r#"{"active": true, "Type": 1, "\u0054ype": 1}"#,
            ),
            (
                DocumentType::AnchorProxy,
                r#"{"active": true, "Type": 1, "type": "custom", "type": "anchor_gov"}"#,
            ),
            (
                DocumentType::SessionConfig,
                r#"{"proxy": 1, "proxy": {"active": true, "country_code": "US", "city": null}}"#,
            ),
            // Values other than `null`, and values that are not members.
            (
                DocumentType::AnchorProxy,
                r#"{"active": true, "region": 1}"#,
            ),
            (DocumentType::AnchorProxy, "null"),
            // Stray bits in the last symbol.
            (DocumentType::CreateTaskRequest, r#"{"code": "QR=="}"#),
            (DocumentType::CreateTaskRequest, r#"{"code": "QR==\n"}"#),
            (DocumentType::CreateTaskRequest, r#"{"code": "Q_=="}"#),
        ];
        for (document_type, text) in table {
            assert_eq!(fixes(document_type, text), [], "{text}");
        }
    }
}
