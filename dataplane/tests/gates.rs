//! Filters of `ingress` and `clsact` in the router: where packets meet them, and where they go from there.

mod rig;

use std::sync::Arc;

use dataplane::{
    drop_reason::DropReason,
    iface::InterfaceKind,
    qos::{
        Action, ActionKind, Control, Filter, FilterKind, FlowerKey, GactSpec, Handle, MirredSpec,
        Parent, PeditKey, PeditSpec, PoliceSpec, PrioParams, Qdisc, QdiscKind, QueueStats,
        RateSpec, Readings, SkbeditSpec, Tree,
    },
    time::{Duration, Instant},
};
use etherparse::{PacketBuilder, VlanId};
use rig::{HOST_L, HOST_R, LEFT, LEFT_MAC, Plan, RIGHT, RIGHT_MAC, Rig, VLAN, index, interface};

const ALL: u16 = 3;
const CLSACT: Handle = Handle::new(0xffff, 0);
const SWALLOW: u32 = 9;

fn clsact(filters: Vec<Filter>) -> Option<Arc<Tree>> {
    let qdisc = Qdisc {
        handle: CLSACT,
        parent: Parent::Ingress,
        kind: QdiscKind::Clsact,
        filters,
        classes: Vec::new(),
    };
    Some(Arc::new(Tree {
        qdiscs: vec![qdisc],
    }))
}

fn filter(parent: Handle, protocol: u16, kinds: Vec<ActionKind>) -> Filter {
    Filter {
        parent,
        chain: 0,
        priority: 1,
        protocol,
        handle: 1,
        kind: FilterKind::Matchall,
        class: None,
        actions: (1..)
            .zip(kinds)
            .map(|(index, kind)| Action::new(index, kind, Instant::ZERO))
            .collect(),
    }
}

fn ingress(kinds: Vec<ActionKind>) -> Option<Arc<Tree>> {
    clsact(vec![filter(Handle::CLSACT_INGRESS, ALL, kinds)])
}

fn egress(kinds: Vec<ActionKind>) -> Option<Arc<Tree>> {
    clsact(vec![filter(Handle::CLSACT_EGRESS, ALL, kinds)])
}

fn drop() -> ActionKind {
    ActionKind::Gact(GactSpec {
        control: Control::Shot,
    })
}

fn mirred(device: u32, ingress: bool, redirect: bool) -> ActionKind {
    ActionKind::Mirred(MirredSpec {
        device: index(device),
        ingress,
        redirect,
        control: Control::Pipe,
    })
}

/// A router whose interfaces have these trees, and one that swallows.
fn rig(trees: Vec<(u32, Option<Arc<Tree>>)>) -> Rig {
    let mut plan = Plan::new();
    let dummy = InterfaceKind::Dummy;
    plan.interfaces
        .push(interface(SWALLOW, "swallow", dummy, LEFT_MAC, &[]));
    for (n, tree) in trees {
        plan.interface(n).qos = tree;
    }
    plan.start()
}

fn udp(dst: [u8; 4], tos: u8, len: usize) -> Vec<u8> {
    let mut ip = etherparse::Ipv4Header::new(0, 64, etherparse::IpNumber::UDP, [10, 1, 0, 1], dst)
        .expect("small");
    ip.dscp = etherparse::IpDscp::try_new(tos >> 2).expect("six bits");
    let mut frame = Vec::new();
    PacketBuilder::ethernet2(HOST_L.0, LEFT_MAC.0)
        .ip(etherparse::IpHeaders::Ipv4(ip, Default::default()))
        .udp(4000, 5000)
        .write(&mut frame, &vec![0; len])
        .expect("fits");
    frame
}

fn to_right() -> Vec<u8> {
    udp([10, 2, 0, 1], 0, 100)
}

fn arp_request() -> Vec<u8> {
    let mut frame = vec![0xff; 6];
    frame.extend(HOST_L.0);
    frame.extend([8, 6, 0, 1, 8, 0, 6, 4, 0, 1]);
    frame.extend(HOST_L.0);
    frame.extend([10, 1, 0, 1, 0, 0, 0, 0, 0, 0, 10, 1, 0, 254]);
    frame
}

