//! Real hosts as a backend: each node is a network namespace with real tools; routers are a live
//! Tollgate, or the kernel.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use super::{Backend, BackendError, JobId, Kind, Setup};
use crate::{
    expect::agree,
    lesson::{End, Lesson, Node, Role, Service, Topology},
    netns::{Running, Sandbox, wait_until},
    shell::Shell,
    tools::Done,
};

/// How long a command may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long a job's start may take until the lesson goes on anyway.
const READY: Duration = Duration::from_secs(5);

/// A job waits for something to happen if it has used no processor time for so long.
const QUIET: Duration = Duration::from_millis(120);

/// A job: a process that a node's shell has started.
#[derive(Debug)]
struct Job {
    node: usize,
    pid: u32,
    output: PathBuf,
}

/// A lesson's namespaces. The sandbox around them goes, with all that is in it, when this goes.
pub struct Live {
    kind: Kind,
    topology: Topology,
    shells: Vec<Shell>,
    jobs: Vec<Job>,
    /// `/run` of the sandbox, seen from outside.
    run: PathBuf,
    tollgate: PathBuf,
    /// What writes captures, if they are kept.
    captures: Vec<Running>,
    sandbox: Sandbox,
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Live")
            .field("kind", &self.kind)
            .field("jobs", &self.jobs)
            .finish_non_exhaustive()
    }
}

impl Live {
    /// Builds it: namespaces, cables, services, and the routers of the netns backend.
    pub(super) fn new(kind: Kind, lesson: &Lesson, setup: &Setup) -> Result<Self, BackendError> {
        let topology = lesson.topology.clone();
        let names: Vec<&str> = topology
            .nodes
            .iter()
            .map(|node| node.name.as_str())
            .collect();
        let sandbox = Sandbox::new(&names)?;
        let run = sandbox.path("/run");
        let mut live = Self {
            kind,
            topology,
            shells: Vec::new(),
            jobs: Vec::new(),
            run,
            tollgate: setup.tollgate.clone(),
            captures: Vec::new(),
            sandbox,
        };
        live.wrappers()?;
        for node in 0..live.topology.nodes.len() {
            let shell = live.shell(node)?;
            live.shells.push(shell);
        }
        live.cables()?;
        if setup.captures {
            live.start_captures()?;
        }
        for node in 0..live.topology.nodes.len() {
            live.services(node)?;
            if live.is_tollgate(node) {
                live.start_router(node)?;
            }
        }
        Ok(live)
    }

    fn is_tollgate(&self, node: usize) -> bool {
        self.kind == Kind::Netns && self.topology.nodes[node].role == Role::Router
    }

    /// Small scripts that stand in front of tools on the PATH. What they change is what a terminal
    /// would change too, or what the machine can't give to a namespace.
    fn wrappers(&self) -> Result<(), BackendError> {
        let write = |folder: &str, name: &str, script: &str| -> Result<(), BackendError> {
            let folder = self.run.join(folder);
            fs::create_dir_all(&folder)?;
            let path = folder.join(name);
            fs::write(&path, format!("#!/bin/sh\n{script}\n"))?;
            self.must(
                None,
                &format!(
                    "chmod 755 /run/{}",
                    path.strip_prefix(&self.run).unwrap_or(&path).display()
                ),
            )
        };
        // A line at a time, and each packet when it comes.
        write(
            "bin",
            "tcpdump",
            "exec /usr/bin/tcpdump -l --immediate-mode \"$@\"",
        )?;
        // Tollgate speaks as the legacy variant does.
        for tool in ["iptables", "ip6tables"] {
            for verb in ["", "-save", "-restore"] {
                let script = format!("exec {tool}-legacy{verb} \"$@\"");
                write("bin", &format!("{tool}{verb}"), &script)?;
            }
        }
        Ok(())
    }

    /// A shell on a node, in a home of its own.
    fn shell(&self, node: usize) -> Result<Shell, BackendError> {
        let Node { name, .. } = &self.topology.nodes[node];
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
        run(&mut shell, &begin)?;
        Ok(shell)
    }

