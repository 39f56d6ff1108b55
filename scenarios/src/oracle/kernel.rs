//! The oracle: Linux itself, as a router in a network namespace whose interfaces are taps that we
//! hold the other ends of. What is written to a tap the kernel receives, at once; what it sends is
//! read back.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use dataplane::{
    iface::MacAddr,
    io::{Port, Spread, open_tap},
    packet::{Batch, Packet, PacketBuf, Pool, finish_checksum},
    time::Instant,
};

use super::{Answer, Sent};

/// A router made of the kernel. Dropping it removes it.
#[derive(Debug)]
pub struct Kernel {
    shell: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    ports: Vec<Port>,
    pool: Pool,
}

/// Interfaces made so far: each has a name of its own until it is in its namespace.
static SERIAL: AtomicU32 = AtomicU32::new(0);

/// What the shell in the namespace knows beforehand. Where a command of iptables has two variants in
/// Debian, the one without nftables is the reference. Its lock is ours alone: namespaces do not share
/// rules, but do share the file.
const PROLOGUE: &str = r#"
export XTABLES_LOCKFILE=$(mktemp)
trap 'rm -f "$XTABLES_LOCKFILE"' EXIT
iptables() { iptables-legacy "$@"; }
ip6tables() { ip6tables-legacy "$@"; }
iptables-save() { iptables-legacy-save "$@"; }
ip6tables-save() { ip6tables-legacy-save "$@"; }
iptables-restore() { iptables-legacy-restore "$@"; }
ip6tables-restore() { ip6tables-legacy-restore "$@"; }
"#;

