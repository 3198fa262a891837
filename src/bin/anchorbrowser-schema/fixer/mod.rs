//! Fixes a document, applying only fixes that reduce its violations.

mod base64_literal;
mod document_text;
mod edit_buffer;
mod fixes;
mod json_syntax;
mod member;
mod reason;
mod rename;
mod yaml_move;
mod yaml_text;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use anchorbrowser_schema::{DocumentType, Member, Report, Rule, Validator, redact};

use self::document_text::DocumentText;
use self::fixes::{Action, Fix, find_fixes};
use self::reason::Reason;
use crate::member_names::mentions_secret_name;
use crate::source_format::SourceFormat;

pub(crate) use self::edit_buffer::{Edit, EditBuffer, apply_edits};
pub(crate) use self::fixes::{Safety, may_be_fixable, tiers};

/// A document with more violations is not changed. Its known members can violate only a few dozen
/// rules, so it is hardly a document of this type.
const MAX_VIOLATIONS: usize = 10_000;

/// Rules and the pointers where they are violated.
type ViolationKeys = BTreeSet<(Rule, String)>;

/// A fix that was applied.
#[derive(Clone)]
pub(crate) struct AppliedFix {
    pub(crate) rule: Rule,
    pub(crate) pointer: String,
    pub(crate) description: String,
    /// The pointer of a value that was not checked before the fix, as [`Fix::uncovers`].
    #[allow(dead_code, reason = "the fuzz target `fix` reads it")]
    pub(crate) uncovers: Option<String>,
    /// Offset of the violation in the original.
    pub(crate) at: usize,
}

/// A violation that has a fix which was not applied.
#[derive(Clone)]
pub(crate) struct Unfixed {
    pub(crate) rule: Rule,
    pub(crate) pointer: String,
    pub(crate) reason: Reason,
    /// Offset of the violation in the original.
    pub(crate) at: usize,
}

/// A fix for a violation of a document that is not changed.
pub(crate) struct Suggestion {
    pub(crate) rule: Rule,
    pub(crate) pointer: String,
    pub(crate) is_safe: bool,
    pub(crate) title: String,
    /// `None` if they would show what is never shown.
    pub(crate) edits: Option<Vec<Edit>>,
}

/// A document and the fixes applied to it.
#[derive(Clone)]
pub(crate) struct FixedDocument {
    text: DocumentText,
    /// Sorted by offset.
    pub(crate) applied: Vec<AppliedFix>,
    pub(crate) unfixed: Vec<Unfixed>,
}

impl FixedDocument {
    /// The document as JSON.
    pub(crate) fn json(&self) -> &str {
        self.text.json()
    }

    /// Maps a span of the JSON to the source.
    pub(crate) fn source_span(&self, json: Range<usize>) -> Range<usize> {
        self.text.source_span(json)
    }

    /// The source with its edits.
    pub(crate) fn source(&self) -> &EditBuffer {
        self.text.source()
    }

    /// The violations that `--unsafe` would fix.
    pub(crate) fn unsafe_left(&self) -> usize {
        let unfixed = self.unfixed.iter();
        unfixed
            .filter(|unfixed| unfixed.reason == Reason::NeedsUnsafe)
            .count()
    }

    fn apply(&mut self, fix: &Fix) -> Result<(), Reason> {
        let at = self.original_offset(fix.at);
        self.text.apply(fix)?;
        self.applied.push(AppliedFix {
            at,
            rule: fix.rule,
            pointer: fix.pointer.clone(),
            description: fix.description.clone(),
            uncovers: fix.uncovers.clone(),
        });
        Ok(())
    }

    /// Maps an offset of the JSON to the original source.
    fn original_offset(&self, at: usize) -> usize {
        let current = self.text.source_span(at..at + 1).start;
        self.text.source().original_offset(current)
    }
}

/// Fixes documents of one type.
pub(crate) struct Fixer {
    document_type: DocumentType,
    validator: Validator,
    /// Whether fixes that are not safe are applied.
    allow_unsafe: bool,
}

