//! All connections.

use super::{Conn, ConnId, Tuple};
use crate::{
    drop_reason::DropReason, filter::Hook, packet::Packet, route::Family, sysctl::CtSysctls,
    time::Instant,
};

/// What tracking needs to know besides the packet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Env<'a> {
    /// The time.
    pub(crate) now: Instant,
    /// The knobs.
    pub(crate) sysctls: &'a CtSysctls,
    /// The packet's family.
    pub(crate) family: Family,
    /// Where the packet is.
    pub(crate) hook: Hook,
}

/// All connections.
#[derive(Clone, Debug, Default)]
pub struct Conntrack {}

impl Conntrack {
    /// Finds or makes the connection of a packet at PREROUTING or OUTPUT, and notes it in
    /// `packet.meta.ct` (`nf_conntrack_in`). A packet that already has one, or is not to be tracked,
    /// is left as it is; a template (`-j CT`) says the zones.
    ///
    /// # Errors
    /// Why the packet is dropped.
    pub(crate) fn track(&mut self, _env: &Env<'_>, _packet: &mut Packet) -> Result<(), DropReason> {
        Ok(())
    }

    /// Makes a packet's connection known to others, if it is not yet (`nf_conntrack_confirm`).
    ///
    /// # Errors
    /// Why the packet is dropped: another connection with one of its tuples came first.
    pub(crate) fn confirm(
        &mut self,
        _env: &Env<'_>,
        _packet: &mut Packet,
    ) -> Result<(), DropReason> {
        Ok(())
    }

    /// The connection with this number, if it is still there.
    #[must_use]
    pub fn get(&self, _id: ConnId) -> Option<&Conn> {
        None
    }

    /// The same, to change it: its mark, its status. Its tuples change by [`Self::set_reply`].
    pub fn get_mut(&mut self, _id: ConnId) -> Option<&mut Conn> {
        None
    }

    /// Ends a connection that was not confirmed.
    pub(crate) fn discard(&mut self, _id: ConnId) {}

    /// Whether a connection other than `except` has packets with this tuple in either direction
    /// (`nf_conntrack_tuple_taken`).
    #[must_use]
    pub(crate) fn is_taken(&self, _tuple: &Tuple, _except: ConnId) -> bool {
        false
    }

    /// Replaces the tuple that replies to an unconfirmed connection have
    /// (`nf_conntrack_alter_reply`).
    pub(crate) fn set_reply(&mut self, _id: ConnId, _reply: Tuple) {}

    /// Remembers a connection by the source of its original direction (`nf_nat_bysource`).
    pub(crate) fn index_source(&mut self, _id: ConnId) {}

    /// The connections in [the index](Self::index_source) with the source address, port, protocol and
    /// zone of `original`, newest first.
    pub(crate) fn with_source(&self, _original: &Tuple) -> impl Iterator<Item = (ConnId, &Conn)> {
        std::iter::empty()
    }
}
