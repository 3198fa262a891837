//! What is never shown.

use anchorbrowser_schema::{
    CreateTaskRequest, CustomProxy, ErrorResponse, Outcome, ProblemDetails, ProxyConfig, Report,
    SessionConfig, Task, Valid, Validate, Validator,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use super::{cases, json_of};

/// A run of a secret this long is never there by chance.
const RUN: usize = 8;

/// Everything that can be seen of a report.
fn seen_of(report: &Report) -> Vec<String> {
    let mut seen = vec![
        format!("{report}"),
        format!("{report:?}"),
        format!("{report:#?}"),
        json_of(report),
        json_of(&ProblemDetails::new(report.clone())),
        format!("{:?}", ProblemDetails::new(report.clone())),
        json_of(&ErrorResponse::from(report)),
    ];
    for violation in report.violations() {
        let shown = [
            format!("{violation}"),
            format!("{violation:?}"),
            violation.message(),
            violation.help().unwrap_or_default().into_owned(),
            format!("{:?}", violation.detail()),
            json_of(violation.detail()),
            violation.pointer().to_owned(),
        ];
        seen.extend(shown);
    }
    seen
}

/// Everything that can be seen of a check of a text, and of the value in it.
fn seen_of_json<T: Validate + std::fmt::Debug>(json: &[u8]) -> Vec<String> {
    let outcome: Outcome<T> = Validator::new().check_json(json);
    let mut seen = seen_of(outcome.report());
    seen.push(format!("{outcome:?}"));
    if let Some(value) = outcome.value() {
        seen.extend([format!("{value:?}"), format!("{value:#?}")]);
        seen.extend(seen_of(&value.check()));
    }
    seen.push(match serde_json::from_slice::<Valid<T>>(json) {
        Ok(valid) => format!("{valid:?}"),
        Err(error) => format!("{error} {error:?}"),
    });
    seen.push(match outcome.into_valid() {
        Ok(valid) => format!("{valid:?}"),
        Err(report) => format!("{report}"),
    });
    seen
}

/// No run of a secret is seen, in whichever case: a URL's scheme and host are told in lower case.
fn nowhere(secrets: &[String], seen: &[String]) -> Result<(), TestCaseError> {
    let seen: Vec<String> = seen.iter().map(|seen| seen.to_ascii_lowercase()).collect();
    for secret in secrets {
        let secret = secret.to_ascii_lowercase();
        for start in 0..=secret.len() - RUN {
            let run = &secret[start..start + RUN];
            for seen in &seen {
                prop_assert!(!seen.contains(run), "{run} of {secret} in {seen}");
            }
        }
    }
    Ok(())
}

fn secret() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9]{16,40}"
}

/// Ways for a URL to hold a secret.
const URLS: &[&str] = &[
    "https://user:{}@example.com/",
    "https://{}@example.com/",
    "https://{}:pass@example.com:99999/",
    "https://{}:pass@exa mple.com/",
    "ftp://{}:{}@example.com/",
    "http:u:{}@example.com/",
    "//{}@example.com/",
    "https://example.com/?token={}",
    "https://example.com/{} ",
    "https://{}.example.com/#{}",
    "{} ",
];

/// Ways for a secret to stand where a URL's scheme should.
const SCHEMES: &[&str] = &["{}:", "{}://", "{}:{}", "{}:{}@example.com"];

/// Ways for a server to hold a secret.
const SERVERS: &[&str] = &[
    "{}.example.com:8080",
    "http://user:{}@proxy.example.com:8080",
    "{}@proxy:80",
    "{}",
    "socks5://{}:1080/",
];

/// Ways for a code to hold a secret, which is of letters and digits.
const CODES: &[&str] = &["{}", "{}=", "{}\n", "-{}_", "{}==", "{}!", "={}"];

fn put(form: &str, secret: &str) -> String {
    form.replace("{}", secret)
}

/// A custom proxy's request with a secret in each place that may hold one.
fn request_with(secrets: &[String], [code, url, server]: [&str; 3]) -> Value {
    json!({
        "name": "t",
        "language": "typescript",
        "code": put(code, &secrets[0]),
        "browserConfiguration": {
            "initial_url": put(url, &secrets[1]),
            "proxy": {
                "type": "custom",
                "server": put(server, &secrets[2]),
                "username": secrets[3],
                "password": secrets[4],
                "active": true,
            },
        },
    })
}

fn request() -> impl Strategy<Value = (Vec<String>, Value)> {
    request_to(URLS)
}

fn request_to(urls: &'static [&str]) -> impl Strategy<Value = (Vec<String>, Value)> {
    let forms = [CODES, urls, SERVERS].map(select);
    (proptest::collection::vec(secret(), 5), forms).prop_map(|(secrets, forms)| {
        let request = request_with(&secrets, forms);
        (secrets, request)
    })
}

