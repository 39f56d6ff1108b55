//! IPv4 options: read RFC 791 §3.1, RFC 781 and RFC 1812 §5.2.4; done as Linux's `ip_options_compile`
//! and `ip_forward_options` do it.

use std::net::Ipv4Addr;

use super::{Context, route::Hop, source};
use crate::{
    packet::Packet,
    route::RouteKind,
    wire::ipv4::{self, Ipv4View},
};

const END: u8 = 0;
const NOOP: u8 = 1;
const RECORD_ROUTE: u8 = 7;
const TIMESTAMP: u8 = 68;
const LOOSE_SOURCE_ROUTE: u8 = 131;
const STRICT_SOURCE_ROUTE: u8 = 137;
const ROUTER_ALERT: u8 = 148;

/// Kinds of timestamp option: times alone, times with addresses, times of the given addresses.
const TS_TSONLY: u8 = 0;
const TS_TSANDADDR: u8 = 1;
const TS_PRESPEC: u8 = 3;

/// What the options of a packet ask for. Offsets are from the IP header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// There is a source route.
    pub(crate) source_route: Option<u8>,
    /// Some of it has been followed: an answer would have to go back the same way.
    pub(crate) followed: bool,
    /// It is a strict one.
    pub(crate) strict_route: bool,
    /// The record route option.
    pub(crate) record_route: Option<u8>,
    /// The timestamp option.
    pub(crate) timestamp: Option<u8>,
    /// Where the address of the interface that the packet leaves by is to be written: in the record
    /// route option, and in the timestamp option.
    addresses: [Option<u8>; 2],
    /// A time was written into the timestamp option.
    timed: bool,
    /// The header changed: its checksum has to be summed anew.
    changed: bool,
}

/// What is written into options on arrival.
struct Fill<'c, 'a> {
    cx: &'c Context<'a>,
    address: Ipv4Addr,
}

impl Fill<'_, '_> {
    /// Whether an address belongs to somebody else (`inet_addr_type` is unicast).
    fn is_foreign(&self, address: Ipv4Addr) -> bool {
        self.cx.snapshot.routing.address_type(address.into()) == RouteKind::Unicast
    }
}

impl Options {
    /// Checks the options of a received packet and writes addresses and times into them. Where
    /// one is wrong, the second part is the offset of the wrong byte from the IP header: the pointer
    /// of a parameter problem; the first part is what came before it.
    pub(crate) fn receive(cx: &Context<'_>, packet: &mut Packet) -> (Self, Result<(), u8>) {
        let mut options = Self::default();
        let Ok(view) = Ipv4View::header(packet.network()) else {
            return (options, Err(0));
        };
        let header_len = view.header_len();
        let is_own = cx.snapshot.routing.address_type(view.dst().into()) == RouteKind::Local;
        let address = if is_own {
            Some(view.dst())
        } else {
            source::specific_destination(cx, packet, &view)
        };
        let fill = Fill {
            cx,
            address: address.unwrap_or(Ipv4Addr::UNSPECIFIED),
        };
        // The checksum stays as it came until the packet is forwarded, as in the kernel: errors quote
        // it so.
        let header = packet
            .network_mut()
            .get_mut(..header_len)
            .unwrap_or_default();
        let checked = options.compile(header, &fill);
        (options, checked)
    }

