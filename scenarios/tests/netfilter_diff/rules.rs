//! Random rule sets, as command lines.

use scenarios::oracle::Dice;

use crate::{
    matches, targets,
    topology::{Family, HOSTS, POOL, PORTS},
};

/// A table of iptables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    Raw,
    Mangle,
    Nat,
    Filter,
}

impl Table {
    pub(crate) const ALL: [Self; 4] = [Self::Raw, Self::Mangle, Self::Nat, Self::Filter];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Mangle => "mangle",
            Self::Nat => "nat",
            Self::Filter => "filter",
        }
    }

    /// Its built-in chains, those that packets come by more often several times.
    const fn chains(self) -> &'static [&'static str] {
        match self {
            Self::Raw => &["PREROUTING", "PREROUTING", "PREROUTING", "OUTPUT"],
            Self::Mangle => &[
                "PREROUTING",
                "PREROUTING",
                "FORWARD",
                "FORWARD",
                "POSTROUTING",
                "POSTROUTING",
                "INPUT",
                "OUTPUT",
            ],
            Self::Nat => &[
                "PREROUTING",
                "PREROUTING",
                "PREROUTING",
                "POSTROUTING",
                "POSTROUTING",
                "POSTROUTING",
                "INPUT",
                "OUTPUT",
            ],
            Self::Filter => &["FORWARD", "FORWARD", "FORWARD", "INPUT", "INPUT", "OUTPUT"],
        }
    }

    const fn builtin(self) -> &'static [&'static str] {
        match self {
            Self::Raw => &["PREROUTING", "OUTPUT"],
            Self::Mangle => &["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"],
            Self::Nat => &["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"],
            Self::Filter => &["INPUT", "FORWARD", "OUTPUT"],
        }
    }
}

/// Where a rule is to stand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) family: Family,
    pub(crate) table: Table,
    /// The built-in chain that it is in, or is reached from.
    pub(crate) hook: &'static str,
    /// The number of the user chain that it is in.
    pub(crate) user: Option<usize>,
    /// User chains in the table.
    pub(crate) users: usize,
}

impl Place {
    fn chain(&self) -> String {
        self.user.map_or_else(|| self.hook.to_owned(), user_chain)
    }
}

pub(crate) fn user_chain(number: usize) -> String {
    format!("U{number}")
}

/// Rule sets as they are made.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    family: Family,
    /// The user chains of each table: what is reached from which hook, so that rules in them are valid.
    users: [Vec<&'static str>; 4],
    /// Rules made, without the `-A`: to delete.
    made: Vec<(Table, String, String)>,
    /// Tables in use.
    pub(crate) tables: Vec<Table>,
}

impl Rules {
    pub(crate) fn new(family: Family, dice: &mut Dice) -> Self {
        let tables = Table::ALL
            .into_iter()
            .filter(|table| {
                dice.chance(match table {
                    Table::Raw => 45,
                    Table::Mangle => 60,
                    Table::Nat => 75,
                    Table::Filter => 85,
                })
            })
            .collect();
        Self {
            family,
            users: Default::default(),
            made: Vec::new(),
            tables,
        }
    }

    /// The command lines of a rule set.
    pub(crate) fn lines(&mut self, dice: &mut Dice) -> Vec<String> {
        let mut lines = self.sysctls(dice);
        for table in self.tables.clone() {
            for _ in 0..dice.pick(&[0, 0, 1, 2, 3, 4]) {
                let number = self.users[table as usize].len();
                lines.push(format!("{} -N {}", self.prefix(table), user_chain(number)));
                let hook = dice.pick(table.chains());
                self.users[table as usize].push(hook);
            }
            let count = match table {
                Table::Raw => 1 + dice.below(5),
                Table::Mangle => 1 + dice.below(10),
                Table::Nat => 1 + dice.below(7),
                Table::Filter => 2 + dice.below(12),
            };
            for _ in 0..count {
                lines.push(self.rule(dice, table));
            }
            if table != Table::Nat && dice.chance(12) {
                lines.push(self.policy(dice, table));
            }
        }
        if self.tables.contains(&Table::Filter) && dice.chance(35) {
            // What every firewall has.
            let line = format!(
                "{} -I FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
                self.prefix(Table::Filter)
            );
            lines.push(line);
        }
        lines
    }

