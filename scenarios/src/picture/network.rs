//! The picture of a lesson's topology.

use super::{
    addresses::Addresses,
    layout::{self, Layout, Thing, layout},
    svg::{CHAR, Canvas},
};
use crate::{
    lesson::{Lesson, Node, Role, Wire},
    link::LinkSpec,
};

/// From one cable to the next; things stand in rows of that height, so that cables are level.
const PITCH: f64 = 66.0;
/// Between the box of a thing and the edges of its rows.
const INSET: f64 = 10.0;
/// From the edge of the picture.
const MARGIN: f64 = 16.0;
/// The height of a line of text.
const LINE: f64 = 15.0;

/// Where a thing is drawn.
#[derive(Clone, Debug)]
struct Place {
    thing: Thing,
    column: usize,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    /// Cables on its left side and on its right side.
    cables: [usize; 2],
    /// How many of them have been drawn.
    drawn: [usize; 2],
}

/// A cable between two places, the left one first.
#[derive(Debug)]
struct Cable {
    left: usize,
    right: usize,
    /// What stands at its ends.
    labels: [Vec<String>; 2],
    /// What it is like.
    note: String,
}

/// The picture of a lesson's topology: hosts, routers, cables, addresses, rates.
#[must_use]
pub fn network(lesson: &Lesson) -> String {
    let Layout { columns } = layout(&lesson.topology);
    let mut places = Vec::new();
    for (column, things) in columns.iter().enumerate() {
        places.extend(things.iter().map(|&thing| Place {
            thing,
            column,
            x: 0.0,
            y: 0.0,
            width: width(lesson, thing),
            height: 0.0,
            cables: [0; 2],
            drawn: [0; 2],
        }));
    }
    let cables = joined(lesson, &places);
    measure(&mut places, &cables);
    let mut canvas = Canvas::default();
    for cable in &cables {
        draw_cable(&mut canvas, cable, &mut places);
    }
    for place in &places {
        draw_place(&mut canvas, lesson, place);
    }
    canvas.finish(&format!("The topology of the lesson: {}", lesson.title))
}

/// The lines in the box of a thing.
fn box_lines(lesson: &Lesson, thing: Thing) -> Vec<String> {
    match thing {
        Thing::Node(node) => {
            let Node { name, services, .. } = &lesson.topology.nodes[node];
            let services: Vec<&str> = services.iter().map(|service| service.name()).collect();
            let mut lines = vec![name.clone()];
            if !services.is_empty() {
                lines.push(services.join(" "));
            }
            lines
        }
        Thing::Switch(_) => vec!["switch".to_owned()],
    }
}

fn width(lesson: &Lesson, thing: Thing) -> f64 {
    let lines = box_lines(lesson, thing);
    let longest = lines
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    (longest as f64 * (CHAR + 0.6) + 24.0).max(70.0)
}

/// All cables, from left to right.
fn joined(lesson: &Lesson, places: &[Place]) -> Vec<Cable> {
    let addresses = Addresses::of(lesson);
    let place = |thing| places.iter().position(|place| place.thing == thing);
    let label = |wire: &Wire, end: Option<usize>| -> Vec<String> {
        let Some(end) = end.and_then(|end| wire.ends.get(end)) else {
            return Vec::new();
        };
        let node = &lesson.topology.nodes[end.node];
        let mut lines = addresses.at(&node.name, &node.nics[end.nic]);
        if let (Some(vlan), Some(line)) = (end.vlan, lines.last_mut()) {
            *line += &format!(" (vlan {vlan})");
        }
        lines
    };
    let one = |cable: layout::Cable| {
        let wire = &lesson.topology.wires[cable.wire];
        let [a, b] = cable.things;
        let [end_a, end_b] = cable.ends.map(|end| label(wire, end));
        let mut ends = [(place(a)?, end_a), (place(b)?, end_b)];
        ends.sort_by_key(|(place, _)| (places[*place].column, *place));
        let [(left, left_label), (right, right_label)] = ends;
        Some(Cable {
            left,
            right,
            labels: [left_label, right_label],
            note: note(wire),
        })
    };
    let cables = layout::cables(&lesson.topology).into_iter();
    let mut all: Vec<Cable> = cables.filter_map(one).collect();
    // From top to bottom, so that cables do not cross where they need not.
    all.sort_by_key(|cable| (cable.left, cable.right));
    all
}

/// What a cable is like, if it is not as they all are.
fn note(wire: &Wire) -> String {
    let usual = LinkSpec::default();
    let LinkSpec {
        delay,
        jitter,
        rate,
        loss,
    } = wire.spec;
    let mut notes = Vec::new();
    if rate != usual.rate && rate > 0 {
        notes.push(match rate {
            1_000_000_000.. => format!("{} Gbit/s", rate as f64 / 1e9),
            1_000_000.. => format!("{} Mbit/s", rate as f64 / 1e6),
            _ => format!("{} kbit/s", rate as f64 / 1e3),
        });
    }
    if delay != usual.delay {
        notes.push(format!("{delay:?}"));
    }
    if jitter != usual.jitter {
        notes.push(format!("jitter {jitter:?}"));
    }
    if loss > 0 {
        notes.push(format!("loss {}%", f64::from(loss) / 100.0));
    }
    if wire.mtu != 1500 {
        notes.push(format!("MTU {}", wire.mtu));
    }
    notes.join(", ")
}

