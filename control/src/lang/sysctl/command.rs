//! Reading and writing knobs.

use super::{
    key,
    options::{OptionError, Options},
};
use crate::{
    config::{Errno, Model},
    lang::{Output, Session},
};

const USAGE: &str = include_str!("usage.txt");

/// Runs a command line of `sysctl`; `words[0]` is the tool's name. Gives the exit status.
///
/// `stdin` holds what `-p FILE` reads. Deviation: there is no `--system` and no `--pattern`.
pub fn run(
    words: &[String],
    stdin: Option<&[u8]>,
    session: &mut Session<'_>,
    out: &mut Output,
) -> i32 {
    let arguments = words.get(1..).unwrap_or_default();
    let options = match Options::parse(arguments) {
        Ok(options) => options,
        Err(OptionError::Unknown(complaint)) => {
            complain(out, &complaint);
            out.stderr.extend_from_slice(USAGE.as_bytes());
            return 1;
        }
        Err(OptionError::Refused(option)) => {
            complain(out, &format!("tollgate has no {option}"));
            return 1;
        }
    };
    let mut run = Run {
        model: session.model,
        connections: session.live.connection_count(),
        options: &options,
        out,
        status: 0,
    };
    if options.help {
        run.print(USAGE);
    } else if options.version {
        run.print("sysctl from procps-ng 4.0.2\n");
    } else if options.all {
        for path in run.paths() {
            run.show(&path);
        }
    } else if options.load {
        run.load(arguments, stdin.unwrap_or_default());
    } else if options.words.is_empty() {
        complain(run.out, "no variables specified");
        let hint = "Try `sysctl --help' for more information.\n";
        run.out.stderr.extend_from_slice(hint.as_bytes());
        run.status = 1;
    } else {
        run.words(words);
    }
    run.status
}

fn complain(out: &mut Output, what: &str) {
    out.stderr
        .extend_from_slice(format!("sysctl: {what}\n").as_bytes());
}

/// The only knob that is not configuration.
const COUNT: &str = "net/netfilter/nf_conntrack_count";

struct Run<'a> {
    model: &'a mut Model,
    /// How many connections there are.
    connections: usize,
    options: &'a Options,
    out: &'a mut Output,
    status: i32,
}

