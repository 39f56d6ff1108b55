//! Who is running, for messages.

use std::fmt::Write;

use dataplane::route::Family;

use super::extension::Complaint;
use crate::lang::args::Failure;

/// The version that we are like.
pub(super) const VERSION: &str = "1.8.9";

/// A program, and where it is in its input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Program {
    /// The family of its tables.
    pub(super) family: Family,
    /// Its name in messages.
    pub(super) name: &'static str,
    /// The line of the input that it is at, if it reads one.
    pub(super) line: Option<u32>,
}

impl Program {
    /// `iptables` or `ip6tables`.
    pub(super) const fn main(family: Family) -> Self {
        Self {
            family,
            name: match family {
                Family::V4 => "iptables",
                Family::V6 => "ip6tables",
            },
            line: None,
        }
    }

    /// `iptables-restore` or `ip6tables-restore`.
    pub(super) const fn restore(family: Family) -> Self {
        Self {
            family,
            name: match family {
                Family::V4 => "iptables-restore",
                Family::V6 => "ip6tables-restore",
            },
            line: None,
        }
    }

    /// `iptables-save` or `ip6tables-save`.
    pub(super) const fn save(family: Family) -> Self {
        Self {
            family,
            name: match family {
                Family::V4 => "iptables-save",
                Family::V6 => "ip6tables-save",
            },
            line: None,
        }
    }

    /// The same, at a line of its input.
    pub(super) const fn at_line(self, line: u32) -> Self {
        Self {
            line: Some(line),
            ..self
        }
    }

    /// `iptables v1.8.9 (legacy)`.
    pub(super) fn version(&self) -> String {
        format!("{} v{VERSION} (legacy)", self.name)
    }

    /// The lines that say where to get help.
    fn try_help(&self) -> String {
        let name = self.name;
        let mut text = String::new();
        if let Some(line) = self.line {
            // Writing to a string never fails.
            let _ = writeln!(text, "Error occurred at line: {line}");
        }
        let _ = writeln!(
            text,
            "Try `{name} -h' or '{name} --help' for more information."
        );
        text
    }

    /// A mistake in the command (`PARAMETER_PROBLEM`).
    pub(super) fn parameter(&self, message: impl std::fmt::Display) -> Failure {
        let text = format!("{}: {message}\n{}", self.version(), self.try_help());
        Failure::exit(2, text)
    }

    /// Only where to get help, behind what was printed already.
    pub(super) fn help(&self, message: &str) -> Failure {
        Failure::exit(2, format!("{message}{}", self.try_help()))
    }

    /// Another problem (`OTHER_PROBLEM`).
    pub(super) fn other(&self, message: impl std::fmt::Display) -> Failure {
        Failure::exit(1, format!("{}: {message}\n", self.version()))
    }

    /// What the kernel does not have (`VERSION_PROBLEM`).
    pub(super) fn too_old(&self, message: impl std::fmt::Display) -> Failure {
        let text = format!(
            "{}: {message}\nPerhaps {} or your kernel needs to be upgraded.\n",
            self.version(),
            self.name
        );
        Failure::exit(3, text)
    }

    /// What an extension says.
    pub(super) fn complaint(&self, complaint: &Complaint) -> Failure {
        match complaint {
            Complaint::Parameter(message) => self.parameter(message),
            Complaint::Other(message) => self.other(message),
            Complaint::Resource(message) => {
                Failure::exit(4, format!("{}: {message}\n", self.version()))
            }
        }
    }
}
