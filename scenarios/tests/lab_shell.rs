//! `tollgate lab shell` with commands from a pipe.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use scenarios::expect::agree;

/// What it shows, and its exit status.
fn shell(args: &[&str], typed: &str) -> (String, i32) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tollgate"))
        .args(["lab", "shell"])
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(typed.as_bytes()).expect("it reads");
    drop(stdin);
    let done = child.wait_with_output().expect("it ends");
    let shown = String::from_utf8(done.stdout).expect("UTF-8");
    (shown, done.status.code().expect("a status"))
}

#[track_caller]
fn shows(args: &[&str], typed: &str, status: i32, written: &str) {
    let (shown, came) = shell(args, typed);
    let difference = agree(written, &shown).map_err(|difference| difference.diff);
    assert_eq!(difference, Ok(()));
    assert_eq!(came, status, "{shown}");
}

#[test]
fn a_mistake_gets_the_real_complaint_and_the_session_goes_on() {
    shows(
        &[],
        "pign 2.2.2.12\nip addr shwo\nnc -j\ncurl --nope\necho 'a\nlab fly\nfg\nping -c 1 2.2.2.12\n",
        0,
        "root@server1:~# pign 2.2.2.12\nbash: pign: command not found\n\
         root@server1:~# ip addr shwo\nCommand \"shwo\" is unknown, try \"ip address help\".\n\
         root@server1:~# nc -j\nnc: invalid option -- 'j'\nusage: nc [..]\n...\n\
         root@server1:~# curl --nope\ncurl: option --nope: is unknown\n\
         curl: try 'curl --help' or 'curl --manual' for more information\n\
         root@server1:~# echo 'a\nbash: unexpected EOF while looking for matching `''\n\
         root@server1:~# lab fly\nlab: \"fly\" is nothing that the lab can do; lab help says what is\n\
         root@server1:~# fg\nbash: fg: current: no such job\n\
         root@server1:~# ping -c 1 2.2.2.12\n...\n1 packets transmitted, 1 received, 0% [..]\n...\n",
    );
}

#[test]
fn jobs_run_beside_each_other() {
    shows(
        &[],
        "server2\nnc -lk 7000 &\ntcpdump -n -c 2 -i ens4 icmp &\nserver1\necho hi | nc -N 2.2.2.12 7000\n\
         ping -c 1 server2\njobs\nkill %1\nexit\n",
        0,
        "root@server1:~# server2\nroot@server2:~# nc -lk 7000 &\n[1]\n\
         root@server2:~# tcpdump -n -c 2 -i ens4 icmp &\n[2]\ntcpdump: verbose [..]\nlistening [..]\n\
         root@server2:~# server1\nroot@server1:~# echo hi | nc -N 2.2.2.12 7000\nhi\n\
         root@server1:~# ping -c 1 server2\nPING server2 (2.2.2.12) [..]\n\
         64 bytes from server2 (2.2.2.12): icmp_seq=1 ttl=63 time=[..] ms\n...\n\
         09:00:00.[..] IP 1.1.1.11 > 2.2.2.12: ICMP echo request, id [..], seq 1, length 64\n\
         09:00:00.[..] IP 2.2.2.12 > 1.1.1.11: ICMP echo reply, id [..], seq 1, length 64\n\
         2 packets captured\n2 packets received by filter\n0 packets dropped by kernel\n\
         [2]  Done                    tcpdump -n -c 2 -i ens4 icmp\n\
         root@server1:~# jobs\n[1]  Running                 nc -lk 7000 &\n\
         root@server1:~# kill %1\nroot@server1:~# exit\n",
    );
}

#[test]
fn a_lesson_s_network_is_there_with_its_rules() {
    let (shown, status) = shell(&["masquerade"], "lab status\nrouter1\niptables -t nat -S\n");
    assert_eq!(status, 0, "{shown}");
    assert!(shown.contains("router1    router"), "{shown}");
    // Of every lesson, also of those whose rules are not spoken yet.
    let lessons = scenarios::lesson::library().into_iter();
    let shut = lessons.filter(|lesson| shell(&[&lesson.name], "ip -br link\n").1 != 0);
    let shut: Vec<String> = shut.map(|lesson| lesson.name).collect();
    assert_eq!(shut, [""; 0]);
    let (_, status) = shell(&["no-such-lesson"], "");
    assert_ne!(status, 0);
}

#[test]
fn the_same_seed_shows_the_same() {
    let typed = "ping -c 3 server2\ntraceroute -n server2\nlab loss 20%\nping -c 10 server2\n";
    let of = |seed| shell(&["--seed", seed], typed).0;
    assert_eq!(of("5"), of("5"));
    assert_ne!(of("5"), of("6"));
}

#[test]
fn what_is_explained_on_a_host_meets_its_sockets() {
    shows(
        &["services"],
        "explain -b tcp 10.2.1.23:1000 > 10.2.1.21:22 syn\nexplain -b tcp 10.2.1.23:1000 > 10.2.1.21:23 syn\n\
         explain -b udp 10.2.1.23:1000 > 10.2.1.21:53\nnc -lu 53 &\n\
         explain -b udp 10.2.1.23:1000 > 10.2.1.21:53\nss -nt\nexplain -b icmp 10.2.1.21 > 10.2.1.23 reply\n",
        0,
        "...\nverdict: the router itself takes it\n\
         ...\nverdict: the router itself takes it, and nobody listens there; [..] rst-ack [..]\n\
         ...\nverdict: the router itself takes it, and nobody listens there; [..] port-unreachable [..]\n\
         ...\nverdict: the router itself takes it\n\
         root@server1:~# ss -nt\nState [..]\n\
         root@server1:~# explain -b icmp 10.2.1.21 > 10.2.1.23 reply\n\
         packet 1: icmp 10.2.1.21 > 10.2.1.23 [..], sent by the router itself\n  sent by the router itself\n\
         \x20 route: unicast 10.2.1.0/24 dev ens3 [..]\n...\nverdict: it leaves by ens3 as icmp [..]\n\n\
         packet 2: icmp 10.2.1.23 > 10.2.1.21 echo-reply [..]\n...\nverdict: the router itself takes it\n",
    );
}

#[test]
fn history_is_what_was_typed() {
    shows(
        &[],
        "ip -br link show ens4\n\nrouter1\nhistory\n",
        0,
        "...\nroot@router1:~# history\n\
         \x20   1  ip -br link show ens4\n    2  router1\n    3  history\n",
    );
}

#[test]
fn what_passes_is_watched_into_its_class() {
    shows(
        &[],
        "ping -c 1 2.2.2.12\nrouter1\ntc qdisc add dev ens5 root handle 1: htb default 20\n\
         tc class add dev ens5 parent 1: classid 1:20 htb rate 10mbit\n\
         trace icmp\nserver1\nping -c 1 2.2.2.12\n",
        0,
        "...\nwatching; trace off ends it\n...\n1 packets transmitted, 1 received, 0% [..]\n...\n\
         [..] icmp 1.1.1.11 > 2.2.2.12 echo-request [..], in by ens4\n  received by ens4\n...\n\
         \x20 sent by ens5 to [..]\n  queued in class 1:20 of htb 1: on ens5\nverdict: it leaves by ens5 as [..]\n\
         [..] icmp 2.2.2.12 > 1.1.1.11 echo-reply [..], in by ens5\n  received by ens5\n...\n\
         \x20 sent by ens4 to [..]\nverdict: it leaves by ens4 as [..]\n",
    );
}
