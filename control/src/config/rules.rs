//! Policy rules (`fib_rules.c`).

use super::{Change, Errno, Model, NetError, RouteFamily, Rule, RuleAction, RuleMatch};
use dataplane::route::TableId;

/// `RTPROT_KERNEL`.
const PROTOCOL_KERNEL: u8 = 2;

/// A rule of the kernel's own.
const fn default_rule(family: RouteFamily, priority: u32, table: TableId) -> Rule {
    Rule {
        family,
        priority,
        invert: false,
        src: None,
        dst: None,
        iif: None,
        oif: None,
        fwmark: None,
        tos: 0,
        ip_proto: None,
        sport: None,
        dport: None,
        action: RuleAction::Lookup(table),
        suppress_prefixlength: None,
        protocol: PROTOCOL_KERNEL,
        origin: None,
    }
}

/// The rules that a family starts with.
pub(super) fn default_rules(family: RouteFamily) -> Vec<Rule> {
    let rule = |priority, table| default_rule(family, priority, table);
    let mut rules = vec![rule(0, TableId::LOCAL), rule(32766, TableId::MAIN)];
    match family {
        RouteFamily::Inet => rules.push(rule(32767, TableId::DEFAULT)),
        RouteFamily::Inet6 => {}
    }
    rules
}

impl Model {
    /// The rules, by ascending priority.
    #[must_use]
    pub fn rules(&self, family: RouteFamily) -> &[Rule] {
        match family {
            RouteFamily::Inet => &self.rules4,
            RouteFamily::Inet6 => &self.rules6,
        }
    }

    fn rules_mut(&mut self, family: RouteFamily) -> &mut Vec<Rule> {
        match family {
            RouteFamily::Inet => &mut self.rules4,
            RouteFamily::Inet6 => &mut self.rules6,
        }
    }

    /// What the kernel checks of every request (`fib_nl2rule`); gives the priority.
    fn check_rule(
        &self,
        family: RouteFamily,
        priority: Option<u32>,
        tos: u8,
        action: Option<RuleAction>,
    ) -> Result<u32, NetError> {
        let invalid = |message| Err(NetError::explained(Errno::Inval, message));
        let priority = priority.unwrap_or_else(|| {
            self.rules(family)
                .get(1)
                .map_or(0, |second| second.priority.saturating_sub(1))
        });
        match action {
            Some(RuleAction::Goto(target)) if target <= priority => {
                return invalid("Backward goto not supported.");
            }
            Some(
                RuleAction::Goto(_)
                | RuleAction::Lookup(_)
                | RuleAction::Nop
                | RuleAction::Blackhole
                | RuleAction::Unreachable
                | RuleAction::Prohibit,
            )
            | None => {}
        }
        if tos & 3 != 0 {
            return invalid("Invalid dsfield (tos): ECN bits must be 0.");
        }
        // The rest of the byte is not looked at by IPv4 rules.
        if family == RouteFamily::Inet && tos & !0x1e != 0 {
            return invalid("Invalid tos.");
        }
        Ok(priority)
    }

    /// Adds a rule. `priority` `None`: one less than that of the second rule in the list; what
    /// `rule.priority` says does not count.
    ///
    /// # Errors
    /// As the kernel.
    pub fn add_rule(&mut self, mut rule: Rule, priority: Option<u32>) -> Result<(), NetError> {
        rule.priority = self.check_rule(rule.family, priority, rule.tos, Some(rule.action))?;
        let rules = self.rules(rule.family);
        if rules.iter().any(|old| is_there(old, &rule)) {
            return Err(Errno::Exist.into());
        }
        let place = rules.partition_point(|old| old.priority <= rule.priority);
        if let RuleAction::Lookup(table) = rule.action
            && rule.family == RouteFamily::Inet6
        {
            // An IPv6 table is there from the first rule that names it.
            self.fib6.create(table);
        }
        if self.watched {
            self.changes.push(Change::NewRule(rule.clone()));
        }
        self.rules_mut(rule.family).insert(place, rule);
        self.rules_changed();
        Ok(())
    }

    /// Removes a rule.
    ///
    /// # Errors
    /// As the kernel.
    pub fn del_rule(&mut self, which: &RuleMatch) -> Result<(), NetError> {
        self.check_rule(which.family, which.priority, which.tos, which.action)?;
        let at = self
            .rules(which.family)
            .iter()
            .position(|rule| matches(rule, which))
            .ok_or(Errno::NoEnt)?;
        let gone = self.rules_mut(which.family).remove(at);
        if self.watched {
            self.changes.push(Change::DelRule(gone));
        }
        self.rules_changed();
        Ok(())
    }
}

/// `rule_exists`: what it does not compare (`not`, `suppress_prefixlength`, the target of `goto`) and
/// what is not given in the new one (`from`, `to`, `tos`) makes no difference.
fn is_there(old: &Rule, new: &Rule) -> bool {
    let same_action = match (old.action, new.action) {
        (RuleAction::Goto(_), RuleAction::Goto(_)) => true,
        (old, new) => old == new,
    };
    same_action
        && old.priority == new.priority
        && old.iif == new.iif
        && old.oif == new.oif
        && old.fwmark.unwrap_or_default() == new.fwmark.unwrap_or_default()
        && old.ip_proto == new.ip_proto
        && old.protocol == new.protocol
        && old.sport == new.sport
        && old.dport == new.dport
        && given(new.src.filter(|net| net.prefix_len() > 0), old.src)
        && given(new.dst.filter(|net| net.prefix_len() > 0), old.dst)
        && (new.tos == 0 || new.tos == old.tos)
}

/// Whether what is given is the same.
fn given<T: PartialEq>(wanted: Option<T>, have: Option<T>) -> bool {
    wanted.is_none() || wanted == have
}

/// `rule_find`: compares only what is given.
fn matches(rule: &Rule, which: &RuleMatch) -> bool {
    let action = match (which.action, rule.action) {
        (None, _) | (Some(RuleAction::Goto(_)), RuleAction::Goto(_)) => true,
        (Some(wanted), have) => wanted == have,
    };
    let mark = which.fwmark.is_none_or(|(value, mask)| {
        let (have, have_mask) = rule.fwmark.unwrap_or_default();
        (value == 0 || value == have) && (mask == 0 || mask == have_mask)
    });
    action
        && mark
        && given(which.priority, Some(rule.priority))
        && given(which.iif.as_ref(), rule.iif.as_ref())
        && given(which.oif.as_ref(), rule.oif.as_ref())
        && given(which.suppress_prefixlength, rule.suppress_prefixlength)
        && given(which.ip_proto, rule.ip_proto)
        && given(which.protocol, Some(rule.protocol))
        && given(which.sport.as_ref(), rule.sport.as_ref())
        && given(which.dport.as_ref(), rule.dport.as_ref())
        && given(which.src.filter(|net| net.prefix_len() > 0), rule.src)
        && given(which.dst.filter(|net| net.prefix_len() > 0), rule.dst)
        && (which.tos == 0 || which.tos == rule.tos)
}
