//! Projects: the directories of configuration files, and the files in them.

use std::collections::HashMap;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::cli::CheckOptions;
use crate::config_file::{Config, FILE_NAME};
use crate::failure::Failure;
use crate::ignore_files::is_repository_root;
use crate::settings::{Layer, Settings};

/// A configuration, and the settings of the files that it applies to.
#[derive(Debug)]
pub(crate) struct Project {
    config: Config,
    /// The settings of the command line.
    arguments: Layer,
    settings: Arc<Settings>,
}

impl Project {
    fn new(config: Config, arguments: Layer) -> Arc<Self> {
        let settings = Settings::from_layers([&config.layer, &arguments]);
        Arc::new(Self {
            config,
            arguments,
            settings,
        })
    }

    /// The configuration file, if any.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.config.file.as_deref()
    }

    /// Whether the configuration selects the files to read in directories.
    pub(crate) fn has_include(&self) -> bool {
        self.config.include.is_some()
    }

    /// Whether the configuration excludes a path, which is absolute.
    pub(crate) fn excludes(&self, path: &Path, is_dir: bool) -> bool {
        let exclude = self.config.exclude.as_ref();
        exclude.is_some_and(|globs| globs.selects(path, is_dir))
    }

    /// Whether the configuration selects a file, which is given by absolute path.
    pub(crate) fn selects(&self, file: &Path) -> bool {
        let include = self.config.include.as_ref();
        include.is_none_or(|globs| globs.selects(file, false)) && !self.excludes(file, false)
    }

    /// The settings of a file, which is given by absolute path.
    pub(crate) fn settings(&self, file: &Path) -> Arc<Settings> {
        let overrides = self.config.overrides.iter();
        let overrides = overrides.filter(|(globs, _)| globs.selects(file, false));
        let overrides: Vec<_> = overrides.map(|(_, layer)| layer).collect();
        if overrides.is_empty() {
            return Arc::clone(&self.settings);
        }
        let file = [&self.config.layer].into_iter();
        Settings::from_layers(file.chain(overrides).chain([&self.arguments]))
    }
}

/// The project of a directory, or why there is none. The first use of an invalid configuration
/// returns the failure, further ones nothing, since it is reported once.
pub(crate) type Resolved = Result<Arc<Project>, Option<Failure>>;

/// Finds the project of each directory.
pub(crate) struct ProjectResolver {
    options: CheckOptions,
    arguments: Layer,
    /// Projects of canonical directories; `None` if their configuration is invalid.
    by_directory: HashMap<OsString, Option<Arc<Project>>>,
}

impl ProjectResolver {
    pub(crate) fn new(options: &CheckOptions) -> Self {
        Self {
            options: options.clone(),
            arguments: Layer::from(options),
            by_directory: HashMap::new(),
        }
    }

    /// The project of the files in a canonical directory: that of the nearest configuration file in
    /// it or above, but not outside of its repository.
    pub(crate) fn of_directory(&mut self, directory: &Path) -> Resolved {
        if let Some(project) = self.by_directory.get(directory.as_os_str()) {
            return project.clone().ok_or(None);
        }
        if self.options.no_config || self.options.config.is_some() {
            // One project for all inputs.
            let resolved = match self.by_directory.get(OsStr::new("")) {
                Some(project) => project.clone().ok_or(None),
                None => self.read(self.options.config.clone()),
            };
            return self.remember([Path::new(""), directory], resolved);
        }
        let mut searched = Vec::new();
        for candidate in directory.ancestors() {
            if let Some(project) = self.by_directory.get(candidate.as_os_str()).cloned() {
                return self.remember(searched, project.ok_or(None));
            }
            searched.push(candidate);
            let file = candidate.join(FILE_NAME);
            // One that cannot be read must not be ignored.
            if fs::symlink_metadata(&file).is_ok() {
                let resolved = self.read(Some(file));
                return self.remember(searched, resolved);
            }
            if is_repository_root(candidate) {
                break;
            }
        }
        let resolved = self.read(None);
        self.remember(searched, resolved)
    }

    fn remember<'d>(
        &mut self,
        directories: impl IntoIterator<Item = &'d Path>,
        resolved: Resolved,
    ) -> Resolved {
        let project = resolved.as_ref().ok().cloned();
        let entries = directories
            .into_iter()
            .map(|directory| (directory.as_os_str().to_owned(), project.clone()));
        self.by_directory.extend(entries);
        resolved
    }

    fn read(&self, file: Option<PathBuf>) -> Resolved {
        let config = match file {
            None => Config::default(),
            Some(file) => {
                let directory = canonical_parent(&file);
                Config::read(&file, &directory).map_err(Some)?
            }
        };
        Ok(Project::new(config, self.arguments.clone()))
    }
}

/// The directory that contains a file, by canonical path if it exists.
pub(crate) fn canonical_parent(file: &Path) -> PathBuf {
    let parent = match file.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => file,
    };
    fs::canonicalize(parent).unwrap_or_else(|_| lexically_normal(parent))
}

/// The absolute path of a directory that does not exist, without `.` and `..`.
fn lexically_normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in env::current_dir()
        .unwrap_or_default()
        .join(path)
        .components()
    {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            component => normal.push(component),
        }
    }
    normal
}
