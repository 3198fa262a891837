//! Whether a code is that of text.

#![expect(
    clippy::inline_always,
    reason = "`dispatch!` compiles a function for each instruction set, but not those that it calls"
)]

use base64::Engine;
use fearless_simd::{Level, Simd, dispatch, prelude::*};

use crate::string::json_string::{CHUNK, JsonString};
use crate::string::simd::level;

/// The fastest decoder of the target for long codes. With AVX2, it takes a third less time than that of
/// `base64-simd`, which exists on more targets.
#[cfg(any(
    target_arch = "x86_64",
    all(target_arch = "aarch64", target_feature = "neon")
))]
static DECODER: std::sync::LazyLock<base64::engine::simd::Simd> = std::sync::LazyLock::new(|| {
    base64::engine::simd::Simd::standard(base64::engine::general_purpose::PAD)
});
#[cfg(not(any(
    target_arch = "x86_64",
    all(target_arch = "aarch64", target_feature = "neon")
)))]
use base64::engine::general_purpose::STANDARD as DECODER;

/// Most codes are shorter, and are decoded into a small buffer, which is cheap to clear.
const SHORT: usize = 1024;

/// Whether canonical base64 decodes to UTF-8. What it decodes to is not kept.
pub(super) fn is_text(code: JsonString<'_>) -> bool {
    if code.written().len() > SHORT {
        return is_utf8::<{ buffer_size(CHUNK) }>(code);
    }
    // Most need no buffer at all.
    let is_ascii = code
        .as_plain()
        .is_some_and(|code| is_ascii(code.as_bytes()));
    is_ascii || is_utf8::<{ buffer_size(SHORT) }>(code)
}

/// The most bytes of a character that can be left over from the previous chunk.
const CARRY: usize = 3;

/// The bytes that a chunk decodes to, and those that are left over from the previous one.
const fn buffer_size(symbols: usize) -> usize {
    CARRY + symbols / 4 * 3
}

/// Whether it decodes to UTF-8, chunk by chunk, with a buffer of so many bytes.
#[inline(never)]
fn is_utf8<const BUFFER: usize>(code: JsonString<'_>) -> bool {
    let mut buffer = [0; BUFFER];
    let mut carried = 0;
    let is_utf8_so_far = code.all_chunks(|chunk| {
        if carried == 0 && is_ascii(chunk) {
            return true;
        }
        let free = buffer.get_mut(carried..).unwrap_or_default();
        let Ok(length) = DECODER.decode_slice(chunk, free) else {
            return false;
        };
        let end = carried + length;
        let valid = match simdutf8::compat::from_utf8(buffer.get(..end).unwrap_or_default()) {
            Ok(text) => text.len(),
            // A character that the next chunk may complete.
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return false,
        };
        buffer.copy_within(valid..end, 0);
        carried = end - valid;
        true
    });
    is_utf8_so_far && carried == 0
}

/// Symbols that are checked in one step.
const STEP: usize = 256;

/// Whether canonical base64 decodes to ASCII, as most code does. It takes half as long as decoding it.
fn is_ascii(symbols: &[u8]) -> bool {
    is_ascii_with(level(), symbols)
}

fn is_ascii_with(level: Level, symbols: &[u8]) -> bool {
    dispatch!(level, simd => are_ascii(simd, symbols))
}

#[inline(always)]
fn are_ascii<S: Simd>(simd: S, symbols: &[u8]) -> bool {
    let (steps, rest) = symbols.as_chunks::<STEP>();
    for step in steps {
        if !is_step_ascii(simd, step) {
            return false;
        }
    }
    // `A` encodes zeros.
    let mut last = [b'A'; STEP];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    is_step_ascii(simd, &last)
}

#[inline(always)]
fn is_step_ascii<S: Simd>(simd: S, symbols: &[u8; STEP]) -> bool {
    // The most significant bits of the three bytes that four symbols stand for.
    let high_bits = S::i8s::from_fn(simd, |at| match at % 4 {
        0 => 0b10_0000,
        1 => 0b00_1000,
        2 => 0b00_0010,
        _ => 0,
    });
    let zero = S::i8s::splat(simd, 0);
    let mut bits = zero;
    for block in symbols.chunks_exact(S::u8s::N) {
        let symbols: S::i8s = S::u8s::from_slice(simd, block).bitcast();
        bits |= values(simd, symbols) & high_bits;
    }
    bits.simd_eq(zero).all_true()
}

/// The six-bit values of symbols; of `+`, `/` and `=`, only the bits that are compared are right.
#[inline(always)]
fn values<S: Simd>(simd: S, symbols: S::i8s) -> S::i8s {
    let zero = S::i8s::splat(simd, 0);
    let mut values = symbols;
    for (before, offset) in [(b'/', 4), (b'@', -5), (b'`', -6)] {
        let is_after = symbols.simd_gt(S::i8s::splat(simd, before.cast_signed()));
        values += is_after.select(S::i8s::splat(simd, offset), zero);
    }
    values
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    use super::*;
    use crate::string::simd::levels;

    fn is_code_of_text(bytes: &[u8]) -> bool {
        is_text(JsonString::plain(&STANDARD.encode(bytes)))
    }

    #[test]
    fn text_is_recognized_across_chunks() {
        for shift in 0..5 {
            let text = format!("{}{}", "a".repeat(shift), "é日🎉".repeat(2000));
            assert!(is_code_of_text(text.as_bytes()), "{shift}");
            assert!(
                !is_code_of_text(&text.as_bytes()[..text.len() - 1]),
                "{shift}"
            );
            let mut broken = text.clone().into_bytes();
            broken.insert(CHUNK / 4 * 3 - 1, 0xff);
            assert!(!is_code_of_text(&broken), "{shift}");
        }
    }

    #[test]
    fn each_byte_is_recognized_as_ascii_or_not_in_each_place() {
        for byte in 0..=u8::MAX {
            for place in 0..400 {
                let mut bytes = [b'a'; 400];
                bytes[place] = byte;
                let code = STANDARD.encode(bytes);
                for level in levels() {
                    let is_ascii = is_ascii_with(level, code.as_bytes());
                    assert_eq!(is_ascii, byte.is_ascii(), "{byte} {place}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn code_is_text_if_std_says_so(
            bytes in proptest::collection::vec(any::<u8>(), 0..6),
            text in any::<String>(),
            times in prop_oneof![Just(1), 0..50_usize],
        ) {
            let bytes = [text.repeat(times).as_bytes(), &bytes].concat();
            let is_utf8 = std::str::from_utf8(&bytes).is_ok();
            prop_assert_eq!(is_code_of_text(&bytes), is_utf8);
            let code = STANDARD.encode(&bytes);
            let escaped = code.replace('/', r"\/").replace('a', r"\u0061");
            prop_assert_eq!(is_text(JsonString::escaped(&escaped)), is_utf8);
            prop_assert_eq!(is_ascii(code.as_bytes()), bytes.is_ascii());
        }
    }
}
