//! A bulk TCP transfer between two hosts: two real TCP stacks with the network between them.

use std::net::IpAddr;

use dataplane::time::{Duration, Instant};
use smoltcp::socket::tcp;

use crate::lab::{HostId, Lab};

/// The port that the receiver listens on: iperf3's.
const PORT: u16 = 5201;
/// How long a transfer may go without a byte before it has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// A finished transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Where it came from.
    pub from: (IpAddr, u16),
    /// Where it went.
    pub to: (IpAddr, u16),
    /// Bytes that arrived.
    pub bytes: u64,
    /// Whether what arrived is what was sent, byte for byte.
    pub intact: bool,
    /// From the SYN to the last byte, in virtual time.
    pub took: Duration,
}

impl Transfer {
    /// Bits a second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.bytes as f64 * 8.0 / self.took.as_secs_f64().max(1e-9)
    }
}

/// The byte at place `at` of every transfer: no period that a segment's length could share.
fn pattern(at: u64) -> u8 {
    (at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8
}

/// Sends `bytes` bytes from one host to the other's `address`; `None` if the connection does not
/// come about or stalls for a minute.
pub fn transfer(
    lab: &mut Lab,
    from: HostId,
    to: HostId,
    address: IpAddr,
    bytes: u64,
) -> Option<Transfer> {
    let server = lab.host(to).open_tcp();
    let client = lab.host(from).open_tcp();
    let source = lab.host(from).source_for(address)?;
    let from_port = 49_152;
    let began = lab.now();
    let ready = lab.host(to).tcp(server).listen(PORT).is_ok()
        && lab.host(from).connect(client, (address, PORT), from_port);
    let mut sent = 0;
    let mut received = 0;
    let mut intact = true;
    let mut last_byte = began;
    while ready && received < bytes {
        let deadline: Instant = last_byte + PATIENCE;
        let before = received;
        lab.wait(deadline, |lab| {
            sent += feed(lab.host(from).tcp(client), sent, bytes);
            received += drain(lab.host(to).tcp(server), received, &mut intact);
            (received > before).then_some(())
        });
        if received == before {
            break;
        }
        last_byte = lab.now();
    }
    lab.host(from).tcp(client).close();
    lab.host(to).tcp(server).close();
    lab.run_for(Duration::from_millis(50));
    lab.host(from).close(client);
    lab.host(to).close(server);
    (received == bytes).then(|| Transfer {
        from: (source, from_port),
        to: (address, PORT),
        bytes,
        intact,
        took: last_byte.saturating_since(began),
    })
}

/// Puts as much into the socket as fits; gives the number of bytes.
fn feed(socket: &mut tcp::Socket<'_>, sent: u64, total: u64) -> u64 {
    if !socket.can_send() {
        return 0;
    }
    let fill = |room: &mut [u8]| {
        let len = room.len().min((total - sent) as usize);
        for (byte, at) in room[..len].iter_mut().zip(sent..) {
            *byte = pattern(at);
        }
        (len, len as u64)
    };
    socket.send(fill).unwrap_or(0)
}

/// Takes all that the socket has; gives the number of bytes.
fn drain(socket: &mut tcp::Socket<'_>, received: u64, intact: &mut bool) -> u64 {
    let mut count = 0;
    while socket.can_recv() {
        let taken = socket.recv(|data| {
            *intact &= data
                .iter()
                .zip(received + count..)
                .all(|(byte, at)| *byte == pattern(at));
            (data.len(), data.len() as u64)
        });
        count += taken.unwrap_or(0);
    }
    count
}
