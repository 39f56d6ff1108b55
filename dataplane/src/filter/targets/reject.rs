//! `-j REJECT`: a drop that the sender is told of.

/// `--reject-with`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reject {
    /// `icmp-net-unreachable`, 3/0.
    NetUnreachable,
    /// `icmp-host-unreachable`, 3/1.
    HostUnreachable,
    /// `icmp-proto-unreachable`, 3/2.
    ProtoUnreachable,
    /// `icmp-port-unreachable`, 3/3.
    PortUnreachable,
    /// `icmp-net-prohibited`, 3/9.
    NetProhibited,
    /// `icmp-host-prohibited`, 3/10.
    HostProhibited,
    /// `icmp-admin-prohibited`, 3/13.
    AdminProhibited,
    /// `tcp-reset`, both families.
    TcpReset,
    /// `icmp6-no-route`, 1/0.
    NoRoute6,
    /// `icmp6-adm-prohibited`, 1/1.
    AdmProhibited6,
    /// `icmp6-addr-unreachable`, 1/3.
    AddrUnreachable6,
    /// `icmp6-port-unreachable`, 1/4.
    PortUnreachable6,
    /// `icmp6-policy-fail`, 1/5.
    PolicyFail6,
    /// `icmp6-reject-route`, 1/6.
    RejectRoute6,
}
