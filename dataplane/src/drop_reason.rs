//! Why a packet was dropped. Every drop has exactly one reason, which is also its counter.

macro_rules! drop_reasons {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// Why a packet was dropped.
        ///
        /// Where the kernel has a name for the same thing (`enum skb_drop_reason`), the name is the
        /// kernel's in lower case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum DropReason {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl DropReason {
            /// Every reason, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name that counters, traces and `tollgate drops` show.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// One sentence for people.
            #[must_use]
            pub const fn description(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc),+).trim_ascii(),)+
                }
            }
        }
    };
}

drop_reasons! {
    /// The frame is shorter than its link-layer header.
    EthTruncated = "eth_truncated",
    /// The frame was addressed to another host.
    OtherHost = "otherhost",
    /// No interface has this VLAN tag.
    VlanUnknown = "vlan_unknown",
    /// The tag is cut short, or there are more tags than sub-interfaces for them.
    VlanInvalid = "vlan_invalid",
    /// The EtherType is one that the router does not handle.
    UnhandledProto = "unhandled_proto",
    /// The interface that it came in by, or is to leave by, is down.
    DevDown = "dev_down",
    /// The ARP packet is malformed.
    ArpInvalid = "arp_invalid",
    /// The ARP packet is well-formed and not for the router.
    ArpIgnored = "arp_ignored",
    /// The IPv4 header is malformed (version, length, total length).
    IpInHdr = "ip_inhdr",
    /// The IPv4 header checksum is wrong.
    IpCsum = "ip_csum",
    /// The frame is shorter than its IP length says.
    PktTooSmall = "pkt_too_small",
    /// An IPv4 option is malformed, or is a source route and those are refused.
    IpOption = "ip_option",
    /// The IPv6 header is malformed.
    Ipv6InHdr = "ipv6_inhdr",
    /// An IPv6 extension header is malformed or refused.
    Ipv6ExtHdr = "ipv6_exthdr",
    /// IPv6 is disabled on the interface.
    Ipv6Disabled = "ipv6disabled",
    /// The source address can't be a sender's (martian).
    MartianSource = "ip_invalid_source",
    /// The destination address can't be a receiver's (martian).
    MartianDestination = "ip_invalid_dest",
    /// The route back to the source is not by the interface that it came in by (`rp_filter`).
    IpRpFilter = "ip_rpfilter",
    /// Forwarding is off on the interface that it came in by.
    ForwardingOff = "forwarding_off",
    /// No route to the destination.
    IpInNoRoutes = "ip_innoroutes",
    /// No route for a packet that the router itself sends.
    IpOutNoRoutes = "ip_outnoroutes",
    /// The route is of type blackhole.
    RouteBlackhole = "route_blackhole",
    /// The route is of type unreachable.
    RouteUnreachable = "route_unreachable",
    /// The route is of type prohibit.
    RouteProhibit = "route_prohibit",
    /// A directed broadcast, or a broadcast that is not for the router.
    BroadcastNotForwarded = "broadcast_not_forwarded",
    /// A multicast packet: multicast is not forwarded.
    MulticastNotForwarded = "multicast_not_forwarded",
    /// A link-local address does not leave its link.
    LinkLocalNotForwarded = "linklocal_not_forwarded",
    /// The time to live or hop limit ran out.
    TtlExpired = "ttl_expired",
    /// Larger than the way on, and may not be fragmented.
    PktTooBig = "pkt_too_big",
    /// The neighbour did not answer.
    NeighFailed = "neigh_failed",
    /// The queue of packets that wait for the neighbour is full.
    NeighQueueFull = "neigh_queuefull",
    /// There are as many neighbours as `gc_thresh3` allows.
    NeighTableFull = "neigh_table_full",
    /// The neighbour discovery packet is malformed or breaks a rule of RFC 4861.
    NdInvalid = "ipv6_ndisc_bad",
    /// The fragment is malformed or overlaps another.
    FragInvalid = "frag_invalid",
    /// The other fragments did not come in time.
    FragReasmTimeout = "frag_reasm_timeout",
    /// The fragments that wait need more memory than `ipfrag_high_thresh`.
    FragTableFull = "frag_table_full",
    /// The ICMP message is malformed.
    IcmpInvalid = "icmp_invalid",
    /// The ICMP checksum is wrong.
    IcmpCsum = "icmp_csum",
    /// The UDP datagram is malformed.
    UdpInvalid = "udp_invalid",
    /// The UDP checksum is wrong.
    UdpCsum = "udp_csum",
    /// No one listens on the UDP port.
    NoSocket = "no_socket",
    /// The TCP segment is malformed.
    TcpInvalid = "tcp_invalid",
    /// The TCP checksum is wrong.
    TcpCsum = "tcp_csum",
    /// The router does not speak the transport protocol.
    IpNoProto = "ip_noproto",
    /// A super-frame that can't be cut into segments.
    GsoInvalid = "gso_invalid",
    /// A rule or a policy said so (`DROP`).
    NetfilterDrop = "netfilter_drop",
    /// A rule refused it and told the sender (`REJECT`).
    NetfilterReject = "netfilter_reject",
    /// There are as many connections as there may be.
    CtTableFull = "ct_table_full",
    /// Another packet began the same connection first.
    CtInsertFailed = "ct_insert_failed",
    /// A connection can't be translated: no address, or no port is free.
    NatFailed = "nat_failed",
    /// A queue was full, or its discipline drops such packets.
    QdiscDrop = "qdisc_drop",
    /// All queues of a qdisc together were full.
    QdiscOverlimit = "qdisc_overlimit",
    /// It had waited for too long (`codel`, `fq_codel`, `red`).
    QdiscCongested = "qdisc_congested",
    /// It waited in a queue that was taken away.
    QueuePurge = "queue_purge",
    /// A filter on the way in said so.
    TcIngress = "tc_ingress",
    /// A filter on the way out said so.
    TcEgress = "tc_egress",
    /// The port's transmit queue is full.
    TxFull = "tx_full",
    /// The worker that the packet's connection belongs to is too far behind.
    CpuBacklog = "cpu_backlog",
    /// The port refused the frame.
    TxFailed = "tx_failed",
}

impl DropReason {
    /// Number of reasons.
    pub const COUNT: usize = Self::ALL.len();

    /// Its place in [`DropReason::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}