/// What the interface's `clsact` counted: bytes, packets, drops.
fn counted(readings: &Readings) -> (u64, u64, u64) {
    let clsact = readings
        .qdiscs
        .iter()
        .find(|(handle, ..)| *handle == CLSACT);
    let queue = clsact.expect("it is there").2.queue;
    (queue.bytes, queue.packets, queue.drops)
}

/// What the first action of a `clsact` counted.
fn of_action(tree: Option<&Tree>) -> QueueStats {
    let qdisc = tree.and_then(|tree| tree.qdiscs.first());
    qdisc.expect("it is there").filters[0].actions[0]
        .state
        .stats()
        .queue
}

#[test]
fn what_comes_in_is_dropped_before_everything_else() {
    let mut rig = rig(vec![(LEFT, ingress(vec![drop()]))]);
    for frame in [to_right(), arp_request(), udp([10, 1, 0, 254], 0, 10)] {
        assert_eq!(rig.send(LEFT, &frame), (vec![], vec![]));
    }
    assert_eq!(rig.dropped(DropReason::TcIngress), 3);
    // As on Linux, without the header of the link.
    let bytes = (128 + 28 + 38) as u64;
    assert_eq!(counted(&rig.router.qos_stats(index(LEFT))), (bytes, 3, 3));
    let received = rig.router.snapshots.current();
    let counters = &received
        .interfaces
        .get(index(LEFT))
        .expect("there")
        .counters;
    assert_eq!(counters.of(0).rx_packets.get(), 3);
    // Other interfaces have no such filter.
    assert_eq!(rig.send(RIGHT, &arp_request()).0.len(), 0);
    assert_eq!(rig.dropped(DropReason::TcIngress), 3);
}

#[test]
fn a_filter_may_be_for_one_protocol() {
    let only = clsact(vec![filter(Handle::CLSACT_INGRESS, 0x0806, vec![drop()])]);
    let mut rig = rig(vec![(LEFT, only)]);
    assert_eq!(rig.send(LEFT, &arp_request()), (vec![], vec![]));
    assert_eq!(rig.send(LEFT, &to_right()).1.len(), 1);
}

#[test]
fn what_leaves_is_dropped_behind_the_hooks() {
    let mut rig = rig(vec![(RIGHT, egress(vec![drop()]))]);
    assert_eq!(rig.send(LEFT, &to_right()), (vec![], vec![]));
    assert_eq!(rig.dropped(DropReason::TcEgress), 1);
    // With the header of the link.
    assert_eq!(counted(&rig.router.qos_stats(index(RIGHT))), (142, 1, 1));
    // The short way for packets on a known route passes there too.
    rig.change(RIGHT, |interface| interface.qos = egress(Vec::new()));
    for _ in 0..3 {
        assert_eq!(rig.send(LEFT, &to_right()).1.len(), 1);
    }
    assert_eq!(counted(&rig.router.qos_stats(index(RIGHT))).1, 4);
    rig.change(RIGHT, |interface| interface.qos = None);
    assert_eq!(rig.send(LEFT, &to_right()).1.len(), 1);
    assert_eq!(rig.router.qos_stats(index(RIGHT)), Readings::default());
}

#[test]
fn a_mirror_sends_a_copy_out_of_another_interface() {
    let tree = ingress(vec![mirred(LEFT, false, false)]);
    let mut rig = rig(vec![(LEFT, tree.clone())]);
    let frame = to_right();
    let (left, right) = rig.send(LEFT, &frame);
    // As it came.
    assert_eq!(left, [frame]);
    assert_eq!(right.len(), 1);
    assert_eq!(of_action(tree.as_deref()).packets, 1);
}

#[test]
fn a_redirection_takes_the_packet_away() {
    let mut rig = rig(vec![
        (LEFT, ingress(vec![mirred(RIGHT, false, true)])),
        // What is redirected meets the other interface's filters.
        (RIGHT, egress(vec![mirred(SWALLOW, false, false)])),
    ]);
    let frame = udp([192, 0, 2, 1], 0, 10);
    assert_eq!(rig.send(LEFT, &frame), (vec![], vec![frame]));
    assert_eq!(counted(&rig.router.qos_stats(index(RIGHT))).1, 1);
    assert_eq!(rig.totals().sent, 2);
}

