//! Segments of one stream in one burst, on their way through the router.

mod rig;

use dataplane::{
    counters::InterfaceCounters, io::Capabilities, packet::Packet, packet::PacketBuf,
    time::Duration,
};
use etherparse::PacketBuilder;
use rig::{HOST_L, LEFT, LEFT_MAC, Plan, Rig, index};

const ALL: Capabilities = Capabilities {
    partial_checksum: true,
    tso4: true,
    tso6: true,
    uso: true,
};
const SEGMENTS: usize = 5;
const MSS: usize = 1000;
/// Ethernet, IPv4, TCP.
const HEADERS: usize = 14 + 20 + 20;

fn segment(number: usize) -> Vec<u8> {
    let mut frame = Vec::new();
    let seq = 1000 + number * MSS;
    PacketBuilder::ethernet2(HOST_L.0, LEFT_MAC.0)
        .ip(etherparse::IpHeaders::Ipv4(
            etherparse::Ipv4Header {
                identification: 7 + number as u16,
                time_to_live: 64,
                protocol: etherparse::IpNumber::TCP,
                source: [10, 1, 0, 1],
                destination: [10, 2, 0, 1],
                ..Default::default()
            },
            Default::default(),
        ))
        .tcp(1, 2, seq as u32, 4000)
        .ack(1)
        .write(&mut frame, &vec![number as u8; MSS])
        .expect("fits");
    frame
}

fn rig(capabilities: Capabilities, gro: bool) -> Rig {
    let mut plan = Plan::new();
    plan.capabilities = capabilities;
    plan.interface(LEFT).gro = gro;
    plan.start()
}

/// Sends the segments in one burst; gives what came out on the right.
fn burst(rig: &mut Rig) -> Vec<Vec<u8>> {
    for number in 0..SEGMENTS {
        let packet = Packet {
            buf: PacketBuf::copy_from(&segment(number)),
            ..Packet::default()
        };
        rig.left.send(packet).expect("room");
    }
    rig.work();
    std::iter::from_fn(|| rig.right.receive())
        .map(|packet| packet.buf.bytes().to_vec())
        .collect()
}

fn received(rig: &Rig) -> (u64, u64) {
    let snapshot = rig.router.snapshots.current();
    let left = snapshot.interfaces.get(index(LEFT)).expect("there");
    let sum = |of: fn(&InterfaceCounters) -> u64| left.counters.sum(of);
    (
        sum(|counters| counters.rx_packets.get()),
        sum(|counters| counters.rx_bytes.get()),
    )
}

#[test]
fn a_burst_leaves_as_one_packet_and_is_counted_as_it_came() {
    let mut rig = rig(ALL, true);
    let out = burst(&mut rig);
    assert_eq!(out.len(), 1);
    assert_eq!(out[0].len(), HEADERS + SEGMENTS * MSS);
    assert_eq!(
        received(&rig),
        (SEGMENTS as u64, (SEGMENTS * (HEADERS + MSS)) as u64)
    );
    let totals = rig.totals();
    assert_eq!((totals.received, totals.consumed, totals.sent), (5, 4, 1));
}

#[test]
fn nothing_is_joined_where_that_is_off() {
    let mut rig = rig(ALL, false);
    assert_eq!(burst(&mut rig).len(), SEGMENTS);
    assert_eq!(rig.totals().consumed, 0);
}

#[test]
fn a_port_that_takes_no_super_frames_sends_what_came_and_the_flow_is_left_alone() {
    let mut plain = rig(Capabilities::default(), false);
    let expected = burst(&mut plain);
    let mut rig = rig(Capabilities::default(), true);
    assert_eq!(burst(&mut rig), expected);
    assert_eq!(rig.totals().made, 4, "they were cut");
    assert_eq!(burst(&mut rig), expected);
    assert_eq!(rig.totals().made, 4, "they were not joined");
    rig.now += Duration::from_secs(1);
    assert_eq!(burst(&mut rig), expected);
    assert_eq!(rig.totals().made, 8, "it was tried again");
}
