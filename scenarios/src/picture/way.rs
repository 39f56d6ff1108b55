//! The picture of a packet's way: where it comes in, which hooks it meets, what happens there, and how
//! it ends.

use std::net::IpAddr;

use ipnet::IpNet;
use serde_json::Value;

use super::svg::{CHAR, Canvas};

/// The stations of a router, and where they stand: the diagram of `Hook` in pixels.
const STATIONS: [(&str, f64, f64, f64); 9] = [
    ("in", 16.0, 20.0, 64.0),
    ("PREROUTING", 112.0, 20.0, 96.0),
    ("route", 240.0, 20.0, 64.0),
    ("FORWARD", 352.0, 20.0, 80.0),
    ("POSTROUTING", 528.0, 20.0, 104.0),
    ("out", 664.0, 20.0, 64.0),
    ("INPUT", 240.0, 92.0, 64.0),
    ("itself", 336.0, 92.0, 80.0),
    ("OUTPUT", 448.0, 92.0, 72.0),
];

/// Which station follows which.
const STEPS: [(&str, &str); 9] = [
    ("in", "PREROUTING"),
    ("PREROUTING", "route"),
    ("route", "FORWARD"),
    ("FORWARD", "POSTROUTING"),
    ("POSTROUTING", "out"),
    ("route", "INPUT"),
    ("INPUT", "itself"),
    ("itself", "OUTPUT"),
    ("OUTPUT", "POSTROUTING"),
];

const BOX: f64 = 30.0;
const LINE: f64 = 17.0;
/// Where the list begins, and what happens at a station.
const LIST: (f64, f64) = (16.0, 168.0);
const INDENT: f64 = 112.0;
/// Characters in a line of the list.
const WIDE: usize = 96;

/// A part of the way.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    station: &'static str,
    title: String,
    /// What happens there, and whether that ends the packet.
    notes: Vec<(String, bool)>,
}

/// Draws the way of one packet as `explain --json` tells it; `machine` is whose way it is.
pub(super) fn draw(title: &str, machine: &str, told: &Value) -> String {
    let parts = parts(machine, told);
    let mut canvas = Canvas::default();
    map(&mut canvas, machine, &parts);
    let mut y = LIST.1;
    for part in &parts {
        canvas.text("name", (LIST.0, y), &part.title);
        for (note, ends) in &part.notes {
            for (at, line) in wrapped(note).iter().enumerate() {
                let indent = INDENT + if at > 0 { 2.0 * CHAR } else { 0.0 };
                canvas.text(if *ends { "bad" } else { "" }, (LIST.0 + indent, y), line);
                y += LINE;
            }
        }
        y += 4.0;
    }
    canvas.finish(title)
}

/// The diagram, with the way through it.
fn map(canvas: &mut Canvas, machine: &str, parts: &[Part]) {
    let visited: Vec<&str> = parts.iter().map(|part| part.station).collect();
    let place = |name: &str| STATIONS.iter().find(|station| station.0 == name);
    for (from, to) in STEPS {
        let (Some(&(_, x0, y0, wide)), Some(&(_, x, y, to_wide))) = (place(from), place(to)) else {
            continue;
        };
        let goes = visited.windows(2).any(|pair| *pair == [from, to]);
        let points = if y0 < y {
            vec![(x0 + wide / 2.0, y0 + BOX), (x + to_wide / 2.0, y)]
        } else if y0 > y {
            let right = (x0 + wide, y0 + BOX / 2.0);
            let below = (x + to_wide / 2.0, y0 + BOX / 2.0);
            vec![right, below, (x + to_wide / 2.0, y + BOX)]
        } else {
            vec![(x0 + wide, y0 + BOX / 2.0), (x, y + BOX / 2.0)]
        };
        canvas.line(if goes { "met" } else { "wire" }, &points, true);
    }
    for &(name, x, y, wide) in &STATIONS {
        let part = parts.iter().find(|part| part.station == name);
        let ends = part.is_some_and(|part| part.notes.iter().any(|(_, ends)| *ends));
        let class = match part {
            Some(_) if ends => "router end",
            Some(_) => "router",
            None => "off",
        };
        canvas.rect(class, (x, y), (wide, BOX));
        let label = match (name, part) {
            ("in" | "out", Some(part)) => &part.title,
            ("itself", _) => machine,
            _ => name,
        };
        let class = if part.is_some() {
            "middle"
        } else {
            "soft middle"
        };
        canvas.text(class, (x + wide / 2.0, y + BOX / 2.0 + 4.0), label);
    }
}

/// The parts of the way of the packet in question.
fn parts(machine: &str, told: &Value) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let empty = Vec::new();
    let steps = told["steps"].as_array().unwrap_or(&empty);
    // What passes through comes from a conversation in which the neighbours are known.
    let is_own = steps.first().is_some_and(|step| step["step"] == "made");
    let is_told =
        |step: &&Value| step["subject"] == 0 && (is_own || step["step"] != "neighbour-unknown");
    for step in steps.iter().filter(is_told) {
        let before = parts.last().map(|part| part.station);
        if let Some(part) = begins(step, (machine, is_own), before) {
            parts.extend(
                before
                    .into_iter()
                    .flat_map(|before| between(before, part.station)),
            );
            parts.push(part);
        }
        if let (Some(note), Some(part)) = (note(machine, step), parts.last_mut()) {
            part.notes.push(note);
        }
    }
    let answers = steps
        .iter()
        .filter(|step| step["subject"] != 0 && step["step"] == "sent");
    for answer in answers {
        if let (Some(packet), Some(part)) = (answer["packet"].as_str(), parts.last_mut()) {
            let says = if packet.contains("neighbour-solicitation") {
                "asks"
            } else {
                "answers"
            };
            part.notes
                .push((format!("{machine} {says}: {packet}"), false));
        }
    }
    parts
}

