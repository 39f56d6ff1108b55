//! The files of the process that parses: what `include` reads where nothing else is said.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::input::Files;
use crate::lang::input::text;

/// The files of this process.
#[derive(Clone, Copy, Debug)]
pub struct FileSystem;

impl Files for FileSystem {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        fs::read(path).map_err(|error| text(&error))
    }

    fn matching(&self, pattern: &str) -> Vec<String> {
        let mut found = Vec::new();
        let (begin, rest) = match pattern.strip_prefix('/') {
            Some(rest) => ("/", rest),
            None => ("", pattern),
        };
        search(PathBuf::from(begin), rest, &mut found);
        found.sort();
        let names = found.into_iter();
        names
            .filter(|path| !path.is_dir())
            .filter_map(|path| path.into_os_string().into_string().ok())
            .collect()
    }
}

/// Adds what is under `directory` and matches the components of `pattern`, one after the other.
fn search(directory: PathBuf, pattern: &str, found: &mut Vec<PathBuf>) {
    let (component, rest) = match pattern.split_once('/') {
        Some((component, rest)) => (component, Some(rest)),
        None => (pattern, None),
    };
    let mut go_on = |path: PathBuf| match rest {
        Some(rest) => search(path, rest, found),
        None => found.push(path),
    };
    if !component.contains(['*', '?', '[']) {
        let path = directory.join(component);
        if fs::symlink_metadata(&path).is_ok() {
            go_on(path);
        }
        return;
    }
    let here = if directory.as_os_str().is_empty() {
        Path::new(".")
    } else {
        &directory
    };
    let Ok(entries) = fs::read_dir(here) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            continue;
        };
        // A hidden file has to be asked for.
        let hidden = name.starts_with('.') && !component.starts_with('.');
        if !hidden && matches(component.as_bytes(), name.as_bytes()) {
            go_on(directory.join(name));
        }
    }
}

/// Whether a name is as a pattern of `*`, `?` and `[a-z]` says.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    // Where to go on if what follows the last `*` does not match: with one more byte for it.
    let mut retry: Option<(usize, usize)> = None;
    let (mut at, mut byte) = (0, 0);
    loop {
        let step = match pattern.get(at) {
            None if byte == name.len() => return true,
            Some(b'*') => {
                retry = Some((at + 1, byte));
                at += 1;
                continue;
            }
            Some(_) if byte < name.len() => one(&pattern[at..], name[byte]),
            Some(_) | None => None,
        };
        match (step, retry) {
            (Some(len), _) => {
                at += len;
                byte += 1;
            }
            (None, Some((behind, from))) if from < name.len() => {
                retry = Some((behind, from + 1));
                (at, byte) = (behind, from + 1);
            }
            (None, _) => return false,
        }
    }
}

/// Whether a pattern begins with something that stands for a byte: the length of it.
fn one(pattern: &[u8], byte: u8) -> Option<usize> {
    match pattern {
        [b'?', ..] => Some(1),
        [b'[', rest @ ..] => {
            let (negated, rest) = match rest {
                [b'!' | b'^', rest @ ..] => (true, rest),
                rest => (false, rest),
            };
            // A bracket right at the beginning is one of the bytes.
            let end = rest.iter().skip(1).position(|byte| *byte == b']');
            let Some(end) = end.map(|end| end + 1) else {
                return (byte == b'[').then_some(1);
            };
            let set = &rest[..end];
            let mut within = false;
            let mut at = 0;
            while at < set.len() {
                if let [first, b'-', last, ..] = &set[at..] {
                    within |= (*first..=*last).contains(&byte);
                    at += 3;
                } else {
                    within |= set[at] == byte;
                    at += 1;
                }
            }
            let len = 1 + usize::from(negated) + end + 1;
            (within != negated).then_some(len)
        }
        [literal, ..] => (*literal == byte).then_some(1),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_a_shell() {
        for (pattern, name) in [
            ("*.nft", "a.nft"),
            ("*", "x"),
            ("a*b*c", "aXbYbZc"),
            ("?[a-c]?", "xbz"),
            ("[!a]x", "bx"),
            ("[]]", "]"),
            ("[", "["),
            ("a**", "a"),
        ] {
            assert!(
                matches(pattern.as_bytes(), name.as_bytes()),
                "{pattern} {name}"
            );
        }
        for (pattern, name) in [
            ("*.nft", "a.nf"),
            ("?", ""),
            ("a*b", "aXc"),
            ("[a-c]", "d"),
            ("[!a]", "a"),
        ] {
            assert!(
                !matches(pattern.as_bytes(), name.as_bytes()),
                "{pattern} {name}"
            );
        }
    }

    #[test]
    fn files_are_found_in_order_and_directories_are_not() {
        let found = FileSystem.matching("/proc/self/net/tc[p]*");
        assert_eq!(found, ["/proc/self/net/tcp", "/proc/self/net/tcp6"]);
        assert!(FileSystem.matching("/proc/self/ne?").is_empty());
        assert_eq!(FileSystem.matching("/proc/self/comm"), ["/proc/self/comm"]);
        assert!(FileSystem.matching("/nowhere/*").is_empty());
        assert_eq!(
            FileSystem.read("/nowhere"),
            Err("No such file or directory".to_owned())
        );
    }
}
