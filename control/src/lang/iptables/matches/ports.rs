//! Pairs of ports as `-m tcp` and `-m udp` list them.

use std::fmt::Write as _;

use dataplane::filter::Test;

use crate::database;

/// All ports: the same as no condition, unless it is negated.
const ALL: (u16, u16) = (0, u16::MAX);

/// The condition that ports make.
pub(super) fn condition(ports: Test<(u16, u16)>) -> Option<Test<(u16, u16)>> {
    (ports.not || ports.of != ALL).then_some(ports)
}

/// As `-L` shows it: `dpt:22`, `dpts:!1:1024`.
pub(super) fn print(
    name: &str,
    ports: Option<Test<(u16, u16)>>,
    proto: &str,
    numeric: bool,
    out: &mut String,
) {
    let Some(Test {
        not,
        of: (first, last),
    }) = ports
    else {
        return;
    };
    let not = if not { "!" } else { "" };
    if first == last {
        let _ = write!(out, " {name}:{not}");
        write_port(first, proto, numeric, out);
    } else {
        let _ = write!(out, " {name}s:{not}");
        write_port(first, proto, numeric, out);
        out.push(':');
        write_port(last, proto, numeric, out);
    }
}

/// A port, by its name if it has one and names are wanted.
pub(super) fn write_port(port: u16, proto: &str, numeric: bool, out: &mut String) {
    let name = if numeric {
        None
    } else {
        database::service(port, Some(proto))
    };
    let _ = match name {
        Some(name) => write!(out, "{name}"),
        None => write!(out, "{port}"),
    };
}

/// As `-S` shows it. All ports are left out even if they are negated, as in iptables.
pub(super) fn save(option: &str, ports: Option<Test<(u16, u16)>>, out: &mut String) {
    let Some(Test {
        not,
        of: (first, last),
    }) = ports
    else {
        return;
    };
    if (first, last) == ALL {
        return;
    }
    if not {
        out.push_str(" !");
    }
    let _ = match first == last {
        true => write!(out, " --{option} {first}"),
        false => write!(out, " --{option} {first}:{last}"),
    };
}
