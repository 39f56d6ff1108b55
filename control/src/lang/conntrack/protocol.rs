//! The protocols whose connections have options of their own.

use super::getopt::{Long, Takes};
use crate::database;

/// A protocol that `-p` knows by name and gives options to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protocol {
    Tcp,
    Udp,
    UdpLite,
    Sctp,
    Dccp,
    Icmp,
    Icmp6,
    Gre,
}

/// Something that an option of a protocol says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// Ports, or the keys of GRE.
    OrigSrc,
    OrigDst,
    ReplySrc,
    ReplyDst,
    /// Those of expectations.
    MaskSrc,
    MaskDst,
    TupleSrc,
    TupleDst,
    State,
    OrigTag,
    ReplyTag,
    Role,
    IcmpType,
    IcmpCode,
    IcmpId,
}

/// What a command thinks of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Illegal,
    Required,
    Optional,
    /// Some of these have to be there together.
    Coupled,
}

/// A kind of command, as far as the protocols' options go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It looks at or changes connections that fit: `-L`, `-U`, `-D`, `-E`.
    Filters,
    /// `-I`, `-A`.
    Creates,
    /// `-G`.
    Gets,
    /// `-I expect`.
    Expects,
    /// `-D expect`, `-G expect`.
    FindsExpected,
    /// All others.
    Other,
}

const ALL: &[Protocol] = &[
    Protocol::Tcp,
    Protocol::Udp,
    Protocol::UdpLite,
    Protocol::Sctp,
    Protocol::Dccp,
    Protocol::Icmp,
    Protocol::Icmp6,
    Protocol::Gre,
];

/// Options with ports, and what messages call them.
const PORTS: &[(Field, &str)] = &[
    (Field::OrigSrc, "sport"),
    (Field::OrigDst, "dport"),
    (Field::ReplySrc, "reply-port-src"),
    (Field::ReplyDst, "reply-port-dst"),
    (Field::MaskSrc, "mask-port-src"),
    (Field::MaskDst, "mask-port-dst"),
    (Field::TupleSrc, "tuple-port-src"),
    (Field::TupleDst, "tuple-port-dst"),
];

const KEYS: &[(Field, &str)] = &[
    (Field::OrigSrc, "srckey"),
    (Field::OrigDst, "dstkey"),
    (Field::ReplySrc, "reply-key-src"),
    (Field::ReplyDst, "reply-key-dst"),
    (Field::MaskSrc, "mask-key-src"),
    (Field::MaskDst, "mask-key-dst"),
    (Field::TupleSrc, "tuple-key-src"),
    (Field::TupleDst, "tuple-key-dst"),
];

const TCP: &[(Field, &str)] = &[(Field::State, "state")];

const SCTP: &[(Field, &str)] = &[
    (Field::State, "state"),
    (Field::OrigTag, "orig-vtag"),
    (Field::ReplyTag, "reply-vtag"),
];

const DCCP: &[(Field, &str)] = &[(Field::State, "state"), (Field::Role, "role")];

const ICMP: &[(Field, &str)] = &[
    (Field::IcmpType, "icmp-type"),
    (Field::IcmpCode, "icmp-code"),
    (Field::IcmpId, "icmp-id"),
];

const ICMP6: &[(Field, &str)] = &[
    (Field::IcmpType, "icmpv6-type"),
    (Field::IcmpCode, "icmpv6-code"),
    (Field::IcmpId, "icmpv6-id"),
];

/// Second names of options.
const PORT_NAMES: &[(Field, &str)] = &[
    (Field::OrigSrc, "orig-port-src"),
    (Field::OrigDst, "orig-port-dst"),
];

const KEY_NAMES: &[(Field, &str)] = &[
    (Field::OrigSrc, "orig-key-src"),
    (Field::OrigDst, "orig-key-dst"),
];

