//! The command `fix`.

use std::fs::{self, File};
use std::io::Write;
use std::process::{Command, Stdio};

use super::{Folder, INVALID, Outcome, VALID};

/// A request with much that has one remedy, and a few things that have none. How it is written
/// matters as much as what it says.
const BROKEN: &str = "{\r
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
const MENDED: &str = "{\r
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

/// A request whose country is written as told.
fn with_country(country: &str) -> String {
    format!(
        "{{\"name\":\"t\",\"language\":\"typescript\",\"browserConfiguration\":\
         {{\"proxy\":{{\"active\":true,\"country_code\":\"{country}\"}}}}}}"
    )
}

/// What the command wrote to standard output, which may be any bytes, to standard error, and its
/// exit code.
fn run_with_bytes(folder: &Folder, arguments: &[&str], input: &[u8]) -> (Vec<u8>, String, i32) {
    let mut command = folder.command(arguments);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(input).unwrap());
        child.wait_with_output().unwrap()
    });
    let stderr = String::from_utf8(output.stderr).unwrap();
    (output.stdout, stderr, output.status.code().unwrap())
}

fn read(folder: &Folder, name: &str) -> Vec<u8> {
    fs::read(folder.0.join(name)).unwrap()
}

/// What `check` tells of a file, without its summary.
fn told_by_check(folder: &Folder, name: &str) -> String {
    folder.run(&["check", "--quiet", name]).stdout
}

fn names(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(&folder.0).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn only_what_is_wrong_changes() {
    let folder = Folder::new("only_what_is_wrong", &[("a.json", BROKEN.as_bytes())]);
    let outcome = folder.run(&["fix", "a.json"]);
    outcome.assert_code(0);
    assert_eq!(read(&folder, "a.json"), MENDED.as_bytes());
    // Places are those in the file as it is now.
    let left = told_by_check(&folder, "a.json");
    assert_eq!(
        outcome.stdout,
        format!(
            "a.json:4:11: fixed[base64-alphabet]: `/code` rewritten as standard base64: 3 line breaks removed\n\
             a.json:4:21: fixed[type]: `/description` removed, for it was `null`\n\
             a.json:7:28: fixed[country-unknown]: `/browserConfiguration/proxy/country_code` rewritten as `gb`\n\
             a.json:7:32: fixed[type]: `/browserConfiguration/proxy/region` removed, for it was `null`\n\
             a.json:7:32: fixed[type]: `/browserConfiguration/proxy/city` removed, for it was `null`\n\
             a.json:7:34: fixed[type]: `/browserConfiguration/recording` removed, for it was `null`\n\
             {left}6 repairs in 1 of 1 document; 2 warnings are left\n"
        )
    );
    assert_eq!(left.matches("[unknown-property]").count(), 2);
}

#[test]
fn what_is_as_it_should_be_is_not_written() {
    let folder = Folder::new(
        "what_is_as_it_should_be",
        &[
            ("good.json", VALID.as_bytes()),
            ("bad.json", INVALID.as_bytes()),
            ("broken.json", b"\xef\xbb\xbf{"),
            ("lines.jsonl", b"{}\n\xff\n"),
        ],
    );
    let modified = |name: &str| {
        let metadata = fs::metadata(folder.0.join(name)).unwrap();
        metadata.modified().unwrap()
    };
    let files = ["good.json", "bad.json", "broken.json", "lines.jsonl"];
    let before = files.map(|name| (modified(name), read(&folder, name)));
    let outcome = folder.run(&["fix", "."]);
    outcome.assert_code(1);
    assert!(
        outcome
            .stdout
            .ends_with("\n0 repairs in 0 of 5 documents; 6 errors and 1 warning are left\n"),
        "{outcome:?}"
    );
    assert_eq!(
        files.map(|name| (modified(name), read(&folder, name))),
        before
    );
}

#[test]
fn the_text_of_standard_input_is_written_to_standard_output() {
    let folder = Folder::new("the_text_of_standard_input", &[]);
    let (stdout, stderr, code) = run_with_bytes(&folder, &["fix", "-"], BROKEN.as_bytes());
    assert_eq!((stdout.as_slice(), code), (MENDED.as_bytes(), 0));
    assert!(
        stderr.contains("-:7:28: fixed[country-unknown]: ")
            && stderr.ends_with("\n6 repairs in 1 of 1 document; 2 warnings are left\n"),
        "{stderr}"
    );
    let quiet = ["fix", "--quiet", "--stdin-filename", "x.json", "-"];
    let (stdout, stderr, code) = run_with_bytes(&folder, &quiet, INVALID.as_bytes());
    assert_eq!((stdout.as_slice(), code), (INVALID.as_bytes(), 1));
    assert!(
        stderr.starts_with("error[pattern]: ")
            && stderr.contains(" --> x.json:1:9\n")
            && !stderr.contains("repairs"),
        "{stderr}"
    );
}

/// A stream of odd lines, before and after.
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
            br#"{"language":"typescript","nmae":"t","code":null}"#.into(),
            br#"{"language":"typescript","name":"t"}"#.into(),
        ),
        (with_country("DE").into(), with_country("de").into()),
    ];
    let (before, after): (Vec<_>, Vec<_>) = lines.into_iter().unzip();
    (before.join(&b'\n'), after.join(&b'\n'))
}

