//! Finds the files to read in a directory.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use crate::cli::InputFormat;
use crate::failure::{Failure, FailureKind};
use crate::file_kind::FileKind;
use crate::globs::Globs;
use crate::ignore_files::IgnoreFiles;
use crate::plural::pluralize;
use crate::projects::{Project, ProjectResolver};
use crate::source_name::source_name;

/// Which files to read in directories.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    pub(crate) globs: Vec<String>,
    /// Whether to respect ignore files.
    pub(crate) ignore: bool,
    /// Whether to read only streams.
    pub(crate) only_ndjson: bool,
}

impl Selection {
    /// Whether the name of a file implies that it contains documents.
    fn matches_name(&self, path: &Path) -> bool {
        let format = FileKind::from_name(path).format;
        format.is_some_and(|format| !self.only_ndjson || format == InputFormat::Ndjson)
    }
}

/// The files of a directory in the order of their names.
pub(crate) struct DirectoryWalk {
    name: PathBuf,
    /// The directories that contain the current entry, without links, from the outermost one.
    directories: Vec<PathBuf>,
    entries: walkdir::IntoIter,
    globs: Globs,
    ignore_files: Option<IgnoreFiles>,
    /// Whether any file is selected, or cannot be because of an invalid configuration.
    has_found: bool,
    skipped: Skipped,
    /// Whether the configuration of the last visited file has `include`.
    has_include: bool,
}

/// A file that is selected.
pub(crate) struct FoundFile {
    pub(crate) path: PathBuf,
    /// The path without links to directories.
    pub(crate) absolute: PathBuf,
    pub(crate) is_link: bool,
    pub(crate) project: Arc<Project>,
}

/// Numbers of entries that are skipped, by reason.
#[derive(Debug, Default)]
struct Skipped {
    ignored: usize,
    excluded: usize,
    hidden: usize,
    unselected: usize,
}

impl DirectoryWalk {
    /// # Errors
    ///
    /// If the directory cannot be read or a glob is malformed.
    pub(crate) fn new(name: PathBuf, selection: &Selection) -> Result<Self, Failure> {
        let unreadable =
            |error: &dyn ToString| Failure::unreadable(source_name(&name), &error.to_string());
        let canonical = fs::canonicalize(&name).map_err(|error| unreadable(&error))?;
        let globs = Globs::new(&canonical, selection.globs.iter().map(String::as_str))
            .map_err(|(_, error)| unreadable(&error))?;
        Ok(Self {
            // Compares paths, because it takes longer to find the names in them. The entries of a
            // directory have the same parent.
            entries: WalkDir::new(&name)
                .sort_by(|one, other| one.path().as_os_str().cmp(other.path().as_os_str()))
                .into_iter(),
            ignore_files: selection.ignore.then(|| IgnoreFiles::of(&canonical)),
            globs,
            name,
            directories: vec![canonical],
            has_found: false,
            skipped: Skipped::default(),
            has_include: false,
        })
    }

    /// The next file to read.
    pub(crate) fn next(
        &mut self,
        selection: &Selection,
        projects: &mut ProjectResolver,
    ) -> Option<Result<FoundFile, Failure>> {
        loop {
            if let Some(failure) = self
                .ignore_files
                .as_mut()
                .and_then(IgnoreFiles::take_failure)
            {
                return Some(Err(failure));
            }
            let entry = match self.entries.next()? {
                Ok(entry) => entry,
                Err(error) => return Some(Err(self.failure(&error))),
            };
            if entry.depth() == 0 {
                continue;
            }
            match self.visit(entry, selection, projects) {
                Ok(None) => {}
                Ok(Some(file)) => return Some(Ok(file)),
                Err(failure) => return Some(Err(failure)),
            }
        }
    }

