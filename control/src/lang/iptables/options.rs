//! The commands and options that need no extension.

use dataplane::route::Family;

use super::getopt::{Arg, Long};

/// An option: one of the tool's own, or of an extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opt {
    /// The tool's own, by its letter (`--line-numbers` is `0`).
    Own(char),
    /// Option `option` of the extension that was loaded as number `extension`.
    Of {
        /// The extension.
        extension: usize,
        /// Its option.
        option: usize,
    },
}

/// The letters and what follows them.
pub(super) fn short(letter: char) -> Option<(Opt, Arg)> {
    let arg = match letter {
        'A' | 'C' | 'D' | 'E' | 'I' | 'M' | 'N' | 'P' | 'R' | 'c' | 'd' | 'g' | 'i' | 'j' | 'm'
        | 'o' | 'p' | 's' | 't' => Arg::Required,
        'F' | 'L' | 'S' | 'W' | 'X' | 'Z' | 'h' | 'w' => Arg::Optional,
        'V' | '4' | '6' | 'f' | 'n' | 'v' | 'x' => Arg::No,
        _ => return None,
    };
    Some((Opt::Own(letter), arg))
}

const fn long(name: &'static str, arg: Arg, letter: char) -> Long<Opt> {
    Long {
        name,
        arg,
        value: Opt::Own(letter),
    }
}

const LONG: &[Long<Opt>] = &[
    long("append", Arg::Required, 'A'),
    long("delete", Arg::Required, 'D'),
    long("check", Arg::Required, 'C'),
    long("insert", Arg::Required, 'I'),
    long("replace", Arg::Required, 'R'),
    long("list", Arg::Optional, 'L'),
    long("list-rules", Arg::Optional, 'S'),
    long("flush", Arg::Optional, 'F'),
    long("zero", Arg::Optional, 'Z'),
    long("new-chain", Arg::Required, 'N'),
    long("delete-chain", Arg::Optional, 'X'),
    long("rename-chain", Arg::Required, 'E'),
    long("policy", Arg::Required, 'P'),
    long("source", Arg::Required, 's'),
    long("destination", Arg::Required, 'd'),
    // Synonyms.
    long("src", Arg::Required, 's'),
    long("dst", Arg::Required, 'd'),
    long("protocol", Arg::Required, 'p'),
    long("in-interface", Arg::Required, 'i'),
    long("jump", Arg::Required, 'j'),
    long("table", Arg::Required, 't'),
    long("match", Arg::Required, 'm'),
    long("numeric", Arg::No, 'n'),
    long("out-interface", Arg::Required, 'o'),
    long("verbose", Arg::No, 'v'),
    long("wait", Arg::Optional, 'w'),
    long("wait-interval", Arg::Optional, 'W'),
    long("exact", Arg::No, 'x'),
    long("version", Arg::No, 'V'),
    long("help", Arg::Optional, 'h'),
    long("line-numbers", Arg::No, '0'),
    long("modprobe", Arg::Required, 'M'),
    long("set-counters", Arg::Required, 'c'),
    long("goto", Arg::Required, 'g'),
    long("ipv4", Arg::No, '4'),
    long("ipv6", Arg::No, '6'),
    long("fragments", Arg::No, 'f'),
];

/// The long names.
pub(super) fn long_options(family: Family) -> &'static [Long<Opt>] {
    match family {
        Family::V4 => LONG,
        // Without the last.
        Family::V6 => &LONG[..LONG.len() - 1],
    }
}

/// A command, or several that go together (`-L -Z`), as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Commands(u16);

impl Commands {
    pub(super) const INSERT: Self = Self(1);
    pub(super) const DELETE: Self = Self(1 << 1);
    pub(super) const DELETE_NUM: Self = Self(1 << 2);
    pub(super) const REPLACE: Self = Self(1 << 3);
    pub(super) const APPEND: Self = Self(1 << 4);
    pub(super) const LIST: Self = Self(1 << 5);
    pub(super) const FLUSH: Self = Self(1 << 6);
    pub(super) const ZERO: Self = Self(1 << 7);
    pub(super) const NEW_CHAIN: Self = Self(1 << 8);
    pub(super) const DELETE_CHAIN: Self = Self(1 << 9);
    pub(super) const SET_POLICY: Self = Self(1 << 10);
    pub(super) const RENAME_CHAIN: Self = Self(1 << 11);
    pub(super) const LIST_RULES: Self = Self(1 << 12);
    pub(super) const ZERO_NUM: Self = Self(1 << 13);
    pub(super) const CHECK: Self = Self(1 << 14);
    /// Those that name a rule by what it says.
    pub(super) const RULE: Self =
        Self(Self::INSERT.0 | Self::DELETE.0 | Self::REPLACE.0 | Self::APPEND.0 | Self::CHECK.0);

    /// Both.
    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether any of `other` is in it.
    pub(super) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What is not in `other`.
    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there is none.
    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The letter of the largest.
    pub(super) fn letter(self) -> char {
        const LETTERS: &[u8; 15] = b"IDDRALFZNXPESZC";
        let place = 15_u32.saturating_sub(self.0.leading_zeros()) as usize;
        char::from(LETTERS[place.min(LETTERS.len() - 1)])
    }
}

/// Options that were given, in the order in which the tool asks whether they suit the command.
pub(super) const FLAGS: &[(char, Commands)] = &[
    ('n', Commands::LIST),
    ('s', Commands::RULE),
    ('d', Commands::RULE),
    ('p', Commands::RULE),
    ('j', Commands::RULE),
    ('v', Commands(u16::MAX)),
    ('x', Commands::LIST),
    ('i', Commands::RULE),
    ('o', Commands::RULE),
    ('0', Commands::LIST),
    (
        'c',
        Commands::INSERT
            .with(Commands::REPLACE)
            .with(Commands::APPEND)
            .with(Commands::SET_POLICY),
    ),
    ('f', Commands::RULE),
];
