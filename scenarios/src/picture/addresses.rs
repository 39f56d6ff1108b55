//! The addresses of a lesson's cards: those that its commands give them.

use std::collections::BTreeMap;

use crate::{lesson::Lesson, transcript::Step};

/// Addresses that are shown of one card; the lesson itself has the others.
const SHOWN: usize = 2;

/// What stands at the card of a node: its own name, what its sub-interfaces are called, and addresses.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// By node and interface, in the order of the commands.
    found: BTreeMap<(String, String), Vec<String>>,
    /// Sub-interfaces by node and card.
    parts: BTreeMap<(String, String), Vec<String>>,
}

impl Addresses {
    /// All that the commands of a lesson say.
    pub(super) fn of(lesson: &Lesson) -> Self {
        let mut all = Self::default();
        for step in lesson.blocks().flat_map(|block| &block.steps) {
            all.step(step);
        }
        all
    }

    fn step(&mut self, step: &Step) {
        let Some(node) = &step.host else { return };
        if step.status != 0 {
            return;
        }
        for command in step.command.split(['\n', ';']) {
            let words: Vec<&str> = command.split_whitespace().collect();
            let Some(words) = words.strip_prefix(&["ip"]) else {
                continue;
            };
            let options = words
                .iter()
                .take_while(|word| word.starts_with('-'))
                .count();
            match &words[options..] {
                [object, verb, rest @ ..]
                    if is_short(object, "address") && is_short(verb, "add") =>
                {
                    self.address(node, rest);
                }
                [object, verb, rest @ ..] if is_short(object, "link") && is_short(verb, "add") => {
                    let value = |key| value(rest, key);
                    if let (Some(card), Some(name)) = (value("link"), value("name")) {
                        let card = (node.clone(), card.to_owned());
                        self.parts.entry(card).or_default().push(name.to_owned());
                    }
                }
                _ => {}
            }
        }
    }

    fn address(&mut self, node: &str, words: &[&str]) {
        let (Some(address), Some(dev)) = (words.first(), value(words, "dev")) else {
            return;
        };
        let addresses = self
            .found
            .entry((node.to_owned(), dev.to_owned()))
            .or_default();
        if !addresses.iter().any(|known| known == address) {
            addresses.push((*address).to_owned());
        }
    }

    /// What is written at a card: a line for it, and one for each of its sub-interfaces.
    pub(super) fn at(&self, node: &str, card: &str) -> Vec<String> {
        let key = |name: &str| (node.to_owned(), name.to_owned());
        let parts = self.parts.get(&key(card)).into_iter().flatten();
        let names = std::iter::once(card).chain(parts.map(String::as_str));
        let line = |name: &str| {
            let addresses = self.found.get(&key(name)).map_or(&[][..], Vec::as_slice);
            let shown = addresses.iter().take(SHOWN);
            let mut words = vec![name.to_owned()];
            words.extend(shown.cloned());
            if addresses.len() > SHOWN {
                words.push("…".to_owned());
            }
            words.join(" ")
        };
        names.map(line).collect()
    }
}

/// Whether `word` is one that `ip` takes for `whole`: its beginning.
fn is_short(word: &str, whole: &str) -> bool {
    !word.is_empty() && whole.starts_with(word)
}

/// The word behind `key`.
fn value<'w>(words: &[&'w str], key: &str) -> Option<&'w str> {
    let at = words.iter().position(|word| *word == key)?;
    words.get(at + 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_what_commands_gave() {
        let page = "\
---
title: A test
hosts: a
routers: r
links:
  - a eth0 -- r ens4
---
```console
root@a:~# ip a a 1.1.1.11/24 dev eth0; ip -6 addr add 2001:db8::1/64 dev eth0
root@a:~# ip address add 1.1.1.12/24 brd + dev eth0
root@a:~# ip a a 1.1.1.13/33 dev eth0
Error: any valid prefix is expected
[exit 1]
root@r:~# ip link add link ens4 name ens4.7 type vlan id 7
root@r:~# ip a a 7.7.7.7/24 dev ens4.7
root@r:~# ip a show dev ens4
```
";
        let lesson = Lesson::read("test", page).expect("a lesson");
        let addresses = Addresses::of(&lesson);
        assert_eq!(
            addresses.at("a", "eth0"),
            ["eth0 1.1.1.11/24 2001:db8::1/64 …"]
        );
        assert_eq!(addresses.at("r", "ens4"), ["ens4", "ens4.7 7.7.7.7/24"]);
    }
}
