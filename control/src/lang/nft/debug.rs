//! `--debug=netlink`: what is sent to the kernel, as nft prints it.

use dataplane::{filter::nft::LimitUnit, route::Family};

use super::print;
use crate::config::{
    netfilter::Readings,
    nft::{Chain, Event, LimitState, NftFamily, ObjectState, QuotaState, Table, lower::debug},
};

/// Of what a batch adds chains, objects, sets, elements and rules. `table` is their table, as it becomes.
pub(super) fn added(event: &Event, table: &Table) -> String {
    match event {
        Event::NewChain { family, chain, .. } => self::chain(chain, *family),
        Event::NewObject { object, .. } => format!(
            "table (null) name (null) use 0 [ {} ]\n",
            object_text(&object.state)
        ),
        Event::NewSet { set, .. } => debug::set(set, table),
        Event::NewElements { set, elements, .. } => debug::elements(set, elements, table),
        Event::NewRule { chain, rule, .. } => {
            let mut text = debug::rule(&rule.statements, table, chain);
            if let Some(comment) = &rule.comment {
                // It takes the place of the empty line behind the rule.
                text.pop();
                text += &format!("  {}\n", debug::comment(comment));
            }
            text
        }
        Event::NewTable { .. }
        | Event::DelTable { .. }
        | Event::DelChain { .. }
        | Event::DelRule { .. }
        | Event::DelSet { .. }
        | Event::DelElements { .. }
        | Event::DelObject { .. } => String::new(),
    }
}

fn chain(chain: &Chain, family: NftFamily) -> String {
    let base = chain.base.as_ref().map_or_else(String::new, |base| {
        let (kind, hook) = (print::chain_type(base.kind), print::hook(base.hook));
        format!(
            " type {kind} hook {hook} prio {} packets 0 bytes 0",
            base.priority.0
        )
    });
    format!("{} (null) (null) use 0{base}\n", family.name())
}

fn object_text(state: &ObjectState) -> String {
    match state {
        ObjectState::Counter(counter) => {
            let counts = counter.counted.counts(&Readings::default());
            format!("counter pkts {} bytes {}", counts.packets, counts.bytes)
        }
        ObjectState::Quota(QuotaState(quota)) => {
            format!("quota bytes {} flags {}", quota.bytes, u8::from(quota.over))
        }
        ObjectState::Limit(LimitState(limit)) => format!(
            "limit rate {} unit {} burst {} type {} flags {}",
            limit.rate,
            limit.seconds,
            limit.burst,
            u8::from(limit.unit == LimitUnit::Bytes),
            u8::from(limit.over)
        ),
        ObjectState::CtHelper {
            helper,
            protocol,
            family,
        } => format!(
            "ct_helper name {} family {} protocol {protocol}",
            helper.name(),
            match family {
                None => 0,
                Some(Family::V4) => 2,
                Some(Family::V6) => 10,
            }
        ),
    }
}
