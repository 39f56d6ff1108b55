//! What a command has at hand while it runs, and how it asks the model.

use std::sync::Arc;

use dataplane::iface::{IfIndex, MacAddr};

use super::{
    names, number,
    options::{Family, Options},
    prefix,
};
use crate::{
    config::{Link, Model, NetError},
    lang::{
        Output, Session,
        args::{Args, Failure},
        span::Origin,
    },
};

/// What a command has at hand while it runs.
pub(crate) struct Context<'c, 's> {
    /// What it works on.
    pub(crate) session: &'c mut Session<'s>,
    /// The options in front of the object.
    pub(crate) options: &'c Options,
    /// What it has printed.
    pub(crate) text: String,
    /// What else comes out of it.
    pub(crate) out: &'c mut Output,
}

/// How a command ends.
pub(crate) type Done = Result<(), Failure>;

impl Context<'_, '_> {
    /// Writes what was printed to standard output.
    pub(crate) fn flush(&mut self) {
        self.out.stdout.extend_from_slice(self.text.as_bytes());
        self.text.clear();
    }

    /// Prints to standard error, and goes on.
    pub(crate) fn warn(&mut self, message: &str) {
        self.out.stderr.extend_from_slice(message.as_bytes());
    }

    /// Brings what earlier lines of a batch changed into force: neighbours live by links that are.
    pub(crate) fn bring_into_force(&mut self) {
        let _snapshot = self.session.live.snapshot(self.session.model);
    }

    /// The family that was asked for in front of the object.
    pub(crate) fn family(&self) -> Option<Family> {
        self.options.family.family()
    }

    /// The line that the command stands on.
    pub(crate) fn origin(&self) -> Option<Origin> {
        self.session.origin.clone()
    }

    /// The same, for what shares it.
    pub(crate) fn shared_origin(&self) -> Option<Arc<Origin>> {
        self.session.origin.clone().map(Arc::new)
    }

    /// The link of that name, or `ifN`.
    pub(crate) fn find_link(&self, name: &str) -> Option<&Link> {
        let model: &Model = self.session.model;
        model.link_by_name(name).or_else(|| {
            let index = name.strip_prefix("if")?.parse().ok()?;
            model.link(IfIndex::new(index)?)
        })
    }

    /// The number of the link named by word `word`, or `Cannot find device "NAME"`.
    pub(crate) fn link_index(&self, name: &str, word: usize) -> Result<IfIndex, Failure> {
        self.find_link(name)
            .map(|link| link.index)
            .ok_or_else(|| no_device(name).at(word))
    }
}

/// The name of a link; `ifN` if it is gone.
pub(crate) fn link_name(model: &Model, index: IfIndex) -> String {
    model
        .link(index)
        .map_or_else(|| format!("if{}", index.get()), |link| link.name.clone())
}

/// `Cannot find device "NAME"`.
pub(crate) fn no_device(name: &str) -> Failure {
    Failure::returned(1, format!("Cannot find device \"{name}\"\n"))
}

/// What the kernel answered.
pub(crate) fn answered(error: &NetError) -> Failure {
    let mut message = error.to_string();
    if error.message.is_some() && !message.ends_with('.') {
        message.push('.');
    }
    message.push('\n');
    Failure::returned(2, message)
}

/// A word with a meaning of its own, or the complaint `why`.
pub(crate) fn read<T>(
    args: &mut Args<'_, '_>,
    read: impl Fn(&str) -> Option<T>,
    why: &str,
) -> Result<T, Failure> {
    let word = args.value()?;
    read(word).ok_or_else(|| args.invalid(why))
}

/// `on` or `off`.
pub(crate) fn on_off(args: &mut Args<'_, '_>, key: &str) -> Result<bool, Failure> {
    match args.value()? {
        "on" => Ok(true),
        "off" => Ok(false),
        word => Err(Failure::returned(
            1,
            format!("Error: argument of \"{key}\" must be \"on\" or \"off\", not \"{word}\"\n"),
        )
        .at(args.last())),
    }
}

/// A group of links.
pub(crate) fn group(args: &mut Args<'_, '_>) -> Result<u32, Failure> {
    read(args, names::read_group, "Invalid \"group\" value\n")
}

/// The length of an Ethernet address in bytes.
const MAC_LEN: usize = 6;

/// An Ethernet address as the tool reads it (`ll_addr_a2n`): hexadecimal bytes with colons between
/// them, or the bytes of an IPv4 address.
pub(crate) fn lladdr(args: &mut Args<'_, '_>) -> Result<Vec<u8>, Failure> {
    let word = args.value()?;
    if word.contains('.') {
        let Some(addr) = prefix::ipv4(word) else {
            let message = format!("\"{word}\" is invalid lladdr.\n");
            return Err(Failure::returned(1, message).at(args.last()));
        };
        return Ok(addr.octets().into());
    }
    let mut bytes = Vec::with_capacity(MAC_LEN);
    for part in word.split(':') {
        let byte = number::strtoul(part, 16)
            .and_then(|(value, _)| u8::try_from(value).ok())
            .filter(|_| bytes.len() < 32);
        let Some(byte) = byte else {
            let message = format!("\"{part}\" is invalid lladdr.\n");
            return Err(Failure::returned(1, message).at(args.last()));
        };
        bytes.push(byte);
    }
    Ok(bytes)
}

/// An Ethernet address of six bytes, or what `ip link` says.
pub(crate) fn mac(bytes: &[u8]) -> Result<MacAddr, Failure> {
    bytes.try_into().map(MacAddr).map_err(|_| {
        Failure::returned(
            1,
            format!("Invalid address length {} - must be 6 bytes\n", bytes.len()),
        )
    })
}
