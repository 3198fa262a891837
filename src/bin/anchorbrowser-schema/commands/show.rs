//! What `check` would do: the files that it would check, and their settings.

use std::process::ExitCode;

use anchorbrowser_schema::{DocumentType, Validator};
use serde::Serialize;

use super::print::print;
use crate::console::print_failure;
use crate::exit_code;
use crate::failure::Failure;
use crate::inputs::Input;
use crate::reporters::json::write_json;
use crate::source_name::{line_start, relative_name};

/// The settings of a file in JSON output.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct FileSettings<'s> {
    source: &'s str,
    /// The configuration file, if there is one.
    configuration: Option<String>,
    r#type: DocumentType,
    #[serde(flatten)]
    validator: &'s Validator,
    max_input_bytes: usize,
}

/// Prints the name of each input on a line.
pub(super) fn show_files(inputs: impl Iterator<Item = Result<Input, Failure>>) -> ExitCode {
    show(inputs, |input, out| {
        out.extend_from_slice(line_start(&input.name).as_bytes());
    })
}

/// Prints the settings of each input as a line of JSON.
pub(super) fn show_settings(inputs: impl Iterator<Item = Result<Input, Failure>>) -> ExitCode {
    show(inputs, |input, out| {
        let settings = input.settings();
        let file = FileSettings {
            source: &input.name,
            configuration: input.project.file().map(relative_name),
            r#type: settings.document_type,
            validator: &settings.validator,
            max_input_bytes: settings.max_input_bytes,
        };
        write_json(&file, out);
    })
}

fn show(
    inputs: impl Iterator<Item = Result<Input, Failure>>,
    write: impl Fn(&Input, &mut Vec<u8>),
) -> ExitCode {
    let mut has_failures = false;
    let code = print(|out| {
        for input in inputs {
            match input {
                Ok(input) => {
                    let mut line = Vec::new();
                    write(&input, &mut line);
                    line.push(b'\n');
                    out.write_all(&line)?;
                }
                Err(failure) => {
                    print_failure(&failure);
                    has_failures = true;
                }
            }
        }
        Ok(())
    });
    if has_failures {
        ExitCode::from(exit_code::FAILED)
    } else {
        code
    }
}
