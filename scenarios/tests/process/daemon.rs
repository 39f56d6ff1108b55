//! `tollgate run` and its clients, with ports that need no root.

use std::{
    fs,
    io::Write,
    os::unix::{
        fs::PermissionsExt,
        net::{UnixDatagram, UnixStream},
    },
    process::Stdio,
    thread,
};

use super::harness::{Daemon, Folder, exists, finished, read_all, run, tollgate, wait_until};

const RUNBOOK: &str = "\
ip link add d0 address 02:00:00:00:00:01 type dummy
ip link add d1 address 02:00:00:00:00:02 type dummy
ip address add 10.0.0.1/24 dev d0
ip address add 10.0.1.1/24 dev d1
ip link set d0 up
ip link set d1 up
ip route add 10.2.0.0/16 via 10.0.1.2
";

#[test]
fn the_socket_is_private_and_goes_at_the_end() {
    let mut daemon = Daemon::start(RUNBOOK);
    let mode = fs::metadata(daemon.socket())
        .expect("a socket")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    daemon.signal("-TERM");
    assert_eq!(daemon.ended(), 0);
    assert!(!exists(&daemon.socket()));
    wait_until("the last line", || daemon.log().contains("ending"));
}

#[test]
fn a_second_daemon_does_not_take_the_socket() {
    let daemon = Daemon::start(RUNBOOK);
    let (status, _, stderr) = daemon.call(&["run", "router.conf"]);
    assert_eq!(status, 1);
    assert!(
        stderr.contains("another tollgate answers there"),
        "{stderr}"
    );
    daemon.ok("status");
}

#[test]
fn a_socket_that_was_left_behind_is_taken() {
    let folder = Folder::new();
    drop(std::os::unix::net::UnixListener::bind(folder.path("socket")).expect("a new socket"));
    let daemon = Daemon::start_with(folder, RUNBOOK, &[]);
    daemon.ok("status");
}

#[test]
fn clients_without_a_daemon_say_so() {
    let folder = Folder::new();
    for verb in [
        ["--socket", "none", "ip", "link"].as_slice(),
        &["--socket", "none", "drops"],
    ] {
        let (status, stdout, stderr) = run(&folder, verb);
        assert_eq!((status, stdout.as_str()), (255, ""));
        assert!(stderr.contains("is `tollgate run` running?"), "{stderr}");
    }
}

#[test]
fn commands_change_what_is_shown() {
    let daemon = Daemon::start(RUNBOOK);
    let routes = daemon.ok("ip route show 10.2.0.0/16");
    assert_eq!(routes, "10.2.0.0/16 via 10.0.1.2 dev d1 \n");
    daemon.ok("ip route replace 10.2.0.0/16 via 10.0.0.2");
    let routes = daemon.ok("ip route show 10.2.0.0/16");
    assert_eq!(routes, "10.2.0.0/16 via 10.0.0.2 dev d0 \n");
    let (status, stdout, stderr) =
        daemon.call(&["ip", "route", "add", "10.3.0.0/16", "via", "1.2.3.4"]);
    assert_eq!(
        (status, stdout.as_str(), stderr.as_str()),
        (2, "", "Error: Nexthop has invalid gateway.\n")
    );
    let forward = daemon.ok("sysctl -w net.ipv4.ip_forward=1");
    assert_eq!(forward, "net.ipv4.ip_forward = 1\n");
}

