//! Random rule sets of nft's, as command lines.

use scenarios::oracle::Dice;

use crate::{
    nft_matches::{Context, matches},
    nft_statements::{statements, terminal},
    rules::Proto,
    topology::Family,
};

/// What a base chain may be: its type, its hook, its priority, and how often of 100 it is there.
const BASES: [(&str, &str, i32, usize); 13] = [
    ("filter", "prerouting", -300, 40),
    ("filter", "output", -300, 10),
    ("filter", "prerouting", -150, 45),
    ("filter", "forward", -150, 30),
    ("route", "output", -150, 15),
    ("nat", "prerouting", -100, 55),
    ("nat", "output", -100, 15),
    ("filter", "input", 0, 35),
    ("filter", "forward", 0, 80),
    ("filter", "output", 0, 20),
    ("nat", "postrouting", 100, 55),
    ("nat", "input", 100, 10),
    ("filter", "postrouting", 300, 30),
];

/// A chain.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    pub(crate) table: usize,
    pub(crate) name: String,
    /// Of what type, and where, the base chain is; of a user's chain, the one that it is reached from.
    pub(crate) kind: &'static str,
    pub(crate) hook: &'static str,
    pub(crate) priority: i32,
    /// Its number among those of the user.
    pub(crate) user: Option<usize>,
}

/// A set or map.
#[derive(Clone, Debug)]
pub(crate) struct Set {
    pub(crate) table: usize,
    pub(crate) name: String,
    pub(crate) kind: SetKind,
}

/// What is in a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SetKind {
    /// Addresses.
    Addresses,
    /// Networks.
    Networks,
    /// Ports.
    Ports,
    /// Addresses and ports, concatenated.
    Pairs,
    /// Addresses that packets add.
    Dynamic,
    /// Marks of addresses.
    Marks,
}

/// Rule sets as they are made.
#[derive(Clone, Debug)]
pub(crate) struct NftRules {
    family: Family,
    /// The families of the tables, which are named `t0` and so on.
    tables: Vec<&'static str>,
    chains: Vec<Chain>,
    sets: Vec<Set>,
}

impl NftRules {
    pub(crate) fn new(family: Family, dice: &mut Dice) -> Self {
        let own = match family {
            Family::V4 => "ip",
            Family::V6 => "ip6",
        };
        let count = dice.pick(&[1, 1, 2]);
        let tables = (0..count).map(|_| dice.pick(&[own, own, "inet"]));
        Self {
            family,
            tables: tables.collect(),
            chains: Vec::new(),
            sets: Vec::new(),
        }
    }

    /// The command lines of a rule set.
    pub(crate) fn lines(&mut self, dice: &mut Dice) -> Vec<String> {
        let mut lines = Vec::new();
        for table in 0..self.tables.len() {
            lines.push(format!("nft add table {}", self.table(table)));
            self.add_sets(dice, table, &mut lines);
            for (kind, hook, priority, percent) in BASES {
                if dice.chance(percent / self.tables.len() + 5) {
                    self.add_base(dice, table, (kind, hook, priority), &mut lines);
                }
            }
        }
        let chains = self.chains.len();
        for _ in 0..chains * 3 + dice.below(6) {
            if let Some(line) = self.rule(dice) {
                lines.push(line);
            }
        }
        lines
    }

    fn table(&self, table: usize) -> String {
        format!("{} t{table}", self.tables[table])
    }

    /// A base chain, and those of the user that it may call.
    fn add_base(
        &mut self,
        dice: &mut Dice,
        table: usize,
        (kind, hook, priority): (&'static str, &'static str, i32),
        lines: &mut Vec<String>,
    ) {
        let policy = match (kind, dice.below(10)) {
            ("filter", 0) => "policy drop; ",
            (_, 1 | 2) => "policy accept; ",
            _ => "",
        };
        let chain = |name: String, user| Chain {
            table,
            name,
            kind,
            hook,
            priority,
            user,
        };
        let name = format!("c{}", self.chains.len());
        lines.push(format!(
            "nft 'add chain {} {name} {{ type {kind} hook {hook} priority {priority}; {policy}}}'",
            self.table(table)
        ));
        self.chains.push(chain(name, None));
        for number in 0..dice.pick(&[0, 0, 0, 1, 2]) {
            let name = format!("u{}", self.chains.len());
            lines.push(format!("nft add chain {} {name}", self.table(table)));
            self.chains.push(chain(name, Some(number)));
        }
    }

