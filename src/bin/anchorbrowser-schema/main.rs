//! The command `anchorbrowser-schema`: checks create-task requests for the Anchor Browser API
//! before they are sent.

mod arguments;
mod check;
mod inputs;
mod output;
mod visible;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Command};

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Check(arguments) => check::run(&arguments),
    }
}
