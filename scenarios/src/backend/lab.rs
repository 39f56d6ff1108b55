//! The lab as a backend: hosts, routers and cables of a lesson in one process.

use std::path::{Path, PathBuf};

use control::{
    lang::runbook::{Input, Runbook},
    replay::CaptureWriter,
};
use dataplane::time::Duration;

use super::{Backend, BackendError, JobId, Kind, Setup};
use crate::{
    host::Host,
    lab::{HostId, Lab, Plug, RouterId},
    lesson::{End, Lesson, Role, Topology},
    router::Router,
    tools::{self, Done},
};

/// Time that goes by between two commands, as somebody who types needs some.
const PACE: Duration = Duration::from_millis(10);

#[derive(Clone, Copy, Debug)]
enum Seat {
    Host(HostId),
    Router(RouterId),
}

/// A lesson's lab.
#[derive(Debug)]
pub struct LabBackend {
    lab: Lab,
    topology: Topology,
    /// Where the nodes are in the lab.
    seats: Vec<Seat>,
}

impl LabBackend {
    /// Builds it.
    #[must_use]
    pub fn new(lesson: &Lesson, setup: &Setup) -> Self {
        let topology = lesson.topology.clone();
        let mut lab = Lab::new(setup.seed);
        if setup.captures {
            lab.keep_captures();
        }
        let mut seats = Vec::new();
        for (place, node) in topology.nodes.iter().enumerate() {
            let seed = lab.seed();
            let macs: Vec<String> = (0..node.nics.len())
                .map(|nic| topology.mac(&End { node: place, nic }).to_string())
                .collect();
            seats.push(match node.role {
                Role::Host => {
                    let mac = topology.mac(&End {
                        node: place,
                        nic: 0,
                    });
                    let nic = node.nics.first().map_or("eth0", String::as_str);
                    Seat::Host(lab.add_host(Host::new(&node.name, nic, mac, seed)))
                }
                Role::Router => {
                    let names = node.nics.iter().map(String::as_str);
                    let ports: Vec<(&str, &str)> =
                        names.zip(macs.iter().map(String::as_str)).collect();
                    Seat::Router(lab.add_router(Router::new(&node.name, &ports, seed)))
                }
            });
        }
        let mut backend = Self {
            lab,
            topology,
            seats,
        };
        for wire in backend.topology.wires.clone() {
            if let [one, other] = wire.ends.as_slice() {
                let (one, other) = (backend.plug(one), backend.plug(other));
                backend.lab.connect(one, other, wire.spec);
            }
        }
        backend
    }

    fn plug(&self, end: &End) -> Plug {
        match self.seats[end.node] {
            Seat::Host(host) => Plug::Host(host),
            Seat::Router(router) => Plug::Router(router, end.nic),
        }
    }

    /// Runs one command of a line, with what it reads.
    fn execute(&mut self, node: usize, words: &[&str], stdin: Option<&[u8]>) -> Done {
        match self.seats[node] {
            Seat::Host(host) => tools::run(&mut self.lab, host, words),
            Seat::Router(router) => self.lab.router(router).execute_with(words, stdin),
        }
    }
}

impl Backend for LabBackend {
    fn name(&self) -> &'static str {
        Kind::Lab.name()
    }

    fn run(&mut self, node: usize, command: &str) -> Result<Done, BackendError> {
        let runbook = Runbook::new("bash", format!("{command}\n"));
        let mut done = Done {
            status: 0,
            output: String::new(),
        };
        for command in runbook.commands() {
            let command = match command {
                Ok(command) => command,
                Err(error) => {
                    done.output += &format!("{error}\n");
                    done.status = 2;
                    break;
                }
            };
            let words: Vec<&str> = command
                .words
                .iter()
                .map(|word| word.text.as_str())
                .collect();
            let stdin = match &command.input {
                Some(Input::Here { text, .. }) => Some(text.as_bytes()),
                Some(Input::File(_)) | None => None,
            };
            let Done { status, output } = self.execute(node, &words, stdin);
            done.output += &output;
            done.status = status;
        }
        self.lab.run_for(PACE);
        Ok(done)
    }

    fn start(
        &mut self,
        _node: usize,
        _command: &str,
        _written: &str,
    ) -> Result<(JobId, String), BackendError> {
        Err(BackendError::Unsupported("the lab has no jobs"))
    }

    fn wait(&mut self, _job: JobId) -> Result<Done, BackendError> {
        Err(BackendError::Unsupported("the lab has no jobs"))
    }

    fn kill(&mut self, _job: JobId, _signal: &str) -> Result<Done, BackendError> {
        Err(BackendError::Unsupported("the lab has no jobs"))
    }

    fn captures(&mut self, folder: &Path) -> Result<Vec<PathBuf>, BackendError> {
        let mut written = Vec::new();
        for (end, _) in self.topology.cards() {
            let node = &self.topology.nodes[end.node];
            let path = folder.join(format!("{}-{}.pcap", node.name, node.nics[end.nic]));
            let failed = |error| BackendError::Setup {
                command: path.display().to_string(),
                said: format!("{error}"),
            };
            let mut writer = CaptureWriter::create(&path, true).map_err(failed)?;
            for captured in self.lab.capture(self.plug(&end)) {
                writer.write(captured.at, &captured.frame).map_err(failed)?;
            }
            writer.finish().map_err(failed)?;
            written.push(path);
        }
        Ok(written)
    }
}
