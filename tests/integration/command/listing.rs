//! Which violations are listed, in which words and how often: `concise`, `gitlab`, `--statistics`,
//! `--max-results` and repetitions.

use serde_json::{Value, json};

use super::{INVALID, TestDir, VALID, default_revision};

fn summary() -> String {
    let revision = default_revision();
    format!("1 of 2 documents have errors: 2 errors, 1 warning; {revision}\n")
}

fn test_dir(test: &str) -> TestDir {
    TestDir::new(
        test,
        &[
            ("in/bad.json", INVALID.as_bytes()),
            ("in/good.json", VALID.as_bytes()),
        ],
    )
}

#[test]
fn concise_output_has_a_line_for_each_violation() {
    let dir = test_dir("concise");
    let outcome = dir.run(&["check", "--format=concise", "in"]);
    outcome.assert_code(1);
    let expected = [
        "in/bad.json:1:9: error[pattern] `/name` must match `^[a-zA-Z0-9_-]+$`, but character 2 is ` `",
        "in/bad.json:2:13: error[enum] `/language` must be `typescript`, but is `é`",
        "in/bad.json:2:18: warning[unknown-property] `/tags` is not a member that the API document \
         defines",
    ];
    let violations: String = expected.map(|line| format!("{line}\n")).concat();
    assert_eq!(outcome.stdout, format!("{violations}{}", summary()));

    let quiet = dir.run(&["check", "--format=concise", "--quiet", "in"]);
    assert_eq!(quiet.stdout, violations);

    let limited = [
        "check",
        "--format=concise",
        "--max-violations=1",
        "--quiet",
        "in",
    ];
    assert_eq!(
        dir.run(&limited).stdout,
        format!("{}\nin/bad.json:1: 2 more not listed\n", expected[0])
    );
}

#[test]
fn gitlab_reports_have_the_members_that_gitlab_reads() {
    let dir = test_dir("gitlab");
    let check = ["check", "--format=gitlab", "in", "missing.json"];
    let outcome = dir.run(&check);
    outcome.assert_code(2);
    let issues: Vec<Value> = serde_json::from_str(&outcome.stdout).unwrap();
    let fingerprints: Vec<_> = issues
        .iter()
        .map(|issue| issue["fingerprint"].clone())
        .collect();
    let mut distinct: Vec<_> = fingerprints.iter().map(|f| f.as_str().unwrap()).collect();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), 4);
    let without: Vec<_> = issues
        .into_iter()
        .map(|mut issue| {
            issue.as_object_mut().unwrap().remove("fingerprint");
            issue
        })
        .collect();
    let at = |line: usize, column: usize, end: usize| {
        json!({"path": "in/bad.json", "positions": {
            "begin": {"line": line, "column": column}, "end": {"line": line, "column": end},
        }})
    };
    let expected = [
        json!({
            "description": "`/name` must match `^[a-zA-Z0-9_-]+$`, but character 2 is ` `\n\
                help: use only ASCII letters, digits, hyphens and underscores",
            "check_name": "pattern", "severity": "major", "location": at(1, 9, 14),
        }),
        json!({
            "description": "`/language` must be `typescript`, but is `é`",
            "check_name": "enum", "severity": "major", "location": at(2, 13, 16),
        }),
        json!({
            "description": "`/tags` is not a member that the API document defines\n\
                help: revision `2026` has it; choose that revision to send it",
            "check_name": "unknown-property", "severity": "minor", "location": at(2, 18, 24),
        }),
        json!({
            "description": "cannot read `missing.json`: No such file or directory (os error 2)",
            "check_name": "cannot-be-read", "severity": "blocker",
            "location": {"path": "missing.json", "lines": {"begin": 1}},
        }),
    ];
    for (issue, expected) in without.iter().zip(&expected) {
        for member in ["check_name", "severity", "location"] {
            assert_eq!(issue[member], expected[member], "{issue}");
        }
        let description = issue["description"].as_str().unwrap();
        let message = expected["description"].as_str().unwrap().lines().next();
        assert_eq!(description.lines().next(), message);
    }

    // Lines before a document do not change its fingerprints.
    let again = dir.run(&check);
    assert_eq!(again.stdout, outcome.stdout);
    std::fs::write(dir.0.join("in/bad.json"), format!("\n\n{INVALID}")).unwrap();
    let moved: Vec<Value> = serde_json::from_str(&dir.run(&check).stdout).unwrap();
    let moved: Vec<_> = moved
        .iter()
        .map(|issue| issue["fingerprint"].clone())
        .collect();
    assert_eq!(moved, fingerprints);
    let empty = dir.run(&["check", "--format=gitlab", "in/good.json"]);
    assert_eq!(empty.stdout, "[]\n");
}