impl Run<'_> {
    fn print(&mut self, text: &str) {
        self.out.stdout.extend_from_slice(text.as_bytes());
    }

    fn fail(&mut self, what: &str) {
        complain(self.out, what);
        self.status = 1;
    }

    fn unknown(&mut self, path: &str) {
        if !self.options.ignore {
            self.fail(&format!(
                "cannot stat /proc/sys/{path}: No such file or directory"
            ));
        }
    }

    /// The value of a knob.
    fn value(&self, path: &str) -> Option<String> {
        if path == COUNT {
            return Some(self.connections.to_string());
        }
        self.model.sysctl(path)
    }

    /// All knobs' paths, in order.
    fn paths(&self) -> Vec<String> {
        let mut paths = self.model.sysctl_paths();
        let place = paths.partition_point(|path| path.split('/').lt(COUNT.split('/')));
        paths.insert(place, COUNT.to_owned());
        paths
    }

    /// The words of the command line: settings and keys.
    fn words(&mut self, argv: &[String]) {
        for word in &self.options.words {
            let failed = self.status;
            match word.split_once('=') {
                Some((key, value)) => self.write(&key::path(key.trim()), value.trim(), false),
                None if self.options.write => {
                    self.fail("command line(0): invalid syntax, continuing...");
                }
                None => self.read(&key::path(word)),
            }
            if self.status != failed && self.out.blame.is_none() {
                self.out.blame = argv.iter().position(|argument| argument == word);
            }
        }
    }

    /// The lines of a file.
    fn load(&mut self, arguments: &[String], contents: &[u8]) {
        let file = super::options::load_file(arguments).unwrap_or_default();
        let text = String::from_utf8_lossy(contents);
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with(['#', ';']) {
                continue;
            }
            // A dash in front: unknown keys are no error.
            let (optional, line) = match line.strip_prefix('-') {
                Some(rest) => (true, rest),
                None => (false, line),
            };
            match line.split_once('=') {
                Some((name, value)) => {
                    self.write_fitting(&key::path(name.trim()), value.trim(), optional);
                }
                None => {
                    let place = number + 1;
                    complain(
                        self.out,
                        &format!("{file}({place}): invalid syntax, continuing..."),
                    );
                }
            }
        }
    }

    /// Shows a knob, or all below a folder.
    fn read(&mut self, path: &str) {
        if self.value(path).is_some() {
            self.show(path);
            return;
        }
        let folder = format!("{path}/");
        let mut found = false;
        for inside in self.paths() {
            if inside.starts_with(&folder) {
                found = true;
                self.show(&inside);
            }
        }
        if !found {
            self.unknown(path);
        }
    }

    fn show(&mut self, path: &str) {
        if let Some(value) = self.value(path) {
            self.show_value(path, &value);
        }
    }

    fn show_value(&mut self, path: &str, value: &str) {
        let name = key::shown(path);
        let text = if self.options.names {
            format!("{name}\n")
        } else if self.options.binary {
            value.to_owned()
        } else if self.options.values {
            format!("{value}\n")
        } else {
            format!("{name} = {value}\n")
        };
        self.print(&text);
    }

    /// Sets every knob that fits a pattern.
    fn write_fitting(&mut self, pattern: &str, value: &str, optional: bool) {
        if !pattern.contains('*') {
            self.write(pattern, value, optional);
            return;
        }
        for path in self.paths() {
            if key::fits(pattern, &path) {
                self.write(&path, value, optional);
            }
        }
    }

    fn write(&mut self, path: &str, value: &str, optional: bool) {
        let result = if self.options.dry_run {
            Ok(())
        } else if path == COUNT {
            Err(Errno::Perm.into())
        } else {
            self.model.set_sysctl(path, value)
        };
        match result {
            Ok(()) if self.options.quiet => {}
            Ok(()) => self.show_value(path, value),
            Err(error) if error.errno == Errno::NoEnt => {
                if !optional {
                    self.unknown(path);
                }
            }
            // The tool does not count it as an error that nobody may write, and takes the number of
            // an error that it has seen before.
            Err(error) if error.errno == Errno::Perm => {
                let name = key::shown(path);
                let text = Errno::Inval.text();
                complain(self.out, &format!("setting key \"{name}\": {text}"));
            }
            Err(error) => {
                let name = key::shown(path);
                self.fail(&format!("setting key \"{name}\": {}", error.errno.text()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Offline;

    fn sysctl(model: &mut Model, line: &str, stdin: &str) -> (i32, String, String) {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let mut out = Output::default();
        let mut session = Session {
            model,
            live: &mut Offline::default(),
            origin: None,
        };
        let status = run(&words, Some(stdin.as_bytes()), &mut session, &mut out);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        (status, text(out.stdout), text(out.stderr))
    }

    #[test]
    fn what_procps_prints_is_printed() {
        let model = &mut Model::new();
        for (line, status, stdout, stderr) in [
            (
                "sysctl net.ipv4.ip_forward",
                0,
                "net.ipv4.ip_forward = 0\n",
                "",
            ),
            (
                "sysctl -w net.ipv4.ip_forward=1",
                0,
                "net.ipv4.ip_forward = 1\n",
                "",
            ),
            ("sysctl -n net/ipv4/ip_forward", 0, "1\n", ""),
            (
                "sysctl -N net.ipv4.ip_forward",
                0,
                "net.ipv4.ip_forward\n",
                "",
            ),
            ("sysctl -qw net.ipv4.ip_forward=0", 0, "", ""),
            ("sysctl -b net.ipv4.ip_forward", 0, "0", ""),
            (
                "sysctl net.ipv4.foo",
                1,
                "",
                "sysctl: cannot stat /proc/sys/net/ipv4/foo: No such file or directory\n",
            ),
            ("sysctl -e net.ipv4.foo", 0, "", ""),
            (
                "sysctl -w net.ipv4.ip_forward=abc",
                1,
                "",
                "sysctl: setting key \"net.ipv4.ip_forward\": Invalid argument\n",
            ),
            (
                "sysctl -w net.ipv4.ip_forward",
                1,
                "",
                "sysctl: command line(0): invalid syntax, continuing...\n",
            ),
            (
                "sysctl -q",
                1,
                "",
                "sysctl: no variables specified\n\
                 Try `sysctl --help' for more information.\n",
            ),
            (
                "sysctl --system",
                1,
                "",
                "sysctl: tollgate has no --system\n",
            ),
        ] {
            let expected = (status, stdout.to_owned(), stderr.to_owned());
            assert_eq!(sysctl(model, line, ""), expected, "{line}");
        }
    }

    #[test]
    fn a_file_is_read_line_by_line() {
        let model = &mut Model::new();
        let file = "# c\n; d\nnet.ipv4.ip_forward = 1\n-net.ipv4.foo=1\nbad line\n\
                    net.ipv4.bar=2\nnet.ipv4.conf.*.rp_filter=2\n";
        let (status, stdout, stderr) = sysctl(model, "sysctl -p s.conf", file);
        assert_eq!(status, 1);
        assert_eq!(
            stderr,
            "sysctl: s.conf(5): invalid syntax, continuing...\n\
             sysctl: cannot stat /proc/sys/net/ipv4/bar: No such file or directory\n"
        );
        assert!(stdout.starts_with("net.ipv4.ip_forward = 1\nnet.ipv4.conf.all.rp_filter = 2\n"));
        let lo = model.sysctl("net/ipv4/conf/lo/rp_filter");
        assert_eq!(lo.as_deref(), Some("2"));
    }

    #[test]
    fn all_are_listed() {
        let model = &mut Model::new();
        let (status, stdout, _) = sysctl(model, "sysctl -a", "");
        assert_eq!(status, 0);
        assert!(
            stdout.contains("net.ipv4.conf.lo.forwarding = 0\n"),
            "{stdout}"
        );
        let (_, below, _) = sysctl(model, "sysctl net.ipv4.conf.lo", "");
        assert!(below.lines().count() > 3);
        assert!(
            below
                .lines()
                .all(|line| line.starts_with("net.ipv4.conf.lo."))
        );
    }
}
