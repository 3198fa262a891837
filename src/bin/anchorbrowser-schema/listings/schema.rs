//! The command `schema`.

use std::process::ExitCode;

use super::print::print_text;
use crate::arguments::Schema;

pub(crate) fn run(arguments: &Schema) -> ExitCode {
    print_text(arguments.root.schema())
}
