//! Runbooks of `ip` and `sysctl`.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "shared/runbook.rs"]
mod runbook;

/// What is there before the input: links to refer to, and routes to be in the way of.
const SETTING: &str = "\
ip link add p0 address 02:00:00:00:00:01 type pcap
ip link add p1 address 02:00:00:00:00:02 type pcap
ip addr add 1.1.1.1/24 dev p0
ip addr add fd00:1::1/64 dev p0
ip addr add 2.2.2.1/24 dev p1
ip link set p0 up
ip link set p1 up
ip route add 5.5.5.0/24 via 1.1.1.2
ip rule add from 9.9.9.9 table 7
";

fuzz_target!(|data: &[u8]| runbook::fuzz(SETTING, data));
