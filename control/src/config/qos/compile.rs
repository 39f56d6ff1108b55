//! From what is configured to what the data path reads.

use std::{collections::BTreeSet, sync::Arc};

use dataplane::{
    iface::IfIndex,
    qos::{Filter, FilterKind, Handle, Qdisc as Compiled, Tree, U32Hash, U32Node, U32Spec},
};

use super::{
    Traffic,
    device::Qdisc,
    filters::{Classifier, Proto},
    u32::U32Table,
};
use crate::config::Model;

impl Model {
    /// The links whose trees are not what they were at the last call.
    pub(in crate::config) fn take_changed_traffic(&mut self) -> BTreeSet<IfIndex> {
        std::mem::take(&mut self.traffic.changed)
    }

    /// The tree of a link; `None` if frames go to its port at once.
    pub(in crate::config) fn compile_traffic(&self, link: IfIndex) -> Option<Arc<Tree>> {
        let device = self.traffic.device(link);
        if device.is_empty() {
            return None;
        }
        let mut qdiscs = Vec::new();
        // Parents before children.
        let mut next: Vec<_> = device.root().into_iter().collect();
        while !next.is_empty() {
            let children = |qdisc: &&Qdisc| {
                let children = qdisc.children.values();
                children
                    .filter_map(|child| device.find(*child))
                    .collect::<Vec<_>>()
            };
            let below = next.iter().flat_map(children).collect();
            qdiscs.extend(next.into_iter().map(|qdisc| self.traffic.compile(qdisc)));
            next = below;
        }
        qdiscs.extend(device.ingress().map(|qdisc| self.traffic.compile(qdisc)));
        Some(Arc::new(Tree { qdiscs }))
    }
}

impl Traffic {
    fn compile(&self, qdisc: &Qdisc) -> Compiled {
        let mut classes: Vec<_> = qdisc.htb_classes().collect();
        // Inner classes have higher levels than those below them.
        classes.sort_by_key(|class| (std::cmp::Reverse(class.level), class.class.handle));
        let mut filters = Vec::new();
        for (place, block) in qdisc.blocks() {
            for chain in &block.chains {
                for proto in &chain.protos {
                    self.compile_proto(qdisc, (place, chain.index), proto, &mut filters);
                }
            }
        }
        Compiled {
            handle: qdisc.handle,
            parent: qdisc.parent,
            kind: qdisc.kind.clone(),
            filters,
            classes: classes.into_iter().map(|class| class.class).collect(),
        }
    }

    fn compile_proto(
        &self,
        qdisc: &Qdisc,
        (parent, chain): (Handle, u32),
        proto: &Proto,
        filters: &mut Vec<Filter>,
    ) {
        let filter = |handle, kind, class, actions| Filter {
            parent,
            chain,
            priority: proto.priority,
            protocol: proto.protocol,
            handle,
            kind,
            class,
            actions,
        };
        match &proto.classifier {
            Classifier::U32 { root } => {
                let spec = self.compile_u32(qdisc, *root);
                let kind = FilterKind::U32(Box::new(spec));
                filters.push(filter(root << 20, kind, None, Vec::new()));
            }
            Classifier::List(_, entries) => filters.extend(entries.iter().map(|entry| {
                filter(
                    entry.handle,
                    entry.kind.clone(),
                    entry.class,
                    self.actions.compile(&entry.exts),
                )
            })),
        }
    }

    /// The root table with all that can be reached from it.
    fn compile_u32(&self, qdisc: &Qdisc, root: u32) -> U32Spec {
        let mut tables: Vec<&U32Table> = Vec::new();
        let mut next = vec![root];
        while let Some(id) = next.pop() {
            if tables.iter().any(|table| table.id == id) {
                continue;
            }
            let Some(table) = qdisc.u32.iter().find(|table| table.id == id) else {
                continue;
            };
            next.extend(table.entries().filter_map(|entry| entry.node.link));
            tables.push(table);
        }
        let hash = |table: &U32Table| U32Hash {
            id: table.id,
            divisor: table.buckets.len() as u32,
            nodes: table
                .entries()
                .map(|entry| U32Node {
                    actions: self.actions.compile(&entry.exts),
                    ..entry.node.clone()
                })
                .collect(),
        };
        U32Spec {
            tables: tables.into_iter().map(hash).collect(),
        }
    }
}
