//! The kinds of qdiscs: how their options are read and shown.

mod codel;
mod fifo;
mod fq_codel;
mod htb;
mod netem;
mod prio;
mod red;
mod sfq;
mod tbf;

use dataplane::qos::{QdiscExtra, QdiscKind, QdiscStats};

pub(super) use htb::{class_words, parse_class, print_class, print_class_statistics};

use super::{
    context::{Named, bad, find_link, illegal, minus_one, what_is},
    options::Options,
    qdisc::PFIFO_FAST,
    units,
};
use crate::{
    config::{LinkKind, Model, qos::QdiscOptions},
    lang::{
        args::{Args, Failure},
        ip::printer::Printer,
    },
};

/// What a kind reads its options from.
pub(super) struct Parsing<'p, 'w, 's> {
    /// The words.
    pub(super) args: &'p mut Args<'w, 's>,
    /// The link that was named in front.
    pub(super) dev: Option<Named<'s>>,
    /// The links.
    pub(super) model: &'p Model,
    /// What the tool says on its way.
    pub(super) said: String,
}

impl Parsing<'_, '_, '_> {
    /// A rate, or a share of the link's speed (`get_percent_rate64`); what the tool says of a link without a speed
    /// comes with the failure.
    fn rate(&self, word: &str) -> Result<u64, String> {
        if !word.contains('%') {
            return units::rate(word).ok_or_default();
        }
        let Some(dev) = self.dev else {
            return Err("No device specified; specify device to rate limit by percentage\n".into());
        };
        let link = find_link(self.model, dev.text);
        let Some(link) = link else {
            let name = dev.text;
            return Err(format!(
                "fopen /sys/class/net/{name}/speed: No such file or directory\n"
            ));
        };
        match link.kind {
            // What the kernel's taps say of themselves.
            LinkKind::Tap | LinkKind::Packet { .. } | LinkKind::Xdp { .. } | LinkKind::Pcap => {
                const MEGABITS: u64 = 10_000;
                units::percent_rate(word, MEGABITS).ok_or_default()
            }
            LinkKind::Loopback | LinkKind::Vlan { .. } | LinkKind::Dummy => {
                Err(format!("Cannot read speed of \"{}\"\n", link.name))
            }
        }
    }
}

/// A value, or nothing to say.
trait OrDefault<T> {
    fn ok_or_default(self) -> Result<T, String>;
}

impl<T> OrDefault<T> for Option<T> {
    fn ok_or_default(self) -> Result<T, String> {
        self.ok_or_else(String::new)
    }
}

/// Reads the options of a qdisc of that kind.
///
/// # Errors
/// What the tool says.
pub(super) fn parse(
    kind: &str,
    parsing: &mut Parsing<'_, '_, '_>,
) -> Result<QdiscOptions, Failure> {
    match kind {
        "" => match parsing.args.is_empty() {
            true => Ok(QdiscOptions::Absent),
            false => Err(super::qdisc::garbage(parsing.args, "qdisc")),
        },
        "pfifo" | "bfifo" | "pfifo_head_drop" => fifo::parse(kind, parsing.args),
        "prio" => prio::parse(parsing.args),
        "tbf" => tbf::parse(parsing),
        "sfq" => sfq::parse(parsing),
        "codel" => codel::parse(parsing.args),
        "fq_codel" => fq_codel::parse(parsing.args),
        "red" => red::parse(parsing),
        "netem" => netem::parse(parsing.args),
        "htb" => htb::parse(parsing.args),
        "pfifo_fast" => match parsing.args.is_empty() {
            true => Ok(QdiscOptions::Absent),
            false => {
                let message = format!("qdisc '{kind}' does not support option parsing\n");
                Err(minus_one(message).at(parsing.args.last() + 1))
            }
        },
        "ingress" | "clsact" => match parsing.args.next() {
            None => Ok(QdiscOptions::Absent),
            Some("handle") if kind == "ingress" => {
                parsing.args.value()?;
                Ok(QdiscOptions::Absent)
            }
            Some(_) => Err(what_is(parsing.args, &format!("Usage: ... {kind}\n"))),
        },
        _ => match parsing.args.peek() {
            None => Ok(QdiscOptions::Absent),
            Some(word) => {
                let message =
                    format!("Unknown qdisc \"{kind}\", hence option \"{word}\" is unparsable\n");
                Err(illegal(message).at(parsing.args.last() + 1))
            }
        },
    }
}

