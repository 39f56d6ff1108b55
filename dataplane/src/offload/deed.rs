//! What an entry says, made of what a way and a connection say.

use crate::{
    checksum::fold,
    conntrack::Tuple,
    flow_cache::Way,
    iface::MacAddr,
    io::{Deed, KEY, MAX_LEN},
    wire::ethernet::{self, EtherType},
};

/// The key of the packets of a tuple that come in by a port with this number.
pub(super) fn key(tuple: &Tuple, port: u32) -> [u8; KEY] {
    let mut key = [0; KEY];
    key[..8].copy_from_slice(&addresses(tuple));
    key[8..12].copy_from_slice(&ports(tuple));
    key[12..].copy_from_slice(&port.to_ne_bytes());
    key
}

/// What is done to the packets of `tuple`, which come to the address `to`: they leave by the port with the
/// number `target`. `answers` is the tuple of the packets that answer them. `None` if it is not for the program:
/// it changes the type of service, or puts tags in front.
pub(super) fn deed(
    way: &Way,
    [tuple, answers]: [&Tuple; 2],
    to: MacAddr,
    target: u32,
) -> Option<Deed> {
    let act = way.act()?;
    let header = act.header.ethernet()?;
    let plain = header[ethernet::HEADER_LEN - 2..] == EtherType::IPV4.0.to_be_bytes();
    if !plain || act.tos.0 != 0 || act.through.iter().any(Option::is_some) {
        return None;
    }
    let leaving = match act.translate {
        true => answers.invert()?,
        false => *tuple,
    };
    let (before, after) = (addresses(tuple), addresses(&leaving));
    let addresses = change(&before, &after);
    let all = addresses + change(&ports(tuple), &ports(&leaving));
    Some(Deed {
        link: *header.first_chunk()?,
        target,
        addresses: after,
        ports: ports(&leaving),
        max_len: way.terms.mtu.min(MAX_LEN),
        tos: [way.terms.mask.tos(), way.terms.bits.tos()],
        deltas: [addresses, all].map(|delta| fold(delta).into()),
        to: to.0,
        padding: [0; 2],
    })
}

/// Source and destination of IPv4, as they are in a packet.
fn addresses(tuple: &Tuple) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes[..4].copy_from_slice(&tuple.src[..4]);
    bytes[4..].copy_from_slice(&tuple.dst[..4]);
    bytes
}

fn ports(tuple: &Tuple) -> [u8; 4] {
    let [a, b] = tuple.src_port.to_be_bytes();
    let [c, d] = tuple.dst_port.to_be_bytes();
    [a, b, c, d]
}

/// What happens to a sum when `old` becomes `new` (RFC 1624 §3), in the machine's byte order; 0 if nothing
/// does.
fn change<const N: usize>(old: &[u8; N], new: &[u8; N]) -> u64 {
    if old == new {
        return 0;
    }
    let words = |bytes: &[u8; N]| -> u64 {
        let (words, _) = bytes.as_chunks::<2>();
        words
            .iter()
            .map(|word| u64::from(u16::from_ne_bytes(*word)))
            .sum()
    };
    let ones = 0xffff * (N as u64 / 2);
    ones - words(old) + words(new)
}
