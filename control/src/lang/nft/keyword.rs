//! The words of the language.
//!
//! Most words are keywords only where they can mean something: `rate` behind `limit`, `saddr` behind `ip`. Which they are
//! was asked of nft 1.0.6 itself (`nft --debug=parser` tells what it takes each word for).

use std::{collections::HashMap, sync::LazyLock};

/// What the text is made of, in the order in which nft names them where it expects one of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Token(u16);

macro_rules! tokens {
    ($($token:ident $name:literal)*) => {
        /// The numbers of the tokens.
        #[expect(clippy::upper_case_acronyms, non_camel_case_types, reason = "they are named as the tokens are")]
        enum Number {
            $($token,)*
        }

        impl Token {
            $(
                #[doc = $name]
                pub(super) const $token: Self = Self(Number::$token as u16);
            )*

            /// As error messages name it.
            pub(super) const fn name(self) -> &'static str {
                NAMES[self.0 as usize]
            }
        }

        const NAMES: &[&str] = &[$($name,)*];
    };
}

tokens! {
    EOF "end of file"
    JUNK "junk"
    NEWLINE "newline"
    COLON "colon"
    SEMICOLON "semicolon"
    COMMA "comma"
    DOT "."
    EQ "=="
    NEQ "!="
    LT "<"
    GT ">"
    GTE ">="
    LTE "<="
    SHIFT_LEFT "<<"
    SHIFT_RIGHT ">>"
    AMPERSAND "&"
    CARET "^"
    NOT "!"
    SLASH "/"
    ASTERISK "*"
    DASH "-"
    AT "@"
    VMAP "vmap"
    PLUS "+"
    INCLUDE "include"
    DEFINE "define"
    REDEFINE "redefine"
    UNDEFINE "undefine"
    FIB "fib"
    SOCKET "socket"
    TRANSPARENT "transparent"
    WILDCARD "wildcard"
    CGROUPV2 "cgroupv2"
    TPROXY "tproxy"
    OSF "osf"
    SYNPROXY "synproxy"
    MSS "mss"
    WSCALE "wscale"
    TYPEOF "typeof"
    HOOK "hook"
    HOOKS "hooks"
    DEVICE "device"
    DEVICES "devices"
    TABLE "table"
    TABLES "tables"
    CHAIN "chain"
    CHAINS "chains"
    RULE "rule"
    RULES "rules"
    SETS "sets"
    SET "set"
    ELEMENT "element"
    MAP "map"
    MAPS "maps"
    FLOWTABLE "flowtable"
    HANDLE "handle"
    RULESET "ruleset"
    TRACE "trace"
    INET "inet"
    NETDEV "netdev"
    ADD "add"
    UPDATE "update"
    REPLACE "replace"
    CREATE "create"
    INSERT "insert"
    DELETE "delete"
    GET "get"
    LIST "list"
    RESET "reset"
    FLUSH "flush"
    RENAME "rename"
    DESCRIBE "describe"
    IMPORT "import"
    EXPORT "export"
    MONITOR "monitor"
    ALL "all"
    ACCEPT "accept"
    DROP "drop"
    CONTINUE "continue"
    JUMP "jump"
    GOTO "goto"
    RETURN "return"
    TO "to"
    CONSTANT "constant"
    INTERVAL "interval"
    DYNAMIC "dynamic"
    AUTO_MERGE "auto-merge"
    TIMEOUT "timeout"
    GC_INTERVAL "gc-interval"
    ELEMENTS "elements"
    EXPIRES "expires"
    POLICY "policy"
    MEMORY "memory"
    PERFORMANCE "performance"
    SIZE "size"
    FLOW "flow"
    OFFLOAD "offload"
    METER "meter"
    METERS "meters"
    FLOWTABLES "flowtables"
    NUMBER "number"
    STRING "string"
    QUOTED "quoted string"
    WILDCARDED "string with a trailing asterisk"
    LL "ll"
    NH "nh"
    TH "th"
    BRIDGE "bridge"
    ETHER "ether"
    SADDR "saddr"
    DADDR "daddr"
    TYPE "type"
    VLAN "vlan"
    ID "id"
    CFI "cfi"
    DEI "dei"
    PCP "pcp"
    ARP "arp"
    HTYPE "htype"
    PTYPE "ptype"
    HLEN "hlen"
    PLEN "plen"
    OPERATION "operation"
    IP "ip"
    VERSION "version"
    HDRLENGTH "hdrlength"
    DSCP "dscp"
    ECN "ecn"
    LENGTH "length"
    FRAG_OFF "frag-off"
    TTL "ttl"
    PROTOCOL "protocol"
    CHECKSUM "checksum"
    PTR "ptr"
    VALUE "value"
    LSRR "lsrr"
    RR "rr"
    SSRR "ssrr"
    RA "ra"
    ICMP "icmp"
    CODE "code"
    SEQ "seq"
    GATEWAY "gateway"
    MTU "mtu"
    IGMP "igmp"
    MRT "mrt"
    OPTIONS "options"
    IP6 "ip6"
    PRIORITY "priority"
    FLOWLABEL "flowlabel"
    NEXTHDR "nexthdr"
    HOPLIMIT "hoplimit"
    ICMPV6 "icmpv6"
    PARAM_PROBLEM "param-problem"
    MAX_DELAY "max-delay"
    AH "ah"
    RESERVED "reserved"
    SPI "spi"
    ESP "esp"
    COMP "comp"
    FLAGS "flags"
    CPI "cpi"
    PORT "port"
    UDP "udp"
    SPORT "sport"
    DPORT "dport"
    UDPLITE "udplite"
    CSUMCOV "csumcov"
    TCP "tcp"
    ACKSEQ "ackseq"
    DOFF "doff"
    WINDOW "window"
    URGPTR "urgptr"
    OPTION "option"
    ECHO "echo"
    EOL "eol"
    MPTCP "mptcp"
    NOP "nop"
    SACK "sack"
    SACK0 "sack0"
    SACK1 "sack1"
    SACK2 "sack2"
    SACK3 "sack3"
    SACK_PERMITTED "sack-permitted"
    FASTOPEN "fastopen"
    MD5SIG "md5sig"
    TIMESTAMP "timestamp"
    COUNT "count"
    LEFT "left"
    RIGHT "right"
    TSVAL "tsval"
    TSECR "tsecr"
    SUBTYPE "subtype"
    DCCP "dccp"
    SCTP "sctp"
    CHUNK "chunk"
    DATA "data"
    INIT "init"
    INIT_ACK "init-ack"
    HEARTBEAT "heartbeat"
    HEARTBEAT_ACK "heartbeat-ack"
    ABORT "abort"
    SHUTDOWN "shutdown"
    SHUTDOWN_ACK "shutdown-ack"
    ERROR "error"
    COOKIE_ECHO "cookie-echo"
    COOKIE_ACK "cookie-ack"
    ECNE "ecne"
    CWR "cwr"
    SHUTDOWN_COMPLETE "shutdown-complete"
    ASCONF_ACK "asconf-ack"
    FORWARD_TSN "forward-tsn"
    ASCONF "asconf"
    TSN "tsn"
    STREAM "stream"
    SSN "ssn"
    PPID "ppid"
    INIT_TAG "init-tag"
    A_RWND "a-rwnd"
    NUM_OUTBOUND_STREAMS "num-outbound-streams"
    NUM_INBOUND_STREAMS "num-inbound-streams"
    INITIAL_TSN "initial-tsn"
    CUM_TSN_ACK "cum-tsn-ack"
    NUM_GAP_ACK_BLOCKS "num-gap-ack-blocks"
    NUM_DUP_TSNS "num-dup-tsns"
    LOWEST_TSN "lowest-tsn"
    SEQNO "seqno"
    NEW_CUM_TSN "new-cum-tsn"
    VTAG "vtag"
    RT "rt"
    RT0 "rt0"
    RT2 "rt2"
    SRH "srh"
    SEG_LEFT "seg-left"
    ADDR "addr"
    LAST_ENTRY "last-entry"
    TAG "tag"
    SID "sid"
    HBH "hbh"
    FRAG "frag"
    RESERVED2 "reserved2"
    MORE_FRAGMENTS "more-fragments"
    DST "dst"
    MH "mh"
    META "meta"
    MARK "mark"
    IIF "iif"
    IIFNAME "iifname"
    IIFTYPE "iiftype"
    OIF "oif"
    OIFNAME "oifname"
    OIFTYPE "oiftype"
    SKUID "skuid"
    SKGID "skgid"
    NFTRACE "nftrace"
    RTCLASSID "rtclassid"
    IBRIPORT "ibriport"
    OBRIPORT "obriport"
    IBRNAME "ibrname"
    OBRNAME "obrname"
    PKTTYPE "pkttype"
    CPU "cpu"
    IIFGROUP "iifgroup"
    OIFGROUP "oifgroup"
    CGROUP "cgroup"
    TIME "time"
    CLASSID "classid"
    NEXTHOP "nexthop"
    CT "ct"
    L3PROTO "l3proto"
    PROTO_SRC "proto-src"
    PROTO_DST "proto-dst"
    ZONE "zone"
    DIRECTION "direction"
    EVENT "event"
    EXPECTATION "expectation"
    EXPIRATION "expiration"
    HELPER "helper"
    LABEL "label"
    STATE "state"
    STATUS "status"
    ORIGINAL "original"
    REPLY "reply"
    COUNTER "counter"
    NAME "name"
    PACKETS "packets"
    BYTES "bytes"
    AVGPKT "avgpkt"
    COUNTERS "counters"
    QUOTAS "quotas"
    LIMITS "limits"
    SYNPROXYS "synproxys"
    HELPERS "helpers"
    LOG "log"
    PREFIX "prefix"
    GROUP "group"
    SNAPLEN "snaplen"
    QUEUE_THRESHOLD "queue-threshold"
    LEVEL "level"
    LIMIT "limit"
    RATE "rate"
    BURST "burst"
    OVER "over"
    UNTIL "until"
    QUOTA "quota"
    USED "used"
    SECMARK "secmark"
    SECMARKS "secmarks"
    SECOND "second"
    MINUTE "minute"
    HOUR "hour"
    DAY "day"
    WEEK "week"
    REJECT "reject"
    WITH "with"
    ICMPX "icmpx"
    SNAT "snat"
    DNAT "dnat"
    MASQUERADE "masquerade"
    REDIRECT "redirect"
    RANDOM "random"
    FULLY_RANDOM "fully-random"
    PERSISTENT "persistent"
    QUEUE "queue"
    NUM "num"
    BYPASS "bypass"
    FANOUT "fanout"
    DUP "dup"
    FWD "fwd"
    NUMGEN "numgen"
    INC "inc"
    MOD "mod"
    OFFSET "offset"
    JHASH "jhash"
    SYMHASH "symhash"
    SEED "seed"
    POSITION "position"
    INDEX "index"
    COMMENT "comment"
    XML "xml"
    JSON "json"
    VM "vm"
    NOTRACK "notrack"
    EXISTS "exists"
    MISSING "missing"
    EXTHDR "exthdr"
    IPSEC "ipsec"
    REQID "reqid"
    SPNUM "spnum"
    IN "in"
    OUT "out"
    XT "xt"
    ASSIGN "'='"
    BRACE_OPEN "'{'"
    BRACE_CLOSE "'}'"
    PAREN_OPEN "'('"
    PAREN_CLOSE "')'"
    PIPE "'|'"
    DOLLAR "'$'"
    BRACKET_OPEN "'['"
    BRACKET_CLOSE "']'"
}

