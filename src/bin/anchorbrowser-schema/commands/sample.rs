//! The `sample` command.

use std::fmt::Write;
use std::io;
use std::process::ExitCode;

use anchorbrowser_schema::{Revision, strategy};
use proptest::strategy::{BoxedStrategy, Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::print::print;
use crate::cli::SampleArgs;

pub(crate) fn run(arguments: &SampleArgs) -> ExitCode {
    let revision = arguments.revision.revision;
    let documents = if arguments.invalid {
        invalid_requests(revision)
    } else {
        strategy::valid_json(revision, arguments.document_type)
            .prop_map(Some)
            .boxed()
    };
    let mut generator = Generator::new(arguments.seed);
    print(|out| {
        for _ in 0..arguments.count {
            out.write_all(to_single_line(&generator.next_document(&documents)?).as_bytes())?;
        }
        Ok(())
    })
}

/// A strategy for documents that yields `None` for unsuitable values. A filter of proptest would
/// give up after about ten thousand of those.
type Documents = BoxedStrategy<Option<String>>;

/// Generates values from a seed, identically on all platforms.
struct Generator(TestRunner);

impl Generator {
    fn new(seed: u64) -> Self {
        let mut bytes = [0; 32];
        for (byte, seed_byte) in bytes.iter_mut().zip(seed.to_le_bytes()) {
            *byte = seed_byte;
        }
        let generator = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        Self(TestRunner::new_with_rng(Config::default(), generator))
    }

    /// Generates the next document.
    fn next_document(&mut self, documents: &Documents) -> io::Result<String> {
        loop {
            let tree = documents.new_tree(&mut self.0);
            let tree = tree.map_err(|reason| io::Error::other(reason.to_string()))?;
            if let Some(document) = tree.current() {
                return Ok(document);
            }
        }
    }
}

/// Requests with at least one error.
fn invalid_requests(revision: Revision) -> Documents {
    strategy::broken_request(revision)
        .prop_map(|request| (!request.is_valid()).then_some(request.json))
        .boxed()
}

/// Puts JSON on a single line, and escapes characters that control a terminal.
fn to_single_line(json: &str) -> String {
    let mut line = String::with_capacity(json.len() + 1);
    for character in json.chars() {
        match character {
            // These occur only between values; strings contain them only as escapes.
            '\n' | '\r' | '\t' => line.push(' '),
            _ if is_terminal_control(character) => {
                // Each is a single UTF-16 unit. Writing to a `String` cannot fail.
                let _ = write!(line, "\\u{:04x}", u32::from(character));
            }
            _ => line.push(character),
        }
    }
    line.push('\n');
    line
}

/// Whether a character controls a terminal: control characters, bidirectional formatting and line
/// separators. This is a fixed list because the standard library's notion of printable characters
/// grows with Unicode, while a seed must always generate the same bytes.
fn is_terminal_control(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}
