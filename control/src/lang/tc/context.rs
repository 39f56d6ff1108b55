//! What a command has at hand while it runs.

use dataplane::{iface::IfIndex, qos::Readings};

use super::options::Options;
use crate::{
    config::{Link, Model, NetError},
    lang::{
        Output, Session,
        args::{Args, Failure},
        ip::context::{answered, no_device},
        span::Origin,
    },
};

/// What a command has at hand while it runs.
pub(super) struct Context<'c, 's> {
    /// What it works on.
    pub(super) session: &'c mut Session<'s>,
    /// The options in front of the object.
    pub(super) options: &'c Options,
    /// What it has printed.
    pub(super) text: String,
    /// What else comes out of it.
    pub(super) out: &'c mut Output,
}

/// How a command ends.
pub(super) type Done = Result<(), Failure>;

impl Context<'_, '_> {
    /// Writes what was printed to standard output.
    pub(super) fn flush(&mut self) {
        self.out.stdout.extend_from_slice(self.text.as_bytes());
        self.text.clear();
    }

    /// Prints to standard error, and goes on.
    pub(super) fn warn(&mut self, message: &str) {
        self.out.stderr.extend_from_slice(message.as_bytes());
    }

    /// The line that the command stands on.
    pub(super) fn origin(&self) -> Option<Origin> {
        self.session.origin.clone()
    }

    /// The link of that name, or `ifN`.
    pub(super) fn find_link(&self, name: &str) -> Option<&Link> {
        find_link(self.session.model, name)
    }

    /// The number of the link that word `word` names, if one was named.
    pub(super) fn link(&self, named: Option<Named<'_>>) -> Result<Option<IfIndex>, Failure> {
        named
            .map(|Named { text, word }| {
                let link = self.find_link(text).map(|link| link.index);
                link.ok_or_else(|| no_device(text).at(word))
            })
            .transpose()
    }

    /// What the traffic control of a link has counted, for `-statistics`.
    pub(super) fn readings(&self, link: IfIndex) -> Readings {
        if self.options.statistics() {
            self.session.live.qos(link)
        } else {
            Readings::default()
        }
    }
}

/// The link of that name, or `ifN`.
pub(super) fn find_link<'m>(model: &'m Model, name: &str) -> Option<&'m Link> {
    model.link_by_name(name).or_else(|| {
        let index = name.strip_prefix("if")?.parse().ok()?;
        model.link(IfIndex::new(index)?)
    })
}

/// A word that names something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'s> {
    /// The word.
    pub(super) text: &'s str,
    /// Where it stands.
    pub(super) word: usize,
}

impl<'s> Named<'s> {
    /// The word taken last.
    pub(super) fn taken(args: &Args<'_, 's>) -> Self {
        Self {
            text: args.taken(),
            word: args.last(),
        }
    }
}

/// What the kernel answered, about word `word`.
pub(super) fn refused_by_kernel(error: &NetError, word: Option<usize>) -> Failure {
    let failure = answered(error);
    match word {
        Some(word) => failure.at(word),
        None => failure,
    }
}

/// The tool says something and its function returns -1.
pub(super) fn minus_one(message: impl Into<String>) -> Failure {
    Failure::returned(255, message.into())
}

/// What is wrong with an option of a qdisc, class or filter: the tool says something and returns 1.
pub(super) fn illegal(message: impl Into<String>) -> Failure {
    Failure::returned(1, message.into())
}

/// The word taken last is no value of `what`: `Illegal "WHAT"`.
pub(super) fn bad(args: &Args<'_, '_>, what: &str) -> Failure {
    illegal(format!("Illegal \"{what}\"\n")).at(args.last())
}

/// The word taken last is no option: `What is "WORD"?`, and the usage.
pub(super) fn what_is(args: &Args<'_, '_>, usage: &str) -> Failure {
    illegal(format!("What is \"{}\"?\n{usage}", args.taken())).at(args.last())
}

/// The word taken last is no command of `object`.
pub(super) fn unknown_command(args: &Args<'_, '_>, object: &str) -> Failure {
    let word = args.taken();
    let message = format!("Command \"{word}\" is unknown, try \"tc {object} help\".\n");
    minus_one(message).at(args.last())
}
