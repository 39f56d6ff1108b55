//! What stands above the router's own stack: the sockets of programs, where the router has any.
//!
//! The live router has none. A machine of the lab has programs, whose sockets are somebody else's
//! business: here is where packets go to them and come from them.

use std::net::IpAddr;

use crate::{
    drop_reason::DropReason,
    forward::{Context, Flow, output4, output6, route4, route6},
    iface::IfIndex,
    packet::{Mark, Packet},
    time::Instant,
    wire::{ipv4::Ipv4View, ipv6::Ipv6View},
};

/// The sockets of the programs that run on a router.
pub trait Sockets: Send {
    /// A whole packet for the router, which INPUT let pass and whose checksums are right. `packet`
    /// begins at the network header, its upper-layer header is at `l4`. Gives whether a socket takes it:
    /// if none does, the router says so as it does without sockets. Of an ICMP message it is not asked.
    fn receive(&mut self, now: Instant, packet: &[u8], l4: usize) -> bool;

    /// A packet of the router's own, which begins at the network header, did not leave: its neighbour
    /// does not answer.
    fn unreachable(&mut self, now: Instant, packet: &[u8]);
}

impl Context<'_> {
    /// Offers a packet for the router to the sockets; gives whether one took it.
    pub(super) fn offer(&mut self, packet: &Packet) -> bool {
        let now = self.now;
        let bytes = packet.network();
        self.own
            .sockets
            .as_mut()
            .is_some_and(|sockets| sockets.receive(now, bytes, usize::from(packet.meta.l4)))
    }

    /// Tells the sockets that a packet of theirs has a neighbour that does not answer.
    pub(crate) fn report_unreachable(&mut self, packet: &Packet) {
        let now = self.now;
        if let Some(sockets) = &mut self.own.sockets {
            sockets.unreachable(now, packet.network());
        }
    }

    /// Sends a packet of a socket's, from the network header on, with all checksums in place.
    ///
    /// # Errors
    /// If it has no way out, or is no packet.
    pub(crate) fn send_local(&mut self, bytes: &[u8], oif: IfIndex) -> Result<(), DropReason> {
        const TOO_LONG: DropReason = DropReason::IpOutNoRoutes;
        if let Ok(view) = Ipv4View::header(bytes) {
            let flow = Flow {
                dst: view.dst(),
                src: Some(view.src()),
                tos: view.tos(),
                proto: view.protocol(),
                mark: Mark::default(),
            };
            let out = route4(self, &flow)?;
            let packet = self.make(&[bytes]).ok_or(TOO_LONG)?;
            output4(self, &out, packet);
            return Ok(());
        }
        let view = Ipv6View::header(bytes)?;
        let flow = Flow {
            dst: view.dst(),
            src: Some(view.src()),
            tos: view.traffic_class(),
            proto: view.next_header(),
            mark: Mark::default(),
        };
        let link = self.interface(oif).ok_or(DropReason::DevDown)?;
        let out = route6(self, &flow, link)?;
        let packet = self.make(&[bytes]).ok_or(TOO_LONG)?;
        output6(self, &out, packet);
        Ok(())
    }

    /// The address that the router sends from to `dst`, and the MTU of the way.
    ///
    /// # Errors
    /// If there is no way to it.
    pub(crate) fn way_to(&self, dst: IpAddr, oif: IfIndex) -> Result<(IpAddr, usize), DropReason> {
        match dst {
            IpAddr::V4(dst) => {
                let out = route4(self, &towards(dst))?;
                Ok((out.src.into(), out.hop.mtu()))
            }
            IpAddr::V6(dst) => {
                let link = self.interface(oif).ok_or(DropReason::DevDown)?;
                let out = route6(self, &towards(dst), link)?;
                Ok((out.src.into(), out.hop.mtu()))
            }
        }
    }
}

/// A flow that only has a destination as yet.
fn towards<A>(dst: A) -> Flow<A> {
    Flow {
        dst,
        src: None,
        tos: 0,
        proto: 0,
        mark: Mark::default(),
    }
}
