//! Hostile input: for any input the verdict and the counts are exact, and the list of violations
//! stays within its limits.

use anchorbrowser_schema::{
    CreateTaskRequest, DocumentType, Report, Rule, Validator, ViolationKind,
};

use crate::support::{check, check_request, counts, rule_of, start};

/// The number of members of a large document.
const MANY: usize = 100_000;
/// The number of violations that a report lists by default.
const LISTED: usize = 1000;
const MIB: usize = 1 << 20;

/// The required members of a request.
const REQUIRED: &str = r#""name":"t","language":"typescript""#;

/// The rules and pointers of the listed violations.
fn listed(report: &Report) -> Vec<(Rule, &str)> {
    report
        .violations()
        .iter()
        .map(|v| (rule_of(v), v.pointer()))
        .collect()
}

/// `count` members, separated by commas.
fn members(count: usize, member: impl Fn(usize) -> String) -> String {
    (0..count).map(member).collect::<Vec<_>>().join(",")
}

#[track_caller]
fn assert_in_order(report: &Report) {
    assert!(report.violations().is_sorted_by_key(start));
}

#[track_caller]
fn assert_syntax(input: &[u8], at: usize) {
    let report = check_request(input);
    assert_eq!(listed(&report), [(Rule::Syntax, "")]);
    assert_eq!(counts(&report), (1, 0, 0));
    assert_eq!(start(&report.violations()[0]), at);
}

#[test]
fn input_that_is_not_json_violates_only_syntax() {
    let table: [(&[u8], usize); 8] = [
        (b"", 0),
        (b"\n\n", 2),
        (b"\0", 0),
        (b"\xff\xfe{\0}\0", 0),
        (b"\xef\xbb\xbf{}", 0),
        (b"{\"name\":\"\xe9\"}", 9),
        (b"{} {}", 3),
        (b"name: t\n", 1),
    ];
    for (input, at) in table {
        assert_syntax(input, at);
    }
}

#[test]
fn truncated_documents_violate_only_syntax_at_their_end() {
    let examples = [
        include_str!("../../schemas/examples/valid/full.json"),
        include_str!("../../schemas/examples/valid/custom-proxy.json"),
        include_str!("../../schemas/examples/valid/escapes.json"),
        include_str!("../../schemas/examples/valid/integers.json"),
        include_str!("../../schemas/examples/valid/unicode-description.json"),
        include_str!("../../schemas/examples/invalid/wrong-types.json"),
        include_str!("../../schemas/examples/invalid/many-errors.json"),
        include_str!("../../schemas/examples/warnings/misspelt-members.json"),
        include_str!("../../schemas/examples/beyond-schema/duplicate-key.json"),
        include_str!("../../schemas/examples/responses/task-response.json"),
    ];
    for text in examples {
        let complete = text.trim_end().len();
        // Documents that end within a character are tested below.
        for end in (0..complete).filter(|end| text.is_char_boundary(*end)) {
            assert_syntax(&text.as_bytes()[..end], end);
        }
        for end in complete..=text.len() {
            assert!(!listed(&check_request(&text[..end])).contains(&(Rule::Syntax, "")));
        }
    }
}

#[test]
fn documents_truncated_within_a_character_violate_only_syntax_at_that_character() {
    let text = include_str!("../../schemas/examples/valid/unicode-description.json");
    for end in (0..text.len()).filter(|end| !text.is_char_boundary(*end)) {
        let start = (0..end).rev().find(|at| text.is_char_boundary(*at));
        assert_syntax(&text.as_bytes()[..end], start.unwrap());
    }
}

#[test]
fn nesting_is_rejected_at_level_128() {
    for (step, before) in [
        ("[", ""),
        ("{\"a\":", ""),
        ("[", "{\"x\":"),
        ("{\"name\":", "{\"proxy\":"),
    ] {
        for levels in [10_000, 1_000_000] {
            let text = format!("{before}{}", step.repeat(levels));
            let outer = usize::from(!before.is_empty());
            assert_syntax(text.as_bytes(), before.len() + (127 - outer) * step.len());
        }
    }
}

