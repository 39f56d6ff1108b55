//! The little programs that lines with pipes and files need.

use dataplane::time::Duration;

use super::wall;
use crate::jobs::{File, Io};

/// Programs that this file has.
pub(super) const NAMES: &[&str] = &[
    "cat",
    "clear",
    "date",
    "dd",
    "echo",
    "false",
    "fallocate",
    "grep",
    "head",
    "ls",
    "rm",
    "sleep",
    "tail",
    "touch",
    "true",
    "truncate",
    "wc",
    "whoami",
];

pub(super) async fn run(io: &Io, name: &str, args: &[&str]) -> i32 {
    match name {
        "true" => 0,
        "clear" => {
            io.print("\x1b[H\x1b[2J");
            0
        }
        "false" => 1,
        "whoami" => {
            io.print("root\n");
            0
        }
        "date" => {
            let at = wall::moment(io.now());
            io.print(format!(
                "{} {} {:2} {} UTC {}\n",
                at.day_name(),
                at.month_name(),
                at.day,
                at.clock(),
                at.year
            ));
            0
        }
        "echo" => {
            let (end, words) = match args {
                ["-n", words @ ..] => ("", words),
                words => ("\n", words),
            };
            io.print(format!("{}{end}", words.join(" ")));
            0
        }
        "sleep" => sleep(io, args).await,
        "cat" => match input(io, "cat", args).await {
            Ok(bytes) => {
                io.print(bytes);
                0
            }
            Err(status) => status,
        },
        "head" | "tail" => lines(io, name, args).await,
        "grep" => grep(io, args).await,
        "wc" => wc(io, args).await,
        "ls" => {
            let names: Vec<String> = io.files().keys().cloned().collect();
            for name in names {
                io.print(format!("{name}\n"));
            }
            0
        }
        "rm" => remove(io, args),
        "touch" => {
            for &file in args {
                let mut files = io.files_mut();
                files
                    .entry(file.to_owned())
                    .or_insert(File::Bytes(Vec::new()));
            }
            0
        }
        "dd" => dd(io, args),
        _ => truncate(io, name, args),
    }
}

fn complain(io: &Io, text: &str) -> i32 {
    io.print(format!("{text}\n"));
    1
}

async fn sleep(io: &Io, args: &[&str]) -> i32 {
    if args.is_empty() {
        return complain(
            io,
            "sleep: missing operand\nTry 'sleep --help' for more information.",
        );
    }
    let mut total = Duration::ZERO;
    for &arg in args {
        let (number, unit) = match arg.strip_suffix(['s', 'm', 'h', 'd']) {
            Some(number) => (number, arg.chars().last().unwrap_or('s')),
            None => (arg, 's'),
        };
        let factor = match unit {
            'm' => 60.0,
            'h' => 3_600.0,
            'd' => 86_400.0,
            _ => 1.0,
        };
        let seconds = number.parse().ok().filter(|n: &f64| (0.0..1e9).contains(n));
        let Some(seconds) = seconds else {
            return complain(
                io,
                &format!(
                    "sleep: invalid time interval ‘{arg}’\nTry 'sleep --help' for more information."
                ),
            );
        };
        total += Duration::from_secs_f64(seconds * factor);
    }
    io.sleep(total).await;
    0
}

/// The bytes of the files, or of the standard input.
async fn input(io: &Io, program: &str, names: &[&str]) -> Result<Vec<u8>, i32> {
    let names: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| !name.starts_with('-'))
        .collect();
    if names.is_empty() {
        return Ok(io.read_all().await);
    }
    let mut all = Vec::new();
    for name in names {
        let bytes = io.files().get(name).map(|file| file.read(0, usize::MAX));
        match bytes {
            Some(bytes) => all.extend(bytes),
            None if name == "/dev/null" => {}
            None => {
                return Err(complain(
                    io,
                    &format!("{program}: {name}: No such file or directory"),
                ));
            }
        }
    }
    Ok(all)
}

