//! Front matter: the lines between `---` at the head of a lesson, in a small part of YAML.
//!
//! ```text
//! ---
//! title: A port of the router is a port inside
//! slides: 34-36
//! hosts: server1 server2
//! routers: router1
//! links:
//!   - server1 ens4 -- router1 ens4
//!   - router1 ens5 -- server2 ens4, rate 100mbit, delay 5ms, loss 1%, mtu 1400
//! services:
//!   - server1 ssh http
//! backends:
//!   - not lab: a reason
//! files:
//!   - router1 blocklist 10000 times: -A blocklist -s 198.18.%h.%l/32 -j DROP
//! needs: vlan
//! packet: router1 ens4 tcp 1.1.1.11:40000 > 2.2.2.12:22 syn
//! ---
//! ```
//!
//! A link with more than two ends is a switch; an end `NODE NIC vlan ID` is a port of it that is in one
//! VLAN. Each item of `files` adds lines to a file; in them `%h` and `%l` are
//! the high and the low byte of the line's number, from 0. `packet` is one that the lesson is about: the
//! machine and the card that it comes in by (`itself` for one that the machine sends), then the packet as
//! `tollgate explain` writes it.

use std::collections::BTreeMap;

use dataplane::time::Duration;

use super::{
    page::{KeyPacket, LessonError},
    topology::{End, Node, Role, Service, Topology, Wire},
};
use crate::{link::LinkSpec, transcript::Clause};

/// What front matter says.
#[derive(Debug, Default)]
pub(super) struct Front {
    pub(super) title: String,
    pub(super) slides: Option<String>,
    pub(super) topology: Topology,
    pub(super) clauses: Vec<Clause>,
    pub(super) needs: Vec<String>,
    pub(super) packet: Option<KeyPacket>,
    /// The number of lines that it takes.
    pub(super) lines: usize,
}

fn error(line: usize, message: impl Into<String>) -> LessonError {
    LessonError {
        line,
        message: message.into(),
    }
}

/// Reads the front matter of a page.
pub(super) fn read(page: &str) -> Result<Front, LessonError> {
    let mut lines = page.lines().enumerate();
    if lines.next().is_none_or(|(_, line)| line != "---") {
        return Err(error(
            1,
            "a lesson begins with front matter, between lines `---`",
        ));
    }
    let mut front = Front::default();
    let mut list = "";
    for (index, line) in lines {
        let number = index + 1;
        if line == "---" {
            front.lines = number;
            return front.finish();
        }
        if let Some(item) = line.strip_prefix("  - ") {
            front.item(list, item, number)?;
            continue;
        }
        let (key, value) = line
            .split_once(':')
            .ok_or_else(|| error(number, "`key: value` or `  - item` is expected"))?;
        let value = value.trim();
        list = if value.is_empty() { key } else { "" };
        if !value.is_empty() {
            front.key(key, value, number)?;
        }
    }
    Err(error(1, "the front matter has no end"))
}

impl Front {
    fn key(&mut self, key: &str, value: &str, line: usize) -> Result<(), LessonError> {
        match key {
            "title" => value.clone_into(&mut self.title),
            "slides" => self.slides = Some(value.to_owned()),
            "needs" => self.needs = value.split_whitespace().map(str::to_owned).collect(),
            "packet" => {
                let packet = KeyPacket::read(value);
                let packet =
                    packet.ok_or_else(|| error(line, "`MACHINE NIC PACKET` is expected"))?;
                self.packet = Some(packet);
            }
            "hosts" => self.nodes(value, Role::Host),
            "routers" => self.nodes(value, Role::Router),
            _ => return Err(error(line, format!("there is no key `{key}`"))),
        }
        Ok(())
    }

    fn nodes(&mut self, names: &str, role: Role) {
        let nodes = names.split_whitespace().map(|name| Node {
            name: name.to_owned(),
            role,
            nics: Vec::new(),
            services: Vec::new(),
            files: BTreeMap::new(),
        });
        self.topology.nodes.extend(nodes);
    }

