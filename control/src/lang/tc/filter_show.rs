//! `tc filter show`: filters as they are listed.

use dataplane::{
    iface::IfIndex,
    qos::{FilterStats, Handle, Readings},
    time::Instant,
};

use super::{classifiers, options::Options, protocol};
use crate::{
    config::{
        Model,
        qos::{Block, Classifier, FilterRef, Proto, Qdisc, ToldAction},
    },
    lang::ip::printer::Printer,
};

/// What of the list is shown, and so left out of each line.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) link: Option<IfIndex>,
    pub(super) parent: Option<Handle>,
    pub(super) priority: Option<u16>,
    pub(super) protocol: Option<u16>,
    pub(super) chain: Option<u32>,
}

/// Shows the filters of a place.
pub(super) struct Lister<'l> {
    pub(super) options: &'l Options,
    pub(super) model: &'l Model,
    pub(super) now: Instant,
    pub(super) printer: Printer<'l>,
    pub(super) shown: Shown,
    pub(super) readings: Readings,
    /// Actions as they were, where they may not be any more.
    pub(super) told: &'l [ToldAction],
    /// The link, where it is not clear which.
    pub(super) dev: Option<String>,
    /// What happened, in front of each filter.
    pub(super) verb: &'static str,
    /// Where the filters are, as they are shown.
    pub(super) place: Handle,
    /// Where the qdisc keeps them, which is how they are counted.
    pub(super) kept: Handle,
    pub(super) chain: u32,
    pub(super) priority: u16,
    pub(super) protocol: u16,
    pub(super) kind: &'l str,
}

impl<'l> Lister<'l> {
    /// Of the filters at a place, which nothing is known of yet.
    pub(super) fn new(
        options: &'l Options,
        model: &'l Model,
        now: Instant,
        printer: Printer<'l>,
    ) -> Self {
        Self {
            options,
            model,
            now,
            printer,
            shown: Shown::default(),
            readings: Readings::default(),
            told: &[],
            dev: None,
            verb: "",
            place: Handle::UNSPEC,
            kept: Handle::UNSPEC,
            chain: 0,
            priority: 0,
            protocol: 0,
            kind: "",
        }
    }

    pub(super) fn chains(&mut self, block: &'l Block) {
        for chain in &block.chains {
            if self.shown.chain.is_some_and(|wanted| wanted != chain.index) {
                continue;
            }
            self.chain(chain.index);
        }
    }

    /// What chains and filters begin with.
    fn open(&mut self, what: &str) {
        let printer = &mut self.printer;
        printer.open_object(None);
        printer.text(format_args!("{}{what} ", self.verb));
        if let Some(dev) = &self.dev {
            printer.text(format_args!("dev {dev} "));
        }
    }

    /// The place, by its name.
    fn parent(&mut self) {
        let parent = self.place.to_string();
        self.printer
            .show("parent", format_args!("parent {parent} "), parent.as_str());
    }

    /// A chain at the place.
    pub(super) fn chain(&mut self, index: u32) {
        self.open("chain");
        if self.shown.parent != Some(self.place) {
            self.parent();
        }
        let printer = &mut self.printer;
        if self.shown.chain.is_none() {
            printer.show("chain", format_args!("chain {index} "), index);
        }
        printer.newline();
        printer.close_object();
    }

    pub(super) fn block(&mut self, qdisc: &'l Qdisc, block: &'l Block) {
        for chain in &block.chains {
            if self.shown.chain.is_some_and(|wanted| wanted != chain.index) {
                continue;
            }
            self.chain = chain.index;
            for proto in &chain.protos {
                if self
                    .shown
                    .priority
                    .is_some_and(|wanted| wanted != proto.priority)
                    || self
                        .shown
                        .protocol
                        .is_some_and(|wanted| wanted != proto.protocol)
                {
                    continue;
                }
                self.proto(qdisc, proto);
            }
        }
    }

    fn proto(&mut self, qdisc: &'l Qdisc, proto: &'l Proto) {
        self.priority = proto.priority;
        self.protocol = proto.protocol;
        self.kind = proto.name();
        self.whole();
        match &proto.classifier {
            Classifier::U32 { .. } => {
                for table in qdisc.u32_tables() {
                    if table.priority != proto.priority {
                        continue;
                    }
                    self.filter(&FilterRef::Table(table));
                    for entry in table.entries() {
                        self.filter(&FilterRef::Node(table, entry));
                    }
                }
            }
            Classifier::List(_, entries) => {
                for entry in entries {
                    self.filter(&FilterRef::Entry(entry));
                }
            }
        }
    }

    /// The priority itself.
    pub(super) fn whole(&mut self) {
        self.begin();
        self.printer.newline();
        self.printer.close_object();
    }

    /// What all filters say.
    fn begin(&mut self) {
        self.open("filter");
        if self.shown.parent != Some(self.place) {
            let mut flag = |word: &str| self.printer.show(word, format_args!("{word} "), true);
            match self.place {
                Handle::ROOT => flag("root"),
                Handle::CLSACT_INGRESS => flag("ingress"),
                Handle::CLSACT_EGRESS => flag("egress"),
                _ => self.parent(),
            }
        }
        let printer = &mut self.printer;
        if self.shown.protocol.is_none() && self.protocol != 0 {
            let name = protocol::name(self.protocol);
            printer.show("protocol", format_args!("protocol {name} "), &*name);
        }
        if self.shown.priority.is_none() {
            let priority = self.priority;
            printer.show("pref", format_args!("pref {priority} "), priority);
        }
        let kind = self.kind;
        printer.show("kind", format_args!("{kind} "), kind);
        if self.shown.chain.is_none() {
            let chain = self.chain;
            printer.show("chain", format_args!("chain {chain} "), chain);
        }
    }

    /// A filter.
    pub(super) fn filter(&mut self, filter: &FilterRef<'_>) {
        self.begin();
        let handle = match filter {
            FilterRef::Table(table) => table.id << 20,
            FilterRef::Node(table, entry) => table.handle(&entry.node),
            FilterRef::Entry(entry) => entry.handle,
        };
        let key = (self.kept, self.chain, self.priority, self.protocol, handle);
        let mut counted = self.readings.filters.iter();
        let stats = counted.find(|(other, _)| *other == key);
        let none = FilterStats::default();
        let showing = classifiers::Showing {
            options: self.options,
            model: self.model,
            protocol: self.protocol,
            stats: stats.map_or(&none, |(_, stats)| stats),
            told: self.told,
            now: self.now,
        };
        self.printer.open_object(Some("options"));
        classifiers::print(&mut self.printer, &showing, filter);
        self.printer.close_object();
        self.printer.newline();
        self.printer.close_object();
    }
}
