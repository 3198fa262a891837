//! YAML is converted to JSON, or to an error, and JSON to itself.

#![no_main]

#[allow(dead_code, reason = "the command uses the rest")]
#[path = "../../src/bin/anchorbrowser-schema/member_names.rs"]
mod member_names;
#[allow(dead_code, reason = "the command uses the rest")]
#[path = "../../src/bin/anchorbrowser-schema/yaml/mod.rs"]
mod yaml;

use std::ops::Range;

use anchorbrowser_schema_fuzz::tree::{Content, Node};
use libfuzzer_sys::fuzz_target;
use serde::de::IgnoredAny;
use serde_json::Value;

use self::yaml::{Converted, YamlError};

/// YAML limits the keys of a mapping on one line to 1024 characters; JSON does not limit keys.
const MAX_KEY: usize = 1000;

fuzz_target!(|source: &[u8]| {
    let documents = yaml::convert(source);
    assert!(!documents.is_empty(), "an empty stream is an error");
    for document in &documents {
        match document {
            Ok(converted) => check_document(source, converted),
            Err(YamlError { at, .. }) => assert!(*at <= source.len(), "{at} is outside the input"),
        }
    }
    if let (Ok(value), [Ok(converted)]) = (serde_json::from_slice::<Value>(source), &documents[..])
    {
        let converted: Value = converted.json.parse().expect("JSON");
        assert_eq!(converted, value, "JSON is YAML");
    }
});

fn check_document(source: &[u8], converted: &Converted) {
    let json = converted.json.as_str();
    serde_json::from_str::<IgnoredAny>(json).expect("JSON");
    check_span(source, &converted.document);
    let Range { start, end } = converted.document;
    assert!((start..=end).contains(&converted.start), "{converted:?}");
    let nodes = (0..).map_while(|number| converted.node_span(number));
    assert_eq!(nodes.clone().count(), nodes_in(json), "keys and values");
    nodes.for_each(|span| check_span(source, &span));
    let scalars = converted.scalars();
    assert!(scalars.is_sorted_by_key(|scalar| scalar.span.start));
    scalars
        .iter()
        .for_each(|scalar| check_span(source, &scalar.span));
    // The parser rejects these characters even in quotes.
    let is_unprintable =
        |c: char| c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    if json.len() <= MAX_KEY && !json.contains(is_unprintable) {
        match &yaml::convert(json.as_bytes())[..] {
            [Ok(again)] => assert_eq!(again.json, json),
            other => panic!("{json} is converted to {other:?}"),
        }
    }
}

/// Spans are where characters begin and end.
fn check_span(source: &[u8], span: &Range<usize>) {
    let text = source.get(..span.end).expect("a span in the input");
    let before = text
        .get(..span.start)
        .expect("a span that ends after its start");
    for part in [before, text] {
        assert!(str::from_utf8(part).is_ok(), "{span:?}");
    }
}

/// The number of keys and values.
fn nodes_in(json: &str) -> usize {
    fn count(node: &Node) -> usize {
        match &node.content {
            Content::Array(elements) => 1 + elements.iter().map(count).sum::<usize>(),
            Content::Object(members) => {
                let members = members.iter().map(|member| 1 + count(&member.value));
                1 + members.sum::<usize>()
            }
            _ => 1,
        }
    }
    count(&Node::parse(json))
}
