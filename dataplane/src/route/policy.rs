//! The rules of one family, compiled, and the tables that they name.

use std::sync::Arc;

use ipnet::IpNet;

use super::{FlowKey, Key, Leaf, Lpm, PortRange, Rule, RuleAction, Selector, TableId};
use crate::iface::IfIndex;

/// Why a packet may not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// In silence.
    Blackhole,
    /// ICMP host unreachable by a route, ICMP network unreachable by a rule.
    Unreachable,
    /// ICMP administratively prohibited.
    Prohibit,
}

/// A routing table.
#[derive(Debug)]
pub(super) struct Table<A> {
    pub(super) id: TableId,
    /// What it has for each TOS, ascending; TOS 0 is for all.
    pub(super) by_tos: Vec<(u8, Arc<Lpm<A>>)>,
}

impl<A: Key> Table<A> {
    /// The longest prefix; of equals the one for just this TOS.
    #[inline]
    pub(super) fn lookup(&self, dst: A, tos: u8) -> Option<(Leaf, u8)> {
        match self.plain() {
            Some(lpm) => lpm.lookup(dst).map(|leaf| (leaf, 0)),
            None => self.lookup_by_tos(dst, tos),
        }
    }

    fn lookup_by_tos(&self, dst: A, tos: u8) -> Option<(Leaf, u8)> {
        let mut best: Option<(Leaf, u8)> = None;
        for (route_tos, lpm) in &self.by_tos {
            if *route_tos != 0 && *route_tos != tos {
                continue;
            }
            if let Some(leaf) = lpm.lookup(dst) {
                // The exact TOS comes after TOS 0, so it wins if it is as long.
                if best.is_none_or(|(best, _)| best.prefix_len() <= leaf.prefix_len()) {
                    best = Some((leaf, *route_tos));
                }
            }
        }
        best
    }

    /// The one trie, if no route asks for a TOS.
    #[inline]
    pub(super) fn plain(&self) -> Option<&Lpm<A>> {
        match self.by_tos.as_slice() {
            [(0, lpm)] => Some(lpm),
            _ => None,
        }
    }
}

/// What a compiled rule does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Action {
    /// Looks up in `tables[table]`; `None`: that table has no routes.
    Lookup {
        table: Option<usize>,
        suppress_prefixlength: Option<u8>,
    },
    /// Goes on with `rules[_]`; `None`: there is no such rule, and the next one is tried.
    Goto(Option<usize>),
    Nop,
    Refuse(Refusal),
}

#[derive(Debug)]
pub(super) struct CompiledRule<A> {
    pub(super) priority: u32,
    pub(super) action: Action,
    invert: bool,
    /// Address and prefix length.
    src: Option<(A, u8)>,
    dst: Option<(A, u8)>,
    iif: Option<Option<IfIndex>>,
    oif: Option<Option<IfIndex>>,
    fwmark: Option<(u32, u32)>,
    tos: u8,
    ip_proto: Option<u8>,
    sport: Option<PortRange>,
    dport: Option<PortRange>,
}

impl<A: Key> CompiledRule<A> {
    /// As the kernel's `fib_rule_match`. `tos` is what of the packet's TOS rules see.
    pub(super) fn matches(&self, key: &FlowKey, src: A, dst: A, tos: u8) -> bool {
        let within = |net: &Option<(A, u8)>, addr: A| {
            net.is_none_or(|(prefix, len)| addr.masked(len) == prefix)
        };
        let matches = self
            .iif
            // What the router itself sends has come in by the loopback interface.
            .is_none_or(|iif| iif == Some(key.iif.unwrap_or(IfIndex::LOOPBACK)))
            && self.oif.is_none_or(|oif| oif.is_some() && oif == key.oif)
            && self
                .fwmark
                .is_none_or(|(value, mask)| (value ^ key.mark.0) & mask == 0)
            && within(&self.src, src)
            && within(&self.dst, dst)
            && (self.tos == 0 || self.tos == tos)
            && self.ip_proto.is_none_or(|proto| proto == key.proto)
            && self.sport.as_ref().is_none_or(|r| r.contains(&key.sport))
            && self.dport.as_ref().is_none_or(|r| r.contains(&key.dport));
        matches != self.invert
    }
}

