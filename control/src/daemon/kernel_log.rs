//! Where the lines of `-j LOG` and `-j TRACE` go: what the kernel log is to Linux.

use std::{
    fmt,
    fs::{File, OpenOptions},
    io::{self, Write as _},
    os::unix::net::UnixDatagram,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use dataplane::{time::Instant, trace::LogRecord};
use tracing::{debug, error, info, warn};

use crate::lang::date::Date;

/// Where syslog and the journal listen.
const SYSLOG: &str = "/dev/log";

/// Lines that are written within a second; a flood of packets must not become a flood of lines that
/// leaves no time for anything else.
const LINES_PER_SECOND: u32 = 10_000;

/// Where lines go (`--kernel-log`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum KernelLogTarget {
    /// To the daemon's own log, at the level that fits.
    #[default]
    Stderr,
    /// To syslog or the journal, by `/dev/log`, as messages of the facility `kern`.
    Syslog,
    /// To the end of a file.
    File(PathBuf),
}

impl FromStr for KernelLogTarget {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match (text, text.strip_prefix("file:")) {
            ("stderr", _) => Ok(Self::Stderr),
            ("journal" | "syslog", _) => Ok(Self::Syslog),
            (_, Some(path)) if !path.is_empty() => Ok(Self::File(path.into())),
            (_, _) => Err("stderr, journal, syslog or file:PATH is expected"),
        }
    }
}

impl fmt::Display for KernelLogTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stderr => f.write_str("stderr"),
            Self::Syslog => f.write_str("syslog"),
            Self::File(path) => write!(f, "file:{}", path.display()),
        }
    }
}

/// What a target is when it is open.
#[derive(Debug)]
enum Sink {
    Stderr,
    Syslog { socket: UnixDatagram, path: PathBuf },
    File(File),
}

/// The open target, and what could not be written to it.
#[derive(Debug)]
pub(super) struct KernelLog {
    target: KernelLogTarget,
    sink: Sink,
    /// The formatter of lines.
    line: fn(&LogRecord) -> String,
    /// When the present second began, and the lines in it.
    second: Instant,
    lines: u32,
    /// Lines that were not written, and why the last of them was not.
    lost: u64,
    why: Option<io::Error>,
}

impl KernelLog {
    /// Opens `target`. If that can't be, the lines go to the daemon's own log, which says why.
    pub(super) fn open(target: KernelLogTarget, line: fn(&LogRecord) -> String) -> Self {
        Self::open_at(target, Path::new(SYSLOG), line)
    }

    /// The same with syslog's socket at `syslog`.
    fn open_at(target: KernelLogTarget, syslog: &Path, line: fn(&LogRecord) -> String) -> Self {
        let opened = match &target {
            KernelLogTarget::Stderr => Ok(Sink::Stderr),
            KernelLogTarget::Syslog => connect(syslog).map(|socket| Sink::Syslog {
                socket,
                path: syslog.to_owned(),
            }),
            KernelLogTarget::File(path) => append(path).map(Sink::File),
        };
        let sink = opened.unwrap_or_else(|error| {
            let what = match &target {
                KernelLogTarget::Syslog => syslog.display().to_string(),
                KernelLogTarget::Stderr | KernelLogTarget::File(_) => target.to_string(),
            };
            warn!("--kernel-log: {what}: {error}; lines of LOG and TRACE go to standard error");
            Sink::Stderr
        });
        Self {
            target,
            sink,
            line,
            second: Instant::ZERO,
            lines: 0,
            lost: 0,
            why: None,
        }
    }

    /// Opens the file anew, if it is one: it may have been moved away.
    pub(super) fn reopen(&mut self) {
        if let (KernelLogTarget::File(path), Sink::File(file)) = (&self.target, &mut self.sink) {
            match append(path) {
                Ok(new) => *file = new,
                Err(error) => warn!("--kernel-log: {}: {error}", path.display()),
            }
        }
    }

    /// Writes the line of a record. `since_epoch` is the time.
    pub(super) fn write(&mut self, record: &LogRecord, now: Instant, since_epoch: Duration) {
        if now.saturating_since(self.second) >= Duration::from_secs(1) {
            self.second = now;
            self.lines = 0;
        }
        if self.lines >= LINES_PER_SECOND {
            self.lost += 1;
            return;
        }
        self.lines += 1;
        let line = (self.line)(record);
        if let Err(error) = self.sink.write(record.level, &line, since_epoch) {
            self.lost += 1;
            self.why = Some(error);
        }
    }

    /// Says what was lost since it was called last, `elsewhere` included: lines that did not even come
    /// here.
    pub(super) fn report(&mut self, elsewhere: u64) {
        let lost = std::mem::take(&mut self.lost) + elsewhere;
        match self.why.take() {
            Some(error) => warn!(target = %self.target, lost, "kernel log: {error}"),
            None if lost > 0 => warn!(lost, "kernel log: too many lines of LOG and TRACE"),
            None => {}
        }
    }
}

fn connect(path: &Path) -> io::Result<UnixDatagram> {
    let socket = UnixDatagram::unbound()?;
    socket.connect(path)?;
    // Better a line is lost than that commands have to wait.
    socket.set_nonblocking(true)?;
    Ok(socket)
}

fn append(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).create(true).open(path)
}

