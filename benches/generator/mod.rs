//! Documents for the benches, generated from a seed, so that the code cannot be tuned to them.

mod codes;
mod faults;
mod texts;
mod tree;

pub(crate) use faults::FAULTS;
pub(crate) use tree::Node;

use tree::{string, text};

/// A generator of pseudorandom numbers (`SplitMix64`).
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap()
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end + 1));
        }
    }

    /// Some characters of an alphabet.
    fn word(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length)
            .map(|_| char::from(self.pick(alphabet)))
            .collect()
    }
}

/// A kind of document.
pub(crate) struct Kind {
    /// Kinds of a group are summarized together.
    pub(crate) group: &'static str,
    pub(crate) name: &'static str,
    /// Sizes in bytes, about.
    pub(crate) sizes: &'static [usize],
    /// Generates a document of about the given size.
    pub(crate) generate: fn(&mut Random, usize) -> Vec<u8>,
}

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;
/// Sizes of documents with a code.
const CODES: &[usize] = &[600, 8 * KIB, MIB];
/// Sizes of documents with a text.
const TEXTS: &[usize] = &[300, 3 * KIB, 64 * KIB];
const SMALL: &[usize] = &[0];

macro_rules! kinds {
    ($($group:literal { $($name:literal $sizes:expr, |$random:pat_param, $size:pat_param| $document:expr;)* })*) => {
        /// All kinds.
        pub(crate) const KINDS: &[Kind] = &[$($(Kind {
            group: $group,
            name: $name,
            sizes: $sizes,
            generate: |$random, $size| Vec::from($document),
        },)*)*];
    };
}

kinds! {
    "valid" {
        "small" SMALL, |random, _| small(random).compact();
        "all members, compact" SMALL, |random, _| full(random).compact();
        "all members, indented" SMALL, |random, _| full(random).indented();
        // As PHP's `json_encode` writes them.
        "all members, escaped slashes" SMALL, |random, _| full(random).compact().replace('/', "\\/");
        "any order, indented" SMALL, |random, _| full(random).shuffled(random).indented();
        "custom proxy" SMALL, |random, _| custom(random).compact();
        "long values" SMALL, |random, _| long(random).indented();
        "unknown members" &[400, 4 * KIB], |random, size| unknown(random, size).compact();
    }
    "code" {
        "valid" CODES, |random, size| coded(&codes::valid(random, size), random);
        "padding cut off" CODES, |random, size| coded(codes::unpadded(random, size).trim_end_matches('='), random);
        "trailing bits" CODES, |random, size| coded(&codes::trailing_bits(random, size), random);
        "wrapped" CODES, |random, size| coded(&codes::wrapped(random, size, "\\n"), random);
        "wrapped, CRLF" CODES, |random, size| coded(&codes::wrapped(random, size, "\\r\\n"), random);
        "escaped slashes" CODES, |random, size| coded(&codes::dense(random, size).replace('/', "\\/"), random);
        "URL-safe" CODES, |random, size| coded(&codes::url_safe(random, size), random);
        "one foreign character" CODES, |random, size| coded(&codes::foreign(random, size, 1), random);
        "many foreign characters" CODES, |random, size| coded(&codes::foreign(random, size, size / 20), random);
        "a foreign character in each group" CODES, |random, size| coded(&"QUJ!".repeat(size / 4 + random.below(9)), random);
        "padding inside" CODES, |random, size| coded(&codes::padding_inside(random, size), random);
        "source text" CODES, |random, size| coded(&codes::source(random, size).replace('"', "\\\"").replace('\n', "\\n"), random);
        "escaped throughout" CODES, |random, size| coded(&codes::escaped(&codes::valid(random, size / 6)), random);
        "binary" CODES, |random, size| coded(&codes::dense(random, size), random);
    }
    "text" {
        "ASCII" TEXTS, |random, size| described(&texts::raw(random, texts::ENGLISH, size), random);
        "Latin" TEXTS, |random, size| described(&texts::raw(random, texts::POLISH, size), random);
        "Latin, escaped" TEXTS, |random, size| described(&texts::escaped(random, texts::POLISH, size), random);
        "Cyrillic" TEXTS, |random, size| described(&texts::raw(random, texts::RUSSIAN, size), random);
        "Cyrillic, escaped" TEXTS, |random, size| described(&texts::escaped(random, texts::RUSSIAN, size), random);
        "Chinese, escaped" TEXTS, |random, size| described(&texts::escaped(random, texts::CHINESE, size), random);
        "emoji, escaped" TEXTS, |random, size| described(&texts::escaped(random, texts::EMOJI, size), random);
        "mixed, escaped" TEXTS, |random, size| described(&texts::mixed(random, size), random);
        "lines and quotes" TEXTS, |random, size| described(&texts::lines(random, size), random);
        "escapes in an unknown member" TEXTS, |random, size| {
            let value = texts::escaped(random, texts::RUSSIAN, size);
            small(random).with("/note", text(&value)).compact()
        };
        "escapes in the name" &[300, 3 * KIB], |random, size| {
            let value = texts::escaped(random, texts::RUSSIAN, size);
            small(random).with("/name", text(&value)).compact()
        };
    }
    "errors" {
        "1 error" &[2 * KIB], |random, size| faulty(random, size, 1);
        "3 errors" &[2 * KIB], |random, size| faulty(random, size, 3);
        "8 errors" &[2 * KIB, 16 * KIB], |random, size| faulty(random, size, 8);
        "8 errors, long values" SMALL, |random, _| long_faulty(random).indented();
        "20 errors" &[2 * KIB], |random, size| faulty(random, size, 20);
    }
    "syntax" {
        "cut off" &[2 * KIB, 64 * KIB], |random, size| {
            let mut json = padded(random, size).indented().into_bytes();
            json.truncate(json.len() - 1 - random.below(json.len() / 2));
            json
        };
        "ill-formed UTF-8" &[2 * KIB, 64 * KIB], |random, size| {
            let mut json = padded(random, size).indented().into_bytes();
            let at = random.below(json.len());
            json[at] = 0xff;
            json
        };
        "control character" &[2 * KIB, 64 * KIB], |random, size| {
            let mut json = padded(random, size).compact().into_bytes();
            let at = random.below(json.len());
            json[at] = 1;
            json
        };
    }
}

