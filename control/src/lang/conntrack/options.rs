//! The command line: what is to be done, and with which connections.

use std::{net::IpAddr, sync::Arc};

use dataplane::{conntrack::Status, route::Family};

use super::{
    getopt::{Found, Getopt, Long, Takes},
    grammar::{Command, NAMES, OPTIONS, TABLES, Table, commands, kind, rules, takes},
    number,
    protocol::{self, Field, Need, Protocol, check_need},
    template::{Labels, Template},
};
use crate::lang::labels::LabelNames;

/// What is wrong with a command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) message: String,
    /// It is the command line itself: the status is 2 and the help is pointed to, otherwise it is 1.
    pub(super) of_parameters: bool,
    /// The word that is to blame.
    pub(super) word: Option<usize>,
    /// What the tool has said before.
    pub(super) warnings: String,
}

impl Problem {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            of_parameters: true,
            word: None,
            warnings: String::new(),
        }
    }

    pub(super) fn other(message: impl Into<String>) -> Self {
        Self {
            of_parameters: false,
            ..Self::new(message)
        }
    }
}

impl From<String> for Problem {
    fn from(message: String) -> Self {
        Self::new(message)
    }
}

/// How connections are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Output {
    pub(super) xml: bool,
    /// `extended`: with the network layer.
    pub(super) extended: bool,
    pub(super) timestamp: bool,
    pub(super) id: bool,
    pub(super) ktimestamp: bool,
    pub(super) labels: bool,
    pub(super) save: bool,
}

/// Which events are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EventMask {
    pub(super) new: bool,
    pub(super) update: bool,
    pub(super) destroy: bool,
}

impl EventMask {
    pub(super) const ALL: Self = Self {
        new: true,
        update: true,
        destroy: true,
    };
    const NONE: Self = Self {
        new: false,
        update: false,
        destroy: false,
    };
}

/// A command line.
#[derive(Clone, Debug)]
pub(super) struct Parsed {
    /// `None` for a line without a command, which asks for help.
    pub(super) command: Option<Command>,
    /// The table that was named does not hold connections that are known to others (`dying`,
    /// `unconfirmed`).
    pub(super) hidden_table: bool,
    pub(super) family: Option<Family>,
    pub(super) given: Given,
    pub(super) template: Template,
    pub(super) protocol: Option<Result<Protocol, u8>>,
    pub(super) output: Output,
    /// The names of labels: labels are shown.
    pub(super) names: Option<Arc<LabelNames>>,
    pub(super) events: EventMask,
    /// `-b`, which is only repeated: there is no socket.
    pub(super) buffer_size: Option<u32>,
    /// What the tool says while it reads the line.
    pub(super) warnings: String,
}

/// The options that were given, by the tool's letters for them.
#[derive(Clone, Debug, Default)]
pub(super) struct Given(Vec<char>);

impl Given {
    pub(super) fn has(&self, letter: char) -> bool {
        self.0.contains(&letter)
    }

    pub(super) fn any(&self, letters: &str) -> bool {
        letters.chars().any(|letter| self.has(letter))
    }

    fn add(&mut self, letter: char) {
        if !self.has(letter) {
            self.0.push(letter);
        }
    }
}

/// What a word of the command line means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Means {
    Letter(char),
    Field(Field),
}

impl Parsed {
    /// Reads a command line; `words[0]` is the tool's name.
    pub(super) fn parse(words: &[String]) -> Result<Self, Problem> {
        let mut getopt = Getopt::new(words);
        let mut parsed = Self {
            command: None,
            hidden_table: false,
            family: None,
            given: Given::default(),
            template: Template::default(),
            protocol: None,
            output: Output::default(),
            names: None,
            events: EventMask::NONE,
            buffer_size: None,
            warnings: String::new(),
        };
        let read = parsed.words(&mut getopt);
        let last = getopt.last_index();
        let done = match read {
            Ok(()) => parsed.finish(),
            Err(problem) => Err(Problem {
                word: Some(last),
                ..problem
            }),
        };
        match done {
            Ok(()) => Ok(parsed),
            Err(problem) => Err(Problem {
                warnings: parsed.warnings,
                ..problem
            }),
        }
    }