#[test]
fn each_line_of_a_stream_is_repaired() {
    let (before, after) = stream();
    for end in ["", "\n", "\n\n"] {
        let (before, after) = (
            [&before, end.as_bytes()].concat(),
            [&after, end.as_bytes()].concat(),
        );
        let folder = Folder::new("each_line_of_a_stream", &[("a.jsonl", &before)]);
        let outcome = folder.run(&["fix", "a.jsonl"]);
        outcome.assert_code(1);
        assert_eq!(read(&folder, "a.jsonl"), after);
        let summary = "\n5 repairs in 4 of 7 documents; 2 errors are left\n";
        assert!(outcome.stdout.ends_with(summary), "{outcome:?}");
        let stdin = ["fix", "--input-format", "ndjson", "-"];
        let (stdout, stderr, code) = run_with_bytes(&folder, &stdin, &before);
        assert_eq!((stdout, code), (after, 1));
        assert_eq!(stderr, outcome.stdout.replace("a.jsonl:", "-:"));
    }
}

#[test]
fn long_streams_are_repaired_wherever_the_first_change_is() {
    // Several chunks, the first of which may stay as they are.
    for wrong in [
        [0, 1, 2],
        [0, 7000, 19_999],
        [15_000, 15_001, 19_999],
        [19_998, 19_999, 19_999],
    ] {
        let lines = |country: &str| -> String {
            let line = |number| {
                let country = if wrong.contains(&number) {
                    country
                } else {
                    "de"
                };
                format!("{}{}\n", with_country(country), " ".repeat(number % 50))
            };
            (0..20_000).map(line).collect::<Vec<_>>().concat()
        };
        let (before, after) = (lines("FR"), lines("fr"));
        let folder = Folder::new("long_streams", &[("a.jsonl", before.as_bytes())]);
        let last = format!("\na.jsonl:{}:99: fixed[", wrong[2] + 1);
        let outcome = folder.run(&["fix", "--threads", "3", "a.jsonl"]);
        outcome.assert_code(0);
        assert!(read(&folder, "a.jsonl") == after.as_bytes(), "{wrong:?}");
        assert_eq!(names(&folder), ["a.jsonl"]);
        assert!(outcome.stdout.contains(&last), "{outcome:?}");
        assert!(
            diff_leads_to(&before, &after, "a.jsonl", "long_streams"),
            "{wrong:?}"
        );
    }
}

