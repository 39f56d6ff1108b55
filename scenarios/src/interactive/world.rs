//! The machines of a lab with their names.

use std::{net::IpAddr, path::PathBuf};

use dataplane::iface::MacAddr;
use ipnet::IpNet;

use crate::{
    backend::{Backend, LabBackend, Setup},
    host::Host,
    lab::{HostId, Lab, Place, Plug, RouterId},
    lesson::Lesson,
    link::LinkSpec,
    router::Router,
    stack::Link,
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
    /// The network of a lesson, as its `setup` blocks leave it, without what is known to fail in the lab or is not
    /// for it.
    ///
    /// # Errors
    /// What the first command said that failed.
    pub fn of_lesson(lesson: &Lesson, seed: u64) -> Result<Self, String> {
        let setup = Setup {
            seed,
            captures: false,
            tollgate: PathBuf::new(),
        };
        let mut backend = LabBackend::new(lesson, &setup);
        let is_excluded = lesson.excluded_on("lab").is_some();
        let is_lacking = |command: &str| {
            let mut words = command.split_whitespace();
            is_excluded || words.any(|word| lesson.is_known_to_lack("lab", word))
        };
        let blocks = lesson.blocks_on("lab").filter(|block| block.has("setup"));
        for step in blocks.flat_map(|block| &block.steps) {
            let host = step.host.as_deref();
            let Some(node) = host.and_then(|host| lesson.topology.position(host)) else {
                continue;
            };
            let failed = |what: &str| Err(format!("{}: {what}", step.command));
            match step.command.trim_end().strip_suffix('&') {
                Some(command) => {
                    let started = backend.start(node, command.trim_end(), &step.output);
                    if let Err(error) = started
                        && !is_lacking(command)
                    {
                        return failed(&error.to_string());
                    }
                }
                None => match backend.run(node, &step.command) {
                    Ok(done) if done.status == step.status => {}
                    // The network is there without it.
                    Ok(_) if is_lacking(&step.command) => {}
                    Ok(done) => return failed(&done.output),
                    Err(error) => return failed(&error.to_string()),
                },
            }
        }
        let (lab, places) = backend.into_parts();
        Ok(Self { lab, places })
    }

    /// Lets the machines know each other by name: each by its first address of either family that others
    /// can reach.
    pub fn introduce(&mut self) {
        for (name, place) in &self.places {
            let links = self
                .lab
                .machine(*place)
                .machine()
                .stack
                .lock()
                .links()
                .to_vec();
            let outside = links.iter().filter(|link| link.name != "lo");
            let addresses: Vec<IpAddr> =
                outside.flat_map(Link::reachable).map(IpNet::addr).collect();
            for v4 in [true, false] {
                if let Some(first) = addresses.iter().find(|own| own.is_ipv4() == v4) {
                    self.lab.jobs().names().borrow_mut().add(name, *first);
                }
            }
        }
    }

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
    let port = |n| MacAddr([0x52, 0x54, 0, 0, 1, n]);
    let ports = [("ens4", port(4)), ("ens5", port(5))];
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
