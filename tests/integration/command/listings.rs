//! Tests of the commands that print rules, countries, schemas, samples, completions and man pages.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::process::{Command, Stdio};

use anchorbrowser_schema::{
    CountryCode, CreateTaskRequest, DocumentType, ProxyType, Revision, Rule, Severity, Validator,
};
use serde_json::{Value, json};

use super::{Outcome, TestDir};

/// The commands that do not read documents, with the arguments they need.
const LISTINGS: [&[&str]; 8] = [
    &["explain", "uri"],
    &["explain", "--all"],
    &["rules"],
    &["countries"],
    &["schema", "task"],
    &["sample"],
    &["completions", "bash"],
    &["man"],
];

#[track_caller]
fn run(arguments: &[&str]) -> Outcome {
    test_dir().run(arguments)
}

/// These commands need no files.
fn test_dir() -> TestDir {
    TestDir(env!("CARGO_TARGET_TMPDIR").into())
}

/// Standard output of a successful command.
#[track_caller]
fn stdout_of(arguments: &[&str]) -> String {
    let outcome = run(arguments);
    outcome.assert_code(0);
    outcome.stdout
}

/// The first lines of a text.
fn first_lines(text: &str, count: usize) -> String {
    text.split_inclusive('\n').take(count).collect()
}

#[test]
fn explain_prints_the_page_of_a_rule() {
    for rule in Rule::all() {
        assert_eq!(stdout_of(&["explain", rule.name()]), rule.explanation());
    }
    let pages: Vec<&str> = Rule::all().map(Rule::explanation).collect();
    assert_eq!(stdout_of(&["explain", "--all"]), pages.join("\n"));
    assert_eq!(
        first_lines(&stdout_of(&["explain", "timeout-order"]), 8),
        "# timeout-order\n\
         \n\
         Violated when the idle timeout is longer than the maximum duration of the\n\
         session.\n\
         \n\
         ## What it does\n\
         \n\
         Checks that `idle_timeout` is not greater than `max_duration` if both are\n"
    );
}

/// The fixes that there are for a rule.
fn fixes(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::Base64Alphabet | Rule::Base64Padding => &["safe"],
        Rule::CountryUnknown | Rule::Type | Rule::UnknownProperty => &["safe", "unsafe"],
        Rule::Enum | Rule::Syntax => &["unsafe"],
        _ => &[],
    }
}

/// A rule in JSON output.
fn rule_row(rule: Rule) -> Value {
    json!({
        "rule": rule.name(),
        "severity": rule.default_severity().name(),
        "fixed": rule.is_fixed(),
        "fixes": fixes(rule),
        "summary": rule.summary(),
        "source": rule.source(),
        "revisions": Revision::all()
            .filter(|revision| rule.applies_in(*revision))
            .collect::<Vec<_>>(),
    })
}

fn rule_with_explanation(rule: Rule) -> Value {
    let mut rule_row = rule_row(rule);
    rule_row["explanation"] = rule.explanation().into();
    rule_row
}

#[test]
fn explain_prints_json() {
    let one = run(&["explain", "uuid", "--format", "json"]);
    assert_eq!(one.json(), rule_with_explanation(Rule::Uuid));
    let all = run(&["explain", "--all", "--format", "json"]);
    let expected: Vec<Value> = Rule::all().map(rule_with_explanation).collect();
    assert_eq!(all.json(), Value::from(expected));
    assert_eq!(all.stdout.lines().count(), 1);
}

#[test]
fn rules_are_listed() {
    let text = stdout_of(&["rules"]);
    assert_eq!(text.lines().count(), 28);
    assert_eq!(
        first_lines(&text, 3),
        "syntax                always error  the document is not valid JSON in UTF-8, or is nested \
         more than 127 levels deep\n\
         duplicate-key         error         an object contains the same key more than once\n\
         type                  always error  a known member or the document itself has the wrong \
         JSON type\n"
    );
    assert!(text.ends_with(
        "empty-code            warning       the code is an empty string\n\
         code-not-text         warning       the code does not decode to UTF-8 text\n"
    ));
    // There is one type of proxy in 2026, which supports a city.
    let latest = stdout_of(&["rules", "--revision", "2026"]);
    let missing: Vec<&str> = text.lines().filter(|line| !latest.contains(line)).collect();
    let names = missing.iter().map(|line| line.split(' ').next().unwrap());
    assert!(names.eq(["country-not-allowed", "city-unsupported"]));
    let listed = run(&["rules", "--format", "json"]);
    let expected: Vec<Value> = Rule::all().map(rule_row).collect();
    assert_eq!(listed.json(), Value::from(expected));
    let revisions: Vec<_> = Revision::all().map(Revision::name).collect();
    let first = "[{\"rule\":\"syntax\",\"severity\":\"error\",\"fixed\":true,\"fixes\":[\"unsafe\"],\"summary\":\"the document is not \
         valid JSON in UTF-8, or is nested more than 127 levels deep\",\"source\":\"RFC 8259 sections 2, \
         8.1 and 9\",\"revisions\":";
    let second = "},{\"rule\":\"duplicate-key\",";
    let expected = format!("{first}{}{second}", json!(revisions));
    assert!(listed.stdout.starts_with(&expected));
}

