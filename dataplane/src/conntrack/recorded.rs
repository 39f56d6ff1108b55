//! Replays of what the kernel made of scripted packets: see `tests/conntrack/record.py`.

use std::net::IpAddr;

use super::{
    Conn,
    testing::{Lab, ip, packet, tcp},
};
use crate::{
    packet::Packet,
    route::Family,
    sysctl::CtSysctls,
    time::{Duration, Instant},
    wire::{sctp, tcp::TcpFields},
};

const TCP: &str = include_str!("../../tests/conntrack/tcp.txt");
const MIXED: &str = include_str!("../../tests/conntrack/mixed.txt");
const SCTP: &str = include_str!("../../tests/conntrack/sctp.txt");

/// What a line says: when, which way, the packet, what it was, and the connection afterwards.
struct Line<'a> {
    text: &'a str,
    at: f64,
    reply: bool,
    packet: Vec<&'a str>,
    seen: &'a str,
    left: &'a str,
}

impl<'a> Line<'a> {
    fn parse(text: &'a str) -> Self {
        let (packet, rest) = text.split_once(" = ").expect("an outcome");
        let (seen, left) = rest.split_once(" | ").expect("a connection");
        let mut words = packet.split(' ');
        let at = words.next().expect("a time").parse().expect("seconds");
        let reply = words.next() == Some("<");
        Self {
            text,
            at,
            reply,
            packet: words.collect(),
            seen,
            left,
        }
    }

    fn hosts(&self) -> (u8, u8) {
        if self.reply { (2, 1) } else { (1, 2) }
    }

    fn ports(&self) -> (u16, u16) {
        if self.reply { (80, 1000) } else { (1000, 80) }
    }
}

fn number(text: &str) -> u32 {
    text.parse().expect("a number")
}