#[test]
fn a_packet_may_be_redirected_into_another_interface() {
    // What comes in left is taken for what came in right: it is not for that one's address.
    let mut rig = rig(vec![(LEFT, ingress(vec![mirred(RIGHT, true, true)]))]);
    assert_eq!(rig.send(LEFT, &to_right()), (vec![], vec![]));
    assert_eq!(rig.dropped(DropReason::OtherHost), 1);
    let mut frame = to_right();
    frame[..6].copy_from_slice(&RIGHT_MAC.0);
    // Back out of where it came in, now.
    assert_eq!(rig.send(LEFT, &frame).1.len(), 1);
}

#[test]
fn what_goes_round_in_circles_is_dropped() {
    let mut rig = rig(vec![
        (LEFT, egress(vec![mirred(RIGHT, false, true)])),
        (RIGHT, egress(vec![mirred(LEFT, false, true)])),
    ]);
    assert_eq!(rig.send(LEFT, &to_right()), (vec![], vec![]));
    assert_eq!(rig.dropped(DropReason::TcEgress), 1);
    // Into itself, too.
    let mut rig = self::rig(vec![(LEFT, ingress(vec![mirred(LEFT, true, true)]))]);
    assert_eq!(rig.send(LEFT, &to_right()), (vec![], vec![]));
    assert_eq!(rig.dropped(DropReason::TcIngress), 1);
}

#[test]
fn copies_of_copies_end() {
    let mut rig = rig(vec![
        (LEFT, egress(vec![mirred(RIGHT, false, false)])),
        (RIGHT, egress(vec![mirred(LEFT, false, false)])),
    ]);
    // The packet, and four copies, each of the one before.
    let (left, right) = rig.send(LEFT, &to_right());
    assert_eq!((left.len(), right.len()), (2, 3));
}

#[test]
fn an_edited_packet_goes_on_as_it_is_now() {
    let dst = PeditKey {
        header: 2,
        add: false,
        mask: 0,
        value: u32::from_be_bytes([10, 2, 0, 1]),
        offset: 16,
    };
    let pedit = ActionKind::Pedit(PeditSpec {
        keys: vec![dst],
        control: Control::Ok,
    });
    let mut rig = rig(vec![(LEFT, ingress(vec![pedit]))]);
    // Nobody has corrected the sum of the header.
    assert_eq!(rig.send(LEFT, &udp([10, 2, 0, 9], 0, 10)), (vec![], vec![]));
    assert_eq!(rig.dropped(DropReason::IpCsum), 1);
    assert_eq!(rig.send(LEFT, &udp([10, 2, 0, 1], 0, 10)).1.len(), 1);
}

#[test]
fn a_policer_bounds_what_comes_in() {
    let police = ActionKind::Police(PoliceSpec {
        rate: RateSpec {
            bytes_per_second: 128_000,
            ..RateSpec::default()
        },
        burst: Duration::from_millis(10),
        peak: None,
        mtu: 2000,
        conform: Control::Ok,
        exceed: Control::Shot,
    });
    let tree = ingress(vec![police]);
    let mut rig = rig(vec![(LEFT, tree.clone())]);
    rig.step = Duration::from_micros(250);
    // 128 bytes a millisecond are let in; four times as many come.
    let passed: usize = (0..400).map(|_| rig.send(LEFT, &to_right()).1.len()).sum();
    assert!((109..=110).contains(&passed), "{passed}");
    let queue = of_action(tree.as_deref());
    assert_eq!((queue.packets, queue.drops as usize), (400, 400 - passed));
}

#[test]
fn interfaces_whose_filters_name_one_policer_share_its_rate() {
    let police = ActionKind::Police(PoliceSpec {
        rate: RateSpec {
            bytes_per_second: 1000,
            ..RateSpec::default()
        },
        // Ten of our frames, and then none in the time of this test.
        burst: Duration::from_millis(1280),
        peak: None,
        mtu: 2000,
        conform: Control::Ok,
        exceed: Control::Shot,
    });
    let tree = ingress(vec![police]);
    let mut rig = rig(vec![(LEFT, tree.clone()), (RIGHT, tree.clone())]);
    let back = {
        let mut frame = to_right();
        frame[..6].copy_from_slice(&RIGHT_MAC.0);
        frame[6..12].copy_from_slice(&HOST_R.0);
        frame
    };
    let mut passed = 0;
    for _ in 0..20 {
        let before = rig.dropped(DropReason::TcIngress);
        rig.send(LEFT, &to_right());
        rig.send(RIGHT, &back);
        passed += 2 - (rig.dropped(DropReason::TcIngress) - before);
    }
    let queue = of_action(tree.as_deref());
    assert_eq!((passed, queue.packets, queue.drops), (10, 40, 30));
}