/// Gives each place its size and where it stands.
fn measure(places: &mut [Place], cables: &[Cable]) {
    for (at, place) in places.iter_mut().enumerate() {
        let left = cables.iter().filter(|cable| cable.right == at).count();
        let right = cables.iter().filter(|cable| cable.left == at).count();
        place.cables = [left, right];
        place.height = PITCH * left.max(right).max(1) as f64;
    }
    let columns = 1 + places.iter().map(|place| place.column).max().unwrap_or(0);
    let height = |places: &[Place], column: usize| {
        let column = places.iter().filter(|place| place.column == column);
        column.map(|place| place.height).sum::<f64>()
    };
    let tallest = (0..columns)
        .map(|column| height(places, column))
        .fold(0.0, f64::max);
    let mut x = MARGIN;
    for column in 0..columns {
        let wide = places.iter().filter(|place| place.column == column);
        let wide = wide.map(|place| place.width).fold(0.0, f64::max);
        let mut y = MARGIN + (tallest - height(places, column)) / 2.0;
        for place in places.iter_mut().filter(|place| place.column == column) {
            (place.x, place.y, place.width) = (x, y, wide);
            y += place.height;
        }
        let from_here = cables.iter().filter(|cable| {
            places[cable.left].column <= column && places[cable.right].column > column
        });
        let labels = from_here.flat_map(|cable| {
            let [left, right] = &cable.labels;
            left.iter().chain(right).chain([&cable.note])
        });
        let longest = labels.map(|label| label.chars().count()).max().unwrap_or(0);
        x += wide + (longest as f64 * CHAR + 28.0).max(110.0);
    }
}

/// Where the next cable on a place's side ends: a row below the one before.
fn plug(place: &mut Place, side: usize) -> (f64, f64) {
    let from_middle = place.drawn[side] as f64 - (place.cables[side] as f64 - 1.0) / 2.0;
    place.drawn[side] += 1;
    let x = if side == 0 {
        place.x
    } else {
        place.x + place.width
    };
    (x, place.y + place.height / 2.0 + PITCH * from_middle)
}

fn draw_cable(canvas: &mut Canvas, cable: &Cable, places: &mut [Place]) {
    let from = plug(&mut places[cable.left], 1);
    let to = plug(&mut places[cable.right], 0);
    canvas.line("wire", &[from, to], false);
    let [left, right] = &cable.labels;
    // At the left end above the cable, at the right end below it.
    for (line, label) in left.iter().rev().enumerate() {
        canvas.text("", (from.0 + 6.0, from.1 - 6.0 - LINE * line as f64), label);
    }
    for (line, label) in right.iter().enumerate() {
        canvas.text(
            "right",
            (to.0 - 6.0, to.1 + LINE + LINE * line as f64),
            label,
        );
    }
    if !cable.note.is_empty() {
        let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0 - 6.0 - LINE);
        canvas.text("soft middle", middle, &cable.note);
    }
}

fn draw_place(canvas: &mut Canvas, lesson: &Lesson, place: &Place) {
    let lines = box_lines(lesson, place.thing);
    let class = match place.thing {
        Thing::Node(node) => match lesson.topology.nodes[node].role {
            Role::Router => "router",
            Role::Host => "host",
        },
        Thing::Switch(_) => "switch",
    };
    canvas.rect(
        class,
        (place.x, place.y + INSET),
        (place.width, place.height - 2.0 * INSET),
    );
    let x = place.x + place.width / 2.0;
    let middle = place.y + place.height / 2.0 + 4.0 - LINE / 2.0 * (lines.len() - 1) as f64;
    for (at, line) in lines.iter().enumerate() {
        let class = match (place.thing, at) {
            (Thing::Node(_), 0) => "name middle",
            (Thing::Node(_) | Thing::Switch(_), _) => "soft middle",
        };
        canvas.text(class, (x, middle + LINE * at as f64), line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of a picture with their places.
    fn texts(svg: &str) -> Vec<(f64, f64, String)> {
        let value = |line: &str, key: &str| -> f64 {
            let (_, rest) = line.split_once(&format!(" {key}=\"")).expect(key);
            rest.split('"')
                .next()
                .and_then(|value| value.parse().ok())
                .expect("a number")
        };
        let lines = svg.lines().filter(|line| line.starts_with("<text"));
        lines
            .map(|line| {
                let text = line.trim_end_matches("</text>").rsplit('>').next();
                let text = text.unwrap_or_default().to_owned();
                (value(line, "x"), value(line, "y"), text)
            })
            .collect()
    }

    #[test]
    fn everything_of_a_topology_is_shown_once() {
        let page = "\
---
title: A test
hosts: a b c
routers: r
links:
  - a eth0 -- b eth0 -- r lan
  - r wan -- c eth0, rate 1.5mbit, delay 20ms, loss 0.5%, mtu 1400
services:
  - c ssh http
---
```console
root@a:~# ip a a 10.0.0.2/24 dev eth0
root@r:~# ip a a 10.0.0.1/24 dev lan
root@c:~# ip a a 192.0.2.9/24 dev eth0
```
";
        let lesson = Lesson::read("test", page).expect("a lesson");
        let texts = texts(&network(&lesson));
        let mut words: Vec<&str> = texts.iter().map(|(.., text)| text.as_str()).collect();
        words.sort_unstable();
        assert_eq!(
            words,
            [
                "1.5 Mbit/s, 20ms, loss 0.5%, MTU 1400",
                "a",
                "b",
                "c",
                "eth0",
                "eth0 10.0.0.2/24",
                "eth0 192.0.2.9/24",
                "lan 10.0.0.1/24",
                "r",
                "ssh http",
                "switch",
                "wan",
            ]
        );
        let place = |name: &str| {
            let found = texts.iter().find(|(.., text)| text == name);
            found.map(|&(x, y, _)| (x, y)).expect(name)
        };
        // From left to right, and the cables of the chain are level.
        assert!(place("a").0 < place("switch").0 && place("switch").0 < place("r").0);
        assert!(place("r").0 < place("c").0);
        assert!(place("a").1 < place("b").1);
        assert_eq!(place("switch").1, place("r").1);
    }
}