    fn words(&mut self, getopt: &mut Getopt<'_>) -> Result<(), Problem> {
        let mut long: Vec<Long<Means>> = OPTIONS
            .iter()
            .chain(NAMES)
            .filter_map(|&(letter, name)| {
                Some(Long {
                    name,
                    takes: takes(letter)?,
                    means: Means::Letter(letter),
                })
            })
            .collect();
        let short = |letter| takes(letter).map(|takes| (takes, Means::Letter(letter)));
        while let Some(found) = getopt.next(short, &long) {
            match found {
                Found::Unknown => {
                    return Err(Problem::new(format!("unknown option `{}'", getopt.last())));
                }
                Found::Lacks => {
                    return Err(Problem::new(format!(
                        "option `{}' requires an argument",
                        getopt.last()
                    )));
                }
                Found::Option(Means::Field(field), argument) => {
                    self.field(field, &argument.unwrap_or_default())?;
                }
                Found::Option(Means::Letter(letter), argument) => {
                    if let Some(commands) = commands(letter) {
                        let table = if argument.is_some() {
                            None
                        } else {
                            getopt.take_word()
                        };
                        self.command(letter, commands, table)?;
                        continue;
                    }
                    let argument = match takes(letter) {
                        // What is attached is not looked at.
                        Some(Takes::Attached) if argument.is_none() => {
                            getopt.take_word().map(str::to_owned)
                        }
                        Some(Takes::Attached) => None,
                        Some(Takes::Nothing | Takes::Argument) | None => argument,
                    };
                    self.option(letter, argument.as_deref())?;
                    if let ('p', Some(Ok(protocol))) = (letter, self.protocol) {
                        let options = protocol.options().map(|option| Long {
                            name: option.name,
                            takes: option.takes,
                            means: Means::Field(option.means),
                        });
                        long.extend(options);
                    }
                }
            }
        }
        Ok(())
    }

    fn command(
        &mut self,
        letter: char,
        (of_connections, of_expectations): (Command, Option<Command>),
        table: Option<&str>,
    ) -> Result<(), Problem> {
        let table = match table {
            None => Table::Conntrack,
            Some(word) => TABLES
                .iter()
                .find(|(name, _)| name.starts_with(word))
                .map(|&(_, table)| table)
                .ok_or_else(|| Problem::new(format!("unknown type `{word}'")))?,
        };
        self.hidden_table = matches!(table, Table::Dying | Table::Unconfirmed);
        if self.hidden_table && of_connections != Command::List {
            return Err(Problem::new(
                "Can't do that command with tables `dying' and `unconfirmed'",
            ));
        }
        let command = if table == Table::Expect {
            of_expectations.ok_or_else(|| {
                let name = NAMES.iter().find(|(known, _)| *known == letter);
                let name = name.map_or("unknown", |(_, name)| name);
                Problem::new(format!("Can't do --{name} on expectations"))
            })?
        } else {
            of_connections
        };
        if self.command.replace(command).is_some() {
            return Err(Problem::new("Invalid commands combination"));
        }
        Ok(())
    }

    fn option(&mut self, letter: char, argument: Option<&str>) -> Result<(), Problem> {
        let text = argument.unwrap_or_default();
        // What NAT options say of addresses is noted only if there is an address.
        self.given.add(letter);
        match letter {
            's' | 'd' | 'r' | 'q' | '[' | ']' | '{' | '}' => self.address(letter, text)?,
            'p' => {
                let found = protocol::find(text)
                    .ok_or_else(|| Problem::new(format!("`{text}' unsupported protocol")))?;
                self.protocol = Some(found);
                self.template.proto = Some(match found {
                    Ok(protocol) => protocol.number(),
                    Err(number) => number,
                });
            }
            't' => self.template.timeout = Some(number::decimal(text)),
            'u' => self.status(text)?,
            'e' => self.event_mask(text)?,
            'o' => self.output(text)?,
            'n' | 'g' | 'j' => {
                if let Some(text) = argument {
                    self.translation(letter, text)?;
                }
            }
            'w' => self.template.zone = Some(small(text)),
            '(' => self.template.orig_zone = Some(small(text)),
            ')' => self.template.reply_zone = Some(small(text)),
            'i' => self.template.id = Some(long(text)),
            'm' => {
                let (value, rest) = number::unsigned(text);
                let mask = match rest.strip_prefix('/') {
                    Some(mask) => long(mask),
                    None => u32::MAX,
                };
                self.template.mark = Some((cut(value), mask));
            }
            'l' | '<' | '>' => {
                if self.given.has('<') && self.given.has('>') {
                    return Err(Problem::other(
                        "cannot use --label-add and --label-del at the same time",
                    ));
                }
                self.read_names();
                // Without names, all are meant.
                if let Some(text) = argument {
                    self.labels(letter, text)?;
                }
            }
            'a' => self
                .warnings
                .push_str("WARNING: ignoring -a, deprecated option.\n"),
            'f' if text.starts_with("ipv4") => self.set_family(Family::V4)?,
            'f' if text.starts_with("ipv6") => self.set_family(Family::V6)?,
            'f' => return Err(Problem::new(format!("`{text}' unsupported protocol"))),
            'b' => self.buffer_size = Some(number::decimal(text)),
            // `-z` says all by itself; there are no security marks.
            _ => {}
        }
        Ok(())
    }

