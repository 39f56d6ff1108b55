//! What a test file says.

use std::path::PathBuf;

use dataplane::time::Duration;

use super::expect::Expectation;
use crate::{
    explain::PacketSpec,
    lang::{
        diag::Diagnostic,
        runbook::{Command, Runbook},
        span::Span,
    },
};

/// A test file that was read.
#[derive(Clone, Debug)]
pub struct TestFile {
    /// Its name, as the user gave it.
    pub(super) name: String,
    pub(super) book: Runbook,
    /// The configuration, in order.
    pub(super) setup: Vec<Setup>,
    pub(super) cases: Vec<Case>,
}

/// A part of the configuration.
#[derive(Clone, Debug)]
pub(super) enum Setup {
    /// `runbook FILE`.
    Runbook { path: PathBuf, span: Span },
    /// A command of a runbook.
    Command(Command),
}

/// A test.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) name: String,
    /// The place of its `test`.
    pub(super) span: Span,
    pub(super) steps: Vec<Step>,
}

/// Something that happens in a test, and what is expected of it.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) span: Span,
    pub(super) what: What,
    pub(super) expects: Vec<Expect>,
}

/// What happens in a step.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// A packet comes in.
    Packet {
        /// `--in`.
        port: Option<String>,
        spec: PacketSpec,
    },
    /// TCP's three segments come in, each the answer to the one before.
    Handshake {
        /// `--in`, for the first.
        port: Option<String>,
        /// The first.
        spec: PacketSpec,
    },
    /// The other side answers the packet before, with what these words change.
    Reply(String),
    /// The sender of the packet before sends the next, with what these words change.
    Next(String),
    /// Time passes.
    After(Duration),
}

/// Something that is expected of a packet.
#[derive(Clone, Debug)]
pub(super) struct Expect {
    pub(super) span: Span,
    /// As the file has it.
    pub(super) text: String,
    pub(super) what: Expectation,
}

impl TestFile {
    /// Its name, as the user gave it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many tests it has.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.cases.len()
    }

    /// Whether it has none; such a file is refused.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }

    /// A message about a place in it.
    pub(super) fn complaint(&self, message: &str, span: Span) -> Diagnostic {
        self.book.complaint(message, span)
    }
}
