//! Fields that say which header comes next.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "of dozens of fields a few say it"
)]

use dataplane::filter::nft::{CtKey, MetaKey};

use super::{Field, Header};

impl Header {
    /// The type of interfaces whose frames begin with an Ethernet header (`ARPHRD_ETHER`).
    pub(crate) const ARPHRD_ETHER: u128 = 1;

    /// The network header of a family (`NFPROTO_IPV4`, `NFPROTO_IPV6`).
    const fn of_family(number: u128) -> Option<Self> {
        match number {
            2 => Some(Self::Ip),
            10 => Some(Self::Ip6),
            _ => None,
        }
    }
}

impl Field {
    /// The header that a packet has if this field is `number`. The protocol of a connection says that only where the
    /// network header is known: nft looks it up in what that one may carry.
    pub(crate) fn names(&self, number: u128, network_is_known: bool) -> Option<Header> {
        match self {
            Self::Meta(field) => match field.key {
                MetaKey::NfProto => Header::of_family(number),
                MetaKey::L4Proto => Header::of_l4proto(number),
                MetaKey::IifType if number == Header::ARPHRD_ETHER => Some(Header::Ether),
                _ => None,
            },
            Self::Ct(field) => match field.key {
                CtKey::L3Protocol => Header::of_family(number),
                CtKey::Protocol if network_is_known => Header::of_l4proto(number),
                _ => None,
            },
            Self::Payload(field) => match (field.header, field.template().name) {
                (Header::Ip, "protocol") | (Header::Ip6, "nexthdr") => Header::of_l4proto(number),
                (Header::Ether | Header::Vlan, "type") => Header::of_ether_type(number),
                _ => None,
            },
            _ => None,
        }
    }
}
