//! From nft's tables to what packets walk through.

use dataplane::{
    filter::{Base, Hook, nft::Chains},
    route::Family,
};

use super::Ruleset;

/// What nft adds to the rule set of a family.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct OfFamily {
    /// The chains and sets.
    pub(in super::super) chains: Chains,
    /// The chains that packets come to by themselves, in the order in which they are asked.
    pub(in super::super) bases: Vec<(Hook, Base)>,
    /// Whether connections are tracked for its sake.
    pub(in super::super) conntrack: bool,
}

/// Makes them, one after the other.
#[derive(Debug, Default)]
pub(in super::super) struct Compiler {
    v4: OfFamily,
    v6: OfFamily,
}

impl Compiler {
    /// Tables have changed.
    pub(in super::super) fn update(&mut self, _ruleset: &Ruleset) {}

    /// What packets of a family meet.
    pub(in super::super) fn of(&self, family: Family) -> OfFamily {
        match family {
            Family::V4 => self.v4.clone(),
            Family::V6 => self.v6.clone(),
        }
    }
}
