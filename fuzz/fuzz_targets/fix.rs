//! Fixes change only what they report, violate no other rule, and leave nothing that can be fixed.

#![no_main]

#[allow(dead_code, unused_imports, reason = "the command uses the rest")]
#[path = "../../src/bin/anchorbrowser-schema/fixer/mod.rs"]
mod fixer;
#[path = "../../src/bin/anchorbrowser-schema/json_array.rs"]
#[allow(dead_code, reason = "the command uses the rest")]
mod json_array;
#[path = "../../src/bin/anchorbrowser-schema/member_names.rs"]
#[allow(dead_code, reason = "the command uses the rest")]
mod member_names;
#[path = "../../src/bin/anchorbrowser-schema/plural.rs"]
#[allow(dead_code, reason = "the command uses the rest")]
mod plural;
#[allow(dead_code, reason = "the command uses the rest")]
#[path = "../../src/bin/anchorbrowser-schema/source_format.rs"]
mod source_format;
#[allow(dead_code, reason = "the command uses the rest")]
#[path = "../../src/bin/anchorbrowser-schema/yaml/mod.rs"]
mod yaml;

use std::collections::BTreeSet;

use anchorbrowser_schema::{DocumentType, Revision, Rule, Validator};
use anchorbrowser_schema_fuzz::document_types;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

use self::fixer::{AppliedFix, FixedDocument, Fixer, apply_edits};
use self::source_format::SourceFormat;

fuzz_target!(|input: &[u8]| {
    let Some((&[selector, options], source)) = input.split_first_chunk() else {
        return;
    };
    let document_type = document_types::selected(selector);
    let [is_unsafe, is_yaml, is_latest] = [1, 2, 4].map(|bit| options & bit != 0);
    let revision = if is_latest {
        Revision::LATEST
    } else {
        Revision::default()
    };
    let validator = Validator::new()
        .revision(revision)
        .max_violations(usize::MAX)
        .max_pointer_bytes(usize::MAX);
    let format = if is_yaml {
        SourceFormat::Yaml(&[])
    } else {
        SourceFormat::Json
    };
    let fixer = Fixer::new(document_type, validator.clone(), is_unsafe);
    let Some(fixed) = fixer.fix(source, format) else {
        return;
    };
    let edited = fixed.source();
    assert_eq!(
        apply_edits(source, edited.edits()),
        edited.text().as_bytes(),
        "the edits are all that has changed"
    );
    assert_eq!(edited.edits().is_empty(), fixed.applied.is_empty());
    let again = fixer.fix(edited.text().as_bytes(), format);
    let again = again.map_or(0, |again| again.applied.len());
    assert_eq!(again, 0, "nothing is left to fix in {}", edited.text());
    if fixed.applied.is_empty() || is_syntax_fixed(&fixed) {
        return;
    }
    let before = if is_yaml {
        let [Ok(converted)] = &yaml::convert(source)[..] else {
            panic!("fixed several documents");
        };
        converted.json.clone()
    } else {
        String::from_utf8(source.to_vec()).expect("UTF-8")
    };
    check_violations(document_type, &validator, &before, &fixed);
    if let (Ok(before), Ok(after)) = (before.parse(), fixed.json().parse()) {
        check_meaning(&before, &after, &fixed.applied);
    }
});

/// Whether the source was not JSON, so that there is nothing to compare with.
fn is_syntax_fixed(fixed: &FixedDocument) -> bool {
    fixed.applied.iter().any(|fix| fix.rule == Rule::Syntax)
}

fn check_violations(
    document_type: DocumentType,
    validator: &Validator,
    before: &str,
    fixed: &FixedDocument,
) {
    let violations = |json: &str| -> BTreeSet<(String, String)> {
        let report = validator.check_json_as(document_type, json);
        let violations = report.violations().iter();
        violations
            .map(|violation| (violation.rule().into(), violation.pointer().into()))
            .collect()
    };
    let (before, after) = (violations(before), violations(fixed.json()));
    assert!(!before.is_subset(&after), "nothing is fixed: {after:?}");
    for (rule, pointer) in after.difference(&before) {
        // What is in a value under another name was not checked before.
        assert!(is_moved(pointer, &fixed.applied), "new: {rule} {pointer}");
    }
}

/// Members have changed only where a fix is, and those that it renamed or moved keep their values.
fn check_meaning(before: &Value, after: &Value, fixes: &[AppliedFix]) {
    let is_fixed = |pointer: &str| {
        let is_at_fix = |fix: &AppliedFix| is_inside(pointer, &fix.pointer);
        fixes.iter().any(is_at_fix) || is_moved(pointer, fixes)
    };
    let mut differences = Differences::default();
    differences.find(before, after, &mut String::new());
    let unexpected: Vec<_> = differences
        .changed
        .iter()
        .chain(&differences.gone)
        .filter(|pointer| !is_fixed(pointer))
        // An object that a member was moved into may be new itself.
        .chain(differences.new.iter().filter(|new| {
            let is_around = |fix: &AppliedFix| {
                let target = fix.uncovers.as_deref();
                target.is_some_and(|target| is_inside(target, new))
            };
            !is_moved(new, fixes) && !fixes.iter().any(is_around)
        }))
        .collect();
    assert!(unexpected.is_empty(), "{unexpected:?}: {before} {after}");

    for fix in fixes {
        let Some(target) = &fix.uncovers else {
            continue;
        };
        let is_inside_target = |other: &AppliedFix| {
            other.pointer != fix.pointer
                && (is_inside(&other.pointer, target) || is_inside(target, &other.pointer))
        };
        // A fix of a renamed object is at a pointer that only the fixed document has.
        let value = before.pointer(&fix.pointer);
        if value.is_some() && !fixes.iter().any(is_inside_target) {
            assert_eq!(value, after.pointer(target), "{before} {after}");
        }
    }
}

fn is_inside(pointer: &str, around: &str) -> bool {
    let inside = pointer.strip_prefix(around);
    inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a pointer is that of a member that a fix has renamed or moved, or of something inside.
fn is_moved(pointer: &str, fixes: &[AppliedFix]) -> bool {
    let mut targets = fixes.iter().filter_map(|fix| fix.uncovers.as_deref());
    targets.any(|target| is_inside(pointer, target))
}

/// The pointers where two values differ.
#[derive(Default)]
struct Differences {
    changed: Vec<String>,
    /// Members that only the first value has.
    gone: Vec<String>,
    /// Members that only the second value has.
    new: Vec<String>,
}

impl Differences {
    fn find(&mut self, before: &Value, after: &Value, pointer: &mut String) {
        let length = pointer.len();
        match (before, after) {
            (Value::Object(before), Value::Object(after)) => {
                for (name, value) in before {
                    pointer.push('/');
                    pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
                    match after.get(name) {
                        Some(after) => self.find(value, after, pointer),
                        None => self.gone.push(pointer.clone()),
                    }
                    pointer.truncate(length);
                }
                for name in after.keys().filter(|name| !before.contains_key(*name)) {
                    let name = name.replace('~', "~0").replace('/', "~1");
                    self.new.push(format!("{pointer}/{name}"));
                }
            }
            (before, after) if before != after => self.changed.push(pointer.clone()),
            _ => {}
        }
    }
}
