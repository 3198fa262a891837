//! The repairs of one document: only such as leave less wrong with it than before.

use std::collections::BTreeSet;

use anchorbrowser_schema::{Report, Root, Rule, Validator};

use super::draft::Draft;
use super::repairs::{Repair, repairs};
use crate::settings::Settings;

/// A document with more violations than this is left: its members can break a few dozen rules, so
/// it is hardly such a document at all.
const MOST_VIOLATIONS: usize = 10_000;

/// Rules and where they are broken.
type Broken = BTreeSet<(Rule, String)>;

/// A repair that was made.
#[derive(Clone)]
pub(super) struct Made {
    pub(super) rule: Rule,
    pub(super) pointer: String,
    pub(super) done: String,
    /// Where the violation stood in the original.
    pub(super) at: usize,
}

/// A document and what was repaired in it.
#[derive(Clone)]
pub(super) struct Mended {
    pub(super) draft: Draft,
    /// In the order of their places.
    pub(super) made: Vec<Made>,
}

impl Mended {
    fn make(&mut self, repair: Repair) {
        self.made.push(Made {
            at: self.draft.original(repair.at),
            rule: repair.rule,
            pointer: repair.pointer,
            done: repair.done,
        });
        self.draft.replace(repair.span, &repair.replacement);
    }
}

/// Repairs documents of one kind.
pub(super) struct Mender {
    root: Root,
    validator: Validator,
}

impl Mender {
    pub(super) fn new(settings: &Settings) -> Self {
        // Repeated keys are not touched, which takes to know of them even where they are allowed.
        let validator = settings.validator.clone().deny(Rule::DuplicateKey);
        Self {
            root: settings.root,
            validator: validator.max_violations(MOST_VIOLATIONS),
        }
    }

    /// Repairs what can be repaired; none if that is nothing.
    pub(super) fn mend(&self, text: &[u8]) -> Option<Mended> {
        let mut mended = Mended {
            draft: Draft::new(std::str::from_utf8(text).ok()?),
            made: Vec::new(),
        };
        // A repair that was refused may become possible by another one. Each round but the last
        // mends something, and no repair adds anything to mend, so this ends.
        while self.round(&mut mended) {}
        mended.made.sort_by_key(|made| made.at);
        (!mended.made.is_empty()).then_some(mended)
    }

    /// Tries each repair once; whether any was made.
    fn round(&self, mended: &mut Mended) -> bool {
        let mut tried = Broken::new();
        let made_before = mended.made.len();
        let mut report = self.check(&mended.draft);
        while let Some(repair) = next(&mended.draft, &report, |broken| tried.insert(broken)) {
            if let Some(better) = self.attempt(mended, &report, repair) {
                *mended = better;
                report = self.check(&mended.draft);
            }
        }
        mended.made.len() > made_before
    }

    /// Makes a repair, and those of what it uncovers: a renamed member's value may need one itself.
    /// None if at the end anything is wrong that was not so before.
    fn attempt(&self, before: &Mended, report: &Report, repair: Repair) -> Option<Mended> {
        let allowed = broken(report);
        let mut after = before.clone();
        let mut tried = Broken::new();
        let mut next_repair = Some(repair);
        while let Some(repair) = next_repair {
            after.make(repair);
            let report = self.check(&after.draft);
            let now = broken(&report);
            if now.is_subset(&allowed) {
                let is_better = now.len() < allowed.len() && report.omitted() == 0;
                return is_better.then_some(after);
            }
            next_repair = next(&after.draft, &report, |broken| {
                !allowed.contains(&broken) && tried.insert(broken)
            });
        }
        None
    }

    fn check(&self, draft: &Draft) -> Report {
        self.root.check_json(&self.validator, draft.text())
    }
}

/// The first repair that is wanted.
fn next(
    draft: &Draft,
    report: &Report,
    mut is_wanted: impl FnMut((Rule, String)) -> bool,
) -> Option<Repair> {
    if report.omitted() > 0 {
        return None;
    }
    repairs(draft.text(), report).find(|repair| is_wanted((repair.rule, repair.pointer.clone())))
}