    /// Reads the names of labels, unless that is done.
    fn read_names(&mut self) {
        if self.names.is_some() {
            return;
        }
        match LabelNames::read() {
            Ok(names) => self.names = Some(Arc::new(names)),
            Err(why) => {
                let why = why.text();
                self.warnings
                    .push_str(&format!("nfct_labelmap_new: {why}\n"));
            }
        }
    }

    /// A list of labels, for `-l`, `--label-add` or `--label-del`.
    fn labels(&mut self, letter: char, list: &str) -> Result<(), Problem> {
        let mut labels = Labels::default();
        for name in list.split(',') {
            let bit = self.names.as_ref().and_then(|names| names.bit(name));
            let bit = bit.ok_or_else(|| Problem::new(format!("unknown label '{name}'")))?;
            match 1_u128.checked_shl(bit.into()) {
                Some(bit) => labels.bits |= bit,
                None => labels.beyond = true,
            }
        }
        let all = match letter {
            'l' => &mut self.template.labels,
            _ => &mut self.template.label_change,
        };
        let all = all.get_or_insert_default();
        all.bits |= labels.bits;
        all.beyond |= labels.beyond;
        Ok(())
    }

    fn set_family(&mut self, family: Family) -> Result<(), Problem> {
        if *self.family.get_or_insert(family) == family {
            Ok(())
        } else {
            Err(Problem::new("mismatched address family"))
        }
    }

    /// An address, behind which a prefix length may stand if there is an option for the mask.
    fn read_address(
        &mut self,
        letter: char,
        text: &str,
    ) -> Result<(IpAddr, Option<IpAddr>), Problem> {
        let (front, length) = match text.split_once('/') {
            Some((front, length)) => (front, Some(length)),
            None => (text, None),
        };
        let address = number::address(front)
            .ok_or_else(|| Problem::new(format!("Invalid IP address `{text}'")))?;
        let bits = match address {
            IpAddr::V4(_) => 32,
            IpAddr::V6(_) => 128,
        };
        self.set_family(family_of(address))?;
        let Some(length) = length else {
            return Ok((address, None));
        };
        if !matches!(letter, 's' | 'd' | '[' | ']') {
            let name = OPTIONS.iter().find(|(known, _)| *known == letter);
            // The tool's list of long names begins with these.
            let name = name.map_or("unknown", |(_, name)| name);
            return Err(Problem::new(format!(
                "CIDR notation unavailable for `--{name}'"
            )));
        }
        let length = length.parse::<u32>().ok().filter(|length| *length <= bits);
        let length = length.ok_or_else(|| Problem::new("Invalid netmask"))?;
        Ok((address, (length < bits).then(|| mask(address, length))))
    }

    fn address(&mut self, letter: char, text: &str) -> Result<(), Problem> {
        let (address, mask) = self.read_address(letter, text)?;
        let template = &mut self.template;
        let place = match letter {
            's' => &mut template.orig_src,
            'd' => &mut template.orig_dst,
            'r' => &mut template.reply_src,
            'q' => &mut template.reply_dst,
            '{' => &mut template.mask_src,
            '}' => &mut template.mask_dst,
            // Expectations have no effect here.
            _ => return Ok(()),
        };
        *place = Some(address);
        if let Some(mask) = mask {
            let (place, letter) = if letter == 's' {
                (&mut template.mask_src, '{')
            } else {
                (&mut template.mask_dst, '}')
            };
            *place = Some(mask);
            self.given.add(letter);
        }
        Ok(())
    }

