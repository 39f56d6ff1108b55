//! `prio`.

use dataplane::qos::PrioParams;

use crate::lang::ip::printer::Printer;

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
}
