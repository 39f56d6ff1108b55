//! The options of `nft`, which stand in front of its command.

use super::{
    super::iptables::getopt::{Arg, Getopt, Long, Next, long},
    input::Inputs,
};

/// What was asked for besides the command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Options {
    /// `-f`: where commands are read from.
    pub(super) file: Option<String>,
    /// `-D`: names and values.
    pub(super) defines: Vec<(String, String)>,
    /// `-I`: where included files are looked for.
    pub(super) include_paths: Vec<String>,
    /// `-c`: nothing changes.
    pub(super) check: bool,
    /// `-e`: what is added is listed.
    pub(super) echo: bool,
    /// `-j`.
    pub(super) json: bool,
    /// `-i`.
    pub(super) interactive: bool,
    /// `-o`.
    pub(super) optimize: bool,
    /// `-a`: handles are listed.
    pub(super) handles: bool,
    /// `-s`: counts are not listed.
    pub(super) stateless: bool,
    /// `-t`: elements of sets are not listed.
    pub(super) terse: bool,
    /// `-n`: nothing is listed by name.
    pub(super) numeric: bool,
    /// `-y`: priorities are listed as numbers.
    pub(super) numeric_priority: bool,
    /// `-p`: so are protocols,
    pub(super) numeric_protocol: bool,
    /// `-T`: and times.
    pub(super) numeric_time: bool,
    /// `-S`: ports are listed by name.
    pub(super) services: bool,
    /// `-N`: addresses are.
    pub(super) reverse_dns: bool,
    /// `-u`: users and groups are.
    pub(super) guid: bool,
    /// `--debug=netlink`: what is sent to the kernel is printed.
    pub(super) debug_netlink: bool,
    /// The words of the command.
    pub(super) words: Vec<String>,
}

/// What ends `nft` before it does anything: what it prints, and its exit status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct End {
    /// To the standard output.
    pub(super) stdout: String,
    /// To the standard error.
    pub(super) stderr: String,
    /// The exit status.
    pub(super) status: i32,
}

impl End {
    const fn said(stdout: String) -> Self {
        Self {
            stdout,
            stderr: String::new(),
            status: 0,
        }
    }

    pub(super) const fn complained(stderr: String) -> Self {
        Self {
            stdout: String::new(),
            stderr,
            status: 1,
        }
    }
}

/// The version that Tollgate behaves like.
const VERSION: &str = "nftables v1.0.6 (Lester Gooch #5)\n";

/// What `-V` adds.
const FEATURES: &str = "  cli:\t\tno\n  json:\t\tno\n  minigmp:\tno\n  libxtables:\tno\n";

const USAGE: &str = "
Options (general):
  -h, --help                      Show this help
  -v, --version                   Show version information
  -V                              Show extended version information

Options (ruleset input handling):
  -f, --file <filename>           Read input from <filename>
  -D, --define <name=value>       Define variable, e.g. --define foo=1.2.3.4
  -i, --interactive               Read input from interactive CLI
  -I, --includepath <directory>   Add <directory> to the paths searched for include files. Default is: /etc
  -c, --check                     Check commands validity without actually applying the changes.
  -o, --optimize                  Optimize ruleset

Options (ruleset list formatting):
  -a, --handle                    Output rule handle.
  -s, --stateless                 Omit stateful information of ruleset.
  -t, --terse                     Omit contents of sets.
  -S, --service                   Translate ports to service names as described in /etc/services.
  -N, --reversedns                Translate IP addresses to names.
  -u, --guid                      Print UID/GID as defined in /etc/passwd and /etc/group.
  -n, --numeric                   Print fully numerical output.
  -y, --numeric-priority          Print chain priority numerically.
  -p, --numeric-protocol          Print layer 4 protocols numerically.
  -T, --numeric-time              Print time values numerically.

Options (command output formatting):
  -e, --echo                      Echo what has been added, inserted or replaced.
  -j, --json                      Format output in JSON
  -d, --debug <level [,level...]> Specify debugging level (scanner, parser, eval, netlink, mnl, proto-ctx, segtree, all)