    fn add_sets(&mut self, dice: &mut Dice, table: usize, lines: &mut Vec<String>) {
        use SetKind::{Addresses, Dynamic, Marks, Networks, Pairs, Ports};
        for kind in [Addresses, Networks, Ports, Pairs, Dynamic, Marks] {
            if !dice.chance(35) {
                continue;
            }
            let name = format!("s{}", self.sets.len());
            let address = match self.family {
                Family::V4 => "ipv4_addr",
                Family::V6 => "ipv6_addr",
            };
            let cx = self.context(table);
            let several = |dice: &mut Dice, element: &dyn Fn(&mut Dice) -> String| {
                let mut all: Vec<_> = (0..1 + dice.below(4)).map(|_| element(dice)).collect();
                all.sort();
                all.dedup();
                all.join(", ")
            };
            let host = |dice: &mut Dice| cx.host(dice);
            let port = |dice: &mut Dice| cx.port(dice).to_string();
            let what = match kind {
                Addresses => {
                    let elements = several(dice, &host);
                    format!("set X {{ type {address}; elements = {{ {elements} }}; }}")
                }
                Networks => {
                    let elements = several(dice, &|dice| cx.network(dice));
                    format!(
                        "set X {{ type {address}; flags interval; auto-merge; elements = {{ {elements} }}; }}"
                    )
                }
                Ports => {
                    let elements = several(dice, &port);
                    format!("set X {{ type inet_service; elements = {{ {elements} }}; }}")
                }
                Pairs => {
                    let elements = several(dice, &|dice| {
                        format!("{} . {}", cx.host(dice), cx.port(dice))
                    });
                    format!(
                        "set X {{ type {address} . inet_service; elements = {{ {elements} }}; }}"
                    )
                }
                Dynamic => {
                    let size = dice.pick(&["", "size 3; "]);
                    format!("set X {{ type {address}; {size}flags dynamic; }}")
                }
                Marks => {
                    let mut hosts: Vec<_> = (0..3).map(|_| cx.host(dice)).collect();
                    hosts.sort();
                    hosts.dedup();
                    let elements: Vec<_> = (1..)
                        .zip(hosts)
                        .map(|(mark, host)| format!("{host} : {mark}"))
                        .collect();
                    format!(
                        "map X {{ type {address} : mark; elements = {{ {} }}; }}",
                        elements.join(", ")
                    )
                }
            };
            let (word, rest) = what.split_once(" X ").expect("a name");
            lines.push(format!(
                "nft 'add {word} {} {name} {rest}'",
                self.table(table)
            ));
            self.sets.push(Set { table, name, kind });
        }
    }

    fn context(&self, table: usize) -> Context {
        Context {
            family: self.family,
            inet: self.tables[table] == "inet",
        }
    }

    /// A command that adds a rule.
    fn rule(&self, dice: &mut Dice) -> Option<String> {
        if self.chains.is_empty() {
            return None;
        }
        let chain = &self.chains[dice.below(self.chains.len())];
        let sets: Vec<_> = self
            .sets
            .iter()
            .filter(|set| set.table == chain.table)
            .collect();
        let cx = self.context(chain.table);
        let proto = dice
            .chance(60)
            .then(|| dice.pick(&[Proto::Tcp, Proto::Tcp, Proto::Udp, Proto::Udp, Proto::Icmp]));
        let mut words = matches(dice, &cx, chain, &sets, proto);
        words.extend(statements(dice, &cx, chain, &sets, proto));
        words.extend(terminal(dice, &cx, chain, &self.callable(chain), proto));
        if words.is_empty() {
            words.push("counter".to_owned());
        }
        let verb = dice.pick(&["add", "add", "add", "insert"]);
        let place = format!("{} {}", self.table(chain.table), chain.name);
        Some(format!("nft '{verb} rule {place} {}'", words.join(" ")))
    }

    /// The chains that rules of another may call: those behind it that are reached from the same base chain.
    fn callable(&self, chain: &Chain) -> Vec<&str> {
        let same = |other: &&Chain| {
            (other.table, other.kind, other.hook, other.priority)
                == (chain.table, chain.kind, chain.hook, chain.priority)
                && other.user > chain.user
        };
        self.chains
            .iter()
            .filter(same)
            .map(|chain| &*chain.name)
            .collect()
    }