/// What is said of a hook where nothing stands.
const NO_RULES: &str = "no rules";

/// Hooks on the way from one station to another: nothing is told of those where nothing stands.
fn between(from: &'static str, to: &'static str) -> Vec<Part> {
    let mut way = Vec::new();
    let mut at = from;
    while !STEPS.contains(&(at, to)) {
        // Only behind the route are there two ways, and one of them is the lower row.
        let local = at == "route" && to == "itself";
        let mut next = STEPS.iter().filter(|(station, _)| *station == at);
        let next = if local { next.next_back() } else { next.next() };
        let Some(&(_, next)) = next else {
            return Vec::new();
        };
        way.push(Part {
            station: next,
            title: next.to_owned(),
            notes: vec![(NO_RULES.to_owned(), false)],
        });
        at = next;
    }
    way
}

fn word<'v>(step: &'v Value, key: &str) -> &'v str {
    step[key].as_str().unwrap_or_default()
}

/// The part that a step begins behind the station `before`; `is_own` if the machine sends the packet itself.
fn begins(step: &Value, (machine, is_own): (&str, bool), before: Option<&str>) -> Option<Part> {
    let (station, title) = match word(step, "step") {
        "received" => ("in", word(step, "dev")),
        // Of what a machine sends itself, the route is looked up before OUTPUT, and is told there.
        "route" if before != Some("itself") => ("route", "route"),
        "made" | "delivered" => ("itself", machine),
        "neighbour-unknown" => ("out", word(step, "dev")),
        // Behind the question for the neighbour.
        "sent" if is_own && before == Some("out") => return None,
        "sent" => ("out", word(step, "dev")),
        "hook" => {
            let hook = word(step, "hook");
            let station = STATIONS.iter().find(|station| station.0 == hook)?.0;
            (station, station)
        }
        _ => return None,
    };
    Some(Part {
        station,
        title: title.to_owned(),
        notes: Vec::new(),
    })
}

/// What is said of a step, if anything is, and whether it ends the packet.
fn note(machine: &str, step: &Value) -> Option<(String, bool)> {
    let text = match word(step, "step") {
        "received" | "sent" => word(step, "packet").to_owned(),
        "made" => format!("{machine} sends {}", word(step, "packet")),
        "queued" if !word(step, "dropped").is_empty() => {
            return Some((format!("dropped: {}", word(step, "dropped")), true));
        }
        "queued" => format!("queued {}", word(step, "text")),
        "neighbour-unknown" => format!("who has {}? It is taken to answer", word(step, "address")),
        "conntrack" => match word(step, "direction") {
            "reply" => format!("connection: {}, a reply", word(step, "state")),
            _ => format!("connection: {}", word(step, "state")),
        },
        "rule" if word(step, "outcome") != "mismatch" => {
            let (table, number) = (word(step, "table"), &step["number"]);
            let text = format!("{table} rule {number}: {}", word(step, "rule"));
            return Some((text, word(step, "outcome") == "drop"));
        }
        "policy" if word(step, "policy").eq_ignore_ascii_case("drop") => {
            let (table, policy) = (word(step, "table"), word(step, "policy"));
            return Some((format!("{table}: policy {policy}"), true));
        }
        "nat" => {
            let end = |end: &Value| match (end["address"].as_str(), end["port"].as_u64()) {
                (Some(address), Some(0) | None) => address.to_owned(),
                (Some(address), Some(port)) if address.contains(':') => {
                    format!("[{address}]:{port}")
                }
                (Some(address), Some(port)) => format!("{address}:{port}"),
                (None, _) => String::new(),
            };
            let (from, to) = (end(&step["from"]), end(&step["to"]));
            format!("{} {from} → {to}", word(step, "side"))
        }
        "route" => {
            let mut text = word(step, "type").to_owned();
            for (before, key) in [("", "prefix"), ("via ", "next_hop"), ("dev ", "dev")] {
                let value = word(step, key);
                // A next hop that is the destination itself is none.
                let itself = key == "next_hop" && !is_gateway(step);
                if !value.is_empty() && !itself {
                    text += &format!(" {before}{value}");
                }
            }
            match word(step, "table") {
                "" => text,
                table => format!("{text}, table {table}"),
            }
        }
        "ttl" => format!("ttl {}", step["ttl"]),
        "mark" => format!("mark 0x{:x}", step["mark"].as_u64().unwrap_or_default()),
        "fragmented" => format!("cut into fragments of {} bytes", step["mtu"]),
        "delivered" => format!("{machine} itself takes it"),
        "dropped" => return Some((format!("dropped: {}", word(step, "text")), true)),
        _ => return None,
    };
    Some((text, false))
}

/// Whether the next hop of a route is outside of what the route leads to, or the route leads everywhere.
fn is_gateway(step: &Value) -> bool {
    let prefix = word(step, "prefix").parse::<IpNet>();
    let hop = word(step, "next_hop").parse::<IpAddr>();
    match (prefix, hop) {
        (Ok(prefix), Ok(hop)) => prefix.prefix_len() == 0 || !prefix.contains(&hop),
        (_, _) => false,
    }
}

/// A note in lines that are not too wide, cut between words.
fn wrapped(note: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in note.split(' ') {
        let last = lines.len() - 1;
        let line = &mut lines[last];
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDE {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
