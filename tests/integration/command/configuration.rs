//! The configuration file: its schema, `init` and `--show-settings` agree with what is read.

use anchorbrowser_schema::{DocumentType, Level, Revision, Rule, Validator};
use serde_json::{Value, json};

use super::{TestDir, VALID};

const FILE: &str = "anchorbrowser-schema.toml";

fn schema() -> Value {
    serde_json::from_str(include_str!("../../../schemas/configuration.schema.json")).unwrap()
}

/// The configuration as TOML, and as the same value in JSON.
fn accepts(toml: &str, value: &Value) -> [bool; 2] {
    let dir = TestDir::new(
        "accepts_configuration",
        &[(FILE, toml.as_bytes()), ("a.json", VALID.as_bytes())],
    );
    let code = dir.run(&["check", "a.json"]).code;
    let validator = jsonschema::validator_for(&schema()).unwrap();
    [code == Some(0), validator.is_valid(value)]
}

#[test]
fn the_schema_accepts_what_is_read() {
    // Each is a line of TOML, its value in JSON, and whether it is accepted.
    let table = [
        ("", json!({}), true),
        (
            "required-version = '>=0.1'",
            json!({"required-version": ">=0.1"}),
            true,
        ),
        ("type = 'Task'", json!({"type": "Task"}), true),
        ("type = 'task'", json!({"type": "task"}), true),
        ("type = 'task2'", json!({"type": "task2"}), false),
        ("revision = '2026'", json!({"revision": "2026"}), true),
        ("revision = 2026", json!({"revision": 2026}), false),
        (
            "levels.uuid = 'warn'",
            json!({"levels": {"uuid": "warn"}}),
            true,
        ),
        (
            "levels.uuid = 'error'",
            json!({"levels": {"uuid": "error"}}),
            false,
        ),
        (
            "levels.type = 'deny'",
            json!({"levels": {"type": "deny"}}),
            true,
        ),
        (
            "levels.type = 'warn'",
            json!({"levels": {"type": "warn"}}),
            false,
        ),
        (
            "levels.types = 'warn'",
            json!({"levels": {"types": "warn"}}),
            false,
        ),
        (
            "allow-members = ['a', '/b']",
            json!({"allow-members": ["a", "/b"]}),
            true,
        ),
        ("allow-members = 'a'", json!({"allow-members": "a"}), false),
        ("max-violations = 0", json!({"max-violations": 0}), true),
        ("max-violations = -1", json!({"max-violations": -1}), false),
        (
            "max-pointer-bytes = 1",
            json!({"max-pointer-bytes": 1}),
            true,
        ),
        (
            "max-input-bytes = 1000",
            json!({"max-input-bytes": 1000}),
            true,
        ),
        ("include = ['a.json']", json!({"include": ["a.json"]}), true),
        ("exclude = [1]", json!({"exclude": [1]}), false),
        ("overrides = []", json!({"overrides": []}), true),
        (
            "[[overrides]]\ntype = 'Task'",
            json!({"overrides": [{"type": "Task"}]}),
            false,
        ),
        (
            "[[overrides]]\nfiles = ['b']\ntype = 'Task'\nrevision = '2025'\nallow-members = []",
            json!({"overrides": [
                {"files": ["b"], "type": "Task", "revision": "2025", "allow-members": []}
            ]}),
            true,
        ),
        (
            "[[overrides]]\nfiles = ['b']\nmax-violations = 1",
            json!({"overrides": [{"files": ["b"], "max-violations": 1}]}),
            false,
        ),
        ("unknown = 1", json!({"unknown": 1}), false),
    ];
    for (toml, value, expected) in table {
        // A type other than that of the document is accepted, but the document is not.
        let toml = if value["type"].is_string() && expected {
            toml.replace("'Task'", "'CreateTaskRequest'")
                .replace("'task'", "'create-task-request'")
        } else {
            toml.to_owned()
        };
        assert_eq!(accepts(&toml, &value), [expected; 2], "{toml}");
    }
}

