//! What the schemas tell an editor: titles, descriptions, defaults, examples, and what each value
//! of an enumeration stands for.

use std::collections::BTreeMap;

use anchorbrowser_schema::{CountryCode, Language, ProxyType, Root};
use serde_json::{Map, Value, json};

use super::parse;

/// The definitions of a schema by name: itself, and those of its `$defs`.
fn definitions(root: Root) -> BTreeMap<String, Value> {
    let mut schema = parse(root.schema());
    let mut definitions = match schema.remove("$defs") {
        Some(Value::Object(definitions)) => definitions,
        _ => Map::new(),
    };
    schema.remove("$schema");
    schema.remove("$id");
    definitions.insert(root.name().to_owned(), Value::Object(schema));
    definitions.into_iter().collect()
}

/// All definitions.
fn all() -> BTreeMap<String, Value> {
    Root::all().flat_map(definitions).collect()
}

fn text<'a>(schema: &'a Value, keyword: &str, place: &str) -> &'a str {
    let text = schema[keyword].as_str().unwrap_or_default();
    assert!(!text.is_empty(), "{place} has no `{keyword}`");
    text
}

/// Each schema of a member, with its place.
fn members(schema: &Value, place: &str, found: &mut Vec<(String, Value)>) {
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        let place = format!("{place}/{name}");
        members(member, &place, found);
        found.push((place, member.clone()));
    }
}

fn all_members() -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for (name, definition) in all() {
        members(&definition, &name, &mut found);
    }
    found
}

#[test]
fn schemas_name_themselves() {
    for root in Root::all() {
        let schema = parse(root.schema());
        let file = super::file(root);
        let name = file.strip_suffix(".schema.json").unwrap();
        assert_eq!(
            schema["$schema"], "https://json-schema.org/draft/2020-12/schema",
            "{root}"
        );
        assert_eq!(schema["$id"], format!("urn:anchorbrowser-schema:{name}"));
        assert_eq!(schema["title"], root.name());
    }
}

#[test]
fn a_definition_is_the_same_in_every_schema() {
    let all = all();
    for root in Root::all() {
        for (name, definition) in definitions(root) {
            assert_eq!(definition, all[&name], "{name} in that of {root}");
        }
    }
}

#[test]
fn members_have_a_title_a_description_and_an_example() {
    let members = all_members();
    assert_eq!(members.len(), 40);
    for (place, member) in members {
        let title = text(&member, "title", &place);
        assert!(title.starts_with(char::is_uppercase), "{place}: {title}");
        assert!(!title.ends_with('.'), "{place}: {title}");
        let description = text(&member, "description", &place);
        assert!(description.ends_with('.'), "{place}: {description}");
        assert!(
            member.get("$ref").is_some() || member["examples"].as_array().is_some(),
            "{place} has no example"
        );
    }
}

#[test]
fn the_defaults_are_those_of_the_api() {
    let defaults: Vec<(String, Value)> = all_members()
        .into_iter()
        .filter_map(|(place, member)| Some((place, member.get("default")?.clone())))
        .collect();
    let expected = [
        ("AnchorProxy/country_code", json!("us")),
        ("SessionConfig/live_view/read_only", json!(false)),
        ("SessionConfig/recording/active", json!(true)),
        ("SessionConfig/timeout/idle_timeout", json!(5)),
        ("SessionConfig/timeout/max_duration", json!(20)),
    ];
    assert_eq!(
        defaults,
        expected.map(|(place, value)| (place.to_owned(), value))
    );
}

/// The values that branches of an `anyOf` describe. The first branch is `true`: they refuse
/// nothing.
fn described(any_of: &Value) -> Vec<(String, String)> {
    let (first, branches) = any_of.as_array().unwrap().split_first().unwrap();
    assert_eq!(*first, true);
    let texts = |branch: &Value| {
        assert_eq!(branch.as_object().unwrap().len(), 2, "{branch}");
        let value = text(branch, "const", "a branch").to_owned();
        let description = text(branch, "description", &value).to_owned();
        assert!(description.ends_with('.'), "{value}: {description}");
        (value, description)
    };
    branches.iter().map(texts).collect()
}

fn values(any_of: &Value) -> Vec<String> {
    described(any_of)
        .into_iter()
        .map(|(value, _)| value)
        .collect()
}

#[test]
fn each_language_and_proxy_type_is_described() {
    let all = all();
    let languages = [Language::TYPESCRIPT.to_string()];
    for root in ["CreateTaskRequest", "Task"] {
        let language = &all[root]["properties"]["language"];
        assert_eq!(values(&language["anyOf"]), languages, "{root}");
        assert_eq!(language["enum"], json!(languages), "{root}");
    }

    let mut types: Vec<String> = ProxyType::all().map(|known| known.to_string()).collect();
    types.sort();
    let sorted = |any_of: &Value| {
        let mut values = values(any_of);
        values.sort();
        values
    };
    let anchor = &all["AnchorProxy"]["properties"]["type"];
    assert_eq!(sorted(&anchor["anyOf"]), types);
    types.push("custom".to_owned());
    let any = &all["ProxyConfig"]["properties"]["type"];
    assert_eq!(sorted(&any["anyOf"]), types);
}

/// Names with their initial letters in order: `` `a`, `b` and `c` ``.
fn listed(types: &[String]) -> String {
    let quoted: Vec<String> = types.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

#[test]
fn each_country_has_its_name_and_the_types_that_offer_it() {
    const ORDER: [&str; 4] = [
        "anchor_proxy",
        "anchor_residential",
        "anchor_mobile",
        "anchor_gov",
    ];
    let expected: Vec<(String, String)> = CountryCode::all()
        .map(|country| {
            let offers = |name: &&str| country.is_offered_by(&ProxyType::from(*name));
            let types: Vec<String> = ORDER
                .into_iter()
                .filter(offers)
                .map(str::to_owned)
                .collect();
            let description = format!(
                "{}, offered by {}.",
                country.name().unwrap(),
                listed(&types)
            );
            (country.to_string(), description)
        })
        .collect();
    assert_eq!(
        described(&all()["CountryCode"]["allOf"][0]["anyOf"]),
        expected
    );
}
