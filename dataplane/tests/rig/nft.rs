//! Rules of nft's, for routers on memory wires.

use std::{net::Ipv4Addr, sync::Arc};

use dataplane::{
    filter::{
        Base, CounterBank, CounterId, Hook, Policy, Priority, Ruleset,
        nft::{
            BaseChain, BitOp, Chain, ChainNumber, ChainType, Chains, CmpOp, Code, CtKey, Data,
            Expr, MetaKey, Nat, NatKind, PayloadBase, PayloadChecksum, Reg, Rule, Table,
            TableFamily, Verdict,
        },
    },
    nat::NatFlags,
    route::Family,
};

/// The register that rules use.
const REG: Reg = Reg(0);

fn data(bytes: &[u8]) -> Data {
    Data(bytes.into())
}

fn payload(base: PayloadBase, offset: u8, len: u8) -> Expr {
    Expr::Payload {
        base,
        offset,
        len,
        dreg: REG,
    }
}

fn is(bytes: &[u8]) -> Expr {
    Expr::Cmp {
        op: CmpOp::Eq,
        sreg: REG,
        data: data(bytes),
    }
}

fn masked(mask: &[u8], xor: &[u8]) -> Expr {
    Expr::Bitwise {
        sreg: REG,
        dreg: REG,
        len: mask.len() as u8,
        op: BitOp::MaskXor {
            mask: data(mask),
            xor: data(xor),
        },
    }
}

fn immediate(bytes: &[u8]) -> Expr {
    Expr::Immediate {
        dreg: REG,
        data: data(bytes),
    }
}

/// `ip saddr ADDRESS/LEN`.
pub fn saddr(address: u32, len: u32) -> Vec<Expr> {
    let mask = u32::MAX << (32 - len);
    vec![
        payload(PayloadBase::Network, 12, 4),
        masked(&mask.to_be_bytes(), &[0; 4]),
        is(&(address & mask).to_be_bytes()),
    ]
}

/// `tcp flags & MASK == FLAGS`.
pub fn tcp_flags(mask: u8, flags: u8) -> Vec<Expr> {
    vec![
        Expr::Meta {
            key: MetaKey::L4Proto,
            dreg: REG,
        },
        is(&[6]),
        payload(PayloadBase::Transport, 13, 1),
        masked(&[mask], &[0]),
        is(&[flags]),
    ]
}

/// `icmp type TYPE`.
pub fn icmp_type(kind: u8) -> Vec<Expr> {
    [
        icmp(),
        vec![payload(PayloadBase::Transport, 0, 1), is(&[kind])],
    ]
    .concat()
}

/// `icmp id ID icmp sequence & 1 == 0`.
pub fn icmp_even(id: u16) -> Vec<Expr> {
    let of = vec![
        payload(PayloadBase::Transport, 4, 2),
        is(&id.to_be_bytes()),
        payload(PayloadBase::Transport, 6, 2),
        masked(&[0, 1], &[0, 0]),
        is(&[0, 0]),
    ];
    [icmp(), of].concat()
}

fn icmp() -> Vec<Expr> {
    let key = MetaKey::L4Proto;
    vec![Expr::Meta { key, dreg: REG }, is(&[1])]
}

/// `ip dscp DSCP`.
pub fn dscp(dscp: u8) -> Vec<Expr> {
    let tos = payload(PayloadBase::Network, 1, 1);
    vec![tos, masked(&[0xfc], &[0]), is(&[dscp << 2])]
}

/// `ct state STATE`, as its bits.
pub fn state(bits: u32) -> Vec<Expr> {
    let not_none = Expr::Cmp {
        op: CmpOp::Neq,
        sreg: REG,
        data: data(&[0; 4]),
    };
    vec![
        Expr::Ct {
            key: CtKey::State,
            direction: None,
            dreg: REG,
        },
        masked(&bits.to_ne_bytes(), &[0; 4]),
        not_none,
    ]
}

/// `meta length gt LEN`.
pub fn longer_than(len: u32) -> Vec<Expr> {
    let len_of = Expr::Meta {
        key: MetaKey::Length,
        dreg: REG,
    };
    let to_network = Expr::Byteorder {
        sreg: REG,
        dreg: REG,
        order: dataplane::filter::nft::ByteOrder::ToNetwork,
        len: 4,
        size: 4,
    };
    let longer = Expr::Cmp {
        op: CmpOp::Gt,
        sreg: REG,
        data: data(&len.to_be_bytes()),
    };
    vec![len_of, to_network, longer]
}

/// `meta mark set MARK`.
pub fn set_mark(mark: u32) -> Vec<Expr> {
    let set = Expr::MetaSet {
        key: MetaKey::Mark,
        sreg: REG,
    };
    vec![immediate(&mark.to_ne_bytes()), set]
}

/// `ip dscp set DSCP`.
pub fn set_dscp(dscp: u8) -> Vec<Expr> {
    let set = Expr::PayloadSet {
        base: PayloadBase::Network,
        offset: 0,
        len: 2,
        sreg: REG,
        checksum: PayloadChecksum {
            at: Some(10),
            pseudo_header: false,
        },
    };
    let change = masked(&[0xff, 0x03], &[0, dscp << 2]);
    vec![payload(PayloadBase::Network, 0, 2), change, set]
}

/// `snat to ADDRESS`.
pub fn snat(address: Ipv4Addr) -> Vec<Expr> {
    let nat = Expr::Nat(Nat {
        kind: NatKind::Source,
        family: Some(Family::V4),
        addrs: Some((REG, REG)),
        ports: None,
        flags: NatFlags::default(),
    });
    vec![immediate(&address.octets()), nat]
}

/// `counter`.
pub fn count(counter: u32) -> Vec<Expr> {
    vec![Expr::Counter(CounterId(counter))]
}

pub fn verdict(verdict: Verdict) -> Vec<Expr> {
    vec![Expr::Verdict(verdict)]
}

pub fn notrack() -> Vec<Expr> {
    vec![Expr::Notrack]
}

/// A base chain: its type, hook and priority, and its rules.
pub type Described = ((ChainType, Hook, i32), Vec<Vec<Expr>>);

/// Base chains of one table, all of whose policies are `accept`.
pub fn ruleset(chains: Vec<Described>, counters: &CounterBank) -> Arc<Ruleset> {
    let table = Arc::new(Table {
        family: TableFamily::Ip,
        name: "t".into(),
    });
    let (mut built, mut bases) = (Vec::new(), Vec::new());
    for (number, ((kind, hook, priority), rules)) in (0..).zip(chains) {
        let number = ChainNumber(number);
        let rules = (1..).zip(rules).map(|(handle, exprs)| Rule {
            code: Arc::new(Code(exprs.into())),
            handle,
            source: None,
            words: None,
        });
        built.push(Arc::new(Chain {
            number,
            name: hook.chain().into(),
            table: Arc::clone(&table),
            rules: rules.collect(),
        }));
        let base = BaseChain {
            chain: number,
            kind,
            priority: Priority(priority),
            policy: Policy::Accept,
        };
        bases.push((hook, Base::Nft(base)));
    }
    let chains = Chains::new(built, Vec::new());
    let counters = counters.clone();
    Arc::new(Ruleset::with_nft(
        Vec::new(),
        chains,
        &bases,
        true,
        counters,
    ))
}
