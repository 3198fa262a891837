//! Secrets are never shown: passwords, user names, code, initial URLs and servers, however invalid
//! the document is.

use std::fmt::Debug;

use anchorbrowser_schema::{
    CountryCode, CreateTaskRequest, CustomProxy, DocumentType, ErrorResponse, JsonType, Language,
    ObjectType, Outcome, Password, ProblemDetails, ProxyType, Report, Rule, SessionConfig, Task,
    Valid, Validate, Validator, Violation,
};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::support::{check_with, with_type};

/// Random strings that replace `@` in the documents below: valid in the user info of a URL, valid
/// base64, and neither because of one letter.
const SECRETS: [&str; 3] = [
    "kZ8vQ3xR7mW2pL5tJ9hD",
    "Tq4Yw8Nc1Bf6Gs3Vj7Xu",
    "hÜ7rK2pX9vM4nQ6zW1tB",
];

/// The number of consecutive characters of a secret that must not be shown.
const RUN: usize = 5;

/// The first part of the secret that is shown, in upper or lower case.
fn shown(output: &str, secret: &str) -> Option<String> {
    let output = output.to_lowercase();
    let secret: Vec<char> = secret.to_lowercase().chars().collect();
    let mut runs = secret.windows(RUN).map(String::from_iter);
    runs.find(|run| output.contains(run.as_str()))
}

/// Asserts that no part of the secret is shown.
#[track_caller]
fn expect_hidden(output: &str, secret: &str, source: &str) {
    if let Some(run) = shown(output, secret) {
        panic!("{source} shows {run}: {output}");
    }
}

/// Both forms of `Debug`.
fn debug(value: &impl Debug) -> String {
    format!("{value:?}\n{value:#?}")
}

/// All output for a report.
fn report_output(report: &Report) -> String {
    let mut output = format!("{report}\n{}\n", debug(report));
    output += &serde_json::to_string(report).unwrap();
    output += &serde_json::to_string(&ErrorResponse::from(report)).unwrap();
    let problem = ProblemDetails::new(report.clone());
    output += &(serde_json::to_string(&problem).unwrap() + &debug(&problem));
    for violation in report.violations() {
        let (message, help) = (violation.message(), violation.help().unwrap_or_default());
        let text = [violation.to_string(), message, help.into_owned()].join("\n");
        output += &[text, debug(violation), debug(violation.kind())].join("\n");
        output += &serde_json::to_string(violation).unwrap();
    }
    output
}

/// All output for a check of JSON text with the levels of `validator`.
fn check_output(validator: &Validator, document_type: DocumentType, json: &str) -> String {
    with_type!(document_type, T => {
        let outcome: Outcome<T> = validator.read_json(json);
        let mut all = report_output(outcome.report()) + &debug(&outcome);
        all += &outcome.report().mask(json);
        all += &match outcome.into_valid() {
            Ok(valid) => debug(&valid) + &debug(&valid.into_inner()),
            Err(report) => report_output(&report),
        };
        all += &match serde_json::from_str::<Valid<T>>(json) {
            Ok(valid) => debug(&valid),
            Err(error) => error.to_string() + &debug(&error),
        };
        all += &match serde_json::from_str::<T>(json) {
            Ok(value) => debug(&value),
            Err(error) => error.to_string() + &debug(&error),
        };
        all + &debug(&T::from_json(json))
    })
}

/// Asserts that documents hide the secret. Each line has the document type and the JSON text, with
/// `@` in place of the secret.
#[track_caller]
fn expect_all_hidden(table: &str) {
    let strict = Rule::all().fold(Validator::new(), Validator::deny);
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (document_type, template) = line.split_once(' ').unwrap();
        assert!(template.contains('@'), "{template}");
        for secret in SECRETS {
            let json = template.replace('@', secret);
            for validator in [&Validator::new(), &strict] {
                let output = check_output(validator, document_type.parse().unwrap(), &json);
                expect_hidden(&output, secret, &json);
            }
        }
    }
}

