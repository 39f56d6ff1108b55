//! `tc monitor`: what it prints while traffic control changes, as iproute2 6.1 on the kernel of CI printed it for
//! the same commands.

mod watched;

use watched::Watched;

/// What `monitor` prints for each of the lines, on a router with one link that is up.
fn watched(monitor: &str, lines: &str) -> String {
    let mut router = Watched::new(5, monitor);
    let mut text = String::new();
    for line in lines.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let (_, out) = router.run(line);
        text.push_str(&format!("$ {line}\n{}{}", out.errors(), router.printed()));
    }
    text
}

#[test]
fn qdiscs_classes_and_filters() {
    let expected = include_str!("lang/tc/monitor.txt");
    assert_eq!(watched("tc monitor", expected), expected);
}

#[test]
fn actions() {
    let expected = "\
$ tc actions add action mirred egress redirect dev lo
total acts 0
Added action 
\taction order 1: mirred (Egress Redirect to device lo) stolen
\tindex 1 ref 1 bind 0
\tnot_in_hw
$ tc actions add action drop index 80 action pass index 81
total acts 0
Added action 
\taction order 1: gact action drop
\t random type none pass val 0
\t index 80 ref 1 bind 0
\tnot_in_hw

\taction order 2: gact action pass
\t random type none pass val 0
\t index 81 ref 1 bind 0
\tnot_in_hw
$ tc actions change action drop index 81
total acts 0
Replaced action 
\taction order 1: gact action drop
\t random type none pass val 0
\t index 81 ref 2 bind 0
\tnot_in_hw
$ tc actions replace action drop index 82
total acts 0
Replaced action 
\taction order 1: gact action drop
\t random type none pass val 0
\t index 82 ref 1 bind 0
\tnot_in_hw
$ tc actions del action gact index 81
total acts 0
Deleted action 
\taction order 1: gact action drop
\t random type none pass val 0
\t index 81 ref 0 bind 0
\tnot_in_hw
$ tc actions flush action gact
total acts 0
Flushed table  gact (2 entries)
";
    assert_eq!(watched("tc monitor", expected), expected);
}

#[test]
fn times_and_other_watchers() {
    let line = "$ tc qdisc add dev ens5 clsact\n";
    let qdisc = "qdisc clsact ffff: dev ens5 parent ffff:fff1 \n";
    for (monitor, time) in [
        ("tc -ts monitor", "[2026-11-23T17:02:43.017697] "),
        (
            "tc -t monitor",
            "Timestamp: Mon Nov 23 17:02:43 2026 17697 usec\n",
        ),
        ("tc -j -s monitor", ""),
    ] {
        let statistics = match monitor {
            "tc -j -s monitor" => {
                " Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) \n backlog 0b 0p requeues 0\n"
            }
            _ => "",
        };
        let expected = format!("{line}{time}{qdisc}{statistics}");
        assert_eq!(watched(monitor, line), expected, "{monitor}");
    }
    assert_eq!(watched("ip monitor", line), line);
    let line = "$ ip link set ens5 down\n";
    assert_eq!(watched("tc monitor", line), line);
}