fn broken(report: &Report) -> Broken {
    let violations = report.violations().iter();
    violations
        .map(|violation| (violation.rule(), violation.pointer().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use anchorbrowser_schema::Level;

    use super::super::draft::edited;
    use super::*;

    fn mender(root: Root, validator: Validator) -> Mender {
        Mender::new(&Settings { root, validator })
    }

    /// What becomes of a text, and the rules that were mended.
    fn mend(mender: &Mender, text: &str) -> (String, Vec<&'static str>) {
        match mender.mend(text.as_bytes()) {
            None => (text.to_owned(), Vec::new()),
            Some(Mended { draft, made }) => {
                let edited = edited(text.as_bytes(), draft.edits());
                assert_eq!(edited, draft.text().as_bytes());
                let rules = made.iter().map(|made| made.rule.name()).collect();
                (draft.text().to_owned(), rules)
            }
        }
    }

    #[test]
    fn repairs_uncover_others() {
        let table: [(Root, &str, &str, &[&str]); 7] = [
            (
                Root::AnchorProxy,
                r#"{"active":true,"countryCode":"UK"}"#,
                r#"{"active":true,"country_code":"gb"}"#,
                &["unknown-property", "country-unknown"],
            ),
            (
                Root::AnchorProxy,
                r#"{"countryCode" : null, "active" : true }"#,
                r#"{"active" : true }"#,
                &["unknown-property", "type"],
            ),
            (
                Root::CreateTaskRequest,
                r#"{"nmae":"t","langauge":"typescript","Code":"Pz8_\n"}"#,
                r#"{"name":"t","language":"typescript","code":"Pz8/"}"#,
                &[
                    "unknown-property",
                    "unknown-property",
                    "unknown-property",
                    "base64-alphabet",
                ],
            ),
            (
                Root::CreateTaskRequest,
                r#"{"name":"t","language":"typescript","browser_configuration":
                    {"proxi":{"active":true,"regoin":null,"country":"DE"},"timeout":{"idle":1}}}"#,
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
            // A repair mends what another rule says of another member.
            (
                Root::AnchorProxy,
                r#"{"active":true,"city":"x","regoin":"y"}"#,
                r#"{"active":true,"city":"x","region":"y"}"#,
                &["unknown-property"],
            ),
            // Possible only once the later member is gone.
            (
                Root::AnchorProxy,
                r#"{"active":true,"region":null,"city":null}"#,
                r#"{"active":true}"#,
                &["type", "type"],
            ),
            // Members side by side.
            (
                Root::AnchorProxy,
                "{\n  \"region\": null,\n  \"type\": null,\n  \"active\": true,\n  \"country_code\": null,\n  \"x\": null\n}",
                "{\n  \"active\": true,\n  \"x\": null\n}",
                &["type", "type", "type"],
            ),
        ];
        for (root, before, after, rules) in table {
            let mender = mender(root, Validator::new());
            assert_eq!(mend(&mender, before), (after.to_owned(), rules.to_vec()));
        }
    }

    #[test]
    fn what_would_break_another_rule_is_left() {
        let table = [
            // The type does not offer it.
            (
                Root::AnchorProxy,
                r#"{"active":true,"type":"anchor_gov","country_code":"GB"}"#,
            ),
            // The member is required, or another one needs it.
            (Root::AnchorProxy, r#"{"active":null}"#),
            (
                Root::AnchorProxy,
                r#"{"active":true,"region":null,"city":"x"}"#,
            ),
            // The right one is there.
            (
                Root::AnchorProxy,
                r#"{"active":true,"type":"anchor_gov","tpye":1}"#,
            ),
            // What comes to light has no repair.
            (Root::AnchorProxy, r#"{"active":true,"tpye":"residential"}"#),
            (
                Root::CreateTaskRequest,
                r#"{"name":"t","langauge":"javascript"}"#,
            ),
            (
                Root::SessionConfig,
                r#"{"timeout":{"idleTimeout":20,"max_duration":10}}"#,
            ),
            (
                Root::SessionConfig,
                r#"{"Proxy":{"active":true,"x":1,"country_code":"US"}}"#,
            ),
            // It decodes to nothing, to no text, or has bits that belong to no byte.
            (
                Root::CreateTaskRequest,
                r#"{"name":"t","language":"typescript","code":"\n"}"#,
            ),
            (
                Root::CreateTaskRequest,
                r#"{"name":"t","language":"typescript","code":"_w"}"#,
            ),
            (
                Root::CreateTaskRequest,
                r#"{"name":"t","language":"typescript","code":"QR"}"#,
            ),
        ];
        for (root, text) in table {
            let mender = mender(root, Validator::new());
            assert_eq!(mend(&mender, text), (text.to_owned(), vec![]));
        }
    }

    #[test]
    fn levels_say_what_is_wrong() {
        let table = [
            // What is allowed is not mended.
            (
                Rule::CountryUnknown,
                r#"{"active":true,"country_code":"US"}"#,
                r#"{"active":true,"country_code":"US"}"#,
            ),
            // What is allowed does not keep from mending something else.
            (
                Rule::CountryNotAllowed,
                r#"{"active":true,"type":"anchor_gov","country_code":"GB"}"#,
                r#"{"active":true,"type":"anchor_gov","country_code":"gb"}"#,
            ),
            // But no member is renamed to one that is there, nor is a repeated one touched.
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
            let mender = mender(Root::AnchorProxy, validator.max_violations(0));
            assert_eq!(mend(&mender, before).0, after, "{rule}");
        }
    }

    #[test]
    fn a_document_with_very_many_violations_is_left() {
        let with = |unknown: usize| {
            let unknown: Vec<_> = (0..unknown).map(|n| format!(r#""{n}":0,"#)).collect();
            let unknown = unknown.concat();
            format!(r#"{{{unknown}"active":true,"country_code":"US"}}"#)
        };
        let mender = mender(Root::AnchorProxy, Validator::new());
        let few = with(MOST_VIOLATIONS - 1);
        assert!(mend(&mender, &few).0.ends_with(r#""us"}"#));
        let many = with(MOST_VIOLATIONS);
        assert_eq!(mend(&mender, &many).0, many);
    }
}
