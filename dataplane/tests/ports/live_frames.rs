//! Frames that the kernel makes as a driver does, received by a socket of the kernel, which takes none whose checksums
//! are wrong.

use std::{
    collections::BTreeMap,
    io::ErrorKind,
    net::{Ipv4Addr, UdpSocket},
};

use dataplane::{
    checksum::{Sum, checksum},
    io::LiveFrames,
};
use rustix::net::sockopt::set_socket_recv_buffer_size_force;

use super::{Duration, Namespace, OURS, able, must, thread, veth};

const FROM: Ipv4Addr = Ipv4Addr::new(10, 77, 9, 1);
const TO: Ipv4Addr = Ipv4Addr::new(10, 77, 9, 2);
const PORT: u16 = 4000;
/// What a datagram says: more of it than of whole words.
const PAYLOAD: [u8; 21] = *b"a datagram off a card";
const UDP_LEN: u16 = 8 + PAYLOAD.len() as u16;

/// The payload of datagrams from a port.
fn payload(port: u16) -> [u8; PAYLOAD.len()] {
    PAYLOAD.map(|byte| byte.wrapping_add(port as u8))
}

/// The checksum of such a datagram.
fn udp_sum(port: u16) -> u16 {
    let header = Sum::ZERO.add_u16(17).add_u16(UDP_LEN).add_u16(port);
    header
        .add_u16(PORT)
        .add_u16(UDP_LEN)
        .add(&FROM.octets())
        .add(&TO.octets())
        .add(&payload(port))
        .complement()
}

/// A frame with a datagram from a port, and a checksum.
fn frame(port: u16, udp_sum: u16) -> Vec<u8> {
    let mut frame = Vec::new();
    frame.extend(OURS.0);
    frame.extend([2; 6]);
    frame.extend([0x08, 0x00, 0x45, 0, 0, 20 + UDP_LEN as u8]);
    frame.extend([0, 0, 0, 0, 64, 17, 0, 0]);
    frame.extend(FROM.octets());
    frame.extend(TO.octets());
    let sum = checksum(&frame[14..]);
    frame[24..26].copy_from_slice(&sum.to_be_bytes());
    for field in [port, PORT, UDP_LEN, udp_sum] {
        frame.extend(field.to_be_bytes());
    }
    frame.extend(payload(port));
    frame
}

/// One whose checksum is right.
fn right(port: u16) -> Vec<u8> {
    frame(port, udp_sum(port))
}

/// Two hosts with a veth between them, of which the second one polls, and a socket there.
fn hosts(name: &str) -> (Namespace, Namespace, UdpSocket) {
    let (a, b) = (
        Namespace::new(&format!("{name}a")),
        Namespace::new(&format!("{name}b")),
    );
    veth(&a, "v0", &b, "v1");
    b.ip(&format!("link set v1 address {}", OURS));
    b.ip(&format!("addr add {TO}/24 dev v1"));
    must(&format!("ip netns exec {} ethtool -K v1 gro on", b.0));
    let socket = b.within(|| UdpSocket::bind((TO, PORT)).expect("a socket"));
    // Each frame has a page.
    set_socket_recv_buffer_size_force(&socket, 4 << 20).expect("room");
    socket
        .set_read_timeout(Some(Duration::from_millis(200)))
        .expect("a timeout");
    (a, b, socket)
}

fn start(a: &Namespace, frames: Vec<Vec<u8>>, burst: u32) -> std::io::Result<LiveFrames> {
    a.within(move || LiveFrames::start("v0", &frames, burst))
}

/// Lets at least `count` frames leave, five at a time.
fn let_leave(frames: &LiveFrames, count: u64) -> u64 {
    let before = frames.made();
    frames.resume(Duration::from_millis(5));
    for _ in 0..10_000 {
        if frames.made() - before >= count {
            break;
        }
        thread::sleep(Duration::from_millis(1));
    }
    frames.pause();
    frames.made() - before
}

/// From which ports datagrams have come, and how many from each.
fn received(socket: &UdpSocket) -> BTreeMap<u16, u64> {
    let mut ports = BTreeMap::new();
    let mut bytes = [0; 64];
    loop {
        match socket.recv_from(&mut bytes) {
            Ok((len, from)) => {
                assert_eq!(bytes[..len], payload(from.port()));
                assert_eq!(from.ip(), FROM);
                *ports.entry(from.port()).or_default() += 1;
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::WouldBlock);
                return ports;
            }
        }
    }
}

#[test]
fn each_frame_that_the_kernel_makes_arrives_and_is_whole_whatever_its_page_held_before() {
    if !able() {
        return;
    }
    let (a, _b, socket) = hosts("lf");
    // Three flows, five frames a burst: the pages of one are other flows' in the next.
    let flows = [1001, 1002, 1003].map(right).to_vec();
    let frames = start(&a, flows, 5).expect("frames");
    assert_eq!(frames.made(), 0);
    assert!(received(&socket).is_empty(), "not resumed yet");
    let mut all = BTreeMap::new();
    for _ in 0..2 {
        let made = let_leave(&frames, 60);
        assert!((60..120).contains(&made), "{made}: they leave by the clock");
        let ports = received(&socket);
        assert_eq!(ports.values().sum::<u64>(), made);
        for (port, count) in ports {
            *all.entry(port).or_insert(0) += count;
        }
    }
    let (least, most) = (all.values().min(), all.values().max());
    assert_eq!(all.keys().copied().collect::<Vec<_>>(), [1001, 1002, 1003]);
    assert!(least.zip(most).is_some_and(|(a, b)| b - a <= 1), "{all:?}");
    // Most of the time was spent waiting, which is not counted.
    let took = frames.stop().expect("it ends");
    assert!(
        !took.is_zero() && took < Duration::from_millis(100),
        "{took:?}"
    );
}

#[test]
fn a_socket_takes_no_frame_whose_checksum_is_of_another() {
    if !able() {
        return;
    }
    let (a, _b, socket) = hosts("lw");
    let wrong = frame(1001, udp_sum(1002));
    let frames = start(&a, vec![wrong, right(1002)], 5).expect("frames");
    let made = let_leave(&frames, 30);
    assert_eq!(received(&socket), BTreeMap::from([(1002, made / 2)]));
}

#[test]
fn frames_that_cannot_be_made_are_refused() {
    if !able() {
        return;
    }
    let (a, _b, _socket) = hosts("lr");
    let (one, longer) = (right(1), [right(1), vec![0]].concat());
    for (frames, burst) in [
        (vec![], 5),
        (vec![one.clone(), longer], 5),
        (vec![vec![0; 13]], 5),
        (vec![vec![0; 1515]], 5),
        (vec![one.clone()], 0),
        (vec![one.clone()], 257),
    ] {
        let error = start(&a, frames, burst).expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
    a.ip("link set v0 name v2");
    let error = start(&a, vec![one], 5).expect_err("no such device");
    assert_eq!(error.raw_os_error(), Some(19));
}