    /// `ADDRESS`, `ADDRESS:PORT` or `[ADDRESS]:PORT`.
    fn translation(&mut self, letter: char, text: &str) -> Result<(), Problem> {
        let (address, port) = split_port(text)?;
        let (address, _) = self.read_address(letter, address)?;
        let port = match port {
            None => None,
            Some("") => return Err(Problem::new("No port specified after `:'")),
            Some(port) => Some(
                port.parse::<u16>()
                    .ok()
                    .filter(|_| port.bytes().all(|byte| byte.is_ascii_digit()))
                    .ok_or_else(|| Problem::new(format!("Invalid port `{port}'")))?,
            ),
        };
        if letter != 'g' {
            self.template.src_nat = Some((address, port));
        }
        if letter != 'n' {
            self.template.dst_nat = Some((address, port));
        }
        Ok(())
    }

    fn status(&mut self, text: &str) -> Result<(), Problem> {
        const WORDS: &[(&str, u32)] = &[
            ("ASSURED", Status::ASSURED.0),
            ("SEEN_REPLY", Status::SEEN_REPLY.0),
            ("UNSET", 0),
            ("FIXED_TIMEOUT", Status::FIXED_TIMEOUT.0),
            ("EXPECTED", Status::EXPECTED.0),
            ("OFFLOAD", 1 << 14),
            ("HW_OFFLOAD", 1 << 15),
        ];
        let mut rest = Some(text);
        let template = &mut self.template;
        while let Some(text) = rest {
            let (part, next) = cut_list(text)?;
            let (negated, tail) = match text.strip_prefix('!') {
                Some(tail) => (true, tail),
                None => (false, text),
            };
            let word = part.strip_prefix('!').unwrap_or(part);
            if !negated && tail.starts_with("UNREPLIED") {
                template.status_mask |= Status::SEEN_REPLY.0;
            } else {
                let bits = keyword(WORDS, word, tail, &mut self.warnings)?.unwrap_or(0);
                if negated {
                    template.status_mask |= bits;
                } else {
                    *template.status.get_or_insert(0) |= bits;
                }
            }
            rest = next;
        }
        let status = *template.status.get_or_insert(0);
        if template.status_mask == 0 {
            template.status_mask = status;
        }
        Ok(())
    }

    fn event_mask(&mut self, text: &str) -> Result<(), Problem> {
        const ALL: EventMask = EventMask::ALL;
        const NONE: EventMask = EventMask::NONE;
        const WORDS: &[(&str, EventMask)] = &[
            ("ALL", ALL),
            ("NEW", EventMask { new: true, ..NONE }),
            (
                "UPDATES",
                EventMask {
                    update: true,
                    ..NONE
                },
            ),
            (
                "DESTROY",
                EventMask {
                    destroy: true,
                    ..NONE
                },
            ),
        ];
        let mut rest = Some(text);
        while let Some(text) = rest {
            let (word, next) = cut_list(text)?;
            if let Some(more) = keyword(WORDS, word, text, &mut self.warnings)? {
                self.events.new |= more.new;
                self.events.update |= more.update;
                self.events.destroy |= more.destroy;
            }
            rest = next;
        }
        Ok(())
    }

    fn output(&mut self, text: &str) -> Result<(), Problem> {
        type Flag = fn(&mut Output);
        const WORDS: &[(&str, Flag)] = &[
            ("xml", |output| output.xml = true),
            ("extended", |output| output.extended = true),
            ("timestamp", |output| output.timestamp = true),
            ("id", |output| output.id = true),
            ("ktimestamp", |output| output.ktimestamp = true),
            ("labels", |output| output.labels = true),
            // Always on.
            ("userspace", |_| {}),
            ("save", |output| output.save = true),
        ];
        let mut rest = Some(text);
        while let Some(text) = rest {
            let (word, next) = cut_list(text)?;
            if let Some(set) = keyword(WORDS, word, text, &mut self.warnings)? {
                set(&mut self.output);
            }
            rest = next;
        }
        if self.output.labels {
            self.read_names();
        }
        let only_save = Output {
            save: true,
            ..Output::default()
        };
        if self.output.save && self.output != only_save {
            return Err(Problem::other(
                "cannot combine save output with any other output type, use -o save only",
            ));
        }
        Ok(())
    }

    fn field(&mut self, field: Field, text: &str) -> Result<(), Problem> {
        let Some(Ok(protocol)) = self.protocol else {
            return Ok(());
        };
        self.template
            .set(protocol, field, text)
            .map_err(Problem::new)
    }

