//! From words to a command (`do_parse`).

use std::collections::BTreeSet;

use dataplane::{
    filter::{Counts, IfacePattern, Masked, Match, Target, Test},
    route::Family,
};

use super::{
    chain_name::{MAX_NAME, check_chain_name, check_target_name},
    extensions::{Extensions, Jump},
    getopt::{Arg, Getopt, Long, Next},
    network,
    options::{Commands, FLAGS, Opt, long_options, short},
    program::Program,
    proto, usage,
};
use crate::lang::{Output, args::Failure};

/// The longest name of an interface, and one more for the end of the string.
const IFNAMSIZ: usize = 16;

/// A command as it was given.
#[derive(Debug)]
pub(super) struct Parsed<'s> {
    pub(super) commands: Commands,
    pub(super) chain: Option<&'s str>,
    /// The number of a rule, from 1; 0 if none was given.
    pub(super) number: usize,
    pub(super) policy: &'s str,
    pub(super) new_name: &'s str,
    pub(super) table: &'s str,
    /// How often `-v` was given.
    pub(super) verbose: u8,
    pub(super) numeric: bool,
    pub(super) exact: bool,
    pub(super) line_numbers: bool,
    pub(super) counters: Option<Counts>,
    pub(super) rule: Parts<'s>,
    pub(super) places: Places,
}

/// What a rule is made of.
#[derive(Debug, Default)]
pub(super) struct Parts<'s> {
    pub(super) proto: Option<Test<u8>>,
    pub(super) not_source: bool,
    pub(super) not_destination: bool,
    pub(super) sources: Vec<Masked>,
    pub(super) destinations: Vec<Masked>,
    pub(super) iif: Option<Test<IfacePattern>>,
    pub(super) oif: Option<Test<IfacePattern>>,
    pub(super) fragment: Option<Test<()>>,
    pub(super) matches: Vec<Match>,
    /// The word behind `-j` or `-g`.
    pub(super) jump: &'s str,
    pub(super) goto: bool,
    /// What that is, if it is not the name of a chain.
    pub(super) target: Option<Target>,
}

/// The words that complaints are about.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Places {
    pub(super) table: Option<usize>,
    pub(super) chain: Option<usize>,
    pub(super) number: Option<usize>,
    pub(super) jump: Option<usize>,
    pub(super) policy: Option<usize>,
}

/// What the words ask for.
#[derive(Debug)]
pub(super) enum Request<'s> {
    /// A command.
    Command(Box<Parsed<'s>>),
    /// Something to print, and no more.
    Print(String),
    /// Nothing: the line is for the other family.
    Nothing,
}

/// Reads the words of a command. Targets whose names are in `hidden` are not known.
pub(super) fn parse<'s>(
    words: &[&'s str],
    program: &Program,
    hidden: &BTreeSet<String>,
    out: &mut Output,
) -> Result<Request<'s>, Failure> {
    Parser::new(words, program, hidden, out).parse()
}

