//! Where a lesson is run: in one process, or with real tools in network namespaces.

mod lab;
mod live;
mod require;

use std::{
    fmt, io,
    path::{Path, PathBuf},
    time::Duration,
};

pub use lab::LabBackend;
pub use live::Live;

use crate::{lesson::Lesson, tools::Done};

/// How long a job's start may take until the lesson goes on anyway.
const READY: Duration = Duration::from_secs(5);

/// A job of a backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobId(pub usize);

/// The kinds of backends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Everything in this process and in virtual time: smoltcp hosts, and Tollgate as the router.
    Lab,
    /// Network namespaces with real tools as the hosts, and a live Tollgate as the router.
    Netns,
    /// The same hosts, and a namespace whose kernel forwards as the router.
    Kernel,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Lab, Self::Netns, Self::Kernel];

    /// Its name, as `--on` takes it and as lessons write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lab => "lab",
            Self::Netns => "netns",
            Self::Kernel => "kernel",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Hosts and routers of a lesson, ready to be typed at. Nodes are named by their places in the
/// lesson's topology. Dropping a backend removes all that it made.
pub trait Backend {
    /// Its name.
    fn name(&self) -> &'static str;

    /// Runs a command line to its end.
    ///
    /// # Errors
    /// When the backend itself fails; a command that fails is [`Done`].
    fn run(&mut self, node: usize, command: &str) -> Result<Done, BackendError>;

    /// Starts a command that goes on beside others. Gives what it has printed when it is ready: when
    /// that agrees with `written`, or, if nothing is written, when it waits for something to happen.
    ///
    /// # Errors
    /// When it can't be started.
    fn start(
        &mut self,
        node: usize,
        command: &str,
        written: &str,
    ) -> Result<(JobId, String), BackendError>;

    /// Waits for the end of a job; gives all that it has printed.
    ///
    /// # Errors
    /// When it does not end.
    fn wait(&mut self, job: JobId) -> Result<Done, BackendError>;

    /// Sends a job a signal, when it has done what it can do, and waits for its end; gives all that
    /// it has printed.
    ///
    /// # Errors
    /// When it does not end.
    fn kill(&mut self, job: JobId, signal: &str) -> Result<Done, BackendError>;

    /// Writes what each card saw so far to `NODE-NIC.pcap` files, if captures are kept.
    ///
    /// # Errors
    /// When a file can't be written.
    fn captures(&mut self, folder: &Path) -> Result<Vec<PathBuf>, BackendError>;
}

/// What a backend is made with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Where random numbers come from, where the backend can be told.
    pub seed: u64,
    /// Keeps what every card sees.
    pub captures: bool,
    /// The binary that routers of the netns backend run.
    pub tollgate: PathBuf,
}

/// Makes a backend for a lesson.
///
/// # Errors
/// [`BackendError::Missing`] if something that it needs is not there, before anything was made.
pub fn open(kind: Kind, lesson: &Lesson, setup: &Setup) -> Result<Box<dyn Backend>, BackendError> {
    let missing = require::missing(kind, lesson, setup.captures);
    if !missing.is_empty() {
        return Err(BackendError::Missing(missing));
    }
    match kind {
        Kind::Lab => Ok(Box::new(LabBackend::new(lesson, setup))),
        Kind::Netns | Kind::Kernel => Ok(Box::new(Live::new(kind, lesson, setup)?)),
    }
}

/// Why a backend can't do what it was asked for.
#[derive(Debug)]
pub enum BackendError {
    /// These are not there.
    Missing(Vec<String>),
    /// A command that sets up the backend failed.
    Setup {
        /// The command.
        command: String,
        /// What it said.
        said: String,
    },
    /// A command did not end in time; the backend is of no use any more.
    Stuck(String),
    /// The operating system refuses.
    Io(io::Error),
    /// The backend can't do this.
    Unsupported(&'static str),
}

impl BackendError {
    /// What this kernel was built without, if a lesson is not run for nothing but that: what it lacks is among
    /// what the lesson says that it needs.
    #[must_use]
    pub fn lacks(&self, lesson: &Lesson) -> Option<String> {
        match self {
            Self::Missing(missing) if missing.iter().all(|what| lesson.needs.contains(what)) => {
                Some(missing.join(", "))
            }
            Self::Missing(_)
            | Self::Setup { .. }
            | Self::Stuck(_)
            | Self::Io(_)
            | Self::Unsupported(_) => None,
        }
    }
}

impl fmt::Display for BackendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(what) => write!(f, "missing: {}", what.join(", ")),
            Self::Setup { command, said } => write!(f, "{command}: {said}"),
            Self::Stuck(what) => write!(f, "{what}: no end"),
            Self::Io(error) => error.fmt(f),
            Self::Unsupported(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for BackendError {}

impl From<io::Error> for BackendError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
