//! The `schema` command.

use std::process::ExitCode;

use super::print::print_text;
use crate::cli::SchemaArgs;

pub(crate) fn run(arguments: &SchemaArgs) -> ExitCode {
    print_text(arguments.document_type.schema(arguments.revision.revision))
}
