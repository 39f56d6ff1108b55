//! Each expression as `nft --debug=netlink` prints it.

use std::fmt::Write as _;

use dataplane::{
    conntrack::Direction,
    filter::{
        nft::{
            BitOp, ByteOrder, CmpOp, CtKey, Data, Dest, Expr as Op, Exthdr, ExthdrKind, Fib, Hash,
            Limit, LimitUnit, LogSpec, MetaKey, Nat, NatKind, Numgen, PayloadBase, Reg, RejectKind,
            RtKey, SocketKey,
        },
        targets::{LogOptions, Reject},
    },
    nat::NatFlags,
    route::Family,
};

use super::{
    super::{LogStatement, fib_words},
    debug::{Names, nested},
};

/// An expression that says all there is to say.
pub(super) fn plain(op: &Op, names: &Names<'_>) -> String {
    match op {
        Op::Payload {
            base: of,
            offset,
            len,
            dreg,
        } => format!(
            "payload load {len}b @ {} header + {offset} => {}",
            base(*of),
            reg(*dreg)
        ),
        Op::PayloadSet {
            base: of,
            offset,
            len,
            sreg,
            checksum,
        } => format!(
            "payload write {} => {len}b @ {} header + {offset} csum_type {} csum_off {} csum_flags 0x{}",
            reg(*sreg),
            base(*of),
            match checksum.at {
                None => 0,
                // The kind of SCTP, whose checksum is where no other header has one.
                Some(8) => 2,
                Some(_) => 1,
            },
            checksum.at.unwrap_or(0),
            u8::from(checksum.pseudo_header)
        ),
        Op::Exthdr {
            field,
            present,
            dreg,
        } => format!(
            "exthdr load {}{} => {}",
            exthdr(field, None),
            if *present { " present" } else { "" },
            reg(*dreg)
        ),
        Op::ExthdrSet { field, sreg } => format!("exthdr write {}", exthdr(field, Some(*sreg))),
        Op::ExthdrReset { kind } => format!("exthdr reset tcpopt {kind}"),
        Op::Meta { key, dreg } => format!("meta load {} => {}", meta(*key), reg(*dreg)),
        Op::MetaSet { key, sreg } => format!("meta set {} with {}", meta(*key), reg(*sreg)),
        Op::Ct {
            key,
            direction: of,
            dreg,
        } => format!("ct load {} => {}{}", ct(*key), reg(*dreg), direction(*of)),
        Op::CtSet {
            key,
            direction: of,
            sreg,
        } => format!("ct set {} with {}{}", ct(*key), reg(*sreg), direction(*of)),
        Op::Rt { key, dreg } => {
            let key = match key {
                RtKey::Classid => "classid",
                RtKey::NextHop4 => "nexthop4",
                RtKey::NextHop6 => "nexthop6",
                RtKey::TcpMss => "tcpmss",
                RtKey::Xfrm => "ipsec",
            };
            format!("rt load {key} => {}", reg(*dreg))
        }
        Op::Socket { key, dreg } => {
            let key = match key {
                SocketKey::Transparent => "transparent",
                SocketKey::Mark => "mark",
                SocketKey::Wildcard => "wildcard",
            };
            format!("socket load {key} => {}", reg(*dreg))
        }
        Op::Fib { fib: of, dreg } => format!("fib {} => {}", fib(of), reg(*dreg)),
        Op::Immediate { dreg, data } => format!("immediate {} {}", reg(*dreg), words(data)),
        Op::Verdict(verdict) => format!("immediate reg 0 {}", names.verdict(*verdict)),
        Op::Cmp { op, sreg, data } => {
            let op = match op {
                CmpOp::Eq => "eq",
                CmpOp::Neq => "neq",
                CmpOp::Lt => "lt",
                CmpOp::Lte => "lte",
                CmpOp::Gt => "gt",
                CmpOp::Gte => "gte",
            };
            format!("cmp {op} {} {}", reg(*sreg), words(data))
        }
        Op::Range {
            not,
            sreg,
            from,
            to,
        } => format!(
            "range {} {} {} {}",
            if *not { "neq" } else { "eq" },
            reg(*sreg),
            words(from),
            words(to)
        ),
        Op::Bitwise { sreg, dreg, op, .. } => {
            let (to, from) = (reg(*dreg), reg(*sreg));
            match op {
                BitOp::MaskXor { mask, xor } => format!(
                    "bitwise {to} = ( {from} & {} ) ^ {}",
                    words(mask),
                    words(xor)
                ),
                BitOp::ShiftLeft(by) => format!("bitwise {to} = ( {from} << 0x{by:08x} )"),
                BitOp::ShiftRight(by) => format!("bitwise {to} = ( {from} >> 0x{by:08x} )"),
            }
        }
        Op::Byteorder {
            sreg,
            dreg,
            order,
            len,
            size,
        } => format!(
            "byteorder {} = {}({}, {size}, {len})",
            reg(*dreg),
            match order {
                ByteOrder::ToHost => "ntoh",
                ByteOrder::ToNetwork => "hton",
            },
            reg(*sreg)
        ),
        Op::Lookup {
            set,
            sreg,
            not,
            dest,
        } => {
            let name = names.set(*set);
            let sreg = reg(*sreg);
            match dest {
                Some(Dest::Verdict) if names.is_object_map(*set) => {
                    format!("objref s{sreg} set {name}")
                }
                Some(Dest::Verdict) => format!("lookup {sreg} set {name} dreg 0"),
                Some(Dest::Reg(to)) => format!("lookup {sreg} set {name} d{}", reg(*to)),
                None if *not => format!("lookup {sreg} set {name} 0x1"),
                None => format!("lookup {sreg} set {name}"),
            }
        }
        Op::Dynset {
            op,
            set,
            key,
            data,
            timeout,
            exprs,
        } => {
            let mut text = format!(
                "dynset {} reg_key {} set {}",
                op.name(),
                number(*key),
                names.set(*set)
            );
            if let Some(data) = data {
                let _ = write!(text, " sreg_data {}", number(*data));
            }
            if *timeout > 0 {
                let _ = write!(text, " timeout {}ms", timeout / 1_000_000);
            }
            for of in exprs.iter() {
                let of = nested(of, names);
                let _ = write!(text, " expr [ {of} ]");
            }
            text
        }
        Op::Limit(of) => limit(of),
        Op::Quota(quota) => format!(
            "quota bytes {} consumed {} flags {}",
            quota.bytes,
            quota.used(),
            u8::from(quota.over)
        ),
        Op::Connlimit(of) => format!("connlimit count {} flags {}", of.count, u8::from(of.over)),
        Op::Reject(kind) => {
            let (kind, code) = reject(*kind);
            format!("reject type {kind} code {code}")
        }
        Op::Notrack => "notrack".to_owned(),
        Op::Numgen {
            kind,
            modulus,
            offset,
            dreg,
        } => format!(
            "numgen {} = {} mod {modulus}{}",
            reg(*dreg),
            match kind {
                Numgen::Incremental(_) => "inc",
                Numgen::Random => "random",
            },
            offset_text(*offset)
        ),
        Op::Hash {
            hash,
            modulus,
            offset,
            dreg,
        } => format!(
            "hash {} = {} % mod {modulus}{}",
            reg(*dreg),
            match hash {
                Hash::Symmetric => "symhash()".to_owned(),
                Hash::Jenkins { sreg, len, seed } =>
                    format!("jhash({}, {len}, 0x{seed:x})", reg(*sreg)),
            },
            offset_text(*offset)
        ),
        // These are told by what was written.
        Op::Counter(_) | Op::Helper(_) | Op::Log(_) | Op::Nat(_) => String::new(),
    }
}

