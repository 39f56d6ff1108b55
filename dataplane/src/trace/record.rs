//! What a packet met, in the order in which it met it: what `tollgate explain` and `tollgate trace` tell.

use std::{net::IpAddr, sync::Arc};

use crate::{
    conntrack::{Conn, Ct},
    drop_reason::DropReason,
    filter::{Hook, Policy, RuleSpec, SourceLine, TableKind, TableRef, nft},
    iface::{IfIndex, MacAddr},
    nat::Manip,
    packet::Mark,
    qos::Handle,
    route::{RouteKind, TableId},
};

/// Why a rule did not match: the first of its tests that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// `-s`.
    Source,
    /// `-d`.
    Destination,
    /// `-i`.
    InputInterface,
    /// `-o`.
    OutputInterface,
    /// `-p`.
    Protocol,
    /// `-f`.
    Fragment,
    /// The extension at this place in [`RuleSpec::matches`].
    Match(usize),
    /// Of a rule of nft's: the expression at this place.
    Expr(usize),
}

/// What came of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleOutcome {
    /// It is about other packets.
    Mismatch(Mismatch),
    /// It matched, and the packet goes on to the next rule.
    Continue,
    /// It matched, and the packet goes to the chain that the target names.
    Jump,
    /// It matched, and the packet goes back to the chain that it came from.
    Return,
    /// It matched, and the packet has passed the base chain.
    Accept,
    /// It matched, and the packet ends.
    Drop(DropReason),
}

/// How a packet's route was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteNote {
    /// The priority of the rule (`ip rule`) that decided.
    pub rule: Option<u32>,
    /// The table of the route.
    pub table: Option<TableId>,
    /// Length of the route's prefix in bits.
    pub prefix_len: Option<u8>,
    /// The kind of route.
    pub kind: Option<RouteKind>,
    /// The gateway, or the destination itself if it is on the link.
    pub next_hop: Option<IpAddr>,
    /// The interface to leave by.
    pub oif: Option<IfIndex>,
}

/// One step.
#[derive(Clone, Debug)]
pub enum TraceStep {
    /// It was received.
    Received {
        /// By this interface (of a VLAN, the sub-interface).
        iif: IfIndex,
        /// The frame, from the Ethernet header on.
        frame: Vec<u8>,
    },
    /// The router made it (an answer, an error): the packet from the network header on.
    Made {
        /// The packet.
        packet: Vec<u8>,
    },
    /// It came to a hook.
    Hook(Hook),
    /// It is a fragment, and waits for the others.
    FragmentHeld,
    /// It was put together from its fragments.
    Reassembled,
    /// Its connection was looked for; the connection as it is then.
    Conntrack {
        /// What was found.
        ct: Ct,
        /// The connection.
        conn: Option<Box<Conn>>,
    },
    /// It came into a base chain.
    Chain {
        /// The table.
        table: TableRef,
        /// The chain.
        chain: Arc<str>,
    },
    /// A rule of iptables' was tried.
    Rule {
        /// The table.
        table: TableKind,
        /// The chain that the rule is in.
        chain: Arc<str>,
        /// Its number in the chain, from 1.
        number: usize,
        /// What it says.
        spec: Arc<RuleSpec>,
        /// Where it comes from.
        source: Option<SourceLine>,
        /// What came of it.
        outcome: RuleOutcome,
    },
    /// A rule of nft's was tried.
    NftRule {
        /// The table.
        table: Arc<nft::Table>,
        /// The chain that the rule is in.
        chain: Arc<str>,
        /// Its number in the chain, from 1.
        number: usize,
        /// Its handle.
        handle: u64,
        /// Where it comes from.
        source: Option<SourceLine>,
        /// What it says.
        words: Option<Arc<dyn nft::Words>>,
        /// How many lines for the log it wrote.
        logs: usize,
        /// Whether the packet is traced then (`meta nftrace set 1`).
        traced: bool,
        /// What came of it.
        outcome: RuleOutcome,
    },
    /// It came to the end of a chain of the user's, and goes back.
    Return {
        /// The table.
        table: TableRef,
        /// The chain.
        chain: Arc<str>,
    },
    /// It came to the end of a base chain.
    Policy {
        /// The table.
        table: TableRef,
        /// The chain.
        chain: Arc<str>,
        /// What happens there.
        policy: Policy,
    },
    /// Its addresses were translated.
    Translated {
        /// Which.
        manip: Manip,
        /// The address and port before.
        from: (IpAddr, u16),
        /// And after.
        to: (IpAddr, u16),
    },
    /// Its route was looked up.
    Route(RouteNote),
    /// Its TTL is now this.
    Ttl(u8),
    /// Its mark changed.
    Mark(Mark),
    /// Its connection became known.
    Confirmed,
    /// The router itself took it.
    Delivered,
    /// It is cut into fragments, which go on one by one.
    Fragmented {
        /// None is longer than this, in bytes.
        mtu: usize,
    },
    /// It left.
    Sent {
        /// By this interface.
        oif: IfIndex,
        /// To this neighbour.
        mac: MacAddr,
        /// As this frame.
        frame: Vec<u8>,
    },
    /// It came to the traffic control of an interface on its way out.
    Queued {
        /// The interface.
        oif: IfIndex,
        /// The frame, as it came there.
        frame: Vec<u8>,
        /// The classes that it was put into, from the root's on: none where the qdiscs have none. The name of
        /// a qdisc stands for its queue of packets that go past its classes.
        classes: Vec<Handle>,
        /// Why it did not stay.
        dropped: Option<DropReason>,
    },
    /// It waits for its neighbour to answer.
    NeighbourQueued {
        /// The neighbour.
        address: IpAddr,
        /// Its interface.
        oif: IfIndex,
    },
    /// It ended.
    Dropped(DropReason),
}

/// Everything that happened to a packet, and to those that the router made because of it.
#[derive(Clone, Debug, Default)]
pub struct PacketTrace {
    /// The steps, in order.
    pub steps: Vec<TraceStep>,
}