    /// Returns a file to read, and skips a directory that is excluded.
    fn visit(
        &mut self,
        entry: DirEntry,
        selection: &Selection,
        projects: &mut ProjectResolver,
    ) -> Result<Option<FoundFile>, Failure> {
        self.directories.truncate(entry.depth());
        debug_assert_eq!(self.directories.len(), entry.depth());
        let parent = self
            .directories
            .last()
            .map_or(Path::new(""), PathBuf::as_path);
        let absolute = parent.join(entry.file_name());
        let is_dir = entry.file_type().is_dir();
        let resolved = projects.of_directory(parent);
        if is_dir {
            self.directories.push(absolute.clone());
        }
        let project = match resolved {
            Ok(project) => project,
            Err(failure) => {
                self.has_found = true;
                return failure.map_or(Ok(None), Err);
            }
        };
        let reason = self.reason_to_skip(&entry, &absolute, &project);
        if is_dir {
            if let Some(reason) = reason {
                *reason += 1;
                self.entries.skip_current_dir();
                return Ok(None);
            }
            if let Some(ignore_files) = &mut self.ignore_files {
                ignore_files.enter(&absolute);
            }
            return Ok(None);
        }
        if let Some(reason) = reason {
            *reason += 1;
            return Ok(None);
        }
        self.has_include = project.has_include() && !selection.only_ndjson;
        let by_glob = self.globs.selects(&absolute, false);
        let is_selected = (by_glob || self.has_include || selection.matches_name(entry.path()))
            && (by_glob || !self.globs.has_selection())
            && project.selects(&absolute);
        if !is_selected {
            self.skipped.unselected += 1;
            return Ok(None);
        }
        let is_link = entry.path_is_symlink();
        // A link without a target is a file that cannot be read.
        if is_link && fs::metadata(entry.path()).is_ok_and(|target| !target.is_file()) {
            return Ok(None);
        }
        if !is_link && !entry.file_type().is_file() {
            return Ok(None);
        }
        self.has_found = true;
        Ok(Some(FoundFile {
            path: entry.into_path(),
            absolute,
            is_link,
            project,
        }))
    }

    /// The counter of the reason to skip an entry, if there is one.
    fn reason_to_skip(
        &mut self,
        entry: &DirEntry,
        absolute: &Path,
        project: &Project,
    ) -> Option<&mut usize> {
        let is_dir = entry.file_type().is_dir();
        let skipped = &mut self.skipped;
        match self.globs.matched(absolute, is_dir) {
            Some(true) => {}
            Some(false) => return Some(&mut skipped.excluded),
            None if entry.file_name().as_encoded_bytes().starts_with(b".") => {
                return Some(&mut skipped.hidden);
            }
            None => {
                let ignore_files = self.ignore_files.as_mut();
                if ignore_files.is_some_and(|files| files.ignores(absolute, is_dir)) {
                    return Some(&mut skipped.ignored);
                }
            }
        }
        project
            .excludes(absolute, is_dir)
            .then_some(&mut skipped.excluded)
    }

    fn failure(&self, error: &walkdir::Error) -> Failure {
        let path = error.path().unwrap_or(&self.name);
        let reason = match error.io_error() {
            Some(error) => error.to_string(),
            None => error.to_string(),
        };
        Failure::unreadable(source_name(path), &reason)
    }

    /// After the last entry: why no file was found, if none was.
    pub(crate) fn no_input(&self, selection: &Selection) -> Option<Failure> {
        (!self.has_found).then(|| {
            Failure::new(
                FailureKind::NoInput,
                source_name(&self.name),
                self.explain(selection),
            )
        })
    }

    /// What was looked for, and what was skipped.
    fn explain(&self, selection: &Selection) -> String {
        let mut text = "looked for ".to_owned();
        text += if selection.only_ndjson {
            "files ending in `.jsonl` or `.ndjson`"
        } else if self.has_include {
            "files that `include` in the configuration selects"
        } else if self.globs.has_selection() {
            "files"
        } else {
            "files ending in `.json`, `.jsonl`, `.ndjson`, `.yaml` or `.yml`"
        };
        if !selection.globs.is_empty() {
            let globs = selection
                .globs
                .iter()
                .map(|glob| format!("`--glob {glob}`"));
            text += " with ";
            text += &globs.collect::<Vec<_>>().join(" ");
        }
        let Skipped {
            ignored,
            excluded,
            hidden,
            unselected,
        } = self.skipped;
        let reasons = [
            (ignored, "ignored by ignore files (see `--no-ignore`)"),
            (excluded, "excluded by globs"),
            (hidden, "hidden"),
            (unselected, "not selected"),
        ];
        let reasons = reasons.into_iter().filter(|(count, _)| *count > 0);
        let reasons: Vec<_> = reasons
            .map(|(count, reason)| format!("{} {reason}", pluralize(count, "path")))
            .collect();
        text += "; found ";
        text += if reasons.is_empty() {
            "nothing"
        } else {
            "only "
        };
        text += &reasons.join(", ");
        text += "; use `--allow-empty` if this is intended";
        text
    }
}
