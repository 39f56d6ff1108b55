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
//! `TOLLGATE_RECORD=1` writes them anew (the real ones, and where ours differ).

#[path = "transcript/namespace.rs"]
mod namespace;

use std::{fmt::Write as _, fs, path::PathBuf, process, sync::Arc};

use control::{
    config::nft::{self, Interfaces, NftFamily, Ruleset, lower::debug},
    lang::nft::{
        evaluate::{self, Scope},
        input::{Inputs, NoFiles},
        parse::{Settings, parse},
        syntax::{Command, Object, TableItem},
    },
};
use dataplane::{
    filter::nft::{ChainNumber, SetId},
    time::Instant,
};
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

/// Why the real tool can't be asked here.
fn obstacle() -> Option<&'static str> {
    let Ok(version) = process::Command::new("nft").arg("-v").output() else {
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
        let record = std::env::var_os("TOLLGATE_RECORD").is_some();
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

/// Interfaces that a namespace has which is new.
struct Loopback;

impl Interfaces for Loopback {
    fn index(&self, name: &str) -> Option<u32> {
        (name == "lo").then_some(1)
    }

    fn name(&self, index: u32) -> Option<String> {
        (index == 1).then(|| "lo".to_owned())
    }
}

/// The commands of a script.
fn commands(script: &str) -> Result<Vec<Command>, String> {
    let mut inputs = Inputs::file("/dev/stdin", script.as_bytes());
    let settings = Settings {
        include_paths: &[],
        defines: &[],
        files: &NoFiles,
    };
    let parsed = parse(&mut inputs, &settings);
    let errors: Vec<_> = parsed
        .errors
        .iter()
        .map(|error| inputs.render(error))
        .collect();
    match errors.is_empty() {
        true => Ok(parsed.commands),
        false => Err(errors.concat()),
    }
}

/// The table of a corpus, with numbers for all that is in it.
fn table(corpus: &Corpus) -> Ruleset {
    let commands = commands(&corpus.table).expect("a table");
    let Some(Command {
        object: Object::Table(name, Some(block)),
        ..
    }) = commands.into_iter().next()
    else {
        panic!("a table first");
    };
    let family = name.family.expect("a family").of;
    let mut ruleset = Ruleset {
        tables: vec![Arc::new(nft::Table {
            family,
            name: "t".into(),
            handle: 1,
            dormant: false,
            comment: None,
            chains: Vec::new(),
            sets: Vec::new(),
            objects: Vec::new(),
            last_handle: 1,
        })],
        ..Ruleset::default()
    };
    for (place, item) in block.items.into_iter().enumerate() {
        let before = ruleset.clone();
        let scope = scope(&before, family);
        let number = u32::try_from(place).expect("few") + 1;
        let table = Arc::get_mut(&mut ruleset.tables[0]);
        let mut own = table.map_or_else(|| nft::Table::clone(&before.tables[0]), |of| of.clone());
        match item.of {
            TableItem::Chain(name, _) => own.chains.push(Arc::new(nft::Chain {
                name: name.of.as_str().into(),
                handle: u64::from(number),
                number: ChainNumber(number),
                base: None,
                comment: None,
                rules: Arc::default(),
            })),
            TableItem::Set(name, block) | TableItem::Map(name, block) => {
                let is_map = block.data.is_some();
                let mut set = evaluate::set_block(&name, &block, is_map, &scope).expect("a set");
                set.id = SetId(number);
                if let Some(elements) = &block.elements {
                    let elements = evaluate::elements(elements, &set, name.place, &scope);
                    set.elements = Arc::new(elements.expect("elements"));
                }
                own.sets.push(Arc::new(set));
            }
            TableItem::Named(_, name, block) => own.objects.push(Arc::new(nft::Object {
                name: name.of.as_str().into(),
                handle: u64::from(number),
                state: evaluate::named(&name, &block).expect("an object"),
                comment: None,
            })),
            TableItem::Foreign(what) => panic!("{what}"),
        }
        ruleset.tables[0] = Arc::new(own);
    }
    ruleset
}

fn scope(ruleset: &Ruleset, family: NftFamily) -> Scope<'_> {
    Scope {
        ruleset,
        family,
        table: "t",
        links: &Loopback,
        now: Instant::ZERO,
    }
}

/// What we print of a rule, or what is wrong with it.
fn ours(ruleset: &Ruleset, rule: &str) -> Result<String, String> {
    let table = &ruleset.tables[0];
    let script = format!("add rule {} t c {rule}\n", table.family.name());
    let Some(Command {
        object: Object::Rule(_, _, Some(rule)),
        ..
    }) = commands(&script)?.into_iter().next()
    else {
        return Err("no rule".to_owned());
    };
    let rule = evaluate::rule(&rule, &scope(ruleset, table.family)).map_err(|errors| {
        let messages: Vec<_> = errors.iter().map(|error| error.message.as_str()).collect();
        messages.join("; ")
    })?;
    Ok(debug::rule(&rule.statements, table, "c"))
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
        let ruleset = table(&corpus);
        for rule in &mut corpus.rules {
            let ours = match ours(&ruleset, &rule.text) {
                Ok(printed) => printed,
                Err(error) => format!("{error}\n"),
            };
            let ours = sorted(&ours);
            let expected = rule.differs.as_ref().unwrap_or(&rule.printed);
            if ours == sorted(expected) {
                continue;
            }
            let _ = write!(wrong, "> {}\n{expected}ours:\n{ours}", rule.text);
            rule.differs = Some(ours).filter(|ours| *ours != sorted(&rule.printed));
        }
        if std::env::var_os("TOLLGATE_RECORD").is_some() {
            corpus.write();
        }
    }
    assert!(
        wrong.is_empty() || std::env::var_os("TOLLGATE_RECORD").is_some(),
        "{wrong}"
    );
}
