//! What can be mended in only one sensible way.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use anchorbrowser_schema::{Detail, JsonType, Report, Rule, Violation};

use super::{code, member};

/// A change of JSON text that mends a violation.
pub(super) struct Repair {
    pub(super) rule: Rule,
    pub(super) pointer: String,
    /// Where the violation stands.
    pub(super) at: usize,
    /// What to replace in the text, and by what.
    pub(super) span: Range<usize>,
    pub(super) replacement: String,
    /// What was done to it, for people.
    pub(super) done: String,
}

/// The repairs of a text's violations, in their order. Whether one would break another rule is not
/// looked at here; only, that what was meant is certain:
///
/// - Nothing at or inside a repeated key is touched, for nobody knows which of the values counts.
/// - A member is not renamed if another one has the same suggestion.
/// - Code is not touched whose last symbol has bits set that belong to no byte: it was changed, or
///   cut off and put together.
///
/// They are made as they are asked for: code may be long.
pub(super) fn repairs(text: &str, report: &Report) -> impl Iterator<Item = Repair> {
    let repeated = Repeated::of(report);
    let mut wanted: HashMap<String, usize> = HashMap::new();
    for violation in report.violations() {
        if let Some((_, target)) = new_name(violation) {
            *wanted.entry(target).or_default() += 1;
        }
    }
    let is_certain = move |violation: &&Violation| {
        if repeated.holds(violation.pointer()) {
            return false;
        }
        match violation.rule() {
            Rule::UnknownProperty => new_name(violation).is_some_and(|(_, target)| {
                wanted.get(&target) == Some(&1) && !repeated.holds(&target)
            }),
            // One repair mends both, and the alphabet comes first.
            Rule::Base64Padding => !is_told(report, Rule::Base64Alphabet, violation.pointer()),
            _ => true,
        }
    };
    let violations = report.violations().iter().filter(is_certain);
    violations.filter_map(|violation| repair(text, report, violation))
}

fn repair(text: &str, report: &Report, violation: &Violation) -> Option<Repair> {
    let span = violation.span()?;
    let value = span.start..span.end;
    let (span, replacement, done) = match violation.detail() {
        Detail::CountryUnknown {
            country,
            suggestion: Some(code),
            ..
        } if is_same_country(country, code) => {
            (value, quoted(code), format!("rewritten as `{code}`"))
        }
        Detail::Type {
            found: JsonType::Null,
            ..
        } => (
            member::removal(text, value)?,
            String::new(),
            "removed, for it was `null`".to_owned(),
        ),
        Detail::UnknownProperty { .. } => {
            let (name, _) = new_name(violation)?;
            (value, quoted(name), format!("renamed to `{name}`"))
        }
        Detail::Base64Alphabet { .. } | Detail::Base64Padding { .. }
            if !is_told(report, Rule::Base64TrailingBits, violation.pointer()) =>
        {
            let (literal, done) = code::standard(text.get(value.clone())?)?;
            (value, literal, done)
        }
        _ => return None,
    };
    Some(Repair {
        rule: violation.rule(),
        pointer: violation.pointer().to_owned(),
        at: violation.span()?.start,
        span,
        replacement,
        done,
    })
}

/// The name that an unknown member was probably meant to have, and its pointer then.
fn new_name(violation: &Violation) -> Option<(&'static str, String)> {
    let Detail::UnknownProperty {
        suggestion: Some(name),
        ..
    } = violation.detail()
    else {
        return None;
    };
    let (object, _) = violation.pointer().rsplit_once('/')?;
    // No known name has a character that a pointer escapes.
    Some((name, format!("{object}/{name}")))
}

/// Whether a country is written as the code is but for case, or is the United Kingdom's other
/// abbreviation. More distant suggestions, such as a country's name, are left to people.
fn is_same_country(country: &str, code: &str) -> bool {
    country.eq_ignore_ascii_case(code) || code == "gb" && country.eq_ignore_ascii_case("uk")
}

/// A JSON string of a text that needs no escapes.
fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn is_told(report: &Report, rule: Rule, pointer: &str) -> bool {
    let mut violations = report.violations().iter();
    violations.any(|violation| violation.rule() == rule && violation.pointer() == pointer)
}

/// The pointers of keys that occur again.
struct Repeated<'r>(HashSet<&'r str>);

impl<'r> Repeated<'r> {
    fn of(report: &'r Report) -> Self {
        let repeated = report.violations().iter();
        let repeated = repeated.filter(|violation| violation.rule() == Rule::DuplicateKey);
        Self(repeated.map(Violation::pointer).collect())
    }

    /// Whether a place is that of a repeated key, or inside its value.
    fn holds(&self, pointer: &str) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let ends = pointer.match_indices('/').map(|(end, _)| end);
        let mut places = ends.chain([pointer.len()]);
        places.any(|end| {
            pointer
                .get(..end)
                .is_some_and(|place| self.0.contains(place))
        })
    }
}

