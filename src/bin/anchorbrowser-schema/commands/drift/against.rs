//! Validates recorded requests on both sides, and finds those whose verdict changes.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::PathBuf;

use anchorbrowser_schema::{DocumentType, Member, Report, Rule, Severity};
use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde::Serialize;
use serde_json::Value;

use super::quote::pointer_step;
use super::request_schema::KEYWORDS;
use crate::cli::{CheckOptions, InputOptions};
use crate::documents::{self, CheckedDocument};
use crate::failure::Failure;
use crate::global_options::thread_count;
use crate::inputs::{Input, Inputs};
use crate::jobs::{Job, Jobs};
use crate::parallel::for_each_ordered;

/// Maximum number of requests to list.
const MAX_LISTED: usize = 1000;
/// Maximum number of reasons to list for a request.
const MAX_REASONS: usize = 5;

/// The rules that no OpenAPI document states; they apply on both sides.
const UNSTATED: [Rule; 9] = [
    Rule::Syntax,
    Rule::DuplicateKey,
    Rule::Base64Alphabet,
    Rule::Base64Padding,
    Rule::Base64TrailingBits,
    Rule::InvalidUrl,
    Rule::CityRequiresRegion,
    Rule::CityUnsupported,
    Rule::IntegerRange,
];

/// How requests are validated before.
pub(super) enum Before {
    /// With the rules of this program.
    Rules,
    /// With the request schema of another document.
    Schema(Validator),
}

/// The requests whose verdict changes.
#[derive(Debug, Default, Serialize)]
pub(super) struct Outcome {
    pub(super) requests: usize,
    pub(super) changed: Vec<ChangedRequest>,
    /// Number of requests with a changed verdict that are not listed.
    pub(super) omitted: usize,
    /// Number of requests that are not valid on either side.
    pub(super) invalid: usize,
    /// Number of inputs that could not be read.
    pub(super) failed: usize,
    #[serde(skip)]
    failures: Vec<Failure>,
}

/// A request whose verdict changes.
#[derive(Debug, Serialize)]
pub(super) struct ChangedRequest {
    pub(super) source: String,
    pub(super) line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) index: Option<usize>,
    /// Whether it was valid; now it is not, or the other way round.
    pub(super) was_valid: bool,
    /// The first reasons why it is not valid on one side.
    pub(super) reasons: Vec<Reason>,
}

#[derive(Debug, Serialize)]
pub(super) struct Reason {
    /// The rule, or the keyword of the document's schema.
    pub(super) rule: String,
    pub(super) pointer: String,
}

/// Whether a request is valid, and why not.
type Verdict = Result<(), Vec<Reason>>;

/// Validates requests.
pub(super) fn validate(
    paths: &[PathBuf],
    check_options: &CheckOptions,
    before: &Before,
    after: &Validator,
) -> Result<Outcome, Failure> {
    let input_options = InputOptions::for_paths(paths);
    let inputs = Inputs::new(&input_options, check_options)
        .map_err(|error| Failure::unreadable("--against", &error))?;
    let mut outcome = Outcome::default();
    for_each_ordered(
        thread_count(None::<NonZeroUsize>),
        Jobs::new(inputs, |_: &Input| {}),
        |job, text: &mut Vec<u8>, submit| {
            let _ = submit(Outcome::of_job(job, text, before, after));
        },
        |part| {
            outcome.merge(part);
            ControlFlow::Continue(())
        },
    );
    Ok(outcome)
}

impl Outcome {
    pub(super) fn has_changes(&self) -> bool {
        !self.changed.is_empty()
    }

    pub(super) fn failures(&self) -> &[Failure] {
        &self.failures
    }

    /// No request can be validated.
    pub(super) fn failed(failure: Failure) -> Self {
        Self {
            failed: 1,
            failures: vec![failure],
            ..Self::default()
        }
    }

    fn of_job(job: Job, text: &mut Vec<u8>, before: &Before, after: &Validator) -> Self {
        let mut outcome = Self::default();
        match job {
            Job::Skipped(.., failure) | Job::Failed(failure) => outcome.failures.push(failure),
            Job::Lines(input, chunk) => documents::check_chunk(&input, &chunk, |checked| {
                outcome.add(&checked, before, after);
            }),
            Job::Whole(input) => match input.read(text) {
                Ok(()) => documents::check_source(&input, text, |checked| {
                    outcome.add(&checked, before, after);
                }),
                Err(error) => outcome.failures.push(input.failure(&error)),
            },
        }
        outcome
    }

