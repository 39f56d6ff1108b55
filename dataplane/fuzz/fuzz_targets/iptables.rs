//! Runbooks of `iptables` and `ip6tables`.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "shared/runbook.rs"]
mod runbook;

/// What is there before the input: chains to refer to, and rules to be in the way of.
const SETTING: &str = "\
ip link add p0 address 02:00:00:00:00:01 type pcap
iptables -N a
iptables -N b
iptables -A a -p tcp --dport 22 -j b
iptables -A b -m conntrack --ctstate NEW -j RETURN
iptables -A FORWARD -j a
iptables -A INPUT -p tcp --dport 80 -j REJECT
iptables -t nat -A POSTROUTING -o p0 -j MASQUERADE
iptables -t raw -A PREROUTING -p icmp -j TRACE
ip6tables -A FORWARD -p icmpv6 -j ACCEPT
ip6tables -t mangle -A PREROUTING -j MARK --set-mark 1
";

fuzz_target!(|data: &[u8]| runbook::fuzz(SETTING, data));
