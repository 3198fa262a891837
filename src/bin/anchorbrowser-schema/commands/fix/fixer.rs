//! Fixes a document, applying only fixes that reduce its violations.

use std::collections::BTreeSet;

use anchorbrowser_schema::{Report, Rule};

use super::edit_buffer::EditBuffer;
use super::fixes::{Fix, find_fixes};
use crate::settings::Settings;

/// A document with more violations is not changed. Its known members can violate only a few dozen
/// rules, so it is hardly a document of this type.
const MAX_VIOLATIONS: usize = 10_000;

/// Rules and the pointers where they are violated.
type ViolationKeys = BTreeSet<(Rule, String)>;

/// A fix that was applied.
#[derive(Clone)]
pub(super) struct AppliedFix {
    pub(super) rule: Rule,
    pub(super) pointer: String,
    pub(super) description: String,
    /// Offset of the violation in the original.
    pub(super) at: usize,
}

/// A document and the fixes applied to it.
#[derive(Clone)]
pub(super) struct FixedDocument {
    pub(super) buffer: EditBuffer,
    /// Sorted by offset.
    pub(super) applied: Vec<AppliedFix>,
}

impl FixedDocument {
    fn apply(&mut self, fix: Fix) {
        self.applied.push(AppliedFix {
            at: self.buffer.original_offset(fix.at),
            rule: fix.rule,
            pointer: fix.pointer,
            description: fix.description,
        });
        self.buffer.replace(fix.span, &fix.replacement);
    }
}

/// Fixes documents of one type.
pub(super) struct Fixer {
    settings: Settings,
}

impl Fixer {
    pub(super) fn new(settings: &Settings) -> Self {
        // Duplicate keys are never changed, so they must be reported even if the rule is disabled.
        let validator = settings.validator.clone().deny(Rule::DuplicateKey);
        Self {
            settings: Settings {
                document_type: settings.document_type,
                validator: validator.max_violations(MAX_VIOLATIONS),
            },
        }
    }

    /// Applies all possible fixes; `None` if there are none.
    pub(super) fn fix(&self, text: &[u8]) -> Option<FixedDocument> {
        let mut fixed = FixedDocument {
            buffer: EditBuffer::new(std::str::from_utf8(text).ok()?),
            applied: Vec::new(),
        };
        // A fix may become possible after another one. This terminates because each round but the
        // last applies a fix, and no fix introduces a new fixable violation.
        while self.round(&mut fixed) {}
        fixed.applied.sort_by_key(|applied| applied.at);
        (!fixed.applied.is_empty()).then_some(fixed)
    }

    /// Tries each fix once, and returns whether any was applied.
    fn round(&self, fixed: &mut FixedDocument) -> bool {
        let mut tried = ViolationKeys::new();
        let applied_before = fixed.applied.len();
        let mut report = self.check(&fixed.buffer);
        while let Some(fix) = next_fix(&fixed.buffer, &report, |key| tried.insert(key)) {
            if let Some(better) = self.attempt(fixed, &report, fix) {
                *fixed = better;
                report = self.check(&fixed.buffer);
            }
        }
        fixed.applied.len() > applied_before
    }

    /// Applies a fix, and then fixes the violations that it uncovers. `None` if any new violation
    /// remains, except in the value of a renamed member: nothing in it was checked before.
    fn attempt(&self, before: &FixedDocument, report: &Report, fix: Fix) -> Option<FixedDocument> {
        let allowed = violation_keys(report);
        let renamed_to = fix.renamed_to.clone();
        let mut after = before.clone();
        let mut tried = ViolationKeys::new();
        let mut pending = Some(fix);
        while let Some(fix) = pending {
            after.apply(fix);
            let report = self.check(&after.buffer);
            let current = violation_keys(&report);
            if current.is_subset(&allowed) {
                let is_better = current.len() < allowed.len() && report.omitted() == 0;
                return is_better.then_some(after);
            }
            if let Some(member) = &renamed_to
                && (current.difference(&allowed)).all(|key| is_uncovered(key, member))
            {
                return (report.omitted() == 0).then_some(after);
            }
            pending = next_fix(&after.buffer, &report, |key| {
                !allowed.contains(&key) && tried.insert(key)
            });
        }
        None
    }