#[test]
fn each_element_of_an_array_is_repaired() {
    let us = with_country("US");
    let text = format!(
        "[{us}, {us},\n  {{\n  \"code\": null,\n  \"name\": \"t\",\n  \"language\": \"typescript\"\n  }}\n, 1, {us}\n]\n"
    );
    let mended = text.replace("US", "us").replace("\"code\": null,\n  ", "");
    let folder = Folder::new("each_element_of_an_array", &[("a.json", text.as_bytes())]);
    let outcome = folder.run(&["fix", "--input-format", "array", "a.json"]);
    outcome.assert_code(1);
    assert_eq!(read(&folder, "a.json"), mended.as_bytes());
    let places: Vec<_> = outcome
        .stdout
        .lines()
        .filter(|line| line.contains(": fixed["))
        .filter_map(|line| line.split_once(": `").map(|(place, _)| place))
        .collect();
    assert_eq!(
        places,
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
                .ends_with("\n4 repairs in 4 of 5 documents; 1 error is left\n"),
        "{outcome:?}"
    );
    // What is no array is a document, and what is no JSON is nothing to repair.
    for text in [us.as_str(), "[{\"country_code\": \"US\"]"] {
        let arguments = ["fix", "--input-format", "array", "-"];
        let (stdout, _, code) = run_with_bytes(&folder, &arguments, text.as_bytes());
        let expected = text.replace("\"US\"}}}", "\"us\"}}}");
        assert_eq!((stdout, code), (expected.into(), i32::from(text != us)));
    }
}

#[test]
fn folders_and_globs_are_repaired_each_file_once() {
    let us = with_country("US");
    let files = ["a.json", "b/c.json", "b/d.txt", "b/.hidden.json"];
    let folder = Folder::new(
        "folders_and_globs",
        &files.map(|name| (name, us.as_bytes())),
    );
    let outcome = folder.run(&[
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
            .ends_with("\n2 repairs in 2 of 2 documents; nothing is left\n"),
        "{outcome:?}"
    );
    let repaired = files.map(|name| read(&folder, name) != us.as_bytes());
    assert_eq!(repaired, [true, false, true, false]);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    for (mode, name, text) in [
        (0o600, "a.json", with_country("US")),
        (0o751, "a.jsonl", format!("{VALID}\n{}", with_country("US"))),
    ] {
        let folder = Folder::new("permissions_and_links", &[(name, text.as_bytes())]);
        let file = folder.0.join(name);
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        symlink(name, folder.0.join("one")).unwrap();
        let link = folder.0.join("two.json");
        symlink(folder.0.join("one"), &link).unwrap();
        folder
            .run(&["fix", "--input-format", "ndjson", "two.json"])
            .assert_code(0);
        assert_eq!(read(&folder, name), text.replace("US", "us").as_bytes());
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o7777,
            mode
        );
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(!fs::symlink_metadata(&file).unwrap().is_symlink());
        assert_eq!(names(&folder).len(), 3);
    }
}

