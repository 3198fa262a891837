//! Clients that are generated from `schemas/2025/openapi.json`, and used on valid and invalid proxies:
//! pydantic models by datamodel-code-generator, TypeScript types by openapi-typescript.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::tools::{here, node_program, python_program, run, scratch, script};

const OPENAPI: &str = "schemas/2025/openapi.json";

/// Documents by the name of their type. A client reads them without loss.
const VALID: &[(&str, &str)] = &[
    ("ProxyConfig", r#"{"active":true}"#),
    ("ProxyConfig", r#"{"active":true,"country_code":"gb"}"#),
    (
        "ProxyConfig",
        r#"{"active":false,"type":"anchor_proxy","country_code":"us","region":"california","city":"oakland"}"#,
    ),
    (
        "ProxyConfig",
        r#"{"active":true,"type":"custom","server":"proxy.example:8080","username":"u","password":"p"}"#,
    ),
    (
        "AnchorProxy",
        r#"{"active":true,"type":"anchor_mobile","country_code":"bt"}"#,
    ),
    (
        "CustomProxy",
        r#"{"type":"custom","server":"proxy.example:8080","username":"u","password":"p","active":true}"#,
    ),
    (
        "CreateTaskRequest",
        r#"{"name":"t","language":"typescript","browserConfiguration":{"recording":{"active":false},"proxy":{"active":true,"type":"custom","server":"proxy.example:8080","username":"u","password":"p"},"timeout":{"max_duration":10,"idle_timeout":5}}}"#,
    ),
    (
        "CreateTaskRequest",
        r#"{"name":"t","language":"typescript","code":"QUJD","description":"d","browserConfiguration":{"proxy":{"active":true,"type":"anchor_gov","country_code":"us"},"live_view":{"read_only":true}}}"#,
    ),
    ("ErrorResponse", r#"{"error":{"code":409,"message":"m"}}"#),
];

/// Documents that a client rejects.
const INVALID: &[(&str, &str)] = &[
    ("ProxyConfig", "{}"),
    ("ProxyConfig", r#"{"active":[]}"#),
    ("ProxyConfig", r#"{"active":true,"type":"unknown"}"#),
    ("ProxyConfig", r#"{"active":true,"type":7}"#),
    ("ProxyConfig", r#"{"active":true,"country_code":"uk"}"#),
    (
        "ProxyConfig",
        r#"{"active":true,"type":"anchor_gov","region":7}"#,
    ),
    ("ProxyConfig", r#"{"active":true,"type":"custom"}"#),
    (
        "ProxyConfig",
        r#"{"active":true,"type":"custom","server":"proxy.example:8080","username":"u"}"#,
    ),
    (
        "ProxyConfig",
        r#"{"active":true,"type":"custom","server":"proxy.example:8080","username":"u","password":7}"#,
    ),
    (
        "ProxyConfig",
        r#"{"type":"custom","server":"proxy.example:8080","username":"u","password":"p"}"#,
    ),
    ("AnchorProxy", r#"{"active":true,"type":"custom"}"#),
    (
        "CustomProxy",
        r#"{"server":"proxy.example:8080","username":"u","password":"p","active":true}"#,
    ),
    (
        "CreateTaskRequest",
        r#"{"name":"t","language":"typescript","browserConfiguration":{"proxy":{"active":true,"type":"custom"}}}"#,
    ),
    ("CreateTaskRequest", r#"{"name":"t","language":"cobol"}"#),
];

/// The tables are what the schemas say.
#[test]
fn validators_give_the_verdicts_of_the_tables() {
    let verdict = |name: &str, document: &str| {
        let root: anchorbrowser_schema::DocumentType = name.parse().unwrap();
        anchorbrowser_schema::Validator::new()
            .check_json_as(root, document)
            .is_valid()
    };
    for (name, document) in VALID {
        assert!(verdict(name, document), "{name} {document}");
    }
    for (name, document) in INVALID {
        assert!(!verdict(name, document), "{name} {document}");
    }
}

#[test]
#[ignore = "needs Python; run .ci/engines"]
fn a_pydantic_client_keeps_valid_documents_and_rejects_invalid_ones() {
    let client = scratch("pydantic").join("client.py");
    let mut generator = python_program("datamodel-codegen");
    generator
        .arg("--input")
        .arg(here(OPENAPI))
        .arg("--output")
        .arg(&client)
        .args(["--input-file-type", "openapi"])
        .args(["--output-model-type", "pydantic_v2.BaseModel"])
        .args(["--formatters", "builtin"]);
    run(generator, String::new()).stdout();

    let documents = VALID.iter().chain(INVALID);
    let lines = documents
        .map(|(name, document)| json!({"type": name, "json": document}).to_string() + "\n");
    let printed = script("pydantic_client.py", &[&client], lines.collect()).stdout();
    let read: Vec<Value> = printed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(read.len(), VALID.len() + INVALID.len());
    let (valid, invalid) = read.split_at(VALID.len());
    for ((name, document), read) in VALID.iter().zip(valid) {
        let document: Value = serde_json::from_str(document).unwrap();
        assert_eq!(*read, document, "{name}");
    }
    for ((name, document), read) in INVALID.iter().zip(invalid) {
        assert_eq!(*read, Value::Null, "{name} {document}");
    }
}

/// The rest of a module that uses the generated types.
const NARROWING: &str = r#"
export function password(proxy: Schemas["ProxyConfig"]): string | undefined {
  return proxy.type === "custom" ? proxy.password : undefined;
}
export function country(proxy: Schemas["ProxyConfig"]): string | undefined {
  return proxy.type === "custom" ? undefined : proxy.country_code;
}
"#;

#[test]
#[ignore = "needs Node; run .ci/engines"]
fn a_typescript_client_accepts_valid_documents_and_rejects_invalid_ones() {
    let directory = scratch("typescript");
    let mut generator = node_program("openapi-typescript");
    generator
        .arg(here(OPENAPI))
        .arg("--output")
        .arg(directory.join("client.ts"))
        // Members with a default need not be sent.
        .args(["--default-non-nullable", "false"]);
    run(generator, String::new()).stdout();

    let mut module = String::from(
        "import type { components } from \"./client\";\ntype Schemas = components[\"schemas\"];\n",
    );
    for (index, (name, document)) in VALID.iter().enumerate() {
        writeln!(
            module,
            "export const valid{index}: Schemas[{name:?}] = {document};"
        )
        .unwrap();
    }
    // The compiler rejects a module with `@ts-expect-error` before a line without an error.
    for (index, (name, document)) in INVALID.iter().enumerate() {
        writeln!(
            module,
            "// @ts-expect-error\nexport const invalid{index}: Schemas[{name:?}] = {document};"
        )
        .unwrap();
    }
    module += NARROWING;
    assert_eq!(errors(&directory, &module), "");

    // It does check the module.
    let last = format!(
        "export const wrong: Schemas[\"ProxyConfig\"] = {};\n",
        INVALID[0].1
    );
    assert!(errors(&directory, &(module + &last)).contains("error TS2"));
}

/// The output of the compiler for a module in the directory of the generated client.
fn errors(directory: &Path, module: &str) -> String {
    let file = directory.join("usage.ts");
    fs::write(&file, module).unwrap();
    let mut compiler = node_program("tsc");
    compiler
        .args(["--noEmit", "--strict", "--module", "es2022"])
        .args(["--moduleResolution", "bundler"])
        .arg(file);
    run(compiler, String::new()).stdout
}

#[test]
#[ignore = "needs Node; run .ci/engines"]
fn the_openapi_document_is_valid() {
    let printed = script("openapi.mjs", &[&here(OPENAPI)], String::new()).stdout();
    let verdict: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(verdict, json!({"valid": true, "version": "3.1"}));
}

#[test]
#[ignore = "needs Node; run .ci/engines"]
fn redocly_finds_no_error_in_the_openapi_document() {
    let problems = |arguments: &[&str]| -> Vec<Value> {
        let mut linter = node_program("redocly");
        linter
            .env("REDOCLY_TELEMETRY", "off")
            .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true")
            .args(["lint", "--format", "json", "--max-problems", "1000"])
            .args(arguments)
            .arg(here(OPENAPI));
        let printed = run(linter, String::new()).stdout;
        let report: Value = serde_json::from_str(&printed).unwrap();
        report["problems"].as_array().unwrap().clone()
    };
    // By default, it treats a member that is not in every alternative of a schema as unknown, and
    // warns about such members in examples.
    for problem in problems(&[]) {
        assert_eq!(problem["ruleId"], "no-invalid-schema-examples", "{problem}");
        assert_eq!(problem["severity"], "warn", "{problem}");
    }
    let configuration = here("tests/engines/redocly.yaml");
    let configured = problems(&["--config", configuration.to_str().unwrap()]);
    assert_eq!(configured, Vec::<Value>::new());
}
