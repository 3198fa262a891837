//! Fixes in the reports of `check`.

use std::collections::HashMap;

use anchorbrowser_schema::{Edit, Fix, Span};

use crate::documents::CheckedDocument;
use crate::fixer::may_be_fixable;
use crate::inputs::Input;

/// Adds to each violation the change that fixes it, if there is one that violates no other rule.
pub(crate) fn add_fixes<'d>(input: &Input, checked: CheckedDocument<'d>) -> CheckedDocument<'d> {
    if !may_be_fixable(&checked.report) {
        return checked;
    }
    let offset = checked.offset();
    let suggestions = input
        .settings()
        .fixer(true)
        .suggestions(checked.document(), checked.text.format);
    let mut fixes: HashMap<_, _> = suggestions
        .into_iter()
        .map(|suggestion| {
            let edits = suggestion.edits.into_iter().flatten().map(|edit| {
                let edit = edit.shifted(offset);
                Edit::new(Span::new(edit.span.start, edit.span.end), edit.text)
            });
            let fix = Fix::new(suggestion.is_safe, suggestion.title).with_edits(edits);
            ((suggestion.rule, suggestion.pointer), fix)
        })
        .collect();
    let report = checked.report.with_fixes(|violation| {
        let rule = violation.kind().rule()?;
        fixes.remove(&(rule, violation.pointer().to_owned()))
    });
    CheckedDocument { report, ..checked }
}
