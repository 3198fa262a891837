//! Values generated from a fuzzer's bytes: mostly valid, and with every rule among their mistakes.

use std::collections::BTreeSet;

use ::arbitrary::{Arbitrary, Unstructured};
use anchorbrowser_schema::{
    ArbitraryIn, CountryCode, CreateTaskRequest, ProxyConfig, ProxyType, Revision, Rule, Task,
    Valid, Validate, Validator,
};

/// The inputs of a fuzzer, which are the same in every run.
fn inputs() -> impl Iterator<Item = Vec<u8>> {
    // Xorshift: what matters is only that the bytes look random.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    std::iter::repeat_with(move || {
        let length = next() % 400;
        (0..length).map(|_| next().to_le_bytes()[4]).collect()
    })
}

/// Values of a revision.
fn values<T: for<'a> ArbitraryIn<'a>>(revision: Revision) -> impl Iterator<Item = T> {
    inputs().map(move |bytes| revision.arbitrary(&mut Unstructured::new(&bytes)).unwrap())
}

#[test]
fn most_values_are_valid() {
    for revision in Revision::all() {
        let validator = Validator::new().revision(revision);
        let reports = values::<CreateTaskRequest>(revision).take(2000);
        let errors: Vec<_> = reports
            .map(|task| validator.check(&task).error_count())
            .collect();
        let share =
            |most: usize| errors.iter().filter(|count| **count <= most).count() * 100 / 2000;
        let shares = [share(0), share(2)];
        assert!(
            shares[0] >= 60 && shares[1] >= 95,
            "{revision}: {shares:?} %"
        );
        assert!(shares[0] <= 95, "{revision}: {shares:?} %");
    }
}

/// Except for the rules that typed values cannot violate.
#[test]
fn every_rule_is_violated() {
    fn violated<T: Validate + for<'a> ArbitraryIn<'a>>(
        revision: Revision,
        rules: &mut BTreeSet<Rule>,
    ) {
        let validator = Validator::new().revision(revision);
        for value in values::<T>(revision).take(20_000) {
            rules.extend(
                validator
                    .check(&value)
                    .iter()
                    .filter_map(|v| v.kind().rule()),
            );
        }
    }

    let mut rules = BTreeSet::new();
    violated::<CreateTaskRequest>(Revision::V2025, &mut rules);
    violated::<Task>(Revision::V2025, &mut rules);
    let others: Vec<Rule> = Rule::all().filter(|rule| !rules.contains(rule)).collect();
    let expected = [
        Rule::Syntax,
        Rule::DuplicateKey,
        Rule::Type,
        Rule::Required,
        Rule::IntegerRange,
    ];
    assert_eq!(others, expected);
}

/// A handler with bugs that only valid requests reach: the number of the bug.
fn bug(task: &CreateTaskRequest) -> Option<usize> {
    let session = task.browser_configuration.as_ref()?;
    let idle_timeout = session
        .timeout
        .as_ref()
        .and_then(|timeout| timeout.idle_timeout);
    match session.proxy.as_ref() {
        Some(ProxyConfig::Anchor(proxy))
            if proxy.proxy_type == Some(ProxyType::ANCHOR_MOBILE)
                && proxy.country_code == Some(CountryCode::JP) =>
        {
            Some(0)
        }
        Some(ProxyConfig::Custom(proxy))
            if proxy.server.starts_with("socks5://") && task.description.is_none() =>
        {
            Some(1)
        }
        Some(_) if idle_timeout == Some(-1) && session.initial_url.is_some() => Some(2),
        _ if task.name.len() == 255 => Some(3),
        _ => None,
    }
}

#[test]
fn bugs_behind_validation_are_found() {
    let all = BTreeSet::from([0, 1, 2, 3]);
    let found = |tasks: &mut dyn Iterator<Item = CreateTaskRequest>| {
        let mut found = BTreeSet::new();
        for task in tasks.take(100_000).filter(Validate::is_valid) {
            found.extend(bug(&task));
            if found == all {
                break;
            }
        }
        found
    };
    let mut tasks =
        inputs().map(|bytes| CreateTaskRequest::arbitrary(&mut Unstructured::new(&bytes)).unwrap());
    assert_eq!(found(&mut tasks), all);
    let valid = inputs().map(|bytes| Valid::arbitrary(&mut Unstructured::new(&bytes)).unwrap());
    assert_eq!(found(&mut valid.map(Valid::into_inner)), all);
}

#[test]
fn a_valid_value_is_generated_from_any_bytes() {
    fn expect_valid<T: Validate + for<'a> ArbitraryIn<'a>>() {
        for revision in Revision::all() {
            for value in values::<Valid<T>>(revision).take(3000) {
                assert_eq!(value.revision(), revision);
                let report = Validator::new().revision(revision).check(&*value);
                assert!(report.is_empty(), "{report}");
            }
        }
    }

    expect_valid::<CreateTaskRequest>();
    expect_valid::<Task>();
    let empty = Valid::<CreateTaskRequest>::arbitrary(&mut Unstructured::new(&[]));
    assert_eq!(empty.unwrap().name, "a");
}

#[test]
fn the_size_hint_is_the_number_of_members() {
    let hints = [
        CreateTaskRequest::size_hint(0),
        Task::size_hint(0),
        Valid::<CreateTaskRequest>::size_hint(0),
        ProxyConfig::size_hint(0),
    ];
    // One byte each, one for unknown members, one for the revision, one for the kind of proxy.
    assert_eq!(hints, [(7, None), (13, None), (6, None), (8, None)]);
}
