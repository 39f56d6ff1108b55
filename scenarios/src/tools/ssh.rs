//! `ssh`, `sshd` and `scp`: OpenSSH as people see it, over a real TCP connection. Nothing is encrypted and
//! nobody is asked for a password; behind the versions, which both sides say in the clear, stand frames of a
//! kind of their own: a length, what it is, and bytes.

use std::net::SocketAddr;

use dataplane::time::Duration;

use super::{
    NEVER,
    getopt::{Bad, Options, Spec},
    wall,
};
use crate::{
    jobs::{Input, Io, Others, Stream, Typed},
    stack::{Received, SocketError},
};

const SPEC: Spec = Spec {
    short: "1246ab:c:e:fgi:kl:m:no:p:qstvxAB:CD:E:F:GI:J:KL:MNO:PQ:R:S:TVw:W:XYy",
    long: &[],
    stops: true,
};
const USAGE: &str = "usage: ssh [-46Cnqtv] [-i identity_file] [-l login_name] [-o option] [-p port]\n           \
                     destination [command [argument ...]]\n";
/// What both sides say first.
const VERSION: &[u8] = b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7\r\n";
/// The exit status of ssh if it is ssh that fails.
const FAILED: i32 = 255;

/// What a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Begin a session; a command follows, or nothing for a login.
    Session = 1,
    /// A terminal is wanted for it.
    Terminal = 2,
    /// Bytes from or for the terminal.
    Data = 3,
    /// No more bytes.
    End = 4,
    /// The exit status.
    Status = 5,
    /// Begin to write a file; its path follows.
    Put = 6,
    /// Send a file; its path follows.
    Get = 7,
    /// What is wrong.
    Complaint = 8,
    /// The length of a file.
    Length = 9,
}

impl Kind {
    fn of(byte: u8) -> Option<Self> {
        [
            Self::Session,
            Self::Terminal,
            Self::Data,
            Self::End,
            Self::Status,
            Self::Put,
            Self::Get,
            Self::Complaint,
            Self::Length,
        ]
        .into_iter()
        .find(|kind| *kind as u8 == byte)
    }
}

/// A connection that has said its version.
pub(super) struct Channel {
    pub(super) stream: Stream,
    received: std::cell::RefCell<Vec<u8>>,
}

impl Channel {
    /// A frame's bytes.
    pub(super) fn frame(kind: Kind, bytes: &[u8]) -> Vec<u8> {
        let mut frame = (bytes.len() as u32).to_be_bytes().to_vec();
        frame.push(kind as u8);
        frame.extend_from_slice(bytes);
        frame
    }

    pub(super) async fn send(&self, kind: Kind, bytes: &[u8]) -> Result<(), SocketError> {
        self.stream.write_all(&Self::frame(kind, bytes)).await
    }

    /// A frame that has arrived whole; `Ok(None)` if there is none yet.
    pub(super) fn try_receive(&self) -> Result<Option<(Kind, Vec<u8>)>, SocketError> {
        let mut received = self.received.borrow_mut();
        loop {
            if let Some((&[a, b, c, d, kind], rest)) = received.split_first_chunk::<5>() {
                let len = u32::from_be_bytes([a, b, c, d]) as usize;
                if rest.len() >= len {
                    let bytes = rest[..len].to_vec();
                    received.drain(..5 + len);
                    let kind = Kind::of(kind).ok_or(SocketError::Reset)?;
                    return Ok(Some((kind, bytes)));
                }
            }
            match self.stream.try_read()? {
                Received::Data(bytes) => received.extend(bytes),
                Received::Nothing => return Ok(None),
                Received::End => return Err(SocketError::Reset),
            }
        }
    }

    pub(super) async fn receive(&self, io: &Io) -> Result<(Kind, Vec<u8>), SocketError> {
        let frame = io.until(NEVER, || self.try_receive().transpose());
        frame.await.unwrap_or(Err(SocketError::Reset))
    }
}

/// Says the version and hears the other side's.
async fn greet(io: &Io, stream: Stream) -> Result<Channel, SocketError> {
    stream.write_all(VERSION).await?;
    let mut received = Vec::new();
    loop {
        match stream.read(io.now() + Duration::from_secs(120)).await? {
            None => return Err(SocketError::Reset),
            Some(bytes) => received.extend(bytes),
        }
        if let Some(end) = received.iter().position(|byte| *byte == b'\n') {
            received.drain(..=end);
            return Ok(Channel {
                stream,
                received: received.into(),
            });
        }
    }
}

