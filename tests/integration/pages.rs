//! The page of each rule: its parts, and that its examples show what it says.

use anchorbrowser_schema::{Root, Rule, Severity, Validator};

use crate::support::rules_at;

/// The parts of a page, in their order.
const PARTS: [&str; 7] = [
    "What it asks",
    "Why it matters",
    "How to mend it",
    "Source",
    "Level",
    "An example that breaks it",
    "An example that keeps it",
];

/// What the bad example of a rule breaks beside it.
const BESIDE: [(&str, &str); 1] = [("min-length", "pattern")];

/// A page, taken apart.
struct Page {
    title: &'static str,
    summary: String,
    parts: Vec<(&'static str, &'static str)>,
}

impl Page {
    fn of(rule: Rule) -> Self {
        let page = rule.explanation().strip_prefix("# ").unwrap();
        let page = page.strip_suffix('\n').unwrap();
        let mut sections = page.split("\n\n## ");
        let (title, summary) = sections.next().unwrap().split_once("\n\n").unwrap();
        Self {
            title,
            summary: unwrapped(summary),
            parts: sections
                .map(|section| section.split_once("\n\n").unwrap())
                .collect(),
        }
    }

    fn part(&self, heading: &str) -> &'static str {
        let part = self.parts.iter().find(|(found, _)| *found == heading);
        part.unwrap_or_else(|| panic!("{}: {heading}", self.title))
            .1
    }
}

/// A text without the line breaks inside its paragraphs.
fn unwrapped(text: &str) -> String {
    let paragraphs = text.split("\n\n");
    let joined: Vec<String> = paragraphs.map(|lines| lines.replace('\n', " ")).collect();
    joined.join("\n\n")
}

/// An example: the root that it is checked as, the document, and what is said behind it.
fn example(part: &'static str) -> (Root, &'static str, &'static str) {
    let (before, rest) = part.split_once("```json\n").unwrap();
    let (document, behind) = rest.split_once("\n```").unwrap();
    let root = before.strip_prefix("Checked as `").map(|root| {
        let root = root.strip_suffix("`:\n\n").unwrap().parse().unwrap();
        assert_ne!(root, Root::default(), "that is said only of others");
        root
    });
    assert_eq!(root.is_none(), before.is_empty(), "{before}");
    let root = root.unwrap_or_default();
    (root, document, behind.trim_start())
}

#[test]
fn every_page_has_its_parts_in_order() {
    for rule in Rule::all() {
        let page = Page::of(rule);
        let headings: Vec<&str> = page.parts.iter().map(|(heading, _)| *heading).collect();
        assert_eq!(headings, PARTS, "{rule}");
        for (heading, part) in &page.parts {
            assert!(!part.trim().is_empty(), "{rule}: {heading}");
        }
        let prose = rule
            .explanation()
            .lines()
            .filter(|line| !line.starts_with("  \""));
        for line in prose {
            assert!(line.chars().count() <= 80, "{rule}: {line}");
            assert_eq!(line, line.trim_end(), "{rule}");
        }
    }
}

#[test]
fn every_page_agrees_with_the_table() {
    for rule in Rule::all() {
        let page = Page::of(rule);
        assert_eq!(page.title, rule.name());
        assert_eq!(page.summary, format!("Broken when {}.", rule.summary()));
        let source = unwrapped(page.part("Source"));
        let first = source.split("\n\n").next().unwrap();
        assert_eq!(first, format!("{}.", rule.source()), "{rule}");
        let level = match (rule.default_severity(), rule.is_fixed()) {
            (_, true) => {
                "Always an error: where it is broken there is no value to hand on, so it cannot be \
                 set to `warn` or `allow`."
            }
            (Severity::Error, _) => {
                "An error by default. It can be set to `deny`, `warn` or `allow`."
            }
            _ => "A warning by default. It can be set to `deny`, `warn` or `allow`.",
        };
        assert_eq!(unwrapped(page.part("Level")), level, "{rule}");
    }
}

#[test]
fn every_bad_example_breaks_its_rule_alone() {
    for rule in Rule::all() {
        let (root, document, behind) = example(Page::of(rule).part("An example that breaks it"));
        let beside = BESIDE.iter().find(|(broken, _)| *broken == rule.name());
        let said = beside.map(|(_, beside)| format!("It breaks `{beside}` too."));
        assert_eq!(behind, said.unwrap_or_default(), "{rule}");
        let report = root.check_json(&Validator::new(), document);
        let mut broken = vec![rule.name()];
        broken.extend(beside.map(|(_, beside)| *beside));
        let found: Vec<&str> = rules_at(&report).iter().map(|[rule, _]| *rule).collect();
        assert_eq!(found, broken, "{document}");
    }
}

#[test]
fn every_good_example_breaks_nothing() {
    for rule in Rule::all() {
        let page = Page::of(rule);
        let (root, document, behind) = example(page.part("An example that keeps it"));
        assert_eq!(behind, "", "{rule}");
        let report = root.check_json(&Validator::new(), document);
        assert!(report.is_empty(), "{rule}: {report}");
        let (broken_as, ..) = example(page.part("An example that breaks it"));
        assert_eq!(root, broken_as, "{rule}");
    }
}

/// Countries, lengths and other figures that pages tell.
#[test]
fn pages_tell_the_figures_of_the_library() {
    use anchorbrowser_schema::{CountryCode, Language, ProxyType};

    let counts: Vec<usize> = ProxyType::all().map(|t| t.countries().count()).collect();
    let [residential, mobile, gov, proxy] = counts[..] else {
        panic!("{counts:?}")
    };
    assert_eq!(gov, proxy);
    let types: Vec<String> = ProxyType::all().map(|t| format!("`{t}`")).collect();
    let table = [
        (
            Rule::CountryNotAllowed,
            format!(
                "{residential} countries for `anchor_residential`, {mobile} for `anchor_mobile`, \
                 {gov} each for `anchor_gov` and `anchor_proxy`"
            ),
        ),
        (
            Rule::CountryUnknown,
            format!("one of the {} codes", CountryCode::all().count()),
        ),
        (
            Rule::Enum,
            format!("`language` is `{}`", Language::TYPESCRIPT),
        ),
        (
            Rule::Enum,
            format!("{} or {}", types[..3].join(", "), types[3]),
        ),
        (
            Rule::IntegerRange,
            format!("between {} and {}", i64::MIN, i64::MAX),
        ),
    ];
    for (rule, figures) in table {
        let page = unwrapped(rule.explanation());
        assert!(page.contains(&figures), "{rule}: {figures}");
    }
}
