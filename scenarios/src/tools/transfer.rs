//! A bulk TCP transfer between two machines: two real TCP stacks with the network between them.

use std::{
    cell::RefCell,
    net::{IpAddr, SocketAddr},
    rc::Rc,
};

use dataplane::time::{Duration, Instant};

use super::NEVER;
use crate::{
    jobs::{File, Input, Io, is_pattern},
    lab::{Lab, Place},
};

/// The port that the receiver listens on: iperf3's.
const PORT: u16 = 5201;
/// How long a transfer may go without a byte before it has failed.
const PATIENCE: Duration = Duration::from_secs(60);
/// Bytes that are read from a file at once.
const CHUNK: usize = 64 * 1024;

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

/// What the receiver saw.
#[derive(Debug)]
struct Arrived {
    from: SocketAddr,
    to: SocketAddr,
    bytes: u64,
    intact: bool,
    last: Instant,
}

/// Sends `bytes` bytes from one machine to the other's `address`; `None` if the connection does not
/// come about or stalls for a minute.
pub fn transfer(
    lab: &mut Lab,
    from: impl Into<Place>,
    to: impl Into<Place>,
    address: IpAddr,
    bytes: u64,
) -> Option<Transfer> {
    let began = lab.now();
    let arrived = Rc::new(RefCell::new(None));
    let receiver = Rc::clone(lab.machine(to).machine());
    let sender = Rc::clone(lab.machine(from).machine());
    let result = Rc::clone(&arrived);
    let server = lab
        .jobs()
        .start(&receiver, Input::Nothing, began, |io| receive(io, result));
    let to = SocketAddr::new(address, PORT);
    let client = lab.jobs().start(&sender, Input::Nothing, began, move |io| {
        send(io, to, bytes)
    });
    let done = super::finish(lab, server);
    lab.jobs().forget(client);
    lab.run_for(Duration::from_millis(50));
    let arrived = arrived.borrow_mut().take().filter(|_| done.status == 0)?;
    (arrived.bytes == bytes).then(|| Transfer {
        from: (arrived.from.ip(), arrived.from.port()),
        to: (arrived.to.ip(), arrived.to.port()),
        bytes,
        intact: arrived.intact,
        took: arrived.last.saturating_since(began),
    })
}

/// Writes a pattern of so many bytes to `to`.
async fn send(io: Io, to: SocketAddr, bytes: u64) -> i32 {
    let Ok(stream) = io.connect("transfer", to, NEVER).await else {
        return 1;
    };
    for chunk in File::Pattern(bytes).chunks(CHUNK) {
        if stream.write_all(&chunk).await.is_err() {
            return 1;
        }
    }
    stream.shutdown();
    0
}

/// Takes one connection and all that comes by it.
async fn receive(io: Io, result: Rc<RefCell<Option<Arrived>>>) -> i32 {
    let families = [(false, false), (true, false)];
    let listen = |families| io.listen("transfer", None, PORT, families, 1);
    let [Ok(v4), Ok(v6)] = families.map(listen) else {
        return 1;
    };
    let listeners = [v4, v6];
    let accepted = io.accept(&listeners, io.now() + PATIENCE);
    let Some(stream) = accepted.await else {
        return 1;
    };
    let (to, from) = stream.ends();
    let mut arrived = Arrived {
        from,
        to,
        bytes: 0,
        intact: true,
        last: io.now(),
    };
    loop {
        match stream.read(io.now() + PATIENCE).await {
            Ok(Some(data)) => {
                arrived.intact &= is_pattern(&data, arrived.bytes);
                arrived.bytes += data.len() as u64;
                arrived.last = io.now();
            }
            Ok(None) => break,
            Err(_) => return 1,
        }
    }
    *result.borrow_mut() = Some(arrived);
    0
}