    fn check(&self, buffer: &EditBuffer) -> Report {
        self.settings.check(buffer.text())
    }
}

/// The first fix that satisfies the predicate.
fn next_fix(
    buffer: &EditBuffer,
    report: &Report,
    mut predicate: impl FnMut((Rule, String)) -> bool,
) -> Option<Fix> {
    if report.omitted() > 0 {
        return None;
    }
    find_fixes(buffer.text(), report).find(|fix| predicate((fix.rule, fix.pointer.clone())))
}

fn violation_keys(report: &Report) -> ViolationKeys {
    let violations = report.violations().iter();
    violations
        .filter_map(|violation| Some((violation.kind().rule()?, violation.pointer().to_owned())))
        .collect()
}

/// Whether a violation is in the value of a renamed member, and thus was there before.
fn is_uncovered((rule, pointer): &(Rule, String), member: &str) -> bool {
    match pointer.strip_prefix(member) {
        // Another member has the new name.
        Some("") => *rule != Rule::DuplicateKey,
        Some(inside) => inside.starts_with('/'),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use anchorbrowser_schema::{DocumentType, Level, Validator};

    use super::super::edit_buffer::apply_edits;
    use super::*;

    fn fixer(document_type: DocumentType, validator: Validator) -> Fixer {
        Fixer::new(&Settings {
            document_type,
            validator,
        })
    }

    /// The fixed text and the rules that were fixed.
    fn fix(fixer: &Fixer, text: &str) -> (String, Vec<&'static str>) {
        match fixer.fix(text.as_bytes()) {
            None => (text.to_owned(), Vec::new()),
            Some(FixedDocument { buffer, applied }) => {
                let apply_edits = apply_edits(text.as_bytes(), buffer.edits());
                assert_eq!(apply_edits, buffer.text().as_bytes());
                let rules = applied.iter().map(|applied| applied.rule.name()).collect();
                (buffer.text().to_owned(), rules)
            }
        }
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
            let fixer = fixer(document_type, Validator::new());
            assert_eq!(fix(&fixer, before), (after.to_owned(), rules.to_vec()));
        }
    }

    #[test]
    fn fixes_that_violate_another_rule_are_skipped() {
        let table = [
            // The type does not offer the country.
            (
                DocumentType::AnchorProxy,
                r#"{"active":true,"type":"anchor_gov","country_code":"GB"}"#,
            ),
            // The member is required, or another member requires it.
            (DocumentType::AnchorProxy, r#"{"active":null}"#),
            (
                DocumentType::AnchorProxy,
                r#"{"active":true,"region":null,"city":"x"}"#,
            ),
            // The suggested member already exists.
            (
                DocumentType::AnchorProxy,
                r#"{"active":true,"type":"anchor_gov","Type":1}"#,
            ),
            // The new member makes another one invalid.
            (
                DocumentType::AnchorProxy,
                r#"{"active":true,"Type":"anchor_gov","country_code":"gb"}"#,
            ),
            // The code decodes to nothing or to invalid UTF-8, or has stray bits.
            (
                DocumentType::CreateTaskRequest,
                r#"{"name":"t","language":"typescript","code":"\n"}"#,
            ),
            (
                DocumentType::CreateTaskRequest,
                r#"{"name":"t","language":"typescript","code":"_w"}"#,
            ),
            (
                DocumentType::CreateTaskRequest,
                r#"{"name":"t","language":"typescript","code":"QR"}"#,
            ),
        ];
        for (document_type, text) in table {
            let fixer = fixer(document_type, Validator::new());
            assert_eq!(fix(&fixer, text), (text.to_owned(), vec![]));
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
            let fixer = fixer(DocumentType::AnchorProxy, validator.max_violations(0));
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
        let fixer = fixer(DocumentType::AnchorProxy, Validator::new());
        let few = with(MAX_VIOLATIONS - 1);
        assert!(fix(&fixer, &few).0.ends_with(r#""us"}"#));
        let many = with(MAX_VIOLATIONS);
        assert_eq!(fix(&fixer, &many).0, many);
    }
}
