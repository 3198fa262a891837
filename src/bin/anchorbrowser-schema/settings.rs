//! Settings for checking documents, from the command line and from configuration files.

use std::collections::{BTreeMap, HashMap};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fmt, fs};

use anchorbrowser_schema::{DocumentType, FixedRule, Level, Report, Validator};
use globset::{Glob, GlobSet, GlobSetBuilder};
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, IgnoredAny, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use crate::cli::{CheckOptions, DenyTarget};

/// The name of the configuration file.
pub(crate) const FILE_NAME: &str = "anchorbrowser-schema.toml";

/// How to check a document.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) document_type: DocumentType,
    pub(crate) validator: Validator,
    /// Whether nobody has chosen the revision.
    pub(crate) is_default_revision: bool,
}

impl Settings {
    /// Checks a JSON document.
    pub(crate) fn check(&self, json: impl AsRef<[u8]>) -> Report {
        self.validator.check_json_as(self.document_type, json)
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
#[derive(Debug, Default)]
struct ConfigFile {
    files: FileOptions,
    validator: Validator,
    has_revision: bool,
}

/// Which files to check, and as what.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct FileOptions {
    /// Document type.
    r#type: DocumentType,
    /// Files to read in directories (default: by file name).
    include: Option<Vec<String>>,
    /// Files to skip in directories.
    exclude: Vec<String>,
}

/// The keys of [`FileOptions`]. All other keys are those of a [`Validator`].
const FILE_KEYS: [&str; 3] = ["type", "include", "exclude"];

impl ConfigFile {
    fn parse(text: &str) -> Result<Self, ConfigErrorKind> {
        let invalid = |error| ConfigErrorKind::Toml(one_line(&error, text));
        let keys: BTreeMap<Spanned<String>, toml::Value> = toml::from_str(text).map_err(invalid)?;
        let has_revision = keys.keys().any(|key| key.get_ref() == "revision");
        let known = || FILE_KEYS.iter().chain(Validator::OPTIONS);
        let is_unknown = |key: &&Spanned<String>| !known().any(|known| known == key.get_ref());
        if let Some(key) = keys.into_keys().collect::<Vec<_>>().iter().find(is_unknown) {
            let known: Vec<_> = known().map(|known| format!("`{known}`")).collect();
            return Err(ConfigErrorKind::UnknownKey {
                line: line_at(text, key.span().start),
                key: key.get_ref().clone(),
                known: known.join(", "),
            });
        }
        let files = toml::from_str(text).map_err(invalid)?;
        let ValidatorOptions(validator) = toml::from_str(text).map_err(invalid)?;
        Ok(Self {
            files,
            validator,
            has_revision,
        })
    }
}

/// A validator, read from the keys of a configuration file that are its own.
struct ValidatorOptions(Validator);

impl<'de> Deserialize<'de> for ValidatorOptions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Table;

        impl<'de> Visitor<'de> for Table {
            type Value = ValidatorOptions;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ValidatorOptions, A::Error> {
                let options = MapAccessDeserializer::new(WithoutFileKeys(map));
                Validator::deserialize(options).map(ValidatorOptions)
            }
        }

        deserializer.deserialize_map(Table)
    }
}

/// A table without the keys of [`FileOptions`].
struct WithoutFileKeys<A>(A);

impl<'de, A: MapAccess<'de>> MapAccess<'de> for WithoutFileKeys<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.0.next_key::<String>()? {
            if !FILE_KEYS.contains(&key.as_str()) {
                return seed.deserialize(key.into_deserializer()).map(Some);
            }
            self.0.next_value::<IgnoredAny>()?;
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.0.next_value_seed(seed)
    }
}

/// Why a configuration file is invalid.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum ConfigErrorKind {
    #[error("{0}")]
    Read(String),
    #[error("{0}")]
    Toml(String),
    #[error("line {line}: unknown key `{key}`; use {known}")]
    UnknownKey {
        line: usize,
        key: String,
        known: String,
    },
    #[error(transparent)]
    Fixed(#[from] FixedRule),
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
        let config = ConfigFile::parse(&text).map_err(config_error)?;
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
            let include = config
                .files
                .include
                .as_deref()
                .map(compile_globs)
                .transpose()?;
            let exclude = compile_globs(&config.files.exclude)?;
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
    let mut validator = config.validator.clone();
    // If the command line sets several levels for a rule, the strictest one applies.
    let lowered = [
        (Level::Allow, &check_options.allow),
        (Level::Warn, &check_options.warn),
    ];
    for (level, rules) in lowered {
        for rule in rules {
            validator = validator.level(*rule, level)?;
        }
    }
    for denied in &check_options.deny {
        if let DenyTarget::Rule(rule) = denied {
            validator = validator.deny(*rule);
        }
    }
    if check_options.deny.contains(&DenyTarget::Warnings) {
        validator = validator.deny_warnings();
    }
    if let Some(revision) = check_options.revision {
        validator = validator.revision(revision);
    }
    if let Some(violations) = check_options.max_violations {
        validator = validator.max_violations(violations);
    }
    Ok(Settings {
        document_type: check_options.document_type.unwrap_or(config.files.r#type),
        validator,
        is_default_revision: check_options.revision.is_none() && !config.has_revision,
    })
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
        Some(before) => format!("line {}: {message}", line_at(text, before.len())),
        None => message,
    }
}

/// The line of an offset, from 1.
fn line_at(text: &str, offset: usize) -> usize {
    text.bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}
