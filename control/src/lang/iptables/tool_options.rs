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
                    return Err((getopt.missing(self.long), options, getopt.at()));
                }
                Some(Next::Unknown(letter)) => {
                    return Err((getopt.unknown(letter, self.long), options, getopt.at()));
                }
            }
        }
        plain.extend(getopt.rest());
        Ok(Words { options, plain })
    }
}
