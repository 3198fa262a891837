//! Settings for checking documents, from the command line and from configuration files.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anchorbrowser_schema::{
    FixedRule, Level, Report, Root, Rule, Severity, UnknownRoot, UnknownRule, Validator,
};
use globset::{Glob, GlobSet, GlobSetBuilder};
use serde::Deserialize;

use crate::cli::{CheckOptions, DenyTarget};

/// The name of the configuration file.
pub(crate) const FILE_NAME: &str = "anchorbrowser-schema.toml";

/// How to check a document.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) root: Root,
    pub(crate) validator: Validator,
}

impl Settings {
    /// Checks a JSON document.
    pub(crate) fn check(&self, json: impl AsRef<[u8]>) -> Report {
        self.root.check_json(&self.validator, json)
    }
}

/// The directory of a configuration file, and the settings of the inputs below it.
#[derive(Debug)]
pub(crate) struct Project {
    /// The configuration file, if any.
    pub(crate) file: Option<PathBuf>,
    pub(crate) settings: Settings,
    directory: PathBuf,
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Project {
    /// Whether the configuration selects the files to read.
    pub(crate) fn has_include(&self) -> bool {
        self.include.is_some()
    }

    /// Whether to read a file found in a directory.
    pub(crate) fn selects(&self, path: &Path) -> bool {
        if self.include.is_none() && self.exclude.is_empty() {
            return true;
        }
        let path = absolute(path);
        let path = path.strip_prefix(&self.directory).unwrap_or(&path);
        self.include
            .as_ref()
            .is_none_or(|globs| globs.is_match(path))
            && !self.exclude.is_match(path)
    }
}

/// The contents of a configuration file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ConfigFile {
    /// Document type.
    r#type: Option<String>,
    /// Maximum number of violations to list per document.
    max_violations: Option<i64>,
    /// Files to read in directories (default: by file name).
    include: Option<Vec<String>>,
    /// Files to skip in directories.
    #[serde(default)]
    exclude: Vec<String>,
    /// Rules and their levels.
    #[serde(default)]
    levels: BTreeMap<String, String>,
}

