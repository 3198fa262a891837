//! The `man` command.

use std::process::ExitCode;

use clap::{Command, CommandFactory};

use super::print::print;
use crate::cli::{Cli, ManArgs};
use crate::console::print_error;
use crate::exit_code;

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
    let version = root.get_version().unwrap_or_default();
    let source = format!("{} {version}", root.get_name());
    let page = clap_mangen::Man::new(page.clone()).source(source);
    print(|out| page.render(out))
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
