//! docs/src/performance.md is what `tollgate-bench report` makes of the text and the results that are kept here.

use std::{collections::BTreeSet, fs, path::PathBuf};

use benches::{recorded::Results, report::Page};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn text() -> String {
    fs::read_to_string(root().join("docs/performance.md.in")).expect("the text")
}

fn page() -> PathBuf {
    root().join("docs/src/performance.md")
}

#[test]
fn the_page_is_made_of_the_results() {
    // A table with a number that no file has makes no page.
    let made = Page::make(&text(), &root().join("benches/results")).expect("a page");
    let kept = fs::read_to_string(page()).expect("the page");
    let differs = made.text.lines().zip(kept.lines()).find(|(a, b)| a != b);
    assert!(
        made.text == kept,
        "`tollgate-bench report` makes another page of these results: {differs:?}"
    );
    let folder = fs::read_dir(Page::plot_path(&page(), "")).expect("pictures");
    let there: BTreeSet<_> = folder
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .collect();
    assert_eq!(there, made.plots.keys().cloned().collect());
    for (name, picture) in &made.plots {
        let kept = fs::read_to_string(Page::plot_path(&page(), name)).expect("a picture");
        assert!(
            *picture == kept,
            "`tollgate-bench report` draws {name} otherwise"
        );
        assert!(kept.len() < 100_000, "{name} has {} bytes", kept.len());
    }
}

#[test]
fn results_are_kept_in_the_form_in_which_they_are_written() {
    for entry in fs::read_dir(root().join("benches/results")).expect("results") {
        let path = entry.expect("an entry").path();
        let kept = fs::read_to_string(&path).expect("text");
        let results = Results::read(&path).expect("results");
        let here = &results.circumstances;
        for told in [&here.machine, &here.kernel, &here.commit, &here.command] {
            assert!(!told.is_empty(), "{}: {here:?}", path.display());
        }
        assert_eq!(results.to_string(), kept, "{}", path.display());
    }
}

#[test]
fn every_file_of_results_is_on_the_page() {
    let text = text();
    for entry in fs::read_dir(root().join("benches/results")).expect("results") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .expect("a name");
        assert!(
            text.contains(&format!("{name} > ")),
            "{name} is shown nowhere"
        );
    }
}
