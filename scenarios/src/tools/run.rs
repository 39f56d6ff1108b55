//! A command typed on a host.

use std::net::IpAddr;

use super::{ping, traceroute};
use crate::lab::{HostId, Lab};

/// What a command left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Its exit status.
    pub status: i32,
    /// What it printed, both streams.
    pub output: String,
}

impl Done {
    pub(super) fn usage(text: &str) -> Self {
        Self {
            status: 2,
            output: format!("{text}\n"),
        }
    }
}

/// Runs a command line on a host, in virtual time.
#[must_use]
pub fn run(lab: &mut Lab, host: HostId, argv: &[&str]) -> Done {
    match argv {
        ["ping", args @ ..] => ping::run(lab, host, args),
        ["ip", ..] => lab.host(host).configure(argv),
        ["traceroute", args @ ..] => traceroute::run(lab, host, args),
        [name, ..] => Done {
            status: 127,
            output: format!("bash: {name}: command not found\n"),
        },
        [] => Done {
            status: 0,
            output: String::new(),
        },
    }
}

/// The options of a tool with one target: flags, and options with a value that is a number.
#[derive(Debug, Default)]
pub(super) struct Arguments<'a> {
    flags: Vec<&'a str>,
    numbers: Vec<(&'a str, f64)>,
    pub(super) target: Option<IpAddr>,
}

impl<'a> Arguments<'a> {
    /// Reads `args`: `valued` are the options that take a number, `plain` those that take none.
    pub(super) fn read(args: &[&'a str], valued: &[&str], plain: &[&str]) -> Result<Self, String> {
        let mut read = Self::default();
        let mut args = args.iter();
        while let Some(&arg) = args.next() {
            if valued.contains(&arg) {
                let value = args
                    .next()
                    .and_then(|value| value.parse().ok())
                    .filter(|value: &f64| *value >= 0.0)
                    .ok_or_else(|| format!("option {arg} takes a number"))?;
                read.numbers.push((arg, value));
            } else if plain.contains(&arg) {
                read.flags.push(arg);
            } else if arg.starts_with('-') {
                return Err(format!("the lab's tool has no option {arg}"));
            } else {
                let address = arg
                    .parse()
                    .map_err(|_| format!("{arg}: Name or service not known"))?;
                read.target = Some(address);
            }
        }
        Ok(read)
    }

    pub(super) fn has(&self, flag: &str) -> bool {
        self.flags.contains(&flag)
    }

    pub(super) fn number(&self, option: &str, default: f64) -> f64 {
        self.numbers
            .iter()
            .rev()
            .find(|(name, _)| *name == option)
            .map_or(default, |(_, value)| *value)
    }
}
