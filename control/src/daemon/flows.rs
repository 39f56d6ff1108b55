//! `tollgate flows`: which flows have a way that is kept, and what it does.

use std::{collections::HashMap, fmt::Write, net::IpAddr};

use dataplane::{
    conntrack::Tuple,
    filter::{CounterId, Hook},
    flow_cache::{Flow, FlowAct, FlowFate},
    iface::IfIndex,
    snapshot::Snapshot,
    time::Instant,
    wire::ipv4::protocol,
    worker::Router,
};
use serde_json::{Value, json};

use super::connections::{PIECE, in_pieces};
use crate::lang::conntrack::protocol_name;

/// What is listed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Selection {
    /// Also flows whose packets take the slow path, with the reason, and those that have to be decided about
    /// anew.
    pub(super) all: bool,
}

/// Shows them one by one.
fn each(router: &Router, now: Instant, select: Selection, mut show: impl FnMut(&Snapshot, &Flow)) {
    for worker in 0..router.conntrack.len() {
        each_of(router, worker, now, select, &mut show);
    }
}

/// Shows those of one worker.
fn each_of(
    router: &Router,
    worker: usize,
    now: Instant,
    select: Selection,
    show: &mut impl FnMut(&Snapshot, &Flow),
) {
    let snapshot = router.snapshots.current();
    let mut piece: Vec<Flow> = Vec::new();
    in_pieces(
        || router.conntrack.of(worker),
        |table, from| {
            let (flows, rest) = table.flows(from, PIECE, &snapshot, now);
            piece.extend(flows);
            if rest.is_none() {
                piece.extend(table.stateless_flows(&snapshot, now));
            }
            drop(table);
            for flow in piece.drain(..) {
                let kept = flow.way.holds && !matches!(flow.way.fate, FlowFate::Slow(_));
                if select.all || kept {
                    show(&snapshot, &flow);
                }
            }
            rest
        },
    );
}

fn name(snapshot: &Snapshot, index: IfIndex) -> String {
    let interface = snapshot.interfaces.get(index);
    interface.map_or_else(
        || format!("if{}", index.get()),
        |found| found.name.to_string(),
    )
}

fn end(addr: IpAddr, port: u16) -> String {
    match addr {
        IpAddr::V4(addr) => format!("{addr}:{port}"),
        IpAddr::V6(addr) => format!("[{addr}]:{port}"),
    }
}

/// What ICMP packets of a tuple have instead of ports: type, code and identifier.
fn message(tuple: &Tuple) -> Option<(u8, u8, u16)> {
    let [kind, code] = tuple.dst_port.to_be_bytes();
    matches!(tuple.proto, protocol::ICMP | protocol::ICMPV6).then_some((kind, code, tuple.src_port))
}

/// The packets of a tuple, from where to where.
fn ends(tuple: &Tuple) -> String {
    let (src, dst) = (tuple.src_addr(), tuple.dst_addr());
    match message(tuple) {
        Some((kind, code, id)) => format!("{src} > {dst} type {kind} code {code} id {id}"),
        None => {
            let (from, to) = (end(src, tuple.src_port), end(dst, tuple.dst_port));
            format!("{from} > {to}")
        }
    }
}

/// The same for programs.
fn ends_object(tuple: &Tuple) -> Value {
    let (src, dst) = (tuple.src_addr().to_string(), tuple.dst_addr().to_string());
    match message(tuple) {
        Some((kind, code, id)) => {
            json!({ "src": src, "dst": dst, "type": kind, "code": code, "id": id })
        }
        None => {
            json!({ "src": src, "sport": tuple.src_port, "dst": dst, "dport": tuple.dst_port })
        }
    }
}

/// What drops packets: many flows have that in common, and rules are many.
#[derive(Default)]
struct Droppers(HashMap<(Hook, CounterId, bool), String>);

impl Droppers {
    /// What drops the packets of a flow: the table, the chain, and the number of the rule or `policy`; of others than
    /// iptables' chains, and of rules that have changed since, the hook.
    fn name(
        &mut self,
        snapshot: &Snapshot,
        flow: &Flow,
        hook: Hook,
        counter: Option<CounterId>,
    ) -> String {
        let Some(counter) = counter.filter(|_| flow.way.holds) else {
            return hook.chain().to_owned();
        };
        let found = || {
            let filter = match flow.tuple.ipv6 {
                true => &snapshot.filter6,
                false => &snapshot.filter4,
            };
            let Some((chain, rule)) = filter.dropper(hook, counter) else {
                return hook.chain().to_owned();
            };
            let (table, name) = (chain.table.name(), &chain.name);
            match rule {
                Some(number) => format!("{table} {name} rule {number}"),
                None => format!("{table} {name} policy"),
            }
        };
        let known = self.0.entry((hook, counter, flow.tuple.ipv6));
        known.or_insert_with(found).clone()
    }
}

/// The packets of a flow as they leave, if they are translated.
fn translated(flow: &Flow, act: &FlowAct) -> Option<Tuple> {
    let conn = flow.conn.as_ref().filter(|_| act.translates)?;
    conn.answers.invert()
}

