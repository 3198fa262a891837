//! The rules, one by one and together: what each finds, where, in which order, and how it is told.

use anchorbrowser_schema::{CreateTaskRequest, Position, Root, Rule, Severity, Validator};
use serde_json::{Value, json};

use crate::support::{ALL, Row, broken, expect, rule_at, rules_at, violation_of};

/// A member that values are tried on: the root, the text before and after the value, the pointer.
struct Member(Root, &'static str, &'static str, &'static str);

const NAME: Member = Member(
    Root::CreateTaskRequest,
    r#"{"language": "typescript", "name": "#,
    "}",
    "/name",
);
const CODE: Member = Member(
    Root::CreateTaskRequest,
    r#"{"name": "t", "language": "typescript", "code": "#,
    "}",
    "/code",
);
const DESCRIPTION: Member = Member(
    Root::CreateTaskRequest,
    r#"{"name": "t", "language": "typescript", "description": "#,
    "}",
    "/description",
);
const LANGUAGE: Member = Member(
    Root::CreateTaskRequest,
    r#"{"name": "t", "language": "#,
    "}",
    "/language",
);
const INITIAL_URL: Member = Member(
    Root::SessionConfig,
    r#"{"initial_url": "#,
    "}",
    "/initial_url",
);
const MAX_DURATION: Member = Member(
    Root::SessionConfig,
    r#"{"timeout": {"max_duration": "#,
    "}}",
    "/timeout/max_duration",
);
const ERROR_CODE: Member = Member(
    Root::ErrorResponse,
    r#"{"error": {"code": "#,
    "}}",
    "/error/code",
);
const SERVER: Member = Member(
    Root::CustomProxy,
    r#"{"type": "custom", "username": "u", "password": "p", "active": true, "server": "#,
    "}",
    "/server",
);
const TASK_ID: Member = Member(
    Root::Task,
    r#"{"name": "t", "teamId": "7C9E6679-7425-40DE-944B-E07FC1F90AE7", "latestVersion": "1",
        "code": "c", "language": "typescript", "deleted": false,
        "createdAt": "2025-03-01T09:30:00Z", "updatedAt": "2025-03-01T09:30:00Z", "id": "#,
    "}",
    "/id",
);
const TASK_CODE: Member = Member(
    Root::Task,
    r#"{"name": "t", "teamId": "7c9e6679-7425-40de-944b-e07fc1f90ae7", "latestVersion": "1",
        "id": "3c90c3cc-0d44-4b50-8888-8dd25736052a", "language": "typescript", "deleted": false,
        "createdAt": "2025-03-01T09:30:00Z", "updatedAt": "2025-03-01T09:30:00Z", "code": "#,
    "}",
    "/code",
);
const CREATED_AT: Member = Member(
    Root::TaskResponse,
    r#"{"data": {"name": "t", "teamId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "latestVersion": "1", "id": "3c90c3cc-0d44-4b50-8888-8dd25736052a", "code": "c",
        "language": "typescript", "deleted": false, "updatedAt": "2025-03-01T09:30:00Z",
        "createdAt": "#,
    "}}",
    "/data/createdAt",
);

impl Member {
    fn with(&self, value: &str) -> String {
        let Self(_, before, after, _) = self;
        format!("{before}{value}{after}")
    }

    /// Checks that each JSON value breaks exactly these rules, and nothing else is wrong.
    #[track_caller]
    fn values(&self, table: &[(&str, &[&str])]) {
        let Self(root, _, _, pointer) = self;
        for (value, rules) in table {
            let rows: Vec<Row<'_>> = rules.iter().map(|rule| [*rule, *pointer, *value]).collect();
            expect(*root, &self.with(value), &rows);
        }
    }

    /// [`values`](Self::values), of strings.
    #[track_caller]
    fn strings(&self, table: &[(&str, &[&str])]) {
        for (text, rules) in table {
            self.values(&[(&Value::from(*text).to_string(), rules)]);
        }
    }
}

/// Checks a table of texts: a line for the root and the text, then a line for each violation, with
/// its rule, its pointer (`""` for the empty one) and the text that its span cuts out.
#[track_caller]
fn expect_all(table: &str) {
    let lines = table.lines().map(str::trim);
    let mut texts: Vec<(Root, &str, Vec<Row<'_>>)> = Vec::new();
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(row) = line.strip_prefix("- ") {
            let [rule, pointer, text] = words(row);
            let pointer = if pointer == "\"\"" { "" } else { pointer };
            texts.last_mut().unwrap().2.push([rule, pointer, text]);
        } else {
            let [root, json] = words(line);
            texts.push((root.parse().unwrap(), json, Vec::new()));
        }
    }
    for (root, json, rows) in texts {
        expect(root, json, &rows);
    }
}

/// The first words of a line, the last of them with all that follows.
fn words<const N: usize>(line: &str) -> [&str; N] {
    let words: Vec<&str> = line.splitn(N, ' ').collect();
    words.try_into().unwrap_or_else(|_| panic!("{line}"))
}

/// Stands in a text before the first byte that cannot continue a document; it is taken out.
const MARK: char = '‸';

#[test]
fn syntax_is_told_at_the_first_byte_that_cannot_go_on() {
    let table = [
        "‸",
        " \n‸",
        "‸\u{feff}{}",
        "{}‸\u{feff}",
        "‸\u{a0}{}",
        "{} ‸{}",
        "{}‸,",
        "{‸",
        "{‸,}",
        "{‸name: 1}",
        "{‸'name': 1}",
        "{‸// a comment\n}",
        r#"{"name"‸}"#,
        r#"{"name": ‸}"#,
        r#"{"name": "t"‸"#,
        r#"{"name": "t" ‸"language": 1}"#,
        r#"{"name": "t",‸}"#,
        r#"{"name": "t",‸,}"#,
        r#"{"name": "t"‸]"#,
        r#"{"name": [‸,]}"#,
        r#"{"name": [1,‸]}"#,
        r#"{"name": [1 ‸2]}"#,
        r#"{"name": [1‸}"#,
        r#"{"name": tru‸}"#,
        r#"{"name": n‸an}"#,
        r#"{"name": ‸NaN}"#,
        r#"{"name": ‸True}"#,
        r#"{"name": ‸undefined}"#,
        r#"{"name": ‸'t'}"#,
        "nul‸",
        "‸+1",
        "-‸",
        "-‸Infinity",
        "0‸1",
        "-0‸1",
        "1.‸",
        "1.‸e5",
        "‸.5",
        "1e‸",
        "1e+‸",
        "0‸x10",
        "1‸_000",
        r#""t‸"#,
        r#"{"name": "t‸"#,
        "{\"name\": \"a‸\nb\"}",
        "{\"name\": \"a‸\tb\"}",
        "{\"name\": \"a‸\0b\"}",
        r#"{"name": "\‸x41"}"#,
        r#"{"name": "\u00‸g1"}"#,
        r#"{"name": "‸\ud800"}"#,
        r#"{"name": "‸\ud800A"}"#,
        r#"{"name": "‸\ud800\u0041"}"#,
        r#"{"name": "‸\udc00"}"#,
        r#"{"‸\udc00": 1}"#,
        r#"{"a stranger": {"name": [‸,]}}"#,
        // It stands alone, whatever was found before.
        r#"{"name": 5, "name": "a b", "tags": 1, "code": "?", "language": ‸}"#,
        r#"{"name": "t", "language": "typescript"} ‸x"#,
    ];
    for root in Root::all() {
        for marked in table {
            let at = marked.find(MARK).unwrap();
            let json = marked.replace(MARK, "");
            expect(root, &json, &[["syntax", "", ""]]);
            let report = root.check_json(&Validator::new(), &json);
            let span = report.violations()[0].span().unwrap();
            assert_eq!((span.start, span.end), (at, at), "{marked}");
        }
    }
}

#[test]
fn ill_formed_utf_8_is_told_at_its_byte() {
    let table: [(&[u8], usize); 7] = [
        (b"\xff", 0),
        (b"{}\xff", 2),
        (b"{\"name\": \"\xff\"}", 10),
        (b"{\"name\": \"\xc0\xaf\"}", 10),
        (b"{\"\xc3\xa4\": \"\x80\"}", 8),
        (b"{\"a stranger\": [\"\xfe\"]}", 17),
        // What stands before it is told instead.
        (b"{\"name\": } \xff", 9),
    ];
    for (json, at) in table {
        let outcome = Validator::new().check_json::<CreateTaskRequest>(json);
        let violations = outcome.report().violations();
        assert_eq!(rules_at(outcome.report()), [["syntax", ""]], "{json:?}");
        assert_eq!(
            violations[0].span().map(|span| span.start),
            Some(at),
            "{json:?}"
        );
        assert_eq!(outcome.value(), None);
    }
}

#[test]
fn nesting_ends_at_level_127() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let inside = |levels: usize| format!(r#"{{"a stranger": {}}}"#, nested(levels));
    let syntax_at = |json: &str| {
        let report = Root::SessionConfig.check_json(&Validator::new(), json);
        assert_eq!(rules_at(&report), [["syntax", ""]], "{json}");
        report.violations()[0].span().unwrap().start
    };
    expect(Root::SessionConfig, &nested(127), &[["type", "", ALL]]);
    assert_eq!(syntax_at(&nested(128)), 127);
    let stranger = ["unknown-property", "/a stranger", r#""a stranger""#];
    expect(Root::SessionConfig, &inside(126), &[stranger]);
    assert_eq!(syntax_at(&inside(127)), r#"{"a stranger": "#.len() + 126);
    // Level 128 is told even where its bracket is never closed.
    assert_eq!(syntax_at(&"[".repeat(100_000)), 127);
}

#[test]
fn any_json_text_is_read() {
    let request =
        |members: &str| format!(r#"{{"name": "t", "language": "typescript", {members}}}"#);
    let texts = [
        "\t\r\n {\n\"name\" : \"t\" ,\r\n\"language\":\"typescript\"}\r\n\t ".to_owned(),
        r#"{"n\u0061me": "\u0074", "language": "typ\u0065script"}"#.to_owned(),
        request(r#""description": "\ud83d\udE00\/\"\\\b\f\n\r\t""#),
        request("\"description\": \"\u{feff}\u{7f}\u{2028}\""),
    ];
    for json in texts {
        expect(Root::CreateTaskRequest, &json, &[]);
    }
    let json = request(r#""x": [1, -0, 1.5E+3, [], {}, true, false, null, ""]"#);
    expect(
        Root::CreateTaskRequest,
        &json,
        &[["unknown-property", "/x", "\"x\""]],
    );
}

#[test]
fn the_last_value_of_a_repeated_key_is_the_one_that_is_judged() {
    expect_all(
        r#"
            CreateTaskRequest {"name": "a b", "n\u0061me": "t", "language": "typescript"}
            - duplicate-key /name "n\u0061me"
            CreateTaskRequest {"name": "t", "n\u0061me": "a b", "language": "typescript"}
            - duplicate-key /name "n\u0061me"
            - pattern /name "a b"
            CreateTaskRequest {"name": "t", "name": null, "language": "typescript"}
            - duplicate-key /name "name"
            - type /name null
            CreateTaskRequest {"name": {"a": 1}, "name": "t", "language": "typescript"}
            - duplicate-key /name "name"
            # Told once, at the first repeated key.
            CreateTaskRequest {"name": 1, "n\u0061me": 2, "na\u006de": "t", "language": "typescript"}
            - duplicate-key /name "n\u0061me"
        "#,
    );
}

#[test]
fn nothing_of_a_superseded_object_is_told_but_its_repeated_keys() {
    expect_all(
        r#"
            SessionConfig {"timeout": {"max_duration": 0, "x": 1}, "timeout": {"idle_timeout": -5}}
            - duplicate-key /timeout "timeout"
            - timeout-value /timeout/idle_timeout -5
            SessionConfig {"timeout": {"max_duration": 1}, "timeout": {"idle_timeout": 5}}
            - duplicate-key /timeout "timeout"
            SessionConfig {"recording": {"active": 1, "\u0061ctive": 2}, "record\u0069ng": {"active": true}}
            - duplicate-key /recording/active "\u0061ctive"
            - duplicate-key /recording "record\u0069ng"
            # Equal pointers, in the superseded object and in the last one.
            SessionConfig {"recording": {"active": 1, "\u0061ctive": 2}, "record\u0069ng": {"active": true, "a\u0063tive": 5}}
            - duplicate-key /recording/active "\u0061ctive"
            - duplicate-key /recording "record\u0069ng"
            - type /recording/active 5
            SessionConfig {"recording": {"active": 1}, "record\u0069ng": {"x": 1}, "recordin\u0067": {}}
            - duplicate-key /recording "record\u0069ng"
            SessionConfig {"recording": {"active": 1}, "recording": 5}
            - duplicate-key /recording "recording"
            - type /recording 5
            SessionConfig {"recording": 5, "recording": {"active": 1}}
            - duplicate-key /recording "recording"
            - type /recording/active 1
            SessionConfig {"recording": [{"a": 1, "\u0061": 2}], "recording": {}}
            - duplicate-key /recording/0/a "\u0061"
            - duplicate-key /recording "recording"
            SessionConfig {"proxy": {"type": "custom"}, "proxy": {"active": true, "server": "h"}}
            - duplicate-key /proxy "proxy"
            - unknown-property /proxy/server "server"
            # An object inside a superseded one, repeated itself.
            CreateTaskRequest {"browserConfiguration": {"proxy": {"x": 1}, "prox\u0079": {"type": 5}}, "name": "t", "browserConfiguration": {"proxy": {"active": true}, "\u0070roxy": {}}, "language": "typescript"}
            - duplicate-key /browserConfiguration/proxy "prox\u0079"
            - duplicate-key /browserConfiguration "browserConfiguration"
            - required /browserConfiguration/proxy/active {}
        "#,
    );
}

#[test]
fn repeated_keys_are_told_wherever_they_stand() {
    expect_all(
        r#"
            SessionConfig {"x": [{"a": 1, "\u0061": 2}, {"a": 1}, [{"b": {}, "\u0062": {"c": 1, "\u0063": 2}}]]}
            - unknown-property /x "x"
            - duplicate-key /x/0/a "\u0061"
            - duplicate-key /x/2/0/b "\u0062"
            - duplicate-key /x/2/0/b/c "\u0063"
            SessionConfig {"x": 1, "\u0078": 2}
            - duplicate-key /x "\u0078"
            - unknown-property /x "\u0078"
            SessionConfig {"key": 1, "\u006bey": 2, "k\u0065y": 3}
            - duplicate-key /key "\u006bey"
            - unknown-property /key "k\u0065y"
            SessionConfig {"initial_url": {"a": 1, "\u0061": 2}}
            - type /initial_url {"a": 1, "\u0061": 2}
            - duplicate-key /initial_url/a "\u0061"
            SessionConfig {"timeout": [{"a": 1, "a": 2}]}
            - type /timeout [{"a": 1, "a": 2}]
            - duplicate-key /timeout/0/a "a"
            SessionConfig [{"a": 1, "a": 2}]
            - type "" (all)
            - duplicate-key /0/a "a"
            SessionConfig {"": {"a/b": 1, "a\u002fb": 2, "~": 1, "\u007e": 2, "~1": 1, "\u007e1": 2, "": 1, "": 2}}
            - unknown-property / ""
            - duplicate-key //a~1b "a\u002fb"
            - duplicate-key //~0 "\u007e"
            - duplicate-key //~01 "\u007e1"
            - duplicate-key // ""
        "#,
    );
}

#[test]
fn an_index_and_a_key_can_make_equal_pointers() {
    expect_all(
        r#"
            SessionConfig {"x": [{"a": 1, "\u0061": 2}], "x": {"0": {"a": 1, "a": 2}}}
            - duplicate-key /x/0/a "\u0061"
            - duplicate-key /x "x"
            - unknown-property /x "x"
        "#,
    );
}

/// All known members but those of a task, a line each: the root, the pointer, the type, and a text
/// with `@` for the member's value.
const TYPED: &str = r#"
    CreateTaskRequest /name string {"language": "typescript", "name": @}
    CreateTaskRequest /language string {"name": "t", "language": @}
    CreateTaskRequest /code string {"name": "t", "language": "typescript", "code": @}
    CreateTaskRequest /description string {"name": "t", "language": "typescript", "description": @}
    CreateTaskRequest /browserConfiguration object {"name": "t", "language": "typescript", "browserConfiguration": @}
    SessionConfig /initial_url string {"initial_url": @}
    SessionConfig /recording object {"recording": @}
    SessionConfig /recording/active boolean {"recording": {"active": @}}
    SessionConfig /proxy object {"proxy": @}
    SessionConfig /timeout object {"timeout": @}
    SessionConfig /timeout/max_duration integer {"timeout": {"max_duration": @, "idle_timeout": 5}}
    SessionConfig /timeout/idle_timeout integer {"timeout": {"max_duration": 1, "idle_timeout": @}}
    SessionConfig /live_view object {"live_view": @}
    SessionConfig /live_view/read_only boolean {"live_view": {"read_only": @}}
    ProxyConfig /active boolean {"active": @}
    ProxyConfig /type string {"type": @, "active": true}
    AnchorProxy /active boolean {"active": @}
    AnchorProxy /type string {"active": true, "type": @}
    AnchorProxy /country_code string {"active": true, "country_code": @}
    AnchorProxy /region string {"active": true, "region": @, "city": "c"}
    AnchorProxy /city string {"active": true, "type": "anchor_gov", "region": "r", "city": @}
    CustomProxy /type string {"type": @, "server": "h:1", "username": "u", "password": "p", "active": true}
    CustomProxy /server string {"type": "custom", "server": @, "username": "u", "password": "p", "active": true}
    CustomProxy /username string {"type": "custom", "server": "h:1", "username": @, "password": "p", "active": true}
    CustomProxy /password string {"type": "custom", "server": "h:1", "username": "u", "password": @, "active": true}
    CustomProxy /active boolean {"type": "custom", "server": "h:1", "username": "u", "password": "p", "active": @}
    TaskResponse /data object {"data": @}
    ErrorResponse /error object {"error": @}
    ErrorResponse /error/code integer {"error": {"code": @}}
    ErrorResponse /error/message string {"error": {"message": @}}
"#;

/// A value of each JSON type, beside the name of the type.
const VALUES: [(&str, &str); 7] = [
    ("null", "null"),
    ("false", "boolean"),
    ("{}", "object"),
    (r#"["custom"]"#, "array"),
    ("1.5", "number"),
    ("-7", "number"),
    (r#""""#, "string"),
];

/// Checks that a value at the place of `@` breaks `type` alone, unless it is of the right type.
#[track_caller]
fn expect_type(root: Root, template: &str, pointer: &str, expected: &str) {
    for (value, found) in VALUES {
        let is_right = expected == found || (expected == "integer" && value == "-7");
        if is_right {
            continue;
        }
        let json = template.replace('@', value);
        let text = if json == value { ALL } else { value };
        expect(root, &json, &[["type", pointer, text]]);
        let report = root.check_json(&Validator::new(), &json);
        let told = serde_json::to_value(&report.violations()[0]).unwrap();
        assert_eq!(
            told["params"],
            json!({"expected": expected, "found": found}),
            "{json}"
        );
        if value == "null" {
            let help = told["help"].as_str().unwrap_or_default();
            let is_member = !pointer.is_empty();
            assert_eq!(
                help.contains("leave the member out"),
                is_member,
                "{json}: {help}"
            );
        }
    }
}

#[test]
fn a_wrong_type_silences_the_other_rules_on_its_member() {
    for root in Root::all() {
        expect_type(root, "@", "", "object");
    }
    for line in TYPED.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let [root, pointer, expected, template] = words(line);
        expect_type(root.parse().unwrap(), template, pointer, expected);
    }
}

#[test]
fn every_member_of_a_task_has_its_type() {
    let members = [
        ("id", r#""3c90c3cc-0d44-4b50-8888-8dd25736052a""#, "string"),
        ("name", r#""t""#, "string"),
        (
            "teamId",
            r#""3c90c3cc-0d44-4b50-8888-8dd25736052a""#,
            "string",
        ),
        ("description", r#""d""#, "string"),
        ("latestVersion", r#""""#, "string"),
        ("code", r#""""#, "string"),
        ("language", r#""typescript""#, "string"),
        ("browserConfiguration", "{}", "object"),
        ("deleted", "true", "boolean"),
        ("createdAt", r#""2025-03-01T09:30:00Z""#, "string"),
        ("updatedAt", r#""2025-03-01T09:30:00Z""#, "string"),
    ];
    let task = |with: &str| {
        let members = members.map(|(member, value, _)| {
            let value = if member == with { "@" } else { value };
            format!("\"{member}\": {value}")
        });
        format!("{{{}}}", members.join(", "))
    };
    expect(Root::Task, &task(""), &[]);
    for (member, _, expected) in members {
        expect_type(Root::Task, &task(member), &format!("/{member}"), expected);
    }
}

#[test]
fn a_missing_member_is_told_at_the_object_that_lacks_it() {
    expect_all(
        r#"
            CreateTaskRequest {}
            - required /language (all)
            - required /name (all)
            CreateTaskRequest {"name": "t"}
            - required /language (all)
            SessionConfig {}
            SessionConfig {"recording": {}, "timeout": {}, "live_view": {}}
            SessionConfig {"proxy": { }}
            - required /proxy/active { }
            ProxyConfig {}
            - required /active (all)
            ProxyConfig {"type": "custom"}
            - required /active (all)
            - required /password (all)
            - required /server (all)
            - required /username (all)
            AnchorProxy {}
            - required /active (all)
            CustomProxy {}
            - required /active (all)
            - required /password (all)
            - required /server (all)
            - required /type (all)
            - required /username (all)
            Task {}
            - required /code (all)
            - required /createdAt (all)
            - required /deleted (all)
            - required /id (all)
            - required /language (all)
            - required /latestVersion (all)
            - required /name (all)
            - required /teamId (all)
            - required /updatedAt (all)
            TaskResponse {}
            TaskResponse {"data": {"code": "", "id": 5, "language": "", "name": "t", "latestVersion": "", "createdAt": []}}
            - required /data/deleted {"code": "", "id": 5, "language": "", "name": "t", "latestVersion": "", "createdAt": []}
            - required /data/teamId {"code": "", "id": 5, "language": "", "name": "t", "latestVersion": "", "createdAt": []}
            - required /data/updatedAt {"code": "", "id": 5, "language": "", "name": "t", "latestVersion": "", "createdAt": []}
            - type /data/id 5
            - enum /data/language ""
            - type /data/createdAt []
            ErrorResponse {}
            ErrorResponse {"error": {}}
        "#,
    );
    // The span is that of the object, without the white space around it.
    let rows = [["required", "/language", ALL], ["required", "/name", ALL]];
    expect(Root::CreateTaskRequest, "\n {}\n", &rows);
}

#[test]
fn languages_are_listed() {
    LANGUAGE.strings(&[
        ("typescript", &[]),
        ("TypeScript", &["enum"]),
        ("javascript", &["enum"]),
        ("", &["enum"]),
        ("typescript\n", &["enum"]),
    ]);
}

#[test]
fn names_have_a_length_and_a_pattern() {
    let name = |letter: &str, count: usize| letter.repeat(count);
    NAME.strings(&[
        ("a", &[]),
        ("Web-Scraper_2", &[]),
        (&name("a", 255), &[]),
        (&name("a", 256), &["max-length"]),
        ("", &["min-length", "pattern"]),
        ("a b", &["pattern"]),
        ("t\n", &["pattern"]),
        ("naïve", &["pattern"]),
        (&name("日", 255), &["pattern"]),
        (&name("日", 256), &["max-length", "pattern"]),
    ]);
    NAME.values(&[
        (r#""\u0061\u002db""#, &[]),
        (r#""\u0061\u002eb""#, &["pattern"]),
    ]);
}

#[test]
fn descriptions_have_a_length_in_code_points() {
    DESCRIPTION.strings(&[
        ("", &[]),
        (&"🎉".repeat(1000), &[]),
        (&"🎉".repeat(1001), &["max-length"]),
        (&"e\u{301}".repeat(500), &[]),
        (&"e\u{301}".repeat(501), &["max-length"]),
    ]);
    DESCRIPTION.values(&[
        (&format!("\"{}\"", r"\ud83c\udf89".repeat(1000)), &[]),
        (
            &format!("\"{}\"", r"\ud83c\udf89".repeat(1001)),
            &["max-length"],
        ),
    ]);
}

#[test]
fn code_is_canonical_base64_of_text() {
    let (alphabet, padding) = ("base64-alphabet", "base64-padding");
    let bits = "base64-trailing-bits";
    CODE.strings(&[
        ("cnVuKCk7", &[]),
        ("QQ==", &[]),
        ("QUI=", &[]),
        ("w6k=", &[]),
        ("", &["empty-code"]),
        // The alphabet, judged beside padding and bits.
        ("cnVu\nKCk7", &[alphabet]),
        ("cnVuKCk7\r\n", &[alphabet]),
        ("QQ==\n", &[alphabet]),
        ("cn-_", &[alphabet]),
        ("cnVü", &[alphabet, padding]),
        ("****", &[alphabet]),
        (" ", &[alphabet]),
        ("Q Q", &[alphabet, padding]),
        ("QR\n==", &[alphabet, bits]),
        ("Q-==", &[alphabet, bits]),
        ("Q_==", &[alphabet, bits]),
        ("QQ-=", &[alphabet, bits]),
        ("QQQ-", &[alphabet]),
        ("Q Q==", &[alphabet]),
        // Padding.
        ("Q", &[padding]),
        ("QQ", &[padding]),
        ("QQ=", &[padding]),
        ("QUI", &[padding]),
        ("QUJD=", &[padding]),
        ("QUJD==", &[padding]),
        ("QUJD====", &[padding]),
        ("QUJDQ===", &[padding]),
        ("=", &[padding]),
        ("====", &[padding]),
        ("QQ==QQ==", &[padding]),
        ("QQ=Q", &[padding]),
        ("=QQQ", &[padding]),
        // Bits, only where the padding is right.
        ("QR==", &[bits]),
        ("QUJ=", &[bits]),
        ("QR=", &[padding]),
        // Text, only where no rule of base64 is broken.
        ("/w==", &["code-not-text"]),
        ("wyg=", &["code-not-text"]),
        ("7aCA", &["code-not-text"]),
        ("AA==", &[]),
        ("/w=", &[padding]),
        ("/x==", &[bits]),
        ("/w==\n", &[alphabet]),
    ]);
    CODE.values(&[
        (r#""cnVu\u004bCk7""#, &[]),
        (r#""cnVuK\/k7""#, &["code-not-text"]),
    ]);
    TASK_CODE.strings(&[("", &[]), ("?", &[]), ("QR==", &[]), ("/w==", &[])]);
}

#[test]
fn start_urls_are_uris_that_a_browser_opens() {
    INITIAL_URL.strings(&[
        ("https://example.com/", &[]),
        ("http://localhost:3000?q=1#top", &[]),
        ("HTTPS://EXAMPLE.COM", &[]),
        ("https://[2001:db8::1]:8443/a;b?c=d/e", &[]),
        ("http:///example.com", &[]),
        ("", &["uri"]),
        ("example.com", &["uri"]),
        ("//example.com/", &["uri"]),
        ("/path", &["uri"]),
        ("https://example.com/a b", &["uri"]),
        (" https://example.com/", &["uri"]),
        ("https://example.com/\n", &["uri"]),
        ("https://exämple.com/", &["uri"]),
        ("https://example.com/100%", &["uri"]),
        ("https://example.com/%zz", &["uri"]),
        ("https://[::1", &["uri"]),
        ("https://example.com:port/", &["uri"]),
        ("https://example.com\\", &["uri"]),
        ("1http://example.com/", &["uri"]),
        ("https://example.com:99999/", &["invalid-url"]),
        ("http://1.2.3.4.5/", &["invalid-url"]),
        ("https://", &["invalid-url"]),
        ("ftp://example.com:99999/", &["invalid-url"]),
        ("about:blank", &["url-scheme"]),
        ("ftp://example.com/", &["url-scheme"]),
        ("javascript:alert(1)", &["url-scheme"]),
        ("mailto:someone@example.com", &["url-scheme"]),
        ("https://user:password@example.com/", &["url-credentials"]),
        ("https://user@example.com/", &["url-credentials"]),
        ("https://:password@example.com/", &["url-credentials"]),
        ("http:u:p@h/", &["url-credentials"]),
        ("http://@h/", &[]),
        ("http://:@h/", &[]),
        ("https://example.com/@user:password", &[]),
        (
            "ftp://user:password@example.com/",
            &["url-credentials", "url-scheme"],
        ),
        ("https://u:p@example.com:99999/", &["invalid-url"]),
        ("https://u:p@example.com/a b", &["uri"]),
    ]);
}

#[test]
fn servers_are_a_host_and_a_port() {
    let bad = "proxy-server-format";
    SERVER.strings(&[
        ("proxy.example.com:8080", &[]),
        ("http://proxy.example.com:8080", &[]),
        ("HTTPS://proxy.example.com:443", &[]),
        ("Socks5://10.0.0.1:1", &[]),
        ("[::1]:65535", &[]),
        ("a%20b_c:00080", &[]),
        ("", &[bad]),
        ("proxy.example.com", &[bad]),
        ("proxy.example.com:", &[bad]),
        (":8080", &[bad]),
        ("http://:8080", &[bad]),
        ("proxy.example.com:0", &[bad]),
        ("proxy.example.com:65536", &[bad]),
        ("proxy.example.com:080800", &[bad]),
        ("proxy.example.com:8080/", &[bad]),
        ("user:password@proxy.example.com:8080", &[bad]),
        ("ftp://proxy.example.com:8080", &[bad]),
        ("::1:8080", &[bad]),
        ("höst:80", &[bad]),
        ("host:８０", &[bad]),
        ("host:80\n", &[bad]),
    ]);
}

#[test]
fn integers_are_exact_decimals() {
    let (range, mistyped) = ("integer-range", "type");
    let huge_exponent = format!("1e{}", "9".repeat(50));
    let tiny_exponent = format!("1e-{}", "9".repeat(50));
    let zero = format!("0e{}", "9".repeat(50));
    let long = format!("1{0}e-{1}", "0".repeat(1000), 1000);
    let table: [(&str, &[&str], &[&str]); 29] = [
        // The value; the rules that it breaks as a timeout, and as the code of an error.
        ("20", &[], &[]),
        ("20.0", &[], &[]),
        ("2e1", &[], &[]),
        ("2E+1", &[], &[]),
        ("200e-1", &[], &[]),
        ("0.2e2", &[], &[]),
        (&long, &[], &[]),
        ("-1", &[], &[]),
        ("-1.0", &[], &[]),
        ("9223372036854775807", &[], &[]),
        ("9223372036854775807.000", &[], &[]),
        ("9.223372036854775807e18", &[], &[]),
        ("0", &["timeout-value"], &[]),
        ("-0", &["timeout-value"], &[]),
        ("-0.0e5", &["timeout-value"], &[]),
        (&zero, &["timeout-value"], &[]),
        ("-2", &["timeout-value"], &[]),
        ("-9223372036854775808", &["timeout-value"], &[]),
        ("9223372036854775808", &[range], &[range]),
        ("-9223372036854775809", &[range], &[range]),
        ("9.223372036854775808e18", &[range], &[range]),
        ("1e400", &[range], &[range]),
        ("-1e400", &[range], &[range]),
        (&huge_exponent, &[range], &[range]),
        ("20.5", &[mistyped], &[mistyped]),
        ("1e-400", &[mistyped], &[mistyped]),
        (&tiny_exponent, &[mistyped], &[mistyped]),
        ("1.00000000000000000000001", &[mistyped], &[mistyped]),
        ("9223372036854775807.5", &[mistyped], &[mistyped]),
    ];
    for (value, as_timeout, as_code) in table {
        MAX_DURATION.values(&[(value, as_timeout)]);
        ERROR_CODE.values(&[(value, as_code)]);
    }
}

#[test]
fn timeouts_are_positive_and_in_order() {
    expect_all(
        r#"
            SessionConfig {"timeout": {"max_duration": 20, "idle_timeout": 20}}
            SessionConfig {"timeout": {"max_duration": 20, "idle_timeout": 21}}
            - timeout-order /timeout/idle_timeout 21
            SessionConfig {"timeout": {"idle_timeout": 2.1e1, "max_duration": 20}}
            - timeout-order /timeout/idle_timeout 2.1e1
            SessionConfig {"timeout": {"max_duration": -1, "idle_timeout": 5}}
            SessionConfig {"timeout": {"max_duration": 5, "idle_timeout": -1}}
            SessionConfig {"timeout": {"max_duration": 0, "idle_timeout": 5}}
            - timeout-value /timeout/max_duration 0
            SessionConfig {"timeout": {"max_duration": -3, "idle_timeout": -2}}
            - timeout-value /timeout/max_duration -3
            - timeout-value /timeout/idle_timeout -2
            # The API's own default of a member that is absent is not judged against.
            SessionConfig {"timeout": {"idle_timeout": 500}}
            SessionConfig {"timeout": {"max_duration": 1e400, "idle_timeout": 5}}
            - integer-range /timeout/max_duration 1e400
            SessionConfig {"timeout": {"max_duration": 5, "idle_timeout": 1e400}}
            - integer-range /timeout/idle_timeout 1e400
            SessionConfig {"timeout": {"max_duration": "1", "idle_timeout": 5}}
            - type /timeout/max_duration "1"
            # Judged although much else is wrong.
            SessionConfig {"recording": 5, "x": 1, "timeout": {"max_duration": 1, "y": 2, "idle_timeout": 2}, "live_view": []}
            - type /recording 5
            - unknown-property /x "x"
            - unknown-property /timeout/y "y"
            - timeout-order /timeout/idle_timeout 2
            - type /live_view []
        "#,
    );
}

#[test]
fn countries_are_those_of_the_chosen_type() {
    let (unknown, not_allowed) = ("country-unknown", "country-not-allowed");
    // Offered by: bt mobile; gb residential and mobile; ae all but residential; hk residential;
    // as gov and proxy; de all.
    let table: [(&str, &str, &[&str]); 24] = [
        (r#""anchor_residential""#, "de", &[]),
        (r#""anchor_residential""#, "hk", &[]),
        (r#""anchor_residential""#, "ae", &[not_allowed]),
        (r#""anchor_residential""#, "bt", &[not_allowed]),
        (r#""anchor_mobile""#, "bt", &[]),
        (r#""anchor_mobile""#, "gb", &[]),
        (r#""anchor_mobile""#, "as", &[not_allowed]),
        (r#""anchor_gov""#, "ae", &[]),
        (r#""anchor_gov""#, "as", &[]),
        (r#""anchor_gov""#, "gb", &[not_allowed]),
        (r#""anchor_proxy""#, "as", &[]),
        (r#""anchor_proxy""#, "hk", &[not_allowed]),
        (r#""anchor_gov""#, "uk", &[unknown]),
        (r#""anchor_mobile""#, "US", &[unknown]),
        (r#""anchor_mobile""#, "", &[unknown]),
        (r#""anchor_mobile""#, "de\n", &[unknown]),
        (r#""anchor_mobile""#, "usa", &[unknown]),
        // Without a type that is one of the four, any of their countries.
        (r#""datacenter""#, "bt", &["enum"]),
        (r#""datacenter""#, "hk", &["enum"]),
        (r#""Anchor_Gov""#, "gb", &["enum"]),
        (r#""datacenter""#, "uk", &["enum", unknown]),
        ("5", "gb", &["type"]),
        ("null", "as", &["type"]),
        ("[]", "uk", &["type", unknown]),
    ];
    for (proxy_type, country, rules) in table {
        let country = Value::from(country).to_string();
        let json =
            format!(r#"{{"active": true, "type": {proxy_type}, "country_code": {country}}}"#);
        let rows: Vec<Row<'_>> = rules
            .iter()
            .map(|rule| match *rule {
                "enum" | "type" => [*rule, "/type", proxy_type],
                _ => [*rule, "/country_code", &country],
            })
            .collect();
        expect(Root::AnchorProxy, &json, &rows);
        expect(Root::ProxyConfig, &json, &rows);
    }
    for country in ["de", "bt", "hk", "as"] {
        let json = format!(r#"{{"country_code": "{country}", "active": true}}"#);
        expect(Root::ProxyConfig, &json, &[]);
    }
    expect(
        Root::ProxyConfig,
        r#"{"country_code": "uk", "active": true}"#,
        &[["country-unknown", "/country_code", r#""uk""#]],
    );
}

#[test]
fn a_city_needs_its_region_and_the_right_type() {
    let (alone, unsupported) = ("city-requires-region", "city-unsupported");
    let table: [(&str, &str, &[&str]); 20] = [
        // The members before the city; the city; the rules on it.
        (r#""region": "r""#, r#""c""#, &[]),
        (r#""region": """#, r#""""#, &[]),
        (r#""type": "anchor_proxy", "region": "r""#, r#""c""#, &[]),
        (
            r#""type": "anchor_residential", "region": "r""#,
            r#""c""#,
            &[unsupported],
        ),
        (
            r#""type": "anchor_mobile", "region": "r""#,
            r#""c""#,
            &[unsupported],
        ),
        (
            r#""type": "anchor_gov", "region": "r""#,
            r#""c""#,
            &[unsupported],
        ),
        (r#""country_code": "us""#, r#""c""#, &[alone]),
        (r#""type": "anchor_proxy""#, r#""c""#, &[alone]),
        (r#""type": "anchor_gov""#, r#""c""#, &[alone, unsupported]),
        // A wrong type does not silence that the region is absent, but all else.
        (r#""country_code": "us""#, "5", &[alone, "type"]),
        (r#""country_code": "us""#, "null", &[alone, "type"]),
        (r#""type": "anchor_gov""#, "{}", &[alone, "type"]),
        (r#""type": "anchor_gov", "region": "r""#, "5", &["type"]),
        // A region of a wrong type is present.
        (r#""region": 5"#, r#""c""#, &[]),
        (r#""region": null"#, r#""c""#, &[]),
        (r#""region": null"#, "null", &["type"]),
        // Only a type that is known to take no city refuses it.
        (r#""type": "datacenter""#, r#""c""#, &[alone]),
        (r#""type": 5, "region": "r""#, r#""c""#, &[]),
        // Judged although the country is wrong.
        (r#""country_code": "uk""#, r#""c""#, &[alone]),
        (
            r#""type": "anchor_mobile", "country_code": "as""#,
            r#""c""#,
            &[alone, unsupported],
        ),
    ];
    for (members, city, rules) in table {
        let json = format!(r#"{{"active": 1, {members}, "city": {city}}}"#);
        let report = Root::ProxyConfig.check_json(&Validator::new(), &json);
        let found: Vec<&str> = rules_at(&report)
            .iter()
            .filter(|[_, pointer]| *pointer == "/city")
            .map(|[rule, _]| *rule)
            .collect();
        assert_eq!(found, rules, "{json}");
    }
    expect(
        Root::AnchorProxy,
        r#"{"city": 5, "type": 6}"#,
        &[
            ["required", "/active", ALL],
            ["city-requires-region", "/city", "5"],
            ["type", "/city", "5"],
            ["type", "/type", "6"],
        ],
    );
}

#[test]
fn the_kind_of_proxy_is_told_by_its_type_wherever_it_stands() {
    expect_all(
        r#"
            ProxyConfig {"server": "h:1", "username": "u", "password": "p", "active": true, "type": "custom"}
            ProxyConfig {"server": "h:1", "username": "u", "password": "p", "active": true}
            - unknown-property /server "server"
            - unknown-property /username "username"
            - unknown-property /password "password"
            ProxyConfig {"country_code": 5, "city": "c", "region": null, "type": "cust\u006fm", "active": true, "server": "h", "username": "u", "password": "p"}
            - unknown-property /country_code "country_code"
            - unknown-property /city "city"
            - unknown-property /region "region"
            - proxy-server-format /server "h"
            ProxyConfig {"server": {"a": 1, "a": 2}, "active": true}
            - unknown-property /server "server"
            - duplicate-key /server/a "a"
            # However the key is written, and whatever stands around it.
            ProxyConfig {"active": true, "s\u0065rver"  : "\"\\"}
            - unknown-property /server "s\u0065rver"
            ProxyConfig {"active": true, "s\u0065rver" : {"a": 1, "a": 2}, "server"  :"\"\\"}
            - duplicate-key /server/a "a"
            - duplicate-key /server "server"
            - unknown-property /server "server"
            # The last type decides.
            ProxyConfig {"type": "custom", "active": true, "server": "h", "type": "anchor_gov"}
            - unknown-property /server "server"
            - duplicate-key /type "type"
            ProxyConfig {"type": "anchor_gov", "active": true, "region": "r", "type": "custom"}
            - required /password (all)
            - required /server (all)
            - required /username (all)
            - unknown-property /region "region"
            - duplicate-key /type "type"
            ProxyConfig {"type": "Custom", "active": true}
            - enum /type "Custom"
            ProxyConfig {"type": null, "active": true, "server": "h"}
            - type /type null
            - unknown-property /server "server"
            # The root decides where it names a kind.
            AnchorProxy {"type": "custom", "active": true, "server": "h", "country_code": "bt", "city": "c"}
            - enum /type "custom"
            - unknown-property /server "server"
            - city-requires-region /city "c"
            CustomProxy {"type": "anchor_gov", "active": true, "server": "h:1", "username": "", "password": "", "country_code": "zz"}
            - enum /type "anchor_gov"
            - unknown-property /country_code "country_code"
            CustomProxy {"type": "", "active": true, "server": "h:1", "username": "", "password": ""}
            - enum /type ""
            SessionConfig {"proxy": {"active": true, "password": "p", "type": "custom", "username": "u", "server": "h:1"}}
            SessionConfig {"proxy": {"active": null, "city": "c", "type": "anchor_gov", "country_code": "gb"}}
            - type /proxy/active null
            - city-requires-region /proxy/city "c"
            - city-unsupported /proxy/city "c"
            - country-not-allowed /proxy/country_code "gb"
        "#,
    );
}

#[test]
fn every_object_tells_members_that_it_does_not_know() {
    expect_all(
        r#"
            CreateTaskRequest {"name": "t", "language": "typescript", "x": 1}
            - unknown-property /x "x"
            SessionConfig {"x": 1, "recording": {"x": 1}, "timeout": {"x": 1}, "live_view": {"x": 1}, "proxy": {"active": true, "x": 1}}
            - unknown-property /x "x"
            - unknown-property /recording/x "x"
            - unknown-property /timeout/x "x"
            - unknown-property /live_view/x "x"
            - unknown-property /proxy/x "x"
            AnchorProxy {"active": true, "x": null}
            - unknown-property /x "x"
            CustomProxy {"type": "custom", "server": "h:1", "username": "u", "password": "p", "active": true, "x": {}}
            - unknown-property /x "x"
            TaskResponse {"x": 1}
            - unknown-property /x "x"
            ErrorResponse {"x": 1, "error": {"x": 1}}
            - unknown-property /x "x"
            - unknown-property /error/x "x"
            # Inside an unknown member nothing is looked at but syntax and repeated keys.
            SessionConfig {"x": {"proxy": {"type": 5}, "initial_url": "?"}}
            - unknown-property /x "x"
            # Names are exact.
            SessionConfig {"Timeout": {}, "TIMEOUT": {}, "time\u006fut": {}}
            - unknown-property /Timeout "Timeout"
            - unknown-property /TIMEOUT "TIMEOUT"
            SessionConfig {"": 1, "a/b~c": 1, "ü": 1}
            - unknown-property / ""
            - unknown-property /a~1b~0c "a/b~c"
            - unknown-property /ü "ü"
            SessionConfig {"live_view": {"one_time_url": true}}
            - unknown-property /live_view/one_time_url "one_time_url"
        "#,
    );
}

#[test]
fn identifiers_and_time_stamps_of_responses_have_a_form() {
    TASK_ID.strings(&[
        ("3c90c3cc-0d44-4b50-8888-8dd25736052a", &[]),
        ("3C90C3CC-0D44-4B50-8888-8DD25736052A", &[]),
        ("", &["uuid"]),
        ("3c90c3cc0d444b5088888dd25736052a", &["uuid"]),
        ("3c90c3cc-0d44-4b50-8888-8dd25736052a\n", &["uuid"]),
        ("3c90c3cg-0d44-4b50-8888-8dd25736052a", &["uuid"]),
    ]);
    CREATED_AT.strings(&[
        ("2025-03-01T09:30:00Z", &[]),
        ("2025-03-01t09:30:00.25z", &[]),
        ("2024-02-29T23:59:59-23:59", &[]),
        ("2016-12-31T23:59:60Z", &[]),
        ("2017-01-01T00:59:60+01:00", &[]),
        ("", &["date-time"]),
        ("2025-03-01", &["date-time"]),
        ("2025-03-01 09:30:00Z", &["date-time"]),
        ("2025-03-01T09:30:00", &["date-time"]),
        ("2025-02-29T09:30:00Z", &["date-time"]),
        ("2016-12-31T23:58:60Z", &["date-time"]),
        ("2025-03-01T24:00:00Z", &["date-time"]),
        ("2025-03-01T09:30:00Z\n", &["date-time"]),
    ]);
}

#[test]
fn a_report_goes_by_span_then_rule_then_pointer() {
    expect_all(
        r#"
            CreateTaskRequest {"browserConfiguration": {"proxy": {"city": "c", "type": 1, "country_code": "gb", "type": "anchor_gov"}, "initial_url": "ftp://u@h/", "timeout": {"idle_timeout": -2, "max_duration": 0.5}, "live_view": {"readOnly": true}}, "x": [], "x": {"y": 1, "y": 2}, "code": "Q R=", "name": ""}
            - required /language (all)
            - required /browserConfiguration/proxy/active {"city": "c", "type": 1, "country_code": "gb", "type": "anchor_gov"}
            - city-requires-region /browserConfiguration/proxy/city "c"
            - city-unsupported /browserConfiguration/proxy/city "c"
            - country-not-allowed /browserConfiguration/proxy/country_code "gb"
            - duplicate-key /browserConfiguration/proxy/type "type"
            - url-credentials /browserConfiguration/initial_url "ftp://u@h/"
            - url-scheme /browserConfiguration/initial_url "ftp://u@h/"
            - timeout-value /browserConfiguration/timeout/idle_timeout -2
            - type /browserConfiguration/timeout/max_duration 0.5
            - unknown-property /browserConfiguration/live_view/readOnly "readOnly"
            - duplicate-key /x "x"
            - unknown-property /x "x"
            - duplicate-key /x/y "y"
            - base64-alphabet /code "Q R="
            - base64-padding /code "Q R="
            - min-length /name ""
            - pattern /name ""
        "#,
    );
}

#[test]
fn lines_end_at_lf_and_columns_count_code_points() {
    /// The pointer, the line, the column.
    type At = (&'static str, usize, usize);
    let table: [(&str, &[At]); 7] = [
        (
            "{\r\n  \"name\": \"ü 🎉\",\r\n  \"language\": \"x\"}",
            &[("/name", 2, 11), ("/language", 3, 15)],
        ),
        (
            r#"{"name": "ü🎉 ", "language": 5}"#,
            &[("/name", 1, 10), ("/language", 1, 29)],
        ),
        (
            "{\r\"name\": \"a b\", \"language\": \"typescript\"}",
            &[("/name", 1, 11)],
        ),
        ("\n\n {\n}", &[("/language", 3, 2), ("/name", 3, 2)]),
        (
            "{\"name\": \"e\u{301}\", \"language\":\n\t\t5}",
            &[("/name", 1, 10), ("/language", 2, 3)],
        ),
        ("{\n\"ü\": 1,\n\n x", &[("", 4, 2)]),
        ("{\"ü\": 1,\n", &[("", 2, 1)]),
    ];
    for (json, expected) in table {
        let report = Root::CreateTaskRequest.check_json(&Validator::new(), json);
        let found: Vec<_> = report
            .violations()
            .iter()
            .map(|v| (v.pointer(), v.position().unwrap()))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(pointer, line, column)| (*pointer, Position::new(*line, *column)))
            .collect();
        assert_eq!(found, expected, "{json:?}");
    }
}

#[test]
fn every_rule_has_its_text_severity_and_place_in_the_tables() {
    let names: Vec<&str> = broken().iter().map(|(rule, ..)| *rule).collect();
    assert_eq!(names, Rule::all().map(Rule::name).collect::<Vec<_>>());
    assert_eq!(names.len(), 28);
    for rule in Rule::all() {
        let is_error = rule.default_severity() == Severity::Error;
        assert_eq!(is_error, crate::support::is_error(rule.name()), "{rule}");
        assert_eq!(
            violation_of(rule.name()).severity(),
            rule.default_severity()
        );
    }
}

#[test]
fn parameters_are_those_of_the_rule() {
    let table = [
        ("syntax", json!({"expected": "a value"})),
        ("duplicate-key", json!({"key": "name"})),
        ("type", json!({"expected": "boolean", "found": "string"})),
        ("required", json!({"property": "language"})),
        (
            "enum",
            json!({
                "allowed": ["anchor_residential", "anchor_mobile", "anchor_gov", "anchor_proxy"],
                "found": "residential",
                "suggestion": "anchor_residential",
            }),
        ),
        ("min-length", json!({"limit": 1, "actual": 0})),
        ("max-length", json!({"limit": 255, "actual": 257})),
        (
            "pattern",
            json!({"pattern": "^[a-zA-Z0-9_-]+$", "index": 1, "character": " "}),
        ),
        ("base64-alphabet", json!({"index": 4, "count": 2})),
        ("base64-padding", json!({"symbols": 7, "padding": 0})),
        ("base64-trailing-bits", json!({})),
        ("uri", json!({"index": 21})),
        (
            "invalid-url",
            json!({"reason": "its port is not a number up to 65535"}),
        ),
        (
            "country-unknown",
            json!({"country": "uk", "suggestion": "gb"}),
        ),
        (
            "country-not-allowed",
            json!({
                "country": "gb",
                "type": "anchor_gov",
                "offered_by": ["anchor_residential", "anchor_mobile"],
            }),
        ),
        ("city-requires-region", json!({})),
        ("city-unsupported", json!({"type": "anchor_gov"})),
        (
            "integer-range",
            json!({"minimum": i64::MIN, "maximum": i64::MAX}),
        ),
        ("uuid", json!({})),
        ("date-time", json!({})),
        (
            "unknown-property",
            json!({"property": "countryCode", "suggestion": "country_code"}),
        ),
        ("timeout-value", json!({"minutes": 0})),
        (
            "timeout-order",
            json!({"idle_timeout": 21, "max_duration": 20}),
        ),
        ("url-scheme", json!({"scheme": "ftp"})),
        ("url-credentials", json!({})),
        ("proxy-server-format", json!({})),
        ("empty-code", json!({})),
        ("code-not-text", json!({})),
    ];
    assert_eq!(table.len(), Rule::all().len());
    for (rule, params) in table {
        let told = serde_json::to_value(violation_of(rule)).unwrap();
        assert_eq!(told["params"], params, "{rule}");
    }
}

#[test]
fn parameters_that_may_be_absent_are_left_out() {
    let proxy = |json: &str| (Root::AnchorProxy, format!(r#"{{"active": true, {json}}}"#));
    let request = |member: &Member, value: &str| (member.0, member.with(value));
    let session = |json: &str| (Root::SessionConfig, json.to_owned());
    let table = [
        (
            request(&NAME, r#""""#),
            "pattern",
            json!({"pattern": "^[a-zA-Z0-9_-]+$"}),
        ),
        (
            request(&NAME, r#""日本!""#),
            "pattern",
            json!({"pattern": "^[a-zA-Z0-9_-]+$", "index": 0, "character": "日"}),
        ),
        (
            request(&LANGUAGE, r#""cobol""#),
            "enum",
            json!({"allowed": ["typescript"], "found": "cobol"}),
        ),
        (
            request(&LANGUAGE, r#""TypeScript""#),
            "enum",
            json!({"allowed": ["typescript"], "found": "TypeScript", "suggestion": "typescript"}),
        ),
        (
            request(&DESCRIPTION, &format!("\"{}\"", "🎉".repeat(1001))),
            "max-length",
            json!({
                "limit": 1000,
                "actual": 1001,
            }),
        ),
        (
            request(&CODE, r#""äcn-VuKC""#),
            "base64-alphabet",
            json!({"index": 0, "count": 2}),
        ),
        (
            request(&CODE, r#""QQ=Q=""#),
            "base64-padding",
            json!({"symbols": 3, "padding": 2}),
        ),
        (
            request(&INITIAL_URL, r#""HT+TP:x""#),
            "url-scheme",
            json!({"scheme": "ht+tp"}),
        ),
        (
            proxy(r#""country_code": "US""#),
            "country-unknown",
            json!({
                "country": "US",
                "suggestion": "us",
            }),
        ),
        (
            proxy(r#""country_code": "zz""#),
            "country-unknown",
            json!({"country": "zz"}),
        ),
        (
            proxy(r#""tags": []"#),
            "unknown-property",
            json!({"property": "tags"}),
        ),
        (
            session(r#"{"live_view": {"readonly": true}}"#),
            "unknown-property",
            json!({"property": "readonly", "suggestion": "read_only"}),
        ),
        (
            (
                Root::CreateTaskRequest,
                r#"{"browser_configuration": {}}"#.to_owned(),
            ),
            "unknown-property",
            json!({"property": "browser_configuration", "suggestion": "browserConfiguration"}),
        ),
        (
            session(r#"{"timeout": {"max_duration": -9223372036854775808}}"#),
            "timeout-value",
            json!({"minutes": i64::MIN}),
        ),
    ];
    for ((root, json), rule, params) in table {
        let report = root.check_json(&Validator::new(), &json);
        let violation = report
            .violations()
            .iter()
            .find(|v| v.rule().name() == rule)
            .unwrap();
        let told = serde_json::to_value(violation).unwrap();
        assert_eq!(told["params"], params, "{json}");
    }
}

/// What is told of each text of [`broken`]: the rule, the message, the help.
const WORDING: &[(&str, &str, Option<&str>)] = &[
    (
        "syntax",
        "the document is not JSON: expected a value, found another character",
        Some("write strings in double quotes, and take away comments and commas before `]`"),
    ),
    (
        "duplicate-key",
        "`/name` occurs again in its object, where each key must be unique",
        Some("keep one of them; readers that take repeated keys keep the last"),
    ),
    (
        "type",
        "`/active` must be a boolean, but is a string",
        Some("write `true` or `false` without quotes"),
    ),
    (
        "required",
        "`/language` is required, but missing",
        Some("add the member `language`"),
    ),
    (
        "enum",
        "`/type` must be `anchor_residential`, `anchor_mobile`, `anchor_gov` or `anchor_proxy`, \
         but is `residential`",
        Some("did you mean `anchor_residential`?"),
    ),
    (
        "min-length",
        "`/name` must have at least 1 character, but has 0",
        Some("give it a name"),
    ),
    (
        "max-length",
        "`/name` must have at most 255 characters, but has 257",
        Some("shorten it by 2 characters"),
    ),
    (
        "pattern",
        "`/name` must match `^[a-zA-Z0-9_-]+$`, but its character 2 is ` `",
        Some("use ASCII letters, digits, hyphens and underscores alone"),
    ),
    (
        "base64-alphabet",
        "`/code` must be base64, but has 2 characters that base64 does not have, the first as its \
         character 5",
        Some("remove the line breaks: encode without wrapping, as with `base64 -w0`"),
    ),
    (
        "base64-padding",
        "`/code` must be base64 in groups of four, padded with `=` at its end alone, but has 7 \
         symbols and 0 `=`",
        Some("end it with `=`, unless it was cut off: then encode the source text again"),
    ),
    (
        "base64-trailing-bits",
        "`/code` must be canonical base64, but its last symbol has unused bits that are not zero",
        Some("encode the source text again: the code was changed or made by a faulty encoder"),
    ),
    (
        "uri",
        "`/initial_url` must be a URI with a scheme, but its character 22 cannot stand there",
        Some(
            "write an absolute URL such as `https://example.com/`, with other characters \
             percent-encoded",
        ),
    ),
    (
        "invalid-url",
        "`/initial_url` must be a URL that a browser opens, but its port is not a number up to \
         65535",
        None,
    ),
    (
        "country-unknown",
        "`/country_code` must be the code of a country that a proxy type offers, but is `uk`",
        Some("did you mean `gb`?"),
    ),
    (
        "country-not-allowed",
        "`/country_code` must be a country that `anchor_gov` offers, but is `gb`",
        Some(
            "choose another country, or a type that offers `gb`: `anchor_residential` or \
             `anchor_mobile`",
        ),
    ),
    (
        "city-requires-region",
        "`/city` needs `region` beside it, which is missing",
        Some("add `region`, or leave the city out"),
    ),
    (
        "city-unsupported",
        "`/city` must be absent where the type is `anchor_gov`",
        Some("leave the city out, or use the type `anchor_proxy`"),
    ),
    (
        "integer-range",
        "`/timeout/max_duration` must be from -9223372036854775808 to 9223372036854775807, but is \
         outside that range",
        None,
    ),
    (
        "uuid",
        "`/id` must be a UUID of 8-4-4-4-12 hexadecimal digits, but is another text",
        None,
    ),
    (
        "date-time",
        "`/updatedAt` must be a date and time such as `2025-03-01T09:30:00Z`, but is another text",
        None,
    ),
    // The document does not name it; whether the API knows it, nobody can tell from here.
    (
        "unknown-property",
        "`/countryCode` is not a member that the API document names",
        Some("did you mean `country_code`?"),
    ),
    (
        "timeout-value",
        "`/timeout/max_duration` must be a positive number of minutes, or -1 for no limit, but is \
         0",
        None,
    ),
    (
        "timeout-order",
        "`/timeout/idle_timeout` must be at most `max_duration`, 20 minutes, to have an effect, \
         but is 21",
        Some("lower it, or raise `max_duration`: the session ends before it can be idle that long"),
    ),
    (
        "url-scheme",
        "`/initial_url` must have the scheme `http` or `https`, but has `ftp`",
        Some("write a whole address, beginning with `https://`"),
    ),
    (
        "url-credentials",
        "`/initial_url` must hold no user name and no password, but does",
        Some("take them out of the URL, and log in from the task's code"),
    ),
    (
        "proxy-server-format",
        "`/server` must be `HOST:PORT`, optionally after `http://`, `https://` or `socks5://`, \
         but is another text",
        Some(
            "write for example `proxy.example.com:8080`; credentials go into `username` and \
             `password`",
        ),
    ),
    (
        "empty-code",
        "`/code` must hold code to run, but is empty",
        Some("leave the member out, or put code into it"),
    ),
    (
        "code-not-text",
        "`/code` must decode to UTF-8 text, but decodes to other bytes",
        Some("encode the source as UTF-8 before base64"),
    ),
];

/// Whether a sentence keeps the house rule: it begins in lower case or with code, and ends without
/// a full stop.
fn reads_well(sentence: &str) -> bool {
    let starts_well = sentence.starts_with(|c: char| c == '`' || c.is_lowercase());
    starts_well && !sentence.ends_with(['.', ' ', '\n']) && !sentence.contains(". ")
}

#[test]
fn messages_and_helps_read_right() {
    assert_eq!(WORDING.len(), Rule::all().len());
    let mut surprises = Vec::new();
    for (rule, message, help) in WORDING {
        let violation = violation_of(rule);
        let told = (violation.message(), violation.help());
        let expected = ((*message).to_owned(), help.map(std::borrow::Cow::Borrowed));
        let reads_well = reads_well(&told.0) && told.1.as_deref().is_none_or(reads_well);
        if told != expected || !reads_well {
            surprises.push(format!("{rule}:\n   found {told:?}\nexpected {expected:?}"));
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

#[test]
fn messages_are_gathered_in_one_text() {
    let mut gathered = String::from("all:");
    let mut expected = gathered.clone();
    for (rule, message, _) in WORDING {
        violation_of(rule).append_message(&mut gathered);
        expected.push_str(message);
    }
    assert_eq!(gathered, expected);
}

#[test]
fn padding_that_was_left_off_can_be_added() {
    let again = "encode the source text again: the code was cut off or put together";
    let one = "end it with `=`, unless it was cut off: then encode the source text again";
    let two = "end it with `==`, unless it was cut off: then encode the source text again";
    let table = [
        ("QQ", two),
        ("QUJDQQ", two),
        ("QUJ", one),
        ("QUJDQUJ", one),
        ("Q", again),
        ("QQ=", again),
        ("QUJ==", again),
        ("QUJD=", again),
        ("QQ==QUI", again),
    ];
    for (code, help) in table {
        let report = Validator::new().check(&CreateTaskRequest::new("t").with_code(code));
        let violation = &report.violations()[0];
        assert_eq!(rule_at(violation), ["base64-padding", "/code"]);
        assert_eq!(violation.help().as_deref(), Some(help), "{code}");
    }
}

#[test]
fn helps_know_likely_slips() {
    use Root::{AnchorProxy, CreateTaskRequest, CustomProxy, SessionConfig};
    let quote = Some("put it in double quotes");
    let into = |member| Some(format!("move it into `{member}`"));
    let types: Vec<(Root, &str, Option<&str>)> = vec![
        (
            CreateTaskRequest,
            r#"{"language": "typescript", "name": 5}"#,
            quote,
        ),
        (
            CreateTaskRequest,
            r#"{"language": "typescript", "name": true}"#,
            quote,
        ),
        (
            CreateTaskRequest,
            r#"{"language": "typescript", "name": ["t"]}"#,
            None,
        ),
        (
            AnchorProxy,
            r#"{"active": "true"}"#,
            Some("write `true` or `false` without quotes"),
        ),
        (
            AnchorProxy,
            r#"{"active": 1}"#,
            Some("write `true` or `false`"),
        ),
        (
            AnchorProxy,
            r#"{"active": {}}"#,
            Some("write `true` or `false`"),
        ),
        (
            SessionConfig,
            r#"{"timeout": {"max_duration": "9"}}"#,
            Some("write the number without quotes"),
        ),
        (
            SessionConfig,
            r#"{"timeout": {"max_duration": 1.5}}"#,
            Some("round it to a whole number"),
        ),
        (
            SessionConfig,
            r#"{"timeout": {"max_duration": true}}"#,
            None,
        ),
        (SessionConfig, r#"{"timeout": 20}"#, None),
    ];
    for (root, json, help) in types {
        let report = root.check_json(&Validator::new(), json);
        let [violation] = report.violations() else {
            panic!("{json}: {report}")
        };
        assert_eq!(violation.rule(), Rule::Type, "{json}");
        assert_eq!(violation.help().as_deref(), help, "{json}");
    }
    let session = || into("browserConfiguration");
    let own = || Some("set the type to `custom` to use a proxy of your own".to_owned());
    let no = |member| Some(format!("leave it out: only an Anchor proxy has a {member}"));
    let strangers = [
        (CreateTaskRequest, "initial_url", session()),
        (CreateTaskRequest, "recording", session()),
        (CreateTaskRequest, "proxy", session()),
        (CreateTaskRequest, "timeout", session()),
        (CreateTaskRequest, "live_view", session()),
        (CreateTaskRequest, "max_duration", None),
        (SessionConfig, "max_duration", into("timeout")),
        (SessionConfig, "idle_timeout", into("timeout")),
        (SessionConfig, "read_only", into("live_view")),
        (SessionConfig, "country_code", into("proxy")),
        (SessionConfig, "server", None),
        (AnchorProxy, "server", own()),
        (AnchorProxy, "username", own()),
        (AnchorProxy, "password", own()),
        (AnchorProxy, "language", None),
        (CustomProxy, "country_code", no("country")),
        (CustomProxy, "region", no("region")),
        (CustomProxy, "city", no("city")),
    ];
    for (root, member, help) in strangers {
        let report = root.check_json(&Validator::new(), json!({ member: 1 }).to_string());
        let pointer = format!("/{member}");
        let mut violations = report.violations().iter();
        let found = violations.find(|found| rule_at(found) == ["unknown-property", &pointer]);
        let found = found.unwrap().help().map(std::borrow::Cow::into_owned);
        assert_eq!(found, help, "{member}");
    }
}

#[test]
fn what_is_quoted_is_cut_and_escaped() {
    let long = "ä".repeat(65);
    let cut = "ä".repeat(64);
    let table = [
        (
            format!(r#"{{"active": true, "type": "{long}"}}"#),
            format!("but is `{cut}…`"),
        ),
        (
            format!(r#"{{"active": true, "country_code": "{long}"}}"#),
            format!("but is `{cut}…`"),
        ),
        (
            r#"{"active": true, "type": "\u001b[31m\u202e\u0000"}"#.to_owned(),
            r"but is `\u{1b}[31m\u{202e}\0`".to_owned(),
        ),
        (
            r#"{"active": true, "\u001b[2J\u2066\u009b": 1}"#.to_owned(),
            r"`/\u{1b}[2J\u{2066}\u{9b}`".to_owned(),
        ),
        (
            format!(r#"{{"active": true, "{long}": 1}}"#),
            format!("`…{cut}`"),
        ),
    ];
    for (json, part) in table {
        let report = Root::AnchorProxy.check_json(&Validator::new(), &json);
        let violation = &report.violations()[0];
        for shown in [
            violation.message(),
            violation.to_string(),
            report.to_string(),
        ] {
            assert!(shown.contains(&part), "{shown}");
            assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{2066}', '\u{9b}', '\0']));
        }
    }
    // Parameters and pointers are whole.
    let json = format!(r#"{{"active": true, "{long}": 1}}"#);
    let report = Root::AnchorProxy.check_json(&Validator::new(), json);
    let violation = &report.violations()[0];
    let told = serde_json::to_value(violation).unwrap();
    assert_eq!(
        rule_at(violation),
        ["unknown-property", &format!("/{long}")]
    );
    assert_eq!(told["params"]["property"], long);
}
