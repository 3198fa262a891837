//! Finds inputs: files, directories and standard input.

use std::collections::VecDeque;
use std::error::Error;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use ignore::overrides::{Override, OverrideBuilder};
use ignore::{Walk, WalkBuilder};

use crate::cli::{CheckOptions, InputFormat, InputOptions};
use crate::destination::is_temporary;
use crate::original::Original;
use crate::settings::{Project, ProjectResolver, Settings};

/// Size that most documents do not exceed.
const TYPICAL_SIZE: usize = 16 * 1024;

/// A file, or standard input.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    /// `None` is standard input.
    path: Option<PathBuf>,
    /// Name in reports.
    pub(crate) name: Arc<str>,
    pub(crate) format: InputFormat,
    compression: Compression,
    /// Whether it was found in a directory, and thus is not a pipe that could block.
    pub(crate) is_discovered: bool,
    /// The open file, if it may be replaced.
    original: Option<Arc<Original>>,
    pub(crate) project: Arc<Project>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compression {
    None,
    Gzip,
    Zstandard,
}

/// An input that cannot be read, and why.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) source: Arc<str>,
    pub(crate) reason: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read `{}`: {}", self.source, self.reason)
    }
}

impl Input {
    fn at(self, path: PathBuf) -> Self {
        Self {
            path: Some(path),
            ..self
        }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.project.settings
    }

    /// The path of the file; `None` for standard input.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The same input, reading a file that is open.
    pub(crate) fn reading(self, original: Original) -> Self {
        Self {
            original: Some(Arc::new(original)),
            ..self
        }
    }

    /// The open file, if it may be replaced.
    pub(crate) fn original(&self) -> Option<&Arc<Original>> {
        self.original.as_ref()
    }

    pub(crate) fn is_compressed(&self) -> bool {
        self.compression != Compression::None
    }

    /// Number of bytes to read, if known.
    pub(crate) fn size(&self) -> Option<u64> {
        if self.is_compressed() {
            return None;
        }
        let metadata = fs::metadata(self.path.as_ref()?).ok()?;
        metadata.is_file().then_some(metadata.len())
    }

    pub(crate) fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let bytes: Box<dyn Read + Send> = match (&self.original, &self.path) {
            (Some(original), _) => Box::new(OriginalReader(Arc::clone(original))),
            (None, Some(path)) => Box::new(File::open(path)?),
            (None, None) => Box::new(io::stdin()),
        };
        Ok(match self.compression {
            Compression::None => bytes,
            Compression::Gzip => Box::new(MultiGzDecoder::new(bytes)),
            Compression::Zstandard => Box::new(zstd::Decoder::new(bytes)?),
        })
    }

    /// Reads the whole input into `text`, replacing its content.
    pub(crate) fn read(&self, text: &mut Vec<u8>) -> io::Result<()> {
        text.clear();
        text.reserve(TYPICAL_SIZE);
        // For a file, `read_to_end` would query the size first, which takes as long as reading a
        // small file. `take` hides that it is a file.
        self.open()?.take(u64::MAX).read_to_end(text)?;
        Ok(())
    }

    pub(crate) fn failure(&self, reason: &impl ToString) -> Failure {
        Failure {
            source: Arc::clone(&self.name),
            reason: reason.to_string(),
        }
    }
}

/// Reads a file that stays open.
struct OriginalReader(Arc<Original>);

impl Read for OriginalReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.file().read(buffer)
    }
}

/// The selected inputs in order: paths as given, and the files of a directory by name.
pub(crate) struct Inputs {
    paths: VecDeque<PathBuf>,
    directory: Option<Walk>,
    selection: Selection,
    stdin_used: bool,
    projects: ProjectResolver,
    /// Canonical paths of the files that this run writes.
    outputs: Vec<PathBuf>,
}

/// Which files to read, and in which format.
struct Selection {
    globs: Vec<String>,
    ignore: bool,
    input_format: Option<InputFormat>,
    stdin_filename: Option<PathBuf>,
    /// Whether to read only streams in directories.
    only_ndjson: bool,
    /// Format of inputs whose names do not imply one.
    default_format: InputFormat,
}

