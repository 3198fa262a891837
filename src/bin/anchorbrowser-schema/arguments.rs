//! The command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use anchorbrowser_schema::{Level, ProxyType, Root, Rule, UnknownRule};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::choice::Choice;

/// Checks create-task requests for the Anchor Browser API before they are sent.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 no document has an error; 1 at least one has; \
    2 wrong usage, an input that cannot be read, or output that cannot be written."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to use colours. `auto` is where output is a terminal, unless `NO_COLOR` is set;
    /// `CLICOLOR_FORCE` asks for them everywhere.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,

    /// Tell what is wrong, and nothing else: no summary, no progress.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Tell also, on standard error, each input and the configuration that it is checked by.
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Tell everything that is wrong with documents.
    Check(Check),
    /// Let the valid documents of a stream pass, and put the refused ones aside.
    Filter(Filter),
    /// Mend what has only one sensible remedy.
    Fix(Fix),
    /// Explain a rule: what it asks, why, and how to mend what breaks it.
    Explain(Explain),
    /// List the rules.
    Rules(Rules),
    /// List the countries, with the proxy types that offer them.
    Countries(Countries),
    /// Print the JSON Schema of a kind of document.
    Schema(Schema),
    /// Draw documents to test a server with, one a line.
    Sample(Sample),
    /// Print completions for a shell.
    Completions(Completions),
    /// Print a manual page.
    Man(Man),
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// How to tell it, and into which file; standard output if none is named. May be given more
    /// than once, each with a file of its own.
    #[arg(long = "format", value_name = "FORMAT[=FILE]", default_value = "human")]
    pub(crate) formats: Vec<FormatTo>,

    /// Exit with 0 even where documents have errors.
    #[arg(long)]
    pub(crate) exit_zero: bool,

    #[command(flatten)]
    pub(crate) judging: Judging,

    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Documents pass byte for byte. Each refused one becomes a line `{\"raw_base64\": …, \
    \"report\": …}` of the rejects."
)]
pub(crate) struct Filter {
    /// Where the refused documents go, one JSON object a line; they are only counted without it.
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,

    /// Exit with 0 even where documents were refused.
    #[arg(long)]
    pub(crate) exit_zero: bool,

    #[command(flatten)]
    pub(crate) judging: Judging,

    /// Streams of one document a line, or folders of `.jsonl` and `.ndjson` files; standard input if
    /// there is none.
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) files: Vec<PathBuf>,

    /// Threads to work with; as many as there are cores unless told otherwise.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Repairs are: a country code in lower case, `gb` for `uk`; an optional member that is \
    `null` taken out; a member renamed as the rule `unknown-property` suggests; code without line \
    breaks, in the standard alphabet, and padded. No other byte of a document changes. A repair \
    that would break another rule is left, as is all at or inside a repeated key. Files are \
    replaced whole or not at all; the text of standard input goes to standard output, repaired.\n\n\
    Exit codes: 0 no error is left; 1 a document has one, or with `--diff` something would change; \
    2 wrong usage, an input that cannot be read, or output that cannot be written."
)]
pub(crate) struct Fix {
    /// Print what would change, as a unified diff for `patch -p0`, and change nothing.
    #[arg(long)]
    pub(crate) diff: bool,

    #[command(flatten)]
    pub(crate) judging: Judging,

    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The rule's name, such as `country-not-allowed`.
    #[arg(required_unless_present = "all", value_parser = Choice::<Rule>::new(), hide_possible_values = true)]
    pub(crate) rule: Option<Rule>,

    /// Explain all rules.
    #[arg(long, conflicts_with = "rule")]
    pub(crate) all: bool,

    /// How to tell it.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Listing,
}

#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// How to tell it.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Listing,
}

#[derive(Debug, Args)]
pub(crate) struct Countries {
    /// Only those that this proxy type offers.
    #[arg(value_name = "TYPE", value_parser = Choice::<ProxyType>::new())]
    pub(crate) proxy_type: Option<ProxyType>,

    /// How to tell it.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Listing,
}

#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// The kind of document, by its name in the API document or in kebab-case.
    #[arg(value_parser = Choice::<Root>::new())]
    pub(crate) root: Root,
}

#[derive(Debug, Args)]
#[command(
    after_help = "The same seed draws the same documents, byte for byte, with the same version of \
    the command on all platforms of 64 bits. Another version may draw others."
)]
pub(crate) struct Sample {
    /// How many documents to draw.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) count: u64,

    /// The number to begin with; another draws other documents.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) seed: u64,

    /// The kind of document, by its name in the API document or in kebab-case.
    #[arg(long = "type", value_name = "ROOT", value_parser = Choice::<Root>::new(), default_value_t)]
    pub(crate) root: Root,

