//! Where documents come from: files, folders, standard input.

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

use crate::arguments::{InputFormat, Judging, Reading};
use crate::settings::{Project, Projects, Settings};
use crate::sink::is_temporary;

/// Bytes that most documents fit into.
const ORDINARY: usize = 16 * 1024;

/// A file, or standard input.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    /// None is standard input.
    path: Option<PathBuf>,
    /// Its name in reports.
    pub(crate) name: Arc<str>,
    pub(crate) format: InputFormat,
    compression: Compression,
    /// Whether it was found in a folder, so that it is no pipe that may keep one waiting.
    pub(crate) is_found: bool,
    pub(crate) project: Arc<Project>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compression {
    None,
    Gzip,
    Zstandard,
}

/// An input that cannot be read, and why, told to people.
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

    /// None is standard input.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    pub(crate) fn is_compressed(&self) -> bool {
        self.compression != Compression::None
    }

    /// How many bytes there are to read, where that is known.
    pub(crate) fn size(&self) -> Option<u64> {
        if self.is_compressed() {
            return None;
        }
        let metadata = fs::metadata(self.path.as_ref()?).ok()?;
        metadata.is_file().then_some(metadata.len())
    }

    pub(crate) fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let bytes: Box<dyn Read + Send> = match &self.path {
            Some(path) => Box::new(File::open(path)?),
            None => Box::new(io::stdin()),
        };
        Ok(match self.compression {
            Compression::None => bytes,
            Compression::Gzip => Box::new(MultiGzDecoder::new(bytes)),
            Compression::Zstandard => Box::new(zstd::Decoder::new(bytes)?),
        })
    }

    /// Reads all of it, in place of what stands in `text`.
    pub(crate) fn read(&self, text: &mut Vec<u8>) -> io::Result<()> {
        text.clear();
        text.reserve(ORDINARY);
        // By itself a file would be asked for its size first, which takes as long as to read a small
        // one; behind `take` it is no file any more.
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

/// The inputs that were asked for, in order: files as they are named, those of a folder by their
/// names.
pub(crate) struct Inputs {
    paths: VecDeque<PathBuf>,
    folder: Option<Walk>,
    choice: Choice,
    stdin_taken: bool,
    projects: Projects,
    /// Files that are written meanwhile, in their canonical form.
    written: Vec<PathBuf>,
}

/// Which files, and what they hold.
struct Choice {
    globs: Vec<String>,
    ignore: bool,
    input_format: Option<InputFormat>,
    stdin_filename: Option<PathBuf>,
    /// Whether the files of folders are streams alone.
    streams: bool,
    /// What inputs hold whose names do not tell.
    otherwise: InputFormat,
}

impl Choice {
    /// Whether a file of a folder looks like documents.
    fn takes(&self, path: &Path) -> bool {
        let format = Name::of(path).format;
        format.is_some_and(|format| !self.streams || format == InputFormat::Ndjson)
    }
}

impl Inputs {
    pub(crate) fn new(reading: &Reading, judging: &Judging) -> Result<Self, ignore::Error> {
        // Tells of a glob that cannot be read before anything else is done.
        overrides(Path::new(""), &reading.glob)?;
        Ok(Self {
            paths: reading.paths.iter().cloned().collect(),
            folder: None,
            stdin_taken: false,
            choice: Choice {
                globs: reading.glob.clone(),
                ignore: !reading.no_ignore,
                input_format: reading.input_format,
                stdin_filename: reading.stdin_filename.clone(),
                streams: false,
                otherwise: InputFormat::Json,
            },
            projects: Projects::new(judging.clone()),
            written: Vec::new(),
        })
    }

    /// Streams of one document a line, whatever their names.
    pub(crate) fn streams(files: &[PathBuf], judging: &Judging) -> Self {
        Self {
            paths: files.iter().cloned().collect(),
            folder: None,
            stdin_taken: false,
            choice: Choice {
                globs: Vec::new(),
                ignore: true,
                input_format: Some(InputFormat::Ndjson),
                stdin_filename: None,
                streams: true,
                otherwise: InputFormat::Ndjson,
            },
            projects: Projects::new(judging.clone()),
            written: Vec::new(),
        }
    }

    /// Leaves out those files of folders that are written meanwhile, given in their canonical form.
    pub(crate) fn without(self, written: &[PathBuf]) -> Self {
        Self {
            written: written.to_vec(),
            ..self
        }
    }

    fn is_written(&self, path: &Path) -> bool {
        is_temporary(path) || (!self.written.is_empty() && is_one_of(path, &self.written))
    }

    fn walk(&mut self, folder: &Path) -> Result<Walk, ignore::Error> {
        let mut builder = WalkBuilder::new(folder);
        builder
            // By name, since only files of one folder are compared; to take the names out of the
            // paths for each comparison takes longer.
            .sort_by_file_path(|a, b| a.as_os_str().cmp(b.as_os_str()))
            .git_ignore(self.choice.ignore)
            .git_exclude(self.choice.ignore)
            .git_global(self.choice.ignore)
            .ignore(self.choice.ignore)
            .parents(self.choice.ignore)
            // An ignore file counts outside of repositories too.
            .require_git(false)
            .overrides(overrides(folder, &self.choice.globs)?);
        Ok(builder.build())
    }

    /// The next file of the folder that is being walked.
    fn next_of_folder(&mut self) -> Option<Result<Input, Failure>> {
        loop {
            match self.folder.as_mut()?.next()? {
                Err(error) => return Some(Err(walk_failure(&error))),
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    let path = entry.into_path();
                    if !self.is_written(&path) {
                        let input = self.input(&path);
                        if self.is_chosen(&path, &input) {
                            return Some(input.map(|input| Input {
                                is_found: true,
                                ..input.at(path)
                            }));
                        }
                    }
                }
                Ok(_) => {}
            }
        }
    }

    /// Whether a file of a folder is to be read: one that looks like a document, unless files are
    /// chosen by a glob or by the configuration.
    fn is_chosen(&self, path: &Path, input: &Result<Input, Failure>) -> bool {
        let by_glob = self.choice.globs.iter().any(|glob| !glob.starts_with('!'));
        let looks_like_one = by_glob || self.choice.takes(path);
        match input {
            Ok(input) => {
                (looks_like_one || (input.project.includes() && !self.choice.streams))
                    && input.project.reads(path)
            }
            Err(_) => looks_like_one,
        }
    }

    /// The input at a path; none if that is a folder, which is walked from then on.
    fn enter(&mut self, path: PathBuf) -> Option<Result<Input, Failure>> {
        if path == Path::new("-") {
            let name = self.choice.stdin_filename.clone().unwrap_or(path);
            if std::mem::replace(&mut self.stdin_taken, true) {
                return Some(Err(Failure {
                    source: name.to_string_lossy().into(),
                    reason: "standard input can be read once only".to_owned(),
                }));
            }
            return Some(self.input(&name));
        }
        if !path.is_dir() {
            return Some(self.input(&path).map(|input| input.at(path)));
        }
        match self.walk(&path) {
            Ok(walk) => {
                self.folder = Some(walk);
                None
            }
            Err(error) => Some(Err(walk_failure(&error))),
        }
    }

    /// The input of this name, read from standard input unless it is put elsewhere.
    fn input(&mut self, name: &Path) -> Result<Input, Failure> {
        let source: Arc<str> = name.to_string_lossy().into();
        let project = self.projects.of(name).map_err(|error| Failure {
            source: Arc::clone(&source),
            reason: error.to_string(),
        })?;
        let told = Name::of(name);
        Ok(Input {
            path: None,
            name: source,
            format: (self.choice.input_format)
                .or(told.format)
                .unwrap_or(self.choice.otherwise),
            compression: told.compression,
            is_found: false,
            project,
        })
    }
}

