//! Rule `uuid`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};

/// The parameters of rule [`uuid`](crate::Rule::Uuid).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Uuid {}

impl Definition for Uuid {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "a task or team ID is not a UUID";
    const SOURCE: &'static str = "API document, `format: uuid`; RFC 9562 section 4";

    fn message(&self, text: &mut String) {
        text.push_str(" must be a UUID of 8-4-4-4-12 hexadecimal digits, but is not");
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        None
    }
}

/// The text form of RFC 9562 section 4: 8-4-4-4-12 hexadecimal digits in either case.
pub(crate) fn is_uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers() {
        let table = [
            ("3c90c3cc-0d44-4b50-8888-8dd25736052a", true),
            ("3C90C3CC-0D44-4B50-8888-8DD25736052A", true),
            ("00000000-0000-0000-0000-000000000000", true),
            ("ffffffff-ffff-ffff-ffff-ffffffffffff", true),
            ("", false),
            ("3c90c3cc0d444b5088888dd25736052a", false),
            ("{3c90c3cc-0d44-4b50-8888-8dd25736052a}", false),
            ("3c90c3cc-0d44-4b50-8888-8dd25736052", false),
            ("3c90c3cc-0d44-4b50-8888-8dd25736052a\n", false),
            ("3c90c3cc-0d44-4b50-88888-dd25736052a", false),
            ("3c90c3cg-0d44-4b50-8888-8dd25736052a", false),
            ("-c90c3cc-0d44-4b50-8888-8dd25736052a", false),
        ];
        for (text, valid) in table {
            assert_eq!(is_uuid(text.as_bytes()), valid, "{text}");
        }
    }
}
