//! Arbitrary frames through a router that tracks connections, translates and filters.

#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;

#[path = "shared/frames.rs"]
mod frames;

/// The rules, and few connections, so that their number is reached.
const RULES: &str = "\
sysctl -w net.netfilter.nf_conntrack_max=2000
iptables -t raw -A PREROUTING -p udp --dport 9 -j NOTRACK
iptables -t raw -A PREROUTING -p icmp -m ttl --ttl-gt 200 -j TRACE
iptables -t mangle -A PREROUTING -m mark ! --mark 0 -j CONNMARK --restore-mark
iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
iptables -t mangle -A FORWARD -p tcp --tcp-option 7 -j DSCP --set-dscp 10
iptables -t mangle -A POSTROUTING -m length --length 100:200 -j TTL --ttl-inc 1
iptables -t nat -A PREROUTING -d 1.1.1.1 -p tcp --dport 2222 -j DNAT --to-destination 2.2.2.12:22
iptables -t nat -A PREROUTING -d 1.1.1.1 -p udp -j REDIRECT --to-ports 53
iptables -t nat -A PREROUTING -d 6.1.0.0/16 -j NETMAP --to 5.1.0.0/16
iptables -t nat -A POSTROUTING -o p1 -p tcp -j SNAT --to-source 2.2.2.1-2.2.2.3:1000-1010
iptables -t nat -A POSTROUTING -o p1 -j MASQUERADE
iptables -A INPUT -p tcp --dport 22 -j REJECT --reject-with tcp-reset
iptables -A FORWARD -m conntrack --ctstate INVALID -j LOG --log-prefix invalid --log-ip-options --log-tcp-options
iptables -A FORWARD -m conntrack --ctstate INVALID -j DROP
iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -A FORWARD -p udp -m multiport --dports 1:100,200 -j REJECT
ip6tables -t mangle -A PREROUTING -p tcp --syn -j MARK --set-mark 5
ip6tables -t nat -A POSTROUTING -o p1 -j MASQUERADE
ip6tables -t nat -A PREROUTING -d fd00:1::1 -p tcp -j DNAT --to-destination [fd00:2::12]:80
ip6tables -A FORWARD -m conntrack --ctstate INVALID -j REJECT
ip6tables -A FORWARD -p udp -j LOG
";

thread_local! {
    static TARGET: RefCell<frames::Target> = RefCell::new(frames::Target::new(RULES));
}

fuzz_target!(|data: &[u8]| TARGET.with_borrow_mut(|target| target.fuzz(data)));