    /// What can only be said when all words are known.
    fn finish(&mut self) -> Result<(), Problem> {
        if self.given.has('j') && self.given.any("ng") {
            return Err(Problem::new(
                "cannot specify `--src-nat' or `--dst-nat' with `--any-nat'",
            ));
        }
        let Some(command) = self.command else {
            return Ok(());
        };
        let (required, coupled, optional) = rules(command);
        for &(letter, name) in OPTIONS {
            let need = if required.contains(letter) {
                Need::Required
            } else if coupled.contains(letter) {
                Need::Coupled
            } else if optional.contains(letter) {
                Need::Optional
            } else {
                Need::Illegal
            };
            check_need(need, self.given.has(letter), name)?;
        }
        let both = |a, b| self.given.has(a) && self.given.has(b);
        if !coupled.is_empty() && !both('s', 'd') && !both('r', 'q') {
            let of_reply = !self.given.any("sd") && self.given.any("rq");
            return Err(Problem::new(if of_reply {
                "you have to specify `--reply-src' and `--reply-dst'"
            } else {
                "you have to specify `--src' and `--dst'"
            }));
        }
        if command != Command::Help
            && let Some(Ok(protocol)) = self.protocol
        {
            let template = &self.template;
            protocol.check(kind(command), |field| template.has(field))?;
        }
        Ok(())
    }
}

/// The first word of a list with commas, and what follows it.
fn cut_list(text: &str) -> Result<(&str, Option<&str>), Problem> {
    match text.split_once(',') {
        Some(("" | "!", _)) => Err(bad(text)),
        Some((word, rest)) => Ok((word, Some(rest))),
        None => Ok((text, None)),
    }
}

fn bad(text: &str) -> Problem {
    Problem::new(format!("Bad parameter `{text}'"))
}

/// The meaning of `word`, which may be any abbreviation; `None` for the two that are warned of.
/// `text` is what a complaint names.
fn keyword<T: Copy>(
    words: &[(&str, T)],
    word: &str,
    text: &str,
    warnings: &mut String,
) -> Result<Option<T>, Problem> {
    let text = text.strip_prefix('!').unwrap_or(text);
    if word.is_empty() {
        return Err(bad(text));
    }
    let fits = |name: &str| {
        name.get(..word.len())
            .is_some_and(|front| front.eq_ignore_ascii_case(word))
    };
    for (name, option) in [("SRC_NAT", "--src-nat"), ("DST_NAT", "--dst-nat")] {
        if fits(name) {
            warnings.push_str(&format!("WARNING: ignoring {name}, use {option} instead\n"));
            return Ok(None);
        }
    }
    let found = words.iter().find(|(name, _)| fits(name));
    found
        .map(|&(_, meaning)| Some(meaning))
        .ok_or_else(|| bad(text))
}

fn split_port(text: &str) -> Result<(&str, Option<&str>), Problem> {
    if let Some((_, inside)) = text.split_once('[') {
        return match inside.split_once(']') {
            Some(("", _)) => Err(Problem::new("No IPv6 address specified")),
            None => Err(Problem::new("No closing ']' around IPv6 address")),
            Some((address, rest)) => Ok(match rest.split_once(':') {
                Some((_, port)) => (address, Some(port)),
                // Without a port, the brackets are taken for a part of the address.
                None => (text, None),
            }),
        };
    }
    Ok(match text.split_once(':') {
        Some((address, port)) if !port.contains(':') => (address, Some(port)),
        Some(_) | None => (text, None),
    })
}

pub(super) const fn family_of(address: IpAddr) -> Family {
    match address {
        IpAddr::V4(_) => Family::V4,
        IpAddr::V6(_) => Family::V6,
    }
}

/// The mask of the family of `address` with `length` bits.
fn mask(address: IpAddr, length: u32) -> IpAddr {
    match address {
        IpAddr::V4(_) => {
            let bits = u32::MAX.checked_shl(32 - length).unwrap_or(0);
            IpAddr::V4(bits.into())
        }
        IpAddr::V6(_) => {
            let bits = u128::MAX.checked_shl(128 - length).unwrap_or(0);
            IpAddr::V6(bits.into())
        }
    }
}

/// The low 32 bits, which is what the tool's variables hold.
const fn cut(value: u64) -> u32 {
    (value & 0xffff_ffff) as u32
}

fn long(text: &str) -> u32 {
    cut(number::unsigned(text).0)
}

fn small(text: &str) -> u16 {
    (long(text) & 0xffff) as u16
}
