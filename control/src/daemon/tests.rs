//! The control side with ports that fail on demand.

use std::{
    cell::RefCell,
    collections::BTreeSet,
    env, fs, io,
    net::IpAddr,
    path::{Path, PathBuf},
    process,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use dataplane::{
    conntrack::{Conn, Tuple},
    io::{Capabilities, Port, PortError},
    neigh::NeighCache,
    snapshot::Snapshot,
    sysctl::CtSysctls,
    time::Instant,
    worker::{Router, Worker},
};

use super::{ConfigError, Control, MemoryPorts, OneWorker, PortOpener};
use crate::{config::Link, lang::Output};

/// What happens to ports: names that can't be opened, and what was opened so far.
#[derive(Clone, Default)]
struct Log {
    broken: Rc<RefCell<BTreeSet<String>>>,
    opened: Rc<RefCell<Vec<String>>>,
}

struct Fragile {
    ports: MemoryPorts,
    log: Log,
}

impl PortOpener for Fragile {
    fn open(&mut self, link: &Link, queues: usize) -> Result<Option<Port>, PortError> {
        if self.log.broken.borrow().contains(&link.name) {
            return Err(PortError {
                step: format!("open {}", link.name),
                cause: io::ErrorKind::PermissionDenied.into(),
                cure: "Ask for it.".to_owned(),
            });
        }
        let port = self.ports.open(link, queues)?;
        if port.is_some() {
            self.log.opened.borrow_mut().push(link.name.clone());
        }
        Ok(port)
    }
}

const NOW: Instant = Instant::from_nanos(1_000_000_000);

fn control() -> (Control<OneWorker>, Log) {
    let (router, _events) = Router::new(Snapshot::default(), NeighCache::new(1), 1);
    let worker = OneWorker {
        worker: Worker::new(Arc::clone(&router), 0, 1),
        now: NOW,
    };
    let log = Log::default();
    let opener = Fragile {
        ports: MemoryPorts::new(Capabilities::default()),
        log: log.clone(),
    };
    (Control::new(router, worker, 1, Box::new(opener)), log)
}

fn execute(control: &mut Control<OneWorker>, line: &str, stdin: &str) -> (i32, String) {
    let argv: Vec<String> = line.split(' ').map(str::to_owned).collect();
    let mut out = Output::default();
    let status = control.execute(&argv, Some(stdin.as_bytes()), None, NOW, &mut out);
    (status, out.errors())
}

/// A runbook in a file, which goes with this.
struct File(PathBuf);

impl File {
    fn new(text: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("tollgate-control-{}-{number}.conf", process::id());
        let path = env::temp_dir().join(name);
        fs::write(&path, text).expect("a writable folder");
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn load(control: &mut Control<OneWorker>, text: &str) -> Result<(), ConfigError> {
    let file = File::new(text);
    control.load(std::slice::from_ref(&file.0), NOW)
}

fn names(control: &Control<OneWorker>) -> Vec<String> {
    control.model().links().map(|l| l.name.clone()).collect()
}

#[test]
fn a_link_whose_port_fails_is_taken_back() {
    let (mut control, log) = control();
    log.broken.borrow_mut().insert("t1".to_owned());
    let batch = "link add t0 type tap\nlink add t1 type tap\nlink add t2 type tap\n";
    assert_eq!(
        execute(&mut control, "ip -batch -", batch),
        (
            2,
            "Error: t1: open t1: permission denied. Ask for it.\n".to_owned()
        )
    );
    assert_eq!(names(&control), ["lo", "t0", "t2"]);
    let snapshot = control.router().snapshots.current();
    let seen: Vec<&str> = snapshot.interfaces.iter().map(|i| &*i.name).collect();
    assert_eq!(seen, ["lo", "t0", "t2"]);
}

#[test]
fn a_load_with_a_port_that_fails_changes_nothing() {
    let (mut control, log) = control();
    load(&mut control, "ip link add t0 type tap\nip link set t0 up\n").expect("good");
    let epoch = control.router().snapshots.current().epoch;
    log.broken.borrow_mut().insert("t1".to_owned());
    let error = load(
        &mut control,
        "ip link add t9 type tap\nip link add t1 type tap\n",
    );
    let text = error.expect_err("t1 is broken").to_string();
    assert!(
        text.ends_with(".conf:2: t1: open t1: permission denied. Ask for it."),
        "{text}"
    );
    assert_eq!(names(&control), ["lo", "t0"]);
    assert_eq!(control.router().snapshots.current().epoch, epoch);
}

#[test]
fn ports_that_stay_are_not_opened_again() {
    let (mut control, log) = control();
    load(
        &mut control,
        "ip link add t0 type tap\nip link add t1 type tap\n",
    )
    .expect("good");
    let index = |control: &Control<OneWorker>, name| {
        let link = control.model().link_by_name(name);
        link.map(|link| (link.index, link.mac))
    };
    let t1 = index(&control, "t1");
    load(
        &mut control,
        "ip link add t2 type tap\nip link add t1 type tap\n",
    )
    .expect("good");
    assert_eq!(*log.opened.borrow(), ["t0", "t1", "t2"]);
    assert_eq!(index(&control, "t1"), t1);
    assert_eq!(control.ports().count(), 2);
}

#[test]
fn a_device_may_change_its_link_in_one_command() {
    let (mut control, log) = control();
    execute(&mut control, "ip link add t0 type tap", "");
    let batch = "link del t0\nlink add t0 index 77 type tap\n";
    assert_eq!(
        execute(&mut control, "ip -batch -", batch),
        (0, String::new())
    );
    assert_eq!(*log.opened.borrow(), ["t0", "t0"]);
    let link = control.model().link_by_name("t0");
    assert_eq!(link.map(|link| link.index.get()), Some(77));
    assert_eq!(control.ports().count(), 1);
}

#[test]
fn a_file_that_is_not_there_changes_nothing() {
    let (mut control, _) = control();
    execute(&mut control, "ip link add t0 type tap", "");
    let nowhere = Path::new("/nowhere/router.conf").to_owned();
    assert!(control.load(&[nowhere], NOW).is_err());
    assert_eq!(names(&control), ["lo", "t0"]);
}

#[test]
fn static_neighbours_follow_the_runbook() {
    let (mut control, _) = control();
    let link = "ip link add t0 type tap\nip address add 10.0.0.1/24 dev t0\nip link set t0 up\n";
    let neighbour =
        |last: u8| format!("ip neigh add 10.0.0.{last} lladdr 02:00:00:00:00:0{last} dev t0\n");
    let shown = |control: &mut Control<OneWorker>| {
        let argv = ["ip", "neigh"].map(str::to_owned);
        let mut out = Output::default();
        control.execute(&argv, None, None, NOW, &mut out);
        String::from_utf8(out.stdout).expect("text")
    };
    load(
        &mut control,
        &(link.to_owned() + &neighbour(2) + &neighbour(3)),
    )
    .expect("good");
    assert_eq!(shown(&mut control).lines().count(), 2);
    load(
        &mut control,
        &(link.to_owned() + &neighbour(3) + &neighbour(4)),
    )
    .expect("good");
    assert_eq!(
        shown(&mut control),
        "10.0.0.3 dev t0 lladdr 02:00:00:00:00:03 PERMANENT \n\
         10.0.0.4 dev t0 lladdr 02:00:00:00:00:04 PERMANENT \n"
    );
}

#[test]
fn what_never_ends_is_not_for_a_runbook() {
    let (mut control, _) = control();
    for line in ["ip monitor\n", "conntrack -E\n"] {
        let error = load(&mut control, line).expect_err("refused");
        assert!(error.to_string().contains("it can't watch"), "{error}");
    }
}

/// A connection that was masqueraded to `address` of the link `link`.
fn masquerade(control: &Control<OneWorker>, link: &str, address: &str, port: u16) {
    let link = control.model().link_by_name(link).expect("a link").index;
    let address: IpAddr = address.parse().expect("an address");
    let other: IpAddr = if address.is_ipv4() {
        "192.0.2.1".parse().expect("an address")
    } else {
        "2001:db8::1".parse().expect("an address")
    };
    let tuple = |src: IpAddr, dst: IpAddr, (src_port, dst_port)| {
        let mut tuple = Tuple {
            src: [0; 16],
            dst: [0; 16],
            src_port,
            dst_port,
            ipv6: src.is_ipv6(),
            proto: 17,
            zone: 0,
        };
        tuple.set_src(src);
        tuple.set_dst(dst);
        tuple
    };
    let mut conn = Conn::new([
        tuple(other, other, (port, 53)),
        tuple(other, address, (53, port)),
    ]);
    conn.masquerade = link.get();
    let mut table = control.router().conntrack.of(0);
    table.insert(conn, 100, NOW).expect("there is room");
}

fn connections(control: &Control<OneWorker>) -> usize {
    control.router().conntrack.of(0).count()
}

#[test]
fn masqueraded_connections_end_with_their_address_or_link() {
    let (mut control, _) = control();
    for line in [
        "ip link add d0 type dummy",
        "ip link add d1 type dummy",
        "ip address add 10.0.0.1/24 dev d0",
        "ip address add 10.0.0.2/24 dev d0",
        "ip address add 10.0.1.1/24 dev d1",
        "ip address add 2001:db8:1::1/64 dev d0",
        "ip link set d0 up",
        "ip link set d1 up",
    ] {
        assert_eq!(
            execute(&mut control, line, ""),
            (0, String::new()),
            "{line}"
        );
    }
    masquerade(&control, "d0", "10.0.0.1", 1);
    masquerade(&control, "d0", "10.0.0.2", 2);
    masquerade(&control, "d0", "2001:db8:1::1", 3);
    masquerade(&control, "d1", "10.0.1.1", 4);
    for (line, left) in [
        ("ip link set d0 mtu 1400", 4),
        ("ip address del 10.0.0.2/24 dev d0", 3),
        ("ip -6 address del 2001:db8:1::1/64 dev d0", 2),
        ("ip link set d0 down", 1),
        ("ip link set d0 up", 1),
        ("ip link del d1", 0),
    ] {
        assert_eq!(
            execute(&mut control, line, ""),
            (0, String::new()),
            "{line}"
        );
        assert_eq!(connections(&control), left, "{line}");
    }
}

#[test]
fn knobs_of_connection_tracking_are_in_force_and_saved() {
    let (mut control, _) = control();
    for line in [
        "sysctl -q -w net.netfilter.nf_conntrack_udp_timeout=77",
        "sysctl -q -w net.nf_conntrack_max=1000",
        "sysctl -q -w net.netfilter.nf_conntrack_tcp_loose=0",
        "sysctl -q -w net.netfilter.nf_conntrack_icmp_timeout=-5",
    ] {
        assert_eq!(
            execute(&mut control, line, ""),
            (0, String::new()),
            "{line}"
        );
    }
    let expected = CtSysctls {
        udp_timeout: 77,
        max: 1000,
        tcp_loose: false,
        icmp_timeout: 0,
        ..CtSysctls::default()
    };
    let snapshot = control.router().snapshots.current();
    assert_eq!(snapshot.sysctls.conntrack, expected);
    let saved = control.save(NOW).expect("it loads");
    let lines: Vec<&str> = saved.lines().filter(|l| l.contains("conntrack")).collect();
    assert_eq!(
        lines,
        [
            "sysctl -q -w net/netfilter/nf_conntrack_icmp_timeout=-5",
            "sysctl -q -w net/netfilter/nf_conntrack_max=1000",
            "sysctl -q -w net/netfilter/nf_conntrack_tcp_loose=0",
            "sysctl -q -w net/netfilter/nf_conntrack_udp_timeout=77",
        ]
    );
    let (mut again, _) = self::control();
    load(&mut again, &saved).expect("it loads");
    let snapshot = again.router().snapshots.current();
    assert_eq!(snapshot.sysctls.conntrack, expected);
}

#[test]
fn rules_are_in_force_when_their_command_ends() {
    let (mut control, _) = control();
    let rules = |control: &Control<OneWorker>| -> Vec<usize> {
        let snapshot = control.router().snapshots.current();
        let chains = snapshot.filter4.chains.iter();
        chains.map(|chain| chain.rules.len()).collect()
    };
    assert!(rules(&control).is_empty(), "nobody has asked for a table");
    let (status, errors) = execute(&mut control, "iptables -A FORWARD -s 1.2.3.4 -j DROP", "");
    assert_eq!((status, errors.as_str()), (0, ""));
    assert_eq!(rules(&control), [0, 1, 0]);
    let epoch = control.router().snapshots.current().epoch;
    let (status, _) = execute(&mut control, "iptables -A FORWARD -j MASQUERADE", "");
    assert_eq!(status, 1);
    assert_eq!(
        control.router().snapshots.current().epoch,
        epoch,
        "what is refused is not published"
    );
    let text = "*filter\n:INPUT DROP [0:0]\n-A INPUT -s 1.1.1.1\n-A INPUT -s 1.1.1.2\nCOMMIT\n";
    let (status, errors) = execute(&mut control, "iptables-restore", text);
    assert_eq!((status, errors.as_str()), (0, ""));
    assert_eq!(rules(&control), [2, 0, 0]);
    let wrong = "*filter\n-A INPUT -s 1.1.1.1\n-A nowhere\nCOMMIT\n";
    let (status, errors) = execute(&mut control, "iptables-restore", wrong);
    assert_eq!(
        (status, errors.as_str()),
        (1, "iptables-restore: line 3 failed\n")
    );
    assert_eq!(rules(&control), [2, 0, 0]);
    load(&mut control, "iptables -A OUTPUT -j ACCEPT\n").expect("it loads");
    assert_eq!(rules(&control), [0, 0, 1]);
    let broken = load(&mut control, "iptables -F\niptables -A OUTPUT -j NOTHING\n");
    assert!(broken.is_err());
    assert_eq!(rules(&control), [0, 0, 1]);
}
