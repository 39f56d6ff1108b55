//! Network namespaces, and the two hosts with their links to the router.

use std::{
    fs::File,
    io,
    os::{fd::AsFd, unix::fs::FileExt},
    process::{Child, Command, Output, Stdio},
    thread,
};

use dataplane::iface::MacAddr;
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};

use super::interrupt;

/// No command takes longer than this.
const PATIENCE: &str = "120";

/// Runs a command to its end, but not after an interruption.
///
/// # Errors
/// The command line with what it said, if it failed.
pub(super) fn command(line: &str) -> io::Result<Output> {
    interrupt::check()?;
    finish(line)
}

/// Runs a command to its end.
fn finish(line: &str) -> io::Result<Output> {
    // In the foreground, so that Ctrl-C ends it as well.
    let output = Command::new("timeout")
        .args(["--foreground", "-k", "1", PATIENCE])
        .args(line.split_whitespace())
        .output()
        .map_err(|error| io::Error::new(error.kind(), format!("{line}: {error}")))?;
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!("{line}: {}", said.trim())))
}

/// A network namespace, deleted in the end.
#[derive(Debug)]
pub(super) struct Namespace {
    name: String,
}

impl Namespace {
    pub(super) fn new(name: &str) -> io::Result<Self> {
        let name = format!("tollgate-live-{}-{name}", std::process::id());
        command(&format!("ip netns add {name}"))?;
        let namespace = Self { name };
        namespace.ip("link set lo up")?;
        Ok(namespace)
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Runs `ip` there.
    pub(super) fn ip(&self, arguments: &str) -> io::Result<()> {
        command(&format!("ip -n {} {arguments}", self.name)).map(drop)
    }

    /// Runs a command there to its end.
    pub(super) fn exec(&self, line: &str) -> io::Result<Output> {
        command(&format!("ip netns exec {} {line}", self.name))
    }

    /// Starts a command there; `ip netns exec` becomes the command, so the child is it.
    pub(super) fn start(&self, words: &[String]) -> io::Result<Child> {
        Command::new("ip")
            .args(["netns", "exec", &self.name])
            .args(words)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
    }

    /// Runs `work` in a thread of its own there.
    pub(super) fn within<T: Send>(&self, work: impl FnOnce() -> T + Send) -> io::Result<T> {
        let there = File::open(format!("/run/netns/{}", self.name))?;
        thread::scope(|scope| {
            scope
                .spawn(|| {
                    move_into_link_name_space(there.as_fd(), Some(LinkNameSpaceType::Network))?;
                    Ok(work())
                })
                .join()
                .unwrap_or_else(|_| Err(io::Error::other("the thread panicked")))
        })
    }

    /// The counters of a device.
    pub(super) fn counters(&self, device: &'static str) -> io::Result<Counters> {
        Ok(Counters {
            // The file stays that of the namespace in which it was opened.
            file: self.within(|| File::open("/proc/thread-self/net/dev"))??,
            device,
        })
    }
}

/// What a device has counted, read without a command.
#[derive(Debug)]
pub(super) struct Counters {
    file: File,
    device: &'static str,
}

impl Counters {
    /// Frames that it has received.
    pub(super) fn received(&self) -> io::Result<u64> {
        let mut text = vec![0; 4096];
        let len = self.file.read_at(&mut text, 0)?;
        received(&String::from_utf8_lossy(&text[..len]), self.device)
            .ok_or_else(|| io::Error::other(format!("{} has no counters", self.device)))
    }
}

/// Frames that a device has received, by `/proc/net/dev`.
fn received(text: &str, device: &str) -> Option<u64> {
    let of = |line: &str| {
        let (name, counters) = line.split_once(':')?;
        let mut counters = counters.split_whitespace();
        (name.trim() == device).then(|| counters.nth(1)?.parse().ok())?
    };
    text.lines().find_map(of)
}

impl Drop for Namespace {
    fn drop(&mut self) {
        let _ = finish(&format!("ip netns del {}", self.name));
    }
}

/// The address of the hosts' interface `v0`.
pub(super) const HOST_MAC: [MacAddr; 2] = [
    MacAddr([0x02, 0, 0, 0, 0, 0xa1]),
    MacAddr([0x02, 0, 0, 0, 0, 0xb1]),
];
/// The address of the router's interface to each host.
pub(super) const ROUTER_MAC: [MacAddr; 2] = [
    MacAddr([0x02, 0, 0, 0, 0, 0xa0]),
    MacAddr([0x02, 0, 0, 0, 0, 0xb0]),
];
/// The address of a host that does not exist: frames to it are dropped right where they arrive.
pub(super) const SINK_MAC: MacAddr = MacAddr([0x02, 0, 0, 0, 0, 0xdd]);
/// The IP address of that host, on the second network.
pub(super) const SINK: &str = "10.99.2.99";
/// The IP address of nobody, on the first network.
pub(super) const NOBODY: &str = "10.99.1.99";
/// The IP addresses of the hosts.
pub(super) const HOST: [&str; 2] = ["10.99.1.1", "10.99.2.1"];
/// The IP addresses of the router.
pub(super) const ROUTER: [&str; 2] = ["10.99.1.254", "10.99.2.254"];

/// Two hosts and the router between them.
#[derive(Debug)]
pub(super) struct Topology {
    pub(super) hosts: [Namespace; 2],
    pub(super) router: Namespace,
}

impl Topology {
    /// Makes the three namespaces, without links.
    pub(super) fn new(label: &str) -> io::Result<Self> {
        interrupt::watch()?;
        Ok(Self {
            hosts: [
                Namespace::new(&format!("{label}-a"))?,
                Namespace::new(&format!("{label}-b"))?,
            ],
            router: Namespace::new(&format!("{label}-r"))?,
        })
    }

