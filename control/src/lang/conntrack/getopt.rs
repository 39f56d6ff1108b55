//! Options as `getopt_long` of the GNU C library takes them apart.

use std::collections::VecDeque;

/// Whether an option has an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// It has none.
    Nothing,
    /// The rest of its word, or the next word.
    Argument,
    /// Only what stands in the same word (`-n1.2.3.4`, `--src-nat=1.2.3.4`).
    Attached,
}

/// A long option: its name, whether it has an argument, and what it means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Long<T> {
    pub(super) name: &'static str,
    pub(super) takes: Takes,
    pub(super) means: T,
}

/// What a word is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found<T> {
    /// An option, with its argument.
    Option(T, Option<String>),
    /// No option of these (`?`).
    Unknown,
    /// An option that lacks its argument (`:`).
    Lacks,
}

/// The words of a command line, of which options are taken.
#[derive(Debug)]
pub(super) struct Getopt<'a> {
    words: &'a [String],
    /// The index of the next word (`optind`); what stands in front of it has been seen.
    next: usize,
    /// The letters of a word that are still to be read.
    letters: VecDeque<char>,
    only_words: bool,
}

impl<'a> Getopt<'a> {
    /// All but the first of `words`, which is the tool's name.
    pub(super) const fn new(words: &'a [String]) -> Self {
        Self {
            words,
            next: 1,
            letters: VecDeque::new(),
            only_words: false,
        }
    }

    /// The word in front of the next one (`argv[optind - 1]`).
    pub(super) fn last(&self) -> &'a str {
        self.words
            .get(self.next.saturating_sub(1))
            .map_or("", String::as_str)
    }

    /// The index of that word.
    pub(super) const fn last_index(&self) -> usize {
        self.next.saturating_sub(1)
    }

    /// Takes the next word if it does not look like an option.
    pub(super) fn take_word(&mut self) -> Option<&'a str> {
        let word = self.words.get(self.next)?;
        if !self.letters.is_empty() || word.starts_with(['-', '!']) {
            return None;
        }
        self.next += 1;
        Some(word)
    }

    /// The next option. `short` says what a letter is, `long` lists the long ones, which may be
    /// abbreviated.
    pub(super) fn next<T: Copy + PartialEq>(
        &mut self,
        short: impl Fn(char) -> Option<(Takes, T)>,
        long: &[Long<T>],
    ) -> Option<Found<T>> {
        if self.letters.is_empty() {
            let word = loop {
                let word = self.words.get(self.next)?;
                self.next += 1;
                match word.strip_prefix('-') {
                    _ if self.only_words => {}
                    Some("-") => self.only_words = true,
                    None | Some("") => {}
                    Some(rest) => break rest,
                }
            };
            if let Some(name) = word.strip_prefix('-') {
                return Some(self.long(name, long));
            }
            self.letters = word.chars().collect();
            // `optind` stays at the word until its last letter is read.
            self.next -= 1;
        }
        let letter = self.letters.pop_front()?;
        let found = short(letter);
        if self.letters.is_empty() {
            self.next += 1;
        }
        let Some((takes, means)) = found else {
            return Some(Found::Unknown);
        };
        let attached = |letters: &mut VecDeque<char>, next: &mut usize| {
            if letters.is_empty() {
                return None;
            }
            *next += 1;
            Some(letters.drain(..).collect::<String>())
        };
        Some(match takes {
            Takes::Nothing => Found::Option(means, None),
            Takes::Attached => Found::Option(means, attached(&mut self.letters, &mut self.next)),
            Takes::Argument => match attached(&mut self.letters, &mut self.next) {
                Some(argument) => Found::Option(means, Some(argument)),
                None => self.argument(means),
            },
        })
    }

    fn argument<T>(&mut self, means: T) -> Found<T> {
        match self.words.get(self.next) {
            Some(word) => {
                self.next += 1;
                Found::Option(means, Some(word.clone()))
            }
            None => Found::Lacks,
        }
    }

    fn long<T: Copy + PartialEq>(&mut self, word: &str, options: &[Long<T>]) -> Found<T> {
        let (name, attached) = match word.split_once('=') {
            Some((name, argument)) => (name, Some(argument.to_owned())),
            None => (word, None),
        };
        let exact = options.iter().find(|option| option.name == name);
        let option = match exact {
            Some(option) => option,
            None => {
                let mut fit = options
                    .iter()
                    .filter(|option| option.name.starts_with(name));
                let Some(first) = fit.next() else {
                    return Found::Unknown;
                };
                if fit.any(|other| other.means != first.means || other.takes != first.takes) {
                    return Found::Unknown;
                }
                first
            }
        };
        match (option.takes, attached) {
            (Takes::Nothing, Some(_)) => Found::Unknown,
            (Takes::Nothing | Takes::Attached, None) => Found::Option(option.means, None),
            (Takes::Argument, None) => self.argument(option.means),
            (Takes::Argument | Takes::Attached, argument) => Found::Option(option.means, argument),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &[Long<char>] = &[
        Long {
            name: "src",
            takes: Takes::Argument,
            means: 's',
        },
        Long {
            name: "src-nat",
            takes: Takes::Attached,
            means: 'n',
        },
        Long {
            name: "orig-src",
            takes: Takes::Argument,
            means: 's',
        },
        Long {
            name: "zero",
            takes: Takes::Nothing,
            means: 'z',
        },
    ];

    fn short(letter: char) -> Option<(Takes, char)> {
        match letter {
            's' => Some((Takes::Argument, 's')),
            'n' => Some((Takes::Attached, 'n')),
            'z' => Some((Takes::Nothing, 'z')),
            _ => None,
        }
    }

    fn all(line: &str) -> Vec<Found<char>> {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let mut getopt = Getopt::new(&words);
        std::iter::from_fn(|| getopt.next(short, LONG)).collect()
    }

    #[test]
    fn arguments_are_attached_or_follow() {
        let given = |means, text: &str| Found::Option(means, Some(text.to_owned()));
        assert_eq!(all("x -s a -sb"), [given('s', "a"), given('s', "b")]);
        assert_eq!(
            all("x --src=a --orig b --src-nat=c -nd -n e"),
            [
                given('s', "a"),
                given('s', "b"),
                given('n', "c"),
                given('n', "d"),
                Found::Option('n', None),
            ]
        );
        assert_eq!(all("x -zs a"), [Found::Option('z', None), given('s', "a")]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(all("x -s"), [Found::Lacks]);
        assert_eq!(all("x --orig-src"), [Found::Lacks]);
        assert_eq!(all("x -q"), [Found::Unknown]);
        assert_eq!(all("x --s"), [Found::Unknown], "ambiguous");
        assert_eq!(all("x --zero=1"), [Found::Unknown]);
        assert_eq!(all("x word -- -z"), []);
    }

    #[test]
    fn the_last_word_is_where_the_c_library_says() {
        let words: Vec<String> = ["x", "-z", "-qz", "-q"].map(str::to_owned).into();
        let mut getopt = Getopt::new(&words);
        getopt.next(short, LONG);
        assert_eq!(getopt.next(short, LONG), Some(Found::Unknown));
        assert_eq!(getopt.last(), "-z", "in the middle of a word");
        getopt.next(short, LONG);
        assert_eq!(getopt.next(short, LONG), Some(Found::Unknown));
        assert_eq!(getopt.last(), "-q");
    }
}