#[test]
fn statistics_count_violations_by_rule() {
    let dir = TestDir::new(
        "statistics",
        &[(
            "a.jsonl",
            "{\"name\":\"a b\",\"language\":\"ts\"}\n\
             {\"name\":\"a b\",\"language\":\"typescript\",\"Description\":null}\n\
             {\"name\":\"a b\",\"language\":\"typescript\",\"description\":null}\n"
                .as_bytes(),
        )],
    );
    let outcome = dir.run(&["check", "--statistics", "a.jsonl"]);
    outcome.assert_code(1);
    assert_eq!(
        outcome.stdout,
        format!(
            "       3  pattern           error\n       \
         1  enum              error; 1 fixable with `fix --unsafe`\n       \
         1  type              error; 1 fixable with `fix`\n       \
         1  unknown-property  warning; 1 fixable with `fix`\n\
         3 of 3 documents have errors: 5 errors, 1 warning; 2 fixable with `fix`; 1 fixable with `fix \
         --unsafe`; {}\n",
            default_revision()
        )
    );
    let json = dir.run(&["check", "--statistics", "--format=json", "a.jsonl"]);
    json.assert_code(1);
    assert_eq!(
        json.json(),
        json!({
            "rules": [
                {"rule": "pattern", "errors": 3, "warnings": 0, "fixable": 0, "unsafely_fixable": 0},
                {"rule": "enum", "errors": 1, "warnings": 0, "fixable": 0, "unsafely_fixable": 1},
                {"rule": "type", "errors": 1, "warnings": 0, "fixable": 1, "unsafely_fixable": 0},
                {"rule": "unknown-property", "errors": 0, "warnings": 1, "fixable": 1, "unsafely_fixable": 0},
            ],
            "omitted": 0,
            "summary": {"documents": 3, "valid": 0, "errors": 5, "warnings": 1, "failed": 0},
        })
    );
    let sarif = dir.run(&["check", "--statistics", "--format=sarif", "a.jsonl"]);
    sarif.assert_code(2);
    assert_eq!(
        sarif.stderr,
        "error: `--statistics` requires the format `human` or `json`\n"
    );
}

/// The numbers of violations that each format lists, if it lists each by itself.
#[test]
fn results_beyond_the_limit_are_counted() {
    let dir = TestDir::new(
        "max_results",
        &[(
            "a.jsonl",
            "{\"name\":1,\"language\":1}\n".repeat(10).as_bytes(),
        )],
    );
    let results = |format: &str, limit: &str| {
        let format = format!("--format={format}");
        dir.run(&["check", &format, "--max-results", limit, "a.jsonl"])
    };
    let sarif = results("sarif", "7");
    assert_eq!(sarif.code, Some(1));
    assert_eq!(
        sarif.stderr,
        "13 more violations not listed because of `--max-results`\n"
    );
    let run = &sarif.json()["runs"][0];
    assert_eq!(run["results"].as_array().unwrap().len(), 7);
    assert_eq!(run["properties"]["errors"], 20);
    assert_eq!(
        run["invocations"][0]["toolExecutionNotifications"],
        json!([{"level": "warning", "message": {"text": "13 more results not listed"}}])
    );
    assert_eq!(results("sarif", "20").stderr, "");
    let gitlab: Vec<Value> = serde_json::from_str(&results("gitlab", "7").stdout).unwrap();
    assert_eq!(gitlab.len(), 7);
    let lines = |format: &str| {
        let stdout = results(format, "7").stdout;
        stdout
            .lines()
            .filter(|line| line.contains("must be a string"))
            .count()
    };
    assert_eq!((lines("github"), lines("concise")), (7, 7));
}

