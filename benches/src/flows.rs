//! Connections by the million: UDP datagrams, each flow from a client and to a server of its own.

use std::{io, net::Ipv4Addr, os::fd::BorrowedFd};

use dataplane::{
    checksum::Sum,
    io::{Capabilities, PortQueue, TxReport},
    packet::{Batch, Pool},
    time::Instant,
    wire::ipv4::{self, Ipv4Fields, protocol},
};
use ipnet::{IpNet, Ipv4Net};

use crate::pipeline::{FRAME, ethernet, fill, swallow};

/// Length of the IPv4 packet in a frame, in bytes.
const LEN: usize = FRAME - 14;

/// The numbers of flows, each once before the first comes again.
#[derive(Debug)]
pub(crate) struct Order {
    count: u32,
    next: u32,
    /// At most the count. Steps over the flows, so that neighbours in time are no neighbours in any table.
    stride: u32,
}

impl Order {
    /// Those below `count`, shuffled.
    pub(crate) fn shuffled(count: u32) -> Self {
        Self {
            count,
            next: 0,
            stride: (0x9e37_79b1 % count.max(2)) | 1,
        }
    }

    /// 0, 1, 2, … without an end.
    const fn endless() -> Self {
        Self {
            count: u32::MAX,
            next: 0,
            stride: 1,
        }
    }

    /// The next one.
    #[inline]
    pub(crate) fn step(&mut self) -> u32 {
        let now = self.next;
        let next = u64::from(now) + u64::from(self.stride);
        let count = u64::from(self.count);
        self.next = (if next < count { next } else { next - count }) as u32;
        now
    }
}

/// Makes the datagrams of flows in turn.
#[derive(Debug)]
pub struct Flows {
    order: Order,
    template: [u8; FRAME],
    /// The sum of the template's IPv4 header without its checksum.
    sum: Sum,
}

impl Flows {
    /// `count` flows, in shuffled order.
    #[must_use]
    pub fn new(count: u32) -> Self {
        Self::in_order(Order::shuffled(count))
    }

    /// Without an end: every datagram begins a connection, until the numbers are used up.
    #[must_use]
    pub fn endless() -> Self {
        Self::in_order(Order::endless())
    }

    fn in_order(order: Order) -> Self {
        let mut template = ethernet([8, 0]);
        let fields = Ipv4Fields {
            tos: 0,
            total_len: LEN as u16,
            id: 0,
            fragment_bits: ipv4::DF,
            ttl: 64,
            protocol: protocol::UDP,
            src: Ipv4Addr::UNSPECIFIED,
            dst: Ipv4Addr::UNSPECIFIED,
        };
        template[14..34].copy_from_slice(&fields.emit());
        template[24..26].fill(0);
        let sum = Sum::ZERO.add(&template[14..34]);
        template[36..38].copy_from_slice(&53_u16.to_be_bytes());
        template[38..40].copy_from_slice(&((LEN - 20) as u16).to_be_bytes());
        Self {
            order,
            template,
            sum,
        }
    }

    /// The network that all servers are in, to be routed.
    #[must_use]
    pub fn servers() -> IpNet {
        Ipv4Net::new_assert(Ipv4Addr::new(172, 16, 0, 0), 12).into()
    }

    /// The frame of flow `n`: its client is one of 4,096, its source port all that is left of the
    /// number's lower half, and its server is of the upper half, so that no two flows need the same
    /// port of an address that they are translated to.
    #[inline]
    fn write(&self, n: u32, frame: &mut [u8; FRAME]) {
        *frame = self.template;
        let client = 0x0a00_0000 | (n & 0xfff);
        let server = 0xac10_0000 | (n / 60_000);
        let port = (1024 + n % 60_000) as u16;
        frame[26..30].copy_from_slice(&client.to_be_bytes());
        frame[30..34].copy_from_slice(&server.to_be_bytes());
        frame[34..36].copy_from_slice(&port.to_be_bytes());
        let sum = self.sum.add_u32(client).add_u32(server).complement();
        frame[24..26].copy_from_slice(&sum.to_be_bytes());
    }
}

impl PortQueue for Flows {
    fn rx(&mut self, pool: &mut Pool, batch: &mut Batch, now: Instant) -> io::Result<usize> {
        Ok(fill(pool, batch, now, |frame| {
            let n = self.order.step();
            self.write(n, frame);
        }))
    }

    fn tx(&mut self, pool: &mut Pool, batch: &mut Batch) -> TxReport {
        swallow(pool, batch)
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    fn poll_fd(&self) -> Option<BorrowedFd<'_>> {
        None
    }
}