impl Fixer {
    pub(crate) fn new(
        document_type: DocumentType,
        validator: Validator,
        allow_unsafe: bool,
    ) -> Self {
        // Duplicate keys are never changed, so they must be reported even if the rule is disabled.
        let validator = validator.deny(Rule::DuplicateKey);
        Self {
            document_type,
            validator: validator.max_violations(MAX_VIOLATIONS),
            allow_unsafe,
        }
    }

    /// Applies all possible fixes; `None` if there are none, not even fixes that cannot be applied.
    pub(crate) fn fix(&self, text: &[u8], format: SourceFormat<'_>) -> Option<FixedDocument> {
        let mut fixed = FixedDocument {
            text: DocumentText::new(text, format)?,
            applied: Vec::new(),
            unfixed: Vec::new(),
        };
        // A fix may become possible after another one. This terminates because each round but the
        // last applies a fix, and no fix introduces a new fixable violation.
        while self.round(&mut fixed) {}
        fixed.applied.sort_by_key(|applied| applied.at);
        fixed.unfixed = self.unfixed(&fixed);
        let has_fixes = !fixed.applied.is_empty() || !fixed.unfixed.is_empty();
        has_fixes.then_some(fixed)
    }

    /// The fix for each violation, by itself.
    pub(crate) fn suggestions(&self, text: &[u8], format: SourceFormat<'_>) -> Vec<Suggestion> {
        let Some(text) = DocumentText::new(text, format) else {
            return Vec::new();
        };
        let unchanged = FixedDocument {
            text,
            applied: Vec::new(),
            unfixed: Vec::new(),
        };
        let report = self.check(&unchanged.text);
        let allowed = violation_keys(&report);
        let fixes = self
            .fixes(&unchanged.text, &report)
            .filter(|fix| fix.obstacle.is_none());
        let suggestions = fixes.filter_map(|fix| {
            let edits = if self.changes_secret(&fix) {
                None
            } else {
                let edits = unchanged.text.source_edits(&fix).ok()?;
                let is_moved = matches!(fix.action, Action::Move(_));
                let copies_secret = is_moved && edits.iter().any(|edit| shows_secret(&edit.text));
                (!copies_secret).then_some(edits)
            };
            let suggestion = Suggestion {
                rule: fix.rule,
                pointer: fix.pointer.clone(),
                is_safe: fix.safety == Safety::Safe,
                title: fix.title.clone(),
                edits,
            };
            self.attempt(&unchanged, &allowed, fix).ok()?;
            Some(suggestion)
        });
        suggestions.collect()
    }

    /// Whether a fix is for a value that is never shown, or that contains one.
    fn changes_secret(&self, fix: &Fix) -> bool {
        fn is_secret(member: &Member) -> bool {
            let objects = member.objects().iter();
            member.is_secret() || objects.flat_map(|object| object.members()).any(is_secret)
        }
        if matches!(fix.action, Action::Rename { .. }) {
            // Only the name.
            return false;
        }
        let pointer = fix.uncovers.as_deref().unwrap_or(&fix.pointer);
        self.document_type.member(pointer).is_some_and(is_secret)
    }

    /// Makes a text a JSON array, so that its elements can be fixed; `None` if it is one already or
    /// cannot be made one.
    pub(crate) fn clean_array(&self, text: &[u8]) -> Option<(EditBuffer, AppliedFix)> {
        let is_json = |json: &str| {
            let report = self.check_json(json);
            report.iter().all(|v| v.rule() != Rule::Syntax)
        };
        let original = std::str::from_utf8(text)
            .ok()
            .filter(|_| self.allow_unsafe)?;
        if is_json(original) {
            return None;
        }
        let (edits, removed) = json_syntax::removals(original)?;
        let mut cleaned = EditBuffer::new(original);
        cleaned.apply(&edits);
        let is_array = cleaned.text().trim_start().starts_with('[') && is_json(cleaned.text());
        let applied = AppliedFix {
            rule: Rule::Syntax,
            pointer: String::new(),
            description: format!("made JSON: removed {removed}"),
            uncovers: None,
            at: 0,
        };
        is_array.then_some((cleaned, applied))
    }