#[test]
fn a_batch_is_read_where_the_client_is() {
    let daemon = Daemon::start(RUNBOOK);
    let mut batch = String::new();
    for i in 0..10_000 {
        batch.push_str(&format!(
            "route add 20.{}.{}.0/24 via 10.0.0.2\n",
            i / 250,
            i % 250
        ));
    }
    daemon.folder.write("routes.txt", &batch);
    assert_eq!(daemon.ok("ip -batch routes.txt"), "");
    let routes = daemon.ok("ip route show root 20.0.0.0/8");
    assert_eq!(routes.lines().count(), 10_000);

    // From the standard input, up to a mistake.
    let mut client = tollgate(&daemon.folder)
        .args(["--socket", "socket", "ip", "-batch", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    client
        .stdin
        .take()
        .expect("piped")
        .write_all(b"route add 21.0.0.0/8 via 10.0.0.2\n\nroute add 10.5.0.0/16 via 1.2.3.4\nroute add 22.0.0.0/8 via 10.0.0.2\n")
        .expect("the client reads");
    let (status, _, stderr) = finished(client.wait_with_output().expect("ends"));
    assert_eq!(
        (status, stderr.as_str()),
        (
            1,
            "Error: Nexthop has invalid gateway.\nCommand failed -:3\n"
        )
    );
    assert_eq!(daemon.ok("ip route show 21.0.0.0/8").lines().count(), 1);
    assert_eq!(daemon.ok("ip route show 22.0.0.0/8").lines().count(), 0);
}

#[test]
fn a_reload_is_all_or_nothing() {
    let daemon = Daemon::start(RUNBOOK);
    let links = daemon.ok("ip -br link");
    let routes = daemon.ok("ip route");
    daemon.folder.write(
        "router.conf",
        RUNBOOK.replace("via 10.0.1.2", "via 10.9.9.9"),
    );
    let (status, _, stderr) = daemon.call(&["reload"]);
    assert_eq!(status, 1);
    let expected = "Error: Nexthop has invalid gateway.\n --> router.conf:7:1\n";
    assert!(stderr.starts_with(expected), "{stderr}");
    wait_until("the reason", || daemon.log().contains("router.conf:7:1"));
    assert_eq!(daemon.ok("ip route"), routes);

    let more = "ip link add d2 type dummy\n".to_owned() + &RUNBOOK.replace("10.2.0.0", "10.4.0.0");
    daemon.folder.write("router.conf", more);
    daemon.signal("-HUP");
    wait_until("the reload", || daemon.log().contains("reloaded"));
    assert_eq!(
        daemon.ok("ip route show 10.4.0.0/16"),
        "10.4.0.0/16 via 10.0.1.2 dev d1 \n"
    );
    assert_eq!(daemon.ok("ip route show 10.2.0.0/16"), "");
    // Links that stay keep their numbers, whatever stands in front of them now.
    let after = daemon.ok("ip -br link");
    assert!(after.starts_with(&links), "{after}");
    assert_eq!(after.lines().count(), links.lines().count() + 1);
}

#[test]
fn what_is_saved_loads_to_the_same() {
    let daemon = Daemon::start(RUNBOOK);
    for line in [
        "sysctl -w net.ipv4.conf.all.forwarding=1",
        "sysctl -w net.ipv4.conf.d0.rp_filter=2",
        "ip link add link d1 name d1.7 type vlan id 7",
        "ip link set d1.7 up mtu 1400",
        "ip address add 10.7.0.1/24 dev d1.7 broadcast 10.7.0.255",
        "ip -6 address add 2001:db8:7::1/64 dev d1.7",
        "ip route add 10.8.0.0/16 nexthop via 10.0.0.2 weight 2 nexthop via 10.0.1.2",
        "ip route add blackhole 10.9.0.0/16 table 100 metric 7",
        "ip -6 route add 2001:db8:8::/48 via 2001:db8:7::2 mtu 1300",
        "ip rule add from 10.0.0.0/24 fwmark 0x1/0xff lookup 100",
        "ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:99 dev d0",
    ] {
        let (status, _, stderr) = daemon.call(&line.split(' ').collect::<Vec<_>>());
        assert_eq!((status, stderr.as_str()), (0, ""), "{line}");
    }
    let shows = [
        "ip -d link",
        "ip address",
        "ip route show table all",
        "ip -6 route show table all",
        "ip rule",
        "ip neigh",
        "sysctl -a",
    ];
    let before = shows.map(|line| daemon.ok(line));
    let saved = daemon.ok("save");
    let again = Daemon::start(&saved);
    for (line, before) in shows.iter().zip(before) {
        assert_eq!(again.ok(line), before, "{line}\n{saved}");
    }
    assert_eq!(again.ok("save"), saved);
}

#[test]
fn malformed_requests_hurt_nobody() {
    let daemon = Daemon::start(RUNBOOK);
    let frame = |body: &[u8]| [&(body.len() as u32).to_be_bytes(), body].concat();
    let mut requests = vec![
        b"GET / HTTP/1.1\r\n\r\n".to_vec(),
        vec![0xff; 64],
        vec![0, 0, 0],
        frame(b"nonsense"),
        frame(b"{}"),
        frame(b"{\"argv\":\"ip\"}"),
        frame(b"{\"argv\":[],\"stdin\":18446744073709551615}"),
        frame(b"{\"argv\":[\"ip\",\"-batch\",\"-\"],\"stdin\":100}route"),
    ];
    for argv in [
        "[]",
        "[\"\"]",
        "[\"tollgate\"]",
        "[\"rm\",\"-rf\"]",
        "[\"ip\",\"\\u0000\"]",
    ] {
        requests.push(frame(format!("{{\"argv\":{argv}}}").as_bytes()));
    }
    for request in requests {
        let mut stream = UnixStream::connect(daemon.socket()).expect("it listens");
        // It may close before it has read all.
        let _ = stream.write_all(&request);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let answer = read_all(&mut stream);
        assert!(answer.len() < 10_000, "{request:?}");
    }
    daemon.ok("status");
}

#[test]
fn several_clients_are_served_at_once() {
    let daemon = Daemon::start(RUNBOOK);
    // These say nothing, or only the start of something.
    let _idle: Vec<_> = (0..20)
        .map(|i| {
            let mut stream = UnixStream::connect(daemon.socket()).expect("it listens");
            stream.write_all(&[0; 3][..i % 4]).expect("it reads");
            stream
        })
        .collect();
    thread::scope(|scope| {
        for i in 0..8 {
            let daemon = &daemon;
            scope.spawn(move || {
                for j in 0..10 {
                    let route = format!("10.{}.{j}.0/24", 50 + i);
                    daemon.ok(&format!("ip route add {route} via 10.0.0.2"));
                    let shown = daemon.ok(&format!("ip route show {route}"));
                    assert_eq!(shown, format!("{route} via 10.0.0.2 dev d0 \n"));
                }
            });
        }
    });
}

#[test]
fn who_does_not_read_holds_up_nobody() {
    let daemon = Daemon::start(RUNBOOK);
    let batch: String = (0..20_000)
        .map(|i| format!("route add 20.{}.{}.0/24 via 10.0.0.2\n", i / 250, i % 250))
        .collect();
    daemon.folder.write("routes.txt", batch);
    daemon.ok("ip -batch routes.txt");
    // More than a megabyte that nobody takes.
    let mut deaf = UnixStream::connect(daemon.socket()).expect("it listens");
    let request = b"{\"argv\":[\"ip\",\"route\"]}";
    let length = request.len() as u32;
    deaf.write_all(&length.to_be_bytes()).expect("it reads");
    deaf.write_all(request).expect("it reads");
    for _ in 0..10 {
        daemon.ok("status");
    }
    daemon.ok("ip route add 10.99.0.0/16 via 10.0.0.2");
}

#[test]
fn drops_are_told_for_people_and_programs() {
    let daemon = Daemon::start(RUNBOOK);
    let text = daemon.ok("drops");
    assert!(
        text.contains("received + made = sent + consumed + dropped + held"),
        "{text}"
    );
    assert!(text.contains("ip_innoroutes"), "{text}");
    let json = daemon.ok("drops --json");
    assert!(json.contains("\"reason\": \"ip_innoroutes\""), "{json}");
    let json = daemon.ok("status --json");
    assert!(json.contains("\"workers\": 1"), "{json}");
}

#[test]
fn the_binary_is_ip_under_that_name() {
    let daemon = Daemon::start(RUNBOOK);
    let made = daemon.ok("install-links bin");
    assert!(made.contains("bin/ip\n"), "{made}");
    // Twice is no mistake; a file of somebody else is left alone.
    daemon.ok("install-links bin");
    let shown = std::process::Command::new(daemon.folder.path("bin/ip"))
        .args(["-4", "-o", "addr", "show", "d0"])
        .env("TOLLGATE_SOCKET", daemon.socket())
        .output();
    let (status, stdout, stderr) = finished(shown.expect("starts"));
    assert_eq!((status, stderr.as_str()), (0, ""));
    assert!(stdout.contains("inet 10.0.0.1/24"), "{stdout}");
    fs::remove_file(daemon.folder.path("bin/sysctl")).expect("made above");
    daemon.folder.write("bin/sysctl", "mine");
    let (status, _, stderr) = daemon.call(&["install-links", "bin"]);
    assert_eq!(status, 1);
    assert!(stderr.contains("bin/sysctl: File exists"), "{stderr}");
}

#[test]
fn a_monitor_sees_what_others_do() {
    let daemon = Daemon::start(RUNBOOK);
    let monitor = tollgate(&daemon.folder)
        .args(["--socket", "socket", "ip", "monitor", "route"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut monitor = monitor;
    let mut output = monitor.stdout.take().expect("piped");
    // The monitor is there once it shows something: give it things to show until then.
    let reader = thread::spawn(move || {
        let mut seen = Vec::new();
        let mut chunk = [0; 4096];
        while !String::from_utf8_lossy(&seen).contains("Deleted 10.77.0.0/16") {
            let read = std::io::Read::read(&mut output, &mut chunk).expect("readable");
            assert_ne!(read, 0, "the monitor ended");
            seen.extend_from_slice(&chunk[..read]);
        }
        String::from_utf8(seen).expect("text")
    });
    wait_until("the monitor sees the route", || {
        daemon.ok("ip route add 10.77.0.0/16 via 10.0.0.2");
        daemon.ok("ip route del 10.77.0.0/16");
        reader.is_finished()
    });
    let seen = reader.join().expect("it has seen it");
    assert!(seen.contains("10.77.0.0/16 via 10.0.0.2 dev d0"), "{seen}");
    monitor.kill().expect("still there");
    monitor.wait().expect("a child");
    daemon.ok("ip route add 10.78.0.0/16 via 10.0.0.2");
}

#[test]
fn systemd_is_told_when_it_is_ready() {
    let folder = Folder::new();
    let notify = UnixDatagram::bind(folder.path("notify")).expect("a new socket");
    let patience = Some(std::time::Duration::from_secs(20));
    notify.set_read_timeout(patience).expect("a time");
    let mut daemon = Daemon::start_notifying(folder, RUNBOOK);
    let told = || {
        let mut message = [0; 512];
        let length = notify.recv(&mut message).expect("told");
        String::from_utf8_lossy(&message[..length]).into_owned()
    };
    assert_eq!(told(), "READY=1\n");
    daemon.signal("-HUP");
    let reloading = told();
    assert!(
        reloading.starts_with("RELOADING=1\nMONOTONIC_USEC="),
        "{reloading}"
    );
    assert_eq!(told(), "READY=1\n");
    daemon.signal("-INT");
    assert_eq!(told(), "STOPPING=1\n");
    assert_eq!(daemon.ended(), 0);
}

#[test]
fn privileges_are_given_up() {
    let daemon = Daemon::start(RUNBOOK);
    let status = fs::read_to_string(format!("/proc/{}/status", daemon.pid())).expect("alive");
    let field = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        let value = line.and_then(|line| line.split_whitespace().nth(1));
        u64::from_str_radix(value.expect("a field"), 16).expect("a number")
    };
    // BPF, IPC_LOCK, NET_RAW, NET_ADMIN and DAC_READ_SEARCH at most; see capabilities(7).
    let kept = 1 << 39 | 1 << 14 | 1 << 13 | 1 << 12 | 1 << 2;
    assert_eq!(field("CapEff:") & !kept, 0, "{status}");
    assert_eq!(field("CapPrm:") & !kept, 0, "{status}");
    assert_eq!(field("NoNewPrivs:"), 1);
}

#[test]
fn logs_may_be_json() {
    let folder = Folder::new();
    let daemon = Daemon::start_with(folder, RUNBOOK, &["--log-format", "json", "--log", "debug"]);
    let line = daemon.log().lines().next().map(str::to_owned);
    let line = line.expect("a line");
    assert!(line.starts_with('{') && line.ends_with('}'), "{line}");
}

#[test]
fn a_bad_runbook_does_not_start() {
    let folder = Folder::new();
    folder.write("router.conf", "ip link set d0 up\n");
    let (status, _, stderr) = run(&folder, &["--socket", "socket", "run", "router.conf"]);
    assert_eq!(status, 1);
    assert!(
        stderr.starts_with("Cannot find device \"d0\"\n --> router.conf:1:13\n"),
        "{stderr}"
    );
    assert!(!exists(&folder.path("socket")));
}
