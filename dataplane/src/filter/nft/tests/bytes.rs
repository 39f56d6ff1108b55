//! Bytes of packets, and what is done to registers.

use super::*;
use crate::{
    checksum::{Sum, pseudo_header},
    filter::nft::{BitOp, ByteOrder, PayloadChecksum},
    iface::IfIndex,
    packet::{Checksum, PacketBuf},
    wire::ipv4::protocol,
};

const V4: (Family, Hook) = (Family::V4, Hook::Forward);
const V6: (Family, Hook) = (Family::V6, Hook::Forward);

fn field<const N: usize>(base: PayloadBase, offset: u8, packet: &mut Packet) -> Option<[u8; N]> {
    let at = (packet.family(), Hook::Forward);
    loaded(
        &mut Bench::new(),
        at,
        payload(base, offset, N as u8),
        packet,
    )
}

#[test]
fn fields_are_counted_from_their_header() {
    let mut four = udp(1000, 2000);
    assert_eq!(
        field(PayloadBase::Network, 12, &mut four),
        Some([10, 1, 0, 1])
    );
    let ports = [0x03, 0xe8, 0x07, 0xd0];
    assert_eq!(field(PayloadBase::Transport, 0, &mut four), Some(ports));
    assert_eq!(field(PayloadBase::Inner, 0, &mut four), Some(*b"payload"));
    let mut six = udp6(1000, 2000);
    assert_eq!(field(PayloadBase::Transport, 0, &mut six), Some(ports));
    assert_eq!(field(PayloadBase::Inner, 3, &mut six), Some(*b"load"));
    let syn = syn(&[1, 1, 1, 0]);
    let mut segment = packet(&[syn.network(), b"data"].concat());
    assert_eq!(field(PayloadBase::Inner, 0, &mut segment), Some(*b"data"));
}

#[test]
fn what_is_not_there_ends_the_rule() {
    let mut whole = udp(1000, 2000);
    assert_eq!(field::<4>(PayloadBase::Inner, 4, &mut whole), None);
    assert_eq!(field::<1>(PayloadBase::Network, 35, &mut whole), None);
    assert_eq!(field::<1>(PayloadBase::LinkLayer, 0, &mut whole), None);
    let mut later = crate::filter::tests::fragment(protocol::UDP, 1, &[0; 16]);
    assert_eq!(field::<3>(PayloadBase::Transport, 2, &mut later), None);
    assert_eq!(
        field(PayloadBase::Transport, 2, &mut later),
        Some([0, 0]),
        "as Linux"
    );
    assert_eq!(field(PayloadBase::Network, 9, &mut later), Some([17]));
    let proto = loaded(&mut Bench::new(), V4, meta(MetaKey::L4Proto), &mut later);
    assert_eq!(proto, Some([17]), "a fragment has a protocol");
    // An IPv6 packet that ends within an extension header.
    let mut bytes = vec![0x60, 0, 0, 0, 0, 1, 0, 64];
    bytes.resize(41, 0);
    let mut cut = packet(&bytes);
    let proto = loaded::<1>(&mut Bench::new(), V6, meta(MetaKey::L4Proto), &mut cut);
    assert_eq!(proto, None);
    assert_eq!(field::<1>(PayloadBase::Transport, 0, &mut cut), None);
}

/// An IPv6 packet with these extension headers, and a UDP header.
fn extended(first: u8, headers: &[u8]) -> Packet {
    let mut bytes = vec![0x60, 0, 0, 0, 0, headers.len() as u8 + 8, first, 64];
    bytes.extend([0xfd; 32]);
    bytes.extend(headers);
    bytes.extend([0, 1, 0, 2, 0, 8, 0, 0]);
    packet(&bytes)
}

#[test]
fn extension_headers_are_followed() {
    let udp = protocol::UDP;
    let options = [udp, 0, 1, 4, 0, 0, 0, 0];
    let mut with_options = extended(0, &options);
    assert_eq!(
        field(PayloadBase::Transport, 0, &mut with_options),
        Some([0, 1])
    );
    let first = [udp, 0, 0, 1, 0, 0, 0, 7];
    let mut first = extended(44, &first);
    assert_eq!(field(PayloadBase::Transport, 0, &mut first), Some([0, 1]));
    let later = [udp, 0, 0, 9, 0, 0, 0, 7];
    let mut later = extended(44, &later);
    assert_eq!(field::<8>(PayloadBase::Transport, 0, &mut later), None);
    // It is not known where it would be: the kernel shows the network header.
    assert_eq!(
        field(PayloadBase::Transport, 0, &mut later),
        Some([0x60, 0])
    );
    let bench = &mut Bench::new();
    assert_eq!(
        loaded(bench, V6, meta(MetaKey::L4Proto), &mut later),
        Some([udp])
    );
    // An authentication header is what the rule is shown (IP6_FH_F_AUTH).
    let auth = [
        udp, 4, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];
    let mut auth = extended(51, &auth);
    assert_eq!(
        loaded(bench, V6, meta(MetaKey::L4Proto), &mut auth),
        Some([51])
    );
    assert_eq!(field(PayloadBase::Transport, 0, &mut auth), Some([udp, 4]));
}

