//! Reading a packet's description.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

use dataplane::{
    iface::{MacAddr, VlanId},
    wire::ipv4::protocol,
};

use super::{
    build, names,
    packet::{Link, PacketSpec, TcpSpec, Transport},
    words::{PacketError, Words, number},
};

/// What a description looks like.
const EXAMPLES: &str = "for example: tcp 1.1.1.11:40000 > 2.2.2.12:22 syn\n\
                        \x20            udp [2001:db8::1]:53 > [2001:db8::2]:5353 len 100\n\
                        \x20            icmp 1.1.1.11 > 2.2.2.12 echo-request id 7 seq 1 ttl 3";

/// An address, with a port if there is one: `1.2.3.4:80`, `[2001:db8::1]:80`, `2001:db8::1`.
fn endpoint(word: &str) -> Option<(IpAddr, Option<u16>)> {
    if let Some(rest) = word.strip_prefix('[') {
        let (addr, rest) = rest.split_once(']')?;
        let addr: Ipv6Addr = addr.parse().ok()?;
        let port = match rest.strip_prefix(':') {
            Some(port) => Some(port.parse().ok()?),
            None if rest.is_empty() => None,
            None => return None,
        };
        return Some((addr.into(), port));
    }
    if let Ok(addr) = word.parse() {
        return Some((addr, None));
    }
    let (addr, port) = word.split_once(':')?;
    let addr: Ipv4Addr = addr.parse().ok()?;
    Some((addr.into(), Some(port.parse().ok()?)))
}

impl FromStr for PacketSpec {
    type Err = PacketError;

    fn from_str(text: &str) -> Result<Self, PacketError> {
        packet(&mut Words::new(text, EXAMPLES))
    }
}

/// Which header the protocol's name asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Tcp,
    Udp,
    Icmp,
    Icmp6,
    Other(u8),
}

fn kind(words: &mut Words<'_>) -> Result<Kind, PacketError> {
    let Some(word) = words.next() else {
        return Err(words.missing("a packet begins with its protocol: tcp, udp, icmp, icmp6, …"));
    };
    let number = match word {
        "tcp" => return Ok(Kind::Tcp),
        "udp" => return Ok(Kind::Udp),
        "icmp" => return Ok(Kind::Icmp),
        "icmp6" | "icmpv6" => return Ok(Kind::Icmp6),
        "proto" => words.number("a protocol's number")?,
        name => names::protocol_number(name).ok_or_else(|| {
            words.wrong("not a protocol: tcp, udp, icmp, icmp6, gre, esp, …, or proto NUMBER")
        })?,
    };
    Ok(match number {
        protocol::TCP => Kind::Tcp,
        protocol::UDP => Kind::Udp,
        other => Kind::Other(other),
    })
}

fn packet(words: &mut Words<'_>) -> Result<PacketSpec, PacketError> {
    let kind = kind(words)?;
    let has_ports = matches!(kind, Kind::Tcp | Kind::Udp);
    let side = |words: &mut Words<'_>, what: &str| {
        let (addr, port) = words.value(what, endpoint)?;
        match port {
            Some(_) if !has_ports => Err(words.wrong("this protocol has no ports")),
            Some(port) => Ok((addr, port)),
            None => Ok((addr, 0)),
        }
    };
    let (src, sport) = side(words, "the source's address")?;
    if words.next() != Some(">") {
        return Err(words.wrong("here `>` and the destination are expected"));
    }
    let (dst, dport) = side(words, "the destination's address")?;
    if src.is_ipv4() != dst.is_ipv4() {
        return Err(words.wrong("source and destination must be of one family"));
    }
    // A number is that of one family's ICMP, and nothing with a header of its own in the other's.
    let kind = match kind {
        Kind::Other(protocol::ICMP) if src.is_ipv4() => Kind::Icmp,
        Kind::Other(protocol::ICMPV6) if src.is_ipv6() => Kind::Icmp6,
        Kind::Tcp | Kind::Udp | Kind::Icmp | Kind::Icmp6 | Kind::Other(_) => kind,
    };
    let (transport, family) = match kind {
        Kind::Tcp => (tcp(sport, dport), None),
        Kind::Udp => (Transport::Udp { sport, dport }, None),
        Kind::Icmp => (echo(8), Some(true)),
        Kind::Icmp6 => (echo(128), Some(false)),
        Kind::Other(proto) => (Transport::Other { proto }, None),
    };
    match family {
        Some(true) if src.is_ipv6() => return Err(words.wrong("IPv6 has icmp6")),
        Some(false) if src.is_ipv4() => return Err(words.wrong("IPv4 has icmp")),
        Some(_) | None => {}
    }
    let mut spec = PacketSpec {
        src,
        dst,
        transport,
        data: Vec::new(),
        ttl: 64,
        tos: 0,
        id: 0,
        df: false,
        mf: false,
        offset: 0,
        link: Link::default(),
    };
    details(words, kind, &mut spec)?;
    if spec.offset > 0 {
        // The header is in another fragment.
        spec.transport = Transport::Other {
            proto: spec.proto(),
        };
    }
    Ok(spec)
}

