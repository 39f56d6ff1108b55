//! What a lesson needs of the machine, and what of it is not there.

use std::{collections::BTreeSet, process::Command};

use super::Kind;
use crate::{
    lesson::{Lesson, Role, Service, Wire},
    netns::{is_root, on_path},
    router::Router,
    tools,
};

/// Tools that the backend itself uses.
const OWN: &[&str] = &[
    "ip", "unshare", "nsenter", "setpriv", "bash", "ethtool", "mount",
];

/// What bash or the backend does without a tool.
const BUILTIN: &[&str] = &[
    "cd", "echo", "printf", "true", "false", "test", "[", "fg", "wait", "kill", "for", "while",
    "do", "done", "if", "then", "else", "fi", "export", "read", "exit", "tollgate", "{", "}",
];

/// What `lesson` needs on `kind` and is not there.
pub(super) fn missing(kind: Kind, lesson: &Lesson, captures: bool) -> Vec<String> {
    match kind {
        Kind::Lab => missing_in_lab(lesson),
        Kind::Netns | Kind::Kernel => missing_on_machine(kind, lesson, captures),
    }
}

/// The tools that the lab's machines do not have.
fn missing_in_lab(lesson: &Lesson) -> Vec<String> {
    let on = Kind::Lab.name();
    let wanted: BTreeSet<&str> = lesson
        .steps_on(on)
        .flat_map(|step| commands(&step.command))
        .collect();
    let is_there = |tool: &str| {
        tools::NAMES.contains(&tool) || is_spoken(tool) || lesson.is_known_to_lack(on, tool)
    };
    let missing = wanted.into_iter().filter(|tool| !is_there(tool));
    missing.map(str::to_owned).collect()
}

/// The tools that the machine does not have, or what its kernel can't do.
fn missing_on_machine(kind: Kind, lesson: &Lesson, captures: bool) -> Vec<String> {
    let mut missing = Vec::new();
    if !is_root() {
        missing.push("root".to_owned());
    }
    let mut wanted: BTreeSet<&str> = OWN.iter().copied().collect();
    wanted.extend(captures.then_some("tcpdump"));
    for step in lesson.steps_on(kind.name()) {
        let host = step.host.as_deref().unwrap_or_default();
        let router = lesson
            .topology
            .node(host)
            .is_some_and(|node| node.role == Role::Router);
        for tool in commands(&step.command) {
            if router && kind == Kind::Netns {
                // Tollgate speaks for itself, or is known not to.
                if is_spoken(tool) || lesson.is_known_to_lack(kind.name(), tool) {
                    continue;
                }
            }
            wanted.extend(match tool {
                // The kernel's rules are those of the legacy variant.
                "iptables" => ["iptables-legacy"],
                "ip6tables" => ["ip6tables-legacy"],
                _ => [tool],
            });
        }
    }
    for service in lesson.topology.nodes.iter().flat_map(|node| &node.services) {
        wanted.extend(match service {
            Service::Ssh => ["/usr/sbin/sshd", "ssh-keygen"].as_slice(),
            Service::Http => &["python3"],
        });
    }
    let lacking = wanted.into_iter().filter(|tool| !on_path(tool));
    missing.extend(lacking.map(str::to_owned));
    if missing.is_empty() {
        // A live Tollgate makes its own interfaces and queues; switches are always the kernel's.
        let asked = |need: &&String| kind == Kind::Kernel || *need == SWITCH;
        let lacking = lesson
            .needs
            .iter()
            .filter(asked)
            .filter(|need| !kernel_has(need));
        missing.extend(lacking.cloned());
        if lesson.topology.wires.iter().any(Wire::is_impaired) && !kernel_has(NETEM) {
            missing.push(NETEM.to_owned());
        }
    }
    missing
}

/// Whether Tollgate speaks the language of a tool: it is asked.
fn is_spoken(tool: &str) -> bool {
    Router::new("nobody", &[], 0).execute(&[tool]).status != tools::NOT_FOUND
}

/// The tools of a command line: the first word of each command in it.
fn commands(line: &str) -> impl Iterator<Item = &str> {
    let first = line.lines().next().unwrap_or_default();
    let mut quote = None;
    let commands = first.split(move |c: char| {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '\'' | '"') => quote = Some(c),
            Some(_) | None => {}
        }
        quote.is_none() && matches!(c, '|' | ';' | '&')
    });
    let tools = commands.filter_map(|command| command.split_whitespace().next());
    tools.filter(|tool| !BUILTIN.contains(tool) && !tool.contains(['=', '$', '\'', '"']))
}

/// What makes cables slow, long or bad.
const NETEM: &str = "qdisc:netem";

/// What `needs` calls a switch whose ports are in VLANs.
const SWITCH: &str = "vlan-switch";

/// Whether the kernel can do what a lesson's `needs` names: a type of link (`vlan`), a qdisc
/// (`qdisc:fq_codel`), or a [`SWITCH`]. It is asked in a namespace that is gone afterwards.
fn kernel_has(need: &str) -> bool {
    let ask = match need.split_once(':') {
        Some(("qdisc", qdisc)) => format!("tc qdisc add dev one root {qdisc}"),
        Some((_, _)) => return false,
        None if need == SWITCH => "ip link add other type bridge vlan_filtering 1".to_owned(),
        None if need == "vlan" => "ip link add link one name other type vlan id 5".to_owned(),
        None => format!("ip link add other type {need}"),
    };
    let script = format!("ip link add one type veth peer name two && {ask}");
    let output = Command::new("unshare")
        .args(["--net", "sh", "-c", &script])
        .output();
    output.is_ok_and(|output| output.status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tools_of_a_line_are_its_first_words() {
        let of = |line| commands(line).collect::<Vec<_>>().join(" ");
        assert_eq!(of("ping -c 1 a | tail -n 1; cd /x && ip a"), "ping tail ip");
        assert_eq!(
            of("iptables-restore <<END\nfoo bar\nEND"),
            "iptables-restore"
        );
        assert_eq!(of("tcpdump -n 'a & b' &"), "tcpdump");
    }
}