/// Where words are keywords that they are not elsewhere: behind the word that begins it, until what that word begins
/// is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Scope {
    At,
    Arp,
    Ct,
    Counter,
    Ether,
    Icmp,
    Igmp,
    Ip,
    Ip6,
    Limit,
    Meta,
    Policy,
    Quota,
    Sctp,
    Secmark,
    Tcp,
    Type,
    Vlan,
    Export,
    Import,
    List,
    Monitor,
    Reset,
    Ah,
    Comp,
    Dccp,
    Dst,
    Esp,
    Fib,
    Frag,
    Hash,
    Hbh,
    Ipsec,
    Mh,
    Numgen,
    Osf,
    Queue,
    Rt,
    SctpChunk,
    Socket,
    Th,
    Udp,
    Udplite,
    Dup,
    Fwd,
    Log,
    Nat,
    Reject,
    Synproxy,
    Tproxy,
    Xt,
}

impl Scope {
    /// How many there are.
    pub(super) const COUNT: usize = Self::Xt as usize + 1;

    /// Its bit in [`Keyword::within`].
    const fn bit(self) -> u64 {
        1 << self as u64
    }
}

/// A word that means something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keyword {
    /// What it is.
    pub(super) token: Token,
    /// What it begins.
    pub(super) opens: Option<Scope>,
    /// In which scopes only, as bits; `None` for everywhere.
    within: Option<u64>,
}