";

const LONG: &[Long<char>] = &[
    long("help", Arg::No, 'h'),
    long("version", Arg::No, 'v'),
    long("file", Arg::Required, 'f'),
    long("define", Arg::Required, 'D'),
    long("interactive", Arg::No, 'i'),
    long("includepath", Arg::Required, 'I'),
    long("check", Arg::No, 'c'),
    long("optimize", Arg::No, 'o'),
    long("handle", Arg::No, 'a'),
    long("stateless", Arg::No, 's'),
    long("terse", Arg::No, 't'),
    long("service", Arg::No, 'S'),
    long("reversedns", Arg::No, 'N'),
    long("guid", Arg::No, 'u'),
    long("numeric", Arg::No, 'n'),
    long("numeric-priority", Arg::No, 'y'),
    long("numeric-protocol", Arg::No, 'p'),
    long("numeric-time", Arg::No, 'T'),
    long("echo", Arg::No, 'e'),
    long("json", Arg::No, 'j'),
    long("debug", Arg::Required, 'd'),
];

/// The letters of the options; what they take is said in [`LONG`] for all but `-V`.
fn short(letter: char) -> Option<(char, Arg)> {
    if letter == 'V' {
        return Some((letter, Arg::No));
    }
    let mut named = LONG.iter();
    let found = named.find(|long| long.value == letter)?;
    Some((letter, found.arg))
}

/// Words that can stand behind `-d`.
const DEBUG: &[&str] = &[
    "scanner",
    "parser",
    "eval",
    "netlink",
    "mnl",
    "proto-ctx",
    "segtree",
    "all",
];

impl Options {
    /// Reads a command line, the tool's name first.
    ///
    /// # Errors
    /// What is printed instead of doing anything.
    pub(super) fn read(words: &[&str]) -> Result<Self, End> {
        let tool = words.first().copied().unwrap_or_default();
        if let Some(end) = misplaced(words) {
            return Err(end);
        }
        let mut options = Self::default();
        let mut getopt = Getopt::new(words);
        loop {
            match getopt.next(short, || LONG.iter().copied()) {
                None => break,
                Some(Next::Plain(word)) => options.words.push(word.to_owned()),
                Some(Next::Option(letter, value)) => {
                    options.take(letter, value.unwrap_or_default(), tool)?;
                }
                Some(Next::Missing) => return Err(End::complained(getopt.missing(LONG))),
                Some(Next::Unknown(letter)) => {
                    return Err(End::complained(getopt.unknown(letter, LONG)));
                }
            }
        }
        options
            .words
            .extend(getopt.rest().map(|(_, word)| word.to_owned()));
        Ok(options)
    }

    /// The command line, if there is one.
    pub(super) fn line(&self) -> Option<String> {
        (!self.words.is_empty()).then(|| self.words.join(" "))
    }

    /// The text that is read first: the command line, or what `-f` names; `None` if there is neither.
    pub(super) fn inputs(&self, text: &[u8]) -> Option<Inputs> {
        if !self.words.is_empty() {
            return Some(Inputs::command_line(&String::from_utf8_lossy(text)));
        }
        let file = self.file.as_deref()?;
        Some(Inputs::file(Self::name_of(file), text))
    }

    /// The name that errors have for what `-f` names.
    pub(super) fn name_of(file: &str) -> &str {
        match file {
            "-" => "/dev/stdin",
            file => file,
        }
    }