/// Shows the options of a qdisc.
pub(super) fn print(
    printer: &mut Printer<'_>,
    options: &Options,
    kind: &QdiscKind,
    stats: &QdiscStats,
) {
    match kind {
        QdiscKind::Pfifo { limit } | QdiscKind::PfifoHeadDrop { limit } => {
            fifo::print_packets(printer, *limit);
        }
        QdiscKind::Bfifo { limit } => fifo::print_bytes(printer, *limit),
        QdiscKind::PfifoFast { .. } => prio::print(printer, &PFIFO_FAST),
        QdiscKind::Prio(params) => prio::print(printer, params),
        QdiscKind::Tbf(params) => tbf::print(printer, options, params),
        QdiscKind::Htb(params) => htb::print(printer, options, params, stats),
        QdiscKind::Sfq(params) => {
            sfq::print(printer, options, params);
            if options.statistics() && params.red.is_some() {
                printer.newline();
                sfq::print_statistics(printer, &Numbers::of(stats));
            }
        }
        QdiscKind::Codel(params) => codel::print(printer, params),
        QdiscKind::FqCodel(params) => fq_codel::print(printer, params),
        QdiscKind::Red(params) => red::print(printer, options, params),
        QdiscKind::Netem(params) => netem::print(printer, options, params),
        QdiscKind::Noqueue | QdiscKind::Clsact => {}
        QdiscKind::Ingress => printer.text(format_args!("---------------- ")),
    }
}

/// What a qdisc counts besides, by name.
struct Numbers<'s>(&'s [(&'static str, u64)]);

impl<'s> Numbers<'s> {
    /// Those of a qdisc.
    fn of(stats: &'s QdiscStats) -> Self {
        match &stats.extra {
            QdiscExtra::Numbers(numbers) => Self(numbers),
            QdiscExtra::None | QdiscExtra::Htb { .. } => Self(&[]),
        }
    }

    /// A number; 0 if it was not counted.
    fn get(&self, name: &str) -> u64 {
        let mut numbers = self.0.iter();
        let found = numbers.find(|(other, _)| *other == name);
        found.map_or(0, |(_, number)| *number)
    }

    /// Shows a number behind its name, with `indent` in front.
    fn show(&self, printer: &mut Printer<'_>, indent: &str, name: &str) {
        let number = self.get(name);
        printer.show(name, format_args!("{indent}{name} {number}"), number);
    }
}

/// Shows what a qdisc of that kind counts besides, on lines of its own.
pub(super) fn print_statistics(printer: &mut Printer<'_>, kind: &QdiscKind, stats: &QdiscStats) {
    let numbers = Numbers::of(stats);
    match kind {
        QdiscKind::Codel(_) => codel::print_statistics(printer, &numbers),
        QdiscKind::FqCodel(_) => fq_codel::print_statistics(printer, &numbers),
        QdiscKind::Red(_) => red::print_statistics(printer, &numbers),
        QdiscKind::Noqueue
        | QdiscKind::Pfifo { .. }
        | QdiscKind::Bfifo { .. }
        | QdiscKind::PfifoHeadDrop { .. }
        | QdiscKind::PfifoFast { .. }
        | QdiscKind::Prio(_)
        | QdiscKind::Tbf(_)
        | QdiscKind::Sfq(_)
        | QdiscKind::Netem(_)
        | QdiscKind::Htb(_)
        | QdiscKind::Ingress
        | QdiscKind::Clsact => return,
    }
    printer.newline();
}

/// The commands that make a qdisc of that kind: verb and options.
pub(super) fn words(kind: &QdiscKind, given: &str) -> Vec<(&'static str, String)> {
    let words = match kind {
        QdiscKind::Pfifo { limit }
        | QdiscKind::Bfifo { limit }
        | QdiscKind::PfifoHeadDrop { limit } => format!("limit {limit}"),
        QdiscKind::Prio(params) => prio::words(params),
        QdiscKind::Tbf(params) => tbf::words(params),
        QdiscKind::Sfq(params) => sfq::words(params, given),
        QdiscKind::Codel(params) => codel::words(params),
        QdiscKind::FqCodel(params) => fq_codel::words(params),
        QdiscKind::Netem(params) => return netem::words(params),
        QdiscKind::Htb(params) => htb::words(params),
        // What the kernel is told is computed from the words, and does not tell them.
        QdiscKind::Red(_) => given.to_owned(),
        QdiscKind::Noqueue
        | QdiscKind::PfifoFast { .. }
        | QdiscKind::Ingress
        | QdiscKind::Clsact => String::new(),
    };
    vec![("add", words)]
}