/// Runs the command where no file can grow.
#[cfg(target_os = "linux")]
fn run_without_space(folder: &Folder, files: &[&str]) -> Outcome {
    let mut command = Command::new("sh");
    command
        .current_dir(&folder.0)
        .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" fix \"$@\""])
        .arg(env!("CARGO_BIN_EXE_anchorbrowser-schema"))
        .args(files)
        .stdin(Stdio::null());
    Outcome::of(command.output().unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn a_failed_write_leaves_the_file() {
    let us = with_country("US");
    let lines = format!("{us}\n{{}}\n");
    let files = [
        ("a.json", us.as_bytes()),
        ("b.jsonl", lines.as_bytes()),
        ("c.json", VALID.as_bytes()),
    ];
    let folder = Folder::new("a_failed_write", &files);
    let outcome = run_without_space(&folder, &["a.json", "b.jsonl", "c.json"]);
    outcome.assert_code(2);
    for (name, text) in files {
        assert_eq!(read(&folder, name), text);
    }
    assert_eq!(names(&folder), ["a.json", "b.jsonl", "c.json"]);
    assert_eq!(
        outcome.stderr,
        "error: cannot write `a.json`, which is left as it was: File too large (os error 27)\n\
         error: cannot write `b.jsonl`, which is left as it was: File too large (os error 27)\n"
    );
    assert!(
        !outcome.stdout.contains("a.json:1:99: fixed["),
        "{outcome:?}"
    );
    assert!(
        outcome.stdout.contains("error[country-unknown]: ")
            && outcome.stdout.contains(" --> a.json:1:99\n"),
        "{outcome:?}"
    );
    let summary =
        "\n0 repairs in 0 of 4 documents; 4 errors are left; 2 files could not be written\n";
    assert!(outcome.stdout.ends_with(summary), "{outcome:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn outputs_that_fail_or_close_leave_no_file_half_done() {
    let us = with_country("US");
    let folder = Folder::new("outputs_that_fail_or_close", &[("a.json", us.as_bytes())]);
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = folder.command(&["fix", "--diff", "a.json"]);
    let outcome = Outcome::of(command.stdin(Stdio::null()).stdout(full).output().unwrap());
    assert_eq!(outcome.code, Some(2));
    assert!(
        outcome.stderr.contains("error: cannot write the output: "),
        "{outcome:?}"
    );
    // Nobody reads what is told; the file is repaired all the same.
    let mut command = folder.command(&["fix", "a.json"]);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(read(&folder, "a.json"), with_country("us").as_bytes());
}

/// Whoever reads what standard input becomes may leave early: the files are repaired all the same,
/// and told of.
#[cfg(unix)]
#[test]
fn files_are_told_of_when_the_reader_of_standard_output_is_gone() {
    let us = with_country("US");
    let folder = Folder::new("files_are_told_of", &[("c.json", us.as_bytes())]);
    let mut command = folder.command(&["fix", "--threads", "1", "-", "c.json"]);
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
    assert_eq!(read(&folder, "c.json"), with_country("us").as_bytes());
    assert!(
        outcome.stderr.contains("c.json:1:99: fixed[")
            && outcome
                .stderr
                .ends_with("\n2 repairs in 2 of 2 documents; nothing is left\n"),
        "{outcome:?}"
    );
}

#[test]
fn what_cannot_be_repaired_is_refused_and_the_rest_is_not() {
    let us = with_country("US");
    let files = ["a.json.gz", "b.jsonl.zst", "c.yaml", "d.YML", "e.json"];
    let folder = Folder::new(
        "what_cannot_be_repaired",
        &files.map(|name| (name, us.as_bytes())),
    );
    let mut arguments = vec!["fix", "missing.json"];
    arguments.extend(files);
    if cfg!(unix) {
        arguments.push("/dev/null");
    }
    let outcome = folder.run(&arguments);
    outcome.assert_code(2);
    let compressed = "`fix` does not write compressed files; decompress it first";
    let yaml = "`fix` does not write YAML; mend what `check` tells by hand";
    let mut refused = format!(
        "error: cannot read `missing.json`: No such file or directory (os error 2)\n\
         error: cannot read `a.json.gz`: {compressed}\n\
         error: cannot read `b.jsonl.zst`: {compressed}\n\
         error: cannot read `c.yaml`: {yaml}\n\
         error: cannot read `d.YML`: {yaml}\n"
    );
    if cfg!(unix) {
        refused += "error: cannot read `/dev/null`: it is no regular file, so it cannot be replaced; \
                    give it on standard input, as `-`\n";
    }
    assert_eq!(outcome.stderr, refused);
    let repaired = files.map(|name| read(&folder, name) != us.as_bytes());
    assert_eq!(repaired, [false, false, false, false, true]);
    assert!(
        outcome
            .stdout
            .contains("1 repair in 1 of 1 document; nothing is left; "),
        "{outcome:?}"
    );
}

#[test]
fn exit_codes_tell_what_is_left() {
    let (us, tags) = (
        with_country("US"),
        r#"{"name":"t","language":"typescript","tags":1}"#,
    );
    let table: [(&str, &[&str], i32, &str); 9] = [
        (
            VALID,
            &[],
            0,
            "0 repairs in 0 of 1 document; nothing is left\n",
        ),
        (
            VALID,
            &["--diff"],
            0,
            "0 repairs in 0 of 1 document; nothing would be left\n",
        ),
        (
            &us,
            &[],
            0,
            "1 repair in 1 of 1 document; nothing is left\n",
        ),
        (
            &us,
            &["--diff"],
            1,
            "1 repair in 1 of 1 document; nothing would be left\n",
        ),
        (
            tags,
            &[],
            0,
            "0 repairs in 0 of 1 document; 1 warning is left\n",
        ),
        (
            tags,
            &["--diff"],
            0,
            "0 repairs in 0 of 1 document; 1 warning would be left\n",
        ),
        (
            tags,
            &["--deny", "warnings"],
            1,
            "0 repairs in 0 of 1 document; 1 error is left\n",
        ),
        (
            "{}",
            &["--diff"],
            1,
            "0 repairs in 0 of 1 document; 2 errors would be left\n",
        ),
        // What is allowed is not mended.
        (
            &us,
            &["--allow", "country-unknown"],
            0,
            "0 repairs in 0 of 1 document; nothing is left\n",
        ),
    ];
    let folder = Folder::new("exit_codes_of_fix", &[]);
    for (text, arguments, expected, summary) in table {
        let arguments = [&["fix"], arguments, &["-"]].concat();
        let (_, stderr, code) = run_with_bytes(&folder, &arguments, text.as_bytes());
        assert_eq!(code, expected, "{text} {arguments:?}");
        assert!(stderr.ends_with(summary), "{stderr}");
    }
}

#[test]
fn repeated_keys_and_secrets_are_safe() {
    // Nothing at or inside a repeated key changes, nor is a member renamed to one that is there.
    let text = r#"{"name":"t","language":"typescript","description":null,"descr\u0069ption":null,
        "browserConfiguration":{"proxy":{},"proxy":{"active":true,"country_code":"US","countryCode":"us"}}}"#;
    // Half a code, and a password where no member of that name is known.
    let secret = r#"{"name":"t","language":"typescript","code":"c2VjcmV0-","code ":"c2VjcmV0",
        "browserConfiguration":{"proxy":{"type":"custom","active":true,"server":"h:1","user_name":"secret\n","passwort":"\u0073ecret"}}}"#;
    let mended = secret
        .replace("user_name", "username")
        .replace("passwort", "password");
    let folder = Folder::new("repeated_keys_and_secrets", &[]);
    for (before, after) in [(text, text), (secret, &mended)] {
        let (stdout, stderr, code) = run_with_bytes(&folder, &["fix", "-"], before.as_bytes());
        assert_eq!(
            (String::from_utf8(stdout).unwrap().as_str(), code),
            (after, 1)
        );
        for secret in ["c2Vj", "ecret"] {
            assert!(!stderr.contains(secret), "{stderr}");
        }
    }
}

