//! What an extension (`-m NAME`, `-j NAME`) brings to the command line: its options, how they become a
//! match or a target, and how that is printed. One file each, under `matches/` and `targets/`.

use dataplane::{
    filter::{Match, Target, Test},
    route::Family,
};

/// Why options can't be accepted. A message that ends in a newline is one of those after which the
/// real tool prints an empty line: it is printed as it is, and another newline behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Complaint {
    /// A mistake in the command (`xtables_error(PARAMETER_PROBLEM, …)`): exit status 2. The core prints
    /// `iptables v1.8.9 (legacy): MESSAGE` and the line ``Try `iptables -h' or …``.
    Parameter(String),
    /// Anything else (`OTHER_PROBLEM`): exit status 1, without the hint.
    Other(String),
    /// Something that is needed is not there (`RESOURCE_PROBLEM`): exit status 4.
    Resource(String),
}

/// An option of an extension (`struct option`).
#[derive(Clone, Copy, Debug)]
pub(super) struct Opt {
    /// Its name, without the dashes. Users may abbreviate it.
    pub(super) name: &'static str,
    /// Whether a value follows.
    pub(super) value: bool,
    /// Whether the word behind the value belongs to it as well (`--tcp-flags MASK COMP`).
    pub(super) second: bool,
}

/// An option as the user gave it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given<'w> {
    /// The full name, as [`Opt::name`] has it.
    pub(super) name: &'static str,
    /// There was a `!` in front.
    pub(super) not: bool,
    /// The value, if the option has one.
    pub(super) value: Option<&'w str>,
    /// The word behind the value, if [`Opt::second`] asks for it and there is one that begins neither
    /// with `-` nor with `!`; such a word is left where it is.
    pub(super) second: Option<&'w str>,
    /// What is known of the rule so far: options behind this one do not count yet, as in the real tool
    /// (`-j DNAT --to-destination :80 -p tcp` is refused).
    pub(super) rule: RuleView,
}

/// What the core knows of the rule when an extension takes an option, finishes or is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RuleView {
    /// `iptables` or `ip6tables`.
    pub(super) family: Family,
    /// The protocol (`-p`); `None` for all.
    pub(super) proto: Option<Test<u8>>,
}

/// Collects the options of one `-m`, then makes the match.
pub(super) trait MatchParser {
    /// Takes an option.
    ///
    /// # Errors
    /// What the real tool says of it.
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint>;

    /// What the real tool writes to stderr about the option that was taken, apart from a complaint and
    /// before it.
    fn warning(&mut self) -> Option<String> {
        None
    }

    /// All options were taken (`final_check`).
    ///
    /// # Errors
    /// What the real tool says of what is missing or does not go together.
    fn finish(self: Box<Self>, rule: RuleView) -> Result<Match, Complaint>;
}

/// The same for `-j`.
pub(super) trait TargetParser {
    /// Takes an option.
    ///
    /// # Errors
    /// What the real tool says of it.
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint>;

    /// What the real tool writes to stderr about the option that was taken, apart from a complaint and
    /// before it.
    fn warning(&mut self) -> Option<String> {
        None
    }

    /// All options were taken (`final_check`).
    ///
    /// # Errors
    /// What the real tool says of what is missing or does not go together.
    fn finish(self: Box<Self>, rule: RuleView) -> Result<Target, Complaint>;
}

/// An extension that both families have.
pub(super) const BOTH: &[Family] = &[Family::V4, Family::V6];

/// A match extension.
pub(super) struct MatchExtension {
    /// The name after `-m`.
    pub(super) name: &'static str,
    /// The families that have it.
    pub(super) families: &'static [Family],
    /// Its options.
    pub(super) options: &'static [Opt],
    /// Begins a match.
    pub(super) parser: fn(Family) -> Box<dyn MatchParser>,
    /// What `iptables -m NAME -h` adds.
    pub(super) help: &'static str,
}

/// A target extension.
pub(super) struct TargetExtension {
    /// The name after `-j`.
    pub(super) name: &'static str,
    /// The families that have it.
    pub(super) families: &'static [Family],
    /// Its options.
    pub(super) options: &'static [Opt],
    /// Begins a target.
    pub(super) parser: fn(Family) -> Box<dyn TargetParser>,
    /// What `iptables -j NAME -h` adds.
    pub(super) help: &'static str,
}
