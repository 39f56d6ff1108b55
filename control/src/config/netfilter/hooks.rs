//! From which hooks packets come to a rule (`mark_source_chains` in the kernel's ip_tables.c).

use dataplane::filter::{Hook, IpMatch, RuleSpec, Target};

use super::{
    error::{TableError, Violation},
    table::{Table, jump},
};

/// Hooks, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hooks(u8);

impl Hooks {
    /// These.
    pub(super) fn of(hooks: &[Hook]) -> Self {
        Self(hooks.iter().fold(0, |set, hook| set | 1 << hook.index()))
    }

    /// Whether it has any of `other`.
    pub(super) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// These and those.
    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are not in `other`.
    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there are none.
    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The names of the built-in chains there, with slashes between them.
    pub(super) fn names(self) -> String {
        let names: Vec<&str> = Hook::ALL
            .into_iter()
            .filter(|hook| self.0 & 1 << hook.index() != 0)
            .map(Hook::chain)
            .collect();
        names.join("/")
    }
}

/// How packets come to the rules of one chain, and where they go from there.
#[derive(Clone, Debug, Default)]
pub(super) struct Reach {
    /// The hooks.
    pub(super) hooks: Hooks,
    /// The rules from here on are behind one that ends the way of all packets.
    pub(super) end: usize,
    /// The chains that rules before that go to, each once, in order.
    pub(super) jumps: Vec<usize>,
}

impl Reach {
    /// The hooks from which packets come to rule `at`.
    pub(super) fn hooks(&self, at: usize) -> Hooks {
        if at < self.end {
            self.hooks
        } else {
            Hooks::default()
        }
    }
}

/// How packets come to the rules of each chain.
///
/// # Errors
/// If there is a way back to a chain that a packet is still in.
pub(super) fn reach(table: &Table) -> Result<Vec<Reach>, TableError> {
    let chains = table.chains();
    let mut reached: Vec<Reach> = Vec::with_capacity(chains.len());
    for chain in chains {
        let rules = chain.rules();
        let last = rules.iter().position(|rule| ends_all(&rule.spec));
        let end = last.map_or(rules.len(), |last| last + 1);
        let targets = rules.iter().map(|rule| jump(&rule.spec));
        let targets: Vec<Option<usize>> = targets
            .map(|name| name.and_then(|name| table.position(name)))
            .collect();
        if targets.iter().flatten().any(|at| *at < table.built_in()) {
            return Err(Violation::new("ip_tables: a jump to a built-in chain").into());
        }
        let mut jumps: Vec<usize> = targets[..end].iter().copied().flatten().collect();
        jumps.sort_unstable();
        jumps.dedup();
        reached.push(Reach {
            hooks: Hooks::default(),
            end,
            jumps,
        });
    }
    let mut on_way = vec![false; chains.len()];
    for (start, chain) in chains.iter().enumerate() {
        let Some(base) = &chain.base else {
            continue;
        };
        let hook = Hooks::of(&[base.hook]);
        // The chains that a packet is in, each with the number of jumps that have been followed.
        let mut way: Vec<(usize, usize)> = Vec::new();
        let mut next = Some(start);
        loop {
            if let Some(chain) = next.take() {
                if on_way[chain] {
                    return Err(TableError::Loop);
                }
                if !reached[chain].hooks.meets(hook) {
                    reached[chain].hooks = reached[chain].hooks.with(hook);
                    on_way[chain] = true;
                    way.push((chain, 0));
                }
            }
            let Some((chain, followed)) = way.last_mut() else {
                break;
            };
            next = reached[*chain].jumps.get(*followed).copied();
            *followed += 1;
            if next.is_none() {
                on_way[*chain] = false;
                way.pop();
            }
        }
    }
    Ok(reached)
}

/// Whether the rule ends the way of all packets through its chain.
pub(super) fn ends_all(spec: &RuleSpec) -> bool {
    let verdict = matches!(spec.target, Target::Accept | Target::Drop | Target::Return);
    verdict && spec.matches.is_empty() && spec.ip == IpMatch::default()
}
