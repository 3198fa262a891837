//! The configuration file `anchorbrowser-schema.toml`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anchorbrowser_schema::{DocumentType, Level, Revision, Rule, Validator, redact};
use annotate_snippets::{AnnotationKind, Level as SnippetLevel, Origin, Renderer, Snippet};
use semver::{Version, VersionReq};
use serde::Deserialize;
use toml::Spanned;

use crate::allowed_member::AllowedMember;
use crate::escape::{cut, escape_line};
use crate::failure::{Failure, FailureKind};
use crate::globs::Globs;
use crate::settings::{Layer, LevelSetting};
use crate::small_file::read_regular;
use crate::snippets::without_origin_separator;
use crate::source_name::relative_name;

/// The name of the configuration file.
pub(crate) const FILE_NAME: &str = "anchorbrowser-schema.toml";

/// A configuration file: which files to check, and how.
#[derive(Clone, Debug, Default)]
pub(crate) struct Config {
    /// The file, if there is one.
    pub(crate) file: Option<PathBuf>,
    /// Files to read in directories (default: by file name).
    pub(crate) include: Option<Globs>,
    /// Files to skip in directories.
    pub(crate) exclude: Option<Globs>,
    /// The settings of all files.
    pub(crate) layer: Layer,
    /// Settings of some files; later ones take precedence.
    pub(crate) overrides: Vec<(Globs, Layer)>,
}

/// The keys of the file. `schemas/configuration.schema.json` describes them for editors.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Keys {
    required_version: Option<Spanned<String>>,
    r#type: Option<DocumentType>,
    revision: Option<Revision>,
    levels: Levels,
    allow_members: Vec<Spanned<String>>,
    max_violations: Option<usize>,
    max_pointer_bytes: Option<usize>,
    max_input_bytes: Option<usize>,
    include: Option<Vec<Spanned<String>>>,
    exclude: Vec<Spanned<String>>,
    overrides: Vec<OverrideKeys>,
}

/// The keys of a section `[[overrides]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct OverrideKeys {
    files: Vec<Spanned<String>>,
    #[serde(default)]
    r#type: Option<DocumentType>,
    #[serde(default)]
    revision: Option<Revision>,
    #[serde(default)]
    levels: Levels,
    #[serde(default)]
    allow_members: Vec<Spanned<String>>,
}

type Levels = BTreeMap<Rule, Spanned<Level>>;

/// Why a configuration is invalid, and where.
struct Invalid {
    message: String,
    span: Option<Range<usize>>,
}

impl Config {
    /// Reads a configuration file, which is in this directory.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or is invalid.
    pub(crate) fn read(file: &Path, directory: &Path) -> Result<Self, Failure> {
        let name = relative_name(file);
        let failure_of =
            |reason: String| Failure::new(FailureKind::Configuration, name.as_str(), reason);
        let text = read_regular(file).map_err(|error| failure_of(error.to_string()))?;
        let text = String::from_utf8(text)
            .map_err(|_| failure_of("the file is not valid UTF-8".to_owned()))?;
        let config = Self::parse(&text, directory).map_err(|error| failure(&name, &text, error))?;
        Ok(Self {
            file: Some(file.to_owned()),
            ..config
        })
    }

    fn parse(text: &str, directory: &Path) -> Result<Self, Invalid> {
        let keys: Keys = toml::from_str(text).map_err(|error| Invalid {
            message: error.message().lines().collect::<Vec<_>>().join(", "),
            span: error.span(),
        })?;
        if let Some(required) = &keys.required_version {
            check_version(required)?;
        }
        let overrides = keys.overrides.into_iter().map(|section| {
            let layer = Layer {
                document_type: section.r#type,
                revision: section.revision,
                levels: levels(section.levels)?,
                allow_members: allowed_members(&section.allow_members)?,
                ..Layer::default()
            };
            Ok((globs(directory, &section.files)?, layer))
        });
        Ok(Self {
            file: None,
            include: keys
                .include
                .map(|include| globs(directory, &include))
                .transpose()?,
            exclude: Some(globs(directory, &keys.exclude)?),
            overrides: overrides.collect::<Result<_, _>>()?,
            layer: Layer {
                document_type: keys.r#type,
                revision: keys.revision,
                levels: levels(keys.levels)?,
                allow_members: allowed_members(&keys.allow_members)?,
                max_violations: keys.max_violations,
                max_pointer_bytes: keys.max_pointer_bytes,
                max_input_bytes: keys.max_input_bytes,
            },
        })
    }
}