impl Selection {
    /// Whether the name of a file in a directory implies that it contains documents.
    fn matches_name(&self, path: &Path) -> bool {
        let format = FileKind::from_name(path).format;
        format.is_some_and(|format| !self.only_ndjson || format == InputFormat::Ndjson)
    }
}

impl Inputs {
    pub(crate) fn new(
        input_options: &InputOptions,
        check_options: &CheckOptions,
    ) -> Result<Self, ignore::Error> {
        // Report an invalid glob before doing anything else.
        overrides(Path::new(""), &input_options.glob)?;
        Ok(Self {
            paths: input_options.paths.iter().cloned().collect(),
            directory: None,
            stdin_used: false,
            selection: Selection {
                globs: input_options.glob.clone(),
                ignore: !input_options.no_ignore,
                input_format: input_options.input_format,
                stdin_filename: input_options.stdin_filename.clone(),
                only_ndjson: false,
                default_format: InputFormat::Json,
            },
            projects: ProjectResolver::new(check_options.clone()),
            outputs: Vec::new(),
        })
    }

    /// Streams with one document per line, regardless of their names.
    pub(crate) fn ndjson_streams(files: &[PathBuf], check_options: &CheckOptions) -> Self {
        Self {
            paths: files.iter().cloned().collect(),
            directory: None,
            stdin_used: false,
            selection: Selection {
                globs: Vec::new(),
                ignore: true,
                input_format: Some(InputFormat::Ndjson),
                stdin_filename: None,
                only_ndjson: true,
                default_format: InputFormat::Ndjson,
            },
            projects: ProjectResolver::new(check_options.clone()),
            outputs: Vec::new(),
        }
    }

    /// Skips these files in directories, given by canonical path, because this run writes them.
    pub(crate) fn excluding(self, outputs: &[PathBuf]) -> Self {
        Self {
            outputs: outputs.to_vec(),
            ..self
        }
    }

    fn is_output(&self, path: &Path) -> bool {
        is_temporary(path) || (!self.outputs.is_empty() && contains_canonical(path, &self.outputs))
    }

    fn walk(&mut self, directory: &Path) -> Result<Walk, ignore::Error> {
        let mut builder = WalkBuilder::new(directory);
        builder
            // Comparing whole paths is enough, since only files of the same directory are compared,
            // and it is faster than extracting the names.
            .sort_by_file_path(|a, b| a.as_os_str().cmp(b.as_os_str()))
            .git_ignore(self.selection.ignore)
            .git_exclude(self.selection.ignore)
            .git_global(self.selection.ignore)
            .ignore(self.selection.ignore)
            .parents(self.selection.ignore)
            // Respect ignore files outside of repositories too.
            .require_git(false)
            .overrides(overrides(directory, &self.selection.globs)?);
        Ok(builder.build())
    }

