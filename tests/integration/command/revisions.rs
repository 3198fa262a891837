//! `--revision` and `revision =`: which revision each command uses.

use anchorbrowser_schema::{DocumentType, Revision, Validator};

use super::{Outcome, TestDir, default_revision};
use crate::support::unknown_revision;

/// Valid in revision `2025`, and one error in `2026`.
const GOV: &str = r#"{"active":true,"type":"anchor_gov","country_code":"us"}"#;
/// One warning in revision `2025`, and valid in `2026`.
const TAGS: &str = r#"{"tags":["a"]}"#;

fn run(arguments: &[&str]) -> Outcome {
    TestDir::new("revisions", &[]).run(arguments)
}

/// The last line of the output, and the exit code.
fn ending(outcome: &Outcome) -> (Option<i32>, &str) {
    (
        outcome.code,
        outcome.stdout.lines().last().unwrap_or_default(),
    )
}

#[test]
fn documents_are_checked_by_the_chosen_revision() {
    let config = b"type = \"AnchorProxy\"\nrevision = \"2026\"\n";
    let files: &[(&str, &[u8])] = &[
        ("plain/gov.json", GOV.as_bytes()),
        ("plain/tags.json", TAGS.as_bytes()),
        ("latest/gov.json", GOV.as_bytes()),
        ("latest/anchorbrowser-schema.toml", config),
    ];
    let dir = TestDir::new("chosen_revision", files);
    let default = default_revision();
    // The arguments, the exit code, and the end of the summary.
    let table: [(&[&str], i32, String); 6] = [
        (
            &["--type", "AnchorProxy", "plain/gov.json"],
            0,
            format!("0 errors, 0 warnings; {default}"),
        ),
        (
            &[
                "--type",
                "AnchorProxy",
                "--revision",
                "2025",
                "plain/gov.json",
            ],
            0,
            "0 errors, 0 warnings; revision 2025".into(),
        ),
        (
            &[
                "--type",
                "AnchorProxy",
                "--revision",
                "2026",
                "plain/gov.json",
            ],
            1,
            "1 error, 0 warnings; 1 fixable with `fix --unsafe`; revision 2026".into(),
        ),
        (
            &[
                "--type",
                "SessionConfig",
                "--revision",
                "2026",
                "plain/tags.json",
            ],
            0,
            "0 errors, 0 warnings; revision 2026".into(),
        ),
        // The configuration file chooses, and the command line takes precedence.
        (
            &["latest/gov.json"],
            1,
            "1 error, 0 warnings; 1 fixable with `fix --unsafe`; revision 2026".into(),
        ),
        (
            &["--revision", "2025", "latest/gov.json"],
            0,
            "0 errors, 0 warnings; revision 2025".into(),
        ),
    ];
    for (arguments, code, summary) in table {
        let outcome = dir.run(&[&["check"], arguments].concat());
        let (exit, last) = ending(&outcome);
        assert_eq!(exit, Some(code), "{outcome:?}");
        assert!(last.ends_with(&summary), "{arguments:?}: {last}");
    }
    let fixed = dir.run(&["fix", "--diff", "--unsafe", "latest/gov.json"]);
    assert!(
        fixed
            .stdout
            .contains(r#"+{"active":true,"type":"anchor_proxy","country_code":"us"}"#),
        "{fixed:?}"
    );
    let filter = ["filter", "--type", "AnchorProxy", "--revision", "2026"];
    let rejected = dir.run_with_input(&filter, GOV.as_bytes());
    assert_eq!((rejected.code, rejected.stdout.as_str()), (Some(1), ""));
}

#[test]
fn lists_are_those_of_the_chosen_revision() {
    let countries = run(&["countries", "--revision", "2026"]);
    assert_eq!(countries.stdout.lines().count(), 146);
    let line = |code: &str| countries.stdout.lines().find(|line| line.starts_with(code));
    assert_eq!(
        line("gb"),
        Some("gb  United Kingdom            anchor_proxy")
    );
    assert_eq!(line("ru"), None);
    let removed = run(&["countries", "anchor_gov", "--revision", "2026"]);
    assert_eq!((removed.code, removed.stdout.as_str()), (Some(0), ""));
    for revision in Revision::all() {
        let schema = run(&["schema", "SessionConfig", "--revision", revision.name()]);
        assert_eq!(schema.stdout, DocumentType::SessionConfig.schema(revision));
    }
    let page = run(&["explain", "city-unsupported", "--revision", "2026"]);
    assert!(
        page.stdout
            .ends_with("\n## Revision 2026\n\nThis rule cannot be violated in revision `2026`.\n")
    );
    let page = run(&["explain", "enum", "--revision", "2026"]);
    assert_eq!(page.stdout, run(&["explain", "enum"]).stdout);
}

#[test]
fn samples_are_those_of_the_chosen_revision() {
    let name = DocumentType::SessionConfig.name();
    let sample = |revision: Revision| {
        let arguments = [
            "sample",
            "--count",
            "200",
            "--type",
            name,
            "--revision",
            revision.name(),
        ];
        run(&arguments).stdout
    };
    for revision in Revision::all() {
        let validator = Validator::new().revision(revision);
        for document in sample(revision).lines() {
            let report = validator.check_json_as(DocumentType::SessionConfig, document);
            assert!(report.is_empty(), "{revision} {document}\n{report}");
        }
    }
    assert!(sample(Revision::V2026).contains("\"scoped_access\""));
    assert!(!sample(Revision::V2025).contains("\"scoped_access\""));
    let invalid = run(&["sample", "--invalid", "--count", "50", "--revision", "2026"]);
    let validator = Validator::new().revision(Revision::V2026);
    for document in invalid.stdout.lines() {
        let report = validator.check_json_as(DocumentType::CreateTaskRequest, document);
        assert!(!report.is_valid(), "{document}");
    }
}

#[test]
fn unknown_revisions_are_usage_errors() {
    for command in [
        "check",
        "countries",
        "explain",
        "fix",
        "filter",
        "rules",
        "sample",
        "schema",
    ] {
        let outcome = run(&[command, "--revision", "2024"]);
        assert_eq!(outcome.code, Some(2), "{outcome:?}");
        let message = unknown_revision();
        assert!(outcome.stderr.contains(&message), "{outcome:?}");
    }
}
