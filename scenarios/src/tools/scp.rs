//! `scp`: files over a connection of [`ssh`](super::ssh), with OpenSSH's progress meter.

use std::future::Future;

use dataplane::time::{Duration, Instant};

use super::{
    getopt::{Options, Spec},
    ssh::{Channel, Kind, complaint, open},
};
use crate::{
    jobs::{File, Io, is_pattern},
    stack::SocketError,
};

const SPEC: Spec = Spec {
    short: "12346ABCTdfOpqRrstvD:F:J:M:P:S:c:i:l:o:X:",
    long: &[],
    stops: false,
};
const USAGE: &str = "usage: scp [-346BCpqrv] [-i identity_file] [-l limit] [-o ssh_option]\n           \
                     [-P port] source ... target\n";
/// Bytes that are read from a file at once, as sftp does.
const CHUNK: usize = 32_768;
/// The width of the terminal, less what stands behind the name.
const NAME_WIDTH: usize = 80 - 36;

/// `[USER@]HOST:PATH`, or a path here.
fn remote(word: &str) -> Option<(&str, &str)> {
    let (host, path) = match word.strip_prefix('[') {
        Some(rest) => rest.split_once("]:")?,
        None => {
            let (host, path) = word.split_once(':')?;
            if host.contains('/') {
                return None;
            }
            match host.rsplit_once('@') {
                Some((_, host)) => (host, path),
                None => (host, path),
            }
        }
    };
    Some((host, path))
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The path of a file that is put at `target`.
fn put_at(target: &str, name: &str) -> String {
    match target {
        "" | "." | "~" | "/root" | "/root/" => name.to_owned(),
        target if target.ends_with('/') => format!("{target}{name}"),
        target => target.to_owned(),
    }
}

pub(super) async fn run(io: &Io, args: &[&str]) -> i32 {
    let options = match Options::read(&SPEC, args) {
        Ok(options) => options,
        Err(bad) => {
            io.print(format!("scp: {}\n{USAGE}", complaint(&bad)));
            return 1;
        }
    };
    let [sources @ .., target] = options.operands.as_slice() else {
        io.print(USAGE);
        return 1;
    };
    if sources.is_empty() {
        io.print(USAGE);
        return 1;
    }
    let mut status = 0;
    for source in sources {
        let end = match (remote(source), remote(target)) {
            (None, Some((host, path))) => put(io, &options, source, host, path).await,
            (Some((host, path)), None) => get(io, &options, host, path, target).await,
            (None, None) => copy(io, source, target),
            (Some(_), Some(_)) => {
                io.print("scp: between two other machines is more than the lab can do\n");
                1
            }
        };
        if end != 0 {
            status = end;
        }
    }
    status
}

fn copy(io: &Io, source: &str, target: &str) -> i32 {
    let file = io.files().get(source).cloned();
    match file {
        Some(file) => {
            let path = put_at(target, base(source));
            io.files_mut().insert(path, file);
            0
        }
        None => {
            io.print(format!(
                "cp: cannot stat '{source}': No such file or directory\n"
            ));
            1
        }
    }
}

async fn connect(io: &Io, options: &Options<'_>, host: &str) -> Result<Channel, i32> {
    let port = options.value('P').and_then(|port| port.parse().ok());
    let opened = open(io, options, host, port.unwrap_or(22)).await;
    if opened.is_err() {
        io.print("scp: Connection closed\n");
    }
    opened
}

fn broken(io: &Io, error: SocketError) -> i32 {
    if error == SocketError::TimedOut {
        io.print("client_loop: send disconnect: Broken pipe\n");
    }
    io.print("scp: Connection closed\n");
    255
}

async fn put(io: &Io, options: &Options<'_>, source: &str, host: &str, target: &str) -> i32 {
    let channel = match connect(io, options, host).await {
        Ok(channel) => channel,
        Err(status) => return status,
    };
    let Some(file) = io.files().get(source).cloned() else {
        io.print(format!(
            "scp: stat local \"{source}\": No such file or directory\n"
        ));
        return 1;
    };
    let name = base(source);
    let mut meter = Meter::new(io, name, file.len(), options.has('q'));
    let sent = async {
        channel
            .send(Kind::Put, put_at(target, name).as_bytes())
            .await?;
        for chunk in file.chunks(CHUNK) {
            let frame = Channel::frame(Kind::Data, &chunk);
            meter.during(channel.stream.write_all(&frame)).await?;
            meter.moved += chunk.len() as u64;
        }
        channel.send(Kind::End, &[]).await?;
        meter.during(channel.receive(io)).await
    };
    match sent.await {
        Ok((Kind::Status, _)) => {
            meter.finish();
            0
        }
        Ok((_, bytes)) => {
            io.print(format!("scp: {}\n", String::from_utf8_lossy(&bytes)));
            1
        }
        Err(error) => broken(io, error),
    }
}

async fn get(io: &Io, options: &Options<'_>, host: &str, path: &str, target: &str) -> i32 {
    let channel = match connect(io, options, host).await {
        Ok(channel) => channel,
        Err(status) => return status,
    };
    let fetched = async {
        channel.send(Kind::Get, path.as_bytes()).await?;
        let total = match channel.receive(io).await? {
            (Kind::Length, bytes) => bytes
                .first_chunk::<8>()
                .map_or(0, |bytes| u64::from_be_bytes(*bytes)),
            (_, bytes) => return Ok(Err(bytes)),
        };
        let mut meter = Meter::new(io, base(path), total, options.has('q'));
        let mut all = Vec::new();
        loop {
            match meter.during(channel.receive(io)).await? {
                (Kind::Data, bytes) => {
                    all.extend(bytes);
                    meter.moved = all.len() as u64;
                }
                (_, _) => {
                    meter.finish();
                    return Ok(Ok(all));
                }
            }
        }
    };
    match fetched.await {
        Ok(Ok(bytes)) => {
            let path = put_at(target, base(path));
            io.files_mut().insert(path, File::Bytes(bytes));
            0
        }
        Ok(Err(complaint)) => {
            io.print(format!("scp: {}\n", String::from_utf8_lossy(&complaint)));
            1
        }
        Err(error) => broken(io, error),
    }
}

/// The server's side of a copy to it.
pub(super) async fn take(io: &Io, channel: &Channel, path: &str) -> Result<(), SocketError> {
    let mut all = Vec::new();
    let mut first_pattern = 0_u64;
    while let (Kind::Data, bytes) = channel.receive(io).await? {
        // What is a pattern stays one: a large file needs no memory.
        if all.is_empty() && is_pattern(&bytes, first_pattern) {
            first_pattern += bytes.len() as u64;
            continue;
        }
        if first_pattern > 0 {
            all = File::Pattern(first_pattern).read(0, usize::MAX);
            first_pattern = 0;
        }
        all.extend(bytes);
    }
    let file = match first_pattern {
        0 => File::Bytes(all),
        len => File::Pattern(len),
    };
    io.files_mut().insert(path.to_owned(), file);
    channel.send(Kind::Status, &[0]).await?;
    channel.stream.shutdown();
    Ok(())
}

/// The server's side of a copy from it.
pub(super) async fn give(io: &Io, channel: &Channel, path: &str) -> Result<(), SocketError> {
    let file = io.files().get(path).cloned();
    let Some(file) = file else {
        let complaint = format!("{path}: No such file or directory");
        return channel.send(Kind::Complaint, complaint.as_bytes()).await;
    };
    channel
        .send(Kind::Length, &file.len().to_be_bytes())
        .await?;
    for chunk in file.chunks(CHUNK) {
        channel.send(Kind::Data, &chunk).await?;
    }
    channel.send(Kind::End, &[]).await?;
    channel.stream.shutdown();
    Ok(())
}

/// OpenSSH's progress meter (`progressmeter.c`): refreshed once a second, with a mean that forgets.
struct Meter<'a> {
    io: &'a Io,
    name: &'a str,
    total: u64,
    quiet: bool,
    began: Instant,
    moved: u64,
    /// At the last refresh.
    last: (Instant, u64),
    next: Instant,
    rate: f64,
    stalled: u64,
}

