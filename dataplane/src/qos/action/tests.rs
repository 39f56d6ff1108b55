//! Actions by themselves.

use proptest::prelude::*;

use super::{
    Action, ActionKind, ActionList, Control, GactSpec, MirredSpec, PeditKey, PeditSpec, PoliceSpec,
};
use crate::{
    iface::IfIndex,
    packet::{Packet, WireSize},
    qos::{
        ActionStats, RateSpec,
        testing::{Bench, udp},
    },
    time::Duration,
};

/// Actions with a list of them at work.
struct List {
    actions: Vec<Action>,
    running: ActionList,
}

impl List {
    fn stats(&self) -> Vec<ActionStats> {
        let stats = self.actions.iter().map(|action| action.state.stats());
        stats.collect()
    }
}

fn list(bench: &mut Bench, kinds: Vec<ActionKind>) -> List {
    let now = bench.now;
    let actions: Vec<_> = (1..)
        .zip(kinds)
        .map(|(index, kind)| Action::new(index, kind, now))
        .collect();
    let running = bench.with(|cx| ActionList::new(&actions, cx));
    List { actions, running }
}

fn run(bench: &mut Bench, list: &List, packet: &mut Packet) -> Control {
    let size = WireSize {
        bytes: packet.buf.len() as u32,
        packets: 1,
    };
    bench.with(|cx| list.running.run(cx, packet, size))
}

fn gact(control: Control) -> ActionKind {
    ActionKind::Gact(GactSpec { control })
}

fn plain() -> Packet {
    udp([10, 0, 0, 1], [10, 0, 0, 2], (1000, 53), 0, 1000)
}

fn police(bytes_per_second: u64, burst: Duration, peak: Option<u64>, mtu: u32) -> ActionKind {
    let rate = |bytes_per_second| RateSpec {
        bytes_per_second,
        ..RateSpec::default()
    };
    ActionKind::Police(PoliceSpec {
        rate: rate(bytes_per_second),
        burst,
        peak: peak.map(rate),
        mtu,
        conform: Control::Pipe,
        exceed: Control::Shot,
    })
}

#[test]
fn a_list_goes_on_while_actions_pipe() {
    let mut bench = Bench::new(1);
    let kinds = vec![gact(Control::Pipe), gact(Control::Ok), gact(Control::Shot)];
    let list = list(&mut bench, kinds);
    bench.pass(Duration::from_secs(1));
    assert_eq!(run(&mut bench, &list, &mut plain()), Control::Ok);
    let stats = list.stats();
    let counts: Vec<_> = stats
        .iter()
        .map(|stats| (stats.queue.packets, stats.queue.bytes))
        .collect();
    assert_eq!(counts, [(1, 1000), (1, 1000), (0, 0)]);
    assert_eq!((stats[0].used, stats[2].used), (Some(bench.now), None));
}

