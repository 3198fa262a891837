//! The command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use anchorbrowser_schema::{DocumentType, Level, ProxyType, Revision, Rule};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::allowed_member::AllowedMember;
use crate::level_target::{LevelTarget, LevelTargetParser};
use crate::report_target::{ReportTarget, ReportTargetParser};
use crate::value_parser::NamedValueParser;

/// Validates create-task requests for the Anchor Browser API before they are sent.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 if no document has an error; 1 if at least one document has an error; \
    2 on invalid usage, if an input cannot be read, or if output cannot be written."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to color output. `auto` colors output to a terminal unless `NO_COLOR` is set;
    /// `CLICOLOR_FORCE` forces colors.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,

    /// Print diagnostics only, without summary or progress.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Print the name and the configuration file of each input to standard error.
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Report every problem in the given documents.
    Check(CheckArgs),
    /// Print the valid documents of a stream, and optionally save the rejected ones.
    Filter(FilterArgs),
    /// Fix problems that have exactly one sensible fix.
    Fix(FixArgs),
    /// Write a configuration file with all options into the current directory.
    Init,
    /// Explain a rule: what it requires, why, and how to fix violations.
    Explain(ExplainArgs),
    /// List all rules.
    Rules(RulesArgs),
    /// List all countries and the proxy types that offer them.
    Countries(CountriesArgs),
    /// Print the JSON Schema of a document type.
    Schema(SchemaArgs),
    /// Compare an OpenAPI document of the API with a revision or with another document.
    Drift(DriftArgs),
    /// Generate test documents, one per line.
    Sample(SampleArgs),
    /// Generate shell completions.
    Completions(CompletionsArgs),
    /// Print a man page.
    Man(ManArgs),
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct CheckArgs {
    /// Output format and, optionally, the file to write (default: standard output). Can be repeated
    /// with a different file for each format.
    #[arg(long = "format", value_name = "FORMAT[=FILE]", default_value = "human", value_parser = ReportTargetParser)]
    pub(crate) formats: Vec<ReportTarget>,

    /// Print how often each rule is violated instead of each violation. With the formats `human` and
    /// `json` only.
    #[arg(long)]
    pub(crate) statistics: bool,

    /// Maximum number of violations to list in total, where a format lists each by itself: GitHub
    /// accepts 25,000 in a SARIF file. All are counted (default: no limit).
    #[arg(long, value_name = "N")]
    pub(crate) max_results: Option<usize>,

    /// Print the names of the files that would be checked, and check nothing.
    #[arg(long, conflicts_with = "fix")]
    pub(crate) show_files: bool,

    /// Print the settings of each file, as JSON, and check nothing.
    #[arg(long, conflicts_with_all = ["show_files", "fix"])]
    pub(crate) show_settings: bool,

    /// Exit with 0 even if documents have errors.
    #[arg(long)]
    pub(crate) exit_zero: bool,

    /// Fix files first, as `fix` does, and report what remains.
    #[arg(long)]
    pub(crate) fix: bool,

    /// With `--fix`, also apply fixes that are probably, but not certainly, what was meant.
    #[arg(long = "unsafe", requires = "fix")]
    pub(crate) allow_unsafe: bool,

    #[command(flatten)]
    pub(crate) check_options: CheckOptions,

    #[command(flatten)]
    pub(crate) input_options: InputOptions,
}

impl CheckArgs {
    /// How to fix these inputs first, if asked to.
    pub(crate) fn fix_arguments(&self, input_options: &InputOptions) -> Option<FixArgs> {
        self.fix.then(|| FixArgs {
            diff: false,
            allow_unsafe: self.allow_unsafe,
            in_place: false,
            check_options: self.check_options.clone(),
            input_options: input_options.clone(),
        })
    }
}