    fn add(&mut self, checked: &CheckedDocument<'_>, before: &Before, after: &Validator) {
        self.requests += 1;
        // What is not JSON is rejected on both sides.
        let unstated = reasons(&checked.report, |rule| UNSTATED.contains(&rule));
        let value = match serde_json::from_slice::<Value>(checked.json) {
            Ok(value) => value,
            Err(_) if unstated.is_err() => {
                self.invalid += 1;
                return;
            }
            Err(error) => {
                let reason = format!("line {}: {error}", checked.line);
                self.failures
                    .push(Failure::unreadable(checked.source, &reason));
                return;
            }
        };
        let by_schema = |schema| unstated.is_ok().then(|| schema_verdict(schema, &value));
        let old = match before {
            Before::Rules => Some(reasons(&checked.report, |_| true)),
            Before::Schema(schema) => by_schema(schema),
        };
        let (Some(old), Some(new)) = (old, by_schema(after)) else {
            self.invalid += 1;
            return;
        };
        let (was_valid, reasons) = match (old, new) {
            (Ok(()), Err(reasons)) => (true, reasons),
            (Err(reasons), Ok(())) => (false, reasons),
            (Ok(()), Ok(())) => return,
            (Err(_), Err(_)) => {
                self.invalid += 1;
                return;
            }
        };
        self.changed.push(ChangedRequest {
            source: checked.source.to_owned(),
            line: checked.line,
            index: checked.index,
            was_valid,
            reasons,
        });
    }

    fn merge(&mut self, mut part: Self) {
        self.requests += part.requests;
        self.invalid += part.invalid;
        self.changed.append(&mut part.changed);
        self.omitted += part.omitted + self.changed.len().saturating_sub(MAX_LISTED);
        self.changed.truncate(MAX_LISTED);
        self.failures.append(&mut part.failures);
        self.failed = self.failures.len();
    }
}

/// The errors of a report.
fn reasons(report: &Report, applies: impl Fn(Rule) -> bool) -> Verdict {
    let violations = report.violations().iter();
    let errors = violations.filter(|violation| violation.severity() == Severity::Error);
    let errors = errors.filter(|violation| violation.rule().parse().is_ok_and(&applies));
    let reasons: Vec<_> = errors
        .take(MAX_REASONS)
        .map(|violation| Reason {
            rule: violation.rule().to_owned(),
            pointer: violation.pointer().to_owned(),
        })
        .collect();
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(reasons)
    }
}

fn schema_verdict(schema: &Validator, value: &Value) -> Verdict {
    let errors = schema.iter_errors(value).take(MAX_REASONS);
    let reasons: Vec<_> = errors.map(|error| Reason::of(&error)).collect();
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(reasons)
    }
}

impl Reason {
    /// The keyword and the pointer of an error, as reports have them: a missing member has a pointer.
    fn of(error: &ValidationError<'_>) -> Self {
        let mut pointer = shown_pointer(error.instance_path().as_str());
        let keyword = match error.kind() {
            ValidationErrorKind::Required { property } => {
                let property = property.as_str().unwrap_or_default();
                pointer = format!("{pointer}/{}", pointer_step(property));
                "required"
            }
            // The keyword whose schema is `false`, which means `{"not": {}}`.
            ValidationErrorKind::FalseSchema => {
                let mut steps = error.schema_path().as_str().rsplit('/');
                steps.find(|step| KEYWORDS.contains(step)).unwrap_or("not")
            }
            kind => kind.keyword(),
        };
        Self {
            rule: keyword.to_owned(),
            pointer,
        }
    }
}

/// The pointer of an error, without the keys inside a secret member.
fn shown_pointer(pointer: &str) -> String {
    let mut shown = String::new();
    for step in pointer.split('/').skip(1) {
        let name = step.replace("~1", "/").replace("~0", "~");
        shown.push('/');
        shown.push_str(&pointer_step(&name));
        let member = DocumentType::CreateTaskRequest.member(&shown);
        if member.is_some_and(Member::is_secret) {
            break;
        }
    }
    shown
}
