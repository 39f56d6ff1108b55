//! What smoltcp takes for its network card: two queues of IP packets. It is given every packet that is for
//! one of its connections, whatever the address.

use std::{cell::Cell, collections::VecDeque};

use smoltcp::{
    iface::{Config, Interface},
    phy::{self, DeviceCapabilities, Medium, RxToken, TxToken},
    wire::{HardwareAddress, IpCidr, Ipv4Address, Ipv6Address},
};

/// As if every way were Ethernet's: the true MTU is looked at when packets go out.
const MTU: usize = 1500;

thread_local! {
    /// What TCP's timestamp shows: smoltcp asks a plain function.
    static TIMESTAMP: Cell<u32> = const { Cell::new(0) };
}

/// Says what TCP's timestamps show from now on, in milliseconds.
pub(super) fn set_timestamp(milliseconds: u32) {
    TIMESTAMP.set(milliseconds);
}

/// What TCP's timestamps show.
pub(super) fn timestamp() -> u32 {
    TIMESTAMP.get()
}

/// The card.
#[derive(Debug, Default)]
pub(super) struct Device {
    pub(super) received: VecDeque<Vec<u8>>,
    pub(super) sent: VecDeque<Vec<u8>>,
}

/// An interface that takes all that comes for its own, and sends to everybody.
pub(super) fn interface(device: &mut Device, seed: u64) -> Interface {
    let mut config = Config::new(HardwareAddress::Ip);
    config.random_seed = seed;
    let mut interface = Interface::new(config, device, smoltcp::time::Instant::ZERO);
    interface.set_any_ip(true);
    // RFC 5735 and RFC 3849 set these aside: nobody talks from them.
    let (v4, v6) = (
        Ipv4Address::new(192, 0, 2, 255),
        Ipv6Address::new(0x2001, 0xdb8, 0xffff, 0, 0, 0, 0, 0xffff),
    );
    interface.update_ip_addrs(|addresses| {
        let _ = addresses.push(IpCidr::new(v4.into(), 32));
        let _ = addresses.push(IpCidr::new(v6.into(), 128));
    });
    let _ = interface.routes_mut().add_default_ipv4_route(v4);
    let _ = interface.routes_mut().add_default_ipv6_route(v6);
    interface
}

pub(super) struct Received(Vec<u8>);
pub(super) struct Sending<'a>(&'a mut VecDeque<Vec<u8>>);

impl phy::Device for Device {
    type RxToken<'a> = Received;
    type TxToken<'a> = Sending<'a>;

    fn receive(&mut self, _: smoltcp::time::Instant) -> Option<(Received, Sending<'_>)> {
        let packet = self.received.pop_front()?;
        Some((Received(packet), Sending(&mut self.sent)))
    }

    fn transmit(&mut self, _: smoltcp::time::Instant) -> Option<Sending<'_>> {
        Some(Sending(&mut self.sent))
    }

    fn capabilities(&self) -> DeviceCapabilities {
        let mut capabilities = DeviceCapabilities::default();
        capabilities.medium = Medium::Ip;
        capabilities.max_transmission_unit = MTU;
        // INPUT has looked at the checksums already.
        capabilities.checksum.ipv4 = phy::Checksum::Tx;
        capabilities.checksum.tcp = phy::Checksum::Tx;
        capabilities
    }
}

impl RxToken for Received {
    fn consume<R, F: FnOnce(&[u8]) -> R>(self, f: F) -> R {
        f(&self.0)
    }
}

impl TxToken for Sending<'_> {
    fn consume<R, F: FnOnce(&mut [u8]) -> R>(self, len: usize, f: F) -> R {
        let mut packet = vec![0; len];
        let result = f(&mut packet);
        self.0.push_back(packet);
        result
    }
}
