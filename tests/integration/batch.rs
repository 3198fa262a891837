//! Batches: several documents in one text, and one report of them.

use anchorbrowser_schema::{CreateTaskRequest, Origin, Report, Revision, Span, Timeout, Validator};

use crate::support::{counts, rules_at};

/// The parts of a batch are reported together, with locations in the body.
#[test]
fn reports_of_a_batch_are_combined() {
    let body = r#"{"jobs": [
        {"name": "s", "language": "typescript"},
        {"name": "t", "language": "cobol", "x": 1},
        7,
        {"name": "", "language": "typescript"}
    ]}"#;
    let jobs = Span::locate(body, "/jobs").unwrap();
    let validator = Validator::new();
    let report = validator
        .check_json_array::<CreateTaskRequest>(&body[jobs.start..jobs.end])
        .with_pointer_prefix("/jobs")
        .unwrap()
        .with_origin(Origin::at(body, jobs.start));
    let located: Vec<_> = report
        .violations()
        .iter()
        .map(|violation| {
            let position = violation.position().unwrap();
            let place = (position.line, position.column);
            let span = std::ops::Range::from(violation.span().unwrap());
            (violation.rule(), violation.pointer(), place, &body[span])
        })
        .collect();
    assert_eq!(
        located,
        [
            ("enum", "/jobs/1/language", (3, 35), "\"cobol\""),
            ("unknown-property", "/jobs/1/x", (3, 44), "\"x\""),
            ("type", "/jobs/2", (4, 9), "7"),
            ("min-length", "/jobs/3/name", (5, 18), "\"\""),
            ("pattern", "/jobs/3/name", (5, 18), "\"\""),
        ]
    );
    assert_eq!(counts(&report), (4, 1, 0));
    assert_eq!(
        report.violations()[2].message(),
        "`/jobs/2` must be an object, but is a number"
    );
    let elements = &body[jobs.start..jobs.end];
    let rejected = validator.accept_json_array::<CreateTaskRequest>(elements);
    assert_eq!(counts(&rejected.unwrap_err()), (4, 1, 0));

    // One by one, it is the same.
    let parts: Vec<&serde_json::value::RawValue> = serde_json::from_str(elements).unwrap();
    let combined = parts.iter().enumerate().map(|(index, part)| {
        let report = validator.check_json::<CreateTaskRequest>(part.get());
        report.with_pointer_prefix(&format!("/jobs/{index}"))
    });
    let combined = combined.collect::<Result<Report, _>>().unwrap();
    assert_eq!(rules_at(&combined), rules_at(&report));
    assert_eq!(counts(&combined), (4, 1, 0));
}

#[test]
fn an_array_is_checked_within_the_bounds_of_a_document() {
    let check = |validator: Validator, json: &str| validator.check_json_array::<Timeout>(json);
    let invalid = r#"[{"a":0,"b":0},{},{"max_duration":0},{"c":0}]"#;
    for (limit, listed) in [(0, 0), (1, 1), (2, 2), (3, 3), (9, 4)] {
        let report = check(Validator::new().max_violations(limit), invalid);
        assert_eq!(counts(&report), (0, 4, 4 - listed), "{limit}");
    }
    // The pointers `/0/a`, `/0/b`, `/2/max_duration` and `/3/c` have 4, 4, 15 and 4 bytes.
    for (limit, listed) in [
        (3, 0),
        (4, 1),
        (7, 1),
        (8, 2),
        (22, 2),
        (23, 3),
        (26, 3),
        (27, 4),
    ] {
        let report = check(Validator::new().max_pointer_bytes(limit), invalid);
        assert_eq!(counts(&report), (0, 4, 4 - listed), "{limit}");
    }
    let report = check(Validator::new().max_input_bytes(3), "[{}]");
    assert_eq!(rules_at(&report), [["syntax", ""]]);
    assert!(check(Validator::new(), " [ ] ").is_empty());
    let latest = Validator::new().revision(Revision::LATEST);
    assert_eq!(check(latest, "[]").revision(), Revision::LATEST);
    let report = check(Validator::new(), " {} ");
    assert_eq!(
        report.violations()[0].message(),
        "the document must be an array, but is an object"
    );
    assert_eq!(report.violations()[0].span(), Some(Span::new(1, 3)));
    // As in a document that is an array.
    for malformed in [
        "",
        "[",
        "[{}",
        "[,]",
        "[{},]",
        "[{}] x",
        "[{\"a\"}]",
        "[{]",
        "[tru]",
        "\u{feff}[]",
        "[\"\n\"]",
        "[01]",
        "[\"\\ud800\"]",
    ] {
        let expected = Validator::new().check_json::<Timeout>(malformed);
        assert_eq!(check(Validator::new(), malformed), expected, "{malformed}");
    }
    let ill_formed = b"[{\"a\": \"\xff\"}]";
    let expected = Validator::new().check_json::<Timeout>(ill_formed);
    assert_eq!(
        Validator::new().check_json_array::<Timeout>(ill_formed),
        expected
    );
}

/// A combined report keeps what the parts have in common, and is equal to what is read back of it.
#[test]
fn combined_reports_keep_an_unknown_revision_and_no_source() {
    let report = Validator::new().check_json::<CreateTaskRequest>("{}");
    let mut json = serde_json::to_value(&report).unwrap();
    json["revision"] = "2030".into();
    let newer: Report = serde_json::from_value(json).unwrap();
    let combined: Report = [newer.clone(), report].into_iter().collect();
    assert_eq!(combined.revision(), "2030");
    assert_eq!(counts(&combined), (4, 0, 0));
    let text = serde_json::to_string(&combined).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), combined);

    let valid = Report::default().with_source("a.json", 1).with_index(2);
    let combined: Report = [valid].into_iter().collect();
    assert_eq!(combined, Report::default());
}
