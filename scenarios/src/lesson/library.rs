//! The lessons that the binary carries.

use super::page::Lesson;

macro_rules! lessons {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../lessons/", $name, ".md")))),*]
    };
}

/// Names and texts, in the order in which they are meant to be taken.
const LESSONS: &[(&str, &str)] = lessons![
    "tour",
    "first-router",
    "addresses",
    "neighbours",
    "vlan",
    "trunk",
    "metrics",
    "tables",
    "tcpdump",
    "services",
    "input",
    "forward",
    "masquerade",
    "dnat",
    "log",
    "trace",
    "htb",
    "nft",
    "nft-trace",
    "home-router",
    "dmz",
    "hairpin",
    "two-uplinks",
    "ecmp",
    "ipv6",
    "asymmetric",
    "pmtu",
    "double-nat",
    "blocklist",
    "fair",
    "knocking",
    "flood",
    "ftp",
];

/// All lessons, in the order in which they are meant to be taken.
///
/// # Panics
/// If one can't be read: a test reads them all.
#[must_use]
#[expect(clippy::panic, reason = "the lessons are part of the program")]
pub fn library() -> Vec<Lesson> {
    let read = |&(name, page): &(&str, &str)| match Lesson::read(name, page) {
        Ok(lesson) => lesson,
        Err(error) => panic!("{name}.md: {error}"),
    };
    LESSONS.iter().map(read).collect()
}

/// The lesson of that name.
#[must_use]
pub fn find(name: &str) -> Option<Lesson> {
    library().into_iter().find(|lesson| lesson.name == name)
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    #[test]
    fn every_file_is_a_lesson_that_can_be_read() {
        let read: BTreeSet<String> = library().into_iter().map(|lesson| lesson.name).collect();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons");
        let names = fs::read_dir(folder).expect("the folder").map(|entry| {
            let path = entry.expect("an entry").path();
            path.file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        });
        assert_eq!(read, names.collect());
        assert_eq!(read.len(), LESSONS.len());
    }
}
