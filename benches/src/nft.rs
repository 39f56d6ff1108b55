//! Rule sets of nft to measure with: one chain at FORWARD, whose last rule counts.

use std::sync::Arc;

use dataplane::filter::{
    Base, CounterBank, CounterId, Hook, Policy, Priority, Ruleset,
    nft::{
        BaseChain, Chain, ChainNumber, ChainType, Chains, CmpOp, Code, Data, DynsetOp, Element,
        ElementKey, Expr, Limit, LimitUnit, MetaKey, PayloadBase, Reg, Rule, Set, SetFlags, SetId,
        SetSpec, Table, TableFamily, Verdict,
    },
};

/// The counter of the last rule.
pub const COUNTER: CounterId = CounterId(0);

/// The set that rules look at.
const SET: SetId = SetId(2);
/// The protocol.
const UDP: u8 = 17;

/// Only the rule that counts.
#[must_use]
pub fn nothing() -> Arc<Ruleset> {
    compile(Vec::new(), None)
}

/// So many times `ip saddr ADDRESS udp dport 53 drop`, of clients that none of the flows has.
#[must_use]
pub fn long(count: u32) -> Arc<Ruleset> {
    let rule = |number| {
        let mut rule = vec![saddr(0), is(&other(number))];
        rule.extend([
            Expr::Meta {
                key: MetaKey::L4Proto,
                dreg: Reg(0),
            },
            is(&[UDP]),
            dport(0),
            is(&53u16.to_be_bytes()),
            Expr::Verdict(Verdict::Drop),
        ]);
        rule
    };
    compile((0..count).map(rule).collect(), None)
}

/// `ip saddr @set drop`, where the set has so many of such clients.
#[must_use]
pub fn values(count: u32) -> Arc<Ruleset> {
    let keys = (0..count).map(|number| ElementKey::One(data(&other(number))));
    let set = set(SetFlags::default(), &[], keys.collect());
    compile(vec![vec![saddr(0), lookup(), drop()]], Some(set))
}

/// The same, where the set has so many networks of such clients.
#[must_use]
pub fn intervals(count: u32) -> Arc<Ruleset> {
    let keys = (0..count).map(|number| {
        let (first, last) = (other(number * 8), other(number * 8 + 3));
        ElementKey::Range(data(&first), data(&last))
    });
    let set = set(INTERVAL, &[], keys.collect());
    compile(vec![vec![saddr(0), lookup(), drop()]], Some(set))
}

/// `ip saddr . udp dport @set drop`, where the set has so many networks, each with a range of ports.
#[must_use]
pub fn concatenations(count: u32) -> Arc<Ruleset> {
    let keys = (0..count).map(|number| {
        let end = |address: [u8; 4], port: u16| {
            let [a, b] = port.to_be_bytes();
            data(&[&address[..], &[a, b, 0, 0]].concat())
        };
        let port = number as u16 % 1000 * 64;
        let (first, last) = (other(number * 8), other(number * 8 + 3));
        ElementKey::Range(end(first, port), end(last, port + 40))
    });
    let set = set(INTERVAL, &[4, 2], keys.collect());
    compile(vec![vec![saddr(0), dport(1), lookup(), drop()]], Some(set))
}

/// `update @set { ip saddr timeout 1m limit rate over 1000000000/second } drop`: each client has an element.
#[must_use]
pub fn meter() -> Arc<Ruleset> {
    let flags = SetFlags {
        timeout: true,
        dynamic: true,
        ..SetFlags::default()
    };
    let limit = Limit::new(1_000_000_000, (LimitUnit::Packets, 1), 1_000_000, true);
    let update = Expr::Dynset {
        op: DynsetOp::Update,
        set: SET,
        key: Reg(0),
        data: None,
        timeout: 60_000_000_000,
        exprs: Arc::new([Expr::Limit(Arc::new(limit))]),
    };
    compile(
        vec![vec![saddr(0), update, drop()]],
        Some(set(flags, &[], Vec::new())),
    )
}

const INTERVAL: SetFlags = SetFlags {
    constant: false,
    interval: true,
    timeout: false,
    dynamic: false,
};

/// A client that none of the flows has.
fn other(number: u32) -> [u8; 4] {
    (0xc000_0000 + number).to_be_bytes()
}

fn data(bytes: &[u8]) -> Data {
    Data(bytes.into())
}

const fn saddr(word: u8) -> Expr {
    Expr::Payload {
        base: PayloadBase::Network,
        offset: 12,
        len: 4,
        dreg: Reg(word),
    }
}

const fn dport(word: u8) -> Expr {
    Expr::Payload {
        base: PayloadBase::Transport,
        offset: 2,
        len: 2,
        dreg: Reg(word),
    }
}

fn is(bytes: &[u8]) -> Expr {
    Expr::Cmp {
        op: CmpOp::Eq,
        sreg: Reg(0),
        data: data(bytes),
    }
}

const fn lookup() -> Expr {
    Expr::Lookup {
        set: SET,
        sreg: Reg(0),
        not: false,
        dest: None,
    }
}

const fn drop() -> Expr {
    Expr::Verdict(Verdict::Drop)
}

fn set(flags: SetFlags, fields: &[u8], keys: Vec<ElementKey>) -> Set {
    let spec = SetSpec {
        flags,
        key_len: if fields.is_empty() { 4 } else { 8 },
        fields: fields.to_vec(),
        ..SetSpec::default()
    };
    let element = |key| Element {
        key,
        data: None,
        exprs: Arc::new([]),
        timeout: None,
        expires: None,
    };
    Set::new(spec, keys.into_iter().map(element).collect())
}

fn compile(mut rules: Vec<Vec<Expr>>, set: Option<Set>) -> Arc<Ruleset> {
    rules.push(vec![Expr::Counter(COUNTER)]);
    let rule = |(handle, code): (u64, Vec<Expr>)| Rule {
        code: Arc::new(Code(code.into())),
        handle,
        source: None,
        words: None,
    };
    let number = ChainNumber(1);
    let chain = Chain {
        number,
        name: "forward".into(),
        table: Arc::new(Table {
            family: TableFamily::Ip,
            name: "t".into(),
        }),
        rules: (1..).zip(rules).map(rule).collect(),
    };
    let base = BaseChain {
        chain: number,
        kind: ChainType::Filter,
        priority: Priority::FILTER,
        policy: Policy::Accept,
    };
    let sets = set.into_iter().map(|set| (SET, Arc::new(set))).collect();
    let chains = Chains::new(vec![Arc::new(chain)], sets);
    let mut counters = CounterBank::new(1);
    counters.grow(1);
    let bases = [(Hook::Forward, Base::Nft(base))];
    Arc::new(Ruleset::with_nft(
        Vec::new(),
        chains,
        &bases,
        false,
        counters,
    ))
}
