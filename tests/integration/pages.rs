//! The page of each rule: its sections, and that its examples satisfy or violate the rule.

use anchorbrowser_schema::{DocumentType, Rule, Severity};

use crate::support::{check, rules_at};

/// The headings of a page, in order.
const HEADINGS: [&str; 7] = [
    "What it does",
    "Why is this bad?",
    "How to fix it",
    "Source",
    "Level",
    "Invalid example",
    "Valid example",
];

/// Rules whose invalid example also violates another rule.
const ALSO_VIOLATED: [(&str, &str); 1] = [("min-length", "pattern")];

/// A parsed page.
struct Page {
    title: &'static str,
    summary: String,
    sections: Vec<(&'static str, &'static str)>,
}

impl Page {
    fn parse(rule: Rule) -> Self {
        let page = rule.explanation().strip_prefix("# ").unwrap();
        let page = page.strip_suffix('\n').unwrap();
        let mut sections = page.split("\n\n## ");
        let (title, summary) = sections.next().unwrap().split_once("\n\n").unwrap();
        Self {
            title,
            summary: unwrapped(summary),
            sections: sections
                .map(|section| section.split_once("\n\n").unwrap())
                .collect(),
        }
    }

    fn section(&self, heading: &str) -> &'static str {
        let section = self.sections.iter().find(|(found, _)| *found == heading);
        section
            .unwrap_or_else(|| panic!("{}: {heading}", self.title))
            .1
    }
}

/// Joins the lines of each paragraph.
fn unwrapped(text: &str) -> String {
    let paragraphs = text.split("\n\n");
    let joined: Vec<String> = paragraphs.map(|lines| lines.replace('\n', " ")).collect();
    joined.join("\n\n")
}

/// Parses an example: the document type that it is checked as, the document, and the text after it.
fn example(section: &'static str) -> (DocumentType, &'static str, &'static str) {
    let (before, rest) = section.split_once("```json\n").unwrap();
    let (document, after) = rest.split_once("\n```").unwrap();
    let document_type = before.strip_prefix("Checked as `").map(|document_type| {
        let document_type = document_type
            .strip_suffix("`:\n\n")
            .unwrap()
            .parse()
            .unwrap();
        assert_ne!(
            document_type,
            DocumentType::default(),
            "the default is not mentioned"
        );
        document_type
    });
    assert_eq!(document_type.is_none(), before.is_empty(), "{before}");
    let document_type = document_type.unwrap_or_default();
    (document_type, document, after.trim_start())
}

#[test]
fn every_page_has_all_sections_in_order() {
    for rule in Rule::all() {
        let page = Page::parse(rule);
        let headings: Vec<&str> = page.sections.iter().map(|(heading, _)| *heading).collect();
        assert_eq!(headings, HEADINGS, "{rule}");
        for (heading, section) in &page.sections {
            assert!(!section.trim().is_empty(), "{rule}: {heading}");
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
fn every_page_matches_the_table_of_rules() {
    for rule in Rule::all() {
        let page = Page::parse(rule);
        assert_eq!(page.title, rule.name());
        assert_eq!(page.summary, format!("Violated when {}.", rule.summary()));
        let source = unwrapped(page.section("Source"));
        let first = source.split("\n\n").next().unwrap();
        assert_eq!(first, format!("{}.", rule.source()), "{rule}");
        let level = match (rule.default_severity(), rule.is_fixed()) {
            (_, true) => {
                "Always an error. The level cannot be lowered to `warn` or `allow`, because a \
                 document that violates this rule has no typed value."
            }
            (Severity::Error, _) => {
                "An error by default. The level can be set to `deny`, `warn` or `allow`."
            }
            _ => "A warning by default. The level can be set to `deny`, `warn` or `allow`.",
        };
        assert_eq!(unwrapped(page.section("Level")), level, "{rule}");
    }
}

#[test]
fn every_invalid_example_violates_only_its_rule() {
    for rule in Rule::all() {
        let (document_type, document, after) =
            example(Page::parse(rule).section("Invalid example"));
        let also = ALSO_VIOLATED.iter().find(|(name, _)| *name == rule.name());
        let note = also.map(|(_, also)| format!("It also violates `{also}`."));
        assert_eq!(after, note.unwrap_or_default(), "{rule}");
        let report = check(document_type, document);
        let mut expected = vec![rule.name()];
        expected.extend(also.map(|(_, also)| *also));
        let violated: Vec<&str> = rules_at(&report).iter().map(|[rule, _]| *rule).collect();
        assert_eq!(violated, expected, "{document}");
    }
}

#[test]
fn every_valid_example_violates_no_rule() {
    for rule in Rule::all() {
        let page = Page::parse(rule);
        let (document_type, document, after) = example(page.section("Valid example"));
        assert_eq!(after, "", "{rule}");
        let report = check(document_type, document);
        assert!(report.is_empty(), "{rule}: {report}");
        let (invalid_type, ..) = example(page.section("Invalid example"));
        assert_eq!(document_type, invalid_type, "{rule}");
    }
}

/// Numbers of countries, limits and allowed values.
#[test]
fn pages_state_the_facts_of_the_library() {
    use anchorbrowser_schema::{Language, Revision};

    let counts: Vec<usize> = Revision::V2025
        .proxy_types()
        .map(|t| Revision::V2025.countries(Some(&t)).count())
        .collect();
    let [residential, mobile, gov, proxy] = counts[..] else {
        panic!("{counts:?}")
    };
    assert_eq!(gov, proxy);
    let types: Vec<String> = Revision::V2025
        .proxy_types()
        .map(|t| format!("`{t}`"))
        .collect();
    let table = [
        (
            Rule::CountryNotAllowed,
            format!(
                "{residential} countries for `anchor_residential`, {mobile} for `anchor_mobile`, \
                 and {gov} each for `anchor_gov` and `anchor_proxy`"
            ),
        ),
        (
            Rule::CountryUnknown,
            format!(
                "{} in revision `2025`, {} in revision `2026`",
                Revision::V2025.countries(None).count(),
                Revision::V2026.countries(None).count()
            ),
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
    for (rule, fact) in table {
        let page = unwrapped(rule.explanation());
        assert!(page.contains(&fact), "{rule}: {fact}");
    }
}
