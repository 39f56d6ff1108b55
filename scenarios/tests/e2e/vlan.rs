//! Slide 12: a VLAN sub-interface, as the trunk between two routers.

use scenarios::netns::{Sandbox, available};

use crate::topology::{PATIENCE, TOLLGATE, folder, spawn, start};

#[test]
fn two_routers_share_a_tagged_trunk() {
    if !available(&["ping", "tcpdump"]) {
        return;
    }
    let sandbox = Sandbox::new(&["server1", "router1", "router2", "server2"]).expect("a sandbox");
    // The kernel here has no VLAN devices: the tags are Tollgate's on both sides.
    sandbox.ok(
        None,
        "ip link add eth9 netns router1 type veth peer name eth9 netns router2
         ip -n router1 link set eth9 up && ip -n router2 link set eth9 up",
    );
    let folder = folder("vlan");
    let mut running = Vec::new();
    for n in [1, 2] {
        let runbook = folder.join(format!("router{n}.conf"));
        let far = 3 - n;
        std::fs::write(
            &runbook,
            format!(
                "ip link add ens4 type tap\n\
                 ip link add ens9 type packet dev eth9\n\
                 ip link add link ens9 name ens9_v100 type vlan id 100\n\
                 ip addr add {n}.{n}.{n}.1/24 dev ens4\n\
                 ip addr add 10.100.0.{n}/24 dev ens9_v100\n\
                 ip addr add fd00:100::{n}/64 dev ens9_v100 nodad\n\
                 ip link set ens4 up\nip link set ens9 up\nip link set ens9_v100 up\n\
                 ip route add {far}.{far}.{far}.0/24 via 10.100.0.{far}\n\
                 sysctl -w net.ipv4.ip_forward=1\n"
            ),
        )
        .expect("the runbook");
        let router = format!("router{n}");
        running.push(start(
            &sandbox,
            &router,
            runbook.to_str().expect("UTF-8"),
            &format!("/run/{router}.sock"),
            1,
        ));
        sandbox.ok(
            None,
            &format!("ip -n router{n} link set ens4 netns server{n}"),
        );
        sandbox.ok(
            Some(&format!("server{n}")),
            &format!(
                "ip a a {n}.{n}.{n}.10/24 dev ens4; ip l s up ens4; ip r a default via {n}.{n}.{n}.1"
            ),
        );
    }
    let argv = ["tcpdump", "-n", "-l", "-e", "-i", "eth9"];
    let mut tcpdump = spawn(&sandbox, "router1", &argv, "listening on");
    let out = sandbox.ok(Some("server1"), "ping -c 2 -i 0.2 -W 5 2.2.2.10");
    assert_eq!(out.matches(" ttl=62 ").count(), 2, "{out}");
    assert!(tcpdump.wait_for("seq 2,", PATIENCE), "{}", tcpdump.output());
    let (_, seen) = tcpdump.stop("INT");
    let echoes = seen.lines().filter(|line| line.contains("ICMP echo"));
    assert!(
        echoes.clone().count() >= 2 && echoes.clone().all(|line| line.contains("vlan 100, p 0")),
        "{seen}"
    );
    let ask = |line: &str| {
        sandbox.ok(
            Some("router1"),
            &format!("{TOLLGATE} --socket /run/router1.sock {line}"),
        )
    };
    let shown = ask("ip -d link show ens9_v100");
    assert!(
        shown.contains("ens9_v100@ens9: <BROADCAST,MULTICAST,UP,LOWER_UP>"),
        "{shown}"
    );
    assert!(
        shown.contains("vlan protocol 802.1Q id 100 <REORDER_HDR>"),
        "{shown}"
    );

    // A tag that nobody has is counted under its own name.
    sandbox.ok(
        Some("router2"),
        r#"python3 - <<'END'
import socket
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind(("eth9", 0))
s.send(bytes.fromhex("ffffffffffff" "020000000099" "8100" "00c8" "0806") + bytes(46))
END"#,
    );
    let drops = ask("drops");
    assert!(drops.contains("vlan_unknown"), "{drops}");
}
