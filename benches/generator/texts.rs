//! Texts in several languages, either unescaped or escaped as by tools that emit only ASCII.

use super::Random;

pub(super) const ENGLISH: &str =
    "collects the names and prices of all products from shops that sell pictures";
pub(super) const POLISH: &str = "zażółć gęślą jaźń i pobierz ceny wszystkich książek ze sklepu";
pub(super) const RUSSIAN: &str =
    "собирает названия и цены всех товаров из магазинов, которые продают картины";
pub(super) const CHINESE: &str = "收集所有商店的产品名称和价格,然后写入表格 并发送报告";
pub(super) const EMOJI: &str = "🎉🚀 😀😃 🇩🇪 👩‍💻 ok";

/// Words of a text, about so many bytes.
pub(super) fn raw(random: &mut Random, of: &str, size: usize) -> String {
    words(random, of, size, str::to_owned)
}

/// Words of a text, with escapes for all but ASCII, about so many bytes.
pub(super) fn escaped(random: &mut Random, of: &str, size: usize) -> String {
    words(random, of, size, ascii)
}

/// Words of several languages.
pub(super) fn mixed(random: &mut Random, size: usize) -> String {
    let mut text = String::new();
    while text.len() < size {
        let of = random.pick(&[ENGLISH, POLISH, RUSSIAN, CHINESE, EMOJI]);
        text.push_str(&escaped(random, of, 40));
        text.push_str(random.pick(&["\\n", "\\t", "\\\"", " \\/ "]));
    }
    text
}

/// Short lines with quotes.
pub(super) fn lines(random: &mut Random, size: usize) -> String {
    let mut text = String::new();
    while text.len() < size {
        let length = 10 + random.below(60);
        text.push_str(&raw(random, ENGLISH, length));
        text.push_str(random.pick(&["\\n", "\\\"", "\\\\", "\\n\\n"]));
    }
    text
}

fn words(random: &mut Random, of: &str, size: usize, write: fn(&str) -> String) -> String {
    let words: Vec<&str> = of.split(' ').collect();
    let mut text = String::new();
    while text.len() < size {
        text.push_str(&write(random.pick(&words)));
        text.push(' ');
    }
    text
}

fn ascii(word: &str) -> String {
    let units = word.encode_utf16();
    units
        .map(|unit| match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
            _ => format!("\\u{unit:04x}"),
        })
        .collect()
}
