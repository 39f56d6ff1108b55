//! The lab as a backend: hosts, routers and cables of a lesson in one process.

use std::path::{Path, PathBuf};

use control::{
    lang::runbook::{self, Runbook},
    replay::CaptureWriter,
};
use dataplane::time::Duration;

use super::{Backend, BackendError, JobId, Kind, READY, Setup};
use crate::{
    expect::agree,
    host::Host,
    jobs::{File, Input},
    lab::{Lab, Place, Plug},
    lesson::{End, Lesson, Node, Role, Service, Topology, Wire},
    link::LinkSpec,
    router::Router,
    switch::Switch,
    tools::{self, Done},
};

/// Time that goes by between two commands, as somebody who types needs some.
const PACE: Duration = Duration::from_millis(10);

/// A lesson's lab.
#[derive(Debug)]
pub struct LabBackend {
    lab: Lab,
    topology: Topology,
    /// Where the nodes are in the lab.
    places: Vec<Place>,
    jobs: Vec<tools::JobId>,
}

impl LabBackend {
    /// Builds it.
    #[must_use]
    pub fn new(lesson: &Lesson, setup: &Setup) -> Self {
        let mut lab = Lab::new(setup.seed);
        if setup.captures {
            lab.keep_captures();
        }
        let mut backend = Self {
            lab,
            topology: lesson.topology.clone(),
            places: Vec::new(),
            jobs: Vec::new(),
        };
        for node in 0..lesson.topology.nodes.len() {
            let place = backend.machine(node);
            for (name, text) in &lesson.topology.nodes[node].files {
                let file = File::Bytes(text.clone().into_bytes());
                let machine = backend.lab.machine(place).machine();
                machine.files.borrow_mut().insert(name.clone(), file);
            }
            backend.places.push(place);
            backend.services(node);
        }
        for wire in &lesson.topology.wires {
            backend.fit(wire);
            backend.plug_in(wire);
        }
        backend
    }

    /// The lab, and its machines by their names.
    #[must_use]
    pub fn into_parts(self) -> (Lab, Vec<(String, Place)>) {
        let names = self.topology.nodes.into_iter().map(|node| node.name);
        (self.lab, names.zip(self.places).collect())
    }

    /// Makes the machine of a node.
    fn machine(&mut self, node: usize) -> Place {
        let seed = self.lab.seed();
        let Node { name, role, .. } = &self.topology.nodes[node];
        let cards = self.topology.cards_of(node);
        match role {
            Role::Host => self.lab.add_host(Host::new(name, &cards, seed)).into(),
            Role::Router => self.lab.add_router(Router::new(name, &cards, seed)).into(),
        }
    }

    /// Starts what listens on a node.
    fn services(&mut self, node: usize) {
        let Node { name, services, .. } = self.topology.nodes[node].clone();
        let place = self.places[node];
        for service in services {
            let argv: &[&str] = match service {
                Service::Ssh => &["sshd", "-D"],
                Service::Http => {
                    let page = File::Bytes(format!("Welcome to {name}\n").into_bytes());
                    let machine = self.lab.machine(place).machine();
                    machine
                        .files
                        .borrow_mut()
                        .insert("index.html".to_owned(), page);
                    &["python3", "-m", "http.server", "--bind", "::", "80"]
                }
            };
            tools::start(&mut self.lab, place, argv);
        }
    }

    /// Gives the cards of a wire its MTU.
    fn fit(&mut self, wire: &Wire) {
        let mtu = wire.mtu.to_string();
        for end in &wire.ends {
            let nic = &self.topology.nodes[end.node].nics[end.nic];
            let machine = self.lab.machine(self.places[end.node]);
            machine.execute(&["ip", "link", "set", "dev", nic, "mtu", &mtu]);
        }
    }

    /// Joins the ends of a wire: by a cable, or each with a switch in the middle.
    fn plug_in(&mut self, wire: &Wire) {
        if let [one, other] = wire.ends.as_slice() {
            let (one, other) = (self.plug(one), self.plug(other));
            self.lab.connect(one, other, wire.spec);
            return;
        }
        let switch = self
            .lab
            .add_switch(Switch::new(wire.ends.iter().map(|end| end.vlan)));
        // Half of the way to the switch, half of it from there.
        let spec = LinkSpec {
            delay: wire.spec.delay / 2,
            jitter: wire.spec.jitter / 2,
            ..wire.spec
        };
        for (port, end) in wire.ends.iter().enumerate() {
            let end = self.plug(end);
            self.lab.connect(end, Plug::Switch(switch, port), spec);
        }
    }

