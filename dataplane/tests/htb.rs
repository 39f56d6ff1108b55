//! HTB against a slow and obvious model of it: random trees, random arrivals, changes while packets wait.

#[path = "htb/model.rs"]
mod model;
mod rig;

use dataplane::{
    drop_reason::DropReason,
    qos::{Handle, HtbClass, Scheduler},
    time::{Duration, Instant},
};
use model::Model;
use proptest::prelude::*;
use rig::trees::{class, htb, lasting, packet};

/// What is chosen of a class: rate, ceiling above it, bucket, priority, quantum.
type Choice = (u64, u64, u64, u8, u32);

fn choice() -> impl Strategy<Value = Choice> {
    // Slow enough for queues to form, and often the same for siblings.
    let bits = prop_oneof![
        4 => prop::sample::select(vec![64_000_u64, 100_000, 400_000, 1_000_000, 3_000_000]),
        1 => 8_000_u64..20_000_000,
    ];
    let more = prop_oneof![
        1 => Just(0_u64),
        3 => prop::sample::select(vec![100_000_u64, 1_000_000, 10_000_000]),
        1 => 0_u64..50_000_000,
    ];
    let burst = prop_oneof![Just(1600_u64), 100_u64..20_000];
    let quantum = prop_oneof![Just(0_u32), 200_u32..4000];
    (
        bits,
        more,
        burst,
        prop_oneof![3 => Just(0_u8), 1 => 0_u8..8],
        quantum,
    )
}

fn dress(class: &mut HtbClass, (bits, more, burst, prio, quantum): Choice) {
    let bits = bits / 8 * 8;
    class.rate = rig::trees::rate(bits);
    class.ceil = rig::trees::rate(bits + more);
    class.buffer = lasting(burst, class.rate);
    class.cbuffer = lasting(burst + 100, class.ceil);
    class.prio = prio;
    class.quantum = quantum;
}

/// A tree: two roots at most, up to four levels. Gives the leaves besides.
fn tree() -> impl Strategy<Value = Vec<HtbClass>> {
    prop::collection::vec((any::<prop::sample::Index>(), choice()), 1..14).prop_map(|nodes| {
        let mut classes: Vec<HtbClass> = Vec::new();
        let mut depths = Vec::new();
        for (number, (above, choice)) in (0..).zip(nodes) {
            // Numbers out of order, so that the round is not that of creation.
            let minor = 1 + (number * 7) % 64;
            let parent = above.index(classes.len() + 1);
            let parent = classes.get(parent).filter(|_| depths[parent] < 3).copied();
            depths.push(parent.map_or(0, |parent| {
                let at = classes
                    .iter()
                    .position(|class| class.handle == parent.handle);
                depths[at.expect("known")] + 1
            }));
            let mut new = class(
                minor,
                parent.map_or(0, |parent| parent.handle.minor()),
                8000,
                8000,
            );
            dress(&mut new, choice);
            classes.push(new);
        }
        classes
    })
}

fn leaves(classes: &[HtbClass]) -> Vec<Handle> {
    let handles = classes.iter().map(|class| class.handle);
    handles
        .filter(|handle| classes.iter().all(|class| class.parent != *handle))
        .collect()
}

#[derive(Clone, Debug)]
enum Step {
    /// Packets for a leaf.
    Arrive(prop::sample::Index, u32, u8),
    /// Time passes.
    Pass(u64),
    /// A class gets other parameters.
    Change(prop::sample::Index, Choice),
    /// A class goes, or comes back.
    Toggle(prop::sample::Index),
}

fn step() -> impl Strategy<Value = Step> {
    let len = prop_oneof![Just(1514_u32), 60_u32..1514, 60_u32..20_000];
    prop_oneof![
        8 => (any::<prop::sample::Index>(), len, 1_u8..40).prop_map(|(to, len, count)| Step::Arrive(to, len, count)),
        4 => (0_u64..100_000_000).prop_map(Step::Pass),
        1 => (any::<prop::sample::Index>(), choice()).prop_map(|(which, choice)| Step::Change(which, choice)),
        1 => any::<prop::sample::Index>().prop_map(Step::Toggle),
    ]
}

