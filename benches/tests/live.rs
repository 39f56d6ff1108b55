//! The live comparison, in network namespaces: each measurement gives numbers that can be, and nothing
//! stays behind. Needs root, and what the comparison needs.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, geteuid, kill_process};
use serde_json::Value;

/// Whether the test can run here. Else it says so and is skipped, or fails if everything is required.
fn able() -> bool {
    let there = |tool: &str| {
        let known = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&known).any(|path| path.join(tool).exists())
    };
    let missing: Vec<_> = ["ip", "iperf3", "ping", "iptables-legacy"]
        .into_iter()
        .filter(|tool| !there(tool))
        .collect();
    if geteuid().is_root() && missing.is_empty() {
        return true;
    }
    assert!(
        std::env::var_os("TOLLGATE_REQUIRE_ALL").is_none(),
        "the live comparison needs root and {missing:?}"
    );
    eprintln!("SKIP: the live comparison needs root and {missing:?}");
    false
}

fn start(words: &str, json: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_tollgate-bench"))
        .args(["live", "--rounds", "1", "--json"])
        .arg(json)
        .args(words.split_whitespace())
        .stdout(Stdio::null())
        .spawn()
        .expect("it starts")
}

fn json(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("tollgate-live-{name}-{}", std::process::id()))
}

/// The namespaces of a comparison.
fn namespaces(pid: u32) -> usize {
    let names = fs::read_dir("/run/netns").into_iter().flatten();
    names
        .filter_map(|name| name.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with(&format!("tollgate-live-{pid}-")))
        .count()
}

/// The values of a table by column, of the row `name`.
fn row(results: &Value, title: &str, name: &str) -> Vec<(String, f64)> {
    let of = |value: &Value, key: &str| value[key].as_array().expect(key).clone();
    let tables = of(results, "tables");
    let table = tables.iter().find(|table| table["title"] == title);
    let table = table.expect(title);
    let rows = of(table, "rows");
    let row = rows.iter().find(|row| row["name"] == name).expect(name);
    let columns = of(table, "columns").into_iter().zip(of(row, "values"));
    columns
        .filter_map(|(column, value)| Some((column.as_str()?.to_owned(), value.as_f64()?)))
        .collect()
}

#[test]
fn each_measurement_gives_numbers_that_can_be() {
    if !able() {
        return;
    }
    let path = json("all");
    // A debug build, on a busy machine: the numbers themselves say nothing.
    let words = "--time 0.3 --rate 20000 --rule-count 300 --routers kernel,bare-packet";
    let mut child = start(words, &path);
    let pid = child.id();
    assert!(child.wait().expect("it ends").success());
    assert_eq!(namespaces(pid), 0);
    let text = fs::read_to_string(&path).expect("written");
    fs::remove_file(&path).expect("removed");
    let results: Value = serde_json::from_str(&text).expect("JSON");
    for key in ["machine", "kernel", "commit", "command"] {
        assert!(results[key].is_string(), "{key}");
    }
    let kernel = |title| row(&results, title, "kernel, veth");
    for (title, columns) in [
        ("TCP", 4),
        ("Frames of 64 bytes", 4),
        ("CPU time of a 64-byte frame", 4),
        ("UDP received", 2),
        ("New TCP connections", 1),
        ("CPU time of a new TCP connection", 2),
        ("Ping", 3),
        ("Round trip without load", 3),
        ("Round trip at half load", 3),
        ("CPU time of an established frame", 3),
        ("New UDP flows", 2),
        ("CPU time of a new UDP flow", 2),
    ] {
        let values = kernel(title);
        assert_eq!(values.len(), columns, "{title}: {values:?}");
        let positive = values.iter().all(|(_, value)| *value > 0.0);
        assert!(positive, "{title}: {values:?}");
    }
    let lost = kernel("Lost");
    assert_eq!(lost.len(), 6);
    let shares = |(_, value): &(String, f64)| (0.0..=100.0).contains(value);
    assert!(lost.iter().all(shares), "{lost:?}");
    // Not all of them.
    assert!(lost.iter().all(|(_, value)| *value < 99.0), "{lost:?}");
    for title in ["Ping", "Round trip without load", "Round trip at half load"] {
        let values = kernel(title);
        assert!(values.is_sorted_by(|a, b| a.1 <= b.1), "{values:?}");
        // Less than a second.
        assert!(values[2].1 < 1e6, "{values:?}");
    }
    // Every packet of an established flow walks through what stands in front.
    let cpu = kernel("CPU time of an established frame");
    assert!(cpu[2].1 > cpu[1].1, "{cpu:?}");
    // A process that sleeps, and no more than one processor.
    let idle = row(&results, "Without traffic", "bare loop, packet");
    assert!(idle.iter().all(|(_, value)| *value < 100.0), "{idle:?}");
    let compared = row(&results, "TCP, of the kernel's", "bare loop, packet");
    assert_eq!(compared.len(), 4);
}

#[test]
fn frames_that_a_driver_makes_are_measured_as_others_are() {
    if !able() {
        return;
    }
    let path = json("driver");
    let words = "--time 0.5 --rate 20000 --only frames --xdp-frames --routers kernel,bare-packet";
    let mut child = start(words, &path);
    assert!(child.wait().expect("it ends").success());
    let text = fs::read_to_string(&path).expect("written");
    fs::remove_file(&path).expect("removed");
    let results: Value = serde_json::from_str(&text).expect("JSON");
    for name in ["kernel, veth", "bare loop, packet"] {
        let frames: BTreeMap<_, _> = row(&results, "Frames of 64 bytes", name)
            .into_iter()
            .collect();
        // They are made by the clock; without one, many more.
        assert!(
            (1.0..21.0).contains(&frames["paced, offered"]),
            "{frames:?}"
        );
        // What the hosts say to each other arrives as well.
        let arrived = frames["paced, arrived"] / frames["paced, offered"];
        assert!((0.5..1.02).contains(&arrived), "{frames:?}");
        assert!(frames["most"] > frames["paced, arrived"], "{frames:?}");
        let cpu: BTreeMap<_, _> = row(&results, "CPU time of a 64-byte frame", name)
            .into_iter()
            .collect();
        // Beside other work, what is not the sender's can be less than nothing.
        assert!(
            cpu["packet socket, without it"] < cpu["packet socket"],
            "{cpu:?}"
        );
    }
}

#[test]
fn an_interrupted_comparison_leaves_nothing_behind() {
    if !able() {
        return;
    }
    let path = json("interrupted");
    let mut child = start("--time 60 --routers kernel --only udp", &path);
    let pid = child.id();
    let begun = Instant::now();
    // Three namespaces, and the sender a little later.
    while namespaces(pid) < 3 {
        assert!(begun.elapsed() < Duration::from_secs(20));
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_secs(2));
    let process = Pid::from_raw(pid as i32).expect("a process");
    kill_process(process, Signal::INT).expect("interrupted");
    let asked = Instant::now();
    let status = child.wait().expect("it ends");
    assert_eq!(status.code(), Some(1), "{status}");
    assert!(asked.elapsed() < Duration::from_secs(20));
    assert_eq!(namespaces(pid), 0);
    assert!(!path.exists());
}