/// What `word` means in `scope`.
pub(super) fn keyword(word: &str, scope: Option<Scope>) -> Option<Keyword> {
    let keyword = *KEYWORDS.get(word)?;
    let holds = |within: u64| scope.is_some_and(|scope| within & scope.bit() != 0);
    keyword.within.is_none_or(holds).then_some(keyword)
}

static KEYWORDS: LazyLock<HashMap<&'static str, Keyword>> = LazyLock::new(|| {
    let everywhere = EVERYWHERE.iter().map(|(word, token)| {
        let keyword = Keyword {
            token: *token,
            opens: None,
            within: None,
        };
        (*word, keyword)
    });
    let opening = OPENING.iter().map(|(word, token, scope)| {
        let keyword = Keyword {
            token: *token,
            opens: Some(*scope),
            within: None,
        };
        (*word, keyword)
    });
    let scoped = SCOPED.iter().map(|(word, token, scopes)| {
        let keyword = Keyword {
            token: *token,
            // The one that is a keyword only there and begins something itself.
            opens: (*token == Token::CHUNK).then_some(Scope::SctpChunk),
            within: Some(scopes.iter().fold(0, |bits, scope| bits | scope.bit())),
        };
        (*word, keyword)
    });
    everywhere.chain(opening).chain(scoped).collect()
});

