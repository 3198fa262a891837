//! By what documents are judged: the command line, and the configuration file nearest above them.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anchorbrowser_schema::{
    FixedRule, Level, Root, Rule, Severity, UnknownRoot, UnknownRule, Validator,
};
use globset::{Glob, GlobSet, GlobSetBuilder};
use serde::Deserialize;

use crate::arguments::{Denied, Judging};

/// The name of the configuration file.
pub(crate) const FILE_NAME: &str = "anchorbrowser-schema.toml";

/// By what a document is judged.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) root: Root,
    pub(crate) validator: Validator,
}

/// The folder of a configuration file, and what that says of the inputs below it.
#[derive(Debug)]
pub(crate) struct Project {
    /// The configuration file, if there is one.
    pub(crate) file: Option<PathBuf>,
    pub(crate) settings: Settings,
    folder: PathBuf,
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Project {
    /// Whether it names the files to read.
    pub(crate) fn includes(&self) -> bool {
        self.include.is_some()
    }

    /// Whether a file that was found in a folder is to be read.
    pub(crate) fn reads(&self, path: &Path) -> bool {
        if self.include.is_none() && self.exclude.is_empty() {
            return true;
        }
        let path = absolute(path);
        let path = path.strip_prefix(&self.folder).unwrap_or(&path);
        self.include
            .as_ref()
            .is_none_or(|globs| globs.is_match(path))
            && !self.exclude.is_match(path)
    }
}

/// The configuration file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Configuration {
    /// What the documents are.
    r#type: Option<String>,
    /// Violations of a document to list.
    max_violations: Option<i64>,
    /// Files of folders to read; all that look like documents if there is none.
    include: Option<Vec<String>>,
    /// Files of folders not to read.
    #[serde(default)]
    exclude: Vec<String>,
    /// Rules and their levels.
    #[serde(default)]
    levels: BTreeMap<String, String>,
}

/// Why a configuration cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum Unusable {
    #[error("{0}")]
    Read(String),
    #[error("it is not such a file: {0}")]
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

/// A configuration file that cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
#[error("cannot use the configuration `{}`: {reason}", file.display())]
pub(crate) struct BadConfiguration {
    file: PathBuf,
    reason: Unusable,
}

/// Finds the project of each input.
pub(crate) struct Projects {
    judging: Judging,
    /// The folder of the last file, as it was named, and its project.
    last: Option<(PathBuf, Result<Arc<Project>, BadConfiguration>)>,
    /// What is known of absolute folders: their own project or that of the nearest folder above.
    of_folders: HashMap<PathBuf, Result<Arc<Project>, BadConfiguration>>,
}

impl Projects {
    pub(crate) fn new(judging: Judging) -> Self {
        Self {
            judging,
            last: None,
            of_folders: HashMap::new(),
        }
    }

    /// The project of the documents in this file, which need not exist.
    pub(crate) fn of(&mut self, file: &Path) -> Result<Arc<Project>, BadConfiguration> {
        let parent = file.parent().unwrap_or(Path::new(""));
        // Most files stand beside the one before.
        if let Some((folder, project)) = &self.last
            && folder.as_os_str() == parent.as_os_str()
        {
            return project.clone();
        }
        let project = self.find(file);
        self.last = Some((parent.to_owned(), project.clone()));
        project
    }

    fn find(&mut self, file: &Path) -> Result<Arc<Project>, BadConfiguration> {
        let folder = absolute(file)
            .parent()
            .map(Path::to_owned)
            .unwrap_or_default();
        if self.judging.no_config || self.judging.config.is_some() {
            // One for all.
            return self.known(Path::new(""), |projects| {
                match projects.judging.config.clone() {
                    Some(file) => projects.read(&file, &absolute(&file)),
                    None => projects.project(None, Path::new(""), &Configuration::default()),
                }
            });
        }
        self.of_folder(&folder)
    }

    fn of_folder(&mut self, folder: &Path) -> Result<Arc<Project>, BadConfiguration> {
        self.known(folder, |projects| {
            let file = folder.join(FILE_NAME);
            match (file.is_file(), folder.parent()) {
                (true, _) => projects.read(&file, &file),
                (false, Some(above)) => projects.of_folder(above),
                (false, None) => projects.project(None, folder, &Configuration::default()),
            }
        })
    }