    /// A wire is a bridge in the sandbox's own namespace, with a veth pair for each end: as on a
    /// switch, a card has a carrier whatever the others do.
    fn cables(&self) -> Result<(), BackendError> {
        self.must(None, "sysctl -qw net.ipv6.conf.default.disable_ipv6=1")?;
        for node in &self.topology.nodes {
            // New namespaces begin as the machine's own is, which may forward.
            let settings = "for s in ipv4.conf.all.forwarding=0 ipv6.conf.all.forwarding=0 \
                 ipv4.conf.all.rp_filter=0 ipv4.conf.default.rp_filter=0 \
                 ipv6.conf.default.accept_dad=0 ipv6.conf.default.router_solicitations=0; \
                 do sysctl -qw net.$s; done";
            self.must(Some(&node.name), settings)?;
        }
        for (number, wire) in self.topology.wires.iter().enumerate() {
            let mtu = wire.mtu;
            let bridge = format!("wire{number}");
            let add =
                format!("ip link add {bridge} mtu {mtu} type bridge && ip link set {bridge} up");
            self.must(None, &add)?;
            for (port, end) in wire.ends.iter().enumerate() {
                let node = &self.topology.nodes[end.node];
                let (name, nic) = (&node.name, &node.nics[end.nic]);
                let mac = self.topology.mac(end);
                let port = format!("{bridge}p{port}");
                let add = format!(
                    "ip link add {nic} netns {name} address {mac} mtu {mtu} \
                     type veth peer name {port} mtu {mtu} && ip link set {port} master {bridge} up"
                );
                self.must(None, &add)?;
                // What a capture shows is what a wire would carry.
                let plain = format!("ethtool -K {nic} tx off rx off gso off gro off tso off");
                self.must(Some(name), &format!("{plain} >/dev/null"))?;
                if self.is_tollgate(end.node) {
                    self.must(Some(name), &format!("ip link set {nic} up"))?;
                }
            }
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
                    let page = format!("mkdir -p www && echo 'Welcome to {name}' >www/index.html");
                    self.own(node, &page)?;
                    "python3 -m http.server --directory www 80".to_owned()
                }
            };
            self.job(node, &line)?;
            let listening = format!("ss -Hltn sport = :{} | grep -q .", service.port());
            let up = wait_until(READY, || {
                self.sandbox.run(Some(&name), &listening).status == 0
            });
            if !up {
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
        fs::write(
            folder.join("server"),
            "HostKey /run/ssh/host\nAuthorizedKeysFile /run/ssh/id.pub\nStrictModes no\nUsePAM no\n\
             PermitRootLogin yes\nPidFile none\nPrintMotd no\nPrintLastLog no\n",
        )?;
        fs::write(
            folder.join("ssh_config"),
            "Host *\nIdentityFile /run/ssh/id\nStrictHostKeyChecking no\n\
             UserKnownHostsFile /dev/null\nLogLevel ERROR\nConnectTimeout 5\nBatchMode yes\n",
        )?;
        self.must(
            None,
            "cd /run/ssh && mkdir -p /run/sshd && for k in id host; do \
             ssh-keygen -q -t ed25519 -N '' -f $k; done && \
             mount --bind ssh_config /etc/ssh/ssh_config",
        )
    }

    /// Starts Tollgate on a node, with the node's cards as ports, unconfigured.
    fn start_router(&mut self, node: usize) -> Result<(), BackendError> {
        let Node { name, nics, .. } = self.topology.nodes[node].clone();
        let ports = nics
            .iter()
            .map(|nic| format!("ip link add {nic} type packet dev {nic}\n"));
        fs::write(
            self.run.join(format!("{name}.conf")),
            ports.collect::<String>(),
        )?;
        let tollgate = self.tollgate.display().to_string();
        self.own(
            node,
            &format!("'{tollgate}' install-links /run/{name}/bin >/dev/null"),
        )?;
        let line = format!("'{tollgate}' run /run/{name}.conf --kernel-log file:/run/{name}.log");
        let job = self.job(node, &line)?;
        let output = self.jobs[job.0].output.clone();
        let socket = self.run.join(format!("{name}.sock"));
        if !wait_until(READY, || socket.exists()) {
            let said = fs::read_to_string(output).unwrap_or_default();
            return Err(BackendError::Setup {
                command: line,
                said,
            });
        }
        Ok(())
    }

