//! Secrets are never shown.

use anchorbrowser_schema::{
    CreateTaskRequest, CustomProxy, ErrorResponse, Outcome, ProblemDetails, ProxyConfig, Report,
    SessionConfig, Task, Valid, Validate, Validator,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use super::{cases, json_of};

/// The number of consecutive characters of a secret that do not occur by chance.
const RUN: usize = 8;

/// All output for a report.
fn report_output(report: &Report) -> Vec<String> {
    let mut output = vec![
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
            format!("{:?}", violation.kind()),
            json_of(violation.kind()),
            violation.pointer().to_owned(),
        ];
        output.extend(shown);
    }
    output
}

/// All output for a check of JSON text, and for the value in it.
fn check_output<T: Validate + std::fmt::Debug>(json: &[u8]) -> Vec<String> {
    let outcome: Outcome<T> = Validator::new().read_json(json);
    let mut output = report_output(outcome.report());
    output.push(format!("{outcome:?}"));
    output.push(outcome.report().mask(&String::from_utf8_lossy(json)));
    if let Some(value) = outcome.value() {
        output.extend([format!("{value:?}"), format!("{value:#?}")]);
        output.extend(report_output(&value.check()));
    }
    output.push(match serde_json::from_slice::<Valid<T>>(json) {
        Ok(valid) => format!("{valid:?}"),
        Err(error) => format!("{error} {error:?}"),
    });
    output.push(match outcome.into_valid() {
        Ok(valid) => format!("{valid:?}"),
        Err(report) => format!("{report}"),
    });
    output
}

/// Asserts that no part of a secret is shown, in upper or lower case: schemes and hosts of URLs are
/// reported in lower case.
fn expect_hidden(secrets: &[String], output: &[String]) -> Result<(), TestCaseError> {
    let output = output.join("\n").to_ascii_lowercase();
    for secret in secrets {
        let secret = secret.to_ascii_lowercase();
        for start in 0..=secret.len() - RUN {
            let run = &secret[start..start + RUN];
            let found = memmem::find(output.as_bytes(), run.as_bytes());
            prop_assert!(found.is_none(), "{run} of {secret} in {output}");
        }
    }
    Ok(())
}

fn secret() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9]{16,40}"
}

/// URLs with a secret.
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

/// URLs with a secret in place of the scheme.
const SCHEMES: &[&str] = &["{}:", "{}://", "{}:{}", "{}:{}@example.com"];

/// Servers with a secret.
const SERVERS: &[&str] = &[
    "{}.example.com:8080",
    "http://user:{}@proxy.example.com:8080",
    "{}@proxy:80",
    "{}",
    "socks5://{}:1080/",
];

/// Code with a secret, which consists of letters and digits.
const CODES: &[&str] = &["{}", "{}=", "{}\n", "-{}_", "{}==", "{}!", "={}"];

fn fill(template: &str, secret: &str) -> String {
    template.replace("{}", secret)
}

/// A request with a custom proxy and a secret in every member that may contain one.
fn request_with(secrets: &[String], [code, url, server]: [&str; 3]) -> Value {
    json!({
        "name": "t",
        "language": "typescript",
        "code": fill(code, &secrets[0]),
        "browserConfiguration": {
            "initial_url": fill(url, &secrets[1]),
            "proxy": {
                "type": "custom",
                "server": fill(server, &secrets[2]),
                "username": secrets[3],
                "password": secrets[4],
                "active": true,
            },
        },
    })
}

fn request() -> impl Strategy<Value = (Vec<String>, Value)> {
    request_with_url(URLS)
}

fn request_with_url(urls: &'static [&str]) -> impl Strategy<Value = (Vec<String>, Value)> {
    let templates = [CODES, urls, SERVERS].map(select);
    (proptest::collection::vec(secret(), 5), templates).prop_map(|(secrets, templates)| {
        let request = request_with(&secrets, templates);
        (secrets, request)
    })
}

/// Members that may contain a secret, and misspellings of them.
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

/// A value of a wrong type that contains the secret.
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
    fn secrets_are_never_shown((secrets, request) in prop_oneof![request(), request_with_url(SCHEMES)]) {
        let json = request.to_string();
        expect_hidden(&secrets, &check_output::<CreateTaskRequest>(json.as_bytes()))?;
        let task: CreateTaskRequest = serde_json::from_str(&json).unwrap();
        expect_hidden(&secrets, &report_output(&task.check()))?;
        expect_hidden(&secrets, &[format!("{task:?}"), format!("{task:#?}")])?;
        // Also if the document is checked as another type, for which the members are unknown.
        expect_hidden(&secrets, &check_output::<Task>(json.as_bytes()))?;
        expect_hidden(&secrets, &check_output::<SessionConfig>(request["browserConfiguration"].to_string().as_bytes()))?;
        let proxy = request["browserConfiguration"]["proxy"].to_string();
        expect_hidden(&secrets, &check_output::<ProxyConfig>(proxy.as_bytes()))?;
        expect_hidden(&secrets, &check_output::<CustomProxy>(proxy.as_bytes()))?;
        expect_hidden(&secrets, &check_output::<anchorbrowser_schema::AnchorProxy>(proxy.as_bytes()))?;
    }
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn secrets_of_misspelt_members_are_never_shown(
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
        expect_hidden(&secrets, &check_output::<CreateTaskRequest>(request.to_string().as_bytes()))?;
    }

    #[test]
    fn secrets_in_values_of_a_wrong_type_are_never_shown((secrets, mut request) in request(), how in 0..3_usize) {
        let session = &mut request["browserConfiguration"];
        session["initial_url"] = wrapped(&secrets[1], how);
        session["proxy"]["server"] = wrapped(&secrets[2], how);
        session["proxy"]["username"] = wrapped(&secrets[3], how);
        session["proxy"]["password"] = wrapped(&secrets[4], how);
        request["code"] = wrapped(&secrets[0], how);
        expect_hidden(&secrets, &check_output::<CreateTaskRequest>(request.to_string().as_bytes()))?;
    }

    #[test]
    fn secrets_in_malformed_json_are_never_shown(
        (secrets, request) in request(),
        at in any::<Index>(),
        how in 0..4_usize,
        byte in any::<u8>(),
        token in select(&b"\"\\{}[]:,\n\x00u"[..]),
    ) {
        let mut json = request.to_string().into_bytes();
        let at = at.index(json.len());
        match how {
            0 => json.truncate(at),
            1 => json[at] = byte,
            2 => json[at] = token,
            _ => json.insert(at, token),
        }
        expect_hidden(&secrets, &check_output::<CreateTaskRequest>(&json))?;
    }

    #[test]
    fn code_of_a_typed_value_is_never_shown(source in "[ -~]{16,60}") {
        let task = CreateTaskRequest::new("t").with_source_code(&source);
        let code = STANDARD.encode(&source);
        let mut output = report_output(&task.check());
        output.extend([format!("{task:?}"), format!("{task:#?}")]);
        expect_hidden(&[code.trim_end_matches('=').to_owned()], &output)?;
    }
}