/// The same violation in many documents is listed a few times, and counted. One thread or many make
/// no difference.
#[test]
fn repetitions_are_counted() {
    let dir = TestDir::new(
        "repetitions",
        &[(
            "a.jsonl",
            format!(
                "{}{{\"name\":\"b c\",\"language\":\"typescript\"}}\n",
                "{\"name\":\"a b\",\"language\":\"typescript\"}\n".repeat(3000)
            )
            .as_bytes(),
        )],
    );
    let outcome = dir.run(&["check", "a.jsonl"]);
    outcome.assert_code(1);
    let title = "error[pattern]: `/name` must match `^[a-zA-Z0-9_-]+$`, but character 2 is ` `\n";
    assert_eq!(
        outcome.stdout.matches(title).count(),
        6,
        "{}",
        outcome.stdout
    );
    for line in 1..=5 {
        assert!(outcome.stdout.contains(&format!(" a.jsonl:{line}:9\n")));
    }
    assert!(
        outcome.stdout.contains(&format!(
            "{title} = note: 2996 more times; `--format concise` lists all\n\n3001 of 3001 documents"
        )),
        "{}",
        outcome.stdout
    );
    let single = dir.run(&["check", "--threads=1", "a.jsonl"]);
    assert_eq!(single.stdout, outcome.stdout);
    let concise = dir.run(&["check", "--format=concise", "--quiet", "a.jsonl"]);
    assert_eq!(concise.stdout.lines().count(), 3001);
}

/// Keys, values and file names cannot be mistaken for a command of a CI system, wherever they occur.
#[cfg(unix)]
#[test]
fn nothing_reads_as_a_command_of_a_ci_system() {
    let commands = [
        "##[stop-commands]x",
        "::set-output name=a::b",
        "##vso[task.complete]",
        "##teamcity[x]",
    ];
    for command in commands {
        let key = format!(
            "{{\"{command}\":1,\"name\":\"{command}\",\"language\":\"{command}\",\"{command}\":2}}"
        );
        let file = format!("{command}.json");
        let missing = format!("{command}.missing");
        let dir = TestDir::new("ci_commands", &[(&file, key.as_bytes())]);
        for format in [
            "human", "concise", "json", "jsonl", "sarif", "gitlab", "junit",
        ] {
            let format = format!("--format={format}");
            let outcome = dir.run(&["check", &format, "--max-violations=2", ".", &missing]);
            outcome.assert_code(2);
            for text in [&outcome.stdout, &outcome.stderr] {
                assert!(!text.contains("##"), "{format}: {text}");
                let starts = text.lines().any(|line| line.trim_start().starts_with("::"));
                assert!(!starts, "{format}: {text}");
            }
        }
        let files = dir.run(&["check", "--show-files", "."]);
        let escaped = file
            .replace("##", "#\\u{23}")
            .replace("::s", ":\\u{3a}s")
            .replace("::b", ":\\u{3a}b");
        assert_eq!(files.stdout, format!("./{escaped}\n"));
    }
}

/// Arguments can be names of files that a shell expands.
#[cfg(unix)]
#[test]
fn usage_errors_escape_and_cut_arguments() {
    let dir = TestDir::new("usage_errors", &[]);
    let long = "x".repeat(100_000);
    let table = [
        (
            vec!["check", "--\u{1b}]0;title\u{7}"],
            "--\\u{1b}]0;title\\u{7}",
        ),
        (
            vec!["check", "--format", "\u{202e}json", "-"],
            "\\u{202e}json",
        ),
        (
            vec!["check", "--threads", "1\n::error::x", "-"],
            "1\\n:\\u{3a}error:\\u{3a}x",
        ),
        (vec!["\u{1b}[31m"], "\\u{1b}[31m"),
        (vec!["check", "--deny", &long, "-"], "xxx…"),
    ];
    for (arguments, expected) in table {
        let outcome = dir.run(&arguments);
        outcome.assert_code(2);
        assert!(outcome.stderr.contains(expected), "{}", outcome.stderr);
        assert!(!outcome.stderr.contains(super::check::is_unsafe));
        assert!(outcome.stderr.len() < 5000, "{}", outcome.stderr.len());
    }
}