#[cfg(test)]
mod tests {
    use anchorbrowser_schema::{Root, Validator};

    use super::*;

    /// The repairs of a text, with what they would write.
    fn told(root: Root, text: &str) -> Vec<(String, String, String)> {
        let report = root.check_json(&Validator::new(), text);
        let repairs = repairs(text, &report);
        repairs
            .map(|repair| {
                let told = format!("{}: `{}` {}", repair.rule, repair.pointer, repair.done);
                (text[repair.span].to_owned(), repair.replacement, told)
            })
            .collect()
    }

    #[test]
    fn repairs_by_rule() {
        type Repairs<'a> = &'a [(&'a str, &'a str, &'a str)];
        let table: [(Root, &str, Repairs<'_>); 8] = [
            (
                Root::AnchorProxy,
                r#"{"active": true, "country_code": "US"}"#,
                &[(
                    r#""US""#,
                    r#""us""#,
                    "country-unknown: `/country_code` rewritten as `us`",
                )],
            ),
            (
                Root::AnchorProxy,
                r#"{"active": true, "country_code": "\u0055k"}"#,
                &[(
                    r#""\u0055k""#,
                    r#""gb""#,
                    "country-unknown: `/country_code` rewritten as `gb`",
                )],
            ),
            (
                Root::AnchorProxy,
                r#"{"active": true, "region": null, "type":null}"#,
                &[
                    (
                        r#", "region": null"#,
                        "",
                        "type: `/region` removed, for it was `null`",
                    ),
                    (
                        r#", "type":null"#,
                        "",
                        "type: `/type` removed, for it was `null`",
                    ),
                ],
            ),
            (
                Root::AnchorProxy,
                r#"{"active": true, "country\u0043ode": "us"}"#,
                &[(
                    r#""country\u0043ode""#,
                    r#""country_code""#,
                    "unknown-property: `/countryCode` renamed to `country_code`",
                )],
            ),
            (
                Root::CreateTaskRequest,
                r#"{"name": "t", "language": "typescript", "code": "Q-\n"}"#,
                &[(
                    r#""Q-\n""#,
                    r#""Q+==""#,
                    "base64-alphabet: `/code` rewritten as standard base64: 1 line break removed, \
                     1 URL-safe symbol replaced, padding corrected",
                )],
            ),
            (
                Root::CreateTaskRequest,
                r#"{"name": "t", "language": "typescript", "code": "QQ"}"#,
                &[(
                    r#""QQ""#,
                    r#""QQ==""#,
                    "base64-padding: `/code` rewritten as standard base64: padding corrected",
                )],
            ),
            // Nothing that has more than one remedy.
            (
                Root::CreateTaskRequest,
                r#"{"name": "a b", "language": "TypeScript", "code": "Q", "tags": 1}"#,
                &[],
            ),
            // Nothing where there is no JSON.
            (Root::AnchorProxy, r#"{"active": null, "#, &[]),
        ];
        for (root, text, expected) in table {
            let expected: Vec<_> = expected
                .iter()
                .map(|(from, to, told)| ((*from).into(), (*to).into(), (*told).into()))
                .collect();
            assert_eq!(told(root, text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_certain_is_left() {
        let table = [
            // Names of countries, and other abbreviations.
            (
                Root::AnchorProxy,
                r#"{"active": true, "country_code": "Germany"}"#,
            ),
            (
                Root::AnchorProxy,
                r#"{"active": true, "country_code": "USA"}"#,
            ),
            (
                Root::AnchorProxy,
                r#"{"active": true, "country_code": " us"}"#,
            ),
            // Two members of which either could be meant.
            (Root::Task, r#"{"descripton": "a", "desciption": "b"}"#),
            // A repeated key: as it is, before it, behind it, and around.
            (
                Root::AnchorProxy,
                r#"{"active": true, "type": null, "type": null}"#,
            ),
            (
                Root::AnchorProxy,
                r#"{"active": true, "tpye": 1, "\u0074pye": 1}"#,
            ),
            (
                Root::AnchorProxy,
                r#"{"active": true, "tpye": 1, "type": "custom", "type": "anchor_gov"}"#,
            ),
            (
                Root::SessionConfig,
                r#"{"proxy": 1, "proxy": {"active": true, "country_code": "US", "city": null}}"#,
            ),
            // Other values than `null`, and no members.
            (Root::AnchorProxy, r#"{"active": true, "region": 1}"#),
            (Root::AnchorProxy, "null"),
            // Bits that belong to no byte.
            (Root::CreateTaskRequest, r#"{"code": "QR=="}"#),
            (Root::CreateTaskRequest, r#"{"code": "QR==\n"}"#),
            (Root::CreateTaskRequest, r#"{"code": "Q_=="}"#),
        ];
        for (root, text) in table {
            assert_eq!(told(root, text), [], "{text}");
        }
    }
}