#[derive(Debug, Args)]
#[command(
    after_help = "Valid documents are copied byte for byte. Each rejected document becomes a line \
    `{\"raw_base64\": …, \"report\": …}` in the rejects file."
)]
pub(crate) struct FilterArgs {
    /// Write rejected documents to this file, one JSON object per line. Without it, they are only
    /// counted.
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,

    /// Exit with 0 even if documents are rejected.
    #[arg(long)]
    pub(crate) exit_zero: bool,

    #[command(flatten)]
    pub(crate) check_options: CheckOptions,

    /// Streams with one document per line, directories with `.jsonl` and `.ndjson` files, or `-` for
    /// standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) files: Vec<PathBuf>,

    /// Accept directories in which no stream is found.
    #[arg(long)]
    pub(crate) allow_empty: bool,

    /// Number of threads (default: one per core).
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Safe fixes: lowercase a country code, and replace `uk` with `gb`; remove an optional \
    member that is `null`; rename a member whose name differs from that of a missing one only in case \
    and separators; rewrite `code` without line breaks, in the standard base64 alphabet and with \
    correct padding.\n\n\
    With `--unsafe`, also: rename a member that is one typing error away from a missing one; replace a \
    language or proxy type with the suggested one, and the name or alpha-3 code of a country with its \
    code; write booleans and integers without quotes; move a member into `browserConfiguration`; \
    remove a byte order mark, comments and trailing commas from JSON.\n\n\
    Nothing else in a document changes. A fix is skipped if it would violate another rule or change \
    something at or inside a duplicate key; the reason is printed. The fixed text of standard input is \
    written to standard output.\n\n\
    Files are replaced atomically and keep their permissions. A file that changes while it is fixed is \
    left as it is, except for a change in the instant between the last comparison and the replacement. Compressed files, and links in a directory to files \
    outside of the given paths, are not changed.\n\n\
    Exit codes: 0 if no error remains; 1 if a document still has an error or if `--diff` reports a \
    change; 2 on invalid usage, if an input cannot be read, or if output cannot be written."
)]
pub(crate) struct FixArgs {
    /// Print the changes as a unified diff for `patch -p0` without writing any file. Unless it is
    /// written to a terminal, where values are masked, it contains the lines as they are, with
    /// passwords and code.
    #[arg(long)]
    pub(crate) diff: bool,

    /// Also apply fixes that are probably, but not certainly, what was meant.
    #[arg(long = "unsafe")]
    pub(crate) allow_unsafe: bool,

    /// Overwrite files that have several hard links in place; without it, they are not fixed. A file is
    /// damaged if the command is killed while it writes.
    #[arg(long)]
    pub(crate) in_place: bool,

    #[command(flatten)]
    pub(crate) check_options: CheckOptions,

    #[command(flatten)]
    pub(crate) input_options: InputOptions,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// Name of the rule, such as `country-not-allowed`.
    #[arg(required_unless_present = "all", value_parser = NamedValueParser::<Rule>::new(), hide_possible_values = true)]
    pub(crate) rule: Option<Rule>,

    /// Explain all rules.
    #[arg(long, conflicts_with = "rule")]
    pub(crate) all: bool,

    /// Output format.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ListFormat,

    #[command(flatten)]
    pub(crate) revision: RevisionOption,
}

#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    /// Output format.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ListFormat,

    #[command(flatten)]
    pub(crate) revision: RevisionOption,
}

#[derive(Debug, Args)]
pub(crate) struct CountriesArgs {
    /// List only the countries that this proxy type offers.
    #[arg(value_name = "TYPE", value_parser = NamedValueParser::<ProxyType>::new())]
    pub(crate) proxy_type: Option<ProxyType>,

    /// Output format.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ListFormat,

    #[command(flatten)]
    pub(crate) revision: RevisionOption,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// Document type, as named in the API documentation or in kebab-case.
    #[arg(value_name = "TYPE", value_parser = NamedValueParser::<DocumentType>::new())]
    pub(crate) document_type: DocumentType,

