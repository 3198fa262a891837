//! The command `anchorbrowser-schema`: checks create-task requests for the Anchor Browser API
//! before they are sent.

mod arguments;
mod array;
mod check;
mod choice;
mod chunks;
mod console;
mod documents;
mod excerpt;
mod exit;
mod filter;
mod fix;
mod forms;
mod in_order;
mod inputs;
mod jobs;
mod listings;
mod manner;
mod outputs;
mod positions;
mod progress;
mod settings;
mod sink;
mod summary;
mod visible;
mod yaml;

use std::panic::{self, PanicHookInfo};
use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Command};
use crate::console::complain;
use crate::listings::{completions, countries, explain, man, rules, sample, schema};
use crate::manner::Manner;

fn main() -> ExitCode {
    panic::set_hook(Box::new(without_payload));
    let Arguments {
        command,
        color,
        quiet,
        verbose,
    } = Arguments::parse();
    let manner = Manner {
        color,
        quiet,
        verbose,
    };
    // The hook has told of a panic, and what was not written whole is gone.
    panic::catch_unwind(|| run(command, manner)).unwrap_or(ExitCode::from(exit::FAILED))
}

fn run(command: Command, manner: Manner) -> ExitCode {
    match command {
        Command::Check(arguments) => check::run(&arguments, manner),
        Command::Filter(arguments) => filter::run(&arguments, manner),
        Command::Fix(arguments) => fix::run(&arguments, manner),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Countries(arguments) => countries::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Sample(arguments) => sample::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    }
}

/// Tells of a fault of the command itself, or of a parser that it uses, without the panic's own
/// message: that may quote what must not be shown.
fn without_payload(panic: &PanicHookInfo<'_>) {
    let place = panic
        .location()
        .map_or_else(String::new, |place| format!(" at {place}"));
    complain(format_args!(
        "a fault of the command itself{place}; please report it"
    ));
}