/// Connects to a server, as the options of `ssh` or `scp` say; complaints are printed.
pub(super) async fn open(
    io: &Io,
    options: &Options<'_>,
    host: &str,
    port: u16,
) -> Result<Channel, i32> {
    let Some(address) = io.resolve(host, options.family()) else {
        io.print(format!(
            "ssh: Could not resolve hostname {host}: Name or service not known\n"
        ));
        return Err(FAILED);
    };
    let seconds = option(options, "ConnectTimeout").and_then(|value| value.parse().ok());
    let deadline = seconds.map_or(NEVER, |seconds| io.now() + Duration::from_secs(seconds));
    let connected = io
        .connect("ssh", SocketAddr::new(address, port), deadline)
        .await;
    let stream = match connected {
        Ok(stream) => stream,
        Err(error) => {
            io.print(format!(
                "ssh: connect to host {host} port {port}: {error}\n"
            ));
            return Err(FAILED);
        }
    };
    match greet(io, stream).await {
        Ok(channel) => Ok(channel),
        Err(error) => {
            io.print(if error == SocketError::TimedOut {
                format!(
                    "Connection timed out during banner exchange\n\
                     Connection to {address} port {port} timed out\n"
                )
            } else {
                format!(
                    "kex_exchange_identification: Connection closed by remote host\n\
                     Connection closed by {address} port {port}\n"
                )
            });
            Err(FAILED)
        }
    }
}

/// What OpenSSH's own getopt says of an option.
pub(super) fn complaint(bad: &Bad) -> String {
    let text = bad.text();
    let text = text.replace("invalid option -- '", "unknown option -- ");
    text.trim_end_matches('\'').to_owned()
}

/// The value of `-o NAME=VALUE`.
fn option<'a>(options: &Options<'a>, wanted: &str) -> Option<&'a str> {
    let given = options.list.iter().filter(|(letter, _)| *letter == 'o');
    given
        .filter_map(|(_, text)| text.split_once(['=', ' ']))
        .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
        .map(|(_, value)| value)
}

pub(super) async fn ssh(io: &Io, args: &[&str]) -> i32 {
    // Options may stand before the host and behind it; then comes the command.
    let read = Options::read(&SPEC, args).and_then(|mut options| {
        let operands = std::mem::take(&mut options.operands);
        let Some((&host, rest)) = operands.split_first() else {
            return Ok((options, None));
        };
        let more = Options::read(&SPEC, rest)?;
        options.list.extend(more.list);
        options.operands = more.operands;
        Ok((options, Some(host)))
    });
    let (options, host) = match read {
        Ok(read) => read,
        Err(bad) => {
            io.print(format!("{}\n{USAGE}", complaint(&bad)));
            return FAILED;
        }
    };
    let Some(host) = host else {
        io.print(USAGE);
        return FAILED;
    };
    let host = host.rsplit('@').next().unwrap_or(host);
    let port = match options.value('p').map(str::parse) {
        None => 22,
        Some(Ok(port)) if port > 0 => port,
        Some(_) => {
            io.print(format!(
                "Bad port '{}'\n",
                options.value('p').unwrap_or_default()
            ));
            return FAILED;
        }
    };
    let channel = match open(io, &options, host, port).await {
        Ok(channel) => channel,
        Err(status) => return status,
    };
    let command = options.operands.join(" ");
    match session(io, &channel, host, &command).await {
        Ok(status) => status,
        Err(error) => {
            let (_, to) = channel.stream.ends();
            io.print(if error == SocketError::TimedOut {
                "client_loop: send disconnect: Broken pipe\n".to_owned()
            } else {
                format!("Connection to {} closed by remote host.\n", to.ip())
            });
            FAILED
        }
    }
}

/// Carries the terminal to the other machine until the session is over.
async fn session(
    io: &Io,
    channel: &Channel,
    host: &str,
    command: &str,
) -> Result<i32, SocketError> {
    // A login from a terminal gets one at the other end, and says goodbye.
    let mut pending = io.typed();
    let terminal = command.is_empty() && pending != Typed::End;
    let kind = if terminal {
        Kind::Terminal
    } else {
        Kind::Session
    };
    channel.send(kind, command.as_bytes()).await?;
    let mut ended = false;
    loop {
        if !ended {
            match std::mem::replace(&mut pending, Typed::Nothing) {
                Typed::Bytes(bytes) => channel.send(Kind::Data, &bytes).await?,
                Typed::Nothing => {}
                Typed::End => {
                    ended = true;
                    channel.send(Kind::End, &[]).await?;
                }
            }
        }
        let frame = io.until(NEVER, || {
            let frame = channel.try_receive().transpose();
            if frame.is_some() {
                return frame.map(Some);
            }
            if !ended {
                pending = io.typed();
                if pending != Typed::Nothing {
                    return Some(None);
                }
            }
            None
        });
        match frame.await {
            Some(None) => {}
            Some(Some(Ok((Kind::Data, bytes)))) => io.print(bytes),
            Some(Some(Ok((Kind::Status, bytes)))) => {
                if terminal {
                    io.print(format!("Connection to {host} closed.\n"));
                }
                return Ok(bytes.first().map_or(FAILED, |status| i32::from(*status)));
            }
            Some(Some(Ok(_))) => return Err(SocketError::Reset),
            Some(Some(Err(error))) => return Err(error),
            None => return Err(SocketError::TimedOut),
        }
    }
}

const DAEMON: Spec = Spec {
    short: "46C:c:DdE:ef:g:h:iko:p:qTt",
    long: &[],
    stops: false,
};

