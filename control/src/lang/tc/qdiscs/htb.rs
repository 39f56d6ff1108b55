//! `htb`.

use dataplane::qos::{ClassStats, HtbParams, LinkLayer, QdiscExtra, QdiscStats, RateSpec};

use super::{Parsing, what_is};
use crate::{
    config::qos::{HtbClassOptions, HtbClassState, HtbOptions, QdiscOptions},
    lang::{
        args::{Args, Failure, is_abbreviation},
        ip::{json::Value, number, printer::Printer},
        tc::{
            context::illegal,
            options::Options,
            units::{self, Rate, Size},
            usage,
        },
    },
};

/// The version of the kernel's HTB (`HTB_VER`).
const VERSION: &str = "3.17";

fn illegal_value(args: &Args<'_, '_>, what: &str, why: &str) -> Failure {
    illegal(format!("{why}Illegal \"{what}\"\n{}", usage::HTB)).at(args.last())
}

fn number<T: TryFrom<u64>>(args: &mut Args<'_, '_>, what: &str, base: u32) -> Result<T, Failure> {
    let value = args.value()?;
    number::unsigned(value, base).ok_or_else(|| illegal_value(args, what, ""))
}

/// Reads the options of the qdisc.
pub(super) fn parse(args: &mut Args<'_, '_>) -> Result<QdiscOptions, Failure> {
    let mut options = HtbOptions {
        default: 0,
        r2q: 10,
        direct_qlen: None,
    };
    while let Some(word) = args.next() {
        if is_abbreviation(word, "r2q") {
            options.r2q = number(args, "r2q", 10)?;
        } else if is_abbreviation(word, "default") {
            options.default = number(args, "default", 16)?;
        } else if is_abbreviation(word, "debug") {
            // The kernel does not look at it.
            args.value()?;
        } else if is_abbreviation(word, "direct_qlen") {
            options.direct_qlen = Some(number(args, "direct_qlen", 10)?);
        } else if is_abbreviation(word, "offload") {
            let message = "Error: \"offload\" is not supported by tollgate.\n";
            return Err(illegal(message).at(args.last()));
        } else {
            return Err(what_is(args, usage::HTB));
        }
    }
    Ok(QdiscOptions::Htb(options))
}

/// Shows the options of the qdisc.
pub(super) fn print(
    printer: &mut Printer<'_>,
    options: &Options,
    params: &HtbParams,
    stats: &QdiscStats,
) {
    printer.show("r2q", format_args!("r2q {}", params.r2q), params.r2q);
    let default = match params.default {
        0 => "0".to_owned(),
        default => format!("{default:#x}"),
    };
    printer.show(
        "default",
        format_args!(" default {default}"),
        default.as_str(),
    );
    let direct = match &stats.extra {
        QdiscExtra::Htb { direct_packets } => *direct_packets,
        QdiscExtra::None | QdiscExtra::Numbers(_) => 0,
    };
    printer.show(
        "direct_packets_stat",
        format_args!(" direct_packets_stat {direct}"),
        direct,
    );
    if options.details() {
        printer.show("ver", format_args!(" ver {VERSION}"), VERSION);
    }
    if let Some(length) = params.direct_qlen {
        printer.show("direct_qlen", format_args!(" direct_qlen {length}"), length);
    }
}

/// What has been read of a class so far.
struct Words {
    rate: u64,
    ceil: u64,
    burst: u32,
    cburst: u32,
    mtu: u32,
    mpu: u16,
    overhead: u16,
    linklayer: LinkLayer,
    quantum: u32,
    prio: u32,
}

/// Reads the options of a class.
pub(in super::super) fn parse_class(
    parsing: &mut Parsing<'_, '_, '_>,
) -> Result<HtbClassOptions, Failure> {
    let mut words = Words {
        rate: 0,
        ceil: 0,
        burst: 0,
        cburst: 0,
        mtu: 1600,
        mpu: 0,
        overhead: 0,
        linklayer: LinkLayer::Ethernet,
        quantum: 0,
        prio: 0,
    };
    while let Some(word) = parsing.args.next() {
        words.read(word, parsing)?;
    }
    if words.rate == 0 {
        return Err(illegal("\"rate\" is required.\n"));
    }
    if words.ceil == 0 {
        words.ceil = words.rate;
    }
    Ok(words.options())
}

impl Words {
    fn read(&mut self, word: &str, parsing: &mut Parsing<'_, '_, '_>) -> Result<(), Failure> {
        let args = &mut *parsing.args;
        if is_abbreviation(word, "prio") {
            self.prio = number(args, "prio", 10)?;
        } else if is_abbreviation(word, "mtu") {
            self.mtu = number(args, "mtu", 10)?;
        } else if is_abbreviation(word, "mpu") {
            self.mpu = number(args, "mpu", 10)?;
        } else if is_abbreviation(word, "overhead") {
            self.overhead = number(args, "overhead", 10)?;
        } else if is_abbreviation(word, "linklayer") {
            let value = args.value()?;
            self.linklayer =
                units::linklayer(value).ok_or_else(|| illegal_value(args, "linklayer", ""))?;
        } else if is_abbreviation(word, "quantum") {
            self.quantum = number(args, "quantum", 10)?;
        } else if is_abbreviation(word, "burst") || word == "buffer" || word == "maxburst" {
            let value = args.value()?;
            self.burst =
                units::size_and_cell(value).ok_or_else(|| illegal_value(args, "buffer", ""))?;
        } else if is_abbreviation(word, "cburst") || word == "cbuffer" || word == "cmaxburst" {
            let value = args.value()?;
            self.cburst =
                units::size_and_cell(value).ok_or_else(|| illegal_value(args, "cbuffer", ""))?;
        } else if word == "ceil" {
            self.ceil = rate(parsing, "ceil", self.ceil)?;
        } else if word == "rate" {
            self.rate = rate(parsing, "rate", self.rate)?;
        } else if word == "help" {
            return Err(illegal(usage::HTB));
        } else {
            return Err(what_is(args, usage::HTB));
        }
        Ok(())
    }