#[test]
fn a_key_of_a_megabyte_is_cut_only_in_messages() {
    let key = "k".repeat(MIB);
    let report = check_request(format!(r#"{{{REQUIRED},"{key}":1}}"#));
    assert_eq!(counts(&report), (0, 1, 0));
    let violation = &report.violations()[0];
    assert_eq!(violation.rule(), Rule::UnknownProperty);
    assert_eq!(violation.pointer(), format!("/{key}"));
    assert_eq!(violation.span().unwrap().end - start(violation), MIB + 2);
    let longest = violation.message().split('`').map(str::len).max();
    assert!(
        longest <= Some(70),
        "at most 64 characters and an ellipsis are quoted"
    );
    assert!(violation.help().is_none_or(|help| help.len() < 500));
}

#[test]
fn all_unknown_members_are_counted() {
    let unknown = members(MANY, |i| format!(r#""k{i}":{i}"#));
    let report = check_request(format!("{{{REQUIRED},{unknown}}}"));
    assert_eq!(counts(&report), (0, MANY, MANY - LISTED));
    let pointers: Vec<_> = (0..LISTED).map(|i| format!("/k{i}")).collect();
    let expected: Vec<_> = pointers
        .iter()
        .map(|p| (Rule::UnknownProperty, p.as_str()))
        .collect();
    assert_eq!(listed(&report), expected);
    assert_in_order(&report);
}

#[test]
fn the_first_violations_in_the_source_are_listed() {
    // The unknown members of an inner object come first, with errors between them and the others.
    let inner = members(400, |i| format!(r#""i{i}":{i}"#));
    let outer = members(MANY, |i| format!(r#""o{i}":{i}"#));
    let text = format!(
        r#"{{"browserConfiguration":{{{inner},"timeout":null}},"code":1,{outer},"name":"a b"}}"#
    );
    let report = check_request(&text);
    // The errors: `language` is missing, two wrong types, and the name.
    assert_eq!(counts(&report), (4, MANY + 400, MANY + 404 - LISTED));
    let mut expected = vec![(Rule::Required, "/language".to_owned())];
    expected
        .extend((0..400).map(|i| (Rule::UnknownProperty, format!("/browserConfiguration/i{i}"))));
    expected.push((Rule::Type, "/browserConfiguration/timeout".to_owned()));
    expected.push((Rule::Type, "/code".to_owned()));
    expected.extend((0..LISTED - 403).map(|i| (Rule::UnknownProperty, format!("/o{i}"))));
    let expected: Vec<_> = expected
        .iter()
        .map(|(rule, pointer)| (*rule, pointer.as_str()))
        .collect();
    assert_eq!(listed(&report), expected);
    assert_in_order(&report);

    let nothing_listed = Validator::new()
        .max_violations(0)
        .check_json::<CreateTaskRequest>(&text);
    assert_eq!(counts(&nothing_listed), (4, MANY + 400, MANY + 404));
    let all_listed = Validator::new()
        .max_violations(usize::MAX)
        .check_json::<CreateTaskRequest>(&text);
    assert_eq!(counts(&all_listed), (4, MANY + 400, 0));
    assert_eq!(all_listed.violations()[..LISTED], *report.violations());
}

#[test]
fn a_duplicate_key_is_reported_once_however_often_it_occurs() {
    let same = members(MANY, |_| r#""a":1"#.to_owned());
    let report = check_request(format!("{{{same},{REQUIRED}}}"));
    assert_eq!(
        listed(&report),
        [(Rule::DuplicateKey, "/a"), (Rule::UnknownProperty, "/a")]
    );
    assert_eq!(counts(&report), (1, 1, 0));
    // The second occurrence of the key, and the last.
    let starts: Vec<_> = report.violations().iter().map(start).collect();
    assert_eq!(starts, [1 + 6, 1 + 6 * (MANY - 1)]);

    let known = members(MANY, |i| format!(r#""name":{i}"#));
    let report = check_request(format!(r#"{{{known},"language":"typescript","name":"t"}}"#));
    assert_eq!(listed(&report), [(Rule::DuplicateKey, "/name")]);
    assert_eq!(start(&report.violations()[0]), 1 + r#""name":0,"#.len());

    let inside = format!(r#"{{{REQUIRED},"description":{{{same}}}}}"#);
    let expected = [
        (Rule::Type, "/description"),
        (Rule::DuplicateKey, "/description/a"),
    ];
    assert_eq!(listed(&check_request(inside)), expected);
}

#[test]
fn all_duplicate_keys_are_counted() {
    let pairs = members(MANY, |i| format!(r#""k{i}":1,"k{i}":2"#));
    let report = check_request(format!(r#"{{"x":{{{pairs}}},{REQUIRED}}}"#));
    assert_eq!(counts(&report), (MANY, 1, MANY + 1 - LISTED));
    let mut pointers = vec![(Rule::UnknownProperty, "/x".to_owned())];
    pointers.extend((0..LISTED - 1).map(|i| (Rule::DuplicateKey, format!("/x/k{i}"))));
    let expected: Vec<_> = pointers
        .iter()
        .map(|(rule, pointer)| (*rule, pointer.as_str()))
        .collect();
    assert_eq!(listed(&report), expected);
    assert_in_order(&report);

    // In the root each pair violates two rules, both at its second key.
    let report = check_request(format!("{{{pairs},{REQUIRED}}}"));
    assert_eq!(counts(&report), (MANY, MANY, 2 * MANY - LISTED));
    for (i, pair) in report.violations().chunks(2).enumerate() {
        let pointer = format!("/k{i}");
        let actual: Vec<_> = pair.iter().map(|v| (rule_of(v), v.pointer())).collect();
        assert_eq!(
            actual,
            [
                (Rule::DuplicateKey, &*pointer),
                (Rule::UnknownProperty, &*pointer)
            ]
        );
        assert_eq!(start(&pair[0]), start(&pair[1]));
    }
}

#[test]
fn duplicate_keys_of_every_object_in_an_array_are_counted() {
    let objects = members(MANY, |_| r#"{"a":1,"a":[{"b":1,"b":2}]}"#.to_owned());
    let report = check_request(format!(r#"{{{REQUIRED},"name":[{objects}]}}"#));
    // Two in each object; `name` is a duplicate key and not a string.
    assert_eq!(counts(&report), (2 * MANY + 2, 0, 2 * MANY + 2 - LISTED));
    let expected = [
        (Rule::DuplicateKey, "/name"),
        (Rule::Type, "/name"),
        (Rule::DuplicateKey, "/name/0/a"),
        (Rule::DuplicateKey, "/name/0/a/0/b"),
        (Rule::DuplicateKey, "/name/1/a"),
    ];
    assert_eq!(listed(&report)[..5], expected);
    assert_in_order(&report);
}

#[test]
fn only_the_last_of_duplicate_objects_is_checked() {
    let session = |inside: &str| format!(r#""browserConfiguration":{{{inside}}}"#);
    let superseded = session(r#""recording":1,"zz":1,"zz":2,"proxy":{"type":"x","q":1,"q":2}"#);
    let repeated = members(MANY, |_| superseded.clone());
    let last = session(r#""timeout":{"max_duration":"1"},"proxy":{}"#);
    let text = format!("{{{REQUIRED},{repeated},{last}}}");
    let expected = [
        (Rule::DuplicateKey, "/browserConfiguration/zz"),
        (Rule::DuplicateKey, "/browserConfiguration/proxy/q"),
        (Rule::DuplicateKey, "/browserConfiguration"),
        (Rule::Type, "/browserConfiguration/timeout/max_duration"),
        (Rule::Required, "/browserConfiguration/proxy/active"),
    ];
    let report = check_request(&text);
    assert_eq!(listed(&report), expected);
    assert_eq!(counts(&report), (5, 0, 0));
    assert_in_order(&report);

    // Duplicate objects inside duplicate objects.
    let timeouts = members(300, |i| {
        format!(r#""timeout":{{"max_duration":"{i}","a{i}":0}}"#)
    });
    let sessions = members(300, |_| session(&timeouts));
    let report = check_request(format!("{{{REQUIRED},{sessions}}}"));
    let expected = [
        (Rule::DuplicateKey, "/browserConfiguration/timeout"),
        (Rule::DuplicateKey, "/browserConfiguration"),
        (Rule::Type, "/browserConfiguration/timeout/max_duration"),
        (Rule::UnknownProperty, "/browserConfiguration/timeout/a299"),
    ];
    assert_eq!(listed(&report), expected);
}

#[test]
fn numbers_of_any_length_are_exact() {
    let (nines, zeros) = ("9".repeat(1000), "0".repeat(1000));
    let out_of_range = [
        nines.clone(),
        format!("-{nines}"),
        format!("1{zeros}"),
        format!("1e{nines}"),
        format!("-1E+{nines}"),
        format!("0.{zeros}1e2000"),
        format!("{nines}.{zeros}"),
        "1e400".to_owned(),
    ];
    let fractions = [
        format!("0.{nines}"),
        format!("1.{zeros}1"),
        format!("1e-{nines}"),
        format!("-1{zeros}e-1001"),
        format!("{nines}e-999999999999999999999"),
        "1e-400".to_owned(),
    ];
    let twenty = [
        format!("20.{zeros}"),
        format!("2{zeros}e-999"),
        format!("0.{zeros}2e1002"),
        format!("2e{zeros}1"),
    ];
    let zero = [
        format!("0e{nines}"),
        format!("-0.{zeros}e-{nines}"),
        format!("0.{zeros}"),
    ];
    let outcome_of = |number: &str| {
        let text = format!(
            r#"{{{REQUIRED},"browserConfiguration":{{"timeout":{{"max_duration":{number}}}}}}}"#
        );
        Validator::new().read_json::<CreateTaskRequest>(text)
    };
    let pointer = "/browserConfiguration/timeout/max_duration";
    for number in &out_of_range {
        assert_eq!(
            listed(outcome_of(number).report()),
            [(Rule::IntegerRange, pointer)],
            "{number}"
        );
    }
    for number in &fractions {
        assert_eq!(
            listed(outcome_of(number).report()),
            [(Rule::Type, pointer)],
            "{number}"
        );
    }
    let value = |number: &str| {
        outcome_of(number)
            .into_parts()
            .0?
            .browser_configuration?
            .timeout?
            .max_duration
    };
    for number in &twenty {
        assert!(outcome_of(number).report().is_empty(), "{number}");
        assert_eq!(value(number), Some(20), "{number}");
    }
    for number in &zero {
        assert_eq!(
            listed(outcome_of(number).report()),
            [(Rule::TimeoutValue, pointer)],
            "{number}"
        );
        assert_eq!(value(number), Some(0), "{number}");
    }
    // Unknown members accept any number.
    for number in out_of_range.iter().chain(&fractions) {
        let report = check_request(format!(r#"{{{REQUIRED},"x":[{number}]}}"#));
        assert_eq!(listed(&report), [(Rule::UnknownProperty, "/x")], "{number}");
    }
}

#[test]
fn a_number_of_a_megabyte_is_exact() {
    let digits = "7".repeat(MIB);
    for number in [
        digits.clone(),
        format!("1e{digits}"),
        format!("{digits}e-5"),
        format!("1.5e{digits}"),
    ] {
        let report = check(
            DocumentType::SessionConfig,
            format!(r#"{{"timeout":{{"idle_timeout":{number}}}}}"#),
        );
        let rule = if number.ends_with("e-5") {
            Rule::Type
        } else {
            Rule::IntegerRange
        };
        assert_eq!(listed(&report), [(rule, "/timeout/idle_timeout")]);
    }
}

#[test]
fn invisible_characters_are_escaped_in_messages() {
    let table = [
        (r"\u001b[31mred", "\u{1b}[31mred", "\\u{1b}[31mred"),
        (r"\u0007\u0000", "\u{7}\0", "\\u{7}\\0"),
        ("\u{202e}txt.exe", "\u{202e}txt.exe", "\\u{202e}txt.exe"),
        (r"\u2066\u2069", "\u{2066}\u{2069}", "\\u{2066}\\u{2069}"),
        ("\u{7f}\u{9b}", "\u{7f}\u{9b}", "\\u{7f}\\u{9b}"),
        (
            "\u{feff}\u{200f}\u{2028}",
            "\u{feff}\u{200f}\u{2028}",
            "\\u{feff}\\u{200f}\\u{2028}",
        ),
        (r"a\nb\r", "a\nb\r", "a\\nb\\r"),
    ];
    for (source, key, escaped) in table {
        let report = check_request(format!(
            r#"{{{REQUIRED},"{source}":[{{"a":1,"a":2}}],"{source}":0}}"#
        ));
        assert_eq!(counts(&report), (2, 1, 0), "{escaped}");
        let raw = key.chars().next().unwrap();
        for violation in report.violations() {
            // The pointer is not escaped.
            assert!(
                violation.pointer().starts_with(&format!("/{key}")),
                "{escaped}"
            );
            for text in [
                violation.message(),
                violation.to_string(),
                report.to_string(),
            ] {
                assert!(text.contains(escaped), "{text:?}");
                assert!(raw == 'a' || !text.contains(raw), "{text:?}");
                let controls = |text: &str| {
                    text.chars()
                        .filter(|c| c.is_control() && *c != '\n')
                        .count()
                };
                assert_eq!(controls(&text), 0, "{text:?}");
            }
        }
    }
}

#[test]
fn pointers_of_a_megabyte_are_listed_until_the_limit() {
    let key = "K".repeat(MIB);
    let pairs = members(LISTED, |i| format!(r#""{i}":1,"{i}":2"#));
    let text = format!(r#"{{{REQUIRED},"{key}":{{{pairs}}}}}"#);
    let report = check_request(&text);
    let budget = 64 * 1024 + 2 * text.len();
    let expected = [
        (Rule::UnknownProperty, format!("/{key}")),
        (Rule::DuplicateKey, format!("/{key}/0")),
    ];
    let kept: usize = expected.iter().map(|(_, pointer)| pointer.len()).sum();
    assert!(
        kept <= budget && budget < kept + MIB,
        "a third pointer does not fit"
    );
    let expected = expected
        .each_ref()
        .map(|(rule, pointer)| (*rule, pointer.as_str()));
    assert!(
        listed(&report) == expected,
        "{} listed",
        report.violations().len()
    );
    assert_eq!(counts(&report), (LISTED, 1, LISTED + 1 - 2));
}

#[test]
fn all_misspelt_members_are_counted() {
    let misspelt = members(MANY, |i| {
        format!(r#""languag{i}":1,"browser_configuration{i}":2"#)
    });
    let report = check_request(format!(
        r#"{{{REQUIRED},"browser_configuration":0,{misspelt}}}"#
    ));
    assert_eq!(counts(&report), (0, 2 * MANY + 1, 2 * MANY + 1 - LISTED));
    let suggestions: Vec<_> = report
        .violations()
        .iter()
        .map(|violation| match violation.kind() {
            ViolationKind::UnknownProperty(unknown) => unknown.suggestion.as_deref(),
            kind => panic!("{kind:?}"),
        })
        .collect();
    assert_eq!(suggestions[0], Some("browserConfiguration"));
    for suggestion in suggestions.into_iter().flatten() {
        assert!(
            ["language", "browserConfiguration"].contains(&suggestion),
            "{suggestion}"
        );
    }
    assert_in_order(&report);
}
