//! Finds violations that can be fixed, and how.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use anchorbrowser_schema::{
    DocumentType, JsonType, Report, Revision, Rule, Span, Violation, ViolationKind,
};
use serde::Serialize;

use super::base64_literal;
use super::edit_buffer::Edit;
use super::reason::Reason;
use super::rename::{is_one_slip_away, is_same_name};
use super::{json_syntax, member};

/// Whether a fix is certain to express what was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Safety {
    Safe,
    /// Applied only with `--unsafe`.
    Unsafe,
}

/// A change that fixes a violation.
pub(super) struct Fix {
    pub(super) rule: Rule,
    pub(super) pointer: String,
    /// Offset of the violation.
    pub(super) at: usize,
    pub(super) safety: Safety,
    pub(super) action: Action,
    /// What the fix does, as a command: `rename to …`.
    pub(super) title: String,
    /// What the fix has done: `renamed to …`.
    pub(super) description: String,
    /// The pointer of a value that was not checked before the fix: of a renamed or moved member, or
    /// of the document.
    pub(super) uncovers: Option<String>,
    /// Why it is not applied, if that is certain.
    pub(super) obstacle: Option<Reason>,
}

/// A change to JSON text. Ranges are offsets in the text.
pub(super) enum Action {
    /// Replaces a value with JSON text.
    Replace { value: Range<usize>, json: String },
    /// Replaces a key with a name that needs no escapes.
    Rename { key: Range<usize>, name: String },
    /// Removes the member with this value.
    Remove { value: Range<usize> },
    /// Moves a member.
    Move(member::Move),
    /// Makes the text JSON.
    Clean(Vec<Edit>),
}

impl Action {
    /// The change as sorted edits that do not overlap.
    pub(super) fn edits(&self, text: &str) -> Option<Vec<Edit>> {
        Some(match self {
            Self::Replace { value, json } => vec![Edit::new(value.clone(), json)],
            Self::Rename { key, name } => vec![Edit::new(key.clone(), json_string(name))],
            Self::Remove { value } => {
                vec![Edit::new(member::removal_span(text, value.clone())?, "")]
            }
            Self::Move(moved) => moved.edits(text)?,
            Self::Clean(edits) => edits.clone(),
        })
    }
}

/// The fixes that there are for violations of a rule.
pub(crate) fn tiers(rule: Rule) -> &'static [Safety] {
    use Safety::{Safe, Unsafe};
    match rule {
        Rule::Base64Alphabet | Rule::Base64Padding => &[Safe],
        Rule::CountryUnknown | Rule::Type | Rule::UnknownProperty => &[Safe, Unsafe],
        Rule::Enum | Rule::Syntax => &[Unsafe],
        _ => &[],
    }
}

/// Whether a report has a violation of a kind that can be fixed.
pub(crate) fn may_be_fixable(report: &Report) -> bool {
    let mut violations = report.violations().iter();
    violations.any(|violation| match violation.kind() {
        ViolationKind::CountryUnknown(unknown) => unknown.suggestion.is_some(),
        ViolationKind::Enum(kind) => replacement_of(kind).is_some(),
        ViolationKind::Type(_)
        | ViolationKind::UnknownProperty(_)
        | ViolationKind::Base64Alphabet(_)
        | ViolationKind::Base64Padding(_)
        | ViolationKind::Syntax(_) => true,
        _ => false,
    })
}

/// Finds the fixes for the violations of a text, in order. A fix may violate another rule, which the
/// caller has to check. Some fixes must not be applied, and have an [obstacle](Fix::obstacle):
///
/// - Those at or inside a duplicate key, since it is unknown which value is meant.
/// - Those that rename or move a member to a name that is present, or that another one would also get.
///
/// Code with stray bits in its last symbol has no fix, since it may be corrupt or truncated.
///
/// Fixes are computed lazily, since code may be long.
pub(super) fn find_fixes<'r>(
    document_type: DocumentType,
    text: &'r str,
    report: &'r Report,
) -> impl Iterator<Item = Fix> + 'r {
    let violations = Violations::new(document_type, text, report);
    let mut all = report.violations().iter();
    std::iter::from_fn(move || all.find_map(|violation| violations.fix(violation)))
}

/// The violations of a text.
struct Violations<'r> {
    document_type: DocumentType,
    text: &'r str,
    report: &'r Report,
    duplicates: DuplicateKeys<'r>,
    /// The number of members that would be renamed to each pointer.
    renames: HashMap<String, usize>,
}

impl<'r> Violations<'r> {
    fn new(document_type: DocumentType, text: &'r str, report: &'r Report) -> Self {
        let mut renames: HashMap<String, usize> = HashMap::new();
        for violation in report.violations() {
            if let Some(rename) = Rename::of(violation) {
                *renames.entry(rename.target).or_default() += 1;
            }
        }
        Self {
            document_type,
            text,
            report,
            duplicates: DuplicateKeys::new(report),
            renames,
        }
    }

