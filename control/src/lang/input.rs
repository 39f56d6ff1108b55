//! The file that a command line names as its input.
//!
//! `ip -batch FILE`, `tc -batch FILE`, `nft -f FILE`, `sysctl -p FILE`, `conntrack -R FILE` and `iptables-restore FILE`
//! read a file where they are started, not where they are executed: the client reads it and sends its contents along.

use std::{
    fs,
    io::{self, Read},
};

use super::{conntrack, ip, iptables, nft, sysctl, tc};

/// The contents of the files that `argv` names as its input; `-` is the standard input.
///
/// # Errors
/// What the tool prints if a file can't be read, and the exit status.
pub fn input(argv: &[String]) -> Result<Option<Vec<u8>>, (String, i32)> {
    match argv.first().map(String::as_str) {
        Some("ip") => batch_input(argv, ip::batch_file),
        Some("tc") => batch_input(argv, tc::batch_file),
        Some("nft") => {
            let words: Vec<&str> = argv.iter().map(String::as_str).collect();
            nft::bundle(&words, None)
        }
        Some("conntrack") => conntrack_input(argv),
        Some("sysctl") => sysctl_input(&argv[1..]),
        Some(_) | None => restore_input(argv),
    }
}

/// What `argv` makes of its standard input: `nft` wants what that includes, too.
///
/// # Errors
/// As of [`input`].
pub fn prepared(argv: &[String], stdin: Vec<u8>) -> Result<Option<Vec<u8>>, (String, i32)> {
    match argv.first().map(String::as_str) {
        Some("nft") => {
            let words: Vec<&str> = argv.iter().map(String::as_str).collect();
            nft::bundle(&words, Some(stdin))
        }
        Some(_) | None => Ok(Some(stdin)),
    }
}

/// Whether `argv` reads its standard input.
#[must_use]
pub fn reads_stdin(argv: &[String]) -> bool {
    let words: Vec<&str> = argv.iter().map(String::as_str).collect();
    match words.first().copied() {
        Some("ip") => ip::batch_file(&words).is_some_and(|name| name == "-"),
        Some("tc") => tc::batch_file(&words).is_some_and(|name| name == "-"),
        Some("nft") => nft::reads_stdin(&words),
        Some("sysctl") => sysctl::load_file(&argv[1..]).is_some_and(|name| name == "-"),
        Some(_) | None => iptables::reads(&words) == Some(None),
    }
}

fn restore_input(argv: &[String]) -> Result<Option<Vec<u8>>, (String, i32)> {
    let words: Vec<&str> = argv.iter().map(String::as_str).collect();
    let Some(file) = iptables::reads(&words) else {
        return Ok(None);
    };
    let name = file.unwrap_or("-");
    // Unlike to the others, a file may be called `-` here.
    let bytes = match file {
        Some(name) => fs::read(name),
        None => read("-"),
    };
    bytes
        .map(Some)
        .map_err(|error| (format!("Can't open {name}: {}\n", text(&error)), 1))
}

/// The contents of a file; `-` is the standard input.
pub(super) fn read(name: &str) -> io::Result<Vec<u8>> {
    if name == "-" {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes)?;
        Ok(bytes)
    } else {
        fs::read(name)
    }
}

/// The system's text for an error, without the number that Rust puts behind it.
pub(super) fn text(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error")
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn batch_input(
    argv: &[String],
    file: impl Fn(&[&str]) -> Option<String>,
) -> Result<Option<Vec<u8>>, (String, i32)> {
    let words: Vec<&str> = argv.iter().map(String::as_str).collect();
    let Some(name) = file(&words) else {
        return Ok(None);
    };
    read(&name).map(Some).map_err(|error| {
        let text = text(&error);
        (
            format!("Cannot open file \"{name}\" for reading: {text}\n"),
            1,
        )
    })
}

fn sysctl_input(arguments: &[String]) -> Result<Option<Vec<u8>>, (String, i32)> {
    let Some(name) = sysctl::load_file(arguments) else {
        return Ok(None);
    };
    read(&name).map(Some).map_err(|error| {
        let text = text(&error);
        (format!("sysctl: cannot open \"{name}\": {text}\n"), 1)
    })
}

fn conntrack_input(argv: &[String]) -> Result<Option<Vec<u8>>, (String, i32)> {
    let Some(name) = conntrack::load_file(argv) else {
        return Ok(None);
    };
    read(name).map(Some).map_err(|_| conntrack::no_file(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Result<Option<Vec<u8>>, (String, i32)> {
        let argv: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        input(&argv)
    }

    #[test]
    fn a_restore_reads_a_file() {
        assert_eq!(of("iptables -L"), Ok(None));
        assert_eq!(of("iptables-restore -c /dev/null"), Ok(Some(Vec::new())));
        assert_eq!(
            of("ip6tables-restore /nowhere"),
            Err((
                "Can't open /nowhere: No such file or directory\n".to_owned(),
                1
            ))
        );
    }

    #[test]
    fn only_a_batch_reads_a_file() {
        for line in ["ip a", "ip -br link", "ip -f inet route", "ip", "sysctl -a"] {
            assert_eq!(of(line), Ok(None), "{line}");
        }
        for line in ["ip -force -b /dev/null", "ip -6 --batch /dev/null"] {
            assert_eq!(of(line), Ok(Some(Vec::new())), "{line}");
        }
        assert_eq!(
            of("ip -batch /nowhere"),
            Err((
                "Cannot open file \"/nowhere\" for reading: No such file or directory\n".to_owned(),
                1
            ))
        );
        assert_eq!(of("sysctl -p /dev/null"), Ok(Some(Vec::new())));
    }
}