/// Whether the diff of a file leads from the one text to the other, as `patch` and git read it,
/// and writing it leaves the file as it is.
fn diff_leads_to(before: &str, after: &str, name: &str, test: &str) -> bool {
    let folder = Folder::new(test, &[(name, before.as_bytes())]);
    let format = if name.starts_with("array") {
        "array"
    } else {
        "json"
    };
    let mut command = folder.command(&["fix", "--quiet", "--diff", "--input-format", format, name]);
    if name.contains(".jsonl") {
        command = folder.command(&["fix", "--quiet", "--diff", name]);
    }
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert_eq!(read(&folder, name), before.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let diff = folder.0.join("diff");
    fs::write(&diff, &output.stdout).unwrap();
    let tools: [(&str, &[&str]); 2] = [
        (
            "patch",
            &["--strip=0", "--fuzz=0", "--silent", "--input=diff"],
        ),
        ("git", &["apply", "-p0", "--whitespace=nowarn", "diff"]),
    ];
    tools.iter().all(|(tool, arguments)| {
        fs::write(folder.0.join(name), before).unwrap();
        let outcome = Command::new(tool)
            .current_dir(&folder.0)
            // Not as a part of the repository that the folder may stand in.
            .env("GIT_CEILING_DIRECTORIES", folder.0.parent().unwrap())
            .args(*arguments)
            .output()
            .unwrap_or_else(|error| panic!("{tool} is needed: {error}"));
        assert!(outcome.status.success(), "{tool}: {outcome:?}");
        read(&folder, name) == after.as_bytes()
    })
}

#[test]
fn a_diff_does_what_the_command_would_do() {
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
        ("a.json", BROKEN.to_owned(), MENDED.to_owned()),
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
            diff_leads_to(&before, &after, name, "a_diff_does"),
            "{name}"
        );
    }
}

