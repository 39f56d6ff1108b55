//! The `tc` command against the real one: transcripts (`tests/lang/tc/*.t`) that both have to reproduce byte for byte.
//!
//! They are terminal logs as those of `ip_transcripts`. The texts are what Debian's iproute2 6.1 printed in a network
//! namespace of the kernel that CI has; with root, the tool that is installed has to print them again. Names that the
//! kernel gives to qdiscs are counted by all namespaces together: `800a:` is as good as `8001:`.
//!
//! Those below `tests/lang/tc/vm` are of a Debian kernel, which has what CI's has not: see `tests/vm/README.md`.

mod idle_router;
mod machine;
mod tap_routers;
mod transcript;

use tap_routers::{Kernel, Ours, obstacle};
use transcript::{ask_at_once, ask_ours, ask_real_tool};

/// With the names that the kernel gave to qdiscs made equal.
fn unnamed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(" 8").or_else(|| rest.find("\"8")) {
        let (before, after) = rest.split_at(at + 1);
        out.push_str(before);
        let digits = after.bytes().take_while(u8::is_ascii_hexdigit).count();
        let named = digits == 4 && after[digits..].starts_with(':');
        out.push_str(if named { "8xxx" } else { &after[..digits] });
        rest = &after[digits..];
    }
    out.push_str(rest);
    out
}

/// With the ages of actions made equal.
fn ageless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let keys = ["installed ", " used ", "\"installed\": ", "\"last_used\": "];
    while let Some(end) = keys
        .iter()
        .filter_map(|key| rest.find(key).map(|at| at + key.len()))
        .min()
    {
        out.push_str(&rest[..end]);
        rest = rest[end..].trim_start_matches(|c: char| c.is_ascii_digit());
    }
    out.push_str(rest);
    out
}

/// Without what a newer kernel says of hardware's counters, and without ages.
fn of_the_machine(text: &str) -> String {
    let pretty = "\"used_hw_stats\": [ \"disabled\" ]";
    let mut out = ageless(text)
        .replace("\tused_hw_stats disabled\n", "")
        .replace(",\"used_hw_stats\":[\"disabled\"]", "");
    while let Some(at) = out.find(pretty) {
        let comma = out[..at].rfind(',').unwrap_or(at);
        out.replace_range(comma..at + pretty.len(), "");
    }
    out
}

#[test]
fn ours_prints_the_transcripts() {
    ask_ours("tc", unnamed, Ours::new, Ours::act);
}

#[test]
fn the_real_tool_prints_the_transcripts() {
    let new = |name: &str| Kernel::new(&format!("tclt-{name}"));
    ask_real_tool("tc", obstacle(), unnamed, new, Kernel::act);
}

#[test]
fn ours_prints_the_transcripts_of_the_machine() {
    ask_ours("tc/vm", of_the_machine, Ours::new, Ours::act);
}

#[test]
fn the_machine_prints_its_transcripts() {
    if std::env::var("TOLLGATE_ORACLE").as_deref() != Ok("vm") {
        eprintln!("SKIP: the machine is asked with TOLLGATE_ORACLE=vm");
        return;
    }
    ask_at_once("tc/vm", of_the_machine, machine::run);
}