    fn compile(&mut self, header: &mut [u8], fill: &Fill<'_, '_>) -> Result<(), u8> {
        let mut at = ipv4::HEADER_LEN;
        while let Some(&kind) = header.get(at) {
            match kind {
                END => {
                    // What follows the end is made to be nothing.
                    self.changed |= header[at..].iter().any(|&byte| byte != END);
                    header[at..].fill(END);
                    return Ok(());
                }
                NOOP => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            let len = header.get(at + 1).map_or(0, |&len| usize::from(len));
            let here = at as u8;
            let Some(option) = header.get_mut(at..at + len).filter(|_| len >= 2) else {
                return Err(here);
            };
            match kind {
                STRICT_SOURCE_ROUTE | LOOSE_SOURCE_ROUTE => self.source_route(here, option)?,
                RECORD_ROUTE => self.record_route(here, option, fill)?,
                TIMESTAMP => self.timestamp(here, option, fill)?,
                ROUTER_ALERT if len < 4 => return Err(here + 1),
                _ => {}
            }
            at += len;
        }
        Ok(())
    }

    fn source_route(&mut self, here: u8, option: &[u8]) -> Result<(), u8> {
        if option.len() < 3 {
            return Err(here + 1);
        }
        if option[2] < 4 {
            return Err(here + 2);
        }
        if self.source_route.is_some() {
            return Err(here);
        }
        self.source_route = Some(here);
        self.followed = option[2] > 4;
        self.strict_route = option[0] == STRICT_SOURCE_ROUTE;
        Ok(())
    }

    fn record_route(&mut self, here: u8, option: &mut [u8], fill: &Fill<'_, '_>) -> Result<(), u8> {
        if self.record_route.is_some() {
            return Err(here);
        }
        let len = option.len();
        if len < 3 {
            return Err(here + 1);
        }
        let pointer = usize::from(option[2]);
        if pointer < 4 {
            return Err(here + 2);
        }
        if pointer <= len {
            let Some(room) = option.get_mut(pointer - 1..pointer + 3) else {
                return Err(here + 2);
            };
            room.copy_from_slice(&fill.address.octets());
            option[2] += 4;
            self.addresses[0] = Some(here + pointer as u8 - 1);
            self.changed = true;
        }
        self.record_route = Some(here);
        Ok(())
    }

    fn timestamp(&mut self, here: u8, option: &mut [u8], fill: &Fill<'_, '_>) -> Result<(), u8> {
        if self.timestamp.is_some() {
            return Err(here);
        }
        let len = option.len();
        if len < 4 {
            return Err(here + 1);
        }
        let pointer = usize::from(option[2]);
        if pointer < 5 {
            return Err(here + 2);
        }
        let kind = option[3] & 0xf;
        if pointer <= len {
            let first = pointer - 1;
            let room = |size: usize| (first + size <= len).then_some(()).ok_or(here + 2);
            room(4)?;
            let time = match kind {
                TS_TSONLY => {
                    option[2] += 4;
                    Some(first)
                }
                TS_TSANDADDR => {
                    room(8)?;
                    option[first..first + 4].copy_from_slice(&fill.address.octets());
                    self.addresses[1] = Some(here + first as u8);
                    option[2] += 8;
                    Some(first + 4)
                }
                TS_PRESPEC => {
                    room(8)?;
                    let [a, b, c, d] = [0, 1, 2, 3].map(|i| option[first + i]);
                    if fill.is_foreign(Ipv4Addr::new(a, b, c, d)) {
                        None
                    } else {
                        option[2] += 8;
                        Some(first + 4)
                    }
                }
                _ => None,
            };
            if let Some(time) = time {
                self.timed = true;
                let now = fill.cx.router.timestamp(fill.cx.now);
                option[time..time + 4].copy_from_slice(&now.to_be_bytes());
                self.changed = true;
            }
        } else if kind != TS_PRESPEC {
            // No room: the hops that found none are counted.
            let overflow = option[3] >> 4;
            if overflow == 15 {
                return Err(here + 3);
            }
            option[3] = kind | (overflow + 1) << 4;
            self.changed = true;
        }
        self.timestamp = Some(here);
        Ok(())
    }

    /// The options of the answer to a packet with these: it records the way back as the packet
    /// recorded the way here (`ip_options_echo`). `packet` begins with the packet's header, `src` is
    /// where the answer comes from.
    pub(crate) fn echo(&self, cx: &Context<'_>, packet: &[u8], src: Ipv4Addr) -> Echoed {
        let mut echoed = Echoed::default();
        if let Some(option) = self.record_route.and_then(|at| option_at(packet, at)) {
            let pointer = usize::from(option[2]);
            let copy = echoed.push(option);
            if self.addresses[0].is_some()
                && let Some(room) = copy.get_mut(pointer - 1..pointer + 3)
            {
                room.copy_from_slice(&src.octets());
                copy[2] += 4;
            }
        }
        if let Some(option) = self.timestamp.and_then(|at| option_at(packet, at)) {
            let mut pointer = usize::from(option[2]);
            let prespecified = option[3] & 0xf == TS_PRESPEC;
            let copy = echoed.push(option);
            if self.addresses[1].is_some()
                && let Some(room) = copy.get_mut(pointer - 1..pointer + 3)
            {
                room.copy_from_slice(&src.octets());
                pointer += 4;
            }
            if self.timed
                && !prespecified
                && let Some(room) = copy.get_mut(pointer - 1..pointer + 3)
            {
                let now = cx.router.timestamp(cx.now);
                room.copy_from_slice(&now.to_be_bytes());
                pointer += 4;
            }
            copy[2] = pointer as u8;
        }
        echoed.len = echoed.len.next_multiple_of(4);
        echoed
    }

    /// Finishes the options of a packet that is forwarded to `hop`: the addresses in them are those
    /// of the interface that it leaves by.
    pub(crate) fn forward<'a>(&self, cx: &Context<'a>, packet: &mut Packet, hop: &Hop<'a>) {
        if !self.changed {
            return;
        }
        let address = match hop.info {
            Some(info) => source::preferred4(cx, info, hop),
            None => None,
        };
        let address = address.unwrap_or(Ipv4Addr::UNSPECIFIED).octets();
        let header_len = usize::from(packet.meta.l4);
        let bytes = packet.network_mut();
        for at in self.addresses.iter().flatten().map(|&at| usize::from(at)) {
            if let Some(room) = bytes.get_mut(at..at + 4) {
                room.copy_from_slice(&address);
            }
        }
        ipv4::refresh_checksum(bytes, header_len);
    }
}

/// The option that begins at `at` of a header that was checked.
fn option_at(header: &[u8], at: u8) -> Option<&[u8]> {
    let option = header.get(usize::from(at)..)?;
    let len = usize::from(*option.get(1)?);
    option.get(..len).filter(|option| option.len() >= 3)
}

/// Options of an answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Echoed {
    bytes: [u8; ipv4::MAX_HEADER_LEN - ipv4::HEADER_LEN],
    len: usize,
}

impl Default for Echoed {
    fn default() -> Self {
        Self {
            bytes: [END; ipv4::MAX_HEADER_LEN - ipv4::HEADER_LEN],
            len: 0,
        }
    }
}

impl Echoed {
    /// The options, padded to a multiple of four bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// Appends a copy of `option`, which comes out of a header and so fits; gives the copy.
    fn push(&mut self, option: &[u8]) -> &mut [u8] {
        let end = (self.len + option.len()).min(self.bytes.len());
        let copy = &mut self.bytes[self.len..end];
        copy.copy_from_slice(&option[..copy.len()]);
        self.len = end;
        copy
    }
}
