//! What a monitor prints while commands change the configuration.

#![allow(unreachable_pub, reason = "each test is a crate of its own")]

use control::{
    config::Model,
    lang::{Monitor, Offline, Output, Session, execute, ip::Event},
};
use dataplane::time::Duration;

/// A router that a monitor watches.
pub struct Watched {
    model: Model,
    live: Offline,
    monitor: Option<Monitor>,
}

impl Watched {
    /// A router with the link `ens` and that number, which is up, and `monitor` at work.
    pub fn new(link: u8, monitor: &str) -> Self {
        let mut watched = Self {
            model: Model::new(),
            live: Offline::default(),
            monitor: None,
        };
        watched.good(&format!(
            "ip link add ens{link} address 02:00:00:00:00:0{link} type tap"
        ));
        watched.good(&format!("ip link set ens{link} up"));
        let monitor = watched.good(monitor).monitor;
        watched.monitor = Some(monitor.expect("a monitor"));
        watched.model.watch(true);
        watched
    }

    /// Executes a line.
    pub fn run(&mut self, line: &str) -> (i32, Output) {
        let words: Vec<String> = match line.split_once(' ') {
            // What stands behind the options is one text anyhow.
            Some((tool @ "nft", rest)) if !rest.starts_with('-') => {
                vec![tool.to_owned(), rest.to_owned()]
            }
            _ => line.split(' ').map(str::to_owned).collect(),
        };
        let mut out = Output::default();
        let mut session = Session {
            model: &mut self.model,
            live: &mut self.live,
            origin: None,
        };
        let status = execute(&words, None, &mut session, &mut out);
        (status, out)
    }

    /// Executes a line that succeeds.
    pub fn good(&mut self, line: &str) -> Output {
        let (status, out) = self.run(line);
        assert_eq!(status, 0, "{line}: {}", out.errors());
        out
    }

    /// What the monitor prints of all that has changed since the last call.
    pub fn printed(&mut self) -> String {
        let time = Duration::from_micros(1_795_453_363_017_697);
        let changes = self.model.take_changes();
        let monitor = self.monitor.as_mut().expect("a monitor");
        changes
            .iter()
            .map(|change| monitor.print(&self.model, time, Event::Change(change)))
            .collect()
    }
}