#[test]
fn credentials_of_a_proxy_are_hidden() {
    expect_all_hidden(
        r#"
        CustomProxy {"type": "custom", "server": "h:1", "username": "u", "password": "@", "active": true}
        CustomProxy {"type": "custom", "server": "h:1", "username": "@", "password": "p", "active": true}
        CustomProxy {"type": "custom", "server": "h", "username": "@", "password": "@"}
        CustomProxy {"type": "anchor_gov", "server": "h:1", "username": "@", "password": "@", "active": true}
        CustomProxy {"type": "custom", "server": "h:1", "username": ["@"], "password": {"@": "@"}, "active": "@"}
        CustomProxy {"type": "custom", "username": "@", "username": "x", "password": "@", "password": "@", "active": true}
        ProxyConfig {"server": "h:1", "username": "@", "password": "@", "active": true}
        ProxyConfig {"type": null, "server": "h:1", "username": "@", "password": "@", "active": true}
        AnchorProxy {"type": "custom", "server": "h:1", "username": "@", "password": "@", "active": true}
        SessionConfig {"proxy": {"type": "custom", "server": "h:1", "username": "@", "password": "@", "active": true}}
        SessionConfig {"proxy": ["custom", "@"], "proxy": "http://u:@@h:1"}
        SessionConfig {"username": "@", "password": "@"}
        CreateTaskRequest {"name": "t", "language": "typescript", "browserConfiguration": {"proxy": {"type": "custom", "server": "h:1", "username": "@", "password": "@", "active": true}}}
        TaskResponse {"data": {"browserConfiguration": {"proxy": {"type": "custom", "username": "@", "password": "@"}}}}
        "#,
    );
}

#[test]
fn values_of_misspelt_members_are_hidden() {
    expect_all_hidden(
        r#"
        CustomProxy {"type": "custom", "server": "h:1", "user": "@", "pasword": "@", "active": true}
        CustomProxy {"type": "custom", "Server": "http://@:@@h:1", "Username": "@", "PASSWORD": "@", "pass": ["@"]}
        CreateTaskRequest {"name": "t", "language": "typescript", "Code": "@", "source": "@", "initial_url": "@"}
        SessionConfig {"initialUrl": "https://@:@@h/", "cookies": {"session": "@"}, "api_key": "@"}
        SessionConfig {"proxy": {"active": true, "pasword": "@", "url": "http://u:@@h:1"}}
        "#,
    );
}

#[test]
fn code_is_hidden() {
    expect_all_hidden(
        r#"
        CreateTaskRequest {"name": "t", "language": "typescript", "code": "@"}
        CreateTaskRequest {"name": "a b", "language": "cobol", "code": "@"}
        CreateTaskRequest {"name": "t", "language": "typescript", "code": "@\n"}
        CreateTaskRequest {"name": "t", "language": "typescript", "code": "@=@"}
        CreateTaskRequest {"name": "t", "language": "typescript", "code": "/@_-+===="}
        CreateTaskRequest {"name": "t", "language": "typescript", "code": "@!@"}
        CreateTaskRequest {"name": "t", "language": "typescript", "code": ["@"]}
        CreateTaskRequest {"name": "t", "language": "typescript", "code": {"source": "@", "source": "@"}}
        Task {"name": "t", "code": "@"}
        Task {"id": "3c90c3cc-0d44-4b50-8888-8dd25736052a", "name": "t", "teamId": "3c90c3cc-0d44-4b50-8888-8dd25736052a", "latestVersion": "1", "code": "@", "language": "typescript", "deleted": false, "createdAt": "2025-03-01T09:30:00Z", "updatedAt": "2025-03-01T09:30:00Z"}
        "#,
    );
}

