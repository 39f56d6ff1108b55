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
    "nft-priority",
    "nft-sets",
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
    use crate::transcript::Part;

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

    /// The course's transcripts are on these slides; 23 is a title.
    #[test]
    fn every_slide_has_its_lesson() {
        let mut slides = BTreeSet::new();
        for text in library()
            .iter()
            .filter_map(|lesson| lesson.slides.as_deref())
        {
            for range in text.split(", ") {
                let (from, to) = range.split_once('-').unwrap_or((range, range));
                let number = |text: &str| text.parse::<u32>().expect("a number");
                slides.extend(number(from)..=number(to));
            }
        }
        let missing: Vec<u32> = (9..=44).filter(|slide| !slides.contains(slide)).collect();
        assert_eq!(missing, [23]);
    }

    #[test]
    fn every_lesson_says_what_is_learnt_and_ends_with_something_to_try() {
        for lesson in library().iter().skip(1) {
            let prose: Vec<&str> = lesson
                .parts
                .iter()
                .filter_map(|part| match part {
                    Part::Prose(text) => Some(text.as_str()),
                    Part::Block(_) => None,
                })
                .collect();
            let (name, title) = (&lesson.name, &lesson.title);
            let first = prose.first().expect("text");
            assert!(first.contains(&format!("# {title}\n")), "{name}");
            assert!(first.contains("**You will learn** "), "{name}");
            let last = prose.last().expect("text");
            assert!(last.contains("**Try.** "), "{name}");
        }
    }
}
