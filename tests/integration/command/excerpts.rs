//! Tests of source excerpts, which must never show a secret.

use std::fs;

use anchorbrowser_schema::DocumentType;
use memchr::memmem;

use super::{FORMATS, Outcome, TestDir, default_revision};

/// A document that violates several kinds of rules.
const REQUEST: &str = r#"{
  "name": "price watch!",
  "language": "typescript",
  "descripton": "dear",
  "code": "c2VjcmV0_w",
  "browserConfiguration": {
    "proxy": {"type": "custom", "server": "h", "username": "me", "active": 1},
    "timeout": {"idle_timeout": 0}
  }
}
"#;

const EXPECTED: &str = r#"error[pattern]: `/name` must match `^[a-zA-Z0-9_-]+$`, but character 6 is ` `
 --> task.json:2:11
  |
2 |   "name": "price watch!",
  |           ^^^^^^^^^^^^^^
  |
  = help: use only ASCII letters, digits, hyphens and underscores

warning[unknown-property]: `/descripton` is not a member that the API document defines
 --> task.json:4:3
  |
4 |   "descripton": "…",
  |   ^^^^^^^^^^^^
  |
  = help: did you mean `description`?

error[base64-alphabet]: `/code` is not base64: 1 invalid character, at character 9
 --> task.json:5:11
  |
5 |   "code": "…",
  |           ^^^
  |
  = help: this is the URL-safe alphabet: replace each `-` with `+`, and each `_` with `/`

error[base64-padding]: `/code` must be base64 in groups of four, padded with `=` only at the end, but has 10 symbols and 0 `=`
 --> task.json:5:11
  |
5 |   "code": "…",
  |           ^^^
  |
  = help: append `==`, or encode the source code again if the code was cut off

error[required]: `/browserConfiguration/proxy/password` is required, but missing
 --> task.json:7:14
  |
7 |     "proxy": {"type": "…", "server": "…", "username": "…", "active"...
  |              ^
  |
  = help: add the member `password`

warning[proxy-server-format]: `/browserConfiguration/proxy/server` must be `HOST:PORT`, optionally after `http://`, `https://` or `socks5://`, but is not
 --> task.json:7:43
  |
7 |     "proxy": {"type": "…", "server": "…", "username": "…", "active": …},
  |                                      ^^^
  |
  = help: use an address such as `proxy.example.com:8080`; credentials belong in `username` and `password`

error[type]: `/browserConfiguration/proxy/active` must be a boolean, but is a number
 --> task.json:7:76
  |
7 | ..."type": "…", "server": "…", "username": "…", "active": …},
  |                                                           ^
  |
  = help: write `true` or `false`

warning[timeout-value]: `/browserConfiguration/timeout/idle_timeout` must be a positive number of minutes, but is 0
 --> task.json:8:33
  |
8 |     "timeout": {"idle_timeout": 0}
  |                                 ^

1 of 1 document has errors: 5 errors, 3 warnings; 1 fixable with `fix --unsafe`; {revision}
"#;

#[test]
fn source_lines_are_shown() {
    let dir = TestDir::new(
        "source_lines_are_shown",
        &[("task.json", REQUEST.as_bytes())],
    );
    let outcome = dir.run(&["check", "task.json"]);
    outcome.assert_code(1);
    let expected = EXPECTED.replace("{revision}", &default_revision());
    assert_eq!(outcome.stdout, expected);

    let screen = |arguments: &[&str]| {
        let outcome = dir.run(&[&["check", "task.json"], arguments].concat());
        outcome.assert_code(1);
        outcome.stdout
    };
    let (shown, summary) = expected.rsplit_once("\n\n").unwrap();
    assert_eq!(screen(&["--quiet"]), format!("{shown}\n\n"));
    let first = shown.split("\n\n").next().unwrap();
    // Only violations that are listed are counted as fixable.
    let summary = summary.replace("; 1 fixable with `fix --unsafe`", "");
    assert_eq!(
        screen(&["--max-violations", "1"]),
        format!("{first}\n\nnote: 7 more not listed\n --> task.json:1\n\n{summary}")
    );
}

