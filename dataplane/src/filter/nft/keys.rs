//! What of a packet's surroundings can be loaded.

/// `meta`: what is known of a packet besides its bytes (`enum nft_meta_keys`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MetaKey {
    /// Bytes from the network header on; 4, host order.
    Length,
    /// The EtherType; 2, network order.
    Protocol,
    /// `skb->priority`; 4, host order.
    Priority,
    /// The mark; 4, host order.
    Mark,
    /// Index of the interface that it came in by; 4, host order.
    Iif,
    /// Index of the interface that it leaves by; 4, host order.
    Oif,
    /// Name of the interface that it came in by; 16, padded with zeros.
    IifName,
    /// Name of the interface that it leaves by; 16.
    OifName,
    /// ARPHRD type of the interface that it came in by; 2, host order.
    IifType,
    /// ARPHRD type of the interface that it leaves by; 2, host order.
    OifType,
    /// User of the socket that sent it; 4, host order.
    SkUid,
    /// Group of the socket that sent it; 4, host order.
    SkGid,
    /// Whether it is traced; 1.
    NfTrace,
    /// Realm of its route; 4, host order.
    RtClassid,
    /// Security mark; 4, host order.
    SecMark,
    /// `NFPROTO_IPV4` (2) or `NFPROTO_IPV6` (10); 1.
    NfProto,
    /// The transport protocol, behind extension headers; 1.
    L4Proto,
    /// Name of the bridge it came in by; 16.
    BriIifName,
    /// Name of the bridge it leaves by; 16.
    BriOifName,
    /// To whom the link layer addressed it (`PACKET_HOST`…); 1.
    PktType,
    /// The processor; here the worker; 4, host order.
    Cpu,
    /// Group of the interface that it came in by; 4, host order.
    IifGroup,
    /// Group of the interface that it leaves by; 4, host order.
    OifGroup,
    /// Control group of the socket; 4, host order.
    Cgroup,
    /// A random number; 4.
    PRandom,
    /// Whether IPsec has unpacked it; 1.
    SecPath,
    /// Kind of the interface that it came in by (`vlan`, …); 16.
    IifKind,
    /// Kind of the interface that it leaves by; 16.
    OifKind,
    /// Nanoseconds since the epoch; 8, host order.
    TimeNs,
    /// Day of the week, Sunday is 0; 1.
    TimeDay,
    /// Seconds since midnight, UTC; 4, host order.
    TimeHour,
}

/// `ct`: of the packet's connection (`enum nft_ct_keys`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CtKey {
    /// Bits of the packet's state: invalid 1, established 2, related 4, new 8, untracked 64; 4, host order.
    State,
    /// Original 0, reply 1; 1.
    Direction,
    /// Status bits (`IPS_*`); 4, host order.
    Status,
    /// Its mark; 4, host order.
    Mark,
    /// Milliseconds until it expires; 4, host order.
    Expiration,
    /// Name of its helper; 16.
    Helper,
    /// `NFPROTO_*`; 1.
    L3Protocol,
    /// Source address of a direction, of the size of the family's.
    Src,
    /// Destination address of a direction.
    Dst,
    /// Protocol; 1.
    Protocol,
    /// Source port of a direction; 2, network order.
    ProtoSrc,
    /// Destination port of a direction; 2, network order.
    ProtoDst,
    /// 128 labels; 16.
    Labels,
    /// Packets, of one direction or both; 8, host order.
    Pkts,
    /// Bytes; 8, host order.
    Bytes,
    /// Bytes of a packet on average; 8, host order.
    AvgPkt,
    /// Zone; 2, host order.
    Zone,
    /// Which events are told of; 4. Can only be set.
    EventMask,
    /// Source address, IPv4 only; 4.
    SrcIp,
    /// Destination address, IPv4 only; 4.
    DstIp,
    /// Source address, IPv6 only; 16.
    SrcIp6,
    /// Destination address, IPv6 only; 16.
    DstIp6,
    /// Number of the connection; 4, host order.
    Id,
    /// Security mark; 4, host order.
    SecMark,
}

/// `rt`: of the packet's route (`enum nft_rt_keys`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RtKey {
    /// Realm; 4, host order.
    Classid,
    /// The next hop; 4.
    NextHop4,
    /// The next hop; 16.
    NextHop6,
    /// Maximum segment size that fits; 2, host order.
    TcpMss,
    /// Whether IPsec packs it; 1.
    Xfrm,
}

/// `socket`: of the router's own socket that a packet is for (`enum nft_socket_keys`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SocketKey {
    /// Whether it is transparent; 1.
    Transparent,
    /// Its mark; 4.
    Mark,
    /// Whether it is bound to any address; 1.
    Wildcard,
}
