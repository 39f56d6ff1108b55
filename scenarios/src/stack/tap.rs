//! Captures: what passes the machine's interfaces, before rules on the way in and behind them on the way
//! out, as packet sockets see it.

use std::collections::VecDeque;

use dataplane::{
    iface::IfIndex,
    wire::{
        ethernet::{EtherType, EthernetView},
        vlan::VlanView,
    },
};

use super::Stack;

/// Frames that a capture holds until its program looks at them.
const DEPTH: usize = 65_536;

/// A capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TapId(u64);

/// A frame that a capture saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The name of the interface.
    pub link: String,
    /// The machine sent it.
    pub sent: bool,
    /// The frame, without the tag if the interface is a VLAN.
    pub frame: Vec<u8>,
}

#[derive(Debug)]
pub(super) struct Tap {
    /// `None` for every interface.
    link: Option<String>,
    seen: VecDeque<Seen>,
    lost: u64,
}

impl Stack {
    /// Captures what passes the interface of this name, or all.
    pub fn open_tap(&mut self, link: Option<&str>) -> TapId {
        let id = TapId(self.next_socket);
        self.next_socket += 1;
        self.taps.insert(
            id,
            Tap {
                link: link.map(str::to_owned),
                seen: VecDeque::new(),
                lost: 0,
            },
        );
        id
    }

    /// Ends a capture.
    pub fn close_tap(&mut self, tap: TapId) {
        self.taps.remove(&tap);
    }

    /// Takes the next frame of a capture.
    pub fn next_seen(&mut self, tap: TapId) -> Option<Seen> {
        self.taps.get_mut(&tap)?.seen.pop_front()
    }

    /// Frames that a capture had no room for.
    #[must_use]
    pub fn lost(&self, tap: TapId) -> u64 {
        self.taps.get(&tap).map_or(0, |tap| tap.lost)
    }

    /// The machine says that a frame passes a port.
    pub fn tap(&mut self, port: IfIndex, sent: bool, frame: &[u8]) {
        if self.taps.is_empty() {
            return;
        }
        let tag = EthernetView::parse(frame)
            .filter(|frame| frame.ethertype() == EtherType::VLAN)
            .and_then(|frame| Some(VlanView::parse(frame.payload())?.tci().0 & 0x0fff));
        for link in &self.links {
            let bytes = if link.index == port {
                frame.to_vec()
            } else if tag.is_some_and(|tag| link.parent == Some((port, tag))) {
                [&frame[..12], &frame[16..]].concat()
            } else {
                continue;
            };
            for tap in self.taps.values_mut() {
                if tap.link.as_ref().is_some_and(|name| *name != link.name) {
                    continue;
                }
                if tap.seen.len() >= DEPTH {
                    tap.lost += 1;
                    continue;
                }
                tap.seen.push_back(Seen {
                    link: link.name.clone(),
                    sent,
                    frame: bytes.clone(),
                });
            }
        }
    }
}