/// `head` and `tail`: `-n N`, `-N`, `-c BYTES`.
async fn lines(io: &Io, name: &str, args: &[&str]) -> i32 {
    let (mut count, mut bytes, mut files) = (10_usize, None, Vec::new());
    let mut words = args.iter().copied();
    while let Some(word) = words.next() {
        match word {
            "-n" => {
                count = words
                    .next()
                    .and_then(|word| word.parse().ok())
                    .unwrap_or(10)
            }
            "-c" => bytes = words.next().and_then(size),
            _ => match word
                .strip_prefix('-')
                .map(|word| word.trim_start_matches('n'))
            {
                Some(number) if number.parse::<usize>().is_ok() => {
                    count = number.parse().unwrap_or(10);
                }
                _ => files.push(word),
            },
        }
    }
    // A device has no end: only so much of it is read.
    if let (Some(len), ["/dev/zero" | "/dev/urandom" | "/dev/random"]) = (bytes, files.as_slice()) {
        io.print(File::Pattern(len.min(64 << 20)).read(0, usize::MAX));
        return 0;
    }
    let all = match input(io, name, &files).await {
        Ok(all) => all,
        Err(status) => return status,
    };
    if let Some(len) = bytes {
        let len = (len as usize).min(all.len());
        let part = if name == "head" {
            &all[..len]
        } else {
            &all[all.len() - len..]
        };
        io.print(part);
        return 0;
    }
    let text: Vec<&[u8]> = all.split_inclusive(|byte| *byte == b'\n').collect();
    let part = match name {
        "head" => &text[..count.min(text.len())],
        _ => &text[text.len() - count.min(text.len())..],
    };
    io.print(part.concat());
    0
}

/// `grep [-v] [-i] [-c] [-q] [-E] WORD [FILE…]`: the word is looked for as it stands.
async fn grep(io: &Io, args: &[&str]) -> i32 {
    let mut flags = String::new();
    let mut rest = Vec::new();
    for &arg in args {
        match arg.strip_prefix('-') {
            Some(letters) if rest.is_empty() && !letters.is_empty() => flags += letters,
            _ => rest.push(arg),
        }
    }
    let Some((&word, files)) = rest.split_first() else {
        io.print("Usage: grep [OPTION]... PATTERNS [FILE]...\n");
        return 2;
    };
    let all = match input(io, "grep", files).await {
        Ok(all) => all,
        Err(_) => return 2,
    };
    let text = String::from_utf8_lossy(&all).into_owned();
    let fold = |text: &str| match flags.contains('i') {
        true => text.to_lowercase(),
        false => text.to_owned(),
    };
    let words: Vec<String> = match flags.contains('E') {
        true => word.split('|').map(fold).collect(),
        false => vec![fold(word)],
    };
    let has = |line: &&str| {
        let line = fold(line);
        words.iter().any(|word| line.contains(word.as_str())) != flags.contains('v')
    };
    let found: Vec<&str> = text.lines().filter(has).collect();
    if flags.contains('c') {
        io.print(format!("{}\n", found.len()));
    } else if !flags.contains('q') {
        for line in &found {
            io.print(format!("{line}\n"));
        }
    }
    i32::from(found.is_empty())
}

async fn wc(io: &Io, args: &[&str]) -> i32 {
    let all = match input(io, "wc", args).await {
        Ok(all) => all,
        Err(status) => return status,
    };
    let lines = all.iter().filter(|byte| **byte == b'\n').count();
    let words = all
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty())
        .count();
    let bytes = all.len();
    io.print(match args.iter().find(|arg| arg.starts_with('-')) {
        Some(&"-l") => format!("{lines}\n"),
        Some(&"-w") => format!("{words}\n"),
        Some(&"-c") => format!("{bytes}\n"),
        Some(_) | None => format!("{lines:7} {words:7} {bytes:7}\n"),
    });
    0
}