/// Takes all words behind the addresses.
fn details(words: &mut Words<'_>, kind: Kind, spec: &mut PacketSpec) -> Result<(), PacketError> {
    while let Some(word) = words.next() {
        if !common(words, word, spec)? && !of_transport(words, word, spec)? {
            return Err(words.wrong(expected(kind)));
        }
    }
    Ok(())
}

impl PacketSpec {
    /// Changes what `text` says: the words that stand behind the addresses in a description.
    pub(crate) fn amend(&mut self, text: &str) -> Result<(), PacketError> {
        let kind = match self.transport {
            Transport::Tcp(_) => Kind::Tcp,
            Transport::Udp { .. } => Kind::Udp,
            Transport::Icmp { .. } => Kind::Icmp,
            Transport::Other { proto } => Kind::Other(proto),
        };
        details(&mut Words::new(text, EXAMPLES), kind, self)
    }
}

const fn tcp(sport: u16, dport: u16) -> Transport {
    Transport::Tcp(TcpSpec {
        sport,
        dport,
        flags: 0x02,
        seq: 0,
        ack: 0,
        window: 64_240,
    })
}

const fn echo(kind: u8) -> Transport {
    Transport::Icmp {
        kind,
        code: 0,
        rest: 0,
    }
}

/// What may stand in the place of a word that is not known.
const fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Tcp => {
            "not a word of a packet: flags (syn, syn-ack, ack, fin-ack, rst, psh-ack, none, …), seq N, \
             ackno N, win N, len N, ttl N, tos N, df, ipid N, frag N, mf, mark N, in PORT, vlan N, \
             src-mac MAC, dst-mac MAC"
        }
        Kind::Icmp | Kind::Icmp6 => {
            "not a word of a packet: a message (echo-request, port-unreachable, …) or type N code N, \
             id N, seq N, mtu N, about PACKET, len N, ttl N, tos N, df, ipid N, frag N, mf, mark N, \
             in PORT, vlan N, src-mac MAC, dst-mac MAC"
        }
        Kind::Udp | Kind::Other(_) => {
            "not a word of a packet: len N, ttl N, tos N, df, ipid N, frag N, mf, mark N, in PORT, \
             vlan N, src-mac MAC, dst-mac MAC"
        }
    }
}

