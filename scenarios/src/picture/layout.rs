//! Where nodes stand: in columns, from the first host on to the right.

use std::collections::VecDeque;

use crate::lesson::{Role, Topology, Wire};

/// What stands somewhere: a node, or the switch that a wire with more than two ends is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    /// By its place in the topology.
    Node(usize),
    /// By its wire.
    Switch(usize),
}

/// Columns of things, from left to right, and those of each from top to bottom.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) columns: Vec<Vec<Thing>>,
}

const fn is_switch(wire: &Wire) -> bool {
    wire.ends.len() > 2
}

/// A cable: a wire with two ends, or one of those that a switch has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cable {
    pub(super) things: [Thing; 2],
    /// Its wire in the topology.
    pub(super) wire: usize,
    /// Its ends in that wire; a switch's plug is none.
    pub(super) ends: [Option<usize>; 2],
}

/// All cables of a topology.
pub(super) fn cables(topology: &Topology) -> Vec<Cable> {
    let mut cables = Vec::new();
    for (number, wire) in topology.wires.iter().enumerate() {
        if is_switch(wire) {
            cables.extend(wire.ends.iter().enumerate().map(|(at, end)| Cable {
                things: [Thing::Node(end.node), Thing::Switch(number)],
                wire: number,
                ends: [Some(at), None],
            }));
        } else if let [a, b] = wire.ends.as_slice() {
            cables.push(Cable {
                things: [Thing::Node(a.node), Thing::Node(b.node)],
                wire: number,
                ends: [Some(0), Some(1)],
            });
        }
    }
    cables
}

/// Places a topology.
///
/// Routers and switches stand in columns by how many cables they are away from the one that the first
/// host hangs at. Hosts stand beside what they hang at: to the left of that first one if their link is
/// written from the host, else to the right.
pub(super) fn layout(topology: &Topology) -> Layout {
    let cables = cables(topology);
    let is_host = |thing: Thing| match thing {
        Thing::Node(node) => topology.nodes[node].role == Role::Host,
        Thing::Switch(_) => false,
    };
    let nodes = (0..topology.nodes.len()).map(Thing::Node);
    let switches = topology
        .wires
        .iter()
        .enumerate()
        .filter(|(_, wire)| is_switch(wire));
    let things: Vec<Thing> = nodes
        .chain(switches.map(|(at, _)| Thing::Switch(at)))
        .collect();
    let joined = |a: Thing, b: Thing| {
        let mut cables = cables.iter();
        cables.any(|cable| cable.things == [a, b] || cable.things == [b, a])
    };
    let first = things.iter().copied().find(|&thing| is_host(thing));
    let inner = || things.iter().copied().filter(|&thing| !is_host(thing));
    let start = inner().find(|&thing| first.is_some_and(|first| joined(first, thing)));
    let mut column = vec![None; things.len()];
    let place = |thing: Thing| {
        things
            .iter()
            .position(|&other| other == thing)
            .unwrap_or_default()
    };
    if let Some(start) = start.or_else(|| inner().next()) {
        column[place(start)] = Some(1);
        let mut queue = VecDeque::from([start]);
        while let Some(thing) = queue.pop_front() {
            let next = column[place(thing)].unwrap_or_default() + 1;
            for other in inner().filter(|&other| joined(thing, other)) {
                if column[place(other)].is_none() {
                    column[place(other)] = Some(next);
                    queue.push_back(other);
                }
            }
        }
    }
    for &host in things.iter().filter(|&&thing| is_host(thing)) {
        let cable = cables.iter().find(|cable| cable.things.contains(&host));
        let others = cable.map(|cable| (cable.wire, cable.things));
        column[place(host)] = Some(match others {
            // Two hosts by themselves.
            Some((_, [a, b])) if is_host(a) && is_host(b) => usize::from(Some(host) != first),
            Some((wire, [a, b])) => {
                let at = if a == host { b } else { a };
                let of = column[place(at)].unwrap_or(1);
                let left = of == 1 && is_written_first(topology, wire, host, first == Some(host));
                if left { 0 } else { of + 1 }
            }
            None => 0,
        });
    }
    let mut columns = vec![Vec::new(); 1 + column.iter().flatten().max().copied().unwrap_or(0)];
    for (at, &thing) in things.iter().enumerate() {
        columns[column[at].unwrap_or(0)].push(thing);
    }
    columns.retain(|column| !column.is_empty());
    Layout { columns }
}

/// Whether a link is written from a host on: it comes before the first router, or is the first of hosts
/// alone.
fn is_written_first(topology: &Topology, wire: usize, host: Thing, is_first: bool) -> bool {
    let ends = &topology.wires[wire].ends;
    let is_router = |node: usize| topology.nodes[node].role == Role::Router;
    let router = ends.iter().position(|end| is_router(end.node));
    let place = ends.iter().position(|end| Thing::Node(end.node) == host);
    match router {
        Some(router) => place < Some(router),
        None => is_first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::Lesson;

    /// The columns of a topology, by names; switches are called `+`.
    fn columns(front: &str) -> Vec<String> {
        let page = format!("---\ntitle: A test\n{front}---\n");
        let lesson = Lesson::read("test", &page).expect("a lesson");
        let topology = &lesson.topology;
        let name = |thing: &Thing| match thing {
            Thing::Node(node) => topology.nodes[*node].name.clone(),
            Thing::Switch(_) => "+".to_owned(),
        };
        let columns = layout(topology).columns;
        let column = |column: &Vec<Thing>| column.iter().map(name).collect::<Vec<_>>().join(" ");
        columns.iter().map(column).collect()
    }

    #[test]
    fn hosts_stand_on_both_sides_of_their_routers() {
        for (front, expected) in [
            ("hosts: a b\nlinks:\n  - a e -- b e\n", &["a", "b"][..]),
            (
                "hosts: a b\nrouters: r\nlinks:\n  - a e -- r x\n  - r y -- b e\n",
                &["a", "r", "b"],
            ),
            // Several cables between two.
            (
                "hosts: a\nrouters: r\nlinks:\n  - a e -- r x\n  - a f -- r y\n",
                &["a", "r"],
            ),
            // The link of the last host is written from the host, but its router is not the first.
            (
                "hosts: a b\nrouters: r s\nlinks:\n  - a e -- r x\n  - r y -- s y\n  - b e -- s x\n",
                &["a", "r", "s", "b"],
            ),
            (
                "hosts: o g i j\nrouters: r\nlinks:\n  - o e -- r l\n  - g e -- r m\n  - r u -- i e\n  - r v -- j e\n",
                &["o g", "r", "i j"],
            ),
            // A switch between hosts and a router, and one between hosts.
            (
                "hosts: a b i\nrouters: r\nlinks:\n  - a e -- b e -- r l\n  - r w -- i e\n",
                &["a b", "+", "r", "i"],
            ),
            (
                "hosts: a b c\nlinks:\n  - a e -- b e -- c e\n",
                &["a", "+", "b c"],
            ),
            // Nobody is joined to anybody.
            ("hosts: a b\n", &["a b"]),
        ] {
            assert_eq!(columns(front), expected, "{front}");
        }
    }
}
