//! The extensions that a command loads.

use std::fmt::Write;

use dataplane::{
    filter::{Match, Target, Test},
    route::Family,
};

use super::{
    extension::{
        self, Complaint, Given, MatchExtension, MatchParser, RuleView, TargetExtension,
        TargetParser,
    },
    getopt::Long,
    matches, options,
    parse::extension_option,
    targets,
};

/// An extension whose options are known.
#[derive(Clone, Copy)]
enum Loaded {
    Match(&'static MatchExtension),
    Target(&'static TargetExtension),
}

impl Loaded {
    const fn options(self) -> &'static [extension::Opt] {
        match self {
            Self::Match(extension) => extension.options,
            Self::Target(extension) => extension.options,
        }
    }
}

/// One `-m`.
struct Instance {
    extension: usize,
    parser: Box<dyn MatchParser>,
}

/// What `-j` is.
enum Chosen {
    Nothing,
    Standard(Target),
    Extension(usize, Box<dyn TargetParser>),
}

/// What a rule is to do, as far as extensions know.
#[derive(Debug)]
pub(super) enum Jump {
    /// This.
    Target(Target),
    /// `-j` is no extension, or there is none.
    Unknown,
}

/// The extensions of one command.
pub(super) struct Extensions {
    family: Family,
    loaded: Vec<Loaded>,
    matches: Vec<Instance>,
    chosen: Chosen,
}

impl Extensions {
    pub(super) const fn new(family: Family) -> Self {
        Self {
            family,
            loaded: Vec::new(),
            matches: Vec::new(),
            chosen: Chosen::Nothing,
        }
    }

    /// The options of all that are loaded; of two with one name that of the extension loaded last.
    pub(super) fn options(&self) -> impl Iterator<Item = Long<options::Opt>> + '_ {
        self.loaded
            .iter()
            .enumerate()
            .rev()
            .flat_map(|(at, loaded)| {
                let options = loaded.options().iter().enumerate();
                options.map(move |option| extension_option(at, option))
            })
    }

    /// Whether there is no match.
    pub(super) const fn has_no_match(&self) -> bool {
        self.matches.is_empty()
    }

    /// Loads a match; `false` if there is none of that name.
    pub(super) fn load_match(&mut self, name: &str) -> bool {
        let name = match name {
            "icmpv6" | "ipv6-icmp" => "icmp6",
            name => name,
        };
        let Some(found) = matches::find(name, self.family) else {
            return false;
        };
        let known = self
            .loaded
            .iter()
            .position(|loaded| matches!(loaded, Loaded::Match(known) if known.name == found.name));
        let extension = known.unwrap_or_else(|| {
            self.loaded.push(Loaded::Match(found));
            self.loaded.len() - 1
        });
        self.matches.push(Instance {
            extension,
            parser: (found.parser)(self.family),
        });
        true
    }

    /// Loads the target of that name, if there is one.
    pub(super) fn load_target(&mut self, name: &str) {
        self.chosen = match name {
            "ACCEPT" => Chosen::Standard(Target::Accept),
            "DROP" => Chosen::Standard(Target::Drop),
            "RETURN" => Chosen::Standard(Target::Return),
            _ => match targets::find(name, self.family) {
                Some(found) => {
                    self.loaded.push(Loaded::Target(found));
                    Chosen::Extension(self.loaded.len() - 1, (found.parser)(self.family))
                }
                None => Chosen::Nothing,
            },
        };
    }

    fn option(&self, extension: usize, option: usize) -> Option<&'static extension::Opt> {
        self.loaded.get(extension)?.options().get(option)
    }

    /// Whether the word behind an option's value belongs to it too.
    pub(super) fn wants_second(&self, extension: usize, option: usize) -> bool {
        self.option(extension, option)
            .is_some_and(|option| option.second)
    }

    /// Gives an option, its value and the word behind that to its extension: of several of one name to
    /// the last. Behind the outcome there is the warning that goes before it, if there is one.
    pub(super) fn take(
        &mut self,
        extension: usize,
        (option, value, second): (usize, Option<&str>, Option<&str>),
        not: bool,
        proto: Option<Test<u8>>,
    ) -> (Result<(), Complaint>, Option<String>) {
        let given = Given {
            name: self.option(extension, option).map_or("", |of| of.name),
            not,
            value,
            second,
            rule: RuleView {
                family: self.family,
                proto,
            },
        };
        if let Chosen::Extension(chosen, parser) = &mut self.chosen
            && *chosen == extension
        {
            return (parser.take(given), parser.warning());
        }
        let mut instances = self.matches.iter_mut().rev();
        match instances.find(|instance| instance.extension == extension) {
            Some(Instance { parser, .. }) => (parser.take(given), parser.warning()),
            None => (Ok(()), None),
        }
    }

    /// All options are given: makes the matches and the target.
    pub(super) fn finish(
        &mut self,
        proto: Option<Test<u8>>,
    ) -> Result<(Vec<Match>, Jump), Complaint> {
        let view = RuleView {
            family: self.family,
            proto,
        };
        let instances = std::mem::take(&mut self.matches);
        let matches = instances
            .into_iter()
            .map(|instance| instance.parser.finish(view))
            .collect::<Result<Vec<Match>, Complaint>>()?;
        let jump = match std::mem::replace(&mut self.chosen, Chosen::Nothing) {
            Chosen::Nothing => Jump::Unknown,
            Chosen::Standard(target) => Jump::Target(target),
            Chosen::Extension(_, parser) => Jump::Target(parser.finish(view)?),
        };
        Ok((matches, jump))
    }

    /// What the extensions say of themselves.
    pub(super) fn help(&self, text: &mut String) {
        let targets = self.loaded.iter().filter_map(|loaded| match loaded {
            Loaded::Target(found) => Some(found.help),
            Loaded::Match(_) => None,
        });
        let matches = self.matches.iter().filter_map(|instance| {
            match self.loaded.get(instance.extension)? {
                Loaded::Match(found) => Some(found.help),
                Loaded::Target(_) => None,
            }
        });
        for help in targets.chain(matches) {
            // Writing to a string never fails.
            let _ = write!(text, "\n{help}");
        }
    }
}
