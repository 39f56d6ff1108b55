//! The daemon's end of the API: a thread for each client, all commands to one control thread.

use std::{
    fmt, fs, io,
    os::unix::net::{UnixListener, UnixStream},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use crossbeam::channel::{self, Receiver, RecvTimeoutError, Sender};
use rustix::{
    event::{PollFd, PollFlags},
    fs::Mode,
    process,
};
use tracing::{debug, warn};

use super::proto::{Reply, Request};

/// Clients at the same time; more are turned away.
const MAX_CLIENTS: usize = 64;

/// How long a client may take to read what was sent before it is given up.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// How often a client that only waits is looked at: has it left?
const LEFT_CHECK: Duration = Duration::from_millis(200);

/// Replies that wait for a slow client (`monitor`); the next one is its last.
const QUEUE: usize = 4096;

/// A command of a client, on its way to the control thread.
#[derive(Debug)]
pub struct Call {
    /// The command.
    pub request: Request,
    /// Where what it prints goes.
    pub replies: Replies,
}

/// The way back to a client. Sending never blocks.
#[derive(Clone, Debug)]
pub struct Replies(Sender<Reply>);

impl Replies {
    /// Sends a part of the answer; `false` if the client is gone or reads too slowly: nothing more
    /// needs to be sent.
    #[must_use]
    pub fn send(&self, reply: Reply) -> bool {
        self.0.try_send(reply).is_ok()
    }
}

/// Why there is no API.
#[derive(Debug)]
pub enum ServerError {
    /// Another daemon answers on the socket.
    InUse(PathBuf),
    /// The socket can't be made.
    Bind(PathBuf, io::Error),
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InUse(path) => write!(
                f,
                "{}: another tollgate answers there; give this one its own --socket",
                path.display()
            ),
            Self::Bind(path, error) => write!(
                f,
                "{}: {error}; --socket names another place",
                path.display()
            ),
        }
    }
}

impl std::error::Error for ServerError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::InUse(_) => None,
            Self::Bind(_, error) => Some(error),
        }
    }
}

/// The listening socket; its file goes when this does.
#[derive(Debug)]
pub struct Server {
    path: PathBuf,
    /// Where it is as yet.
    at: PathBuf,
}

impl Server {
    /// Listens, and sends what clients ask for to `calls`: at `path` (mode 0600), once that is [said](Self::publish).
    ///
    /// # Errors
    /// See [`ServerError`].
    pub fn start(path: &Path, calls: Sender<Call>) -> Result<Self, ServerError> {
        let bind = |error| ServerError::Bind(path.to_owned(), error);
        check_free(path)?;
        // Not a longer name than it will have: the path of a socket has 107 bytes at most.
        let at = path.with_file_name(format!(".{}", std::process::id()));
        remove(&at).map_err(bind)?;
        // The mode has to hold from the first moment on; nothing else makes files meanwhile.
        let before = process::umask(Mode::RWXG | Mode::RWXO | Mode::XUSR);
        let listener = UnixListener::bind(&at);
        process::umask(before);
        let listener = listener.map_err(bind)?;
        let server = Self {
            path: path.to_owned(),
            at,
        };
        thread::Builder::new()
            .name("api".to_owned())
            .spawn(move || accept(&listener, &calls))
            .map_err(bind)?;
        Ok(server)
    }

    /// Gives the socket its name: who sees it finds everything ready. One that nobody listens at any more is replaced.
    ///
    /// # Errors
    /// See [`ServerError`].
    pub fn publish(&mut self) -> Result<(), ServerError> {
        check_free(&self.path)?;
        fs::rename(&self.at, &self.path)
            .map_err(|error| ServerError::Bind(self.path.clone(), error))?;
        self.at.clone_from(&self.path);
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Whatever is the matter with it, nobody listens there any more.
        let _ = remove(&self.at);
    }
}

/// Whether nobody listens at a path.
fn check_free(path: &Path) -> Result<(), ServerError> {
    match UnixStream::connect(path) {
        Ok(_) => Err(ServerError::InUse(path.to_owned())),
        Err(_) => Ok(()),
    }
}

