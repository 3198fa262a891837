//! Tests of the `fix` command.

use std::fs::{self, File};
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::json;

use super::{INVALID, Outcome, TestDir, VALID, violations, write_input};

/// A request with many fixable violations and a few others, with unusual formatting that must be
/// preserved.
const FIXABLE: &str = "{\r
\t\"nmae\" : \"a b\",
    \"name\" : \"web-scraper\", \"language\":\"typescript\",
  \"code\": \"cnVu\\nKCk7\\r\\n\",
  \"description\": null,
  \"browser\\u0043onfiguration\": {
    \"proxy\": { \"active\": true,
      \"c\\u006funtry_code\": \"\\u0055K\",
      \"region\": null, \"city\": null },
    \"recording\": null
  },
  \"tags\": [ 1.50, \"\\/\" ]
}

";
const FIXED: &str = "{\r
\t\"nmae\" : \"a b\",
    \"name\" : \"web-scraper\", \"language\":\"typescript\",
  \"code\": \"cnVuKCk7\",
  \"browser\\u0043onfiguration\": {
    \"proxy\": { \"active\": true,
      \"c\\u006funtry_code\": \"gb\" }
  },
  \"tags\": [ 1.50, \"\\/\" ]
}

";

/// A request with this country code.
pub(super) fn with_country(country: &str) -> String {
    format!(
        "{{\"name\":\"t\",\"language\":\"typescript\",\"browserConfiguration\":\
         {{\"proxy\":{{\"active\":true,\"country_code\":\"{country}\"}}}}}}"
    )
}

/// Runs the command, and returns standard output as bytes, standard error, and the exit code.
fn run_with_bytes(dir: &TestDir, arguments: &[&str], input: &[u8]) -> (Vec<u8>, String, i32) {
    let mut command = dir.command(arguments);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || write_input(stdin, input));
        child.wait_with_output().unwrap()
    });
    let stderr = String::from_utf8(output.stderr).unwrap();
    (output.stdout, stderr, output.status.code().unwrap())
}

pub(super) fn read(dir: &TestDir, name: &str) -> Vec<u8> {
    fs::read(dir.0.join(name)).unwrap()
}

/// The output of `check` for a file, without the summary.
fn check_output(dir: &TestDir, name: &str) -> String {
    dir.run(&["check", "--quiet", name]).stdout
}