#[test]
fn a_diff_shows_what_would_change() {
    let text = "{\"name\": \"a b\",\n  \"code\": null,\n  \"language\": \"typescript\"\n}\n";
    let folder = Folder::new(
        "a_diff_shows",
        &[("a.json", text.as_bytes()), ("b.json", VALID.as_bytes())],
    );
    let outcome = folder.run(&["fix", "--diff", "."]);
    assert_eq!(outcome.code, Some(1));
    assert_eq!(
        outcome.stdout,
        "--- ./a.json\n+++ ./a.json\n@@ -1,4 +1,3 @@\n {\"name\": \"a b\",\n-  \"code\": null,\n   \"language\": \"typescript\"\n }\n"
    );
    // Places are those in the file as it is.
    let told = told_by_check(&folder, "./a.json");
    let (left, mended) = told.split_at(told.find("error[type]: ").unwrap());
    assert!(mended.contains(" --> ./a.json:2:11\n"), "{mended}");
    assert_eq!(
        outcome.stderr,
        format!(
            "./a.json:2:11: would fix[type]: `/code` removed, for it was `null`\n\
             {left}1 repair in 1 of 2 documents; 1 error would be left\n"
        )
    );
}

#[test]
fn long_lines_are_repaired() {
    let long = format!(
        "{}\n{{\"name\":\"t\",\"langauge\":\"typescript\",\"Code\":\"{}\",\"description\":null}}\n",
        with_country("US"),
        "QUJD\\n".repeat(3 << 20)
    );
    let mended = long
        .replace("\\n", "")
        .replace("langauge", "language")
        .replace("Code", "code")
        .replace(",\"description\":null", "")
        .replace("US", "us");
    let folder = Folder::new("long_lines_are_repaired", &[("a.jsonl", long.as_bytes())]);
    let diff = folder
        .command(&["fix", "--diff", "--quiet", "a.jsonl"])
        .output()
        .unwrap();
    let lines = mended.split_inclusive('\n').zip(long.split_inclusive('\n'));
    let changed = lines.map(|(after, before)| format!("-{before}+{after}"));
    let changed = changed.collect::<Vec<_>>().concat();
    let expected = format!("--- a.jsonl\n+++ a.jsonl\n@@ -1,2 +1,2 @@\n{changed}");
    assert!(diff.stdout == expected.as_bytes());
    folder.run(&["fix", "a.jsonl"]).assert_code(0);
    assert!(read(&folder, "a.jsonl") == mended.as_bytes());
    fs::remove_dir_all(&folder.0).unwrap();
}

/// Laws, over generated documents.
#[cfg(feature = "proptest")]
mod laws {
    use std::collections::BTreeSet;