impl Protocol {
    pub(super) const fn number(self) -> u8 {
        match self {
            Self::Tcp => 6,
            Self::Udp => 17,
            Self::UdpLite => 136,
            Self::Sctp => 132,
            Self::Dccp => 33,
            Self::Icmp => 1,
            Self::Icmp6 => 58,
            Self::Gre => 47,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
            Self::UdpLite => "udplite",
            Self::Sctp => "sctp",
            Self::Dccp => "dccp",
            Self::Icmp => "icmp",
            Self::Icmp6 => "icmpv6",
            Self::Gre => "gre",
        }
    }

    pub(super) fn from_number(number: u8) -> Option<Self> {
        ALL.iter().copied().find(|p| p.number() == number)
    }

    /// The protocol of this name, in whichever case.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        ALL.iter()
            .copied()
            .find(|p| p.name().eq_ignore_ascii_case(name))
    }

    pub(super) const fn is_icmp(self) -> bool {
        matches!(self, Self::Icmp | Self::Icmp6)
    }

    /// Its options in the order in which they are checked, by the names that messages use.
    pub(super) fn fields(self) -> impl Iterator<Item = (Field, &'static str)> {
        let (first, second): (&[_], &[_]) = match self {
            Self::Tcp => (PORTS, TCP),
            Self::Udp | Self::UdpLite => (PORTS, &[]),
            Self::Sctp => (PORTS, SCTP),
            Self::Dccp => (PORTS, DCCP),
            Self::Icmp => (ICMP, &[]),
            Self::Icmp6 => (ICMP6, &[]),
            Self::Gre => (KEYS, &[]),
        };
        first.iter().chain(second).copied()
    }

    /// Its options as they are typed.
    pub(super) fn options(self) -> impl Iterator<Item = Long<Field>> {
        let names: &[_] = match self {
            Self::Icmp | Self::Icmp6 => &[],
            Self::Gre => KEY_NAMES,
            Self::Tcp | Self::Udp | Self::UdpLite | Self::Sctp | Self::Dccp => PORT_NAMES,
        };
        self.fields()
            .chain(names.iter().copied())
            .map(|(means, name)| Long {
                name,
                takes: Takes::Argument,
                means,
            })
    }

    fn need(self, kind: Kind, field: Field) -> Need {
        let is_tuple = matches!(
            field,
            Field::OrigSrc | Field::OrigDst | Field::ReplySrc | Field::ReplyDst
        );
        let is_expected = matches!(
            field,
            Field::MaskSrc | Field::MaskDst | Field::TupleSrc | Field::TupleDst
        );
        match kind {
            Kind::Other => Need::Illegal,
            Kind::Expects | Kind::FindsExpected if is_tuple => Need::Required,
            Kind::Expects if is_expected => Need::Required,
            Kind::Expects | Kind::FindsExpected => Need::Illegal,
            Kind::Filters | Kind::Creates | Kind::Gets if is_expected => Need::Illegal,
            Kind::Creates | Kind::Gets if is_tuple => Need::Coupled,
            Kind::Creates if field != Field::IcmpId => Need::Required,
            Kind::Gets if matches!(field, Field::IcmpType | Field::IcmpCode) => Need::Required,
            Kind::Filters | Kind::Creates | Kind::Gets => Need::Optional,
        }
    }

    /// Checks which options are there; gives the complaint.
    pub(super) fn check(self, kind: Kind, given: impl Fn(Field) -> bool) -> Result<(), String> {
        let mut coupled = false;
        for (field, name) in self.fields() {
            check_need(self.need(kind, field), given(field), name)?;
            coupled |= self.need(kind, field) == Need::Coupled;
        }
        let both = |a, b| given(a) && given(b);
        if !coupled
            || both(Field::OrigSrc, Field::OrigDst)
            || both(Field::ReplySrc, Field::ReplyDst)
        {
            return Ok(());
        }
        let original = given(Field::OrigSrc) || given(Field::OrigDst);
        let reply = given(Field::ReplySrc) || given(Field::ReplyDst);
        let (first, second) = match (original || !reply, self == Self::Gre) {
            (true, false) => ("sport", "dport"),
            (true, true) => ("srckey", "dstkey"),
            (false, false) => ("reply-src-port", "reply-dst-port"),
            (false, true) => ("reply-src-key", "reply-dst-key"),
        };
        Err(format!("you have to specify `--{first}' and `--{second}'"))
    }
}