/// Members that may hold a secret, and how they are misspelt.
const MISSPELT: &[(&str, &str)] = &[
    ("code", "Code"),
    ("code", "source"),
    ("browserConfiguration/initial_url", "initialUrl"),
    ("browserConfiguration/initial_url", "url"),
    ("browserConfiguration/proxy", "Proxy"),
    ("browserConfiguration/proxy/type", "kind"),
    ("browserConfiguration/proxy/server", "Server"),
    ("browserConfiguration/proxy/server", "host"),
    ("browserConfiguration/proxy/username", "userName"),
    ("browserConfiguration/proxy/username", "user"),
    ("browserConfiguration/proxy/password", "pasword"),
    ("browserConfiguration/proxy/password", "passwd"),
];

/// The values that stand for a secret where another type belongs.
fn wrapped(secret: &str, how: usize) -> Value {
    match how {
        0 => json!([secret]),
        1 => json!({"value": secret}),
        _ => json!([[{"a": {"b": secret}}, 1, null]]),
    }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn secrets_are_never_shown((secrets, request) in prop_oneof![request(), request_to(SCHEMES)]) {
        let json = request.to_string();
        nowhere(&secrets, &seen_of_json::<CreateTaskRequest>(json.as_bytes()))?;
        let task: CreateTaskRequest = serde_json::from_str(&json).unwrap();
        nowhere(&secrets, &seen_of(&task.check()))?;
        nowhere(&secrets, &[format!("{task:?}"), format!("{task:#?}")])?;
        // Nor where another root was asked for, whose members these are not.
        nowhere(&secrets, &seen_of_json::<Task>(json.as_bytes()))?;
        nowhere(&secrets, &seen_of_json::<SessionConfig>(request["browserConfiguration"].to_string().as_bytes()))?;
        let proxy = request["browserConfiguration"]["proxy"].to_string();
        nowhere(&secrets, &seen_of_json::<ProxyConfig>(proxy.as_bytes()))?;
        nowhere(&secrets, &seen_of_json::<CustomProxy>(proxy.as_bytes()))?;
        nowhere(&secrets, &seen_of_json::<anchorbrowser_schema::AnchorProxy>(proxy.as_bytes()))?;
    }
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn secrets_are_never_shown_where_members_are_misspelt(
        (secrets, mut request) in request(),
        misspelt in proptest::sample::subsequence(MISSPELT, 1..4),
    ) {
        for (member, other) in misspelt {
            let (parent, key) = member.rsplit_once('/').unwrap_or(("", member));
            let parent = if parent.is_empty() { String::new() } else { format!("/{parent}") };
            if let Some(object) = request.pointer_mut(&parent).and_then(Value::as_object_mut)
                && let Some(value) = object.remove(key)
            {
                object.insert(other.to_owned(), value);
            }
        }
        nowhere(&secrets, &seen_of_json::<CreateTaskRequest>(request.to_string().as_bytes()))?;
    }

    #[test]
    fn secrets_are_never_shown_where_the_type_is_wrong((secrets, mut request) in request(), how in 0..3_usize) {
        let session = &mut request["browserConfiguration"];
        session["initial_url"] = wrapped(&secrets[1], how);
        session["proxy"]["server"] = wrapped(&secrets[2], how);
        session["proxy"]["username"] = wrapped(&secrets[3], how);
        session["proxy"]["password"] = wrapped(&secrets[4], how);
        request["code"] = wrapped(&secrets[0], how);
        nowhere(&secrets, &seen_of_json::<CreateTaskRequest>(request.to_string().as_bytes()))?;
    }

    #[test]
    fn secrets_are_never_shown_of_a_broken_text(
        (secrets, request) in request(),
        at in any::<Index>(),
        how in 0..4_usize,
        byte in any::<u8>(),
        oddly in select(&b"\"\\{}[]:,\n\x00u"[..]),
    ) {
        let mut json = request.to_string().into_bytes();
        let at = at.index(json.len());
        match how {
            0 => json.truncate(at),
            1 => json[at] = byte,
            2 => json[at] = oddly,
            _ => json.insert(at, oddly),
        }
        nowhere(&secrets, &seen_of_json::<CreateTaskRequest>(&json))?;
    }

    #[test]
    fn the_code_of_a_typed_value_is_never_shown(source in "[ -~]{16,60}") {
        let task = CreateTaskRequest::new("t").with_source(&source);
        let code = STANDARD.encode(&source);
        let mut seen = seen_of(&task.check());
        seen.extend([format!("{task:?}"), format!("{task:#?}")]);
        nowhere(&[code.trim_end_matches('=').to_owned()], &seen)?;
    }
}