    /// Draw requests with at least one error each, written with odd spacing, order and escapes.
    #[arg(long, conflicts_with = "root")]
    pub(crate) invalid: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    pub(crate) shell: Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The command to tell of, such as `check`; the whole if none is named.
    pub(crate) command: Option<String>,
}

/// How to list things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listing {
    /// For people.
    Text,
    /// JSON on one line.
    Json,
}

/// By what to judge.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Rules")]
pub(crate) struct Judging {
    /// What the documents are: `CreateTaskRequest`, `SessionConfig`, `ProxyConfig`, `AnchorProxy`,
    /// `CustomProxy`, `Task`, `TaskResponse` or `ErrorResponse`, or one of these in kebab-case;
    /// `CreateTaskRequest` unless told otherwise.
    #[arg(long = "type", value_name = "ROOT")]
    pub(crate) root: Option<Root>,

    /// Make a broken rule an error; `warnings` stands for all that are warnings.
    #[arg(long, value_name = "RULE|warnings")]
    pub(crate) deny: Vec<Denied>,

    /// Make a broken rule a warning.
    #[arg(long, value_name = "RULE", value_parser = lowered(Level::Warn))]
    pub(crate) warn: Vec<Rule>,

    /// Do not tell of a broken rule.
    #[arg(long, value_name = "RULE", value_parser = lowered(Level::Allow))]
    pub(crate) allow: Vec<Rule>,

    /// How many violations of a document to list, 1000 unless told otherwise; those behind are
    /// counted.
    #[arg(long, value_name = "N")]
    pub(crate) max_violations: Option<usize>,

    /// The configuration file, instead of the `anchorbrowser-schema.toml` that is nearest above
    /// each input.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Read no configuration file.
    #[arg(long, conflicts_with = "config")]
    pub(crate) no_config: bool,
}

/// What to read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Inputs")]
pub(crate) struct Reading {
    /// Files, folders, or `-` for standard input. Of a folder, `.json`, `.jsonl`, `.ndjson`, `.yaml`
    /// and `.yml` files are read, also with `.gz` or `.zst` behind; hidden and ignored ones are
    /// not.
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,

    /// Read these files of folders instead, or with `!` before it all but these.
    #[arg(long, value_name = "GLOB")]
    pub(crate) glob: Vec<String>,

    /// Read the files of folders that ignore files name, too.
    #[arg(long)]
    pub(crate) no_ignore: bool,

    /// What inputs hold, where their names do not tell.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) input_format: Option<InputFormat>,

    /// The name of standard input, in reports and to tell what it holds.
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// Threads to work with; as many as there are cores unless told otherwise.
    #[arg(long, value_name = "N", action = ArgAction::Set)]
    pub(crate) threads: Option<NonZeroUsize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    /// One JSON document.
    Json,
    /// One JSON document a line.
    Ndjson,
    /// A JSON array of documents.
    Array,
    /// YAML 1.2, with one or more documents.
    Yaml,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Excerpts for people.
    Human,
    /// One JSON object for all documents.
    Json,
    /// One JSON object a line, one a document.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// JUnit's XML, for test reports.
    Junit,
}

/// A format, and the file to write it to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FormatTo {
    pub(crate) format: Format,
    pub(crate) file: Option<PathBuf>,
}

impl FromStr for FormatTo {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = match text.split_once('=') {
            Some((_, "")) => return Err("a file must be named after `=`".to_owned()),
            Some((format, "-")) => (format, None),
            Some((format, file)) => (format, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let names: Vec<_> = Format::value_variants()
            .iter()
            .filter_map(ValueEnum::to_possible_value)
            .map(|value| format!("`{}`", value.get_name()))
            .collect();
        let format = Format::from_str(format, false)
            .map_err(|_| format!("the format must be one of {}", names.join(", ")))?;
        Ok(Self { format, file })
    }
}

/// A rule to deny, or all warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Denied {
    Warnings,
    Rule(Rule),
}

impl FromStr for Denied {
    type Err = UnknownRule;

    fn from_str(name: &str) -> Result<Self, UnknownRule> {
        match name {
            "warnings" => Ok(Self::Warnings),
            _ => name.parse().map(Self::Rule),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// Reads a rule that is to be lowered, which not every rule can be.
fn lowered(level: Level) -> impl Fn(&str) -> Result<Rule, String> + Clone + Send + Sync {
    move |name| {
        let rule: Rule = name
            .parse()
            .map_err(|error: UnknownRule| error.to_string())?;
        let validator = anchorbrowser_schema::Validator::new();
        match validator.level(rule, level) {
            Ok(_) => Ok(rule),
            Err(error) => Err(error.to_string()),
        }
    }
}
