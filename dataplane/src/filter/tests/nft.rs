//! Rule sets of nft, for tests.

use super::*;
use crate::filter::{
    Base, Priority,
    nft::{
        BaseChain as NftBaseChain, Chain as NftChain, ChainNumber, ChainType, Chains, Code,
        Rule as NftRule, Set, SetId, Table, TableFamily,
    },
};

/// The chain that packets come to, and the one that its rules may jump to.
pub(super) const ROOT: ChainNumber = ChainNumber(10);
pub(super) const USER: ChainNumber = ChainNumber(11);
/// How many counters there are.
pub(super) const COUNTERS: u32 = 200;

/// Chains with these rules, numbered from [`ROOT`] on, and sets.
pub(super) fn nft_chains(rules: Vec<Vec<Code>>, sets: Vec<(SetId, Arc<Set>)>) -> Chains {
    let table = Arc::new(Table {
        family: TableFamily::Inet,
        name: "t".into(),
    });
    let chain = |(number, rules): (u32, Vec<Code>)| {
        let rule = |(handle, code)| NftRule {
            code: Arc::new(code),
            handle,
            source: None,
            words: None,
        };
        Arc::new(NftChain {
            number: ChainNumber(number),
            name: format!("c{number}").into(),
            table: Arc::clone(&table),
            rules: (1..).zip(rules).map(rule).collect(),
        })
    };
    let chains = (ROOT.0..).zip(rules).map(chain);
    Chains::new(chains.collect(), sets)
}

/// The first of the chains is one of `hook`.
pub(super) fn nft_ruleset(chains: Chains, hook: Hook) -> Ruleset {
    let base = NftBaseChain {
        chain: ROOT,
        kind: ChainType::Filter,
        priority: Priority::FILTER,
        policy: Policy::Accept,
    };
    let mut counters = CounterBank::new(1);
    counters.grow(COUNTERS as usize);
    Ruleset::with_nft(vec![], chains, &[(hook, Base::Nft(base))], false, counters)
}