    fn known(
        &mut self,
        folder: &Path,
        find: impl FnOnce(&mut Self) -> Result<Arc<Project>, BadConfiguration>,
    ) -> Result<Arc<Project>, BadConfiguration> {
        if let Some(project) = self.of_folders.get(folder) {
            return project.clone();
        }
        let project = find(self);
        self.of_folders.insert(folder.to_owned(), project.clone());
        project
    }

    /// Reads a configuration file, told of as `file`.
    fn read(&self, file: &Path, absolute: &Path) -> Result<Arc<Project>, BadConfiguration> {
        let unusable = |reason| BadConfiguration {
            file: file.to_owned(),
            reason,
        };
        let text = fs::read_to_string(file).map_err(|error| {
            unusable(Unusable::Read(match error.kind() {
                ErrorKind::InvalidData => "it is not UTF-8".to_owned(),
                _ => error.to_string(),
            }))
        })?;
        let configuration = toml::from_str(&text)
            .map_err(|error| unusable(Unusable::Toml(one_line(&error, &text))))?;
        let folder = absolute.parent().unwrap_or(Path::new(""));
        self.project(Some(file), folder, &configuration)
    }

    fn project(
        &self,
        file: Option<&Path>,
        folder: &Path,
        configuration: &Configuration,
    ) -> Result<Arc<Project>, BadConfiguration> {
        let project = || -> Result<Project, Unusable> {
            let include = configuration.include.as_deref().map(globs).transpose()?;
            let exclude = globs(&configuration.exclude)?;
            Ok(Project {
                settings: settings(&self.judging, configuration)?,
                file: file.map(Path::to_owned),
                folder: folder.to_owned(),
                include,
                exclude,
            })
        };
        project().map(Arc::new).map_err(|reason| BadConfiguration {
            file: file.map(Path::to_owned).unwrap_or_default(),
            reason,
        })
    }
}

/// The command line goes before the configuration file.
fn settings(judging: &Judging, configuration: &Configuration) -> Result<Settings, Unusable> {
    let mut levels = BTreeMap::new();
    for (rule, level) in &configuration.levels {
        levels.insert(rule.parse::<Rule>()?, parse_level(level)?);
    }
    // Of what the command line asks of one rule, the strictest goes.
    let asked = [(Level::Allow, &judging.allow), (Level::Warn, &judging.warn)];
    for (level, rules) in asked {
        levels.extend(rules.iter().map(|rule| (*rule, level)));
    }
    let mut deny_warnings = false;
    for denied in &judging.deny {
        match denied {
            Denied::Rule(rule) => {
                levels.insert(*rule, Level::Deny);
            }
            Denied::Warnings => deny_warnings = true,
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
    let configured = match configuration.max_violations {
        Some(limit) => Some(usize::try_from(limit).map_err(|_| Unusable::MaxViolations(limit))?),
        None => None,
    };
    if let Some(violations) = judging.max_violations.or(configured) {
        validator = validator.max_violations(violations);
    }
    let root = match (judging.root, &configuration.r#type) {
        (Some(root), _) => root,
        (None, Some(name)) => name.parse()?,
        (None, None) => Root::default(),
    };
    Ok(Settings { root, validator })
}

fn parse_level(name: &str) -> Result<Level, Unusable> {
    [Level::Deny, Level::Warn, Level::Allow]
        .into_iter()
        .find(|level| level.name() == name)
        .ok_or_else(|| Unusable::Level(name.to_owned()))
}

fn globs(patterns: &[String]) -> Result<GlobSet, Unusable> {
    let mut globs = GlobSetBuilder::new();
    for pattern in patterns {
        globs.add(Glob::new(pattern)?);
    }
    Ok(globs.build()?)
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The message of TOML's parser, without the excerpt that it prints on further lines.
fn one_line(error: &toml::de::Error, text: &str) -> String {
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    match error.span().and_then(|span| text.get(..span.start)) {
        Some(before) => format!("line {}: {message}", before.matches('\n').count() + 1),
        None => message,
    }
}
