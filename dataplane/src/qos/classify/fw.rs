//! `fw`: the mark.

use super::classifier::{Found, Search};
use crate::{
    packet::Packet,
    qos::{Control, Filter, FwSpec, Handle, QueueCx},
};

/// The `fw` filters of one priority.
#[derive(Debug, Default)]
pub(super) struct Fw {
    rules: Vec<FwRule>,
}

#[derive(Debug)]
struct FwRule {
    mark: u32,
    spec: FwSpec,
    entry: usize,
    /// It has neither a mark nor a class: the mark names a class of this qdisc.
    by_mark: Option<Handle>,
}

impl Fw {
    pub(super) fn add(&mut self, filter: &Filter, spec: FwSpec, entry: usize) {
        let by_mark = filter.handle == 0 && filter.class.is_none() && filter.actions.is_empty();
        self.rules.push(FwRule {
            mark: filter.handle,
            spec,
            entry,
            by_mark: by_mark.then(|| filter.parent.qdisc()),
        });
    }

    /// `fw_classify`.
    pub(super) fn classify(
        &self,
        search: &mut Search<'_>,
        cx: &mut QueueCx<'_>,
        packet: &mut Packet,
    ) -> Option<Found> {
        self.rules.iter().find_map(|rule| {
            let mark = packet.meta.mark.0;
            if let Some(qdisc) = rule.by_mark {
                let class = Handle(mark);
                let here = class.major() == 0 || class.qdisc() == qdisc;
                return (mark != 0 && here).then_some(Found {
                    control: Control::Ok,
                    class: Some(class),
                });
            }
            let indev = rule.spec.indev;
            let matches =
                mark & rule.spec.mask == rule.mark && (indev.is_none() || indev == packet.meta.iif);
            if !matches {
                return None;
            }
            search.hit(rule.entry, cx, packet)
        })
    }
}
