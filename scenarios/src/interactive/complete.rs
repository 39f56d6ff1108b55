//! What Tab completes: commands, machines, interfaces, addresses.

use super::World;
use crate::tools;

/// Commands of the machines' own languages, and of the session.
const COMMANDS: &[&str] = &[
    "conntrack",
    "dmesg",
    "exit",
    "explain",
    "fg",
    "help",
    "history",
    "ip",
    "ip6tables",
    "ip6tables-restore",
    "ip6tables-save",
    "iptables",
    "iptables-restore",
    "iptables-save",
    "jobs",
    "kill",
    "lab",
    "nft",
    "sysctl",
    "tc",
    "tollgate",
    "trace",
];

/// Words behind others.
const BEHIND: &[(&str, &[&str])] = &[
    (
        "lab",
        &[
            "delay", "help", "link", "loss", "on", "rate", "status", "time",
        ],
    ),
    ("link", &["down", "up"]),
    ("time", &["fast", "real"]),
    ("ip", &["address", "link", "neigh", "route", "rule"]),
    ("tollgate", &["drops", "explain", "save"]),
    ("tc", &["class", "filter", "qdisc"]),
    (
        "nft",
        &[
            "add", "create", "delete", "flush", "get", "insert", "list", "monitor", "rename",
            "replace", "reset",
        ],
    ),
];

/// The words that can be completed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    commands: Vec<String>,
    machines: Vec<String>,
    others: Vec<String>,
}

impl Words {
    /// Those of a world.
    #[must_use]
    pub fn of(world: &mut World) -> Self {
        let machines: Vec<String> = world.places.iter().map(|(name, _)| name.clone()).collect();
        let mut others = Vec::new();
        for (name, place) in world.places.clone() {
            let stack = world.lab.machine(place).machine().stack.clone();
            for link in stack.lock().links() {
                others.push(link.name.clone());
                others.push(format!("{name}:{}", link.name));
                others.extend(link.addresses.iter().map(|net| net.addr().to_string()));
            }
        }
        others.sort();
        others.dedup();
        let mut commands: Vec<String> = tools::NAMES
            .iter()
            .chain(COMMANDS)
            .map(|&name| name.to_owned())
            .collect();
        commands.sort();
        Self {
            commands,
            machines,
            others,
        }
    }

    /// What the word can become that ends at `at`, and where it begins.
    #[must_use]
    pub fn complete(&self, line: &str, at: usize) -> (usize, Vec<String>) {
        let before = line.get(..at).unwrap_or(line);
        let begin = before
            .rfind([' ', '\t', '|', ';', '&'])
            .map_or(0, |place| place + 1);
        let word = &before[begin..];
        let earlier: Vec<&str> = before[..begin].split_whitespace().collect();
        let mut candidates: Vec<String> = Vec::new();
        match earlier.last() {
            None => {
                candidates.extend(self.machines.iter().cloned());
                candidates.extend(self.commands.iter().cloned());
            }
            Some(last) => {
                if let Some((_, words)) = BEHIND.iter().find(|(known, _)| known == last) {
                    candidates.extend(words.iter().map(|&word| word.to_owned()));
                }
                candidates.extend(self.machines.iter().cloned());
                candidates.extend(self.others.iter().cloned());
            }
        }
        candidates.retain(|candidate| candidate.starts_with(word) && candidate != word);
        candidates.dedup();
        (begin, candidates)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interactive::standard;

    #[test]
    fn words_are_completed_where_they_stand() {
        let words = Words::of(&mut standard(1));
        let complete = |line: &str| words.complete(line, line.len()).1;
        assert_eq!(complete("trac"), ["trace", "traceroute"]);
        assert_eq!(complete("rou"), ["router1", "route"]);
        assert_eq!(complete("ping 2.2"), ["2.2.2.1", "2.2.2.12"]);
        assert_eq!(complete("lab link d"), ["down"]);
        assert!(complete("lab link down server1:").contains(&"server1:ens4".to_owned()));
        assert!(complete("nosuch").is_empty());
    }
}
