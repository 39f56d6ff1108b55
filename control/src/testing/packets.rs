//! The steps of a test: packets through a shadow of the router.

use dataplane::{wire::tcp::flags, worker::Router};

use super::{
    coverage::Coverage,
    file::{Case, Expect, Step, TestFile, What},
    outcome::{Fate, fate},
    run::{Failure, Outcome},
};
use crate::{
    explain::{Detail, ExplainError, Explained, NOW, PacketSpec, Stage, Transport, one, verdict},
    lang::diag::Diagnostic,
};

/// A test that is run.
struct Running<'f> {
    file: &'f TestFile,
    case: &'f Case,
    stage: Stage,
    /// The packet that came in last.
    last: Option<Explained>,
    /// How many have come in.
    count: usize,
    detail: Detail,
    coverage: &'f mut Coverage,
}

/// Why a test ends early.
enum Stop {
    Failed(Box<Failure>),
    Error(Box<Diagnostic>),
}

/// Runs a test, and adds what it reaches to `coverage`; gives what came of it.
pub(super) fn case(
    file: &TestFile,
    case: &Case,
    router: &Router,
    detail: Detail,
    coverage: &mut Coverage,
) -> Outcome {
    let mut running = Running {
        file,
        case,
        stage: Stage::new(router, NOW),
        last: None,
        count: 0,
        detail,
        coverage,
    };
    let stopped = case.steps.iter().try_for_each(|step| running.step(step));
    let outcome = match stopped {
        Ok(()) => Outcome::Passed,
        Err(Stop::Failed(failure)) => Outcome::Failed(failure),
        Err(Stop::Error(diagnostic)) => Outcome::Error(diagnostic),
    };
    let Running {
        stage, coverage, ..
    } = running;
    coverage.add(&stage.snapshot);
    outcome
}

impl Running<'_> {
    fn step(&mut self, step: &Step) -> Result<(), Stop> {
        match &step.what {
            What::Packet { port, spec } => self.send(step, spec, port.as_deref())?,
            What::Handshake { port, spec } => {
                self.send(step, spec, port.as_deref())?;
                self.passes(step, "the handshake's SYN is accepted")?;
                self.reply(step, "")?;
                self.passes(step, "the handshake's SYN+ACK is accepted")?;
                self.reply(step, "")?;
                self.passes(step, "the handshake's ACK is accepted")?;
            }
            What::Reply(words) => self.reply(step, words)?,
            What::Next(words) => self.next(step, words)?,
            What::After(time) => self.stage.pass(*time),
        }
        step.expects
            .iter()
            .try_for_each(|expect| self.check(expect))
    }

    fn send(&mut self, step: &Step, spec: &PacketSpec, port: Option<&str>) -> Result<(), Stop> {
        let sent = self.stage.send(spec.clone(), port);
        self.came(step, sent)
    }

    fn reply(&mut self, step: &Step, words: &str) -> Result<(), Stop> {
        let sent = self
            .stage
            .reply(self.last.as_ref(), |spec| spec.amend(words));
        self.came(step, sent)
    }

    /// The sender of the packet before sends the next: it repeats a SYN, goes on with TCP's sequence
    /// numbers and with those of an echo, and sends the same otherwise.
    fn next(&mut self, step: &Step, words: &str) -> Result<(), Stop> {
        let before = self.last.as_ref();
        let Some((mut spec, iif)) = before.and_then(|last| Some((last.packet.clone()?, last.iif)))
        else {
            return Err(self.failed(step, "there is a packet to follow", "there is none"));
        };
        match &mut spec.transport {
            Transport::Tcp(tcp) if tcp.flags & flags::SYN == 0 => {
                let fin = u32::from(tcp.flags & flags::FIN != 0);
                tcp.seq = tcp.seq.wrapping_add(spec.data.len() as u32 + fin);
            }
            Transport::Icmp { rest, .. } => *rest = *rest & !0xffff | rest.wrapping_add(1) & 0xffff,
            Transport::Tcp(_) | Transport::Udp { .. } | Transport::Other { .. } => {}
        }
        let sent = match spec.amend(words) {
            Ok(()) => {
                let interfaces = &self.stage.snapshot.interfaces;
                let interface = iif.and_then(|iif| interfaces.get(iif));
                let port = interface.map(|interface| interface.name.to_string());
                self.stage.send(spec, port.as_deref())
            }
            Err(error) => Err(error.into()),
        };
        self.came(step, sent)
    }

    /// A packet came in, or could not.
    fn came(&mut self, step: &Step, sent: Result<Explained, ExplainError>) -> Result<(), Stop> {
        match sent {
            Ok(explained) => {
                self.coverage.tell(&explained.story);
                self.last = Some(explained);
                self.count += 1;
                Ok(())
            }
            Err(ExplainError::NothingToAnswer(why)) => {
                Err(self.failed(step, "there is something to answer", why))
            }
            Err(ExplainError::Packet(error)) => Err(self.error(step, error.message())),
            Err(
                error @ (ExplainError::NoPort(_)
                | ExplainError::NotAPort(_)
                | ExplainError::Where(_)
                | ExplainError::TooLong(_)),
            ) => Err(self.error(step, &error.to_string())),
        }
    }

    fn error(&self, step: &Step, message: &str) -> Stop {
        Stop::Error(Box::new(self.file.complaint(message, step.span)))
    }

    /// That the packet before was accepted.
    fn passes(&self, step: &Step, expected: &str) -> Result<(), Stop> {
        match &self.last {
            Some(last) if fate(last) == Fate::Accepted => Ok(()),
            Some(last) => Err(self.failed(step, expected, &verdict(last, &self.stage.snapshot))),
            None => Ok(()),
        }
    }

    fn check(&self, expect: &Expect) -> Result<(), Stop> {
        let Some(last) = &self.last else {
            return Ok(());
        };
        let checked = expect.what.check(last, &self.stage.snapshot);
        checked.map_err(|happened| self.failure(expect.span, &expect.text, &happened))
    }

    fn failed(&self, step: &Step, expected: &str, happened: &str) -> Stop {
        self.failure(step.span, expected, happened)
    }

    fn failure(&self, span: crate::lang::span::Span, expected: &str, happened: &str) -> Stop {
        let snapshot = &self.stage.snapshot;
        let story = self.last.as_ref();
        let story = story.map(|last| one(self.count, last, snapshot, self.detail));
        Stop::Failed(Box::new(Failure {
            place: self.file.book.diagnostic(&self.case.name, span),
            expected: expected.to_owned(),
            happened: happened.to_owned(),
            story: story.unwrap_or_default(),
        }))
    }
}