    /// Tries each fix once, and returns whether any was applied.
    fn round(&self, fixed: &mut FixedDocument) -> bool {
        let mut tried = ViolationKeys::new();
        let applied_before = fixed.applied.len();
        let mut report = self.check(&fixed.text);
        while let Some(fix) = self.next_fix(&fixed.text, &report, |key| tried.insert(key)) {
            if let Ok(better) = self.attempt(fixed, &violation_keys(&report), fix) {
                *fixed = better;
                report = self.check(&fixed.text);
            }
        }
        fixed.applied.len() > applied_before
    }

    /// Applies a fix, and then fixes the violations that it uncovers. Fails if a violation remains
    /// that is not allowed, except in the value of a renamed or moved member: nothing in it was
    /// checked before.
    fn attempt(
        &self,
        before: &FixedDocument,
        allowed: &ViolationKeys,
        fix: Fix,
    ) -> Result<FixedDocument, Reason> {
        let uncovers = fix.uncovers.clone();
        let mut after = before.clone();
        let mut tried = ViolationKeys::new();
        let mut pending = Some(fix);
        while let Some(fix) = pending {
            after.apply(&fix)?;
            let report = self.check(&after.text);
            let current = violation_keys(&report);
            let is_complete = report.omitted() == 0;
            if current.is_subset(allowed) {
                let is_better = current.len() < allowed.len() && is_complete;
                return is_better
                    .then_some(after)
                    .ok_or(Reason::ViolatesAnotherRule);
            }
            if let Some(pointer) = &uncovers
                && is_complete
                && (current.difference(allowed)).all(|key| is_uncovered(key, pointer))
            {
                return Ok(after);
            }
            pending = self.next_fix(&after.text, &report, |key| {
                !allowed.contains(&key) && tried.insert(key)
            });
        }
        Err(Reason::ViolatesAnotherRule)
    }

    /// The first fix that may be applied and whose violation satisfies the predicate.
    fn next_fix(
        &self,
        text: &DocumentText,
        report: &Report,
        mut predicate: impl FnMut((Rule, String)) -> bool,
    ) -> Option<Fix> {
        let is_allowed =
            |fix: &Fix| fix.obstacle.is_none() && (fix.safety == Safety::Safe || self.allow_unsafe);
        self.fixes(text, report)
            .find(|fix| is_allowed(fix) && predicate((fix.rule, fix.pointer.clone())))
    }

    fn fixes<'r>(
        &self,
        text: &'r DocumentText,
        report: &'r Report,
    ) -> impl Iterator<Item = Fix> + 'r {
        let document_type = self.document_type;
        let is_complete = report.omitted() == 0;
        let fixes = is_complete.then(|| find_fixes(document_type, text.json(), report));
        fixes.into_iter().flatten()
    }

    /// The remaining violations that have a fix, and why it is not applied.
    fn unfixed(&self, fixed: &FixedDocument) -> Vec<Unfixed> {
        let report = self.check(&fixed.text);
        let allowed = violation_keys(&report);
        let unfixed = self.fixes(&fixed.text, &report).map(|fix| Unfixed {
            rule: fix.rule,
            pointer: fix.pointer.clone(),
            at: fixed.original_offset(fix.at),
            reason: match &fix.obstacle {
                Some(obstacle) => obstacle.clone(),
                None => match self.attempt(fixed, &allowed, fix) {
                    Ok(_) => Reason::NeedsUnsafe,
                    Err(reason) => reason,
                },
            },
        });
        unfixed.collect()
    }

    fn check(&self, text: &DocumentText) -> Report {
        self.check_json(text.json())
    }

    fn check_json(&self, json: &str) -> Report {
        self.validator.check_json_as(self.document_type, json)
    }
}

/// Whether a text that is copied from the source may contain what is never shown.
fn shows_secret(text: &str) -> bool {
    mentions_secret_name(text) || matches!(redact(text), Cow::Owned(_))
}

fn violation_keys(report: &Report) -> ViolationKeys {
    let violations = report.violations().iter();
    violations
        .filter_map(|violation| Some((violation.kind().rule()?, violation.pointer().to_owned())))
        .collect()
}