    /// Captures what goes through the far ends of the cards: those are up from the beginning.
    fn start_captures(&mut self) -> Result<(), BackendError> {
        for (number, wire) in self.topology.wires.iter().enumerate() {
            for (port, end) in wire.ends.iter().enumerate() {
                let (port, file) = (format!("wire{number}p{port}"), self.capture_name(end));
                let file = format!("/run/{file}");
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
        }
        Ok(())
    }

    fn capture_name(&self, end: &End) -> String {
        let node = &self.topology.nodes[end.node];
        format!("{}-{}.pcap", node.name, node.nics[end.nic])
    }

    /// Runs a command in the sandbox that must succeed.
    fn must(&self, node: Option<&str>, command: &str) -> Result<(), BackendError> {
        let finished = self.sandbox.run(node, command);
        if finished.status == 0 {
            return Ok(());
        }
        Err(BackendError::Setup {
            command: command.to_owned(),
            said: finished.stderr,
        })
    }

    /// Runs a command of the backend itself in a node's shell; it must succeed.
    fn own(&mut self, node: usize, command: &str) -> Result<String, BackendError> {
        run(&mut self.shells[node], command)
    }

    /// Starts a command beside a node's shell.
    fn job(&mut self, node: usize, command: &str) -> Result<JobId, BackendError> {
        let id = self.jobs.len();
        let path = format!("/run/jobs/{id}");
        // A group of its own (`set -m`), so that a signal reaches what a terminal's would.
        let line = format!("{{ {command}\n}} </dev/null >{path} 2>&1 & echo $!");
        let said = self.own(node, &line)?;
        let pid = said.trim().parse().map_err(|_| BackendError::Setup {
            command: command.to_owned(),
            said,
        })?;
        self.jobs.push(Job {
            node,
            pid,
            output: self.run.join(format!("jobs/{id}")),
        });
        Ok(JobId(id))
    }

    fn printed(&self, job: JobId) -> String {
        fs::read(&self.jobs[job.0].output)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }

    /// Waits until a job has done what it can do: until its processes use no time any more.
    fn settle(&self, job: JobId) {
        let pid = self.jobs[job.0].pid;
        let mut since = Instant::now();
        let mut before = None;
        wait_until(READY, || {
            let now = (effort(pid), self.printed(job).len());
            if before != Some(now) {
                before = Some(now);
                since = Instant::now();
            }
            now.0 == 0 || since.elapsed() >= QUIET
        });
    }

    /// Waits for a job's end.
    fn reap(&mut self, job: JobId) -> Result<Done, BackendError> {
        let Job { node, pid, .. } = self.jobs[job.0];
        let waited = self.shells[node].run(&format!("wait {pid}"), PATIENCE);
        let (status, _) = waited.map_err(|error| BackendError::Stuck(error.to_string()))?;
        Ok(Done {
            status,
            output: self.printed(job),
        })
    }
}

/// Processor time and context switches of a process and its children so far; 0 if it is gone.
fn effort(pid: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let fields: Vec<&str> = fields.split_whitespace().collect();
    // Fields 3 (state), 14 (utime) and 15 (stime) of proc(5).
    if fields.first().is_none_or(|state| *state == "Z") {
        return 0;
    }
    let ticks = fields
        .iter()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok());
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
    let children = children.unwrap_or_default();
    let children = children
        .split_whitespace()
        .filter_map(|pid| pid.parse().ok());
    1 + ticks.sum::<u64>() + children.map(effort).sum::<u64>()
}

fn run(shell: &mut Shell, command: &str) -> Result<String, BackendError> {
    let ran = shell.run(command, PATIENCE);
    let (status, said) = ran.map_err(|error| BackendError::Stuck(error.to_string()))?;
    if status == 0 {
        return Ok(said);
    }
    Err(BackendError::Setup {
        command: command.to_owned(),
        said,
    })
}

impl Backend for Live {
    fn name(&self) -> &'static str {
        self.kind.name()
    }

    fn run(&mut self, node: usize, command: &str) -> Result<Done, BackendError> {
        let ran = self.shells[node].run(command, PATIENCE);
        let (status, output) = ran.map_err(|error| BackendError::Stuck(error.to_string()))?;
        Ok(Done { status, output })
    }

    fn start(
        &mut self,
        node: usize,
        command: &str,
        written: &str,
    ) -> Result<(JobId, String), BackendError> {
        let job = self.job(node, command)?;
        if written.is_empty() {
            self.settle(job);
        } else {
            wait_until(READY, || {
                agree(written, &self.printed(job)).is_ok() || effort(self.jobs[job.0].pid) == 0
            });
        }
        Ok((job, self.printed(job)))
    }

    fn wait(&mut self, job: JobId) -> Result<Done, BackendError> {
        self.reap(job)
    }

    fn kill(&mut self, job: JobId, signal: &str) -> Result<Done, BackendError> {
        self.settle(job);
        let Job { node, pid, .. } = self.jobs[job.0];
        // It may have ended by itself.
        self.own(node, &format!("kill -{signal} -- -{pid} 2>/dev/null; true"))?;
        self.reap(job)
    }

    fn captures(&mut self, folder: &Path) -> Result<Vec<PathBuf>, BackendError> {
        let mut written = Vec::new();
        if self.captures.is_empty() {
            return Ok(written);
        }
        // tcpdump writes each packet when it comes; the last ones may be on their way.
        thread::sleep(QUIET);
        for (end, _) in self.topology.cards() {
            let name = self.capture_name(&end);
            let path = folder.join(&name);
            fs::copy(self.run.join(&name), &path)?;
            written.push(path);
        }
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn a_process_that_waits_makes_no_effort() {
        let mut child = Command::new("sleep").arg("100").spawn().expect("sleep");
        let pid = child.id();
        let mut before = 0;
        assert!(wait_until(READY, || {
            let now = effort(pid);
            let same = now == before && now > 0;
            before = now;
            std::thread::sleep(Duration::from_millis(20));
            same
        }));
        child.kill().expect("killed");
        assert!(wait_until(READY, || effort(pid) == 0));
        child.wait().expect("reaped");
    }
}