#[test]
fn initial_urls_and_servers_are_hidden() {
    expect_all_hidden(
        r#"
        SessionConfig {"initial_url": "@"}
        SessionConfig {"initial_url": "https://@.example.com/"}
        SessionConfig {"initial_url": "https://example.com/@?@#@"}
        SessionConfig {"initial_url": "https://example.com/?token=@"}
        SessionConfig {"initial_url": "https://user:@@example.com/"}
        SessionConfig {"initial_url": "https://@:p@example.com/"}
        SessionConfig {"initial_url": "ftp://@:@@example.com/"}
        SessionConfig {"initial_url": "https://user:@@example.com:99999/"}
        SessionConfig {"initial_url": "https://@:@@1.2.3.4.5/"}
        SessionConfig {"initial_url": "https://@:99999/"}
        SessionConfig {"initial_url": "https://xn--@/"}
        SessionConfig {"initial_url": "https://example.com:@/"}
        SessionConfig {"initial_url": "https://[@]/"}
        SessionConfig {"initial_url": "https://example.com/ @"}
        SessionConfig {"initial_url": "https://user:@ @example.com/"}
        SessionConfig {"initial_url": "mailto:@"}
        SessionConfig {"initial_url": ["https://user:@@example.com/"]}
        SessionConfig {"initial_url": "a b", "initial_url": "https://user:@@example.com/"}
        CustomProxy {"type": "custom", "server": "@", "username": "u", "password": "p", "active": true}
        CustomProxy {"type": "custom", "server": "@.example.com:80", "username": "u", "password": "p", "active": true}
        CustomProxy {"type": "custom", "server": "http://u:@@h:80", "username": "u", "password": "p", "active": true}
        CustomProxy {"type": "custom", "server": {"@": 1}, "username": "u", "password": "p", "active": true}
        AnchorProxy {"active": true, "server": "http://@:@@h:80"}
        "#,
    );
}

#[test]
fn values_of_a_wrong_type_are_hidden() {
    expect_all_hidden(
        r#"
        CreateTaskRequest "@"
        CreateTaskRequest ["@", {"password": "@"}]
        CreateTaskRequest {"name": ["@"], "language": {"password": "@"}, "description": ["@"], "browserConfiguration": "@"}
        SessionConfig {"recording": "@", "timeout": "@", "live_view": ["@"], "proxy": "@"}
        SessionConfig {"timeout": {"max_duration": "@", "idle_timeout": ["@"]}, "recording": {"active": "@"}}
        AnchorProxy {"active": "@", "type": {"password": "@"}, "country_code": ["@"], "city": ["@"]}
        ErrorResponse {"error": {"code": "@", "message": ["@"]}}
        "#,
    );
}