impl Sink {
    /// Writes a line of syslog's level `level`.
    fn write(&mut self, level: u8, line: &str, since_epoch: Duration) -> io::Result<()> {
        // The facility `kern` has the number 0.
        let level = level & 7;
        match self {
            Self::Stderr => {
                match level {
                    0..=3 => error!(target: "kernel", "{line}"),
                    4 => warn!(target: "kernel", "{line}"),
                    5 | 6 => info!(target: "kernel", "{line}"),
                    _ => debug!(target: "kernel", "{line}"),
                }
                Ok(())
            }
            Self::Syslog { socket, path } => {
                let message = format!("<{level}>kernel: {line}");
                match socket.send(message.as_bytes()) {
                    Err(error) if error.kind() != io::ErrorKind::WouldBlock => {
                        // Whoever listens may have been started anew.
                        *socket = connect(path)?;
                        socket.send(message.as_bytes()).map(|_| ())
                    }
                    sent => sent.map(|_| ()),
                }
            }
            Self::File(file) => {
                let Date {
                    year,
                    month,
                    day,
                    hour,
                    minute,
                    second,
                    ..
                } = Date::of(since_epoch);
                let micros = since_epoch.subsec_micros();
                let line = format!(
                    "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micros:06}Z \
                     kernel: {line}\n"
                );
                file.write_all(line.as_bytes())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{env, fs, process};

    use dataplane::{
        filter::{Hook, targets::LogOptions},
        trace::LogKind,
    };

    use super::*;

    fn record(level: u8, prefix: &str) -> LogRecord {
        LogRecord {
            kind: LogKind::Log,
            hook: Hook::Forward,
            iif: None,
            oif: None,
            level,
            prefix: prefix.to_owned(),
            options: LogOptions::default(),
            mark: Default::default(),
            frame: Vec::new(),
            l3: 0,
            len: 0,
        }
    }

    fn line(record: &LogRecord) -> String {
        format!("{}IN= OUT= ", record.prefix)
    }

    fn folder(name: &str) -> PathBuf {
        let folder = env::temp_dir().join(format!("tollgate-kernel-log-{name}-{}", process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        folder
    }

    const TODAY: Duration = Duration::from_micros(1_795_641_047_000_042);

    #[test]
    fn targets_have_names() {
        for (text, target) in [
            ("stderr", KernelLogTarget::Stderr),
            ("syslog", KernelLogTarget::Syslog),
            ("file:/x", KernelLogTarget::File("/x".into())),
        ] {
            assert_eq!(text.parse(), Ok(target.clone()));
            assert_eq!(target.to_string(), text);
        }
        assert_eq!("journal".parse(), Ok(KernelLogTarget::Syslog));
        for wrong in ["", "file:", "/x", "Stderr"] {
            assert!(wrong.parse::<KernelLogTarget>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_file_grows_and_is_opened_anew_when_it_was_moved() {
        let folder = folder("file");
        let path = folder.join("log");
        fs::write(&path, "old\n").expect("a file");
        let mut log = KernelLog::open(KernelLogTarget::File(path.clone()), line);
        log.write(&record(4, "a "), Instant::ZERO, TODAY);
        let read = |path: &Path| fs::read_to_string(path).expect("a file");
        let written = "2026-11-25T21:10:47.000042Z kernel: a IN= OUT= \n";
        assert_eq!(read(&path), format!("old\n{written}"));
        let moved = folder.join("log.1");
        fs::rename(&path, &moved).expect("moved");
        log.reopen();
        log.write(&record(4, "a "), Instant::ZERO, TODAY);
        assert_eq!(read(&path), written);
        assert_eq!(read(&moved), format!("old\n{written}"));
        fs::remove_dir_all(folder).expect("removed");
    }

    #[test]
    fn syslog_gets_datagrams_of_the_kernel_also_after_it_was_started_anew() {
        let folder = folder("syslog");
        let path = folder.join("log");
        let server = UnixDatagram::bind(&path).expect("a socket");
        let mut log = KernelLog::open_at(KernelLogTarget::Syslog, &path, line);
        let receive = |server: &UnixDatagram| {
            let mut buffer = [0; 100];
            let length = server.recv(&mut buffer).expect("a datagram");
            String::from_utf8_lossy(&buffer[..length]).into_owned()
        };
        log.write(&record(5, "drop: "), Instant::ZERO, TODAY);
        assert_eq!(receive(&server), "<5>kernel: drop: IN= OUT= ");
        drop(server);
        fs::remove_file(&path).expect("removed");
        log.write(&record(5, "lost: "), Instant::ZERO, TODAY);
        assert_eq!(log.lost, 1);
        let server = UnixDatagram::bind(&path).expect("a socket");
        log.write(&record(0, "again: "), Instant::ZERO, TODAY);
        assert_eq!(receive(&server), "<0>kernel: again: IN= OUT= ");
        assert_eq!(log.lost, 1);
        fs::remove_dir_all(folder).expect("removed");
    }

    #[test]
    fn what_can_not_be_opened_is_standard_error() {
        let nowhere = Path::new("/nowhere/log");
        let log = KernelLog::open_at(KernelLogTarget::Syslog, nowhere, line);
        assert!(matches!(log.sink, Sink::Stderr));
        let log = KernelLog::open(KernelLogTarget::File(nowhere.into()), line);
        assert!(matches!(log.sink, Sink::Stderr));
    }

    #[test]
    fn a_second_has_so_many_lines_and_the_others_are_counted() {
        let folder = folder("many");
        let path = folder.join("log");
        let mut log = KernelLog::open(KernelLogTarget::File(path.clone()), line);
        let start = Instant::ZERO + Duration::from_secs(5);
        for _ in 0..LINES_PER_SECOND + 7 {
            log.write(&record(4, ""), start, TODAY);
        }
        assert_eq!(log.lost, 7);
        log.report(3);
        assert_eq!(log.lost, 0);
        log.write(&record(4, ""), start + Duration::from_secs(1), TODAY);
        assert_eq!(log.lost, 0);
        let text = fs::read_to_string(&path).expect("a file");
        assert_eq!(text.lines().count(), LINES_PER_SECOND as usize + 1);
        fs::remove_dir_all(folder).expect("removed");
    }
}