struct Parser<'p, 's> {
    program: &'p Program,
    hidden: &'p BTreeSet<String>,
    out: &'p mut Output,
    getopt: Getopt<'p, 's>,
    /// `!` stands in front.
    not: bool,
    /// The options that were given.
    given: BTreeSet<char>,
    extensions: Extensions,
    /// `-p`, in lower case.
    proto_name: Option<String>,
    /// The match of the protocol was loaded for an option of it.
    proto_loaded: bool,
    /// `-s` and `-d`, with the words they are.
    source: Option<(&'s str, usize)>,
    destination: Option<(&'s str, usize)>,
    waits: bool,
    wait_interval: bool,
    parsed: Parsed<'s>,
}

impl<'p, 's> Parser<'p, 's> {
    fn new(
        words: &'p [&'s str],
        program: &'p Program,
        hidden: &'p BTreeSet<String>,
        out: &'p mut Output,
    ) -> Self {
        Self {
            program,
            hidden,
            out,
            getopt: Getopt::new(words),
            not: false,
            given: BTreeSet::new(),
            extensions: Extensions::new(program.family),
            proto_name: None,
            proto_loaded: false,
            source: None,
            destination: None,
            waits: false,
            wait_interval: false,
            parsed: Parsed {
                commands: Commands::default(),
                chain: None,
                number: 0,
                policy: "",
                new_name: "",
                table: "filter",
                verbose: 0,
                numeric: false,
                exact: false,
                line_numbers: false,
                counters: None,
                rule: Parts::default(),
                places: Places::default(),
            },
        }
    }

    /// A mistake in the last word.
    fn wrong(&self, message: impl std::fmt::Display) -> Failure {
        self.program.parameter(message).at(self.getopt.last())
    }

    fn parse(mut self) -> Result<Request<'s>, Failure> {
        loop {
            let before = self.getopt.clone();
            let base = long_options(self.program.family);
            let extensions = &self.extensions;
            let long = || base.iter().copied().chain(extensions.options());
            let Some(next) = self.getopt.next(short, long) else {
                break;
            };
            match next {
                Next::Plain("!") => {
                    if self.not {
                        return Err(self.wrong("multiple consecutive ! not allowed"));
                    }
                    self.not = true;
                    continue;
                }
                Next::Plain(word) => {
                    let failure = self.program.help(&format!("Bad argument `{word}'\n"));
                    return Err(failure.at(self.getopt.at()));
                }
                Next::Option(Opt::Own(letter), value) => {
                    if let Some(request) = self.own(letter, value)? {
                        return Ok(request);
                    }
                }
                Next::Option(Opt::Of { extension, option }, value) => {
                    let second = self.extensions.wants_second(extension, option);
                    let second = second.then(|| self.getopt.value()).flatten();
                    let given = (option, value, second);
                    let (not, proto) = (self.not, self.parsed.rule.proto);
                    let (done, warning) = self.extensions.take(extension, given, not, proto);
                    if let Some(warning) = warning {
                        self.out.stderr.extend_from_slice(warning.as_bytes());
                        self.out.stderr.push(b'\n');
                    }
                    done.map_err(|complaint| {
                        self.program.complaint(&complaint).at(self.getopt.last())
                    })?;
                }
                Next::Missing | Next::Unknown(_) => {
                    if self.load_proto() {
                        self.getopt = before;
                        continue;
                    }
                    let word = self.getopt.last_word();
                    return Err(match next {
                        Next::Unknown(Some(letter)) => {
                            self.wrong(format_args!("unknown option \"-{letter}\""))
                        }
                        Next::Unknown(None) => {
                            self.wrong(format_args!("unknown option \"{word}\""))
                        }
                        Next::Missing | Next::Plain(_) | Next::Option(..) => {
                            self.wrong(format_args!("option \"{word}\" requires an argument"))
                        }
                    });
                }
            }
            self.not = false;
        }
        self.finish()
    }

    /// Loads the match of the protocol, for an option that nobody knows so far.
    fn load_proto(&mut self) -> bool {
        let Some(name) = &self.proto_name else {
            return false;
        };
        if std::mem::replace(&mut self.proto_loaded, true) {
            return false;
        }
        let number = network::number(name, 255).and_then(|number| u8::try_from(number).ok());
        let name = match number {
            Some(number) => match proto::name(number, !self.given.contains(&'n')) {
                Some(name) => name.to_owned(),
                None => return false,
            },
            None => name.clone(),
        };
        self.extensions.load_match(&name)
    }