    use anchorbrowser_schema::strategy::{self, BrokenRequest};
    use anchorbrowser_schema::{CreateTaskRequest, Rule, Validator};
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::Folder;
    use super::run_with_bytes;

    fn cases(cases: u32) -> ProptestConfig {
        ProptestConfig {
            failure_persistence: None,
            ..ProptestConfig::with_cases(cases)
        }
    }

    /// Stands between documents of an array, where nothing changes.
    const BETWEEN: &str = "\n,\"between\",\n";

    /// What becomes of documents.
    fn fixed(documents: &[String]) -> Vec<String> {
        let folder = Folder(env!("CARGO_TARGET_TMPDIR").into());
        let array = format!("[{}]", documents.join(BETWEEN));
        let arguments = [
            "fix",
            "--quiet",
            "--no-config",
            "--input-format",
            "array",
            "-",
        ];
        let (stdout, _, _) = run_with_bytes(&folder, &arguments, array.as_bytes());
        let text = String::from_utf8(stdout).unwrap();
        let inside = text.strip_prefix('[').unwrap().strip_suffix(']').unwrap();
        inside.split(BETWEEN).map(str::to_owned).collect()
    }

    /// A valid document, however it may be written.
    fn oddly_written() -> impl Strategy<Value = String> {
        strategy::create_task_request().prop_flat_map(|request| {
            let text = strategy::json_text(serde_json::to_value(request).unwrap()).unwrap();
            text.prop_map(|text| text.trim().to_owned())
        })
    }

    fn violations(json: &str) -> BTreeSet<(Rule, String)> {
        let report = Validator::new()
            .check_json::<CreateTaskRequest>(json)
            .into_report();
        let violations = report.violations().iter();
        violations
            .map(|violation| (violation.rule(), violation.pointer().to_owned()))
            .collect()
    }

    /// Rules that a repair is made for, and those that it mends on its way: a renamed member was
    /// missing, and a city that is taken out needs no region.
    const MENDED: [Rule; 7] = [
        Rule::Base64Alphabet,
        Rule::Base64Padding,
        Rule::CityRequiresRegion,
        Rule::CountryUnknown,
        Rule::Required,
        Rule::Type,
        Rule::UnknownProperty,
    ];

    proptest! {
        #![proptest_config(cases(250))]

        #[test]
        fn repairs_mend_and_break_nothing(broken in vec(strategy::broken_request(), 1..20)) {
            let before: Vec<_> = broken.into_iter().map(|BrokenRequest { json, .. }| json.trim().to_owned()).collect();
            let after = fixed(&before);
            prop_assert_eq!(before.len(), after.len());
            for (before, after) in before.iter().zip(&after) {
                let (wrong, left) = (violations(before), violations(after));
                if before == after {
                    continue;
                }
                prop_assert!(left.is_subset(&wrong), "{before}\n{after}\n{wrong:?}\n{left:?}");
                prop_assert!(left.len() < wrong.len(), "{before}\n{after}\n{wrong:?}");
                for (rule, pointer) in wrong.difference(&left) {
                    prop_assert!(MENDED.contains(rule), "{rule} {pointer}\n{before}\n{after}");
                }
            }
            prop_assert_eq!(fixed(&after), after);
        }

        #[test]
        fn valid_documents_stay_as_they_are(
            valid in vec(oddly_written(), 1..20),
        ) {
            prop_assert_eq!(fixed(&valid), valid);
        }
    }

    proptest! {
        #![proptest_config(cases(100))]

        #[test]
        fn what_is_no_json_stays_as_it_is(malformed in strategy::malformed_request()) {
            let folder = Folder(env!("CARGO_TARGET_TMPDIR").into());
            let arguments = ["fix", "--no-config", "-"];
            let (stdout, _, code) = run_with_bytes(&folder, &arguments, malformed.json.as_bytes());
            prop_assert_eq!((String::from_utf8(stdout).unwrap(), code), (malformed.json, 1));
        }
    }
}
