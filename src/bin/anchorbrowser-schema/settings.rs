//! How to check a document: settings from the command line and from configuration files.

use std::sync::Arc;

use anchorbrowser_schema::{DocumentType, Level, Report, Revision, Rule, Validator};

use crate::allowed_member::AllowedMember;
use crate::cli::CheckOptions;
use crate::fixer::Fixer;
use crate::level_target::LevelTarget;

/// Maximum size of a document, and of a line of a stream, unless it is set.
pub(crate) const MAX_INPUT_BYTES: usize = 1 << 30;

/// How to check a document.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) document_type: DocumentType,
    pub(crate) validator: Validator,
    /// Whether the revision is the default, because neither an argument nor the configuration sets it.
    pub(crate) is_default_revision: bool,
    /// Maximum size of a document, decompressed.
    pub(crate) max_input_bytes: usize,
}

/// Settings from one source: the command line, a configuration file, or a section of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layer {
    pub(crate) document_type: Option<DocumentType>,
    pub(crate) revision: Option<Revision>,
    /// Applied in order.
    pub(crate) levels: Vec<LevelSetting>,
    /// Unknown members that are not reported, besides those of other layers.
    pub(crate) allow_members: Vec<AllowedMember>,
    pub(crate) max_violations: Option<usize>,
    pub(crate) max_pointer_bytes: Option<usize>,
    pub(crate) max_input_bytes: Option<usize>,
}

/// The level of a rule, or of all rules that are warnings.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LevelSetting {
    /// A rule whose level can be set to this one.
    Rule(Rule, Level),
    Warnings(Level),
}

impl Settings {
    /// Merges layers; later ones take precedence.
    pub(crate) fn from_layers<'l>(layers: impl IntoIterator<Item = &'l Layer>) -> Arc<Self> {
        let mut settings = Self {
            document_type: DocumentType::default(),
            validator: Validator::new(),
            is_default_revision: true,
            max_input_bytes: MAX_INPUT_BYTES,
        };
        let mut allowed = Vec::new();
        for layer in layers {
            settings.apply(layer);
            allowed.extend(layer.allow_members.iter().map(|member| member.0.as_str()));
        }
        settings.validator = settings.validator.allow_members(allowed);
        Arc::new(settings)
    }

    fn apply(&mut self, layer: &Layer) {
        let mut validator = self.validator.clone();
        if let Some(revision) = layer.revision {
            validator = validator.revision(revision);
            self.is_default_revision = false;
        }
        for setting in &layer.levels {
            validator = setting.apply(validator);
        }
        if let Some(violations) = layer.max_violations {
            validator = validator.max_violations(violations);
        }
        if let Some(bytes) = layer.max_pointer_bytes {
            validator = validator.max_pointer_bytes(bytes);
        }
        self.validator = validator;
        self.document_type = layer.document_type.unwrap_or(self.document_type);
        self.max_input_bytes = layer.max_input_bytes.unwrap_or(self.max_input_bytes);
    }

    /// A fixer that uses these settings.
    pub(crate) fn fixer(&self, allow_unsafe: bool) -> Fixer {
        Fixer::new(self.document_type, self.validator.clone(), allow_unsafe)
    }

    /// Checks a JSON document.
    pub(crate) fn check(&self, json: impl AsRef<[u8]>) -> Report {
        self.validator.check_json_as(self.document_type, json)
    }
}

impl LevelSetting {
    fn apply(self, validator: Validator) -> Validator {
        match self {
            Self::Rule(rule, level) => set_level(validator, rule, level),
            Self::Warnings(level) => Rule::all().fold(validator, |validator, rule| {
                if validator.level_of(rule) == Level::Warn {
                    set_level(validator, rule, level)
                } else {
                    validator
                }
            }),
        }
    }
}

/// Sets the level of a rule. Levels that cannot be set are rejected when they are read.
fn set_level(validator: Validator, rule: Rule, level: Level) -> Validator {
    validator.clone().level(rule, level).unwrap_or(validator)
}

impl From<&CheckOptions> for Layer {
    /// If the command line sets several levels for a rule, the strictest one applies. A level of
    /// `warnings` applies only to rules that the command line does not name.
    fn from(options: &CheckOptions) -> Self {
        let targets = [
            (Level::Allow, &options.allow),
            (Level::Warn, &options.warn),
            (Level::Deny, &options.deny),
        ];
        let all_warnings = |level, targets: &[LevelTarget]| {
            let is_set = targets.contains(&LevelTarget::Warnings);
            is_set.then_some(LevelSetting::Warnings(level))
        };
        let mut levels = Vec::new();
        levels.extend(all_warnings(Level::Allow, &options.allow));
        for (level, targets) in targets {
            levels.extend(targets.iter().filter_map(|target| match target {
                LevelTarget::Rule(rule) => Some(LevelSetting::Rule(*rule, level)),
                LevelTarget::Warnings => None,
            }));
        }
        levels.extend(all_warnings(Level::Deny, &options.deny));
        if options.errors_only {
            levels.push(LevelSetting::Warnings(Level::Allow));
        }
        Self {
            document_type: options.document_type,
            revision: options.revision,
            levels,
            allow_members: options.allow_members.clone(),
            max_violations: options.max_violations,
            max_pointer_bytes: None,
            max_input_bytes: options.max_input_bytes,
        }
    }
}
