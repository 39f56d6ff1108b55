//! What the router knows about a packet besides its bytes.

use super::FlowHash;
use crate::{conntrack::Ct, iface::IfIndex, time::Instant};

/// A packet mark (`fwmark`, `skb->mark`): 32 bits that rules set and read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mark(pub u32);

/// To whom the link layer addressed a frame (`skb->pkt_type`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PacketType {
    /// To the receiving interface's own address.
    #[default]
    Host,
    /// To all (ff:ff:ff:ff:ff:ff).
    Broadcast,
    /// To a group.
    Multicast,
    /// To somebody else: seen because the port is promiscuous.
    OtherHost,
}

/// What is known of the transport checksum. Offsets are in bytes from the network header, so that
/// they hold while link-layer headers come and go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Checksum {
    /// Nothing: it is in the packet and may be wrong.
    #[default]
    Unverified,
    /// The port vouches for it (`VIRTIO_NET_HDR_F_DATA_VALID`).
    Verified,
    /// Not computed yet (`VIRTIO_NET_HDR_F_NEEDS_CSUM`, `CHECKSUM_PARTIAL`): the field at
    /// `start + offset` holds the sum of the pseudo-header only. Who sends it over a port that
    /// can't finish it must sum from `start` to the end of the packet.
    Partial {
        /// Where summing starts: the transport header.
        start: u16,
        /// Where the checksum field is, counted from `start`.
        offset: u16,
    },
}

impl Checksum {
    /// Whether it is not computed yet.
    #[must_use]
    #[inline(always)]
    pub const fn is_partial(&self) -> bool {
        matches!(self, Self::Partial { .. })
    }
}

/// The protocol by which a super-frame is to be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GsoKind {
    /// TCP over IPv4 (`VIRTIO_NET_HDR_GSO_TCPV4`).
    TcpV4,
    /// TCP over IPv6 (`VIRTIO_NET_HDR_GSO_TCPV6`).
    TcpV6,
    /// UDP datagrams, IPv4 or IPv6 (`VIRTIO_NET_HDR_GSO_UDP_L4`).
    UdpL4,
}

/// A super-frame: many segments with one header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gso {
    /// How it is cut.
    pub kind: GsoKind,
    /// The sender set CWR on the first segment only (`VIRTIO_NET_HDR_GSO_ECN`).
    pub ecn: bool,
    /// All segments have one IPv4 identification, instead of consecutive ones (`SKB_GSO_TCP_FIXEDID`).
    pub fixed_id: bool,
    /// Payload bytes of each segment (the MSS), the last excepted.
    pub size: u16,
}

/// What the router knows about a packet.
#[derive(Clone, Copy, Debug)]
pub struct Meta {
    /// The interface it came in by; `None` for what the router itself made.
    pub iif: Option<IfIndex>,
    /// Offset of the network header from the start of the frame, in bytes.
    pub l3: u16,
    /// Offset of the transport header from the network header, in bytes (zero until parsed).
    pub l4: u16,
    /// To whom the link layer addressed it.
    pub packet_type: PacketType,
    /// What is known of its transport checksum.
    pub checksum: Checksum,
    /// Connection tracking has looked at the checksum, before anything was written into options.
    pub summed: bool,
    /// Set if it is a super-frame.
    pub gso: Option<Gso>,
    /// Of a super-frame that was put together here: the flow that its segments came in by.
    pub joined: Option<FlowHash>,
    /// Its mark.
    pub mark: Mark,
    /// Its priority (`skb->priority`).
    pub priority: u32,
    /// When it was received.
    pub received: Instant,
    /// Its connection (`skb->_nfct`).
    pub ct: Ct,
    /// `-j TRACE` or `meta nftrace set 1` was met: rules that match it are told of (`skb->nf_trace`).
    pub nf_trace: bool,
    /// What `nft monitor trace` calls it; 0 before it was told of.
    pub trace_id: u32,
    /// Of a packet that was put together: the length of its largest fragment, in bytes from the
    /// network header on; 0 for others. It leaves in fragments that are no longer (`frag_max_size`).
    pub frag_max: u16,
    /// When it was put into the queue that it waits in, or is to leave it; that queue's own.
    pub queued: Instant,
    /// How often traffic control has sent it another way (`mirred`).
    pub redirects: u8,
}

impl Meta {
    /// Nothing.
    pub(super) const NONE: Self = Self {
        iif: None,
        l3: 0,
        l4: 0,
        packet_type: PacketType::Host,
        checksum: Checksum::Unverified,
        summed: false,
        gso: None,
        joined: None,
        mark: Mark(0),
        priority: 0,
        received: Instant::ZERO,
        ct: Ct::None,
        nf_trace: false,
        trace_id: 0,
        frag_max: 0,
        queued: Instant::ZERO,
        redirects: 0,
    };
}

impl Default for Meta {
    #[inline]
    fn default() -> Self {
        Self::NONE
    }
}
