//! Commands of `tc` in a runbook: which word is to blame, and what becomes of them.

use std::fs;

use control::{
    config::{Compiler, Model},
    lang::{LoadError, Offline, load},
};
use dataplane::{
    qos::{Handle, Parent},
    snapshot::{Publisher, Snapshot},
};

fn loaded(name: &str, text: &str) -> Result<Model, LoadError> {
    let file = std::env::temp_dir().join(format!("tollgate-{name}-{}", std::process::id()));
    fs::write(&file, text).expect("a writable folder");
    let mut model = Model::new();
    let done = load(&[&file], &mut model, &mut Offline::default());
    let _ = fs::remove_file(&file);
    done.map(|_| model)
}

/// Slide 39 of the course, with a port in front.
const DECK: &str = "\
ip link add ens4 type tap
tc qdisc add dev ens4 root handle 1: htb default 30
tc class add dev ens4 parent 1: classid 1:1 htb rate 100kbps
tc class add dev ens4 parent 1: classid 1:2 htb rate 100kbps
tc filter add dev ens4 protocol ip parent 1:0 prio 1 u32 match ip dst 2.2.2.12/32 flowid 1:1
tc filter add dev ens4 protocol ip parent 1:0 prio 1 u32 match ip dst 1.1.1.11/32 flowid 1:2
";

#[test]
fn the_deck_becomes_a_tree() {
    let mut model = loaded("tc-deck", DECK).expect("it loads");
    let link = model.link_by_name("ens4").expect("the port").index;
    let publisher = Publisher::new(Snapshot::default(), 0);
    Compiler::new(1).commit(&mut model, &publisher);
    let snapshot = publisher.current();
    let tree = snapshot
        .interfaces
        .get(link)
        .and_then(|iface| iface.qos.clone());
    let tree = tree.expect("a tree");
    assert_eq!(tree.qdiscs.len(), 1, "{tree:?}");
    let htb = &tree.qdiscs[0];
    assert_eq!((htb.handle, htb.parent), (Handle::new(1, 0), Parent::Root));
    let rates: Vec<u64> = htb
        .classes
        .iter()
        .map(|class| class.rate.bytes_per_second)
        .collect();
    assert_eq!(rates, [100_000, 100_000]);
    assert_eq!(htb.filters.len(), 1, "all of a priority are one");
}

#[test]
fn a_mistake_is_shown_at_its_place() {
    for (line, place, message) in [
        (
            "tc qdisc add dev ens4 parent 1:7 pfifo limit 5",
            "7:30",
            "Error: Specified class not found.",
        ),
        (
            "tc class add dev ens4 parent 1: classid 1:3 htb rate 10zbit",
            "7:54",
            "Illegal \"rate\"",
        ),
        (
            "tc qdisc add dev ens9 root pfifo",
            "7:18",
            "Cannot find device \"ens9\"",
        ),
        (
            "tc filter add dev ens4 parent 1: prio 1 protocol arp u32 match u32 0 0",
            "7:39",
            "Error: Protocol mismatch for filter with specified priority.",
        ),
    ] {
        let error = loaded("tc-mistake", &format!("{DECK}{line}\n")).expect_err(line);
        let text = error.to_string();
        assert!(text.starts_with(message), "{text}");
        assert!(text.contains(&format!(":{place}\n")), "{place}: {text}");
    }
}
