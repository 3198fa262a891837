//! Masks user info of URLs, which can be a password, in what is quoted.

use std::borrow::Cow;

const MASK: &str = "…";

/// Masks the user info of URLs: from two or more slashes or backslashes to the last `@` before `/`,
/// `?`, `#`, whitespace or a quotation mark.
pub(super) fn mask_user_info(text: &str) -> Cow<'_, str> {
    let mut masked = String::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(authority) = rest.get(from..).and_then(next_authority) {
        let start = rest.len() - authority.len();
        let end = authority.find(is_end).unwrap_or(authority.len());
        let authority = authority.get(..end).unwrap_or_default();
        let Some(at) = authority.rfind('@') else {
            from = start + end;
            continue;
        };
        masked.push_str(rest.get(..start).unwrap_or_default());
        masked.push_str(MASK);
        rest = rest.get(start + at..).unwrap_or_default();
        from = 0;
    }
    if masked.is_empty() {
        return Cow::Borrowed(text);
    }
    masked.push_str(rest);
    Cow::Owned(masked)
}

/// The text after the next run of two or more slashes.
fn next_authority(text: &str) -> Option<&str> {
    let is_slash = |c| matches!(c, '/' | '\\');
    let double = |pair: &[u8]| pair.iter().all(|byte| is_slash(char::from(*byte)));
    let start = text.as_bytes().windows(2).position(double)?;
    Some(text.get(start..)?.trim_start_matches(is_slash))
}

fn is_end(c: char) -> bool {
    matches!(c, '/' | '?' | '#' | '"' | '\'' | '`') || c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_info_is_masked() {
        let table = [
            ("https://u:p@h/", "https://…@h/"),
            ("//u:p@h", "//…@h"),
            (r"\\u@h and ///a:b@c@d?e@f", r"\\…@h and ///…@d?e@f"),
            ("http://h/a@b, x@y", "http://h/a@b, x@y"),
            ("//a//b:c@d", "//a//…@d"),
            ("//@h", "//…@h"),
            ("é//ü@ö", "é//…@ö"),
            ("//u p@h", "//u p@h"),
            ("//u\"@h", "//u\"@h"),
            ("/u@h", "/u@h"),
            ("//", "//"),
        ];
        for (text, masked) in table {
            assert_eq!(mask_user_info(text), masked);
        }
    }
}