fn bytes(hex: &str) -> Vec<u8> {
    let hex = hex.trim_start_matches('-');
    let digits: Vec<u8> = hex
        .chars()
        .map(|digit| digit.to_digit(16).expect("a digit") as u8)
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

fn tcp_packet(line: &Line<'_>) -> Packet {
    let [flags, seq, ack, window, options, data] = *line.packet else {
        panic!("six words: {}", line.text)
    };
    let bits = [('F', 1), ('S', 2), ('R', 4), ('P', 8), ('A', 16), ('U', 32)];
    let bit = |flag| bits.iter().find(|(name, _)| *name == flag);
    let (src_port, dst_port) = line.ports();
    let fields = TcpFields {
        src_port,
        dst_port,
        seq: number(seq),
        ack: number(ack),
        header_len: 20,
        flags: flags.chars().filter_map(bit).map(|(_, bit)| bit).sum(),
        window: number(window) as u16,
    };
    tcp(line.hosts(), fields, &bytes(options), number(data) as usize)
}

fn sctp_packet(line: &Line<'_>) -> Packet {
    let [tag, chunks] = *line.packet else {
        panic!("two words: {}", line.text)
    };
    let (src_port, dst_port) = line.ports();
    let tag = u32::from_str_radix(tag, 16).expect("a tag");
    let mut segment = [src_port.to_be_bytes(), dst_port.to_be_bytes()].concat();
    segment.extend_from_slice(&tag.to_be_bytes());
    segment.extend_from_slice(&[0; 4]);
    for chunk in chunks.split(',') {
        let [kind, flags, value] = chunk.split('.').collect::<Vec<_>>()[..] else {
            panic!("three parts: {chunk}")
        };
        let value = bytes(value);
        let [a, b] = (4 + value.len() as u16).to_be_bytes();
        segment.extend_from_slice(&[number(kind) as u8, number(flags) as u8, a, b]);
        segment.extend_from_slice(&value);
    }
    let sum = sctp::checksum(&segment).expect("a whole header");
    segment[8..12].copy_from_slice(&sum.to_le_bytes());
    let (src, dst) = line.hosts();
    packet(&ip(Family::V4, src, dst, 132, &segment))
}

fn sysctls(words: &str) -> CtSysctls {
    let mut sysctls = CtSysctls::default();
    for word in words.split(' ').filter(|word| *word != "defaults") {
        let (name, value) = word.split_once('=').expect("a value");
        match name {
            "tcp_be_liberal" => sysctls.tcp_be_liberal = value == "1",
            "tcp_loose" => sysctls.tcp_loose = value == "1",
            "tcp_ignore_invalid_rst" => sysctls.tcp_ignore_invalid_rst = value == "1",
            "tcp_max_retrans" => sysctls.tcp_max_retrans = number(value) as u8,
            "tcp_timeout_unacknowledged" => sysctls.tcp_timeout_unacknowledged = number(value),
            "tcp_timeout_max_retrans" => sysctls.tcp_timeout_max_retrans = number(value),
            _ => panic!("unknown: {word}"),
        }
    }
    sysctls
}

/// A connection in a listing: what it is, and the seconds that it has left.
type Entry = (String, i64);

/// The entries of a listing: `seconds what`, or `what seconds what`, where the seconds are the last number
/// before anything that is none.
fn entries(listing: &str) -> Vec<Entry> {
    let mut entries: Vec<_> = listing
        .split("; ")
        .filter(|entry| *entry != "-")
        .map(|entry| {
            let words: Vec<_> = entry.split(' ').collect();
            let is_name =
                |word: &&str| word.starts_with(|c: char| c == '[' || c.is_ascii_uppercase());
            let at = words.iter().position(is_name).unwrap_or(words.len()) - 1;
            let what = [&words[..at], &words[at + 1..]].concat().join(" ");
            (what, i64::from(number(words[at])))
        })
        .collect();
    entries.sort();
    entries
}

/// Whether the connections are as the kernel showed them, give or take a second: one that has less left
/// may have gone.
fn same(kernel: &str, ours: &str) -> bool {
    let (kernel, ours) = (entries(kernel), entries(ours));
    let known = |entry: &Entry, others: &[Entry]| {
        let close = |(what, seconds): &Entry| *what == entry.0 && (seconds - entry.1).abs() <= 1;
        entry.1 == 0 || others.iter().any(close)
    };
    kernel.iter().all(|entry| known(entry, &ours)) && ours.iter().all(|entry| known(entry, &kernel))
}

/// The only connection, and whether the server began it.
fn only(lab: &Lab) -> String {
    let line = lab.line();
    if line != "-" && lab.only().1.tuples[0].src_port == 80 {
        return line + " reversed";
    }
    line
}

/// All connections: protocol, who began, what stands for ports, and the rest.
fn all(lab: &Lab) -> String {
    let servers: [IpAddr; 2] =
        ["10.2.0.2", "fd02::2"].map(|addr| addr.parse().expect("an address"));
    let show = |conn: &Conn| {
        let tuple = &conn.tuples[0];
        let who = if servers.contains(&tuple.src_addr()) {
            '<'
        } else {
            '>'
        };
        let (a, b) = (tuple.src_port, tuple.dst_port);
        format!("{} {who} {a} {b} {}", tuple.proto, lab.show(conn))
    };
    let shown: Vec<_> = lab
        .table
        .iter(lab.now)
        .map(|(_, conn)| show(conn))
        .collect();
    if shown.is_empty() {
        return String::from("-");
    }
    shown.join("; ")
}

/// Replays all scripts; gives how many lines there were, and those that came out differently.
fn replay(
    recorded: &str,
    packet_of: fn(&Line<'_>) -> Packet,
    listing: fn(&Lab) -> String,
) -> (usize, Vec<String>) {
    let (mut count, mut differing) = (0, Vec::new());
    for script in recorded.split("\n# ").skip(1) {
        let mut lines = script.lines();
        let (name, knobs) = lines
            .next()
            .and_then(|l| l.split_once(' '))
            .expect("a name");
        let mut lab = Lab {
            sysctls: sysctls(knobs),
            ..Lab::new()
        };
        let start = lab.now;
        let at = |seconds: f64| -> Instant { start + Duration::from_secs_f64(seconds) };
        for text in lines.filter(|line| !line.is_empty()) {
            let line = Line::parse(text);
            lab.now = at(line.at);
            let seen = lab.see(packet_of(&line));
            // The listing came a moment later.
            lab.now = at(line.at + 0.15);
            let left = listing(&lab);
            count += 1;
            if seen != line.seen || !same(line.left, &left) {
                differing.push(format!("{name}: {text}\n    here: {seen} | {left}"));
                break;
            }
        }
    }
    (count, differing)
}

fn check(recorded: &str, packet_of: fn(&Line<'_>) -> Packet, listing: fn(&Lab) -> String) {
    let (count, differing) = replay(recorded, packet_of, listing);
    assert!(
        differing.is_empty(),
        "{} differ:\n{}",
        differing.len(),
        differing.join("\n")
    );
    assert!(count > 2000, "{count}");
}

#[test]
fn tcp_is_tracked_as_the_kernel_does() {
    check(TCP, tcp_packet, only);
}

#[test]
fn sctp_is_tracked_as_the_kernel_does() {
    check(SCTP, sctp_packet, only);
}

#[test]
fn other_protocols_are_tracked_as_the_kernel_does() {
    check(MIXED, |line| packet(&bytes(line.packet[0])), all);
}

#[test]
fn differences_are_noticed() {
    assert!(same("119 SYN_SENT [UNREPLIED]", "119 SYN_SENT [UNREPLIED]"));
    assert!(same("119 SYN_SENT", "120 SYN_SENT") && !same("119 SYN_SENT", "117 SYN_SENT"));
    assert!(!same("119 SYN_SENT", "119 SYN_RECV") && !same("119 SYN_SENT", "-"));
    assert!(same("0 CLOSE", "-") && same("-", "-"));
    assert!(same("1 > 1 8 29; 17 < 3 4 7", "17 < 3 4 7; 1 > 1 8 29"));
    assert!(!same("1 > 1 8 29; 17 < 3 4 7", "17 < 3 4 7"));
}
