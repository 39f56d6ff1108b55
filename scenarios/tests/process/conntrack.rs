//! `tollgate conntrack` and the kernel log of a daemon.

use std::{io::Read, process::Stdio, thread};

use super::harness::{Daemon, Folder, run, tollgate, wait_until};

const RUNBOOK: &str = "\
sysctl -w net.netfilter.nf_conntrack_acct=1
conntrack -F
";

const NEW: &str = "conntrack -I -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 22 -t 100 \
     --state SYN_SENT -w 3";

/// A command that fails or not; gives the status and what it prints.
fn call(daemon: &Daemon, line: &str) -> (i32, String, String) {
    let words: Vec<&str> = line.split_whitespace().collect();
    daemon.call(&words)
}

#[test]
fn connections_are_made_listed_changed_and_ended() {
    let daemon = Daemon::start(RUNBOOK);
    let says = |what: &str| format!("conntrack v1.4.7 (conntrack-tools): {what}\n");
    assert_eq!(
        call(&daemon, NEW),
        (0, String::new(), says("1 flow entries have been created."))
    );
    assert_eq!(
        call(&daemon, NEW),
        (
            1,
            String::new(),
            says("Operation failed: Such conntrack exists, try -U to update")
        )
    );
    let (status, listed, count) = call(&daemon, "conntrack -L -o save");
    assert_eq!(
        (status, count),
        (0, says("1 flow entries have been shown."))
    );
    let saved = " -u UNSET -w 3 -s 10.0.0.1 -d 10.0.0.2 -r 10.0.0.2 -q 10.0.0.1 -p tcp --sport 1000 \
         --dport 22 --reply-port-src 22 --reply-port-dst 1000 --state SYN_SENT\n";
    assert!(listed.ends_with(saved), "{listed}");
    let (status, changed, _) = call(&daemon, "conntrack -U -m 5 -p tcp --state ESTABLISHED");
    assert_eq!(status, 0);
    assert!(changed.contains(" ESTABLISHED src=10.0.0.1 "), "{changed}");
    assert!(changed.ends_with(" mark=5 zone=3 use=2\n"), "{changed}");
    assert_eq!(daemon.ok("conntrack -C"), "1\n");
    let knob = "sysctl net.netfilter.nf_conntrack_count";
    assert_eq!(daemon.ok(knob), "net.netfilter.nf_conntrack_count = 1\n");
    let (status, _, count) = call(&daemon, "conntrack -D -w 3");
    assert_eq!(
        (status, count),
        (0, says("1 flow entries have been deleted."))
    );
    // What was listed can be read in again, from a file where the client is.
    daemon.folder.write("connections", listed);
    assert_eq!(daemon.ok("conntrack -R connections"), "");
    assert_eq!(daemon.ok("conntrack -C"), "1\n");
    let (status, _, said) = call(&daemon, "conntrack -R nowhere");
    assert_eq!(status, 2);
    assert!(
        said.starts_with(&says("Failed to open file nowhere for reading")),
        "{said}"
    );
}

#[test]
fn events_are_shown_as_they_happen() {
    let daemon = Daemon::start(RUNBOOK);
    let mut watch = tollgate(&daemon.folder)
        .args(["--socket", "socket", "conntrack", "-E", "-p", "tcp"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut output = watch.stdout.take().expect("piped");
    // It is there once it shows something: give it things to show until then.
    let reader = thread::spawn(move || {
        let mut seen = Vec::new();
        let mut chunk = [0; 4096];
        loop {
            let read = output.read(&mut chunk).expect("readable");
            assert_ne!(read, 0, "it ended");
            seen.extend_from_slice(&chunk[..read]);
            let text = String::from_utf8_lossy(&seen);
            let whole = text
                .find("    [NEW] ")
                .is_some_and(|begin| text[begin..].contains("[DESTROY]") && text.ends_with('\n'));
            if whole {
                return text.into_owned();
            }
        }
    });
    wait_until("the events", || {
        for line in [
            "conntrack -I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 9",
            NEW,
            "conntrack -U -m 5",
            "conntrack -F",
        ] {
            assert_eq!(call(&daemon, line).0, 0, "{line}");
        }
        reader.is_finished()
    });
    let seen = reader.join().expect("it has seen them");
    let begin = seen.find("    [NEW] ").expect("a new one");
    let lines: Vec<&str> = seen[begin..].lines().take(3).collect();
    let tuples = |counts: &str| {
        format!(
            "SYN_SENT src=10.0.0.1 dst=10.0.0.2 sport=1000 dport=22{counts} [UNREPLIED] \
             src=10.0.0.2 dst=10.0.0.1 sport=22 dport=1000{counts}"
        )
    };
    let counted = tuples(" packets=0 bytes=0");
    for (line, (before, after)) in lines.iter().zip([
        ("    [NEW] tcp      6 ", format!(" {} zone=3", tuples(""))),
        (
            " [UPDATE] tcp      6 ",
            format!(" {} mark=5 zone=3", tuples("")),
        ),
        ("[DESTROY] tcp      6 ", format!(" {counted} mark=5 zone=3")),
    ]) {
        assert!(line.starts_with(before), "{seen}");
        assert!(line.ends_with(&after), "{seen}");
    }
    watch.kill().expect("still there");
    watch.wait().expect("a child");
}

#[test]
fn the_kernel_log_is_opened_or_it_is_said_why_not() {
    let folder = Folder::new();
    let options = ["--kernel-log", "file:kernel.log"];
    let daemon = Daemon::start_with(folder, RUNBOOK, &options);
    let log = daemon.folder.path("kernel.log");
    assert_eq!(std::fs::read_to_string(log).expect("a file"), "");
    drop(daemon);
    let options = ["--kernel-log", "file:/nowhere/kernel.log"];
    let daemon = Daemon::start_with(Folder::new(), RUNBOOK, &options);
    let said = "--kernel-log: file:/nowhere/kernel.log: No such file or directory (os error 2); lines \
         of LOG and TRACE go to standard error";
    assert!(daemon.log().contains(said));
    drop(daemon);
    let folder = Folder::new();
    folder.write("router.conf", "");
    let (status, _, said) = run(&folder, &["run", "router.conf", "--kernel-log", "x"]);
    assert_eq!(status, 2);
    assert!(
        said.contains("stderr, journal, syslog or file:PATH is expected"),
        "{said}"
    );
}
