//! The lessons in the book are those that are run.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use scenarios::{lesson, picture::book};

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/src")
}

#[test]
fn pages_and_pictures_are_what_the_lessons_give() {
    let lessons = lesson::library();
    let files = book::files(&lessons).expect("every packet has a way");
    let files: BTreeMap<PathBuf, String> = files.into_iter().collect();
    let mut wrong = Vec::new();
    for (path, text) in &files {
        let committed = fs::read_to_string(sources().join(path));
        if committed.is_ok_and(|committed| committed == *text) {
            continue;
        }
        wrong.push(format!("{}: not what the lesson gives", path.display()));
    }
    for entry in fs::read_dir(sources().join("lessons")).expect("the folder") {
        let name = entry.expect("an entry").file_name();
        if !files.contains_key(&Path::new("lessons").join(&name)) {
            wrong.push(format!("lessons/{}: of no lesson", name.display()));
        }
    }
    let summary = fs::read_to_string(sources().join("SUMMARY.md")).expect("the summary");
    if book::summary(&summary, &lessons) != summary {
        wrong.push("SUMMARY.md: does not list the lessons".to_owned());
    }
    assert!(
        wrong.is_empty(),
        "{}\n`cargo run -p tollgate -- lab docs docs/src` writes them",
        wrong.join("\n")
    );
}

#[test]
fn every_lesson_shows_a_packet_s_way() {
    let lessons = lesson::library();
    let without = lessons.iter().filter(|lesson| lesson.packet.is_none());
    let without: Vec<&str> = without.map(|lesson| lesson.name.as_str()).collect();
    assert_eq!(without, [""; 0], "packet: is missing");
}
