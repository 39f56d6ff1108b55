//! `tollgate top` of a daemon.

use super::harness::Daemon;

const RUNBOOK: &str = "\
ip link set lo up
sysctl -w net.netfilter.nf_conntrack_acct=1
";

const NEW: &str = "conntrack -I -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 22 -t 100 --state ESTABLISHED";

#[test]
fn a_screen_is_printed_as_text_and_as_json() {
    let daemon = Daemon::start(RUNBOOK);
    let words: Vec<&str> = NEW.split_whitespace().collect();
    assert_eq!(daemon.call(&words).0, 0);
    let text = daemon.ok("top --once -d 0.1 --width 100");
    for part in [
        "tollgate top: up 0:00:0",
        ", every 100ms\npackets/s    received 0, forwarded 0, ",
        "\nconnections  1 of 262144; ",
        "\nworkers      0: ",
        "\nlo    UP ",
        "\ntcp   10.0.0.1:1000 10.0.0.2:22  ESTABLISHED      0      0 ",
        "\n  nothing was dropped\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // The first screen has a worker's load already, which is about a time.
    let worker = text.lines().find(|line| line.starts_with("workers"));
    assert!(worker.is_some_and(|line| line.contains("% 0/s")), "{text}");

    let lines = daemon.ok("top -j -n 2 -d 0.1");
    let rates: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("an object a line"))
        .collect();
    assert_eq!(rates.len(), 2);
    for rates in rates {
        assert!(
            rates["seconds"]
                .as_f64()
                .is_some_and(|s| (0.1..20.0).contains(&s)),
            "{rates}"
        );
        assert_eq!(rates["connections"]["count"], 1);
        assert_eq!(rates["flows"][0]["destination"], "10.0.0.2:22");
    }

    daemon.ok("sysctl -w net.netfilter.nf_conntrack_acct=0");
    let text = daemon.ok("top -b -n 1 -d 0.1");
    assert!(text.contains("\n  not counted: "), "{text}");
}

#[test]
fn without_a_terminal_or_a_daemon_there_is_no_screen() {
    let daemon = Daemon::start(RUNBOOK);
    let (status, _, error) = daemon.call(&["top"]);
    assert_eq!(status, 1);
    assert_eq!(
        error,
        "tollgate: the standard output is no terminal; -b prints text, --json objects\n"
    );
    let (status, _, error) = daemon.call(&["top", "-d", "0"]);
    assert_eq!(status, 2);
    assert!(
        error.contains("seconds are expected, 0.1 or more"),
        "{error}"
    );
}

#[test]
fn classes_of_traffic_control_are_shown_as_they_are_configured() {
    let daemon = Daemon::start(
        "ip link add ens5 type dummy\n\
         ip link set ens5 up\n\
         tc qdisc add dev ens5 root handle 1: htb default 30\n\
         tc class add dev ens5 parent 1: classid 1:1 htb rate 10mbit\n\
         tc class add dev ens5 parent 1:1 classid 1:30 htb rate 750kbit ceil 1mbit\n",
    );
    let text = daemon.ok("top --once -d 0.1 --width 100");
    for line in [
        "\nCLASS  DEV   rate  ceil  bit/s  pkt/s  backlog  pkts  drop/s  lended/s  borrowed/s\n",
        "\n1:1    ens5 10.0M 10.0M      0      0        0     0       0         0           0\n",
        "\n1:30   ens5  750k 1.00M      0      0        0     0       0         0           0\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}
