//! The `man` command.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::builder::StyledStr;
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::print::print;
use crate::cli::{Cli, ManArgs};
use crate::config_file::FILE_NAME;
use crate::console::print_error;
use crate::exit_code;

/// A term and what it means.
type Definition = (&'static str, &'static str);

const STATUS: &[Definition] = &[
    ("0", "Success."),
    (
        "2",
        "The usage is invalid, an input cannot be read, or an output cannot be written.",
    ),
];
const CHECK_STATUS: &[Definition] = &[
    ("0", "No document has an error."),
    ("1", "At least one document has an error."),
    (
        "2",
        "The usage is invalid, an input is missing or cannot be read, or an output cannot be written. \
         Takes precedence over 1.",
    ),
];
const ENVIRONMENT: &[Definition] = &[
    ("NO_COLOR", "If set, output has no colors."),
    (
        "CLICOLOR_FORCE",
        "If set, output has colors even if it is not written to a terminal.",
    ),
    ("CI", "If set, no progress bar is shown."),
];
const FILES: &[Definition] = &[(
    FILE_NAME,
    "The configuration of the files in its directory and below; see `init`.",
)];
const EXAMPLES: &[Definition] = &[
    (
        "anchorbrowser-schema check request.json",
        "Checks one request.",
    ),
    (
        "anchorbrowser-schema check --format concise requests/",
        "Checks the files of a directory, and prints one line for each violation.",
    ),
    (
        "git diff --name-only -z | anchorbrowser-schema check --file-list -",
        "Checks the files that were changed.",
    ),
    (
        "anchorbrowser-schema fix --diff request.json",
        "Shows what `fix` would change.",
    ),
    (
        "anchorbrowser-schema filter --rejects rejects.jsonl < all.jsonl > valid.jsonl",
        "Splits a stream.",
    ),
];

pub(crate) fn run(arguments: &ManArgs) -> ExitCode {
    let mut root = Cli::command().disable_help_subcommand(true);
    // Propagates the global options to the subcommands.
    root.build();
    let page = match &arguments.command {
        None => Some(&root),
        Some(name) => root.find_subcommand(name),
    };
    let Some(page) = page else {
        print_error(unknown_command(
            arguments.command.as_deref().unwrap_or_default(),
            &root,
        ));
        return ExitCode::from(exit_code::FAILED);
    };
    print(|out| render(page, &root, out))
}

/// Writes the sections in their usual order (man-pages(7)).
fn render(page: &Command, root: &Command, out: &mut dyn Write) -> io::Result<()> {
    let version = root.get_version().unwrap_or_default();
    let source = format!("{} {version}", root.get_name());
    let man = Man::new(page.clone()).source(source);
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    if page.has_subcommands() {
        man.render_subcommands_section(out)?;
    }
    if page.get_after_help().is_some() {
        man.render_extra_section(out)?;
    }
    let mut roff = Roff::new();
    for (title, definitions) in [
        ("EXIT STATUS", exit_status(page)),
        ("ENVIRONMENT", ENVIRONMENT.to_vec()),
        ("FILES", FILES.to_vec()),
        ("EXAMPLES", examples(page, root)),
    ] {
        if definitions.is_empty() {
            continue;
        }
        roff.control("SH", [title]);
        for (term, meaning) in definitions {
            roff.control("TP", []);
            roff.text([bold(term)]);
            roff.text([roman(meaning)]);
        }
    }
    roff.control("SH", ["SEE ALSO"]);
    roff.text([roman(see_also(page, root))]);
    roff.to_writer(out)
}

/// The exit codes, unless the help has them.
fn exit_status(page: &Command) -> Vec<Definition> {
    match page.get_name() {
        "check" | "filter" => CHECK_STATUS.to_vec(),
        _ if page.get_after_help().is_some_and(has_exit_codes) => Vec::new(),
        _ => STATUS.to_vec(),
    }
}

fn has_exit_codes(help: &StyledStr) -> bool {
    help.to_string().contains("Exit codes")
}

/// The examples of a command. The main page has the examples of all commands.
fn examples(page: &Command, root: &Command) -> Vec<Definition> {
    let command = format!(" {} ", page.get_name());
    let is_whole = page.get_name() == root.get_name();
    let examples = EXAMPLES.iter().copied();
    examples
        .filter(|(example, _)| is_whole || example.contains(&command))
        .collect()
}

/// The other pages.
fn see_also(page: &Command, root: &Command) -> String {
    let name = root.get_name();
    let pages = root
        .get_subcommands()
        .filter(|other| other.get_name() != page.get_name());
    let mut pages: Vec<_> = pages
        .map(|other| format!("{name}-{}(1)", other.get_name()))
        .collect();
    if page.get_name() != name {
        pages.insert(0, format!("{name}(1)"));
    }
    pages.join(", ")
}

fn unknown_command(name: &str, root: &Command) -> String {
    let names: Vec<_> = root
        .get_subcommands()
        .map(|command| format!("`{}`", command.get_name()))
        .collect();
    format!(
        "`{name}` is not a command; it must be one of {}",
        names.join(", ")
    )
}
