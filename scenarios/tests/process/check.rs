//! `tollgate check`: every kind of mistake at its place.

use super::harness::{Folder, run};

fn check(runbook: &str) -> (i32, String, String) {
    let folder = Folder::new();
    folder.write("router.conf", runbook);
    run(&folder, &["check", "router.conf"])
}

#[test]
fn a_good_runbook_is_silent() {
    let good = "#!/bin/sh\nset -e\n\nip link add p0 address 02:00:00:00:00:01 type pcap # port\n\
                ip address add 10.0.0.1/24 \\\n  dev p0; ip link set p0 up\n\
                sysctl -w net.ipv4.ip_forward=1\n";
    assert_eq!(check(good), (0, String::new(), String::new()));
}

#[test]
fn mistakes_are_shown_at_their_place() {
    let cases = [
        (
            "# one\n\n  ipp link show\n",
            "router.conf:3:3: ipp: command not found\n\
             \x20--> router.conf:3:3\n\
             \x20 |\n\
             3 |   ipp link show\n\
             \x20 |   ^^^\n",
        ),
        (
            "ip address add 10.0.0.1/24 dev ens9\n",
            "Cannot find device \"ens9\"\n\
             \x20--> router.conf:1:32\n\
             \x20 |\n\
             1 | ip address add 10.0.0.1/24 dev ens9\n\
             \x20 |                                ^^^^\n",
        ),
        (
            "ip address add 10.0.0.300/24 dev lo\n",
            "Error: any valid prefix is expected rather than \"10.0.0.300/24\".\n\
             \x20--> router.conf:1:16\n\
             \x20 |\n\
             1 | ip address add 10.0.0.300/24 dev lo\n\
             \x20 |                ^^^^^^^^^^^^^\n",
        ),
        (
            "ip link set lo up && \\\n\tip link set lo $UP\n",
            "router.conf:2:17: `$': a runbook expands nothing\n\
             \x20--> router.conf:2:17\n\
             \x20 |\n\
             2 | \tip link set lo $UP\n\
             \x20 | \t               ^\n",
        ),
        (
            "ip link set lo 'up\n",
            "router.conf:1:16: unexpected EOF while looking for matching `''\n\
             \x20--> router.conf:1:16\n\
             \x20 |\n\
             1 | ip link set lo 'up\n\
             \x20 |                ^\n",
        ),
        (
            "ip route add 10.1.0.0/16 via 192.0.2.1\n",
            "Error: Nexthop has invalid gateway.\n\
             \x20--> router.conf:1:1\n\
             \x20 |\n\
             1 | ip route add 10.1.0.0/16 via 192.0.2.1\n\
             \x20 | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n",
        ),
    ];
    for (runbook, expected) in cases {
        assert_eq!(
            check(runbook),
            (1, String::new(), expected.to_owned()),
            "{runbook}"
        );
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let folder = Folder::new();
    let (status, _, stderr) = run(&folder, &["check", "nowhere.conf"]);
    assert_eq!(status, 1);
    assert!(stderr.starts_with("nowhere.conf: No such file"), "{stderr}");
}
