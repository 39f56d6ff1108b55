//! Options as the C library's `getopt_long` reads them, and what it says of those that it doesn't know.

use crate::jobs::Family;

/// What options a program has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spec {
    /// Letters; one that takes a value has a colon behind it.
    pub(super) short: &'static str,
    /// Long names, whether they take a value, and the letter that stands for each.
    pub(super) long: &'static [(&'static str, bool, char)],
    /// The first word that is no option ends them.
    pub(super) stops: bool,
}

/// What was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Options<'a> {
    /// Letters and values, in the order in which they were given.
    pub(super) list: Vec<(char, &'a str)>,
    /// What is no option.
    pub(super) operands: Vec<&'a str>,
}

/// What is wrong with an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    Unknown(char),
    UnknownLong(String),
    NoValue(char),
    NoLongValue(String),
}

impl Bad {
    /// What the C library prints, without the program's name.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Unknown(letter) => format!("invalid option -- '{letter}'"),
            Self::UnknownLong(name) => format!("unrecognized option '--{name}'"),
            Self::NoValue(letter) => format!("option requires an argument -- '{letter}'"),
            Self::NoLongValue(name) => format!("option '--{name}' requires an argument"),
        }
    }
}

impl<'a> Options<'a> {
    pub(super) fn read(spec: &Spec, args: &[&'a str]) -> Result<Self, Bad> {
        let mut options = Self::default();
        let mut args = args.iter().copied();
        while let Some(arg) = args.next() {
            if arg == "--" {
                options.operands.extend(args);
                break;
            }
            if let Some(long) = arg.strip_prefix("--") {
                options.long(spec, long, &mut args)?;
            } else if arg.len() > 1 && arg.starts_with('-') {
                options.short(spec, &arg[1..], &mut args)?;
            } else {
                options.operands.push(arg);
                if spec.stops {
                    options.operands.extend(args);
                    break;
                }
            }
        }
        Ok(options)
    }

    fn long(
        &mut self,
        spec: &Spec,
        arg: &'a str,
        args: &mut impl Iterator<Item = &'a str>,
    ) -> Result<(), Bad> {
        let (name, value) = match arg.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (arg, None),
        };
        let known = spec.long.iter().find(|(known, ..)| *known == name);
        let Some(&(_, takes, letter)) = known else {
            return Err(Bad::UnknownLong(arg.to_owned()));
        };
        let value = match (takes, value) {
            (true, None) => args
                .next()
                .ok_or_else(|| Bad::NoLongValue(name.to_owned()))?,
            (_, value) => value.unwrap_or_default(),
        };
        self.list.push((letter, value));
        Ok(())
    }

    fn short(
        &mut self,
        spec: &Spec,
        letters: &'a str,
        args: &mut impl Iterator<Item = &'a str>,
    ) -> Result<(), Bad> {
        for (at, letter) in letters.char_indices() {
            let known = spec.short.find(letter).filter(|_| letter != ':');
            let Some(known) = known else {
                return Err(Bad::Unknown(letter));
            };
            if !spec.short[known + letter.len_utf8()..].starts_with(':') {
                self.list.push((letter, ""));
                continue;
            }
            let rest = &letters[at + letter.len_utf8()..];
            let value = if rest.is_empty() {
                args.next().ok_or(Bad::NoValue(letter))?
            } else {
                rest
            };
            self.list.push((letter, value));
            break;
        }
        Ok(())
    }

    pub(super) fn has(&self, letter: char) -> bool {
        self.list.iter().any(|(known, _)| *known == letter)
    }

    /// The family that `-6` or `-4` asks for.
    pub(super) fn family(&self) -> Family {
        match () {
            () if self.has('6') => Family::V6,
            () if self.has('4') => Family::V4,
            () => Family::Any,
        }
    }

    /// How often it was given.
    pub(super) fn count(&self, letter: char) -> usize {
        self.list
            .iter()
            .filter(|(known, _)| *known == letter)
            .count()
    }

    /// The value that was given last.
    pub(super) fn value(&self, letter: char) -> Option<&'a str> {
        let mut given = self.list.iter().rev();
        given
            .find(|(known, _)| *known == letter)
            .map(|(_, value)| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: Spec = Spec {
        short: "c:nv",
        long: &[("count", true, 'c'), ("numeric", false, 'n')],
        stops: false,
    };

    #[test]
    fn options_may_stand_anywhere() {
        let read = |line: &'static str| {
            let words: Vec<&str> = line.split(' ').collect();
            Options::read(&SPEC, &words)
        };
        let options = read("-nc 3 host -v -c4 --count=5 -- -x").expect("good");
        assert_eq!((options.value('c'), options.count('c')), (Some("5"), 3));
        assert!(options.has('n') && options.has('v'));
        assert_eq!(options.operands, ["host", "-x"]);
        for (line, text) in [
            ("-z", "invalid option -- 'z'"),
            ("-c", "option requires an argument -- 'c'"),
            ("--no", "unrecognized option '--no'"),
            ("--count", "option '--count' requires an argument"),
        ] {
            assert_eq!(read(line).expect_err("bad").text(), text);
        }
    }

    #[test]
    fn the_first_operand_may_end_them() {
        let spec = Spec {
            stops: true,
            ..SPEC
        };
        let options = Options::read(&spec, &["-v", "host", "-n"]).expect("good");
        assert_eq!(options.operands, ["host", "-n"]);
        assert!(!options.has('n'));
    }
}
