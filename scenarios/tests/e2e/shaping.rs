//! Slide 39: HTB, with real scp.

use std::{fs, time::Instant};

use scenarios::netns::{available, wait_until};

use crate::{
    firewall::Ssh,
    topology::{ADDRESSES, Deck, FORWARDING, PATIENCE, Ports},
};

const TOOLS: &[&str] = &["scp", "ssh", "sshd", "ssh-keygen", "ping"];

/// As typed there, at a running router. `ens4` leads to server1.
const SLIDE: &str = "\
tc qdisc add dev ens4 root handle 1: htb default 30
tc class add dev ens4 parent 1: classid 1:1 htb rate 100kbps
tc class add dev ens4 parent 1: classid 1:2 htb rate 100kbps
tc filter add dev ens4 protocol ip parent 1:0 prio 1 u32 match ip dst 2.2.2.12/32 flowid 1:1
tc filter add dev ens4 protocol ip parent 1:0 prio 1 u32 match ip dst 1.1.1.11/32 flowid 1:2
";

/// What `tc -s class show` says that a class has sent: bytes and packets.
fn sent(deck: &Deck, class: &str) -> (u64, u64) {
    let shown = deck.router("tc -s class show dev ens4");
    let of_class = shown.split(&format!("class htb {class} ")).nth(1);
    let line = of_class.and_then(|text| text.split("Sent ").nth(1));
    let mut words = line.unwrap_or_default().split_whitespace();
    let mut number = || words.next().and_then(|word| word.parse().ok());
    let bytes = number();
    words.next();
    let packets = words.next().and_then(|word| word.parse().ok());
    let both = bytes.zip(packets);
    both.unwrap_or_else(|| unreachable!("no class {class} in\n{shown}"))
}

/// A counter of server1's interface.
fn received(deck: &Deck, counter: &str) -> u64 {
    let path = format!("cat /sys/class/net/ens4/statistics/rx_{counter}");
    deck.on("server1", &path).trim().parse().expect("a number")
}

#[test]
fn scp_runs_at_a_hundred_kilobytes_a_second() {
    if !available(TOOLS) {
        return;
    }
    let deck = Deck::build("slide-39", Ports::Tap, &format!("{ADDRESSES}{FORWARDING}"));
    let ssh = Ssh::start(&deck, "server1");
    let copy = |name: &str, bytes: usize| {
        let file = deck.file(name);
        fs::write(&file, vec![0x5a; bytes]).expect("written");
        let line = format!("scp -O -q -F {} {file} 1.1.1.11:{file}.copy", ssh.config);
        let start = Instant::now();
        deck.on("server2", &line);
        let copied = fs::metadata(format!("{file}.copy")).expect("copied").len();
        assert_eq!(copied, bytes as u64);
        bytes as f64 / start.elapsed().as_secs_f64() / 1024.0
    };
    // Before: as fast as it goes.
    let before = copy("fast.img", 20 << 20);
    for line in SLIDE.lines() {
        assert_eq!(deck.router(line), "", "{line}");
    }
    // What runs follows within a burst.
    deck.on("server2", "ping -c 1 -W 5 1.1.1.11");
    let idle = wait_until(PATIENCE, || sent(&deck, "1:2").1 > 0);
    assert!(idle, "the ping is in class 1:2");

    let (bytes, packets) = (received(&deck, "bytes"), received(&deck, "packets"));
    let counted = sent(&deck, "1:2");
    let after = copy("slow.img", 1 << 20);
    println!("before {before:.0} KB/s, after {after:.1} KB/s");
    // 100,000 bytes a second, of which 1,448 of 1,514 are scp's: 93.4 KiB/s, and the time to log in.
    assert!((80.0..96.0).contains(&after), "{after} KB/s");
    assert!(before > 20.0 * after, "{before} KB/s");

    // The class counts what left, to the byte.
    let same = wait_until(PATIENCE, || {
        let now = sent(&deck, "1:2");
        let arrived = (
            received(&deck, "bytes") - bytes,
            received(&deck, "packets") - packets,
        );
        // The tap counts a super-frame as one packet, and its headers once: there is none with a bucket of
        // 1,600 bytes.
        (now.0 - counted.0, now.1 - counted.1) == arrived
    });
    let now = sent(&deck, "1:2");
    assert!(
        same,
        "counted {} bytes in {} packets, {} in {} arrived",
        now.0 - counted.0,
        now.1 - counted.1,
        received(&deck, "bytes") - bytes,
        received(&deck, "packets") - packets
    );
    deck.router("tc qdisc del dev ens4 root");
    let again = copy("again.img", 20 << 20);
    assert!(again > 20.0 * after, "{again} KB/s");
}