    fn plug(&self, end: &End) -> Plug {
        match self.places[end.node] {
            Place::Host(host) => Plug::Host(host, end.nic),
            Place::Router(router) => Plug::Router(router, end.nic),
        }
    }

    /// The commands of a line, and what each reads; and what is wrong with what follows them.
    fn commands(&mut self, node: usize, line: &str) -> (Vec<(Vec<String>, Input)>, Option<Done>) {
        let runbook = Runbook::new("bash", format!("{line}\n"));
        let mut commands = Vec::new();
        for command in runbook.commands() {
            let command = match command {
                Ok(command) => command,
                Err(error) => {
                    let done = Done {
                        status: 2,
                        output: format!("{error}\n"),
                    };
                    return (commands, Some(done));
                }
            };
            let input = match &command.input {
                None => Input::Nothing,
                Some(runbook::Input::Here { text, .. }) => Input::Bytes(text.clone().into_bytes()),
                Some(runbook::Input::File(name)) => match self.file(node, &name.text) {
                    Some(file) => Input::Bytes(file),
                    None => {
                        let output = format!("bash: {}: No such file or directory\n", name.text);
                        return (commands, Some(Done { status: 1, output }));
                    }
                },
            };
            let words = command.words.iter().map(|word| word.text.clone());
            commands.push((words.collect(), input));
        }
        (commands, None)
    }

    /// The bytes of a file.
    fn file(&mut self, node: usize, name: &str) -> Option<Vec<u8>> {
        let machine = self.lab.machine(self.places[node]).machine();
        let files = machine.files.borrow();
        files.get(name).map(|file: &File| file.read(0, usize::MAX))
    }

    fn start_one(&mut self, node: usize, words: &[String], input: Input) -> tools::JobId {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        tools::start_with(&mut self.lab, self.places[node], &words, input)
    }
}

impl Backend for LabBackend {
    fn name(&self) -> &'static str {
        Kind::Lab.name()
    }

    fn run(&mut self, node: usize, command: &str) -> Result<Done, BackendError> {
        let (commands, wrong) = self.commands(node, command);
        let mut all = Done::default();
        for (words, input) in commands {
            let job = self.start_one(node, &words, input);
            let done = tools::finish(&mut self.lab, job);
            all.output += &done.output;
            all.status = done.status;
        }
        if let Some(wrong) = wrong {
            all.output += &wrong.output;
            all.status = wrong.status;
        }
        self.lab.run_for(PACE);
        Ok(all)
    }

    fn start(
        &mut self,
        node: usize,
        command: &str,
        written: &str,
    ) -> Result<(JobId, String), BackendError> {
        let (mut commands, wrong) = self.commands(node, command);
        let (Some((words, input)), None) = (commands.pop(), wrong) else {
            return Err(BackendError::Unsupported(
                "the lab's jobs are single commands",
            ));
        };
        let job = self.start_one(node, &words, input);
        self.lab.run_for(PACE);
        if !written.is_empty() {
            let deadline = self.lab.now() + READY;
            self.lab.wait(deadline, |lab| {
                let ready = agree(written, &lab.jobs().output(job)).is_ok();
                (ready || lab.jobs().done(job).is_some()).then_some(())
            });
        }
        self.jobs.push(job);
        // A line without an end may yet become another one.
        let mut output = self.lab.jobs().output(job);
        output.truncate(output.rfind('\n').map_or(0, |end| end + 1));
        Ok((JobId(self.jobs.len() - 1), output))
    }

    fn wait(&mut self, job: JobId) -> Result<Done, BackendError> {
        Ok(tools::finish(&mut self.lab, self.jobs[job.0]))
    }

    fn kill(&mut self, job: JobId, _signal: &str) -> Result<Done, BackendError> {
        self.lab.run_for(PACE);
        let job = self.jobs[job.0];
        let done = tools::interrupt(&mut self.lab, job);
        self.lab.jobs().forget(job);
        Ok(done)
    }

    fn captures(&mut self, folder: &Path) -> Result<Vec<PathBuf>, BackendError> {
        let mut written = Vec::new();
        for (end, _) in self.topology.cards() {
            let path = folder.join(self.topology.capture_name(end));
            let failed = |error| BackendError::Setup {
                command: path.display().to_string(),
                said: format!("{error}"),
            };
            let mut writer = CaptureWriter::create(&path, true).map_err(failed)?;
            for captured in self.lab.capture(self.plug(end)) {
                writer.write(captured.at, &captured.frame).map_err(failed)?;
            }
            writer.finish().map_err(failed)?;
            written.push(path);
        }
        Ok(written)
    }
}