/// Takes a word that every packet may have; whether it is one.
fn common(words: &mut Words<'_>, word: &str, spec: &mut PacketSpec) -> Result<bool, PacketError> {
    match word {
        "ttl" | "hoplimit" => spec.ttl = words.number("a number below 256")?,
        "tos" | "tclass" => spec.tos = words.number("a number below 256")?,
        "ipid" => spec.id = words.number("a number")?,
        "df" if spec.src.is_ipv4() => spec.df = true,
        "mf" => spec.mf = true,
        "frag" => {
            let multiple = |word: &str| {
                let offset = u16::try_from(number(word)?).ok()?;
                (offset % 8 == 0).then_some(offset)
            };
            spec.offset = words.value("an offset in bytes, a multiple of 8", multiple)?;
        }
        "len" => {
            let len: u16 = words.number("a number of bytes below 65536")?;
            spec.data = build::filling(len.into());
        }
        "mark" => spec.link.mark = words.number("a mark")?,
        "vlan" => {
            let vlan = |word: &str| VlanId::new(u16::try_from(number(word)?).ok()?);
            spec.link.vlan = Some(words.value("a VLAN's number", vlan)?);
        }
        "in" => spec.link.iif = Some(words.value("a port's name", |word| Some(word.to_owned()))?),
        "src-mac" => spec.link.src = Some(mac(words)?),
        "dst-mac" => spec.link.dst = Some(mac(words)?),
        _ => return Ok(false),
    }
    Ok(true)
}

fn mac(words: &mut Words<'_>) -> Result<MacAddr, PacketError> {
    words.value("an Ethernet address", |word| word.parse().ok())
}

/// Takes a word of the transport's; whether it is one.
fn of_transport(
    words: &mut Words<'_>,
    word: &str,
    spec: &mut PacketSpec,
) -> Result<bool, PacketError> {
    let v4 = spec.src.is_ipv4();
    match &mut spec.transport {
        Transport::Tcp(tcp) => match word {
            "seq" => tcp.seq = words.number("a sequence number")?,
            "ackno" => tcp.ack = words.number("an acknowledgement number")?,
            "win" => tcp.window = words.number("a number below 65536")?,
            _ => {
                let Some(mut bits) = flags(word) else {
                    return Ok(false);
                };
                while let Some(more) = words.peek().and_then(flags) {
                    bits |= more;
                    words.next();
                }
                tcp.flags = bits;
            }
        },
        Transport::Icmp { kind, code, rest } => match word {
            "type" => *kind = words.number("a number below 256")?,
            "code" => *code = words.number("a number below 256")?,
            "id" => {
                let id: u16 = words.number("an identifier")?;
                *rest = (*rest & 0xffff) | (u32::from(id) << 16);
            }
            "seq" => *rest = (*rest & !0xffff) | u32::from(words.number::<u16>("a number")?),
            "mtu" if v4 => *rest = words.number::<u16>("a number below 65536")?.into(),
            "mtu" => *rest = words.number("a number")?,
            "about" => spec.data = build::network(&packet(words)?),
            name => match names::icmp_number(v4, name) {
                Some(number) => (*kind, *code) = number,
                None => return Ok(false),
            },
        },
        Transport::Udp { .. } | Transport::Other { .. } => return Ok(false),
    }
    Ok(true)
}

