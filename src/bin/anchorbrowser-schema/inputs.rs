//! Finds inputs: files, directories and standard input.

use std::collections::{HashSet, VecDeque};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use same_file::Handle;

use crate::cli::{CheckOptions, InputFormat, InputOptions};
use crate::destination::is_temporary;
use crate::failure::{Failure, too_large};
use crate::file_kind::{Compression, FileKind};
use crate::globs::Globs;
use crate::original::Original;
use crate::projects::{Project, ProjectResolver, canonical_parent};
use crate::settings::Settings;
use crate::small_file::read_bounded;
use crate::source_name::{STDIN, STDIN_ONCE, is_dash, source_name};
use crate::walk::{DirectoryWalk, FoundFile, Selection};

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
    /// Whether it was found in a directory, so that it is not a pipe that could block.
    pub(crate) is_discovered: bool,
    /// The open file, if it may be replaced.
    original: Option<Arc<Original>>,
    pub(crate) project: Arc<Project>,
    settings: Arc<Settings>,
}

impl Input {
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
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
    ///
    /// # Errors
    ///
    /// If it cannot be read, is too large, or does not fit into memory.
    pub(crate) fn read(&self, text: &mut Vec<u8>) -> io::Result<()> {
        text.clear();
        text.reserve(TYPICAL_SIZE);
        let limit = self.settings.max_input_bytes;
        let bound = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        if self.is_compressed() && self.path.is_some() && self.original.is_none() {
            // A few bytes can become very many: count them before any memory is used.
            let size = io::copy(&mut self.open()?.take(bound), &mut io::sink())?;
            if size == bound {
                return Err(too_large(limit));
            }
        }
        // For a file, `read_to_end` would query the size first, which takes as long as reading a
        // small file. `take` hides that it is a file.
        self.open()?.take(bound).read_to_end(text)?;
        if text.len() > limit {
            return Err(too_large(limit));
        }
        Ok(())
    }

    pub(crate) fn failure(&self, reason: &impl ToString) -> Failure {
        Failure::unreadable(Arc::clone(&self.name), reason)
    }

