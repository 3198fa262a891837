//! Notes for people: which argument of the command fits the input better.

use anchorbrowser_schema::{
    DocumentType, InvalidCharacters, JsonType, Report, Revision, SyntaxMistake, Violation,
    ViolationKind,
};

/// How to fix a violation in YAML, where that differs from JSON. `value` is what the violation marks.
pub(crate) fn yaml_help(violation: &Violation, value: &str) -> Option<&'static str> {
    const YES_AND_NO: [&str; 6] = ["yes", "no", "on", "off", "y", "n"];

    let is_plain = !value.starts_with(['"', '\'']);
    match violation.kind() {
        ViolationKind::Type(kind) if kind.found == JsonType::String && is_plain => {
            let is_of_yaml_1_1 = match kind.expected {
                JsonType::Boolean => YES_AND_NO.contains(&&*value.to_ascii_lowercase()),
                _ => value.starts_with(|c: char| c.is_ascii_digit()),
            };
            match kind.expected {
                JsonType::Boolean if is_of_yaml_1_1 => Some(
                    "write `true` or `false`: `yes`, `no`, `on` and `off` are strings in YAML 1.2",
                ),
                JsonType::Boolean => Some("write `true` or `false`"),
                JsonType::Integer if is_of_yaml_1_1 => Some(
                    "write only decimal digits: numbers such as `1_000` and `1:30` are strings in YAML 1.2",
                ),
                JsonType::Integer => Some("write an integer, such as `20`"),
                _ => None,
            }
        }
        ViolationKind::UnknownProperty(unknown) if &*unknown.property == "<<" => {
            Some("write the members out: YAML 1.2 has no merge keys")
        }
        ViolationKind::Base64Alphabet(alphabet) => base64_help(alphabet.characters(), value),
        _ => None,
    }
}

/// How to write base64 in YAML, if its line breaks are invalid.
fn base64_help(invalid: InvalidCharacters, value: &str) -> Option<&'static str> {
    let is_plain = !value.starts_with(['"', '\'']);
    let has_lines = value.trim_end().contains('\n');
    match invalid {
        InvalidCharacters::LineBreaks if is_plain && !has_lines => {
            Some("write `|-` or `>-`: a block after `|` or `>` ends with a line break")
        }
        InvalidCharacters::LineBreaks if is_plain => {
            Some("write one line: YAML keeps the line breaks of this value")
        }
        InvalidCharacters::Other if has_lines && is_base64_with_spaces(value) => {
            Some("write one line: YAML joins the lines of this value with spaces")
        }
        _ => None,
    }
}

/// Whether a value, perhaps in quotes, consists of base64 symbols and whitespace.
fn is_base64_with_spaces(value: &str) -> bool {
    let is_symbol = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    let mut bytes = value.trim_matches(['"', '\'']).bytes();
    bytes.all(|byte| is_symbol(byte) || byte.is_ascii_whitespace())
}

/// The format of the input that a violation hints at.
pub(crate) fn input_format_note(violation: &Violation) -> Option<&'static str> {
    match violation.kind() {
        ViolationKind::Syntax(syntax) => match syntax.mistake()? {
            SyntaxMistake::AnotherDocument => {
                Some("`--input-format ndjson` checks one document per line")
            }
            SyntaxMistake::Yaml => Some("`--input-format yaml` checks YAML"),
            SyntaxMistake::Compressed => {
                Some("files whose names end in `.gz` or `.zst` are decompressed")
            }
            _ => None,
        },
        ViolationKind::Type(kind)
            if kind.found == JsonType::Array && violation.pointer().is_empty() =>
        {
            Some("`--input-format array` checks each element of an array")
        }
        _ => None,
    }
}

/// Whether a document is of another kind than the type that it was checked as: it lacks required
/// members, or has those that another type requires, and has members of that type.
pub(crate) fn document_type_note(report: &Report, checked_as: DocumentType) -> Option<String> {
    const FEW: usize = 2;

    let unknown: Vec<_> = root_members(report, |kind| match kind {
        ViolationKind::UnknownProperty(unknown) => Some(&*unknown.property),
        _ => None,
    })
    .collect();
    let mut missing = root_members(report, |kind| match kind {
        ViolationKind::Required(required) => Some(&*required.property),
        _ => None,
    });
    let is_incomplete = missing.next().is_some();
    let revision: Revision = report.revision().parse().unwrap_or_default();
    let fits = |other: &DocumentType| {
        let members = other.objects().iter().flat_map(|object| object.members());
        let members = members.filter(|member| member.is_in(revision));
        let mut required = members.clone().filter(|member| member.is_required());
        let knows = |name: &&str| members.clone().any(|member| member.name() == *name);
        unknown.iter().all(knows)
            && (is_incomplete || required.any(|member| unknown.contains(&member.name())))
    };
    if unknown.is_empty() {
        return None;
    }
    let name = checked_as.name();
    let mut others = DocumentType::all().filter(|other| *other != checked_as);
    match others.find(fits).map(DocumentType::name) {
        Some(other) => Some(format!(
            "the document looks like a `{other}`; `--type {other}` checks it as one"
        )),
        None if is_incomplete && unknown.len() >= FEW => Some(format!(
            "the document does not look like a `{name}`; `--type` sets the type to check"
        )),
        None => None,
    }
}

/// Members of the root that violations name.
fn root_members<'r>(
    report: &'r Report,
    name: impl Fn(&'r ViolationKind) -> Option<&'r str>,
) -> impl Iterator<Item = &'r str> {
    let violations = report.violations().iter();
    let of_root = violations.filter(|violation| violation.pointer().matches('/').count() == 1);
    of_root.filter_map(move |violation| name(violation.kind()))
}

#[cfg(test)]
mod tests {
    use anchorbrowser_schema::Validator;

    use super::*;

    #[test]
    fn documents_of_another_kind_are_named() {
        let looks_like = |name: &str| {
            Some(format!(
                "the document looks like a `{name}`; `--type {name}` checks it as one"
            ))
        };
        let other = Some(
            "the document does not look like a `CreateTaskRequest`; `--type` sets the type to check"
                .to_owned(),
        );
        let request = DocumentType::CreateTaskRequest;
        let table = [
            (
                request,
                r#"{"initial_url": "", "proxy": {}}"#,
                looks_like("SessionConfig"),
            ),
            (
                request,
                r#"{"active": true, "country_code": "gb"}"#,
                looks_like("ProxyConfig"),
            ),
            (request, r#"{"data": {}}"#, looks_like("TaskResponse")),
            (
                request,
                r#"{"name": "t", "language": "typescript", "id": "", "teamId": ""}"#,
                looks_like("Task"),
            ),
            (
                DocumentType::SessionConfig,
                r#"{"name": "t", "language": "typescript"}"#,
                looks_like("CreateTaskRequest"),
            ),
            (request, r#"{"session": {}, "browser": {}}"#, other.clone()),
            (
                request,
                r#"{"name": "t", "version": "1", "scripts": {}}"#,
                other,
            ),
            // Mistakes in a request.
            (request, r#"{"name": "t", "tags": []}"#, None),
            (request, r#"{"name": "t"}"#, None),
            (
                request,
                r#"{"name": "t", "language": "typescript", "proxy": {}, "timeout": {}}"#,
                None,
            ),
        ];
        for (checked_as, json, expected) in table {
            let report = Validator::new().check_json_as(checked_as, json);
            assert_eq!(document_type_note(&report, checked_as), expected, "{json}");
        }
    }
}
