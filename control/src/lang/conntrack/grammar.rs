//! What the tool's words are: commands, tables and options, and which go together.

use super::{getopt::Takes, protocol::Kind};

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    List,
    Create,
    Add,
    Delete,
    Update,
    Get,
    Flush,
    Event,
    Version,
    Help,
    Count,
    Stats,
    ExpectList,
    ExpectCreate,
    ExpectDelete,
    ExpectGet,
    ExpectFlush,
    ExpectEvent,
    ExpectCount,
    ExpectStats,
}

/// Options by their letters, in the order in which they are checked, and what messages call them.
/// Brackets and the like stand for those that have no short form.
pub(super) const OPTIONS: &[(char, &str)] = &[
    ('s', "src"),
    ('d', "dst"),
    ('r', "reply-src"),
    ('q', "reply-dst"),
    ('p', "protonum"),
    ('t', "timeout"),
    ('u', "status"),
    ('z', "zero"),
    ('e', "event-mask"),
    ('[', "tuple-src"),
    (']', "tuple-dst"),
    ('{', "mask-src"),
    ('}', "mask-dst"),
    ('a', "nat-range"),
    ('m', "mark"),
    ('i', "id"),
    ('f', "family"),
    ('n', "src-nat"),
    ('g', "dst-nat"),
    ('o', "output"),
    ('c', "secmark"),
    ('b', "buffer-size"),
    ('j', "any-nat"),
    ('w', "zone"),
    ('l', "label"),
    ('<', "label-add"),
    ('>', "label-del"),
    ('(', "orig-zone"),
    (')', "reply-zone"),
];

/// A further long name of a letter.
pub(super) const NAMES: &[(char, &str)] = &[
    ('L', "dump"),
    ('I', "create"),
    ('A', "add"),
    ('D', "delete"),
    ('U', "update"),
    ('G', "get"),
    ('F', "flush"),
    ('E', "event"),
    ('C', "counter"),
    ('S', "stats"),
    ('V', "version"),
    ('h', "help"),
    ('s', "orig-src"),
    ('d', "orig-dst"),
];

/// Whether the option or command with this letter has an argument.
pub(super) fn takes(letter: char) -> Option<Takes> {
    Some(match letter {
        // The name of a table may follow commands as a word of its own.
        'L' | 'I' | 'U' | 'D' | 'G' | 'E' | 'F' | 'A' | 'C' | 'n' | 'g' | 'j' | '>' => {
            Takes::Attached
        }
        'h' | 'V' | 'S' | 'z' => Takes::Nothing,
        's' | 'd' | 'r' | 'q' | 'p' | 't' | 'u' | 'e' | 'a' | '[' | ']' | '{' | '}' | 'm' | 'i'
        | 'f' | 'o' | 'c' | 'b' | 'w' | 'l' | '<' | '(' | ')' => Takes::Argument,
        _ => return None,
    })
}

/// The options that a command needs, needs two of, or takes.
pub(super) const fn rules(command: Command) -> (&'static str, &'static str, &'static str) {
    match command {
        Command::List => ("", "", "sdrqpuz{}mfngocjwl()"),
        Command::Create | Command::Add => ("pt", "sdrq", "uamngw<()"),
        Command::Update => ("", "", "sdrqptu{}mifngol<>"),
        Command::Delete => ("", "", "sdrqptu{}mifngowl()"),
        Command::Get => ("p", "sdrq", "iol"),
        Command::Flush => ("", "", "f"),
        Command::Event => ("", "", "sdrqpe{}mfngocbjwl()"),
        Command::Help => ("", "", "p"),
        Command::ExpectList => ("", "", "fo"),
        Command::ExpectCreate => ("sdpt[]{}", "", "rqu"),
        Command::ExpectDelete | Command::ExpectGet => ("sdp", "", "rq"),
        Command::ExpectEvent => ("", "", "o"),
        Command::Version
        | Command::Count
        | Command::Stats
        | Command::ExpectFlush
        | Command::ExpectCount
        | Command::ExpectStats => ("", "", ""),
    }
}

pub(super) const fn kind(command: Command) -> Kind {
    match command {
        Command::List | Command::Update | Command::Delete | Command::Event => Kind::Filters,
        Command::Create | Command::Add => Kind::Creates,
        Command::Get => Kind::Gets,
        Command::ExpectCreate => Kind::Expects,
        Command::ExpectDelete | Command::ExpectGet => Kind::FindsExpected,
        Command::Flush
        | Command::Version
        | Command::Help
        | Command::Count
        | Command::Stats
        | Command::ExpectList
        | Command::ExpectFlush
        | Command::ExpectEvent
        | Command::ExpectCount
        | Command::ExpectStats => Kind::Other,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    Conntrack,
    Expect,
    Dying,
    Unconfirmed,
}

/// The tables; any abbreviation will do.
pub(super) const TABLES: &[(&str, Table)] = &[
    ("expect", Table::Expect),
    ("conntrack", Table::Conntrack),
    ("dying", Table::Dying),
    ("unconfirmed", Table::Unconfirmed),
];

/// The command of a letter, for the tables of connections and of expectations.
pub(super) fn commands(letter: char) -> Option<(Command, Option<Command>)> {
    use Command as C;
    Some(match letter {
        'L' => (C::List, Some(C::ExpectList)),
        'I' => (C::Create, Some(C::ExpectCreate)),
        'D' => (C::Delete, Some(C::ExpectDelete)),
        'G' => (C::Get, Some(C::ExpectGet)),
        'F' => (C::Flush, Some(C::ExpectFlush)),
        'E' => (C::Event, Some(C::ExpectEvent)),
        'V' => (C::Version, Some(C::Version)),
        'h' => (C::Help, Some(C::Help)),
        'C' => (C::Count, Some(C::ExpectCount)),
        'S' => (C::Stats, Some(C::ExpectStats)),
        'U' => (C::Update, None),
        'A' => (C::Add, None),
        _ => return None,
    })
}
