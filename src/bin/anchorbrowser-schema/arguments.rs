//! The command line.

use std::path::PathBuf;

use anchorbrowser_schema::Root;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Checks create-task requests for the Anchor Browser API before they are sent.
#[derive(Debug, Parser)]
#[command(version, about)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Tell everything that is wrong with documents.
    #[command(
        after_help = "Exit codes: 0 no document has an error; 1 at least one has; \
        2 wrong usage, an input that cannot be read, or output that cannot be written."
    )]
    Check(Check),
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// What the documents are: `CreateTaskRequest`, `SessionConfig`, `ProxyConfig`, `AnchorProxy`,
    /// `CustomProxy`, `Task`, `TaskResponse` or `ErrorResponse`, or one of these in kebab-case.
    #[arg(long = "type", value_name = "ROOT", default_value_t)]
    pub(crate) root: Root,

    /// How to tell it.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,

    /// How many violations of a document to list; those behind are counted.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) max_violations: usize,

    /// Files to check, or `-` for standard input. `.jsonl` and `.ndjson` files hold one document a
    /// line.
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Lines for people.
    Human,
    /// One JSON object for all documents.
    Json,
    /// One JSON object a line, one a document.
    Jsonl,
}