/// Whether a violation is in a value that was not checked before, so that it is not new.
fn is_uncovered((rule, violation): &(Rule, String), pointer: &str) -> bool {
    match violation.strip_prefix(pointer) {
        // Another member has the new name.
        Some("") => *rule != Rule::DuplicateKey,
        Some(inside) => inside.starts_with('/'),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use anchorbrowser_schema::Level;

    use super::*;

    /// The fixed text, the rules that were fixed, and why others were not.
    fn fix(fixer: &Fixer, text: &str) -> (String, Vec<&'static str>, Vec<Reason>) {
        let Some(document) = fixer.fix(text.as_bytes(), SourceFormat::Json) else {
            return (text.to_owned(), Vec::new(), Vec::new());
        };
        let source = document.text.source();
        assert_eq!(
            apply_edits(text.as_bytes(), source.edits()),
            source.text().as_bytes()
        );
        let rules = document.applied.iter().map(|applied| applied.rule.name());
        let reasons = document
            .unfixed
            .iter()
            .map(|unfixed| unfixed.reason.clone());
        (source.text().to_owned(), rules.collect(), reasons.collect())
    }

    #[test]
    fn fixes_uncover_further_fixes() {
        let table: [(DocumentType, &str, &str, &[&str]); 11] = [
            (
                DocumentType::AnchorProxy,
                r#"{"active":true,"countryCode":"UK"}"#,
                r#"{"active":true,"country_code":"gb"}"#,
                &["unknown-property", "country-unknown"],
            ),
            (
                DocumentType::AnchorProxy,
                r#"{"countryCode" : null, "active" : true }"#,
                r#"{"active" : true }"#,
                &["unknown-property", "type"],
            ),
            (
                DocumentType::CreateTaskRequest,
                r#"{"Name":"t","LANGUAGE":"typescript","Code":"Pz8_\n"}"#,
                r#"{"name":"t","language":"typescript","code":"Pz8/"}"#,
                &[
                    "unknown-property",
                    "unknown-property",
                    "unknown-property",
                    "base64-alphabet",
                ],
            ),
            (
                DocumentType::CreateTaskRequest,
                r#"{"name":"t","language":"typescript","browser_configuration":
                    {"Proxy":{"active":true,"Region":null,"countryCode":"DE"},"timeout":{"idleTimeout":1}}}"#,
                r#"{"name":"t","language":"typescript","browserConfiguration":
                    {"proxy":{"active":true,"country_code":"de"},"timeout":{"idle_timeout":1}}}"#,
                &[
                    "unknown-property",
                    "unknown-property",
                    "unknown-property",
                    "type",
                    "unknown-property",
                    "country-unknown",
                    "unknown-property",
                ],
            ),
            // What is left in the renamed member is reported.
            (
                DocumentType::CreateTaskRequest,
                r#"{"name":"t","language":"typescript","browser_configuration":{"recording":2,
                    "proxy":{"active":1,"x":1,"country_code":"US"},"proxy":{}}}"#,
                r#"{"name":"t","language":"typescript","browserConfiguration":{"recording":2,
                    "proxy":{"active":1,"x":1,"country_code":"US"},"proxy":{}}}"#,
                &["unknown-property"],
            ),
            (
                DocumentType::CreateTaskRequest,
                r#"{"name":"t","Language":"javascript"}"#,
                r#"{"name":"t","language":"javascript"}"#,
                &["unknown-property"],
            ),
            (
                DocumentType::SessionConfig,
                r#"{"timeout":{"idleTimeout":20,"max_duration":10}}"#,
                r#"{"timeout":{"idle_timeout":20,"max_duration":10}}"#,
                &["unknown-property"],
            ),
            (
                DocumentType::SessionConfig,
                r#"{"Proxy":{"active":true,"x":1,"country_code":"US"}}"#,
                r#"{"proxy":{"active":true,"x":1,"country_code":"us"}}"#,
                &["unknown-property", "country-unknown"],
            ),
            // One fix also resolves a violation at another member.
            (
                DocumentType::AnchorProxy,
                r#"{"active":true,"city":"x","Region":"y"}"#,
                r#"{"active":true,"city":"x","region":"y"}"#,
                &["unknown-property"],
            ),
            // Possible only after the later member is removed.
            (
                DocumentType::AnchorProxy,
                r#"{"active":true,"region":null,"city":null}"#,
                r#"{"active":true}"#,
                &["type", "type"],
            ),
            // Adjacent members.
            (
                DocumentType::AnchorProxy,
                "{\n  \"region\": null,\n  \"type\": null,\n  \"active\": true,\n  \"country_code\": null,\n  \"x\": null\n}",
                "{\n  \"active\": true,\n  \"x\": null\n}",
                &["type", "type", "type"],
            ),
        ];
        for (document_type, before, after, rules) in table {
            let fixer = Fixer::new(document_type, Validator::new(), false);
            let (found, applied, _) = fix(&fixer, before);
            assert_eq!((found.as_str(), applied.as_slice()), (after, rules));
        }
    }

    #[test]
    fn fixes_that_cannot_be_applied_have_a_reason() {
        use Reason::{DuplicateKey, NeedsUnsafe, ViolatesAnotherRule};
        let present = || vec![Reason::Present("type".to_owned())];
        let table = [
            // The type does not offer the country.
            (
                DocumentType::AnchorProxy,
                r#"{"active":true,"type":"anchor_gov","country_code":"GB"}"#,
                vec![ViolatesAnotherRule],
            ),
            // The member is required, or another member requires it.
            (
                DocumentType::AnchorProxy,
                r#"{"active":null}"#,
                vec![ViolatesAnotherRule],
            ),
            (
                DocumentType::AnchorProxy,
                r#"{"active":true,"region":null,"city":"x"}"#,
                vec![ViolatesAnotherRule],
            ),
            // The suggested member already exists.
            (
                DocumentType::AnchorProxy,
                r#"{"active":true,"type":"anchor_gov","Type":1}"#,
                present(),
            ),
            (
                DocumentType::AnchorProxy,
                r#"{"active":true,"type":1,"type":2,"Type":1}"#,
                vec![DuplicateKey],
            ),
            (
                DocumentType::Task,
                r#"{"Description":"a","DESCRIPTION":"b"}"#,
                vec![Reason::SameName("description".to_owned()); 2],
            ),
            // The new member makes another one invalid.
            (
                DocumentType::AnchorProxy,
                r#"{"active":true,"Type":"anchor_gov","country_code":"gb"}"#,
                vec![ViolatesAnotherRule],
            ),
            // The code decodes to nothing or to invalid UTF-8, or has stray bits.
            (
                DocumentType::CreateTaskRequest,
                r#"{"name":"t","language":"typescript","code":"\n"}"#,
                vec![ViolatesAnotherRule],
            ),
            (
                DocumentType::CreateTaskRequest,
                r#"{"name":"t","language":"typescript","code":"_w"}"#,
                vec![ViolatesAnotherRule],
            ),
            (
                DocumentType::CreateTaskRequest,
                r#"{"name":"t","language":"typescript","code":"QR"}"#,
                vec![ViolatesAnotherRule],
            ),
            // It is not safe.
            (
                DocumentType::CreateTaskRequest,
                r#"{"name":"t","language":"ts"}"#,
                vec![NeedsUnsafe],
            ),
            (
                DocumentType::AnchorProxy,
                r#"{"active":"true","country_code":"Germany"}"#,
                vec![NeedsUnsafe; 2],
            ),
            (
                DocumentType::AnchorProxy,
                r#"{"active":true,"type":"gov","country_code":"gb"}"#,
                vec![ViolatesAnotherRule],
            ),
        ];
        for (document_type, text, reasons) in table {
            let fixer = Fixer::new(document_type, Validator::new(), false);
            assert_eq!(fix(&fixer, text), (text.to_owned(), vec![], reasons));
        }
    }

    #[test]
    fn unsafe_fixes_are_applied_on_request() {
        use DocumentType::{AnchorProxy, CreateTaskRequest, SessionConfig};
        let table = [
            (
                CreateTaskRequest,
                r#"{"name":"t","language":"ts","descripton":"x"}"#,
                r#"{"name":"t","language":"typescript","description":"x"}"#,
            ),
            (
                CreateTaskRequest,
                r#"{"name":"t","language":"TypeScript","script":"x"}"#,
                r#"{"name":"t","language":"typescript","script":"x"}"#,
            ),
            (
                AnchorProxy,
                r#"{"active":"True","type":"residential","country_code":"DEU"}"#,
                r#"{"active":true,"type":"anchor_residential","country_code":"de"}"#,
            ),
            (
                AnchorProxy,
                r#"{"active":"yes","country_code":"Germany"}"#,
                r#"{"active":"yes","country_code":"de"}"#,
            ),
            (
                SessionConfig,
                r#"{"timeout":{"max_duration":"20","idle_timeout":"-1"}}"#,
                r#"{"timeout":{"max_duration":20,"idle_timeout":-1}}"#,
            ),
            (
                SessionConfig,
                r#"{"timeout":{"max_duration":"020","idle_timeout":"1.0"}}"#,
                r#"{"timeout":{"max_duration":"020","idle_timeout":"1.0"}}"#,
            ),
            (
                CreateTaskRequest,
                r#"{"name":"t","language":"typescript","initial_url":"https://example.com/","recording":{"active":"false"}}"#,
                r#"{"name":"t","language":"typescript","browserConfiguration":{"initial_url":"https://example.com/","recording":{"active":false}}}"#,
            ),
            (
                CreateTaskRequest,
                r#"{"name":"t","language":"typescript","recording":{},"browserConfiguration":{"recording":{}}}"#,
                r#"{"name":"t","language":"typescript","recording":{},"browserConfiguration":{"recording":{}}}"#,
            ),
            (
                CreateTaskRequest,
                "\u{feff}{\"name\": \"t\", // x\n \"language\": \"ts\",}",
                "{\"name\": \"t\",\n \"language\": \"typescript\"}",
            ),
            (
                CreateTaskRequest,
                "{\"name\": \"t\", // x",
                "{\"name\": \"t\", // x",
            ),
        ];
        for (document_type, before, after) in table {
            let fixer = Fixer::new(document_type, Validator::new(), true);
            assert_eq!(fix(&fixer, before).0, after);
            assert_eq!(fix(&fixer, after).0, after);
        }
    }

    #[test]
    fn levels_decide_what_is_fixed() {
        let table = [
            // A disabled rule is not fixed.
            (
                Rule::CountryUnknown,
                r#"{"active":true,"country_code":"US"}"#,
                r#"{"active":true,"country_code":"US"}"#,
            ),
            // A disabled rule does not prevent the fix of another one.
            (
                Rule::CountryNotAllowed,
                r#"{"active":true,"type":"anchor_gov","country_code":"GB"}"#,
                r#"{"active":true,"type":"anchor_gov","country_code":"gb"}"#,
            ),
            // But no member is renamed to an existing one, and duplicate keys are not changed.
            (
                Rule::DuplicateKey,
                r#"{"active":true,"country_code":"us","countryCode":"de"}"#,
                r#"{"active":true,"country_code":"us","countryCode":"de"}"#,
            ),
            (
                Rule::DuplicateKey,
                r#"{"active":true,"country_code":"us","country_code":"DE"}"#,
                r#"{"active":true,"country_code":"us","country_code":"DE"}"#,
            ),
        ];
        for (rule, before, after) in table {
            let validator = Validator::new().level(rule, Level::Allow).unwrap();
            let fixer = Fixer::new(
                DocumentType::AnchorProxy,
                validator.max_violations(0),
                false,
            );
            assert_eq!(fix(&fixer, before).0, after, "{rule}");
        }
    }

    #[test]
    fn documents_with_too_many_violations_are_skipped() {
        let with = |unknown: usize| {
            let unknown: Vec<_> = (0..unknown).map(|n| format!(r#""{n}":0,"#)).collect();
            let unknown = unknown.concat();
            format!(r#"{{{unknown}"active":true,"country_code":"US"}}"#)
        };
        let fixer = Fixer::new(DocumentType::AnchorProxy, Validator::new(), false);
        let few = with(MAX_VIOLATIONS - 1);
        assert!(fix(&fixer, &few).0.ends_with(r#""us"}"#));
        let many = with(MAX_VIOLATIONS);
        assert_eq!(fix(&fixer, &many).0, many);
    }
}