/// Words that are keywords everywhere.
const EVERYWHERE: &[(&str, Token)] = &[
    ("accept", Token::ACCEPT),
    ("add", Token::ADD),
    ("all", Token::ALL),
    ("and", Token::AMPERSAND),
    ("auto-merge", Token::AUTO_MERGE),
    ("bridge", Token::BRIDGE),
    ("cgroup", Token::CGROUP),
    ("chain", Token::CHAIN),
    ("comment", Token::COMMENT),
    ("constant", Token::CONSTANT),
    ("continue", Token::CONTINUE),
    ("cpu", Token::CPU),
    ("create", Token::CREATE),
    ("day", Token::DAY),
    ("define", Token::DEFINE),
    ("delete", Token::DELETE),
    ("describe", Token::DESCRIBE),
    ("device", Token::DEVICE),
    ("devices", Token::DEVICES),
    ("drop", Token::DROP),
    ("dynamic", Token::DYNAMIC),
    ("ecn", Token::ECN),
    ("element", Token::ELEMENT),
    ("elements", Token::ELEMENTS),
    ("eq", Token::EQ),
    ("exists", Token::EXISTS),
    ("expires", Token::EXPIRES),
    ("exthdr", Token::EXTHDR),
    ("flags", Token::FLAGS),
    ("flow", Token::FLOW),
    ("flowtable", Token::FLOWTABLE),
    ("flush", Token::FLUSH),
    ("gc-interval", Token::GC_INTERVAL),
    ("ge", Token::GTE),
    ("get", Token::GET),
    ("goto", Token::GOTO),
    ("gt", Token::GT),
    ("handle", Token::HANDLE),
    ("hook", Token::HOOK),
    ("hour", Token::HOUR),
    ("ibriport", Token::IBRIPORT),
    ("ibrname", Token::IBRNAME),
    ("iif", Token::IIF),
    ("iifgroup", Token::IIFGROUP),
    ("iifname", Token::IIFNAME),
    ("iiftype", Token::IIFTYPE),
    ("include", Token::INCLUDE),
    ("index", Token::INDEX),
    ("inet", Token::INET),
    ("insert", Token::INSERT),
    ("interval", Token::INTERVAL),
    ("jump", Token::JUMP),
    ("le", Token::LTE),
    ("lshift", Token::SHIFT_LEFT),
    ("lt", Token::LT),
    ("map", Token::MAP),
    ("mark", Token::MARK),
    ("meter", Token::METER),
    ("missing", Token::MISSING),
    ("ne", Token::NEQ),
    ("netdev", Token::NETDEV),
    ("nftrace", Token::NFTRACE),
    ("not", Token::NOT),
    ("notrack", Token::NOTRACK),
    ("obriport", Token::OBRIPORT),
    ("obrname", Token::OBRNAME),
    ("offload", Token::OFFLOAD),
    ("oif", Token::OIF),
    ("oifgroup", Token::OIFGROUP),
    ("oifname", Token::OIFNAME),
    ("oiftype", Token::OIFTYPE),
    ("or", Token::PIPE),
    ("pkttype", Token::PKTTYPE),
    ("position", Token::POSITION),
    ("priority", Token::PRIORITY),
    ("random", Token::RANDOM),
    ("redefine", Token::REDEFINE),
    ("rename", Token::RENAME),
    ("replace", Token::REPLACE),
    ("return", Token::RETURN),
    ("rshift", Token::SHIFT_RIGHT),
    ("rtclassid", Token::RTCLASSID),
    ("rule", Token::RULE),
    ("ruleset", Token::RULESET),
    ("set", Token::SET),
    ("size", Token::SIZE),
    ("skgid", Token::SKGID),
    ("skuid", Token::SKUID),
    ("table", Token::TABLE),
    ("time", Token::TIME),
    ("timeout", Token::TIMEOUT),
    ("typeof", Token::TYPEOF),
    ("undefine", Token::UNDEFINE),
    ("update", Token::UPDATE),
    ("vmap", Token::VMAP),
    ("xor", Token::CARET),
];