    #[command(flatten)]
    pub(crate) revision: RevisionOption,
}

#[derive(Debug, Args)]
#[command(
    after_help = "The same version of the command generates the same documents, byte for byte, from \
    the same seed on all 64-bit platforms. Another version may generate different documents."
)]
pub(crate) struct SampleArgs {
    /// Number of documents to generate.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) count: u64,

    /// Seed of the random number generator.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) seed: u64,

    /// Document type, as named in the API documentation or in kebab-case.
    #[arg(long = "type", value_name = "TYPE", value_parser = NamedValueParser::<DocumentType>::new(), default_value_t)]
    pub(crate) document_type: DocumentType,

    /// Generate requests with at least one error each, and with unusual whitespace, member order and
    /// escapes.
    #[arg(long, conflicts_with = "document_type")]
    pub(crate) invalid: bool,

    #[command(flatten)]
    pub(crate) revision: RevisionOption,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Differences that are intended, because the document is not read literally, are notes \
    and do not count. With `--against`, rules that no OpenAPI document states, such as those for \
    base64, apply on both sides; configuration files are ignored.\n\n\
    Exit codes: 0 if there is no difference; 1 if there are differences or if a verdict changes; 2 on \
    invalid usage, or if a document or a request cannot be read."
)]
pub(crate) struct DriftArgs {
    /// OpenAPI 3.0 or 3.1 document in JSON or YAML, a saved documentation page that embeds one, or
    /// `-` for standard input. References to other files are not supported.
    #[arg(value_name = "DOCUMENT")]
    pub(crate) document: PathBuf,

    /// Revision of the API's documents to compare with (default: 2025).
    #[arg(long, value_name = "REVISION", value_parser = NamedValueParser::<Revision>::new(), conflicts_with = "against_document")]
    pub(crate) revision: Option<Revision>,

    /// Compare with another document instead, and print both texts of changed descriptions.
    #[arg(long, value_name = "OLD")]
    pub(crate) against_document: Option<PathBuf>,

    /// Requests to validate on both sides, as files, directories and streams; those whose verdict
    /// changes are listed.
    #[arg(long, value_name = "REQUESTS", num_args = 1..)]
    pub(crate) against: Vec<PathBuf>,

    /// Output format.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: DriftFormat,

    /// Print the hashes of the descriptions instead, as a table for a new revision.
    #[arg(long, conflicts_with_all = ["against", "against_document", "format"])]
    pub(crate) descriptions: bool,
}

/// Output format of `drift`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DriftFormat {
    /// Each difference with its location and effect.
    Human,
    /// One JSON object.
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    pub(crate) shell: Shell,
}

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Subcommand to document, such as `check` (default: the command itself).
    pub(crate) command: Option<String>,
}

/// Output format of the commands that list something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// Plain text.
    Text,
    /// JSON on one line.
    Json,
}

/// Which revision of the API to describe.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct RevisionOption {
    /// Revision of the API's documents.
    #[arg(long, value_name = "REVISION", value_parser = NamedValueParser::<Revision>::new(), default_value_t)]
    pub(crate) revision: Revision,
}

/// How to check documents.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Rules")]
pub(crate) struct CheckOptions {
    /// Document type, as named in the API documentation or in kebab-case (default:
    /// `CreateTaskRequest`).
    #[arg(long = "type", value_name = "TYPE", value_parser = NamedValueParser::<DocumentType>::new())]
    pub(crate) document_type: Option<DocumentType>,

    /// Revision of the API's documents (default: 2025). Use 2026 for the current API.
    #[arg(long, value_name = "REVISION", value_parser = NamedValueParser::<Revision>::new())]
    pub(crate) revision: Option<Revision>,

