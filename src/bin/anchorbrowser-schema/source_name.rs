//! Names of files in reports and messages.

use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

/// The name of a file, in one form however it was reached: without `.` components and repeated
/// separators, so that GitHub and code scanning recognize the file. Bytes that are not UTF-8 are
/// written as `\xNN`, so that two names never look the same.
pub(crate) fn source_name(path: &Path) -> String {
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
        // `-` is standard input.
        "-" => "./-".to_owned(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
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
            ("./-", "./-"),
        ];
        for (path, expected) in table {
            assert_eq!(source_name(Path::new(path)), expected, "{path}");
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