    fn fix(&self, violation: &Violation) -> Option<Fix> {
        let mut fix = match violation.kind() {
            ViolationKind::CountryUnknown(unknown) => {
                let code = unknown.suggestion.as_deref()?;
                let safety = if is_same_country(&unknown.country, code) {
                    Safety::Safe
                } else {
                    Safety::Unsafe
                };
                replacement(violation, safety, code, json_string(code))
            }
            ViolationKind::Enum(kind) => {
                let value = replacement_of(kind)?;
                replacement(violation, Safety::Unsafe, value, json_string(value))
            }
            ViolationKind::Type(kind) if kind.found == JsonType::Null => {
                removal(self.text, violation)
            }
            ViolationKind::Type(kind) if kind.found == JsonType::String => {
                let token = unquoted(self.text, violation, kind.expected)?;
                replacement(violation, Safety::Unsafe, &token, token.clone())
            }
            ViolationKind::UnknownProperty(_) => self
                .rename(violation)
                .or_else(|| self.relocation(violation)),
            ViolationKind::Base64Alphabet(_) | ViolationKind::Base64Padding(_) => {
                self.base64(violation)
            }
            ViolationKind::Syntax(_) => clean(self.text, violation),
            _ => None,
        }?;
        if self.duplicates.contains(&fix.pointer) {
            fix.obstacle = Some(Reason::DuplicateKey);
        }
        Some(fix)
    }

    fn rename(&self, violation: &Violation) -> Option<Fix> {
        let Rename {
            name,
            target,
            safety,
        } = Rename::of(violation)?;
        let obstacle = if self.duplicates.contains(&target) {
            Some(Reason::DuplicateKey)
        } else if Span::locate(self.text, &target).is_some() {
            Some(Reason::Present(name.to_owned()))
        } else if self.renames.get(&target) != Some(&1) {
            Some(Reason::SameName(name.to_owned()))
        } else {
            None
        };
        let action = Action::Rename {
            key: range(violation)?,
            name: name.to_owned(),
        };
        Some(Fix {
            uncovers: Some(target),
            obstacle,
            ..new_fix(
                violation,
                safety,
                action,
                "rename",
                "renamed",
                &format!("to `{name}`"),
            )?
        })
    }

    /// Moves a member into the `browserConfiguration` next to it.
    fn relocation(&self, violation: &Violation) -> Option<Fix> {
        const CONTAINER: &str = "browserConfiguration";
        let ViolationKind::UnknownProperty(unknown) = violation.kind() else {
            return None;
        };
        let (object, _) = violation.pointer().rsplit_once('/')?;
        let container = format!("{object}/{CONTAINER}");
        let target = format!("{container}/{}", unknown.property);
        let revision: Revision = self.report.revision().parse().ok()?;
        let member = self.document_type.member(&target)?;
        if !member.is_in(revision) {
            return None;
        }
        let locate = |pointer| Span::locate(self.text, pointer).map(|span| span.start..span.end);
        let action = Action::Move(member::Move {
            key: range(violation)?,
            value: locate(violation.pointer())?,
            into: CONTAINER,
            object: locate(&container),
        });
        let obstacle = if self.duplicates.contains(&container) {
            Some(Reason::DuplicateKey)
        } else {
            let is_present = locate(&target).is_some();
            is_present.then(|| Reason::Present(target.trim_start_matches('/').to_owned()))
        };
        Some(Fix {
            uncovers: Some(target),
            obstacle,
            ..new_fix(
                violation,
                Safety::Unsafe,
                action,
                "move",
                "moved",
                &format!("into `{CONTAINER}`"),
            )?
        })
    }

    fn base64(&self, violation: &Violation) -> Option<Fix> {
        let has_other = |rule| has_violation(self.report, rule, violation.pointer());
        // One fix covers both; the violation of the alphabet is listed first.
        let is_covered = violation.rule() == Rule::Base64Padding && has_other(Rule::Base64Alphabet);
        if is_covered || has_other(Rule::Base64TrailingBits) {
            return None;
        }
        let value = range(violation)?;
        let literal = self.text.get(value.clone())?;
        let (json, changes) = base64_literal::normalize(literal)?;
        let action = Action::Replace { value, json };
        let what = format!("as standard base64: {changes}");
        new_fix(
            violation,
            Safety::Safe,
            action,
            "rewrite",
            "rewritten",
            &what,
        )
    }
}

fn new_fix(
    violation: &Violation,
    safety: Safety,
    action: Action,
    command: &str,
    done: &str,
    what: &str,
) -> Option<Fix> {
    Some(Fix {
        rule: violation.kind().rule()?,
        pointer: violation.pointer().to_owned(),
        at: violation.span()?.start,
        safety,
        action,
        title: format!("{command} {what}"),
        description: format!("{done} {what}"),
        uncovers: None,
        obstacle: None,
    })
}

fn replacement(violation: &Violation, safety: Safety, value: &str, json: String) -> Option<Fix> {
    let action = Action::Replace {
        value: range(violation)?,
        json,
    };
    let what = format!("with `{value}`");
    new_fix(violation, safety, action, "replace", "replaced", &what)
}