#[test]
fn line_numbers_refer_to_the_source() {
    let stream = "\n{\"name\":\"t\",\"language\":\"typescript\"}\n\t{\"name\":\"é\",\"language\":\"typescript\"}\n{";
    let dir = TestDir::new("line_numbers", &[("s.ndjson", stream.as_bytes())]);
    let outcome = dir.run(&["check", "s.ndjson"]);
    outcome.assert_code(1);
    assert_eq!(
        outcome.stdout,
        r#"error[pattern]: `/name` must match `^[a-zA-Z0-9_-]+$`, but character 1 is `é`
 --> s.ndjson:3:10
  |
3 |  {"name":"é","language":"…"}
  |          ^^^
  |
  = help: use only ASCII letters, digits, hyphens and underscores

error[syntax]: the document is not JSON: expected a key in double quotes or `}`, found the end of the document
 --> s.ndjson:4:2
  |
4 | {
  |  ^
  |
  = help: the `{` at line 4, column 1 is not closed

2 of 3 documents have errors: 2 errors, 0 warnings; {revision}
"#
        .replace("{revision}", &default_revision())
    );
}

/// Long enough never to occur in output by chance.
const SECRETS: [&str; 5] = [
    "Kq7vXw2mRt9bZc4n",
    "Jd8sLp3fHg6yTe1u",
    "4815162342108162",
    "Wb5nQx9kVz2cMr7j",
    "Gh3tYs6pDf8wLa1e",
];
/// The length of a part of a secret that never occurs in output by chance.
const RUN: usize = 6;

#[track_caller]
fn assert_masked(outcome: &Outcome) {
    for secret in SECRETS {
        for start in 0..=secret.len() - RUN {
            let run = &secret[start..start + RUN];
            for output in [&outcome.stdout, &outcome.stderr] {
                let found = memmem::find(output.as_bytes(), run.as_bytes());
                let rest = found.and_then(|at| output[at..].lines().next());
                assert_eq!(rest, None, "{run} of {secret}");
            }
        }
    }
}

/// Secrets in all positions: as strings and numbers, in their own members, in misspelt members and
/// in members of the wrong type.
fn documents() -> Vec<String> {
    let [a, b, digits, d, e] = SECRETS;
    vec![
        format!(
            r#"{{"name":"t","language":"typescript","code":"{a}","browserConfiguration":{{"initial_url":"https://{b}:{d}@example.com:99999/","proxy":{{"type":"custom","active":true,"server":"{e}","username":"{b}","password":"{a}"}}}}}}"#
        ),
        format!(
            r#"{{"name":5,"language":"x","code":{digits},"browserConfiguration":{{"initial_url":["{b}"],"proxy":{{"type":"custom","active":"{e}","server":{digits},"usrname":"{b}","password":{digits}}}}}}}"#
        ),
        format!(
            r#"{{"code":"{a}!","code":"{a}\n","browserConfiguration":{{"initial_url":"ftp://{b}@{d}/{e}","proxy":{{"type":"custom","server":{{"x":"{e}"}},"username":["{b}",{digits}],"pasword":"\u0041{a}"}}}}}}"#
        ),
        format!(
            r#"{{"name":"a b","language":"typescript","description":{digits},"browserConfiguration":{{"timeout":{{"max_duration":"{d}"}},"recording":"{e}","proxy":{{"active":true,"city":"c","passwort":{digits},"user":"{b}"}}}}}}"#
        ),
    ]
}

#[test]
fn excerpts_mask_secrets() {
    let mut lines = Vec::new();
    for document in documents() {
        for (at, _) in document.char_indices() {
            // Truncated, and with unexpected characters inserted.
            lines.push(document[..at].to_owned());
            for inserted in [
                "\"", "\\", "'", "{", "}", ":", ",", "\t", "\u{1b}", "#", "7",
            ] {
                lines.push(format!("{}{inserted}{}", &document[..at], &document[at..]));
                lines.push(format!(
                    "{}{inserted}{}",
                    &document[..at],
                    &document[at + 1..]
                ));
            }
        }
        lines.push(document);
    }
    let stream = lines.join("\n");
    let dir = TestDir::new("excerpts_mask_secrets", &[("s.ndjson", stream.as_bytes())]);
    let outcome = dir.run(&["check", "s.ndjson"]);
    outcome.assert_code(1);
    // Only a few of the same violation are shown, but each kind is.
    assert!(outcome.stdout.matches(" --> ").count() > 200);
    assert_masked(&outcome);
    fs::remove_dir_all(&dir.0).unwrap();

    // The same on several lines.
    let spread: Vec<_> = documents()
        .iter()
        .map(|document| document.replace(['{', ','], "$0\n  "))
        .collect();
    for (number, text) in spread.iter().enumerate() {
        let dir = TestDir::new(
            &format!("excerpts_hide_secrets_{number}"),
            &[("task.json", text.as_bytes())],
        );
        assert_masked(&dir.run(&["check", "task.json"]));
    }
}

/// However long a line is, and whatever it contains.
#[test]
fn excerpts_are_short() {
    let long = "k".repeat(100_000);
    let members: Vec<_> = (0..2000)
        .map(|i| format!(r#""{long}":{i}"#))
        .take(20)
        .collect();
    let text = format!(
        r#"{{"name":"a b","description":"{}","language":"{long}",{},"é{long}":[{}]}}"#,
        "日本".repeat(2000),
        members.join(","),
        "1,".repeat(50_000) + "2"
    );
    let dir = TestDir::new("excerpts_are_short", &[("long.json", text.as_bytes())]);
    let outcome = dir.run(&["check", "long.json"]);
    outcome.assert_code(1);
    for line in outcome.stdout.lines() {
        assert!(line.chars().count() < 400, "{line}");
    }
}

#[test]
fn no_format_shows_user_info_or_keys_inside_secrets() {
    let url = "https://user:HUNTER2@example.com/";
    let json = format!(
        r#"{{"active": true, "type": "{url}", "country_code": "https:\/\/HUNTER2\u0040h", "{url}": 1, "{url}": 2}}"#
    );
    let long = format!(
        r#"{{"name": "{url}", "language": "{url}", "description": "{}"}}"#,
        url.repeat(40)
    );
    let nested = r#"{"type": "custom", "active": 1, "server": "h:1", "username": {"HUNTER2": 1, "HUNTER2": 2}, "password": [{"HUNTER2": 1}]}"#;
    let table = [
        ("ProxyConfig", "a.json", json.as_str()),
        ("CreateTaskRequest", "a.json", &long),
        ("ProxyConfig", "a.json", nested),
        (
            "ProxyConfig",
            "a.yaml",
            "type: custom\nactive: 1\npassword: [HUNTER2: 1, HUNTER2: {HUNTER2: 2}]\n",
        ),
        (
            "ProxyConfig",
            "a.yaml",
            "type: custom\npassword:HUNTER2: x\nactive: true\n",
        ),
        (
            "ProxyConfig",
            "a.yaml",
            "x: &a {HUNTER2: 1}\ntype: custom\npassword: *a\n",
        ),
        (
            "ProxyConfig",
            "a.yaml",
            "type: \"https:\\x2f/HUNTER2@h\"\nactive: 1\n",
        ),
    ];
    for (document_type, file, text) in table {
        let dir = TestDir::new("no_format_shows", &[(file, text.as_bytes())]);
        for format in FORMATS {
            let outcome = dir.run(&["check", "--type", document_type, "--format", format, file]);
            outcome.assert_code(1);
            let shown = outcome.stdout.to_lowercase();
            assert!(
                !shown.contains("hunter2"),
                "{format} {text}: {}",
                outcome.stdout
            );
        }
    }
}

/// Whatever members hold, in an object of each type.
#[test]
fn no_format_shows_secrets_of_any_member() {
    const SECRET: &str = r#"{"HUNTER2": "HUNTER2", "HUNTER2": [{"HUNTER2": 1}]}"#;
    const OTHERS: [&str; 3] = [
        r#""https://u:HUNTER2@h/ \\\\HUNTER2@h""#,
        r#"{"https://HUNTER2@h": 1, "https://HUNTER2@h": {"password": ["HUNTER2"]}}"#,
        r#"["HUNTER2", {"code": {"HUNTER2": 1, "HUNTER2": 2}}]"#,
    ];
    for document_type in DocumentType::all() {
        for (object, other) in document_type
            .objects()
            .iter()
            .flat_map(|object| OTHERS.map(|other| (object, other)))
        {
            let members = object.members().iter().map(|member| {
                let value = if member.is_secret() { SECRET } else { other };
                format!("\"{}\": {value}", member.name())
            });
            let json = format!("{{{}}}", members.collect::<Vec<_>>().join(", "));
            let lines = json.replace(", ", ",\n");
            let broken = format!("{json}HUNTER2");
            let files = [
                ("a.json", json.as_bytes()),
                ("b.json", lines.as_bytes()),
                ("c.yaml", json.as_bytes()),
                ("d.yaml", lines.as_bytes()),
                ("e.json", broken.as_bytes()),
                ("f.yaml", broken.as_bytes()),
            ];
            let dir = TestDir::new("no_format_shows_members", &files);
            for format in FORMATS {
                let outcome = dir.run(&[
                    "check",
                    "--type",
                    document_type.name(),
                    "--format",
                    format,
                    ".",
                ]);
                outcome.assert_code(1);
                assert!(
                    !outcome.stdout.contains("HUNTER2"),
                    "{format} {json}: {}",
                    outcome.stdout
                );
            }
        }
    }
}
