//! `ip monitor`: what it prints while the configuration changes.

mod watched;

use watched::Watched;

/// What `monitor` prints while the lines are executed, on a router with one link that is up.
fn watched(monitor: &str, lines: &[&str]) -> String {
    let mut router = Watched::new(4, monitor);
    let mut text = String::new();
    for line in lines {
        router.good(line);
        text.push_str(&router.printed());
    }
    text
}

/// As the kernel of CI and iproute2 6.1 said it for the same commands.
#[test]
fn addresses_and_their_routes() {
    let text = watched(
        "ip monitor",
        &[
            "ip addr add 9.9.9.9/24 dev ens4",
            "ip route add 77.0.0.0/8 via 9.9.9.1",
            "ip route del 77.0.0.0/8",
            "ip rule add from 1.2.3.4 table 7",
            "ip rule del from 1.2.3.4 table 7",
            "ip addr del 9.9.9.9/24 dev ens4",
        ],
    );
    assert_eq!(
        text,
        "\
2: ens4    inet 9.9.9.9/24 scope global ens4
       valid_lft forever preferred_lft forever
local 9.9.9.9 dev ens4 table local proto kernel scope host src 9.9.9.9 
9.9.9.0/24 dev ens4 proto kernel scope link src 9.9.9.9 
broadcast 9.9.9.255 dev ens4 table local proto kernel scope link src 9.9.9.9 
77.0.0.0/8 via 9.9.9.1 dev ens4 
Deleted 77.0.0.0/8 via 9.9.9.1 dev ens4 
32765:\tfrom 1.2.3.4 lookup 7
Deleted 32765:\tfrom 1.2.3.4 lookup 7
Deleted 2: ens4    inet 9.9.9.9/24 scope global ens4
       valid_lft forever preferred_lft forever
Deleted 9.9.9.0/24 dev ens4 proto kernel scope link src 9.9.9.9 
Deleted broadcast 9.9.9.255 dev ens4 table local proto kernel scope link src 9.9.9.9 
Deleted local 9.9.9.9 dev ens4 table local proto kernel scope host src 9.9.9.9 
"
    );
}

#[test]
fn labels_times_and_objects() {
    let text = watched(
        "ip -ts monitor route label",
        &[
            "ip link set ens4 mtu 1400",
            "ip route add blackhole 78.0.0.0/8 table 50",
        ],
    );
    assert_eq!(
        text,
        "[2026-11-23T17:02:43.017697] [ROUTE]blackhole 78.0.0.0/8 table 50 \n"
    );
    let text = watched("ip -t -o monitor link", &["ip link set ens4 mtu 1400"]);
    assert_eq!(
        text,
        "\
Timestamp: Mon Nov 23 17:02:43 2026 17697 usec
2: ens4: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1400 qdisc pfifo_fast state UP group default \\    \
link/ether 02:00:00:00:00:04 brd ff:ff:ff:ff:ff:ff
"
    );
    let text = watched(
        "ip monitor all",
        &["ip -6 route add unreachable 2001:db8::/32"],
    );
    assert_eq!(
        text,
        "[ROUTE]unreachable 2001:db8::/32 dev lo metric 1024 pref medium\n"
    );
    let text = watched(
        "ip -4 monitor",
        &["ip -6 route add unreachable 2001:db8::/32"],
    );
    assert_eq!(text, "");
}