impl<'a> Meter<'a> {
    fn new(io: &'a Io, name: &'a str, total: u64, quiet: bool) -> Self {
        let now = io.now();
        let mut meter = Self {
            io,
            name,
            total,
            quiet,
            began: now,
            moved: 0,
            last: (now, 0),
            next: now + Duration::from_secs(1),
            rate: 0.0,
            stalled: 0,
        };
        meter.refresh();
        meter
    }

    /// Waits for something, and refreshes meanwhile.
    async fn during<T>(&mut self, what: impl Future<Output = T>) -> T {
        let mut what = std::pin::pin!(what);
        loop {
            if let Some(done) = self.io.timeout(self.next, what.as_mut()).await {
                if self.io.now() >= self.next {
                    self.tick();
                }
                return done;
            }
            self.tick();
        }
    }

    fn tick(&mut self) {
        self.next = self.io.now() + Duration::from_secs(1);
        self.refresh();
    }

    fn refresh(&mut self) {
        let now = self.io.now();
        let (then, before) = self.last;
        let elapsed = now.saturating_since(then).as_secs_f64();
        let moved = self.moved - before;
        if elapsed > 0.0 {
            let rate = moved as f64 / elapsed;
            self.rate = match self.rate {
                0.0 => rate,
                old => old * 0.9 + rate * 0.1,
            };
            self.stalled = if moved == 0 {
                self.stalled + elapsed as u64
            } else {
                0
            };
        }
        self.last = (now, self.moved);
        self.show(self.rate, false);
    }

