//! Requests with faults, and the violations that they have.

use std::fmt;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::fault::{Change, Within};
use super::faults::{Made, faults};
use super::json::{Json, style, write};
use super::text::{code, description, initial_url, name, server, short};
use super::value::country_code;
use crate::contract::member::ObjectType;
use crate::{LiveView, ProxyType, Report, Revision, Rule, SessionConfig, Severity};

/// The JSON text of a create-task request with faults, and its violations.
///
/// Its `Debug` prints the text: it is generated and has no secrets.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Revision, Validator, strategy};
/// use anchorbrowser_schema::strategy::Expected;
/// use proptest::prelude::*;
///
/// proptest!(|(broken in strategy::broken_request(Revision::V2025))| {
///     let report = Validator::new().check_json::<CreateTaskRequest>(&broken.json);
///     prop_assert_eq!(Expected::all_of(&report), broken.expected);
/// });
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct BrokenRequest {
    /// The JSON text.
    pub json: String,
    /// Exactly the violations that a check at the default levels reports, in the order of their
    /// pointers, then of the rules.
    pub expected: Vec<Expected>,
}

impl BrokenRequest {
    /// Whether no violation is an error.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Revision, Validate, strategy};
    /// use proptest::prelude::*;
    ///
    /// proptest!(|(broken in strategy::broken_request(Revision::V2025))| {
    ///     let read = CreateTaskRequest::from_json(&broken.json);
    ///     prop_assert_eq!(read.is_ok(), broken.is_valid());
    /// });
    /// ```
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let is_error = |expected: &Expected| expected.severity == Severity::Error;
        !self.expected.iter().any(is_error)
    }
}

/// An expected violation: the rule, its severity, and where.
///
/// ```
/// use anchorbrowser_schema::strategy::Expected;
/// use anchorbrowser_schema::{CreateTaskRequest, Rule, Severity, Validate};
///
/// let [expected] = &Expected::all_of(&CreateTaskRequest::new("a b").check())[..] else { panic!() };
/// assert_eq!(expected.rule, Rule::Pattern);
/// assert_eq!(expected.severity, Severity::Error);
/// assert_eq!(expected.pointer, "/name");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Expected {
    /// The rule.
    pub rule: Rule,
    /// Its severity at the default level.
    pub severity: Severity,
    /// The JSON Pointer of the value.
    pub pointer: String,
}

impl Expected {
    fn new(rule: Rule, pointer: &str) -> Self {
        Self {
            rule,
            severity: rule.default_severity(),
            pointer: pointer.to_owned(),
        }
    }

    /// The violations that a report lists, in the order of their pointers, then of the rules: for
    /// comparison with [`BrokenRequest::expected`].
    ///
    /// See the example of [`BrokenRequest`].
    #[must_use]
    pub fn all_of(report: &Report) -> Vec<Self> {
        let all = report.violations().iter().filter_map(|violation| {
            Some(Self {
                rule: violation.kind().rule()?,
                severity: violation.severity(),
                pointer: violation.pointer().to_owned(),
            })
        });
        sorted(all)
    }
}

impl fmt::Debug for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}[{}] at {:?}",
            self.severity.name(),
            self.rule,
            self.pointer
        )
    }
}

fn sorted(expected: impl Iterator<Item = Expected>) -> Vec<Expected> {
    let mut expected: Vec<Expected> = expected.collect();
    expected.sort_by(|a, b| (&a.pointer, a.rule).cmp(&(&b.pointer, b.rule)));
    expected
}

/// Requests with up to eight faults that are independent of each other, so that exactly the
/// violations of all faults are expected. They cover all rules of a request except `syntax`, for which
/// there is [`malformed_request`]. The values of a fault vary, and so do whitespace, member order and
/// escapes.
///
/// Shrinking removes faults one by one, and replaces those with several violations by simpler ones. What
/// is left are the faults that make a test fail, in the plainest request.
///
/// See the example of [`BrokenRequest`].
pub fn broken_request(revision: Revision) -> impl Strategy<Value = BrokenRequest> + Clone {
    prop_oneof![
        3 => broken(revision, Within::Anchor, anchor_members(revision)),
        1 => broken(revision, Within::Custom, custom_members(revision)),
    ]
}

/// Requests with faults and this proxy.
fn broken(
    revision: Revision,
    kind: Within,
    proxy: impl Strategy<Value = Json> + Clone,
) -> impl Strategy<Value = BrokenRequest> + Clone {
    let faults = faults(revision, kind);
    (faults, full_request(revision, proxy), style()).prop_map(move |(made, mut json, style)| {
        for Made { fault, variant } in &made {
            for change in fault.changes {
                apply(change, revision, usize::from(*variant), &mut json);
            }
        }
        let expected = made.iter().flat_map(|made| made.fault.violates);
        BrokenRequest {
            json: write(&json, &style),
            expected: sorted(expected.map(|(rule, pointer)| Expected::new(*rule, pointer))),
        }
    })
}

