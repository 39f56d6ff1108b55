//! `police`.

use std::time::Duration;

use dataplane::qos::{ActionKind, Control, LinkLayer, PoliceSpec, RateSpec};

use super::{Parsing, Shown, control, request, wrong};
use crate::{
    config::qos::ActionRequest,
    lang::{
        args::{Args, Failure, is_abbreviation},
        ip::{number, printer::Printer, refused},
        tc::{
            units::{self, Rate, Size},
            usage,
        },
    },
};

/// The longest packet of a rate, if nobody says: what the tool's table of 256 cells reaches to.
const TABLE_MTU: u32 = 2040;

/// What has been read.
struct Words {
    index: u32,
    rate: u64,
    peak: u64,
    burst: u32,
    mtu: u32,
    mpu: u32,
    overhead: u16,
    linklayer: LinkLayer,
    exceed: Control,
    conform: Control,
}

/// Reads the options.
pub(super) fn parse(parsing: &mut Parsing<'_, '_, '_>) -> Result<ActionRequest, Failure> {
    let args = &mut *parsing.args;
    let mut words = Words {
        index: 0,
        rate: 0,
        peak: 0,
        burst: 0,
        mtu: 0,
        mpu: 0,
        overhead: 0,
        linklayer: LinkLayer::Ethernet,
        exceed: Control::Reclassify,
        conform: Control::Ok,
    };
    let mut any = false;
    while let Some(word) = args.next() {
        if !words.read(word, args)? {
            args.put_back();
            break;
        }
        any = true;
    }
    if !any {
        return Err(wrong(""));
    }
    words.check()?;
    let kind = ActionKind::Police(words.spec());
    Ok(request("police", words.index, Some(kind)))
}

impl Words {
    /// Reads a word, if it is one of ours.
    fn read(&mut self, word: &str, args: &mut Args<'_, '_>) -> Result<bool, Failure> {
        let is = |key| is_abbreviation(word, key);
        if is("index") {
            let index = number::unsigned(args.value()?, 10);
            self.index = index.ok_or_else(|| args.invalid("index"))?;
        } else if is("burst") || word == "buffer" || word == "maxburst" {
            let burst = units::size_and_cell(args.value_once("buffer/burst", self.burst != 0)?);
            self.burst = burst.ok_or_else(|| args.invalid("buffer"))?;
        } else if word == "mtu" || word == "minburst" {
            let mtu = units::size_and_cell(args.value_once("mtu/minburst", self.mtu != 0)?);
            self.mtu = mtu.ok_or_else(|| args.invalid("mtu"))?;
        } else if word == "mpu" {
            let mpu = units::size(args.value_once("mpu", self.mpu != 0)?);
            self.mpu = mpu.ok_or_else(|| args.invalid("mpu"))?;
        } else if word == "rate" {
            let rate = units::rate(args.value_once("rate", self.rate != 0)?);
            self.rate = rate.ok_or_else(|| args.invalid("rate"))?;
        } else if word == "avrate" || word == "pkts_rate" || word == "pkts_burst" {
            return Err(refused(args, word));
        } else if is("peakrate") {
            let peak = units::rate(args.value_once("peakrate", self.peak != 0)?);
            self.peak = peak.ok_or_else(|| args.invalid("peakrate"))?;
        } else if control::is_control(word) {
            args.put_back();
            self.exceed = control::read(args)?;
        } else if word == "conform-exceed" {
            self.conform_exceed(args)?;
        } else if is("overhead") {
            let overhead = number::unsigned(args.value()?, 10);
            self.overhead = overhead.ok_or_else(|| args.invalid("overhead"))?;
        } else if is("linklayer") {
            let linklayer = units::linklayer(args.value()?);
            self.linklayer = linklayer.ok_or_else(|| args.invalid("linklayer"))?;
        } else if word == "help" {
            return Err(Failure::exit(255, usage::POLICE).at(args.last()));
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    /// `EXCEED[/CONFORM]`.
    fn conform_exceed(&mut self, args: &mut Args<'_, '_>) -> Result<(), Failure> {
        let word = args.value()?;
        let at = args.last();
        let Some((exceed, conform)) = word.split_once('/') else {
            args.put_back();
            self.exceed = control::read(args)?;
            return Ok(());
        };
        let one = |word: &str| {
            control::read(&mut Args::new(&[word])).map_err(|failure| failure.without_word().at(at))
        };
        self.exceed = one(exceed)?;
        self.conform = one(conform)?;
        Ok(())
    }

    fn check(&self) -> Result<(), Failure> {
        let complain = |message: &str| Err(wrong(format!("{message}\n")));
        if self.rate == 0 && self.index == 0 && self.mtu == 0 {
            return complain("'rate' or 'avrate' or 'mtu' or 'pkts_rate' MUST be specified.");
        }
        if self.rate != 0 && self.burst == 0 {
            return complain("'burst' requires 'rate'.");
        }
        if self.peak != 0 && self.rate == 0 {
            return complain("'peakrate' requires 'rate'.");
        }
        if self.peak != 0 && self.mtu == 0 {
            return complain("'mtu' is required, if 'peakrate' is requested.");
        }
        Ok(())
    }

    fn spec(&self) -> PoliceSpec {
        let spec = |bytes_per_second| RateSpec {
            bytes_per_second,
            overhead: self.overhead,
            mpu: self.mpu as u16,
            linklayer: self.linklayer,
        };
        let burst = match self.rate {
            0 => Duration::ZERO,
            rate => units::transmit_time(rate, self.burst),
        };
        let mtu = match (self.mtu, self.rate) {
            (0, 0) => u32::MAX,
            (0, _) => TABLE_MTU,
            (mtu, _) => mtu,
        };
        PoliceSpec {
            rate: spec(self.rate),
            burst,
            peak: (self.peak != 0).then(|| spec(self.peak)),
            mtu,
            conform: self.conform,
            exceed: self.exceed,
        }
    }
}

/// Shows it.
pub(super) fn print(printer: &mut Printer<'_>, shown: &Shown<'_>, spec: &PoliceSpec) {
    let options = shown.showing.options;
    let index = shown.index;
    let rate = |spec: RateSpec| Rate {
        bytes: spec.bytes_per_second,
        iec: options.shown.iec,
    };
    printer.json("kind", "police");
    printer.text(format_args!(" police {index:#x} "));
    printer.json("index", index);
    printer.text(format_args!("rate {} ", rate(spec.rate)));
    let ticks = units::ticks_of(spec.burst);
    let burst = units::transmit_size(spec.rate.bytes_per_second, ticks);
    printer.text(format_args!(
        "burst {} mtu {} ",
        Size(burst),
        Size(spec.mtu)
    ));
    if options.raw {
        printer.text(format_args!("[{ticks:08x}] "));
    }
    if let Some(peak) = spec.peak {
        printer.text(format_args!("peakrate {} ", rate(peak)));
    }
    control::print(printer, "action ", spec.exceed, "");
    if spec.conform == Control::Ok {
        printer.text(format_args!(" "));
    } else {
        control::print(printer, "/", spec.conform, " ");
    }
    let overhead = u32::from(spec.rate.overhead);
    printer.show(
        "overhead",
        format_args!("overhead {} ", Size(overhead)),
        overhead,
    );
    units::show_linklayer(printer, options, spec.rate.linklayer);
    printer.newline();
    let (references, bound) = (shown.references, shown.object.bound);
    printer.show("ref", format_args!("\tref {references} "), references);
    printer.show("bind", format_args!("bind {bound} "), bound);
    shown.age(printer);
    printer.newline();
}