impl Iterator for Inputs {
    type Item = Result<Input, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(input) = self.next_of_folder() {
                return Some(input);
            }
            self.folder = None;
            let path = self.paths.pop_front()?;
            if let Some(input) = self.enter(path) {
                return Some(input);
            }
        }
    }
}

/// That no input is written meanwhile, which would lose it; what is written is in its canonical
/// form.
pub(crate) fn not_written(inputs: &[PathBuf], written: &[PathBuf]) -> Result<(), Failure> {
    match inputs.iter().find(|path| is_one_of(path, written)) {
        None => Ok(()),
        Some(path) => Err(Failure {
            source: path.to_string_lossy().into(),
            reason: "it is also written to".to_owned(),
        }),
    }
}

fn is_one_of(path: &Path, files: &[PathBuf]) -> bool {
    fs::canonicalize(path).is_ok_and(|path| files.contains(&path))
}

fn overrides(folder: &Path, globs: &[String]) -> Result<Override, ignore::Error> {
    let mut builder = OverrideBuilder::new(folder);
    for glob in globs {
        builder.add(glob)?;
    }
    builder.build()
}

/// The error without the path, which stands before it in what is told.
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
    // What lies behind it: its own text tells the path once more.
    let cause = match reason {
        ignore::Error::Io(error) => error.source(),
        _ => None,
    };
    Failure {
        source: path.into(),
        reason: cause.map_or_else(|| reason.to_string(), ToString::to_string),
    }
}

/// What a file's name tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Name {
    format: Option<InputFormat>,
    compression: Compression,
}

/// What files hold, by the ends of their names in any case.
const FORMATS: &[(&str, InputFormat)] = &[
    ("json", InputFormat::Json),
    ("jsonl", InputFormat::Ndjson),
    ("ndjson", InputFormat::Ndjson),
    ("yaml", InputFormat::Yaml),
    ("yml", InputFormat::Yaml),
];

const COMPRESSIONS: &[(&str, Compression)] =
    &[("gz", Compression::Gzip), ("zst", Compression::Zstandard)];

impl Name {
    fn of(path: &Path) -> Self {
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
        .map(|(_, told)| *told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_files_hold() {
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
            let expected = Name {
                format,
                compression,
            };
            assert_eq!(Name::of(Path::new(path)), expected, "{path}");
        }
    }
}