fn offset_text(offset: u32) -> String {
    match offset {
        0 => String::new(),
        offset => format!(" offset {offset}"),
    }
}

/// The number of a register: those that were of 16 bytes have the numbers of old.
fn number(reg: Reg) -> u8 {
    match reg.0 {
        old if old.is_multiple_of(4) => 1 + old / 4,
        word => 8 + word,
    }
}

fn reg(reg: Reg) -> String {
    format!("reg {}", number(reg))
}

/// Data by words, as the processor reads them.
pub(super) fn hex(data: &[u8]) -> impl Iterator<Item = u32> {
    data.chunks(4).map(|chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        u32::from_le_bytes(word)
    })
}

fn words(data: &Data) -> String {
    let words: Vec<_> = hex(&data.0).map(|word| format!("0x{word:08x}")).collect();
    words.join(" ")
}

const fn base(base: PayloadBase) -> &'static str {
    match base {
        PayloadBase::LinkLayer => "link",
        PayloadBase::Network => "network",
        PayloadBase::Transport => "transport",
        PayloadBase::Inner => "inner",
    }
}

fn exthdr(field: &Exthdr, from: Option<Reg>) -> String {
    let kind = match field.kind {
        ExthdrKind::Ipv6 => "ipv6",
        ExthdrKind::Tcp => "tcpopt",
        ExthdrKind::Ipv4 => "ipv4",
        ExthdrKind::Sctp => "sctp chunk",
    };
    let from = from.map_or_else(String::new, |from| format!(" {} =>", reg(from)));
    format!(
        "{kind}{from} {}b @ {} + {}",
        field.len, field.number, field.offset
    )
}