    /// The failure of a line of a stream. Later lines are still read.
    pub(crate) fn line_failure(&self, line: usize, reason: &impl ToString) -> Failure {
        Failure {
            line: Some(line),
            ..self.failure(reason)
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

/// The selected inputs in order: paths as given, and the files of a directory by name. Each file is
/// read once, even if several paths lead to it.
pub(crate) struct Inputs {
    paths: VecDeque<PathBuf>,
    directory: Option<DirectoryWalk>,
    selection: Selection,
    names: Naming,
    stdin_used: bool,
    projects: ProjectResolver,
    /// Whether `include` and `exclude` apply to named files.
    force_exclude: bool,
    allow_empty: bool,
    /// Canonical paths of the files that were returned.
    seen: HashSet<OsString>,
    /// Canonical paths of the files that this run writes.
    outputs: Vec<PathBuf>,
}

/// What the names of inputs mean.
struct Naming {
    input_format: Option<InputFormat>,
    stdin_filename: Option<PathBuf>,
    /// Format of inputs whose names do not imply one.
    default_format: InputFormat,
}

impl Inputs {
    /// # Errors
    ///
    /// If a glob is malformed.
    pub(crate) fn new(
        input_options: &InputOptions,
        check_options: &CheckOptions,
    ) -> Result<Self, ignore::Error> {
        // Report a malformed glob before doing anything else.
        let globs = input_options.glob.iter().map(String::as_str);
        Globs::new(Path::new(""), globs).map_err(|(_, error)| error)?;
        Ok(Self {
            paths: input_options.paths.iter().cloned().collect(),
            directory: None,
            selection: Selection {
                globs: input_options.glob.clone(),
                ignore: !input_options.no_ignore,
                only_ndjson: false,
            },
            names: Naming {
                input_format: input_options.input_format,
                stdin_filename: input_options.stdin_filename.clone(),
                default_format: InputFormat::Json,
            },
            stdin_used: false,
            projects: ProjectResolver::new(check_options),
            force_exclude: input_options.force_exclude,
            allow_empty: input_options.allow_empty,
            seen: HashSet::new(),
            outputs: Vec::new(),
        })
    }

    /// Streams with one document per line, regardless of their names.
    pub(crate) fn ndjson_streams(
        files: &[PathBuf],
        allow_empty: bool,
        check_options: &CheckOptions,
    ) -> Self {
        Self {
            paths: files.iter().cloned().collect(),
            directory: None,
            selection: Selection {
                globs: Vec::new(),
                ignore: true,
                only_ndjson: true,
            },
            names: Naming {
                input_format: Some(InputFormat::Ndjson),
                stdin_filename: None,
                default_format: InputFormat::Ndjson,
            },
            stdin_used: false,
            projects: ProjectResolver::new(check_options),
            force_exclude: false,
            allow_empty,
            seen: HashSet::new(),
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

    /// The next file of the current directory.
    fn next_in_directory(&mut self) -> Option<Result<Input, Failure>> {
        loop {
            let walk = self.directory.as_mut()?;
            match walk.next(&self.selection, &mut self.projects) {
                Some(Err(failure)) => return Some(Err(failure)),
                Some(Ok(file)) => {
                    if let Some(input) = self.discovered(file) {
                        return Some(Ok(input));
                    }
                }
                None => {
                    let walk = self.directory.take()?;
                    let failure = walk.no_input(&self.selection);
                    return failure.filter(|_| !self.allow_empty).map(Err);
                }
            }
        }
    }

    /// The input for a file in a directory, unless it was already returned or is an output.
    fn discovered(&mut self, file: FoundFile) -> Option<Input> {
        let FoundFile {
            path,
            absolute,
            is_link,
            project,
        } = file;
        let canonical = if is_link {
            fs::canonicalize(&path).unwrap_or_else(|_| absolute.clone())
        } else {
            absolute.clone()
        };
        if is_temporary(&path)
            || self.outputs.contains(&canonical)
            || !self.seen.insert(canonical.into_os_string())
        {
            return None;
        }
        Some(Input {
            is_discovered: true,
            ..self.input(Some(path.clone()), &path, &absolute, project)
        })
    }

    /// The input at a path, or `None` for a directory, whose files are returned from then on.
    fn open_path(&mut self, path: PathBuf) -> Option<Result<Input, Failure>> {
        if is_dash(&path) {
            return Some(self.stdin());
        }
        if path.is_dir() {
            match DirectoryWalk::new(path, &self.selection) {
                Ok(walk) => self.directory = Some(walk),
                Err(failure) => return Some(Err(failure)),
            }
            return None;
        }
        self.named_file(&path).transpose()
    }

    fn stdin(&mut self) -> Result<Input, Failure> {
        let name = self.names.stdin_filename.clone();
        let name = name.unwrap_or_else(|| PathBuf::from(STDIN));
        if std::mem::replace(&mut self.stdin_used, true) {
            return Err(Failure::unreadable(stdin_name(&name), STDIN_ONCE));
        }
        let directory = canonical_parent(&name);
        let absolute = directory.join(name.file_name().unwrap_or_default());
        let project = self.projects.of_directory(&directory).map_err(|failure| {
            failure.unwrap_or_else(|| {
                Failure::unreadable(stdin_name(&name), "its configuration is invalid")
            })
        })?;
        let input = self.input(None, &name, &absolute, project);
        Ok(Input {
            name: stdin_name(&name).into(),
            ..input
        })
    }

    /// A file that is named explicitly, unless it was already returned or is excluded.
    fn named_file(&mut self, path: &Path) -> Result<Option<Input>, Failure> {
        let directory = canonical_parent(path);
        let absolute = directory.join(path.file_name().unwrap_or_default());
        let project = match self.projects.of_directory(&directory) {
            Ok(project) => project,
            Err(failure) => return failure.map_or(Ok(None), Err),
        };
        if self.force_exclude && !project.selects(&absolute) {
            return Ok(None);
        }
        if path.is_file()
            && let Ok(canonical) = fs::canonicalize(path)
            && !self.seen.insert(canonical.into_os_string())
        {
            return Ok(None);
        }
        Ok(Some(self.input(
            Some(path.to_owned()),
            path,
            &absolute,
            project,
        )))
    }

    fn input(
        &self,
        path: Option<PathBuf>,
        name: &Path,
        absolute: &Path,
        project: Arc<Project>,
    ) -> Input {
        let detected = FileKind::from_name(name);
        Input {
            path,
            name: source_name(name).into(),
            format: (self.names.input_format)
                .or(detected.format)
                .unwrap_or(self.names.default_format),
            compression: detected.compression,
            is_discovered: false,
            original: None,
            settings: project.settings(absolute),
            project,
        }
    }
}

/// The name of standard input: `-`, unless it is set.
fn stdin_name(name: &Path) -> String {
    if is_dash(name) {
        STDIN.to_owned()
    } else {
        source_name(name)
    }
}

impl Iterator for Inputs {
    type Item = Result<Input, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(input) = self.next_in_directory() {
                return Some(input);
            }
            let path = self.paths.pop_front()?;
            if let Some(input) = self.open_path(path) {
                return Some(input);
            }
        }
    }
}

impl InputOptions {
    /// The options with the paths of the file list, which is read.
    ///
    /// # Errors
    ///
    /// If the list cannot be read.
    pub(crate) fn with_file_list(&self) -> Result<Self, Failure> {
        let mut options = self.clone();
        if let Some(list) = options.file_list.take() {
            let names = read_list(&list)
                .map_err(|error| Failure::unreadable(source_name(&list), &error))?;
            options.paths.extend(names);
        }
        Ok(options)
    }
}

/// Reads names that end with NUL or, if there is none, with a line break.
fn read_list(list: &Path) -> io::Result<Vec<PathBuf>> {
    let text = if is_dash(list) {
        read_bounded(io::stdin())?
    } else {
        read_bounded(File::open(list)?)?
    };
    let end = if text.contains(&0) { 0 } else { b'\n' };
    let names = text
        .split(|byte| *byte == end)
        .filter(|name| !name.is_empty());
    Ok(names
        // `-` is a file here, since standard input is not in a list.
        .map(|name| if name == b"-" { b"./-" } else { name })
        .map(path_from_bytes)
        .collect())
}

#[cfg(unix)]
fn path_from_bytes(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(bytes.to_owned()).into()
}

#[cfg(not(unix))]
fn path_from_bytes(bytes: &[u8]) -> PathBuf {
    OsString::from(String::from_utf8_lossy(bytes).into_owned()).into()
}

/// Fails if an input is also written, which would destroy it. `outputs` are canonical paths.
pub(crate) fn reject_outputs_as_inputs(
    inputs: &[PathBuf],
    outputs: &[PathBuf],
) -> Result<(), Failure> {
    let is_output = |path: &&PathBuf| {
        if is_dash(path) {
            is_stdin_any_of(outputs)
        } else {
            fs::canonicalize(path).is_ok_and(|path| outputs.contains(&path))
        }
    };
    match inputs.iter().find(is_output) {
        None => Ok(()),
        Some(path) => Err(Failure::unreadable(
            stdin_name(path),
            "it is also an output",
        )),
    }
}

/// Whether standard input is redirected from one of these files.
fn is_stdin_any_of(files: &[PathBuf]) -> bool {
    let Ok(stdin) = Handle::stdin() else {
        return false;
    };
    files
        .iter()
        .any(|file| Handle::from_path(file).is_ok_and(|file| file == stdin))
}
