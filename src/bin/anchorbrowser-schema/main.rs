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
mod outputs;
mod positions;
mod progress;
mod settings;
mod summary;
mod visible;
mod yaml;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Command};
use crate::check::Manner;
use crate::listings::{completions, countries, explain, man, rules, sample, schema};

fn main() -> ExitCode {
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