/// A warning in five documents and an error by the same rule in another.
#[test]
fn repetitions_have_the_same_severity() {
    let json = br#"{"name":"t","language":"typescript","zz":1}"#;
    let names: Vec<_> = (1..=9).map(|number| format!("w{number}.json")).collect();
    let mut files: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), &json[..]))
        .collect();
    let config = b"[[overrides]]\nfiles = [\"w7.json\"]\nlevels.unknown-property = \"deny\"\n";
    files.push(("anchorbrowser-schema.toml", config));
    let dir = TestDir::new("repeated_severities", &files);
    let outcome = dir.run(&["check", "."]);
    outcome.assert_code(1);
    assert_eq!(outcome.stdout.matches("error[unknown-property]").count(), 1);
    assert!(
        outcome.stdout.contains(" = note: 3 more times;"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn what_a_report_does_not_list_is_said_in_every_format() {
    let keys: Vec<_> = (0..10).map(|number| format!("\"k{number}\":0")).collect();
    let text = format!(
        "{{\"name\":\"t\",\"language\":\"typescript\",{}}}",
        keys.join(",")
    );
    let dir = TestDir::new("not_listed", &[("a.json", text.as_bytes())]);
    let run = |format: &str| {
        let format = format!("--format={format}");
        dir.run(&["check", &format, "--max-violations=4", "a.json"])
    };
    let gitlab: Vec<Value> = serde_json::from_str(&run("gitlab").stdout).unwrap();
    assert_eq!(gitlab.len(), 5);
    assert_eq!(gitlab[4]["description"], "6 more not listed");
    assert_eq!(gitlab[4]["severity"], "info");
    let sarif = run("sarif").json();
    assert_eq!(
        sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"],
        json!([{"level": "warning", "message": {"text": "6 more results not listed"}}])
    );
    // Statistics count all.
    let statistics = dir.run(&["check", "--statistics", "--max-violations=4", "a.json"]);
    assert!(
        statistics
            .stdout
            .starts_with("      10  unknown-property  warning\n"),
        "{statistics:?}"
    );
}

/// Nothing is written if the arguments are invalid.
#[test]
fn invalid_arguments_are_found_before_files_are_fixed() {
    let text = r#"{"name":"t","language":"typescript","description":null}"#;
    let table: [&[&str]; 4] = [
        &["--statistics", "--format=concise"],
        &["--format=human", "--format=concise"],
        &["--format=json=missing/x"],
        &["--show-files"],
    ];
    for arguments in table {
        let dir = TestDir::new("fix_after_arguments", &[("a.json", text.as_bytes())]);
        let outcome = dir.run(&[&["check", "--fix", "a.json"], arguments].concat());
        assert_eq!(outcome.code, Some(2), "{arguments:?}");
        assert_eq!(
            std::fs::read(dir.0.join("a.json")).unwrap(),
            text.as_bytes()
        );
    }
}

/// A configuration that cannot be read is not ignored, and user info of URLs is not shown.
#[cfg(unix)]
#[test]
fn unreadable_configurations_are_errors() {
    use std::os::unix::fs::symlink;
    let dir = TestDir::new("unreadable_configuration", &[("a.json", VALID.as_bytes())]);
    let file = dir.0.join("anchorbrowser-schema.toml");
    for (target, reason) in [
        ("missing", "No such file or directory (os error 2)"),
        ("/dev/zero", "it is not a regular file"),
        (".", "it is not a regular file"),
    ] {
        symlink(target, &file).unwrap();
        let outcome = dir.run(&["check", "a.json"]);
        outcome.assert_code(2);
        assert!(outcome.stderr.contains(reason), "{outcome:?}");
        std::fs::remove_file(&file).unwrap();
    }
    let list = dir.run(&["check", "--file-list", "/dev/zero"]);
    list.assert_code(2);
    assert!(list.stderr.contains("it is larger than 16 MiB"), "{list:?}");
    for arguments in [
        &["check", "https://usr:SECRET@h/x.json"][..],
        &["check", "--type", "https://usr:SECRET@h/", "a.json"],
        &["drift", "https://usr:SECRET@h/x.yaml"],
    ] {
        let outcome = dir.run(arguments);
        outcome.assert_code(2);
        assert!(!outcome.stderr.contains("SECRET"), "{outcome:?}");
    }
}

/// A list from standard input can be read only once.
#[test]
fn listed_files_are_fixed_before_they_are_checked() {
    let text = r#"{"name":"t","language":"typescript","description":null}"#;
    let dir = TestDir::new("fix_listed_files", &[("a.json", text.as_bytes())]);
    let check = [
        "check",
        "--fix",
        "--quiet",
        "--format=json",
        "--file-list",
        "-",
    ];
    let outcome = dir.run_with_input(&check, b"a.json\n");
    outcome.assert_code(0);
    assert_eq!(outcome.json()["summary"]["documents"], 1);
    assert_eq!(
        std::fs::read(dir.0.join("a.json")).unwrap(),
        VALID.as_bytes()
    );
}
