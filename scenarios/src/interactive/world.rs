//! The machines of a lab with their names.

use dataplane::iface::MacAddr;

use crate::{
    host::Host,
    lab::{HostId, Lab, Place, Plug, RouterId},
    link::LinkSpec,
    router::Router,
};

/// A lab whose machines have names.
#[derive(Debug)]
pub struct World {
    /// The lab.
    pub lab: Lab,
    /// The machines, in the order in which they are listed.
    pub places: Vec<(String, Place)>,
}

impl World {
    /// The machine of that name.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<Place> {
        let found = self.places.iter().find(|(known, _)| known == name)?;
        Some(found.1)
    }
}

/// Two servers with a router between them, all configured and the router forwarding.
///
/// ```text
/// server1 ens4 1.1.1.11/24 ─── ens4 1.1.1.1/24 router1 2.2.2.1/24 ens5 ─── ens4 2.2.2.12/24 server2
/// ```
#[must_use]
pub fn standard(seed: u64) -> World {
    let mut lab = Lab::new(seed);
    let card = |n| MacAddr([0x52, 0x54, 0, 0, 0, n]);
    let (seed1, seed2, seed3) = (lab.seed(), lab.seed(), lab.seed());
    let server1: HostId = lab.add_host(Host::new("server1", &[("ens4", card(0x11))], seed1));
    let server2: HostId = lab.add_host(Host::new("server2", &[("ens4", card(0x12))], seed2));
    let ports = [("ens4", "52:54:00:00:01:04"), ("ens5", "52:54:00:00:01:05")];
    let router1: RouterId = lab.add_router(Router::new("router1", &ports, seed3));
    let cable = LinkSpec::default();
    lab.connect(Plug::Host(server1, 0), Plug::Router(router1, 0), cable);
    lab.connect(Plug::Router(router1, 1), Plug::Host(server2, 0), cable);
    let places = vec![
        ("server1".to_owned(), Place::from(server1)),
        ("router1".to_owned(), Place::from(router1)),
        ("server2".to_owned(), Place::from(server2)),
    ];
    let script: [(usize, &[&str]); 3] = [
        (
            0,
            &[
                "ip addr add 1.1.1.11/24 dev ens4",
                "ip addr add fd00:1::11/64 dev ens4 nodad",
                "ip link set ens4 up",
                "ip route add default via 1.1.1.1",
                "ip route add default via fd00:1::1",
            ],
        ),
        (
            1,
            &[
                "ip addr add 1.1.1.1/24 dev ens4",
                "ip addr add fd00:1::1/64 dev ens4 nodad",
                "ip link set ens4 up",
                "ip addr add 2.2.2.1/24 dev ens5",
                "ip addr add fd00:2::1/64 dev ens5 nodad",
                "ip link set ens5 up",
                "sysctl -w net.ipv4.ip_forward=1",
                "sysctl -w net.ipv6.conf.all.forwarding=1",
            ],
        ),
        (
            2,
            &[
                "ip addr add 2.2.2.12/24 dev ens4",
                "ip addr add fd00:2::12/64 dev ens4 nodad",
                "ip link set ens4 up",
                "ip route add default via 2.2.2.1",
                "ip route add default via fd00:2::1",
            ],
        ),
    ];
    for (machine, lines) in script {
        for line in lines {
            let words: Vec<&str> = line.split(' ').collect();
            lab.machine(places[machine].1).execute(&words);
        }
    }
    World { lab, places }
}
