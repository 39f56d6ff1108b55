//! The packet that a lesson is about, sent through the machine that its commands configure.

use std::fmt;

use control::{
    explain::{self, ExplainError, Injection, Question},
    lang::runbook::{Action, Input, Runbook},
};
use dataplane::{time::Instant, wire::tcp::flags, worker::Sockets};

use super::way;
use crate::{
    lesson::{KeyPacket, Lesson, Node},
    router::Router,
    stack::Headers,
};

/// A moment long after the router was made.
const NOW: Instant = Instant::from_nanos(1_000_000_000_000);

/// Why the packet's way can't be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteError {
    /// The lesson names a machine that it does not have.
    NoMachine(String),
    /// The packet can't come in.
    Explain(ExplainError),
}

impl fmt::Display for RouteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoMachine(name) => write!(f, "packet: there is no machine {name}"),
            Self::Explain(error) => write!(f, "packet: {error}"),
        }
    }
}

impl std::error::Error for RouteError {}

/// The services of a lesson's machine, as sockets.
struct Services(Vec<u16>);

impl Services {
    fn of(node: &Node) -> Self {
        Self(node.services.iter().map(|service| service.port()).collect())
    }
}

impl Sockets for Services {
    fn receive(&mut self, _: Instant, packet: &[u8], l4: usize) -> bool {
        Headers::read(packet, l4).is_some_and(|headers| {
            headers.flags & flags::SYN != 0 && self.0.contains(&headers.to().port())
        })
    }

    fn unreachable(&mut self, _: Instant, _: &[u8]) {}
}

/// The picture of the way that the lesson's packet takes through its machine when all commands have been
/// typed; `None` if the lesson names no packet.
///
/// # Errors
/// See [`RouteError`].
pub fn packet_way(lesson: &Lesson) -> Result<Option<String>, RouteError> {
    let Some(KeyPacket {
        machine,
        port,
        packet,
    }) = &lesson.packet
    else {
        return Ok(None);
    };
    let none = || RouteError::NoMachine(machine.clone());
    let node = lesson.topology.node(machine).ok_or_else(none)?;
    let configured = configured(lesson, machine).ok_or_else(none)?;
    let question = Question {
        port: port.clone(),
        packets: vec![Injection::Packet(packet.clone())],
    };
    let services = Box::new(Services::of(node));
    let explanation = explain::explain_with(configured.shared(), services, NOW, &question);
    let json = explain::json(&explanation.map_err(RouteError::Explain)?);
    let title = format!("The way of {packet} through {machine}");
    Ok(Some(way::draw(&title, machine, &json["packets"][0])))
}

