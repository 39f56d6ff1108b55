//! Names of EtherTypes (`ll_proto_a2n`, `ll_proto_n2a`).

use std::borrow::Cow;

use super::number;

/// The names that the tool knows, with their EtherTypes.
const NAMES: &[(u16, &str)] = &[
    (0x0060, "loop"),
    (0x0200, "pup"),
    (0x0201, "pupat"),
    (0x0800, "ip"),
    (0x0805, "x25"),
    (0x0806, "arp"),
    (0x08ff, "bpq"),
    (0x0a00, "ieeepup"),
    (0x0a01, "ieeepupat"),
    (0x6000, "dec"),
    (0x6001, "dna_dl"),
    (0x6002, "dna_rc"),
    (0x6003, "dna_rt"),
    (0x6004, "lat"),
    (0x6005, "diag"),
    (0x6006, "cust"),
    (0x6007, "sca"),
    (0x8035, "rarp"),
    (0x809b, "atalk"),
    (0x80f3, "aarp"),
    (0x8137, "ipx"),
    (0x86dd, "ipv6"),
    (0x8863, "ppp_disc"),
    (0x8864, "ppp_ses"),
    (0x884c, "atmmpoa"),
    (0x8884, "atmfate"),
    (0x88a8, "802.1ad"),
    (0x8100, "802.1Q"),
    (0x8847, "mpls_uc"),
    (0x8848, "mpls_mc"),
    (0x894f, "nsh"),
    (0x88cc, "LLDP"),
    (0x0001, "802.3"),
    (0x0002, "ax25"),
    (0x0003, "all"),
    (0x0004, "802.2"),
    (0x0005, "snap"),
    (0x0006, "ddcmp"),
    (0x0007, "wan_ppp"),
    (0x0008, "ppp_mp"),
    (0x0009, "localtalk"),
    (0x000c, "can"),
    (0x0010, "ppptalk"),
    (0x0011, "tr_802.2"),
    (0x0016, "control"),
    (0x0017, "irda"),
    (0x0018, "econet"),
    (0x88ca, "tipc"),
    (0x88e5, "profinet"),
    (0x22f0, "aoe"),
    (0x0800, "ipv4"),
    (0x8906, "802_ex1"),
];

/// All (`ETH_P_ALL`).
pub(super) const ALL: u16 = 3;

/// The number of a protocol.
pub(super) fn read(text: &str) -> Option<u16> {
    let mut names = NAMES.iter();
    match names.find(|(_, name)| name.eq_ignore_ascii_case(text)) {
        Some(&(number, _)) => Some(number),
        None => number::u16(text),
    }
}

/// The name of a protocol.
pub(super) fn name(protocol: u16) -> Cow<'static, str> {
    let mut names = NAMES.iter();
    match names.find(|(number, _)| *number == protocol) {
        Some(&(_, name)) => Cow::Borrowed(name),
        None => Cow::Owned(format!("[{protocol}]")),
    }
}