/// A packet behind this link-layer header.
fn framed(header: &[u8]) -> Packet {
    let inner = udp(1000, 2000);
    let bytes = [header, inner.network()].concat();
    let mut packet = Packet {
        buf: PacketBuf::copy_from(&bytes),
        meta: inner.meta,
    };
    packet.meta.l3 = header.len() as u16;
    packet
}

#[test]
fn the_link_layer_shows_no_tags() {
    let addresses = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2];
    let plain = [&addresses[..], &[8, 0]].concat();
    let tagged = [&addresses[..], &[0x81, 0, 0, 5, 8, 0]].concat();
    for header in [plain, tagged] {
        let mut packet = framed(&header);
        let all: [u8; 14] = field(PayloadBase::LinkLayer, 0, &mut packet).expect("there");
        assert_eq!(all[..12], addresses);
        assert_eq!(all[12..], [8, 0]);
        assert_eq!(field(PayloadBase::LinkLayer, 14, &mut packet), Some([0x45]));
    }
    let mut through_lo = udp(1, 2);
    through_lo.meta.iif = Some(IfIndex::LOOPBACK);
    let ethertype = field(PayloadBase::LinkLayer, 10, &mut through_lo);
    assert_eq!(ethertype, Some([0, 0, 8, 0]));
    let mut own = framed(&[0; 14]);
    own.meta.iif = None;
    assert_eq!(field::<6>(PayloadBase::LinkLayer, 0, &mut own), None);
}

/// Whether the checksums of a UDP or TCP packet are right.
fn is_intact(packet: &Packet) -> bool {
    let bytes = packet.network();
    let (l4, addresses, header) = match packet.family() {
        Family::V4 => (20, 12..20, Sum::ZERO.add(&bytes[..20]).is_valid()),
        Family::V6 => (40, 8..40, true),
    };
    let proto = match packet.family() {
        Family::V4 => bytes[9],
        Family::V6 => bytes[6],
    };
    let payload = &bytes[l4..];
    let pseudo = pseudo_header(&bytes[addresses], &[], proto, payload.len() as u32);
    header && pseudo.add(payload).is_valid()
}

fn write(
    packet: &mut Packet,
    (base, offset): (PayloadBase, u8),
    bytes: &[u8],
    at: Option<u8>,
    pseudo_header: bool,
) -> Outcome {
    let set = Expr::PayloadSet {
        base,
        offset,
        len: bytes.len() as u8,
        sreg: REG,
        checksum: PayloadChecksum { at, pseudo_header },
    };
    outcome(&mut Bench::new(), &[immediate(bytes), set], packet)
}

#[test]
fn checksums_follow_what_is_written() {
    let network = PayloadBase::Network;
    let transport = PayloadBase::Transport;
    let mut packets = [udp(1000, 2000), syn(&[]), udp6(1000, 2000)];
    for packet in &mut packets {
        assert!(is_intact(packet));
        let udp = packet.network()[packet.meta.l4 as usize..].len() == 15;
        let sum = if udp { 6 } else { 16 };
        assert_eq!(
            write(packet, (transport, 2), &[0, 99], Some(sum), false),
            Outcome::Next
        );
        assert!(is_intact(packet));
        let (at, address, sum): (u8, &[u8], _) = match packet.family() {
            Family::V4 => (16, &[192, 0, 2, 9], Some(10)),
            Family::V6 => (
                24,
                &[0x20, 1, 13, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9],
                None,
            ),
        };
        assert_eq!(
            write(packet, (network, at), address, sum, true),
            Outcome::Next
        );
        assert!(is_intact(packet));
    }
    assert_eq!(packets[0].network()[16..20], [192, 0, 2, 9]);
    assert_eq!(packets[0].network()[22..24], [0, 99]);
    let mut ttl = udp(1, 2);
    assert_eq!(
        write(&mut ttl, (network, 8), &[7, 17], Some(10), false),
        Outcome::Next
    );
    assert_eq!(ttl.network()[8], 7);
    assert!(is_intact(&ttl));
}

#[test]
fn a_datagram_without_checksum_gets_none() {
    let mut packet = udp(1000, 2000);
    packet.network_mut()[26..28].fill(0);
    write(
        &mut packet,
        (PayloadBase::Network, 16),
        &[192, 0, 2, 9],
        Some(10),
        true,
    );
    assert_eq!(packet.network()[26..28], [0, 0]);
}

#[test]
fn a_sum_that_is_finished_later_follows_addresses_only() {
    let mut packet = udp(1000, 2000);
    packet.meta.checksum = Checksum::Partial {
        start: 20,
        offset: 6,
    };
    let pseudo = |packet: &Packet| {
        let bytes = packet.network();
        let len = bytes.len() as u32 - 20;
        pseudo_header(&bytes[12..20], &[], protocol::UDP, len).folded()
    };
    let sum = pseudo(&packet);
    packet.network_mut()[26..28].copy_from_slice(&sum.to_be_bytes());
    write(
        &mut packet,
        (PayloadBase::Transport, 2),
        &[0, 99],
        Some(6),
        false,
    );
    assert_eq!(packet.network()[26..28], sum.to_be_bytes());
    write(
        &mut packet,
        (PayloadBase::Network, 16),
        &[192, 0, 2, 9],
        Some(10),
        true,
    );
    assert_eq!(packet.network()[26..28], pseudo(&packet).to_be_bytes());
}

