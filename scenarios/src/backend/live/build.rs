//! How namespaces become what a lesson's front matter says.

use std::fs;

use super::nodes::{Live, own};
use crate::{
    backend::{BackendError, READY},
    lesson::{End, Node, Service},
    link::LinkSpec,
    netns::wait_until,
    shell::Shell,
};

/// New namespaces begin as the machine's own is, which may forward. Addresses are usable at once, and no
/// host asks for a router by itself.
const SETTINGS: &str = "for s in ipv4.conf.all.forwarding=0 ipv6.conf.all.forwarding=0 \
     ipv4.conf.all.rp_filter=0 ipv4.conf.default.rp_filter=0 ipv6.conf.default.accept_dad=0 \
     ipv6.conf.default.router_solicitations=0; do sysctl -qw net.$s; done";

/// An SSH server in which root may log in with the key below.
const SSHD: &str = "\
HostKey /run/ssh/host
AuthorizedKeysFile /run/ssh/id.pub
StrictModes no
UsePAM no
PermitRootLogin yes
PidFile none
ForceCommand /run/bin/login
";

/// What a login without a terminal shows, and what runs a command or a transfer.
const LOGIN: &str = "\
[ -z \"$SSH_ORIGINAL_COMMAND\" ] || exec sh -c \"$SSH_ORIGINAL_COMMAND\"
echo \"Welcome to $(hostname)\"
echo \"Last login: $(LC_ALL=C date '+%a %b %e %H:%M:%S %Y') from ${SSH_CONNECTION%% *}\"";

/// Clients that use the key, ask nothing and remember nothing.
const SSH: &str = "\
Host *
IdentityFile /run/ssh/id
StrictHostKeyChecking no
UserKnownHostsFile /dev/null
LogLevel ERROR
ConnectTimeout 5
BatchMode yes
";

impl Live {
    /// Builds all, in the namespaces that are there already.
    pub(super) fn build(&mut self, captures: bool) -> Result<(), BackendError> {
        self.common_scripts()?;
        for node in 0..self.topology.nodes.len() {
            let shell = self.shell(node)?;
            self.shells.push(shell);
        }
        self.cables()?;
        if captures {
            self.start_captures()?;
        }
        for node in 0..self.topology.nodes.len() {
            self.services(node)?;
            if self.is_tollgate(node) {
                self.start_router(node)?;
            }
        }
        Ok(())
    }

    /// A shell on a node, in a home of its own.
    fn shell(&self, node: usize) -> Result<Shell, BackendError> {
        let Node { name, files, .. } = &self.topology.nodes[node];
        let script = format!("hostname {name} && exec bash --noprofile --norc");
        let argv = ["unshare", "--uts", "sh", "-c", &script];
        let mut shell = Shell::start(self.sandbox.inner_command(Some(name), &argv))?;
        let path = if self.is_tollgate(node) {
            format!("/run/{name}/bin:/run/bin")
        } else {
            "/run/bin".to_owned()
        };
        let begin = format!(
            "mkdir -p /run/home/{name} /run/jobs && export HOME=/run/home/{name} && cd && set -m && \
             export TOLLGATE_SOCKET=/run/{name}.sock PATH={path}:$PATH:/usr/sbin"
        );
        own(&mut shell, &begin)?;
        for (file, text) in files {
            fs::write(self.run.join("home").join(name).join(file), text)?;
        }
        Ok(shell)
    }

    /// A wire is a bridge in the sandbox's own namespace, with a veth pair for each end: as on a
    /// switch, a card has a carrier whatever the others do.
    fn cables(&self) -> Result<(), BackendError> {
        self.must(None, "sysctl -qw net.ipv6.conf.default.disable_ipv6=1")?;
        for node in &self.topology.nodes {
            self.must(Some(&node.name), SETTINGS)?;
        }
        for (number, wire) in self.topology.wires.iter().enumerate() {
            let mtu = wire.mtu;
            let bridge = format!("wire{number}");
            let vlans: Vec<u16> = wire.ends.iter().filter_map(|end| end.vlan).collect();
            let filter = if vlans.is_empty() {
                ""
            } else {
                "vlan_filtering 1 vlan_default_pvid 0"
            };
            let add = format!(
                "ip link add {bridge} mtu {mtu} type bridge {filter} && ip link set {bridge} up"
            );
            self.must(None, &add)?;
            for end in &wire.ends {
                let Node { name, nics, .. } = &self.topology.nodes[end.node];
                let (nic, mac, port) = (
                    &nics[end.nic],
                    self.topology.mac(end.node, end.nic),
                    self.far_end(end.node, end.nic),
                );
                let add = format!(
                    "ip link add name {nic} netns {name} address {mac} mtu {mtu} \
                     type veth peer name {port} mtu {mtu} && ip link set {port} master {bridge} up"
                );
                self.must(None, &add)?;
                let tag = |vlan| format!("bridge vlan add dev {port} vid {vlan}");
                match end.vlan {
                    Some(vlan) => self.must(None, &(tag(vlan) + " pvid untagged"))?,
                    None => {
                        for &vlan in &vlans {
                            self.must(None, &tag(vlan))?;
                        }
                    }
                }
                if wire.is_impaired() {
                    // What leaves by the far end is on its way to the card.
                    let LinkSpec {
                        delay,
                        jitter,
                        rate,
                        loss,
                    } = wire.spec;
                    let netem = format!(
                        "tc qdisc add dev {port} root netem delay {}us {}us loss {}% rate {rate}bit",
                        delay.as_micros(),
                        jitter.as_micros(),
                        f64::from(loss) / 100.0
                    );
                    self.must(None, &netem)?;
                }
                // What a capture shows is what a wire would carry.
                let plain =
                    format!("ethtool -K {nic} tx off rx off gso off gro off tso off >/dev/null");
                self.must(Some(name), &plain)?;
                if self.is_tollgate(end.node) {
                    self.must(Some(name), &format!("ip link set dev {nic} up"))?;
                }
            }
        }
        Ok(())
    }

