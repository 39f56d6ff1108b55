//! GRE: read RFC 2784, RFC 2890 and, for version 1, RFC 2637 §4.1; done as Linux's
//! `nf_conntrack_proto_gre.c` does it.

use super::{Conn, Env, Status, transport::Outcome};

/// The version, in the second byte.
const VERSION: u8 = 0x07;
/// The protocol that version 1 carries: PPP.
const PPP: [u8; 2] = [0x88, 0x0b];

/// What stands for ports: the call of version 1 (PPTP); nothing in version 0. `None` for version 1
/// with anything but PPP in it.
///
/// Deviation: the key of the other direction is what the kernel's PPTP helper would have learned; there
/// is none here, so it is 0 as in a kernel without that helper.
pub(super) fn keys(header: &[u8]) -> Option<(u16, u16)> {
    let Some(&[_, version, a, b]) = header.first_chunk::<4>() else {
        return Some((0, 0));
    };
    if version & VERSION != 1 {
        return Some((0, 0));
    }
    let Some(&[.., c, d]) = header.first_chunk::<8>() else {
        return Some((0, 0));
    };
    ([a, b] == PPP).then_some((0, u16::from_be_bytes([c, d])))
}

/// A GRE packet of `conn`.
pub(super) fn packet(env: &Env<'_>, conn: &mut Conn) -> Outcome {
    if !conn.status.has(Status::SEEN_REPLY) {
        return Outcome::Refresh(env.sysctls.gre_timeout);
    }
    if !conn.status.has(Status::NAT_CLASH) {
        conn.status.set(Status::ASSURED);
    }
    Outcome::Refresh(env.sysctls.gre_timeout_stream)
}
