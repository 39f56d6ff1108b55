//! What is configured on a host: the same `ip` language, on a model of the host's own.
//!
//! smoltcp has addresses and routes, and no commands; the model has the commands' semantics and
//! output. What it holds after a command is what the stack is given.

use std::net::IpAddr;

use control::{
    config::{Model, RouteFamily},
    lang::{Live, Offline, Output, Session, execute},
};
use dataplane::{
    iface::{IfIndex, MacAddr},
    route::TableId,
    time::Instant,
};
use ipnet::IpNet;

use crate::tools::Done;

/// A host's configuration.
#[derive(Debug)]
pub struct Settings {
    model: Model,
    live: Offline,
    card: Option<IfIndex>,
}

impl Settings {
    /// Of a booted host whose card `nic` has a cable and nothing else.
    #[must_use]
    pub fn new(nic: &str, mac: MacAddr) -> Self {
        let mut settings = Self {
            model: Model::new(),
            live: Offline::new(Instant::ZERO),
            card: None,
        };
        settings.execute(&[
            "ip",
            "link",
            "add",
            nic,
            "address",
            &mac.to_string(),
            "type",
            "tap",
        ]);
        settings.card = settings.model.link_by_name(nic).map(|link| link.index);
        if let Some(card) = settings.card {
            settings.model.set_carrier(card, true);
        }
        settings
    }

    /// Executes a command of `ip`.
    pub fn execute(&mut self, argv: &[&str]) -> Done {
        let argv: Vec<String> = argv.iter().map(|&word| word.to_owned()).collect();
        let mut out = Output::default();
        let live: &mut dyn Live = &mut self.live;
        let mut session = Session {
            model: &mut self.model,
            live,
            origin: None,
        };
        let status = execute(&argv, None, &mut session, &mut out);
        let mut printed = out.stdout;
        printed.extend_from_slice(&out.stderr);
        Done {
            status,
            output: String::from_utf8_lossy(&printed).into_owned(),
        }
    }

    /// The addresses of the card, if it is up.
    #[must_use]
    pub fn addresses(&self) -> Vec<IpNet> {
        let Some(card) = self.card else {
            return Vec::new();
        };
        if !self.model.link(card).is_some_and(|link| link.up) {
            return Vec::new();
        }
        [RouteFamily::Inet, RouteFamily::Inet6]
            .iter()
            .flat_map(|family| self.model.addresses(card, *family))
            .filter_map(|address| IpNet::new(address.local, address.prefix_len).ok())
            .collect()
    }

    /// The routes by a gateway, of the main table.
    #[must_use]
    pub fn routes(&self) -> Vec<(IpNet, IpAddr)> {
        [RouteFamily::Inet, RouteFamily::Inet6]
            .iter()
            .flat_map(|family| self.model.routes(*family, Some(TableId::MAIN)))
            .filter_map(|route| Some((route.dst, route.nexthops.first()?.gateway?)))
            .collect()
    }
}
