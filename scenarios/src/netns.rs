//! Real hosts: network namespaces with real tools in them, for tests that need root.
//!
//! A [`Sandbox`] is a mount, PID and network namespace with a `/run` of its own. What happens in it
//! can't collide with the machine or with another sandbox, so namespaces in it have the plain names
//! of the topology (`server1`). Its first process reads a pipe whose other end we hold: when we go,
//! in whatever way, it ends, and the kernel removes all that was in it.

use std::{
    ffi::OsStr,
    fs, io,
    io::Read,
    path::PathBuf,
    process::{Child, ChildStdin, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// Whether a test that needs root and `tools` can run. If not, says so loudly.
///
/// # Panics
/// If it can't and `TOLLGATE_REQUIRE_ALL=1`: nothing may be skipped then.
#[must_use]
#[expect(clippy::panic, reason = "it is called by tests, to fail them")]
pub fn available(tools: &[&str]) -> bool {
    let mut missing = Vec::new();
    if !is_root() {
        missing.push("root".to_owned());
    }
    for tool in tools.iter().chain(&["ip", "unshare", "nsenter", "setpriv"]) {
        if !on_path(tool) {
            missing.push((*tool).to_owned());
        }
    }
    if missing.is_empty() {
        return true;
    }
    let missing = missing.join(", ");
    if std::env::var_os("TOLLGATE_REQUIRE_ALL").is_some_and(|v| v == "1") {
        panic!("TOLLGATE_REQUIRE_ALL=1 and there is no {missing}");
    }
    eprintln!("SKIP SKIP SKIP: this test needs {missing}");
    false
}

/// Whether we are root.
#[must_use]
pub fn is_root() -> bool {
    fs::read_to_string("/proc/self/status").is_ok_and(|status| {
        status
            .lines()
            .filter_map(|line| line.strip_prefix("Uid:"))
            .any(|ids| ids.split_whitespace().nth(1) == Some("0"))
    })
}

/// Whether there is a tool of that name, or at that path.
#[must_use]
pub fn on_path(tool: &str) -> bool {
    let sbin = ["/usr/sbin", "/sbin"].map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(sbin)
        .any(|dir| dir.join(tool).is_file())
}

/// A world of its own for namespaces, processes and sockets.
#[derive(Debug)]
pub struct Sandbox {
    /// `unshare`, whose child is the sandbox's first process.
    unshare: Child,
    /// Keeps the first process alive.
    _pipe: Option<ChildStdin>,
    /// The first process, as the machine numbers it.
    init: u32,
}

/// What a finished command left.
#[derive(Clone, Debug)]
pub struct Finished {
    /// Its exit status; -1 if a signal ended it.
    pub status: i32,
    /// What it wrote to standard output.
    pub stdout: String,
    /// What it wrote to standard error.
    pub stderr: String,
}

impl Finished {
    /// Standard output, of a command that must have succeeded.
    ///
    /// # Panics
    /// If its exit status was not zero.
    #[must_use]
    #[track_caller]
    pub fn ok(self) -> String {
        assert!(
            self.status == 0,
            "exit status {}\n{}{}",
            self.status,
            self.stdout,
            self.stderr
        );
        self.stdout
    }
}

/// The command `program`, which Ctrl-C ends also where whoever started us had it ignored, as a shell does with
/// what it runs in the background.
#[must_use]
pub fn attentive(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("env");
    command.arg("--default-signal=INT,QUIT").arg(program);
    command
}

impl Sandbox {
    /// Makes one, with the `hosts` as namespaces whose loopback is up.
    ///
    /// # Errors
    /// When a tool is missing or permission is lacking.
    pub fn new(hosts: &[&str]) -> io::Result<Self> {
        // The first process says that /run is its own, then waits for the end of its input. It is a
        // shell, so that somebody reaps the orphans.
        let script = "mount -t tmpfs tmpfs /run && mkdir /run/netns && echo ready && cat; true";
        let mut unshare = attentive("unshare")
            .args(["--mount", "--net", "--pid", "--fork", "--kill-child"])
            .args(["sh", "-c", script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let pipe = unshare.stdin.take();
        let mut ready = [0; 6];
        if let Some(stdout) = &mut unshare.stdout {
            stdout.read_exact(&mut ready)?;
        }
        let pid = unshare.id();
        let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"))?;
        let init = children
            .trim()
            .parse()
            .map_err(|_| io::Error::other("unshare has no child"))?;
        let sandbox = Self {
            unshare,
            _pipe: pipe,
            init,
        };
        for host in hosts {
            let made = sandbox.run(
                None,
                &format!("ip netns add {host} && ip -n {host} link set lo up"),
            );
            if made.status != 0 {
                return Err(io::Error::other(made.stderr));
            }
        }
        Ok(sandbox)
    }

    /// A path of the sandbox, as it is seen from outside.
    #[must_use]
    pub fn path(&self, path: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/root{path}", self.init))
    }

    /// Its own network namespace, as `nsenter --net` takes it.
    #[must_use]
    pub fn net(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}/ns/net", self.init))
    }

    /// A command inside, in the namespace `host` or, for `None`, in the sandbox's own.
    pub fn command<S: AsRef<OsStr>>(&self, host: Option<&str>, argv: &[S]) -> Command {
        self.enter(&[], host, argv)
    }

    /// As [`Sandbox::command`], for one whose children must not outlive the sandbox, whatever
    /// becomes of the command itself. It can't have threads: its children are in another PID
    /// namespace.
    pub fn inner_command<S: AsRef<OsStr>>(&self, host: Option<&str>, argv: &[S]) -> Command {
        self.enter(&["--pid", "--no-fork"], host, argv)
    }

    fn enter<S: AsRef<OsStr>>(&self, more: &[&str], host: Option<&str>, argv: &[S]) -> Command {
        let mut command = attentive("nsenter");
        command
            .args(["-t", &self.init.to_string(), "--mount", "--net"])
            .args(more)
            .arg("--")
            .args(["setpriv", "--pdeathsig", "KILL", "--"]);
        if let Some(host) = host {
            command.args(["ip", "netns", "exec", host]);
        }
        command.args(argv).stdin(Stdio::null());
        command
    }

    /// Runs a shell command line to its end, or for 60 seconds.
    #[must_use]
    pub fn run(&self, host: Option<&str>, line: &str) -> Finished {
        let output = self
            .command(host, &["timeout", "-k", "5", "60", "bash", "-c", line])
            .output();
        match output {
            Ok(output) => Finished {
                status: code(output.status),
                stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
                stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            },
            Err(error) => Finished {
                status: -1,
                stdout: String::new(),
                stderr: error.to_string(),
            },
        }
    }

    /// Runs a shell command line that must succeed; gives its standard output.
    ///
    /// # Panics
    /// If it fails.
    #[track_caller]
    pub fn ok(&self, host: Option<&str>, line: &str) -> String {
        let finished = self.run(host, line);
        assert!(
            finished.status == 0,
            "{line}: exit status {}\n{}{}",
            finished.status,
            finished.stdout,
            finished.stderr
        );
        finished.stdout
    }

    /// Starts a command that goes on beside us.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn spawn<S: AsRef<OsStr>>(&self, host: Option<&str>, argv: &[S]) -> io::Result<Running> {
        Running::start(self.command(host, argv))
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // `--kill-child` takes the first process along, and that everything else.
        let _ = self.unshare.kill();
        let _ = self.unshare.wait();
    }
}

fn code(status: ExitStatus) -> i32 {
    status.code().unwrap_or(-1)
}

/// A process that runs beside the test. Dropping it kills it.
#[derive(Debug)]
pub struct Running {
    child: Child,
    output: Arc<Mutex<String>>,
    readers: Vec<JoinHandle<()>>,
}

impl Running {
    fn start(mut command: Command) -> io::Result<Self> {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let output = Arc::new(Mutex::new(String::new()));
        let mut readers = Vec::new();
        if let Some(stdout) = child.stdout.take() {
            readers.push(collect(stdout, Arc::clone(&output)));
        }
        if let Some(stderr) = child.stderr.take() {
            readers.push(collect(stderr, Arc::clone(&output)));
        }
        Ok(Self {
            child,
            output,
            readers,
        })
    }

    /// What it has written so far, both streams.
    #[must_use]
    pub fn output(&self) -> String {
        self.output
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Waits until its output contains `text`; `false` after `timeout` or when it ended without.
    pub fn wait_for(&mut self, text: &str, timeout: Duration) -> bool {
        wait_until(timeout, || self.output().contains(text))
    }

    /// Its number.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal, named as kill(1) names it.
    pub fn signal(&self, name: &str) {
        let _ = Command::new("kill")
            .args(["-s", name, &self.pid().to_string()])
            .status();
    }

    /// Sends it a signal, waits for its end, and gives its exit status and output.
    pub fn stop(mut self, signal: &str) -> (i32, String) {
        self.signal(signal);
        self.finish()
    }

    /// Waits for its end (up to 30 seconds, then kills it); gives its exit status and output.
    pub fn finish(&mut self) -> (i32, String) {
        let mut status = None;
        wait_until(Duration::from_secs(30), || {
            status = self.child.try_wait().ok().flatten();
            status.is_some()
        });
        if status.is_none() {
            let _ = self.child.kill();
            status = self.child.wait().ok();
        }
        for reader in self.readers.drain(..) {
            let _ = reader.join();
        }
        (status.map_or(-1, code), self.output())
    }

    /// Its exit status if it has ended.
    pub fn exited(&mut self) -> Option<i32> {
        self.child.try_wait().ok().flatten().map(code)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn collect(mut from: impl Read + Send + 'static, into: Arc<Mutex<String>>) -> JoinHandle<()> {
    thread::spawn(move || {
        let mut chunk = [0; 4096];
        while let Ok(n @ 1..) = from.read(&mut chunk) {
            into.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push_str(&String::from_utf8_lossy(&chunk[..n]));
        }
    })
}

/// Asks `done` every few milliseconds; `false` if it did not hold within `timeout`.
pub fn wait_until(timeout: Duration, mut done: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + timeout;
    loop {
        if done() {
            return true;
        }
        if Instant::now() >= deadline {
            return false;
        }
        thread::sleep(Duration::from_millis(5));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sandbox_has_its_own_namespaces_and_leaves_nothing() {
        if !available(&["ping"]) {
            return;
        }
        let sandbox = Sandbox::new(&["server1", "server2"]).expect("a sandbox");
        sandbox.ok(
            None,
            "ip link add v1 netns server1 type veth peer name v2 netns server2
             ip -n server1 addr add 192.0.2.1/24 dev v1 && ip -n server1 link set v1 up
             ip -n server2 addr add 192.0.2.2/24 dev v2 && ip -n server2 link set v2 up",
        );
        let out = sandbox.ok(Some("server1"), "ping -c 1 -W 5 192.0.2.2");
        assert!(out.contains("1 received"), "{out}");
        assert_eq!(sandbox.run(Some("server2"), "exit 3").status, 3);
        let mut cat = sandbox
            .spawn(Some("server1"), &["sh", "-c", "echo here; sleep 100"])
            .expect("sh");
        assert!(cat.wait_for("here", Duration::from_secs(5)));
        let init = sandbox.init;
        drop(cat);
        drop(sandbox);
        let gone = || !fs::exists(format!("/proc/{init}/ns/net")).unwrap_or(true);
        assert!(wait_until(Duration::from_secs(10), gone));
    }
}
