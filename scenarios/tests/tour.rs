//! What `cargo run --release` shows: the same every time, and what it says is so.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use scenarios::{expect::agree, tour};

fn shown(seed: u64) -> String {
    let mut out = Vec::new();
    let well = tour::run(seed, false, &mut out).expect("memory takes it");
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
fn the_next_step_that_it_names_is_a_ping_through_nat() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tollgate"))
        .args(["lab", "shell", "double-nat"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    let typed = "ping -c 3 172.217.31.174\nhome\nconntrack -L -p icmp\n";
    stdin.write_all(typed.as_bytes()).expect("it reads");
    drop(stdin);
    let done = child.wait_with_output().expect("it ends");
    let out = String::from_utf8(done.stdout).expect("UTF-8");
    assert!(out.contains("3 packets transmitted, 3 received"), "{out}");
    assert!(out.contains("src=172.217.31.174 dst=100.64.0.2"), "{out}");
}

#[test]
fn the_binary_without_arguments_shows_the_tour() {
    let done = Command::new(env!("CARGO_BIN_EXE_tollgate"))
        .output()
        .expect("it runs");
    let out = String::from_utf8(done.stdout).expect("UTF-8");
    assert!(done.status.success(), "{out}");
    let written = r"Tollgate: a router that runs as a process. [..]
...
root@server1:~# ping -c 2 -i 0.2 2.2.2.12
PING 2.2.2.12 (2.2.2.12) 56(84) bytes of data.
64 bytes from 2.2.2.12: icmp_seq=1 ttl=63 time=[..] ms
64 bytes from 2.2.2.12: icmp_seq=2 ttl=63 time=[..] ms
...
root@server1:~# traceroute -n 2.2.2.12
traceroute to 2.2.2.12 (2.2.2.12), 30 hops max, 60 byte packets
 1  1.1.1.1  [..] ms  [..] ms  [..] ms
 2  2.2.2.12  [..] ms  [..] ms  [..] ms
...
All lessons, run just now:
    tour           ok             A tour in one minute
    first-router   ok             A first router
...
What next [..]
...
    [..] cargo run --release -- lab shell double-nat
    [..] ping -c 3 172.217.31.174
...
";
    agree(written, &out).unwrap_or_else(|difference| panic!("{difference}"));
}