    fn item(&mut self, list: &str, item: &str, line: usize) -> Result<(), LessonError> {
        match list {
            "links" => {
                let wire = self.wire(item, line)?;
                self.topology.wires.push(wire);
            }
            "services" => {
                let mut words = item.split_whitespace();
                let node = words.next().unwrap_or_default();
                let place = self.place(node, line)?;
                for word in words {
                    let service = Service::of(word)
                        .ok_or_else(|| error(line, format!("there is no service `{word}`")))?;
                    self.topology.nodes[place].services.push(service);
                }
            }
            "files" => self.lines(item, line)?,
            "backends" => {
                let clause = Clause::read(item);
                let clause = clause
                    .ok_or_else(|| error(line, "`only|not|fails BACKEND…: REASON` is expected"))?;
                self.clauses.push(clause);
            }
            _ => return Err(error(line, "this item belongs to no list")),
        }
        Ok(())
    }

    /// `NODE NAME[ COUNT times]: TEXT`
    fn lines(&mut self, item: &str, line: usize) -> Result<(), LessonError> {
        let expected = || error(line, "`NODE NAME[ COUNT times]: TEXT` is expected");
        let (head, text) = item.split_once(": ").ok_or_else(expected)?;
        let words: Vec<&str> = head.split_whitespace().collect();
        let (node, name, count) = match words.as_slice() {
            [node, name] => (node, name, 1),
            [node, name, count, "times"] => {
                let count: u16 = count.parse().map_err(|_| expected())?;
                (node, name, count)
            }
            _ => return Err(expected()),
        };
        let node = self.place(node, line)?;
        let file = self.topology.nodes[node]
            .files
            .entry((*name).to_owned())
            .or_default();
        for number in 0..count {
            let [high, low] = number.to_be_bytes().map(|byte| byte.to_string());
            *file += &text.replace("%h", &high).replace("%l", &low);
            file.push('\n');
        }
        Ok(())
    }

    fn place(&self, node: &str, line: usize) -> Result<usize, LessonError> {
        let place = self.topology.position(node);
        place.ok_or_else(|| error(line, format!("`{node}` is neither a host nor a router")))
    }

    /// `NODE NIC -- NODE NIC[ -- …][, PROPERTY VALUE]…`
    fn wire(&mut self, item: &str, line: usize) -> Result<Wire, LessonError> {
        let mut items = item.split(',');
        let mut ends = Vec::new();
        for end in items.next().unwrap_or_default().split("--") {
            let words: Vec<&str> = end.split_whitespace().collect();
            let expected = || {
                error(
                    line,
                    format!("`NODE NIC[ vlan ID]` is expected, not `{end}`"),
                )
            };
            let (node, nic, vlan) = match words.as_slice() {
                [node, nic] => (node, nic, None),
                [node, nic, "vlan", vlan] => {
                    (node, nic, Some(vlan.parse().map_err(|_| expected())?))
                }
                _ => return Err(expected()),
            };
            let node = self.place(node, line)?;
            let nics = &mut self.topology.nodes[node].nics;
            if nics.iter().any(|name| name == nic) {
                return Err(error(line, format!("{nic} is plugged in twice")));
            }
            nics.push((*nic).to_owned());
            let nic = nics.len() - 1;
            ends.push(End { node, nic, vlan });
        }
        if ends.len() < 2 {
            return Err(error(line, "a link has two ends or more"));
        }
        let mut wire = Wire {
            ends,
            spec: LinkSpec::default(),
            mtu: 1500,
        };
        for property in items {
            set(&mut wire, property)
                .ok_or_else(|| error(line, format!("`{}` is no property", property.trim())))?;
        }
        Ok(wire)
    }

    fn finish(self) -> Result<Self, LessonError> {
        if self.title.is_empty() {
            return Err(error(1, "the front matter has no title"));
        }
        Ok(self)
    }
}