#[test]
fn the_schema_has_all_names() {
    let schema = schema();
    let names = |pointer: &str| -> Vec<String> {
        match schema.pointer(pointer).unwrap() {
            Value::Object(members) => members.keys().cloned().collect(),
            Value::Array(values) => values.iter().map(|v| v.as_str().unwrap().into()).collect(),
            other => panic!("{other}"),
        }
    };
    let rules: Vec<_> = Rule::all().map(Rule::name).collect();
    let mut listed = names("/$defs/levels/properties");
    listed.sort_unstable();
    let mut expected = rules.clone();
    expected.sort_unstable();
    assert_eq!(listed, expected);
    for rule in Rule::all() {
        let level = if rule.is_fixed() { "fixed" } else { "level" };
        let reference = &schema["$defs"]["levels"]["properties"][rule.name()]["$ref"];
        assert_eq!(*reference, format!("#/$defs/{level}"), "{rule}");
    }
    let revisions: Vec<_> = Revision::all().map(Revision::name).collect();
    assert_eq!(names("/$defs/revision/enum"), revisions);
    let types = names("/$defs/type/enum");
    assert!(
        types
            .iter()
            .all(|name| name.parse::<DocumentType>().is_ok())
    );
    assert_eq!(types.len(), 2 * DocumentType::all().count());
    let levels = names("/$defs/level/enum");
    assert!(levels.iter().all(|name| name.parse::<Level>().is_ok()));
}

#[test]
fn init_writes_a_file_with_all_options() {
    let dir = TestDir::new("init", &[("a.json", VALID.as_bytes())]);
    let outcome = dir.run(&["init"]);
    outcome.assert_code(0);
    assert_eq!(outcome.stdout, format!("wrote `{FILE}`\n"));
    dir.run(&["check", "a.json"]).assert_code(0);

    // Every option is there, and is accepted once it is not a comment.
    let text = std::fs::read_to_string(dir.0.join(FILE)).unwrap();
    let is_option = |line: &&str| line.contains(" = ") || line.starts_with('[');
    let lines = text.lines().filter_map(|line| line.strip_prefix("# "));
    let options: Vec<_> = lines.filter(is_option).collect();
    for name in schema()["properties"].as_object().unwrap().keys() {
        let has = |line: &&str| line.trim_start_matches('[').starts_with(name.as_str());
        assert!(options.iter().any(has), "{name}");
    }
    std::fs::write(dir.0.join(FILE), options.join("\n")).unwrap();
    dir.run(&["check", "a.json"]).assert_code(0);

    let again = dir.run(&["init"]);
    again.assert_code(2);
    assert_eq!(
        again.stderr,
        format!("error: cannot write `{FILE}`: it already exists\n")
    );
}

#[test]
fn members_that_are_allowed_are_not_reported() {
    let json = r#"{"name":"t","language":"typescript","x":1,"browserConfiguration":{"y":1,"z":1}}"#;
    let config = "allow-members = [\"/browserConfiguration/y\"]\n";
    let dir = TestDir::new(
        "allow_members",
        &[
            ("plain/a.json", json.as_bytes()),
            ("config/a.json", json.as_bytes()),
            ("config/anchorbrowser-schema.toml", config.as_bytes()),
        ],
    );
    let table: [(&[&str], &[&str]); 5] = [
        (
            &["plain"],
            &["/x", "/browserConfiguration/y", "/browserConfiguration/z"],
        ),
        (&["config"], &["/x", "/browserConfiguration/z"]),
        (&["config", "--allow-members", "z,/x"], &[]),
        (
            &["plain", "--allow-members=/y,/z,x"],
            &["/browserConfiguration/y", "/browserConfiguration/z"],
        ),
        (
            &["plain", "--deny=unknown-property", "--allow-members=x,y,z"],
            &[],
        ),
    ];
    for (arguments, expected) in table {
        let outcome = dir.run(&[&["check", "--format=json"], arguments].concat());
        outcome.assert_code(0);
        let report = outcome.json();
        let violations = report["documents"][0]["violations"].as_array().unwrap();
        let pointers: Vec<_> = violations
            .iter()
            .map(|v| v["pointer"].as_str().unwrap())
            .collect();
        assert_eq!(pointers, expected, "{arguments:?}");
    }
}