fn remove(io: &Io, args: &[&str]) -> i32 {
    let force = args.contains(&"-f");
    let mut status = 0;
    for &file in args.iter().filter(|arg| !arg.starts_with('-')) {
        if io.files_mut().remove(file).is_none() && !force {
            status = complain(
                io,
                &format!("rm: cannot remove '{file}': No such file or directory"),
            );
        }
    }
    status
}

/// A number with a unit, as the coreutils read it.
fn size(text: &str) -> Option<u64> {
    let at = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let factor = match unit {
        "" => 1,
        "K" | "KiB" | "k" => 1 << 10,
        "M" | "MiB" => 1 << 20,
        "G" | "GiB" => 1 << 30,
        "kB" | "KB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(factor)
}

/// `truncate -s SIZE FILE`, `fallocate -l SIZE FILE`
fn truncate(io: &Io, name: &str, args: &[&str]) -> i32 {
    let (mut len, mut files) = (None, Vec::new());
    let mut words = args.iter().copied();
    while let Some(word) = words.next() {
        match word {
            "-s" | "-l" => len = words.next(),
            _ => match word.strip_prefix("-s").or_else(|| word.strip_prefix("-l")) {
                Some(value) => len = Some(value),
                None => files.push(word),
            },
        }
    }
    let Some(text) = len else {
        let what = format!("{name}: you must specify either ‘--size’ or ‘--reference’");
        return complain(
            io,
            &format!("{what}\nTry '{name} --help' for more information."),
        );
    };
    let Some(len) = size(text) else {
        return complain(io, &format!("{name}: Invalid number: ‘{text}’"));
    };
    for file in files {
        io.files_mut().insert(file.to_owned(), File::Pattern(len));
    }
    0
}

/// `dd if=/dev/zero of=FILE bs=SIZE count=N`
fn dd(io: &Io, args: &[&str]) -> i32 {
    let value = |name: &str| args.iter().find_map(|arg| arg.strip_prefix(name));
    let block = value("bs=").and_then(size).unwrap_or(512);
    let count = value("count=").and_then(size).unwrap_or(1);
    let Some(file) = value("of=") else {
        return complain(io, "dd: the lab's writes to a file: of=FILE");
    };
    let len = block.saturating_mul(count);
    io.files_mut().insert(file.to_owned(), File::Pattern(len));
    let short = match len {
        ..1_000 => String::new(),
        1_000..1_024 => format!(" ({})", human(len, false)),
        _ => format!(" ({}, {})", human(len, false), human(len, true)),
    };
    io.print(format!(
        "{count}+0 records in\n{count}+0 records out\n{len} bytes{short} copied, 0 s, Infinity B/s\n"
    ));
    0
}

/// A number of bytes as dd says it to people: `307 kB`, or `1.0 MiB` in `binary`.
fn human(bytes: u64, binary: bool) -> String {
    let (base, units) = match binary {
        false => (1_000.0, ["kB", "MB", "GB", "TB"]),
        true => (1_024.0, ["KiB", "MiB", "GiB", "TiB"]),
    };
    let (mut value, mut unit) = (bytes as f64, "");
    for larger in units {
        if unit.is_empty() || value >= base {
            (value, unit) = (value / base, larger);
        }
    }
    let decimals = usize::from(value < 9.95);
    format!("{value:.decimals$} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        for (text, bytes) in [
            ("300K", Some(307_200)),
            ("10M", Some(10 << 20)),
            ("5", Some(5)),
            ("1MB", Some(1_000_000)),
            ("x", None),
        ] {
            assert_eq!(size(text), bytes);
        }
    }

    #[test]
    fn sizes_are_said_as_dd_says_them() {
        for (bytes, si, iec) in [
            (307_200, "307 kB", "300 KiB"),
            (1_024, "1.0 kB", "1.0 KiB"),
            (10 << 20, "10 MB", "10 MiB"),
            (5 << 30, "5.4 GB", "5.0 GiB"),
        ] {
            let said = (human(bytes, false), human(bytes, true));
            assert_eq!(said, (si.to_owned(), iec.to_owned()));
        }
    }
}
