//! Sockets in the hands of a program. Who drops one closes it.

use std::net::{IpAddr, SocketAddr};

use dataplane::time::Instant;

use super::Io;
use crate::stack::{Datagram, Received, SocketError, SocketId};

/// Bytes that are read from a connection at once.
const CHUNK: usize = 65_536;

/// A TCP connection.
#[derive(Debug)]
pub struct Stream {
    io: Io,
    id: SocketId,
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.io.stack().close(self.id);
    }
}

impl Stream {
    pub(super) const fn new(io: Io, id: SocketId) -> Self {
        Self { io, id }
    }

    /// The machine's end and the other.
    #[must_use]
    pub fn ends(&self) -> (SocketAddr, SocketAddr) {
        let nowhere = SocketAddr::from(([0, 0, 0, 0], 0));
        self.io.stack().ends(self.id).unwrap_or((nowhere, nowhere))
    }

    /// What has come, without waiting.
    ///
    /// # Errors
    /// If the connection broke.
    pub fn try_read(&self) -> Result<Received, SocketError> {
        self.io.stack().receive_bytes(self.id, CHUNK)
    }

    /// Waits for bytes, at the longest until `deadline`; `None` if there will be no more.
    ///
    /// # Errors
    /// If the connection broke, or nothing came in time.
    pub async fn read(&self, deadline: Instant) -> Result<Option<Vec<u8>>, SocketError> {
        let read = self.io.until(deadline, || match self.try_read() {
            Ok(Received::Nothing) => None,
            other => Some(other),
        });
        match read.await {
            Some(Ok(Received::Data(bytes))) => Ok(Some(bytes)),
            Some(Ok(Received::End)) => Ok(None),
            Some(Ok(Received::Nothing)) | None => Err(SocketError::TimedOut),
            Some(Err(error)) => Err(error),
        }
    }

    /// Gives the connection as many bytes as it takes now.
    ///
    /// # Errors
    /// If the connection broke.
    pub fn try_write(&self, bytes: &[u8]) -> Result<usize, SocketError> {
        self.io.stack().send(self.id, bytes)
    }

    /// Whether the other end can still be written to.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.io.stack().is_open(self.id)
    }

    /// Room for bytes to write.
    #[must_use]
    pub fn room(&self) -> usize {
        self.io.stack().room(self.id)
    }

    /// Bytes that were written and have not arrived yet.
    #[must_use]
    pub fn unacknowledged(&self) -> usize {
        self.io.stack().unacknowledged(self.id)
    }

    /// Segments that had to be sent again.
    #[must_use]
    pub fn retransmitted(&self) -> u64 {
        self.io.stack().retransmitted(self.id)
    }

    /// Writes all.
    ///
    /// # Errors
    /// If the connection broke.
    pub async fn write_all(&self, mut bytes: &[u8]) -> Result<(), SocketError> {
        while !bytes.is_empty() {
            let written = self.io.until(Instant::FAR_FUTURE, || {
                let written = self.try_write(bytes);
                (written != Ok(0)).then_some(written)
            });
            let written = written.await.unwrap_or(Err(SocketError::Reset))?;
            bytes = bytes.get(written..).unwrap_or_default();
        }
        Ok(())
    }

    /// Says that no more will be written.
    pub fn shutdown(&self) {
        self.io.stack().shutdown(self.id);
    }
}

/// A TCP socket that waits for connections.
#[derive(Debug)]
pub struct Listener {
    io: Io,
    id: SocketId,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.io.stack().close(self.id);
    }
}

impl Listener {
    pub(super) const fn new(io: Io, id: SocketId) -> Self {
        Self { io, id }
    }

    /// A connection, if one waits.
    #[must_use]
    pub fn try_accept(&self) -> Option<Stream> {
        let id = self.io.stack().accept(self.id)?;
        Some(Stream::new(self.io.clone(), id))
    }

    /// Waits for a connection; `None` when `deadline` or Ctrl-C comes first.
    pub async fn accept(&self, deadline: Instant) -> Option<Stream> {
        self.io.until(deadline, || self.try_accept()).await
    }
}

/// A UDP socket.
#[derive(Debug)]
pub struct Udp {
    io: Io,
    id: SocketId,
}

impl Drop for Udp {
    fn drop(&mut self) {
        self.io.stack().close(self.id);
    }
}

impl Udp {
    pub(super) const fn new(io: Io, id: SocketId) -> Self {
        Self { io, id }
    }

    /// Sends a datagram from one of the machine's addresses.
    pub fn send(&self, source: IpAddr, to: SocketAddr, data: &[u8]) {
        self.io.stack().send_udp(self.id, source, to, data);
    }

    /// What has come; an error that was reported about what was sent comes first.
    #[must_use]
    pub fn try_receive(&self) -> Option<Result<Datagram, SocketError>> {
        self.io.stack().receive_datagram(self.id)
    }
}
