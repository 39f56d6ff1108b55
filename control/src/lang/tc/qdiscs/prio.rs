//! `prio`.

use dataplane::qos::PrioParams;

use super::what_is;
use crate::{
    config::qos::{PrioOptions, QdiscOptions},
    lang::{
        args::{Args, Failure},
        ip::{number, printer::Printer, refused},
        tc::{context::illegal, qdisc::PFIFO_FAST, usage},
    },
};

/// Reads bands and map.
pub(super) fn parse(args: &mut Args<'_, '_>) -> Result<QdiscOptions, Failure> {
    let mut options = PrioOptions {
        bands: PFIFO_FAST.bands.into(),
        priomap: PFIFO_FAST.priomap,
    };
    let bad = |args: &Args<'_, '_>, message: &str| illegal(format!("{message}\n")).at(args.last());
    let mut in_map = false;
    let mut next = 0;
    while let Some(word) = args.next() {
        match word {
            "bands" => {
                let bands = number::unsigned(args.value()?, 10);
                options.bands = bands.ok_or_else(|| bad(args, "Illegal \"bands\""))?;
            }
            "priomap" if in_map => return Err(bad(args, "Error: duplicate priomap")),
            "priomap" => in_map = true,
            "multiqueue" => return Err(refused(args, "multiqueue")),
            "help" => return Err(illegal(usage::PRIO)),
            _ if !in_map => return Err(what_is(args, usage::PRIO)),
            _ => {
                let band: Option<u8> = number::unsigned(word, 10);
                let band = band.ok_or_else(|| bad(args, "Illegal \"priomap\" element"))?;
                if u32::from(band) > options.bands {
                    return Err(bad(args, "\"priomap\" element is out of bands"));
                }
                let Some(place) = options.priomap.get_mut(next) else {
                    return Err(bad(args, "\"priomap\" index > TC_PRIO_MAX=15"));
                };
                *place = band;
                next += 1;
            }
        }
    }
    Ok(QdiscOptions::Prio(options))
}

/// Shows bands and map.
pub(super) fn print(printer: &mut Printer<'_>, params: &PrioParams) {
    printer.show(
        "bands",
        format_args!("bands {} ", params.bands),
        params.bands,
    );
    printer.open_array("priomap", "priomap");
    for band in params.priomap {
        printer.item(format_args!(" {band}"), band);
    }
    printer.close_array("");
    printer.json("multiqueue", false);
}

/// The words that make it.
pub(super) fn words(params: &PrioParams) -> String {
    let map: Vec<String> = params.priomap.iter().map(u8::to_string).collect();
    format!("bands {} priomap {}", params.bands, map.join(" "))
}