const fn meta(key: MetaKey) -> &'static str {
    match key {
        MetaKey::Length => "len",
        MetaKey::Protocol => "protocol",
        MetaKey::Priority => "priority",
        MetaKey::Mark => "mark",
        MetaKey::Iif => "iif",
        MetaKey::Oif => "oif",
        MetaKey::IifName => "iifname",
        MetaKey::OifName => "oifname",
        MetaKey::IifType => "iiftype",
        MetaKey::OifType => "oiftype",
        MetaKey::SkUid => "skuid",
        MetaKey::SkGid => "skgid",
        MetaKey::NfTrace => "nftrace",
        MetaKey::RtClassid => "rtclassid",
        MetaKey::SecMark => "secmark",
        MetaKey::NfProto => "nfproto",
        MetaKey::L4Proto => "l4proto",
        MetaKey::BriIifName => "bri_iifname",
        MetaKey::BriOifName => "bri_oifname",
        MetaKey::PktType => "pkttype",
        MetaKey::Cpu => "cpu",
        MetaKey::IifGroup => "iifgroup",
        MetaKey::OifGroup => "oifgroup",
        MetaKey::Cgroup => "cgroup",
        MetaKey::PRandom => "prandom",
        MetaKey::SecPath => "secpath",
        MetaKey::IifKind => "iifkind",
        MetaKey::OifKind => "oifkind",
        MetaKey::TimeNs => "time",
        MetaKey::TimeDay => "day",
        MetaKey::TimeHour => "hour",
    }
}

const fn ct(key: CtKey) -> &'static str {
    match key {
        CtKey::State => "state",
        CtKey::Direction => "direction",
        CtKey::Status => "status",
        CtKey::Mark => "mark",
        CtKey::Expiration => "expiration",
        CtKey::Helper => "helper",
        CtKey::L3Protocol => "l3protocol",
        CtKey::Src => "src",
        CtKey::Dst => "dst",
        CtKey::Protocol => "protocol",
        CtKey::ProtoSrc => "proto_src",
        CtKey::ProtoDst => "proto_dst",
        CtKey::Labels => "label",
        CtKey::Pkts => "packets",
        CtKey::Bytes => "bytes",
        CtKey::AvgPkt => "avgpkt",
        CtKey::Zone => "zone",
        CtKey::EventMask => "event",
        CtKey::SrcIp => "src_ip",
        CtKey::DstIp => "dst_ip",
        CtKey::SrcIp6 => "src_ip6",
        CtKey::DstIp6 => "dst_ip6",
        CtKey::SecMark => "secmark",
        CtKey::Id => "unknown",
    }
}

const fn direction(direction: Option<Direction>) -> &'static str {
    match direction {
        None => "",
        Some(Direction::Original) => " , dir original",
        Some(Direction::Reply) => " , dir reply",
    }
}

fn fib(fib: &Fib) -> String {
    let (parts, result) = fib_words(*fib);
    let present = if fib.present { " present" } else { "" };
    format!("{} {result}{present}", parts.join(" . "))
}

