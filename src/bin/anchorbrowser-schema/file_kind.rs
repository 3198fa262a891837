//! What the name of a file implies about its contents.

use std::ffi::OsStr;
use std::path::Path;

use crate::cli::InputFormat;

/// What the name of a file implies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileKind {
    pub(crate) format: Option<InputFormat>,
    pub(crate) compression: Compression,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    None,
    Gzip,
    Zstandard,
}

/// Formats by file extension, ignoring case.
const FORMATS: &[(&str, InputFormat)] = &[
    ("json", InputFormat::Json),
    ("jsonl", InputFormat::Ndjson),
    ("ndjson", InputFormat::Ndjson),
    ("yaml", InputFormat::Yaml),
    ("yml", InputFormat::Yaml),
];

const COMPRESSIONS: &[(&str, Compression)] =
    &[("gz", Compression::Gzip), ("zst", Compression::Zstandard)];

impl FileKind {
    pub(crate) fn from_name(path: &Path) -> Self {
        let extension = path.extension();
        match by_extension(COMPRESSIONS, extension) {
            None => Self {
                format: by_extension(FORMATS, extension),
                compression: Compression::None,
            },
            Some(compression) => Self {
                format: path
                    .file_stem()
                    .and_then(|inner| by_extension(FORMATS, Path::new(inner).extension())),
                compression,
            },
        }
    }
}

fn by_extension<T: Copy>(table: &[(&str, T)], extension: Option<&OsStr>) -> Option<T> {
    let extension = extension?;
    table
        .iter()
        .find(|(name, _)| extension.eq_ignore_ascii_case(name))
        .map(|(_, detected)| *detected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_detected_from_file_names() {
        use Compression::{Gzip, None as Plain, Zstandard};
        let table = [
            ("a.json", Some(InputFormat::Json), Plain),
            ("A.JSON", Some(InputFormat::Json), Plain),
            ("a.jsonl", Some(InputFormat::Ndjson), Plain),
            ("a.NDJSON.GZ", Some(InputFormat::Ndjson), Gzip),
            ("x/a.b.json.zst", Some(InputFormat::Json), Zstandard),
            ("a.b.yaml", Some(InputFormat::Yaml), Plain),
            ("x/a.yml.zst", Some(InputFormat::Yaml), Zstandard),
            ("a.gz", None, Gzip),
            ("a.txt", None, Plain),
            ("json", None, Plain),
            (".json", None, Plain),
            ("-", None, Plain),
        ];
        for (path, format, compression) in table {
            let expected = FileKind {
                format,
                compression,
            };
            assert_eq!(FileKind::from_name(Path::new(path)), expected, "{path}");
        }
    }
}
