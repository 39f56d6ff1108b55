//! Runbooks of `tc`.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "shared/runbook.rs"]
mod runbook;

/// What is there before the input: a tree to hang things on, and filters to be in the way of.
const SETTING: &str = "\
ip link add p0 address 02:00:00:00:00:01 type pcap
ip link set p0 up
tc qdisc add dev p0 root handle 1: htb default 30
tc class add dev p0 parent 1: classid 1:1 htb rate 100kbps
tc class add dev p0 parent 1:1 classid 1:2 htb rate 10kbps ceil 50kbps
tc qdisc add dev p0 parent 1:2 handle 10: prio
tc qdisc add dev p0 clsact
tc filter add dev p0 parent 1: protocol ip prio 5 handle 2: u32 divisor 16
tc filter add dev p0 parent 1: protocol ip prio 5 u32 match ip dst 1.1.1.1 link 2: offset at 0 mask 0f00 shift 6
tc filter add dev p0 parent 1: protocol ip prio 1 u32 match ip dst 2.2.2.12/32 flowid 1:1
tc filter add dev p0 ingress protocol ip prio 1 flower ip_proto tcp dst_port 80 action drop
";

fuzz_target!(|data: &[u8]| runbook::fuzz(SETTING, data));