    fn prefix(&self, table: Table) -> String {
        let command = self.family.iptables();
        match table {
            Table::Filter => command.to_owned(),
            Table::Raw | Table::Mangle | Table::Nat => format!("{command} -t {}", table.name()),
        }
    }

    fn policy(&self, dice: &mut Dice, table: Table) -> String {
        let chain = dice.pick(table.builtin());
        let policy = dice.pick(&["DROP", "DROP", "ACCEPT"]);
        format!("{} -P {chain} {policy}", self.prefix(table))
    }

    /// Knobs of connection tracking.
    fn sysctls(&self, dice: &mut Dice) -> Vec<String> {
        let mut lines = Vec::new();
        for (knob, percent, values) in [
            ("nf_conntrack_tcp_loose", 12, &[0u32][..]),
            ("nf_conntrack_tcp_be_liberal", 12, &[1]),
            ("nf_conntrack_checksum", 12, &[0]),
            ("nf_conntrack_tcp_ignore_invalid_rst", 8, &[1]),
            ("nf_conntrack_tcp_max_retrans", 10, &[0, 1, 2]),
            ("nf_conntrack_udp_timeout", 10, &[40]),
            ("nf_conntrack_udp_timeout_stream", 10, &[180]),
            ("nf_conntrack_tcp_timeout_established", 10, &[7200]),
            ("nf_conntrack_tcp_timeout_syn_sent", 8, &[100]),
            ("nf_conntrack_tcp_timeout_close", 8, &[25]),
            ("nf_conntrack_icmp_timeout", 8, &[44]),
            ("nf_conntrack_icmpv6_timeout", 8, &[44]),
            ("nf_conntrack_generic_timeout", 8, &[333]),
            ("nf_conntrack_acct", 10, &[1]),
        ] {
            if dice.chance(percent) {
                let value = dice.pick(values);
                lines.push(format!("sysctl -q -w net.netfilter.{knob}={value}"));
            }
        }
        lines
    }

    /// A command that adds a rule.
    fn rule(&mut self, dice: &mut Dice, table: Table) -> String {
        let users = &self.users[table as usize];
        let user = (!users.is_empty() && dice.chance(35)).then(|| dice.below(users.len()));
        let place = Place {
            family: self.family,
            table,
            hook: user.map_or_else(|| dice.pick(table.chains()), |user| users[user]),
            user,
            users: users.len(),
        };
        let (spec, chain) = (spec(dice, &place, users), place.chain());
        self.made.push((table, chain.clone(), spec.clone()));
        let prefix = self.prefix(table);
        match dice.below(12) {
            0 => format!("{prefix} -I {chain} {spec}"),
            1 => format!("{prefix} -I {chain} 2 {spec}"),
            _ => format!("{prefix} -A {chain} {spec}"),
        }
    }

    /// A command given while packets are coming.
    pub(crate) fn change(&mut self, dice: &mut Dice) -> Option<String> {
        if self.tables.is_empty() {
            return None;
        }
        let table = dice.pick(&self.tables);
        let prefix = self.prefix(table);
        Some(match dice.below(16) {
            0..=4 => self.rule(dice, table),
            5..=7 if !self.made.is_empty() => {
                let (table, chain, spec) = self.made.swap_remove(dice.below(self.made.len()));
                format!("{} -D {chain} {spec}", self.prefix(table))
            }
            8 => format!("{prefix} -D {} 1", dice.pick(table.builtin())),
            9 => self.policy(dice, table),
            10 => format!("{prefix} -F {}", dice.pick(table.builtin())),
            11 => format!("{prefix} -Z {}", dice.pick(table.builtin())),
            12 => {
                let place = Place {
                    family: self.family,
                    table,
                    hook: dice.pick(table.chains()),
                    user: None,
                    users: self.users[table as usize].len(),
                };
                let spec = spec(dice, &place, &self.users[table as usize]);
                format!("{prefix} -R {} 1 {spec}", place.hook)
            }
            13 => self.sysctls(dice).pop()?,
            _ => return None,
        })
    }

