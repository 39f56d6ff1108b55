//! The messages of the API and how they are framed.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

/// The longest request, without its standard input, in bytes.
pub const MAX_REQUEST: usize = 4 << 20;

/// The longest standard input of a request, in bytes: a batch of some five million routes.
pub const MAX_STDIN: u64 = 256 << 20;

/// The longest message that a client takes, in bytes.
const MAX_REPLY: usize = 16 << 20;

/// Text of one reply, in bytes: long output is cut so that a client can print while it comes.
const CHUNK: usize = 1 << 20;

/// A command line for the daemon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The command: its name, then its arguments.
    pub argv: Vec<String>,
    /// What it reads: the contents of the file that the command line names as its input.
    pub stdin: Option<Vec<u8>>,
}

/// A request as it is written: the standard input follows it.
#[derive(Serialize, Deserialize)]
struct Header {
    argv: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stdin: Option<u64>,
}

/// A part of what a command gives back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reply {
    /// For the standard output.
    Stdout(String),
    /// For the standard error.
    Stderr(String),
    /// The command is done; its exit status.
    Exit(i32),
}

fn invalid(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

fn write_frame(to: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    let body = serde_json::to_vec(message).map_err(invalid)?;
    let length = u32::try_from(body.len()).map_err(invalid)?;
    let mut frame = Vec::with_capacity(4 + body.len());
    frame.extend(length.to_be_bytes());
    frame.extend(body);
    to.write_all(&frame)
}

/// Reads `length` bytes, without trusting it with much memory before they come.
fn read_bytes(from: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    /// Reserved at once, in bytes.
    const RESERVED: u64 = 1 << 20;
    let mut bytes = Vec::with_capacity(length.min(RESERVED) as usize);
    let read = from.take(length).read_to_end(&mut bytes)?;
    if (read as u64) < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

/// A frame's body; `None` when the other side has closed instead of beginning one.
fn read_frame(from: &mut impl Read, max: usize) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    loop {
        match from.read(&mut length[..1]) {
            Ok(0) => return Ok(None),
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    from.read_exact(&mut length[1..])?;
    let length = u32::from_be_bytes(length);
    if length as usize > max {
        return Err(invalid(format!(
            "a message of {length} bytes is longer than {max}"
        )));
    }
    read_bytes(from, u64::from(length)).map(Some)
}

impl Request {
    /// Sends it.
    ///
    /// # Errors
    /// Those of the connection.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let header = Header {
            argv: self.argv.clone(),
            stdin: self.stdin.as_ref().map(|bytes| bytes.len() as u64),
        };
        write_frame(to, &header)?;
        to.write_all(self.stdin.as_deref().unwrap_or_default())
    }

    /// Receives one; `None` when the client is done.
    ///
    /// # Errors
    /// Those of the connection; `InvalidData` if what came is no request or is too long.
    pub fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let Some(body) = read_frame(from, MAX_REQUEST)? else {
            return Ok(None);
        };
        let Header { argv, stdin } = serde_json::from_slice(&body).map_err(invalid)?;
        let stdin = match stdin {
            Some(length) if length > MAX_STDIN => {
                return Err(invalid(format!(
                    "an input of {length} bytes is longer than {MAX_STDIN}"
                )));
            }
            Some(length) => Some(read_bytes(from, length)?),
            None => None,
        };
        Ok(Some(Self { argv, stdin }))
    }
}

impl Reply {
    /// Sends it, in several messages if it is long.
    ///
    /// # Errors
    /// Those of the connection.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let (text, make): (_, fn(String) -> Self) = match self {
            Self::Stdout(text) => (text, Self::Stdout),
            Self::Stderr(text) => (text, Self::Stderr),
            Self::Exit(_) => return write_frame(to, self),
        };
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (chunk, after) = rest.split_at(rest.floor_char_boundary(CHUNK));
            write_frame(to, &make(chunk.to_owned()))?;
            rest = after;
        }
        Ok(())
    }

    /// Receives one; `None` when the daemon has closed.
    ///
    /// # Errors
    /// Those of the connection; `InvalidData` if what came is no reply.
    pub fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let Some(body) = read_frame(from, MAX_REPLY)? else {
            return Ok(None);
        };
        serde_json::from_slice(&body).map_err(invalid).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_survives_the_wire() {
        for stdin in [None, Some(Vec::new()), Some(b"route add\xff\n".to_vec())] {
            let request = Request {
                argv: vec!["ip".to_owned(), "ü \"x\"".to_owned()],
                stdin,
            };
            let mut wire = Vec::new();
            request.write(&mut wire).expect("memory");
            let mut from = wire.as_slice();
            assert_eq!(Request::read(&mut from).expect("good"), Some(request));
            assert_eq!(Request::read(&mut from).expect("good"), None);
        }
    }

    #[test]
    fn long_output_is_cut_between_characters() {
        let text = "aé".repeat(CHUNK);
        let mut wire = Vec::new();
        Reply::Stdout(text.clone())
            .write(&mut wire)
            .expect("memory");
        Reply::Exit(2).write(&mut wire).expect("memory");
        let mut from = wire.as_slice();
        let mut back = String::new();
        while let Some(reply) = Reply::read(&mut from).expect("good") {
            match reply {
                Reply::Stdout(chunk) => back.push_str(&chunk),
                Reply::Exit(status) => assert_eq!(status, 2),
                Reply::Stderr(text) => panic!("{text}"),
            }
        }
        assert!(back == text);
    }

    #[test]
    fn what_is_no_request_is_refused() {
        let frame = |body: &[u8]| [&(body.len() as u32).to_be_bytes(), body].concat();
        let cases: &[(Vec<u8>, io::ErrorKind)] = &[
            (b"GET / HTTP/1.1\r\n".to_vec(), io::ErrorKind::InvalidData),
            (vec![0, 0], io::ErrorKind::UnexpectedEof),
            (vec![0, 0, 0, 9, b'{'], io::ErrorKind::UnexpectedEof),
            (frame(b"{}"), io::ErrorKind::InvalidData),
            (frame(b"{\"argv\":[1]}"), io::ErrorKind::InvalidData),
            (
                frame(b"{\"argv\":[],\"stdin\":999999999999}"),
                io::ErrorKind::InvalidData,
            ),
            (
                frame(b"{\"argv\":[],\"stdin\":5}"),
                io::ErrorKind::UnexpectedEof,
            ),
        ];
        for (bytes, kind) in cases {
            let error = Request::read(&mut bytes.as_slice()).expect_err("refused");
            assert_eq!(error.kind(), *kind, "{bytes:?}");
        }
    }
}