/// Removes a member that is `null`.
fn removal(text: &str, violation: &Violation) -> Option<Fix> {
    let value = range(violation)?;
    member::removal_span(text, value.clone())?;
    let action = Action::Remove { value };
    let fix = new_fix(
        violation,
        Safety::Safe,
        action,
        "remove",
        "removed",
        "because it was `null`",
    )?;
    Some(Fix {
        title: "remove the member".to_owned(),
        ..fix
    })
}

/// Removes what makes the text another notation.
fn clean(text: &str, violation: &Violation) -> Option<Fix> {
    let (edits, what) = json_syntax::removals(text)?;
    let action = Action::Clean(edits);
    let fix = new_fix(
        violation,
        Safety::Unsafe,
        action,
        "remove",
        "removed",
        &what,
    )?;
    Some(Fix {
        description: format!("made JSON: removed {what}"),
        uncovers: Some(String::new()),
        ..fix
    })
}

/// The boolean or integer that a string without escapes contains.
fn unquoted(text: &str, violation: &Violation, expected: JsonType) -> Option<String> {
    let string = text.get(range(violation)?)?;
    let token = string.strip_prefix('"')?.strip_suffix('"')?;
    match expected {
        JsonType::Boolean => {
            let token = token.to_ascii_lowercase();
            matches!(token.as_str(), "true" | "false").then_some(token)
        }
        JsonType::Integer => is_integer(token).then(|| token.to_owned()),
        _ => None,
    }
}

/// Whether JSON writes an integer like this, without fraction and exponent.
fn is_integer(token: &str) -> bool {
    let digits = token.strip_prefix('-').unwrap_or(token);
    let is_canonical = digits == "0" || !digits.starts_with('0');
    !digits.is_empty() && is_canonical && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Proxy types that were removed from the API, and their successor.
const REMOVED_TYPES: [&str; 3] = ["anchor_residential", "anchor_mobile", "anchor_gov"];
const SUCCESSOR: &str = "anchor_proxy";

/// The allowed value that was probably meant.
fn replacement_of(kind: &anchorbrowser_schema::rules::Enum) -> Option<&str> {
    if REMOVED_TYPES.contains(&&*kind.found) && kind.allowed.iter().any(|value| value == SUCCESSOR)
    {
        return Some(SUCCESSOR);
    }
    kind.suggestion.as_deref()
}

/// How to rename an unknown member.
struct Rename<'v> {
    name: &'v str,
    /// The pointer of the renamed member.
    target: String,
    safety: Safety,
}

impl<'v> Rename<'v> {
    /// Only names that are the same except for case and separators are certain to be meant. Other
    /// suggestions, such as a name that contains the member's, may mean another member.
    fn of(violation: &'v Violation) -> Option<Self> {
        let ViolationKind::UnknownProperty(unknown) = violation.kind() else {
            return None;
        };
        let name = unknown.suggestion.as_deref()?;
        let safety = if is_same_name(&unknown.property, name) {
            Safety::Safe
        } else if is_one_slip_away(&unknown.property, name) {
            Safety::Unsafe
        } else {
            return None;
        };
        let (object, _) = violation.pointer().rsplit_once('/')?;
        // Known names contain no character that is escaped in pointers.
        let target = format!("{object}/{name}");
        Some(Self {
            name,
            target,
            safety,
        })
    }
}

fn range(violation: &Violation) -> Option<Range<usize>> {
    violation.span().map(|span| span.start..span.end)
}

/// Whether a country differs from the code only in case, or is `uk` for `gb`. Other suggestions, such
/// as for the name of a country, are less certain.
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

    /// The safe fixes for a text that may be applied, with their edits and descriptions.
    fn fixes(document_type: DocumentType, text: &str) -> Vec<(String, String, String)> {
        let report = Validator::new().check_json_as(document_type, text);
        let fixes = find_fixes(document_type, text, &report);
        fixes
            .filter(|fix| fix.safety == Safety::Safe && fix.obstacle.is_none())
            .map(|fix| {
                let description = format!("{}: `{}` {}", fix.rule, fix.pointer, fix.description);
                let edits = fix.action.edits(text).unwrap();
                let [edit] = &edits[..] else { panic!() };
                (
                    text[edit.span.clone()].to_owned(),
                    edit.text.clone(),
                    description,
                )
            })
            .collect()
    }

    #[test]
    fn pages_label_the_fixes() {
        for rule in Rule::all() {
            let page = rule.explanation();
            let labels = [
                (Safety::Safe, "\nSafe fix: "),
                (Safety::Unsafe, "\nUnsafe fix: "),
            ];
            let labelled: Vec<_> = labels
                .iter()
                .filter(|(_, label)| page.contains(label))
                .map(|(safety, _)| *safety)
                .collect();
            assert_eq!(labelled, tiers(rule), "{rule}");
        }
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
