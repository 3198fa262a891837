//! The command `man`.

use std::process::ExitCode;

use clap::{Command, CommandFactory};

use super::print::print;
use crate::arguments::{self, Arguments};
use crate::console::complain;
use crate::exit;

pub(crate) fn run(arguments: &arguments::Man) -> ExitCode {
    let mut whole = Arguments::command().disable_help_subcommand(true);
    // Hands the arguments that all commands share down to each.
    whole.build();
    let page = match &arguments.command {
        None => Some(&whole),
        Some(name) => whole.find_subcommand(name),
    };
    let Some(page) = page else {
        complain(unknown(
            arguments.command.as_deref().unwrap_or_default(),
            &whole,
        ));
        return ExitCode::from(exit::FAILED);
    };
    let version = whole.get_version().unwrap_or_default();
    let source = format!("{} {version}", whole.get_name());
    let page = clap_mangen::Man::new(page.clone()).source(source);
    print(|out| page.render(out))
}

fn unknown(name: &str, whole: &Command) -> String {
    let names: Vec<_> = whole
        .get_subcommands()
        .map(|command| format!("`{}`", command.get_name()))
        .collect();
    format!(
        "`{name}` is not a command; it must be one of {}",
        names.join(", ")
    )
}