impl Kernel {
    /// A namespace with the interfaces `p0`, `p1`, … that have these addresses; all are down.
    ///
    /// # Panics
    /// If the tools or the rights to make one are lacking: see [`available`](crate::netns::available).
    #[must_use]
    pub fn new(macs: &[MacAddr]) -> Self {
        let mut shell = Command::new("unshare")
            .args(["--net", "bash"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("unshare runs");
        let input = shell.stdin.take();
        let output = BufReader::new(shell.stdout.take().expect("a pipe"));
        let mut kernel = Self {
            shell,
            input,
            output,
            ports: Vec::new(),
            pool: Pool::new(64),
        };
        kernel.write(PROLOGUE);
        kernel.run(&["true".into()]);
        for (number, mac) in macs.iter().enumerate() {
            let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
            let name = format!("nd{}x{serial}", std::process::id());
            let port = open_tap(&name, *mac, Spread::over(1)).expect("a tap");
            let moved = Command::new("ip")
                .args([
                    "link",
                    "set",
                    &name,
                    "netns",
                    &kernel.shell.id().to_string(),
                ])
                .args(["name", &format!("p{number}"), "address", &mac.to_string()])
                .status()
                .expect("ip runs");
            assert!(moved.success(), "the tap moves");
            kernel.ports.push(port);
        }
        // Tollgate uses its addresses at once and solicits no routers; `lo` is up from the start.
        let quiet =
            "sysctl -q -w net.ipv6.conf.P.accept_dad=0 net.ipv6.conf.P.router_solicitations=0";
        let mut lines = vec![
            "ip link set lo up".to_owned(),
            quiet.replace('P', "default"),
        ];
        // Errors are not limited here. By the mask: a limit of zero would empty the buckets that
        // redirects share.
        lines.push("sysctl -q -w net.ipv6.icmp.ratemask=".to_owned());
        lines.extend((0..macs.len()).map(|number| quiet.replace('P', &format!("p{number}"))));
        let failed = kernel.run(&lines);
        assert!(failed.iter().all(String::is_empty), "{failed:?}");
        kernel
    }

    /// Runs command lines in the namespace; gives what each prints on standard error, empty if it
    /// succeeds.
    ///
    /// # Panics
    /// If the shell in the namespace is gone.
    pub fn run(&mut self, lines: &[String]) -> Vec<String> {
        for line in lines {
            self.write(&format!("{line} 2>&1 && echo .ok || echo .failed\n"));
        }
        lines
            .iter()
            .map(|_| {
                let (text, end) = self.answer();
                if end == ".ok" { String::new() } else { text }
            })
            .collect()
    }

    /// Runs a command line in the namespace: its exit status, and all that it wrote.
    ///
    /// # Panics
    /// If the shell in the namespace is gone.
    pub fn status(&mut self, line: &str) -> (i32, String) {
        self.write(&format!("{line} 2>&1; echo .$?\n"));
        let (text, status) = self.answer();
        (status[1..].parse().unwrap_or(-1), text)
    }

    /// Runs a command line in the namespace, and keeps what it writes apart.
    ///
    /// # Panics
    /// If the shell in the namespace is gone.
    pub fn query(&mut self, line: &str) -> Answer {
        // The streams apart: standard error comes second.
        self.write(&format!(
            "{{ {line} 2>&3; echo \".$?\"; }} 3>\"$XTABLES_LOCKFILE.errors\"; \
             cat \"$XTABLES_LOCKFILE.errors\"; rm \"$XTABLES_LOCKFILE.errors\"; echo .end\n"
        ));
        let (stdout, status) = self.answer();
        let (stderr, _) = self.answer();
        Answer {
            status: status[1..].parse().unwrap_or(-1),
            stdout,
            stderr,
        }
    }

    /// Waits until the kernel has `count` IPv6 addresses in use: it adds them in the background.
    ///
    /// # Panics
    /// If that takes 5 seconds.
    pub fn settle(&mut self, count: usize) {
        let wait = format!(
            "for i in $(seq 500); do \
             [ $(ip -6 route show table local type local | wc -l) -ge {count} ] && break; \
             sleep 0.01; done; [ $i -lt 500 ]"
        );
        assert_eq!(self.run(&[wait]), [""], "the addresses are in use");
    }

    fn write(&mut self, text: &str) {
        let input = self.input.as_mut().expect("open till dropped");
        input.write_all(text.as_bytes()).expect("the shell reads");
    }

    /// What the shell writes up to a line that begins with a dot, and that line.
    fn answer(&mut self) -> (String, String) {
        let mut text = String::new();
        loop {
            let mut line = String::new();
            let read = self.output.read_line(&mut line).expect("the shell writes");
            assert!(read > 0, "the shell ended: {text}");
            if line.starts_with('.') {
                return (text, line.trim_end().to_owned());
            }
            text += &line;
        }
    }

    /// Receives a frame by port `port`, and gives what was sent because of it: port and frame.
    pub fn exchange(&mut self, port: usize, frame: &[u8]) -> Sent {
        let mut batch = Batch::new();
        batch.push(Packet {
            buf: PacketBuf::copy_from(frame),
            ..Packet::default()
        });
        // A frame that the kernel does not even take (too short) is one that it drops.
        self.ports[port].queues[0].tx(&mut self.pool, &mut batch);
        self.collect()
    }

    /// What was sent since the last call.
    ///
    /// # Panics
    /// If an interface is gone.
    pub fn collect(&mut self) -> Sent {
        let mut sent = Vec::new();
        let mut batch = Batch::new();
        for (number, port) in self.ports.iter_mut().enumerate() {
            while port.queues[0]
                .rx(&mut self.pool, &mut batch, Instant::ZERO)
                .expect("the tap is there")
                > 0
            {
                for mut packet in batch.drain() {
                    packet.meta.l3 = 14;
                    assert!(finish_checksum(&mut packet), "a sound partial checksum");
                    sent.push((number, packet.buf.bytes().to_vec()));
                    self.pool.recycle(packet);
                }
            }
        }
        sent
    }
}

impl Drop for Kernel {
    fn drop(&mut self) {
        // The end of its input ends the shell, and the namespace with it.
        self.ports.clear();
        self.input = None;
        let _ = self.shell.wait();
    }
}
