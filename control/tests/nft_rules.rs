//! What becomes of rules of nft: as they are listed, or why they are refused.
//!
//! Each file in `tests/lang/nft/rules` has a table and rules:
//!
//! ```text
//! # a comment
//! | table ip t {                      the table, with a chain `c` for the rules
//! |   chain c { }
//! | }
//! > ip saddr 10.0.0.1                 a rule that is listed as it is written
//! > ip saddr & 255.0.0.0 == 10.0.0.0  one that is listed otherwise
//! = ip saddr 10.0.0.0/8
//! > ip saddr ::1                      one that is refused, and what is said then
//! ! Error: …
//! ```
//!
//! The texts are what Debian's nft 1.0.6 printed; with root, the tool that is installed has to print them again.
//! `TOLLGATE_RECORD=1` writes them anew, `TOLLGATE_RULES=FOLDER` takes others.

#![allow(
    clippy::panic,
    unreachable_pub,
    reason = "a corpus that can't be read fails the test; the namespace is that of other tests as well"
)]

#[path = "transcript/asked.rs"]
mod asked;
#[path = "transcript/namespace.rs"]
mod namespace;

use std::{fmt::Write as _, fs, path::PathBuf, sync::Arc};

use asked::{is_asked, nft_obstacle, records};
use control::{
    config::{
        netfilter::Readings,
        nft::{
            Expr, Interfaces, NftFamily, Object, ObjectState, Rule, Ruleset, Set, Statement, Table,
            lower,
        },
    },
    lang::nft::{
        error::Error,
        evaluate::{Scope, named, rule, set_block},
        input::{Inputs, NoFiles},
        parse::{Settings, parse},
        print,
        syntax::{self, TableItem},
    },
};
use dataplane::time::Instant;
use namespace::Namespace;

/// A file of rules.
struct Corpus {
    path: PathBuf,
    /// Lines before the table.
    comments: String,
    /// The table, as nft reads it.
    table: String,
    /// Rules, and what is printed of each; nothing for what was written.
    rules: Vec<(String, String)>,
}

