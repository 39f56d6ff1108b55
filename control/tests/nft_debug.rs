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
//! ~ip t c                         what ours prints, where that differs
//! ```
//!
//! The texts are what Debian's nft 1.0.6 printed; with root, the tool that is installed has to print them again.
//! `TOLLGATE_RECORD=1` writes them anew (the real ones, and where ours differ), `TOLLGATE_RULES=FOLDER` takes others.

#[path = "transcript/asked.rs"]
mod asked;
mod idle_router;
#[allow(unreachable_pub, reason = "each test is a crate of its own")]
#[path = "transcript/namespace.rs"]
mod namespace;

use std::{fmt::Write as _, fs, path::PathBuf};

use asked::{is_asked, nft_obstacle, records};
use idle_router::IdleRouter;
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
    rules: Vec<Rule>,
}

/// A rule.
#[derive(Default)]
struct Rule {
    /// As nft reads it.
    text: String,
    /// What the real one prints.
    printed: String,
    /// What ours prints, if that is something else.
    differs: Option<String>,
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
            if let Some(rule) = line.strip_prefix("> ") {
                corpus.rules.push(Rule {
                    text: rule.to_owned(),
                    ..Rule::default()
                });
                continue;
            }
            let printed = match corpus.rules.last_mut() {
                Some(rule) => {
                    if let Some(line) = line.strip_prefix('~') {
                        let ours = rule.differs.get_or_insert_default();
                        ours.push_str(line);
                        ours.push('\n');
                        continue;
                    }
                    &mut rule.printed
                }
                None => &mut corpus.printed,
            };
            if let Some(line) = line.strip_prefix("| ") {
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
        let folder = std::env::var("TOLLGATE_RULES").unwrap_or_else(|_| {
            concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lang/nft/debug").to_owned()
        });
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
        for rule in &self.rules {
            let _ = writeln!(script, "add rule {} t c {}", self.family(), rule.text);
        }
        script
    }

    fn write(&self) {
        let mut text = self.comments.clone();
        for line in self.table.lines() {
            let _ = writeln!(text, "| {line}");
        }
        text.push_str(&self.printed);
        for rule in &self.rules {
            let _ = write!(text, "> {}\n{}", rule.text, rule.printed);
            for line in rule.differs.iter().flat_map(|ours| ours.lines()) {
                let _ = writeln!(text, "~{line}");
            }
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

#[test]
fn the_real_nft_prints_the_corpus() {
    if !is_asked("nft", nft_obstacle()) {
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
        let record = records();
        if !record {
            assert_eq!(printed, corpus.printed);
        }
        corpus.printed = printed;
        for (rule, printed) in corpus.rules.iter_mut().zip(rules) {
            let printed = format!("{printed}\n");
            if !record {
                assert_eq!(printed, rule.printed, "{}", rule.text);
            }
            rule.printed = printed;
        }
        if record {
            corpus.write();
        }
    }
}

/// What ours prints of a script, which it only checks; what it says is wrong if it does not take it.
fn ours(script: &str) -> String {
    let words = ["nft", "--debug=netlink", "-c", "-f", "-"].map(str::to_owned);
    let (_, out) = IdleRouter::new().execute(&words, script);
    let printed = if out.stderr.is_empty() {
        out.stdout
    } else {
        out.stderr
    };
    String::from_utf8(printed).expect("a text")
}

/// With the elements of sets in one order: ours are sorted.
fn sorted(text: &str) -> String {
    let line = |line: &str| {
        if !line.starts_with("\telement") {
            return format!("{line}\n");
        }
        let mut elements: Vec<_> = line.split('\t').collect();
        elements.sort_unstable();
        elements.join("\t") + "\n"
    };
    text.trim_end().lines().map(line).collect()
}

#[test]
fn ours_has_the_expressions_of_the_corpus() {
    let mut wrong = String::new();
    for mut corpus in Corpus::all() {
        let table = ours(&corpus.table);
        let own_table = sorted(&table);
        if own_table != sorted(&corpus.printed) {
            let _ = write!(wrong, "{}ours:\n{table}", corpus.printed);
        }
        let family = corpus.family().to_owned();
        for rule in &mut corpus.rules {
            let script = format!("{}add rule {family} t c {}\n", corpus.table, rule.text);
            let printed = ours(&script);
            let printed = sorted(printed.strip_prefix(&table).unwrap_or(&printed));
            let real = sorted(&rule.printed);
            let expected = rule
                .differs
                .as_ref()
                .map_or(real.clone(), |ours| sorted(ours));
            if printed != expected {
                let _ = write!(wrong, "> {}\n{expected}ours:\n{printed}", rule.text);
            }
            rule.differs = Some(printed).filter(|ours| *ours != real);
        }
        if records() {
            corpus.write();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
