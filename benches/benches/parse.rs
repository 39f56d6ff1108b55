//! Parsing headers: our views beside etherparse's slices, on the same frames. The time is that of one
//! frame, from the Ethernet header to the ports.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dataplane::wire::{
    ethernet::{self, EthernetView},
    ipv4::Ipv4View,
    ipv6::Ipv6View,
    udp::UdpFields,
};
use etherparse::{PacketBuilder, SlicedPacket, TransportSlice};

fn frame(builder: etherparse::PacketBuilderStep<etherparse::IpHeaders>) -> Vec<u8> {
    let mut frame = Vec::new();
    let payload = [0; 18];
    builder
        .udp(40_000, 53)
        .write(&mut frame, &payload)
        .expect("a vector takes all");
    frame
}

/// Destination port, by our views, with the checks that forwarding makes.
fn ours4(frame: &[u8]) -> Option<u16> {
    EthernetView::parse(frame)?;
    let view = Ipv4View::validate(&frame[ethernet::HEADER_LEN..]).ok()?;
    Some(UdpFields::parse(view.payload())?.dst_port)
}

fn ours6(frame: &[u8]) -> Option<u16> {
    EthernetView::parse(frame)?;
    let view = Ipv6View::validate(&frame[ethernet::HEADER_LEN..]).ok()?;
    Some(UdpFields::parse(view.payload())?.dst_port)
}

fn etherparse(frame: &[u8]) -> Option<u16> {
    match SlicedPacket::from_ethernet(frame).ok()?.transport? {
        TransportSlice::Udp(udp) => Some(udp.destination_port()),
        TransportSlice::Tcp(_)
        | TransportSlice::Icmpv4(_)
        | TransportSlice::Icmpv6(_)
        | TransportSlice::Igmp(_) => None,
    }
}

fn parse(c: &mut Criterion) {
    let link = || PacketBuilder::ethernet2([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2]);
    let v4 = frame(link().ipv4([192, 0, 2, 1], [198, 51, 100, 1], 64));
    let v6 = frame(link().ipv6([0x20; 16], [0x21; 16], 64));
    assert_eq!(ours4(&v4), etherparse(&v4));
    assert_eq!(ours6(&v6), etherparse(&v6));
    let mut group = c.benchmark_group("parse");
    group.throughput(Throughput::Elements(1));
    group.bench_function("ipv4/views", |b| b.iter(|| ours4(black_box(&v4))));
    group.bench_function("ipv4/etherparse", |b| b.iter(|| etherparse(black_box(&v4))));
    group.bench_function("ipv6/views", |b| b.iter(|| ours6(black_box(&v6))));
    group.bench_function("ipv6/etherparse", |b| b.iter(|| etherparse(black_box(&v6))));
    group.finish();
}

criterion_group!(benches, parse);
criterion_main!(benches);