    /// What is asked at the end of a case.
    pub(crate) fn questions(&self) -> Vec<String> {
        let command = self.family.iptables();
        let mut lines = Vec::new();
        for table in &self.tables {
            let table = table.name();
            lines.push(format!("{command} -t {table} -S -v"));
            lines.push(format!("{command} -t {table} -L -n -v -x --line-numbers"));
        }
        lines.push(format!("conntrack -L -f {}", self.family.name()));
        lines
    }
}

/// What a rule says.
fn spec(dice: &mut Dice, place: &Place, users: &[&'static str]) -> String {
    let mut words: Vec<String> = Vec::new();
    let target = targets::target(dice, place, users);
    if dice.chance(30) {
        words.push(format!("{}-s {}", not(dice), network(dice, place.family)));
    }
    if dice.chance(30) {
        words.push(format!("{}-d {}", not(dice), network(dice, place.family)));
    }
    let before = matches!(place.hook, "PREROUTING" | "INPUT");
    let after = matches!(place.hook, "OUTPUT" | "POSTROUTING");
    if !after && dice.chance(25) {
        words.push(format!("{}-i {}", not(dice), interface(dice)));
    }
    if !before && dice.chance(25) {
        words.push(format!("{}-o {}", not(dice), interface(dice)));
    }
    if place.family == Family::V4 && dice.chance(2) {
        words.push(format!("{}-f", not(dice)));
    }
    // A target may need a protocol; so may a match.
    let proto = target.proto.or_else(|| {
        dice.chance(55).then(|| {
            dice.pick(&[
                Proto::Tcp,
                Proto::Tcp,
                Proto::Udp,
                Proto::Udp,
                Proto::Icmp,
                Proto::Other,
            ])
        })
    });
    let mut negated = false;
    if let Some(proto) = proto {
        negated = target.proto.is_none() && dice.chance(8);
        let bang = if negated { "! " } else { "" };
        words.push(format!("{bang}-p {}", proto.name(dice, place.family)));
    }
    let count = dice.pick(&[0, 0, 1, 1, 1, 2, 3]);
    let mut used: Vec<&str> = Vec::new();
    for _ in 0..count {
        let Some((name, text)) = matches::extension(dice, place, proto.filter(|_| !negated)) else {
            continue;
        };
        if !used.contains(&name) {
            used.push(name);
            words.push(text);
        }
    }
    words.extend(target.matches);
    words.push(target.text);
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

/// A protocol that a rule names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proto {
    Tcp,
    Udp,
    Icmp,
    Other,
}

impl Proto {
    fn name(self, dice: &mut Dice, family: Family) -> &'static str {
        match (self, family) {
            (Self::Tcp, _) => dice.pick(&["tcp", "tcp", "6"]),
            (Self::Udp, _) => "udp",
            (Self::Icmp, Family::V4) => "icmp",
            (Self::Icmp, Family::V6) => dice.pick(&["icmpv6", "ipv6-icmp"]),
            (Self::Other, _) => dice.pick(&["gre", "sctp", "253", "esp"]),
        }
    }
}

pub(crate) fn not(dice: &mut Dice) -> &'static str {
    if dice.chance(15) { "! " } else { "" }
}

pub(crate) fn interface(dice: &mut Dice) -> String {
    match dice.below(12) {
        0 => "p+".to_owned(),
        1 => "nope".to_owned(),
        2 => "lo".to_owned(),
        _ => format!("p{}", dice.below(PORTS)),
    }
}

/// Addresses that packets have.
pub(crate) fn network(dice: &mut Dice, family: Family) -> String {
    let port = dice.below(PORTS);
    let host = dice.pick(&HOSTS);
    match dice.below(12) {
        0..=3 => format!("{}/{}", family.near(port, 0), family.link_len()),
        4 | 5 => family.near(port, host).to_string(),
        6 => family.far(port, host).to_string(),
        7 => format!("{}/{}", family.far(port, 0), family.link_len()),
        8 => family.router(port).to_string(),
        9 => format!("{}/{}", family.near(port, host), family.bits() - 2),
        10 => format!(
            "{}/{}",
            family.near(port, dice.pick(&POOL)),
            family.bits() - 3
        ),
        _ => match family {
            Family::V4 => format!("10.0.{port}.{host}/255.255.0.255"),
            Family::V6 => "::/0".to_owned(),
        },
    }
}