/// Removes a file, if it is there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn accept(listener: &UnixListener, calls: &Sender<Call>) {
    let clients = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming() {
        let stream = match stream {
            Ok(stream) => stream,
            Err(error) => {
                // Out of descriptors, most likely: let some clients leave.
                warn!(%error, "api: a client could not be accepted");
                thread::sleep(LEFT_CHECK);
                continue;
            }
        };
        if let Err(error) = check_peer(&stream) {
            turn_away(stream, &error);
            continue;
        }
        if clients.fetch_add(1, Ordering::Relaxed) >= MAX_CLIENTS {
            clients.fetch_sub(1, Ordering::Relaxed);
            turn_away(stream, &format!("there are {MAX_CLIENTS} clients already"));
            continue;
        }
        let (calls, count) = (calls.clone(), Arc::clone(&clients));
        let serving = thread::Builder::new()
            .name("client".to_owned())
            .spawn(move || {
                if let Err(error) = serve(stream, &calls) {
                    debug!(%error, "api: a client was lost");
                }
                count.fetch_sub(1, Ordering::Relaxed);
            });
        if let Err(error) = serving {
            clients.fetch_sub(1, Ordering::Relaxed);
            warn!(%error, "api: no thread for a client");
        }
    }
}

/// Tells a client why it is not served. It may have gone, or not read: no matter.
fn turn_away(mut stream: UnixStream, why: &dyn std::fmt::Display) {
    warn!("api: a client was turned away: {why}");
    let told = stream
        .set_write_timeout(Some(LEFT_CHECK))
        .and_then(|()| Reply::Stderr(format!("tollgate: {why}\n")).write(&mut stream))
        .and_then(|()| Reply::Exit(255).write(&mut stream));
    if let Err(error) = told {
        debug!(%error, "api: nor could it be told");
    }
}

/// Root and the daemon's own user may; the socket's mode says the same, but a mode can be changed.
fn check_peer(stream: &UnixStream) -> io::Result<()> {
    let peer = rustix::net::sockopt::socket_peercred(stream)?;
    if peer.uid.is_root() || peer.uid == process::geteuid() {
        Ok(())
    } else {
        Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            format!(
                "process {} of user {} is neither root nor the daemon's user",
                peer.pid.as_raw_nonzero(),
                peer.uid.as_raw()
            ),
        ))
    }
}

fn serve(mut stream: UnixStream, calls: &Sender<Call>) -> io::Result<()> {
    stream.set_write_timeout(Some(WRITE_TIMEOUT))?;
    loop {
        let request = match Request::read(&mut stream) {
            Ok(Some(request)) => request,
            Ok(None) => return Ok(()),
            Err(error) => {
                // Tell the client what was wrong with what it sent; then there is no way to find
                // the start of the next request.
                if error.kind() == io::ErrorKind::InvalidData {
                    Reply::Stderr(format!("tollgate: bad request: {error}\n"))
                        .write(&mut stream)?;
                    Reply::Exit(255).write(&mut stream)?;
                }
                return Err(error);
            }
        };
        let (sender, replies) = channel::bounded(QUEUE);
        let call = Call {
            request,
            replies: Replies(sender),
        };
        if calls.send(call).is_err() {
            return Ok(());
        }
        answer(&mut stream, &replies)?;
    }
}

/// Passes replies on until the last.
fn answer(stream: &mut UnixStream, replies: &Receiver<Reply>) -> io::Result<()> {
    loop {
        match replies.recv_timeout(LEFT_CHECK) {
            Ok(reply) => {
                reply.write(stream)?;
                if matches!(reply, Reply::Exit(_)) {
                    return Ok(());
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                let mut fds = [PollFd::new(stream, PollFlags::RDHUP)];
                let none = rustix::event::Timespec {
                    tv_sec: 0,
                    tv_nsec: 0,
                };
                rustix::event::poll(&mut fds, Some(&none))?;
                if !fds[0].revents().is_empty() {
                    return Err(io::ErrorKind::ConnectionAborted.into());
                }
            }
            // The control thread gave the client up: it read too slowly, or the daemon ends.
            Err(RecvTimeoutError::Disconnected) => {
                Reply::Stderr("tollgate: the daemon ended the command\n".to_owned())
                    .write(stream)?;
                return Reply::Exit(255).write(stream);
            }
        }
    }
}