/// A stream of various documents, a tenth of them invalid.
pub(crate) fn stream(random: &mut Random, count: usize) -> Vec<Vec<u8>> {
    let one = |number: usize| {
        let size = random.below(900);
        let mut document = match random.below(4) {
            0 => small(random),
            1 => custom(random),
            _ => full(random),
        };
        if random.below(3) > 0 {
            document = document.with("/code", string(&codes::valid(random, size)));
        }
        if random.below(4) == 0 {
            let value = texts::escaped(random, texts::POLISH, 200);
            document = document.with("/description", text(&value));
        }
        if number.is_multiple_of(10) {
            let (_, changes) = random.pick(FAULTS);
            document = document.changed(changes);
        }
        match random.below(3) {
            0 => document.indented().into_bytes(),
            _ => document.compact().into_bytes(),
        }
    };
    (0..count).map(one).collect()
}

const LOWER: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
const NAME: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
const COUNTRIES: &[&str] = &["us", "de", "fr", "jp", "ca", "br", "in", "au"];

fn name(random: &mut Random) -> String {
    let length = 4 + random.below(24);
    random.word(NAME, length)
}

fn url(random: &mut Random) -> String {
    let scheme = random.pick(&["https", "https", "http"]);
    let length = 3 + random.below(14);
    let host = random.word(LOWER, length);
    let domain = random.pick(&["com", "org", "co.uk", "io"]);
    let path = random.pick(&[
        "/",
        "",
        "/list",
        "/products?page=1&sort=price",
        "/a/b/c.html#top",
        "/%C3%BC?q=a%20b",
    ]);
    format!("{scheme}://{host}.{domain}{path}")
}

/// Few members.
pub(crate) fn small(random: &mut Random) -> Node {
    Node::default()
        .with("/name", string(&name(random)))
        .with("/language", string("typescript"))
        .with("/browserConfiguration/initial_url", string(&url(random)))
}