/// `sshd [-D] [-p PORT]`
pub(super) async fn sshd(io: &Io, args: &[&str]) -> i32 {
    let options = match Options::read(&DAEMON, args) {
        Ok(options) => options,
        Err(bad) => {
            io.print(format!(
                "sshd: {}\nusage: sshd [-Deq] [-p port]\n",
                bad.text()
            ));
            return 1;
        }
    };
    let port = options.value('p').and_then(|port| port.parse().ok());
    let port = port.unwrap_or(22);
    let says = options.has('e') && !options.has('q');
    let mut listeners = Vec::new();
    for (families, any) in [((false, false), "0.0.0.0"), ((true, false), "::")] {
        match io.listen("sshd", None, port, families, 128) {
            Ok(listener) => {
                if says {
                    io.print(format!("Server listening on {any} port {port}.\n"));
                }
                listeners.push(listener);
            }
            Err(error) => io.print(format!(
                "error: Bind to port {port} on {any} failed: {error}.\n"
            )),
        }
    }
    if listeners.is_empty() {
        io.print("fatal: Cannot bind any address.\n");
        return FAILED;
    }
    if !options.has('D') {
        io.daemonize();
    }
    let others = Others::default();
    let accept = async {
        while let Some(stream) = io.accept(&listeners, NEVER).await {
            let io = io.clone();
            others.add(async move {
                // Who breaks off hears nothing.
                let _ = serve(&io, stream, says).await;
            });
        }
    };
    io.beside(&others, accept).await;
    0
}

/// One connection to the server.
async fn serve(io: &Io, stream: Stream, says: bool) -> Result<(), SocketError> {
    let (_, from) = stream.ends();
    let channel = greet(io, stream).await?;
    let (kind, bytes) = channel.receive(io).await?;
    if says {
        let (ip, port) = (from.ip(), from.port());
        io.print(format!(
            "Accepted publickey for root from {ip} port {port} ssh2\n"
        ));
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = match kind {
        Kind::Session | Kind::Terminal if text.is_empty() => {
            login(io, &channel, from, kind == Kind::Terminal).await?
        }
        Kind::Session => execute(io, &channel, &text).await?,
        Kind::Put => return super::scp::take(io, &channel, &text).await,
        Kind::Get => return super::scp::give(io, &channel, &text).await,
        Kind::Terminal | Kind::Data | Kind::End | Kind::Status | Kind::Complaint | Kind::Length => {
            return Err(SocketError::Reset);
        }
    };
    channel.send(Kind::Status, &[status as u8]).await?;
    channel.stream.shutdown();
    Ok(())
}

/// A login shell: the message of the day, and what is typed then.
async fn login(
    io: &Io,
    channel: &Channel,
    from: SocketAddr,
    terminal: bool,
) -> Result<i32, SocketError> {
    let host = io.host();
    let motd = io.files().get("/etc/motd").map(|file| file.read(0, 65_536));
    let motd = motd.unwrap_or_else(|| format!("Welcome to {host}\n").into_bytes());
    channel.send(Kind::Data, &motd).await?;
    let last = wall::last_login(io.now());
    let last = format!("Last login: {last} from {}\n", from.ip());
    channel.send(Kind::Data, last.as_bytes()).await?;
    let prompt = format!("root@{host}:~# ");
    let mut status = 0;
    let mut line: Vec<u8> = Vec::new();
    if terminal {
        channel.send(Kind::Data, prompt.as_bytes()).await?;
    }
    loop {
        let (kind, bytes) = channel.receive(io).await?;
        if kind == Kind::Data {
            line.extend(bytes);
        }
        while let Some(end) = line.iter().position(|byte| *byte == b'\n') {
            let typed: Vec<u8> = line.drain(..=end).collect();
            let typed = String::from_utf8_lossy(&typed).trim().to_owned();
            if matches!(typed.as_str(), "exit" | "logout") {
                if terminal {
                    channel.send(Kind::Data, b"logout\n").await?;
                }
                return Ok(status);
            }
            status = execute(io, channel, &typed).await?;
            if terminal {
                channel.send(Kind::Data, prompt.as_bytes()).await?;
            }
        }
        if kind == Kind::End {
            if terminal {
                channel.send(Kind::Data, b"logout\n").await?;
            }
            return Ok(status);
        }
    }
}

/// Runs a command line, and sends what it prints as it prints it.
async fn execute(io: &Io, channel: &Channel, text: &str) -> Result<i32, SocketError> {
    let line = match super::sh::Line::parse(text) {
        Ok(line) => line,
        Err(complaint) => {
            let complaint = format!("{complaint}\n");
            channel.send(Kind::Data, complaint.as_bytes()).await?;
            return Ok(2);
        }
    };
    let inner = io.fork(Input::Nothing);
    let mut program = Box::pin(super::sh::run(&inner, &line));
    let mut gone = false;
    loop {
        // Until it has printed something, or is over, or nobody listens any more.
        let status = io
            .race(program.as_mut(), || {
                gone = !channel.stream.is_open();
                gone || inner.has_output()
            })
            .await;
        let printed = inner.take_output();
        if !printed.is_empty() {
            channel.send(Kind::Data, &printed).await?;
        }
        match status {
            Some(status) => return Ok(status),
            None if gone => return Err(SocketError::Reset),
            None => {}
        }
    }
}