#[test]
fn countries_are_listed() {
    let text = stdout_of(&["countries"]);
    assert_eq!(
        first_lines(&text, 3),
        "ad  Andorra                   anchor_residential anchor_gov anchor_proxy\n\
         ae  United Arab Emirates      anchor_mobile anchor_gov anchor_proxy\n\
         af  Afghanistan               anchor_residential anchor_mobile anchor_gov anchor_proxy\n"
    );
    assert_eq!(text.lines().count(), 193);
    let kinds = ProxyType::all().map(Some).chain([None]);
    for kind in kinds {
        let arguments = kind.as_ref().map(ProxyType::as_str);
        let arguments: Vec<&str> = ["countries"].into_iter().chain(arguments).collect();
        let countries: Vec<CountryCode> = Revision::default().countries(kind.as_ref()).collect();
        let codes: Vec<&str> = countries.iter().map(CountryCode::as_str).collect();
        let text = stdout_of(&arguments);
        let listed: Vec<&str> = text.lines().map(|line| &line[..2]).collect();
        assert_eq!(listed, codes, "{kind:?}");
        let listed = run(&[&arguments[..], &["--format", "json"]].concat()).json();
        let expected: Vec<Value> = countries
            .iter()
            .map(|code| {
                let types: Vec<ProxyType> = Revision::default().types_offering(code).collect();
                json!({"code": code, "name": code.name(), "types": types})
            })
            .collect();
        assert_eq!(listed, Value::from(expected), "{kind:?}");
    }
}

#[test]
fn schemas_are_printed_as_they_are() {
    for root in DocumentType::all() {
        assert_eq!(
            stdout_of(&["schema", root.name()]),
            root.schema(Revision::default())
        );
    }
    assert_eq!(
        stdout_of(&["schema", "session-config"]),
        DocumentType::SessionConfig.schema(Revision::default())
    );
}

#[test]
fn invalid_arguments_are_reported() {
    let table: [(&[&str], &str); 9] = [
        (
            &["explain", "contry-unknown"],
            "`contry-unknown` is not a rule; did you mean `country-unknown`?",
        ),
        (&["explain", "timeout"], "`timeout` is not a rule\n"),
        (&["explain"], "<RULE>"),
        (&["explain", "uri", "--all"], "cannot be used with"),
        (
            &["countries", "mobile"],
            "the type must be one of `anchor_residential`, `anchor_mobile`, `anchor_gov`, `anchor_proxy`",
        ),
        (
            &["schema", "Tusk"],
            "invalid value 'Tusk' for '<TYPE>': `Tusk` is not a document type; use `CreateTaskRequest`,",
        ),
        (&["sample", "--seed", "-1"], "'-1'"),
        (
            &["sample", "--invalid", "--type", "Task"],
            "cannot be used with",
        ),
        (
            &["man", "chekc"],
            "error: `chekc` is not a command; it must be one of `check`, `filter`,",
        ),
    ];
    for (arguments, message) in table {
        let outcome = run(arguments);
        outcome.assert_code(2);
        assert_eq!(outcome.stdout, "", "{arguments:?}");
        assert!(outcome.stderr.contains(message), "{outcome:?}");
    }
}

/// The output is guaranteed for a version. If this test fails, samples have changed, which must be
/// announced to users.
#[cfg(target_pointer_width = "64")]
#[test]
fn samples_are_reproducible() {
    let first = "{\"name\":\"08Cy-B1CZyC0cc_aYxB-b\",\"language\":\"typescript\",\
                 \"browserConfiguration\":{\"initial_url\":\"https://xn--bcher-kva.example/\",\
                 \"live_view\":{}}}\n";
    assert_eq!(stdout_of(&["sample"]), first);
    let three = stdout_of(&["sample", "--count", "3"]);
    assert!(three.starts_with(first));
    assert_eq!(three.lines().count(), 3);
    assert_eq!(stdout_of(&["sample", "--count", "0"]), "");
    let largest = u64::MAX.to_string();
    for kind in [&["--invalid"][..], &["--type", "task"], &[]] {
        let generate =
            |seed: &str| stdout_of(&[&["sample", "--count", "20", "--seed", seed], kind].concat());
        assert_eq!(generate("7"), generate("7"), "{kind:?}");
        let outputs: BTreeSet<String> = ["7", "8", "263", &largest].map(generate).into();
        assert_eq!(outputs.len(), 4, "{kind:?}");
    }
}

