//! Folders and processes that go when a test ends.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{self, Child, Command, Output, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// How long anything may take before a test gives up. Nothing is expected to take long.
const PATIENCE: Duration = Duration::from_secs(20);

/// A folder of a test's own.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("tollgate-{}-{number}", process::id()));
        fs::create_dir(&path).expect("a folder of our own");
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, contents).expect("writable");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The binary, in the folder.
pub(crate) fn tollgate(folder: &Folder) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tollgate"));
    command
        .current_dir(&folder.0)
        .env_remove("TOLLGATE_SOCKET")
        .stdin(Stdio::null());
    command
}

/// Exit status, standard output and standard error.
pub(crate) fn finished(output: Output) -> (i32, String, String) {
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8(output.stdout).expect("text"),
        String::from_utf8(output.stderr).expect("text"),
    )
}

/// Runs the binary to its end.
pub(crate) fn run(folder: &Folder, arguments: &[&str]) -> (i32, String, String) {
    finished(tollgate(folder).args(arguments).output().expect("starts"))
}

/// Waits until `done`.
pub(crate) fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < PATIENCE, "waited too long: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// A `tollgate run`.
pub(crate) struct Daemon {
    pub(crate) folder: Folder,
    child: Child,
    log: Arc<Mutex<String>>,
}

impl Daemon {
    /// Runs `runbook` until it answers.
    pub(crate) fn start(runbook: &str) -> Self {
        Self::start_with(Folder::new(), runbook, &[])
    }

    pub(crate) fn start_with(folder: Folder, runbook: &str, options: &[&str]) -> Self {
        let mut command = tollgate(&folder);
        command
            .args(["--socket", "socket", "run", "router.conf"])
            .args(options);
        Self::spawn(folder, runbook, command)
    }

    /// With a socket `notify` in the folder for what systemd is told.
    pub(crate) fn start_notifying(folder: Folder, runbook: &str) -> Self {
        let mut command = tollgate(&folder);
        command
            .args(["--socket", "socket", "run", "router.conf"])
            .env("NOTIFY_SOCKET", folder.path("notify"));
        Self::spawn(folder, runbook, command)
    }

    fn spawn(folder: Folder, runbook: &str, mut command: Command) -> Self {
        folder.write("router.conf", runbook);
        let mut child = command.stderr(Stdio::piped()).spawn().expect("starts");
        let log = Arc::new(Mutex::new(String::new()));
        let (stderr, copy) = (child.stderr.take().expect("piped"), Arc::clone(&log));
        thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let mut log = copy.lock().expect("no panic here");
                log.push_str(&line);
                log.push('\n');
            }
        });
        let mut daemon = Self { folder, child, log };
        let (socket, log) = (daemon.socket(), Arc::clone(&daemon.log));
        wait_until("the daemon answers", || {
            let ended = daemon.child.try_wait().expect("a child");
            let log = log.lock().expect("no panic here").clone();
            assert!(ended.is_none(), "it ended: {log}");
            UnixStream::connect(&socket).is_ok() && log.contains("running")
        });
        daemon
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.path("socket")
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it has logged.
    pub(crate) fn log(&self) -> String {
        self.log.lock().expect("no panic here").clone()
    }

    /// Gives it a command by the client.
    pub(crate) fn call(&self, arguments: &[&str]) -> (i32, String, String) {
        let arguments = [&["--socket", "socket"], arguments].concat();
        run(&self.folder, &arguments)
    }

    /// A command that has to succeed in silence; gives what it prints.
    pub(crate) fn ok(&self, line: &str) -> String {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (status, stdout, stderr) = self.call(&words);
        assert_eq!((status, stderr.as_str()), (0, ""), "{line}");
        stdout
    }

    pub(crate) fn signal(&self, signal: &str) {
        let sent = Command::new("kill")
            .args([signal, &self.pid().to_string()])
            .status();
        assert!(sent.expect("kill is there").success());
    }

    /// Waits for its end; gives its exit status.
    pub(crate) fn ended(&mut self) -> i32 {
        let mut status = None;
        wait_until("the daemon ends", || {
            status = self.child.try_wait().expect("a child");
            status.is_some()
        });
        status.and_then(|status| status.code()).unwrap_or(-1)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if thread::panicking() {
            eprintln!("the daemon's log:\n{}", self.log());
        }
    }
}

/// All that a stream gives.
pub(crate) fn read_all(stream: &mut impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    // A connection that is reset has given what it had.
    let _ = stream.read_to_end(&mut bytes);
    bytes
}

/// Whether a file is there.
pub(crate) fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}