    fn finish(&mut self) {
        let elapsed = self.io.now().saturating_since(self.began).as_secs_f64();
        let rate = if elapsed > 0.0 {
            self.total as f64 / elapsed
        } else {
            self.total as f64
        };
        self.moved = self.total;
        self.show(rate, true);
        if !self.quiet {
            self.io.print("\n");
        }
    }

    fn show(&self, rate: f64, done: bool) {
        if self.quiet {
            return;
        }
        let percent = match self.total {
            0 => 100,
            total => (self.moved as f64 / total as f64 * 100.0) as u64,
        };
        let left = self.total - self.moved;
        let time = if self.moved == 0 && !done {
            "  --:-- ETA".to_owned()
        } else if self.stalled >= 5 {
            " - stalled -".to_owned()
        } else {
            let seconds = match (done || left == 0, rate >= 1.0) {
                (true, _) => self.io.now().saturating_since(self.began).as_secs(),
                (false, true) => (left as f64 / rate) as u64,
                (false, false) => 0,
            };
            let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
            let clock = match hours {
                0 => format!("  {minutes:02}:{seconds:02}"),
                hours => format!("{hours}:{minutes:02}:{seconds:02}"),
            };
            clock + if left > 0 { " ETA" } else { "    " }
        };
        let line = format!(
            "{:NAME_WIDTH$} {percent:3}% {} {}/s {time}",
            self.name,
            size(self.moved),
            speed(rate as u64)
        );
        self.io.reprint_line(&line);
    }
}

const UNITS: [char; 5] = [' ', 'K', 'M', 'G', 'T'];

/// `format_size`
fn size(mut bytes: u64) -> String {
    let mut unit = 0;
    while bytes >= 10_000 && unit < 4 {
        bytes = (bytes + 512) / 1024;
        unit += 1;
    }
    format!(
        "{bytes:4}{}{}",
        UNITS[unit],
        if unit > 0 { "B" } else { " " }
    )
}

/// `format_rate`
fn speed(bytes: u64) -> String {
    let mut bytes = bytes * 100;
    let mut unit = 0;
    while (bytes >= 100 * 1000 || unit == 0) && unit < 4 {
        bytes = (bytes + 512) / 1024;
        unit += 1;
    }
    format!(
        "{:3}.{}{}B",
        (bytes + 5) / 100,
        (bytes + 5) / 10 % 10,
        UNITS[unit]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_openssh_s() {
        for (bytes, text) in [
            (0, "   0 "),
            (9_999, "9999 "),
            (307_200, " 300KB"),
            (104_857_600, " 100MB"),
        ] {
            assert_eq!(size(bytes).trim_end(), text.trim_end());
        }
        for (bytes, text) in [
            (95_949, " 93.7KB"),
            (97_308_000, " 92.8MB"),
            (500, "  0.5KB"),
        ] {
            assert_eq!(speed(bytes), text);
        }
    }

    #[test]
    fn places_are_told_from_files() {
        assert_eq!(remote("root@2.2.2.12:/tmp/x"), Some(("2.2.2.12", "/tmp/x")));
        assert_eq!(remote("[fd00::2]:x"), Some(("fd00::2", "x")));
        assert_eq!(remote("1.1.1.11:"), Some(("1.1.1.11", "")));
        assert_eq!(remote("test.img"), None);
        assert_eq!(remote("./a:b"), None);
        assert_eq!(put_at("", "a"), "a");
        assert_eq!(put_at("/tmp/", "a"), "/tmp/a");
    }
}
