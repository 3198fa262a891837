//! The `completions` command.

use std::process::ExitCode;

use clap::CommandFactory;

use super::print::print_text;
use crate::cli::{Cli, CompletionsArgs};

pub(crate) fn run(arguments: &CompletionsArgs) -> ExitCode {
    let mut command = Cli::command();
    let name = command.get_name().to_owned();
    // Generate into memory, since `clap_complete` panics if writing fails.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, &name, &mut script);
    // For bash, `clap_complete` escapes a hyphen in the name in two different ways, and then
    // completes only the first word after the command (clap-rs/clap#6421).
    let [generated, expected] = ["__subcmd__", "__"].map(|separator| name.replace('-', separator));
    print_text(&String::from_utf8_lossy(&script).replace(&generated, &expected))
}
