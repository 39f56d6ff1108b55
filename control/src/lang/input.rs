//! The file that a command line names as its input.
//!
//! `ip -batch FILE` and `sysctl -p FILE` read a file where they are started, not where they are
//! executed: the client reads it and sends its contents along.

use std::{
    fs,
    io::{self, Read},
};

/// Options of `ip` with a value in the next argument, in the order in which abbreviations are
/// resolved (`-b` is `-batch`).
const IP_VALUES: &[&str] = &["-family", "-rcvbuf", "-loops", "-netns"];

/// The contents of the files that `argv` names as its input; `-` is the standard input.
///
/// # Errors
/// What the tool prints if a file can't be read, and the exit status.
pub fn input(argv: &[String]) -> Result<Option<Vec<u8>>, (String, i32)> {
    match argv.first().map(String::as_str) {
        Some("ip") => ip_input(&argv[1..]),
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

fn ip_input(arguments: &[String]) -> Result<Option<Vec<u8>>, (String, i32)> {
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        // As in iproute2, two dashes are as good as one, and any prefix of an option stands for it.
        let option = match argument.strip_prefix("--") {
            Some(rest) if !rest.is_empty() => format!("-{rest}"),
            Some(_) | None => argument.clone(),
        };
        if !option.starts_with('-') || option == "--" {
            return Ok(None);
        }
        if option.len() > 1 && "-batch".starts_with(&option) {
            let Some(name) = arguments.next() else {
                return Ok(None);
            };
            return read(name).map(Some).map_err(|error| {
                let text = text(&error);
                (
                    format!("Cannot open file \"{name}\" for reading: {text}\n"),
                    1,
                )
            });
        }
        if option.len() > 1 && IP_VALUES.iter().any(|long| long.starts_with(&option)) {
            arguments.next();
        }
    }
    Ok(None)
}

fn sysctl_input(arguments: &[String]) -> Result<Option<Vec<u8>>, (String, i32)> {
    let load = |argument: &&String| {
        argument.starts_with("--load")
            || (argument.starts_with('-') && !argument.starts_with("--") && argument.contains('p'))
    };
    let Some(option) = arguments.iter().find(load) else {
        return Ok(None);
    };
    let mut names: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|argument| !argument.starts_with('-') || *argument == "-")
        .collect();
    names.extend(option.strip_prefix("--load="));
    if names.is_empty() {
        names.push("/etc/sysctl.conf");
    }
    let mut contents = Vec::new();
    for name in names {
        let bytes = read(name).map_err(|error| {
            let text = text(&error);
            (format!("sysctl: cannot open \"{name}\": {text}\n"), 1)
        })?;
        contents.extend(bytes);
        contents.push(b'\n');
    }
    Ok(Some(contents))
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
        assert_eq!(of("sysctl -p /dev/null"), Ok(Some(b"\n".to_vec())));
    }
}