fn globs(directory: &Path, globs: &[Spanned<String>]) -> Result<Globs, Invalid> {
    let patterns = globs.iter().map(|glob| glob.get_ref().as_str());
    Globs::new(directory, patterns).map_err(|(index, error)| Invalid {
        message: format!("invalid glob: {error}"),
        span: globs.get(index).map(Spanned::span),
    })
}

fn allowed_members(members: &[Spanned<String>]) -> Result<Vec<AllowedMember>, Invalid> {
    let parse = |member: &Spanned<String>| {
        AllowedMember::parse(member.get_ref()).map_err(|message| Invalid {
            message,
            span: Some(member.span()),
        })
    };
    members.iter().map(parse).collect()
}

fn levels(levels: Levels) -> Result<Vec<LevelSetting>, Invalid> {
    let setting = |(rule, level): (Rule, Spanned<Level>)| match Validator::new()
        .level(rule, *level.get_ref())
    {
        Ok(_) => Ok(LevelSetting::Rule(rule, level.into_inner())),
        Err(error) => Err(Invalid {
            message: error.to_string(),
            span: Some(level.span()),
        }),
    };
    levels.into_iter().map(setting).collect()
}

/// Checks that this version of the command satisfies the `required-version` of the file.
fn check_version(required: &Spanned<String>) -> Result<(), Invalid> {
    let version = env!("CARGO_PKG_VERSION");
    let invalid = |message| Invalid {
        message,
        span: Some(required.span()),
    };
    let requirement = VersionReq::parse(required.get_ref())
        .map_err(|error| invalid(format!("invalid version requirement: {error}")))?;
    match Version::parse(version) {
        Ok(version) if !requirement.matches(&version) => Err(invalid(format!(
            "version {requirement} of `anchorbrowser-schema` is required, but this is {version}"
        ))),
        _ => Ok(()),
    }
}

/// Maximum number of characters of the line to show.
const MAX_LINE: usize = 160;

/// Describes an error with its line of the file.
fn failure(name: &str, text: &str, Invalid { message, span }: Invalid) -> Failure {
    let message = escape_line(&redact(&message)).into_owned();
    let failure = |reason: String| Failure::new(FailureKind::Configuration, name, reason);
    let Some((span, before)) = span.and_then(|span| Some((span.clone(), text.get(..span.start)?)))
    else {
        return failure(message);
    };
    let line_start = before.rfind('\n').map_or(0, |line_end| line_end + 1);
    let line = before.matches('\n').count() + 1;
    let before = text.get(line_start..span.start).unwrap_or_default();
    let rest = text.get(span.start..).unwrap_or_default();
    let rest = rest.lines().next().unwrap_or_default();
    let marked = rest.get(..span.len()).unwrap_or(rest);
    let after = rest.get(marked.len()..).unwrap_or_default();
    let column = before.chars().count() + 1;

    if matches!(redact(&[before, rest].concat()), Cow::Owned(_)) {
        // The line has user info of a URL, which is never shown.
        return Failure {
            line: Some(line),
            ..failure(message)
        };
    }
    let (before, marked) = (escape_line(before), escape_line(marked));
    let shown = [&*before, &*marked, &*escape_line(after)].concat();
    let shown = cut(&shown, MAX_LINE);
    let limit = |end: usize| end.min(shown.len());
    let marked = limit(before.len())..limit(before.len() + marked.len());
    let name = escape_line(name);
    let group = SnippetLevel::ERROR
        .primary_title(format!("invalid configuration file: {message}"))
        .element(Origin::path(&*name).line(line).char_column(column))
        .element(
            Snippet::source(&*shown)
                .line_start(line)
                .fold(false)
                .annotation(AnnotationKind::Primary.span(marked)),
        );
    let rendered = Renderer::plain().render(&[group]);
    let excerpt = without_origin_separator(&rendered);
    Failure {
        excerpt: Some(excerpt.collect::<Vec<_>>().join("\n")),
        line: Some(line),
        ..failure(message)
    }
}
