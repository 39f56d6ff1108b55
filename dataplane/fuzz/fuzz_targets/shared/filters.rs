//! Arbitrary `u32` tables and other filters, with arbitrary actions, on arbitrary frames.

use dataplane::{
    iface::IfIndex,
    packet::{Mark, Meta, Packet, PacketBuf},
    qos::{
        Action, ActionKind, BasicMatch, Control, Filter, FilterKind, FlowerKey, FwSpec, GactSpec,
        Handle, MirredSpec, Parent, PeditKey, PeditSpec, PrioParams, Qdisc, QdiscKind, Scheduler,
        SkbeditSpec, Tree, U32Hash, U32Key, U32Node, U32Spec,
    },
    time::Instant,
};

/// Numbers out of the input; zeros when it is used up.
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    fn below(&mut self, bound: u8) -> u8 {
        self.byte() % bound
    }

    fn word(&mut self) -> u32 {
        u32::from_be_bytes([self.byte(), self.byte(), self.byte(), self.byte()])
    }

    /// Mostly small, now and then anything.
    fn offset(&mut self) -> i32 {
        match self.byte() {
            255 => self.word() as i32,
            byte => i32::from(byte) - 20,
        }
    }

    fn maybe<T>(&mut self, of: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.byte() & 1 == 1).then(|| of(self))
    }

    fn control(&mut self) -> Control {
        match self.below(7) {
            0 => Control::Ok,
            1 => Control::Shot,
            2 => Control::Pipe,
            3 => Control::Continue,
            4 => Control::Reclassify,
            5 => Control::Stolen,
            _ => Control::GotoChain(u32::from(self.below(3))),
        }
    }

    fn action(&mut self) -> Action {
        let kind = match self.below(4) {
            0 => ActionKind::Gact(GactSpec {
                control: self.control(),
            }),
            1 => ActionKind::Mirred(MirredSpec {
                device: IfIndex::LOOPBACK,
                ingress: self.below(2) == 1,
                redirect: self.below(2) == 1,
                control: self.control(),
            }),
            2 => ActionKind::Skbedit(SkbeditSpec {
                priority: self.maybe(Self::word),
                mark: self.maybe(|n| (n.word(), n.word())),
                packet_type: self.maybe(|n| n.below(5).into()),
                control: self.control(),
            }),
            _ => ActionKind::Pedit(PeditSpec {
                keys: vec![PeditKey {
                    header: self.below(8),
                    add: self.below(2) == 1,
                    mask: self.word(),
                    value: self.word(),
                    offset: self.offset(),
                }],
                control: self.control(),
            }),
        };
        Action::new(1, kind, Instant::ZERO)
    }

    fn actions(&mut self) -> Vec<Action> {
        (0..self.below(3)).map(|_| self.action()).collect()
    }

    fn key(&mut self) -> U32Key {
        U32Key {
            value: self.word(),
            mask: [0, 0xff, 0xffff, u32::MAX][usize::from(self.below(4))],
            offset: self.offset(),
            next_header: self.below(2) == 1,
        }
    }

    fn node(&mut self) -> U32Node {
        U32Node {
            bucket: self.below(4),
            node: self.below(8).into(),
            keys: (0..self.below(3)).map(|_| self.key()).collect(),
            class: self.maybe(|n| Handle::new(1, n.below(6).into())),
            link: self.maybe(|n| n.below(4).into()),
            hash: self.maybe(|n| (n.word(), n.offset())),
            offset: self.byte().into(),
            offset_at: self.maybe(|n| (n.offset() as i16, n.word() as u16, n.byte())),
            eat: self.below(2) == 1,
            mark: self.maybe(|n| (n.word(), n.word())),
            actions: self.actions(),
        }
    }

    fn basic(&mut self, depth: u8) -> BasicMatch {
        match self.below(if depth == 0 { 4 } else { 7 }) {
            0 => BasicMatch::All,
            1 => BasicMatch::U32(self.key()),
            2 => BasicMatch::Cmp {
                align: self.below(5),
                layer: self.below(4),
                offset: self.word() as u16,
                mask: self.word(),
                ordering: self.byte() as i8,
                value: self.word(),
            },
            3 => BasicMatch::Meta {
                object: ["priority", "protocol", "vlan", "mac_len", "nothing"]
                    [usize::from(self.below(5))],
                ordering: self.byte() as i8,
                mask: self.word(),
                value: self.word(),
            },
            4 => BasicMatch::Not(Box::new(self.basic(depth - 1))),
            5 => BasicMatch::And((0..3).map(|_| self.basic(depth - 1)).collect()),
            _ => BasicMatch::Or((0..3).map(|_| self.basic(depth - 1)).collect()),
        }
    }

    fn flower(&mut self) -> FlowerKey {
        FlowerKey {
            vlan_id: self.maybe(|n| n.word() as u16),
            vlan_prio: self.maybe(Self::byte),
            vlan_ethtype: self.maybe(|n| n.word() as u16),
            ip_proto: self.maybe(Self::byte),
            ip_tos: self.maybe(|n| (n.byte(), n.byte())),
            src_port: self.maybe(|n| (n.word() as u16, n.word() as u16)),
            src_range: self.below(2) == 1,
            tcp_flags: self.maybe(|n| (n.word() as u16, n.word() as u16)),
            icmp_type: self.maybe(|n| (n.byte(), n.byte())),
            ..FlowerKey::default()
        }
    }

    fn filter(&mut self) -> Filter {
        let kind = match self.below(5) {
            0 => FilterKind::Matchall,
            1 => FilterKind::Fw(FwSpec {
                mask: self.word(),
                indev: None,
            }),
            2 => FilterKind::Flower(Box::new(self.flower())),
            3 => FilterKind::Basic(Box::new(self.basic(3))),
            _ => FilterKind::U32(Box::new(U32Spec {
                tables: (0..1 + self.below(4))
                    .map(|id| U32Hash {
                        id: id.into(),
                        divisor: u32::from(self.byte()) * 2,
                        nodes: (0..self.below(5)).map(|_| self.node()).collect(),
                    })
                    .collect(),
            })),
        };
        Filter {
            parent: Handle::new(1, 0),
            chain: self.below(2).into(),
            priority: self.below(3).into(),
            protocol: [3, 0x0800, 0x86dd, 0x8100][usize::from(self.below(4))],
            handle: self.below(3).into(),
            kind,
            class: self.maybe(|n| Handle::new(1, n.below(6).into())),
            actions: self.actions(),
        }
    }
}

