//! `-j REJECT`: a drop that the sender is told of.

use crate::{
    filter::At,
    forward::Context,
    host,
    packet::Packet,
    wire::{icmpv4::code as code4, icmpv6::code as code6},
};

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

impl Reject {
    /// Tells the sender (`reject_tg`, `reject_tg6`); the packet is dropped then.
    #[cold]
    pub(in crate::filter) fn answer(self, cx: &mut Context<'_>, at: &At<'_>, packet: &Packet) {
        let code = match self {
            Self::NetUnreachable => code4::NET_UNREACH,
            Self::HostUnreachable => code4::HOST_UNREACH,
            Self::ProtoUnreachable => code4::PROT_UNREACH,
            Self::PortUnreachable => code4::PORT_UNREACH,
            Self::NetProhibited => NET_ANO,
            Self::HostProhibited => HOST_ANO,
            Self::AdminProhibited => code4::PKT_FILTERED,
            Self::NoRoute6 => code6::NOROUTE,
            Self::AdmProhibited6 => code6::ADM_PROHIBITED,
            Self::AddrUnreachable6 => code6::ADDR_UNREACH,
            Self::PortUnreachable6 => code6::PORT_UNREACH,
            Self::PolicyFail6 => POLICY_FAIL,
            Self::RejectRoute6 => REJECT_ROUTE,
            Self::TcpReset => return host::reject_reset(cx, at, packet),
        };
        host::reject_unreachable(cx, at, packet, code);
    }
}

/// Codes of ICMP that only rules send: net and host prohibited (RFC 1122 §3.2.2.1).
const NET_ANO: u8 = 9;
const HOST_ANO: u8 = 10;
/// Codes of ICMPv6 that only rules send (RFC 4443 §3.1).
const POLICY_FAIL: u8 = 5;
const REJECT_ROUTE: u8 = 6;
