//! `getopt_long(3)` with `-` in front of the short options: words that are no options are given back
//! in their place.

/// Whether a value follows an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lang) enum Arg {
    /// None.
    No,
    /// One: the rest of the word, or the next word.
    Required,
    /// Perhaps: the rest of the word.
    Optional,
}

/// A long option; `value` is what is given back for it.
#[derive(Clone, Copy, Debug)]
pub(in crate::lang) struct Long<T> {
    /// Its name, without the dashes.
    pub(in crate::lang) name: &'static str,
    /// Whether a value follows.
    pub(in crate::lang) arg: Arg,
    /// What it means.
    pub(in crate::lang) value: T,
}

/// A long name of the option with the letter `value`.
pub(in crate::lang) const fn long(name: &'static str, arg: Arg, value: char) -> Long<char> {
    Long { name, arg, value }
}

/// What stands next on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lang) enum Next<'w, T> {
    /// An option, and its value.
    Option(T, Option<&'w str>),
    /// A word that is no option.
    Plain(&'w str),
    /// An option whose value is missing.
    Missing,
    /// An option that nobody knows; its letter if it is a short one.
    Unknown(Option<char>),
}

/// Goes over the words of a command line.
#[derive(Clone, Debug)]
pub(in crate::lang) struct Getopt<'w, 's> {
    words: &'w [&'s str],
    /// The word to be looked at next (`optind`).
    next: usize,
    /// Letters that are left of a word of short options.
    cluster: Option<&'s str>,
    /// The word that the last option stood in.
    at: usize,
}

impl<'w, 's> Getopt<'w, 's> {
    /// Begins behind the tool's name.
    pub(in crate::lang) const fn new(words: &'w [&'s str]) -> Self {
        Self {
            words,
            next: 1,
            cluster: None,
            at: 0,
        }
    }

    /// The word that the last option stood in.
    pub(in crate::lang) const fn at(&self) -> usize {
        self.at
    }

    /// The word taken last.
    pub(in crate::lang) const fn last(&self) -> usize {
        self.next.saturating_sub(1)
    }

    /// The text of the word taken last (`argv[optind - 1]`).
    pub(in crate::lang) fn last_word(&self) -> &'s str {
        self.words.get(self.last()).copied().unwrap_or_default()
    }

    /// Takes the next word as a further value, if it looks like one (`xs_has_arg`).
    pub(in crate::lang) fn value(&mut self) -> Option<&'s str> {
        let word = self.words.get(self.next)?;
        if word.starts_with(['-', '!']) {
            return None;
        }
        self.next += 1;
        Some(word)
    }

    /// The words that are left, with their places.
    pub(in crate::lang) fn rest(&self) -> impl Iterator<Item = (usize, &'s str)> + use<'w, 's> {
        (self.next..).zip(
            self.words
                .get(self.next..)
                .unwrap_or_default()
                .iter()
                .copied(),
        )
    }

    /// Whether words are left.
    pub(in crate::lang) const fn is_rest(&self) -> bool {
        self.next < self.words.len()
    }

    /// What the C library says of the last option, whose value is missing: of a long one with its whole name.
    pub(in crate::lang) fn missing<T>(&self, long: &[Long<T>]) -> String {
        let (tool, word) = self.tool_and_word();
        match word.strip_prefix("--") {
            Some(name) => {
                let full = long.iter().find(|long| long.name.starts_with(name));
                let full = full.map_or(name, |long| long.name);
                format!("{tool}: option '--{full}' requires an argument\n")
            }
            None => {
                let letter = word.chars().last().unwrap_or_default();
                format!("{tool}: option requires an argument -- '{letter}'\n")
            }
        }
    }

    /// What it says of one that there is not, by its `letter` if that is short; of a long one also if it may be several
    /// or takes no value.
    pub(in crate::lang) fn unknown<T: Copy + PartialEq>(
        &self,
        letter: Option<char>,
        long: &[Long<T>],
    ) -> String {
        let (tool, word) = self.tool_and_word();
        if let Some(letter) = letter {
            return format!("{tool}: invalid option -- '{letter}'\n");
        }
        let written = word.strip_prefix("--").unwrap_or(word);
        let name = written.split('=').next().unwrap_or_default();
        match find(name, || long.iter().copied()) {
            Ok(option) => format!(
                "{tool}: option '--{}' doesn't allow an argument\n",
                option.name
            ),
            Err(like) if like.is_empty() => format!("{tool}: unrecognized option '{word}'\n"),
            Err(like) => {
                let like: String = like.iter().map(|name| format!(" '--{name}'")).collect();
                format!("{tool}: option '{word}' is ambiguous; possibilities:{like}\n")
            }
        }
    }

    /// The tool's name, and the word that the last option stood in.
    fn tool_and_word(&self) -> (&'s str, &'s str) {
        let word = |at| self.words.get(at).copied().unwrap_or_default();
        (word(0), word(self.at))
    }

    /// What is next; `None` at the end.
    ///
    /// `short` says what a letter means and what follows it, `long` gives all long options: of several
    /// with one name the first counts.
    pub(in crate::lang) fn next<T: Copy + PartialEq, L: Iterator<Item = Long<T>>>(
        &mut self,
        short: impl Fn(char) -> Option<(T, Arg)>,
        long: impl Fn() -> L,
    ) -> Option<Next<'s, T>> {
        let rest = match self.cluster.take() {
            Some(rest) => rest,
            None => {
                let word = *self.words.get(self.next)?;
                self.at = self.next;
                self.next += 1;
                match word.strip_prefix('-') {
                    Some("-") => return None,
                    Some(rest) if !rest.is_empty() => match rest.strip_prefix('-') {
                        Some(name) => return Some(self.long(name, &long)),
                        None => rest,
                    },
                    Some(_) | None => return Some(Next::Plain(word)),
                }
            }
        };
        let letter = rest.chars().next()?;
        let rest = &rest[letter.len_utf8()..];
        let more = (!rest.is_empty()).then_some(rest);
        let Some((value, arg)) = short(letter).filter(|_| letter != ':') else {
            self.cluster = more;
            return Some(Next::Unknown(Some(letter)));
        };
        Some(match arg {
            Arg::No => {
                self.cluster = more;
                Next::Option(value, None)
            }
            Arg::Optional => Next::Option(value, more),
            Arg::Required => match more.or_else(|| self.take()) {
                Some(text) => Next::Option(value, Some(text)),
                None => Next::Missing,
            },
        })
    }

    fn take(&mut self) -> Option<&'s str> {
        let word = self.words.get(self.next)?;
        self.next += 1;
        Some(word)
    }

    /// A long option: by its name, or by the start of one name only.
    fn long<T: Copy + PartialEq, L: Iterator<Item = Long<T>>>(
        &mut self,
        word: &'s str,
        long: &impl Fn() -> L,
    ) -> Next<'s, T> {
        let (name, given) = match word.split_once('=') {
            Some((name, given)) => (name, Some(given)),
            None => (word, None),
        };
        let Ok(option) = find(name, long) else {
            return Next::Unknown(None);
        };
        match (option.arg, given) {
            (Arg::No, Some(_)) => Next::Unknown(None),
            (Arg::No | Arg::Optional, None) => Next::Option(option.value, None),
            (Arg::Optional | Arg::Required, Some(given)) => Next::Option(option.value, Some(given)),
            (Arg::Required, None) => match self.take() {
                Some(text) => Next::Option(option.value, Some(text)),
                None => Next::Missing,
            },
        }
    }
}