#[test]
fn documents_with_syntax_errors_are_hidden() {
    expect_all_hidden(
        r#"
        CreateTaskRequest @
        CreateTaskRequest {"password": @}
        CreateTaskRequest {"password": '@'}
        CreateTaskRequest {"password": "@
        CreateTaskRequest {"password": "@"
        CreateTaskRequest {"password": "@" "@"}
        CreateTaskRequest {"password": "@\x"}
        CreateTaskRequest {"password": "@\ud800"}
        CreateTaskRequest {"password": "@",}
        CreateTaskRequest {"password": ["@"}
        CreateTaskRequest {@: 1}
        CreateTaskRequest {"@" 1}
        CreateTaskRequest {"code": "@", "code": t@}
        CreateTaskRequest {} @
        CreateTaskRequest {"browserConfiguration": {"initial_url": "https://user:@@example.com/
        "#,
    );
}

#[test]
fn strings_with_invalid_utf_8_are_hidden() {
    for secret in SECRETS {
        let mut json = format!(r#"{{"password": "{secret}"#).into_bytes();
        json.push(0xff);
        json.extend_from_slice(secret.as_bytes());
        let outcome = Validator::new().read_json::<CreateTaskRequest>(&json);
        expect_hidden(
            &(report_output(outcome.report()) + &debug(&outcome)),
            secret,
            "invalid UTF-8",
        );
    }
}

#[test]
fn secrets_of_typed_values_are_hidden() {
    for secret in SECRETS {
        let with_user_info = format!("https://{secret}:{secret}@example.com:99999/");
        let proxies = [
            CustomProxy::new("h:1", secret, secret),
            CustomProxy::new(secret, secret, secret),
            CustomProxy::new(with_user_info.as_str(), secret, secret),
        ];
        for proxy in proxies {
            let output = report_output(&proxy.check()) + &debug(&proxy) + &debug(&proxy.password);
            expect_hidden(&output, secret, "a proxy");
            for url in [secret, &with_user_info, &format!("ftp://h/{secret}")] {
                let session = SessionConfig::new()
                    .with_initial_url(url)
                    .with_proxy(proxy.clone());
                let output = report_output(&session.check()) + &debug(&session);
                expect_hidden(&output, secret, "a session");
                let task = CreateTaskRequest::new("t")
                    .with_code(secret)
                    .with_browser_configuration(session);
                let output =
                    report_output(&task.check()) + &debug(&task) + &debug(&task.into_valid());
                expect_hidden(&output, secret, "a request");
            }
        }
    }
}

#[test]
fn deserialization_errors_hide_secrets() {
    for secret in SECRETS {
        let proxies = [
            format!(
                r#"{{"type": "custom", "server": "h:1", "username": "u", "password": ["{secret}"], "active": true}}"#
            ),
            format!(
                r#"{{"type": "custom", "username": "{secret}", "password": "{secret}", "active": true}}"#
            ),
        ];
        for json in proxies {
            let error = serde_json::from_str::<CustomProxy>(&json).unwrap_err();
            expect_hidden(&format!("{error}{}", debug(&error)), secret, &json);
        }
        let json = format!(r#"{{"code": ["{secret}"]}}"#);
        let error = serde_json::from_str::<Task>(&json).unwrap_err();
        expect_hidden(&format!("{error}{}", debug(&error)), secret, &json);
    }
}

#[test]
fn errors_of_single_values_name_only_the_type() {
    let values = [
        ("123456", "a number"),
        ("-123456", "a number"),
        ("123456789012345678901234567890", "a number"),
        ("12.5", "a number"),
        ("true", "a boolean"),
        ("null", "null"),
        ("[\"123456\"]", "sequence"),
        ("{\"123456\": 1}", "map"),
    ];
    for (json, found) in values {
        let errors = [
            serde_json::from_str::<CountryCode>(json).map(drop),
            serde_json::from_str::<Language>(json).map(drop),
            serde_json::from_str::<ProxyType>(json).map(drop),
            serde_json::from_str::<Password>(json).map(drop),
        ];
        for error in errors {
            let error = error.unwrap_err().to_string();
            let (message, _) = error.split_once(" at line 1").unwrap();
            assert_eq!(message, format!("invalid type: {found}, expected a string"));
        }
    }
}

#[test]
fn accessors_and_serialization_show_secrets() {
    for secret in SECRETS {
        let proxy = CustomProxy::new("h:1", secret, secret);
        assert_eq!(proxy.password.expose(), secret);
        assert_eq!(proxy.username, secret);
        let json = serde_json::to_string(&proxy).unwrap();
        assert_eq!(json.matches(secret).count(), 2);
    }
}

/// A valid object of this type as JSON text, with `member` if it is given, and with the required
/// members.
fn object_with(object: &ObjectType, member: Option<(&str, &str)>) -> String {
    let mut members: Vec<String> = Vec::new();
    for known in object.members() {
        let value = match (known.name(), known.json_type()) {
            (name, _) if member.is_some_and(|(with, _)| with == name) => member.unwrap().1,
            _ if !known.is_required() => continue,
            ("type", _) => r#""custom""#,
            ("id" | "teamId", _) => r#""3c90c3cc-0d44-4b50-8888-8dd25736052a""#,
            ("createdAt" | "updatedAt", _) => r#""2025-03-01T09:30:00Z""#,
            ("language", _) => r#""typescript""#,
            ("server", _) => r#""h:1""#,
            (_, JsonType::Boolean) => "true",
            (_, JsonType::String) => r#""t""#,
            (name, json_type) => panic!("{name}: {json_type}"),
        };
        members.push(format!("\"{}\":{value}", known.name()));
    }
    format!("{{{}}}", members.join(","))
}

/// For each secret member of objects, and of the objects inside them: its pointer, and the document
/// that is valid apart from the member, with `@` in place of the member's value.
fn secret_members(objects: &[&ObjectType], pointer: &str, found: &mut Vec<(String, String)>) {
    for object in objects {
        for member in object.members() {
            let pointer = format!("{pointer}/{}", member.name());
            if member.is_secret() {
                let document = object_with(object, Some((member.name(), "@")));
                found.push((pointer.clone(), document));
            }
            let mut inner = Vec::new();
            secret_members(member.objects(), &pointer, &mut inner);
            found.extend(inner.into_iter().map(|(pointer, value)| {
                (pointer, object_with(object, Some((member.name(), &value))))
            }));
        }
    }
}

/// All output for JSON text that is read by the plain `Deserialize`.
fn plain_output(document_type: DocumentType, json: &str) -> String {
    fn output<T: DeserializeOwned + Debug>(json: &str) -> String {
        let from_str = serde_json::from_str::<T>(json);
        let from_value = serde_json::from_str::<Value>(json).map(serde_json::from_value::<T>);
        let mut output = debug(&from_str) + &debug(&from_value);
        for error in [from_str.err(), from_value.ok().and_then(Result::err)]
            .into_iter()
            .flatten()
        {
            output += &error.to_string();
        }
        output
    }
    with_type!(document_type, T => output::<T>(json))
}

/// Values with a secret: of the right type, of others, and valid or invalid by the rules of some
/// member.
const VALUES: &[&str] = &[
    r#""@""#,
    r#""@\n""#,
    r#""@=""#,
    r#""\u0040@""#,
    r#""https://@:@@example.com/@?@#@""#,
    r#""@://@:@@h:99999/""#,
    r#""http://u:@@h:1""#,
    r#"["@"]"#,
    r#"{"@":"@"}"#,
    r#"{"k":1,"k":["@"]}"#,
    r#"[{"password":"@","password":"@"}]"#,
];

#[test]
fn every_secret_member_is_hidden() {
    let validators = [
        Validator::new(),
        Rule::all().fold(Validator::new(), Validator::deny),
    ];
    let mut count = 0;
    let mut failures = Vec::new();
    for document_type in DocumentType::all() {
        let mut members = Vec::new();
        secret_members(document_type.objects(), "", &mut members);
        for (pointer, template) in members {
            assert!(
                document_type.member(&pointer).unwrap().is_secret(),
                "{pointer}"
            );
            let valid = template.replace('@', r#""cnVuKCk7""#);
            let missing = check_with(&validators[0], document_type, &valid);
            let is_shape = |v: &Violation| ["required", "type"].contains(&v.rule());
            assert!(
                !missing.violations().iter().any(is_shape),
                "{valid}: {missing}"
            );
            for value in VALUES {
                for secret in SECRETS {
                    let json = template.replace('@', &value.replace('@', secret));
                    for validator in &validators {
                        let output = check_output(validator, document_type, &json)
                            + &plain_output(document_type, &json);
                        if shown(&output, secret).is_some() {
                            failures.push(format!("{document_type} {json}"));
                        }
                    }
                    count += 1;
                }
            }
        }
    }
    assert!(count > 500, "{count}");
    assert!(failures.is_empty(), "shown:\n{}", failures.join("\n"));
}

#[test]
fn values_of_unknown_members_are_hidden() {
    for document_type in DocumentType::all() {
        for object in document_type.objects() {
            let known = object_with(object, None);
            let members = known.strip_suffix('}').unwrap();
            let comma = if members == "{" { "" } else { "," };
            for value in VALUES.iter().filter(|value| !value.contains("\"@\":")) {
                for secret in SECRETS {
                    let value = value.replace('@', secret);
                    let json = format!(r#"{members}{comma}"passwd":{value},"Code":{value}}}"#);
                    let output = check_output(&Validator::new(), document_type, &json)
                        + &plain_output(document_type, &json);
                    expect_hidden(&output, secret, &json);
                }
            }
        }
    }
}

/// Calls a function with each member of an object and of those inside: the members that lead to it,
/// and whether its value is secret.
fn for_each_member(
    objects: &[&'static ObjectType],
    path: &mut Vec<&'static str>,
    each: &mut impl FnMut(&[&'static str], bool),
) {
    for member in objects.iter().flat_map(|object| object.members()) {
        path.push(member.name());
        each(path, member.is_secret());
        for_each_member(member.objects(), path, each);
        path.pop();
    }
}

/// The value as the innermost of these nested members. A proxy with a member that only custom proxies
/// have gets the type `custom`.
fn document_with(path: &[&str], value: &str) -> String {
    path.iter()
        .rev()
        .fold(value.to_owned(), |inside, name| match *name {
            "server" | "username" | "password" => {
                format!(r#"{{"type": "custom", "{name}": {inside}}}"#)
            }
            _ => format!(r#"{{"{name}": {inside}}}"#),
        })
}

#[test]
fn every_member_hides_what_must_not_be_shown() {
    /// Values with `@` in place of a secret that no member may show: user info of URLs, escaped and
    /// not, and values of a wrong type.
    const NEVER: [&str; 6] = [
        r#""https://@:@\u0040example.com/""#,
        r#""https://user:@\u0040example.com/ https:\/\/@\u0040h""#,
        r#"{"https://@\u0040h/": 1, "https://@\u0040h/": 2}"#,
        r#"[{"password": {"@": 1, "@": 2}}]"#,
        r#"{"password": {"a": {"@": 1, "@": 2}}}"#,
        r#"[["@"], {"a": "@"}]"#,
    ];
    /// Values that a secret member must not show.
    const SECRET: [&str; 5] = [
        r#""@""#,
        r#"{"@": 1, "@": 2}"#,
        r#"[{"a": {"@": 1, "@": 2}}]"#,
        r#""@", "@": {"#,
        r#""@"#,
    ];
    let secret = SECRETS[0];
    for document_type in DocumentType::all() {
        for_each_member(
            document_type.objects(),
            &mut Vec::new(),
            &mut |path, is_secret| {
                let of_secret: &[&str] = if is_secret { &SECRET } else { &[] };
                for value in NEVER.iter().chain(of_secret) {
                    let value = value.replace('@', secret).replace("\\u0040", "@");
                    let json = document_with(path, &value);
                    let output = check_output(&Validator::new(), document_type, &json);
                    expect_hidden(&output, secret, &json);
                }
            },
        );
    }
}

#[test]
fn keys_that_hold_a_secret_are_hidden() {
    expect_all_hidden(
        r#"
        CustomProxy {"password:@": 1}
        CustomProxy {"username=@": {"a": 1}}
        SessionConfig {"initial_url:https://@": "x", "initial_url:https://@": "y"}
        "#,
    );
}

/// Strings that do not come from a document.
#[test]
fn errors_of_parsing_show_no_user_info() {
    const TEXT: &str = "https://u:hunter2@h/\u{1b}";
    let unknown = TEXT.parse::<CountryCode>().unwrap_err();
    let pointer = Report::default().with_pointer_prefix(TEXT).unwrap_err();
    let shown = [
        debug(&unknown),
        unknown.to_string(),
        debug(&pointer),
        pointer.to_string(),
        debug(&CountryCode::from(TEXT)),
        debug(&Language::from(TEXT)),
        debug(&ProxyType::from(TEXT)),
    ];
    for text in shown {
        assert!(
            !text.contains("hunter2") && !text.contains('\u{1b}'),
            "{text:?}"
        );
        assert!(text.contains("https://…@h/"), "{text}");
    }
}