    /// A command given while packets are coming.
    pub(crate) fn change(&mut self, dice: &mut Dice) -> Option<String> {
        if self.chains.is_empty() {
            return None;
        }
        let chain = self.chains[dice.below(self.chains.len())].clone();
        let place = format!("{} {}", self.table(chain.table), chain.name);
        match dice.below(12) {
            0..=5 => self.rule(dice),
            6 => Some(format!("nft flush chain {place}")),
            7 => Some(format!(
                "nft delete rule {place} handle {}",
                2 + dice.below(30)
            )),
            8 | 9 => {
                let sets: Vec<_> = self.sets.iter().collect();
                if sets.is_empty() {
                    return None;
                }
                let set = sets[dice.below(sets.len())];
                let cx = self.context(set.table);
                let element = match set.kind {
                    SetKind::Addresses | SetKind::Dynamic => cx.host(dice),
                    SetKind::Ports => cx.port(dice).to_string(),
                    SetKind::Networks => cx.network(dice),
                    SetKind::Pairs => format!("{} . {}", cx.host(dice), cx.port(dice)),
                    SetKind::Marks => format!("{} : {}", cx.host(dice), dice.below(4)),
                };
                let verb = dice.pick(&["add", "add", "delete"]);
                let table = self.table(set.table);
                Some(format!(
                    "nft '{verb} element {table} {} {{ {element} }}'",
                    set.name
                ))
            }
            _ => None,
        }
    }

    /// What is asked at the end of a case.
    pub(crate) fn questions(&self) -> Vec<String> {
        vec![
            "nft list ruleset".to_owned(),
            "nft -a -n list ruleset".to_owned(),
            format!("conntrack -L -f {}", self.family.name()),
        ]
    }
}

/// A listing in which the elements of each set have one order: which order nft gives them is compared elsewhere.
pub(crate) fn in_one_order(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.replace(",\n", ",").lines() {
        let mut line = line.to_owned();
        if let (Some(from), Some(to)) = (line.find("{ "), line.rfind(" }")) {
            let mut elements: Vec<_> = line[from + 2..to].split(',').map(str::trim).collect();
            elements.sort_unstable();
            line = format!(
                "{}{}{}",
                &line[..from + 2],
                elements.join(", "),
                &line[to..]
            );
        }
        lines.push(line);
    }
    lines.join("\n")
}

/// Ports that are written after one of these words, or a colon: single ones, ranges and sets.
fn ports(line: &str, is: impl Fn(&str) -> bool) -> Vec<(u16, u16)> {
    let words: Vec<&str> = line
        .split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '\''))
        .filter(|word| !word.is_empty() && !matches!(*word, "!=" | "set" | "map" | "vmap"))
        .collect();
    let mut found = Vec::new();
    let mut within = false;
    let mut asked = false;
    for word in words {
        let range = || {
            let (low, high) = word.split_once('-').unwrap_or((word, word));
            Some((low.parse().ok()?, high.parse().ok()?))
        };
        match word {
            "{" => within = asked,
            "}" => (within, asked) = (false, false),
            word if is(word) => asked = true,
            _ if asked => {
                found.extend(range());
                asked = within;
            }
            _ => {}
        }
    }
    found
}

/// The ranges of ports that a rule matches.
pub(crate) fn matched(line: &str) -> Vec<(u16, u16)> {
    ports(line, |word| {
        matches!(
            word,
            "sport" | "dport" | "proto-src" | "proto-dst" | "inet_service;"
        )
    })
}

/// The ranges of ports that a rule translates to.
pub(crate) fn ranges(line: &str) -> Vec<(u16, u16)> {
    let words = line.split(|letter: char| letter.is_whitespace() || letter == '\'');
    let last = |word: &str| {
        let (low, high) = word.rsplit_once(':')?.1.split_once('-')?;
        Some((low.parse().ok()?, high.parse().ok()?))
    };
    words.filter_map(last).collect()
}

#[test]
fn ports_that_rules_name_are_found() {
    let line =
        "nft 'add rule ip t0 c0 tcp dport { 22, 80-443 } udp sport != 53 dnat to 10.0.0.1:1-9'";
    assert_eq!(matched(line), [(22, 22), (80, 443), (53, 53)]);
    assert_eq!(ranges(line), [(1, 9)]);
    assert_eq!(
        ranges("nft 'add rule ip t0 c0 masquerade to :1000-2000'"),
        [(1000, 2000)]
    );
}
