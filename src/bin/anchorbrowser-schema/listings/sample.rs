//! The command `sample`.

use std::fmt::Write;
use std::io;
use std::process::ExitCode;

use anchorbrowser_schema::{Root, strategy};
use proptest::strategy::{BoxedStrategy, Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde::Serialize;

use super::print::print;
use crate::arguments::Sample;

pub(crate) fn run(arguments: &Sample) -> ExitCode {
    let documents = if arguments.invalid {
        refused()
    } else {
        accepted(arguments.root)
    };
    let mut draw = Draw::new(arguments.seed);
    print(|out| {
        for _ in 0..arguments.count {
            out.write_all(on_one_line(&draw.one(&documents)?).as_bytes())?;
        }
        Ok(())
    })
}

/// Documents, and nothing where what was drawn is not what was asked for. A filter of proptest's
/// own would give up after some ten thousand of those.
type Documents = BoxedStrategy<Option<String>>;

/// Draws by a generator that is the same on every platform.
struct Draw(TestRunner);

impl Draw {
    fn new(number: u64) -> Self {
        let mut seed = [0; 32];
        for (byte, of_number) in seed.iter_mut().zip(number.to_le_bytes()) {
            *byte = of_number;
        }
        let generator = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
        Self(TestRunner::new_with_rng(Config::default(), generator))
    }

    /// The next document.
    fn one(&mut self, documents: &Documents) -> io::Result<String> {
        loop {
            let drawn = documents.new_tree(&mut self.0);
            let drawn = drawn.map_err(|reason| io::Error::other(reason.to_string()))?;
            if let Some(document) = drawn.current() {
                return Ok(document);
            }
        }
    }
}

/// Documents that break no rule.
fn accepted(root: Root) -> Documents {
    match root {
        Root::SessionConfig => written(strategy::session_config()),
        Root::ProxyConfig => written(strategy::proxy_config()),
        Root::AnchorProxy => written(strategy::anchor_proxy()),
        Root::CustomProxy => written(strategy::custom_proxy()),
        Root::Task => written(strategy::task()),
        Root::TaskResponse => written(strategy::task_response()),
        Root::ErrorResponse => written(strategy::error_response()),
        _ => written(strategy::create_task_request()),
    }
}

/// The JSON text of values.
fn written<T: Serialize>(values: impl Strategy<Value = T> + 'static) -> Documents {
    values
        .prop_map(|value| serde_json::to_string(&value).ok())
        .boxed()
}

/// Requests with an error at least.
fn refused() -> Documents {
    strategy::broken_request()
        .prop_map(|request| (!request.is_valid()).then_some(request.json))
        .boxed()
}

/// JSON text on a line of its own, with what a terminal acts on as JSON's escapes.
fn on_one_line(json: &str) -> String {
    let mut line = String::with_capacity(json.len() + 1);
    for character in json.chars() {
        match character {
            // It stands between values: strings hold none of these as they are.
            '\n' | '\r' | '\t' => line.push(' '),
            _ if acts(character) => {
                // All of these are a single unit. A `String` takes all that is written to it.
                let _ = write!(line, "\\u{:04x}", u32::from(character));
            }
            _ => line.push(character),
        }
    }
    line.push('\n');
    line
}

/// Whether a terminal acts on a character: those of control and of direction, and breaks of lines.
/// A list of our own, since what the standard library holds for visible grows with Unicode, and the
/// same seed is to draw the same bytes.
fn acts(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}
