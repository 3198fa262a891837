//! What people see: excerpts, and nothing in them that must never be shown.

use std::fs;

use super::{Folder, Outcome};

/// A document with violations of several kinds.
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

const SCREEN: &str = r#"error[pattern]: `/name` must match `^[a-zA-Z0-9_-]+$`, but its character 6 is ` `
 --> task.json:2:11
  |
2 |   "name": "price watch!",
  |           ^^^^^^^^^^^^^^
  |
  = help: use ASCII letters, digits, hyphens and underscores alone

warning[unknown-property]: `/descripton` is not a member that the API document names
 --> task.json:4:3
  |
4 |   "descripton": "…",
  |   ^^^^^^^^^^^^
  |
  = help: did you mean `description`?

error[base64-alphabet]: `/code` must be base64, but has 1 character that base64 does not have, the first as its character 9
 --> task.json:5:11
  |
5 |   "code": "…",
  |           ^^^
  |
  = help: this is the URL-safe alphabet: write `+` for each `-`, and `/` for each `_`

error[base64-padding]: `/code` must be base64 in groups of four, padded with `=` at its end alone, but has 10 symbols and 0 `=`
 --> task.json:5:11
  |
5 |   "code": "…",
  |           ^^^
  |
  = help: end it with `==`, unless it was cut off: then encode the source text again

error[required]: `/browserConfiguration/proxy/password` is required, but missing
 --> task.json:7:14
  |
7 |     "proxy": {"type": "…", "server": "…", "username": "…", "active"...
  |              ^
  |
  = help: add the member `password`

warning[proxy-server-format]: `/browserConfiguration/proxy/server` must be `HOST:PORT`, optionally after `http://`, `https://` or `socks5://`, but is another text
 --> task.json:7:43
  |
7 |     "proxy": {"type": "…", "server": "…", "username": "…", "active": …},
  |                                      ^^^
  |
  = help: write for example `proxy.example.com:8080`; credentials go into `username` and `password`

error[type]: `/browserConfiguration/proxy/active` must be a boolean, but is a number
 --> task.json:7:76
  |
7 | ..."type": "…", "server": "…", "username": "…", "active": …},
  |                                                           ^
  |
  = help: write `true` or `false`

warning[timeout-value]: `/browserConfiguration/timeout/idle_timeout` must be a positive number of minutes, or -1 for no limit, but is 0
 --> task.json:8:33
  |
8 |     "timeout": {"idle_timeout": 0}
  |                                 ^

1 of 1 document has errors: 5 errors, 3 warnings
"#;

#[test]
fn the_line_of_each_violation_is_shown() {
    let folder = Folder::new("the_line_is_shown", &[("task.json", REQUEST.as_bytes())]);
    let outcome = folder.run(&["check", "task.json"]);
    outcome.assert_code(1);
    assert_eq!(outcome.stdout, SCREEN);

    let screen = |arguments: &[&str]| {
        let outcome = folder.run(&[&["check", "task.json"], arguments].concat());
        outcome.assert_code(1);
        outcome.stdout
    };
    let (shown, summary) = SCREEN.rsplit_once("\n\n").unwrap();
    assert_eq!(screen(&["--quiet"]), format!("{shown}\n\n"));
    let first = shown.split("\n\n").next().unwrap();
    assert_eq!(
        screen(&["--max-violations", "1"]),
        format!("{first}\n\ntask.json:1: 7 more not listed\n\n{summary}")
    );
}

#[test]
fn lines_are_those_of_the_source() {
    let stream = "\n{\"name\":\"t\",\"language\":\"typescript\"}\n\t{\"name\":\"é\",\"language\":\"typescript\"}\n{";
    let folder = Folder::new("lines_of_the_source", &[("s.ndjson", stream.as_bytes())]);
    let outcome = folder.run(&["check", "s.ndjson"]);
    outcome.assert_code(1);
    assert_eq!(
        outcome.stdout,
        r#"error[pattern]: `/name` must match `^[a-zA-Z0-9_-]+$`, but its character 1 is `é`
 --> s.ndjson:3:10
  |
3 |  {"name":"é","language":"…"}
  |          ^^^
  |
  = help: use ASCII letters, digits, hyphens and underscores alone

error[syntax]: the document is not JSON: expected a key in double quotes or `}`, found the end of the text
 --> s.ndjson:4:2
  |
4 | {
  |  ^

2 of 3 documents have errors: 2 errors, 0 warnings
"#
    );
}

/// Marks in documents what must not be seen; long enough that it is never there by chance.
const SECRETS: [&str; 5] = [
    "Kq7vXw2mRt9bZc4n",
    "Jd8sLp3fHg6yTe1u",
    "4815162342108162",
    "Wb5nQx9kVz2cMr7j",
    "Gh3tYs6pDf8wLa1e",
];
/// A run of a secret this long is never there by chance.
const RUN: usize = 6;

#[track_caller]
fn assert_hidden(outcome: &Outcome) {
    for secret in SECRETS {
        for start in 0..=secret.len() - RUN {
            let run = &secret[start..start + RUN];
            for told in [&outcome.stdout, &outcome.stderr] {
                let line = told.lines().find(|line| line.contains(run));
                assert_eq!(line, None, "{run} of {secret}");
            }
        }
    }
}

/// Secrets wherever they can stand: as texts and as numbers, in members of their own, in misspelt
/// ones and in ones of the wrong type.
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
fn excerpts_hide_secrets() {
    let mut lines = Vec::new();
    for document in documents() {
        for (at, _) in document.char_indices() {
            // Cut off, and with something in the way.
            lines.push(document[..at].to_owned());
            for odd in [
                "\"", "\\", "'", "{", "}", ":", ",", "\t", "\u{1b}", "#", "7",
            ] {
                lines.push(format!("{}{odd}{}", &document[..at], &document[at..]));
                lines.push(format!("{}{odd}{}", &document[..at], &document[at + 1..]));
            }
        }
        lines.push(document);
    }
    let stream = lines.join("\n");
    let folder = Folder::new("excerpts_hide_secrets", &[("s.ndjson", stream.as_bytes())]);
    let outcome = folder.run(&["check", "s.ndjson"]);
    outcome.assert_code(1);
    assert!(outcome.stdout.matches(" --> ").count() > lines.len());
    assert_hidden(&outcome);
    fs::remove_dir_all(&folder.0).unwrap();

    // The same over several lines.
    let spread: Vec<_> = documents()
        .iter()
        .map(|document| document.replace(['{', ','], "$0\n  "))
        .collect();
    for (number, text) in spread.iter().enumerate() {
        let folder = Folder::new(
            &format!("excerpts_hide_secrets_{number}"),
            &[("task.json", text.as_bytes())],
        );
        assert_hidden(&folder.run(&["check", "task.json"]));
    }
}

/// However long a line is, and whatever stands in it.
#[test]
fn excerpts_stay_short() {
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
    let folder = Folder::new("excerpts_stay_short", &[("long.json", text.as_bytes())]);
    let outcome = folder.run(&["check", "long.json"]);
    outcome.assert_code(1);
    for line in outcome.stdout.lines() {
        assert!(line.chars().count() < 400, "{line}");
    }
}