#[test]
fn tagged_frames_meet_both_interfaces_filters() {
    let mut frame = Vec::new();
    PacketBuilder::ethernet2(HOST_R.0, RIGHT_MAC.0)
        .single_vlan(VlanId::try_new(100).expect("small"))
        .ipv4([10, 3, 0, 1], [10, 1, 0, 1], 64)
        .udp(1, 2)
        .write(&mut frame, &[0; 20])
        .expect("fits");
    let key = FlowerKey {
        vlan_id: Some(100),
        vlan_ethtype: Some(0x0800),
        ip_proto: Some(17),
        dst_port: Some((2, 0xffff)),
        ..FlowerKey::default()
    };
    let mut on_port = filter(
        Handle::CLSACT_INGRESS,
        0x8100,
        vec![mirred(LEFT, false, false)],
    );
    on_port.kind = FilterKind::Flower(Box::new(key));
    // Inside, there is no tag.
    let inside = filter(
        Handle::CLSACT_INGRESS,
        0x0800,
        vec![mirred(LEFT, false, false)],
    );
    let mut rig = rig(vec![
        (RIGHT, clsact(vec![on_port])),
        (VLAN, clsact(vec![inside])),
    ]);
    let (left, right) = rig.send(RIGHT, &frame);
    assert_eq!((left.len(), right.len()), (3, 0));
    assert_eq!(left[0], frame);
    let mut untagged = frame.clone();
    untagged.drain(12..16);
    assert_eq!(left[1], untagged);
    assert_eq!(left[2][30..34], [10, 1, 0, 1]);
}

#[test]
fn what_leaves_by_lo_comes_in_by_it_and_meets_its_filters() {
    let out_of_lo = ingress(vec![mirred(rig::LO, false, true)]);
    let mut rig = rig(vec![(LEFT, out_of_lo), (rig::LO, ingress(vec![drop()]))]);
    assert_eq!(rig.send(LEFT, &to_right()), (vec![], vec![]));
    assert_eq!(rig.dropped(DropReason::TcIngress), 1);
    assert_eq!(counted(&rig.router.qos_stats(index(rig::LO))).1, 1);
}

/// `ip_forward` makes a priority of the type of service (`rt_tos2priority`).
#[test]
fn the_type_of_service_chooses_the_band() {
    let prio = Qdisc {
        handle: Handle::new(1, 0),
        parent: Parent::Root,
        kind: QdiscKind::Prio(PrioParams {
            bands: 3,
            priomap: [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1],
        }),
        filters: Vec::new(),
        classes: Vec::new(),
    };
    let tree = Some(Arc::new(Tree { qdiscs: vec![prio] }));
    let mut rig = rig(vec![(RIGHT, tree)]);
    // Minimum delay; maximum throughput; both; neither (RFC 1349). Each twice: the second goes the short
    // way.
    for tos in [0x10, 0x10, 0x08, 0x18, 0x00, 0x00] {
        assert_eq!(rig.send(LEFT, &udp([10, 2, 0, 1], tos, 10)).1.len(), 1);
    }
    let classes = rig.router.qos_stats(index(RIGHT)).classes;
    let packets: Vec<_> = classes
        .iter()
        .map(|(_, stats)| stats.queue.packets)
        .collect();
    assert_eq!(packets, [2, 3, 1]);
}

#[test]
fn a_mark_set_on_the_way_in_is_seen_on_the_way_out() {
    let edit = ActionKind::Skbedit(SkbeditSpec {
        priority: None,
        mark: Some((7, u32::MAX)),
        packet_type: None,
        control: Control::Ok,
    });
    let mut fw = filter(Handle::CLSACT_EGRESS, ALL, vec![drop()]);
    fw.handle = 7;
    fw.kind = FilterKind::Fw(dataplane::qos::FwSpec {
        mask: u32::MAX,
        indev: Some(index(LEFT)),
    });
    let mut rig = rig(vec![(LEFT, ingress(vec![edit])), (RIGHT, clsact(vec![fw]))]);
    assert_eq!(rig.send(LEFT, &to_right()), (vec![], vec![]));
    assert_eq!(rig.dropped(DropReason::TcEgress), 1);
}
