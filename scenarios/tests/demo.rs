//! What `cargo run --release` shows: the same every time, and what it says is so.

use std::process::Command;

use scenarios::{demo, expect::agree};

fn shown(seed: u64) -> String {
    let mut out = Vec::new();
    let well = demo::run(seed, &mut out).expect("memory takes it");
    let out = String::from_utf8(out).expect("UTF-8");
    assert!(well, "{out}");
    out
}

#[test]
fn the_same_seed_shows_the_same() {
    assert_eq!(shown(1), shown(1));
    assert_ne!(shown(1), shown(2));
}

#[test]
fn the_binary_without_arguments_shows_the_deck() {
    let done = Command::new(env!("CARGO_BIN_EXE_tollgate"))
        .output()
        .expect("it runs");
    let out = String::from_utf8(done.stdout).expect("UTF-8");
    assert!(done.status.success(), "{out}");
    let written = r"...
root@router1:~# ip -4 -o a
1: lo    inet 127.0.0.1/8 scope host lo\       valid_lft forever preferred_lft forever
2: ens4    inet 1.1.1.1/24 scope global ens4\       valid_lft forever preferred_lft forever
3: ens5    inet 2.2.2.1/24 scope global ens5\       valid_lft forever preferred_lft forever
root@router1:~# ip r
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1
2.2.2.0/24 dev ens5 proto kernel scope link src 2.2.2.1
...
root@server1:~# ip r
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.11
2.2.2.0/24 via 1.1.1.1 dev ens4
...
root@server1:~# ping -c 1 -W 1 2.2.2.12
PING 2.2.2.12 (2.2.2.12) 56(84) bytes of data.

--- 2.2.2.12 ping statistics ---
1 packets transmitted, 0 received, 100% packet loss, time [..]ms
root@router1:~# tollgate drops
...
forwarding_off      1  [..]
...
root@server1:~# ping -c 3 2.2.2.12
PING 2.2.2.12 (2.2.2.12) 56(84) bytes of data.
64 bytes from 2.2.2.12: icmp_seq=1 ttl=63 time=[..] ms
64 bytes from 2.2.2.12: icmp_seq=2 ttl=63 time=[..] ms
64 bytes from 2.2.2.12: icmp_seq=3 ttl=63 time=[..] ms

--- 2.2.2.12 ping statistics ---
3 packets transmitted, 3 received, 0% packet loss, time [..]ms
rtt min/avg/max/mdev = [..] ms
root@server1:~# ping -c 3 fd00:2::12
PING fd00:2::12(fd00:2::12) 56 data bytes
64 bytes from fd00:2::12: icmp_seq=1 ttl=63 time=[..] ms
...
root@server1:~# traceroute -n 2.2.2.12
traceroute to 2.2.2.12 (2.2.2.12), 30 hops max, 60 byte packets
 1  1.1.1.1  [..] ms  [..] ms  [..] ms
 2  2.2.2.12  [..] ms  [..] ms  [..] ms
root@server1:~# traceroute -n -I fd00:2::12
traceroute to fd00:2::12 (fd00:2::12), 30 hops max, 80 byte packets
 1  fd00:1::1  [..] ms  [..] ms  [..] ms
 2  fd00:2::12  [..] ms  [..] ms  [..] ms
...
[..] Mbit/s on gigabit cables, every byte as it was sent
[..] Mbit/s on gigabit cables, every byte as it was sent
...
2.2.2.12 from 1.1.1.11 dev ens5
    cache iif ens4
...
root@router1:~# ip route get 9.9.9.9
RTNETLINK answers: Network is unreachable
...
From 1.1.1.1 icmp_seq=1 Destination Net Unreachable
...
root@router1:~# ip neigh
...
1.1.1.11 dev ens4 lladdr 52:54:00:00:00:11 [..]
...
root@router1:~# tollgate drops
received [..] + made [..] = sent [..] + consumed [..] + dropped [..] + held 0
...
";
    agree(written, &out).unwrap_or_else(|difference| panic!("{difference}"));
}
