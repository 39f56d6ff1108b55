//! Frames that the rules tell apart.

use std::net::IpAddr;

use dataplane::wire::{ipv4, ipv6};

use super::{
    rig::{HOST_L, LEFT_MAC, frames::Random},
    spec::addr,
};

/// A frame of a kind that the rules tell apart.
pub(super) fn frame(random: &mut Random) -> Vec<u8> {
    const PORTS: [u16; 8] = [1, 7, 53, 80, 1023, 1024, 40_000, 65_535];
    const TTLS: [u8; 6] = [2, 59, 60, 64, 65, 255];
    const TOS: [u8; 6] = [0, 0x10, 0xb8, 0x02, 0xba, 0xff];
    let mut one = |of: &[u8]| of[random.below(of.len())];
    let (ttl, tos) = (one(&TTLS), one(&TOS));
    let protocol = one(&[6, 6, 6, 17, 17, 1, 47, 132]);
    let v6 = one(&[0, 0, 1]) == 1;
    let mut payload = Vec::new();
    match protocol {
        1 => payload.extend([one(&[0, 3, 8, 128, 1]), one(&[0, 1, 4]), 0, 0, 1, 2, 3, 4]),
        _ => {
            for _ in 0..2 {
                payload.extend(PORTS[random.below(8)].to_be_bytes());
            }
        }
    }
    if protocol == 6 {
        let options: &[u8] = match random.below(5) {
            0 => &[2, 4, 5, 180],
            1 => &[1, 1, 4, 2, 2, 4, 5, 180],
            2 => &[9, 0, 2, 4, 5, 180, 1, 1],
            3 => &[8, 10, 1, 2, 3, 4, 5, 6, 7, 8, 4, 2],
            _ => &[],
        };
        let flags = match random.below(4) {
            0 => random.byte(),
            1 => 0xc2,
            _ => 0x02,
        };
        payload.extend([
            0,
            0,
            3,
            232,
            0,
            0,
            0,
            0,
            0x50 + 4 * options.len() as u8,
            flags,
        ]);
        payload.extend([250, 240, 0x12, 0x34, 0, 0]);
        payload.extend(options);
    }
    if random.below(2) == 0 {
        payload.extend((0..random.below(90)).map(|n| n as u8));
    }
    // Now and then what is there is cut.
    if random.below(12) == 0 {
        payload.truncate(random.below(20));
    }
    let mut frame = [&LEFT_MAC.0[..], &HOST_L.0].concat();
    if v6 {
        return frame6(random, frame, (protocol, ttl, tos), &payload);
    }
    let src = [
        [10, 1, 0, 1],
        [10, 1, 0, 254],
        [10, 1, 0, 77],
        [10, 2, 0, 9],
    ];
    let dst = [
        [10, 2, 0, 1],
        [224, 0, 0, 5],
        [10, 2, 0, 254],
        [10, 2, 0, 255],
    ];
    let src = src[random.below(4)];
    let dst = dst[[0, 0, 0, 0, 1, 2, 3][random.below(7)]];
    let fields = ipv4::Ipv4Fields {
        tos,
        total_len: 20 + payload.len() as u16,
        id: random.next() as u16,
        fragment_bits: match random.below(10) {
            0 => ipv4::MF,
            1 => 1 + random.below(3) as u16,
            _ => 0,
        },
        ttl,
        protocol,
        src: src.into(),
        dst: dst.into(),
    };
    frame.extend([8, 0]);
    frame.extend(fields.emit());
    frame.extend(payload);
    frame
}

fn frame6(
    random: &mut Random,
    mut frame: Vec<u8>,
    (protocol, hop_limit, traffic_class): (u8, u8, u8),
    payload: &[u8],
) -> Vec<u8> {
    let protocol = if protocol == 1 { 58 } else { protocol };
    let (next_header, extension): (u8, Vec<u8>) = match random.below(8) {
        0 => (60, vec![protocol, 0, 1, 4, 0, 0, 0, 0]),
        1 => (44, vec![protocol, 0, 0, 1, 0, 0, 0, 1]),
        2 => (44, vec![protocol, 0, 0, 9, 0, 0, 0, 1]),
        3 => (59, Vec::new()),
        4 => (60, vec![protocol, 9, 1, 4, 0, 0, 0, 0]),
        _ => (protocol, Vec::new()),
    };
    let v6 = |text: &str| match addr(text) {
        IpAddr::V6(addr) => addr,
        IpAddr::V4(addr) => addr.to_ipv6_mapped(),
    };
    let src = ["fd00:1::1", "fd00:1::fe", "fd00:1::77", "fd00:2::9"];
    let dst = ["fd00:2::1", "fd00:2::fe", "fd00:2::", "ff05::9"];
    let src = src[random.below(4)];
    let dst = dst[[0, 0, 0, 0, 1, 2, 3][random.below(7)]];
    let fields = ipv6::Ipv6Fields {
        traffic_class,
        flow_label: 5,
        payload_len: (extension.len() + payload.len()) as u16,
        next_header,
        hop_limit,
        src: v6(src),
        dst: v6(dst),
    };
    frame.extend([0x86, 0xdd]);
    frame.extend(fields.emit());
    frame.extend(extension);
    frame.extend(payload);
    frame
}
