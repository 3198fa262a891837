//! Masks user info of URLs in strings that are quoted.

use std::borrow::Cow;

/// Replaces what is masked.
pub(crate) const MASK: &str = "…";

/// Masks the user info of URLs: from two or more slashes or backslashes to the last `@` before `/`,
/// `?`, `#`, whitespace or a quotation mark.
pub(crate) fn mask_user_info(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'@', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    mask_authorities(text)
}

#[cold]
fn mask_authorities(text: &str) -> Cow<'_, str> {
    let is_slash = |c| matches!(c, '/' | '\\');
    let is_end = |c: char| matches!(c, '/' | '?' | '#' | '"' | '\'' | '`') || c.is_whitespace();
    let mut masked = String::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(slash) = rest.get(from..).and_then(|after| after.find(is_slash)) {
        let slashes = rest.get(from + slash..).unwrap_or_default();
        let authority = slashes.trim_start_matches(is_slash);
        let start = rest.len() - authority.len();
        if slashes.len() - authority.len() < 2 {
            from = start;
            continue;
        }
        let end = authority.find(is_end).unwrap_or(authority.len());
        let user_info = authority
            .get(..end)
            .and_then(|authority| authority.rfind('@'));
        match user_info {
            Some(at) if at > 0 => {
                masked.push_str(rest.get(..start).unwrap_or_default());
                masked.push_str(MASK);
                rest = authority.get(at..).unwrap_or_default();
                from = 0;
            }
            // Slashes before `end` would find the same, so that each byte is read once.
            _ => from = start + end,
        }
    }
    if masked.is_empty() {
        return Cow::Borrowed(text);
    }
    masked.push_str(rest);
    Cow::Owned(masked)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// If each pair of backslashes were followed to the end, this would take hours.
    #[test]
    fn time_is_linear() {
        for text in [
            r"\\a".repeat(1 << 20) + " @",
            r"\\@".repeat(1 << 20) + " u@h",
        ] {
            let masked = mask_user_info(&text);
            assert!(masked.len() <= text.len() + MASK.len());
        }
    }

    #[test]
    fn user_info_is_masked() {
        let table = [
            ("https://u:p@h/", "https://…@h/"),
            ("a https://u@h b //v@i", "a https://…@h b //…@i"),
            ("///u@h", "///…@h"),
            (r"\\u:p@h", r"\\…@h"),
            (r"https:/\u:p@h", r"https:/\…@h"),
            ("//a@b@c", "//…@c"),
            ("//u\"@h", "//u\"@h"),
            ("//h/@a ?u@h", "//h/@a ?u@h"),
            ("//h?@", "//h?@"),
            ("//@h", "//@h"),
            ("a@b/c@d", "a@b/c@d"),
            ("https://example.com/", "https://example.com/"),
            ("//ü:ä@h", "//…@h"),
        ];
        for (text, masked) in table {
            assert_eq!(mask_user_info(text), masked);
        }
    }
}