/// A table that every packet is looked up in, when no rule asks anything.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChainStep {
    pub(super) priority: u32,
    pub(super) table: Option<usize>,
}

/// The rules of one family, and the tables that they name.
#[derive(Debug)]
pub(super) struct Policy<A> {
    /// By ascending priority.
    pub(super) rules: Box<[CompiledRule<A>]>,
    pub(super) tables: Box<[Table<A>]>,
    /// Set if the rules are nothing but lookups, as the default ones are: the tables, in order.
    pub(super) chain: Option<Box<[ChainStep]>>,
    /// The local and the main table are searched as one: the longest prefix of both wins.
    ///
    /// So does the kernel with IPv4 until the first rule is added (or removed): from then on, for
    /// good, the local table comes first (`fib_unmerge`).
    pub(super) merged: bool,
}

impl<A: Key> Policy<A> {
    /// `rules` by ascending priority.
    pub(super) fn new(rules: &[Rule], tables: Box<[Table<A>]>, merged: bool) -> Self {
        let place = |id: TableId| tables.iter().position(|table| table.id == id);
        let compiled: Box<[_]> = rules
            .iter()
            .map(|rule| {
                let action = match rule.action {
                    RuleAction::Lookup {
                        table,
                        suppress_prefixlength,
                    } => Action::Lookup {
                        table: place(table),
                        suppress_prefixlength,
                    },
                    RuleAction::Goto(priority) => {
                        // Only ahead: the kernel refuses others, and rules must come to an end.
                        let target = rules.partition_point(|r| r.priority < priority);
                        let found = priority > rule.priority
                            && rules.get(target).is_some_and(|r| r.priority == priority);
                        Action::Goto(found.then_some(target))
                    }
                    RuleAction::Nop => Action::Nop,
                    RuleAction::Blackhole => Action::Refuse(Refusal::Blackhole),
                    RuleAction::Unreachable => Action::Refuse(Refusal::Unreachable),
                    RuleAction::Prohibit => Action::Refuse(Refusal::Prohibit),
                };
                compile(rule, action)
            })
            .collect();
        Self {
            chain: chain(rules, &compiled),
            rules: compiled,
            tables,
            merged,
        }
    }
}

fn chain<A>(rules: &[Rule], compiled: &[CompiledRule<A>]) -> Option<Box<[ChainStep]>> {
    rules
        .iter()
        .zip(compiled)
        .map(|(rule, compiled)| match compiled.action {
            Action::Lookup {
                table,
                suppress_prefixlength: None,
            } if rule.selector == Selector::default() => Some(ChainStep {
                priority: rule.priority,
                table,
            }),
            Action::Lookup { .. } | Action::Goto(_) | Action::Nop | Action::Refuse(_) => None,
        })
        .collect()
}

fn compile<A: Key>(rule: &Rule, action: Action) -> CompiledRule<A> {
    let selector = &rule.selector;
    let net = |net: Option<IpNet>| {
        // A prefix of length 0 asks nothing, of whichever family it is.
        let net = net.filter(|net| net.prefix_len() > 0)?;
        let len = net.prefix_len();
        A::from_ip(net.addr()).map(|addr| (addr.masked(len), len))
    };
    CompiledRule {
        priority: rule.priority,
        action,
        invert: selector.invert,
        src: net(selector.src),
        dst: net(selector.dst),
        iif: selector.iif,
        oif: selector.oif,
        fwmark: selector.fwmark,
        tos: selector.tos,
        ip_proto: selector.ip_proto,
        sport: selector.sport.clone(),
        dport: selector.dport.clone(),
    }
}