    /// One of the tool's own options.
    fn own(
        &mut self,
        letter: char,
        value: Option<&'s str>,
    ) -> Result<Option<Request<'s>>, Failure> {
        match letter {
            'A' | 'C' | 'D' | 'E' | 'F' | 'I' | 'L' | 'N' | 'P' | 'R' | 'S' | 'X' | 'Z' => {
                self.command(letter, value)?;
            }
            'h' => return Ok(Some(Request::Print(self.help()))),
            'V' => {
                let version = self.program.version();
                let text = match version.split_once(" v") {
                    Some((_, number)) if self.not => format!("Not {number} ;-)\n"),
                    Some(_) | None => format!("{version}\n"),
                };
                return Ok(Some(Request::Print(text)));
            }
            '4' | '6' => {
                let own = match self.program.family {
                    Family::V4 => '4',
                    Family::V6 => '6',
                };
                if letter != own {
                    if self.program.line.is_some() {
                        return Ok(Some(Request::Nothing));
                    }
                    return Err(self.program.help("").at(self.getopt.at()));
                }
            }
            'w' | 'W' => self.wait(letter, value)?,
            // There are no modules to load.
            'M' => {}
            // Of these the real tool takes the whole word, even if the option is a part of it (`-ptcp`).
            'p' | 's' | 'd' | 'i' | 'o' | 'j' => {
                self.rule_option(letter, self.getopt.last_word())?;
            }
            _ => self.rule_option(letter, value.unwrap_or_default())?,
        }
        Ok(None)
    }

    fn help(&mut self) -> String {
        if self.extensions.has_no_match()
            && let Some(name) = self.proto_name.clone()
        {
            self.extensions.load_match(&name);
        }
        let mut text = usage::main(self.program);
        self.extensions.help(&mut text);
        text
    }

    /// A command, and what else belongs to it.
    fn command(&mut self, letter: char, value: Option<&'s str>) -> Result<(), Failure> {
        let zero = Commands::ZERO.with(Commands::ZERO_NUM);
        let list = Commands::LIST.with(Commands::LIST_RULES);
        let none = Commands::default();
        if letter == 'N' {
            check_chain_name(value.unwrap_or_default(), self.program)
                .map_err(|failure| failure.at(self.getopt.last()))?;
        }
        let (command, together) = match letter {
            'A' => (Commands::APPEND, none),
            'C' => (Commands::CHECK, none),
            'D' => (Commands::DELETE, none),
            'E' => (Commands::RENAME_CHAIN, none),
            'F' => (Commands::FLUSH, none),
            'I' => (Commands::INSERT, none),
            'L' => (Commands::LIST, zero),
            'N' => (Commands::NEW_CHAIN, none),
            'P' => (Commands::SET_POLICY, none),
            'R' => (Commands::REPLACE, none),
            'S' => (Commands::LIST_RULES, zero),
            'X' => (Commands::DELETE_CHAIN, none),
            _ => (Commands::ZERO, list),
        };
        if self.not {
            return Err(self.wrong("unexpected '!' flag"));
        }
        let others = self.parsed.commands.without(together);
        if !others.is_empty() {
            let (new, old) = (command.letter(), others.letter());
            let failure = self
                .program
                .parameter(format_args!("Cannot use -{new} with -{old}"));
            return Err(failure.at(self.getopt.at()));
        }
        self.parsed.commands = self.parsed.commands.with(command);
        let optional = matches!(letter, 'F' | 'L' | 'S' | 'X' | 'Z');
        let chain = match value {
            None if optional => self.getopt.value(),
            Some(_) | None => value,
        };
        if let Some(chain) = chain {
            self.parsed.chain = Some(chain);
            self.parsed.places.chain = Some(self.getopt.last());
        }
        match letter {
            'D' => {
                if let Some(number) = self.getopt.value() {
                    self.number(number)?;
                    self.parsed.commands = Commands::DELETE_NUM;
                }
            }
            'R' => match self.getopt.value() {
                Some(number) => self.number(number)?,
                None => return Err(self.wrong("-R requires a rule number")),
            },
            'I' => match self.getopt.value() {
                Some(number) => self.number(number)?,
                None => self.parsed.number = 1,
            },
            'L' | 'S' => {
                if let Some(number) = self.getopt.value() {
                    self.number(number)?;
                }
            }
            'Z' => {
                if let Some(number) = self.getopt.value() {
                    self.number(number)?;
                    self.parsed.commands = Commands::ZERO_NUM;
                }
            }
            'E' => {
                let Some(name) = self.getopt.value() else {
                    let message = "-E requires old-chain-name and new-chain-name";
                    return Err(self.wrong(message));
                };
                self.parsed.new_name = name;
            }
            'P' => {
                let Some(policy) = self.getopt.value() else {
                    return Err(self.wrong("-P requires a chain and a policy"));
                };
                self.parsed.policy = policy;
                self.parsed.places.policy = Some(self.getopt.last());
            }
            _ => {}
        }
        Ok(())
    }

    fn number(&mut self, word: &str) -> Result<(), Failure> {
        let number = network::number(word, 0x7fff_ffff).filter(|number| *number > 0);
        let Some(number) = number else {
            return Err(self.wrong(format_args!("Invalid rule number `{word}'")));
        };
        self.parsed.number = usize::try_from(number).unwrap_or(usize::MAX);
        self.parsed.places.number = Some(self.getopt.last());
        Ok(())
    }

    /// Notes an option that may be given once.
    fn once(&mut self, letter: char) -> Result<(), Failure> {
        let at = self.getopt.at();
        if !self.given.insert(letter) {
            let message = format_args!("multiple -{letter} flags not allowed");
            return Err(self.program.parameter(message).at(at));
        }
        if self.not && !matches!(letter, 's' | 'd' | 'p' | 'i' | 'o' | 'f') {
            let message = format_args!("cannot have ! before -{letter}");
            return Err(self.program.parameter(message).at(at));
        }
        Ok(())
    }

    fn rule_option(&mut self, letter: char, value: &'s str) -> Result<(), Failure> {
        match letter {
            'm' => return self.load_match(value),
            't' => {
                if self.not {
                    return Err(self.wrong("unexpected ! flag before --table"));
                }
                if self.program.line.is_some() && self.parsed.places.table.is_some() {
                    let name = self.program.name;
                    let message = format_args!("The -t option cannot be used in {name}.\n");
                    return Err(self.wrong(message));
                }
                self.parsed.table = value;
                self.parsed.places.table = Some(self.getopt.last());
                return Ok(());
            }
            'v' => {
                if self.parsed.verbose == 0 {
                    self.once('v')?;
                }
                self.parsed.verbose = self.parsed.verbose.saturating_add(1);
                return Ok(());
            }
            'i' | 'o' if value.is_empty() => {
                return Err(self.wrong("Empty interface is likely to be undesired"));
            }
            'f' if self.program.family == Family::V6 => {
                return Err(self.wrong("`-f' is not supported in IPv6, use -m frag instead"));
            }
            _ => {}
        }
        // `-g` counts as `-j`.
        self.once(if letter == 'g' { 'j' } else { letter })?;
        let not = self.not;
        match letter {
            'n' => self.parsed.numeric = true,
            'x' => self.parsed.exact = true,
            '0' => self.parsed.line_numbers = true,
            'f' => self.parsed.rule.fragment = Some(Test { not, of: () }),
            's' => {
                self.parsed.rule.not_source = not;
                self.source = Some((value, self.getopt.last()));
            }
            'd' => {
                self.parsed.rule.not_destination = not;
                self.destination = Some((value, self.getopt.last()));
            }
            'i' => self.parsed.rule.iif = Some(self.interface(value)?),
            'o' => self.parsed.rule.oif = Some(self.interface(value)?),
            'p' => self.protocol(value)?,
            'c' => self.counters(value)?,
            _ => self.jump(letter, value)?,
        }
        Ok(())
    }

    fn load_match(&mut self, name: &str) -> Result<(), Failure> {
        if self.not {
            return Err(self.wrong("unexpected ! flag before --match"));
        }
        if name.len() >= MAX_NAME {
            let most = MAX_NAME - 1;
            let message = format_args!("Invalid match name \"{name}\" ({most} chars max)");
            return Err(self.wrong(message));
        }
        if !self.extensions.load_match(name) {
            return Err(self.wrong(no_extension("match", name)));
        }
        Ok(())
    }

    fn interface(&mut self, name: &str) -> Result<Test<IfacePattern>, Failure> {
        if name.len() >= IFNAMSIZ {
            let most = IFNAMSIZ - 1;
            return Err(self.wrong(format_args!(
                "interface name `{name}' must be shorter than IFNAMSIZ ({most})"
            )));
        }
        if name.contains(['/', ' ']) {
            let warning = format!(
                "Warning: weird character in interface `{name}' ('/' and ' ' are not allowed by the kernel).\n"
            );
            self.out.stderr.extend_from_slice(warning.as_bytes());
        }
        let (name, prefix) = match name.strip_suffix('+') {
            Some(name) => (name, true),
            None => (name, false),
        };
        Ok(Test {
            not: self.not,
            of: IfacePattern {
                name: name.into(),
                prefix,
            },
        })
    }

    fn protocol(&mut self, word: &str) -> Result<(), Failure> {
        /// Headers that no rule meets as the protocol: routing, fragment, authentication,
        /// destination options.
        const EXTENSION_HEADERS: [u8; 4] = [43, 44, 51, 60];
        let name = word.to_ascii_lowercase();
        let Some(proto) = proto::read(&name) else {
            return Err(self.wrong(format_args!("unknown protocol \"{name}\" specified")));
        };
        if proto == 0 && self.not {
            return Err(self.wrong("rule would never match protocol"));
        }
        let headers = self.program.family == Family::V6 && EXTENSION_HEADERS.contains(&proto);
        if headers && !self.not {
            let warning =
                format!("Warning: never matched protocol: {name}. use extension match instead.\n");
            self.out.stderr.extend_from_slice(warning.as_bytes());
        }
        self.proto_name = Some(name);
        self.parsed.rule.proto = (proto != 0).then_some(Test {
            not: self.not,
            of: proto,
        });
        Ok(())
    }

    /// `-c PACKETS BYTES` or `-c PACKETS,BYTES`.
    fn counters(&mut self, value: &'s str) -> Result<(), Failure> {
        let bytes = match value.split_once(',') {
            Some((_, bytes)) => Some(bytes),
            None => self.getopt.value(),
        };
        let Some(bytes) = bytes else {
            return Err(self.wrong("-c requires packet and byte counter"));
        };
        let Some(packets) = scan(value) else {
            return Err(self.wrong("-c packet counter not numeric"));
        };
        let Some(bytes) = scan(bytes) else {
            return Err(self.wrong("-c byte counter not numeric"));
        };
        self.parsed.counters = Some(Counts { packets, bytes });
        Ok(())
    }

    /// `-j` and `-g`.
    fn jump(&mut self, letter: char, name: &'s str) -> Result<(), Failure> {
        self.parsed.places.jump = Some(self.getopt.last());
        check_target_name(name, self.program).map_err(|failure| failure.at(self.getopt.last()))?;
        self.parsed.rule.jump = name;
        self.parsed.rule.goto = letter == 'g';
        if letter == 'j' && !self.hidden.contains(name) {
            self.extensions.load_target(name);
        }
        Ok(())
    }

    fn wait(&mut self, letter: char, value: Option<&'s str>) -> Result<(), Failure> {
        if self.program.line.is_some() {
            let message = format_args!("You cannot use `-{letter}' from iptables-restore");
            return Err(self.wrong(message));
        }
        let value = value.or_else(|| self.getopt.value());
        if letter == 'w' {
            if value.is_some_and(|value| scan(value).is_none()) {
                return Err(self.wrong("wait seconds not numeric"));
            }
            self.waits = true;
            return Ok(());
        }
        const MOST: u64 = 999_999;
        let Some(value) = value else {
            return Err(self.wrong("wait interval value required"));
        };
        match scan(value) {
            Some(micros) if micros > MOST => {
                let message = format_args!("too long usec wait {micros} > {MOST} usec");
                return Err(self.wrong(message));
            }
            Some(_) => {}
            None => return Err(self.wrong("wait interval not numeric")),
        }
        let notice = b"Ignoring deprecated --wait-interval option.\n";
        self.out.stderr.extend_from_slice(notice);
        self.wait_interval = true;
        Ok(())
    }

    /// All words are read.
    fn finish(mut self) -> Result<Request<'s>, Failure> {
        let program = self.program;
        let places = self.parsed.places;
        let rule = &self.parsed.rule;
        if self.parsed.table == "nat" && (self.parsed.policy == "DROP" || rule.jump == "DROP") {
            let failure = program.parameter(
                "\nThe \"nat\" table is not intended for filtering, the use of DROP is therefore inhibited.\n\n",
            );
            return Err(match places.policy.or(places.jump) {
                Some(word) => failure.at(word),
                None => failure,
            });
        }
        if self.wait_interval && !self.waits {
            return Err(program.parameter("--wait-interval only makes sense with --wait\n"));
        }
        let finished = self.extensions.finish(rule.proto);
        let (matches, jump) = finished.map_err(|complaint| program.complaint(&complaint))?;
        self.parsed.rule.matches = matches;
        self.parsed.rule.target = match jump {
            Jump::Target(target) => Some(target),
            Jump::Unknown => None,
        };
        if self.getopt.is_rest() {
            return Err(program.parameter("unknown arguments found on commandline"));
        }
        if self.parsed.commands.is_empty() {
            return Err(program.parameter("no command specified"));
        }
        if self.not {
            return Err(self.wrong("nothing appropriate following !"));
        }
        self.addresses()?;
        for &(letter, commands) in FLAGS {
            if self.given.contains(&letter) && !commands.any(self.parsed.commands) {
                let message = format_args!("Illegal option `-{letter}' with this command");
                return Err(program.parameter(message));
            }
        }
        self.check_chain()?;
        Ok(Request::Command(Box::new(self.parsed)))
    }

    fn addresses(&mut self) -> Result<(), Failure> {
        let family = self.program.family;
        let any = || {
            vec![match family {
                Family::V4 => Masked {
                    addr: std::net::Ipv4Addr::UNSPECIFIED.into(),
                    mask: std::net::Ipv4Addr::UNSPECIFIED.into(),
                },
                Family::V6 => Masked {
                    addr: std::net::Ipv6Addr::UNSPECIFIED.into(),
                    mask: std::net::Ipv6Addr::UNSPECIFIED.into(),
                },
            }]
        };
        let read = |given: Option<(&str, usize)>| match given {
            Some((text, at)) => network::list(text, family)
                .map_err(|unreadable| self.program.parameter(unreadable).at(at)),
            None => Ok(any()),
        };
        let sources = read(self.source)?;
        let destinations = read(self.destination)?;
        let rule = &mut self.parsed.rule;
        let several = sources.len() > 1 || destinations.len() > 1;
        if several && (rule.not_source || rule.not_destination) {
            return Err(self
                .program
                .parameter("! not allowed with multiple source or destination IP addresses"));
        }
        if several && self.parsed.commands == Commands::REPLACE {
            return Err(self
                .program
                .parameter("Replacement rule does not specify a unique address"));
        }
        rule.sources = sources;
        rule.destinations = destinations;
        Ok(())
    }

    fn check_chain(&self) -> Result<(), Failure> {
        let Some(chain) = self.parsed.chain else {
            return Ok(());
        };
        let wrong = |message: String| {
            let failure = self.program.parameter(message);
            match self.parsed.places.chain {
                Some(word) => failure.at(word),
                None => failure,
            }
        };
        if chain.len() >= MAX_NAME {
            return Err(wrong(format!(
                "chain name `{chain}' too long (must be under {MAX_NAME} chars)"
            )));
        }
        if !self.parsed.commands.any(Commands::RULE) {
            return Ok(());
        }
        let useless = match chain {
            // Packets there have no outgoing interface yet.
            "PREROUTING" | "INPUT" => 'o',
            // Packets there have no incoming interface any more.
            "POSTROUTING" | "OUTPUT" => 'i',
            _ => return Ok(()),
        };
        if self.given.contains(&useless) {
            return Err(wrong(format!("Can't use -{useless} with {chain}\n")));
        }
        Ok(())
    }
}

/// The complaint about an extension that there is not.
pub(super) fn no_extension(kind: &str, name: &str) -> String {
    format!("Couldn't load {kind} `{name}':No such file or directory\n")
}

/// The number at the start of a word, as `scanf` reads it.
pub(super) fn scan(word: &str) -> Option<u64> {
    crate::lang::ip::number::strtoul(word, 10).map(|(number, _)| number)
}

/// Where `getopt` finds the options of extensions.
pub(super) fn extension_option(
    extension: usize,
    (option, of): (usize, &super::extension::Opt),
) -> Long<Opt> {
    Long {
        name: of.name,
        arg: if of.value { Arg::Required } else { Arg::No },
        value: Opt::Of { extension, option },
    }
}
