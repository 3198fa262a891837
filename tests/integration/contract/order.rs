//! The order of a report, and the positions of its violations.

use anchorbrowser_schema::Position;

use super::expect_all;
use crate::support::check_request;

#[test]
fn violations_are_ordered_by_span_then_rule_then_pointer() {
    expect_all(
        r#"
            CreateTaskRequest {"browserConfiguration": {"proxy": {"city": "c", "type": 1, "country_code": "gb", "type": "anchor_gov"}, "initial_url": "ftp://u@h/", "timeout": {"idle_timeout": -2, "max_duration": 0.5}, "live_view": {"readOnly": true}}, "x": [], "x": {"y": 1, "y": 2}, "code": "Q R=", "name": ""}
            - required /language (document)
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
        ("{\"ü\": 1,\n", &[("", 1, 9)]),
    ];
    for (json, expected) in table {
        let report = check_request(json);
        let actual: Vec<_> = report
            .violations()
            .iter()
            .map(|v| (v.pointer(), v.position().unwrap()))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(pointer, line, column)| (*pointer, Position::new(*line, *column)))
            .collect();
        assert_eq!(actual, expected, "{json:?}");
    }
}
