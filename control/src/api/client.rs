//! A client's end of the API.

use std::{
    fmt,
    io::{self, BufReader, Write},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
};

use super::proto::{Reply, Request};

/// Why a command could not be given to the daemon.
#[derive(Debug)]
pub enum ClientError {
    /// Nobody answers.
    Connect(PathBuf, io::Error),
    /// The connection broke.
    Lost(io::Error),
    /// The output can't be written.
    Output(io::Error),
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect(path, error) if error.kind() == io::ErrorKind::PermissionDenied => {
                write!(
                    f,
                    "{}: {error}; only root and the daemon's user may",
                    path.display()
                )
            }
            Self::Connect(path, error) => write!(
                f,
                "{}: {error}; is `tollgate run` running? --socket or TOLLGATE_SOCKET name another \
                 socket",
                path.display()
            ),
            Self::Lost(error) => write!(f, "the daemon is gone: {error}"),
            Self::Output(error) => write!(f, "output: {error}"),
        }
    }
}

impl std::error::Error for ClientError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Connect(_, error) | Self::Lost(error) | Self::Output(error) => Some(error),
        }
    }
}

/// Has the daemon at `socket` execute `request`, and prints as it comes; gives the exit status.
///
/// # Errors
/// See [`ClientError`].
pub fn call(
    socket: &Path,
    request: &Request,
    stdout: &mut impl Write,
    stderr: &mut impl Write,
) -> Result<i32, ClientError> {
    let mut stream = UnixStream::connect(socket)
        .map_err(|error| ClientError::Connect(socket.to_owned(), error))?;
    // A daemon that refuses a request may stop reading it and say why: its answer counts.
    let sent = request.write(&mut stream);
    let mut replies = BufReader::new(stream);
    loop {
        let reply = match Reply::read(&mut replies) {
            Ok(Some(reply)) => reply,
            Ok(None) => {
                let closed = io::ErrorKind::UnexpectedEof.into();
                return Err(ClientError::Lost(sent.err().unwrap_or(closed)));
            }
            Err(error) => return Err(ClientError::Lost(error)),
        };
        let printed = match reply {
            Reply::Stdout(text) => stdout
                .write_all(text.as_bytes())
                .and_then(|()| stdout.flush()),
            Reply::Stderr(text) => stderr.write_all(text.as_bytes()),
            Reply::Exit(status) => return Ok(status),
        };
        printed.map_err(ClientError::Output)?;
    }
}