#[test]
fn a_field_behind_the_end_is_not_written() {
    let mut packet = udp(1000, 2000);
    let before = packet.network().to_vec();
    let end = (PayloadBase::Transport, 14);
    assert_eq!(
        write(&mut packet, end, &[1, 2], Some(6), false),
        Outcome::Break
    );
    assert_eq!(packet.network(), before);
}

#[test]
fn comparisons_go_byte_by_byte() {
    let bench = &mut Bench::new();
    let mut holds = |op, than: &[u8]| {
        let exprs = [immediate(&[1, 2, 3]), cmp(op, than)];
        outcome(bench, &exprs, &mut udp(1, 2)) == Outcome::Next
    };
    let (less, same, more) = ([1, 2, 2], [1, 2, 3], [1, 3, 0]);
    for (op, expected) in [
        (CmpOp::Eq, [false, true, false]),
        (CmpOp::Neq, [true, false, true]),
        (CmpOp::Lt, [false, false, true]),
        (CmpOp::Lte, [false, true, true]),
        (CmpOp::Gt, [true, false, false]),
        (CmpOp::Gte, [true, true, false]),
    ] {
        assert_eq!(
            [less, same, more].map(|than| holds(op, &than)),
            expected,
            "{op:?}"
        );
    }
    assert!(
        holds(CmpOp::Eq, &[1, 2]),
        "as many bytes as are compared with"
    );
}

#[test]
fn both_ends_are_in_a_range() {
    let bench = &mut Bench::new();
    let mut holds = |value: u16, not| {
        let range = Expr::Range {
            not,
            sreg: REG,
            from: data(&10_u16.to_be_bytes()),
            to: data(&300_u16.to_be_bytes()),
        };
        let exprs = [immediate(&value.to_be_bytes()), range];
        outcome(bench, &exprs, &mut udp(1, 2)) == Outcome::Next
    };
    let found = [9, 10, 299, 300, 301].map(|value| holds(value, false));
    assert_eq!(found, [false, true, true, true, false]);
    assert!(holds(301, true) && !holds(300, true));
}

fn bits(value: &[u8], op: BitOp) -> [u8; 16] {
    let bitwise = Expr::Bitwise {
        sreg: REG,
        dreg: REG,
        len: value.len() as u8,
        op,
    };
    let exprs = [immediate(value), bitwise];
    let bench = &mut Bench::new();
    evaluate(bench, V4, &exprs, &mut udp(1, 2), |run, outcome| {
        assert_eq!(outcome, Outcome::Next);
        run.regs.array(REG).expect("room")
    })
}

#[test]
fn bits_stay_and_are_turned() {
    let op = BitOp::MaskXor {
        mask: data(&[0xf0, 0xff]),
        xor: data(&[0x01, 0x80]),
    };
    assert_eq!(bits(&[0x12, 0x34], op)[..4], [0x11, 0xb4, 0, 0]);
}

#[test]
fn shifts_carry_from_word_to_word() {
    let words = |words: [u32; 2]| words.map(u32::to_ne_bytes).concat();
    let value = words([0x0000_0001, 0x8000_0003]);
    assert_eq!(bits(&value, BitOp::ShiftLeft(1))[..8], words([3, 6]));
    let value = words([0x0000_0003, 0x8000_0003]);
    assert_eq!(
        bits(&value, BitOp::ShiftRight(1))[..8],
        words([1, 0xc000_0001])
    );
    let one = 0x1234_5678_u32.to_ne_bytes();
    assert_eq!(
        bits(&one, BitOp::ShiftLeft(8))[..4],
        0x3456_7800_u32.to_ne_bytes()
    );
    assert_eq!(
        bits(&one, BitOp::ShiftRight(24))[..4],
        0x12_u32.to_ne_bytes()
    );
}

#[test]
fn bytes_of_each_number_are_turned_round() {
    let turn = |bytes: &[u8], size| {
        let turn = Expr::Byteorder {
            sreg: REG,
            dreg: REG,
            order: ByteOrder::ToHost,
            len: bytes.len() as u8,
            size,
        };
        let bench = &mut Bench::new();
        evaluate(
            bench,
            V4,
            &[immediate(bytes), turn],
            &mut udp(1, 2),
            |run, _| run.regs.get(REG, bytes.len()).expect("room").to_vec(),
        )
    };
    let swapped = |bytes: [u8; 4]| {
        if cfg!(target_endian = "little") {
            let mut bytes = bytes;
            bytes.reverse();
            bytes
        } else {
            bytes
        }
    };
    assert_eq!(turn(&[1, 2, 3, 4], 4), swapped([1, 2, 3, 4]));
    let [a, b, c, d] = swapped([1, 2, 3, 4]);
    assert_eq!(turn(&[1, 2, 3, 4], 2), [c, d, a, b]);
}