#[test]
fn a_policer_lets_its_burst_and_then_its_rate_through() {
    let mut bench = Bench::new(1);
    // 1,000 bytes take 10 ms; five fit into the bucket.
    let kind = police(100_000, Duration::from_millis(50), None, 1500);
    let list = list(&mut bench, vec![kind]);
    let mut passed = Vec::new();
    // One each 5 ms, twice the rate.
    for n in 0..100 {
        if run(&mut bench, &list, &mut plain()) == Control::Pipe {
            passed.push(n);
        }
        bench.pass(Duration::from_millis(5));
    }
    // The bucket is emptied by half a packet a turn: 9 pass before it is.
    assert_eq!(passed[..9], [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(passed.len(), 5 + 49);
    let stats = list.stats()[0];
    assert_eq!((stats.queue.overlimits, stats.queue.drops), (46, 46));
}

#[test]
fn lists_that_name_one_action_share_its_bucket_and_its_counters() {
    let mut bench = Bench::new(1);
    let bucket = Duration::from_millis(50);
    // Room for five packets of 1,000 bytes, and then none for a long time.
    let first = list(&mut bench, vec![police(100_000, bucket, None, 1500)]);
    let second = List {
        actions: first.actions.clone(),
        running: bench.with(|cx| ActionList::new(&first.actions, cx)),
    };
    let mut passed = [0, 0];
    for n in 0..10 {
        let list = [&first, &second][n % 2];
        passed[n % 2] += u32::from(run(&mut bench, list, &mut plain()) == Control::Pipe);
    }
    assert_eq!(passed, [3, 2]);
    let stats = first.stats()[0];
    assert_eq!((stats.queue.packets, stats.queue.drops), (10, 5));
    assert_eq!(second.stats(), first.stats());
    // It is told something else: both do that, with a new bucket and the old counters.
    let mut told = first.actions[0].clone();
    told.kind = police(100_000, bucket / 5, None, 1500);
    bench.with(|cx| ActionList::new(&[told], cx));
    let passed = (0..3).filter(|_| run(&mut bench, &second, &mut plain()) == Control::Pipe);
    assert_eq!(passed.count(), 1);
    assert_eq!(first.stats()[0].queue.packets, 13);
}

#[test]
fn a_packet_longer_than_the_mtu_never_conforms() {
    let mut bench = Bench::new(1);
    let kind = police(1_000_000, Duration::from_secs(1), None, 999);
    let list = list(&mut bench, vec![kind]);
    assert_eq!(run(&mut bench, &list, &mut plain()), Control::Shot);
    let mut short = udp([10, 0, 0, 1], [10, 0, 0, 2], (1, 2), 0, 999);
    assert_eq!(run(&mut bench, &list, &mut short), Control::Pipe);
}

#[test]
fn a_peak_rate_spaces_packets() {
    let mut bench = Bench::new(1);
    // At the peak 1,000 bytes take 2 ms, and one packet of 1,000 fits.
    let kind = police(100_000, Duration::from_millis(500), Some(500_000), 1000);
    let list = list(&mut bench, vec![kind]);
    let mut passed = 0;
    for _ in 0..20 {
        passed += u32::from(run(&mut bench, &list, &mut plain()) == Control::Pipe);
        bench.pass(Duration::from_millis(1));
    }
    assert_eq!(passed, 10);
}

proptest! {
    /// No more passes in any time than the bucket and the rate allow.
    #[test]
    fn a_policer_never_lets_more_through(
        rate in 1000..10_000_000_u64, burst_us in 1..100_000_u64,
        steps in prop::collection::vec((0..20_000_u64, 60..1500_usize), 1..300),
    ) {
        let mut bench = Bench::new(1);
        let burst = Duration::from_micros(burst_us);
        let list = list(&mut bench, vec![police(rate, burst, None, 0)]);
        let (start, mut bytes) = (bench.now, 0);
        for (micros, len) in steps {
            bench.pass(Duration::from_micros(micros));
            let mut packet = udp([10, 0, 0, 1], [10, 0, 0, 2], (1, 2), 0, len);
            if run(&mut bench, &list, &mut packet) == Control::Pipe {
                bytes += len as u64;
            }
            let time = (bench.now.saturating_since(start) + burst).as_nanos();
            prop_assert!(u128::from(bytes) * 1_000_000_000 <= time * u128::from(rate) + 1_000_000_000);
        }
    }
}

#[test]
fn a_mirror_sends_a_copy_and_a_redirection_the_packet() {
    let device = IfIndex::new(7).expect("not zero");
    for (redirect, control, left) in [(false, Control::Pipe, true), (true, Control::Stolen, false)]
    {
        let mut bench = Bench::new(1);
        let mirred = MirredSpec {
            device,
            ingress: !redirect,
            redirect,
            control: Control::Pipe,
        };
        let list = list(&mut bench, vec![ActionKind::Mirred(mirred)]);
        let mut packet = plain();
        let frame = packet.buf.bytes().to_vec();
        assert_eq!(run(&mut bench, &list, &mut packet), control);
        assert_eq!(packet.buf.bytes() == frame, left);
        assert_eq!(bench.made, u64::from(!redirect));
        let taken = bench.taken.pop().expect("one");
        assert_eq!((taken.device, taken.ingress), (device, !redirect));
        assert_eq!(taken.packet.buf.bytes(), frame);
    }
}

#[test]
fn a_packet_in_a_loop_is_dropped() {
    let mut bench = Bench::new(1);
    let mirred = |redirect| {
        ActionKind::Mirred(MirredSpec {
            device: IfIndex::LOOPBACK,
            ingress: false,
            redirect,
            control: Control::Pipe,
        })
    };
    let redirects = list(&mut bench, vec![mirred(true)]);
    let mut packet = plain();
    for _ in 0..4 {
        assert_eq!(run(&mut bench, &redirects, &mut packet), Control::Stolen);
        packet = bench.taken.pop().expect("one").packet;
    }
    assert_eq!(run(&mut bench, &redirects, &mut packet), Control::Shot);
    let mirrors = list(&mut bench, vec![mirred(false)]);
    assert_eq!(run(&mut bench, &mirrors, &mut packet), Control::Pipe);
    assert_eq!(
        (bench.taken.len(), mirrors.stats()[0].queue.overlimits),
        (0, 1)
    );
}

fn edit(keys: Vec<PeditKey>) -> ActionKind {
    ActionKind::Pedit(PeditSpec {
        keys,
        control: Control::Pipe,
    })
}

fn word(header: u8, add: bool, mask: u32, value: u32, offset: i32) -> PeditKey {
    PeditKey {
        header,
        add,
        mask,
        value,
        offset,
    }
}

/// As `tc` compiles them: `munge ip dst set 1.2.3.4`, `munge ip ttl add 0xff`, `munge ip tos invert`,
/// `munge eth dst set …`, `munge udp dport set 80`.
#[test]
fn words_are_set_added_to_and_inverted() {
    let cases = [
        (word(0, false, 0, 0x0102_0304, 16), 30, vec![1, 2, 3, 4]),
        (word(2, true, 0x00ff_ffff, 0xff00_0000, 8), 22, vec![63, 17]),
        (
            word(2, false, 0xffff_ffff, 0x00ff_0000, 0),
            14,
            vec![0x45, 0xff],
        ),
        (
            word(1, false, 0, 0x0a0b_0c0d, 0),
            0,
            vec![0x0a, 0x0b, 0x0c, 0x0d, 0, 2],
        ),
        (
            word(1, false, 0x0000_ffff, 0x0909_0000, 4),
            4,
            vec![9, 9, 2, 0],
        ),
        (word(5, false, 0xffff_0000, 80, 0), 34, vec![3, 0xe8, 0, 80]),
    ];
    for (key, at, expected) in cases {
        let mut bench = Bench::new(1);
        let mut packet = plain();
        let before = packet.buf.bytes().to_vec();
        let list = list(&mut bench, vec![edit(vec![key])]);
        assert_eq!(run(&mut bench, &list, &mut packet), Control::Pipe);
        let bytes = packet.buf.bytes();
        assert_eq!(bytes[at..at + expected.len()], expected, "{key:?}");
        let changed = before.iter().zip(bytes).filter(|(a, b)| a != b).count();
        assert!(changed <= 4);
        assert_eq!(list.stats()[0].queue.overlimits, 0);
    }
}

/// On little-endian machines, where the kernel adds from the wrong end.
#[test]
fn a_carry_goes_the_way_of_the_kernels() {
    let mut bench = Bench::new(1);
    let mut packet = udp([10, 0, 0, 1], [10, 0, 0, 2], (1000, 0x00ff), 0, 60);
    let list = list(
        &mut bench,
        vec![edit(vec![word(5, true, 0xffff_0000, 1, 0)])],
    );
    run(&mut bench, &list, &mut packet);
    assert_eq!(packet.buf.bytes()[36..38], [0, 0]);
}

#[test]
fn a_word_that_is_not_there_ends_the_action() {
    for bad in [
        word(0, false, 0, 1, 5000),
        word(4, false, 0, 1, 0),
        word(9, false, 0, 1, 0),
        word(0, false, 0, 1, 2),
        word(1, false, 0, 1, -4),
    ] {
        let mut bench = Bench::new(1);
        let mut packet = plain();
        let behind = word(0, false, 0, 0, 16);
        let list = list(&mut bench, vec![edit(vec![bad, behind])]);
        assert_eq!(run(&mut bench, &list, &mut packet), Control::Pipe);
        assert_eq!(packet.buf.bytes(), plain().buf.bytes(), "{bad:?}");
        assert_eq!(list.stats()[0].queue.overlimits, 1);
    }
}