/// Environment variables of proptest have no effect.
#[test]
fn samples_depend_only_on_the_seed() {
    let dir = test_dir();
    let mut command = dir.command(&["sample", "--count", "5", "--invalid"]);
    command
        .env("PROPTEST_RNG_SEED", "5")
        .env("PROPTEST_RNG_ALGORITHM", "xs")
        .env("PROPTEST_MAX_DEFAULT_SIZE_RANGE", "1");
    let outcome = Outcome::of(command.output().unwrap());
    assert_eq!(
        outcome.stdout,
        stdout_of(&["sample", "--count", "5", "--invalid"])
    );
}

#[test]
fn samples_of_every_type_are_valid() {
    for root in DocumentType::all() {
        let text = stdout_of(&["sample", "--count", "100", "--type", root.name()]);
        assert_eq!(text.lines().count(), 100);
        let schema = schema(root);
        for line in text.lines() {
            let report = Validator::new().check_json_as(root, line);
            assert!(report.is_empty(), "{root}: {line}\n{report}");
            let document: Value = serde_json::from_str(line).unwrap();
            assert!(document.is_object(), "{line}");
            assert!(schema.is_valid(&document), "{root}: {line}");
        }
    }
}

/// Rejected by the rules, and by the schema where it can express the error.
#[test]
fn invalid_samples_are_rejected() {
    let text = stdout_of(&["sample", "--count", "600", "--invalid", "--seed", "1"]);
    let schema = schema(DocumentType::CreateTaskRequest);
    let mut violated = BTreeSet::new();
    for line in text.lines() {
        let report = Validator::new().check_json::<CreateTaskRequest>(line);
        assert!(report.error_count() > 0, "{line}");
        let errors: BTreeSet<Rule> = report
            .violations()
            .iter()
            .inspect(|violation| violated.extend(violation.kind().rule()))
            .filter(|violation| violation.severity() == Severity::Error)
            .filter_map(|violation| violation.kind().rule())
            .collect();
        let unseen = [Rule::DuplicateKey, Rule::InvalidUrl, Rule::IntegerRange];
        // The schema validator reads numbers as doubles and rounds some of them to integers.
        let document = serde_json::from_str::<Value>(line).ok();
        if let Some(document) = document
            && errors.iter().any(|rule| !unseen.contains(rule))
            && !line.contains("1e-400")
            && !line.contains("1.00000000000000000000001")
        {
            assert!(!schema.is_valid(&document), "{line}");
        }
    }
    assert_eq!(text.lines().count(), 600);
    let others: Vec<Rule> = Rule::all()
        .filter(|rule| !violated.contains(rule))
        .collect();
    assert_eq!(others, [Rule::Syntax, Rule::Uuid, Rule::DateTime]);
    // Checked by the command itself.
    let dir = TestDir::new("invalid_samples", &[("invalid.ndjson", text.as_bytes())]);
    let outcome = dir.run(&["check", "--format", "json", "invalid.ndjson"]);
    outcome.assert_code(1);
    let summary = &outcome.json()["summary"];
    assert_eq!([&summary["documents"], &summary["valid"]], [600, 0]);
}

/// The embedded schema of a type, with format validation.
fn schema(root: DocumentType) -> jsonschema::Validator {
    let schema = serde_json::from_str(root.schema(Revision::default())).unwrap();
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
}

#[test]
fn samples_contain_no_control_characters() {
    for kind in [&["--invalid"][..], &["--type", "error-response"], &[]] {
        let text = stdout_of(&[&["sample", "--count", "300"], kind].concat());
        let is_control = |c: char| {
            c != '\n' && c.is_control()
                || ('\u{2028}'..='\u{202e}').contains(&c)
                || ('\u{2066}'..='\u{2069}').contains(&c)
                || ['\u{61c}', '\u{200e}', '\u{200f}', '\u{feff}'].contains(&c)
        };
        let controls: Vec<char> = text.chars().filter(|c| is_control(*c)).collect();
        assert!(controls.is_empty(), "{kind:?}: {controls:?}");
        assert!(!text.is_ascii(), "other characters are not escaped");
        assert!(text.contains("\\u202e") && text.contains("\\u2028"));
    }
}

