//! The command `completions`.

use std::process::ExitCode;

use clap::CommandFactory;

use super::print::print_text;
use crate::arguments::{Arguments, Completions};

pub(crate) fn run(arguments: &Completions) -> ExitCode {
    let mut command = Arguments::command();
    let name = command.get_name().to_owned();
    // Into memory, since it takes a failed write for a reason to panic.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, &name, &mut script);
    // For bash it writes a name with a hyphen in two ways, and then completes nothing that comes
    // behind the command's first word (clap-rs/clap#6421).
    let [wrong, right] = ["__subcmd__", "__"].map(|separator| name.replace('-', separator));
    print_text(&String::from_utf8_lossy(&script).replace(&wrong, &right))
}