/// Why a configuration file is invalid.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum ConfigErrorKind {
    #[error("{0}")]
    Read(String),
    #[error("{0}")]
    Toml(String),
    #[error(transparent)]
    Root(#[from] UnknownRoot),
    #[error(transparent)]
    Rule(#[from] UnknownRule),
    #[error(transparent)]
    Fixed(#[from] FixedRule),
    #[error("`{0}` is not a level; it must be `deny`, `warn` or `allow`")]
    Level(String),
    #[error("`max-violations` must be 0 or more, but is `{0}`")]
    MaxViolations(i64),
    #[error("{0}")]
    Glob(#[from] globset::Error),
}

/// An invalid configuration file.
#[derive(Clone, Debug, thiserror::Error)]
#[error("invalid configuration file `{}`: {reason}", file.display())]
pub(crate) struct ConfigError {
    file: PathBuf,
    reason: ConfigErrorKind,
}

/// Finds the project of each input.
pub(crate) struct ProjectResolver {
    check_options: CheckOptions,
    /// The directory of the previous file, as given, and its project.
    last: Option<(PathBuf, Result<Arc<Project>, ConfigError>)>,
    /// Projects of absolute directories: of their own, or of the nearest directory above.
    by_directory: HashMap<PathBuf, Result<Arc<Project>, ConfigError>>,
}

impl ProjectResolver {
    pub(crate) fn new(check_options: CheckOptions) -> Self {
        Self {
            check_options,
            last: None,
            by_directory: HashMap::new(),
        }
    }

    /// The project of a file, which does not have to exist.
    pub(crate) fn for_file(&mut self, file: &Path) -> Result<Arc<Project>, ConfigError> {
        let parent = file.parent().unwrap_or(Path::new(""));
        // Most files are in the same directory as the previous one.
        if let Some((directory, project)) = &self.last
            && directory.as_os_str() == parent.as_os_str()
        {
            return project.clone();
        }
        let project = self.find(file);
        self.last = Some((parent.to_owned(), project.clone()));
        project
    }

    fn find(&mut self, file: &Path) -> Result<Arc<Project>, ConfigError> {
        let directory = absolute(file)
            .parent()
            .map(Path::to_owned)
            .unwrap_or_default();
        if self.check_options.no_config || self.check_options.config.is_some() {
            // One project for all inputs.
            return self.cached(Path::new(""), |projects| {
                match projects.check_options.config.clone() {
                    Some(file) => projects.read(&file, &absolute(&file)),
                    None => projects.build_project(None, Path::new(""), &ConfigFile::default()),
                }
            });
        }
        self.for_directory(&directory)
    }

    fn for_directory(&mut self, directory: &Path) -> Result<Arc<Project>, ConfigError> {
        self.cached(directory, |projects| {
            let file = directory.join(FILE_NAME);
            match (file.is_file(), directory.parent()) {
                (true, _) => projects.read(&file, &file),
                (false, Some(above)) => projects.for_directory(above),
                (false, None) => projects.build_project(None, directory, &ConfigFile::default()),
            }
        })
    }

    fn cached(
        &mut self,
        directory: &Path,
        find: impl FnOnce(&mut Self) -> Result<Arc<Project>, ConfigError>,
    ) -> Result<Arc<Project>, ConfigError> {
        if let Some(project) = self.by_directory.get(directory) {
            return project.clone();
        }
        let project = find(self);
        self.by_directory
            .insert(directory.to_owned(), project.clone());
        project
    }

    /// Reads a configuration file; `file` is its name in messages.
    fn read(&self, file: &Path, absolute: &Path) -> Result<Arc<Project>, ConfigError> {
        let config_error = |reason| ConfigError {
            file: file.to_owned(),
            reason,
        };
        let text = fs::read_to_string(file).map_err(|error| {
            config_error(ConfigErrorKind::Read(match error.kind() {
                ErrorKind::InvalidData => "the file is not valid UTF-8".to_owned(),
                _ => error.to_string(),
            }))
        })?;
        let config = toml::from_str(&text)
            .map_err(|error| config_error(ConfigErrorKind::Toml(one_line(&error, &text))))?;
        let directory = absolute.parent().unwrap_or(Path::new(""));
        self.build_project(Some(file), directory, &config)
    }

    fn build_project(
        &self,
        file: Option<&Path>,
        directory: &Path,
        config: &ConfigFile,
    ) -> Result<Arc<Project>, ConfigError> {
        let project = || -> Result<Project, ConfigErrorKind> {
            let include = config.include.as_deref().map(compile_globs).transpose()?;
            let exclude = compile_globs(&config.exclude)?;
            Ok(Project {
                settings: resolve_settings(&self.check_options, config)?,
                file: file.map(Path::to_owned),
                directory: directory.to_owned(),
                include,
                exclude,
            })
        };
        project().map(Arc::new).map_err(|reason| ConfigError {
            file: file.map(Path::to_owned).unwrap_or_default(),
            reason,
        })
    }
}

/// The command line takes precedence over the configuration file.
fn resolve_settings(
    check_options: &CheckOptions,
    config: &ConfigFile,
) -> Result<Settings, ConfigErrorKind> {
    let mut levels = BTreeMap::new();
    for (rule, level) in &config.levels {
        levels.insert(rule.parse::<Rule>()?, parse_level(level)?);
    }
    // If the command line sets several levels for a rule, the strictest one applies.
    let requested = [
        (Level::Allow, &check_options.allow),
        (Level::Warn, &check_options.warn),
    ];
    for (level, rules) in requested {
        levels.extend(rules.iter().map(|rule| (*rule, level)));
    }
    let mut deny_warnings = false;
    for denied in &check_options.deny {
        match denied {
            DenyTarget::Rule(rule) => {
                levels.insert(*rule, Level::Deny);
            }
            DenyTarget::Warnings => deny_warnings = true,
        }
    }
    if deny_warnings {
        for rule in Rule::all() {
            let default = match rule.default_severity() {
                Severity::Warning => Level::Warn,
                _ => Level::Deny,
            };
            let level = levels.entry(rule).or_insert(default);
            if *level == Level::Warn {
                *level = Level::Deny;
            }
        }
    }
    let mut validator = Validator::new();
    for (rule, level) in levels {
        validator = validator.level(rule, level)?;
    }
    let configured = match config.max_violations {
        Some(limit) => {
            Some(usize::try_from(limit).map_err(|_| ConfigErrorKind::MaxViolations(limit))?)
        }
        None => None,
    };
    if let Some(violations) = check_options.max_violations.or(configured) {
        validator = validator.max_violations(violations);
    }
    let root = match (check_options.root, &config.r#type) {
        (Some(root), _) => root,
        (None, Some(name)) => name.parse()?,
        (None, None) => Root::default(),
    };
    Ok(Settings { root, validator })
}

fn parse_level(name: &str) -> Result<Level, ConfigErrorKind> {
    [Level::Deny, Level::Warn, Level::Allow]
        .into_iter()
        .find(|level| level.name() == name)
        .ok_or_else(|| ConfigErrorKind::Level(name.to_owned()))
}

fn compile_globs(patterns: &[String]) -> Result<GlobSet, ConfigErrorKind> {
    let mut globs = GlobSetBuilder::new();
    for pattern in patterns {
        globs.add(Glob::new(pattern)?);
    }
    Ok(globs.build()?)
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The message of a TOML error, without the excerpt on the following lines.
fn one_line(error: &toml::de::Error, text: &str) -> String {
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    match error.span().and_then(|span| text.get(..span.start)) {
        Some(before) => format!("line {}: {message}", before.matches('\n').count() + 1),
        None => message,
    }
}
