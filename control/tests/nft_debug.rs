//! What `nft --debug=netlink` prints of rules: the expressions that nft 1.0.6 makes of them.
//!
//! Each file in `tests/lang/nft/debug` has a table and rules:
//!
//! ```text
//! # a comment
//! | table ip t {                  the table, with a chain `c` for the rules
//! |   chain c { }
//! | }
//! > ip saddr 10.0.0.1             a rule, and what is printed of it
//! ip t c
//!   [ payload load 4b @ network header + 12 => reg 1 ]
//!   [ cmp eq reg 1 0x0100000a ]
//! ```
//!
//! The texts are what Debian's nft 1.0.6 printed; with root, the tool that is installed has to print them again.
//! `TOLLGATE_RECORD=1` writes them anew.

#[path = "transcript/namespace.rs"]
mod namespace;

use std::{fmt::Write as _, fs, path::PathBuf, process::Command};

use namespace::Namespace;

/// A file of rules.
struct Corpus {
    path: PathBuf,
    /// Lines before the table.
    comments: String,
    /// The table, as nft reads it.
    table: String,
    /// What is printed of the table.
    printed: String,
    /// Rules, and what is printed of each.
    rules: Vec<(String, String)>,
}

impl Corpus {
    fn read(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).expect("a corpus");
        let mut corpus = Self {
            path,
            comments: String::new(),
            table: String::new(),
            printed: String::new(),
            rules: Vec::new(),
        };
        for line in text.lines() {
            let printed = match corpus.rules.last_mut() {
                Some((_, printed)) => printed,
                None => &mut corpus.printed,
            };
            if let Some(rule) = line.strip_prefix("> ") {
                corpus.rules.push((rule.to_owned(), String::new()));
            } else if let Some(line) = line.strip_prefix("| ") {
                corpus.table.push_str(line);
                corpus.table.push('\n');
            } else if line.starts_with('#') {
                corpus.comments.push_str(line);
                corpus.comments.push('\n');
            } else {
                printed.push_str(line);
                printed.push('\n');
            }
        }
        corpus
    }

    fn all() -> Vec<Self> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lang/nft/debug");
        let mut paths: Vec<_> = fs::read_dir(folder)
            .expect("the corpus")
            .map(|entry| entry.expect("a file").path())
            .collect();
        paths.sort();
        paths.into_iter().map(Self::read).collect()
    }

    /// The family of the table, as the first line names it.
    fn family(&self) -> &str {
        self.table.split_whitespace().nth(1).expect("a family")
    }

    /// The rules, as nft reads them.
    fn script(&self) -> String {
        let mut script = self.table.clone();
        for (rule, _) in &self.rules {
            let _ = writeln!(script, "add rule {} t c {rule}", self.family());
        }
        script
    }

    fn write(&self) {
        let mut text = self.comments.clone();
        for line in self.table.lines() {
            let _ = writeln!(text, "| {line}");
        }
        text.push_str(&self.printed);
        for (rule, printed) in &self.rules {
            let _ = write!(text, "> {rule}\n{printed}");
        }
        fs::write(&self.path, text).expect("a writable corpus");
    }
}

/// What nft prints of a script, which it only checks.
fn real(namespace: &Namespace, script: &str) -> String {
    let words = ["nft", "--debug=netlink", "-c", "-f", "-"];
    let out = namespace.run(&words, script);
    let errors = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{errors}");
    String::from_utf8(out.stdout).expect("a text")
}

/// Why the real tool can't be asked here.
fn obstacle() -> Option<&'static str> {
    let Ok(version) = Command::new("nft").arg("-v").output() else {
        return Some("no nft");
    };
    if !rustix::process::geteuid().is_root() {
        return Some("not root");
    }
    if !version.stdout.starts_with(b"nftables v1.0.6 ") {
        return Some("nft is not 1.0.6");
    }
    None
}

#[test]
fn the_real_nft_prints_the_corpus() {
    if let Some(why) = obstacle() {
        assert!(
            std::env::var_os("TOLLGATE_REQUIRE_ALL").is_none(),
            "the real tool is required: {why}"
        );
        eprintln!("SKIP: the real nft is not asked: {why}");
        return;
    }
    let namespace = Namespace::new("nft-debug");
    for mut corpus in Corpus::all() {
        let printed = real(&namespace, &corpus.table);
        let all = real(&namespace, &corpus.script());
        let rules = all.strip_prefix(&printed).expect("the table first");
        // A line without anything is behind each rule.
        let rules: Vec<_> = rules.split_terminator("\n\n").collect();
        assert_eq!(rules.len(), corpus.rules.len(), "{}", corpus.path.display());
        for ((_, recorded), printed) in corpus.rules.iter_mut().zip(rules) {
            *recorded = printed.to_owned() + "\n";
        }
        corpus.printed = printed;
        if std::env::var_os("TOLLGATE_RECORD").is_some() {
            corpus.write();
            continue;
        }
        let recorded = Corpus::read(corpus.path.clone());
        assert_eq!(recorded.printed, corpus.printed);
        for (real, recorded) in corpus.rules.iter().zip(recorded.rules) {
            assert_eq!(*real, recorded, "{}", corpus.path.display());
        }
    }
}
