//! A lesson as it stands in its file.

use std::fmt;

use super::{front, topology::Topology};
use crate::transcript::{Block, Clause, Part, Step, parts};

/// A lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// Its name: that of its file, without `.md`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The slides of the course that it is about, if it is about any.
    pub slides: Option<String>,
    /// Who is there, and how they are joined.
    pub topology: Topology,
    /// On which backends it is not run, or known to fail as a whole, and why.
    pub clauses: Vec<Clause>,
    /// What a kernel must be able to do for it (`vlan`); what lacks it does not run it.
    pub needs: Vec<String>,
    /// A packet that it is about.
    pub packet: Option<KeyPacket>,
    /// Text and transcripts, in order. Lines of steps are those of the file.
    pub parts: Vec<Part>,
}

/// A packet that a lesson is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPacket {
    /// The machine that it comes to, or whose it is.
    pub machine: String,
    /// The card that it comes in by; `None` if the machine itself sends it.
    pub port: Option<String>,
    /// The packet, as `tollgate explain` writes it.
    pub packet: String,
}

impl KeyPacket {
    /// Reads `MACHINE NIC|itself PACKET`; `None` if the text is none of that.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (machine, rest) = text.split_once(' ')?;
        let (port, packet) = rest.split_once(' ')?;
        Some(Self {
            machine: machine.to_owned(),
            port: (port != "itself").then(|| port.to_owned()),
            packet: packet.to_owned(),
        })
    }
}

/// What is wrong with a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonError {
    /// The line that it is about, from 1.
    pub line: usize,
    /// What it is.
    pub message: String,
}

impl fmt::Display for LessonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for LessonError {}

impl Lesson {
    /// Reads a lesson from the text of its file.
    ///
    /// # Errors
    /// Where the front matter can't be read, or a prompt names nobody of the topology.
    pub fn read(name: &str, page: &str) -> Result<Self, LessonError> {
        let front = front::read(page)?;
        // Lines keep their numbers: the front matter becomes empty ones.
        let rest = page.lines().skip(front.lines);
        let rest: Vec<&str> = rest.collect();
        let mut parts = parts(&rest.join("\n"));
        for part in &mut parts {
            let Part::Block(block) = part else { continue };
            block.line += front.lines;
            for step in &mut block.steps {
                step.line += front.lines;
                let known = step
                    .host
                    .as_ref()
                    .and_then(|host| front.topology.node(host));
                if known.is_none() {
                    return Err(LessonError {
                        line: step.line,
                        message: "a prompt is `root@NODE:~# ` with a host or router".to_owned(),
                    });
                }
            }
        }
        Ok(Self {
            name: name.to_owned(),
            title: front.title,
            slides: front.slides,
            topology: front.topology,
            clauses: front.clauses,
            needs: front.needs,
            packet: front.packet,
            parts,
        })
    }

    /// Why it is not run on `backend`, if it is not.
    #[must_use]
    pub fn excluded_on(&self, backend: &str) -> Option<&str> {
        let clause = self
            .clauses
            .iter()
            .find(|clause| !clause.runs_on(backend))?;
        Some(&clause.reason)
    }

    /// Why the whole is known to fail on `backend`, if it is.
    #[must_use]
    pub fn fails_on(&self, backend: &str) -> Option<&Clause> {
        let mut clauses = self.clauses.iter();
        clauses.find(|clause| clause.fails_on(backend))
    }

    /// Whether a failure that is known on `backend` names `word` (in backquotes) as what it is about.
    #[must_use]
    pub fn is_known_to_lack(&self, backend: &str, word: &str) -> bool {
        let of_blocks = self.blocks().filter_map(|block| block.clause.as_ref());
        let mut clauses = self.clauses.iter().chain(of_blocks);
        clauses
            .any(|clause| clause.fails_on(backend) && clause.reason.contains(&format!("`{word}`")))
    }

    /// Its transcripts.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.parts.iter().filter_map(|part| match part {
            Part::Block(block) => Some(block),
            Part::Prose(_) => None,
        })
    }

    /// The transcripts that are run on `backend`.
    pub fn blocks_on<'a>(&'a self, backend: &'a str) -> impl Iterator<Item = &'a Block> {
        self.blocks().filter(|block| block.runs_on(backend))
    }

    /// The commands that are run on `backend`, with who types them.
    pub fn steps_on<'a>(&'a self, backend: &'a str) -> impl Iterator<Item = &'a Step> {
        self.blocks_on(backend).flat_map(|block| &block.steps)
    }
}
