//! What the schemas offer an editor: titles, descriptions, defaults, examples, and the meaning of
//! each value of an enumeration.

use std::collections::BTreeMap;

use anchorbrowser_schema::{CountryCode, DocumentType, Revision};
use serde_json::{Map, Value, json};

use super::parse;

/// The definitions of a schema by name: itself, and those of its `$defs`.
fn definitions(root: DocumentType, revision: Revision) -> BTreeMap<String, Value> {
    let mut schema = parse(root.schema(revision));
    let mut definitions = match schema.remove("$defs") {
        Some(Value::Object(definitions)) => definitions,
        _ => Map::new(),
    };
    schema.remove("$schema");
    schema.remove("$id");
    definitions.insert(root.name().to_owned(), Value::Object(schema));
    definitions.into_iter().collect()
}

/// All definitions of a revision.
fn all_of(revision: Revision) -> BTreeMap<String, Value> {
    let definitions = |root| definitions(root, revision);
    DocumentType::all().flat_map(definitions).collect()
}

/// All definitions of the default revision.
fn all() -> BTreeMap<String, Value> {
    all_of(Revision::default())
}

fn text<'a>(schema: &'a Value, keyword: &str, place: &str) -> &'a str {
    let text = schema[keyword].as_str().unwrap_or_default();
    assert!(!text.is_empty(), "{place} has no `{keyword}`");
    text
}

/// An annotation of a member: its own, or that of the definition that it refers to.
fn annotation(member: &Value, keyword: &str) -> Option<Value> {
    let own = member.get(keyword).cloned();
    own.or_else(|| {
        let name = member.get("$ref")?.as_str()?.strip_prefix("#/$defs/")?;
        all()[name].get(keyword).cloned()
    })
}

/// Collects the schema of each member, with its path.
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
    for revision in Revision::all() {
        for root in DocumentType::all() {
            let schema = parse(root.schema(revision));
            let file = super::file(root);
            let name = file.strip_suffix(".schema.json").unwrap();
            assert_eq!(
                schema["$schema"], "https://json-schema.org/draft/2020-12/schema",
                "{root}"
            );
            assert_eq!(
                schema["$id"],
                format!("urn:anchorbrowser-schema:{revision}:{name}")
            );
            assert_eq!(schema["title"], root.name());
        }
    }
}

#[test]
fn a_definition_is_the_same_in_every_schema() {
    let all = all();
    for root in DocumentType::all() {
        for (name, definition) in definitions(root, Revision::default()) {
            assert_eq!(definition, all[&name], "{name} in that of {root}");
        }
    }
}

#[test]
fn members_have_a_title_a_description_and_an_example() {
    let members = all_members();
    assert_eq!(members.len(), 40);
    for (place, member) in members {
        let annotated = |keyword: &str| json!({keyword: annotation(&member, keyword)});
        let (title, description) = (annotated("title"), annotated("description"));
        let title = text(&title, "title", &place);
        assert!(title.starts_with(char::is_uppercase), "{place}: {title}");
        assert!(!title.ends_with('.'), "{place}: {title}");
        let description = text(&description, "description", &place);
        assert!(description.ends_with('.'), "{place}: {description}");
        assert!(
            annotation(&member, "examples").is_some_and(|examples| examples.is_array()),
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
        ("LiveView/read_only", json!(false)),
        ("Recording/active", json!(true)),
        ("Timeout/idle_timeout", json!(5)),
        ("Timeout/max_duration", json!(20)),
    ];
    assert_eq!(
        defaults,
        expected.map(|(place, value)| (place.to_owned(), value))
    );
}

/// The values of an enumeration, with their descriptions.
fn described(one_of: &Value) -> Vec<(String, String)> {
    let branches = one_of.as_array().unwrap().iter();
    let describe = |branch: &Value| {
        assert_eq!(branch.as_object().unwrap().len(), 2, "{branch}");
        let value = text(branch, "const", "a branch").to_owned();
        let description = text(branch, "description", &value).to_owned();
        assert!(description.ends_with('.'), "{value}: {description}");
        (value, description)
    };
    branches.map(describe).collect()
}

fn values(one_of: &Value) -> Vec<String> {
    let described = described(one_of).into_iter();
    described.map(|(value, _)| value).collect()
}

#[test]
fn each_language_and_proxy_type_is_described() {
    for revision in Revision::all() {
        let all = all_of(revision);
        let languages = values(&all["Language"]["oneOf"]);
        let expected: Vec<_> = revision.languages().map(String::from).collect();
        assert_eq!(languages, expected, "{revision}");

        let mut types = values(&all["ProxyType"]["oneOf"]);
        types.sort();
        let mut expected: Vec<_> = revision.proxy_types().map(String::from).collect();
        expected.sort();
        assert_eq!(types, expected, "{revision}");
    }
    let all = all();
    let any = all["ProxyConfig"]["properties"]["type"]["oneOf"].as_array();
    let (anchor, custom) = any.unwrap().split_first().unwrap();
    assert_eq!(*anchor, json!({"$ref": "#/$defs/ProxyType"}));
    assert_eq!(values(&json!(custom)), ["custom"]);
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
            let offers = |name: &&str| {
                let mut types = Revision::V2025.types_offering(&country);
                types.any(|proxy_type| proxy_type == **name)
            };
            let types: Vec<String> = ORDER
                .into_iter()
                .filter(offers)
                .map(str::to_owned)
                .collect();
            let description = format!(
                "{}, offered by {}.",
                country.name().unwrap(),
                super::listed(&types)
            );
            (country.to_string(), description)
        })
        .collect();
    assert_eq!(described(&all()["CountryCode"]["oneOf"]), expected);
}