/// The lesson's machine after all that the lesson types there: commands that only look at something, or
/// fail, change nothing.
fn configured(lesson: &Lesson, name: &str) -> Option<Router> {
    let place = lesson.topology.position(name)?;
    let files = &lesson.topology.nodes[place].files;
    let mut router = Router::new(name, &lesson.topology.cards_of(place), 0);
    for step in lesson
        .steps_on("lab")
        .filter(|step| step.host.as_deref() == Some(name))
    {
        let typed = Runbook::new(name, format!("{}\n", step.command));
        for command in typed.commands().flatten() {
            if let Action::Execute(argv) = command.action() {
                let argv: Vec<&str> = argv.iter().map(String::as_str).collect();
                let stdin = match &command.input {
                    Some(Input::Here { text, .. }) => Some(text.as_bytes()),
                    Some(Input::File(file)) => files.get(&file.text).map(String::as_bytes),
                    None => None,
                };
                router.execute_with(&argv, stdin);
            }
        }
    }
    Some(router)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "\
---
title: A test
hosts: a b
routers: r
packet: r ens4 tcp 1.1.1.11:1000 > 2.2.2.12:22 syn
links:
  - a eth0 -- r ens4
  - r ens5 -- b eth0
---
```console
root@r:~# ip a a 1.1.1.1/24 dev ens4; ip l s up ens4
root@r:~# ip a a 2.2.2.1/24 dev ens5 && ip l s up ens5
root@r:~# sysctl -q -w net.ipv4.ip_forward=1
root@r:~# ip route get 2.2.2.12
root@r:~# iptables-restore <<'END'
> *filter
> -A FORWARD -p tcp --dport 22 -j ACCEPT
> -A FORWARD -j DROP
> COMMIT
> END
root@r:~# tcpdump -n -i ens4 &
root@a:~# iptables -P FORWARD DROP
```
";

    fn way(page: &str) -> Result<Option<String>, RouteError> {
        packet_way(&Lesson::read("test", page).expect("a lesson"))
    }

    #[test]
    fn the_way_is_that_of_the_configured_machine() {
        let svg = way(PAGE).expect("a way").expect("a packet");
        for text in [
            "<title>The way of tcp 1.1.1.11:1000 &gt; 2.2.2.12:22 syn through r</title>",
            ">filter rule 1: -A FORWARD -p tcp -m tcp --dport 22 -j ACCEPT</text>",
            ">unicast 2.2.2.0/24 dev ens5, table main</text>",
            ">tcp 1.1.1.11:1000 &gt; 2.2.2.12:22 syn ttl 63</text>",
        ] {
            assert!(svg.contains(text), "{text}\n{svg}");
        }
        // Five arrows of the upper row are met, the lower one is not.
        assert_eq!(svg.matches("<path class=\"met\"").count(), 5);
        assert_eq!(svg.matches("<path class=\"wire\"").count(), 4);
        assert!(!svg.contains("router end"));
    }

    #[test]
    fn where_a_packet_ends_is_marked() {
        let svg = way(&PAGE.replace("> 2.2.2.12:22 syn", "> 2.2.2.12:23 syn"));
        let svg = svg.expect("a way").expect("a packet");
        assert!(
            svg.contains("<rect class=\"router end\" x=\"352\""),
            "{svg}"
        );
        assert!(svg.contains("<text class=\"bad\""), "{svg}");
        assert_eq!(svg.matches("<path class=\"met\"").count(), 3);
        let svg = way(&PAGE.replace("> 2.2.2.12:22 syn", "> 1.1.1.1:22 syn"));
        let svg = svg.expect("a way").expect("a packet");
        assert!(svg.contains("r itself takes it"), "{svg}");
    }

    #[test]
    fn a_host_has_a_way_too() {
        let host = PAGE.replace(
            "packet: r ens4 tcp 1.1.1.11:1000 > 2.2.2.12:22 syn",
            "services:\n  - a ssh\npacket: a eth0 tcp 1.1.1.1:1000 > 1.1.1.11:22 syn",
        );
        let host = host.replace(
            "root@a:~#",
            "root@a:~# ip a a 1.1.1.11/24 dev eth0; ip l s up eth0\nroot@a:~#",
        );
        let svg = way(&host).expect("a way").expect("a packet");
        assert!(svg.contains("a itself takes it"), "{svg}");
        // Nobody listens at another port.
        let svg = way(&host.replace(":22 syn", ":23 syn"));
        let svg = svg.expect("a way").expect("a packet");
        assert!(svg.contains("a answers: tcp 1.1.1.11:23"), "{svg}");
        // What it sends goes another way: from itself through OUTPUT and POSTROUTING.
        let sent = host.replace(
            "a eth0 tcp 1.1.1.1:1000 > 1.1.1.11:22",
            "a itself tcp 1.1.1.11:1000 > 1.1.1.1:22",
        );
        let svg = way(&sent).expect("a way").expect("a packet");
        assert_eq!(svg.matches("<path class=\"met\"").count(), 3, "{svg}");
        assert!(svg.contains("who has 1.1.1.1?"), "{svg}");
    }

    #[test]
    fn rules_of_nft_are_met_as_those_of_iptables() {
        let nft = PAGE.replace(
            "root@r:~# tcpdump",
            "root@r:~# iptables -F; nft add table inet f\n\
             root@r:~# nft add chain inet f pass '{ type filter hook forward priority 0; policy drop; }'\n\
             root@r:~# nft add rule inet f pass iif ens4 meta mark set 5\n\
             root@r:~# nft add rule inet f pass tcp dport 23 accept\n\
             root@r:~# tcpdump",
        );
        let svg = way(&nft).expect("a way").expect("a packet");
        for text in [
            ">inet f rule 1: iif \"ens4\" meta mark set 0x00000005</text>",
            "<text class=\"bad\" x=\"128\" y=\"282\">inet f: policy drop</text>",
        ] {
            assert!(svg.contains(text), "{text}\n{svg}");
        }
        assert!(
            svg.contains("<rect class=\"router end\" x=\"352\""),
            "{svg}"
        );
    }

    #[test]
    fn what_can_not_be_shown_is_said() {
        let wrong = way(&PAGE.replace("packet: r ens4", "packet: x ens4"));
        assert_eq!(wrong, Err(RouteError::NoMachine("x".to_owned())));
        let wrong = way(&PAGE.replace("packet: r ens4", "packet: r ens9"));
        let wrong = wrong.expect_err("there is no ens9").to_string();
        assert_eq!(wrong, "packet: there is no interface ens9");
        let none = PAGE.replace("packet: r ens4 tcp 1.1.1.11:1000 > 2.2.2.12:22 syn\n", "");
        assert_eq!(way(&none), Ok(None));
    }
}