#[test]
fn members_that_cannot_be_unknown_are_rejected() {
    let dir = TestDir::new(
        "allow_members_that_match_nothing",
        &[
            ("a.json", b"{}"),
            (FILE, b"type = 'Task'\nallow-members = ['x', '/config/x']\n"),
        ],
    );
    let outcome = dir.run(&[
        "check",
        "--allow-members=x,browserConfiguration.x",
        "a.json",
    ]);
    outcome.assert_code(2);
    assert_eq!(
        outcome.stderr.lines().next(),
        Some(
            "error: invalid value 'browserConfiguration.x' for '--allow-members <MEMBERS>': a name has \
             no path; write a JSON Pointer, such as `/browserConfiguration/x`"
        ),
    );

    let outcome = dir.run(&["check", "a.json"]);
    outcome.assert_code(2);
    assert_eq!(
        outcome.stderr,
        "error: invalid configuration file: no document has an object at `/config`\n \
         --> anchorbrowser-schema.toml:2:23\n  \
         |\n\
         2 | allow-members = ['x', '/config/x']\n  \
         |                       ^^^^^^^^^^^\n",
    );
}

#[test]
fn configurations_do_not_show_user_info() {
    let table = [
        (
            "allow-members = ['/https://u:hunter2@h/x']\n",
            "the parent of this pointer",
        ),
        ("include = ['https://u:hunter2@h/{']\n", "invalid glob"),
        ("type = 'https://u:hunter2@h/'\n", "is not a document type"),
    ];
    for (config, message) in table {
        let dir = TestDir::new(
            "configuration_user_info",
            &[("a.json", b"{}"), (FILE, config.as_bytes())],
        );
        let outcome = dir.run(&["check", "a.json"]);
        outcome.assert_code(2);
        assert!(outcome.stderr.contains(message), "{outcome:?}");
        assert!(!outcome.stderr.contains("hunter2"), "{outcome:?}");
    }
}

/// A directory below one whose configuration is invalid may have a valid one.
#[test]
fn directories_below_an_invalid_configuration_are_checked() {
    let dir = TestDir::new(
        "nested_configurations",
        &[
            (FILE, b"type = 'nonsense'\n"),
            ("a.json", b"{}"),
            ("sub/anchorbrowser-schema.toml", b"type = 'AnchorProxy'\n"),
            ("sub/b.json", b"{}"),
            ("sub/deep/c.json", b"{}"),
        ],
    );
    let outcome = dir.run(&["check", "--format", "concise", "."]);
    outcome.assert_code(2);
    let expected = "error[required] `/active` is required, but missing\n";
    assert!(
        outcome.stdout.starts_with(&format!(
            "sub/b.json:1:1: {expected}sub/deep/c.json:1:1: {expected}"
        )),
        "{outcome:?}"
    );
}

#[cfg(unix)]
#[test]
fn ignore_files_that_cannot_be_read_are_named_like_inputs() {
    let dir = TestDir::new("unreadable_ignore_file", &[("in/a.json", VALID.as_bytes())]);
    std::fs::create_dir(dir.0.join("in/.git")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", dir.0.join("in/.gitignore")).unwrap();
    let outcome = dir.run(&["check", "-q", "in"]);
    outcome.assert_code(2);
    assert_eq!(
        outcome.stderr,
        "error: cannot read `in/.gitignore`: it is not a regular file\n"
    );
}

#[test]
fn settings_are_shown() {
    let config = "type = 'Task'\nmax-violations = 5\n[[overrides]]\nfiles = ['b.json']\nlevels.uuid = 'warn'\n";
    let dir = TestDir::new(
        "show_settings",
        &[
            ("in/a.json", b"{"),
            ("in/b.json", b"{"),
            ("in/anchorbrowser-schema.toml", config.as_bytes()),
        ],
    );
    let files = dir.run(&["check", "--show-files", "in", "in/a.json"]);
    files.assert_code(0);
    assert_eq!(files.stdout, "in/a.json\nin/b.json\n");

    let outcome = dir.run(&["check", "--show-settings", "--deny=empty-code", "in"]);
    outcome.assert_code(0);
    let settings = outcome
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let settings: Vec<Value> = settings.collect();
    let strict = Validator::new().deny(Rule::EmptyCode).max_violations(5);
    for (shown, name, validator) in [
        (&settings[0], "in/a.json", strict.clone()),
        (&settings[1], "in/b.json", strict.warn(Rule::Uuid).unwrap()),
    ] {
        let mut expected = serde_json::to_value(validator).unwrap();
        expected["source"] = json!(name);
        expected["configuration"] = json!("in/anchorbrowser-schema.toml");
        expected["type"] = json!("Task");
        expected["max-input-bytes"] = json!(1_u64 << 30);
        assert_eq!(*shown, expected);
    }
}