/// Builds filters and a frame of the bytes, and lets them meet.
pub(crate) fn fuzz(data: &[u8]) {
    let mut numbers = Numbers(data);
    let filters = (0..1 + numbers.below(4))
        .map(|_| numbers.filter())
        .collect();
    let tree = Tree {
        qdiscs: vec![Qdisc {
            handle: Handle::new(1, 0),
            parent: Parent::Root,
            kind: QdiscKind::Prio(PrioParams {
                bands: 5,
                priomap: [0; 16],
            }),
            filters,
            classes: Vec::new(),
        }],
    };
    let mut scheduler = Scheduler::new(&tree, Instant::ZERO, 1).expect("it has a root");
    let meta = Meta {
        l3: [14, 14, 18, 0][usize::from(numbers.below(4))],
        mark: Mark(numbers.below(4).into()),
        ..Meta::default()
    };
    let packet = Packet {
        buf: PacketBuf::copy_from(numbers.0),
        meta,
    };
    let stays = scheduler.enqueue(Instant::ZERO, packet);
    let left = scheduler.dequeue(Instant::ZERO);
    assert_eq!(stays, left.is_some());
    // Its own counters agree with what happened.
    let stats = scheduler.readings().qdiscs[0].2.queue;
    assert_eq!((stats.packets > 0, stats.qlen), (stays, 0));
}
