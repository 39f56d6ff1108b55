//! What libxtables checks for most extensions (`xtables_option_parse`, `xtables_options_fcheck`):
//! which options may be negated, given together, or left out. None may be given twice.

use dataplane::filter::Test;

use super::extension::{Complaint, Given, Opt, RuleView};

/// A mistake in the command.
pub(super) fn parameter(message: impl Into<String>) -> Complaint {
    Complaint::Parameter(message.into())
}

/// An entry of an extension's table of options (`struct xt_option_entry`). Entries with one `id` are
/// names of one option; complaints use the first one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    name: &'static str,
    id: u8,
    value: bool,
    invert: bool,
    mandatory: bool,
    /// Bits of the ids of options that must be there as well.
    also: u32,
    /// Bits of the ids of options that must not be there.
    excl: u32,
}

impl Entry {
    /// An option without a value.
    pub(super) const fn flag(name: &'static str, id: u8) -> Self {
        Self {
            name,
            id,
            value: false,
            invert: false,
            mandatory: false,
            also: 0,
            excl: 0,
        }
    }

    /// An option with a value.
    pub(super) const fn value(name: &'static str, id: u8) -> Self {
        let mut entry = Self::flag(name, id);
        entry.value = true;
        entry
    }

    /// It may be negated.
    pub(super) const fn invert(mut self) -> Self {
        self.invert = true;
        self
    }

    /// It must be given.
    pub(super) const fn mandatory(mut self) -> Self {
        self.mandatory = true;
        self
    }

    /// The options with these bits must be given, too.
    pub(super) const fn also(mut self, ids: u32) -> Self {
        self.also = ids;
        self
    }

    /// The options with these bits must not be given.
    pub(super) const fn excl(mut self, ids: u32) -> Self {
        self.excl = ids;
        self
    }

    const fn bit(&self) -> u32 {
        1 << self.id
    }
}

/// The options of a table, for [`super::extension::MatchExtension::options`].
pub(super) const fn options<const N: usize>(table: &[Entry; N]) -> [Opt; N] {
    let mut options = [Opt {
        name: "",
        value: false,
        second: false,
    }; N];
    let mut i = 0;
    while i < N {
        options[i].name = table[i].name;
        options[i].value = table[i].value;
        i += 1;
    }
    options
}

/// An option that may be taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'w> {
    /// Its number in the table.
    pub(super) id: u8,
    /// The extension.
    pub(super) extension: &'static str,
    /// Its first name in the table.
    pub(super) option: &'static str,
    /// The value; empty if the option has none.
    pub(super) value: &'w str,
    /// There was a `!` in front.
    pub(super) not: bool,
    /// What is known of the rule so far.
    pub(super) rule: RuleView,
}

impl Asked<'_> {
    /// A condition, negated if the option is.
    pub(super) const fn test<T: Copy>(&self, of: T) -> Test<T> {
        Test { not: self.not, of }
    }
}

/// The options of one extension in one rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    extension: &'static str,
    table: &'static [Entry],
    /// Bits of the ids that were taken.
    bits: u32,
}

impl Seen {
    /// None yet.
    pub(super) const fn new(extension: &'static str, table: &'static [Entry]) -> Self {
        Self {
            extension,
            table,
            bits: 0,
        }
    }

    /// Nothing was given.
    pub(super) const fn is_empty(&self) -> bool {
        self.bits == 0
    }

    /// Whether the option of this id was given.
    pub(super) const fn has(&self, id: u8) -> bool {
        self.bits & 1 << id != 0
    }

    fn first(&self, id: u8) -> Option<&'static Entry> {
        self.table.iter().find(|entry| entry.id == id)
    }

    /// Takes an option, if it may be given here and so.
    pub(super) fn take<'w>(&mut self, given: Given<'w>) -> Result<Asked<'w>, Complaint> {
        let extension = self.extension;
        let Some(entry) = (self.table.iter())
            .find(|entry| entry.name == given.name)
            .and_then(|named| self.first(named.id))
        else {
            return Err(Complaint::Other(format!(
                "Extension does not know id {}",
                given.name
            )));
        };
        let option = entry.name;
        let complain = |what: &str| {
            Err(parameter(format!(
                "{extension}: option \"--{option}\" {what}.\n"
            )))
        };
        if self.bits & entry.bit() != 0 {
            return complain("can only be used once");
        }
        if given.not && !entry.invert {
            return complain("cannot be inverted");
        }
        if entry.value && given.value.is_none() {
            return complain("requires an argument");
        }
        self.bits |= entry.bit();
        Ok(Asked {
            id: entry.id,
            extension,
            option,
            value: given.value.unwrap_or_default(),
            not: given.not,
            rule: given.rule,
        })
    }

    /// Whether all that must be there is, and nothing that excludes another.
    pub(super) fn finish(&self) -> Result<(), Complaint> {
        let extension = self.extension;
        for entry in self.table {
            let name = entry.name;
            if self.bits & entry.bit() == 0 {
                if entry.mandatory {
                    return Err(parameter(format!(
                        "{extension}: option \"--{name}\" must be specified\n"
                    )));
                }
                continue;
            }
            for other in (0..32).filter_map(|id| self.first(id)) {
                if other.id == entry.id {
                    continue;
                }
                let there = self.bits & other.bit() != 0;
                if entry.also & other.bit() != 0 && !there {
                    return Err(parameter(format!(
                        "{extension}: option \"--{name}\" also requires \"--{}\".\n",
                        other.name
                    )));
                }
                if entry.excl & other.bit() != 0 && there {
                    return Err(parameter(format!(
                        "{extension}: option \"--{name}\" cannot be used together with \"--{}\".\n",
                        other.name
                    )));
                }
            }
        }
        Ok(())
    }
}