/// Flags as `syn`, `syn-ack`, `fin,ack`.
fn flags(word: &str) -> Option<u8> {
    if word == "none" {
        return Some(0);
    }
    word.split(['-', ',', '+', '|']).try_fold(0, |bits, name| {
        let found = names::FLAGS.iter().find(|(known, _)| *known == name);
        found.map(|(_, bit)| bits | bit)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> PacketSpec {
        text.parse().expect(text)
    }

    #[test]
    fn packets_are_said_in_one_way() {
        for (text, canonical) in [
            (
                "tcp 1.1.1.11:40000 > 2.2.2.12:22",
                "tcp 1.1.1.11:40000 > 2.2.2.12:22 syn ttl 64",
            ),
            (
                "tcp 1.1.1.11:1>2.2.2.12:2 ack,psh ttl 3 seq 7 len 5",
                "tcp 1.1.1.11:1 > 2.2.2.12:2 psh-ack ttl 3 len 5",
            ),
            (
                "tcp 1.1.1.11:1 > 2.2.2.12:2 fin ack df tos 0x10",
                "tcp 1.1.1.11:1 > 2.2.2.12:2 fin-ack ttl 64 tos 0x10 df",
            ),
            (
                "tcp 1.1.1.11:1 > 2.2.2.12:2 none",
                "tcp 1.1.1.11:1 > 2.2.2.12:2 none ttl 64",
            ),
            (
                "udp [2001:db8::1]:53 > [2001:db8::2]:5353 hoplimit 9",
                "udp [2001:db8::1]:53 > [2001:db8::2]:5353 ttl 9",
            ),
            (
                "udp 2001:db8::1 > 2001:db8::2 mark 0xbeef vlan 100",
                "udp [2001:db8::1]:0 > [2001:db8::2]:0 ttl 64 vlan 100 mark 0xbeef",
            ),
            (
                "icmp 1.1.1.11 > 2.2.2.12 ping id 7 seq 1",
                "icmp 1.1.1.11 > 2.2.2.12 echo-request id 7 seq 1 ttl 64",
            ),
            (
                "proto 17 1.1.1.11:53 > 2.2.2.12:53",
                "udp 1.1.1.11:53 > 2.2.2.12:53 ttl 64",
            ),
            (
                "proto 1 1.1.1.11 > 2.2.2.12 id 7 seq 1",
                "icmp 1.1.1.11 > 2.2.2.12 echo-request id 7 seq 1 ttl 64",
            ),
            (
                "proto 58 1.1.1.11 > 2.2.2.12 len 3",
                "proto 58 1.1.1.11 > 2.2.2.12 ttl 64 len 3",
            ),
            (
                "proto 1 fe80::1 > ff02::1",
                "proto 1 fe80::1 > ff02::1 ttl 64",
            ),
            (
                "icmp6 fe80::1 > ff02::1 echo-reply id 7",
                "icmp6 fe80::1 > ff02::1 echo-reply id 7 seq 0 ttl 64",
            ),
            (
                "icmp 1.1.1.11 > 2.2.2.12 fragmentation-needed mtu 1400",
                "icmp 1.1.1.11 > 2.2.2.12 fragmentation-needed mtu 1400 ttl 64",
            ),
            (
                "icmp6 2001:db8::1 > 2001:db8::2 packet-too-big mtu 70000",
                "icmp6 2001:db8::1 > 2001:db8::2 packet-too-big mtu 70000 ttl 64",
            ),
            (
                "icmp 1.1.1.11 > 2.2.2.12 type 42 code 7",
                "icmp 1.1.1.11 > 2.2.2.12 type 42 code 7 ttl 64",
            ),
            ("proto 47 1.1.1.1 > 2.2.2.2", "gre 1.1.1.1 > 2.2.2.2 ttl 64"),
            (
                "proto 200 1.1.1.1 > 2.2.2.2",
                "proto 200 1.1.1.1 > 2.2.2.2 ttl 64",
            ),
            (
                "udp 1.1.1.1 > 2.2.2.2 frag 1480 ipid 9 len 20",
                "udp 1.1.1.1 > 2.2.2.2 ttl 64 ipid 9 frag 1480 len 20",
            ),
        ] {
            assert_eq!(read(text).to_string(), canonical);
            assert_eq!(read(canonical).to_string(), canonical);
        }
    }

    #[test]
    fn what_is_wrong_is_shown_at_its_place() {
        for (text, caret, what) in [
            ("", 1, "begins with its protocol"),
            ("tpc 1.1.1.1 > 2.2.2.2", 0, "not a protocol"),
            ("tcp 1.1.1.300:5 > 2.2.2.2:6", 4, "the source's address"),
            ("tcp 1.1.1.1:5 2.2.2.2:6", 14, "`>`"),
            (
                "tcp 1.1.1.1:5 > 2.2.2.2:66666",
                16,
                "the destination's address",
            ),
            ("tcp 1.1.1.1:5 > 2001:db8::1", 16, "of one family"),
            ("icmp 1.1.1.1:5 > 2.2.2.2", 5, "no ports"),
            ("icmp 2001:db8::1 > 2001:db8::2", 19, "icmp6"),
            ("udp 1.1.1.1:5 > 2.2.2.2:6 syn", 26, "not a word"),
            ("udp 1.1.1.1:5 > 2.2.2.2:6 ttl", 30, "missing"),
            ("udp 1.1.1.1:5 > 2.2.2.2:6 ttl 256", 30, "below 256"),
            ("udp 1.1.1.1:5 > 2.2.2.2:6 frag 7", 31, "multiple of 8"),
            ("udp 1.1.1.1:5 > 2.2.2.2:6 src-mac 5", 34, "Ethernet"),
        ] {
            let error = text.parse::<PacketSpec>().expect_err(text).to_string();
            let line = error.lines().nth(1).expect("a line with carets");
            assert_eq!(line.find('^'), Some(caret), "{error}");
            assert!(line.contains(what), "{error}");
            assert!(error.ends_with(EXAMPLES), "{error}");
        }
    }

    #[test]
    fn an_error_quotes_what_it_is_about() {
        let spec = read("icmp 3.3.3.1 > 1.1.1.1 port-unreachable about udp 1.1.1.1:5 > 2.2.2.2:53");
        let inner = build::read(&spec.data).expect("a packet");
        assert_eq!(inner.to_string(), "udp 1.1.1.1:5 > 2.2.2.2:53 ttl 64");
    }

    fn transport(v4: bool) -> impl Strategy<Value = Transport> {
        let tcp = (any::<[u16; 3]>(), any::<u8>(), any::<[u32; 2]>()).prop_map(
            |([sport, dport, window], flags, [seq, ack])| {
                Transport::Tcp(TcpSpec {
                    sport,
                    dport,
                    flags,
                    seq,
                    ack,
                    window,
                })
            },
        );
        let udp = any::<[u16; 2]>().prop_map(|[sport, dport]| Transport::Udp { sport, dport });
        let icmp = (any::<[u8; 2]>(), any::<u32>())
            .prop_map(|([kind, code], rest)| Transport::Icmp { kind, code, rest });
        // Neither a transport with a header of its own nor an extension header.
        let other = any::<u8>()
            .prop_filter("a protocol without a header here", move |proto| {
                let known = [0, 1, 6, 17, 43, 44, 51, 58, 59, 60];
                !known.contains(proto) || *proto == if v4 { 58 } else { 1 }
            })
            .prop_map(|proto| Transport::Other { proto });
        prop_oneof![tcp, udp, icmp, other]
    }

    fn addresses() -> impl Strategy<Value = (IpAddr, IpAddr)> {
        prop_oneof![
            any::<[Ipv4Addr; 2]>().prop_map(|[src, dst]| (src.into(), dst.into())),
            any::<[Ipv6Addr; 2]>().prop_map(|[src, dst]| (src.into(), dst.into())),
        ]
    }

    prop_compose! {
        fn packets()((src, dst) in addresses())(
            transport in transport(src.is_ipv4()),
            ttl in any::<u8>(),
            tos in any::<u8>(),
            df in any::<bool>(),
            mf in any::<bool>(),
            id in any::<u16>(),
            data in prop::collection::vec(any::<u8>(), 0..64),
            (src, dst) in Just((src, dst)),
        ) -> PacketSpec {
            PacketSpec {
                src,
                dst,
                transport,
                data,
                ttl,
                tos,
                id: if src.is_ipv4() || mf { id.into() } else { 0 },
                df: df && src.is_ipv4(),
                mf,
                offset: 0,
                link: Link::default(),
            }
        }
    }

    proptest! {
        #[test]
        fn the_bytes_of_a_packet_say_what_it_is(spec in packets()) {
            prop_assert_eq!(build::read(&build::network(&spec)), Some(spec));
        }

        #[test]
        fn what_is_written_is_read(spec in packets()) {
            let text = spec.to_string();
            prop_assert_eq!(read(&text).to_string(), text);
        }

        #[test]
        fn any_text_is_a_packet_or_an_error(text in "\\PC{0,60}") {
            if let Err(error) = text.parse::<PacketSpec>() {
                prop_assert!(error.to_string().contains('^'));
            }
        }

        #[test]
        fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
            if let Some(spec) = build::read(&bytes) {
                let _ = (spec.to_string(), build::network(&spec));
            }
        }
    }
}
