//! The elements of sets that packets change.

use std::sync::Arc;

use dataplane::{
    filter::nft::{self, Chains, Data, ElementKey, Mapped, Member, State},
    time::{Duration, Instant},
};

use super::{
    ConnCountState, CounterState, DataType, Element, ElementState, Expr, LimitState, QuotaState,
    Set, SetKey, Statement, Value, Verdict, elements::sort, lower::values,
};

/// What is in a set now, if packets change it: `chains` are the rules that they meet.
#[must_use]
pub fn members(set: &Set, chains: &Chains, now: Instant) -> Option<Vec<Element>> {
    let live = chains.set(set.id)?;
    if !live.spec().is_shared() {
        return None;
    }
    let members = live.members(now).into_iter();
    let mut elements: Vec<Element> = members
        .filter_map(|member| element(set, chains, member))
        .collect();
    sort(set, &mut elements);
    Some(elements)
}

fn element(set: &Set, chains: &Chains, member: Member) -> Option<Element> {
    let key = match &member.key {
        ElementKey::One(data) => typed(&set.key, data)?,
        ElementKey::Any => Expr::Any,
        ElementKey::Range(..) => return None,
    };
    // What nobody has changed is as it was written.
    let written = set.find(&set.elements, &key);
    let data = match member.data {
        Some(Mapped::Data(data)) => Some(typed(set.data.as_ref()?, &data)?),
        Some(Mapped::Verdict(verdict)) => Some(Expr::Verdict(named(verdict, chains)?)),
        Some(Mapped::Object(_)) => written.and_then(|written| written.data.clone()),
        None => None,
    };
    Some(Element {
        key,
        data,
        state: ElementState {
            timeout: member.timeout.map(Duration::from_nanos),
            expires: member.expires,
            comment: written.and_then(|written| written.state.comment.clone()),
            statements: member.states.into_iter().map(statement).collect(),
        },
    })
}

/// The value, or concatenation of values, that is in bytes.
fn typed(key: &SetKey, data: &Data) -> Option<Expr> {
    let types = if let DataType::Concat(types) = &key.datatype {
        types.as_slice()
    } else {
        std::slice::from_ref(&key.datatype)
    };
    let numbers = values(key, &data.0)?;
    let mut parts: Vec<Expr> = types
        .iter()
        .zip(numbers)
        .map(|(datatype, (bits, number))| {
            Expr::Value(Value {
                datatype: datatype.clone(),
                bits,
                number,
            })
        })
        .collect();
    if parts.len() == 1 {
        return parts.pop();
    }
    Some(Expr::Concat(parts))
}

fn named(verdict: nft::Verdict, chains: &Chains) -> Option<Verdict> {
    let name = |number| Some(Arc::clone(&chains.chain(number)?.name));
    Some(match verdict {
        nft::Verdict::Accept => Verdict::Accept,
        nft::Verdict::Drop => Verdict::Drop,
        nft::Verdict::Continue => Verdict::Continue,
        nft::Verdict::Return => Verdict::Return,
        nft::Verdict::Jump(chain) => Verdict::Jump(name(chain)?),
        nft::Verdict::Goto(chain) => Verdict::Goto(name(chain)?),
    })
}

fn statement(state: State) -> Statement {
    match state {
        State::Counter(counts) => Statement::Counter(CounterState::from(counts)),
        State::Limit(limit) => Statement::Limit(LimitState(limit)),
        State::Quota(quota) => Statement::Quota(QuotaState(quota)),
        State::ConnCount(count) => Statement::ConnCount(ConnCountState(count)),
    }
}
