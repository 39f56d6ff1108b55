//! Policy routing: two uplinks, chosen by where a packet comes from.

use scenarios::netns::{Sandbox, available};

use crate::topology::{TOLLGATE, folder, spawn, start};

#[test]
fn the_source_address_chooses_the_uplink() {
    if !available(&["curl", "python3"]) {
        return;
    }
    let sandbox = Sandbox::new(&["server1", "router1", "isp1", "isp2"]).expect("a sandbox");
    let folder = folder("policy");
    let runbook = folder.join("router1.conf");
    std::fs::write(
        &runbook,
        "ip link add ens4 type tap\nip addr add 1.1.1.1/24 dev ens4\nip link set ens4 up\n\
         ip link add up1 type tap\nip addr add 2.2.2.1/24 dev up1\nip link set up1 up\n\
         ip link add up2 type tap\nip addr add 3.3.3.1/24 dev up2\nip link set up2 up\n\
         sysctl -w net.ipv4.ip_forward=1\n\
         ip route add default via 2.2.2.2\n\
         ip route add default via 3.3.3.2 table 100\n\
         ip rule add from 1.1.1.22 table 100\n\
         ip rule add fwmark 7/0xff table 100\n",
    )
    .expect("the runbook");
    let _tollgate = start(
        &sandbox,
        "router1",
        runbook.to_str().expect("UTF-8"),
        "/run/tollgate.sock",
        1,
    );
    sandbox.ok(
        None,
        "ip -n router1 link set ens4 netns server1
         ip -n router1 link set up1 netns isp1
         ip -n router1 link set up2 netns isp2",
    );
    sandbox.ok(
        Some("server1"),
        "ip a a 1.1.1.11/24 dev ens4; ip a a 1.1.1.22/24 dev ens4; ip l s up ens4
         ip r a default via 1.1.1.1",
    );
    let mut servers = Vec::new();
    for (n, isp) in [(2, "isp1"), (3, "isp2")] {
        // Both uplinks lead to a 9.9.9.9; its page says which.
        let pages = folder.join(isp);
        std::fs::create_dir_all(&pages).expect("a folder");
        std::fs::write(pages.join("name"), isp).expect("a page");
        sandbox.ok(
            Some(isp),
            &format!(
                "ip a a {n}.{n}.{n}.2/24 dev up{0}; ip l s up up{0}; ip a a 9.9.9.9/32 dev lo
                 ip r a default via {n}.{n}.{n}.1",
                n - 1
            ),
        );
        let argv = ["python3", "-u", "-m", "http.server", "--directory"];
        let argv = argv
            .iter()
            .copied()
            .chain([pages.to_str().expect("UTF-8"), "80"]);
        let argv: Vec<&str> = argv.collect();
        servers.push(spawn(&sandbox, isp, &argv, "Serving HTTP"));
    }
    for (source, isp) in [("1.1.1.11", "isp1"), ("1.1.1.22", "isp2")] {
        let line = format!("curl -sS -m 20 --interface {source} http://9.9.9.9/name");
        assert_eq!(sandbox.ok(Some("server1"), &line), isp);
    }
    // `ip route get` says the same, for packets that were never sent.
    for (asked, answer) in [
        ("9.9.9.9", "9.9.9.9 via 2.2.2.2 dev up1 src 2.2.2.1"),
        (
            "9.9.9.9 from 1.1.1.22 iif ens4",
            "9.9.9.9 from 1.1.1.22 via 3.3.3.2 dev up2 table 100",
        ),
        (
            "9.9.9.9 mark 7",
            "9.9.9.9 via 3.3.3.2 dev up2 table 100 src 3.3.3.1 mark 7",
        ),
    ] {
        let line = format!("{TOLLGATE} --socket /run/tollgate.sock ip route get {asked}");
        let out = sandbox.ok(Some("router1"), &line);
        assert!(out.starts_with(answer), "{asked}: {out}");
    }
}
