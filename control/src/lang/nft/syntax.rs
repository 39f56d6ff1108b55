//! What was written: commands, statements and expressions, each with its place.

use dataplane::{
    conntrack::Direction,
    filter::nft::{DynsetOp, LimitUnit, NatKind, PayloadBase, RtKey},
    route::Family,
};

use crate::config::nft::{
    BinOp, ExtHeader, NftFamily, NumgenMode, ObjectKind, PayloadField, RelOp, TcpOption,
};

/// A stretch of the input, in bytes from its start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Which text: 0 is the command line or the file given with `-f`, others are files that it includes.
    pub input: u16,
    /// The first byte.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
}

impl Place {
    /// From the start of `self` to the end of `other`.
    #[must_use]
    pub const fn to(self, other: Self) -> Self {
        Self {
            end: other.end,
            ..self
        }
    }
}

/// Something and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct At<T> {
    /// What it is.
    pub of: T,
    /// Where it stands.
    pub place: Place,
}

/// A word.
pub type Name = At<String>;

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// `add`, or nothing.
    Add,
    /// `create`: it must be new.
    Create,
    /// `insert`.
    Insert,
    /// `replace`.
    Replace,
    /// `delete`.
    Delete,
    /// `get`.
    Get,
    /// `list`.
    List,
    /// `reset`.
    Reset,
    /// `flush`.
    Flush,
    /// `rename`.
    Rename,
    /// `monitor`.
    Monitor,
    /// `describe`.
    Describe,
}

/// A command.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// What it does.
    pub verb: Verb,
    /// To what.
    pub object: Object,
    /// Where it stands.
    pub place: Place,
}

/// A table as it is named.
#[derive(Clone, Debug, PartialEq)]
pub struct TableName {
    /// Its family; `None` where none is written.
    pub family: Option<At<NftFamily>>,
    /// Its name, or its handle (`delete table inet handle 3`).
    pub name: Handled,
}

impl TableName {
    /// Its family: `ip` where none is written.
    #[must_use]
    pub fn family(&self) -> NftFamily {
        let family = self.family.as_ref().map(|family| family.of);
        family.unwrap_or_default()
    }
}

/// A name, or a handle in its place.
#[derive(Clone, Debug, PartialEq)]
pub enum Handled {
    /// A name.
    Name(Name),
    /// `handle N`.
    Handle(At<u64>),
}

impl Handled {
    /// The name (nothing for a handle), and where it stands.
    #[must_use]
    pub fn written(&self) -> (&str, Place) {
        match self {
            Self::Name(name) => (&name.of, name.place),
            Self::Handle(handle) => ("", handle.place),
        }
    }
}

/// Something in a table, as it is named.
#[derive(Clone, Debug, PartialEq)]
pub struct InTable {
    /// The table.
    pub table: TableName,
    /// The chain, set, map or object.
    pub name: Handled,
}

/// Where a rule is to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Position {
    /// `handle N` and the older `position N`.
    Handle(At<u64>),
    /// `index N`.
    Index(At<u64>),
}

/// What a command is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    /// `table`.
    Table(TableName, Option<TableBlock>),
    /// `chain`, with its new name for `rename`.
    Chain(InTable, Option<ChainBlock>, Option<Name>),
    /// `rule`: what it says is missing for `delete`, `list` and `reset`.
    Rule(InTable, Option<Position>, Option<Rule>),
    /// `set`; of `list set` and `flush set` also a map or meter.
    Set(InTable, Option<SetBlock>),
    /// `map`.
    Map(InTable, Option<SetBlock>),
    /// `element`.
    Elements(InTable, Vec<Element>),
    /// `counter`, `quota`, `limit`, `ct helper`.
    Named(ObjectKind, InTable, Option<NamedBlock>),
    /// `ruleset`, of one family or all.
    Ruleset(Option<At<NftFamily>>),
    /// `tables`, of one family or all.
    Tables(Option<At<NftFamily>>),
    /// `chains`.
    Chains(Option<At<NftFamily>>),
    /// `sets`, of a family or a table.
    Sets(Option<At<NftFamily>>, Option<TableName>),
    /// `maps`.
    Maps(Option<At<NftFamily>>),
    /// `counters`, `quotas`, `limits`, `ct helpers`.
    AllNamed(ObjectKind, Option<At<NftFamily>>, Option<TableName>),
    /// `monitor [new|destroy] [ruleset|tables|chains|rules|sets|elements|trace]`.
    Monitor(Watched),
    /// `describe`.
    Describe(Expr),
    /// What Linux has and Tollgate has not (flowtables, synproxy, meters of old, hooks, secmarks, …): its name.
    Foreign(&'static str),
}

