//! Which protocols are known of a packet where a statement stands.

use dataplane::{
    filter::nft::{CtKey, MetaKey, PayloadBase},
    route::Family,
};

use crate::{
    config::nft::{CtField, Field, Header, NftFamily, PayloadField},
    lang::nft::{error::Error, syntax::Place},
};

/// What is known of one layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protocol {
    /// IPv4 or IPv6: what tables of inet know at the start.
    Inet,
    /// This one.
    Header(Header),
    /// One that rules have no fields of.
    Unknown,
}

impl Protocol {
    /// As errors name it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Inet => "inet",
            Self::Header(header) => header.name(),
            Self::Unknown => "unknown",
        }
    }
}

/// A protocol, and what of the rule says that it is that one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// Which.
    pub(super) protocol: Protocol,
    /// By what; `None` for what the table is about.
    pub(super) place: Option<Place>,
}

/// What is known of each layer.
#[derive(Clone, Debug)]
pub(super) struct Context {
    /// The table's family.
    pub(super) table: NftFamily,
    link: Option<Known>,
    network: Option<Known>,
    transport: Option<Known>,
    /// A connection's protocol was asked for while the network protocol was not known: nothing is learned of it.
    pub(super) connection: bool,
    /// The type of ICMP or ICMPv6 messages.
    pub(super) icmp: Option<u8>,
}

/// The network protocol that a transport protocol belongs to.
pub(super) const fn of_network(header: Header) -> Option<Header> {
    match header {
        Header::Icmp | Header::Igmp => Some(Header::Ip),
        Header::Icmpv6 => Some(Header::Ip6),
        _ => None,
    }
}

impl Context {
    /// At the start of a rule.
    pub(super) fn new(family: NftFamily) -> Self {
        let known = |protocol| {
            Some(Known {
                protocol,
                place: None,
            })
        };
        let network = match family {
            NftFamily::Ip => known(Protocol::Header(Header::Ip)),
            NftFamily::Ip6 => known(Protocol::Header(Header::Ip6)),
            NftFamily::Inet | NftFamily::Arp | NftFamily::Bridge | NftFamily::Netdev => None,
        };
        Self {
            table: family,
            link: match family {
                NftFamily::Inet => known(Protocol::Inet),
                NftFamily::Ip
                | NftFamily::Ip6
                | NftFamily::Arp
                | NftFamily::Bridge
                | NftFamily::Netdev => None,
            },
            network,
            transport: None,
            connection: false,
            icmp: None,
        }
    }

    /// Whether a table's packets are of one family.
    pub(super) const fn one_family(&self) -> bool {
        self.table.only().is_some()
    }

    /// What is known of the network layer.
    pub(super) const fn network(&self) -> Option<Known> {
        self.network
    }

    /// What is known of the transport layer.
    pub(super) const fn transport(&self) -> Option<Known> {
        self.transport
    }

    /// The header that is known of a layer.
    pub(super) const fn header(&self, base: PayloadBase) -> Option<Header> {
        let known = match base {
            PayloadBase::LinkLayer => self.link,
            PayloadBase::Network => self.network,
            PayloadBase::Transport => self.transport,
            PayloadBase::Inner => None,
        };
        match known {
            Some(Known {
                protocol: Protocol::Header(header),
                ..
            }) => Some(header),
            _ => None,
        }
    }

    /// The family that packets are known to be of.
    pub(super) fn family(&self) -> Option<Family> {
        match self.header(PayloadBase::Network)? {
            Header::Ip => Some(Family::V4),
            Header::Ip6 => Some(Family::V6),
            _ => None,
        }
    }

    /// From here on this is the protocol of its layer.
    pub(super) const fn set(&mut self, header: Header, place: Option<Place>) {
        let known = Some(Known {
            protocol: Protocol::Header(header),
            place,
        });
        match header.base() {
            PayloadBase::LinkLayer => self.link = known,
            PayloadBase::Network => self.network = known,
            PayloadBase::Transport => self.transport = known,
            PayloadBase::Inner => {}
        }
    }

    /// A field of a header is looked at: that is its protocol, unless another is known.
    pub(super) fn require(&mut self, header: Header, place: Place) -> Result<(), Error> {
        let conflict = |known: Protocol| {
            let (known, asked) = (known.name(), header.name());
            let message = format!("conflicting protocols specified: {known} vs. {asked}");
            Err(Error::new(message, place))
        };
        // A tag stands in front of the network header: it is no longer asked for when that is known.
        if header == Header::Vlan
            && self.table == NftFamily::Inet
            && self.network.is_some()
            && self.header(PayloadBase::LinkLayer) != Some(Header::Vlan)
        {
            let message = "conflicting protocols specified: ether vs. vlan";
            return Err(Error::new(message, place));
        }
        let known = match header.base() {
            // Tags are within Ethernet: what is behind them is asked of both.
            PayloadBase::LinkLayer => None,
            PayloadBase::Network => self.network,
            PayloadBase::Transport => self.transport,
            PayloadBase::Inner => return Ok(()),
        };
        match known.map(|known| known.protocol) {
            Some(known) if known == Protocol::Header(header) => Ok(()),
            // `th` is whatever it is.
            _ if header == Header::Th => Ok(()),
            Some(known) => conflict(known),
            None if header == Header::Arp
                && self.link.is_none_or(|link| link.protocol == Protocol::Inet) =>
            {
                conflict(Protocol::Inet)
            }
            None if header == Header::Ether && self.header(PayloadBase::LinkLayer).is_some() => {
                Ok(())
            }
            None => {
                if let (Some(network), None) = (of_network(header), self.network) {
                    self.set(network, Some(place));
                }
                self.set(header, Some(place));
                Ok(())
            }
        }
    }

    /// A field is found to have one of these values. The transport protocol that the rule said before stays.
    pub(super) fn learn(&mut self, field: &Field, values: &[u128], place: Place) {
        let before = self.transport;
        for value in values {
            self.learn_one(field, *value, place);
        }
        if before.is_some() {
            self.transport = before;
        }
    }

    fn learn_one(&mut self, field: &Field, value: u128, place: Place) {
        if let Field::Ct(CtField { key, .. }) = field {
            self.connection |= *key == CtKey::Protocol && self.network.is_none();
        }
        if let Field::Payload(field) = field {
            self.learn_icmp(*field, value);
        }
        match field.names(value, self.network.is_some()) {
            Some(header) => self.set(header, Some(place)),
            None if self.names_transport(field) => {
                self.transport = Some(Known {
                    protocol: Protocol::Unknown,
                    place: Some(place),
                });
            }
            None => {}
        }
    }

    /// Whether a field is the number of the transport protocol.
    fn names_transport(&self, field: &Field) -> bool {
        match field {
            Field::Meta(field) => field.key == MetaKey::L4Proto,
            Field::Ct(field) => field.key == CtKey::Protocol && self.network.is_some(),
            Field::Payload(field) => matches!(
                (field.header, field.template().name),
                (Header::Ip, "protocol") | (Header::Ip6, "nexthdr")
            ),
            _ => false,
        }
    }

    fn learn_icmp(&mut self, field: PayloadField, value: u128) {
        // Of several the first counts.
        if self.icmp.is_none()
            && field.template().name == "type"
            && let Header::Icmp | Header::Icmpv6 = field.header
        {
            self.icmp = u8::try_from(value).ok();
        }
    }
}