    /// Links each host's `v0` to the router's `r0` and `r1` with veth.
    pub(super) fn link_veth(&self) -> io::Result<()> {
        for (side, host) in self.hosts.iter().enumerate() {
            host.ip(&format!(
                "link add v0 address {} type veth peer name r{side} address {} netns {}",
                HOST_MAC[side],
                ROUTER_MAC[side],
                self.router.name()
            ))?;
            self.router.ip(&format!("link set r{side} up"))?;
        }
        Ok(())
    }

    /// Moves the taps `t0` and `t1` of the router's namespace to the hosts, as their `v0`.
    pub(super) fn move_taps(&self) -> io::Result<()> {
        for (side, host) in self.hosts.iter().enumerate() {
            self.router
                .ip(&format!("link set t{side} netns {} name v0", host.name()))?;
            host.ip(&format!("link set v0 address {}", HOST_MAC[side]))?;
        }
        Ok(())
    }

    /// Has the router's veths poll.
    pub(super) fn poll_router(&self) -> io::Result<()> {
        for side in 0..2 {
            self.router.exec(&format!("ethtool -K r{side} gro on"))?;
        }
        Ok(())
    }

    /// Gives the hosts their addresses and routes, and has their `v0` poll if `gro`: only then it takes what a program
    /// redirects, and says so only while it is up.
    pub(super) fn configure_hosts(&self, gro: bool) -> io::Result<()> {
        for (side, host) in self.hosts.iter().enumerate() {
            host.ip(&format!("addr add {}/24 dev v0", HOST[side]))?;
            host.ip("link set v0 up")?;
            if gro {
                host.exec("ethtool -K v0 gro on")?;
            }
            host.ip(&format!(
                "neigh replace {} lladdr {} dev v0 nud permanent",
                ROUTER[side], ROUTER_MAC[side]
            ))?;
            host.ip(&format!("route add default via {}", ROUTER[side]))?;
        }
        self.hosts[0].ip(&format!(
            "neigh replace {NOBODY} lladdr {SINK_MAC} dev v0 nud permanent"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_received_are_the_second_number() {
        let text = "\
            Inter-|   Receive                |  Transmit\n \
             face |bytes    packets errs drop|bytes    packets\n    \
                lo:     840       9    0    0     840       9\n    \
                v0: 123456     789    0    0   65432     210\n";
        assert_eq!(received(text, "v0"), Some(789));
        assert_eq!(received(text, "v1"), None);
    }
}