/// Checks whether an option that is or is not there may be so.
pub(super) fn check_need(need: Need, given: bool, name: &str) -> Result<(), String> {
    match (need, given) {
        (Need::Required, false) => Err(format!(
            "You need to supply the `--{name}' option for this command"
        )),
        (Need::Illegal, true) => Err(format!("Illegal option `--{name}' with this command")),
        (Need::Illegal | Need::Optional | Need::Coupled, false)
        | (Need::Required | Need::Optional | Need::Coupled, true) => Ok(()),
    }
}

/// What `-p WORD` names: a protocol with options, or the number of one without.
pub(super) fn find(word: &str) -> Option<Result<Protocol, u8>> {
    if let Some(protocol) = Protocol::from_name(word) {
        return Some(Ok(protocol));
    }
    if let Some(number) = database::protocol(word) {
        return Some(Err(number));
    }
    let number = super::number::whole(word)?;
    // IPPROTO_RAW is the last.
    let number = u8::try_from(number).ok()?;
    Some(Protocol::from_number(number).ok_or(number))
}

/// `conntrack -h -p PROTOCOL`: the protocol's part.
pub(super) fn help(protocol: Result<Protocol, u8>) -> String {
    const PORTS: &str = "\
\x20 --orig-port-src\t\toriginal source port
  --orig-port-dst\t\toriginal destination port
  --reply-port-src\t\treply source port
  --reply-port-dst\t\treply destination port
  --mask-port-src\t\tmask source port
  --mask-port-dst\t\tmask destination port
  --tuple-port-src\t\texpectation tuple src port
  --tuple-port-src\t\texpectation tuple dst port
";
    let name = match protocol {
        Ok(protocol) => protocol.name(),
        Err(number) => database::protocol_name(number).unwrap_or("unknown"),
    };
    let (ports, rest) = match protocol {
        Ok(Protocol::Tcp) => (PORTS, "  --state\t\t\tTCP state, fe. ESTABLISHED\n"),
        Ok(Protocol::Udp | Protocol::UdpLite) => (PORTS, ""),
        Ok(Protocol::Sctp) => (
            PORTS,
            "  --state\t\t\tSCTP state, fe. ESTABLISHED\n\
             \x20 --orig-vtag\t\toriginal verification tag\n\
             \x20 --reply-vtag\t\treply verification tag\n",
        ),
        Ok(Protocol::Dccp) => (PORTS, "  --state\t\t\tDCCP state, fe. RESPOND\n"),
        Ok(Protocol::Icmp) => (
            "",
            "  --icmp-type\t\t\ticmp type\n\
             \x20 --icmp-code\t\t\ticmp code\n\
             \x20 --icmp-id\t\t\ticmp id\n",
        ),
        Ok(Protocol::Icmp6) => (
            "",
            "  --icmpv6-type\t\t\ticmpv6 type\n\
             \x20 --icmpv6-code\t\t\ticmpv6 code\n\
             \x20 --icmpv6-id\t\t\ticmpv6 id\n",
        ),
        Ok(Protocol::Gre) => (
            "",
            "  --orig-key-src\t\toriginal source key\n\
             \x20 --orig-key-dst\t\toriginal destination key\n\
             \x20 --reply-key-src\t\treply source key\n\
             \x20 --reply-key-dst\t\treply destination key\n\
             \x20 --mask-key-src\t\tmask source key\n\
             \x20 --mask-key-dst\t\tmask destination key\n\
             \x20 --tuple-key-src\t\texpectation tuple src key\n\
             \x20 --tuple-key-src\t\texpectation tuple dst key\n",
        ),
        Err(_) => ("", "  no options (unsupported)\n"),
    };
    format!("Proto `{name}' help:\n{ports}{rest}")
}
