//! The tables of members, compared to the embedded schemas and to the checks.

use std::collections::BTreeSet;

use anchorbrowser_schema::{DocumentType, Member, ObjectType, Revision, redact};
use serde_json::Value;

/// A schema without references at its top.
fn resolved<'s>(schema: &'s Value, document: &'s Value) -> &'s Value {
    match schema.get("$ref") {
        Some(reference) => {
            let pointer = reference.as_str().unwrap().strip_prefix('#').unwrap();
            resolved(document.pointer(pointer).unwrap(), document)
        }
        None => schema,
    }
}

/// The schemas of the objects that a value can be: two for a proxy.
fn object_schemas<'s>(schema: &'s Value, document: &'s Value) -> Vec<&'s Value> {
    let schema = resolved(schema, document);
    match (schema.get("else"), schema.get("then")) {
        (Some(anchor), Some(custom)) => {
            vec![resolved(anchor, document), resolved(custom, document)]
        }
        _ => vec![schema],
    }
}

/// Asserts that a member has the type, the default and the objects of its schema.
fn expect_member(revision: Revision, member: &Member, schema: &Value, document: &Value, at: &str) {
    let target = resolved(schema, document);
    if member.is_nullable_in(revision) {
        assert_eq!(
            target["anyOf"][0]["type"],
            member.json_type().name(),
            "{at}"
        );
        assert_eq!(target["anyOf"][1]["type"], "null", "{at}");
    } else {
        assert_eq!(target["type"], member.json_type().name(), "{at}");
    }
    // A default may be beside a reference.
    let default = schema.get("default").or(target.get("default"));
    let expected: Option<Value> = member
        .default()
        .map(|json| serde_json::from_str(json).unwrap());
    assert_eq!(default, expected.as_ref(), "{at}");
    if member.objects().is_empty() {
        assert!(target.get("properties").is_none(), "{at}");
    } else {
        expect_objects(revision, member.objects(), schema, document, at);
    }
}

fn expect_objects(
    revision: Revision,
    objects: &[&ObjectType],
    schema: &Value,
    document: &Value,
    at: &str,
) {
    let schemas = object_schemas(schema, document);
    assert_eq!(schemas.len(), objects.len(), "{at}");
    for (object, schema) in objects.iter().zip(schemas) {
        let at = format!("{at} {}", object.name());
        let properties = schema["properties"].as_object().unwrap();
        let members = || {
            object
                .members()
                .iter()
                .filter(|member| member.is_in(revision))
        };
        let names: BTreeSet<&str> = members().map(Member::name).collect();
        assert_eq!(names.len(), members().count(), "{at}");
        assert_eq!(
            names,
            properties.keys().map(String::as_str).collect(),
            "{at}"
        );
        let required: BTreeSet<&str> = schema
            .get("required")
            .into_iter()
            .flat_map(|names| names.as_array().unwrap())
            .map(|name| name.as_str().unwrap())
            .collect();
        for member in members() {
            let at = format!("{at}.{}", member.name());
            assert_eq!(
                member.is_required(),
                required.contains(member.name()),
                "{at}"
            );
            assert_eq!(
                object.member(member.name()).map(Member::name),
                Some(member.name())
            );
            expect_member(revision, member, &properties[member.name()], document, &at);
        }
        assert!(object.member("").is_none() && object.member("Name").is_none());
    }
}

#[test]
fn members_are_those_of_the_embedded_schemas() {
    for revision in Revision::all() {
        for document_type in DocumentType::all() {
            let schema = document_type.schema(revision);
            let schema: Value = serde_json::from_str(schema).unwrap();
            let name = document_type.name();
            expect_objects(revision, document_type.objects(), &schema, &schema, name);
        }
    }
}

/// Appends the members of objects and of all objects inside them, with their pointers.
pub(crate) fn collect_members(
    objects: &[&'static ObjectType],
    pointer: &str,
    members: &mut Vec<(String, &'static ObjectType, &'static Member)>,
) {
    for object in objects {
        for member in object.members() {
            let pointer = format!("{pointer}/{}", member.name());
            collect_members(member.objects(), &pointer, members);
            members.push((pointer, object, member));
        }
    }
}

#[test]
fn every_member_is_found_by_its_pointer() {
    for document_type in DocumentType::all() {
        let mut members = Vec::new();
        collect_members(document_type.objects(), "", &mut members);
        for (pointer, _, member) in &members {
            let found = document_type.member(pointer).unwrap();
            assert_eq!(
                (found.name(), found.json_type(), found.is_secret()),
                (member.name(), member.json_type(), member.is_secret()),
                "{pointer}"
            );
            for other in [
                format!("{pointer}/0"),
                format!("{pointer}~"),
                pointer.replace('/', ""),
            ] {
                assert!(document_type.member(&other).is_none(), "{other}");
            }
        }
        assert!(document_type.member("").is_none());
    }
}

#[test]
fn the_members_that_are_never_shown_are_these() {
    let mut secret = BTreeSet::new();
    for document_type in DocumentType::all() {
        let mut members = Vec::new();
        collect_members(document_type.objects(), "", &mut members);
        let members = members.iter().filter(|(.., member)| member.is_secret());
        secret.extend(members.map(|(_, object, member)| (object.name(), member.name())));
    }
    let expected = [
        ("CreateTaskRequest", "code"),
        ("CustomProxy", "password"),
        ("CustomProxy", "server"),
        ("CustomProxy", "username"),
        ("SessionConfig", "initial_url"),
        ("Task", "code"),
    ];
    assert_eq!(secret, BTreeSet::from(expected));
}

/// A key such as `password:hunter2` is masked after the name of each member that is never shown, and
/// of no other.
#[test]
fn values_after_the_names_of_secret_members_are_masked() {
    let mut members = Vec::new();
    for document_type in DocumentType::all() {
        collect_members(document_type.objects(), "", &mut members);
    }
    let is_secret = |name| {
        let mut members = members.iter().map(|(.., member)| member);
        members.any(|member| member.name() == name && member.is_secret())
    };
    let all: BTreeSet<_> = members.iter().map(|(.., member)| member.name()).collect();
    for name in all {
        let expected = if is_secret(name) { "…" } else { "hunter2" };
        let masked = redact(&format!("{name}:hunter2")).into_owned();
        assert_eq!(masked, format!("{name}:{expected}"));
    }
}
