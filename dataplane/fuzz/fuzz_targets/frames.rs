//! Arbitrary frames through a router without rules.

#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;

#[path = "shared/frames.rs"]
mod frames;

const SETTING: &str = "\
ip addr add 1.1.1.1/24 dev p0
ip addr add fd00:1::1/64 dev p0 nodad
ip addr add 2.2.2.1/24 dev p1
ip addr add fd00:2::1/64 dev p1 nodad
ip link add link p0 name p0_v5 type vlan id 5
ip addr add 3.3.3.1/24 dev p0_v5
ip link set p0 up
ip link set p1 up mtu 1280
ip link set p0_v5 up
ip neigh add 2.2.2.12 lladdr 02:00:00:00:00:12 dev p1
ip neigh add fd00:2::12 lladdr 02:00:00:00:00:12 dev p1
ip route add 5.0.0.0/8 via 2.2.2.12
ip route add 6.0.0.0/8 via 2.2.2.13
ip route add prohibit 7.0.0.0/8
ip route add default via 1.1.1.9
ip route add fd00:5::/32 via fd00:2::12
sysctl -w net.ipv4.ip_forward=1
sysctl -w net.ipv6.conf.all.forwarding=1
";

thread_local! {
    static TARGET: RefCell<frames::Target> = RefCell::new(frames::Target::new(SETTING));
}

fuzz_target!(|data: &[u8]| TARGET.with_borrow_mut(|target| target.fuzz(data)));