pub(super) fn names(dir: &TestDir) -> Vec<String> {
    let entries = fs::read_dir(&dir.0).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn only_violations_are_changed() {
    let dir = TestDir::new("only_violations", &[("a.json", FIXABLE.as_bytes())]);
    let outcome = dir.run(&["fix", "a.json"]);
    outcome.assert_code(0);
    assert_eq!(read(&dir, "a.json"), FIXED.as_bytes());
    // Positions refer to the fixed file.
    let left = check_output(&dir, "a.json");
    assert_eq!(
        outcome.stdout,
        format!(
            "a.json:4:11: fixed[base64-alphabet]: `/code` rewritten as standard base64: 3 line breaks removed\n\
             a.json:4:21: fixed[type]: `/description` removed because it was `null`\n\
             a.json:7:28: fixed[country-unknown]: `/browserConfiguration/proxy/country_code` replaced with `gb`\n\
             a.json:7:32: fixed[type]: `/browserConfiguration/proxy/region` removed because it was `null`\n\
             a.json:7:32: fixed[type]: `/browserConfiguration/proxy/city` removed because it was `null`\n\
             a.json:7:34: fixed[type]: `/browserConfiguration/recording` removed because it was `null`\n\
             {left}6 fixes in 1 of 1 document; 2 warnings remain\n"
        )
    );
    assert_eq!(left.matches("[unknown-property]").count(), 2);
}

#[test]
fn files_without_fixes_are_not_written() {
    let dir = TestDir::new(
        "files_without_fixes",
        &[
            ("good.json", VALID.as_bytes()),
            ("bad.json", INVALID.as_bytes()),
            ("invalid.json", b"\xef\xbb\xbf{"),
            ("lines.jsonl", b"{}\n\xff\n"),
        ],
    );
    let modified = |name: &str| {
        let metadata = fs::metadata(dir.0.join(name)).unwrap();
        metadata.modified().unwrap()
    };
    let files = ["good.json", "bad.json", "invalid.json", "lines.jsonl"];
    let before = files.map(|name| (modified(name), read(&dir, name)));
    let outcome = dir.run(&["fix", "."]);
    outcome.assert_code(1);
    assert!(
        outcome
            .stdout
            .ends_with("\n0 fixes in 0 of 5 documents; 6 errors and 1 warning remain\n"),
        "{outcome:?}"
    );
    assert_eq!(files.map(|name| (modified(name), read(&dir, name))), before);
}

#[test]
fn standard_input_is_fixed_to_standard_output() {
    let dir = TestDir::new("fix_standard_input", &[]);
    let (stdout, stderr, code) = run_with_bytes(&dir, &["fix", "-"], FIXABLE.as_bytes());
    assert_eq!((stdout.as_slice(), code), (FIXED.as_bytes(), 0));
    assert!(
        stderr.contains("-:7:28: fixed[country-unknown]: ")
            && stderr.ends_with("\n6 fixes in 1 of 1 document; 2 warnings remain\n"),
        "{stderr}"
    );
    let quiet = ["fix", "--quiet", "--stdin-filename", "x.json", "-"];
    let (stdout, stderr, code) = run_with_bytes(&dir, &quiet, INVALID.as_bytes());
    assert_eq!((stdout.as_slice(), code), (INVALID.as_bytes(), 1));
    assert!(
        stderr.starts_with("error[pattern]: ")
            && stderr.contains(" --> x.json:1:9\n")
            && !stderr.contains(" fixes in "),
        "{stderr}"
    );
}

/// Unusual lines of a stream, before and after fixing.
fn stream() -> (Vec<u8>, Vec<u8>) {
    let lines: [(Vec<u8>, Vec<u8>); 9] = [
        (with_country("US").into(), with_country("us").into()),
        (VALID.into(), VALID.into()),
        (b" \t".into(), b" \t".into()),
        (b"\xff\xfe \x00".into(), b"\xff\xfe \x00".into()),
        (
            format!(" {}\t\r", with_country("Uk")).into(),
            format!(" {}\t\r", with_country("gb")).into(),
        ),
        (b"{\"name\":".into(), b"{\"name\":".into()),
        (b"\r".into(), b"\r".into()),
        (
            br#"{"language":"typescript","Name":"t","code":null}"#.into(),
            br#"{"language":"typescript","name":"t"}"#.into(),
        ),
        (with_country("DE").into(), with_country("de").into()),
    ];
    let (before, after): (Vec<_>, Vec<_>) = lines.into_iter().unzip();
    (before.join(&b'\n'), after.join(&b'\n'))
}

#[test]
fn streams_are_fixed_line_by_line() {
    let (before, after) = stream();
    for end in ["", "\n", "\n\n"] {
        let (before, after) = (
            [&before, end.as_bytes()].concat(),
            [&after, end.as_bytes()].concat(),
        );
        let dir = TestDir::new("fix_stream_lines", &[("a.jsonl", &before)]);
        let outcome = dir.run(&["fix", "a.jsonl"]);
        outcome.assert_code(1);
        assert_eq!(read(&dir, "a.jsonl"), after);
        let summary = "\n5 fixes in 4 of 7 documents; 2 errors remain\n";
        assert!(outcome.stdout.ends_with(summary), "{outcome:?}");
        let stdin = ["fix", "--input-format", "ndjson", "-"];
        let (stdout, stderr, code) = run_with_bytes(&dir, &stdin, &before);
        assert_eq!((stdout, code), (after, 1));
        assert_eq!(stderr, outcome.stdout.replace("a.jsonl:", "-:"));
    }
}

#[test]
fn long_streams_are_fixed() {
    // Several chunks, the first of which may be unchanged.
    for changed_lines in [
        [0, 1, 2],
        [0, 7000, 19_999],
        [15_000, 15_001, 19_999],
        [19_998, 19_999, 19_999],
    ] {
        let lines = |country: &str| -> String {
            let line = |number| {
                let country = if changed_lines.contains(&number) {
                    country
                } else {
                    "de"
                };
                format!("{}{}\n", with_country(country), " ".repeat(number % 50))
            };
            (0..20_000).map(line).collect::<Vec<_>>().concat()
        };
        let (before, after) = (lines("FR"), lines("fr"));
        let dir = TestDir::new("fix_long_streams", &[("a.jsonl", before.as_bytes())]);
        let last = format!("\na.jsonl:{}:99: fixed[", changed_lines[2] + 1);
        let outcome = dir.run(&["fix", "--threads", "3", "a.jsonl"]);
        outcome.assert_code(0);
        assert!(
            read(&dir, "a.jsonl") == after.as_bytes(),
            "{changed_lines:?}"
        );
        assert_eq!(names(&dir), ["a.jsonl"]);
        assert!(outcome.stdout.contains(&last), "{outcome:?}");
        assert!(
            diff_produces(&before, &after, "a.jsonl", "fix_long_streams"),
            "{changed_lines:?}"
        );
    }
}

#[test]
fn array_elements_are_fixed() {
    let us = with_country("US");
    let text = format!(
        "[{us}, {us},\n  {{\n  \"code\": null,\n  \"name\": \"t\",\n  \"language\": \"typescript\"\n  }}\n, 1, {us}\n]\n"
    );
    let fixed = text.replace("US", "us").replace("\"code\": null,\n  ", "");
    let dir = TestDir::new("fix_array_elements", &[("a.json", text.as_bytes())]);
    let outcome = dir.run(&["fix", "--input-format", "array", "a.json"]);
    outcome.assert_code(1);
    assert_eq!(read(&dir, "a.json"), fixed.as_bytes());
    let locations: Vec<_> = outcome
        .stdout
        .lines()
        .filter(|line| line.contains(": fixed["))
        .filter_map(|line| line.split_once(": `").map(|(place, _)| place))
        .collect();
    assert_eq!(
        locations,
        [
            "a.json:1:100: fixed[country-unknown]",
            "a.json:1:207: fixed[country-unknown]",
            "a.json:3:3: fixed[type]",
            "a.json:6:104: fixed[country-unknown]",
        ]
    );
    assert!(
        outcome.stdout.contains("\nerror[type]: ")
            && outcome.stdout.contains("\n --> a.json:6:3\n")
            && outcome
                .stdout
                .ends_with("\n4 fixes in 4 of 5 documents; 1 error remains\n"),
        "{outcome:?}"
    );
    // A text that is not an array is one document, and invalid JSON is left unchanged.
    for text in [us.as_str(), "[{\"country_code\": \"US\"]"] {
        let arguments = ["fix", "--input-format", "array", "-"];
        let (stdout, _, code) = run_with_bytes(&dir, &arguments, text.as_bytes());
        let expected = text.replace("\"US\"}}}", "\"us\"}}}");
        assert_eq!((stdout, code), (expected.into(), i32::from(text != us)));
    }
}

#[test]
fn each_file_is_fixed_once() {
    let us = with_country("US");
    let files = ["a.json", "b/c.json", "b/d.txt", "b/.hidden.json"];
    let dir = TestDir::new(
        "fix_directories_and_globs",
        &files.map(|name| (name, us.as_bytes())),
    );
    let outcome = dir.run(&[
        "fix",
        ".",
        "a.json",
        "./b/../a.json",
        "--glob",
        "*.txt",
        "--glob",
        "a*",
    ]);
    outcome.assert_code(0);
    assert!(
        outcome
            .stdout
            .ends_with("\n2 fixes in 2 of 2 documents; no violations remain\n"),
        "{outcome:?}"
    );
    let changed = files.map(|name| read(&dir, name) != us.as_bytes());
    assert_eq!(changed, [true, false, true, false]);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_are_preserved() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    for (mode, name, text) in [
        (0o600, "a.json", with_country("US")),
        (0o751, "a.jsonl", format!("{VALID}\n{}", with_country("US"))),
    ] {
        let dir = TestDir::new("permissions_and_links", &[(name, text.as_bytes())]);
        let file = dir.0.join(name);
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        symlink(name, dir.0.join("one")).unwrap();
        let link = dir.0.join("two.json");
        symlink(dir.0.join("one"), &link).unwrap();
        dir.run(&["fix", "--input-format", "ndjson", "two.json"])
            .assert_code(0);
        assert_eq!(read(&dir, name), text.replace("US", "us").as_bytes());
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o7777,
            mode
        );
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(!fs::symlink_metadata(&file).unwrap().is_symlink());
        assert_eq!(names(&dir).len(), 3);
    }
}