/// What `monitor` shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    /// `new` only.
    pub new: bool,
    /// `destroy` only.
    pub destroy: bool,
    /// `json`.
    pub json: bool,
    /// Of what; `None` for everything (traces included, as `nft monitor` does).
    pub of: Option<WatchedObject>,
}

/// Of what `monitor` shows changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchedObject {
    /// `tables`.
    Tables,
    /// `chains`.
    Chains,
    /// `rules`.
    Rules,
    /// `sets`.
    Sets,
    /// `elements`.
    Elements,
    /// `ruleset`.
    Ruleset,
    /// `trace`.
    Trace,
}

/// What is in a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableBlock {
    /// `flags`.
    pub flags: Vec<Name>,
    /// `comment`.
    pub comment: Option<Name>,
    /// Chains, sets, maps and objects, in order; each with where it stands.
    pub items: Vec<At<TableItem>>,
}

/// Something in a table.
#[derive(Clone, Debug, PartialEq)]
pub enum TableItem {
    /// A chain.
    Chain(Name, ChainBlock),
    /// A set.
    Set(Name, SetBlock),
    /// A map.
    Map(Name, SetBlock),
    /// An object.
    Named(ObjectKind, Name, NamedBlock),
    /// What Tollgate has not.
    Foreign(&'static str),
}

/// What is in a chain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChainBlock {
    /// `type filter hook input priority 0`.
    pub base: Option<BaseChain>,
    /// `policy`.
    pub policy: Option<Name>,
    /// `flags` (offload).
    pub flags: Vec<Name>,
    /// `comment`.
    pub comment: Option<Name>,
    /// Rules.
    pub rules: Vec<Rule>,
}

/// What makes a base chain.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseChain {
    /// `type`: filter, nat, route.
    pub kind: Name,
    /// `hook`.
    pub hook: Name,
    /// `device` and `devices`.
    pub devices: Vec<Name>,
    /// `priority`: a number, or a name (`filter`, `dstnat`) and what is added to it.
    pub priority: At<Priority>,
}

/// `priority`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priority {
    /// `filter`, `dstnat`, …; `None` for a number alone.
    pub name: Option<String>,
    /// The number, or what is added to the named one.
    pub number: i32,
}

/// A rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Its statements.
    pub statements: Vec<At<Statement>>,
    /// `comment`.
    pub comment: Option<Name>,
    /// Where it stands.
    pub place: Place,
}

/// A type as it is written: one of names, or the expression whose type it is.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeName {
    /// `type ipv4_addr . inet_service`; `verdict` and the kinds of objects are names too. `interval` in front of the data
    /// type of a map is noted in [`SetBlock::interval_data`].
    Names(Vec<Name>),
    /// `typeof ip saddr . tcp dport`.
    TypeOf(Expr),
    /// `counter`, `quota`, `limit`: a map of objects.
    Objects(ObjectKind),
}

/// What is in a set or map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetBlock {
    /// Where it stands, without its last brace, if it is that of a command: what errors mark of such sets.
    pub place: Option<Place>,
    /// `type`, of the keys.
    pub key: Option<At<TypeName>>,
    /// Of a map: what is behind `:`.
    pub data: Option<At<TypeName>>,
    /// `: interval ipv4_addr`.
    pub interval_data: bool,
    /// `flags`.
    pub flags: Vec<Name>,
    /// `timeout`, in milliseconds.
    pub timeout: Option<At<u64>>,
    /// `gc-interval`, in milliseconds.
    pub gc_interval: Option<At<u64>>,
    /// `size`.
    pub size: Option<At<u64>>,
    /// `policy`.
    pub policy: Option<Name>,
    /// `auto-merge`.
    pub auto_merge: bool,
    /// `comment`.
    pub comment: Option<Name>,
    /// `elements = { … }`.
    pub elements: Option<Vec<Element>>,
    /// `counter`, `limit`, …: of each element.
    pub statements: Vec<At<Statement>>,
}

/// An element.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// The key: `Expr::Wildcard` for `*`.
    pub key: Expr,
    /// Of a map: what is behind `:`.
    pub data: Option<Expr>,
    /// `timeout`, in milliseconds.
    pub timeout: Option<u64>,
    /// `expires`, in milliseconds.
    pub expires: Option<u64>,
    /// `comment`.
    pub comment: Option<Name>,
    /// `counter packets 0 bytes 0`, …
    pub statements: Vec<At<Statement>>,
    /// Where it stands.
    pub place: Place,
}