    fn take(&mut self, letter: char, value: &str, tool: &str) -> Result<(), End> {
        match letter {
            'h' => {
                let usage = format!("Usage: {tool} [ options ] [ cmds... ]\n{USAGE}");
                return Err(End::said(usage));
            }
            'v' => return Err(End::said(VERSION.to_owned())),
            'V' => return Err(End::said(format!("{VERSION}{FEATURES}"))),
            'f' => self.file = Some(value.to_owned()),
            'D' => match value.split_once('=') {
                Some((name, value)) => self.defines.push((name.to_owned(), value.to_owned())),
                None => {
                    let text = format!("Failed to define variable '{value}'\n");
                    return Err(End::complained(text));
                }
            },
            'I' => self.include_paths.push(value.to_owned()),
            'd' => {
                for word in value.split(',') {
                    if !DEBUG.contains(&word) {
                        let text = format!("invalid debug parameter `{word}'\n");
                        return Err(End::complained(text));
                    }
                    self.debug_netlink |= ["netlink", "all"].contains(&word);
                }
            }
            'i' => self.interactive = true,
            'c' => self.check = true,
            'o' => self.optimize = true,
            'a' => self.handles = true,
            's' => self.stateless = true,
            't' => self.terse = true,
            'S' => self.services = true,
            'N' => self.reverse_dns = true,
            'u' => self.guid = true,
            'n' => self.numeric = true,
            'y' => self.numeric_priority = true,
            'p' => self.numeric_protocol = true,
            'T' => self.numeric_time = true,
            'e' => self.echo = true,
            'j' => self.json = true,
            _ => {}
        }
        Ok(())
    }
}

/// The complaint about an option that stands behind a word of the command; its marks go to the standard output.
fn misplaced(words: &[&str]) -> Option<End> {
    let tool = words.first()?;
    let mut at = tool.len() + 1;
    let (mut is_value, mut is_command) = (false, false);
    for word in &words[1..] {
        let begins = |letter: char| word[1..].starts_with(letter);
        if word.starts_with('{') {
            return None;
        } else if is_value {
            is_value = false;
        } else if word.starts_with('-') {
            if is_command {
                let line: String = words.iter().map(|word| format!("{word} ")).collect();
                let (first, second) = (tool.len(), (at + 2).saturating_sub(tool.len() + 1));
                return Some(End {
                    stdout: format!("\n{:first$}^{:>second$}\n", "", "~~"),
                    stderr: format!(
                        "Error: syntax error, options must be specified before commands\n{line}"
                    ),
                    status: 1,
                });
            }
            is_value = ["--debug", "--includepath", "--define", "--file"].contains(word)
                || ['d', 'I', 'f', 'D'].into_iter().any(begins);
        } else {
            is_command = true;
        }
        at += word.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options, End> {
        let words: Vec<&str> = line.split(' ').collect();
        Options::read(&words)
    }

    #[test]
    fn options_stand_in_front() {
        let options = read("nft -ae -f x --numeric -D a=1").expect("good");
        assert!(options.handles && options.echo && options.numeric);
        assert_eq!(options.file.as_deref(), Some("x"));
        assert_eq!(options.defines, [("a".to_owned(), "1".to_owned())]);
        assert_eq!(read("nft -n list ruleset").expect("good").words.len(), 2);
        let end = read("nft add -a table foo").expect_err("misplaced");
        assert_eq!(
            end.stderr,
            "Error: syntax error, options must be specified before commands\n\
             nft add -a table foo "
        );
        assert_eq!(end.stdout, "\n   ^    ~~\n");
        let end = read("nft list tables -a").expect_err("misplaced");
        assert!(end.stdout.ends_with("\n   ^            ~~\n"));
    }

    #[test]
    fn the_c_library_complains() {
        for (line, said) in [
            ("nft --foo", "nft: unrecognized option '--foo'\n"),
            ("nft -x", "nft: invalid option -- 'x'\n"),
            ("nft -f", "nft: option requires an argument -- 'f'\n"),
            ("nft --fil", "nft: option '--file' requires an argument\n"),
            ("nft -d foo", "invalid debug parameter `foo'\n"),
        ] {
            let end = read(line).expect_err("a complaint");
            assert_eq!((end.stderr.as_str(), end.status), (said, 1), "{line}");
        }
        assert_eq!(read("nft -v").expect_err("said").stdout, VERSION);
    }
}