/// A closed pipe stops the generation of samples.
#[test]
fn closed_pipes_are_not_errors() {
    let dir = test_dir();
    for kind in [&["--invalid"][..], &[]] {
        let mut command =
            dir.command(&[&["sample", "--count", "18446744073709551615"], kind].concat());
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        reader.read_line(&mut line).unwrap();
        assert!(line.ends_with('\n'));
        drop(reader);
        assert_eq!(child.wait().unwrap().code(), Some(0));
        let mut stderr = String::new();
        child.stderr.unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!(stderr, "");
    }
    for arguments in LISTINGS {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let outcome = Outcome::of(dir.command(arguments).stdout(writer).output().unwrap());
        outcome.assert_code(0);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn full_disks_are_reported() {
    let dir = test_dir();
    for arguments in LISTINGS {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let outcome = Outcome::of(dir.command(arguments).stdout(full).output().unwrap());
        outcome.assert_code(2);
        assert_eq!(
            outcome.stderr,
            "error: cannot write to standard output: No space left on device (os error 28)\n",
            "{arguments:?}"
        );
    }
}

const COMMANDS: [&str; 10] = [
    "init",
    "check",
    "filter",
    "explain",
    "rules",
    "countries",
    "schema",
    "sample",
    "completions",
    "man",
];

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = stdout_of(&["completions", shell]);
        for word in COMMANDS.into_iter().chain(["max-violations"]) {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    run(&["completions", "cmd"]).assert_code(2);
}

#[cfg(unix)]
#[test]
fn bash_completions_work() {
    let dir = TestDir::new(
        "bash_completions_work",
        &[("script", stdout_of(&["completions", "bash"]).as_bytes())],
    );
    let bash = |script: &str| {
        let mut command = Command::new("bash");
        command.current_dir(&dir.0).args(["--norc", "-c", script]);
        let outcome = Outcome::of(output_if_installed(&mut command)?);
        outcome.assert_code(0);
        Some(outcome.stdout)
    };
    let Some(checked) = bash("bash -n script") else {
        return;
    };
    assert_eq!(checked, "");
    let complete = |words: &[&str]| {
        let (last, name) = (words[words.len() - 1], "anchorbrowser-schema");
        let before = words.len().checked_sub(2).map_or(name, |at| words[at]);
        let mut script = "source ./script\n".to_owned();
        writeln!(
            script,
            "COMP_WORDS=({name} {}) COMP_CWORD={}\n_anchorbrowser__schema {name} '{last}' {before}\n\
             printf '%s ' \"${{COMPREPLY[@]}}\"",
            words.join(" "),
            words.len()
        )
        .unwrap();
        bash(&script).unwrap()
    };
    assert_eq!(complete(&["ru"]), "rules ");
    assert_eq!(
        complete(&["explain", "country"]),
        "country-unknown country-not-allowed "
    );
    assert_eq!(complete(&["countries", "anchor_m"]), "anchor_mobile ");
    assert_eq!(
        complete(&["sample", "--type", "Task"]),
        "Task TaskResponse "
    );
}

/// The output of an installed program, or `None` with a note if it is not installed.
fn output_if_installed(command: &mut Command) -> Option<std::process::Output> {
    match command.output() {
        Ok(output) => Some(output),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            eprintln!(
                "skipped: {} is not installed",
                command.get_program().display()
            );
            None
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn man_pages_for_every_command() {
    let dir = TestDir::new("man_pages_for_every_command", &[]);
    let whole = stdout_of(&["man"]);
    for command in COMMANDS {
        let listed = format!("anchorbrowser\\-schema\\-{command}(1)");
        assert!(whole.contains(&listed), "{listed}");
    }
    let pages = [None].into_iter().chain(COMMANDS.map(Some));
    for (number, command) in pages.enumerate() {
        let arguments: Vec<&str> = ["man"].into_iter().chain(command).collect();
        let page = dir.0.join(format!("{number}.1"));
        fs::write(&page, stdout_of(&arguments)).unwrap();
        // UTF-8 input, all warnings, no colors or overstrikes.
        let mut groff = Command::new("groff");
        groff
            .args(["-k", "-man", "-ww", "-Tutf8", "-P-cbou"])
            .arg(&page);
        let Some(output) = output_if_installed(&mut groff) else {
            return;
        };
        let outcome = Outcome::of(output);
        outcome.assert_code(0);
        let words: Vec<&str> = outcome.stdout.split_whitespace().collect();
        let text = words.join(" ");
        let expected = match command {
            None => "Validates create-task requests for the Anchor Browser API",
            Some("check") => {
                "--max-violations <N> Maximum number of violations to list per document"
            }
            Some("sample") => "--count <N> [default: 1] Number of documents to generate",
            Some(_) => "-q, --quiet Print diagnostics only, without summary or progress",
        };
        for section in ["ENVIRONMENT", "FILES", "SEE ALSO"] {
            assert!(
                outcome.stdout.lines().any(|line| line == section),
                "{section}"
            );
        }
        // Lines are also broken at hyphens.
        let plain = |text: &str| text.replace(['-', '\u{2010}', ' '], "");
        assert!(plain(&text).contains(&plain(expected)), "{text}");
    }
}
