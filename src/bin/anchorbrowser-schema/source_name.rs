//! Names of files in reports and messages.

use std::borrow::Cow;
use std::fmt::Write;
use std::fs;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf, is_separator};

use anchorbrowser_schema::redact;

use crate::escape::escape_line;

/// The name of standard input.
pub(crate) const STDIN: &str = "-";
/// Why standard input cannot be read.
pub(crate) const STDIN_ONCE: &str = "standard input can be read only once";

/// Whether a path stands for standard input, or for standard output.
pub(crate) fn is_dash(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

/// The name of a file, in one form however it was reached: without `.` components and repeated
/// separators, so that GitHub and code scanning recognize the file. Bytes that are not UTF-8 are
/// written as `\xNN`, so that two names never look the same.
pub(crate) fn source_name(path: &Path) -> String {
    if let Some(name) = path.to_str()
        && is_normal(name)
    {
        return name.to_owned();
    }
    // A URL instead of a file, whose user info is never shown.
    let url = path.to_str().filter(|path| path.contains("://"));
    if let Some(Cow::Owned(masked)) = url.map(redact) {
        return masked;
    }
    let is_kept = |component: &Component<'_>| *component != Component::CurDir;
    let normal: PathBuf = path.components().filter(is_kept).collect();
    let mut name = String::new();
    for chunk in normal.as_os_str().as_encoded_bytes().utf8_chunks() {
        name += chunk.valid();
        for byte in chunk.invalid() {
            // Writing to a string cannot fail.
            let _ = write!(name, "\\x{byte:02X}");
        }
    }
    match name.as_str() {
        "" => ".".to_owned(),
        STDIN => "./-".to_owned(),
        _ => name,
    }
}

/// Whether the name of a file is in the form of [`source_name`] already, as most are.
fn is_normal(name: &str) -> bool {
    let has_one_separator = MAIN_SEPARATOR == '/' || !name.contains('/');
    let is_name = |component: &str| !matches!(component, "" | "." | STDIN);
    has_one_separator && name.split(is_separator).all(is_name)
}

/// The name of a file that was searched for, by canonical path: relative to the current directory, if the
/// file is below it. CI systems attach messages only to files with relative names.
pub(crate) fn relative_name(path: &Path) -> String {
    let current = fs::canonicalize(".").unwrap_or_default();
    source_name(path.strip_prefix(current).unwrap_or(path))
}

/// A name that begins a line of output, escaped: one that could be mistaken for something else, such
/// as an option or a command of a CI system, is prefixed with `./`.
pub(crate) fn line_start(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '/');
    let prefix = if name == STDIN || name.starts_with(is_plain) {
        ""
    } else {
        "./"
    };
    format!("{prefix}{}", escape_line(name))
}

#[cfg(test)]
mod tests {
    use std::path::MAIN_SEPARATOR_STR;

    use super::*;

    #[test]
    fn names_have_one_form() {
        let table = [
            ("a.json", "a.json"),
            ("./a.json", "a.json"),
            ("./in/./a.json", "in/a.json"),
            ("in//a.json", "in/a.json"),
            ("../in/../a.json", "../in/../a.json"),
            ("/in//a.json", "/in/a.json"),
            (".", "."),
            ("./", "."),
        ];
        for (path, expected) in table {
            let expected = expected.replace('/', MAIN_SEPARATOR_STR);
            assert_eq!(source_name(Path::new(path)), expected, "{path}");
        }
        let unlike_paths = [
            ("./-", "./-"),
            ("https://usr:SECRET@h/x.json", "https://…@h/x.json"),
        ];
        for (path, expected) in unlike_paths {
            assert_eq!(source_name(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn no_line_begins_like_a_command() {
        let table = [
            ("a.json", "a.json"),
            ("./-", "./-"),
            ("-", "-"),
            ("..", ".."),
            ("_a", "_a"),
            ("/a", "/a"),
            ("日", "日"),
            ("-a", "./-a"),
            (
                "::set-output name=a::b",
                "./:\\u{3a}set-output name=a:\\u{3a}b",
            ),
            ("##[error]a", "./#\\u{23}[error]a"),
            (" a", "./ a"),
        ];
        for (name, expected) in table {
            assert_eq!(line_start(name), expected, "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_utf_8_differ() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let table: [(&[u8], &str); 3] = [
            (b"a\xff.json", "a\\xFF.json"),
            (b"a\xfe.json", "a\\xFE.json"),
            (b"\xe2\x82", "\\xE2\\x82"),
        ];
        for (bytes, expected) in table {
            assert_eq!(source_name(Path::new(OsStr::from_bytes(bytes))), expected);
        }
    }
}
