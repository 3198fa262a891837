//! Codes: valid ones, and the usual mistakes.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use super::Random;

const LINES: &[&str] = &[
    "const page = await browser.newPage();\n",
    "await page.goto(url, { waitUntil: 'load' });\n",
    "// the price is in the third column\n",
    "for (const row of rows) { out.push(row.textContent ?? ''); }\n",
    "return JSON.stringify(out);\n",
    "const naïve = `${first}…${last}`;\n",
];

/// Source code of about the given length.
pub(super) fn source(random: &mut Random, size: usize) -> String {
    let mut source = String::new();
    while source.len() < size {
        source.push_str(random.pick(LINES));
    }
    source
}

pub(super) fn valid(random: &mut Random, size: usize) -> String {
    STANDARD.encode(source(random, size / 4 * 3))
}

/// A code that needs padding.
pub(super) fn unpadded(random: &mut Random, size: usize) -> String {
    let mut source = source(random, size / 4 * 3);
    while source.len().is_multiple_of(3) {
        source.push(' ');
    }
    STANDARD.encode(source)
}

pub(super) fn trailing_bits(random: &mut Random, size: usize) -> String {
    format!("{}QR==", "QUJD".repeat(size / 4 + random.below(3)))
}

/// Bytes of all values, in which each symbol occurs about as often.
fn bytes(random: &mut Random, size: usize) -> Vec<u8> {
    (0..size)
        .map(|_| random.below(256).try_into().unwrap())
        .collect()
}

/// A code of binary data.
pub(super) fn dense(random: &mut Random, size: usize) -> String {
    STANDARD.encode(bytes(random, size / 4 * 3))
}

pub(super) fn url_safe(random: &mut Random, size: usize) -> String {
    URL_SAFE.encode(bytes(random, size / 4 * 3))
}

/// Lines of 76 symbols.
pub(super) fn wrapped(random: &mut Random, size: usize, end: &str) -> String {
    let code = valid(random, size);
    let lines = code.as_bytes().chunks(76);
    let lines: Vec<_> = lines
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    lines.join(end) + end
}

pub(super) fn foreign(random: &mut Random, size: usize, count: usize) -> String {
    let mut code: Vec<char> = valid(random, size).chars().collect();
    for _ in 0..count.max(1) {
        let at = random.below(code.len());
        code[at] = random.pick(&['!', ' ', '*', 'é', '日', '.']);
    }
    code.into_iter().collect()
}

pub(super) fn padding_inside(random: &mut Random, size: usize) -> String {
    let parts = (0..4).map(|_| unpadded(random, size / 4));
    parts.collect()
}

/// Each character as an escape.
pub(super) fn escaped(code: &str) -> String {
    let escapes: Vec<_> = code.bytes().map(|byte| format!("\\u{byte:04x}")).collect();
    escapes.concat()
}
