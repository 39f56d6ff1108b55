//! Makes a failing case small.

use std::time::{Duration, Instant};

use crate::case::Event;

/// The smallest case found within `budget` that still `fails`: events are left out, many at once as
/// long as that works, then one by one. The network stays as it is: without it, most cases would fail
/// in some other way.
pub(crate) fn shrink(
    events: Vec<Event>,
    budget: Duration,
    mut fails: impl FnMut(&[Event]) -> bool,
) -> Vec<Event> {
    let (network, events): (Vec<Event>, Vec<Event>) = events.into_iter().partition(is_network);
    let small = shrink_rest(events, budget, |rest| fails(&[&network, rest].concat()));
    [network, small].concat()
}

fn is_network(event: &Event) -> bool {
    let Event::Run(line) = event else {
        return false;
    };
    line.starts_with("ip ") || (line.starts_with("sysctl") && !line.contains("netfilter"))
}

fn shrink_rest(
    mut events: Vec<Event>,
    budget: Duration,
    mut fails: impl FnMut(&[Event]) -> bool,
) -> Vec<Event> {
    let start = Instant::now();
    let mut size = events.len().div_ceil(2);
    loop {
        let mut removed = false;
        let mut end = events.len();
        // From the end: what came last has the least to do with what came before.
        while end > 0 {
            if start.elapsed() > budget {
                return events;
            }
            let begin = end.saturating_sub(size);
            let rest = [&events[..begin], &events[end..]].concat();
            if fails(&rest) {
                events = rest;
                removed = true;
            }
            end = begin;
        }
        if size == 1 && !removed {
            return events;
        }
        size = if removed { size } else { size.div_ceil(2) }.min(events.len().max(1));
        if size > 1 && !removed && events.len() < 2 {
            return events;
        }
    }
}

#[test]
fn only_what_matters_is_left() {
    let events: Vec<Event> = (0..50).map(|n| Event::Run(n.to_string())).collect();
    let wanted = [events[7].clone(), events[41].clone()];
    let small = shrink(events, Duration::from_secs(10), |events| {
        wanted.iter().all(|event| events.contains(event))
    });
    assert_eq!(small, wanted);
}
