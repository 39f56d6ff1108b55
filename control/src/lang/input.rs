//! The file that a command line names as its input.
//!
//! `ip -batch FILE`, `sysctl -p FILE` and `conntrack -R FILE` read a file where they are started, not
//! where they are executed: the client reads it and sends its contents along.

use std::{
    fs,
    io::{self, Read},
};

use super::{conntrack, ip, sysctl};

/// The contents of the files that `argv` names as its input; `-` is the standard input.
///
/// # Errors
/// What the tool prints if a file can't be read, and the exit status.
pub fn input(argv: &[String]) -> Result<Option<Vec<u8>>, (String, i32)> {
    match argv.first().map(String::as_str) {
        Some("ip") => ip_input(argv),
        Some("conntrack") => conntrack_input(argv),
        Some("sysctl") => sysctl_input(&argv[1..]),
        Some(_) | None => Ok(None),
    }
}

fn read(name: &str) -> io::Result<Vec<u8>> {
    if name == "-" {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes)?;
        Ok(bytes)
    } else {
        fs::read(name)
    }
}

/// The system's text for an error, without the number that Rust puts behind it.
fn text(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error")
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn ip_input(argv: &[String]) -> Result<Option<Vec<u8>>, (String, i32)> {
    let words: Vec<&str> = argv.iter().map(String::as_str).collect();
    let Some(name) = ip::batch_file(&words) else {
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