/// Words that are keywords everywhere and begin a scope.
const OPENING: &[(&str, Token, Scope)] = &[
    ("ct", Token::CT, Scope::Ct),
    ("counter", Token::COUNTER, Scope::Counter),
    ("ether", Token::ETHER, Scope::Ether),
    ("icmp", Token::ICMP, Scope::Icmp),
    ("icmpv6", Token::ICMPV6, Scope::Icmp),
    ("igmp", Token::IGMP, Scope::Igmp),
    ("ip", Token::IP, Scope::Ip),
    ("ip6", Token::IP6, Scope::Ip6),
    ("limit", Token::LIMIT, Scope::Limit),
    ("meta", Token::META, Scope::Meta),
    ("policy", Token::POLICY, Scope::Policy),
    ("quota", Token::QUOTA, Scope::Quota),
    ("sctp", Token::SCTP, Scope::Sctp),
    ("secmark", Token::SECMARK, Scope::Secmark),
    ("tcp", Token::TCP, Scope::Tcp),
    ("type", Token::TYPE, Scope::Type),
    ("vlan", Token::VLAN, Scope::Vlan),
    ("arp", Token::ARP, Scope::Arp),
    ("export", Token::EXPORT, Scope::Export),
    ("import", Token::IMPORT, Scope::Import),
    ("list", Token::LIST, Scope::List),
    ("monitor", Token::MONITOR, Scope::Monitor),
    ("reset", Token::RESET, Scope::Reset),
    ("ah", Token::AH, Scope::Ah),
    ("comp", Token::COMP, Scope::Comp),
    ("dccp", Token::DCCP, Scope::Dccp),
    ("dst", Token::DST, Scope::Dst),
    ("esp", Token::ESP, Scope::Esp),
    ("fib", Token::FIB, Scope::Fib),
    ("frag", Token::FRAG, Scope::Frag),
    ("jhash", Token::JHASH, Scope::Hash),
    ("symhash", Token::SYMHASH, Scope::Hash),
    ("hbh", Token::HBH, Scope::Hbh),
    ("ipsec", Token::IPSEC, Scope::Ipsec),
    ("mh", Token::MH, Scope::Mh),
    ("numgen", Token::NUMGEN, Scope::Numgen),
    ("osf", Token::OSF, Scope::Osf),
    ("queue", Token::QUEUE, Scope::Queue),
    ("rt", Token::RT, Scope::Rt),
    ("rt0", Token::RT0, Scope::Rt),
    ("rt2", Token::RT2, Scope::Rt),
    ("srh", Token::SRH, Scope::Rt),
    ("socket", Token::SOCKET, Scope::Socket),
    ("th", Token::TH, Scope::Th),
    ("udp", Token::UDP, Scope::Udp),
    ("udplite", Token::UDPLITE, Scope::Udplite),
    ("dup", Token::DUP, Scope::Dup),
    ("fwd", Token::FWD, Scope::Fwd),
    ("log", Token::LOG, Scope::Log),
    ("snat", Token::SNAT, Scope::Nat),
    ("dnat", Token::DNAT, Scope::Nat),
    ("masquerade", Token::MASQUERADE, Scope::Nat),
    ("redirect", Token::REDIRECT, Scope::Nat),
    ("reject", Token::REJECT, Scope::Reject),
    ("synproxy", Token::SYNPROXY, Scope::Synproxy),
    ("tproxy", Token::TPROXY, Scope::Tproxy),
    ("xt", Token::XT, Scope::Xt),
];