    /// The next file of the current directory.
    fn next_in_directory(&mut self) -> Option<Result<Input, Failure>> {
        loop {
            match self.directory.as_mut()?.next()? {
                Err(error) => return Some(Err(walk_failure(&error))),
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    let path = entry.into_path();
                    if !self.is_output(&path) {
                        let input = self.input(&path);
                        if self.is_selected(&path, &input) {
                            return Some(input.map(|input| Input {
                                is_discovered: true,
                                ..input.at(path)
                            }));
                        }
                    }
                }
                Ok(_) => {}
            }
        }
    }

    /// Whether to read a file in a directory: by its name, unless a glob or the configuration
    /// selects files.
    fn is_selected(&self, path: &Path, input: &Result<Input, Failure>) -> bool {
        let by_glob = self
            .selection
            .globs
            .iter()
            .any(|glob| !glob.starts_with('!'));
        let has_matching_name = by_glob || self.selection.matches_name(path);
        match input {
            Ok(input) => {
                (has_matching_name || (input.project.has_include() && !self.selection.only_ndjson))
                    && input.project.selects(path)
            }
            Err(_) => has_matching_name,
        }
    }

    /// The input at a path, or `None` for a directory, whose files are returned from then on.
    fn open_path(&mut self, path: PathBuf) -> Option<Result<Input, Failure>> {
        if path == Path::new("-") {
            let name = self.selection.stdin_filename.clone().unwrap_or(path);
            if std::mem::replace(&mut self.stdin_used, true) {
                return Some(Err(Failure {
                    source: name.to_string_lossy().into(),
                    reason: "standard input can be read only once".to_owned(),
                }));
            }
            return Some(self.input(&name));
        }
        if !path.is_dir() {
            return Some(self.input(&path).map(|input| input.at(path)));
        }
        match self.walk(&path) {
            Ok(walk) => {
                self.directory = Some(walk);
                None
            }
            Err(error) => Some(Err(walk_failure(&error))),
        }
    }

    /// An input with this name that reads standard input, unless the caller sets a path.
    fn input(&mut self, name: &Path) -> Result<Input, Failure> {
        let source: Arc<str> = name.to_string_lossy().into();
        let project = self.projects.for_file(name).map_err(|error| Failure {
            source: Arc::clone(&source),
            reason: error.to_string(),
        })?;
        let detected = FileKind::from_name(name);
        Ok(Input {
            path: None,
            name: source,
            format: (self.selection.input_format)
                .or(detected.format)
                .unwrap_or(self.selection.default_format),
            compression: detected.compression,
            is_discovered: false,
            original: None,
            project,
        })
    }
}

impl Iterator for Inputs {
    type Item = Result<Input, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(input) = self.next_in_directory() {
                return Some(input);
            }
            self.directory = None;
            let path = self.paths.pop_front()?;
            if let Some(input) = self.open_path(path) {
                return Some(input);
            }
        }
    }
}

/// Fails if an input is also written, which would destroy it. `outputs` are canonical paths.
pub(crate) fn reject_outputs_as_inputs(
    inputs: &[PathBuf],
    outputs: &[PathBuf],
) -> Result<(), Failure> {
    match inputs.iter().find(|path| contains_canonical(path, outputs)) {
        None => Ok(()),
        Some(path) => Err(Failure {
            source: path.to_string_lossy().into(),
            reason: "it is also an output".to_owned(),
        }),
    }
}

fn contains_canonical(path: &Path, files: &[PathBuf]) -> bool {
    fs::canonicalize(path).is_ok_and(|path| files.contains(&path))
}

fn overrides(directory: &Path, globs: &[String]) -> Result<Override, ignore::Error> {
    let mut builder = OverrideBuilder::new(directory);
    for glob in globs {
        builder.add(glob)?;
    }
    builder.build()
}

/// Removes the path from an error, since the message already starts with it.
fn walk_failure(error: &ignore::Error) -> Failure {
    let (mut path, mut reason) = (String::new(), error);
    loop {
        reason = match reason {
            ignore::Error::WithPath { path: at, err } => {
                path = at.to_string_lossy().into_owned();
                err
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => err,
            _ => break,
        };
    }
    // The cause, since the text of the error repeats the path.
    let cause = match reason {
        ignore::Error::Io(error) => error.source(),
        _ => None,
    };
    Failure {
        source: path.into(),
        reason: cause.map_or_else(|| reason.to_string(), ToString::to_string),
    }
}

/// What the name of a file implies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FileKind {
    format: Option<InputFormat>,
    compression: Compression,
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
    fn from_name(path: &Path) -> Self {
        match by_extension(COMPRESSIONS, path) {
            None => Self {
                format: by_extension(FORMATS, path),
                compression: Compression::None,
            },
            Some(compression) => Self {
                format: path
                    .file_stem()
                    .and_then(|inner| by_extension(FORMATS, Path::new(inner))),
                compression,
            },
        }
    }
}

fn by_extension<T: Copy>(table: &[(&str, T)], path: &Path) -> Option<T> {
    let extension = path.extension()?;
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
