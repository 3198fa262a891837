//! Identifiers.

use super::Detail;

/// Rule `uuid`: the text form of RFC 9562 section 4, 8-4-4-4-12 hexadecimal digits in either case.
#[inline]
pub(crate) fn judge(text: &str) -> Option<Detail> {
    if is_uuid(text.as_bytes()) {
        None
    } else {
        Some(Detail::Uuid {})
    }
}

fn is_uuid(text: &[u8]) -> bool {
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
            assert_eq!(judge(text).is_none(), valid, "{text}");
        }
    }
}