fn session(random: &mut Random) -> Node {
    let length = 20 + random.below(60);
    let (description, code) = (
        texts::raw(random, texts::ENGLISH, length),
        codes::valid(random, 300),
    );
    small(random)
        .with("/description", text(&description))
        .with("/code", string(&code))
        .with(
            "/browserConfiguration/recording/active",
            random.pick(&["true", "false"]).into(),
        )
}

fn timeouts(random: &mut Random, document: Node) -> Node {
    let idle = 1 + random.below(20);
    document
        .with(
            "/browserConfiguration/timeout/max_duration",
            (idle + random.below(100)).to_string(),
        )
        .with(
            "/browserConfiguration/timeout/idle_timeout",
            idle.to_string(),
        )
        .with("/browserConfiguration/live_view/read_only", "true".into())
}

/// All members.
pub(crate) fn full(random: &mut Random) -> Node {
    let document = session(random)
        .with("/browserConfiguration/proxy/active", "true".into())
        .with("/browserConfiguration/proxy/type", string("anchor_proxy"))
        .with(
            "/browserConfiguration/proxy/country_code",
            string(random.pick(COUNTRIES)),
        )
        .with(
            "/browserConfiguration/proxy/region",
            string(random.pick(&["ca", "ny", "by"])),
        )
        .with("/browserConfiguration/proxy/city", string("los-angeles"));
    timeouts(random, document)
}

/// All members, with a custom proxy.
pub(crate) fn custom(random: &mut Random) -> Node {
    let host = random.word(LOWER, 9);
    let document = session(random)
        .with("/browserConfiguration/proxy/type", string("custom"))
        .with(
            "/browserConfiguration/proxy/server",
            string(&format!("{host}.example.com:{}", 1 + random.below(9999))),
        )
        .with(
            "/browserConfiguration/proxy/username",
            string(&name(random)),
        )
        .with(
            "/browserConfiguration/proxy/password",
            string(&name(random)),
        )
        .with("/browserConfiguration/proxy/active", "true".into());
    timeouts(random, document)
}

/// A document with unknown members.
fn unknown(random: &mut Random, size: usize) -> Node {
    let document = small(random);
    let members = (0..size / 20).map(|number| {
        let key = random.word(LOWER, 6);
        let value = match random.below(4) {
            0 => string(&key),
            1 => "[1, {\"a\": null}, true]".into(),
            _ => number.to_string(),
        };
        (format!("{key}{number}"), Node::Text(value))
    });
    let extra = Node::Object(members.collect());
    document.with("/extra", extra.compact())
}

/// All members, with a valid code, so that the document has about the given size.
pub(crate) fn padded(random: &mut Random, size: usize) -> Node {
    let code = codes::valid(random, size.saturating_sub(700));
    full(random).with("/code", string(&code))
}

fn coded(code: &str, random: &mut Random) -> String {
    small(random).with("/code", text(code)).compact()
}

fn described(description: &str, random: &mut Random) -> String {
    small(random)
        .with("/description", text(description))
        .compact()
}

/// All members, with a description and a code of some length.
fn long(random: &mut Random) -> Node {
    let description = texts::raw(random, texts::ENGLISH, 980);
    let code = codes::valid(random, 640);
    full(random)
        .with("/description", text(&description))
        .with("/code", string(&code))
}

/// The same with eight errors, each in another member.
fn long_faulty(random: &mut Random) -> Node {
    let description = texts::raw(random, texts::ENGLISH, 1010);
    let code = codes::valid(random, 640) + "=";
    long(random)
        .with("/name", string("web scraper"))
        .with("/language", string("javascript"))
        .with("/description", text(&description))
        .with("/code", string(&code))
        .with(
            "/browserConfiguration/initial_url",
            string("https://example.com/a list"),
        )
        .with("/browserConfiguration/recording/active", string("yes"))
        .with("/browserConfiguration/proxy/country_code", string("gb"))
        .with("/browserConfiguration/timeout/max_duration", string("30"))
}

/// A document with faults.
fn faulty(random: &mut Random, size: usize, count: usize) -> String {
    let mut document = padded(random, size);
    let mut faults = FAULTS.to_vec();
    random.shuffle(&mut faults);
    for (_, changes) in faults.iter().take(count) {
        document = document.changed(changes);
    }
    document.indented()
}