/// Both, side by side.
struct Pair {
    real: Scheduler,
    model: Model,
    now: Instant,
    changed: bool,
}

impl Pair {
    /// Takes out what may leave now, from both.
    fn drain(&mut self) -> Result<(), TestCaseError> {
        self.model.set_time(self.now.as_nanos());
        loop {
            let real = self.real.dequeue(self.now).map(|packet| packet.meta.mark.0);
            let model = self.model.dequeue();
            prop_assert_eq!(real, model, "at {} ns", self.now.as_nanos());
            if real.is_none() {
                break;
            }
        }
        prop_assert_eq!(self.real.held(), self.model.held());
        Ok(())
    }

    /// Lets time pass until `end`, stopping whenever either of them has something to do.
    fn pass(&mut self, end: Instant) -> Result<(), TestCaseError> {
        loop {
            self.drain()?;
            if self.real.held() == 0 {
                break;
            }
            let next = self.real.next_event();
            let model = self
                .model
                .next_event()
                .map_or(Instant::FAR_FUTURE, Instant::from_nanos);
            // A class that had to wait and then had to pay for others is looked at when it would have been
            // ready without that, as in the kernel: too early, never too late. After a change of rates,
            // those who wait are looked at when they would have been ready before.
            if !self.changed {
                prop_assert!(next <= model, "{:?} > {:?} at {:?}", next, model, self.now);
            }
            if next.min(model) > end {
                break;
            }
            self.now = next.min(model);
        }
        self.now = end;
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn packets_leave_in_the_models_order_and_at_its_times(
        classes in tree(),
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut classes = classes;
        let mut away: Vec<HtbClass> = Vec::new();
        let now = Instant::from_nanos(1_000_000_000);
        let tree = htb(0, &classes);
        let mut pair = Pair {
            real: Scheduler::new(&tree, now, 1).expect("it has a root"),
            model: Model::new(&classes, now.as_nanos(), 1000),
            now,
            changed: false,
        };
        let mut number = 0;
        for step in steps {
            match step {
                Step::Arrive(to, len, count) => {
                    let leaves = leaves(&classes);
                    let to = to.get(&leaves);
                    for _ in 0..count {
                        let packet = packet(to.minor(), len as usize, number);
                        let stays = pair.real.enqueue(pair.now, packet);
                        prop_assert_eq!(stays, pair.model.enqueue(to.0, len, number));
                        number += 1;
                    }
                    pair.drain()?;
                }
                Step::Pass(nanos) => pair.pass(pair.now + Duration::from_nanos(nanos))?,
                Step::Change(which, choice) => {
                    let which = which.index(classes.len());
                    dress(&mut classes[which], choice);
                    reconfigure(&mut pair, &classes)?;
                }
                Step::Toggle(which) => {
                    match away.pop() {
                        Some(class) => classes.push(class),
                        None => {
                            // One whose parent stays an inner class.
                            let leaves = leaves(&classes);
                            let name = which.get(&leaves);
                            let at = classes.iter().position(|class| class.handle == *name).expect("known");
                            let siblings = classes.iter().filter(|class| class.parent == classes[at].parent);
                            if siblings.count() < 2 {
                                continue;
                            }
                            away.push(classes.remove(at));
                        }
                    }
                    reconfigure(&mut pair, &classes)?;
                }
            }
        }
    }
}

fn reconfigure(pair: &mut Pair, classes: &[HtbClass]) -> Result<(), TestCaseError> {
    pair.changed = true;
    pair.real.follow(&htb(0, classes), pair.now);
    pair.model.set_time(pair.now.as_nanos());
    let lost = pair.model.configure(classes);
    let dropped = pair.real.take_dropped();
    let purged = dropped
        .iter()
        .filter(|(reason, _)| *reason == DropReason::QueuePurge);
    prop_assert_eq!(purged.count(), lost);
    prop_assert_eq!(pair.real.held(), pair.model.held());
    pair.drain()
}
