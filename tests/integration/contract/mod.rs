//! The rules in combination: which rule is reported at which member, with which span and in which
//! order, and which rule suppresses another.
//!
//! The values that a single rule accepts or rejects are tested next to the rule, in `src/rules`.

use anchorbrowser_schema::DocumentType;
use serde_json::Value;

use crate::support::{Row, columns, expect};

mod anchor_proxy;
mod create_task_request;
mod custom_proxy;
mod duplicate_keys;
mod error_response;
mod help;
mod messages;
mod order;
mod params;
mod proxy_config;
mod revisions;
mod session_config;
mod syntax;
mod task;
mod timeout;
mod types;
mod unknown_members;

/// A member whose value varies.
struct Member {
    document_type: DocumentType,
    pointer: &'static str,
    /// A document that is valid apart from the member, with `@` in place of the member's value.
    template: &'static str,
}

impl Member {
    fn document(&self, value: &str) -> String {
        self.template.replace('@', value)
    }

    /// Asserts that each JSON value violates exactly these rules at the member.
    #[track_caller]
    fn expect_values(&self, table: &[(&str, &[&str])]) {
        for (value, rules) in table {
            let rows: Vec<Row<'_>> = rules
                .iter()
                .map(|rule| [*rule, self.pointer, *value])
                .collect();
            expect(self.document_type, &self.document(value), &rows);
        }
    }

    /// [`expect_values`](Self::expect_values) for strings, given without quotes and escapes.
    #[track_caller]
    fn expect_strings(&self, table: &[(&str, &[&str])]) {
        for (string, rules) in table {
            self.expect_values(&[(&Value::from(*string).to_string(), rules)]);
        }
    }
}

/// Asserts the violations of a table of documents. A document is a line with its type and its JSON
/// text, followed by a line for each violation: `- rule pointer text`, where `text` is the source
/// text of the span and `""` is the empty pointer. Lines that begin with `#` are comments.
#[track_caller]
fn expect_all(table: &str) {
    let lines = table.lines().map(str::trim);
    let mut documents: Vec<(DocumentType, &str, Vec<Row<'_>>)> = Vec::new();
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(row) = line.strip_prefix("- ") {
            let [rule, pointer, text] = columns(row);
            let pointer = if pointer == "\"\"" { "" } else { pointer };
            documents.last_mut().unwrap().2.push([rule, pointer, text]);
        } else {
            let [document_type, json] = columns(line);
            documents.push((document_type.parse().unwrap(), json, Vec::new()));
        }
    }
    for (document_type, json, rows) in documents {
        expect(document_type, json, &rows);
    }
}
