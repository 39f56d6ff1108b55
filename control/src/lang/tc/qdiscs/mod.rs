//! The kinds of qdiscs: how their options are read and shown.

mod fifo;
mod htb;
mod prio;
mod tbf;

use dataplane::qos::{QdiscKind, QdiscStats};

pub(super) use htb::{parse_class, print_class, print_class_statistics};

use super::{
    context::{Named, find_link, illegal, minus_one},
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

/// `What is "WORD"?`, and the usage.
fn what_is(args: &Args<'_, '_>, usage: &str) -> Failure {
    illegal(format!("What is \"{}\"?\n{usage}", args.taken())).at(args.last())
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
        "pfifo" | "bfifo" => fifo::parse(kind, parsing.args),
        "tbf" => tbf::parse(parsing),
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
        QdiscKind::Pfifo { limit } => fifo::print_packets(printer, *limit),
        QdiscKind::Bfifo { limit } => fifo::print_bytes(printer, *limit),
        QdiscKind::PfifoFast { .. } => prio::print(printer, &PFIFO_FAST),
        QdiscKind::Prio(params) => prio::print(printer, params),
        QdiscKind::Tbf(params) => tbf::print(printer, options, params),
        QdiscKind::Htb(params) => htb::print(printer, options, params, stats),
        QdiscKind::Noqueue
        | QdiscKind::Sfq(_)
        | QdiscKind::Codel(_)
        | QdiscKind::FqCodel(_)
        | QdiscKind::Red(_)
        | QdiscKind::Netem(_)
        | QdiscKind::Clsact => {}
        QdiscKind::Ingress => printer.text(format_args!("---------------- ")),
    }
}

/// Shows what a qdisc of that kind counts besides.
pub(super) fn print_statistics(printer: &mut Printer<'_>, kind: &QdiscKind, stats: &QdiscStats) {
    let _ = (printer, kind, stats);
}
