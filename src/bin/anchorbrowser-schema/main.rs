//! The `anchorbrowser-schema` command: validates create-task requests for the Anchor Browser API
//! before they are sent.

mod allowed_member;
mod chunks;
mod cli;
mod commands;
mod config_file;
mod console;
mod destination;
mod documents;
mod escape;
mod excerpt;
mod exit_code;
mod failure;
mod file_kind;
mod fixer;
mod global_options;
mod globs;
mod ignore_files;
mod inputs;
mod jobs;
mod json_array;
mod level_target;
mod member_names;
mod notes;
mod original;
mod output;
mod parallel;
mod plural;
mod positions;
mod progress;
mod projects;
mod rendered;
mod report_target;
mod reporters;
mod settings;
mod small_file;
mod snippets;
mod source_format;
mod source_name;
mod statistics;
mod stdout;
mod summary;
mod temporary_files;
mod usage;
mod value_parser;
mod walk;
mod yaml;

use std::panic::{self, PanicHookInfo};
use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Command};
use crate::commands::{
    check, completions, countries, drift, explain, filter, fix, init, man, rules, sample, schema,
};
use crate::console::print_error;
use crate::global_options::GlobalOptions;

fn main() -> ExitCode {
    panic::set_hook(Box::new(print_panic));
    let Cli {
        command,
        color,
        quiet,
        verbose,
    } = Cli::try_parse().unwrap_or_else(|error| usage::exit(&error));
    let global = GlobalOptions {
        color,
        quiet,
        verbose,
    };
    // The hook has reported the panic, and temporary files were removed during unwinding.
    panic::catch_unwind(|| run(command, global)).unwrap_or(ExitCode::from(exit_code::FAILED))
}

fn run(command: Command, global: GlobalOptions) -> ExitCode {
    match command {
        Command::Check(arguments) => check::run(&arguments, global),
        Command::Filter(arguments) => filter::run(&arguments, global),
        Command::Fix(arguments) => fix::run(&arguments, global),
        Command::Init => init::run(global.quiet),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Countries(arguments) => countries::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Drift(arguments) => drift::run(&arguments, global),
        Command::Sample(arguments) => sample::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    }
}

/// Reports a panic without its payload, which may quote a value that must never be shown.
fn print_panic(panic: &PanicHookInfo<'_>) {
    let location = panic
        .location()
        .map_or_else(String::new, |location| format!(" at {location}"));
    print_error(format_args!(
        "internal error{location}; please report this bug"
    ));
}
