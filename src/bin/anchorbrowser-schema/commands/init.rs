//! The `init` command.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use super::print::print_text;
use crate::config_file::FILE_NAME;
use crate::console::print_error;
use crate::exit_code;

/// A configuration file with all options at their defaults.
pub(crate) const TEMPLATE: &str = include_str!("init.toml");

pub(crate) fn run(quiet: bool) -> ExitCode {
    let written =
        File::create_new(FILE_NAME).and_then(|mut file| file.write_all(TEMPLATE.as_bytes()));
    match written {
        Ok(()) => {
            if quiet {
                ExitCode::SUCCESS
            } else {
                print_text(&format!("wrote `{FILE_NAME}`\n"))
            }
        }
        Err(error) => {
            let reason = match error.kind() {
                ErrorKind::AlreadyExists => "it already exists".to_owned(),
                _ => error.to_string(),
            };
            print_error(format_args!("cannot write `{FILE_NAME}`: {reason}"));
            ExitCode::from(exit_code::FAILED)
        }
    }
}