fn limit(limit: &Limit) -> String {
    let unit = match limit.seconds {
        1 => "second",
        60 => "minute",
        3600 => "hour",
        86_400 => "day",
        _ => "week",
    };
    format!(
        "limit rate {}/{unit} burst {} type {} flags 0x{}",
        limit.rate,
        limit.burst,
        match limit.unit {
            LimitUnit::Packets => "packets",
            LimitUnit::Bytes => "bytes",
        },
        u8::from(limit.over)
    )
}

pub(super) fn log(spec: &LogSpec, statement: Option<&LogStatement>) -> String {
    let mut text = "log".to_owned();
    if !spec.prefix.is_empty() {
        let _ = write!(text, " prefix {}", spec.prefix);
    }
    if let Some(group) = spec.group {
        let of = |get: fn(&LogStatement) -> u32| statement.map_or(0, get);
        let _ = write!(
            text,
            " group {group} snaplen {} qthreshold {}",
            of(|log| log.snaplen.unwrap_or(0)),
            of(|log| log.queue_threshold.unwrap_or(0).into())
        );
        return text;
    }
    if statement.is_some_and(|log| log.level_given) {
        let _ = write!(text, " level {}", spec.level);
    }
    for (flag, name) in [
        (LogOptions::TCP_SEQUENCE, "tcpseq"),
        (LogOptions::TCP_OPTIONS, "tcpopt"),
        (LogOptions::IP_OPTIONS, "ipopt"),
        (LogOptions::UID, "uid"),
        (LogOptions::MAC_DECODE, "macdecode"),
    ] {
        if spec.options.has(flag) {
            let _ = write!(text, " {name}");
        }
    }
    text
}

/// `NFT_REJECT_*` and the code.
const fn reject(kind: RejectKind) -> (u8, u8) {
    match kind {
        RejectKind::Icmpx(code) => (2, code),
        RejectKind::Code(code) => (0, code),
        RejectKind::With(with) => match with {
            Reject::TcpReset => (1, 0),
            Reject::NetUnreachable | Reject::NoRoute6 => (0, 0),
            Reject::HostUnreachable | Reject::AdmProhibited6 => (0, 1),
            Reject::ProtoUnreachable => (0, 2),
            Reject::PortUnreachable | Reject::AddrUnreachable6 => (0, 3),
            Reject::PortUnreachable6 => (0, 4),
            Reject::PolicyFail6 => (0, 5),
            Reject::RejectRoute6 => (0, 6),
            Reject::NetProhibited => (0, 9),
            Reject::HostProhibited => (0, 10),
            Reject::AdminProhibited => (0, 13),
        },
    }
}

/// Whether ports were written (and are not part of what a map gives) shows in the flags.
pub(super) fn nat(nat: &Nat, ports_written: bool) -> String {
    let mut text = match nat.kind {
        NatKind::Source => "nat snat",
        NatKind::Destination => "nat dnat",
        NatKind::Masquerade => "masq",
        NatKind::Redirect => "redir",
    }
    .to_owned();
    if let NatKind::Source | NatKind::Destination = nat.kind {
        text.push_str(match nat.family {
            Some(Family::V4) => " ip",
            Some(Family::V6) => " ip6",
            None => " inet",
        });
    }
    for (what, pair) in [("addr", nat.addrs), ("proto", nat.ports)] {
        if let Some((first, last)) = pair {
            let _ = write!(text, " {what}_min {}", reg(first));
            if first != last {
                let _ = write!(text, " {what}_max {}", reg(last));
            }
        }
    }
    let mut flags = if ports_written { 0x2 } else { 0 };
    for (flag, number) in [
        (NatFlags::RANDOM, 0x4),
        (NatFlags::PERSISTENT, 0x8),
        (NatFlags::RANDOM_FULLY, 0x10),
        (NatFlags::NETMAP, 0x40),
    ] {
        if nat.flags.has(flag) {
            flags |= number;
        }
    }
    if flags != 0 {
        let _ = write!(text, " flags 0x{flags:x}");
    }
    text
}
