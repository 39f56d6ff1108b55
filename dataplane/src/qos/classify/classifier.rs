//! The filters of one place, asked in order.

use std::mem;

use super::{
    basic,
    entry::{Entries, Entry},
    flower::Flower,
    frame::Frame,
    fw::Fw,
    u32::U32Tables,
};
use crate::{
    drop_reason::DropReason,
    packet::{Packet, WireSize, wire_size},
    qos::{
        BasicMatch, Control, Filter, FilterKey, FilterKind, FilterStats, Handle, QueueCx,
        QueueStats,
    },
};

/// How often a packet may begin anew (`max_reclassify_loop`): beyond, the filters are in a loop.
const MAX_RESTARTS: u32 = 16;

/// The EtherType of filters for all (`ETH_P_ALL`).
pub(super) const ALL: u16 = 3;

/// What the filters say of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// None of them matched.
    Unmatched,
    /// It is in this class; `0:` if the filter that matched names none.
    Class(Handle),
    /// It is to be dropped.
    Shot,
    /// It was taken away; what is left of the packet may be freed.
    Stolen,
}

impl Verdict {
    /// Ends a packet that a qdisc's filters dropped or took away. It did not stay: `false`.
    pub(crate) fn refuse(
        self,
        cx: &mut QueueCx<'_>,
        packet: Packet,
        stats: &mut QueueStats,
    ) -> bool {
        stats.drops += u64::from(self != Self::Stolen);
        // Of one that went another way nothing is left.
        if packet.buf.capacity() > 0 {
            cx.drop(packet, DropReason::TcEgress);
        }
        false
    }
}

/// The filters of a place at work: a qdisc, a class, or a side of `clsact`.
#[derive(Debug, Default)]
pub(crate) struct Classifier {
    /// By chain, then by priority.
    protos: Vec<Proto>,
    u32: U32Tables,
    entries: Vec<Entry>,
    /// They see what comes in: its link-layer header does not count.
    ingress: bool,
    /// Tags at the front of frames that are not there any more for who sees them here.
    stripped: usize,
}

/// The filters of one priority (`struct tcf_proto`).
#[derive(Debug)]
struct Proto {
    chain: u32,
    priority: u16,
    protocol: u16,
    kind: ProtoKind,
}

#[derive(Debug)]
enum ProtoKind {
    /// The root of its tables.
    U32(usize),
    Fw(Fw),
    Flower(Flower),
    Matchall(usize),
    Basic(Vec<(BasicMatch, usize)>),
}

/// What a search has besides the packet.
pub(super) struct Search<'a> {
    pub(super) entries: &'a mut [Entry],
    pub(super) size: WireSize,
    pub(super) stripped: usize,
}

impl Search<'_> {
    /// Does the actions of a filter that matched. `None` if they say that the search goes on.
    pub(super) fn hit(
        &mut self,
        entry: usize,
        cx: &mut QueueCx<'_>,
        packet: &mut Packet,
    ) -> Option<Found> {
        let entry = &mut self.entries[entry];
        let control = entry.hit(cx, packet, self.size);
        (control != Control::Continue).then_some(Found {
            control,
            class: entry.class,
        })
    }
}

/// What a filter that matched says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) control: Control,
    pub(super) class: Option<Handle>,
}

impl Classifier {
    /// Takes on those of `filters` that are at `place`; what was there before goes on counting.
    pub(crate) fn follow(&mut self, place: Handle, filters: &[Filter], cx: &QueueCx<'_>) {
        self.follow_where(filters, |filter| filter.parent == place, cx);
    }

    /// Takes on those of `filters` that `here` chooses.
    pub(crate) fn follow_where(
        &mut self,
        filters: &[Filter],
        here: impl Fn(&Filter) -> bool,
        cx: &QueueCx<'_>,
    ) {
        let mut entries = Entries::following(mem::take(&mut self.entries));
        self.protos.clear();
        self.u32 = U32Tables::default();
        for filter in filters.iter().filter(|filter| here(filter)) {
            self.add(filter, &mut entries, cx);
        }
        self.protos
            .sort_by_key(|proto| (proto.chain, proto.priority));
        self.u32.link();
        self.entries = entries.list;
    }