/// Words that are keywords in some scopes only.
const SCOPED: &[(&str, Token, &[Scope])] = {
    use Scope::*;
    &[
        ("ll", Token::LL, &[At]),
        ("nh", Token::NH, &[At]),
        ("hlen", Token::HLEN, &[Arp]),
        ("htype", Token::HTYPE, &[Arp]),
        ("operation", Token::OPERATION, &[Arp]),
        ("plen", Token::PLEN, &[Arp]),
        ("ptype", Token::PTYPE, &[Arp]),
        (
            "daddr",
            Token::DADDR,
            &[Arp, Ct, Ether, Ip, Ip6, Fib, Ipsec],
        ),
        (
            "saddr",
            Token::SADDR,
            &[Arp, Ct, Ether, Ip, Ip6, Fib, Ipsec],
        ),
        ("avgpkt", Token::AVGPKT, &[Ct]),
        ("direction", Token::DIRECTION, &[Ct]),
        ("event", Token::EVENT, &[Ct]),
        ("expectation", Token::EXPECTATION, &[Ct]),
        ("expiration", Token::EXPIRATION, &[Ct]),
        ("helper", Token::HELPER, &[Ct]),
        ("helpers", Token::HELPERS, &[Ct]),
        ("l3proto", Token::L3PROTO, &[Ct]),
        ("label", Token::LABEL, &[Ct]),
        ("original", Token::ORIGINAL, &[Ct]),
        ("proto-dst", Token::PROTO_DST, &[Ct]),
        ("proto-src", Token::PROTO_SRC, &[Ct]),
        ("reply", Token::REPLY, &[Ct]),
        ("state", Token::STATE, &[Ct]),
        ("status", Token::STATUS, &[Ct]),
        ("zone", Token::ZONE, &[Ct]),
        ("packets", Token::PACKETS, &[Ct, Counter, Limit]),
        ("bytes", Token::BYTES, &[Ct, Counter, Limit, Quota]),
        ("id", Token::ID, &[Ct, Icmp, Ip, Vlan, Frag]),
        ("protocol", Token::PROTOCOL, &[Ct, Ip, Meta, Type]),
        ("over", Token::OVER, &[Ct, Limit, Quota]),
        (
            "dport",
            Token::DPORT,
            &[Ct, Sctp, Tcp, Dccp, Th, Udp, Udplite],
        ),
        ("count", Token::COUNT, &[Ct, Tcp]),
        ("name", Token::NAME, &[Counter, Limit, Quota, Osf, Synproxy]),
        ("code", Token::CODE, &[Icmp]),
        ("gateway", Token::GATEWAY, &[Icmp]),
        ("max-delay", Token::MAX_DELAY, &[Icmp]),
        ("param-problem", Token::PARAM_PROBLEM, &[Icmp]),
        (
            "checksum",
            Token::CHECKSUM,
            &[Icmp, Igmp, Ip, Sctp, Tcp, Mh, Udp, Udplite],
        ),
        ("sequence", Token::SEQ, &[Icmp, Tcp, Ah, Esp]),
        ("mtu", Token::MTU, &[Icmp, Rt]),
        ("mrt", Token::MRT, &[Igmp]),
        ("group", Token::GROUP, &[Igmp, Log]),
        ("lsrr", Token::LSRR, &[Ip]),
        ("ptr", Token::PTR, &[Ip]),
        ("ra", Token::RA, &[Ip]),
        ("rr", Token::RR, &[Ip]),
        ("ssrr", Token::SSRR, &[Ip]),
        ("value", Token::VALUE, &[Ip]),
        (
            "length",
            Token::LENGTH,
            &[Ip, Ip6, Meta, Sctp, Tcp, SctpChunk, Udp],
        ),
        ("dscp", Token::DSCP, &[Ip, Ip6, Type]),
        ("version", Token::VERSION, &[Ip, Ip6, Osf]),
        ("to", Token::TO, &[Ip, Ip6, Queue, Dup, Fwd, Nat, Tproxy]),
        ("addr", Token::ADDR, &[Ip, Ip6, Rt, Nat]),
        ("prefix", Token::PREFIX, &[Ip, Ip6, Log, Nat]),
        ("option", Token::OPTION, &[Ip, Tcp]),
        ("options", Token::OPTIONS, &[Ip, Tcp]),
        ("hdrlength", Token::HDRLENGTH, &[Ip, Ah, Dst, Hbh, Mh, Rt]),
        ("frag-off", Token::FRAG_OFF, &[Ip, Frag]),
        ("ttl", Token::TTL, &[Ip, Osf]),
        ("flowlabel", Token::FLOWLABEL, &[Ip6]),
        ("hoplimit", Token::HOPLIMIT, &[Ip6]),
        (
            "nexthdr",
            Token::NEXTHDR,
            &[Ip6, Ah, Comp, Dst, Frag, Hbh, Mh, Rt],
        ),
        ("burst", Token::BURST, &[Limit]),
        ("minute", Token::MINUTE, &[Limit]),
        ("rate", Token::RATE, &[Limit]),
        ("second", Token::SECOND, &[Limit]),
        ("week", Token::WEEK, &[Limit]),
        ("memory", Token::MEMORY, &[Policy]),
        ("performance", Token::PERFORMANCE, &[Policy]),
        ("until", Token::UNTIL, &[Quota]),
        ("used", Token::USED, &[Quota]),
        ("chunk", Token::CHUNK, &[Sctp]),
        ("vtag", Token::VTAG, &[Sctp]),
        ("sport", Token::SPORT, &[Sctp, Tcp, Dccp, Th, Udp, Udplite]),
        ("ackseq", Token::ACKSEQ, &[Tcp]),
        ("doff", Token::DOFF, &[Tcp]),
        ("echo", Token::ECHO, &[Tcp]),
        ("eol", Token::EOL, &[Tcp]),
        ("fastopen", Token::FASTOPEN, &[Tcp]),
        ("left", Token::LEFT, &[Tcp]),
        ("md5sig", Token::MD5SIG, &[Tcp]),
        ("mptcp", Token::MPTCP, &[Tcp]),
        ("noop", Token::NOP, &[Tcp]),
        ("nop", Token::NOP, &[Tcp]),
        ("right", Token::RIGHT, &[Tcp]),
        ("sack0", Token::SACK0, &[Tcp]),
        ("sack1", Token::SACK1, &[Tcp]),
        ("sack2", Token::SACK2, &[Tcp]),
        ("sack3", Token::SACK3, &[Tcp]),
        ("subtype", Token::SUBTYPE, &[Tcp]),
        ("tsecr", Token::TSECR, &[Tcp]),
        ("tsval", Token::TSVAL, &[Tcp]),
        ("urgptr", Token::URGPTR, &[Tcp]),
        ("window", Token::WINDOW, &[Tcp]),
        ("reserved", Token::RESERVED, &[Tcp, Ah, Frag, Mh]),
        ("sack", Token::SACK, &[Tcp, SctpChunk]),
        ("maxseg", Token::MSS, &[Tcp, Synproxy]),
        ("mss", Token::MSS, &[Tcp, Synproxy]),
        ("sack-perm", Token::SACK_PERMITTED, &[Tcp, Synproxy]),
        ("sack-permitted", Token::SACK_PERMITTED, &[Tcp, Synproxy]),
        ("timestamp", Token::TIMESTAMP, &[Tcp, Synproxy]),
        ("classid", Token::CLASSID, &[Type, Rt]),
        ("cfi", Token::CFI, &[Vlan]),
        ("dei", Token::DEI, &[Vlan]),
        ("pcp", Token::PCP, &[Vlan]),
        ("json", Token::JSON, &[Export, Import, Monitor]),
        ("vm", Token::VM, &[Export, Import, Monitor]),
        ("xml", Token::XML, &[Export, Import, Monitor]),
        ("flowtables", Token::FLOWTABLES, &[List]),
        ("hooks", Token::HOOKS, &[List]),
        ("limits", Token::LIMITS, &[List]),
        ("maps", Token::MAPS, &[List]),
        ("meters", Token::METERS, &[List]),
        ("secmarks", Token::SECMARKS, &[List]),
        ("synproxys", Token::SYNPROXYS, &[List]),
        ("chains", Token::CHAINS, &[List, Monitor]),
        ("sets", Token::SETS, &[List, Monitor]),
        ("tables", Token::TABLES, &[List, Monitor]),
        ("counters", Token::COUNTERS, &[List, Reset]),
        ("quotas", Token::QUOTAS, &[List, Reset]),
        ("rules", Token::RULES, &[Monitor]),
        ("trace", Token::TRACE, &[Monitor]),
        ("spi", Token::SPI, &[Ah, Esp, Ipsec]),
        ("cpi", Token::CPI, &[Comp]),
        ("more-fragments", Token::MORE_FRAGMENTS, &[Frag]),
        ("reserved2", Token::RESERVED2, &[Frag]),
        ("seed", Token::SEED, &[Hash]),
        ("mod", Token::MOD, &[Hash, Numgen]),
        ("offset", Token::OFFSET, &[Hash, Numgen]),
        ("in", Token::IN, &[Ipsec]),
        ("out", Token::OUT, &[Ipsec]),
        ("reqid", Token::REQID, &[Ipsec]),
        ("spnum", Token::SPNUM, &[Ipsec]),
        ("inc", Token::INC, &[Numgen]),
        ("bypass", Token::BYPASS, &[Queue]),
        ("fanout", Token::FANOUT, &[Queue]),
        ("num", Token::NUM, &[Queue]),
        ("last-entry", Token::LAST_ENTRY, &[Rt]),
        ("nexthop", Token::NEXTHOP, &[Rt]),
        ("seg-left", Token::SEG_LEFT, &[Rt]),
        ("sid", Token::SID, &[Rt]),
        ("tag", Token::TAG, &[Rt]),
        ("a-rwnd", Token::A_RWND, &[SctpChunk]),
        ("abort", Token::ABORT, &[SctpChunk]),
        ("asconf", Token::ASCONF, &[SctpChunk]),
        ("asconf-ack", Token::ASCONF_ACK, &[SctpChunk]),
        ("cookie-ack", Token::COOKIE_ACK, &[SctpChunk]),
        ("cookie-echo", Token::COOKIE_ECHO, &[SctpChunk]),
        ("cum-tsn-ack", Token::CUM_TSN_ACK, &[SctpChunk]),
        ("cwr", Token::CWR, &[SctpChunk]),
        ("data", Token::DATA, &[SctpChunk]),
        ("ecne", Token::ECNE, &[SctpChunk]),
        ("error", Token::ERROR, &[SctpChunk]),
        ("forward-tsn", Token::FORWARD_TSN, &[SctpChunk]),
        ("heartbeat", Token::HEARTBEAT, &[SctpChunk]),
        ("heartbeat-ack", Token::HEARTBEAT_ACK, &[SctpChunk]),
        ("init", Token::INIT, &[SctpChunk]),
        ("init-ack", Token::INIT_ACK, &[SctpChunk]),
        ("init-tag", Token::INIT_TAG, &[SctpChunk]),
        ("initial-tsn", Token::INITIAL_TSN, &[SctpChunk]),
        ("lowest-tsn", Token::LOWEST_TSN, &[SctpChunk]),
        ("new-cum-tsn", Token::NEW_CUM_TSN, &[SctpChunk]),
        ("num-dup-tsns", Token::NUM_DUP_TSNS, &[SctpChunk]),
        (
            "num-gap-ack-blocks",
            Token::NUM_GAP_ACK_BLOCKS,
            &[SctpChunk],
        ),
        (
            "num-inbound-streams",
            Token::NUM_INBOUND_STREAMS,
            &[SctpChunk],
        ),
        (
            "num-outbound-streams",
            Token::NUM_OUTBOUND_STREAMS,
            &[SctpChunk],
        ),
        ("ppid", Token::PPID, &[SctpChunk]),
        ("seqno", Token::SEQNO, &[SctpChunk]),
        ("shutdown", Token::SHUTDOWN, &[SctpChunk]),
        ("shutdown-ack", Token::SHUTDOWN_ACK, &[SctpChunk]),
        ("shutdown-complete", Token::SHUTDOWN_COMPLETE, &[SctpChunk]),
        ("ssn", Token::SSN, &[SctpChunk]),
        ("stream", Token::STREAM, &[SctpChunk]),
        ("tsn", Token::TSN, &[SctpChunk]),
        ("cgroupv2", Token::CGROUPV2, &[Socket]),
        ("transparent", Token::TRANSPARENT, &[Socket]),
        ("wildcard", Token::WILDCARD, &[Socket]),
        ("level", Token::LEVEL, &[Socket, Log]),
        ("csumcov", Token::CSUMCOV, &[Udplite]),
        ("queue-threshold", Token::QUEUE_THRESHOLD, &[Log]),
        ("snaplen", Token::SNAPLEN, &[Log]),
        ("fully-random", Token::FULLY_RANDOM, &[Nat]),
        ("persistent", Token::PERSISTENT, &[Nat]),
        ("port", Token::PORT, &[Nat]),
        ("icmpx", Token::ICMPX, &[Reject]),
        ("with", Token::WITH, &[Reject]),
        ("wscale", Token::WSCALE, &[Synproxy]),
    ]
};
