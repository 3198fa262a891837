//! Sets of faults that are independent of each other, and how they shrink.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::{NewTree, ValueTree};
use proptest::test_runner::TestRunner;

use super::fault::{FAULTS, Fault, Within};
use crate::Revision;

/// The most faults of a request.
const MOST: usize = 8;

/// A fault of a request, with the variant of its values.
#[derive(Clone, Copy, Debug)]
pub(super) struct Made {
    pub(super) fault: &'static Fault,
    pub(super) variant: u16,
}

/// Up to eight faults of requests with such a proxy.
pub(super) fn faults(revision: Revision, kind: Within) -> Faults {
    let applies = |fault: &&Fault| {
        fault.revisions.contains(&revision) && (fault.within == Within::Any || fault.within == kind)
    };
    Faults(FAULTS.iter().filter(applies).collect())
}

/// The faults to choose from.
#[derive(Clone, Debug)]
pub(super) struct Faults(Vec<&'static Fault>);

impl Strategy for Faults {
    type Tree = FaultsTree;
    type Value = Vec<Made>;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let order = Just(self.0.clone()).prop_shuffle();
        let generated = (0..=MOST, order, vec(any::<u16>(), MOST)).new_tree(runner)?;
        let (count, order, variants) = generated.current();
        let mut made: Vec<Made> = Vec::new();
        for fault in order {
            let variant = variants.get(made.len()).filter(|_| made.len() < count);
            match variant {
                Some(variant) if is_independent(fault, &made) => made.push(Made {
                    fault,
                    variant: *variant,
                }),
                Some(_) => {}
                None => break,
            }
        }
        Ok(FaultsTree {
            possible: self.0.clone(),
            made,
            previous: None,
            at: 0,
            step: 0,
        })
    }
}

fn is_independent<'m>(fault: &Fault, others: impl IntoIterator<Item = &'m Made>) -> bool {
    let mut others = others.into_iter();
    others.all(|other| other.fault.is_independent_of(fault))
}

/// Faults that shrink: each is removed, or replaced by a simpler one, or its variant by a plainer one.
#[derive(Debug)]
pub(super) struct FaultsTree {
    possible: Vec<&'static Fault>,
    made: Vec<Made>,
    /// The faults before the last step.
    previous: Option<Vec<Made>>,
    /// The fault that is shrunk.
    at: usize,
    /// How many replacements of it were tried.
    step: usize,
}

impl FaultsTree {
    /// What can take the place of a fault, the simplest first; none removes it.
    fn replacements(&self, made: Made) -> Vec<Option<Made>> {
        let others = self.made.iter().enumerate();
        let others = others
            .filter(|(index, _)| *index != self.at)
            .map(|(_, other)| other);
        let is_possible = |fault: &&Fault| {
            fault.is_simpler_than(made.fault) && is_independent(fault, others.clone())
        };
        let simpler = self.possible.iter().copied().filter(is_possible);
        let simpler = simpler.map(|fault| Some(Made { fault, variant: 0 }));
        let plainer = [0, made.variant / 2, made.variant.saturating_sub(1)];
        let plainer = plainer
            .into_iter()
            .filter(|variant| *variant < made.variant);
        let plainer = plainer.map(|variant| Some(Made { variant, ..made }));
        std::iter::once(None)
            .chain(simpler)
            .chain(plainer)
            .collect()
    }
}

impl ValueTree for FaultsTree {
    type Value = Vec<Made>;

    fn current(&self) -> Vec<Made> {
        self.made.clone()
    }

    fn simplify(&mut self) -> bool {
        if self.previous.take().is_some() {
            // The last step is kept: another fault is in this position, or a plainer variant.
            self.step = 0;
        }
        while let Some(made) = self.made.get(self.at) {
            if let Some(replacement) = self.replacements(*made).get(self.step) {
                self.step += 1;
                self.previous = Some(self.made.clone());
                self.made.splice(self.at..=self.at, *replacement);
                return true;
            }
            self.at += 1;
            self.step = 0;
        }
        false
    }

    fn complicate(&mut self) -> bool {
        match self.previous.take() {
            Some(previous) => {
                self.made = previous;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::test_runner::{Config, TestError, TestRng};

    use super::super::fault::Change;
    use super::*;
    use crate::strategy::{BrokenRequest, broken_request};
    use crate::{ProxyType, Rule};

    fn runner() -> TestRunner {
        let config = Config {
            cases: 4000,
            failure_persistence: None,
            ..Config::default()
        };
        let rng = TestRng::deterministic_rng(config.rng_algorithm);
        TestRunner::new_with_rng(config, rng)
    }

    /// The request that a test shrinks to which fails if a rule is violated.
    fn shrunk(revision: Revision, rule: Rule) -> BrokenRequest {
        let violates = |request: &BrokenRequest| request.expected.iter().any(|e| e.rule == rule);
        let result = runner().run(&broken_request(revision), |request| {
            prop_assert!(!violates(&request));
            Ok(())
        });
        match result {
            Err(TestError::Fail(_, request)) => request,
            other => panic!("{rule}: {other:?}"),
        }
    }

    /// An empty name always violates two rules.
    #[test]
    fn requests_shrink_to_one_violation() {
        for revision in Revision::all() {
            let violated: BTreeSet<Rule> = FAULTS
                .iter()
                .filter(|fault| fault.revisions.contains(&revision))
                .flat_map(|fault| fault.violates.iter().map(|(rule, _)| *rule))
                .collect();
            for rule in violated {
                let expected = shrunk(revision, rule).expected;
                let count = if rule == Rule::MinLength { 2 } else { 1 };
                assert_eq!(expected.len(), count, "{revision} {rule}: {expected:?}");
            }
        }
    }

    /// Every pair of a type and a country that it does not offer.
    #[test]
    fn all_countries_that_a_type_does_not_offer_occur() {
        let revision = Revision::V2025;
        let makers = FAULTS.iter().filter_map(|fault| {
            let is_expected = fault
                .violates
                .iter()
                .any(|(rule, _)| *rule == Rule::CountryNotAllowed);
            is_expected.then_some(fault.changes)
        });
        let mut pairs = BTreeSet::new();
        for changes in makers {
            for variant in 0..1000 {
                let texts = changes.iter().filter_map(|change| match change {
                    Change::Set(_, value) => Some(value.json(revision, variant)),
                    _ => None,
                });
                pairs.insert(format!("{:?}", texts.collect::<Vec<_>>()));
            }
        }
        let offered = |one: &ProxyType| revision.countries(Some(one)).count();
        let expected: usize = revision.proxy_types().map(|one| 193 - offered(&one)).sum();
        assert_eq!(pairs.len(), expected);
    }
}