impl Corpus {
    fn read(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).expect("a corpus");
        let mut corpus = Self {
            path,
            comments: String::new(),
            table: String::new(),
            rules: Vec::new(),
        };
        for line in text.lines() {
            if let Some(rule) = line.strip_prefix("> ") {
                corpus.rules.push((rule.to_owned(), String::new()));
            } else if let Some(line) = line.strip_prefix("| ") {
                corpus.table.push_str(line);
                corpus.table.push('\n');
            } else if let Some((_, printed)) = corpus.rules.last_mut() {
                printed.push_str(line);
                printed.push('\n');
            } else {
                corpus.comments.push_str(line);
                corpus.comments.push('\n');
            }
        }
        corpus
    }

    fn all() -> Vec<Self> {
        let folder = std::env::var("TOLLGATE_RULES").unwrap_or_else(|_| {
            concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lang/nft/rules").to_owned()
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

    fn write(&self) {
        let mut text = self.comments.clone();
        for line in self.table.lines() {
            let _ = writeln!(text, "| {line}");
        }
        for (rule, printed) in &self.rules {
            let _ = write!(text, "> {rule}\n{printed}");
        }
        fs::write(&self.path, text).expect("a writable corpus");
    }
}

/// What is written of a rule's fate: nothing if it is listed as it was written.
fn fate(written: &str, said: &str, listed: &str) -> String {
    if !said.is_empty() {
        let lines = said.lines().map(|line| format!("! {line}"));
        let lines: Vec<_> = lines
            .map(|line| line.trim_end().to_owned() + "\n")
            .collect();
        return lines.concat();
    }
    if listed == written {
        return String::new();
    }
    format!("= {listed}\n")
}

/// A router with a loopback interface only.
struct Loopback;

impl Interfaces for Loopback {
    fn index(&self, name: &str) -> Option<u32> {
        (name == "lo").then_some(1)
    }

    fn name(&self, index: u32) -> Option<String> {
        (index == 1).then(|| "lo".to_owned())
    }
}

const NO_ELEMENTS: &dyn Fn(&Set) -> Option<Vec<control::config::nft::Element>> = &|_| None;

/// Reads and evaluates as Tollgate does.
struct Ours {
    family: NftFamily,
    ruleset: Ruleset,
}

fn parsed(text: &str) -> (Inputs, Vec<syntax::Command>, Vec<Error>) {
    let mut inputs = Inputs::command_line(text);
    let settings = Settings {
        include_paths: &[],
        defines: &[],
        files: &NoFiles,
    };
    let parsed = parse(&mut inputs, &settings);
    (inputs, parsed.commands, parsed.errors)
}

impl Ours {
    fn new(text: &str) -> Self {
        let (_, commands, errors) = parsed(text);
        assert_eq!(errors, [], "{text}");
        let [syntax::Command { object, .. }] = commands.as_slice() else {
            panic!("one table: {commands:?}");
        };
        let syntax::Object::Table(name, Some(block)) = object else {
            panic!("a table: {object:?}");
        };
        let family = name.family.as_ref().expect("a family").of;
        let mut ours = Self {
            family,
            ruleset: Ruleset::default(),
        };
        let mut table = Table {
            family,
            name: "t".into(),
            handle: 1,
            dormant: false,
            comment: None,
            chains: Vec::new(),
            sets: Vec::new(),
            objects: Vec::new(),
            last_handle: 0,
        };
        for item in &block.items {
            match &item.of {
                TableItem::Set(name, block) | TableItem::Map(name, block) => {
                    let map = matches!(item.of, TableItem::Map(..));
                    let set = set_block(name, block, map, &ours.scope());
                    table.sets.push(Arc::new(set.expect("a set")));
                }
                TableItem::Named(_, name, block) => {
                    let state: ObjectState = named(name, block).expect("an object");
                    table.objects.push(Arc::new(Object {
                        name: name.of.as_str().into(),
                        handle: 1,
                        state,
                        comment: None,
                    }));
                }
                TableItem::Chain(..) => {}
                TableItem::Foreign(what) => panic!("{what}"),
            }
        }
        ours.ruleset.tables.push(Arc::new(table));
        ours
    }

    fn scope(&self) -> Scope<'_> {
        Scope {
            ruleset: &self.ruleset,
            family: self.family,
            table: "t",
            links: &Loopback,
            now: Instant::ZERO,
        }
    }

    /// What is printed of a rule.
    fn rule(&self, written: &str) -> String {
        match self.evaluated(written) {
            Ok(of) => {
                let listed = of.map(|of| self.printed(&of, print::Options::default()));
                fate(written, "", &listed.unwrap_or_default())
            }
            Err(said) => fate(written, said.trim_end(), ""),
        }
    }

    /// A rule, if one is written; or what is wrong.
    fn evaluated(&self, written: &str) -> Result<Option<Rule>, String> {
        let command = format!("add rule {} t c {written}", self.family.name());
        let (inputs, commands, mut errors) = parsed(&command);
        let mut evaluated = None;
        for command in &commands {
            let syntax::Object::Rule(_, _, Some(of)) = &command.object else {
                panic!("{command:?}");
            };
            match rule(of, &self.scope()) {
                Ok(of) => {
                    check(&of.statements);
                    evaluated = Some(of);
                }
                Err(wrong) => errors.extend(wrong),
            }
        }
        if errors.is_empty() {
            return Ok(evaluated);
        }
        Err(errors.iter().map(|error| inputs.render(error)).collect())
    }

    fn printed(&self, rule: &Rule, options: print::Options) -> String {
        let context = print::Context {
            options,
            interfaces: &Loopback,
            readings: &Readings::default(),
            now: Instant::ZERO,
            members: NO_ELEMENTS,
        };
        print::rule(rule, self.family, &context)
    }

    /// The expressions of a rule.
    fn lowered(&self, rule: &Rule) -> String {
        lower::debug::rule(&rule.statements, &self.ruleset.tables[0], "c")
    }
}

/// Values fit into their fields.
fn check(statements: &[Statement]) {
    for statement in statements {
        if let Statement::Match {
            right: Expr::Value(value),
            ..
        } = statement
        {
            let bits = u32::from(value.bits);
            assert!(
                bits > 0 && value.number.checked_shr(bits).unwrap_or_default() == 0,
                "{statement:?}"
            );
        }
    }
}

#[test]
fn rules_are_listed_or_refused_as_by_nft() {
    let mut wrong = String::new();
    let mut count = 0;
    for corpus in Corpus::all() {
        let ours = Ours::new(&corpus.table);
        for (written, recorded) in &corpus.rules {
            let printed = ours.rule(written);
            count += 1;
            if printed != *recorded {
                let file = corpus.path.file_stem().expect("a name").display();
                let _ = write!(
                    wrong,
                    "{file}: {written}\nnft:\n{recorded}ours:\n{printed}\n"
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count > 0);
}

/// Rules of which what is saved becomes other expressions, which mean the same: a level that is that of all, and an
/// interval of one address.
const OTHERWISE: [&str; 2] = ["log level warn", "snat to 10.0.0.1-10.0.0.1"];

#[test]
fn what_is_saved_of_a_rule_means_the_same() {
    let mut wrong = String::new();
    let options = print::Options {
        meant: true,
        ..print::Options::default()
    };
    for corpus in Corpus::all() {
        let ours = Ours::new(&corpus.table);
        for (written, _) in &corpus.rules {
            let Ok(Some(rule)) = ours.evaluated(written) else {
                continue;
            };
            let saved = ours.printed(&rule, options);
            let again = match ours.evaluated(&saved) {
                Ok(again) => again.expect("a rule"),
                Err(said) => panic!("{saved}: {said}"),
            };
            // Elements that became one are no set any more.
            let one = saved.replace("{ ", "").replace(" }", "");
            if !saved.contains(',') && ours.printed(&again, options) == one {
                continue;
            }
            let (before, after) = (ours.lowered(&rule), ours.lowered(&again));
            if before != after && !OTHERWISE.contains(&written.as_str()) {
                let _ = write!(wrong, "{written}\n{before}saved:\n{saved}\n{after}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Numbers by chance, always the same (Marsaglia's xorshift64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).expect("less than an usize")
    }
}

#[test]
fn rules_of_words_by_chance_are_listed_or_refused() {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let (mut listed, mut refused) = (0, 0);
    for corpus in Corpus::all() {
        let ours = Ours::new(&corpus.table);
        let words: Vec<Vec<&str>> = corpus
            .rules
            .iter()
            .map(|(written, _)| written.split_whitespace().collect())
            .collect();
        for _ in 0..1500 {
            // A rule in which a word, or all from there on, is another rule's.
            let mut rule = words[chance.below(words.len())].clone();
            let other = &words[chance.below(words.len())];
            let (at, from) = (chance.below(rule.len()), chance.below(other.len()));
            if chance.below(3) == 0 {
                rule.truncate(at);
                rule.extend(&other[from..]);
            } else {
                rule[at] = other[from];
            }
            if ours.rule(&rule.join(" ")).starts_with('!') {
                refused += 1;
            } else {
                listed += 1;
            }
        }
    }
    assert!(listed > 1000 && refused > 1000, "{listed} and {refused}");
}

/// Asks the real nft for the fate of each rule.
fn ask(corpus: &mut Corpus, namespace: &Namespace) {
    let family = corpus.family().to_owned();
    let run = |words: &[&str], stdin: &str| {
        let out = namespace.run(words, stdin);
        let text = |bytes| String::from_utf8(bytes).expect("a text");
        (text(out.stdout), text(out.stderr))
    };
    for (written, printed) in &mut corpus.rules {
        let script = format!("flush ruleset\n{}", corpus.table);
        let (_, errors) = run(&["nft", "-f", "-"], &script);
        assert_eq!(errors, "");
        let command = format!("add rule {family} t c {written}");
        let (_, said) = run(&["nft", &command], "");
        let (listing, _) = run(&["nft", "list", "chain", &family, "t", "c"], "");
        let lines = listing.lines().filter_map(|line| line.strip_prefix("\t\t"));
        let listed: Vec<_> = lines.filter(|line| !line.starts_with("type ")).collect();
        *printed = fate(written, said.trim_end(), &listed.join("\n"));
    }
}

#[test]
fn the_real_nft_prints_the_corpus() {
    if !is_asked("nft", nft_obstacle()) {
        return;
    }
    let namespace = Namespace::new("nft-rules");
    for mut corpus in Corpus::all() {
        ask(&mut corpus, &namespace);
        if records() {
            corpus.write();
            continue;
        }
        let recorded = Corpus::read(corpus.path.clone());
        for (real, recorded) in corpus.rules.iter().zip(&recorded.rules) {
            assert_eq!(real, recorded, "{}", corpus.path.display());
        }
    }
}
