//! The `tc` commands that make the traffic control that there is.

use dataplane::qos::{Handle, Parent, QdiscKind};

use super::order::Save;
use crate::{
    config::qos::{
        Classifier, Device, Entry, Exts, HtbClassState, Proto, Qdisc, U32Entry, U32Table,
    },
    lang::{LoadError, tc},
};

impl Save<'_> {
    /// Actions that are by themselves, qdiscs before their classes, classes before what is at them, and filters.
    pub(super) fn traffic(&mut self) -> Result<(), LoadError> {
        let model = self.model;
        for (id, action) in model.traffic().actions() {
            if action.by_hand {
                let words = tc::action_words(model, id.1, action);
                self.command(&tidy(&format!("tc actions add action {words}")))?;
            }
        }
        for link in model.links() {
            let device = model.traffic().device(link.index);
            let mut next: Vec<&Qdisc> = device.root().into_iter().chain(device.ingress()).collect();
            while !next.is_empty() {
                let mut below = Vec::new();
                for qdisc in next {
                    self.qdisc(&link.name, qdisc)?;
                    below.extend(children(device, qdisc));
                }
                next = below;
            }
            for qdisc in device.qdiscs() {
                self.filters_of(&link.name, qdisc)?;
            }
        }
        Ok(())
    }

    fn qdisc(&mut self, dev: &str, qdisc: &Qdisc) -> Result<(), LoadError> {
        let handle = qdisc.handle;
        let place = match qdisc.parent {
            Parent::Root => format!("root handle {handle}"),
            Parent::Class(class) => format!("parent {class} handle {handle}"),
            // The kind says it all.
            Parent::Ingress => String::new(),
        };
        for (verb, words) in tc::qdisc_words(&qdisc.kind, &qdisc.words) {
            let name = qdisc.kind.name();
            self.command(&tidy(&format!(
                "tc qdisc {verb} dev {dev} {place} {name} {words}"
            )))?;
        }
        let mut classes: Vec<&HtbClassState> = qdisc.htb_classes().collect();
        // Those that others borrow from have higher levels. The kernel lists the newest of a bucket first.
        classes.reverse();
        classes.sort_by_key(|state| std::cmp::Reverse(state.level));
        for state in classes {
            let class = &state.class;
            let words = tc::class_words(state);
            self.command(&format!(
                "tc class add dev {dev} parent {} classid {} htb {words}",
                class.parent, class.handle
            ))?;
        }
        Ok(())
    }

    fn filters_of(&mut self, dev: &str, qdisc: &Qdisc) -> Result<(), LoadError> {
        for (place, block) in qdisc.blocks() {
            let parent = match (&qdisc.kind, place) {
                (QdiscKind::Clsact, Handle::CLSACT_INGRESS) => "ingress".to_owned(),
                (QdiscKind::Clsact, _) => "egress".to_owned(),
                (_, place) => format!("parent {place}"),
            };
            for chain in &block.chains {
                let chain_words = match chain.index {
                    0 => String::new(),
                    index => format!("chain {index} "),
                };
                for proto in &chain.protos {
                    let protocol = tc::protocol_words(proto.protocol);
                    let start = format!(
                        "tc filter add dev {dev} {parent} protocol {protocol} prio {} {chain_words}",
                        proto.priority
                    );
                    self.proto(&start, qdisc, proto)?;
                }
            }
        }
        Ok(())
    }

    /// The filters of a priority.
    fn proto(&mut self, start: &str, qdisc: &Qdisc, proto: &Proto) -> Result<(), LoadError> {
        let root = match &proto.classifier {
            Classifier::List(name, entries) => {
                let mut entries: Vec<&Entry> = entries.iter().collect();
                if *name == "basic" {
                    // The newest stands first.
                    entries.reverse();
                }
                for entry in entries {
                    self.entry(start, name, entry)?;
                }
                return Ok(());
            }
            Classifier::U32 { root } => *root,
        };
        let mut tables: Vec<&U32Table> = qdisc
            .u32_tables()
            .filter(|table| {
                table.priority == proto.priority && (table.id == root || !table.is_root)
            })
            .collect();
        // They are listed with the newest first.
        tables.reverse();
        let mut lines = Vec::new();
        for table in tables.iter().filter(|table| !table.is_root) {
            let (id, divisor) = (table.id, table.buckets.len());
            lines.push(format!("handle {id:x}: u32 divisor {divisor}"));
        }
        for table in tables {
            for node in table.entries() {
                lines.push(self.node(table, node));
            }
        }
        if lines.is_empty() {
            lines.push("u32".to_owned());
        }
        for line in lines {
            self.command(&tidy(&format!("{start}{line}")))?;
        }
        Ok(())
    }

    fn node(&self, table: &U32Table, entry: &U32Entry) -> String {
        let node = &entry.node;
        let place = if table.is_root {
            String::new()
        } else {
            format!("ht {:x}:{:x}: ", table.id, node.bucket)
        };
        let words = tc::u32_words(entry);
        let class = node
            .class
            .map_or(String::new(), |class| format!(" flowid {class}"));
        let actions = self.actions(&entry.exts);
        format!(
            "handle ::{:x} u32 {place}{words}{class}{actions}",
            node.node
        )
    }

    fn entry(&mut self, start: &str, name: &str, entry: &Entry) -> Result<(), LoadError> {
        let (handle, words) = tc::filter_words(self.model, entry);
        let class = entry
            .class
            .map_or(String::new(), |class| format!(" classid {class}"));
        let actions = self.actions(&entry.exts);
        let line = format!("{start}handle {handle} {name} {words}{class}{actions}");
        self.command(&tidy(&line))
    }

    /// The words of a filter's actions.
    fn actions(&self, exts: &Exts) -> String {
        let mut line = String::new();
        for id in &exts.actions {
            let Some(action) = self.model.traffic().action(*id) else {
                continue;
            };
            line.push_str(if exts.police { " " } else { " action " });
            line.push_str(&tc::action_words(self.model, id.1, action));
        }
        line
    }
}

/// The qdiscs at the classes of a qdisc.
fn children<'q>(device: &'q Device, qdisc: &Qdisc) -> Vec<&'q Qdisc> {
    let mut found: Vec<&Qdisc> = device
        .qdiscs()
        .filter(|child| match child.parent {
            Parent::Class(class) => class.qdisc() == qdisc.handle,
            Parent::Root | Parent::Ingress => false,
        })
        .collect();
    // The newest stand first in the kernel's lists.
    found.reverse();
    found
}

/// Single spaces between words.
fn tidy(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
