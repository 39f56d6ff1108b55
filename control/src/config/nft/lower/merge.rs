//! Comparisons of neighbouring bytes become one (rule.c, `payload_try_merge`).
//!
//! nft does so too for `!=`, although a packet that differs in one of two ports does not differ in both: what
//! packets meet is what nft makes of a rule.

use dataplane::filter::nft::PayloadBase;

use super::protocols::{Bytes, Step};

/// Bytes of a register of the old kind: more are not compared at once.
const REGISTER: usize = 16;
/// What is not larger is loaded fast: a larger comparison is only made of one that is large already.
const FAST: usize = 4;

/// Merges what can be merged. Comparisons stand for themselves between two statements that do something, but a
/// single one waits for others behind them. `origins` says of which statements each is.
pub(super) fn merge(steps: &mut Vec<Step<'_>>, origins: &mut Vec<u64>) {
    let mut waiting: Vec<usize> = Vec::new();
    let mut gone: Vec<usize> = Vec::new();
    for place in 0..steps.len() {
        match &steps[place] {
            Step::Bytes(_) => waiting.push(place),
            step if acts(step) && waiting.len() > 1 => {
                join_all((steps, origins), &mut waiting, &mut gone);
                waiting.clear();
            }
            _ => {}
        }
    }
    join_all((steps, origins), &mut waiting, &mut gone);
    gone.sort_unstable();
    for place in gone.into_iter().rev() {
        steps.remove(place);
        origins.remove(place);
    }
}

/// Whether a step is something else than a comparison.
const fn acts(step: &Step<'_>) -> bool {
    use super::super::Statement;
    match step {
        Step::Statement(statement) => !matches!(statement, Statement::Match { .. }),
        Step::Meta(..) | Step::Bytes(_) => false,
    }
}

fn bytes<'a>(steps: &'a [Step<'_>], place: usize) -> Option<&'a Bytes> {
    match &steps[place] {
        Step::Bytes(bytes) => Some(bytes),
        Step::Meta(..) | Step::Statement(_) => None,
    }
}

fn join_all(
    (steps, origins): (&mut [Step<'_>], &mut [u64]),
    places: &mut [usize],
    gone: &mut Vec<usize>,
) {
    places.sort_by_key(|place| bytes(steps, *place).map(|of| (rank(of.base), of.offset)));
    let mut places = places.iter().copied();
    let Some(mut last) = places.next() else {
        return;
    };
    for this in places {
        let (Some(a), Some(b)) = (bytes(steps, last), bytes(steps, this)) else {
            continue;
        };
        if !can_join(a, b) {
            last = this;
            continue;
        }
        let joined = Bytes {
            base: a.base,
            offset: a.offset,
            op: a.op,
            value: [&a.value[..], &b.value].concat(),
            any_of: false,
            is_key: false,
        };
        // What says which header comes next keeps its place: others rely on it.
        let (kept, left_out) = if b.is_key { (this, last) } else { (last, this) };
        steps[kept] = Step::Bytes(joined);
        origins[kept] |= origins[left_out];
        gone.push(left_out);
        last = kept;
    }
}

fn can_join(a: &Bytes, b: &Bytes) -> bool {
    let (first, second) = (a.value.len(), b.value.len());
    let total = first + second;
    a.base == b.base
        && usize::from(a.offset) + first == usize::from(b.offset)
        && a.op == b.op
        && total <= REGISTER
        && (total <= FAST || a.base == PayloadBase::LinkLayer || first > FAST || second > FAST)
}

const fn rank(base: PayloadBase) -> u8 {
    match base {
        PayloadBase::LinkLayer => 0,
        PayloadBase::Network => 1,
        PayloadBase::Transport => 2,
        PayloadBase::Inner => 3,
    }
}