/// Sets a property of a wire; `None` if it can't be read.
fn set(wire: &mut Wire, property: &str) -> Option<()> {
    let (name, value) = property.trim().split_once(' ')?;
    match name {
        "mtu" => wire.mtu = value.parse().ok()?,
        "loss" => {
            let percent: f64 = value.strip_suffix('%')?.parse().ok()?;
            wire.spec.loss = (percent * 100.0).round() as u32;
        }
        "delay" => wire.spec.delay = time(value)?,
        "jitter" => wire.spec.jitter = time(value)?,
        "rate" => {
            let (number, unit) = split_unit(value)?;
            let unit = match unit {
                "kbit" => 1e3,
                "mbit" => 1e6,
                "gbit" => 1e9,
                _ => return None,
            };
            wire.spec.rate = (number * unit) as u64;
        }
        _ => return None,
    }
    Some(())
}

fn time(text: &str) -> Option<Duration> {
    let (number, unit) = split_unit(text)?;
    let unit = match unit {
        "us" => 1e-6,
        "ms" => 1e-3,
        "s" => 1.0,
        _ => return None,
    };
    Duration::try_from_secs_f64(number * unit).ok()
}

fn split_unit(text: &str) -> Option<(f64, &str)> {
    let at = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = text.split_at(at);
    Some((number.parse().ok()?, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "\
---
title: A test
slides: 1-2
hosts: a b c
routers: r
links:
  - a eth0 -- r ens4
  - r ens5 -- b eth0 vlan 5 -- c eth0, rate 1.5mbit, delay 5ms, loss 0.5%, mtu 1400
services:
  - b ssh http
files:
  - r list: begin
  - r list 300 times: %h-%l
backends:
  - fails lab: why not
needs: vlan
---
# Text
";

    #[test]
    fn it_says_who_is_there_and_how_they_are_joined() {
        let front = read(PAGE).expect("it is good");
        assert_eq!((front.title.as_str(), front.lines), ("A test", 17));
        let topology = &front.topology;
        let router = topology.node("r").expect("a router");
        assert_eq!(
            (router.role, router.nics.join(" ")),
            (Role::Router, "ens4 ens5".to_owned())
        );
        let [cable, switch] = topology.wires.as_slice() else {
            panic!("{topology:?}");
        };
        assert_eq!(
            cable.ends,
            [(0, 0, None), (3, 0, None)].map(|(node, nic, vlan)| End { node, nic, vlan })
        );
        assert_eq!((switch.ends.len(), switch.mtu), (3, 1400));
        assert_eq!((switch.spec.rate, switch.spec.loss), (1_500_000, 50));
        let vlans: Vec<Option<u16>> = switch.ends.iter().map(|end| end.vlan).collect();
        assert_eq!(vlans, [None, Some(5), None]);
        assert!(switch.is_impaired() && !cable.is_impaired());
        assert_eq!(
            topology.node("b").expect("b").services,
            [Service::Ssh, Service::Http]
        );
        assert_eq!(topology.mac(3, 0), MacAddr([0x52, 0x54, 0, 0, 4, 4]));
        assert_eq!(topology.cards().count(), 5);
        assert!(front.clauses[0].fails_on("lab"));
        let lines: Vec<&str> = router.files["list"].lines().collect();
        assert_eq!(
            (lines.len(), lines[0], lines[1], lines[300]),
            (301, "begin", "0-0", "1-43")
        );
    }

    use dataplane::iface::MacAddr;

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (from, to, line) in [
            ("---\ntitle", "title", 1),
            ("title: A test\n", "", 1),
            ("hosts: a", "hots: a", 4),
            ("a eth0", "x eth0", 7),
            ("r ens5", "r ens4", 8),
            ("1.5mbit", "1.5", 8),
            ("b ssh", "b ftp", 10),
            ("300 times", "300", 13),
            (": why not", "", 15),
        ] {
            let page = PAGE.replacen(from, to, 1);
            let error = read(&page).expect_err(to);
            assert_eq!(error.line, line, "{error}");
        }
    }
}