    /// Captures what goes through the far ends of the cards: those are up from the beginning.
    fn start_captures(&mut self) -> Result<(), BackendError> {
        let ends: Vec<End> = self.topology.cards().map(|(end, _)| *end).collect();
        for end in &ends {
            let port = self.far_end(end.node, end.nic);
            let file = format!("/run/{}", self.topology.capture_name(end));
            let argv = [
                "tcpdump",
                "-U",
                "--immediate-mode",
                "-i",
                &port,
                "-w",
                &file,
            ];
            let mut tcpdump = self.sandbox.spawn(None, &argv)?;
            if !tcpdump.wait_for("listening on", READY) {
                return Err(BackendError::Setup {
                    command: argv.join(" "),
                    said: tcpdump.output(),
                });
            }
            self.captures.push(tcpdump);
        }
        Ok(())
    }

    /// Starts what listens on a host.
    fn services(&mut self, node: usize) -> Result<(), BackendError> {
        let Node { name, services, .. } = self.topology.nodes[node].clone();
        for service in services {
            let line = match service {
                Service::Ssh => {
                    self.ssh_keys()?;
                    "/usr/sbin/sshd -D -e -f /run/ssh/server".to_owned()
                }
                Service::Http => {
                    let page = format!("echo 'Welcome to {name}' >index.html");
                    self.own(node, &page)?;
                    "python3 -m http.server --bind :: 80".to_owned()
                }
            };
            self.job(node, &line)?;
            let listening = format!("ss -Hltn sport = :{} | grep -q .", service.port());
            if !wait_until(READY, || {
                self.sandbox.run(Some(&name), &listening).status == 0
            }) {
                let said = "it does not listen".to_owned();
                return Err(BackendError::Setup {
                    command: line,
                    said,
                });
            }
        }
        Ok(())
    }

    /// Keys and configuration with which root logs in from every node, without a password.
    fn ssh_keys(&self) -> Result<(), BackendError> {
        let folder = self.run.join("ssh");
        if folder.exists() {
            return Ok(());
        }
        fs::create_dir_all(&folder)?;
        self.script("bin", "login", LOGIN)?;
        fs::write(folder.join("server"), SSHD)?;
        fs::write(folder.join("config"), SSH)?;
        self.must(
            None,
            "mkdir -p /run/sshd && cd /run/ssh && \
             for k in id host; do ssh-keygen -q -t ed25519 -N '' -f $k || exit; done",
        )
    }

    /// Starts Tollgate on a node, with the node's cards as ports, unconfigured.
    fn start_router(&mut self, node: usize) -> Result<(), BackendError> {
        let Node { name, nics, .. } = self.topology.nodes[node].clone();
        let ports = nics
            .iter()
            .map(|nic| format!("ip link add name {nic} type packet dev {nic}\n"));
        fs::write(
            self.run.join(format!("{name}.conf")),
            ports.collect::<String>(),
        )?;
        let tollgate = self.tollgate.display().to_string();
        self.own(
            node,
            &format!("'{tollgate}' install-links /run/{name}/bin >/dev/null"),
        )?;
        self.own(
            node,
            &format!("ln -s '{tollgate}' /run/{name}/bin/tollgate"),
        )?;
        self.router_scripts(node)?;
        let line = format!("'{tollgate}' run /run/{name}.conf --kernel-log file:/run/{name}.log");
        let job = self.job(node, &line)?;
        let socket = self.run.join(format!("{name}.sock"));
        if !wait_until(READY, || socket.exists()) {
            let said = self.printed(job);
            return Err(BackendError::Setup {
                command: line,
                said,
            });
        }
        Ok(())
    }
}