/// For people: a line for each flow.
pub(super) fn text(router: &Router, now: Instant, select: Selection) -> String {
    let mut text = String::new();
    let mut count = 0;
    let mut droppers = Droppers::default();
    // Writing to a string never fails.
    each(router, now, select, |snapshot, flow| {
        count += 1;
        let way = &flow.way;
        let _ = write!(
            text,
            "{} {} in {}",
            protocol_name(flow.tuple.proto),
            ends(&flow.tuple),
            name(snapshot, way.iif)
        );
        match &way.fate {
            FlowFate::Leave(act) => {
                if flow.conn.is_none() {
                    text += " untracked";
                }
                let _ = write!(
                    text,
                    " out {} to {}",
                    name(snapshot, act.oif),
                    act.neighbour
                );
                text += &what_else(flow, act);
            }
            FlowFate::Drop { hook, counter } => {
                let by = droppers.name(snapshot, flow, *hook, *counter);
                let _ = write!(text, " dropped by {by} rules {}", way.rules);
            }
            FlowFate::Slow(why_not) => {
                let _ = write!(text, " slow: {why_not}");
            }
        }
        if !way.holds {
            text += ", stale";
        }
        let _ = writeln!(
            text,
            "; way {}: {} packets, {} bytes, {} s ago",
            way.number,
            way.packets,
            way.bytes,
            way.idle.as_secs()
        );
    });
    if !router.flow_cache() {
        text += "the flow cache is off\n";
    }
    let _ = writeln!(text, "{count} flows");
    text
}

/// What is done to the packets of a flow besides sending them on.
fn what_else(flow: &Flow, act: &FlowAct) -> String {
    let mut text = String::new();
    if let Some(tuple) = translated(flow, act) {
        text += &format!(" as {}", ends(&tuple));
    }
    let (mask, value) = act.tos;
    if mask != 0 {
        text += &format!(" tos {value:#04x}/{mask:#04x}");
    }
    if act.mark.0 != 0 {
        text += &format!(" mark {:#x}", act.mark.0);
    }
    if act.priority != 0 {
        text += &format!(
            " class {:x}:{:x}",
            act.priority >> 16,
            act.priority & 0xffff
        );
    }
    if flow.way.rules != 0 {
        text += &format!(" rules {}", flow.way.rules);
    }
    text
}

/// For programs: a list of objects.
pub(super) fn json(router: &Router, now: Instant, select: Selection) -> Value {
    let mut flows = Vec::new();
    let mut droppers = Droppers::default();
    each(router, now, select, |snapshot, flow| {
        let way = &flow.way;
        let mut object = ends_object(&flow.tuple);
        object["protocol"] = json!(protocol_name(flow.tuple.proto));
        object["in"] = json!(name(snapshot, way.iif));
        object["current"] = json!(way.holds);
        object["way"] = json!({
            "number": way.number,
            "rules": way.rules,
            "packets": way.packets,
            "bytes": way.bytes,
            "idle": way.idle.as_secs_f64(),
        });
        if let Some(conn) = &flow.conn {
            object["left"] = json!(conn.left.as_secs());
        }
        match &way.fate {
            FlowFate::Leave(act) => {
                object["out"] = json!(name(snapshot, act.oif));
                object["neighbour"] = json!(act.neighbour.to_string());
                object["mtu"] = json!(act.mtu);
                object["mark"] = json!(act.mark.0);
                object["priority"] = json!(act.priority);
                if act.tos.0 != 0 {
                    object["tos"] = json!({ "mask": act.tos.0, "value": act.tos.1 });
                }
                if let Some(tuple) = translated(flow, act) {
                    object["as"] = ends_object(&tuple);
                }
            }
            FlowFate::Drop { hook, counter } => {
                object["dropped"] = json!(droppers.name(snapshot, flow, *hook, *counter));
            }
            FlowFate::Slow(why_not) => object["slow"] = json!(why_not.to_string()),
        }
        flows.push(object);
    });
    Value::Array(flows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tuple(src: IpAddr, dst: IpAddr, proto: u8, ports: (u16, u16)) -> Tuple {
        Tuple {
            src: dataplane::conntrack::octets(src),
            dst: dataplane::conntrack::octets(dst),
            src_port: ports.0,
            dst_port: ports.1,
            zone: 0,
            proto,
            ipv6: src.is_ipv6(),
        }
    }

    #[test]
    fn an_echo_has_an_identifier_instead_of_ports() {
        let [src, dst] = ["10.1.0.7", "172.16.0.9"].map(|of| of.parse().expect("an address"));
        let echo = tuple(src, dst, protocol::ICMP, (77, 8 << 8));
        assert_eq!(ends(&echo), "10.1.0.7 > 172.16.0.9 type 8 code 0 id 77");
        let object =
            json!({ "src": "10.1.0.7", "dst": "172.16.0.9", "type": 8, "code": 0, "id": 77 });
        assert_eq!(ends_object(&echo), object);
        let udp = tuple(src, dst, protocol::UDP, (4000, 53));
        assert_eq!(ends(&udp), "10.1.0.7:4000 > 172.16.0.9:53");
        assert_eq!(ends_object(&udp)["sport"], 4000);

        let [src, dst] = ["fd00::7", "fd00::9"].map(|of| of.parse().expect("an address"));
        let reply = tuple(src, dst, protocol::ICMPV6, (78, 129 << 8));
        assert_eq!(ends(&reply), "fd00::7 > fd00::9 type 129 code 0 id 78");
        let tcp = tuple(src, dst, protocol::TCP, (4000, 22));
        assert_eq!(ends(&tcp), "[fd00::7]:4000 > [fd00::9]:22");
    }
}