/// What is in an object.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedBlock {
    /// What it is.
    pub state: NamedState,
    /// `comment`.
    pub comment: Option<Name>,
}

/// What an object is.
#[derive(Clone, Debug, PartialEq)]
pub enum NamedState {
    /// Packets and bytes.
    Counter(u64, u64),
    /// A quota.
    Quota(Quota),
    /// A limit.
    Limit(Limit),
    /// `type "ftp" protocol tcp; l3proto ip`.
    CtHelper {
        /// `type`.
        helper: Option<Name>,
        /// `protocol`.
        protocol: Option<Name>,
        /// `l3proto`.
        l3proto: Option<At<NftFamily>>,
    },
}

/// `limit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// So many
    pub rate: u64,
    /// of these (bytes: units are multiplied in)
    pub unit: LimitUnit,
    /// in so many seconds.
    pub seconds: u64,
    /// `burst`, if given.
    pub burst: Option<u64>,
    /// `over`.
    pub over: bool,
}

/// `quota`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Bytes (units are multiplied in).
    pub bytes: u64,
    /// `used`, in bytes.
    pub used: u64,
    /// `over`.
    pub over: bool,
}

/// A statement of a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// A comparison. `op` is implicit for `tcp dport 22`.
    Match {
        /// The left side.
        left: Expr,
        /// How.
        op: RelOp,
        /// The right side.
        right: Expr,
    },
    /// A verdict.
    Verdict(Verdict),
    /// `KEY vmap MAP`: a set in braces or `@name`.
    Vmap(Expr, Expr),
    /// `counter [packets N bytes N]`.
    Counter(u64, u64),
    /// `limit`.
    Limit(Limit),
    /// `quota`.
    Quota(Quota),
    /// `ct count [over] N`.
    ConnCount {
        /// N.
        count: u32,
        /// `over`.
        over: bool,
    },
    /// `counter name X`, `quota name X`, `limit name X`, `ct helper set X`: X is a text, a symbol or a `map`.
    Object(ObjectKind, Expr),
    /// `log`.
    Log(Log),
    /// `reject`.
    Reject(Reject),
    /// `snat`, `dnat`, `masquerade`, `redirect`.
    Nat(Nat),
    /// `notrack`.
    Notrack,
    /// `FIELD set EXPR`.
    Set(Expr, Expr),
    /// `reset tcp option X`.
    ResetTcpOption(Expr),
    /// `meter NAME [size N] { KEY STATEMENT }`, of old: a dynamic set of the rule's own, whose elements have the statement.
    Meter {
        /// Its name.
        name: Name,
        /// `size`.
        size: Option<At<u64>>,
        /// The key and its statement.
        element: Box<Element>,
    },
    /// `add|update|delete @set { … }`.
    ChangeSet {
        /// What happens.
        op: DynsetOp,
        /// The set.
        set: Name,
        /// The key, with timeout and statements.
        element: Box<Element>,
    },
    /// What Tollgate has not: `queue`, `tproxy`, `synproxy`, `dup`, `fwd`, `flow`, `secmark`, `ct timeout`, `ct expectation`,
    /// `anonymous chain` (`jump { … }`): its name.
    Foreign(&'static str),
}

/// A verdict.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// `accept`.
    Accept,
    /// `drop`.
    Drop,
    /// `continue`.
    Continue,
    /// `return`.
    Return,
    /// `jump CHAIN`.
    Jump(Name),
    /// `goto CHAIN`.
    Goto(Name),
}

/// `log`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// `prefix`.
    pub prefix: Option<Name>,
    /// `level`.
    pub level: Option<Name>,
    /// `group`.
    pub group: Option<At<u64>>,
    /// `snaplen`.
    pub snaplen: Option<At<u64>>,
    /// `queue-threshold`.
    pub queue_threshold: Option<At<u64>>,
    /// `flags`, as in `LogOptions`.
    pub flags: u8,
}

/// `reject`.
#[derive(Clone, Debug, PartialEq)]
pub enum Reject {
    /// Nothing is said.
    Default,
    /// `with tcp reset`.
    TcpReset,
    /// `with icmp [type] X`, `with icmpv6 [type] X`, `with icmpx [type] X`.
    With(RejectFamily, Expr),
}

/// Of which protocol a code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RejectFamily {
    /// `icmp`.
    Icmp,
    /// `icmpv6`.
    Icmpv6,
    /// `icmpx`.
    Icmpx,
}