/// Runs the command with a file size limit of 0.
#[cfg(target_os = "linux")]
fn run_without_space(dir: &TestDir, files: &[&str]) -> Outcome {
    let mut command = Command::new("sh");
    command
        .current_dir(&dir.0)
        .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" fix \"$@\""])
        .arg(env!("CARGO_BIN_EXE_anchorbrowser-schema"))
        .args(files)
        .stdin(Stdio::null());
    Outcome::of(command.output().unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn failed_writes_leave_files_unchanged() {
    let us = with_country("US");
    let lines = format!("{us}\n{{}}\n");
    let files = [
        ("a.json", us.as_bytes()),
        ("b.jsonl", lines.as_bytes()),
        ("c.json", VALID.as_bytes()),
    ];
    let dir = TestDir::new("failed_writes", &files);
    let outcome = run_without_space(&dir, &["a.json", "b.jsonl", "c.json"]);
    outcome.assert_code(2);
    for (name, text) in files {
        assert_eq!(read(&dir, name), text);
    }
    assert_eq!(names(&dir), ["a.json", "b.jsonl", "c.json"]);
    assert_eq!(
        outcome.stderr,
        "error: cannot write `a.json`, which is left unchanged: File too large (os error 27)\n\
         error: cannot write `b.jsonl`, which is left unchanged: File too large (os error 27)\n"
    );
    assert!(!outcome.stdout.contains(": fixed["), "{outcome:?}");
    assert!(
        outcome.stdout.contains("error[country-unknown]: ")
            && outcome.stdout.contains(" --> a.json:1:99\n"),
        "{outcome:?}"
    );
    let summary = "\n0 fixes in 0 of 4 documents; 4 errors remain; 2 files could not be written\n";
    assert!(outcome.stdout.ends_with(summary), "{outcome:?}");
}

/// A member that is moved is copied from the source, with what is next to it.
#[test]
fn reported_fixes_do_not_show_secrets() {
    let start = "name: t\nlanguage: typescript\n";
    let table = [
        (
            "a.yaml",
            "live_view: {read_only: true} # see https://u:hunter2@h/\n",
        ),
        (
            "a.yaml",
            "live_view: {read_only: true, password: hunter2}\n",
        ),
        (
            "a.yaml",
            "browserConfiguration: {}\ninitial_url: https://u:hunter2@h/\n",
        ),
        (
            "a.json",
            r#"{"name": "t", "language": "typescript", "browserConfiguration": {}, "tags": ["//u:hunter2@h/"]}"#,
        ),
    ];
    for (name, document) in table {
        let document = if name == "a.json" {
            document.to_owned()
        } else {
            format!("{start}{document}")
        };
        let dir = TestDir::new("reported_fixes", &[(name, document.as_bytes())]);
        let outcome = dir.run(&["check", "--format=jsonl", "--revision=2026", name]);
        assert!(
            outcome
                .stdout
                .contains(r#""title":"move into `browserConfiguration`""#),
            "{outcome:?}"
        );
        assert!(!outcome.stdout.contains("hunter2"), "{outcome:?}");
    }
    // One that shows nothing has its edits.
    let document = format!("{start}live_view: {{read_only: true}}\n");
    let dir = TestDir::new("reported_fixes", &[("a.yaml", document.as_bytes())]);
    let outcome = dir.run(&["check", "--format=jsonl", "a.yaml"]);
    assert!(
        outcome.stdout.contains(
            r#""edits":[{"span":{"start":29,"end":57},"text":"browserConfiguration:\n  live_view: {read_only: true}"}]"#
        ),
        "{outcome:?}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn failing_outputs_leave_no_partial_files() {
    let us = with_country("US");
    let dir = TestDir::new("fix_failing_outputs", &[("a.json", us.as_bytes())]);
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = dir.command(&["fix", "--diff", "a.json"]);
    let outcome = Outcome::of(command.stdin(Stdio::null()).stdout(full).output().unwrap());
    assert_eq!(outcome.code, Some(2));
    assert!(
        outcome
            .stderr
            .contains("error: cannot write to standard output: "),
        "{outcome:?}"
    );
    // What was not written is not claimed to be fixed.
    for format in ["json", "ndjson"] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let file = File::open(dir.0.join("a.json")).unwrap();
        let mut command = dir.command(&["fix", "-", "--input-format", format]);
        let outcome = Outcome::of(command.stdin(file).stdout(full).output().unwrap());
        assert_eq!(outcome.code, Some(2));
        let summary =
            "\n0 fixes in 0 of 1 document; 1 error remains; standard output is incomplete\n";
        assert!(outcome.stderr.ends_with(summary), "{outcome:?}");
    }
    // Nobody reads the messages, but the file is still fixed.
    let mut command = dir.command(&["fix", "a.json"]);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(read(&dir, "a.json"), with_country("us").as_bytes());
}

/// The reader of standard output may stop early; files are still fixed and reported.
#[cfg(unix)]
#[test]
fn files_are_fixed_after_standard_output_closes() {
    let us = with_country("US");
    let dir = TestDir::new("fix_closed_stdout", &[("c.json", us.as_bytes())]);
    let mut command = dir.command(&["fix", "--threads", "1", "-", "c.json"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(us.as_bytes()).unwrap();
    drop(stdin);
    let outcome = Outcome::of(child.wait_with_output().unwrap());
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!(read(&dir, "c.json"), with_country("us").as_bytes());
    assert!(
        outcome.stderr.contains("c.json:1:99: fixed[")
            && outcome
                .stderr
                .ends_with("\n2 fixes in 2 of 2 documents; no violations remain\n"),
        "{outcome:?}"
    );
}

/// Compressed files are checked but not changed, which is not an error.
#[test]
fn compressed_files_are_left_with_a_note() {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    let (us, lines) = (
        with_country("US"),
        format!("{VALID}\n{}\n", with_country("UK")),
    );
    let gzip = |text: &str| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let zstd = |text: &str| zstd::encode_all(text.as_bytes(), 1).unwrap();
    let files = [
        ("a.json.gz", gzip(&us)),
        ("b.jsonl.zst", zstd(&lines)),
        ("c.json.zst", zstd(VALID)),
        ("d.jsonl.gz", gzip(VALID)),
    ];
    let dir = TestDir::new(
        "fix_compressed",
        &files.each_ref().map(|(name, text)| (*name, &**text)),
    );
    for arguments in [&["fix", "."][..], &["fix", "--diff", "."]] {
        let outcome = dir.run(arguments);
        assert_eq!(outcome.code, Some(1));
        let out = [&*outcome.stdout, &*outcome.stderr].concat();
        for note in [
            "a.json.gz: 1 fix not applied: it is compressed\n",
            "b.jsonl.zst: 1 fix not applied: it is compressed\n",
        ] {
            assert!(out.contains(note), "{outcome:?}");
        }
        assert!(
            out.contains("0 fixes in 0 of 5 documents; 2 errors "),
            "{outcome:?}"
        );
        assert_eq!(
            files.each_ref().map(|(name, _)| read(&dir, name)),
            files.each_ref().map(|(_, text)| text.clone())
        );
    }
    dir.run(&["fix", "c.json.zst", "d.jsonl.gz"]).assert_code(0);
    let (_, stderr, code) =
        run_with_bytes(&dir, &["fix", "--stdin-filename", "x.gz", "-"], &files[0].1);
    assert_eq!(
        (stderr.lines().next().unwrap(), code),
        (
            "error: cannot read `x.gz`: a compressed stream cannot be fixed; decompress it first",
            2
        )
    );
}

#[test]
fn unsupported_inputs_do_not_affect_others() {
    let us = with_country("US");
    let dir = TestDir::new("unsupported_inputs", &[("e.json", us.as_bytes())]);
    let mut arguments = vec!["fix", "missing.json", "e.json"];
    if cfg!(unix) {
        arguments.push("/dev/null");
    }
    let outcome = dir.run(&arguments);
    outcome.assert_code(2);
    let mut expected =
        "error: cannot read `missing.json`: No such file or directory (os error 2)\n".to_owned();
    if cfg!(unix) {
        expected += "error: cannot read `/dev/null`: it is not a regular file and cannot be replaced; \
                    pass its content on standard input as `-`\n";
    }
    assert_eq!(outcome.stderr, expected);
    assert_eq!(read(&dir, "e.json"), with_country("us").as_bytes());
    assert!(
        outcome
            .stdout
            .contains("1 fix in 1 of 1 document; no violations remain; "),
        "{outcome:?}"
    );
}

/// Values and keys of YAML are changed where they are, with their style; comments, anchors and the
/// other documents stay.
#[test]
fn yaml_is_fixed() {
    let before = "\
%YAML 1.2
---
# One
name: t # kept
language: typescript
code: |
  cnVuKCk7
description:
browser_configuration: # kept
  proxy: {active: true, country_code: 'UK', region: null}
  timeout: &minutes {idleTimeout: 5}
---
{name: t, language: &ts typescript, description: *ts, code: null}
---
name: [
---
- &x US
- *x
---
active: true
...
";
    let after = before
        .replace("code: |\n", "code: |-\n")
        .replace("description:\n", "")
        .replace("browser_configuration", "browserConfiguration")
        .replace("'UK', region: null", "'gb'")
        .replace("idleTimeout", "idle_timeout")
        .replace(", code: null", "");
    let dir = TestDir::new("fix_yaml", &[("a.yaml", before.as_bytes())]);
    let outcome = dir.run(&["fix", "--diff", "a.yaml"]);
    assert_eq!(outcome.code, Some(1));
    assert!(
        outcome.stderr.contains("a.yaml:10:39: would fix[country-unknown]: `/browserConfiguration/proxy/country_code` replaced with `gb`\n"),
        "{outcome:?}"
    );
    let outcome = dir.run(&["fix", "a.yaml"]);
    outcome.assert_code(1);
    assert_eq!(String::from_utf8(read(&dir, "a.yaml")).unwrap(), after);
    assert!(
        outcome.stdout.contains("a.yaml:9:39: fixed[country-unknown]: `/browserConfiguration/proxy/country_code` replaced with `gb`\n")
            && outcome.stdout.contains("\n7 fixes in 2 of 5 documents; "),
        "{outcome:?}"
    );
    // Nothing is left to fix.
    let outcome = dir.run(&["fix", "a.yaml"]);
    assert!(
        outcome.stdout.contains("\n0 fixes in 0 of 5 documents; "),
        "{outcome:?}"
    );
    // Another member has the same value.
    let shared = "name: t\nlanguage: typescript\ndescription: &x UK\nbrowserConfiguration:\n  proxy: {active: true, country_code: *x}\n";
    let (stdout, stderr, code) = run_with_bytes(
        &dir,
        &["fix", "--stdin-filename", "x.yml", "-"],
        shared.as_bytes(),
    );
    assert_eq!(
        (String::from_utf8(stdout).unwrap().as_str(), code),
        (shared, 1)
    );
    assert!(
        stderr.contains("x.yml:3:17: not fixed[country-unknown]: `/browserConfiguration/proxy/country_code`: it cannot be changed without rewriting other YAML\n"),
        "{stderr}"
    );
}

/// Violations list their fixes in JSON, with spans in the source; what is never shown is left out.
#[test]
fn reports_contain_fixes() {
    let us = with_country("US");
    let secret = r#"{"name":"t","language":"typescript","code":"QQ","initial_url":"https://e.com/","user_name":1}"#;
    let stream = format!("{VALID}\n{us}\n{secret}\n");
    let yaml = "- 1\n---\nname: t\nlanguage: 'ts'\ndescription:\n";
    let dir = TestDir::new(
        "reports_contain_fixes",
        &[("a.jsonl", stream.as_bytes()), ("b.yaml", yaml.as_bytes())],
    );
    let fixes = |file: &str| -> Vec<_> {
        let lines = dir.run(&["check", "--format", "jsonl", file]).lines();
        let all = lines
            .iter()
            .flat_map(|document| violations(document).to_vec());
        let fixes = all.filter_map(|violation| {
            let fix = violation.get("fix")?;
            Some(json!([violation["pointer"], fix]))
        });
        fixes.collect()
    };
    let start = VALID.len() + 1 + us.find("\"US\"").unwrap();
    assert_eq!(
        fixes("a.jsonl"),
        [
            json!(["/browserConfiguration/proxy/country_code", {
                "safe": true,
                "title": "replace with `us`",
                "edits": [{"span": {"start": start, "end": start + 4}, "text": "\"us\""}],
            }]),
            json!(["/code", {"safe": true, "title": "rewrite as standard base64: padding corrected"}]),
            json!(["/initial_url", {"safe": false, "title": "move into `browserConfiguration`"}]),
        ]
    );
    let (language, description) = (
        yaml.find("'ts'").unwrap(),
        yaml.find("description").unwrap(),
    );
    assert_eq!(
        fixes("b.yaml"),
        [
            json!(["/language", {
                "safe": false,
                "title": "replace with `typescript`",
                "edits": [{"span": {"start": language, "end": language + 4}, "text": "'typescript'"}],
            }]),
            json!(["/description", {
                "safe": true,
                "title": "remove the member",
                "edits": [{"span": {"start": description, "end": yaml.len()}, "text": ""}],
            }]),
        ]
    );
    let human = dir.run(&["check", "."]);
    let summary = "; 3 fixable with `fix`; 2 fixable with `fix --unsafe`; revision 2025,";
    assert!(human.stdout.contains(summary), "{human:?}");
}

#[test]
fn check_fixes_files_first() {
    let ts = r#"{"name":"t","language":"ts","description":null}"#;
    let dir = TestDir::new("check_fixes_files", &[("a.json", ts.as_bytes())]);
    let outcome = dir.run(&["check", "--fix", "--format", "jsonl", "a.json"]);
    assert_eq!(outcome.code, Some(1));
    assert_eq!(outcome.stderr, "1 fix in 1 of 1 document\n");
    assert_eq!(violations(&outcome.lines()[0])[0]["rule"], "enum");
    assert_eq!(read(&dir, "a.json"), br#"{"name":"t","language":"ts"}"#);
    let outcome = dir.run(&["check", "--fix", "--unsafe", "--quiet", "a.json"]);
    outcome.assert_code(0);
    assert_eq!(read(&dir, "a.json"), VALID.as_bytes());
    let outcome = dir.run(&["check", "--fix", "-"]);
    assert_eq!(
        (outcome.code, &*outcome.stderr),
        (
            Some(2),
            "error: standard input cannot be fixed by `check`; use `fix -`\n"
        )
    );
}

/// Each unsafe fix, and the fix that is offered without `--unsafe`.
#[test]
fn unsafe_fixes_need_permission() {
    let request = |member: &str| format!("{{\"name\":\"t\",\"language\":\"typescript\",{member}}}");
    let session = |member: &str| request(&format!("\"browserConfiguration\":{{{member}}}"));
    let proxy = |member: &str| session(&format!("\"proxy\":{{\"active\":true,{member}}}"));
    let table = [
        (
            r#"{"name":"t","language":"ts"}"#.to_owned(),
            VALID.to_owned(),
        ),
        (
            r#"{"name":"t","language":"TypeScript"}"#.to_owned(),
            VALID.to_owned(),
        ),
        (
            request(r#""descripton":"x""#),
            request(r#""description":"x""#),
        ),
        (
            proxy(r#""type":"residential""#),
            proxy(r#""type":"anchor_residential""#),
        ),
        (
            proxy(r#""country_code":"Germany""#),
            proxy(r#""country_code":"de""#),
        ),
        (
            proxy(r#""country_code":"DEU""#),
            proxy(r#""country_code":"de""#),
        ),
        (
            session(r#""recording":{"active":"true"}"#),
            session(r#""recording":{"active":true}"#),
        ),
        (
            session(r#""timeout":{"max_duration":"20"}"#),
            session(r#""timeout":{"max_duration":20}"#),
        ),
        (
            request(r#""initial_url":"https://example.com/""#),
            session(r#""initial_url":"https://example.com/""#),
        ),
        (format!("\u{feff}{VALID}"), VALID.to_owned()),
        (format!("// x\n{VALID} // y"), VALID.to_owned()),
        (request("").replace(",}", ", }"), VALID.replace('}', " }")),
    ];
    let dir = TestDir::new("fix_unsafe", &[]);
    for (before, after) in table {
        let (stdout, stderr, _) = run_with_bytes(&dir, &["fix", "-"], before.as_bytes());
        assert_eq!(String::from_utf8(stdout).unwrap(), before);
        assert!(
            stderr.contains("]: ")
                && stderr.contains(": use `--unsafe` to fix it\n")
                && stderr.ends_with("; 1 more can be fixed with `--unsafe`\n"),
            "{stderr}"
        );
        let (stdout, stderr, code) =
            run_with_bytes(&dir, &["fix", "--unsafe", "-"], before.as_bytes());
        assert_eq!(
            (String::from_utf8(stdout).unwrap(), code),
            (after, 0),
            "{stderr}"
        );
    }
    // The elements of an array that has comments.
    let before = format!(
        "[ // x\n{},\n{},]",
        with_country("US"),
        with_country("Germany")
    );
    let after = format!("[\n{},\n{}]", with_country("us"), with_country("de"));
    let arguments = ["fix", "--unsafe", "--input-format", "array", "-"];
    let (stdout, stderr, code) = run_with_bytes(&dir, &arguments, before.as_bytes());
    assert_eq!(
        (String::from_utf8(stdout).unwrap(), code),
        (after, 0),
        "{stderr}"
    );
}

#[test]
fn exit_codes_depend_on_remaining_violations() {
    let (us, tags) = (
        with_country("US"),
        r#"{"name":"t","language":"typescript","tags":1}"#,
    );
    let table: [(&str, &[&str], i32, &str); 10] = [
        (
            VALID,
            &[],
            0,
            "0 fixes in 0 of 1 document; no violations remain\n",
        ),
        (
            VALID,
            &["--diff"],
            0,
            "0 fixes in 0 of 1 document; no violations would remain\n",
        ),
        (
            &us,
            &[],
            0,
            "1 fix in 1 of 1 document; no violations remain\n",
        ),
        (
            &us,
            &["--diff"],
            1,
            "1 fix in 1 of 1 document; no violations would remain\n",
        ),
        (
            tags,
            &[],
            0,
            "0 fixes in 0 of 1 document; 1 warning remains\n",
        ),
        (
            tags,
            &["--diff"],
            0,
            "0 fixes in 0 of 1 document; 1 warning would remain\n",
        ),
        (
            tags,
            &["--deny", "warnings"],
            1,
            "0 fixes in 0 of 1 document; 1 error remains\n",
        ),
        (
            "{}",
            &["--diff"],
            1,
            "0 fixes in 0 of 1 document; 2 errors would remain\n",
        ),
        (
            r#"{"name":"t","language":"ts"}"#,
            &[],
            1,
            "0 fixes in 0 of 1 document; 1 error remains; 1 more can be fixed with `--unsafe`\n",
        ),
        // A disabled rule is not fixed.
        (
            &us,
            &["--allow", "country-unknown"],
            0,
            "0 fixes in 0 of 1 document; no violations remain\n",
        ),
    ];
    let dir = TestDir::new("exit_codes_of_fix", &[]);
    for (text, arguments, expected, summary) in table {
        let arguments = [&["fix"], arguments, &["-"]].concat();
        let (_, stderr, code) = run_with_bytes(&dir, &arguments, text.as_bytes());
        assert_eq!(code, expected, "{text} {arguments:?}");
        assert!(stderr.ends_with(summary), "{stderr}");
    }
}

#[test]
fn duplicate_keys_and_secrets_are_protected() {
    // Nothing at or inside a duplicate key is changed, and no member is renamed to an existing one.
    let text = r#"{"name":"t","language":"typescript","description":null,"descr\u0069ption":null,
        "browserConfiguration":{"proxy":{},"proxy":{"active":true,"country_code":"US","countryCode":"us"}}}"#;
    // Truncated code, and a password in an unknown member.
    let secret = r#"{"name":"t","language":"typescript","code":"c2VjcmV0-","code ":"c2VjcmV0",
        "browserConfiguration":{"proxy":{"type":"custom","active":true,"server":"h:1","user_name":"secret\n","PassWord":"\u0073ecret"}}}"#;
    let fixed = secret
        .replace("user_name", "username")
        .replace("PassWord", "password");
    let dir = TestDir::new("duplicate_keys_and_secrets", &[]);
    for (before, after) in [(text, text), (secret, &fixed)] {
        let (stdout, stderr, code) = run_with_bytes(&dir, &["fix", "-"], before.as_bytes());
        assert_eq!(
            (String::from_utf8(stdout).unwrap().as_str(), code),
            (after, 1)
        );
        for secret in ["c2Vj", "ecret"] {
            assert!(!stderr.contains(secret), "{stderr}");
        }
    }
}

/// Names that are not the same as a known one are never renamed, and what a renamed member contains
/// is reported.
#[test]
fn members_are_renamed_to_the_same_name_only() {
    let table = [
        (r#""script":"console.log(1)""#, None, 0),
        (r#""node":"cnVu""#, None, 0),
        (r#""config":{}"#, None, 0),
        (r#""descripton":"x""#, None, 0),
        (
            r#""browserConfiguration":{"timeout":{"time":10,"timeout":10}}"#,
            None,
            0,
        ),
        (
            r#""browserConfiguration":{"proxy":{"type":"custom","active":true,"server":"h:1","name":"u","password":"p"}}"#,
            None,
            1,
        ),
        (
            r#""browser_configuration":{"initial_url":5,"recording":2,"proxy":{"active":1},"timeout":{"max_duration":"a"},"live_view":3}"#,
            Some(("browser_configuration", "browserConfiguration", 5)),
            1,
        ),
    ];
    let dir = TestDir::new("fix_same_names", &[]);
    for (member, renamed, code) in table {
        let before = format!(r#"{{"name":"t","language":"typescript",{member}}}"#);
        let (from, to, errors) = renamed.unwrap_or(("", "", 0));
        let outcome = run_with_bytes(&dir, &["fix", "-"], before.as_bytes());
        let (stdout, stderr, found) = outcome;
        let after = String::from_utf8(stdout).unwrap();
        assert_eq!((after, found), (before.replace(from, to), code), "{member}");
        if renamed.is_some() {
            let summary = format!("1 fix in 1 of 1 document; {errors} errors remain\n");
            assert!(stderr.ends_with(&summary), "{stderr}");
        }
    }
}

/// Whether `patch` and git produce the fixed text from the diff, and the command leaves the file
/// unchanged.
fn diff_produces(before: &str, after: &str, name: &str, test: &str) -> bool {
    let dir = TestDir::new(test, &[(name, before.as_bytes())]);
    let format = if name.starts_with("array") {
        "array"
    } else {
        "json"
    };
    let mut command = dir.command(&["fix", "--quiet", "--diff", "--input-format", format, name]);
    if name.contains(".jsonl") {
        command = dir.command(&["fix", "--quiet", "--diff", name]);
    }
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert_eq!(read(&dir, name), before.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let diff = dir.0.join("diff");
    fs::write(&diff, &output.stdout).unwrap();
    let tools: [(&str, &[&str]); 2] = [
        (
            "patch",
            &["--strip=0", "--fuzz=0", "--silent", "--input=diff"],
        ),
        ("git", &["apply", "-p0", "--whitespace=nowarn", "diff"]),
    ];
    tools.iter().all(|(tool, arguments)| {
        fs::write(dir.0.join(name), before).unwrap();
        let outcome = Command::new(tool)
            .current_dir(&dir.0)
            // Do not apply the diff to a repository that contains the directory.
            .env("GIT_CEILING_DIRECTORIES", dir.0.parent().unwrap())
            .args(*arguments)
            .output()
            .unwrap_or_else(|error| panic!("cannot run {tool}: {error}"));
        assert!(outcome.status.success(), "{tool}: {outcome:?}");
        read(&dir, name) == after.as_bytes()
    })
}

#[test]
fn diffs_produce_the_fixed_files() {
    let lines = |country| {
        let other = (0..10).map(|_| VALID.to_owned());
        let all = [with_country(country)].into_iter().chain(other);
        let all = all.chain([
            with_country(country),
            VALID.to_owned(),
            with_country(country),
        ]);
        all.collect::<Vec<_>>()
    };
    let us = with_country("US");
    let table = [
        ("a.json", FIXABLE.to_owned(), FIXED.to_owned()),
        ("a b.json", us.clone(), with_country("us")),
        ("b\"\\\u{1b}ö.json", us.clone(), with_country("us")),
        ("a.jsonl", lines("US").join("\n"), lines("us").join("\n")),
        (
            "b.jsonl",
            lines("US").join("\r\n") + "\n",
            lines("us").join("\r\n") + "\n",
        ),
        (
            "array.json",
            format!("[\n{}\n]\n", lines("US").join(",\n")),
            format!("[\n{}\n]\n", lines("us").join(",\n")),
        ),
        (
            "c.json",
            "{\n \"code\": null,\n \"name\": \"t\",\n \"language\": \"typescript\"}".to_owned(),
            "{\n \"name\": \"t\",\n \"language\": \"typescript\"}".to_owned(),
        ),
    ];
    for (name, before, after) in table {
        assert!(
            diff_produces(&before, &after, name, "diffs_apply"),
            "{name}"
        );
    }
}

#[test]
fn diffs_show_the_changes() {
    let text = "{\"name\": \"a b\",\n  \"code\": null,\n  \"language\": \"typescript\"\n}\n";
    let dir = TestDir::new(
        "diffs_show",
        &[("a.json", text.as_bytes()), ("b.json", VALID.as_bytes())],
    );
    let outcome = dir.run(&["fix", "--diff", "."]);
    assert_eq!(outcome.code, Some(1));
    assert_eq!(
        outcome.stdout,
        "--- a.json\n+++ a.json\n@@ -1,4 +1,3 @@\n {\"name\": \"a b\",\n-  \"code\": null,\n   \"language\": \"typescript\"\n }\n"
    );
    // Positions refer to the unchanged file.
    let output = check_output(&dir, "./a.json");
    let (left, fixed) = output.split_at(output.find("error[type]: ").unwrap());
    assert!(fixed.contains(" --> a.json:2:11\n"), "{fixed}");
    assert_eq!(
        outcome.stderr,
        format!(
            "a.json:2:11: would fix[type]: `/code` removed because it was `null`\n\
             {left}1 fix in 1 of 2 documents; 1 error would remain\n"
        )
    );
}

#[test]
fn long_lines_are_fixed() {
    let long = format!(
        "{}\n{{\"name\":\"t\",\"Language\":\"typescript\",\"Code\":\"{}\",\"description\":null}}\n",
        with_country("US"),
        "QUJD\\n".repeat(3 << 20)
    );
    let fixed = long
        .replace("\\n", "")
        .replace("Language", "language")
        .replace("Code", "code")
        .replace(",\"description\":null", "")
        .replace("US", "us");
    let dir = TestDir::new("long_lines_are_fixed", &[("a.jsonl", long.as_bytes())]);
    let diff = dir
        .command(&["fix", "--diff", "--quiet", "a.jsonl"])
        .output()
        .unwrap();
    let lines = fixed.split_inclusive('\n').zip(long.split_inclusive('\n'));
    let (removed, added): (Vec<_>, Vec<_>) = lines
        .map(|(after, before)| (format!("-{before}"), format!("+{after}")))
        .unzip();
    let changed = [removed, added].concat().concat();
    let expected = format!("--- a.jsonl\n+++ a.jsonl\n@@ -1,2 +1,2 @@\n{changed}");
    assert!(diff.stdout == expected.as_bytes());
    dir.run(&["fix", "a.jsonl"]).assert_code(0);
    assert!(read(&dir, "a.jsonl") == fixed.as_bytes());
    fs::remove_dir_all(&dir.0).unwrap();
}

/// Property tests over generated documents.
#[cfg(feature = "proptest")]
mod properties {
    use std::collections::BTreeSet;

    use anchorbrowser_schema::strategy::{self, BrokenRequest};
    use anchorbrowser_schema::{CreateTaskRequest, Revision, Rule, Validator};
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::TestDir;
    use super::run_with_bytes;
    use crate::support::cases;

    /// Separates the elements of an array, and is never changed.
    const SEPARATOR: &str = "\n,\"between\",\n";

    /// The options for safe fixes, and for all.
    const TIERS: [&[&str]; 2] = [&[], &["--unsafe"]];

    /// Fixes documents as elements of an array.
    fn fix_documents(documents: &[String], options: &[&str]) -> Vec<String> {
        let dir = TestDir(env!("CARGO_TARGET_TMPDIR").into());
        let array = format!("[{}]", documents.join(SEPARATOR));
        let common = [
            "fix",
            "--quiet",
            "--no-config",
            "--input-format",
            "array",
            "-",
        ];
        let arguments = [&common[..], options].concat();
        let (stdout, _, _) = run_with_bytes(&dir, &arguments, array.as_bytes());
        let text = String::from_utf8(stdout).unwrap();
        let inside = text.strip_prefix('[').unwrap().strip_suffix(']').unwrap();
        inside.split(SEPARATOR).map(str::to_owned).collect()
    }

    /// Mostly many documents for each process; sometimes one, to test arrays of one element.
    fn few_or_many<T: std::fmt::Debug>(
        documents: impl Strategy<Value = T> + Clone,
    ) -> impl Strategy<Value = Vec<T>> {
        prop_oneof![1 => vec(documents.clone(), 1), 4 => vec(documents, 1..100)]
    }

    /// A valid document with unusual formatting.
    fn unusually_formatted() -> impl Strategy<Value = String> + Clone {
        strategy::create_task_request(Revision::default()).prop_flat_map(|request| {
            let text = strategy::json_text(serde_json::to_value(request).unwrap()).unwrap();
            text.prop_map(|text| text.trim().to_owned())
        })
    }

    fn violations(json: &str) -> BTreeSet<(Rule, String)> {
        let report = Validator::new().check_json::<CreateTaskRequest>(json);
        let violations = report.violations().iter();
        violations
            .filter_map(|violation| {
                Some((violation.kind().rule()?, violation.pointer().to_owned()))
            })
            .collect()
    }

    /// Rules that have fixes, and rules that such fixes satisfy as a side effect: a renamed member
    /// was missing, and a removed city needs no region.
    const FIXED_RULES: [Rule; 8] = [
        Rule::Base64Alphabet,
        Rule::Base64Padding,
        Rule::CityRequiresRegion,
        Rule::CountryUnknown,
        Rule::Enum,
        Rule::Required,
        Rule::Type,
        Rule::UnknownProperty,
    ];

    /// Whether a violation is at or inside a member whose name was unknown before, so that it was
    /// not checked.
    fn is_uncovered(pointer: &str, before: &BTreeSet<(Rule, String)>) -> bool {
        let unknown = before
            .iter()
            .filter(|(rule, _)| *rule == Rule::UnknownProperty)
            .map(|(_, pointer)| pointer.rsplit_once('/').unwrap());
        let steps = pointer
            .match_indices('/')
            .map(|(at, _)| at)
            .skip(1)
            .chain([pointer.len()]);
        let mut prefixes = steps.filter_map(|end| pointer[..end].rsplit_once('/'));
        let unknown: Vec<_> = unknown.collect();
        prefixes.any(|(object, name)| {
            unknown.iter().any(|(unknown_in, unknown)| {
                // Moved from the object around it, or renamed.
                let is_moved = object
                    .rsplit_once('/')
                    .is_some_and(|(around, _)| around == *unknown_in);
                is_moved && name == *unknown
                    || object == *unknown_in
                        && folded(name).len().abs_diff(folded(unknown).len()) <= 1
            })
        })
    }

    fn folded(name: &str) -> String {
        name.replace(['_', '-', ' ', '.'], "").to_lowercase()
    }

    proptest! {
        #![proptest_config(cases(50))]

        #[test]
        fn fixes_only_remove_violations(broken in few_or_many(strategy::broken_request(Revision::default()))) {
            let before: Vec<_> = broken.into_iter().map(|BrokenRequest { json, .. }| json.trim().to_owned()).collect();
            for options in TIERS {
                let after = fix_documents(&before, options);
                prop_assert_eq!(before.len(), after.len());
                for (before, after) in before.iter().zip(&after) {
                    let (initial, left) = (violations(before), violations(after));
                    if before == after {
                        continue;
                    }
                    prop_assert!(!initial.is_subset(&left), "{before}\n{after}\n{initial:?}");
                    for (rule, pointer) in left.difference(&initial) {
                        prop_assert!(is_uncovered(pointer, &initial), "{rule} {pointer}\n{before}\n{after}");
                    }
                    for (rule, pointer) in initial.difference(&left) {
                        prop_assert!(FIXED_RULES.contains(rule), "{rule} {pointer}\n{before}\n{after}");
                    }
                }
                prop_assert_eq!(fix_documents(&after, options), after);
            }
        }

        #[test]
        fn valid_documents_are_unchanged(
            valid in few_or_many(unusually_formatted()),
        ) {
            for options in TIERS {
                prop_assert_eq!(&fix_documents(&valid, options), &valid);
            }
        }
    }

    proptest! {
        #![proptest_config(cases(100))]

        /// JSON is YAML, and the same values are fixed.
        #[test]
        fn json_is_fixed_as_yaml(BrokenRequest { json, .. } in strategy::broken_request(Revision::default())) {
            // `serde_json`, with which the results are compared, rejects `1e400`.
            prop_assume!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
            let dir = TestDir(env!("CARGO_TARGET_TMPDIR").into());
            let fix = |format: &str| {
                let arguments = ["fix", "--quiet", "--no-config", "--input-format", format, "-"];
                run_with_bytes(&dir, &arguments, json.as_bytes())
            };
            let (yaml, messages, _) = fix("yaml");
            // Some unusual formatting of JSON is not allowed in YAML.
            prop_assume!(!messages.contains("error[syntax]"));
            let value = |text: &[u8]| serde_json::from_slice::<serde_json::Value>(text).unwrap();
            let (expected, _, _) = fix("json");
            prop_assert_eq!(value(&yaml), value(&expected), "{}", json);
        }

        #[test]
        fn invalid_json_is_unchanged(malformed in strategy::malformed_request()) {
            let dir = TestDir(env!("CARGO_TARGET_TMPDIR").into());
            let arguments = ["fix", "--no-config", "-"];
            let (stdout, _, code) = run_with_bytes(&dir, &arguments, malformed.json.as_bytes());
            prop_assert_eq!((String::from_utf8(stdout).unwrap(), code), (malformed.json, 1));
        }
    }
}
