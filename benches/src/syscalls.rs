//! `tollgate-bench syscalls`: ways to move frames through taps and packet sockets, and what they cost.

use std::{collections::BTreeMap, io, path::Path, process::Command};

use crate::{
    peers,
    results::{Table, median, publish},
};

/// Measures in a network namespace of its own, in so many rounds; `json` is where results go as well.
///
/// # Errors
/// If there is no compiler, the program fails, or results can't be written.
pub fn run(rounds: usize, json: Option<&Path>) -> io::Result<()> {
    let program = peers::build("syscalls", &[], &[])?
        .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "gcc is not installed"))?;
    let output = Command::new("unshare")
        .arg("--net")
        .arg(&program)
        .arg(rounds.max(1).to_string())
        .output()?;
    // What it did without.
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    publish(&tables(&peers::said(&program, &output)?), json, None)
}

/// What the program printed, as medians.
fn tables(text: &str) -> [Table; 2] {
    let unit = "ns of CPU time a frame";
    let mut tables = [
        Table::new("Taps", unit, "way"),
        Table::new("Packet sockets", unit, "way"),
    ];
    let mut cells: Vec<([&str; 4], Vec<f64>)> = Vec::new();
    let mut known = BTreeMap::new();
    for line in text.lines() {
        let words: Vec<_> = line.split(' ').collect();
        let [port, bytes, direction, way, nanos] = words[..] else {
            continue;
        };
        let Ok(nanos) = nanos.parse() else {
            continue;
        };
        let at = *known
            .entry([port, bytes, direction, way])
            .or_insert_with(|| {
                cells.push(([port, bytes, direction, way], Vec::new()));
                cells.len() - 1
            });
        cells[at].1.push(nanos);
    }
    for ([port, bytes, direction, way], rounds) in cells {
        let column = format!("{bytes} B, {}", direction.replace('_', " "));
        tables[usize::from(port != "tap")].put(&way.replace('_', " "), &column, median(&rounds));
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_program_prints_becomes_a_table_for_each_kind_of_port() {
        let text = "tap 60 read one_call_a_frame 5\ntap 60 read io_uring,_32_a_call 9\n\
                    tap 60 read one_call_a_frame 7\ntap 60 read one_call_a_frame 6\n\
                    packet 1514 send_and_receive ring 3\n";
        let [taps, sockets] = tables(text);
        assert_eq!(taps.columns, ["60 B, read"]);
        assert_eq!(
            taps.rows,
            [
                ("one call a frame".to_owned(), vec![Some(6.0)]),
                ("io_uring, 32 a call".to_owned(), vec![Some(9.0)]),
            ]
        );
        assert_eq!(sockets.columns, ["1514 B, send and receive"]);
        assert_eq!(sockets.rows, [("ring".to_owned(), vec![Some(3.0)])]);
    }
}