/// The option of that name, or of a name that begins so; or those that it may be, if they are several.
fn find<T: Copy + PartialEq, L: Iterator<Item = Long<T>>>(
    name: &str,
    long: impl Fn() -> L,
) -> Result<Long<T>, Vec<&'static str>> {
    if let Some(exact) = long().find(|option| option.name == name) {
        return Ok(exact);
    }
    let mut like = long().filter(|option| option.name.starts_with(name));
    let first = like.next().ok_or_else(Vec::new)?;
    // Several names of one option are one.
    let others = like.filter(|other| other.value != first.value || other.arg != first.arg);
    let others: Vec<_> = others.map(|other| other.name).collect();
    if others.is_empty() {
        return Ok(first);
    }
    Err([&[first.name], others.as_slice()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &[Long<char>] = &[
        Long {
            name: "source",
            arg: Arg::Required,
            value: 's',
        },
        Long {
            name: "src",
            arg: Arg::Required,
            value: 's',
        },
        Long {
            name: "list",
            arg: Arg::Optional,
            value: 'L',
        },
        Long {
            name: "list-rules",
            arg: Arg::Optional,
            value: 'S',
        },
        Long {
            name: "numeric",
            arg: Arg::No,
            value: 'n',
        },
    ];

    fn short(letter: char) -> Option<(char, Arg)> {
        let arg = match letter {
            's' => Arg::Required,
            'L' => Arg::Optional,
            'n' | 'v' => Arg::No,
            _ => return None,
        };
        Some((letter, arg))
    }

    fn read(line: &str) -> Vec<String> {
        let words: Vec<&str> = line.split(' ').collect();
        let mut getopt = Getopt::new(&words);
        let mut read = Vec::new();
        while let Some(next) = getopt.next(short, || LONG.iter().copied()) {
            read.push(match next {
                Next::Option(value, None) => value.to_string(),
                Next::Option(value, Some(text)) => format!("{value}={text}"),
                Next::Plain(word) => format!("plain {word}"),
                Next::Missing => format!("missing {}", getopt.last_word()),
                Next::Unknown(letter) => format!("unknown {letter:?}"),
            });
        }
        read
    }

    #[test]
    fn options_are_read_as_the_c_library_reads_them() {
        assert_eq!(read("x -nvs1 -s 2"), ["n", "v", "s=1", "s=2"]);
        assert_eq!(read("x -LINPUT -L INPUT"), ["L=INPUT", "L", "plain INPUT"]);
        assert_eq!(read("x --source=1 --so 2 --s 3"), ["s=1", "s=2", "s=3"]);
        assert_eq!(read("x --list --list-r --lis"), ["L", "S", "unknown None"]);
        assert_eq!(read("x --num --num=3"), ["n", "unknown None"]);
        assert_eq!(read("x -q -- -n"), ["unknown Some('q')"]);
        assert_eq!(read("x - ! -s"), ["plain -", "plain !", "missing -s"]);
    }
}
