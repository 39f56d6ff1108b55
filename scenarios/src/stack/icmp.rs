//! ICMP errors, and what they mean to the sockets whose packets they are about.

use std::net::IpAddr;

use dataplane::wire::{icmpv4, icmpv6, ipv4::protocol};

use super::{Headers, SocketError, Stack, packet, socket::Entry};

/// How much of a packet an error quotes when the machine says it to itself.
const QUOTE: usize = 548;

impl Stack {
    /// Tells the sockets of an ICMP message what it says about their packets.
    pub(super) fn receive_icmp(&mut self, headers: &Headers, packet: &[u8]) {
        let message = packet.get(headers.l4..).unwrap_or_default();
        let [kind, code, _, _, word @ ..] = message else {
            return;
        };
        let Some(word) = word.first_chunk::<4>() else {
            return;
        };
        let word = u32::from_be_bytes(*word);
        let quoted = message.get(8..).and_then(Headers::of_quoted);
        let Some(quoted) = quoted else { return };
        let (error, mtu) = if headers.src.is_ipv4() {
            let too_big = (*kind, *code) == (icmpv4::kind::DEST_UNREACH, icmpv4::code::FRAG_NEEDED);
            let mtu = too_big.then_some((word & 0xffff) as usize);
            (SocketError::of_icmp4(*kind, *code), mtu)
        } else {
            let mtu = (*kind == icmpv6::kind::PKT_TOOBIG).then_some(word as usize);
            (SocketError::of_icmp6(*kind, *code), mtu)
        };
        match quoted.protocol {
            protocol::TCP => match (mtu, error) {
                (Some(mtu), _) => self.narrow_stream(&quoted, mtu),
                (None, Some(error)) => self.fail_stream(&quoted, error),
                (None, None) => {}
            },
            protocol::UDP => {
                let Some(error) = error else { return };
                for entry in self.entries.values_mut() {
                    // Only a connected socket hears of errors, as long as it has not asked for them.
                    if let Entry::Udp(udp) = entry
                        && udp.port == quoted.ports.0
                        && udp.remote == Some(quoted.to())
                    {
                        udp.fail(error);
                    }
                }
            }
            _ => {}
        }
    }

    /// A packet of the machine's own did not leave: its neighbour does not answer. The machine tells itself
    /// (`ipv4_link_failure`, `ip6_link_failure`).
    pub(super) fn neighbour_failed(&mut self, lost: &[u8]) {
        let Some(own) = lost.first().and_then(|_| Headers::of_quoted(lost)) else {
            return;
        };
        let quote = lost.get(..lost.len().min(QUOTE)).unwrap_or_default();
        let (proto, kind, code) = match own.src {
            IpAddr::V4(_) => (
                protocol::ICMP,
                icmpv4::kind::DEST_UNREACH,
                icmpv4::code::HOST_UNREACH,
            ),
            IpAddr::V6(_) => (
                protocol::ICMPV6,
                icmpv6::kind::DEST_UNREACH,
                icmpv6::code::ADDR_UNREACH,
            ),
        };
        let mut message = vec![kind, code, 0, 0, 0, 0, 0, 0];
        message.extend_from_slice(quote);
        match own.src {
            IpAddr::V6(src) => icmpv6::refresh_checksum(src, src, &mut message),
            IpAddr::V4(_) => icmpv4::refresh_checksum(&mut message),
        }
        let Some(error) = packet::ip(own.src, own.src, proto, 64, 0, &message) else {
            return;
        };
        let l4 = error.len() - message.len();
        self.receive(self.now, &error, l4);
    }
}