/// Inputs that are not JSON: requests that were cut off, or have something before or after them. They
/// violate only the rule `syntax`.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validate, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(malformed in strategy::malformed_request())| {
///     let report = CreateTaskRequest::from_json(&malformed.json).unwrap_err();
///     prop_assert_eq!(report.violations()[0].rule(), Rule::Syntax);
/// });
/// ```
pub fn malformed_request() -> impl Strategy<Value = BrokenRequest> + Clone {
    let before = select(vec![
        "\u{feff}",
        "{",
        "// comment\n",
        "'",
        "\u{a0}",
        "null ",
    ]);
    let after = select(vec!["}", ",", "\0", ";", " {}", "\u{feff}", "null"]);
    let malformed = (
        broken_request(Revision::default()),
        0..3,
        any::<Index>(),
        before,
        after,
    )
        .prop_map(|(request, how, index, before, after)| match how {
            0 => {
                let text = request.json.trim_end();
                // What remains of a number can be another number.
                if text
                    .trim_start()
                    .starts_with(|c: char| c == '-' || c.is_ascii_digit())
                {
                    return String::new();
                }
                // Any other document ends with a bracket, a quote or a literal: cut off before that.
                let starts: Vec<usize> = text.char_indices().map(|(start, _)| start).collect();
                let cut = *index.get(&starts);
                text.get(..cut).unwrap_or_default().to_owned()
            }
            1 => format!("{before}{}", request.json),
            _ => format!("{}{after}", request.json),
        });
    malformed.prop_map(|json| BrokenRequest {
        json,
        expected: vec![Expected::new(Rule::Syntax, "")],
    })
}

type Members = Vec<(String, Json)>;

fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    Json::Object(members.map(|(key, value)| (key.to_owned(), value)).into())
}

fn raw(value: &impl ToString) -> Json {
    Json::Raw(value.to_string().into())
}

/// The members of an object that a revision names.
fn named(mut json: Json, object: &'static ObjectType, revision: Revision) -> Json {
    if let Json::Object(members) = &mut json {
        members.retain(|(name, _)| object.is_named(name, revision));
    }
    json
}

/// A request with all members of a revision that violates no rule.
fn full_request(
    revision: Revision,
    proxy: impl Strategy<Value = Json> + Clone,
) -> impl Strategy<Value = Json> + Clone {
    let timeout = (60..600_i64, prop_oneof![Just(-1), 1..60_i64]).prop_map(|(max, idle)| {
        object([("max_duration", raw(&max)), ("idle_timeout", raw(&idle))])
    });
    let session = (initial_url(), any::<bool>(), proxy, timeout, any::<bool>()).prop_map(
        move |(initial_url, active, proxy, timeout, read_only)| {
            let live_view = object([
                ("read_only", raw(&read_only)),
                ("one_time_url", raw(&active)),
            ]);
            let session = object([
                ("initial_url", Json::Text(initial_url)),
                ("recording", object([("active", raw(&active))])),
                ("proxy", proxy),
                ("timeout", timeout),
                ("live_view", named(live_view, LiveView::OBJECT, revision)),
                ("tags", Json::Raw(r#"["a",""]"#.into())),
                ("x402", raw(&active)),
                ("scoped_access", object([("active", raw(&active))])),
            ]);
            named(session, SessionConfig::OBJECT, revision)
        },
    );
    (name(revision), code(), description(revision), session).prop_map(
        |(name, code, description, session)| {
            object([
                ("name", Json::Text(name)),
                ("code", Json::Text(code)),
                ("language", Json::Text("typescript".to_owned())),
                ("description", Json::Text(description)),
                ("browserConfiguration", session),
            ])
        },
    )
}

fn anchor_members(revision: Revision) -> impl Strategy<Value = Json> + Clone {
    let country = country_code(revision, Some(&ProxyType::ANCHOR_PROXY));
    (any::<bool>(), country, short(), short()).prop_map(|(active, country, region, city)| {
        object([
            ("active", raw(&active)),
            ("type", Json::Text("anchor_proxy".to_owned())),
            ("country_code", Json::Text(country.to_string())),
            ("region", Json::Text(region)),
            ("city", Json::Text(city)),
        ])
    })
}

fn custom_members(revision: Revision) -> impl Strategy<Value = Json> + Clone {
    (server(revision), short(), short(), any::<bool>()).prop_map(
        |(server, username, password, active)| {
            object([
                ("type", Json::Text("custom".to_owned())),
                ("server", Json::Text(server)),
                ("username", Json::Text(username)),
                ("password", Json::Text(password)),
                ("active", raw(&active)),
            ])
        },
    )
}

/// Applies a change to a document. The pointer is that of a member of an existing object.
fn apply(change: &Change, revision: Revision, variant: usize, document: &mut Json) {
    let Some((parent, key)) = change.pointer().rsplit_once('/') else {
        if let Change::Set(_, value) = change {
            *document = value.json(revision, variant);
        }
        return;
    };
    let key = key.replace("~1", "/").replace("~0", "~");
    let Some(members) = members_at(parent, document) else {
        return;
    };
    let position = members.iter().position(|(known, _)| *known == key);
    let (index, there) = position.map_or((members.len(), 0), |position| (position, 1));
    let (replaced, value) = match change {
        Change::Set(_, value) => (there, Some(value)),
        Change::Remove(_) => (there, None),
        Change::Precede(_, value) => (0, Some(value)),
    };
    members.splice(
        index..index + replaced,
        value.map(|value| (key, value.json(revision, variant))),
    );
}

/// The members of the object at a pointer.
fn members_at<'d>(pointer: &str, document: &'d mut Json) -> Option<&'d mut Members> {
    let mut steps = pointer.split('/').skip(1);
    let object = steps.try_fold(document, |object, step| match object {
        Json::Object(members) => {
            let mut found = members.iter_mut().filter(|(key, _)| key == step);
            found.next_back().map(|(_, value)| value)
        }
        _ => None,
    })?;
    match object {
        Json::Object(members) => Some(members),
        _ => None,
    }
}
