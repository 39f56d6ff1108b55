//! The `ip` command against the real one: transcripts that both have to reproduce byte for byte.
//!
//! A transcript (`tests/lang/ip/*.t`, see `transcript/`) is a terminal log:
//!
//! ```text
//! # a comment
//! ! tap ens4 02:00:00:00:00:04    a link with a carrier
//! ! idle ens6 02:00:00:00:00:06   a link without one
//! ! sysctl net/ipv4/ip_forward 1  a knob, for both
//! ! kernel KNOB VALUE             a knob of the kernel only: what we do not have
//! $ ip route add default via 1.1.1.2
//! Error: Nexthop has invalid gateway.
//! [2]
//! $ ip -batch -
//! > route show
//! ```
//!
//! After each command stands what it printed, standard output before standard error, and its exit
//! status if that is not 0. The texts are what Debian's iproute2 6.1 printed in a network namespace;
//! with root, the tool that is installed has to print them again. `TOLLGATE_RECORD=1` writes them
//! anew, `TOLLGATE_TRANSCRIPTS=FOLDER` takes others. A file that begins with `#!tollgate` is checked by hand: the kernel of CI has no such
//! devices, or the command is ours alone.

mod idle_router;
mod tap_routers;
mod transcript;

use std::fmt::Write as _;

use tap_routers::{Kernel, Ours, obstacle};
use transcript::{ask_ours, ask_real_tool};

/// With lifetimes rounded up to hundreds of seconds: the kernel's clock does not wait for us.
fn rounded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let keys = ["_lft ", "_life_time\": ", "_life_time\":"];
    while let Some(end) = keys
        .iter()
        .filter_map(|key| rest.find(key).map(|at| at + key.len()))
        .min()
    {
        let (before, after) = rest.split_at(end);
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, after) = after.split_at(digits);
        out.push_str(before);
        if let Ok(number) = number.parse::<u64>() {
            let _ = write!(out, "{}", number.div_ceil(100) * 100);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[test]
fn ours_prints_the_transcripts() {
    ask_ours("ip", rounded, Ours::new, Ours::act);
}

#[test]
fn the_real_tool_prints_the_transcripts() {
    let new = |name: &str| Kernel::new(&format!("iplt-{name}"));
    ask_real_tool("ip", obstacle(), rounded, new, Kernel::act);
}
