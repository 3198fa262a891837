//! The layout of the files in `schemas/`: two spaces a level, and short values on one line.

use serde_yaml_ng::Value;

/// The longest line that a value is joined to.
const WIDTH: usize = 160;

/// A document as the text of a file.
pub(super) fn pretty(document: &Value) -> String {
    let mut text = String::new();
    write(document, Parent::Object, 0, 0, &mut text);
    text.push('\n');
    text
}

#[derive(Clone, Copy, PartialEq)]
enum Parent {
    Object,
    Array,
}

/// Writes a value that starts in a column.
fn write(value: &Value, parent: Parent, indent: usize, column: usize, text: &mut String) {
    let line = on_one_line(value);
    if is_short(value, parent) && column + line.len() < WIDTH {
        text.push_str(&line);
        return;
    }
    let (open, close, entries) = match value {
        Value::Mapping(members) => {
            let members = members.iter();
            let entries = members.map(|(key, value)| (on_one_line(key) + ": ", value));
            ('{', '}', entries.collect())
        }
        Value::Sequence(values) => {
            let entries: Vec<_> = values.iter().map(|value| (String::new(), value)).collect();
            ('[', ']', entries)
        }
        _ => return text.push_str(&line),
    };
    let parent = if open == '{' {
        Parent::Object
    } else {
        Parent::Array
    };
    let margin = "  ".repeat(indent + 1);
    text.push(open);
    for (index, (key, value)) in entries.into_iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&margin);
        text.push_str(&key);
        write(value, parent, indent + 1, margin.len() + key.len(), text);
    }
    text.push('\n');
    text.push_str(&"  ".repeat(indent));
    text.push(close);
}

/// Whether a value is written on one line if it fits: an array of scalars, and, in an array or
/// with a single member, an object of these.
fn is_short(value: &Value, parent: Parent) -> bool {
    match value {
        Value::Mapping(members) => {
            (parent == Parent::Array || members.len() <= 1)
                && members.values().all(|member| match member {
                    Value::Mapping(members) => members.is_empty(),
                    member => is_short(member, Parent::Object),
                })
        }
        Value::Sequence(values) => !values
            .iter()
            .any(|value| value.is_mapping() || value.is_sequence()),
        _ => true,
    }
}

fn on_one_line(value: &Value) -> String {
    match value {
        Value::Mapping(members) if members.is_empty() => "{}".to_owned(),
        Value::Mapping(members) => {
            let members = members.iter();
            let members: Vec<String> = members
                .map(|(key, value)| format!("{}: {}", on_one_line(key), on_one_line(value)))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
        Value::Sequence(values) => {
            let values: Vec<String> = values.iter().map(on_one_line).collect();
            format!("[{}]", values.join(", "))
        }
        scalar => serde_json::to_string(scalar).unwrap(),
    }
}