    fn add(&mut self, filter: &Filter, entries: &mut Entries, cx: &QueueCx<'_>) {
        if let FilterKind::U32(spec) = &filter.kind {
            if let Some(root) = self.u32.add(cx, filter, spec, entries) {
                self.protos.push(Proto::of(filter, ProtoKind::U32(root)));
            }
            return;
        }
        let key = filter.key(filter.handle);
        let entry = entries.add(cx, key, filter.class, &filter.actions, 0);
        let known = self
            .protos
            .iter_mut()
            .find(|proto| proto.chain == filter.chain && proto.priority == filter.priority);
        match (&filter.kind, known.map(|proto| &mut proto.kind)) {
            (FilterKind::Fw(spec), Some(ProtoKind::Fw(fw))) => fw.add(filter, *spec, entry),
            (FilterKind::Flower(key), Some(ProtoKind::Flower(flower))) => {
                flower.add(key, filter.protocol, entry)
            }
            (FilterKind::Basic(of), Some(ProtoKind::Basic(list))) => {
                list.push((BasicMatch::clone(of), entry));
            }
            (kind, _) => {
                let kind = match kind {
                    FilterKind::Fw(spec) => {
                        let mut fw = Fw::default();
                        fw.add(filter, *spec, entry);
                        ProtoKind::Fw(fw)
                    }
                    FilterKind::Flower(key) => {
                        let mut flower = Flower::default();
                        flower.add(key, filter.protocol, entry);
                        ProtoKind::Flower(flower)
                    }
                    FilterKind::Basic(of) => ProtoKind::Basic(vec![(BasicMatch::clone(of), entry)]),
                    FilterKind::Matchall | FilterKind::U32(_) => ProtoKind::Matchall(entry),
                };
                self.protos.push(Proto::of(filter, kind));
            }
        }
    }

    /// Says that packets come in here, after `stripped` tags were taken off.
    pub(crate) fn look_at_ingress(&mut self, stripped: usize) {
        self.ingress = true;
        self.stripped = stripped;
    }

    /// Whether there are no filters.
    pub(crate) fn is_empty(&self) -> bool {
        self.protos.is_empty()
    }

    /// Asks the filters about a packet (`tcf_classify`). Their actions may change it, or take it away.
    pub(crate) fn classify(&mut self, cx: &mut QueueCx<'_>, packet: &mut Packet) -> Verdict {
        let size = self.account(packet);
        let mut search = Search {
            entries: &mut self.entries,
            size,
            stripped: self.stripped,
        };
        let (mut chain, mut restarts) = (0, 0);
        'anew: loop {
            for proto in self.protos.iter().filter(|proto| proto.chain == chain) {
                let protocol = Frame::of(packet).protocol(self.stripped);
                if proto.protocol != protocol && proto.protocol != ALL {
                    continue;
                }
                let Some(found) = proto.ask(&self.u32, &mut search, cx, packet) else {
                    continue;
                };
                match found.control {
                    Control::Continue => continue,
                    Control::Reclassify => {}
                    Control::GotoChain(next) => chain = next,
                    Control::Ok | Control::Pipe => {
                        return Verdict::Class(found.class.unwrap_or_default());
                    }
                    Control::Shot => return Verdict::Shot,
                    Control::Stolen => return Verdict::Stolen,
                }
                restarts += 1;
                if restarts > MAX_RESTARTS {
                    return Verdict::Shot;
                }
                continue 'anew;
            }
            return Verdict::Unmatched;
        }
    }

    /// A packet's share in what is counted here.
    pub(crate) fn account(&self, packet: &Packet) -> WireSize {
        if self.ingress {
            WireSize {
                bytes: Frame::of(packet).len() as u32,
                packets: wire_size(packet).packets,
            }
        } else {
            wire_size(packet)
        }
    }

    /// What the filters counted.
    pub(crate) fn stats(&self) -> impl Iterator<Item = (FilterKey, FilterStats)> {
        self.entries.iter().map(Entry::stats)
    }
}

impl Proto {
    fn of(filter: &Filter, kind: ProtoKind) -> Self {
        Self {
            chain: filter.chain,
            priority: filter.priority,
            protocol: filter.protocol,
            kind,
        }
    }

    fn ask(
        &self,
        u32: &U32Tables,
        search: &mut Search<'_>,
        cx: &mut QueueCx<'_>,
        packet: &mut Packet,
    ) -> Option<Found> {
        match &self.kind {
            ProtoKind::U32(root) => u32.classify(*root, search, cx, packet),
            ProtoKind::Fw(fw) => fw.classify(search, cx, packet),
            ProtoKind::Flower(flower) => {
                let entry = flower.find(packet, &cx.ct, search.stripped)?;
                search.hit(entry, cx, packet)
            }
            ProtoKind::Matchall(entry) => {
                search.entries[*entry].asked += 1;
                search.hit(*entry, cx, packet)
            }
            ProtoKind::Basic(list) => list.iter().find_map(|(of, entry)| {
                search.entries[*entry].asked += 1;
                if !basic::matches(of, packet, search.stripped) {
                    return None;
                }
                search.hit(*entry, cx, packet)
            }),
        }
    }
}
