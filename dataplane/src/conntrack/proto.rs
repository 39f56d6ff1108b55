//! Which protocol looks at a packet.

use super::{
    Conn, Direction, Env, gre, icmp, sctp, tcp,
    transport::{Outcome, Segment},
    udp,
};
use crate::wire::ipv4::protocol;

/// Lets the protocol of `conn` look at a packet of it (`nf_conntrack_handle_packet`). Protocols that are
/// not known, DCCP among them since Linux 6.18, have a timeout and nothing else.
pub(super) fn packet(
    env: &Env<'_>,
    conn: &mut Conn,
    direction: Direction,
    segment: &Segment<'_>,
) -> Outcome {
    match conn.tuple(Direction::Original).proto {
        protocol::TCP => tcp::packet(env, conn, direction, segment),
        protocol::UDP => udp::packet(env, conn, segment),
        protocol::UDPLITE => udp::lite_packet(env, conn, segment),
        protocol::ICMP | protocol::ICMPV6 => icmp::packet(env, conn),
        protocol::SCTP => sctp::packet(env, conn, direction, segment),
        protocol::GRE => gre::packet(env, conn),
        _ => Outcome::Refresh(env.sysctls.generic_timeout),
    }
}

/// Whether a packet may share the connection of another with the same tuple that came first
/// (`allow_clash`): its protocol can stand that.
pub(super) const fn allows_clash(proto: u8) -> bool {
    !matches!(
        proto,
        protocol::TCP | protocol::ICMP | protocol::ICMPV6 | protocol::SCTP
    )
}
