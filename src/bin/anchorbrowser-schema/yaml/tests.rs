use std::fmt::Write;

use proptest::prelude::*;
use serde::de::IgnoredAny;
use serde_json::{Number, Value, json};

use super::*;

fn documents(text: &str) -> Vec<Result<String, &'static str>> {
    let result = |document: Result<Converted, YamlError>| match document {
        Ok(document) => Ok(document.json),
        Err(error) => Err(error.reason),
    };
    convert(text.as_bytes()).into_iter().map(result).collect()
}

/// Converts a text with exactly one document.
#[track_caller]
fn document(text: &str) -> Converted {
    let [document] = <[_; 1]>::try_from(convert(text.as_bytes())).unwrap();
    document.unwrap()
}

/// The error of a text with exactly one document.
#[track_caller]
fn error(text: &str) -> YamlError {
    let [document] = <[_; 1]>::try_from(convert(text.as_bytes())).unwrap();
    document.unwrap_err()
}

/// Each row is an example from the named section of YAML 1.2.2.
#[test]
fn yaml_converts_to_equivalent_json() {
    let table = [
        // 2.1: collections.
        ("- a\n- b c\n- d", r#"["a","b c","d"]"#),
        ("a: 1\nb: 2.50", r#"{"a":1,"b":2.50}"#),
        ("a:\n  - b\n  - c\nd:\n- e", r#"{"a":["b","c"],"d":["e"]}"#),
        (
            "-\n  a: b\n  c: d\n- e: f",
            r#"[{"a":"b","c":"d"},{"e":"f"}]"#,
        ),
        ("- [a, b]\n- [1, x: y]", r#"[["a","b"],[1,{"x":"y"}]]"#),
        (
            "a: {b: c, d: {}}\ne: []",
            r#"{"a":{"b":"c","d":{}},"e":[]}"#,
        ),
        ("- - a\n  - b\n- - c", r#"[["a","b"],["c"]]"#),
        // 5.7: escapes.
        (
            r#""\0\a\b\t\n\v\f\r\e\x41\u00e9\U0001F389 \N\_\L\P\"\/\\""#,
            "\"\\u0000\\u0007\\b\\t\\n\\u000b\\f\\r\\u001bA\u{e9}\u{1f389} \
             \u{85}\u{a0}\u{2028}\u{2029}\\\"/\\\\\"",
        ),
        (r#""\ud83c\udf89""#, "\"\u{1f389}\""),
        // 6.2 to 6.7: comments and lines.
        ("# a\na: b # c\n# d\n", r#"{"a":"b"}"#),
        ("a: b#c", r#"{"a":"b#c"}"#),
        ("\u{feff}a: b", r#"{"a":"b"}"#),
        (
            "a: b\r\nc: |\r\n  d\r\n  e\r\n",
            r#"{"a":"b","c":"d\ne\n"}"#,
        ),
        ("a:\tb\t# c", r#"{"a":"b"}"#),
        // 6.8: directives.
        (
            "%YAML 1.2\n%TAG !y! tag:yaml.org,2002:\n--- !y!str 1",
            r#""1""#,
        ),
        // 6.9 and 7.1: tags, anchors and aliases.
        (
            "a: !!str 1\nb: !!str\nc: ! 1",
            r#"{"a":"1","b":"","c":"1"}"#,
        ),
        (
            "[!!int '3', !!float 3, !!null '', !!bool \"true\"]",
            "[3,3,null,true]",
        ),
        (
            "!!map {a: !!seq [!<tag:yaml.org,2002:str> no]}",
            r#"{"a":["no"]}"#,
        ),
        (
            "a: &x b\nc: *x\nd: &x {e: f}\ng: [*x, *x]",
            r#"{"a":"b","c":"b","d":{"e":"f"},"g":[{"e":"f"},{"e":"f"}]}"#,
        ),
        (
            "&k a: &v [&w 1, {b: *k}]\n*k : *v\nc: *w",
            r#"{"a":[1,{"b":"a"}],"a":[1,{"b":"a"}],"c":1}"#,
        ),
        (
            "<<: &b {a: 1}\nc: {<<: *b}",
            r#"{"<<":{"a":1},"c":{"<<":{"a":1}}}"#,
        ),
        // 7.3: quoted and plain scalars.
        ("'it''s \\n'", r#""it's \\n""#),
        ("\"a\n\n  b\\\n  c\"", r#""a\nbc""#),
        ("a: b\n  c\n\n  d", r#"{"a":"b c\nd"}"#),
        (
            "[a:b, ?c, -d, http://e/f?g#h]",
            r#"["a:b","?c","-d","http://e/f?g#h"]"#,
        ),
        // 7.4: flow collections, including JSON.
        (
            "{\"a\":1,'b':2, ? c : d, f: }",
            r#"{"a":1,"b":2,"c":"d","f":null}"#,
        ),
        (
            "{\"a\": [true, null, -1.5e+3, \"x\"]}",
            r#"{"a":[true,null,-1.5e+3,"x"]}"#,
        ),
        ("a: [\n1,\n]\nb: {\n}", r#"{"a":[1],"b":{}}"#),
        // 8.1: block scalars.
        ("a: |\n  b\n   c\n\nd: e", r#"{"a":"b\n c\n","d":"e"}"#),
        (
            "a: |-\n  b\nc: |+\n  d\n\ne: |2\n    f\n",
            r#"{"a":"b","c":"d\n\n","e":"  f\n"}"#,
        ),
        // A line break at the end of the text is part of the block, if there is one.
        ("a: |\n  b", r#"{"a":"b"}"#),
        ("a: |+\n  b", r#"{"a":"b"}"#),
        ("- >\n b\n c", r#"["b c"]"#),
        ("a: |\n  b\n  ", r#"{"a":"b\n"}"#),
        ("a: >\n  b\n  c\n\n  d\n   e\n", r#"{"a":"b c\nd\n e\n"}"#),
        ("a: >-\n\n  b\n  # c\nd: |\n", r#"{"a":"\nb # c","d":""}"#),
        // 8.2: block collections.
        ("? a\n: b\n? c\n: - d\n  - e", r#"{"a":"b","c":["d","e"]}"#),
        ("a:\nb: ~\n-c: d", r#"{"a":null,"b":null,"-c":"d"}"#),
        ("- \n- a:\n", r#"[null,{"a":null}]"#),
        // Keys that are not strings, and duplicate keys, which the reader reports.
        (
            "1: a\n0x10: b\nTrue: c\n~: d\n: e\n1.0: f",
            r#"{"1":"a","16":"b","true":"c","null":"d","null":"e","1.0":"f"}"#,
        ),
        ("&a 1: x\nb: *a\n*a : y", r#"{"1":"x","b":1,"1":"y"}"#),
        ("a: 1\na: 2\n'a': 3", r#"{"a":1,"a":2,"a":3}"#),
    ];
    for (yaml, json) in table {
        assert_eq!(documents(yaml), [Ok(json.to_owned())], "{yaml}");
    }
}

/// YAML 1.2.2, section 10.3.2.
#[test]
fn plain_scalars_follow_the_core_schema() {
    let strings = "no No NO yes on off y n nULL tRUE T 1_000 0b1 0O7 0o8 0xg 0o 0x -0x1 +0o7 1:30 1e \
                   1e+ . .. + +. -. e1 .e1 1.2.3 +-1 --1 ++1 .inF .Nan +.nan inf nan NaN 1,5 ½ \
                   ١ 0x١ 2024-01-01 =";
    for text in strings.split_whitespace() {
        let json = Value::from(text).to_string();
        assert_eq!(documents(&format!("- {text}")), [Ok(format!("[{json}]"))]);
    }
    let long = "9".repeat(60);
    let hexadecimal = format!("0x{}", "f".repeat(33));
    let table = [
        ("~", "null"),
        ("null", "null"),
        ("Null", "null"),
        ("NULL", "null"),
        ("true", "true"),
        ("True", "true"),
        ("TRUE", "true"),
        ("false", "false"),
        ("False", "false"),
        ("FALSE", "false"),
        ("0", "0"),
        ("-0", "-0"),
        ("+12", "12"),
        ("-012", "-12"),
        ("000", "0"),
        ("0o14", "12"),
        ("0o777777777777777777777", "9223372036854775807"),
        ("0xC", "12"),
        ("0x7fFF", "32767"),
        (
            "0xffffffffffffffffffffffffffffffff",
            "340282366920938463463374607431768211455",
        ),
        (&hexadecimal, "340282366920938463463374607431768211455"),
        (&long, &long),
        ("1.", "1"),
        ("1.50", "1.50"),
        ("+.5", "0.5"),
        ("-00.5", "-0.5"),
        ("1.e3", "1e3"),
        ("1e400", "1e400"),
        ("1E-05", "1E-05"),
        ("1.00000000000000000000001", "1.00000000000000000000001"),
    ];
    for (yaml, json) in table {
        assert_eq!(
            documents(&format!("- {yaml}")),
            [Ok(format!("[{json}]"))],
            "{yaml}"
        );
        let string = Value::from(yaml).to_string();
        for quoted in [
            format!("'{yaml}'"),
            string.clone(),
            format!("!!str {yaml}"),
            format!("! {yaml}"),
        ] {
            assert_eq!(documents(&quoted), [Ok(string.clone())], "{quoted}");
        }
    }
}

#[test]
fn streams_are_split_into_documents() {
    const UNCLOSED: Result<&str, &str> = Err("a `[` or `{` is not closed");
    let table: &[(&str, &[Result<&str, &str>])] = &[
        ("", &[Err("the input contains no document")]),
        ("# a\n\n", &[Err("the input contains no document")]),
        ("...\n", &[Err("the input contains no document")]),
        ("---", &[Ok("null")]),
        (
            "a\n---\n---\nb\n...\n",
            &[Ok("\"a\""), Ok("null"), Ok("\"b\"")],
        ),
        ("a\n...\n# b\n...\n---\nc", &[Ok("\"a\""), Ok("\"c\"")]),
        ("--- |\n a\n--- >\n b\n", &[Ok(r#""a\n""#), Ok(r#""b\n""#)]),
        (
            "a: [\n---\nb\n--- {\n...\nc",
            &[UNCLOSED, Ok("\"b\""), UNCLOSED, Ok("\"c\"")],
        ),
        (
            "&x a\n---\n*x\n---\n.inf\n---\nb",
            &[
                Ok("\"a\""),
                Err("an alias refers to an anchor that is not defined before it"),
                Err("it contains infinity or NaN; put strings in quotes"),
                Ok("\"b\""),
            ],
        ),
    ];
    for (yaml, expected) in table {
        let expected: Vec<_> = expected
            .iter()
            .map(|json| json.map(str::to_owned))
            .collect();
        assert_eq!(documents(yaml), expected, "{yaml}");
    }
}

/// `^` marks the location and is not part of the text.
#[track_caller]
fn assert_errors(table: &[(&str, &'static str)]) {
    for (marked, reason) in table {
        let at = marked.find('^').unwrap();
        let text = marked.replacen('^', "", 1);
        assert_eq!(error(&text), YamlError { at, reason }, "{marked}");
    }
}

#[test]
fn syntax_errors_are_located() {
    let deep = format!("{}^[", "[".repeat(127));
    let deep_block = format!("{}^- ", "- ".repeat(127));
    let table: &[(&str, &str)] = &[
        (
            "a: [b\nc^: d",
            "`:` is not allowed here; a `[` before it may be unclosed",
        ),
        ("{a: b\nc^: d}", "expected `,` or `}`"),
        ("^[a, ", "a `[` or `{` is not closed"),
        (
            "^[a}",
            "a `[` or `{` is closed by a bracket of the other kind",
        ),
        ("a: ^\"b\n", "a quote is not closed"),
        ("a: ^'b\n", "a quote is not closed"),
        ("a: 'b' ^c", "unexpected content after a closing quote"),
        ("a: 1\n^b\n", "expected `:` after a key"),
        (
            "a: b^: c",
            "`:` is not allowed here; put strings that contain it in quotes",
        ),
        ("a:\n\t^b: c", "found a tab where only spaces are allowed"),
        (
            "a: ^@b",
            "unexpected character; escape control characters in double quotes, and quote strings that begin with an indicator such as `@`",
        ),
        (
            "a: \"b^\u{1}\"",
            "unexpected character; escape control characters in double quotes, and quote strings that begin with an indicator such as `@`",
        ),
        (
            "a: b^\0",
            "unexpected character; escape control characters in double quotes, and quote strings that begin with an indicator such as `@`",
        ),
        (r#"a: ^"\ud800""#, "an escape is an unpaired surrogate"),
        (
            r#"a: ^"\q""#,
            "malformed escape in double quotes; backslashes are literal in single quotes",
        ),
        ("^%YAML 2.0\n---\na", "unsupported major version of YAML"),
        (&deep, "values are nested more than 127 levels deep"),
        (&deep_block, "values are nested more than 127 levels deep"),
    ];
    assert_errors(table);
}

#[test]
fn values_without_json_equivalent_are_located() {
    let table: &[(&str, &str)] = &[
        (
            "a: ^*b",
            "an alias refers to an anchor that is not defined before it",
        ),
        // Such a key may contain a value, and the value may be a secret.
        (
            "{a: 1, ^password:hunter2}",
            "a key has no value; put a space after the colon",
        ),
        ("? ^code", "a key has no value; put a space after the colon"),
        (
            "a: &b [1, ^*b]",
            "an alias refers to the value that contains it",
        ),
        (
            "&b\n? ^*b\n: c",
            "an alias refers to the value that contains it",
        ),
        (
            "? ^[a]\n: b",
            "a key must be a scalar, but is a sequence or a mapping",
        ),
        (
            "{^{a: b}: c}",
            "a key must be a scalar, but is a sequence or a mapping",
        ),
        (
            "a: &b [1]\n^*b : c",
            "a key must be a scalar, but is a sequence or a mapping",
        ),
        (
            "é: ^-.INF",
            "it contains infinity or NaN; put strings in quotes",
        ),
        (
            "^.nan: a",
            "it contains infinity or NaN; put strings in quotes",
        ),
        (
            "^!!float .inf",
            "it contains infinity or NaN; put strings in quotes",
        ),
        ("a: ^!!int x", "a value does not match its tag"),
        ("a: ^!!int 1.5", "a value does not match its tag"),
        ("a: ^!!bool 'yes'", "a value does not match its tag"),
        ("a: ^!!null 0", "a value does not match its tag"),
        ("a: ^!!seq x", "a value does not match its tag"),
        ("a: ^!!seq {}", "a value does not match its tag"),
        ("a: ^!!map []", "a value does not match its tag"),
        ("a: ^!!str {}", "a value does not match its tag"),
        (
            "a: ^!!binary aGk=",
            "it contains a tag outside the core schema; remove the tag",
        ),
        (
            "a: ^!env PASSWORD",
            "it contains a tag outside the core schema; remove the tag",
        ),
        (
            "a: ^!<tag:e,2000:x> [b]",
            "it contains a tag outside the core schema; remove the tag",
        ),
        (
            "a: ^!e!x b",
            "the handle of a tag is not declared by any directive",
        ),
    ];
    assert_errors(table);
}

#[test]
fn invalid_utf_8_invalidates_only_its_document() {
    let table: [(&[u8], usize, &[&str]); 7] = [
        (b"a: \xff", 3, &[]),
        (
            b"a: b\n---\nc: d\n---\ne: f\xc3",
            22,
            &[r#"{"a":"b"}"#, r#"{"c":"d"}"#],
        ),
        (b"a: b\n--- \"\xff\n---\nc: d", 10, &[r#"{"a":"b"}"#]),
        (b"\xff\xfea\0", 0, &[]),
        // The error is after the last document.
        (b"a: b\n...\n\xff", 9, &[r#"{"a":"b"}"#]),
        (b"a: b\n... \n\n# c\xff", 14, &[r#"{"a":"b"}"#]),
        (b"a: b\n...\nc\xff", 10, &[r#"{"a":"b"}"#]),
    ];
    for (text, at, before) in table {
        let mut documents = convert(text);
        let reason = "the input is not valid UTF-8";
        assert_eq!(
            documents.pop().unwrap().unwrap_err(),
            YamlError { at, reason }
        );
        let json: Vec<_> = documents
            .into_iter()
            .map(|document| document.unwrap().json)
            .collect();
        assert_eq!(json, before);
    }
}

/// The source of each key and value, in the order of the JSON.
fn sources<'t>(text: &'t str, document: &Converted) -> Vec<&'t str> {
    let starts = document.nodes.iter().map(|node| node.json);
    starts
        .map(|start| &text[document.source_span(start..start + 1)])
        .collect()
}

#[test]
fn spans_cover_the_source_text() {
    let table: &[(&str, &[&str])] = &[
        ("\u{feff}a: 'é'  # b\n\n", &["a: 'é'", "a", "'é'"]),
        (
            "a: {b: 1 , \"c\": [x,  y ] } # d",
            &[
                "a: {b: 1 , \"c\": [x,  y ] }",
                "a",
                "{b: 1 , \"c\": [x,  y ] }",
                "b",
                "1",
                "\"c\"",
                "[x,  y ]",
                "x",
                "y",
            ],
        ),
        (
            "a:\r\n  b: c d\r\n    e\r\n  f: \"g\"\r\n\r\nh: 1\r\n",
            &[
                "a:\r\n  b: c d\r\n    e\r\n  f: \"g\"\r\n\r\nh: 1",
                "a",
                "b: c d\r\n    e\r\n  f: \"g\"",
                "b",
                "c d\r\n    e",
                "f",
                "\"g\"",
                "h",
                "1",
            ],
        ),
        (
            "a: |2-\n  b\n   c\n\n# d\ne: >\n  f\n\n",
            &[
                "a: |2-\n  b\n   c\n\n# d\ne: >\n  f",
                "a",
                "b\n   c",
                "e",
                "f",
            ],
        ),
        (
            "a: &x !!str 1\nb: *x",
            &["a: &x !!str 1\nb: *x", "a", "1", "b", "1"],
        ),
        (
            "a: &x\n  b: 1\nc: [*x, *x]",
            &[
                "a: &x\n  b: 1\nc: [*x, *x]",
                "a",
                "b: 1",
                "b",
                "1",
                "c",
                "[*x, *x]",
                "b: 1",
                "b",
                "1",
                "b: 1",
                "b",
                "1",
            ],
        ),
        (
            "a: &x 1\n*x : &y [b]\nc: *y",
            &[
                "a: &x 1\n*x : &y [b]\nc: *y",
                "a",
                "1",
                "*x",
                "[b]",
                "b",
                "c",
                "[b]",
                "b",
            ],
        ),
        (
            "- [a: b , c]\n- - 1\n  - {}\n",
            &[
                "- [a: b , c]\n- - 1\n  - {}",
                "[a: b , c]",
                "a: b",
                "a",
                "b",
                "c",
                "- 1\n  - {}",
                "1",
                "{}",
            ],
        ),
        ("? a\n: b\n", &["? a\n: b", "a", "b"]),
    ];
    for (text, expected) in table {
        assert_eq!(sources(text, &document(text)), *expected, "{text}");
    }
}

#[test]
fn missing_values_are_located_after_the_colon() {
    // The span of the null is empty, at `^`, which is not part of the text.
    for marked in [
        "a:^\nb: 1",
        "a :^\n\n",
        "{a:^ , b: 1}",
        "- ^\n- 1",
        "---^\n...",
        "a: &x^\n",
    ] {
        let at = marked.find('^').unwrap();
        let text = marked.replacen('^', "", 1);
        let document = document(&text);
        let null = document.json.find("null").unwrap();
        assert_eq!(document.source_span(null..null + 4), at..at, "{marked}");
    }
}

/// Even if an earlier document contains the same character.
#[test]
fn empty_blocks_are_located_at_their_header() {
    let text = "a: >\n b\n--- >\n---\nc: |-\nd: 1\n";
    let starts = |document: &Converted| {
        document
            .nodes
            .iter()
            .map(|node| node.source.clone())
            .collect::<Vec<_>>()
    };
    let documents: Vec<_> = convert(text.as_bytes())
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(starts(&documents[1])[0], 12..13);
    assert!(starts(&documents[2]).contains(&(21..22)), "{documents:?}");
}

#[test]
fn empty_spans_stay_empty() {
    let document = document("a: [b, {c: 1}]");
    let brace = document.json.rfind('{').unwrap();
    assert_eq!(document.source_span(brace..brace), 7..7);
    assert_eq!(document.source_span(brace..brace + 7), 7..13);
}

#[test]
fn keys_booleans_and_nulls_are_unmasked() {
    let table: &[(&str, &[&str])] = &[
        (
            "a: b # c\n\"d\": 'e'\nf: [1, 0x1F, true, ~, 'x', !!str 2, !!int '3']\ng:",
            &["a", "\"d\"", "f", "true", "~", "g"],
        ),
        (
            "- {password: 1, active: true}\n- 2",
            &["password", "active", "true"],
        ),
        // What an alias can carry into a member.
        (
            "a: &x 1\n&y b: c\n*y : *x\npassword: *y",
            &["a", "password"],
        ),
        // Inside of a member that is never shown.
        (
            "password: {a: true, b: [c: 1]}\nx: 1",
            &["password", "true", "x"],
        ),
        (
            "x: &x {a: 1, b: {c: 1}}\nserver: *x\ny: 1",
            &["x", "server", "y"],
        ),
    ];
    for (text, expected) in table {
        let document = document(text);
        let shown = document.scalars().iter().filter(|scalar| scalar.is_shown);
        let shown: Vec<_> = shown.map(|scalar| &text[scalar.span.clone()]).collect();
        assert_eq!(shown, *expected, "{text}");
    }
}

#[test]
fn alias_expansion_is_linear() {
    // The "billion laughs" attack.
    let mut text = "- &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n".to_owned();
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(text, "- &a{level} [{aliases}]").unwrap();
    }
    let YamlError { at, reason } = error(&text);
    assert_eq!(reason, "the aliases expand to too much data");
    assert!(text[at..].starts_with("*a3, "), "{at}");

    // Documents share the limit of the stream: here five times the text of each.
    let text = format!("---\n- &a {}\n", "x".repeat(60 * 1024)) + &"- *a\n".repeat(3);
    let result = documents(&text.repeat(2));
    assert!(result[0].is_ok());
    assert_eq!(result[1..], [Err("the aliases expand to too much data")]);
}

#[test]
fn parser_panics_are_caught() {
    assert_eq!(catch_panic(|| 1), Some(1));
    assert_eq!(catch_panic(|| panic!("on purpose")), None::<()>);
}

/// Texts to mutate, and pieces to insert.
const SEEDS: [&str; 6] = [
    "# A.\r\nname: größe x\r\nproxy: {active: true, country_code: no, type: a}\r\n---\nname: b\n",
    "a: &x [1, 2.5, -0x1F, ~]\nb: *x\n? c\n: |+2\n    text\n\n  more\nd: >-\n  é🎉\n...\n%YAML 1.2\n--- !!map\n!!str k: 'it''s'\n\"q\\u00e9\\\n  z\": .inf\n",
    "- - a\n  - {b: c, ? d : e, f}\n- [g: h, \"i\":j]\n- !!int '3'\n-\n- &y !!str\n- *y\n",
    "\u{feff}{\"a\":[1,{\"b\":null}],\"c\":\"\\ud83c\\udf89\"}",
    "---\n---\n'a\n\n  b'\n...\n--- >1\n x\n  y\n",
    "<<: &b {c: d}\n*k : v\n&k kk: *b\n",
];
const PIECES: &str = "\n|\r\n|  |- |? |: |:|{|}|[|]|,|&a |*a|!!str |!x |> |'|\"|\\|#| #|---|...|%|\t|é|🎉|\u{feff}|\0|\u{1}|\u{85}|~|0x1|1e3|\\u|!<|!|\n---\n|\n...\n|@|`|*k |<<: ";

fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<_> = PIECES
        .split('|')
        .chain(["|", "|-\n"])
        .map(str::as_bytes)
        .collect();
    let put = prop_oneof![
        8 => proptest::sample::select(pieces).prop_map(<[u8]>::to_vec),
        2 => Just(Vec::new()),
        1 => proptest::collection::vec(any::<u8>(), 1),
    ];
    let edit = (any::<prop::sample::Index>(), 0..4_usize, put);
    (
        proptest::sample::select(SEEDS.to_vec()),
        proptest::collection::vec(edit, 0..12),
    )
        .prop_map(|(seed, edits)| {
            let mut text = seed.as_bytes().to_vec();
            for (at, removed, put) in edits {
                let at = at.index(text.len() + 1);
                let end = text.len().min(at + removed);
                text.splice(at..end, put);
            }
            text
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    /// For any input, the output is valid JSON and all spans are within the text.
    #[test]
    fn any_input_is_converted_or_rejected(bytes in mutated()) {
        let end = std::str::from_utf8(&bytes).map_or_else(|error| error.valid_up_to(), str::len);
        let text = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut last_start = 0;
        for document in convert(&bytes) {
            let start = match document {
                Err(error) => {
                    prop_assert!(text.is_char_boundary(error.at));
                    prop_assert_ne!(error.reason, error_messages::PARSER_FAILED);
                    error.at
                }
                Ok(document) => {
                    let json = serde_json::from_str::<IgnoredAny>(&document.json);
                    prop_assert!(json.is_ok(), "{}", document.json);
                    for node in &document.nodes {
                        prop_assert!(text.get(node.source.clone()).is_some());
                    }
                    let nodes = &document.nodes;
                    prop_assert!(nodes.is_sorted_by(|a, b| a.json < b.json));
                    let spans = || document.scalars.iter().map(|scalar| &scalar.span);
                    prop_assert!(spans().all(|span| text.get(span.clone()).is_some()));
                    prop_assert!(spans().is_sorted_by(|a, b| a.end <= b.start));
                    document.start
                }
            };
            prop_assert!(last_start <= start, "documents stand in order");
            last_start = start;
        }
    }

    /// The output of another library is read back with the same meaning, in all styles that it
    /// uses.
    #[test]
    fn output_of_another_library_is_read(value in any_value()) {
        let yaml = serde_yaml_ng::to_string(&value).unwrap();
        let json: Value = serde_json::from_str(&document(&yaml).json).unwrap();
        prop_assert_eq!(&json, &value, "{}", yaml);
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let words = "no|yes|null|~|true|1|0x1F|0o7|1e3|.inf|-|- a|a: b|#|a #b|'|\"|{|[a]|&a|*a|!a|%|@|`||>| a|a \n| b\n\n|\n|a\nb\n|\tc\n|é\u{1f389}|\\|---|...|2024-01-01|:|?|,|=|<<";
    let words: Vec<_> = words.split('|').collect();
    let text = prop_oneof![
        proptest::collection::vec(proptest::sample::select(words), 0..4)
            .prop_map(|words| words.concat()),
        "[ -~\n]{0,20}",
        // The writer follows YAML 1.1, which also breaks lines at these characters.
        any::<String>().prop_map(|text| text.replace(['\u{85}', '\u{2028}', '\u{2029}'], "")),
    ];
    // The writer does not quote a string such as `1e311`, although YAML reads a number.
    let text = text.prop_filter("quoted by the writer", |text| {
        !text.parse().is_ok_and(f64::is_infinite)
    });
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter_map("finite", |float| Number::from_f64(float).map(Value::from)),
        text.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((text.clone(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

#[test]
fn generated_yaml_uses_every_style() {
    // The writer uses blocks, quotes and plain scalars.
    let yaml = serde_yaml_ng::to_string(&json!(["a\nb\n", "null", "x", " y"])).unwrap();
    assert_eq!(yaml, "- |\n  a\n  b\n- 'null'\n- x\n- ' y'\n");
}