    /// Treat violations of these rules as errors; `warnings` selects all rules whose level is
    /// `warn`.
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = LevelTargetParser(Level::Deny))]
    pub(crate) deny: Vec<LevelTarget>,

    /// Treat violations of these rules as warnings.
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = LevelTargetParser(Level::Warn), hide_possible_values = true)]
    pub(crate) warn: Vec<LevelTarget>,

    /// Disable these rules: their violations are neither reported nor counted. `warnings` selects
    /// all rules whose level is `warn`.
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = LevelTargetParser(Level::Allow), hide_possible_values = true)]
    pub(crate) allow: Vec<LevelTarget>,

    /// Do not report these unknown members: names, or JSON Pointers from the root of the document, in
    /// which `-` stands for any element of an array. A pointer that no unknown
    /// member can have is an error.
    #[arg(long, value_name = "MEMBERS", value_delimiter = ',', value_parser = AllowedMember::parse)]
    pub(crate) allow_members: Vec<AllowedMember>,

    /// Do not report warnings.
    #[arg(long)]
    pub(crate) errors_only: bool,

    /// Maximum number of violations to list per document (default: 1000). Further violations are
    /// counted but not listed.
    #[arg(long, value_name = "N")]
    pub(crate) max_violations: Option<usize>,

    /// Maximum size of a document, and of a line of a stream, in bytes after decompression (default:
    /// 1 GiB). A larger one is an input that cannot be read.
    #[arg(long, value_name = "N")]
    pub(crate) max_input_bytes: Option<usize>,

    /// Configuration file to use for all inputs, instead of the nearest `anchorbrowser-schema.toml`
    /// in the directory of each input or above, up to the root of the repository.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Ignore configuration files.
    #[arg(long, conflicts_with = "config")]
    pub(crate) no_config: bool,
}

/// What to read, and how.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Inputs")]
pub(crate) struct InputOptions {
    /// Files, directories, or `-` for standard input. In a directory, files ending in `.json`,
    /// `.jsonl`, `.ndjson`, `.yaml` or `.yml`, optionally followed by `.gz` or `.zst`, are read
    /// unless they are hidden or ignored. Links to files are read, links to directories are not
    /// followed.
    #[arg(value_name = "PATH", required_unless_present = "file_list")]
    pub(crate) paths: Vec<PathBuf>,

    /// File with the names of further inputs, as printed by `git diff --name-only -z`, or `-` for
    /// standard input. The names end with NUL or, if there is none, with a line break.
    #[arg(long, value_name = "FILE")]
    pub(crate) file_list: Option<PathBuf>,

    /// Select the files to read in directories, with a glob as in `.gitignore` relative to the
    /// directory; a glob that starts with `!` excludes files. Can be repeated; the last glob that
    /// matches a file applies.
    #[arg(long, value_name = "GLOB")]
    pub(crate) glob: Vec<String>,

    /// Do not respect ignore files in directories. Otherwise those of the repository that contains
    /// a file apply, as in git.
    #[arg(long)]
    pub(crate) no_ignore: bool,

    /// Also apply `include` and `exclude` of the configuration file to files that are named
    /// explicitly.
    #[arg(long)]
    pub(crate) force_exclude: bool,

    /// Accept directories in which no input is found.
    #[arg(long)]
    pub(crate) allow_empty: bool,

    /// Format of the inputs (default: detected from the file name).
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) input_format: Option<InputFormat>,

    /// File name to use for standard input in reports and to detect its format.
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// Number of threads (default: one per core).
    #[arg(long, value_name = "N", action = ArgAction::Set)]
    pub(crate) threads: Option<NonZeroUsize>,
}

impl InputOptions {
    /// Inputs without other options.
    pub(crate) fn for_paths(paths: &[PathBuf]) -> Self {
        Self {
            paths: paths.to_owned(),
            ..Self::default()
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    /// One JSON document.
    Json,
    /// One JSON document per line.
    Ndjson,
    /// A JSON array of documents.
    Array,
    /// YAML 1.2 with one or more documents.
    Yaml,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}