    fn options(&self) -> HtbClassOptions {
        let spec = |bytes_per_second| RateSpec {
            bytes_per_second,
            overhead: self.overhead,
            mpu: self.mpu,
            linklayer: self.linklayer,
        };
        // At least what goes in one of the kernel's ticks (`get_hz`), and one packet.
        let bucket = |rate: u64, burst: u32| {
            const HZ: u64 = 1_000_000_000;
            let burst = match burst {
                0 => ((rate / HZ) as u32).wrapping_add(self.mtu),
                burst => burst,
            };
            units::transmit_time(rate, burst)
        };
        HtbClassOptions {
            rate: spec(self.rate),
            ceil: spec(self.ceil),
            buffer: bucket(self.rate, self.burst),
            cbuffer: bucket(self.ceil, self.cburst),
            quantum: self.quantum,
            prio: self.prio,
        }
    }
}

fn rate(parsing: &mut Parsing<'_, '_, '_>, what: &str, before: u64) -> Result<u64, Failure> {
    let value = parsing.args.value()?;
    if before != 0 {
        return Err(illegal(format!("Double \"{what}\" spec\n")).at(parsing.args.last()));
    }
    parsing
        .rate(value)
        .map_err(|why| illegal_value(parsing.args, what, &why))
}

/// Shows the options of a class.
pub(in super::super) fn print_class(
    printer: &mut Printer<'_>,
    options: &Options,
    state: &HtbClassState,
) {
    let class = &state.class;
    let rate = |spec: RateSpec| Rate {
        bytes: spec.bytes_per_second,
        iec: options.shown.iec,
    };
    let size = |spec: RateSpec, time| {
        Size(units::transmit_size(
            spec.bytes_per_second,
            units::ticks_of(time),
        ))
    };
    if state.level == 0 {
        printer.text(format_args!("prio {} ", class.prio));
        if options.details() {
            printer.text(format_args!("quantum {} ", state.quantum));
        }
    }
    printer.text(format_args!("rate {} ", rate(class.rate)));
    if class.rate.overhead != 0 {
        printer.text(format_args!("overhead {} ", class.rate.overhead));
    }
    printer.text(format_args!("ceil {} ", rate(class.ceil)));
    units::show_linklayer(printer, options, class.rate.linklayer);
    let burst = size(class.rate, class.buffer);
    let cburst = size(class.ceil, class.cbuffer);
    if options.details() {
        let (mpu, cmpu) = (Size(class.rate.mpu.into()), Size(class.ceil.mpu.into()));
        printer.text(format_args!("burst {burst}/1 mpu {mpu} "));
        printer.text(format_args!("cburst {cburst}/1 mpu {cmpu} "));
        printer.text(format_args!("level {} ", state.level));
    } else {
        printer.text(format_args!("burst {burst} cburst {cburst} "));
    }
    if options.raw {
        printer.text(format_args!(
            "buffer [{:08x}] cbuffer [{:08x}] ",
            units::ticks_of(class.buffer),
            units::ticks_of(class.cbuffer)
        ));
    }
}

/// Shows what a class counts besides.
pub(in super::super) fn print_class_statistics(printer: &mut Printer<'_>, stats: &ClassStats) {
    let htb = &stats.htb;
    printer.show("lended", format_args!(" lended: {}", htb.lends), htb.lends);
    printer.show(
        "borrowed",
        format_args!(" borrowed: {}", htb.borrows),
        htb.borrows,
    );
    printer.show(
        "giants",
        format_args!(" giants: {}", htb.giants),
        htb.giants,
    );
    printer.newline();
    printer.show(
        "tokens",
        format_args!(" tokens: {}", htb.tokens),
        Value::Signed(htb.tokens.into()),
    );
    printer.show(
        "ctokens",
        format_args!(" ctokens: {}", htb.ctokens),
        Value::Signed(htb.ctokens.into()),
    );
    printer.newline();
}

/// The words that make the qdisc.
pub(super) fn words(params: &HtbParams) -> String {
    let mut words = format!("default {:x} r2q {}", params.default, params.r2q);
    if let Some(length) = params.direct_qlen {
        words.push_str(&format!(" direct_qlen {length}"));
    }
    words
}

/// The words that make a class.
pub(in super::super) fn class_words(state: &HtbClassState) -> String {
    let class = &state.class;
    let (rate, ceil) = (class.rate, class.ceil);
    let mut words = format!(
        "rate {}bps ceil {}bps burst {} cburst {} prio {} mpu {} overhead {} linklayer {}",
        rate.bytes_per_second,
        ceil.bytes_per_second,
        units::burst_of(rate.bytes_per_second, units::ticks_of(class.buffer)),
        units::burst_of(ceil.bytes_per_second, units::ticks_of(class.cbuffer)),
        class.prio,
        rate.mpu,
        rate.overhead,
        units::linklayer_name(rate.linklayer)
    );
    if class.quantum != 0 {
        words.push_str(&format!(" quantum {}", class.quantum));
    }
    words
}
