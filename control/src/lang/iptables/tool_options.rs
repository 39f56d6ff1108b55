//! The options of `iptables-save` and `iptables-restore`, with the C library's complaints.

use super::getopt::{Arg, Getopt, Long, Next};

/// An option, by its letter, and its value.
pub(super) type Given<'s> = (char, Option<&'s str>);

/// The options of one of the tools.
#[derive(Clone, Copy)]
pub(super) struct ToolOptions {
    /// Letters without a value.
    pub(super) flags: &'static str,
    /// Letters with one.
    pub(super) values: &'static str,
    /// Long names.
    pub(super) long: &'static [Long<char>],
}

/// A long name of the option with the letter `value`.
pub(super) const fn long(name: &'static str, arg: Arg, value: char) -> Long<char> {
    Long { name, arg, value }
}

/// The options that were given, and the other words with their places.
pub(super) struct Words<'s> {
    pub(super) options: Vec<Given<'s>>,
    pub(super) plain: Vec<(usize, &'s str)>,
}

impl ToolOptions {
    /// Sorts the words of a command line.
    ///
    /// # Errors
    /// What the C library complains about, the options in front of that, and the word.
    pub(super) fn read<'s>(
        &self,
        words: &[&'s str],
    ) -> Result<Words<'s>, (String, Vec<Given<'s>>, usize)> {
        let short = |letter: char| {
            if self.flags.contains(letter) {
                Some((letter, Arg::No))
            } else {
                self.values
                    .contains(letter)
                    .then_some((letter, Arg::Required))
            }
        };
        let mut getopt = Getopt::new(words);
        let mut options = Vec::new();
        let mut plain = Vec::new();
        loop {
            let next = getopt.next(short, || self.long.iter().copied());
            match next {
                None => break,
                Some(Next::Plain(word)) => plain.push((getopt.at(), word)),
                Some(Next::Option('w' | 'W', None)) => {
                    // The number behind it is no word of its own.
                    let letter = if words[getopt.at()].contains('W') {
                        'W'
                    } else {
                        'w'
                    };
                    options.push((letter, getopt.value()));
                }
                Some(Next::Option(letter, value)) => options.push((letter, value)),
                Some(Next::Missing) => {
                    let message = self.missing(words, &getopt);
                    return Err((message, options, getopt.at()));
                }
                Some(Next::Unknown(letter)) => {
                    let what = match letter {
                        Some(letter) => format!("invalid option -- '{letter}'"),
                        None => format!("unrecognized option '{}'", words[getopt.at()]),
                    };
                    let message = format!("{}: {what}\n", words[0]);
                    return Err((message, options, getopt.at()));
                }
            }
        }
        plain.extend(getopt.rest());
        Ok(Words { options, plain })
    }

    fn missing(&self, words: &[&str], getopt: &Getopt<'_, '_>) -> String {
        let tool = words[0];
        let word = words[getopt.at()];
        match word.strip_prefix("--") {
            Some(name) => {
                let full = self.long.iter().find(|long| long.name.starts_with(name));
                let full = full.map_or(name, |long| long.name);
                format!("{tool}: option '--{full}' requires an argument\n")
            }
            None => {
                let letter = word.chars().last().unwrap_or_default();
                format!("{tool}: option requires an argument -- '{letter}'\n")
            }
        }
    }
}