/// A translation.
#[derive(Clone, Debug, PartialEq)]
pub struct Nat {
    /// Which.
    pub kind: NatKind,
    /// `ip`, `ip6`.
    pub family: Option<At<NftFamily>>,
    /// `prefix to`.
    pub prefix: bool,
    /// `addr . port to`: the concatenation that a map gives has addresses and ports.
    pub addr_and_port: bool,
    /// To what: an address or range, a map.
    pub addr: Option<Expr>,
    /// `:PORT`, `to :PORT`.
    pub port: Option<Expr>,
    /// `random`, `fully-random`, `persistent`.
    pub flags: Vec<Name>,
}

/// An expression, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub place: Place,
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A word that the type of the other side explains: `ssh`, `192.168.0.1`, `eth0`, `established`, `22`, `0x16`.
    Symbol(String),
    /// A text in quotes; a `*` at its end is kept.
    Text(String),
    /// `*`.
    Wildcard,
    /// `a/24` (the length may also be a mask: nft takes numbers only).
    Prefix(Box<Expr>, u32),
    /// `a-b`.
    Range(Box<Expr>, Box<Expr>),
    /// `a,b` outside of braces: flags.
    List(Vec<Expr>),
    /// `{ a, b : c }`.
    Set(Vec<Element>),
    /// `@name`.
    SetRef(String),
    /// `a . b`.
    Concat(Vec<Expr>),
    /// `a & b`, `a | b`, `a ^ b`, `a << b`, `a >> b`.
    Binary(BinOp, Box<Expr>, Box<Expr>),
    /// `a map b`.
    Map(Box<Expr>, Box<Expr>),
    /// `exists` (true) and `missing`.
    Exists(bool),
    /// A verdict, in maps.
    Verdict(Box<Verdict>),
    /// `HEADER FIELD`.
    Payload(PayloadField),
    /// `@th,0,16`.
    Raw {
        /// From where.
        base: PayloadBase,
        /// Bits from there.
        offset: u16,
        /// Bits.
        bits: u16,
    },
    /// `meta KEY`, and the keys that may be written alone.
    Meta(dataplane::filter::nft::MetaKey),
    /// `ct [DIRECTION] [ip|ip6] KEY`.
    Ct(dataplane::filter::nft::CtKey, Option<Direction>),
    /// `rt [ip|ip6] KEY`; `nexthop` without a family is told by the context.
    Rt(RtWord, Option<NftFamily>),
    /// `socket KEY`.
    Socket(dataplane::filter::nft::SocketKey),
    /// `fib FLAGS RESULT`.
    Fib(dataplane::filter::nft::Fib),
    /// A field of an extension header.
    Exthdr(ExtHeader, u8),
    /// `exthdr NAME`: to be compared with exists or missing.
    ExthdrExists(ExtHeader),
    /// A field of a TCP option.
    TcpOption(TcpOption, u8),
    /// `tcp option NAME`: to be compared with exists or missing, or reset.
    TcpOptionExists(TcpOption),
    /// `ip option NAME [FIELD]`: kind and place of the field.
    IpOption(u8, Option<u8>),
    /// `numgen`.
    Numgen {
        /// How.
        mode: NumgenMode,
        /// How many numbers.
        modulus: u32,
        /// The first.
        offset: u32,
    },
    /// `jhash EXPR mod N [seed N] [offset N]`.
    Jhash {
        /// Of what.
        of: Box<Expr>,
        /// How many values.
        modulus: u32,
        /// The seed.
        seed: Option<u32>,
        /// The first.
        offset: u32,
    },
    /// `symhash mod N [offset N]`.
    Symhash {
        /// How many values.
        modulus: u32,
        /// The first.
        offset: u32,
    },
    /// Of what Tollgate has not (`osf`, `xfrm`, …): its name.
    Foreign(&'static str),
}

impl RtWord {
    /// What is asked of packets of a family; `None` if that says it, and is not known.
    pub(super) const fn key(self, family: Option<Family>) -> Option<RtKey> {
        match (self, family) {
            (Self::Classid, _) => Some(RtKey::Classid),
            (Self::Mtu, _) => Some(RtKey::TcpMss),
            (Self::Ipsec, _) => Some(RtKey::Xfrm),
            (Self::NextHop, Some(Family::V4)) => Some(RtKey::NextHop4),
            (Self::NextHop, Some(Family::V6)) => Some(RtKey::NextHop6),
            (Self::NextHop, None) => None,
        }
    }
}

/// What `rt` asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RtWord {
    /// `classid`.
    Classid,
    /// `nexthop`.
    NextHop,
    /// `mtu`.
    Mtu,
    /// `ipsec`.
    Ipsec,
}
